"""Names of counts that say too little, completed by what stands around the number.

"30 thủ tục được rút ngắn, trong đó 12 thủ tục cấp tỉnh"     of the things told of before
"40 nhà, 2 trạm y tế và 150 ngôi mộ bị ảnh hưởng"            what the last of a row says is said of all
"truy tố 12 vụ với 40 bị can"                                 of the cases that they stand beside
"120 ca mắc sởi, tại 14/18 xã"                                the places that have what was counted

"số bị can" alone could be any: who reads a register needs to know which.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal

from dondoc.extraction.clauses import FARTHEST, Clause
from dondoc.extraction.context import Context
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.measureof import MeasureOf
from dondoc.extraction.names import Name, small, tidy
from dondoc.extraction.nounphrases import CLAUSE_END, ENDS_NAME, FINITE
from dondoc.extraction.things import start_of
from dondoc.extraction.votednames import BALLOTS
from dondoc.text.units import power_of

_REACH = 500  # characters between a count and the fuller one it is a part of
_LONGEST_ROW = 24  # counts of one row
_REMEMBERED = 12  # counts that a later one may be a part of
_MOST = 16  # words of a completed name
_SAYS_LITTLE = 2  # words beside the noun that still leave open which things are meant
_OPENS_PART = re.compile(r"\W*(?:trong đó|bao gồm|gồm|cụ thể|trong số (?:đó|này))(?!\w)")
_UNKNOWN = re.compile(r"(?: (?!bị|được|đã|có)[^\W\d]+){1,3}?(?= (?:bị|được)(?!\w))")  # a noun no list holds
_CLOSED = re.compile(r"\([^()]*\)")
_SAYS_ENOUGH = 4  # words beside the noun that tell a part by themselves
_PART = re.compile(r"(?<!\w)(?:trong đó|bao gồm|gồm|cụ thể|trong số (?:đó|này)|phân ra|chia ra)(?!\w)|\(")
_BESIDE = re.compile(
    r"[ ,(]*(?:với|cùng|cùng với|liên quan (?:đến|tới)|gồm)(?: (?:tổng số|hơn|gần|trên|khoảng))? ?"
)
_AT = re.compile(
    r"[ ,]*(?:tại|ở|trên địa bàn(?: của)?|thuộc|phân bố (?:ở|tại)|xảy ra (?:ở|tại))"
    r"(?: (?:hơn|gần|trên|khoảng))? ?"
)
_PLACES = frozenset(
    ["tỉnh", "tỉnh, thành phố", "tỉnh, thành", "huyện", "huyện, thị xã", "huyện, thành phố", "xã",
     "xã, phường", "xã, thị trấn", "xã, phường, thị trấn", "phường", "thị trấn", "thôn", "bản", "ấp",
     "khóm", "buôn", "tổ dân phố", "khu dân cư", "quận", "quận, huyện", "địa phương", "địa bàn", "hộ",
     "trường", "cơ sở", "doanh nghiệp", "nước", "quốc gia"]
)  # fmt: skip
_ACT_COUNTED = re.compile(
    r"(?:cuộc|lượt|đợt|buổi|lớp|hội nghị|chiến dịch|vụ|ca|chuyến) ([^\W\d]+ [^\W\d]+(?: [^\W\d]+)?)"
)
# What is done with any meeting, check or course says nothing of it.
_LIGHT = re.compile(r"(?:^| )(?:đã )?(?:tổ chức|thực hiện|tiến hành|triển khai|mở)(?: (?:được|thành công))?$")
_ALL_OF = r"(?:số|số lượng|số lượng lớn|rất nhiều|đông đảo|hầu hết|các|những|nhiều|một số|toàn bộ) "
_THE_ACT = r"(?:công tác|việc|hoạt động|tổ chức|tăng cường|đẩy mạnh|làm tốt|thực hiện) "
_NO_MORE = r"(?:này|đó|trên|và|với|được|đã|cũng|là|có|tại|ở|của|trong|năm|tháng|cho|từ|đến|để|do|theo)(?!\w)"
_TOLD = re.compile(
    r"(?<!\w)(?:cũng|đã|được|bị|tiếp tục|luôn|có|là|với|trong|đạt|tăng|giảm|do|nhằm|để|vào|theo|qua|từ"
    r"|đang|sẽ|ngày càng|diễn ra|thì|còn|chỉ|lên|khi|nếu|mà)(?!\w)"
)
_TOPIC = re.compile(
    r"\W*(?:(?:công tác|hoạt động|phong trào|chương trình|cuộc vận động) |(?=việc ))"
    r"([^;:.()\d]{6,100}?) (?:cũng|đã|được|tiếp tục|luôn|diễn ra|có|đạt|từng bước|ngày càng)(?!\w)"
)
_LONGEST_WHICH = 10  # words that say which things are meant
# What is done with money: a sum named by it alone is money, and what follows in the list was treated alike.
_WITH_MONEY = re.compile(
    r"(?<!\w)(?:ủng hộ|đóng góp|quyên góp|tài trợ|trao tặng|tặng|chiếm đoạt|lừa đảo|thu giữ|tạm giữ|thu hồi"
    r"|nộp phạt|phạt|xử phạt|phạt nguội|phạt tiền|bồi thường|hoàn trả|truy thu|tham ô|nhận hối lộ|đưa hối lộ"
    r"|thu lợi|thu lợi bất chính|hưởng lợi|đền bù|vận động|bị mất|lấy trộm|trộm|cướp|thất thoát|biển thủ)"
    r"(?: (?:được|số tiền|tới|thêm))?$"
)
_NO_ACT = ("số ", "tiền ", "giá ", "mức ", "tổng ", "phí ", "vốn ", "quỹ ")
# "24 lớp tập huấn cho 1.200 cán bộ": whom it was for
_FOR_WHOM = re.compile(r" cho(?: (?:hơn|gần|trên|khoảng))? ?")
_GIVEN = re.compile(r"(?:lớp|suất|phần|cuộc|buổi|đợt|lượt|khóa|hội nghị|túi|thẻ|cái|căn|hồ sơ) ?(.*)")
_LATELY = re.compile(
    r"(?<!\w)(?:đã|sẽ|đang|vừa|phải)(?: (?:được|cũng|tiếp tục|kịp thời|chủ động|và|sẽ|đang))*"
    r" (?!có|là|đạt|còn|tăng|giảm|lên|xuống|trở)((?:[^\W\d]+ ){1,7}?)"
    r"(?:(?:cho|với|được|thêm|hơn|gần|trên|khoảng) )?$"
)
_IN_ROW = re.compile(r"(?:, | và |, và |; )(?:hơn |gần |trên |khoảng )?")


@dataclass(frozen=True, slots=True)
class Told:
    """A count that has been named."""

    start: int  # of its number
    end: int
    unit: str
    value: Decimal
    words: str


class Fuller(MeasureOf):
    """Completes names of counts."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._counts_told: list[Told] = []

    def _completed_count(self, found: Name, quantity: Quantity, clause: Clause) -> None:
        """Adds to a bare count what says which things are meant; remembers it."""
        if quantity.dimension not in {"count", "tally"} or not quantity.noun_start:
            return
        if quantity.unit == BALLOTS:
            return  # "50 phiếu tín nhiệm cao, 3 phiếu tín nhiệm": none is short for the other
        noun = self._text(quantity.noun_start, quantity.end)
        base = f"số {noun}"
        if found.how == "unit" and found.words.lower().startswith(base.lower()):
            own, behind = found.words[len(base) :].strip(), self._text(quantity.end, found.end)
            if not behind.startswith(own):
                own = _LIGHT.sub("", own)
                if self.flat.endswith((" có ", " qua "), clause.chunk, quantity.start):
                    found.words = self._said_of_row(base, "", quantity) or found.words
            if behind.startswith(own):  # nothing from the left
                words = (
                    self._part_told(base, own, quantity)
                    or self._said_of_row(base, own, quantity)
                    or self._counted_with(base, own, quantity)
                    or self._noun_before(base, own, noun, quantity)
                    or self._topic_before(base, own, quantity)
                    or self._done_lately(base, own, quantity, clause)
                )
                if words and len(words.split()) <= _MOST:
                    found.words = tidy(words)
        words = found.words
        if found.how == "unit" and self._only_owned(words[len(base) :].strip(), found, quantity, clause):
            words = base  # "toàn trường có 42 giáo viên": whose they are is not said of their parts
        self._counts_told = [
            *self._counts_told[-_REMEMBERED:],
            Told(quantity.start, quantity.end, noun.lower(), quantity.value, words),
        ]

    def _only_owned(self, own: str, found: Name, quantity: Quantity, clause: Clause) -> bool:
        """Whether the words behind the noun come from before it and say who has the things."""
        if not own or self._text(quantity.end, found.end).startswith(own):
            return False
        return self.flat.endswith((" có ", " còn "), clause.chunk, quantity.start)

    def _part_told(self, base: str, own: str, quantity: Quantity) -> str:
        """“30 thủ tục được rút ngắn, trong đó 12 thủ tục cấp tỉnh”: of those that were told of."""
        if FINITE.match(own) is not None or (len(own.split()) > _SAYS_ENOUGH and not own.startswith("do ")):
            return ""
        low = self.context.sentence_at(quantity.at)[0]
        opens = _OPENS_PART.match(self.flat, low, quantity.start) is not None
        for told in reversed(self._counts_told):
            if quantity.start - told.end > _REACH or "\n" in self.flat[told.end : quantity.start]:
                return ""
            rest = told.words[len(base) :].strip()
            if not told.words.lower().startswith(f"{base.lower()} ") or not rest:
                continue
            near = told.end >= low
            if near and own and rest.lower().startswith(f"{own.lower()} "):
                return told.words  # "45 vụ phá rừng trái phép … 98 vụ phá rừng": the same, in short
            part = _PART.search(_CLOSED.sub("", self.flat[told.end : quantity.start]))
            if (
                part is None
                or not (near or opens)
                or told.value < quantity.value
                or rest.lower() in own.lower()
                or len(rest.split()) < _SAYS_LITTLE
            ):
                continue
            if own.startswith("do ") and " do " in rest:
                continue
            return _joined(base, own, rest)
        return ""

    def _said_of_row(self, base: str, own: str, quantity: Quantity) -> str:
        """“40 nhà, 2 trạm y tế và 150 ngôi mộ bị ảnh hưởng”: what the last in a row underwent, all did."""
        if own:
            return ""
        at = quantity
        after = bisect_right(self.group, quantity.start, key=start_of)
        for other in self.group[after : after + _LONGEST_ROW]:
            if _IN_ROW.fullmatch(self.flat, at.end, other.start) is None:
                return ""
            if (noun := _UNKNOWN.match(self.flat, other.end)) is None and not other.noun_start:
                return ""
            at = other
            start = other.end if other.noun_start or noun is None else noun.end()
            done = FINITE.match(self.flat, start + 1)
            if done is not None:
                end = CLAUSE_END.search(self.flat, start, start + 200)
                stop = end.start() if end is not None else min(len(self.flat), start + 200)
                cut = ENDS_NAME.search(self.flat, done.end(), stop)
                return f"{base} {self._text(done.start(), cut.start() if cut is not None else stop)}"
        return ""

    def _counted_with(self, base: str, own: str, quantity: Quantity) -> str:
        """“truy tố 12 vụ với 40 bị can”, "120 ca mắc sởi, tại 14 xã": of the count just before."""
        things = self.memory.things
        before = self._counts_told[-1] if self._counts_told else None
        if things is None or before is None or before.words != things.words:
            return ""
        between = max(before.end, things.end)
        if between > quantity.start:
            return ""
        if _FOR_WHOM.fullmatch(self.flat, between, quantity.start) is not None:
            return self._given_whom(base, own, things.words.removeprefix("số "))
        if len(own.split()) > _SAYS_LITTLE:
            return ""
        if quantity.unit in _PLACES and _AT.fullmatch(self.flat, between, quantity.start) is not None:
            had = things.words.removeprefix("số ")
            if before.unit in _PLACES and " có " in had:  # "120 ca, tại 14 xã của 3 huyện"
                had = had.partition(" có ")[2]
            return f"{base} {own} có {had}"
        if _BESIDE.fullmatch(self.flat, between, quantity.start) is None:
            return ""
        rest = things.words.removeprefix("số ").removeprefix(before.unit).strip()
        kind = f" {rest}" in self._text(things.start, things.end) and not before.unit.startswith("vụ")
        if kind and FINITE.search(rest) is None and self.words.action.search(rest.lower()) is None:
            return ""  # "32 chi bộ trực thuộc với 612 đảng viên": which kind they are is not said of both
        return f"{base} {own} {rest}" if rest else ""

    def _given_whom(self, base: str, own: str, given: str) -> str:
        """“24 lớp tập huấn cho 1.200 cán bộ”: who was trained; "120 suất học bổng cho …": who got them."""
        what = _GIVEN.fullmatch(given)
        if what is None or len(own.split()) > _SAYS_ENOUGH:
            return ""
        act = self.memory.action if given.endswith(f" {self.memory.action}") else ""
        kind = what[1].removesuffix(act).strip() if act else what[1]
        act = _LIGHT.sub("", act)
        done = " ".join(part for part in (act, kind) if part)
        return f"{base}{own if own.startswith(',') else f' {own}'} được {done}" if done else ""

    def _noun_before(self, base: str, own: str, noun: str, quantity: Quantity) -> str:
        """“chi cho [giáo viên nghỉ việc trước tuổi] trong hai đợt với 85 giáo viên”: who they are."""
        low = max(self.context.sentence_at(quantity.at)[0], quantity.start - FARTHEST)
        said = f"{noun} {own}".strip().lower()
        act = _ACT_COUNTED.fullmatch(said)
        if own and act is None:
            return ""
        ways = [(act[1], _THE_ACT)] if act is not None else []
        if not own:
            ways.append((said, "" if " " in said else _ALL_OF))
        for what, lead in ways:
            pattern = rf"(?<!\w){lead}{re.escape(what)} (?!{_NO_MORE})([^,;:.()\d]{{4,80}})"
            for met in re.finditer(pattern, self.flat[low : quantity.start]):
                start, stop = low + met.start(1), low + met.end(1)
                which = self._which_said(start, stop)
                if which:
                    return f"{base} {own} {which}"
        return ""

    def _which_said(self, start: int, stop: int) -> str:
        """The words in `[start, stop)` up to where something is told."""
        told = _TOLD.search(self.flat, start, stop)
        if told is not None:
            stop = told.start()
        said = tidy(self._text(start, self._back(start, stop)))
        return said if 1 < len(said.split()) <= _LONGEST_WHICH else ""

    def _topic_before(self, base: str, own: str, quantity: Quantity) -> str:
        """“Việc chấp hành quy chế được giám sát với 36 cuộc kiểm tra”: what the sentence is about."""
        act = not own or _ACT_COUNTED.fullmatch(f"{base[3:]} {own}".lower()) is not None
        if not act or not self.flat.endswith("với ", 0, quantity.start):
            return ""
        low = self.context.sentence_at(quantity.at)[0]
        topic = _TOPIC.match(self.flat, low, quantity.start)
        return f"{base} {own} {small(self._text(*topic.span(1)))}" if topic is not None else ""

    def _done_lately(self, base: str, own: str, quantity: Quantity, clause: Clause) -> str:
        """“cơ quan chức năng đã chuyển tòa án 5 vụ”: what stands behind "đã", whatever the verb."""
        if own or (done := _LATELY.search(self.flat, clause.chunk, quantity.start)) is None:
            return ""
        said = tidy(self._text(*done.span(1)))
        return f"{base} {said}" if said and self._word("predicate", *done.span(1)) is None else ""

    def _sum_of_act(self, found: Name, quantity: Quantity) -> None:
        """“thu giữ 3 tỷ đồng, 2 ô tô”: a sum named by an act alone is money; the act goes on."""
        if quantity.dimension != "money" or found.how not in {"subject", "right"} or found.start < 0:
            return
        said = found.words
        acts = _WITH_MONEY.search(said.lower())
        if acts is None or self.has_measure(said) or said.lower().startswith(_NO_ACT) or "tiền" in said:
            return
        self.memory.action = said[acts.start() :]
        if power_of(quantity.unit)[1] in self.memory.by_unit:
            return  # one of several sums of the sentence: "nhân dân đóng góp 790 triệu, hội ủng hộ 12 triệu"
        found.words = f"số tiền {said}"


def _joined(base: str, own: str, rest: str) -> str:
    """Which part, and which things: what they underwent stands last."""
    if FINITE.match(rest) is not None or not own:
        return f"{base} {own} {rest}"
    return f"{base} {rest} {own}"
