r"""Tables of years copied as one cell a line: an empty line is an empty cell, rows have no numbers.

Chỉ tiêu
ĐVT
Thực hiện giai đoạn 2003 - 2005     what stands over the years
2003                                the years say how many columns there are
2004
2005
A                                   a row of marks may follow
…
Tổng đàn bò
Con

1.281                               the first year's cell is empty
1.500

A page that puts an empty line behind every cell has none for an empty one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dondoc.records.source import Span

_HEAD = re.compile(
    r"^[ \t]*(?:(?:Các |Tên )?(?:chỉ tiêu|nội dung|hạng mục|sản phẩm|danh mục|tiêu chí|mặt hàng|loại cây"
    r"|cây trồng|vật nuôi|ngành|khoản mục))[ \t]*\n"
    r"(?P<blank>[ \t]*\n)?(?P<unit>[ \t]*(?:ĐVT|Đơn vị(?: tính)?)\.?[ \t]*\n)?",
    re.MULTILINE | re.IGNORECASE,
)
_YEAR = re.compile(r"(?:(?:năm|TH|KH|thực hiện|kế hoạch|ước)(?: năm)? ?)?(?:19|20)\d\d", re.IGNORECASE)
_YEAR_LINES = re.compile(r"\n(?<=\d\n)\s*[^\n]{0,40}\d\d\s*(?:\n|$)")  # in every such table
_MARK = re.compile(r"\(?(?:\d{1,2}|[A-E])\)?")
_AMOUNT = re.compile(r"[<>≥≤]?\s?-?\d[\d.,]*(?: ?%)?|[-–x]")
_MOST_YEARS, _FEWEST_YEARS = 12, 2
_TITLES = 2  # lines that may stand over the years
_GAP = 8  # empty lines between two rows
_LONGEST_NAME, _LONGEST_UNIT = 120, 24
_FEWEST_ROWS = 2

Cells = list[Span]


def find(text: str) -> Iterator[list[Cells]]:
    """The rows of such tables, the head first."""
    if _YEAR_LINES.search(text) is None:
        return
    done = 0
    for head in _HEAD.finditer(text):
        if head.start() >= done and (rows := _rows(text, head)) is not None:
            done = rows[-1][-1].end
            yield rows


def _rows(text: str, head: re.Match[str]) -> list[Cells] | None:
    lines = _lines(text, head.start())
    if head["blank"] is not None:  # a page that puts an empty line behind every cell: none of them is a cell
        lines = [line for line in lines if _said(text, line)]
    unit = head["unit"] is not None
    first = 1 + unit
    at = first
    while at < len(lines) and at < first + _TITLES and not _YEAR.fullmatch(_said(text, lines[at])):
        at += 1
    years = at
    while years < len(lines) and years - at < _MOST_YEARS and _YEAR.fullmatch(_said(text, lines[years])):
        years += 1
    if years - at < _FEWEST_YEARS:
        return None
    width = first + years - at
    rows = [[*lines[:first], *lines[at:years]]]
    at = years
    if all(_MARK.fullmatch(_said(text, line)) for line in lines[at : at + width]):
        at += width
    while at < len(lines):
        gap = 0
        while at < len(lines) and not _said(text, lines[at]) and gap < _GAP:
            at, gap = at + 1, gap + 1
        row = lines[at : at + width]
        if not row or not _is_name(_said(text, row[0])):
            break
        if len(row) == width and _is_row(text, row, unit=unit):
            rows.append(row)
            at += width
            continue
        following = next((line for line in lines[at + 1 : at + width] if _said(text, line)), None)
        if following is None or not _is_name(_said(text, following)):
            break
        at += 1  # a heading between the rows: "II. Chăn nuôi"
    full = sum(any(_AMOUNT.fullmatch(_said(text, cell)) for cell in row[first:]) for row in rows[1:])
    return rows if full >= _FEWEST_ROWS else None


def _lines(text: str, start: int) -> Cells:
    """The lines from a place on, without the white space around them."""
    found: Cells = []
    at = start
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        words = text[at:end].strip()
        first = at + text[at:end].find(words) if words else at
        found.append(Span(first, first + len(words)))
        at = end + 1
    return found


def _said(text: str, line: Span) -> str:
    return text[line.slice]


def _is_name(words: str) -> bool:
    return any(map(str.isalpha, words)) and len(words) <= _LONGEST_NAME and not _AMOUNT.fullmatch(words)


def _is_row(text: str, row: Cells, *, unit: bool) -> bool:
    """Whether cells are a name, its unit and amounts, of which some or all may be left out."""
    words = [_said(text, cell) for cell in row[1:]]
    if unit and (_AMOUNT.fullmatch(words[0]) or len(words[0]) > _LONGEST_UNIT):
        return False
    return all(not amount or _AMOUNT.fullmatch(amount) for amount in words[unit:])
