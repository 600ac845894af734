"""Numbers typed, pasted from a spreadsheet or sent as a workbook, for the rows of a form.

"Xã Đông Sơn⇥12,5⏎Xã Tây Sơn⇥9"  →  two rows by name
"12,5⏎9"                           →  two rows in the order of the form
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from dondoc.text.normalize import search_key
from dondoc.text.numbers import two_ways
from dondoc.web.core.quantities import number_typed
from dondoc.web.sources.convert import number

_MOST_ROWS = 2_000
_CELLS = re.compile(r"\t|;| {2,}")


@dataclass(slots=True)
class Line:
    """One row of a grid: what stands in its fields, as typed, and what is wrong with it."""

    key: str  # of its fields' names
    label: str
    value: str = ""
    weight: str = ""
    problem: str = ""
    shown: set[str] = field(default_factory=set)  # what the page printed itself: there "12,345" is no doubt

    def show(self, value: Decimal, decimals: int | None = None) -> str:
        """A kept or reckoned number as it stands in a field."""
        text = number_typed(value, decimals)
        if two_ways(text):
            self.shown.add(text)
        return text

    def number(self, typed: str) -> Decimal | None:
        """A field as a number; what is none, or means two things, is the line's problem."""
        if not typed.strip():
            return None
        try:
            return number(typed, sure=typed.strip() in self.shown)
        except ValueError as error:
            self.problem = str(error)
            return None


@dataclass(slots=True)
class Filled:
    """What became of pasted rows."""

    lines: int = 0
    problems: list[str] = field(default_factory=list)  # Vietnamese, each naming its row


def fill(
    lines: Sequence[Line], rows: Sequence[Sequence[str]], names: Mapping[str, str], places: Sequence[str] = ()
) -> Filled:
    """Put pasted rows into the lines: by name where the first cell is one, else in order.

    Args:
        lines: The form's lines, changed in place.
        rows: Cells of each pasted row; a heading without any number is passed over.
        names: Name without marks → key of the line.
        places: How each row is called in a problem ("Dòng 3", "C7"); by default its number.
    """
    filled = Filled()
    by_key = {line.key: line for line in lines}
    waiting = iter(lines)
    for n, cells in enumerate(rows[:_MOST_ROWS]):
        place = places[n] if n < len(places) else f"Dòng {n + 1}"
        told = [cell.strip() for cell in cells]
        numbers = [cell for cell in told if _is_number(cell)]
        words = [cell for cell in told if cell and not _is_number(cell)]
        called = [*words, *(told[:1] if len(told) > 1 else [])]  # a number names a row only before another
        named = next((by_key[names[search_key(cell)]] for cell in called if search_key(cell) in names), None)
        if named is None and words and not numbers:
            continue
        if named is None and words:
            filled.problems.append(f"{place}: không có dòng nào tên “{words[0][:80]}”.")
            continue
        line = named or next(waiting, None)
        if line is None:
            filled.problems.append(f"{place}: bảng không còn dòng nào để điền.")
            break
        if named is not None and _is_number(told[0]) and search_key(told[0]) in names:
            numbers = [cell for cell in told[1:] if _is_number(cell)]  # the row's own name is a number
        line.value, line.weight = ([*numbers, "", ""])[:2]
        filled.lines += 1
    return filled


def _is_number(text: str) -> bool:
    try:
        number(text, sure=True)
    except ValueError:
        return False
    return True


def pasted(text: str) -> list[list[str]]:
    """The cells of a pasted table; one row of many numbers is read as a column."""
    rows = [_CELLS.split(line) for line in text.replace("\0", "").splitlines()[:_MOST_ROWS] if line.strip()]
    if (
        len(rows) == 1
        and len(rows[0]) > 2
        and all(not cell.strip() or _is_number(cell.strip()) for cell in rows[0])
    ):
        return [[cell] for cell in rows[0]]
    return rows
