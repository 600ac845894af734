"""`core.inserting`: rows of one statement are the rows `bulk_create` makes, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from dondoc.web.audit.models import Entry
from dondoc.web.core.inserting import rows_insert
from dondoc.web.plans.models import Indicator
from dondoc.web.results.models import Observation

pytestmark = pytest.mark.django_db

SAME: dict[str, Any] = {"action": "figure.add", "table": "results.Observation"}
ROWS: list[dict[str, Any]] = [
    {
        "row": 2**62 + 1,
        "label": "Thu “nội địa” – 100 %s, 'a' \\ \n b",
        "after": {"figure": "1,5", "n": [1, None]},
    },
    {"row": None, "label": "", "after": {}},
    {"row": -7, "label": "🙂 Đắk Lắk", "after": {"words": 'ngoặc " kép', "sure": True}},
]


def kept(pk: int) -> dict[str, Any]:
    """A row's columns, but its key and the moment."""
    row = Entry.objects.get(pk=pk)
    return {
        field.attname: getattr(row, field.attname)
        for field in Entry._meta.concrete_fields
        if field.attname not in ("id", "at")
    }


def test_rows_are_those_of_bulk_create() -> None:
    """Column by column, in order: large whole numbers, marks, nothing, JSON inside JSON."""
    began = datetime.now(UTC)
    with transaction.atomic():
        keys = rows_insert(Entry, same=SAME, each=ROWS)
    others = Entry.objects.bulk_create(Entry(**SAME, **row) for row in ROWS)

    assert keys == sorted(keys)
    assert [kept(key) for key in keys] == [kept(other.pk) for other in others]
    assert [kept(key)["row"] for key in keys] == [row["row"] for row in ROWS]
    assert began <= Entry.objects.get(pk=keys[0]).at <= datetime.now(UTC)


def test_the_keys_are_in_the_order_of_the_rows() -> None:
    """Whoever asks for the n-th row's key gets it, of hundreds too."""
    with transaction.atomic():
        keys = rows_insert(Entry, same=SAME, each=[{"row": n * 7919 % 500} for n in range(500)])
    found = dict(Entry.objects.filter(pk__in=keys).values_list("pk", "row"))
    assert [found[key] for key in keys] == [n * 7919 % 500 for n in range(500)]


def test_nothing_is_no_statement(django_assert_num_queries: Any) -> None:
    """A report without a figure."""
    with transaction.atomic(), django_assert_num_queries(0):
        assert rows_insert(Entry, same=SAME, each=[]) == []


def test_days_and_truth_values_are_read_back(province: Any, cast: Any) -> None:
    """What rows share may be rows, what is a row's own may be days."""
    indicator = Indicator.objects.create(name="Thu", unit="tỷ đồng")
    same = {
        "indicator": indicator, "body": province.finance, "status": "estimate", "by_hand": True,
        "created_by": cast.people["analyst"], "period": "2026-01", "name_as_printed": "Thu",
    }  # fmt: skip
    own = {
        "mantissa": 15, "decimals": 1, "period_start": date(2026, 1, 1), "period_end": date(2026, 1, 31),
        "awaiting_document": True,
    }  # fmt: skip
    with transaction.atomic():
        (key,) = rows_insert(Observation, same=same, each=[own])
    row = Observation.objects.get(pk=key)
    assert {name: getattr(row, name) for name in own} == own
    assert (row.by_hand, row.body, row.micro, row.document_id, row.measure) == (
        True, province.finance, None, None, "level",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "refused", "why"),
    [
        ({"row": 2**63}, OverflowError, "SQLite would keep it as a float, and lose its last digits"),
        ({"row": datetime(2026, 1, 1, tzinfo=UTC)}, TypeError, "the databases write moments differently"),
        ({"table": None}, DatabaseError, "a column that may not be empty"),
    ],
)
def test_what_no_column_keeps_is_refused(row: dict[str, Any], refused: type[Exception], why: str) -> None:
    """Nothing is cut, rounded or guessed."""
    with pytest.raises(refused), transaction.atomic():
        rows_insert(Entry, same={"action": "a"}, each=[row])
    assert not Entry.objects.exists(), why


@pytest.mark.only_on("postgresql")
def test_words_too_long_are_refused() -> None:
    """A cast to the column's length would cut them in silence."""
    with pytest.raises(DatabaseError), transaction.atomic():
        rows_insert(Entry, same=SAME, each=[{"label": "x" * 301}])
