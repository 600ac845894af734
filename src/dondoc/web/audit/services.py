"""Writing the trail. Every service calls `record` inside the transaction of its change."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, models
from django.utils.text import Truncator

from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.bodies.models import Body
from dondoc.web.core.inserting import rows_insert

_LABEL = 300


def record(
    *,
    actor: User | None,
    action: str,
    row: models.Model,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    reason: str = "",
    body: Body | None = None,
) -> Entry:
    """Add one entry: who did what to which row, from what to what.

    Args:
        actor: None for the system itself (a worker, a command).
        action: "table.verb", e.g. "fact.accept".
        row: The row that changed; its label is kept as it was called then.
        before: The changed fields as they were; {} for a new row.
        after: The changed fields as they are; {} for a row that went.
        reason: What the person said of it.
        body: Whose branch may read the entry; None: only those who manage people (accounts, roles).
    """
    assert connection.in_atomic_block, "the trail is written in the transaction of the change"
    return Entry.objects.create(
        actor=actor,
        action=action,
        table=row._meta.label,
        row=row.pk,
        label=_label(str(row)),
        before=plain(before),
        after=plain(after),
        reason=reason,
        body=body,
    )


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of many of the same act: the row's key and name, its fields, what was said, whose branch."""

    row: int
    label: str
    after: Mapping[str, Any]
    before: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    body: int | None = None


def record_all(*, actor: User | None, action: str, table: type[models.Model], rows: Iterable[Told]) -> int:
    """As `record`, of an act done to many rows of a table, in one statement; how many entries.

    Args:
        actor: As of `record`.
        action: "table.verb".
        table: Where the rows are.
        rows: What is said of each.
    """
    assert connection.in_atomic_block, "the trail is written in the transaction of the change"
    each = [
        {
            "row": one.row,
            "label": _label(one.label),
            "before": plain(one.before),
            "after": plain(one.after),
            "reason": one.reason,
            "body_id": one.body,
        }
        for one in rows
    ]
    same = {"actor": actor, "action": action, "table": table._meta.label}
    return len(rows_insert(Entry, same=same, each=each))


def _label(called: str) -> str:
    """What a row is called, as long as it is kept."""
    text = unicodedata.normalize("NFC", called)
    return text if len(text) <= _LABEL else Truncator(text).chars(_LABEL)


def plain(value: Any) -> Any:
    """The value as JSON can keep it: days as ISO, decimals as strings, rows as their key."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, models.Choices):
        return value.value
    return value
