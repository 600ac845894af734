"""A list taken away as a file says what the page said, and runs nothing."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from dondoc.writing.rows import to_csv, to_xlsx

KEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what no XML can hold is left out
HEADERS = ["Nhiệm vụ", "Thời hạn", "Số"]
ROWS = [
    ["Rà soát quỹ đất", date(2026, 6, 30), Decimal("16900.5")],
    ["=HYPERLINK(1)", None, 3],
]


def test_csv_reads_back_as_written() -> None:
    """Marks survive in Excel (byte-order mark), days are ISO, a formula is defused."""
    made = to_csv(HEADERS, ROWS)

    assert made.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(made.decode("utf-8-sig")))) == [
        HEADERS,
        ["Rà soát quỹ đất", "2026-06-30", "16900.5"],
        ["'=HYPERLINK(1)", "", "3"],
    ]


def test_workbook_reads_back_as_written() -> None:
    """Numbers are numbers, days are days, the heading is frozen, a formula stays text."""
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx("Nhiệm vụ [2026]/tháng", HEADERS, ROWS))).active

    assert sheet is not None
    assert sheet.freeze_panes == "A2"
    assert [[cell.value for cell in row] for row in sheet.iter_rows()][1][2] == 16900.5
    assert sheet["B2"].value.date() == date(2026, 6, 30)
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=HYPERLINK(1)", "s")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=3), max_size=6))
def test_any_text_comes_back(rows: list[list[str]]) -> None:
    """Whatever a document held: marks, tags, what Excel takes for an escape, blanks at either end."""
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx("x", HEADERS, rows))).active

    assert sheet is not None
    read = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    wanted = [[KEPT.sub("", cell).replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in rows]
    while wanted and not any(wanted[-1]):
        wanted.pop()  # openpyxl sees no rows of nothing at the end
    assert read[1 : len(wanted) + 1] == wanted
