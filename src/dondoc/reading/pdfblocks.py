"""Parts of a PDF page that only white space divides: tables without rules, text set in two columns.

What tells them is a gutter: a strip of white that no word touches over many lines. Two gutters or more make a
table; one, between two sides full of text, makes columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from dondoc.reading.pdflines import Piece, Row

_GUTTER = 5.5  # points of white at least
_APART = 2.6  # times the usual distance of lines: what lies farther apart is not one table
_CLOSE, _TIGHT = 1.3, 0.95  # the same of a line that goes on in one cell, below and above
_FEWEST_LINES = 8  # of text in two columns
_FEWEST_RUNNING = 5  # the same where they plainly go on
_FILLED = 0.62  # share of a column's width that its lines fill, of text and not of a table
_SHORT = 0.6  # share of the width that a row heading others may take
_NUMBERED = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2})*|[IVXL]{1,5}|[A-Z]|[a-zđ])[.)]?")
_FIGURE = re.compile(r"[<>≥≤~+\-–]?\s?\d[\d.,]*\s?%?(?:\s?[-–]\s?\d[\d.,]*\s?%?)?")
_LONGEST_TABLE = 400  # lines of one page

Gaps = list[tuple[float, float]]


@dataclass(slots=True)
class Plain:
    """Lines that go over the whole width, or whatever is not told apart."""

    rows: list[Row]


@dataclass(slots=True)
class Spaced:
    """A table that white space divides: lines of words of each cell, row by row, the head first."""

    cells: list[list[list[Row]]]  # [row][column] → lines
    top: float


@dataclass(slots=True)
class Sides:
    """Two columns of text, read one after the other."""

    left: list[Row]
    right: list[Row]


Block = Plain | Spaced | Sides


def blocks(rows: list[Row]) -> list[Block]:
    """The parts of a page from above. Most pages have nothing but plain lines."""
    found: list[Block] = []
    plain: list[Row] = []
    n = 0
    gaps = [_gaps(row) for row in rows] if any(len(row) > 1 for row in rows) else []
    while gaps and n < len(rows):
        made = _at(rows, gaps, n, len(plain)) if len(gaps[n]) > 2 else None
        if made is None:
            plain.append(rows[n])
            n += 1
            continue
        block, first, last = made
        del plain[len(plain) - (n - first) :]
        if plain:
            found.append(Plain(plain))
        plain = []
        found.append(block)
        n = last
    plain += rows[n:] if not gaps else []
    if plain:
        found.append(Plain(plain))
    return found


def _at(rows: list[Row], gaps: list[Gaps], n: int, above: int) -> tuple[Block, int, int] | None:
    """The table or the columns that line `n` belongs to, and their lines; at most `above` of those before."""
    for fewest in (2, 1):
        first, last, free = _run(rows, gaps, n, n - above, fewest)
        free = [gap for gap in free if _divides(gap, rows[first:last])]
        if len(free) < fewest or last - first < 3:
            continue
        if fewest == 1:
            sides = _sides(rows[first:last], free)
            if sides is not None:
                return sides, first, last
            continue
        table = _table(rows[first:last], free)
        if table is not None:
            return table, first, last
    return None


def _run(rows: list[Row], gaps: list[Gaps], n: int, floor: int, fewest: int) -> tuple[int, int, Gaps]:
    """The lines around `n` that share `fewest` gutters, and these."""
    step = _step(rows)
    free = gaps[n]
    last = n + 1
    while last < len(rows) and last - n < _LONGEST_TABLE:
        near = _near(rows[last - 1], rows[last], step, gaps[last], _CLOSE)
        if not near and not _begins_cell(rows, gaps, last, step):
            break
        shared = _shared(free, gaps[last])
        if _inner(shared) < fewest:
            heads = last + 1 < len(rows) and _inner(_shared(free, gaps[last + 1])) >= fewest
            if not (fewest > 1 and heads and _heads_others(rows[last], free)):
                break
        else:
            free = shared
        last += 1
    first = n
    while first > floor:
        if not _near(rows[first - 1], rows[first], step, gaps[first - 1], _TIGHT):
            break
        shared = _shared(free, gaps[first - 1])
        if _inner(shared) < fewest:
            break
        free = shared
        first -= 1
    return first, last, free[1:-1]


def _near(upper: Row, lower: Row, step: float, gaps: Gaps, alone: float) -> bool:
    """Whether two lines may be of one table; a line with words in one column only must stand closer."""
    return upper[0].middle - lower[0].middle <= (_APART if _inner(gaps) else alone) * step


def _begins_cell(rows: list[Row], gaps: list[Gaps], n: int, step: float) -> bool:
    """A line of one column that belongs to the row below: a tall cell beside others at its middle."""
    if n + 1 >= len(rows) or not _inner(gaps[n + 1]):
        return False
    above, below = rows[n - 1][0].middle - rows[n][0].middle, rows[n][0].middle - rows[n + 1][0].middle
    return below <= _CLOSE * step and below < above <= _APART * step


def _step(rows: list[Row]) -> float:
    steps = [a[0].middle - b[0].middle for a, b in pairwise(rows)]
    steps = [step for step in steps if step > 1]
    return median(steps) if steps else 12.0


def _heads_others(row: Row, free: Gaps) -> bool:
    """A line over several columns that only heads the rows below it: "I. CHỈ TIÊU KINH TẾ"."""
    width = free[-1][0] - free[0][1]
    return row[-1].x1 - row[0].x0 < _SHORT * width and row[0].x0 < free[0][1] + 0.2 * width


# --- white space --------------------------------------------------------------------------------------


def words_of(piece: Piece) -> Iterator[Piece]:
    """A piece's words, each a piece."""
    for found in re.finditer(r"\S+", piece.text):
        end = piece.edges[found.end()] if found.end() < len(piece.edges) else piece.x1
        yield Piece(
            piece.edges[found.start()],
            piece.y0,
            max(end, piece.edges[found.end() - 1]),
            piece.y1,
            piece.origin + found.start(),
            found[0],
            piece.edges[found.start() : found.end()],
        )


def _gaps(row: Row) -> Gaps:
    """The white strips of a line, the margins first and last."""
    found: Gaps = []
    at = float("-inf")
    for piece in row:
        for word in words_of(piece):
            if word.x0 - at >= _GUTTER:
                found.append((at, word.x0))
            at = max(at, word.x1)
    found.append((at, float("inf")))
    return found


def _shared(one: Gaps, other: Gaps) -> Gaps:
    """The strips that are white in both; margins stay margins."""
    found: Gaps = []
    a = b = 0
    while a < len(one) and b < len(other):
        left, right = max(one[a][0], other[b][0]), min(one[a][1], other[b][1])
        if right - left >= _GUTTER:
            found.append((left, right))
        if one[a][1] < other[b][1]:
            a += 1
        else:
            b += 1
    return found


def _inner(gaps: Gaps) -> int:
    """Strips between words, without the margins."""
    return len(gaps) - 2


def _divides(gap: tuple[float, float], rows: Sequence[Row]) -> bool:
    """Whether words stand on both sides of a strip, in more than one line."""
    left = sum(row[0].x0 < gap[0] + 1 for row in rows)
    right = sum(row[-1].x1 > gap[1] - 1 for row in rows)
    return left > 1 and right > 1


# --- columns of text ----------------------------------------------------------------------------------


def _sides(rows: list[Row], free: Gaps) -> Sides | None:
    """The two sides of a gutter, where both are full of text."""
    gap = max(free, key=lambda gap: gap[1] - gap[0])
    middle = (gap[0] + gap[1]) / 2
    left: list[Row] = []
    right: list[Row] = []
    for row in rows:
        pieces = [
            word
            for piece in row
            for word in ([piece] if not piece.x0 < middle < piece.x1 else words_of(piece))
        ]
        for side, part in (
            (left, [p for p in pieces if p.x1 <= middle]),
            (right, [p for p in pieces if p.x0 >= middle]),
        ):
            if part:
                side.append(part)
    fewest = _FEWEST_RUNNING if _runs_on(left) and _runs_on(right) else _FEWEST_LINES
    if min(len(left), len(right)) < fewest // 2 or len(left) + len(right) < 2 * fewest:
        return None
    for side in (left, right):
        begin, end = min(row[0].x0 for row in side), max(row[-1].x1 for row in side)
        filled = sum(row[-1].x1 - row[0].x0 for row in side) / len(side)
        letters = sum(c.isalpha() for row in side for piece in row for c in piece.text)
        if filled < _FILLED * (end - begin) or letters < 12 * len(side):
            return None
    return Sides(left, right)


def _runs_on(side: list[Row]) -> bool:
    """Whether half of a side's lines begin in small letters: they go on, as no cells of a table do."""
    small = sum(row[0].text[:1].islower() for row in side[1:])
    return len(side) > 2 and small * 2 >= len(side) - 1


# --- tables -------------------------------------------------------------------------------------------


def _table(rows: list[Row], free: Gaps) -> Spaced | None:
    """The rows of a table that gutters divide; None where the lines do not look like one."""
    borders = [(gap[0] + gap[1]) / 2 for gap in free]
    lines = [_divided(row, borders) for row in rows]
    anchors = [n for n, line in enumerate(lines) if n and _is_anchor(line)]
    if len(anchors) < 2 or len(anchors) * 6 < len(lines):
        return None
    cuts = _cuts(rows, [0, *anchors])
    cells: list[list[list[Row]]] = []
    for start, end in zip([0, *cuts], [*cuts, len(lines)], strict=True):
        columns: list[list[Row]] = [[] for _ in range(len(borders) + 1)]
        for line in lines[start:end]:
            for column, words in enumerate(line):
                if words:
                    columns[column].append(words)
        cells.append(columns)
    return Spaced(cells, rows[0][0].middle)


def _divided(row: Row, borders: list[float]) -> list[Row]:
    """A line's words by column."""
    columns: list[Row] = [[] for _ in range(len(borders) + 1)]
    for piece in row:
        for word in words_of(piece):
            middle = (word.x0 + word.x1) / 2
            columns[sum(border < middle for border in borders)].append(word)
    return columns


def _is_anchor(line: list[Row]) -> bool:
    """Whether a row of the table has its number or a figure in this line."""
    first = " ".join(word.text for word in line[0])
    if _NUMBERED.fullmatch(first):
        return True
    figures = sum(
        _FIGURE.fullmatch(" ".join(word.text for word in words)) is not None for words in line[1:] if words
    )
    return figures > 0 and bool(line[0] or line[1]) and sum(map(bool, line)) > 1


def _cuts(rows: list[Row], anchors: list[int]) -> list[int]:
    """The lines at which rows of the table begin: between two anchors, where the white is widest."""
    steps = [a[0].middle - b[0].middle for a, b in pairwise(rows)]
    found = []
    for upper, lower in pairwise(anchors):
        between = steps[upper:lower]
        widest = max(between)
        even = widest < 1.12 * min(between)
        found.append(lower if even else upper + 1 + len(between) - 1 - between[::-1].index(widest))
    return found
