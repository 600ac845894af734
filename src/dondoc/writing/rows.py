"""A list as people take it away: rows to CSV or to an Excel sheet.

Text that a spreadsheet would run as a formula ("=…", "+…", "@…") stays text in both.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

Cell = str | int | Decimal | date | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte-order mark, so that Excel shows the marks; days as 2026-12-31, numbers with a dot."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headers)
    for row in rows:
        writer.writerow([_plain(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_FORMULA) else cell
    return cell.isoformat() if isinstance(cell, date) else f"{cell}"


def to_xlsx(title: str, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet with a frozen, filterable heading; numbers are numbers, days are days.

    XlsxWriter makes the book with a first row that shows how each kind of cell is styled; the rows are then
    written in its place as text, which takes a tenth of the time of a call a cell.

    Args:
        title: The sheet's name; cut to what Excel allows.
        headers: One a column.
        rows: Cells in the order of the headers.
    """
    import xlsxwriter

    body, count, widths = _sheet_rows(rows, [len(header) for header in headers])
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(_sheet_name(title))
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
    sheet.write_row(0, 0, headers, head)
    sheet.write_blank(1, 0, None, text)
    sheet.write_blank(1, 1, None, day)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(60, max(8, width + 2)))
    sheet.freeze_panes(1, 0)
    if headers:
        sheet.autofilter(0, 0, count, len(headers) - 1)
    book.close()
    return _with_rows(out, body, count, len(widths))


_SHEET = "xl/worksheets/sheet1.xml"
_EPOCH = date(1899, 12, 30)
_STYLES = ("@TEXT@", "@DAY@")  # no cell holds these: text is escaped, and "@" stands in no tag
_FIRST_ROW = re.compile(r'<row r="2".*?</row>')
_STYLE = re.compile(r' s="(\d+)"')
_DIMENSION = re.compile(r'<dimension ref="[^"]*"')
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _sheet_rows(rows: Iterable[Sequence[Cell]], widths: list[int]) -> tuple[list[str], int, list[int]]:
    """The rows in the sheet's own language, how many, and how wide each column has to be."""
    made, count = [], 0
    letters = [_letters(column) for column in range(len(widths))]
    for count, row in enumerate(rows, start=1):
        cells = []
        for column, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            place = f'<c r="{letters[column]}{count + 1}"'
            if isinstance(cell, str):
                said = _xml_text(cell)
                cells.append(
                    f'{place} s="{_STYLES[0]}" t="inlineStr"><is><t xml:space="preserve">{said}</t></is></c>'
                )
            elif isinstance(cell, date):
                cells.append(f'{place} s="{_STYLES[1]}"><v>{(cell - _EPOCH).days}</v></c>')
            else:
                cells.append(f"{place}><v>{book_number(cell)!r}</v></c>")
            wide = len(cell) if isinstance(cell, str) else 10
            widths[column] = max(widths[column], wide)
        made.append(f'<row r="{count + 1}">{"".join(cells)}</row>')
    return made, count, widths


def _letters(column: int) -> str:
    """0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _xml_text(text: str) -> str:
    if "_x" in text:
        text = text.replace("_x", "_x005F_x")  # what Excel would take for a character's number
    return escape(_UNWRITABLE.sub("", text), {'"': "&quot;"})


def _with_rows(book: io.BytesIO, rows: list[str], count: int, columns: int) -> bytes:
    """The book with the rows in place of its first one."""
    out = io.BytesIO()
    with zipfile.ZipFile(book) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for member in given.infolist():
            content = given.read(member)
            if member.filename == _SHEET:
                sheet = content.decode()
                first = _FIRST_ROW.search(sheet)
                assert first is not None
                body = "".join(rows)
                for placeholder, style in zip(_STYLES, _STYLE.findall(first[0]), strict=True):
                    body = body.replace(f's="{placeholder}"', f's="{style}"')
                sheet = sheet[: first.start()] + body + sheet[first.end() :]
                whole = f"A1:{_letters(max(columns, 1) - 1)}{count + 1}"
                content = _DIMENSION.sub(f'<dimension ref="{whole}"', sheet, count=1).encode()
            made.writestr(member, content, compresslevel=3)
    return out.getvalue()


def book_number(value: int | Decimal) -> float:
    """What a spreadsheet stores; it has no exact decimals, so this is the one place a float is made."""
    return float(value)


def _sheet_name(title: str) -> str:
    name = "".join(" " if c in "[]:*?/\\" else c for c in title).strip().strip("'")
    return name[:31] or "Sheet1"
