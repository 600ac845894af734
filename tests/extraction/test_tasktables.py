"""Tables that assign work, made by hand as a format reader would hand them on."""

import dataclasses
import io
from datetime import date

import docx
import pytest

from dondoc import reading
from dondoc.extraction import extract, tasktables
from dondoc.extraction.context import Context
from dondoc.extraction.lexicon import default_lexicon
from dondoc.records.document import Cell, Document, DocumentType, Header, Table
from dondoc.records.source import Span

HEAD = ["TT", "Nội dung nhiệm vụ", "Chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành", "Sản phẩm"]


def made(rows, merged=()):
    """A document with one table. `merged` holds (row, column, rowspan, colspan); cells under one are None."""
    text, cells, grid = "Phụ lục giao việc\n", [], [[-1] * len(rows[0]) for _ in rows]
    spans = {(r, c): (rs, cs) for r, c, rs, cs in merged}
    start = len(text)
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            if words is None:
                continue
            rowspan, colspan = spans.get((r, c), (1, 1))
            cells.append(Cell(Span(len(text), len(text) + len(words)), r, c, rowspan, colspan))
            for i in range(rowspan):
                for j in range(colspan):
                    grid[r + i][c + j] = len(cells) - 1
            text += words + "\n"
    table = Table(Span(start, len(text)), tuple(cells), tuple(map(tuple, grid)))
    header = Header(type=DocumentType.PLAN, date=date(2026, 1, 15))
    return Document("0" * 64, text, header=header, tables=(table,))


def read(document):
    return tasktables.find(Context(document, default_lexicon()))


def test_one_task_a_row_with_its_columns():
    """Each column goes to its field; partners are split, a product is kept as printed."""
    rows = [
        HEAD,
        ["1", "Rà soát quỹ đất công", "Sở Xây dựng", "Sở Tài chính; UBND các xã", "Quý II/2026", "Báo cáo"],
    ]

    (task,) = read(made(rows))

    assert (task.action, task.lead, task.partners, task.deadline, task.product) == (
        "Rà soát quỹ đất công",
        "Sở Xây dựng",
        ["Sở Tài chính", "UBND các xã"],
        "2026-Q2",
        "Báo cáo",
    )


def test_thirty_tasks_with_groups_and_merged_cells():
    """Group rows are headings; a merged lead or deadline holds for each row that it spans."""
    rows, merged, wanted = [HEAD], [], []
    for group in range(3):
        rows.append([["I", "II", "III"][group], f"Lĩnh vực {group + 1}", "", "", "", ""])
        for n in range(10):
            number = 10 * group + n + 1
            first = n % 5 == 0
            if first:
                merged.append((len(rows), 2, 5, 1))
            lead = f"Sở Thử {number // 5}" if first else None
            rows.append(
                [
                    str(number),
                    f"Thực hiện việc số {number}",
                    lead,
                    "Các xã, phường",
                    "Tháng 9/2026",
                    f"Kế hoạch {number}",
                ]
            )
            wanted.append((f"Thực hiện việc số {number}", f"Kế hoạch {number}"))

    tasks = read(made(rows, merged))

    assert [(t.action, t.product) for t in tasks] == wanted
    assert [t.lead for t in tasks[:6]] == ["Sở Thử 0"] * 5 + ["Sở Thử 1"]
    assert {t.deadline for t in tasks} == {"2026-09"}
    assert all(t.partners == ["Các xã, phường"] for t in tasks)
    assert tasks[12].fields["group"].note == "Lĩnh vực 2"


@pytest.mark.parametrize("mark", ["-nt-", "nt", "Như trên", '"', "″"])
def test_marks_of_repetition_repeat_the_cell_above(mark):
    """An office writes a name once and "nt" below it."""
    rows = [
        HEAD,
        ["1", "Soạn thảo đề án chợ", "Sở Công Thương", "", "Quý I/2026", ""],
        ["2", "Trình đề án chợ", mark, "", mark, ""],
    ]

    assert [(t.lead, t.deadline) for t in read(made(rows))] == [("Sở Công Thương", "2026-Q1")] * 2


@pytest.mark.parametrize(
    ("cell", "deadline"),
    [
        ("Trước 30/6/2026", "2026-06-30"),
        ("Quý IV/2025 - Quý II/2026", "2026-Q2"),
        ("2026-2030", "2026/2030"),
        ("Năm 2026", "2026"),
        ("Tháng 3", "2026-03"),
        ("Trước ngày 10/01", "2027-01-10"),
        ("6 tháng cuối năm 2026", "2026-H2"),
        ("Thường xuyên", None),
        ("Hằng năm", None),
        ("Theo tiến độ của Trung ương", None),
    ],
)
def test_deadline_cells(cell, deadline):
    """A cell that names no day or period is no deadline; a day without a year lies ahead of the document."""
    tasks = read(made([HEAD, ["1", "Rà soát quy hoạch", "Sở Xây dựng", "", cell, ""]]))

    assert [t.deadline for t in tasks] == [deadline]


def test_a_table_of_indicators_is_no_task_table():
    """Without a column of work nothing is assigned."""
    rows = [["TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch 2026"], ["1", "Thu ngân sách", "tỷ đồng", "12.000"]]

    assert read(made(rows)) == []


def test_numbering_and_repeated_header_rows_are_passed_over():
    """The row (1) (2) (3) under a header and the header printed again on the next page assign nothing."""
    rows = [
        HEAD,
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
        ["1", "Rà soát quy hoạch", "Sở Xây dựng", "", "Quý I/2026", ""],
        HEAD,
        ["2", "Công bố quy hoạch", "Sở Xây dựng", "", "Quý II/2026", ""],
    ]

    assert [t.deadline for t in read(made(rows))] == ["2026-Q1", "2026-Q2"]


def test_a_table_goes_on_over_a_page():
    """A second table of the same width without a header of its own is the same table."""
    document = made([HEAD, ["1", "Rà soát quy hoạch", "Sở Xây dựng", "", "Quý I/2026", ""]])
    extra = ["2", "Công bố quy hoạch", "Sở Xây dựng", "", "Quý II/2026", ""]
    cells, text = [], document.text
    for column, words in enumerate(extra):
        cells.append(Cell(Span(len(text), len(text) + len(words)), 0, column))
        text += words + "\n"
    second = Table(
        Span(len(document.text), len(text)), tuple(cells), (tuple(range(len(extra))),), header_rows=0
    )

    tasks = read(dataclasses.replace(document, text=text, tables=(*document.tables, second)))

    assert [t.action for t in tasks] == ["Rà soát quy hoạch", "Công bố quy hoạch"]


def test_the_span_of_a_row_runs_over_its_cells():
    """The words lit up for a task are those of its row, from the task's cell to the last."""
    document = made([HEAD, ["1", "Rà soát quy hoạch", "Sở Xây dựng", "", "Quý I/2026", "Báo cáo"]])

    (task,) = read(document)

    quote = document.quote(task.span)
    assert quote.startswith("Rà soát quy hoạch")
    assert quote.endswith("Báo cáo")


def test_a_work_programme_has_its_months_in_group_rows():
    """Where no column says when, the period that heads the rows does."""
    rows = [
        ["TT", "Nội dung", "Cơ quan chuẩn bị", "Cấp quyết định"],
        ["A", "QUÝ I", "", ""],
        ["1", "Đề án sắp xếp chợ", "Đảng ủy UBND tỉnh", "Ban Thường vụ"],
        ["B", "QUÝ II", "", ""],
        ["2", "Sơ kết chỉ thị", "Ban Tổ chức Tỉnh ủy", "Thường trực"],
    ]

    assert [(t.lead, t.deadline) for t in read(made(rows))] == [
        ("Đảng ủy UBND tỉnh", "2026-Q1"),
        ("Ban Tổ chức Tỉnh ủy", "2026-Q2"),
    ]


def test_a_word_annex_of_thirty_tasks():
    """What Word stores is what is assigned: thirty rows, merged cells, groups, "nt", a header repeated.

    The lead is merged over three rows, the deadline over five; a group's heading spans the table's width;
    partners stand on two lines of a cell; every second product says "nt".
    """
    rows = [HEAD]
    for group in range(3):
        rows.append([f"{'I' * (group + 1)}. LĨNH VỰC {group + 1}"] + [""] * 5)
        rows.extend(
            [
                str(n),
                f"Soạn thảo đề án số {n}",
                f"Sở Thử {n // 3}",
                "Sở Tài chính\nUBND các xã",
                f"Quý {n // 5 % 4 + 1}/2026",
                f"Đề án {n}" if n % 2 == 0 else "nt",
            ]
            for n in range(10 * group, 10 * group + 10)
        )
        if group == 1:
            rows.append(HEAD)
    document = read_word(rows)

    found = [t for t in tasks_of(document) if t.rule == "table row"]

    assert [t.action for t in found] == [f"Soạn thảo đề án số {n}" for n in range(30)]
    assert [t.lead for t in found] == [f"Sở Thử {n // 3}" for n in range(30)]
    assert [t.deadline for t in found] == [f"2026-Q{n // 5 % 4 + 1}" for n in range(30)]
    assert [t.product for t in found] == [f"Đề án {n - n % 2}" for n in range(30)]
    assert all(t.partners == ["Sở Tài chính", "UBND các xã"] for t in found)
    assert [t.fields["group"].note for t in found[9:11]] == ["I. LĨNH VỰC 1", "II. LĨNH VỰC 2"]
    assert all(document.quote(t.span).startswith(t.action) for t in found)


def read_word(rows):
    """The document of a Word file with one table; equal neighbours of a column are one merged cell."""
    made_file = docx.Document()
    made_file.add_paragraph("KẾ HOẠCH")
    made_file.add_paragraph("Phụ lục")
    table = made_file.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            table.cell(r, c).text = words
        if not any(row[1:]):
            table.cell(r, 0).merge(table.cell(r, len(row) - 1)).text = row[0]
    for column in (2, 4):
        first = 0
        for r in range(1, len(rows) + 1):
            if r == len(rows) or rows[r][column] != rows[first][column] or not rows[first][column]:
                if r - first > 1:
                    table.cell(first, column).merge(table.cell(r - 1, column)).text = rows[first][column]
                first = r
    file = io.BytesIO()
    made_file.save(file)
    return reading.read_bytes(file.getvalue(), "phu-luc.docx")


def tasks_of(document):
    return extract(document).tasks


RULED = """KẾ HOẠCH
Đào tạo nhân lực y tế tuyến xã

PHỤ LỤC
|
|
**TT**
|
**Nội dung công việc**
|
**Đơn vị chủ trì**
|
**Thời gian**
|
|
1
|
Đào tạo chuyên khoa cho 120 bác
sĩ tuyến xã
|
Sở Y tế
|
Quý II/2027
|
|
2
|
Rà soát trang thiết bị
|
UBND các xã
|
Quý I/2027
|
"""


def test_a_table_ruled_by_lines_of_bars_is_read_once():
    """Its bold head is not taken for another table's; a cell goes on over the page's line break."""
    facts = extract(reading.read_bytes(RULED.encode(), "ke-hoach.txt"))

    assert [(t.lead, t.deadline) for t in facts.tasks] == [("Sở Y tế", "2027-Q2"), ("UBND các xã", "2027-Q1")]
    assert [(str(i.value), i.unit) for i in facts.indicators] == [("120", "bác sĩ")]
