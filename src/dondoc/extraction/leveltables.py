"""Tables whose columns are levels: of confidence in a vote, of the year's rating.

Họ và tên | Tín nhiệm cao    | Tín nhiệm thấp      Đối tượng | Hoàn thành xuất sắc | Hoàn thành tốt
          | Số phiếu | Tỷ lệ | Số phiếu | Tỷ lệ              | Số lượng | %        | Số lượng | %
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dondoc.extraction.context import Context
from dondoc.records.document import Table
from dondoc.records.facts import FieldSource, Part
from dondoc.records.source import Span
from dondoc.text.normalize import fold
from dondoc.text.numbers import Number, number_at

_SHARE = ("tỷ lệ", "%")


@dataclass(slots=True)
class Columns:
    """Which column holds what: `heads` are folded, the header's rows one behind the other."""

    first_row: int  # below the header
    heads: list[str]
    counts: dict[str, int] = field(default_factory=dict)  # a level's label: column
    shares: dict[str, int] = field(default_factory=dict)


def columns(ctx: Context, table: Table, level: Callable[[str], str | None]) -> Columns | None:
    """The columns of a table by the level that their heads name; None where no number stands under one.

    `level` tells the label of a column by its folded head, None for a column of something else.
    """
    if not table.grid:
        return None
    width = len(table.grid[0])
    heads = [""] * width
    for row in range(len(table.grid)):
        cells = [fold(table.text_at(ctx.text, row, column)) for column in range(width)]
        labels = [level(head) for head in heads]
        if any(label and number(cell) is not None for label, cell in zip(labels, cells, strict=True)):
            found = Columns(row, heads)
            for index, label in enumerate(labels):
                if label is not None:
                    kept = found.shares if is_share(heads[index]) else found.counts
                    kept.setdefault(label, index)
            return found
        heads = [f"{head} {cell}".strip() for head, cell in zip(heads, cells, strict=True)]
    return None


def is_share(head: str) -> bool:
    """Whether a column's folded head says that its numbers are percentages."""
    return any(word in head for word in _SHARE)


def parts(
    ctx: Context, table: Table, found: Columns, row: int, labels: tuple[str, ...]
) -> tuple[list[Part], dict[str, FieldSource]]:
    """A row's part for each label that has a number, and the words each is read from."""
    read: list[Part] = []
    fields: dict[str, FieldSource] = {}
    for label in labels:
        made = part(ctx, table, label, row, found.counts.get(label), found.shares.get(label))
        if made is not None:
            fields[f"parts.{len(read)}"] = FieldSource("column", made.span)
            read.append(made)
    return read, fields


def part(
    ctx: Context, table: Table, label: str, row: int, count: int | None, share: int | None
) -> Part | None:
    """The count and the percentage of one level, each from its cell; None where neither holds a number."""
    made: Part | None = None
    for of_whole, column in ((False, count), (True, share)):
        if column is None or table.grid[row][column] < 0:
            continue
        read = number(table.text_at(ctx.text, row, column))
        if read is None:
            continue
        span = table.cells[table.grid[row][column]].span
        made = made or Part(label, span)
        made.span = Span(made.span.start, span.end)
        if of_whole:
            made.percent, made.decimals = read.value, read.decimals
        else:
            made.count = read.value
    return made


def row_span(table: Table, row: int) -> Span | None:
    """From the first filled cell of a row to its last; None for an empty row."""
    cells = [table.cells[index].span for index in table.grid[row] if index >= 0]
    cells = [span for span in cells if span]
    return Span(cells[0].start, cells[-1].end) if cells else None


def number(words: str) -> Number | None:
    """The number that a cell holds and nothing else but a percent sign."""
    read = number_at(words, 0)
    return read[1] if read is not None and not words[read[0] :].strip(" %") else None
