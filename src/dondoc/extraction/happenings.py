"""What happens on the day that opens its sentence: it is of that day, as what is told on a day is not.

Đêm 5/6, mưa đá làm 45 ngôi nhà tốc mái.                        the day's
Ngày 5/6, Sở Tài chính cho biết thu ngân sách đạt 3.200 tỷ.      only told on it
"""

from __future__ import annotations

import re

from dondoc.extraction.clauses import FARTHEST, Clause
from dondoc.extraction.context import Context
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.openers import opens
from dondoc.records.document import DocumentType
from dondoc.records.source import Span
from dondoc.text.dates import DateMention

_TOLD = frozenset({DocumentType.PRESS, DocumentType.OTHER})
_DAYS = frozenset({"day", "days"})
# Verbs of what is over on the day it is done, and what is measured day by day.
_HAPPENS = re.compile(
    r"(?<!\w)(?:ghi nhận|xảy ra|bắt(?! đầu| buộc)|thu giữ|tịch thu|tạm giữ|phát hiện|khởi tố|xử phạt"
    r"|lập biên bản|kiểm tra|tuần tra|cứu|giải cứu|sơ tán|di dời|điều động|huy động|xuất quân|ra quân"
    r"|thả|trồng|khởi công|khánh thành|động thổ|thông xe|khai trương|tiếp nhận|đón|phục vụ|xuất bán"
    r"|xuất khẩu|cập cảng|thông quan|làm(?! việc)|khiến|gây|thiệt hại|thiêu rụi|nhấn chìm|sập|cháy|ngập"
    r"|tiêm|xét nghiệm|điều trị|xuất viện|cách ly|hiến|mở bán|bán ra|mua vào|giao dịch|niêm yết|đấu giá"
    r"|tiêu hủy|cấp phát|phát|chi trả|giá|mực nước|nhiệt độ|lượng mưa|tỷ giá|chỉ số)(?!\w)"
)
# Between the day and the number somebody tells, meets or decides: what he tells of is of another time.
_TOLD_ON = re.compile(
    r"(?<!\w)(?:cho biết|cho hay|cho thấy|trình bày|nêu|khẳng định|đánh giá|báo cáo|thông tin|thông báo|họp"
    r"|hội nghị|hội thảo|kỳ họp|phiên họp|tọa đàm|lễ"
    r"|làm việc|ký|ban hành|phê duyệt|thông qua|phát biểu|công bố|tổng kết|sơ kết|văn bản|quyết định|kế hoạch"
    r"|chủ trì|khảo sát|theo|đến nay|lũy kế|tổng số|so với|từ đầu|triển khai|hiện|trước đó|sau đó)(?!\w)"
)

# "Theo báo cáo ngày 5/6, …", "tại cuộc họp ngày 5/6, …"
_TOLD_TO = re.compile(
    r"(?<!\w)(?:theo|báo cáo|họp|hội nghị|kỳ họp|phiên họp|công văn|thông báo|quyết định|nghị quyết|văn bản"
    r"|tờ trình|trả lời|phỏng vấn|đến|tính đến|trước|hạn)(?!\w)[^.;,]{0,60}$"
)


def happened_on(context: Context, quantity: Quantity, clause: Clause) -> Span | None:
    """The words of the day on which a number came about; None where it is not of a day that opens."""
    if context.document.header.type not in _TOLD:
        return None
    low = max(clause.sentence[0], quantity.start - FARTHEST)
    said = context.dates_in(low, quantity.start)
    if len(said) != 1 or said[0].grain not in _DAYS or said[0].relative or said[0].cue not in {"", "from"}:
        return None
    span = said[0].span
    if not opens(context, span) or _TOLD_ON.search(context.flat, span.end, quantity.start) is not None:
        return None
    return span if _HAPPENS.search(context.flat, span.end, quantity.start) is not None else None


def on_a_day(context: Context, quantity: Quantity, clause: Clause) -> DateMention | None:
    """The day its own sentence gives before a number of which no other time is told; else None.

    "Chốt phiên ngày 13/02/2017, giá tăng lên 44.100 đồng": nobody need say that a price is of its day. Not
    the day of a document that is cited, nor one on which somebody only tells.
    """
    low = max(clause.sentence[0], quantity.start - FARTHEST)
    said = [
        mention
        for mention in context.dates_in(low, quantity.start)
        if mention.grain == "day" and not mention.relative and mention.cue in {"", "from"}
    ]
    if not said or context.document.header.type not in _TOLD:
        return None
    span = said[-1].span
    if context.date is None and said[-1].inferred:
        return None  # nobody knows of which year
    if any(start <= span.start < end for start, end, _ in context.claims):
        return None
    if _TOLD_ON.search(context.flat, span.end, quantity.start) or _TOLD_TO.search(
        context.flat, low, span.start
    ):
        return None
    return said[-1]
