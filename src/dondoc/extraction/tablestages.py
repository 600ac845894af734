"""Rows of a table that hold no number but a time, which rules the rows below them.

II | Đến năm 2045 |  |          an aim for that year, whatever the column is called
B  | Giai đoạn 2026-2030 |  |   of those years
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dondoc.extraction.context import Context
from dondoc.records.facts import FieldSource, IndicatorStatement
from dondoc.records.source import Span
from dondoc.text.dates import DateMention
from dondoc.text.normalize import fold

_LONGEST = 60  # characters of such a row
_BESIDE = re.compile(
    r"(?:mục tiêu|chỉ tiêu|các|cụ thể|tầm nhìn|định hướng|phấn đấu|kế hoạch|kết quả|thực hiện|giai đoạn"
    r"|nhiệm kỳ|đến|tới|hết|cuối|năm|trong|[ \n*:.,()–-])*"
)
_DONE = re.compile(r"(?:kết quả|thực hiện)(?!\w)")


@dataclass(slots=True)
class Stage:
    """The time a row names for those below it, and whether what is told of it is still aimed at."""

    period: str
    ahead: bool
    span: Span

    def rule(self, fact: IndicatorStatement) -> None:
        """Give the time to a statement whose column has none of its own."""
        fact.period = self.period
        fact.fields["period"] = FieldSource("row above", self.span)
        if self.ahead:
            fact.status = "target"
            fact.fields["status"] = FieldSource("row above", self.span)


def stage_in(context: Context, cell: Span) -> Stage | None:
    """The stage a row's words name; None where they name anything else."""
    words = context.text[cell.slice]
    if len(words) > _LONGEST or not any(c.isdigit() for c in words):
        return None
    said = [found for found in context.dates_in(cell.start, cell.end) if found.grain in {"year", "years"}]
    if len(said) != 1 or said[0].relative:
        return None
    (time,) = said
    rest = fold(context.text[cell.start : time.span.start] + context.text[time.span.end : cell.end])
    if _BESIDE.fullmatch(rest) is None:
        return None
    return Stage(time.value, _DONE.match(rest.strip(" *")) is None and _ahead(context, time), time.span)


def _ahead(context: Context, time: DateMention) -> bool:
    """Whether the time is still to come, or told as a day to be reached by; a year alone says too little."""
    if context.day is not None:
        return time.first_day > context.day or (time.cue == "by" and time.last_day > context.day)
    return context.year is not None and time.last_day.year > context.year
