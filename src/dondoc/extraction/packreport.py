"""What `dondoc packs check` tells besides the examples: words with two meanings, and what finding costs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, cycle, islice

from dondoc.extraction.lexicon import Lexicon, Payloads
from dondoc.packs import Packs
from dondoc.packs.checking import examples
from dondoc.text.matcher import PhraseMatcher
from dondoc.text.normalize import fold

# Families in which a word may play several parts at once: an entry is a part, not a meaning.
_PARTS = frozenset({"orgs", "directives", "clause_breaks"})
# Families whose words are looked for at the same place: a word in two of them has two meanings there.
_COMPETING = (
    ("units", "count_nouns", "not_counted", "numbers"),
    ("titles", "meetings"),
    ("family_names", "not_names"),
)
_PAGE = 5000  # bytes: the document that speeds are given for
_TURNS = 5


@dataclass(frozen=True, slots=True)
class Collision:
    """A word that stands in two entries, so that one of them is read with it and the other is not."""

    form: str  # as the first entry writes it
    first: str  # "family/id"
    second: str


def collisions(packs: Packs) -> list[Collision]:
    """Words that stand in two entries of one family, or of two families that compete for the same place."""
    found: list[Collision] = []
    for family in packs.families.keys() - _PARTS:
        found += _shared(packs, family, family)
    for group in _COMPETING:
        for one, other in combinations(group, 2):
            found += _shared(packs, one, other)
    return sorted(found, key=lambda collision: (collision.first, collision.form))


def _shared(packs: Packs, one: str, other: str) -> Iterator[Collision]:
    seen: dict[str, tuple[str, str]] = {}
    for entry in packs.entries(one):
        for form in entry.get("forms", ()):
            where = f"{one}/{entry['id']}"
            first = seen.setdefault(fold(form), (form, where))
            if one == other and first[1] != where:
                yield Collision(first[0], first[1], where)
    if one == other:
        return
    for entry in packs.entries(other):
        for form in entry.get("forms", ()):
            if fold(form) in seen:
                yield Collision(*seen[fold(form)], f"{other}/{entry['id']}")


@dataclass(frozen=True, slots=True)
class Cost:
    """What looking for one family's words takes."""

    family: str
    forms: int
    microseconds: float  # of CPU for a text of 5 kB, the best of several turns


def costs(packs: Packs) -> list[Cost]:
    """The families with words, the dearest first; the text is made of the packs' own examples."""
    page = _page(packs)
    lexicon = Lexicon(packs)
    found = []
    for family in packs.families:
        matcher = lexicon.matcher(family)
        if len(matcher):
            found.append(Cost(family, len(matcher), _best(matcher, page)))
    return sorted(found, key=lambda cost: -cost.microseconds)


def _page(packs: Packs) -> str:
    sentences = [example.text for example in examples(packs)] or ["Một câu để đo."]
    page, size = [], 0
    for sentence in islice(cycle(sentences), _PAGE):
        page.append(sentence)
        size += len(sentence.encode()) + 2
        if size >= _PAGE:
            break
    return fold(". ".join(page))


def _best(matcher: PhraseMatcher[Payloads], page: str) -> float:
    best = float("inf")
    for _ in range(_TURNS):
        began = time.process_time()
        matcher.find(page)
        best = min(best, time.process_time() - began)
    return best * 1e6
