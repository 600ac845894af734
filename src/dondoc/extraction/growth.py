"""Growth that is set beside another's growth: the ratio is of the two rates, not of what grew.

"GRDP tăng 9%, gấp 1,5 lần bình quân cả nước"     mức tăng GRDP
"doanh thu giảm 12%, gấp đôi mức giảm của vùng"    mức giảm doanh thu
"""

from __future__ import annotations

import re
from bisect import bisect_left

from dondoc.extraction.grammar import Quantity
from dondoc.extraction.things import start_of

_CHANGED = re.compile(
    r"(?<!\w)(tăng|giảm)(?: (?:trưởng|bình quân|trung bình|thêm|tới|đến|hơn|gần|khoảng|trên|mạnh|khá|nhẹ|cao"
    r"|đạt|ước|từ|ở mức))*[ (]*$"
)
_THAN_A_RATE = re.compile(
    r" (?:so với |so )?(?:(?:mức|tốc độ|tỷ lệ|nhịp độ) (?:tăng|giảm)(?: trưởng)?|tăng trưởng"
    r"|(?:mức )?(?:bình quân|trung bình)(?: chung)?(?: của)? (?:cả nước|toàn quốc|chung|các|của|vùng|khu vực"
    r"|toàn|cả))(?!\w)"
)
_RATES = ("tốc độ ", "mức tăng", "mức giảm", "tăng trưởng", "tỷ lệ tăng", "tỷ lệ giảm", "nhịp độ ", "chỉ số ")
_NEAR = 28  # characters before a number that hold its verb


def growth_compared(flat: str, group: list[Quantity], quantity: Quantity, said: str) -> str:
    """The name of a ratio: of the growth told just before, where that is what is compared."""
    index = bisect_left(group, quantity.start, key=start_of)
    if not index or said.lower().startswith(_RATES) or _THAN_A_RATE.match(flat, quantity.end) is None:
        return said
    before = group[index - 1]
    if before.dimension != "percent":
        return said
    changed = _CHANGED.search(flat, max(0, before.start - _NEAR), before.start)
    return f"mức {changed[1]} {said}" if changed is not None else said
