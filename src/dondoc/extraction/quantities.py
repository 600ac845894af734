"""Numbers that may measure something: where they stand, what they say, in which unit, with which bound.

One pass over the digits of the text, one over the few quantities in words ("gấp đôi", "đứng đầu cả nước").
What is a date, a document's number, a list mark, a clock or a session is left out: negative classes first.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal

from dondoc.extraction import breakdowns, inturn, unknownnouns
from dondoc.extraction.context import Context
from dondoc.extraction.durations import length_of_time
from dondoc.extraction.grammar import Grammar, Quantity, after_scale, bound_of, grammar, inside, spelled
from dondoc.extraction.numberwords import NUMBER_WORDS
from dondoc.extraction.ranks import without_digits
from dondoc.extraction.tallies import OF_ALL, OF_POINTS, OF_SO_MANY, of_so_many, places, points, tally
from dondoc.text.numbers import NUMBER, Number, number_at
from dondoc.text.units import Unit, power_of

_GROUPS = re.compile(r"[.,][0-9.,]*")  # what follows a run of digits in one number
# The last word before a number that is a name, an ordinal or a part of a text: "Điều 5", "quận 1", "khóa 12".
_NAMING = frozenset(["khóa", "điều", "khoản", "lục", "phiên", "lộ", "ql", "quận", "thứ"])
_NAMING_BARE = _NAMING | frozenset(
    ["mục", "đt", "biểu", "phần", "chương", "tiết", "điểm", "tập", "trang", "hotline", "thoại", "covid",
     "hình", "đài", "đường", "lô", "thửa", "tờ", "tổ", "ngõ", "ngách", "hẻm", "phường", "phố", "ấp", "thôn",
     "cấp", "nhóm", "loại", "đai", "web"]
)  # fmt: skip
# "số" before a number names it, but not in these: dân số, tổng số, con số …
_NUMBERS_OF = frozenset(["dân", "tổng", "con", "chỉ", "với", "nhân", "hệ", "đa", "một", "phần", "trong"])
_SYMBOL_AFTER = re.compile(r"(?:[-–/][a-zđ]{1,}[-/\da-zđ]*|h\d|h(?!\w)| giờ(?!\w)|[:]\d)")
_MAY_BE_SYMBOL = frozenset("-–/h:  \u00a0")
# A dash at the beginning of the next line is a bullet: "đạt 85%\n- 100% cán bộ".
_RANGE = re.compile(rf"[ \u00a0]?(?:-|đến|tới|~)\s?({NUMBER})")
_DASH_ON = re.compile(r"\s?%\s?-\s?\d")
_DASH_BEFORE = re.compile(r"%\s?-\s?$")
_FRACTION = re.compile(rf"\s?/\s?({NUMBER})(?![\d/]|-\w)")
_OF_SAME = re.compile(rf"\s?/\s?({NUMBER})(?= )")  # "hơn 1 tỷ đồng/40,5 tỷ đồng"
_SIGNED = re.compile(r"\d[\d.,]*\s?(?:%|điểm (?:%|phần trăm)|đpt)")
_SIGNED_ALONE = re.compile(r"\d[\d.,]* (?:[^\W\d_]{1,8} ?){1,3}\)")  # "giảm 1,6% (-670 ha)"
_FALLING = re.compile(r"(?:giảm|thấp hơn|hụt) (?:\()?$")
# "từ 500 lên 800 triệu đồng": the first number has its unit from the second.
_ON_TO = re.compile(rf" (?:tăng |giảm )?(?:lên|xuống|xuống còn|còn|lên đến|lên tới) ({NUMBER})")
_COMPOUND = re.compile(rf"[ ]({NUMBER})(?= (?:tỷ|tỉ|triệu|nghìn|ngàn)(?!\w))")
_LIST_LABEL = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)/]?|\d{1,2}(?:\.\d{1,2})+)(?=[\s-])")
_SINCE = re.compile(r"(?<!\w)từ (?:mức )?$")
_BEYOND = re.compile(r"(?: \([^()\n]{1,60})?\) (trở lên|trở xuống)(?!\w)")
# "từ 80% tổ chức cơ sở đảng hoàn thành tốt nhiệm vụ trở lên": whom it is of stands between
_FAR_BEYOND = re.compile(r"[^,.;:()\d\n]{2,70} (trở lên|trở xuống)(?!\w)")
_PER_ONE = re.compile(r"(?:trên|mỗi|/|cho|của|bình quân|trung bình) ?$")
_ONE_OF_SEVERAL = re.compile(r",? (?:và )?\d")  # "tặng giấy khen cho 1 tập thể và 7 cá nhân"
_TIMES_LEFT = re.compile(
    r"(?:gấp|hơn|tăng|giảm|bằng|còn|lên|là|đạt|lớn|cao|tới|đến|thêm|gần|khoảng|từ|mức|nhanh|nhiều)(?!\w)"
)
_TIMES_RIGHT = re.compile(r" (?:so|cùng kỳ|bình quân|mức|năm|kế hoạch|trung bình|cả nước)(?!\w)")
_BARE_AFTER = re.compile(r"\s?(?:[.;,)(]|$|\n|(?:và|so với|trong đó|tăng|giảm|bằng|đạt)(?!\w))")
_BARE_BEFORE = re.compile(
    r"(?:dân số|là|lần lượt là|đạt|tổng số|còn|số lượng)(?: (?:hơn|trên|khoảng|gần))? $"
)
# "đạt 36.351 ha, tăng 699": by how much the number just before changed, its unit left out.
_BY_SO_MUCH = re.compile(
    r"\d (?:%|[^\W\d_]+(?:/[^\W\d_]+)?)(?: [^\W\d_]+){0,2}, (?:tăng|giảm|thấp hơn|cao hơn)"
    r"(?: (?:hơn|gần|khoảng))? $"
)
# As in "tiểu học 206 (75,2%)" or "khiển trách 28 (chiếm 45%)".
_WITH_SHARE = re.compile(r" \((?:chiếm |đạt |bằng |tỷ lệ )?\d{1,3}(?:,\d+)?\s?%\)")
_NAMED_BEFORE = re.compile(r"[^\W\d_]:? $")
# "- Số hộ cận nghèo: 3.210": a label that says what is counted.
_NUMBER_LABEL = re.compile(
    r"(?:^|\n|[;+•*-] ?|\d[.)] ?)(?:tổng )?số (?!hiệu|điện thoại|nhà:|ký hiệu|tờ(?! rơi)|trang:|thứ tự|"
    r"tài khoản:|hồ sơ:|căn cước|chứng minh|hộ chiếu|giấy phép:|seri)"
    r"[^;:,.()\d\n]{1,24}(?:, [^;:,.()\d\n]{2,20}){0,2}[^;:,.()\d\n]{0,24}:? $"
)
# "Năm 2024, số hộ nghèo của xã giảm 125 so với năm 2023": the subject says what the number is of.
_NUMBER_TOLD = re.compile(
    r"(?<!\w)(?<!dân )(?<!một )(?<!con )(?<!chỉ )(?<!hệ )(?:tổng )?số (?!hiệu|điện thoại|ký hiệu|\d)"
    r"[^;:.()\d\n]{2,70} (?:tăng|giảm|là|đạt|còn|lên|xuống)(?: thêm| còn| tới| đến)? $"
)
_FEWEST_DIGITS = 2  # of a number that only its subject explains
# "37 điểm có nguy cơ ùn tắc": places, no score.
_SPOTS = re.compile(
    r" (?!(?:so|trên|và|hoặc|trong|đến|trở|tăng|giảm|cao|thấp|xếp|đứng|với|là|của|ở|thuộc|nhưng|bậc|phần|cho"
    r"|về|tại"
    r"|hơn|mỗi|một|tối|bình|trung|năm|theo|do|các|những|này|đó|khi|để|thì|mà|vào|từ"
    r"|kém|bằng|ít|nhiều|vượt|đạt"
    r"|xuống|lên|còn|chỉ|cơ bản|rưỡi|tuyệt đối|thi đua)(?!\w))[^\W\d_]"
)
# Something may be done on so many of these.
_GROUNDS = frozenset(
    ["tuyến", "xã", "phường", "huyện", "quận", "đoạn", "cánh đồng", "đảo", "thửa", "lô đất", "thôn", "bản"]
)
_FEW_GROUNDS, _ROUND = 100, 5
_HAS_OVER = re.compile(r"(?:có|đạt|được|còn|thêm|với|là|hơn|tổng số|của|cho) trên $")


def find(context: Context) -> list[Quantity]:
    """Every quantity of the document, in order, none overlapping another."""
    flat = context.flat
    rules = grammar(context.lexicon)
    taken = _taken(context)
    starts = [start for start, _ in taken]
    found = without_digits(context.hits(NUMBER_WORDS), flat, taken, starts, rules)
    ends = found_spans(found)
    position = 0
    free = 0  # where a number's groups end: "16.900" is tried once
    for at, end in context.digits:
        if at < free:
            continue
        groups = _GROUPS.match(flat, end)
        free = groups.end() if groups is not None else end
        if at < position or inside(taken, starts, at) or _within(ends, at):
            continue
        quantity = _at_digits(flat, at, rules, position) or unknownnouns.with_counts(flat, at, found, rules)
        if quantity is None or unknownnouns.of_a_name(context.text, quantity):
            continue
        found.append(quantity)
        position = quantity.end
    found.sort(key=lambda q: q.start)
    parts = [*breakdowns.find(context, found), *inturn.find(context, found)]
    return sorted([*found, *parts], key=lambda q: q.start) if parts else found


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
            if OF_ALL.match(flat, end) is not None:
                continue  # "đóng góp 1/3 tổng sản phẩm" is a part
        spans.append((start, end))
    spans.sort()
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _at_digits(flat: str, at: int, rules: Grammar, position: int) -> Quantity | None:
    """The quantity whose number begins at `at`; None where the digits are something else."""
    before = flat[at - 1] if at else " "
    if before in "+-" and (
        (_SIGNED.match(flat, at) and (at < 2 or flat[at - 2] in " ("))
        or (flat[at - 2 : at - 1] == "(" and _SIGNED_ALONE.match(flat, at))
    ):
        return _signed(flat, at, rules)
    if before == ":" and at > 1 and flat[at - 2].isalpha():
        before = " "  # "Y tế:2.269 người"
    if before.isalpha() or before in "-_:#+@" or (before in ".," and at > 1 and flat[at - 2].isalnum()):
        return None
    if before == "/" and at != position + 1:  # "61 tàu/418 ngư dân" goes on where a quantity has ended
        return None
    read = number_at(flat, at)
    if read is None:
        return None
    end, number = read
    if (out_of := OF_POINTS.match(flat, end)) is not None:
        return points(flat, at, number, out_of, rules)
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
    if fraction is None and (fraction := OF_SO_MANY.match(flat, end)) is not None:
        of_them = tally(flat, at, number, fraction, rules, tail)
        if of_them is not None and of_them.dimension == "tally":
            return of_them
        fraction = None
    if fraction is not None:
        return tally(flat, at, number, fraction, rules, tail)
    return _measured(flat, at, end, number, rules, tail)


def _signed(flat: str, at: int, rules: Grammar) -> Quantity | None:
    """“(+12,4%)”, "tăng trưởng -2,3%": the sign is part of the number; "giảm -2,3%" says it twice."""
    read = number_at(flat, at)
    if read is None:
        return None
    end, number = read
    quantity = _measured(flat, at, end, number, rules, flat[max(0, at - 29) : at - 1])
    if quantity is None:
        return None
    if flat[at - 1] == "-" and not _FALLING.search(flat, max(0, at - 12), at - 1):
        quantity.value = -quantity.value
    quantity.start = min(quantity.start, at - 1)
    return quantity


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
    if last[-1] == "lục":  # "phụ lục 3", no "xã Bình Lục 812 hồ sơ"
        return len(last) < 2 or last[-2] == "phụ"
    return last[-1] in words


def _measured(flat: str, at: int, end: int, number: Number, rules: Grammar, tail: str) -> Quantity | None:
    """A number with a unit, or a range of two."""
    unit = rules.units.at(flat, end)
    if unit is not None and unit.symbol == "điểm" and _SPOTS.match(flat, unit.end):
        unit = unit._replace(dimension="count")
    value_max: Decimal | None = None
    decimals, doubt = number.decimals, number.doubt
    range_start = unit.end if unit is not None and unit.dimension != "not_counted" else end
    span = _range_at(flat, at, range_start)
    if span is not None and (after := _range_unit(flat, span, rules)) is not None:
        high = number_at(flat, span.start(1))
        assert high is not None
        joined = _join(number, unit, high[1], after, tail, linked=span[0].strip().startswith("-"))
        if joined is not None:
            value_max, unit = joined
            decimals = max(decimals, high[1].decimals)
            end = unit.end
    if (
        unit is not None
        and (of_whole := _of_a_whole(flat, at, number, unit, value_max, rules, tail)) is not None
    ):
        return of_whole
    if unit is None:
        return _from_on(flat, at, end, number, rules, tail) or _bare(flat, at, end, number, rules, tail)
    if unit.power and value_max is None and (more := _COMPOUND.match(flat, unit.end)) is not None:
        number, unit = _compound(flat, number, unit, more, rules)
        decimals = number.decimals
    if unit.dimension == "not_counted":
        if (counted := places(flat, at, number, unit, rules, tail)) is not None:
            return counted
        return length_of_time(flat, at, number, unit, tail, rules)
    if unit.dimension == "count" and _named(tail, _NAMING):
        return None
    if _is_measure_of(flat, at, end, unit, tail):
        return None
    bound, width = ("exact", 0) if _along(number, unit, tail) else bound_of(tail, rules)
    start = at - width
    finish = unit.end
    tail = flat[max(0, start - 16) : start]
    if (since := _SINCE.search(tail)) is not None:  # "từ 500", "từ mức 500": where it started is told whole
        start -= len(since[0])
    if value_max is not None:
        bound = "range"
    elif (right := rules.right.match(flat, finish)) is not None:
        bound = rules.right_bounds[right[0].strip()]
        finish = right.end()
    elif (beyond := _beyond(flat, finish, bound, tail)) is not None:
        bound = rules.right_bounds[beyond]
    symbol, dimension = spelled(unit)
    return Quantity(
        start, finish, at, number.value, symbol, dimension, value_max=value_max, bound=bound,
        decimals=decimals, weak=unit.weak, doubt=doubt, noun_start=after_scale(flat, unit),
    )  # fmt: skip


def _beyond(flat: str, end: int, bound: str, tail: str) -> str | None:
    """“từ 400.000 đồng (…) trở xuống”, "từ 80% tổ chức hoàn thành tốt trở lên": the bound stands apart."""
    found = _BEYOND.match(flat, end)
    if found is None and bound == "exact" and tail.endswith("từ "):
        found = _FAR_BEYOND.match(flat, end)
    return found[1] if found is not None else None


def _of_a_whole(
    flat: str, at: int, number: Number, unit: Unit, value_max: Decimal | None, rules: Grammar, tail: str
) -> Quantity | None:
    """“17.919 con/14.066 con”, "14 dự án mới hoạt động trong tổng số 39 dự án": both with their units."""
    if unit.dimension == "count" and value_max is None:
        of_all = of_so_many(flat, at, number, unit, rules, tail)
        if of_all is not None:
            return of_all
    planned = _OF_SAME.match(flat, unit.end) if unit.dimension in _HAS_WHOLE else None
    if planned is None:
        return None
    whole = number_at(flat, planned.start(1))
    other = rules.units.at(flat, planned.end())
    if whole is None or other is None or spelled(other) != spelled(unit):
        return None
    bound, width = bound_of(tail, rules)
    return Quantity(
        at - width, other.end, at, number.value, *spelled(unit), out_of=whole[1].value, bound=bound,
        decimals=number.decimals, noun_start=other.start if unit.dimension == "count" else 0,
    )  # fmt: skip


_HAS_WHOLE = frozenset({"money", "count", "scale"})


def _along(number: Number, unit: Unit, tail: str) -> bool:
    """“tăng chuyến trên 17 tuyến”: where it is done; nobody says "more than 17"."""
    return (
        tail.endswith(" trên ")
        and _HAS_OVER.search(tail) is None
        and unit.symbol.split(",")[0] in _GROUNDS
        and number.value < _FEW_GROUNDS
        and number.value % _ROUND != 0
    )


def _range_at(flat: str, at: int, start: int) -> re.Match[str] | None:
    """The upper end behind a number; in "22,95% - 35,19% - 41,86%" three shares follow, no range of two."""
    span = _RANGE.match(flat, start)
    if span is None or _DASH_ON.match(flat, span.end()) or _DASH_BEFORE.search(flat, max(0, at - 6), at):
        return None
    return span


def _from_on(flat: str, at: int, end: int, number: Number, rules: Grammar, tail: str) -> Quantity | None:
    """“từ 500 lên 800 triệu đồng”: the number it started from."""
    if not tail.endswith("từ ") or (onto := _ON_TO.match(flat, end)) is None:
        return None
    unit = rules.units.at(flat, onto.end())
    if unit is None or unit.dimension == "not_counted":
        return None
    symbol, dimension = spelled(unit)
    return Quantity(at - 3, end, at, number.value, symbol, dimension, decimals=number.decimals)


def _compound(
    flat: str, number: Number, unit: Unit, more: re.Match[str], rules: Grammar
) -> tuple[Number, Unit]:
    """“6 tỷ 973 triệu USD” is 6,973 tỷ USD: a smaller scale goes on where a greater one stood alone."""
    rest = number_at(flat, more.start(1))
    lower = rules.units.at(flat, more.end())
    if rest is None or lower is None or not 0 < lower.power < unit.power or unit.dimension != "scale":
        return number, unit
    part = rest[1].value.scaleb(lower.power - unit.power)
    if part >= 1 or lower.dimension not in {"scale", "money", "count"} or "/" in unit.symbol:
        return number, unit
    value = number.value + part
    _, base = power_of(lower.symbol)
    exponent = value.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    whole = unit._replace(end=lower.end, symbol=f"{unit.symbol} {base}".strip(), dimension=lower.dimension)
    return Number(value, decimals, number.doubt), whole


def _is_measure_of(flat: str, at: int, end: int, unit: Unit, tail: str) -> bool:
    """Numbers that are part of a unit ("bác sĩ trên 10.000 dân") or count events ("họp 2 lần")."""
    if unit.dimension == "times":
        return _TIMES_LEFT.search(tail, max(0, len(tail) - 16)) is None and (
            _TIMES_RIGHT.match(flat, unit.end) is None
        )
    if unit.dimension in {"money", "percent", "percent_point"}:
        return False
    printed = flat[at:end]
    if unit.symbol == "g" and len(printed) == 1 and flat[end] == "g":
        return True  # "phủ sóng 5G"
    if printed == "1" or (
        printed in {"1.000", "10.000", "100.000", "100"} and flat.startswith("dân", unit.start)
    ):
        return _PER_ONE.search(tail) is not None and not _ONE_OF_SEVERAL.match(flat, unit.end)
    return False


def _range_unit(flat: str, span: re.Match[str], rules: Grammar) -> Unit | None:
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
        and not low_unit.dimension == high_unit.dimension == "percent"
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


def _bare(flat: str, at: int, end: int, number: Number, rules: Grammar, tail: str) -> Quantity | None:
    """A number without a known unit: "dân số 214.000", "lần lượt là 1,1 và 1,3 triệu", "320 kiện hàng"."""
    labelled = tail.endswith(": ") and _NUMBER_LABEL.search(flat, max(0, at - 80), at) is not None
    if not labelled and _named(tail, _NAMING_BARE):
        return None
    bound, width = bound_of(tail, rules)
    printed = flat[at:end]
    grouped = "." in printed or " " in printed or bool(number.decimals)
    if _BARE_AFTER.match(flat, end):
        listed = _WITH_SHARE.match(flat, end) is not None and _NAMED_BEFORE.search(tail) is not None
        if (
            listed
            or ((grouped or end - at >= 3 or "là" in tail) and _BARE_BEFORE.search(tail))
            or _BY_SO_MUCH.search(flat, max(0, at - 60), at)
            or labelled
            or (_NUMBER_LABEL.search(flat, max(0, at - 80), at))
            or (
                end - at >= _FEWEST_DIGITS
                and not 1900 <= number.value <= 2100
                and "số " in flat[max(0, at - 90) : at]
                and _NUMBER_TOLD.search(flat, max(0, at - 90), at)
            )
        ):
            return Quantity(
                at - width, end, at, number.value, None, "bare", bound=bound, decimals=number.decimals
            )
        return None
    return unknownnouns.counted(flat, at, end, number, tail, rules, grouped=grouped)
