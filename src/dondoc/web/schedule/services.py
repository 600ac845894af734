"""Doing what is due: each duty once, whichever worker comes first, again after an error, later after a rest.

no row ─ claim ─▶ running ─▶ done
                     ├─ an error ─▶ failed ─ after a pause ─▶ running
                     └─ the worker died: its lease ends ─▶ running
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.today import fixed_day, today
from dondoc.web.schedule.models import Run, RunState
from dondoc.web.schedule.timetable import TIMETABLE, Duty, day_due
from dondoc.web.workdays.selectors import calendar, keeper

PAUSE = 20.0  # seconds between two looks at the timetable
LEASE = timedelta(hours=1)  # far more than any duty takes
WAITS = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
SLOW = timedelta(hours=2)  # after its hour a duty that nobody took up is missed
MOST_ERROR = 500  # characters of an error

logger = logging.getLogger(__name__)
_next_look = 0.0
_END_OF_DAY = 23


def work_one(worker: str) -> bool:
    """Do one duty that is due; False where there is none. Looks at the timetable now and then."""
    global _next_look  # noqa: PLW0603 - of this process
    if time.monotonic() < _next_look:
        return False
    try:
        for duty, day in _due():
            run = claim(duty, day, worker, now=timezone.now())
            if run is not None:
                perform(duty, run)
                return True
    except DatabaseError:  # files must be read all the same
        logger.exception("the timetable could not be looked at; trying again")
        connection.close()
    _next_look = time.monotonic() + PAUSE
    return False


def work_all(worker: str) -> list[Run]:
    """Do everything that is due, one after the other; for an office without a worker."""
    done = []
    for duty, day in _due():
        run = claim(duty, day, worker, now=timezone.now())
        if run is not None:
            perform(duty, run)
            done.append(run)
    return done


def _due() -> list[tuple[Duty, date]]:
    days, day, hour = calendar(), today(), _hour()
    found = ((duty, day_due(duty, day=day, hour=hour, days=days)) for duty in TIMETABLE)
    return [(duty, on) for duty, on in found if on is not None]


def _hour() -> int:
    """Of today; a day that stands still is over."""
    return _END_OF_DAY if fixed_day() is not None else timezone.localtime().hour


def claim(duty: Duty, day: date, worker: str, *, now: datetime) -> Run | None:
    """The run of a day, now this worker's alone; None where it is done, held, or waits after an error."""
    free = Q(state=RunState.FAILED, retry_at__lte=now) | Q(state=RunState.RUNNING, lease_until__lt=now)
    known = Run.objects.filter(duty=duty.name, day__gte=day).order_by("-day").first()
    if known is None:
        try:
            with transaction.atomic():
                return Run.objects.create(
                    duty=duty.name, day=day, worker=worker, started_at=now, lease_until=now + LEASE
                )
        except IntegrityError:  # another worker was quicker
            return None
    taken = Run.objects.filter(free, pk=known.pk, attempts=known.attempts).update(
        state=RunState.RUNNING, worker=worker, started_at=now, lease_until=now + LEASE, retry_at=None,
        attempts=F("attempts") + 1,
    )  # fmt: skip
    return Run.objects.get(pk=known.pk) if taken else None


def perform(duty: Duty, run: Run) -> None:
    """Do a claimed duty and keep what it came to; an error is kept, and tried again after a pause."""
    error = ""
    result: dict[str, int] = {}
    try:
        result = dict(duty.does(today()))
    except Exception as problem:
        logger.exception("the duty %s could not be done; trying again", duty.name)
        error = f"{type(problem).__name__}: {problem}"[:MOST_ERROR]
    now = timezone.now()
    run.state = RunState.FAILED if error else RunState.DONE
    run.result, run.error, run.ended_at, run.lease_until = result, error, now, None
    run.retry_at = now + WAITS[min(run.attempts, len(WAITS)) - 1] if error else None
    Run.objects.filter(pk=run.pk, worker=run.worker, attempts=run.attempts).update(
        state=run.state, result=result, error=error, ended_at=now, lease_until=None, retry_at=run.retry_at
    )


@transaction.atomic
def run_again(*, duty: Duty, by: User) -> None:
    """Have the worker do a duty once more, without waiting.

    Raises:
        Conflict: It is being done, or has never been due.
    """
    run = Run.objects.filter(duty=duty.name).first()  # the last one
    if run is None or not Run.objects.filter(pk=run.pk).exclude(state=RunState.RUNNING).update(
        state=RunState.FAILED, retry_at=timezone.now(), error=""
    ):
        raise Conflict("Việc này đang chạy hoặc chưa đến lượt lần nào. Tải lại trang để xem.")
    before = {"state": run.state}
    record(actor=by, action="schedule.again", row=run, before=before, after={}, body=keeper())


@dataclass(frozen=True, slots=True)
class Line:
    """A duty as the page shows it."""

    duty: Duty
    due: date | None  # the last day on which it was due
    run: Run | None  # the last one
    missed: bool  # nobody has taken up what was due

    @property
    def said(self) -> str:
        """What the last run that was done came to, in words."""
        if self.run is None or self.run.state != RunState.DONE:
            return ""
        return str(self.duty.said) % defaultdict(int, self.run.result)  # an older version counted less


def timetable() -> Sequence[Line]:
    """Every duty with its last run: two queries."""
    days, day, hour = calendar(), today(), _hour()
    names = [duty.name for duty in TIMETABLE]
    last: dict[str, Run] = {}
    for run in Run.objects.filter(duty__in=names).order_by("day", "pk"):
        last[run.duty] = run
    lines = []
    slow = int(SLOW.total_seconds() // 3600)
    for duty in TIMETABLE:
        due, known = day_due(duty, day=day, hour=hour, days=days), last.get(duty.name)
        open_ = due is not None and (known is None or known.day < due)
        waited = fixed_day() is not None or (due is not None and due < day) or hour >= duty.hour() + slow
        lines.append(Line(duty, due, known, missed=open_ and waited))
    return lines
