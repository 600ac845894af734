"""Periods of a reporting calendar: the worked tables of docs/algorithms/report-periods.md."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.assessment.reportperiods import report_periods
from dondoc.assessment.workdays import WorkCalendar
from dondoc.records.report import CalendarRules, DayRule, ReportKind, ReportRule, Shift

WORK = WorkCalendar()
STATE = CalendarRules(
    tuple(ReportRule(kind, DayRule(14), DayRule(25)) for kind in ReportKind if kind is not ReportKind.WEEK),
    gap=1,
    lock_after=5,
)
WEEK = CalendarRules((ReportRule(ReportKind.WEEK, DayRule(4), DayRule(5)),), Shift.BEFORE)
FINANCE = CalendarRules((ReportRule(ReportKind.MONTH, DayRule(31), DayRule(5, month=1)),), Shift.NONE)
AFTER_IT = CalendarRules(
    (ReportRule(ReportKind.QUARTER, DayRule(31), DayRule(31, working_days=5)),), Shift.AFTER
)

TABLE = [
    (STATE, "month", "2026-01", "2025-12-15", "2026-01-14", "2026-01-26", "25 is a Sunday"),
    (STATE, "month", "2026-04", "2026-03-15", "2026-04-14", "2026-04-28", "Saturday, then Giỗ Tổ"),
    (STATE, "quarter", "2026-Q3", "2026-06-15", "2026-09-14", "2026-09-25", "from the month before"),
    (STATE, "half", "2026-H1", "2025-12-15", "2026-06-14", "2026-06-25", "the first half"),
    (STATE, "half", "2026-H2", "2026-06-15", "2026-12-14", "2026-12-25", "the second half"),
    (STATE, "nine_months", "2026-01/2026-09", "2025-12-15", "2026-09-14", "2026-09-25", "nine months"),
    (STATE, "year", "2026", "2025-12-15", "2026-12-14", "2026-12-25", "the year"),
    (FINANCE, "month", "2026-02", "2026-02-01", "2026-02-28", "2026-03-05", "whole calendar months"),
    (FINANCE, "month", "2028-02", "2028-02-01", "2028-02-29", "2028-03-05", "leap year; it stays on Sunday"),
    (AFTER_IT, "quarter", "2026-Q3", "2026-07-01", "2026-09-30", "2026-10-07", "five working days after"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rules", "kind", "name", "start", "cut_off", "due", "why"),
    TABLE,
    ids=[row[-1] for row in TABLE],
)
def test_a_period(
    rules: CalendarRules, kind: str, name: str, start: str, cut_off: str, due: str, why: str
) -> None:
    """Its window, its cut-off and its due day."""
    found = {(one.kind, str(one.period)): one for one in report_periods(rules, int(name[:4]), WORK)}
    one = found[ReportKind(kind), name]
    assert [d.isoformat() for d in (one.window.start, one.cut_off, one.due)] == [start, cut_off, due], why


def test_a_due_day_before_the_cut_off_is_told() -> None:
    """With the period and both days."""
    rules = CalendarRules((ReportRule(ReportKind.MONTH, DayRule(31), DayRule(30)),))
    with pytest.raises(ValueError, match="2026-01: hạn gửi 30/01/2026 trước ngày chốt số liệu 31/01/2026"):
        report_periods(rules, 2026, WORK)


def test_moved_before_the_cut_off_it_moves_after() -> None:
    """Cut off on Thursday, due on the Friday, all of it Tết: due on the working day after Tết."""
    tet = next(one for one in report_periods(WEEK, 2026, WORK) if one.period.start == date(2026, 2, 16))
    assert (tet.cut_off, tet.ruled, tet.due) == (date(2026, 2, 19), date(2026, 2, 20), date(2026, 2, 23))


def test_weeks_of_a_year() -> None:
    """A week belongs to the year of its Thursday; windows meet without a gap."""
    rules = CalendarRules((ReportRule(ReportKind.WEEK, DayRule(4), DayRule(5)),), Shift.AFTER)
    found = report_periods(rules, 2026, WORK)
    assert len(found) == 53
    assert str(found[0].period) == "2025-12-29/2026-01-04"
    assert found[0].due == date(2026, 1, 2)
    labour_day = next(one for one in found if one.period.start == date(2026, 4, 27))
    assert (labour_day.ruled, labour_day.due) == (date(2026, 5, 1), date(2026, 5, 4))


def test_when_it_is_locked() -> None:
    """The first day after five working days from the due day, the weekend between."""
    quarter = next(one for one in report_periods(STATE, 2026, WORK) if str(one.period) == "2026-Q3")
    assert quarter.locks_on == date(2026, 10, 3)


def test_the_office_s_own_day_off_moves_a_due_day() -> None:
    """Swapped days count like the law's."""
    work = WorkCalendar({date(2026, 9, 25): False})
    quarter = next(one for one in report_periods(STATE, 2026, work) if str(one.period) == "2026-Q3")
    assert (quarter.ruled, quarter.due) == (date(2026, 9, 25), date(2026, 9, 28))


def test_too_close_is_told_not_refused() -> None:
    """One working day has to lie between; on a Sunday and a Monday off there is none."""
    rules = CalendarRules((ReportRule(ReportKind.MONTH, DayRule(14), DayRule(15)),), Shift.NONE, gap=1)
    close = [str(one.period) for one in report_periods(rules, 2026, WORK) if one.too_close]
    assert close == ["2026-02", "2026-03", "2026-08", "2026-11"]


@given(
    st.integers(2024, 2030),
    st.integers(1, 31),
    st.integers(0, 1),
    st.integers(12, 31),
    st.sampled_from(Shift),
)
def test_windows_meet(year: int, cut: int, months: int, due: int, shift: Shift) -> None:
    """Whatever the cut-off day: the months of a year leave no day out and count none twice."""
    rules = CalendarRules(
        (ReportRule(ReportKind.MONTH, DayRule(cut), DayRule(due, month=months + 1)),), shift
    )
    found = sorted(report_periods(rules, year, WORK), key=lambda one: one.period)
    assert len(found) == 12
    for one, after in pairwise(found):
        assert one.cut_off + timedelta(days=1) == after.window.start
    for one in found:
        assert shift is Shift.NONE or WORK.is_worked(one.due)
