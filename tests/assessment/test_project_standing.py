"""Where a project stands on a day, and its money beside plan and same period."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.assessment.projects import Disbursement, Step, StepEvent, project_standing

D, F = date, Fraction
JAN, MAR, JUN, SEP = D(2026, 1, 10), D(2026, 3, 5), D(2026, 6, 30), D(2026, 9, 15)


def done(step: Step, on: date, key: int = 0) -> StepEvent:
    return StepEvent(step, on, key=key)


def due(step: Step, on: date, key: int = 0) -> StepEvent:
    return StepEvent(step, on, planned=True, key=key)


ROWS = [
    ([due(Step.CLEARANCE, JUN), done(Step.START, SEP)], Step.START, [(Step.CLEARANCE, 77)], "land goes on"),
    ([due(Step.CLEARANCE, JUN), done(Step.COMPLETION, SEP)], Step.COMPLETION, [], "until the work is done"),
    ([], None, [], "nothing recorded"),
    ([done(Step.POLICY, JAN), done(Step.START, MAR)], Step.START, [], "the furthest step"),
    ([done(Step.START, JAN), done(Step.BIDDING, MAR)], Step.START, [], "an earlier step recorded later"),
    ([done(Step.START, JAN), done(Step.PAUSED, MAR)], Step.PAUSED, [], "paused until something comes after"),
    ([done(Step.PAUSED, JAN), done(Step.START, MAR)], Step.START, [], "taken up again"),
    ([done(Step.POLICY, JAN), due(Step.START, JUN)], Step.POLICY, [(Step.START, 77)], "77 days late"),
    ([due(Step.START, JUN), done(Step.START, SEP)], Step.START, [], "late, but taken"),
    ([due(Step.START, JUN), due(Step.START, D(2026, 12, 1), 1)], None, [], "a later plan moved the day"),
    ([due(Step.BIDDING, JUN), done(Step.START, SEP)], Step.START, [], "passed over: no longer waited for"),
    (
        [due(Step.START, JUN), done(Step.STOPPED, SEP)],
        Step.STOPPED,
        [],
        "nothing is late in what was stopped",
    ),
    ([done(Step.START, D(2026, 12, 1))], None, [], "has not come yet"),
]


@pytest.mark.parametrize(("events", "stage", "late", "why"), ROWS, ids=[row[-1] for row in ROWS])
def test_where_it_stands(events: list, stage: Step | None, late: list, why: str) -> None:
    """On 15 September."""
    found = project_standing(events, as_of=SEP)
    assert found.stage is stage
    assert [(one.step, one.days) for one in found.late] == late


def test_money_beside_plan_and_same_period() -> None:
    """55,02 % of the plan, 3,77 points below the 58,79 % of the same period."""
    money = Disbursement(F(10_000), F(5_502), F(10_000), F(5_879))
    assert (money.rate, money.rate_before, money.points) == (F("55.02"), F("58.79"), F("-3.77"))
    assert Disbursement(F(), F(5)).rate is None
    assert Disbursement(F(10), F(5), F(10), None).points is None


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=20))
def test_sources_add_up(rows: list[tuple[int, int]]) -> None:
    """The rate of all is sum over sum, between the lowest and the highest of the parts."""
    total = Disbursement(F(), F(), F(), F())
    for planned, paid in rows:
        total += Disbursement(F(planned), F(paid), F(), F())
    rates = [F(paid, planned) * 100 for planned, paid in rows if planned]
    assert total.disbursed == sum(paid for _planned, paid in rows)
    if total.rate is not None and all(planned for planned, _paid in rows):
        assert min(rates) <= total.rate <= max(rates)
