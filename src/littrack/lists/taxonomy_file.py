"""``taxonomy.toml`` with new sections and aliases put in: comments, order and everything that a person wrote stay as they are."""

from __future__ import annotations

import tomlkit
from tomlkit.items import AoT, Table

from littrack.records import Section, Taxonomy
from littrack.workspace import section_table

_NEW = """# The survey's sections. An alias is another name of a section: in an older list, in another language, in another spelling.
# Edit headings, numbers, parents and aliases freely; move an alias to where it belongs. A re-import keeps your edits.
survey = ""
"""


def extended(text: str, known: Taxonomy, wanted: Taxonomy) -> str:
    """The file's text with what ``wanted`` has more than ``known``; the text itself where there is nothing."""
    if text and known.sections == wanted.sections:
        return text
    document = tomlkit.parse(text or _NEW)
    if not document.get("survey"):
        document["survey"] = wanted.survey
    tables = document.setdefault("section", tomlkit.aot())
    assert isinstance(tables, AoT)
    before = {s.slug: s for s in known.sections}
    for position, section in enumerate(wanted.sections):
        if section.slug not in before:
            tables.insert(position, _table(section))
        elif section.aliases != before[section.slug].aliases:
            tables[position]["aliases"] = list(section.aliases)
    return tomlkit.dumps(document)


def _table(section: Section) -> Table:
    table = section_table(section)
    table.add(tomlkit.nl())
    return table
