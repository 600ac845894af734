"""What is given, awarded, signed or elected at the meeting a text reports: it is of the meeting's day.

Nhân dịp này, Hội Khuyến học huyện trao 45 suất học bổng trị giá 90 triệu đồng.      the event's day
Phát biểu tại lễ, Chủ tịch huyện cho biết đã trao 450 suất học bổng.                 told of there: not
"""

from __future__ import annotations

import re

from dondoc.extraction.clauses import FARTHEST, Clause
from dondoc.extraction.context import Context
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.openers import openers
from dondoc.records.document import DocumentType
from dondoc.records.source import Span
from dondoc.text.dates import DateMention

_TOLD = frozenset({DocumentType.PRESS, DocumentType.OTHER})
_GATHERING = (
    r"(?:buổi|lễ|hội nghị|đại hội|kỳ họp|phiên họp|cuộc họp|cuộc gặp|hội thảo|hội thi|hội diễn|hội chợ"
    r"|hội trại|cuộc thi|giải|chương trình|sự kiện|ngày hội|liên hoan|diễn đàn|tọa đàm|đêm|gala|triển lãm"
    r"|phiên chợ|nơi đến|các nơi|các điểm|điểm|đây)"
)
_OCCASION = re.compile(
    r"(?<!\w)(?:(?:nhân |trong |cũng nhân |cũng trong |cũng )?dịp này"
    rf"|(?:tại|trong|kết thúc|bế mạc|sau|trong khuôn khổ|nhân) {_GATHERING}(?!\w)"
    r"|thừa (?:ủy|uỷ) quyền)"
)
_OCCASION_WORDS = ("dịp này", "tại ", "kết thúc", "bế mạc", "trong ", "sau ", "nhân ", "quyền")
_GIVES = re.compile(
    r"(?<!\w)(?:trao(?! đổi)|tặng(?! phẩm)|biếu|khen thưởng|tuyên dương|biểu dương|vinh danh|tôn vinh"
    r"|bàn giao|ký kết|quyên góp|kết nạp|bầu(?! cử)|gắn biển|phát quà)(?!\w)"
)
_RECEIVES = re.compile(
    r"(?<!\w)được (?:[^\W\d]+ ){0,4}?(?:trao(?! đổi)|tặng|phong tặng|khen thưởng|tuyên dương|biểu dương"
    r"|vinh danh|tôn vinh|bàn giao|kết nạp|bầu)(?!\w)"
)
_BY_REPORT = re.compile(r"(?<!\w)(?:theo|báo cáo)(?!\w)")
_GIVING_WORDS = (
    "trao", "tặng", "biếu", "khen thưởng", "tuyên dương", "biểu dương", "vinh danh", "tôn vinh", "bàn giao",
    "ký kết", "quyên góp", "kết nạp", "bầu", "gắn biển", "phát quà",
)  # fmt: skip
# Who tells of something between the occasion and the giving tells of another day.
_TELLS = re.compile(
    r"(?<!\w)(?:cho biết|cho hay|báo cáo|thông tin|nêu|khẳng định|chia sẻ|nhấn mạnh|đánh giá|ghi nhận|sẽ"
    r"|dự kiến|hằng năm|hàng năm|mỗi năm|từng|lũy kế|đến nay|những năm|nhiều năm|năm qua|tháng qua)(?!\w)"
)
_EVENT = re.compile(
    r"(?<!\w)(?:tổ chức|diễn ra|khai mạc|bế mạc|hội nghị|đại hội|lễ|buổi|họp|chương trình|đoàn|đến thăm"
    r"|tham dự|phối hợp)(?!\w)"
)
_LEAD = 1500  # characters in which a report says on what day its event was
_BEFORE_PRINT = 31  # days from an event to the report

Found = tuple[str | None, Span | None]  # a day, None where nobody knows it, and its words


class Occasions:
    """Which numbers of one document were given at the event itself, in order."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.flat = context.flat
        self._told = context.document.header.type in _TOLD
        self._place = -1  # where the last thing given at the event stands
        self._day: Found | None = None  # the event's; None: not looked for yet

    def day_of(self, quantity: Quantity, clause: Clause) -> Found | None:
        """The day of what was handed over at the event, its words; None where a number is not of it."""
        low = max(clause.sentence[0], quantity.start - FARTHEST)
        if not self._told or not self.context.says(_GIVING_WORDS, low, clause.end):
            return None
        gift = _GIVES.search(self.flat, low, quantity.start) or _RECEIVES.search(
            self.flat, quantity.end, clause.end
        )
        if gift is None or _BY_REPORT.search(self.flat, low, gift.start()) is not None:
            return None
        occasion = self._occasion(low, gift.start())
        told_from = occasion.end() if occasion is not None else low
        if _TELLS.search(self.flat, told_from, gift.start()) is not None:
            return None
        if occasion is None:
            said = self.context.dates_in(low, gift.start())
            day = said[0] if len(said) == 1 and _of_day(said[0]) else None
            if day is None and (said or not self._goes_on(quantity.at)):
                return None
            self._place = quantity.at
            return (day.first_day.isoformat(), day.span) if day is not None else self._event()
        # "tại hội nghị tổng kết năm 2025, …": a time in the occasion's name
        named = self.flat.find(",", occasion.end(), gift.start())
        named = named if named >= 0 else gift.start()
        around = self.context.dates_in(low, occasion.start()) + self.context.dates_in(named, gift.start())
        if not all(_of_day(mention) for mention in around):
            return None
        self._place = quantity.at
        return self._event()

    def _occasion(self, low: int, high: int) -> re.Match[str] | None:
        if not self.context.says(_OCCASION_WORDS, low, high):
            return None
        return _OCCASION.search(self.flat, low, high)

    def _goes_on(self, at: int) -> bool:
        """“… Hội cũng tặng 20 chiếc xe đạp”: in the paragraph in which something was given at the event."""
        return self._place >= 0 and openers(self.context).paragraphs(self._place, at) == 0

    def _event(self) -> Found:
        """The day at the report's beginning on which something was held, else the report's own."""
        if self._day is None:
            self._day = self._event_day()
        return self._day

    def _event_day(self) -> Found:
        printed = self.context.date
        if printed is None:
            return None, None
        for mention in self.context.dates_in(0, _LEAD):
            start, end = self.context.sentence_at(mention.span.start)
            held = _of_day(mention) and _EVENT.search(self.flat, start, end) is not None
            if held and 0 <= (printed - mention.first_day).days <= _BEFORE_PRINT:
                return mention.first_day.isoformat(), mention.span
        return printed.isoformat(), None


def _of_day(mention: DateMention) -> bool:
    """Whether a time is a day on which something was held."""
    return mention.grain in {"day", "days"} and mention.cue in {"", "within"} and not mention.relative
