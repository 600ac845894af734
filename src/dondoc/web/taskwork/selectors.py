"""What a person may see of how tasks are organised; each read starts at what they see of tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When

from dondoc.web.accounts.access import Access, Action, among
from dondoc.web.bodies.models import Body
from dondoc.web.plans.models import StageChoice, Task
from dondoc.web.plans.taskboard import tasks_seen
from dondoc.web.sources.models import Meeting
from dondoc.web.sources.selectors import documents_seen
from dondoc.web.taskwork.models import Part, SavedDay, Trigger, Wait


def waits_around(task: Task) -> tuple[list[Wait], list[Wait]]:
    """What the task waits for, and what waits for it: one query."""
    found = list(
        Wait.objects.filter(Q(task=task) | Q(waits_for=task), withdrawn_at=None).select_related(
            "task__lead", "waits_for__lead"
        )
    )
    return [w for w in found if w.task_id == task.pk], [w for w in found if w.waits_for_id == task.pk]


def parts_seen(access: Access) -> QuerySet[Part]:
    """Parts of the reader's branch, and those of tasks the reader sees."""
    return Part.objects.filter(withdrawn_at=None, task__withdrawn_at=None).filter(
        Q(body_id__in=among(access.body_ids)) | Q(task__in=tasks_seen(access).order_by().values("pk"))
    )


def with_state(parts: QuerySet[Part], as_of: date) -> QuerySet[Part]:
    """Annotate `state`, as a task's."""
    done = Q(done_on__isnull=False, done_on__lte=as_of)
    return parts.annotate(
        state=Case(
            When(done & Q(due__isnull=False, done_on__gt=F("due")), then=Value("done_late")),
            When(done, then=Value("done_in_time")),
            When(due__lt=as_of, then=Value("open_late")),
            default=Value("open_in_time"),
            output_field=CharField(),
        )
    )


PART_STATES = ("done_in_time", "done_late", "open_in_time", "open_late")


@dataclass(frozen=True, slots=True)
class PartBoard:
    """The parts of a body, or of all the reader sees; the four counts add up to all of them."""

    parts: QuerySet[Part]
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts[state] for state in PART_STATES)


def part_board(access: Access, *, as_of: date, body: int | None = None, state: str = "") -> PartBoard:
    """Parts with their task, its lead and document; the earliest due first."""
    parts = with_state(parts_seen(access), as_of)
    if body is not None:
        parts = parts.filter(body_id=body)
    views = {name: Q(state=name) for name in PART_STATES} | {"reported": Q(stage=StageChoice.REPORTED)}
    counts = parts.aggregate(**{name: Count("pk", filter=view) for name, view in views.items()})
    if state in views:
        parts = parts.filter(views[state])
    rows = parts.select_related("body", "task__lead", "task__document")
    return PartBoard(rows.order_by(F("due").asc(nulls_last=True), "pk"), counts)


def open_parts(access: Access, body: Body, *, as_of: date) -> QuerySet[Part]:
    """What a body still has to do of other bodies' tasks, the earliest due first."""
    parts = with_state(parts_seen(access), as_of).filter(body=body, done_on=None)
    return parts.select_related("task__lead").order_by(F("due").asc(nulls_last=True), "pk")


def triggers_seen(access: Access) -> QuerySet[Trigger]:
    """Events that days depend on, of the reader's branch, those still awaited first."""
    return (
        Trigger.objects.filter(owner_id__in=among(access.body_ids), withdrawn_at=None)
        .annotate(waiting=Count("tasks", filter=Q(tasks__withdrawn_at=None)))
        .order_by(F("happened_on").desc(nulls_first=True), "-pk")
    )


def saved_days(access: Access) -> QuerySet[SavedDay]:
    """The days the office keeps; for whoever reads."""
    days = SavedDay.objects.filter(withdrawn_at=None).select_related("by")
    return days if access.can(Action.READ) else days.none()


def conferences_seen(access: Access, *, until: date) -> QuerySet[Meeting]:
    """Confirmed conferences with a day, the latest first: days worth asking about."""
    return (
        Meeting.objects.filter(
            withdrawn_at=None, date__lte=until, document__in=documents_seen(access).order_by().values("pk")
        )
        .select_related("document")
        .order_by("-date", "pk")
    )
