"""The search page: what is found, lit up, counted, paged and kept from whoever may not see it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from dondoc.web.search.services import index
from web import boards
from web.boards import Page

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def found(stage: Any, province: Any, cast: Any) -> dict[str, Any]:
    """A document, tasks of two departments, an indicator and its target, all about roads."""
    document = stage.document(title="Nghị quyết về đường sắt nội tỉnh")
    rows = {
        "document": document,
        "task": boards.task(document, province.finance, action="Bố trí vốn cho đường nối"),
        "other": boards.task(document, province.building, action="Thi công đường ven sông"),
        "indicator": boards.indicator("Đường xã được cứng hóa", "km"),
        "body": province.building,
    }
    rows["target"] = boards.target(rows["indicator"], province.root)
    boards.version(rows["target"], "120", cast.analyst)
    for row in rows.values():
        index(row)
    return rows


def links(client: Any, **query: str) -> set[str]:
    page = Page.of(client.get(reverse("search"), query))
    assert page.problems == []
    return {link for link in page.links if re.search(r"/\d+/$", link)}


def address(found: Any, *names: str) -> set[str]:
    pages = {"other": "task"}
    return {reverse(pages.get(name, name), args=[found[name].pk]) for name in names}


@pytest.mark.parametrize("words", ["duong", "đường", "ĐƯỜNG", "Duòng"])
def test_marks_do_not_matter(words: str, found: Any, signed_in: Any) -> None:
    """With, without and with wrong marks: the same, on every database."""
    everything = address(found, "document", "task", "other", "indicator", "target")

    assert links(signed_in("analyst"), q=words) == everything


KINDS = [("task", ("task", "other")), ("document", ("document",)), ("indicator", ("indicator",))]


@pytest.mark.parametrize(("kind", "names"), KINDS, ids=[row[0] for row in KINDS])
def test_of_one_kind(kind: str, names: tuple[str, ...], found: Any, signed_in: Any) -> None:
    """A tab counts what it lists, and the other tabs stay."""
    client = signed_in("analyst")
    response = client.get(reverse("search"), {"q": "duong", "kind": kind})

    assert links(client, q="duong", kind=kind) == address(found, *names)
    assert response.context["total"] == len(names)
    assert response.context["all"] == 5
    assert {name: count for name, _, count in response.context["kinds"]}[kind] == len(names)


SCOPE = [
    ("analyst", ("document", "task", "other", "indicator", "target")),
    ("finance", ("document", "task", "indicator")),
    ("building", ("document", "other", "indicator")),
    ("administrator", ()),
    ("nobody", ()),
]


@pytest.mark.parametrize(("who", "names"), SCOPE, ids=[row[0] for row in SCOPE])
def test_only_what_one_may_see(who: str, names: tuple[str, ...], found: Any, signed_in: Any) -> None:
    """What is found can be opened, and what cannot be opened is not found."""
    client = signed_in(who)
    shown = links(client, q="duong")

    assert shown == address(found, *names)
    for link in shown:
        assert client.get(link).status_code == 200, link


def test_words_are_lit_up_as_written(found: Any, signed_in: Any) -> None:
    """The page marks the words themselves; the title is not said twice."""
    page = signed_in("analyst").get(reverse("search"), {"q": "duong noi"}).content.decode()

    assert "<mark>đường</mark> <mark>nối</mark>" in page
    assert page.count("<mark>nối</mark>") == 1


def test_markup_in_a_query_is_words(found: Any, signed_in: Any) -> None:
    """What was typed is shown, never run."""
    page = signed_in("analyst").get(reverse("search"), {"q": "<script>alert(1)</script>"})

    assert Page.of(page).problems == []
    assert "&lt;script&gt;" in page.content.decode()


STRANGE = [{"q": "\0"}, {"q": "duong", "page": "0"}, {"q": "duong", "page": "99999999"}, {"q": "*"}]
STRANGE += [{"q": "duong", "kind": "secret"}, {"q": '" OR 1'}, {"q": "a" * 5000}, {"q": "':*"}]


@pytest.mark.parametrize("query", STRANGE, ids=[str(row)[:40] for row in STRANGE])
def test_strange_addresses_are_answered(query: dict[str, str], found: Any, signed_in: Any) -> None:
    """No query breaks the page."""
    assert signed_in("analyst").get(reverse("search"), query).status_code == 200


def test_pages(stage: Any, signed_in: Any) -> None:
    """Thirty a page, with the way on and back."""
    for n in range(32):
        index(stage.document(title=f"Báo cáo số {n}"))
    client = signed_in("analyst")

    assert len(links(client, q="bao cao")) == 30
    assert 'rel="next"' in client.get(reverse("search"), {"q": "bao cao"}).content.decode()
    assert len(links(client, q="bao cao", page="2")) == 2
    assert 'rel="prev"' in client.get(reverse("search"), {"q": "bao cao", "page": "2"}).content.decode()


def test_nothing_asked_and_nothing_found(signed_in: Any, province: Any) -> None:
    """Both say what to do."""
    assert "Không tìm thấy" in Page.of(signed_in("analyst").get(reverse("search"), {"q": "xyz"})).text
    assert Page.of(signed_in("analyst").get(reverse("search"))).problems == []
    assert signed_in("analyst").post(reverse("search")).status_code == 405
