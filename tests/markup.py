"""What an HTML parser that follows the standard finds wrong with a page, and references within it that lead nowhere."""

from collections import Counter

import html5lib
from lxml import html

REFERS = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "list")


def faults(page: bytes) -> list[str]:
    """Parse errors (wrong nesting, unclosed or unknown parts), ids given twice, and labels of nothing."""
    parser = html5lib.HTMLParser()
    parser.parse(page)
    found = [f"line {line}: {code} {details}" for (line, _), code, details in parser.errors]
    tree = html.fromstring(page)
    ids = Counter(tree.xpath("//@id"))
    found += [f"the id {name!r} is given {n} times" for name, n in ids.items() if n > 1]
    for attribute in REFERS:
        names = [name for value in tree.xpath(f"//@{attribute}") for name in value.split()]
        found += [f"{attribute}={name!r} refers to nothing" for name in names if name not in ids]
    return found + [f"<{node.tag}> in <{node.tag}>" for node in tree.xpath("//a//a | //form//form | //button//button")]
