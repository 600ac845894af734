"""Numbers that only say which things are meant: they measure nothing themselves.

"trẻ em dưới 5 tuổi"                      an age
"15 xã đạt từ 4 - 5 tiêu chí"             which communes the first number counts
"doanh nghiệp có doanh số từ 1 triệu USD trở lên"
"""

from __future__ import annotations

import re
from bisect import bisect_left

from dondoc.extraction.context import Context
from dondoc.extraction.grammar import Quantity

# "không còn xã dưới 6 tiêu chí", "thực hiện 19 tiêu chí": which criteria there are.
_CRITERIA = re.compile(r"(?:thực hiện|theo|trong|của) (?:bộ |đủ )?$")
_UNDER = re.compile(r"(?:xã|thôn) (?:nào )?(?:đạt )?$")
_PROVINCES = frozenset(["tỉnh", "địa phương", "tỉnh, thành phố", "tỉnh, thành"])
_PER_HEAD = re.compile(
    r"(?:trên |/ ?|mỗi |cho )?(?:một|1|10\.000|100\.000|1\.000) ?(?:vạn |nghìn )?dân(?!\w)"
    r"|(?:trên |/ ?)(?:một|0?1) (?:đơn vị|ha|héc-?ta|m2|mét vuông|km2)"
    r"(?= (?!(?:đạt|tăng|giảm|còn)(?!\w))[^\W\d_])"
)
_WHICH_COUNTED = re.compile(
    r"(?: [^\W\d]+){0,4} (?:đạt|có (?:tỷ lệ|tiến độ|mức)[\w ]{2,24}?|giải ngân|hoàn thành)"
    r"(?: được| tỷ lệ| đạt)? ?$"
)
_WHICH_ONES = re.compile(
    r"(?<!\w)(?:các|những) (?:dự án|đơn vị|địa phương|chủ đầu tư|xã|huyện|cơ quan|công trình|chỉ tiêu|ngành)"
    r"(?: [^\W\d]+){0,3} (?:đạt|có tỷ lệ[\w ]{2,24}|giải ngân|hoàn thành)(?: đạt)? ?$"
)
_NUMBER_THAT = re.compile(
    r"(?<!\w)(?:số|tỷ lệ) [^,;.\d]{2,50}? (?:đạt|có|hoàn thành)(?: được| từ| trên| dưới)* ?$"
)
_STATES = re.compile(r"(?: trở lên| trở xuống)? ?(?:là|đạt|:|còn|chiếm|tăng lên)(?: \w+)? ?")
_STARS = re.compile(
    r"(?: ocop)?(?:,? (?:được|đạt|đánh giá|công nhận|xếp hạng|phân hạng|tiềm năng|chuẩn|hạng|tiêu chuẩn"
    r"|ocop|từ),?)* ?"
)
_SORT = re.compile(r"(?<!\w)(?<!các )(?:loại|cỡ|kích cỡ|size) $")
_REACHING = re.compile(r" (?:còn lại )?(?:đã )?(?:đạt|có|hoàn thành)(?: được)?(?: từ)? ?$")
_HAVING = re.compile(
    r" (?:[\w ]{0,24} )?(?:(?:đạt|có) (?:mức )?"
    r"(?:doanh thu|quy mô|vốn|thu nhập|giá trị|diện tích|công suất|kim ngạch)|"
    r"(?:tỷ lệ )?giải ngân)[\w ]{0,16}$"
)
LIMITS = frozenset(["at_least", "more_than", "less_than", "at_most"])
_SUCH_AS_HAVE = re.compile(
    r"(?<!\w)(?:các|những|nhiều|hầu hết|phần lớn|một phần \w+) (?:các )?"
    r"(?:doanh nghiệp|dn|hộ|cơ sở|dự án|người|lao động|hợp tác xã|công trình|trang trại|khách hàng|đơn vị)"
    r"[^,;.()\d]{0,40} có (?:doanh số|doanh thu|vốn|quy mô|thu nhập|giá trị|tổng mức đầu tư|kim ngạch)"
    r"[^,;.()\d]{0,24}$"
)
_THOSE_WITH = re.compile(r"(?: (?:số |các )?[^\W\d]+){1,6} (?:có|sử dụng|thuê|quản lý)(?: số)? $")
_THEY_DO = re.compile(
    r"(?: trở lên| trở xuống)?(?: [^\W\d]+){0,2} (?:có|đạt|được|đã|thành lập|tham gia|thực hiện|ký|hoàn thành"
    r"|xây dựng|áp dụng|kết nối)(?!\w)"
)
_ONE_IN = re.compile(r"(?<!\w)(?:một|0?1) trong (?:số )?$")
_REACH_SO_MANY = re.compile(r"(?<!\w)(?:số|tỷ lệ|tỉ lệ) (?:xã|thôn)(?!\w)[^,;.:\d]{0,40}(?<!\w)đạt(?: đủ)? $")


_GRADE = re.compile(r"(?:ocop|hạng|chuẩn|khách sạn)(?: từ| đạt| hạng)* $")
# Whom a policy is for, and on what terms; an article that grants something is not passed over.
_WHOM = re.compile(
    r"\W*(?:điều \d{1,3}[.:] ?|\(?(?:\d{1,2}|[a-zđ])[.)] ?)?"
    r"(?:phạm vi (?:điều chỉnh)?(?:,| và) )?(?:đối tượng|điều kiện|tiêu chí|phạm vi)(?!\w)"
)
_GRANTS = re.compile(r"mức|nội dung|chính sách|kinh phí|chỉ tiêu")
_ARTICLE = re.compile(r"^\W*điều \d{1,3}[.:][^\n]*", re.MULTILINE)


_KIND_WITH = re.compile(
    r"(?<!mỗi )(?<!số )(?<!\w)(?:hộ|gia đình|doanh nghiệp|cơ sở|trang trại|người|đơn vị|hợp tác xã|tàu"
    r"|tàu cá)(?: (?:có|sử dụng|thuê|nuôi|dài|có chiều dài))? $"
)


class WhichOnes:
    """Tells which numbers of one document describe what others count."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.flat = context.flat
        self._sized_in = (-1, -1)  # the sentence in which something was said to be so long
        self._sized = ""  # what that was

    def _which(self, group: list[Quantity], index: int) -> bool:
        """“số xã đạt từ 10 tiêu chí trở lên là 37 xã”: which communes are counted."""
        if index + 1 == len(group) or group[index].dimension != "count":
            return False
        quantity, following = group[index], group[index + 1]
        low = max(0, quantity.start - 60)
        return (
            _NUMBER_THAT.search(self.flat, low, quantity.start) is not None
            and _STATES.fullmatch(self.flat, quantity.end, following.start) is not None
        )

    def _threshold(self, group: list[Quantity], index: int) -> bool:
        """“7/19 chủ đầu tư giải ngân dưới 30%”, "các dự án giải ngân dưới 40%": which ones are meant."""
        quantity = group[index]
        if quantity.dimension != "percent" or quantity.bound == "exact":
            return False
        before = group[index - 1] if index else None
        low = self.context.sentence_at(quantity.at)[0]
        if before is not None and before.dimension in {"count", "tally"}:
            low = before.end
            if self.flat[low : quantity.start].strip() == "":
                return True  # "12 đơn vị giải ngân trên 80%, 5 đơn vị dưới 30%"
            if _WHICH_COUNTED.fullmatch(self.flat, low, quantity.start) is not None:
                return True
        low = max(low, quantity.start - 60)
        return _WHICH_ONES.search(self.flat, low, quantity.start) is not None

    def _grades(self, group: list[Quantity], index: int) -> bool:
        """“3 sao 20 triệu đồng, 4 sao 40 triệu đồng”: which products get the sum."""
        if group[index].unit != "sao" or index + 1 == len(group):
            return False
        following = group[index + 1]
        between = self.flat[group[index].end : following.start].strip(" :")
        return following.dimension == "money" and between in {"", "là", "được", "thưởng", "hỗ trợ"}

    def _per_head(self, quantity: Quantity) -> bool:
        """“bác sĩ trên một vạn dân”: what the number is related to."""
        return _PER_HEAD.match(self.flat, quantity.start) is not None

    def _of_a_kind(self, quantity: Quantity) -> bool:
        """“hộ có từ 3 con trở lên”, "doanh nghiệp dưới 10 lao động": which ones are meant."""
        if quantity.dimension not in {"count", "length"} or quantity.bound not in {"less_than", "at_least"}:
            return False
        if quantity.bound == "at_least" and not self.flat.startswith("từ ", quantity.start):
            return False
        return _KIND_WITH.search(self.flat, max(0, quantity.start - 48), quantity.start) is not None

    def _aged(self, quantity: Quantity) -> bool:
        """“trẻ em dưới 5 tuổi”: an age says which people are meant."""
        if quantity.dimension != "age":
            return False
        return "tuổi thọ" not in self.flat[max(0, quantity.start - 60) : quantity.start]

    def _of_criteria(self, quantity: Quantity) -> bool:
        """“tăng số xã đạt 19 tiêu chí”, "giảm cả 3 tiêu chí": how many there are, not how many were met."""
        flat, start = self.flat, quantity.start
        criteria = _UNDER if quantity.bound == "less_than" else _CRITERIA
        return (
            _REACH_SO_MANY.search(flat, max(0, start - 60), start) is not None
            or flat.endswith(("cả ", "cả ba "), 0, start)
            or criteria.search(flat, max(0, start - 40), start) is not None
        )

    def _such_as_have(self, quantity: Quantity) -> bool:
        """“một phần ba doanh nghiệp có doanh số từ 1 triệu USD trở lên”: which firms are meant."""
        if quantity.dimension != "money" or quantity.bound not in LIMITS:
            return False
        low = max(self.context.sentence_at(quantity.at)[0], quantity.start - 110)
        return _SUCH_AS_HAVE.search(self.flat, low, quantity.start) is not None

    def _how_large(self, before: Quantity, quantity: Quantity) -> bool:
        """“90% doanh nghiệp có từ 25 lao động trở lên thành lập công đoàn”: which ones the share is of."""
        if quantity.dimension != "count" or quantity.bound not in LIMITS:
            return False
        if before.dimension not in {"percent", "count", "tally"}:
            return False
        return (
            _THOSE_WITH.fullmatch(self.flat, before.end, quantity.start) is not None
            and _THEY_DO.match(self.flat, quantity.end) is not None
        )

    def _whom(self, quantity: Quantity) -> bool:
        """“Đối tượng áp dụng: hộ có đất trồng rừng từ 0,3 ha trở lên”: a threshold of who is meant."""
        line = self.context.line_at(quantity.at)[0]
        if _WHOM.match(self.flat, line, quantity.start) is not None:
            return True
        articles = self.context.compiled.get("articles of whom")
        if articles is None:
            articles = self.context.compiled["articles of whom"] = [
                (article.start(), _WHOM.match(article[0]) is not None and _GRANTS.search(article[0]) is None)
                for article in (_ARTICLE.finditer(self.flat) if "điều " in self.flat else ())
            ]
        index = bisect_left(articles, (line + 1,)) - 1
        return index >= 0 and articles[index][1]

    def _describes(self, group: list[Quantity], index: int) -> bool:
        """“15 xã đạt từ 4 - 5 tiêu chí”: the second number says which communes, it measures nothing."""
        quantity, before = group[index], group[index - 1]
        if self.flat.startswith(" đầu tiên", quantity.end) and index + 1 < len(group):
            return True  # "giá nước 10 m3 đầu tiên tăng lên 7.500 đồng"
        if quantity.unit is not None and quantity.unit.startswith(("buổi/", "tiết/", "ca/")):
            return True  # "học 2 buổi/ngày"
        if _SORT.search(self.flat, max(0, quantity.start - 12), quantity.start) is not None:
            return True  # "tôm thẻ loại 100 con/kg"
        if _ONE_IN.search(self.flat, max(0, quantity.start - 16), quantity.start) is not None:
            return True  # "là 1 trong 5 xã điểm"
        if (quantity.unit == "tiêu chí" and self._of_criteria(quantity)) or self._such_as_have(quantity):
            return True
        if quantity.unit == "sao" and _GRADE.search(self.flat, max(0, quantity.start - 30), quantity.start):
            return True  # "đạt chuẩn OCOP 4 sao trở lên": which grade it is
        if quantity.bound in LIMITS and self._whom(quantity):
            return True
        if index and self._how_large(before, quantity):
            return True
        if self._which(group, index) or self._grades(group, index) or self._threshold(group, index):
            return True
        if not index or before.dimension not in {"count", "tally"}:
            return False
        between = self.flat[before.end : quantity.start]
        if quantity.unit == "sao" and _STARS.fullmatch(between) is not None:
            return True  # "3 sản phẩm 4 sao", "65 sản phẩm được xếp hạng từ 3 sao"
        if quantity.dimension in {"count", "tally"} and quantity.unit in {
            "tiêu chí",
            "chỉ tiêu",
            "tuổi",
            "sao",
        }:
            return _REACHING.match(between) is not None
        if quantity.dimension == "percent":  # "16 tỉnh có 100% số xã đạt chuẩn"
            return before.unit in _PROVINCES and between.strip() == "có"
        return _HAVING.match(between) is not None
