"""What a target still needs, and when a forecast is given."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from dondoc.assessment.forecast import Forecast, NoForecast, forecast
from dondoc.assessment.outlook import growth_pace, monthly, step_pace, term_with
from dondoc.records.plan import Comparator, Direction, Nature, Period, TimeRule
from dondoc.records.verdict import Promise, Result


def promise(value: str, period: str = "2026", **more: object) -> Promise:
    return Promise(Period.parse(period), Comparator.AT_LEAST, Decimal(value), **more)  # type: ignore[arg-type]


def figure(value: str, period: str) -> Result:
    return Result(Decimal(value), Period.parse(period), key=1)


SUM = {"nature": Nature.FLOW, "time_rule": TimeRule.YTD}
LEVEL = {"nature": Nature.STOCK, "time_rule": TimeRule.MOMENT}


@pytest.mark.parametrize(
    ("target", "result", "needed", "left"),
    [
        (promise("16900", **SUM), figure("12675", "2026-01/2026-09"), Fraction(4225, 3), 3),
        (promise("100", **SUM), figure("120", "2026-01/2026-09"), Fraction(0), 3),  # it is there
        (promise("80", **LEVEL), figure("70", "2026-Q3"), Fraction(10, 3), 3),
        (promise("100", **SUM), figure("90", "2026"), None, 0),  # no month left
        (promise("9", nature=Nature.GROWTH), figure("8", "2026-01/2026-09"), None, 0),  # rates do not add
        (promise("100", **SUM), None, None, 0),
    ],
)  # fmt: skip
def test_what_a_month_has_to_bring(
    target: Promise, result: Result | None, needed: Fraction | None, left: int
) -> None:
    found = step_pace(target, result)

    assert (found and found.needed, found.months_left if found else 0) == (needed, left)


def test_a_level_that_has_to_fall() -> None:
    """Poverty from 5,03 to 4,33 % in seven months: 0,1 point a month less; below already: nothing."""
    ceiling = Promise(
        Period.parse("2026"), Comparator.AT_MOST, Decimal("4.33"), direction=Direction.LOWER,
        nature=Nature.STOCK, time_rule=TimeRule.MOMENT,
    )  # fmt: skip

    high, low = (step_pace(ceiling, figure(value, "2026-05")) for value in ("5.03", "4.00"))

    assert high is not None
    assert low is not None
    assert (high.needed, low.needed) == (Fraction(-1, 10), Fraction(0))


TERM = promise("7.24", "2021/2025", nature=Nature.GROWTH, decimals=2)


def test_a_term_of_rates() -> None:
    """5,29 % a year for 2021–23 in one figure: 10,23 %, 10,21 to 10,25 fitting; 10,24 % makes 7,24 %."""
    found = growth_pace(TERM, [figure("5.29", "2021/2023")], as_of=date(2024, 3, 1))

    assert found is not None
    needed = found.needed
    assert [str(one) for one in (needed.value, needed.low, needed.high)] == ["10.23", "10.21", "10.25"]
    assert str(found.years_left) == "2024/2025"
    assert str(term_with(found.done, Decimal("10.24"), 2)) == "7.24"


@pytest.mark.parametrize(
    ("figures", "as_of"),
    [
        ([], date(2024, 3, 1)),  # nothing done
        (["5 2022"], date(2024, 3, 1)),  # not from the beginning
        (["5 2021/2025"], date(2026, 3, 1)),  # nothing left
        (["5 2021/2023"], date(2023, 3, 1)),  # not yet a result
    ],
)
def test_no_pace_where_nothing_follows(figures: list[str], as_of: date) -> None:
    assert growth_pace(TERM, [figure(*one.split()) for one in figures], as_of=as_of) is None


def test_months_told_from_the_beginning_are_taken_apart() -> None:
    """January 10, two months 22, March alone 9; November before the gap is left out."""
    told = [
        figure("5", "2025-11"),
        figure("10", "2026-01"),
        figure("22", "2026-01/2026-02"),
        figure("9", "2026-03"),
    ]

    assert [(str(month), value) for month, value in monthly(told, adds=True)] == [
        ("2026-01", Decimal(10)),
        ("2026-02", Decimal(12)),
        ("2026-03", Decimal(9)),
    ]


def series(months: int) -> list[Decimal]:
    """Growing, with a season and some chance."""
    chance = random.Random(7)
    return [
        Decimal(round(1000 + 5 * n + (120 if n % 12 == 11 else 0) + chance.uniform(-20, 20), 2)).quantize(
            Decimal("0.01")
        )
        for n in range(months)
    ]


@pytest.mark.parametrize(
    ("steps", "season", "left", "reason"),
    [
        (series(35), 12, 3, "too_short"),
        (series(60), 12, 0, "nothing_left"),
        (series(40), 4, 2, "not_monthly"),
        ([Decimal(5)] * 48, 12, 3, "no_variation"),
    ],
)
def test_no_forecast_is_an_answer(steps: list[Decimal], season: int, left: int, reason: str) -> None:
    found = forecast(steps, season=season, left=left)

    assert isinstance(found, NoForecast)
    assert found.reason == reason


def test_a_forecast_of_a_year() -> None:
    """Nine months of the fifth year known: the year's own sum lies in the interval, which is no wide one."""
    pytest.importorskip("statsmodels")
    whole = series(60)
    known, year = whole[:57], sum(whole[48:60])

    found = forecast(known, season=12, left=3, so_far=sum(known[48:], Decimal(0)), decimals=0)
    again = forecast(known, season=12, left=3, so_far=sum(known[48:], Decimal(0)), decimals=0)

    assert isinstance(found, Forecast)
    assert found.low <= year <= found.high
    assert found.high - found.low < year / 50
    assert found == again  # the same series gives the same forecast


def test_scaling_the_unit_scales_the_forecast() -> None:
    """In triệu đồng a thousand times the number; what the last digit loses is below the interval's width."""
    pytest.importorskip("statsmodels")
    known = series(57)
    one = forecast(known, season=12, left=3, so_far=Decimal(0), decimals=1)
    other = forecast([value * 1000 for value in known], season=12, left=3, so_far=Decimal(0), decimals=1)

    assert isinstance(one, Forecast)
    assert isinstance(other, Forecast)
    assert abs(other.value / 1000 - one.value) <= (one.high - one.low) / 100
