"""What the signed links of a mail open: a candidate with one verdict, or the end of the mail."""

from __future__ import annotations

from dataclasses import dataclass, replace

from littrack.records import Reason
from littrack.triage import links, pages
from littrack.triage.pages import NotFoundError, Page, Visit
from littrack.triage.posts import posted_decision
from littrack.triage.views import Filters


@dataclass(frozen=True, slots=True)
class FromMail:
    """The pages behind links that were signed with the workspace's key."""

    _key: bytes

    def link_page(self, v: Visit) -> Page:
        """What a link of the mail opens: the candidate, and one button."""
        link = links.verify(self._key, v.path["token"], v.now)
        sheet = v.desk.sheet(link.paper_id, Filters())
        if sheet is None:
            raise NotFoundError
        context = {
            "link": link,
            "sheet": sheet,
            "over": sheet.seen != link.seen,
            "choices": pages.choices(sheet, v.desk.taxonomy, ()),
            "reasons": list(Reason),
            "address": v.path["token"],
            "done": None,
        }
        return Page("link.jinja", context)

    def confirm_link(self, v: Visit) -> Page:
        """The one confirming click. A link whose candidate has been decided on since is over."""
        link = links.verify(self._key, v.path["token"], v.now)
        decision = posted_decision(replace(v, form={**v.form, "verdict": [link.verdict.value]}), link.paper_id, "mail")
        done = v.desk.decide(replace(decision, who=link.who), link.seen)
        page = self.link_page(v)
        return replace(page, context=page.context | {"done": done})

    def leave_page(self, v: Visit) -> Page:
        """What the link at the end of a mail opens: one button."""
        email = links.verify_leave(self._key, v.path["token"])
        return Page("unsubscribe.jinja", {"email": email, "address": v.path["token"], "done": False})

    def left(self, v: Visit) -> Page:
        """The mail has ended."""
        page = self.leave_page(v)
        v.desk.unsubscribe(page.context["email"])
        return replace(page, context=page.context | {"done": True})
