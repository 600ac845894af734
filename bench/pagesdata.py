"""Rows by the million for `pages.py`, made inside the database from one row that Django made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any


def months_until(last: date, count: int) -> list[tuple[str, str, str]]:
    """Short form, first and last day of the months up to the one of a day, oldest first."""
    months = []
    for n in range(last.year * 12 + last.month - count, last.year * 12 + last.month):
        first = date(n // 12, n % 12 + 1, 1)
        following = date((n + 1) // 12, (n + 1) % 12 + 1, 1)
        months.append((f"{first:%Y-%m}", first.isoformat(), (following - timedelta(days=1)).isoformat()))
    return months


def day(column: str) -> str:
    """A day written as text, as the database keeps days."""
    from django.db import connection

    return column if connection.vendor == "sqlite" else f"CAST({column} AS date)"


def multiply(row: Any, source: str, of: dict[str, str], params: tuple[Any, ...] = ()) -> None:
    """Rows like one that is not kept itself.

    Args:
        row: Says the columns that are the same in all.
        source: What is joined, after FROM; a WITH before it is a `source` of its own in brackets.
        of: Column → SQL of what differs.
        params: Of `source`.
    """
    from django.db import connection

    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    told: list[Any] = []
    values = []
    for field in fields:
        if field.column in of:
            values.append(of[field.column])
        else:
            values.append("%s")
            told.append(field.get_db_prep_save(field.pre_save(row, add=True), connection))
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(row._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {source}",
            [*told, *params],
        )


def table_of(rows: Sequence[tuple[str, ...]], columns: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Rows of text as a table of a FROM, and its parameters."""
    names = " UNION ALL SELECT ".join(
        ", ".join(f"CAST(%s AS text) AS {column}" for column in columns) for _row in rows
    )
    return f"(SELECT {names})", tuple(cell for row in rows for cell in row)
