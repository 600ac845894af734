"""Word tables: merged cells stand once in the text and cover all their places in the grid."""

from __future__ import annotations

import pytest
from ooxml import abstract, docx, level, num, p, table, tc, tr

from dondoc import reading
from dondoc.reading.grid import Grid, join_lines
from dondoc.records.document import BlockKind, Document, Table


def read(*body: str) -> Document:
    return reading.read_bytes(docx(*body), "a.docx", isolate=False)


def shown(document: Document, found: Table) -> list[list[str]]:
    """The grid as people see it."""
    return [[found.text_at(document.text, r, c) for c in range(len(row))] for r, row in enumerate(found.grid)]


def test_a_plain_table():
    """A row a line, cells joined by " | "; every cell's span gives its words."""
    document = read(p("Phụ lục"), table(tr("TT", "Nhiệm vụ"), tr("1", "Lập đề án")), p("Hết"))

    (found,) = document.tables
    assert document.text == "Phụ lục\nTT | Nhiệm vụ\n1 | Lập đề án\nHết\n"
    assert document.quote(found.span) == "TT | Nhiệm vụ\n1 | Lập đề án"
    assert shown(document, found) == [["TT", "Nhiệm vụ"], ["1", "Lập đề án"]]
    assert [document.quote(cell.span) for cell in found.cells] == ["TT", "Nhiệm vụ", "1", "Lập đề án"]


def test_merged_down():
    """A cell over several rows is one cell: written once, found at each of its places."""
    document = read(
        table(
            tr("TT", "Nhiệm vụ", "Chủ trì"),
            tr("1", "Việc A", tc("Sở Y tế", merge="restart")),
            tr("2", "Việc B", tc(merge="continue")),
            tr("3", "Việc C", tc("Sở Tài chính", merge="restart")),
        )
    )

    (found,) = document.tables
    assert [row[2] for row in shown(document, found)] == ["Chủ trì", "Sở Y tế", "Sở Y tế", "Sở Tài chính"]
    assert document.text.count("Sở Y tế") == 1
    (lead,) = [cell for cell in found.cells if document.quote(cell.span) == "Sở Y tế"]
    assert (lead.row, lead.column, lead.rowspan, lead.colspan) == (1, 2, 2, 1)


def test_merged_across():
    """A group row over the whole width is one cell."""
    document = read(table(tr("TT", "Việc", "Hạn"), tr(tc("I. Kinh tế", span=3)), tr("1", "A", "Quý II")))

    (found,) = document.tables
    assert shown(document, found)[1] == ["I. Kinh tế"] * 3
    assert found.cells[3].colspan == 3
    assert document.text.splitlines()[1] == "I. Kinh tế"


CELLS = [
    (
        "a phrase broken over lines is one line",
        ["Sở Nông nghiệp", "và Môi trường"],
        "Sở Nông nghiệp và Môi trường",
    ),
    ("items stay apart", ["Sở Y tế", "Sở Tài chính"], "Sở Y tế\nSở Tài chính"),
    ("capitals broken over lines are one line", ["CƠ QUAN", "CHỦ TRÌ"], "CƠ QUAN CHỦ TRÌ"),
    ("a comma goes on", ["Sở Y tế,", "Sở Tài chính"], "Sở Y tế, Sở Tài chính"),
    ("list marks begin an item", ["- lập kế hoạch", "- tổ chức"], "- lập kế hoạch\n- tổ chức"),
    ("a number goes on with its unit", ["13,45", "%"], "13,45 %"),
    ("empty lines leave nothing", ["", "A", " "], "A"),
]


@pytest.mark.parametrize(("rule", "lines", "words"), CELLS, ids=[row[0] for row in CELLS])
def test_lines_of_a_cell(rule, lines, words):
    """Lines that go on are joined, items keep their line, so that "Sở Y tế Sở Tài chính" never arises."""
    assert join_lines(lines) == words


def test_every_line_of_a_table_is_marked():
    """No line of a table can be taken for a heading or a sentence, also where a cell has several."""
    from dondoc.reading import docx as reader

    draft = reader.load(
        docx(table(tr("TT", "Chủ trì"), tr("1", tc("Sở Y tế", "Sở Tài chính")))), "a.docx", reading.Limits()
    )

    lines = [draft.text[hint.span.slice] for hint in draft.blocks if hint.kind is BlockKind.TABLE]
    assert lines == ["TT | Chủ trì", "1 | Sở Y tế", "Sở Tài chính"]


def test_rows_deleted_with_track_changes_are_left_out():
    """A deleted row is not printed."""
    document = read(
        table(tr("TT", "Việc"), tr("1", "Bỏ", properties='<w:del w:id="1" w:author="a"/>'), tr("2", "Giữ"))
    )

    assert shown(document, document.tables[0]) == [["TT", "Việc"], ["2", "Giữ"]]


def test_a_table_in_a_cell():
    """The inner table's words stay in the cell that holds them."""
    inner = table(tr("Xã", "10"), tr("Phường", "5"))
    document = read(table(tr("TT", "Nội dung"), tr("1", tc("Gồm:", inner, "")), tr("2", "B")))

    (found,) = document.tables
    assert len(found.grid) == 3
    assert found.text_at(document.text, 1, 1) == "Gồm:\nXã 10\nPhường 5"


def test_a_column_that_numbers_itself():
    """An automatic number in a cell without words is what stands in the cell; a lone bullet is not."""
    numbering = (
        abstract(0, level(0, "decimal", "%1.")) + num(1, 0) + abstract(1, level(0, "bullet", "-")) + num(2, 1)
    )
    rows = [tr(tc(p(number=(1, 0))), name, tc(p(number=(2, 0)))) for name in ("A", "B")]

    document = reading.read_bytes(
        docx(table(tr("TT", "Việc", "Ghi chú"), *rows), numbering=numbering), "a.docx", isolate=False
    )

    assert shown(document, document.tables[0])[1:] == [["1.", "A", ""], ["2.", "B", ""]]


LAYOUTS = [
    ("quốc hiệu", [["UBND TỈNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]], True),
    ("number and day", [["Số: 5/KH-SYT", "Vân Sơn, ngày 5 tháng 1 năm 2026"]], True),
    ("recipients and signature", [["Nơi nhận:", "CHỦ TỊCH"]], True),
    ("on behalf of", [["", "T/M BAN THƯỜNG VỤ"], ["Lưu", "BÍ THƯ"]], True),
    ("a table of days", [["Hội nghị", "Ngày"], ["Lần 1", "ngày 5 tháng 1 năm 2026"]], False),
    ("a table of places", [["Phường", "Địa chỉ"], ["A", "Q. Một"]], False),
]


@pytest.mark.parametrize(("rule", "rows", "layout"), LAYOUTS, ids=[row[0] for row in LAYOUTS])
def test_layout(rule, rows, layout):
    """Only a heading or a signature is laid out in two columns; a small table stays a table."""
    document = read(p("Đầu"), table(*[tr(*row) for row in rows]), p("Cuối"))

    assert (not document.tables) is layout


def test_a_frame_is_no_table():
    """A table of one cell is a frame around paragraphs."""
    document = read(table(tr(tc("Điều 1.", "Điều 2."))))

    assert (document.text, document.tables) == ("Điều 1.\nĐiều 2.\n", ())


def test_rows_of_different_length():
    """Rows that begin late or end early leave holes in the grid, not shifts."""
    document = read(
        table(tr("A", "B", "C"), tr("x", properties='<w:gridBefore w:val="2"/>'), tr("1", "2", "3"))
    )

    assert shown(document, document.tables[0]) == [["A", "B", "C"], ["", "", "x"], ["1", "2", "3"]]


def test_overlapping_merges_lose_no_table():
    """Contradictory spans, as careless converters write them, still give a table."""
    document = read(
        table(
            tr("A", "B", "C"),
            tr(tc("x", span=3, merge="restart")),
            tr(tc(span=2, merge="continue"), tc("y", merge="continue")),
            tr("1", "2", "3"),
        )
    )

    assert shown(document, document.tables[0])[3] == ["1", "2", "3"]


def grid(*rows: list[str]) -> Grid:
    """Equal neighbours, right or below, are one cell; "" is an empty cell of its own."""
    made = Grid()
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            above, left = made.at(r - 1, c), made.at(r, c - 1)
            if words and above >= 0 and made.cells[above][0] == words:
                made.cover(r, c, 1, above)
            elif words and left >= 0 and made.cells[left][0] == words:
                made.cover(r, c, 1, left)
            else:
                made.put(r, c, words)
    return made


HEADERS = [
    ("one row", [["TT", "Việc"], ["1", "A"], ["2", "B"]], 1),
    ("a band with names under it", [["TT", "Năm", "Năm"], ["TT", "Kế hoạch", "Ước"], ["1", "10", "11"]], 2),
    (
        "a band whose sides are not merged down",
        [["TT", "Năm", "Năm"], ["", "Kế hoạch", "Ước"], ["1", "10", "11"]],
        2,
    ),
    ("a title over the whole width", [["Biểu 1", "Biểu 1"], ["TT", "Việc"], ["1", "A"]], 2),
    (
        "column numbers under the header",
        [["TT", "Việc", "Hạn"], ["(1)", "(2)", "(3)"], ["1", "A", "Quý I"]],
        2,
    ),
    (
        "a group row under the header is no header",
        [["TT", "Việc", "Hạn"], ["I. A", "I. A", "I. A"], ["1", "B", "2026"]],
        1,
    ),
    ("a single row", [["TT", "Việc"]], 1),
    ("a band over a row of figures", [["Năm 2026", "Năm 2026"], ["10", "11"], ["12", "13"]], 1),
]


@pytest.mark.parametrize(("rule", "rows", "count"), HEADERS, ids=[row[0] for row in HEADERS])
def test_header_rows(rule, rows, count):
    """How many rows name the columns."""
    assert grid(*rows).header_rows() == count


def test_rows_word_repeats_are_the_header():
    """Rows that Word repeats on each page are the header, however many."""
    repeat = "<w:tblHeader/>"
    document = read(table(tr("A", "B", properties=repeat), tr("a", "b", properties=repeat), tr("1", "2")))

    assert document.tables[0].header_rows == 2


def test_thirty_tasks():
    """An annex of thirty tasks in six groups, leads merged over the group: every place is right."""
    rows = [tr("TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm", properties="<w:tblHeader/>")]
    for group in range(6):
        rows.append(tr(tc(f"Nhóm {group + 1}", span=6)))
        for n in range(5):
            lead = tc(f"Sở số {group}", merge="restart") if n == 0 else tc(merge="continue")
            task = group * 5 + n + 1
            rows.append(
                tr(str(task), f"Việc {task}", lead, tc("Ban A", "Ban B"), "Quý III/2026", f"Đề án {task}")
            )

    document = read(p("PHỤ LỤC"), table(*rows))

    (found,) = document.tables
    cells = shown(document, found)
    tasks = [row for row in cells[1:] if row[0].isdigit()]
    assert len(tasks) == 30
    for n, row in enumerate(tasks):
        assert row == [
            str(n + 1),
            f"Việc {n + 1}",
            f"Sở số {n // 5}",
            "Ban A\nBan B",
            "Quý III/2026",
            f"Đề án {n + 1}",
        ]
    assert all(document.quote(cell.span).strip() == document.quote(cell.span) for cell in found.cells)


CAPTIONS = [
    ("a numbered annex with its subject", ["PHỤ LỤC I", "Danh mục nhiệm vụ", "(Kèm theo Nghị quyết)"], 0),
    ("only from the line that begins it", ["Câu trước bảng.", "Biểu 2. Chỉ tiêu"], 1),
    ("a sentence before a table is no title", ["Cụ thể như sau:"], None),
]


@pytest.mark.parametrize(("rule", "lines", "first"), CAPTIONS, ids=[row[0] for row in CAPTIONS])
def test_captions(rule, lines, first):
    """The title above a table is kept with it."""
    document = read(*map(p, lines), table(tr("TT", "Việc"), tr("1", "A")))

    caption = document.tables[0].caption
    assert (caption and document.quote(caption)) == (None if first is None else "\n".join(lines[first:]))


def test_a_table_right_below_the_title_is_no_part_of_it() -> None:
    """A plan whose annex follows its title at once: the trích yếu ends where the table begins."""
    head = ["UBND TỈNH BÌNH SƠN", "Số: 77/KH-UBND", "Bình Sơn, ngày 05 tháng 10 năm 2026"]
    lines = [p(words) for words in [*head, "KẾ HOẠCH", "Cao điểm giải phóng mặt bằng"]]
    made = read(*lines, table(tr("TT", "Nội dung nhiệm vụ"), tr("1", "Rà soát quỹ đất tái định cư")))

    assert made.header.title == "KẾ HOẠCH Cao điểm giải phóng mặt bằng"
