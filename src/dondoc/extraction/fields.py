"""How a statement stands: reached, estimated or a target; and of when it is.

Each answer comes with the words it was read from, or with the name of the frame it was taken from. Words that
say a base ("so với năm 2022") are used up before periods are read: that year is not the statement's own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date

from dondoc.extraction.clauses import FARTHEST, Clause
from dondoc.extraction.context import Context
from dondoc.extraction.frames import Frames
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.measures import AGAINST
from dondoc.records.facts import FieldSource, IndicatorStatement
from dondoc.records.source import Span
from dondoc.text.dates import DateMention, last_day

_PAST_CUE = re.compile(
    r"(?<!\w)(?:đã|đạt được|thu hút được|hiện có|hiện còn|vừa|được công nhận|lũy kế)(?!\w)"
)


class Circumstances:
    """Reads the fields of one document's statements, in order."""

    def __init__(self, context: Context, frames: Frames) -> None:
        self.context = context
        self.frames = frames
        self.flat = context.flat
        self._date_starts = [m.span.start for m in context.dates]
        self._carried: tuple[int, str, Span | None] | None = None  # place, period, its words

    # -- status -------------------------------------------------------------------------------------------

    def status(
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
            elif not _spoken(self.flat, start, end):
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
        if (
            _NORM.search(self.flat[quantity.start : quantity.end])
            or "chuẩn nghèo" in fact.name
            or "mức chuẩn" in fact.name
        ):
            fact.status = "target"
            fact.fields["status"] = FieldSource("norm")
            return
        frame = self.frames.at(quantity.at)
        if frame.status is not None and not _PAST_CUE.search(self.flat, low, quantity.start):
            fact.status = frame.status
            fact.fields["status"] = FieldSource("frame")

    def _goes_on(self, fact: IndicatorStatement, before: IndicatorStatement, quantity: Quantity) -> bool:
        """Whether the statement before lends its standing: a part of it, or said in the same breath."""
        if fact.fields["name"].how in {"chain", "part", "lead"}:
            return True
        return before.status == "estimate" and ";" not in self.flat[before.value_span.end : quantity.at]

    # -- period -------------------------------------------------------------------------------------------

    def _dates_in(self, low: int, high: int) -> list[DateMention]:
        first = bisect_left(self._date_starts, low)
        found = []
        for mention in self.context.dates[first:]:
            if mention.span.start >= high:
                break
            found.append(mention)
        return found

    def period(
        self, fact: IndicatorStatement, quantity: Quantity, clause: Clause, before: IndicatorStatement | None
    ) -> None:
        """Sets `period`: the clause's own, the sentence's, the paragraph's, the heading's, the document's."""
        low = clause.sentence[0]
        base = fact.fields.get("base")
        base_span = base.span if base is not None else None
        if self.flat.startswith("cùng kỳ", clause.chunk) and before is not None and before.period is not None:
            year_before = re.sub(r"\d{4}", lambda match: str(int(match[0]) - 1), before.period)
            self._set(fact, year_before, "clause", Span(clause.chunk, clause.chunk + 7))
            return
        left = self._own_dates(clause.start, quantity.start, fact, low, base_span)
        spoken = self._spoken_period(clause.start, quantity.start)
        if (beside := self._beside(quantity, clause, fact, base_span)) is not None and (
            clause.adjacent or not left
        ):
            self._set(fact, beside.value, "clause", beside.span)
            return
        if left and not (spoken is not None and spoken[1].end >= left[-1].span.end):
            self._set(fact, self._joined(left), "clause", left[-1].span)
            self._carry(fact, left[-1].grain, quantity.at)
            return
        if spoken is not None:
            self._set(fact, spoken[0], "clause", spoken[1])
            self._carry(fact, "spoken", quantity.at)
            return
        right = [
            m
            for m in self._own_dates(quantity.end, clause.end, fact, low, base_span)
            if not _AND_SO.search(self.flat, quantity.end, m.span.start)
        ]
        if right:
            self._set(fact, right[0].value, "clause", right[0].span)
            return
        earlier = self._own_dates(low, clause.start, fact, low, base_span)
        if before is not None and before.period is not None and "period" in before.fields:
            source = before.fields["period"].span
            if not earlier or source is None or earlier[-1].span.start <= source.start:
                fact.period = before.period
                fact.fields["period"] = FieldSource("chain", source)
                return
        if earlier:
            self._set(fact, earlier[-1].value, "sentence", earlier[-1].span)
            self._carry(fact, earlier[-1].grain, quantity.at)
            return
        if (spoken := self._spoken_period(low, clause.start)) is not None:
            self._set(fact, spoken[0], "sentence", spoken[1])
            return
        self._inherit(fact, quantity)

    def _beside(
        self, quantity: Quantity, clause: Clause, fact: IndicatorStatement, base: Span | None
    ) -> DateMention | None:
        """The date right behind the number: "từ 45 triệu năm 2020 lên 78 triệu năm 2025"."""
        for mention in self._own_dates(quantity.end, clause.end, fact, clause.sentence[0], base):
            return mention if min(mention.span.start, mention.cue_start) - quantity.end <= 6 else None
        return None

    def _set(self, fact: IndicatorStatement, value: str, how: str, span: Span | None) -> None:
        fact.period = value
        fact.fields["period"] = FieldSource(how, Span(*span) if span is not None else None)

    def _carry(self, fact: IndicatorStatement, grain: str, place: int) -> None:
        source = fact.fields["period"].span
        if fact.period is not None:
            self._carried = (place, fact.period[:4] if grain == "day" else fact.period, source)

    def _joined(self, left: list[DateMention]) -> str:
        """The period the words before a number name; "năm 2024 và năm 2025" are one."""
        last = left[-1]
        if len(left) >= 2 and last.grain == left[-2].grain == "year":
            between = self.flat[left[-2].span.end : last.span.start].strip()
            if between in {"và", ",", "-"} and left[-2].value < last.value:
                return f"{left[-2].value}/{last.value}"
        return last.value

    def _own_dates(
        self, low: int, high: int, fact: IndicatorStatement, sentence: int, base: Span | None
    ) -> list[DateMention]:
        """The dates in `[low, high)` that say when: no base, no plan's year, no day of speaking."""
        found = []
        for mention in self._dates_in(low, high):
            start, end = mention.span
            if base is not None and start >= base.start and end <= base.end:
                continue
            if mention.cue == "compared":
                continue
            near = self.flat[max(sentence, mention.cue_start - 48) : mention.cue_start]
            of_day = mention.grain in {"day", "days"} and not mention.relative
            if of_day and mention.cue not in {"as_of", "by", "before"} and not _UNTIL.search(near):
                continue
            if AGAINST.search(near):
                continue
            if fact.status != "target" and _FOR_WHEN.search(near):
                continue
            if fact.measure != "attainment" and _GOVERNED.search(near):
                continue
            found.append(mention)
        return found

    def _spoken_period(self, low: int, high: int) -> tuple[str, Span] | None:
        """Periods said without a year: "4 tháng", "cả năm", "từ đầu năm đến nay", "5 năm"."""
        low = max(low, high - _SPOKEN_REACH)
        words = self.flat[low:high]
        if "năm" not in words and "tháng" not in words and "hiện" not in words:
            return None
        match = None
        for found in _SPOKEN.finditer(self.flat, low, high):
            match = found
        year = self.context.year
        if match is None or year is None:
            return None
        span = Span(match.start(), match.end())
        day = self.context.date
        if match["begin"]:
            return (f"{day.year}-01/{day.year}-{day.month:02}", span) if day is not None else None
        if match["now"]:
            return (day.isoformat(), span) if day is not None else None
        if match["whole"]:
            return f"{year}", span
        count = int(match["n"])
        if match["unit"] == "tháng":
            return (f"{year}-01/{year}-{count:02}", span) if 1 < count < 12 else None
        place = bisect_left(self._date_starts, match.start())
        for mention in reversed(self.context.dates[max(0, place - 60) : place]):
            if mention.grain == "years" and int(mention.value[5:9]) - int(mention.value[:4]) + 1 == count:
                return mention.value, span
        return None

    def _inherit(self, fact: IndicatorStatement, quantity: Quantity) -> None:
        if self.flat.startswith("trước khi", self.context.sentence_at(quantity.at)[0]):
            return
        if "biểu quyết" in fact.name and self.context.date is not None:
            self._set(fact, self.context.date.isoformat(), "document date", None)
            return
        frame = self.frames.at(quantity.at)
        carried = self._carried if self._carried is not None and self._carried[0] >= frame.start else None
        if carried is not None and quantity.at - carried[0] > 4 * FARTHEST:
            carried = None
        breaks = self.flat.count("\n", carried[0], quantity.at) if carried is not None else 99
        if carried is not None and (breaks == 0 or (breaks <= 2 and fact.status == "target")):
            self._set(fact, carried[1], "paragraph", carried[2])
        elif frame.period is not None:
            self._set(fact, frame.period, "frame", None)
        elif self.frames.title_period is not None:
            self._set(fact, self.frames.title_period, "title", None)
        elif carried is not None and breaks <= 2:
            self._set(fact, carried[1], "text before", carried[2])
        elif (
            fact.status != "target" and fact.base in {"same_period", "plan"} and self.context.date is not None
        ):
            self._set(fact, f"{self.context.date.year}", "document date", None)
        self._forget_past(fact)

    def _forget_past(self, fact: IndicatorStatement) -> None:
        """A target takes no period from around it that was over before the document's day."""
        day = self.context.date
        if (
            fact.status == "target"
            and fact.period is not None
            and day is not None
            and last_day(fact.period) < day
        ):
            fact.period = None
            del fact.fields["period"]

    def foresee(self, fact: IndicatorStatement) -> None:
        """A flat statement about a time after the document's day is a target."""
        day: date | None = self.context.date
        if fact.status != "actual" or day is None or fact.period is None:
            return
        if fact.measure == "tally" or "biểu quyết" in fact.name:
            return
        if fact.fields.get("status") is None and _starts_after(fact.period, day):
            fact.status = "target"
            fact.fields["status"] = FieldSource("period")


_WISH = re.compile(r"(?<!\w)(?:mơ|mong|công|quy|khế|giao|hiệp) $")
_NORM = re.compile(r"(?:trở lên|trở xuống)$")
_AND_SO = re.compile(r"(?<!\w)(?:và|so|nhưng|trong khi)(?!\w)")
_FOR_WHEN = re.compile(r"(?<!\w)cho\s$")
_UNTIL = re.compile(r"(?<!\w)(?:đến|tới)(?: [\w ]{0,18})?\s$")
_GOVERNED = re.compile(
    r"(?<!\w)(?:(?:nghị quyết|quyết định|chỉ thị|luật|thông tư|nghị định|kế hoạch vốn|kết luận|"
    r"chương trình)(?: [\w ]{0,12})?)\s$"
)
_SPOKEN_REACH = 200  # characters before a number
_SPOKEN = re.compile(
    r"(?:(?P<begin>từ đầu năm(?: đến nay| tới nay)?)|(?P<whole>cả năm)"
    r"|(?<!thực )(?<!phát )(?<!thể )(?<!xuất )\b(?P<now>hiện(?= (?:có|đã|còn|thành phố|tỉnh|toàn|cả)(?!\w)))"
    r"|\b(?P<n>\d{1,2}) (?P<unit>tháng|năm)(?! (?:trước|sau|tới|liên|liền|\d|cuối|một|so|nữa|nay)))(?!\w)"
)


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
