"""Names of things counted: "có 290 sản phẩm OCOP", "đã kết nạp 215 đảng viên", "làm 12 người chết".

The counted noun is also the unit. Its name goes on to the right over the words that say which things are
counted, and takes from the left what was done with them; the body that did it is no part of the name.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from dondoc.extraction.acts import _EVENTS, _HAD, _PREDICATE, _STATED, CHANGED, Acts
from dondoc.extraction.clauses import Clause
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.names import LONGEST_NAME, Name, tidy
from dondoc.extraction.nounphrases import BY_WHOM, CLAUSE_END, ENDS_NAME, FINITE
from dondoc.extraction.subjects import ACTS
from dondoc.text.normalize import stripped_end
from dondoc.text.units import power_of

CONTENT_AFTER = re.compile(
    r"\s+(?!(?:so|tăng|giảm|xuống|lên|còn|bằng|đạt|chiếm|trong|gồm|bao|và|vượt|kế hoạch|dự toán|trở|mỗi|"
    r"một|trên|"
    r"/)(?!\w))(?=[^\W\d_])"
)
_REACHED = re.compile(r"(?:còn|xuống còn|lên|lên thành|đạt)$")
PLACE_ONLY = re.compile(r"(?:(?:toàn|cả|trên địa bàn)?\s?(?:tỉnh|huyện|thành phố|xã|nước|tp)?)")
_TIME_WORD = re.compile(r" (?:năm|tháng|quý|ngày|giai đoạn|vào)$", re.IGNORECASE)
_BOUND_AFTER = re.compile(r"(?<! sao) trở (?:lên|xuống|đi)")
_PER_TIME = re.compile(r"(?<=\w)/(?:năm|tháng|quý|tuần|ngày)(?!\w)")
_WHICH = re.compile(
    r" [\w ]{0,30}(?:đạt|tiềm năng|xếp hạng|ocop) (?:từ |dưới |trên )?\d+(?:\s?[-/]\s?\d+)? "
    r"(?:tiêu chí|chỉ tiêu|sao)|"
    r" (?:dưới|trên|từ) \d+(?:\s?[-–]\s?\d+)? tiêu chí|"
    r"(?: ocop)?(?: hạng| từ)? [345](?:\s?[-–]\s?[345])? sao(?: trở lên)?|"
    r" có \d+(?:,\d+)?% (?:số )?[^,;.()\d]{2,60}"
)
_SLASH_NOUN = re.compile(r"/\s?\d[\d.,]*")
# "23/23 xã (100%) đạt chuẩn", but not "38 vụ (8,4%) so với cùng kỳ", "214 đảng viên (tăng 12%) và …"
_ASIDE = re.compile(
    r" ?\((?!tăng|giảm|đạt|bằng|chiếm|vượt|so|gồm|trong)[^()\n]{1,24}\)"
    r"(?= (?!(?:so|tăng|giảm|trong đó|với|và|hoặc|cùng)(?!\w))[^\W\d_])"
)
_TOTALS = frozenset(["tổng số", "tổng cộng", "tổng", "số", "trong tổng số"])
_LEADS_ON = re.compile(
    r"(?: (?:của|(?<!trực )thuộc|tại|(?<!nhà )(?<!đất )(?<!chỗ )(?<!nơi )ở|trên|trong|với))+$"
)
_JOINED = re.compile(r" (?:và|hoặc|hay|với|cùng|trong đó)(?!\w)")
_NUMBERED = ("số ", "tổng số ", "số lượng ")
_LONGEST_PLACE = 4  # words
_MEAN_OF = re.compile(
    r"\s*((?:bình quân|trung bình)(?: [^\W\d]+){1,4}?) (?:đạt|có|là)(?: (?:hơn|gần|khoảng|trên))? $"
)
_HAS = re.compile(r"(?<!\w)(?:có|còn)(?: (?:trên|hơn|gần|khoảng))? ?$")
_PLACE_NOUN = re.compile(r"(?<!\w)(?:tỉnh|huyện|xã|thành phố|quận|phường|cả nước|địa bàn|địa phương)(?!\w)")
_PLACE_STILL_HAS = re.compile(
    r"\s*(?:toàn |cả )?(?:tỉnh|huyện|thành phố|xã|nước|thị xã|vùng|địa bàn)(?: [^\W\d]+){0,3}? "
    r"(?:hiện |chỉ |vẫn )*còn(?: (?:hơn|gần|khoảng|trên))? $"
)
_OWN_PLACE = re.compile(
    r" (?:tại|ở|thuộc|cho|"
    r"trong(?! (?:tổng )?số| đó| quý| tháng| năm| giai đoạn| thời| kỳ| vòng| đợt))(?= [^\W\d])"
)
_PER_HEAD = re.compile(r" ?(?:trên|/) ?(?:một |1 |10\.000 )?(?:vạn )?dân(?!\w)")
_OF_ALL = re.compile(r" (?:trong|trên) (?:tổng )?số \d")
_RATE = re.compile(r"t[ỷỉ] lệ (?:số )?")
_THEN = re.compile(
    r"(?:với|cùng với|đồng thời|trong khi|nhưng|báo cáo|gửi|trình|xong|hoàn thành|bảo đảm|đảm bảo"
    r"|tính ra|tức là|nghĩa là|bình quân|trung bình|tương đương)(?!\w)"
)  # what is done next
_AND = re.compile(r"[\w, ]{0,40}? và |, ")
_HARMED = re.compile(r" (?:bị )?(?:chết|thương|tử vong|mất tích|thiệt mạng)(?!\w)")
_CASES = frozenset(["vụ", "vụ án", "vụ việc", "chuyên án", "đường dây", "ổ nhóm", "tụ điểm"])
_ENUMERATED = 90  # characters a noun phrase may go on over commas where no verb ends it
_PLACE_TOLD = re.compile(
    r"(?:cả (?:nước|tỉnh|huyện|xã)|toàn (?:quốc|tỉnh|huyện|xã|thành phố|vùng|ngành)|tỉnh|huyện|thành phố)"
    r" (?:không|có|còn|đã|phấn đấu|sẽ|đạt)(?!\w)"
)
_SHORT = 3  # words that say so little of what is counted that what was done with it is said too


_A_DIGIT = re.compile(r"\d")
_ACT_ALONE = re.compile(
    r"(?:xuất khẩu|nhập khẩu|thu hút|huy động|giải ngân)(?: (?:được|thêm|mới|tới|hơn|gần|khoảng|trên))* $"
)
_TOLD_OF = re.compile(r" (?:cũng|được|tiếp tục|luôn|ngày càng|đang được|đã được)(?= )")
_ON_LAND = re.compile(r" (?:trên|trong) địa bàn(?: [^,;:.()]*)?$")
_HAPPENS = ("đầu tư ", "du lịch ")  # nobody does it
_GOES_BEYOND = re.compile(r"(?:đã|là|đạt|không|chưa)(?!\w)")


def start_of(quantity: Quantity) -> int:
    """Where a quantity stands: what a sentence's quantities are in order of."""
    return quantity.start


class Things(Acts):
    """The step `unit`."""

    def _counted(
        self, quantity: Quantity, clause: Clause, previous: Name | None, left: tuple[int, int]
    ) -> Name | None:
        if quantity.dimension not in {"count", "tally"} or not quantity.noun_start:
            return None
        if (stated := self._number_said(quantity, clause, left)) is not None:
            return stated
        noun_start, noun_end = quantity.noun_start, self._noun_phrase_end(quantity, clause)
        noun = self._kind_of(self._noun(quantity, noun_end), left)
        told = (
            self._visited(noun, clause, quantity)
            or self._given_to(noun, clause, quantity)
            or self._under(noun, quantity)
        )
        if told is not None:
            return Name(told, "unit", noun_start, noun_end, 0.75)
        return self._thing(quantity, clause, previous, left, (noun_start, noun_end, noun))

    def _number_said(self, quantity: Quantity, clause: Clause, left: tuple[int, int]) -> Name | None:
        """“số hộ nghèo giảm còn 1.204 hộ”: the subject itself says which number it is."""
        flat = self.flat
        verb = flat[max(clause.start, quantity.start - 16) : quantity.start].rstrip()
        stated = _STATED.search(verb) is not None
        if not stated and left[1] > left[0] and flat.startswith(_NUMBERED, left[0]):
            stated = _HAD.search(verb) is not None
        nominal = self._nominal(left)
        head = self._strong_head(*left) if left[1] > left[0] else None
        if head is None and left[1] > left[0] and flat.startswith(_NUMBERED, left[0]):
            head = left[0]  # "số động vật mắc bệnh là 352 con"
        visits = power_of(quantity.unit)[1] == "lượt" and flat.startswith("lượt ", left[0], left[1])
        if stated and head is None and visits:  # "lượt khám là 1.250 lượt"
            return Name(f"số {tidy(self._text(*left))}", "subject", left[0], left[1], 0.8)
        acts = head is not None and flat.startswith(ACTS, head)  # "tỉnh thu hút thêm 75 …"
        acts = acts and (head != left[0] or _ACT_ALONE.match(flat, left[0], quantity.start) is not None)
        if stated and _PLACE_STILL_HAS.match(flat, clause.chunk, quantity.start):
            stated, head = False, None  # "…, toàn tỉnh còn 9.604 hộ nghèo"
        if (stated or (nominal and not CONTENT_AFTER.match(flat, quantity.end, clause.end))) and (
            head is not None and not acts
        ):
            said = self._text(*left)
            if said.lower() in _TOTALS:
                return None  # "tổng số 8.400 ca nghi nhiễm"
            return self._whose(said, left) or Name(said, "subject", left[0], left[1], 0.85)
        return None

    def _thing(
        self,
        quantity: Quantity,
        clause: Clause,
        previous: Name | None,
        left: tuple[int, int],
        thing: tuple[int, int, str],
    ) -> Name:
        """The counted noun with the words that say which things are meant and what was done with them."""
        flat = self.flat
        noun_start, noun_end, noun = thing
        verb = flat[max(clause.start, quantity.start - 16) : quantity.start].rstrip()
        head = self._strong_head(*left) if left[1] > left[0] else None
        if head is not None and _PLACE_STILL_HAS.match(flat, clause.chunk, quantity.start):
            head = None
        beyond = self._past_number(quantity, noun_end, noun, clause)
        bare = noun_end - quantity.end <= 1 and not beyond
        if bare and (again := self._happened_again(quantity, clause, left)) is not None:
            return again
        if bare and (same := self._said_before(quantity, clause, previous, left, verb, noun)) is not None:
            return same
        words = f"số {noun}{beyond}"
        herd = self.memory.by_unit.get("con") if power_of(quantity.unit)[1] == "con" and bare else None
        if herd is not None and herd.words.startswith("đàn ") and head is None and left[1] > left[0]:
            return Name(f"đàn {tidy(self._text(*left))}", "part", *left, 0.7)
        if 1 < len((place := self._text(*left)).split()) <= _LONGEST_PLACE and place.istitle():
            words = f"{words} {place}"  # "Bình Định 5 nhà bị sập"
        if bare and (mean := _MEAN_OF.match(flat, clause.chunk, quantity.start)) is not None:
            return Name(f"{words} {tidy(self._text(*mean.span(1)))}", "unit", noun_start, noun_end, 0.75)
        if (effect := self._effect(quantity, clause, words, left, bare=bare)) is not None:
            return Name(effect, "unit", noun_start, noun_end, 0.75)
        if (told := self._of_work(words, noun, quantity, clause, bare=bare)) is not None:
            return Name(told, "unit", noun_start, noun_end, 0.8)
        did = self._did(quantity, clause)
        if bare and not did and left[1] <= left[0] and not self._action(clause, quantity.start):
            same = self.memory.by_unit.get(power_of(quantity.unit)[1])
            if same is not None and self._only_time(clause, quantity.start):
                return Name(same.words, "chain", confidence=0.65)
        if bare and previous is not None and (rest := self._same_of(quantity, previous)):
            return Name(f"{words} {rest}", "unit", noun_start, noun_end, 0.7)
        few = len(noun.split())
        if bare or few <= _SHORT or (few <= _SHORT + 2 and FINITE.search(noun) is None):
            if bare and previous is not None and left[1] <= left[0] and self._acted_too(quantity, clause):
                return Name(f"{words} {self.memory.action}", "unit", noun_start, noun_end, 0.65)
            words, sure = self._done_with(words, quantity, clause, left, bare=bare)
            return Name(words, "unit", noun_start, noun_end, sure)
        return Name(words, "unit", noun_start, noun_end, 0.85)

    def _acted_too(self, quantity: Quantity, clause: Clause) -> bool:
        """“nâng cấp 41 km đường giao thông, 17 cầu”: what was done to the first was done to all."""
        if not self.memory.action or clause.opener not in {"", ","} or self._action(clause, quantity.start):
            return False
        between = self.flat[max(clause.chunk, clause.start) : quantity.start].strip(" \n")
        return between in {"", "và", "/"}

    def _said_before(
        self,
        quantity: Quantity,
        clause: Clause,
        previous: Name | None,
        left: tuple[int, int],
        verb: str,
        noun: str,
    ) -> Name | None:
        """The name of a counted noun without words of its own: what another has said of it."""
        flat = self.flat
        noun_start, noun_end = quantity.noun_start, quantity.end
        both = flat[quantity.start - 1 : quantity.start] == "/" and quantity.unit in self.memory.counted
        if CHANGED.search(verb) or both:
            none = previous if left[1] <= left[0] else None
            same = self.memory.counted.get(power_of(quantity.unit)[1], none)
            if same is not None:
                return Name(same.words, "chain", confidence=0.7)
        if _REACHED.search(verb) and previous is not None and left[1] <= left[0] and clause.adjacent:
            return Name(previous.words, "chain", confidence=0.6)  # "gạch nung giảm 6,5% còn 410 triệu viên"
        if flat[quantity.end : quantity.end + 1] == "/":
            return self._slashed(quantity, clause)
        if verb.endswith("là") and previous is not None and clause.opener and left[1] <= left[0]:
            return Name(previous.words, "chain", confidence=0.6)
        if shared := self._shared(quantity):
            return Name(f"số {noun} {shared}", "unit", noun_start, noun_end, 0.75)
        if left[1] > left[0] and previous is not None and self._back_to(*left):
            return Name(previous.words, "chain", confidence=0.65)
        if previous is not None and (rated := self._rated(quantity, previous)):
            return Name(f"số {rated}", "unit", noun_start, noun_end, 0.75)
        return None

    def _shared(self, quantity: Quantity) -> str:
        """“06 huyện và 300 xã hoàn thành tiêu chí …”: what the second did is said of both."""
        flat = self.flat
        index = bisect_right(self.group, quantity.start, key=start_of)
        following = self.group[index] if index < len(self.group) else None
        if (
            following is None
            or not following.noun_start
            or _AND.fullmatch(flat, quantity.end, following.start) is None
        ):
            return ""
        end = CLAUSE_END.search(flat, following.end, following.end + 200)
        stop = end.start() if end is not None else min(len(flat), following.end + 200)
        if (per := _PER_HEAD.match(flat, following.end, stop)) is not None:
            return self._text(*per.span())
        if quantity.unit in _CASES and _HARMED.match(flat, following.end) is not None:
            return ""  # "giảm 12 vụ, 4 người chết": the cases did not die
        if quantity.unit in _CASES and following.unit not in _CASES:
            # "bắt giữ 97 vụ, 124 bị can phạm tội về ma túy": of what the people are accused
            cut = ENDS_NAME.search(flat, following.end, stop)
            return tidy(self._text(following.end, cut.start() if cut else stop))
        if flat.startswith(", ", quantity.end):
            return ""
        did = FINITE.match(flat, following.end + 1, stop)
        cut = ENDS_NAME.search(flat, did.end(), stop) if did is not None else None
        return tidy(self._text(did.start(), cut.start() if cut else stop)) if did is not None else ""

    def _rated(self, quantity: Quantity, previous: Name) -> str:
        """“tỷ lệ xã đạt chuẩn 50% (8 xã)”: the count behind the rate."""
        rate = _RATE.match(previous.words.lower())
        if rate is None or self.flat[quantity.start - 1 : quantity.start] != "(":
            return ""
        said = previous.words[rate.end() :]
        return said if said.lower().startswith(self._text(quantity.noun_start, quantity.end).lower()) else ""

    def _nominal(self, left: tuple[int, int]) -> bool:
        """Whether the subject is a measure of its own, "đàn trâu", and no act: "xuất khẩu 1.500 lao động"."""
        start, end = left
        if end <= start:
            return False
        if self.flat.startswith(_NUMBERED, start):
            return True
        return self._strong_head(start, end) == start and not self.flat.startswith(ACTS, start)

    def _only_time(self, clause: Clause, end: int) -> bool:
        """“…, đến năm 2030 khoảng 2 triệu buồng”: a time and no new subject."""
        return self._back(clause.chunk, end) <= self._forward(clause.chunk, end) and (
            self.flat[clause.chunk : end].strip(" \t\n,") not in {"", "và", "với", "cùng"}
        )

    def _noun(self, quantity: Quantity, end: int) -> str:
        """The counted noun with what follows it, without a bracket between the two."""
        aside = _ASIDE.match(self.flat, quantity.end, end)
        if aside is not None:
            noun = f"{self._text(quantity.noun_start, quantity.end)} {self._text(aside.end(), end)}"
        else:
            noun = self._text(quantity.noun_start, end)
        if self.flat[end : end + 2].strip()[:1].isdigit():  # "lao động nghề cá năm 2015"
            noun = _TIME_WORD.sub("", noun)
        noun = _PER_TIME.sub("", noun)
        return tidy(_BOUND_AFTER.sub("", noun)) or self._text(quantity.noun_start, quantity.end)

    def _done_with(
        self, words: str, quantity: Quantity, clause: Clause, left: tuple[int, int], *, bare: bool
    ) -> tuple[str, float]:
        """The name with what was done: "đã kết nạp 215 đảng viên mới" → "số đảng viên mới kết nạp"."""
        action = self._action(clause, quantity.start)
        if action is not None:
            said = tidy(self._text(*action))
            again = words.removeprefix("số ").lower()
            if " " in again and f" {again} " in said.lower():
                return words, 0.7  # "chi trả cho giáo viên nghỉ việc … với 85 giáo viên": who they are
            self.memory.action = said
            if (agent := self._told_apart(quantity, clause, action)) is not None:
                return f"{words} {agent} {said}", 0.8
            if bare and said not in words and (by := self._by_activity(clause, action[0])):
                did = by if by.startswith(_HAPPENS) else f"được {by}"
                return f"{words} {did} {said}", 0.75
            if said == "xảy ra" and f"{words} " in _EVENTS:
                self.memory.action = ""
                return words, 0.7  # "xảy ra 21 vụ": the event says more than that it happened
            return (words if said in words else f"{words} {said}"), 0.8
        if left[0] < clause.chunk and (
            clause.opener == "(" or _PLACE_NOUN.search(self.flat, clause.chunk, quantity.start)
        ):
            return words, 0.7
        if bare and self._owned_by_place(left, quantity.start):
            return words, 0.7
        if left[0] < clause.chunk < left[1] and _A_DIGIT.search(self.flat, left[0], clause.chunk) is not None:
            left = (
                self._forward(clause.chunk, left[1]),
                left[1],
            )  # "riêng ngày 3-5, xe tuyến Hồ Sen chạy 30 lượt"
        if (
            bare
            and _A_DIGIT.search(self.flat, *left) is None
            and len(_ON_LAND.sub("", self.flat[left[0] : left[1]]).split()) <= self._roomy(quantity)
            and not PLACE_ONLY.fullmatch(self.flat, *left)
        ):
            said = _ON_LAND.sub("", self._text(*left))
            if self.flat.endswith("với ", clause.chunk, quantity.start):
                said = _TOLD_OF.split(said, maxsplit=1)[0]  # "việc rà soát cũng được coi trọng với 12 cuộc"
            said = tidy(_PREDICATE.split(said, maxsplit=1)[0])
            if said.lower() in _TOTALS:
                return words, 0.7
            # "du lịch là điểm sáng với …"
            noun = words.removeprefix("số ")
            said = (
                said.removesuffix(" xảy ra") if words.startswith(_EVENTS) or f"{words} " in _EVENTS else said
            )
            if said.lower().startswith(noun.lower()):
                return f"số {said}", 0.7
            if " " in noun and f" {noun.lower()} " in said.lower():
                return words, 0.7  # "chi trả cho giáo viên nghỉ việc … với 85 giáo viên": who they are
            return (words if words.endswith(said) else f"{words} {said}"), 0.7
        if bare and (did := self._did(quantity, clause)):
            return f"{words} {did}", 0.7
        return words, 0.85 if not bare else 0.7

    def _owned_by_place(self, left: tuple[int, int], end: int) -> bool:
        """“năm học này toàn tỉnh có 412 trường”: the place that has them names nothing."""
        return (
            _HAS.search(self.flat, left[0], end) is not None
            and _PLACE_NOUN.search(self.flat, *left) is not None
        )

    def _same_of(self, quantity: Quantity, previous: Name) -> str:
        """“dịch xảy ra tại 1.245 hộ, 312 thôn”: what is said of the first is said of all."""
        things = self.memory.things
        if things is not previous or self.flat[max(0, quantity.start - 5) : quantity.start].strip() not in {
            ",",
            "và",
        }:
            lead = self.flat[max(0, quantity.start - 6) : quantity.start]
            if things is not previous or not lead.endswith((", ", "và ", "của ", "thuộc ")):
                return ""
        unit = self.memory.unit
        said = previous.words.removeprefix("số ")
        rest = said[len(unit) :].strip() if said.lower().startswith(unit) else ""
        # "2 đình làng, 1 trạm y tế": which kind the first are is not said of the second
        kind = f" {rest}" in self._text(previous.start, previous.end)
        acted = not kind or FINITE.search(rest) or self.words.action.search(rest.lower())
        return rest if acted else ""

    def _happened_again(self, quantity: Quantity, clause: Clause, left: tuple[int, int]) -> Name | None:
        """“trong tháng xảy ra 21 vụ tai nạn; lũy kế 9 tháng xảy ra 168 vụ”: of the same kind."""
        before = self.memory.counted.get(power_of(quantity.unit)[1])
        if before is None or not before.words.startswith(_EVENTS):
            return None
        own = self.flat[slice(*left)].removesuffix("xảy ra").strip()
        if own and not PLACE_ONLY.fullmatch(own) and _PLACE_NOUN.search(own) is None:
            return None  # "khởi tố 142 vụ. Tai nạn giao thông xảy ra 36 vụ": of a kind that is named
        if not self.flat.endswith("xảy ra ", clause.chunk, quantity.start):
            return None
        return Name(before.words, "unit", quantity.noun_start, quantity.end, 0.7)

    def _slashed(self, quantity: Quantity, clause: Clause) -> Name:
        """“61 tàu/418 ngư dân bị bắt giữ”: what is said of the second is said of both."""
        high = clause.sentence[1]
        match = _SLASH_NOUN.match(self.flat, quantity.end, high)
        noun = self._text(quantity.noun_start, quantity.end)
        if match is None:
            return Name(f"số {noun}", "unit", quantity.noun_start, quantity.end, 0.6)
        following = self.context.lexicon.compiled["quantities"].units.at(self.flat, match.end())
        start = following.end if following is not None else match.end()
        while following is not None and (match := _SLASH_NOUN.match(self.flat, start, high)) is not None:
            # "có 468 trường/7.877 lớp/225.278 học sinh"
            following = self.context.lexicon.compiled["quantities"].units.at(self.flat, match.end())
            start = following.end if following is not None else match.end()
        cut = CLAUSE_END.search(self.flat, start, high)
        end = cut.start() if cut else high
        said = f"số {noun} {self._text(start, end)}".strip()
        acted = said == f"số {noun}" and self._action(clause, quantity.start) is not None
        if acted:  # "bắt giữ 19 vụ/20 đối tượng": what was done to both
            said, _ = self._done_with(said, quantity, clause, (clause.chunk, clause.chunk), bare=True)
        return Name(said, "unit", quantity.noun_start, end, 0.7)

    def _noun_phrase_end(self, quantity: Quantity, clause: Clause) -> int:
        """Where the words that say which things are counted end."""
        flat = self.flat
        end = clause.end
        start = quantity.end
        if quantity.dimension == "tally":
            whole = _OF_ALL.search(flat, quantity.noun_start, quantity.end)
            if whole is not None:
                return whole.start()  # "14 dự án mới hoạt động [trong tổng số 39 dự án]"
        if (which := _WHICH.match(flat, start, clause.sentence[1])) is not None:
            return which.end()
        if (aside := _ASIDE.match(flat, start, clause.sentence[1])) is not None:
            start = aside.end()
            following = CLAUSE_END.search(flat, start, clause.sentence[1])
            end = following.start() if following is not None else clause.sentence[1]
        if _JOINED.match(flat, start):
            return start
        if (by := BY_WHOM.match(flat, start, clause.sentence[1])) is not None:
            return stripped_end(flat, by.end(), " \t\n")
        own = _OWN_PLACE.match(flat, start, end)  # "51 công trình tại các trường tiểu học"
        cut = ENDS_NAME.search(flat, own.end() if own is not None else start, end)
        if cut is not None:
            end = cut.start()
        elif not FINITE.search(flat, start, end) and not (
            end == start and CHANGED.search(flat, clause.chunk, quantity.start - 1)
        ):
            end = self._over_commas(start, end, clause)
        end = stripped_end(flat, end, " \t\n,;:.-–/(")
        if (
            end > start
            and not flat[end : clause.next_number].strip()
            and clause.next_number < clause.sentence[1]
        ):
            end = max(start, self._back(start, end))  # "12 vụ [ước tính] 300 triệu đồng"
        if (loose := _LEADS_ON.search(flat, quantity.end, end)) is not None:
            end = loose.start()  # "39 lượt xã [của] 11 huyện"
        return max(quantity.end, end)

    def _over_commas(self, start: int, end: int, clause: Clause) -> int:
        """A noun phrase with commas goes on to its verb: "các điểm tổ chức, đối tượng, được phát hiện"."""
        flat = self.flat
        limit = min(clause.sentence[1], clause.next_number, start + LONGEST_NAME)
        at = end
        while at < limit and flat[at] == ",":
            if ENDS_NAME.match(flat, at + 2) or _THEN.match(flat, at + 2) or _PLACE_TOLD.match(flat, at + 2):
                break
            following = CLAUSE_END.search(flat, at + 1, limit)
            stop = following.start() if following else limit
            if following is None and limit == clause.next_number < clause.sentence[1]:
                break  # these words lead to the next number
            verb = FINITE.search(flat, at, stop)
            if verb is not None and verb.start() == at + 2 and at == end and _GOES_BEYOND.match(flat, at + 2):
                break  # "6.174 trường hợp, đã tạo hiệu ứng tích cực": of the whole, not of the things
            if verb is not None:
                cut = ENDS_NAME.search(flat, at + 1, stop)
                return cut.start() if cut and cut.start() > verb.start() else stop
            if self._word("predicate", at, stop) is not None:
                break
            at = stop
        else:
            if (at > end and limit == clause.sentence[1]) or flat[at : at + 1] in {";", "."}:
                return at if at - start <= _ENUMERATED else end
        return end
