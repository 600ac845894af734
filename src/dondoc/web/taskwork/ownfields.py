"""An office's own fields on the tasks of a document: defined, changed, retired, filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from dondoc.exchange import ownfields
from dondoc.exchange.fields import Field
from dondoc.exchange.ownfields import FieldKind, OwnField
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.plans.life import current
from dondoc.web.plans.models import Task
from dondoc.web.sources.models import Document
from dondoc.web.taskwork.arranging import whose
from dondoc.web.taskwork.models import OwnFields, OwnHeld, OwnValues


@dataclass(frozen=True, slots=True)
class Filled:
    """A field of a task with what it holds."""

    field: OwnField
    held: str

    @property
    def shown(self) -> str:
        """As a page prints it."""
        return ownfields.shown(self.field, self.held)


def defined(documents: Any) -> dict[int, tuple[OwnField, ...]]:
    """Document → its fields as they are now, the retired ones too; one query.

    Args:
        documents: A queryset of documents or their ids, or a list of either.
    """
    versions = OwnFields.objects.filter(document__in=documents).order_by("version")
    kept = dict(versions.values_list("document_id", "fields"))  # the last version counts
    return {document: ownfields.from_json(fields) for document, fields in kept.items()}


def columns_of(fields: Mapping[int, Sequence[OwnField]]) -> tuple[Field, ...]:
    """The columns of a list of tasks of these documents: their fields in use."""
    return ownfields.columns(field for each in fields.values() for field in each if not field.retired)


def fields_of(document: Document | int) -> tuple[OwnField, ...]:
    """One document's fields, the retired ones too."""
    pk = document if isinstance(document, int) else document.pk
    return defined([pk]).get(pk, ())


def newest(document: str) -> Subquery:
    """What `OwnFields.fields` is of the document at that path, to be fetched along with other things."""
    versions = OwnFields.objects.filter(document=OuterRef(document)).order_by("-version")
    return Subquery(versions.values("fields")[:1])


def filled(task: Task, fields: Iterable[OwnField], held: Mapping[str, str] | None = None) -> list[Filled]:
    """A task's fields in their order; a retired one only where it holds something.

    Args:
        task: With `own_values`, fetched along where there are many.
        fields: Of its document.
        held: What it says, where that is not as of now.
    """
    held = held_by(task) if held is None else held
    return [
        Filled(field, held.get(field.key, ""))
        for field in fields
        if not field.retired or held.get(field.key, "")
    ]


def held_by(task: Task) -> dict[str, str]:
    """Key → value."""
    kept: OwnValues | None = getattr(task, "own_values", None)
    return dict(kept.values) if kept is not None else {}


def held_then(tasks: Sequence[int], day: date, *, strict: bool) -> dict[int, dict[str, str]]:
    """Task → key → value at the end of a day; one query.

    Args:
        tasks: Their ids.
        day: The day.
        strict: Only what had been entered by then. Else what was first entered later counts as well, since
            own fields say no day of their own.
    """
    found: dict[int, dict[str, str]] = {}
    rows = OwnHeld.objects.filter(task__in=tasks).order_by("pk").values_list("task_id", "at", "values")
    for task, at, values in rows:
        by_then = timezone.localdate(at) <= day
        if by_then or (task not in found and not strict):
            found[task] = values
    return found


@transaction.atomic
def field_add(
    *,
    document: Document,
    by: User,
    label: str,
    kind: FieldKind,
    unit: str = "",
    choices: Sequence[str] = (),
    required: bool = False,
) -> OwnField:
    """One field more, after the others.

    Raises:
        ValidationError: Its name is taken, or there is nothing to choose from.
    """
    take_turn(Turn.DOCUMENT, document.pk)
    fields = fields_of(document)
    made = _clean(OwnField(f"f{len(fields) + 1}", label, kind, unit, tuple(choices), required))
    _keep(document, (*fields, made), by=by, action="document.field", before={}, after=_told(made))
    return made


@transaction.atomic
def field_change(
    *, document: Document, key: str, by: User, place: int | None = None, **said: Any
) -> OwnField:
    """Another name, list, place; required or not; retired or in use again. Its kind and unit stay.

    Args:
        document: Whose field it is.
        key: The field's.
        by: Who changes it.
        place: From 1, among all the document's fields; None leaves it.
        **said: Of `OwnField`: label, choices, required, retired.

    Raises:
        ValidationError: As of `field_add`.
        Conflict: There is no such field.
    """
    take_turn(Turn.DOCUMENT, document.pk)
    fields = list(fields_of(document))
    old = next((field for field in fields if field.key == key), None)
    if old is None:
        raise Conflict("Không có trường này. Tải lại trang để xem.")
    new, was = _clean(replace(old, **said)), fields.index(old)
    fields.remove(old)
    fields.insert(was if place is None else max(0, place - 1), new)
    before, after = _told(old, was + 1), _told(new, fields.index(new) + 1)
    if before == after:
        return new
    changed = {name for name in after if before[name] != after[name]} | {"field"}
    _keep(
        document, fields, by=by, action="document.field.change",
        before={name: value for name, value in before.items() if name in changed},
        after={name: value for name, value in after.items() if name in changed},
    )  # fmt: skip
    return new


def _clean(field: OwnField) -> OwnField:
    """Without stray spaces, and without what its kind has no use for."""
    choices = tuple(dict.fromkeys(" ".join(one.split()) for one in field.choices if one.strip()))
    return replace(
        field,
        label=" ".join(field.label.split()),
        unit=field.unit.strip() if field.kind is FieldKind.NUMBER else "",
        choices=choices if field.kind is FieldKind.CHOICE else (),
    )


def _told(field: OwnField, place: int | None = None) -> dict[str, Any]:
    told = {"field": field.label, **asdict(field), "choices": list(field.choices)}
    return {name: value for name, value in told.items() if name != "key"} | (
        {"place": place} if place is not None else {}
    )


def _keep(
    document: Document,
    fields: Sequence[OwnField],
    *,
    by: User,
    action: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    try:
        ownfields.check(fields)
    except ValueError as error:
        raise ValidationError(str(error)) from error
    last = OwnFields.objects.filter(document=document).order_by("-version").first()
    OwnFields.objects.create(
        document=document,
        version=last.version + 1 if last is not None else 1,
        fields=ownfields.to_json(fields),
        by=by,
    )
    record(actor=by, action=action, row=document, before=before, after=after, body=document.owner)


@transaction.atomic
def values_set(*, task: Task, values: Mapping[str, str], by: User, reason: str = "") -> dict[str, str]:
    """Fill in fields of a task; those that are not named stay as they are. What was there before of each.

    Args:
        task: The task.
        values: Key → value as `ownfields.value_of` gives it; "" takes it out.
        by: Who fills it in.
        reason: Where it comes from.
    """
    task = current(task)
    names = {field.key: field.label for field in fields_of(task.document_id)}
    row, _new = OwnValues.objects.get_or_create(task=task)
    before = {
        key: row.values.get(key, "") for key, value in values.items() if row.values.get(key, "") != value
    }
    if not before:
        return {}
    after = {key: values[key] for key in before}
    row.values = {key: value for key, value in {**row.values, **after}.items() if value}
    row.save(update_fields=["values"])
    OwnHeld.objects.create(task=task, values=row.values)
    record(
        actor=by, action="task.own", row=task, reason=reason, body=whose(task),
        before={names.get(key, key): value for key, value in before.items()},
        after={names.get(key, key): value for key, value in after.items()},
    )  # fmt: skip
    return before
