"""Figures of a year's months, quarters and halves made into the figure as it stood after each, in arrays.

    months 10, –, 15, year to date  →  10, –, 25       quarters are added to quarters, never to months

`aggregation.running` is the definition.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dondoc.assessment import exactarrays as exact
from dondoc.assessment.exactarrays import Ints
from dondoc.assessment.rollupblock import Slot
from dondoc.records.plan import TimeRule, UnitRule

Bools = npt.NDArray[np.bool_]
_ALONE = (TimeRule.MOMENT, TimeRule.OWN)


def chains(slots: Sequence[Slot]) -> list[list[int]]:
    """The columns of slots that follow one another: all months, all quarters …; a 9-month figure by itself.

    >>> chains([(1, 1), (1, 9), (2, 2), (4, 6)])
    [[0, 2], [1], [3]]
    """
    found: dict[int, list[int]] = {}
    for column, (first, last) in enumerate(slots):
        length = last - first + 1
        if (first - 1) % length == 0:
            found.setdefault(length, []).append(column)
    return [sorted(columns, key=lambda n: slots[n]) for columns in found.values()]


def judged_slots(rule: TimeRule, slots: Sequence[Slot]) -> Bools:
    """Which slots can be held against the year: year to date, not one that begins in its middle alone."""
    if rule is not TimeRule.YTD:
        return np.ones(len(slots), np.bool_)
    chained = {column for chain in chains(slots) for column in chain}
    return np.array([column in chained for column in range(len(slots))], np.bool_)


def over_time(
    rule: TimeRule, units: UnitRule, slots: Sequence[Slot], part: Ints, whole: Ints | None, has: Bools
) -> tuple[Ints, Ints | None, Bools]:
    """Part, whole and presence as they stood after each slot.

    Args:
        rule: How the indicator adds up over time.
        units: How it added up over bodies: only of a ratio are parts and wholes added apart.
        slots: What the columns are.
        part: One row a body.
        whole: The same; None where it is 1 everywhere.
        has: Whether there is a figure.
    """
    if rule in _ALONE or part.size == 0:
        return part, whole, has
    if rule is TimeRule.MEAN and whole is None:
        whole = np.ones(part.shape, np.int64)
    for chain in chains(slots):
        if len(chain) > 1:
            part, whole, has = _along(rule, units, chain, part, whole, has)
    return part, whole, has


def _along(
    rule: TimeRule, units: UnitRule, chain: list[int], part: Ints, whole: Ints | None, has: Bools
) -> tuple[Ints, Ints | None, Bools]:
    some = has[:, chain]
    top = np.where(some, part[:, chain], 0)
    under = None if whole is None else whole[:, chain]
    if rule is TimeRule.LAST:
        top, under, some = _latest(top, under, some)
        has = has.copy()
        has[:, chain] = some
    elif rule is TimeRule.MAX:
        top, under = _highest(top, under, some)
    elif units is UnitRule.RATIO and under is not None:
        top, under = exact.running_sums(top), exact.running_sums(np.where(some, under, 0))
    elif rule is TimeRule.YTD and under is None:
        top = exact.running_sums(top)
    else:
        assert under is not None
        top, under = _added(top, under, some, mean=rule is TimeRule.MEAN)
    part = _with(part, chain, top)
    whole = None if whole is None or under is None else _with(whole, chain, under)
    return part, whole, has


def _with(values: Ints, columns: list[int], new: Ints) -> Ints:
    values = exact.wide(values) if new.dtype == object else values.copy()
    values[:, columns] = new
    return values


def _latest(top: Ints, under: Ints | None, some: Bools) -> tuple[Ints, Ints | None, Bools]:
    """Each with the last figure known until then."""
    place = np.where(some, np.arange(some.shape[1]), -1)
    place = np.maximum.accumulate(place, axis=1)
    at = np.maximum(place, 0)
    top = np.take_along_axis(top, at, axis=1)
    return top, None if under is None else np.take_along_axis(under, at, axis=1), place >= 0


def _highest(top: Ints, under: Ints | None, some: Bools) -> tuple[Ints, Ints | None]:
    """Each with the highest figure until then."""
    top, under = top.copy(), None if under is None else under.copy()
    for n in range(1, some.shape[1]):
        known = some[:, :n].any(axis=1)
        if under is None:
            higher = top[:, n - 1] > top[:, n]
        else:
            higher = exact.times(top[:, n - 1], under[:, n]) > exact.times(top[:, n], under[:, n - 1])
        keep = known & (higher | ~some[:, n])
        top[:, n] = np.where(keep, top[:, n - 1], top[:, n])
        if under is not None:
            under[:, n] = np.where(keep, under[:, n - 1], under[:, n])
    return top, under


def _added(top: Ints, under: Ints, some: Bools, *, mean: bool) -> tuple[Ints, Ints]:
    """Means of several months added, or their mean: over their common denominator."""
    under = exact.wide(np.where(some, under, 1))
    if (under == 1).all():
        shared, scaled = np.ones(under.shape, np.int64), top
    else:
        shared = np.lcm.accumulate(under, axis=1)
        scaled = np.zeros(top.shape, object)
        for n in range(top.shape[1]):
            # everything until now brought to the denominator of now
            scaled[:, n] = (exact.wide(top[:, : n + 1]) * (shared[:, n : n + 1] // under[:, : n + 1])).sum(
                axis=1
            )
        return scaled, shared * np.cumsum(some, axis=1) if mean else shared
    count = np.maximum(np.cumsum(some, axis=1), 1)
    return exact.running_sums(scaled), count if mean else shared
