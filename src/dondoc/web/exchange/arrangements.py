"""What is arranged around a task (steps, people, partners' parts, waits, cycles) out to a table and back in.

A table adds and corrects; it takes nothing away: a step that a cell no longer names stays. Each change goes
through the service a page uses, so it has its own line in the trail, and what undoing needs is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from dondoc.exchange.arranged import (
    PartCell,
    RecurrenceCell,
    StepCell,
    TriggerCell,
    parts_text,
    recurrence_text,
    steps_text,
    trigger_text,
)
from dondoc.exchange.tasks import Problem, TaskRow
from dondoc.text.normalize import search_key
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body, Position
from dondoc.web.bodies.selectors import Directory
from dondoc.web.plans.fields import fields_known
from dondoc.web.plans.models import Task
from dondoc.web.taskwork import arranging, linking, taskfields
from dondoc.web.taskwork.models import (
    Arrangement,
    Every,
    Part,
    PersonRole,
    Step,
    TaskPerson,
    Trigger,
    TriggeredDue,
    Wait,
)
from dondoc.web.taskwork.parts import part_add
from dondoc.writing.rows import Cell

FIELDS = ("field", "level", "resources", "handler", "supervisor", "steps", "parts", "recurrence", "trigger",
          "waits", "review")  # fmt: skip
_CHARS = {"what": 300, "who": 200, "part": 500}
Undo = list[list[Any]]


def with_arrangements(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks with all that `told` reads, in a fixed number of queries."""
    standing = {"withdrawn_at": None}
    return tasks.select_related("arrangement", "recurrence", "own_values").prefetch_related(
        Prefetch("steps", Step.objects.filter(**standing).order_by("id")),
        Prefetch("partner_parts", Part.objects.filter(**standing).select_related("body").order_by("id")),
        Prefetch(
            "people",
            TaskPerson.objects.filter(**standing, until=None).select_related("user", "position__person"),
        ),
        Prefetch("waits", Wait.objects.filter(**standing).select_related("waits_for").order_by("id")),
        Prefetch("triggered", TriggeredDue.objects.filter(**standing).select_related("trigger")),
    )


def told(task: Task) -> dict[str, Cell]:
    """What the register says of each field, as a cell has it. The task comes from `with_arrangements`."""
    kept: Arrangement | None = getattr(task, "arrangement", None)
    again = getattr(task, "recurrence", None)
    event = next(iter(task.triggered.all()), None)
    return {
        "field": task.field,
        "level": kept.level if kept else "",
        "resources": kept.resources if kept else "",
        "handler": _name(_standing(task, PersonRole.HANDLER)),
        "supervisor": _name(_standing(task, PersonRole.SUPERVISOR)),
        "steps": steps_text(StepCell(s.what, s.who, s.due, s.done_on) for s in task.steps.all()),
        "parts": parts_text(PartCell(p.body.name, p.what, p.due) for p in task.partner_parts.all()),
        "recurrence": recurrence_text(RecurrenceCell(again.every, again.days, again.since, again.until))
        if again
        else "",
        "trigger": trigger_text(TriggerCell(event.trigger.what, event.days, event.working)) if event else "",
        "waits": "; ".join(f"{w.waits_for.document_id}-{w.waits_for.number}" for w in task.waits.all()),
        "review": f"{kept.review_months} tháng" if kept and kept.review_months else "",
    }


def _standing(task: Task | None, role: str) -> TaskPerson | None:
    return next((p for p in task.people.all() if p.role == role), None) if task is not None else None


def _name(person: TaskPerson | None) -> str:
    return str(person) if person is not None else ""


@dataclass(slots=True)
class Wanted:
    """What a row's cells mean here; filled by `Books.wanted`."""

    people: dict[str, User | Position] = field(default_factory=dict)  # handler, supervisor
    parts: list[tuple[Body, PartCell]] = field(default_factory=list)
    waits: list[Task] = field(default_factory=list)
    field: str = ""  # lĩnh vực, as the catalogue has it


class Books:
    """People and tasks that cells name, loaded once for a whole table."""

    def __init__(self, owner: Body, rows: Iterable[TaskRow], directory: Directory) -> None:
        self.directory = directory
        rows = list(rows)
        self.people: dict[str, list[User | Position]] = {}
        if any(row.handler or row.supervisor for row in rows):
            for user in User.objects.filter(is_active=True, grants__valid_to=None).distinct():
                for name in {search_key(str(user)), search_key(user.username)}:
                    self.people.setdefault(name, []).append(user)
            inside = Position.objects.filter(withdrawn_at=None, body__path__startswith=owner.path)
            for position in inside.select_related("person"):
                self.people.setdefault(search_key(str(position)), []).append(position)
        self.fields = fields_known() if any(row.field for row in rows) else []
        codes = {code for row in rows for code in row.waits}
        documents = {int(code.split("-")[0]) for code in codes}
        standing = Task.objects.filter(
            document__in=documents, withdrawn_at=None, document__owner__path__startswith=owner.path
        )
        found = {f"{task.document_id}-{task.number}": task for task in standing} if codes else {}
        self.tasks = {code: found[code] for code in codes if code in found}

    def wanted(self, row: TaskRow, task: Task | None, place: Mapping[str, int], on: date | None) -> Wanted:
        """What the row's cells mean; what they do not is a problem of the row."""
        made = Wanted()
        for role in ("handler", "supervisor"):
            words = getattr(row, role)
            now = _standing(task, role)
            if not words or (now is not None and search_key(str(now)) == search_key(words)):
                continue
            people = self.people.get(search_key(words), [])
            if len(people) == 1:
                if people[0] not in (now and now.user, now and now.position):
                    made.people[role] = people[0]
            else:
                said = "có nhiều người trùng tên; ghi tên đăng nhập" if people else "chưa có trong hệ thống"
                self._problem(row, place, role, f"“{words}” {said}, hoặc để trống.")
        if row.field:
            try:
                made.field = taskfields.named(row.field, self.fields)
            except ValidationError as error:
                self._problem(row, place, "field", " ".join(error.messages))
        for part in row.parts:
            body = self.directory.resolve(part.body, on=on)
            if body is None:
                self._problem(row, place, "parts", f"Chưa có cơ quan “{part.body}”. Sửa tên.")
            elif len(part.what) > _CHARS["part"]:
                self._problem(row, place, "parts", f"Một phần việc dài quá {_CHARS['part']} ký tự.")
            else:
                made.parts.append((body.body, part))
        for code in row.waits:
            if code in self.tasks:
                made.waits.append(self.tasks[code])
            else:
                self._problem(row, place, "waits", f"Chưa có việc mang mã “{code}”. Sửa mã, hoặc bỏ.")
        if any(len(s.what) > _CHARS["what"] or len(s.who) > _CHARS["who"] for s in row.steps):
            self._problem(row, place, "steps", f"Một bước dài quá {_CHARS['what']} ký tự. Rút ngắn lại.")
        if task is not None and row.recurrence and str(told(task)["recurrence"]) != _again(task, row):
            self._problem(
                row, place, "recurrence", "Việc đã có trong sổ: đặt hoặc đổi định kỳ trên trang của việc."
            )
        return made

    @staticmethod
    def _problem(row: TaskRow, place: Mapping[str, int], key: str, message: str) -> None:
        row.problems.append(Problem(place.get(key, -1), message))


def _again(task: Task, row: TaskRow) -> str:
    """The row's cycle as printed, with the days the register has where the row gives none."""
    assert row.recurrence is not None
    kept = getattr(task, "recurrence", None)
    one = row.recurrence
    since = one.since or (kept.since if kept else None)
    return recurrence_text(RecurrenceCell(one.every, one.days, since, one.until))


def differences(task: Task, row: TaskRow, wanted: Wanted) -> list[tuple[str, str, str]]:
    """(field, here, there) of what the row adds to the register or corrects."""
    here = {key: str(value or "") for key, value in told(task).items()}
    there: dict[str, str] = {}
    for key in ("level", "resources"):
        words = getattr(row, key)
        if words and search_key(words) != search_key(here[key]):
            there[key] = words
    if wanted.field and wanted.field != task.field:
        there["field"] = wanted.field
    there |= {role: str(person) for role, person in wanted.people.items()}
    if steps := _new_steps(task, row):
        there["steps"] = steps_text(steps)
    if parts := _new_parts(task, wanted):
        there["parts"] = parts_text(PartCell(body.name, part.what, part.due) for body, part in parts)
    if waits := [one for one in wanted.waits if one.pk not in {w.waits_for_id for w in task.waits.all()}]:
        there["waits"] = "; ".join(f"{one.document_id}-{one.number}" for one in waits)
    if row.trigger is not None and trigger_text(row.trigger) != here["trigger"]:
        there["trigger"] = trigger_text(row.trigger)
    if row.review is not None and f"{row.review} tháng" != here["review"]:
        there["review"] = f"{row.review} tháng"
    return [(key, here[key], there[key]) for key in FIELDS if key in there]


def _new_steps(task: Task, row: TaskRow) -> list[StepCell]:
    known = {StepCell(*_folded(s.what, s.who), s.due, s.done_on) for s in task.steps.all()}
    return [s for s in row.steps if StepCell(*_folded(s.what, s.who), s.due, s.done) not in known]


def _folded(what: str, who: str) -> tuple[str, str]:
    return search_key(what), search_key(who)


def _new_parts(task: Task, wanted: Wanted) -> list[tuple[Body, PartCell]]:
    known = {(p.body_id, search_key(p.what), p.due) for p in task.partner_parts.all()}
    return [(b, p) for b, p in wanted.parts if (b.pk, search_key(p.what), p.due) not in known]


# --- into the register ------------------------------------------------------------------------------------


def arrange(task: Task, row: TaskRow, wanted: Wanted, *, by: User, on: date) -> Undo:
    """Bring what is arranged around a task to what the row says; what undoing needs.

    Args:
        task: From `with_arrangements`.
        row: The row.
        wanted: What its cells mean.
        by: Who brings the table.
        on: The day on which it counts.

    Raises:
        ValidationError: A service refuses: a step after the task's day, waits in a circle.
        Conflict: The task does not stand so that this could be done.
    """
    undo: Undo = []
    undo += _arrangement(task, row, by=by, on=on)
    if wanted.field and wanted.field != task.field:
        undo.append(["field", taskfields.field_set(task=task, field=wanted.field, by=by), wanted.field])
    for role, person in wanted.people.items():
        undo += _person(task, PersonRole(role), person, by=by, on=on)
    for step in _new_steps(task, row):
        undo += _step(task, step, by=by)
    for body, part in _new_parts(task, wanted):
        made = part_add(task=task, body=body, what=part.what, due=part.due, on=on, by=by)
        undo.append(["part", made.pk])
    waiting = {w.waits_for_id for w in task.waits.all()}
    undo += [
        ["wait", linking.wait_add(task=task, waits_for=one, by=by).pk]
        for one in wanted.waits
        if one.pk not in waiting
    ]
    if row.trigger is not None and not task.triggered.all():
        undo += _trigger(task, row.trigger, by=by)
    if row.recurrence is not None and getattr(task, "recurrence", None) is None:
        one = row.recurrence
        since = one.since or task.owed_from or on
        linking.recur(task=task, every=Every(one.every), since=since, days=one.days, until=one.until, by=by)
    return undo


def _arrangement(task: Task, row: TaskRow, *, by: User, on: date) -> Undo:
    kept = getattr(task, "arrangement", None) or Arrangement()
    before = {"resources": kept.resources, "level": kept.level, "review_months": kept.review_months}
    resources, level = row.resources or kept.resources, row.level or kept.level
    months = row.review or kept.review_months
    if before == {"resources": resources, "level": level, "review_months": months}:
        return []
    arranging.arrange(task=task, by=by, on=on, resources=resources, level=level, review_months=months)
    return [["arrangement", before]]


def _person(task: Task, role: PersonRole, person: User | Position, *, by: User, on: date) -> Undo:
    last = task.people.filter(role=role, withdrawn_at=None, until=None).first()
    who: dict[str, Any] = {"user" if isinstance(person, User) else "position": person}
    since = max(on, task.owed_from or on)
    if last is not None and since <= last.since:  # of the same day: what was said before was wrong
        TaskPerson.objects.filter(pk=last.pk).update(withdrawn_at=timezone.now())
    made = arranging.person_set(task=task, role=role, since=since, by=by, **who)
    return [["person", made.pk, last.pk if last is not None else None]]


def _step(task: Task, step: StepCell, *, by: User) -> Undo:
    """A step there is by its words is corrected: another day or person makes it another step."""
    undo: Undo = []
    same = next((s for s in task.steps.all() if search_key(s.what) == search_key(step.what)), None)
    if same is not None and (search_key(same.who), same.due) == (search_key(step.who), step.due):
        undo.append(["done", same.pk, same.done_on.isoformat() if same.done_on else None])
        arranging.step_done(step=same, on=step.done, by=by)
        return undo
    if same is not None:
        arranging.step_withdraw(step=same, by=by)
        undo.append(["withdrawn", same.pk])
    made = arranging.step_add(task=task, what=step.what, who=step.who, due=step.due, by=by)
    if step.done is not None:
        arranging.step_done(step=made, on=step.done, by=by)
    undo.append(["step", made.pk])
    return undo


def _trigger(task: Task, event: TriggerCell, *, by: User) -> Undo:
    standing = Trigger.objects.filter(owner=task.document.owner_id, withdrawn_at=None)
    known = next((one for one in standing if search_key(one.what) == search_key(event.what)), None)
    kind = task.deadline_kind
    made = linking.trigger_set(
        task=task, by=by, trigger=known, what=event.what, days=event.days, working=event.working
    )
    return [["trigger", made.pk, kind]]


# --- and back out -----------------------------------------------------------------------------------------


def undo(task: Task, steps: Undo, *, by: User, reason: str) -> None:
    """Take back what `arrange` did, the last first. Rows stay, marked as withdrawn."""
    for kind, *what in reversed(steps):
        _BACK[kind](task, *what)
    if steps:
        record(
            actor=by,
            action="task.arrange.undo",
            row=task,
            before={"arranged": [str(kind) for kind, *_ in steps]},
            after={},
            reason=reason,
            body=task.lead or task.document.owner,
        )


def _withdraw(model: Any) -> Callable[..., None]:
    def back(_task: Task, pk: int) -> None:
        model.objects.filter(pk=pk, withdrawn_at=None).update(withdrawn_at=timezone.now())

    return back


def _person_back(_task: Task, pk: int, last: int | None) -> None:
    TaskPerson.objects.filter(pk=pk).update(withdrawn_at=timezone.now())
    if last is not None:
        TaskPerson.objects.filter(pk=last).update(until=None, withdrawn_at=None)


def _step_back(_task: Task, pk: int) -> None:
    Step.objects.filter(pk=pk).update(withdrawn_at=None)


def _done_back(_task: Task, pk: int, day: str | None) -> None:
    Step.objects.filter(pk=pk).update(done_on=date.fromisoformat(day) if day else None)


def _trigger_back(task: Task, pk: int, kind: str) -> None:
    TriggeredDue.objects.filter(pk=pk).update(withdrawn_at=timezone.now())
    Task.objects.filter(pk=task.pk).update(deadline_kind=kind)


def _field_back(task: Task, before: str, said: str) -> None:
    Task.objects.filter(pk=task.pk, field=said).update(field=before)  # what was said since stays


def _arrangement_back(task: Task, before: dict[str, Any]) -> None:
    review = {} if before["review_months"] else {"review_next": None}
    Arrangement.objects.filter(task=task).update(**before, **review)


_BACK: Mapping[str, Callable[..., None]] = {
    "arrangement": _arrangement_back,
    "field": _field_back,
    "person": _person_back,
    "step": _withdraw(Step),
    "withdrawn": _step_back,
    "done": _done_back,
    "part": _withdraw(Part),
    "wait": _withdraw(Wait),
    "trigger": _trigger_back,
}
