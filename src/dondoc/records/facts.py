"""What was read from a document's words: proposals, until a person confirms them.

These are made by the thousand, so they are plain slotted records, not frozen ones. Field names and values are
those of the fact format (docs/facts.md): what `dondoc read --format json` prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from dondoc.records.source import NOWHERE, Diagnostic, Span

Kind = Literal["indicator", "task", "person", "citation", "meeting"]
KINDS: tuple[Kind, ...] = ("indicator", "task", "person", "citation", "meeting")


@dataclass(slots=True)
class FieldSource:
    """Which words a field was read from, and by which step: the answer to "why does it say that?"."""

    how: str  # name of the step: "label", "unit", "chain", "subject", "frame", "document date" …
    span: Span | None = None  # None where the field was inferred, not read
    note: str = ""  # one Vietnamese clause for the reviewer


@dataclass(slots=True)
class Fact:
    """What every fact has: its place, the rule that read it, and how sure the rule is."""

    span: Span
    rule: str = ""  # the rule that read it
    confidence: float = 1.0  # 0 … 1; an ordering for the reviewer, not a probability
    fields: dict[str, FieldSource] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)  # doubts, in Vietnamese
    same_as: int | None = None  # index, in its list, of an earlier mention of the same statement


@dataclass(slots=True)
class IndicatorStatement(Fact):
    """One number that measures something: "GRDP … ước đạt 13,45%"."""

    value_span: Span = NOWHERE
    name: str = ""
    value: Decimal | None = None  # as written: 16.900 tỷ đồng → 16900
    value_max: Decimal | None = None  # upper end of a range
    out_of: Decimal | None = None  # the whole of a tally or rank
    unit: str | None = None  # "%", "tỷ đồng", "sản phẩm"; None for a rank
    status: str = "actual"  # actual, estimate, target
    measure: str = "level"  # level, change, share, attainment, ratio, rank, tally
    bound: str = "exact"  # exact, more_than, at_least, about, less_than, at_most, range
    period: str | None = None  # "2023", "2023-Q3", "2023-01/2023-09", "2021/2025", "2023-11-27"
    base: str | None = None  # same_period, plan, year:2022, country
    direction: str | None = None  # up, down: which way a change goes (extra to the fact format)
    indicator_id: str | None = None  # id in the catalogue pack; None where it is not known
    decimals: int = 0  # digits as printed after the comma: the precision a judgement must respect


@dataclass(slots=True)
class TaskStatement(Fact):
    """A sentence or table row that orders something: who must do what by when."""

    action: str = ""
    lead: str | None = None  # as written, also when collective
    partners: list[str] = field(default_factory=list)
    deadline: str | None = None  # a day or a period, as above
    product: str | None = None
    collective: bool = False  # the lead is "các sở, ngành" and the like: nobody answers for it yet
    directive: str = "order"  # order (văn bản giao), speech (phát biểu chỉ đạo): candidates need more care


@dataclass(slots=True)
class PersonMention(Fact):
    """A named person with every position the text gives; `span` is the first mention of the name."""

    name: str = ""
    positions: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Citation(Fact):
    """A mention of another document."""

    type: str = ""  # lower case: "chỉ thị"
    symbol: str | None = None
    date: str | None = None  # ISO day
    issuer: str | None = None
    title: str | None = None


@dataclass(slots=True)
class Meeting(Fact):
    """The conference or session the document reports."""

    body: str = ""
    ordinal: int | None = None
    date: str | None = None  # ISO day, the first


@dataclass(slots=True)
class Facts:
    """All that was read from one document, in the text's order within each list."""

    indicators: list[IndicatorStatement] = field(default_factory=list)
    tasks: list[TaskStatement] = field(default_factory=list)
    people: list[PersonMention] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def of(self, kind: Kind) -> list[Fact]:
        """The facts of one kind."""
        table: dict[Kind, list[Fact]] = {
            "indicator": list(self.indicators),
            "task": list(self.tasks),
            "person": list(self.people),
            "citation": list(self.citations),
            "meeting": list(self.meetings),
        }
        return table[kind]

    def items(self) -> Iterator[tuple[Kind, Fact]]:
        """Every fact with its kind."""
        for kind in KINDS:
            for fact in self.of(kind):
                yield kind, fact

    def __len__(self) -> int:
        return sum(len(self.of(kind)) for kind in KINDS)
