"""Migrated databases for tests, made once for each state of the migrations and copied from then on.

Running all migrations takes some nine seconds, more than most test files. What is copied is keyed by the
bytes of every migration, of the models and of the data they load, so after a change they are run again.
SQLite's copy lies in the temporary folder, PostgreSQL's is a database beside those of the tests.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import django
import psycopg

WEB = Path(__file__).resolve().parent.parent / "src" / "dondoc" / "web"


def key() -> str:
    """Of everything that a migrated database follows from."""
    digest = hashlib.sha256(django.__version__.encode())
    kinds = ("*/migrations/*.py", "*/models*.py", "*/apps.py", "*/*.toml", "settings.py")
    for file in sorted(file for kind in kinds for file in WEB.glob(kind)):
        digest.update(f"{file.relative_to(WEB)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:20]


def _migrate(env: Mapping[str, str]) -> None:
    """Run all migrations on the database that `env` names."""
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=env, check=True)


# ---------------------------------------------------------------- SQLite


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


def begin(data: Path, env: Mapping[str, str]) -> None:
    """A migrated database in the data folder of an office that `env` starts."""
    kept, file = kept_copy(), data / "dondoc.sqlite3"
    if kept.is_file():
        shutil.copyfile(kept, file)
        return
    _migrate(env)
    with contextlib.closing(sqlite3.connect(file)) as source:
        keep(source, kept)


def copy_instead_of_migrating(connection: Any) -> None:
    """Let the test database of `connection` begin as a migrated copy; where there is none yet, make it."""
    if connection.vendor == "sqlite":
        _copy_on_sqlite(connection)
    else:
        _copy_on_postgres(connection)


def _copy_on_sqlite(connection: Any) -> None:
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


# ---------------------------------------------------------------- PostgreSQL


def _copy_on_postgres(connection: Any) -> None:
    creation = connection.creation
    make_empty = creation._create_test_db

    def filled(*args: Any, **kwargs: Any) -> str:
        server = os.environ["DATABASE_URL"].rpartition("/")[0]
        with template(server) as source:
            connection.settings_dict["TEST"]["TEMPLATE"] = source
            name: str = make_empty(*args, **kwargs)
        return name

    creation._create_test_db = filled


@contextlib.contextmanager
def own_database(server: str, name: str) -> Iterator[str]:
    """The address of a migrated database of that name on a PostgreSQL server; dropped at the end."""
    with template(server) as source, psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"'.encode())
    try:
        yield f"{server}/{name}"
    finally:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@contextlib.contextmanager
def template(server: str) -> Iterator[str]:
    """The name of the server's migrated database, made where there is none; those of other migrations go.

    While it is held nobody else makes or copies it.
    """
    name = f"dondoc_migrated_{key()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(20260907)")
        there = [row[0] for row in connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'dondoc\\_migrated\\_%'"
        )]  # fmt: skip
        if name not in there:
            for old in there:
                connection.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)'.encode())
            making = f"dondoc_migrated_making_{os.getpid()}"
            connection.execute(f'CREATE DATABASE "{making}"'.encode())
            with tempfile.TemporaryDirectory() as data:
                env = {**os.environ, "DONDOC_DATA": data, "DJANGO_SETTINGS_MODULE": "dondoc.web.settings"}
                _migrate(env | {"DATABASE_URL": f"{server}/{making}"})
            connection.execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"'.encode())
        yield name
