"""Of when a statement is: its clause's words, its sentence's, its paragraph's, a heading's, the document's.

"9 tháng đầu năm, thu ngân sách đạt 8.200 tỷ đồng, bằng 108% cùng kỳ năm 2024"    2025-01/2025-09, twice

Words that say a base ("so với năm 2022") are used up before periods are read: that year is not the
statement's own. What is taken from outside the sentence must fit: a result lies not ahead of the document's
day, a target not behind it.
"""

from __future__ import annotations

import re

from dondoc.extraction.clauses import FARTHEST, Clause, than_before, than_level, than_level_before
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.happenings import happened_on, on_a_day
from dondoc.extraction.openers import NOW_FIRST
from dondoc.extraction.periodwords import PeriodWords
from dondoc.extraction.plannedworks import SCHEME, WORK_TO_COME
from dondoc.extraction.spoken import spoken_period
from dondoc.extraction.surroundings import of_season
from dondoc.records.facts import FieldSource, IndicatorStatement
from dondoc.records.source import Span
from dondoc.text.dates import DateMention

_AND_SO = re.compile(r"(?<!\w)(?:và|so|nhưng|trong khi)(?!\w)")
# "đạt 9,3% (kế hoạch năm 10,5%)" in a report of six months
_PLAN_YEAR = re.compile(
    r"\((?:kế hoạch|kh|mục tiêu|chỉ tiêu|dự toán|nghị quyết)(?:(?: cả)? năm)?(?: là| tăng| giảm)? $"
    r"|(?:kế hoạch|kh|dự toán|chỉ tiêu)(?: cả)? năm \($"
)
# A plan of revenue, spending or output is set for a year; a number in brackets behind it is the plan's own.
_YEARS_PLAN = re.compile(
    r"(?<!\w)(?:dự toán|chỉ tiêu|kế hoạch)(?!\w)[^().;:%]{0,80}"
    r"(?:(?<!\d)\((?:là )?|(?:giao|năm|đề ra|được giao) là )$"
)
_PLAN_OF_PART = re.compile(r"(?<!\w)(?:tháng|quý|kịch bản)(?!\w)(?! \d)")
_SHORTLY = 80  # characters in which "cùng kỳ năm trước" leads to its number
_FAR_PLAN = 110  # characters
_NEXT = 2  # characters between "gấp 2 lần" and the year it is a multiple of
_POINTS_BACK = re.compile(r"(?:con số|mức|tỷ lệ|kết quả) (?:này|đó|trên)(?!\w)")
_IN_PARTICULAR = ("cụ thể", "trong đó")


# The number is the year before's: "(cùng kỳ tăng 7%)", and after "tăng 3%, trong khi …".
_SAME_TIME = re.compile(
    r"\s*(?:cùng kỳ(?! (?:nhờ|do|vì|bởi|với|và)(?!\w))"
    r"| ?(?:trong khi|còn) cùng kỳ (?:năm (?:trước|ngoái) )?(?:tăng|giảm|đạt|là))"
)
_BEHIND_RATE = 40  # characters
_OF_STAGE = re.compile(r"\s?\(?(?:trong )?(?:cả )?(?:giai đoạn|thời kỳ|nhiệm kỳ|\d năm)? ?\(?")
_SO_FAR = frozenset({"months", "half", "quarter"})
_CLOSE = 24  # characters from a year to the bracket behind it
_FEW_BEFORE = 2  # words before a time that still opens its clause: "tính đến tháng 9"
_A_YEAR = 4  # characters of "2025"
_STAGE = re.compile(r"\d{4}/\d{4}")
_ON_TO = re.compile(r"(?<!\w)(?:lên|xuống|còn|đạt)(?!\w)")
_NOW = re.compile(
    r"(?<!\w)(?:(?<!đầu năm )(?<!\d )(?:đến nay|tới nay)|hiện nay|hiện tại|đến thời điểm này"
    rf"|{NOW_FIRST}|(?<!thực )(?<!thể )(?<!xuất )(?<!phát )hiện(?= (?:có|cả|toàn|còn|tỉnh)(?!\w)))(?!\w)"
)
_SINCE = re.compile(r"(?<!nhất )(?<!nhất kể )từ [^,.;:()]{0,24}\d{4} (?:cho )?(?:đến|tới) nay(?!\w)")
# "63% người dân ủng hộ cấm xe máy từ năm 2030": the time is of what they want.
_WANTS = re.compile(
    r"(?<!\w)(?:(?:không )?(?:đồng tình|ủng hộ|đồng ý|tán thành|nhất trí|phản đối)|cho rằng|tin rằng|kỳ vọng"
    r"|mong(?: muốn| đợi)?|muốn|lo ngại|dự định|có ý định|kiến nghị|đề xuất)(?!\w)"
)
_YEARLY = re.compile(r"(?<!\w)(?:bình quân|trung bình)(?: [^\W\d]+){0,3} năm(?!\w)|bình quân[^.;]*/năm(?!\w)")
_UP_TO = re.compile(
    r"\((?:số liệu |thống kê |báo cáo )?(?:tính )?đến [^()\n]{4,40}\)(?: ?\(\d{1,2}\))?[\s.;]*$"
)
_APPROVED = re.compile(r"theo [^()\d]{2,40}(?:được|đã) (?:phê )?duyệt")
# Times of their own that no calendar gives: nothing is taken from around.
_WHEN_NOT_SAID = ("trước khi", "quá trình", "năm qua", "năm gần đây", "năm vừa qua", "trước đây", "trước kia")
_NO_TIME = re.compile(
    r"(?<!\w)(?:trước khi|(?:^|(?<=[.\n] )|(?<=\n))trong quá trình (?:thực hiện|triển khai|xây dựng|thi công)"
    r"|(?:những|nhiều|các|mấy|vài) năm (?:vừa )?(?:qua|gần đây)|(?<!so với )trước (?:đây|kia))(?!\w)"
)


def _within(period: str | None, year: str) -> bool:
    """Whether a period is part of a year."""
    return period is not None and len(period) > len(year) == _A_YEAR and period.startswith(f"{year}-")


class Periods(PeriodWords):
    """Reads `period` of one document's statements, in order."""

    def read(
        self, fact: IndicatorStatement, quantity: Quantity, clause: Clause, before: IndicatorStatement | None
    ) -> None:
        """Sets `period`: the clause's own, the sentence's, the paragraph's, the heading's, the document's."""
        last, self._last = self._last, fact
        near = last is not None and quantity.at - last.value_span.end < 2 * _SHORTLY
        self._told_last = last if near else None
        if self._aside(quantity, clause):
            with self.around.kept():
                self._read(fact, quantity, clause, before)
            self._of_approved(fact, quantity, clause)
            self._of_plan(fact, quantity, clause)
            low = max(clause.sentence[0], quantity.start - 40)
            plan = _PLAN_YEAR.search(self.flat, low, quantity.start)
            if plan is not None and self.context.year is not None:
                fact.period = f"{self.context.year}"
            return
        if before is not None and self._outside is not None and self._outside[0] == clause.sentence[0]:
            before = self._outside[1]  # "3,1% (năm 2012 là 3,3%), dịch vụ 59%": the bracket has ended
        self._read(fact, quantity, clause, before)
        if last is not None and before is None and _POINTS_BACK.match(self.flat, clause.sentence[0]):
            fact.period = last.period  # "Con số này tăng 12% so với năm 2024": of the number before
            fact.fields["period"] = FieldSource("text before", last.value_span)
        self._end_of_stage(fact)
        self._of_plan(fact, quantity, clause)
        self._of_average(fact, quantity, clause)
        self.around.tell(fact)
        if fact.period is not None and not self._inside(fact):
            self._ruling = (clause.sentence[0], fact)
        self._outside = (clause.sentence[0], fact)

    def _of_average(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> None:
        """“… còn 32,7% (năm 2025), bình quân giảm 4%/năm”: the average is of the stage that ends so."""
        if fact.unit != "%/năm":
            return
        behind = self.context.dates_in(quantity.end, min(clause.sentence[1], quantity.end + _BEHIND_RATE))
        stages = [said for said in behind[:1] if said.grain == "years" and said.cue != "compared"]
        if stages and _OF_STAGE.fullmatch(self.flat, quantity.end, stages[0].span.start):
            self._set(fact, stages[0].value, "clause", stages[0].span)
        elif "bình quân" in self.flat[clause.chunk : quantity.start]:
            self._averaged(fact, quantity, fact)

    def _of_plan(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> None:
        """“tính đến 15/9 đạt 76% dự toán (3.400 tỷ đồng)”: what a year's plan comes to is the year's."""
        period = fact.period or ""
        if fact.status != "target" or "-" not in period or len(period) < _A_YEAR:
            return
        low = max(clause.sentence[0], quantity.start - _FAR_PLAN)
        plan = _YEARS_PLAN.search(self.flat, low, quantity.start)
        if plan is not None and _PLAN_OF_PART.search(plan[0]) is None:
            fact.period = period[:_A_YEAR]

    def _end_of_stage(self, fact: IndicatorStatement) -> None:
        """“… 2021 - 2025: giá trị sản xuất ước đạt 231 triệu đồng/ha”: such a level is the last year's."""
        unit, period = fact.unit or "", fact.period or ""
        if not _STAGE.fullmatch(period):
            return
        if fact.status == "actual" and fact.fields["period"].how != "clause" and self._stands_at_end(fact):
            fact.period = period[-_A_YEAR:]
        if fact.status != "estimate" or fact.measure != "level":
            return
        if "/" in unit and not unit.endswith("/năm") and period[-_A_YEAR:] == f"{self.context.year}":
            fact.period = period[-_A_YEAR:]

    def _stands_at_end(self, fact: IndicatorStatement) -> bool:
        """Whether what is told under a stage of years is of its end: a rank, what one person earns."""
        gone = self.context.year is None or int((fact.period or "")[-_A_YEAR:]) <= self.context.year
        per_head = fact.measure == "level" and "bình quân đầu người" in fact.name.lower()
        return gone and (fact.measure == "rank" or per_head)

    def _aside(self, quantity: Quantity, clause: Clause) -> bool:
        """Whether a number stands in brackets."""
        opening = self.flat.rfind("(", clause.sentence[0], quantity.start)
        return opening >= 0 and self.flat.find(")", opening, quantity.start) < 0

    def _read(
        self, fact: IndicatorStatement, quantity: Quantity, clause: Clause, before: IndicatorStatement | None
    ) -> None:
        low = clause.sentence[0]
        base = fact.fields.get("base")
        base_span = base.span if base is not None else None
        if self._of_event(fact, quantity, clause):
            return
        if self._year_before(fact, quantity, clause, before) or self._of_base(fact, quantity, clause):
            return
        left = self._own_dates(clause.start, quantity.start, fact, low, base_span)
        if before is not None and left and self._was_start(before, quantity):
            left = [m for m in left if m.span != before.fields["period"].span]
        if before is not None and left and left[-1].relative and _within(before.period, left[-1].value):
            left = []  # "6 tháng …; ngành nông nghiệp năm nay được mùa, tăng 2%"
        beside = self._beside(quantity, clause, fact, base_span)
        if beside is None and self._unknown_now(
            quantity, clause, left[-1].span.end if left else clause.start
        ):
            return
        spoken = spoken_period(self.context, self.frames, clause.start, quantity.start)
        if beside is not None and (clause.adjacent or not left or self.flat[beside.span.start - 1] == "("):
            self._set(fact, beside.value, "clause", beside.span)
            compared = than_level(self.flat, quantity)
            if beside.grain in _SO_FAR and self.flat[beside.span.start - 1] != "(" and not compared:
                self.around.carry(fact, quantity.at)  # "… 202 tỷ đồng trong 4 tháng đầu năm. Trong đó, …"
            return
        if left and not (spoken is not None and spoken[1].end >= left[-1].span.end):
            average = _YEARLY.search(self.flat, left[-1].span.end, quantity.end) is not None
            self._set(fact, self._joined(left, average=average), "clause", left[-1].span)
            self.around.carry(fact, quantity.at, of_day=left[-1].grain == "day")
            return
        if spoken is not None:
            self._set(fact, spoken[0], "clause", spoken[1])
            self.around.carry(fact, quantity.at)
            return
        status = fact.fields.get("status")
        scheme = status is not None and status.how == SCHEME  # all that stands behind is its name
        right = [
            m
            for m in self._own_dates(quantity.end, clause.end, fact, low, base_span)
            if (scheme or not _AND_SO.search(self.flat, quantity.end, m.span.start))
            and not self._in_bracket(m)
            and not self._of_plans_year(fact, m, before)
            and not _WANTS.search(self.flat, quantity.end, m.span.start)
        ]
        if quantity.dimension == "times":
            right = [m for m in right if min(m.span.start, m.cue_start) - quantity.end > _NEXT]
        if right:
            self._set(fact, right[0].value, "clause", right[0].span)
            if than_level(self.flat, quantity):
                return  # "thấp hơn mức tăng 8,9% của 9 tháng năm 2022": of what it is compared with
            self.around.carry(fact, quantity.at, of_day=right[0].grain == "day")
            return
        if (of_row := self._cells.time_of_row(quantity.at)) is not None:
            self._set(fact, of_row.value, "row", of_row.span)
        elif (closing := self._closing_day(fact, quantity, clause)) is not None:
            self._set(fact, closing.value, "sentence", closing.span)
        elif not self._of_sentence(fact, quantity, clause, before, base_span):
            self._inherit(fact, quantity, clause)

    def _of_plans_year(
        self, fact: IndicatorStatement, said: DateMention, before: IndicatorStatement | None
    ) -> bool:
        """“Quý I … ước đạt 400 tỷ đồng, bằng 25,5% dự toán giao năm 2014”: the year is the plan's."""
        return fact.measure == "attainment" and before is not None and _within(before.period, said.value)

    def _of_event(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> bool:
        """What was voted or handed over at the event is of its day."""
        if "biểu quyết" in fact.name and self.context.date is not None:
            self._set(fact, self.context.date.isoformat(), "document date", None)
            return True
        if (words := happened_on(self.context, quantity, clause)) is not None:
            (day_said,) = self.context.dates_in(*words)
            self._set(fact, self._joined([day_said], average=False), "clause", words)
            self.around.carry(fact, quantity.at, of_day=True, here=True)
            return True
        if (given := self.occasions.day_of(quantity, clause)) is None:
            return False
        day, words = given
        if day is not None:
            self._set(fact, day, "document date" if words is None else "text before", words)
        return True

    def _of_approved(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> None:
        """“(tổng kinh phí theo đề án được duyệt: 582 tỷ đồng)”: the whole plan's, of no time that is told."""
        opening = self.flat.rfind("(", clause.sentence[0], quantity.start)
        own = "period" in fact.fields and fact.fields["period"].how == "clause"
        if fact.status == "target" and not own and _APPROVED.search(self.flat, opening, quantity.start):
            fact.period = None
            fact.fields.pop("period", None)

    def _closing_day(
        self, fact: IndicatorStatement, quantity: Quantity, clause: Clause
    ) -> DateMention | None:
        """“huy động 100 tỷ, giải ngân 83 tỷ (tính đến tháng 9-2015)”: what closes a sentence is all its."""
        low, high = clause.sentence
        if fact.status != "actual" or self.context.dates_in(low, quantity.start):
            return None
        if not self.context.says(("đến ",), quantity.end, high):
            return None
        closing = _UP_TO.search(self.flat, quantity.end, high)
        said = self.context.dates_in(closing.start(), high) if closing is not None else []
        return said[0] if len(said) == 1 else None

    def _year_before(
        self, fact: IndicatorStatement, quantity: Quantity, clause: Clause, before: IndicatorStatement | None
    ) -> bool:
        """“(cùng kỳ tăng 7,28%)”: the number is the year before's."""
        own = _SAME_TIME.match(self.flat, clause.chunk, quantity.start) is not None
        told = own or than_before(self.flat, quantity) or than_level_before(self.flat, quantity)
        if own and before is None and quantity.at - clause.sentence[0] < _SHORTLY:
            before = self._told_last  # "Quý I, … đạt 30 triệu USD. Cùng kỳ năm trước chỉ đạt 20 triệu USD."
        if not told or before is None or before.period is None:
            return False
        value = re.sub(r"\d{4}", lambda match: str(int(match[0]) - 1), before.period)
        self._set(fact, value, "clause", Span(clause.chunk, clause.chunk + 7))
        return True

    def _of_base(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> bool:
        """“tăng 82 tỷ đồng so với năm 2016 (538 tỷ đồng)”: the number in brackets is the compared year's."""
        if self.flat[quantity.start - 1 : quantity.start] != "(":
            return False
        said = self.context.dates_in(max(clause.sentence[0], quantity.start - _CLOSE), quantity.start)
        if not said or said[-1].cue != "compared" or said[-1].relative:
            return False
        if self.flat[said[-1].span.end : quantity.start].strip(" (") or fact.measure != "level":
            return False
        self._set(fact, said[-1].value, "clause", said[-1].span)
        return True

    def _unknown_now(self, quantity: Quantity, clause: Clause, low: int) -> bool:
        """“hiện cả nước có 2.045 xã” in a text whose day nobody knows."""
        if self.context.day is not None or self.frames.at(quantity.at).period is not None:
            return False
        now = _NOW.search(self.flat, low, quantity.start) or _SINCE.search(self.flat, low, quantity.start)
        if now is not None:
            self._now = clause.sentence
        elif low > clause.start or self._now != clause.sentence:
            return False
        self.around.forget(quantity.at)
        return True

    def _of_sentence(
        self,
        fact: IndicatorStatement,
        quantity: Quantity,
        clause: Clause,
        before: IndicatorStatement | None,
        base: Span | None,
    ) -> bool:
        """Takes the period of the statement before, or one said earlier in the sentence."""
        low = clause.sentence[0]
        earlier = [
            one
            for one in self._own_dates(low, clause.start, fact, low, base)
            if not self._of_season(one.span, quantity)
        ]
        if not self._aside(quantity, clause):
            earlier = [
                one for one in earlier if not self._in_bracket(one) and not self._of_aside(one, quantity)
            ]
        if before is not None and self._was_start(before, quantity):
            return False
        if before is not None and self._averaged(fact, quantity, before):
            return True
        before, said_last = self._ruled(quantity, clause, before), before
        if before is not said_last:
            earlier = []
        if before is not None and before.period is not None and "period" in before.fields:
            source = before.fields["period"].span
            if source is not None and self._of_season(source, quantity):
                return False
            averaged = source is None and before.unit == "%/năm" and fact.unit != "%/năm"
            if (
                not earlier
                or (source is None and not averaged)
                or (source is not None and earlier[-1].span.start < source.end)
            ):
                fact.period = before.period
                fact.fields["period"] = FieldSource("chain", source)
                return True
        spoken = spoken_period(self.context, self.frames, low, clause.start)
        if earlier and (spoken is None or spoken[1].end < earlier[-1].span.end):
            self._set(fact, earlier[-1].value, "sentence", earlier[-1].span)
            self.around.carry(fact, quantity.at, of_day=earlier[-1].grain == "day")
            return True
        if spoken is not None:
            self._set(fact, spoken[0], "sentence", spoken[1])
            self.around.carry(fact, quantity.at)
            return True
        return False

    def _of_season(self, source: Span, quantity: Quantity) -> bool:
        """“vụ đông xuân 2025 - 2026 đạt 62.000 ha; tổng đàn lợn …”: the crop's time ends with it."""
        return of_season(self.flat, source) and ";" in self.flat[source.end : quantity.start]

    def _inside(self, fact: IndicatorStatement) -> bool:
        """“chỉ số PCI năm 2023 đứng thứ 20”: a time that stands inside its subject is that subject's."""
        source = fact.fields.get("period")
        if source is None or source.how != "clause" or source.span is None:
            return False
        return len(self.flat[fact.span.start : source.span.start].split()) > _FEW_BEFORE

    def _ruled(
        self, quantity: Quantity, clause: Clause, before: IndicatorStatement | None
    ) -> IndicatorStatement | None:
        """The statement whose time goes on: after ";" not one of a subject with a time of its own."""
        if before is None or self._ruling is None or self._ruling[0] != clause.sentence[0]:
            return before
        if not self._inside(before) or ";" not in self.flat[before.value_span.end : quantity.start]:
            return before
        return self._ruling[1]

    def _averaged(self, fact: IndicatorStatement, quantity: Quantity, before: IndicatorStatement) -> bool:
        """“năm 2025 đạt 820 tỷ đồng, tăng bình quân 24%/năm”: the average is of the stage spoken of."""
        yearly = fact.unit == "%/năm" or (
            (fact.unit or "").endswith("/năm") and "bình quân" in self._lead_to(quantity)
        )
        if not yearly or before.period is None or len(before.period) != _A_YEAR:
            return False
        for stage in (self.frames.at(quantity.at).period, self.frames.title_period):
            if stage is not None and _STAGE.fullmatch(stage) and stage.endswith(before.period):
                self._set(fact, stage, "frame", None)
                return True
        return False

    def _was_start(self, before: IndicatorStatement, quantity: Quantity) -> bool:
        """“giảm từ 11,3% năm 2021 xuống còn 2,9%”: the year is that of the first number alone."""
        if not self.flat.startswith("từ ", before.value_span.start):
            return False
        if "period" not in before.fields or before.fields["period"].how != "clause":
            return False
        source = before.fields["period"].span
        if source is None or source.start < before.value_span.end:
            return False
        self.around.forget()
        return _ON_TO.search(self.flat, source.end, quantity.start) is not None

    def _goes_on(self, sentence: int) -> tuple[str, str, Span | None] | None:
        """“… áp dụng trong giai đoạn 2021-2025. Cụ thể, …”: the stage a sentence closes with goes on."""
        if not self.flat.startswith(_IN_PARTICULAR, sentence):
            return None
        before = self.context.sentence_at(max(0, sentence - 3))
        said = [m for m in self.context.dates_in(*before) if m.grain == "years" and m.cue != "compared"]
        if not said or self.flat[said[-1].span.end : before[1]].strip(" .:)\n"):
            return None
        return said[-1].value, "text before", Span(*said[-1].span)

    # -- dates that are the statement's own -----------------------------------------------------------------

    def _inherit(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> None:
        """Takes the nearest period said outside the sentence that fits the statement."""
        status = fact.fields.get("status")
        if status is not None and status.how == WORK_TO_COME:
            return  # what a work will have has no time but its own
        sentence = self.context.sentence_at(quantity.at)[0]
        low = max(sentence, quantity.at - FARTHEST)
        if self.context.says(_WHEN_NOT_SAID, low, quantity.at) and _NO_TIME.search(
            self.flat, low, quantity.at
        ):
            return
        if (found := self._goes_on(sentence)) is not None:
            self._set(fact, *found)
            self.around.carry(fact, quantity.at)
            return
        day = on_a_day(self.context, quantity, clause)
        if day is not None and (fact.status != "target" or day.cue == "from"):
            self._set(fact, day.value, "sentence", Span(*day.span))
            self.around.carry(fact, quantity.at, of_day=True, here=True)
            return
        found = self.around.find(fact, quantity, clause)
        if found is not None:
            self._set(fact, *found)
