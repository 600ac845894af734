"""Numbers that measure nothing after all.

"gặp mặt hơn 300 cán bộ"                  who came
"gồm 09 phường: Hai Bà Trưng, …"          a count of the names that follow
"đề ra 24 chỉ tiêu chủ yếu"               so many are set, none is met
"""

from __future__ import annotations

import re

from dondoc.extraction import sizes, thresholds
from dondoc.extraction.clauses import Clause
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.whichones import LIMITS, WhichOnes
from dondoc.records.facts import IndicatorStatement
from dondoc.text.names import LOWER, UPPER

_PLACES = frozenset(["xã", "phường", "thị trấn", "huyện", "quận", "thị xã", "thôn", "bản", "ấp", "khu phố"])
_HAMLET = re.compile(r"(?<!\w)(?:xóm|tổ|thôn|khu|khối|ấp|bản|khu phố|tổ dân phố|số|đường) (?:\d+, ?)*$")
_NEAR_HAMLET = 24  # characters
_NUMBER_LABEL = re.compile(r"\W*(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]?\s*)?\W*(?:tổng )?số (?!hiệu)")
_LISTED = 100  # so many things are not listed by name
_DOING = re.compile(
    r" (?:[^\W\d]+ )?(?:đã |cơ bản )?(?:đạt|được|có|hoàn thành|chưa|không|thành lập|đang)(?!\w)|"
    r",? (?:đạt|chiếm|tăng|giảm|bằng|vượt|tương ứng|trong đó)(?!\w)|"
    r",? (?:với )?(?:tổng )?(?:số )?(?:kinh phí|vốn|mức vốn|trị giá|giá trị|diện tích)(?!\w)"
)
_MET = r"(?<!\w)(?:đạt|vượt|hoàn thành|về đích|tăng|giảm|thực hiện được)(?!\w)"
_QUOTA = 100  # nobody sets so many indicators
_MET_BEFORE = re.compile(rf"{_MET}[^\d;]*$")
_MET_AFTER = re.compile(rf"[^\d;]{{0,60}}?{_MET}")
_WATERS = re.compile(r"^(?:chiều dài )?(?:đỉnh (?:lũ|triều)|mực nước|mức nước|nước dâng)(?!\w)")
_AT_TIME = re.compile(r" (?:lúc|vào lúc|hồi) \d{1,2}(?:h|g| giờ)?\d{0,2}(?: ngày [\d/.-]+)?$")
_LONG = re.compile(r"tổng chiều dài|chiều dài (?:đường )?(?:bờ|biên|các|mạng|hệ thống)")
# "bị thanh tra từ 5 lần trở lên": how often.
_OFTEN = re.compile(
    r"(?:thanh tra|kiểm tra|vi phạm|họp|khám|tiêm|nhắc nhở|xử phạt|tái phạm|tổ chức)(?: từ)? $"
)
_CAME = re.compile(
    r"(?<!\w)(?:(?:đã |vừa )?(?:gặp mặt|gặp gỡ|tiếp đón|đón tiếp)(?: với)?|"
    r"sự tham (?:gia|dự)(?: đông đảo)? của|trực tuyến (?:đến|tới|với|tại)|"
    r"(?:tham dự|đến dự|về dự|dự(?! (?:kiến|án|toán|báo|thảo)(?!\w)))"
    r"(?: (?:hội nghị|kỳ họp|đại hội|buổi \w+|phiên họp|cuộc họp|lễ))?(?: \w+){0,2} có|"
    r"(?:đoàn|về(?: việc)?) (?:giám sát|kiểm tra|thanh tra)(?: [^\W\d]+){0,16} đối với|"
    r"(?:lãnh đạo|đại diện|chủ tịch|bí thư|trưởng|công văn chỉ đạo)(?: của)?|"
    r"(?:yêu cầu|đề nghị|chỉ đạo|giao)(?: thủ trưởng)?(?: các)? (?:phòng|sở|ban|ngành|cơ quan|đơn vị)"
    r"[^.;:\d]{0,60} và(?: ubnd| chủ tịch(?: ubnd)?)?|"
    r"(?:trực tuyến|kết nối|truyền hình)[^,;.\d]{0,30} (?:đến|tới|với))(?: (?:hơn|gần|trên|khoảng))? $"
)
# "hơn 200 cán bộ chủ chốt tham dự"
_COMING = re.compile(
    r"(?: [^\W\d]+){0,6} (?:tham dự|đến dự|về dự|cùng dự|dự (?:hội nghị|buổi|lễ|kỳ họp|đại hội)|có mặt)(?!\w)"
)
_PARTY = re.compile(r"(?<!\w)đoàn (?:công tác|kiểm tra|đại biểu)[^.;,\d]{0,24} (?:gồm|có) $")
# "nêu 6 kiến nghị", "chỉ ra 3 đề xuất": so many were put, what comes of them is not told.
_SAID_THINGS = frozenset(["kiến nghị", "đề xuất", "phản ánh", "kiến nghị, phản ánh", "ý kiến, kiến nghị"])
_SAYS = re.compile(r"(?<!\w)(?:nêu|nêu ra|đưa ra|trình bày|đề ra) $")
_VOTED = re.compile(r"(?<!\w)(?:tán thành|biểu quyết|đồng ý|bỏ phiếu|thống nhất)(?!\w)")
_IN_WORDS = 200  # characters that a sum takes in words
# "Trong tổng số 35.000 phiếu, …" tells how many there were; in "99 xã trong tổng số 188 xã" it is the whole.
_OPENS_WITH_WHOLE = re.compile(r"(?:^|[.;:,(\n] ?)trong (?:tổng )?số $")
# "Trong 3 đơn vị này, …": they have been told of.
_TOLD_OF = re.compile(r" (?:này|nói trên|kể trên|trên đây|vừa nêu|đã nêu|nêu trên|ấy)(?!\w)")
_FEWEST_NAMED, _MOST_NAMED = 2, 12
_NAME = rf"[{UPPER}][{LOWER}]*(?: [{UPPER}\d][{LOWER}]*){{0,3}}"
_NAMES = re.compile(rf" ({_NAME}(?:, {_NAME}|,? và {_NAME})+)(?=[.;,):]|$)", re.MULTILINE)
_TOLD = re.compile(r"(?<!\w)(?:có|thêm|là|được|công nhận|đã|còn|đạt|hoàn thành|thành lập)(?: [^\W\d]+)? $")
_DIGITS = re.compile(r"\d")
_SUM_BEFORE = re.compile(r"\d ?(?:đồng|đ|vnđ|vnd|tỷ đồng|triệu đồng)[ .:]*$")
_SUM_NEAR = 24  # characters
_TOLD_NEAR = 24  # characters
# "tại 19 quận, huyện gồm: quận 1, …": where, and then which.
_WHERE = re.compile(r"(?:tại|ở|trên địa bàn) $")
_NAMED_NEXT = re.compile(r"(?: [^\W\d]+){0,4} (?:gồm|bao gồm|là các|là những)(?: |: ?)(?!\d)")
_WORK_NEAR = 120  # characters
_TOO = re.compile(r", (?:chiều )?dài $")
_LONG_LAST = re.compile(r"(?: với)?(?:(?: tổng)? chiều)? dài$")
_IS_LONG = re.compile(r"(?:chiều dài|dài)(?: (?:là|hơn|gần|khoảng|trên|tổng cộng))* $")
_WORKS = re.compile(
    r"(?<!\w)(?:tuyến|đường|lộ|cao tốc|quốc lộ|kênh|mương|kè|đê|cầu|hẻm|hầm|vành đai|dự án|sông|biên giới"
    r"|bờ biển)(?!\w)"
)
_BUILT = re.compile(
    r"(?<!\w)(?:thi công|xây(?: dựng| mới)?|làm|sửa chữa|nâng cấp|cải tạo|mở (?:rộng|mới)|duy tu|cứng hóa"
    r"|bê[ -]?tông hóa|nhựa hóa|kiên cố|đắp|gia cố|nạo vét|sên vét|đào|lắp đặt|kéo|thảm|khởi công|khánh thành"
    r"|đầu tư)(?!\w)[^.;]{0,60}"
    r"(?<!\w)(?:tuyến|đường|lộ|kênh|mương|kè|đê|cầu|cống|hẻm|ngõ|rào|tường|vỉa hè|rãnh|rạch|hầm)(?!\w)"
)
# "Nếu tính cả vốn vay, …", "nếu như năm 2020 …": no supposition.
_AS_IT_IS = re.compile(r"nếu (?:tính|kể|so|cộng|xét|chỉ|không|như|trước|năm|đầu)(?!\w)")
# How far off or how high something lies.
_PLACED_SO = re.compile(
    r"(?<!\w)(?:(?<!phân )cách|bán kính|cự ly|độ sâu|kích thước|cao trình|(?:ngập|nước) sâu)[\w ]{0,20}$"
)
_SIZED_SO = re.compile(r"(?<!\w)(?:dài|rộng|cao|sâu|ngang|mặt)[\w ]{0,20}$")
_SHIFTS = ("học ", "làm ", "làm việc ", "trực ")  # "không còn lớp phải học 3 ca"
_OF_A_PAGE = frozenset(["lượt xem", "lượt đọc", "bình luận"])
_SUPPOSED_NEAR = 160  # characters from "nếu" to its number


class Declined(WhichOnes):
    """Tells which numbers of one document are no statements."""

    def _nobodys(self, quantity: Quantity) -> bool:
        """Whether a number counts those just named, or who came, or says another one in words."""
        opened = self.flat.rfind("(bằng chữ", max(0, quantity.at - _IN_WORDS), quantity.at)
        if opened >= 0 and self.flat.find(")", opened, quantity.at) < 0:
            return True
        if quantity.dimension == "count" and (self._names_all(quantity) or self._names_behind(quantity)):
            return True
        if quantity.dimension == "count" and _TOLD_OF.match(self.flat, quantity.end) is not None:
            return True
        if (
            quantity.unit in _SAID_THINGS
            and _SAYS.search(self.flat, max(0, quantity.start - _SUM_NEAR), quantity.start) is not None
        ):
            return True
        if quantity.dimension == "money" and self._in_words(quantity):
            return True
        if self._supposed(quantity) or self._at_address(quantity):
            return True
        if thresholds.tells_apart(self.flat, self.context.sentence_at(quantity.at)[0], quantity):
            return True
        return quantity.dimension in {"count", "tally"} and self._came(quantity)

    def _at_address(self, quantity: Quantity) -> bool:
        """“ở xóm 8 xã An Thử”, "tổ 42, 52 phường Minh Thử": the hamlet's number, no count of communes."""
        if (
            quantity.unit not in _PLACES
            or not self.context.text[quantity.end + 1 : quantity.end + 2].isupper()
        ):
            return False
        return _HAMLET.search(self.flat, max(0, quantity.start - _NEAR_HAMLET), quantity.start) is not None

    def _in_words(self, quantity: Quantity) -> bool:
        """“412 tỷ đồng (Bằng chữ: bốn trăm …)”, "13.500.000đ (Mười ba triệu …)": the same sum once more."""
        opened = self.flat.rfind("(", max(0, quantity.start - _IN_WORDS), quantity.start)
        if opened < 0 or self.flat.find(")", opened, quantity.start) >= 0:
            return False
        words = _DIGITS.search(self.flat, opened, quantity.end) is None
        behind = _SUM_BEFORE.search(self.flat, max(0, opened - _SUM_NEAR), opened)
        return (words and behind is not None) or self.flat.startswith(
            ("bằng chữ", "viết bằng chữ"), opened + 1
        )

    def _came(self, quantity: Quantity) -> bool:
        """“gặp mặt hơn 300 cán bộ”, "tham dự có 50/53 đại biểu", "lãnh đạo 10 tỉnh": who came."""
        low = max(self.context.sentence_at(quantity.at)[0], quantity.start - 60)
        if quantity.dimension == "count" and (
            _COMING.match(self.flat, quantity.end) or _PARTY.search(self.flat, low, quantity.start)
        ):
            return True
        if _CAME.search(self.flat, low, quantity.start) is None:
            return False
        return _VOTED.search(self.flat, quantity.end, quantity.end + 60) is None

    def _names_all(self, quantity: Quantity) -> bool:
        """“Nhật Bản, Mỹ và Hàn Quốc là 3 thị trường lớn”: as many as have just been named."""
        if not _FEWEST_NAMED <= quantity.value <= _MOST_NAMED or not self.flat.endswith(
            " là ", 0, quantity.start
        ):
            return False
        low = self.context.sentence_at(quantity.at)[0]
        named = re.split(r", | và ", self.context.text[low : quantity.start - len(" là ")])
        return len(named) == quantity.value and all(name[:1].isupper() for name in named)

    def _names_behind(self, quantity: Quantity) -> bool:
        """“tại 2 xã Hòa An, Phú Lộc.”: as many places as are named behind, and no more said."""
        if quantity.unit not in _PLACES or not _FEWEST_NAMED <= quantity.value <= _MOST_NAMED:
            return False
        named = _NAMES.match(self.context.text, quantity.end)
        if named is None or len(re.split(r", | và ", named[1])) != quantity.value:
            return False
        low = max(self.context.sentence_at(quantity.at)[0], quantity.start - _TOLD_NEAR)
        return _TOLD.search(self.flat, low, quantity.start) is None

    def _lists(self, quantity: Quantity, units: list[str | None]) -> bool:
        """“gồm 09 phường: Hai Bà Trưng, …”: a count of the names that follow."""
        if quantity.dimension != "count" or not quantity.weak:
            return False
        if quantity.unit not in _PLACES and units.count(quantity.unit) > 1:
            return False
        after = self.flat[quantity.end : quantity.end + 2].strip()
        before = self.flat[max(0, quantity.start - 16) : quantity.start]
        if _WHERE.search(before) is not None and _NAMED_NEXT.match(self.flat, quantity.end) is not None:
            return True
        if before.endswith(("ubnd ", "hđnd ", "nhân dân ", "công an ")):
            return True
        if before.endswith(("trong số ", "trong tổng số ")) and (
            quantity.value < _LISTED
            or _OPENS_WITH_WHOLE.search(self.flat, max(0, quantity.start - _SUM_NEAR), quantity.start) is None
        ):
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

    def _stands_alone(self, quantity: Quantity) -> bool:
        start, end = self.context.line_at(quantity.at)
        return not self.flat[start : quantity.start].strip() and not self.flat[quantity.end : end].strip()

    def _labelled(self, quantity: Quantity) -> bool:
        """Whether the words before ":" say that a number is told."""
        line = self.context.line_at(quantity.at)[0]
        return _NUMBER_LABEL.match(self.flat, line) is not None

    def _is_agenda(self, quantity: Quantity, group: list[Quantity]) -> bool:
        """“đề ra 24 chỉ tiêu chủ yếu”, "I. Về kinh tế (11 chỉ tiêu)": so many are set, none is met."""
        if quantity.dimension != "count" or quantity.unit not in {"chỉ tiêu", "mục tiêu"}:
            return False
        low, high = self.context.sentence_at(quantity.at)
        if self.flat.startswith(" biên chế", quantity.end):
            return False
        if any(other.unit == quantity.unit and other.value >= _QUOTA for other in group):
            return False  # "Quế Sơn được giao 270 chỉ tiêu, Thăng Bình 250": so many people
        led = _MET_BEFORE.search(self.flat, max(low, quantity.at - 60), quantity.at)
        return led is None and _MET_AFTER.match(self.flat, quantity.end, high) is None

    def _long_work(self, quantity: Quantity, clause: Clause) -> bool:
        """“thi công 3 tuyến đường với chiều dài 610 m”: how long what was built is."""
        low = max(clause.sentence[0], quantity.start - _WORK_NEAR)
        if _IS_LONG.search(self.flat, low, quantity.start) is None:
            return False
        line = quantity.unit == "km" and quantity.bound not in {"less_than", "at_least"}
        if line and _TOO.search(self.flat, low, quantity.start) is not None:
            return False  # "dự án tại Quốc lộ 1, dài 45 km": said besides
        works = _WORKS if line else _BUILT  # a boat is no kilometre long
        return works.search(self.flat, low, quantity.start) is not None

    def _supposed(self, quantity: Quantity) -> bool:
        """“Nếu nước dâng quá 480 m, …”: nobody says that it is so."""
        low = max(self.context.sentence_at(quantity.at)[0], quantity.start - _SUPPOSED_NEAR)
        low = self.flat.rfind("nếu ", low, quantity.start)
        if low < 0 or self.flat[low - 1 : low].isalnum() or _AS_IT_IS.match(self.flat, low) is not None:
            return False
        said = self.flat[low : quantity.start]
        return "," not in said and " thì " not in said and not self.context.dates_in(low, quantity.start)

    def _name_size(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause, *, bare: bool) -> None:
        """Names how long or wide something is, where the name does not say it; keeps what is so long."""
        if clause.sentence != self._sized_in:
            self._sized_in, self._sized = clause.sentence, ""
        named, of = sizes.named(self.context.text, self.flat, fact.name, quantity, clause, self._sized)
        if bare:
            fact.name, self._sized = named, of
        else:
            self._sized = fact.name.partition("chiều dài ")[2]

    def _measures(self, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> bool:
        if quantity.unit == "mm" and self.context.says(("mưa",), clause.sentence[0], quantity.end):
            rained = "mưa" in fact.name.lower()
            fact.name = fact.name if rained else f"lượng mưa {fact.name.removeprefix('chiều dài ')}".strip()
            return True  # "Mưa lớn …: Tiền Hải 12 mm"
        if quantity.dimension == "length" and _WATERS.search(fact.name.lower()) is not None:
            fact.name = _AT_TIME.sub("", fact.name.removeprefix("chiều dài "))
            return True  # "đỉnh lũ lúc 4h ngày 11/11 là 9,87 m": how high, and no length
        if quantity.dimension == "length" and self._long_work(quantity, clause):
            said = _LONG_LAST.sub("", fact.name)
            long = said.lower().startswith(("chiều dài", "tổng chiều dài"))
            fact.name = said if long else f"chiều dài {said}"
            self._name_size(fact, quantity, clause, bare=fact.name.strip().lower() == "chiều dài")
            return True
        if quantity.dimension == "length" and _PLACED_SO.search(self.flat, clause.chunk, quantity.start):
            return _LONG.search(self.flat, clause.chunk, quantity.start) is not None
        if (
            quantity.dimension == "length"
            and quantity.bound in LIMITS
            and _SIZED_SO.search(self.flat, clause.chunk, quantity.start)
        ):
            return False  # "tàu cá có chiều dài dưới 15 m": which boats
        if quantity.dimension == "length":
            self._name_size(fact, quantity, clause, bare=True)
        if quantity.unit in _OF_A_PAGE or (
            quantity.unit == "ca" and self.flat.endswith(_SHIFTS, 0, quantity.start)
        ):
            return False
        if quantity.dimension == "times" and _OFTEN.search(
            self.flat, max(0, quantity.start - 24), quantity.start
        ):
            return False
        if quantity.dimension == "bare" and fact.fields["name"].how not in {
            "subject",
            "label",
            "chain",
            "part",
        }:
            return False
        if not fact.name.strip() and self._stands_alone(quantity):
            return False  # a number alone in its line: a counter of the page
        return not (quantity.dimension == "age" and "tuổi thọ" not in fact.name.lower())
