"""Django's SQLite backend, in which a writer asks for the lock every few milliseconds.

A connection stays open from one request to the next: opening one reads the whole schema, which with our
tables and triggers takes longer than all a list asks for. Where somebody puts another file in the place of
the one it reads (a restored copy), the next request opens that one.

SQLite's own waiting sleeps longer and longer, up to a tenth of a second a time: whoever has waited long asks
least often, and a worker that writes much is always quicker. Asking at an even pace, everybody's turn comes:
measured by `scripts/load_saves.py`.
"""

from __future__ import annotations

import random
import sqlite3
import time
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

PACE = 0.002  # seconds between two asks
PATIENCE = 20.0  # seconds until it is an error


class DatabaseWrapper(base.DatabaseWrapper):
    """Begins a transaction with its lock, waiting fairly; stays open while its file stays the same."""

    _file: tuple[int, int] | None = None  # device and number of the file that is open

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        made: sqlite3.Connection = super().get_new_connection(conn_params)
        self._file = self._file_now()
        return made

    def close_if_unusable_or_obsolete(self) -> None:
        """As Django asks before and after each request."""
        if self.connection is not None and not self.in_atomic_block and self._file != self._file_now():
            self.close()
            return
        super().close_if_unusable_or_obsolete()

    def _file_now(self) -> tuple[int, int] | None:
        """Which file lies where the database is; None: none does, or it is kept in memory."""
        try:
            found = Path(self.settings_dict["NAME"]).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

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
