"""One writer at a time where rows are found or made: the same on both databases.

On SQLite a transaction begins IMMEDIATE, so a writer is alone anyway. On PostgreSQL the transaction takes an
advisory lock, held to its end, on just what it decides about, so that two people on two documents do not
wait for each other. A transaction takes its turns in the order below, never back up: no two can wait for one
another in a circle.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import IntEnum, unique

from django.db import connection

from dondoc.web.core.statements import repeated

_KEYS = 2**31  # a key is an int4


@unique
class Turn(IntEnum):
    """What is done one after the other, in the order in which a transaction may ask for it."""

    BODIES = 7_299  # bodies are merged, divided, moved
    PROGRAMME = 7_300  # a work programme and its matters are decided; key: the programme
    REPORT = 7_310  # a report of a period is typed, sent, confirmed; key: the report
    REGISTER = 7_301  # entries of documents are found or made
    DOCUMENT = 7_302  # a document's proposals and tasks are decided; key: the document
    CATALOGUE = 7_303  # indicators are found or made
    FIGURES = 7_304  # an indicator's targets and observations; key: the indicator, ascending
    PROJECT = 7_309  # a project's money, land and steps; key: the project
    PEOPLE = 7_305  # persons and their positions
    FOLLOW_UP = 7_311  # a day's reminders are planned; taken alone


_Listener = Callable[[Turn, Collection[int]], None]
_listeners: list[_Listener] = []


def on_turn(listener: _Listener) -> None:
    """Have a function called, in the transaction, whenever turns are taken: what they decide may change."""
    if listener not in _listeners:
        _listeners.append(listener)


def take_turn(turn: Turn, key: int = 0) -> None:
    """Wait until nobody else does this; until the transaction's end nobody else will."""
    take_turns(turn, [key])


def take_turns(turn: Turn, keys: Collection[int]) -> None:
    """The same of several keys at once, in ascending order; one statement."""
    assert connection.in_atomic_block
    if not keys:
        return
    if connection.vendor == "postgresql":
        locked = sorted({key % _KEYS for key in keys})
        with repeated() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s::int, key) FROM unnest(%s::int[]) AS told (key)",
                [int(turn), locked],
            )
    for listener in _listeners:
        listener(turn, keys)
