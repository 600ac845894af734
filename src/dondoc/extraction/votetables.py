"""Tables of confidence votes: one person a row, a column or two for each of the three levels.

Họ và tên | Chức vụ | Tín nhiệm cao | Tín nhiệm | Tín nhiệm thấp
| Số phiếu | %  | …
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from dondoc.extraction.ballots import BALLOTS
from dondoc.extraction.context import Context
from dondoc.records.document import Table
from dondoc.records.facts import FieldSource, Part, VoteResult
from dondoc.records.source import Span
from dondoc.text.normalize import fold
from dondoc.text.numbers import Number, number_at

_NAME = ("họ và tên", "họ tên", "họ, tên", "người được lấy phiếu", "đồng chí")
_POSITION = ("chức vụ", "chức danh")
_SHARE = ("tỷ lệ", "%")
_LEVELS_IN_ORDER = ["tín nhiệm cao", "tín nhiệm", "tín nhiệm thấp"]
_HEADING = re.compile(
    r"s?tt|số tt|họ(?: và)? tên|họ, tên|chức (?:danh|vụ)|người được lấy phiếu(?: tín nhiệm)?|đơn vị"
)


@dataclass(slots=True)
class _Columns:
    """Which column holds what."""

    first_row: int
    counts: dict[str, int] = field(default_factory=dict)
    shares: dict[str, int] = field(default_factory=dict)
    name: int | None = None
    position: int | None = None


def find(ctx: Context, ballots: Mapping[str, Decimal]) -> list[VoteResult]:
    """A result for every row; `ballots` are those the minutes give for all."""
    found = list(_printed_cell_by_cell(ctx))
    for table in ctx.document.tables:
        columns = _columns(ctx, table)
        if columns is None:
            continue
        for row in range(columns.first_row, len(table.grid)):
            fact = _row(ctx, table, columns, row)
            if fact is None:
                continue
            found.append(fact)
    for fact in found:
        for label in BALLOTS:
            setattr(fact, label, ballots.get(label))
    return found


def _columns(ctx: Context, table: Table) -> _Columns | None:
    words = fold(ctx.text[table.span.slice])
    if "tín nhiệm cao" not in words or "tín nhiệm thấp" not in words or not table.grid:
        return None
    width = len(table.grid[0])
    heads = [""] * width
    for row in range(len(table.grid)):
        cells = [fold(table.text_at(ctx.text, row, column)) for column in range(width)]
        levels = [column for column in range(width) if "tín nhiệm" in heads[column]]
        if any(_number(cells[column]) is not None for column in levels):
            return _named(heads, row)
        heads = [f"{head} {cell}".strip() for head, cell in zip(heads, cells, strict=True)]
    return None


def _named(heads: list[str], row: int) -> _Columns | None:
    columns = _Columns(row)
    for index, head in enumerate(heads):
        level = _level(head)
        if level is not None:
            kept = columns.shares if any(word in head for word in _SHARE) else columns.counts
            kept.setdefault(level, index)
        elif columns.name is None and any(word in head for word in _NAME):
            columns.name = index
        elif columns.position is None and any(word in head for word in _POSITION):
            columns.position = index
    return columns if {"high", "low"} <= columns.counts.keys() | columns.shares.keys() else None


def _level(head: str) -> str | None:
    if "tín nhiệm cao" in head:
        return "high"
    if "tín nhiệm thấp" in head:
        return "low"
    return "medium" if "tín nhiệm" in head.replace("lấy phiếu tín nhiệm", "") else None


def _row(ctx: Context, table: Table, columns: _Columns, row: int) -> VoteResult | None:
    cells = [table.cells[index].span for index in table.grid[row] if index >= 0]
    cells = [span for span in cells if span]
    if not cells:
        return None
    fact = VoteResult(Span(cells[0].start, cells[-1].end), "table row", 0.96)
    for level in ("high", "medium", "low"):
        part = _part(ctx, table, columns, row, level)
        if part is not None:
            fact.fields[f"parts.{len(fact.parts)}"] = FieldSource("column", part.span)
            fact.parts.append(part)
    if not fact.parts:
        return None
    for name, column in (("subject", columns.name), ("position", columns.position)):
        if column is not None and (words := table.text_at(ctx.text, row, column)):
            setattr(fact, name, " ".join(words.split()))
            fact.fields[name] = FieldSource("column", table.cells[table.grid[row][column]].span)
    return fact


def _part(ctx: Context, table: Table, columns: _Columns, row: int, level: str) -> Part | None:
    part: Part | None = None
    for share, column in ((False, columns.counts.get(level)), (True, columns.shares.get(level))):
        if column is None or table.grid[row][column] < 0:
            continue
        read = _number(table.text_at(ctx.text, row, column))
        if read is None:
            continue
        span = table.cells[table.grid[row][column]].span
        part = part or Part(level, span)
        part.span = Span(part.span.start, span.end)
        if share:
            part.percent, part.decimals = read.value, read.decimals
        else:
            part.count = read.value
    return part


def _number(words: str) -> Number | None:
    read = number_at(words, 0)
    return read[1] if read is not None and not words[read[0] :].strip(" %") else None


def _printed_cell_by_cell(ctx: Context) -> Iterator[VoteResult]:
    """Rows of a table whose cells stand one a line, as some pages print it, with or without "|"."""
    if "tín nhiệm thấp" not in ctx.flat:
        return
    tables = [table.span for table in ctx.document.tables]
    lines = [
        Span(start, end)
        for start, end, _ in ctx.lines
        if not any(table.start <= start < table.end for table in tables)
    ]
    words = [ctx.flat[line.slice].strip(" |*\t") for line in lines]
    kept = [index for index, cell in enumerate(words) if cell]
    lines, words = [lines[index] for index in kept], [words[index] for index in kept]
    for index in range(len(words) - 2):
        if words[index : index + 3] == _LEVELS_IN_ORDER:
            yield from _rows_of_lines(ctx, lines, words, index)


def _rows_of_lines(ctx: Context, lines: list[Span], words: list[str], levels: int) -> Iterator[VoteResult]:
    """The rows under a heading whose three levels stand in the lines `levels` to `levels + 2`."""
    head = levels
    while head and _HEADING.fullmatch(words[head - 1]):
        head -= 1
    width = levels + 3 - head
    name = next((i for i in range(width - 3) if any(word in words[head + i] for word in _NAME)), None)
    post = next((i for i in range(width - 3) if any(word in words[head + i] for word in _POSITION)), None)
    for at in range(levels + 3, len(words) - width + 1, width):
        counts = [_number(cell) for cell in words[at + width - 3 : at + width]]
        if None in counts:
            return
        fact = VoteResult(Span(lines[at].start, lines[at + width - 1].end), "row of lines", 0.9)
        for offset, (label, count) in enumerate(zip(("high", "medium", "low"), counts, strict=True)):
            span = _cell(ctx, lines[at + width - 3 + offset])
            if count is not None:
                fact.fields[f"parts.{offset}"] = FieldSource("column", span)
                fact.parts.append(Part(label, span, count.value))
        fact.span = Span(fact.span.start, fact.parts[-1].span.end)
        for key, column in (("subject", name), ("position", post)):
            if column is not None:
                span = _cell(ctx, lines[at + column])
                setattr(fact, key, ctx.text[span.slice])
                fact.fields[key] = FieldSource("column", span)
        yield fact


def _cell(ctx: Context, line: Span) -> Span:
    """A line's words without the bars and spaces around them."""
    text = ctx.text[line.slice]
    start = line.start + len(text) - len(text.lstrip(" |*\t"))
    return Span(start, max(start, line.start + len(text.rstrip(" |*\t"))))
