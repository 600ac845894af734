"""Whom something was done for: "khen thưởng 12 tập thể, 7 cá nhân", "khám bệnh cho 950 gia đình"."""

from __future__ import annotations

import re

from dondoc.extraction.clauses import FARTHEST, Clause
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.names import tidy
from dondoc.extraction.owners import Owners
from dondoc.text.names import LOWER, UPPER

_ACTED = 110  # characters from an act to the number of those it was done for
_AWARDS = r"(?:bằng khen|giấy khen|cờ|kỷ niệm chương|huân chương)"
_GIVEN = re.compile(
    rf"(?<!\w)((?:khen thưởng|biểu dương|tôn vinh|vinh danh|(?:trao )?tặng {_AWARDS}"
    rf"|trao {_AWARDS}|khám (?:chữa )?bệnh|cấp phát thuốc|tư vấn"
    r"|tuyên truyền)(?: [^,;:.()\d]{0,70})?)(?: cho)?(?: (?:hơn|gần|trên|khoảng))? $"
)
_HOST = re.compile(
    r"(?<!\w)(?:(?:TP|[Tt]hành phố|[Tt]ỉnh|[Hh]uyện)\.? )?"
    rf"([{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+){{1,3}})"
    r"(?: (?:đã|ước|sẽ|dự kiến|cũng|hiện))* (?:đón|thu hút|phục vụ|đón và phục vụ)(?: được)?"
    r"(?: (?:hơn|gần|trên|khoảng|khoảng hơn))? $"
)
_WHO_LABEL = re.compile(  # no further than the item's first clauses
    r"\s*(?:[-–+•]|[a-zđ]\)|\(?\d{1,2}[.)])?\s*(?:các )?(?:đối tượng |nhóm |trường hợp )+"
    r"((?:thuộc |là |ở |tại )?[^:,;.()\d]{4,60}): ?(?:[^;.]|\.(?=\d))*$"
)
_BARE_NOUN = 2  # words
_AND_SO_MANY = re.compile(r"[^;.]{0,60}?(?:,|,? và) ")
_FIRST_OF_ROW = re.compile(r", | (?:có|đã|trong|trên|vì|đạt|tại|ở) ")


class Recipients(Owners):
    """Names people by what was done for them."""

    def _visited(self, noun: str, clause: Clause, quantity: Quantity) -> str | None:
        """“Thành phố Hải Phú đón 2,1 triệu lượt khách”: which place they came to."""
        if "khách" not in noun:
            return None
        place = _HOST.search(self.context.text, clause.start, quantity.start)
        return f"số {noun} đến {place[1]}" if place is not None else None

    def _under(self, noun: str, quantity: Quantity) -> str | None:
        """“a) Các đối tượng thuộc xã đảo: Tổng số 420 hộ với 1.630 khẩu”: of whom the item tells."""
        line = self.context.line_at(quantity.at)[0]
        if len(noun.split()) > _BARE_NOUN or quantity.start - line > FARTHEST:
            return None
        label = _WHO_LABEL.match(self.flat, line, quantity.start)
        if label is None:
            return None
        return f"số {noun} {tidy(self._text(*label.span(1)))}"

    def _given_to(self, noun: str, clause: Clause, quantity: Quantity) -> str | None:
        """“khen thưởng 12 tập thể có thành tích …”, "khám bệnh cho 620 gia đình chính sách, …".

        What was done says more of so many people than a long row of words on who they are.
        """
        flat, memory = self.flat, self.memory
        given = _GIVEN.search(flat, max(clause.start, quantity.start - _ACTED), quantity.start)
        if given is not None:
            memory.given = tidy(self._text(*given.span(1)))
        elif not memory.given or not _AND_SO_MANY.fullmatch(flat, memory.given_end, quantity.start):
            memory.given = ""
            return None
        memory.given_end = quantity.end
        kind = _FIRST_OF_ROW.split(noun, maxsplit=1)[0]
        return f"số {kind} {memory.given}"
