"""Names that say too little, completed with the words that stand around their number.

"Ở bến phà cũng có 90.000 khách"               số khách ở bến phà
"Tổng số tiền 200 triệu đồng dùng mua vật tư"    tổng số tiền dùng mua vật tư
"Công an cũng huy động 3 đội, 18 tàu"            số tàu (Công an huy động)

A name of one or two words could be anything's. Where the rules for names end with one, who reads a register
needs the sentence; this puts the part of it beside the name that says most. An indicator the catalogue knows
needs none: "GRDP" says enough.
"""

from __future__ import annotations

import re

from dondoc.extraction.clauses import Clause
from dondoc.extraction.context import Context
from dondoc.extraction.grammar import Quantity
from dondoc.extraction.names import tidy
from dondoc.records.facts import FieldSource, IndicatorStatement
from dondoc.records.source import Span

_SAYS_LITTLE = 2  # syllables that tell things apart; a name of so few is completed from both sides
_SAYS_SOME = 5  # from the right alone
_MOST_RIGHT = 8  # words
_FEW_RIGHT = 5
_MOST_LEFT = 10
# Syllables that tell nothing apart.
_EMPTY = frozenset(
    ["số", "tổng", "các", "những", "của", "và", "là", "có", "với", "cho", "được", "theo", "về", "trong", "trên",
     "địa", "bàn", "tỉnh", "toàn", "năm", "đạt", "so"]
)  # fmt: skip
_SYLLABLE = re.compile(r"[^\W_]+")
# What ends the words behind a number: another statement, a comparison, a time.
_RIGHT_ENDS = re.compile(
    r"[,;:.()\n“”\"]|(?<!\w)(?:so với|so cùng|so|tăng|giảm|bằng|chiếm|đạt|vượt|tương đương|trong đó|trở lên"
    r"|trở xuống|trở đi|gấp|lên|xuống|thì|nên|nhưng|mà|và(?= \d)|(?:vào |trong |từ |đến |của |cả )?"
    r"(?:năm|tháng|quý|ngày|tuần|giai đoạn|đầu năm|cuối năm)(?= ?(?:\d|nay|qua|trước|ngoái|tới|này|đầu|cuối)))"
    r"(?!\w)|\d"
)
# What opens a sentence and is no part of what it tells.
_OPENS = re.compile(
    r"\W*(?:(?:trong đó|ngoài ra|bên cạnh đó|như vậy|cụ thể|riêng|đồng thời|trong khi đó|tuy nhiên|do đó|vì vậy"
    r"|theo đó|đáng chú ý|đặc biệt|thực tế|hiện nay|hiện|đến nay|tính đến nay|trước đó|sau đó|cùng ngày|còn|và"
    r"|thậm chí|nhờ đó|qua đó|từ đó|tổng cộng|tính chung"
    r"|(?:tính )?(?:đến|vào|trong|từ|năm|tháng|quý|ngày|sáng|chiều|tối|cuối|đầu|giữa|hết) [^,;:.()]{1,40}(?=,)"
    r"|theo [^,;:.()]{3,80}(?=,)|[^,;:.()]{3,80} (?:cho biết|cho hay|nói|khẳng định|thông tin)(?: rằng)?(?=[,:]| ))"
    r"(?!\w)[\s,:]*)+"
)
_CLAUSE = re.compile(r"[^,;:()“”\"]+")
# What leads to a number and says nothing of it.
_LEADS = re.compile(
    r"(?:[\s,(:–-]*(?<!\w)(?:cũng|đã|sẽ|đang|còn|chỉ|vẫn|có|là|đạt|được|với|gồm|bao gồm|tới|đến|lên|lên đến|lên tới"
    r"|khoảng|hơn|gần|trên|dưới|thêm|từ|ước|dự kiến|tổng cộng|toàn bộ|và|hiện|tăng|giảm|xuống|còn lại|tổng số))+"
    r"[\s,(:–-]*$"
)
_PLACES = ("tại ", "ở ", "trên ", "trong ", "của ", "thuộc ", "đối với ", "với ")
_NUMBER = re.compile(r"\d[\d.,/-]*\s*(?:%|nghìn|triệu|tỷ|tỉ|đồng|usd)*")


def complete(context: Context, fact: IndicatorStatement, quantity: Quantity, clause: Clause) -> None:
    """Adds what stands around the number to a name that says too little."""
    telling = _telling(fact.name)
    if fact.indicator_id is not None or telling > _SAYS_SOME:
        return
    right = _behind(context, quantity, clause, _FEW_RIGHT if telling > _SAYS_LITTLE else _MOST_RIGHT)
    words = _with(fact.name, context.text[right.slice] if right else "")
    left = _before(context, fact.name, quantity, clause) if telling <= _SAYS_LITTLE else None
    if left:
        said = tidy(_NUMBER.sub("", context.text[left.slice]))
        place = said.lower().startswith(_PLACES)
        words = f"{words} {said[:1].lower()}{said[1:]}" if place else f"{words} ({said})"
    if words.strip() == fact.name:
        return
    fact.name = words.strip()
    old = fact.fields["name"]
    fact.fields["name"] = FieldSource(old.how, old.span or left or right, "thêm chữ quanh con số")


def _telling(name: str) -> int:
    """How many different syllables of a name tell things apart."""
    return len({word for word in _SYLLABLE.findall(name.lower()) if word not in _EMPTY})


def _with(name: str, said: str) -> str:
    said = tidy(said)
    return name if not said or said.lower() in name.lower() else f"{name} {said}"


def _behind(context: Context, quantity: Quantity, clause: Clause, most: int) -> Span | None:
    """The words behind a number, up to the next that begins another matter."""
    flat, start, high = context.flat, quantity.end, clause.sentence[1]
    ends = _RIGHT_ENDS.search(flat, start, min(high, clause.next_number))
    end = ends.start() if ends is not None else min(high, clause.next_number)
    return _first(flat, start, end, most)


def _before(context: Context, name: str, quantity: Quantity, clause: Clause) -> Span | None:
    """What the sentence is about: its first clause, without what only opens it or leads to the number."""
    flat, low = context.flat, clause.sentence[0]
    opens = _OPENS.match(flat, low, quantity.start)
    start = opens.end() if opens is not None else low
    for part in _CLAUSE.finditer(flat, start, quantity.start):
        leads = _LEADS.search(flat, part.start(), part.end())
        said = _first(flat, part.start(), leads.start() if leads is not None else part.end(), _MOST_LEFT)
        if said is None:
            continue
        own = flat[said.slice]
        if own in name.lower() or _telling(own) == 0:
            continue
        if name.lower() in own:  # "nợ" in "sinh viên nợ": the name stands in what is said
            return said
        return said
    return None


def _first(flat: str, start: int, end: int, most: int) -> Span | None:
    """The first `most` words of `[start, end)`."""
    words = list(re.finditer(r"\S+", flat[start:end]))[:most]
    return Span(start + words[0].start(), start + words[-1].end()) if words else None
