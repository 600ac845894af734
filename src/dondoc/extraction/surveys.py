"""When a survey was made that a text tells the results of: they are of that time.

Cuộc khảo sát thực hiện trong tháng 3/2024 với 1.250 hộ. … 62% số hộ đồng ý góp đất làm đường.      2024-03
"""

from __future__ import annotations

import re

from dondoc.extraction.context import Context
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.openers import openers
from dondoc.records.source import Span

Found = tuple[str, str, Span | None]
_SURVEY = (
    r"(?:khảo sát|thăm dò|phỏng vấn|lấy ý kiến|tổng điều tra|điều tra xã hội học|trưng cầu ý kiến|phiếu)"
)
# A survey and what is done with it, up to its time: "35.000 phiếu thực hiện trong năm 2017".
_MADE = re.compile(
    rf"(?<!\w){_SURVEY}(?!\w)[^.;:]{{0,80}}?(?<!\w)(?:thực hiện|tiến hành|diễn ra|tổ chức|lấy)(?!\w)"
    r"[^,.;:\d]{0,40}$"
)
_FAR = 140  # characters between a survey's name and its time
_ASKED = re.compile(
    rf"(?<!\w)(?:{_SURVEY}|ý kiến|được hỏi|trả lời|đồng tình|đồng ý|ủng hộ|tán thành|phản đối|hài lòng"
    r"|đánh giá|cho rằng|cho biết|lựa chọn|mong muốn|người dân|người tham gia)(?!\w)"
)
_SURVEYED = ("khảo sát", "thăm dò", "phỏng vấn", "lấy ý kiến", "điều tra", "trưng cầu", "phiếu")
_TIMES = frozenset({"year", "month", "months", "quarter", "half"})
_ENOUGH = 2  # mentions of a survey in a text that tells of one


class Surveys:
    """When the survey of one document was made."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.flat = context.flat
        self._made: list[Found] | None = None  # of each survey with a time; None: not looked for yet

    def time_of(self, quantity: Quantity) -> Found | None:
        """The time of the text's one survey, for a number that can be its result."""
        made = self._surveys()
        if len({period for period, _, _ in made}) != 1:
            return None
        start, end = self.context.sentence_at(quantity.at)
        if quantity.dimension != "percent" and _ASKED.search(self.flat, start, end) is None:
            return None
        if _ASKED.search(self.flat, start, end) is None and not self._beside_asked(start):
            return None
        return made[0]

    def _beside_asked(self, start: int) -> bool:
        """“Kết quả khảo sát … như sau: 60% hạn chế ô tô”: a line that goes on with what was asked."""
        low, high = self.context.sentence_at(max(0, start - 3))
        near = openers(self.context).paragraphs(high, start) <= 1
        return near and _ASKED.search(self.flat, low, high) is not None

    def _surveys(self) -> list[Found]:
        if self._made is None:
            self._made = []
            if sum(self.flat.count(word) for word in _SURVEYED) >= _ENOUGH:
                self._made = [
                    (mention.value, "text before", mention.span)
                    for mention in self.context.dates
                    if mention.grain in _TIMES
                    and mention.cue in {"", "within"}
                    and _MADE.search(
                        self.flat,
                        max(self.context.sentence_at(mention.span.start)[0], mention.span.start - _FAR),
                        mention.span.start,
                    )
                ]
        return self._made
