"""What is kept holds until the data it was made of change, whoever changed them and in whichever process."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from dondoc.records.verdict import Verdict
from dondoc.web.core import marks
from dondoc.web.core.kept import kept_or, key_of
from dondoc.web.judgement import scores
from dondoc.web.judgement.models import KeptScore
from dondoc.web.plans.models import TargetVersion
from dondoc.web.results.models import Observation
from dondoc.web.sources.models import Document
from web import boards

TODAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def told(stage: Any, province: Any, cast: Any) -> tuple[Document, Observation]:
    """Two bodies' targets by one document, a figure that meets the first's."""
    by = cast.analyst
    document = stage.document()
    what = boards.indicator("Thu ngân sách")
    for body in (province.finance, province.root):
        of = boards.target(what, body, "2025")
        boards.version(of, "100", by, document=document, decided_on=date(2025, 1, 5))
    figure = boards.figure(what, province.finance, "2025", "120", by, document=document, status="official")
    return document, figure


def met(cast: Any, document: Document) -> int:
    found = scores.scores_of(cast.access("analyst"), [document.pk], as_of=TODAY)
    return found.of[document.pk].met


def by_hand(statement: str, *words: object) -> None:
    """As another program would, past every model and service of this process."""
    with connection.cursor() as cursor:
        cursor.execute(statement, words)


@pytest.mark.django_db
def test_every_table_counts() -> None:
    """Each table that is named has its triggers; a second installing finds nothing to do."""
    made = marks._sqlite() if connection.vendor == "sqlite" else marks._postgresql()
    by_table: dict[str, int] = {}
    for one in made.values():
        by_table[one.table] = by_table.get(one.table, 0) + 1

    assert by_table == {table: len(counted.verbs) for table, counted in marks.TABLES.items()}
    assert marks.missing() == []


@pytest.mark.django_db
def test_a_figure_counts_for_its_body_alone(told: Any, province: Any) -> None:
    """Entered, corrected past the models, moved to another body, gone: each time, and nobody else's."""
    _document, figure = told
    finance, root = (marks.FIGURES, province.finance.pk), (marks.FIGURES, province.root.pk)

    def now() -> tuple[int, int]:
        found = marks.marks([marks.FIGURES])
        return found.get(finance, 0), found.get(root, 0)

    before = now()
    by_hand("UPDATE results_observation SET micro = micro + 1 WHERE id = %s", figure.pk)
    assert now() == (before[0] + 1, before[1])
    by_hand("UPDATE results_observation SET body_id = %s WHERE id = %s", province.root.pk, figure.pk)
    assert now()[0] > before[0] + 1
    assert now()[1] > before[1]
    moved = now()
    by_hand("DELETE FROM results_observation WHERE id = %s", figure.pk)
    assert now() == (moved[0], moved[1] + 1)


@pytest.mark.django_db
def test_only_what_changed_is_reckoned(told: Any, cast: Any, django_assert_num_queries: Any) -> None:
    """The second look asks twice; a change past the program is seen at once, of its body alone."""
    document, figure = told
    assert met(cast, document) == 1
    access = cast.access("analyst")
    with django_assert_num_queries(2):
        scores.scores_of(access, [document.pk], as_of=TODAY)
    kept = KeptScore.objects.get(document=document)

    by_hand("UPDATE results_observation SET mantissa = 50, micro = 50000000 WHERE id = %s", figure.pk)
    changed = scores._changed(kept, document.pk, marks.marks(scores.KINDS), TODAY)

    assert changed == {figure.body_id}
    assert met(cast, document) == 0
    assert scores.differing() == (1, [])


@pytest.mark.django_db
def test_a_new_target_and_a_new_day_are_seen(told: Any, province: Any, cast: Any) -> None:
    """What the document sets later for a body it had not named; and tomorrow nothing of today holds."""
    document, _figure = told
    met(cast, document)
    what = boards.indicator("Xã đạt chuẩn")
    of = boards.target(what, province.commune, "2025")
    boards.version(of, "3", cast.analyst, document=document, decided_on=date(2025, 1, 5))

    found = scores.scores_of(cast.access("analyst"), [document.pk], as_of=TODAY).of[document.pk]

    assert found.total == 3
    assert found.of(Verdict.NOT_ASSESSABLE) + found.of(Verdict.NOT_MET) == 2
    row = KeptScore.objects.get(document=document)
    assert scores._changed(row, document.pk, marks.marks(scores.KINDS), date(2026, 10, 21)) is None


@pytest.mark.django_db
def test_the_worker_reckons_beforehand(told: Any, cast: Any, django_assert_num_queries: Any) -> None:
    """Once for all; then a look at the marks is all it does, until something changes."""
    document, figure = told
    Document.objects.filter(pk=document.pk).update(standing="issued")

    assert [scores.work_one(), scores.work_one()] == [True, False]
    with django_assert_num_queries(1):
        assert not scores.work_one()
    Observation.objects.filter(pk=figure.pk).update(withdrawn_at="2026-10-01T00:00+07:00")
    assert [scores.work_one(), scores.work_one()] == [True, False]
    assert KeptScore.objects.get(document=document).data[str(figure.body_id)]["n"].get("exceeded") is None


@pytest.mark.django_db
def test_what_lies_is_found(told: Any, cast: Any) -> None:
    """`dondoc verify` names a row that claims to hold and does not; forgotten, it is made anew."""
    document, figure = told
    met(cast, document)
    row = KeptScore.objects.get(document=document)
    row.data[str(figure.body_id)]["n"] = {"met": 7}
    row.save()

    assert scores.differing() == (1, [document.pk])
    assert scores.forget([document.pk]) == 1
    assert met(cast, document) == 1


@pytest.mark.django_db(transaction=True)
def test_another_connections_change_is_seen_at_once(told: Any, cast: Any) -> None:
    """Also of two writers of whom the second to begin is the first to end, where two can write at once."""
    document, figure = told
    other = TargetVersion.objects.exclude(target__body=figure.body_id).get()
    assert met(cast, document) == 1
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            Observation.objects.filter(pk=figure.pk).update(mantissa=1, micro=1_000_000)
            begun.set()
            go_on.wait(5 if connection.vendor == "postgresql" else 0)
        connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    assert begun.wait(5)
    if connection.vendor != "postgresql":
        writer.join()
        assert met(cast, document) == 0
        return
    TargetVersion.objects.filter(pk=other.pk).update(mantissa=5, micro=5_000_000)
    assert met(cast, document) == 1  # kept, while the first one's change is not yet there
    go_on.set()
    writer.join()

    assert met(cast, document) == 0
    marks.fold()
    assert met(cast, document) == 0
    assert scores.differing() == (1, [])


@pytest.mark.django_db(transaction=True)
def test_nothing_is_kept_of_a_change_that_may_be_taken_back(told: Any) -> None:
    """What was reckoned inside a transaction is gone with it."""
    key = key_of("x", 1, [1])

    with transaction.atomic():
        assert kept_or(key, lambda: "half-way") == "half-way"
        transaction.set_rollback(True)

    assert kept_or(key, lambda: "as it is") == "as it is"
    assert kept_or(key, lambda: "again") == "as it is"


@pytest.mark.django_db
@pytest.mark.only_on("postgresql")  # on SQLite a mark is one row
def test_an_import_adds_a_row_for_each_mark(told: Any) -> None:
    """Not one for each figure it brings: whoever looks at the marks adds them up."""
    _document, figure = told

    def rows() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM core_mark WHERE kind = 'figures'")
            return int(cursor.fetchone()[0])

    before = rows()
    same = {"indicator": figure.indicator, "body": figure.body, "created_by": figure.created_by}
    Observation.objects.bulk_create(
        Observation(
            **same, document=figure.document, period=f"2025-0{n}", period_start=date(2025, n, 1),
            period_end=date(2025, n, 28), status="estimate", mantissa=n, micro=n, unit="x",
        )
        for n in range(1, 9)
    )  # fmt: skip
    assert rows() == before + 1
