"""Numbers as documents print them: all that one may stand for, and one as a side of a contradiction. Pure.

7,24 is anything from 7,235 to 7,245; two numbers are apart where nothing prints as both.
"""

from __future__ import annotations

from dondoc.assessment.comparison import interval_of
from dondoc.records.contradiction import Interval, Side, Statement

NEAR = 120  # characters between a number and the one that is told with it


def interval(one: Statement) -> Interval:
    """All numbers a printed one may stand for; of a range from its low end's to its high end's."""
    low, high = interval_of(one.value, one.decimals)
    if one.value_max is not None:
        high = interval_of(one.value_max, one.decimals)[1]
    return low, high


def apart(one: Interval, other: Interval) -> bool:
    """Whether no number lies in both."""
    return one[1] < other[0] or other[1] < one[0]


def side(one: Statement) -> Side:
    """A statement as one side of a contradiction, its number as printed."""
    number = f"{one.value:f}"
    if one.out_of is not None:
        number = f"{number}/{one.out_of:f}"
    return Side(one.document, one.key, one.words, f"{number} {one.unit}".strip())
