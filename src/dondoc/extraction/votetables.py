"""Tables of confidence votes: one person a row, a column or two for each of the three levels.

Họ và tên | Chức vụ | Tín nhiệm cao | Tín nhiệm | Tín nhiệm thấp
| Số phiếu | %  | …
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from dondoc.extraction import leveltables
from dondoc.extraction.ballots import BALLOTS
from dondoc.extraction.context import Context
from dondoc.extraction.leveltables import Columns, number
from dondoc.records.document import Table
from dondoc.records.facts import FieldSource, Part, VoteResult
from dondoc.records.source import Span
from dondoc.text.normalize import fold

_NAME = ("họ và tên", "họ tên", "họ, tên", "người được lấy phiếu", "đồng chí")
_POSITION = ("chức vụ", "chức danh")
_LEVELS_IN_ORDER = ["tín nhiệm cao", "tín nhiệm", "tín nhiệm thấp"]
_HEADING = re.compile(
    r"s?tt|số tt|họ(?: và)? tên|họ, tên|chức (?:danh|vụ)|người được lấy phiếu(?: tín nhiệm)?|đơn vị"
)


def find(ctx: Context, ballots: Mapping[str, Decimal]) -> list[VoteResult]:
    """A result for every row; `ballots` are those the minutes give for all."""
    found = list(_printed_cell_by_cell(ctx))
    for table in ctx.document.tables:
        words = fold(ctx.text[table.span.slice])
        if "tín nhiệm cao" not in words or "tín nhiệm thấp" not in words:
            continue
        columns = leveltables.columns(ctx, table, _level)
        if columns is None or not {"high", "low"} <= columns.counts.keys() | columns.shares.keys():
            continue
        rows = range(columns.first_row, len(table.grid))
        found += [fact for row in rows if (fact := _row(ctx, table, columns, row)) is not None]
    for fact in found:
        for label in BALLOTS:
            setattr(fact, label, ballots.get(label))
    return found


def _level(head: str) -> str | None:
    if "tín nhiệm cao" in head:
        return "high"
    if "tín nhiệm thấp" in head:
        return "low"
    return "medium" if "tín nhiệm" in head.replace("lấy phiếu tín nhiệm", "") else None


def _row(ctx: Context, table: Table, columns: Columns, row: int) -> VoteResult | None:
    span = leveltables.row_span(table, row)
    parts, fields = leveltables.parts(ctx, table, columns, row, ("high", "medium", "low"))
    if span is None or not parts:
        return None
    fact = VoteResult(span, "table row", 0.96, parts=parts, fields=fields)
    for name, words in (("subject", _NAME), ("position", _POSITION)):
        column = _named(columns, words)
        if column is not None and (cell := table.text_at(ctx.text, row, column)):
            setattr(fact, name, " ".join(cell.split()))
            fact.fields[name] = FieldSource("column", table.cells[table.grid[row][column]].span)
    return fact


def _named(columns: Columns, words: tuple[str, ...]) -> int | None:
    """The first column whose head has one of these words and is no level's."""
    heads = enumerate(columns.heads)
    return next((i for i, head in heads if _level(head) is None and any(w in head for w in words)), None)


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
        counts = [number(cell) for cell in words[at + width - 3 : at + width]]
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
