"""Fields that an office adds to a plan's tasks: defined, filled in, retired; out to a table and back in."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import boards
import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dondoc.exchange.ownfields import FieldKind
from dondoc.web.audit.models import Entry
from dondoc.web.exchange import selectors, services
from dondoc.web.exchange.dryrun import dry_run
from dondoc.web.exchange.models import Outcome
from dondoc.web.plans import standings
from dondoc.web.plans.models import Task, TaskEvent
from dondoc.web.taskwork import ownfields
from dondoc.web.taskwork.models import OwnFields, OwnHeld

pytestmark = pytest.mark.django_db

GIVEN, DUE, TODAY = date(2026, 1, 12), date(2026, 12, 15), date(2026, 10, 20)
VALUES = {"f1": "16900.50", "f2": "Ngân sách tỉnh", "f3": "UB-15", "f4": "2026-12-31", "f5": "yes"}
HELD = ("Số ngày làm việc", "Nguồn vốn", "Mã nhiệm vụ của UBND", "Ngày trình", "Đã thẩm định")


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def plan(stage: Any, cast: Any) -> Any:
    """A plan with one field of each kind."""
    document = stage.document(symbol="14-CTr/TU")
    for label, kind, more in (
        (HELD[0], FieldKind.NUMBER, {"unit": "ngày"}),
        (HELD[1], FieldKind.CHOICE, {"choices": ["Ngân sách tỉnh", "Xã hội hóa"], "required": True}),
        (HELD[2], FieldKind.TEXT, {}),
        (HELD[3], FieldKind.DAY, {}),
        (HELD[4], FieldKind.YES_NO, {}),
    ):
        ownfields.field_add(document=document, by=cast.analyst, label=label, kind=kind, **more)
    return document


@pytest.fixture
def task(plan: Any, cast: Any, province: Any) -> Task:
    """A task of the plan, led by the building department."""
    made = boards.task(plan, province.building, DUE, owed_from=GIVEN)
    TaskEvent.objects.create(
        task=made, kind="assigned", on=GIVEN, by=cast.analyst, lead=province.building, due=DUE
    )
    standings.refresh(made)
    return made


def held(task: Task) -> dict[str, str]:
    return ownfields.held_by(Task.objects.select_related("own_values").get(pk=task.pk))


def test_defined_on_its_page(stage: Any, signed_in: Any) -> None:
    """Who may edit the plan adds a field, renames and moves it; each change is a version and one entry."""
    document, client = stage.document(), signed_in("analyst")
    page = reverse("own-fields", args=[document.pk])
    sent = {"label": "Số ngày làm việc", "kind": "number", "unit": "ngày"}
    assert client.post(page, sent).status_code == 302
    assert client.post(page, {"label": "Nguồn vốn", "kind": "choice", "choices": "A\nB"}).status_code == 302
    refused = client.post(page, {"label": "Thời hạn", "kind": "day"})
    assert refused.status_code == 422
    assert "Đã có trường “Thời hạn”" in boards.Page.of(refused).text

    change = reverse("own-field", args=[document.pk, "f2"])
    renamed = {"label": "Nguồn", "choices": "A\nB\nC", "required": "on", "place": "1"}
    assert client.post(change, renamed).status_code == 302
    first, second = ownfields.fields_of(document)
    assert (first.key, first.label, first.choices, first.required) == ("f2", "Nguồn", ("A", "B", "C"), True)
    assert (second.key, second.unit) == ("f1", "ngày")
    assert list(OwnFields.objects.values_list("version", flat=True)) == [1, 2, 3]
    entries = Entry.objects.filter(action__startswith="document.field").order_by("pk")
    assert [entry.action for entry in entries] == ["document.field"] * 2 + ["document.field.change"]
    assert entries[2].before["label"] == "Nguồn vốn"
    shown = boards.Page.of(client.get(page))
    assert not shown.problems
    assert "Số ngày làm việc" in shown.text
    assert client.get(reverse("own-field", args=[document.pk, "f9"])).status_code == 404


def test_filled_in_on_the_task(task: Task, signed_in: Any) -> None:
    """The lead fills them in; what cannot stand in one is refused beside it; one entry names what changed."""
    client, page = signed_in("building"), reverse("task-own", args=[task.pk])
    assert "chưa điền" in boards.Page.of(client.get(reverse("task", args=[task.pk]))).text
    typed = {"f1": "16.900,50", "f2": "Ngân sách tỉnh", "f3": "UB-15", "f4": "2026-12-31", "f5": "có"}
    refused = client.post(page, {**typed, "f1": "mấy ngày"})
    assert refused.status_code == 422
    assert "không phải là một số" in boards.Page.of(refused).text
    assert client.post(page, {**typed, "f2": ""}).status_code == 422, "a required one"
    assert client.post(page, typed).status_code == 302
    assert held(task) == VALUES
    entry = Entry.objects.get(action="task.own")
    assert entry.after == dict(zip(HELD, VALUES.values(), strict=True))
    text = boards.Page.of(client.get(reverse("task", args=[task.pk]))).text
    assert "16.900,50 ngày" in text
    assert "31/12/2026" in text
    form = boards.Page.of(client.get(page))
    assert not form.problems
    assert client.post(page, typed).status_code == 302
    assert Entry.objects.filter(action="task.own").count() == 1, "the same again changes nothing"
    assert signed_in("reader").get(page).status_code == 403


def test_a_retired_field_keeps_what_it_holds(plan: Any, task: Task, cast: Any, signed_in: Any) -> None:
    """It is not asked for any more, nor given out, but what was filled in stays and is read."""
    ownfields.values_set(task=task, values=VALUES, by=cast.analyst)
    ownfields.field_change(document=plan, key="f3", by=cast.analyst, retired=True)
    client = signed_in("analyst")
    form = client.get(reverse("task-own", args=[task.pk])).content.decode()
    assert 'name="f3"' not in form
    sent = {"f1": "1", "f2": "Xã hội hóa", "f4": "", "f5": ""}
    assert client.post(reverse("task-own", args=[task.pk]), sent).status_code == 302
    assert held(task) == {"f1": "1", "f2": "Xã hội hóa", "f3": "UB-15"}
    assert "trường đã ngừng dùng" in boards.Page.of(client.get(reverse("task", args=[task.pk]))).text
    table = client.get(reverse("task-template-export"))
    head = [cell.value for cell in _sheet(table)[1]]
    assert HELD[2] not in head
    ownfields.field_change(document=plan, key="f3", by=cast.analyst, retired=False)
    assert held(task)["f3"] == "UB-15"


def _sheet(response: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]


def _bring(data: bytes, cast: Any, province: Any, document: Any = None) -> Any:
    return services.import_start(
        name="viec.xlsx", data=data, owner=province.root, document=document, system=None, by=cast.analyst
    )


def test_export_is_the_import_template(
    plan: Any, task: Task, cast: Any, province: Any, signed_in: Any
) -> None:
    """What goes out says nothing new when it comes back, and says everything in a register that lost it."""
    ownfields.values_set(task=task, values=VALUES, by=cast.analyst)
    client = signed_in("analyst")
    table = client.get(reverse("task-template-export"))
    [shown] = boards.csv_of(client.get(reverse("task-export", args=["csv"])))
    assert [shown[name] for name in HELD] == ["16900.50", "Ngân sách tỉnh", "UB-15", "2026-12-31", "có"]
    template = client.get(reverse("import-template"), {"document": plan.pk})
    head = [cell.value for cell in _sheet(table)[1]]
    assert head == [cell.value for cell in _sheet(template)[1]]
    assert head[-5:] == list(HELD)

    [line] = dry_run(_bring(table.content, cast, province)).lines
    assert (line.outcome, line.row.problems) == (Outcome.SAME, [])
    ownfields.values_set(task=task, values=dict.fromkeys(VALUES, ""), by=cast.analyst)
    imported = _bring(table.content, cast, province)
    assert [each.there for each in dry_run(imported).lines[0].differences] == [
        "16.900,50", "Ngân sách tỉnh", "UB-15", "31/12/2026", "có",
    ]  # fmt: skip
    page = boards.Page.of(client.get(reverse("import", args=[imported.pk])))
    assert not page.problems
    assert "Nguồn vốn" in page.text
    services.import_apply(imported=imported, by=cast.analyst, on=TODAY)
    assert held(task) == VALUES
    ownfields.values_set(task=task, values={"f3": "khác"}, by=cast.analyst)
    services.import_undo(imported=imported, by=cast.analyst, on=TODAY, reason="thử")
    assert held(task) == {"f3": "khác"}, "what was filled in since stays"


def test_a_table_with_new_tasks(plan: Any, stage: Any, cast: Any, province: Any) -> None:
    """Cells are read by the field of the row's document; each problem has its cell."""
    stage.document(symbol="15-CTr/TU")
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (
        ["Nội dung nhiệm vụ", "Số, ký hiệu văn bản giao", "Cơ quan chủ trì", "Nguồn vốn", "Số ngày làm việc"],
        ["Lập quy hoạch", "14-CTr/TU", "Sở Xây dựng", "xã hội hóa", 12.5],
        ["Bố trí vốn", "14-CTr/TU", "Sở Tài chính", "ODA", None],
        ["Kiểm tra", "14-CTr/TU", "Sở Tài chính", None, None],
        ["Việc khác", "15-CTr/TU", "Sở Tài chính", "Xã hội hóa", None],
    ):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    imported = _bring(out.getvalue(), cast, province)
    run = dry_run(imported)
    assert [line.outcome for line in run.lines] == [Outcome.ADDED, *[Outcome.LEFT] * 3]
    told = [line.row.problems[0] for line in run.lines[1:]]
    assert [problem.column for problem in told] == [3, 3, 3]
    assert [problem.message.split(".")[0] for problem in told] == [
        "“ODA” không có trong danh sách: Ngân sách tỉnh; Xã hội hóa",
        "“Nguồn vốn” là trường bắt buộc",
        "Văn bản giao việc này không có trường ở cột đó",
    ]
    services.import_apply(imported=imported, by=cast.analyst, on=TODAY)
    made = Task.objects.get(action="Lập quy hoạch")
    assert held(made) == {"f1": "12.5", "f2": "Xã hội hóa"}
    assert selectors.outcomes(imported) == {"added": 1, "left": 3}


def test_a_name_is_taken_once(plan: Any, cast: Any) -> None:
    """Also by a retired field: it is put to use again instead."""
    ownfields.field_change(document=plan, key="f3", by=cast.analyst, retired=True)
    with pytest.raises(ValidationError, match="Đã có trường"):
        ownfields.field_add(document=plan, by=cast.analyst, label=HELD[2], kind=FieldKind.TEXT)


FILTERS = [
    ({"own-f1-from": "16.900", "own-f1-to": "17.000,5"}, True, "a number from and to"),
    ({"own-f1-from": "20.000"}, False, "numbers compare as numbers: 16900 is less than 20000"),
    ({"own-f1-from": "9"}, True, "… and not as words: 16900 is more than 9"),
    ({"own-f2": "Ngân sách tỉnh"}, True, "one of the choices"),
    ({"own-f2": "Xã hội hóa"}, False, "another one"),
    ({"own-f3": "ub"}, True, "words, in any letters"),
    ({"own-f3": "XY"}, False, "other words"),
    ({"own-f4-to": "2026-12-30"}, False, "a day before it"),
    ({"own-f4-from": "2026-12-31"}, True, "the day itself"),
    ({"own-f5": "yes"}, True, "yes"),
    ({"own-f5": "no"}, False, "no"),
    ({"own-f5": "maybe", "own-f4-from": "soon", "own-f9": "x"}, True, "what is no answer asks for nothing"),
]


@pytest.mark.parametrize(("wanted", "there", "why"), FILTERS, ids=[row[2] for row in FILTERS])
def test_the_board_filters_by_them(
    task: Task, cast: Any, signed_in: Any, wanted: dict[str, str], there: bool, why: str
) -> None:
    """Of one document, whose fields they are; also as it stood on another day."""
    ownfields.values_set(task=task, values=VALUES, by=cast.analyst)
    for day in ({}, {"as_of": "2026-10-01"}):
        page = signed_in("analyst").get(reverse("task-list"), {"document": task.document_id, **wanted, **day})
        assert [row.pk for row in page.context["page"]] == ([task.pk] if there else [])
        if there:
            assert "Nguồn vốn: Ngân sách tỉnh" in boards.Page.of(page).text


def test_who_sees_no_task_of_the_document_is_not_told_its_fields(plan: Any, signed_in: Any) -> None:
    """The form names the fields of a document only where the board has one of its tasks."""
    page = signed_in("analyst").get(reverse("task-list"), {"document": plan.pk})
    assert page.context["own_filters"] == []


def test_as_they_were_on_a_past_day(task: Task, cast: Any, signed_in: Any) -> None:
    """A later value is not in the past; a first one is, unless only what was known by then counts."""
    first, later = datetime(2026, 9, 1, 9, tzinfo=UTC), datetime(2026, 10, 5, 9, tzinfo=UTC)
    for value, at in (("100", first), ("200", later)):
        ownfields.values_set(task=task, values={"f1": value}, by=cast.analyst)
        OwnHeld.objects.filter(values={"f1": value}).update(at=at)
    client = signed_in("analyst")

    def said(day: str, **more: str) -> list[str]:
        asked = {"document": task.document_id, "as_of": day, **more}
        board = client.get(reverse("task-list"), asked)
        page = client.get(reverse("task", args=[task.pk]), {"as_of": day, **more})
        sheet = io.BytesIO(b"".join(client.get(reverse("task-export", args=["xlsx"]), asked)))
        head, *rows = openpyxl.load_workbook(sheet).worksheets[0].iter_rows(values_only=True)
        cell = rows[0][head.index(HELD[0])] if rows else None
        filtered = client.get(reverse("task-list"), {**asked, "own-f1-to": "150"}).context["page"]
        return [
            next((row.own_told for row in board.context["page"]), ""),
            next(one.shown for one in page.context["own"] if one.field.key == "f1"),
            f"{cell:.0f}" if cell else "",
            str(len(filtered)),
        ]

    assert said("2026-10-06") == ["Số ngày làm việc: 200 ngày", "200", "200", "0"]
    assert said("2026-10-04") == ["Số ngày làm việc: 100 ngày", "100", "100", "1"]
    assert said("2026-08-01") == ["Số ngày làm việc: 100 ngày", "100", "100", "1"]
    assert said("2026-09-02", known="then")[1] == "100"
    before = {"as_of": "2026-08-01", "known": "then"}
    page = client.get(reverse("task", args=[task.pk]), before)
    assert page.context["own"][0].held == ""
