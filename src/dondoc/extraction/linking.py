"""Which words name what a number measures. The steps are tried in order; each names itself in the fact.

    label     "- Thu nội địa: 1.256 tỷ đồng"                       what stands before the colon
    unit      "có 290 sản phẩm OCOP"                               the counted noun and what follows it
    right     "100% các xã có điểm bưu điện"                       what the share is a share of
    subject   "thu ngân sách đạt hơn 16.900 tỷ đồng"               the clause's subject
    part      "trong đó khu vực dịch vụ tăng 7%"                   a part of what was named before
    chain     "…, đứng đầu cả nước"                                the number before in the sentence
    before    "Con số này tăng 5%"                                 the last number of the sentence before
    frame     a heading

A name is made of the document's words. Where a part is left out it is added from the statement before
("trong đó các quận trung tâm đạt 74%": the rate named there).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dondoc.extraction.clauses import Clause, than_country
from dondoc.extraction.context import Context
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.subjects import LONGEST_NAME, Subjects

_COUNT_CUT = re.compile(
    r"(?<!\w)(?:so với|so cùng|trong đó|tăng \d|giảm \d|chiếm|đạt tỷ lệ|"
    r"với(?= (?:kinh|tổng|số|vốn|diện|giá|mức|doanh|quy))|"
    r"tương đương|bằng|gấp|vượt \d|do|nhờ|"
    r"nhằm|để|đưa|nâng(?! cao)|"
    r"góp phần|theo|kể cả|tính đến|vào|từ|trị giá|đạt \d|và \d|là|tại|giúp)(?!\w)|[“\"]|\d"
)
_RIGHT_NP = re.compile(
    r"\s?(?!(?:so|kế|dự|chỉ tiêu|mục tiêu|cùng|trở|và|hoặc|trong|tổng|năm|vào|/|mỗi|theo|đến|để|của|với|"
    r"là|nhưng|do|tại|trên|khi|ở|thì|lên|từ|cho|"
    r"về|như|bằng|gấp|tăng|giảm|đạt|qua|vốn kế|toàn quốc|cả nước|nghị quyết|một|được|mà|đã|sẽ|xuống|nằm|"
    r"bình|xấp|tương|này|kh)(?!\w))"
    r"(?=[^\W\d_])"
)
_ABOUT = re.compile(
    r" về ((?:số|vốn|giá|sản|kim|doanh|diện|tổng|lượng|thu|chi|quy)[^,.;()\d]{2,60}?)"
    r"(?= và (?:tăng|giảm|đạt)| so (?:với|cùng)|[,.;()\d]|$)"
)
_CONTRIBUTE = re.compile(r"(?:đóng góp|góp)(?: [\w ]{0,20})?$")
_INTO = re.compile(r"\s?((?:vào|cho|trong|của)?\s?[^,.;()\d]{3,60})")
_PLACE_ONLY = re.compile(r"(?:(?:toàn|cả|trên địa bàn)?\s?(?:tỉnh|huyện|thành phố|xã|nước|tp)?)")
_BOUND_AFTER = re.compile(r" trở (?:lên|xuống|đi)")
# Heads that say nothing without what was counted before: "45 dự án với tổng vốn đăng ký …".
_GENERIC = re.compile(
    r"(?:tổng )?(?:số |mức )?(?:vốn|giá trị|kinh phí|diện tích|công suất|chiều dài|số tiền|doanh thu|trị giá)"
    r"(?: (?:đăng ký|đầu tư|thực hiện|điều lệ))*"
)
_WHICH = re.compile(r" [\w ]{0,30}đạt (?:từ |dưới |trên )?\d+(?:\s?-\s?\d+)? (?:tiêu chí|chỉ tiêu|sao)")
_DIGIT = re.compile(r"\d")
_SHARE_VERB = re.compile(r"chiếm|tỷ trọng")
_INNER_DATE = re.compile(
    r"\s?(?:(?:trong|của|cả|giai đoạn|đến|vào|tính đến)\s)*(?:(?:hết|cuối|đầu)\s)?(?:năm|giai đoạn|"
    r"quý (?:[IViv]+|[1-4])(?:/| năm)?|tháng \d{1,2}(?:/| năm)?)\s?"
    r"(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)\d\d)?", re.IGNORECASE,
)  # fmt: skip
_PLACE = re.compile(r" (?:ở|tại|toàn|của|trên địa bàn|trong|đối với) .*$")
_FOR = re.compile(r" ((?:cho|ở|tại|đối với|từ nguồn|để)(?!\w) [^,.;()\d]{3,80})")
_FOR_END = re.compile(r" (?:cho|ở|tại|đối với|từ nguồn|để) .*$")
_CONTENT_AFTER = re.compile(
    r"\s+(?!(?:so|tăng|giảm|bằng|đạt|chiếm|trong|gồm|bao|và|vượt|kế hoạch|dự toán|trở|mỗi|một|trên|"
    r"/)(?!\w))(?=[^\W\d_])"
)
_STATED = re.compile(
    r"(?:là|đạt|tăng|giảm|thêm|còn|lên|xuống còn|bằng|ở mức)(?: (?:hơn|gần|khoảng|"
    r"trên))?$"
)
_CHANGED = re.compile(r"(?:tăng|giảm|thêm|vượt)(?: thêm)?$")
_FINITE = re.compile(
    r"(?<!\w)(?:được|bị|có|đạt|là|đã|hoàn thành|không|chưa|phải|sử dụng|tham gia|thực hiện|đăng ký)(?!\w)"
)
_SLASH_NOUN = re.compile(r"/\s?\d[\d.,]*")
_CLAUSE_END = re.compile(r"[,;:()](?!\d)|\.(?=\s|$)")
_LED = re.compile(
    r" (?:về )?((?:thu hút|tăng trưởng|tốc độ|chỉ số|giải ngân|xuất khẩu|kim ngạch|thu ngân sách|quy mô|"
    r"số)[^,.;()\d]{2,60}?)(?= với| so với| sau|[,.;()]|$)"
)
_PLAN_OF = re.compile(
    r" ((?:kế hoạch|chỉ tiêu|nhiệm vụ) (?!năm|đề ra|giao(?! quân)|được|của|tỉnh|trung ương|thủ tướng|"
    r"nghị quyết|và|đã|hđnd)[^,.;()\d]{3,50})"
)
_SHARE_CUT = re.compile(r"(?<!\w)(?:so với|trong đó|tăng \d|giảm \d|đạt \d)(?!\w)|\d+[,.]?\d*\s?%")
_POINTS_BACK = re.compile(r"(?:con số này|mức này|số này|đây|chỉ số này|tỷ lệ này|kết quả này|kết quả)")


@dataclass(slots=True)
class Name:
    """A name, the step that found it, and where its words stand (None where they are put together)."""

    words: str
    how: str
    start: int = -1
    end: int = -1
    confidence: float = 0.9


class Linker(Subjects):
    """Names the quantities of one document, in order; keeps what was named last."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.last: Name | None = None  # of the quantity before
        self.whole: Name | None = None  # of the last quantity that is no part of another
        self.counted: dict[str, Name] = {}  # unit → what was counted in it last
        self.side_of = ""  # the subject whose sides are told one by one
        self.lead = ""  # a measure named before ":" whose items follow

    def name(self, quantity: Quantity, clause: Clause, previous: Name | None) -> Name:
        """The name of what `quantity` measures; `previous` is the name before it in the sentence."""
        left = self._subject_span(clause, quantity.start)
        found = (
            self._ahead(quantity, previous)
            or self._label(quantity, clause)
            or self._counted(quantity, clause, previous, left)
            or self._right(quantity, clause, left)
            or self._subject(quantity, clause, previous, left)
            or self._chain(quantity, clause, previous)
            or self._before()
            or Name("", "none", confidence=0.2)
        )
        found.words = tidy(found.words)
        if found.words:
            self.last = found
            if found.how != "part":
                self.whole = found
            if found.how == "unit" and quantity.unit is not None:
                self.counted[quantity.unit] = found
        return found

    def _ahead(self, quantity: Quantity, previous: Name | None) -> Name | None:
        """“hoàn thành trước 2 năm (thu ngân sách)”: what was done ahead of its time."""
        if quantity.dimension != "time_ahead":
            return None
        text = self.context.text
        if text[quantity.end : quantity.end + 2].strip() == "(":
            end = text.find(")", quantity.end)
            if 0 < end - quantity.end < 200:
                what = self._text(quantity.end + 2, end)
                return Name(f"số {quantity.unit} hoàn thành trước chỉ tiêu {what}", "right", confidence=0.7)
        if previous is not None:
            return Name(
                f"số {quantity.unit} hoàn thành trước mục tiêu {previous.words}", "chain", confidence=0.7
            )
        return None

    def _label(self, quantity: Quantity, clause: Clause) -> Name | None:
        flat = self.flat
        if clause.opener != ":" or flat[clause.chunk : quantity.start].strip(" \t\n"):
            return None
        if _CONTENT_AFTER.match(flat, quantity.end, clause.end):
            return None
        colon = flat.rfind(":", clause.sentence[0], quantity.start)
        start = clause.sentence[0]
        for sign in (";", ". ", "\n", "("):
            start = max(start, flat.rfind(sign, clause.sentence[0], colon) + 1)
        start, end = self._trim(start, colon)
        if end - start < 2 or end - start > LONGEST_NAME:
            return None
        return Name(self._text(start, end), "label", start, end, 0.95)

    def _counted(
        self, quantity: Quantity, clause: Clause, previous: Name | None, left: tuple[int, int]
    ) -> Name | None:
        if quantity.dimension not in {"count", "tally"} or not quantity.noun_start:
            return None
        flat = self.flat
        verb = flat[max(clause.start, quantity.start - 16) : quantity.start].rstrip()
        stated = _STATED.search(verb) is not None
        nominal = left[1] > left[0] and self._strong_head(left[0], left[1]) == left[0]
        if (stated or (nominal and not _CONTENT_AFTER.match(flat, quantity.end, clause.end))) and (
            left[1] > left[0] and self._strong_head(*left) is not None
        ):
            return Name(self._text(*left), "subject", left[0], left[1], 0.85)
        noun_start, noun_end = quantity.noun_start, self._noun_phrase_end(quantity, clause)
        noun = _BOUND_AFTER.sub("", self._text(noun_start, noun_end))
        bare = noun_end - quantity.end <= 1
        both = flat[quantity.start - 1 : quantity.start] == "/" and quantity.unit in self.counted
        if bare and (_CHANGED.search(verb) or both):
            same = self.counted.get(quantity.unit or "", previous)
            if same is not None:
                return Name(same.words, "chain", confidence=0.7)
        if bare and flat[quantity.end : quantity.end + 1] == "/":
            return self._slashed(quantity, clause)
        if (
            bare
            and verb.endswith("là")
            and previous is not None
            and clause.opener != ""
            and left[1] <= left[0]
        ):
            return Name(previous.words, "chain", confidence=0.6)
        if bare and len(flat[left[0] : left[1]].split()) <= 7 and not _PLACE_ONLY.fullmatch(flat, *left):
            return Name(f"số {noun} {tidy(self._text(*left))}", "unit", noun_start, noun_end, 0.7)
        return Name(f"số {noun}", "unit", noun_start, noun_end, 0.85)

    def _slashed(self, quantity: Quantity, clause: Clause) -> Name:
        """“61 tàu/418 ngư dân bị bắt giữ”: what is said of the second is said of both."""
        high = clause.sentence[1]
        match = _SLASH_NOUN.match(self.flat, quantity.end, high)
        noun = self._text(quantity.noun_start, quantity.end)
        if match is None:
            return Name(f"số {noun}", "unit", quantity.noun_start, quantity.end, 0.6)
        following = self.context.lexicon.compiled["quantities"].units.at(self.flat, match.end())
        start = following.end if following is not None else match.end()
        cut = _CLAUSE_END.search(self.flat, start, high)
        end = cut.start() if cut else high
        return Name(f"số {noun} {self._text(start, end)}", "unit", quantity.noun_start, end, 0.7)

    def _noun_phrase_end(self, quantity: Quantity, clause: Clause) -> int:
        """Where the words that say which things are counted end."""
        flat = self.flat
        end = clause.end
        start = quantity.end
        if (which := _WHICH.match(flat, start, clause.sentence[1])) is not None:
            return which.end()
        cut = _COUNT_CUT.search(flat, start, end)
        if cut is not None:
            end = cut.start()
        elif not _FINITE.search(flat, start, end):
            end = self._over_commas(start, end, clause)
        return max(quantity.end, len(flat[:end].rstrip(" \t\n,;:.-–/")))

    def _over_commas(self, start: int, end: int, clause: Clause) -> int:
        """A noun phrase with commas goes on to its verb: "các điểm tổ chức, đối tượng, được phát hiện"."""
        flat = self.flat
        limit = min(clause.sentence[1], clause.next_number, start + LONGEST_NAME)
        at = end
        while at < limit and flat[at] == ",":
            if _COUNT_CUT.match(flat, at + 2):
                break
            following = _CLAUSE_END.search(flat, at + 1, limit)
            stop = following.start() if following else limit
            if following is None and limit == clause.next_number < clause.sentence[1]:
                break  # these words lead to the next number
            verb = _FINITE.search(flat, at, stop)
            if verb is not None:
                cut = _COUNT_CUT.search(flat, at + 1, stop)
                return cut.start() if cut and cut.start() > verb.start() else stop
            at = stop
        return end

    def _right(self, quantity: Quantity, clause: Clause, left: tuple[int, int]) -> Name | None:
        """A share or a sum whose owner stands after it."""
        flat = self.flat
        about = _ABOUT.match(flat, quantity.end, clause.end)
        if about is not None:
            return self._about(about, left if left[0] >= clause.chunk else (0, 0))
        if quantity.dimension == "rank":
            led = _LED.match(flat, quantity.end, clause.end)
            if led is not None:
                return Name("thứ hạng " + self._text(*led.span(1)), "right", led.start(1), led.end(1), 0.75)
            return None
        if quantity.dimension not in {"percent", "money", "area", "length", "mass"}:
            return None
        head = self._strong_head(*left) if left[1] > left[0] else None
        if quantity.dimension == "percent":
            return self._share_of(quantity, clause, left, has_head=head is not None)
        np = _RIGHT_NP.match(flat, quantity.end, clause.end)
        if np is None:
            return None
        start = np.end()
        cut = _COUNT_CUT.search(flat, start, clause.end)
        end = self._back(start, cut.start() if cut else clause.end)
        if end - start < 3:
            return None
        own = "" if _PLACE_ONLY.fullmatch(flat, *left) else flat[left[0] : left[1]]
        few = 0 < len(own.split()) <= 2
        if self._strong_head(start, end) is not None or quantity.dimension != "money" or few:
            if own and len(own.split()) <= 3:
                return Name(f"{self._text(*left)} {self._text(start, end)}", "right", start, end, 0.8)
            if head is None:
                return Name(self._text(start, end), "right", start, end, 0.75)
        return None

    def _about(self, about: re.Match[str], left: tuple[int, int]) -> Name:
        """“tăng 23,5% về số lượng”: the side of the subject that changed."""
        said = self._text(*about.span(1))
        if left[1] > left[0]:
            self.side_of = self._text(*left)
        if len(said.split()) <= 3 and self.side_of:
            said = f"{said} {self.side_of}"
        return Name(said, "right", about.start(1), about.end(1), 0.8)

    def _share_of(
        self, quantity: Quantity, clause: Clause, left: tuple[int, int], *, has_head: bool
    ) -> Name | None:
        flat = self.flat
        own = self._text(*left) if left[1] > left[0] else ""
        plan = _PLAN_OF.match(flat, quantity.end, clause.end)
        if plan is not None:
            verb = flat[max(clause.start, quantity.start - 14) : quantity.start]
            what = self._back(plan.start(1), plan.end(1))
            if re.search(r"(?:hoàn thành|thực hiện|đạt) $", verb) and not has_head:
                return Name(self._text(plan.start(1), what), "right", plan.start(1), what, 0.7)
            if own and len(own.split()) <= 2:
                return Name(f"{own} {self._text(plan.start(1), what)}", "right", plan.start(1), what, 0.7)
            return None
        np = _RIGHT_NP.match(flat, quantity.end, clause.end)
        verb = flat[max(clause.start, quantity.start - 16) : quantity.start]
        if np is None or has_head or _SHARE_VERB.search(verb):
            return None
        start = np.end()
        cut = _SHARE_CUT.search(flat, start, clause.end)
        end = cut.start() if cut else clause.end
        if cut is None and not _FINITE.search(flat, start, end):
            end = self._over_commas(start, end, clause)
        end = self._back(start, end)
        if end - start < 3:
            return None
        of = "" if _CHANGED.search(verb.rstrip()) else "tỷ lệ "
        return Name(of + self._text(start, end), "right", start, end, 0.75)

    def _subject(
        self, quantity: Quantity, clause: Clause, previous: Name | None, left: tuple[int, int]
    ) -> Name | None:
        flat = self.flat
        start, end = left
        if quantity.dimension == "money" and flat.endswith("tiết kiệm ", clause.chunk, quantity.start):
            return Name("số tiền tiết kiệm được", "subject", confidence=0.5)
        if end - start < 2 or _POINTS_BACK.fullmatch(flat, start, end):
            return None
        said = tidy(self._text(start, end))
        before = flat[clause.chunk : quantity.start]
        if _SHARE_VERB.search(before) and not said.lower().startswith(("tỷ lệ", "tỷ trọng", "tỉ")):
            said = "tỷ trọng " + said
        elif "trị giá" in before and "trị giá" not in said:
            said = "trị giá " + said
        elif _CONTRIBUTE.search(before) and (into := _INTO.match(flat, quantity.end, clause.end)):
            return Name(f"đóng góp của {said} {self._text(*into.span(1))}", "subject", start, end, 0.8)
        elif previous is not None and previous.how == "unit" and self._goes_with(said, start):
            return Name(f"{said} {previous.words.removeprefix('số ')}", "part", start, end, 0.7)
        elif previous is not None and self._is_part(quantity, clause, start):
            whole = self.whole or previous
            return Name(f"{_PLACE.sub('', whole.words)} {said}", "part", start, end, 0.65)
        elif self.lead and self._strong_head(start, end) is None:
            return Name(f"{self.lead} {said}", "lead", start, end, 0.75)
        if quantity.dimension == "money" and (owner := self._owner(quantity, clause)):
            said = f"{said} {owner}"
        sure = 0.85 if self._strong_head(start, end) is not None else 0.6
        return Name(said, "subject", start, end, sure)

    def _goes_with(self, said: str, start: int) -> bool:
        """“45 dự án với tổng vốn đăng ký …”: a head that says nothing without what was counted before."""
        with_ = self.flat.endswith("với ", 0, start) or said.lower().startswith("tổng")
        return with_ and _GENERIC.fullmatch(said.lower()) is not None

    def _owner(self, quantity: Quantity, clause: Clause) -> str:
        """What a sum is for, where that stands after it: "3 triệu đồng cho mỗi trường hợp"."""
        match = _FOR.match(self.flat, quantity.end, clause.end)
        if match is None:
            return ""
        cut = _COUNT_CUT.search(self.flat, match.start(1) + 3, match.end(1))
        return self._text(match.start(1), cut.start() if cut else match.end(1))

    def _is_part(self, quantity: Quantity, clause: Clause, start: int) -> bool:
        """Whether the subject is a part of what was named before: "trong đó các quận trung tâm đạt …"."""
        between = self.flat[max(clause.sentence[0], start - 24) : start]
        if between.rstrip().endswith("đối với"):
            return True
        match = self.words.head.match(self.flat, start, quantity.start)
        if match is not None and match[0] not in self.words.weak_heads:
            return False
        if re.search(r"(?:trong đó|riêng|đối với)[\s:]", between):
            return True
        return self.last is not None and self.last.how == "part" and clause.opener == ";"

    def _chain(self, quantity: Quantity, clause: Clause, previous: Name | None) -> Name | None:
        if previous is None or not previous.words:
            return None
        said = previous.words
        before = self.flat[clause.chunk : quantity.start]
        if than_country(self.flat, clause, quantity):
            return Name(f"{said} bình quân chung cả nước", "chain", confidence=0.6)
        if _CONTRIBUTE.search(before) and (into := _INTO.match(self.flat, quantity.end, clause.end)):
            return Name(f"đóng góp của {said} {self._text(*into.span(1))}", "chain", confidence=0.7)
        if (
            quantity.dimension == "percent"
            and _says_share(self.flat, clause, quantity)
            and "tỷ" not in said[:2]
        ):
            said = f"tỷ trọng {said}"
        if quantity.dimension == "money" and (owner := self._owner(quantity, clause)):
            said = f"{_FOR_END.sub('', said)} {owner}"
        return Name(said, "chain", previous.start, previous.end, min(previous.confidence, 0.75))

    def _before(self) -> Name | None:
        if self.last is None:
            return None
        return Name(self.last.words, "before", self.last.start, self.last.end, 0.45)


def _says_share(flat: str, clause: Clause, quantity: Quantity) -> bool:
    """Whether the words just before the number say that it is a share."""
    return _SHARE_VERB.search(flat, max(clause.chunk, quantity.start - 16), quantity.start) is not None


def tidy(name: str) -> str:
    """A name without the dates inside it, in lower case where only its first letter is a capital."""
    if _DIGIT.search(name):
        name = _INNER_DATE.sub("", name)
    name = " ".join(name.split()).strip(" ,;:.-–“”\"'•*+/")
    if name.count("(") != name.count(")"):
        name = name.replace("(", " ").replace(")", " ").replace("  ", " ").strip()
    if len(name) > LONGEST_NAME:
        name = name[:LONGEST_NAME].rpartition(" ")[0]
    first, _, rest = name.partition(" ")
    if (first[:1].isupper() and first[1:].islower() and not rest[:1].isupper()) or (
        len(first) == 1 and first.isupper()
    ):
        name = name[:1].lower() + name[1:]
    return name
