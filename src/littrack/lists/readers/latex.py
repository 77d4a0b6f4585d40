"""A survey in LaTeX: sections that cite keys, and what the keys are, in the text itself or in a .bib file beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from littrack.lists import citation, names
from littrack.lists.entry import Document, Draft, Entry, Heading
from littrack.lists.links import arxiv_in, clean_url, doi_of
from littrack.lists.outline import Path, clean_heading
from littrack.lists.readers import bibtex
from littrack.lists.text import clean_title, shorten, squeeze, unlatex

_COMMENT = re.compile(r"(?<!\\)%.*")
_COMMAND = re.compile(
    r"\\(part|chapter|section|subsection|subsubsection|paragraph)\*?\s*(?:\[[^\]]*\])?\{((?:[^{}]|\{[^{}]*\}){1,300})\}"
    r"|\\(?!citeauthoryear|citename)[A-Za-z]*cite[A-Za-z]*\*?\s*(?:\[[^\]]*\]\s*){0,2}\{([^{}]{1,5000})\}"
)
_LEVELS = {"part": 1, "chapter": 2, "section": 3, "subsection": 4, "subsubsection": 5, "paragraph": 6}
_FILES = re.compile(r"\\(?:bibliography|addbibresource)(?:\[[^\]]*\])?\{([^{}]+)\}")
_TITLE = re.compile(r"\\title\s*(?:\[[^\]]*\])?\{((?:[^{}]|\{[^{}]*\}){1,500})\}")
_ITEM = re.compile(r"\\bibitem\s*(?:\[(?:[^\[\]]|\[[^\]]*\])*\])?\s*\{([^{}]+)\}")
_LIGHT = re.compile(r"\\/|\\(?:em|it|bf|sc|rm|emph|textit|textbf|textsc)\b\s*")
_END = re.compile(r"\\end\{thebibliography\}")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s|\n\s*\n|\\item\b")


def likelihood(document: Document) -> float:
    """High where commands divide the text into sections and cite keys."""
    text = document.text[:300_000]
    divided = len(re.findall(r"\\(?:section|chapter|subsection|begin)\*?\s*\{", text))
    cited = len(re.findall(r"\\[A-Za-z]*cite[A-Za-z]*\*?\s*[\[{]|\\bibitem", text))
    return 0.93 if cited and (divided > 1 or "\\begin{thebibliography}" in text) else 0.0


def read(document: Document) -> Draft:
    """What is cited, each with the sections that cite it and the sentences that do, in the order of citation."""
    text = "\n".join(_COMMENT.sub("", line) for line in document.lines)
    draft = Draft(document.name)
    if title := _TITLE.search(text):
        draft.headings.append((("",), Heading(_plain(title[1]), level=1, line=_line(text, title.start()))))
    known = _items(text) | _beside(document, text, draft)
    cited = _Cited(draft)
    cited.walk(text)
    for key, (line, paths) in cited.where.items():
        if key in known:
            draft.entries.append(
                known[key]._replace(line=line, end=line, paths=tuple(paths), context=tuple(cited.sentences[key]))
            )
        elif known:
            draft.unread(f"the key {key!r} is cited and nowhere defined", line)
    for key in [k for k in known if k not in cited.where] if _ITEM.search(text) else ():
        draft.entries.append(known[key])
        if cited.where:
            draft.doubt(f"“{shorten(known[key].title)}” is cited nowhere in the text", known[key].line)
    return draft


def _plain(text: str) -> str:
    return clean_title(_decoded(squeeze(re.sub(r"\\\\|~", " ", text))))


def _decoded(text: str) -> str:
    """Text without its LaTeX; where that is only emphasis and braces, as in most bibliographies, without a parser."""
    bare = _LIGHT.sub("", text.replace("~", " "))
    return (
        unlatex(text)
        if "\\" in bare or "$" in bare
        else squeeze(bare.replace("{", "").replace("}", "").replace("---", "—").replace("--", "–"))
    )


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _beside(document: Document, text: str, draft: Draft) -> dict[str, Entry]:
    """The entries of the .bib files that the text names, by key."""
    found: dict[str, Entry] = {}
    for named in _FILES.finditer(text):
        for name in filter(None, map(str.strip, named[1].split(","))):
            file = name if name.endswith(".bib") else f"{name}.bib"
            data = document.beside(file) if document.beside else None
            if data is None:
                draft.doubt(f"{file} is not beside the list, so that what it cites is not known", _line(text, named.start()))
                continue
            inner = bibtex.read(Document(file, data))
            found |= {e.key: e for e in inner.entries if e.key and e.key not in found}
            draft.problems += inner.problems
    return found


def _items(text: str) -> dict[str, Entry]:
    """The entries of a bibliography that stands in the text."""
    marks = list(_ITEM.finditer(text))
    found: dict[str, Entry] = {}
    line, at = 1, 0
    for mark, after in zip(marks, [*(m.start() for m in marks[1:]), len(text)][: len(marks)], strict=True):
        raw = text[mark.end() : after]
        raw = _END.split(raw)[0][:5000]
        line, at = line + text.count("\n", at, mark.start()), mark.start()
        if entry := _item(raw, line, line + raw.rstrip().count("\n")):
            found.setdefault(mark[1].strip(), entry)
    return found


def _item(raw: str, line: int, end: int) -> Entry | None:
    parts = re.split(r"\\newblock\b", raw)
    bare = re.sub(r"\\newblock\b", " ", re.sub(r"\\(?:href|url)\{([^{}]*)\}", r" \1 ", raw))
    emphasised = re.search(r"\\(?:emph|textit|textbf)\{([^{}]{10,400})\}|\{\\(?:em|it|bf)\s+([^{}]{10,400})\}", bare)
    plain = squeeze(_decoded(bare.replace("~", " ")))
    said = _in_blocks(*parts[:3]) if len(parts) > 2 else citation.parse(plain)
    if said is None and emphasised:
        said = citation.Citation(_plain(emphasised[1] or emphasised[2]), year=citation.year_of(plain))
    if said is None:
        return None
    web = re.search(r"https?://[^\s,{}]+[^\s,.{}]", plain)
    url = clean_url(web[0])[0] if web else None
    arxiv_id, doi = next(iter(arxiv_in(plain)), None), doi_of(plain)
    link = f"https://arxiv.org/abs/{arxiv_id}" if arxiv_id else f"https://doi.org/{doi}" if doi else url
    return Entry(
        clean_title(said.title), said.authors, said.year, said.venue, arxiv_id, doi, link, links=(link,) if link else (), line=line, end=end
    )  # fmt: skip


def _in_blocks(people: str, title: str, venue: str) -> citation.Citation | None:
    """An item as BibTeX's styles write it: the authors, the title and the venue each in a block."""
    authors, year = citation.year_last(re.sub(r",\s*(?:[A-Z][a-z]{2,8})\)", ")", _plain(people)))
    authors, title, venue = authors.rstrip(" (,"), _plain(title), _plain(venue)
    found = citation.venue_of(venue)
    return citation.Citation(title, names.split_names(authors), found, year or citation.year_of(venue)) if title else None


@dataclass
class _Cited:
    """Walks through the text: where each key is cited, and in which sentences."""

    draft: Draft
    path: Path = field(default_factory=Path)
    where: dict[str, tuple[int, list[tuple[str, ...]]]] = field(default_factory=dict)
    sentences: dict[str, list[str]] = field(default_factory=dict)

    def walk(self, text: str) -> None:
        at, line = 0, 1
        for found in _COMMAND.finditer(text):
            line += text.count("\n", at, found.start())
            at = found.start()
            if found[1]:
                heading = clean_heading(_plain(found[2]), line, _LEVELS[found[1]])
                self.path.enter(heading)
                self.draft.headings.append((self.path.texts(), heading))
            else:
                sentence = _sentence(text, found)
                for key in filter(None, map(str.strip, found[3].split(","))):
                    self._cite(key, line, sentence)

    def _cite(self, key: str, line: int, sentence: str) -> None:
        _, paths = self.where.setdefault(key, (line, []))
        path = self.path.texts()
        if path and path not in paths:
            paths.append(path)
        said = self.sentences.setdefault(key, [])
        if sentence and sentence not in said:
            said.append(sentence)


def _sentence(text: str, found: re.Match[str]) -> str:
    """The sentence around a citation, without commands."""
    before = list(_ends(text, max(found.start() - 800, 0), found.start()))
    start = before[-1] if before else max(found.start() - 800, 0)
    stop = next(_ends(text, found.end(), min(found.end() + 800, len(text))), min(found.end() + 800, len(text)))
    bare = re.sub(r"~?\\[A-Za-z]*cite[A-Za-z]*\*?\s*(?:\[[^\]]*\])*\{[^{}]*\}", " [·]", text[start:stop])
    return shorten(unlatex(re.sub(r"\\(?:begin|end|label|section|subsection|subsubsection)\*?\{[^{}]*\}", " ", bare)), 1500)


def _ends(text: str, start: int, stop: int) -> Iterator[int]:
    return (m.end() for m in _SENTENCE_END.finditer(text, start, stop))
