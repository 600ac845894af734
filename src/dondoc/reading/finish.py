"""From a format reader's draft to a `Document`: secrecy first, then tables, outline and header."""

from __future__ import annotations

from dataclasses import replace

from dondoc.errors import EmptyFile, FileTooLarge
from dondoc.reading import celltables, header, outline, secrecy
from dondoc.reading.draft import Draft, Limits
from dondoc.records.document import Document

_PRINTED_TABLES = {"txt", "md", "pdf"}  # where a table may stand as cells between "|"


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
    if draft.media in _PRINTED_TABLES:
        tables = sorted((*draft.tables, *celltables.find(draft.text)), key=lambda table: table.span)
        draft = replace(draft, tables=tuple(tables))
    sections, blocks = outline.outline(draft)
    return Document(
        sha256=draft.sha256,
        text=draft.text,
        name=draft.name,
        media=draft.media,
        header=header.read_header(draft, sections),
        sections=sections,
        tables=draft.tables,
        blocks=blocks,
        pages=draft.pages,
        offsets=draft.offsets,
        diagnostics=draft.diagnostics,
    )
