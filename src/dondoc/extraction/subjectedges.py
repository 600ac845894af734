"""Where a subject's edges are: what leads to the number behind it, what a clause begins with before it.

"thu ngân sách [năm 2025 ước đạt] 5 tỷ", "[trong đó, đến nay] thu ngân sách"; in "giá trị gia tăng là 5 tỷ"
the word that elsewhere leads to a number is part of the name.
"""

from __future__ import annotations

import re

from dondoc.extraction.subjectverbs import SubjectVerbs
from dondoc.extraction.subjectwords import MOST_WORDS, ends_with
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
    "hiện vật",
    "hiện kim",
    "hiện đại hóa",
    "chung cư",
    "khoảng cách",
    "từ thiện",
    "tại chỗ",
)  # they begin as a connecting word does
_GUARDED = re.compile(r"(?:tốc độ|mức|tỷ lệ|chỉ số|nhịp độ|(?<!tiếp )(?<!giữ )(?<!lại )(?<!lấy )đà|tỷ suất)$")
_NEWLY = re.compile(
    r"(?:lập|xây|thôn|hút|tạo|trồng|làm|ký|cấp|dựng|viên|sinh|giống|đổi|nghệ|chuẩn|nạp|mắc|tuyển|"
    r"công trình) $"
)
_COMPARES = frozenset(["hơn", "ít hơn"])
_YEARS_TOGETHER = re.compile(r" (?:\d{1,2}|hai|ba|bốn) $")
_AVERAGES = frozenset(["bình quân", "trung bình"])
_EACH_ONES = (
    "thu nhập ",
    "grdp ",
    "gdp ",
    "lương ",
    "giá ",
    "tuổi ",
    "điểm ",
)  # "thu nhập bình quân 80 triệu đồng"
_OF_YEARS = (
    "tốc độ",
    "nhịp độ",
    "mức tăng",
    "mức thu",
    "thu ",
    "chi ",
    "tăng trưởng",
    "kim ngạch",
    "tổng ",
)  # an average of years
_TELLS_HOW_MUCH = ("giảm ", "tăng ", "lên", "xuống", "gấp", "bằng")
_CHANGES_BY = re.compile(r"(?<!\w)(?:tăng|giảm|tăng trưởng|tăng thêm|đạt|là|ước) $")
_NO_NOW = ("phát hiện", "thực hiện", "thể hiện", "xuất hiện")
_REACHED = frozenset(["đạt", "là", "ước đạt", "còn", "đạt được", "thực hiện"])
_AIMS_AT = re.compile(
    r"(?:mục tiêu|phấn đấu|chỉ tiêu|kịch bản|(?<!phấn đấu )đạt)(?: năm)? $"
)  # "đặt mục tiêu tăng trưởng 8%"
_PHASE = re.compile(r"giai đoạn (?:[ivx]+|[12345])(?![\w-])|cấp (?:tỉnh|huyện|xã|cơ sở|thôn)(?!\w)")
_SO_MANY = re.compile(r" \d{1,2} $")


class SubjectEdges(SubjectVerbs):
    """Moves a subject's edges inwards."""

    def _back(self, start: int, end: int) -> int:
        """`end` moved left over the words that only lead to the number."""
        flat = self.flat
        level = changed = told = False
        while end > start:
            text = flat[max(start, end - 48) : end].rstrip(" \t\n,:-–(")
            end = max(start, end - 48) + len(text)
            if (date_start := self._date_ends.get(end)) is not None:
                end = self._before_years(start, date_start)
                continue
            tail = flat[max(start, end - 40) : end].rsplit(" ", MOST_WORDS)
            whole = len(ends_with(tail, self.words.kept))
            said = ends_with(tail, self.words.trailing)
            if said in _COMPARES and not level and len(ends_with(tail, self.words.change)) > len(said):
                said = ""  # "nhiều hơn 12%", "ít hơn 5 tỷ"
            if whole and whole >= len(said) and whole >= len(ends_with(tail, self.words.change)):
                break
            if said:
                if said == "còn lại" and level:
                    break  # "các ngành còn lại đạt 15%"
                if said == "hiện" and flat.endswith(_NO_NOW, start, end):
                    break
                if said in _AVERAGES and self._is_average(start, end - len(said), told=told or changed):
                    break
                if said == "mới" and _NEWLY.search(flat, max(start, end - 14), end - 3):
                    break
                if said == "chỉ" and flat.endswith("chứng ", start, end - 3):
                    break
                if said == "chỉ còn" and flat.endswith("chứng chỉ còn", start, end):
                    said = "còn"
                if said in {"tỷ lệ", "mức", "tổng cộng"} and not level:
                    break
                level = level or said in _REACHED
                told = told or level or said.startswith(_TELLS_HOW_MUCH)
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

    def _before_years(self, start: int, date: int) -> int:
        """Before a date, and how many years it is of: "thu ngân sách [trong 5 năm 2021-2025]"."""
        end = max(start, date)
        many = _YEARS_TOGETHER.search(self.flat, max(start, end - 6), end)
        return many.start() if many is not None and self.flat.startswith("năm ", date) else end

    def _is_average(self, start: int, end: int, *, told: bool) -> bool:
        """“mức vay bình quân đạt 80 triệu đồng”: of the measure; not "GRDP tăng bình quân (đạt) 8%"."""
        flat = self.flat
        if told:
            first = self._strong_head(start, end)
            return _CHANGES_BY.search(flat, max(start, end - 16), end) is None and not flat.startswith(
                _OF_YEARS, first if first is not None else start
            )
        return flat.endswith(_EACH_ONES, start, end) and flat.find("tăng", start, end) < 0

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
