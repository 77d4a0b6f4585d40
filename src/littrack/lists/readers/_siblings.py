"""The items of a list beside and below one: which only say more about it, and whether they are papers."""

from __future__ import annotations

import re

from littrack.lists.block import Item
from littrack.lists.entry import Entry
from littrack.lists.inline import parse
from littrack.lists.items import is_aside, is_detail, is_of_same_paper, is_only_links, is_told
from littrack.lists.markup import entry_of
from littrack.lists.tags import ends_in_tag

# What an entry has at least one of: a link, an id, a quotation, a year.
_SPEAKS = re.compile(
    r"https?:|\]\s?[(\[]|<a\s|arxiv|doi|10\.\d{4}|[“\"《]|(?:19|20)\d\d|[A-Za-z ]['’‘]\d\d\b|\*[A-Z][^*\n]{15,300}\*,?\s|title\W|openreview|\[(?:paper|pdf|论文)\]|[\[(`]\d{4}\.\d{4,5}\b",
    re.I,
)
_YEARLY = re.compile(r"(?m)^[\s>*+\-_]*\d\d-[A-Za-z][A-Za-z&]{1,14}-")


def parted(item: Item) -> tuple[list[Item], list[Item]]:
    """The items below one that only say more about it, and the others."""
    short = len(item.text.split()) < 4 and "](" not in item.text  # a topic, if not a title
    plain_ones = [
        (is_detail(c) and not (short and "](" not in c.text and is_told(c.text))) or is_of_same_paper(c, item)
        for c in item.children
    ]
    links = any(plain_ones)  # among authors and links, what is nothing but links is more of them
    said = [
        d or (is_aside(c) and not (short and is_told(c.text))) or (links and is_only_links(c))
        for c, d in zip(item.children, plain_ones, strict=True)
    ]
    kept = list(zip(item.children, said, strict=True))
    return [c for c, d in kept if d], [c for c, d in kept if not d]


class Siblings:
    """The items of one list, looked at when one of them does not show by itself whether it is a paper."""

    def __init__(self, items: list[Item], references: dict[str, str]) -> None:
        self.items = items
        self.references = references
        self.papers: bool | None = None if len(items) > 2 else False

    def are_papers(self) -> bool:
        """Whether nearly all of them are papers, by at most thirty of them."""
        if self.papers is None:
            some = [x for x in self.items[:: max(len(self.items) // 30, 1)] if len(x.text) < 2000]
            read = [
                isinstance(entry_of(x.text, x.line, x.end, references=self.references), Entry) for x in some if speaks(x.text)
            ]
            dated = sum(ends_in_tag(parse(x.text, self.references).bare) for x in some)
            self.papers = sum(read) > 1 and max(sum(read), dated) > 2 and max(sum(read), dated) * 3 >= len(some) * 2
        return self.papers


def speaks(text: str) -> bool:
    """Whether a text has what an entry has at least one of."""
    return "http:" in text or "https:" in text or bool(_SPEAKS.search(text) or _YEARLY.search(text))
