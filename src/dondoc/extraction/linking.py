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
from bisect import bisect_left
from dataclasses import dataclass

from dondoc.extraction.context import Context, Hit
from dondoc.extraction.lexicon import Lexicon
from dondoc.extraction.quantities import Quantity
from dondoc.text.matcher import trie_pattern
from dondoc.text.normalize import fold

LONGEST_NAME = 160  # characters
FARTHEST = 1500  # characters before a number that can bear on it; keeps endless sentences linear


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
    next_number: int  # where the next quantity of the sentence begins; the sentence's end where none does


@dataclass(slots=True)
class _Words:
    """Patterns made from the packs."""

    trailing: frozenset[str]  # phrases that only lead to a number
    change: frozenset[str]  # verbs of change
    head: re.Pattern[str]
    weak_heads: frozenset[str]
    leading: re.Pattern[str]  # what a clause begins with before its subject


# A clause's beginning that no list of words says: list marks, spans of time, the place that has what follows.
_STARTS = (
    r"(?:[-–+*•“\"'(]|\d{1,2}[.)]|[a-zđ]\))\s+",
    r"bình quân (?:trong )?\d+ năm(?!\w)|bình quân(?! (?:thu|đầu))(?!\w)",
    r"(?:trong |tính chung )?\d{1,2} (?:tháng|năm)(?: đầu năm| qua)?(?!\w)",
    r"(?:toàn )?(?:tỉnh|thành phố|huyện|tp|ta|cả nước|vùng)(?= (?:có|đạt|đã|phấn đấu|sẽ|đề ra|phải)(?!\w))",
)
_GUARDED = re.compile(r"(?:tốc độ|mức|tỷ lệ|chỉ số|nhịp độ|đà|tỷ suất)$")
_COUNT_CUT = re.compile(
    r"(?<!\w)(?:so với|so cùng|trong đó|tăng \d|giảm \d|chiếm|đạt tỷ lệ|"
    r"với(?= (?:kinh|tổng|số|vốn|diện|giá|mức|doanh))|"
    r"tương đương|bằng|gấp|vượt \d|do|nhờ|"
    r"nhằm|để|đưa|nâng|góp phần|theo|kể cả|tính đến|vào|từ|trị giá|đạt \d|và \d|là|tại|giúp)(?!\w)|[“\"]|\d"
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


def words(lexicon: Lexicon) -> _Words:
    """Made once for a lexicon."""
    made = lexicon.compiled.get("linking")
    if made is None:
        verbs = {fold(form) for form in lexicon.packs.by_id("clause_words")["before_number"]["forms"]}
        change: set[str] = set()
        for entry in lexicon.packs.entries("verbs"):
            (change if entry["measure"] == "change" else verbs).update(fold(form) for form in entry["forms"])
        for entry in lexicon.packs.entries("bounds"):
            verbs.update(fold(form) for form in entry["forms"])
        starts = {fold(form) for entry in lexicon.packs.entries("clause_starts") for form in entry["forms"]}
        heads: set[str] = set()
        weak: set[str] = set()
        for entry in lexicon.packs.entries("heads"):
            (weak if entry.get("weak") else heads).update(fold(form) for form in entry["forms"])
        made = lexicon.compiled["linking"] = _Words(
            trailing=frozenset(verbs),
            change=frozenset(change),
            head=re.compile(rf"(?<!\w)(?:{trie_pattern(heads | weak)})(?!\w)"),
            weak_heads=frozenset(weak),
            leading=re.compile(rf"(?:{'|'.join(_STARTS)}|(?:{trie_pattern(starts)})(?!\w))[\s,:]*"),
        )
    assert isinstance(made, _Words)
    return made


class Linker:
    """Names the quantities of one document, in order; keeps what was named last."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.flat = prose(context)
        self.words = words(context.lexicon)
        self._date_ends = {m.span.end: min(m.span.start, m.cue_start) for m in context.dates}
        self._date_starts = {min(m.span.start, m.cue_start): m.span.end for m in context.dates}
        self._date_starts.update({m.span.start: m.span.end for m in context.dates})
        self.last: Name | None = None  # of the quantity before
        self.whole: Name | None = None  # of the last quantity that is no part of another
        self.counted: dict[str, Name] = {}  # unit → what was counted in it last
        self.side_of = ""  # the subject whose sides are told one by one
        self.lead = ""  # a measure named before ":" whose items follow

    # -- the steps ----------------------------------------------------------------------------------------

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

    def _word(self, role: str, start: int, end: int) -> tuple[int, int] | None:
        """The first breaker or predicate in `[start, end)`."""
        hits = self.context.hits("clause_breaks")
        for index in range(bisect_left(hits, start, key=_start_of), len(hits)):
            word_start, word_end, payloads = hits[index]
            if word_start >= end:
                break
            if word_end <= end and any(payload.entry["id"] == role for payload in payloads):
                return word_start, word_end
        return None

    def _strong_head(self, start: int, end: int) -> int | None:
        """Where the first noun stands that a measure's name begins with; None where none does."""
        hits = self.context.hits("heads")
        for index in range(bisect_left(hits, start, key=_start_of), len(hits)):
            head_start, head_end, payloads = hits[index]
            if head_start >= end:
                break
            if head_end <= end and not payloads[0].entry.get("weak"):
                return head_start
        return None

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

    # -- spans --------------------------------------------------------------------------------------------

    def _subject_span(self, clause: Clause, end: int) -> tuple[int, int]:
        """The subject in the clause before `end`: from its head noun to the words that lead to the number."""
        flat = self.flat
        start = clause.start
        if clause.adjacent:
            joint = flat.rfind(" và ", start, end)
            if joint < 0 and self._strong_head(start, end) is None:
                return end, end
            with_ = flat.rfind(" với ", start, end)
            start = max(joint + 4 if joint >= 0 else start, with_ + 5 if with_ >= 0 else start)
        stop = self._back(start, end)
        own = _SIGN.search(flat, stop, end) is None
        pieces = self._pieces(start, stop)
        while pieces:
            low, high = pieces[-1]
            first = self._forward(low, high)
            if not own and high - first >= 2:
                predicate = self._word("predicate", first, high)
                if (predicate is not None and predicate[0] == first) or _ASIDE.match(flat[low:high].lstrip()):
                    first = high
                elif predicate is not None:
                    high = self._back(first, predicate[0])
                    after = self._strong_head(predicate[1], pieces[-1][1])
                    if after is not None and len(flat[first:high].split()) < 2:
                        first, high = self._forward(predicate[1], pieces[-1][1]), pieces[-1][1]
            if high - first >= 2 and not _NO_SUBJECT.fullmatch(flat, first, high):
                break
            pieces.pop()
            own = False
        else:
            return end, end
        return self._from_head(first, high, pieces)

    def _from_head(self, first: int, high: int, pieces: list[tuple[int, int]]) -> tuple[int, int]:
        """Where the subject that ends at `high` begins: over commas to the left, then at its head noun."""
        flat = self.flat
        region = first
        own_head = self.words.head.match(flat, first, high)
        if own_head is None or own_head[0] in self.words.weak_heads:
            short = len(flat[first:high].split()) <= 4
            for left, right in reversed(pieces[:-1]):
                begin = self._forward(left, right)
                if right - begin < 2 or _ADVERBIAL.match(flat, begin, right):
                    break
                predicate = self._word("predicate", begin, right)
                if predicate is not None:
                    if short and predicate[0] - begin > 4 and _PASSIVE.search(flat, predicate[0], right):
                        region = begin
                    break
                region = begin
        while (broken := self._word("breaker", region, high)) is not None and high - broken[1] >= 3:
            region = self._forward(broken[1], high)
        head = self._strong_head(region, high)
        if head is not None and head > region:
            said = flat[region:head]
            predicate = self._word("predicate", region, head)
            owns = said.rstrip().endswith((" có", " với", " về", " của", "có"))
            if (predicate is not None and not owns) or len(said.split()) > 12:
                region = head
        if high - region > LONGEST_NAME:
            comma = flat.rfind(",", region, high)
            region = comma + 2 if comma > 0 and high - comma > 4 else high - LONGEST_NAME
            region = self._forward(region, high)
        return region, high

    def _pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        pieces = []
        at = start
        for match in _JOINT.finditer(self.flat, start, end):
            pieces.append((at, match.start()))
            at = match.end()
        pieces.append((at, end))
        return [(a, b) for a, b in pieces if b > a]

    def _back(self, start: int, end: int) -> int:
        """`end` moved left over the words that only lead to the number."""
        flat = self.flat
        level = changed = False
        while end > start:
            text = flat[max(start, end - 48) : end].rstrip(" \t\n,:-–(")
            end = max(start, end - 48) + len(text)
            if (date_start := self._date_ends.get(end)) is not None:
                end = max(start, date_start)
                continue
            tail = flat[max(start, end - 40) : end].split(" ")
            said = _ends_with(tail, self.words.trailing)
            if said:
                if said == "mới" and _NEWLY.search(flat, max(start, end - 14), end - 3):
                    break
                if said == "chỉ" and flat.endswith("chứng ", start, end - 3):
                    break
                if said in {"tỷ lệ", "mức", "tổng cộng"} and not level:
                    break
                level = level or said in _REACHED
                end -= len(said)
                continue
            said = "" if level and not changed else _ends_with(tail, self.words.change)
            if said and not _GUARDED.search(
                flat[max(start, end - len(said) - 12) : end - len(said)].rstrip()
            ):
                end -= len(said)
                level = changed = True
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
            match = self.words.leading.match(flat, start, end)
            if match is None or match.end() == start or flat.startswith("cả nước", start):
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


_PLACE_ONLY = re.compile(r"(?:(?:toàn|cả|trên địa bàn)?\s?(?:tỉnh|huyện|thành phố|xã|nước|tp)?)")
_BOUND_AFTER = re.compile(r" trở (?:lên|xuống|đi)")
# Heads that say nothing without what was counted before: "45 dự án với tổng vốn đăng ký …".
_GENERIC = re.compile(
    r"(?:tổng )?(?:số |mức )?(?:vốn|giá trị|kinh phí|diện tích|công suất|chiều dài|số tiền|doanh thu|trị giá)"
    r"(?: (?:đăng ký|đầu tư|thực hiện|điều lệ))*"
)
_WHICH = re.compile(r" [\w ]{0,30}đạt (?:từ |dưới |trên )?\d+(?:\s?-\s?\d+)? (?:tiêu chí|chỉ tiêu|sao)")
_NEWLY = re.compile(
    r"(?:lập|thôn|hút|tạo|trồng|làm|ký|cấp|dựng|viên|sinh|giống|đổi|nghệ|chuẩn|"
    r"công trình) $"
)


_REACHED = frozenset(["đạt", "là", "ước đạt", "còn", "đạt được", "thực hiện"])


def _start_of(hit: Hit) -> int:
    return hit[0]


def _ends_with(tail: list[str], phrases: frozenset[str]) -> str:
    """The longest of `phrases` that the words end with, "" where they end with none."""
    tail = tail[-5:]
    tail[0] = tail[0].lstrip('(“"‹')
    for first in range(len(tail)):
        said = " ".join(tail[first:]).lstrip('(“"‹')
        if said in phrases:
            return said
    return ""


def _says_share(flat: str, clause: Clause, quantity: Quantity) -> bool:
    """Whether the words just before the number say that it is a share."""
    return _SHARE_VERB.search(flat, max(clause.chunk, quantity.start - 16), quantity.start) is not None


_DIGIT = re.compile(r"\d")
_SIGN = re.compile(r"[,;:()]")
_JOINT = re.compile(r", |; |: |[()]")
_MARK = re.compile(r"[,;:()](?!\d)")
_SHARE_VERB = re.compile(r"chiếm|tỷ trọng")
_PASSIVE = re.compile(r"được|bị")


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


def prose(context: Context) -> str:
    """The text to link in: short brackets without a number, "(GRDP)", are part of their words."""
    made = context.compiled.get("prose")
    if made is None:
        made = context.compiled["prose"] = _SHORT_BRACKET.sub(r"‹\1›", context.flat)
    return made


_SHORT_BRACKET = re.compile(r"\(([^()\d,;:\n]{1,25})\)")
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
_NO_SUBJECT = re.compile(
    r"(?:cao|thấp|nhanh|nhiều|ít|lớn|nhỏ|chậm) hơn .*|"
    r"(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu|nghị quyết|cùng kỳ|yêu cầu|tiến độ)(?: (?:đề ra|đặt ra|giao|"
    r"năm|được giao|cả năm|năm trước|và|hđnd tỉnh|trung ương|tỉnh))*"
)
_ASIDE = re.compile(r"(?:nhờ|do|tại|trong|theo|sau|trước|khi|để|nhằm|mặc dù|nếu|ông|bà|đồng chí)(?!\w)")
_ADVERBIAL = re.compile(
    r"(?:với|nhờ|do|tại|trong|theo|từ|qua|trên|bên cạnh|cùng với|về|sau|trước|khi|để|nhằm|mặc dù|tuy|"
    r"nếu|vì|ông|bà|đồng chí|hằng năm|hàng năm)(?!\w)"
)


def clauses(context: Context, sentence: tuple[int, int], quantities: list[Quantity]) -> list[Clause]:
    """The clause of each quantity of a sentence."""
    flat = prose(context)
    low, high = sentence
    signs = [mark.start() for mark in _MARK.finditer(flat, low, high)]
    found: list[Clause] = []
    for index, quantity in enumerate(quantities):
        place = bisect_left(signs, quantity.start)
        chunk, opener = (signs[place - 1] + 1, flat[signs[place - 1]]) if place else (low, "")
        following = bisect_left(signs, quantity.end)
        following_number = quantities[index + 1].start if index + 1 < len(quantities) else high
        end = min(signs[following] if following < len(signs) else high, following_number)
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
        for back in range(place - 1, -1, -1):
            sign = signs[back]
            if sign < start:
                break
            if flat[sign] == ";" or (flat[sign] == ":" and sign < chunk):
                start = max(start, sign + 1)
                break
        around = max(low, quantity.start - FARTHEST), high
        found.append(Clause(start, max(chunk, start), end, around, opener, adjacent, following_number))
    return found
