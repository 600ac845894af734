"""What a clause leaves out because another has said it.

"năng suất lúa đạt 61 tạ/ha, ngô đạt 48 tạ/ha"        the measure: năng suất ngô
"… tại cấp tỉnh đạt 99%, cấp huyện đạt 97%"           all but the part that differs
"45 dự án với tổng vốn đăng ký …"                     whose capital it is
"…, đứng đầu cả nước"                                 the whole subject
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from dondoc.extraction import sides
from dondoc.extraction.beside import SHARE_VERB, Beside
from dondoc.extraction.clauses import Clause, aim_aside, than_aim, than_country, than_level
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.growth import growth_compared
from dondoc.extraction.names import LONGEST_NAME, Name, tidy
from dondoc.extraction.nounphrases import ENDS_NAME
from dondoc.extraction.owners import SHEET
from dondoc.extraction.things import start_of
from dondoc.text.units import power_of

# "kế tiếp là Nhật Bản": the words that lead on to the next.
LEADING = re.compile(
    r"(?:(?:kế tiếp|tiếp đến|tiếp theo|tiếp đó|sau đó|cuối cùng|kế đến|đứng đầu|xếp sau|theo sau|đó) là |"
    r"chỉ tính riêng |tính riêng |riêng )+",
    re.IGNORECASE,
)
_OF_THE_SAME = ("", "%", "điểm %", "lần")  # units in which more is told of what was named last
_CONTRIBUTE = re.compile(r"(?:đóng góp|góp(?<!vốn góp)(?<!trả góp)(?<!quyên góp))(?: [\w ]{0,20})?$")
_INTO = re.compile(r"\s?((?:vào|cho|trong|của)?\s?[^,.;()\d]{3,60})")
_PLACE = re.compile(r" (?:(?:ở|tại|toàn|của|trên địa bàn|trong|đối với) .*|các ngành|toàn ngành)$")
_FOR = re.compile(
    r" ((?:cho(?! (?:giai đoạn|năm|các năm|cả năm|nhiệm kỳ))|ở(?! mức)|tại|đối với|từ nguồn|để)(?!\w)"
    r" [^,.;()\d]{3,80})"
)
_FOR_END = re.compile(r" (?:cho|ở|tại|đối với|từ nguồn|để) .*$")
_PLACE_SAID = re.compile(
    r"(?:tại|ở|(?:trên )?địa bàn|toàn (?:tỉnh|huyện|xã|thành phố|quốc)|khu vực|vùng|huyện|quận|"
    r"tỉnh|thành phố|thị xã|"
    r"khối|thành thị|nông thôn|đô thị|miền|cấp (?:tỉnh|huyện|xã)|"
    r"tiểu học|trung học|mầm non|nhà trẻ|mẫu giáo|thcs|thpt)(?!\w)"
)
_PART = re.compile(r"(?:trong đó|riêng|đối với|bao gồm|gồm)[\s:,]")
_TOTAL = re.compile(r"^tổng (?=\S+ )", re.IGNORECASE)
_SHARED = re.compile(r"(?:chiếm|đạt tỷ lệ|tỷ lệ|chiếm tỷ lệ|tỷ trọng)(?: (?:đạt|là|hơn|gần|trên|khoảng))* ?$")
RATE_PAID = re.compile(r"tỷ lệ (.{3,}) được (hỗ trợ|thưởng|trợ cấp|miễn|giảm)(?: một lần)?")
_RATE = ("tỷ lệ", "tỷ trọng", "tỉ lệ")
_ONLY_CHANGE = re.compile(r"(?:tỷ lệ|mức|tốc độ) (?:tăng|giảm)(?: thêm)?")
_OF_PLAN = re.compile(r" ?(?:so với |so )?(?:kế hoạch|dự toán|chỉ tiêu|kh(?!\w)|mục tiêu|nghị quyết)")
_WHOLES = re.compile(r"(?:dân cư|dân số|diện tích|số |nhân lực)")  # what a rate may be of, no rate itself
# "62%, vượt mục tiêu đề ra (mục tiêu đến năm 2020 là 50%)": the aim of what was told.
_AIM_ASIDE = re.compile(
    r"\((?:mục tiêu|kế hoạch|chỉ tiêu|nghị quyết|dự toán)(?!\w)[^()]{0,50}(?:là|đạt|:) ?$"
)
_CHANGES = ("vượt ", "tăng ", "giảm ", "cao hơn ", "thấp hơn ", "bằng ")
_COMPARES = re.compile(
    r"(?:vượt|cao hơn|thấp hơn|so|so với|xa)(?: (?:xa|rất xa|nhiều|với|so))*(?: mức| con số)?"
    r"(?: [^,;()]{0,110})? là ?$"
)
_ALIGNED = re.compile(r"[\s,;]*(?:và )?(?:hơn |gần |khoảng |trên )?(?=\d)")
_ALIGNED_MOST = 12  # subjects that "lần lượt" may set beside their values


class Carried(Beside):
    """The steps `part`, `chain` and `before`, and what completes a subject."""

    def _elided(
        self, said: str, quantity: Quantity, clause: Clause, previous: Name | None, *, headed: bool
    ) -> str | None:
        """The name of a thing whose measure was said before: "lạc đạt 25 tạ/ha" after "năng suất lúa …"."""
        if previous is not None and (paid_out := self._paid_out(said, quantity, clause, previous)):
            return paid_out
        if headed:
            return self._rate_too(said, quantity, clause)
        if (
            quantity.dimension == "bare"
            and previous is not None
            and (counted := self._listed(said, quantity))
        ):
            return counted
        previous = self.memory.by_unit.get(power_of(quantity.unit)[1]) if previous is not None else None
        if previous is None:
            return None
        parallel = _in_its_place(said, previous.words) or self._parallel(said, previous.words)
        if parallel is not None:
            return parallel
        if previous.how in {"part", "label"} and self.memory.prefix and clause.opener in {";", ","}:
            return f"{self.memory.prefix} {said}"
        if quantity.dimension == "percent" and (
            self._changes(quantity, clause)
            or not previous.words.lower().startswith((*_RATE, "cơ cấu", "mức độ"))
        ):
            return None
        if _PLACE_SAID.match(said.lower()):
            return self._part_of(said, previous.words)
        if (other := sides.of_other(said, quantity, previous.words)) is not None:
            return other
        if quantity.dimension == "money" and (traded := _TRADED.match(previous.words)) is not None:
            goods = LEADING.sub("", said)
            return f"{traded[0]}{goods}" if len(goods.split()) <= _FEW_GOODS else None
        if quantity.dimension in {"money", "count", "score"} and clause.opener != "(":
            return None
        head = self.words.head.match(_TOTAL.sub("", previous.words.lower()))
        if head is None or head[0] in self.words.weak_heads:
            return None
        self.memory.prefix = head[0]
        return f"{head[0]} {said}"

    def _listed(self, said: str, quantity: Quantity) -> str | None:
        """“số trường mầm non đạt chuẩn là 141, tiểu học 206, THCS 123”: the things go without saying."""
        named = self.memory.bare or self.memory.counted.get(self.memory.listed)
        if named is None or len(said.split()) > _FEW_GOODS:
            return None
        if self.memory.bare is None:
            quantity.unit = self.memory.listed
        return self._part_of(said, named.words)

    def _split(self, quantity: Quantity, clause: Clause) -> Name | None:
        """“đàn gà 2.431 con (nuôi nhỏ 630 con, nuôi tập trung 1.801 con)”: how many of those are which."""
        if quantity.place:
            noun = f"số {quantity.unit}"  # "với 45 dự án, tiếp đến là [Bình Dương] 30"
            told = self.memory.counted_before(quantity.unit or "")
            said = f"{told if told.startswith(noun) else noun} {quantity.place}"
            return Name(said, "part", quantity.start, quantity.end, 0.7)
        opened = self.flat.rfind("(", clause.sentence[0], quantity.start)
        if quantity.dimension != "count" or opened < 0 or self.flat.find(")", opened, quantity.start) >= 0:
            return None
        index = bisect_left(self.group, opened, key=start_of) - 1
        whole = self.group[index] if index >= 0 else None
        if whole is None or whole.unit != quantity.unit or whole.value <= quantity.value:
            return None
        part = tidy(self._text(clause.chunk, quantity.start).strip(" :("))
        if self.flat[whole.end : opened].strip() or not 0 < len(part.split()) <= _FEW_GOODS:
            return None
        named = self.memory.counted.get(power_of(whole.unit)[1])
        if named is None or self.context.hits_in("verbs", clause.chunk, quantity.start):
            return None
        if named.how == "part" and self.memory.whole is not None:
            named = self.memory.whole  # the second in the bracket: of the whole, not of the first
        return Name(f"{named.words} {part}", "part", clause.chunk, quantity.start, 0.75)

    def _aside_part(
        self, said: str, quantity: Quantity, clause: Clause, previous: Name | None, *, headed: bool
    ) -> str | None:
        """“số vụ án tăng 8% (cấp huyện tăng 11%)”: of a part, right behind the whole's number."""
        if previous is None or headed or clause.opener != "(" or quantity.dimension != "percent":
            return None
        if not self._changes(quantity, clause) or len(said.split()) > _FEW_GOODS:
            return None
        opened = self.flat.rfind("(", clause.sentence[0], quantity.start)
        index = bisect_left(self.group, quantity.start, key=start_of)
        whole = self.group[index - 1] if index else None
        if whole is None or self.flat[whole.end : opened].strip() or previous.words.startswith(_RATE):
            return None
        return self._part_of(said, previous.words)

    def _paid_out(self, said: str, quantity: Quantity, clause: Clause, previous: Name) -> str | None:
        """“giải ngân vốn đầu tư công đạt 52%, vốn kéo dài chỉ 38%”: of another source, the same."""
        funds = quantity.dimension == "percent" and _FUNDS.match(said.lower()) is not None
        changed = self._changes(quantity, clause)
        told = previous.words.lower().startswith("giải ngân ")
        return f"giải ngân {said}" if funds and told and not changed else None

    def _rate_too(self, said: str, quantity: Quantity, clause: Clause) -> str | None:
        """“tỷ lệ dân số đô thị có nước sạch 88%; dân cư nông thôn 96%”: of whom the same rate is told."""
        before = self.memory.by_unit.get("%")
        if quantity.dimension != "percent" or before is None or clause.opener not in {";", ","}:
            return None
        if not before.words.lower().startswith(_RATE) or _WHOLES.match(said.lower()) is None:
            return None
        changed = self._changes(quantity, clause)
        return None if changed else f"tỷ lệ {said}"

    def _parallel(self, said: str, whole: str) -> str | None:
        """`whole` with its last part replaced by one that begins with the same word: "cấp huyện …"."""
        first, _, rest = said.lower().partition(" ")
        if not rest or len(first) < 2 or not first.isalpha():
            return None
        if whole.lower().startswith(f"{first} "):
            return said
        place = whole.lower().rfind(f" {first} ")
        if place < 4 or len(whole) - place > len(said) + 60:
            return None
        kept = whole[:place]
        return f"{kept} {said}" if self.words.head.search(kept.lower()) is not None else None

    def _part_of(self, said: str, whole: str) -> str:
        if (placed := _in_its_place(said, whole)) is not None:
            return placed
        if (parallel := self._parallel(said, whole)) is not None:
            return parallel
        self.memory.prefix = _PLACE.sub("", whole)
        last = f" {said.partition(' ')[0].lower()}"  # "tỷ lệ khám phá án" and "án rất nghiêm trọng": once
        return f"{self.memory.prefix.removesuffix(last)} {said}"

    def _is_part(self, quantity: Quantity, clause: Clause, start: int) -> bool:
        """Whether the subject is a part of what was named before: "trong đó các quận trung tâm đạt …"."""
        between = self.flat[max(clause.sentence[0], start - 24) : start]
        if between.rstrip().endswith("đối với"):
            return True
        if between.rstrip().endswith(", riêng") and quantity.dimension == "percent":
            # "chế biến tăng 13%, sản xuất điện tăng 6%, riêng khai khoáng giảm 4%": one of a row, no part
            last = self.memory.last
            if (
                last is not None
                and last.how == "subject"
                and self.words.head.match(last.words.lower()) is None
            ):
                return False
        match = self.words.head.match(self.flat, start, quantity.start)
        if match is not None and match[0] not in self.words.weak_heads:
            return False
        return _PART.search(between) is not None

    def _whole(self, quantity: Quantity, previous: Name | None) -> Name | None:
        """What the subject may be a part of: named in the sentence, else before, in the same unit."""
        whole = self.memory.whole
        if whole is not None and quantity.dimension != "percent" and whole.words.lower().startswith(_RATE):
            return None  # "tỷ lệ lấp đầy 82%, riêng khu B giải phóng mặt bằng 1.000 ha"
        if previous is not None:
            same = self.memory.by_unit.get(power_of(quantity.unit)[1])
            if same is not None and quantity.dimension == "money":
                return same
            if whole is not None and self.memory.whole_unit != power_of(quantity.unit)[1]:
                said = whole.words.lower()
                if said.startswith(SHEET) or (quantity.dimension == "money" and said.startswith("số ")):
                    return None  # "12 chỉ tiêu đạt, trong đó du lịch tăng 9%": no part of aims
            return whole or previous
        unit = power_of(quantity.unit)[1]
        if self.memory.whole_unit == unit != "%":
            return whole
        # "đạt 245 triệu USD, tăng 6%. Trong đó khu vực FDI 180 triệu USD": of what was told to the end
        told, last = self.memory.wholes.get(unit), self.memory.last
        start = self._forward(self.context.sentence_at(quantity.at)[0], quantity.start)
        opens = _PART.search(self.flat, self.context.sentence_at(quantity.at)[0], start) is not None
        goes_on = told is not None and last is not None and last.words == told.words
        return told if opens and goes_on and unit != "%" else None

    def _contribution(self, said: str, quantity: Quantity, clause: Clause) -> str | None:
        """“đóng góp 5,08% vào tăng trưởng chung”: of what, into what."""
        if _CONTRIBUTE.search(self.flat[clause.chunk : quantity.start]) is None:
            return None
        into = _INTO.match(self.flat, quantity.end, clause.end)
        if into is not None:
            self.memory.into = self._text(*into.span(1))
        elif not self.memory.into:
            if quantity.unit != "điểm %":
                return None
            self.memory.into = "vào tăng trưởng"  # "đóng góp 5,02 điểm phần trăm": points are of growth
        return f"đóng góp của {said} {self.memory.into}"

    def _owner(self, quantity: Quantity, clause: Clause) -> str:
        """What a sum is for, where that stands after it: "3 triệu đồng cho mỗi trường hợp"."""
        match = _FOR.match(self.flat, quantity.end, clause.end)
        if match is None:
            return ""
        cut = ENDS_NAME.search(self.flat, match.start(1) + 3, match.end(1))
        return self._text(match.start(1), cut.start() if cut else match.end(1))

    def _chain(self, quantity: Quantity, clause: Clause, previous: Name | None) -> Name | None:
        if previous is None or not previous.words:
            return None
        if (several := self._in_turn(quantity, clause)) is not None:
            return several
        said = previous.words
        if (unit := power_of(quantity.unit)[1]) not in {*_OF_THE_SAME, self.memory.unit}:
            same = self.memory.by_unit.get(unit)  # "152 tấn, trị giá 5 triệu USD; lũy kế 737 tấn"
            said = same.words if same is not None else said
        if _GROWS.fullmatch(self.flat[clause.chunk : quantity.start].strip()) and _AIMS.search(
            self.flat, clause.sentence[0], clause.chunk
        ):  # "đặt mục tiêu thu hút 1,4 tỷ USD, tăng trưởng 8%"
            return Name("tăng trưởng", "subject", confidence=0.6)
        if said == self.memory.growth[0]:
            said = self.memory.growth[1]  # "…, gấp 2 lần bình quân cả nước; cả năm đạt 177 tỷ đồng"
        if quantity.dimension == "times":
            grown, said = said, growth_compared(self.flat, self.group, quantity, said)
            self.memory.growth = (said, grown)
        if quantity.dimension not in {"rank", "rank_steps"}:
            said = said.removeprefix("thứ hạng ")  # "dẫn đầu cả nước về kim ngạch với 20 tỷ USD"
        if (scope := than_country(self.flat, clause, quantity)) is not None:
            return Name(f"{said} {scope}", "chain", confidence=0.6)
        if " so với " in said and said.startswith(_RATE):
            # "diện tích bị hại là 273 ha, bằng 1,3% tổng diện tích, giảm 166 ha": of the 273
            said = next((n.words for n in reversed(self.memory.names) if " so với " not in n.words), said)
        if (contribution := self._contribution(said, quantity, clause)) is not None:
            return Name(contribution, "chain", confidence=0.7)
        if quantity.dimension == "percent":
            if (share := self._share_of_told(said, quantity, clause, previous)) is not None:
                return share
            if not said.lower().startswith(_RATE) and says_share(self.flat, clause, quantity):
                said = f"tỷ trọng {said}"
        if quantity.dimension == "money":
            said = self._sum_of_told(said, quantity, clause, previous)
        return Name(said, "chain", previous.start, previous.end, min(previous.confidence, 0.75))

    def _sum_of_told(self, said: str, quantity: Quantity, clause: Clause, previous: Name) -> str:
        """A sum told of what was named before: what it is paid for, whose capital it is."""
        if self.memory.action and previous is self.memory.things:
            return f"số tiền {self.memory.action}"
        if (worth := sides.worth(self.flat, clause.chunk, quantity, said)) is not None:
            return worth
        index = bisect_left(self.group, quantity.start, key=start_of)
        if index and clause.adjacent:
            given = sides.given_too(self.flat, clause.sentence[0], self.group[index - 1], quantity)
            if given is not None:
                return given
        if (paid := RATE_PAID.fullmatch(said)) is not None:
            said = f"mức {paid[2]} {paid[1]}"  # "hỗ trợ 50% chi phí giống, tối đa 15 triệu đồng/ha"
        if said.startswith("số dự án"):
            said = f"vốn {said.removeprefix('số ')}"  # "14 dự án trong nước (9.000 tỷ đồng)"
        if said.startswith("số ") and not said.startswith(_SUMS):
            said = f"số tiền {said.removeprefix('số ')}"  # "cho 12.450 hộ vay 812 tỷ đồng"
        owner = self._owner(quantity, clause)
        return f"{_FOR_END.sub('', said)} {owner}" if owner else said

    def _share_of_told(self, said: str, quantity: Quantity, clause: Clause, previous: Name) -> Name | None:
        """“có 300/411 xã, chiếm 73%”; “kết nạp 163 đảng viên, trong đó 58% là nữ, 71% ở tuổi đoàn”."""
        of = said
        if previous.how == "share" and self.memory.things is not None:
            of = self.memory.things.words
        people = of.lower().startswith(_PEOPLE)
        which = _WHICH.match(self.flat, quantity.end, clause.end) if of.startswith("số ") or people else None
        if which is not None:
            words = f"tỷ lệ {of.removeprefix('số ')} {self._text(*which.span(1))}"
            return Name(words, "share", previous.start, previous.end, 0.7)
        if said.lower().startswith(_RATE):
            return None
        reached = self.flat.endswith("đạt ", clause.chunk, quantity.start) and said.startswith("số ")
        counted = previous.how == "unit" or (previous.how == "chain" and reached)
        if not counted or not self._is_share(quantity, clause):
            return None
        words = "tỷ lệ " + said.removeprefix("số ")
        return Name(words, "share", previous.start, previous.end, min(previous.confidence, 0.75))

    def _in_turn(self, quantity: Quantity, clause: Clause) -> Name | None:
        """“… 2,4 triệu lượt, doanh thu 2.150 tỷ đồng, tăng lần lượt 14% và 18%”: one of each named before."""
        if "lần lượt" not in self.flat[clause.chunk : quantity.start]:
            return None
        named = list({name.words: name for name in self.memory.names}.values())
        if len(named) < 2 or len(named) != self._run(quantity):
            return None
        self.memory.queue = [name.words for name in named[1:]]
        return Name(named[0].words, "chain", confidence=0.7)

    def _run(self, quantity: Quantity) -> int:
        """How many quantities follow one another from `quantity` on, with only "," or "và" between."""
        group = self.group
        index = bisect_left(group, quantity.start, key=start_of)
        count = 1
        for one, other in pairwise(group[index : index + _ALIGNED_MOST]):
            if _ALIGNED.fullmatch(self.flat, one.end, other.start) is None and (
                self.flat[one.end : other.start].strip() not in {",", "và", ", và", ";", "-"}
            ):
                break
            count += 1
        return count

    def _is_share(self, quantity: Quantity, clause: Clause) -> bool:
        """Whether a percentage says which part the things just counted are: "có 300/411 xã …, chiếm 73%"."""
        before = self.flat[max(clause.sentence[0], quantity.start - 24) : quantity.start]
        if before.endswith(("(", "(đạt ", "(bằng ", "(chiếm ", "(tỷ lệ ", "(đạt tỷ lệ ")):
            return True
        if before.endswith("đạt ") and self._of_the_counted() and not _OF_PLAN.match(self.flat, quantity.end):
            return True  # "tiếp nhận 6.415 hồ sơ, giải quyết đúng hạn 6.287 hồ sơ, đạt 98%"
        return _SHARED.search(before) is not None

    def _of_the_counted(self) -> bool:
        """Whether the last two numbers counted the same things: some of them, and all before."""
        last = [name.words.split()[:2] for name in self.memory.names[-2:]]
        return len(last) == 2 and last[0] == last[1] and last[0][0] == "số"

    def _points_back(self, quantity: Quantity, clause: Clause, start: int, end: int) -> bool:
        """“con số này”, “vượt xa mục tiêu đề ra là”: the subject of the number before."""
        if self._back_to(start, end) or (
            self.memory.names and (than_level(self.flat, quantity) or than_aim(self.flat, quantity))
        ):
            return True
        if (
            quantity.dimension == "percent"
            and self.memory.names
            and _ONLY_CHANGE.fullmatch(self.flat, start, end)
        ):
            return True
        opened = self.flat.rfind("(", max(clause.sentence[0], quantity.start - 70), quantity.start)
        if opened >= 0 and (
            _AIM_ASIDE.match(self.flat, opened, quantity.start) or aim_aside(self.flat, quantity)
        ):
            return True
        if self.flat[quantity.start - 1 : quantity.start] == "(":
            aside = self.flat[start : quantity.start]
            if " so với " in aside or aside.startswith(_CHANGES):
                return True
        return self.memory.unit == power_of(quantity.unit)[1] and (
            _COMPARES.search(self.flat, clause.chunk, quantity.start) is not None
        )

    def _before(self, quantity: Quantity) -> Name | None:
        if (told := self._sentence_before(quantity)) is not None:
            return told
        last = self.memory.last
        if last is None:
            return None
        return Name(last.words, "before", last.start, last.end, 0.45)

    def _because(self, quantity: Quantity, clause: Clause) -> tuple[int, int] | None:
        """“Ngành lâm nghiệp tăng 7%, do quy mô nhỏ nên chỉ góp 0,2%”: who opens the part."""
        flat = self.flat
        so = flat.rfind(" nên ", clause.start, quantity.start)
        if so < 0 or self._back(so + len(" nên "), quantity.start) > so + len(" nên "):
            return None
        start = self._forward(max(clause.sentence[0], flat.rfind("; ", clause.sentence[0], so) + 1), so)
        told = _TELLS.search(flat, start, so)
        comma = flat.find(",", start, so)
        end = min(told.start() if told is not None else so, comma if comma >= 0 else so)
        return (start, end) if end - start > 1 and len(flat[start:end].split()) <= _FEW_SUBJECT else None

    def _sentence_before(self, quantity: Quantity) -> Name | None:
        """“Thu hút đầu tư tiếp tục tăng. Ước cả năm đạt 110% kế hoạch”: of what the sentence before tells.

        Only where that sentence has no number of its own, else its number's name is what is meant.
        """
        low = self.context.sentence_at(quantity.at)[0]
        if low < 2:
            return None
        before = self.context.sentence_at(low - 2)
        last = self.memory.last
        if before[1] > low or (last is not None and self.memory.last_at >= before[0]):
            return None
        start = self._forward(*before)
        head = self._strong_head(start, before[1])
        if head is None or len(self.flat[start:head].split()) > _FEW_AHEAD:
            return None
        ends = _TELLS.search(self.flat, head, before[1])
        if ends is None or ends.start() - head > LONGEST_NAME:
            return None
        return Name(self._text(head, ends.start()), "before", head, ends.start(), 0.5)


def _in_its_place(said: str, whole: str) -> str | None:
    """“cán bộ cấp tỉnh, cấp huyện có trình độ đại học đạt 92%, cấp xã đạt 41%”: one level for the other."""
    if _BUDGET_OF.fullmatch(said.lower()) and (budget := _BUDGET.search(whole)) is not None:
        return f"{whole[: budget.end(1)]}{said}{whole[budget.end() :]}"
    if _SECTORS.fullmatch(said.lower()) is not None and not whole.lower().startswith(_RATE):
        sectors = _SECTORS if said.lower().startswith(("ngành ", "khu vực ")) else _SECTORS_ALONE
        measure = sectors.search(whole.lower())
        if measure is not None and measure.start() > 1:  # "giá trị sản xuất nông nghiệp tăng 9%, dịch vụ 8%"
            return f"{whole[: measure.start()]}{said}{whole[measure.end() :]}"
    for kind in _KINDS:
        if kind.fullmatch(said.lower()) is not None and (other := kind.search(whole.lower())) is not None:
            return f"{whole[: other.start()]}{said}{whole[other.end() :]}"
    return None


_LEVELS = r"(?:trung ương|nhà nước|thành phố|tỉnh|huyện|quận|thị xã|xã|phường|địa phương)"
_BUDGET = re.compile(rf"([Nn]gân sách (?:cấp )?){_LEVELS}")  # "ngân sách thành phố 540 tỷ, huyện 690 tỷ"
_BUDGET_OF = re.compile(_LEVELS)
_GROWS = re.compile(r"tăng trưởng(?: (?:kinh tế|đạt|từ|khoảng|trên))*")
_AIMS = re.compile(r"(?:đặt mục tiêu|phấn đấu|đặt chỉ tiêu|mục tiêu (?:là|đến|năm))")
# "xuất khẩu tôm đạt 2,8 tỷ USD; cá tra 1,5 tỷ USD"
_TRADED = re.compile(r"(?:kim ngạch |giá trị |trị giá )?(?:xuất|nhập) khẩu (?=\w)")
_SUMS = ("số tiền", "số vốn", "số thu", "số chi", "số thuế", "số nợ", "số dư", "số nộp", "số kinh phí")
_FEW_GOODS = 6  # words of the goods
_FEW_SUBJECT = 10  # words of who opens it
_FEW_AHEAD = 4  # words before the measure of a sentence
_TELLS = re.compile(
    r" (?:đã |cũng |tiếp tục |vẫn |đều |luôn |cơ bản )*(?:cao hơn|thấp hơn|tăng(?! trưởng)|giảm|được|bị"
    r"|gặp|có|là"
    r"|đạt|duy trì|chuyển biến|phát triển|phục hồi|khởi sắc|vượt|bảo đảm|đảm bảo|ổn định|thực hiện"
    r"|diễn ra|chậm|còn)(?!\w)"
)
_PEOPLE = ("dân số", "lao động", "lực lượng lao động", "tổng dân số")
_WHICH = re.compile(r" ((?:là|ở|thuộc|dưới|trên) [^,.;:()\d]{2,50})")
_FUNDS = re.compile(r"(?:vốn|nguồn vốn|oda|ngân sách|chương trình mục tiêu)(?!\w)")
_GRADE = r"(?:nhà trẻ|mẫu giáo|mầm non|tiểu học|trung học cơ sở|trung học phổ thông|thcs|thpt)"
_TIER = r"cấp (?:tỉnh|huyện|xã|cơ sở|thôn)"
_AREA = r"(?:(?:khu vực|vùng|ở) )?(?:thành thị|nông thôn|đô thị|nội thành|ngoại thành)"
_BRANCH = (
    r"(?:nông nghiệp|lâm nghiệp|thủy sản|công nghiệp|xây dựng|dịch vụ|thương mại|du lịch|chăn nuôi|trồng trọt"
    r"|vận tải|tiểu thủ công nghiệp|nông,? lâm,? (?:nghiệp|thủy sản|ngư nghiệp)|nông, lâm nghiệp)"
)
_SECTOR = rf"(?:(?:khu vực |ngành )?{_BRANCH})"
_SECTORS_ALONE = re.compile(rf"(?<!\w){_BRANCH}(?:(?:, | và |, và | - |-){_BRANCH})*(?!\w)")
_SECTORS = re.compile(rf"(?<!\w){_SECTOR}(?:(?:, | và |, và | - |-){_SECTOR})*(?!\w)")
_KINDS = tuple(re.compile(rf"(?<!\w){kind}(?:(?:,| và) {kind})*(?!\w)") for kind in (_GRADE, _TIER, _AREA))


def says_share(flat: str, clause: Clause, quantity: Quantity) -> bool:
    """Whether the words just before the number say that it is a share."""
    return SHARE_VERB.search(flat, max(clause.chunk, quantity.start - 16), quantity.start) is not None


__all__ = ["Carried", "says_share", "tidy"]
