"""Whose figures make a body's figure on a day: those of all below it, and of all it took over from since.

    2024: commune A below district H below the province; 2025: H is gone, A went into the new commune N
    asked in 2026 for March 2024: A counts for itself, H, the province (its way then) and N, once each

A body divided among several counts for none of them: its figure cannot be cut up. It still counts for whoever
stood above it on the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

Index = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Placed:
    """A body, where it stands or stood last, and the days it exists, both included."""

    key: int
    parent: int | None
    since: date | None = None
    until: date | None = None

    def exists(self, on: date) -> bool:
        """Whether it does on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or self.until >= on)


@dataclass(frozen=True, slots=True)
class Under:
    """From a day to a day, both included, a body stood under this parent as well, or `instead`."""

    body: int
    parent: int
    since: date | None
    until: date | None
    instead: bool

    def holds(self, on: date) -> bool:
        """Whether it does on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or self.until >= on)


@dataclass(frozen=True, slots=True)
class Heir:
    """On a day `after` took over from `before`."""

    before: int
    after: int
    on: date


@dataclass(frozen=True, slots=True)
class Branches:
    """For each body (by its place in `Tree.keys`) the places of those whose figures make its own.

    `members[starts[n]:starts[n + 1]]` are those of the n-th, itself among them. `tree_members` are only those
    below it on the day, without whom it took over from.
    """

    members: Index
    starts: Index
    tree_members: Index
    tree_starts: Index
    exists: npt.NDArray[np.bool_]  # which bodies do on the day


@dataclass(frozen=True)
class Tree:
    """All bodies with their places over time."""

    keys: tuple[int, ...]  # ascending
    placed: Mapping[int, Placed]
    unders: tuple[Under, ...]
    heirs: tuple[Heir, ...]

    @classmethod
    def of(cls, bodies: Iterable[Placed], unders: Iterable[Under] = (), heirs: Iterable[Heir] = ()) -> Tree:
        """A tree of these bodies; places below unknown ones are left out."""
        placed = {one.key: one for one in bodies}
        return cls(tuple(sorted(placed)), placed, tuple(unders), tuple(heirs))

    def changes(self) -> list[date]:
        """The days on which it became another, ascending: between two of them every branch is the same."""
        days = {heir.on for heir in self.heirs}
        days |= {one.since for one in self.placed.values() if one.since is not None}
        days |= {_next(one.until) for one in self.placed.values() if one.until is not None}
        days |= {one.since for one in self.unders if one.since is not None}
        days |= {_next(one.until) for one in self.unders if one.until is not None}
        return sorted(days)

    def on(self, day: date) -> Branches:
        """The branches as they stood on a day, with whatever was taken over afterwards."""
        above = self._above(day)
        heirs = self._sole_heirs(day)
        tree = _lists(self.keys, above)
        whole = tree
        if heirs:
            both = {key: (*above.get(key, ()), *heirs.get(key, ())) for key in self.keys}
            whole = _lists(self.keys, both)
        exists = np.fromiter((self.placed[key].exists(day) for key in self.keys), np.bool_, len(self.keys))
        return Branches(*whole, *tree, exists)

    def below(self, body: int, day: date) -> list[int]:
        """Who makes a body's figure next to it: those right below it on the day, and whom it took over since.

        Where one of these stood below another of them, only the upper one.
        """
        above, heirs = self._above(day), self._sole_heirs(day)
        found = {key for key, uppers in above.items() if body in uppers and self.placed[key].exists(day)}
        found |= {key for key, taken in heirs.items() if body in taken}
        return sorted(key for key in found if not found.intersection(above.get(key, ())))

    def _above(self, day: date) -> dict[int, tuple[int, ...]]:
        above: dict[int, tuple[int, ...]] = {
            key: (one.parent,)
            for key, one in self.placed.items()
            if one.parent is not None and one.parent in self.placed
        }
        for one in self.unders:
            if not one.holds(day) or one.body not in self.placed or one.parent not in self.placed:
                continue
            before = () if one.instead else above.get(one.body, ())
            above[one.body] = (*before, one.parent)
        return above

    def _sole_heirs(self, day: date) -> dict[int, tuple[int, ...]]:
        """Who took over the whole of a body after the day."""
        successors: dict[int, set[int]] = {}
        for one in self.heirs:
            successors.setdefault(one.before, set()).add(one.after)
        return {
            one.before: (one.after,)
            for one in self.heirs
            if one.on > day and len(successors[one.before]) == 1 and one.after in self.placed
        }


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _lists(keys: Sequence[int], above: Mapping[int, Sequence[int]]) -> tuple[Index, Index]:
    """Body by body, the places of all that reach it going up; each once, however many ways lead there."""
    place = {key: n for n, key in enumerate(keys)}
    members: list[list[int]] = [[] for _ in keys]
    for n, key in enumerate(keys):
        reached: set[int] = set()
        waiting = [key]
        while waiting:
            one = waiting.pop()
            if one not in reached:
                reached.add(one)
                waiting.extend(above.get(one, ()))
        for one in reached:
            members[place[one]].append(n)
    lengths = np.fromiter((len(one) for one in members), np.int64, len(members))
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths)[:-1])) if members else lengths
    flat = np.fromiter((n for one in members for n in one), np.int64, int(lengths.sum()))
    return flat, starts
