"""Rows of a table of targets: what each asks for, of whom and by when, and what cannot be taken as it stands.

Chỉ tiêu               | ĐVT | Sở Y tế | Xã Đông Sơn
Tỷ lệ hộ nghèo còn lại | %   | ≤ 2,5   | 3            →  one row, two cells that ask for something
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from dondoc.exchange import asked as cells
from dondoc.exchange.asked import Asked, ComponentCell, PathCell
from dondoc.exchange.days import day
from dondoc.exchange.sheets import Row, Sheet
from dondoc.exchange.targetfields import FOR_BODY, FOR_PERIOD, TARGETS, last_of, period_of
from dondoc.exchange.tasks import NOTHING, Problem
from dondoc.text.normalize import search_key
from dondoc.text.numbers import two_ways

# Words of a cell → the register's value; the first of each value is how the template prints it.
BASES = {
    "Trung ương giao": "centre", "HĐND": "council", "Cấp ủy": "committee", "Đại hội": "congress",
    "UBND giao": "peoples_committee", "Cơ quan tự đặt": "own",
    "Trung ương": "centre", "TW giao": "centre", "Chính phủ giao": "centre", "Thủ tướng giao": "centre",
    "Hội đồng nhân dân": "council", "HĐND giao": "council", "HĐND tỉnh giao": "council",
    "Tỉnh ủy": "committee", "Tỉnh ủy giao": "committee", "Đảng ủy": "committee",
    "UBND": "peoples_committee", "UBND tỉnh giao": "peoples_committee", "Tự đặt": "own",
}  # fmt: skip
COMPARATORS = {
    "≥": "ge", "≤": "le", "=": "eq", "khoảng": "range", "đạt mọi thành phần": "all",
    ">=": "ge", "<=": "le", "từ … trở lên": "ge", "không quá": "le", "bằng": "eq", "từ … đến …": "range",
}  # fmt: skip
MEASURES = {
    "giá trị": "level", "mức tăng, giảm": "change", "tỷ trọng": "share", "so kế hoạch": "attainment",
    "gấp mấy lần": "ratio", "thứ hạng": "rank", "số đạt trên tổng số": "tally",
}  # fmt: skip
TIME_RULES = {
    "Cộng dồn từ đầu năm": "ytd", "Tại thời điểm cuối kỳ": "moment", "Bình quân các kỳ": "mean",
    "Kỳ cao nhất": "max", "Số mới nhất trong kỳ": "last", "Mỗi kỳ một số, không gộp": "own",
}  # fmt: skip
UNIT_RULES = {
    "Cộng các đơn vị": "sum", "Tổng tử số chia tổng mẫu số": "ratio", "Bình quân các đơn vị": "mean",
    "Đơn vị cao nhất": "max", "Không cộng được": "none",
}  # fmt: skip
_CHOICES = {
    "basis": BASES, "comparator": COMPARATORS, "measure": MEASURES, "time_rule": TIME_RULES,
    "unit_rule": UNIT_RULES,
}  # fmt: skip
_MOST = {"indicator": 300, "unit": 80, "code": 20, "document_symbol": 80, "body": 200}


@dataclass(frozen=True, slots=True)
class CellAsked:
    """One number that a row asks for; `body` and `period` are "" where its heading does not say them."""

    column: int
    asked: Asked
    printed: str
    body: str = ""
    period: str = ""


@dataclass(slots=True)
class TargetRow:
    """A row as read. What it does not say is "" or None; `has` names the columns that the table has."""

    number: int
    cells: tuple[str, ...]
    group: str = ""
    code: str = ""
    indicator: str = ""
    unit: str = ""
    body: str = ""
    period: str = ""
    measure: str = "level"
    comparator: str = ""
    value_max: Decimal | None = None
    basis: str = ""
    document_symbol: str = ""
    document_date: date | None = None
    document_title: str = ""
    decided_on: date | None = None
    baseline: Decimal | None = None
    baseline_period: str = ""
    time_rule: str = ""
    unit_rule: str = ""
    components: tuple[ComponentCell, ...] = ()
    path: PathCell | None = None
    milestones: PathCell | None = None
    words: str = ""
    note: str = ""
    wanted: list[CellAsked] = field(default_factory=list)
    has: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Problem] = field(default_factory=list)  # of what goes with its number: which one is meant


def read(sheet: Sheet, columns: Mapping[int, str]) -> list[TargetRow]:
    """Every row of the table; what heads others and asks for nothing is left out.

    Args:
        sheet: The table.
        columns: Column → field, as a person decided.
    """
    headed = {
        column: period_of(sheet.headings[column]) for column, key in columns.items() if key == FOR_PERIOD
    }
    made = (_row(sheet, row, columns, headed) for row in sheet.rows)
    return [row for row in made if row is not None]


def _row(
    sheet: Sheet, row: Row, columns: Mapping[int, str], headed: Mapping[int, str | None]
) -> TargetRow | None:
    made = TargetRow(row.number, row.cells, row.group, has=frozenset(columns.values()))
    for column, key in columns.items():
        words = row.cells[column].strip()
        if not words or (NOTHING.fullmatch(words) and key != "code"):
            continue
        most = _MOST.get(key, 5000)
        if len(words) > most:
            title = TARGETS.title_of(key)
            made.problems.append(Problem(column, f"“{title}” dài quá {most} ký tự. Rút ngắn lại."))
            continue
        try:
            if key in ("value", FOR_BODY, FOR_PERIOD):
                made.wanted.append(_cell(sheet, row, column, key, headed))
            else:
                doubt = _fill(made, key, words, row.values[column])
                if doubt:
                    made.doubts.append(Problem(column, doubt))
        except ValueError as error:
            made.problems.append(Problem(column, str(error)))
    places = {key: column for column, key in columns.items()}
    if not made.indicator:
        if not made.wanted and not made.problems:
            return None
        place = places.get("indicator", -1)
        made.problems.append(Problem(place, "Thiếu tên chỉ tiêu. Ghi tên, hoặc bỏ dòng này."))
    _complete(made, places)
    return made


def _cell(sheet: Sheet, row: Row, column: int, key: str, headed: Mapping[int, str | None]) -> CellAsked:
    words = row.cells[column].strip()
    found = cells.asked(words, row.values[column])
    if key == FOR_PERIOD:
        period = headed[column]
        if period is None:
            raise ValueError(f"Tiêu đề “{sheet.headings[column]}” không phải là một kỳ. Chọn lại cột này.")
        return CellAsked(column, found, words, period=period)
    body = last_of(sheet.headings[column]) if key == FOR_BODY else ""
    return CellAsked(column, found, words, body=body)


def _fill(row: TargetRow, key: str, words: str, value: str | None) -> str:
    """What one cell says; why a person has to say which number is meant, "" where it is clear.

    Raises:
        ValueError: It cannot be taken as it stands.
    """
    match key:
        case "basis" | "comparator" | "measure" | "time_rule" | "unit_rule":
            setattr(row, key, _chosen(key, words))
        case "period" | "baseline_period":
            period = period_of(words)
            if period is None:
                raise ValueError(f"“{words}” không phải là một kỳ. Viết như 2026, 2026-2030, quý III/2026.")
            setattr(row, key, period)
        case "document_date" | "decided_on":
            setattr(row, key, day(words, value))
        case "value_max" | "baseline":
            setattr(row, key, cells.number(words, value))
            return "" if value is not None else two_ways(words)
        case "components":
            row.components = cells.components(words)
            return next(filter(None, (part.asked.doubt for part in row.components)), "")
        case "path" | "milestones":
            way = cells.path(words)
            setattr(row, key, way)
            return way.doubt
        case _:
            setattr(row, key, " ".join(words.split()))
    return ""


def _chosen(key: str, words: str) -> str:
    known = {search_key(said) or said: value for said, value in _CHOICES[key].items()}
    found = known.get(search_key(words) or words)
    if found is None:
        choices = ", ".join(dict.fromkeys(_CHOICES[key]))
        raise ValueError(f"Chưa hiểu “{words}”. Dùng: {choices}.")
    return found


def label(key: str, value: str) -> str:
    """How the template prints a choice; "" for nothing.

    >>> label("basis", "council")
    'HĐND'
    """
    return next((said for said, known in _CHOICES[key].items() if known == value), "")


def _complete(row: TargetRow, places: Mapping[str, int]) -> None:
    """A range's end and a bound from their own columns; what does not go together."""
    if row.comparator == "all" or row.components:
        if not row.components:
            row.problems.append(Problem(places.get("comparator", -1), "Ghi số của từng thành phần."))
        elif row.wanted:
            row.problems.append(
                Problem(row.wanted[0].column, "Chỉ tiêu gồm thành phần thì không có số chung. Bỏ số ở ô này.")
            )
        return
    if not row.wanted and row.indicator and not row.problems:
        place = places.get("value", -1)
        row.problems.append(Problem(place, "Dòng này không có số phải đạt. Ghi số, hoặc bỏ dòng này."))
    if row.value_max is not None or row.comparator:
        row.wanted = [_joined(row, cell, places) for cell in row.wanted]


def _joined(row: TargetRow, cell: CellAsked, places: Mapping[str, int]) -> CellAsked:
    """The cell with what the row says of its bound."""
    found, bound = cell.asked, row.comparator
    high = found.value_max if found.value_max is not None else row.value_max
    if high is not None and (bound or "range") == "range":
        if high <= found.value:
            place = places.get("value_max", cell.column)
            row.problems.append(Problem(place, "Số cuối của khoảng phải lớn hơn số đầu."))
        joined = Asked("range", found.value, high, found.unit)
    elif high is not None:
        row.problems.append(
            Problem(places.get("comparator", cell.column), "Có số cuối thì cách so là “khoảng”. Sửa một ô.")
        )
        joined = found
    elif bound == "range":
        place = places.get("value_max", cell.column)
        row.problems.append(Problem(place, "Cách so là “khoảng” thì ghi cả số cuối."))
        joined = found
    elif found.comparator and bound and found.comparator != bound:
        row.problems.append(
            Problem(cell.column, f"Ô ghi “{cell.printed}” nhưng cách so là “{label('comparator', bound)}”.")
        )
        joined = found
    else:
        joined = Asked(bound or found.comparator, found.value, None, found.unit)
    return CellAsked(cell.column, joined, cell.printed, cell.body, cell.period)
