"""What only white space divides on a PDF page: tables without rules, text in two columns, broken lines."""

from __future__ import annotations

import pytest
from pdffiles import Drawing

from dondoc import reading
from dondoc.extraction import extract
from dondoc.reading.pdfblocks import Plain, blocks
from dondoc.text import legacy

XS = [60, 90, 300, 380, 460]  # of the columns
HEAD = ["TT", "Chỉ tiêu", "Đơn vị", "TH 2025", "KH 2026"]
INTRO = "Ủy ban nhân dân tỉnh ban hành kế hoạch phát triển kinh tế - xã hội với các chỉ tiêu sau:"


def page(rows, after=()):
    """A page with a sentence, a table of lines (y, cells by column), and sentences after it."""
    drawing = Drawing()
    drawing.new_page()
    drawing.words(60, 780, INTRO, 11)
    for y, cells in rows:
        for column, words in cells.items():
            drawing.words(XS[column], y, words, 11)
    for y, words in after:
        drawing.words(60, y, words, 11)
    return drawing.bytes()


def cells(document):
    (table,) = document.tables
    return [
        [table.text_at(document.text, r, c) for c in range(len(line))] for r, line in enumerate(table.grid)
    ]


TOP = [  # cells begin at the top of their row
    (740, dict(enumerate(HEAD))),
    (716, {0: "1", 1: "Thu ngân sách nhà nước trên", 2: "tỷ đồng", 3: "17.350", 4: "18.500"}),
    (702, {1: "địa bàn toàn tỉnh"}),
    (678, {0: "2", 1: "Tỷ lệ hộ nghèo", 2: "%", 3: "1,75", 4: "1,2"}),
    (654, {0: "3", 1: "Số xã đạt chuẩn", 2: "xã", 3: "66", 4: "70"}),
]
MIDDLE = [  # cells stand in the middle of their row
    (740, dict(enumerate(HEAD))),
    (716, {1: "Thu ngân sách nhà nước trên"}),
    (709, {0: "1", 2: "tỷ đồng", 3: "17.350", 4: "18.500"}),
    (702, {1: "địa bàn toàn tỉnh"}),
    (678, {0: "2", 1: "Tỷ lệ hộ nghèo", 2: "%", 3: "1,75", 4: "1,2"}),
    (654, {0: "3", 1: "Số xã đạt chuẩn", 2: "xã", 3: "66", 4: "70"}),
]
EXPECTED = [
    HEAD,
    ["1", "Thu ngân sách nhà nước trên địa bàn toàn tỉnh", "tỷ đồng", "17.350", "18.500"],
    ["2", "Tỷ lệ hộ nghèo", "%", "1,75", "1,2"],
    ["3", "Số xã đạt chuẩn", "xã", "66", "70"],
]


@pytest.mark.parametrize("rows", [TOP, MIDDLE], ids=["cells at the top", "cells in the middle"])
def test_a_table_without_rules(rows):
    """Gutters part the columns, wider white the rows; a cell of two lines is one cell."""
    after = [(600, "Giao Sở Tài chính theo dõi, báo cáo trước ngày 15/12/2026.")]

    document = reading.read_bytes(page(rows, after), "a.pdf")

    assert cells(document) == EXPECTED
    assert document.text.split("\n")[0] == INTRO
    assert document.text.split("\n")[-2].startswith("Giao Sở Tài chính")
    found = extract(document).indicators
    assert [str(fact.value) for fact in found] == ["17350", "18500", "1.75", "1.2", "66", "70"]
    assert {fact.period for fact in found} == {"2025", "2026"}


def test_a_line_that_heads_others_may_cross_the_columns():
    """ "I. CHỈ TIÊU KINH TẾ …" runs over a gutter; the table goes on below it."""
    rows = [
        (740, dict(enumerate(HEAD))),
        (716, {0: "I", 1: "CHỈ TIÊU KINH TẾ - XÃ HỘI CHỦ YẾU NĂM 2026"}),
        *[(y - 24, row) for y, row in TOP[1:]],
    ]

    document = reading.read_bytes(page(rows), "a.pdf")

    assert [row[0] for row in cells(document)] == ["TT", "I", "1", "2", "3"]


def test_two_columns_of_text_are_read_one_after_the_other():
    """The left column to its end, then the right one; sentences broken by the column's width are whole."""
    left = ["Giao Sở Tài chính chủ trì rà soát vốn", "đầu tư công, hoàn thành trước ngày", "30/6/2026."]
    right = ["Thu ngân sách nhà nước phấn đấu đạt", "18.500 tỷ đồng, tăng 6,6% so với ước", "thực hiện."]
    drawing = Drawing()
    drawing.new_page()
    drawing.words(60, 790, INTRO, 11)
    for n in range(12):
        drawing.words(60 if n % 3 else 70, 750 - 15 * n, left[n % 3], 10)
        drawing.words(320 if n % 3 else 330, 747 - 15 * n, right[n % 3], 10)

    text = reading.read_bytes(drawing.bytes(), "a.pdf").text

    lines = text.strip().split("\n")
    assert lines[1:5] == [" ".join(left)] * 4
    assert lines[5:] == [" ".join(right)] * 4


def test_short_columns_whose_lines_go_on_are_text_too():
    """Five lines beside five: most begin in small letters, as no cells do."""
    left = [
        "Năm 2025, thu ngân sách của tỉnh", "đạt 412 tỷ đồng, tăng so với năm",
        "trước; chi ngân sách đạt 390 tỷ",
        "đồng, bằng 98% dự toán được giao", "cho các xã, phường trong tỉnh.",
    ]  # fmt: skip
    right = [
        "Năm 2026, tỉnh phấn đấu thu ngân", "sách đạt 450 tỷ đồng và chi trong",
        "dự toán; các xã, phường rà soát",
        "các khoản thu ngay từ đầu năm để", "hoàn thành kế hoạch được giao.",
    ]  # fmt: skip
    drawing = Drawing()
    drawing.new_page()
    for n, (one, other) in enumerate(zip(left, right, strict=True)):
        drawing.words(50, 740 - 15 * n, one, 11)
        drawing.words(310, 740 - 15 * n, other, 11)

    document = reading.read_bytes(drawing.bytes(), "a.pdf", isolate=False)

    assert not document.tables
    assert [(f.name, str(f.value)) for f in extract(document).indicators][:1] == [
        ("thu ngân sách của tỉnh", "412")
    ]


def test_lists_of_words_are_no_table():
    """Signatures, letters spread out and two words far apart stay lines."""
    drawing = Drawing()
    drawing.new_page()
    drawing.words(60, 780, INTRO, 11)
    drawing.words(60, 740, "Người lập", 11)
    drawing.words(400, 740, "Người duyệt", 11)
    drawing.words(60, 720, "Giao các sở, ngành tổ chức thực hiện kế hoạch này trong năm 2026.", 11)

    document = reading.read_bytes(drawing.bytes(), "a.pdf")

    assert document.tables == ()


def test_an_abbreviation_ends_no_paragraph():
    """ "TP." at the end of a printed line, before a name, is no full stop."""
    drawing = Drawing()
    drawing.new_page()
    for y, words in (
        (700, "Ủy ban nhân dân tỉnh giao các sở, ngành phối hợp với Ủy ban nhân dân TP."),
        (684, "Thuận Phú rà soát kế hoạch."),
    ):
        drawing.words(60, y, words, 11)

    assert "dân TP. Thuận Phú rà soát" in reading.read_bytes(drawing.bytes(), "a.pdf").text


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_a_text_layer_in_an_old_encoding(encoding):
    """Letters of .VnTime or VNI-Times in a PDF become Unicode; the remark says so."""
    table = {"tcvn3": legacy._TCVN3, "vni": legacy._VNI}[encoding]
    codes = {letter: code for code, letter in reversed(table.items())}
    lines = [
        "thu ngân sách nhà nước trên địa bàn phấn đấu đạt 16.900 tỷ đồng, tỷ lệ hộ nghèo",
        "còn dưới 1,5%, giải quyết việc làm cho 20.000 lao động.",
    ]
    drawing = Drawing("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
    drawing.new_page()
    for n, line in enumerate(lines):
        drawing.words(60, 700 - 16 * n, "".join(codes.get(c, c) for c in line), 10)

    document = reading.read_bytes(drawing.bytes(), "a.pdf")

    assert document.text.split() == " ".join(lines).split()
    assert [d.code for d in document.diagnostics] == ["legacy_encoding"]


def test_a_page_of_plain_lines_costs_nothing():
    """Without a second piece in any line there is nothing to divide."""
    assert blocks([]) == []
    from dondoc.reading.pdflines import Piece

    rows = [[Piece(60, y, 500, y + 10, 0, "chữ", [60, 70, 80])] for y in range(700, 600, -15)]
    assert blocks(rows) == [Plain(rows)]
