"""The reports of a year by a calendar: what they are called, which days they count, when they are due.

NĐ 09/2019, quarter III of 2026  →  15 June … 14 September, due on 25 September, a Friday
docs/algorithms/report-periods.md has the rules and the worked tables.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from dondoc.assessment.workdays import WorkCalendar
from dondoc.records.plan import Period
from dondoc.records.report import CalendarRules, DayRule, ReportKind, ReportPeriod, ReportRule, Shift

# first and last month of each period of a kind
_MONTHS: dict[ReportKind, tuple[tuple[int, int], ...]] = {
    ReportKind.MONTH: tuple((n, n) for n in range(1, 13)),
    ReportKind.QUARTER: ((1, 3), (4, 6), (7, 9), (10, 12)),
    ReportKind.HALF: ((1, 6), (7, 12)),
    ReportKind.NINE_MONTHS: ((1, 9),),
    ReportKind.YEAR: ((1, 12),),
}


def report_periods(rules: CalendarRules, year: int, work: WorkCalendar) -> list[ReportPeriod]:
    """The reports that tell of a year, by due day; of one day the shorter period first.

    A week belongs to the year of its Thursday, as in ISO 8601.

    Args:
        rules: One version of a calendar.
        year: Of the periods; a due day may lie in the next.
        work: Which days are worked.

    Raises:
        ValueError: A due day is ruled before its cut-off; the words say which.
    """
    found = [
        _period(rules, rule, period, work) for rule in rules.rules for period in _of_year(rule.kind, year)
    ]
    order = list(ReportKind)
    return sorted(found, key=lambda one: (one.due, order.index(one.kind), one.period))


def _of_year(kind: ReportKind, year: int) -> Iterator[Period]:
    if kind is ReportKind.WEEK:
        monday = date.fromisocalendar(year, 1, 1)
        while monday.isocalendar().year == year:
            yield Period(monday, monday + timedelta(days=6))
            monday += timedelta(days=7)
        return
    for first, last in _MONTHS[kind]:
        yield Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _period(rules: CalendarRules, rule: ReportRule, period: Period, work: WorkCalendar) -> ReportPeriod:
    cut_off = day_of(rule.cut_off, rule.kind, period, work)
    # the figures begin the day after those of the period before ended
    before = Period(period.start - timedelta(days=7), period.start - timedelta(days=1))
    start = day_of(rule.cut_off, rule.kind, before, work) + timedelta(days=1)
    ruled = day_of(rule.due, rule.kind, period, work)
    if ruled < cut_off:
        raise ValueError(
            f"Kỳ {period}: hạn gửi {ruled:%d/%m/%Y} trước ngày chốt số liệu {cut_off:%d/%m/%Y}. Sửa "
            "ngày chốt hoặc hạn gửi."
        )
    due = _moved(ruled, rules.shift, work)
    if due < cut_off:  # a run of days off between them: nobody can send before the figures are cut off
        due = _moved(ruled, Shift.AFTER, work)
    locks_on = None if rules.lock_after is None else work.after(due, rules.lock_after) + timedelta(days=1)
    close = work.between(cut_off, due) < rules.gap
    return ReportPeriod(rule.kind, period, Period(start, cut_off), due, ruled, locks_on, too_close=close)


def day_of(rule: DayRule, kind: ReportKind, period: Period, work: WorkCalendar) -> date:
    """The day a rule means for a period.

    >>> from dondoc.records.plan import Period
    >>> day_of(DayRule(31), ReportKind.QUARTER, Period.parse("2026-Q2"), WorkCalendar())
    datetime.date(2026, 6, 30)
    """
    if kind is ReportKind.WEEK:
        day = period.start + timedelta(days=rule.day - 1)
    else:
        year, month = divmod(period.end.year * 12 + period.end.month - 1 + rule.month, 12)
        day = date(year, month + 1, min(rule.day, monthrange(year, month + 1)[1]))
    return work.after(day, rule.working_days)


def _moved(day: date, shift: Shift, work: WorkCalendar) -> date:
    if shift is Shift.NONE or work.is_worked(day):
        return day
    return work.after(day, 1) if shift is Shift.AFTER else work.before(day, 1)
