"""Writing the trail. Every service calls `record` inside the transaction of its change."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
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


def record_many(
    *,
    actor: User | None,
    action: str,
    table: type[models.Model],
    rows: Iterable[tuple[int, str, Mapping[str, Any]]],
    reason: str = "",
    body: Body | None = None,
) -> int:
    """As `record`, of many new rows of a table, in one statement; how many entries.

    Args:
        actor: As of `record`, and so are `action`, `reason` and `body`, the same of all entries.
        action: "table.verb".
        table: Where the rows are.
        rows: Of each its key, what it is called (`str` of it), its fields.
        reason: What the person said.
        body: Whose branch may read the entries.
    """
    assert connection.in_atomic_block, "the trail is written in the transaction of the change"
    each = [{"row": key, "label": _label(called), "after": plain(after)} for key, called, after in rows]
    same = {"actor": actor, "action": action, "table": table._meta.label, "reason": reason, "body": body}
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
