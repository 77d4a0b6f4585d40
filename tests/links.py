"""Dead links: every relative link of every page and feed below a folder has to lead to a file, and every fragment to an id."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree, html


def dead_links(folder: Path) -> list[str]:
    """``page: link`` for each relative link that leads nowhere."""
    return [f"{page.relative_to(folder)}: {link}" for page, link in _links(folder) if not _leads(page, link)]


def _links(folder: Path) -> Iterator[tuple[Path, str]]:
    for page in sorted(folder.rglob("*.html")):
        for name in ("href", "src"):
            yield from ((page, link) for link in html.fromstring(page.read_bytes()).xpath(f"//@{name}"))
    for feed in sorted(folder.rglob("*.xml")):
        yield from ((feed, link) for link in etree.fromstring(feed.read_bytes()).xpath("//@href"))


def _leads(page: Path, link: str) -> bool:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return True
    target = (page.parent / unquote(parts.path)) if parts.path else page
    if not target.is_file():
        return False
    return not parts.fragment or bool(html.fromstring(target.read_bytes()).xpath("//*[@id=$id]", id=unquote(parts.fragment)))
