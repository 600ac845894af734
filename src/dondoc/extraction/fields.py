"""How a statement stands: reached, estimated or a target; level, change or share; of when; against what.

Each answer comes with the words it was read from, or with the name of the frame it was taken from. Words that
say a base ("so với năm 2022") are used up before periods are read: that year is not the statement's own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date

from dondoc.extraction.context import Context
from dondoc.extraction.frames import Frames
from dondoc.extraction.linking import Clause
from dondoc.extraction.quantities import Quantity
from dondoc.records.facts import FieldSource, IndicatorStatement
from dondoc.records.source import Span
from dondoc.text.dates import DateMention, last_day

_PAST_CUE = re.compile(
    r"(?<!\w)(?:đã|đạt được|thu hút được|hiện có|hiện còn|vừa|được công nhận|lũy kế)(?!\w)"
)
_NOT_PLAN_VERB = re.compile(r"(?<!\w)(?:để|cho|nhằm)(?!\w)")
_PLAN_RIGHT = re.compile(
    r"\s?(?:so với |so |của |)?(?:tổng |tiến độ )?(?:số )?(?:kế hoạch|dự toán|kh(?!\w)|chỉ tiêu(?! về)|mục tiêu|nghị quyết|tiêu chí giao|định mức giao)"
)
_SHARE_HEAD = re.compile(r"(?:tỷ trọng|cơ cấu)")
_RATE_HEAD = re.compile(
    r"^(?:tỷ lệ|tốc độ|tăng trưởng|mức|chỉ số|hệ số|độ che phủ|tỷ suất|lãi suất|năng suất|tăng trưởng kinh tế)"
)


class Circumstances:
    """Reads the fields of one document's statements, in order."""

    def __init__(self, context: Context, frames: Frames) -> None:
        self.context = context
        self.frames = frames
        self.flat = context.flat
        self._date_starts = [m.span.start for m in context.dates]
        self._carried: tuple[int, str, Span | None] | None = None  # place, period, its words

    # -- measure, direction, base -------------------------------------------------------------------------

    def measure(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> None:
        """Sets `measure`, `direction` and `base`."""
        base = self._base(fact, quantity, clause)
        if quantity.dimension in {"rank", "tally"}:
            fact.measure = quantity.dimension
            if quantity.dimension == "rank":
                fact.base = "country"
            return
        if quantity.dimension == "time_ahead":
            fact.measure, fact.base = "attainment", "plan"
            return
        if quantity.dimension == "times":
            fact.measure, fact.direction = "ratio", "up"
            return
        verb = self._verb(quantity, clause)
        if verb is not None:
            start, end, measure, direction = verb
            fact.measure = measure
            if measure == "change":
                fact.direction = direction
            fact.fields["measure"] = FieldSource("verb", Span(start, end))
        if quantity.dimension == "percent":
            self._percent(fact, quantity, clause, base)
        elif fact.measure in {"share", "attainment"} and quantity.dimension != "percent_point":
            # "hoàn thành 45 km", "đóng góp 5 tỷ đồng", "bằng 12 tỷ đồng": amounts
            exceeds = verb is not None and self.flat[verb[0] : verb[1]].startswith(("vượt", "hụt"))
            fact.measure = (
                "attainment" if exceeds and fact.base == "plan" else "change" if exceeds else "level"
            )
        elif fact.measure == "ratio":
            fact.measure = "level"

    def _percent(
        self, fact: IndicatorStatement, quantity: Quantity, clause: Clause, base: str | None
    ) -> None:
        flat = self.flat
        name = fact.name.lower()
        if _PLAN_RIGHT.match(flat, quantity.end, clause.end) and not _NOT_PLAN_VERB.match(
            flat, quantity.end + 1
        ):
            fact.measure, fact.base = "attainment", "plan"
        elif fact.measure == "change" and base == "plan":
            fact.measure = "attainment"
        elif fact.measure == "attainment":
            verb = flat[max(clause.start, quantity.start - 10) : quantity.start]
            if base == "same_period":
                fact.measure = "ratio"
            elif "bằng" in verb and base is None:
                fact.measure = "share"
            else:
                fact.base = fact.base or "plan"
        elif fact.measure == "level":
            how = fact.fields["name"].how if "name" in fact.fields else ""
            if how == "right" or _SHARE_HEAD.match(name) or "tỷ trọng" in name[:24]:
                fact.measure = "share"
            elif base == "plan" and not _RATE_HEAD.match(name):
                fact.measure = "attainment"
            elif "measure" not in fact.fields and not _RATE_HEAD.match(name):
                fact.measure = "share"

    def _verb(self, quantity: Quantity, clause: Clause) -> tuple[int, int, str, str | None] | None:
        """The verb that leads to the number: `(start, end, measure, direction)`."""
        context = self.context
        hits = context.hits("verbs")
        at = bisect_left(hits, quantity.at, key=lambda hit: hit[0])
        nearest: tuple[int, int, str, str | None] | None = None
        for index in range(at - 1, -1, -1):
            start, end, payloads = hits[index]
            if start < clause.start:
                break
            if end > quantity.at:
                continue
            entry = payloads[0].entry
            found = (start, end, str(entry["measure"]), entry.get("direction"))
            form = self.flat[start:end]
            if form in _LIGHT and quantity.at - start < 60:
                nearest = nearest or found
                continue
            gap = self.flat[end : quantity.start].strip()
            if nearest is not None and found[2] not in {"share", "change"}:
                break
            if nearest is not None and (found[2] == "change" and len(gap) > 12):
                break
            if len(gap) > 40 and found[2] != "share":
                break
            if found[2] == "change" and _NOUNED.search(self.flat[max(0, start - 10) : start]):
                break
            return found
        return nearest

    def _base(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> str | None:
        """What the number is compared with, read to its right, else to its left."""
        context = self.context
        for low, high in ((quantity.end, clause.end), (clause.chunk, quantity.start)):
            words = self.flat[low:high]
            compared = None
            for mention in self._dates_in(low, high):
                near = self.flat[max(low, mention.cue_start - 48) : mention.span.start]
                if mention.cue == "compared" or _AGAINST.search(near):
                    compared = mention
                    break
            if "cùng kỳ" in words:
                fact.base = "same_period"
                place = low + words.index("cùng kỳ")
                fact.fields["base"] = FieldSource("words", Span(place, place + 7))
                return "same_period"
            if compared is not None and ("so" in words or "gấp" in words or compared.cue == "compared"):
                fact.base = (
                    f"year:{compared.value[:4]}" if compared.grain != "years" else f"year:{compared.value}"
                )
                fact.fields["base"] = FieldSource("words", Span(*compared.span))
                if low == quantity.end and "kế hoạch" in words:
                    return "plan"
                return fact.base
            for start, end, payloads in context.hits_in("bases", low, high):
                base = str(payloads[0].entry["base"])
                lead = self.flat[max(low, start - 24) : start]
                close = low == quantity.end and start - low <= 1
                if (
                    base == "plan"
                    and not close
                    and not re.search(r"(?:so với|so|của|vượt)(?: [\w ]{0,14})? $", lead)
                ):
                    continue
                if base == "country" and low != quantity.end:
                    continue
                if (
                    base == "country"
                    and quantity.dimension not in {"times", "rank"}
                    and not re.search(r"(?:so|hơn)", lead)
                ):
                    continue
                fact.base = base
                fact.fields["base"] = FieldSource("words", Span(start, end))
                return base
        return None

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
        if own is not None and own[0] == "estimate":
            found = own
        elif own is not None and (found is None or own[1].start > found[1].start):
            found = own
        if found is not None:
            fact.status = found[0]
            fact.fields["status"] = FieldSource("cue", found[1])
            return
        how = fact.fields["name"].how
        if before is not None and how == "chain" and before.status != "actual":
            fact.status = before.status
            fact.fields["status"] = FieldSource("chain")
            return
        frame = self.frames.at(quantity.at)
        if frame.status is not None and not _PAST_CUE.search(self.flat, low, quantity.start):
            fact.status = frame.status
            fact.fields["status"] = FieldSource("frame")

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
        left = self._own_dates(clause.start, quantity.start, low, base_span)
        if left:
            self._set(fact, self._joined(left), "clause", left[-1].span)
            self._carry(fact, left[-1].grain, quantity.at)
            return
        if (spoken := self._spoken_period(clause.start, quantity.start)) is not None:
            self._set(fact, spoken[0], "clause", spoken[1])
            self._carry(fact, "spoken", quantity.at)
            return
        right = [
            m
            for m in self._own_dates(quantity.end, clause.end, low, base_span)
            if not _AND_SO.search(self.flat, quantity.end, m.span.start)
        ]
        if right:
            self._set(fact, right[0].value, "clause", right[0].span)
            return
        earlier = self._own_dates(low, clause.start, low, base_span)
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

    def _own_dates(self, low: int, high: int, sentence: int, base: Span | None) -> list[DateMention]:
        """The dates in `[low, high)` that say when; not against what, by which plan or on which day it was said."""
        found = []
        for mention in self._dates_in(low, high):
            start, end = mention.span
            if base is not None and start >= base.start and end <= base.end:
                continue
            if mention.cue == "compared":
                continue
            of_day = mention.grain in {"day", "days"} and not mention.relative
            if of_day and mention.cue not in {"as_of", "by", "before"}:
                continue
            near = self.flat[max(sentence, mention.cue_start - 48) : mention.cue_start]
            if _AGAINST.search(near) or _GOVERNED.search(near):
                continue
            found.append(mention)
        return found

    def _spoken_period(self, low: int, high: int) -> tuple[str, Span] | None:
        """Periods said without a year: "4 tháng", "cả năm", "từ đầu năm đến nay", "5 năm"."""
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
        if match["whole"]:
            return f"{year}", span
        count = int(match["n"])
        if match["unit"] == "tháng":
            return (f"{year}-01/{year}-{count:02}", span) if 1 < count < 12 else None
        for mention in reversed(self._dates_in(0, match.start())):
            if mention.grain == "years" and int(mention.value[5:9]) - int(mention.value[:4]) + 1 == count:
                return mention.value, span
        return None

    def _inherit(self, fact: IndicatorStatement, quantity: Quantity) -> None:
        frame = self.frames.at(quantity.at)
        carried = self._carried if self._carried is not None and self._carried[0] >= frame.start else None
        breaks = self.flat.count("\n", carried[0], quantity.at) if carried is not None else 99
        if carried is not None and (breaks == 0 or (breaks <= 2 and fact.status == "target")):
            self._set(fact, carried[1], "paragraph", carried[2])
        elif frame.period is not None:
            self._set(fact, frame.period, "frame", None)
        elif self.frames.title_period is not None:
            self._set(fact, self.frames.title_period, "title", None)
        elif carried is not None and breaks <= 2:
            self._set(fact, carried[1], "text before", carried[2])
        elif fact.status == "target" and (stage := self._stage(quantity.at)) is not None:
            self._set(fact, stage[0], "stage", stage[1])
        elif (
            fact.status != "target" and fact.base in {"same_period", "plan"} and self.context.date is not None
        ):
            self._set(fact, f"{self.context.date.year}", "document date", None)
        self._forget_past(fact)

    def _stage(self, at: int) -> tuple[str, Span] | None:
        """The stage of years named nearest before, else next after: norms hold for a stage."""
        place = bisect_left(self._date_starts, at)
        dates = self.context.dates
        for mention in [*reversed(dates[max(0, place - 12) : place]), *dates[place : place + 6]]:
            if mention.grain == "years":
                return mention.value, mention.span
        return None

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
        if fact.fields.get("status") is None and _starts_after(fact.period, day):
            fact.status = "target"
            fact.fields["status"] = FieldSource("period")


_AND_SO = re.compile(r"(?<!\w)(?:và|so|nhưng|trong khi)(?!\w)")
_AGAINST = re.compile(r"(?<!\w)so(?: với)?(?: [^,.;]{0,44})?\s$")
_GOVERNED = re.compile(
    r"(?<!\w)(?:cho|(?:nghị quyết|quyết định|chỉ thị|luật|thông tư|nghị định|kế hoạch vốn|kết luận|chương trình)(?: [\w ]{0,12})?)\s$"
)
_SPOKEN = re.compile(
    r"(?<!\w)(?:(?P<begin>từ đầu năm (?:đến|tới) nay|từ đầu năm)|(?P<whole>cả năm)|(?:bình quân |trong |tính chung |sau |qua )?"
    r"(?P<n>\d{1,2}) (?P<unit>tháng|năm)(?! (?:trước|sau|tới|liên|liền|\d|cuối|một|so|nữa|nay)))(?!\w)"
)


def _starts_after(period: str, day: date) -> bool:
    return int(period[:4]) > day.year or (
        len(period) == 4 and int(period) > day.year and last_day(period) > day
    )


def _spoken(flat: str, start: int, end: int) -> bool:
    """Whether a target word is about something reached: "vượt mục tiêu đề ra", "không đạt mục tiêu"."""
    form = flat[start:end]
    if form in {
        "mục tiêu",
        "đề ra",
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
                r"(?:vượt|đạt|đạt được|so với|so|hoàn thành|bằng|%|chương trình|dự toán|mục tiêu|chỉ tiêu) ?(?:[\w ]{0,12})$",
                before,
            )
            is not None
        )
    return form == "yêu cầu" and flat[max(0, start - 6) : start].endswith(("đáp ứng ", " theo "))


_LIGHT = frozenset(
    ["là", "với", "có", "được", "mức", "với mức", "đã có", "gồm", "bao gồm", "trung bình", "bình quân", "hiện có", "đạt tỷ lệ", "ước", "ước tính",
     "với tổng số", "lần lượt là", "khoảng", "đạt", "dự kiến", "ước khoảng", "còn có", "tương đương"]
)  # fmt: skip
_NOUNED = re.compile(r"(?:tốc độ|mức|tỷ lệ|chỉ số|nhịp độ) $")
