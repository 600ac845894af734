"""What kind of number it is: a level, a change, a share, a part of a plan, so many times; and against what.

"vượt 26,1% kế hoạch"                                 attainment, base plan
"đạt 55,02% kế hoạch, thấp hơn 3,77% so cùng kỳ"      attainment; then change, base same_period
"chiếm tỷ trọng 35,98%"                               share
"""

from __future__ import annotations

import re
from decimal import Decimal

from dondoc.extraction.clauses import Clause, aim_aside, than_aim, than_before, than_country, than_level
from dondoc.extraction.context import Context
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.increments import added, passed
from dondoc.extraction.measuresbeside import _PART_OF
from dondoc.extraction.measureverbs import MeasureVerbs
from dondoc.records.facts import FieldSource, IndicatorStatement
from dondoc.records.source import Span

_PLAN_RIGHT = re.compile(
    r"\s?(?:so với |so |của |)?(?:tổng |tiến độ )?(?:số )?"
    r"(?:kế hoạch|dự toán|(?:giá trị |khối lượng )?hợp đồng|kh(?!\w)|chỉ tiêu(?! về)|mục tiêu|nghị quyết"
    r"|tiêu chí giao|định mức giao)"
)
_PURPOSE = re.compile(r"\s?(?:để|cho|nhằm)(?!\w)")
_SHARE_NAME = re.compile(r"(?:tỷ trọng|cơ cấu)|[^,]{0,24}tỷ trọng|nhân lực [^,]* trong ")
_RATE_NAME = re.compile(
    r"(?:tỷ lệ|tốc độ|tăng trưởng|mức|công suất|cpi|lạm phát|chỉ số|hệ số|độ che phủ|tỷ suất|lãi suất|"
    r"năng suất|"
    r"[\w ]{0,16}tỷ lệ)(?!\w)"
)
# Sums that are planned: "thu ngân sách mới đạt 92,6%" is so much of the year's plan.
_PLANNED_NAME = re.compile(
    r"(?:tổng |số )?(?:thu|chi|giải ngân|thuế(?! suất)|tiến độ giải ngân)(?! hút|"
    r" nhập| phí)(?!\w)"
)
# "tổng giá trị sản xuất ước đạt 53%", "đàn gia cầm 10.100 con, đạt 117,87%": so too what is made and kept.
_MADE_NAME = re.compile(
    r"(?:tổng )?(?:giá trị (?:sản xuất|xuất khẩu)|sản lượng|doanh thu|kim ngạch|đàn)(?!\w)"
)
_DISBURSED = re.compile(r"giải ngân(?: (?:được|đạt|mới đạt|chỉ đạt))? $")
# "sản xuất theo quy trình tốt đạt 10%", "hộ được dùng nước sạch đạt 92%": a part of all.
_COVERED = re.compile(r"(?!số |dân số )[^,;]*?(?<!\w)(?:được|theo|sử dụng|tham gia|đạt chuẩn)(?= \w)")
_GROWN = frozenset({"tăng lên", "nâng lên", "giảm xuống"})
_THAN = re.compile(r" so (?:với |cùng )?(?!\d)")
_ROUNDED = Decimal("0.1")  # per cent, as a text rounds
_NOTHING_YET = re.compile(r"[\s\-–+•*]*(?:có |còn |khoảng |gần |hơn |trên )*")
_THOSE = re.compile(
    r" (?:số )?(?:ý kiến|người|hộ|học sinh|sinh viên|phụ huynh|doanh nghiệp|đại biểu|cử tri|cán bộ|công chức"
    r"|lao động|khách|trẻ|phụ nữ|thanh niên|dân cư|dân số)(?!\w)"
)
_OF_WHOLE = re.compile(r" (?:tổng )?(?:gdp|grdp|sản phẩm (?:trong nước|quốc nội|trên địa bàn))(?!\w)")
_REACHED = frozenset(["đạt", "ước đạt", "mới đạt", "chỉ đạt"])
_NO_VERB = frozenset(["", "bằng", "tương đương", "tương ứng", "tương đương với", "tỷ lệ"])
_OF_TALLY = re.compile(r"[^;:.()\d]{0,90}(?:,|\() ?(?:tương đương|tương ứng|tức)?(?: với)?(?: tỷ lệ)? ?")
# "Giảm tỷ lệ hộ nghèo: 0,3%", "giảm hộ nghèo 1,2%": the name itself says that it changes.
_CHANGE_NAMED = re.compile(r"(?:giảm|tăng) (?:tỷ lệ|tỉ lệ|hộ|số|mức|chi phí|thời gian|tỷ suất)(?!\w)")
_HALF = 50  # per cent; so much of the same period is no growth
_FIRST_TIME = ("lần đầu tiên ", "lần đầu ", "chính thức ", "lịch sử ")
_SPENT = ("tiết kiệm", "cắt giảm", "thêm")

_GROWTH_NAMED = re.compile(r"(?:tốc độ tăng|tốc độ phát triển|mức tăng trưởng)")
_NEXT_OF_ROW = re.compile(r"(?:(?:,|,? và) [^,;:().\d]{2,40}|; [^;:().\d]{2,80}) ")
_LIST_AGAINST = re.compile(
    r"(?<!\w)(?:cao|thấp|lớn|nhỏ) hơn (?:so với )?(?:mức )?(?:lũy kế )?cùng kỳ(?!\w)[^.;]*$"
)
_LIST_OF_PLAN = re.compile(
    r"(?:(?:tiến độ|tỷ lệ) (?:thực hiện|thu)|hoàn thành|vượt|chưa đạt|đạt) "
    r"(?:so với )?(?:dự toán|kế hoạch)(?!\w)[^.;\d]*$"
)

_PROVINCES = frozenset(Decimal(n) for n in (34, 58, 59, 60, 61, 62, 63, 64))  # as many as the country has had
_WIDER = re.compile(
    r"(?<!\w)(?:thế giới|toàn cầu|châu (?:á|âu|phi|mỹ|lục)|đông nam á|asean|khu vực|vùng|miền"
    r"|toàn tỉnh|trong tỉnh|của tỉnh)(?!\w)"
)
_SCOPE_NEAR = 16  # characters behind a rank


class Measures(MeasureVerbs):
    """Reads `measure`, `direction` and `base` of one document's statements."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._sentence = -1  # where the sentence of the statement before began
        self._planned = (-1, 0)  # the sentence that told of a plan's share, and where that ended
        self._ratio = (-1, 0)  # the sentence that told of a ratio to a time before, and where that ended
        self._against: FieldSource | None = None  # the same period, if that sentence's changes are against it
        self._lent: FieldSource | None = None  # the same, for the sentence being read, which tells the parts

    def read(
        self, fact: IndicatorStatement, quantity: Quantity, clause: Clause, before: IndicatorStatement | None
    ) -> None:
        """Sets the three fields of `fact`; `before` is the statement before it in the sentence."""
        if before is not None and self.flat[before.value_span.end : quantity.start].strip() == "/":
            self._slashed(fact, quantity, clause, before)
            return
        match quantity.dimension:
            case "rank":
                fact.measure, fact.base = "rank", None if self._among_others(quantity) else "country"
            case "tally":
                fact.measure = "tally"
            case "time_ahead":
                fact.measure, fact.base = "attainment", "plan"
            case "times":
                fact.measure, fact.direction = "ratio", "up"
                if (verb := self._verb(quantity, clause)) is not None:
                    fact.fields["measure"] = FieldSource("verb", Span(verb[0], verb[1]))
                elif self.flat.startswith("gấp", quantity.start):
                    fact.fields["measure"] = FieldSource("verb", Span(quantity.start, quantity.start + 3))
                self._base(fact, quantity, clause)
            case "percent":
                self._percent(fact, quantity, clause, before)
            case _ if quantity.out_of is not None and quantity.dimension != "score":
                fact.measure = "tally"
            case _:
                self._amount(fact, quantity, clause, before)
        self._own_level(fact, quantity, clause, before)
        if before is not None and self._together(fact, quantity, before):
            fact.measure, fact.direction = before.measure, before.direction
            if fact.base is None and "base" in before.fields:
                fact.fields["base"] = before.fields["base"]
            fact.base = fact.base or before.base
        signed = self.flat[quantity.start] in "+-"
        if signed and (quantity.dimension == "percent" or self.flat[quantity.start - 1] == "("):
            self._signed(fact, quantity)
        elif before is not None and (
            self._of_other_time(quantity, before)
            or self._of_other_span(quantity, before)
            or (quantity.unit == before.unit and aim_aside(self.flat, quantity))
        ):
            fact.measure, fact.direction = before.measure, before.direction
        elif before is not None and self._restated(quantity, before):
            fact.measure, fact.direction = "change", before.direction
        else:
            self._listed_change(fact, quantity, clause)
        if fact.base is None and before is not None and fact.measure in {"change", "ratio"}:
            self._lend_base(fact, clause, before)
        self._changed_too(fact, quantity, clause, before)

    def _own_level(
        self, fact: IndicatorStatement, quantity: Quantity, clause: Clause, before: IndicatorStatement | None
    ) -> None:
        """“thấp hơn bình quân cả nước (7,1%)”, "giảm từ 3,5% …": the number is what is compared with."""
        if fact.measure == "change" and (
            than_country(self.flat, clause, quantity) is not None
            or than_aim(self.flat, quantity)
            or than_before(self.flat, quantity)
            or than_level(self.flat, quantity)
            or self._starts_from(quantity)
        ):
            fact.measure, fact.direction, fact.base = "level", None, None
            compared = than_before(self.flat, quantity) or than_level(self.flat, quantity)
            if before is not None and before.measure == "share" and compared:
                fact.measure = "share"

    def _among_others(self, quantity: Quantity) -> bool:
        """“xếp thứ 3/12 huyện”, "lớn thứ ba trên thế giới": an order of others than provinces."""
        if quantity.out_of is not None:
            return quantity.bound == "exact" and quantity.out_of not in _PROVINCES
        return _WIDER.search(self.flat, quantity.at, quantity.end + _SCOPE_NEAR) is not None

    def _changed_too(
        self, fact: IndicatorStatement, quantity: Quantity, clause: Clause, before: IndicatorStatement | None
    ) -> None:
        """“tăng 7,75% so cùng kỳ (cùng kỳ tăng 7%). Trong đó, ngành A tăng 38%”: all against the same."""
        first = clause.sentence[0]
        if first != self._sentence:
            part = _PART_OF.match(self.flat, first) is not None
            self._lent = self._against if part else None
            if part and self._ratio[0] == self._sentence:
                self._ratio = (first, first)
            self._sentence, self._against = first, None
        if fact.measure == "attainment" and self._planned[0] != first:
            self._planned = (first, quantity.end)
        if fact.measure == "ratio" and quantity.dimension == "percent" and self._ratio[0] != first:
            self._ratio = (first, quantity.end)
        if fact.measure != "change":
            return
        if before is not None and before.base == "same_period":
            opens = self.flat.rfind("(", before.value_span.end, quantity.start)
            if opens >= 0 and self.flat.startswith("cùng kỳ", opens + 1):  # the same rate, a year before
                fact.base = "same_period"
                fact.fields["base"] = FieldSource("shared", None)
        if fact.base is None and self._lent is not None and self._against_nothing(fact):
            fact.base = "same_period"
            fact.fields["base"] = FieldSource("sentence before", self._lent.span)
        if fact.base == "same_period":
            self._against = fact.fields.get("base", FieldSource("shared", None))

    def _slashed(
        self, fact: IndicatorStatement, quantity: Quantity, clause: Clause, before: IndicatorStatement
    ) -> None:
        """“tăng 12 tàu/16 ngư dân so với cùng kỳ”: both changed, both against the same period."""
        fact.measure, fact.direction = before.measure, before.direction
        self._base(fact, quantity, clause)
        if before.base is None and fact.base is not None and fact.measure in {"change", "ratio"}:
            before.base = fact.base
            before.fields["base"] = FieldSource("shared", fact.fields["base"].span)

    def _amount(
        self, fact: IndicatorStatement, quantity: Quantity, clause: Clause, before: IndicatorStatement | None
    ) -> None:
        """A sum, a count, an area: a level, or by how much it changed."""
        self._base(fact, quantity, clause)
        verb = self._leading(quantity, clause)
        if verb is None:
            return
        start, end, measure, direction = verb
        form = self.flat[start:end]
        fact.fields["measure"] = FieldSource("verb", Span(start, end))
        if added(self.flat, quantity):
            fact.measure, fact.direction = "change", "up"
            return
        if form == "thêm" and self._newly_done(start, clause):
            return  # "thu hút thêm 36 dự án", "thành lập thêm 4 trường": so many were
        if measure == "change" and not (form in _SPENT and quantity.dimension == "money"):
            fact.measure, fact.direction = "change", direction
        elif measure == "share" and quantity.dimension == "percent_point":
            fact.measure = "share"
        elif self._for_the_first_time(fact, start, form):
            pass
        elif (
            measure != "level"
            and form.startswith(("vượt", "hụt"))
            and not self.flat[end : quantity.start].strip()
        ):
            fact.measure = "attainment" if fact.base == "plan" else "change"
            if fact.base is None and passed(quantity, before):
                fact.measure, fact.bound = "level", "more_than"

    def _newly_done(self, more: int, clause: Clause) -> bool:
        """Whether an act stands right before "thêm", no growth."""
        if self.flat.endswith(("ghi nhận ", "phát hiện "), 0, more):
            return True
        acts = self.context.hits_in("actions", clause.start, more + len("thêm"))
        if not acts or acts[-1][2][0].entry["id"] == "shield":
            return False
        return acts[-1][1] > more or not self.flat[acts[-1][1] : more].strip()

    def _percent(
        self, fact: IndicatorStatement, quantity: Quantity, clause: Clause, before: IndicatorStatement | None
    ) -> None:
        flat = self.flat
        name = fact.name.lower().replace("tỉ ", "tỷ ")
        base = self._base(fact, quantity, clause)
        verb = self._leading(quantity, clause)
        named = fact.fields["name"].span
        if verb is not None and self._rate_itself(*verb[:2]):
            fact.fields["measure"] = FieldSource("verb", Span(*verb[:2]))
            return
        if verb is not None and named is not None and named.start == verb[0]:
            verb = None  # "đặt mục tiêu tăng trưởng 8%": the verb is the rate's own name
        if verb is not None:
            start, end, measure, direction = verb
            fact.measure = measure
            fact.direction = direction if measure == "change" else None
            fact.fields["measure"] = FieldSource("verb", Span(start, end))
        form = flat[verb[0] : verb[1]] if verb is not None else ""
        if form in _GROWN and not _RATE_NAME.match(name) and _THAN.match(flat, quantity.end):
            fact.measure = "change"  # "giá rau tăng lên 20% so với tháng trước"
        if verb is not None and self._for_the_first_time(fact, verb[0], form):
            return
        if self._by_list(fact, quantity, clause, form):
            return
        of_plan = _PLAN_RIGHT.match(flat, quantity.end, clause.end)
        if of_plan is not None and not _PURPOSE.match(flat, quantity.end):
            plain_change = (  # "so với dự toán năm 2016", told of 2017; not of the year's own plan
                fact.measure == "change"
                and fact.base is not None
                and fact.base.startswith("year:")
                and fact.base != f"year:{self.context.year}"
            )
            fact.measure = "change" if plain_change else "attainment"
            fact.base = fact.base if plain_change else "plan"
        elif fact.measure == "change" and base is None and fact.unit == "%/năm" and _GROWTH_NAMED.match(name):
            fact.measure, fact.direction = "level", None  # "tốc độ tăng trưởng bình quân tăng 5%/năm"
        elif fact.measure == "change" and base == "plan":
            fact.measure = "attainment"
        elif fact.measure == "attainment" and fact.unit == "%/năm":
            fact.measure, fact.base = "level", None  # "có tốc độ tăng đạt 7%/năm": no share of a plan
        elif fact.measure == "attainment" and _SHARE_NAME.match(name):
            fact.measure, fact.base = "share", None  # "tỷ trọng … tương ứng là 20%"
        elif fact.measure == "attainment":
            self._equals(fact, form, base)
        elif fact.measure == "level":
            self._level(fact, name, form, base, before)
            if fact.measure in {"level", "share"} and verb is None and _CHANGE_NAMED.match(name):
                fact.measure, fact.direction = "change", "up" if name.startswith("tăng") else "down"
            if fact.measure == "share" and than_aim(flat, quantity):
                fact.measure = "level"  # "tăng 5,9%, thấp hơn kịch bản đề ra (6,5%)"

    def _for_the_first_time(self, fact: IndicatorStatement, start: int, form: str) -> bool:
        """“thu ngân sách lần đầu vượt 1.000 tỷ đồng”: it is more than that, by how much is not said."""
        if form != "vượt" or fact.base is not None or not self.flat.endswith(_FIRST_TIME, 0, start):
            return False
        fact.measure, fact.bound = "level", "more_than"
        return True

    def _by_list(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause, form: str) -> bool:
        """“các khoản thu thấp hơn cùng kỳ: A (69%), B (88%)”: what a list's lead says of its brackets."""
        low = clause.sentence[0]
        opened = self.flat.rfind("(", low, quantity.start)
        if form not in {"", *_REACHED} or opened < 0 or self.flat.find(")", opened, quantity.start) >= 0:
            return False
        first = self.flat.find("(", low, opened)
        if first < 0 and opened != quantity.start - 1:
            return False
        lead = self.flat[low : first if first >= 0 else opened]
        if _LIST_AGAINST.search(lead) is not None:
            fact.measure, fact.base = "ratio", "same_period"
        elif _LIST_OF_PLAN.search(lead) is not None:
            fact.measure, fact.base = "attainment", "plan"
        else:
            return False
        return True

    def _rate_itself(self, start: int, end: int) -> bool:
        """“phải đạt tăng trưởng khoảng 3%”: growth is what is reached, nothing grows."""
        return self.flat[start:end].startswith("tăng trưởng") and self.flat.endswith(
            ("đạt ", "mức "), 0, start
        )

    def _equals(self, fact: IndicatorStatement, form: str, base: str | None) -> None:
        if base == "same_period" or (base is not None and base.startswith("year:")):
            exceeds = form.startswith("vượt")  # "vượt 16% so với cùng kỳ": by so much it rose
            fact.measure, fact.direction = ("change", "up") if exceeds else ("ratio", fact.direction)
        elif form == "bằng" and base is None:
            fact.measure = "ratio" if self._against_too(fact) else "share"
        else:
            fact.base = fact.base or "plan"

    def _against_too(self, fact: IndicatorStatement) -> bool:
        """“bằng 99% so với cùng kỳ, trong đó vụ xuân 180 ha, bằng 98%; …”: against the same as the whole."""
        first, end = self._ratio
        return first == self._sentence and fact.value_span.start >= end

    def _level(
        self,
        fact: IndicatorStatement,
        name: str,
        form: str,
        base: str | None,
        before: IndicatorStatement | None,
    ) -> None:
        amount_said = (  # not counts: "450.000 người tham gia, đạt 95%" is of all the people
            fact.fields["name"].how == "chain"
            and before is not None
            and (before.unit or "").endswith(("đồng", "USD", "tấn", "tạ", "ha", "m3", "kWh", "km"))
        )
        if before is not None and form == "" and before.measure == "change" and before.unit == fact.unit:
            between = self.flat[before.value_span.end : fact.value_span.start]
            row = _NEXT_OF_ROW.fullmatch(between)  # "Anh giảm 2,4%, Nga 3,1%, Lào 7,6%"
            if row is not None and not _SHARE_NAME.match(name):
                fact.measure, fact.direction = "change", before.direction
                return
        if before is not None and self._tallied(fact, before):
            fact.measure, fact.base = "share", None
            return
        if before is not None and before.measure == "tally" and form in _NO_VERB:
            between = self.flat[before.value_span.end : fact.value_span.start]
            if _OF_TALLY.fullmatch(between) is not None:  # "320/411 xã đạt chuẩn, tương đương 77,9%"
                fact.measure, fact.base = "share", None
                return
        rate = _RATE_NAME.match(name) is not None or fact.unit == "%/năm"
        against = base == "same_period" or (base or "").startswith("year:")
        if against and form in _REACHED and not rate and (fact.value or 0) >= _HALF:
            fact.measure = "ratio"  # "đạt 155% so với cùng kỳ"
            return
        planned = (
            base == "plan"
            or _PLANNED_NAME.match(name) is not None
            or self._of_plan_too(fact, form)
            or _DISBURSED.search(self.flat, max(0, fact.value_span.start - 20), fact.value_span.start)
            is not None
            or (form in _REACHED and (amount_said or _MADE_NAME.match(name) is not None))
        )
        if self._of_those(fact):
            fact.measure = "share"
            return
        of_whole = _OF_WHOLE.match(self.flat, fact.value_span.end) is not None and not rate
        if of_whole or fact.fields["name"].how in {"right", "share"} or _SHARE_NAME.match(name):
            fact.measure = "share"
        elif planned and not rate:
            fact.measure, fact.base = "attainment", "plan"
        elif not rate and (form in {"", "được"} or (form in _REACHED and _COVERED.match(name) is not None)):
            fact.measure = "share"

    def _tallied(self, fact: IndicatorStatement, before: IndicatorStatement) -> bool:
        """“1.234/1.500 hộ đăng ký, đạt 82,3%”: the tally just told, in per cent."""
        if before.measure != "tally" or not before.out_of or before.value is None or fact.value is None:
            return False
        return abs(100 * before.value / before.out_of - fact.value) <= _ROUNDED

    def _of_those(self, fact: IndicatorStatement) -> bool:
        """“88% ý kiến cho rằng …” at the beginning of a line: so many of all, whatever the lead says."""
        low = self.context.line_at(fact.value_span.start)[0]
        return (
            _NOTHING_YET.fullmatch(self.flat, low, fact.value_span.start) is not None
            and _THOSE.match(self.flat, fact.value_span.end) is not None
        )

    def _of_plan_too(self, fact: IndicatorStatement, form: str) -> bool:
        """“giải ngân bằng 64% kế hoạch, trong đó vốn địa phương đạt 71%”: parts are told of their plans."""
        first, end = self._planned
        if form not in _REACHED or first != self._sentence or fact.value_span.start < end:
            return False
        return _PART_OF.search(self.flat, end, fact.value_span.start) is not None
