"""Numbers that may measure something: where they stand, what they say, in which unit, with which bound.

One pass over the digits of the text, one over the few quantities in words ("gấp đôi", "đứng đầu cả nước").
What is a date, a document's number, a list mark, a clock or a session is left out: negative classes first.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal

from dondoc.extraction.context import Context
from dondoc.extraction.lexicon import Lexicon
from dondoc.text.matcher import PhraseMatcher, trie_pattern
from dondoc.text.normalize import fold
from dondoc.text.numbers import NUMBER, WORDS, Number, number_at, parse_ordinal, parse_words
from dondoc.text.units import Unit, UnitReader, power_of


@dataclass(slots=True)
class Quantity:
    """One number with its bound and unit. Positions are characters of the document's text."""

    start: int  # of the bound word, else of the number
    end: int
    at: int  # where the number's first digit stands
    value: Decimal
    unit: str | None
    dimension: str  # percent, money, count, rank, tally, bare …
    value_max: Decimal | None = None
    out_of: Decimal | None = None
    bound: str = "exact"
    decimals: int = 0
    weak: bool = False  # the noun is one that texts also count for their own order
    doubt: str = ""
    known_unit: bool = True
    noun_start: int = 0  # of a count noun: its name goes on after it


@dataclass(slots=True)
class _Grammar:
    """The packs' bounds and units, compiled."""

    units: UnitReader
    left_bounds: dict[str, str]
    right: re.Pattern[str]
    right_bounds: dict[str, str]


def grammar(lexicon: Lexicon) -> _Grammar:
    """Made once for a lexicon."""
    made = lexicon.compiled.get("quantities")
    if made is None:
        sides: dict[str, dict[str, str]] = {"left": {}, "right": {}}
        for entry in lexicon.packs.entries("bounds"):
            sides[entry["side"]].update({fold(form): entry["bound"] for form in entry["forms"]})
        left, right = sides["left"], sides["right"]
        made = lexicon.compiled["quantities"] = _Grammar(
            units=UnitReader(lexicon.packs),
            left_bounds=left,
            right=re.compile(rf" ?(?:{trie_pattern(right)})(?!\w)"),
            right_bounds=right,
        )
    assert isinstance(made, _Grammar)
    return made


_TOKEN = re.compile(r"\d[\d.,]*")
_COMPARED = frozenset(
    ["cao", "thấp", "nhiều", "ít", "lớn", "nhỏ", "nhanh", "chậm", "sớm", "muộn", "tốt", "kém", "rộng", "dài"]
)
# The word before a number that makes it a name, an ordinal or a part of a text.
# The last word before a number that is a name, an ordinal or a part of a text: "Điều 5", "quận 1", "khóa 12".
_NAMING = frozenset(["khóa", "điều", "khoản", "lục", "phiên", "lộ", "ql", "quận", "thứ"])
_NAMING_BARE = _NAMING | frozenset(
    ["mục", "đt", "biểu", "phần", "chương", "tiết", "điểm", "tập", "trang", "hotline", "thoại", "covid",
     "hình", "đường", "lô", "thửa", "tờ", "tổ", "ngõ", "ngách", "hẻm", "phường", "phố", "ấp", "thôn", "cấp",
     "nhóm", "loại", "đai", "web"]
)  # fmt: skip
# "số" before a number names it, but not in these: dân số, tổng số, con số …
_NUMBERS_OF = frozenset(["dân", "tổng", "con", "chỉ", "với", "nhân", "hệ", "đa", "một", "phần", "trong"])
_SYMBOL_AFTER = re.compile(r"(?:[-–/][a-zđ]{1,}[-/\da-zđ]*|h\d|h(?!\w)| giờ(?!\w)|[:]\d)")
_MAY_BE_SYMBOL = frozenset("-–/h:  \u00a0")
_RANGE = re.compile(rf"\s?(?:-|đến|tới|~)\s?({NUMBER})")
_FRACTION = re.compile(rf"\s?/\s?({NUMBER})(?![\d/]|-\w)")
_RANK_BEFORE = re.compile(r"(?:thứ|hạng|vị trí(?: số)?|top|tốp|thứ hạng|hạng thứ|xếp|nhóm) $")
_CLOCK = re.compile(r"\d{1,2}(?::\d\d|h\d{0,2})")
_LIST_LABEL = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)/]?|\d{1,2}(?:\.\d{1,2})+)(?=[\s-])")

# Where a quantity without digits may stand: found by the phrase matcher, then read by the patterns below.
_UNIT_WORDS = ("triệu", "tỷ", "nghìn đồng", "nghìn tỷ", "phần trăm", "lần")
_DIGIT_WORDS = (
    "một",
    "hai",
    "ba",
    "bốn",
    "năm",
    "sáu",
    "bảy",
    "tám",
    "chín",
    "mười",
    "mươi",
    "mốt",
    "lăm",
    "tư",
    "trăm",
    "nghìn",
)
_WORD_ANCHORS = {f"{digit} {unit}": "words" for digit in _DIGIT_WORDS for unit in _UNIT_WORDS}
_WORD_ANCHORS.update(dict.fromkeys(["gấp đôi", "gấp rưỡi", "gấp ba", "gấp bốn", "gấp năm"], "twice"))
_RANK_ANCHORS = dict.fromkeys(
    [
        "thứ",
        "hạng",
        "đứng đầu",
        "dẫn đầu",
        "xếp đầu",
        "cao nhất",
        "thấp nhất",
        "nhanh nhất",
        "top",
        "tốp",
        "nhóm",
    ],
    "rank",
)
_ANCHORS: PhraseMatcher[str] = PhraseMatcher({**_WORD_ANCHORS, **_RANK_ANCHORS})
_TWICE = re.compile(r"gấp (đôi|rưỡi|ba|bốn|năm)(?: lần)?(?!\w)")
_IN_WORDS = re.compile(
    rf"(?<!\w)(?P<times>gấp (?:hơn |gần |khoảng |trên )?)?(?P<words>{WORDS}(?: (?:mươi|mười|một|mốt|hai|"
    rf"ba|bốn|tư|năm|lăm|sáu|bảy|"
    r"tám|chín|trăm|linh|lẻ|nghìn|ngàn)){0,6}) (?P<unit>lần|triệu đồng|tỷ đồng|nghìn đồng|triệu|tỷ|"
    r"nghìn tỷ đồng|phần trăm)(?!\w)"
)
_MULTIPLES = {"đôi": "2", "rưỡi": "1.5", "ba": "3", "bốn": "4", "năm": "5"}

_BEYOND = re.compile(r"(?: \([^()\n]{1,60})?\) (trở lên|trở xuống)(?!\w)")
_SCOPE = (
    r"(?:cả nước|toàn quốc|nước|(?:khu )?vực|vùng|đồng bằng|đbscl|miền|thế giới|châu|đông nam á|"
    r"tỉnh|tây nguyên|việt nam|thành phố)"
)
_RANK = re.compile(
    rf"(?<!\w)(?:(?:hiện |vẫn |tiếp tục )?(?:đứng|xếp|ở|giữ|vươn lên|lọt|nằm|thuộc|vào|trong|đạt|lên|"
    rf"rộng|lớn|cao|đông|ở)?\s?"
    rf"(?:vị trí |hạng |vị thứ )*(?:thứ|hạng)(?: hạng)? (?P<n>\d{{1,3}}|nhất|nhì|hai|ba|tư|năm|sáu|bảy|"
    rf"tám|chín|mười)"
    rf"(?:\s?/\s?(?P<m>\d{{1,3}}))?(?P<scope> (?:trong |trên |của |so với |"
    rf"tại )?(?:số )?(?:\d+ )?{_SCOPE})?"
    rf"|(?P<first>(?:đứng|dẫn|xếp) đầu)(?P<scope1> (?:trong |của |khu |các tỉnh,? )?{_SCOPE})"
    rf"|(?P<lead>dẫn đầu)(?= (?:về|thu hút|tăng trưởng|tốc độ))"
    rf"|(?P<best>(?:cao|thấp|nhanh) nhất) (?:trong )?(?:cả )?{_SCOPE}"
    r"|(?:top|tốp|nhóm) (?P<top>\d{1,3})(?: (?:tỉnh|địa phương|thành phố|đơn vị|nước|"
    r"quốc gia)[^.;()]{0,30}?)?"
    r"(?P<lead2> (?:dẫn đầu|đứng đầu|cao nhất|đầu))?)(?!\w)"
)


def find(context: Context) -> list[Quantity]:
    """Every quantity of the document, in order, none overlapping another."""
    flat = context.flat
    rules = grammar(context.lexicon)
    taken = _taken(context)
    starts = [start for start, _ in taken]
    found = _without_digits(flat, taken, starts, rules)
    ends = found_spans(found)
    position = 0
    for token in _TOKEN.finditer(flat):
        at = token.start()
        if at < position or _inside(taken, starts, at) or _within(ends, at):
            continue
        quantity = _at_digits(flat, at, rules, position)
        if quantity is None:
            continue
        found.append(quantity)
        position = quantity.end
    found.sort(key=lambda q: q.start)
    return found


def found_spans(found: list[Quantity]) -> list[tuple[int, int]]:
    return [(q.start, q.end) for q in found]


def _within(spans: list[tuple[int, int]], at: int) -> bool:
    index = bisect_right(spans, (at, len(spans) and 1 << 60)) - 1
    return index >= 0 and spans[index][1] > at


def _taken(context: Context) -> list[tuple[int, int]]:
    """What other families have claimed, and the dates, merged and sorted."""
    flat = context.flat
    spans = [(start, end) for start, end, _ in context.claims]
    for mention in context.dates:
        start, end = mention.span
        if (
            mention.grain == "day"
            and not mention.relative
            and flat[start].isdigit()
            and "/" in flat[start:end]
        ):
            following = grammar(context.lexicon).units.at(flat, end)
            if following is not None and following.dimension in {"count", "not_counted"}:
                continue  # "đạt 12/15 xã" is a tally
        spans.append((start, end))
    spans.sort()
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _inside(spans: list[tuple[int, int]], starts: list[int], at: int) -> bool:
    index = bisect_right(starts, at) - 1
    return index >= 0 and spans[index][1] > at


def _at_digits(flat: str, at: int, rules: _Grammar, position: int) -> Quantity | None:
    """The quantity whose number begins at `at`; None where the digits are something else."""
    before = flat[at - 1] if at else " "
    if before.isalpha() or before in "-_:#+@" or (before in ".," and at > 1 and flat[at - 2].isalnum()):
        return None
    if before == "/" and at != position + 1:  # "61 tàu/418 ngư dân" goes on where a quantity has ended
        return None
    read = number_at(flat, at)
    if read is None:
        return None
    end, number = read
    if (
        flat[end : end + 1] in _MAY_BE_SYMBOL
        and _SYMBOL_AFTER.match(flat, end)
        and not flat.startswith(("-%", "/%"), end)
    ):
        return None
    tail = flat[max(0, at - 28) : at].replace("\n", "\u2029")
    if _is_label(flat, at, tail):
        return None
    fraction = _FRACTION.match(flat, end) if "/" in flat[end : end + 2] else None
    if fraction is not None:
        return _tally(flat, at, number, fraction, rules, tail)
    return _measured(flat, at, end, number, rules, tail)


def _is_label(flat: str, at: int, tail: str) -> bool:
    """A list mark at the beginning of a line: "1. ", "2.1 - ", "3) "."""
    before = tail.rpartition("\u2029")[2] if "\u2029" in tail else tail if len(tail) == at else None
    if before is None or before.strip(" \t-–+*•“(") != "":
        return False
    label = _LIST_LABEL.match(flat, at)
    if label is None:
        return False
    return label[0][-1] in ".)/" or "." in label[0] or flat.startswith((" -", " –", "- "), label.end())


def _named(tail: str, words: frozenset[str]) -> bool:
    """Whether the word that ends `tail` makes the number after it a name."""
    last = tail.rstrip(" -:\u2029").rsplit(None, 2)
    if not last:
        return False
    if last[-1] == "số":
        return len(last) < 2 or last[-2] not in _NUMBERS_OF
    return last[-1] in words


def _bound(tail: str, rules: _Grammar) -> tuple[str, int]:
    """The bound word that ends `tail`, and its length with the space; ("exact", 0) where none stands."""
    if not tail.endswith(" "):
        return "exact", 0
    words = tail[:-1].split(" ")[-4:]
    if words[-1] == "gấp":
        words.pop()
    for first in range(len(words)):
        said = " ".join(words[first:]).lstrip("*").lstrip('(“"\u2029')
        bound = rules.left_bounds.get(said)
        if bound is not None:
            if words[first] == "hơn" and first and words[first - 1] in _COMPARED:
                return "exact", 0
            return bound, len(tail) - tail.rindex(said)
    return "exact", 0


def _measured(flat: str, at: int, end: int, number: Number, rules: _Grammar, tail: str) -> Quantity | None:
    """A number with a unit, or a range of two."""
    unit = rules.units.at(flat, end)
    value_max: Decimal | None = None
    decimals, doubt = number.decimals, number.doubt
    range_start = unit.end if unit is not None and unit.dimension != "not_counted" else end
    span = _RANGE.match(flat, range_start)
    if span is not None and (after := _range_unit(flat, span, rules)) is not None:
        high = number_at(flat, span.start(1))
        assert high is not None
        joined = _join(number, unit, high[1], after, tail, linked=span[0].strip().startswith("-"))
        if joined is not None:
            value_max, unit = joined
            decimals = max(decimals, high[1].decimals)
            end = unit.end
    if unit is None:
        return _bare(flat, at, end, number, rules, tail)
    if unit.dimension == "not_counted":
        return _ahead_of_plan(flat, at, number, unit, tail)
    if unit.dimension == "count" and _named(tail, _NAMING):
        return None
    if _is_measure_of(flat, at, end, unit, tail):
        return None
    bound, width = _bound(tail, rules)
    start = at - width
    finish = unit.end
    tail = flat[max(0, start - 16) : start]
    if tail.endswith("từ ") and not tail[-4:-3].isalnum():
        start -= 3
    if value_max is not None:
        bound = "range"
    elif (right := rules.right.match(flat, finish)) is not None:
        bound = rules.right_bounds[right[0].strip()]
        finish = right.end()
    elif (beyond := _BEYOND.match(flat, finish)) is not None:  # "từ 400.000 đồng (…) trở xuống"
        bound = rules.right_bounds[beyond[1]]
    symbol, dimension = _spelled(unit)
    return Quantity(
        start, finish, at, number.value, symbol, dimension, value_max=value_max, bound=bound,
        decimals=decimals, weak=unit.weak, doubt=doubt, noun_start=_after_scale(flat, unit),
    )  # fmt: skip


_AHEAD = re.compile(
    r"(?:hoàn thành|về đích|vượt|đạt|sớm|xong)(?: [^,;.]{0,24})? (?:trước|sớm)(?: hạn)? $|vượt trước $"
)


def _ahead_of_plan(flat: str, at: int, number: Number, unit: Unit, tail: str) -> Quantity | None:
    """The one length of time that measures: "hoàn thành trước 2 năm so với mục tiêu"."""
    word = flat[unit.start : unit.end]
    if word not in {"năm", "tháng", "ngày"} or not _AHEAD.search(tail):
        return None
    if not re.match(r"\s?(?:\(|so |;|,|\.|$|kế hoạch)", flat[unit.end : unit.end + 4]):
        return None
    return Quantity(at, unit.end, at, number.value, word, "time_ahead", decimals=number.decimals)


_PER_ONE = re.compile(r"(?:trên|mỗi|/|cho|của) ?$")
_TIMES_LEFT = re.compile(
    r"(?:gấp|hơn|tăng|giảm|bằng|còn|lên|là|đạt|lớn|cao|tới|đến|thêm|gần|khoảng|từ|mức|nhanh|nhiều)(?!\w)"
)
_TIMES_RIGHT = re.compile(r" (?:so|cùng kỳ|bình quân|mức|năm|kế hoạch|trung bình|cả nước)(?!\w)")


def _is_measure_of(flat: str, at: int, end: int, unit: Unit, tail: str) -> bool:
    """Numbers that are part of a unit ("bác sĩ trên 10.000 dân") or count events ("họp 2 lần")."""
    if unit.dimension == "times":
        return _TIMES_LEFT.search(tail, max(0, len(tail) - 16)) is None and (
            _TIMES_RIGHT.match(flat, unit.end) is None
        )
    if unit.dimension in {"money", "percent", "percent_point"}:
        return False
    printed = flat[at:end]
    if printed == "1" or (
        printed in {"1.000", "10.000", "100.000", "100"} and flat.startswith("dân", unit.start)
    ):
        return _PER_ONE.search(tail) is not None
    return False


_SCALES = re.compile(r"(?:(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)\s)*")


def _after_scale(flat: str, unit: Unit) -> int:
    """Where the counted noun itself begins: "10 triệu | lượt khách"."""
    scales = _SCALES.match(flat, unit.start, unit.end) if unit.power else None
    return scales.end() if scales is not None else unit.start


def _spelled(unit: Unit) -> tuple[str, str]:
    """The unit with the word the text leaves out: "2.494 tỷ" → tỷ đồng."""
    if unit.dimension != "scale":
        return unit.symbol, unit.dimension
    head, slash, per = unit.symbol.partition("/")
    return f"{head} đồng{slash}{per}", "money"


def _range_unit(flat: str, span: re.Match[str], rules: _Grammar) -> Unit | None:
    unit = rules.units.at(flat, span.end())
    return None if unit is None or unit.dimension == "not_counted" else unit


def _join(
    low: Number, low_unit: Unit | None, high: Number, high_unit: Unit, tail: str, *, linked: bool
) -> tuple[Decimal, Unit] | None:
    """The upper end in the lower end's scale, and the unit of both; None where the two are no range."""
    if (
        low_unit is not None
        and low_unit.dimension not in {high_unit.dimension, "scale"}
        and high_unit.dimension != "scale"
    ):
        return None
    if (
        not linked
        and low_unit is not None
        and not tail.endswith(("từ ", "trên ", "khoảng ", "hơn ", "dưới ", "mức ", "đạt "))
    ):
        return None
    value = high.value
    symbol, dimension, power = high_unit.symbol, high_unit.dimension, high_unit.power
    if low_unit is not None and low_unit.power != high_unit.power and low_unit.power:
        value = value.scaleb(high_unit.power - low_unit.power)
        scale = " ".join(low_unit.symbol.partition("/")[0].split()[: len(low_unit.symbol.split()) or 1])
        base = power_of(high_unit.symbol)[1]
        words = [w for w in scale.split() if w in {"nghìn", "vạn", "triệu", "tỷ"}]
        symbol, power = " ".join([*words, base]).strip(), low_unit.power
    elif low_unit is not None and high_unit.dimension == "scale" and low_unit.dimension != "scale":
        head, slash, per = high_unit.symbol.partition("/")
        base = power_of(low_unit.symbol.partition("/")[0])[1]
        symbol, dimension = f"{head} {base}{slash}{per}", low_unit.dimension
    if value <= low.value:
        return None
    return value, high_unit._replace(symbol=symbol, dimension=dimension, power=power)


_BARE_AFTER = re.compile(r"\s?(?:[.;,)]|$|\n|(?:và|so với|trong đó|tăng|giảm|\(|bằng|đạt)(?!\w))")
_BARE_BEFORE = re.compile(
    r"(?:dân số|là|lần lượt là|đạt|tổng số|còn|số lượng)(?: (?:hơn|trên|khoảng|gần))? $"
)
_WORD_AFTER = re.compile(r" ([^\W\d_]+)(?: ([^\W\d_]+))?")


def _bare(flat: str, at: int, end: int, number: Number, rules: _Grammar, tail: str) -> Quantity | None:
    """A number without a known unit: "dân số 214.000", "lần lượt là 1,1 và 1,3 triệu", "320 kiện hàng"."""
    if _named(tail, _NAMING_BARE):
        return None
    bound, width = _bound(tail, rules)
    printed = flat[at:end]
    grouped = "." in printed or " " in printed or bool(number.decimals)
    if _BARE_AFTER.match(flat, end):
        if (grouped or end - at >= 3 or "là" in tail) and _BARE_BEFORE.search(tail):
            return Quantity(
                at - width, end, at, number.value, None, "bare", bound=bound, decimals=number.decimals
            )
        return None
    word = _WORD_AFTER.match(flat, end)
    if word is None or number.decimals or number.value < (1000 if not grouped else 100):
        return None
    if not grouped and 1900 <= number.value <= 2100:
        return None
    return Quantity(
        at - width, word.end(1), at, number.value, word[1], "count", bound=bound, weak=True, known_unit=False,
        noun_start=word.start(1),
    )  # fmt: skip


def _tally(
    flat: str, at: int, number: Number, fraction: re.Match[str], rules: _Grammar, tail: str
) -> Quantity | None:
    """n/m: a tally where a noun follows, a rank where the words before say so."""
    whole = number_at(flat, fraction.start(1))
    if whole is None or number.decimals or whole[1].decimals:
        return None
    n, m = number.value, whole[1].value
    unit = rules.units.at(flat, fraction.end())
    if _RANK_BEFORE.search(tail) and not tail.endswith("nhóm "):
        lead = _RANK_LEAD.search(tail)
        start = at - (len(tail) - lead.start()) if lead else at
        return Quantity(start, fraction.end(), at, n, None, "rank", out_of=m)
    if unit is None or n > m or not m:
        return None
    if unit.dimension == "not_counted" and flat[unit.start : unit.end] not in _TALLIED:
        return None
    symbol = unit.symbol if unit.dimension != "not_counted" else flat[unit.start : unit.end]
    if unit.dimension not in {"count", "not_counted"} and symbol != "điểm":
        return None
    bound, width = _bound(tail, rules)
    return Quantity(
        at - width, unit.end, at, n, symbol, "tally", out_of=m, bound=bound, noun_start=unit.start
    )


# Nouns that are not counted alone but are in "84/84 đại biểu".
_TALLIED = frozenset(
    ["đại biểu", "nhiệm vụ", "nội dung", "kế hoạch", "tỉnh", "thành phố", "tỉnh, thành phố", "tỉnh, thành",
     "địa phương", "ngành", "sở", "đề án", "nghị quyết", "văn bản", "giải pháp", "đồng chí", "khu vực",
     "lĩnh vực", "chương trình", "ủy viên", "phiếu"]
)  # fmt: skip
_RANK_LEAD = re.compile(r"(?:(?:đứng|xếp|ở|đạt) )?(?:vị trí |hạng )?(?:thứ |hạng |vị trí )$")


def _twice(flat: str, at: int) -> Quantity | None:
    """“gấp đôi”, "gấp ba": so many times, in words."""
    match = _TWICE.match(flat, at)
    if match is None or flat[match.end() + 1 : match.end() + 2].isdigit():
        return None
    return Quantity(at, match.end(), at, Decimal(_MULTIPLES[match[1]]), "lần", "times")


def _in_words(flat: str, at: int, end: int, rules: _Grammar) -> Quantity | None:
    """“một triệu đồng”, "gấp hai lần": the number in words that holds the anchor `[at, end)`."""
    match = None
    for match in _IN_WORDS.finditer(flat, max(0, at - 48), min(len(flat), end + 12)):
        if match.end() >= end:
            break
    if match is None or not match.start() <= at < match.end():
        return None
    value = parse_words(match["words"])
    if value is None or (match["unit"] == "lần" and not match["times"]):
        return None
    start = match.start("words")
    unit = rules.units.at(flat, match.start("unit") - 1)
    if unit is None:
        return None
    before = flat[max(0, start - 28) : start].replace("\n", "\u2029")
    if match["unit"] in {"triệu", "tỷ"} and re.search(r"(?:mỗi|từng|trên|hơn|một|cả|hàng|\d) $", before):
        return None
    bound, width = _bound(before, rules)
    symbol, dimension = _spelled(unit)
    return Quantity(start - width, unit.end, start, Decimal(value), symbol, dimension, bound=bound)


def _without_digits(
    flat: str, taken: list[tuple[int, int]], starts: list[int], rules: _Grammar
) -> list[Quantity]:
    """Ranks and numbers in words."""
    found: list[Quantity] = []
    free = 0
    for at, end, kind in _ANCHORS.find(flat):
        if at < free:
            continue
        quantity = (
            _rank(flat, at, taken, starts)
            if kind == "rank"
            else _twice(flat, at)
            if kind == "twice"
            else _in_words(flat, at, end, rules)
        )
        if quantity is not None and quantity.start >= free:
            found.append(quantity)
            free = quantity.end
    return found


def _rank(flat: str, at: int, taken: list[tuple[int, int]], starts: list[int]) -> Quantity | None:
    """The rank around an anchor: "đứng thứ hai cả nước", "xếp hạng 5/63", "dẫn đầu cả nước", "top 10"."""
    match = None
    for match in _RANK.finditer(flat, max(0, at - 30), min(len(flat), at + 90)):
        if match.end() > at:
            break
    if match is None or not match.start() <= at < match.end():
        return None
    start, end = match.span()
    while flat[start] == " ":
        start += 1
    if _inside(taken, starts, match.start("n") if match["n"] else start):
        return None
    if match["n"]:
        rank = parse_ordinal(match["n"])
        verb = flat[start : match.start("n")].split()
        stands = bool(verb) and (verb[0] in {"đứng", "xếp"} or "hạng" in verb or "vị" in verb)
        if rank is None or not (match["m"] or match["scope"] or stands):
            return None
        if (
            match["m"]
            or match["scope"]
            or not re.match(r" (?:trưởng|trung ương|,? họp)", flat[end : end + 12])
        ):
            out_of = Decimal(match["m"]) if match["m"] else None
            return Quantity(start, end, match.start("n"), Decimal(rank), None, "rank", out_of=out_of)
        return None
    if match["top"]:
        if flat.startswith("nhóm", start) and not match["lead2"]:
            return None
        top = match.start("top")
        return Quantity(start, match.end("top"), top, Decimal(match["top"]), None, "rank", bound="at_most")
    if flat[max(0, start - 6) : start].endswith(("người ", "nhóm ", "tốp ", "top ")):
        return None
    return Quantity(start, end, start, Decimal(1), None, "rank")
