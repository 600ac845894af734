"""Documents that say different things, and targets that cannot both hold. Pure; nothing is resolved.

18.000 tỷ đồng in one document, 17.600 in another, for the same body, period and status  →  VALUE
7 % in 2024 and 10,24 % a year for 2024–25  →  UNATTAINABLE: 2025 needs 13,58 % (13,56–13,59)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import permutations

from dondoc.assessment.comparison import needed_growth
from dondoc.assessment.printednumbers import apart, interval, side
from dondoc.records.contradiction import (
    Contradiction,
    ContradictionKind,
    Count,
    Interval,
    Side,
    Statement,
)
from dondoc.text.normalize import fold

SOON = 45  # days within which two figures for one period are told side by side
GAP = Decimal(1)  # points by which the years left must exceed a term's own rate to be worth a look


Plans = Mapping[tuple[str, str, int], Sequence[Statement]]  # by indicator, body and year: level targets


def between(
    statements: Iterable[Statement], counts: Iterable[Count] = (), *, plans: Plans | None = None
) -> list[Contradiction]:
    """Everything in which documents contradict one another; what the register says is one of them.

    Args:
        statements: Of the register, any order.
        counts: How many targets documents say there are and were met.
        plans: What was planned on every basis: 104 % of one plan and 86 % of another are no contradiction.
    """
    told = list(statements)
    return [*values_apart(told, plans or {}), *counts_apart(counts), *unattainable(told)]


def values_apart(told: Sequence[Statement], plans: Plans) -> list[Contradiction]:
    """The same indicator, body, period, measure, status and basis with numbers that are not one.

    An estimate and an official figure are a revision, not a contradiction. Of several that differ each is
    shown once, beside the first.
    """
    groups: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    wholes = divided(told)
    for one in told:
        if one.period is None or not one.indicator or one.out_of is not None:
            continue
        about = (
            one.indicator, one.body, str(one.period), one.measure, one.status, one.basis, one.base, one.unit,
            part_of(one, wholes),
        )  # fmt: skip
        groups[about].append(one)
    found = []
    for group in groups.values():
        first = group[0]
        seen: list[Statement] = [first]
        for other in group[1:]:
            if not all(apart(interval(other), interval(one)) for one in seen):
                continue
            if any(on_another_basis(one, other, plans) for one in seen):
                continue
            seen.append(other)
            found.append((first, other))
    return [_value(one, other) for one, other in _not_only_following(found)]


Whole = tuple[str, str, str]  # indicator, body, period


def divided(told: Iterable[Statement]) -> frozenset[Whole]:
    """What a document divides into shares of several names: 28,5 % farming and 39,8 % industry are no two
    numbers for the structure of the economy.
    """
    names: dict[tuple[str, Whole], set[str]] = defaultdict(set)
    for one in told:
        if one.measure == "share":
            names[one.document, _whole(one)].add(_printed(one))
    return frozenset(whole for (_document, whole), several in names.items() if len(several) > 1)


def part_of(one: Statement, wholes: frozenset[Whole]) -> str:
    """The share's own name where its whole is divided, "" elsewhere."""
    return _printed(one) if one.measure == "share" and _whole(one) in wholes else ""


def _whole(one: Statement) -> Whole:
    return one.indicator, one.body, str(one.period)


def _printed(one: Statement) -> str:
    return fold(one.printed or one.name).lower()


def _value(one: Statement, other: Statement) -> Contradiction:
    assert one.period is not None
    values = (
        ("name", one.name or other.name), ("period", one.period), ("unit", one.unit), ("one", one.value),
        ("other", other.value), ("difference", abs(other.value - one.value)),
    )  # fmt: skip
    return Contradiction(ContradictionKind.VALUE, (side(one), side(other)), values)


def _not_only_following(found: Sequence[tuple[Statement, Statement]]) -> list[tuple[Statement, Statement]]:
    """Without shares and changes that differ because the figures they were reckoned from do."""
    documents = {(pair[0].indicator, str(pair[0].period), *sorted(one.document for one in pair))
                 for pair in found if pair[0].measure == "level"}  # fmt: skip
    return [
        pair
        for pair in found
        if pair[0].measure == "level"
        or (pair[0].indicator, str(pair[0].period), *sorted(one.document for one in pair)) not in documents
    ]


def on_another_basis(one: Statement, other: Statement, plans: Plans) -> bool:
    """Whether two shares of plan are one result held against two plans: 104 % of 820, 86 % of 992."""
    if one.measure != "attainment" or one.period is None:
        return False
    planned = plans.get((one.indicator, one.body, one.period.end.year), ())
    return any(
        not apart(_result(one, first), _result(other, second))
        for first, second in permutations(planned, 2)
        if first.unit == second.unit and first.value != second.value
    )


def _result(share: Statement, plan: Statement) -> Interval:
    (low, high), (below, above) = interval(share), interval(plan)
    return low * below, high * above


def against(
    told: Iterable[Statement], register: Iterable[Statement], *, plans: Plans | None = None
) -> list[Contradiction]:
    """What a document says beside what the register has for the same thing, told within `SOON` days.

    A number that fits any of the register's is none; of one that fits none, the nearest in time is shown.
    Later than that a figure is a revision (ước, sơ bộ, chính thức), not a contradiction. A target that a
    report or the press repeats is held against what was decided, on every basis and whenever.
    """
    told, register = list(told), list(register)
    wholes = divided([*told, *register])
    kept: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for one in register:
        kept[_thing(one, wholes)].append(one)
    found = []
    for one in told:
        if one.period is None or not one.indicator or one.out_of is not None:
            continue
        near = [
            other
            for other in kept.get(_thing(one, wholes), ())
            if other.document != one.document and (one.status == "target" or _days(one, other) <= SOON)
        ]
        if any(on_another_basis(other, one, plans or {}) for other in near):
            continue
        if near and all(apart(interval(one), interval(other)) for other in near):
            found.append((one, min(near, key=lambda other: (_days(one, other), other.key))))
    return [_value(one, other) for one, other in _not_only_following(found)]


def _thing(one: Statement, wholes: frozenset[Whole]) -> tuple[str, ...]:
    """What a number is of; estimates and official figures are of the same, targets are not."""
    target = "target" if one.status == "target" else ""
    part = part_of(one, wholes)
    return one.indicator, one.body, str(one.period), one.measure, one.base, one.unit, target, part


def _days(one: Statement, other: Statement) -> int:
    if one.on is None or other.on is None:
        return 0
    return abs((one.on - other.on).days)


def counts_apart(counts: Iterable[Count]) -> list[Contradiction]:
    """27 or 28 targets of one document and year; 25 or 24 of them met."""
    groups: dict[tuple[str, str], list[Count]] = defaultdict(list)
    for one in counts:
        if one.of:
            groups[one.of, one.period].append(one)
    found = []
    for group in groups.values():
        first = group[0]
        for other in group[1:]:
            if other.document == first.document:
                continue
            (met, total), (other_met, other_total) = _told(first), _told(other)
            totals = None not in (total, other_total) and total != other_total
            if totals or (None not in (met, other_met) and met != other_met):
                sides = (_count_side(first), _count_side(other))
                found.append(Contradiction(ContradictionKind.COUNT, sides))
    return found


def _told(one: Count) -> tuple[Decimal | None, Decimal | None]:
    """N and m, as far as they are said."""
    parts = dict(one.parts)
    met = parts.get("met_or_exceeded")
    if met is None and {"met", "exceeded"} <= parts.keys():
        met = parts["met"] + parts["exceeded"]
    return met, one.total


def _count_side(one: Count) -> Side:
    met, total = _told(one)
    return Side(
        one.document, one.key, one.words, f"{'?' if met is None else met}/{'?' if total is None else total}"
    )


def unattainable(told: Sequence[Statement]) -> list[Contradiction]:
    """A rate for single years that leaves the years after it more than a term's own rate and a point.

    Only growth targets of one indicator and body; the rate the years left need is told with the interval
    that the printed digits allow.
    """
    groups: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for one in told:
        growth = one.measure in ("level", "change") and one.unit in ("%", "%/năm")
        if one.status == "target" and growth and one.period is not None and one.indicator:
            groups[one.indicator, one.body].append(one)
    found = []
    for group in groups.values():
        terms = [one for one in group if one.period and one.period.start.year < one.period.end.year]
        years = [one for one in group if one.period and one.period.start.year == one.period.end.year]
        found += [made for term in terms if (made := _against(term, years)) is not None]
    return found


def _against(term: Statement, years: Sequence[Statement]) -> Contradiction | None:
    assert term.period is not None
    first, last = term.period.start.year, term.period.end.year
    done: list[Statement] = []
    for year in range(first, last):
        whole = [
            one
            for one in years
            if one.period
            and one.period.start.year == year
            and (one.period.start.month, one.period.end.month) == (1, 12)
        ]
        if not whole:
            break
        done.append(max(whole, key=lambda one: one.value))  # the most that was asked of the year
    if not done:
        return None
    length = last - first + 1
    try:
        needed = needed_growth(term.value, length, [(one.value, 1) for one in done])
    except ValueError:
        return None
    if needed.value - term.value < GAP:
        return None
    values = (
        ("needed", needed.value),
        ("low", needed.low),
        ("high", needed.high),
        ("first", first + len(done)),
        ("last", last),
    )
    return Contradiction(ContradictionKind.UNATTAINABLE, (side(term), *(side(one) for one in done)), values)
