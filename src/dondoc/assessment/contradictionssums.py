"""A table's total beside what its rows add up to. Pure; which of the numbers is wrong is never decided.

    Phường Tân Thịnh 320, Xã Yên Lạc 80, Tổng cộng 410      →  SUM: the rows come to 400

Only amounts add up: no rates, averages and ranks; and only where every row of the column was read, so that
what is missing is not taken for a wrong total.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from dondoc.assessment.printednumbers import interval, side
from dondoc.records.contradiction import Contradiction, ContradictionKind, Statement
from dondoc.text.normalize import fold

_SHOWN = 3  # rows told beside the total: the rest is a number
_RATES = ("%", "‰", "điểm", "điểm %", "lần")
_NO_AMOUNT = re.compile(
    r"(?<!\w)(?:tỷ lệ|tỷ trọng|tỷ suất|bình quân|trung bình|mật độ|chỉ số|tốc độ|hệ số|năng suất|giá|mức)"
    r"(?!\w)"
)


def sums(told: Sequence[Statement]) -> list[Contradiction]:
    """Totals of tables that are not what their rows come to.

    A total stands before or behind its rows; of groups and rows any sum is enough.
    """
    columns: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for one in told:
        if one.part and _adds_up(one):
            columns[_column(one)].append(one)
    found = []
    for column in columns.values():
        totals = [one for one in column if one.part in ("total", "whole")]
        rows = [one for one in column if one.part == "row"]
        groups = [one for one in column if one.part == "group"]
        bodies = [one.body for one in (*rows, *groups)]
        if len(totals) != 1 or len(set(bodies)) != len(bodies):
            continue  # two tables of one thing, or one told twice: nothing is claimed
        ways = (rows, groups, [*rows, *groups] if rows and groups else [])
        made = [_apart(totals[0], several) for several in ways if len(several) > 1]
        if made and None not in made:
            found += made[:1]
    return [one for one in found if one is not None]


def _adds_up(one: Statement) -> bool:
    return (
        one.measure == "level"
        and one.bound == "exact"
        and one.value_max is None
        and one.out_of is None
        and not one.base
        and one.unit not in _RATES
        and "/" not in one.unit
        and _NO_AMOUNT.search(fold(one.name).lower()) is None
    )


def _column(one: Statement) -> tuple[str, ...]:
    return one.document, one.name, one.indicator, str(one.period), one.status, one.unit, one.scope


def _apart(total: Statement, rows: Sequence[Statement]) -> Contradiction | None:
    low = sum((interval(one)[0] for one in rows), Fraction())
    high = sum((interval(one)[1] for one in rows), Fraction())
    below, above = interval(total)
    if low <= above and (below <= high or total.part == "whole"):
        return None  # "Toàn tỉnh" may hold what no row tells
    added = sum((one.value for one in rows), Decimal())
    values = (("total", added), ("printed", total.value), ("difference", total.value - added))
    sides = (side(total), *(side(one) for one in rows[:_SHOWN]))
    return Contradiction(ContradictionKind.SUM, sides, (*values, ("rows", len(rows))))
