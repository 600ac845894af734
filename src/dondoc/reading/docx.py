"""Word's .docx: what a reader of the printed page sees, in its order.

Automatic list numbers are computed, tracked deletions and hidden text left out, insertions, hyperlinks and
fields' results kept. Text boxes follow the paragraph they are anchored to. Footnotes and endnotes stand at
the end of the text, a line each, "[1] …"; their marks are left out of the sentences, so that "7,5%¹" stays
7,5%. A table is a row after the other, cells joined by " | "; the borderless tables of the heading and of
the signature are no tables but two columns (`Columns`). A .docx knows no pages. Words in fonts from before
Unicode (.VnTime, VNI-Times) become Unicode, run by run.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dondoc.errors import DamagedFile, FileTooLarge
from dondoc.reading import numbering
from dondoc.reading.docxtree import (
    ALTERNATE,
    VAL,
    WRAPPERS,
    W,
    boxes_below,
    children,
    form_of,
    mark_deleted,
    merge,
    span_of,
    symbol,
)
from dondoc.reading.draft import Columns, Draft, DraftBuilder, Limits
from dondoc.reading.grid import Grid, is_layout, join_lines
from dondoc.reading.oldfonts import OldFonts
from dondoc.reading.package import Package
from dondoc.reading.styles import (
    BODY_TEXT,
    BOLD,
    CAPS,
    CELL,
    HIDDEN,
    PARAGRAPH,
    ROW,
    RUN,
    Properties,
    Styles,
    centred,
    font,
    list_place,
    outline_level,
    own,
    toggle,
)
from dondoc.records.document import BlockKind
from dondoc.records.source import Span

if TYPE_CHECKING:
    from lxml.etree import _Element

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_P, _TBL, _R, _TR, _TC, _T = (W + tag for tag in ("p", "tbl", "r", "tr", "tc", "t"))
_FIELD = W + "fldChar"
_TEXT_OF = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_PRINTED = {W + tag: words for tag, words in _TEXT_OF.items()}
_BULLETS = {"", "-", "+", "*"}
_CLEAN = str.maketrans(
    {"\u00ad": "", "\u200b": "", "\ufeff": "", "\u00a0": " ", "\u2007": " ", "\u202f": " "}
)
_TITLED = re.compile(r"(?:phụ lục|phụ biểu|biểu|bảng|danh mục)\b", re.IGNORECASE)  # begins a table's title
_ABOVE = 4  # lines above a table in which its title may begin
_LONGEST_CAPTION = 200
_LAYOUT_ROWS = 8  # rows of a heading or signature at most


def load(data: bytes, name: str, limits: Limits) -> Draft:
    """The draft of a .docx.

    Raises:
        DamagedFile: The zip or its main part is broken.
        EncryptedFile: Its parts ask for a password.
        FileTooLarge: Over a limit.
    """
    package = Package(io.BytesIO(data), name, limits)
    reader = _Reader(package, name, limits, OldFonts())
    draft = reader.read()
    again = reader.old.again(draft.text)
    return draft if again is None else _Reader(package, name, limits, again).read()


@dataclass(slots=True)
class _Paragraph:
    """A paragraph as printed: its lines, the first with the list label."""

    lines: list[str]
    kind: BlockKind | None = None
    level: int | None = None
    label: str = ""
    bold: bool = False
    centred: bool = False


@dataclass(slots=True)
class _Words:
    """A paragraph's words being gathered, and what hangs on it."""

    pieces: list[str] = field(default_factory=list)
    written: list[_Hand] = field(default_factory=list)  # of each piece
    bold: bool = True  # all words so far
    boxes: list[_Element] = field(default_factory=list)

    def add(self, words: str, *, bold: bool, hand: _Hand = ("", False)) -> None:
        if self.written and self.written[-1] == hand:
            self.pieces[-1] += words  # VNI's letter and mark may stand in two runs
        else:
            self.pieces.append(words)
            self.written.append(hand)
        self.bold = self.bold and (bold or not words.strip())


_Hand = tuple[str, bool]  # the old encoding a font stands for or "", and whether it is printed in capitals


class _Reader:
    def __init__(self, package: Package, name: str, limits: Limits, old: OldFonts) -> None:
        self.old = old
        self.package = package
        self.limits = limits
        self.name = name
        self.main = package.main_part("word/document.xml")
        self.parts: dict[str, str] = {}
        for kind, target in package.relations(self.main).values():
            self.parts.setdefault(kind, target)
        self.styles = Styles(self._xml(self.parts.get("styles")))
        self.numbering = numbering.parse(self._xml(self.parts.get("numbering")))
        self.builder = DraftBuilder(media="docx", name=name)
        self.fields: list[bool] = []  # of each open field, innermost last: is its result being read?
        self.pending = _Words()  # of paragraphs whose end mark is deleted: they go on in the next
        self.above: list[tuple[Span, BlockKind | None, str]] = []  # the last lines before a table
        self.notes: list[tuple[str, str]] = []  # (kind, id) of footnotes and endnotes, as met

    def read(self) -> Draft:
        root = self._xml(self.main)
        body = None if root is None else root.find(W + "body")
        if body is None:
            raise DamagedFile(self.name, "không tìm thấy phần thân văn bản")
        self._blocks(body)
        self._write_notes()
        if body.find(f".//{W}altChunk") is not None:
            self.builder.note("embedded_file", "Văn bản nhúng một tệp khác, phần đó chưa được đọc.")
        self._read_margins()
        self._read_meta()
        self.builder.diagnostics += self.old.remarks()
        return self.builder.draft()

    def _xml(self, part: str | None) -> _Element | None:
        """A part, its strict namespace read as the transitional one."""
        data = None if part is None else self.package.part(part)
        if data is None:
            return None
        from dondoc.reading.package import parse_xml

        return parse_xml(data.replace(_STRICT, _TRANSITIONAL), self.name)

    # Blocks: paragraphs and tables in document order

    def _blocks(self, parent: _Element) -> None:
        for block in children(parent, _P, _TBL):
            if block.tag == _P:
                paragraph, boxes = self._paragraph(block)
                self._write(paragraph)
                for box in boxes:
                    self._blocks(box)
            else:
                self._write_table(block)
            if self.builder.length > self.limits.max_chars:
                raise FileTooLarge(self.name, f"có hơn {self.limits.max_chars:,} ký tự".replace(",", "."))
        self._write(self._leftover())

    def _write(self, paragraph: _Paragraph | None) -> None:
        if paragraph is None:
            return
        for n, line in enumerate(paragraph.lines):
            if line:
                span = self.builder.line(
                    line,
                    kind=paragraph.kind,
                    level=paragraph.level,
                    label=paragraph.label if n == 0 else "",
                    bold=paragraph.bold,
                    centred=paragraph.centred,
                )
                self.above = [*self.above[1 - _ABOVE :], (span, paragraph.kind, line)]

    def _paragraph(self, p: _Element, *, empty: bool = False) -> tuple[_Paragraph | None, list[_Element]]:
        """The paragraph, None where it has no words or goes on in the next; text boxes anchored in it.

        Args:
            p: The `w:p`.
            empty: Whether a number without words counts, as in a column TT that numbers itself.
        """
        properties = own(p, PARAGRAPH)
        named = properties.get(W + "pStyle")
        key = self.styles.default if named is None else named.get(VAL, self.styles.default)
        style = self.styles[key]
        words, self.pending = self.pending, _Words()
        self._inline(p, words, key)
        self.fields = [result for result in self.fields if result]  # an instruction ends with its paragraph
        boxes, words.boxes = words.boxes, []
        if mark_deleted(properties):
            self.pending = words
            return None, boxes
        lines = self._lines(words)
        label, gap, depth = self._label(properties, key)
        if not any(lines) and not (empty and label not in _BULLETS):
            return None, boxes
        if label:
            lines[0] = (label + gap + lines[0]).strip()
        direct = outline_level(properties)
        outline = style.outline if direct is None else direct
        kind, level = None, None
        if style.name.startswith(("toc ", "mục lục")):
            kind = BlockKind.FURNITURE
        elif outline is not None and 0 <= outline < BODY_TEXT:
            kind, level = BlockKind.HEADING, outline + 1
        elif label:
            kind, level = BlockKind.LIST_ITEM, depth + 1
        elif style.name == "caption":
            kind = BlockKind.CAPTION
        in_middle = centred(properties)
        return _Paragraph(
            lines, kind, level, label, words.bold, bool(style.centred if in_middle is None else in_middle)
        ), boxes

    def _leftover(self) -> _Paragraph | None:
        """What stands after the last paragraph whose end mark is not deleted."""
        words, self.pending = self.pending, _Words()
        lines = self._lines(words)
        return _Paragraph(lines) if any(lines) else None

    def _lines(self, words: _Words) -> list[str]:
        """The lines of gathered words, in Unicode."""
        pieces = []
        for piece, (encoding, capitals) in zip(words.pieces, words.written, strict=True):
            made = self.old.decode(piece, encoding)
            pieces.append(made.upper() if capitals else made)
        return [line.strip() for line in "".join(pieces).translate(_CLEAN).split("\n")]

    def _label(self, properties: Properties, key: str) -> tuple[str, str, int]:
        """(list label, what follows it, depth from 0); counts, so it is asked once a paragraph."""
        style = self.styles[key]
        number, level = list_place(properties)
        if number is None:
            number = style.number
            if number is not None and level is None:
                level = self.numbering.level_of_style(number, style.numbered_by)
        if number is None or number == "0":
            return "", "", 0
        depth = style.level or 0 if level is None else level
        return (*self.numbering.next(number, depth), depth)

    # Words: what stands in a line

    def _inline(self, node: _Element, words: _Words, key: str) -> None:
        for child in node:
            if child.tag == _R:
                self._run(child, words, key)
            elif child.tag in WRAPPERS:
                self._inline(child, words, key)
            elif child.tag == ALTERNATE:
                chosen = form_of(child)
                if chosen is not None:
                    self._inline(chosen, words, key)
            elif child.tag.startswith(_M):
                words.add("".join(t.text or "" for t in child.iter(_M + "t")), bold=False)

    def _run(self, run: _Element, words: _Words, key: str) -> None:
        properties = own(run, RUN)
        paragraph = self.styles[key]
        style = paragraph
        if (named := properties.get(W + "rStyle")) is not None:
            style = self.styles[named.get(VAL, "")]

        def on(tag: str, *inherited: bool | None) -> bool:
            direct = toggle(properties, tag)
            if direct is not None:
                return direct
            return next((value for value in inherited if value is not None), False)

        shown = not on(HIDDEN, style.hidden, paragraph.hidden) and all(self.fields)
        bold = on(BOLD, style.bold, paragraph.bold)
        caps = on(CAPS, style.caps, paragraph.caps)
        named_font = font(properties) or style.font or paragraph.font or self.styles.font
        encoding, draws_capitals = self.old.hand(named_font)
        hand = (encoding, caps or draws_capitals)
        for child in run:
            if child.tag == _FIELD:
                self._field(child.get(W + "fldCharType"))
                shown = shown and all(self.fields)
            elif shown and (piece := self._printed(child, words)):
                words.add(piece, bold=bold, hand=hand)

    def _printed(self, child: _Element, words: _Words) -> str:
        """What an element inside a run prints; notes and text boxes are set aside."""
        tag = child.tag
        if tag == _T:
            return child.text or ""
        if tag in _PRINTED:
            return _PRINTED[tag]
        if tag == W + "sym":
            return symbol(child.get(W + "char", ""), child.get(W + "font", ""))
        if tag in {W + "footnoteReference", W + "endnoteReference"}:
            self.notes.append((tag.removeprefix(W).removesuffix("Reference"), child.get(W + "id", "")))
        elif tag == ALTERNATE:
            chosen = form_of(child)
            for inner in () if chosen is None else chosen:
                words.boxes.extend(boxes_below(inner))
        elif tag in {W + "drawing", W + "pict", W + "object"}:
            words.boxes.extend(boxes_below(child))
        return ""

    def _field(self, step: str | None) -> None:
        if step == "begin":
            self.fields.append(False)
        elif step == "separate" and self.fields:
            self.fields[-1] = True
        elif step == "end" and self.fields:
            self.fields.pop()

    # Tables

    def _write_table(self, table: _Element) -> None:
        grid, named = self._grid(table)
        grid.square()
        filled = grid.filled_columns()
        if not filled:
            return
        if len(grid.cells) == 1:  # a frame around paragraphs
            for line in grid.cells[0][0].split("\n"):
                self.builder.line(line)
        elif (
            len(filled) == 2
            and len(grid.places) <= _LAYOUT_ROWS
            and is_layout(words for words, _ in grid.cells)
        ):
            self._write_columns(grid, filled)
        else:
            grid.cells = [(join_lines(words.split("\n")), value) for words, value in grid.cells]
            rows = min(named, len(grid.places)) or grid.header_rows()
            self.builder.rows(grid.places, grid.cells, header_rows=rows, caption=self._caption())
        self.above.clear()

    def _caption(self) -> Span | None:
        """The table's title: from "Phụ lục 1", "Biểu 2" or Word's own caption to the line above the table."""
        for span, kind, line in self.above:
            if kind is BlockKind.CAPTION or (_TITLED.match(line) and len(line) < _LONGEST_CAPTION):
                return Span(span.start, self.above[-1][0].end)
        return None

    def _grid(self, table: _Element) -> tuple[Grid, int]:
        """The table's grid, and how many rows Word repeats as header on each page."""
        grid, named, r = Grid(), 0, 0
        for row in children(table, _TR):
            properties = own(row, ROW)
            if W + "del" in properties:
                continue
            if named == r and toggle(properties, W + "tblHeader"):
                named += 1
            column = span_of(properties, "gridBefore", 0)
            for cell in children(row, _TC):
                column += self._put(grid, r, column, cell)
            r += 1
        return grid, named

    def _put(self, grid: Grid, row: int, column: int, cell: _Element) -> int:
        """Place a cell or let one above or left of it go on; columns it takes."""
        properties = own(cell, CELL)
        width = span_of(properties, "gridSpan", 1)
        if W + "cellDel" in properties:
            return width
        words = "\n".join(filter(None, self._cell_lines(cell)))
        if merge(properties, "vMerge") == "continue" and (above := grid.at(row - 1, column)) >= 0:
            grid.cover(row, column, width, above)
        elif merge(properties, "hMerge") == "continue" and (left := grid.at(row, column - 1)) >= 0:
            grid.cover(row, column, width, left)
        else:
            grid.put(row, column, words, colspan=width)
        return width

    def _cell_lines(self, cell: _Element) -> list[str]:
        """A cell's paragraphs; of a table inside it a line each row."""
        lines: list[str] = []
        for block in children(cell, _P, _TBL):
            if block.tag == _P:
                paragraph, boxes = self._paragraph(block, empty=True)
                lines += paragraph.lines if paragraph else []
                for box in boxes:
                    lines += self._cell_lines(box)
            else:
                inner, _ = self._grid(block)
                for row in inner.places:
                    words = [inner.cells[index][0] for index in dict.fromkeys(row) if index >= 0]
                    lines.append("\t".join(" ".join(word.split()) for word in words if word))
        leftover = self._leftover()
        return lines + (leftover.lines if leftover else [])

    def _write_columns(self, grid: Grid, filled: list[int]) -> None:
        """The two columns of a heading or signature, one after the other; a cell over both closes them."""
        start = self.builder.length
        left: list[Span] = []
        right: list[Span] = []
        waiting: tuple[list[str], list[str]] = ([], [])

        def flush() -> None:
            for spans, lines in zip((left, right), waiting, strict=True):
                spans.extend(self.builder.line(line) for line in lines)
                lines.clear()

        done: set[int] = set()
        for row in grid.places:
            first, second = (row[c] for c in filled)
            if first == second and first not in done:
                flush()
                self.builder.line(grid.cells[first][0].replace("\n", " "))
                done.add(first)
                continue
            for index, lines in zip((first, second), waiting, strict=True):
                if index >= 0 and index not in done:
                    lines.extend(filter(None, grid.cells[index][0].split("\n")))
                    done.add(index)
        flush()
        span = Span(start, max(start, self.builder.length - 1))
        self.builder.columns.append(Columns(span, tuple(left), tuple(right)))

    # Outside the body

    def _write_notes(self) -> None:
        texts = {
            (kind, note.get(W + "id", "")): note
            for kind in ("footnote", "endnote")
            for note in self._notes_of(kind)
        }
        for n, key in enumerate(dict.fromkeys(self.notes), 1):
            if key in texts:
                lines = self._cell_lines(texts[key])
                self.builder.line(f"[{n}] " + " ".join(filter(None, lines)))

    def _notes_of(self, kind: str) -> Iterator[_Element]:
        root = self._xml(self.parts.get(kind + "s"))
        if root is not None:
            yield from root.iterchildren(W + kind)

    def _read_margins(self) -> None:
        """Page headers and footers: they repeat and hold no facts, but a secrecy mark may stand there."""
        for kind, target in self.package.relations(self.main).values():
            if kind in {"header", "footer"} and (root := self._xml(target)) is not None:
                self.fields = []
                self.builder.margins.append("\n".join(self._cell_lines(root)))

    def _read_meta(self) -> None:
        root = self.package.xml("docProps/core.xml")
        for tag in ("title", "subject", "created"):
            found = None if root is None else root.find(f"{{*}}{tag}")
            if found is not None and (words := (found.text or "").strip()):
                self.builder.meta.append((tag, words))
