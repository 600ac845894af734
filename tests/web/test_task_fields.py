"""The field (lĩnh vực) of a task: said on its page, for a document, in a table; followed by its leader."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import boards
import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dondoc.web.audit.models import Entry
from dondoc.web.bodies.charges import InCharge, charge_add
from dondoc.web.exchange import services
from dondoc.web.exchange.models import Import
from dondoc.web.followup.owed import of_task
from dondoc.web.plans.fields import charged
from dondoc.web.plans.models import Task
from dondoc.web.plans.orders import resolve as order_resolve
from dondoc.web.taskwork.taskfields import field_set, offered

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
LATE = TODAY - timedelta(days=3)
ECONOMY, LAND = "Kinh tế", "Môi trường, nông thôn"


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def catalogue(province: Any) -> None:
    """Two fields; the building department has targets of one of them only."""
    boards.indicator("Tổng thu ngân sách", field=ECONOMY)
    boards.target(boards.indicator("Tỷ lệ rác được thu gom", unit="%", field=LAND), province.building)


def test_known_fields_only(catalogue: None, stage: Any, cast: Any, province: Any) -> None:
    """Said in any spelling it is kept as the catalogue has it, with a line in the trail; else refused."""
    task = boards.task(stage.document(), province.finance)
    field_set(task=task, field="kinh te", by=cast.analyst)
    task.refresh_from_db()
    assert task.field == ECONOMY
    assert Entry.objects.get(action="task.field").after == {"field": ECONOMY}
    with pytest.raises(ValidationError, match="Kinh tế; Môi trường, nông thôn"):
        field_set(task=task, field="Thể thao", by=cast.analyst)


SUGGESTED = [
    ("Rà soát tổng thu ngân sách quý IV", "building", ECONOMY, "its words name an indicator"),
    ("Lập kế hoạch", "building", LAND, "all targets of its lead are of one field"),
    ("Lập kế hoạch", "finance", "", "its lead has no target"),
]


@pytest.mark.parametrize(("words", "lead", "field", "why"), SUGGESTED, ids=[row[3] for row in SUGGESTED])
def test_suggestions(
    catalogue: None, stage: Any, cast: Any, province: Any, words: str, lead: str, field: str, why: str
) -> None:
    """What is suggested, and why; nothing is said until somebody saves it."""
    task = boards.task(stage.document(), getattr(province, lead), action=words)
    found = offered(cast.access("analyst"), [task])[0]
    assert (found.chosen, bool(found.reason)) == (field, bool(field))
    assert Task.objects.get(pk=task.pk).field == ""


def test_of_a_whole_document(catalogue: None, stage: Any, province: Any, signed_in: Any) -> None:
    """Each suggestion stands chosen; saved, they are said; a field there is none of changes nothing."""
    document = stage.document()
    one, other = (
        boards.task(document, province.finance, action="Thu đủ tổng thu ngân sách"),
        boards.task(document, province.finance),
    )
    client, page = signed_in("analyst"), reverse("task-fields", args=[document.pk])
    shown = boards.Page.of(client.get(page)).text
    assert "câu giao việc nói tới “Tổng thu ngân sách”" in shown
    assert client.post(page, {f"f-{one.pk}": ECONOMY, f"f-{other.pk}": "Không có"}).status_code == 422
    assert not Task.objects.exclude(field="").exists(), "all or none"
    assert client.post(page, {f"f-{one.pk}": ECONOMY, f"f-{other.pk}": ""}).status_code == 302
    assert list(Task.objects.order_by("pk").values_list("field", flat=True)) == [ECONOMY, ""]


def test_on_its_page_and_on_the_board(catalogue: None, stage: Any, province: Any, signed_in: Any) -> None:
    """Said on the task's page; the board filters by it, and by none."""
    document = stage.document()
    one, other = boards.task(document, province.finance), boards.task(document, province.finance)
    client = signed_in("analyst")
    sent = {"field-field": LAND}
    assert client.post(reverse("task-work-do", args=[one.pk, "field"]), sent).status_code == 302
    for asked, wanted in ((LAND, [one.pk]), ("-", [other.pk]), ("", [one.pk, other.pk])):
        page = client.get(reverse("task-list"), {"field": asked}).context["page"]
        assert sorted(task.pk for task in page) == wanted
    assert LAND in boards.Page.of(client.get(reverse("task", args=[one.pk]))).text


CHARGES = [
    (InCharge(frozenset(), frozenset({LAND}), frozenset()), {"land"}, "a field, whosever"),
    (InCharge(frozenset({1}), frozenset(), frozenset()), {"land", "plain"}, "a body, whatever the field"),
    (InCharge(frozenset(), frozenset(), frozenset({(1, LAND)})), {"land"}, "a field in that body"),
    (InCharge(frozenset(), frozenset(), frozenset({(2, LAND)})), set(), "a field in another body"),
]


@pytest.mark.parametrize(("what", "wanted", "why"), CHARGES, ids=[row[2] for row in CHARGES])
def test_whose_charge(stage: Any, province: Any, what: InCharge, wanted: set[str], why: str) -> None:
    """1 stands for finance, 2 for building; what nobody leads is in no one's charge yet."""
    document, pks = stage.document(), {1: province.finance.pk, 2: province.building.pk}
    for name, lead, field in (
        ("land", province.finance, LAND),
        ("plain", province.finance, ""),
        ("-", None, LAND),
    ):
        boards.task(document, lead, action=name, field=field)
    meant = InCharge(
        frozenset(pks[one] for one in what.bodies),
        what.fields,
        frozenset((pks[one], f) for one, f in what.both),
    )
    assert set(Task.objects.filter(charged(meant)).values_list("action", flat=True)) == wanted


def test_the_leader_of_the_field_follows_it(stage: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """An overdue task of the field stands on that leader's page; reminders know the field."""
    task = boards.task(stage.document(), province.finance, LATE, action="Dọn bãi rác", field=LAND)
    charge_add(leader=cast.leader, fields=[LAND], valid_from=date(2026, 1, 1), by=cast.analyst)
    page = signed_in("leader").get(reverse("leader-page"))
    assert "Dọn bãi rác" in boards.Page.of(page).text
    assert of_task(task).matter.field == LAND


def test_in_a_table(catalogue: None, stage: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """Out in the template's column, changed there, brought back in, and taken back with the whole import."""
    document = stage.document(symbol="14-CTr/TU")
    task = boards.task(document, province.finance, date(2026, 12, 15), field=ECONOMY)
    sent = signed_in("analyst").get(reverse("task-template-export"))
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(sent.streaming_content) if sent.streaming else sent.content)
    )
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for row in sheet.iter_rows() for cell in row if cell.value}
    place = next(
        cell for row in sheet.iter_rows(min_col=heads["Lĩnh vực"], max_col=heads["Lĩnh vực"]) for cell in row
        if cell.value == ECONOMY
    )  # fmt: skip
    place.value = "môi trường, nông thôn"
    out = io.BytesIO()
    book.save(out)
    imported: Import = services.import_start(
        name="viec.xlsx",
        data=out.getvalue(),
        owner=province.root,
        document=None,
        system=None,
        by=cast.analyst,
    )
    services.import_apply(imported=imported, by=cast.analyst, on=TODAY)
    task.refresh_from_db()
    assert task.field == LAND
    services.import_undo(imported=imported, by=cast.analyst, on=TODAY, reason="nhầm bảng")
    task.refresh_from_db()
    assert task.field == ECONOMY


def test_what_was_said_of_the_leads_other_tasks(
    catalogue: None, stage: Any, cast: Any, province: Any
) -> None:
    """Most of them decide; the reason says how many. It goes before what the lead's targets are of."""
    document = stage.document()
    for field in (ECONOMY, ECONOMY, LAND):
        boards.task(document, province.building, field=field)
    found = offered(cast.access("analyst"), [boards.task(document, province.building)])[0]
    assert (found.chosen, found.reason) == (ECONOMY, "2 việc khác của cơ quan chủ trì thuộc lĩnh vực này")


def test_parts_go_with_their_order(catalogue: None, stage: Any, cast: Any, province: Any) -> None:
    """Resolved, they have the order's field; said later they get it, but one that says another keeps it."""
    order = boards.task(
        stage.document(), None, date(2026, 12, 1), collective=True, lead_as_written="các sở", field=LAND
    )
    order_resolve(task=order, bodies=[province.finance, province.building], by=cast.analyst, on=TODAY)
    parts = Task.objects.filter(parent=order).order_by("pk")
    assert [part.field for part in parts] == [LAND, LAND]
    parts.filter(lead=province.finance).update(field="")
    field_set(task=Task.objects.get(pk=order.pk), field=ECONOMY, by=cast.analyst)
    assert {part.lead: part.field for part in parts.all()} == {
        province.finance: "",
        province.building: ECONOMY,
    }
