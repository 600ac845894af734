"""What a board of a document's tasks is asked for in the document's own fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Case, DecimalField, JSONField, OuterRef, QuerySet, Subquery, TextField, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from dondoc.exchange.asked import number, printed
from dondoc.exchange.ownfields import YES_NO, FieldKind, OwnField
from dondoc.web.core.lists import unmarked
from dondoc.web.taskwork.models import OwnHeld

PREFIX = "own-"  # of the address's parameters


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of one field: a value or words of it, or from and to."""

    key: str
    kind: FieldKind
    words: str = ""
    low: str = ""  # as it was typed
    high: str = ""


def asked(query: Mapping[str, str], fields: Sequence[OwnField]) -> tuple[Asked, ...]:
    """What the address says of these fields; what is no number, day or choice asks for nothing."""
    found = []
    for field in fields:
        if field.retired:
            continue
        low, high = (
            _typed(field.kind, query.get(f"{PREFIX}{field.key}-{end}", "")) for end in ("from", "to")
        )
        words = " ".join(query.get(f"{PREFIX}{field.key}", "").replace("\0", "").split())[:200]
        among = {FieldKind.CHOICE: field.choices, FieldKind.YES_NO: tuple(YES_NO)}.get(field.kind)
        if among is not None and words not in among:
            words = ""
        if words or low or high:
            found.append(Asked(field.key, field.kind, words, low, high))
    return tuple(found)


def _typed(kind: FieldKind, words: str) -> str:
    try:
        if kind is FieldKind.NUMBER:
            return f"{number(words.strip()):f}" if words.strip() else ""
        return date.fromisoformat(words).isoformat() if kind is FieldKind.DAY else ""
    except (ValueError, InvalidOperation):
        return ""


@dataclass(frozen=True, slots=True)
class Input:
    """One field in the form of the board's filter."""

    field: OwnField
    name: str  # of its parameter
    ends: bool  # asked for from and to
    choices: Sequence[tuple[str, str]]  # (value, what is shown); () for words
    asked: Asked | None

    @property
    def low_shown(self) -> str:
        return self._shown(self.asked.low if self.asked else "")

    @property
    def high_shown(self) -> str:
        return self._shown(self.asked.high if self.asked else "")

    def _shown(self, typed: str) -> str:
        return printed(Decimal(typed)) if typed and self.number else typed

    @property
    def number(self) -> bool:
        return self.field.kind is FieldKind.NUMBER


def inputs(fields: Sequence[OwnField], wanted: Sequence[Asked]) -> list[Input]:
    """The form's inputs for the fields in use, with what was asked."""
    now = {one.key: one for one in wanted}
    made = []
    for field in fields:
        if not field.retired:
            choices: dict[FieldKind, Sequence[tuple[str, str]]] = {
                FieldKind.CHOICE: [(one, one) for one in field.choices],
                FieldKind.YES_NO: list(YES_NO.items()),
            }
            made.append(
                Input(
                    field, f"{PREFIX}{field.key}", field.kind in (FieldKind.NUMBER, FieldKind.DAY),
                    choices.get(field.kind, ()), now.get(field.key),
                )
            )  # fmt: skip
    return made


def then(day: date, *, strict: bool) -> Any:
    """What a task says in its own fields at the end of a day, as an expression; see `ownfields.held_then`."""
    rows = OwnHeld.objects.filter(task=OuterRef("pk")).order_by("-pk")
    by_then = Subquery(rows.filter(at__date__lte=day).values("values")[:1], output_field=JSONField())
    if strict:
        return by_then
    first = Subquery(rows.reverse().values("values")[:1], output_field=JSONField())
    return Coalesce(by_then, first, output_field=JSONField())


def filtered(
    tasks: QuerySet[Any], wanted: Sequence[Asked], document: int, *, at: str = "own_values__values"
) -> QuerySet[Any]:
    """The tasks whose own fields say so.

    Args:
        tasks: Of any documents.
        wanted: From `asked`.
        document: Whose fields they are; another document's field of that key may be of another kind.
        at: The path to what a task says.
    """
    tasks = tasks.filter(document_id=document) if wanted else tasks
    for one in wanted:
        path = f"{at}__{one.key}"
        if one.kind in (FieldKind.CHOICE, FieldKind.YES_NO):
            tasks = tasks.filter(**{path: one.words})
        elif one.kind is FieldKind.TEXT:
            tasks = tasks.alias(**{f"own_{one.key}": Cast(KeyTextTransform(one.key, at), TextField())})
            for pattern in unmarked(one.words):
                tasks = tasks.filter(**{f"own_{one.key}__iregex": pattern})
        else:
            tasks = _between(tasks, one, Cast(KeyTextTransform(one.key, at), TextField()), document)
    return tasks


def _between(tasks: QuerySet[Any], one: Asked, held: Any, document: int) -> QuerySet[Any]:
    """Days compare as they are kept, "2026-12-31"; numbers as numbers, looked at in this document only."""
    name = f"own_{one.key}"
    ends: dict[str, Any] = {"gte": one.low, "lte": one.high}
    if one.kind is FieldKind.NUMBER:
        exact = DecimalField(max_digits=40, decimal_places=10)
        held = Cast(Case(When(document_id=document, then=held), output_field=TextField()), exact)
        ends = {end: Decimal(typed) for end, typed in ends.items() if typed}
    tasks = tasks.alias(**{name: held})
    return tasks.filter(**{f"{name}__{end}": typed for end, typed in ends.items() if typed != ""})
