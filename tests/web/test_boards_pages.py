"""Every page of the boards: well-formed, readable to everybody, and cheap however much there is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from dondoc.web.plans import services
from dondoc.web.plans.models import Target, Task, TaskPartner
from web import boards
from web.boards import Page
from web.once import once

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
# Queries of a page, three of them for who asks and what they may see. A body has nine kinds of things.
# Lists stay within nine, that of tasks within ten; a page of one thing shows all that hangs on it.
# A picture is reckoned and kept the first time, with the end of its transaction.
BOUND = {"body": 17, "indicator": 13, "target": 15, "task": 10, "task-list": 10, "target-picture": 10}


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def full(stage: Any, province: Any, cast: Any) -> dict[str, list[Any]]:
    """300 tasks with partners, 100 targets with figures, documents, people: what the addresses take."""
    return once("full boards", lambda: _full(stage, province, cast))


def _full(stage: Any, province: Any, cast: Any) -> dict[str, list[Any]]:
    from dondoc.web.bodies.models import Person, Position
    from dondoc.web.search.services import index

    documents = [stage.document() for _ in range(6)]
    bodies = [province.finance, province.building, province.commune, province.root, province.party]
    tasks = Task.objects.bulk_create(
        Task(
            document=documents[n % 6],
            number=n,
            action=f"hoàn thành việc thứ {n}",
            lead=bodies[n % 5] if n % 9 else None,
            lead_as_written="Sở, ngành",
            due=TODAY + timedelta(days=n - 150) if n % 4 else None,
            product="Báo cáo",
            awaiting_document=n % 11 == 0,
        )
        for n in range(300)
    )
    TaskPartner.objects.bulk_create(
        TaskPartner(task=task, body=bodies[(n + k) % 5], as_written=bodies[(n + k) % 5].name)
        for n, task in enumerate(tasks)
        for k in (1, 2)
    )
    targets = []
    for n in range(20):
        what = boards.indicator(f"chỉ tiêu thứ {n}", field="Kinh tế")
        for body in bodies:
            one = boards.target(what, body, awaiting_document=n % 7 == 0)
            boards.version(
                one, "100", cast.analyst, document=documents[n % 6], decided_on=date(2026, 1, n + 1)
            )
            for quarter in (1, 2, 3):
                boards.figure(what, body, f"2026-Q{quarter}", str(20 * quarter), cast.analyst)
            targets.append(one)
    person = Person.objects.create(name="Lê Thị Bình")
    Position.objects.create(person=person, title="Giám đốc Sở Tài chính", body=province.finance)
    services.task_done(task=tasks[1], on=TODAY, by=cast.analyst, note="BC 1")
    for row in (*documents, *tasks[:80], person, province.finance):
        index(row)
    return {
        "task": [tasks[1].pk],
        "target": [targets[0].pk],
        "indicator": [Target.objects.all()[0].indicator_id],
        "body": [province.finance.pk],
        "person": [person.pk],
        "user": [cast.finance.pk],
        "task-export": ["csv"],
        "target-export": ["csv"],
        "target-series-export": [targets[0].pk, "csv"],
        "target-picture": [targets[0].pk, "light"],
    }


PAGES = [
    ("task-list", {}, "analyst"),
    ("task-list", {"order": "lead", "state": "open_late", "q": "hoan", "page": "2"}, "analyst"),
    ("task-list", {}, "finance"),
    ("task-list", {"as_of": str(TODAY - timedelta(days=1))}, "finance"),
    ("task", {}, "analyst"),
    ("target-list", {}, "analyst"),
    ("target-list", {"order": "-period", "year": "2026", "awaiting": "no"}, "finance"),
    ("target", {}, "analyst"),
    ("indicator-list", {}, "analyst"),
    ("indicator", {}, "analyst"),
    ("body-list", {}, "analyst"),
    ("body", {}, "finance"),
    ("person-list", {}, "reader"),
    ("person", {}, "reader"),
    ("search", {"q": "hoan thanh"}, "analyst"),
    ("search", {}, "analyst"),
    ("audit-list", {}, "inspector"),
    ("audit-list", {}, "administrator"),
    ("user-list", {}, "administrator"),
    ("user", {}, "administrator"),
    ("user-add", {}, "administrator"),
]
IDS = [f"{name}-{who}-{n}" for n, (name, _, who) in enumerate(PAGES)]


@pytest.mark.parametrize(("name", "query", "who"), PAGES, ids=IDS)
def test_structure(name: str, query: dict[str, str], who: str, full: Any, signed_in: Any) -> None:
    """No style or script in the page (the policy forbids it); pictures and fields named, headings nested."""
    response = signed_in(who).get(reverse(name, args=full.get(name, [])), query)

    assert response.status_code == 200
    assert Page.of(response).problems == []


FILES = [("task-export", {}, "analyst"), ("target-export", {}, "analyst")]
FILES += [("target-series-export", {}, "analyst"), ("target-picture", {}, "analyst")]


@pytest.mark.parametrize(
    ("name", "query", "who"), PAGES + FILES, ids=[*IDS, *(f"{name}-file" for name, _, _ in FILES)]
)
def test_queries_are_bounded(
    name: str, query: dict[str, str], who: str, full: Any, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    """As many queries for three hundred tasks as for three, the session's and the access's with them."""
    client = signed_in(who)
    address = reverse(name, args=full.get(name, []))

    with django_assert_max_num_queries(BOUND.get(name, 9)):
        assert client.get(address, query).status_code == 200


EMPTY = ["task-list", "target-list", "indicator-list", "body-list", "person-list"]


@pytest.mark.parametrize("name", EMPTY)
def test_an_empty_office(name: str, province: Any, signed_in: Any) -> None:
    """Before anything was confirmed every page stands, and says what will fill it."""
    response = signed_in("analyst").get(reverse(name))
    page = Page.of(response)

    assert response.status_code == 200
    assert page.problems == []
    assert name == "body-list" or "Chưa có" in page.text or "Không có" in page.text


@pytest.mark.parametrize("name", ["task-list", "target-list", "body-list", "target", "task", "search"])
def test_in_english(name: str, full: Any, signed_in: Any) -> None:
    """The other language breaks nothing."""
    client = signed_in("analyst")
    client.cookies["django_language"] = "en"

    response = client.get(reverse(name, args=full.get(name, [])), {"q": "hoan"} if name == "search" else {})

    assert response.status_code == 200
    assert Page.of(response).problems == []
