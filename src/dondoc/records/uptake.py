"""What of a document its children took up: clauses, what corresponds to what, what was changed on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class ClauseKind(StrEnum):
    """What a clause is."""

    TARGET = "target"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Clause:
    """One target or task of a document."""

    key: str  # the caller's name for it
    kind: ClauseKind
    words: str  # what is measured; what is to be done
    indicator: str | None = None  # of a target: the catalogue's name for what is measured
    value: Decimal | None = None  # in `unit`, of a range the lower end
    value_max: Decimal | None = None
    unit: str = ""
    due: date | None = None  # the last day: of a target that of its period
    body: str | None = None  # who answers for it


@dataclass(frozen=True, slots=True)
class Change:
    """What the child made of one field."""

    field: str  # value, due
    before: Decimal | date | None  # in the parent
    after: Decimal | date | None  # in the child


@dataclass(frozen=True, slots=True)
class Match:
    """A child's clause that seems to take up one of the parent."""

    parent: str  # keys
    child: str
    score: int  # 0 … 100
    reason: str  # Vietnamese


@dataclass(frozen=True, slots=True)
class Uptake:
    """A parent's clauses beside what each child document made of them, all by key."""

    taken: Mapping[str, Mapping[str, tuple[str, ...]]]  # clause of the parent → child document → its clauses
    untaken: tuple[str, ...]  # clauses of the parent that nobody took up
    unasked: Mapping[str, tuple[str, ...]]  # child document → its clauses that the parent does not ask for

    def covered(self, document: str) -> int:
        """How many of the parent's clauses one child took up."""
        return sum(document in children for children in self.taken.values())
