"""One writer at a time where rows are found or made: the same on both databases.

On SQLite a transaction begins IMMEDIATE, so a writer is alone anyway. On PostgreSQL the transaction takes an
advisory lock, held to its end, on just what it decides about, so that two people on two documents do not
wait for each other. A transaction takes its turns in the order below, never back up: no two can wait for one
another in a circle.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

from django.db import connection

_KEYS = 2**31  # a key is an int4


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
    FOLLOW_UP = 7_310  # a day's reminders are planned; taken alone


_listeners: list[Callable[[Turn, int], None]] = []


def on_turn(listener: Callable[[Turn, int], None]) -> None:
    """Have a function called, in the transaction, whenever a turn is taken: what it decides may change."""
    if listener not in _listeners:
        _listeners.append(listener)


def take_turn(turn: Turn, key: int = 0) -> None:
    """Wait until nobody else does this; until the transaction's end nobody else will."""
    assert connection.in_atomic_block
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [int(turn), key % _KEYS])
    for listener in _listeners:
        listener(turn, key)
