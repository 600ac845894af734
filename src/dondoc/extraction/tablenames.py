"""Names of a table's rows, completed by the rows above them.

2 | Thu ngân sách nhà nước trên địa bàn    →  thu ngân sách nhà nước trên địa bàn
  | - Thu nội địa                          →  thu nội địa: says itself what is measured
3 | Tốc độ tăng trưởng GRDP                →  tốc độ tăng trưởng GRDP
  | Trong đó: + Dịch vụ                    →  tốc độ tăng trưởng GRDP dịch vụ: says only which part
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from dondoc.extraction.context import Context
from dondoc.extraction.names import small, tidy
from dondoc.extraction.subjectwords import words as linking_words
from dondoc.extraction.tableheads import PLAIN, Column, unit_of
from dondoc.text.normalize import fold

_PART = re.compile(r"\s*(?:trong đó|bao gồm|gồm(?: có)?|trong tổng số|chia ra)\s*[:,]?\s*")
_MARK = re.compile(
    r"\s*(?:(?P<sign>[-–—+*•])\s*|\(?(?P<label>\d{1,2}(?:\.\d{1,2})*|[ivxlIVXL]{1,5}|[a-zđA-Z])(?:[.)]\s+|\)\s*|/\s+))"
)
_ROMAN = re.compile(r"[IVXL]{1,6}")
_DIGITS = re.compile(r"\d{1,3}(?:\.\d{1,3})*\.?")
_OWN_UNIT = re.compile(r"\s*\((?:đvt|đơn vị(?: tính)?)?:? ?([^()]{1,30})\)\s*$")
_SECTION = re.compile(
    r"(?:các |một số |những |nhóm )?chỉ tiêu|về |lĩnh vực|nhóm|phần|mục tiêu|kinh tế|xã hội|văn hóa"
    r"|môi trường|quốc phòng|an ninh|xây dựng đảng|tài nguyên|ngành|khối"
)
_WHOLE = re.compile(r"cơ cấu\b")  # its parts are shares
_PLAIN_LEVEL, _SIGN_LEVEL = 3, 60


@dataclass(slots=True)
class _Above:
    level: int
    name: str
    unit: str | None
    valued: bool  # the row has numbers of its own


class Names:
    """Completes the names of one table's rows, asked from above."""

    def __init__(self, context: Context, names: list[str], *, ordered: bool) -> None:
        """`names` are the words of all name cells; `ordered` tables have a column of row numbers."""
        self._context = context
        self._heads = linking_words(context.lexicon)
        self._ordered = ordered
        self._above: list[_Above] = []
        bare = [fold(self._bare(name)[0]) for name in names]
        self._repeated = {name for name, times in Counter(bare).items() if times > 1}

    def _bare(self, words: str) -> tuple[str, int, bool]:
        """(name without marks, level its mark says or 0, whether it says that it is a part)."""
        level, part = 0, False
        for _ in range(3):
            folded = fold(words)
            if (found := _PART.match(folded)) is not None and found.end():
                part = True
                words = words[found.end() :]
            elif (mark := _MARK.match(words)) is not None and mark.end() < len(words):
                level = level or self._level(mark["label"] or mark["sign"])
                words = words[mark.end() :]
            else:
                break
        return words.strip(), level, part

    def _level(self, label: str) -> int:
        label = label.strip(" .)(")
        if not label:
            return 0
        if _ROMAN.fullmatch(label):
            return 2
        if label.isalpha() and label.isupper():
            return 1
        if _DIGITS.fullmatch(label):
            return _PLAIN_LEVEL + 10 * label.strip(".").count(".")
        if label in "-–—•*":
            return _SIGN_LEVEL
        return _SIGN_LEVEL + 10 if label == "+" else _SIGN_LEVEL - 10

    def row(self, label: str, words: str, unit: str | None, *, valued: bool) -> tuple[str, str | None]:
        """The name of the next row, completed, and its unit where the row itself or one above says it.

        Args:
            label: What stands in the column of row numbers, "" for nothing.
            words: The name cell's words.
            unit: The unit of the row, None where it gives none.
            valued: Whether the row has numbers.
        """
        bare, marked, part = self._bare(" ".join(words.split()))
        if (own := _OWN_UNIT.search(bare)) is not None and (known := unit_of(self._context, own[1])):
            unit, bare = unit or known, bare[: own.start()]
        level = self._level(label) or marked
        if not level or (part and level == _PLAIN_LEVEL and not label):
            level = _SIGN_LEVEL if part or (self._ordered and self._above) else _PLAIN_LEVEL
        if not bare:  # "Trong đó:" alone
            return "", unit
        while self._above and self._above[-1].level >= level:
            self._above.pop()
        name = tidy(bare)
        if unit is None and level >= _SIGN_LEVEL and self._above:
            unit = self._above[-1].unit
        name = self._completed(name, unit)
        self._above.append(_Above(level, name, unit, valued))
        return name, unit

    def _completed(self, name: str, unit: str | None) -> str:
        folded = fold(name)
        parts = next((above.name for above in reversed(self._above) if _WHOLE.match(fold(above.name))), None)
        if parts is not None and unit in {"%", None} and not folded.startswith("tỷ trọng"):
            return f"tỷ trọng {small(name)}"
        if self._says_itself(folded) and folded not in self._repeated:
            return name
        for above in reversed(self._above):
            if above.valued:
                same = above.unit == unit or unit is None or above.unit is None
                return f"{above.name} {small(name)}" if same or folded in self._repeated else name
            if self._says_itself(fold(above.name)) and not _SECTION.match(fold(above.name)):
                return f"{above.name} {small(name)}"
        return name

    def _says_itself(self, folded: str) -> bool:
        """Whether a name begins with a word for what is measured."""
        head = self._heads.head.match(folded)
        if head is not None:
            return head[0] not in self._heads.weak_heads
        return folded.startswith(("số ", "thu ", "chi ", "cơ cấu ", "bình quân ", "mức ", "thuế "))


# --- names in heads -------------------------------------------------------------------------------------

_HEAD_WORDS = re.compile(
    r"\s*(?:(?:chỉ tiêu|kế hoạch(?! vốn)|mục tiêu|dự toán|giao|phân bổ|thực hiện|ước thực hiện|ước|kết quả"
    r"|kh(?! vốn)|th)\b[ :]*)+"
)
_PART_OF = re.compile(r"^\s*(?:trong đó|gồm)\W*", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*")
_SAYS_NOTHING = re.compile(
    r"(?:đã |được |số |tổng |ước )*"
    r"(?:chỉ tiêu|kế hoạch|kế hoạch vốn|dự toán|điểm(?: số)?|hoàn thành|giải ngân|thực hiện|giao"
    r"|tỷ lệ|%|đạt|kết quả)"
    r"(?: (?:được )?(?:giao|đạt|hoàn thành|giải ngân|thực hiện|năm|vốn|%))*"
)
# A row of a head that only says which of its figures: "Dự toán 2026", "Thực hiện 6 tháng", "So với KH (%)".
_STANDING = re.compile(
    r"(?:(?:chỉ tiêu|kế hoạch|mục tiêu|dự toán|giao|thực hiện|ước|kết quả|kh|th|uth|dt|so|với|đạt|tỷ lệ"
    r"|cùng kỳ|lũy kế|đầu|cả|hết|đến|ngày|năm|tháng|quý [ivx\d]+|quý|\d[\d./]*|%)(?!\w)[\s,./()%-]*)+"
)


def head_name(context: Context, column: Column, subject: str) -> str:
    """What a column's head says is measured; what the table's title names where it says nothing itself."""
    rows = [" ".join(context.text[span.slice].split()) for span in column.spans]
    rows = [_PART_OF.sub("", row) for row in dict.fromkeys(rows) if row and not PLAIN.match(fold(row))]
    rows = [row for row in rows if not _STANDING.fullmatch(fold(row))] or rows
    head = _BRACKETS.sub(" ", " ".join(" ".join(rows or [column.head]).split()))
    standing = _HEAD_WORDS.match(head.lower())
    said = tidy(head[standing.end() :]) if standing else ""
    if len(said.split()) < 2:
        said = tidy(head)
    folded = fold(said)
    if column.of:
        return column.of if column.of.startswith("tỷ lệ ") else f"{column.of} {small(said)}"
    if subject.startswith("xếp hạng ") and (column.measure == "rank" or _SAYS_NOTHING.fullmatch(folded)):
        subject = subject.removeprefix("xếp hạng ")
    if subject and column.measure == "rank":
        return f"thứ hạng {subject}"
    if subject and (_SAYS_NOTHING.fullmatch(folded) is not None or _done(folded, fold(subject))):
        return subject  # "Chỉ tiêu giao", "Đã hoàn thành", "Tỷ lệ": of what the title names
    return said


def joined(head: str, row: str) -> str:
    """What a head says is measured, and which part of it a row is: "dự toán chi" and "chi thường xuyên"."""
    last, first = head.rpartition(" ")[2], row.partition(" ")[0]
    return f"{head} {row.removeprefix(first).strip() if first and first == last else row}".strip()


def _done(head: str, subject: str) -> bool:
    """“Đã kết nạp” under "Kết nạp đảng viên mới": the title's own verb."""
    return head.startswith("đã ") and head.removeprefix("đã ") in subject
