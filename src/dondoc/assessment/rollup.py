"""Many figures at once: an indicator's figures of a year added up over every body and judged, exactly.

    communes tell January 10, 20, –, February 5, –, 7  →  their district 30, then 42 year to date
    target 240 for the year: 42 of 40 by the end of February  →  105 % of its pace, on pace

The definition is `assessment.aggregation`, one figure at a time in fractions; this is the same in arrays of
whole numbers, and a test holds the two together. A figure is kept as `part` ÷ `whole`, so that nothing is
rounded before it is shown; how a body stands is decided on those whole numbers. docs/algorithms/rollup.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from dondoc.assessment import exactarrays as exact
from dondoc.assessment.aggregation import Rolled
from dondoc.assessment.branching import Branches, Index
from dondoc.assessment.exactarrays import Ints
from dondoc.assessment.midperiod import Way, standings
from dondoc.assessment.rolltime import judged_slots, over_time
from dondoc.assessment.rollupblock import NO_NUMBER, Block, Slot
from dondoc.errors import RollupOverflow
from dondoc.records.plan import MICRO_DECIMALS, TimeRule, UnitRule

Bools = npt.NDArray[np.bool_]
MOST_BODIES = 2**16 - 1


@dataclass(frozen=True, slots=True)
class Rules:
    """How an indicator adds up, over time and over bodies."""

    time: TimeRule
    unit: UnitRule
    times: int = 100  # what a ratio of 1 is told as: 100 of %, 1000 of ‰


@dataclass(frozen=True, slots=True)
class YearFigures:
    """What the bodies told of one indicator in one year: rows are bodies (`Tree.keys`), columns slots.

    Values are in millionths of their unit. Of a ratio `part` is the number above the line, `whole` the one
    below; otherwise `whole` is None.
    """

    slots: tuple[Slot, ...]
    part: Ints
    has: Bools
    whole: Ints | None = None


@dataclass(frozen=True, slots=True)
class YearTargets:
    """What each body is to reach by the year's end, in millionths of the indicator's unit."""

    low: Ints  # the number, or the lower end of a range
    high: Ints  # the same number, or the upper end
    way: npt.NDArray[np.int8]  # `midperiod.Way`
    has: Bools

    @classmethod
    def none(cls, bodies: int) -> YearTargets:
        """No target of anybody."""
        return cls(
            np.zeros(bodies, np.int64), np.zeros(bodies, np.int64), _ups(bodies), np.zeros(bodies, np.bool_)
        )


def _ups(bodies: int) -> npt.NDArray[np.int8]:
    return np.full(bodies, Way.UP, np.int8)


def year_block(
    rules: Rules,
    figures: YearFigures,
    targets: YearTargets,
    branches: Sequence[Branches],
    keys: Index,
    before: Block | None = None,
) -> Block:
    """An indicator's figures of one year for every body that has one or a target.

    Args:
        rules: How they add up.
        figures: What was told.
        targets: What was promised.
        branches: One a slot, as they stood on its last day.
        keys: The bodies' keys, one a row of `figures`.
        before: The year before, for growth against the same period.

    Raises:
        RollupOverflow: A sum does not fit in what is stored; more than 65.535 bodies.
    """
    if keys.size > MOST_BODIES:
        raise RollupOverflow(f"{keys.size} cơ quan, nhiều hơn {MOST_BODIES} mà bảng tổng hợp chứa được.")
    summed = _Summed(rules, figures, targets, branches)
    rows = np.flatnonzero(summed.used.any(axis=1) | targets.has)
    part, whole, has = over_time(
        rules.time, rules.unit, figures.slots,
        summed.part[rows], None if summed.whole is None else summed.whole[rows], summed.used[rows] > 0,
    )  # fmt: skip
    if whole is not None:
        has &= whole != 0
        part, whole = np.where(whole < 0, -part, part), np.where(has, abs(whole), 1)
    part = np.where(has, part, 0)
    own = YearTargets(targets.low[rows], targets.high[rows], targets.way[rows], targets.has[rows])
    pace = np.array([last if rules.time is TimeRule.YTD else 12 for _first, last in figures.slots], np.int64)
    low, high = _scaled(own.low, summed.decimals), _scaled(own.high, summed.decimals)
    may = has & own.has[:, None] & judged_slots(rules.time, figures.slots)
    status, percent = standings(part, whole, low, high, own.way, pace, has, may)
    part, whole = _stored(part, whole)
    block = Block(
        decimals=summed.decimals,
        slots=figures.slots,
        bodies=keys[rows],
        part=part,
        whole=whole,
        used=summed.used[rows].astype(np.uint16),
        expected=summed.expected[rows].astype(np.uint16),
        status=status,
        percent=percent,
        growth=np.full(status.shape, NO_NUMBER, np.int64),
    )
    return with_growth(block, before)


def branch_figures(
    rule: UnitRule, part: Ints, has: Bools, whole: Ints | None = None, *, times: int = 100
) -> list[Rolled]:
    """Several indicators' figures of one period, of the bodies of one branch made into one: a column each.

    `aggregation.across_units` of each column, with whole numbers in place of fractions.

    Args:
        rule: How all of them add up.
        part: Rows are bodies; millionths of the unit, of a ratio what stands above its line.
        has: Who told theirs.
        whole: Of a ratio what stands below its line.
        times: What a ratio of 1 is told as.
    """
    bodies, count = part.shape
    told: list[int] = has.sum(axis=0).tolist()
    if not bodies or rule is UnitRule.NONE:
        return [Rolled(None, used, bodies - used) for used in told]
    every, first = np.arange(bodies), np.zeros(1, np.int64)
    if rule is UnitRule.MAX:
        above = np.where(has, part, -(2**63)).max(axis=0).tolist()
    else:
        above = exact.branch_sums(np.where(has, part, 0), every, first)[0].tolist()
    below: list[int] = [10**MICRO_DECIMALS] * count
    if rule is UnitRule.MEAN:
        below = [used * 10**MICRO_DECIMALS for used in told]
    elif rule is UnitRule.RATIO:
        assert whole is not None
        above = [one * times for one in above]
        below = exact.branch_sums(np.where(has, whole, 0), every, first)[0].tolist()
    return [
        Rolled(Fraction(one, under) if used and under else None, used, bodies - used)
        for one, under, used in zip(above, below, told, strict=True)
    ]


def _scaled(micro: Ints, decimals: int) -> Ints:
    scaled: Ints = micro // 10 ** (MICRO_DECIMALS - decimals)
    return scaled


class _Summed:
    """Figures added up over bodies, by slot, in units of 10^-`decimals` of the indicator's unit."""

    def __init__(
        self, rules: Rules, figures: YearFigures, targets: YearTargets, branches: Sequence[Branches]
    ) -> None:
        part, whole, ratio = figures.part, figures.whole, rules.unit is UnitRule.RATIO
        promised = (targets.low, targets.high)
        if ratio:
            assert whole is not None
            self.decimals = MICRO_DECIMALS - exact.shared_power(*promised, most=MICRO_DECIMALS)
            shared = 10 ** exact.shared_power(part, whole, most=MICRO_DECIMALS)
            part, whole = exact.times(part // shared, rules.times * 10**self.decimals), whole // shared
        else:
            shared = exact.shared_power(part, *promised, most=MICRO_DECIMALS)
            self.decimals = MICRO_DECIMALS - shared
            part = part // 10**shared
        shape = figures.has.shape
        self.used = np.zeros(shape, np.int64)
        self.expected = np.zeros(shape, np.int64)
        self.part: Ints = np.zeros(shape, np.int64)
        self.whole: Ints | None = None if rules.unit in (UnitRule.SUM, UnitRule.MAX, UnitRule.NONE) else part
        if self.whole is not None:
            self.whole = np.ones(shape, np.int64)
        takes_part = figures.has.any(axis=1) | targets.has
        for columns, one in _epochs(branches):
            self._add(rules.unit, columns, one, part, whole, figures.has, takes_part)

    def _add(
        self, rule: UnitRule, columns: Index, one: Branches, part: Ints, whole: Ints | None, has: Bools,
        takes_part: Bools,
    ) -> None:  # fmt: skip
        members, starts = one.members, one.starts
        has, part = has[:, columns], part[:, columns]
        if rule is UnitRule.NONE:
            self.used[:, columns], self.expected[:, columns] = has, (takes_part & one.exists)[:, None]
            self.part = _put(self.part, columns, np.where(has, part, 0))
            return
        # a figure of a body that has others below it which told theirs is not added to theirs
        below = np.add.reduceat(has[one.tree_members].astype(np.int64), one.tree_starts, axis=0)
        use = has & (below - has == 0)
        leaf = takes_part & one.exists
        below_it = np.add.reduceat(leaf[one.tree_members].astype(np.int64), one.tree_starts)
        leaf = leaf & (below_it - leaf == 0)
        used = exact.branch_sums(use.astype(np.int64), members, starts)
        self.used[:, columns] = used
        expected = np.add.reduceat(leaf[members].astype(np.int64), starts)[:, None]
        self.expected[:, columns] = np.maximum(expected, used)
        if rule is UnitRule.MAX:
            least = np.where(use, part, -(2**63) if part.dtype != object else part.min())
            most = np.maximum.reduceat(least[members], starts, axis=0)
            self.part = _put(self.part, columns, np.where(used > 0, most, 0))
            return
        self.part = _put(self.part, columns, exact.branch_sums(np.where(use, part, 0), members, starts))
        if rule is UnitRule.MEAN:
            self.whole = _put(self.whole, columns, np.maximum(used, 1))
        elif rule is UnitRule.RATIO and whole is not None:
            below_line = exact.branch_sums(np.where(use, whole[:, columns], 0), members, starts)
            self.whole = _put(self.whole, columns, np.where(used > 0, below_line, 1))


def _put(into: Ints | None, columns: Index, values: Ints) -> Ints:
    assert into is not None
    if values.dtype == object and into.dtype != object:
        into = exact.wide(into)
    into[:, columns] = values
    return into


def _epochs(branches: Sequence[Branches]) -> list[tuple[Index, Branches]]:
    """The columns that share one state of the tree."""
    by_state: dict[int, list[int]] = {}
    for column, one in enumerate(branches):
        by_state.setdefault(id(one), []).append(column)
    return [(np.array(columns, np.int64), branches[columns[0]]) for columns in by_state.values()]


def _stored(part: Ints, whole: Ints | None) -> tuple[Ints, Ints | None]:
    """As int64, in lowest terms where that is needed to fit."""
    if exact.fits(part) and (whole is None or exact.fits(whole)):
        return part.astype(np.int64), None if whole is None else whole.astype(np.int64)
    if whole is not None:
        shared = np.gcd(exact.wide(part), exact.wide(whole))
        part, whole = part // shared, whole // shared
        if exact.fits(part) and exact.fits(whole):
            return part.astype(np.int64), whole.astype(np.int64)
    raise RollupOverflow(
        "Tổng của các đơn vị lớn hơn số mà bảng tổng hợp chứa được. Đổi sang đơn vị lớn hơn."
    )


def with_growth(block: Block, before: Block | None) -> Block:
    """The block with each figure beside the same body's of the same period a year earlier.

    There is none where either is missing or the earlier one is not above 0.
    """
    growth = np.full(block.status.shape, NO_NUMBER, np.int64)
    if before is not None and block.bodies.size and before.bodies.size:
        columns = [
            (n, before.slots.index(slot)) for n, slot in enumerate(block.slots) if slot in before.slots
        ]
        _same, rows, rows_before = np.intersect1d(
            block.bodies, before.bodies, assume_unique=True, return_indices=True
        )
        if columns and rows.size:
            here, there = np.array(columns, np.int64).T
            now, then = np.ix_(rows, here), np.ix_(rows_before, there)
            growth[now] = _growth(block, now, before, then)
    return block.replaced(growth=growth)


def _growth(block: Block, now: Any, before: Block, then: Any) -> Ints:
    power = max(block.decimals, before.decimals)
    new = exact.times(block.part[now], 10 ** (power - block.decimals))
    old = exact.times(before.part[then], 10 ** (power - before.decimals))
    if before.whole is not None:
        new = exact.times(new, before.whole[then])
    if block.whole is not None:
        old = exact.times(old, block.whole[now])
    known = (block.status[now] > 0) & (before.status[then] > 0) & (old > 0)
    old = np.where(known, old, 1)
    new = np.where(known, new, 1)
    change = exact.divided(exact.times(exact.plus(new, -old), 100 * 10**MICRO_DECIMALS), old)
    return np.where(known & exact.storable(change), change, NO_NUMBER).astype(np.int64)
