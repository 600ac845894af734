"""A measure of so many things: "tổng vốn đăng ký của 44 dự án là 900 tỷ đồng".

Two numbers stand in one clause. The first only counts what the measure is of; the second is its own.

"kinh phí sửa chữa 15 phòng học gần 3 tỷ đồng"      số phòng học sửa chữa; kinh phí sửa chữa phòng học
"doanh thu của 12 hợp tác xã đạt 45 tỷ đồng"        số hợp tác xã; doanh thu của hợp tác xã
"""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal

from dondoc.extraction.antecedents import Antecedents
from dondoc.extraction.clauses import Clause
from dondoc.extraction.context import Context
from dondoc.extraction.establishments import either_case
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.names import Name, inside_a_name, tidy
from dondoc.extraction.things import start_of
from dondoc.text.names import LOWER, UPPER
from dondoc.text.units import power_of

_OF = re.compile(
    r"(?: (?:của|cho|đối với|trong|từ|để|tại|ở|trên|với|gồm|toàn bộ|tổng số|tổng cộng|cả|hơn|gần))*"
)
_REACHES = re.compile(r"(?<!\w)(?:lên|xuống|còn)(?: (?:còn|đến|tới|mức|gần|hơn|trên|khoảng|thành))* ?$")
_FAR_BACK = 8  # numbers from "lên …" to the "từ …" it goes on from
_NEAR = 40  # characters
_STOPS = re.compile(r"[,;:()“”\"]")
_ANOTHER = re.compile(
    r"(?<!\w)(?:và|với|có|trị giá|trong đó|nhưng|cùng|được|thu(?! hồi| gom| hút| mua| nhập)"
    r"|chi|gây|thiệt hại|làm|sang|xuống)(?!\w)"
)
_NOT_COUNTED = frozenset(
    {"percent", "rank", "rank_steps", "times", "money", "duration", "age", "bare", "time_ahead"}
)
_NO_OTHER = frozenset({"rank", "rank_steps", "duration", "age", "time_ahead"})
_NUMBERED = ("số ", "tổng số ")
_PRICES = ("giá ", "mức ", "số tiền ", "trị giá ", "tổng ", "đơn giá ", "chi phí ")
_ALL = frozenset(["tổng số", "số", "tổng", "tổng cộng"])
_IN_PARTS = re.compile(r"(?<!\w)(?:trong đó|bao gồm|gồm|cụ thể|cơ cấu|từ các nguồn)(?!\w)")
_MONEY = re.compile(
    r"(?:tổng )?(?:nguồn |số )?(?:vốn|kinh phí|nguồn lực|chi phí|tiền)(?: đầu tư| huy động)?(?!\w)",
    re.IGNORECASE,
)
_OPENS_WITH = re.compile(
    r"\W*(?:[^,;:.()\d]{0,40}(?:[\d/]{1,10})?, )?(?:với|bằng|sở hữu|có)"
    r"(?: (?:hơn|gần|trên|khoảng|tổng số|tổng))*"
    r"(?: [^,;:.()\d]{3,40})? ?"
)
_FOLLOWS = re.compile(
    r"[^,;:.()\d]{0,60}, ((?:[^\W\d][\w./-]*|[-–&])(?: [\w./&–-]+){1,8}?)"
    r"(?= (?:đã|sẽ|là|trở thành|hiện|đang|được|khẳng định|tiếp tục|vươn|đứng|luôn|trở nên|góp phần)(?!\w))"
)
_WORKS = re.compile(
    r"(?<!\w)(?:xây dựng|nâng cấp|cải tạo|sửa chữa|triển khai|thực hiện|mua|khắc phục|hỗ trợ)(?!\w)"
)
_WORK_TOLD = re.compile(
    r" (?:để |nhằm )?((?:đầu tư xây dựng|đầu tư nâng cấp|xây dựng|xây|nâng cấp|cải tạo|sửa chữa|mua sắm|mua"
    r"|khắc phục|tu bổ|trùng tu|lắp đặt|trang bị|triển khai|thực hiện|chăm lo|hỗ trợ)(?!\w)"
    r" [^,;:.()\d]{2,80})"
)
_FEWEST_FOR, _MOST_FOR, _SUMS_KEPT = 2, 10, 12  # words of what a sum is for; sums remembered
_NEAR, _LONGEST = 90, 16  # characters between the two numbers; words of a name
# "có hệ số 1,4 lần, tương đương giá đất làm tròn 12 triệu đồng": another measure of the same
_EQUALS = re.compile(r"[, (]*(?:tương đương|tương ứng|tức|ứng)(?: với)? (?!với)(?=[^\W\d])")
_ROUNDED = re.compile(r" (?:được |đã )?làm tròn.*$")
_OWNS = re.compile(r"(?<!\w)(?:có|đạt|với|là) $")
_WHERE = re.compile(r",| (?:từ|thuộc|tại|phía|nằm|ở)(?!\w)")
_BARE = 4  # words of a measure that says nothing of whose it is
# "Khách sạn Hồ Sen có 120 phòng, công suất 65%": whose a bare measure is, where its sentence opens so
_ONE = (
    r"dự án|công trình|cầu|tuyến|đường|hầm|hồ|đập|kênh|nhà máy|trạm|trung tâm|trường|bệnh viện|chợ|khách sạn"
    r"|khu|cụm|cảng|sân bay|bến xe|công ty|hợp tác xã|htx|doanh nghiệp|tập đoàn|ngân hàng|quỹ|cơ sở|xưởng"
    r"|trang trại|mô hình|vườn|nông trường|lâm trường|làng nghề|câu lạc bộ|thư viện|bảo tàng|tòa nhà|chung cư"
    r"|mỏ|kho|bể|công viên|sân vận động|gói thầu|xí nghiệp|lễ hội|hội chợ|thôn|xã|phường"
    r"|thị trấn|huyện|quận|thị xã"
    r"|thành phố|tỉnh|vùng|đảo"
)
_OPENS = re.compile(
    rf"\W*((?:{either_case(_ONE)})(?!\w)(?: (?!(?:này|đó|trên|đã|có)(?!\w))[{LOWER}][\w/]*){{0,7}}?"
    rf"(?: (?:[{UPPER}][\w.]*|[-–&]|\d{{1,2}}(?![\w.,/])))+)"
)
_ITS_MEASURE = re.compile(
    r"(?:tổng |số |mức |quy mô |nguồn )?(?:dân số|doanh thu|doanh số|lợi nhuận|lãi|sản lượng|năng suất"
    r"|diện tích|vốn|vốn đầu tư|vốn đăng ký|vốn điều lệ|mức đầu tư|kinh phí|chi phí|công suất|chiều dài"
    r"|thu nhập|thu nhập bình quân|nộp ngân sách|giá trị|quy mô|mật độ dân số|tổng tài sản|dư nợ|tiền lương"
    r"|lương bình quân)"
    r"(?: (?:thiết kế|mỗi năm|hằng năm|hàng năm|mỗi ngày|mỗi tháng|bình quân))?",
    re.IGNORECASE,
)


class MeasureOf(Antecedents):
    """Tells the two numbers apart."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._sums: list[tuple[int, str, Decimal, str]] = []  # where each sum ends, unit, worth, name

    _measure_of: tuple[int, str] = (-1, "")  # where the second number stands, what it measures

    def _of_so_many(self, quantity: Quantity, clause: Clause) -> Name | None:
        """The name of a number that a measure is of, or of that measure's own number behind it."""
        if self._measure_of[0] == quantity.start:
            return Name(self._measure_of[1], "subject", clause.chunk, quantity.start, 0.8)
        index = bisect_left(self.group, quantity.start, key=start_of) + 1
        if quantity.dimension in _NOT_COUNTED or index >= len(self.group):
            return None
        own = self.group[index]
        if own.dimension == quantity.dimension != "count" or own.dimension in _NO_OTHER:
            return None
        first = self._forward(clause.chunk, quantity.start)
        stop = self._measured_up_to(first, quantity.start)
        if stop < 0:
            return None
        between = self.flat[quantity.end : own.start]
        if len(between) > _NEAR or _STOPS.search(between) is not None:
            return None
        end = max(quantity.end, self._back(quantity.end, own.start))
        if (
            self._strong_head(quantity.end, own.start) is not None
            or _ANOTHER.search(self.flat, quantity.end, end) is not None
            or (end == quantity.end and not between.strip() and own.bound == "exact")
        ):
            return None
        things = self._text(quantity.noun_start or quantity.end, end)
        if not things:
            return None
        measure = self._text(first, quantity.start)
        words = f"{measure} {things}"
        if len(words.split()) > _LONGEST:
            words = (
                f"{measure} {self._text(quantity.noun_start, quantity.end)}"
                if quantity.noun_start
                else measure
            )
        self._measure_of = (own.start, tidy(words))
        if quantity.dimension != "count" or not quantity.noun_start:
            return None
        act = self._action(clause, quantity.start)
        did = f" {self._text(*act)}" if act is not None and act[1] >= stop - 1 else ""
        return Name(f"số {tidy(things)}{did}", "unit", quantity.noun_start, end, 0.8)

    def _measured_up_to(self, first: int, end: int) -> int:
        """Where the measure that begins at `first` ends before what it is of; -1 where none does."""
        flat = self.flat
        if self._strong_head(first, end) != first and not flat.startswith(_NUMBERED, first):
            return -1
        stop = self._back(first, end)
        if (
            stop <= first
            or flat[first:stop].rstrip() in _ALL
            or _OF.fullmatch(flat[stop:end].rstrip()) is None
        ):
            return -1  # "doanh thu đạt 12 tỷ đồng"
        if _STOPS.search(flat, first, end) is not None or self._word("predicate", first, end) is not None:
            return -1
        return stop

    def _equal_to(self, quantity: Quantity) -> Name | None:
        """“vị trí 2 có hệ số 1,2 lần tương đương giá đất 9 triệu đồng/m2”: of the same place."""
        index = bisect_left(self.group, quantity.start, key=start_of)
        before = self.group[index - 1] if index else None
        if before is None or before.unit == quantity.unit or quantity.dimension in {"percent", "times"}:
            return None
        equals = _EQUALS.match(self.flat, before.end, quantity.start)
        if equals is None or not (
            self._strong_head(equals.end(), quantity.start) == equals.end()
            or self.flat.startswith(_PRICES, equals.end())
        ):
            return None
        end = self._back(equals.end(), quantity.start)
        said = _ROUNDED.sub("", self._text(equals.end(), end))
        if _STOPS.search(said) is not None or not said:
            return None
        owner = self.memory.owner if len(said.split()) <= _BARE else ""
        return Name(f"{said} {owner}".strip(), "subject", equals.end(), end, 0.75)

    def _on_to(self, quantity: Quantity) -> Name | None:
        """“nhân lực tăng từ 1.661 nghìn người (…) lên 1.993 nghìn người”: the same, at another time."""
        index = bisect_left(self.group, quantity.start, key=start_of)
        if quantity.dimension not in {"count", "percent", "money"} or not index:
            return None
        if (
            _REACHES.search(self.flat, max(self.group[index - 1].end, quantity.start - _NEAR), quantity.start)
            is None
        ):
            return None
        unit = power_of(quantity.unit)[1]
        for first in reversed(self.group[max(0, index - _FAR_BACK) : index]):
            if ";" in self.flat[first.end : quantity.start]:
                return None
            if power_of(first.unit)[1] == unit and self.flat.startswith("từ ", first.start):
                same = self.memory.by_unit.get(unit)
                return Name(same.words, "chain", same.start, same.end, 0.8) if same is not None else None
        return None

    def _owner_ahead(self, found: Name, clause: Clause) -> None:
        """“vị trí 1 từ cầu Đỏ, phía đối diện đường tàu có hệ số 1,4 lần”: whose it is stands before "có"."""
        if found.how != "subject" or found.start < 0 or len(found.words.split()) > _BARE or self.memory.owner:
            return
        has = _OWNS.search(self.flat, max(clause.start, found.start - 5), found.start)
        if has is None or self._strong_head(found.start, found.end) != found.start:
            return
        first = self._forward(clause.start, has.start())
        where = _WHERE.search(self.flat, first, has.start())
        done = self.words.action.match(self.flat, first, has.start())
        if done is not None:
            first = self._forward(done.end(), has.start())  # "triển khai dự án A có tổng mức đầu tư 5 tỷ"
        said = inside_a_name(tidy(self._text(first, where.start() if where is not None else has.start())))
        if self._one_thing(said) and self._strong_head(first, has.start()) != first:
            found.words, self.memory.owner = f"{found.words} {said}", said

    def _of_sentence(self, found: Name, quantity: Quantity, clause: Clause) -> bool:
        """“Khách sạn Hồ Sen có 120 phòng, doanh thu 40 tỷ đồng”: of whom the sentence opens with."""
        if quantity.dimension in _NO_OTHER or _ITS_MEASURE.fullmatch(found.words) is None:
            return False
        low = clause.sentence[0]
        opens = _OPENS.match(self.context.text, low, quantity.start)
        if opens is None or opens.end() >= found.start or clause.chunk <= opens.start(1):
            return False
        one = self._text(*opens.span(1))
        if not self._one_thing(one):
            return False
        found.words = f"{found.words} {one[:1].lower()}{one[1:]}"
        return True

    def _part_of_sum(self, found: Name, quantity: Quantity) -> None:
        """“tổng vốn xây dựng nông thôn mới 120 tỷ, trong đó: vốn tín dụng 20 tỷ”: a part is for the same."""
        scale, unit = power_of(quantity.unit)
        worth = quantity.value * scale
        if quantity.dimension != "money" or not found.words:
            return
        own = found.words
        low = self.context.sentence_at(quantity.at)[0]
        head = self.words.head.match(own.lower())
        money = _MONEY.match(own) is not None
        if head is not None and len(own.split()) <= _BARE and (money or head.end() < len(own)):
            for end, said_unit, value, words in reversed(self._sums):
                if end < low:
                    break
                whole = _MONEY.match(words) if money else None
                at = whole.end() if whole is not None else words.lower().find(head[0]) + len(head[0])
                rest = words[at:].strip() if at >= len(head[0]) or whole is not None else ""
                if said_unit != unit or value < worth or not _FEWEST_FOR <= len(rest.split()) <= _MOST_FOR:
                    continue
                if _IN_PARTS.search(self.flat, end, quantity.start) is None or rest.split()[0] in own.split():
                    continue
                found.words = f"{own} {rest}"
                break
        self._sums = [*self._sums[-_SUMS_KEPT:], (quantity.end, unit, worth, own)]

    def _of_after(self, found: Name, quantity: Quantity, clause: Clause) -> None:
        """“Với 12 nhà máy, vốn 1,5 tỷ USD, tập đoàn Sao Vàng đang đứng đầu …”: whose they are follows."""
        if len(found.words.split()) > _BARE + 1 or quantity.dimension in {"percent", "rank", "times"}:
            return
        first, last = self.group[0], self.group[-1]
        if _OPENS_WITH.fullmatch(self.flat, clause.sentence[0], first.start) is None:
            return
        after = _FOLLOWS.match(self.context.text, last.end, clause.sentence[1])
        one = self._text(*after.span(1)) if after is not None else ""
        if one and self._one_thing(one) and one.lower() not in found.words.lower():
            found.words = f"{found.words} {one[:1].lower()}{one[1:]}"

    def _for_work_told(self, found: Name, quantity: Quantity, clause: Clause) -> None:
        """“huy động gần 2 tỷ đồng đầu tư xây dựng nhà văn hóa”: what a sum without more words is for."""
        if quantity.dimension != "money" or found.how not in {"subject", "part"}:
            return
        if len(found.words.split()) > _MOST_FOR - 3 or _WORKS.search(found.words.lower()) is not None:
            return
        work = _WORK_TOLD.match(self.flat, quantity.end, clause.end)
        if work is None:
            return
        said = self._text(work.start(1), self._back(work.start(1), work.end(1)))
        if len(said.split()) <= _MOST_FOR:
            found.words = f"{found.words} {said}"
