"""The verb that says what kind of number follows: "tăng", "chiếm", "đạt", "vượt"; it may open the clause.

The part of reading a measure (`measures.py`) that looks for words.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from dondoc.extraction.clauses import Clause
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.measuresbeside import MeasuresBeside

_NOUNED = re.compile(r"(?:tốc độ|mức|tỷ lệ|chỉ số|nhịp độ|có|hỗ trợ|việc làm) $")
# "số lao động có việc làm tăng 12%", "tương đương mức giảm 5%" all the same
_NOUN_RISES = re.compile(r"(?:có|hỗ trợ|việc làm|(?:đương|ứng) (?:với )?mức) $")
# What may stand between a verb of change and its number.
_CHANGE_GAP = re.compile(
    r"(?:[\s(]|mạnh nhất|nhất|với|thứ (?:hai|ba|nhất)|cao nhất|nhiều nhất|"
    r"mạnh|nhanh|khá|cao|nhẹ|sâu|đột biến,?|bình quân|trung bình|"
    r"đồng loạt|đáng kể,?|liên tiếp|đột ngột|kỷ lục,?|"
    r"thêm|tới|đến|lên|khoảng|hơn|gần|ước|"
    r"hằng năm|hàng năm|mỗi năm|từ|trên|dưới|tương ứng|lần lượt|là|so(?: với)?|cùng kỳ|năm trước|"
    r"so kế hoạch|đạt|đều|chỉ|còn|và|"
    r"số lượng|được|kịch trần|\d+ năm|cùng kỳ năm ngoái|năm \d{4}|"
    r"mức|chung|của|cả nước|toàn quốc|mục tiêu|kế hoạch|đề ra)*"
)
# Verbs that only carry the number: another before them may say what it is.
_LIGHT = frozenset(
    ["là", "với", "có", "được", "mức", "với mức", "đã có", "gồm", "bao gồm", "trung bình", "bình quân",
     "hiện có", "ước", "ước tính", "với tổng số", "lần lượt là", "khoảng", "dự kiến", "ước khoảng", "còn có"]
)  # fmt: skip
_COMPARED = re.compile(r" (?!bình quân|trung bình|mức)[^\W\d_][^,;:()\d]{2,60} (?:từ |khoảng |trên |gần )?")
_OPENING = re.compile(
    r"[\s\-–+•*\d.)]*(?:phấn đấu |tiếp tục |mỗi năm |hằng năm |hàng năm |bình quân )*"
    r"(giảm|kéo giảm|hạ|tăng|nâng) (?!cường|tốc|nghèo|nhanh|còn|lên|xuống|trưởng)"
    r"(?:tỷ |tỉ |mức |tốc độ |chỉ số |thêm |số |hộ |chi phí |thời gian |diện tích |sản lượng |"
    r"thu |chi |vốn |kim ngạch |giá trị |doanh thu |năng suất |quy mô |tổng |lượng |nợ )"
    r"(?:[^,;:.()\d]|\([^()\d]{1,24}\)){0,60}$"
)
# The verb inside a clause that helps or aims: "góp phần giảm tỷ lệ hộ nghèo bình quân 1%/năm".
_HELPS = re.compile(
    r"(?<!\w)(?:góp phần|phấn đấu|mục tiêu|nhằm|để|giúp|từng bước|tiếp tục)(?: [^\W\d]+){0,2} "
    r"(giảm|kéo giảm|hạ|tăng|nâng) (?:tỷ lệ|tỉ lệ|mức|số|hộ|chi phí|thời gian) "
    r"(?:(?!(?:còn|xuống|lên|đạt|từ|là|dưới|trên)(?!\w))[^\W\d_]+ ){1,10}$"
)
_NO_LEADERS = frozenset(["bình quân", "trung bình", "góp", "góp phần"])
_RISES = frozenset(["tăng", "giảm", "ước tăng", "ước giảm"])
_RISING = frozenset(["tăng", "nâng"])
_NEAR = 12  # characters between "hoàn thành" and its number
# "47 tỉnh giảm so với cùng kỳ và 11 tỉnh tăng": the second is another count
_ANOTHERS = re.compile(r"(?:cùng kỳ|năm (?:trước|ngoái|\d{4})) và $")

# "xuất khẩu đạt 740 triệu USD, hơn cùng kỳ 29,6%": by so much more than then
_MORE_THAN_THEN = re.compile(
    r"(?<!\w)(?<!cao )(?<!thấp )(?<!nhiều )(?<!ít )hơn (?:so với )?"
    r"(?:cùng kỳ(?: năm (?:trước|ngoái|\d{4}))?|năm (?:trước|ngoái|\d{4})"
    r"|tháng (?:trước|\d{1,2}(?:[/-]\d{4}| năm \d{4})?)|quý (?:trước|[ivx]+)(?: năm \d{4})?"
    r"|(?:kế hoạch|dự toán)(?: đề ra| được giao)?)"
    r" (?:là )?(?:gần |khoảng |trên |tới |đến )?$"
)
_FAR_THEN = 42  # characters of "hơn so với cùng kỳ năm 2025 khoảng "

Verb = tuple[int, int, str, str | None]  # start, end, measure, direction


class MeasureVerbs(MeasuresBeside):
    """Finds the verbs of one document's numbers."""

    def _leading(self, quantity: Quantity, clause: Clause) -> Verb | None:
        """The verb that leads to the number, or opens the clause: "Giảm tỷ lệ hộ nghèo bình quân 2%"."""
        verb = self._verb(quantity, clause)
        if verb is None or verb[1] <= clause.chunk or self.flat[verb[0] : verb[1]] in _NO_LEADERS:
            return self._opening(quantity, clause) or verb
        return verb

    def _verb(self, quantity: Quantity, clause: Clause) -> Verb | None:
        """The verb that leads to the number."""
        low = max(clause.start, quantity.start - _FAR_THEN)
        if self.flat.find("hơn ", low, quantity.start) >= 0:
            more = _MORE_THAN_THEN.search(self.flat, low, quantity.start)
            if more is not None:
                return more.start(), more.start() + len("hơn"), "change", "up"
        hits = self.context.hits("verbs")
        nearest: Verb | None = None
        for index in range(bisect_left(self.context.starts("verbs"), quantity.at) - 1, -1, -1):
            start, end, payloads = hits[index]
            if start < clause.start:
                break
            if end > quantity.at:
                continue
            entry = payloads[0].entry
            found: Verb = (start, end, str(entry["measure"]), entry.get("direction"))
            gap = self.flat[end : quantity.start]
            if found[2] == "change":
                if start >= quantity.start:
                    continue  # "không thấp hơn 210 ha": a bound
                own = not (quantity.dimension == "count" and _ANOTHERS.search(gap))
                led = own and (_CHANGE_GAP.fullmatch(gap) or self._than(start, end, gap))
                before = self.flat[max(0, start - 10) : start]
                plain = quantity.dimension == "percent" and self.flat[start:end] in _RISES
                if led and (not _NOUNED.search(before) or (plain and _NOUN_RISES.search(before))):
                    return found
                continue
            if found[2] == "attainment" and len(gap.strip()) > _NEAR:
                continue
            if self.flat[start:end] in _LIGHT and quantity.at - start < 60:
                nearest = nearest or found
                continue
            if nearest is not None and found[2] != "share":
                break
            return nearest if len(gap) > 40 and found[2] != "share" else found
        return nearest

    def _than(self, start: int, end: int, gap: str) -> bool:
        """“cao hơn hộ sản xuất riêng lẻ từ 15%”: with whom it is compared stands between."""
        return self.flat.endswith(" hơn", start, end) and _COMPARED.fullmatch(gap) is not None

    def _opening(self, quantity: Quantity, clause: Clause) -> Verb | None:
        """“Giảm tỷ lệ hộ nghèo 2,5%/năm”: the verb opens the clause, what changes stands between."""
        match = _OPENING.match(self.flat, clause.chunk, quantity.start)
        match = match or _HELPS.search(self.flat, clause.chunk, quantity.start)
        if match is None:
            return None
        return match.start(1), match.end(1), "change", "up" if match[1] in _RISING else "down"
