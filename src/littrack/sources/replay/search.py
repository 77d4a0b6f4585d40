"""arXiv's query language, as far as a replay needs it: prefixes, AND OR ANDNOT, brackets, phrases, submittedDate."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from littrack.records import Paper, parse_arxiv_id

Match = Callable[[Paper], bool]
_TOKEN = re.compile(r'\s*(\(|\)|submittedDate:"?\[[^\]]*\]"?|(?:[a-z_]+:)?"[^"]*"|[^\s()]+)')
_RANGE = re.compile(r"\[\s*(\d{4,12}|\*)\s+TO\s+(\d{4,12}|\*)\s*\]")


class BadQueryError(ValueError):
    """A query that arXiv answers with HTTP 400."""


def compile_query(text: str) -> Match:
    """A test of papers for an expression of arXiv's query language.

    Raises:
        BadQueryError: brackets that do not match, an unknown prefix, a date that is none.
    """
    tokens = _TOKEN.findall(text)
    match, rest = _any(tokens)
    if rest:
        raise BadQueryError(f"unexpected {rest[0]}")
    return match


def _any(tokens: list[str]) -> tuple[Match, list[str]]:
    left, tokens = _all(tokens)
    while tokens and tokens[0] != ")":
        right, tokens = _all(tokens[1:] if tokens[0] == "OR" else tokens)
        left = _either(left, right)
    return left, tokens


def _all(tokens: list[str]) -> tuple[Match, list[str]]:
    left, tokens = _one(tokens)
    while tokens and tokens[0] in ("AND", "ANDNOT"):
        operator, tokens = tokens[0], tokens[1:]
        if operator == "AND" and tokens and tokens[0] == "NOT":
            operator, tokens = "ANDNOT", tokens[1:]
        right, tokens = _one(tokens)
        left = _both(left, right) if operator == "AND" else _without(left, right)
    return left, tokens


def _one(tokens: list[str]) -> tuple[Match, list[str]]:
    if not tokens or tokens[0] in (")", "AND", "OR", "ANDNOT"):
        raise BadQueryError("an operand is missing")
    if tokens[0] != "(":
        return _term(tokens[0]), tokens[1:]
    inner, rest = _any(tokens[1:])
    if not rest:
        raise BadQueryError("a bracket is not closed")
    return inner, rest[1:]


def _either(a: Match, b: Match) -> Match:
    return lambda p: a(p) or b(p)


def _both(a: Match, b: Match) -> Match:
    return lambda p: a(p) and b(p)


def _without(a: Match, b: Match) -> Match:
    return lambda p: a(p) and not b(p)


def _term(token: str) -> Match:
    prefix, _, value = token.rpartition(":") if re.match(r"[A-Za-z_]+:", token) else ("all", "", token)
    if token.startswith("submittedDate:"):
        return _dates(token)
    value = value.strip('"')
    if prefix == "cat":
        if value.endswith("*"):
            return lambda p: any(c.startswith(value[:-1]) for c in p.categories)
        return lambda p: value in p.categories
    if prefix == "id":
        found = parse_arxiv_id(value)
        base = found[0] if found else None
        return lambda p: p.id == base
    if prefix not in _FIELDS:
        raise BadQueryError(f"unknown field {prefix}")
    words, field = f" {_words(value)} ", _FIELDS[prefix]
    return lambda p: words in f" {_words(field(p))} "


_FIELDS: dict[str, Callable[[Paper], str]] = {
    "ti": lambda p: p.title,
    "title": lambda p: p.title,
    "abs": lambda p: p.abstract or "",
    "au": lambda p: " ; ".join(p.authors),
    "co": lambda p: p.comment or "",
    "jr": lambda p: p.journal_ref or "",
    "doi": lambda p: p.doi or "",
    "all": lambda p: " ; ".join((p.title, p.abstract or "", *p.authors, p.comment or "", *p.categories)),
}


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def _dates(token: str) -> Match:
    found = _RANGE.search(token)
    if not found:
        raise BadQueryError("a range of dates is written [A TO B]")
    low, high = _moment(found[1], False), _moment(found[2], True)
    return lambda p: p.submitted is not None and low <= p.submitted <= high


def _moment(digits: str, last: bool) -> datetime:
    if digits == "*":
        return datetime.max.replace(tzinfo=UTC) if last else datetime.min.replace(tzinfo=UTC)
    try:
        filled = digits + ("0101" + "0000")[len(digits) - 4 :] if not last else digits + ("1228" + "2359")[len(digits) - 4 :]
        moment = datetime.strptime(filled[:12], "%Y%m%d%H%M").replace(tzinfo=UTC)
    except ValueError as error:
        raise BadQueryError(f"{digits} is no date") from error
    return moment + timedelta(seconds=59) if last else moment
