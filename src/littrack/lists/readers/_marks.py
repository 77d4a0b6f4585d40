"""Links and emphasis of other markup languages as Markdown's."""

from __future__ import annotations

import re
from collections.abc import Callable

Link = Callable[[re.Match[str]], tuple[str, str]]
BOLD = re.compile(r"(?<![\w*])\*([^*\s](?:[^*]*[^*\s])?)\*(?![\w*])")


def as_markdown(line: str, link: re.Pattern[str], italic: re.Pattern[str], parts: Link) -> str:
    """One line; ``parts`` gives the label, which may be empty, and the address of a ``link``. ``*bold*`` is so in all of them."""
    kept: list[str] = []

    def put_by(found: re.Match[str]) -> str:  # No mark inside an address is one of emphasis.
        label, address = parts(found)
        kept.append(f"[{label}]({address})" if label else f"<{address}>")
        return f"\ue010{len(kept) - 1}\ue011"

    marked = italic.sub(r"*\1*", BOLD.sub(r"**\1**", link.sub(put_by, line)))
    return re.sub("\ue010(\\d+)\ue011", lambda m: kept[int(m[1])], marked)
