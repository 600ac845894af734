"""The period a statement takes from around it: from the sentence before, an opener, a heading, the title.

Năm 2022, huyện vượt khó. Tổng giá trị sản xuất đạt 660 tỷ đồng.         2022, which opens the paragraph
Thu ngân sách 5 tháng đạt 230 tỷ đồng. Tổng dư nợ đạt 4.860 tỷ đồng.     the heading's: 5 months are of the
revenue only
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dondoc.extraction.clauses import FARTHEST, Clause
from dondoc.extraction.context import Context
from dondoc.extraction.frames import Frames
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.openers import Openers, opens
from dondoc.records.facts import IndicatorStatement
from dondoc.records.source import Span
from dondoc.text.dates import first_day, last_day

Found = tuple[str, str, Span | None]  # the period, how it was found, its words
_A_YEAR = 4  # characters of "2025"
_A_MONTH = 31  # days
_FEW_LINES = 2  # over which the period of a statement goes on
_HOLDS = 4  # paragraphs over which words of time at a sentence's beginning go on
_FAR = 99
_PARTS = re.compile(r"[\s\-–+•*(]*(?:trong đó|trong số|bao gồm|gồm)(?!\w)")
_ON_MONTH = re.compile(r"(?<!\w)so(?: với)? tháng trước(?!\w)")
_YEARLY = re.compile(r"(?<!\w)(?:(?:hằng|hàng|mỗi) năm|bình quân (?:\d+ )?năm|/năm)(?!\w)")


@dataclass(slots=True)
class _Carried:
    """The period said last, for statements after it that say none."""

    place: int  # of the statement that said it
    period: str
    span: Span | None  # its words
    of_day: bool
    opens: bool  # it opens its sentence: "6 tháng đầu năm, …"; else it belongs to one subject


class Surroundings:
    """What the statements of one document can take their period from, in order."""

    def __init__(self, context: Context, frames: Frames) -> None:
        self.context = context
        self.frames = frames
        self.flat = context.flat
        self._openers = Openers(context)
        self._carried: _Carried | None = None

    def carry(self, fact: IndicatorStatement, place: int, *, of_day: bool = False) -> None:
        """Keeps the period `fact` has said for the statements after it."""
        if fact.period is None:
            return
        span = fact.fields["period"].span
        if span is not None and self.flat.startswith("cả năm", span.start) and not opens(self.context, span):
            return  # "năng suất lúa cả năm đạt …" in a report of nine months
        opening = span is not None and opens(self.context, span)
        self._carried = _Carried(place, fact.period, span, of_day, opening)

    def forget(self) -> None:
        """What was said before does not go on."""
        self._carried = None

    def find(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> Found | None:
        """The nearest period said outside the sentence that fits the statement."""
        candidates = list(self._candidates(fact, quantity))
        if _YEARLY.search(self.flat, clause.start, quantity.end):  # an average is of a stage of years
            year = self.frames.at(quantity.at).period
            stages = [found for found, _, _ in candidates if "/" in found]
            if year is None or len(year) != _A_YEAR or any(stage.endswith(year) for stage in stages):
                candidates.sort(key=lambda candidate: "/" not in candidate[0])
        for candidate in candidates:
            if self._fits(fact, *candidate[:2]):
                return self._of_month(candidate, quantity, clause)
        return None

    def _of_month(self, found: Found, quantity: Quantity, clause: Clause) -> Found:
        """What is told against the month before is of the last month of the ten that were spoken of."""
        period, how, span = found
        if len(period) == len("2022-01/2022-10") and _ON_MONTH.search(
            self.flat, quantity.end, min(clause.sentence[1], quantity.end + 90)
        ):
            return period[8:], how, span
        return found

    def _candidates(self, fact: IndicatorStatement, quantity: Quantity) -> Iterator[Found]:
        """Periods around a number, the nearest first."""
        at = quantity.at
        frame = self.frames.at(at)
        target = fact.status == "target"
        said, opening, lines = self._said_before(at, frame.start)
        opener = self._openers.before(at, frame.start)
        away = self._openers.paragraphs(opener.start, at) if opener is not None else _FAR
        if said is not None and lines <= _FEW_LINES:
            part = _PARTS.match(self.flat, self.context.sentence_at(at)[0]) is not None
            if part or (lines == 0 and (opening or (target and away))):
                yield said
        if opener is not None and away == 0:
            yield opener.period, "paragraph", opener.span
        if said is not None and lines == 0 and target:
            yield said
        if frame.period is not None:
            yield frame.period, "frame", None
        if said is not None and (lines == 0 or (lines <= _FEW_LINES and target)):
            yield said
        if opener is not None and opener.holds and away <= _HOLDS:
            yield opener.period, "text before", opener.span
        topic = self.frames.topic(fact.status)
        if topic is not None and not target and self._unfinished(self.frames.title_period, topic):
            yield topic, "topic", None
        if self.frames.title_period is not None:
            yield self.frames.title_period, "title", None
        if said is not None and (lines <= _FEW_LINES or (opening and self._away(at) <= _HOLDS)):
            yield said
        if topic is not None:
            yield topic, "topic", None
        if not target and fact.base in {"same_period", "plan"} and self.context.date is not None:
            yield f"{self.context.date.year}", "document date", None

    def _unfinished(self, title: str | None, topic: str) -> bool:
        """A title of July, "về đích chỉ tiêu năm 2024": what has been reached is of the months told of."""
        day = self.context.day
        if title is None or day is None:
            return False
        soon = day + timedelta(days=_A_MONTH)
        return last_day(title) > soon >= last_day(topic)

    def _away(self, at: int) -> int:
        return _FAR if self._carried is None else self._openers.paragraphs(self._carried.place, at)

    def _said_before(self, at: int, frame: int) -> tuple[Found | None, bool, int]:
        """What the statement before said, whether that opened its sentence, and how many lines away."""
        carried = self._carried
        if carried is None or carried.place < frame or at - carried.place > 4 * FARTHEST:
            return None, False, _FAR
        lines = self.flat.count("\n", carried.place, at)
        period = carried.period[:4] if lines and carried.of_day else carried.period
        return (period, "text before" if lines else "paragraph", carried.span), carried.opens, lines

    def _fits(self, fact: IndicatorStatement, period: str, how: str) -> bool:
        """Whether a period from elsewhere can be its: no result from ahead, no target from behind."""
        day: date | None = self.context.day
        if day is None and self.context.year is not None and how in {"title", "topic"}:
            day = date(self.context.year, 12, 31)
        if day is None:
            return True
        if fact.status == "target" or (fact.status == "estimate" and how == "frame"):
            return last_day(period) >= day
        if how not in {"title", "topic"} and not (how == "frame" and period == self.frames.title_period):
            return True
        return first_day(period) <= day and last_day(period).year <= day.year + 1
