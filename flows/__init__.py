"""Prefect's entry points, thin over ``littrack.pipeline``; installed as ``littrack_flows``. See docs/architecture.md."""

import gc

from littrack.cli import GARBAGE

# A flow runs in a process that Prefect starts: among all that Prefect has loaded, to look for garbage takes longest.
gc.set_threshold(GARBAGE)
