"""How many bodies stand in the middle of a year, in arrays: on pace, nearly, behind.

    42 of 240 by the end of February: 240 × 2/12 = 40 would be the pace  →  105 %, on pace
    a rate or a level has no pace: it is held against the year's number as it is

Decided on whole numbers: 12 × part against target × months × whole, so that equal is equal. One value for
"nearly": nine tenths of the pace, told beside it wherever it is shown. docs/algorithms/rollup.md.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from dondoc.assessment import exactarrays as exact
from dondoc.assessment.exactarrays import Ints
from dondoc.assessment.rollupblock import NO_NUMBER
from dondoc.records.plan import MICRO_DECIMALS

Bools = npt.NDArray[np.bool_]
NEARLY = (9, 10)  # of the pace


class Standing(IntEnum):
    """How a body stands."""

    NO_FIGURE = 0
    ON_PACE = 1
    NEARLY = 2
    BEHIND = 3
    NO_TARGET = 4  # a figure, and nothing to hold it against


class Way(IntEnum):
    """Which way a target is met; `records.plan.Comparator`."""

    DOWN = -1  # at most
    WITHIN = 0  # equal, or inside a range on both sides
    UP = 1  # at least


def standings(
    part: Ints,
    whole: Ints | None,
    low: Ints,
    high: Ints,
    way: npt.NDArray[np.int8],
    pace: Ints,
    has: Bools,
    may: Bools,
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64]]:
    """How each figure stands, and what share of the year's target it is, in millionths of a percent.

    Args:
        part: Figures × `whole`, one row a body, one column a slot; in the target's unit.
        whole: Above 0; None where it is 1 everywhere.
        low: The target of each body, or the lower end of its range.
        high: The same, or the upper end.
        way: `Way` of each body's target.
        pace: How many of twelve months should be done by each slot's end; 12 where there is no pace.
        has: Where there is a figure.
        may: Where it can be held against a target.

    Returns:
        `Standing`s, and shares with `NO_NUMBER` where there is none.
    """
    lower = way == Way.DOWN
    against = np.where(lower, high, low)[:, None]
    reached = exact.times(part, 12)
    owed = exact.times(np.broadcast_to(against, part.shape), pace)
    most = exact.times(np.broadcast_to(high[:, None], part.shape), pace)
    if whole is not None:
        owed, most = exact.times(owed, whole), exact.times(most, whole)
    more, less = np.where(lower[:, None], owed, reached), np.where(lower[:, None], reached, owed)
    met = more >= less
    nearly = exact.times(more, NEARLY[1]) >= exact.times(less, NEARLY[0])
    within = (way == Way.WITHIN)[:, None]
    met &= ~within | (reached <= most)
    nearly &= ~within
    status = np.where(met, Standing.ON_PACE, np.where(nearly, Standing.NEARLY, Standing.BEHIND))
    status = np.where(may, status, np.where(has, Standing.NO_TARGET, Standing.NO_FIGURE))
    return status.astype(np.uint8), _percent(part, whole, against, may)


def _percent(part: Ints, whole: Ints | None, against: Ints, may: Bools) -> npt.NDArray[np.int64]:
    target = np.broadcast_to(against, part.shape)
    known = may & (target != 0)
    below = np.where(known, target, 1)
    if whole is not None:
        below = exact.times(below, whole)
    above = exact.times(np.where(below < 0, -part, part), 100 * 10**MICRO_DECIMALS)
    share = exact.divided(above, abs(below))
    return np.where(known & exact.storable(share), share, NO_NUMBER).astype(np.int64)
