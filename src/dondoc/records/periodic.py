"""What a periodic report is written from: confirmed figures of one body and period, each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from dondoc.records.plan import ObservationStatus


class Measure(StrEnum):
    """What about an indicator is told; the fact format's words."""

    LEVEL = "level"
    ATTAINMENT = "attainment"  # of the plan, in %
    RATIO = "ratio"  # to the base: % or lần
    CHANGE = "change"  # from the base: % or điểm %
    RANK = "rank"
    TALLY = "tally"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class ReportedFigure:
    """One figure as the register has it, printed as its document printed it."""

    key: int  # the caller's
    measure: Measure
    value: Decimal
    decimals: int
    unit: str  # as printed; "" of a rank
    status: ObservationStatus
    bound: str = "exact"  # more_than, at_least, about, less_than, at_most
    base: str = ""  # same_period, plan, country, …
    rising: bool | None = None  # of a change; None where the document does not say
    out_of: int | None = None  # of a tally: 42 of 68
    source: int | None = None  # index of the note that says where it stands; None: no note
    budget: bool = False  # of a share of the plan: its document calls the plan "dự toán"


@dataclass(frozen=True, slots=True)
class PlannedFigure:
    """The number a document set for the period's year."""

    key: int
    text: str  # "từ 10% trở lên", with its unit
    when: str  # "năm 2026"
    source: int | None = None


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One indicator of a report: everything told of it for the period, and its plan."""

    name: str
    field: str
    figures: tuple[ReportedFigure, ...]
    plan: PlannedFigure | None = None
    falling: bool = False  # lower is better: it "còn" so much
