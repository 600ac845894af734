"""The table of bodies: what each was given, how it took it, what it owes, how late; in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateField,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast

from dondoc.assessment.deadlines import TaskCounts
from dondoc.assessment.workdays import WorkCalendar
from dondoc.web.accounts.access import Access
from dondoc.web.bodies.models import Body
from dondoc.web.core import marks
from dondoc.web.core.kept import kept_or, key_of
from dondoc.web.plans.models import EventKind, StageChoice, Task, TaskEvent, TaskPartner
from dondoc.web.plans.taskboard import DUE_SOON_DAYS, TASK_STATES, Moment, tasks_seen, with_state

# Days over the due day: over this many and up to the next. "Quá hạn trên 120 ngày" is what reports print.
AGES = (0, 30, 90, 120)


@dataclass(slots=True)
class BodyLine:
    """One body as lead, on a day. Requests and returns are counted for who led the task then."""

    body: Body
    counts: TaskCounts = field(default_factory=TaskCounts)
    given: int = 0  # tasks given to it, also such as were transferred away later
    acknowledged_late: int = 0  # after the working days allowed, or not yet and they are over
    unacknowledged: int = 0
    transfers_asked: int = 0
    transfers_late: int = 0  # of these, after the working days allowed for it
    transferred_away: int = 0
    opinions_asked: int = 0
    returned: int = 0  # reports sent back, and confirmations taken back
    waiting: int = 0
    due_soon: int = 0
    helps: int = 0  # open tasks it works along in
    ages: dict[int, int] = field(default_factory=lambda: dict.fromkeys(AGES, 0))
    oldest: int = 0  # days the oldest overdue task is late

    @property
    def workload(self) -> int:
        """Open tasks it leads or works along in."""
        return self.counts.open + self.helps

    @property
    def over_30(self) -> int:
        """Overdue tasks late by more than thirty days."""
        return sum(count for age, count in self.ages.items() if age >= 30)

    @property
    def over_120(self) -> int:
        return self.ages[120]

    @property
    def punctuality(self) -> Fraction | None:
        """Done in time ÷ (done + overdue)."""
        return self.counts.punctuality


GIVEN = (EventKind.ASSIGNED, EventKind.TRANSFERRED)
_HELPS = "helps"  # beside the kinds of events
_TAKEN = (EventKind.ACKNOWLEDGED, EventKind.TRANSFER_ASKED, EventKind.REPORTED, EventKind.DONE)
_ASKED = {
    EventKind.TRANSFER_ASKED: "transfers_asked",
    EventKind.OPINION_ASKED: "opinions_asked",
    EventKind.RETURNED: "returned",
    EventKind.REOPENED: "returned",
}


def body_table(
    access: Access, moment: Moment, *, calendar: WorkCalendar, within: int, tasks_of: int | None = None
) -> list[BodyLine]:
    """Every body that leads or was given a task the reader sees, in Vietnamese order; kept until one changes.

    Args:
        access: The reader.
        moment: The day; counts of what happened are of everything up to it.
        calendar: By which the days to acknowledge in are counted.
        within: Working days in which a lead acknowledges, or asks for transfer.
        tasks_of: Only this document's tasks.
    """
    made_of = marks.version(marks.TASKS, marks.DOCUMENTS, marks.BODIES)
    key = key_of("bodies", made_of, access.body_ids, moment, calendar, within, tasks_of)
    return kept_or(key, lambda: _table(access, moment, calendar, within, tasks_of))


def _table(
    access: Access, moment: Moment, calendar: WorkCalendar, within: int, tasks_of: int | None
) -> list[BodyLine]:
    """Four queries."""
    lines: dict[int, BodyLine] = defaultdict(lambda: BodyLine(Body()))
    seen = tasks_seen(access).filter(awaiting_document=False, resolved=False)
    if tasks_of is not None:
        seen = seen.filter(document_id=tasks_of)
    _owed(lines, moment, seen)
    events = TaskEvent.objects.filter(
        task__in=seen.order_by().values("pk"), on__lte=moment.as_of, undone_by=None, lead__isnull=False
    )
    if moment.known_by is not None:
        events = events.filter(at__date__lte=moment.known_by)
    _happened(lines, events, _helped(moment, seen), calendar=calendar, within=within)
    _acknowledged(lines, events, moment, calendar=calendar, within=within)
    bodies = Body.objects.filter(pk__in=[pk for pk in lines if pk]).order_by("sort_key", "pk")
    for body in bodies:
        lines[body.pk].body = body
    return [lines[body.pk] for body in bodies]


def led_by_nobody(access: Access, then: Moment, *, tasks_of: int | None = None) -> TaskCounts:
    """The four counts of what has no lead yet: with those of the bodies they add up to all that binds."""
    seen = tasks_seen(access).filter(resolved=False)
    if tasks_of is not None:
        seen = seen.filter(document_id=tasks_of)
    tasks = with_state(then.tasks(seen), then.as_of, then).filter(
        then.binding(), then.q(lead_id__isnull=True)
    )
    return TaskCounts(
        **tasks.aggregate(**{state: Count("pk", filter=Q(state=state)) for state in TASK_STATES})
    )


def _owed(lines: Mapping[int, BodyLine], then: Moment, seen: QuerySet[Task]) -> None:
    """The four counts, and the age of what is overdue."""
    tasks = with_state(then.tasks(seen), then.as_of, then).filter(then.binding())
    lead = f"{then.at}lead_id"
    late = then.undone() & then.late()
    # A stopped clock is rare: those tasks are told by their days, all others counted by days of the calendar.
    going = then.q(clock_stopped__isnull=True)
    ended = Case(When(then.q(clock_stopped__isnull=False), then=then.f("due")), default=Value(None))
    rows = (
        tasks.filter(then.q(lead_id__isnull=False))
        .annotate(stopped=then.f("clock_stopped"), due_then=ended)
        .order_by()
        .values_list(lead, "stopped", "due_then")
        .annotate(
            **{f"n_{state}": Count("pk", filter=Q(state=state)) for state in TASK_STATES},
            **{
                f"over_{age}": Count("pk", filter=late & going & then.q(due__lt=day))
                for age, day in ((age, then.as_of - timedelta(days=age)) for age in AGES)
            },
            unacknowledged=Count("pk", filter=then.undone() & then.q(stage=StageChoice.UNACKNOWLEDGED)),
            waiting=Count("pk", filter=then.undone() & then.q(stage=StageChoice.WAITING)),
            soon=Count(
                "pk",
                filter=then.undone()
                & then.q(due__gte=then.as_of, due__lte=then.as_of + timedelta(days=DUE_SOON_DAYS)),
            ),
            oldest=Min(then.f("due"), filter=late & going),
            late=Count("pk", filter=late),
        )
    )
    for body, stopped, due, *told in rows:
        counts, over, (unacknowledged, waiting, soon, oldest, n_late) = told[:4], told[4:-5], told[-5:]
        line = lines[body]
        line.counts += TaskCounts(**dict(zip(TASK_STATES, counts, strict=True)))
        line.unacknowledged += unacknowledged
        line.waiting += waiting
        line.due_soon += soon
        days = (then.as_of - oldest).days if oldest is not None else 0
        if stopped is not None and n_late:
            days = (stopped - due).days
            over = [n_late if days > age else 0 for age in AGES]
        for age, n, more in zip(AGES, over, [*over[1:], 0], strict=True):
            line.ages[age] += n - more
        line.oldest = max(line.oldest, days)


def _happened(
    lines: Mapping[int, BodyLine],
    events: QuerySet[TaskEvent],
    helped: QuerySet[Any, Any],
    *,
    calendar: WorkCalendar,
    within: int,
) -> None:
    """What was asked, sent back and taken away, by who led the task then; of a transfer also when.

    With it, in the same query, in how many open tasks a body works along (`_helped`).
    """
    asked = Q(kind=EventKind.TRANSFER_ASKED)
    given = TaskEvent.objects.filter(
        task=OuterRef("task"), kind__in=GIVEN, lead=OuterRef("lead"), undone_by=None, id__lt=OuterRef("id")
    ).order_by("-id")
    rows = (
        events.filter(kind__in=_ASKED)
        .annotate(
            asked_on=Case(When(asked, then=F("on"))),
            given_on=Case(When(asked, then=Subquery(given.values("on")[:1]))),
        )
        .order_by()
        .values_list("lead", "kind", "asked_on", "given_on")
        .annotate(n=Count("pk"))
    )
    for body, kind, asked_on, given_on, count in rows.union(helped, all=True):
        if kind == _HELPS:
            lines[body].helps = count
            continue
        name = _ASKED[kind]
        setattr(lines[body], name, getattr(lines[body], name) + count)
        if asked_on and given_on and asked_on > calendar.after(given_on, within):
            lines[body].transfers_late += count


def _acknowledged(
    lines: Mapping[int, BodyLine],
    events: QuerySet[TaskEvent],
    then: Moment,
    *,
    calendar: WorkCalendar,
    within: int,
) -> None:
    """Each time a body was given a task: when it was, and when it first answered for it.

    It acknowledges, or asks for transfer; a report, or that it is done, says as much as an acknowledgement.
    """
    later = TaskEvent.objects.filter(task=OuterRef("task"), undone_by=None, on__lte=then.as_of)
    if then.known_by is not None:
        later = later.filter(at__date__lte=then.known_by)
    moved = later.filter(kind=EventKind.TRANSFERRED, id__gt=OuterRef("id")).order_by("id")
    taken = later.filter(kind__in=_TAKEN, lead=OuterRef("lead"), id__gt=OuterRef("id"))
    given = (
        events.filter(kind__in=GIVEN)
        .annotate(
            taken=Subquery(taken.order_by("id").values("on")[:1]), moved=Subquery(moved.values("on")[:1])
        )
        .order_by()
        .values_list("lead", "on", "taken", "moved")
        .annotate(n=Count("pk"))
    )
    allowed: dict[date, date] = {}
    for body, on, first, away, count in given:
        last = allowed.get(on)
        if last is None:
            last = allowed[on] = calendar.after(on, within)
        line = lines[body]
        line.given += count
        line.transferred_away += count if away is not None else 0
        ended = min(filter(None, [first, away, then.as_of]))
        line.acknowledged_late += count if ended > last else 0


def _helped(then: Moment, seen: QuerySet[Task]) -> QuerySet[Any, Any]:
    """Open tasks in which a body works along, counted, in the columns of `_happened`."""
    tasks = then.tasks(seen).filter(then.binding(), then.undone())
    never = Cast(Value(None), DateField())
    found: QuerySet[Any, Any] = (
        TaskPartner.objects.filter(task__in=tasks.order_by().values("pk"), body__isnull=False)
        .order_by()
        .values_list("body", Value(_HELPS), never, never)
        .annotate(n=Count("task", distinct=True))
    )
    return found
