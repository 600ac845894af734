"""What a sentence is about, where its clauses say only which part of that they tell.

"Việc giải ngân, với vốn trung ương đạt 45%, với vốn địa phương đạt 62%"      giải ngân vốn địa phương
"chế biến gỗ, dệt may, da giày có quy mô vốn từ 300 tỷ đồng trở lên"          quy mô vốn chế biến gỗ, dệt …
"Nhà máy có 4 dây chuyền, tự động hóa tới 75%"                                mức độ tự động hóa của nhà máy

The topic stands once, before a comma or a colon, and nothing is told of it itself.
"""

from __future__ import annotations

import re

from dondoc.extraction.clauses import Clause
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.names import LONGEST_NAME, Name, tidy
from dondoc.extraction.rows import Rows

_TOPIC_END = re.compile(r"[,:] (?:riêng )?(?:đối với|với|ở|tại|riêng) ")
_TO_WHOM = re.compile(r"(?<!\w)(?:đối với|với|ở|tại|riêng)\s$")
_ABOUT = re.compile(r"\W*(?:về |(?:công tác|việc|kết quả|tình hình|tiến độ)(?: công tác| việc)? )")
_ASIDE = re.compile(
    r"\W*(?:trong|tại|theo|từ|đến|qua|trên|với|đối với|nhờ|do|bên cạnh|cùng với|sau|trước|khi|để|nhằm"
    r"|ngoài ra|tuy nhiên|cụ thể|trong đó|riêng|hiện|hiện nay|năm|tháng|quý|ngày|ông|bà|đồng chí"
    r"|theo đó|tính|ở)(?!\w)"
)
_MODAL = re.compile(r"(?<!\w)(?:sẽ|cần|phải|nên|không|chưa|vừa)(?!\w)")
_BARE = (
    "tổng ", "mức ", "số ", "kinh phí", "trị giá", "giá trị", "quy mô", "diện tích", "công suất", "chiều dài",
    "thời gian", "doanh thu", "sản lượng",
)  # fmt: skip
_LONGEST_TOPIC, _FEWEST = 16, 2  # words
# "tự động hóa", "cơ giới hóa khâu thu hoạch", "số hóa bệnh án": how far a change of the whole has gone
_PROCESS = re.compile(
    r"(?!(?:hàng|văn|bách|giáo|đồng) )(?:[^\W\d]+ ){0,2}(?<!hàng )(?<!văn )(?:hóa|hoá)(?!\w)"
)
_OWNS = re.compile(
    r"\W*([^,;:.()\d]{2,60}?) (?:hiện |đã |mới |đang |sẽ )*(?:có|sở hữu|sử dụng|trang bị|đầu tư|lắp đặt)"
    r"(?: (?:tới|hơn|gần|khoảng|trên|tổng số))? $"
)
_THRESHOLD = frozenset({"at_least", "at_most", "more_than", "less_than", "range"})
_HAVING = re.compile(
    r" (?:có|với|đạt) ((?:tổng |quy mô |mức )*(?:vốn|diện tích|công suất|doanh thu|sản lượng|tài sản"
    r"|mức đầu tư|số vốn|quy mô|giá trị|kinh phí|chiều dài|chi phí)(?: [^\W\d]+){0,4}?)"
    r"(?: (?:là|đạt|từ|trên|dưới|hơn|tối thiểu|ít nhất|không quá|tối đa|khoảng))* $"
)
# "Học sinh được miễn học phí trong 3 năm": whose, and from what
# "hỗ trợ tạm cư cho 20 hộ trong thời gian 1 năm"
_GRANTED = re.compile(
    r"(?<!\w)((?:hỗ trợ|trợ cấp|cho vay)(?: (?!đối với|cho |với |trong |tối )[^\W\d]+){0,6})[^;.:()]{0,80}"
    r" trong (?:thời gian|thời hạn) (?:từ |tối đa |tối thiểu |ít nhất )?$"
)
_EXEMPT = re.compile(
    r"(?:([^,;:.()\d]{3,60}?) (?:sẽ |còn |đều )?được )?"
    r"(miễn(?:,? giảm)? (?:tiền|thuế|phí|lệ phí|học phí|viện phí|lãi)(?: [^,;:.()\d]{1,60}?)?)"
    r"(?: (?:với|mức|trong|thời hạn|thời gian|tối đa|lần lượt|là))+(?: \d{1,2} (?:năm|tháng)(?:,| và))* $"
)


class Topics(Rows):
    """Completes a subject by what its sentence is about."""

    def _of_topic(self, said: str, start: int, quantity: Quantity, clause: Clause) -> Name | None:
        """The topic of the sentence with the part that "đối với", "với", "ở" names."""
        process = self._process(said, quantity, clause)
        if process is not None:
            return Name(process, "subject", start, start + len(said), 0.7)
        if (of_class := self._of_class(quantity, clause)) is not None:
            return of_class
        low = clause.sentence[0]
        to = _TO_WHOM.search(self.flat, max(low, start - 10), start)
        if to is None or (to[0] == "với " and said.lower().startswith(_BARE)):
            return None  # "triển khai dự án cầu Phú An, với tổng mức đầu tư 40 tỷ đồng"
        topic = self._topic_of(low, start)
        if not topic or topic.lower() in said.lower():
            return None
        whose = said[len(topic.split()[-1]) :].strip() if said.startswith(topic.split()[-1] + " ") else said
        return Name(f"{topic} {whose}", "part", start, start + len(said), 0.7)

    def _exempted(self, quantity: Quantity, clause: Clause) -> Name | None:
        """“Học sinh vùng biển được miễn học phí trong 3 năm”: for how long, from what, and who."""
        if quantity.dimension != "duration":
            return None
        granted = _GRANTED.search(self.flat, clause.sentence[0], quantity.at)
        if granted is not None:
            return Name(f"thời gian {self._text(*granted.span(1))}", "subject", *granted.span(1), 0.7)
        said = _EXEMPT.search(self.flat, clause.sentence[0], quantity.at)
        if said is None:
            return None
        name = f"thời gian {self._text(*said.span(2))}"
        whom = ""
        if said[1] is not None:
            whom = tidy(self._text(self._forward(*said.span(1)), said.end(1)))
        return Name(f"{name} {whom}".strip(), "subject", *said.span(2), 0.75)

    def _topic_of(self, low: int, start: int) -> str:
        """The words before the first "," or ":" of a sentence; "" where something is told of them."""
        ends = _TOPIC_END.search(self.flat, low, start)
        if ends is None or _ASIDE.match(self.flat, low, ends.start()) is not None:
            return ""
        stop = ends.start()
        if any(sign in self.flat[low:stop] for sign in ",:;") or any(
            c.isdigit() for c in self.flat[low:stop]
        ):
            return ""
        about = _ABOUT.match(self.flat, low, stop)
        first = self._forward(about.end() if about is not None else low, stop)
        if _MODAL.search(self.flat, first, stop) or self._word("predicate", first, stop) is not None:
            return ""
        said = tidy(self._text(first, stop))
        return said if _FEWEST <= len(said.split()) <= _LONGEST_TOPIC else ""

    def _process(self, said: str, quantity: Quantity, clause: Clause) -> str | None:
        """“cơ giới hóa đạt 80%”: how far it has gone, and with whom, where the sentence opens so."""
        if quantity.dimension != "percent" or "h" not in said or _PROCESS.match(said.lower()) is None:
            return None
        social = said.lower().startswith(("xã hội hóa", "xã hội hoá")) and bool(self.memory.names)
        if self._changes(quantity, clause) or self.has_measure(said) or self.memory.lead or social:
            return None
        name = f"mức độ {said}"
        first = self.group[0]
        if first is quantity:
            return name
        owner = _OWNS.fullmatch(self.flat, clause.sentence[0], first.start)
        return f"{name} của {tidy(self._text(*owner.span(1)))}" if owner is not None else name

    def _of_class(self, quantity: Quantity, clause: Clause) -> Name | None:
        """“chế biến gỗ, dệt may, da giày có quy mô vốn từ 300 tỷ đồng”: the kinds a threshold is for."""
        if quantity.bound not in _THRESHOLD or quantity.dimension in {"percent", "rank", "count"}:
            return None
        low = clause.start
        having = _HAVING.search(self.flat, low, quantity.start)
        if having is None or "," not in self.flat[low : having.start()]:
            return None
        first = self._forward(low, having.start())
        if (
            self._word("predicate", first, having.start()) is not None
            or any(sign in self.flat[first : having.start()] for sign in ":;")
            or _ASIDE.match(self.flat, first, having.start()) is not None
        ):
            return None
        kinds = self._text(first, having.start())
        while len(kinds) > LONGEST_NAME - len(having[1]) - 1 and "," in kinds:
            kinds = kinds.rpartition(",")[0]
        return Name(f"{having[1]} {tidy(kinds)}", "subject", first, having.start(), 0.7)
