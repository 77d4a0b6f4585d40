"""Write-back, month by month: what `apply` writes for papers that maintainers added themselves, beside what they wrote.

usage: python -m bench.writeback [--lists FOLDER] [--json] [--side-by-side]

FOLDER has README_YYYY-MM.md, the versions of one list. From each version, the papers that the next one has more are applied;
the entry that littrack writes is compared with the maintainers' own. The papers' abstracts, which the store knows when a list
is written, are those of the records beside FOLDER (`with_abstract` counts them). Nothing of either is kept.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from littrack.lists.addition import Addition
from littrack.lists.dates import date_of
from littrack.lists.edit import add
from littrack.lists.entry import Entry
from littrack.lists.layout import Layout
from littrack.lists.reading import ListReading, read
from littrack.lists.text import normalised

BENCH = {"args": [], "shared": True}


@dataclass(frozen=True)
class Pair:
    """One paper as the maintainers wrote it and as littrack did."""

    month: str
    title: str
    theirs: str
    ours: str
    differs: tuple[str, ...]
    in_order: bool
    with_abstract: bool


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lists", type=Path, default=Path("../shared/data/lam4phy"))
    parser.add_argument("--from", dest="first", default="2025-10")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--side-by-side", action="store_true")
    given = parser.parse_args(arguments)
    versions = [p for p in sorted(given.lists.glob("README_*.md")) if p.stem.removeprefix("README_") >= given.first]
    if len(versions) < 2:
        print(f"bench.writeback: {given.lists} has no two versions README_YYYY-MM.md", file=sys.stderr)
        return 2
    pairs, skipped, abstracts = [], Counter[str](), abstracts_in(given.lists.parent)
    for old, new in itertools.pairwise(versions):
        found, missed = compare(old, new, abstracts)
        pairs += found
        skipped.update(missed)
    if given.side_by_side:
        for pair in pairs:
            print(f"--- {pair.month} theirs\n{pair.theirs}\n+++ ours ({', '.join(pair.differs) or 'same'})\n{pair.ours}\n")
    summary = summarised(pairs, skipped)
    print(json.dumps(summary, indent=None if given.json else 1, ensure_ascii=False))
    return 0


def abstracts_in(folder: Path) -> dict[str, str]:
    """The abstracts of the records in a folder's files, by arXiv id."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            records = map(json.loads, lines)
            found.update((r["id"], r["abstract"]) for r in records if r.get("id") and r.get("abstract"))
    return found


def compare(old: Path, new: Path, abstracts: Mapping[str, str]) -> tuple[list[Pair], list[str]]:
    """The papers that ``new`` has more than ``old``, applied to ``old``."""
    before, after = old.read_bytes(), new.read_bytes()
    was, now = read(before, old.name), read(after, new.name)
    more = list(_more(was, now))
    theirs_layout = Layout(after, now.entries)
    papers = [_addition(e, theirs_layout.text(e), abstracts.get(e.arxiv_id or "")) for e in reversed(more)]
    edit = add(before, old.name, papers)
    ours = read(edit.data, old.name)
    written = Layout(edit.data, ours.entries)
    mine = {normalised(e.title): written.text(e) for e in ours.entries}
    rank = {normalised(e.title): n for n, e in enumerate(ours.entries)}
    pairs = []
    for entry in more:
        key = normalised(entry.title)
        if key in mine:
            theirs = theirs_layout.text(entry)
            pairs.append(
                Pair(
                    new.stem[7:],
                    entry.title,
                    theirs,
                    mine[key],
                    differences(theirs, mine[key]),
                    _in_order(entry, now, rank),
                    (entry.arxiv_id or "") in abstracts,
                )
            )
    return pairs, [why.split(",")[0] for _, why in edit.skipped]


def _more(was: ListReading, now: ListReading) -> Iterator[Entry]:
    known = {normalised(e.title) for e in was.entries} | {e.arxiv_id for e in was.entries if e.arxiv_id}
    for entry in now.entries:
        if normalised(entry.title) not in known and entry.arxiv_id not in known:
            known |= {normalised(entry.title), *([entry.arxiv_id] if entry.arxiv_id else [])}
            yield entry


def _addition(entry: Entry, text: str, abstract: str | None) -> Addition:
    """The paper as it would be given: arXiv's own knows its date; of another, the month is told in ``--papers``."""
    sections = tuple(dict.fromkeys(p[-1] for p in entry.paths if p))
    day = None if entry.arxiv_id else date_of(entry, text)
    return Addition(entry.title, sections, entry.authors, entry.arxiv_id, entry.url, entry.doi, day=day, abstract=abstract)


def _in_order(entry: Entry, now: ListReading, rank: dict[str, int]) -> bool:
    """Whether the entry's neighbours in the maintainers' list are on the same sides of it in ours."""
    path = entry.paths[0]
    section = [normalised(e.title) for e in now.entries if path in e.paths]
    at = section.index(normalised(entry.title))
    here = rank[section[at]]
    above = all(rank.get(t, -1) < here for t in section[max(at - 3, 0) : at])
    return above and all(rank.get(t, here + 1) > here for t in section[at + 1 : at + 4])


def differences(theirs: str, ours: str) -> tuple[str, ...]:
    """In what two entries of one paper differ: shape (bullets, labels, blank lines), name, description, date, authors, link."""
    found = []
    parts = {
        "short name": r"\*\*\[([^\]]*)\]",
        "date": r"\(((?:In Chinese, )?[A-Z][a-z]+\.? 20\d\d)\)",
        "link": r"\]\(([^)]*)\)",
        "authors": r"(?:Paper Authors: `([^`]*)`|\):\s*([A-Z][^\n]*,[^\n]*)$)",
        "title": r"Paper Title: `([^`]*)`",
    }
    for name, pattern in parts.items():
        one, other = (re.search(pattern, t) for t in (theirs, ours))
        if (one and (one[1] or one[one.lastindex or 0])) != (other and (other[1] or other[other.lastindex or 0])):
            found.append(name)
    described = [re.search(r"\):?\s*([^\n]*)", t) for t in (theirs, ours)]
    if "Paper Title" in theirs and next(d and d[1] for d in described) != [d and d[1] for d in described][1]:
        found.append("description")
    if _shape(theirs) != _shape(ours):
        found.append("shape")
    return tuple(found)


def _shape(text: str) -> str:
    """An entry with every word taken out: what is left is markup, labels and line ends."""
    text = re.sub(r"Paper (Title|Authors)\s*:\s*`[^`]*`", r"Paper \1: ``", text)
    first, _, rest = text.partition("\n")
    first = re.sub(r"\*\*\[.*?\]\([^)]*\)\*\*\s*\([^)]*\)\s*:\s*.*", "**[]()** (): .", first)
    return first + "\n" + "\n".join(line.rstrip() for line in rest.split("\n"))


def summarised(pairs: list[Pair], skipped: Counter[str]) -> dict[str, object]:
    kinds = Counter(kind for pair in pairs for kind in pair.differs)
    return {
        "papers": len(pairs),
        "with_abstract": sum(p.with_abstract for p in pairs),
        "same_to_the_byte": sum(not p.differs for p in pairs),
        "same_shape": sum("shape" not in p.differs for p in pairs),
        "facts_differ": sum(bool({"title", "link"} & set(p.differs)) for p in pairs),
        "in_the_maintainers_order": sum(p.in_order for p in pairs),
        "differs_in": dict(kinds.most_common()),
        "not_added": dict(skipped),
    }


if __name__ == "__main__":
    raise SystemExit(main())
