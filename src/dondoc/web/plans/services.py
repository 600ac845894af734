"""What people do with confirmed tasks and indicators. One transaction and one audit entry each."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from dondoc.text.normalize import search_key
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.plans.life import act, current, too_early
from dondoc.web.plans.models import EventKind, Indicator, IndicatorAlias, Task, TaskEvent
from dondoc.web.results.services import units_convert
from dondoc.web.search.services import index


@transaction.atomic
def task_done(
    *, task: Task, on: date, by: User, note: str = "", confirmed_on: date | None = None
) -> TaskEvent:
    """Confirm that the task's result was there on a day; the same day confirmed twice is one event.

    Args:
        task: What was done.
        on: The day the result was there: in time or late is judged by it.
        by: Who confirms.
        note: The paper that says so.
        confirmed_on: The day of the confirmation; None takes `on`.

    Raises:
        ValidationError: The day is before the task was owed; the product is not named; who reported confirms.
        Conflict: It is recorded as done on another day, or withdrawn.
    """
    task = current(task)
    if task.done_on is not None:
        known = task.events.filter(kind=EventKind.DONE).order_by("id").last()
        if task.done_on == on and known is not None:
            return known
        raise Conflict(
            f"Nhiệm vụ đã được ghi nhận hoàn thành ngày {task.done_on:%d/%m/%Y}. Mở lại trước khi sửa."
        )
    if task.owed_from is not None and on < task.owed_from:
        raise ValidationError({"on": too_early(task.owed_from)})
    return act(task=task, kind=EventKind.DONE, on=confirmed_on or on, day=on, by=by, note=note)


@transaction.atomic
def task_reopen(*, task: Task, on: date, by: User, note: str = "") -> TaskEvent:
    """Take a confirmed completion back.

    Raises:
        ValidationError: No reason is given.
        Conflict: It is not recorded as done, or withdrawn.
    """
    task = current(task)
    if task.done_on is None:
        raise Conflict("Nhiệm vụ chưa được ghi nhận hoàn thành nên không có gì để mở lại.")
    return act(task=task, kind=EventKind.REOPENED, on=on, by=by, note=note)


@transaction.atomic
def task_note(*, task: Task, on: date, by: User, note: str) -> TaskEvent:
    """Keep a remark with the task.

    Raises:
        ValidationError: There is none.
    """
    if not note.strip():
        raise ValidationError({"note": "Nhập nội dung ghi chú."})
    return act(task=task, kind=EventKind.NOTE, on=on, by=by, note=note)


@transaction.atomic
def task_lead_set(*, task: Task, lead: Body, by: User, on: date, reason: str = "") -> Task:
    """Say who answers for the task: its first lead, or another one."""
    task = current(task)
    if task.lead_id == lead.pk:
        return task
    kind = EventKind.ASSIGNED if task.lead_id is None else EventKind.TRANSFERRED
    act(task=task, kind=kind, on=on, by=by, note=reason, lead=lead)
    return Task.objects.get(pk=task.pk)


@transaction.atomic
def indicator_add(
    *,
    name: str,
    unit: str,
    by: User | None,
    direction: str = "higher",
    nature: str = "annual",
    field: str = "",
    code: str = "",
) -> Indicator:
    """An indicator of the office's own, or one of the catalogue (`code`).

    Raises:
        ValidationError: By field; or the name is one there is already.
    """
    indicator = Indicator(
        code=code,
        name=name.strip(),
        unit=unit.strip(),
        direction=direction,
        nature=nature,
        field=field.strip(),
    )
    indicator.full_clean()
    indicator.fill_keys()
    if Indicator.objects.filter(folded=indicator.folded).exclude(folded="").exists():
        raise ValidationError({"name": "Đã có chỉ tiêu với tên này."})
    indicator.save()
    index(indicator)
    after = {"name": indicator.name, "unit": indicator.unit, "code": code}
    record(actor=by, action="indicator.add", row=indicator, before={}, after=after)
    return indicator


@transaction.atomic
def indicator_alias_add(*, indicator: Indicator, name: str, by: User | None) -> bool:
    """Another name of the indicator; whether it was new."""
    name = " ".join(name.split())[:300]
    folded = search_key(name)[:300]
    if not folded or folded == search_key(indicator.name):
        return False
    _, new = IndicatorAlias.objects.get_or_create(indicator=indicator, folded=folded, defaults={"name": name})
    if new:
        index(indicator)
        record(actor=by, action="indicator.alias", row=indicator, before={}, after={"name": name})
    return new


@transaction.atomic
def indicator_update(
    *,
    indicator: Indicator,
    by: User,
    name: str | None = None,
    unit: str | None = None,
    direction: str | None = None,
    nature: str | None = None,
    field: str | None = None,
) -> Indicator:
    """Correct an indicator; None leaves a field as it is. A new unit converts anew what was confirmed."""
    take_turn(Turn.FIGURES, indicator.pk)
    indicator = Indicator.objects.get(pk=indicator.pk)
    wanted = {"name": name, "unit": unit, "direction": direction, "nature": nature, "field": field}
    changes = {
        k: v.strip() for k, v in wanted.items() if v is not None and v.strip() != getattr(indicator, k)
    }
    if not changes:
        return indicator
    before = {k: getattr(indicator, k) for k in changes}
    for k, v in changes.items():
        setattr(indicator, k, v)
    indicator.full_clean()
    indicator.save(update_fields=list(changes))
    if "unit" in changes:
        units_convert(indicator)
    index(indicator)
    record(actor=by, action="indicator.update", row=indicator, before=before, after=changes)
    return indicator
