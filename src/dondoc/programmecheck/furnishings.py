"""What of a document is no sentence of its own: heads, columns of offices and days, lists of names.

They are known by what they are, not by their words: by the outline, by a table's grid, by their form.

    II | PHÁT TRIỂN KINH TẾ SỐ | |        a row that heads others
    Sở Y tế; UBND các xã, phường          nothing but names of offices: partners, recipients
    1. Nước sạch nông thôn                a line of the outline with text below it
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dondoc.extraction import Context
from dondoc.extraction.bodies import classes_at, run_end
from dondoc.extraction.linetables import find as line_tables
from dondoc.extraction.tasktables import columns_of
from dondoc.records.check import Formula
from dondoc.records.document import BlockKind, Section, Table
from dondoc.records.source import Span

# What columns of a table of tasks hold that is arranged, not written.
_ARRANGED = frozenset({"number", "lead", "support", "deadline", "level", "person"})
_HEAD_ROWS = 3
_CAPITALS_WORDS = 24
_LINE_WORDS = 14  # of a line of the outline with text below it; a longer one says what is to be done
_GROUP_WORDS = 20
_NAMES_WORDS = 40
_FIGURE = re.compile(r"(?<![\w/.,-])(?!(?:19|20)\d\d(?!\d))\d[\d.,]*(?![\w/-])")
_LABEL = re.compile(r"\s*[-–+*•]?\s*(?:(?:\d{1,2}(?:\.\d{1,2})*|[IVXL]{1,5}|[A-Za-zđ])[.)/]?(?=\s|$))?[\s(]*")
_BETWEEN = re.compile(
    r"[\s,;:.()/+–-]+|(?:các|những|và|cùng|với|thuộc|của|có|liên|quan|cấp|tỉnh|thành|phố|huyện|xã|phường|đặc|khu|khác"
    r"|ở|trên|địa|bàn|\d{1,3})(?!\w)",
    re.IGNORECASE,
)
_SENTENCE_END = (".", ";", ",", "!", "?", ":")  # a heading may end with the last


def furnishings(context: Context) -> Iterator[Formula]:
    """The parts that tables and the outline show; `by_form` knows the others."""
    for table in context.document.tables:
        yield from _of_table(context, table, *columns_of(context, table))
    for table, columns in line_tables(context):
        yield from _columns(table, columns, 0)
    for section in context.document.walk_sections():
        span = _heading_line(context, section)
        if span is not None:
            yield Formula(span, "heading", "đề mục")


def by_form(context: Context, span: Span, kind: BlockKind) -> Formula | None:
    """A sentence or cell that is a head or a list of names by its form; None where it says something."""
    words = context.text[span.slice]
    if is_in_capitals(words) and len(words.split()) <= _CAPITALS_WORDS:
        return Formula(span, "heading", "đề mục")
    if only_names(context, span):
        return Formula(span, "names", "tên cơ quan" if kind is BlockKind.TABLE else "nơi nhận, tên cơ quan")
    return None


def is_in_capitals(words: str) -> bool:
    """Whether two words or more stand in capitals and none in small letters."""
    return words.upper() == words and sum(word.isalpha() and len(word) > 1 for word in words.split()) > 1


def has_figure(words: str) -> bool:
    """Whether there is a number that is neither a year nor the line's own."""
    label = _LABEL.match(words)
    return _FIGURE.search(words, label.end() if label is not None else 0) is not None


def only_names(context: Context, span: Span) -> bool:
    """Whether nothing stands there but names of offices: partners of a task, recipients of a document."""
    text, end = context.text, span.end
    if text.count(" ", span.start, end) > _NAMES_WORDS:
        return False
    label = _LABEL.match(text, span.start, end)
    at = label.end() if label is not None else span.start
    found = False
    while at < end:
        classes = classes_at(context, at)[1]
        stop = run_end(context, at, end) if "body" in classes else at
        if stop > at:
            found = True
        elif "collective" in classes:
            stop, found = classes_at(context, at)[0], True
        elif (between := _BETWEEN.match(text, at, end)) is not None:
            stop = between.end()
        else:
            return False
        at = stop
    return found


def _of_table(context: Context, table: Table, columns: dict[str, int], first: int) -> Iterator[Formula]:
    heads = max(first, min(table.header_rows, _HEAD_ROWS)) if len(table.grid) > 1 else 0
    for cell in table.cells:
        if cell.span and cell.row < heads:
            yield Formula(cell.span, "table_head", "đầu bảng")
    for row in range(heads, len(table.grid)):
        span = _group(context, table, row)
        if span is not None:
            yield Formula(span, "heading", "dòng đề mục của bảng")
    yield from _columns(table, columns, heads)


def _columns(table: Table, columns: dict[str, int], first: int) -> Iterator[Formula]:
    """The cells of the columns that say who and when."""
    arranged = {index for kind, index in columns.items() if kind in _ARRANGED}
    for cell in table.cells:
        if cell.span and cell.row >= first and cell.column in arranged and cell.colspan == 1:
            yield Formula(cell.span, "column", "cột cơ quan, thời hạn")


def _group(context: Context, table: Table, row: int) -> Span | None:
    """The words of a row that heads others: one cell beside its number, over the width or alone."""
    indexes = {index for index in table.grid[row] if index >= 0}
    own = [table.cells[index] for index in indexes if table.cells[index].row == row]
    said = [cell for cell in own if any(letter.isalpha() for letter in _unnumbered(context, cell.span))]
    if len(table.grid[row]) < 3 or len(said) != 1:  # of two columns one may well be empty
        return None
    words = context.text[said[0].span.slice]
    if len(words.split()) > _GROUP_WORDS or words.rstrip().endswith(_SENTENCE_END) or has_figure(words):
        return None
    wide = said[0].colspan >= len(table.grid[row]) - 1
    alone = len(own) == len(indexes) and all(cell.rowspan == 1 for cell in own)  # nothing merged over rows
    return said[0].span if wide or alone else None


def _unnumbered(context: Context, span: Span) -> str:
    label = _LABEL.match(context.text, span.start, span.end)
    return context.text[label.end() if label is not None else span.start : span.end]


def _heading_line(context: Context, section: Section) -> Span | None:
    """A line of the outline that says what is below it: short, without a figure or a full stop.

    Broken by a page's width it is one sentence all the same; the first line of a paragraph is none.
    """
    text = context.text
    line = text.find("\n", section.span.start, section.span.end)
    if line < 0:
        return None
    end = context.sentence_at(len(text[:line].rstrip()) - 1)[1]
    if not section.span.start < end < section.span.end or not text[end : section.span.end].strip():
        return None
    own = text[section.span.start + len(section.label) : end]
    if own.rstrip("* ").endswith(_SENTENCE_END[:-1]) or len(own.split()) > _LINE_WORDS or has_figure(own):
        return None
    return Span(section.span.start, end)
