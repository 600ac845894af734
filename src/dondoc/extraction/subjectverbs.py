"""Words inside a subject that begin another clause, tell of it, or are part of its own name.

"tỷ lệ học sinh [hoàn thành] chương trình", "tỷ lệ hộ [được] dùng nước sạch": of the rate's own name;
"thu ngân sách [tiếp tục] tăng": told of the subject.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from dondoc.extraction.clauses import prose
from dondoc.extraction.context import Context
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.names import Memory
from dondoc.extraction.subjectwords import words

SIGN = re.compile(r"[,;:()]")
_WITH_CAPITAL = re.compile(r"có (?:vốn (?:đầu tư|nước ngoài|nhà nước)|hợp đồng lao động|thu nhập thấp)")
# Verbs that elsewhere begin another clause.
_DONE_BY_THEM = frozenset(
    ["hoàn thành", "duy trì", "bảo đảm", "kiểm soát", "tập trung", "kiến nghị", "đề nghị", "yêu cầu",
     "phân tích", "giúp", "đưa", "nâng", "ghi nhận", "xác định", "chỉ đạo", "quyết tâm", "mục tiêu"]
)  # fmt: skip
_NO_OBJECT = re.compile(
    r"\W*(?:$|[,;:.()\d]|(?:của|trên|tại|ở|là|đạt|tăng|giảm|năm|quý|tháng|hơn|gần|ước|còn)(?!\w))"
)
_GROWS_HOW = re.compile(
    r"\W*(?:$|[,;:.()\d]|(?:rất |tương đối |khá )?(?:khá|mạnh|cao|nhanh|chậm|thấp|tốt|dương|âm|ổn định|"
    r"tích cực|đều|bền vững|bình quân|trung bình|đạt|ước|là|của|trên|qua|so|theo|ở|hai|một|với|ấn tượng|"
    r"vượt bậc|trở lại|liên tục)(?!\w))"
)
_OF_DOERS = (
    "tỷ lệ ",
    "tỉ lệ ",
    "tỷ trọng ",
    "mức độ ",
    "tiến độ ",
    "số ",
    "tổng số ",
    "diện tích ",
    "kinh phí ",
)
_GRADED = re.compile(r"mức (?:độ )?\d")  # "dịch vụ công mức độ 4": which one it is
_NO_AMOUNT = ("năng ", "chất ", "lực ", "định ", "liều ", "đo ")
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


def _counts_not(flat: str, start: int) -> bool:
    """“một số xã”, "chuyển đổi số doanh nghiệp": no number of communes or enterprises is meant."""
    if flat.startswith("lượng", start):
        return flat.endswith(_NO_AMOUNT, 0, start)  # "cường độ sử dụng năng lượng"
    return flat.startswith("số ", start) and flat[max(0, start - 10) : start].endswith(_NO_NUMBER)


class SubjectVerbs:
    """Finds the words of one document that end a subject."""

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
                if (
                    role == "breaker"
                    and self.flat.startswith("hoàn thành ", word_start)
                    and self.words.noun.match(self.flat, start, word_start) is not None
                ):
                    continue  # "học sinh hoàn thành chương trình tiểu học": who they are
                if role == "breaker" and self._within_rate(start, word_start, word_end):
                    continue
                if role == "predicate" and (
                    self._in_head(word_start, word_end, start)
                    or _WITH_CAPITAL.match(self.flat, word_start) is not None
                    or self.flat.startswith("còn lại", word_start)
                    or self._of_the_rate(start, word_start, word_end)
                ):
                    continue
                return word_start, word_end
        return None

    def _within_rate(self, low: int, start: int, end: int) -> bool:
        """“tỷ lệ học sinh [hoàn thành] chương trình”, "tỷ lệ [duy trì] sĩ số": no other clause."""
        if self.flat[start:end] not in _DONE_BY_THEM:
            return False
        if self.flat.startswith("tập trung", start) and _NO_OBJECT.match(self.flat, end) is not None:
            return True  # "chi mua sắm [tập trung] của huyện": in one place
        if self._in_head(start, end, low):
            return True  # "số [kiến nghị] của cử tri"
        head = self._strong_head(low, start)
        return (
            head is not None
            and self.flat.startswith(_OF_DOERS, head)
            and SIGN.search(self.flat, head, start) is None
        )

    def _of_the_rate(self, low: int, start: int, end: int) -> bool:
        """“tỷ lệ hộ [được] tiếp cận thông tin”, "[tăng trưởng] du lịch": nothing told of the subject."""
        flat = self.flat
        if flat[start:end] == "tăng trưởng" and start == low:
            return _GROWS_HOW.match(flat, end) is None
        if flat[start:end] not in {"được", "có"}:
            return False
        head = self._strong_head(low, start)
        return (
            head is not None
            and flat.startswith(("tỷ lệ ", "tỉ lệ "), head)
            and start - head > len("tỷ lệ ")
            and SIGN.search(flat, head, start) is None
        )

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
