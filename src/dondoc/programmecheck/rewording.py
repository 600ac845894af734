"""Sentences that say what a sentence of the source says in other words: no three words in a row need be left.

Compared are content words, pairs of them and figures, each worth the more the fewer sentences of both
texts have it. Far more is asked than of a passage with traces: independent texts on one subject share many
words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from dondoc.programmecheck.align import Block, filled
from dondoc.programmecheck.units import Prepared, Unit
from dondoc.programmecheck.words import NUMBER

_SHORTEST = 9.0  # weight of a sentence
# What is asked, by the number of telling figures both have: of both sentences' worth in common, and of the
# content words of the shorter one.
_ASKED = ((0.48, 0.62), (0.43, 0.62), (0.36, 0.58))
_TELLING = re.compile(
    r"#(?!(?:19|20)[0-9]{2}$)(?:[0-9]{2,}|[0-9]+[.,][0-9.,]+)$"
)  # neither a year nor a digit
_MOST = 30  # sentences that may share a word or pair that is looked up

Mark = str | tuple[str, str]


@dataclass(slots=True)
class Reworded:
    """A sentence and the one it rewords, in words."""

    first: int
    last: int
    source_first: int
    source_last: int
    blocks: list[Block]
    kept: float


@dataclass(slots=True)
class _Profile:
    """What of a sentence is compared."""

    unit: Unit
    words: set[Mark]
    pairs: set[Mark]
    figures: set[Mark]

    @property
    def marks(self) -> set[Mark]:
        return self.words | self.pairs | self.figures


def reworded(programme: Prepared, source: Prepared, taken: Sequence[tuple[int, int]]) -> list[Reworded]:
    """Sentences of the programme, outside the passages already found, that reword one of the source."""
    theirs = source.profiled("rewording", _profiles)
    mine = programme.profiled("rewording", _profiles)
    if not theirs or not mine:
        return []
    rare = _rarity([p.marks for p in (*theirs, *mine)])
    worth = [sum(rare[mark] for mark in p.marks) for p in theirs]
    holders: dict[Mark, list[int]] = {}
    for index, profile in enumerate(theirs):
        for mark in profile.marks:
            holders.setdefault(mark, []).append(index)
    found: list[Reworded] = []
    for profile in mine:
        if _is_taken(profile.unit, taken):
            continue
        common: dict[int, float] = {}
        own = 0.0
        for mark in profile.marks:
            own += rare[mark]
            places = holders.get(mark, ())
            if len(places) <= _MOST:
                for index in places:
                    common[index] = common.get(index, 0.0) + rare[mark]
        best = max(common, key=lambda i: common[i] / (own + worth[i]), default=None)
        if best is None:
            continue
        shared = profile.figures & theirs[best].figures
        figures = sum(1 for mark in shared if _TELLING.match(str(mark)))
        like, words = _ASKED[min(figures, len(_ASKED) - 1)]
        if likeness(common[best], own, worth[best]) < like or _shared_words(profile, theirs[best]) < words:
            continue
        unit, match = profile.unit, theirs[best].unit
        span, of = (unit.first, unit.last), (match.first, match.last)
        blocks = filled(programme, source, [], span, of)
        kept = sum(sum(programme.weights[b.first : b.first + b.size]) for b in blocks)
        found.append(Reworded(*span, *of, blocks, kept))
    return found


def likeness(common: float, mine: float, theirs: float) -> float:
    """Dice's measure: 1 for the same, 0 for nothing in common."""
    return 2 * common / (mine + theirs)


def _shared_words(one: _Profile, other: _Profile) -> float:
    """Of the content words and figures of the shorter sentence, those both have."""
    mine, theirs = one.words | one.figures, other.words | other.figures
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def _profiles(text: Prepared) -> list[_Profile]:
    made = []
    for unit in text.units:
        if sum(text.weights[unit.first : unit.last]) < _SHORTEST:
            continue
        places = range(unit.first, unit.last)
        keys = [text.words.keys[at] for at in places if text.weights[at] >= 1]
        figures = {f"#{text.written(at)}" for at in places if text.words.keys[at] == NUMBER}
        made.append(_Profile(unit, {*keys}, {*pairwise(keys)}, {*figures}))
    return made


def _rarity(profiles: Sequence[set[Mark]]) -> dict[Mark, float]:
    """Mark → what it is worth: the more, the fewer sentences have it."""
    counts: dict[Mark, int] = {}
    for profile in profiles:
        for mark in profile:
            counts[mark] = counts.get(mark, 0) + 1
    total = len(profiles) + 1
    # A pair says the same again as its two words, so it is worth half of what a word is.
    return {
        mark: log(total / count) * (0.5 if isinstance(mark, tuple) else 1) for mark, count in counts.items()
    }


def _is_taken(unit: Unit, taken: Sequence[tuple[int, int]]) -> bool:
    return any(min(unit.last, last) - max(unit.first, first) > 0.3 * len(unit) for first, last in taken)
