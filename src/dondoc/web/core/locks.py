"""One writer at a time where rows are found or made: the same on both databases.

On SQLite a transaction begins IMMEDIATE, so a writer is alone anyway. On PostgreSQL the transaction takes an
advisory lock, held to its end; decisions take milliseconds, so nobody notices the turn they wait.
"""

from __future__ import annotations

from enum import IntEnum

from django.db import connection


class Turn(IntEnum):
    """What is done one after the other."""

    REGISTER = 7_301  # entries of documents are found or made
    DECIDE = 7_302  # proposals are decided, confirmed rows found or made


def take_turn(turn: Turn) -> None:
    """Wait until nobody else does this; until the transaction's end nobody else will."""
    assert connection.in_atomic_block
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(turn)])
