"""The timetable: every duty the worker has day after day, when, and what it says afterwards.

Each may be done again at any time: it looks at what is there and adds what is missing. That is how a machine
that was off for a week catches up with one run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dondoc.assessment.workdays import WorkCalendar
from dondoc.web.followup.planning import plan_day
from dondoc.web.followup.weeklykept import weekly_keep
from dondoc.web.reporting.generation import generate_all
from dondoc.web.schedule.models import Run
from dondoc.web.taskwork.linking import periods_begun

KEPT_DAYS = 400  # of what became of each run


class When(StrEnum):
    """On which days a duty is due."""

    DAILY = "daily"
    WORKED = "worked"  # working days; what is missed waits for the next of them
    WEEKLY = "weekly"  # the office's day for it, or the first working day after that


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of the timetable."""

    name: str
    label: Promise
    when: When
    hour: Callable[[], int]  # of the day, before which it is not begun
    does: Callable[[date], Mapping[str, int]]  # takes today; what `said` counts
    said: Promise


def _reports(day: date) -> Mapping[str, int]:
    return {"made": generate_all(as_of=day)}


def _occurrences(day: date) -> Mapping[str, int]:
    return {"made": periods_begun(day)}


def _reminders(day: date) -> Mapping[str, int]:
    made = plan_day(day)
    return {"notices": made.notices if made else 0, "unheard": made.unheard if made else 0}


def _weekly(day: date) -> Mapping[str, int]:
    return {"lines": weekly_keep(day)}


def _clean(day: date) -> Mapping[str, int]:
    """Whoever did not come back for half a day signs in anew anyway."""
    gone, _kinds = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    Run.objects.filter(day__lt=day - timedelta(days=KEPT_DAYS)).delete()
    return {"gone": gone}


# In the order in which they are done: first what makes bodies owe something, then who is told of it.
TIMETABLE = (
    Duty(
        "reports", _("Tạo nghĩa vụ báo cáo của các kỳ đã và sắp bắt đầu"), When.DAILY, lambda: 0, _reports,
        _("%(made)d báo cáo mới phải gửi"),
    ),
    Duty(
        "occurrences", _("Tạo việc của kỳ mới cho nhiệm vụ định kỳ"), When.DAILY, lambda: 0, _occurrences,
        _("%(made)d việc của kỳ mới"),
    ),
    Duty(
        "reminders", _("Lập danh sách nhắc việc và thư tổng hợp của ngày"), When.WORKED,
        lambda: int(settings.MAIL_HOUR), _reminders,
        _("%(notices)d lượt nhắc, %(unheard)d việc không có người nhận"),
    ),
    Duty(
        "weekly", _("Soạn sẵn danh sách giao ban tuần"), When.WEEKLY, lambda: int(settings.MAIL_HOUR),
        _weekly, _("%(lines)d việc trong danh sách"),
    ),
    Duty(
        "clean", _("Dọn phiên đăng nhập đã hết hạn"), When.DAILY, lambda: 0, _clean,
        _("%(gone)d phiên đã dọn"),
    ),
)  # fmt: skip


def day_due(duty: Duty, *, day: date, hour: int, days: WorkCalendar) -> date | None:
    """The last day on which the duty was due by now; None where it never is, or waits for a working day.

    Args:
        duty: Which.
        day: Today.
        hour: Of today, 0 to 23.
        days: The working days.
    """
    last = day if hour >= duty.hour() else day - timedelta(days=1)
    if duty.when is When.DAILY:
        return last
    if duty.when is When.WORKED:
        return day if last == day and days.is_worked(day) else None
    wanted = settings.WEEKLY_DAY
    if not wanted:
        return None
    for weeks in (0, 1, 2):  # a week off (Tết) moves its day into the next week
        own = last - timedelta(days=(last.isoweekday() - wanted) % 7 + 7 * weeks)
        first = own if days.is_worked(own) else days.after(own, 1)
        if first <= last:
            return first
    return None
