"""Where the subject of a clause begins and ends: "[thu ngân sách] năm 2025 ước đạt 5 tỷ đồng".

It ends where the words that only lead to the number begin, and begins at its head noun ("thu", "tỷ lệ",
"số"), over commas if need be ("khu vực [công nghiệp, xây dựng] tiếp tục là trụ cột, chiếm …").
"""

from __future__ import annotations

import re
from bisect import bisect_left

from dondoc.extraction.clauses import Clause, prose
from dondoc.extraction.context import Context
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.names import LONGEST_NAME, Memory
from dondoc.extraction.subjectwords import MOST_WORDS, ends_with, words
from dondoc.text.normalize import stripped_end

_WHOLE = (
    "có mặt",
    "trên chuẩn",
    "dưới chuẩn",
    "trên đại học",
    "sau đại học",
    "cả nước",
    "hoàn thành tốt",
    "hoàn thành xuất sắc",
)  # they begin as a connecting word does
_GUARDED = re.compile(r"(?:tốc độ|mức|tỷ lệ|chỉ số|nhịp độ|(?<!tiếp )(?<!giữ )(?<!lại )(?<!lấy )đà|tỷ suất)$")
_NEWLY = re.compile(
    r"(?:lập|xây|thôn|hút|tạo|trồng|làm|ký|cấp|dựng|viên|sinh|giống|đổi|nghệ|chuẩn|"
    r"công trình) $"
)
_ADJECTIVES = frozenset(
    ["cao", "thấp", "khá", "ra", "nhanh", "mạnh", "tích cực", "lên", "về", "năm", "hàng năm", "hằng năm"]
)
# What only looks like a word that leads to the number.
_KEPT = (
    "vùng cao", "nâng cao", "công nghệ cao", "chất lượng cao", "núi cao", "trình độ cao", "tay nghề cao",
    "thu nhập thấp",
    "lâu năm", "cây hàng năm", "cây hằng năm",
    "xảy ra", "tạo ra", "đề ra", "đưa ra", "vững mạnh", "trở về", "trở lên",
    "mặt bằng", "đồng bằng", "văn bằng", "công bằng", "cân bằng",
)  # fmt: skip
_EACH_ONES = ("thu nhập bình quân", "grdp bình quân", "gdp bình quân", "lương bình quân", "giá bình quân")
_SPOKE = (
    "cho biết",
    "cho hay",
    "cho rằng",
    "khẳng định",
    "nhấn mạnh",
    "thông tin",
)  # who speaks is no subject
_NO_NOW = ("phát hiện", "thực hiện", "thể hiện", "xuất hiện")
_REACHED = frozenset(["đạt", "là", "ước đạt", "còn", "đạt được", "thực hiện"])
# Who did it is no part of what is measured: "thành phố [giải ngân] được 4.310 tỷ đồng".
ACTS = ("xuất khẩu", "nhập khẩu", "thu hút", "huy động", "giải ngân")
AGENT = re.compile(
    r"(?:(?:toàn|cả) )?(?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã|xã|phường|ngành|địa phương)"
    r"(?: (?!thu|chi|số|giá)[^\W\d_]+){0,3} "
)
# With whom it is compared is no part of it: "thu nhập [cao hơn hộ sản xuất riêng lẻ] từ 15%".
_THAN = re.compile(r"(?<=\w) (?:cao|thấp|nhiều|ít|lớn|nhỏ) hơn (?:so với )?(?=\w)[^,;:()]{3,60}$")
_FORESEES = re.compile(r"(?:dự kiến|dự báo|ước tính)(?: sẽ)? $")  # "Phú Hải mới dự kiến [thu ngân sách]"
_AIMS_AT = re.compile(
    r"(?:mục tiêu|phấn đấu|chỉ tiêu|kịch bản|(?<!phấn đấu )đạt)(?: năm)? $"
)  # "đặt mục tiêu tăng trưởng 8%"
_SIGN = re.compile(r"[,;:()]")
# It begins with the signs alone, so that `re` passes over the words between them.
_JOINT = re.compile(
    r"[,;:()](?:(?<=,)(?:(?<!bằng cấp,)(?<!văn bằng,) (?!nhập khẩu|nhập siêu)|(?<!xuất,) (?=nhập))"
    r"|(?<=[;:]) |(?<=[()]))"
)
# "Một số mặt hàng tăng khá như bia đạt …": the item, not the set it is of.
_AMONG = re.compile(
    r"(?:một số|các|nhiều|những|hai|ba|bốn)(?!\w)[^.;]{0,100}"
    r"(?<!\w)(?:như|gồm|bao gồm|phải kể đến|nhất là)(?!\w)"
)
_WITH_CAPITAL = re.compile(r"có (?:vốn (?:đầu tư|nước ngoài|nhà nước)|hợp đồng lao động|thu nhập thấp)")
_PASSIVE = re.compile(r"được|bị")
NO_SUBJECT = re.compile(
    r"(?:cao|thấp|nhanh|nhiều|ít|lớn|nhỏ|chậm) hơn .*|trước(?: đó| đây)?|(?:những|các) năm(?: trước| qua)?|"
    r"(?:thuộc|nằm|lọt|vào|đứng|xếp|ở|tầm nhìn|định hướng)(?: (?:trong|vào|ở))?|"
    r"sơ bộ|số sơ bộ|chính thức|tức|tức là|nghĩa là|hay là|tương ứng|"
    r"(?:muốn|chưa|không|vẫn|phải|cần|mới|đã|sẽ)(?: (?:muốn|chưa|không|vẫn|phải|cần|mới|đã|sẽ))*|"
    r"(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu|nghị quyết|cùng kỳ|yêu cầu|tiến độ)(?: (?:đề ra|đặt ra|giao|"
    r"năm|được giao|cả năm|năm trước|và|hđnd tỉnh|trung ương|tỉnh|nghị quyết|đại hội|hội đồng nhân dân))*"
)
_PHASE = re.compile(r"giai đoạn (?:[ivx]+|[12345])(?![\w-])|cấp (?:tỉnh|huyện|xã|cơ sở|thôn)(?!\w)")
_SO_MANY = re.compile(r" \d{1,2} $")
_FEW_MORE = 3  # words behind the comma
_NAMELY = re.compile(
    r"(?:chỉ tiêu|khoản thu|nguồn thu|tiêu chí|sắc thuế|mặt hàng|địa phương|đơn vị|lĩnh vực|ngành)"
    r"[^.;:()\d]{0,50}(?: là|, gồm|: gồm| gồm|:|,? như) "
)
_OF_THOSE = ("tỷ lệ ", "tỉ lệ ", "số ", "tổng số ", "tỷ trọng ")
_HAVING = re.compile(r"(?:qua|có|được|bị|sử dụng|tham gia|thuộc)(?!\w)")
_ASIDE = re.compile(r"(?:nhờ|do|tại|trong|theo|sau|trước|khi|để|nhằm|mặc dù|nếu|ông|bà|đồng chí)(?!\w)")
_ADVERBIAL = re.compile(
    r"(?:với|nhờ|do|tại|trong|theo|từ|đến|qua|trên|bên cạnh|cùng với|về|sau|trước|khi|để|nhằm|mặc dù|tuy|"
    r"nếu|vì|ông|bà|đồng chí|hằng năm|hàng năm|cũng như|(?:chia|phân|phân loại|xét|tính) (?:ra )?theo)(?!\w)"
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


def _ink(flat: str, start: int) -> int:
    """The first character from `start` that is no space."""
    while flat[start : start + 1].isspace():
        start += 1
    return start


def _counts_not(flat: str, start: int) -> bool:
    """“một số xã”, "chuyển đổi số doanh nghiệp": no number of communes or enterprises is meant."""
    return flat.startswith("số ", start) and flat[max(0, start - 10) : start].endswith(_NO_NUMBER)


_GRADED = re.compile(r"mức (?:độ )?\d")  # "dịch vụ công mức độ 4": which one it is
_NO_NUMBER = (
    "một ",
    "chỉ ",
    "dân ",
    "hệ ",
    "đa ",
    "đổi ",
    "tế ",
    "quyền ",
    "hội ",
    "tảng ",
    "nghệ ",
    "ký ",
    "con ",
)


class Subjects:
    """Finds the subjects of one document's clauses."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.memory = Memory()
        self.group: list[Quantity] = []  # the quantities of the sentence
        self.flat = prose(context)
        self.words = words(context.lexicon)
        self._date_ends = {m.span.end: min(m.span.start, m.cue_start) for m in context.dates}
        self._date_starts = {min(m.span.start, m.cue_start): m.span.end for m in context.dates}
        self._date_starts.update({m.span.start: m.span.end for m in context.dates})
        self._strong: dict[int, bool] = {}  # where a noun of the pack stands: whether it begins a name

    def _word(self, role: str, start: int, end: int) -> tuple[int, int] | None:
        """The first breaker or predicate in `[start, end)`."""
        for word_start, word_end, payloads in self.context.hits_in("clause_breaks", start, end):
            if any(payload.entry["id"] == role for payload in payloads):
                if (
                    role == "breaker"
                    and self.flat.startswith("nâng cao", word_start)
                    and self.flat.endswith(("mới ", "chuẩn "), 0, word_start)
                ):
                    continue  # "nông thôn mới nâng cao": a grade
                if role == "predicate" and (
                    self._in_head(word_start, word_end, start)
                    or _WITH_CAPITAL.match(self.flat, word_start) is not None
                    or self.flat.startswith("còn lại", word_start)
                ):
                    continue
                return word_start, word_end
        return None

    def _in_head(self, start: int, end: int, low: int) -> bool:
        """“tốc độ [tăng trưởng] GRDP”: the words are part of the measure's own name."""
        index = bisect_left(self.context.starts("heads"), start) - 1
        return index >= 0 and low <= (hit := self.context.hits("heads")[index])[0] and hit[1] >= end

    def _words_of(self, family: str, start: int, end: int) -> list[tuple[int, int]]:
        """Where the words of a pack stand in `[start, end)`."""
        return [
            (word_start, word_end)
            for word_start, word_end, payloads in self.context.hits_in(family, start, end)
            if payloads[0].entry["id"] != "shield"
        ]

    def _strong_head(self, start: int, end: int) -> int | None:
        """Where the first noun stands that a measure's name begins with; None where none does."""
        for at, _, payloads in self.context.hits_in("heads", start, end):
            strong = self._strong.get(at)
            if strong is None:
                strong = self._strong[at] = (
                    not payloads[0].entry.get("weak")
                    and not _counts_not(self.flat, at)
                    and not _GRADED.match(self.flat, at)
                )
            if strong:
                return at
        return None

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
        if flat.endswith(_SPOKE, start, stop):
            return end, end
        own = _SIGN.search(flat, stop, end) is None
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
            short = len(flat[first:high].split()) <= 4
            for left, right in reversed(pieces[:-1]):
                begin = self._forward(left, right)
                if right - begin < 2 or self._aside_at(left, begin, right):
                    break
                predicate = self._word("predicate", begin, right)
                if (
                    predicate is not None
                    and short
                    and self._of_which(begin, predicate[0], right, (first, high))
                ):
                    region = begin
                    break
                if predicate is not None:
                    passive = _PASSIVE.search(flat, predicate[0], right) is not None
                    if (
                        short
                        and passive
                        and predicate[0] - begin > 4
                        and not self.words.noun.match(flat, first)
                    ):
                        region = begin
                    elif not beside and predicate[0] - begin > 4 and self._strong_head(region, high) is None:
                        # What follows the verb is its object: "du lịch phát triển theo hướng xanh, bền vững"
                        return begin, self._back(begin, predicate[0])
                    break
                region = begin
        while (broken := self._word("breaker", region, high)) is not None and high - broken[1] >= 3:
            region = self._forward(broken[1], high)
        if (among := _AMONG.match(flat, region, high)) is not None and high - among.end() >= 2:
            region = self._forward(among.end(), high)
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
                region = head
        elif head is None and self._by_body(region, high):
            # "Sở Xây dựng chủ trì, phối hợp với Sở Tài chính rà soát [quỹ đất] 20%": whom it is given to
            done = self._words_of("actions", region, high)
            region = self._forward(done[-1][1], high) if done and high - done[-1][1] > 1 else region
        if high - region > LONGEST_NAME:
            comma = flat.rfind(",", region, high)
            region = comma + 2 if comma > 0 and high - comma > 4 else high - LONGEST_NAME
            region = self._forward(region, high)
        return region, high

    def _by_body(self, start: int, head: int) -> bool:
        """“Bộ Công Thương dự báo cả năm [xuất khẩu] 6 triệu tấn”: a body that acts or foresees is no part."""
        hits = self.context.hits_in("orgs", start, head)
        return bool(hits) and hits[0][0] == start and self.context.text[start].isupper()

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
            tail = flat[max(start, end - 40) : end].rsplit(" ", MOST_WORDS)
            said = ends_with(tail, self.words.trailing)
            if said:
                if said == "còn lại" and level:
                    break  # "các ngành còn lại đạt 15%"
                if said == "hiện" and flat.endswith(_NO_NOW, start, end):
                    break
                if (said in _ADJECTIVES or said == "bằng") and flat.endswith(_KEPT, start, end):
                    break
                if (
                    said == "bình quân"
                    and flat.endswith(_EACH_ONES, start, end)
                    and flat.find("tăng", start, end) < 0
                ):
                    break  # "thu nhập bình quân đạt 80 triệu đồng"; not "GRDP tăng bình quân 8%"
                if said == "mới" and _NEWLY.search(flat, max(start, end - 14), end - 3):
                    break
                if said == "chỉ" and flat.endswith("chứng ", start, end - 3):
                    break
                if said in {"tỷ lệ", "mức", "tổng cộng"} and not level:
                    break
                level = level or said in _REACHED
                end -= len(said)
                if said == "năm" and (years := _SO_MANY.search(flat, max(start, end - 4), end)) is not None:
                    return years.start()  # "tổng vốn đầu tư 5 năm đạt …"
                continue
            said = "" if level and not changed else ends_with(tail, self.words.change)
            if said == "tăng trưởng" and _AIMS_AT.search(flat, max(start, end - 40), end - len(said)):
                break
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
            if flat.startswith("các ", start) and start + 4 in self._date_starts:
                start += 4  # "các năm 2023 - 2025"
            date_end = self._date_starts.get(start)
            if date_end is not None:
                start = date_end
                continue
            if flat.startswith("cần thơ", start) and self.context.text[start + 4].isupper():
                break  # the city, no "cần"
            match = self.words.leading.match(flat, start, end)
            if match is None or match.end() == start or flat.startswith(_WHOLE, start):
                break
            head = self.words.head.match(flat, start, end)
            if head is not None and head.end() > match.end():
                break
            action = self.words.action.match(flat, start, end)
            if action is not None and action.end() > match.end():
                break
            if _PHASE.match(flat, start, end) is not None:
                break  # "giai đoạn II có quy mô 94 ha", "cấp huyện 0,5 triệu đồng"
            start = match.end()
        return min(start, end)

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        low = self._forward(start, end)
        return (low if low < end else start), stripped_end(self.flat, end)

    def _text(self, start: int, end: int) -> str:
        return self.context.text[start:end].replace("\n", " ").replace("\u00a0", " ").strip()
