"""What a document has for its form's sake is known by what it is, in every kind of file, and is no copy."""

from __future__ import annotations

from io import BytesIO

import pytest

from dondoc import reading
from dondoc.programmecheck import check_programme, find_passages
from dondoc.programmecheck.units import Prepared
from dondoc.records.check import CheckSource, SourceRole

ROWS = (
    ("TT", "Nội dung", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời hạn", "Kết quả"),
    ("I", "NƯỚC SẠCH, VỆ SINH NÔNG THÔN VÙNG CAO", "", "", "", ""),
    ("1", "Khoan 14 giếng ở các bản vùng lòng chảo", "Trung tâm Nước sạch nông thôn",
     "Văn phòng Tỉnh ủy; Ủy ban Kiểm tra Tỉnh ủy; Sở Y tế", "30/6/2026", "14 giếng có nước"),
    ("II", "Giữ rừng đầu nguồn, lòng hồ", "", "", "", ""),
    ("2", "Cắm 320 mốc quanh lòng hồ", "UBND các xã ven hồ", "Chi cục Kiểm lâm", "Quý IV/2026",
     "Hồ sơ mốc giới lòng hồ"),
)  # fmt: skip


def in_word(rows=ROWS):
    from docx import Document

    made = Document()
    made.add_paragraph("KẾ HOẠCH")
    made.add_paragraph("Nước sạch và rừng đầu nguồn năm 2026")
    made.add_paragraph("Bốn bản vùng lòng hồ chia nhau các việc ghi trong bảng, việc nào xong thì báo xã.")
    table = made.add_table(rows=len(rows), cols=len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    out = BytesIO()
    made.save(out)
    return reading.read_bytes(out.getvalue(), "a.docx")


def in_lines(rows=ROWS):
    """A table as a text file or a PDF's text prints it: a row a line, cells parted by bars."""
    head = "KẾ HOẠCH\nNước sạch và rừng đầu nguồn năm 2026\n\n"
    return reading.read_bytes((head + "\n".join(" | ".join(row) for row in rows)).encode(), "a.txt")


def left_out(document):
    """The words that are compared with nothing."""
    return {" ".join(document.quote(formula.span).split()) for formula in Prepared(document).formulas}


def compared(document):
    prepared = Prepared(document)
    return {" ".join(document.text[unit.start : unit.end].split()) for unit in prepared.units}


@pytest.mark.parametrize("made", [in_word, in_lines])
def test_of_a_table_what_is_to_be_done_is_compared(made):
    """Not its head, the rows that head others, the columns of offices and days, or the name of a paper."""
    said = compared(made())

    assert {
        "Khoan 14 giếng ở các bản vùng lòng chảo",
        "14 giếng có nước",
        "Cắm 320 mốc quanh lòng hồ",
    } <= said
    for words in (
        "Cơ quan chủ trì",
        "NƯỚC SẠCH, VỆ SINH NÔNG THÔN VÙNG CAO",
        "Văn phòng Tỉnh ủy; Ủy ban Kiểm tra Tỉnh ủy; Sở Y tế",
        "Hồ sơ mốc giới lòng hồ",
    ):
        assert words not in said


def test_a_row_that_heads_others_in_small_letters():
    """By the grid: one cell with words and the others empty; a row with a figure is a task all the same."""
    assert "Giữ rừng đầu nguồn, lòng hồ" in left_out(in_word())
    figures = tuple("Giữ 1.200 ha rừng đầu nguồn" if "Giữ" in cell else cell for cell in ROWS[3])
    assert "Giữ 1.200 ha rừng đầu nguồn" in compared(in_word((*ROWS[:3], figures, ROWS[4])))


FORMS = [
    ("- Văn phòng Tỉnh ủy; Ủy ban Kiểm tra Tỉnh ủy.", True, "names of offices"),
    ("- Các sở, ban, ngành, đoàn thể tỉnh;", True, "a collective"),
    ("- Như Điều 3;", True, "recipients by reference"),
    ("- Lưu: VT, TH.", True, "the file"),
    ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", True, "capitals"),
    ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", True, "the state's name in a second heading"),
    ("- Sở Y tế mở 12 lớp cho cô đỡ thôn bản.", False, "an office that does something"),
    ("- Bản Nậm Khắt làm xong đường vào ruộng.", False, "a name and a sentence"),
    ("TRỒNG mới cây bản địa ven hồ.", False, "one word in capitals"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "is_formula", "why"), FORMS, ids=[row[-1] for row in FORMS])
def test_by_its_form(line, is_formula, why):
    """Wherever it stands in a plain text."""
    page = f"KẾ HOẠCH\nNăm 2026\n\nIII. NHIỆM VỤ\nXã làm ngay hai việc dưới đây trong quý này.\n{line}\n"
    document = reading.read_bytes(page.encode(), "a.txt")

    words = line.lstrip("- ").rstrip(".;")
    assert (not any(words in said for said in compared(document))) is is_formula, why


OUTLINE = [
    ("1. Nước sạch vùng cao\nKhoan giếng ở bốn bản.", "Nước sạch vùng cao", True, "a heading"),
    ("1. Nước sạch nông thôn, lấy ở khe\nsuối về bể chung của ba bản.", "Nước sạch nông thôn, lấy ở khe",
     False, "the first line of a paragraph that a page's width has broken"),
    ("1. Khoan 14 giếng ở các bản\nDân góp công đào rãnh.", "Khoan 14 giếng ở các bản", False, "a figure"),
    ("1. Khoan giếng.\nDân góp công đào rãnh.", "Khoan giếng", False, "a sentence with its full stop"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "words", "is_heading", "why"), OUTLINE, ids=[row[-1] for row in OUTLINE])
def test_by_the_outline(lines, words, is_heading, why):
    """A short line of the outline with text below it says what the text is about, not what is done."""
    page = f"KẾ HOẠCH\nNăm 2026\n\nIII. NHIỆM VỤ\n{lines}\n2. Rừng đầu nguồn\nCắm mốc.\n"
    document = reading.read_bytes(page.encode(), "a.txt")

    found = any(words in said for said in left_out(document) if len(said) < len(words) + 8)
    assert found is is_heading, why


def test_nothing_of_it_is_called_copied():
    """Two plans with the same table but for what is to be done share nothing."""
    other = [list(row) for row in ROWS]
    other[2][1], other[2][5] = "Xây bể lọc 40 khối cho trường bán trú", "Bể được bàn giao"
    other[4][1] = "Thuê người tuần rừng theo ca đêm"

    for made in (in_word, in_lines):
        programme = made()
        found = [programme.quote(p.span) for p in find_passages(programme, made(other), key="k")]
        assert [
            words for words in found if not words.startswith("Bốn bản")
        ] == []  # the one sentence both have


def test_what_is_not_compared_is_shown_as_such():
    """A passage over several rows marks the offices in between, so that nobody reads them as the same."""
    other = [list(row) for row in ROWS]
    other[2][2] = "Công ty Cấp nước Bản Hồ"
    source = CheckSource("parent", "Chương trình", SourceRole.NEIGHBOUR)

    (passage, *_) = check_programme(in_word(), [], neighbours=[(source, in_word(other))]).copying.passages

    grey = {in_word().quote(d.span) for d in passage.differences if d.change == "formula" and d.span}
    assert "Trung tâm Nước sạch nông thôn" in grey
