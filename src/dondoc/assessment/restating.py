"""Figures of units that were merged, restated for the unit that took over ("quy đổi theo địa giới mới").

    Sóc Trăng 3.200 + Hậu Giang 2.100 + Cần Thơ (before) 5.400 tỷ đồng  →  10.700 for today's Cần Thơ
    poverty 4,1 % and 2,3 %, without the households behind them         →  not restated, and why

Only what follows from the figures themselves is reckoned: amounts are added, a rate is the ratio of sums and
needs its numerators and denominators. Nothing is weighted by a population nobody reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dondoc.records.plan import UnitRule

MARK = "quy đổi theo địa giới mới"  # what every restated figure is marked with


@dataclass(frozen=True, slots=True)
class Taken:
    """On a day `after` took over from `before`."""

    before: str
    after: str
    on: date


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it was; `whole` is False where it was divided, so that its figures belong to several."""

    key: str
    whole: bool


def units_on(unit: str, day: date, taken: Iterable[Taken], since: Mapping[str, date | None]) -> list[Unit]:
    """The units that were on a day what `unit` is now: itself if it existed, and all it has taken over since.

    Args:
        unit: Key of today's unit.
        day: The day, as a rule the last of a period.
        taken: Every succession.
        since: First day of each unit; None or no entry: always.
    """
    rows = list(taken)
    successors: dict[str, set[str]] = {}
    for row in rows:
        successors.setdefault(row.before, set()).add(row.after)
    found: dict[str, Unit] = {}
    seen: set[str] = set()
    waiting = [(unit, True)]
    while waiting:
        key, whole = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        first = since.get(key)
        if first is None or first <= day:
            found[key] = Unit(key, whole)
        waiting += [
            (row.before, whole and len(successors[row.before]) == 1)
            for row in rows
            if row.after == key and row.on > day
        ]
    return sorted(found.values(), key=lambda one: (one.key != unit, one.key))


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """A figure as a unit reported it, in the indicator's unit; a rate with what it was reckoned from."""

    value: Decimal
    decimals: int = 0  # as printed
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Restated:
    """The figure for today's unit, or why there is none. Never a reported figure."""

    value: Decimal | None
    decimals: int
    reason: str = ""  # Vietnamese, where `value` is None


def restate(
    units: Iterable[Unit],
    figures: Mapping[str, UnitFigure],
    rule: UnitRule,
    *,
    names: Mapping[str, str] | None = None,
    times: int = 100,
) -> Restated:
    """One figure for all the units together, by what follows from theirs.

    Args:
        units: From `units_on`.
        figures: What each reported for the period; a missing one is missing, not 0.
        rule: How they make one.
        names: What the units are called, for the reason.
        times: What a ratio is told in: 100 for %, 1000 for ‰.
    """
    all_units = list(units)
    called = names or {}
    divided = [called.get(one.key, one.key) for one in all_units if not one.whole]
    if divided:
        return Restated(
            None, 0, f"{', '.join(divided)} được chia cho nhiều đơn vị: cần số chia theo địa bàn."
        )
    missing = [called.get(one.key, one.key) for one in all_units if one.key not in figures]
    if not all_units or missing:
        return Restated(
            None, 0, f"Thiếu số của {', '.join(missing)}." if missing else "Không có đơn vị tiền thân."
        )
    given = [figures[one.key] for one in all_units]
    decimals = max(figure.decimals for figure in given)
    if len(given) == 1:
        return Restated(given[0].value, decimals)
    match rule:
        case UnitRule.SUM:
            return Restated(sum((figure.value for figure in given), Decimal(0)), decimals)
        case UnitRule.RATIO:
            return _ratio(given, decimals, times)
        case UnitRule.MAX:
            return Restated(max(figure.value for figure in given), decimals)
        case UnitRule.MEAN | UnitRule.NONE:
            return Restated(None, 0, "Tốc độ, thứ hạng, bình quân của các đơn vị không gộp được thành một.")


def _ratio(given: list[UnitFigure], decimals: int, times: int) -> Restated:
    above = [figure.numerator for figure in given if figure.numerator is not None]
    below = [figure.denominator for figure in given if figure.denominator is not None]
    if len(above) < len(given) or len(below) < len(given):
        return Restated(
            None, 0, "Tỷ lệ chỉ quy đổi được khi có tử số và mẫu số của từng đơn vị; không lấy bình quân."
        )
    whole = sum(below, Decimal(0))
    if whole == 0:
        return Restated(None, 0, "Mẫu số của các đơn vị cộng lại bằng 0.")
    share = sum(above, Decimal(0)) * times / whole
    return Restated(share.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP), decimals)
