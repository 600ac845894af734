"""Where the subject of a clause begins and ends: "[thu ngân sách] năm 2025 ước đạt 5 tỷ đồng".

It ends where the words that only lead to the number begin, and begins at its head noun ("thu", "tỷ lệ",
"số"), over commas if need be ("khu vực [công nghiệp, xây dựng] tiếp tục là trụ cột, chiếm …").
"""

from __future__ import annotations

import re

from dondoc.extraction.clauses import Clause
from dondoc.extraction.names import LONGEST_NAME
from dondoc.extraction.subjectedges import SubjectEdges
from dondoc.extraction.subjectverbs import SIGN
from dondoc.text.normalize import stripped_end

_CHANGED = frozenset(["tăng", "giảm"])
_SPOKE = (
    "cho biết",
    "cho hay",
    "thừa nhận",
    "cho rằng",
    "khẳng định",
    "nhấn mạnh",
    "thông tin",
)  # who speaks is no subject
_KINDS_OF_INFORMATION = (
    "công nghệ thông tin",
    "an toàn thông tin",
    "cung cấp thông tin",
    "tiếp cận thông tin",
)
# Who did it is no part of what is measured: "thành phố [giải ngân] được 4.310 tỷ đồng".
ACTS = ("xuất khẩu", "nhập khẩu", "thu hút", "huy động", "giải ngân")
AGENT = re.compile(
    r"(?:(?:toàn|cả) )?(?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã|xã|phường|ngành|địa phương)"
    r"(?: (?!thu|chi|số|giá)[^\W\d_]+){0,3}(?: (?:đã|thực hiện|tổ chức|triển khai|hoàn thành|ước))* "
)
# With whom it is compared is no part of it: "thu nhập [cao hơn hộ sản xuất riêng lẻ] từ 15%".
_THAN = re.compile(r"(?<=\w) (?:cao|thấp|nhiều|ít|lớn|nhỏ) hơn (?:so với )?(?=\w)[^,;:()]{3,60}$")
_FORESEES = re.compile(r"(?:dự kiến|dự báo|ước tính)(?: sẽ)? $")  # "Phú Hải mới dự kiến [thu ngân sách]"
# Every alternative begins with a sign, so that `re` passes over the words between them at once.
_JOINT = re.compile(
    r",(?:(?<!bằng cấp,)(?<!văn bằng,) (?!nhập khẩu|nhập siêu)|(?<!xuất,) (?=nhập))|; |: |\(|\)"
)
# "Một số mặt hàng tăng khá như bia đạt …": the item, not the set it is of.
_AMONG = re.compile(
    r"(?:một số|các|nhiều|những|hai|ba|bốn)(?!\w)[^.;]{0,100}"
    r"(?<!\w)(?:như|gồm|bao gồm|phải kể đến|nhất là)(?!\w)"
)
# What a clause of its own ends with: "công tác quản lý được [tăng cường], X đạt 5 tỷ".
_COMPLETE = re.compile(
    r"(?:tăng cường|đẩy mạnh|quan tâm|chú trọng|nâng cao|nâng lên|mở rộng|cải thiện|giữ vững|bảo đảm"
    r"|đảm bảo|duy trì|ổn định|củng cố|phát huy|phát triển|triển khai|thực hiện|chỉ đạo|kiểm soát|khống chế"
    r"|khắc phục|kiện toàn|đổi mới|hoàn thiện|kịp thời|hiệu quả|đồng bộ|quyết liệt|nghiêm túc|chặt chẽ"
    r"|thường xuyên|tích cực|tốt)$"
)
_PASSIVE = re.compile(r"được|bị")
NO_SUBJECT = re.compile(
    r"(?:cao|thấp|nhanh|nhiều|ít|lớn|nhỏ|chậm)(?: hơn .*)?|so với .*|ứng|"
    r"hơn (?:cùng kỳ|kế hoạch|dự toán|năm|quý|tháng|so với) ?.*|"
    r"trước(?: đó| đây)?|(?:những|các) năm(?: trước| qua)?|"
    r"(?:thuộc|nằm|lọt|vào|đứng|xếp|ở|tầm nhìn|định hướng)(?: (?:trong|vào|ở))?|"
    r"sơ bộ|số sơ bộ|chính thức|tức|tức là|nghĩa là|hay là|tương ứng|"
    r"(?:muốn|chưa|không|vẫn|phải|cần|mới|đã|sẽ)(?: (?:muốn|chưa|không|vẫn|phải|cần|mới|đã|sẽ))*|"
    r"(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu|nghị quyết|cùng kỳ|yêu cầu|tiến độ)(?: (?:đề ra|đặt ra|giao|"
    r"năm|được giao|cả năm|năm trước|và|hđnd tỉnh|trung ương|tỉnh|nghị quyết|đại hội|hội đồng nhân dân))*"
)
_FEW_MORE = 3  # words behind the comma
_FEW_BESIDE = 6  # … of what stands beside it in one measure
_NAMELY = re.compile(
    r"(?:chỉ tiêu|khoản thu|nguồn thu|tiêu chí|sắc thuế|mặt hàng|địa phương|đơn vị|lĩnh vực|ngành)"
    r"[^.;:()\d]{0,50}(?: là|, gồm|: gồm| gồm|:|,? như) "
)
_OF_THOSE = ("tỷ lệ ", "tỉ lệ ", "số ", "tổng số ", "tỷ trọng ")
_HAVING = re.compile(r"(?:qua|có|được|bị|sử dụng|tham gia|thuộc)(?!\w)")
_OF_WHOM = re.compile(r"(?:được|bị|có|là|đạt chuẩn)(?!\w)")
_LEADS_IN = re.compile(r"(?<!\w)(?:có|với|cho biết|cho hay|cho thấy|giảm|tăng|nâng|hạ|là|giữ|đưa|như)$")
_ASIDE = re.compile(r"(?:nhờ|do|tại|trong|theo|sau|trước|khi|để|nhằm|mặc dù|nếu|ông|bà|đồng chí)(?!\w)")
_ADVERBIAL = re.compile(
    r"(?:với|nhờ|do|tại|trong|theo|từ|đến|qua|trên|(?:bước )?sang|bên cạnh|cùng với|về|sau|trước"
    r"|khi|để|nhằm|mặc dù|tuy|nếu|vì|ông|bà|đồng chí|hằng năm|hàng năm|cũng như"
    r"|(?:chia|phân|phân loại|xét|tính) (?:ra )?theo)(?!\w)"
)
_BECAUSE = re.compile(r"(?<!\w)(?:do|vì|bởi|nhờ)(?: vì| bởi)? (?:các |những |việc )?")
_ROSE = re.compile(r"(?<!\w)(?:tăng|giảm|gấp|cao hơn|thấp hơn)(?!\w)[^,;:]*$")
_RISES_NEAR = 40  # characters of what leads to the number
_MEASURED = re.compile(
    r"(?:(?:chỉ tiêu|kế hoạch|dự toán) (?:thu|chi|vốn|giải ngân|giao|tuyển|biên chế)|giá|lượng|số|mức|tỷ lệ)"
    r"(?= [^\W\d])"
)
_QUITE = re.compile(
    r" (?:quá|rất|khá|tương đối|còn|đều|liên tục|đồng loạt)? ?"
    r"(?:cao|thấp|lớn|nhiều|ít|nặng|khan hiếm|biến động|leo thang)(?!\w)"
)
_OF_ITS_NAME = re.compile(r"(?:quỹ|tổ|trạm|trung tâm|cụm) |.* (?:bị|được) ")
_NO_BODY = frozenset(["word", "link", "collective", "none"])


def _ink(flat: str, start: int) -> int:
    """The first character from `start` that is no space."""
    while flat[start : start + 1].isspace():
        start += 1
    return start


class Subjects(SubjectEdges):
    """Finds the subjects of one document's clauses."""

    def _subject_span(self, clause: Clause, end: int) -> tuple[int, int]:
        """The subject in the clause before `end`: from its head noun to the words that lead to the number."""
        flat = self.flat
        start = clause.start
        if (counted := self._before_bracket(start, end)) is not None:
            return counted
        if clause.adjacent:
            joint = flat.rfind(" và ", start, end)
            if joint < 0 and self._strong_head(start, end) is None:
                return end, end
            with_ = flat.rfind(" với ", start, end)
            start = max(joint + 4 if joint >= 0 else start, with_ + 5 if with_ >= 0 else start)
        stop = self._back(start, end)
        while flat.endswith(" ›", start, stop):  # a long aside between the subject and its verb
            stop = self._back(start, flat.rfind("‹", start, stop))
        if flat.endswith(_SPOKE, start, stop) and not self._of_information(start, stop):
            return end, end
        own = SIGN.search(flat, stop, end) is None
        clause_of_own = (
            False  # what stands before the comma is a clause: "sản xuất phục hồi, [X tăng mạnh], đạt …"
        )
        pieces = self._pieces(start, stop)
        while pieces:
            low, high = pieces[-1]
            first = self._forward(low, high)
            if not own and (among := _AMONG.match(flat, first, high)) is not None:
                first = self._forward(among.end(), high)  # "một số nơi giảm mạnh gồm [Phú An] (giảm 8%)"
            if not own and high - first >= 2:
                predicate = self._word("predicate", first, high)
                if (predicate is not None and predicate[0] == first) or _ASIDE.match(flat[low:high].lstrip()):
                    first = high
                elif (reason := self._reason(predicate, high, end)) is not None:
                    return reason
                elif predicate is not None:
                    high = self._back(first, predicate[0])
                    clause_of_own = flat[slice(*predicate)] in _CHANGED
                    after = self._strong_head(predicate[1], pieces[-1][1])
                    own_name = self.context.text[first:high].istitle() and high - first > 1
                    if after is not None and (own_name or len(flat[first:high].split()) < 2):
                        first, high = self._forward(predicate[1], pieces[-1][1]), pieces[-1][1]
            if high - first >= 2 and not NO_SUBJECT.fullmatch(flat, first, high):
                break
            pieces.pop()
            own = False
        else:
            return end, end
        if not clause_of_own or self._strong_head(first, high) is not None:
            first, high = self._from_head(first, high, pieces, beside=own)
        than = _THAN.search(flat, first, high) if flat.find(" hơn ", first, high) >= 0 else None
        return (first, than.start()) if than is not None else (first, high)

    def _reason(self, predicate: tuple[int, int] | None, high: int, end: int) -> tuple[int, int] | None:
        """“chi phí cao là do [giá cát] khan hiếm, tăng 30%”: what rose is what the reason tells of."""
        if predicate is None or _ROSE.search(self.flat, max(high, end - _RISES_NEAR), end) is None:
            return None
        because = _BECAUSE.search(self.flat, predicate[0], high)
        if because is None:
            return None
        head = because.end()
        if self._strong_head(head, high) != head and _MEASURED.match(self.flat, head, high) is None:
            return None
        told = self._word("predicate", head, high)
        stop = _QUITE.search(self.flat, head, told[0] if told is not None else high)
        ends = stop.start() if stop is not None else told[0] if told is not None else high
        return (head, self._back(head, ends)) if ends - head > 1 else None

    def _of_information(self, start: int, stop: int) -> bool:
        """“doanh thu công nghệ thông tin đạt 5 tỷ”: nobody tells anything."""
        flat = self.flat
        return flat.endswith("thông tin", start, stop) and (
            flat.endswith(_KINDS_OF_INFORMATION, start, stop) or self._strong_head(start, stop) is not None
        )

    def _before_bracket(self, start: int, end: int) -> tuple[int, int] | None:
        """“hai chỉ tiêu chưa đạt là tỷ lệ giải ngân (81%)”: what stands right before the bracket."""
        if self.flat[end - 1 : end] != "(":
            return None
        said = _NAMELY.search(self.flat, start, end)
        if said is None:
            return None
        comma = self.flat.rfind(", ", said.end(), end - 1)
        low = comma + 2 if comma >= 0 else said.end()
        head = self._strong_head(low, end)
        listed = comma < 0 and said[0].endswith("như ")
        return (low, stripped_end(self.flat, end - 1)) if listed or head == low else None

    def _from_head(
        self, first: int, high: int, pieces: list[tuple[int, int]], *, beside: bool
    ) -> tuple[int, int]:
        """Where the subject that ends at `high` begins: over commas to the left, then at its head noun."""
        flat = self.flat
        region = first
        own_head = self.words.head.match(flat, first, high)
        if own_head is None or own_head[0] in self.words.weak_heads:
            told, region = self._widened(first, high, pieces, beside=beside, bare=own_head is None)
            if told is not None:
                return region, told
        while (broken := self._word("breaker", region, high)) is not None and high - broken[1] >= 3:
            region = self._forward(broken[1], high)
        if (among := _AMONG.match(flat, region, high)) is not None and high - among.end() >= 2:
            region = self._forward(among.end(), high)
        region = self._at_head(region, high)
        if high - region > LONGEST_NAME:
            comma = flat.rfind(",", region, high)
            region = comma + 2 if comma > 0 and high - comma > 4 else high - LONGEST_NAME
            region = self._forward(region, high)
        return region, high

    def _widened(
        self, first: int, high: int, pieces: list[tuple[int, int]], *, beside: bool, bare: bool
    ) -> tuple[int | None, int]:
        """Where the subject ends, if another verb tells of it; where it begins, over commas to the left."""
        flat = self.flat
        words = len(flat[first:high].split())
        region = first
        for left, right in reversed(pieces[:-1]):
            begin = self._forward(left, right)
            if bare and words <= _FEW_BESIDE:
                joined = self._rate_over(left, right, first, high)
                if joined is not None:
                    return None, joined
            if right - begin < 2 or self._aside_at(left, begin, right):
                break
            predicate = self._word("predicate", begin, right)
            if predicate is None:
                region = begin
                continue
            short = words <= _FEW_MORE + 1
            if short and self._of_which(begin, predicate[0], right, (first, high)):
                return None, begin
            if (
                short
                and _PASSIVE.search(flat, predicate[0], right) is not None
                and predicate[0] - begin > 4
                and not self.words.noun.match(flat, first)
                and _COMPLETE.search(flat, predicate[1], right) is None
            ):
                return None, begin
            if not beside and predicate[0] - begin > 4 and self._strong_head(region, high) is None:
                # What follows the verb is its object: "du lịch phát triển theo hướng xanh, bền vững"
                return self._back(begin, predicate[0]), begin
            break
        return None, region

    def _at_head(self, region: int, high: int) -> int:
        """The subject's beginning moved to its head noun, past who acts."""
        flat = self.flat
        head = self._strong_head(region, high)
        if head is not None and head > region:
            said = flat[region:head]
            predicate = self._word("predicate", region, head)
            owns = said.rstrip().endswith((" có", " với", " về", " của", "có"))
            if said.endswith((" với ", " trên ")) and self.memory.things is not None:
                owns, predicate = False, (region, head)
            acts = flat.startswith((*ACTS, "thu "), head) and (
                AGENT.fullmatch(said) is not None
                or self._by_body(region, head)
                or _FORESEES.search(said) is not None
            )
            if (predicate is not None and not owns) or len(said.split()) > 12 or acts:
                return head
        elif head is None and self._by_body(region, high):
            # "Sở Xây dựng chủ trì, phối hợp với Sở Tài chính rà soát [quỹ đất] 20%": whom it is given to
            done = self._words_of("actions", region, high)
            has = flat.find(" có ", region, done[0][0] + 1) if done else -1
            if done and _OF_ITS_NAME.fullmatch(flat, region, done[0][0]) is not None:
                done = []  # "quỹ [hỗ trợ] nông dân", "đảng viên bị [kỷ luật]": nobody acts
            if has >= 0:  # "huyện Phú An có [vận chuyển hành khách] tăng 12%"
                region = self._forward(has + 4, high)
            elif done and high - done[-1][1] > 1:
                region = self._forward(done[-1][1], high)
        return region

    def _rate_over(self, left: int, right: int, first: int, high: int) -> int | None:
        """“huyện có [tỷ lệ giải quyết khiếu nại, tố cáo] đạt 92%”: a measure that runs over a comma."""
        flat = self.flat
        weak = len(flat[first:high].split()) <= _FEW_MORE  # "khu vực nông, lâm nghiệp"
        heads = [
            hit[0]
            for hit in self.context.hits_in("heads", left, right)
            if self._strong_head(hit[0], hit[1]) is not None or (weak and hit[2][0].entry.get("weak"))
        ]
        if not heads or self._word("breaker", first, high) is not None:
            return None
        head = heads[0]
        led = flat[left:head].strip()
        said = self._word("predicate", head, right)
        if said is not None and _OF_WHOM.match(flat, said[0]) is None:
            return None
        return head if _LEADS_IN.search(led) is not None else None

    def _by_body(self, start: int, head: int) -> bool:
        """“Bộ Công Thương dự báo cả năm [xuất khẩu] 6 triệu tấn”: a body that acts or foresees is no part."""
        hits = self.context.hits_in("orgs", start, head)
        return (
            bool(hits)
            and hits[0][0] == start
            and self.context.text[start].isupper()
            and not hits[0][2].classes <= _NO_BODY  # "Đào tạo nghề tăng 5%", "Doanh nghiệp thành lập mới"
        )

    def _aside_at(self, left: int, begin: int, right: int) -> bool:
        """Whether a piece only says when, where or why; "đến năm 2030 tỷ trọng …" does not."""
        ink = _ink(self.flat, left)
        if self.flat.startswith("trong đó ", ink):
            return False
        dated = ink in self._date_starts and self._date_starts[ink] < begin
        return _ADVERBIAL.match(self.flat, begin if dated else ink, right) is not None

    def _of_which(self, begin: int, verb: int, end: int, last: tuple[int, int]) -> bool:
        """“tỷ lệ lao động [có bằng cấp, chứng chỉ]”: a comma within what a rate's people have or undergo."""
        return (
            self.flat.startswith(_OF_THOSE, begin)
            and _HAVING.match(self.flat, verb, end) is not None
            and len(self.flat[slice(*last)].split()) <= _FEW_MORE
        )

    def _pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        pieces = []
        at = start
        for match in _JOINT.finditer(self.flat, start, end):
            pieces.append((at, match.start()))
            at = match.end()
        pieces.append((at, end))
        return [(a, b) for a, b in pieces if b > a and not self.flat[a:b].isdigit()]  # "(11) Đón …"
