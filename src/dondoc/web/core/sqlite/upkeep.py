"""What the worker does for the embedded database between two files, so that nobody who saves has to."""

from __future__ import annotations

from django.db import connection


def fold_log() -> None:
    """Write SQLite's log back into the database as far as readers allow; nothing on another database.

    SQLite does this within the commit that finds the log long, and that commit waits for the disk: for who
    presses a button it was the longest wait of all. It waits for nobody and keeps nobody waiting.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
