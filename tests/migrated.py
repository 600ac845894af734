"""SQLite's test database, migrated once for each state of the migrations and copied from then on.

Running all migrations takes some nine seconds, more than most test files. The copy is keyed by the bytes of
every migration, of the models and of the data they load, so a changed one is run again; it lies in the
temporary folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import django

WEB = Path(__file__).resolve().parent.parent / "src" / "dondoc" / "web"


def key() -> str:
    """Of everything that a migrated database follows from."""
    digest = hashlib.sha256(django.__version__.encode())
    kinds = ("*/migrations/*.py", "*/models*.py", "*/apps.py", "*/*.toml", "settings.py")
    for file in sorted(file for kind in kinds for file in WEB.glob(kind)):
        digest.update(f"{file.relative_to(WEB)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:20]


def kept_copy() -> Path:
    """Where the migrated database of today's migrations lies, or will."""
    return Path(tempfile.gettempdir()) / f"dondoc-tests-{os.getuid()}" / f"{key()}.sqlite3"


def keep(source: sqlite3.Connection, kept: Path) -> None:
    """Keep a database that was migrated just now."""
    kept.parent.mkdir(exist_ok=True)
    part = kept.with_suffix(f".{os.getpid()}")
    with contextlib.closing(sqlite3.connect(part)) as target:
        source.backup(target)
    part.replace(kept)  # two runs at once: the later copy is the same as the earlier


def copy_instead_of_migrating(connection: Any) -> None:
    """Let `connection` begin with the migrated copy; where there is none yet, make it after migrating."""
    creation = connection.creation
    kept = kept_copy()
    make_empty, make = creation._create_test_db, creation.create_test_db

    def filled(*args: Any, **kwargs: Any) -> str:
        name: str = make_empty(*args, **kwargs)
        if kept.is_file():
            connection.close()
            connection.settings_dict["NAME"] = name
            connection.ensure_connection()
            with contextlib.closing(sqlite3.connect(kept)) as source:
                source.backup(connection.connection)
        return name

    def made(*args: Any, **kwargs: Any) -> str:
        had = kept.is_file()
        name: str = make(*args, **kwargs)
        if not had:
            connection.ensure_connection()
            keep(connection.connection, kept)
        return name

    creation._create_test_db, creation.create_test_db = filled, made
