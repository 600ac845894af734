"""How a statement stands: reached, estimated or a target.

Each answer comes with the words it was read from, or with the name of the frame it was taken from.
"""

from __future__ import annotations

import re
from datetime import date

from dondoc.extraction.clauses import Clause, aim_aside, than_aim, than_level
from dondoc.extraction.context import Context
from dondoc.extraction.frames import Frames
from dondoc.extraction.grammar import Quantity
from dondoc.records.facts import FieldSource, IndicatorStatement
from dondoc.records.source import Span
from dondoc.text.dates import last_day

# "4.200 tỷ đồng cho giai đoạn 2026 - 2030": a sum for later begins no row of aims.
_FOR_LATER = re.compile(r" cho (?:giai đoạn|các năm|năm|nhiệm kỳ)(?!\w)")
_BY_NORM = re.compile(
    r" (?:theo |mà |do |của |như )?(?:nghị quyết|quy hoạch|quy định|kế hoạch|tiêu chuẩn|quy chuẩn|đề ra|"
    r"yêu cầu|chuẩn)(?!\w)"
)
_PAST_CUE = re.compile(
    r"(?<!\w)(?:đã|đạt được|thu hút được|hiện có|hiện còn|(?<!nhỏ và )vừa|được công nhận|lũy kế)(?!\w)"
)


class StatusReader:
    """Reads `status` of one document's statements, in order."""

    def __init__(self, context: Context, frames: Frames) -> None:
        self.context = context
        self.frames = frames
        self.flat = context.flat
        self._told: tuple[int, str] | None = None  # a frame of aims, and a past time told of in it
        self._aim: tuple[int, str | None] | None = None  # where the last target ended, and its period

    def read(
        self, fact: IndicatorStatement, quantity: Quantity, clause: Clause, before: IndicatorStatement | None
    ) -> None:
        """Sets `status`: the nearest cue in the clause, else the sentence's, else a frame."""
        cue = self._own_cue(fact, quantity, clause, before)
        start = self.context.sentence_at(quantity.at)[0]
        if cue is None and (
            _BY_PLAN.match(self.flat, start, quantity.at)
            or _SET_OUT.match(self.flat, start, quantity.at)
            or _SO_AS_TO.match(self.flat, clause.chunk, quantity.start)
        ):
            self._set(fact, "target", "lead")
        elif before is not None and aim_aside(self.flat, quantity):
            self._set(fact, "target", "norm")
        elif cue is not None:
            self._set(fact, cue[0], "cue", cue[1])
        elif "biểu quyết" in fact.name:
            pass  # what was voted
        elif quantity.at > clause.chunk and self.flat.startswith("cùng kỳ", clause.chunk):
            pass  # "(cùng kỳ tăng 7,28%)": what was a year before
        elif fact.measure == "attainment" and before is not None and _norm(before):
            pass  # "18,7 tỷ đồng/KH 16,5 tỷ đồng, đạt 113%"
        elif than_level(self.flat, quantity) and _BY_NORM.match(self.flat, quantity.end):
            self._set(fact, "target", "norm")  # "thấp hơn mức 20% theo nghị quyết"
        elif _NOT_REACHED.search(self.flat, max(clause.sentence[0], quantity.start - 32), quantity.start):
            self._set(fact, "target", "norm")  # "bằng 13% kế hoạch, chưa đạt mức 15% mà nghị quyết yêu cầu"
        elif (
            before is not None
            and before.status != "actual"
            and not _BUT.search(self.flat, before.value_span.end, quantity.start)
            and self._goes_on(fact, before, quantity, clause)
        ):
            self._set(fact, before.status, "chain")
        elif before is None and self._of_aim_before(quantity):
            self._set(fact, "target", "lead")
        elif before is None and self._part_of_estimate(quantity, clause):
            self._set(fact, "estimate", "chain")
        elif self._is_norm(fact, quantity, clause) or self._is_plan_itself(quantity, clause):
            self._set(fact, "target", "norm")
        elif self._is_listed_aim(quantity, clause):
            self._set(fact, "target", "lead")
        else:
            frame = self.frames.at(quantity.at).status
            if frame is not None and not self._looks_back(frame, quantity, clause):
                self._set(fact, frame, "frame")

    def _own_cue(
        self, fact: IndicatorStatement, quantity: Quantity, clause: Clause, before: IndicatorStatement | None
    ) -> tuple[str, Span] | None:
        """The word that says how the number stands, without those that speak of another's."""
        cue = self._cue(quantity, clause, before)
        if cue is None:
            return None
        if self.flat[cue[1].slice] in _DUTY and self._of_others(fact, cue[1], quantity):
            return None
        beats = self.flat.startswith(("vượt", "đạt mục tiêu"), cue[1].start)
        aside = before is not None and self.flat.find("(", before.value_span.end, quantity.start) >= 0
        if beats and aside and before is not None and before.status == "estimate":
            return "estimate", cue[1]  # "ước tăng 7,36% (vượt mục tiêu 0,36%)"
        return cue

    def _of_aim_before(self, quantity: Quantity) -> bool:
        """“… phấn đấu tăng trưởng nhanh. Theo đó, GDP bình quân khoảng 7%”: what the aim is in particular."""
        start = self.context.sentence_at(quantity.at)[0]
        if _THAT_IS.match(self.flat, start) is None:
            return False
        cues = self.context.hits_in("cues", *self.context.sentence_at(max(0, start - 3)))
        return any(self.flat.startswith(_AIMED, at) for at, _, _ in cues)

    def _part_of_estimate(self, quantity: Quantity, clause: Clause) -> bool:
        """“Thu ngân sách ước thực hiện 3.012 tỷ đồng. Trong đó: thu nội địa 2.284 tỷ đồng”."""
        start = clause.sentence[0]
        if _PARTS.match(self.flat, start) is None or not self._gapped(quantity, clause):
            return False
        whole = self.context.sentence_at(max(0, start - 3))
        cues = self.context.hits_in("cues", *whole)
        return bool(cues) and all(payloads[0].entry["status"] == "estimate" for _, _, payloads in cues)

    def _set(self, fact: IndicatorStatement, status: str, how: str, span: Span | None = None) -> None:
        fact.status = status
        fact.fields["status"] = FieldSource(how, span)

    def _cue(
        self, quantity: Quantity, clause: Clause, before: IndicatorStatement | None
    ) -> tuple[str, Span] | None:
        """The word that says how it stands: of the clause, else one that rules the sentence so far."""
        ruling: tuple[str, Span] | None = None
        own: tuple[str, Span] | None = None
        for start, end, payloads in self.context.hits_in("cues", clause.sentence[0], quantity.at):
            entry = payloads[0].entry
            status, span = str(entry["status"]), Span(start, end)
            form = self.flat[start:end]
            if status == "estimate" and _WISH.search(self.flat[max(0, start - 8) : start]):
                continue
            if entry["scope"] != "clause":
                if form in _PLAN_NOUNS and (
                    quantity.dimension == "tally" or _DONE_OF_IT.search(self.flat, end, quantity.at)
                ):
                    continue
                reached = form.endswith("mục tiêu") and not form.startswith(("đặt", "đề ra", "xác định"))
                if reached and self.flat.endswith(("cơ bản ", "đã "), 0, start):
                    continue  # "cơ bản hoàn thành mục tiêu tổng quát"
                if form == "phấn đấu" and self.flat.endswith(_STRIVEN_FOR, 0, start):
                    continue  # "đạt 45% so với chỉ tiêu phấn đấu"
                if form == "quyết tâm" and _MOOD.match(self.flat, end) is not None:
                    continue
                if form == "phải" and _HAD_TO.search(self.flat, clause.sentence[0], start):
                    continue
                if not _spoken(self.flat, start, end) and not self._closed(start, end, quantity.at):
                    ruling = (status, span)
            elif start >= clause.start:
                if form == "kết quả" and self.flat[clause.chunk : start].strip(" \t\n-–+•*"):
                    continue  # "có chứng chỉ công nhận kết quả đào tạo đạt 23%": part of a name
                if form == "lũy kế" and self._goes_on_counting(quantity, before):
                    continue  # "tháng 10 ước đạt 370 tỷ, lũy kế 10 tháng 3.798 tỷ"
                if own is None or status == "estimate" or own[0] != "estimate":
                    own = (status, span)
            elif status == "actual" and ruling is not None and ruling[0] == "target" and form != "đã":
                ruling = None
        if own is not None and (own[0] == "estimate" or ruling is None or own[1].start > ruling[1].start):
            return own
        return ruling

    def _goes_on_counting(self, quantity: Quantity, before: IndicatorStatement | None) -> bool:
        """Whether "lũy kế" only adds up what is estimated or aimed at: "có thêm 6 xã, lũy kế 71 xã"."""
        if before is not None:
            return before.status != "actual"
        return self.frames.at(quantity.at).status == "target"

    def _looks_back(self, frame: str, quantity: Quantity, clause: Clause) -> bool:
        """Whether the sentence itself speaks of what was, under a heading of what shall be."""
        low = clause.sentence[0]
        past = _PAST_CUE.search(self.flat, low, quantity.start)
        if past is not None and not (frame == "target" and past[0] in {"lũy kế", "được công nhận"}):
            return True
        return frame == "target" and _RESULT_LEAD.search(self.flat, low, quantity.start) is not None

    def _closed(self, start: int, end: int, at: int) -> bool:
        """“(theo đề án được phê duyệt: 5.826 tỷ đồng), đã giải ngân 831 tỷ”: the bracket has ended."""
        close = self.flat.find(")", end, at)
        return (
            close >= 0
            and self.flat.find("(", end, close) < 0
            and self.flat.rfind("(", max(0, start - 80), start) >= 0
        )

    def _is_norm(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> bool:
        """What a rule or a plan asks for: "từ 1,1 triệu đồng trở xuống", "tối đa 50 triệu đồng/hộ"."""
        if _NORM.search(self.flat[quantity.start : quantity.end]):
            return True
        if fact.name.startswith(_PLANNED) and quantity.dimension == "money":
            return True
        if "theo chuẩn nghèo" not in fact.name and ("chuẩn nghèo" in fact.name or "mức chuẩn" in fact.name):
            return True
        if _POOR.search(self.flat, clause.start, quantity.start):
            return True
        if _PRICE_SET.match(fact.name.lower()):
            return True
        low = max(clause.sentence[0], quantity.start - _FAR_PROJECT)
        if quantity.dimension == "money" and _TO_COST.search(self.flat, low, quantity.start):
            return True
        asked = quantity.bound in {"at_least", "at_most"} or _NORM_NAME.search(
            self.flat, clause.start, quantity.start
        )
        if not asked and not (
            self.context.says(("mức ",), clause.sentence[0], quantity.start)
            and _RATES.search(self.flat, clause.sentence[0], quantity.start)
        ):
            return False
        return quantity.dimension != "rank" and not _PAST_CUE.search(
            self.flat, clause.sentence[0], quantity.start
        )

    def _is_plan_itself(self, quantity: Quantity, clause: Clause) -> bool:
        """“đạt 51,8% so với nghị quyết đề ra (23.600 tỷ đồng)”: the number in brackets is the plan's own."""
        low = quantity.start
        if _OF_PLAN.search(self.flat, max(0, low - 12), low):
            return True  # "18,7 tỷ đồng/KH 16,5 tỷ đồng"
        bracket = self.flat.rfind("(", max(clause.sentence[0], low - 40), low)
        if bracket >= 0 and _PLAN_INSIDE.fullmatch(self.flat, bracket + 1, low):
            return True
        if self.flat[low - 1 : low] != "(":
            return False
        if quantity.dimension == "percent":  # "38%, thấp hơn mục tiêu đề ra (45%)"
            return than_aim(self.flat, quantity)
        return _PLAN_BEFORE.search(self.flat, max(clause.sentence[0], low - 60), low - 1) is not None

    def _is_listed_aim(self, quantity: Quantity, clause: Clause) -> bool:
        """“Về một số chỉ tiêu chủ yếu giai đoạn 2021 - 2025: …”: what the lead of a list says."""
        if not self.context.says(("mục tiêu", "chỉ tiêu"), clause.sentence[0], quantity.start):
            return False
        lead = _AIM_LEAD.search(self.flat, clause.sentence[0], quantity.start)
        if lead is None or _MET.search(lead[0]) is not None:
            return False
        return _MET_JUST.search(self.flat, max(clause.sentence[0], lead.start() - 40), lead.start()) is None

    def _goes_on(
        self, fact: IndicatorStatement, before: IndicatorStatement, quantity: Quantity, clause: Clause
    ) -> bool:
        """Whether the statement before lends its standing: a part of it, or said in the same breath."""
        how = fact.fields["name"].how
        between = self.flat[before.value_span.end : quantity.at]
        if how in {"chain", "share"} or (how in {"part", "lead"} and ";" not in between):
            return True
        if how in {"part", "lead"} and _WHOLE.search(self.flat, clause.sentence[0], quantity.at):
            return True
        if fact.measure == before.measure == "tally" and fact.out_of == before.out_of:
            return True  # "ước có 14/19 chỉ tiêu đạt; có 5/19 chỉ tiêu không đạt"
        if ";" in between and quantity.dimension == "tally":
            return _PART_ON.search(between) is not None  # "ước 165.000 tấn; 21/124 xã đạt chuẩn"
        if ";" in between:
            # "thu ngân sách ước đạt 6.420 tỷ đồng; trong đó thu nội địa 5.790 tỷ đồng"
            return _PART_ON.search(between) is not None or (
                before.status == "estimate" and self._gapped(quantity, clause)
            )
        return before.status == "estimate" or _PART.match(between) is not None

    def _gapped(self, quantity: Quantity, clause: Clause) -> bool:
        """“xuất khẩu ước đạt 486 triệu USD; nhập khẩu 302 triệu USD”: a clause without a verb of its own."""
        if self.context.hits_in("cues", clause.start, quantity.at):
            return False
        if _NEXT_IN_LINE.match(self.flat, clause.start, quantity.at) is not None:
            return True  # "Mỹ ước đạt 6.900 triệu USD; kế tiếp là Nhật Bản 3.600 triệu USD"
        return not self.context.hits_in("verbs", clause.start, quantity.at)

    def foresee(self, fact: IndicatorStatement, quantity: Quantity) -> None:
        """A flat statement about a time after the document's day, or in a row of targets, is one."""
        if fact.status == "actual" and "status" not in fact.fields and "biểu quyết" not in fact.name:
            day: date | None = self.context.day
            ahead = day is not None and fact.period is not None and _starts_after(fact.period, day)
            if ahead and fact.measure != "tally":
                later = _FOR_LATER.match(self.flat, quantity.end) is not None
                self._set(fact, "target", "later" if later else "period")
            elif self._is_due(quantity):
                self._set(fact, "target", "due")
            elif self._in_a_row(fact, quantity):
                self._set(fact, "target", "row")
                if not _own_period(fact) and self._aim is not None:
                    fact.period = self._aim[1]
        if fact.status == "target" and "status" in fact.fields and fact.fields["status"].how == "frame":
            self._past_in_frame(fact, quantity)
        if fact.status == "target" and (self._was_start(fact, quantity) or self._is_past(fact)):
            self._set(fact, "actual", "start")
        if fact.status == "target":
            if fact.fields["status"].how in {"cue", "lead", "period", "row"} and not self._of_duty(fact):
                self._aim = (quantity.end, fact.period)
        elif "status" in fact.fields:
            self._aim = None

    def _of_others(self, fact: IndicatorStatement, duty: Span, quantity: Quantity) -> bool:
        """“tỷ lệ doanh nghiệp phải trả thêm giảm còn 59%; 28% …”, "phải thu 33 tỷ, trong khi … hụt 62 tỷ"."""
        named = fact.fields["name"].span
        within = named is not None and named.start < duty.start and duty.end < named.end
        if within and self.flat[duty.slice] == "phải":
            return True
        return _ANOTHER.search(self.flat, duty.end, quantity.start) is not None

    def _of_duty(self, fact: IndicatorStatement) -> bool:
        """“từ nay mỗi ngày phải thu 33 tỷ đồng”: what has to be done begins no row of aims."""
        said = fact.fields["status"].span
        if said is None:
            return False
        against = _AGAINST.search(self.flat, max(0, said.start - 24), said.start) is not None
        return against or self.flat[said.slice] in _DUTY

    def _was_start(self, fact: IndicatorStatement, quantity: Quantity) -> bool:
        """“tăng từ 1,4 tỷ đồng năm 2020 lên 2,5 tỷ đồng năm 2025”: the first was, the second shall be."""
        day = self.context.day
        if day is None or fact.period is None or last_day(fact.period) >= day:
            return False
        return (
            self.flat.startswith("từ ", quantity.start) and _UP_TO.match(self.flat, quantity.end) is not None
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
        if _own_period(fact) and fact.fields["period"].how != "frame":
            told = last_day(period) < day or (
                day.month >= _LATE and period == f"{day.year}" and self._against_before(quantity, day)
            )
            if told:
                self._told = (frame, period)
        if self._told == (frame, period):
            self._set(fact, "actual", "period", fact.fields["period"].span)

    def _against_before(self, quantity: Quantity, day: date) -> bool:
        """Whether the sentence compares with the year before the document's day."""
        return any(
            m.cue == "compared" and last_day(m.value).year == day.year - 1
            for m in self.context.dates_in(*self.context.sentence_at(quantity.at))
        )

    def _is_due(self, quantity: Quantity) -> bool:
        """“hoàn thiện hồ sơ của 4 xã, hoàn thành trước 30/11”: work to be done by a day still to come."""
        day = self.context.day
        if day is None:
            return False
        low, high = self.context.sentence_at(quantity.at)
        high = min(high, quantity.at + _DUE_BEHIND)
        due = [m for m in self.context.dates_in(quantity.end, high) if m.cue in _DUE_CUES]
        if not due or _NOT_DUE.search(self.flat, quantity.end, due[-1].span.start) is not None:
            return False
        if due[-1].grain == "years" or last_day(due[-1].value) <= day:
            return False
        return _LOOKS_BACK.search(self.flat, max(low, quantity.at - _ROW), quantity.at) is None

    def _in_a_row(self, fact: IndicatorStatement, quantity: Quantity) -> bool:
        """“Phấn đấu đến năm 2025 … đạt 35%. Tỷ lệ … đạt 60%. Đến năm 2030, … đạt 80%.”: aims go on."""
        if self._aim is None:
            return False
        place, period = self._aim
        start = self.context.sentence_at(quantity.at)[0]
        lines = self.flat.count("\n", place, quantity.at) if quantity.at - place < _ROW else _ROW
        if lines > 2 or _LOOKS_BACK.search(self.flat, max(start, quantity.at - _ROW), quantity.start):
            return False
        if not _own_period(fact) or period is None or fact.period is None:
            same = not _own_period(fact) or fact.period == period
            return same and (lines == 0 or self._continues(quantity, start))
        if last_day(fact.period) < last_day(period) and fact.period != period:
            return False
        return lines == 0 or self._continues(quantity, start)

    def _continues(self, quantity: Quantity, start: int) -> bool:
        """Whether a new paragraph goes on with targets: "Đến năm 2030, …", "100% bộ, ngành …"."""
        if quantity.dimension == "percent" and not self.flat[start : quantity.start].strip(" -–+•*"):
            return True
        return _BY_YEAR.match(self.flat, start) is not None


_DUTY = frozenset(
    [
        "phải",
        "phải thu",
        "yêu cầu",
        "được giao",
        "đề nghị",
        "giao cho",
        "không để",
        "dự toán năm",
        "kế hoạch năm",
    ]
)
# "đạt 28%, trong khi mục tiêu là 35%": an aim told beside a result.
_AGAINST = re.compile(r"(?<!\w)(?:trong khi|thấp hơn|cao hơn|so với|chưa đạt)(?: (?:so với|đó|thì))? $")
_BUT = re.compile(r"(?<!\w)(?:trong khi|tuy nhiên|bù lại|ngược lại)(?!\w)")
_ANOTHER = re.compile(r";|(?<!\w)(?:trong khi|nhưng|và có|tuy nhiên|bởi|do|vì)(?!\w)")
_STRIVEN_FOR = ("chỉ tiêu ", "mục tiêu ", "dự toán ", "kế hoạch ", "số thu ")
_NEXT_IN_LINE = re.compile(r"[\s;,]*(?:kế tiếp|tiếp đến|tiếp theo|kế đến|sau đó|xếp sau) là ")
# "với quyết tâm cao nhất, xã hoàn thành …", "chủ động, quyết tâm vượt qua khó khăn": a mood, no aim.
_MOOD = re.compile(
    r"(?: chính trị)?"
    r"(?:[,.;]| (?:cao nhất|cao(?=[,.;])|lớn|mạnh mẽ|vượt qua|vượt khó|khắc phục|của|và)(?!\w))"
)
_WISH = re.compile(r"(?<!\w)(?:mơ|mong|công|quy|khế|giao|hiệp) $")
_POOR = re.compile(r"hộ (?:cận )?nghèo [^,;.]{0,60}thu nhập[^,;.]{0,24}$")
_PLAN_BEFORE = re.compile(
    r"(?:kế hoạch|dự toán|nghị quyết|chỉ tiêu|mục tiêu)(?: (?:được|giao|đề|ra|năm|của|[\w]+)){0,4} $"
)
_WHOLE = re.compile(r"(?<!\w)(?:trong đó|bao gồm|gồm)(?!\w)|:")
_LATE = 11  # the month from which on a year is told of as past
_FAR_PROJECT = 160  # characters between a project's name and what it is to cost
_ROW = 1500  # characters over which targets go on
_LOOKS_BACK = re.compile(
    r"(?<!\w)(?:đã|hiện|đến nay|(?<!nhỏ và )vừa|được công nhận|lũy kế|kết quả|so với cùng kỳ|so cùng kỳ|"
    r"thực tế|hôm nay|"
    r"ngày \d+|theo (?:báo cáo|thống kê|số liệu))(?!\w)"
)
_NOT_DUE = re.compile(
    r"[;(]|(?<!\w)(?:mục tiêu|kế hoạch|chỉ tiêu|nghị quyết|phấn đấu|sẽ)(?!\w)"
)  # of what the day then is
_DUE_CUES = frozenset(["before", "by"])
_DUE_BEHIND = 200  # characters behind a number in which its day stands
_BY_YEAR = re.compile(r"[\s\-–+•*]*(?:đến|tới|giai đoạn|mục tiêu|tầm nhìn)(?!\w)")
_AIM_LEAD = re.compile(r"(?<!\w)(?:mục tiêu|chỉ tiêu)(?!\w)[^.;:\n]{0,60}:")
_MET = re.compile(r"(?<!\w)(?:đạt|vượt|hoàn thành|kết quả|thực hiện|tăng|chưa|không)(?!\w)")
# Targets that have been met lead in results: "đã hoàn thành cơ bản các" before "chỉ tiêu phát triển:".
_MET_JUST = re.compile(r"(?<!\w)(?:đạt|vượt|hoàn thành)(?: [^\W\d]+){0,5} $")
# What had to be done has been: "đã phải chi", "khiến ngân sách trung ương phải bố trí".
_HAD_TO = re.compile(r"(?<!\w)(?:đã|từng|khiến(?: cho)?(?: [^\W\d]+){1,5}|làm cho(?: [^\W\d]+){1,5}) $")
_PLAN_INSIDE = re.compile(r"(?:kế hoạch|dự toán|mục tiêu|chỉ tiêu|nghị quyết|kh)(?:(?: |:)[^\d()]{0,24})?")
_BY_PLAN = re.compile(
    r"[\s\-–+•*]*theo (?:kế hoạch|đề án|quy hoạch|lộ trình|nghị quyết)(?!\w)[^.;,]{0,60}, (?:đến|tới) "
    r"(?:hết |cuối )?(?:năm|giai đoạn)"
)
# "Nhiệm vụ trọng tâm huyện đặt ra trong năm 2026 là thu nhập đạt 60 triệu đồng"
_SO_AS_TO = re.compile(  # "Để đạt 19 tiêu chí, …"
    r"[\s“\"'\-–]*(?:để|nhằm) (?:hoàn thành|đạt|có được|đưa)(?!\w)[^;]*$"
)
_SET_OUT = re.compile(
    r"[\s\-–+•*]*(?:(?:các|những|một số) )?(?:nhiệm vụ|chỉ tiêu|mục tiêu|phương hướng)"
    r"(?! [^.;:\n]{0,60}(?:đạt được|hoàn thành|vượt))"
    r"[^.;:\n]{0,90} là (?!\d)"
)
_UP_TO = re.compile(r"(?: \(?(?:năm|cuối năm) \d{4}\)?) (?:tăng |giảm )?(?:lên|xuống|còn)(?!\w)")
_AIMED = (
    "phấn đấu",
    "đặt mục tiêu",
    "đặt chỉ tiêu",
    "xác định mục tiêu",
    "hướng tới",
    "hướng đến",
    "quyết tâm",
)
_THAT_IS = re.compile(r"[\s\-–+•*]*(?:theo đó|cụ thể|như vậy)[,:]")
_PARTS = re.compile(r"[\s\-–+•*]*(?:trong đó|bao gồm)(?!\w)")
_PART = re.compile(r"[, (]{1,3}(?:trong đó|bao gồm|gồm)(?!\w)")
# The plan itself: "Tổng kế hoạch vốn đầu tư công năm 2025 là 5.312 tỷ đồng".
_PLANNED = ("tổng kế hoạch", "kế hoạch vốn", "kế hoạch đầu tư", "tổng dự toán", "dự toán ")
_OF_PLAN = re.compile(r"/ ?(?:kh|kế hoạch|dt|dự toán|ct|nq)(?: (?:giao|năm))? ?$")
_NOT_REACHED = re.compile(r"(?:chưa|không) đạt (?:được )?(?:mức|mục tiêu|chỉ tiêu|yêu cầu)(?: là)? $")
_PART_ON = re.compile(r"; ?(?:trong đó|bao gồm|gồm)(?!\w)[^;]*$")
_RATES = re.compile(
    r"(?<!\w)(?:mức (?:thu|hỗ trợ|chi|thưởng|phụ cấp|trợ cấp|trần|sàn|đóng|bồi dưỡng|khoán)"
    r"(?! (?:nhập|hút|được|nộp|ngân sách|bình quân))"
    r")(?!\w)"
)
# What is paid for land is set by the province.
_PRICE_SET = re.compile(r"(?:giá (?:đất )?|hệ số )(?:đền bù|bồi thường|tái định cư)(?!\w)")
# "Dự án … với tổng mức đầu tư 350 tỷ đồng": what one project is to cost.
_TO_COST = re.compile(
    r"(?<!\d )(?<!\bhai )(?<!\bcác )(?<!\bba )(?<!\bnhiều )dự án (?!đã)"
    r"[^;.\d]{0,110}?(?:có|với) tổng mức đầu tư"
    r"(?: (?:là|khoảng|hơn|gần|trên|dự kiến))* $"
    r"|(?:tổng (?:mức|vốn) đầu tư|vốn đầu tư)(?: của| cho)? dự án(?: này)?"
    r"(?: (?:là|khoảng|hơn|gần|trên|dự kiến))* $"
)
_NORM_NAME = re.compile(r"(?<!\w)định mức(?!\w)")
# Words of plans that are no verbs: "so với 15 chỉ tiêu kế hoạch năm, có 14/15 chỉ tiêu đạt".
_PLAN_NOUNS = frozenset(
    ["kế hoạch năm", "dự toán năm", "mục tiêu năm", "chỉ tiêu kế hoạch", "kế hoạch giao", "chỉ tiêu giao",
     "mục tiêu", "được giao"]
)  # fmt: skip
# "kế hoạch vốn được giao 6.420 tỷ đồng; đến hết tháng 11 giải ngân 4.318 tỷ đồng": what came of the plan
_DONE_OF_IT = re.compile(r"\d[^\d,;]*[,;] (?:đến|tính đến|đã|giải ngân|thực hiện|lũy kế)(?!\w)")
_RESULT_LEAD = re.compile(r"(?<!\w)(?:kết quả|tình hình|đánh giá)[^.;:\n]{0,90}:")
_NORM = re.compile(r"(?:trở lên|trở xuống)$")


def _own_period(fact: IndicatorStatement) -> bool:
    """Whether the statement's own sentence or paragraph says its period."""
    source = fact.fields.get("period")
    return source is not None and source.how not in {"title", "topic", "text before", "document date"}


def _norm(fact: IndicatorStatement) -> bool:
    source = fact.fields.get("status")
    return source is not None and source.how == "norm"


_ASKED_FOR = ("hồ sơ ", "đơn ", "người ", "trường hợp ", "văn bản ", "phiếu ", "tờ trình ")
_SANCTIONS = (" kiểm điểm", " thu hồi", " giảm trừ", " khắc phục", " nộp", " rút kinh nghiệm", " truy thu")


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
        "chỉ tiêu kế hoạch",
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
    if form == "đề nghị" and flat[max(0, start - 12) : start].endswith(_ASKED_FOR):
        return True  # "4.215 hồ sơ đề nghị hưởng trợ cấp"
    if form == "yêu cầu" and flat.startswith(_SANCTIONS, end):
        return True  # what an inspection has asked for is its result
    return form == "yêu cầu" and flat[max(0, start - 8) : start].endswith(("đáp ứng ", " theo "))
