"""A document's bytes → references, the draft of a taxonomy, and a report of what was read and what was not."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, count

from littrack.lists import identity, outline
from littrack.lists.entry import LONGEST_LINE, Document, Draft, Entry, Heading
from littrack.lists.readers import choose
from littrack.lists.text import decode, looks_binary, normalised
from littrack.records import Kind, Problem, Reference, Section, Taxonomy


@dataclass(frozen=True, slots=True)
class ListReading:
    """What a list says.

    ``title`` is the document's own. ``slugs`` leads from an entry's headings to its section. ``references`` have slugs of ``taxonomy`` as sections; ``entries`` are the same before merging, one an entry of the document.
    ``read`` counts entries, ``merged`` those that were the same work as another, ``doubtful`` and ``not_understood`` what
    ``problems`` tells of, each with its line.
    """

    name: str
    format: str
    title: str = ""
    references: tuple[Reference, ...] = ()
    taxonomy: Taxonomy = field(default_factory=lambda: Taxonomy("list"))
    entries: tuple[Entry, ...] = ()
    slugs: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    read: int = 0
    merged: int = 0
    doubtful: int = 0
    not_understood: int = 0

    def headings(self, reference: Reference) -> list[str]:
        """The headings of a reference's sections as a person reads them, without numbers."""
        return list(dict.fromkeys(self.taxonomy.heading(s) for s in reference.sections))


def read(data: bytes, name: str, beside: Callable[[str], str | None] | None = None) -> ListReading:
    """Read any list: a README, a library page, a survey's text, BibTeX, CSV, JSON lines.

    Args:
        data: the document's bytes. Any bytes are allowed; what cannot be read is told in ``problems``.
        name: how the document is called in messages; the format is not chosen by it.
        beside: gives the text of a file in the list's own folder, for a list that names its bibliography; None: there is none.

    Returns:
        References in the order of the document, the taxonomy of its headings, and the report.
    """
    if looks_binary(data):
        return ListReading(
            name, "none", problems=(Problem("this is no text; give the list's Markdown, BibTeX, CSV or JSON lines", name),)
        )
    with _seldom_collected():
        return _read(data, name, beside)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """While a list is read nearly every object is kept, so that looking for garbage every 700 objects is in vain."""
    usual = gc.get_threshold()
    gc.set_threshold(usual[0] and max(usual[0], 100_000), *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _read(data: bytes, name: str, beside: Callable[[str], str | None] | None) -> ListReading:
    text, encoding, wrong = decode(data)
    document = Document(name, text, encoding, beside)
    reader = choose(document)
    draft = reader.read(document)
    problems = [Problem(wrong, name)] if wrong else []
    if cut := [n for n, line in enumerate(document.whole_lines, 1) if len(line) > LONGEST_LINE]:
        problems.append(
            Problem(f"{len(cut)} lines are longer than {LONGEST_LINE} characters; their rest was passed over", name, cut[0])
        )
    if not text.strip():
        problems.append(Problem("the document is empty", name))
    return _assemble(draft, reader.__name__.rpartition(".")[2], problems)


def _assemble(draft: Draft, form: str, problems: list[Problem]) -> ListReading:
    entries = tuple(_without_own(_shortened(draft), _title_of(draft)))
    works, doubts = identity.merge(entries, draft.name)
    taxonomy, slugs = _taxonomy(draft, works)
    references = tuple(references_of(works, slugs))
    if not entries and not problems and not draft.problems:
        problems = [Problem("no entry was found: no citation, bullet or table row that names a paper", draft.name)]
    told = sorted([*draft.problems, *doubts], key=lambda p: p.line or 0)
    return ListReading(
        draft.name, form, _title_of(draft), references, taxonomy, entries, slugs, (*problems, *told), len(entries), len(entries) - len(works),
        len(told) - draft.not_understood, draft.not_understood,
    )  # fmt: skip


def _without_own(entries: list[Entry], title: str) -> list[Entry]:
    """The entries without the survey that the list belongs to, where it is only named above all sections."""
    own = normalised(title)
    if len(own) < 25 or all(not any(e.paths) for e in entries):
        return entries
    return [e for e in entries if any(e.paths) or normalised(e.title) != own]


def _title_of(draft: Draft) -> str:
    """The document's own title: its first heading of the first level, or what is said above the text."""
    return next(
        (h.text for _, h in draft.headings if h.level == 1 and h.real and not h.number and 2 < len(h.text) < 200), draft.title
    )


def _shortened(draft: Draft) -> list[Entry]:
    """The entries with paths that begin below the document's title and whatever else stands above them all."""
    paths = [p for e in draft.entries for p in e.paths]
    tops = [h for path, h in draft.headings if h.level == 1 and h.real]
    title = tops[0].text if len(tops) == 1 and tops[0].text else None
    drop = 1 if title and any(p[1:] for p in paths) else 0
    cut = [tuple(p[1:]) if drop and p[:1] == (title,) else p for p in paths]
    common = 0
    while cut and all(len(p) > common + 1 for p in cut) and len({p[common] for p in cut}) == 1:
        common += 1
    draft.headings = [(_cut(path, title if drop else None, common), h) for path, h in draft.headings]
    if not drop and not common and all(e.list == draft.name for e in draft.entries):
        return draft.entries
    return [
        e._replace(paths=tuple(_cut(p, title if drop else None, common) for p in e.paths), list=draft.name)
        for e in draft.entries
    ]


def _cut(path: tuple[str, ...], title: str | None, common: int) -> tuple[str, ...]:
    return (path[1:] if title is not None and path[:1] == (title,) else path)[common:]


def _taxonomy(draft: Draft, works: Sequence[Entry]) -> tuple[Taxonomy, dict[tuple[str, ...], str]]:
    """The tree of the headings with references below them, in the document's order; and the slug of each path."""
    paths = dict.fromkeys(p for w in works for p in w.paths)  # each once: a list has far fewer headings than works
    used = dict.fromkeys(p[:n] for p in paths for n in range(1, len(p) + 1))
    numbered = {path: h for path, h in reversed(draft.headings) if path}
    order = dict.fromkeys(
        path for path, h in draft.headings if path in used or (h.number and path and not any(map(outline.is_passage, path)))
    )
    order.update(used)
    slugs: dict[tuple[str, ...], str] = {}
    used_slugs: set[str] = set()
    sections: list[Section] = []
    for path in order:
        for n in range(1, len(path) + 1):
            if path[:n] not in slugs:
                slugs[path[:n]] = slug = _slug(path[:n], slugs, used_slugs)
                used_slugs.add(slug)
                heading = numbered.get(path[:n], Heading(path[n - 1]))
                sections.append(Section(slug, path[n - 1], heading.number, slugs[path[: n - 1]] if n > 1 else None))
    return Taxonomy(slugify(draft.name.rpartition("/")[2].partition(".")[0]) or "list", tuple(sections)), slugs


def _slug(path: tuple[str, ...], taken: dict[tuple[str, ...], str], used: set[str]) -> str:
    parent = taken[path[:-1]] + "/" if len(path) > 1 else ""
    base = parent + (slugify(path[-1]) or "section")
    return next(s for s in chain([base], (f"{base}-{n}" for n in count(2))) if s not in used)


def slugify(text: str) -> str:
    """``A. Key architecture of LAMs`` as ``key-architecture-of-lams``; letters of any script stay."""
    return re.sub(r"[^\w]+|_+", "-", text.casefold()).strip("-")[:80].strip("-")


def _choices(work: Entry) -> Iterator[str]:
    """The keys that a work may have, the best first."""
    if work.kind is not Kind.PAPER:
        yield f"{work.kind}:{normalised(work.title)}"
    elif work.arxiv_id:
        yield f"arxiv:{work.arxiv_id}"
    if work.kind is Kind.PAPER and work.doi:
        yield f"doi:{work.doi}"
    yield (title := f"title:{normalised(work.title)}")
    yield from (f"{title}#{n}" for n in count(2))


def references_of(works: Sequence[Entry], slugs: Mapping[tuple[str, ...], str]) -> list[Reference]:
    """References with unique keys; where two works claim one arXiv id, the second is known by its title."""
    taken: set[str] = set()
    made: list[Reference] = []
    # Of works that stand in one place, as nearly all do.
    sections: dict[tuple[tuple[str, ...], ...], tuple[str, ...]] = {(path,): (slug,) for path, slug in slugs.items()}
    for work in works:
        for key in _choices(work):
            if key not in taken:
                break
        taken.add(key)
        made.append(
            Reference(
                key,
                work.title,
                work.authors,
                work.year,
                work.venue,
                work.arxiv_id,
                work.doi,
                work.url,
                work.code_url,
                work.links,
                sections.get(work.paths) or tuple(dict.fromkeys([slugs[p] for p in work.paths if p])),
                work.context,
                work.kind,
                work.list,
                work.line,
                work.added,
                categories=work.categories,
            )
        )
    return made
