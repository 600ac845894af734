"""Scenes that many tests begin with: made by the services once a process, put back as rows from then on.

A province of nine bodies takes the services fifty statements, as rows it is five. What is put back is what
the services wrote: every row of every table, the files, and the object that tests are given, each time a
fresh one.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

T = TypeVar("T")
_MOST = 10_000  # values in one statement
_COUNTED = "core_mark"  # by triggers, when rows are put back as when they were made


@dataclass(frozen=True)
class Rows:
    """Of one table: what a scene added and what it changed."""

    table: str
    key: str
    columns: tuple[str, ...]
    added: list[tuple[Any, ...]]
    changed: list[tuple[Any, ...]]


@dataclass(frozen=True)
class Scene:
    """What making it gave and left behind, and the state that it was made from."""

    given: bytes
    rows: list[Rows]
    files: dict[Path, bytes]
    before: list[tuple[int, Any]]


_SCENES: dict[str, Scene] = {}


def once(name: str, make: Callable[[], T]) -> T:
    """What `make` gives, with its rows and files in place.

    Where the tables hold other rows than when the scene was kept (by their number and greatest key), it is
    made by the services as ever.

    Args:
        name: Of the scene, one in all tests.
        make: Takes nothing but scenes that stand already, and gives what can be pickled.
    """
    scene = _SCENES.get(name)
    if scene is None:
        return _made(name, make)
    if _state(scene.rows) != scene.before:
        return make()
    with transaction.atomic():  # rows name one another, in any order
        for rows in scene.rows:
            _insert(rows, rows.added)
            for row in rows.changed:
                _update(rows, row)
    for path, content in scene.files.items():
        place = Path(settings.DATA) / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    given: T = pickle.loads(scene.given)
    return given


def _made(name: str, make: Callable[[], T]) -> T:
    """Make it, and keep what has become different by it."""
    before, files = _tables(), set(_files())
    given = make()
    rows, state = [], []
    for (table, key), (columns, now) in _tables().items():
        then = before[table, key][1]
        assert then.keys() <= now.keys(), f"{name} takes rows of {table} away"
        added = [row for pk, row in now.items() if pk not in then]
        changed = [row for pk, row in now.items() if pk in then and row != then[pk]]
        if added or changed:
            rows.append(Rows(table, key, columns, added, changed))
            state.append((len(then), max(then, default=None)))
    written = {path: (Path(settings.DATA) / path).read_bytes() for path in _files() if path not in files}
    _SCENES[name] = Scene(pickle.dumps(given), rows, written, state)
    return given


def _tables() -> dict[tuple[str, str], tuple[tuple[str, ...], dict[Any, tuple[Any, ...]]]]:
    """Every table that is written to, and its key's name: its columns, and its rows by key."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            options = model._meta
            if options.db_table == _COUNTED:
                continue
            cursor.execute(f"SELECT * FROM {options.db_table}")
            columns = tuple(column[0] for column in cursor.description)
            place = columns.index(options.pk.column)
            found[options.db_table, options.pk.column] = (
                columns,
                {row[place]: row for row in cursor.fetchall()},
            )
    return found


def _files() -> list[Path]:
    """Every file of the office, from its folder on."""
    data = Path(settings.DATA)
    return [path.relative_to(data) for path in data.rglob("*") if path.is_file()]


def _state(tables: list[Rows]) -> list[tuple[int, Any]]:
    """How many rows each table has, and its greatest key."""
    asked = [f"SELECT {n}, count(*), max({one.key}) FROM {one.table}" for n, one in enumerate(tables)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [(count, greatest) for _n, count, greatest in sorted(cursor.fetchall())]


def _insert(rows: Rows, added: list[tuple[Any, ...]]) -> None:
    at_once = _MOST // len(rows.columns)
    names = ", ".join(f'"{column}"' for column in rows.columns)
    one = f"({', '.join(['%s'] * len(rows.columns))})"
    with connection.cursor() as cursor:
        for start in range(0, len(added), at_once):
            some = added[start : start + at_once]
            values = ", ".join([one] * len(some))
            cursor.execute(
                f"INSERT INTO {rows.table} ({names}) VALUES {values}", [each for row in some for each in row]
            )


def _update(rows: Rows, row: tuple[Any, ...]) -> None:
    told = ", ".join(f'"{column}" = %s' for column in rows.columns)
    key = row[rows.columns.index(rows.key)]
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {rows.table} SET {told} WHERE {rows.key} = %s", [*row, key])
