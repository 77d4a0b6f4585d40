"""A new record of a BibTeX, JSON lines or CSV list, with the fields of its neighbour, in their order and form."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

from littrack.lists.addition import Addition
from littrack.lists.readers.records import is_link, role_of
from littrack.lists.text import normalised

_FIELD = re.compile(r"^(\s*)([A-Za-z][\w-]*)(\s*=\s*)([{\"]?)", re.M)


def bibtex(neighbour: str, addition: Addition, section: str) -> str | None:
    """An entry with the neighbour's indent, order of fields and marks around values; its key is made like a reader's."""
    fields = list(_FIELD.finditer(neighbour))
    if not fields:
        return None
    marks = ('"', '"') if sum(f[4] == '"' for f in fields) * 2 > len(fields) else ("{", "}")
    values = _bibtex_values(addition)
    grouped = next((f[2].casefold() for f in fields if f[2].casefold() in ("groups", "keywords")), None)
    if grouped:
        values[grouped] = section
    order = [f[2] for f in fields if f[2].casefold() in values]
    order += [name for name in values if name not in map(str.casefold, order) and name in ("title", "author", "year", "eprint")]
    if "eprint" in map(str.casefold, order) and "archiveprefix" not in map(str.casefold, order):
        order.insert([o.casefold() for o in order].index("eprint") + 1, "archivePrefix")
    inner = re.match(r"\s*", fields[0][1].lstrip("\n"))
    indent, equals = (inner[0] if inner else "") or "  ", fields[0][3]
    lines = [f"{indent}{name}{equals}{marks[0]}{values[name.casefold()]}{marks[1]}," for name in dict.fromkeys(order)]
    if not re.search(r",\s*\}\s*$", neighbour):
        lines[-1] = lines[-1][:-1]
    return "\n".join([f"@{'misc' if addition.venue is None else 'article'}{{{key(addition)},", *lines, "}"])


def _bibtex_values(addition: Addition) -> dict[str, str]:
    year = addition.dated.year if addition.dated else None
    said = {
        "title": _escaped(addition.title),
        "author": " and ".join(map(_escaped, addition.authors)),
        "year": str(year) if year else "",
        "journal": _escaped(addition.venue or (f"arXiv preprint arXiv:{addition.arxiv_id}" if addition.arxiv_id else "")),
        "eprint": addition.arxiv_id or "",
        "archiveprefix": "arXiv" if addition.arxiv_id else "",
        "doi": addition.doi or "",
        "url": addition.link or "",
    }
    return {name: value for name, value in said.items() if value}


def _escaped(text: str) -> str:
    """Characters that LaTeX gives a meaning, without it; braces that are not balanced are left out."""
    text = re.sub(r"(?<!\\)([&%#_])", r"\\\1", text)
    return text if text.count("{") == text.count("}") else text.replace("{", "").replace("}", "")


def key(addition: Addition) -> str:
    """By what the paper is cited: ``lee2025quays``."""
    surname = normalised(addition.authors[0].split()[-1]) if addition.authors else "anonymous"
    words = [w for w in re.findall(r"[A-Za-z0-9]+", addition.title) if len(w) > 3]
    return f"{surname}{addition.dated.year if addition.dated else ''}{words[0].lower() if words else ''}"


def json_line(neighbour: str, addition: Addition, section: str) -> str | None:
    """One JSON object with the neighbour's keys; what is not known of the paper is left out."""
    try:
        record = json.loads(neighbour.strip().rstrip(","))
    except ValueError:
        return None
    if not isinstance(record, dict):
        return None
    made = _like(record, addition, section)
    tight = '": ' not in neighbour
    text = json.dumps(made, ensure_ascii=not re.search(r"[^\x00-\x7f]", neighbour), separators=(",", ":") if tight else None)
    return text + ("," if neighbour.rstrip().endswith(",") else "")


def _like(record: dict[str, Any], addition: Addition, section: str) -> dict[str, Any]:
    made = {
        k: _like(old, addition, section) if isinstance(old, dict) else _value(k, old, addition, section)
        for k, old in record.items()
    }
    return {k: v for k, v in made.items() if v not in (None, {})}


def yaml_item(neighbour: str, addition: Addition, section: str) -> str | None:
    """An item of a YAML list with the neighbour's keys, in their order, and its way to write values."""
    import yaml

    try:
        node = yaml.compose(neighbour, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    item = node.value[0] if isinstance(node, yaml.SequenceNode) else None
    if not isinstance(item, yaml.MappingNode) or item.flow_style:
        return None
    lines = _yaml_lines(item, addition, section)
    return "\n".join([neighbour[: item.start_mark.column] + lines[0].lstrip(), *lines[1:]]) if lines else None


def _yaml_lines(mapping: Any, addition: Addition, section: str) -> list[str]:
    lines: list[str] = []
    indent = " " * mapping.start_mark.column
    for key, old in mapping.value:
        if old.id == "mapping":
            below = _yaml_lines(old, addition, section)
            lines += [f"{indent}{key.value}:", *below] if below else []
            continue
        listed = old.id == "sequence"
        value = _value(key.value, [v.value for v in old.value] if listed else old.value, addition, section)
        if value in (None, "", []):
            continue
        style = (
            old.value[0].style if listed and old.value and old.value[0].id == "scalar" else old.style if not listed else None
        )
        flow = listed and old.flow_style
        said = [
            _yaml_scalar(str(v), style, "[{}]" if flow else "- {}") for v in (value if isinstance(value, list) else [value])
        ]
        if listed and not flow:
            lines += [f"{indent}{key.value}:", *(f"{' ' * old.start_mark.column}- {v}" for v in said)]
        else:
            lines.append(f"{indent}{key.value}: " + (f"[{', '.join(said)}]" if listed else said[0]))
    return lines


def _yaml_scalar(text: str, style: str | None, form: str) -> str:
    """A value in the neighbour's quotation marks; in double ones where, in a list of that ``form``, it would be read otherwise without."""
    import yaml

    if style == "'":
        return "'" + text.replace("'", "''") + "'"
    if style != '"':
        try:
            node = yaml.compose(form.format(text), Loader=yaml.SafeLoader)
            if node and "\n" not in text and len(node.value) == 1 and node.value[0].value == text:
                return text
        except yaml.YAMLError:
            pass
    return json.dumps(text, ensure_ascii=False)


def csv_row(header: str, neighbour: str, addition: Addition, section: str) -> str | None:
    """One row with a cell for each column of the header, empty where nothing is known."""
    delimiter = max(",;\t", key=header.count)
    columns = next(csv.reader([header], delimiter=delimiter))
    old = next(csv.reader(io.StringIO(neighbour), delimiter=delimiter), [])
    if len(old) != len(columns):
        return None
    values = [_value(c, o, addition, section) for c, o in zip(columns, old, strict=True)]
    if role_of(columns[0]) is None and old[0].isdigit():
        values[0] = str(int(old[0]) + 1)
    out = io.StringIO()
    every = neighbour.count('"') >= 2 * len(columns)
    csv.writer(out, delimiter=delimiter, lineterminator="", quoting=csv.QUOTE_ALL if every else csv.QUOTE_MINIMAL).writerow(
        "" if v is None else v for v in values
    )
    return out.getvalue()


def _value(name: str, old: Any, addition: Addition, section: str) -> Any:
    """What a field of that name holds for the new paper, in the form that it has for the old one."""
    role = "url" if is_link(old) and role_of(name) == "title" else role_of(name)
    day = addition.dated
    listed = isinstance(old, list)
    authors: Any = list(addition.authors) if listed else ("; " if ";" in str(old) else ", ").join(addition.authors)
    if listed and old and isinstance(old[0], dict):
        authors = [{"name": a} for a in addition.authors]
    year: Any = None
    if day:
        whole = re.fullmatch(r"\d{4}-\d\d-\d\d.*", str(old))
        year = day.isoformat() if whole else day.year if isinstance(old, int) else str(day.year)
    found: dict[str | None, Any] = {
        "title": addition.title,
        "authors": authors or None,
        "year": year,
        "venue": addition.venue or ("arXiv" if addition.arxiv_id else None),
        "arxiv": addition.arxiv_id,
        "doi": addition.doi,
        "url": addition.link,
        "code": addition.code_url,
        "sections": [section] if listed else section,
    }
    return found.get(role)
