"""Whose style a new entry is written in: the neighbour that is most like it and whose parts can all be exchanged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from littrack.lists import name_label
from littrack.lists.addition import Addition
from littrack.lists.byline import flexible
from littrack.lists.columns import fillers, is_row, padded
from littrack.lists.dates import ADDRESS
from littrack.lists.entry import Entry
from littrack.lists.inline import is_generic
from littrack.lists.layout import Layout
from littrack.lists.link_style import PICTURE, URL
from littrack.lists.names import has_initials
from littrack.lists.style import WIDE, plain_entry, written
from littrack.lists.text import normalised, squeeze
from littrack.lists.venue_style import preprint_form
from littrack.lists.wording import MARKS, REMARK, SPAN, named


def in_style(
    addition: Addition,
    path: tuple[str, ...],
    entries: list[Entry],
    where: Entry | None,
    layout: Layout,
    fit: Callable[[str], str | None],
    plain: bool = True,
) -> Iterator[str]:
    """The new entry's text after each neighbour whose parts can all be exchanged, the best first.

    Args:
        addition: the paper.
        path: the headings that it goes below.
        entries: whose style is learned.
        where: the entry that it goes next to.
        layout: the list.
        fit: makes a text fit into the place, or says that it does not.
        plain: whether the plainest entry of Markdown will do where nothing can be learned.
    """
    at = where.line if where else 0
    short = sum(map(_short_names, entries)) * 2 > sum(bool(e.authors) for e in entries)
    texts = _evenly_spaced(_without_ratings({e: layout.text(e) for e in entries}))
    joints = {e: _joints(e, texts[e]) for e in entries}
    as_pdf = sum("arxiv.org/pdf/" in t for t in texts.values()) >= sum("arxiv.org/abs/" in t for t in texts.values())
    usual = Counter(j for j in joints.values() if j).most_common(1)
    alike = [e for e in entries if e.arxiv_id and "arxiv" in (e.venue or "arxiv").casefold()] if not addition.venue else []
    alike = alike if len(alike) > 1 else entries  # what papers of arXiv alone are told with
    with_venue = sum(bool(e.venue) for e in alike) * 2 > len(alike)
    with_year = sum(bool(e.year) for e in alike) * 2 > len(alike)

    near = [e for e in entries if path in e.paths]
    near = near if len(near) > 1 else entries
    labels = {e: found[1].strip("[]`* ").casefold() for e in entries if (found := _FIRST_LABEL.search(texts[e]))}
    counts = Counter(labels.values())
    with_links = sum(bool(e.links) for e in near) * 2 > len(near)
    starts = {e: _start(e, texts[e]) for e in entries}
    usual_start, most = Counter(starts[e] for e in near).most_common(1)[0] if near else ("", 0)
    by_start = 3 * (most * 2 > len(near))
    buttons = {e: found[1] + found[2] for e in near if (found := _BUTTON.search(texts[e]))}
    usual_button = Counter(buttons.values()).most_common(1)
    closers = {e: _closer(t) for e, t in texts.items()}
    (usual_closer, n_closers) = Counter(closers.values()).most_common(1)[0] if closers else ("", 0)
    by_closer = 3 * (n_closers * 3 > len(texts) * 2)
    codes = {e: found[1] for e in entries if e.code_url and (found := _code_label(texts[e], e.code_url))}
    usual_code, n_codes = Counter(codes.values()).most_common(1)[0] if codes and addition.code_url else ("", 0)
    with_month = sum(map(_has_month, texts.values())) * 2 > len(texts)
    joined = any(len(e.authors) > 1 or " al" in texts[e] for e in entries if e.authors)
    couple = len(addition.authors) == 2 and any(map(_is_couple, entries))
    name = named(addition)[0] != addition.title
    with_authors = sum(bool(e.authors) for e in entries) * 3 > len(entries) * 2
    by_name = {e for e in entries if ":" in e.title and name_label.joined(texts[e], e)[1]}
    part_names = name and len(by_name) * 3 > len(entries)

    def rank(entry: Entry) -> tuple[int, int]:
        score = _awkward(entry, addition) + 9 * (path not in entry.paths)
        score += 3 * (bool(entry.authors) and _short_names(entry) != short)
        score += bool(joints[entry] and joints[entry] != usual[0][0])
        score += 3 * (with_venue != bool(entry.venue)) + 5 * (with_year and not entry.year)
        score += 7 * bool(addition.code_url and not entry.code_url) + 8 * (
            entry.title[-1:] in "?!" and addition.title[-1:] not in "?!"
        )
        score += by_start * (starts[entry] != usual_start)
        score += 2 * (entry in buttons and buttons[entry] != usual_button[0][0])
        score += 3 * (entry in codes and n_codes * 2 > len(codes) and codes[entry] != usual_code) + by_closer * (
            closers[entry] != usual_closer
        )
        score += is_row(texts[entry]) and _repeats_name(entry, texts[entry]) != name
        score += 8 * (with_links and not entry.links) + 4 * (with_month and not _has_month(texts[entry]))
        score += 2 * (entry in labels and is_generic(labels[entry]) and counts[labels[entry]] * 3 < max(counts.values()))
        score += len(entry.authors) == 2 < len(addition.authors)
        score += 6 * (bool(_CUT.search(texts[entry])) and len(addition.authors) <= len(entry.authors))
        score += 4 * ((entry in by_name) != part_names) + 5 * (with_authors and not entry.authors)
        score += 10 * (couple and len(entry.authors) == 1 and " al" in texts[entry])
        score += 6 * (len(entry.authors) == 1 < len(addition.authors) and joined and " al" not in texts[entry])
        return score + ("/pdf/" in texts[entry] and "/abs/" not in texts[entry] and not as_pdf), abs(entry.line - at)

    common, filler, shared = _common(list(texts.values())), fillers(list(texts.values())), _shared(list(texts.values()))
    rows = list(filter(is_row, texts.values()))
    named_so = Counter(m[0] for t in texts.values() for m in _ARXIV.finditer(URL.sub("", t)))
    preprint = Counter(
        e.venue for e in entries if e.venue and e.arxiv_id and e.venue.casefold() in _PREPRINTS - {"corr"}
    ).most_common(1)
    arxiv = preprint[0][0] if preprint else "arXiv"
    arxiv = next((n for n, _ in named_so.most_common(1)), arxiv) if arxiv.casefold() == "arxiv" else arxiv
    form = preprint_form(texts[e] for e in alike if not _is_published(e)) if not addition.venue else ""
    told, held = _Told.of(near, entries, addition), list[tuple[int, str]]()
    shares = Counter(e.line for e in entries if is_row(texts[e]))  # a row of several papers is no pattern for one
    for entry in sorted((e for e in entries if shares[e.line] < 2), key=rank)[:80]:
        text = written(
            texts[entry],
            entry,
            addition,
            path[-1] if path else "",
            common,
            filler,
            shared,
            arxiv,
            form,
        )
        text = padded(text, rows) if text is not None and is_row(text) else text
        if text is None or (text := fit(text)) is None:
            continue
        if lost := told.lost_in(text):
            held.append((lost, text))
        else:
            yield text
    for _, text in sorted(held, key=lambda h: h[0])[:4]:
        yield text
    nearest = [texts[e] for e in sorted(entries, key=lambda e: (path not in e.paths, abs(e.line - at)))] if plain else []
    if (text := _plainest(addition, nearest)) is not None:
        yield text


_ARXIV = re.compile(r"(?i:(?<![\w/.])arxiv)(?=[\s,.;)\]*_`'’]|(?:19|20)?\d\d\b|$)")
_CUT = re.compile(r",\s*(?:\.{3}|…)\s*&?")  # authors that are left out
_BUTTON = re.compile(r"(\[{1,2})[\w ]{2,20}(\]{1,2})\((?=https?:)")  # `[[paper](…)]`, `[[paper]](…)`, `[paper](…)`


@dataclass(frozen=True, slots=True)
class _Told:
    """What a new entry is to tell of a paper, since its neighbours do: words and the year, in four digits or two."""

    words: tuple[str, ...]
    year: re.Pattern[str] | None

    @classmethod
    def of(cls, near: list[Entry], entries: list[Entry], addition: Addition) -> _Told:
        """What three of four in the section tell: authors, year, id; and the code where a quarter of the list names theirs."""

        def usual(what: Callable[[Entry], object], among: list[Entry] = near, share: float = 0.75) -> bool:
            return bool(among) and sum(map(bool, map(what, among))) >= len(among) * share

        surname = addition.authors[0].rpartition(" ")[2] if addition.authors and usual(lambda e: e.authors) else ""
        link = addition.arxiv_id or "" if usual(lambda e: e.links) or not any(e.links for e in near) else ""
        code = addition.code_url if addition.code_url and usual(lambda e: e.code_url, entries, 0.25) else ""
        day = addition.dated if usual(lambda e: e.year) else None
        year = re.compile(rf"(?<![\d.])(?:{day.year // 100})?{day.year % 100:02d}") if day else None
        return cls(tuple(filter(None, map(normalised, (surname, link, code)))), year)

    def lost_in(self, text: str) -> int:
        """How much of it a text does not tell."""
        said = normalised(text)
        return sum(word not in said for word in self.words) + bool(self.year and not self.year.search(ADDRESS.sub("", text)))


_FIRST_LABEL = re.compile(r"(?<!\[)\[+([^\[\]]{1,40})\]+\((?=https?:)")


_RATING = re.compile(
    r"(?<!\s)\s*+(?:\[\d+\s*(?::star:|⭐)\ufe0f?\]|\*\*\([^()*\n]{2,90}\)\*\*(?=\s*(?::star:|⭐)))|(?<![ \t])[ \t]*+(?:(?::star:|:fire:|⭐|🔥|🌟)\ufe0f?)+(?!\[[a-z])"
)


# Signs before what an entry says, that not all have: `* 📖 [Dec 2023] …`.
_AWARD = re.compile(r"^(\s*(?:[-*+•]|\d+[.)])\s+)(?:[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?\s*)+(?=\S)")


def _without_ratings(texts: dict[Entry, str]) -> dict[Entry, str]:
    """The texts without stars and flames, which a person gave to some papers, unless every entry has them alike."""
    marks = {
        e: tuple(x.strip() for x in _RATING.findall(t))
        for e, t in texts.items()
        if "⭐" in t or ":" in t or "🔥" in t or "🌟" in t
    }
    alike = len(marks) == len(texts) and len(set(marks.values())) == 1
    if sum(bool(_AWARD.match(t)) for t in texts.values()) * 5 < len(texts) * 4:
        texts = {e: _AWARD.sub(r"\1", t) for e, t in texts.items()}
    return texts if alike or not any(marks.values()) else {e: _RATING.sub("", t) for e, t in texts.items()}


def _evenly_spaced(texts: dict[Entry, str]) -> dict[Entry, str]:
    """The texts without spaces that are doubled in a few of them, which are slips."""
    wide = {e for e, t in texts.items() if "  " in t and WIDE.search(t)}
    if len(wide) * 2 > len(texts):
        return texts
    return {e: WIDE.sub(" ", t) if e in wide else t for e, t in texts.items()}


def _common(texts: list[str]) -> frozenset[str]:
    """The words that a third of the list's entries have: they belong to its style and not to a paper."""
    counts = Counter(w for t in texts for w in set(re.findall(r"[^\W\d_]{2,}", re.sub(r"https?://\S+", " ", t).casefold())))
    return frozenset(w for w, n in counts.items() if n > 1 and n * 3 >= len(texts))


def _shared(texts: list[str]) -> frozenset[str]:
    """What most rows, and more than two, have in a cell, a third of the entries behind a dash, and nearly all as marks at the end."""
    rows = list(filter(is_row, texts))
    counts = Counter(c for t in rows for c in {c.strip() for c in re.split(r"(?<!\\)\|", t)})
    remarks = Counter(found[1].strip() for t in texts if " - " in t or "–" in t or "—" in t for found in REMARK.finditer(t))
    cells = {c for c, n in counts.items() if n > 2 and n * 2 > len(rows)}
    spans = Counter(found[1] for t in texts if "`" in t for found in SPAN.finditer(t))
    said = {c for c, n in remarks.items() if n > 2 and n * 3 >= len(texts)} | {
        c for c, n in spans.items() if n * 2 > len(texts)
    }
    marks = Counter(found[1].strip() for t in texts if t[-1:] in "]:" or t[-1:] > "\u2600" for found in MARKS.finditer(t))
    icons = Counter(p for t in texts if "<img" in t or "![" in t for p in set(PICTURE.findall(t)))
    said |= {p for p, n in icons.items() if n > 1 and n * 2 > len(texts)}
    return frozenset(cells | said | {m for m, n in marks.items() if n * 4 >= len(texts) * 3})


def _plainest(addition: Addition, texts: list[str]) -> str | None:
    if not texts or any(map(_in_table, texts[:3])) or _in_row(texts[0]):
        return None
    bullet = re.match(r"\s*(?:[-*+•]|\d+[.)])\s+|", texts[0])
    if not bullet or (not bullet[0] and not texts[0].startswith(("[", "<a"))):
        return None  # lines that are no list of links
    return plain_entry(bullet[0] if bullet and bullet[0] else "- ", addition)


def _in_row(text: str) -> bool:
    return " | " in text and not re.match(r"\s*[-*+•\d]", text)


_MARKS = re.compile(r"[^\w\s]*$")


_MONTH = re.compile(r"(?<![\w./])20\d\d[./-](?:0?[1-9]|1[0-2])(?![\d])")


def _has_month(text: str) -> bool:
    """Whether an entry says in which month it was written, outside of its addresses."""
    return _MONTH.search(URL.sub("", text)) is not None


def _start(entry: Entry, text: str) -> str:
    """What stands before the title on its line, with all words as one letter and all digits as another: ``- [0/0] **``."""
    first = [m.start() for part in (entry.title, *entry.authors[:1]) if (m := flexible(part).search(text))]
    before = (
        squeeze(URL.sub("", text[: min(first, default=1)].rpartition("\n")[2]))
        + _MARKS.findall(text[max(max(first, default=1) - 90, 0) : max(first, default=1)])[0]
    )
    return re.sub(r"[^\W\d_]+(?:[ .-]+[^\W\d_]+)*", "w", re.sub(r"\d+", "0", before))


def _repeats_name(entry: Entry, text: str) -> bool:
    """Whether a short name, with which the title begins, stands somewhere else, too."""
    name, colon, _ = entry.title.partition(":")
    return bool(colon) and len(name.split()) < 4 and len(re.findall(rf"(?<![\w/-]){re.escape(name)}(?![\w/-])", text)) > 1


def _awkward(entry: Entry, addition: Addition) -> int:
    """How little an entry is like the new one: it should be of arXiv, complete, and without links of other kinds."""
    score = 4 * bool(addition.arxiv_id and not entry.arxiv_id) + bool(entry.arxiv_id and not addition.arxiv_id)
    wanted = 1 + bool(addition.code_url and entry.code_url)
    score += 2 * (len(entry.links) > wanted) + 2 * bool(entry.doubts)
    score += 2 * (_is_published(entry) != bool(addition.venue))
    return score + (not entry.authors) + 3 * bool(entry.code_url and not addition.code_url)


_PREPRINTS = frozenset(["arxiv", "preprint", "preprints", "corr"])


def _is_published(entry: Entry) -> bool:
    venue = (entry.venue or "").casefold()
    return bool(venue) and "arxiv" not in venue and venue not in _PREPRINTS


def _short_names(entry: Entry) -> bool:
    return sum(map(has_initials, entry.authors)) * 2 > len(entry.authors)


def _code_label(text: str, url: str) -> re.Match[str] | None:
    """What the link to the code is called: ``[[Code]](…)``."""
    return re.search(rf"([^\[\]]{{1,40}})\]+\({re.escape(url)}", text)


def _closer(text: str) -> str:
    """How the first link of an entry ends: with its bracket, ``[[Paper](…)]``, or before the next, ``[[Paper](…) [Code](…)]``."""
    found = _FIRST_END.search(text)
    return found[1] if found else ""


_FIRST_END = re.compile(r"\]\([^()\s]*\)(\]?)")


def _is_couple(entry: Entry) -> bool:
    """Whether an entry names two authors by their surnames: ``(Berg and Hale, 2020)`` in a list of ``(Berg et al., 2021)``."""
    return len(entry.authors) == 2 and not any(" " in a for a in entry.authors)


def _joints(entry: Entry, text: str) -> tuple[str, str] | None:
    """What stands after the first author and before the last; None where there are too few to tell."""
    if len(entry.authors) < 3:
        return None
    first = text.partition(entry.authors[0])[2][:2].strip()
    last = re.search(r"([^\w\s]?)\s*(and|&)?\s*$", text.rpartition(entry.authors[-1])[0])
    return first, "".join(filter(None, last.groups())) if last else ""


def _in_table(text: str) -> bool:
    return text.lstrip().startswith("|") or "<td" in text.casefold()
