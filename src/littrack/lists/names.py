"""People's names in citations: which pieces of text are names, and where a list of authors ends."""

from __future__ import annotations

import re

# One name, initials first (`M. A. Ferrag`, `HV Poor`, `C.-B. Chae`), initials last (`Ferrag M A`), or in full (`Dong In Kim`).
_INITIALS = r"(?:[A-ZÀ-ÞŁŞ]{1,3}\.?|[A-Z]\.?-[A-Z]\.?)"
_PARTICLE = r"(?:de|da|di|du|del|der|den|van|von|la|le|el|al|bin|ben|dos|das|do|ter|ten|af|av|zu|y|e|De|Da|Di|Du|Van|Von|La|Le|El|Al|Abu|St\.|Ben)"
_SURNAME = r"(?:[A-ZÀ-ÞĀ-Ž][\w'’`´-]*[a-zß-ÿā-ž][\w'’`´-]*|[A-Z]{3,12}(?![a-z])|O'[A-Z]\w+|Ng|Yu|Wu|Xu|Li|Lu|Ma|Hu|Fu|Gu|He|Du|Ye|Yi|Ni|Qi)"
_SUFFIX = r"(?:,?\s+(?:Jr\.?|Sr\.?|II|III|IV))?"
INITIALS_FIRST = re.compile(
    rf"{_INITIALS}(?:[ .]*{_INITIALS}){{0,4}}(?:\.[ -]*|[ -]+)(?:{_PARTICLE}\s+){{0,3}}{_SURNAME}(?:[ -]{_SURNAME}){{0,2}}{_SUFFIX}"
)
INITIALS_LAST = re.compile(
    rf"(?:{_PARTICLE}\s+){{0,2}}{_SURNAME}(?:[ -]{_SURNAME})?,?\s+{_INITIALS}(?:[ .-]*{_INITIALS}){{0,3}}\.?"
)
IN_FULL = re.compile(rf"{_SURNAME}(?:\s+(?:{_INITIALS}|{_PARTICLE}|{_SURNAME})){{0,4}}\s+{_SURNAME}{_SUFFIX}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,5}·[\u4e00-\u9fff]{1,8}")
_TEAM = re.compile(
    r"(?:[A-Z][\w-]*\s+){0,3}(?:Team|Group|Consortium|Collaboration|Community)|OpenAI|DeepMind|Google(?: DeepMind)?|Meta(?: AI)?|3GPP|ITU(?:-[RT])?|DeepSeek-AI|Anthropic|Microsoft|Gemini Team|NVIDIA"
)
_ET_AL = re.compile(r"(?:and\s+)?(?:\(?\bet\.?\s*al\.?\)?|others|\bet\s*al\b\.?|…|\.\.\.|等)", re.I)
# Words that stand in titles and hardly ever in names.
_TITLE_WORD = re.compile(
    r"\b(?:an?|the|of|for|in|on|to|with|via|by|from|using|and|is|are|as|at|AI|MIMO|LLMs?|GPT|(?i:towards?|based|learning|networks?|models?|systems?|deep|large"
    r"|survey|review|language|wireless|communications?|generative|semantic|neural|generation|data|driven|intelligence|edge|federated"
    r"|foundation|transformers?|diffusion|prediction|optimization|framework|approach|agents?|detection|channel|mobile|efficient|reasoning"
    r"|attention|vision|image|video|visual|multimodal|adaptive|robust|training|pre|self|zero|few|shot|time|series|benchmark|analysis"
    r"|design|digital|twin|internet|things|quantum|graph|reinforcement|control|security|privacy|cloud|computing|resource|allocation))\b"
)


def _bare(piece: str) -> str:
    piece = re.sub(r"\b([A-Z])\.(?=[A-Z][a-z])", r"\1. ", piece)
    piece = re.sub(r"^(?:and|&|und|by|with)\s+|\s+(?:and|&)$", "", piece.strip(" ,;*†‡§¹²³^_`()"))
    return re.sub(r"[*†‡§¹²³⁴⁵⁶#♢♣♠^]+|\s*\([^()]{0,40}\)$|\d$", "", piece).strip()


def is_et_al(piece: str) -> bool:
    """Whether the piece stands for the authors that are not named."""
    return bool(_ET_AL.fullmatch(piece.strip(" ,.;*_()")))


def is_name(piece: str, *, full: bool = True) -> bool:
    """Whether the piece is one person's (or team's) name; ``full`` also takes given names in full."""
    bare = re.sub(r"\s+" + _ET_AL.pattern + r"$", "", _bare(piece), flags=re.I)
    if len(bare) > 60 or not bare:
        return False
    if INITIALS_FIRST.fullmatch(bare) or _CHINESE.fullmatch(bare) or _TEAM.fullmatch(bare):
        return not _is_words(bare)
    if INITIALS_LAST.fullmatch(bare):
        return not _TITLE_WORD.search(bare)
    return full and bool(IN_FULL.fullmatch(bare)) and not _TITLE_WORD.search(bare) and len(bare.split()) <= 5


def _is_words(bare: str) -> bool:
    """`AI Model`, `LLM Reasoning`: capitals and a word, but no initials and a surname."""
    tail = bare.split()[-1] if " " in bare else ""
    return bool(_TITLE_WORD.fullmatch(tail)) and tail.casefold() not in ("deep",) and not re.match(r"[A-Z]\. ", bare)


def has_initials(piece: str) -> bool:
    """Whether the piece is a name with initials, not with given names in full."""
    bare = _bare(piece)
    return bool(INITIALS_FIRST.fullmatch(bare) or INITIALS_LAST.fullmatch(bare))


def _forward(text: str) -> str:
    """``Vaswani, A., Shazeer, N.`` as ``A. Vaswani, N. Shazeer``: APA's surnames first, told by the dots."""
    turned = re.sub(
        rf"({_SURNAME}(?:[ -]{_SURNAME})?),\s+((?:[A-Z]\.[ -]?){{1,4}})(?=\s*(?:,|&|and\b|\(|$|et\b|\.\.\.|…))", r"\2 \1", text
    )
    return turned.replace(".  ", ". ")


def split_names(text: str) -> tuple[str, ...]:
    """The names in a list of authors, as written, without `and`, `et al.` and marks of affiliation."""
    text = _forward(text)
    text = re.sub(r"\bet\.?\s*al\.?|\band\s+others\b|等$", "", re.sub(r"[\n\t*_`]+", " ", text))
    text = re.sub(r"<sup>.*?</sup>|\$\^?\{?[\w,*\\]*\}?\$", "", text)
    pieces = re.split(r"\s*[;；、]\s*|\s*[,，]\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+|(?<=[a-z])\.\s*,\s*", text)
    names = (_bare(re.sub(r"^(?:and|&)\s+", "", p)) for p in _with_suffix(pieces))
    return tuple(
        n.strip(" .") if len(n) > 3 and not re.search(r"\b[A-Z]\.$", n) else n for n in names if re.search(r"\w{2}", n)
    )


def _with_suffix(pieces: list[str]) -> list[str]:
    whole: list[str] = []
    for piece in pieces:
        if whole and re.fullmatch(r"(?:Jr|Sr|II|III|IV)\.?", piece.strip()):
            whole[-1] += " " + piece.strip()
        elif (
            whole
            and re.fullmatch(rf"{_INITIALS}(?:[ .-]*{_INITIALS}){{0,3}}\.?", piece.strip())
            and " " not in whole[-1].strip()
        ):
            whole[-1] += ", " + piece.strip()
        else:
            whole.append(piece)
    return whole


def is_name_list(text: str) -> bool:
    """Whether the text is a list of authors and nothing else."""
    text = re.sub(r"^\W*(?:authors?|by)\s*[:：]?\s*", "", text.strip(), flags=re.I).strip(" .*_`()[]")
    if not text or len(text) > 6000:
        return False
    if re.fullmatch(r"[A-ZÀ-Þ][\w'’-]+(?: (?:and|&) [A-ZÀ-Þ][\w'’-]+)?,? et\.? ?al\.?", text):
        return True
    text = _forward(text)
    pieces = [
        p for p in re.split(r"\s*[,;，；、]\s*|\s+(?:and|&)\s+", re.sub(r"\bet\.?\s*al\b\.?", ", et al", text)) if p.strip()
    ]
    named = sum(is_name(p) for p in pieces)
    rest = sum(not is_name(p) and not is_et_al(p) and not re.fullmatch(r"Jr\.?|\*+|equal.*", p.strip()) for p in pieces)
    return named > 0 and rest * 4 <= named and (named > 1 or any(map(is_et_al, pieces)) or has_initials(text))
