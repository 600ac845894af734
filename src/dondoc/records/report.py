"""Reports of a period: calendars as data, the periods they make, and what can happen to a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dondoc.records.plan import Period


class ReportKind(StrEnum):
    """How long a time a report tells of."""

    WEEK = "week"  # tuần, from Monday to Sunday
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"  # 6 tháng
    NINE_MONTHS = "nine_months"  # from January
    YEAR = "year"


class Shift(StrEnum):
    """Where a due day goes that is no working day."""

    NONE = "none"  # it stays
    BEFORE = "before"  # the working day before it
    AFTER = "after"  # the working day after it


class LateBy(StrEnum):
    """Which event a report is judged late by."""

    SUBMITTED = "submitted"  # the officer sent it to the head, or the day of the signed paper
    CONFIRMED = "confirmed"  # the head confirmed it, or the day of the signed paper


@dataclass(frozen=True, slots=True)
class DayRule:
    """A day told from a period.

    Of a month, quarter …: `day` of the month that is `month` months after the period's last one; a day the
    month has not is its last. Of a week: `day` days from its Monday, which is 1. `working_days` are added.
    """

    day: int
    month: int = 0
    working_days: int = 0


@dataclass(frozen=True, slots=True)
class ReportRule:
    """When the figures of one kind of report are cut off, and when it is due."""

    kind: ReportKind
    cut_off: DayRule
    due: DayRule


@dataclass(frozen=True, slots=True)
class CalendarRules:
    """One version of a reporting calendar."""

    rules: tuple[ReportRule, ...]
    shift: Shift = Shift.AFTER
    gap: int = 0  # working days that must lie after the cut-off up to the due day
    lock_after: int | None = None  # working days after the due day; None: it is never locked
    late_by: LateBy = LateBy.SUBMITTED


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """One report of a calendar."""

    kind: ReportKind
    period: Period  # what it is called by
    window: Period  # the days its figures count; the last one is the cut-off
    due: date
    ruled: date  # the due day before it was moved off a day that is not worked
    locks_on: date | None  # the first day on which what was confirmed cannot be changed any more
    too_close: bool = False  # fewer working days between cut-off and due day than the calendar asks for

    @property
    def cut_off(self) -> date:
        """The last day whose figures count."""
        return self.window.end


class ReportEventKind(StrEnum):
    """One thing that can happen to a report."""

    SUBMITTED = "submitted"  # trình thủ trưởng
    WITHDRAWN = "withdrawn"  # the body takes back what it submitted or entered
    RETURNED = "returned"  # trả lại, with a reason
    CONFIRMED = "confirmed"  # by the head or who acts for them
    SIGNED = "signed"  # a signed paper's symbol, day and file, entered by the focal officer
    CHECKED = "checked"  # the office held the paper against the figures: that is a confirmation
    REOPENED = "reopened"  # what is locked may be amended until a day
    CLOSED = "closed"  # a reopening ended before its day
    AMENDING = "amending"  # what was confirmed is being corrected
    KEPT = "kept"  # … and is not: it stays as it was confirmed
    NOTE = "note"


class ReportState(StrEnum):
    """With whom a report lies."""

    OPEN = "open"  # chưa gửi
    SUBMITTED = "submitted"  # chờ thủ trưởng xác nhận
    SIGNED = "signed"  # chờ văn phòng kiểm tra bản ký
    RETURNED = "returned"  # bị trả lại
    CONFIRMED = "confirmed"
    AMENDING = "amending"  # đang sửa số đã xác nhận: what was confirmed goes on counting


@dataclass(frozen=True, slots=True)
class ReportEvent:
    """An event. Those of one day count in the order they were entered."""

    kind: ReportEventKind
    on: date  # the day it was done here
    paper_day: date | None = None  # of signed: the day on the paper
    until: date | None = None  # of reopened: the last day it holds


@dataclass(frozen=True, slots=True)
class ReportStanding:
    """A report as it stands on a day."""

    state: ReportState
    counted: date | None  # the day it is held against its due day
    confirmed: date | None  # since when its figures count: the first confirmation
    late: bool  # once late it stays late
    days_late: int  # days from the due day to `counted`, or so far; 0 in time
    locked: bool
    reopened_until: date | None  # while a reopening holds
