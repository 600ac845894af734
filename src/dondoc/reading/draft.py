r"""What a format reader hands on: one text, and what the format itself says of its parts.

    bytes → plain.load | html.load | docx.load | pdf.load | xlsx.load → Draft → reading.finish → Document

A reader knows its format and nothing of Vietnamese administration; `finish` knows outline, header and
tables and nothing of formats. All spans count characters of `Draft.text`, which becomes `Document.text`
unchanged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dondoc.records.document import BlockKind, Cell, Page, Scan, Table
from dondoc.records.source import Diagnostic, Severity, Span
from dondoc.text.normalize import nfc


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may cost. Over any of them the file is refused; the batch goes on."""

    max_file_bytes: int = 50_000_000
    max_unpacked_bytes: int = 400_000_000  # all members of a .zip, .docx or .xlsx together
    max_ratio: int = 200  # unpacked bytes for one packed byte; text in a zip seldom passes 20
    max_members: int = 10_000  # files in a zip, or parts of a .docx or .xlsx
    max_chars: int = 20_000_000  # of the text that comes out
    max_pages: int = 5_000
    seconds: float = 60.0  # wall clock for one file, in the child process
    memory_bytes: int = 1_500_000_000  # address space of the child process
    max_scan_pages: int = 100  # pages read from their pictures; what follows is named and left out
    scan_seconds: float = 60.0  # wall clock for reading one page's picture


@dataclass(frozen=True, slots=True)
class BlockHint:
    """A line of the text of which the format says what it is (Word's outline level, HTML's <h2>)."""

    span: Span  # one line without its "\n"
    kind: BlockKind
    level: int | None = None  # of a heading: 1 is the highest; of a list item: its nesting, from 1
    label: str = ""  # number or bullet the format put before the line: "1.", "a)", "-"; it is in the text
    bold: bool = False  # the whole line is bold
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """A borderless layout table: issuer left and quốc hiệu right, or Nơi nhận left and the signature right.

    In the text its cells stand one after the other, left column first, each paragraph a line; it is no Table.
    """

    span: Span
    left: tuple[Span, ...]  # non-empty lines
    right: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as its format tells it, before outline, header and printed tables are found."""

    text: str  # NFC, lines ended by "\n"; plain text: as in the file, NFC
    media: str = "txt"  # txt, md, html, docx, pdf, xlsx
    name: str = ""  # the file's name, without folders
    sha256: str = ""  # of the file's bytes; set by reading, not by the format reader
    blocks: tuple[BlockHint, ...] = ()  # ascending; only lines the format knows something of
    tables: tuple[Table, ...] = ()  # ascending; tables the format itself marks as such
    columns: tuple[Columns, ...] = ()  # ascending; the first may be the heading, the last the signature
    pages: tuple[Page, ...] = ()
    offsets: tuple[tuple[int, int], ...] = ()  # as Document.offsets
    margins: tuple[
        str, ...
    ] = ()  # page headers and footers, comments: not in the text, looked at for secrecy
    meta: tuple[
        tuple[str, str], ...
    ] = ()  # what the format says of the whole: ("title", …), ("published", …)
    diagnostics: tuple[Diagnostic, ...] = ()
    scans: tuple[Scan, ...] = ()  # as Document.scans


Load = Callable[[bytes, str, Limits], Draft]


@dataclass(slots=True)
class DraftBuilder:
    r"""Puts a text together line by line and keeps where everything went.

    >>> builder = DraftBuilder(media="docx", name="a.docx")
    >>> builder.line("I. Mục tiêu", kind=BlockKind.HEADING, level=1)
    Span(start=0, end=11)
    >>> builder.draft().text
    'I. Mục tiêu\n'
    """

    media: str
    name: str
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[BlockHint] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    columns: list[Columns] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)
    meta: list[tuple[str, str]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def write(self, words: str) -> Span:
        """Append NFC words as they are; the span they cover."""
        words, _ = nfc(words)
        start = self.length
        self.pieces.append(words)
        self.length += len(words)
        return Span(start, self.length)

    def line(
        self,
        words: str,
        *,
        kind: BlockKind | None = None,
        level: int | None = None,
        label: str = "",
        bold: bool = False,
        centred: bool = False,
    ) -> Span:
        r"""Append a line and its "\n"; a hint is kept where the format says anything of it."""
        span = self.write(words)
        self.write("\n")
        if span and (kind is not None or bold or centred):
            self.blocks.append(
                BlockHint(span, kind or BlockKind.PARAGRAPH, level, nfc(label)[0], bold, centred)
            )
        return span

    def rows(
        self,
        grid: list[list[int]],
        cells: list[tuple[str, str | None]],
        *,
        header_rows: int = 1,
        sheet: str = "",
        caption: Span | None = None,
        places_in_sheet: tuple[tuple[int, ...], tuple[int, ...]] = ((), ()),
    ) -> Table:
        r"""Append a table, a row after the other, cells joined by " | "; a merged cell's words stand once.

        A cell of several items ("Sở Tài chính\nSở Y tế") keeps its line breaks, so a row may take more lines
        than one; use the cells' spans, not the lines.

        Args:
            grid: `grid[r][c]` is the index of the cell that covers the place, -1 for none.
            cells: (words, value behind the print) of each.
            header_rows: How many rows at the top are header.
            sheet: Name of the spreadsheet's sheet.
            caption: Where the table's title stands.
            places_in_sheet: The sheet's own numbers of the grid's rows and of its columns.
        """
        places: dict[int, list[tuple[int, int]]] = {}
        for r, row in enumerate(grid):
            for c, index in enumerate(row):
                if index >= 0:
                    places.setdefault(index, []).append((r, c))
        start = self.length
        spans: dict[int, Span] = {}
        for row in grid:
            self._row(list(dict.fromkeys(i for i in row if i >= 0)), cells, spans)
        made = []
        for index, (_words, value) in enumerate(cells):
            where = places[index]
            rows, columns = [r for r, _ in where], [c for _, c in where]
            made.append(
                Cell(
                    span=spans[index],
                    row=min(rows),
                    column=min(columns),
                    rowspan=max(rows) - min(rows) + 1,
                    colspan=max(columns) - min(columns) + 1,
                    value=value,
                )
            )
        end = max(start, self.length - 1)  # without the last "\n"
        table = Table(
            Span(start, end),
            tuple(made),
            tuple(map(tuple, grid)),
            header_rows,
            caption,
            sheet,
            *places_in_sheet,
        )
        self.tables.append(table)
        return table

    def _row(self, indices: list[int], cells: list[tuple[str, str | None]], spans: dict[int, Span]) -> None:
        """One row's line: the cells that begin in it; a cell from the row above leaves its place empty."""
        start, first = self.length, len(self.pieces)
        for n, index in enumerate(indices):
            if n:
                self.write(" | ")
            if index not in spans:
                spans[index] = self.write(cells[index][0])
        words = "".join(self.pieces[first:])
        self.write("\n")
        for line in words.split("\n"):
            if line.strip():
                self.blocks.append(BlockHint(Span(start, start + len(line)), BlockKind.TABLE))
            start += len(line) + 1

    def two_columns(self, left: list[str], right: list[str]) -> None:
        """Append a heading's or signature's two columns, the left one first, a line each."""
        start = self.length
        sides = [tuple(self.line(line) for line in lines if line.strip()) for lines in (left, right)]
        self.columns.append(Columns(Span(start, max(start, self.length - 1)), *sides))

    def note(self, code: str, message: str, span: Span | None = None, *, info: bool = False) -> None:
        """Keep a remark: a stable code and one Vietnamese sentence."""
        severity = Severity.INFO if info else Severity.WARNING
        self.diagnostics.append(Diagnostic(code, message, span, severity))

    def draft(self) -> Draft:
        """The finished draft."""
        return Draft(
            text="".join(self.pieces),
            media=self.media,
            name=self.name,
            blocks=tuple(self.blocks),
            tables=tuple(self.tables),
            columns=tuple(self.columns),
            pages=tuple(self.pages),
            margins=tuple(self.margins),
            meta=tuple(self.meta),
            diagnostics=tuple(self.diagnostics),
        )
