"""Steps, people, resources, the level that decides, the review cycle; and days worth asking about again."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dondoc.assessment.recurrence import months_later
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body, Position
from dondoc.web.core.conflicts import Conflict
from dondoc.web.plans.life import act, current, too_early
from dondoc.web.plans.models import EventKind, Task
from dondoc.web.taskwork.models import Arrangement, PersonRole, SavedDay, Step, TaskPerson

GONE = "Mục này đã được rút lại. Tải lại trang để xem."


def whose(task: Task) -> Body:
    """Whose branch reads the trail of what is done around a task."""
    return task.lead or task.document.owner


@transaction.atomic
def step_add(*, task: Task, what: str, by: User, who: str = "", due: date | None = None) -> Step:
    """A step more.

    Raises:
        ValidationError: It says nothing, or is due after the task.
    """
    task = current(task)
    if not what.strip():
        raise ValidationError({"what": "Nêu bước phải làm."})
    if due is not None and task.due is not None and due > task.due:
        raise ValidationError(
            {"due": f"Nhiệm vụ phải xong trước {task.due:%d/%m/%Y}, bước không thể sau đó."}
        )
    step = Step.objects.create(task=task, what=what.strip(), who=who.strip(), due=due, by=by)
    after = {"what": step.what, "who": step.who, "due": due}
    record(actor=by, action="task.step", row=task, before={}, after=after, body=whose(task))
    return step


@transaction.atomic
def step_done(*, step: Step, on: date | None, by: User) -> Step:
    """The step was done on a day, or (None) was not after all.

    Raises:
        ValidationError: Before the task was owed.
        Conflict: The step was taken back.
    """
    task = current(step.task)
    step = Step.objects.get(pk=step.pk)
    if step.withdrawn_at is not None:
        raise Conflict(GONE)
    if on is not None and task.owed_from is not None and on < task.owed_from:
        raise ValidationError({"on": too_early(task.owed_from)})
    before, step.done_on = step.done_on, on
    step.save(update_fields=["done_on"])
    record(
        actor=by,
        action="task.step.done",
        row=task,
        before={"step": step.what, "done_on": before},
        after={"done_on": on},
        body=whose(task),
    )
    return step


@transaction.atomic
def step_withdraw(*, step: Step, by: User) -> Step:
    """The step is no longer planned."""
    task = current(step.task)
    step = Step.objects.get(pk=step.pk)
    if step.withdrawn_at is not None:
        raise Conflict(GONE)
    step.withdrawn_at = timezone.now()
    step.save(update_fields=["withdrawn_at"])
    record(
        actor=by,
        action="task.step.withdraw",
        row=task,
        before={"step": step.what},
        after={},
        body=whose(task),
    )
    return step


@transaction.atomic
def person_set(
    *,
    task: Task,
    role: PersonRole,
    since: date,
    by: User,
    user: User | None = None,
    position: Position | None = None,
) -> TaskPerson:
    """Say who does the task at the lead, or who follows it at the assigner, from a day on.

    Whoever had that part before has it until the day before.

    Raises:
        ValidationError: Nobody or two are named, it is the same person, or the days do not follow.
    """
    task = current(task)
    if (user is None) == (position is None):
        raise ValidationError({"user": "Chọn một người dùng, hoặc một cán bộ theo chức vụ."})
    if task.owed_from is not None and since < task.owed_from:
        raise ValidationError({"since": too_early(task.owed_from)})
    last = task.people.filter(role=role, withdrawn_at=None, until=None).first()
    if last is not None:
        if (last.user, last.position) == (user, position):
            raise ValidationError({"user": "Người này đang được phân công."})
        if since <= last.since:
            raise ValidationError({"since": f"Người trước được phân công từ {last.since:%d/%m/%Y}."})
        last.until = since - timedelta(days=1)
        last.save(update_fields=["until"])
    person = TaskPerson.objects.create(task=task, role=role, user=user, position=position, since=since, by=by)
    before = {"who": str(last)} if last is not None else {}
    after = {"who": str(person), "since": since}
    record(actor=by, action=f"task.{role.value}", row=task, before=before, after=after, body=whose(task))
    return person


@transaction.atomic
def person_end(*, person: TaskPerson, on: date, by: User) -> TaskPerson:
    """That person has it no longer.

    Raises:
        Conflict: It has ended already.
        ValidationError: Before it began.
    """
    task = current(person.task)
    person = TaskPerson.objects.get(pk=person.pk)
    if person.until is not None or person.withdrawn_at is not None:
        raise Conflict("Phân công này đã kết thúc. Tải lại trang để xem.")
    if on < person.since:
        raise ValidationError({"on": f"Phân công bắt đầu từ {person.since:%d/%m/%Y}."})
    person.until = on
    person.save(update_fields=["until"])
    record(
        actor=by,
        action=f"task.{person.role}.end",
        row=task,
        before={"who": str(person)},
        after={"until": on},
        body=whose(task),
    )
    return person


@transaction.atomic
def arrange(
    *, task: Task, by: User, on: date, resources: str, level: str, review_months: int | None = None
) -> Arrangement:
    """Resources, the level that decides, and for a task without a day how often it is looked at.

    Raises:
        ValidationError: A review cycle for a task that has a day.
    """
    task = current(task)
    if review_months is not None and task.due is not None:
        raise ValidationError(
            {"review_months": "Việc có thời hạn thì theo thời hạn; chu kỳ rà soát chỉ cho việc không có hạn."}
        )
    row, _new = Arrangement.objects.get_or_create(task=task)
    wanted = {"resources": resources.strip(), "level": level.strip(), "review_months": review_months}
    before = {name: getattr(row, name) for name in wanted if getattr(row, name) != wanted[name]}
    if not before:
        return row
    for name, value in wanted.items():
        setattr(row, name, value)
    if "review_months" in before:
        row.review_next = months_later(on, review_months) if review_months else None
    row.save()
    after = {name: wanted[name] for name in before}
    record(actor=by, action="task.arrange", row=task, before=before, after=after, body=whose(task))
    return row


@transaction.atomic
def reviewed(*, task: Task, on: date, note: str, by: User) -> Arrangement:
    """Somebody has looked at a task without a day: a note, and the next day to look.

    Raises:
        Conflict: It has no review cycle.
        ValidationError: Nothing is said.
    """
    row = Arrangement.objects.select_related("task").filter(task=task, review_months__isnull=False).first()
    if row is None or row.review_months is None:
        raise Conflict("Việc này không đặt chu kỳ rà soát.")
    act(task=task, kind=EventKind.NOTE, on=on, by=by, note=note)
    row.review_next = months_later(on, row.review_months)
    row.save(update_fields=["review_next"])
    return row


@transaction.atomic
def day_save(*, name: str, day: date, by: User, owner: Body) -> SavedDay:
    """Keep a day under a name.

    Raises:
        ValidationError: It has no name, or is kept already.
    """
    if not name.strip():
        raise ValidationError({"name": "Đặt tên cho mốc, ví dụ “Hội nghị BCH lần thứ 7”."})
    if SavedDay.objects.filter(day=day, name=name.strip(), withdrawn_at=None).exists():
        raise ValidationError({"name": "Đã có mốc này."})
    kept = SavedDay.objects.create(name=name.strip(), day=day, by=by)
    record(
        actor=by, action="day.save", row=kept, before={}, after={"name": kept.name, "day": day}, body=owner
    )
    return kept
