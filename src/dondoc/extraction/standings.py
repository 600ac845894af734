"""How a statement stands: reached, estimated or a target.

Each answer comes with the words it was read from, or with the name of the frame it was taken from.
"""

from __future__ import annotations

import re
from datetime import date

from dondoc.extraction.clauses import Clause
from dondoc.extraction.context import Context
from dondoc.extraction.frames import Frames
from dondoc.extraction.grammar import Quantity
from dondoc.records.facts import FieldSource, IndicatorStatement
from dondoc.records.source import Span
from dondoc.text.dates import last_day

_PAST_CUE = re.compile(
    r"(?<!\w)(?:đã|đạt được|thu hút được|hiện có|hiện còn|vừa|được công nhận|lũy kế)(?!\w)"
)


class Standings:
    """Reads `status` of one document's statements, in order."""

    def __init__(self, context: Context, frames: Frames) -> None:
        self.context = context
        self.frames = frames
        self.flat = context.flat

    def read(
        self, fact: IndicatorStatement, quantity: Quantity, clause: Clause, before: IndicatorStatement | None
    ) -> None:
        """Sets `status`: the nearest cue in the clause, else the sentence's, else a frame."""
        context = self.context
        low = clause.sentence[0]
        found: tuple[str, Span] | None = None
        own: tuple[str, Span] | None = None
        for start, end, payloads in context.hits_in("cues", low, quantity.at):
            entry = payloads[0].entry
            status, span = str(entry["status"]), Span(start, end)
            if status == "estimate" and _WISH.search(self.flat[max(0, start - 8) : start]):
                continue
            if entry["scope"] == "clause":
                if start >= clause.start:
                    own = (
                        (status, span) if own is None or status == "estimate" or own[0] != "estimate" else own
                    )
                elif (
                    status == "actual"
                    and found is not None
                    and found[0] == "target"
                    and self.flat[start:end] != "đã"
                ):
                    found = None
            elif not _spoken(self.flat, start, end) and not self._closed(start, end, quantity.at):
                found = (status, span)
        if (own is not None and own[0] == "estimate") or (
            own is not None and (found is None or own[1].start > found[1].start)
        ):
            found = own
        if found is not None:
            fact.status = found[0]
            fact.fields["status"] = FieldSource("cue", found[1])
            return
        if quantity.at > clause.chunk and self.flat.startswith("cùng kỳ", clause.chunk):
            return  # "(cùng kỳ tăng 7,28%)": what was a year before
        if before is not None and before.status != "actual" and self._goes_on(fact, before, quantity):
            fact.status = before.status
            fact.fields["status"] = FieldSource("chain")
            return
        if self._is_norm(fact, quantity, clause) or self._is_plan_itself(quantity, clause):
            fact.status = "target"
            fact.fields["status"] = FieldSource("norm")
            return
        frame = self.frames.at(quantity.at)
        if frame.status is not None and not _PAST_CUE.search(self.flat, low, quantity.start):
            fact.status = frame.status
            fact.fields["status"] = FieldSource("frame")

    def _closed(self, start: int, end: int, at: int) -> bool:
        """“(theo đề án được phê duyệt: 5.826 tỷ đồng), đã giải ngân 831 tỷ”: the bracket has ended."""
        close = self.flat.find(")", end, at)
        return (
            close >= 0
            and self.flat.find("(", end, close) < 0
            and self.flat.rfind("(", max(0, start - 80), start) >= 0
        )

    def _is_norm(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> bool:
        """What a rule asks for: "từ 1,1 triệu đồng/người/tháng trở xuống", a poverty line."""
        if _NORM.search(self.flat[quantity.start : quantity.end]):
            return True
        if "chuẩn nghèo" in fact.name or "mức chuẩn" in fact.name:
            return True
        if _NORM_NAME.match(fact.name) and not _PAST_CUE.search(
            self.flat, clause.sentence[0], quantity.start
        ):
            return True
        return _POOR.search(self.flat, clause.start, quantity.start) is not None

    def _is_plan_itself(self, quantity: Quantity, clause: Clause) -> bool:
        """“đạt 51,8% so với nghị quyết đề ra (23.600 tỷ đồng)”: the number in brackets is the plan's own."""
        low = quantity.start
        if self.flat[low - 1 : low] != "(" or quantity.dimension == "percent":
            return False
        return _PLAN_BEFORE.search(self.flat, max(clause.sentence[0], low - 60), low - 1) is not None

    def _goes_on(self, fact: IndicatorStatement, before: IndicatorStatement, quantity: Quantity) -> bool:
        """Whether the statement before lends its standing: a part of it, or said in the same breath."""
        if fact.fields["name"].how in {"chain", "part", "lead"}:
            return True
        return before.status == "estimate" and ";" not in self.flat[before.value_span.end : quantity.at]

    def foresee(self, fact: IndicatorStatement) -> None:
        """A flat statement about a time after the document's day is a target."""
        day: date | None = self.context.day
        if fact.status != "actual" or day is None or fact.period is None:
            return
        if fact.measure == "tally" or "biểu quyết" in fact.name:
            return
        if fact.fields.get("status") is None and _starts_after(fact.period, day):
            fact.status = "target"
            fact.fields["status"] = FieldSource("period")


_WISH = re.compile(r"(?<!\w)(?:mơ|mong|công|quy|khế|giao|hiệp) $")
_POOR = re.compile(r"hộ (?:cận )?nghèo [^,;.]{0,60}thu nhập[^,;.]{0,24}$")
_PLAN_BEFORE = re.compile(
    r"(?:kế hoạch|dự toán|nghị quyết|chỉ tiêu|mục tiêu)(?: (?:được|giao|đề|ra|năm|của|[\w]+)){0,4} $"
)
_NORM_NAME = re.compile(
    r"(?:mức (?:hỗ trợ|chi|thưởng|phụ cấp|trợ cấp|trần|sàn|đóng|bồi dưỡng|khoán)|định mức)(?!\w)",
    re.IGNORECASE,
)
_NORM = re.compile(r"(?:trở lên|trở xuống)$")


def _starts_after(period: str, day: date) -> bool:
    """Whether a period lies ahead of a day: next year, or a stage of years that has just begun."""
    first = int(period[:4])
    return first > day.year or (first == day.year and last_day(period).year > day.year)


def _spoken(flat: str, start: int, end: int) -> bool:
    """Whether a target word is about something reached: "vượt mục tiêu đề ra", "không đạt mục tiêu"."""
    form = flat[start:end]
    if form in {
        "mục tiêu",
        "chỉ tiêu giao",
        "được giao",
        "dự toán năm",
        "kế hoạch năm",
        "kế hoạch giao",
        "mục tiêu năm",
    }:
        before = flat[max(0, start - 26) : start]
        return (
            re.search(
                r"(?:vượt|hơn|đạt|đạt được|so với|so|hoàn thành|bằng|%|chương trình|dự toán|mục tiêu|"
                r"chỉ tiêu) ?(?:[\w ]{0,12})$",
                before,
            )
            is not None
        )
    return form == "yêu cầu" and flat[max(0, start - 6) : start].endswith(("đáp ứng ", " theo "))
