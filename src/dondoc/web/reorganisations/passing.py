"""What stands open with a body and passes to who took over: tasks, targets, subordinate bodies.

Each kind of thing is one object that can list, hand over and take back; `kinds.KINDS` holds them all in the
order in which they pass. What partners, projects, obligations and charges need is in `passingmore`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.moving import body_move, body_move_undo
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.plans.models import EventKind, Target, Task, TaskEvent
from dondoc.web.plans.selectors import targets_seen
from dondoc.web.plans.standings import refresh
from dondoc.web.plans.taskboard import tasks_seen
from dondoc.web.reorganisations.models import Passage, Reorganisation
from dondoc.web.reorganisations.standing import open_tasks, targets_open
from dondoc.web.search.services import index

_LEADS = (EventKind.ASSIGNED, EventKind.TRANSFERRED, EventKind.SUCCEEDED)

# (name of a kind, id of a thing) → place in `after` of who takes it
Choices = Mapping[tuple[str, int], int]


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose open things are looked for, and on which day."""

    given: Sequence[Body]
    ending: Sequence[Body]  # of these, who does not go on
    on: date


@dataclass(slots=True)
class Handover:
    """One reorganisation under way: who gives, who takes, and what was chosen for single things."""

    made: Reorganisation
    given: Sequence[Body]
    ending: Sequence[Body]
    takers: Sequence[Body]
    default: Body | None
    choices: Choices
    by: User
    tasks: dict[int, Body] = field(default_factory=dict)  # who took which task: its matter goes along

    def taker(self, kind: str, pk: int, label: str, giver: Body) -> Body | None:
        """Who takes it; None where it stays with who goes on.

        Raises:
            ValidationError: Several could, and nobody said which.
        """
        place = self.choices.get((kind, pk))
        taker = self.takers[place] if place is not None and 0 <= place < len(self.takers) else None
        if taker is None and giver not in self.ending:
            return None  # who goes on keeps what nobody said passes
        taker = taker or self.default
        if taker is None:
            words = f"Chưa chọn cơ quan tiếp nhận cho “{label[:80]}”."
            raise ValidationError({"rest": f"{words} Chọn từng mục hoặc chọn nơi nhận phần còn lại."})
        return None if taker == giver else taker


@dataclass(frozen=True, slots=True)
class Step:
    """One thing's way from one body to another."""

    giver: Body
    taker: Body
    to: Handover


@dataclass(frozen=True, slots=True)
class TakingBack:
    """One reorganisation being undone."""

    by: User
    on: date
    note: str


T = TypeVar("T", bound=Model)


class Kind(Generic[T]):
    """One kind of thing that passes; `name` is also its column of a `Passage`."""

    name: ClassVar[str]

    def open(self, who: Standing) -> QuerySet[T]:
        """What these bodies have open on the day, with what `words` and `pass_on` look at."""
        raise NotImplementedError

    def seen(self, access: Access, found: QuerySet[T]) -> QuerySet[T]:  # noqa: ARG002 - others ask
        """Of these what the reader may see; inside a province who stands where is no secret."""
        return found

    def giver(self, row: T) -> int:
        """The id of the body in whose name it stands."""
        raise NotImplementedError

    def words(self, row: T) -> str:
        """What a list calls it."""
        return str(row)

    def due(self, row: T) -> date | None:  # noqa: ARG002 - not all have one
        """The day a list shows with it."""
        return None

    def turns(self, rows: Iterable[T]) -> None:
        """Wait for who works on these rows."""

    def taker(self, row: T, giver: Body, to: Handover) -> Body | None:
        """Who takes it; None where it stays."""
        return to.taker(self.name, row.pk, self.words(row), giver)

    def pass_on(self, row: T, step: Step) -> Passage | None:
        """Hand it over, with its trace; None where the taker has it already. The passage is not saved."""
        raise NotImplementedError

    def touched(self, passage: Passage) -> str:  # noqa: ARG002 - a target has no history here
        """Why it cannot be taken back: what has happened to it since; "" where nothing has."""
        return ""

    def back(self, passage: Passage, taking: TakingBack) -> None:
        """Give it back, with its trace."""

    def all(self, to: Handover) -> int:
        """Hand over everything that passes; how much that was."""
        rows = list(self.open(Standing(to.given, to.ending, to.made.on)))
        self.turns(rows)
        bodies = {body.pk: body for body in to.given}
        count = 0
        for row in rows:
            giver = bodies[self.giver(row)]
            taker = self.taker(row, giver, to)
            passage = None if taker is None else self.pass_on(row, Step(giver, taker, to))
            if passage is not None and taker is not None:
                passage.reorganisation, passage.giver, passage.taker = to.made, giver, taker
                setattr(passage, self.name, row)
                passage.save()
                count += 1
        return count


class Tasks(Kind[Task]):
    """Open tasks: the lead changes by an event that is no transfer and is not counted as one."""

    name = "task"

    def open(self, who: Standing) -> QuerySet[Task]:
        found = open_tasks().filter(lead__in=who.given)
        return found.select_related("document__owner", "lead").order_by("document", "number")

    def seen(self, access: Access, found: QuerySet[Task]) -> QuerySet[Task]:
        return tasks_seen(access).filter(pk__in=found.order_by().values("pk")).select_related("lead")

    def giver(self, row: Task) -> int:
        assert row.lead_id is not None
        return row.lead_id

    def words(self, row: Task) -> str:
        return row.action

    def due(self, row: Task) -> date | None:
        return row.due

    def turns(self, rows: Iterable[Task]) -> None:
        for document in sorted({row.document_id for row in rows}):
            take_turn(Turn.DOCUMENT, document)

    def pass_on(self, row: Task, step: Step) -> Passage | None:
        led = row.events.filter(kind__in=_LEADS).order_by("on", "pk").last()
        on = max(
            step.to.made.on, row.owed_from or step.to.made.on, led.on if led is not None else step.to.made.on
        )
        step.to.tasks[row.pk] = step.taker
        return Passage(
            event=task_succeed(task=row, lead=step.taker, on=on, by=step.to.by, note=step.to.made.paper)
        )

    def touched(self, passage: Passage) -> str:
        assert passage.task is not None
        last = passage.task.events.order_by("-pk").first()
        if last is None or last.pk == passage.event_id:
            return ""
        return (
            f"Việc “{passage.task}” đã có diễn biến sau khi chuyển ({last.get_kind_display().lower()}), nên "
            "không hoàn tác được. Chuyển từng việc bằng “Chuyển cơ quan chủ trì”."
        )

    def back(self, passage: Passage, taking: TakingBack) -> None:
        """That it passed never was: both events stay readable, its lead is who it was."""
        task, giver = passage.task, passage.giver
        assert task is not None
        before = {"lead": task.lead and task.lead.name}
        TaskEvent.objects.create(
            task=task, kind=EventKind.UNDONE, on=taking.on, by=taking.by, note=taking.note,
            undoes=passage.event, lead=task.lead,
        )  # fmt: skip
        task.lead = giver  # for a task whose assignment is no event of its own but what its columns say
        task.save(update_fields=["lead"])
        refresh(task)
        index(task)
        record(
            actor=taking.by, action="task.undone", row=task, before=before, after={"lead": giver.name},
            reason=taking.note, body=giver,
        )  # fmt: skip


def task_succeed(*, task: Task, lead: Body, on: date, by: User, note: str) -> TaskEvent:
    """The task passes to a successor as it stands; one event and one entry in the caller's transaction."""
    was = task.lead
    event = TaskEvent.objects.create(task=task, kind=EventKind.SUCCEEDED, on=on, by=by, note=note, lead=lead)
    refresh(task)
    succeeded(task, "task", "lead", was and was.name, lead, by, note)
    return event


def succeeded(row: Model, what: str, name: str, was: Any, taker: Body, by: User, note: str) -> None:
    """The trail's entry of a thing that passed."""
    record(
        actor=by, action=f"{what}.succeeded", row=row, before={name: was}, after={name: taker.name},
        reason=note, body=taker,
    )  # fmt: skip


class Targets(Kind[Target]):
    """Targets whose period has not ended: they stay the old body's, the taker answers for them."""

    name = "target"

    def open(self, who: Standing) -> QuerySet[Target]:
        return targets_open(who.given, on=who.on).select_related("indicator", "body").order_by("pk")

    def seen(self, access: Access, found: QuerySet[Target]) -> QuerySet[Target]:
        mine = targets_seen(access).filter(pk__in=found.order_by().values("pk"))
        return mine.select_related("indicator", "body").order_by("indicator__sort_key", "pk")

    def giver(self, row: Target) -> int:
        return int(getattr(row, "answerer", row.body_id))

    def words(self, row: Target) -> str:
        return f"{row} ({row.get_basis_display()})"

    def due(self, row: Target) -> date | None:
        return row.period_end

    def pass_on(self, row: Target, step: Step) -> Passage | None:  # noqa: ARG002 - it stays where it is
        return Passage()


class Children(Kind[Body]):
    """Subordinate bodies of those that end: they stand under the taker from the day."""

    name = "child"

    def open(self, who: Standing) -> QuerySet[Body]:
        below = Body.objects.filter(parent__in=who.ending).filter(Q(valid_to=None) | Q(valid_to__gte=who.on))
        return below.order_by("sort_key", "pk")

    def giver(self, row: Body) -> int:
        assert row.parent_id is not None
        return row.parent_id

    def taker(self, row: Body, giver: Body, to: Handover) -> Body | None:
        return None if row in to.takers else super().taker(row, giver, to)

    def pass_on(self, row: Body, step: Step) -> Passage | None:
        body_move(body=row, parent=step.taker, on=step.to.made.on, by=step.to.by, note=step.to.made.paper)
        return Passage()

    def touched(self, passage: Passage) -> str:
        assert passage.child is not None
        if passage.child.parent_id == passage.taker_id:
            return ""
        return f"{passage.child.name} đã được chuyển tiếp, nên không hoàn tác được."

    def back(self, passage: Passage, taking: TakingBack) -> None:
        assert passage.child is not None
        body_move_undo(body=passage.child, by=taking.by, note=taking.note)
