"""Steps, people, partners' parts, waits and cycles in a table: out as they stand, in as they are said."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import boards
import openpyxl
import pytest
from django.urls import reverse

from dondoc.web.audit.models import Entry
from dondoc.web.exchange import services
from dondoc.web.exchange.arrangements import FIELDS
from dondoc.web.exchange.dryrun import DryRun, dry_run
from dondoc.web.exchange.models import Import, Outcome
from dondoc.web.plans.models import Task
from dondoc.web.taskwork.models import Every, PersonRole, Step, Wait

pytestmark = pytest.mark.django_db

TODAY = date(2026, 10, 20)
HEAD = [
    "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời hạn", "Cấp quyết định", "Nguồn lực", "Người thực hiện",
    "Người theo dõi", "Các bước", "Phần việc phối hợp", "Định kỳ", "Hạn theo sự kiện", "Chờ việc",
    "Chu kỳ rà soát", "Lĩnh vực",
]  # fmt: skip
PLAN: dict[str, Any] = {
    "Nội dung nhiệm vụ": "Lập quy hoạch phía nam",
    "Cơ quan chủ trì": "Sở Xây dựng",
    "Thời hạn": "30/9/2027",
    "Lĩnh vực": "đô thị",
    "Cấp quyết định": "HĐND tỉnh",
    "Nguồn lực": "1,2 tỷ đồng",
    "Người thực hiện": "building",
    "Người theo dõi": "Người supervisor",
    "Các bước": "Khảo sát | Tổ 1 | hạn 15/12/2026;\nThẩm định | hạn 1/6/2027",
    "Phần việc phối hợp": "Sở Tài chính | bố trí vốn | hạn 31/12/2026",
}
OPEN: dict[str, Any] = {
    "Nội dung nhiệm vụ": "Sửa quy chế",
    "Cơ quan chủ trì": "Sở Tài chính",
    "Hạn theo sự kiện": "Bộ ban hành hướng dẫn | 30 ngày làm việc",
    "Chu kỳ rà soát": "6 tháng",
}
AGAIN: dict[str, Any] = {
    "Nội dung nhiệm vụ": "Báo cáo giải ngân",
    "Cơ quan chủ trì": "Sở Tài chính",
    "Định kỳ": "hằng quý | hạn +10 ngày | từ 01/01/2026",
}


def workbook(rows: list[dict[str, Any]], head: list[str]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in [head, *([row.get(key) for key in head] for row in rows)]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def bring(stage: Any, cast: Any, province: Any) -> Any:
    """Bring rows in: looked at, and applied unless told otherwise."""
    document = stage.document(symbol="14-CTr/TU")
    boards.indicator("Tỷ lệ đô thị hóa", unit="%", field="Đô thị")

    def begin(*rows: dict[str, Any], head: list[str] = HEAD, apply: bool = True) -> Import:
        imported = services.import_start(
            name="viec.xlsx", data=workbook(list(rows), head), owner=province.root, document=document,
            system=None, by=cast.analyst,
        )  # fmt: skip
        return services.import_apply(imported=imported, by=cast.analyst, on=TODAY) if apply else imported

    return begin


def changes(run: DryRun) -> list[tuple[str, str]]:
    return [(each.field, each.there) for line in run.lines for each in line.differences]


def test_a_new_task_has_what_its_row_says(bring: Any, cast: Any, province: Any) -> None:
    """Each cell becomes the row that a person would have made on the page."""
    bring(PLAN, OPEN, AGAIN)
    plan, rules, report = Task.objects.order_by("number")
    assert (plan.arrangement.level, plan.arrangement.resources) == ("HĐND tỉnh", "1,2 tỷ đồng")
    assert {p.role: p.user for p in plan.people.all()} == {
        PersonRole.HANDLER: cast.building,
        PersonRole.SUPERVISOR: cast.supervisor,
    }
    assert [(s.what, s.who, s.due) for s in plan.steps.all()] == [
        ("Khảo sát", "Tổ 1", date(2026, 12, 15)),
        ("Thẩm định", "", date(2027, 6, 1)),
    ]
    part = plan.partner_parts.get()
    assert (part.body, part.what, part.due) == (province.finance, "bố trí vốn", date(2026, 12, 31))
    event = rules.triggered.get()
    assert (event.trigger.what, event.days, event.working) == ("Bộ ban hành hướng dẫn", 30, True)
    assert rules.arrangement.review_months == 6
    assert (report.recurrence.every, report.recurrence.days) == (Every.QUARTER, 10)


def test_every_field_goes_out_and_comes_back(bring: Any, cast: Any, province: Any, client: Any) -> None:
    """Export is import template: no field is lost, none differs."""
    bring(PLAN, OPEN)
    plan, rules = Task.objects.order_by("number")
    code = f"{plan.document_id}-{rules.number}"
    bring(PLAN | {"Chờ việc": code})
    client.force_login(cast.analyst)
    answer = client.get(reverse("task-template-export"))
    page = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    head = [str(cell.value) for cell in page[1]]
    rows = [dict(zip(head, [cell.value for cell in row], strict=True)) for row in page.iter_rows(min_row=2)]
    mine = next(row for row in rows if row["Nội dung nhiệm vụ"] == plan.action)
    assert {
        key: mine[key] for key in HEAD if key not in {"Định kỳ", "Hạn theo sự kiện", "Chu kỳ rà soát"}
    } == {
        **PLAN,
        "Thời hạn": mine["Thời hạn"],
        "Các bước": "Khảo sát | Tổ 1 | hạn 15/12/2026;\nThẩm định | hạn 01/06/2027",
        "Lĩnh vực": "Đô thị",  # as the catalogue writes it
        "Người thực hiện": "Người building",  # by name, as the page has it
        "Chờ việc": code,
    }
    imported = services.import_start(
        name="xuat.xlsx",
        data=answer.content,
        owner=province.root,
        document=None,
        system=None,
        by=cast.analyst,
    )
    run = dry_run(imported)
    assert changes(run) == []
    assert {line.outcome for line in run.lines} == {Outcome.SAME}
    assert set(FIELDS) <= set(imported.columns), "every field is in the template"


def test_a_table_corrects_and_takes_nothing_away(bring: Any, cast: Any, province: Any) -> None:
    """A step done, one with another day, another person; what no cell names stays; undone, as before."""
    bring(PLAN)
    task = Task.objects.get()
    row = {
        "Nội dung nhiệm vụ": PLAN["Nội dung nhiệm vụ"],
        "Người thực hiện": "Người head",
        "Các bước": "Khảo sát | Tổ 1 | hạn 15/12/2026 | xong 1/10/2026;\nThẩm định | hạn 1/7/2027;\nTrình ký",
        "Nguồn lực": "2 tỷ đồng",
    }
    head = list(row)
    assert changes(dry_run(bring(row, head=head, apply=False))) == [
        ("resources", "2 tỷ đồng"),
        ("handler", "Người head"),
        (
            "steps",
            "Khảo sát | Tổ 1 | hạn 15/12/2026 | xong 01/10/2026;\nThẩm định | hạn 01/07/2027;\nTrình ký",
        ),
    ]
    imported = bring(row, head=head)
    standing = Step.objects.filter(task=task, withdrawn_at=None)
    assert {(s.what, s.due, s.done_on) for s in standing} == {
        ("Khảo sát", date(2026, 12, 15), date(2026, 10, 1)),
        ("Thẩm định", date(2027, 7, 1), None),
        ("Trình ký", None, None),
    }
    assert task.partner_parts.filter(withdrawn_at=None).count() == 1, "not named, not touched"

    services.import_undo(imported=imported, by=cast.analyst, on=TODAY, reason="nhầm bảng")

    assert {(s.what, s.due, s.done_on) for s in standing.all()} == {
        ("Khảo sát", date(2026, 12, 15), None),
        ("Thẩm định", date(2027, 6, 1), None),
    }
    handler = task.people.get(role=PersonRole.HANDLER, withdrawn_at=None, until=None)
    assert handler.user == cast.building
    task.refresh_from_db()
    assert task.arrangement.resources == "1,2 tỷ đồng"
    assert Entry.objects.filter(action="task.arrange.undo", reason="nhầm bảng").exists()


PROBLEMS = [
    ({"Người thực hiện": "Ông Ba"}, "“Ông Ba” chưa có", "a person the office does not know"),
    ({"Phần việc phối hợp": "Sở Địa chính | đo đạc"}, "Chưa có cơ quan “Sở Địa chính”", "no such body"),
    ({"Chờ việc": "999-1"}, "Chưa có việc mang mã “999-1”", "no such task"),
    ({"Các bước": "Khảo sát | A | B"}, "Chưa hiểu bước", "two people in one step"),
    ({"Định kỳ": "thi thoảng"}, "Chưa hiểu định kỳ", "no cycle"),
    ({"Các bước": f"{'a' * 301}"}, "dài quá 300", "longer than a step may be"),
]


@pytest.mark.parametrize(("cells", "said", "reason"), PROBLEMS)
def test_what_is_not_understood_is_said(cells: dict[str, Any], said: str, reason: str, bring: Any) -> None:
    """The row is left out and its cell says why; nothing of it enters the register."""
    run = dry_run(bring(PLAN | cells, apply=False))
    assert said in " ".join(p.message for p in run.problems[2]), reason
    assert run.lines[0].outcome == Outcome.LEFT


def test_waiting_in_a_circle_is_left_out_when_it_is_applied(bring: Any) -> None:
    """Only the register knows: the service refuses, the row says so, the rest goes on."""
    bring(PLAN, OPEN)
    plan, rules = Task.objects.order_by("number")
    bring(PLAN | {"Chờ việc": f"{plan.document_id}-{rules.number}"})
    imported = bring(OPEN | {"Chờ việc": f"{plan.document_id}-{plan.number}"})
    row = imported.rows.get()
    assert row.outcome == Outcome.LEFT
    assert "chờ lẫn nhau" in row.problems[0][1]
    assert Wait.objects.count() == 1


def test_queries_do_not_grow(bring: Any, django_assert_max_num_queries: Any) -> None:
    """100 rows with steps, parts and people ask as much as one."""
    rows = [PLAN | {"Nội dung nhiệm vụ": f"Việc số {n}"} for n in range(100)]
    imported = bring(*rows, apply=False)
    with django_assert_max_num_queries(18):
        dry_run(imported)
