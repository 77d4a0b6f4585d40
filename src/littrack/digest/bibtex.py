"""BibTeX from papers and references, safe to read back whatever their titles hold. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from littrack.digest.clean import NAME, clean, web_link
from littrack.records import Paper, Reference


def bibtex(records: Iterable[Paper | Reference]) -> str:
    """One entry a record, in the order given; keys are unique."""
    used: dict[str, int] = {}
    return "\n".join(_entry(record, used) for record in records)


def _entry(record: Paper | Reference, used: dict[str, int]) -> str:
    fields = _paper(record) if isinstance(record, Paper) else _reference(record)
    key = _key(record, fields.get("year", ""))
    used[key] = used.get(key, 0) + 1
    key += f"-{used[key]}" if used[key] > 1 else ""
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{'article' if 'journal' in fields else 'misc'}{{{key},\n{body}}}\n"


def _paper(p: Paper) -> Mapping[str, str]:
    day = p.submitted.date() if p.submitted else p.announced
    return {
        "title": f"{{{escape(p.title)}}}",
        "author": _authors(p.authors),
        "year": str(day.year) if day else "",
        "eprint": p.id,
        "archiveprefix": "arXiv",
        "primaryclass": p.categories[0] if p.categories and re.fullmatch(r"[A-Za-z.-]+", p.categories[0]) else "",
        "doi": _plain(p.doi),
        "url": p.url,
    }


def _reference(r: Reference) -> Mapping[str, str]:
    url = r.url or (f"https://arxiv.org/abs/{r.arxiv_id}" if r.arxiv_id else "")
    fields = {
        "title": f"{{{escape(r.title)}}}",
        "author": _authors(r.authors),
        "year": str(r.year) if r.year else "",
        "eprint": r.arxiv_id or "",
        "archiveprefix": "arXiv" if r.arxiv_id else "",
        "doi": _plain(r.doi),
        "url": web_link(url),
    }
    return fields | ({"journal": escape(r.venue)} if r.venue else {})


def escape(text: str) -> str:
    """Text for a field: TeX stays TeX where it is well formed, everything else is escaped so that no entry ends early."""
    plain = clean(text)
    if not _balanced(plain):
        plain = plain.replace("{", "").replace("}", "")
    plain = re.sub(r"\\+$", "", plain)
    plain = re.sub(r"(?<!\\)([&%#])", r"\\\1", plain)
    parts = re.split(r"((?<!\\)\$[^$]*\$)", plain)
    return "".join(part if n % 2 else re.sub(r"(?<!\\)([_$])", r"\\\1", part) for n, part in enumerate(parts))


def _balanced(text: str) -> bool:
    depth = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _authors(authors: Iterable[str]) -> str:
    names = [escape(clean(a, NAME)) for a in authors]
    return " and ".join(f"{{{n}}}" if re.search(r"\band\b", n) else n for n in names)


def _plain(text: str | None) -> str:
    return text if text and re.fullmatch(r"[\w./:;()<>-]+", text) else ""


def _key(record: Paper | Reference, year: str) -> str:
    last = re.sub(
        r"[^a-z]", "", (record.authors[0].split()[-1] if record.authors and record.authors[0].split() else "").lower()
    )
    word = next((w for w in re.findall(r"[a-z]+", record.title.lower()) if len(w) > 3), "")
    return f"{last or 'anonymous'}{year}{word}"[:60]
