"""Gấp gần 2,5 lần bình quân cả nước: a figure told as so many times another, beside that other. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from dondoc.assessment.contradictionsovertime import figures_before, over_time
from dondoc.assessment.printednumbers import NEAR, apart, interval, side
from dondoc.records.contradiction import Certainty, Contradiction, ContradictionKind, Interval, Statement
from dondoc.text.normalize import fold


def multiples(told: Sequence[Statement], known: Sequence[Statement]) -> list[Contradiction]:
    """Gấp gần 2,5 lần bình quân cả nước: against the country's figure, or what that would be.

    The country's figure may stand in the same sentence, or be one of `known`.
    """
    found = []
    for one in told:
        if one.measure != "ratio" or one.value <= 0 or "lần" not in one.unit:
            continue
        levels = [
            other
            for other in told
            if other.measure == "level"
            and other.indicator == one.indicator
            and other.body == one.body
            and other.period == one.period
            and not other.scope
            and not other.base
            and abs(other.start - one.start) <= 2 * NEAR
        ]
        if not levels:
            continue
        level = levels[-1]
        if over_time(one) and figures_before(one, level, (*told, *known)):
            continue  # held against that period's figure there
        low, high = _times(one)
        bases = [other for other in (*told, *known) if _is_base(other, one, level)]
        if bases and bases[-1].value > 0:
            below, above = interval(bases[-1])
            ratio = (interval(level)[0] / above, interval(level)[1] / below)
            if apart(ratio, (low, high)):
                values = (("times", one.value), ("ratio", Fraction(level.value) / Fraction(bases[-1].value)))
                sides = (side(level), side(one), side(bases[-1]))
                found.append(Contradiction(ContradictionKind.MULTIPLE, sides, values))
        elif low > 0:
            implied = (("low", interval(level)[0] / high), ("high", interval(level)[1] / low))
            found.append(
                Contradiction(
                    ContradictionKind.MULTIPLE, (side(level), side(one)), implied, Certainty.IMPLIES
                )
            )
    return found


def _is_base(other: Statement, one: Statement, level: Statement) -> bool:
    """Whether a figure is the country's or the region's that "gấp n lần" speaks of."""
    return (
        one.base in ("country", "region")
        and (other.scope or other.base) == one.base
        and other.indicator == one.indicator
        and other.period == one.period
        and other.measure in ("level", "change")
        and other.unit == level.unit
    )


def _times(one: Statement) -> Interval:
    """What "gần", "hơn", "khoảng" n times may be: below it by a twentieth, above it, to either side."""
    words, value = f" {fold(one.words).lower()} ", Fraction(one.value)
    some = value / 20
    low, high = interval(one)
    if one.value_max is not None:
        return low, high
    if " gần " in words:
        return value - some, value
    # "cao hơn 3 lần" is said of three times as of more than three
    if one.bound in ("more_than", "at_least") or " hơn " in words or " trên " in words:
        return low, value + 1
    return (low - some, high + some) if one.bound == "about" else (low, high)
