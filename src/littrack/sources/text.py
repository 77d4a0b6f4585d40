"""arXiv's texts made alike whatever the source: white space, control characters, TeX, authors, ids, categories. Pure."""

from __future__ import annotations

import re
import unicodedata

from littrack.records import canonical_category, parse_arxiv_id

MAX_AUTHORS = 5000

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ASCII_CONTROL = bytes((*range(32), 127))
_XML_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_XML_REFERENCE = re.compile(rb"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,9}));")

# What arXiv's own tex2utf decodes: accents over letters, and letters that have a name.
_ACCENTS = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "c": "\u0327",
    "v": "\u030c",
    "u": "\u0306",
    "H": "\u030b",
    "k": "\u0328",
    "r": "\u030a",
}
_LETTERS = {
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "i": "ı",
    "j": "ȷ",
}
_ACCENT = re.compile(
    r"""\{?\\(?:(['`^"~=.])\s?(?:\{\s*(\\?[A-Za-z])\s*\}|(\\[ij](?![A-Za-z])|[A-Za-z]))"""
    r"""|([cvuHkr])(?:\s*\{\s*(\\?[A-Za-z])\s*\}|\s+([A-Za-z])(?![A-Za-z])))(\})?"""
)
# Cheap to look for; most backslashes are of mathematics.
_MAYBE = re.compile(r"""\\(?:['`^"~=.]|(?:[cvuHkroOlLij]|ss|ae|AE|oe|OE|aa|AA)(?![A-Za-z]))""")
_LETTER = re.compile(
    r"\{\\(ss|ae|AE|oe|OE|aa|AA|o|O|l|L|i|j)\}|\\(ss|ae|AE|oe|OE|aa|AA|o|O|l|L)(?![A-Za-z])(?:\{\}|\s(?=[a-z]))?"
)

_WITHDRAWN = re.compile(
    r"^\W*withdrawn\b|\bwithdrawn\s+(?:by|after|due|because)|\b(?:been|is|was)\s+withdrawn|\b(?:paper|article|submission)\s+withdrawn"
    r"|\bremoved by arxiv",
)


def clean(text: str | None) -> str:
    """One line of text: control characters dropped, any white space as one blank."""
    if not text:
        return ""
    line = text.strip().replace("\n", " ")
    if "  " in line:
        line = " ".join(line.split())
    # Abstracts are long and mostly ASCII, for which this takes a third of the time.
    plain = len(line.encode().translate(None, _ASCII_CONTROL)) == len(line) if line.isascii() else line.isprintable()
    return line if plain else " ".join(_CONTROL.sub("", text).split())


def untex(text: str) -> str:
    r"""TeX's accents as letters (``Rold\'an`` becomes ``Roldán``); everything else, mathematics too, stays as it is."""
    if "\\" not in text or not _MAYBE.search(text):
        return text
    return _LETTER.sub(lambda m: _LETTERS[m[1] or m[2]], _ACCENT.sub(_accented, text))


def _accented(found: re.Match[str]) -> str:
    accent = found[1] or found[4]
    letter = (found[2] or found[3] or found[5] or found[6]).removeprefix("\\")
    composed = unicodedata.normalize("NFC", letter + _ACCENTS[accent])
    if len(composed) > 1:
        return found[0]
    opened, closed = found[0].startswith("{"), found[7] is not None
    return ("" if opened and closed else "{" if opened else "") + composed + ("}" if closed and not opened else "")


def id_of(address: str) -> tuple[str, int | None] | None:
    """Base id and version of ``http://arxiv.org/abs/IDvN`` or ``oai:arXiv.org:IDvN``."""
    return parse_arxiv_id(address.strip().rpartition("/abs/")[2].removeprefix("oai:arXiv.org:"))


def categories(names: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Categories under their one name each, in the order given."""
    return tuple(dict.fromkeys(canonical_category(n) for n in (clean(n) for n in names) if n))


def says_withdrawn(comment: str | None) -> bool:
    """Whether arXiv's or the author's comment says that the paper has been withdrawn."""
    lower = (comment or "").lower()
    return ("withdrawn" in lower or "removed" in lower) and bool(_WITHDRAWN.search(lower))


def split_authors(text: str) -> tuple[str, ...]:
    """The names of ``A, B and C (1)`` without affiliations in parentheses; capped at ``MAX_AUTHORS``.

    Bounded time for any input: parentheses are counted, not matched by a pattern.
    """
    depth = 0
    kept: list[str] = []
    for char in clean(untex(text)):
        if char == "(":
            depth += 1
        elif char == ")":
            depth = max(0, depth - 1)
        elif depth == 0:
            kept.append(char)
    names = (" ".join(name.split()) for name in re.split(r",\s*and\s|,|;|\sand\s", "".join(kept)))
    return tuple(name for name in names if name.strip(" :;.&"))[:MAX_AUTHORS]


def tidy_xml(body: bytes) -> bytes:
    """The bytes without what XML 1.0 forbids (raw control characters, references to them, broken UTF-8)."""
    body = _XML_BYTES.sub(b"", body)
    body = _XML_REFERENCE.sub(lambda m: m[0] if _allowed(int(m[1], 16) if m[1] else int(m[2])) else b"", body)
    try:
        body.decode()
    except UnicodeDecodeError:
        body = body.decode(errors="replace").encode()
    return body


def _allowed(code: int) -> bool:
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
