"""Whole numbers in arrays, never rounded and never wrapped around.

NumPy's int64 says nothing when a sum or product does not fit. Every operation here looks at how large its
result can become first; where that is more than an int64 holds, it goes on with Python's own whole numbers,
which are slower and have no end.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from dondoc.records.plan import INT64_MAX

Ints = npt.NDArray[Any]  # of int64, or of Python ints where int64 would not hold them


def largest(values: Ints | int) -> int:
    """The largest absolute value, 0 of an empty array."""
    if isinstance(values, int):
        return abs(values)
    if values.size == 0:
        return 0
    return max(abs(int(values.max())), abs(int(values.min())))


def wide(values: Ints) -> Ints:
    """The same numbers as Python's own."""
    return values if values.dtype == object else values.astype(object)


def times(left: Ints, right: Ints | int) -> Ints:
    """Left × right."""
    if left.dtype != object and largest(left) * largest(right) > INT64_MAX:
        left = wide(left)
    product: Ints = left * (right if isinstance(right, int) or left.dtype != object else wide(right))
    return product


def plus(left: Ints, right: Ints) -> Ints:
    """Left + right."""
    if largest(left) + largest(right) > INT64_MAX:
        left, right = wide(left), wide(right)
    total: Ints = left + right
    return total


def branch_sums(values: Ints, members: Ints, starts: Ints) -> Ints:
    """Rows added up by branch: `members[starts[n]:starts[n + 1]]` are the rows of the n-th."""
    if values.dtype != object and largest(values) * _longest(starts, members.size) > INT64_MAX:
        values = wide(values)
    total: Ints = np.add.reduceat(values[members], starts, axis=0)
    return total


def _longest(starts: Ints, end: int) -> int:
    return int(np.diff(starts, append=end).max()) if starts.size else 0


def running_sums(values: Ints) -> Ints:
    """Along the last axis: the first, the first two together, …"""
    if values.dtype != object and largest(values) * values.shape[-1] > INT64_MAX:
        values = wide(values)
    total: Ints = np.cumsum(values, axis=-1, dtype=values.dtype)
    return total


def divided(above: Ints, below: Ints) -> Ints:
    """Above ÷ below, half away from zero; `below` is above 0."""
    doubled, twice = times(above, 2), times(below, 2)
    if object in (doubled.dtype, twice.dtype) or largest(doubled) + largest(below) > INT64_MAX:
        doubled, twice, below = wide(doubled), wide(twice), wide(below)
    quotient: Ints = (abs(doubled) + below) // twice
    return np.where(doubled < 0, -quotient, quotient)


def shared_power(*arrays: Ints, most: int) -> int:
    """The highest power of ten, at most `most`, that divides every number: 6 of 3.000.000."""
    for power in range(most, 0, -1):
        if not any((values % 10**power).any() for values in arrays):
            return power
    return 0


def fits(values: Ints) -> bool:
    """Whether every number is an int64."""
    return values.dtype != object or largest(values) <= INT64_MAX


def storable(values: Ints) -> npt.NDArray[np.bool_]:
    """Which of the numbers are an int64."""
    small: npt.NDArray[np.bool_] = abs(values) <= INT64_MAX
    return small
