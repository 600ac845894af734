"""Tables planted at random: whatever is merged, every place of the grid gives the words planted there."""

from __future__ import annotations

import io
from unicodedata import is_normalized

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from ooxml import docx, p, table, tc, tr

from dondoc import reading
from dondoc.records.document import Document

Area = tuple[int, int, int, int]  # first row, first column, rows, columns


@st.composite
def planted(draw: st.DrawFn) -> tuple[int, int, list[Area]]:
    """Rows, columns and areas that cover every place once, at least two of them."""
    rows, columns = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    free = [[True] * columns for _ in range(rows)]
    areas: list[Area] = []
    for r in range(rows):
        for c in range(columns):
            if not free[r][c]:
                continue
            width, height = draw(st.integers(1, 3)), draw(st.integers(1, 3))
            most = next((n for n in range(columns - c) if not free[r][c + n]), columns - c)
            width, height = min(width, most), min(height, rows - r)
            if not areas and width * height == rows * columns:
                width = 1
            areas.append((r, c, height, width))
            for i in range(r, r + height):
                free[i][c : c + width] = [False] * width
    return rows, columns, areas


def _expected(rows: int, columns: int, areas: list[Area]) -> list[list[str]]:
    grid = [[""] * columns for _ in range(rows)]
    for n, (r, c, height, width) in enumerate(areas):
        for i in range(r, r + height):
            grid[i][c : c + width] = [f"ô {n}"] * width
    return grid


def _check(document: Document, rows: int, columns: int, areas: list[Area]) -> None:
    (found,) = document.tables
    shown = [[found.text_at(document.text, r, c) for c in range(columns)] for r in range(rows)]
    assert shown == _expected(rows, columns, areas)
    assert is_normalized("NFC", document.text)
    assert sorted((c.row, c.column, c.rowspan, c.colspan) for c in found.cells) == sorted(areas)
    for cell in found.cells:
        assert found.span.start <= cell.span.start <= cell.span.end <= found.span.end
        assert document.text.count(document.quote(cell.span)) >= 1
    starts = [span.start for span, _ in document.blocks]
    assert starts == sorted(starts)


@settings(deadline=None, max_examples=80)
@given(planted())
def test_word(plan):
    """Word writes a merged cell once across (gridSpan) and once a row downwards (vMerge)."""
    rows, columns, areas = plan
    lines = []
    for row in range(rows):
        cells = []
        for n, (r, c, height, width) in sorted(enumerate(areas), key=lambda pair: pair[1][1]):
            if r == row:
                cells.append((c, tc(f"ô {n}", span=width, merge="restart" if height > 1 else "")))
            elif r < row < r + height:
                cells.append((c, tc(span=width, merge="continue")))
        lines.append(tr(*[cell for _, cell in sorted(cells)]))

    document = reading.read_bytes(docx(p("Trước"), table(*lines), p("Sau")), "a.docx", isolate=False)

    _check(document, rows, columns, areas)


@settings(deadline=None, max_examples=40)
@given(planted())
def test_excel(plan):
    """Excel writes a merged cell at its first place and lists the area; a header and a TT column frame it."""
    rows, columns, inner = plan
    frame = [(0, c, 1, 1) for c in range(columns + 1)] + [(r, 0, 1, 1) for r in range(1, rows + 1)]
    areas = frame + [(r + 1, c + 1, height, width) for r, c, height, width in inner]
    book = openpyxl.Workbook()
    for n, (r, c, height, width) in enumerate(areas):
        book.active.cell(r + 1, c + 1, f"ô {n}")
        if height * width > 1:
            book.active.merge_cells(
                start_row=r + 1, start_column=c + 1, end_row=r + height, end_column=c + width
            )
    out = io.BytesIO()
    book.save(out)

    document = reading.read_bytes(out.getvalue(), "a.xlsx", isolate=False)

    _check(document, rows + 1, columns + 1, areas)
