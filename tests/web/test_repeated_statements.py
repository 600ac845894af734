"""Statements that are sent again and again: what they give is what any other gives, on both databases."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from dondoc.web.core.statements import keys_in, keys_told, repeated

pytestmark = pytest.mark.django_db

BYTES = bytes(range(256)) * 3


@pytest.fixture
def table():
    kind = "bytea" if connection.vendor == "postgresql" else "blob"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE told (id integer PRIMARY KEY, word text, data {kind})")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE told")


def _fill() -> None:
    with repeated() as cursor:
        cursor.executemany(
            "INSERT INTO told (id, word, data) VALUES (%s, %s, %s)",
            [(1, "một", BYTES), (2, "", b""), (3, "%s", None)],
        )


def test_bytes_and_words_come_back_as_they_went(table) -> None:
    """Also empty ones, none, and all 256 bytes."""
    _fill()
    with repeated() as cursor:
        cursor.execute("SELECT id, word, data FROM told WHERE id <= %s ORDER BY id", [3])
        rows = [(key, word, None if data is None else bytes(data)) for key, word, data in cursor.fetchall()]
    assert rows == [(1, "một", BYTES), (2, "", b""), (3, "%s", None)]


def test_a_statement_sent_often_answers_for_the_values_of_each_time(table) -> None:
    """It is planned once; ten times is more than a plan for all values needs to be tried."""
    _fill()
    found = []
    for n in range(12):
        with repeated() as cursor:
            cursor.execute("SELECT word FROM told WHERE id = %s", [n % 4])
            found.append([word for (word,) in cursor.fetchall()])
    assert found == [[], ["một"], [""], ["%s"]] * 3


@pytest.mark.parametrize(
    ("keys", "found"), [([], []), ([3], [3]), ({2, 1, 7}, [1, 2]), (range(9), [1, 2, 3])]
)
def test_some_keys_are_told_as_one_value(table, keys, found) -> None:
    """However many, the words of the statement are the same."""
    _fill()
    with repeated() as cursor:
        cursor.execute(f"SELECT id FROM told WHERE {keys_in('id')} ORDER BY id", [keys_told(keys)])
        assert [key for (key,) in cursor.fetchall()] == found


def test_it_is_counted_as_any_statement_and_fails_as_any(table, django_assert_num_queries) -> None:
    """Django's own errors, and its log."""
    _fill()
    with django_assert_num_queries(1), repeated() as cursor:
        cursor.execute("SELECT 1")
    with pytest.raises(IntegrityError), transaction.atomic():
        _fill()
    with repeated() as cursor:
        cursor.execute("SELECT count(*) FROM told")
        assert cursor.fetchone()[0] == 3
