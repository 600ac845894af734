r"""Tables that stand in plain text: "a | b | c", one row a line, or one cell a line, with "|" or without.

    |                         TT | Nội dung | Cơ quan chủ trì
    TT                        1 | Rà soát quy hoạch | Sở Xây dựng
    |
    Nội dung                  both become the same Table: cells with their spans, and a grid
    |
    |
    1
    |

The table that sets a heading or a signature (issuer left, quốc hiệu right; Nơi nhận left) is no table here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice, pairwise

from dondoc import packs
from dondoc.reading import masthead, stackedtables, yearlines, yeartables
from dondoc.records.document import Cell, Table
from dondoc.records.source import Span
from dondoc.text.normalize import fold

_FEWEST_REPEATS = 4  # columns of a row that can be one merged cell
_WIDEST_GAP = 4  # characters of the empty lines between two rows
_LONGEST_CELL = 4_000  # characters; more means that the next "|" closes something else
_BAR_LINE = re.compile(r"^[ \t\u00a0]*\|[ \t\u00a0]*\r?$", re.MULTILINE)
_ROW_LINE = re.compile(r"^(?=[^\n]*\|)(?![ \t\u00a0]*\|[ \t\u00a0]*\r?$)[^\n]+$", re.MULTILINE)
_TAB_LINE = re.compile(r"^[^\n\t]*\t[^\n]*$", re.MULTILINE)
_RULE = re.compile(r"[\s|:=+\-–—_]*")  # |---|:--:| of Markdown
_LAYOUT = re.compile(
    r"cộng hòa xã hội|độc lập\W+tự do|cộng sản việt nam|nơi nhận\s*:?"
    r"|(?:^|[\n*])\s*(?:tm|kt|tl|tuq)\.\s|t/m|k/t"
)
_ORDER = re.compile(r"\**(?:S?TT|Stt|Số TT|Số thứ tự)\.?\**")
_NUMBERING = re.compile(r"\(?(?:\d{1,2}|[a-e])\)?(?:\s*=\s*.*)?")  # the row (1) (2) (3) under a header
_LABEL = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[ivxlc]{1,6}|[a-zđ])\)?[.)]?")

Cells = list[Span]


def find(text: str) -> tuple[Table, ...]:
    """The tables printed in a text, in its order; () where there are none."""
    tables: list[Table] = []
    if "|" in text:
        tables += [_table(text, rows) for rows in _yearly(text)]
        for start, end in _without(tables, _regions(text)):
            rows = _unmarked_rows(text, start, end) or list(_bar_rows(text, start, end))
            if len(rows) > 1 and max(map(len, rows)) > 1 and not _is_layout(text, rows):
                tables.append(_table(text, rows))
        taken = [table.span for table in tables]
        for lines in _runs(text, _ROW_LINE):
            if any(a <= lines[0].start < b for a, b in taken):
                continue
            # "| Trung ương giao | HĐND giao |" above rows without a first bar: its first cell is empty
            barred = sum(text[line.slice].lstrip().startswith("|") for line in lines)
            framed = barred * 2 > len(lines)
            tables.extend(_line_table(text, [_split(text, line, "|", framed=framed) for line in lines]))
    if "\t" in text:
        for lines in _runs(text, _TAB_LINE):
            rows = [_split(text, line, "\t") for line in lines]
            if min(map(len, rows)) > 2 or _known_header(text, rows[0]) > 1:
                tables.extend(_line_table(text, rows))
    for stacked in chain(stackedtables.find(text, role_of), yeartables.find(text), yearlines.find(text)):
        span = Span(stacked[0][0].start, stacked[-1][-1].end)
        if not any(table.span.start < span.end and span.start < table.span.end for table in tables):
            tables.append(_table(text, stacked))
    return tuple(sorted(tables, key=lambda table: table.span))


def roles(text: str, table: Table) -> tuple[str | None, ...]:
    """What each column holds, by its header's words: "content", "lead", "deadline" …; None where unknown.

    The names are the ids of the pack `columns`.
    """
    width = len(table.grid[0]) if table.grid else 0
    found: list[str | None] = []
    for column in range(width):
        words = [
            table.text_at(text, row, column) for row in range(min(max(table.header_rows, 1), len(table.grid)))
        ]
        found.append(next((role for role in map(role_of, reversed(words)) if role), None))
    return tuple(found)


def role_of(heading: str) -> str | None:
    """What a column headed so holds: the longest form of the pack `columns` its words begin with."""
    words = " ".join(fold(heading).replace("*", " ").split())
    initial = _INITIAL.match(words)
    for form, role in _forms().get(initial[0] if initial else "", ()):
        if words.startswith(form) and not words[len(form) : len(form) + 1].isalpha():
            return role
    return None


_INITIAL = re.compile(r"\w*")


@lru_cache(maxsize=1)
def _forms() -> dict[str, tuple[tuple[str, str], ...]]:
    """First word → (folded heading, role), the longest heading first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for form, entry in packs.load().forms("columns").items():
        folded = fold(form)
        initial = _INITIAL.match(folded)
        found.setdefault(initial[0] if initial else "", []).append((folded, entry["id"]))
    return {word: tuple(sorted(forms, key=lambda item: -len(item[0]))) for word, forms in found.items()}


# --- one cell a line ----------------------------------------------------------------------------------


def _regions(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of lines that "|" lines divide: from the first bar to the last, or to the text's end."""
    start = last = -1  # end of the bars
    for bar in _BAR_LINE.finditer(text):
        if start >= 0 and not _continues(text, last, bar.start()):
            yield start, last
            start = -1
        if start < 0:
            start = bar.start()
        last = bar.end()
    if start >= 0:
        tail = text[last:]
        closed = not tail.strip() or _blank_first(tail) or len(tail) > _LONGEST_CELL
        yield start, last if closed else len(text.rstrip())


def _continues(text: str, last: int, bar: int) -> bool:
    """Whether what stands between two bars is a cell: it follows its bar at once, or is empty."""
    between = text[last:bar]
    return len(between) <= _LONGEST_CELL and (not between.strip() or not _blank_first(between))


def _blank_first(between: str) -> bool:
    """Whether the line after a bar is empty, or says the kind of document: the heading's table ends there."""
    line = between.partition("\n")[2].partition("\n")[0].strip(" \t\xa0*_")
    return not line or (line.isupper() and fold(line) in masthead.kinds())


def _unmarked_rows(text: str, start: int, end: int) -> list[Cells] | None:
    """The rows where a bar follows every cell and nothing parts the rows: "TT | Chỉ tiêu | KH | 1 | …"."""
    line = text.rfind("\n", 0, max(0, start - 1)) + 1
    if not _ORDER.fullmatch(text[line:start].strip()):
        return None
    first = _trimmed(text, line, start)
    return stackedtables.rows_of(text, [first, *_bar_cells(text, start, end)], role_of)


def _yearly(text: str) -> Iterator[list[Cells]]:
    """The rows of tables where a bar follows every cell and rows begin with years: "Năm | Điểm | 2024"."""
    done = 0
    for head in islice(_YEARS_HEAD.finditer(text), _MOST_YEARLY):
        if head.start() < done:
            continue
        end = min(len(text), head.end() + _LONGEST_CELL)
        cells = [_trimmed(text, *head.span(1)), *_bar_cells(text, head.end(1), end)]
        years = [n for n, cell in enumerate(cells) if _A_YEAR.fullmatch(text[cell.slice])]
        width = years[0] if years else 0
        rows = sum(1 for n, at in enumerate(years, 1) if at == n * width)
        if 1 < width <= _WIDEST_YEARLY and rows >= _FEWEST_YEARS and len(cells) >= (rows + 1) * width:
            found = [cells[row * width : (row + 1) * width] for row in range(rows + 1)]
            done = found[-1][-1].end
            yield found


def _without(tables: Sequence[Table], regions: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The regions without the tables that have been read in them."""
    for start, end in regions:
        at = start
        for table in tables:
            if start <= table.span.end and table.span.start < end:
                yield at, max(at, table.span.start)
                at = table.span.end + 1
        yield at, end


_YEARS_HEAD = re.compile(r"^[ \t*]*(Năm(?: học)?|NĂM)[ \t*]*\n(?=[ \t]*\|[ \t]*\r?$)", re.MULTILINE)
_A_YEAR = re.compile(r"\**(?:19|20)\d\d\**")
_WIDEST_YEARLY = 8  # columns
_MOST_YEARLY = 50  # heads looked at: a text of nothing else stays cheap
_FEWEST_YEARS = 3  # rows; fewer years in a row can be anything


def _bar_rows(text: str, start: int, end: int) -> Iterator[Cells]:
    """The rows of a region. Two bars in succession end a row, or hold an empty cell: the width decides."""
    cells = _bar_cells(text, start, end)
    row: Cells = []
    width = 0
    for n, cell in enumerate(cells):
        if cell or (row and len(row) < width and _fits(cells, n, width - len(row))):
            row.append(cell)
            continue
        if not row and n and not cells[n - 1] and _fits(cells, n, width):  # a row whose first cell is empty
            row.append(cell)
            continue
        if row:
            width = width or len(row)
            yield row
        row = []
    if row:
        yield row


def _fits(cells: Cells, n: int, missing: int) -> bool:
    """Whether the empty place `n` is a cell: with it, and what follows up to the next, the row is full."""
    after = n + 1
    while after < len(cells) and cells[after] and after - n <= missing:
        after += 1
    return after - n == missing


def _bar_cells(text: str, start: int, end: int) -> Cells:
    bars = [(m.start(), m.end()) for m in _BAR_LINE.finditer(text, start, end)]
    edges = [*bars, (end, end)]
    return [_trimmed(text, a[1], b[0]) for a, b in pairwise(edges)]


# --- one row a line -----------------------------------------------------------------------------------


def _runs(text: str, pattern: re.Pattern[str]) -> Iterator[list[Span]]:
    """Successive lines a pattern matches, two or more; empty lines part only rows of different width."""
    run: list[Span] = []
    for match in pattern.finditer(text):
        if run and match.start() != run[-1].end + 1 and not _one_table(text, run[-1], match):
            if len(run) > 1:
                yield run
            run = []
        run.append(Span(*match.span()))
    if len(run) > 1:
        yield run


def _one_table(text: str, last: Span, match: re.Match[str]) -> bool:
    """Whether rows go on behind empty lines: as many bars, two at least."""
    between = text[last.end : match.start()]
    if len(between) > _WIDEST_GAP or not between.isspace():
        return False
    bars = text.count("|", last.start, last.end)
    return bars > 1 and bars == text.count("|", match.start(), match.end())


def _split(text: str, line: Span, mark: str, *, framed: bool = False) -> Cells:
    """The cells of a line; a bar at its end holds none, nor one at its beginning where the head has one."""
    words = text[line.slice]
    if _RULE.fullmatch(words):
        return []
    places = [i for i, c in enumerate(words) if c == mark]
    edges = [-1, *places, len(words)]
    cells = [_trimmed(text, line.start + a + 1, line.start + b) for a, b in pairwise(edges)]
    if mark == "|":
        if framed and words.lstrip().startswith("|"):
            cells = cells[1:]
        if words.rstrip().endswith("|"):
            cells = cells[:-1]
    return cells


def _line_table(text: str, rows: Sequence[Cells]) -> Iterator[Table]:
    rows = [row for row in rows if row]
    if len(rows) > 1 and max(map(len, rows)) > 1 and not _is_layout(text, rows):
        yield _table(text, list(rows))


# --- both ---------------------------------------------------------------------------------------------


def _trimmed(text: str, start: int, end: int) -> Span:
    """The cell's words without spaces and the stars of Markdown around them."""
    while start < end and (text[start].isspace() or text[start] in "*_"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "*_"):
        end -= 1
    return Span(start, end)


def _is_layout(text: str, rows: Sequence[Cells]) -> bool:
    """Heading and signature are set with tables that have no header and few rows."""
    if len(rows) > 4 or _known_header(text, rows[0]) > 1:
        return False
    return any(_LAYOUT.search(fold(text[cell.slice])) for row in rows for cell in row)


def _known_header(text: str, row: Cells) -> int:
    return sum(role_of(text[cell.slice]) is not None for cell in row)


def _table(text: str, rows: list[Cells]) -> Table:
    """Cells and grid. A row of one cell is a group's heading and covers the whole width."""
    width = max(map(len, rows))
    cells: list[Cell] = []
    grid: list[list[int]] = []
    for r, row in enumerate(rows):
        line: list[int] = []
        repeats = _repeats(text, row)
        for c, span in enumerate(row):
            if repeats and c > 1:  # a merged cell whose words were printed in every column
                cells[-1] = replace(cells[-1], colspan=c)
                line.append(len(cells) - 1)
                continue
            alone = len(row) == 1 < width
            cells.append(Cell(span, row=r, column=c, colspan=width if alone else 1))
            line += [len(cells) - 1] * (width if alone else 1)
        grid.append(line + [-1] * (width - len(line)))
    start = min(span.start for row in rows for span in row)
    end = max(span.end for row in rows for span in row)
    header = _header_rows(text, rows)
    if header > 1:
        grid, cells = _banded(grid, cells)
    return Table(Span(start, end), tuple(cells), tuple(map(tuple, grid)), header)


def _repeats(text: str, row: Cells) -> bool:
    """Whether a row behind its number is one cell printed in every column: "I | Về y tế | Về y tế | …"."""
    if len(row) < _FEWEST_REPEATS:
        return False
    words = text[row[1].slice]
    return any(c.isalpha() for c in words) and all(text[span.slice] == words for span in row[2:])


def _banded(grid: list[list[int]], cells: list[Cell]) -> tuple[list[list[int]], list[Cell]]:
    """A head of two rows: "So sánh" covers the empty place right of it, "Chỉ tiêu" the one below."""
    top, below = grid[0], grid[1]
    new = list(top)
    for c in range(1, len(top)):
        empty = top[c] < 0 or not cells[top[c]].span
        if empty and below[c] >= 0 and cells[below[c]].span and new[c - 1] >= 0 and cells[below[c - 1]].span:
            new[c] = new[c - 1]
    under = list(below)
    for c, index in enumerate(below):
        if (index < 0 or not cells[index].span) and new[c] >= 0 and new.count(new[c]) == 1:
            under[c] = new[c]
    lines = [new, under, *grid[2:]]
    kept = sorted({index for line in lines for index in line if index >= 0})
    number = {old: n for n, old in enumerate(kept)} | {-1: -1}
    made = [
        replace(cells[old], colspan=max(cells[old].colspan, lines[cells[old].row].count(old)),
                rowspan=2 if cells[old].row == 0 and old in under else 1)
        for old in kept
    ]  # fmt: skip
    return [[number[index] for index in line] for line in lines], made


def _header_rows(text: str, rows: list[Cells]) -> int:
    """How many rows at the top name the columns; 0 where the first row is data already."""
    first = [text[cell.slice] for cell in rows[0]]
    if _LABEL.fullmatch(fold(first[0])) and not _known_header(text, rows[0]):
        return 0
    count = 1
    if len(rows) > 2 and _is_lower_band(text, rows[0], rows[1], max(map(len, rows))):
        count = 2
    for n, row in enumerate(rows[1:4], 1):
        words = [fold(text[cell.slice]).strip() for cell in row]
        if len(words) > 1 and all(_NUMBERING.fullmatch(word) for word in words):
            return n + 1
    return count


def _is_lower_band(text: str, top: Cells, row: Cells, width: int) -> bool:
    """Whether a row only divides columns of the head above it: nothing under the first two, no figures.

    Years divide a head too: "Thực hiện" over "2024" and "2025". The bar behind a last empty cell closes the
    line as often as not, so that the upper row may look shorter than the table is wide.
    """
    words = [text[cell.slice].strip() for cell in row]
    if len(row) < 3 or len(row) > max(len(top), width) or any(words[:2]) or not any(words):
        return False
    if not any(text[cell.slice].strip() for cell in top[:2]):
        return False
    return not any(_PLAIN_NUMBER.fullmatch(word) and not _A_YEAR.fullmatch(word) for word in words)


_PLAIN_NUMBER = re.compile(r"[\d.,\s%]+")
