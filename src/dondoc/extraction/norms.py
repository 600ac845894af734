"""What a number has to be, or is to be, by what is said of it: norms, caps, plans told beside results.

The first part of reading a statement's standing (`status.py`).
"""

from __future__ import annotations

from dondoc.extraction.clauses import Clause, than_aim
from dondoc.extraction.context import Context
from dondoc.extraction.frames import Frames
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.granted import granted
from dondoc.extraction.openers import openers
from dondoc.extraction.plannedworks import planned_as
from dondoc.extraction.statuswords import (
    AIM_LEAD,
    FAR_PROJECT,
    MARKET_PRICE,
    MET,
    MET_JUST,
    NORM,
    NORM_NAME,
    OF_PLAN,
    PAID_TO_EACH,
    PAST_CUE,
    PLAN_BEFORE,
    PLAN_GIVEN,
    PLAN_INSIDE,
    PLANNED,
    POOR,
    PRICE_SET,
    RATES,
    TO_COST,
    TURNED_OUT,
)
from dondoc.records.facts import FieldSource, IndicatorStatement
from dondoc.records.source import Span

_AIMS = ("mục tiêu", "chỉ tiêu", "kế hoạch", "phương hướng", "dự kiến", "nhiệm vụ")
_FAR_PLAN = 100  # characters between a plan and its number


class Norms:
    """Tells what was planned or set from what has been; one of a document."""

    def __init__(self, context: Context, frames: Frames) -> None:
        self.context = context
        self.frames = frames
        self.flat = context.flat
        self._openers = openers(context)
        self._told: tuple[int, str] | None = None  # a frame of aims, and a past time told of in it
        self._aim: tuple[int, str | None] | None = None  # where the last target ended, and its period

    def _planned(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> str | None:
        """As what a number is planned whose clause has no word of it; None where it is not."""
        if (planned := planned_as(self.context, quantity)) is not None:
            return planned
        if (
            self._is_norm(fact, quantity, clause)
            or self._is_plan_itself(quantity, clause)
            or granted(self.context, fact, quantity, clause)
        ):
            return "norm"
        return None

    def _planned_behind(self, before: IndicatorStatement, quantity: Quantity) -> bool:
        """“thu 45.799/36.875 tỷ đồng”, "đạt 83%/50%": behind the bar stands what was planned."""
        return (
            self.flat[before.value_span.end : quantity.start] == "/"
            and before.unit == quantity.unit
            and before.status == "actual"
        )

    def _is_norm(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> bool:
        """What a rule or a plan asks for: "từ 1,1 triệu đồng trở xuống", "tối đa 50 triệu đồng/hộ"."""
        if MARKET_PRICE.match(fact.name.lower()) is not None and "/" in (fact.unit or ""):
            return False
        if NORM.search(self.flat[quantity.start : quantity.end]):
            return True
        if fact.name.startswith(PLANNED) and quantity.dimension == "money":
            return True
        if "theo chuẩn nghèo" not in fact.name and ("chuẩn nghèo" in fact.name or "mức chuẩn" in fact.name):
            return True
        if POOR.search(self.flat, clause.start, quantity.start):
            return True
        past = PAST_CUE.search(self.flat, clause.sentence[0], quantity.start)
        if fact.name.startswith(PAID_TO_EACH) and "/" in (fact.unit or "") and past is None:
            return True
        priced = self.context.says(("đền bù", "bồi thường", "tái định cư"), clause.chunk, quantity.start)
        if priced and PRICE_SET.search(self.flat, clause.chunk, quantity.start):
            return True
        if PRICE_SET.match(fact.name.lower()) or fact.name.startswith("thời gian miễn"):
            return True
        low = max(clause.sentence[0], quantity.start - FAR_PROJECT)
        if (
            quantity.dimension == "money"
            and self.context.says(("dự án",), low, quantity.start)
            and TO_COST.search(self.flat, low, quantity.start)
        ):
            return True
        asked = quantity.bound in {"at_least", "at_most"} or NORM_NAME.search(
            self.flat, clause.start, quantity.start
        )
        if not asked and not (
            self.context.says(("mức ",), clause.sentence[0], quantity.start)
            and RATES.search(self.flat, clause.sentence[0], quantity.start)
            and TURNED_OUT.search(self.flat, max(0, quantity.start - 24), quantity.start) is None
        ):
            return False
        return quantity.dimension != "rank" and past is None

    def _is_plan_given(self, quantity: Quantity, clause: Clause) -> bool:
        """“… so với dự toán cả năm trung ương giao là 940 tỷ đồng”: the plan as it was handed down."""
        low = max(clause.sentence[0], quantity.start - _FAR_PLAN)
        if not self.context.says(("giao",), low, quantity.start):
            return False
        return PLAN_GIVEN.search(self.flat, low, quantity.start) is not None

    def _is_plan_itself(self, quantity: Quantity, clause: Clause) -> bool:
        """“đạt 51,8% so với nghị quyết đề ra (23.600 tỷ đồng)”: the number in brackets is the plan's own."""
        low = quantity.start
        if OF_PLAN.search(self.flat, max(0, low - 12), low):
            return True  # "18,7 tỷ đồng/KH 16,5 tỷ đồng"
        bracket = self.flat.rfind("(", max(clause.sentence[0], low - 40), low)
        if bracket >= 0 and PLAN_INSIDE.fullmatch(self.flat, bracket + 1, low):
            return True
        if self.flat[low - 1 : low] != "(":
            return False
        if quantity.dimension == "percent":  # "38%, thấp hơn mục tiêu đề ra (45%)"
            return than_aim(self.flat, quantity)
        return PLAN_BEFORE.search(self.flat, max(clause.sentence[0], low - 60), low - 1) is not None

    def _is_listed_aim(self, quantity: Quantity, clause: Clause) -> bool:
        """“Về một số chỉ tiêu chủ yếu giai đoạn 2021 - 2025: …”: what the lead of a list says."""
        if not self.context.says(_AIMS, clause.sentence[0], quantity.start):
            return False
        lead = AIM_LEAD.search(self.flat, clause.sentence[0], quantity.start)
        if lead is None or MET.search(lead[0]) is not None:
            return False
        return MET_JUST.search(self.flat, max(clause.sentence[0], lead.start() - 40), lead.start()) is None

    def _set(self, fact: IndicatorStatement, status: str, how: str, span: Span | None = None) -> None:
        fact.status = status
        fact.fields["status"] = FieldSource(how, span)
