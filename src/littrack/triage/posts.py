"""What a posted form of the page does: a decision, and where to go then."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlencode

from starlette.responses import RedirectResponse, Response

from littrack.errors import ConflictError, LittrackError, UsageError
from littrack.records import Decision, Reason, Verdict
from littrack.triage import pages
from littrack.triage.pages import NotFoundError, Page, Visit


def status(error: LittrackError) -> int:
    """The HTTP status that tells of an error."""
    if isinstance(error, ConflictError):
        return 409
    return 422 if isinstance(error, UsageError) else 500


def next_candidate(v: Visit) -> Response:
    """On to the most probable pending candidate."""
    wanted = pages.filters(v.fields)
    first = v.desk.first(wanted)
    return RedirectResponse(f"/paper/{first}{wanted.query}" if first else f"/{wanted.query}", 303)


def decide(v: Visit) -> Page | Response:
    """Decide, then go on to the next candidate; after an undo, stay."""
    wanted = pages.filters({k: values[0] for k, values in parse_qs(v.posted("back")).items()})
    paper_id, seen = v.posted("paper"), v.posted("seen")
    sheet = v.desk.sheet(paper_id, wanted)
    if sheet is None:
        raise NotFoundError
    try:
        done = v.desk.decide(posted_decision(v, paper_id, "page"), pages.number(seen))
    except (ConflictError, UsageError) as error:
        fresh = v.desk.sheet(paper_id, wanted) or sheet
        return pages.sheet_page(v, fresh, wanted, error=str(error), status=status(error))
    query = wanted.query
    if done.decision.verdict is Verdict.UNDO:
        return RedirectResponse(f"/paper/{paper_id}{query}", 303)
    following = sheet.following or v.desk.first(wanted)
    if following is None:
        return RedirectResponse(f"/{query}", 303)
    return RedirectResponse(f"/paper/{following}{query}{'&' if query else '?'}{urlencode({'done': paper_id})}", 303)


def posted_decision(v: Visit, paper_id: str, where: str) -> Decision:
    """The decision of a form: ``verdict`` is ``accept``, ``reject``, ``reject:REASON``, ``postpone`` or ``undo``."""
    verdict, _, reason = v.posted("verdict").partition(":")
    until = v.posted("until") if verdict == Verdict.POSTPONE.value else ""
    try:
        return Decision(
            paper_id,
            Verdict(verdict),
            v.now,
            v.session.who,
            where,
            sections=tuple(s for s in v.form.get("section", []) if s),
            reason=Reason(reason or v.posted("reason")) if reason or v.posted("reason") else None,
            comment=v.posted("comment"),
            until=date.fromisoformat(until) if until else None,
        )
    except ValueError:
        raise UsageError("that is no decision", "use the buttons of the page") from None
