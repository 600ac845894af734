"""Bodies × fields on the first page: of one's branch, the worst first, each cell a way to its list."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import boards
import pytest
from django.core.cache import cache
from django.urls import reverse

from dondoc.web.accounts.models import Grant
from dondoc.web.desk.matrix import matrix

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY
    cache.clear()


@pytest.fixture
def told(stage: Any, cast: Any, province: Any) -> None:
    """Finance is late and has a red target, the commune one red and one safe, building a day that is near."""
    document = stage.document()
    boards.task(document, province.finance, TODAY - timedelta(days=3))
    boards.task(document, province.finance, TODAY - timedelta(days=9), done_on=TODAY)
    boards.task(document, province.building, TODAY + timedelta(days=4))
    boards.task(document, province.building, TODAY + timedelta(days=40))
    for field, body, value in (
        ("Kinh tế", province.finance, "10"), ("Môi trường", province.commune, "10"),
        ("Môi trường", province.commune, "95"), ("", province.commune, "95"),
    ):  # fmt: skip
        what = boards.indicator(f"Thu {field} {value}", field=field)
        aim = boards.target(what, body)
        boards.version(aim, "100", cast.analyst, document=document, decided_on=date(2026, 1, 5))
        boards.figure(what, body, "2026-01/2026-09", value, cast.analyst, document=document)


@pytest.fixture
def party_target(told: None, stage: Any, cast: Any, province: Any) -> None:
    """Finance also owes a target of Party work, in a field of its own."""
    what = boards.indicator("Kết nạp đảng viên", field="Xây dựng Đảng", party_only=True)
    aim = boards.target(what, province.finance)
    boards.version(aim, "100", cast.analyst, document=stage.document(), decided_on=date(2026, 1, 5))


def shown(access: Any) -> list[tuple[str, int, int, list[tuple[int, int]]]]:
    made = matrix(access, on=TODAY)
    return [(line.name, line.late, line.soon, [(c.red, c.total) for c in line.cells]) for line in made.lines]


def test_counts_by_body_and_field(told: None, cast: Any, province: Any) -> None:
    """The worst first; a body's tasks once, its targets by field, those without a field last."""
    assert matrix(cast.access("leader"), on=TODAY).fields == ["Kinh tế", "Môi trường", ""]
    assert shown(cast.access("leader")) == [
        (province.finance.name, 1, 0, [(1, 1), (0, 0), (0, 0)]),
        (province.commune.name, 0, 0, [(0, 0), (1, 2), (0, 1)]),
        (province.building.name, 0, 1, [(0, 0), (0, 0), (0, 0)]),
    ]


@pytest.mark.parametrize(
    ("who", "there"),
    [("leader", True), ("government", False)],
    ids=["the province's own follows both", "who follows the government alone"],
)
def test_party_work_is_none_of_the_states(
    party_target: None, cast: Any, province: Any, who: str, there: bool
) -> None:
    """A target of Party work alone stands in no matrix of the State's (decision 0025)."""
    if who == "government":
        assert province.finance.kind == "state"
        Grant.objects.filter(user=cast.reader).update(role="leader", body=province.finance)
        access = cast.access("reader")
    else:
        access = cast.access("leader")
    made = matrix(access, on=TODAY)
    assert ("Xây dựng Đảng" in made.fields) is there
    assert made.state is not there


def test_overdue_by_field(told: None, stage: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """An overdue task stands in its field, what has none in the last; the whole line adds them up."""
    boards.task(stage.document(), province.finance, TODAY - timedelta(days=1), field="Kinh tế")
    made = matrix(cast.access("leader"), on=TODAY)
    line = next(one for one in made.lines if one.name == province.finance.name)
    assert [(cell.field, cell.late) for cell in line.cells] == [("Kinh tế", 1), ("Môi trường", 0), ("", 1)]
    assert line.late == 2
    client = signed_in("leader")
    page = boards.Page.of(client.get(reverse("desk-matrix")))
    for field in ("Kinh%20t%E1%BA%BF", "-"):
        link = f"{reverse('task-list')}?state=open_late&body={province.finance.pk}&part=lead&field={field}"
        assert link in page.links
        assert client.get(link).context["page"].paginator.count == 1


def test_only_of_the_branch_that_is_followed(told: None, cast: Any, province: Any) -> None:
    """Who follows one department sees that one."""
    assert [line[0] for line in shown(cast.access("supervisor"))] == [province.building.name]


SIGNALS = [
    ({}, "", "no target"),
    ({"total": 2, "red": 1, "unknown": 1}, "risk", "one at risk says more than one unknown"),
    ({"total": 2, "unknown": 2}, "unknown", "nothing could be judged"),
    ({"total": 3, "unknown": 1, "going": 1}, "under_way", "one is neither red nor safe"),
    ({"total": 2, "unknown": 1}, "good", "what could be judged is safe"),
]


@pytest.mark.parametrize(("counts", "signal", "why"), SIGNALS, ids=[row[2] for row in SIGNALS])
def test_the_worst_decides_the_colour(counts: Any, signal: str, why: str) -> None:
    """A cell has the colour, shape and word of the worst in it."""
    from dondoc.web.desk.matrix import Targets

    assert Targets(**counts).signal == signal


def test_each_cell_leads_to_its_list(told: None, signed_in: Any, province: Any) -> None:
    """Tasks of the lead in that state; targets of the body and the field."""
    page = boards.Page.of(signed_in("leader").get(reverse("desk-matrix")))
    pk = province.finance.pk
    assert f"{reverse('task-list')}?state=open_late&body={pk}&part=lead" in page.links
    assert f"{reverse('task-list')}?state=due_soon&body={province.building.pk}&part=lead" in page.links
    assert any(link.startswith(f"{reverse('target-list')}?body={pk}&field=Kinh") for link in page.links)
    assert "1/1 đỏ" in page.text
    assert "1 quá hạn" in page.text


def test_a_cell_counts_what_its_list_shows(told: None, signed_in: Any, province: Any) -> None:
    """The list behind "1 overdue" has one task."""
    page = signed_in("leader").get(
        f"{reverse('task-list')}?state=open_late&body={province.finance.pk}&part=lead"
    )
    assert page.context["page"].paginator.count == 1


@pytest.mark.parametrize(
    ("who", "there"),
    [("analyst", True), ("leader", True), ("supervisor", True), ("finance", False), ("head", False),
     ("reader", False)],
)  # fmt: skip
def test_it_is_on_the_desk_of_who_follows(told: None, signed_in: Any, who: str, there: bool) -> None:
    """An officer and a head keep the desk of their body."""
    assert ("matrix-head" in signed_in(who).get(reverse("desk")).content.decode()) is there


def test_the_desk_asks_for_it_and_keeps_it(
    told: None, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    """The first look has it come after the page; then it stands in the page until something changes."""
    client = signed_in("analyst")
    assert "Đang tính" in client.get(reverse("desk")).content.decode()
    part = client.get(reverse("desk-matrix"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "1/1 đỏ" in part
    with django_assert_max_num_queries(10):
        page = client.get(reverse("desk")).content.decode()
    assert "1/1 đỏ" in page


def test_a_change_is_seen(told: None, stage: Any, cast: Any, province: Any) -> None:
    """A task given since counts at once."""
    access = cast.access("leader")
    before = {line[0]: line[1] for line in shown(access)}
    boards.task(stage.document(), province.building, TODAY - timedelta(days=1))
    after = {line[0]: line[1] for line in shown(access)}
    assert before | {province.building.name: 1} == after


def test_many_bodies_cost_as_many_queries(
    told: None, stage: Any, cast: Any, province: Any, django_assert_max_num_queries: Any
) -> None:
    """Once targets are judged, the whole of it takes seven queries, kept one."""
    access = cast.access("leader")
    matrix(access, on=TODAY)
    cache.clear()
    with django_assert_max_num_queries(7):
        matrix(access, on=TODAY)
    with django_assert_max_num_queries(1):
        matrix(access, on=TODAY)
