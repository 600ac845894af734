"""Whom a list of conditions is for: it is said once, and each condition is a bare measure.

"Điều kiện đối với nhà thầu: có vốn điều lệ từ 50 tỷ đồng trở lên"        vốn điều lệ nhà thầu
"Hộ kinh doanh được vay vốn phải có doanh thu từ 200 triệu đồng/năm"      the same, before "phải"
"""

from __future__ import annotations

import re

_MODIFIER = (
    r"(?: (?!(?:theo|phải|được|khi|có|đủ|đáp|quy|tại|thì|là|và|gồm|như|trên|cần|sau|để|này|đó|nếu|hoặc|muốn"
    r"|thuộc|tham|đăng|nêu|phù|trong|không)(?!\w))[^\W\d]+){0,6}"
)
_WHOM = (
    r"((?:nhà đầu tư|nhà thầu|chủ đầu tư|doanh nghiệp|hợp tác xã|tổ hợp tác|tổ chức|hộ|cơ sở|đơn vị"
    r"|trường|bệnh viện|phòng khám|dự án|công trình|trang trại|ngân hàng|quỹ|công ty|chợ|khu|cụm"
    rf"|làng nghề|trung tâm|tàu cá|xã|thôn)(?!\w){_MODIFIER})"
)
_CONDITIONS = re.compile(
    rf"(?:điều kiện|tiêu chuẩn|tiêu chí|yêu cầu)(?: [^\W\d]+){{0,4}}? (?:đối với|của|cho) "
    rf"(?:các |những )?{_WHOM}"
    rf"|(?:các |những )?{_WHOM}(?: [^.:;\n]{{0,90}})? (?:phải|cần) (?:đáp ứng|bảo đảm|đảm bảo|đạt|có)"
    r"[^.:;\n]{0,80}?(?:điều kiện|tiêu chuẩn|tiêu chí|yêu cầu|sau|:)"
    rf"|(?:các |những )?{_WHOM}(?: [^.:;\n]{{0,60}})? (?:đủ|đáp ứng)(?: đủ| các| đầy đủ)* "
    r"(?:điều kiện|tiêu chuẩn)"
)
_WORDS = ("điều kiện", "tiêu chuẩn", "tiêu chí", "yêu cầu", "phải ", "cần ")


def find(flat: str) -> list[tuple[int, str]]:
    """Where a text says whom its conditions are for, and whom."""
    if not any(word in flat for word in _WORDS):
        return []
    return [
        (said.end(), " ".join((said[1] or said[2] or said[3]).split())) for said in _CONDITIONS.finditer(flat)
    ]
