"""Works, sites and firms that a text names: what a measure of no one's own may be of.

"Khu công nghiệp Bình Long được khởi công. Tổng diện tích 312 ha"    the site's
"Hợp tác xã Tân Mỹ có 64 thành viên. Doanh thu đạt 11 tỷ đồng"        the firm's
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dondoc.text.names import LOWER, UPPER

_SITES = (
    r"khu công nghiệp|KCN|cụm công nghiệp|CCN|khu đô thị|khu kinh tế|khu du lịch|khu nghỉ dưỡng"
    r"|khu công nghệ cao|nhà máy|cảng|sân bay"
    r"|hồ chứa nước|hồ thủy lợi|cao tốc|bến xe|chợ|trang trại|thủy điện|điện gió"
    r"|sân vận động"
    r"|bệnh viện|trung tâm y tế|trường đại học|trường cao đẳng"
)
_FIRMS = r"hợp tác xã|HTX|công ty|doanh nghiệp tư nhân|tập đoàn|tổng công ty|ngân hàng|quỹ"
_STOP = (
    r"này|trên|đó|đã|có|với|là|và|do|cho|nào|mới|khác|được|sẽ|tại|ở|vẫn|chưa|đang|vào|từ|theo|bị|phải|nhằm|để|gồm"
    r"|thuộc|cần|của|trong|đến|cùng|như|về|hiện|khi|nếu|các|những|đi|nằm|trình|vừa|không|cũng|đều"
)
# The second syllables of words that a firm's name is made of: "Công ty Cổ [phần] Sản [xuất] …".
_SECOND = r"phần|mại|khoa|xuất|tư|dựng|nghiệp|phẩm|dục|sản|vụ|nghệ|tế|hạn|viên|điều|thuật|người nghèo"
_NAME = (
    rf"(?: (?!(?:{_STOP})(?!\w))[{LOWER}][\w/]*){{0,7}}"
    rf"(?: [-–]? ?(?:[{UPPER}][\w.]*|\d{{1,2}}(?![\w.,])|&)(?: (?:{_SECOND})(?!\w))?)+"
)


def either_case(kinds: str) -> str:
    """The kinds, each also with a capital: "khu đô thị", "Khu đô thị"."""
    return "|".join(f"[{kind[0].upper()}{kind[0].lower()}]{kind[1:]}" for kind in kinds.split("|"))


_ESTABLISHMENT = re.compile(
    rf"(?<!\w)(?<!các )(?<!\d )(?<!nhiều )(?<!những )"
    rf"(?:((?:{either_case(_SITES)}){_NAME})|((?:{either_case(_FIRMS)}){_NAME}))"
)
_LONGEST = 12  # words


@dataclass(frozen=True, slots=True)
class Establishment:
    """One mention: where it ends, its name, and whether it is a firm."""

    end: int
    name: str
    firm: bool


def find(text: str) -> list[Establishment]:
    """The works, sites and firms that a text names, in its order."""
    found = []
    for m in _ESTABLISHMENT.finditer(text):
        said = " ".join(m[0].split()).rstrip(" .-–")
        kind, _, rest = said.partition(" ")
        if len(said.split()) > _LONGEST:
            continue
        first = kind if kind.isupper() else kind.lower()
        found.append(Establishment(m.end(), f"{first} {rest}", m[2] is not None))
    return found
