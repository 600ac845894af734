"""What a column seems to hold by what stands in its cells, where its heading says nothing that is known.

    Đơn vị làm   | Sở Tài chính, các xã …         →  lead: most cells name a body, or many
    Bao giờ xong | 31/12/2026, quý IV/2026 …      →  deadline: most cells are days or periods
    Đến đâu rồi  | đang làm, hoàn thành …         →  status: most cells are states
    Tên việc     | Lập danh mục đất công …        →  action: the column with most words

A suggestion only: a person decides what the columns hold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from dondoc.exchange.days import day
from dondoc.exchange.fields import UNKNOWN, Suggestion
from dondoc.exchange.sheets import Sheet
from dondoc.exchange.targetfields import period_of
from dondoc.exchange.tasks import state
from dondoc.extraction.addressees import is_collective, split_names

_ROWS = 40  # looked at
_MOST = 0.6  # of the cells that say something
_WORDS = 3  # on average in a cell that says what is to be done


def by_content(
    made: Sequence[Suggestion], sheet: Sheet, *, is_body: Callable[[str], bool]
) -> tuple[Suggestion, ...]:
    """The suggestions by heading, and for columns not known by theirs what their cells say.

    Args:
        made: One a column.
        sheet: The table of tasks.
        is_body: Whether words name one body.
    """
    found = list(made)
    taken = {one.key for one in found}
    for column, one in enumerate(made):
        if one is not UNKNOWN:
            continue
        cells = [row.cells[column].strip() for row in sheet.rows[:_ROWS] if row.cells[column].strip()]
        if "lead" not in taken and _mostly(cells, partial(_is_who, is_body=is_body)):
            found[column] = Suggestion("lead", "phần lớn ô là tên cơ quan")
        elif "deadline" not in taken and _mostly(cells, _is_when):
            found[column] = Suggestion("deadline", "phần lớn ô là ngày, kỳ")
        elif "status" not in taken and _mostly(cells, _is_state):
            found[column] = Suggestion("status", "phần lớn ô là trạng thái")
        taken.add(found[column].key)
    left = [column for column, one in enumerate(found) if one is UNKNOWN]
    if "action" not in taken and left:
        words = {column: _words(sheet, column) for column in left}
        most = max(left, key=lambda column: words[column])
        if words[most] >= _WORDS:
            found[most] = Suggestion("action", "cột nhiều chữ nhất")
    return tuple(found)


def _mostly(cells: Sequence[str], says: Callable[[str], bool]) -> bool:
    return len(cells) > 1 and sum(map(says, cells)) >= _MOST * len(cells)


def _is_who(words: str, *, is_body: Callable[[str], bool]) -> bool:
    return is_body(words) or is_collective(words) or any(map(is_body, split_names(words)))


def _is_when(words: str) -> bool:
    try:
        return period_of(words) is not None or day(words) is not None
    except ValueError:
        return False


def _is_state(words: str) -> bool:
    try:
        return state(words) is not None
    except ValueError:
        return False


def _words(sheet: Sheet, column: int) -> float:
    cells = [row.cells[column].split() for row in sheet.rows[:_ROWS] if row.cells[column].strip()]
    return sum(map(len, cells)) / len(cells) if cells else 0
