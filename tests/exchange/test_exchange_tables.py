"""Tables as people bring them: where cells stand, what headings mean, what rows say, what goes back."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dondoc import reading
from dondoc.exchange.days import day
from dondoc.exchange.fields import TASK_FIELDS, suggest
from dondoc.exchange.report import marked, task_template
from dondoc.exchange.sheets import Sheet, letter, sheets
from dondoc.exchange.tasks import State, awaited, deadline, read, state
from dondoc.records.plan import Period


def xlsx(
    rows: list[list[Any]], *, at: str = "A1", merged: tuple[str, ...] = (), title: str = "Giao việc"
) -> bytes:
    """A workbook whose table begins at a cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Giao việc"
    first = sheet[at]
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.cell(first.row + r, first.column + c, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(data: bytes, name: str = "a.xlsx") -> Sheet:
    (found,) = sheets(reading.read_bytes(data, name))
    return found


HEAD = ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm"]


def test_a_cell_keeps_its_place_in_the_workbook() -> None:
    """The table begins below a title, leaves a column and a row out: addresses are the workbook's own."""
    sheet = table(
        xlsx(
            [
                HEAD,
                [
                    1,
                    "Trình đề án chuyển đổi số",
                    "Sở Khoa học và Công nghệ",
                    "Sở Tài chính",
                    date(2026, 9, 30),
                    "Đề án",
                ],
                [2, "Rà soát quỹ đất", "Sở Xây dựng", None, "Quý IV/2026", "Báo cáo"],
            ],
            at="C4",
        )
    )
    assert sheet.title == "Giao việc"
    assert sheet.heading_row == 4
    assert [sheet.address(row, 1) for row in sheet.rows] == ["D5", "D6"]
    assert sheet.rows[0].values[4] == "2026-09-30", "a day is a day, however the cell prints it"


def test_groups_repeats_and_marks() -> None:
    """ "I. Kinh tế" heads the rows below it; "nt" repeats; "(1) (2)" under the headings is no row."""
    sheet = table(
        xlsx(
            [
                HEAD,
                ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
                ["I", "LĨNH VỰC KINH TẾ", None, None, None, None],
                [1, "Giải ngân vốn đầu tư công", "Sở Tài chính", None, "31/12/2026", None],
                [2, "Thẩm định dự án", "nt", None, "như trên", None],
                ["II", "LĨNH VỰC XÃ HỘI", None, None, None, None],
                [1, "Xóa nhà tạm", "Sở Xây dựng", None, "2026", None],
            ]
        )
    )
    assert [(row.group, row.cells[1], row.cells[2], row.cells[4]) for row in sheet.rows] == [
        ("I LĨNH VỰC KINH TẾ", "Giải ngân vốn đầu tư công", "Sở Tài chính", "31/12/2026"),
        ("I LĨNH VỰC KINH TẾ", "Thẩm định dự án", "Sở Tài chính", "31/12/2026"),
        ("II LĨNH VỰC XÃ HỘI", "Xóa nhà tạm", "Sở Xây dựng", "2026"),
    ]


HEADINGS = [
    # headings of an office's own table, and what they hold
    (HEAD, ["", "action", "lead", "partners", "deadline", "product"], "the annex of a plan"),
    (
        ["STT", "Số ký hiệu", "Ngày ban hành", "Công việc", "Đơn vị thực hiện", "Hạn", "Tình trạng xử lý"],
        ["", "document_symbol", "document_date", "action", "lead", "deadline", "status"],
        "an export of a document system",
    ),
    (
        ["Mã nhiệm vụ", "Nội dung", "Chủ trì", "Ngày hoàn thành", "Trạng thái"],
        ["code", "action", "lead", "done_on", "status"],
        "beside a status, the day of completion is when it was done",
    ),
    (
        ["TT", "Nhiệm vụ", "Cơ quan thực hiện", "Ngày hoàn thành"],
        ["", "action", "lead", "deadline"],
        "in an annex without another, it is the day due",
    ),
    (
        [
            "Mã NV",
            "Số ký hiệu VB",
            "Ngày VB",
            "Nội dung nhiệm vụ",
            "Đơn vị xử lý",
            "Hạn xử lý",
            "Đơn vị phối hợp",
        ],
        ["code", "document_symbol", "document_date", "action", "lead", "deadline", "partners"],
        "an export of a central system, in its short words",
    ),
    (["TT", "Nội dung", "Nhiệm vụ"], ["", "action", ""], "a field is in one column: the first that fits"),
    (
        [
            "TT",
            "Nội dung – Việc",
            "Nội dung – Căn cứ",
            "Cơ quan thực hiện – Phối hợp",
            "Cơ quan thực hiện – Chủ trì",
        ],
        ["", "action", "note", "partners", "lead"],
        "under one merged heading the lower row tells the columns apart",
    ),
    (
        ["Nhiệm vụ", "Thời gian thực hiện – Bắt đầu", "Thời gian thực hiện – Kết thúc"],
        ["action", "", "deadline"],
        "of two days the one it ends on is the day due",
    ),
    (["Nhiệm vụ", "Đơn vị – chủ trì"], ["action", ""], "a dash in a heading that stands alone says nothing"),
    (["A", "", "Đã hoàn thành (căn)"], ["", "", ""], "a count of houses is no deadline"),
    (
        [field.title for field in TASK_FIELDS],
        [field.key for field in TASK_FIELDS],
        "the template knows itself",
    ),
]


@pytest.mark.parametrize(("headings", "expected", "reason"), HEADINGS)
def test_headings_are_known(headings: list[str], expected: list[str], reason: str) -> None:
    """Each column's field, or none where its heading does not say."""
    assert [found.key for found in suggest(headings)] == expected, reason


def test_what_was_decided_before_counts_first() -> None:
    """An office that calls the lead "Nơi nhận việc" says so once."""
    headings = ["Việc", "Nơi nhận việc"]
    assert [found.key for found in suggest(headings)] == ["", ""]
    found = suggest(headings, {"việc": "action", "nơi nhận việc": "lead"})
    assert [each.key for each in found] == ["action", "lead"]
    assert found[0].reason == "như lần nhập trước"


ON = date(2026, 1, 15)
DEADLINES = [
    ("31/12/2026", "2026-12-31", "a day"),
    ("2026-12-31", "2026-12-31", "a day as machines write it"),
    ("trước 15/9/2026", "2026-09-15", "before a day is by that day"),
    ("Quý IV/2026", "2026-Q4", "a quarter"),
    ("tháng 9/2026", "2026-09", "a month"),
    ("Quý III", "2026-Q3", "the year of the document that gives the task"),
    ("2027", "2027", "a year"),
    ("năm 2027", "2027", "a year with its word"),
]


@pytest.mark.parametrize(("words", "period", "reason"), DEADLINES)
def test_deadlines(words: str, period: str, reason: str) -> None:
    """A deadline as tables have them."""
    assert deadline(words, None, ON) == (Period.parse(period), False), reason


@pytest.mark.parametrize("words", ["Thường xuyên", "hằng năm", "Định kỳ", "Theo quy định"])
def test_work_that_goes_on_has_no_day(words: str) -> None:
    """ "Thường xuyên" is no deadline and no mistake."""
    assert deadline(words, None, ON) == (None, True)


@pytest.mark.parametrize("words", ["sớm", "khi có điều kiện", "32/13/2026", "sau đại hội"])
def test_what_is_no_deadline_is_named(words: str) -> None:
    """Never guessed: the message repeats the words and says what would do."""
    with pytest.raises(ValueError, match=words):
        deadline(words, None, ON)


AWAITED = [
    ("Sau khi Trung ương có hướng dẫn", ("Trung ương có hướng dẫn", 0, False), "an event"),
    ("ngay sau khi Luật có hiệu lực.", ("Luật có hiệu lực", 0, False), "at once after it"),
    ("Sau Đại hội", ("Đại hội", 0, False), "an event in one word"),
    (
        "Trong 10 ngày làm việc kể từ khi HĐND tỉnh thông qua",
        ("HĐND tỉnh thông qua", 10, True),
        "working days after it",
    ),
    ("chậm nhất 15 ngày sau khi kết thúc quý", ("kết thúc quý", 15, False), "days after it"),
    ("khi có điều kiện", None, "no event anybody could enter"),
    ("sớm", None, "nothing at all"),
    ("sau 32/13/2026", None, "a day that is none is no event"),
]


@pytest.mark.parametrize(("words", "event", "reason"), AWAITED)
def test_a_deadline_may_await_an_event(words: str, event: tuple[str, int, bool] | None, reason: str) -> None:
    """Where no day is told, the event and the days after it are; what is neither stays a mistake."""
    found = awaited(words)
    assert (found and (found.what, found.days, found.working)) == event, reason


STATES = [
    ("Hoàn thành đúng hạn", State.DONE),
    ("Đã hoàn thành", State.DONE),
    ("Chưa hoàn thành", State.IN_HAND),
    ("Đang thực hiện", State.IN_HAND),
    ("Quá hạn, đang xử lý", State.IN_HAND),
    ("chờ xác nhận", State.REPORTED),
    ("Chưa tiếp nhận", State.NEW),
    ("Xong 60%", State.IN_HAND),  # a part is not the whole
    ("Hoàn thành 99,5 %", State.IN_HAND),
    ("Hoàn thành 100%", State.DONE),
    ("đang làm", State.IN_HAND),
    ("Chưa làm", State.NEW),
]


@pytest.mark.parametrize(("words", "expected"), STATES)
def test_states(words: str, expected: State) -> None:
    """ "Chưa hoàn thành" is not "hoàn thành"."""
    assert state(words) is expected


def test_problems_name_their_cell() -> None:
    """Each row with what is wrong in it; the others are read all the same."""
    sheet = table(
        xlsx(
            [
                ["Mã việc", "Nội dung nhiệm vụ", "Thời hạn", "Trạng thái", "Ngày hoàn thành"],
                ["A1", "Trình đề án", "31/12/2026", "Hoàn thành", None],
                ["A2", "", "31/12/2026", "", None],
                ["A3", "Rà soát", "càng sớm càng tốt", "", None],
                ["A4", "Báo cáo", "30/9/2026", "Hoàn thành", date(2026, 9, 12)],
                ["A4", "Báo cáo lại", "30/9/2026", "", None],
                ["A5", "Kiểm tra", "30/9/2026", "tàm tạm", None],
            ]
        )
    )
    columns = {n: found.key for n, found in enumerate(suggest(sheet.headings)) if found.key}
    rows = read(sheet, columns, on=ON)
    assert {row.number: [sheet.address(row.number, p.column) for p in row.problems] for row in rows} == {
        2: ["E2"], 3: ["B3"], 4: ["C4"], 5: [], 6: ["A6"], 7: ["D7"]
    }  # fmt: skip
    assert rows[3].done_on == date(2026, 9, 12)


def test_the_marked_workbook_has_its_doubts_where_they_stand() -> None:
    """Handed back: the same cells at the same addresses, a note in each that must be mended, and a list."""
    sheet = table(
        xlsx([HEAD, [1, "Rà soát", "Sở Xây dựng", None, "sớm nhất có thể", None]], at="B3"), "a.xlsx"
    )
    columns = {n: found.key for n, found in enumerate(suggest(sheet.headings)) if found.key}
    (row,) = read(sheet, columns, on=ON)
    book = openpyxl.load_workbook(io.BytesIO(marked(sheet, {row.number: row.problems})))
    page, listed = book.worksheets
    assert page["C4"].value == "Rà soát"
    assert page["F4"].comment is not None
    assert "sớm nhất có thể" in page["F4"].comment.text
    assert [cell.value for cell in listed[2]][:3] == ["F4", "Thời hạn", "sớm nhất có thể"]
    again = sheets(reading.read_bytes(marked(sheet, {row.number: row.problems}), "b.xlsx"))[0]
    assert again.headings[-1] == "Cần sửa"
    assert suggest(again.headings)[-1].key == "", "the column of remarks is not brought in"


words = (
    st.text(alphabet="abcđêôư XYZ,.;:=+-@1234567890", min_size=1, max_size=40)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: any(map(str.isalpha, text)))
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    action=words,
    product=words,
    due=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    code=st.from_regex(r"[1-9][0-9]{0,5}-[1-9][0-9]{0,3}", fullmatch=True),
)
def test_the_template_comes_back_as_it_went(action: str, product: str, due: date, code: str) -> None:
    """Every field of the template, written and read again; a text like a formula stays text."""
    data = task_template(
        [
            {
                "code": code,
                "action": action,
                "product": product,
                "deadline": due,
                "status": "Hoàn thành",
                "done_on": due,
            }
        ]
    )
    sheet = sheets(reading.read_bytes(data, "mau.xlsx"))[0]
    columns = {n: found.key for n, found in enumerate(suggest(sheet.headings)) if found.key}
    (found,) = read(sheet, columns)
    assert (found.code, found.deadline) == (code, Period(due, due))
    assert (found.done_on, found.state) == (due, State.DONE)
    assert (found.action, found.product) == (action, product)


@given(st.integers(1, 16_384))
def test_letters_count_up(column: int) -> None:
    """A, …, Z, AA: as the spreadsheet library names them."""
    assert letter(column) == openpyxl.utils.get_column_letter(column)


def test_days() -> None:
    """A cell's own day counts before what it prints."""
    assert day("Dec-26", "2026-12-31") == date(2026, 12, 31)
    assert day("ngày 5/9/2026") == date(2026, 9, 5)
    with pytest.raises(ValueError, match="không phải là một ngày"):
        day("cuối năm")
