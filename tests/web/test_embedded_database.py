"""The embedded database's connection: kept from request to request, let go where its file is another."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from dondoc.web.core.sqlite.base import DatabaseWrapper

pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database that says "trước"."""
    return _made(tmp_path / "office.sqlite3", "trước")


@pytest.fixture
def database(file: Path) -> Iterator[DatabaseWrapper]:
    """The backend on that file, with the settings of an office."""
    made = DatabaseWrapper(settings.DATABASES["default"] | {"NAME": file}, "office")
    yield made
    made.close()


def _made(file: Path, words: str) -> Path:
    with closing(sqlite3.connect(file)) as made, made:
        made.execute("CREATE TABLE told (words text)")
        made.execute("INSERT INTO told VALUES (?)", (words,))
    return file


def _told(database: DatabaseWrapper) -> str:
    with database.cursor() as cursor:
        cursor.execute("SELECT words FROM told")
        words: str = cursor.fetchone()[0]
    return words


def _put_back(file: Path) -> None:
    copy = _made(file.with_name("copy.sqlite3"), "sau")
    copy.replace(file)


def _gone_and_back(file: Path) -> None:
    copy = _made(file.with_name("copy.sqlite3"), "sau")
    file.rename(file.with_name("away.sqlite3"))
    shutil.copy(copy, file)


def _nothing(_file: Path) -> None:
    return None


@pytest.mark.parametrize(
    ("happens", "told", "stays"),
    [
        pytest.param(_nothing, "trước", True, id="the next request goes on with the same connection"),
        pytest.param(_put_back, "sau", False, id="a copy renamed over it is read"),
        pytest.param(_gone_and_back, "sau", False, id="a copy in place of one moved away is read"),
    ],
)
def test_between_two_requests(
    happens: Callable[[Path], None], told: str, stays: bool, database: DatabaseWrapper, file: Path
) -> None:
    """What Django asks before each request keeps a connection, unless its file is another now."""
    assert _told(database) == "trước"
    before = database.connection

    happens(file)
    database.close_if_unusable_or_obsolete()

    assert _told(database) == told
    assert (database.connection is before) is stays


def test_within_a_transaction_it_stays(database: DatabaseWrapper, file: Path) -> None:
    """A change that has begun ends where it began."""
    assert _told(database) == "trước"
    before = database.connection
    database.in_atomic_block = True
    try:
        _put_back(file)
        database.close_if_unusable_or_obsolete()
        assert database.connection is before
    finally:
        database.in_atomic_block = False


def test_an_office_keeps_it(database: DatabaseWrapper) -> None:
    """Opening one reads the whole schema: an office's settings let it stay open for a while."""
    assert database.settings_dict["CONN_MAX_AGE"] >= 30
