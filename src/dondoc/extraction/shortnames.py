"""Names that say too little, completed with the words that stand around their number.

"Ở bến phà cũng có 90.000 khách"               số khách ở bến phà
"Tổng số tiền 200 triệu đồng dùng mua vật tư"    tổng số tiền dùng mua vật tư
"Công an cũng huy động 3 đội, 18 tàu"            số tàu (Công an cũng huy động)

A name of one or two words could be anything's. Where the rules for names end with one, who reads a register
needs the sentence; this puts the part of it beside the name that says most. An indicator the catalogue knows
needs none: "GRDP" says enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

from dondoc.extraction import subjectwords
from dondoc.extraction.clauses import FARTHEST, Clause
from dondoc.extraction.context import Context
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.names import tidy
from dondoc.records.facts import FieldSource, IndicatorStatement
from dondoc.records.source import Span

_SAYS_LITTLE = 2  # syllables that tell things apart: a name of so few needs most of its sentence
_SAYS_SOME = 4  # so many the place that stands before it, where nothing but a counted noun is named
_SAYS_MORE = 5  # and so many what stands behind the number
_MOST_CLAUSES = 12  # of a sentence, looked at for what it is about: keeps endless lists linear
_MOST_LEFT, _MOST_RIGHT = 10, 8  # words
_FEW = 5
_OF_A_WHOLE = frozenset({"share", "attainment"})
_FEWEST = 2  # syllables that a part of a sentence must add
# A name of these steps has its subject; of the others the subject may still stand before the number.
_HAS_SUBJECT = frozenset({"subject", "label", "row", "scope"})
# Measures of anything: alone they need what they are of.
_ANY = frozenset(
    ["giá trị", "trị giá", "số tiền", "tổng số tiền", "chi phí", "vốn", "tổng vốn", "số vốn", "kinh phí",
     "tổng kinh phí", "tổng số", "tổng", "diện tích", "tổng diện tích", "ngân sách", "tổng ngân sách", "mức",
     "quy mô", "khối lượng", "số lượng", "tỷ lệ", "tổng giá trị", "tổng mức đầu tư", "tổng vốn đầu tư"]
)  # fmt: skip
# Syllables that tell nothing apart.
_EMPTY = frozenset(
    ["số", "tổng", "các", "những", "của", "và", "là", "có", "với", "cho", "được", "theo", "về", "trong",
     "trên", "địa", "bàn", "tỉnh", "toàn", "năm", "đạt", "so", "huyện", "xã", "cả", "nước", "đã", "cũng",
     "thành", "phố", "thị", "này", "đó"]
)  # fmt: skip
_WORD = re.compile(r"\S+")
_SYLLABLE = re.compile(r"[^\W_]+")
_TIME = (
    r"(?:năm|tháng|quý|ngày|tuần|giai đoạn|đầu năm|cuối năm)(?= ?(?:\d|nay|qua|trước|ngoái|tới|này|đầu|cuối))"
)
# What ends the words behind a number: another statement, a comparison, a time.
_RIGHT_ENDS = re.compile(
    r"[,;:.()‹›\n“”\"]|(?<!\w)(?:so với|so cùng|so|tăng|giảm|bằng|chiếm|đạt|vượt|tương đương|trong đó"
    r"|(?:trong|trên) (?:tổng )?số|trở lên|trở xuống|trở đi|gấp|lên|xuống|thì|nên|nhưng|mà|với|về"
    r"|thuộc(?= \d)|và(?= \d)"
    rf"|(?:vào |trong |từ |đến |của |cả )?{_TIME})(?!\w)|\d"
)
# What opens a sentence and is no part of what it tells.
_OPENS = re.compile(
    r"\W*(?:(?:trong đó|ngoài ra|bên cạnh đó|như vậy|cụ thể|riêng|đồng thời|trong khi đó|tuy nhiên|do đó"
    r"|vì vậy|theo đó|kết quả(?: cho thấy)?|thời điểm (?:này|đó)|tôi (?:nhớ|nghĩ|cho)|đáng chú ý"
    r"|đặc biệt|cá biệt|nhìn lại|thực tế|hiện nay|hiện|đến nay|tính đến nay|trước đó|sau đó"
    r"|cùng ngày|còn|và|thậm chí|nhờ đó|qua đó|từ đó|tổng cộng|tính chung|tính gộp|gộp|lũy kế|bù lại"
    r"|tương ứng(?: tỷ lệ)?"
    r"|nhân dịp [^\W\d]+|(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (?:tháng|năm)(?: qua| đầu năm)?"
    r"|(?:tính )?(?:đến|vào|trong|từ|năm|tháng|quý|ngày|sáng|chiều|tối|cuối|đầu|giữa|hết)"
    r" [^,;:.()]{1,40}(?=,)"
    r"|theo [^,;:.()]{3,80}(?=,)"
    r"|[^,;:.()]{3,80} (?:cho biết|cho hay|thừa nhận|nói|khẳng định|thông tin)(?: rằng)?(?=[,:]| ))"
    r"(?!\w)[\s,:]*)+"
)
_TIME_SAID = re.compile(
    r"\s?(?:(?:tính |vào |trong |từ |của |cả )?(?:đến |hết |cuối |đầu )?(?:năm|tháng|quý|ngày|giai đoạn)"
    r" \d[\d/.]*(?: ?[-–] ?\d[\d/.]*)?|\d+ (?:tháng|năm)(?: (?:đầu|cuối) năm| qua)?)"
)
_CLAUSE = re.compile(r"[^,;:()“”\"]+")
# What leads to a number and says nothing of it.
_LEADS = re.compile(
    r"(?:\s*(?<!\w)(?:cũng|đã|sẽ|đang|còn|chỉ|vẫn|có|là|đạt|được|với|gồm|bao gồm|tới|đến|lên|cho|trong|ở|tại"
    r"|khoảng|hơn|gần|trên|dưới|thêm|từ|ước|dự kiến|tổng cộng|toàn bộ|và|hiện|tăng|giảm|xuống|còn lại"
    r"|tổng số|cần|phải|mới|dự kiến|phấn đấu|xảy ra|lũy kế|khi|mà|thì|cùng))+\s*$",
    re.IGNORECASE,
)
_PLACES = ("tại ", "ở ", "trên ", "trong ", "của ", "thuộc ", "đối với ")
_DIGIT = re.compile(r"\d")


def complete(
    context: Context,
    fact: IndicatorStatement,
    quantity: Quantity,
    clause: Clause,
    measures: Callable[[str], bool],
) -> None:
    """Keeps what stands around the number beside a name that says too little.

    Args:
        context: The document.
        fact: Its `around` may be set.
        quantity: Its number.
        clause: Where that stands.
        measures: Whether words hold the head of a measure.
    """
    telling = _telling(fact.name)
    if fact.indicator_id is not None or telling > _SAYS_MORE:
        return
    little, how = telling <= _SAYS_LITTLE, fact.fields["name"].how
    right = _behind(context, quantity, clause, _MOST_RIGHT if little else _FEW)
    if fact.measure in _OF_A_WHOLE:
        right = None  # "40% kế hoạch", "12% tổng kinh phí": what it is a part of
    behind = _LEADS.sub("", tidy(context.text[right.slice])) if right else ""
    if behind.lower() in fact.name.lower() or not _telling(behind):
        behind = ""
    before = ""
    own = how in _HAS_SUBJECT
    if telling <= (_SAYS_LITTLE if own else _SAYS_SOME) and not (
        own and measures(fact.name) and fact.name.lower() not in _ANY
    ):
        before = _before(context, fact.name, quantity, clause)
        if own and measures(before):
            before = ""  # "sản lượng lúa 4 tấn, ngô 2 tấn": another's
    if before:
        said = f"{before[:1].lower()}{before[1:]}"
        at_place = said.startswith(_PLACES)
        before = said if at_place else f"({before})" if little else ""
    fact.around = f"{behind} {before}".strip()
    if fact.around:
        fact.fields["around"] = FieldSource("beside the number", right, fact.around)


def _telling(name: str) -> int:
    """How many different syllables of a name tell things apart."""
    return len({word for word in _SYLLABLE.findall(name.lower()) if word not in _EMPTY})


def _behind(context: Context, quantity: Quantity, clause: Clause, most: int) -> Span | None:
    """The words behind a number, up to the next that begins another matter."""
    flat, start = context.flat, quantity.end
    end = min(clause.sentence[1], clause.next_number, start + FARTHEST)
    ends = _RIGHT_ENDS.search(flat, start, end)
    words = list(islice(_WORD.finditer(flat, start, ends.start() if ends is not None else end), most))
    return Span(words[0].start(), words[-1].end()) if words else None


def _before(context: Context, name: str, quantity: Quantity, clause: Clause) -> str:
    """What the sentence is about: its first clause, without what only opens it or leads to the number."""
    flat, low = context.flat, max(clause.sentence[0], quantity.start - FARTHEST)
    low = max(low, flat.rfind(";", low, quantity.start) + 1)
    opens = _OPENS.match(flat, low, quantity.start)
    parts = _CLAUSE.finditer(flat, opens.end() if opens is not None else low, quantity.start)
    for part in islice(parts, _MOST_CLAUSES):
        said = _TIME_SAID.sub("", context.text[part.start() : part.end()])
        number = _DIGIT.search(said)
        if number is not None and name.lower() not in said.lower():
            said = said[: number.start()]
        elif number is not None:
            return ""
        said = _LEADS.sub("", tidy(said))
        if name.lower() in said.lower():
            said = said[: said.lower().find(name.lower())]  # "sinh viên" before "nợ"
        words = said.split()[-_MOST_LEFT:]
        while words and words[-1].lower() in name.lower():  # "công an huyện" before "khởi tố"
            words.pop()
        said = " ".join(words)
        if _telling(said) >= _FEWEST:
            act = subjectwords.words(context.lexicon).action.match(said.lower())
            if act is not None and name.lower() not in _ANY:
                continue  # "xử phạt 3 cơ sở, thu 2 tấn": what was done with the first
            return tidy(_LEADS.sub("", said))
    return ""
