"""Arithmetic within one document that does not hold, from its facts. Pure; what is right is never decided.

Numbers are held against one another at their printed digits: 8,57 stands for 8,565 to 8,575, and two
statements contradict each other only where no numbers that print so fit together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from dondoc.assessment.comparison import HUNDRED
from dondoc.assessment.contradictionsmultiples import multiples
from dondoc.assessment.contradictionsovertime import growths
from dondoc.assessment.contradictionssums import sums
from dondoc.assessment.printednumbers import NEAR, apart, interval, side
from dondoc.records.contradiction import (
    Certainty,
    Contradiction,
    ContradictionKind,
    Count,
    Interval,
    Side,
    Statement,
)
from dondoc.text.normalize import fold
from dondoc.text.units import power_of

APART = 400  # characters between the shares of one whole
BEHIND = 20  # characters between a share and the plan in brackets behind it
SLIP = 3  # points by which shares of one whole may miss it and still be meant as all of it
_PLAN_OVER = "vượt"
_THE_REST = "thuế sản phẩm"  # what GRDP has besides its three sectors; its share bears another name


def within(
    statements: Iterable[Statement],
    counts: Iterable[Count] = (),
    *,
    plans: Mapping[str, Sequence[Statement]] | None = None,
    known: Sequence[Statement] = (),
) -> list[Contradiction]:
    """Everything that does not hold within one document.

    Args:
        statements: Its numbers, any order.
        counts: How many targets it says were met.
        plans: What was planned, by `subject_of` of a result: its targets on every basis.
        known: Figures of the country, of the region and of earlier periods, which its numbers speak of.
    """
    told = sorted(statements, key=lambda one: (one.start, one.key))
    return [
        *shares_not_whole(told),
        *shares_of_tallies(told),
        *equivalents(told),
        *multiples(told, known),
        *growths(told, known),
        *attainments(told, plans or {}),
        *parts_of_counts(counts),
        *sums(told),
    ]


def subject_of(one: Statement) -> str:
    """What a number is about, for finding its plan: indicator, body, period."""
    return f"{one.indicator}\x1f{one.body}\x1f{one.period or ''}"


# --- shares ----------------------------------------------------------------------------------------------


def shares_not_whole(told: Sequence[Statement]) -> list[Contradiction]:
    """Shares of one whole, told one after the other, that cannot come to 100 %: 28,5 + 39,8 + 31,9.

    Only where they come near it: a part that was not read lacks more than a slip of the pen.
    """
    found = []
    for run in (run for run in _runs_of_shares(told) if len(run) > 2):
        low = sum((interval(one)[0] for one in run), Fraction())
        high = sum((interval(one)[1] for one in run), Fraction())
        total = sum((one.value for one in run), Decimal())
        if not low <= HUNDRED <= high and abs(total - 100) <= SLIP:
            values = (("total", total), ("difference", total - 100))
            found.append(Contradiction(ContradictionKind.SHARES, tuple(map(side, run)), values))
    return found


def _runs_of_shares(told: Sequence[Statement]) -> list[list[Statement]]:
    """Shares of one whole each: a name again, a long gap, or enough for a whole begins the next."""
    runs: list[list[Statement]] = []
    for one in told:
        if one.measure != "share" or one.unit != "%" or one.out_of is not None or one.scope:
            continue
        last = runs[-1] if runs else []
        goes_on = (
            bool(last)
            and (one.indicator == last[0].indicator or _THE_REST in fold(one.name).lower())
            and (one.body, one.period, one.status) == (last[0].body, last[0].period, last[0].status)
            and one.start - last[-1].end <= APART
            and all(before.name != one.name for before in last)
            and sum((before.value for before in last), one.value) <= 100 + SLIP
        )
        if goes_on:
            last.append(one)
        elif one.indicator:
            runs.append([one])
    return runs


def shares_of_tallies(told: Sequence[Statement]) -> list[Contradiction]:
    """N of m with a percentage beside it that is another: 6/70 printed as 8,45 %."""
    found = []
    for one in told:
        if one.out_of is None or one.out_of <= 0 or one.measure != "tally":
            continue
        ratio = Fraction(one.value) / Fraction(one.out_of) * HUNDRED
        beside = [
            other
            for other in told
            if other.measure == "share"
            and other.unit == "%"
            and other.body == one.body
            and 0 <= other.start - one.end <= NEAR
            and _same_thing(one.name, other.name)
        ]
        for other in beside[:1]:
            low, high = interval(other)
            if low <= ratio <= high or not ratio > 0 or abs(Fraction(other.value) - ratio) > ratio / 4:
                continue
            values: list[tuple[str, Fraction | Decimal]] = [("ratio", ratio), ("printed", other.value)]
            if other.value > 0:
                fits = Fraction(one.value) * HUNDRED / Fraction(other.value)
                values.append(("fits", Decimal(round(fits))))
            found.append(Contradiction(ContradictionKind.SHARE, (side(one), side(other)), tuple(values)))
    return found


def _same_thing(tally: str, share: str) -> bool:
    """số xã đạt chuẩn, tỷ lệ xã đạt chuẩn: the same count; without names nearness decides."""
    one, other = (
        fold(name).lower().removeprefix("số ").removeprefix("tỷ lệ ").strip() for name in (tally, share)
    )
    return not one or not other or one in other or other in one


# --- the same in other words -----------------------------------------------------------------------------


def equivalents(told: Sequence[Statement]) -> list[Contradiction]:
    """One amount in đồng and in dollars: the rate it implies; two rates in one document contradict."""
    pairs: list[tuple[Statement, Statement, Interval]] = []
    paired: set[str] = set()
    for one, other in pairwise(told):
        if one.key in paired:
            continue
        if (one.body, one.period, one.measure) != (other.body, other.period, other.measure):
            continue
        if one.indicator != other.indicator and not _named_alike(one, other):
            continue
        first, second = power_of(fold(one.unit)), power_of(fold(other.unit))
        if one.measure != "level" or {first[1], second[1]} != {"đồng", "usd"}:
            continue
        if other.start - one.end > NEAR or one.value <= 0 or other.value <= 0:
            continue
        dong, usd = (one, other) if first[1] == "đồng" else (other, one)
        scale = Fraction(10) ** (power_of(fold(dong.unit))[0] - power_of(fold(usd.unit))[0])
        low, high = interval(dong)
        below, above = interval(usd)
        if below > 0:
            pairs.append((one, other, (low * scale / above, high * scale / below)))
            paired.add(other.key)
    found = []
    for n, (one, other, rate) in enumerate(pairs):
        against = [earlier for earlier in pairs[:n] if apart(earlier[2], rate)]
        values = (("low", rate[0]), ("high", rate[1]))
        if against:
            both = (side(one), side(other), side(against[0][0]), side(against[0][1]))
            more = (("other_low", against[0][2][0]), ("other_high", against[0][2][1]))
            found.append(Contradiction(ContradictionKind.EQUIVALENT, both, values + more))
        else:
            pair = (side(one), side(other))
            found.append(Contradiction(ContradictionKind.EQUIVALENT, pair, values, Certainty.IMPLIES))
    return found


def _named_alike(one: Statement, other: Statement) -> bool:
    """In dollars an amount may have no indicator, whose unit is đồng; it bears the name before it."""
    return bool(one.name) and fold(one.name).lower() == fold(other.name).lower()


# --- against the plan ------------------------------------------------------------------------------------


def attainments(told: Sequence[Statement], plans: Mapping[str, Sequence[Statement]]) -> list[Contradiction]:
    """Đạt 104 % kế hoạch that fits result and plan on no basis: both, and the share it really is."""
    found = []
    for one in told:
        if one.measure != "attainment" or one.base != "plan" or one.unit != "%":
            continue
        results = [
            other
            for other in told
            if other.measure == "level"
            and other.status != "target"
            and not other.scope
            and (other.indicator, other.body) == (one.indicator, one.body)
            and other.period == one.period
            and 0 <= one.start - other.end <= NEAR
        ]
        if not results:
            continue
        result = results[-1]
        planned = [plan for plan in plans.get(subject_of(result), ()) if plan.value > 0]
        planned += [plan for plan in told if _plan_beside(plan, result, one)]
        if not planned or any(_fits(one, result, plan) for plan in planned):
            continue
        shares = tuple(
            ("share", Fraction(result.value) / Fraction(plan.value) * HUNDRED) for plan in planned[:1]
        )
        sides = (side(result), side(one), *(side(plan) for plan in planned))
        found.append(Contradiction(ContradictionKind.ATTAINMENT, sides, (("printed", one.value), *shares)))
    return found


def _plan_beside(plan: Statement, result: Statement, printed: Statement) -> bool:
    """Whether a number is the plan told right behind its share: "vượt 7,9 % dự toán (12.500 tỷ đồng)".

    Not in a table: what follows a share there is another row's.
    """
    in_table = any(mark in one.words for one in (plan, result, printed) for mark in "|\t\n")
    return (
        not in_table
        and plan.status == "target"
        and plan.measure == "level"
        and plan.indicator == result.indicator
        and plan.unit == result.unit
        and plan.value > 0
        and 0 <= plan.start - printed.end <= BEHIND
    )


def _fits(printed: Statement, result: Statement, plan: Statement) -> bool:
    """Whether some result and plan that print so give the printed percentage."""
    if plan.unit != result.unit:
        return True  # in other units nothing is claimed
    low, high = interval(result)
    below, above = interval(plan)
    if below <= 0:
        return True
    share = (low / above * HUNDRED, high / below * HUNDRED)
    if fold(printed.words).lower().strip().startswith(_PLAN_OVER):
        share = (share[0] - HUNDRED, share[1] - HUNDRED)
    return not apart(share, interval(printed))


def parts_of_counts(counts: Iterable[Count]) -> list[Contradiction]:
    """15 exceeded and 11 met beside 25 met or exceeded; parts that are more than the whole."""
    found = []
    for one in counts:
        parts = dict(one.parts)
        both, met, exceeded = (parts.get(name) for name in ("met_or_exceeded", "met", "exceeded"))
        apart_parts = sum((count for name, count in one.parts if name != "met_or_exceeded"), Decimal()) + (
            both if both is not None and met is None and exceeded is None else 0
        )
        here = Side(one.document, one.key, one.words, f"{both or met or 0}/{one.total or ''}".strip("/"))
        if both is not None and met is not None and exceeded is not None and met + exceeded != both:
            values = (("printed", both), ("total", met + exceeded))
            found.append(Contradiction(ContradictionKind.COUNT_PARTS, (here,), values))
        elif one.total is not None and apart_parts > one.total and "not_met" in parts:
            values = (("printed", one.total), ("total", Decimal(apart_parts)))
            found.append(Contradiction(ContradictionKind.COUNT_PARTS, (here,), values))
    return found
