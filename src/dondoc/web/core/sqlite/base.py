"""Django's SQLite backend, in which a writer asks for the lock every few milliseconds.

SQLite's own waiting sleeps longer and longer, up to a tenth of a second a time: whoever has waited long asks
least often, and a worker that writes much is always quicker. Asking at an even pace, everybody's turn comes:
measured by `scripts/load_saves.py`.
"""

from __future__ import annotations

import random
import sqlite3
import time

from django.db.backends.sqlite3 import base

PACE = 0.002  # seconds between two asks
PATIENCE = 20.0  # seconds until it is an error


class DatabaseWrapper(base.DatabaseWrapper):
    """Begins a transaction with its lock, waiting fairly."""

    def _start_transaction_under_autocommit(self) -> None:
        connection = self.connection
        assert connection is not None
        patient = f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}"
        end = time.monotonic() + PATIENCE
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            while not self._began(connection, last=time.monotonic() > end):
                time.sleep(PACE * (0.5 + random.random()))  # noqa: S311 - so that two do not ask in step
        finally:
            connection.execute(patient)

    def _began(self, connection: sqlite3.Connection, *, last: bool) -> bool:
        """Whether the lock was free; an error instead, where this was the last time to ask."""
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if last or "database is locked" not in str(error):
                raise
            return False
        return True
