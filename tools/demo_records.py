"""Make the demo's bundle, ``src/littrack/demo/``, from the survey documents that littrack starts from.

Usage: python tools/demo_records.py FOLDER, where FOLDER has the documents 000 to 004. Only bibliographic facts are kept: the
references and taxonomy of the older ComLAM README, and title, authors and id of the papers with an arXiv id that the later
documents cite and the older README lacks.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import orjson

from littrack.config import load_workspace
from littrack.pipeline.lists import import_lists, read_list
from littrack.records import Reference
from littrack.store import Store
from littrack.workspace import read_references, write_atomically, write_references

COMLAM = Path(__file__).parents[1] / "classifiers" / "comlam"
OUT = Path(__file__).parents[1] / "src" / "littrack" / "demo"

# General AI, judged by title: the haystack. The others are about communications.
GENERAL = {
    "1312.6114",
    "1410.8516",
    "1411.1784",
    "1605.08803",
    "1707.06347",
    "1710.09412",
    "1905.02450",
    "1905.11881",
    "1909.08053",
    "1910.01108",
    "1910.13461",
    "2010.15980",
    "2012.15674",
    "2101.00190",
    "2106.09685",
    "2106.10199",
    "2107.03374",
    "2110.04627",
    "2201.11990",
    "2203.11171",
    "2203.13474",
    "2204.06125",
    "2206.00216",
    "2206.07682",
    "2206.07699",
    "2210.06277",
    "2212.10403",
    "2302.08961",
    "2302.13007",
    "2302.13971",
    "2303.04226",
    "2303.17564",
    "2303.18223",
    "2304.06632",
    "2304.07735",
    "2305.03025",
    "2305.12132",
    "2305.18474",
    "2306.05301",
    "2306.05817",
    "2306.06031",
    "2307.08925",
    "2307.13949",
    "2309.00267",
    "2310.19736",
    "2311.00947",
    "2311.05232",
    "2311.16867",
    "2312.11805",
    "2401.17859",
    "2402.01799",
    "2402.08934",
    "2403.00025",
    "2403.15779",
    "2404.01322",
    "2404.05090",
    "2405.07863",
}


def _plain(title: str) -> str:
    return "".join(c for c in title.lower() if c.isalnum())


def main(folder: Path) -> None:
    """Write the bundle."""
    older, *later = [next(folder.glob(f"{n:03d}*")) for n in (0, 2, 3, 4)]
    workspace = load_workspace(OUT)
    write_atomically(workspace.taxonomy_file, (COMLAM / "taxonomy.toml").read_bytes())
    with Store(None) as store:
        import_lists(workspace, store, [read_list(older)], datetime.now(UTC))
    known = [replace(r, context=()) for r in read_references(workspace.references_file)]
    write_references(OUT / "references.jsonl", known)
    workspace.taxonomy_file.replace(OUT / "taxonomy.toml")
    workspace.references_file.unlink()
    workspace.classifier.rmdir()
    workspace.classifier.parent.rmdir()
    found: dict[str, Reference] = {}
    ids, titles = {r.arxiv_id for r in known}, {_plain(r.title) for r in known}
    for path in later:
        for r in read_list(path).references:
            if r.arxiv_id and r.arxiv_id not in ids and _plain(r.title) not in titles:
                found.setdefault(r.arxiv_id, r)
    lines = [
        orjson.dumps({"id": i, "title": r.title, "authors": r.authors, "communications": i not in GENERAL})
        for i, r in sorted(found.items())
    ]
    write_atomically(OUT / "records.jsonl", b"\n".join(lines) + b"\n")
    print(f"{len(known)} references, {len(found)} papers, {sum(i not in GENERAL for i in found)} on communications")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
