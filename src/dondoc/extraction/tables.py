"""Tables of indicators: a name in each row, units and values in columns whose heads say year and standing.

    TT | Chỉ tiêu          | ĐVT     | TH 2025 | KH 2026 | So với KH (%)
    1  | Thu ngân sách     | tỷ đồng | 16.900  | 18.500  | 102,4

Each value cell is one statement: named by its row, in the unit of its column or row, with the status and the
period of its column's head.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dondoc.extraction.context import Context
from dondoc.extraction.grammar import grammar
from dondoc.extraction.linking import tidy
from dondoc.packs import Entry
from dondoc.records.document import Cell, Table
from dondoc.records.facts import FieldSource, IndicatorStatement
from dondoc.records.source import Span
from dondoc.text import dates
from dondoc.text.normalize import fold
from dondoc.text.numbers import NUMBER, parse_number

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
    rf"\s*(?P<sign>>=|<=|[≥≤><~])?\s*(?P<words>(?:[^\W\d_]+ ){{0,3}})(?P<low>{NUMBER})(?:\s?(?:-|–|÷|"
    rf"đến)\s?(?P<high>{NUMBER}))?"
)
_LABEL = re.compile(r"\s*(?:[-+*•]\s*|(?:\d{1,2}(?:\.\d{1,2})*|[ivx]{1,5}|[a-zđ])[.)]\s+)*")
_HEAD_UNIT = re.compile(r"\(([^()]{1,30})\)")
_CAPTION_UNIT = re.compile(r"(?:đơn vị(?: tính)?|đvt)\s*:\s*([^\n.;()|]{1,30})")
_SHORT_UNITS = {
    "trđ": "triệu đồng", "tr.đ": "triệu đồng", "tr.đồng": "triệu đồng", "tr đồng": "triệu đồng",
    "tỷ đ": "tỷ đồng", "1.000 tấn": "nghìn tấn", "1000 tấn": "nghìn tấn",
    "triệu usd": "triệu USD", "tr.usd": "triệu USD",
}  # fmt: skip


@dataclass(slots=True)
class _Column:
    index: int
    role: str  # name, unit, value, order, other
    entry: Entry
    head: str  # folded words of the head
    unit: str | None
    period: str | None
    span: Span | None


def find(context: Context) -> tuple[list[IndicatorStatement], list[Span]]:
    """The statements of all tables of indicators, and the spans of those tables."""
    found: list[IndicatorStatement] = []
    read: list[Span] = []
    for table in context.document.tables:
        columns = _columns(context, table)
        if columns is None:
            continue
        read.append(table.span)
        found += _rows(context, table, columns)
    return found, read


def heads(context: Context) -> list[tuple[str, Entry]]:
    """The forms of column heads, the longest first; made once for a lexicon."""
    made = context.lexicon.compiled.get("value_columns")
    if made is None:
        pairs = [(fold(f), e) for e in context.lexicon.packs.entries("value_columns") for f in e["forms"]]
        made = context.lexicon.compiled["value_columns"] = sorted(pairs, key=lambda pair: -len(pair[0]))
    assert isinstance(made, list)
    return made


def column_of(heads: list[tuple[str, Entry]], head: str) -> Entry | None:
    """What a column holds, by the longest form its folded head begins with or, for values, contains."""
    head = head.strip(" .:*()%")
    for form, entry in heads:
        if head.startswith(form) and not head[len(form) : len(form) + 1].isalpha():
            return entry
    for form, entry in heads:
        if entry["column"] == "value" and len(form) > 3 and form in head:
            return entry
    return None


def _columns(context: Context, table: Table) -> list[_Column] | None:
    """The columns of a table of indicators; None where the table is another kind."""
    if len(table.grid) < 2 or not table.grid[0]:
        return None
    known = heads(context)
    titles = [_head_words(context, table, index) for index in range(len(table.grid[0]))]
    if not any((entry := column_of(known, words)) and entry["column"] == "name" for words, _ in titles):
        return None
    columns: list[_Column] = []
    for index, (words, span) in enumerate(titles):
        entry = column_of(known, words)
        years = dates.find(words, words, context.date, year=context.year) if words else []
        period = years[-1].value if years else None
        if entry is None and period is not None and len(words) < 24:
            entry = {"column": "value", "id": "year"}
        if entry is None and (bare := re.fullmatch(r"\s*((?:19|20)\d\d)\s*", words)) is not None:
            entry, period = {"column": "value", "id": "year"}, bare[1]
        if entry is None:
            continue
        unit = _unit_of(context, m[1]) if (m := _HEAD_UNIT.search(words)) is not None else None
        columns.append(_Column(index, str(entry["column"]), entry, words, unit, period, span))
    roles = [column.role for column in columns]
    if roles.count("name") < 1 or "value" not in roles:
        return None
    tasks = {"cơ quan chủ trì", "đơn vị chủ trì", "chủ trì", "thời gian hoàn thành", "sản phẩm"}
    units = "unit" in roles or any(c.unit for c in columns) or _caption_unit(context, table) is not None
    named = any(c.role == "name" and "chỉ tiêu" in c.head for c in columns)
    if any(c.head.strip() in tasks for c in columns) and not (units or named):
        return None
    return columns if units or named else None


def _head_words(context: Context, table: Table, column: int) -> tuple[str, Span | None]:
    words: list[str] = []
    span: Span | None = None
    seen: set[int] = set()
    for row in range(min(table.header_rows, len(table.grid))):
        index = table.grid[row][column] if column < len(table.grid[row]) else -1
        if index < 0 or index in seen:
            continue
        seen.add(index)
        span = table.cells[index].span
        words.append(context.folded[span.slice].replace("\n", " ").strip())
    return re.sub(r"\s+", " ", " ".join(words)), span


def _caption_unit(context: Context, table: Table) -> str | None:
    start = max(0, table.span.start - 160)
    units = [match[1] for match in _CAPTION_UNIT.finditer(context.folded, start, table.span.start)]
    return _unit_of(context, units[-1]) if units else None


def _unit_of(context: Context, words: str) -> str | None:
    """A unit as a table prints it, in the spelling of facts; None where the words are none."""
    words = fold(words).strip(" .,;:()\n")
    if not words or len(words) > 30 or words in {"-", "nt", "//", '"'}:
        return None
    if words in _SHORT_UNITS:
        return _SHORT_UNITS[words]
    unit = grammar(context.lexicon).units.at(words, 0)
    if unit is not None and unit.end == len(words) and unit.dimension != "scale":
        return unit.symbol if unit.dimension != "not_counted" else words
    return None


def _rows(context: Context, table: Table, columns: list[_Column]) -> list[IndicatorStatement]:
    name_column = next(c for c in columns if c.role == "name")
    unit_column = next((c for c in columns if c.role == "unit"), None)
    values = [c for c in columns if c.role == "value"]
    common = _caption_unit(context, table)
    found: list[IndicatorStatement] = []
    above = ""  # the unit of the row above, where a cell says "nt"
    for row in range(table.header_rows, len(table.grid)):
        label = _cell(table, row, name_column.index)
        if label is None:
            continue
        name = _name(context, label)
        if len(name) < 2 or not any(c.isalpha() for c in name):
            continue
        unit = common
        unit_span: Span | None = None
        if unit_column is not None and (cell := _cell(table, row, unit_column.index)) is not None:
            words = context.text[cell.span.slice].strip()
            unit = (
                above
                if words.lower() in {"nt", "-nt-", '"', "//", "''"}
                else _unit_of(context, words) or words or unit
            )
            unit_span = cell.span
            above = unit or above
        for column in values:
            cell = _cell(table, row, column.index)
            if cell is None or cell is label:
                continue
            fact = _statement(context, cell, column, unit)
            if fact is None:
                continue
            fact.span = Span(min(label.span.start, cell.span.start), max(label.span.end, fact.value_span.end))
            fact.name = name
            fact.fields["name"] = FieldSource("row", label.span)
            if fact.unit is not None and unit_span is not None and "unit" not in fact.fields:
                fact.fields["unit"] = FieldSource("unit column", unit_span)
            found.append(fact)
    return found


def _cell(table: Table, row: int, column: int) -> Cell | None:
    index = table.grid[row][column] if column < len(table.grid[row]) else -1
    if index < 0:
        return None
    cell = table.cells[index]
    return cell if cell.row == row else None  # a cell merged down is read once


def _name(context: Context, cell: Cell) -> str:
    folded = context.folded[cell.span.slice]
    label = _LABEL.match(folded)
    words = context.text[cell.span.slice][label.end() if label else 0 :]
    return tidy(re.sub(r"\s+", " ", words))


def _statement(context: Context, cell: Cell, column: _Column, unit: str | None) -> IndicatorStatement | None:
    """The statement of one value cell; None where the cell holds no number alone."""
    start, end = cell.span
    folded = context.folded
    match = _VALUE.match(folded, start, end)
    if match is None:
        return None
    words = match["words"].strip()
    rules = grammar(context.lexicon)
    bound = _SIGNS.get(match["sign"] or "", rules.left_bounds.get(words, "" if words else "exact"))
    if words and not bound:
        if words not in {"đạt", "từ", "còn", "tăng", "giảm", "giảm còn"}:
            return None
        bound = "exact"
    low = parse_number(match["low"])
    finish = match.end()
    own = rules.units.at(folded, finish)
    if own is not None and own.end <= end and own.dimension not in {"not_counted", "scale"}:
        finish, unit = own.end, own.symbol
    elif column.entry.get("unit"):
        unit = str(column.entry["unit"])
    elif column.unit is not None:
        unit = column.unit
    if (right := rules.right.match(folded, finish, end)) is not None:
        bound, finish = rules.right_bounds[right[0].strip()], right.end()
    if folded[finish:end].strip(" .;*()+\n"):
        return None
    fact = IndicatorStatement(
        Span(start, end),
        rule=RULE,
        value_span=Span(
            match.start("sign") if match["sign"] else match.start("words" if words else "low"), finish
        ),
        value=low.value,
        unit=unit,
        bound=bound,
        decimals=low.decimals,
        status=str(column.entry.get("status", "actual")),
        measure=str(column.entry.get("measure", "level")),
        base=column.entry.get("base"),
        period=column.period,
        confidence=0.85,
    )
    if match["high"]:
        fact.value_max, fact.bound = parse_number(match["high"]).value, "range"
        if fact.value_max < low.value:
            return None
    if low.doubt:
        fact.notes.append(low.doubt)
    head = FieldSource("column head", column.span)
    fact.fields.update(value=FieldSource("number", cell.span), status=head, measure=head)
    if column.period is not None:
        fact.fields["period"] = head
    _settle(context, fact, column)
    return fact


def _settle(context: Context, fact: IndicatorStatement, column: _Column) -> None:
    """A column that says only a year is a target where the year is yet to come."""
    day = context.date
    if column.entry["id"] == "year" and fact.period is not None and day is not None:
        fact.status = "target" if dates.first_day(fact.period) > day else fact.status
    if fact.period is None and context.year is not None:
        fact.period = f"{context.year}"
        fact.fields["period"] = FieldSource("document date")
