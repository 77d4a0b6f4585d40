"""Mending text: bytes to characters, hyphens at line ends, LaTeX, HTML, accents set apart, and what is not meant to be seen."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache, cached_property, lru_cache

# Bidirectional controls, zero-width marks and other invisible characters; with them a title can be made to look like another.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u061c\ue000-\uf8ff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>|<!--[^<>]{0,2000}-->")
_BREAK = re.compile(r"<(?:br|/?p|/?div)\s*/?>", re.I)
_LATEX = re.compile(r"[\\{}]|\$[^$]{1,200}\$")
# Words of which some are in braces, and nothing else of LaTeX's, as in most titles of BibTeX.
_WORDS = r"(?:[^\W_]|[ ,.:;()/+]|-(?!-))"
_BRACED = re.compile(rf"(?:{_WORDS}|\{{{_WORDS}*+\}})*+")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~&%$-])")
_MARKED = re.compile(r"\*(?<!\\\*)\*{0,2}|~~|(?<![\w\\])_{1,3}(?=\S)|(?<=[^\s\\])_{1,3}(?!\w)|`(?<!\\`)")
_EMOJI_CODE = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]{2,30}:(?![\w:])|\[\^[^\[\]]{1,20}\]")
_END = re.compile(r"(?<!\.)[.,;:。，；]+$")
_SIGN = re.compile("(?:[\u2600-\u27bf\u2b50\U0001f300-\U0001faff]\ufe0f?\\s*)+(?=\\w)")
_QUOTES = frozenset('“"«「《‘')
_ONE_QUOTED = re.compile(
    '[“"«「《‘][^“”"«»「」《》]{1,80}[”"»」》’] (?=\\w)[^“”"«»「」《》]+$'
)  # `"Lossless" Compression of Nets`
_STOPS = tuple(".,;:。，；")
# Words with one blank between, as most titles are: nothing is to be taken off.
_CLEAN = re.compile(r"(?=[A-Za-z0-9(])(?:[A-Za-z0-9()/+?!'-]++(?:[,:]? (?=[^ ,:]))?+)*+(?<=[A-Za-z0-9)?!])")
_COLON = re.compile(r"(?<=[a-z]):(?=[A-Z][a-z])")
# All of ASCII that is neither a small letter nor a digit.
_NEITHER = bytes(c for c in range(128) if not (chr(c).isdigit() or chr(c).islower()))
# Bytes that stand in no text: control characters but tabs, line ends, form feeds and escapes.
_NO_TEXT = bytes(set(range(32)) - {9, 10, 12, 13, 27})
# What a pattern's ``\\s`` stands for, as ``str.strip`` takes it.
SPACES = "".join(c for c in map(chr, range(0x3001)) if c.isspace())
_EMPHASIS = re.compile(r"</?(?:sub|sup|i|b|em|strong|br|span|p|font|tt|scp)\b[^<>]{0,200}>", re.I)
# A spacing accent that a PDF left before (`¨ u`) or after its letter.
_ACCENTS = {
    "¨": "\u0308",
    "´": "\u0301",
    "`": "\u0300",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "¸": "\u0327",
    "ˇ": "\u030c",
    "˚": "\u030a",
}
_LOOSE_ACCENT = re.compile(r" ?([¨´ˆ˜¸ˇ˚]) ?([A-Za-z\u0131])|(?<=[A-Za-z]) ?`(?=[aeiou]) ?([aeiou])")
_PREFIXES = frozenset(
    [
        "multi",
        "pre",
        "post",
        "non",
        "semi",
        "self",
        "co",
        "re",
        "anti",
        "cross",
        "inter",
        "intra",
        "sub",
        "super",
        "meta",
        "auto",
        "bi",
        "tri",
        "micro",
        "nano",
        "mini",
        "over",
        "under",
        "de",
        "un",
        "pseudo",
        "quasi",
        "ultra",
        "hyper",
        "macro",
        "mid",
        "near",
        "off",
        "on",
        "low",
        "high",
        "large",
        "small",
        "deep",
        "long",
        "short",
        "full",
        "half",
        "end",
        "data",
        "model",
        "time",
    ]
)


def decode(data: bytes) -> tuple[str, str, str | None]:
    """The characters of a document, the encoding that they were in, and what was wrong, if anything.

    UTF-8 and UTF-16 with a mark are taken at their word; otherwise GB 18030 where that gives Chinese, else Windows-1252.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").lstrip("\ufeff"), "utf-16", None
    try:
        return data.decode("utf-8").removeprefix("\ufeff"), "utf-8", None
    except UnicodeDecodeError as error:
        first = error.start
    return _decode_other(data, first)


def _decode_other(data: bytes, first: int) -> tuple[str, str, str]:
    line = data.count(b"\n", 0, first) + 1
    good = data.decode("utf-8", "ignore")
    lost = len(data) - len(good.encode("utf-8"))
    if lost * 50 < max(len(data) - data.translate(None, bytes(range(128))).__len__(), 1) or lost < 8:
        return (
            data.decode("utf-8", "replace"),
            "utf-8",
            f"{lost} bytes are not UTF-8, the first on line {line}; they were passed over",
        )
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "cp1252", "not UTF-8; read as Windows-1252"
    chinese = sum("\u4e00" <= c <= "\u9fff" for c in text[:200_000])
    if chinese * 4 > sum(ord(c) > 127 for c in text[:200_000]):
        return text, "gb18030", "not UTF-8; read as GB 18030"
    return data.decode("cp1252", "replace"), "cp1252", "not UTF-8; read as Windows-1252"


def looks_binary(data: bytes) -> bool:
    """Whether these are no characters at all: an image, an archive, a PDF."""
    head = data[:65536]
    if head.startswith((b"%PDF-", b"\x89PNG", b"PK\x03\x04", b"\x1f\x8b", b"GIF8", b"\xff\xd8\xff")):
        return True
    if not head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    control = len(head) - len(head.translate(None, _NO_TEXT))
    return control * 20 > len(head) or head.count(0) > max(len(head) // 100, 8)


def visible(text: str) -> str:
    """The text without control characters and invisible marks."""
    if text.isascii() and text.isprintable():
        return text
    return _INVISIBLE.sub("", _CONTROL.sub("", text))


def strip_tags(text: str) -> str:
    """The text without HTML tags; `<br>` becomes a line break, `<sub>2</sub>` leaves its content in place."""
    return _TAG.sub("", _BREAK.sub("\n", text)) if "<" in text else text


_CJK = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")


def words_in(text: str) -> int:
    """How many words a text has; two characters of a script without spaces count as one."""
    count = len(text.split())
    return count if text.isascii() or count > 2 else max(count, len(_CJK.findall(text)) // 2)


def squeeze(text: str) -> str:
    """The text with every run of white space as one blank."""
    return " ".join(text.split())


@cache
def _latex() -> tuple[object, object]:
    """What LaTeX's commands take, and what they mean: made once, since making them costs more than a title."""
    from pylatexenc import latex2text, latexwalker

    return latexwalker.get_default_latex_context_db(), latex2text.get_default_latex_context_db()


_SPECIAL = re.compile(r"(?<!\\)([%&#])")  # a title has neither comments nor columns


def unlatex(text: str) -> str:
    """LaTeX commands, accents, maths and braces as characters; text without them is returned as it is."""
    if not (("\\" in text or "{" in text or "}" in text or "$" in text) and _LATEX.search(text)):
        return text
    if _BRACED.fullmatch(text):
        return text.replace("{", "").replace("}", "") if text.strip("{} ") else text
    from pylatexenc.latex2text import LatexNodes2Text

    commands, meanings = _latex()
    to_text = LatexNodes2Text(latex_context=meanings, math_mode="text", strict_latex_spaces=False)
    try:
        mended = to_text.latex_to_text(_SPECIAL.sub(r"\\\1", text[:5000]), latex_context=commands)
    except Exception:
        # pylatexenc is not made for hostile input and raises many kinds of error; the text as it stands is still useful.
        return text
    return str(mended) if mended.strip() else text


def mend_accents(text: str) -> str:
    """``G ¨und¨uz`` as Gündüz: accents that a PDF set apart go back to their letters. ``Y . Wang`` becomes ``Y. Wang``."""

    def join(found: re.Match[str]) -> str:
        if found[3]:
            return unicodedata.normalize("NFC", found[3] + "\u0300")
        letter = "i" if found[2] == "\u0131" else found[2]
        return unicodedata.normalize("NFC", letter + _ACCENTS[found[1]])

    return re.sub(r"\b([A-Z]) \.(?=[ -])", r"\1.", _LOOSE_ACCENT.sub(join, text))


@lru_cache(maxsize=8192)
def normalised(title: str) -> str:
    """What two spellings of one title have in common: letters and digits only, without case and accents."""
    plain = unlatex(html.unescape(title))
    if plain.isascii():
        return plain.lower().encode().translate(None, _NEITHER).decode()
    return "".join(c for c in unicodedata.normalize("NFKD", plain).casefold() if c.isalnum())


def words(title: str) -> frozenset[str]:
    """The words of a title, without case, for a comparison of two titles."""
    return frozenset(re.findall(r"\w+", unicodedata.normalize("NFKC", title).casefold()))


def similarity(one: str, other: str) -> float:
    """How alike two titles are, 0 to 1: the share of common words, or of common character triples if that is higher."""
    alike = _common_words(one, other)
    return max(alike, _common_triples(one, other)) if alike is not None else 0.0


def are_alike(one: str, other: str, least: float) -> bool:
    """Whether two titles are at least so alike; nearly always their words tell."""
    alike = _common_words(one, other)
    return alike is not None and (alike >= least or _common_triples(one, other) >= least)


def _common_words(one: str, other: str) -> float | None:
    """The share of common words; None where one of the titles has none."""
    a, b = words(one), words(other)
    return len(a & b) / len(a | b) if a and b else None


def _common_triples(one: str, other: str) -> float:
    x, y = _triples(normalised(one)), _triples(normalised(other))
    return len(x & y) / max(len(x | y), 1)


@lru_cache(maxsize=4096)
def _triples(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 3] for i in range(max(len(text) - 2, 1)))


def clean_title(text: str) -> str:
    """A title as it is meant: without markup, LaTeX, entities, quotation marks around it and the full stop after it."""
    return text if _CLEAN.fullmatch(text) else _cleaned(text)


@lru_cache(maxsize=512)
def _cleaned(text: str) -> str:
    bare = html.unescape(strip_tags(text))
    bare = _EMPHASIS.sub("", bare) if "<" in bare else bare
    bare = _EMOJI_CODE.sub("", bare) if ":" in bare or "[^" in bare else bare
    bare = _MARKED.sub("", bare) if "*" in bare or "_" in bare or "`" in bare or "~" in bare else bare
    bare = _ESCAPED.sub(r"\1", bare) if "\\" in bare and "$" not in bare else bare
    bare = squeeze(visible(unlatex(bare)))
    bare = (_SIGN.sub("", bare) if bare[:1] > "\u25ff" else bare).strip(" ,;:|·•–—\t")
    if bare[:1] in _QUOTES and not _ONE_QUOTED.match(bare):
        bare = bare.strip('“”"«»「」《》‘’')
    bare = bare.strip(" ,;|")
    bare = (
        bare.strip('"').rstrip(" ,") if bare.count('"') == 1 and '"' in (bare[:1], bare[-1:]) else bare
    )  # one that nothing closes
    bare = squeeze(_END.sub("", bare)) if bare.endswith(_STOPS) else bare
    return _COLON.sub(": ", bare) if ":" in bare else bare


def shorten(text: str, most: int = 60) -> str:
    """The text on one line for a message, cut to ``most`` characters."""
    line = squeeze(visible(text))
    return line if len(line) <= most else line[: most - 1] + "…"


_BROKEN = re.compile(r"([^\W\d_]+)-[ \t]*\n\s*([^\W\d_]+)")
_AT_LINE_END = re.compile(r"-(?<=[^\W\d_]-)\s*\n\s*[^\W\d_]")
_BROKEN_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]+-\s*\n\s*[^\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN_NUMBER = re.compile(r"(\d|\w)([-–])[ \t]*\n\s*(?=\w)")
_HYPHENED = re.compile(r"(?<![\w-])([^\W\d_]+)-([^\W\d_]+)(?![\w-])")


class Hyphens:
    """Mends words that were broken with a hyphen, by what the same document writes elsewhere."""

    def __init__(self, text: str) -> None:
        """Learn from ``text``: its words, broken ones left out, are counted when they are first asked for."""
        self._text = text

    @cached_property
    def _words(self) -> Counter[str]:
        whole = _BROKEN_WORD.sub(" ", self._text) if _AT_LINE_END.search(self._text) else self._text
        return Counter(map(str.lower, _WORD.findall(whole)))

    def join(self, text: str) -> str:
        """The text with its line ends as blanks and its broken words whole."""
        if "-" not in text and "–" not in text:
            return squeeze(text)
        if "\n" in text:
            text = _BROKEN_NUMBER.sub(r"\1\2", _BROKEN.sub(self._at_line_end, text))
        return squeeze(_HYPHENED.sub(self._inside, squeeze(text)))

    def _at_line_end(self, found: re.Match[str]) -> str:
        left, right = found[1].lower(), found[2].lower()
        if found.string[found.end() : found.end() + 1] == "-":  # tutorial-cum-survey
            return f"{found[1]}-{found[2]}"
        whole, hyphened = self._words[left + right], self._words[f"{left}-{right}"]
        if whole or hyphened:
            return found[1] + found[2] if whole >= hyphened else found[0].replace("\n", "").replace(" ", "")
        compound = self._words[right] and len(right) > 2 and (self._words[left] or left in _PREFIXES or found[2][0].isupper())
        return f"{found[1]}-{found[2]}" if compound else found[1] + found[2]

    def _inside(self, found: re.Match[str]) -> str:
        left, right = found[1].lower(), found[2].lower()
        if (left in _PREFIXES and left != "inter") or not found[2].islower() or len(right) < 3:
            return found[0]
        known = self._words[left] > 0 and self._words[right] > 0
        whole, hyphened = self._words[left + right], self._words[f"{left}-{right}"]
        return found[1] + found[2] if not known and whole > hyphened else found[0]


Mender = Callable[[str], str]
