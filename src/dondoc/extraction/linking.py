"""Which words name what a number measures. The steps are tried in order; each names itself in the fact.

    label     "- Thu nội địa: 1.256 tỷ đồng"                       what stands before the colon
    unit      "có 290 sản phẩm OCOP"                               the counted noun and what follows it
    right     "100% các xã có điểm bưu điện"                       what the share is a share of
    subject   "thu ngân sách đạt hơn 16.900 tỷ đồng"               the clause's subject
    chain     "…, đứng đầu cả nước"                                the number before in the sentence
    before    "Con số này tăng 5%"                                 the last number of the sentence before
    frame     a heading

A name is made of the document's words. Where a part is left out it is added from the statement before
("trong đó các quận trung tâm đạt 74%": the rate named there).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from dondoc.extraction.context import Context
from dondoc.extraction.lexicon import Lexicon
from dondoc.extraction.quantities import Quantity
from dondoc.text.matcher import trie_pattern
from dondoc.text.normalize import fold

LONGEST_NAME = 160  # characters


@dataclass(slots=True)
class Name:
    """A name, the step that found it, and where its words stand (None where they are put together)."""

    words: str
    how: str
    start: int = -1
    end: int = -1
    confidence: float = 0.9


@dataclass(slots=True)
class Clause:
    """The part of a sentence a quantity stands in."""

    start: int  # of the words that may hold its subject: after the previous number's clause
    chunk: int  # after the last comma, bracket, colon or semicolon
    end: int  # before the next comma, bracket, semicolon or number
    sentence: tuple[int, int]
    opener: str  # the sign before `chunk`: "," "(" ":" ";" or "" at the sentence's beginning
    adjacent: bool  # the previous number stands in the same chunk


@dataclass(slots=True)
class _Words:
    """Patterns made from the packs."""

    trailing: re.Pattern[str]
    change: re.Pattern[str]
    head: re.Pattern[str]
    weak_heads: frozenset[str]


_ADVERBS = (
    "ước|ước tính|dự kiến|dự báo|cũng|đã|sẽ|đang|được|phải|cần|có thể|tiếp tục|luôn|vẫn|đều|chỉ|mới|tới|đến|từ|lên|về|vào|ra|với|"
    "mạnh|nhanh|khá|cao|thấp|thêm|nhẹ|ổn định|tích cực|bình quân|trung bình|tương đương|khoảng|gần|hơn|trên|dưới|cả năm|tại|ở|cho|do|"
    "là|có|còn|thì|và|mức|số|tổng cộng|hằng năm|hàng năm|mỗi năm|năm|một năm|hiện|hiện nay|đến nay|nay|theo đó|so với|so|bằng|của|để|"
    "rất|tối thiểu|ít nhất|không quá|đạt được|trong|chiếm|tỷ lệ|tỉ lệ|vượt|cả|toàn|tính|tính chung|cùng kỳ|mạnh nhất|cao nhất|lớn nhất|lần lượt|thực tế|tiến tới"
).split("|")
_LEADING = re.compile(
    r"(?:(?:[-–+*•“\"'(]|\d{1,2}[.)]|[a-zđ]\))\s+|(?:trong đó|theo đó|cụ thể|ngoài ra|bên cạnh đó|đồng thời|đặc biệt|nổi bật|riêng|đối với|"
    r"ước tính|ước|dự báo|dự kiến|phấn đấu|quyết tâm|đến nay|hiện nay|hiện|tính chung|tính đến nay|tính đến|nhờ đó|qua đó|từ đó|mặc dù|dù|"
    r"tuy nhiên|tuy|kết quả là|kết quả|đáng chú ý|cùng với đó|trước đó|sau đó|như vậy|và|với|nhưng|cũng|đã|để|góp phần|thực hiện đạt|"
    r"nhằm|trong khi đó|trong khi|là|mà|còn|thì|có|do|khi|gồm|bao gồm|nhất là|như|vì vậy|vì|bởi|từ|nâng|đưa|giữ|duy trì|bảo đảm|đảm bảo|"
    r"thực hiện|hoàn thành|cùng|chung|cả|về|theo|đạt|của|trên|tại|ở|trong|lần đầu tiên|lần đầu|chính thức|tổng cộng|so cùng kỳ|"
    r"so với cùng kỳ|cả giai đoạn|giai đoạn|cả năm|bình quân|khoảng|năm nay|hàng năm|hằng năm|mỗi năm|một năm|mục tiêu|chỉ tiêu|"
    r"(?:toàn )?(?:tỉnh|thành phố|huyện|tp|tp\. hcm|ta|chúng ta|cả nước|vùng)(?= (?:có|đạt|đã|phấn đấu|sẽ|đề ra|thu hút|đón|phải|đặt)(?!\w)))(?!\w)[\s,:]*)"
)
# Words that a subject does not run through: what stands before them is another clause.
_BREAKER = re.compile(
    r"(?<!\w)(?:phấn đấu|đề ra(?: chỉ tiêu| mục tiêu)?|đặt mục tiêu|nhằm|góp phần|trong khi|nhưng|mặc dù|quyết tâm|yêu cầu|đề nghị|"
    r"cho biết|cho rằng|nêu rõ|khẳng định|nhấn mạnh|ghi nhận|giúp|đưa|nâng|mục tiêu là|chỉ tiêu là|mục tiêu|để|khi|vì|nhờ|"
    r"tiếp tục là|tiếp tục có|trong đó|theo đó|tập trung|xác định|duy trì|hoàn thành|bảo đảm|thì)(?!\w)"
)
# Where the predicate of an earlier clause begins: "khu vực công nghiệp | tiếp tục là trụ cột".
_PREDICATE = re.compile(
    r"(?<!\w)(?:tiếp tục|còn (?:thấp|cao|chậm|nhiều)|vẫn|đã|đang|luôn|là|được|có|mở rộng|tăng trưởng(?! tín dụng| kinh tế)|phục hồi|phát triển"
    r"(?= (?:mạnh|khá|ổn|nhanh|tích|tốt))|chuyển biến|chuyển dịch|đạt|tăng|giảm|chiếm|ổn định|khởi sắc|đi vào|diễn ra|bứt phá|giữ vững|ước|"
    r"cơ bản|ngày càng|từng bước|cao hơn|thấp hơn)(?!\w)"
)
_GUARDED = re.compile(r"(?:tốc độ|mức|tỷ lệ|chỉ số|nhịp độ|đà|tỷ suất)$")
_COUNT_CUT = re.compile(
    r"(?<!\w)(?:so với|so cùng|trong đó|tăng \d|giảm \d|với tổng|với số|với vốn|chiếm|đạt tỷ lệ|tương đương|bằng|gấp|vượt|do|nhờ|"
    r"nhằm|để|đưa|nâng|góp phần|theo|kể cả|tính đến|vào|từ|trị giá|đạt \d|và \d|là|tại|giúp)(?!\w)|[“\"]|\d"
)
_RIGHT_NP = re.compile(
    r"\s?(?!(?:so|kế|dự|chỉ tiêu|mục tiêu|cùng|trở|và|hoặc|trong|tổng|năm|vào|/|mỗi|theo|đến|để|của|với|là|nhưng|do|tại|trên|khi|ở|thì|lên|từ|cho|"
    r"về|như|bằng|gấp|tăng|giảm|đạt|qua|vốn kế|toàn quốc|cả nước|nghị quyết|một|được|mà|đã|sẽ|xuống|nằm|bình|xấp|tương|này|kh)(?!\w))"
    r"(?=[^\W\d_])"
)
_ABOUT = re.compile(r" về ((?:số|vốn|giá|sản|kim|doanh|diện|tổng|lượng|thu|chi|quy)[^,.;()\d]{2,60})")
_CONTRIBUTE = re.compile(r"(?:đóng góp|góp)(?: [\w ]{0,20})?$")
_INTO = re.compile(r"\s?((?:vào|cho|trong|của)?\s?[^,.;()\d]{3,60})")


def words(lexicon: Lexicon) -> _Words:
    """Made once for a lexicon."""
    made = lexicon.compiled.get("linking")
    if made is None:
        verbs: set[str] = set(_ADVERBS)
        change: set[str] = set()
        for entry in lexicon.packs.entries("verbs"):
            (change if entry["measure"] == "change" else verbs).update(fold(form) for form in entry["forms"])
        for entry in lexicon.packs.entries("bounds"):
            verbs.update(fold(form) for form in entry["forms"])
        heads: set[str] = set()
        weak: set[str] = set()
        for entry in lexicon.packs.entries("heads"):
            (weak if entry.get("weak") else heads).update(fold(form) for form in entry["forms"])
        made = lexicon.compiled["linking"] = _Words(
            trailing=re.compile(rf"(?:^|(?<=\s))(?:{trie_pattern(verbs)})$"),
            change=re.compile(rf"(?:^|(?<=\s))(?:{trie_pattern(change)})$"),
            head=re.compile(rf"(?<!\w)(?:{trie_pattern(heads | weak)})(?!\w)"),
            weak_heads=frozenset(weak),
        )
    assert isinstance(made, _Words)
    return made


class Linker:
    """Names the quantities of one document, in order; keeps what was named last."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.flat = context.flat
        self.words = words(context.lexicon)
        self._date_ends = {m.span.end: min(m.span.start, m.cue_start) for m in context.dates}
        self._date_starts = {min(m.span.start, m.cue_start): m.span.end for m in context.dates}
        self._date_starts.update({m.span.start: m.span.end for m in context.dates})
        self.last: Name | None = None  # of the quantity before
        self.last_sentence = -1
        self.lead = ""  # a measure named before ":" whose items follow

    # -- the steps ----------------------------------------------------------------------------------------

    def name(self, quantity: Quantity, clause: Clause, previous: Name | None) -> Name:
        """The name of what `quantity` measures; `previous` is the name before it in the sentence."""
        found = (
            self._label(quantity, clause)
            or self._counted(quantity, clause, previous)
            or self._right(quantity, clause)
            or self._subject(quantity, clause, previous)
            or self._chain(previous)
            or self._before()
            or Name("", "none", confidence=0.2)
        )
        found.words = self._tidy(found.words)
        if found.words:
            self.last = found
        return found

    def _label(self, quantity: Quantity, clause: Clause) -> Name | None:
        flat = self.flat
        if clause.opener != ":" or flat[clause.chunk : quantity.start].strip(" \t\n"):
            return None
        colon = flat.rfind(":", clause.sentence[0], quantity.start)
        start = clause.sentence[0]
        for sign in (";", ". ", "\n", "("):
            start = max(start, flat.rfind(sign, clause.sentence[0], colon) + 1)
        start, end = self._trim(start, colon)
        if end - start < 2 or end - start > LONGEST_NAME:
            return None
        return Name(self._text(start, end), "label", start, end, 0.95)

    def _counted(self, quantity: Quantity, clause: Clause, previous: Name | None) -> Name | None:
        if quantity.dimension not in {"count", "tally"} or not quantity.noun_start:
            return None
        flat = self.flat
        left_start, left_end = self._subject_span(clause.start, quantity.start)
        left = flat[left_start:left_end]
        head = self.words.head.match(left)
        verb = flat[max(clause.start, quantity.start - 14) : quantity.start].rstrip()
        stated = re.search(r"(?:là|đạt|tăng|giảm|thêm|còn|lên|xuống còn|bằng|ở mức)$", verb) is not None
        if head is not None and stated and head[0] not in self.words.weak_heads:
            return Name(self._text(left_start, left_end), "subject", left_start, left_end, 0.85)
        end = clause.end
        cut = _COUNT_CUT.search(flat, quantity.noun_start + len(quantity.unit or ""), end)
        if cut is not None:
            end = cut.start()
        noun_start, noun_end = quantity.noun_start, len(flat[:end].rstrip(" \t\n,;:.-–"))
        noun = self._text(noun_start, max(noun_end, quantity.end))
        bare = noun_end - quantity.end <= 1
        changed = re.search(r"(?:tăng|giảm|thêm|vượt)(?: thêm)?$", verb) is not None
        if bare and changed and previous is not None:
            return Name(previous.words, "chain", confidence=0.7)
        if bare and left and not changed:
            return Name(f"số {noun} {self._text(left_start, left_end)}", "unit", noun_start, noun_end, 0.7)
        return Name(f"số {noun}", "unit", noun_start, max(noun_end, quantity.end), 0.85)

    def _right(self, quantity: Quantity, clause: Clause) -> Name | None:
        """A share or a sum whose owner stands after it."""
        flat = self.flat
        about = _ABOUT.match(flat, quantity.end, clause.end)
        if about is not None:
            return Name(self._text(about.start(1), about.end(1)), "right", about.start(1), about.end(1), 0.8)
        if quantity.dimension not in {"percent", "money", "area", "length", "mass"}:
            return None
        np = _RIGHT_NP.match(flat, quantity.end, clause.end)
        if np is None:
            return None
        start = np.end()
        end = clause.end
        if quantity.dimension == "percent":
            left_start, left_end = self._subject_span(clause.start, quantity.start)
            if left_end > left_start and self.words.head.search(flat, left_start, left_end):
                return None
            cut = re.compile(r"(?<!\w)(?:so với|trong đó|tăng \d|giảm \d|đạt \d)(?!\w)|\d+[,.]?\d*%").search(
                flat, start, end
            )
            end = self._back(start, cut.start() if cut else end)
            if end - start < 3:
                return None
            return Name("tỷ lệ " + self._text(start, end), "right", start, end, 0.75)
        cut = _COUNT_CUT.search(flat, start, end)
        end = self._back(start, cut.start() if cut else end)
        if not self.words.head.match(flat, start, end) and quantity.dimension == "money":
            return None
        if end - start < 3:
            return None
        left_start, left_end = self._subject_span(clause.start, quantity.start)
        if left_end > left_start and self.words.head.match(flat, left_start, left_end):
            return None
        return Name(self._text(start, end), "right", start, end, 0.75)

    def _subject(self, quantity: Quantity, clause: Clause, previous: Name | None) -> Name | None:
        flat = self.flat
        start, end = self._subject_span(clause.start, quantity.start)
        if end - start < 2 or re.fullmatch(
            r"(?:con số này|mức này|số này|đây|chỉ số này|tỷ lệ này)", flat[start:end]
        ):
            return None
        words = self._text(start, end)
        before = flat[clause.chunk : quantity.start]
        if re.search(r"(?:chiếm|tỷ trọng)", before) and not re.match(
            r"(?:tỷ lệ|tỷ trọng|tỉ lệ)", words.lower()
        ):
            words = "tỷ trọng " + words
        elif re.search(r"(?:đóng góp|góp) (?:[\w ]{0,12})?$", before) and (
            into := _INTO.match(flat, quantity.end, clause.end)
        ):
            return Name(f"đóng góp của {words} {self._text(*into.span(1))}", "subject", start, end, 0.8)
        elif previous is not None and self._is_part(quantity, clause, start):
            return Name(f"{_measure_part(previous.words, self.words)} {words}", "chain", start, end, 0.65)
        elif self.lead and not self._has_head(start, end):
            return Name(f"{self.lead} {words}", "lead", start, end, 0.75)
        return Name(words, "subject", start, end, 0.85 if self._has_head(start, end) else 0.6)

    def _has_head(self, start: int, end: int) -> bool:
        match = self.words.head.match(self.flat, start, end)
        return match is not None and match[0] not in self.words.weak_heads

    def _is_part(self, quantity: Quantity, clause: Clause, start: int) -> bool:
        """Whether the subject is a part of what was named before: "trong đó các quận trung tâm đạt …"."""
        between = self.flat[max(clause.sentence[0], start - 24) : start]
        if self._has_head(start, quantity.start):
            return False
        return (
            "trong đó" in between
            or "riêng" in between
            or "đối với" in between
            or (self.last is not None and self.last.how == "chain" and clause.opener in {";", ","})
        )

    def _chain(self, previous: Name | None) -> Name | None:
        if previous is None or not previous.words:
            return None
        return Name(previous.words, "chain", previous.start, previous.end, min(previous.confidence, 0.75))

    def _before(self) -> Name | None:
        if self.last is None:
            return None
        return Name(self.last.words, "before", self.last.start, self.last.end, 0.45)

    # -- spans --------------------------------------------------------------------------------------------

    def _subject_span(self, start: int, end: int) -> tuple[int, int]:
        """The subject in `[start, end)`: from its head noun to the words that lead to the number."""
        flat = self.flat
        stop = self._back(start, end)
        pieces = self._pieces(start, stop)
        while pieces:
            low, high = pieces[-1]
            low = self._forward(low, high)
            if high - low >= 2:
                break
            pieces.pop()
        if not pieces:
            return end, end
        own = pieces[-1][1] == stop
        low, high = pieces[-1]
        if not own:  # an earlier piece: its subject ends where its predicate begins
            first = self._forward(low, high)
            predicate = _PREDICATE.search(flat, first + 1, high)
            high = self._back(low, predicate.start()) if predicate else high
            if high - first < 2 and len(pieces) > 1:
                low, high = pieces[-2]
        region = low
        for left, _right in reversed(pieces[:-1]):
            # "nông, lâm nghiệp và thủy sản": a subject with commas begins where its head noun stands
            if self._forward(left, _right) >= _right or _PREDICATE.search(flat, left, _right):
                break
            region = left
        breakers = [m.end() for m in _BREAKER.finditer(flat, region, high)]
        if breakers:
            region = max(region, breakers[-1])
            low = max(low, region)
        head = None
        for match in self.words.head.finditer(flat, self._forward(region, high), high):
            if match[0] in self.words.weak_heads and match.start() > self._forward(low, high):
                continue
            head = match
            break
        if head is not None and high - head.start() <= LONGEST_NAME:
            return head.start(), high
        low = self._forward(low, high)
        if high - low > 110:
            comma = flat.rfind(",", low, high)
            low = comma + 2 if comma > 0 else low
        return low, high

    def _pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        pieces = []
        at = start
        for match in re.finditer(r", |; |: |\(|\)", self.flat[start:end]):
            pieces.append((at, start + match.start()))
            at = start + match.end()
        pieces.append((at, end))
        return [(a, b) for a, b in pieces if b > a]

    def _back(self, start: int, end: int) -> int:
        """`end` moved left over the words that only lead to the number."""
        flat = self.flat
        level = False
        while end > start:
            text = flat[start:end].rstrip(" \t\n,:-–(")
            end = start + len(text)
            if (date_start := self._date_ends.get(end)) is not None:
                end = max(start, date_start)
                continue
            low = max(start, end - 32)
            tail = flat[low:end]
            match = self.words.trailing.search(tail)
            if match is not None:
                if match[0] in {"tỷ lệ", "mức", "số", "tổng cộng"} and not level:
                    break
                level = level or match[0] in {"đạt", "là", "ước đạt", "còn", "đạt được", "thực hiện"}
                end = low + match.start()
                continue
            change = None if level else self.words.change.search(tail)
            if change is not None and not _GUARDED.search(tail[: change.start()].rstrip()):
                end = low + change.start()
                level = True
                continue
            break
        return end

    def _forward(self, start: int, end: int) -> int:
        """`start` moved right over connecting words and dates."""
        flat = self.flat
        while start < end:
            while start < end and flat[start] in " \t\n,:;-–+.“\"'()•*":
                start += 1
            date_end = self._date_starts.get(start)
            if date_end is not None:
                start = date_end
                continue
            match = _LEADING.match(flat, start, end)
            if match is None or match.end() == start:
                break
            head = self.words.head.match(flat, start, end)
            if head is not None and head.end() > match.end():
                break
            start = match.end()
        return min(start, end)

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        low = self._forward(start, end)
        return (low if low < end else start), len(self.flat[:end].rstrip())

    def _text(self, start: int, end: int) -> str:
        return self.context.text[start:end].replace("\n", " ").replace("\u00a0", " ").strip()

    def _tidy(self, name: str) -> str:
        """A name without the dates inside it, in lower case where only its first letter is a capital."""
        name = _INNER_DATE.sub("", name)
        name = re.sub(r"\s+", " ", name).strip(" ,;:.-–“”\"'•*+")
        if name.count("(") != name.count(")"):
            name = name.replace("(", " ").replace(")", " ").replace("  ", " ").strip()
        if len(name) > LONGEST_NAME:
            name = name[:LONGEST_NAME].rpartition(" ")[0]
        first, _, rest = name.partition(" ")
        if first[:1].isupper() and first[1:].islower() and not (rest[:1].isupper()):
            name = name[:1].lower() + name[1:]
        elif len(first) == 1 and first.isupper():
            name = name[:1].lower() + name[1:]
        return name


_INNER_DATE = re.compile(
    r"\s?(?:(?:trong|của|cả|giai đoạn|đến|vào|tính đến)\s)*(?:(?:hết|cuối|đầu)\s)?(?:năm|giai đoạn|quý [IViv]+(?:/| năm)?|tháng \d{1,2}(?:/| năm)?)\s?"
    r"(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)\d\d)?", re.IGNORECASE,
)  # fmt: skip
_PLACE = re.compile(r" (?:ở|tại|toàn|của|trên địa bàn|trong) .*$")


def _measure_part(name: str, found: _Words) -> str:
    """What is measured, without where: "tỷ lệ hoả táng toàn thành phố" → "tỷ lệ hoả táng"."""
    return _PLACE.sub("", name)


def clauses(context: Context, sentence: tuple[int, int], quantities: list[Quantity]) -> list[Clause]:
    """The clause of each quantity of a sentence."""
    flat = context.flat
    low, high = sentence
    marks = [m.start() for m in re.finditer(r"[,;:()](?!\d)|[,;:]$", flat[low:high])]
    signs = [low + mark for mark in marks]
    found: list[Clause] = []
    for index, quantity in enumerate(quantities):
        place = bisect_left(signs, quantity.start)
        chunk, opener = (signs[place - 1] + 1, flat[signs[place - 1]]) if place else (low, "")
        following = bisect_left(signs, quantity.end)
        end = signs[following] if following < len(signs) else high
        if index + 1 < len(quantities):
            end = min(end, quantities[index + 1].start)
        start = low
        adjacent = False
        if index:
            before = quantities[index - 1]
            after = bisect_left(signs, before.end)
            boundary = (
                signs[after] + 1 if after < len(signs) and signs[after] < quantity.start else before.end
            )
            adjacent = boundary == before.end
            start = boundary
        for sign in reversed(signs[:place]):
            if sign < start:
                break
            if flat[sign] == ";" or (flat[sign] == ":" and sign < chunk):
                start = max(start, sign + 1)
                break
        found.append(Clause(start, max(chunk, start), end, sentence, opener, adjacent))
    return found
