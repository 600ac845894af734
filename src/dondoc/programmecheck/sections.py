"""Where in a document's outline a place stands: its labels ("III.2") and the headings above it."""

from __future__ import annotations

from dondoc.programmecheck.words import bare
from dondoc.records.document import Document, Section


class Sections:
    """The outline of one document, asked by position."""

    def __init__(self, document: Document) -> None:
        self._sections = list(document.walk_sections())  # a kept reading has them in one row

    def path(self, position: int) -> list[Section]:
        """The sections around a character, the highest first."""
        return [s for s in self._sections if s.span.start <= position < s.span.end]

    def label_at(self, position: int) -> str:
        """Labels of the headings above a place: "III.2"; "" outside all of them."""
        return ".".join(section.label.rstrip(".)") for section in self.path(position) if section.label)

    def heading_at(self, position: int) -> str:
        """The headings above a place in one string, without marks, for looking up words."""
        return " / ".join(bare(section.heading) for section in self.path(position))
