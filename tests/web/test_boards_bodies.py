"""The tree of bodies with what each owes, a body's page, and the people named in documents."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from dondoc.web.bodies.models import Person, Position
from dondoc.web.bodies.trees import tree
from dondoc.web.plans.bodycounts import BodyRow, body_rows
from dondoc.web.plans.models import Task
from web import boards
from web.boards import Page

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def owed(stage: Any, province: Any, cast: Any) -> Task:
    """Finance owes three tasks, one of them late; one is done, one only in the press, one as a partner."""
    document = stage.document()
    finance = province.finance
    late = boards.task(document, finance, date(2026, 10, 1), action="việc quá hạn")
    boards.task(document, finance, date(2026, 12, 1))
    boards.task(document, finance)
    boards.task(document, finance, date(2026, 5, 1), done_on=date(2026, 5, 1))
    boards.task(document, finance, date(2026, 5, 1), awaiting_document=True)
    boards.task(document, province.building, date(2026, 1, 1), partners=[finance])
    boards.version(boards.target(boards.indicator("Thu"), finance), "5", cast.analyst)
    return late


def counted(cast: Any, who: str) -> list[BodyRow]:
    access = cast.access(who)
    return body_rows(access, tree(access, on=TODAY, ended=True), on=TODAY, as_of=TODAY)


def rows(cast: Any, who: str) -> dict[str, tuple[int, int, int, int]]:
    return {row.body.name: (row.depth, row.open, row.late, row.targets) for row in counted(cast, who)}


def test_what_each_body_owes_as_lead(owed: Task, cast: Any) -> None:
    """Open and late tasks it leads and that bind; a partner's work is counted with who leads."""
    found = rows(cast, "analyst")

    assert found["Sở Tài chính"] == (2, 3, 1, 1)
    assert found["Sở Xây dựng"] == (2, 1, 1, 0)
    assert found["Tỉnh Lam Sơn"] == (0, 0, 0, 0)


def test_the_numbers_lead_to_lists_of_that_length(owed: Task, cast: Any, signed_in: Any) -> None:
    """Behind a number on the tree stands a list with as many rows."""
    client = signed_in("analyst")
    page = Page.of(client.get(reverse("body-list")))
    links = [link for link in page.links if "part=lead" in link]

    lengths = sorted(client.get(link).context["page"].paginator.count for link in links)
    assert lengths == sorted([3, 1, 1, 1])


def test_the_tree_is_ones_own_branch(owed: Task, cast: Any) -> None:
    """An officer sees the department and what it took over from; an administrator no content."""
    assert set(rows(cast, "finance")) == {"Sở Tài chính", "Sở Kế hoạch và Đầu tư"}
    assert {row[1:] for row in rows(cast, "administrator").values()} == {(0, 0, 0)}, "who keeps the bodies"
    assert rows(cast, "nobody") == {}


def test_every_body_once_in_the_order_of_the_tree(cast: Any, province: Any) -> None:
    """Children follow their parent; in Vietnamese order among themselves."""
    found = counted(cast, "analyst")
    names = [row.body.name for row in found]

    assert len(names) == len(set(names)) == 9
    assert names.index("Ủy ban nhân dân tỉnh") < names.index("Sở Tài chính") < names.index("Sở Xây dựng")


def test_the_page_of_a_body(owed: Task, province: Any, cast: Any, signed_in: Any, stage: Any) -> None:
    """Names, who it took over from, its tasks as lead and partner, targets, people and documents."""
    stage.document(issuer=province.finance, symbol="77/STC-QLNS")
    person = Person.objects.create(name="Lê Thị Bình")
    Position.objects.create(person=person, title="Giám đốc Sở Tài chính", body=province.finance)

    page = Page.of(signed_in("finance").get(reverse("body", args=[province.finance.pk]), {"all": "1"}))

    for words in (
        "Việc quá hạn",
        "phối hợp",
        "77/STC-QLNS",
        "Lê Thị Bình",
        "Sở Kế hoạch và Đầu tư",
        "01/03/2025",
    ):
        assert words in page.text
    assert page.problems == []


def test_a_body_that_ended_says_who_took_over(province: Any, signed_in: Any) -> None:
    """Its page stays, with the day and the way on."""
    page = Page.of(signed_in("analyst").get(reverse("body", args=[province.planning.pk]), {"all": "1"}))

    assert "28/02/2025" in page.text
    assert reverse("body", args=[province.finance.pk]) in page.links


def test_a_body_of_another_branch_shows_no_content(
    owed: Task, province: Any, signed_in: Any, cast: Any
) -> None:
    """That a body exists is no secret; what it owes is."""
    for who in ("building", "administrator"):
        response = signed_in(who).get(reverse("body", args=[province.finance.pk]), {"all": "1"})
        assert response.status_code == 200
        assert "iệc quá hạn" not in Page.of(response).text
    assert signed_in("nobody").get(reverse("body", args=[province.finance.pk])).status_code == 404


@pytest.fixture
def people(province: Any, stage: Any) -> dict[str, Person]:
    found = {}
    for name, title in (
        ("Đỗ Văn Ánh", "Giám đốc Sở Xây dựng"),
        ("Dương Thị Én", "Bí thư Tỉnh ủy"),
        ("An Văn Bảy", "Chủ tịch UBND tỉnh"),
    ):
        found[name] = Person.objects.create(name=name)
        Position.objects.create(person=found[name], title=title, on=date(2026, 1, 15))
    return found


def test_people_in_vietnamese_order(people: Any, signed_in: Any) -> None:
    """D before Đ; found without marks; who has no standing post is gone."""
    client = signed_in("reader")

    def names(**query: str) -> list[str]:
        return [p.name for p in client.get(reverse("person-list"), query).context["page"]]

    assert names() == ["An Văn Bảy", "Dương Thị Én", "Đỗ Văn Ánh"]
    assert names(q="do anh") == ["Đỗ Văn Ánh"]
    Position.objects.filter(person=people["Đỗ Văn Ánh"]).update(withdrawn_at=timezone.now())
    assert names() == ["An Văn Bảy", "Dương Thị Én"]
    assert client.get(reverse("person", args=[people["Đỗ Văn Ánh"].pk])).status_code == 404


def test_a_person_is_name_and_office_only(people: Any, signed_in: Any) -> None:
    """With the day of the document that says so."""
    page = Page.of(signed_in("reader").get(reverse("person", args=[people["Dương Thị Én"].pk])))

    assert "Bí thư Tỉnh ủy" in page.text
    assert "15/01/2026" in page.text
    assert (
        signed_in("administrator").get(reverse("person", args=[people["Dương Thị Én"].pk])).status_code == 404
    )
    assert signed_in("administrator").get(reverse("person-list")).context["page"].paginator.count == 0
