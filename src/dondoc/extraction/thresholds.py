"""Bounds that only tell cases apart: they measure nothing themselves.

"lợi nhuận dưới 50 tỷ đồng thì lương không quá 36 triệu đồng"     the second is the norm
"dự án có tổng mức đầu tư từ 15 tỷ đồng trở lên"                   which projects are meant
"trích 30% đối với số nộp từ trên 10 tỷ đồng/năm"                  from where on
"""

from __future__ import annotations

import re

from dondoc.extraction.grammar import Quantity

_LIMITS = frozenset({"at_least", "more_than", "less_than", "at_most", "range"})
_NEAR = 70  # characters
_THEN = re.compile(r"[^,;.:()\d]{0,30},? ?thì(?!\w)")
# From where on a rate holds: of what is paid, beyond, of a rank.
_OF_WHAT = re.compile(
    r"(?<!\w)(?:đối với|phần) (?:các |những )?(?:số nộp|số thu|số tiền|khoản|phần|mức|trường hợp"
    r"|giá trị)(?: [^\W\d]+){0,4} $"
)
_HAVING = re.compile(
    r"(?<!\w)(?:dự án|doanh nghiệp|công ty|cơ sở|cá nhân|tổ chức|đơn vị|lĩnh vực|công trình|trang trại"
    r"|nhà thầu)(?: [^\W\d]+| -|,){0,8} có (?:[^\W\d]+ ){1,5}$"
)
_AIMS = re.compile(
    r"(?<!\w)(?:phấn đấu|mục tiêu|chỉ tiêu|đến năm|yêu cầu|điều kiện|tiêu chuẩn|tiêu chí)(?!\w)"
)
_ONWARDS = re.compile(r"trở (?:lên|xuống)")


def tells_apart(flat: str, sentence: int, quantity: Quantity) -> bool:
    """Whether a number is the bound of a case.

    Args:
        flat: The folded text.
        sentence: Where the number's sentence begins.
        quantity: The number.
    """
    if quantity.dimension not in {"money", "count", "percent"}:
        return False
    low = max(sentence, quantity.start - _NEAR)
    if quantity.bound not in _LIMITS:
        return False
    if "thu nhập" in flat[low : quantity.start]:
        return False  # "có thu nhập từ 1,5 triệu đồng trở xuống thì …": the poverty line is a norm
    if _THEN.match(flat, quantity.end) is not None:
        return True
    if quantity.dimension == "money" and _OF_WHAT.search(flat, low, quantity.start) is not None:
        return True
    if _ONWARDS.search(flat, quantity.at, quantity.end) is None or _AIMS.search(flat, sentence, quantity.at):
        return False
    return _HAVING.search(flat, max(sentence, quantity.start - 2 * _NEAR), quantity.start) is not None
