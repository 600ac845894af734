"""A table brought into the register: looked at first, applied once, undone as a whole, mirrored."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import boards
import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dondoc.web.audit.models import Entry
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.exchange import selectors, services
from dondoc.web.exchange.dryrun import dry_run
from dondoc.web.exchange.forms import choice_of
from dondoc.web.exchange.models import ColumnMap, Import, ImportState, Outcome, TaskKey
from dondoc.web.plans import life
from dondoc.web.plans.models import EventKind, Task
from dondoc.web.reorganisations.services import reorganise
from dondoc.web.sources.models import Document
from dondoc.web.taskwork import linking

pytestmark = pytest.mark.django_db

TODAY = date(2026, 10, 20)
HEAD = ["TT", "Việc", "Cơ quan chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm"]
ROWS = [
    [
        1,
        "Lập quy hoạch phía nam",
        "Sở Xây dựng",
        "Sở Tài chính; Xã Đông Sơn",
        "30/9/2026",
        "Quy hoạch",
    ],
    [2, "Bố trí vốn đối ứng", "STC", None, "Quý IV/2026", None],
    [3, "Tuyên truyền về chương trình", "các sở, ban, ngành", None, "thường xuyên", None],
    [4, "Giao đất cho nhà đầu tư", "Sở Địa chính", None, "31/12/2026", None],
    [5, "Xử lý vướng mắc", "Sở Xây dựng", None, "sớm", None],
]


def workbook(rows: list[list[Any]], head: list[str] = HEAD) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in [head, *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def start(stage: Any, cast: Any, province: Any) -> Any:
    """Bring a table in, its columns decided by their headings but for "Việc"."""
    document = stage.document(symbol="14-CTr/TU")

    def begin(rows: list[list[Any]], head: list[str] = HEAD, **more: Any) -> Import:
        values = {"document": document, "system": None} | more
        imported = services.import_start(
            name="viec.xlsx", data=workbook(rows, head), owner=province.root, by=cast.analyst, **values
        )
        if "Việc" in head and not ColumnMap.objects.exists():
            columns = [
                "action" if heading == "Việc" else key
                for heading, key in zip(head, imported.columns, strict=True)
            ]
            imported = services.columns_set(imported=imported, sheet=0, columns=columns, by=cast.analyst)
        return imported

    return begin


def applied(imported: Import, cast: Any) -> Import:
    return services.import_apply(imported=imported, by=cast.analyst, on=TODAY)


def test_looked_at_first(start: Any) -> None:
    """The dry run says of each row what would come of it; nothing in the register changes."""
    run = dry_run(start(ROWS))
    assert [(line.row.number, line.outcome) for line in run.lines] == [
        (2, Outcome.ADDED),
        (3, Outcome.LEFT),  # "STC" is no body's name
        (4, Outcome.ADDED),
        (5, Outcome.LEFT),
        (6, Outcome.LEFT),
    ]
    assert {
        run.sheet.address(n, p.column): p.message[:20] for n, each in run.problems.items() for p in each
    } == {
        "C3": "Chưa có cơ quan “STC",
        "C5": "Chưa có cơ quan “Sở ",
        "E6": "Chưa hiểu thời hạn “",
    }
    assert not Task.objects.exists()


def test_applied_once(start: Any, cast: Any, province: Any) -> None:
    """Rows become tasks with lead, partners, deadline and product; the same table again changes nothing."""
    imported = applied(start(ROWS), cast)
    assert imported.state == ImportState.DONE
    plan, campaign = Task.objects.order_by("number")
    assert (plan.lead, plan.due, plan.product) == (province.building, date(2026, 9, 30), "Quy hoạch")
    assert [p.body for p in plan.partners.all()] == [province.finance, province.commune]
    assert (plan.stage, plan.owed_from) == ("unacknowledged", date(2026, 1, 15))
    assert (campaign.lead, campaign.collective, campaign.deadline_kind) == (None, True, "recurring")
    words = selectors.words_of(plan).get()
    assert words.cells[1] == "Lập quy hoạch phía nam", "a task keeps the words it came from"
    again = applied(
        start([*ROWS[:1], *ROWS[2:3], [6, "Kiểm tra hiện trường", "Sở Xây dựng", None, "2026", None]]), cast
    )
    assert selectors.outcomes(again) == {"same": 2, "added": 1}
    assert Task.objects.count() == 3


def test_a_table_that_still_names_a_body_that_has_ended(start: Any, cast: Any, province: Any) -> None:
    """Another system goes on naming it: new work passes to who took over; what passed does not come back."""
    rows = [[1, "Lập quy hoạch", "Sở Xây dựng", None, "30/11/2026", None]]
    first = applied(start(rows), cast)
    reorganise(
        before=[province.building], after=[province.finance], on=date(2026, 7, 1), paper="QĐ 9",
        by=cast.analyst, today=TODAY,
    )  # fmt: skip
    more = [*rows, [2, "Rà soát dự án", "Sở Xây dựng", "Sở Xây dựng", "30/11/2026", None]]
    run = dry_run(start(more))
    assert [line.outcome for line in run.lines] == [Outcome.SAME, Outcome.ADDED]
    assert "Sở Tài chính kế thừa" in run.lines[1].lead_reason
    again = applied(start(more), cast)
    assert selectors.outcomes(again) == {"same": 1, "added": 1}
    assert {task.lead for task in Task.objects.all()} == {province.finance}
    new = Task.objects.get(action="Rà soát dự án")
    assert list(new.events.values_list("kind", flat=True))[-1] == "succeeded"
    assert selectors.outcomes(applied(start(more), cast)) == {"same": 2}
    assert first.state == ImportState.DONE


def test_an_order_to_several_is_not_brought_in_as_done(start: Any) -> None:
    """A table may say it; who did it is not known, so the row is left with what to do."""
    head = ["Nội dung nhiệm vụ", "Cơ quan chủ trì", "Trạng thái", "Ngày hoàn thành"]
    run = dry_run(start([["Tuyên truyền", "các sở, ban, ngành", "hoàn thành", "1/9/2026"]], head))
    assert [(line.outcome, line.row.problems[0].column) for line in run.lines] == [(Outcome.LEFT, 2)]
    assert "chưa rõ chủ trì" in run.lines[0].row.problems[0].message


def test_a_row_that_is_left_adds_no_document(start: Any) -> None:
    """Two papers the register does not have: only the one whose day is told will be added."""
    head = ["Số ký hiệu", "Ngày văn bản", "Nhiệm vụ", "Chủ trì"]
    rows = [
        ["15/CV-VP", "01/09/2026", "Báo cáo", "Sở Xây dựng"],
        ["16/CV-VP", None, "Rà soát", "Sở Xây dựng"],
    ]
    run = dry_run(start(rows, head, document=None))
    assert [line.outcome for line in run.lines] == [Outcome.ADDED, Outcome.LEFT]
    assert run.new_documents == ["15/CV-VP"]


def test_a_deadline_that_is_no_day(start: Any, cast: Any) -> None:
    """An annex as it stands: an event is awaited, and what comes again keeps its words."""
    rows = [
        [1, "Trình đề án", "Sở Xây dựng", None, "Trong 10 ngày làm việc kể từ khi HĐND thông qua", None],
        [2, "Công khai giá đất", "Sở Xây dựng", None, "Hằng quý", None],
        [3, "Họp dân", "Sở Xây dựng", None, "khi có điều kiện", None],
    ]
    imported = applied(start(rows), cast)
    assert selectors.outcomes(imported) == {"added": 2, "left": 1}
    scheme, prices = Task.objects.order_by("number")
    due = scheme.triggered.get()
    assert (scheme.deadline_kind, scheme.due) == ("event", None)
    assert (due.trigger.what, due.days, due.working) == ("HĐND thông qua", 10, True)
    assert scheme.deadline_as_written == "Trong 10 ngày làm việc kể từ khi HĐND thông qua"
    assert (prices.deadline_kind, prices.deadline_as_written) == ("recurring", "Hằng quý")

    again = applied(start(rows), cast)
    assert selectors.outcomes(again) == {"same": 2, "left": 1}
    linking.trigger_happened(
        trigger=due.trigger, on=date(2026, 10, 1), paper="20/NQ-HĐND", by=cast.analyst, recorded_on=TODAY
    )
    scheme.refresh_from_db()
    assert scheme.due == date(2026, 10, 15), "ten working days after the first of October"


def test_columns_are_remembered(start: Any, cast: Any) -> None:
    """What was decided for "Việc" holds for the next table of this office that has the heading."""
    start(ROWS)
    assert ColumnMap.objects.count() == 1
    other = start([["Trồng cây", "Sở Xây dựng"]], ["Việc", "Chủ trì"])
    assert other.columns == ["action", "lead"]


REFUSED = [
    (["action", "action", "lead", "", "", ""], "hai lần", "a field is in one column"),
    (["", "", "lead", "", "", ""], "Nội dung nhiệm vụ", "without the work there is nothing to bring in"),
]


@pytest.mark.parametrize(("columns", "said", "reason"), REFUSED)
def test_columns_that_cannot_be(columns: list[str], said: str, reason: str, start: Any, cast: Any) -> None:
    """Refused with what is wrong."""
    with pytest.raises(ValidationError, match=said):
        services.columns_set(imported=start(ROWS), sheet=0, columns=columns, by=cast.analyst)


def test_documents_named_row_by_row(start: Any, cast: Any, stage: Any) -> None:
    """A known symbol is that document; an unknown one with its day is added; without a day it is asked."""
    head = ["Số ký hiệu", "Ngày văn bản", "Nội dung", "Chủ trì"]
    known = stage.document(symbol="05-NQ/TU")
    rows = [
        ["05-nq/tu", None, "Rà soát biên chế", "Sở Xây dựng"],
        ["31/KH-UBND", date(2026, 2, 3), "Mở lớp tập huấn", "Sở Tài chính"],
        ["31/KH-UBND", date(2026, 2, 3), "Cấp chứng chỉ", "Sở Tài chính"],
        ["77/KH-UBND", None, "Thanh toán", "Sở Tài chính"],
    ]
    imported = applied(start(rows, head, document=None), cast)
    assert selectors.outcomes(imported) == {"added": 3, "left": 1}
    added = Document.objects.get(symbol="31/KH-UBND")
    assert (added.type, added.date, added.standing) == ("plan", date(2026, 2, 3), "issued")
    assert added.tasks.count() == 2
    assert known.tasks.count() == 1


def test_a_row_said_twice_is_one_task(start: Any, cast: Any) -> None:
    """The second is left out, and says of which row it is the repetition."""
    run = dry_run(start([ROWS[0], ROWS[0]]))
    assert [line.outcome for line in run.lines] == [Outcome.ADDED, Outcome.LEFT]
    assert "dòng 2" in run.problems[3][0].message


def test_undone_as_a_whole(start: Any, cast: Any) -> None:
    """What it added is withdrawn; nothing is deleted; the same table can be brought in again."""
    imported = applied(start(ROWS), cast)
    with pytest.raises(ValidationError, match="lý do"):
        services.import_undo(imported=imported, by=cast.analyst, on=TODAY, reason=" ")
    services.import_undo(imported=imported, by=cast.analyst, on=TODAY, reason="nhầm tệp")
    assert Task.objects.filter(withdrawn_at=None).count() == 0
    assert Task.objects.count() == 2
    assert Entry.objects.filter(action="import.undo", reason="nhầm tệp").exists()
    with pytest.raises(Conflict, match="không còn hiệu lực"):
        services.import_undo(imported=imported, by=cast.analyst, on=TODAY, reason="lần nữa")
    applied(start(ROWS), cast)
    assert Task.objects.filter(withdrawn_at=None).count() == 2


def test_not_undone_over_what_people_did_since(start: Any, cast: Any) -> None:
    """A task acknowledged after the import is somebody's work: the whole stays, and says which row."""
    imported = applied(start(ROWS), cast)
    task = Task.objects.get(lead__isnull=False)
    life.act(task=task, kind=EventKind.ACKNOWLEDGED, on=TODAY, by=cast.building)
    with pytest.raises(Conflict, match="dòng 2"):
        services.import_undo(imported=imported, by=cast.analyst, on=TODAY, reason="nhầm")


MIRROR = ["Mã nhiệm vụ", "Nội dung", "Chủ trì", "Thời hạn", "Trạng thái", "Ngày hoàn thành"]


def test_mirrored_not_retyped(start: Any, cast: Any, province: Any, client: Any) -> None:
    """Another system's export: the first brings its tasks, the next what went on; out in its own columns."""
    system = services.system_add(name="Hệ thống theo dõi", owner=province.root, by=cast.analyst)
    rows = [
        ["NV-01", "Sơ kết nghị quyết", "Sở Xây dựng", "30/9/2026", "Chưa tiếp nhận", None],
        ["NV-02", "Lập danh mục dự án", "Sở Tài chính", "31/12/2026", "Đang thực hiện", None],
    ]
    applied(start(rows, MIRROR, system=system), cast)
    assert list(Task.objects.order_by("number").values_list("stage", flat=True)) == [
        "unacknowledged",
        "in_hand",
    ]
    rows[0][4:] = ["Hoàn thành đúng hạn", date(2026, 9, 20)]
    rows[1][3] = "15/1/2027"
    imported = applied(start(rows, MIRROR, system=system), cast)
    assert selectors.outcomes(imported) == {"changed": 2}
    done, later = Task.objects.order_by("number")
    assert (done.stage, done.done_on) == ("done", date(2026, 9, 20))
    assert (later.due, later.first_due) == (date(2027, 1, 15), date(2026, 12, 31)), "the first day is kept"
    assert TaskKey.objects.get(task=done).status_as_written == "Hoàn thành đúng hạn"
    client.force_login(cast.analyst)
    board = reverse("task-list")
    assert (
        reverse("task-list") + f"?system={system.pk}" in client.get(reverse("system-list")).content.decode()
    )
    for query, found in (
        ({"system": system.pk}, [done, later]),
        ({"q": "nv-02"}, [later]),
        ({"q": "NV-9"}, []),
    ):
        assert set(client.get(board, query).context["page"].object_list) == set(found), query
    assert client.get(board, {"system": system.pk, "state": "open"}).context["total"] == 2
    answer = client.get(reverse("system-export", args=[system.pk]))
    page = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert page is not None
    assert [cell.value for cell in page[1]] == MIRROR
    assert [cell.value for cell in page[2]][:2] == ["NV-01", "Sơ kết nghị quyết"]


def test_a_mirror_keeps_the_first_day_and_the_systems_words(
    start: Any, cast: Any, client: Any, province: Any
) -> None:
    """A day put off elsewhere is an extension; what goes out has its number, both days and its own word."""
    system = services.system_add(name="Trung ương", owner=province.root, by=cast.analyst)
    head = [
        "STT",
        "Mã nhiệm vụ",
        "Nội dung",
        "Chủ trì",
        "Hạn giao",
        "Hạn điều chỉnh",
        "Trạng thái",
        "Độ khẩn",
    ]
    rows = [
        [
            1,
            "TW-1",
            "Sơ kết nghị quyết",
            "Sở Xây dựng",
            "15-10-2026",
            "30/11/2026",
            "Đang triển khai",
            "Khẩn",
        ],
        [2, "TW-2", "Lập đề án", "Sở Tài chính", "ngày 30 tháng 11 năm 2026", None, "Chưa thực hiện", None],
        [3, "TW-3", "Rà soát", "Sở Tài chính", "30/11/2026", "01/11/2026", "Đang thực hiện", None],
    ]
    imported = start(rows, head, system=system)
    assert imported.columns[4:6] == ["deadline", "extended"]
    assert [line.outcome for line in dry_run(imported).lines][2] == Outcome.LEFT, "put off to an earlier day"
    applied(imported, cast)
    review = Task.objects.get(action="Sơ kết nghị quyết")
    assert (review.first_due, review.due) == (date(2026, 10, 15), date(2026, 11, 30))
    assert selectors.outcomes(applied(start(rows[:2], head, system=system), cast)) == {"same": 2}
    other = Task.objects.get(action="Lập đề án")
    life.act(
        task=other, kind=EventKind.EXTENDED, on=TODAY, by=cast.analyst, due=date(2026, 12, 20), note="TB"
    )
    run = dry_run(start(rows[:2], head, system=system))
    assert {line.outcome for line in run.lines} == {Outcome.SAME}, "what was put off here is not taken back"

    client.force_login(cast.analyst)
    answer = client.get(reverse("system-export", args=[system.pk]))
    page = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert page is not None
    sent = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    assert [(row[0], row[1], row[6]) for row in sent] == [
        (1, "TW-1", "Đang triển khai"), (2, "TW-2", "Chưa thực hiện"),
    ]  # fmt: skip
    assert [str(value)[:10] for value in sent[1][4:6]] == ["2026-11-30", "2026-12-20"]
    assert [row[7] for row in sent] == ["Khẩn", None], "what is not used here goes back as it came"


def test_what_a_system_no_longer_has_is_told(start: Any, cast: Any, province: Any) -> None:
    """A task that is missing in the next export stays, and the dry run says so."""
    system = services.system_add(name="Hệ thống theo dõi", owner=province.root, by=cast.analyst)
    rows = [
        ["NV-01", "Sơ kết", "Sở Xây dựng", "2026", "", None],
        ["NV-02", "Lập danh mục", "Sở Tài chính", "2026", "", None],
    ]
    applied(start(rows, MIRROR, system=system), cast)
    run = dry_run(start(rows[:1], MIRROR, system=system))
    assert [task.action for task in run.gone] == ["Lập danh mục"]


def test_the_board_goes_out_and_comes_back_unchanged(start: Any, cast: Any, client: Any) -> None:
    """Export is import template: brought back as it is, every row is known and no field differs."""
    applied(start(ROWS), cast)
    client.force_login(cast.analyst)
    answer = client.get(reverse("task-template-export"))
    imported = services.import_start(
        name="xuat.xlsx", data=answer.content, owner=Import.objects.get().owner, document=None, system=None,
        by=cast.analyst,
    )  # fmt: skip
    run = dry_run(imported)
    assert {line.outcome for line in run.lines} == {Outcome.SAME}, [line.differences for line in run.lines]


def test_changed_in_the_table_is_changed_in_the_register(start: Any, cast: Any, client: Any) -> None:
    """Words are corrected, a later day is an extension, each told before it is done."""
    applied(start(ROWS[:1]), cast)
    task = Task.objects.get()
    head = ["Mã việc", "Nội dung nhiệm vụ", "Thời hạn", "Sản phẩm"]
    rows = [[f"{task.document_id}-{task.number}", task.action, "15/11/2026", "Quy hoạch chi tiết"]]
    imported = start(rows, head)
    (line,) = dry_run(imported).lines
    assert {(each.field, each.here, each.there) for each in line.differences} == {
        ("deadline", "30/09/2026", "15/11/2026"),
        ("product", "Quy hoạch", "Quy hoạch chi tiết"),
    }
    applied(imported, cast)
    task.refresh_from_db()
    assert (task.due, task.product, task.extensions) == (date(2026, 11, 15), "Quy hoạch chi tiết", 1)
    services.import_undo(imported=imported, by=cast.second, on=TODAY, reason="sai bảng")
    task.refresh_from_db()
    assert (task.due, task.product, task.extensions) == (date(2026, 9, 30), "Quy hoạch", 0), "as before"
    assert task.events.filter(kind=EventKind.UNDONE).count() == 1, "both stay readable"


def test_the_pages(start: Any, cast: Any, client: Any, province: Any) -> None:
    """Sent, columns shown with their reasons, rows with their outcome, applied, listed, undone."""
    document = Document.objects.filter(symbol="14-CTr/TU").first() or start(ROWS).document
    client.force_login(cast.analyst)
    sent = {
        "no_secret": "on",
        "owner": province.root.pk,
        "document": choice_of(document),
        "file": SimpleUploadedFile("Phụ lục.xlsx", workbook(ROWS, ["TT", "Nội dung", *HEAD[2:]])),
    }
    answer = client.post(reverse("import-new"), sent)
    imported = Import.objects.latest("pk")
    assert answer["Location"] == reverse("import", args=[imported.pk])
    page = client.get(answer["Location"]).content.decode()
    assert "tiêu đề có chữ “Nội dung”" in page
    assert "Ô E6:" in page
    assert "Nhập 2 dòng vào sổ" in page
    marked = client.get(reverse("import-marked", args=[imported.pk]))
    assert openpyxl.load_workbook(io.BytesIO(marked.content)).sheetnames == ["Sheet", "Danh sách lỗi"]
    client.post(reverse("import-apply", args=[imported.pk]))
    page = client.get(reverse("import", args=[imported.pk])).content.decode()
    assert "Hoàn tác cả bảng" in page
    assert "Phụ lục.xlsx" in client.get(reverse("import-list")).content.decode()
    refused = client.post(reverse("import-undo", args=[imported.pk]), {"reason": ""})
    assert refused.status_code == 422
    client.post(reverse("import-undo", args=[imported.pk]), {"reason": "nhầm tệp"})
    imported.refresh_from_db()
    assert imported.state == ImportState.UNDONE


def test_a_file_without_a_table_keeps_the_form(cast: Any, client: Any, province: Any) -> None:
    """What cannot be read is said at the file; nothing is kept."""
    client.force_login(cast.analyst)
    for name, data, said in (
        ("a.xlsx", b"khong phai", "a.xlsx"),
        ("a.txt", "Không có bảng nào ở đây.".encode(), "Không thấy bảng nào"),
    ):
        sent = {"no_secret": "on", "owner": province.root.pk, "file": SimpleUploadedFile(name, data)}
        answer = client.post(reverse("import-new"), sent)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert not Import.objects.exists()


def test_queries_do_not_grow_with_the_rows(start: Any, django_assert_max_num_queries: Any) -> None:
    """A dry run of 300 rows asks as much as one of three."""
    imported = start([[n, f"Việc số {n}", "Sở Xây dựng", None, "2026", None] for n in range(300)])
    with django_assert_max_num_queries(9):
        dry_run(imported)


def test_what_went_out_comes_back_as_it_was(stage: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """Words that name no body yet, a document without a number, one partner with a comma: nothing changes."""
    minutes, plan = stage.document(symbol=""), stage.document(symbol="14-CTr/TU")
    boards.task(plan, None, date(2026, 12, 1), lead_as_written="Cơ quan chuẩn bị hồ sơ")
    boards.task(minutes, province.finance, date(2026, 12, 1), owed_from=date(2026, 1, 12))
    office = Body.objects.create(
        code="van-phong-so", name="Văn phòng, Sở Tài chính", kind="state", parent=province.finance
    )
    boards.task(plan, province.finance, date(2026, 12, 1), partners=[office])
    sent = signed_in("analyst").get(reverse("task-template-export"))
    imported = services.import_start(
        name="viec.xlsx", data=sent.content, owner=province.root, document=None, system=None, by=cast.analyst
    )
    run = dry_run(imported)
    assert run.problems == {}
    assert [line.outcome for line in run.lines] == [Outcome.SAME] * 3


LEADS = [
    ("Sở Tài chính, Sở Xây dựng", "Ô chủ trì ghi 2 cơ quan (Sở Tài chính, Sở Xây dựng); mỗi việc",
     "two bodies"),
    ("Sở Tài chính, Sở Vũ trụ", "Ô chủ trì ghi 2 cơ quan (Sở Tài chính, Sở Vũ trụ)", "one of them unknown"),
    ("Sở Vũ trụ", "Chưa có cơ quan “Sở Vũ trụ”", "one, unknown"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "said", "why"), LEADS, ids=[row[2] for row in LEADS])
def test_a_cell_that_names_no_lead(
    stage: Any, cast: Any, province: Any, words: str, said: str, why: str
) -> None:
    """One task, one lead: the cell is told which bodies it names, and what to do with them."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["Nội dung nhiệm vụ", "Cơ quan chủ trì"], ["Rà soát", words]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    imported = services.import_start(
        name="a.xlsx", data=out.getvalue(), owner=province.root, document=stage.document(), system=None,
        by=cast.analyst,
    )  # fmt: skip
    (problem,) = dry_run(imported).problems[2]
    assert problem.message.startswith(said)


def test_the_document_is_chosen_after_the_file_was_sent(
    stage: Any, cast: Any, province: Any, signed_in: Any
) -> None:
    """Rows that name none are of it; what is no document is said, and nothing changes."""
    document = stage.document(symbol="14-CTr/TU")
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["Nội dung nhiệm vụ", "Cơ quan chủ trì"], ["Rà soát quy hoạch", "Sở Tài chính"]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    imported = services.import_start(
        name="a.xlsx", data=out.getvalue(), owner=province.root, document=None, system=None, by=cast.analyst
    )
    assert dry_run(imported).count(Outcome.LEFT) == 1
    client, page = signed_in("analyst"), reverse("import-columns", args=[imported.pk])
    sent = {"column": imported.columns, "document": "không có"}
    assert client.post(page, sent).status_code == 422
    assert client.post(page, sent | {"document": choice_of(document)}).status_code == 302
    imported.refresh_from_db()
    assert imported.document == document
    assert dry_run(imported).count(Outcome.ADDED) == 1
