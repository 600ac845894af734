"""Where tasks stand, from their events; and the columns and spans that repeat it for lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q
from django.utils import timezone

from dondoc.assessment.taskhistory import history
from dondoc.assessment.tasklife import OrderStanding, standing, together
from dondoc.records.tasklife import TaskEvent as Event
from dondoc.records.tasklife import TaskEventKind as Kind
from dondoc.records.tasklife import TaskSpan as Span
from dondoc.records.tasklife import TaskStanding
from dondoc.web.plans.models import Task, TaskEvent, TaskSpan
from dondoc.web.search.services import index
from dondoc.web.taskwork.models import Recurrence


def events_of(task: Task) -> list[Event]:
    """The task's events as the core takes them; the assignment of one without is what its columns say."""
    return _told(task, task.events.order_by("id"))


def _told(task: Task, rows: Iterable[TaskEvent]) -> list[Event]:
    events = [_event(row) for row in rows]
    if not any(event.kind is Kind.ASSIGNED for event in events):
        first = min((event.on for event in events), default=timezone.localdate())
        lead = str(task.lead_id) if task.lead_id else None
        given = Event(Kind.ASSIGNED, task.owed_from or first, lead=lead, due=task.first_due or task.due)
        events.insert(0, given)
    return events


def _event(row: TaskEvent) -> Event:
    return Event(
        Kind(row.kind),
        row.on,
        recorded=timezone.localdate(row.at),
        lead=str(row.lead_id) if row.lead_id else None,
        due=row.due,
        day=row.day,
        stops_clock=row.stops_clock,
        reason=row.note,
        key=row.pk,
        undoes=row.undoes_id,
    )


def stands(task: Task, *, as_of: date, known_by: date | None = None) -> TaskStanding:
    """Where the task stood on a day; with `known_by`, by what had been entered then."""
    return standing(events_of(task), as_of=as_of, known_by=known_by)


def all_stand(
    tasks: Iterable[Task], *, as_of: date, known_by: date | None = None
) -> list[tuple[Task, TaskStanding]]:
    """Where each stood, in one query however many they are."""
    tasks = list(tasks)
    events: dict[int, list[TaskEvent]] = {task.pk: [] for task in tasks}
    for row in TaskEvent.objects.filter(task__in=events).order_by("id"):
        events[row.task_id].append(row)
    told = ((task, _told(task, events[task.pk])) for task in tasks)
    return [(task, standing(events, as_of=as_of, known_by=known_by)) for task, events in told]


def parts_of(task: Task) -> Sequence[Task]:
    """The tasks an order was resolved into, or that a recurring task made; those whose confirmation holds."""
    return list(task.parts.filter(withdrawn_at=None).select_related("lead").order_by("number"))


def order_stands(
    task: Task, *, as_of: date, known_by: date | None = None, parts: Iterable[Task] | None = None
) -> OrderStanding:
    """Where an order with parts stood on a day: what its parts say together, and nothing else."""
    found = all_stand(parts_of(task) if parts is None else parts, as_of=as_of, known_by=known_by)
    coming = Recurrence.objects.filter(Q(until=None) | Q(until__gte=as_of), task=task, withdrawn_at=None)
    return together([stands for _, stands in found], more=coming.exists())


_REPEATED = ("lead_id", "given_on", "stage", "due", "first_due", "clock_stopped", "done_on", "extensions")


def repeated(events: Sequence[Event]) -> dict[str, object]:
    """What the columns of a task say of its events."""
    last = max((event.on for event in events), default=timezone.localdate())
    now = standing(events, as_of=last)
    return {
        "lead_id": int(now.lead) if now.lead else None,
        "given_on": now.given,
        "stage": now.stage.value,
        "due": now.due,
        "first_due": now.first_due,
        "clock_stopped": now.clock_stopped,
        "done_on": now.done,
        "extensions": now.extensions,
    }


def differences(task: Task, rows: Sequence[TaskEvent], spans: Sequence[TaskSpan]) -> list[str]:
    """The columns that do not say what the events say, by name; "spans" where those do not."""
    events = _told(task, rows)
    values = repeated(events)
    found = [name for name in _REPEATED if getattr(task, name) != values[name]]
    if not task.resolved:
        wanted = Counter(_span_key(span_row(task.pk, span)) for span in history(events))
        if Counter(map(_span_key, spans)) != wanted:
            found.append("spans")
    return found


def order_columns(order: Task) -> dict[str, object]:
    """What the columns of an order repeat of its parts."""
    parts = parts_of(order)
    last = max((event.on for event in TaskEvent.objects.filter(task__in=parts).only("on")), default=date.min)
    now = order_stands(order, as_of=last, parts=parts)
    return {"done_on": now.done, "stage": now.stage.value}


def refresh(task: Task, *, order: bool = True) -> dict[str, object]:
    """Set the columns and spans that repeat the events; what changed, with its value before.

    Args:
        task: Whose events have changed.
        order: Whether the order it is a part of is set as well; who changes many parts does it once.
    """
    events = events_of(task)
    values = repeated(events)
    before = {name: getattr(task, name) for name in _REPEATED if getattr(task, name) != values[name]}
    for name in before:
        setattr(task, name, values[name])
    if before:
        task.save(update_fields=list(before))
    if "lead_id" in before:
        index(task)
    if not task.resolved:
        _write_spans(task, history(events))
    if order and task.parent_id is not None:
        refresh_order(Task.objects.get(pk=task.parent_id))
    return before


def _write_spans(task: Task, spans: Sequence[Span]) -> None:
    """Write those that are new and take away those that no longer hold: mostly one or two of each."""
    known = {_span_key(row): row.pk for row in task.spans.all()}
    wanted = {_span_key(row): row for row in (span_row(task.pk, span) for span in spans)}
    gone = [pk for key, pk in known.items() if key not in wanted]
    if gone:
        TaskSpan.objects.filter(pk__in=gone).delete()
    TaskSpan.objects.bulk_create([row for key, row in wanted.items() if key not in known])


_SPAN = (
    *("since", "until", "known_from", "known_to", "stage", "lead_id", "given_on", "acknowledged_on"),
    *("first_due", "due", "clock_stopped", "done_on", "extensions"),
)


def _span_key(row: TaskSpan) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in _SPAN)


def span_row(task: int, span: Span) -> TaskSpan:
    """A span of the core as the table keeps it."""
    return TaskSpan(
        task_id=task,
        since=span.since,
        until=span.until,
        known_from=span.known_from,
        known_to=span.known_to,
        stage=span.stage.value,
        lead_id=int(span.lead) if span.lead else None,
        given_on=span.given,
        acknowledged_on=span.acknowledged,
        first_due=span.first_due,
        due=span.due,
        clock_stopped=span.clock_stopped,
        done_on=span.done,
        extensions=span.extensions,
    )


def refresh_order(order: Task) -> None:
    """Set what the columns of an order repeat of its parts."""
    for name, value in order_columns(order).items():
        setattr(order, name, value)
    order.save(update_fields=["done_on", "stage"])
