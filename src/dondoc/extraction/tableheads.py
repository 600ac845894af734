"""What the columns of a table of indicators hold, by their heads and what stands under them.

    Năm 2025        | So sánh (%)         two rows of a head are read together: the upper one says the year
    KH    | Ước TH  | KH 2026/ƯTH 2025    or the comparison, the lower one the standing

A head says a column's part (name, unit, value), for values also standing, measure, base, unit and period. The
words come from the pack `value_columns`; comparisons have a grammar of their own, "A so với B" and "A/B".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dondoc.extraction.context import Context
from dondoc.extraction.frames import is_so_far, months_so_far
from dondoc.extraction.grammar import grammar
from dondoc.extraction.subjectwords import words as linking_words
from dondoc.extraction.tablebodies import GROUP, HEAD, Owner, owner_in
from dondoc.packs import Entry
from dondoc.records.document import Table
from dondoc.records.source import Span
from dondoc.text import dates
from dondoc.text.names import LOWER, UPPER
from dondoc.text.normalize import fold
from dondoc.text.numbers import NUMBER, parse_number

_HEAD_UNIT = re.compile(r"\((?:đvt|đơn vị(?: tính)?)?:? ?([^()]{1,40})\)")
_BARE_YEAR = re.compile(r"(?<![\d/.])((?:19|20)\d\d)(?: ?[-–] ?((?:19|20)\d\d))?(?![\d/])")
_MONTHS_OF = re.compile(r"(tháng|quý (?:[ivx]{1,3}|[1-4])) ((?:19|20)\d\d)\b")  # "9 tháng 2025"
_CODED_YEAR = re.compile(r"\b(ưth|uth|th|kh|dt|qt|nq)[ .]?((?:19|20)\d\d|0\d|1\d|2\d)(?!\d|/\d|%|[,.]\d)")
_SO_FAR = re.compile(r"(?<![\d/-])(\d{1,2}) tháng(?! (?:tới|sau|trước|cuối|liên|đầu|năm|\d))(?!\w)")
_MONTHS_ALONE = re.compile(r"(?:[2-9]|1[01]|0[2-9]) tháng")  # of a head, the year's first
_CUMULATED = re.compile(r"\b(?:lũy kế|cộng dồn)\b")
_COLUMN_MARK = re.compile(r"\(?(?:\d{1,2}|[a-h])\)?(?: ?= ?[\d\s()+\-*/x%:=.]*)?")  # "(5)=(4)/(3)", "5=4/3"
_NUMERIC = re.compile(rf"[<>≥≤~=()*+\-–−\s]*(?:(?:[^\W\d_]+ ){{0,3}}){NUMBER}")
_NO_VALUE = re.compile(r"[-–—x.…*\s]*")

# Comparisons: what is compared stands on the left, with what on the right.
_THAN = re.compile(r"\b(?:so với|so)\b|\bvới\b(?= (?:cùng|kế|kh|dự|dt|năm))")
_CODE = (
    r"(?:ư(?:ớc)? ?(?:th|thực hiện)|uth|th(?:ực hiện)?|kh|kế hoạch|dt|dự toán|năm"
    r"|tháng \d+|qt|quyết toán|lũy kế)"
)
_FRACTION = re.compile(rf"({_CODE}\b[^/]{{0,24}}?) ?/ ?({_CODE}\b.*)")
_COMPARES = re.compile(r"so sánh|\bso\b|tỷ lệ|tốc độ (?:tăng|phát triển)|tăng|giảm|%")
_CHANGES = re.compile(r"\btăng\b|\bgiảm\b|chênh lệch|\+/-|\(\+\)")
_PLAN = re.compile(
    r"\b(?:kế hoạch|khnn|kh|dự toán|dt|chỉ tiêu|mục tiêu|nghị quyết|nq|hđnd"
    r"|(?:trung ương|tw|tỉnh|bộ) giao|giao)\b"
)
_SAME = re.compile(r"\b(?:cùng kỳ|ck|cùng kì)\b")
_BEFORE = re.compile(r"\b(?:năm|kỳ|tháng|quý) trước\b")
_ESTIMATED = re.compile(r"\b(?:ước|uth|ưth|dự kiến|ước tính)\b")
_RATE_ALONE = re.compile(r"(?:tỷ lệ|tỉ lệ)(?: đạt)?(?: ?\(?%\)?)?|%|đạt ?\(?%\)?")
_DONE_SHARE = re.compile(
    r"tỷ lệ (?:hoàn thành|thực hiện|đạt)|% ?(?:hoàn thành|thực hiện|đạt)|mức độ hoàn thành"
)
_SHARE = re.compile(r"cơ cấu|tỷ trọng|tỷ lệ ?\(?%|% (?:so|trong|trên) (?:tổng|tổng số)")
PLAIN = re.compile(r"giá trị|tổng số|số lượng|số tiền|tổng cộng|số liệu|kinh phí|tuyệt đối|số tuyệt đối")
_SHORT_UNITS = {
    "trđ": "triệu đồng", "tr.đ": "triệu đồng", "tr.đồng": "triệu đồng", "tr đồng": "triệu đồng",
    "tr. đồng": "triệu đồng", "tr đ": "triệu đồng", "triệu đ": "triệu đồng", "trđ/người": "triệu đồng/người",
    "tr.đồng/người": "triệu đồng/người", "tr.đ/người": "triệu đồng/người", "tỷ đ": "tỷ đồng", "tỷ": "tỷ đồng",
    "triệu": "triệu đồng", "nghìn đ": "nghìn đồng", "1.000 đồng": "nghìn đồng", "1000 đồng": "nghìn đồng",
    "1.000đ": "nghìn đồng", "1000đ": "nghìn đồng", "1.000.000 đồng": "triệu đồng", "1.000 tấn": "nghìn tấn",
    "1000 tấn": "nghìn tấn", "ng.tấn": "nghìn tấn", "1.000 ha": "nghìn ha", "1000 ha": "nghìn ha",
    "1.000 người": "nghìn người", "1000 người": "nghìn người", "1.000 lượt": "nghìn lượt",
    "1000 lượt": "nghìn lượt", "1.000 lượt người": "nghìn lượt người", "1.000 con": "nghìn con",
    "1000 con": "nghìn con", "1.000 m3": "nghìn m3", "1000 m3": "nghìn m3", "triệu usd": "triệu USD",
    "tr.usd": "triệu USD", "tr. usd": "triệu USD", "tr usd": "triệu USD", "1.000 usd": "nghìn USD",
    "1000 usd": "nghìn USD", "nghìn usd": "nghìn USD", "%o": "‰", "0/00": "‰", "o/oo": "‰", "%0": "‰",
    "phần nghìn": "‰", "phần trăm": "%", "triệu kwh": "triệu kWh", "tr.kwh": "triệu kWh", "kwh": "kWh",
}  # fmt: skip
RANKS = {"hạng", "thứ hạng", "xếp hạng", "bậc", "thứ", "vị trí"}  # units that say the number is a place
REPEATS = {"nt", "-nt-", "- nt -", '"', "//", "''", "-//-", '-"-', "″", "như trên", "-", "„", "”", "“"}


@dataclass(slots=True)
class Column:
    """One column and what its head says."""

    index: int
    part: str  # name, body, thing, unit, value, order, other
    head: str  # folded words of the whole head
    span: Span | None
    status: str = "actual"
    measure: str = "level"
    base: str | None = None
    unit: str | None = None
    period: str | None = None
    qualifier: str = ""  # what the lower row adds to the name: "vốn ngân sách trung ương"
    by_year: bool = False  # its head says nothing but a year
    cumulative: bool = False
    words: tuple[str, ...] = field(default=())  # of the head's rows, from above, folded
    spans: tuple[Span, ...] = ()  # where these rows stand
    owner: Owner | None = None  # whose figures stand under a head that names a body
    of: str = ""  # what "Đã hoàn thành" beside "Tổng số nhiệm vụ" is of: "số nhiệm vụ"


def heads(context: Context) -> list[tuple[str, Entry]]:
    """The forms of column heads, the longest first; made once for a lexicon."""
    made = context.lexicon.compiled.get("value_columns")
    if made is None:
        pairs = [(fold(f), e) for e in context.lexicon.packs.entries("value_columns") for f in e["forms"]]
        made = context.lexicon.compiled["value_columns"] = sorted(pairs, key=lambda pair: -len(pair[0]))
    assert isinstance(made, list)
    return made


def column_of(heads: list[tuple[str, Entry]], head: str) -> Entry | None:
    """What a column holds, by the longest form its folded head begins with or, for values, contains."""
    head = head.strip(" .:*()%")
    for form, entry in heads:
        if head.startswith(form) and not head[len(form) : len(form) + 1].isalpha():
            return entry
    for form, entry in heads:
        if entry["column"] == "value" and len(form) > 3 and form in head:
            return entry
    return None


def unit_of(context: Context, words: str) -> str | None:
    """A unit as a table prints it, in the spelling of facts; None where the words are none."""
    words = re.sub(r"\s+", " ", fold(words)).strip(" .,;:()\n*")
    if not words or len(words) > 40 or words in REPEATS:
        return None
    if words in _SHORT_UNITS:
        return _SHORT_UNITS[words]
    unit = grammar(context.lexicon).units.at(words, 0)
    if unit is not None and unit.end == len(words) and unit.dimension != "scale":
        return unit.symbol if unit.dimension != "not_counted" else words
    return None


def printed_unit(context: Context, words: str) -> str | None:
    """The unit of a cell of a unit column: known, or as it is printed."""
    words = re.sub(r"\s+", " ", words).strip(" .,;:")
    known = unit_of(context, words)
    if known is not None or not any(c.isalpha() or c in "%‰" for c in words):
        return known
    return words[:1].lower() + words[1:] if words[1:].islower() else words


def columns(context: Context, table: Table) -> list[Column]:
    """The columns in order; those whose head says nothing known have the part "other"."""
    every = [_head_rows(context, table, index) for index in range(len(table.grid[0]))]
    owners = _owners(context, every) or _places(context, table, every)
    found = [
        _column(context, index, [row for row in rows if row is not owners.get(index, (None, None))[0]])
        for index, rows in enumerate(every)
    ]
    numeric = [is_numeric(context, table, index) for index in range(len(found))]
    named = False
    for column, numbers in zip(found, numeric, strict=True):
        if column.index in owners and numbers:
            column.owner = owners[column.index][1]
            if column.part in {"other", "body", "thing"} and not column.words:
                column.part, column.by_year = "value", True
        if column.part == "name":
            if numbers:  # "Chỉ tiêu giao", "Chỉ tiêu năm 2026": a plan, not the names
                column.part, column.status = "value", "target"
            elif named:
                column.part = "other"
            named = named or not numbers
        elif column.part == "body" and numbers and _PLAN.search(column.head) is not None:
            column.part, column.status = "value", "target"  # "Xã giao"
        elif column.part == "value" and not numbers and not _has_value(context, table, column.index):
            column.part = "other"
    _share_bands(found)
    for column in found:
        if column.measure == "ratio" and column.unit == "%" and _are_changes(context, table, column):
            column.measure = "change"
    return found


def _are_changes(context: Context, table: Table, column: Column) -> bool:
    """Whether a comparison's figures say by how much, not in relation to what: all far below a hundred."""
    words = body_words(context, table, column.index)
    figures = [parse_number(found[0]).value for word in words if (found := _FIGURE.search(word)) is not None]
    return bool(figures) and max(figures) < _NO_RATIO


_FIGURE = re.compile(NUMBER)
_NO_RATIO = 50  # percent; what is compared has seldom halved in every row


def _owners(
    context: Context, every: list[list[tuple[str, Span]]]
) -> dict[int, tuple[tuple[str, Span], Owner]]:
    """The columns whose heads name bodies, with that row of the head; {} where less than two are named."""
    found: dict[int, tuple[tuple[str, Span], Owner]] = {}
    for index, rows in enumerate(every):
        for row in rows:
            owner = owner_in(context, row[1], surely=False)
            if owner is not None and owner.how != GROUP:
                how = HEAD if owner.name else owner.how
                found[index] = (row, Owner(how, owner.name, owner.span))
                break
    named = {owner.name for _row, owner in found.values() if owner.name}
    return found if len(named) > 1 else {}


def _places(
    context: Context, table: Table, every: list[list[tuple[str, Span]]]
) -> dict[int, tuple[tuple[str, Span], Owner]]:
    """The columns of figures whose heads are bare names, "Phú An" beside "Bình Sơn"; {} for less than two."""
    known = heads(context)
    found: dict[int, tuple[tuple[str, Span], Owner]] = {}
    for index, rows in enumerate(every):
        if not rows or not is_numeric(context, table, index):
            continue
        name = " ".join(context.text[rows[-1][1].slice].split()).strip("* ")
        if _BARE_NAME.fullmatch(name) is not None and column_of(known, rows[-1][0]) is None:
            found[index] = (rows[-1], Owner(HEAD, name, rows[-1][1]))
    return found if len({owner.name for _row, owner in found.values()}) > 1 else {}


_BARE_NAME = re.compile(rf"[{UPPER}][{LOWER}]+(?:[ -][{UPPER}][{LOWER}]+){{1,3}}")
_HEAD_YEAR = re.compile(r"(?: năm)? (?:19|20)\d\d$")
# Heads that say a figure is a score or a place, and not of what.
_SCORE = re.compile(r"(?:tổng )?(?:số )?điểm(?: số| đạt(?: được)?| đánh giá| thẩm định| bình quân)?")
_PLACE = re.compile(r"(?:thứ tự |vị trí )?(?:xếp hạng|thứ hạng|hạng|vị thứ|xếp thứ|xếp vị thứ)")


def _column(context: Context, index: int, parts: list[tuple[str, Span]]) -> Column:
    rows, span = [words for words, _ in parts], parts[-1][1] if parts else None
    head = re.sub(r"\s+", " ", " ".join(rows))
    column = Column(index, "other", head, span, words=tuple(rows), spans=tuple(where for _, where in parts))
    if not rows:
        return column
    column.period = _period(context, head)
    column.cumulative = _CUMULATED.search(head) is not None
    units = [unit for said in _HEAD_UNIT.findall(head) if (unit := unit_of(context, said)) is not None]
    if units:
        column.unit = units[-1]  # "Thu ngân sách (triệu đồng)" above "So dự toán (%)"
    if _compare(context, column, head):
        return column
    known = heads(context)
    entry = column_of(known, rows[-1]) or column_of(known, head)
    if entry is None and column.period is not None and len(head) < 40:
        column.part, column.by_year = "value", True
    if entry is None:
        bare = _HEAD_YEAR.sub("", rows[-1]).strip(" .:*()")
        if _SCORE.fullmatch(bare) is not None:
            column.part, column.unit = "value", column.unit or "điểm"
        elif _PLACE.fullmatch(bare) is not None:
            column.part, column.measure, column.by_year = "value", "rank", False
        return column
    column.part = str(entry["column"])
    column.status = str(entry.get("status", "actual"))
    if column.status == "actual" and _ESTIMATED.search(head):
        column.status = "estimate"  # "Ước thực hiện" above "Tháng 8" and "Lũy kế 8 tháng"
    column.measure = str(entry.get("measure", "level"))
    column.base = entry.get("base")
    column.unit = str(entry["unit"]) if entry.get("unit") else column.unit
    if column.part == "value" and len(rows) > 1 and not PLAIN.match(rows[-1]):
        known_part = column_of(known, rows[-1]) is not None or _period(context, rows[-1]) is not None
        column.qualifier = "" if known_part else rows[-1].strip(" .:*")
    return column


def _head_rows(context: Context, table: Table, column: int) -> list[tuple[str, Span]]:
    """The folded words of a column's head, from above, each with its cell."""
    found: list[tuple[str, Span]] = []
    seen: set[int] = set()
    for row in range(min(table.header_rows, len(table.grid))):
        index = table.grid[row][column] if column < len(table.grid[row]) else -1
        if index < 0 or index in seen:
            continue
        seen.add(index)
        words = _spelled(context.folded[table.cells[index].span.slice])
        if not words or _COLUMN_MARK.fullmatch(words):
            continue
        if len(seen) > 1 and table.cells[index].colspan == len(table.grid[row]):
            continue
        found.append((words, table.cells[index].span))
    return found


def _spelled(words: str) -> str:
    """A head's words with its codes spelled out: "DT05" is "dt 2005", "9 tháng 2025" is of the year 2025."""
    words = re.sub(r"\s+", " ", words).strip()
    words = _FIELD.sub(lambda m: _FIELDS[m[0]], words)
    words = _CODED_YEAR.sub(lambda m: f"{m[1]} {m[2] if len(m[2]) == 4 else '20' + m[2]}", words)
    return _MONTHS_OF.sub(r"\1 năm \2", words)


# What tables of crops leave of their heads: "DT (ha)", "NS (tạ/ha)", "SL (tấn)".
_FIELDS = {"dt": "diện tích", "ns": "năng suất", "sl": "sản lượng"}
_FIELD = re.compile(
    r"^(?:(dt)(?= ?\((?:ha|m2|km2)\))|(ns)(?= ?\((?:tạ|tấn|kg)/)|(sl)(?= ?\((?:nghìn )?(?:tấn|tạ|kg)\)))"
)


def _period(context: Context, head: str) -> str | None:
    """The last period a head names: "9 tháng năm 2025", "TH 2024", "2021-2025", "Lũy kế 8 tháng"."""
    mentions = dates.find(head, head, context.date, year=context.year)
    so_far = [
        m
        for m in _SO_FAR.finditer(head)
        if context.year is not None
        and (is_so_far(context, int(m[1])) or _MONTHS_ALONE.fullmatch(head, m.start()))
    ]
    if so_far and (not mentions or mentions[-1].span.end <= so_far[-1].start()):
        return months_so_far(context, int(so_far[-1][1]))
    if mentions:
        value = mentions[-1].value
        cumulated = _CUMULATED.search(head, 0, mentions[-1].span.start) is not None
        return _from_january(value) if cumulated else value
    bare = _BARE_YEAR.search(head)
    if bare is None:
        return None
    return f"{bare[1]}/{bare[2]}" if bare[2] else bare[1]


def _from_january(period: str) -> str:
    """“lũy kế đến tháng 8”: the months up to a month or a quarter."""
    if re.fullmatch(r"\d{4}-\d\d|\d{4}-Q\d", period) is None:
        return period
    return f"{period[:4]}-01/{dates.last_day(period):%Y-%m}"


# --- comparisons --------------------------------------------------------------------------------------


def _compare(context: Context, column: Column, head: str) -> bool:
    """Read a head that compares two columns; False where it does not."""
    left, right = _sides(head)
    if right is None:
        if not (_DONE_SHARE.search(head) or (_CHANGES.search(head) and _SAME.search(head))):
            return False
        left, right = head, head if _SAME.search(head) else "kế hoạch"
    changes = _CHANGES.search(head) is not None
    base = _base(context, right)
    if base is None:
        return False
    column.part, column.base = "value", base
    column.measure = "change" if changes else "attainment" if base == "plan" else "ratio"
    if column.unit is None and not (changes and "%" not in head and "tốc độ" not in head):
        column.unit = "%"
    planned = left is not head and _PLAN.search(left) is not None
    if planned and base == "plan" and (year := _period(context, right)) is not None:
        column.base, column.measure = f"year:{year[:4]}", "change" if changes else "ratio"
    column.status = "target" if planned else "estimate" if _ESTIMATED.search(left) else "actual"
    column.period = _period(context, left) if left is not head else None
    return True


def _sides(head: str) -> tuple[str, str | None]:
    """What is compared, and with what (None where the head compares nothing)."""
    if (fraction := _FRACTION.search(head)) is not None:
        return fraction[1], fraction[2]
    if not _COMPARES.search(head):
        return head, None
    than = next((m for m in _THAN.finditer(head) if not head.startswith(" sánh", m.end())), None)
    if than is not None:
        return head[: than.start()], head[than.end() :]
    if (above := re.search(r"so sánh\W*(?:\(?%\)?)?", head)) is not None:
        return head[: above.start()], head[above.end() :]
    if (share := re.match(r"(?:tỷ lệ )?\(?%\)?\s*(?=\S)", head)) is not None:
        return "", head[share.end() :]
    return head, None


def _base(context: Context, right: str) -> str | None:
    """What a comparison refers to: the plan, the same period, a year."""
    if _SAME.search(right) or _BEFORE.search(right):
        return "same_period"
    if _PLAN.search(right):
        return "plan"
    period = _period(context, right)
    return f"year:{period[:4]}" if period is not None else None


# --- the whole table ----------------------------------------------------------------------------------


def _share_bands(found: list[Column]) -> None:
    """A comparison without a period is of the column it compares: the one before it, or the cumulative."""
    for column in found:
        if column.part != "value" or column.period is not None or column.base is None:
            continue
        values = [
            other
            for other in found
            if other.part == "value" and other.base is None and other.status != "target"
        ]
        values = [other for other in values if other.period] or values
        if column.cumulative:
            values = [other for other in values if other.cumulative] or values
        before = [other for other in values if other.index < column.index]
        if before:
            column.period = before[-1].period
            if column.status == "actual":
                column.status = before[-1].status
    for column in found:
        if column.part != "other" or not column.words:
            continue
        if _RATE_ALONE.fullmatch(column.head) and _beside_plan(found, column):
            column.part, column.measure, column.base, column.unit = "value", "attainment", "plan", "%"
            column.status, column.period = found[column.index - 1].status, found[column.index - 1].period
        elif _SHARE.search(column.head):
            column.part, column.measure, column.unit = "value", "share", "%"
            counted = _ALL_OF.fullmatch(found[column.index - 1].head) if column.index else None
            if counted is not None and _RATE_ALONE.fullmatch(column.head):
                column.of = f"tỷ lệ {counted[1].removeprefix('số ')}"


def _beside_plan(found: list[Column], rate: Column) -> bool:
    """Whether a bare "Tỷ lệ" stands right behind a plan and what came of it."""
    before = found[max(0, rate.index - 2) : rate.index]
    return len(before) > 1 and before[0].part == "value" and before[0].status == "target"


def body_words(context: Context, table: Table, column: int) -> list[str]:
    """The words of a column's cells below the head, each cell once."""
    found = []
    for row in range(table.header_rows, len(table.grid)):
        index = table.grid[row][column] if column < len(table.grid[row]) else -1
        if index >= 0 and table.cells[index].row == row:
            words = context.folded[table.cells[index].span.slice].strip()
            if words:
                found.append(words)
    return found


def is_numeric(context: Context, table: Table, column: int) -> bool:
    """Whether most cells of a column that say anything are numbers."""
    words = [word for word in body_words(context, table, column) if not _NO_VALUE.fullmatch(word)]
    return bool(words) and sum(_NUMERIC.match(word) is not None for word in words) * 5 >= 3 * len(words)


def _has_value(context: Context, table: Table, column: int) -> bool:
    return any(_NUMERIC.match(word) for word in body_words(context, table, column))


def measured(context: Context, table: Table, every: list[Column]) -> list[Column]:
    """The columns whose heads themselves name what is measured: "Số hộ nghèo", "Thu ngân sách năm 2026"."""
    whole = ""  # "Tổng số nhiệm vụ": the columns behind it say how they stand
    for column in every:
        if (total := _ALL_OF.fullmatch(column.head)) is not None:
            whole = total[1]
        elif (
            whole
            and column.part != "unit"
            and _STATE.match(column.head)
            and is_numeric(context, table, column.index)
        ):
            column.part, column.of, column.measure, column.base = "value", whole, "level", None
            counted = grammar(context.lexicon).units.at(whole, len("số "))
            column.unit = (
                counted.symbol if counted is not None and counted.is_count else whole.removeprefix("số ")
            )
            continue
        if column.part == "other" and is_numeric(context, table, column.index) and _measures(context, column):
            column.part, column.by_year = "value", not column.head.startswith("đã ")
    return [column for column in every if column.part == "value" and _measures(context, column)]


_ALL_OF = re.compile(r"(?:tổng )?(số [^\W\d_][^()%/]{2,40})")
_STATE = re.compile(r"(?:đã|đang|chưa|quá|đúng|trong|trước|chậm|trễ|còn|hoàn thành|không)(?!\w)(?!.*%)")
_NO_COUNT = re.compile(
    r"số (?:điện thoại|hiệu|quyết định|văn bản|ký hiệu|cmnd|cccd|căn cước|tài khoản|nhà|tờ|thửa|công văn"
    r"|nghị quyết|thứ tự|tt|và|phiếu đăng ký|hồ sơ số)(?!\w)"
)


def _measures(context: Context, column: Column) -> bool:
    if column.unit is not None or column.measure == "rank":
        return True
    counted = grammar(context.lexicon).units.at(column.head, 0)
    if counted is not None and counted.is_count:
        return True  # "Doanh nghiệp thành lập mới"
    head = linking_words(context.lexicon).head.match(column.head)
    if head is not None or column.head.startswith(("chỉ tiêu ", "đã ")):
        return True
    return column.head.removeprefix("tổng ").startswith("số ") and _NO_COUNT.match(column.head) is None
