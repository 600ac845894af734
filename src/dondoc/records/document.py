r"""What a file says: one text, and what is known about its parts.

`Document.text` is made once, by reading: Unicode NFC, lines ended by "\n". Every span of every record
counts characters of it. For a plain-text file it is the file's own content, NFC, nothing else changed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import takewhile

from dondoc.records.source import Diagnostic, Span


class DocumentType(StrEnum):
    """Kinds of document, as `document.type` of the fact format names them."""

    PRESS = "press"
    RESOLUTION = "resolution"  # nghị quyết
    PROGRAMME = "programme"  # chương trình (hành động, công tác)
    PLAN = "plan"  # kế hoạch
    REPORT = "report"  # báo cáo
    DECISION = "decision"  # quyết định
    DIRECTIVE = "directive"  # chỉ thị
    CONCLUSION = "conclusion"  # kết luận
    NOTICE = "notice"  # thông báo
    LAW = "law"  # luật, nghị định, thông tư
    OTHER = "other"


class Standing(StrEnum):
    """What a document can do: only an issued one creates an obligation or counts in n/m."""

    ISSUED = "issued"
    DRAFT = "draft"
    PRESS = "press"


@dataclass(frozen=True, slots=True)
class Header:
    """What the heading of a document says of it. None or "" where the text does not say."""

    title: str = ""  # trích yếu, or a press report's headline
    opening: str = ""  # where there is no title: the first sentence or its beginning, for lists
    type: DocumentType = DocumentType.OTHER
    symbol: str | None = None  # số ký hiệu as written: "05-NQ/TU"
    date: date | None = None  # day of issue or publication, else that of the event
    month: str | None = None  # "2024-11": where the day is left blank, or with it
    issuer: str | None = None  # cơ quan ban hành
    place: str | None = None  # địa danh
    signatory: str | None = None  # người ký
    signatory_position: str | None = None  # chức vụ người ký
    recipients: tuple[str, ...] = ()  # nơi nhận
    standing: Standing = Standing.ISSUED
    spans: tuple[tuple[str, Span], ...] = ()  # field name → where it was read


class BlockKind(StrEnum):
    """What a line of the text is to a reader."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    TABLE = "table"  # a line inside a table
    CAPTION = "caption"
    FURNITURE = "furniture"  # page furniture: menus, "Sign In", page numbers; no facts are read there


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and all that stands under it: phần, mục, điều, khoản, điểm."""

    label: str  # as printed: "I", "2", "a", "Điều 3"
    heading: str  # the heading's words without the label; of a numbered paragraph the first words
    span: Span  # from the heading's first character to the section's last
    heading_span: Span  # of a numbered paragraph its label
    level: int  # 1 is the highest
    children: tuple[Section, ...] = ()

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in the text's order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell. A merged cell is one Cell that stands at several places of the grid."""

    span: Span  # may be empty
    row: int  # of its first place, 0-based
    column: int
    rowspan: int = 1
    colspan: int = 1
    value: str | None = None  # the value behind the print (a spreadsheet's 0.1345 shown as 13,45 %)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its cells in the text, and the grid they make.

    `grid[r][c]` is the index into `cells` of the cell that covers row r, column c; -1 where there is none.
    """

    span: Span
    cells: tuple[Cell, ...]
    grid: tuple[tuple[int, ...], ...]
    header_rows: int = 1
    caption: Span | None = None
    sheet: str = ""  # name of the spreadsheet's sheet
    # Of a spreadsheet: the numbers its program gives the grid's rows and columns, from 1; () elsewhere.
    sheet_rows: tuple[int, ...] = ()
    sheet_columns: tuple[int, ...] = ()

    def text_at(self, text: str, row: int, column: int) -> str:
        """The words of the cell that covers this place, "" where there is none."""
        index = self.grid[row][column]
        return "" if index < 0 else text[self.cells[index].span.slice].strip()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a format that has pages."""

    number: int  # 1-based
    span: Span


@dataclass(frozen=True, slots=True)
class ScannedWord:
    """A word read from a picture: its place in the text, its box, and how sure its reading is."""

    span: Span
    left: int  # pixels of the page's picture, from its upper left corner
    top: int
    right: int
    bottom: int
    confidence: int  # 0 … 100


@dataclass(frozen=True, slots=True)
class Scan:
    """A page read from its picture. `reading.render_page` makes the picture again, in any size."""

    page: int  # 1-based
    width: int  # of the picture, in the pixels that the words' boxes count
    height: int
    words: tuple[ScannedWord, ...]  # in the text's order

    def words_in(self, span: Span) -> tuple[ScannedWord, ...]:
        """The words that stand, wholly or in part, in a span of the text."""
        first = bisect_right(self.words, span.start, key=lambda word: word.span.end)
        return tuple(takewhile(lambda word: word.span.start < span.end, self.words[first:]))


def sureness(scans: tuple[Scan, ...], text: str, span: Span) -> int:
    """How sure the least sure word of a span is, of those with figures where it has some."""
    words = [word for scan in scans for word in scan.words_in(span)]
    figures = [word for word in words if any(map(str.isdigit, text[word.span.slice]))]
    return min((word.confidence for word in figures or words), default=100)


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: text, heading fields, outline, tables. Made by `reading.read`."""

    sha256: str  # of the file's bytes, hex
    text: str
    name: str = ""  # the file's name, without folders
    media: str = "txt"  # txt, md, html, docx, pdf, xlsx, image; doc, xls, rtf, odt, ods where converted
    header: Header = field(default_factory=Header)
    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()
    blocks: tuple[tuple[Span, BlockKind], ...] = ()  # the text's non-empty lines, in order
    pages: tuple[Page, ...] = ()
    # Where reading changed the order or number of characters (PDF line joining, NFD→NFC, legacy fonts):
    # (position in text, position in the original text), ascending; () where they are the same.
    offsets: tuple[tuple[int, int], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    scans: tuple[Scan, ...] = ()  # pages that were pictures, in order

    def quote(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def sureness(self, span: Span) -> int:
        """How sure the reading of a span is, 0 … 100: its figures where it has some; 100 for no picture."""
        return sureness(self.scans, self.text, span)

    def walk_sections(self) -> Iterator[Section]:
        """Every section in the text's order."""
        for section in self.sections:
            yield from section.walk()

    def page_of(self, position: int) -> int | None:
        """The page a character stands on; None where the format has no pages."""
        for page in self.pages:
            if page.span.start <= position < page.span.end:
                return page.number
        return None
