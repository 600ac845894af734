"""The words of time that are a statement's own: which dates of its sentence, and which are another's.

What the number takes from them, and from around it, is read by `periods.py`.
"""

from __future__ import annotations

import re
from datetime import timedelta

from dondoc.extraction.bases import AGAINST, MORE_THAN
from dondoc.extraction.cells import cells
from dondoc.extraction.clauses import Clause
from dondoc.extraction.context import Context
from dondoc.extraction.frames import Frames
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.occasions import Occasions
from dondoc.extraction.plannedworks import SCHEME
from dondoc.extraction.surroundings import Surroundings
from dondoc.records.facts import FieldSource, IndicatorStatement
from dondoc.records.source import Span
from dondoc.text.dates import DateMention

_EVER = re.compile(r"nhất (?:kể )?từ [\w ]{2,24} $")  # "cao nhất từ năm 2014 | đến nay"
_BEST_SINCE = re.compile(r"nhất (?:kể )?(?:từ )?$")  # "mức cao nhất từ năm 2014 đến nay"
_FOR_WHEN = re.compile(r"(?<!\w)cho\s$")
_UNTIL = re.compile(r"(?<!\w)(?:đến|tới)(?: [\w ]{0,18})?\s$")
_GOVERNED = re.compile(
    r"(?<!\w)(?:(?:nghị quyết|quyết định|chỉ thị|luật|thông tư|nghị định|kế hoạch vốn|kết luận|"
    r"chương trình|tiêu chí|quy hoạch|đề án|chuẩn nghèo|theo chuẩn)(?: [\w ]{0,24})?)\s$"
)
# "tỷ lệ hộ nghèo theo chuẩn nghèo đa chiều năm 2022 là 4%": the year is the rate's.
_POOR_LINE = re.compile(r"chuẩn nghèo(?: [\w ]{0,24})?\s$")
_TOLD_THEN = re.compile(r" (?:là|đạt|còn|chiếm|giảm|tăng|ước)(?!\w)")
# Sums of a whole plan or stage: the years behind its name are theirs.
_OWN_PLAN = (
    "tổng kế hoạch", "kế hoạch vốn", "kế hoạch đầu tư", "tổng kinh phí", "kinh phí", "tổng vốn", "tổng nguồn",
    "nhu cầu vốn", "tổng mức",
)  # fmt: skip
_STARTED = re.compile(
    r"(?<!\w)sinh (?:năm |ngày )?$|"
    r"(?:hoạt động|vận hành|thành lập|khởi công|khánh thành|động thổ|đưa vào sử dụng)"
    r"(?: chính thức)? (?:từ|vào|kể từ)(?: (?:đầu|cuối|giữa|tháng \d+|quý \w+|ngày [\d/]+))* (?:năm )?$"
)
_FOUNDED = re.compile(
    r"(?<!\w)(?:được (?:thành )?lập|(?<!\d )thành lập|tái lập|ra đời|được (?:chia tách|sáp nhập|hợp nhất)"
    r"|được công nhận|được xếp hạng)(?: lại)?(?: từ| vào)?(?: (?:đầu|cuối|giữa|ngày|tháng))* ?$"
)
_ON_TO_NOW = re.compile(r" (?:đến|tới|cho đến|cho tới) (?:nay|thời điểm này|hiện nay|hiện tại)(?!\w)")
_JOINED_BY = re.compile(r" (?:cho )?(?:đến|tới)(?: hết| cuối)? ?(?:năm |tháng |quý )?")
_TIMES_OF = re.compile(r"\d lần (?:so với |so |của )?$")
_LONG = 27  # days; a meeting is shorter
_NEAR_WORDS = 24  # characters
_REASONED = 90  # characters
_REASON = re.compile(r"(?<!\w)(?:do|vì|bởi|nhờ|tại)(?!\w)[^.;:\d]*$")
_PROGRAMME = re.compile(
    r"(?<!\w)(?:chương trình|đề án|nghị quyết|quyết định|chiến lược|quy hoạch|dự án|phong trào)(?!\w)"
    r"[^,.;:\d]{0,80}$"
)
_SO_FAR_TOLD = re.compile(
    r",? (?:[^.;()]|(?<=tp)\.){0,180}?(?:cho biết|cho hay|báo cáo|thông tin)(?: rằng)?,? "
    r"[^.;:()\d]{0,60}?(?<!\w)mới (?:chỉ )?(?:đạt|thu|giải ngân|thực hiện|hoàn thành|có|được)(?!\w)"
)
_BASE_YEAR = re.compile(r"giá(?: so sánh| cố định| gốc)?(?: của)? $")
_A_NUMBER = re.compile(r"\d")


# "78 triệu đồng (ước thực hiện năm 2020)": what brackets right behind a number say of its time.
_ASIDE = re.compile(
    r" ?\((?:(?:ước|dự kiến|tính|số liệu|báo cáo|kết quả|thực hiện|đạt|đến|hết|cuối|đầu|trong|vào|của|tại|"
    r"thời điểm|là|ngày)[ :]+)*"
)


def _in_months(mention: DateMention) -> str:
    """Days that are whole months, as months; else the day they end with."""
    first, last = mention.first_day, mention.last_day
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        return f"{first:%Y-%m}/{last:%Y-%m}"
    return last.isoformat()


def _from_to(first: DateMention, last: DateMention) -> str | None:
    """“từ năm 2015 đến quý I năm 2018”: the months from one to the other."""
    if {first.grain, last.grain} - _WHOLE_MONTHS or first.first_day >= last.first_day:
        return None
    if first.grain == last.grain == "year":
        return f"{first.value}/{last.value}"
    return f"{first.first_day:%Y-%m}/{last.last_day:%Y-%m}"


_TOLD_WHOLE = frozenset({"year", "quarter", "month"})
_WHOLE_MONTHS = frozenset({"year", "month", "quarter", "half"})


def said_aside(flat: str, number: int, date: int) -> bool:
    """Whether brackets behind a number say nothing before their date but that it is one."""
    return _ASIDE.fullmatch(flat, number, date) is not None


class PeriodWords:
    """Tells which times of a sentence are a statement's; one of a document."""

    def __init__(self, context: Context, frames: Frames) -> None:
        self.context = context
        self.frames = frames
        self.flat = context.flat
        self._now: tuple[int, int] | None = None  # the sentence of an unknown "hiện nay"
        self._last: IndicatorStatement | None = None  # the statement read before
        self._told_last: IndicatorStatement | None = None  # the one before it, where that is near
        self._outside: tuple[int, IndicatorStatement] | None = None  # the last one not in brackets
        self.around = Surroundings(context, frames)
        self.occasions = Occasions(context)
        self._cells = cells(context)
        self._ruling: tuple[int, IndicatorStatement] | None = (
            None  # the last one whose time rules its sentence
        )

    def _own_dates(
        self, low: int, high: int, fact: IndicatorStatement, sentence: int, base: Span | None
    ) -> list[DateMention]:
        """The dates in `[low, high)` that say when: no base, no plan's year, no day of speaking."""
        found = []
        for mention in self.context.dates_in(low, high):
            start, end = mention.span
            if (base is not None and start >= base.start and end <= base.end) or mention.cue == "compared":
                continue
            near = self.flat[max(sentence, mention.cue_start - 48) : mention.cue_start].rpartition("(")[2]
            if mention.grain == "day" and _SO_FAR_TOLD.match(self.flat, end, fact.value_span.start):
                return [mention]  # "chiều 30-12, Cục Thuế cho biết mới đạt 98% dự toán": so much up to then
            if self._is_day_of_speaking(mention, near) or AGAINST.search(near) or _BASE_YEAR.search(near):
                continue
            if self._is_beginning(mention, near, fact, sentence):
                continue
            if _TIMES_OF.search(near):
                continue  # "gấp gần 2 lần năm 2013; lãi bình quân …": what it is a multiple of
            if (
                mention.grain in _TOLD_WHOLE
                and MORE_THAN.search(near)
                and not self.flat.startswith(" (", end)
            ):
                continue  # "98,2%, cao hơn năm 2021 là 0,6%"
            if _BEST_SINCE.search(near) or (mention.relative and _EVER.search(near)):
                continue
            if mention.relative and self._looks_back(mention, sentence):
                continue
            if (status := fact.fields.get("status")) is not None and status.how == SCHEME:
                found.append(mention)
                continue
            if fact.status != "target" and _FOR_WHEN.search(near):
                continue
            if (
                fact.measure != "attainment"
                and not (mention.cue == "within" and mention.grain == "year")
                and _GOVERNED.search(near)
                and not (
                    mention.grain == "year" and _POOR_LINE.search(near) and _TOLD_THEN.match(self.flat, end)
                )
                and not fact.name.startswith(_OWN_PLAN)
            ):
                continue
            if fact.measure == "attainment" and near.endswith("vốn ") and end <= fact.value_span.start:
                continue  # "vốn năm 2025 kéo dài giải ngân 82%": which money it is
            if (
                mention.grain == "years"
                and not fact.name.startswith(_OWN_PLAN)
                and self._is_programme(mention, sentence)
            ):
                continue
            found.append(mention)
        return found

    def _is_beginning(self, mention: DateMention, near: str, fact: IndicatorStatement, sentence: int) -> bool:
        """Whether a time only says when something began that the number tells of now."""
        start, end = mention.span
        if _STARTED.search(self.flat, max(sentence, mention.cue_start - 40), start):
            return True  # "hoạt động từ năm 2004, đến nay có 96 dự án"
        if mention.cue == "from" and self.context.day is None and _ON_TO_NOW.match(self.flat, end):
            return True  # "từ năm 2011 đến nay", in a text whose day nobody knows
        # "được thành lập đầu năm 2020, rộng khoảng 211 km2"
        return _FOUNDED.search(near) is not None and "," in self.flat[end : fact.value_span.start]

    def _looks_back(self, mention: DateMention, sentence: int) -> bool:
        """“do giá bán năm trước xuống thấp, đàn lợn chỉ tăng 2%”: last year is only the reason's."""
        low = max(sentence, mention.cue_start - _REASONED)
        return (
            self.flat.startswith(("năm trước", "năm ngoái"), mention.span.start)
            and _REASON.search(self.flat, low, mention.cue_start) is not None
        )

    def _is_programme(self, mention: DateMention, sentence: int) -> bool:
        """“chương trình … xây dựng nông thôn mới giai đoạn 2016-2020”: the stage is the programme's."""
        lead = self.flat[max(sentence, mention.cue_start - 90) : mention.cue_start]
        return _PROGRAMME.search(lead) is not None

    def _is_day_of_speaking(self, mention: DateMention, near: str) -> bool:
        """A day is a statement's own only where it closes or bounds a time: "tính đến ngày 27/11"."""
        of_day = mention.grain in {"day", "days"} and not mention.relative
        if mention.grain == "days" and (mention.last_day - mention.first_day).days >= _LONG:
            return False  # "từ ngày 01/7 đến 30/11/2025": what it tells of
        return (
            of_day and mention.cue not in {"as_of", "by", "before", "within"} and _UNTIL.search(near) is None
        )

    def _beside(
        self, quantity: Quantity, clause: Clause, fact: IndicatorStatement, base: Span | None
    ) -> DateMention | None:
        """The date right behind the number: "từ 45 triệu (năm 2020) lên 78 triệu năm 2025"."""
        end = clause.end
        if self.flat.startswith("(", end) and end - quantity.end <= 1:
            end = max(end, self.flat.find(")", end, end + 24))
        if quantity.dimension == "times":
            return None  # "gấp 2,3 lần năm 2020": what it is a multiple of
        for mention in self._own_dates(quantity.end, end, fact, clause.sentence[0], base):
            if self._in_bracket(mention):
                return None
            first = min(mention.span.start, mention.cue_start)
            near = first - quantity.end <= 6 and " thì " not in self.flat[quantity.end : first]
            return mention if near or said_aside(self.flat, quantity.end, mention.span.start) else None
        return None

    def _in_bracket(self, mention: DateMention) -> bool:
        """“3,09% (6 tháng đầu năm 2012 là 3,31%)”: the time is that of the number that follows."""
        start, end = mention.span
        return self.flat[start - 1 : start] == "(" and not self.flat.startswith(")", end)

    def _of_aside(self, mention: DateMention, quantity: Quantity) -> bool:
        """“9,42% (quý I 8,65%; quý II 9,31%), đứng thứ 7”: of a number in a bracket that has ended."""
        opening = self.flat.rfind("(", self.context.sentence_at(quantity.at)[0], mention.span.start)
        closing = self.flat.find(")", mention.span.end, quantity.start)
        if opening < 0 or closing < 0 or ")" in self.flat[opening : mention.span.start]:
            return False
        return _A_NUMBER.search(self.flat, mention.span.end, closing) is not None

    def _joined(self, left: list[DateMention], *, average: bool) -> str:
        """The period the words before a number name; "năm 2024 và năm 2025" are one."""
        last = left[-1]
        if last.grain == "days":
            return _in_months(last)
        if len(left) >= 2 and left[-2].cue == "from":
            between = self.flat[left[-2].span.end : last.span.start]
            if _JOINED_BY.fullmatch(between) is not None:
                if average and last.grain == "day" and left[-2].grain == "year":
                    return f"{left[-2].value}/{last.value[:4]}"  # "từ năm 2009 đến nay bình quân tăng 2%/năm"
                if (span := _from_to(left[-2], last)) is not None:
                    return span
        if len(left) >= 2 and last.grain == left[-2].grain == "year":
            between = self.flat[left[-2].span.end : last.span.start].strip()
            if between in {"và", ",", "-"} and left[-2].value < last.value:
                return f"{left[-2].value}/{last.value}"
        return last.value

    def _set(self, fact: IndicatorStatement, value: str, how: str, span: Span | None) -> None:
        fact.period = value
        fact.fields["period"] = FieldSource(how, Span(*span) if span is not None else None)

    def _lead_to(self, quantity: Quantity) -> str:
        """The words just before a number."""
        return self.flat[max(0, quantity.start - _NEAR_WORDS) : quantity.start]
