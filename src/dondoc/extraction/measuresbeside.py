"""What the number before lends to a measure: changes told together, said again, against one base."""

from __future__ import annotations

import re

from dondoc.extraction.bases import _NEXT_CHANGE, Bases
from dondoc.extraction.clauses import Clause
from dondoc.extraction.grammar import Quantity
from dondoc.records.facts import FieldSource, IndicatorStatement

_ON_TO = re.compile(
    r"(?: \(?(?:năm|vào|cuối) [\w ]{0,16}\)?)?(?: \([^()\n]{1,80}\))?"
    r",? ?(?:tăng |giảm )?(?:lên|xuống|còn|đến nay)(?!\w)"
)
_IN_BRACKETS = re.compile(r"(?: [^\W\d]+){0,6} \((?:-|tương đương |tức )?")
_SAME_SAID = re.compile(r",? \(?(?:tương đương|tương ứng|tức)(?: với)?(?: (?:tăng|giảm))?(?: thêm)? ")
_AS_MUCH = re.compile(
    r"(?: so (?:với )?(?:cùng kỳ|năm)[^(),;]{0,30})?(?:, | \()bằng (?:trên |hơn |gần |khoảng )?"
)
_PART_OF = re.compile(r"(?<!\w)trong đó(?!\w)")
_OTHER_TIME = re.compile(r" ?\((?:cùng kỳ|năm|quý|tháng|\d)[^()]{0,40}(?: là| đạt|:) ")
_SO_FAR = re.compile(
    r"[^();,.\d]{0,40}\((?:tính chung|tính gộp|gộp|lũy kế|bình quân|chung) (?:cả )?"
    r"(?:\d{1,2}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) tháng(?: đầu năm)?(?: qua)?(?: là| đạt|:)? "
)
_MOST = re.compile(
    r"(?<!\w)(tăng|giảm|sụt)(?: trưởng)? (?:mạnh|cao|khá|nhanh|nhiều|sâu|thấp|đáng kể)(?: nhất)?"
    r"(?: (?:là|gồm|ở|thuộc về)(?!\w)|:)"
)
_FAR_LISTED = 400  # characters
_NO_CHANGES = re.compile(
    r"(?<!\w)(?:chiếm|đạt|đóng góp|bằng|tỷ trọng|tỷ lệ|cơ cấu|mức|còn|so|có|được|với)(?!\w)"
    r"|;(?! (?:kế|tiếp) (?:đến|theo)(?!\w))|[.:] "
)
_OTHER_SPAN = re.compile(
    r"(?:hơn|và|,) (?:mức (?:tăng |giảm )?(?:của )?)?(?:quý [ivx\d]+|tháng \d+|6 tháng)(?:/\d{4})? \($"
)


class MeasuresBeside(Bases):
    """Looks at the statement before; one of a document."""

    def _together(self, fact: IndicatorStatement, quantity: Quantity, before: IndicatorStatement) -> bool:
        """“tăng lần lượt 5,4% và 17,2%”: the second number is of the same kind."""
        between = self.flat[before.value_span.end : quantity.start].strip()
        if before.measure == "change" and between == "và" and quantity.dimension == "count":
            return "measure" not in fact.fields  # "tăng 6 tổ chức đảng và 12 đảng viên"
        if fact.unit != before.unit or before.measure not in {"change", "attainment"}:
            return False
        if quantity.dimension in {"rank", "tally"} or "measure" in fact.fields:
            return False
        return between in {"và", ", và"} or (between == "," and quantity.dimension != "count")

    def _signed(self, fact: IndicatorStatement, quantity: Quantity) -> None:
        """“(+12,4%)” is a change; "tốc độ tăng trưởng -2,3%" stays the rate it is."""
        if self.flat[quantity.start - 1 : quantity.start] == "(" or fact.measure == "change":
            fact.measure = "change"
            fact.direction = "up" if self.flat[quantity.start] == "+" else "down"

    def _of_other_time(self, quantity: Quantity, before: IndicatorStatement) -> bool:
        """“tỷ trọng … 3,09% (6 tháng đầu năm 2012 là 3,31%)”: the same share, at another time.

        So with a change, of the months so far: "tăng 0,6% (tính chung 8 tháng 3,4%)".
        """
        if quantity.dimension != "percent" or before.unit != "%":
            return False
        if before.measure == "change":
            return _SO_FAR.fullmatch(self.flat, before.value_span.end, quantity.start) is not None
        return (
            before.measure == "share"
            and _OTHER_TIME.fullmatch(self.flat, before.value_span.end, quantity.start) is not None
        )

    def _of_other_span(self, quantity: Quantity, before: IndicatorStatement) -> bool:
        """“tăng 6,9%, cao hơn quý I (5,1%) và quý II (6,3%)”: the same rate, of other quarters."""
        if quantity.dimension != "percent" or before.unit != "%":
            return False
        return _OTHER_SPAN.search(self.flat, before.value_span.end, quantity.start) is not None

    def _restated(self, quantity: Quantity, before: IndicatorStatement) -> bool:
        """“giảm 12 vụ (8,5%)”: the same change, as a share of what there was."""
        if before.measure != "change" or quantity.unit == before.unit:
            return False
        if _SAME_SAID.fullmatch(self.flat, before.value_span.end, quantity.start) is not None:
            return True  # "tăng 7,7%, tương đương 4,4 triệu đồng"
        if (
            before.unit == "%" and quantity.dimension != "percent"
        ):  # "tăng 0,74% so với cùng kỳ (bằng 837 ha)"
            return _AS_MUCH.fullmatch(self.flat, before.value_span.end, quantity.start) is not None
        if quantity.dimension != "percent" or before.unit == "%":
            return False
        return _IN_BRACKETS.fullmatch(self.flat, before.value_span.end, quantity.start) is not None

    def _listed_change(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> None:
        """“tăng mạnh nhất là da giày 18,3%, may trang phục 15,7%, dệt 12%”: so much each of them rose."""
        if quantity.dimension != "percent" or fact.measure not in {"level", "share"}:
            return
        low = max(clause.sentence[0], quantity.start - _FAR_LISTED)
        said = list(_MOST.finditer(self.flat, low, quantity.start))[-1:]
        if not said or _NO_CHANGES.search(self.flat, said[0].end(), quantity.start) is not None:
            return
        verb = fact.fields["measure"].span if "measure" in fact.fields else None
        if verb is None or verb.start < said[0].end() or self.flat[verb.slice] == "là":
            fact.measure, fact.direction = "change", "up" if said[0][1] == "tăng" else "down"

    def _starts_from(self, quantity: Quantity) -> bool:
        """“giảm từ 3,5% xuống còn 2,1%”: the first number is where it started."""
        return self.flat.startswith("từ ", quantity.start) and (
            _ON_TO.match(self.flat, quantity.end) is not None
        )

    def _lend_base(self, fact: IndicatorStatement, clause: Clause, before: IndicatorStatement) -> None:
        """“so cùng kỳ tăng 13% về số lượng và tăng 89% về vốn”: a base said first holds for both."""
        source = before.fields.get("base")
        if source is None or source.span is None or not self._against_nothing(fact):
            return
        if (
            before.base == "same_period"
            and {fact.measure, before.measure} == {"change"}
            and _PART_OF.search(self.flat, before.value_span.end, fact.value_span.start)
            and ";" not in self.flat[before.value_span.end : fact.value_span.start]
        ):
            fact.base = before.base
            fact.fields["base"] = FieldSource("shared", source.span)
            return
        in_row = {fact.measure, before.measure} == {"change"} and self._row_of_changes(fact, before)
        if not (clause.adjacent or in_row):
            return
        if source.span.end <= before.value_span.start:
            fact.base = before.base
            fact.fields["base"] = FieldSource("shared", source.span)

    def _row_of_changes(self, fact: IndicatorStatement, before: IndicatorStatement) -> bool:
        """“so với cùng kỳ giảm 38 vụ, giảm 31 người chết, giảm 12 người bị thương”: one breath."""
        between = self.flat[before.value_span.end : fact.value_span.start]
        return _NEXT_CHANGE.fullmatch(between) is not None
