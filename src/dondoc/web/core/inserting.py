"""Many rows that share most of their columns, in one statement: a report's figures, their audit entries.

`bulk_create` prepares every column of every row; of a report's 72 figures that takes four times as long as
the database does. Here what all rows share is prepared once, and what is a row's own goes as one JSON text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, models

from dondoc.web.core.statements import repeated

_MOST = 2**63 - 1  # SQLite would keep a larger whole number of a JSON text as a float


def rows_insert(
    table: type[models.Model], *, same: Mapping[str, Any], each: Sequence[Mapping[str, Any]]
) -> list[int]:
    """Insert rows, in the caller's transaction; their keys, in order.

    Columns that are not named are filled as the model fills them. No signal is sent, as by `bulk_create`.

    Args:
        table: Its key is counted up by the database.
        same: What all rows share, by name of field.
        each: What is a row's own, by name of column, the same names in every row: whole numbers, words,
            truth values, days, None; of a JSON field what JSON can keep.

    Raises:
        OverflowError: A whole number that no column keeps.
        TypeError: A value of another kind.
    """
    assert connection.in_atomic_block
    if not each:
        return []
    fields = [field for field in table._meta.concrete_fields if not field.primary_key]
    first = each[0]
    differ = {name for name in first if any(row[name] != first[name] for row in each)}
    own = [field for field in fields if field.attname in differ]
    shared = [field for field in fields if field.attname not in differ]
    usual = table(**same)
    for field in shared:
        if field.attname in first:
            setattr(usual, field.attname, _checked(field, first[field.attname]))
    values = [field.get_db_prep_save(field.pre_save(usual, add=True), connection) for field in shared]
    rows = json.dumps(
        [[_value(field, row[field.attname]) for field in own] for row in each],
        ensure_ascii=False,
        default=_day,
    )
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in (*own, *shared))
    with repeated() as cursor:
        if connection.vendor == "postgresql":
            told = [f"(item ->> {n})::{_type(field)}" for n, field in enumerate(own)]
            told += [f"%s::{_type(field)}" for field in shared]
            source = "jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS told (item, n) ORDER BY n"
        else:
            told = [f"json_extract(value, '$[{n}]')" for n in range(len(own))] + ["%s"] * len(shared)
            source = "json_each(%s) ORDER BY key"
        into = f"INSERT INTO {table._meta.db_table} ({names})"
        statement = f"{into} SELECT {', '.join(told)} FROM {source} RETURNING id"  # noqa: S608 - names of ours
        cursor.execute(statement, [*values, rows])
        # counted up in the order of the rows, and given back in any
        return sorted(key for (key,) in cursor.fetchall())


def rows_update(table: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Set columns of many rows, each to its own, in one statement and in the caller's transaction.

    Args:
        table: Their table.
        rows: Of each its `id` and the columns to set, the same names in every row; values as of
            `rows_insert`, and no JSON.
    """
    assert connection.in_atomic_block
    if not rows:
        return
    fields = {field.attname: field for field in table._meta.concrete_fields if field.attname in rows[0]}
    names = ["id", *(name for name in fields if name != "id")]
    told = [[_checked(fields[name], row[name]) for name in names] for row in rows]
    if connection.vendor == "postgresql":
        each = [f"(item ->> {n})::{_type(fields[name])} AS {name}" for n, name in enumerate(names)]
        source = "jsonb_array_elements(%s::jsonb) AS all_told (item)"
    else:
        each = [f"json_extract(value, '$[{n}]') AS {name}" for n, name in enumerate(names)]
        source = "json_each(%s)"
    columns = ", ".join(f"{fields[name].column} = told.{name}" for name in names[1:])
    target = table._meta.db_table
    with repeated() as cursor:
        cursor.execute(
            f"UPDATE {target} SET {columns} FROM (SELECT {', '.join(each)} FROM {source}) AS told"  # noqa: S608 - names of ours
            f" WHERE {target}.id = told.id",
            [json.dumps(told, ensure_ascii=False, default=_day)],
        )


def _type(field: models.Field[Any, Any]) -> str:
    """The column's type without its length: a cast to one would cut what is too long, and say nothing."""
    return (field.db_type(connection) or "").partition("(")[0]


def _value(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.JSONField):
        return json.dumps(value, cls=field.encoder)
    return _checked(field, value)


def _checked(field: models.Field[Any, Any], value: Any) -> Any:
    if type(value) is int and abs(value) > _MOST:
        raise OverflowError(f"{field.name}: {value}")
    return value


def _day(value: Any) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be inserted so")
