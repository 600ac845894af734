"""Sums and counts whose name stands elsewhere: with a household, with a verb, before a bracket of places."""

from __future__ import annotations

import re

from dondoc.extraction.breakdowns import PLACE
from dondoc.extraction.clauses import Clause
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.names import Name, tidy
from dondoc.extraction.whose import Whose
from dondoc.text.names import LOWER, UPPER
from dondoc.text.units import power_of

_GAINS = re.compile(
    r"(?:trừ (?:hết )?(?:các )?chi phí,? )?(?:còn )?(?:tôi |anh |chị )?"
    r"(?:thu nhập|thu lãi|lãi|lợi nhuận|doanh thu|thu)(?: ổn định| ròng| bình quân)?"
)
_HOUSEHOLD = re.compile(
    rf"(?:(?:[Gg]ia đình|[Hh]ộ|HTX|[Tt]rang trại|[Cc]ơ sở) )?(?:anh|chị|ông|bà|cụ) "
    rf"[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+){{1,4}}",
)
_RECOVERED = (
    r"(?:thu hồi|truy thu|xuất toán|giảm trừ|sai phạm|xử phạt|kiến nghị khác|xử lý khác|bồi thường|khắc phục"
    r"|thất thoát|vi phạm)"
)
_RECOVERY = re.compile(_RECOVERED)  # in every match of the next: it begins with letters, `re` skips quickly
_SUM_ACTS = re.compile(
    r"[\s(]*(?:và |qua thanh tra |đơn vị )?"
    rf"((?:(?:đã|được|buộc|kiến nghị|đề nghị|yêu cầu|phát hiện) )*{_RECOVERED}"
    r"(?: (?:nộp )?ngân sách(?: nhà nước)?| vi phạm hành chính)?)"
    r"(?: (?:được|số tiền|là|hơn|gần|trên|khoảng|với))* $"
)
_SUM_SAID = (
    "giá trị ",
    "tổng giá trị ",
    "trị giá ",
    "số thuế ",
    "thuế ",
)  # "giá trị tài sản thu hồi là 3 tỷ"
_PLACE_ALONE = re.compile(rf"\s*({PLACE}):? ?")


class Sums(Whose):
    """Names what a clause leaves unnamed."""

    def _earned(self, said: str, quantity: Quantity, clause: Clause) -> str:
        """“gia đình bà Lê Thị Hoa buôn bán phân bón, hằng năm thu nhập 1 tỷ đồng”: whose income."""
        if quantity.dimension != "money" or _GAINS.fullmatch(said.lower()) is None:
            return said
        owners = list(_HOUSEHOLD.finditer(self.context.text, clause.sentence[0], quantity.start))
        return f"{said} {owners[-1][0]}" if owners else said

    def _recovered(self, said: str, quantity: Quantity, clause: Clause) -> str:
        """“kiến nghị thu hồi 119 triệu đồng (đã thu hồi 98 triệu)”: a sum that only a verb names."""
        if quantity.dimension != "money" or said.lower().startswith(_SUM_SAID):
            return said
        if _RECOVERY.search(self.flat, clause.chunk, quantity.start) is None:
            return said
        acts = _SUM_ACTS.search(self.flat, clause.chunk, quantity.start)
        return f"số tiền {tidy(self._text(*acts.span(1)))}" if acts is not None else said

    def _by_place(self, quantity: Quantity, clause: Clause, previous: Name | None) -> Name | None:
        """“95 căn nhà bị sập (Phú Sơn 4, An Bình 9)”, "ngập 800 ha (Phú Sơn 40 ha)": of each place."""
        flat = self.flat
        opened = flat.rfind("(", clause.sentence[0], quantity.start)
        if opened < 0 or flat.find(")", opened, quantity.start) >= 0 or previous is None:
            return None
        unit = power_of(quantity.unit)[1]
        if self.memory.bracket[0] != opened:
            self.memory.bracket = (opened, previous.words, self.memory.unit)
        if self.memory.bracket[2] != unit or unit in {"", "%"}:
            return None
        low = max(opened, *(flat.rfind(sign, opened, quantity.start) for sign in ",;"))
        place = _PLACE_ALONE.fullmatch(self.context.text, low + 1, quantity.start)
        if place is None:
            return None
        return Name(f"{self.memory.bracket[1]} {place[1]}", "part", *place.span(1), 0.75)
