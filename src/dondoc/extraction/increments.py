"""Sums that are more than they seem, or less: what was added, what was passed.

"được giao bổ sung 300 tỷ đồng, nâng tổng dự toán lên 7.000 tỷ đồng"    300 is by how much it rose
"giá súp lơ vượt 40.000 đồng/kg"                                        it is more than that
"thu 3.400 tỷ đồng, vượt 200 tỷ đồng"                                   200 is by how much
"""

from __future__ import annotations

import re

from dondoc.extraction.grammar import Quantity
from dondoc.records.facts import IndicatorStatement

_ADDED = re.compile(
    r"(?<!\w)(?:bổ sung|cấp thêm|giao thêm|tăng thêm|bổ sung thêm)(?: (?:thêm|hơn|gần|khoảng))? $"
)
_RAISED = re.compile(
    r"[^.;,:\d]{0,40},? (?:qua đó |từ đó |đã )?nâng (?:tổng|số|mức|quy mô|chỉ tiêu|vốn)[^.;\d]{2,90} lên "
)
_NEAR = 32  # characters


def added(flat: str, quantity: Quantity) -> bool:
    """Whether a sum was added to another, which is told next."""
    low = max(0, quantity.start - _NEAR)
    return (
        _ADDED.search(flat, low, quantity.start) is not None and _RAISED.match(flat, quantity.end) is not None
    )


def passed(quantity: Quantity, before: IndicatorStatement | None) -> bool:
    """Whether "vượt 40.000 đồng/kg" tells what was passed: a price behind no greater one."""
    if "/" not in (quantity.unit or ""):
        return False
    return before is None or before.unit != quantity.unit or (before.value or 0) <= quantity.value
