"""What a document made of its parent's targets and tasks: kept, changed on the way, forgotten, added."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from dondoc.records.source import Span


class CommitmentKind(StrEnum):
    """Two things a document can commit to."""

    TARGET = "target"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Commitment:
    """A target or task as one document states it, read or confirmed."""

    kind: CommitmentKind
    name: str  # the indicator's name or the task's action
    key: str = ""  # of whoever asks: a row's id, a fact's index
    value: Decimal | None = None  # of a target
    value_max: Decimal | None = None  # upper end of a range
    unit: str | None = None
    bound: str = "exact"  # as IndicatorStatement.bound
    due: str | None = None  # a day or period: "2030", "2026-Q3", "2026-04-30"
    lead: str | None = None  # of a task, as written
    collective: bool = False  # the lead is "các sở, ngành"
    indicator: str | None = None  # of a target: id in the catalogue, where it is known
    span: Span | None = None  # where it stands
    words: str = ""  # verbatim


class CoverageState(StrEnum):
    """What became of one commitment."""

    KEPT = "kept"  # stands in both, nothing that counts differs
    CHANGED = "changed"  # stands in both: another value, another day
    MISSING = "missing"  # only in the parent
    ELSEWHERE = "elsewhere"  # only in the parent, which gives it to another body: not owed here
    ADDED = "added"  # only in the child


@dataclass(frozen=True, slots=True)
class CoverageChange:
    """One thing that became another on the way down."""

    what: str  # value, bound, due, figures, lead
    before: str  # as the parent says it
    after: str
    weaker: bool | None = None  # less, or later, than the parent asks; None where that cannot be said


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One line of the matrix: a commitment of the parent, what the child made of it, or one side alone."""

    kind: CommitmentKind
    state: CoverageState
    parent: Commitment | None
    child: Commitment | None
    changes: tuple[CoverageChange, ...] = ()
    likeness: float = 0.0  # 0 … 1, how alike both are worded; 1 for the same catalogue indicator
