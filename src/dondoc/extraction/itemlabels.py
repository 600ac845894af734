"""The label of a list item goes on over its values, each with words of its own behind it.

"- Hỗ trợ tiền ăn: 15.000 đồng/ngày đối với lớp tại huyện; 25.000 đồng/ngày đối với lớp tại tỉnh."
"3. Hỗ trợ lãi suất vay vốn: mức hỗ trợ bằng 50% lãi suất"       a bare measure takes the label's words
"Tổng kinh phí: 8 tỷ đồng; trong đó năm 2024: 3 tỷ đồng"         a label of a time says when, not what
"""

from __future__ import annotations

import re
from bisect import bisect_left

from dondoc.extraction.carried import Carried
from dondoc.extraction.clauses import Clause
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.names import LONGEST_NAME, Name, tidy
from dondoc.extraction.things import start_of
from dondoc.text.normalize import stripped_end
from dondoc.text.units import power_of

_SCOPE = re.compile(
    r"(?: (?:trong|có|từ) [\w ]{3,30}?)?(?:/[\w ]{1,20}?)?\s?"
    r"((?:đối với|cho|tại|ở|nếu|khi|trong trường hợp|với(?! (?:tổng|kinh phí|số|mức|vốn)))"
    r"(?!\w) [^,.;()\d]{3,90})"
)
_MARKS, _FEWEST_OWN = " -–+•*\t\n", 4  # words of an item's own
_RATES = ("tỷ lệ ", "tỉ lệ ", "tỷ trọng ")
_WHOLE = re.compile(r" [^\W\d]")  # the whole that a share is of
_SUM = re.compile(
    r" (?:(?:của|trên|so với) )?(?:tổng|giá trị|chi phí|dự toán|doanh thu|kinh phí|vốn|nguồn)(?!\w)"
)
_SCOPE_END = re.compile(
    r"(?<!\w)(?:so với|trong đó|theo|nhưng|tối đa|không quá|tương đương|(?<!đồng )bằng)(?!\w)"
)
_EACH = re.compile(
    r"(?<!\w)(mỗi (?!năm|tháng|quý|ngày)[^,;:()\d]{2,30}?) (?:có|phấn đấu|xây dựng|thành lập|"
    r"phải|được|đạt|hình thành|duy trì)(?!\w)"
)
_BARE = re.compile(
    r"(?:mức|định mức|đơn giá|kinh phí|số tiền|tỷ lệ|thời gian)"
    r" (?:hỗ trợ|chi|thưởng|trợ cấp|khoán|thu|bồi dưỡng)"
    r"|kinh phí|tổng kinh phí|tổng vốn|số vốn"
)
_OF_TWO = ("định mức", "thời gian", "kinh phí", "đơn giá", "số tiền", "tỷ lệ")  # measures of two syllables
_GIVES = re.compile(
    r"(?:ngân sách (?:nhà nước |tỉnh |thành phố )?|được |mức )?(hỗ trợ|thưởng|trợ cấp)"
    r"(?: (?:một lần|tối đa|bình quân|thêm|ban đầu|toàn bộ))?"
)
_ONLY_PART = re.compile(
    r"(?:trong đó|riêng|gồm|bao gồm|cụ thể|phân kỳ(?: (?:đầu tư|thực hiện|vốn|kinh phí|nguồn vốn))?|chia ra"
    r"|chia theo năm|phân theo (?:từng )?năm|lộ trình(?: thực hiện)?)[\s:,]*"
)
_PHASES = re.compile(
    r"\W*(?:phân kỳ|phân bổ|chia theo năm|chia ra|phân theo|lộ trình)[^:\d]{0,40}:", re.IGNORECASE
)
_MARK_OF = re.compile(r"\s*(?:([-–•*])|(\+)|([a-zđ]\))|(\(?\d{1,2}[.)])|(điều \d))")
_PARTS = re.compile(r"\W*(?:trong đó|bao gồm|gồm|cụ thể)(?!\w)")
_LABEL_LINE = re.compile(r"[^\n:\d]{2,60}: ?[^\n:]{0,12}\d")
_MOST_LINES = 20
_PARENT_REACH = 900  # characters between a label and the one it stands under
_PARENT_LINES = 12
_LABEL_STOP = re.compile(r":| (?=\d)")
_LIST_ITEM = re.compile(r"\s*(?:[-–+*•]|[a-zđ]\)|\(?\d{1,2}[.)])")
_MARK = re.compile(r"\s*(?:điều \d+[.:]|[-–+*•]|[a-zđ]\)|\(?\d{1,2}(?:\.\d+)*[.)])\s*", re.IGNORECASE)
_FOR_ALL = re.compile(
    r" (?:cho|của|đối với|theo) (?:các|từng) .*$| như sau$|,? (?:bao gồm|gồm)$", re.IGNORECASE
)
_ARTICLE = re.compile(r"\s*điều \d+[.:]\s*", re.IGNORECASE)
_SET = re.compile(
    r"(?:chỉ tiêu|kế hoạch) ((?!năm|như|cụ thể|giao|phát triển)[^\W\d_][^,;:()\d]{4,50}?)"
    r"(?: cho| đối với| của| như sau|:)"
)
_LONGEST_MARK = 12  # characters before a value that only mark its item
_LONGEST_TITLE = 110  # characters
_NEXT_ITEM = re.compile(r"[\s).;]*\s[-–+•] ")
_GIVEN = frozenset({"money", "percent", "times", "bare", "mass", "volume"})
_FEWEST = 2  # words of a label that says what is measured

# What a label that measures something begins with.
MEASURES = (
    "thu ",
    "chi ",
    "thuế ",
    "phí ",
    "lệ phí ",
    "tiền ",
    "nguồn ",
    "quỹ ",
    "bổ sung ",
    "số ",
    "tăng ",
    "giảm ",
    "phụ cấp ",
    "trợ cấp ",
    "hỗ trợ ",
    "mức ",
    "thưởng ",
)


class ItemLabels(Carried):
    """What a label before ":" says of the values behind it."""

    def _label_start(self, quantity: Quantity, low: int, colon: int) -> int:
        """Where the label before `colon` begins: after the value before it, "…: 3 tỷ đồng, năm 2025: 4 …"."""
        index = bisect_left(self.group, quantity.start, key=start_of) - 1
        if index < 0 or not low < (end := self.group[index].end) <= colon:
            return low
        dash = _NEXT_ITEM.match(self.flat, end, colon)  # "…: 178.940 con) - Ngan: 12.374 con"
        if dash is not None:
            return dash.end()
        comma = self.flat.find(",", end, colon)
        return comma + 1 if comma >= 0 else low

    def _says_when(self, start: int, end: int) -> bool:
        """“trong đó năm 2006:”: a label that is a date and no more."""
        part = _ONLY_PART.match(self.flat, self._forward(start, end), end)
        return self._forward(part.end() if part is not None else start, end) >= end

    def _same_measure(self, quantity: Quantity, previous: Name | None) -> Name | None:
        """The name of the number before in the same unit."""
        unit = power_of(quantity.unit)[1]
        same = self.memory.by_unit.get(unit) or previous or self.memory.totals.get(unit)
        if same is None and self.memory.whole_unit == unit:
            same = self.memory.whole  # "… 8.840 căn, trong đó:", below it "- Năm 2026: 1.500 căn"
        return Name(same.words, "chain", same.start, same.end, 0.75) if same is not None else None

    def _phase(self, quantity: Quantity) -> Name | None:
        """“Phân kỳ: năm 2026 là 9 tỷ đồng; năm 2027 …”: of the sum told before, not of its last part."""
        total = self.memory.totals.get(power_of(quantity.unit)[1])
        if total is None or not _PHASES.match(self.flat, self.context.sentence_at(quantity.start)[0]):
            return None
        return Name(total.words, "chain", confidence=0.7)

    def _item_label(self, quantity: Quantity, clause: Clause) -> str:
        """The label of the item a value stands in, directly behind its ":" or a later ";"."""
        flat = self.flat
        line = self.context.line_at(quantity.start)[0]
        if (
            quantity.start - line <= _LONGEST_MARK
            and _MARK_OF.fullmatch(flat[line : quantity.start].rstrip()) is not None
        ):
            return self._heading_of(line)  # "7. Mức hỗ trợ:", below it "- 5 triệu đồng đối với hộ nghèo"
        if flat[clause.chunk : quantity.start].strip() or clause.opener not in {":", ";", ","}:
            return ""
        low = clause.sentence[0]
        colon = flat.find(":", low, quantity.start)
        if clause.opener == ":":
            colon = flat.rfind(":", low, quantity.start)
            low = max(low, flat.rfind(";", low, colon) + 1)
        elif self.memory.item_label or clause.opener == ",":
            return self.memory.item_label
        if colon < 0:
            return ""
        start, end = self._trim(self._label_start(quantity, low, colon), colon)
        said = self._text(start, end)
        if end - start > LONGEST_NAME or len(said.split()) < _FEWEST or any(c.isdigit() for c in said):
            return ""
        return said

    def _scoped(self, quantity: Quantity, clause: Clause) -> Name | None:
        """A label's value with whom or what it is for behind it: the two together are its name."""
        if quantity.dimension not in _GIVEN:
            return None
        if quantity.dimension == "percent" and _WHOLE.match(self.flat, quantity.end, clause.end):
            label = "" if self._own_item(quantity, clause) else self._item_label(quantity, clause)
            if label.lower().startswith(_RATES) or (label and _SUM.match(self.flat, quantity.end)):
                return Name(tidy(label), "label", confidence=0.8)  # "Chi phí quản lý: 10% tổng kinh phí"
        scope = _SCOPE.match(self.flat, quantity.end, clause.end)
        if scope is None:
            return self._opening_item(quantity)
        if not (label := self._item_label(quantity, clause)):
            return None
        self.memory.item_label = label
        cut = _SCOPE_END.search(self.flat, scope.start(1) + 4, scope.end(1))
        end = stripped_end(self.flat, cut.start() if cut is not None else scope.end(1))
        return Name(f"{tidy(label)} {self._text(scope.start(1), end)}", "label", scope.start(1), end, 0.85)

    def _own_item(self, quantity: Quantity, clause: Clause) -> bool:
        """“- 78% phụ huynh mong con học bán trú”: an item that opens with a share says what it is of."""
        opens = not self.flat[clause.sentence[0] : quantity.start].strip(_MARKS)
        return opens and len(self.flat[quantity.end : clause.end].split()) >= _FEWEST_OWN

    def _opening_item(self, quantity: Quantity) -> Name | None:
        """“Điều 2. Mức hỗ trợ”, below it "1. Tối đa 30 triệu đồng/hộ": the sum that the heading names."""
        line = self.context.line_at(quantity.start)[0]
        if quantity.dimension != "money" or quantity.start - line > _LONGEST_MARK:
            return None
        if _MARK_OF.fullmatch(self.flat[line : quantity.start].rstrip()) is None:
            return None
        label = self._heading_of(line)
        return Name(tidy(label), "label", confidence=0.75) if label else None

    def _each(self, found: Name, quantity: Quantity, clause: Clause) -> None:
        """“mỗi huyện có ít nhất 1 điểm đến”: so many in each."""
        if found.how != "unit" or "mỗi" in found.words:
            return
        each = _EACH.search(self.flat, clause.chunk, quantity.start)
        if each is not None:
            found.words = f"{found.words} {each[1]}"

    def _parent(self, quantity: Quantity, start: int) -> str:
        """The measure of the list that an item without one stands in: "+ An ninh: 5,5 tỷ đồng"."""
        parent = self.memory.parent
        if parent is not None and parent.start >= self.context.sentence_at(start)[0]:
            return self._of_whom(parent.words)
        heading = self._heading_of(self.context.line_at(start)[0])
        if heading:
            return heading
        if parent is None or not 0 <= start - parent.end <= _PARENT_REACH or quantity.dimension == "count":
            return ""
        return self._of_whom(parent.words) if self._stands_under(parent, start) else ""

    def _heading_of(self, line_start: int) -> str:
        """The measure in the lead-in line above a list: "- Cơ cấu kinh tế:", its items following."""
        text = self.context.text
        end = line_start - 1
        for _ in range(_PARENT_LINES):
            if end <= 0 or line_start - end > _PARENT_REACH:
                return ""
            start = text.rfind("\n", 0, end) + 1
            line = text[start:end].rstrip()
            end = start - 1
            if not line:
                continue
            if line.endswith(":"):
                mark = _MARK.match(line)
                stop = _LABEL_STOP.search(line, min(mark.end() if mark else 4, len(line) - 1))
                line = line[: stop.start() + 1] if stop is not None else line
                head = self._strong_head(start, start + len(line))
                if head is None:
                    return self._set_for(line)
                if len(line) - (head - start) > 70:
                    return ""
                return _FOR_ALL.sub("", self._text(head, self._back(head, start + len(line) - 1)))
            if (article := _ARTICLE.match(line)) is not None:  # "Điều 7. Mức thu học phí"
                return self._of_article(start + article.end(), start + len(line))
            if not _LIST_ITEM.match(line):
                return ""
        return ""

    def _of_article(self, start: int, end: int) -> str:
        """The measure that an article's title names."""
        if self._strong_head(start, end) != start or end - start > _LONGEST_TITLE:
            return ""
        return self._of_whom(_FOR_ALL.sub("", tidy(self._text(start, end)))).removesuffix(" đối với")

    def _set_for(self, line: str) -> str:
        """“Giao chỉ tiêu trồng rừng cho các huyện:” → what is set for each."""
        said = _SET.search(line)
        return tidy(said[1]) if said is not None else ""

    def _label_before(self, clause: Clause) -> str:
        """The label without a measure before ":" and its list's: "Nhà trẻ: thành thị 95.000 đồng"."""
        line = self.context.line_at(clause.chunk)[0]
        colon = self.flat.find(":", line, min(clause.chunk, line + _LONGEST_TITLE))
        if colon < 0 or _ARTICLE.match(self.flat, line):
            return ""
        start, end = self._trim(line, colon)
        said = tidy(self._text(start, end))
        if "," in said or any(c.isdigit() for c in said):
            return ""  # a sentence's own words: "…, cụ thể: thu dầu thô đạt …"
        if self._strong_head(start, end) is not None or self.flat.startswith(MEASURES, start):
            return said
        heading = self._heading_of(line)
        return f"{heading} {said}" if heading else ""

    def _under_label(self, said: str, quantity: Quantity, clause: Clause, *, headed: bool) -> str | None:
        """“Cơ cấu nguồn vốn: ngân sách 75%”, "Nhà trẻ: thành thị 95.000 đồng": the label and the item."""
        lead = self.memory.lead
        if quantity.dimension == "percent" and lead.lower().startswith("cơ cấu"):
            part = said if said.lower().startswith(("tỷ trọng", "tỷ lệ")) else f"tỷ trọng {said}"
            return f"{part} trong {lead[:1].lower()}{lead[1:]}"
        if headed or lead or quantity.dimension != "money" or said.lower().startswith(MEASURES):
            return None
        label = self._label_before(clause)
        return f"{label} {said}" if label else None

    def _led(self, previous: Name | None) -> Name | None:
        """“Tỷ lệ phổ cập: năm 2016 đạt 85%”: the measure before ":" where a time stands for the subject."""
        if previous is not None or not self.memory.lead:
            return None
        return Name(self.memory.lead, "lead", confidence=0.75)

    def _stands_under(self, parent: Name, start: int) -> bool:
        """Whether an item is of the list under `parent`, not the next one of the same list or another's."""
        flat = self.flat
        own = self.context.line_at(start)[0]
        upper = self.context.line_at(parent.start)[0]
        if own == upper:
            sentence = self.context.sentence_at(start)[0]
            return sentence <= parent.start or _PARTS.match(flat, sentence) is not None
        level = _level(flat, upper)
        if (
            not level
            and not _level(flat, own)
            and _LABEL_LINE.match(flat, upper)
            and _LABEL_LINE.match(flat, own)
        ):
            return False  # "Thu ngân sách: 412 tỷ đồng" and "Hộ nghèo: 2,4%": lines of equal standing
        at, lines = own, 0
        while at > upper and lines < _MOST_LINES:
            line_end = flat.find("\n", at)
            ends = flat[at : line_end if line_end >= 0 else len(flat)].rstrip()
            if level and _level(flat, at) == level:
                return False
            if at != own and ends.endswith(":") and not _PARTS.match(ends):
                return False
            at = flat.rfind("\n", 0, at - 1) + 1
            lines += 1
        return lines < _MOST_LINES

    def _of_whom(self, parent: str) -> str:
        """“tiền bồi dưỡng đối với trọng tài”: the item names another than the trọng tài."""
        return parent.partition(" đối với ")[0] + " đối với" if " đối với " in parent else parent

    def _with_label(self, said: str, clause: Clause) -> str:
        """“mức hỗ trợ” under "3. Hỗ trợ lãi suất vay vốn:" → "mức hỗ trợ lãi suất vay vốn"."""
        gives = _GIVES.fullmatch(said.lower())
        if gives is None and _BARE.fullmatch(said.lower()) is None:
            return said
        low = self.context.line_at(clause.chunk)[0]
        colon = self.flat.find(":", low, min(clause.chunk, low + LONGEST_NAME))
        if colon < 0:
            return said
        start, end = self._trim(low, colon)
        label = tidy(self._text(start, end))
        if not _FEWEST <= len(label.split()) <= 16 or any(c.isdigit() for c in label):
            return said
        if gives is not None:
            return f"mức {label[:1].lower()}{label[1:]}" if label.lower().startswith(gives[1]) else said
        tail = (
            "" if said.endswith(("phí", "vốn")) else said.split(" ", 2 if said.startswith(_OF_TWO) else 1)[-1]
        )
        if label.lower().startswith(said.lower()):
            return label
        return f"{said} {label[len(tail) :].strip() if label.lower().startswith(tail) else label}"


def _level(flat: str, line: int) -> int:
    """The kind of mark a line begins with; 0 where it has none."""
    mark = _MARK_OF.match(flat, line)
    return mark.lastindex or 0 if mark is not None else 0


__all__ = ["MEASURES", "ItemLabels"]
