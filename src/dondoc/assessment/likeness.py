"""Which earlier sentence a sentence may repeat, and why it is thought so: for a person, never a verdict.

Pairs of neighbouring words without marks are compared ("giai phong", "phong mat", "mat bang"); a pair that
few sentences have tells more than one that many have.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from dondoc.text.normalize import search_key

Key = TypeVar("Key", bound=Hashable)
ENOUGH = 30  # of 100: below this two sentences share no more than the way offices write


@dataclass(frozen=True, slots=True)
class Alike(Generic[Key]):
    """An earlier sentence, how alike it is (0 … 100), and what both say, as the later one writes it."""

    key: Key
    score: int
    shared: tuple[str, ...]


def alike(words: str, others: Mapping[Key, str], *, enough: int = ENOUGH, limit: int = 5) -> list[Alike[Key]]:
    """The sentences most like `words`, best first.

    Args:
        words: The later sentence.
        others: Earlier ones by key; the weight of a pair is taken from these.
        enough: The least score that is told.
        limit: How many are told at most.
    """
    own = _pairs(words)
    theirs = {key: set(_pairs(text)) for key, text in others.items()}
    seen = Counter(pair for pairs in theirs.values() for pair in pairs)
    total = len(theirs) + 1

    def weight(pairs: set[tuple[str, str]]) -> float:
        return sum(math.log(1 + total / (1 + seen[pair])) for pair in pairs)

    mine = set(own)
    found = []
    for key, pairs in theirs.items():
        shared = mine & pairs
        if len(shared) < 2:
            continue
        score = round(200 * weight(shared) / (weight(mine) + weight(pairs)))
        if score >= enough:
            found.append(Alike(key, min(100, score), _runs(words, own, shared)))
    found.sort(key=lambda one: -one.score)
    return found[:limit]


def _pairs(text: str) -> list[tuple[str, str]]:
    keys = search_key(text).split()
    return list(pairwise(keys))


def _runs(text: str, own: list[tuple[str, str]], shared: set[tuple[str, str]]) -> tuple[str, ...]:
    """The longest runs of shared words, as they are written; at most three."""
    written = _written(text)
    if len(written) != len(own) + 1:  # a word that folds to several: say it without marks
        written = [own[0][0], *(pair[1] for pair in own)]
    runs: list[tuple[int, int]] = []
    for at, pair in enumerate(own):
        if pair not in shared:
            continue
        if runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    runs.sort(key=lambda run: (run[0] - run[1], run[0]))
    told = [" ".join(written[start : end + 1]).lower() for start, end in runs]
    return tuple(dict.fromkeys(told))[:3]


def _written(text: str) -> list[str]:
    return [word.strip(".,;:“”\"'()[]–-") for word in text.split() if search_key(word)]
