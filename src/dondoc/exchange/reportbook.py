"""The workbook of one report: taken away, filled in, and brought back; what is wrong is marked in its cells.

A hidden sheet says which report it belongs to and which text of each field it was made from, a hidden column
which line a row is, so that rows may be sorted and moved about; columns are found by their headings. Only
figures and explanations are read back.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dondoc.errors import ReadError
from dondoc.reading.workbook import CellRead, book_rows
from dondoc.text.numbers import two_ways
from dondoc.writing.rows import book_number

SHEET, HIDDEN = "Báo cáo", "_dondoc"
FORMAT = "dondoc-report-1"
_HEADINGS = (
    "Mã dòng", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm", "Cùng kỳ năm trước", "Lũy kế trước kỳ",
    "Số báo cáo", "Thuyết minh",
)  # fmt: skip
_WIDTHS = (0, 46, 14, 16, 16, 16, 18, 46)
_KEY, _VALUE, _NOTE = 0, 6, 7  # columns, as they go out
_HEAD_ROW, _MOST_ABOVE = 4, 30


@dataclass(frozen=True, slots=True)
class BookLine:
    """A line of the workbook; numbers beside it are for reading only."""

    key: int
    name: str
    unit: str
    decimals: int
    value: Decimal | str | None = None  # what stands in the draft; words where it is no number
    note: str = ""
    value_revision: int = 0
    note_revision: int = 0
    plan: Decimal | None = None
    same: Decimal | None = None
    before: Decimal | None = None
    least: Decimal | None = None  # of a figure that cannot fall: what it was, in the line's unit


def report_book(*, report: int, title: str, told: Sequence[str], lines: Sequence[BookLine]) -> bytes:
    """The workbook to fill in.

    Args:
        report: Key of the report.
        title: Its first line.
        told: Lines below it: body, period, how to fill it in; two at most.
        lines: In the form's order.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page, hidden = book.add_worksheet(SHEET), book.add_worksheet(HIDDEN)
    bold = book.add_format({"bold": True, "font_size": 13})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "bg_color": "#EEF2F6"})
    open_cell = book.add_format(
        {"bg_color": "#FFFBE6", "border": 1, "border_color": "#D8D8D8", "text_wrap": True}
    )
    wrap = book.add_format({"text_wrap": True})
    shown: dict[tuple[int, bool], Any] = {}

    def number(decimals: int, *, filled: bool) -> Any:
        key = (decimals, filled)
        if key not in shown:
            look: dict[str, Any] = {"num_format": "#,##0" + ("." + "0" * decimals if decimals else "")}
            if filled:
                look |= {"bg_color": "#FFFBE6", "border": 1, "border_color": "#D8D8D8"}
            shown[key] = book.add_format(look)
        return shown[key]

    page.write_string(0, 1, title, bold)
    for row, words in enumerate(told[:2], 1):
        page.write_string(row, 1, words)
    page.write_row(_HEAD_ROW, 0, _HEADINGS, head)
    hidden.write_column(0, 0, [FORMAT, report])
    for n, line in enumerate(lines):
        row = _HEAD_ROW + 1 + n
        page.write_number(row, _KEY, line.key)
        page.write_string(row, 1, line.name, wrap)
        page.write_string(row, 2, line.unit)
        for column, told_number in ((3, line.plan), (4, line.same), (5, line.before)):
            if told_number is not None:
                exponent = told_number.as_tuple().exponent
                digits = max(0, -exponent) if isinstance(exponent, int) else 0
                page.write_number(row, column, book_number(told_number), number(digits, filled=False))
        if isinstance(line.value, Decimal):
            page.write_number(row, _VALUE, book_number(line.value), number(line.decimals, filled=True))
        elif line.value:
            page.write_string(row, _VALUE, line.value, open_cell)
        else:
            page.write_blank(row, _VALUE, None, number(line.decimals, filled=True))
        page.write_string(row, _NOTE, line.note, open_cell)
        if line.least is not None:  # Excel asks, and takes it all the same
            page.data_validation(row, _VALUE, row, _VALUE, _asks(line.least))
        hidden.write_row(2 + n, 0, [line.key, line.value_revision, line.note_revision])
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width, None, {"hidden": True} if not width else {})
    page.freeze_panes(_HEAD_ROW + 1, 2)
    hidden.very_hidden()
    book.close()
    return out.getvalue()


def _asks(least: Decimal) -> dict[str, Any]:
    """A question when a number below the last one is typed; "–" and words are let through."""
    return {
        "validate": "decimal", "criteria": ">=", "value": book_number(least), "error_type": "warning",
        "error_title": "Lũy kế giảm",
        "error_message": "Thấp hơn số lũy kế đã xác nhận của kỳ trước. Kiểm tra lại; nếu đúng thì nêu lý do "
        "ở cột thuyết minh.",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class CellTold:
    """A field as the workbook tells it: key as on the page ("v12", "n12"), its cell, its base revision."""

    key: str
    text: str
    place: str
    base: int


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back; `problems` are by cell, `strange` is why nothing could be read at all."""

    cells: tuple[CellTold, ...] = ()
    problems: Mapping[str, str] | None = None
    strange: str = ""
    sheet: str = ""  # where it stands
    left: tuple[int, ...] = ()  # keys of lines whose rows are gone


def read_book(data: bytes, name: str, *, report: int, lines: Iterable[int]) -> Returned:
    """The fields of a workbook that was made by `report_book`.

    Args:
        data: The file.
        name: As it is called.
        report: Key of the report it has to belong to.
        lines: Keys of the lines the report has today.

    Raises:
        ReadError: It is no workbook, a damaged or a hostile one.
    """
    sheets = book_rows(data, name)
    hidden = sheets.pop(HIDDEN, None)
    if not hidden or hidden[0][0].text != FORMAT:
        return Returned(
            strange="Bảng này không phải bảng tải về từ trang báo cáo, hoặc đã bị chép sang tệp khác. Tải "
            "bảng về, điền rồi nạp lại; hoặc chép cột số và dán thẳng vào trang."
        )
    headings = {title: found for title, rows in sheets.items() if (found := _heading(rows)) is not None}
    title = SHEET if SHEET in headings or len(headings) != 1 else next(iter(headings))
    if title not in headings:
        names = ", ".join(f"“{_HEADINGS[column]}”" for column in (_KEY, _VALUE, _NOTE))
        return Returned(
            strange=f"Không thấy hàng tiêu đề có {names}: cột đã bị xóa hoặc đổi tên. Tải bảng về, chép số "
            "sang rồi nạp lại."
        )
    page, (head, columns) = sheets[title], headings[title]
    if len(hidden) < 2 or hidden[1][0].text != str(report):
        other = ", ".join(words for row in page[:2] for words in [_first(row)] if words)
        return Returned(
            strange=f"Bảng này của báo cáo khác: {other}. Chọn đúng bảng."
            if other
            else "Bảng này của báo cáo khác (cơ quan, kỳ hoặc biểu khác). Chọn đúng bảng."
        )
    known = set(lines)
    bases = {row[0].text: (_whole(row[1].text), _whole(row[2].text)) for row in hidden[2:] if len(row) >= 3}
    cells: list[CellTold] = []
    problems: dict[str, str] = {}
    seen: set[int] = set()
    at_key, at_value, at_note = columns
    for row in page[head + 1 :]:
        value, note = (row[at] if at < len(row) else None for at in (at_value, at_note))
        told = [cell for cell in (value, note) if cell is not None and cell.text]
        key = row[at_key].text if at_key < len(row) else ""
        if key not in bases or not key.isdigit() or int(key) not in known:
            if told:
                problems[told[0].place] = "Dòng này không có trong biểu. Xóa dòng, không thêm dòng vào bảng."
            continue
        if int(key) in seen:
            if told:
                problems[told[0].place] = "Dòng này bị chép lặp. Chỉ giữ một dòng cho mỗi chỉ tiêu."
            continue
        seen.add(int(key))
        for letter, cell, base in (("v", value, bases[key][0]), ("n", note, bases[key][1])):
            if cell is None:
                continue
            if cell.uncounted:
                problems[cell.place] = (
                    "Công thức này chưa có kết quả. Mở bảng bằng Excel, lưu lại, hoặc gõ thẳng số vào ô."
                )
            cells.append(CellTold(f"{letter}{key}", _text(cell), cell.place, base))
    return Returned(tuple(cells), problems, sheet=title, left=tuple(sorted(known - seen)))


def _heading(rows: Sequence[Sequence[CellRead]]) -> tuple[int, tuple[int, int, int]] | None:
    """The row of the headings, and in which columns the key, the figure and the explanation stand."""
    for n, row in enumerate(rows[:_MOST_ABOVE]):
        words = [cell.text for cell in row]
        wanted = [_HEADINGS[column] for column in (_KEY, _VALUE, _NOTE)]
        if all(heading in words for heading in wanted):
            key, value, note = map(words.index, wanted)
            return n, (key, value, note)
    return None


def _first(row: Sequence[CellRead]) -> str:
    """The first words of a row, up to the first stop: of what the workbook says of itself."""
    return next((cell.text for cell in row if cell.text), "").split(" · ")[0]


def _text(cell: CellRead) -> str:
    """As it would be typed: a number with a decimal comma and no separators of thousands."""
    if not isinstance(cell.value, Decimal):
        return cell.text
    text = f"{cell.value:f}".replace(".", ",")
    return text.rstrip("0").rstrip(",") if two_ways(text) else text  # 7,240 in a number cell is 7,24


def _whole(text: str) -> int:
    return int(text) if text.isdigit() else 0


def marked_book(data: bytes, problems: Mapping[str, str], *, sheet: str = SHEET) -> bytes:
    """The workbook as it came, each wrong cell of the sheet coloured and its problem in a comment.

    Raises:
        ReadError: It is no workbook any more.
    """
    import openpyxl
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    try:
        book = openpyxl.load_workbook(io.BytesIO(data))
    except (ValueError, KeyError, OSError) as error:  # pragma: no cover - it was read a moment ago
        raise ReadError("báo cáo.xlsx", "không mở được", todo="Tải lại bảng.") from error
    page = book[sheet]
    red = PatternFill("solid", fgColor="FFF4CCCC")
    for place, words in problems.items():
        cell = page[place]
        cell.fill = red
        cell.comment = Comment(words, "Đôn đốc", width=320, height=90)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
