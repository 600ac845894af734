"""Sentences that say what a sentence of the source says in other words: no three words in a row need be left.

Compared are content words, pairs of them and figures, each worth the more the fewer sentences of both
texts have it. Far more is asked than of a passage with traces: independent texts on one subject share many
words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from dondoc.programmecheck.align import Block, filled
from dondoc.programmecheck.units import Prepared, Unit
from dondoc.programmecheck.words import NUMBER

SHORTEST = 9.0  # weight of a sentence that is looked at
_PLAIN = 12.0  # of one that shares no telling figure: a short one is a turn of phrase
# What is asked, by the number of telling figures both have: of both sentences' worth in common, and of the
# content words of the shorter one. Set between what was reworded by hand and the nearest sentences of real
# documents that have nothing to do with one another (docs/accuracy.md).
_ASKED = ((0.43, 0.64), (0.38, 0.60), (0.34, 0.56))
_BESIDE = (0.30, 0.50)  # of a sentence beside one that stands in the source, of one beside that in the source
_NEAR = 2  # sentences
_SHORTER = 0.45  # of the longer sentence's weight: a long one that holds a short one says more
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
    place: int  # among the profiles
    number: int  # of the sentence in the text
    weight: float
    words: set[Mark]
    figures: set[Mark]
    marks: frozenset[Mark]


def reworded(
    programme: Prepared, source: Prepared, taken: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> list[Reworded]:
    """Sentences of the programme, outside the passages already found, that reword one of the source.

    Args:
        programme: The text that is checked.
        source: The text it is held against.
        taken: The passages already found: words in the programme, words in the source.
    """
    theirs = source.profiled("rewording", _profiles)
    mine = programme.profiled("rewording", _profiles)
    if not theirs or not mine:
        return []
    held = _Held(programme.profiled("rewording index", _indexed), mine, theirs)
    left = [p for p in mine if not _is_taken(p.unit, [span for span, _ in taken])]
    pairs: dict[int, int] = {}  # place of a sentence among mine → among theirs
    for profile in left:
        best = held.best(profile)
        if best is not None and held.is_asked(profile, *best):
            pairs[profile.place] = best[0]
    stands = _stands(programme, source, taken)
    for place, other in pairs.items():
        stands.setdefault(mine[place].number, set()).add(theirs[other].number)
    _beside(held, left, pairs, stands)
    return [_made(programme, source, mine[place], theirs[pairs[place]]) for place in sorted(pairs)]


@dataclass(slots=True)
class _Indexed:
    """The programme's sentences by what they say: made once, held against many documents.

    What more than an eighth of a long text's sentences say is left out: it tells none from another.
    """

    holders: dict[Mark, list[int]]
    size: list[float]  # of each sentence: what its marks are worth together, each at its weight
    common: list[float]  # of each: weight times the logarithm of how many of the programme's have the mark
    everywhere: frozenset[Mark]


def _indexed(text: Prepared) -> _Indexed:
    profiles = text.profiled("rewording", _profiles)
    holders: dict[Mark, list[int]] = {}
    for profile in profiles:
        for mark in profile.marks:
            holders.setdefault(mark, []).append(profile.place)
    most = max(_MOST, len(profiles) // 8)
    everywhere = frozenset(mark for mark, places in holders.items() if len(places) > most)
    for mark in everywhere:
        del holders[mark]
    telling = [p.marks - everywhere for p in profiles]
    return _Indexed(
        holders,
        [sum(map(_weight, marks)) for marks in telling],
        [sum(_weight(mark) * log(len(holders[mark])) for mark in marks) for marks in telling],
        everywhere,
    )


def _weight(mark: Mark) -> float:
    """A pair says the same again as its two words, so it is worth half of what a word is."""
    return 0.5 if isinstance(mark, tuple) else 1.0


class _Held:
    """Which sentences of both texts share what, each mark worth the more, the fewer sentences have it.

    Worth is weight × log(sentences / those that have it). The programme's part of the sums is known
    (`_Indexed`), so that a source costs what it says, not what the programme says.
    """

    def __init__(self, index: _Indexed, mine: Sequence[_Profile], theirs: Sequence[_Profile]) -> None:
        self.theirs = theirs
        total = log(len(mine) + len(theirs) + 1)
        said = [profile.marks - index.everywhere for profile in theirs]
        counts = Counter(mark for marks in said for mark in marks)
        own = [total * size - common for size, common in zip(index.size, index.common, strict=True)]
        rare: dict[Mark, float] = {}
        for mark, count in counts.items():
            places = index.holders.get(mark, ())
            both = log(count + len(places))
            rare[mark] = _weight(mark) * (total - both)
            if places:
                more = _weight(mark) * (both - log(len(places)))
                for place in places:
                    own[place] -= more
        self.alike: dict[int, dict[int, float]] = {}
        for other, marks in enumerate(said):
            worth = 0.0
            shared: dict[int, float] = {}
            for mark in marks:
                value = rare[mark]
                worth += value
                if counts[mark] <= _MOST:
                    for place in index.holders.get(mark, ()):
                        shared[place] = shared.get(place, 0.0) + value
            for place, common in shared.items():
                self.alike.setdefault(place, {})[other] = likeness(common, own[place], worth)

    def common(self, profile: _Profile) -> list[tuple[int, float]]:
        """The source's sentences that share something with one of the programme: place, how alike."""
        return list(self.alike.get(profile.place, {}).items())

    def best(self, profile: _Profile) -> tuple[int, float] | None:
        """The likest of them, where it is alike at all."""
        shared = self.alike.get(profile.place)
        if not shared:
            return None
        place = max(shared, key=shared.__getitem__)
        return (place, shared[place]) if shared[place] >= _ASKED[-1][0] else None

    def is_asked(self, profile: _Profile, other: int, alike: float) -> bool:
        """Whether the two are alike enough to say the same, wherever they stand."""
        shared = profile.figures & self.theirs[other].figures
        figures = sum(1 for mark in shared if _TELLING.match(str(mark)))
        if not figures and min(profile.weight, self.theirs[other].weight) < _PLAIN:
            return False
        return _reaches(profile, self.theirs[other], alike, _ASKED[min(figures, len(_ASKED) - 1)])


def _reaches(one: _Profile, other: _Profile, alike: float, asked: tuple[float, float]) -> bool:
    short, long = sorted((one.weight, other.weight))
    return alike >= asked[0] and short >= _SHORTER * long and _shared_words(one, other) >= asked[1]


def _stands(
    programme: Prepared, source: Prepared, taken: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> dict[int, set[int]]:
    """Number of a sentence in a passage → numbers of the source's sentences in it."""
    numbers = [{id(unit): n for n, unit in enumerate(text.units)} for text in (programme, source)]
    found: dict[int, set[int]] = {}
    for span, of in taken:
        there = {numbers[1][id(unit)] for unit in source.units_in(*of)}
        for unit in programme.units_in(*span):
            found.setdefault(numbers[0][id(unit)], set()).update(there)
    return found


def _beside(
    held: _Held, left: Sequence[_Profile], pairs: dict[int, int], stands: dict[int, set[int]]
) -> None:
    """Add sentences next to what was found, in both texts: whoever rewords takes more than one."""
    growing = True
    while growing:
        growing = False
        for profile in left:
            near = stands.get(profile.number - 1, set()) | stands.get(profile.number + 1, set())
            if profile.place in pairs or not near:
                continue
            for other, alike in sorted(held.common(profile), key=lambda row: -row[1]):
                number = held.theirs[other].number
                close = any(0 < abs(number - one) <= _NEAR for one in near)
                if close and _reaches(profile, held.theirs[other], alike, _BESIDE):
                    pairs[profile.place] = other
                    stands.setdefault(profile.number, set()).add(number)
                    growing = True
                    break


def _made(programme: Prepared, source: Prepared, mine: _Profile, theirs: _Profile) -> Reworded:
    span, of = (mine.unit.first, mine.unit.last), (theirs.unit.first, theirs.unit.last)
    blocks = filled(programme, source, [], span, of)
    kept = sum(sum(programme.weights[b.first : b.first + b.size]) for b in blocks)
    return Reworded(*span, *of, blocks, kept)


def likeness(common: float, mine: float, theirs: float) -> float:
    """Dice's measure: 1 for the same, 0 for nothing in common."""
    return 2 * common / (mine + theirs)


def _shared_words(one: _Profile, other: _Profile) -> float:
    """Of the content words and figures of the shorter sentence, those both have."""
    mine, theirs = one.words | one.figures, other.words | other.figures
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def _profiles(text: Prepared) -> list[_Profile]:
    made: list[_Profile] = []
    for number, unit in enumerate(text.units):
        weight = sum(text.weights[unit.first : unit.last])
        if weight < SHORTEST:
            continue
        places = range(unit.first, unit.last)
        keys = [text.words.keys[at] for at in places if text.weights[at] >= 1]
        figures = {f"#{text.written(at)}" for at in places if text.words.keys[at] == NUMBER}
        words: set[Mark] = {*keys}
        marks = frozenset({*words, *pairwise(keys), *figures})
        made.append(_Profile(unit, len(made), number, weight, words, {*figures}, marks))
    return made


def _is_taken(unit: Unit, taken: Sequence[tuple[int, int]]) -> bool:
    return any(min(unit.last, last) - max(unit.first, first) > 0.3 * len(unit) for first, last in taken)
