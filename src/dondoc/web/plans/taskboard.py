"""What a person may see of tasks, as boards ask for it; every read starts at `tasks_seen(access)`.

A board is of today, from the columns of `Task`; or of any other day, from the spans that hold on it
(`Moment`): the same filters, counts and order, on the columns of the span.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)

from dondoc.assessment.deadlines import TaskCounts
from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access, among
from dondoc.web.bodies.models import Body
from dondoc.web.core import marks
from dondoc.web.core.kept import kept_or, key_of
from dondoc.web.plans.models import StageChoice, Task, TaskPartner
from dondoc.web.taskwork import ownfilter
from dondoc.web.taskwork.models import Arrangement, TaskPerson, Wait

_STANDING = [stage for stage in StageChoice.values if stage != StageChoice.WITHDRAWN]
NO_FIELD = "-"
DUE_SOON_DAYS = 15  # no official number exists; the office may think otherwise

# Done or not × in time or late, of the tasks that bind: with what still awaits its document these four add up
# to all tasks, with a deadline or without. What was withdrawn is owed by nobody and counts in none.
TASK_STATES = ("done_in_time", "done_late", "open_in_time", "open_late")


# With whom an open task lies, as a view of its own.
TASK_STAGES = ("unacknowledged", "transfer_asked", "reported", "returned", "waiting")


def tasks_seen(access: Access) -> QuerySet[Task]:
    """Tasks whose lead, partner or document's keeper is in the reader's branch; withdrawn ones are gone."""
    standing = Task.objects.filter(withdrawn_at__isnull=True)
    if access.everything:
        return standing
    mine = among(access.body_ids)
    partner = TaskPartner.objects.filter(task=OuterRef("pk"), body_id__in=mine)
    return standing.filter(Q(lead_id__in=mine) | Q(document__owner_id__in=mine) | Exists(partner))


@dataclass(frozen=True, slots=True)
class Moment:
    """The day a board is asked about, and by which day what it counts must have been entered.

    `at` is the prefix of paths to what holds then: "" for the task's own columns, or the span's. Conditions
    (`q`, `f`) name the span's columns as they are annotated: each path in a filter would join the spans anew.
    """

    as_of: date
    known_by: date | None = None
    at: str = ""

    @classmethod
    def on(cls, as_of: date, *, today: date, known_by: date | None = None) -> Moment:
        """Today is read from the tasks themselves, any other day from their spans."""
        return cls(as_of, known_by, "" if as_of == today and known_by is None else "stood__")

    def tasks(self, tasks: QuerySet[Task]) -> QuerySet[Task]:
        """The tasks that were there; with `at` the span that held as `stood`, its columns as `stood_due` …"""
        if not self.at:
            return tasks
        holds = Q(spans__since__lte=self.as_of) & (
            Q(spans__until__isnull=True) | Q(spans__until__gt=self.as_of)
        )
        if self.known_by is None:
            holds &= Q(spans__known_to__isnull=True)
        else:
            holds &= Q(spans__known_from__lte=self.known_by)
            holds &= Q(spans__known_to__isnull=True) | Q(spans__known_to__gt=self.known_by)
        columns = {f"stood_{name}": F(f"stood__{name}") for name in COLUMNS}
        held = tasks.annotate(stood=FilteredRelation("spans", condition=holds))
        return held.filter(stood__since__lte=self.as_of).annotate(**columns)

    def q(self, **wanted: Any) -> Q:
        """A condition on columns that hold then: `q(due__lt=day)`."""
        return Q(**{f"{self._column}{name}": value for name, value in wanted.items()})

    def f(self, name: str) -> F:
        return F(f"{self._column}{name}")

    @property
    def _column(self) -> str:
        return "stood_" if self.at else ""

    def late(self) -> Q:
        """Past its due day; where the clock was stopped by decision, past it when the clock stopped."""
        return self.q(due__lt=self.as_of) & (
            self.q(clock_stopped__isnull=True) | self.q(due__lt=self.f("clock_stopped"))
        )

    def done(self) -> Q:
        return self.q(done_on__isnull=False, done_on__lte=self.as_of)

    def undone(self) -> Q:
        return self.q(done_on__isnull=True) | self.q(done_on__gt=self.as_of)

    def binding(self) -> Q:
        """What somebody owes: an issued document stands behind it, and it was not withdrawn."""
        return Q(awaiting_document=False) & self.standing()

    def standing(self) -> Q:
        """It was not withdrawn; said by what it is, since a "not" of spans asks for them all once more."""
        return self.q(stage__in=_STANDING)


COLUMNS = ("lead_id", "stage", "due", "first_due", "clock_stopped", "done_on", "extensions", "given_on")


def as_it_stood(
    tasks: Iterable[Task], moment: Moment, *, named: Mapping[int, str] | None = None
) -> list[Task]:
    """Tasks of `Moment.tasks` with the columns of the span in place of their own; they must not be saved.

    Args:
        tasks: Read by `Moment.tasks`.
        moment: The day.
        named: Body → name, where these are at hand and only the leads' names will be shown.
    """
    found = list(tasks)
    if moment.at:
        for task in found:
            for name in COLUMNS:
                setattr(task, name, getattr(task, f"stood_{name}"))
        wanted = {task.lead_id for task in found if task.lead_id}
        if named is not None and wanted <= named.keys():
            leads = {pk: Body(pk=pk, name=named[pk]) for pk in wanted}
        else:
            leads = Body.objects.in_bulk(wanted)
        for task in found:
            task.lead = leads.get(task.lead_id) if task.lead_id else None
    return found


def with_state(tasks: QuerySet[Task], as_of: date, moment: Moment | None = None) -> QuerySet[Task]:
    """Annotate `state`: done or not × in time or late on `as_of`. A task without a day is never late."""
    then = moment or Moment(as_of)
    late_done = then.q(due__isnull=False, done_on__gt=then.f("due"))
    return tasks.annotate(
        state=Case(
            When(then.done() & late_done, then=Value("done_late")),
            When(then.done(), then=Value("done_in_time")),
            When(then.late(), then=Value("open_late")),
            default=Value("open_in_time"),
            output_field=CharField(),
        )
    )


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What a reader of the task board asked for; "" and None ask for nothing."""

    text: str = ""
    state: str = ""  # one of TASK_STATES, or awaiting, open, due_soon, no_deadline, no_lead, a stage, …
    body: int | None = None  # lead or partner
    part: str = ""  # what that body does: "lead", "partner"; "" is either
    document: int | None = None
    due_from: date | None = None
    due_to: date | None = None
    extra: str = ""  # one of EXTRAS
    field: str = ""  # lĩnh vực; NO_FIELD: of none yet
    system: int | None = None  # where the task lives, if it is mirrored
    own: tuple[ownfilter.Asked, ...] = ()  # of the fields of its own that `document` has
    order: str = "due"

    @property
    def coded(self) -> bool:
        """Whether the text may be another system's code of a task: one word, not of digits alone."""
        return len(self.text.split()) == 1 and any(map(str.isdigit, self.text)) and not self.text.isdigit()


def _order(order: str, then: Moment) -> tuple[Any, ...]:
    due, lead = then.f("due"), F(f"{then.at}lead__sort_key")
    orders: dict[str, tuple[Any, ...]] = {
        "due": (due.asc(nulls_last=True), "pk"),
        "-due": (due.desc(nulls_last=True), "-pk"),
        "lead": (lead.asc(nulls_last=True), due.asc(nulls_last=True), "pk"),
        "-lead": (lead.desc(nulls_last=True), due.asc(nulls_last=True), "pk"),
        "document": ("-document__date", "document_id", "number"),
        "-document": ("document__date", "document_id", "number"),
        "action": ("sort_key", "pk"),
        "-action": ("-sort_key", "-pk"),
    }
    return orders.get(order, orders["due"])


TASK_ORDERS = ("due", "-due", "lead", "-lead", "document", "-document", "action", "-action")


def _views(then: Moment, taken_by: date | None) -> dict[str, Q]:
    """The four states, what awaits its document, and the views across them.

    What only the press or a draft says binds nobody: it is neither late nor in time, whatever its day.
    """
    binding = then.binding()
    undone = binding & then.undone()
    soon = then.q(due__gte=then.as_of, due__lte=then.as_of + timedelta(days=DUE_SOON_DAYS))
    kept = then.standing()
    late = undone & then.q(stage=StageChoice.UNACKNOWLEDGED)
    late &= then.q(given_on__lte=taken_by) if taken_by is not None else Q(pk__in=())
    return {
        **{state: binding & Q(state=state) for state in TASK_STATES},
        "awaiting": Q(awaiting_document=True) & kept,
        "open": undone,
        "due_soon": undone & soon,
        "no_deadline": kept & then.q(due__isnull=True),
        "no_lead": kept & then.q(lead_id__isnull=True),
        **{stage: undone & then.q(stage=stage) for stage in TASK_STAGES},
        "acknowledge_late": late,
        "withdrawn": then.q(stage=StageChoice.WITHDRAWN),
    }


def with_bodies() -> Prefetch[str, QuerySet[TaskPartner], str]:
    """A task's partners with their bodies, for `prefetch_related`: one query."""
    return Prefetch("partners", TaskPartner.objects.select_related("body").order_by("pk"))


# Views that ask what is arranged around tasks: who is named with them, what they wait for, what to review.
EXTRAS = ("handler", "supervisor", "blocked", "review")


def _extra(extra: str, access: Access, as_of: date) -> Q:
    """The tasks that this person does or follows, that wait for another, or whose review is due.

    Whoever follows an order to several, or what recurs, follows each body's and each period's task.
    """
    of_it = {"task": OuterRef("pk"), "withdrawn_at": None}
    if extra == "blocked":
        return Q(Exists(Wait.objects.filter(**of_it, waits_for__done_on=None)), done_on=None)
    if extra == "review":
        return Q(
            Exists(Arrangement.objects.filter(task=OuterRef("pk"), review_next__lte=as_of)), done_on=None
        )
    named = TaskPerson.objects.filter(
        Q(until=None) | Q(until__gte=as_of),
        withdrawn_at=None, role=extra, user=access.user_id, since__lte=as_of,
    )  # fmt: skip
    own = Q(Exists(named.filter(task=OuterRef("pk"))))
    return own | Q(Exists(named.filter(task=OuterRef("parent")))) if extra == "supervisor" else own


@dataclass(frozen=True, slots=True)
class TaskBoard:
    """A filtered, ordered board and the counts above it (of the same filter without its state)."""

    tasks: QuerySet[Task]
    counts: dict[str, int]
    total: int
    shown: int  # how many `tasks` are
    moment: Moment

    @property
    def four(self) -> TaskCounts:
        """The four counts, with the rates that reports print."""
        return TaskCounts(**{state: self.counts[state] for state in TASK_STATES})


def filtered(tasks: QuerySet[Task], wanted: TaskFilter, then: Moment) -> QuerySet[Task]:
    """The filter without its state."""
    said = Q()
    for word in search_key(wanted.text).split():
        said &= Q(folded__contains=word)
    if wanted.coded:  # also what another system calls it
        said |= Q(pk__in=Task.objects.filter(keys__code_as_written__istartswith=wanted.text).values("pk"))
    tasks = tasks.filter(said)
    if wanted.system is not None:
        tasks = tasks.filter(pk__in=Task.objects.filter(keys__system=wanted.system).values("pk"))
    if wanted.body is not None:
        leads = then.q(lead_id=wanted.body)
        helps = Q(pk__in=TaskPartner.objects.filter(body_id=wanted.body).order_by().values("task"))
        tasks = tasks.filter({"lead": leads, "partner": helps}.get(wanted.part, leads | helps))
    if wanted.field:
        tasks = tasks.filter(field="" if wanted.field == NO_FIELD else wanted.field)
    if wanted.document is not None:
        tasks = tasks.filter(document_id=wanted.document)
        if then.at and wanted.own:
            held = tasks.alias(own_then=ownfilter.then(then.as_of, strict=then.known_by is not None))
            tasks = ownfilter.filtered(held, wanted.own, wanted.document, at="own_then")
        else:
            tasks = ownfilter.filtered(tasks, wanted.own, wanted.document)
    if wanted.due_from is not None:
        tasks = tasks.filter(then.q(due__gte=wanted.due_from))
    if wanted.due_to is not None:
        tasks = tasks.filter(then.q(due__lte=wanted.due_to))
    return tasks


def task_board(
    access: Access,
    wanted: TaskFilter,
    *,
    as_of: date,
    moment: Moment | None = None,
    taken_by: date | None = None,
) -> TaskBoard:
    """The tasks a reader sees, filtered, with lead, document and partners; counts are kept until one changes.

    Args:
        access: The reader.
        wanted: The filter.
        as_of: The day of judgement.
        moment: Where it is not of today: read from spans; give the rows to `as_it_stood`.
        taken_by: What was given on this day or before and is not acknowledged is late in that.
    """
    then = moment or Moment(as_of)
    tasks = then.tasks(tasks_seen(access).filter(resolved=False))
    tasks = filtered(with_state(tasks, as_of, then), wanted, then)
    if wanted.extra in EXTRAS:
        tasks = tasks.filter(_extra(wanted.extra, access, as_of))
    views = _views(then, taken_by)
    about = (replace(wanted, state="", order=""), then, taken_by, as_of)
    key = key_of("tasks", marks.version(marks.TASKS, marks.DOCUMENTS), access.body_ids, *about)
    counting = {name: Count("pk", filter=condition) for name, condition in views.items()}
    if (
        wanted.extra or wanted.system or wanted.coded or wanted.own
    ):  # of what stands beside tasks, which is not counted
        counts = tasks.aggregate(**counting)
    else:
        counts = kept_or(key, lambda: tasks.aggregate(**counting))
    tasks = tasks.filter(views.get(wanted.state, then.standing()))
    rows = (
        tasks.select_related("lead", "document")
        .prefetch_related(with_bodies())
        .order_by(*_order(wanted.order, then))
    )
    total = sum(counts[name] for name in (*TASK_STATES, "awaiting"))
    return TaskBoard(
        tasks=rows, counts=counts, total=total, shown=counts.get(wanted.state, total), moment=then
    )
