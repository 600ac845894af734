"""From a format reader's draft to a `Document`: secrecy first, then tables, outline and header."""

from __future__ import annotations

from dataclasses import replace

from dondoc.errors import EmptyFile, FileTooLarge
from dondoc.reading import celltables, header, masthead, outline, press, scans, secrecy
from dondoc.reading.draft import Draft, Limits
from dondoc.records.document import BlockKind, Document, Table
from dondoc.records.moved import moved
from dondoc.records.source import Span
from dondoc.text.evened import even

_PRINTED_TABLES = {"txt", "md", "pdf", "image"}  # where a table may stand as cells between "|"


def finish(draft: Draft, *, limits: Limits | None = None) -> Document:
    """The document a draft makes.

    Raises:
        SecretDocument: A secrecy mark stands in its heading.
        EmptyFile: There is no text.
        FileTooLarge: The text is longer than `limits.max_chars`.
    """
    limits = limits or Limits()
    if len(draft.text) > limits.max_chars:
        raise FileTooLarge(draft.name, f"có hơn {limits.max_chars:,} ký tự".replace(",", "."))
    if not draft.text.strip():
        raise EmptyFile(draft.name, "không có chữ nào")
    secrecy.check(draft)
    evened = even(draft.text)
    if not evened:
        return _document(draft)
    document = _document(replace(moved(draft, evened.forth), text=evened.text))
    document = replace(moved(document, evened.back), text=draft.text)
    tables = tuple(map(_held_together, document.tables))
    return replace(document, tables=tables, blocks=_every_line(document))


def _held_together(table: Table) -> Table:
    """An empty cell at a table's edge stands in it: of a space left out nothing says on which side it was."""
    low, high = table.span
    if all(low <= cell.span.start <= cell.span.end <= high for cell in table.cells):
        return table
    cells = []
    for cell in table.cells:
        start, end = (min(max(place, low), high) for place in cell.span)
        cells.append(replace(cell, span=Span(start, end)))
    return replace(table, cells=tuple(cells))


def _document(draft: Draft) -> Document:
    if draft.media in _PRINTED_TABLES:
        draft = replace(draft, tables=_with_printed(draft))
    top = masthead.find(draft) or press.begin(draft)
    sections, blocks = outline.outline(draft, top)
    heading, doubts = scans.checked(header.read_header(draft, sections, top), draft)
    return Document(
        sha256=draft.sha256,
        text=draft.text,
        name=draft.name,
        media=draft.media,
        header=heading,
        sections=sections,
        tables=draft.tables,
        blocks=blocks,
        pages=draft.pages,
        offsets=draft.offsets,
        diagnostics=(*draft.diagnostics, *doubts),
        scans=draft.scans,
    )


def _every_line(document: Document) -> tuple[tuple[Span, BlockKind], ...]:
    """The lines of the document's own text: those that the evened one left out are the page's."""
    known = [span for span, _ in document.blocks]
    missed: list[tuple[Span, BlockKind]] = []
    at = n = 0
    for line in document.text.split("\n"):
        while n < len(known) and known[n].end <= at:
            n += 1
        if line.strip() and (n == len(known) or known[n].start >= at + len(line)):
            start = at + len(line) - len(line.lstrip())
            missed.append((Span(start, start + len(line.strip())), BlockKind.FURNITURE))
        at += len(line) + 1
    return tuple(sorted([*document.blocks, *missed]))


def _with_printed(draft: Draft) -> tuple[Table, ...]:
    """The format's own tables, and those printed between "|" in what these leave of the text."""
    printed = [
        table
        for table in celltables.find(draft.text)
        if not any(
            own.span.start < table.span.end and table.span.start < own.span.end for own in draft.tables
        )
    ]
    return tuple(sorted((*draft.tables, *printed), key=lambda table: table.span))
