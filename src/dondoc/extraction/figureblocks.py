"""Figures that a page sets in lines of their own, their names in the lines between: as pictures of data do.

    8,5%                              Khách du lịch
    Tốc độ tăng trưởng GRDP           1,2 triệu lượt
    412 tỷ đồng                       Thu ngân sách
    Thu ngân sách nhà nước            412 tỷ đồng

Whether names stand below or above is told by where the row of lines begins.
"""

from __future__ import annotations

import re

from dondoc.extraction.context import Context
from dondoc.records.document import BlockKind
from dondoc.records.source import Span

_FIGURE = re.compile(
    r"\W{0,2}(?:(?:hơn|trên|gần|khoảng|đạt|tăng|giảm|ước|ước đạt) )?\d[\d.,]*(?:\s?[%‰]|\s[^\d:;.,()]{2,30})"
)
_LONGEST_FIGURE = 45  # characters
_LONGEST_NAME = 90
_FEWEST = 2  # figures of such a row of lines


def name_beside(context: Context, start: int) -> Span | None:
    """The line that names the figure standing alone in the line where `start` is; None for none."""
    made = context.compiled.get("figureblocks")
    if made is None:
        made = context.compiled["figureblocks"] = dict(_found(context))
    found: Span | None = made.get(context.line_at(start)[0])
    return found


def _found(context: Context) -> list[tuple[int, Span]]:
    """(beginning of a figure's line, its name's line) of all such rows of lines."""
    found: list[tuple[int, Span]] = []
    block: list[tuple[bool, Span]] = []  # whether it is a figure; the line
    for start, end, kind in context.lines:
        is_figure = _kind(context, start, end, kind)
        if is_figure is not None and (not block or block[-1][0] is not is_figure):
            block.append((is_figure, Span(start, end)))
            continue
        found += _named(context, block)
        block = [] if is_figure is None else [(is_figure, Span(start, end))]
    return found + _named(context, block)


def _kind(context: Context, start: int, end: int, kind: BlockKind) -> bool | None:
    """Whether a line is a figure alone (True) or may be a name (False); None for what is neither."""
    line = context.folded[start:end].strip(" *_\t")
    if not line or len(line) > _LONGEST_NAME or kind in {BlockKind.TABLE, BlockKind.CAPTION}:
        return None
    if len(line) <= _LONGEST_FIGURE and _FIGURE.fullmatch(line) is not None:
        return True
    if line[-1] in ".;:,|" or any(map(str.isdigit, line)) or not line[0].isalpha():
        return None
    return False


def _named(context: Context, block: list[tuple[bool, Span]]) -> list[tuple[int, Span]]:
    """The figures of a row of lines with their names."""
    if sum(is_figure for is_figure, _ in block) < _FEWEST:
        return []
    if not block[0][0] and not block[-1][0]:
        block = block[1:]  # a heading stands above, names below
    step = 1 if block[0][0] else -1
    found = []
    for n, (is_figure, line) in enumerate(block):
        if is_figure and 0 <= n + step < len(block):
            found.append((context.line_at(line.start)[0], block[n + step][1]))
    return found
