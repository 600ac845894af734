"""What a number is compared with: the plan, the same period, another year, the country.

"so với cùng kỳ năm trước", "so với năm 2022", "đạt 55% kế hoạch", "cao hơn bình quân cả nước"
"""

from __future__ import annotations

import re
from itertools import pairwise

from dondoc.extraction.clauses import Clause
from dondoc.extraction.context import Context
from dondoc.extraction.grammar import Quantity
from dondoc.records.facts import FieldSource, IndicatorStatement
from dondoc.records.source import Span
from dondoc.text.dates import DateMention

AGAINST = re.compile(r"(?<!\w)so(?: với)?(?: [^,.;]{0,44})?\s$")
_NEXT = 8  # characters between a multiple and its year
MORE_THAN = re.compile(r"(?<!\w)(?:(?:cao|thấp|nhiều|ít|lớn|nhỏ|nhanh|chậm) )?hơn (?:năm |quý đầu )?$")
_PLAN_LEFT = re.compile(r"(?:so với|so|của|vượt)(?: [\w ]{0,14})? $")
_PRICES_OF = re.compile(r"giá (?:so sánh|cố định|hiện hành)(?: năm)? $")  # whose prices, and no base
_NOTE_MARK = re.compile(r" ?\(\d{1,2}\) so(?: với)? [^,;.()]*")
_SAME_DAY = re.compile(r"cùng (?:thời điểm|giai đoạn)(?! (?:tháng|quý|tuần) trước)(?!\w)")

_REGION = (
    r"(?:toàn |cả )?(?:vùng|khu vực)"
    r"(?=[ (,]*$| (?:ước|đạt|tăng|là|đồng bằng|trung du|miền|tây|đông|bắc|nam|duyên hải))"
)
_ELSEWHERE = re.compile(
    rf"(?:(?:bình quân|trung bình)(?: chung)?(?: của)? (cả nước|toàn quốc|{_REGION})"
    r"|^(?:\W|riêng |trong khi |còn )*(cả nước|toàn quốc))"
    r"(?: [^\W\d]+){0,8}?[ (,]*$"
)


def whose_figure(before: str) -> str:
    """Whose a number is by the words before it: "country", "region"; "" of the body itself.

    >>> whose_figure("cao hơn bình quân chung cả nước (")
    'country'
    >>> whose_figure("đạt ")
    ''
    """
    found = _ELSEWHERE.search(before.lower())
    if found is None:
        return ""
    return "country" if (found[1] or found[2]) in ("cả nước", "toàn quốc") else "region"


# A comparison of its own, perhaps with what is no base of the fact format: "so với tháng trước".
_COMPARED = re.compile(r"[^,;.()\d]{0,30}?(?<!\w)so(?: với)? ")


_NEXT_CHANGE = re.compile(r"[^,;:.()\d]{0,40}(?:,|,? và) (?:tăng|giảm)(?: (?:thêm|hơn|gần|khoảng|tới))* ")
_EACH_YEAR = re.compile(r"(?<!\w)(?:mỗi năm|bình quân (?:hằng |hàng )?năm|hằng năm|hàng năm)(?!\w)")
_OF_ITSELF = frozenset({"level", "share", "tally"})


class Bases:
    """Reads `base` of one document's statements."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.flat = context.flat

    def _base(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> str | None:
        """Sets what the number is compared with, read to its right, else to its left."""
        spans = [(quantity.end, clause.end), (clause.chunk, quantity.start)]
        if (note := _NOTE_MARK.match(self.flat, quantity.end, clause.sentence[1])) is not None:
            spans[0] = (quantity.end, note.end())  # "tăng 8% (1) so với cùng kỳ": no end of the clause
        first = clause.sentence[0]
        if self.flat.startswith("so ", first) and ";" not in self.flat[first : clause.chunk]:
            spans.append((first, clause.chunk))  # "So với cùng kỳ, số vụ giảm 5%"
        for low, high in spans:
            right = low == quantity.end
            place = self.flat.find("cùng kỳ", low, high)
            if place < 0 and (same := _SAME_DAY.search(self.flat, low, high)) is not None:
                place = same.start()
            if place >= 0 and place - low < 60 and (right or place > low + 1 or low == first):
                return self._set(fact, "same_period", Span(place, place + 7))
            compared = self._compared(low, high) or (self._multiple_of(quantity, high) if right else None)
            if compared is not None:
                if compared.grain in {"month", "day"} and compared.value[:4] == str(self.context.year):
                    return None  # "so với tháng 9": no base of the fact format
                year = compared.value if compared.grain == "years" else compared.value[:4]
                base = self._set(fact, f"year:{year}", Span(*compared.span))
                planned = right and "kế hoạch" in self.flat[low : compared.span.start]
                return "plan" if planned else base
            if (base_words := self._base_words(quantity, low, high, right=right)) is not None:
                return self._set(fact, *base_words)
        return None

    def lend_back(self, found: list[IndicatorStatement]) -> None:
        """“trâu tăng 0,5%; bò tăng 0,6%; lợn tăng 5% so với cùng kỳ”: behind the last, it is all theirs."""
        lender: IndicatorStatement | None = None
        for fact in reversed(found):
            if fact.measure != "change":
                continue
            if fact.base is not None:
                said = fact.fields["base"].span if "base" in fact.fields else None
                behind = said is not None and said.start >= fact.value_span.end
                yearly = fact.base == "same_period" or fact.base.startswith("year:")
                lender = fact if behind and yearly else None
            elif lender is not None and lender.unit == fact.unit and self._against_nothing(fact):
                fact.base = lender.base
                fact.fields["base"] = FieldSource("shared", lender.fields["base"].span)

    def lend_on(self, found: list[IndicatorStatement]) -> None:
        """“Nhật 350 triệu USD, tăng 9% so với cùng kỳ; Hàn 300 triệu USD, tăng 2%; …”: one row, one base."""
        for one, other in pairwise(found):
            if other.measure == one.measure == "change" and other.base is None and one.base is not None:
                first = one.fields.get("base")
                said = first.span if first is not None else None
                between = self.flat[one.value_span.end : other.value_span.start]
                before = said is None or said.end <= one.value_span.start
                if before and _NEXT_CHANGE.fullmatch(between) and self._against_nothing(other):
                    other.base = one.base  # "so với cùng kỳ giảm 5 vụ, 3 người chết, tăng 2 người bị thương"
                    other.fields["base"] = FieldSource("shared", said)
        lender: tuple[IndicatorStatement, str | None] | None = None  # a change, and the unit of its sum
        amount: IndicatorStatement | None = None
        for fact in found:
            if fact.measure == "level":
                amount = fact
            if fact.measure != "change" or fact.unit != "%" or amount is None:
                continue
            between = self.flat[amount.value_span.end : fact.value_span.start]
            if ";" in between or "(" in between or fact.direction is None:
                continue
            source = fact.fields.get("base")
            if fact.base is not None and source is not None and source.span is not None:
                lender = (fact, amount.unit) if source.span.start >= fact.value_span.end else None
            elif lender is not None and lender[1] == amount.unit and self._against_nothing(fact):
                gap = self.flat[lender[0].value_span.end : fact.value_span.start]
                if ";" in gap and ". " not in gap:
                    fact.base = lender[0].base
                    fact.fields["base"] = FieldSource("shared", lender[0].fields["base"].span)

    def lend_along(self, found: list[IndicatorStatement]) -> None:
        """“So với cùng kỳ, công nghiệp tăng 9%, dịch vụ tăng 7%; lúa giảm 1%”: one sentence, one base."""
        lender: tuple[IndicatorStatement, Span] | None = None  # a change, and the words of its base
        last = 0  # where the change before ends
        for fact in found:
            if fact.measure != "change":
                continue
            gap, last = self.flat[last : fact.value_span.start], fact.value_span.end
            if fact.base is not None:
                said = fact.fields["base"].span if "base" in fact.fields else None
                yearly = fact.base == "same_period" or fact.base.startswith("year:")
                own = said is not None and self.flat.endswith("hơn ", 0, said.start)  # "hơn cùng kỳ 4%; …"
                lender = (fact, said) if said is not None and yearly and not own else None
                continue
            if lender is None or not self._against_nothing(fact) or ". " in gap or "\n" in gap:
                lender = None
                continue
            one, words = lender
            if (one.unit == fact.unit or words.start < one.value_span.start) and not _EACH_YEAR.search(gap):
                fact.base = one.base
                fact.fields["base"] = FieldSource("shared", words)

    def of_itself(self, found: list[IndicatorStatement]) -> None:
        """“đạt 52 triệu USD, so với cùng kỳ tăng 3%”: the change is against it; a sum, a part is not."""
        for fact in found:
            rate = (fact.unit or "").startswith("%")  # "tốc độ tăng 1,4% so với cùng kỳ"
            if fact.measure in _OF_ITSELF and fact.base is not None and not rate:
                fact.base = None
                fact.fields.pop("base", None)

    def _against_nothing(self, fact: IndicatorStatement) -> bool:
        return _COMPARED.match(self.flat, fact.value_span.end) is None

    def _set(self, fact: IndicatorStatement, base: str, span: Span) -> str:
        fact.base = base
        fact.fields["base"] = FieldSource("words", span)
        return base

    def _multiple_of(self, quantity: Quantity, high: int) -> DateMention | None:
        """“gấp 1,3 lần năm 2014”: the year that a number is a multiple of."""
        if quantity.dimension != "times":
            return None
        said = self.context.dates_in(quantity.end, min(high, quantity.end + _NEXT))
        return said[0] if said and said[0].grain == "year" and not said[0].relative else None

    def _compared(self, low: int, high: int) -> DateMention | None:
        """The date after "so với"."""
        for mention in self.context.dates_in(low, high):
            near = self.flat[max(low, mention.cue_start - 48) : mention.span.start]
            more = mention.grain == "year" and MORE_THAN.search(near) is not None
            against = mention.cue == "compared" or more or AGAINST.search(near) is not None
            if against and _PRICES_OF.search(near) is None:
                return mention
        return None

    def _base_words(self, quantity: Quantity, low: int, high: int, *, right: bool) -> tuple[str, Span] | None:
        for start, end, payloads in self.context.hits_in("bases", low, high):
            base = str(payloads[0].entry["base"])
            lead = self.flat[max(low, start - 24) : start]
            if base == "plan":
                close = right and start - low <= 1 and quantity.dimension not in {"count", "money"}
                if not close and not (_PLAN_LEFT.search(lead) and (right or quantity.dimension == "percent")):
                    continue
            elif "hơn" not in lead and not (
                right and (quantity.dimension in {"times", "rank"} or "so" in lead)
            ):
                continue
            return base, Span(start, end)
        return None
