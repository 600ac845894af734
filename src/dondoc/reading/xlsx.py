"""Excel's .xlsx: of each sheet the lines above its table, the table, the lines below.

A sheet without a title of its own gets its name as heading; the name is in `Table.sheet` in any case.

Cells are printed as Excel shows them, the Vietnamese way (numberformat.py); `Cell.value` keeps the number
behind. Formulas give the value Excel stored with them; one without a value is noted. A hidden sheet is left
out and named in a diagnostic; hidden rows and columns (a filter, a folded group) are read and noted.
"""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from dondoc.errors import DamagedFile, FileTooLarge, ReadError
from dondoc.reading import numberformat
from dondoc.reading.draft import Draft, DraftBuilder, Limits
from dondoc.reading.grid import Grid, is_layout, join_lines
from dondoc.reading.oldfonts import OldFonts
from dondoc.reading.package import Package, parse_xml
from dondoc.records.document import BlockKind
from dondoc.records.source import Span

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_MAX_PLACES = 3_000_000  # of all tables together
_MAX_MERGED = 200_000  # places that one merged cell may cover
_DEFAULT_NAME = re.compile(r"(?:Sheet|Trang[ _]?tính|Bảng[ _]?tính)\s*\d*", re.IGNORECASE)
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_NO_VALUE = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+\d+)"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_MIDDLE = {"center", "centerContinuous", "distributed"}
_NAMED = 10  # cells named in a remark; of more the number is given


def load(data: bytes, name: str, limits: Limits) -> Draft:
    """The draft of an .xlsx.

    Raises:
        DamagedFile: The zip or one of its parts is broken.
        EncryptedFile: Its parts ask for a password.
        FileTooLarge: Over a limit.
    """
    package = Package(io.BytesIO(data), name, limits)
    missing = _look_into(package, name)
    book = _open(data, name)
    old = OldFonts()
    draft = _draft(book, name, limits, missing, old)
    again = old.again(draft.text)
    return draft if again is None else _draft(book, name, limits, missing, again)


def _draft(book: Any, name: str, limits: Limits, missing: list[str], old: OldFonts) -> Draft:
    """All visible sheets, one after the other."""
    builder = DraftBuilder(media="xlsx", name=name)
    left = _MAX_PLACES
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            builder.note("hidden_sheet", f"Trang tính “{sheet.title}” bị ẩn nên không đọc.")
            continue
        left -= _Sheet(sheet, builder, name, left, old).write()
        if builder.length > limits.max_chars:
            raise FileTooLarge(name, f"có hơn {limits.max_chars:,} ký tự".replace(",", "."))
    if missing:
        some = ", ".join(missing[:_NAMED]) + (" …" if len(missing) > _NAMED else "")
        builder.note(
            "formula_without_value",
            f"{len(missing)} ô công thức không lưu kết quả ({some}); mở bằng Excel, lưu lại để có số.",
        )
    if title := (book.properties.title or "").strip():
        builder.meta.append(("title", title))
    builder.diagnostics += old.remarks()
    return builder.draft()


def _open(data: bytes, name: str) -> Any:
    """The workbook with its values; openpyxl raises nearly anything on a broken one."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of features it does not keep when writing
        try:
            return openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        except (MemoryError, RecursionError, ReadError):
            raise
        except Exception as error:
            raise DamagedFile(name, "một phần bên trong bảng tính bị lỗi") from error


def _look_into(package: Package, name: str) -> list[str]:
    """Refuse what openpyxl would choke on; cells whose formula has no value stored, as "Biểu 1!B3"."""
    main = package.main_part("xl/workbook.xml")
    root = package.xml(main)
    if root is None:
        raise DamagedFile(name, "không tìm thấy phần chính của bảng tính")
    titles: dict[str, str] = {}
    relations = package.relations(main)
    for sheet in root.iter("{*}sheet"):
        key = next((value for name, value in sheet.items() if str(name).endswith("}id")), "")
        if key in relations:
            titles[relations[key][1]] = sheet.get("name", "")
    missing: list[str] = []
    for path in package.names():
        if not path.endswith(".xml"):
            continue
        part = package.part(path) or b""
        if b"<!DOCTYPE" in part[:4096] or part.startswith((b"\xff\xfe", b"\xfe\xff")):
            parse_xml(part, name)
            raise DamagedFile(name, "một phần bên trong không theo chuẩn Office")
        if path in titles:
            _check_merged(part, name)
            if b"<f" in part or b":f" in part:
                missing += [f"{titles[path]}!{found[1].decode()}" for found in _NO_VALUE.finditer(part)]
    return missing


def _check_merged(part: bytes, name: str) -> None:
    from openpyxl.utils import column_index_from_string

    for left, top, right, bottom in _MERGE.findall(part):
        try:
            width = column_index_from_string(right.decode()) - column_index_from_string(left.decode()) + 1
        except ValueError as error:
            raise DamagedFile(name, "một ô gộp nằm ngoài bảng tính") from error
        if width * (int(bottom) - int(top) + 1) > _MAX_MERGED:
            raise FileTooLarge(name, f"một ô gộp trùm hơn {_MAX_MERGED:,} ô".replace(",", "."))


@dataclass(frozen=True, slots=True)
class _Shown:
    """A cell with words in it."""

    words: str
    value: str | None
    rows: int = 1
    columns: int = 1


@dataclass(slots=True)
class _Sheet:
    """One sheet on its way into the text."""

    sheet: Worksheet
    builder: DraftBuilder
    name: str
    left: int  # places its table may have
    old: OldFonts
    rows: dict[int, dict[int, _Shown]] = field(default_factory=dict)  # ascending; only cells with words

    def write(self) -> int:
        """Write the sheet; how many places its table took."""
        self._gather()
        if not self.rows:
            return 0
        first, last = self._table_rows()
        head = [row for row in self.rows if row < first]
        title = self.sheet.title.strip()
        if title and not head and not _DEFAULT_NAME.fullmatch(normalize("NFC", title)):
            self.builder.line(title, kind=BlockKind.HEADING, level=1)
        caption = self._lines(head)
        table = [row for row in self.rows if first <= row <= last]
        places = self._table(table, caption) if table else 0
        self._lines([row for row in self.rows if row > last])
        self._note_hidden()
        return places

    def _gather(self) -> None:
        """Cells with words; what a merged cell covers besides its first place holds none."""
        merged = {(area.min_row, area.min_col): area for area in self.sheet.merged_cells.ranges}
        for (row, column), cell in sorted(self.sheet._cells.items()):
            value = getattr(cell, "value", None)
            if isinstance(value, str):
                words, behind = join_lines(normalize("NFC", self._words(value, cell)).split("\n")), None
            elif isinstance(value, numberformat.Value):
                words = numberformat.show(value, cell.number_format or "General")
                behind = numberformat.plain(value)
            else:  # nothing, or an array formula without a value of its own
                continue
            area = merged.get((row, column))
            if not words:
                continue
            rows = area.max_row - area.min_row + 1 if area else 1
            columns = area.max_col - area.min_col + 1 if area else 1
            self.rows.setdefault(row, {})[column] = _Shown(words, behind, rows, columns)

    def _words(self, value: str, cell: Any) -> str:
        """A cell's words in Unicode, whatever font they are set in."""
        encoding, capitals = self.old.hand(cell.font.name or "") if not value.isascii() else ("", False)
        made = self.old.decode(value, encoding)
        return made.upper() if capitals else made

    def _table_rows(self) -> tuple[int, int]:
        """First and last row of the table; (0, -1) where the sheet has no table.

        It begins at the first row with words in three columns, or in two that take up most of the width:
        above stand the heading, the title, the unit. What follows it after an empty row, without such a
        row any more, is a note or the signature.
        """
        width = len({column for cells in self.rows.values() for column in cells})
        if width < 2:
            return 1, 0
        full = [row for row, cells in self.rows.items() if _is_full(cells, width)]
        full = [row for row in full if not (len(self.rows[row]) <= 3 and self._heading([row]))] or full
        if not full:
            full = list(self.rows)
        last = covered = full[-1]
        for row, cells in self.rows.items():
            if row > last and row <= covered + 1:
                last = row
            if row <= last:
                covered = max(covered, row + max(shown.rows for shown in cells.values()) - 1)
        return full[0], last

    def _heading(self, rows: list[int]) -> bool:
        return is_layout(shown.words for row in rows for shown in self.rows[row].values())

    def _lines(self, rows: list[int]) -> Span | None:
        """Rows outside the table, a cell a line; a heading or signature as its two columns."""
        if not rows:
            return None
        start = self.builder.length
        columns = {column for row in rows for column in self.rows[row]}
        middle = (min(columns) + max(columns)) / 2
        in_two = [row for row in rows if len(self.rows[row]) == 2]
        if in_two and self._heading(rows):
            first, last = in_two[0], in_two[-1]
            self._lines_one_by_one([row for row in rows if row < first])
            sides: tuple[list[str], list[str]] = ([], [])
            for row in rows:
                for column, shown in self.rows[row].items():
                    if first <= row <= last:
                        sides[column > middle].extend(shown.words.split("\n"))
            self.builder.two_columns(*sides)
            start = self.builder.length
            self._lines_one_by_one([row for row in rows if row > last])
        else:
            self._lines_one_by_one(rows)
        end = self.builder.length - 1
        return Span(start, end) if end > start else None

    def _lines_one_by_one(self, rows: list[int]) -> None:
        for row in rows:
            for column, shown in self.rows[row].items():
                cell = self.sheet.cell(row, column)
                bold = bool(cell.font.b)
                centred = cell.alignment.horizontal in _MIDDLE
                for line in shown.words.split("\n"):
                    self.builder.line(line, bold=bold, centred=centred)

    def _table(self, rows: list[int], caption: Span | None) -> int:
        """Write the table, empty places as empty cells so that columns stay in line."""
        used = sorted({column for row in rows for column in self.rows[row]})
        if len(rows) * len(used) > self.left:
            raise FileTooLarge(self.name, f"các bảng có hơn {_MAX_PLACES:,} ô".replace(",", "."))
        at_row = {row: r for r, row in enumerate(rows)}
        at_column = {column: c for c, column in enumerate(used)}
        grid = Grid()
        for row, r in at_row.items():
            for column, c in at_column.items():
                if grid.at(r, c) >= 0:
                    continue
                shown = self.rows[row].get(column, _EMPTY)
                width = sum(n in at_column for n in range(column, column + shown.columns))
                index = grid.put(r, c, shown.words, colspan=width, value=shown.value)
                for below in range(row + 1, row + shown.rows):
                    if below in at_row:
                        grid.cover(at_row[below], c, width, index)
        grid.square()
        self.builder.rows(
            grid.places,
            grid.cells,
            header_rows=grid.header_rows(),
            sheet=self.sheet.title,
            caption=caption,
            places_in_sheet=(tuple(rows), tuple(used)),
        )
        return len(rows) * len(used)

    def _note_hidden(self) -> None:
        rows = sum(1 for row in self.rows if row in self.sheet.row_dimensions and self._hidden_row(row))
        columns = sum(1 for dimension in self.sheet.column_dimensions.values() if dimension.hidden)
        if rows or columns:
            self.builder.note(
                "hidden_cells",
                f"Trang tính “{self.sheet.title}” có {rows} hàng và {columns} cột ẩn; vẫn được đọc.",
                info=True,
            )

    def _hidden_row(self, row: int) -> bool:
        return bool(self.sheet.row_dimensions[row].hidden)


def _is_full(cells: dict[int, _Shown], width: int) -> bool:
    """Whether a row can only be a table's: not a title, not a note."""
    covered = sum(shown.columns for shown in cells.values())
    return len(cells) >= min(3, width) or (len(cells) == 2 and covered * 4 >= width * 3)


_EMPTY = _Shown("", None)
