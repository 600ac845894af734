"""Quantities without digits, and ranks: "gấp đôi", "một triệu đồng", "đứng thứ hai cả nước", "top 10"."""

from __future__ import annotations

import re
from decimal import Decimal

from dondoc.extraction.context import Hit
from dondoc.extraction.grammar import Grammar, Quantity, after_scale, bound_of, inside, spelled
from dondoc.extraction.tallies import OF_SO_MANY
from dondoc.text.numbers import WORDS, number_at, parse_ordinal, parse_words

_TWICE = re.compile(r"gấp (đôi|rưỡi|ba|bốn|năm)(?: lần)?(?!\w)")
_IN_WORDS = re.compile(
    rf"(?<!\w)(?P<times>gấp (?:hơn |gần |khoảng |trên )?)?(?P<words>{WORDS}(?: (?:mươi|mười|một|mốt|hai|"
    rf"ba|bốn|tư|năm|lăm|sáu|bảy|"
    r"tám|chín|trăm|linh|lẻ|nghìn|ngàn)){0,6}) (?P<unit>lần|triệu đồng|tỷ đồng|nghìn đồng|triệu|tỷ|"
    r"nghìn tỷ đồng|phần trăm)(?!\w)"
)
_COUNT_WORDS = re.compile(
    rf"(?:(?P<led>ít nhất|tối thiểu|tối đa|không quá|tăng|giảm|thêm|trên|gần) )?(?P<words>{WORDS}"
    rf"(?: (?:mươi|mười|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|trăm|linh|lẻ|nghìn|ngàn|vạn)"
    rf"(?!\w)){{0,6}})(?!\w)"
)
_NO_PLACE = ("người ", "nhóm ", "tốp ", "top ", "con ")  # "người đứng đầu", "sinh con thứ ba"
_MULTIPLES = {"đôi": "2", "rưỡi": "1.5", "ba": "3", "bốn": "4", "năm": "5"}
_HARMED = re.compile(r" (?:bị )?(?:chết|thương|mất tích|tử vong|thiệt mạng|thương vong)(?!\w)")
_SCOPE = (
    r"(?:cả nước|toàn quốc|nước|(?:khu )?vực|vùng|đồng bằng|đbscl|miền|thế giới|châu|đông nam á|"
    r"tỉnh|tây nguyên|việt nam|thành phố)"
)
_IN_GROUP = re.compile(
    r"(?<!\w)(?:nhóm|tốp|top|một trong)(?: [^,;.()\d]{2,32})? $"
)  # "trong nhóm … cao nhất nước"
_GROUP = re.compile(
    rf" [^.;()\d]{{0,48}}?(?:dẫn đầu|đứng đầu|cao nhất|tốt nhất|nhanh nhất|thấp nhất)"
    rf"(?: (?:trong )?(?:cả )?{_SCOPE})?"
)
# "Huân chương Lao động hạng nhì", "bệnh viện hạng I": a grade that it has, no place in an order.
_GRADED = re.compile(
    r"(?:huân chương|huy chương|danh hiệu|bằng khen|bệnh viện|đô thị|giấy phép|di tích|viên chức|chức danh)"
    r"(?: [^\W\d]+){0,4} ?$"
)
_GRADE = 40  # characters before "hạng" in which the word for what is graded stands
_RANK = re.compile(
    rf"(?<!\w)(?:(?:hiện |vẫn |tiếp tục )?(?:đứng|xếp|ở|giữ|vươn lên|lọt|nằm|thuộc|vào|trong|đạt|lên|"
    rf"rộng|lớn|cao|đông|ở)?\s?"
    rf"(?:vị trí |hạng |vị thứ )*(?:thứ|hạng)(?: hạng)? (?P<n>\d{{1,3}}|nhất|nhì|hai|ba|tư|năm|sáu|bảy|"
    rf"tám|chín|mười)"
    rf"(?:\s?/\s?(?P<m>\d{{1,3}}))?(?P<scope> (?:trong |trên |của |so với |"
    rf"tại )?(?:số )?(?:\d+ )?{_SCOPE})?"
    rf"|(?P<first>(?:đứng|dẫn|xếp) đầu)(?P<scope1> (?:trong |của |khu |các tỉnh,? )?{_SCOPE})"
    rf"|(?:đứng|xếp|về) (?P<placed>nhất|nhì) {_SCOPE}"
    rf"|(?:đứng|xếp|ở|giữ|lên|xuống|vươn lên|tụt xuống|giành|chiếm)(?: ở| vững)? (?:vị trí|ngôi vị)"
    rf"(?: (?:số|thứ|hạng))? (?P<pos>\d{{1,3}}|nhất|nhì|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|quán quân|"
    rf"đầu bảng)"
    rf"(?:\s?/\s?(?P<pos_of>\d{{1,3}}))?(?P<scope2> (?:trong |của )?(?:cả )?{_SCOPE})?"
    rf"|(?:đứng|xếp|giữ) (?:vị trí )?số (?P<one>một|1) (?:trong |của )?(?:cả )?{_SCOPE}"
    rf"|(?P<lead>dẫn đầu)(?= (?:về|thu hút|tăng trưởng|tốc độ))"
    rf"|(?P<best>(?:cao|thấp|nhanh) nhất) (?:trong )?(?:cả )?{_SCOPE}"
    r"|(?:top|tốp|nhóm|(?:một|1) trong(?: số| những)?) (?P<top>\d{1,3})(?:\s?/\s?(?P<of>\d{1,3}))?"
    r"(?:(?: (?:tỉnh|địa phương|thành phố|đơn vị|nước|quốc gia)[^.;()\d]{0,30}?)?"
    r"(?P<lead2> (?:dẫn đầu|đứng đầu|cao nhất|đầu)))?)(?!\w)"
)


def without_digits(
    anchors: list[Hit], flat: str, taken: list[tuple[int, int]], starts: list[int], rules: Grammar
) -> list[Quantity]:
    """Ranks and numbers in words; one may stand at each of the `anchors` (`numberwords`)."""
    found: list[Quantity] = []
    free = 0
    for at, end, payloads in anchors:
        if at < free:
            continue
        kind = payloads[0].id
        quantity = (
            _rank(flat, at, taken, starts)
            if kind == "rank"
            else _twice(flat, at)
            if kind == "twice"
            else _hurt(flat, at, rules)
            if kind == "hurt"
            else (_counted(flat, at, rules) if kind == "count" else None) or _in_words(flat, at, end, rules)
        )
        if quantity is not None and quantity.start >= free:
            found.append(quantity)
            free = _group_end(flat, quantity) if kind == "rank" else quantity.end
    return found


def _group_end(flat: str, quantity: Quantity) -> int:
    """“top 10 tỉnh, thành phố dẫn đầu cả nước”: what leads is the group; it is no rank of its own."""
    group = _GROUP.match(flat, quantity.end) if quantity.bound == "at_most" else None
    return group.end() if group is not None else quantity.end


def _twice(flat: str, at: int) -> Quantity | None:
    """“gấp đôi”, "gấp ba": so many times, in words."""
    match = _TWICE.match(flat, at)
    if match is None or flat[match.end() + 1 : match.end() + 2].isdigit():
        return None
    return Quantity(at, match.end(), at, Decimal(_MULTIPLES[match[1]]), "lần", "times")


def _counted(flat: str, at: int, rules: Grammar) -> Quantity | None:
    """“hai mươi lăm thôn”, "ít nhất một huyện", "bốn trong số 14 hộ": a number in words counts a noun."""
    match = _COUNT_WORDS.match(flat, at)
    if match is None:
        return None
    words = match["words"]
    value = parse_words(words)
    of_all = OF_SO_MANY.match(flat, match.end("words"))
    unit = rules.units.at(flat, match.end("words") if of_all is None else of_all.end())
    if value is None or unit is None or unit.dimension != "count":
        return None
    start = match.start("words")
    if of_all is not None:
        read = number_at(flat, of_all.start(1))
        out_of = read[1].value if read is not None else Decimal(0)
        return Quantity(
            start, unit.end, start, Decimal(value), unit.symbol, "tally", out_of=out_of, weak=unit.weak,
            noun_start=unit.start,
        ) if value <= out_of else None  # fmt: skip
    if words.endswith("vạn") and flat.startswith("dân", unit.start) and flat.endswith("trên ", 0, start):
        return None  # "11 bác sĩ trên một vạn dân"
    bound, width = bound_of(flat[max(0, start - 28) : start], rules)
    return Quantity(
        start - width, unit.end, start, Decimal(value), unit.symbol, "count", bound=bound, weak=unit.weak,
        noun_start=unit.start,
    )  # fmt: skip


def _hurt(flat: str, at: int, rules: Grammar) -> Quantity | None:
    """“làm bảy người chết, bốn người mất tích”: a number in words of people come to harm."""
    counted = _counted(flat, at, rules)
    return counted if counted is not None and _HARMED.match(flat, counted.end) is not None else None


def _in_words(flat: str, at: int, end: int, rules: Grammar) -> Quantity | None:
    """“một triệu đồng”, "gấp hai lần": the number in words that holds the anchor `[at, end)`."""
    if flat.startswith("nửa ", at):
        return _half(flat, at, rules)
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
    bound, width = bound_of(before, rules)
    symbol, dimension = spelled(unit)
    return Quantity(start - width, unit.end, start, Decimal(value), symbol, dimension, bound=bound)


def _half(flat: str, at: int, rules: Grammar) -> Quantity | None:
    """“khoảng nửa triệu USD”: half of what the scale says; not "2,5 triệu", nor "hơn một nửa"."""
    unit = rules.units.at(flat, at + len("nửa"))
    if unit is None or flat.endswith("một ", 0, at):
        return None
    bound, width = bound_of(flat[max(0, at - 28) : at].replace("\n", "\u2029"), rules)
    symbol, dimension = spelled(unit)
    return Quantity(
        at - width, unit.end, at, Decimal("0.5"), symbol, dimension, bound=bound, decimals=1,
        noun_start=after_scale(flat, unit),
    )  # fmt: skip


def _rank(flat: str, at: int, taken: list[tuple[int, int]], starts: list[int]) -> Quantity | None:
    """The rank around an anchor: "đứng thứ hai cả nước", "xếp hạng 5/63", "dẫn đầu cả nước", "top 10"."""
    match = None
    for match in _RANK.finditer(flat, max(0, at - 30), min(len(flat), at + 90)):
        if match.end() > at:
            break
    if match is None or not match.start() <= at < match.end():
        return None
    start, end = match.span()
    if flat.startswith((", thành phố", ", thành"), end) and flat.endswith(" tỉnh", start, end):
        end += len(", thành phố" if flat.startswith(", thành phố", end) else ", thành")
    while flat[start] == " ":
        start += 1
    if inside(taken, starts, match.start("n") if match["n"] else start):
        return None
    if match["n"]:
        rank = parse_ordinal(match["n"])
        verb = flat[start : match.start("n")].split()
        stands = bool(verb) and (verb[0] in {"đứng", "xếp"} or "hạng" in verb or "vị" in verb)
        graded = match["scope"] is None and _GRADED.search(flat, max(0, start - _GRADE), start)
        stands = (stands or bool(match["m"] or match["scope"])) and not graded
        if rank is None or not stands or flat.startswith(" sao", end):
            return None
        if (
            match["m"]
            or match["scope"]
            or not re.match(r" (?:trưởng|trung ương|,? họp)", flat[end : end + 12])
        ):
            out_of = Decimal(match["m"]) if match["m"] else None
            return Quantity(start, end, match.start("n"), Decimal(rank), None, "rank", out_of=out_of)
        return None
    if match["pos"]:
        words = match["pos"]
        best = words in {"quán quân", "đầu bảng"}
        rank = 1 if best else parse_ordinal(words)
        if rank is None:
            return None
        out_of = Decimal(match["pos_of"]) if match["pos_of"] else None
        return Quantity(start, end, match.start("pos"), Decimal(rank), None, "rank", out_of=out_of)
    if match["top"]:
        if not flat.startswith(("top", "tốp"), start) and not match["lead2"] and not match["of"]:
            return None
        top = match.start("top")
        end = match.end("of") if match["of"] else match.end("top")
        out_of = Decimal(match["of"]) if match["of"] else None
        return Quantity(start, end, top, Decimal(match["top"]), None, "rank", out_of=out_of, bound="at_most")
    before = flat[max(0, start - 10) : start]
    if before.endswith(_NO_PLACE) and not before.endswith("con người "):
        return None
    if (match["best"] or match["first"]) and _IN_GROUP.search(flat, max(0, start - 40), start) is not None:
        return None
    place = 2 if match["placed"] == "nhì" else 1
    return Quantity(start, end, start, Decimal(place), None, "rank")
