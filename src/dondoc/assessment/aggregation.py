"""How figures add up: over the months of a year, and over the bodies of a branch. Exact, never a float.

    disbursed 30 of 100 and 90 of 300 (tỷ đồng)  →  ratio of sums 120/400 = 30 %, which is no mean of rates
    January 10, February –, March 15             →  year to date 10, –, 25: a month without a figure has none

These functions are the definition; whatever computes many figures at once has to agree with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from dondoc.records.plan import Nature, TimeRule, UnitRule

PERCENT = Fraction(100)


@dataclass(frozen=True, slots=True)
class Amount:
    """One figure as it is added up. A ratio is kept as its two sums; anything else has a `whole` of 1."""

    part: Fraction
    whole: Fraction = Fraction(1)

    @classmethod
    def of_rate(cls, rate: Fraction, weight: Fraction, *, scale: Fraction = PERCENT) -> Amount:
        """A printed rate and what it is a rate of: 12 % of 500 households is (60, 500)."""
        return cls(rate * weight / scale, weight)

    def value(self, *, ratio: bool, scale: Fraction = PERCENT) -> Fraction | None:
        """The figure: of a ratio part ÷ whole × scale, None where the whole is 0; otherwise the part."""
        if not ratio:
            return self.part
        return self.part / self.whole * scale if self.whole else None


@dataclass(frozen=True, slots=True)
class Rolled:
    """Figures made into one."""

    value: Fraction | None  # None: there is nothing to add, or the rule does not add
    used: int  # how many had a figure
    missing: int  # how many had none


def across_units(rule: UnitRule, figures: Iterable[Amount | None], *, scale: Fraction = PERCENT) -> Rolled:
    """The figure of a branch from those of its bodies; who has none is left out and counted.

    Args:
        rule: How the indicator adds up over bodies.
        figures: One a body; for a ratio its two sums.
        scale: What a ratio of 1 is printed as: 100 of a percentage.
    """
    told = list(figures)
    known = [one for one in told if one is not None]
    missing = len(told) - len(known)
    if rule is UnitRule.RATIO:
        both = Amount(
            sum((one.part for one in known), Fraction()), sum((one.whole for one in known), Fraction())
        )
        value = both.value(ratio=True, scale=scale) if known else None
    else:
        value = _together(rule, [one.part for one in known])
    return Rolled(value, len(known), missing)


def _together(rule: UnitRule, values: Sequence[Fraction]) -> Fraction | None:
    if not values or rule is UnitRule.NONE:
        return None
    if rule is UnitRule.MAX:
        return max(values)
    total = sum(values, Fraction())
    return total / len(values) if rule is UnitRule.MEAN else total


def running(
    rule: TimeRule, figures: Sequence[Amount | None], *, ratio: bool = False, scale: Fraction = PERCENT
) -> list[Fraction | None]:
    """The figure as it stood after each step (month, quarter) of one year.

    Args:
        rule: How the indicator adds up over time.
        figures: One a step from the year's first, each of that step alone; None where nothing is known.
        ratio: Whether the figures are ratios, added as the ratio of their sums.
        scale: What a ratio of 1 is printed as.

    Returns:
        As many values as figures. A step without a figure has none of its own, except by `LAST`, which goes
        on with the latest that is known.
    """
    found: list[Fraction | None] = []
    seen: list[Amount] = []
    for figure in figures:
        if figure is not None:
            seen.append(figure)
        found.append(
            _so_far(rule, seen, ratio=ratio, scale=scale)
            if figure is not None or rule is TimeRule.LAST
            else None
        )
    return found


def _so_far(rule: TimeRule, seen: Sequence[Amount], *, ratio: bool, scale: Fraction) -> Fraction | None:
    if not seen:
        return None
    if rule is TimeRule.YTD or (rule is TimeRule.MEAN and ratio):
        both = Amount(
            sum((one.part for one in seen), Fraction()), sum((one.whole for one in seen), Fraction())
        )
        return both.value(ratio=ratio, scale=scale)
    values = [value for one in seen if (value := one.value(ratio=ratio, scale=scale)) is not None]
    if not values:
        return None
    match rule:
        case TimeRule.MEAN:
            return sum(values, Fraction()) / len(values)
        case TimeRule.MAX:
            return max(values)
    return values[-1]


def across_time(
    rule: TimeRule, figures: Sequence[Amount | None], *, ratio: bool = False, scale: Fraction = PERCENT
) -> Rolled:
    """The figure of a whole time from those of its steps.

    At a moment it is the last step's own, and there is none without it; `OWN` never makes one of several.
    By the others, steps without a figure are left out and counted.
    """
    missing = sum(1 for one in figures if one is None)
    used = len(figures) - missing
    if rule is TimeRule.OWN:
        alone = figures[0] if len(figures) == 1 else None
        return Rolled(alone.value(ratio=ratio, scale=scale) if alone else None, used, missing)
    steps = running(rule, figures, ratio=ratio, scale=scale)
    if rule is TimeRule.MOMENT:
        return Rolled(steps[-1] if steps else None, used, missing)
    known = [value for value in steps if value is not None]
    return Rolled(known[-1] if known else None, used, missing)


_BY_NATURE = {
    Nature.FLOW: (TimeRule.YTD, UnitRule.SUM),
    Nature.STOCK: (TimeRule.MOMENT, UnitRule.SUM),
    Nature.GROWTH: (TimeRule.OWN, UnitRule.NONE),
    Nature.RANK: (TimeRule.LAST, UnitRule.NONE),
    Nature.ANNUAL: (TimeRule.OWN, UnitRule.NONE),
}
_RATES = ("%", "‰", "điểm")


def usual_rules(nature: Nature, unit: str) -> tuple[TimeRule, UnitRule]:
    """What an indicator adds up like while nobody has said: by its nature, and nothing where it is a rate.

    >>> usual_rules(Nature.STOCK, "%")
    (<TimeRule.MOMENT: 'moment'>, <UnitRule.NONE: 'none'>)
    """
    time, units = _BY_NATURE[nature]
    if unit.strip().lower().startswith(_RATES):
        # a rate of a running year is told year to date by whoever reports it; adding rates says nothing
        return (TimeRule.LAST if time is TimeRule.YTD else time, UnitRule.NONE)
    return time, units
