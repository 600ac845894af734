"""What stands as planned though its own clause says nothing of it: a work still to be built, a scheme's size.

"Nhà máy dự kiến hoàn thành quý I/2020. Nhà máy có 6 dây chuyền …"     what a work that is not there yet has
"đề án 1 triệu ha lúa … đến năm 2030"                                  a number in a scheme's name
"""

from __future__ import annotations

import re

from dondoc.extraction.context import Context
from dondoc.extraction.grammar import Quantity

WORK_TO_COME, SCHEME = "work to come", "scheme"  # how a standing was found
_WORK = re.compile(
    r"[\s\-–+•*]*(?:tổng |quy mô |mỗi )?"
    r"(nhà máy|dự án|công trình|khu [^\W\d]+|cụm công nghiệp|bệnh viện|trường|cầu|tuyến|đường|hồ|cảng|sân bay"
    r"|chợ|trung tâm|tòa nhà|trạm|bến|kho|nhà [^\W\d]+|cao tốc|đập|ký túc xá|bảo tàng|sân vận động)(?!\w)"
)
_BARE = re.compile(r"[\s\-–+•*]*(?:tổng )?(?:diện tích|công suất|quy mô|chiều dài|sức chứa)(?!\w)")
_TO_BE = re.compile(
    r"(?<!\w)(?:dự kiến|sẽ|phấn đấu)(?: [^\W\d]+){0,8}? "
    r"(?:hoàn thành|khánh thành|khởi công|đi vào (?:hoạt động|vận hành|khai thác)|đưa vào|vận hành|bàn giao)"
)
_PAST = re.compile(r"(?<!\w)(?:đã|hiện|vừa|đang)(?!\w)")
_SENTENCES = 2  # back to what is said of the work
_SCHEME = re.compile(
    r"(?<!\w)(?:đề án|chương trình|dự án|phong trào|chiến dịch)"
    r"(?: (?:trồng|xây dựng|xây|đầu tư|phát triển))? [\"“]?$"
)
_SIZES = frozenset({"area", "count", "length"})


def planned_as(context: Context, quantity: Quantity) -> str | None:
    """As what a number is planned; None where nothing says that it is."""
    if _in_scheme_name(context.flat, quantity):
        return SCHEME
    return WORK_TO_COME if _of_work_to_come(context, quantity) else None


def _of_work_to_come(context: Context, quantity: Quantity) -> bool:
    """Whether a sentence goes on with a work that the one before says will be finished later."""
    day, flat = context.day, context.flat
    start, _ = context.sentence_at(quantity.at)
    work = _WORK.match(flat, start)
    if day is None or (work is None and _BARE.match(flat, start) is None):
        return False
    if _PAST.search(flat, start, quantity.start) is not None:
        return False
    at = start
    for _ in range(_SENTENCES):
        low, high = context.sentence_at(max(0, at - 3))
        if high > at or "\n\n" in flat[high:at]:
            return False
        if _TO_BE.search(flat, low, high) is not None:
            same = work is None or flat.find(work[1], low, high) >= 0
            return same and any(m.last_day > day for m in context.dates_in(low, high))
        if _WORK.match(flat, low) is None:
            return False
        at = low
    return False


def _in_scheme_name(flat: str, quantity: Quantity) -> bool:
    """“đề án 1 triệu ha lúa chất lượng cao”: the number says how much a scheme is to come to."""
    return (
        quantity.dimension in _SIZES
        and _SCHEME.search(flat, max(0, quantity.start - 32), quantity.start) is not None
    )
