"""What the worker does for the embedded database between two files, so that nobody who saves has to."""

from __future__ import annotations

from contextlib import suppress

from django.db import OperationalError, connection


def fold_log() -> None:
    """Write SQLite's log back into the database as far as readers allow; nothing on another database.

    SQLite does this within the commit that finds the log long, and that commit waits for the disk: for who
    presses a button it was the longest wait of all. It waits for nobody and keeps nobody waiting.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")


def count_rows() -> None:
    """Let SQLite look at samples of the indexes, so that it knows large tables from small; in milliseconds.

    Without, it cannot tell the thousand documents from the million figures, and starts a list at the wrong
    end. PostgreSQL does it for itself.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")
            with suppress(OperationalError):  # somebody writes for long: the next look will do
                cursor.execute("ANALYZE")
