"""Spreadsheets: cells as Excel shows them, in a table that keeps rows and columns."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest

from dondoc import reading
from dondoc.errors import DamagedFile, FileTooLarge
from dondoc.records.document import Document, Table


def book(fill: Callable[[Any], object], title: str = "Biểu 01") -> bytes:
    """A workbook of one sheet."""
    made = openpyxl.Workbook()
    made.active.title = title
    fill(made.active)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(data: bytes) -> Document:
    return reading.read_bytes(data, "a.xlsx", isolate=False)


def shown(document: Document, found: Table) -> list[list[str]]:
    return [[found.text_at(document.text, r, c) for c in range(len(row))] for r, row in enumerate(found.grid)]


def _rows(*rows: list[object]) -> Callable[[Any], object]:
    return lambda sheet: [sheet.append(row) for row in rows]


def test_a_sheet_is_a_table():
    """The sheet's name is a heading line, its rows are lines, its numbers read the Vietnamese way."""

    def fill(sheet):
        sheet.append(["TT", "Chỉ tiêu", "Kết quả"])
        sheet.append([1, "Tăng trưởng GRDP", 0.1345])
        sheet["C2"].number_format = "0.00%"

    document = read(book(fill))

    (found,) = document.tables
    assert document.text == "Biểu 01\nTT | Chỉ tiêu | Kết quả\n1 | Tăng trưởng GRDP | 13,45 %\n"
    assert (found.sheet, found.header_rows) == ("Biểu 01", 1)
    assert found.cells[-1].value == "0.1345"


def test_a_default_sheet_name_is_not_printed():
    """ "Sheet1" says nothing."""
    assert read(book(_rows(["A", "B"], ["x", "y"]), "Sheet1")).text == "A | B\nx | y\n"


def test_lines_above_and_below_are_no_rows():
    """Heading, title and unit stand above the table, the signature below it; none is a row of it."""

    def fill(sheet):
        sheet["A1"], sheet["D1"] = "UBND TỈNH VÂN SƠN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
        sheet["A2"], sheet["D2"] = "Số: 15/BC-UBND", "Vân Sơn, ngày 05 tháng 10 năm 2026"
        sheet["A3"] = "BÁO CÁO KẾT QUẢ CHỈ TIÊU"
        sheet["D4"] = "Đơn vị: tỷ đồng"
        for row in (["TT", "Chỉ tiêu", "Kế hoạch", "Ước"], ["I", "Kinh tế"], [1, "Thu ngân sách", 100, 90]):
            sheet.append(row)
        sheet["A10"], sheet["D10"] = "Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"
        sheet["D11"] = "CHỦ TỊCH"

    document = read(book(fill))

    (found,) = document.tables
    assert shown(document, found) == [
        ["TT", "Chỉ tiêu", "Kế hoạch", "Ước"],
        ["I", "Kinh tế", "", ""],
        ["1", "Thu ngân sách", "100", "90"],
    ]
    assert document.quote(found.caption) == "BÁO CÁO KẾT QUẢ CHỈ TIÊU\nĐơn vị: tỷ đồng"
    assert document.text.splitlines()[:4] == [
        "UBND TỈNH VÂN SƠN",
        "Số: 15/BC-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Vân Sơn, ngày 05 tháng 10 năm 2026",
    ]
    assert document.text.endswith("Nơi nhận:\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n")
    assert (document.header.symbol, document.header.date) == ("15/BC-UBND", date(2026, 10, 5))


def test_merged_cells():
    """A merged cell covers all its places; a band over two columns makes a header of two rows."""

    def fill(sheet):
        for row in (
            ["TT", "Chỉ tiêu", "Năm 2026", None],
            [None, None, "Kế hoạch", "Ước"],
            [1, "GRDP", 8, 8.5],
        ):
            sheet.append(row)
        for area in ("A1:A2", "B1:B2", "C1:D1"):
            sheet.merge_cells(area)

    document = read(book(fill))

    (found,) = document.tables
    assert shown(document, found)[:2] == [
        ["TT", "Chỉ tiêu", "Năm 2026", "Năm 2026"],
        ["TT", "Chỉ tiêu", "Kế hoạch", "Ước"],
    ]
    assert found.header_rows == 2
    assert document.text.count("Năm 2026") == 1


def test_group_rows_below_the_last_full_row_belong_to_the_table():
    """A last row with little in it is still a row, unless an empty row stands between."""
    document = read(
        book(_rows(["TT", "Việc", "Hạn"], [1, "A", "Quý I"], ["II", "Nhóm sau"], [], ["Ghi chú: x"]))
    )

    assert shown(document, document.tables[0])[-1] == ["II", "Nhóm sau", ""]
    assert document.text.splitlines()[-1] == "Ghi chú: x"


def test_formulas_give_their_stored_value():
    """What Excel last computed is read; a formula it never computed is named."""
    computed = io.BytesIO()
    import xlsxwriter

    with xlsxwriter.Workbook(computed) as made:
        sheet = made.add_worksheet("Tổng")
        sheet.write_row(0, 0, ["Chỉ tiêu", "Số"])
        sheet.write_row(1, 0, ["Thu", 40])
        sheet.write(2, 0, "Cộng")
        sheet.write_formula(2, 1, "=B2*2", None, 80)
    document = read(computed.getvalue())
    assert document.text.endswith("Cộng | 80\n")
    assert not document.diagnostics

    document = read(book(_rows(["Chỉ tiêu", "Số"], ["Thu", 40], ["Cộng", "=B2*2"])))

    (note,) = document.diagnostics
    assert note.code == "formula_without_value"
    assert "Biểu 01!B3" in note.message


def test_hidden_sheets_and_rows():
    """A hidden sheet is left out and named; hidden rows, as of a filter, are read and noted."""
    made = openpyxl.Workbook()
    made.active.title = "Chính"
    for row in (["A", "B"], ["x", "1"], ["y", "2"]):
        made.active.append(row)
    made.active.row_dimensions[3].hidden = True
    secret = made.create_sheet("Nháp")
    secret["A1"] = "không in"
    secret.sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)

    document = read(out.getvalue())

    assert document.text == "Chính\nA | B\nx | 1\ny | 2\n"
    assert {note.code for note in document.diagnostics} == {"hidden_sheet", "hidden_cells"}


def test_two_sheets_are_two_tables():
    """Each sheet is a table of its own, in the workbook's order."""
    made = openpyxl.Workbook()
    made.active.title = "Một"
    made.active.append(["A", "B"])
    made.create_sheet("Hai").append(["C", "D"])
    out = io.BytesIO()
    made.save(out)

    document = read(out.getvalue())

    assert [found.sheet for found in document.tables] == ["Một", "Hai"]
    assert document.text == "Một\nA | B\nHai\nC | D\n"


def test_a_lone_cell_far_away_costs_nothing():
    """A stray cell in the sheet's last corner does not make a table of seventeen billion places."""

    def fill(sheet):
        sheet.append(["A", "B", "C"])
        sheet.append(["x", "y", "z"])
        sheet.cell(row=1_048_576, column=16_384, value="lạc")

    document = read(book(fill))

    assert document.text.splitlines() == ["Biểu 01", "A | B | C", "x | y | z", "lạc"]


def test_a_title_replaces_the_sheet_name():
    """A sheet that prints its own title needs no other; nobody prints the name of the tab."""
    document = read(book(_rows(["KẾT QUẢ THÁNG 8"], ["TT", "Việc", "Hạn"], [1, "A", "Quý I"]), "Tab"))

    assert document.text.splitlines()[0] == "KẾT QUẢ THÁNG 8"
    assert document.tables[0].sheet == "Tab"


def _repack(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for member in source.namelist():
            body = source.read(member)
            target.writestr(member, body.replace(old, new) if member == part else body)
    return out.getvalue()


def test_hostile_spreadsheets():
    """A merge over a million cells and an entity that grows are refused before anything is built of them."""
    sheet = "xl/worksheets/sheet1.xml"
    plain = book(_rows(["A", "B"], ["x", "y"]))
    merged = _repack(
        plain, sheet, b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD99999"/></mergeCells>'
    )
    entity = _repack(plain, sheet, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet')
    broken = _repack(plain, sheet, b"</sheetData>", b"")

    with pytest.raises(FileTooLarge):
        read(merged)
    with pytest.raises(DamagedFile):
        read(entity)
    with pytest.raises(DamagedFile):
        read(broken)


def test_a_band_in_the_first_row_is_the_header():
    """Two cells over the whole width name columns; they are no title."""

    def fill(sheet):
        for row in (
            ["Chỉ tiêu", "Năm 2026", None, None],
            [None, "Kế hoạch", "Ước", "Tỷ lệ"],
            ["Thu", 10, 9, 0.9],
        ):
            sheet.append(row)
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:D1")

    document = read(book(fill))

    assert len(document.tables[0].grid) == 3
    assert document.tables[0].header_rows == 2
