"""A PDF page as pieces of lines and ruled lines, in the coordinates a reader sees: points, y upwards.

What pypdfium2 tells is one character after the other with its box; pieces are put together from boxes,
because the order in the file is that of the program that wrote it, not the page's.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dondoc.text.normalize import original

_GAP = 1.1  # of the letters' height: a wider gap in a line parts columns
_SHIFT = 0.5  # of the height: letters farther apart vertically are of two lines
_THIN = 3.0  # points: a path no thicker is a ruled line
_SHORTEST = 6.0  # points: shorter rules are decoration
_MOST_PATHS = 20_000  # of a page; a drawing, not a table
_HYPHEN = 0x02  # what pdfium gives for a hyphen at a line's end
_NOT_TEXT = frozenset((0, 0xFFFE, 0xFFFF))


@dataclass(slots=True)
class Piece:
    """Letters of one line that stand together."""

    x0: float
    y0: float
    x1: float
    y1: float
    origin: int  # place of its first character among the page's, as pdfium counts
    text: str = ""
    edges: list[float] = field(default_factory=list)  # left edge of each character

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    def spell(self, text: str, offsets: tuple[tuple[int, int], ...]) -> None:
        """Give it other letters, each at the edge of the one it was made of."""
        self.edges = [self.edges[original(offsets, n)] for n in range(len(text))]
        self.text = text

    def cut(self, x: float) -> tuple[Piece, Piece]:
        """Its characters left and right of a vertical line."""
        at = sum(edge < x for edge in self.edges)
        left = Piece(self.x0, self.y0, min(x, self.x1), self.y1, self.origin, self.text[:at], self.edges[:at])
        right = Piece(x, self.y0, self.x1, self.y1, self.origin + at, self.text[at:], self.edges[at:])
        return left, right


Row = list[Piece]  # pieces side by side, from the left


class Rule(NamedTuple):
    """A ruled line: horizontal where y0 == y1, else vertical."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class PageText:
    """What stands on a page."""

    number: int  # 1-based
    width: float
    height: float
    rows: list[Row]
    rules: list[Rule]
    origin: int  # characters of the file before this page
    characters: int


def read_page(page: Any, number: int, origin: int) -> PageText:
    """Pieces and rules of a pypdfium2 page; `origin` is how many characters stand on earlier pages."""
    turn = page.get_rotation() % 360
    width, height = page.get_size()
    flat = (height, width) if turn in (90, 270) else (width, height)
    textpage = page.get_textpage()
    try:
        pieces, count = _pieces(textpage, turn, flat, origin)
    finally:
        textpage.close()
    return PageText(number, width, height, rows(pieces), _rules(page, turn, flat), origin, count)


def _turned(turn: int, size: tuple[float, float], x: float, y: float) -> tuple[float, float]:
    """A point as seen on the page that is shown turned clockwise."""
    if turn == 90:
        return y, size[0] - x
    if turn == 180:
        return size[0] - x, size[1] - y
    if turn == 270:
        return size[1] - y, x
    return x, y


def _pieces(textpage: Any, turn: int, size: tuple[float, float], origin: int) -> tuple[list[Piece], int]:
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    pointer = ctypes.byref(box)
    count = textpage.count_chars()
    pieces: list[Piece] = []
    piece: Piece | None = None
    space = False
    for n in range(count):
        code = raw.FPDFText_GetUnicode(textpage, n)
        if code in _NOT_TEXT:
            continue
        if code in (10, 13):
            piece, space = None, False
            continue
        if code in (32, 9, 160):
            space = True
            continue
        if not raw.FPDFText_GetLooseCharBox(textpage, n, pointer):
            continue
        x0, y0 = _turned(turn, size, box.left, box.bottom)
        x1, y1 = _turned(turn, size, box.right, box.top)
        x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        if piece is None or _apart(piece, x0, y0, y1):
            piece = Piece(x0, y0, x1, y1, origin + n)
            pieces.append(piece)
        elif space:
            piece.text += " "
            piece.edges.append(piece.x1)
        space = False
        piece.text += "-" if code == _HYPHEN else _letter(code)
        piece.edges.append(x0)
        piece.x1 = max(piece.x1, x1)
        piece.y0, piece.y1 = min(piece.y0, y0), max(piece.y1, y1)
    return pieces, count


def _letter(code: int) -> str:
    if code < 32 or 0xD800 <= code < 0xE000:
        return "\ufffd"
    return chr(code)


def _apart(piece: Piece, x0: float, y0: float, y1: float) -> bool:
    height = max(piece.height, y1 - y0, 1.0)
    if abs((y0 + y1) / 2 - piece.middle) > _SHIFT * height:
        return True
    return x0 - piece.x1 > _GAP * height or x0 < piece.x0 - height


def rows(pieces: list[Piece]) -> list[Row]:
    """Pieces side by side, from the top of the page down."""
    found: list[Row] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if found and abs(found[-1][0].middle - piece.middle) < _SHIFT * min(
            piece.height, found[-1][0].height
        ):
            found[-1].append(piece)
        else:
            found.append([piece])
    for row in found:
        row.sort(key=lambda piece: piece.x0)
    return [_closed(row) for row in found]


def _closed(row: Row) -> Row:
    """Pieces that touch become one: a word set in two fonts."""
    made = [row[0]]
    for piece in row[1:]:
        last = made[-1]
        gap = piece.x0 - last.x1
        if gap > _GAP * max(last.height, piece.height):
            made.append(piece)
            continue
        if gap > 0.15 * last.height and not last.text.endswith(" "):
            last.text += " "
            last.edges.append(last.x1)
        last.text += piece.text
        last.edges += piece.edges
        last.x1 = max(last.x1, piece.x1)
        last.y0, last.y1 = min(last.y0, piece.y0), max(last.y1, piece.y1)
    return made


# --- ruled lines --------------------------------------------------------------------------------------


def _rules(page: Any, turn: int, size: tuple[float, float]) -> list[Rule]:
    from pypdfium2 import raw

    found: list[Rule] = []
    for seen, item in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4)):
        if seen > _MOST_PATHS:
            return []
        left, bottom, right, top = item.get_bounds()
        if right - left <= _THIN or top - bottom <= _THIN:
            boxes = [(left, bottom, right, top)]
        else:
            boxes = _segments(item, raw)
        for a, b, c, d in boxes:
            x0, y0 = _turned(turn, size, a, b)
            x1, y1 = _turned(turn, size, c, d)
            found += _straight(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return found


def _straight(x0: float, y0: float, x1: float, y1: float) -> list[Rule]:
    if y1 - y0 <= _THIN and x1 - x0 >= _SHORTEST:
        y = (y0 + y1) / 2
        return [Rule(x0, y, x1, y)]
    if x1 - x0 <= _THIN and y1 - y0 >= _SHORTEST:
        x = (x0 + x1) / 2
        return [Rule(x, y0, x, y1)]
    return []


def _segments(item: Any, raw: Any) -> list[tuple[float, float, float, float]]:
    """The straight parts of a path that draws more than one line."""
    count = raw.FPDFPath_CountSegments(item)
    if not 1 < count < 4_000:
        return []
    matrix = item.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    boxes: list[tuple[float, float, float, float]] = []
    start = last = (0.0, 0.0)
    for n in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, n)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = matrix.on_point(x.value, y.value)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == raw.FPDF_SEGMENT_LINETO:
            boxes.append((*last, *point))
        if raw.FPDFPathSegment_GetClose(segment):
            boxes.append((*point, *start))
        last = point
    return boxes
