"""Ruled tables of a PDF page: cells between lines, merged where the line between them is missing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from dondoc.reading.pdflines import Piece, Row, Rule, rows

_NEAR = 3.5  # points within which two rules meet or are one
_MOST_CELLS = 20_000


@dataclass(slots=True)
class RuledTable:
    """A table's rules, its grid, and the rows of words in each cell."""

    xs: list[float]  # of the vertical rules, from the left
    ys: list[float]  # of the horizontal rules, from the top
    grid: list[list[int]]  # [row][column] → number of the cell
    cells: list[list[Row]]

    def holds(self, piece: Piece) -> bool:
        middle = (piece.x0 + piece.x1) / 2
        return (
            self.xs[0] - _NEAR <= middle <= self.xs[-1] + _NEAR and self.ys[-1] <= piece.middle <= self.ys[0]
        )


def ruled(page_rows: list[Row], rules: list[Rule]) -> tuple[list[RuledTable], list[Row]]:
    """The ruled tables of a page from the top, and the rows that stand in none of them."""
    tables: list[RuledTable] = []
    for group in _groups(rules):
        made = _grid(group)
        if made is not None:
            tables.append(made)
    tables.sort(key=lambda table: -table.ys[0])
    outside: list[Row] = []
    inside: dict[int, list[Piece]] = {}
    for row in page_rows:
        left: Row = []
        for piece in row:
            at = next((n for n, t in enumerate(tables) if t.holds(piece)), None)
            if at is None:
                left.append(piece)
            else:
                inside.setdefault(at, []).append(piece)
        if left:
            outside.append(left)
    kept: list[RuledTable] = []
    for n, table in enumerate(tables):
        if n in inside and _fill(table, inside[n]):
            kept.append(table)
        elif n in inside:  # a frame round a text
            outside += rows(inside[n])
    outside.sort(key=lambda row: -row[0].middle)
    return kept, outside


def _groups(rules: list[Rule]) -> list[list[Rule]]:
    """Rules that touch each other, directly or through others. Found by sweeping from the top."""
    groups: list[list[Rule]] = []
    boxes: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: -rule.y1):
        group, box = [rule], rule
        for n in range(len(groups) - 1, -1, -1):
            other = boxes[n]
            if (
                box.x0 - _NEAR <= other.x1
                and other.x0 - _NEAR <= box.x1
                and box.y0 - _NEAR <= other.y1
                and other.y0 - _NEAR <= box.y1
            ):
                group += groups.pop(n)
                boxes.pop(n)
                box = Rule(
                    min(box.x0, other.x0), min(box.y0, other.y0), max(box.x1, other.x1), max(box.y1, other.y1)
                )
        groups.append(group)
        boxes.append(box)
    return groups


def _clustered(values: Iterable[float]) -> list[float]:
    """Places of rules, those within `_NEAR` of each other taken as one."""
    found: list[list[float]] = []
    for value in sorted(values):
        if found and value - found[-1][-1] <= _NEAR:
            found[-1].append(value)
        else:
            found.append([value])
    return [sum(values) / len(values) for values in found]


def _grid(group: list[Rule]) -> RuledTable | None:
    """The grid that touching rules draw; None where they draw less than two rows of two cells."""
    across = [rule for rule in group if rule.y0 == rule.y1]
    down = [rule for rule in group if rule.y0 != rule.y1]
    xs = _clustered(rule.x0 for rule in down)
    ys = _clustered(rule.y0 for rule in across)[::-1]
    if len(xs) < 3 or len(ys) < 3 or len(xs) * len(ys) > _MOST_CELLS:
        return None
    width, height = len(xs) - 1, len(ys) - 1
    parent = list(range(width * height))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for r in range(height):
        y = (ys[r] + ys[r + 1]) / 2
        for c in range(width):
            x = (xs[c] + xs[c + 1]) / 2
            if c + 1 < width and not any(abs(d.x0 - xs[c + 1]) <= _NEAR and d.y0 <= y <= d.y1 for d in down):
                parent[root(r * width + c + 1)] = root(r * width + c)
            if r + 1 < height and not any(
                abs(a.y0 - ys[r + 1]) <= _NEAR and a.x0 <= x <= a.x1 for a in across
            ):
                parent[root((r + 1) * width + c)] = root(r * width + c)
    numbers: dict[int, int] = {}
    grid = [
        [numbers.setdefault(root(r * width + c), len(numbers)) for c in range(width)] for r in range(height)
    ]
    return RuledTable(xs, ys, grid, [[] for _ in numbers])


def _fill(table: RuledTable, pieces: list[Piece]) -> bool:
    """Put pieces into their cells; False where fewer than two cells hold words."""
    inside: dict[int, list[Piece]] = {}
    for piece in pieces:
        r = bisect_left([-y for y in table.ys], -piece.middle) - 1
        r = min(max(r, 0), len(table.grid) - 1)
        for part in _cut(piece, table.xs, table.grid[r]):
            c = bisect_left(table.xs, (part.x0 + part.x1) / 2) - 1
            c = min(max(c, 0), len(table.grid[r]) - 1)
            inside.setdefault(table.grid[r][c], []).append(part)
    for number, parts in inside.items():
        table.cells[number] = rows(parts)
    return sum(map(bool, table.cells)) > 1


def _cut(piece: Piece, xs: list[float], row: list[int]) -> list[Piece]:
    """A piece that runs over a cell's border belongs to both cells."""
    parts = []
    for c in range(1, len(xs) - 1):
        if row[c - 1] != row[c] and piece.x0 + _NEAR < xs[c] < piece.x1 - _NEAR:
            left, piece = piece.cut(xs[c])
            if left.text.strip():
                parts.append(left)
    if piece.text.strip():
        parts.append(piece)
    return parts
