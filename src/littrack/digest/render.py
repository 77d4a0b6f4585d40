"""How an issue looks: one self-contained HTML page, plain text and Markdown, from the stored issue alone."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from littrack.digest.compose import IssueView, best

if TYPE_CHECKING:
    from jinja2 import Environment

WIDTH = 76
MOST_MARKDOWN = 64_000  # GitHub takes 65,536 characters


@cache
def environment() -> Environment:
    """The templates of the package; everything is escaped in those that end in ``.html.jinja``."""
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    made = Environment(
        loader=PackageLoader("littrack.digest"),
        autoescape=select_autoescape(("html.jinja", "xml.jinja", "svg.jinja")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["wrap"] = wrap
    made.filters["md"] = escape_markdown
    return made


@cache
def page_css() -> str:
    """The style sheet that every page carries."""
    return resources.files("littrack.digest").joinpath("templates/page.css").read_text(encoding="utf-8")


def html(view: IssueView) -> str:
    """The issue as one HTML page without scripts or anything from elsewhere."""
    from markupsafe import Markup

    return render("issue.html.jinja", v=view, css=Markup(page_css()))  # noqa: S704 - our own style sheet


def text(
    view: IssueView,
    *,
    links: Mapping[str, Mapping[str, str]] | None = None,
    page: str = "",
    left: int = 0,
    unsubscribe: str = "",
) -> str:
    """The issue as plain text of 76 columns; a mail adds its links, how many candidates are left out, and how to stop it."""
    made = render("issue.txt.jinja", v=view, links=links or {}, page=page, left=left, unsubscribe=unsubscribe)
    return re.sub(r"\n{3,}", "\n\n\n", made).strip("\n") + "\n"


def markdown(view: IssueView) -> str:
    """The issue as Markdown that mentions nobody and links to no other issue by accident.

    It fits into the body of a GitHub issue: what does not is left out, the least probable first, and counted.
    """
    size = view.size
    made = _markdown(view, 0)
    while len(made) > MOST_MARKDOWN and size:
        size = min(size - 1, size * MOST_MARKDOWN // len(made))
        made = _markdown(best(view, size), view.size - size)
    return made


def _markdown(view: IssueView, left: int) -> str:
    return re.sub(r"\n{3,}", "\n\n", render("issue.md.jinja", v=view, left=left)).lstrip("\n")


def render(template: str, **values: object) -> str:
    """A template of the package with these values."""
    return environment().get_template(template).render(**values)


def wrap(text: str, indent: str = "") -> str:
    """A paragraph in lines of 76 columns; long words stay whole."""
    return textwrap.fill(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def escape_markdown(text: str) -> str:
    """Text that Markdown shows as it is; ``@name`` and ``#12`` are broken up so that GitHub neither notifies nor links."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    plain = re.sub(r"([\\`*_\[\]|~$])", r"\\\1", plain)
    plain = re.sub(r"([@#])(?=\w)", r"\1<!-- -->", plain)
    plain = re.sub(r"\b(GH-)(?=\d)", r"\1<!-- -->", plain, flags=re.IGNORECASE)
    return re.sub(r"\b(https?|ftp|www)(?=[:.])", r"\1<!-- -->", plain, flags=re.IGNORECASE)
