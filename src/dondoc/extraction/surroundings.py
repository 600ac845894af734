"""The period a statement takes from around it: from the sentence before, an opener, a heading, the title.

Năm 2022, huyện vượt khó. Tổng giá trị sản xuất đạt 660 tỷ đồng.         2022, which opens the paragraph
Thu ngân sách 5 tháng đạt 230 tỷ đồng. Tổng dư nợ đạt 4.860 tỷ đồng.     the heading's: 5 months are of the
revenue only
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from dondoc.extraction.clauses import FARTHEST, Clause
from dondoc.extraction.context import Context
from dondoc.extraction.frames import Frames
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.openers import CONTRAST, Opener, openers, opens
from dondoc.extraction.statuswords import THAT_IS
from dondoc.extraction.surveys import Surveys
from dondoc.records.facts import IndicatorStatement
from dondoc.records.source import Span
from dondoc.text.dates import DateMention, first_day, last_day

Found = tuple[str, str, Span | None]  # the period, how it was found, its words
_A_YEAR = 4  # characters of "2025"
_A_MONTH = 31  # days
_A_DAY = 10  # characters of "2025-06-30"
_FEW_LINES = 2  # over which the period of a statement goes on
_HOLDS = 4  # paragraphs over which words of time at a sentence's beginning go on
_FAR = 99
_AGAINST = re.compile(r"so(?: với)?(?: cùng kỳ)?(?: năm)? $")
_PARTS = re.compile(r"[\s\-–+•*(]*(?:trong đó|trong số|bao gồm|gồm)(?!\w)")
_ON_MONTH = re.compile(r"(?<!\w)so(?: với)? tháng trước(?!\w)")
# A year or its first months: no day, no stage of years.
_LASTING = re.compile(r"\d{4}(?:-(?:H\d|Q\d|01/\d{4}-\d\d))?")
_STAGE = re.compile(r"\d{4}/\d{4}")
_LISTED_FOR = 900  # characters from a stage to the aims that are listed for it
_SCHOOLS = (
    "học",
    "giáo viên",
    "giáo dục",
    "trường",
    "lớp",
    "mầm non",
    "trẻ",
    "thcs",
    "thpt",
    "kỳ thi",
    "giải ",
)
_FOR_THEN = re.compile(r"(?<!\w)(?:cho (?:giai đoạn |các năm |năm )?|(?<!tính )riêng (?:trong )?)$")
_SEASON = re.compile(
    r"(?<!\w)(?:niên )?vụ(?: (?:sản xuất|đông|xuân|hè|thu|mùa|chiêm|ép|nuôi|cá|tôm|mía))*[ -]+(?:năm )?$"
)
_SEASONS_NAME = 32  # characters of "vụ đông xuân năm "
_DIGIT = re.compile(r"\d")
_CLOSING = 11  # the month from which on what is estimated is the whole year
_LOOKS_BACK = 2  # months of a year in which texts tell of the one before
_UNITS_OF_LAND = frozenset(
    ["xã", "phường", "thị trấn", "huyện", "thị xã", "quận", "thành phố", "thôn", "bản", "ấp", "đô thị",
     "khu phố",     "tổ dân phố", "đơn vị hành chính", "đặc khu", "tỉnh", "buôn", "làng"]
)  # fmt: skip
_LAND = re.compile(r"diện tích (?:đất )?(?:tự nhiên|toàn (?:tỉnh|huyện|xã|thành phố|vùng))")
_THERE_ARE = re.compile(
    r"(?<!\w)(?:tỉnh|huyện|thành phố|thị xã|xã|quận|vùng|địa bàn|địa phương)(?: [^,;.:()]{0,24})? "
    r"(?:hiện )?(?:có|gồm|bao gồm)(?: tổng số| tất cả)? $"
)
_REACHED_BY = re.compile(
    r"(?:, (?:xã|phường|thị trấn|thị xã|thành phố|huyện))*[^.,;\d]{0,60}?(?<!\w)"
    r"(?:đạt|được|đã|hoàn thành|còn|chưa|không|về đích|thoát|vượt|có|bị|thực hiện)(?!\w)"
)
_ITEM = re.compile(r"(?<![\w/.,])\d{1,2}[.)] ?[^\W\d]$")
_HABIT = re.compile(r"(?<!\w)(?:hằng|hàng|mỗi) năm(?!\w)")
_YEARLY = re.compile(r"(?<!\w)(?:(?:hằng|hàng|mỗi) năm|bình quân (?:\d+ )?năm|/năm)(?!\w)")


@dataclass(slots=True)
class _Carried:
    """The period said last, for statements after it that say none."""

    place: int  # of the statement that said it
    period: str
    span: Span | None  # its words
    of_day: bool
    opens: bool  # it opens its sentence: "6 tháng đầu năm, …"; else it belongs to one subject
    here: bool  # it rules its paragraph alone
    aim: bool  # a target's, of which nothing that has been reached is


@dataclass(slots=True)
class _Steady:
    """The year of the results told so far, and how many have said so one after another."""

    period: str
    times: int


def of_season(flat: str, time: Span) -> bool:
    """Whether a time is a crop's: "vụ đông xuân 2025 - 2026"."""
    return _SEASON.search(flat, max(0, time.start - _SEASONS_NAME), time.start) is not None


class Surroundings:
    """What the statements of one document can take their period from, in order."""

    def __init__(self, context: Context, frames: Frames) -> None:
        self.context = context
        self.frames = frames
        self.flat = context.flat
        self._openers = openers(context)
        self._surveys = Surveys(context)
        self._carried: _Carried | None = None
        self._reached: _Carried | None = None  # the same, of the last statement that is no target
        self._steady: _Steady | None = None
        self._named: frozenset[str] | None = None  # every time the text names; None: not gathered yet
        self._now = -1  # where the last "đến nay" stands of a text whose day nobody knows
        self._after: str | None = None  # the period after the one compared with; "" where there is none
        self._timeless = -1  # the sentence that describes what there is

    def carry(
        self, fact: IndicatorStatement, place: int, *, of_day: bool = False, here: bool = False
    ) -> None:
        """Keeps the period `fact` has said for the statements after it; `here`: in its paragraph alone."""
        if fact.period is None:
            return
        span = fact.fields["period"].span
        if span is not None and self.flat.startswith("cả năm", span.start) and not opens(self.context, span):
            return  # "năng suất lúa cả năm đạt …" in a report of nine months
        if span is not None and of_season(self.flat, span):
            return  # "diện tích vụ đông xuân 2025 - 2026 đạt 62.000 ha": of the crop alone
        if span is not None and _FOR_THEN.search(self.flat, max(0, span.start - 16), span.start):
            return  # "4.200 tỷ đồng cho giai đoạn 2026 - 2030", "riêng quý III giảm 2%": of that one alone
        if fact.status != "target" and self._in_school_year(fact.period):
            return  # "Kỳ thi năm 2026, …" in a report of the school year 2025 - 2026
        if self.flat.startswith("trước đó", self.context.sentence_at(place)[0]):
            return  # "Trước đó, trong 4 tháng năm 2024, …": looked back at, and over
        self._now = -1
        opening = span is not None and opens(self.context, span)
        self._carried = _Carried(place, fact.period, span, of_day, opening, here, fact.status == "target")
        if not self._carried.aim:
            self._reached = self._carried

    def forget(self, now: int = -1) -> None:
        """What was said before does not go on; `now` is where the text speaks of a day that nobody knows."""
        self._carried = self._reached = self._steady = None
        self._now = max(self._now, now)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Whatever is said meanwhile, in brackets, does not go on after them."""
        before = self._carried, self._reached
        yield
        self._carried, self._reached = before

    def tell(self, fact: IndicatorStatement) -> None:
        """Counts how many results in a row have said the same period themselves."""
        source = fact.fields.get("period")
        if source is None or source.how not in {"clause", "sentence"} or fact.status == "target":
            return
        period = fact.period or ""
        if self._steady is not None and self._steady.period == period:
            self._steady.times += 1
        elif _LASTING.fullmatch(period):
            self._steady = _Steady(period, 1)
        else:
            self._steady = None

    def find(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> Found | None:
        """The nearest period said outside the sentence that fits the statement."""
        if self._describes(fact, quantity, clause) or self._of_unknown_now(quantity.at):
            return None
        candidates: Iterable[Found] = self._candidates(fact, quantity, clause)
        if fact.status == "actual" and _HABIT.search(self.flat, clause.start, quantity.start):
            # what is so every year is of a stage of years, or of no time
            candidates = [candidate for candidate in candidates if _STAGE.fullmatch(candidate[0])]
        if _YEARLY.search(self.flat, clause.start, quantity.end):  # an average is of a stage of years
            candidates = every = list(candidates)
            year = self.frames.at(quantity.at).period
            stages = [found for found, _, _ in every if "/" in found]
            if year is None or len(year) != _A_YEAR or any(stage.endswith(year) for stage in stages):
                every.sort(key=lambda candidate: "/" not in candidate[0])
        for candidate in candidates:
            if self._fits(fact, *candidate[:2]):
                self._go_on(candidate, quantity.at)
                return self._of_month(candidate, quantity, clause)
        return None

    def _of_unknown_now(self, at: int) -> bool:
        """“Đến nay, có 12 khu. Tổng diện tích 315 ha”, in a text without a day: of that day, too."""
        return 0 <= self._now < at and self._openers.paragraphs(self._now, at) == 0

    def _go_on(self, found: Found, at: int) -> None:
        """A stage of years that was said before goes on, from the line that has taken it to the next."""
        carried = self._carried
        if carried is not None and found[1] == "text before" and found[2] == carried.span:
            carried.place = at if _STAGE.fullmatch(found[0]) else carried.place

    def _of_month(self, found: Found, quantity: Quantity, clause: Clause) -> Found:
        """What is told against the month before is of the last month of the ten that were spoken of."""
        period, how, span = found
        if len(period) == len("2022-01/2022-10") and _ON_MONTH.search(
            self.flat, quantity.end, min(clause.sentence[1], quantity.end + 90)
        ):
            return period[8:], how, span
        return found

    def _describes(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> bool:
        """“Tỉnh có 10 huyện”, "diện tích tự nhiên 127 km2": what there is, at no time in particular."""
        sentence = clause.sentence[0]
        if fact.status != "actual" or fact.measure not in {"level", "rank"}:
            return False
        if self._timeless != sentence:
            parts = (
                quantity.unit in _UNITS_OF_LAND
                and _THERE_ARE.search(self.flat, sentence, quantity.start) is not None
                and _REACHED_BY.match(self.flat, quantity.end, clause.next_number) is None
            )
            if not parts and _LAND.search(fact.name.lower()) is None:
                return False
            self._timeless = sentence
        return True

    def _compared(self, fact: IndicatorStatement, clause: Clause) -> str | None:
        """“bằng 99,4% so năm 2016”: what is told against a year is of the next, where that was spoken of."""
        if fact.status == "target":
            return None
        for mention in self.context.dates_in(*clause.sentence):
            if mention.cue == "compared" and mention.grain == "year" and not mention.relative:
                after = f"{int(mention.value) + 1}"
                if self._steady is not None and self._steady.period == after:
                    return after
                day = self.context.date
                if day is not None and after == f"{day.year if day.month > _LOOKS_BACK else day.year - 1}":
                    return after
        return None

    def _candidates(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> Iterator[Found]:
        """Periods around a number, the nearest first."""
        at = quantity.at
        frame = self.frames.at(at)
        target = fact.status == "target"
        opener, (said, opening, lines) = self._near(at, frame.start, fact.status)
        away = self._openers.paragraphs(opener.start, at) if opener is not None else _FAR
        yield from self._since_now(opener, away, at, fact.status)
        if said is not None and lines <= _FEW_LINES:
            start = self.context.sentence_at(at)[0]
            part = (_PARTS.match(self.flat, start) or CONTRAST.match(self.flat, start)) is not None
            if part or (lines == 0 and (opening or (target and away))):
                yield said
        if opener is not None and away == 0:
            yield opener.period, "paragraph", opener.span
        if said is not None and lines == 0 and target:
            yield said
        preamble = frame.start <= self.frames.title_end  # before a plan's first part: what was
        if preamble and not target and opener is not None and opener.holds and away <= _HOLDS:
            yield opener.period, "text before", opener.span
        if frame.period is not None:
            yield frame.period, "frame", None
        if not target and said is not None and (months := self._months_of_day(fact)) is not None:
            yield months, "topic", None
        if said is not None and (lines == 0 or (lines <= _FEW_LINES and target)):
            yield said
        if (compared := self._compared(fact, clause)) is not None:
            half = self.frames.topic(fact.status)
            if half == f"{compared}-H1":
                yield half, "topic", None  # "tăng 4% so với cùng kỳ 2022", told at mid-year
            yield compared, "comparison", None
        if opener is not None and opener.holds and away <= _HOLDS:
            yield opener.period, "text before", opener.span
        topic = self.frames.topic(fact.status)
        if not target:
            yield from self._told(topic, quantity)
        if self.frames.title_period is not None:
            yield self.frames.title_period, "title", None
        if said is not None and (lines <= _FEW_LINES or (opening and self._away(at) <= _HOLDS)):
            yield said
        yield from self._subject(topic, target=target)
        yield from self._last_resorts(fact, at)

    def _subject(self, topic: str | None, *, target: bool) -> Iterator[Found]:
        """What the whole text is of: its topic, else the months its lead tells, where no title says when."""
        if topic is None and not target and self.frames.title_period is None:
            topic = self.frames.months()
        if topic is not None:
            yield topic, "topic", None

    def _told(self, topic: str | None, quantity: Quantity) -> Iterator[Found]:
        """What a text says it tells of: of the months so far of a year; of a survey."""
        months = topic or self.frames.months()
        if months is not None and self._unfinished(self.frames.title_period, months):
            yield months, "topic", None
        if (made := self._surveys.time_of(quantity)) is not None:
            yield made

    def _last_resorts(self, fact: IndicatorStatement, at: int) -> Iterator[Found]:
        """What a number's time can be taken from where nothing near it says one."""
        target, day = fact.status == "target", self.context.date
        if self._steady is not None and self._steady.times > 1 and not target:
            yield self._steady.period, "results before", None
        if target and (stage := self._stage_before(at)) is not None:
            yield stage.value, "stage before", Span(*stage.span)
        if (told := self._sentence_before(at)) is not None:
            yield told.value, "sentence before", Span(*told.span)
        if fact.status == "estimate" and day is not None and (day.month >= _CLOSING or day.month == 1):
            yield f"{day.year if day.month > 1 else day.year - 1}", "document date", None
        if not target and fact.base in {"same_period", "plan"} and self.context.date is not None:
            yield f"{self.context.date.year}", "document date", None
        if not target and (after := self._after_compared()) is not None and self._tells_of(after):
            yield after, "comparisons", None

    def _tells_of(self, period: str) -> bool:
        """Whether a text can tell of what its comparisons say: one without a day, one of the year's end."""
        day = self.context.day
        if day is None or len(period) > _A_YEAR:
            return day is None or last_day(period) <= day
        return (day.month >= _CLOSING and period == f"{day.year}") or (
            day.month <= _LOOKS_BACK and period == f"{day.year - 1}"
        )

    def _after_compared(self) -> str | None:
        """A text without a day that compares with one year only is of the next: of the same months."""
        if self._after is None:
            past = [
                mention
                for mention in self.context.dates
                if not mention.relative
                and (mention.cue == "compared" or _AGAINST.search(self.flat, *_just_before(mention)))
            ]
            years = {mention.value[:_A_YEAR] for mention in past if mention.grain != "years"}
            self._after = ""
            open_ = any(m.grain in {"quarter", "month"} for m in past)  # perhaps only the one before
            near = (
                self.context.year is not None
                and len(years) == 1
                and self.context.year - int(min(years)) in {1, 2}
            )
            if near and not open_:
                parts = {m.value for m in past if m.grain in {"months", "half"}}
                period = parts.pop() if len(parts) == 1 else min(years)
                self._after = period.replace(min(years), f"{int(min(years)) + 1}")
        return self._after or None

    def _unfinished(self, title: str | None, topic: str) -> bool:
        """A title of July, "về đích chỉ tiêu năm 2024": what has been reached is of the months told of."""
        day = self.context.day
        if title is None:
            return False
        if day is None:  # "đầu năm 2018" above, "trong 9 tháng đầu năm 2018" in the text
            return len(title) == _A_YEAR and topic.startswith(title) and topic != title

        soon = day + timedelta(days=_A_MONTH)
        return last_day(title) > soon >= last_day(topic)

    def _sentence_before(self, at: int) -> DateMention | None:
        """“Điểm sáng trong năm 2025 là thu ngân sách. Thu ước đạt 412 tỷ”: the year just spoken of."""
        start = self.context.sentence_at(at)[0]
        low, high = self.context.sentence_at(max(0, start - 3))
        if high > start or ("\n" in self.flat[high:start] and THAT_IS.match(self.flat, start) is None):
            return None
        said = [m for m in self.context.dates_in(low, high) if m.cue != "compared" and not m.relative]
        if not said or said[-1].grain != "year" or said[-1].cue not in {"", "within"}:
            return None
        start, end = said[-1].span
        counts = _DIGIT.search(self.flat, low, start) or _DIGIT.search(self.flat, end, high)
        return None if counts else said[-1]  # a year beside a number is that number's

    def _stage_before(self, at: int) -> DateMention | None:
        """“… nghị quyết nhiệm kỳ 2025 - 2030 … Một số chỉ tiêu: …”: the stage that aims are listed for."""
        low = max(self.frames.at(at).start, at - _LISTED_FOR)
        said = [m for m in self.context.dates_in(low, at) if m.cue != "compared" and m.grain == "years"]
        return said[-1] if said else None

    def _months_of_day(self, fact: IndicatorStatement) -> str | None:
        """“6 tháng … Thu ngân sách đến ngày 15/6 đạt … Giá tiêu dùng tăng 4%”: of the first alone."""
        carried = self._carried
        if carried is None or not carried.of_day or carried.opens:
            return None
        day = first_day(carried.period)
        for period in (self.frames.topic(fact.status), self.frames.title_period):
            if period is not None and "-" in period and first_day(period) < day <= last_day(period):
                return period
        return None

    def _since_now(self, opener: Opener | None, away: int, at: int, status: str) -> Iterator[Found]:
        """“Đến nay, trồng 3.400 cây. Tổng đàn 17.900 con” told of six months: the second is of those."""
        if opener is None or away or status == "target" or len(opener.period) != _A_DAY:
            return
        if self.context.sentence_at(at)[0] <= opener.start:
            return
        day = first_day(opener.period)
        for period in (self.frames.topic(status), self.frames.title_period):
            if period is None or "-" not in period or first_day(period) >= day:
                continue
            months = first_day(period).month != last_day(period).month
            if months and day <= last_day(period) + timedelta(days=_A_MONTH):
                yield period, "topic", None

    def _near(self, at: int, frame: int, status: str) -> tuple[Opener | None, tuple[Found | None, bool, int]]:
        """The words of time that opened a paragraph last, and what the statement before said."""
        said = self._said_before(at, frame, status)
        opener = self._openers.before(at, frame)
        while (
            opener is not None
            and status == "actual"
            and (
                self._is_to_come(opener, at)
                or self._in_school_year(opener.period)
                or self._of_schools(opener.span, at)
            )
        ):
            opener = self._openers.before(opener.start - 1, frame)
        if opener is None or opener.period:
            return opener, said
        # "Thời gian qua, …": what was said before it has ended
        ended = self._carried is not None and self._carried.place < opener.start
        return None, (None, False, _FAR) if ended else said

    def _in_school_year(self, period: str | None) -> bool:
        """Whether a month or year lies in the school year the whole text tells of: no time of the rest."""
        topic = self.frames.topic("actual")
        if not period or "/" in period or topic is None or _STAGE.fullmatch(topic) is None:
            return False
        first, last = topic.split("/")
        return int(last) == int(first) + 1 and period[:4] in {first, last}

    def _of_schools(self, said: Span | None, at: int) -> bool:
        """“Năm học 2025 - 2026, … Số người tham gia bảo hiểm …”: no time of what schools have no part in."""
        if said is None or not self.flat.startswith("năm học", said.start):
            return False
        topic = self.frames.topic("actual") or self.frames.title_period or ""
        if _STAGE.fullmatch(topic) is not None:
            return False
        return not self.context.says(_SCHOOLS, *self.context.sentence_at(at))

    def _is_to_come(self, opener: Opener, at: int) -> bool:
        """“Đến hết năm 2026, tỉnh sẽ cấp …”: no time of what the paragraphs below say has been reached."""
        day = self.context.day
        if day is None or not opener.until or not opener.period:
            return False
        return last_day(opener.period) > day and self._openers.paragraphs(opener.start, at) > 0

    def _away(self, at: int) -> int:
        return _FAR if self._carried is None else self._openers.paragraphs(self._carried.place, at)

    def _said_before(self, at: int, frame: int, status: str) -> tuple[Found | None, bool, int]:
        """What the statement before said, whether that opened its sentence, and how many lines away."""
        carried = self._carried
        if carried is not None and carried.aim and status == "actual":
            carried = self._reached
        if carried is None or carried.place < frame or at - carried.place > 4 * FARTHEST:
            return None, False, _FAR
        if self._of_schools(carried.span, at):
            return None, False, _FAR
        if self.context.layout.broken:
            lines = self._openers.paragraphs(carried.place, at)
        else:
            lines = self.flat.count("\n", carried.place, at)
        lines = lines or self._items(carried.place, at)
        if lines and carried.here:
            return None, False, _FAR
        period = self._year_of(carried) if lines and carried.of_day else carried.period
        return (period, "text before" if lines else "paragraph", carried.span), carried.opens, lines

    def _items(self, place: int, at: int) -> int:
        """“… 1. Thu nhập đến năm 2025: 60 triệu. 2. Sản lượng: …” in one line: a new item is a new line."""
        start = self.context.sentence_at(at)[0]
        return int(place < start and _ITEM.search(self.flat, max(0, start - 6), start + 1) is not None)

    def _year_of(self, carried: _Carried) -> str:
        """“Đến nay, …” told in January of what was done in the year before."""
        year, day = carried.period[:_A_YEAR], self.context.day
        if day is None or day.month > _LOOKS_BACK or year != f"{day.year}":
            return year
        before = f"{day.year - 1}"
        if self._named is None:
            self._named = frozenset(mention.value for mention in self.context.dates)
        return before if before in self._named else year

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


def _just_before(mention: DateMention) -> tuple[int, int]:
    """Where the words stand that say a date is one compared with."""
    return max(0, mention.cue_start - 24), mention.cue_start
