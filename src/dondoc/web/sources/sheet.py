"""A reading as a page: headings, lists and tables of its text, with every fact lit up in its place.

Facts overlap in every way (a task's sentence holds two figures and a citation), so the text is cut at every
fact's edge and each piece is one link. The shortest fact over a piece gives it its kind; `data-facts` names
all of them. `sweep` does the cutting once for the whole text, whatever the number of facts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dondoc.records.document import BlockKind, Cell, Document, Page, Section, Table
from dondoc.records.source import Span
from dondoc.web.sources.models import Reading

DEEPEST = 5  # headings below <h5> look like paragraphs


@dataclass(frozen=True, slots=True)
class Light:
    """A fact to light up."""

    pk: int
    kind: str
    state: str
    start: int
    end: int
    value_start: int = 0  # of an indicator's number; 0, 0 where there is none
    value_end: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `[start, end)` over which the same facts lie, shortest first; () where none does."""

    start: int
    end: int
    facts: tuple[Light, ...]


def sweep(length: int, lights: Iterable[Light]) -> list[Piece]:
    """The whole text, cut at every edge of a fact or of its number."""
    starts: dict[int, list[Light]] = {}
    ends: dict[int, list[Light]] = {}
    edges = {0, length}
    for light in lights:
        start, end = light.start, min(light.end, length)
        if start >= end:
            continue
        edges.update((start, end))
        if start <= light.value_start < light.value_end <= end:
            edges.update((light.value_start, light.value_end))
        starts.setdefault(start, []).append(light)
        ends.setdefault(end, []).append(light)
    pieces = []
    over: list[Light] = []
    at = 0
    for edge in sorted(edges):
        if edge > at:
            pieces.append(Piece(at, edge, tuple(over)))
        for light in ends.get(edge, ()):
            over.remove(light)
        over.extend(starts.get(edge, ()))
        over.sort(key=lambda light: (light.end - light.start, light.pk))
        at = edge
    return pieces


class Sheet:
    """Writes one document.

    `link` is the address of a fact's card, `pages` that of a page's picture ("": there are none), each with
    `{}` where the number goes.
    """

    def __init__(self, document: Document, lights: Sequence[Light], *, link: str, pages: str = "") -> None:
        self.document = document
        self.link = link
        self.pages = escape(pages)
        self.pieces = sweep(len(document.text), lights)
        self.starts = [piece.start for piece in self.pieces]
        self.seen: set[int] = set()  # facts whose first words have been written

    def html(self) -> SafeString:
        """The text from first to last character, every line once."""
        return mark_safe("\n".join(self._blocks()))  # noqa: S308 (every word passes `escape`)

    def words(self, start: int, end: int) -> str:
        """`[start, end)` with its facts."""
        parts = []
        index = max(0, bisect_right(self.starts, start) - 1)
        while index < len(self.pieces) and self.pieces[index].start < end:
            piece = self.pieces[index]
            first, last = max(piece.start, start), min(piece.end, end)
            if first < last:
                parts.append(self._piece(piece, first, last))
            index += 1
        return "".join(parts)

    def _piece(self, piece: Piece, start: int, end: int) -> str:
        text = escape(self.document.text[start:end])
        if not piece.facts:
            return text
        lead, *outer = piece.facts
        classes = ["lit", f"k-{lead.kind}", f"s-{lead.state}"]
        classes += sorted({f"in-{light.kind}" for light in outer if light.kind == "task"})
        if lead.value_start <= start and end <= lead.value_end:
            classes.append("v")
        if end == lead.end:
            classes.append("is-last")
        anchors, new = "", False
        for light in piece.facts:
            if light.pk not in self.seen:
                self.seen.add(light.pk)
                if light is lead:
                    new = True
                else:
                    anchors += f'<i id="w{light.pk}"></i>'
        key = f'id="w{lead.pk}"' if new else 'tabindex="-1"'
        facts = " ".join(str(light.pk) for light in piece.facts)
        address = self.link.replace("{}", str(lead.pk))
        return (
            f'{anchors}<a {key} class="{" ".join(classes)}" href="{address}" data-facts="{facts}">{text}</a>'
        )

    def _blocks(self) -> Iterator[str]:
        document = self.document
        # a numbered paragraph opens a section too, but only words of its own make it a heading: level 0
        levels = {s.heading_span.start: s.level if s.heading else 0 for s in document.walk_sections()}
        tables = sorted(document.tables, key=lambda table: table.span.start)
        pages = [page for page in document.pages if page.number > 1]
        done = 0
        for span, kind in document.blocks or _lines(document.text):
            while pages and pages[0].span.start <= span.start:
                yield self._page_mark(pages.pop(0).number)
            while tables and tables[0].span.start <= span.start:
                table = tables.pop(0)
                yield self._table(table)
                done = max(done, table.span.end)
            if span.end <= done:
                continue
            start = max(span.start, done)
            yield self._line(start, span.end, kind, levels.get(span.start))
            done = span.end

    def _page_mark(self, number: int) -> str:
        words = f"{_('Trang')} {number}"
        if self.pages:
            words = f'<a href="{self.pages.replace("{}", str(number))}" data-page="{number}">{words}</a>'
        return f'<span class="page-mark">{words}</span>'

    def _line(self, start: int, end: int, kind: BlockKind, level: int | None) -> str:
        words = self.words(start, end)
        if level or (level is None and kind is BlockKind.HEADING):
            tag = f"h{min((level or 2) + 1, DEEPEST)}"
            return f'<{tag} id="s{start}">{words}</{tag}>'
        name = {
            BlockKind.LIST_ITEM: "li",
            BlockKind.CAPTION: "caption",
            BlockKind.FURNITURE: "furniture",
        }.get(kind)
        return f'<p class="{name}">{words}</p>' if name else f"<p>{words}</p>"

    def _table(self, table: Table) -> str:
        rows: dict[int, list[str]] = {}
        for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
            rows.setdefault(cell.row, []).append(self._cell(cell, header=cell.row < table.header_rows))
        body = "".join(f"<tr>{''.join(rows.get(number, ()))}</tr>" for number in range(len(table.grid)))
        caption = f'<p class="caption">{escape(table.sheet)}</p>' if table.sheet else ""
        return f'{caption}<div class="text-table"><table>{body}</table></div>'

    def _cell(self, cell: Cell, *, header: bool) -> str:
        tag = "th" if header else "td"
        spread = (f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else "") + (
            f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
        )
        words = self.words(cell.span.start, cell.span.end).replace("\n", "<br>")
        return f"<{tag}{spread}>{words}</{tag}>"


def document_of(reading: Reading) -> Document:
    """A kept reading as a record; its sections stand in one row, without children."""
    return Document(
        sha256="",
        text=reading.text,
        sections=tuple(
            Section(
                s["label"],
                s["heading"],
                Span(s["start"], s["end"]),
                Span(s["heading_start"], s["heading_end"]),
                s["level"],
            )
            for s in reading.outline
        ),
        tables=tuple(
            Table(
                Span(t["start"], t["end"]),
                tuple(Cell(Span(c[0], c[1]), *c[2:]) for c in t["cells"]),
                tuple(tuple(row) for row in t["grid"]),
                t["header_rows"],
                sheet=t["sheet"],
            )
            for t in reading.tables
        ),
        blocks=tuple((Span(start, end), BlockKind(kind)) for start, end, kind in reading.blocks),
        pages=tuple(Page(number, Span(start, end)) for number, start, end in reading.pages),
    )


def _lines(text: str) -> Iterator[tuple[Span, BlockKind]]:
    """Every non-empty line as a paragraph, for a reading without blocks."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield Span(start, start + len(line)), BlockKind.PARAGRAPH
        start += len(line) + 1


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A heading for the side navigation."""

    anchor: str
    label: str
    heading: str
    level: int


def outline(document: Document, *, deepest: int = 3) -> list[OutlineItem]:
    """The headings down to `deepest`, in the text's order."""
    return [
        OutlineItem(f"s{s.heading_span.start}", s.label, s.heading, min(s.level, 4))
        for s in document.walk_sections()
        if s.heading and s.level <= deepest
    ]
