"""A row of bodies or places, each with its figure: the measure stands once, before the row.

"Các đơn vị giải ngân thấp gồm Sở Y tế (12%), UBND huyện Phú An (9%)"      giải ngân UBND huyện Phú An
"… về chỉ số chuyển đổi số với 93 điểm; đứng thứ hai là Sở Tư pháp 92 điểm"  chỉ số chuyển đổi số Sở Tư pháp

Nothing but the owner stands between one figure and the next, so that who it is can be told by the row's form.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from dondoc.extraction.bodies import body_at
from dondoc.extraction.clauses import FARTHEST, Clause
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.names import Name, tidy
from dondoc.extraction.sums import Sums
from dondoc.extraction.things import start_of
from dondoc.text.names import LOWER, UPPER

_ROWED = frozenset({"percent", "money", "score", "area", "mass", "volume", "points"})
_PLACE = re.compile(
    rf"(?:(?:TP|[Tt]hành phố|[Tt]ỉnh|[Hh]uyện|[Xx]ã|[Tt]hị xã|[Qq]uận|[Pp]hường)\.? )?"
    rf"(?:[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+){{0,3}}|(?:TP ?)?HCM)"
)
# What leads on to the next owner: "đứng thứ hai là", "; tiếp theo là", "như".
_TO_NEXT = re.compile(
    r"[\s,;:()–-]*(?:(?:và|còn|riêng|trong đó|trong khi(?: đó)?|ngược lại|tiếp đến|tiếp theo|kế đến|kế tiếp"
    r"|sau đó"
    r"|cuối cùng|nhất là|như|gồm|bao gồm|là|cụ thể)[\s,:]+)*"
    r"(?:(?:đứng|xếp|hạng|vị trí|thứ|thấp nhất|cao nhất|cuối|đầu|xếp sau)[^,;:()\d]{0,24} là )?"
)
_AHEAD = re.compile(
    r"([^,;:]{2,60}?) (?:(?:tiếp tục |vẫn |đang )?(?:dẫn đầu|đứng đầu|xếp đầu|xếp cuối|đứng cuối)"
    r"|(?:đứng|xếp)(?: ở)?(?: vị trí| hạng)? (?:thứ )?[^\W\d]+)[^;:()\d]{0,40}? (?:về|ở) ([^,;:()\d]{4,60})"
)
# An item of a list with its figure in brackets.
_ITEM = re.compile(
    rf"(?:[;:]|(?<!\w)(?:như|là|gồm))[\s:]*([{UPPER}][^;:()\d]{{2,90}}?)\s*"
    r"\(\s*(?:tăng|giảm|đạt|là|còn|bằng|chiếm|thấp hơn|cao hơn|\d)"
)
_FEWEST_ITEMS = 2
_SCORED = ("chỉ số", "tiêu chí")  # what is counted and listed, each with its score
_LONGEST_ITEM = 160  # characters between two figures of a row
_LONGEST_OWNER = 14  # words
_LOWER_REST = 5  # words of a body's field in small letters


class Rows(Sums):
    """The step `row`."""

    def _in_row(self, quantity: Quantity, clause: Clause) -> Name | None:
        """The measure of the row and whose figure this is."""
        if quantity.dimension not in _ROWED:
            return None
        if clause.opener == "(" and (item := self._item_before_bracket(quantity, clause)) is not None:
            return item
        index = bisect_left(self.group, quantity.start, key=start_of)
        low = self.group[index - 1].end if index else clause.sentence[0]
        if not index and not self.memory.lead:
            return None
        said = self.context.text[low : quantity.start]
        if said.islower() or len(said) > _LONGEST_ITEM:
            return None  # no name stands in it
        stop = self._back(low, quantity.start)
        lead = _TO_NEXT.match(self.flat, low, stop)
        start = lead.end() if lead is not None else low
        if not index:
            start = max(start, self._after_lead(low, stop))
        if not self._is_owner(start, stop):
            return None
        owner = self._text(start, stop)
        if self.memory.lead:
            return Name(f"{self.memory.lead} {owner}", "part", start, stop, 0.75)
        told = self._told_of(owner, quantity, clause)
        return Name(told, "part", start, stop, 0.7) if told is not None else None

    def _item_before_bracket(self, quantity: Quantity, clause: Clause) -> Name | None:
        """“Có 8 tiêu chí tăng là: Tính minh bạch (tăng 0,6 điểm); Đào tạo lao động (tăng 0,1 điểm)”."""
        low = max(clause.sentence[0], quantity.start - FARTHEST)
        high = min(clause.sentence[1], quantity.start + FARTHEST)
        opened = self.flat.rfind("(", low, quantity.start)
        if self.flat.count("(", low, high) < _FEWEST_ITEMS:
            return None
        items = [item for item in _ITEM.finditer(self.context.text, low, high) if item.end(1) <= opened]
        index = bisect_left(self.group, quantity.start, key=start_of)
        if (
            not items
            or self.flat[items[-1].end(1) : opened].strip()
            or self.group[index - 1].start > opened > 0
        ):
            return None
        if len(_ITEM.findall(self.context.text, low, high)) < _FEWEST_ITEMS:
            return None
        said = tidy(self._text(*items[-1].span(1)))
        if self.memory.listed.startswith(_SCORED):
            said = f"{self.memory.listed} {said}"
        return Name(said, "subject", *items[-1].span(1), 0.75)

    def _after_lead(self, low: int, stop: int) -> int:
        """Where the first owner begins, behind the measure that leads the row."""
        found = low
        for sign in (" như ", " gồm ", " là ", ": "):
            at = self.flat.rfind(sign, low, stop)
            if at >= 0:
                found = max(found, at + len(sign))
        while found < stop and self.flat[found] in " :,":
            found += 1
        return found

    def _is_owner(self, start: int, stop: int) -> bool:
        """Whether nothing but the name of a body or a place stands between the two."""
        if stop - start < 2 or len(self.flat[start:stop].split()) > _LONGEST_OWNER:
            return False
        text = self.context.text
        if _PLACE.fullmatch(text, start, stop) is not None:
            return True
        if not text[start].isupper():
            return False
        body = body_at(self.context, start, stop)
        if body is None:
            return False
        rest = self.flat[body.end : stop]
        return not any(sign in rest for sign in ",;:(") and len(rest.split()) <= _LOWER_REST

    def _heads_row(self, said: str) -> str:
        """“Sở Nội vụ dẫn đầu khối sở về chỉ số hài lòng”: the measure first, then who is first."""
        ahead = _AHEAD.fullmatch(said)
        if ahead is None or self.words.head.match(ahead[2].lower()) is None:
            return said
        self.memory.owner = ahead[1]
        return f"{tidy(ahead[2])} {ahead[1]}"
