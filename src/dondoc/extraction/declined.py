"""Numbers that measure nothing after all, or only say which things are meant.

"trẻ em dưới 5 tuổi"                      an age
"15 xã đạt từ 4 - 5 tiêu chí"             which communes the first number counts
"gồm 09 phường: Hai Bà Trưng, …"          a count of the names that follow
"đề ra 24 chỉ tiêu chủ yếu"               so many are set, none is met
"""

from __future__ import annotations

import re

from dondoc.extraction.clauses import Clause
from dondoc.extraction.context import Context
from dondoc.extraction.grammar import Quantity
from dondoc.records.facts import IndicatorStatement

_PLACES = frozenset(["xã", "phường", "thị trấn", "huyện", "quận", "thị xã", "thôn", "bản", "ấp", "khu phố"])
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
_NUMBER_LABEL = re.compile(r"\W*(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]?\s*)?\W*(?:tổng )?số (?!hiệu)")
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
_LISTED = 100  # so many things are not listed by name
_DOING = re.compile(
    r" (?:[^\W\d]+ )?(?:đã |cơ bản )?(?:đạt|được|có|hoàn thành|chưa|không|thành lập|đang)(?!\w)|"
    r",? (?:với )?(?:tổng )?(?:số )?(?:kinh phí|vốn|mức vốn|trị giá|giá trị|diện tích)(?!\w)"
)
_MET = r"(?<!\w)(?:đạt|vượt|hoàn thành|về đích|tăng|giảm|thực hiện được)(?!\w)"
_MET_BEFORE = re.compile(rf"{_MET}[^\d;]*$")
_MET_AFTER = re.compile(rf"[^\d;]{{0,60}}?{_MET}")
_LONG = re.compile(r"tổng chiều dài|chiều dài (?:đường )?(?:bờ|biên|các|mạng|hệ thống)")
# "bị thanh tra từ 5 lần trở lên": how often.
_OFTEN = re.compile(
    r"(?:thanh tra|kiểm tra|vi phạm|họp|khám|tiêm|nhắc nhở|xử phạt|tái phạm|tổ chức)(?: từ)? $"
)
_LIMITS = frozenset(["at_least", "more_than", "less_than", "at_most"])
_SUCH_AS_HAVE = re.compile(
    r"(?<!\w)(?:các|những|nhiều|hầu hết|phần lớn|một phần \w+) (?:các )?"
    r"(?:doanh nghiệp|dn|hộ|cơ sở|dự án|người|lao động|hợp tác xã|công trình|trang trại|khách hàng|đơn vị)"
    r"[^,;.()\d]{0,40} có (?:doanh số|doanh thu|vốn|quy mô|thu nhập|giá trị|tổng mức đầu tư|kim ngạch)"
    r"[^,;.()\d]{0,24}$"
)
_FEWEST_NAMED, _MOST_NAMED = 2, 12
_SIZE = re.compile(r"(?:^|[\s,])(?:rộng|cao|sâu|dày|dài|cách)$")


class Declined:
    """Tells which numbers of one document are no statements."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.flat = context.flat

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

    def _aged(self, quantity: Quantity) -> bool:
        """“trẻ em dưới 5 tuổi”: an age says which people are meant."""
        if quantity.dimension != "age":
            return False
        return "tuổi thọ" not in self.flat[max(0, quantity.start - 60) : quantity.start]

    def _describes(self, group: list[Quantity], index: int) -> bool:
        """“15 xã đạt từ 4 - 5 tiêu chí”: the second number says which communes, it measures nothing."""
        quantity, before = group[index], group[index - 1]
        if self.flat.startswith(" đầu tiên", quantity.end) and index + 1 < len(group):
            return True  # "giá nước 10 m3 đầu tiên tăng lên 7.500 đồng"
        if quantity.unit is not None and quantity.unit.startswith(("buổi/", "tiết/", "ca/")):
            return True  # "học 2 buổi/ngày"
        if _SORT.search(self.flat, max(0, quantity.start - 12), quantity.start) is not None:
            return True  # "tôm thẻ loại 100 con/kg"
        if quantity.unit == "tiêu chí" and self.flat.endswith(("cả ", "cả ba "), 0, quantity.start):
            return True  # "giảm cả 3 tiêu chí": number of cases, of dead, of injured
        if quantity.dimension == "money" and quantity.bound in _LIMITS:
            low = max(self.context.sentence_at(quantity.at)[0], quantity.start - 110)
            if _SUCH_AS_HAVE.search(self.flat, low, quantity.start) is not None:
                return True  # "một phần ba doanh nghiệp có doanh số từ 1 triệu USD trở lên"
        if quantity.dimension == "count" and self._names_all(quantity):
            return True
        criteria = _UNDER if quantity.bound == "less_than" else _CRITERIA
        if quantity.unit == "tiêu chí" and criteria.search(
            self.flat, max(0, quantity.start - 40), quantity.start
        ):
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

    def _names_all(self, quantity: Quantity) -> bool:
        """“Nhật Bản, Mỹ và Hàn Quốc là 3 thị trường lớn”: as many as have just been named."""
        if not _FEWEST_NAMED <= quantity.value <= _MOST_NAMED or not self.flat.endswith(
            " là ", 0, quantity.start
        ):
            return False
        low = self.context.sentence_at(quantity.at)[0]
        named = re.split(r", | và ", self.context.text[low : quantity.start - len(" là ")])
        return len(named) == quantity.value and all(name[:1].isupper() for name in named)

    def _lists(self, quantity: Quantity, units: list[str | None]) -> bool:
        """“gồm 09 phường: Hai Bà Trưng, …”: a count of the names that follow."""
        if quantity.dimension != "count" or not quantity.weak:
            return False
        if quantity.unit not in _PLACES and units.count(quantity.unit) > 1:
            return False
        after = self.flat[quantity.end : quantity.end + 2].strip()
        before = self.flat[max(0, quantity.start - 16) : quantity.start]
        if before.endswith(("trong số ", "trong tổng số ", "ubnd ", "hđnd ", "nhân dân ", "công an ")):
            return True
        if before.rstrip().endswith(":") and (
            quantity.value >= _LISTED
            or _DOING.match(self.flat, quantity.end)
            or (after in {".", ";"} and not before.endswith(("gồm: ", "sau: ")))  # "Bệnh dại: 2 ca."
            or self._labelled(quantity)  # "(5) Số thôn đạt chuẩn nông thôn mới: 42 thôn"
        ):
            return False
        if after != ":" and quantity.value >= _LISTED:
            return False  # "61 huyện nghèo bao gồm 797 xã": nobody goes on to name them
        return after == ":" or re.search(r"(?:gồm|bao gồm|gồm có|như sau:|: ) ?$", before) is not None

    def _labelled(self, quantity: Quantity) -> bool:
        """Whether the words before ":" say that a number is told."""
        line = self.context.line_at(quantity.at)[0]
        return _NUMBER_LABEL.match(self.flat, line) is not None

    def _is_agenda(self, quantity: Quantity) -> bool:
        """“đề ra 24 chỉ tiêu chủ yếu”, "I. Về kinh tế (11 chỉ tiêu)": so many are set, none is met."""
        if quantity.dimension != "count" or quantity.unit not in {"chỉ tiêu", "mục tiêu"}:
            return False
        low, high = self.context.sentence_at(quantity.at)
        if self.flat.startswith(" biên chế", quantity.end):
            return False
        led = _MET_BEFORE.search(self.flat, max(low, quantity.at - 60), quantity.at)
        return led is None and _MET_AFTER.match(self.flat, quantity.end, high) is None

    def _measures(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> bool:
        if quantity.dimension == "length" and re.search(
            r"(?:chiều (?:dài|rộng|cao|sâu)|cách|bán kính|cự ly|độ sâu)[\w ]{0,20}$",
            self.flat[clause.chunk : quantity.start],
        ):
            return _LONG.search(self.flat, clause.chunk, quantity.start) is not None
        if quantity.dimension == "times" and _OFTEN.search(
            self.flat, max(0, quantity.start - 24), quantity.start
        ):
            return False
        if quantity.dimension == "length" and _SIZE.search(fact.name):
            return False
        if quantity.dimension == "bare" and fact.fields["name"].how not in {
            "subject",
            "label",
            "chain",
            "part",
        }:
            return False
        return not (quantity.dimension == "age" and "tuổi thọ" not in fact.name.lower())
