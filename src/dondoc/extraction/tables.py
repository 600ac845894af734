"""Tables of indicators: a name in each row, units and values in columns whose heads say year and standing.

    TT | Chỉ tiêu          | ĐVT     | TH 2025 | KH 2026 | So với KH (%)
    1  | Thu ngân sách     | tỷ đồng | 16.900  | 18.500  | 102,4

Each value cell is one statement: named by its row, in the unit of its column or row, with the status and the
period of its column's head. Where the rows are bodies or places ("Xã An Lạc"), the head names the indicator.
"""

from __future__ import annotations

import re
from dataclasses import replace

from dondoc.extraction.context import Context
from dondoc.extraction.frames import Frames
from dondoc.extraction.grammar import grammar
from dondoc.extraction.tablebodies import Owners
from dondoc.extraction.tablecaptions import PLANS, Times, unit_above
from dondoc.extraction.tableheads import (
    RANKS,
    REPEATS,
    Column,
    body_words,
    column_of,
    heads,
    printed_unit,
)
from dondoc.extraction.tablelayout import Layout, is_headed, layout_of
from dondoc.extraction.tablenames import Names, head_name, joined
from dondoc.extraction.tablestages import Stage, stage_in
from dondoc.records.document import Cell, Table
from dondoc.records.facts import FieldSource, IndicatorStatement
from dondoc.records.source import Span
from dondoc.text import dates
from dondoc.text.normalize import fold
from dondoc.text.numbers import NUMBER, parse_number

__all__ = ["RULE", "column_of", "find", "heads"]

RULE = "indicator table"
_SIGNS = {
    ">=": "at_least",
    "≥": "at_least",
    "<=": "at_most",
    "≤": "at_most",
    ">": "more_than",
    "<": "less_than",
    "~": "about",
}
_VALUE = re.compile(
    r"\s*(?P<sign>>=|<=|[≥≤><~])?\s*(?P<words>(?:[^\W\d_]+ ){0,3})(?P<minus>[-–−+](?=\d))?"
    rf"(?P<low>{NUMBER})"
    rf"(?:\s?(?:-|–|÷|đến)\s?(?P<high>{NUMBER})|\s?/\s?(?P<whole>\d{{1,6}})(?![\d/,.]))?"
)
_BELOW_ZERO = re.compile(rf"\s*\(\s*({NUMBER} ?%?)\s*\)\s*")
_PLAIN_WORDS = {"đạt", "từ", "còn", "giảm còn", "tăng lên", "là", "lên"}
_CHANGES = {
    "tăng": "up",
    "giảm": "down",
    "tăng thêm": "up",
    "giảm thêm": "down",
    "tăng bình quân": "up",
    "giảm bình quân": "down",
}
_AFTER = re.compile(r"\s*\([^()]{0,80}\)\s*")
_AIMS = {"chỉ tiêu", "mục tiêu"}  # "Chỉ tiêu năm 2026" counts none of them


def find(context: Context, frames: Frames) -> tuple[list[IndicatorStatement], list[Span]]:
    """The statements of all tables of indicators, and the spans of those tables."""
    found: list[IndicatorStatement] = []
    read: list[Span] = []
    last: tuple[int, Layout, str | None] | None = None  # width, layout, common unit of the table before
    for table in context.document.tables:
        if not table.grid or not table.grid[0]:
            continue
        common = unit_above(context, table)
        layout = layout_of(context, table, common)
        alike = layout is None and last is not None and last[0] == len(table.grid[0])
        if alike and last is not None and not is_headed(context, table):  # it goes on over a page
            layout, common = replace(last[1], first=0), common or last[2]
        last = None if layout is None else (len(table.grid[0]), layout, common)
        if layout is not None:
            read.append(table.span)
            found += _rows(context, table, layout, common, Times.around(context, frames, table))
    return found, read


# --- rows ---------------------------------------------------------------------------------------------


def _rows(
    context: Context, table: Table, layout: Layout, common: str | None, times: Times
) -> list[IndicatorStatement]:
    labels = [
        _cell(table, row, layout.names.index, merged=True) for row in range(layout.first, len(table.grid))
    ]
    words = [context.text[cell.span.slice] if cell is not None else "" for cell in labels]
    names = Names(context, words, ordered=layout.order is not None)
    grouped = layout.order is not None and any(
        word[0].isdigit() for word in body_words(context, table, layout.order.index)
    )
    owners = Owners(context, surely=layout.surely, things=layout.things, grouped=grouped)
    found: list[IndicatorStatement] = []
    above: str | None = None  # the unit of the row above, where a cell says "nt"
    stage: Stage | None = None
    for row, (label, label_words) in enumerate(zip(labels, words, strict=True), layout.first):
        if label is None or not (layout.by_time or any(c.isalpha() for c in label_words)):
            continue
        if " ".join(context.folded[label.span.slice].split()) in layout.names.words[-1:]:
            continue  # the head, printed again on a new page
        cells = [
            (column, cell, _statement(context, cell, column))
            for column in layout.values
            if (cell := _cell(table, row, column.index)) is not None and cell is not label
        ]
        facts = [(column, fact) for column, _cell_, fact in cells if fact is not None]
        if not facts and (ruling := stage_in(context, label.span)) is not None:
            stage = ruling
        order = _cell(table, row, layout.order.index) if layout.order is not None else None
        number = context.text[order.span.slice].strip() if order is not None and order is not label else ""
        unit, unit_span = _row_unit(context, table, layout, row, above)
        if layout.by_time:
            found += [_of_year(context, layout, label, column, fact) for column, fact in facts]
            continue
        if layout.by_head:
            name = owners.row(label.span, number)
        else:
            name, unit = names.row(number, label_words, unit or common, valued=bool(facts))
        above = unit or above
        owners.unread(column.index for column, cell, fact in cells if fact is None and _says(context, cell))
        for column, fact in facts:
            if layout.by_head:
                fact.name = joined(head_name(context, column, layout.subject), name)
            else:
                fact.name = f"{name} {column.qualifier}".strip()
            if stage is not None and fact.period is None:
                stage.rule(fact)
            _complete(context, fact, column, unit or common, times)
            if len(fact.name) < 2:
                continue
            if fact.unit is None and fact.measure == "level":
                fact.unit = _unit_of_row(context, fact.name)
            start, end = min(label.span.start, fact.span.start), max(label.span.end, fact.value_span.end)
            owned = owners.give(fact, column.index, column.owner)
            named = column.span if owned and layout.by_head and column.span is not None else label.span
            fact.fields["name"] = FieldSource("column head" if layout.by_head else "row", named)
            fact.fields["value"].note = f"hàng {row + 1}, cột {column.index + 1}"
            if fact.unit is not None and unit_span is not None and "unit" not in fact.fields:
                fact.fields["unit"] = FieldSource("unit column", unit_span)
            fact.span = Span(start, end)
            found.append(fact)
    owners.finish()
    return found


def _of_year(
    context: Context, layout: Layout, label: Cell, column: Column, fact: IndicatorStatement
) -> IndicatorStatement:
    """A cell of a row that is a year: named by its column's head and the table's title."""
    fact.name = f"{head_name(context, column, '')} {layout.subject}".strip()
    fact.period = context.text[label.span.slice].strip(" *")
    fact.unit = fact.unit or column.unit or _counted(context, column) or _unit_said(context, column)
    if column.measure == "rank":
        fact.unit = None
    day = context.date
    if day is not None and dates.first_day(fact.period) > day:
        fact.status = "target"
    fact.fields["name"] = FieldSource("column head", column.span)
    fact.fields["period"] = FieldSource("row", label.span)
    fact.span = Span(min(label.span.start, fact.span.start), max(label.span.end, fact.value_span.end))
    return fact


def _unit_said(context: Context, column: Column) -> str | None:
    """“Điểm số”, "Tỷ lệ (%)": the unit a head begins with."""
    unit = grammar(context.lexicon).units.at(column.head, 0)
    return unit.symbol if unit is not None and unit.dimension not in {"not_counted", "scale"} else None


def _unit_of_row(context: Context, name: str) -> str | None:
    """“Số ca mắc bệnh”, "Tỷ lệ hộ nghèo", "Giường bệnh trên 1 vạn dân": what a row without a unit counts."""
    folded = fold(name)
    if folded.startswith(("tỷ lệ", "tỷ trọng", "tỉ lệ", "cơ cấu")):
        return "%"
    counted = _NUMBER_OF.match(folded)
    units = grammar(context.lexicon).units
    unit = units.at(folded, counted.end()) if counted is not None else units.at(f" {folded}", 0)
    return unit.symbol if unit is not None and unit.dimension == "count" else None


_NUMBER_OF = re.compile(r"(?:tổng )?số(?: lượng)?(?= )")


def _says(context: Context, cell: Cell) -> bool:
    """Whether a cell of values holds anything: "-" and "x" are nothing."""
    return any(c.isdigit() for c in context.text[cell.span.slice])


def _row_unit(
    context: Context, table: Table, layout: Layout, row: int, above: str | None
) -> tuple[str | None, Span | None]:
    """The unit in a row's cell of units, and where; a cell merged downwards holds for all its rows."""
    if layout.unit is None:
        return None, None
    cell = _cell(table, row, layout.unit.index, merged=True)
    if cell is None or not cell.span:
        return None, None
    words = context.text[cell.span.slice].strip()
    return (above if words.lower() in REPEATS else printed_unit(context, words)), cell.span


def _cell(table: Table, row: int, column: int, *, merged: bool = False) -> Cell | None:
    """The cell at a place; one merged down is read once, at its first row, unless `merged`."""
    index = table.grid[row][column] if column < len(table.grid[row]) else -1
    if index < 0:
        return None
    cell = table.cells[index]
    return cell if merged or cell.row == row else None


# --- one cell -----------------------------------------------------------------------------------------


def _statement(context: Context, cell: Cell, column: Column) -> IndicatorStatement | None:
    """The statement of one value cell; None where the cell holds no number alone."""
    start, end = cell.span
    folded = context.folded
    below = _BELOW_ZERO.fullmatch(folded, start, end)  # "(2,35)", as accounts print what is below zero
    match = _VALUE.match(folded, *(below.span(1) if below is not None else (start, end)))
    if match is None:
        return None
    words = match["words"].strip()
    rules = grammar(context.lexicon)
    bound = _SIGNS.get(match["sign"] or "", rules.left_bounds.get(words, "" if words else "exact"))
    direction = _CHANGES.get(words)
    if words and not bound:
        if words not in _PLAIN_WORDS and direction is None:
            return None
        bound = "exact"
    low = parse_number(match["low"])
    finish = match.end()
    unit: str | None = None
    own = rules.units.at(folded, finish)
    if own is not None and own.end <= end and own.dimension not in {"not_counted", "scale"}:
        finish, unit = own.end, own.symbol
    if (right := rules.right.match(folded, finish, end)) is not None:
        bound, finish = rules.right_bounds[right[0].strip()], right.end()
    rest = finish
    if (after := _AFTER.match(folded, rest, end)) is not None:
        rest = after.end()
    if folded[rest:end].strip(" .;*()+\n"):
        return None
    first = match.start("sign") if match["sign"] else match.start("words" if words else "low")
    fact = IndicatorStatement(
        Span(start, end),
        rule=RULE,
        value_span=Span(first, finish),
        value=low.value,
        unit=unit,
        bound=bound,
        decimals=low.decimals,
        status=column.status,
        measure="change" if direction else column.measure,
        direction=direction,
        base=column.base,
        period=column.period,
        confidence=0.85,
    )
    if match["minus"] in {"-", "–", "−"} or below is not None:
        fact.direction = "down"
        if fact.measure != "change":
            fact.value = -low.value
            fact.value_span = Span(match.start("minus") if match["minus"] else first, finish)
    if match["high"]:
        fact.value_max, fact.bound = parse_number(match["high"]).value, "range"
        if fact.value_max < low.value:
            return None
    if match["whole"]:
        fact.out_of, fact.measure = parse_number(match["whole"]).value, "tally"
        if fact.out_of < low.value:
            return None
    if low.doubt:
        fact.notes.append(low.doubt)
    head = FieldSource("column head", column.span)
    fact.fields.update(value=FieldSource("number", cell.span), status=head, measure=head)
    if column.period is not None:
        fact.fields["period"] = head
    return fact


_COUNTS = re.compile(r"(?:tổng )?số ")


def _counted(context: Context, column: Column) -> str | None:
    """The noun that a head counts: "Số hộ nghèo" counts hộ, "Doanh nghiệp thành lập mới" doanh nghiệp."""
    counts = _COUNTS.match(column.head)
    unit = grammar(context.lexicon).units.at(column.head, counts.end() if counts is not None else 0)
    return unit.symbol if unit is not None and unit.is_count and unit.symbol not in _AIMS else None


def _planned(context: Context) -> str | None:
    """The year or stage that a plan's own title names: "Giao chỉ tiêu kế hoạch năm 2026"."""
    title = next((span for name, span in context.document.header.spans if name == "title"), None)
    if title is None:
        return None
    said = [m for m in context.dates_in(title.start, title.end) if m.grain in {"year", "years"}]
    return said[-1].value if said else None


def _complete(
    context: Context, fact: IndicatorStatement, column: Column, unit: str | None, times: Times
) -> None:
    """Unit and period of a cell that its own words and its column leave open; a rank is no amount."""
    fact.unit = fact.unit or column.unit or unit or _counted(context, column)
    if fact.measure == "rank" or (fact.unit is not None and fact.unit.lower() in RANKS):
        fact.measure, fact.unit = "rank", None
    if fact.measure == "level" and fact.unit == "%" and fold(fact.name).startswith(("tỷ trọng", "tỉ trọng")):
        fact.measure = "share"
    day = context.date
    # "Ước cả năm", "Kế hoạch"; the year of "so với cùng kỳ năm trước" is another's
    whole = ("năm" in column.head and column.base != "same_period") or fact.status == "target"
    if fact.period is None and times.caption is not None:
        fact.period = times.caption[:4] if whole and "-" in times.caption else times.caption
        fact.fields["period"] = FieldSource("caption")
    if fact.period is None and times.closing is not None and not whole:
        fact.period = times.closing
        fact.fields["period"] = FieldSource("caption")
    if fact.period is None and times.told is not None and not whole:
        fact.period = times.told
        fact.fields["period"] = FieldSource("frame")
    if fact.period is None and context.document.header.type in PLANS:
        fact.period = _planned(context) or times.planned
        if fact.period is not None:
            fact.fields["period"] = FieldSource("title")
    if fact.period is None and context.year is not None:
        fact.period = f"{context.year}"
        fact.fields["period"] = FieldSource("document date")
    if column.by_year and fact.period is not None and day is not None:
        ahead = dates.first_day(fact.period) > day
        planned = context.document.header.type in PLANS and dates.last_day(fact.period) >= day
        fact.status = "target" if ahead or planned else fact.status
