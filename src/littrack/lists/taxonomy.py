"""One taxonomy out of several outlines: the same section under another spelling, number, version or language is found again."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, count

from littrack.lists.outline import heading_key
from littrack.records import Section, Taxonomy

SPELLING = 0.87  # how alike two spellings of one heading below one parent are, as a ratio of common characters
_LETTERS, _TIMES = 32, 128  # kinds of letters told apart, and room for each
SHARED = 0.6  # the share of the smaller section's references that two names of one section have in common


@dataclass(frozen=True, slots=True)
class Mapped:
    """``taxonomy`` is the known one with what was added; ``slugs`` leads from the draft's slugs to its slugs.

    ``guessed`` tells, for a person, which headings were taken for another name of a section, and why.
    """

    taxonomy: Taxonomy
    slugs: Mapping[str, str]
    guessed: tuple[str, ...] = ()


def unify(
    known: Taxonomy, draft: Taxonomy, members: Mapping[str, frozenset[str]], settled: Mapping[str, frozenset[str]]
) -> Mapped:
    """Find each of the draft's sections among the known ones, or add it.

    Headings and aliases of ``known`` decide first, so that what a person wrote stays. Then come spellings that are nearly the
    same below one parent, then sections that hold the same references.

    Args:
        known: the workspace's taxonomy; empty at first.
        draft: the outline of one document.
        members: the keys of the references directly in each of the draft's sections.
        settled: the same for the known sections.
    """
    return _Unification(known, members, settled).run(draft)


def keys(heading: str) -> frozenset[str]:
    """The forms under which a heading is known: without brackets, what a bracket translates, without a short form at the end."""
    found = {heading_key(heading)}
    inside = re.search(r"[（(]([^（()）]{3,80})[)）]", heading)
    if inside and (len(inside[1].split()) > 1 or re.search(r"[\u4e00-\u9fff]", inside[1])):
        found.add(heading_key(inside[1]))
    if short := re.fullmatch(r"([\u4e00-\u9fff].*?[\u4e00-\u9fff])\s*[A-Za-z]{2,6}", heading.strip()):
        found.add(heading_key(short[1]))
    return frozenset(filter(None, found))


@dataclass
class _Unification:
    known: Taxonomy
    members: Mapping[str, frozenset[str]]
    settled: Mapping[str, frozenset[str]]
    slugs: dict[str, str] = field(default_factory=dict)
    guessed: list[str] = field(default_factory=list)

    def run(self, draft: Taxonomy) -> Mapped:
        self.sections = {s.slug: s for s in self.known.sections}
        self.by_key: dict[str, list[str]] = {}
        self.below: dict[str | None, list[_Spelling]] = {}
        self.filled = {slug: set(keys_) for slug, keys_ in self.settled.items()}
        self.holders: dict[str, set[str]] = {}
        for slug, keys_ in self.settled.items():
            self._hold(slug, keys_)
        for section in self.known.sections:
            self._index(section)
            self._spell(section)
        self.fixed = set(self.sections)
        for section in draft.sections:
            self._place(section)
        if self.fixed:
            self._prune()
        return Mapped(Taxonomy(self.known.survey or draft.survey, _in_order(self.sections)), self.slugs, tuple(self.guessed))

    def _prune(self) -> None:
        """A taxonomy that a person keeps does not grow by headings that nothing stands below."""
        children = Counter(s.parent for s in self.sections.values())
        for section in reversed(_in_order(self.sections)):
            if section.slug not in self.fixed and not children[section.slug] and not self.filled.get(section.slug):
                del self.sections[section.slug]
                children[section.parent] -= 1

    def _index(self, section: Section) -> None:
        for name in (section.heading, *section.aliases):
            for key in keys(name):
                if section.slug not in self.by_key.setdefault(key, []):
                    self.by_key[key].append(section.slug)

    def _spell(self, section: Section) -> None:
        self.below.setdefault(section.parent, []).append(_Spelling.of(section))

    def _hold(self, slug: str, references: frozenset[str]) -> None:
        for key in references:
            self.holders.setdefault(key, set()).add(slug)

    def _place(self, section: Section) -> None:
        parent = self.slugs.get(section.parent) if section.parent else None
        home = self._exact(section, parent) or self._alike(section, parent) or self._same_members(section)
        if home is None:
            home = self._new(section, parent)
        elif not keys(section.heading) & self._keys_of(home):
            self.sections[home] = replace(self.sections[home], aliases=(*self.sections[home].aliases, section.heading))
            self._index(self.sections[home])
        self.slugs[section.slug] = home
        references = self.members.get(section.slug, frozenset())
        self.filled.setdefault(home, set()).update(references)
        self._hold(home, references)

    def _keys_of(self, slug: str) -> frozenset[str]:
        section = self.sections[slug]
        return frozenset(k for name in (section.heading, *section.aliases) for k in keys(name))

    def _exact(self, section: Section, parent: str | None) -> str | None:
        """The section of that name: below the same parent, else any that a person has settled."""
        found = [slug for key in keys(section.heading) for slug in self.by_key.get(key, ())]
        below = next((s for s in found if self.sections[s].parent == parent), None)
        related = next((s for s in found if s in self.fixed and parent and s.startswith(parent.split("/")[0] + "/")), None)
        return below or related or next((s for s in found if s in self.fixed), None)

    def _alike(self, section: Section, parent: str | None) -> str | None:
        own = _Spelling.of(section)
        for other in self.below.get(parent, ()) if len(own.key) > 8 else ():
            if own.is_like(other) and not _numbers_differ(own.key, other.heading):
                self.guessed.append(f"“{section.heading}” was taken for another spelling of “{other.heading}”")
                return other.slug
        return None

    def _same_members(self, section: Section) -> str | None:
        own = self.members.get(section.slug, frozenset())
        best, shared = None, 0
        near = {slug for key in own for slug in self.holders.get(key, ())}
        for slug in filter(near.__contains__, self.filled) if near else ():
            theirs = self.filled[slug]
            common = len(own & theirs)
            if (
                common > shared
                and common >= SHARED * min(len(own), len(theirs))
                and common >= _fewest(section, self.sections[slug])
            ):
                best, shared = slug, common
        if best:
            heading = self.sections[best].heading
            self.guessed.append(f"“{section.heading}” was taken for “{heading}”: they have {shared} references in common")
        return best

    def _new(self, section: Section, parent: str | None) -> str:
        base = section.slug.rpartition("/")[2]
        slug = f"{parent}/{base}" if parent else base
        slug = next(s for s in chain([slug], (f"{slug}-{n}" for n in count(2))) if s not in self.sections)
        self.sections[slug] = replace(section, slug=slug, parent=parent)
        self._index(self.sections[slug])
        self._spell(self.sections[slug])
        return slug


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A section's heading, and ``letters``, a number with a bit for each time that each letter is in its key."""

    slug: str
    heading: str
    key: str
    letters: int

    @classmethod
    def of(cls, section: Section) -> _Spelling:
        key = heading_key(section.heading)
        letters = 0
        for letter, times in Counter(ord(c) % _LETTERS for c in key).items():
            letters |= ((1 << min(times, _TIMES)) - 1) << (letter * _TIMES)
        return cls(section.slug, section.heading, key, letters)

    def is_like(self, other: _Spelling) -> bool:
        both = len(self.key) + len(other.key)
        # No more characters match in order than there are in common; among thousands of headings this tells nearly all apart.
        short = len(self.key) <= _TIMES and len(other.key) <= _TIMES
        if short and 2 * (self.letters & other.letters).bit_count() < SPELLING * both:
            return False
        return difflib.SequenceMatcher(None, self.key, other.key).ratio() >= SPELLING


def _fewest(one: Section, other: Section) -> int:
    """How many common references speak for one section: fewer where the two headings are in different scripts."""
    chinese = [bool(re.search(r"[\u4e00-\u9fff]", s.heading)) for s in (one, other)]
    return 2 if chinese[0] != chinese[1] else 4


def _numbers_differ(one: str, other: str) -> bool:
    return re.findall(r"\d+", one) != re.findall(r"\d+", other)


def _in_order(sections: Mapping[str, Section]) -> tuple[Section, ...]:
    """Parents before children, new children after their elder siblings."""
    children: dict[str | None, list[Section]] = {}
    for section in sections.values():
        children.setdefault(section.parent if section.parent in sections else None, []).append(section)
    found: list[Section] = []
    stack = list(reversed(children.get(None, [])))
    while stack:
        found.append(stack.pop())
        stack.extend(reversed(children.get(found[-1].slug, [])))
    return tuple(found)
