"""Which words name what a number measures. The steps are tried in order; each names itself in the fact.

    label     "- Thu nội địa: 1.256 tỷ đồng"                       what stands before the colon
    unit      "có 290 sản phẩm OCOP"                               the counted noun and what follows it
    right     "100% các xã có điểm bưu điện"                       what the share is a share of
    subject   "thu ngân sách đạt hơn 16.900 tỷ đồng"               the clause's subject
    lead      "Giá trị các ngành: công nghiệp tăng 8%"             a measure before ":" and its item
    part      "trong đó khu vực dịch vụ tăng 7%"                   a part of what was named before
    share     "có 300/411 xã …, chiếm 73%"                         the rate that the things counted are
    chain     "…, đứng đầu cả nước"                                the number before in the sentence
    before    "Con số này tăng 5%"                                 the last number of the sentence before

A name is made of the document's words. Where a part is left out it is added from the statement before
("trong đó các quận trung tâm đạt 74%": the rate named there); `carried.py` says how.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from dondoc.extraction import sides
from dondoc.extraction.beside import SHARE_VERB
from dondoc.extraction.clauses import Clause, than_country
from dondoc.extraction.figureblocks import name_beside
from dondoc.extraction.fuller import Fuller
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.itemlabels import MEASURES
from dondoc.extraction.names import LONGEST_NAME, Name, tidy
from dondoc.extraction.subjects import NO_SUBJECT
from dondoc.extraction.things import CONTENT_AFTER, start_of
from dondoc.text.units import power_of

_PLACED = frozenset({"rank", "rank_steps"})
_PLACES = ("thứ hạng", "xếp hạng", "hạng ", "vị trí", "thứ bậc")
_LONGEST_LEAD_IN = 220  # characters of a sentence before the first figure of a row
_LONGEST_LEAD = 60  # characters of a measure before ":"
_REMEMBERED = 30  # names of one sentence that "về số dự án" may point back at
_BRANCHES = ("ngành ", "lĩnh vực ", "khối ", "cấp ")  # "Ngành y tế: 6 dự án"
_PAID = re.compile(
    r"((?:[Mm]ỗi|[Tt]ừng|[Mm]ột|[Hh]ộ|[Xx]ã|[Dd]oanh nghiệp|[Nn]gười|[Gg]iáo viên|[Tt]hôn|"
    r"[Ss]ản phẩm|[Hh]ợp tác xã|[Cc]ơ sở|[Dd]ự án|[Tt]ập thể|[Cc]á nhân)"
    r"(?: [^\W\d]+){0,9}?)"
    r" được (hỗ trợ|thưởng|trợ cấp|vay|hưởng)((?: [^\W\d]+){1,6})?"
)
_HAVING_VERBS = frozenset(["có", "được", "qua", "sử dụng", "tham gia"])
_RATE_OF_HAVING = re.compile(r"([Tt][ỷỉ] lệ .{2,80}?) (?:có|được|qua|sử dụng|tham gia)(?!\w)")
_SETS_ASIDE = frozenset(["bố trí", "phân bổ", "được bố trí", "được phân bổ", "bố trí vốn", "đã bố trí"])
_TOTALS = ("tổng ", "kinh phí thực hiện", "nhu cầu ", "kế hoạch vốn", "dự toán", "kinh phí")
_TOLD = re.compile(
    r" (?:cao hơn|thấp hơn|bằng hoặc|lớn hơn|bị|do|đều|"
    r"cùng|gặp|chịu|chuyển dịch|có xu hướng|có chiều hướng|duy trì"
    r"|tăng(?! (?:trưởng|thêm))|giảm|sụt|vượt|có sự|tiếp tục|vẫn)"
    r"(?!\w)"
)
_CHANGES_WHAT = re.compile(r"(?<!\w)(?:bị |đều )?(?:giảm|tăng|sụt giảm) ")
_SUCH_AS = re.compile(r" (?:như|gồm|là|bao gồm|cụ thể|sau)$")
_SOME_OF = re.compile(r" (?:của )?(?:một số|các|nhiều|những) [^,;]*$")  # "kim ngạch [một số mặt hàng]"
_LEADS_ROW = re.compile(
    r"[^.;:()\d]{0,120}?(?<!\w)(?:các|một số|nhiều|những|(?:có )?(?:hai|ba|bốn))(?!\w)[^.;:()\d]{0,90}?"
    r"((?:,| đó)? ?(?:như|gồm|bao gồm|phải kể đến|có thể kể đến|điển hình(?: là| như)?|nhất là|là)[ ,]+)"
)
# "Về kết quả chuyển đổi số, xếp thứ nhất là Sở Nội vụ …"
_ABOUT = re.compile(r"\W*(?:về|đối với) (?:kết quả )?([^,;:\d]{4,60}), [^.;\d]{0,40}$")
# "đạt chuẩn", "đạt và cơ bản đạt tiêu chí": what things reached, no share of a plan.
_REACHES_WHAT = re.compile(
    r" (?:đạt|vượt|hoàn thành)(?: (?:và|hoặc|,)? ?(?:cơ bản )?(?:đạt|vượt|hoàn thành))?"
    r" (?!(?:trên|hơn|gần|khoảng|so|kế hoạch|dự toán|(?:chỉ tiêu|mục tiêu) (?:năm|giao|đề ra|kế hoạch)|tỷ lệ"
    r"|từ|dưới|được|tới|đến)(?!\w))(?=[^\W\d_])"
)
_BOASTS = re.compile(r" (?:rất |khá )?(?:cao|thấp|chậm|nhanh|tốt|lớn|nhiều|ít|sụt)(?: nhất)?$")
# Measures told of one kind after the other.
_OF_KINDS = re.compile(
    r"(?:tổng )?(đàn|diện tích|sản lượng|năng suất|giá trị|kim ngạch|doanh thu|số lượng|nguồn vốn) (?=\w)"
)
# "Trích 210 tỷ đồng từ nguồn dự phòng hỗ trợ các địa phương": a sum named by what is done with it alone.
_GRANT = r"(?:trích|hỗ trợ|tạm cấp|cấp|bổ sung|dành|bố trí|phân bổ|ứng|tạm ứng|trợ cấp|chi)(?!\w)"
_GRANTED = re.compile(rf"(?<!\w){_GRANT} (?:(?:hơn|gần|trên|khoảng|thêm|tổng cộng) )?$")
_GRANTS = re.compile(rf"{_GRANT} ?", re.IGNORECASE)
_COORDINATED = re.compile(r", | và ")


class Linker(Fuller):
    """Names the quantities of one document, in order; keeps what was named last."""

    def begin(self, sentence: tuple[int, int], group: list[Quantity]) -> None:
        """A new sentence with its quantities."""
        self.group = group
        self.memory.begin(self._lead(sentence, group))
        if group and sides.LISTS_GOODS.match(self.flat, sentence[0], group[0].start) is not None:
            unit = power_of(group[0].unit)[1]
            self.memory.series = unit if unit in self.memory.measures else ""

    def name(self, quantity: Quantity, clause: Clause, previous: Name | None) -> Name:
        """The name of what `quantity` measures; `previous` is the name before it in the sentence."""
        left = self._because(quantity, clause) or self._subject_span(clause, quantity.start)
        self._lead_again(quantity, previous)
        found = (
            self._ahead(quantity, previous)
            or self._by_line(quantity)
            or self._exempted(quantity, clause)
            or self._by_place(quantity, clause, previous)
            or self._queued()
            or self._in_row(quantity, clause)
            or self._of_named(quantity)
            or self._scoped(quantity, clause)
            or self._label(quantity, clause, previous)
            or self._split(quantity, clause)
            or self._equal_to(quantity)
            or self._on_to(quantity)
            or self._of_so_many(quantity, clause)
            or self._counted(quantity, clause, previous, left)
            or self._right(quantity, clause, left)
            or self._subject(quantity, clause, previous, left)
            or self._chain(quantity, clause, previous)
            or self._led(previous)
            or self._phase(quantity)
            or self._for_work(quantity, clause)
            or self._before(quantity)
            or Name("", "none", confidence=0.2)
        )
        found.words = tidy(found.words)
        if quantity.dimension in _PLACED and found.words and not found.words.lower().startswith(_PLACES):
            found.words = f"thứ hạng {found.words}"
        self._each(found, quantity, clause)
        self._owned(found, quantity, clause)
        self._owner_ahead(found, clause)
        self._sum_of_act(found, quantity)
        self._part_of_sum(found, quantity)
        said = found.words
        self._completed_count(found, quantity, clause)
        if self.memory.of_all.get(quantity.unit or "") == said:
            self.memory.count_all(quantity.unit or "", found.words)
        if not self._of_sentence(found, quantity, clause):
            self._meant(found, quantity)
        self._for_work_told(found, quantity, clause)
        self._of_after(found, quantity, clause)
        self._granted(found, quantity, clause)
        self._remember(found, quantity)
        return found

    def _granted(self, found: Name, quantity: Quantity, clause: Clause) -> None:
        """“Hỗ trợ 40 tỷ đồng cho …”: the number is the act's object, so the name says that it is money."""
        grants = _GRANTS.match(found.words) if quantity.dimension == "money" else None
        if grants is None:
            return
        now = _GRANTED.search(self.flat, clause.chunk, quantity.start) is not None
        listed = found.how == "label" and found.words.lower().startswith("phân bổ")
        said, head = found.words.lower(), self.words.head
        if (now or listed) and not (head.match(said) or head.match(said, grants.end())):
            found.words = f"kinh phí {found.words.replace(' cụ thể', '')}"

    def _remember(self, found: Name, quantity: Quantity) -> None:
        memory = self.memory
        if not found.words:
            return
        memory.last_at = quantity.at
        memory.last, memory.unit = found, power_of(quantity.unit)[1]
        memory.names = [*memory.names[-_REMEMBERED:], found]
        self._keep_measure(found, quantity)
        if memory.unit:
            memory.by_unit[memory.unit] = found
            if found.words.lower().startswith(_TOTALS):
                memory.totals[memory.unit] = found
        if found.how != "part":
            memory.whole, memory.whole_unit = found, memory.unit
            if found.how != "chain":
                memory.wholes[memory.unit] = found
        if quantity.dimension == "bare" and found.how == "subject" and found.words.lower().startswith("số "):
            memory.bare = found
        if quantity.dimension in {"count", "tally"} and memory.unit:
            memory.counted[memory.unit] = found
            memory.listed = memory.unit
            if found.how == "unit" or (found.how == "subject" and found.words.lower().startswith("số ")):
                memory.things = found

    def _lead(self, sentence: tuple[int, int], group: list[Quantity]) -> str:
        """“Giá trị gia tăng các ngành: công nghiệp tăng 8%; xây dựng tăng 9%” → the measure before ":"."""
        if not group:
            return ""
        colon = self.flat.find(":", sentence[0], group[0].start)
        if colon < 0:
            return self._row_lead(sentence[0], group[0].start)
        if not self.flat[colon + 1 : group[0].start].strip():
            return ""
        head = self.words.head.search(self.flat, sentence[0], colon)
        if head is None or head[0] in self.words.weak_heads:
            return ""
        if (changes := _CHANGES_WHAT.search(self.flat, head.end(), colon)) is not None:
            again = self.words.head.match(self.flat, changes.end(), colon)
            if again is not None and again[0] not in self.words.weak_heads:
                head = again  # "thị trường [xuất khẩu] lớn giảm [giá trị xuất khẩu]:"
        end = colon
        if (as_in := _SUCH_AS.search(self.flat, head.end(), colon)) is not None:
            end = as_in.start()
        if (told := _TOLD.search(self.flat, head.end(), colon)) is not None:
            end = told.start()  # "kim ngạch một số mặt hàng [bị ảnh hưởng do …]:"
        if end - head.start() > _LONGEST_LEAD:
            return ""
        said = self.context.text[head.start() : end].replace("\n", " ").strip()
        return _BOASTS.sub("", _SOME_OF.sub("", said) if told is not None else said)

    def _row_lead(self, low: int, high: int) -> str:
        """“Một số nơi có tỷ lệ giải ngân thấp như huyện Phú An 12%, …”: the measure that a row is led by."""
        if high - low > _LONGEST_LEAD_IN or self.context.text[low + 1 : high].islower():
            return ""
        led = _LEADS_ROW.match(self.flat, low, high) if len(self.group) > 1 else None
        if led is None or not self._is_owner(led.end(), self._back(led.end(), high)):
            about = _ABOUT.match(self.flat, low, high) if self.group[0].dimension == "rank" else None
            return "" if about is None else self._text(*about.span(1))
        head = self._strong_head(low, led.start(1))
        if head is None or led.start(1) - head > _LONGEST_LEAD:
            return ""
        return _BOASTS.sub("", self._text(head, self._back(head, led.start(1))))

    def _lead_again(self, quantity: Quantity, previous: Name | None) -> None:
        """“16.870 người; tỷ lệ giáo viên đạt chuẩn: mầm non 86%, tiểu học 74%”: a later measure."""
        index = bisect_left(self.group, quantity.start, key=start_of)
        if previous is None or not index:
            return
        low = self.group[index - 1].end
        colon = self.flat.rfind(":", low, quantity.start)
        part = self.flat.rfind(";", low, colon) if colon >= 0 else -1
        if part < 0 or not self.flat[colon + 1 : quantity.start].strip():
            return
        head = self.words.head.search(self.flat, part, colon)
        if (
            head is not None
            and head[0] not in self.words.weak_heads
            and colon - head.start() <= _LONGEST_LEAD
        ):
            self.memory.lead = self.context.text[head.start() : colon].replace("\n", " ").strip()

    # -- the steps ----------------------------------------------------------------------------------------

    def _by_line(self, quantity: Quantity) -> Name | None:
        """“412 tỷ đồng” alone in its line: named by the line below or above."""
        start, end = self.context.line_at(quantity.start)
        if self.flat[start : quantity.start].strip(" *_\t") or self.flat[quantity.end : end].strip(" *_\t"):
            return None
        line = name_beside(self.context, quantity.start)
        return Name(self._text(*line), "label", line.start, line.end, 0.8) if line is not None else None

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

    def _label(self, quantity: Quantity, clause: Clause, previous: Name | None) -> Name | None:
        flat = self.flat
        between = flat[clause.chunk : quantity.start].strip(" \t\n")
        if clause.opener != ":" or between not in {"", "bằng", "là", "mức", "hệ số"}:
            return None
        multiple = quantity.dimension == "times" and (  # "bằng 10 lần mức lương cơ sở"
            between == "bằng" or flat.startswith((" mức lương", " lương"), quantity.end)
        )
        if not multiple and CONTENT_AFTER.match(flat, quantity.end, clause.end):
            return None
        colon = flat.rfind(":", clause.sentence[0], quantity.start)
        start = clause.sentence[0]
        for sign in (";", ". ", "\n"):
            start = max(start, flat.rfind(sign, clause.sentence[0], colon) + 1)
        opened = flat.rfind("(", start, colon)
        if opened >= 0 and flat.find(")", opened, colon) < 0:
            start = opened + 1
        start = self._label_start(quantity, start, colon)
        if self._says_when(start, colon) and (same := self._same_measure(quantity, previous)) is not None:
            return same
        start, end = self._trim(start, colon)
        if end - start < 2 or end - start > LONGEST_NAME:
            return None
        found = Name(self._text(start, end), "label", start, end, 0.95)
        measures = self._strong_head(start, end) is not None or flat.startswith(MEASURES, start)
        if quantity.dimension == "count" and not measures and _REACHES_WHAT.match(flat, quantity.end):
            return None  # "Tiêu chí y tế: 14 xã đạt tiêu chí bác sĩ": a topic, the things say what is counted
        if measures:
            self.memory.parent = found
        elif (item := self._next_item(found.words, start, quantity, clause)) is not None:
            return Name(item, "part", start, end, 0.7)
        elif parent := self.memory.lead or self.memory.prefix or self._parent(quantity, start):
            found.words = f"{parent} {tidy(found.words.rpartition(': ')[2])}"
        elif (whose := self._whose_measure(found.words, quantity, clause)) is not None:
            return Name(whose, "part", start, end, 0.7)  # "Hà Nội 595 triệu USD; Bình Dương: 329 triệu USD"
        elif quantity.dimension == "count" and flat.startswith(_BRANCHES, start):
            found.words = f"số {quantity.unit} {tidy(found.words)}"
        lead, _, _ = found.words.rpartition(": ")
        if lead and not self.memory.prefix:  # "Phân bổ cho các tỉnh: Bắc Giang: 80 tỷ, Sơn La: 50 tỷ"
            self.memory.prefix = lead
        found.words = found.words.replace(": ", " ")
        return found

    def _next_item(self, said: str, start: int, quantity: Quantity, clause: Clause) -> str | None:
        """“Tổng đàn gà: 2.431 con - Ngan: 374 con”: the same measure of the next item in one line."""
        if not self.flat.endswith(("- ", "– ", "+ ", "• "), clause.sentence[0], start):
            return None
        same = self.memory.by_unit.get(power_of(quantity.unit)[1])
        measure = _OF_KINDS.match(same.words.lower()) if same is not None else None
        return f"{measure[1]} {said}" if measure is not None else None

    def _subject(
        self, quantity: Quantity, clause: Clause, previous: Name | None, left: tuple[int, int]
    ) -> Name | None:
        flat = self.flat
        start, end = left
        if quantity.dimension == "money" and flat.endswith("tiết kiệm ", clause.chunk, quantity.start):
            return Name("số tiền tiết kiệm được", "subject", confidence=0.5)
        if (plan := self._plan_itself(quantity, clause)) is not None:
            return plan
        if (
            end - start < 2
            or NO_SUBJECT.fullmatch(flat, start, end)
            or self._points_back(quantity, clause, start, end)
        ):
            return None
        if previous is not None and than_country(flat, clause, quantity) is not None:
            return None
        said = tidy(self._text(start, end))
        if not said:
            return None
        if (first := self._aligned(said, quantity, clause)) is not None:
            return Name(first, "subject", start, end, 0.8)
        if (of_topic := self._of_topic(said, start, quantity, clause)) is not None:
            return of_topic
        if (each := self._paid_each(said, quantity, clause)) is not None:
            return Name(each, "subject", start, end, 0.75)
        said = sides.given_by(self.flat, end, quantity, said)
        said = sides.spent(said, (name.words for name in self.memory.names))
        said = self._recovered(self._earned(said, quantity, clause), quantity, clause)
        labelled = self._heads_row(self._with_label(self._paid(said, quantity), clause))
        said = self._turned(labelled, quantity)
        owned = self.memory.owner != "" and said.endswith(self.memory.owner)
        how = "subject" if said == labelled or owned else "part"
        before = flat[clause.chunk : quantity.start]
        head = self._strong_head(start, end)
        if (
            quantity.dimension != "money"
            and SHARE_VERB.search(before)
            and not said.lower().startswith(("tỷ lệ", "tỷ trọng", "tỉ"))
        ):
            said = f"tỷ trọng {self._share_in(quantity, clause, said)}"
        elif "trị giá" in before and "trị giá" not in said:
            said = self._worth(said)
        elif (contribution := self._contribution(said, quantity, clause)) is not None:
            return Name(contribution, "subject", start, end, 0.8)
        elif (
            of := self._whose(said, left)
            or self._of_before(said, left, previous)
            or self._having(said, start, clause, previous)
        ) is not None:
            return of
        elif (completed := self._completed(said, quantity, clause, previous, left)) is not None:
            return completed
        elif head is None:
            said = self._measured(quantity, said)
        if quantity.dimension == "money" and (owner := self._owner(quantity, clause)):
            said = f"{said} {owner}"
        return Name(said, how, start, end, 0.85 if head is not None else 0.6)

    def _worth(self, said: str) -> str:
        """“245 nhà đại đoàn kết trị giá 14 tỷ đồng”: of the houses; "tổng": of all that was counted."""
        things = self.memory.things.words.removeprefix("số ") if self.memory.things is not None else ""
        if said == "tổng":
            return f"tổng trị giá {things}".strip()
        return f"trị giá {things if f' {said.lower()} ' in f'{things.lower()} ' else said}"

    def _paid_each(self, said: str, quantity: Quantity, clause: Clause) -> str | None:
        """“hỗ trợ mỗi gia đình 25 triệu đồng, nhà sập 60 triệu đồng”: so much for each of a row."""
        if (paid := sides.paid_each(self.flat, clause.chunk, quantity)) is not None:
            self.memory.paid = paid[0]
            return f"mức {paid[0]} {paid[1]}"
        if not self.memory.paid or quantity.dimension != "money" or clause.opener not in {",", ";"}:
            return None
        return None if self.has_measure(said) else f"mức {self.memory.paid} {said}"

    def _completed(
        self, said: str, quantity: Quantity, clause: Clause, previous: Name | None, left: tuple[int, int]
    ) -> Name | None:
        """The subject with what another clause, a label or the text before says of it."""
        start, end = left
        headed = self._strong_head(start, end) is not None
        if (whole := self._whole(quantity, previous)) is not None and self._is_part(quantity, clause, start):
            return Name(self._part_of(said, whole.words), "part", start, end, 0.65)
        if (led := self._under_label(said, quantity, clause, headed=headed)) is not None:
            return Name(led, "lead", start, end, 0.7)
        if (aside := self._aside_part(said, quantity, clause, previous, headed=headed)) is not None:
            return Name(aside, "part", start, end, 0.65)
        if (elided := self._elided(said, quantity, clause, previous, headed=headed)) is not None:
            return Name(elided, "part", start, end, 0.7)
        if headed and not self._only_whose(said):
            return None
        if self.memory.lead and not said.lower().startswith(MEASURES):
            return Name(f"{self.memory.lead} {said}", "lead", start, end, 0.75)
        told = self._whose_measure(said, quantity, clause) or self._spends(said, quantity, clause)
        return Name(told, "part", start, end, 0.65) if told is not None else None

    def _having(self, said: str, start: int, clause: Clause, previous: Name | None) -> Name | None:
        """“tỷ lệ dân số có điện thoại thông minh đạt 75%, [có tài khoản] đạt 60%”: of the same people."""
        verb = self.flat[min(clause.start, clause.chunk) : start].strip().removeprefix("trong đó ").strip()
        rate = _RATE_OF_HAVING.match(previous.words) if previous is not None else None
        if rate is None or verb not in _HAVING_VERBS:
            return None
        return Name(f"{rate[1]} {verb} {said}", "part", start, start + len(said), 0.75)

    def _paid(self, said: str, quantity: Quantity) -> str:
        """“mỗi mô hình được hỗ trợ 30 triệu đồng” → "mức hỗ trợ mỗi mô hình"; “năm 2022 bố trí 42 tỷ”."""
        if quantity.dimension != "money":
            return said
        if said.lower() in _SETS_ASIDE:
            total = self.memory.totals.get(power_of(quantity.unit)[1])
            return total.words if total is not None else f"vốn {said.lower()}"
        paid = _PAID.fullmatch(said)
        if paid is not None:
            self.memory.paid = paid[2]  # "…; hộ nghèo 250.000 đồng/khẩu/tháng": the same, to others
        return f"mức {paid[2]}{paid[3] or ''} {paid[1]}" if paid is not None else said

    # -- "A và B lần lượt đạt x và y" ---------------------------------------------------------------------

    def _queued(self) -> Name | None:
        if not self.memory.queue:
            return None
        return Name(self.memory.queue.pop(0), "subject", confidence=0.75)

    def _listed_subjects(self, found: list[str], count: int, quantity: Quantity, clause: Clause) -> list[str]:
        """“diện tích, năng suất, sản lượng ngô lần lượt bằng …”: all that stand before the values."""
        start = self._forward(clause.start, quantity.start)
        end = self._back(start, quantity.start)
        parts = [tidy(part) for part in _COORDINATED.split(self._text(start, end)) if part.strip()]
        if len(parts) != count or any(len(part.split()) > _FEW_WORDS for part in parts):
            return found
        if self._word("predicate", start, end) is not None:
            return found
        head = self.words.head.match(parts[-1].lower())
        thing = parts[-1][head.end() :] if head is not None else ""
        return [
            f"{part}{thing}" if self.words.head.fullmatch(part.lower()) is not None else part
            for part in parts[:-1]
        ] + parts[-1:]

    def _aligned(self, said: str, quantity: Quantity, clause: Clause) -> str | None:
        """The first of several subjects whose values follow one by one; the others wait in the queue."""
        dashed = self.flat[quantity.end : quantity.end + 2].strip() == "-"
        if not dashed and not self.context.says(("lần lượt", "tương ứng"), clause.chunk, quantity.start):
            return None
        values = self._run(quantity)
        said = _TROUBLED.sub("", said)
        structure = _STRUCTURE.match(said)
        if structure is not None and (parts := _parts_of(structure[2], values)):
            self.memory.queue = [f"tỷ trọng {part} trong {structure[1].lower()}" for part in parts]
            return self.memory.queue.pop(0)
        if dashed:
            return None
        subjects = said.split(" và ")
        if len(subjects) != values:
            subjects = [part for part in _COORDINATED.split(said) if part]
        if len(subjects) < values:
            subjects = self._listed_subjects(subjects, values, quantity, clause)
        if len(subjects) < 2 or len(subjects) != values:
            return None
        names = [subjects[0]]
        for subject in subjects[1:]:
            if self.words.head.match(subject.lower()) is not None:
                names.append(subject)
            else:
                names.append(self._parallel(subject, names[0]) or _in_place_of(subject, names[0]))
        names = [self._whose_measure(name, quantity, clause) or name for name in names]
        self.memory.queue = names[1:]
        return names[0]


# "cơ cấu kinh tế nông nghiệp - công nghiệp - dịch vụ": what it is the structure of, and its parts
_FEW_WORDS = 8
_STRUCTURE = re.compile(
    r"((?:tỷ trọng |tỷ lệ )?cơ cấu(?: kinh tế| lao động| GRDP| rừng| cây trồng| giá trị sản xuất| dân số"
    r"| vốn| nguồn vốn| thu| chi)?)(?: giữa| của)?(?: các)?(?: (?:ngành|khu vực|lĩnh vực))?[ :,]+(.+)",
    re.IGNORECASE,
)


def _parts_of(said: str, count: int) -> list[str]:
    """The parts of a structure, where there are so many: between dashes, else between commas."""
    for sign in (r"\s[-–]\s", r";\s", r",\s(?:và\s)?|\svà\s"):
        parts = [part.strip() for part in re.split(sign, said) if part.strip()]
        if len(parts) == count > 1:
            return parts
    return []


_TROUBLED = re.compile(r" (?:gặp|bị|đều|cùng|tiếp tục|vẫn)(?!\w).*$")


def _in_place_of(subject: str, first: str) -> str:
    """“chuẩn nghèo khu vực nông thôn” and "thành thị ở Đà Nẵng" → "chuẩn nghèo khu vực thành thị …"."""
    words = first.split()
    own = len(_WHERE.split(subject, maxsplit=1)[0].split())
    return " ".join((*words[:-own], subject)) if len(words) > own else subject


_WHERE = re.compile(r" (?:ở|tại|theo|của|trên|trong) ")
