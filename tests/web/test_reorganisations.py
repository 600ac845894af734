"""Bodies merged, divided and ended: what passes over, what stays, what history says, and taking it back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dondoc.web.audit.models import Entry
from dondoc.web.bodies.models import Body, BodyLink, Succession
from dondoc.web.bodies.services import body_add
from dondoc.web.core.conflicts import Conflict
from dondoc.web.plans.life import act, stands
from dondoc.web.plans.models import EventKind, Task
from dondoc.web.plans.selectors import TargetFilter, target_board
from dondoc.web.plans.taskboard import tasks_seen
from dondoc.web.reorganisations import selectors
from dondoc.web.reorganisations.models import Passage, Reorganisation
from dondoc.web.reorganisations.services import Founding, pass_on, reorganisation_undo, reorganise
from web import boards
from web.boards import Page

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
DAY = date(2026, 7, 1)
PAPER = "QĐ 100/QĐ-UBND ngày 25/6/2026"


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def owed(stage: Any, province: Any, cast: Any) -> dict[str, Any]:
    """Building leads an open task that it took on, a done one, and answers for a target of this year."""
    document = stage.document()
    given = {"owed_from": date(2026, 1, 15)}
    open_task = boards.task(document, province.building, date(2026, 12, 1), action="việc còn mở", **given)
    done = boards.task(document, province.building, date(2026, 3, 1), **given)
    for task in (open_task, done):
        task.events.create(
            kind=EventKind.ASSIGNED,
            on=date(2026, 1, 15),
            by=cast.analyst,
            lead=province.building,
            due=task.due,
        )
        act(task=task, kind=EventKind.ACKNOWLEDGED, on=date(2026, 1, 20), by=cast.building)
    act(task=done, kind=EventKind.DONE, on=date(2026, 2, 20), day=date(2026, 2, 20), by=cast.analyst)
    what = boards.indicator("Số nhà ở xã hội", unit="căn")
    this_year = boards.target(what, province.building, "2026")
    last_year = boards.target(what, province.building, "2025")
    for target in (this_year, last_year):
        boards.version(target, "500", cast.analyst)
    return {"open": open_task, "done": done, "target": this_year, "past": last_year}


def merge(province: Any, cast: Any, **changes: Any) -> Reorganisation:
    """Building into finance from 1 July 2026."""
    values: dict[str, Any] = {
        "before": [province.building],
        "after": [province.finance],
        "on": DAY,
        "paper": PAPER,
        "by": cast.analyst,
        "today": TODAY,
    }
    return reorganise(**(values | changes))


def test_what_is_open_passes_as_it_stands(owed: Any, province: Any, cast: Any) -> None:
    """Lead from the day, acknowledged before, no transfer; what is done and past stays where it was."""
    made = merge(province, cast)

    task = Task.objects.get(pk=owed["open"].pk)
    assert (task.lead, task.stage, task.due) == (province.finance, "in_hand", date(2026, 12, 1))
    before, after = (stands(task, as_of=day) for day in (date(2026, 6, 30), DAY))
    assert (before.lead, after.lead) == (str(province.building.pk), str(province.finance.pk))
    assert (after.transfers, after.acknowledged) == (0, date(2026, 1, 20))
    assert Task.objects.get(pk=owed["done"].pk).lead == province.building
    event = task.events.get(kind=EventKind.SUCCEEDED)
    assert (event.on, event.note, event.by) == (DAY, PAPER, cast.analyst)
    province.building.refresh_from_db()
    assert province.building.valid_to == date(2026, 6, 30)
    assert Succession.objects.filter(
        predecessor=province.building, successor=province.finance, on=DAY
    ).exists()
    assert {p.target for p in made.passages.exclude(target=None)} == {owed["target"]}
    assert Entry.objects.filter(action__in=["reorganisation.make", "task.succeeded"]).count() == 2


def test_the_successor_answers_and_the_page_says_whose_it_was(
    owed: Any, province: Any, cast: Any, signed_in: Any
) -> None:
    """The target stays the old body's; who took over finds it among its own, and its page says both."""
    merge(province, cast)
    found = target_board(cast.access("analyst"), TargetFilter(body=province.finance.pk))

    assert owed["target"] in found
    assert owed["past"] not in found
    owed["target"].refresh_from_db()
    assert owed["target"].body == province.building
    page = Page.of(signed_in("analyst").get(reverse("target", args=[owed["target"].pk])))
    assert "Sở Xây dựng" in page.text
    assert "Sở Tài chính" in page.text


def test_the_successors_people_see_it(owed: Any, province: Any, cast: Any) -> None:
    """An officer of the successor sees what passed and what had been done; before the day neither."""
    for which in ("open", "done"):
        assert owed[which] not in tasks_seen(cast.access("finance"))
    merge(province, cast)
    for which in ("open", "done"):
        assert owed[which] in tasks_seen(cast.access("finance"))
    assert province.building.pk not in cast.access("finance", date(2026, 6, 30)).body_ids
    assert owed["done"] in tasks_seen(cast.access("building"))


def test_undone_everything_is_as_before(owed: Any, province: Any, cast: Any) -> None:
    """Lead, stage, last day and who sees what; the trace of both stays."""
    made = merge(province, cast)
    reorganisation_undo(reorganisation=made, by=cast.second, on=TODAY)

    task = Task.objects.get(pk=owed["open"].pk)
    assert (task.lead, task.stage, task.due) == (province.building, "in_hand", date(2026, 12, 1))
    assert stands(task, as_of=TODAY).acknowledged == date(2026, 1, 20)
    undone = task.events.get(kind=EventKind.UNDONE)
    assert undone.undoes == task.events.get(kind=EventKind.SUCCEEDED)
    assert (undone.by, undone.note) == (cast.second, f"Hoàn tác: {PAPER}")
    province.building.refresh_from_db()
    assert province.building.valid_to is None
    assert province.building.pk not in cast.access("finance").body_ids
    assert not Passage.objects.filter(withdrawn_at=None).exists()
    assert owed["target"] not in target_board(cast.access("analyst"), TargetFilter(body=province.finance.pk))
    with pytest.raises(Conflict, match="đã được hoàn tác"):
        reorganisation_undo(reorganisation=made, by=cast.second, on=TODAY)
    again = merge(province, cast)
    assert again.passages.count() == 2, "and it can be entered anew"


def test_no_undo_once_something_followed(owed: Any, province: Any, cast: Any) -> None:
    """A report by the successor, or a further reorganisation, stands in the way; nothing is half undone."""
    made = merge(province, cast)
    later = reorganise(
        before=[province.finance],
        after=[Founding("Sở Tài chính và Xây dựng", "state", province.government)],
        on=date(2026, 9, 1),
        paper="QĐ 200",
        by=cast.analyst,
        today=TODAY,
    )
    with pytest.raises(Conflict, match="lần sắp xếp khác"):
        reorganisation_undo(reorganisation=made, by=cast.analyst, on=TODAY)
    reorganisation_undo(reorganisation=later, by=cast.analyst, on=TODAY)
    task = Task.objects.get(pk=owed["open"].pk)
    assert task.lead == province.finance
    act(task=task, kind=EventKind.REPORTED, on=date(2026, 10, 1), by=cast.finance, note="Đã xong")
    with pytest.raises(Conflict, match="diễn biến sau khi chuyển"):
        reorganisation_undo(reorganisation=made, by=cast.analyst, on=TODAY)
    assert Reorganisation.objects.get(pk=made.pk).undone_at is None
    assert Task.objects.get(pk=task.pk).lead == province.finance


def test_a_division_asks_who_takes_what(owed: Any, province: Any, cast: Any) -> None:
    """Each open item goes where it was said; without a word for one nothing happens at all."""
    houses = Founding("Sở Nhà ở", "state", province.government)
    after = [province.finance, houses]
    with pytest.raises(ValidationError) as refused:
        merge(province, cast, after=after, choices={("task", owed["open"].pk): 1})
    assert "rest" in refused.value.message_dict
    assert not Body.objects.filter(name="Sở Nhà ở").exists()
    province.building.refresh_from_db()
    assert province.building.valid_to is None

    merge(province, cast, after=after, rest=0, choices={("task", owed["open"].pk): 1})
    made = Body.objects.get(name="Sở Nhà ở")
    assert (made.valid_from, made.parent) == (DAY, province.government)
    assert Task.objects.get(pk=owed["open"].pk).lead == made
    assert Passage.objects.get(target=owed["target"]).taker == province.finance


def test_who_goes_on_keeps_what_nobody_named(owed: Any, province: Any, cast: Any) -> None:
    """A body that gives something up and goes on does not end, and is nobody's predecessor."""
    merge(
        province,
        cast,
        after=[province.building, Founding("Sở Nhà ở", "state", province.government)],
        choices={("target", owed["target"].pk): 1},
    )
    province.building.refresh_from_db()
    assert province.building.valid_to is None
    assert Task.objects.get(pk=owed["open"].pk).lead == province.building
    assert Passage.objects.get().taker.name == "Sở Nhà ở"
    assert not Succession.objects.filter(predecessor=province.building).exists()


def test_bodies_below_move_with_their_past(province: Any, cast: Any) -> None:
    """A subordinate body stands under the successor from the day, under the old one until then, and back."""
    office = body_add(code="p1", name="Phòng Quản lý nhà", kind="state", parent=province.building, by=None)
    made = merge(province, cast)
    office.refresh_from_db()
    province.finance.refresh_from_db()
    assert (office.parent, office.path) == (province.finance, f"{province.finance.path}{office.pk}/")
    link = BodyLink.objects.get(body=office)
    assert (link.parent, link.valid_to, link.instead) == (province.building, date(2026, 6, 30), True)
    reorganisation_undo(reorganisation=made, by=cast.analyst, on=TODAY)
    office.refresh_from_db()
    assert (office.parent, office.path) == (province.building, f"{province.building.path}{office.pk}/")


def test_what_came_later_passes_on(owed: Any, province: Any, cast: Any, stage: Any) -> None:
    """An old document confirmed after the merger still names the old body: one click passes it on."""
    merge(province, cast)
    late = boards.task(stage.document(date=date(2026, 5, 1)), province.building, date(2026, 11, 1))
    rows = selectors.leftovers(cast.access("analyst"), on=TODAY)
    assert [(row.body, row.tasks) for row in rows] == [(province.building, 1)]

    made = pass_on(body=province.building, by=cast.analyst, today=TODAY)
    assert Task.objects.get(pk=late.pk).lead == province.finance
    assert selectors.leftovers(cast.access("analyst"), on=TODAY) == []
    reorganisation_undo(reorganisation=made, by=cast.analyst, on=TODAY)
    assert Task.objects.get(pk=late.pk).lead == province.building
    province.building.refresh_from_db()
    assert province.building.valid_to == date(2026, 6, 30), "the merger itself stands"


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"before": []}, "before", "nobody before"),
    ({"after": []}, "after", "nobody after"),
    ({"paper": "  "}, "paper", "no paper"),
    ({"on": date(2026, 10, 21)}, "on", "a day to come"),
    ({"after": ["building"]}, "after", "nothing changes"),
    ({"after": ["planning"]}, "after", "the successor ended before"),
    ({"before": ["planning"], "after": ["building"]}, "before", "ended, with another successor"),
    ({"before": ["government"], "after": ["finance"]}, "after", "the successor stands below who ends"),
    ({"after": ["finance", "finance"]}, "after", "one successor twice"),
]


@pytest.mark.parametrize(("change", "name", "why"), REFUSED, ids=[row[2] for row in REFUSED])
def test_what_cannot_be(change: dict[str, Any], name: str, why: str, province: Any, cast: Any) -> None:
    """Refused by field, and nothing is changed."""
    for side in ("before", "after"):
        if side in change:
            change = change | {side: [getattr(province, key) for key in change[side]]}
    with pytest.raises(ValidationError) as refused:
        merge(province, cast, **change)
    assert name in refused.value.message_dict
    assert not Reorganisation.objects.exists()


def asked(province: Any, **changes: Any) -> dict[str, Any]:
    return {
        "before": [province.building.pk],
        "after": [province.finance.pk],
        "founded": "",
        "on": "2026-07-01",
        "paper": PAPER,
        "note": "",
    } | changes


def test_the_page_shows_first_and_does_then(owed: Any, province: Any, signed_in: Any) -> None:
    """A preview changes nothing and lists what would pass; doing it leads to the trace, with a way back."""
    client = signed_in("analyst")
    address = reverse("reorganisation-add")
    page = Page.of(client.get(address, asked(province)))
    assert "Việc còn mở" in page.text
    assert page.problems == []
    assert not Reorganisation.objects.exists()

    response = client.post(address, asked(province), follow=True)
    made = Reorganisation.objects.get()
    assert response.redirect_chain[-1][0] == reverse("reorganisation", args=[made.pk])
    page = Page.of(response)
    assert "Việc còn mở" in page.text
    assert page.problems == []
    assert "kế thừa" in Page.of(client.get(reverse("task", args=[owed["open"].pk]))).text
    assert Page.of(client.get(reverse("reorganisation-list"))).problems == []
    client.post(reverse("reorganisation-undo", args=[made.pk]))
    assert Task.objects.get(pk=owed["open"].pk).lead == province.building


def test_a_refused_division_keeps_what_was_chosen(owed: Any, province: Any, signed_in: Any) -> None:
    """422, with the choices made so far still chosen."""
    typed = asked(province, founded="Sở Nhà ở") | {f"task-{owed['open'].pk}": "1"}
    response = signed_in("analyst").post(reverse("reorganisation-add"), typed)

    assert response.status_code == 422
    assert 'value="1" selected' in response.content.decode()
    assert "Chưa chọn cơ quan tiếp nhận" in Page.of(response).text


def test_an_administrator_sees_how_much_but_not_what(owed: Any, province: Any, signed_in: Any) -> None:
    """Bodies are theirs to keep; the content that passes is counted, not shown."""
    page = Page.of(signed_in("administrator").get(reverse("reorganisation-add"), asked(province)))
    assert "1 việc chưa xong" in page.text
    assert "Việc còn mở" not in page.text


def test_the_preview_is_bounded(
    stage: Any, province: Any, cast: Any, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    """As many queries for two hundred tasks as for one."""
    document = stage.document()
    for _n in range(200):
        boards.task(document, province.building, date(2026, 12, 1))
    client = signed_in("analyst")
    with django_assert_max_num_queries(20):
        client.get(reverse("reorganisation-add"), asked(province))
