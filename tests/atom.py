"""What is wrong with an Atom feed, by the grammar of RFC 4287 and those rules of the W3C's validator that need no network."""

import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

NS = {"a": "http://www.w3.org/2005/Atom"}
GRAMMAR = Path(__file__).with_name("atom.rng")
# RFC 4287, appendix B: what must not be found, and what it would mean.
RULES = {
    "/a:feed[not(a:author) and a:entry[not(a:author) and not(a:source/a:author)]]": "neither feed nor entry has an author",
    "//a:entry[not(a:link[@rel='alternate' or not(@rel)]) and not(a:content)]": "an entry has neither link nor content",
    "//a:entry[(a:content/@src or a:content[@type and not(contains('text html xhtml', @type))]) and not(a:summary)]": (
        "an entry with foreign content has no summary"
    ),
}
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def faults(data: bytes, now: datetime) -> list[str]:
    """Sentences; none for a feed that is right."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError as error:
        return [f"not well-formed: {error}"]
    grammar = etree.RelaxNG(etree.parse(GRAMMAR))
    found = [] if grammar.validate(root) else [f"line {e.line}: {e.message}" for e in grammar.error_log]
    found += [told for path, told in RULES.items() if root.xpath(path, namespaces=NS)]
    return [*found, *_ids(root), *_addresses(root), *_moments(root, now), *_texts(root), *_links(root)]


def _texts(root):
    for node in root.iter():
        if UNSEEN.search(node.text or ""):
            yield f"{_name(node)} has a character that nobody can see"
    for path in ("a:title", "a:entry/a:title", "a:entry/a:author/a:name"):
        if any(not (node.text or "").strip() for node in root.iterfind(path, NS)):
            yield f"an empty {path}"


def _ids(root):
    ids = Counter(node.text for node in root.iterfind(".//a:id", NS))
    yield from (f"the id {text} is given {n} times" for text, n in ids.items() if n > 1)
    yield from (
        f"the id {text} is no absolute address" for text in ids if not re.fullmatch(r"[a-z][a-z0-9+.-]*:\S+", text or "")
    )


def _addresses(root):
    for node in root.iterfind(".//a:link", NS):
        parts = urlsplit(node.get("href"))
        if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"[\s<>\"{}|\\^`]", node.get("href")):
            yield f"the link {node.get('href')!r} is no web address"


def _links(root):
    for node in (root, *root.iterfind("a:entry", NS)):
        seen = Counter((n.get("rel", "alternate"), n.get("type"), n.get("hreflang")) for n in node.iterfind("a:link", NS))
        yield from (f"{n} links {key} in one {_name(node)}" for key, n in seen.items() if n > 1)


def _moments(root, now):
    for node in root.iter(f"{{{NS['a']}}}updated", f"{{{NS['a']}}}published"):
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", node.text or ""):
            yield f"{node.text!r} is no moment of RFC 3339"
        elif datetime.fromisoformat(node.text) > now:
            yield f"{node.text} is to come"
    entries = [n.text for n in root.iterfind("a:entry/a:updated", NS)]
    if entries and max(entries) > root.findtext("a:updated", namespaces=NS):
        yield "an entry is newer than its feed"
    if entries != sorted(entries, reverse=True):
        yield "the entries do not go from new to old"


def _name(node):
    return etree.QName(node).localname
