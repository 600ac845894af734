"""The edges of a PDF's pages: running heads and feet, the heading in two columns, the signature."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from dondoc.reading import masthead
from dondoc.reading.pdflines import PageText, Row
from dondoc.text.normalize import fold

_EDGE_ROWS = 2  # rows at a page's top and bottom that may be running heads
_PAGE_NUMBER = re.compile(
    r"(?:[-–—\s]*\d{1,4}[-–—\s]*|(?:trang|page)\s*\d{1,4}(?:\s*[/|]\s*\d{1,4})?|\d{1,4}\s*/\s*\d{1,4})",
    re.IGNORECASE,
)
_PRINTED = re.compile(  # what a browser prints round a page
    r"(?:https?|file)://\S*(?:\s+\d+/\d+)?|\d{1,2}/\d{1,2}/\d{2,4},?\s+\d{1,2}:\d{2}.*"
)
_MOTTO = re.compile(r"(?<=\S\s)(?:CỘNG H(?:ÒA|OÀ) XÃ|ĐẢNG CỘNG SẢN|Độc lập ?[-–])")
_SIGNATURE = re.compile(r"(?:nơi nhận\s*:?|tm\.|t/m|kt\.|k/t|tl\.|t/l)")


# --- running heads ------------------------------------------------------------------------------------


def drop_margins(pages: list[PageText]) -> list[str]:
    """Take page numbers and repeated heads and feet out of the pages; the different ones are returned."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(row) for row in _edge_rows(page)})
    dropped: dict[str, str] = {}
    for page in pages:
        gone = []
        for row in _edge_rows(page):
            words = words_in(row)
            repeated = len(pages) > 2 and seen[_shape(row)] > len(pages) / 2
            printed = _PAGE_NUMBER.fullmatch(words) or _PRINTED.fullmatch(words)
            if repeated or (printed and _at_edge(page, row)):
                gone.append(row)
                if not _PAGE_NUMBER.fullmatch(words):
                    dropped.setdefault(_shape(row), words)
        page.rows = [row for row in page.rows if not any(row is other for other in gone)]
    return list(dropped.values())


def _edge_rows(page: PageText) -> list[Row]:
    if len(page.rows) <= 2 * _EDGE_ROWS:
        return page.rows[:1] + page.rows[1:][-1:]
    return page.rows[:_EDGE_ROWS] + page.rows[-_EDGE_ROWS:]


def _at_edge(page: PageText, row: Row) -> bool:
    return row[0].y0 > 0.88 * page.height or row[0].y1 < 0.12 * page.height


def _shape(row: Row) -> str:
    return re.sub(r"\d+", "0", words_in(row))


def words_in(row: Row) -> str:
    return " ".join(" ".join(piece.text for piece in row).split())


# --- columns ------------------------------------------------------------------------------------------


def heading(rows: list[Row]) -> tuple[int, int, float] | None:
    """The rows of a heading in two columns and where they part; None where there is none."""
    rows[:14] = [_parted(row) for row in rows[:14]]
    head = rows[:14]
    marked = [n for n, row in enumerate(head) if len(row) > 1 and masthead.MARKS.search(words_in(row))]
    if not marked:
        return None
    first = marked[0]
    row = head[first]
    gaps = [(b.x0 - a.x1, (a.x1 + b.x0) / 2) for a, b in pairwise(row)]
    split = max(gaps)[1]
    stop = first
    for n in range(first, len(head)):
        if _crosses(head[n], split) or (n > first and len(head[n]) == 1 and _names_kind(head[n])):
            break
        stop = n + 1
    begin = first
    while begin and not _crosses(head[begin - 1], split):
        begin -= 1
    return begin, stop, split


def _parted(row: Row) -> Row:
    """A row of the heading in which issuer and motto stand so close that they were read as one piece."""
    parts: Row = []
    for piece in row:
        motto = _MOTTO.search(piece.text)
        parts += piece.cut(piece.edges[motto.start()]) if motto else (piece,)
    return parts


def _crosses(row: Row, split: float) -> bool:
    return any(piece.x0 < split - 4 and piece.x1 > split + 4 for piece in row)


def _names_kind(row: Row) -> bool:
    words = words_in(row)
    return words.isupper() and masthead.kind_at(fold(words)) is not None


def signature(rows: list[Row]) -> tuple[int, int, float] | None:
    """The rows of Nơi nhận and signature side by side; None where they do not stand so."""
    for n, row in enumerate(rows):
        words = fold(words_in(row))
        if "nơi nhận" not in words and not (len(row) > 1 and _SIGNATURE.match(fold(row[-1].text))):
            continue
        around = rows[n : n + 12]
        pairs = [near for near in around if len(near) == 2]
        if not pairs:
            return None
        split = (max(near[0].x1 for near in pairs) + min(near[1].x0 for near in pairs)) / 2
        begin = n
        while begin and n - begin < 4 and all(p.x0 > split for p in rows[begin - 1]):
            begin -= 1
        stop = n
        for below in rows[n:]:
            if _crosses(below, split):
                break
            stop += 1
        return begin, stop, split
    return None
