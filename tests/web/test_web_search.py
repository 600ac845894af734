"""Search: with and without marks, in Vietnamese order, the same on both databases, within one's scope."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from dondoc.text.normalize import search_key
from dondoc.web.bodies.services import body_add
from dondoc.web.search.models import Entry
from dondoc.web.search.selectors import _matches, find, lit
from dondoc.web.search.services import drop, index, index_all
from dondoc.web.sources import services


@pytest.fixture
def three_documents(stage: Any) -> None:
    for title, day in (
        ("Nghị quyết về đường sắt nội tỉnh", date(2026, 1, 1)),
        ("Kế hoạch giao thông", date(2026, 5, 1)),
        ("Đường thủy và cảng sông", date(2025, 1, 1)),
    ):
        index(stage.document(title=title, date=day))
    body = stage.document(title="Báo cáo về thu ngân sách", date=date(2026, 6, 1))
    reading = body.files.get().readings.get()
    type(reading).objects.filter(pk=reading.pk).update(
        text="Đã thi công 12 km đường nối khu công nghiệp, 26-CT/TW."
    )
    index(body)


QUERIES = [
    (
        "duong",
        ["Nghị quyết về đường sắt nội tỉnh", "Đường thủy và cảng sông", "Báo cáo về thu ngân sách"],
        "no marks",
    ),
    (
        "đường",
        ["Nghị quyết về đường sắt nội tỉnh", "Đường thủy và cảng sông", "Báo cáo về thu ngân sách"],
        "marks",
    ),
    ("ĐƯỜNG sắt", ["Nghị quyết về đường sắt nội tỉnh"], "every word must be there"),
    ("cảng sô", ["Đường thủy và cảng sông"], "the last word may be a beginning"),
    ("cả sông", [], "the others may not"),
    ("26-CT/TW", ["Báo cáo về thu ngân sách"], "a document's number in a text"),
    ("thuỷ", ["Đường thủy và cảng sông"], "the older spelling"),
    ("", [], "nothing asked"),
    ("!!! \" * ( ' :", [], "signs only"),
    ('đường" OR "x', [], "the index's own language is not spoken"),
    ("' | 'x' & duong:*", [], "nor that of the other database"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "titles", "why"), QUERIES, ids=[row[2] for row in QUERIES])
def test_what_is_found(three_documents: None, cast: Any, query: str, titles: list[str], why: str) -> None:
    """Every word must be there; those with all words in the title come first, then the newest."""
    found = find(cast.access("analyst"), query)

    assert [hit.title for hit in found] == titles
    assert found.total == len(titles)


@pytest.mark.django_db
def test_match_is_lit_up_with_its_marks(three_documents: None, cast: Any) -> None:
    """The words shown are those of the text, the matching ones lit up."""
    hit = find(cast.access("analyst"), "noi khu cong")[0]

    assert [words for words, on in hit.snippet if on] == ["công", "nối", "khu", "công"]
    assert "".join(words for words, _ in hit.snippet) in hit.entry.text


@pytest.mark.django_db
def test_vietnamese_order(cast: Any, province: Any) -> None:
    """Things of no day stand in dictionary order: Ba before Bà before Bắc, Đ after D."""
    names = ["Đông Hà", "Bắc Ninh", "Ba Vì", "Duy Tiên", "Bà Rịa", "Bắc Giang", "10", "2"]
    for n, name in enumerate(names):
        body_add(code=f"x{n}", name=f"Phường {name}", kind="commune", parent=province.root, by=None)

    found = find(cast.access("reader"), "phuong", kind="body")

    in_order = ["2", "10", "Ba Vì", "Bà Rịa", "Bắc Giang", "Bắc Ninh", "Duy Tiên", "Đông Hà"]
    assert [hit.title.removeprefix("Phường ") for hit in found] == in_order


SCOPE = [
    ("analyst", {"document", "task", "target"}),
    ("reader", {"document", "task", "target"}),
    ("inspector", {"document", "task", "target"}),
    ("building", {"document", "task"}),  # it leads the task, so it reads the document that says so
    ("finance", {"document", "task"}),  # it helps with the task
    ("administrator", set()),
    ("nobody", set()),
    ("stranger", set()),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "kinds"), SCOPE, ids=[row[0] for row in SCOPE])
def test_found_is_only_what_one_may_see(stage: Any, cast: Any, who: str, kinds: set[str]) -> None:
    """What a person may not see is not found, not even counted."""
    document = stage.document(title="Quy hoạch phía đông")
    index(document)
    services.fact_accept(fact=stage.fact(document, "task"), by=cast.analyst)
    services.fact_accept(fact=stage.fact(document, "indicator", name="Quy hoạch được duyệt"), by=cast.analyst)

    found = find(cast.access(who), "quy hoach")

    indicator = {"indicator"} if kinds else set()  # what is measured is no secret inside a province
    assert {hit.kind for hit in found} == kinds | indicator
    assert found.total == sum(found.counts.values()) == len(found)


@pytest.mark.django_db
def test_index_follows(stage: Any, cast: Any) -> None:
    """A changed row is found by its new words only, a dropped one not at all."""
    document = stage.document(title="Cũ kỹ")
    index(document)
    services.document_update(document=document, by=cast.analyst, title="Mới mẻ")
    access = cast.access("analyst")

    assert (len(find(access, "cũ kỹ")), len(find(access, "mới mẻ"))) == (0, 1)
    document.refresh_from_db()
    drop(document)
    assert not find(access, "mới mẻ")


@pytest.mark.django_db
def test_index_is_made_anew(stage: Any, cast: Any) -> None:
    """Made anew, the index holds what stands and nothing else, whatever was in it."""
    document = stage.document(title="Kế hoạch bến đò")
    fact = stage.fact(document, "task")
    for kind in ("indicator", "person", "meeting"):
        services.fact_accept(fact=stage.fact(document, kind), by=cast.analyst)
    services.fact_accept(fact=fact, by=cast.analyst)
    index(document)
    services.fact_reopen(fact=fact, by=cast.analyst)
    before = set(Entry.objects.values_list("kind", "row", "folded"))
    Entry.objects.filter(kind="person").delete()
    Entry.objects.create(kind="task", row=10**6, title="ma", folded="ma", sort_key="")

    assert index_all() == len(before)

    assert set(Entry.objects.values_list("kind", "row", "folded")) == before


@pytest.mark.django_db
def test_pages(three_documents: None, cast: Any) -> None:
    """A page is a part of the same order, and knows how many there are in all."""
    access = cast.access("analyst")
    whole = [hit.row for hit in find(access, "duong")]

    assert [hit.row for hit in find(access, "duong", limit=1, offset=1)] == whole[1:2]
    assert find(access, "duong", limit=1, offset=1).total == 3


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["ven biển", "nhiem vu 199", "x"])
def test_words_are_found_by_the_index(cast: Any, province: Any, query: str) -> None:
    """A query reads the index of words, never every row: what it costs does not grow with the register.

    (How many milliseconds that is says `bench/pages.py`.)
    """
    on_postgresql = connection.vendor == "postgresql"
    with CaptureQueriesContext(connection) as captured:
        find(cast.access("analyst"), query)
    matches = _matches(search_key(query).split())
    with connection.cursor() as cursor:
        if on_postgresql:
            cursor.execute("SET LOCAL enable_seqscan = off")  # a planner prefers to read a small table whole
        cursor.execute(f"EXPLAIN {'' if on_postgresql else 'QUERY PLAN '}{matches.sql}", matches.params)
        plan = str(cursor.fetchall())

    assert 1 <= len([q for q in captured if "search_" in q["sql"]]) <= 2
    assert ("search_entry_words" if on_postgresql else "search_words VIRTUAL TABLE INDEX") in plan


@given(st.text(max_size=80), st.lists(st.text("abđươe1", min_size=1, max_size=4), max_size=3))
def test_lighting_up_loses_nothing(text: str, words: list[str]) -> None:
    """The parts of a text are the text, whatever is lit up."""
    keys = [key for word in words for key in search_key(word).split()]

    assert "".join(part for part, _ in lit(text, keys)) == text
