"""What a flat statement turns out to be when its time is known: a target, or what has been.

The last part of reading a statement's standing (`status.py`).
"""

from __future__ import annotations

from datetime import date

from dondoc.extraction.grammar import Quantity
from dondoc.extraction.norms import Norms
from dondoc.extraction.statuswords import (
    AGAINST,
    BY_YEAR,
    DUE_BEHIND,
    DUE_CUES,
    DUTY,
    FOR_LATER,
    LATE,
    LOOKS_BACK,
    NOT_DUE,
    ROW,
    UP_TO,
    lies_ahead,
    own_period,
    starts_after,
)
from dondoc.records.facts import IndicatorStatement
from dondoc.records.source import Span
from dondoc.text.dates import last_day

_JUDGES = ("nhận định", "kỳ vọng")


class Foreseen(Norms):
    """Looks once more at the standing of one document's statements, in order."""

    def foresee(self, fact: IndicatorStatement, quantity: Quantity) -> None:
        """A flat statement about a time after the document's day, or in a row of targets, is one."""
        if fact.status == "actual" and "status" not in fact.fields and "biểu quyết" not in fact.name:
            day: date | None = self.context.day
            ahead = (
                day is not None
                and fact.period is not None
                and (starts_after(fact.period, day) or lies_ahead(fact, day))
            )
            if ahead and fact.measure != "tally":
                later = FOR_LATER.match(self.flat, quantity.end) is not None
                self._set(fact, "target", "later" if later else "period")
            elif self._is_judged_ahead(fact, quantity):
                self._set(fact, "estimate", "period")
            elif self._is_due(quantity):
                self._set(fact, "target", "due")
            elif self._in_a_row(fact, quantity):
                self._set(fact, "target", "row")
                if not own_period(fact) and self._aim is not None:
                    fact.period = self._aim[1]
        if fact.status == "target" and "status" in fact.fields and fact.fields["status"].how == "frame":
            self._past_in_frame(fact, quantity)
        if fact.status == "target" and (self._was_start(fact, quantity) or self._is_past(fact)):
            self._set(fact, "actual", "start")
        if fact.status == "target":
            begins = fact.fields["status"].how in {"cue", "lead", "period", "row"}
            if begins and not self._of_duty(fact) and FOR_LATER.match(self.flat, quantity.end) is None:
                self._aim = (quantity.end, fact.period)
        elif "status" in fact.fields:
            self._aim = None

    def _of_duty(self, fact: IndicatorStatement) -> bool:
        """“từ nay mỗi ngày phải thu 33 tỷ đồng”: what has to be done begins no row of aims."""
        said = fact.fields["status"].span
        if said is None:
            return False
        against = AGAINST.search(self.flat, max(0, said.start - 24), said.start) is not None
        return against or self.flat[said.slice] in DUTY

    def _was_start(self, fact: IndicatorStatement, quantity: Quantity) -> bool:
        """“tăng từ 1,4 tỷ đồng năm 2020 lên 2,5 tỷ đồng năm 2025”: the first was, the second shall be."""
        day = self.context.day
        if day is None or fact.period is None or last_day(fact.period) >= day:
            return False
        return (
            self.flat.startswith("từ ", quantity.start) and UP_TO.match(self.flat, quantity.end) is not None
        )

    def _is_past(self, fact: IndicatorStatement) -> bool:
        """“100% doanh nghiệp … (năm 2022 đạt 98,6%)” among the aims of 2023: of a year that has gone."""
        day = self.context.day
        source = fact.fields.get("period")
        if day is None or fact.period is None or source is None or source.how != "clause":
            return False
        told = fact.fields["status"].how in {"frame", "chain", "row"}
        return told and last_day(fact.period).year < day.year

    def _past_in_frame(self, fact: IndicatorStatement, quantity: Quantity) -> None:
        """“Năm 2025, xuất khẩu đạt 41 tỷ USD” in a text of 2026, under a heading of aims, has happened."""
        day, period = self.context.day, fact.period
        if day is None or period is None:
            return
        frame = self.frames.at(quantity.at).start
        if own_period(fact) and fact.fields["period"].how != "frame":
            told = last_day(period) < day or (
                day.month >= LATE and period == f"{day.year}" and self._against_before(quantity, day)
            )
            if told:
                self._told = (frame, period)
        if self._told == (frame, period):
            self._set(fact, "actual", "period", self._own_words(fact, quantity))

    def _own_words(self, fact: IndicatorStatement, quantity: Quantity) -> Span | None:
        """The words of the period where the sentence itself says it; else `period` tells whence it is."""
        span = fact.fields["period"].span
        start, end = self.context.sentence_at(quantity.at)
        return span if span is not None and start <= span.start and span.end <= end else None

    def _against_before(self, quantity: Quantity, day: date) -> bool:
        """Whether the sentence compares with the year before the document's day."""
        return any(
            m.cue == "compared" and last_day(m.value).year == day.year - 1
            for m in self.context.dates_in(*self.context.sentence_at(quantity.at))
        )

    def _is_judged_ahead(self, fact: IndicatorStatement, quantity: Quantity) -> bool:
        """“IMF nhận định tăng trưởng toàn cầu năm 2023 đạt 2,9%”, told in March: what somebody expects."""
        day = self.context.day
        if day is None or fact.period is None or last_day(fact.period) <= day:
            return False
        return self.context.says(_JUDGES, self.context.sentence_at(quantity.at)[0], quantity.start)

    def _is_due(self, quantity: Quantity) -> bool:
        """“hoàn thiện hồ sơ của 4 xã, hoàn thành trước 30/11”: work to be done by a day still to come."""
        day = self.context.day
        if day is None:
            return False
        low, high = self.context.sentence_at(quantity.at)
        high = min(high, quantity.at + DUE_BEHIND)
        due = [m for m in self.context.dates_in(quantity.end, high) if m.cue in DUE_CUES]
        if not due or NOT_DUE.search(self.flat, quantity.end, due[-1].span.start) is not None:
            return False
        if due[-1].grain == "years" or last_day(due[-1].value) <= day:
            return False
        return LOOKS_BACK.search(self.flat, max(low, quantity.at - ROW), quantity.at) is None

    def _in_a_row(self, fact: IndicatorStatement, quantity: Quantity) -> bool:
        """“Phấn đấu đến năm 2025 … đạt 35%. Tỷ lệ … đạt 60%. Đến năm 2030, … đạt 80%.”: aims go on."""
        if self._aim is None:
            return False
        place, period = self._aim
        start = self.context.sentence_at(quantity.at)[0]
        lines = self.flat.count("\n", place, quantity.at) if quantity.at - place < ROW else ROW
        if lines > 2 or LOOKS_BACK.search(self.flat, max(start, quantity.at - ROW), quantity.start):
            return False
        if not own_period(fact) or period is None or fact.period is None:
            same = not own_period(fact) or fact.period == period
            return same and (lines == 0 or self._continues(quantity, start))
        if last_day(fact.period) < last_day(period) and fact.period != period:
            return False
        return lines == 0 or self._continues(quantity, start)

    def _continues(self, quantity: Quantity, start: int) -> bool:
        """Whether a new paragraph goes on with targets: "Đến năm 2030, …", "100% bộ, ngành …"."""
        if quantity.dimension == "percent" and not self.flat[start : quantity.start].strip(" -–+•*"):
            return True
        return BY_YEAR.match(self.flat, start) is not None
