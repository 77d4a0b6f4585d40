"""What Prefect does by itself when a run died: call it crashed, and have the health flow look around."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from prefect.automations import Automation
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ChangeFlowRunState, RunDeployment
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification

from .home import SETTINGS

ENDS = ("Completed", "Complete", "Quiet", "Degraded", "Covered", "Failed", "Crashed", "Cancelled")
HEARTBEAT = "prefect.flow-run.heartbeat"
SILENCE = timedelta(seconds=4 * int(SETTINGS["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"]))
RUNS = ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]})


def crash_the_silent() -> Automation:
    """A run whose heart stopped (power cut, reboot) is Crashed instead of Running for ever."""
    return Automation(
        name="littrack: a run that died is Crashed",
        trigger=EventTrigger(
            after={HEARTBEAT},
            expect={HEARTBEAT, *(f"prefect.flow-run.{name}" for name in ENDS)},
            match=RUNS,
            for_each={"prefect.resource.id"},
            posture=Posture.Proactive,
            threshold=1,
            within=SILENCE,
        ),
        actions=[ChangeFlowRunState(state=StateType.CRASHED, message="its process ended without a word")],
    )


def look_after_a_crash(health: UUID) -> Automation:
    """After a crash or a failure of any other flow, the health flow looks around and tells the operator."""
    return Automation(
        name="littrack: look around after a run died",
        trigger=EventTrigger(
            expect={"prefect.flow-run.Crashed", "prefect.flow-run.Failed"},
            match=RUNS,
            match_related=ResourceSpecification(
                {"prefect.resource.role": "flow", "prefect.resource.name": ["weekly", "daily", "retrain"]}
            ),
            posture=Posture.Reactive,
            threshold=1,
        ),
        actions=[RunDeployment(source="selected", deployment_id=health, parameters=None)],
    )


async def put(client: PrefectClient, automation: Automation) -> None:
    """Make the automation, in place of an older one of its name."""
    for old in await client.read_automations_by_name(automation.name):
        await client.delete_automation(old.id)
    await client.create_automation(AutomationCore(**automation.model_dump(exclude={"id"})))
