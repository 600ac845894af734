"""Where words stand: spans, the quote they cover, and what a reader noticed on the way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """Characters `[start, end)` of `Document.text`.

    >>> "GRDP tăng 7%"[Span(5, 9).slice]
    'tăng'
    """

    start: int
    end: int

    @property
    def slice(self) -> slice:
        return slice(self.start, self.end)

    def __bool__(self) -> bool:
        return self.end > self.start


NOWHERE = Span(0, 0)  # of a fact whose place is not set yet


class Severity(StrEnum):
    """How much a reader's remark matters."""

    INFO = "info"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something a reader noticed and went on: a cell it could not place, a page without text."""

    code: str  # stable word for programs: "page_without_text"
    message: str  # one Vietnamese sentence
    span: Span | None = None  # None where it concerns the whole document
    severity: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True)
class Provenance:
    """The words a value was read from, and where they stand."""

    document: str  # SHA-256 of the file, hex
    quote: str  # verbatim: Document.text[span.slice] == quote
    span: Span
    section: str = ""  # label as printed: "III.2.a"
    page: int | None = None  # 1-based; None where the format has no pages (.docx)
