"""Writing the trail. Every service calls `record` inside the transaction of its change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, models
from django.utils.text import Truncator

from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.bodies.models import Body


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
        label=Truncator(str(row)).chars(300),
        before=plain(before),
        after=plain(after),
        reason=reason,
        body=body,
    )


def record_many(
    *,
    actor: User | None,
    action: str,
    rows: Iterable[tuple[models.Model, Mapping[str, Any]]],
    reason: str = "",
    body: Body | None = None,
) -> int:
    """As `record`, of many new rows each with its fields, in one statement; how many entries."""
    assert connection.in_atomic_block, "the trail is written in the transaction of the change"
    made = Entry.objects.bulk_create(
        Entry(
            actor=actor,
            action=action,
            table=row._meta.label,
            row=row.pk,
            label=Truncator(str(row)).chars(300),
            before={},
            after=plain(after),
            reason=reason,
            body=body,
        )
        for row, after in rows
    )
    return len(made)


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
