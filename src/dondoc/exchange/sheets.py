"""The tables of a document as people see them in a spreadsheet: headings, rows, and where each cell stands.

    A1 TT | B1 Nội dung   | C1 Chủ trì   →   Sheet(headings=("TT", "Nội dung", "Chủ trì"),
    A2 1  | B2 Trình đề án | C2 Sở Y tế        rows=(Row(number=2, cells=("1", "Trình đề án", "Sở Y tế")),))

A merged cell's words stand in every row it covers; "nt" repeats the cell above; a row that only heads others
("I. Lĩnh vực kinh tế") becomes the `group` of those below it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dondoc.extraction.taskcolumns import REPEATS
from dondoc.records.document import Document, Table
from dondoc.text.normalize import fold

_ORDER = re.compile(r"\(?(?:\d{1,3}|[IVXLC]+|[A-Za-zđ])\)?[.)]?")
_COLUMN_MARK = re.compile(r"\(?(?:\d{1,2}|[A-Za-z])\)?(?: ?= ?[\d\s()+\-*/x%:=.]*)?")
_SIGNED = ("nơi nhận", "người lập", "thủ trưởng", "ghi chú:")


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the headings; `cells` and `values` have one item a column."""

    number: int  # the spreadsheet's own, or counted from 1 within the table
    cells: tuple[str, ...]  # as printed
    values: tuple[str | None, ...]  # behind the print: a day as 2026-12-31, a number with a dot
    group: str = ""  # the row that heads it, and those above that: "I. Kinh tế › 1. Nông nghiệp"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its headings read."""

    title: str  # the sheet's name, or "Bảng 2"
    headings: tuple[str, ...]  # a heading of several rows is joined by " – "
    letters: tuple[str, ...]  # of the columns: "A", "B" …; in a Word table counted from A
    heading_row: int  # number of the last heading row
    rows: tuple[Row, ...]

    def address(self, row: Row | int, column: int) -> str:
        """Where a cell stands: "C14"."""
        return f"{self.letters[column]}{row if isinstance(row, int) else row.number}"


def sheets(document: Document) -> list[Sheet]:
    """Every table with a heading and at least one row below it, in the document's order."""
    made = []
    for number, table in enumerate(document.tables, 1):
        sheet = _sheet(document, table, table.sheet or f"Bảng {number}")
        if sheet is not None:
            made.append(sheet)
    return made


def letter(column: int) -> str:
    """A spreadsheet's name of the n-th column, from 1: A, B … Z, AA.

    >>> letter(1), letter(27)
    ('A', 'AA')
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _sheet(document: Document, table: Table, title: str) -> Sheet | None:
    width = len(table.grid[0]) if table.grid else 0
    head = min(max(table.header_rows, 1), len(table.grid))
    if not width or len(table.grid) <= head:
        return None
    words = [[_words(document, table, r, c) for c in range(width)] for r in range(len(table.grid))]
    numbers = table.sheet_rows or tuple(range(1, len(table.grid) + 1))
    rows: list[Row] = []
    groups: list[tuple[str, str]] = []  # (kind of number, words)
    above = [""] * width
    for r in range(head, len(table.grid)):
        cells = words[r]
        if _is_marks(cells) or cells == words[head - 1] or not any(cells):
            continue
        if (heads := _heads_others(table, r, cells)) is not None:
            _open(groups, cells, heads)
            continue
        cells = [
            up if up and REPEATS.match(fold(cell)) and cell else cell
            for cell, up in zip(cells, above, strict=True)
        ]
        above = [cell or up for cell, up in zip(cells, above, strict=True)]
        values = tuple(_value(table, r, c) for c in range(width))
        rows.append(Row(numbers[r], tuple(cells), values, " › ".join(name for _, name in groups)))
    if not rows:
        return None
    columns = table.sheet_columns or tuple(range(1, width + 1))
    return Sheet(
        title,
        tuple(_heading(words, head, column) for column in range(width)),
        tuple(map(letter, columns)),
        numbers[head - 1],
        tuple(rows),
    )


def _words(document: Document, table: Table, row: int, column: int) -> str:
    return " ".join(table.text_at(document.text, row, column).split())


def _value(table: Table, row: int, column: int) -> str | None:
    index = table.grid[row][column]
    return None if index < 0 else table.cells[index].value


def _heading(words: list[list[str]], head: int, column: int) -> str:
    """A column's heading: of several rows, each that says something new."""
    parts = list(dict.fromkeys(words[row][column] for row in range(head) if words[row][column]))
    return " – ".join(part for part in parts if not (len(parts) > 1 and _COLUMN_MARK.fullmatch(part)))


def _is_marks(cells: list[str]) -> bool:
    """The row "(1) (2) (3)" under the headings."""
    said = [cell for cell in cells if cell]
    return len(said) > 2 and all(_COLUMN_MARK.fullmatch(cell) for cell in said)


def _heads_others(table: Table, row: int, cells: list[str]) -> int | None:
    """Which column's words head the rows below; None where the row is one of them."""
    own = [c for c, index in enumerate(table.grid[row]) if index >= 0 and cells[c]]
    distinct = {table.grid[row][c] for c in own}
    fresh = [c for c in own if table.cells[table.grid[row][c]].row == row]
    if not fresh:
        return None
    wide = [c for c in fresh if table.cells[table.grid[row][c]].colspan > 1]
    if len(distinct) == 1:
        return own[0] if len(table.grid[row]) > 1 else None
    if len(distinct) == 2 and _ORDER.fullmatch(cells[own[0]]) and (wide or _is_title(cells[own[-1]])):
        return own[-1]
    return None


def _is_title(words: str) -> bool:
    return words.isupper() or fold(words).startswith(("lĩnh vực", "nhóm", "về ", "khối", "mục tiêu"))


def _open(groups: list[tuple[str, str]], cells: list[str], column: int) -> None:
    """Go into a group: it closes those of the same kind of number and all within them."""
    name = cells[column]
    if fold(name).startswith(_SIGNED):
        return
    before = next((cell for cell in cells[:column] if cell and cell != name), "")
    number = before or (name.split()[0] if name.split() and _ORDER.fullmatch(name.split()[0]) else "")
    kind = _kind(number)
    while groups and any(known == kind for known, _ in groups):
        groups.pop()
    groups.append((kind, f"{before} {name}".strip()))


def _kind(number: str) -> str:
    bare = number.strip("().")
    if not bare:
        return "none"
    if bare.isdigit():
        return "digit"
    return "roman" if re.fullmatch(r"[IVXLC]+", bare) else "capital" if bare.isupper() else "small"
