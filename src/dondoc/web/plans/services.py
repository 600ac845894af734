"""What people do with confirmed tasks and indicators. One transaction and one audit entry each."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from dondoc.text.normalize import search_key
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.plans.models import EventKind, Indicator, IndicatorAlias, Task, TaskEvent
from dondoc.web.results.services import units_convert
from dondoc.web.search.services import index


def _task(task: Task) -> Task:
    """The task as it is now, with nobody else changing it meanwhile."""
    take_turn(Turn.DOCUMENT, task.document_id)
    now = Task.objects.select_related("document__owner", "lead").get(pk=task.pk)
    if now.withdrawn_at is not None:
        raise Conflict("Nhiệm vụ này đã được rút lại. Tải lại trang để xem.")
    return now


def _record(
    task: Task, action: str, by: User, before: dict[str, Any], after: dict[str, Any], why: str
) -> None:
    body = task.lead or task.document.owner
    record(actor=by, action=action, row=task, before=before, after=after, reason=why, body=body)


@transaction.atomic
def task_done(*, task: Task, on: date, by: User, note: str = "") -> TaskEvent:
    """Record that the task was completed on a day; the same day recorded twice is one event.

    Raises:
        ValidationError: The day is before the task was owed.
        Conflict: It is recorded as done on another day, or withdrawn.
    """
    task = _task(task)
    if task.owed_from is not None and on < task.owed_from:
        raise ValidationError(
            {"on": f"Nhiệm vụ được giao từ {task.owed_from:%d/%m/%Y}, chọn ngày từ đó về sau."}
        )
    if task.done_on is not None:
        known = task.events.filter(kind=EventKind.DONE, on=task.done_on).last()
        if task.done_on == on and known is not None:
            return known
        raise Conflict(
            f"Nhiệm vụ đã được ghi nhận hoàn thành ngày {task.done_on:%d/%m/%Y}. Mở lại trước khi sửa."
        )
    event = TaskEvent.objects.create(task=task, kind=EventKind.DONE, on=on, by=by, note=note.strip())
    task.done_on = on
    task.save(update_fields=["done_on"])
    _record(task, "task.done", by, {"done_on": None}, {"done_on": on}, note)
    return event


@transaction.atomic
def task_reopen(*, task: Task, on: date, by: User, note: str = "") -> TaskEvent:
    """Take a recorded completion back.

    Raises:
        Conflict: It is not recorded as done, or withdrawn.
    """
    task = _task(task)
    if task.done_on is None:
        raise Conflict("Nhiệm vụ chưa được ghi nhận hoàn thành nên không có gì để mở lại.")
    before = {"done_on": task.done_on}
    event = TaskEvent.objects.create(task=task, kind=EventKind.REOPENED, on=on, by=by, note=note.strip())
    task.done_on = None
    task.save(update_fields=["done_on"])
    _record(task, "task.reopen", by, before, {"done_on": None}, note)
    return event


@transaction.atomic
def task_note(*, task: Task, on: date, by: User, note: str) -> TaskEvent:
    """Keep a remark with the task.

    Raises:
        ValidationError: There is none.
    """
    if not note.strip():
        raise ValidationError({"note": "Nhập nội dung ghi chú."})
    task = _task(task)
    event = TaskEvent.objects.create(task=task, kind=EventKind.NOTE, on=on, by=by, note=note.strip())
    _record(task, "task.note", by, {}, {"note": note.strip()}, "")
    return event


@transaction.atomic
def task_lead_set(*, task: Task, lead: Body | None, by: User, reason: str = "") -> Task:
    """Say who answers for the task."""
    task = _task(task)
    if task.lead_id == (lead and lead.pk):
        return task
    before = {"lead": task.lead and task.lead.name}
    task.lead = lead
    task.save(update_fields=["lead"])
    index(task)
    _record(task, "task.lead", by, before, {"lead": lead and lead.name}, reason)
    return task


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
