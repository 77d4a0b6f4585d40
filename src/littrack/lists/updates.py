"""What a list tells of itself, brought up to date with an addition: its date, its counts, its update log."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from littrack.lists.addition import Addition
from littrack.lists.dates import redated, told
from littrack.lists.outline import clean_heading
from littrack.lists.reading import ListReading
from littrack.lists.tables import split_row

_DATED = re.compile(
    rb"((?:last[ _-]?)?updat(?:e|ed)(?:[ _-]?(?:date|on|at|time))?\W{0,3}[:\xef\xbc\x9a]?\W{0,4})"
    rb"((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2},?\s+20\d\d|20\d\d[-./]\d{1,2}[-./]\d{1,2})",
    re.I,
)
_COUNTED = re.compile(rb"[(\[](\d{1,4})(?: papers?)?[)\]]\s*$|[:\xef\xbc\x9a] *(\d{1,4}) papers?\s*$", re.I)
_LOG = re.compile(rb"^#{1,6}\s.*(?:update ?log|change ?log|\xe6\x9b\xb4\xe6\x96\xb0\xe6\x97\xa5\xe5\xbf\x97)", re.I)


def brought_up_to_date(
    old: bytes, new: bytes, before: ListReading, after: ListReading, added: Sequence[Addition], today: date
) -> tuple[bytes, list[str]]:
    """The new list with its own date, counts and log following; and what was changed, for a person."""
    notes: list[str] = []
    lines = re.findall(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$", new)
    for n, line in enumerate(lines):
        if (n < 60 or line.startswith(b"#")) and (found := _DATED.search(line)):
            now = _as(found[2], today)
            if (was := told(found[2].decode("ascii", "replace"))) is None or was <= today:
                lines[n] = line[: found.start(2)] + now + line[found.end(2) :]
                notes.append(f"the date of the last update on line {n + 1} was set")
            break
    notes += _counts(lines, before.read, before.read + len(added))
    notes += _heading_counts(lines, before, after)
    notes += _log(lines, added, today)
    return b"".join(lines), notes


def _as(form: bytes, today: date) -> bytes:
    return redated(form.decode(), Addition("", (), day=today)).encode()


def _counts(lines: list[bytes], was: int, now: int) -> list[str]:
    """`132 papers` and a badge with that number, where it is the number of entries that were read."""
    told = []
    pattern = re.compile(
        rb"(?<![\d.-])%d(?=\+?\s*(?:papers|references|entries|works|\xe7\xaf\x87))|(?<=papers-)%d(?=-)" % (was, was), re.I
    )
    for n, line in enumerate(lines):
        if pattern.search(line):
            lines[n] = pattern.sub(str(now).encode(), line)
            told.append(f"the count on line {n + 1} was set to {now}")
    return told


def _heading_counts(lines: list[bytes], before: ListReading, after: ListReading) -> list[str]:
    """``#### Sails: 5 papers``, ``## Sails (5)``: a heading that counts the entries below it goes on counting them."""
    told = []
    was, now = (Counter(h for e in r.entries for h in {h for p in e.paths for h in p}) for r in (before, after))
    for n, line in enumerate(lines):
        if line.startswith(b"#") and (found := _COUNTED.search(line)):
            text = clean_heading(line.decode("utf-8", "replace").strip(" #\r\n")).text
            if was[text] != now[text] and int(found[1] or found[2]) == was[text]:
                number = b"%d" % now[text]
                lines[n] = line[: found.start(found.lastindex or 1)] + number + line[found.end(found.lastindex or 1) :]
                told.append(f"the count on line {n + 1} was set to {now[text]}")
    return told


def _log(lines: list[bytes], added: Sequence[Addition], today: date) -> list[str]:
    """A row in the update log, where the list keeps one as a table with filled rows."""
    start = next((n for n, line in enumerate(lines) if _LOG.match(line)), None)
    if start is None:
        return []
    rows = [n for n in range(start + 1, min(start + 200, len(lines))) if lines[n].lstrip().startswith(b"|")]
    filled = [n for n in rows[2:] if re.search(rb"20\d\d", lines[n])]
    if not filled or any(lines[n].startswith(b"#") for n in range(start + 1, filled[-1])):
        return []
    dates = [re.sub(rb"\D", b"", d[0]) for n in filled if (d := re.search(rb"20\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?", lines[n]))]
    newest_first = len(dates) > 1 and dates[0] > dates[-1]
    model = filled[0] if newest_first else filled[-1]
    row = _row(lines[model].decode("utf-8", "surrogateescape"), len(added), today)
    if row is None:
        return []
    lines.insert(model if newest_first else model + 1, row.encode("utf-8", "surrogateescape"))
    return [f"a row was added to the update log after line {model + 1}"]


def _row(model: str, count: int, today: date) -> str | None:
    cells = split_row(model.rstrip("\r\n"))
    dated = next((n for n, c in enumerate(cells) if re.search(r"20\d\d", c)), None)
    longest = max(range(len(cells)), key=lambda n: len(cells[n]))
    if dated is None or longest == dated:
        return None
    text = model
    for n, cell in enumerate(cells):
        new = cell
        if n == dated:
            new = redated(cell, Addition("", (), day=today))
        elif n == longest:
            new = f"Add {count} paper{'s' if count != 1 else ''}."
        elif found := re.fullmatch(r"(v?)(\d+)", cell):
            new = f"{found[1]}{int(found[2]) + 1}"
        text = text.replace(cell, new, 1) if cell else text
    return text if text.endswith(("\n", "\r")) else text + "\n"
