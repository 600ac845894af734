"""How a table of indicators is laid out: which column names its rows, which hold values, units, bodies.

TT | Sản phẩm | ĐVT       | Ước tháng 9 | Lũy kế 9 tháng      rows of things, heads that say when
TT | Đơn vị   | Số nhiệm vụ | Đã hoàn thành | Quá hạn         rows of bodies, heads that say what
Năm | Điểm số | Xếp hạng                                       rows of years
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dondoc.extraction.context import Context
from dondoc.extraction.tablebodies import bodies_under, of_others, of_works
from dondoc.extraction.tablecaptions import subject_above
from dondoc.extraction.tableheads import (
    PLAIN,
    RANKS,
    REPEATS,
    Column,
    body_words,
    column_of,
    columns,
    heads,
    is_numeric,
    measured,
    unit_of,
)
from dondoc.records.document import Table

_TASKS = {"cơ quan chủ trì", "đơn vị chủ trì", "chủ trì", "thời gian hoàn thành", "sản phẩm"}


@dataclass(slots=True)
class Layout:
    """The columns of a table by their parts."""

    names: Column  # of the rows: indicators, or bodies and places
    values: list[Column]
    unit: Column | None
    order: Column | None
    by_head: bool  # the heads name the indicators, the rows say whose or of which thing they are
    first: int  # row below the head
    things: bool = False  # the rows are works or products: they are part of the name
    surely: bool = False  # the head says that the rows are bodies
    by_time: bool = False  # the rows are years: "Năm | Điểm số | Xếp hạng"
    subject: str = ""  # what the table's title is about, where the heads do not say


_FEWEST_YEARS = 3  # columns that are years and nothing else make a table of figures


def layout_of(context: Context, table: Table, common: str | None) -> Layout | None:
    """The columns of a table of indicators; None where the table is another kind."""
    if len(table.grid) < 2:
        return None
    every = columns(context, table)
    if (yearly := _by_time(context, table, every)) is not None:
        return yearly
    units = [c for c in every if c.part == "unit"]
    for column in units:
        if not _holds_units(context, table, column):
            column.part = "body"
    unit = next((c for c in units if c.part == "unit"), None)
    values = [c for c in every if c.part == "value"]
    name = next((c for c in every if c.part == "name"), None)
    order = next((c for c in every if c.part == "order"), None)
    first = table.header_rows
    across = [c for c in values if c.owner is not None]
    if name is None and across:
        name = next((c for c in every if c.part in {"other", "thing"} and c.index < across[0].index), None)
    if name is None and values:
        name = _unnamed(context, table, every, values, certain=unit is not None or common is not None)
    over_years = sum(c.by_year for c in values) >= _FEWEST_YEARS and all(c.period for c in values)
    # A corner left empty above the rows' names.
    if name is None and values and (common is not None or over_years):
        name = next(
            (c for c in every if c.part == "other" and not c.head and c.index < values[0].index), None
        )
    if not values and unit is not None:
        values = [c for c in measured(context, table, every) if c.index > unit.index]
        if values and name is None:
            name = _unnamed(context, table, every, values, certain=True)
    if name is not None and values and common is not None:
        values = _with_sums(context, table, every, values)
    if name is not None and values and not (across == [] and bodies_under(context, table, name.index)):
        known = (
            unit is not None
            or common is not None
            or bool(across)
            or any(c.unit for c in values)
            or over_years
        )
        named = "chỉ tiêu" in name.head or _values_with_units(context, table, values)
        if any(c.head.strip() in _TASKS for c in every) and not (known or named):
            return None
        return Layout(name, values, unit, order, by_head=False, first=first) if known or named else None
    rows = _rows_of(context, table, every)
    if rows is None:
        return None
    plain = values if common is not None else []
    measuring = measured(context, table, every)
    values = [c for c in every if (c in plain or c in measuring) and c is not rows]
    subject = _subject(context, table, rows)
    if not values or (not subject and every[0].measure == "rank"):  # a list of places, in what?
        return None
    return Layout(
        rows, values, unit, order, by_head=True, first=first, things=rows.part == "thing",
        surely=rows.part == "body", subject=subject,
    )  # fmt: skip


def _with_sums(context: Context, table: Table, every: list[Column], values: list[Column]) -> list[Column]:
    """The values and the columns of their sum: "Tổng số" beside the years."""
    for column in every:
        sums = column.part == "other" and PLAIN.fullmatch(column.head.strip(" .:*")) is not None
        if sums and column.index > 0 and is_numeric(context, table, column.index):
            column.part, column.by_year = "value", True
    return [column for column in every if column in values or column.part == "value"]


def _unnamed(
    context: Context, table: Table, every: list[Column], values: list[Column], *, certain: bool
) -> Column | None:
    """The column of names under a head no list knows: "Nguồn vốn", "Nhóm hàng", "Năm" over "Tổng thu".

    It is the first one of words, left of the values, each row's its own. That the values are measures has
    to be known by a unit; who would do what (a table of tasks) and whose they are (bodies) is another matter.
    """
    if any(c.head.strip() in _TASKS for c in every if not (certain and c.head.startswith("sản phẩm"))):
        return None
    if not certain and not all(c.unit for c in values):
        return None
    for column in every:
        if column.index >= values[0].index:
            return None
        if column.part not in {"other", "thing"} or is_numeric(context, table, column.index):
            continue
        words = body_words(context, table, column.index)
        if not words or not column.head:
            continue
        own = len(set(words)) == len(words) and not bodies_under(context, table, column.index)
        others = of_others([column.head]) and not column.head.startswith("sản phẩm")
        return column if own and not others and not of_works([c.head for c in every]) else None
    return None


def _subject(context: Context, table: Table, rows: Column) -> str:
    """What the table's title is about; not the works that its rows are: "Danh mục dự án khởi công"."""
    subject = subject_above(context, table)
    return "" if rows.part == "thing" and subject.startswith(_WORKS) else subject


_WORKS = ("dự án", "công trình", "các dự án", "các công trình", "đề án", "sản phẩm")


def _by_time(context: Context, table: Table, every: list[Column]) -> Layout | None:
    """The columns of a table whose rows are years; None where they are not."""
    years = body_words(context, table, 0)
    subject = subject_above(context, table)
    if every[0].head not in _TIME_HEADS or not years or not all(map(_YEAR.fullmatch, years)):
        return None
    values = [column for column in every[1:] if is_numeric(context, table, column.index) and column.head]
    for column in values:
        column.part, column.by_year, column.status = "value", True, "actual"
        if any(word in column.head for word in RANKS):
            column.measure, column.unit = "rank", None
            column.base = "country" if "cả nước" in column.head else None
    if not values or not (subject or all(column.unit for column in values)):
        return None
    return Layout(
        every[0], values, None, None, by_head=True, first=table.header_rows, by_time=True, subject=subject
    )


_TIME_HEADS = {"năm", "năm học"}
_YEAR = re.compile(r"(?:19|20)\d\d")


def _rows_of(context: Context, table: Table, every: list[Column]) -> Column | None:
    """The column that says what the rows are of: things, bodies by their head, bodies by their cells."""
    thing = next((c for c in every if c.part == "thing"), None)
    if thing is not None:
        return thing
    if of_others([c.head for c in every]):
        return None
    works = of_works([c.head for c in every])
    for column in every:
        if column.part in {"order", "unit", "value"}:
            continue
        words = body_words(context, table, column.index)
        if not words:
            continue
        if column.part == "body" or (not works and bodies_under(context, table, column.index)):
            return column
        if len(set(words)) * 2 > len(table.grid) - table.header_rows:
            return None  # what stands on the left says what the rows are, unless it holds groups of them
    return None


def is_headed(context: Context, table: Table) -> bool:
    """Whether a table has a head of its own, of whatever kind."""
    known = heads(context)
    titles = [table.text_at(context.folded, 0, column) for column in range(len(table.grid[0]))]
    return sum(column_of(known, title) is not None for title in titles if title) > 1


def _holds_units(context: Context, table: Table, column: Column) -> bool:
    words = body_words(context, table, column.index)
    known = sum(
        word in REPEATS
        or unit_of(context, word) is not None
        or (len(word) < 8 and not word.startswith(_OFFICES))
        for word in words
    )
    return known * 2 >= len(words)


_OFFICES = ("sở ", "bộ ", "ban ", "xã ", "huyện ", "ubnd", "thôn ", "bản ", "ấp ", "tp ", "tp.")


def _values_with_units(context: Context, table: Table, values: list[Column]) -> bool:
    """Whether the cells themselves print units: "16.900 tỷ đồng"."""
    words = [word for column in values for word in body_words(context, table, column.index)]
    return sum(re.search(r"\d\s?(?:%|[^\W\d_]{2})", word) is not None for word in words) * 2 > len(words)
