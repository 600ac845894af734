"""How a statement stands: reached, estimated or a target.

Each answer comes with the words it was read from, or with the name of the frame it was taken from. What has
to be by what is said of it stands in `norms.py`, what turns out later in `foreseen.py`.
"""

from __future__ import annotations

from dondoc.extraction.clauses import Clause, aim_aside, than_before, than_level, than_level_before
from dondoc.extraction.context import Context
from dondoc.extraction.foreseen import Foreseen
from dondoc.extraction.frames import Frames
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.openers import CONTRAST
from dondoc.extraction.plannedworks import WORK_TO_COME
from dondoc.extraction.statuswords import (
    AIMED,
    AIMS_KEPT,
    ANOTHER,
    BUT,
    BY_NORM,
    BY_PLAN,
    DONE_BESIDES,
    DONE_OF_IT,
    DUTY,
    ESTIMATED_BEHIND,
    HAD_TO,
    HAS_STRIVEN,
    MOOD,
    MUST_THEN,
    NEAR_PARAGRAPHS,
    NEXT_IN_LINE,
    NOT_ONLY,
    NOT_REACHED,
    ONCE_THERE,
    OTHER_ESTIMATED,
    PART,
    PART_IN,
    PART_ON,
    PARTS,
    PAST_CUE,
    PLAN_NOUNS,
    REACHES,
    RESULT_LEAD,
    SET_OUT,
    SO_AS_TO,
    STRIVEN_FOR,
    STRIVING,
    THAT_IS,
    WANTED_FIRST,
    WHOLE,
    WHOLE_OF,
    WISH,
    norm,
    spoken,
)
from dondoc.records.facts import IndicatorStatement
from dondoc.records.source import Span
from dondoc.text.dates import last_day


class StatusReader(Foreseen):
    """Reads `status` of one document's statements, in order."""

    def __init__(self, context: Context, frames: Frames) -> None:
        super().__init__(context, frames)
        self._kept = (-1, 0)  # a sentence, and where in it the words end that keep its aims

    def read(
        self, fact: IndicatorStatement, quantity: Quantity, clause: Clause, before: IndicatorStatement | None
    ) -> None:
        """Sets `status`: the nearest cue in the clause, else the sentence's, else a frame."""
        cue = self._own_cue(fact, quantity, clause, before) or self._cue_behind(quantity)
        start = self.context.sentence_at(quantity.at)[0]
        decided = self._decided(quantity, start)
        if cue is None and not decided and self._of_reached(fact, quantity, clause, before):
            pass
        elif decided or (cue is None and self._leads_to_aim(quantity, clause, start)):
            self._set(fact, "target", "lead")
        elif self._is_plan_given(quantity, clause) or (
            before is not None
            and (
                aim_aside(self.flat, quantity)
                or self._planned_behind(before, quantity)
                or self._is_plan_itself(quantity, clause)
            )
        ):
            self._set(fact, "target", "norm")
        elif cue is not None:
            self._set(fact, cue[0], "cue", cue[1])
        elif "biểu quyết" in fact.name:
            pass  # what was voted
        elif self._of_year_before(quantity, clause):
            pass
        elif fact.measure == "attainment" and before is not None and norm(before):
            pass  # "18,7 tỷ đồng/KH 16,5 tỷ đồng, đạt 113%"
        elif than_level(self.flat, quantity) and BY_NORM.match(self.flat, quantity.end):
            self._set(fact, "target", "norm")  # "thấp hơn mức 20% theo nghị quyết"
        elif NOT_REACHED.search(self.flat, max(clause.sentence[0], quantity.start - 32), quantity.start):
            self._set(fact, "target", "norm")  # "bằng 13% kế hoạch, chưa đạt mức 15% mà nghị quyết yêu cầu"
        elif (
            before is not None
            and before.status != "actual"
            and not BUT.search(self.flat, before.value_span.end, quantity.start)
            and not self._reached_already(fact, before, quantity, clause)
            and self._goes_on(fact, before, quantity, clause)
        ):
            of_work = before.fields["status"].how == WORK_TO_COME
            self._set(fact, before.status, WORK_TO_COME if of_work else "chain")
        elif before is None and self._of_aim_before(quantity):
            self._set(fact, "target", "lead")
        elif before is None and self._part_of_estimate(quantity, clause):
            self._set(fact, "estimate", "chain")
        elif (planned := self._planned(fact, quantity, clause)) is not None:
            self._set(fact, "target", planned)
        elif self._is_listed_aim(quantity, clause):
            self._set(fact, "target", "lead")
        else:
            frame = self.frames.at(quantity.at).status
            if frame is not None and not self._looks_back(frame, quantity, clause):
                self._set(fact, frame, "frame")

    def _leads_to_aim(self, quantity: Quantity, clause: Clause, start: int) -> bool:
        """Whether what a sentence or a clause begins with makes an aim of the number."""
        return (
            BY_PLAN.match(self.flat, start, quantity.at) is not None
            or SET_OUT.match(self.flat, start, quantity.at) is not None
            or bool(self._once_there(start, quantity))
            or SO_AS_TO.match(self.flat, clause.chunk, quantity.start) is not None
        )

    def _decided(self, quantity: Quantity, start: int) -> bool:
        """Whether a sentence lists what has been decided upon, or says what is wanted, and what it takes."""
        flat = self.flat
        if self._kept[0] != start:
            kept = AIMS_KEPT.search(flat, start, self.context.sentence_at(quantity.at)[1])
            self._kept = (start, kept.end() if kept is not None else len(flat))
        if self._kept[1] <= quantity.at:
            return True
        wanted = flat.startswith(("để ", "muốn "), start) and WANTED_FIRST.match(flat, start, quantity.start)
        return bool(wanted) and MUST_THEN.match(flat, quantity.end) is not None

    def _of_reached(
        self, fact: IndicatorStatement, quantity: Quantity, clause: Clause, before: IndicatorStatement | None
    ) -> bool:
        """“Mục tiêu là 500 ha nhưng mới trồng được 320 ha, bằng 64% kế hoạch”: of what has been reached."""
        if before is None or before.status != "actual" or fact.measure != "attainment":
            return False
        low = max(clause.sentence[0], quantity.start - 32)
        planned = self._planned_behind(before, quantity) or self._is_plan_itself(quantity, clause)
        return not (
            planned
            or aim_aside(self.flat, quantity)
            or than_level(self.flat, quantity)
            or NOT_REACHED.search(self.flat, low, quantity.start)
        )

    def _once_there(self, start: int, quantity: Quantity) -> bool:
        """“Khi hoàn thành, hồ tưới cho 1.200 ha lúa”: what a work is to give."""
        if not self.context.says(("khi ",), start, quantity.start):
            return False
        if ONCE_THERE.match(self.flat, start, quantity.start) is None:
            return False
        return PAST_CUE.search(self.flat, start, quantity.start) is None

    def _of_year_before(self, quantity: Quantity, clause: Clause) -> bool:
        """Whether a number is the level of the year before, which has happened whatever this year's is."""
        if quantity.at > clause.chunk and self.flat.startswith("cùng kỳ", clause.chunk):
            return True  # "(cùng kỳ tăng 7,28%)"
        # So is what this year's is compared with: "ước tăng 8,4%, cao hơn cùng kỳ năm ngoái (7,6%)".
        return than_before(self.flat, quantity) or than_level_before(self.flat, quantity)

    def _own_cue(
        self, fact: IndicatorStatement, quantity: Quantity, clause: Clause, before: IndicatorStatement | None
    ) -> tuple[str, Span] | None:
        """The word that says how the number stands, without those that speak of another's."""
        cue = self._cue(quantity, clause, before)
        if cue is None:
            return None
        if NOT_ONLY.search(self.flat, cue[1].end, quantity.start) is not None:
            return None  # "phấn đấu … chứ không dừng lại ở mức thu 28 tỷ": what there is already
        if self.flat[cue[1].slice] in DUTY and self._of_others(fact, cue[1], quantity):
            return None
        beats = self.flat.startswith(("vượt", "đạt mục tiêu"), cue[1].start)
        aside = before is not None and self.flat.find("(", before.value_span.end, quantity.start) >= 0
        if beats and aside and before is not None and before.status == "estimate":
            return "estimate", cue[1]  # "ước tăng 7,36% (vượt mục tiêu 0,36%)"
        return cue

    def _cue_behind(self, quantity: Quantity) -> tuple[str, Span] | None:
        """“121 triệu đồng (ước thực hiện năm 2025)”, "10 chỉ tiêu dự kiến đạt"."""
        aside = ESTIMATED_BEHIND.match(self.flat, quantity.end)
        if aside is None:
            return None
        return "estimate", Span(*aside.span("cue" if aside["cue"] else "aside"))

    def _of_aim_before(self, quantity: Quantity) -> bool:
        """“… phấn đấu tăng trưởng nhanh. Theo đó, GDP bình quân khoảng 7%”: what the aim is in particular."""
        start = self.context.sentence_at(quantity.at)[0]
        if THAT_IS.match(self.flat, start) is None:
            return False
        cues = self.context.hits_in("cues", *self.context.sentence_at(max(0, start - 3)))
        return any(self.flat.startswith(AIMED, at) for at, _, _ in cues)

    def _part_of_estimate(self, quantity: Quantity, clause: Clause) -> bool:
        """“Thu ngân sách ước thực hiện 3.012 tỷ đồng. Trong đó: thu nội địa 2.284 tỷ đồng”."""
        start = clause.sentence[0]
        if PARTS.match(self.flat, start) is None or not self._gapped(quantity, clause):
            return False
        whole = self.context.sentence_at(max(0, start - 3))
        cues = self.context.hits_in("cues", *whole)
        return bool(cues) and all(payloads[0].entry["status"] == "estimate" for _, _, payloads in cues)

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
            if status == "estimate" and WISH.search(self.flat[max(0, start - 8) : start]):
                continue
            if entry["scope"] != "clause":
                if self._rules_nothing(form, start, end, quantity, clause):
                    continue
                if not spoken(self.flat, start, end) and not self._closed(start, end, quantity.at):
                    ruling = (status, span)
            elif start >= clause.start or self._opens_label(status, start, clause):
                if form == "đã" and self.flat.startswith(" qua đào tạo", end):
                    continue  # "lao động đã qua đào tạo": which workers
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

    def _opens_label(self, status: str, start: int, clause: Clause) -> bool:
        """“- Ước thu từ nuôi ong: 1,5 tỷ đồng”: the word opens the label that the number stands behind."""
        if status != "estimate" or clause.opener != ":":
            return False
        low = max(clause.sentence[0], self.flat.rfind(";", clause.sentence[0], start) + 1)
        return not self.flat[low:start].strip(" \t\n-–+•*.)0123456789")

    def _rules_nothing(self, form: str, start: int, end: int, quantity: Quantity, clause: Clause) -> bool:
        """Whether a word of aims speaks of one that has been reached, or of a mood."""
        if form in PLAN_NOUNS and (
            quantity.dimension == "tally" or DONE_OF_IT.search(self.flat, end, quantity.at)
        ):
            return True
        reached = form.endswith("mục tiêu") and not form.startswith(("đặt", "đề ra", "xác định"))
        if reached and self.flat.endswith(("cơ bản ", "đã "), 0, start):
            return True  # "cơ bản hoàn thành mục tiêu tổng quát"
        if form == "phấn đấu" and self.flat.endswith(STRIVEN_FOR, 0, start):
            return True  # "đạt 45% so với chỉ tiêu phấn đấu"
        if form.startswith(STRIVING) and HAS_STRIVEN.search(self.flat, max(0, start - 32), start):
            return True  # "huyện đã nỗ lực phấn đấu, giành nhiều kết quả"
        if form == "quyết tâm":
            return MOOD.match(self.flat, end) is not None
        return form == "phải" and HAD_TO.search(self.flat, clause.sentence[0], start) is not None

    def _goes_on_counting(self, quantity: Quantity, before: IndicatorStatement | None) -> bool:
        """Whether "lũy kế" only adds up what is estimated or aimed at: "có thêm 6 xã, lũy kế 71 xã"."""
        if before is not None:
            return before.status != "actual"
        return self.frames.at(quantity.at).status == "target"

    def _looks_back(self, frame: str, quantity: Quantity, clause: Clause) -> bool:
        """Whether the sentence itself speaks of what was, under a heading of what shall be."""
        low = clause.sentence[0]
        if frame == "target" and (self._opened_in_past(quantity) or self._other_side_of_past(low)):
            return True
        past = PAST_CUE.search(self.flat, low, quantity.start)
        if past is not None and not (frame == "target" and past[0] in {"lũy kế", "được công nhận"}):
            return True
        return frame == "target" and RESULT_LEAD.search(self.flat, low, quantity.start) is not None

    def _other_side_of_past(self, sentence: int) -> bool:
        """“Năm 2023 có 4 chỉ số tăng điểm. Tuy nhiên, có 6 chỉ số giảm”: of the year told of before."""
        day = self.context.day
        if day is None or sentence == 0 or CONTRAST.match(self.flat, sentence) is None:
            return False
        before = self.context.sentence_at(max(0, sentence - 3))
        said = [m for m in self.context.dates_in(*before) if m.cue != "compared"]
        return bool(said) and all(m.last_day < day for m in said)

    def _opened_in_past(self, quantity: Quantity) -> bool:
        """“Năm 2023, chỉ số tăng 2 điểm. Trong đó, …” in a plan of 2024: the paragraph tells what was."""
        day = self.context.day
        told = self._openers.before(quantity.at, self.frames.at(quantity.at).start)
        if day is None or told is None or told.start > quantity.at:
            return False
        if not told.period or last_day(told.period) >= day:
            return False
        away = self._openers.paragraphs(told.start, quantity.at)
        # Before a plan's first part stands what was.
        preamble = told.holds and self.frames.at(quantity.at).start <= self.frames.title_end
        return away == 0 or (preamble and away <= NEAR_PARAGRAPHS)

    def _closed(self, start: int, end: int, at: int) -> bool:
        """“(theo đề án được phê duyệt: 5.826 tỷ đồng), đã giải ngân 831 tỷ”: the bracket has ended."""
        close = self.flat.find(")", end, at)
        return (
            close >= 0
            and self.flat.find("(", end, close) < 0
            and self.flat.rfind("(", max(0, start - 80), start) >= 0
        )

    def _reached_already(
        self, fact: IndicatorStatement, before: IndicatorStatement, quantity: Quantity, clause: Clause
    ) -> bool:
        """“trong đó vụ xuân đạt 180 ha; vụ mùa ước đạt 80 ha”: of two parts one is only estimated."""
        if before.status != "estimate" or fact.fields["name"].how == "chain":
            return False
        own = REACHES.search(self.flat, clause.start, quantity.start)
        if own is None or PART_IN.search(self.flat, before.value_span.end, quantity.start) is None:
            return False
        return OTHER_ESTIMATED.match(self.flat, quantity.end, clause.sentence[1]) is not None

    def _goes_on(
        self, fact: IndicatorStatement, before: IndicatorStatement, quantity: Quantity, clause: Clause
    ) -> bool:
        """Whether the statement before lends its standing: a part of it, or said in the same breath."""
        how = fact.fields["name"].how
        between = self.flat[before.value_span.end : quantity.at]
        if ";" in between and before.status == "estimate":
            if self._reached_anew(quantity, clause):
                return False
            if WHOLE_OF.search(self.flat, clause.sentence[0], quantity.at) is not None:
                return True  # "ước tăng 8%; trong đó nông nghiệp tăng 2%; công nghiệp tăng 11%"
        if how in {"chain", "share"} or (how in {"part", "lead"} and ";" not in between):
            return True
        if how in {"part", "lead"} and WHOLE.search(self.flat, clause.sentence[0], quantity.at):
            return True
        if fact.measure == before.measure == "tally" and fact.out_of == before.out_of:
            return True  # "ước có 14/19 chỉ tiêu đạt; có 5/19 chỉ tiêu không đạt"
        if ";" in between and quantity.dimension == "tally":
            return PART_ON.search(between) is not None  # "ước 165.000 tấn; 21/124 xã đạt chuẩn"
        if ";" in between:
            # "thu ngân sách ước đạt 6.420 tỷ đồng; trong đó thu nội địa 5.790 tỷ đồng"
            return PART_ON.search(between) is not None or (
                (before.status == "estimate" or self._is_listed(before, clause))
                and self._gapped(quantity, clause)
            )
        flat = before.status == "estimate" and fact.bound != "about"
        if flat and REACHES.search(self.flat, clause.start, quantity.start):
            return PART.match(between) is not None  # "GRDP ước tăng 8%, thu ngân sách đạt 3.100 tỷ đồng"
        if self._is_listed(before, clause) and self._gapped(quantity, clause):
            return True
        return before.status == "estimate" or PART.match(between) is not None

    def _is_listed(self, before: IndicatorStatement, clause: Clause) -> bool:
        """“được giao gồm: lao động trên 40.500 người; học sinh trên 157.500 người”: aims in one list."""
        return WHOLE.search(self.flat, clause.sentence[0], before.value_span.start) is not None

    def _reached_anew(self, quantity: Quantity, clause: Clause) -> bool:
        """“tháng 8 ước đạt 166 tỷ đồng; lũy kế đạt 1.200 tỷ đồng”: a clause with a verb of its own."""
        return (
            self.flat.find(";", clause.start - 2, clause.start + 1) >= 0
            and REACHES.search(self.flat, clause.start, quantity.start) is not None
        )

    def _gapped(self, quantity: Quantity, clause: Clause) -> bool:
        """“xuất khẩu ước đạt 486 triệu USD; nhập khẩu 302 triệu USD”: a clause without a verb of its own."""
        if self.context.hits_in("cues", clause.start, quantity.at):
            return False
        if NEXT_IN_LINE.match(self.flat, clause.start, quantity.at) is not None:
            return True  # "Mỹ ước đạt 6.900 triệu USD; kế tiếp là Nhật Bản 3.600 triệu USD"
        return not self.context.hits_in("verbs", clause.start, quantity.at)

    def _of_others(self, fact: IndicatorStatement, duty: Span, quantity: Quantity) -> bool:
        """“tỷ lệ doanh nghiệp phải trả thêm giảm còn 59%; 28% …”, "phải thu 33 tỷ, trong khi … hụt 62 tỷ"."""
        named = fact.fields["name"].span
        within = named is not None and named.start < duty.start and duty.end < named.end
        if self.flat[duty.slice] == "phải":
            if within and DONE_BESIDES.match(self.flat, duty.end, quantity.start) is not None:
                return True
            if ":" in self.flat[duty.end : quantity.start]:
                return True  # "hai đội phải tăng chỉ tiêu có mức thu như sau: đội một thu đạt 5 tỷ đồng"
        return ANOTHER.search(self.flat, duty.end, quantity.start) is not None
