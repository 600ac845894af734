r"""PDF with a text layer: lines joined into paragraphs, columns kept apart, ruled tables as tables.

ỦY BAN NHÂN DÂN      CỘNG HÒA XÃ HỘI …       the left column's lines, then the right one's
… Quy mô             a sentence broken by the page's width is one line again; the offset map says
GRDP mở rộng …       where its parts stood
- 2 -                page numbers and running heads are left out
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import Any

from dondoc.errors import DamagedFile, EmptyFile, EncryptedFile, FileTooLarge, NoTextLayer
from dondoc.reading import scans
from dondoc.reading.draft import BlockHint, Columns, Draft, DraftBuilder, Limits
from dondoc.reading.grid import Grid
from dondoc.reading.ocr import SeenPage
from dondoc.reading.oldfonts import converted
from dondoc.reading.pdfblocks import Plain, Spaced, blocks
from dondoc.reading.pdfedges import drop_margins, heading, signature, words_in
from dondoc.reading.pdflines import PageText, Piece, Row, read_page
from dondoc.reading.pdftables import RuledTable, ruled
from dondoc.records.document import BlockKind, Page
from dondoc.records.source import Span
from dondoc.text import legacy
from dondoc.text.normalize import nfc

_INDENT = 8.0  # points to the right of the margin from which a line begins a paragraph
_FULL = 0.07  # share of the line's width that may be empty at its end if its sentence goes on
_LOOSE = 1.45  # times the usual distance of lines: more parts paragraphs
_CELL_GAP = 1.8  # of the letters' height: a wider gap in a line parts cells of a table without rules
_FEWEST = 12  # letters a text layer must have
_GARBLED = 0.25  # share of letters without meaning from which a text layer is none

_BEGINS = re.compile(
    r"(?:[-–—+•*●▪◦\uf0b7]\s|\(?(?:\d{1,3}|[a-zđ]|[IVX]{1,5}|[A-H])[.)/]\s|\d{1,2}(?:\.\d{1,2}){1,3}\.?\s"
    r"|Điều \d|Chương |Mục [\dIVX]|Phần |CHƯƠNG |Căn cứ |Nơi nhận|TM\.|KT\.|TL\.|T/M|K/T)"
)
_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:TP|Tp|TX|Tx|TT|P|Q|H|X|ThS|TS|PGS|GS|BS|KS|đ/c|Đ/c)\.$")


def load(data: bytes, name: str, limits: Limits, seen: Sequence[SeenPage] = ()) -> Draft:
    """The text layer of a PDF, and for pages that are pictures what was read from these.

    Args:
        data: The file.
        name: Its name.
        limits: How much it may cost.
        seen: Words read from pictures of pages; they stand in for those pages' own text.

    Raises:
        EncryptedFile: It asks for a password.
        DamagedFile: It cannot be opened, or none of its pages can be read.
        NoTextLayer: Its pages are pictures, or its letters cannot be told.
        FileTooLarge: More pages or characters than `limits` allow.
    """
    if not data:
        raise EmptyFile(name)
    pages, broken = _pages(data, name, limits, {page.number: page for page in seen})
    letters = "\n".join(piece.text for page in pages for row in page.rows for piece in row)
    encoding = _spell(pages, letters)
    known = len(letters) - letters.count(" ") - letters.count("\n")
    if known < _FEWEST:
        raise NoTextLayer(name)
    strange = sum(letters.count(c) for c in {*letters} if c == "\ufffd" or "\ue000" <= c <= "\uf8ff")
    if strange > _GARBLED * known:
        raise NoTextLayer(name, "lớp chữ không giải mã được")
    draft = write(name, pages, limits, broken)
    if encoding is not None:
        draft = replace(draft, diagnostics=(*draft.diagnostics, converted(encoding)))
    return replace(draft, scans=scans.placed(draft, seen, pages)) if seen else draft


def _spell(pages: list[PageText], letters: str) -> str | None:
    """Put letters of fonts from before Unicode right, take out soft hyphens; the old encoding, or None."""
    encoding = legacy.detect(letters)
    if encoding is None and "\u00ad" not in letters:
        return None
    for page in pages:
        for row in page.rows:
            for piece in row:
                if encoding is not None:
                    piece.spell(*legacy.decode(piece.text, encoding))
                if "\u00ad" in piece.text:
                    kept = [n for n, c in enumerate(piece.text) if c != "\u00ad"]
                    piece.edges = [piece.edges[n] for n in kept]
                    piece.text = piece.text.replace("\u00ad", "")
    return encoding


def write(name: str, pages: list[PageText], limits: Limits, broken: Sequence[int] = ()) -> Draft:
    """The draft of pages, however their words were read; `broken` are the numbers of those that were not."""
    margins = drop_margins(pages)
    writer = _Writer(DraftBuilder(media="pdf", name=name), limits)
    writer.builder.margins = margins
    for page in pages:
        writer.page(page)
    for number in broken:
        writer.builder.note("page_unreadable", f"Trang {number} bị hỏng, không đọc được.")
    return writer.draft()


def _pages(
    data: bytes, name: str, limits: Limits, seen: Mapping[int, SeenPage]
) -> tuple[list[PageText], list[int]]:
    """The pages, and the numbers of those that cannot be read."""
    import pypdfium2

    document = opened(data, name)
    pages: list[PageText] = []
    broken: list[int] = []
    try:
        count = len(document)
        if not count:
            raise DamagedFile(name, "tệp PDF không có trang nào")
        if count > limits.max_pages:
            raise FileTooLarge(name, f"có {count} trang, giới hạn là {limits.max_pages} trang")
        origin = 0
        for n in range(count):
            try:
                page = document[n]
            except pypdfium2.PdfiumError:
                broken.append(n + 1)
                continue
            if n + 1 in seen:
                pages.append(scans.laid_out(seen[n + 1], origin, page.get_size()))
            else:
                pages.append(read_page(page, n + 1, origin))
            origin += pages[-1].characters + 1
            page.close()
            if origin > limits.max_chars:
                raise FileTooLarge(name, f"dài hơn {limits.max_chars:,} ký tự".replace(",", "."))
    finally:
        document.close()
    if not pages:
        raise DamagedFile(name, "không đọc được trang nào")
    return pages, broken


def opened(data: bytes, name: str) -> Any:
    """The PDF opened by PDFium; to be closed.

    Raises:
        EncryptedFile: It asks for a password.
        DamagedFile: It cannot be opened.
    """
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise EncryptedFile(name) from error
        raise DamagedFile(name, "không mở được tệp PDF") from error


def without_text(data: bytes, name: str, limits: Limits) -> tuple[int, ...]:
    """The numbers of the pages that have no text of their own, or only letters without meaning."""
    document = opened(data, name)
    found: list[int] = []
    try:
        for n in range(min(len(document), limits.max_pages)):
            page = document[n]
            textpage = page.get_textpage()
            words = textpage.get_text_range()
            textpage.close()
            page.close()
            letters = sum(c.isalnum() for c in words)
            strange = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" for c in words)
            if letters < _FEWEST or strange > _GARBLED * letters:
                found.append(n + 1)
    finally:
        document.close()
    return tuple(found)


# --- paragraphs ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Writer:
    """Writes pages one after the other; a paragraph may run from one into the next."""

    builder: DraftBuilder
    limits: Limits
    offsets: list[tuple[int, int]] = field(default_factory=list)
    open: list[Row] = field(default_factory=list)  # rows of the paragraph not yet written
    open_pages: list[int] = field(default_factory=list)
    starts: dict[int, int] = field(default_factory=dict)  # page → its first character in the text
    left: float = 0.0
    right: float = 0.0
    step: float = 0.0

    def page(self, page: PageText) -> None:
        tables, outside = ruled(page.rows, page.rules)
        if not outside and not tables:
            self.starts.setdefault(page.number, self.builder.length)
            self.builder.note("page_without_text", f"Trang {page.number} không có chữ (có thể là ảnh quét).")
            return
        self._measure(outside)
        top = heading(outside) if page.number == 1 else None
        if top is not None:
            self._columns(outside[top[0] : top[1]], top[2], page.number)
            outside = outside[: top[0]] + outside[top[1] :]
        bottom = signature(outside)
        pending = list(tables)
        begin, end, split = bottom or (len(outside), len(outside), 0.0)
        self._flow(outside[:begin], page.number, pending)
        if bottom is not None:
            self._before(outside[begin][0].middle, page.number, pending)
            self._columns(outside[begin:end], split, page.number)
            self._flow(outside[end:], page.number, pending)
        for table in pending:
            self._table(table.grid, table.cells, page.number)

    def _flow(self, rows: list[Row], number: int, pending: list[RuledTable]) -> None:
        """Lines from above, with the ruled tables that stand between them."""
        for block in blocks(rows):
            if isinstance(block, Plain):
                for row in block.rows:
                    self._before(row[0].middle, number, pending)
                    self._row(row, number)
            elif isinstance(block, Spaced):
                self._before(block.top, number, pending)
                self._spaced(block, number)
            else:
                for side in (block.left, block.right):
                    self._before(side[0][0].middle, number, pending)
                    self._measure(side)
                    for row in side:
                        self._row(row, number)
                self._measure(rows)

    def _before(self, y: float, number: int, pending: list[RuledTable]) -> None:
        """Write the ruled tables that begin above a place."""
        while pending and pending[0].ys[0] > y:
            table = pending.pop(0)
            self._table(table.grid, table.cells, number)

    def _spaced(self, block: Spaced, number: int) -> None:
        """Write a table that white space divides."""
        width = len(block.cells[0])
        cells = [cell for row in block.cells for cell in row]
        grid = [[r * width + c for c in range(width)] for r in range(len(block.cells))]
        self._table(grid, cells, number)

    def _measure(self, rows: list[Row]) -> None:
        """Margins and the usual distance of lines, from the long lines of a page."""
        if not rows:
            return
        widest = max(row[-1].x1 - row[0].x0 for row in rows)
        long = [row for row in rows if row[-1].x1 - row[0].x0 > 0.8 * widest]
        self.left = min(row[0].x0 for row in long)
        self.right = max(row[-1].x1 for row in long)
        steps = [a[0].middle - b[0].middle for a, b in pairwise(rows)]
        steps = [step for step in steps if 0 < step < 3 * rows[0][0].height]
        self.step = median(steps) if steps else 0.0

    def _row(self, row: Row, number: int) -> None:
        if _is_tabular(row):  # a table without rules: at least each printed line stays a line
            self._close()
            self._line(row, number, mark=" | ")
            return
        if self.open and not self._goes_on(self.open[-1], row, same=self.open_pages[-1] == number):
            self._close()
        self.open.append(row)
        self.open_pages.append(number)

    def _goes_on(self, row: Row, following: Row, *, same: bool) -> bool:
        """Whether a sentence runs from one printed line into the next."""
        words, more = words_in(row), words_in(following)
        if not words or not more or _BEGINS.match(more):
            return False
        if same and self.step and row[0].middle - following[0].middle > _LOOSE * self.step:
            return False
        if words.isupper() and more.isupper():
            return self._centred(row) == self._centred(following)
        if words.isupper() != more.isupper() and (self._centred(row) or more.isupper()):
            return False
        if more[0].islower():
            return words[-1] not in ".!?" or not self._centred(row)
        if self._centred(row) and self._centred(following):
            return False
        if following[0].x0 > self.left + _INDENT and following[0].x0 > row[0].x0 + 1:
            return False
        first = len(more.split(" ", 1)[0]) / max(len(more), 1) * (following[-1].x1 - following[0].x0)
        full = row[-1].x1 + first > self.right - _FULL * (self.right - self.left)
        if _ABBREVIATED.search(words):
            return True
        if words[-1] in ".;:!?" and following[0].x0 >= row[0].x0 - 1 and not self._indented(row):
            return False
        return full

    def _indented(self, row: Row) -> bool:
        return row[0].x0 > self.left + _INDENT

    def _centred(self, row: Row) -> bool:
        before, after = row[0].x0 - self.left, self.right - row[-1].x1
        return min(before, after) > _INDENT and abs(before - after) < 0.1 * (self.right - self.left)

    def _close(self) -> None:
        """Write the open paragraph as one line."""
        if not self.open:
            return
        start = self.builder.length
        for n, (row, number) in enumerate(zip(self.open, self.open_pages, strict=True)):
            if n:
                self._join(self.open[n - 1])
            self.starts.setdefault(number, self.builder.length)
            self._pieces(row)
        span = Span(start, self.builder.length)
        centred = all(self._centred(row) for row in self.open)
        self.builder.write("\n")
        if centred and span:
            self.builder.blocks.append(BlockHint(span, BlockKind.PARAGRAPH, centred=True))
        self.open.clear()
        self.open_pages.clear()
        if self.builder.length > self.limits.max_chars:
            raise FileTooLarge(
                self.builder.name, f"dài hơn {self.limits.max_chars:,} ký tự".replace(",", ".")
            )

    def _join(self, row: Row) -> None:
        """What stands between two printed lines: a space; nothing where a number was broken at its hyphen."""
        last = row[-1].text.rstrip()
        if not (last.endswith(("-", "/")) and last[-2:-1].isalnum()):
            self.builder.write(" ")

    def _pieces(self, row: Sequence[Piece], mark: str = " ") -> None:
        for n, piece in enumerate(row):
            if n:
                self.builder.write(mark)
            self.offsets.append((self.builder.length, piece.origin))
            words, inner = nfc(re.sub(r"\s+", " ", piece.text).strip())
            at = self.builder.length
            self.offsets += [(at + made, piece.origin + was) for made, was in inner]
            self.builder.write(words)

    def _line(self, pieces: Sequence[Piece], number: int, mark: str = " ") -> Span:
        start = self.builder.length
        self.starts.setdefault(number, start)
        self._pieces(pieces, mark)
        span = Span(start, self.builder.length)
        self.builder.write("\n")
        return span

    def _columns(self, rows: list[Row], split: float, number: int) -> None:
        """Two columns side by side: all lines of the left one, then those of the right one."""
        self._close()
        start = self.builder.length
        sides = []
        for side in (0, 1):
            parts = [
                [piece for piece in row if ((piece.x0 + piece.x1) / 2 > split) == bool(side)] for row in rows
            ]
            sides.append(tuple(self._line(part, number) for part in parts if part))
        end = max(start, self.builder.length - 1)
        self.builder.columns.append(Columns(Span(start, end), sides[0], sides[1]))

    def _table(self, grid: list[list[int]], contents: list[list[Row]], number: int) -> None:
        self._close()
        self.starts.setdefault(number, self.builder.length)
        grid, contents = _filled(grid, contents)
        cells: list[tuple[str, str | None]] = [(" ".join(map(words_in, rows)), None) for rows in contents]
        made = self.builder.rows(grid, cells, header_rows=Grid(grid, cells).header_rows())
        for cell, rows in zip(made.cells, contents, strict=True):
            if rows:
                self.offsets.append((cell.span.start, rows[0][0].origin))

    def draft(self) -> Draft:
        self._close()
        draft = self.builder.draft()
        starts = sorted(self.starts.items())
        ends = [start for _, start in starts[1:]] + [len(draft.text)]
        pages = tuple(
            Page(number, Span(start, end)) for (number, start), end in zip(starts, ends, strict=True)
        )
        return replace(draft, pages=pages, offsets=tuple(_ascending(sorted(self.offsets))))


def _filled(grid: list[list[int]], contents: list[list[Row]]) -> tuple[list[list[int]], list[list[Row]]]:
    """A table without the rows in which no cell has words: strips between two rules."""
    rows = [line for line in grid if any(index >= 0 and contents[index] for index in line)]
    if len(rows) == len(grid):
        return grid, contents
    kept = sorted({index for line in rows for index in line if index >= 0})
    number = {old: n for n, old in enumerate(kept)} | {-1: -1}
    return [[number[index] for index in line] for line in rows], [contents[old] for old in kept]


def _ascending(offsets: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Only the pairs at which the distance between the two texts changes."""
    shift: int | None = 0
    for made, was in offsets:
        if was - made != shift:
            shift = was - made
            yield made, was


def _is_tabular(row: Row) -> bool:
    """Whether gaps part a line into cells; a stretched line of justified text has narrower ones."""
    return any(b.x0 - a.x1 > _CELL_GAP * max(a.height, b.height) for a, b in pairwise(row))
