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
    key: str = ""  # of whoever asks: a row's, a fact's
    value: Decimal | None = None  # of a target
    value_max: Decimal | None = None  # upper end of a range
    unit: str | None = None
    bound: str = "exact"  # as IndicatorStatement.bound
    less_is_better: bool = False  # of a target: as the catalogue says of its indicator
    due: str | None = None  # a day or period: "2030", "2026-Q3", "2026-04-30"
    lead: str | None = None  # who answers for it, as written
    collective: bool = False  # the lead is "các sở, ngành"
    given: bool = False  # of a target: to the lead alone, it is not one of the whole province
    indicator: str | None = None  # of a target: id in the catalogue, where it is known
    span: Span | None = None  # where it stands
    words: str = ""  # verbatim


@dataclass(frozen=True, slots=True)
class Pair:
    """A commitment of a child that seems to take up one of its parent, by their places in the two lists."""

    parent: int
    child: int
    score: int  # 0 … 100
    reason: str = ""  # Vietnamese


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

    what: str  # value, bound, due, part, figures, lead
    before: str  # as the parent says it
    after: str  # "" where the child leaves it open
    weaker: bool | None = None  # less, or later, than the parent asks; None where that cannot be said


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One line of the matrix: a commitment of the parent, what the child made of it, or one side alone."""

    kind: CommitmentKind
    state: CoverageState
    parent: Commitment | None
    child: Commitment | None
    changes: tuple[CoverageChange, ...] = ()
    likeness: float = 0.0  # 0 … 1, how sure it is that the two are the same
    further: bool = False  # a step or milestone beside the one above that takes up the same: not counted


@dataclass(frozen=True, slots=True)
class Coverage:
    """The matrix of one parent and one child: the parent's commitments in order, then what the child adds."""

    rows: tuple[CoverageRow, ...] = ()

    def count(self, state: CoverageState, kind: CommitmentKind | None = None) -> int:
        """How many commitments are in a state, each once."""
        return sum(
            row.state is state and not row.further and (kind is None or row.kind is kind) for row in self.rows
        )

    @property
    def taken_up(self) -> int:
        """How many of the parent's commitments the child took up."""
        return self.count(CoverageState.KEPT) + self.count(CoverageState.CHANGED)
