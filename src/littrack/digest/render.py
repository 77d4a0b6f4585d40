"""How an issue looks: one self-contained HTML page, plain text and Markdown, from the stored issue alone."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib import resources
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING

from littrack.digest.compose import IssueView, best

if TYPE_CHECKING:
    from jinja2 import BytecodeCache, Environment

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
        bytecode_cache=_compiled(),
    )
    made.filters["wrap"] = wrap
    made.filters["md"] = escape_markdown
    return made


def _compiled() -> BytecodeCache | None:
    """Where compiled templates are kept: beside them, as Python keeps compiled modules, and under the same conditions."""
    from jinja2 import FileSystemBytecodeCache, __version__
    from jinja2.bccache import Bucket

    class Kept(FileSystemBytecodeCache):
        def dump_bytecode(self, bucket: Bucket) -> None:
            with suppress(OSError):  # a folder that is read-only, a full disk: compiled again the next time
                super().dump_bytecode(bucket)

    folder = Path(cache_from_source(str(Path(__file__).with_name("templates") / "x.py"))).parent
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return None if sys.dont_write_bytecode or not folder.is_dir() else Kept(str(folder), f"jinja-{__version__}-%s.cache")


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
    return "\n".join(indent + line for line in _lines(WIDTH - len(indent)).findall(text))


@cache
def _lines(width: int) -> re.Pattern[str]:
    """As many words as fit, or one that does not."""
    return re.compile(rf"\S(?:.{{0,{width - 2}}}\S)?(?!\S)|\S+")


def escape_markdown(text: str) -> str:
    """Text that Markdown shows as it is; ``@name`` and ``#12`` are broken up so that GitHub neither notifies nor links."""
    return _MARKS.sub(_escaped, text)


_MARKS = re.compile(r"[&<>\\`*_\[\]|~$]|[@#](?=[^\W_])|\bGH-(?=\d)|\b(?:https?|ftp|www)(?=[:.])", re.IGNORECASE)
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def _escaped(mark: re.Match[str]) -> str:
    found = mark[0]
    return _ENTITIES.get(found) or (f"\\{found}" if len(found) == 1 and found not in "@#" else f"{found}<!-- -->")
