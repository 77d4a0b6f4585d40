"""A web page: its headings, lists, tables and paragraphs are written as Markdown, and read as a README's are."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from littrack.lists.entry import LONGEST_LINE, Document, Draft
from littrack.lists.readers import readme
from littrack.lists.text import squeeze
from littrack.records import Problem

_PAGE = re.compile(r"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?(?:<!doctype html|<html\b)", re.I | re.S)
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([A-Za-z][A-Za-z0-9]*)\b([^<>]*)>|<![^<>]*>", re.S)
_LEFT_OUT = frozenset(["script", "style", "nav", "head", "footer", "noscript", "template", "svg", "form", "button"])
_LINES = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "dd",
        "dt",
        "dl",
        "blockquote",
        "header",
        "aside",
        "figure",
        "body",
        "html",
        "hr",
    ]
)
_KEPT = frozenset(["a", "img", "b", "strong", "i", "em"])


def likelihood(document: Document) -> float:
    """High where the document begins as a web page does."""
    return 0.96 if _PAGE.match(document.text[:5000]) else 0.0


def read(document: Document) -> Draft:
    """The page's headings, lists, tables and paragraphs, read as a README's; lines are those of the page."""
    page = _Page(document.text)
    page.walk()
    draft = readme.read(Document(document.name, "\n".join(line for line, _, _ in page.out)))
    draft.entries = [e._replace(line=page.out[e.line - 1][1], end=page.out[e.end - 1][2]) for e in draft.entries]
    draft.problems = [Problem(p.message, p.where, page.out[p.line - 1][1] if p.line else None) for p in draft.problems]
    return draft


@dataclass
class _Page:
    """Walks through the tags; ``out`` has lines of Markdown, each with the first and last line of the page that it is from."""

    text: str
    out: list[tuple[str, int, int]] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    prefix: str = ""
    depth: int = 0
    first: int = 1
    opened: bool = False  # an item whose text has not begun: its first line is that of its tag
    line: int = 1

    def walk(self) -> None:
        at = 0
        while tag := _TAG.search(self.text, at):
            self._words(self.text[at : tag.start()])
            at = tag.end()
            name = (tag[2] or "").lower()
            if name in _LEFT_OUT and not tag[1]:
                at = self._passed(tag.end(), name)
            elif name == "table" and not tag[1]:
                self._flush()
                at = self._passed(tag.end(), name)
                raw = self.text[tag.start() : at].split("\n")
                self.out += [(x, self.line + n, self.line + n) for n, x in enumerate(raw)] + [("", self.line, self.line)]
                self.line += len(raw) - 1
                continue
            elif name in _KEPT:
                self._hold(tag[0])
            else:
                self._block(name, bool(tag[1]))
            self.line += self.text.count("\n", tag.start(), at)
        self._words(self.text[at:])
        self._flush()

    def _passed(self, start: int, name: str) -> int:
        """Where the element that begins at ``start`` is over; the end of its own tag where it is never closed."""
        closing = re.compile(rf"</{name}\s*>", re.I).search(self.text, start)
        return closing.end() if closing else start

    def _words(self, text: str) -> None:
        if text.strip():
            lead = len(text) - len(text.lstrip())
            self.line += text.count("\n", 0, lead)
            self._hold(html.unescape(text).replace("<", "&lt;"))
            self.line += text.count("\n", lead)
        else:
            self._hold(" ") if self.held else None
            self.line += text.count("\n")

    def _hold(self, text: str) -> None:
        if not self.held and not self.opened:
            self.first = self.line
        self.held.append(text)

    def _block(self, name: str, closing: bool) -> None:
        """What a tag that breaks the text does."""
        if name == "br":
            self._hold("\0")
        elif name in ("ul", "ol"):
            self._flush()
            self.depth = max(self.depth - 1, 0) if closing else min(self.depth + 1, 12)
        elif name == "li":
            self._flush()
            self.prefix = "" if closing else "  " * max(self.depth - 1, 0) + "- "
            self.first, self.opened = self.line, not closing
        elif re.fullmatch("h[1-6]", name):
            self._flush()
            self.prefix = "" if closing else "#" * int(name[1]) + " "
        elif name in ("details", "summary"):
            self._flush()
            self.out.append((f"<{'/' * closing}{name}>", self.line, self.line)) if name == "details" else None
            self.prefix = "" if closing or name == "details" else "##### "
        elif name in _LINES and not self.prefix.strip():
            self._flush()
        elif name in _LINES:
            self._hold("\0")  # a paragraph inside a list item

    def _flush(self) -> None:
        """One block of Markdown out of what is held."""
        lines = [x for x in (squeeze(x) for x in "".join(self.held).split("\0")) if x]
        self.held.clear()
        if not lines:
            return
        self.opened = False
        indent = " " * len(self.prefix) if "-" in self.prefix else ""
        for n, text in enumerate(lines):
            self.out.append(((self.prefix if n == 0 else indent) + text[:LONGEST_LINE], self.first, self.line))
        if "-" not in self.prefix:
            self.out.append(("", self.line, self.line))
        self.prefix = "" if "#" in self.prefix else self.prefix
