"""Names that stand after their number: "100% các xã có điểm bưu điện", "1.200 tỷ đồng vốn đầu tư công"."""

from __future__ import annotations

import re
from bisect import bisect_right

from dondoc.extraction.acts import CHANGED
from dondoc.extraction.clauses import Clause
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.names import LONGEST_NAME, Name, tidy
from dondoc.extraction.nounphrases import CLAUSE_END, ENDS_NAME, FINITE
from dondoc.extraction.things import PLACE_ONLY, Things, start_of

SHARE_VERB = re.compile(r"(?<!lấn )(?<!xâm )chiếm|tỷ trọng")
_RIGHT_NP = re.compile(
    r"\s?(?!(?:so|kế|dự(?! án)|chỉ tiêu|mục tiêu|cùng|trở|và|hoặc|trong|năm|vào|/|mỗi|theo|đến|để|của|với|"
    r"là|nhưng|do|nhờ|tại|trên|khi|ở|thì|lên|từ|cho(?! rằng| là)|"
    r"về|như|bằng(?! (?:sáng chế|khen|cấp))|gấp|tăng(?! trưởng)|giảm|đạt|qua|vốn kế|toàn quốc|cả nước|"
    r"nghị quyết|một|được|mà|đã|sẽ|xuống|nằm|"
    r"bình|xấp|tương|này|kh|khiến|làm|giúp|buộc|nên|vì|cuối|đầu(?! (?:mối|sách|việc|xe|tàu))|"
    r"hiện nay|đến nay|ngay|trước|sau)(?!\w))"
    r"(?=[^\W\d_])"
)
_UNDERGONE = re.compile(r" (?=(?:được|bị) [^\W\d])")  # "212 ha được chứng nhận hữu cơ"
_SIDE = re.compile(
    r" về (?!đích|trước|mặt|phía|cơ bản|đêm|đến|tới|nước|cuối|sau)([^,.;()\d]{2,60}?)"
    r"(?= (?:và|nhưng) (?:tăng|giảm|đạt|gấp)| so (?:với|cùng)| trong | với |[,.;()\d]|$)"
)
_RANKED_BY = re.compile(
    r"[^.;()\d]{0,60}? (?:về|trong|theo(?! (?:cơ quan|báo cáo|ông|bà|số liệu|thống kê|đánh giá"
    r"|tổng|cục|sở|bộ|công bố)))"
    r" ((?!cả nước|toàn quốc|khu vực|vùng|"
    r"số (?:\d|các )|năm)[^,.;()\d]{3,60}?)"
    r"(?= với| so với| sau| năm| và (?:đứng|xếp|thứ|hạng)|[,.;()]|$)"
)
_RANKED = re.compile(
    r" ((?:thu hút|tăng trưởng|tốc độ|chỉ số|giải ngân|xuất khẩu|kim ngạch|thu ngân sách|quy mô|số)"
    r"[^,.;()\d]{2,60}?)"
    r"(?= với| so với| sau|[,.;()]|$)"
)
# "top 5 địa phương có quy mô kinh tế lớn nhất cả nước"
_THOSE_WITH = re.compile(
    r" (?:tỉnh|địa phương|thành phố|nước|quốc gia|đơn vị|doanh nghiệp)(?:, thành phố)? có"
    r" ((?!mức|tốc độ|tỷ lệ|số )[^,.;\d]{3,60}?)"
    r" (?:lớn|cao|nhiều|nhanh|tốt|thấp) nhất"
)
_PLAN_OF = re.compile(
    r" ((?:kế hoạch|chỉ tiêu|nhiệm vụ) (?!năm|giai đoạn|nhiệm kỳ|\d|đề ra|giao(?! quân)|được|của|"
    r"(?:tỉnh|trung ương|thủ tướng|huyện|xã|thành phố|thị xã|quận|phường|sở|bộ|ngành|cấp trên|ubnd|cục"
    r"|chính phủ|quốc hội|đại hội|hội đồng|trên)(?!\w)|"
    r"nghị quyết|và|đã|với|hđnd)[^,.;()\d]{3,50})"
)
_SHARE_CUT = re.compile(
    r"(?<!\w)(?:so với|trong đó|nhưng|thì|để|nhằm|chậm nhất|trước ngày|"
    r"tăng \d|giảm \d|đạt \d)(?!\w)|[”\"]|\d+[,.]?\d*\s?%"
)
_MONEY_PLAN = re.compile(r"kế hoạch (?:vốn|giải ngân|đầu tư công)(?: (?:được )?(?:giao|năm))?(?!\w)")
_DOES = re.compile(rf"{FINITE.pattern}|(?<!\w)qua(?!\w)")
_RATE_OF = re.compile(r"^(?:tỷ lệ|tỉ lệ|tỷ trọng) ")
_VERB_FIRST = re.compile(r"(?:có|đạt|được|tham gia|sử dụng|hoạt động|liên kết|qua|hoàn thành)(?!\w)")
_DIGIT = re.compile(r"\d")
_NUMBER_OF = re.compile(r"^(?:tổng )?số (?:lượng )?")


class Beside(Things):
    """The step `right`."""

    def _right(self, quantity: Quantity, clause: Clause, left: tuple[int, int]) -> Name | None:
        """A share or a sum whose owner stands after it."""
        flat = self.flat
        side = _SIDE.match(flat, quantity.end, clause.end)
        if side is not None and quantity.dimension in {"percent", "times", "money", "count"}:
            return self._side(side, left if left[0] >= clause.chunk else (0, 0))
        if quantity.dimension == "rank":
            return self._ranked(quantity, clause)
        if quantity.dimension not in {"percent", "money", "area", "length", "mass", "volume"}:
            return None
        head = self._strong_head(*left) if left[1] > left[0] else None
        if quantity.dimension == "percent":
            return self._share_of(quantity, clause, left, has_head=head is not None)
        np = _RIGHT_NP.match(flat, quantity.end, clause.end)
        if np is not None and quantity.dimension == "money" and flat.startswith("có ", np.end()):
            np = None  # "1,5 triệu đồng/lao động có hợp đồng": which ones get it
        if np is None and head is None and quantity.dimension in {"area", "length"}:
            np = _UNDERGONE.match(flat, quantity.end, clause.end)
        if np is None:
            return None
        start = np.end()
        cut = ENDS_NAME.search(flat, start, clause.end)
        end = self._back(start, cut.start() if cut else clause.end)
        if end - start < 2:
            return None
        acted = self._action(clause, quantity.start)
        if acted is None and (shared := self._of_row(quantity, clause, (start, end))) is not None:
            return Name(shared, "right", start, end, 0.75)
        if acted is not None:
            self.memory.action = tidy(self._text(*acted))  # goes on: "nâng cấp 58 km đường, 23 cầu"
        left = acted or left
        if left[0] < clause.chunk or PLACE_ONLY.fullmatch(flat, *left):
            left = (quantity.start, quantity.start)
        own = flat[left[0] : left[1]]
        few = 0 < len(own.split()) <= 2
        if self._strong_head(start, end) is not None or quantity.dimension != "money" or few:
            if own and len(own.split()) <= 3:
                return Name(self._with_own(quantity, left, (start, end)), "right", start, end, 0.8)
            if head is None:
                said = self._text(start, end)
                if quantity.dimension == "mass" and not own and _TREATED.match(self.memory.action.lower()):
                    said = f"khối lượng {tidy(said)} {self.memory.action}"
                return Name(self._measured(quantity, said), "right", start, end, 0.75)
        return None

    def _of_row(self, quantity: Quantity, clause: Clause, thing: tuple[int, int]) -> str | None:
        """“8 ha lúa, 3 ha rau bị ngập”, "kiên cố hóa 12 km kênh, 45 km đường": what is said once of a row."""
        if quantity.dimension not in {"area", "length"}:
            return None
        said = tidy(self._text(*thing))
        index = bisect_right(self.group, quantity.start, key=start_of)
        after = self.group[index] if index < len(self.group) else None
        if after is not None and after.dimension == quantity.dimension and _STATE.search(f" {said}") is None:
            state = _STATE.match(self.flat, after.end)
            if state is not None and self.flat[thing[1] : after.start].strip() in {",", "và", ", và"}:
                return self._measured(quantity, f"{said} {self._text(*state.span(1))}")
        before = self.group[index - 2] if index > 1 else None
        alone = self.flat[clause.chunk : quantity.start].strip() in {"", "và"} and clause.opener in {"", ","}
        if before is not None and before.dimension == quantity.dimension and alone and self.memory.action:
            return self._measured(quantity, f"{said} {self.memory.action}")
        return None

    def _with_own(self, quantity: Quantity, left: tuple[int, int], right: tuple[int, int]) -> str:
        """“trồng mới 3.250 ha rừng” → "diện tích rừng trồng mới"; a sum keeps its order."""
        own, thing = tidy(self._text(*left)), tidy(self._text(*right))
        if quantity.dimension not in _MEASURE_OF or self.has_measure(f"{own} {thing}"):
            return f"{own} {thing}"
        treated = quantity.dimension == "mass" and _TREATED.match(own.lower()) is not None
        if treated:
            self.memory.action = own
            return f"khối lượng {thing} {own}"
        return self._measured(quantity, f"{thing} {own}")

    def _ranked(self, quantity: Quantity, clause: Clause) -> Name | None:
        """“top 10 tỉnh dẫn đầu cả nước về chuyển đổi số”: what the places are ordered by."""
        by = _THOSE_WITH.match(self.flat, quantity.end, clause.end)
        by = (
            by
            or _RANKED.match(self.flat, quantity.end, clause.end)
            or _RANKED_BY.match(self.flat, quantity.end, min(clause.next_number, clause.sentence[1]))
        )
        if by is None:
            return None
        return Name("thứ hạng " + self._text(*by.span(1)), "right", by.start(1), by.end(1), 0.75)

    def _side(self, side: re.Match[str], left: tuple[int, int]) -> Name:
        """“tăng 23,5% về số lượng”: the side of the subject that changed."""
        said = self._text(*side.span(1))
        if left[1] > left[0]:
            self.memory.side_of = self._text(*left)
        known = self._named_before(said)
        if known is not None:
            return Name(known.words, "right", side.start(1), side.end(1), 0.8)
        if _BOTH_SIDES.fullmatch(said) and self.memory.names:
            return Name(f"{said} {self.memory.names[0].words}", "right", side.start(1), side.end(1), 0.7)
        if len(said.split()) <= 3 and self.memory.side_of:
            said = f"{said} {self.memory.side_of}"
        elif said in _BARE_SIDES and self.memory.names:
            whole = self.memory.names[0].words
            said = (
                whole if whole.lower().startswith(f"{said} ") else f"{said} {whole}"
            )  # "xuất khẩu gạo đạt 2 triệu tấn, giảm 5% về lượng"
        elif len(said.split()) <= 4 and self.memory.things is not None and not said.startswith("số "):
            said = f"{said} {self.memory.things.words.removeprefix('số ')}"
        return Name(said, "right", side.start(1), side.end(1), 0.8)

    def _named_before(self, said: str) -> Name | None:
        """“… về số dự án”: the name of this sentence that has all the words, "số dự án FDI cấp mới"."""
        wanted = set(_NUMBER_OF.sub("", said.lower()).split())
        if said.lower() in {"số lượng", "lượng"}:
            return self.memory.things
        if not wanted:
            return None
        names = [name for name in self.memory.names if name.words.startswith("số")]
        names = names if said.lower().startswith("số") and names else self.memory.names
        return next((name for name in reversed(names) if wanted <= set(name.words.lower().split())), None)

    def _share_of(
        self, quantity: Quantity, clause: Clause, left: tuple[int, int], *, has_head: bool
    ) -> Name | None:
        flat = self.flat
        own = self._text(*left) if left[1] > left[0] else ""
        plan = _PLAN_OF.match(flat, quantity.end, clause.end)
        if plan is not None:
            verb = flat[max(clause.start, quantity.start - 14) : quantity.start]
            what = self._back(plan.start(1), plan.end(1))
            if not own and self.memory.names and _MONEY_PLAN.match(flat, plan.start(1)):
                return None  # "giải ngân 4.310 tỷ đồng, đạt 43,5% kế hoạch vốn"
            if re.search(r"(?:hoàn thành|thực hiện|đạt) $", verb) and not has_head:
                return Name(self._text(plan.start(1), what), "right", plan.start(1), what, 0.7)
            if own and len(own.split()) <= 2:
                return Name(f"{own} {self._text(plan.start(1), what)}", "right", plan.start(1), what, 0.7)
            return None
        np = _RIGHT_NP.match(flat, quantity.end, clause.end)
        verb = flat[max(clause.start, quantity.start - 16) : quantity.start]
        # "Chỉ chiếm 0,6% diện tích cả nước": nothing else is said to have the share
        whole = SHARE_VERB.search(verb) is not None and (own != "" or bool(self.memory.names))
        if np is not None and verb.endswith("đóng góp ") and _NO_ONE.fullmatch(own.lower()) and not has_head:
            end = self._back(np.end(), clause.end)  # "đây là nỗ lực lớn, đóng góp 18% kim ngạch vùng"
            return Name(f"đóng góp vào {self._text(np.end(), end)}", "right", np.end(), end, 0.65)
        if np is None or has_head or whole or verb.endswith("góp "):
            return None
        start = np.end()
        cut = _SHARE_CUT.search(flat, start, clause.end)
        end = cut.start() if cut else clause.end
        if cut is None and not FINITE.search(flat, start, end):
            end = self._over_commas(start, self._to_joint(quantity, end), clause)
        if cut is None:
            end = self._more_acts(end, clause)
            if self._opens_item(quantity, clause):
                end = max(end, self._to_stop(start, clause))
        end = self._back(start, end)
        if end - start < 2:
            return None
        said = self._text(start, end)
        said = self._whose_share(said, own)
        if verb.endswith(("bằng ", "tương đương ")) and self.memory.names:
            return Name(f"tỷ lệ {self.memory.names[-1].words} so với {said}", "right", start, end, 0.7)
        if (told := self._known_or_met(said, own, clause, quantity)) is not None:
            return Name(told, "right", start, end, 0.75)
        if not CHANGED.search(verb.rstrip()):
            action = self._action(clause, quantity.start)
            if action is not None and flat.endswith("sau ", clause.chunk, action[0]):
                action = None  # "sau đào tạo có 80% lao động có việc làm": a time
            done = f" được {tidy(self._text(*action))}" if action is not None else ""
            did = "" if done else self._shared_predicate(quantity, end)
            said = (
                f"tỷ lệ {tidy(said)}{done}{did}"
                if not said.lower().startswith(("tỷ lệ", "tỉ lệ", "thị phần"))
                else said
            )
            if tidy(said) == "thị phần" and self.memory.names:
                said = f"{tidy(said)} {self.memory.names[-1].words.removeprefix('thứ hạng ')}"
        return Name(said, "right", start, end, 0.75)

    def _known_or_met(self, said: str, own: str, clause: Clause, quantity: Quantity) -> str | None:
        """“giảm 12% số vụ” of those told before; “đáp ứng 9,2% nhu cầu đi lại”: the share that is met."""
        if self._changes(quantity, clause):
            known = self._named_before(tidy(said))
            return known.words if known is not None else None
        meets = _MEETS.search(self.flat, clause.chunk, quantity.start)
        if meets is None:
            return None
        named = (
            own and meets[1] not in own and len(own.split()) < _FEW and not PLACE_ONLY.fullmatch(own.lower())
        )
        return f"tỷ lệ {own} {meets[1]} {tidy(said)}" if named else f"tỷ lệ {meets[1]} {tidy(said)}"

    def _to_joint(self, quantity: Quantity, end: int) -> int:
        """“100% cán bộ, công chức cấp tỉnh, cấp huyện và 70% …”: over commas to the next share's "và"."""
        index = bisect_right(self.group, quantity.start, key=start_of)
        after = self.group[index] if index < len(self.group) else None
        if after is None or after.dimension != "percent" or not self.flat.startswith(", ", end):
            return end
        joint = self.flat.rfind(" và ", end, after.start)
        if joint < 0 or self.flat[joint + 4 : after.start].strip() or FINITE.search(self.flat, end, joint):
            return end
        return joint

    def _opens_item(self, quantity: Quantity, clause: Clause) -> bool:
        """Whether nothing but a list's mark stands before a number: "- Trên 95% người bị chó, mèo cắn …"."""
        return not self.flat[clause.sentence[0] : quantity.start].strip(" -–+•*\t")

    def _to_stop(self, start: int, clause: Clause) -> int:
        """The end of what the only number of an item is said of; `start` where another number follows."""
        stop = self.flat.find(";", start, clause.sentence[1])
        stop = stop if stop >= 0 else clause.sentence[1]
        if clause.next_number < stop or stop - start > LONGEST_NAME:
            return start
        cut = _SHARE_CUT.search(self.flat, start, stop) or _DIGIT.search(self.flat, start, stop)
        return start if cut is not None else stop

    def _whose_share(self, said: str, own: str) -> str:
        """“có 260 hợp tác xã, 80% hoạt động hiệu quả”: of those named before; who judges, too."""
        last = self.memory.names[-1] if self.memory.names else self.memory.last
        if last is None or (not self.memory.names and _FEELS.match(said) is None):
            return said
        before = last.words
        if _JUDGED.match(said) is not None and (who := _WHO.match(before)) is not None:
            return f"{who[1]} {said}"  # "38% doanh nghiệp đánh giá tốt hơn; 41% cho rằng ổn định"
        if own:
            return said
        if _FEELS.match(said) is not None and (
            people := self.words.noun.match(_RATE_OF.sub("", before).lower())
        ):
            return f"{people[0]} {said}"  # "52% doanh nghiệp cho biết …; 84% hài lòng"
        if _VERB_FIRST.match(said) is None:
            return said
        whole = _NUMBER_OF.sub("", _RATE_OF.sub("", before))
        does = _DOES.search(whole)
        return f"{whole[: does.start()].strip() if does is not None and does.start() > 0 else whole} {said}"

    def _more_acts(self, end: int, clause: Clause) -> int:
        """“100% cán bộ được đào tạo, tập huấn kỹ năng số”: over the commas between what is done to them."""
        flat = self.flat
        limit = min(clause.sentence[1], clause.next_number)
        while flat.startswith(", ", end) and self.words.action.match(flat, end + 2, limit) is not None:
            following = CLAUSE_END.search(flat, end + 2, limit)
            stop = following.start() if following is not None else limit
            if stop == clause.next_number < clause.sentence[1]:
                break  # the act leads to the next number
            end = stop
        return end

    def _shared_predicate(self, quantity: Quantity, end: int) -> str:
        """“70% chủ cơ sở và 80% lao động được đào tạo”: what is said of the second is said of the first."""
        index = bisect_right(self.group, quantity.start, key=start_of)
        after = self.group[index] if index < len(self.group) else None
        if after is None or after.dimension != "percent" or FINITE.search(self.flat, quantity.end, end):
            return ""
        if _JOINS.fullmatch(self.flat, end, after.start) is None:
            return ""
        stop = CLAUSE_END.search(self.flat, after.end, after.end + _FARTHEST_VERB)
        high = stop.start() if stop is not None else min(len(self.flat), after.end + _FARTHEST_VERB)
        first = self.flat[quantity.end : end].split()[:1]
        counts = self.words.noun.match(self.flat, quantity.end + 1, end) is not None
        if not counts and first == self.flat[after.end : high].split()[:1]:
            return ""  # "41% ủng hộ hoàn toàn và 23% ủng hộ một phần": each says all of its own
        did = FINITE.search(self.flat, after.end, high)
        if did is None and self.flat.startswith(", ", high):  # "80% cán bộ, công chức cấp xã có chứng chỉ"
            further = CLAUSE_END.search(self.flat, high + 1, after.end + _FARTHEST_VERB)
            high = further.start() if further is not None else min(len(self.flat), after.end + _FARTHEST_VERB)
            did = FINITE.search(self.flat, after.end, high)
        return f" {tidy(self._text(did.start(), high))}" if did is not None else ""

    def _measured(self, quantity: Quantity, said: str) -> str:
        """“gieo cấy 41.250 ha lúa” measures an area: the measure that a unit stands for, before its thing."""
        measure = _MEASURE_OF.get(quantity.dimension)
        if measure is None or self.has_measure(said):
            return said
        if "/ha" in (quantity.unit or "") and quantity.dimension == "mass":
            measure = "năng suất"
        elif said.lower().startswith(_WASTE):
            measure = "khối lượng"
        return f"{measure} {said}"

    def has_measure(self, said: str) -> bool:
        """Whether words hold the head of a measure: "sản lượng ngô", not "nợ trường"."""
        return any(head[0] not in self.words.weak_heads for head in self.words.head.finditer(said.lower()))


_NO_ONE = re.compile(r"(?:đây|kết quả này|việc này|điều này|qua đó|từ đó)?")
_STATE = re.compile(
    r"(?: (?!bị |được )[^\W\d]+){0,5} ((?:bị|được) [^,;.()\d]{2,40}?)(?= ?[,;.()]|$| với | trong đó)"
)
_BARE_SIDES = frozenset(
    ["lượng", "số lượng", "giá trị", "trị giá", "khối lượng", "kim ngạch", "vốn", "diện tích"]
)
# Two sides at once, as in "giảm 8% về cả khối lượng và giá trị".
_BOTH_SIDES = re.compile(
    r"(?:cả )?(?:số lượng|khối lượng|sản lượng|lượng|số vụ|số dự án) (?:và|lẫn) (?:cả )?"
    r"(?:giá trị|trị giá|kim ngạch|số vốn|vốn)"
)
_FEELS = re.compile(
    r"(?:hài lòng|cho|đánh giá|gặp|phải|bị|tin|mong|chưa|đã|không|sẽ|đồng ý|đồng tình|ủng hộ|lạc quan|"
    r"kỳ vọng|cảm thấy|thấy|biết|nhận|trả lời|dự định|có ý định)(?!\w)"
)
_JUDGED = re.compile(r"(?:cho rằng|đánh giá|nhận định|dự báo|dự kiến|cho là)(?!\w)")
_WHO = re.compile(r"tỷ lệ ([^,]{2,40}?) (?:cho rằng|đánh giá|nhận định|dự báo|dự kiến|cho là)(?!\w)")
_JOINS = re.compile(r" ?(?:,|và|, và) (?:(?:trên|hơn|ít nhất|khoảng|tối thiểu) )?")
_MEETS = re.compile(r"(?<!\w)(đáp ứng|phục vụ|thay thế)(?: (?:được|mới|chỉ|khoảng|hơn|trên|gần))* ?$")
_FEW = 5  # words of who meets a need
_FARTHEST_VERB = 120  # characters
# What nobody grows or makes for sale: its mass is no output.
_WASTE = (
    "rác", "chất thải", "nước thải", "bùn", "phế liệu", "ma túy", "ma tuý", "heroin", "thuốc phiện",
    "cây thuốc phiện", "cần sa", "ketamine", "methamphetamine", "chất ", "thuốc nổ", "pháo", "ngà voi",
    "vảy", "vàng", "tang vật", "bom", "đạn", "thuốc lá lậu", "nội tạng", "thực phẩm bẩn",
    "thuốc bảo vệ thực vật", "bao bì",
)  # fmt: skip
_TREATED = re.compile(
    r"(?:tồn kho|dự trữ|tích trữ|thu mua|thu gom|xử lý|vận chuyển|tiêu hủy|thu giữ|phát hiện|bắt giữ"
    r"|nhập|thải|thu hồi|tịch thu|tạm giữ|cấp phát|hỗ trợ|trao|tặng|phân bổ|xuất cấp|buôn bán|tàng trữ"
    r"|mua bán)"
)
_MEASURE_OF = {"area": "diện tích", "length": "chiều dài", "mass": "sản lượng", "volume": "sản lượng"}
