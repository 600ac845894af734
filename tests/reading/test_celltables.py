"""Tables in plain text, one row a line or one cell a line."""

from __future__ import annotations

import time

import pytest

from dondoc.reading import celltables

BARS = """PHỤ LỤC

|
**TT**
|
**Nhiệm vụ**
|
**Cơ quan chủ trì**
|
**Thời hạn**
|
|
I
|
Nhóm việc thứ nhất
|
|
1
|
Rà soát quy hoạch
cụm công nghiệp
|
Sở Xây dựng
|
Quý II/2026
|
|
2
|
Trình đề án
|
|
30/9/2026
|

Hết phụ lục.
"""


def grid_of(text: str, table) -> list[list[str]]:
    return [[table.text_at(text, r, c) for c in range(len(table.grid[r]))] for r in range(len(table.grid))]


def test_one_cell_a_line():
    """Bars part cells, two bars rows; an empty cell is known by the table's width."""
    (table,) = celltables.find(BARS)

    assert grid_of(BARS, table) == [
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"],
        ["I", "Nhóm việc thứ nhất", "", ""],
        ["1", "Rà soát quy hoạch\ncụm công nghiệp", "Sở Xây dựng", "Quý II/2026"],
        ["2", "Trình đề án", "", "30/9/2026"],
    ]
    assert table.header_rows == 1
    assert celltables.roles(BARS, table) == ("number", "content", "lead", "deadline")


YEARLY = """Bảng 3: Kết quả chấm điểm
Năm
|
Điểm
số
|
Thứ hạng
|
2021
|
60,25
|
31
|
2022
|
62,1
|
28
|
2023
|
64
|
19
|
Nguồn: báo cáo
TT
|
"""


def test_rows_that_begin_with_their_years():
    """Bars part cells, nothing parts rows: the distance from year to year is the width."""
    (table,) = celltables.find(YEARLY)

    assert grid_of(YEARLY, table) == [
        ["Năm", "Điểm\nsố", "Thứ hạng"],
        ["2021", "60,25", "31"],
        ["2022", "62,1", "28"],
        ["2023", "64", "19"],
    ]


def test_cells_point_at_their_words():
    """A cell's span covers its words and no mark around them."""
    (table,) = celltables.find(BARS)

    for cell in table.cells:
        words = BARS[cell.span.slice]
        assert words == words.strip(" \n*|")
        assert table.span.start <= cell.span.start <= cell.span.end <= max(table.span.end, cell.span.end)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("| TT | Việc |\n|----|:--:|\n| 1 | A |\n| 2 | |\n", [["TT", "Việc"], ["1", "A"], ["2", ""]]),
        ("TT | Việc | Hạn\n1 | A | quý I\n", [["TT", "Việc", "Hạn"], ["1", "A", "quý I"]]),
        (
            "Chỉ tiêu\tĐơn vị tính\tKế hoạch\nThu\ttỷ đồng\t100\n",
            [["Chỉ tiêu", "Đơn vị tính", "Kế hoạch"], ["Thu", "tỷ đồng", "100"]],
        ),
        ("A | B\nNhóm I |\n1 | x\n", [["A", "B"], ["Nhóm I", "Nhóm I"], ["1", "x"]]),
    ],
    ids=["Markdown", "bars", "tabs", "a group's row covers the width"],
)
def test_one_row_a_line(text, rows):
    """The usual ways to print a table in a text."""
    (table,) = celltables.find(text)

    assert grid_of(text, table) == rows


@pytest.mark.parametrize(
    "text",
    [
        "Trang chủ | Tin tức\n\nHôm nay trời đẹp.",
        "(08:38 | 13/03/2023)\nHội nghị khai mạc.",
        "|\nỦY BAN NHÂN DÂN\n|\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n|\n|\nSố: 1/KH\n|\nngày 1\n|\n",
        "|\n*Nơi nhận:*\n- Lưu: VT.\n|\nTM. ỦY BAN NHÂN DÂN\n|\n|\na\n|\nb\n|\n",
        "\tĐoạn thứ nhất lùi đầu dòng.\n\tĐoạn thứ hai.\n",
        "|",
        "",
    ],
    ids=["breadcrumb", "date line", "heading", "signature", "indents", "a lone bar", "nothing"],
)
def test_what_is_no_table(text):
    """A single row, a heading or signature set in columns, an indent."""
    assert celltables.find(text) == ()


def test_numbering_row_belongs_to_the_header():
    """(1) (2) (3) under the names of the columns is no row of data."""
    text = "TT | Chỉ tiêu | Kế hoạch\n(1) | (2) | (3)\n1 | Thu ngân sách | 500\n"

    (table,) = celltables.find(text)

    assert table.header_rows == 2


def test_data_without_header():
    """Where the first row is numbered like the others, none is a header."""
    (table,) = celltables.find("1 | Thu ngân sách | 500\n2 | Chi ngân sách | 400\n")

    assert table.header_rows == 0


@pytest.mark.parametrize(
    "piece", ["|\n", "|\nx\n", "a|", "Năm\n|\n"], ids=["empty cells", "cells", "one line", "heads of years"]
)
def test_many_bars_are_read_in_linear_time(piece):
    """Hostile text: eight times as many bars cost about eight times the time, not its square."""
    short, long = seconds(piece * 5_000), seconds(piece * 40_000)

    assert long < 3 * 8 * max(short, 0.005)


def seconds(text: str) -> float:
    """Processor time to look for tables, the better of two."""
    taken = []
    for _ in range(2):
        began = time.process_time()
        celltables.find(text)
        taken.append(time.process_time() - began)
    return min(taken)


STACKED = """PHỤ LỤC
STT
CHỈ TIÊU
ĐVT
Thực hiện 2025
Mục tiêu 2030
Cơ quan theo dõi
I
VỀ KINH TẾ
1
Cơ cấu kinh tế
Sở Tài chính
-
Nông, lâm nghiệp
%
18,5
13 - 14
-
Dịch vụ
%
39,1
46 trở lên
2
Kim ngạch xuất khẩu
Tỷ USD
2,4
> 4
Sở Công Thương
Trong đó: Nông sản
Tỷ USD
0,6
0,9
Sở Nông nghiệp và Môi trường
"""


def test_one_cell_a_line_without_bars():
    """Rows are known by their numbers, by a dash alone, or by their amounts; a short row ends at the next."""
    (table,) = celltables.find(STACKED)

    assert grid_of(STACKED, table)[1:] == [
        ["I", "VỀ KINH TẾ", "", "", "", ""],
        ["1", "Cơ cấu kinh tế", "Sở Tài chính", "", "", ""],
        ["-", "Nông, lâm nghiệp", "%", "18,5", "13 - 14", ""],
        ["-", "Dịch vụ", "%", "39,1", "46 trở lên", ""],
        ["2", "Kim ngạch xuất khẩu", "Tỷ USD", "2,4", "> 4", "Sở Công Thương"],
        ["", "Trong đó: Nông sản", "Tỷ USD", "0,6", "0,9", "Sở Nông nghiệp và Môi trường"],
    ]


def test_empty_lines_between_rows():
    """Rows with as many bars are one table, though empty lines part them; lines of one bar are not."""
    rows = (
        "TT | Nhiệm vụ | Chủ trì",
        "1 | Lập đề án | Sở Y tế",
        "2 | Sơ kết | Sở Nội vụ",
        "Tin | Ảnh",
        "Nhà | Xe",
    )
    text = "\n\n".join(rows)

    (table,) = celltables.find(text)

    assert grid_of(text, table) == [
        ["TT", "Nhiệm vụ", "Chủ trì"],
        ["1", "Lập đề án", "Sở Y tế"],
        ["2", "Sơ kết", "Sở Nội vụ"],
    ]


def test_a_merged_cell_printed_in_every_column():
    """A group's heading that stands in each column is one cell; equal numbers are not."""
    text = "TT | Việc | Chủ trì | Hạn\nI | Về y tế | Về y tế | Về y tế\n1 | 5 | 5 | 5\n"

    (table,) = celltables.find(text)

    assert [len({i for i in row if i >= 0}) for row in table.grid] == [4, 2, 4]
    assert table.cells[table.grid[1][1]].colspan == 3
