"""Workbooks that go back to people: the template with its rows, and a brought table with its doubts marked.

Rows stand where they stood in the table that was brought, so that "C14" is C14.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from dondoc.exchange.fields import TASK_FIELDS, Field
from dondoc.exchange.sheets import Sheet
from dondoc.exchange.targetfields import TEMPLATE_FIELDS
from dondoc.exchange.tasks import Problem
from dondoc.writing.rows import Cell

MARK = "Cần sửa"  # heading of the column that a marked workbook has more


def template(fields: Sequence[Field], title: str, rows: Iterable[Mapping[str, Cell]]) -> bytes:
    """An .xlsx whose headings an import knows, filled with rows; a second sheet says what may stand where."""
    book, out = _book()
    head, text, day = _formats(book)
    sheet = book.add_worksheet(title[:31])
    for column, field in enumerate(fields):
        sheet.set_column(column, column, field.width)
        sheet.write_string(0, column, field.title, head)
    last = 0
    for last, row in enumerate(rows, 1):
        for column, field in enumerate(fields):
            _write(sheet, last, column, row.get(field.key), text, day)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), len(fields) - 1)
    guide = book.add_worksheet("Cách điền")
    guide.set_column(0, 0, 28)
    guide.set_column(1, 1, 90)
    guide.write_row(0, 0, ["Cột", "Ghi gì"], head)
    for place, field in enumerate(fields, 1):
        guide.write_string(place, 0, field.title, text)
        guide.write_string(place, 1, field.says, text)
    book.close()
    return out.getvalue()


def task_template(rows: Iterable[Mapping[str, Cell]] = (), own: Sequence[Field] = ()) -> bytes:
    """The template of tasks, with the columns that offices added (`ownfields.columns`)."""
    return template((*TASK_FIELDS, *own), "Nhiệm vụ", rows)


def target_template(rows: Iterable[Mapping[str, Cell]] = ()) -> bytes:
    """The template of targets."""
    return template(TEMPLATE_FIELDS, "Chỉ tiêu", rows)


def marked(sheet: Sheet, problems: Mapping[int, Sequence[Problem]]) -> bytes:
    """The table as it was brought, each doubtful cell coloured with a note, and a list of all doubts.

    Args:
        sheet: The table.
        problems: Row number → what is wrong in it.
    """
    book, out = _book()
    head, text, _ = _formats(book)
    bad = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#F9D9D5", "border": 1})
    page = book.add_worksheet(_name(sheet.title))
    columns = [_column(letters) for letters in sheet.letters]
    extra = max(columns) + 1
    for place, (column, heading) in enumerate(zip(columns, sheet.headings, strict=True)):
        longest = max((len(row.cells[place]) for row in sheet.rows), default=8)
        page.set_column(column, column, min(50, max(6, longest)))
        page.write_string(sheet.heading_row - 1, column, heading, head)
    page.set_column(extra, extra, 60)
    page.write_string(sheet.heading_row - 1, extra, MARK, head)
    for row in sheet.rows:
        wrong = problems.get(row.number, ())
        by_column = {problem.column: problem for problem in wrong}
        for place, words in enumerate(row.cells):
            page.write_string(row.number - 1, columns[place], words, bad if place in by_column else text)
            if place in by_column:
                page.write_comment(row.number - 1, columns[place], by_column[place].message, {"x_scale": 3})
        if wrong:
            page.write_string(row.number - 1, extra, _all(sheet, row.number, wrong), bad)
    page.freeze_panes(sheet.heading_row, 0)
    _listed(book, head, text, sheet, problems)
    book.close()
    return out.getvalue()


def _listed(book: Any, head: Any, text: Any, sheet: Sheet, problems: Mapping[int, Sequence[Problem]]) -> None:
    page = book.add_worksheet("Danh sách lỗi")
    for column, width in enumerate((8, 30, 40, 80)):
        page.set_column(column, column, width)
    page.write_row(0, 0, ["Ô", "Cột", "Đang ghi", "Cần sửa"], head)
    at = 0
    by_number = {row.number: row for row in sheet.rows}
    for number, wrong in sorted(problems.items()):
        for problem in wrong:
            at += 1
            inside = problem.column >= 0
            cells = (
                sheet.address(number, problem.column) if inside else f"dòng {number}",
                sheet.headings[problem.column] if inside else "",
                by_number[number].cells[problem.column] if inside else "",
                problem.message,
            )
            for column, words in enumerate(cells):
                page.write_string(at, column, words, text)
    page.freeze_panes(1, 0)


def _all(sheet: Sheet, number: int, wrong: Sequence[Problem]) -> str:
    said = []
    for problem in wrong:
        place = f"Ô {sheet.address(number, problem.column)}: " if problem.column >= 0 else ""
        said.append(f"{place}{problem.message}")
    return "\n".join(said)


def _book() -> tuple[Any, io.BytesIO]:
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    return xlsxwriter.Workbook(out, options), out


def _formats(book: Any) -> tuple[Any, Any, Any]:
    """Of headings, words and days."""
    return (
        book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E8EEF4", "bottom": 1}
        ),
        book.add_format({"text_wrap": True, "valign": "top"}),
        book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"}),
    )


def _write(sheet: Any, row: int, column: int, value: Cell, text: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 a day has no zone
    else:
        sheet.write_string(row, column, str(value)[:32_767], text)


def _column(letters: str) -> int:
    """The 0-based place of a spreadsheet's column: "C" is 2."""
    place = 0
    for char in letters:
        place = place * 26 + ord(char) - 64
    return place - 1


def _name(title: str) -> str:
    name = "".join(" " if char in "[]:*?/\\" else char for char in title).strip().strip("'")
    return name[:31] or "Bảng"
