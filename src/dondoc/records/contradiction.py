"""Two statements that cannot both be right, side by side. Records, no arithmetic.

    "6/70 đơn vị" beside "chiếm 8,45%"                    →  SHARE: 6/70 is 8,57 %; 8,45 % would be of 71
    "28 chỉ tiêu" in one document, "27" in another        →  COUNT
    7 % for 2024 beside 10,24 % a year for 2024–25        →  UNATTAINABLE: 2025 would need 13,58 %

Who is right is never said. A person may explain one; it stays shown.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from dondoc.records.plan import Period
from dondoc.records.verdict import Value


class ContradictionKind(StrEnum):
    """What does not fit what."""

    SHARES = "shares"  # shares that do not add up to 100 %
    SHARE = "share"  # n of m beside another percentage
    EQUIVALENT = "equivalent"  # the same amount in two currencies, at two rates
    MULTIPLE = "multiple"  # "gấp gần 2,5 lần" of something else
    GROWTH = "growth"  # "tăng 8,45 %" beside this year's figure and last year's
    ATTAINMENT = "attainment"  # "đạt x % kế hoạch" beside result and plan
    COUNT_PARTS = "count_parts"  # met + exceeded is not met-or-exceeded
    COUNT = "count"  # 27 or 28 targets; 25 met or 24
    VALUE = "value"  # the same thing, two numbers
    SUM = "sum"  # a table's total beside what its rows add up to
    UNATTAINABLE = "unattainable"  # targets that cannot both hold


class Certainty(StrEnum):
    """How sure it is that something does not fit."""

    CONTRADICTS = "contradicts"  # by the printed figures themselves
    IMPLIES = "implies"  # what follows from them is to be looked at: a rate, a figure nobody printed


@dataclass(frozen=True, slots=True)
class Statement:
    """One number that somebody said, with its words; `document` and `key` are the caller's."""

    key: str
    document: str
    words: str
    value: Decimal
    start: int = 0
    end: int = 0
    name: str = ""
    printed: str = ""  # the name as it is printed, where `name` is the indicator's
    indicator: str = ""  # id in the catalogue, else the folded name
    body: str = ""
    decimals: int = 0
    unit: str = ""
    measure: str = "level"
    status: str = "actual"
    bound: str = "exact"
    base: str = ""
    basis: str = ""  # of a target: whose plan
    period: Period | None = None
    value_max: Decimal | None = None
    out_of: Decimal | None = None
    direction: str = ""  # up, down: of a change
    scope: str = ""  # "country", "region": theirs, not the body's own
    on: date | None = None  # the document's day
    part: str = ""  # of a table: "row", "group", "total" of its rows, "whole": more than its rows may be


@dataclass(frozen=True, slots=True)
class Count:
    """How many targets of a document were met, as a document says."""

    key: str
    document: str
    words: str
    total: Decimal | None
    parts: tuple[tuple[str, Decimal], ...] = ()  # met_or_exceeded, exceeded, met …
    of: str = ""  # whose targets: the document they belong to, as the caller names it
    period: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contradiction: words and where they stand."""

    document: str
    key: str
    words: str
    number: str = ""  # as printed or as computed, for the table


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What stands against what, and the numbers that show it."""

    kind: ContradictionKind
    sides: tuple[Side, ...]
    values: tuple[tuple[str, Value], ...] = ()
    certainty: Certainty = Certainty.CONTRADICTS

    def __getitem__(self, name: str) -> Value:
        return dict(self.values)[name]

    @property
    def key(self) -> str:
        """The same for the same words on both sides, whichever was found first."""
        told = sorted(f"{side.document}\x1f{side.key}\x1f{side.words}" for side in self.sides)
        return hashlib.sha256("\x1e".join([self.kind.value, *told]).encode()).hexdigest()


Interval = tuple[Fraction, Fraction]
