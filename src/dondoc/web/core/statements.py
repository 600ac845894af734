"""Statements written by hand that are sent again and again, with what they bring as bytes.

On PostgreSQL such a statement is planned once a connection, which of a correction's statements takes longer
than running them, and a block of 39 kB goes as it is in place of 78,000 hexadecimal digits within the
statement. Everything else is sent as Django sends it (decision 0020).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper


@contextmanager
def repeated() -> Iterator[CursorWrapper]:
    """A cursor for statements whose words stay the same, counted and logged as any other.

    On PostgreSQL results come in binary: whole numbers, words, bytes, truth values and days, no moments.
    """
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            yield cursor
        return
    connection.ensure_connection()
    with _prepared()(connection.connection) as raw:
        wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
        yield wrap(raw)


@contextmanager
def asked_ahead() -> Iterator[Callable[[str, list[Any]], Callable[[], list[Any]]] | None]:
    """What asks a statement now and hands out its rows later; None where the database answers at once.

    On PostgreSQL the server works on what was asked while this side goes on with what came before.
    """
    if connection.vendor != "postgresql":
        yield None
        return
    connection.ensure_connection()
    cursors = []

    def ask(statement: str, words: list[Any]) -> Callable[[], list[Any]]:
        cursor = _prepared()(connection.connection)
        wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
        asked = wrap(cursor)
        asked.execute(statement, words)
        cursors.append(cursor)
        fetch: Callable[[], list[Any]] = cursor.fetchall
        return fetch

    try:
        with connection.connection.pipeline():
            yield ask
    finally:
        for cursor in cursors:
            cursor.close()


@cache
def _prepared() -> Any:
    """The kind of cursor; psycopg is there only where PostgreSQL is."""
    import psycopg

    class Prepared(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
            return super().execute(query, params, **(how | {"prepare": True, "binary": True}))

    return Prepared


def keys_in(column: str) -> str:
    """The condition that a column is one of some whole numbers, told as one value by `keys_told`."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)"
    return f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608 - a name of ours


def keys_told(keys: Any) -> Any:
    """The numbers as `keys_in` wants them."""
    told = sorted(map(int, keys))
    return told if connection.vendor == "postgresql" else str(told)
