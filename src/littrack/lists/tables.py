"""Tables, in HTML with row spans or in Markdown: rows with the columns named by what they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from littrack.lists.text import clean_title, strip_tags

_CELL = re.compile(r"<(/?)(tr|td|th|table|thead|tbody)\b([^<>]{0,2000})>", re.I)
_BORDER = re.compile(r"\\.|[`\[\]|]", re.S)
_PLAIN_ROW = re.compile(r"[^\[\]\\`]*+(?:\[[^\[\]\\`|]*+\][^\[\]\\`]*+)*+")
_LABEL_END = re.compile(r"[^|]*\]\(")
_SPAN = re.compile(r"\b(rowspan|colspan)\s*=\s*[\"']?\s*(\d{1,4})", re.I)
_ROLES = (
    ("title", r"(?:[\w-]{1,20}\s+){0,2}titles?(?:\s*(?:&|and|/)\s*.*)?|papers?\s*name|论文(?:题目|标题|名称)?|标题|题目|文章|works?|thes[ie]s|articles?|titel|titre|t[ií]tulo|titolo|название(?: статьи)?|статья|タイトル|論文名?|제목|논문(?:명| 제목)?"),
    ("authors", r"authors?(?:\s*list)?|作者|first author|team|by|autor(?:[ei]n?|es)?|auteurs?|autori|авторы?|著者|저자"),
    ("venue", r"venues?.*|pub\.?\s*(?:&|/|and)\s*(?:year|date)|publications?|published.*|proceedings?|conference.*|journal.*|source|pub\.?|where|会议.*|期刊.*|发表.*|zeitschrift|revue|revista|rivista|журнал|конференция|会議|学会|雑誌|저널|학회"),
    ("year", r"(?:release\s*|publication\s*|publish(?:ed)?\s*|arxiv\s*|submission\s*|first\s*)?(?:time|date|year|month|day)s?|年份|时间|日期|发布时间|jahr|datum|ann[ée]e|año|ano|anno|fecha|год|дата|年度?|연도|년도|날짜"),
    ("code", r"(?:official\s*|source\s*)?(?:codes?|github|repo(?:sitory)?|download|implementation|open[- ]?source|project.*|website|homepage|代码|开源|star.*|data(?:\s*link)?|weights?|checkpoints?|demo)(?:\s*(?:link|url|page|/.*))?"),
    ("paper", r"(?:paper|arxiv|pdf|doi|论文|链接|原文)?\s*(?:links?|urls?|address)|papers?|papers?\s*/.*|arxiv.*|pdf|doi|references?|链接|论文链接|enlace|lien|ссылка|リンク|링크|ref\.?|citation"),
    ("category", r".*\bcategor(?:y|ies)\b.*|types?|tasks?|topics?|sections?|class(?:ification)?|groups?|fields?|areas?|domains?|(?:应用)?类别|分类|领域|任务|方向"),
    ("name", r"(?:base\s*)?models?(?:\s*name)?|data\s*sets?(?:\s*name)?|benchmarks?(?:\s*name)?|names?|methods?|approach(?:es)?|algorithms?|frameworks?|systems?|tools?|模型.*|数据集.*|方法.*|名称|acronyms?|abbr.*|short.*"),
)  # fmt: skip


# Columns of words about the paper that are neither its authors nor its venue, however like them they look.
_ASIDE = re.compile(
    r"key ?words?|tags?|institut(?:es?|ions?)|affiliations?|organi[sz]ations?|compan(?:y|ies)|countr(?:y|ies)|universit(?:y|ies)|labs?|notes?|remarks?|comments?"
    r"|summary|description|highlights?|contributions?|tl;?dr|关键词|机构|单位|备注|简介"
)


class Row(NamedTuple):
    """One row: its cells as written, with cells that span rows repeated; ``spanned`` are the columns that do."""

    cells: tuple[str, ...]
    line: int
    end: int
    spanned: frozenset[int] = frozenset()


def roles(header: tuple[str, ...]) -> dict[str, int]:
    """The column of each role that the header's words name; the first column that fits has it."""
    found: dict[str, int] = {}
    for column, words in enumerate(map(_said, header)):
        role = next((r for r, pattern in _ROLES if words and re.fullmatch(pattern, words)), None)
        if role and role not in found:
            found[role] = column
    return found


def asides(header: tuple[str, ...]) -> frozenset[int]:
    """The columns that say something else of the paper than its title, authors, venue, date and links: keywords, institutes, remarks."""
    return frozenset(n for n, words in enumerate(map(_said, header)) if _ASIDE.fullmatch(words))


def _said(cell: str) -> str:
    bare = clean_title(re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", cell))
    return re.sub(r"[^\w\s&/.-]", " ", bare).strip().casefold()


def pipe_rows(text: str, line: int) -> tuple[tuple[str, ...], list[Row]]:
    """Header and rows of a Markdown table whose first line is ``line``."""
    lines = text.split("\n")
    header = split_row(lines[0])
    rows = [Row(split_row(x), line + n, line + n) for n, x in enumerate(lines[2:], 2)]
    return header, [r for r in rows if any(r.cells)]


def split_row(line: str) -> tuple[str, ...]:
    """The cells of a row; an escaped ``|`` and one inside code or a link's label is no border."""
    bare = line.strip()
    bare = bare.removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    if _PLAIN_ROW.fullmatch(bare):
        return tuple(map(str.strip, bare.split("|")))
    cells: list[str] = []
    held, start, code, depth = "", 0, False, 0
    for found in _BORDER.finditer(bare):
        c, at = found[0], found.start()
        code ^= c == "`"
        depth += (c == "[") - (c == "]" and depth > 0)
        if c == "\\|":
            held, start = held + bare[start:at] + "|", at + 2
        elif c == "|" and not (code and "`" in bare[at:]) and not (depth and _LABEL_END.match(bare, at + 1, at + 300)):
            cells.append(held + bare[start:at])
            held, start = "", at + 1
    return tuple(c.strip() for c in [*cells, held + bare[start:]])


@dataclass(slots=True)
class _Cell:
    text: str
    rowspan: int
    colspan: int
    head: bool
    line: int


def html_rows(text: str, line: int) -> tuple[tuple[str, ...], list[Row]]:
    """Header and rows of an HTML table, however unbalanced: a row that is too long is two rows glued together."""
    spans = _raw_rows(text, line)
    raw = [cells for cells, _, _ in spans]
    if not raw:
        return (), []
    headed = all(c.head for c in raw[0]) or (len(raw) > 1 and roles(tuple(c.text for c in raw[0])).keys() >= {"title"})
    header = tuple(strip_tags(c.text).strip() for c in raw[0] for _ in range(min(c.colspan, 50))) if headed else ()
    width = len(header) or max(sum(min(c.colspan, 50) for c in r) for r in raw)
    rows: list[Row] = []
    hanging: dict[int, tuple[str, int]] = {}
    for cells, first, last in spans[1:] if headed else spans:
        if len(cells) >= width:
            hanging.clear()  # a full row: what still hangs from above was counted wrongly
        row, rest = _lay(cells, hanging, width)
        rows.append(Row(row.cells, first, row.end if rest else last, row.spanned))
        while rest:
            missing = [_Cell(t, 1, 1, False, rest[0].line) for t in row.cells[: max(width - len(rest), 0)]]
            row, rest = _lay([*missing, *rest], hanging, width)
            rows.append(row)
    rows = [r for r in rows if any(c.strip() for c in r.cells)]
    return header, rows


def _lay(cells: list[_Cell], hanging: dict[int, tuple[str, int]], width: int) -> tuple[Row, list[_Cell]]:
    """One row of the grid from the cells given and those that hang down from above; and the cells that are left over."""
    laid: list[str] = []
    spanned: set[int] = set()
    at, column = 0, 0
    while column < width:
        if column in hanging and hanging[column][1] > 0:
            text, left = hanging[column]
            laid.append(text)
            spanned.add(column)
            hanging[column] = (text, left - 1)
            column += 1
        elif at < len(cells):
            cell = cells[at]
            for _ in range(max(1, min(cell.colspan, width - column))):
                laid.append(cell.text)
                if cell.rowspan > 1:
                    hanging[column] = (cell.text, cell.rowspan - 1)
                    spanned.add(column)
                column += 1
            at += 1
        else:
            laid.append("")
            column += 1
    used = cells[: max(at, 1)]
    return Row(tuple(laid), used[0].line, used[-1].line, frozenset(spanned)), cells[max(at, 1) :]


def _raw_rows(text: str, line: int) -> list[tuple[list[_Cell], int, int]]:
    """Each row's cells, with its first and last line."""
    rows: list[tuple[list[_Cell], int, int]] = []
    cells: list[_Cell] = []
    opened: _Cell | None = None
    start, at_line, counted, first = 0, line, 0, line
    for tag in _CELL.finditer(text):
        at_line += text.count("\n", counted, tag.start())
        counted = tag.start()
        name, closing = tag[2].lower(), bool(tag[1])
        if opened is not None:
            opened.text = text[start : tag.start()].strip()
            cells.append(opened)
            opened = None
        if name == "tr":
            if cells:
                rows.append((cells, first, at_line if closing else cells[-1].line))
                cells = []
            first = at_line
        elif name in ("td", "th") and not closing:
            spans = {k.lower(): int(v) for k, v in _SPAN.findall(tag[3])} if tag[3] else {}
            opened = _Cell("", max(spans.get("rowspan", 1), 1), max(spans.get("colspan", 1), 1), name == "th", at_line)
            start = tag.end()
    return [*rows, (cells, first, cells[-1].line)] if cells else rows
