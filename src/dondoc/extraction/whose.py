"""A subject that says only whose a figure is takes the measure that was told of the ones before it.

"Kim ngạch xuất khẩu cả nước đạt 29 tỷ USD. Bắc Giang đạt 2 tỷ USD"    kim ngạch xuất khẩu Bắc Giang
"Dư nợ tín dụng tăng 9%; khu vực nông thôn tăng 11%"                   dư nợ tín dụng khu vực nông thôn
"Hải Phòng có kim ngạch 11 tỷ USD"                                     kim ngạch xuất khẩu Hải Phòng

A place, a market, a sector, a group of goods measures nothing: without the measure nobody could say what the
figure is. It is carried as far as the text still tells of the same unit.
"""

from __future__ import annotations

import re

from dondoc.extraction.carried import LEADING
from dondoc.extraction.clauses import FARTHEST, Clause
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.itemlabels import ItemLabels
from dondoc.extraction.names import Name, tidy
from dondoc.extraction.things import PLACE_ONLY
from dondoc.text.names import UPPER
from dondoc.text.units import power_of

_REACH = 1200  # characters between a measure and one whose it is
_KINDS = re.compile(
    r"(?:(?:các|những|cả) )?(?:thị trường|khu vực|nhóm|mặt hàng|ngành|lĩnh vực|khối|doanh nghiệp|dn|tỉnh|"
    r"thành phố|tp|huyện|thị xã|quận|xã|phường|thị trấn|địa phương|vùng|miền|châu|nước|thành phần kinh tế)"
    r"(?!\w).*"
)
_SETTINGS = re.compile(
    r" (?:của|cả nước|toàn (?:tỉnh|quốc|thành phố|ngành|huyện|vùng|xã)|sang|vào|tại|ở|trên địa bàn|"
    r"khu vực|nhóm (?:hàng|mặt hàng|ngành|sản phẩm)|(?:một số|các|nhiều) \w+|mặt hàng|thị trường|tháng|quý|"
    r"trong|đối với|từ|do|bình quân chung|với)(?!\w).*$",
    re.IGNORECASE,
)
_HAVING = re.compile(r"(.{2,60}?),? (?:có|với|đạt)(?: mức)? (?=[^\W\d])")
# "Hải Phòng là địa phương có kim ngạch lớn nhất"
_IS_ONE = re.compile(
    r" (?:là|luôn là|hiện là) (?:một trong [^,;]{3,40} )?(?:địa phương|tỉnh|thành phố|nơi|huyện|xã|nước)$"
)
_ANY = frozenset(["thành phố", "thị xã", "thị trấn"])  # "…, nằm trong các tỉnh, thành phố, xếp thứ 13"
_ITS_CAPITAL = re.compile(r" có (?:vốn (?:đầu tư|nước ngoài|nhà nước)|hợp đồng lao động|thu nhập thấp)[^,;]*")
_FOREIGN = re.compile(r"(?:các )?(?:khu vực|doanh nghiệp|dn|khối|thành phần) (?:có (?:vốn )?)?fdi")
_FIRST = re.compile(r"^(?:thứ hạng |tổng (?!sản phẩm)(?=\S+ ))", re.IGNORECASE)
_BODIES = ("ban quản lý ", "sở ", "cục ", "chi cục ", "công an ", "ubnd ", "ủy ban nhân dân ", "trung tâm ")
_BRANCH = re.compile(
    r"(?:(?:các|những) )?(?:thị trường|khu vực|nhóm|mặt hàng|ngành|lĩnh vực|khối|doanh nghiệp)"
)
_ACTS = re.compile(
    r"(?<!\w)(?:đặt|đề ra|phấn đấu|dự kiến|cho|được|đã|có|phải|sẽ|bị|để|chiếm|là|vẫn|đạt)(?!\w)"
)
_SECTOR = re.compile(r"(?:ngành|lĩnh vực|khối|khu vực|nhóm ngành)(?!\w)")
# What may be told of a branch of the economy: not its visitors, not its poor households.
_OF_SECTORS = re.compile(
    r"giá trị|tăng trưởng|tốc độ|grdp|gdp|tổng sản phẩm|chỉ số|kim ngạch|xuất khẩu|nhập khẩu|doanh thu|vốn|"
    r"dư nợ|tín dụng|đầu tư|năng suất|lao động|giải ngân|sản lượng|doanh nghiệp"
)
_OWNER = re.compile(
    r"\s*(?:(?:trong đó|riêng|theo khu vực|cụ thể|gồm)[\s:,]*)?((?:[^,;:.()\d]|(?<=nông),|(?<=lâm),){2,60}?)"
    r"(?: (?:hiện|đã|cũng|chỉ|vẫn|là|nhiều nhất|ít nhất))*(?: (?:có|còn|với|đạt))?"
    r"(?: (?:hơn|gần|khoảng|trên))? $"
)
_BARE = 12  # characters of a measure that may be short for a longer one
_INVESTS = frozenset(["cần", "huy động", "đầu tư", "bố trí", "vay", "phân bổ"])
_SPENDS = re.compile(
    r"(?<!\w)(cần|phải chi|chi|dành|bố trí|phân bổ|huy động|bỏ ra|đầu tư|hỗ trợ|được cấp|được giao|đề xuất|"
    r"vay|nộp|thu hồi|xử phạt|phạt|thất thu|thiệt hại|mất)"
    r"(?: (?:được|thêm|tới|đến|hơn|gần|khoảng|trên|ít nhất))* ?$"
)
_PURPOSE = re.compile(
    r" (?:để |nhằm |cho )?((?:làm|xây|xây dựng|đầu tư|triển khai|phát triển|thực hiện|nâng cấp|cải tạo|"
    r"hỗ trợ|mua|phục vụ|giải phóng|chi trả|trả|duy tu|bảo trì|khắc phục)(?!\w)[^,;:.()\d]{2,70})"
)
_GOES = re.compile(
    r"(?:kinh tế |vẫn |tiếp tục |đã |giữ )*(?:tăng trưởng|phát triển|phục hồi|khởi sắc|ổn định|chuyển biến"
    r"|duy trì|vững|đạt|bứt phá|cải thiện|đi lên|giảm|tăng)(?!\w)"
)
_FROM_WHERE = re.compile(r" từ (?=[^,;]+ đến )")  # "vị trí 1 từ cầu Đỏ đến chợ Mới"
_IN_SHORT = frozenset(["thu", "chi"])
_NAME_REACH = 48  # characters of a name before "("
_PLACE_NAME = rf"(?:(?:TP\.? ?)?[{UPPER}][a-zà-ỹđ]+(?: [{UPPER}]\w*){{1,3}}|TP\.? ?HCM)"
_NAMED = re.compile(rf"(?<!\w)({_PLACE_NAME})(?: (?:đứng|xếp)(?: thứ| hạng)? \w+)? \($")
_PROPER = re.compile(rf"(?<!\w)(?!Với)({_PLACE_NAME})(?!\w)")
_FOLLOWING = re.compile(rf", ({_PLACE_NAME})(?!\w)")
_SCORES = re.compile(r"(?<!\w)(?:với|được|chỉ được|đạt|chỉ đạt|có)(?: số điểm)? $")
_INDEX = re.compile(
    r"(?<!\w)(?:pci|papi|par[ -]index|sipas|ddci|dti|chỉ số (?:năng lực|cải cách|chuyển đổi|hài lòng))(?!\w)"
)
_PLAN_IS = re.compile(
    r"[\s\"“]*(dự toán|kế hoạch|chỉ tiêu)(?: được giao| giao| thu)?(?: năm (?:nay|\d{4}|trước))? "
)
_SHARE_OF = re.compile(
    r" ((?:tổng )?(?:diện tích|dân số|kim ngạch|GRDP|GDP|thu|chi|vốn|sản lượng|số)[^,.;:()\d]{0,40})"
)
_TOPIC_LABEL = re.compile(r"\W*(?:[a-zđ]\)|\d{1,2}[.)])?\W*([^\W\d_][^,:;.()\d]{2,30}): ")
_BARE_OF = frozenset(["sản lượng", "diện tích", "năng suất", "doanh thu", "số lượng", "giá trị"])
_PART_SAID = re.compile(r"(?<!\w)(?:trong đó|bao gồm|gồm)(?!\w)")  # what follows is of no one's whole
_ONE_OF = re.compile(r"(?<!\w)(?:riêng|trong đó|gồm)[ :,]*$")
_SHORT_FORM = re.compile(r"\((GRDP|GDP|IIP|CPI|VA)\)")
_GAVE = re.compile(
    r" (?:đã )?(?:rót|đổ|bỏ|góp|đóng góp|đầu tư)(?: vào)?$"
)  # "Nhật Bản đã rót vào 5,6 tỷ USD"
_PLACED = re.compile(r" (?:dẫn đầu|đứng đầu|đạt cao nhất|cao nhất|thấp nhất|xếp cuối)$")
_NOT_ITS_OWN = frozenset({"before", "none", "right", "part", "chain"})
_NO_MEASURE = ("số ", "tỷ lệ tăng", "mức tăng", "mức giảm", "đóng góp")
_SUMS = ("số vốn", "số thu", "số tiền", "số thuế", "số nợ")
_LONGEST_KIND = 12  # words of one whose figure it is
_LONGEST_MEASURE = 6  # words


class Whose(ItemLabels):
    """What completes a subject that measures nothing."""

    def _whose_measure(self, said: str, quantity: Quantity, clause: Clause) -> str | None:
        """`said` with the measure told before; None where it measures something or nothing was told."""
        kind = _GAVE.sub("", _PLACED.sub("", LEADING.sub("", said)))
        if quantity.dimension == "rank" and (" " not in kind.replace("địa phương", "x") or kind in _ANY):
            return None  # "là địa phương thứ ba cả nước": of what was just told
        series = self.memory.series == power_of(quantity.unit)[1] != "" and not _ACTS.search(kind)
        if not (series or self._only_whose(kind)) or len(kind.split()) > _LONGEST_KIND:
            return None
        return self._told_of(kind, quantity, clause)

    def _told_of(self, kind: str, quantity: Quantity, clause: Clause) -> str | None:
        """The measure told before, of another owner."""
        changed = self._changes(quantity, clause)
        if quantity.dimension == "rank" and not self.memory.measures and self._index(quantity):
            return f"thứ hạng {self._index(quantity)} {kind}"
        topic = self._measure_told(quantity, changed=changed, sector=_SECTOR.match(kind.lower()) is not None)
        if topic is None:
            return None
        measure = self._measure_in(topic.words)
        if not measure or kind.lower().startswith(measure.lower()):
            return None
        if quantity.dimension == "rank":
            measure = f"thứ hạng {measure}"
        self.memory.series = power_of(quantity.unit)[1]
        return f"{measure} {kind}"

    def _of_named(self, quantity: Quantity) -> Name | None:
        """“vượt Đà Nẵng (70,1 điểm)”, "TP HCM đứng thứ 8 (65 điểm)": of whom the bracket tells."""
        if quantity.dimension == "score" and (scored := self._scored(quantity)) is not None:
            return scored
        if self.flat[quantity.start - 1 : quantity.start] != "(" or quantity.dimension in {"count", "rank"}:
            return None
        named = _NAMED.search(self.context.text, max(0, quantity.start - _NAME_REACH), quantity.start)
        if named is None:
            return None
        topic = self._measure_told(quantity, changed=False)
        measure = self._measure_in(topic.words) if topic is not None else ""
        if not measure and quantity.dimension == "score":
            measure = self._index(quantity)
        return Name(f"{measure} {named[1]}", "part", *named.span(1), 0.65) if measure else None

    def _scored(self, quantity: Quantity) -> Name | None:
        """“Với 70,7 điểm, Quảng Ninh …”, "Hà Nội tăng một bậc, lên vị trí 13 với 64,7 điểm": whose score."""
        if _SCORES.search(self.flat, max(0, quantity.start - 24), quantity.start) is None or not self._index(
            quantity
        ):
            return None
        text, sentence = self.context.text, self.context.sentence_at(quantity.at)
        low = max(sentence[0], quantity.start - FARTHEST)
        low = max(low, self.flat.rfind(";", low, quantity.start) + 1)
        if self.words.head.search(self.flat, low, quantity.start) is not None:
            return None
        names = list(_PROPER.finditer(text, low, quantity.start))
        after = _FOLLOWING.match(text, quantity.end) if not names else None
        named = names[-1] if names else after
        if named is None:
            return None
        return Name(f"{self._index(quantity)} {named[1]}", "part", *named.span(1), 0.65)

    def _index(self, quantity: Quantity) -> str:
        """The index that a text of scores has named before: "PCI 2017: …"."""
        if self.memory.index is None:
            named = _INDEX.search(self.flat)
            self.memory.index = named.span() if named is not None else (len(self.flat), len(self.flat))
        if self.memory.index[0] >= quantity.start:
            return ""
        said = self._text(*self.memory.index)
        return said.lower() if said.isupper() and " " in said and not said.startswith("PAR") else said

    def _plan_itself(self, quantity: Quantity, clause: Clause) -> Name | None:
        """“Dự toán năm nay tăng 14% so với số thực hiện năm trước”: the plan of what the text tells of."""
        plan = _PLAN_IS.match(self.flat, clause.chunk, quantity.start)
        if plan is None or clause.adjacent or not self._changes(quantity, clause):
            return None
        told = self.memory.measures.get("đồng")
        measure = self._measure_in(told.words) if told is not None else ""
        return Name(f"{plan[1]} {measure}", "part", *plan.span(1), 0.65) if measure else None

    def _share_in(self, quantity: Quantity, clause: Clause, said: str) -> str:
        """“Phú Hải chiếm 4,4% diện tích của vùng”: a place has a share of what stands behind."""
        whole = _SHARE_OF.match(self.flat, quantity.end, clause.end)
        if whole is None or not self._only_whose(said) or quantity.dimension != "percent":
            return said
        return f"{self._text(*whole.span(1))} {said}"

    def _spends(self, said: str, quantity: Quantity, clause: Clause) -> str | None:
        """“thành phố cần 380 tỷ đồng làm đường”: who does what with a sum, and what for."""
        if quantity.dimension != "money" or not self._only_whose(said):
            return None
        does = _SPENDS.search(self.flat, clause.chunk, quantity.start)
        if does is None:
            return None
        purpose = _PURPOSE.match(self.flat, quantity.end, clause.end)
        end = self._back(purpose.start(1), purpose.end(1)) if purpose is not None else 0
        what = f" {self._text(purpose.start(1), end)}" if purpose is not None else ""
        return f"{'vốn' if does[1] in _INVESTS else 'số tiền'} {said} {does[1]}{what}"

    def _for_work(self, quantity: Quantity, clause: Clause) -> Name | None:
        """“310 tỷ đồng xây dựng kè chắn sóng”: what a headline's sum is for."""
        if quantity.dimension != "money" or self.flat[clause.sentence[0] : quantity.start].strip(' “"'):
            return None
        work = _PURPOSE.match(self.flat, quantity.end, clause.end)
        if work is None:
            return None
        return Name(f"vốn {self._text(*work.span(1))}", "right", *work.span(1), 0.6)

    def _turned(self, said: str, quantity: Quantity) -> str:
        """“Hải Phòng có kim ngạch 11 tỷ USD”: the measure first, then whose; a bare one in its full words."""
        if said.lower() in _IN_SHORT and self.memory.lead.lower().startswith(f"{said.lower()} "):
            return self.memory.lead  # "thu từ đất vượt xa dự kiến: 10 tháng thu 2.100 tỷ"
        having = None if _ITS_CAPITAL.search(said) else _HAVING.match(said)
        if having is None:
            return self._in_full(said, quantity)
        kind = _IS_ONE.sub("", LEADING.sub("", having[1]))
        measure = said[having.end() :]
        head = self.words.head.match(measure.lower())
        if head is None or head[0] in self.words.weak_heads:
            return self._in_full(said, quantity)
        if having[0].endswith(" với ") and _GOES.match(kind.lower()) is not None:
            measure = self._in_full(measure, quantity)  # "giữ đà tăng trưởng khá với GRDP đạt 7%"
            grows = quantity.dimension == "percent" and "tăng trưởng" in kind.lower()
            return f"tăng trưởng {measure}" if grows and "tăng" not in measure else measure
        if not self._only_whose(kind) and not self._one_thing(kind):
            return self._in_full(said, quantity)
        done = self.words.action.match(kind.lower())
        kind = _FROM_WHERE.split(kind[done.end() :].strip() if done is not None else kind, maxsplit=1)[0]
        self.memory.owner = kind
        return f"{self._in_full(measure, quantity)} {kind}"

    def _one_thing(self, said: str) -> bool:
        """Whether words name one thing that may have a measure: "dự án hồ Khe Đá", "vị trí VT4"."""
        own = any(word[:1].isupper() or word[:1].isdigit() for word in said.split()[1:])
        return own and len(said.split()) <= _LONGEST_KIND and _ACTS.search(said.lower()) is None

    def _in_full(self, said: str, quantity: Quantity) -> str:
        """“kim ngạch” where “kim ngạch xuất khẩu” is what the text tells of."""
        if " " in said and len(said) >= _BARE:
            return said
        line = self.context.line_at(quantity.at)[0]
        labelled = _TOPIC_LABEL.match(self.flat, line, min(len(self.flat), line + _NAME_REACH))
        if labelled is not None and said.lower() in _BARE_OF and labelled.end() < quantity.start:
            return f"{said} {tidy(self._text(*labelled.span(1)))}"  # "c) Thủy sản: Sản lượng tháng 9 đạt …"
        told = self._measure_told(quantity, changed=False)
        if told is not None and "\n" in self.flat[max(0, told.end) : quantity.start]:
            return said
        measure = self._measure_in(told.words) if told is not None else ""
        return measure if measure.lower().startswith(f"{said.lower()} ") else said

    def _only_whose(self, said: str) -> bool:
        """Whether the words name a place, a market, a sector or a group, and nothing measured of it."""
        said = _ITS_CAPITAL.sub("", said)
        if _FOREIGN.fullmatch(said.lower()) is not None:
            return True
        if self.words.head.search(said.lower()) is not None and self.has_measure(said):
            return False
        if _KINDS.fullmatch(said.lower()) is not None:
            if _ACTS.search(said.lower()) is not None:
                return False
            return _BRANCH.match(said.lower()) is not None or self.words.action.search(said.lower()) is None
        if said.lower().startswith(_BODIES):
            return not (_ACTS.search(said.lower()) or self.words.action.search(said.lower()))
        words = said.split()
        return all(word[:1].isupper() for word in words) and (len(words) > 1 or said.isupper())

    def _measure_told(self, quantity: Quantity, *, changed: bool, sector: bool = False) -> Name | None:
        """The last measure that may be told of `quantity` as well: in its unit, or for a change in any."""
        unit = power_of(quantity.unit)[1]
        topics = self.memory.measures
        topic = topics.get(unit)
        if (changed and quantity.dimension == "percent") or quantity.dimension == "rank":
            fitting = [
                name for name in topics.values() if not sector or _OF_SECTORS.search(name.words.lower())
            ]
            topic = max(fitting, key=lambda name: name.end, default=None)
        if topic is None or not 0 <= quantity.start - topic.end <= _REACH:
            return None
        return topic

    def _measure_in(self, name: str) -> str:
        """The measure a name begins with, without whose it is; "" where it begins with none."""
        said = _FIRST.sub("", name)
        if said.lower().startswith(_NO_MEASURE) and not said.lower().startswith(_SUMS):
            return ""
        if (short := _SHORT_FORM.search(said)) is not None:
            return short[1]
        said = _SETTINGS.sub("", said)
        head = self.words.head.match(said.lower())
        if head is None or head[0] in self.words.weak_heads:
            return ""
        if len(said.split()) > _LONGEST_MEASURE or "," in said or "(" in said:
            said = said[: self._heads_end(said.lower(), head.end())]
        return said

    def _heads_end(self, said: str, end: int) -> int:
        """Where the measures that follow one another end: "kim ngạch [hàng hóa] xuất khẩu"."""
        while (following := self.words.head.search(said, end)) is not None:
            if following[0] in self.words.weak_heads or len(said[end : following.start()].split()) > 2:
                break
            end = following.end()
        return end

    def _owned(self, found: Name, quantity: Quantity, clause: Clause) -> None:
        """“có 138 nghìn DN mới; [khu vực công nghiệp] có 36 nghìn DN”: of the same things, by whom."""
        if found.how != "unit" or quantity.dimension != "count":
            return
        unit = quantity.unit or ""
        noun = f"số {self._text(quantity.noun_start, quantity.end)}"
        low = clause.start if self.flat.find("nông, ", clause.start, quantity.start) >= 0 else clause.chunk
        owner = _OWNER.match(self.flat, low, quantity.start)
        kind = self._text(*owner.span(1)) if owner is not None else ""
        rest = found.words.removeprefix(noun).strip()
        placed = PLACE_ONLY.fullmatch(kind.lower()) is not None
        if not kind or placed or not self._only_whose(kind) or rest not in kind:
            acted = self.memory.action and found.words.endswith(self.memory.action)
            if not acted and _PART_SAID.search(self.flat, clause.sentence[0], quantity.start) is None:
                self.memory.count_all(unit, found.words)
            return
        whole = self.memory.of_all.get(unit, "")
        found.words = f"{whole if whole.startswith(noun) else noun} {kind}"

    def _keep_measure(self, found: Name, quantity: Quantity) -> None:
        """Remembers a name that says what it measures, and where it was told."""
        unit = power_of(quantity.unit)[1]
        if found.how == "chain" and unit == "%" and self._measure_in(found.words):
            # what a share of the plan is of: "giải ngân đạt 41%; huyện Tân Hòa 68%"
            self.memory.measures["%"] = Name(found.words, found.how, quantity.start, quantity.end)
        own = found.how not in _NOT_ITS_OWN or (found.how == "right" and quantity.dimension == "money")
        if not own or quantity.dimension in {"count", "tally", "times"}:
            return
        if found.start >= 0 and _ONE_OF.search(self.flat, max(0, found.start - 10), found.start) is not None:
            return  # "riêng tiền sử dụng đất 1.900 tỷ": a part, the text goes on of the whole
        measure = self._measure_in(found.words) if unit else ""
        if measure:
            kept = self.memory.measures.get(unit)
            if kept is not None and kept.words.lower().startswith(f"{measure.lower()} "):
                return
            words = found.words.removesuffix(f" {self.memory.owner}") if self.memory.owner else found.words
            self.memory.measures[unit] = Name(words, found.how, quantity.start, quantity.end)
