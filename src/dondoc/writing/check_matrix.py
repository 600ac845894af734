"""The coverage matrix as rows of a table file: the same for the register and for the check of a programme."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from dondoc.writing import check_labels as words
from dondoc.writing.rows import Cell

HEADERS = (
    "Loại", "Nội dung của cấp trên", "Giá trị", "Thời hạn", "Cơ quan", "Nội dung cụ thể hóa", "Giá trị",
    "Thời hạn", "Cơ quan", "Kết quả", "Thay đổi",
)  # fmt: skip


def cells(row: dict[str, Any], say: Callable[[str], str] = str) -> list[Cell]:
    """One row of `check_json.matrix` in the order of the headers; days as days, so that they can be sorted.

    Args:
        row: A row of the JSON form.
        say: Turns a Vietnamese word into the reader's language.
    """
    return [
        say(words.COMMITMENT[row["kind"]]),
        *_side(row["parent"]),
        *_side(row["child"]),
        say(words.STATE[row["state"]]),
        words.changes(row, say),
    ]


def _side(one: dict[str, Any] | None) -> list[Cell]:
    if one is None:
        return ["", "", None, ""]
    return [one["name"], words.value(one), _due(one["due"]), one["lead"] or ""]


def _due(due: str | None) -> Cell:
    if not due:
        return None
    try:
        return date.fromisoformat(due) if due.count("-") == 2 else words.day(due)
    except ValueError:
        return due
