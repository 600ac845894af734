"""The clause a number stands in: from the number before it to the next comma, bracket or number."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from dondoc.extraction.context import Context
from dondoc.extraction.grammar import Quantity

FARTHEST = 1500  # characters before a number that can bear on it; keeps endless sentences linear
_MARK = re.compile(r"[,;:()](?!\d)")
_LONG_BRACKET = re.compile(
    r"\(((?!tăng|giảm|đạt|bằng|chiếm|vượt|cao|thấp|trong đó|gồm|còn|ước)"
    r"(?:[^()\d\n]|(?<!\d)(?:19|20)\d\d(?![\d.,])){26,140})\)"
)
_PRICES = re.compile(r"\(((?:theo |tính theo )?giá [^()\n]{3,40})\)")  # "(giá cố định năm 1994)"
_SHORT_BRACKET = re.compile(r"\(([^()\d,;:\n]{1,25})\)")


# "phương tiện chở hàng xuất khẩu, nhập khẩu": two measures by their words, here what something is for.
_BOTH_WAYS = "xuất_khẩu‚ nhập_khẩu"


@dataclass(slots=True)
class Clause:
    """The part of a sentence a quantity stands in."""

    start: int  # of the words that may hold its subject: after the previous number's clause
    chunk: int  # after the last comma, bracket, colon or semicolon
    end: int  # before the next comma, bracket, semicolon or number
    sentence: tuple[int, int]
    opener: str  # the sign before `chunk`: "," "(" ":" ";" or "" at the sentence's beginning
    adjacent: bool  # the previous number stands in the same chunk
    next_number: int  # where the next quantity of the sentence begins; the sentence's end where none does


def prose(context: Context) -> str:
    """The text to link in: short brackets without a number, "(GRDP)", are part of their words."""
    made = context.compiled.get("prose")
    if made is None:
        made = _SHORT_BRACKET.sub(r"‹\1›", context.flat)
        if "(giá " in made or "theo giá " in made:
            made = _PRICES.sub(_blank, made)
        made = made.replace("xuất khẩu, nhập khẩu", _BOTH_WAYS)
        made = context.compiled["prose"] = _LONG_BRACKET.sub(_blank, made)
    return made


def _blank(bracket: re.Match[str]) -> str:
    """A longer aside parts no clause and is no subject: its place stays, its words go."""
    return f"‹{' ' * len(bracket[1])}›"


def than_country(flat: str, clause: Clause, quantity: Quantity) -> str | None:
    """“cao hơn bình quân chung cả nước (7,1%)”: the number is the country's own; whose it is, None else."""
    if quantity.unit in {None, "lần", "điểm %"} or quantity.small:
        return None
    than = _THAN_COUNTRY.search(flat, max(clause.sentence[0], quantity.start - 80), quantity.start)
    return than[1] if than is not None else None


_THAN_COUNTRY = re.compile(
    r"hơn (?:so với )?(?:mức )?((?:tăng trưởng )?(?:bình quân|trung bình)[\w ]{0,16}"
    r"(?:cả nước|toàn quốc|vùng|khu vực|toàn tỉnh)) ?"
    r"(?:[(,] ?(?:là |ước |đạt |tăng |chỉ |khoảng |gần |hơn )*)?$"
)


def than_aim(flat: str, quantity: Quantity) -> bool:
    """“thấp hơn mục tiêu đề ra (45%)”: the number is the aim itself."""
    if flat.find("(", max(0, quantity.start - 4), quantity.start) < 0:
        return False
    return _THAN_AIM.search(flat, max(0, quantity.start - 160), quantity.start) is not None


_THAN_AIM = re.compile(
    r"(?:hơn|so với|bằng|vượt|đạt|hoàn thành)(?: so với)? (?:mục tiêu|kế hoạch|kịch bản|chỉ tiêu|nghị quyết)"
    r"(?:(?: [^\W\d]+){0,4}| (?:được )?(?:đề ra|đặt ra|giao|nêu|quy định) (?:tại|trong|theo) [^();]{4,120}) "
    r"\((?:là )?$"
)


def aim_aside(flat: str, quantity: Quantity) -> bool:
    """“tăng 6,5% (kế hoạch 9%)”, "giảm 1,2%, đạt chỉ tiêu Quốc hội giao (1%)": the aim of what was told."""
    low = quantity.start
    near = max(0, low - _ASIDE_NEAR)
    if flat.find("(", near, low) < 0:
        return flat.find("kế hoạch", near, low) >= 0 and _PLAN_SAYS.search(flat, near, low) is not None
    return _AIM_ASIDE.search(flat, max(0, low - 90), low) is not None


_ASIDE_NEAR = 40  # characters of "(kế hoạch cả năm giao là "
_AIM_ASIDE = re.compile(
    r"\((?:kế hoạch|mục tiêu|chỉ tiêu|dự toán|kh)(?: (?:giao|đề ra|năm|là|tăng|giảm|đạt|cả năm))*:? ?$"
    r"|(?:chỉ tiêu|mục tiêu|kế hoạch)(?: [^().;\d]{0,60})? (?:giao|đề ra|đặt ra) \($"
)


# The plan said behind the result: "tăng 6,5%, trong khi kế hoạch là 9%", "so với mức kế hoạch 14%".
_PLAN_SAYS = re.compile(
    r"(?:[,;] ?|trong khi |còn )(?:mức )?kế hoạch(?: (?:đề ra|cả năm|năm))*"
    r"(?: là(?: tăng| giảm)?| tăng| giảm) $"
    r"|so (?:với )?mức kế hoạch(?: (?:giao|đề ra))? $"
)


def than_level(flat: str, quantity: Quantity) -> bool:
    """“chiếm 8,7%, thấp xa mức 22% theo quy hoạch”: the number is the level compared with."""
    low = max(0, quantity.start - 60)
    if (
        flat.find("hơn", low, quantity.start) < 0
        and flat.find(" xa", low, quantity.start) < 0
        and flat.find("chưa", low, quantity.start) < 0
    ):
        return False
    return _THAN_LEVEL.search(flat, low, quantity.start) is not None


def than_level_before(flat: str, quantity: Quantity) -> bool:
    """“cao hơn mức tăng 8,5% của cùng kỳ năm 2024”: the level compared with is the year before's."""
    return _OF_TIME_BEFORE.match(flat, quantity.end) is not None and than_level(flat, quantity)


_OF_TIME_BEFORE = re.compile(r" (?:của |trong |ở )?cùng kỳ(?!\w)")
_THAN_LEVEL = re.compile(
    r"(?:(?:cao|thấp|ít|nhiều|lớn|nhỏ) (?:xa |nhiều |rất xa )?hơn|(?:thấp|cao) xa|kém xa|chưa đạt|chưa bằng)"
    r"(?: nhiều| rất nhiều| xa)?(?: so)?(?: với)? (?:mức|con số|tiêu chuẩn|yêu cầu)"
    r"(?: [^\W\d]+){0,3} $"
)


def than_before(flat: str, quantity: Quantity) -> bool:
    """“thấp hơn cùng kỳ năm ngoái (21%)”: the number in brackets is the year before's own."""
    if flat.find("(", max(0, quantity.start - 12), quantity.start) < 0:
        return False
    return _THAN_BEFORE.search(flat, max(0, quantity.start - 60), quantity.start) is not None


_THAN_BEFORE = re.compile(r"hơn (?:so với )?cùng kỳ(?: năm (?:ngoái|trước|\d{4}))? \((?:là |đạt )?$")


def _in_levels(flat: str, comma: int) -> bool:
    """“6 huyện, thị xã, thành phố hoàn thành …”: a comma between the names of levels parts no clauses."""
    return _LEVEL.match(flat, comma + 2) is not None and flat[max(0, comma - 12) : comma].endswith(_LEVELS)


_LEVELS = (
    "tỉnh", "thành phố", "huyện", "thị xã", "quận", "xã", "phường", "thị trấn", "thôn", "bản", "ấp",
    "buôn", "khu phố",
    "tổ dân phố", "làng", "sở", "ban", "ngành", "cấp tỉnh", "cấp huyện", "đặc khu",
)  # fmt: skip
_LEVEL = re.compile(rf"(?:{'|'.join(sorted(_LEVELS, key=len, reverse=True))}|thành|khu dân cư)(?!\w)")


def clauses(context: Context, sentence: tuple[int, int], quantities: list[Quantity]) -> list[Clause]:
    """The clause of each quantity of a sentence."""
    flat = prose(context)
    low, high = sentence
    signs = [
        at
        for mark in _MARK.finditer(flat, low, high)
        if flat[at := mark.start()] != "," or not _in_levels(flat, at)
    ]
    found: list[Clause] = []
    for index, quantity in enumerate(quantities):
        place = bisect_left(signs, quantity.start)
        chunk, opener = (signs[place - 1] + 1, flat[signs[place - 1]]) if place else (low, "")
        following = bisect_left(signs, quantity.end)
        following_number = quantities[index + 1].start if index + 1 < len(quantities) else high
        end = min(signs[following] if following < len(signs) else high, following_number)
        start = low
        adjacent = False
        if index:
            before = quantities[index - 1]
            after = bisect_left(signs, before.end)
            boundary = (
                signs[after] + 1 if after < len(signs) and signs[after] < quantity.start else before.end
            )
            adjacent = boundary == before.end
            start = boundary
        for back in range(place - 1, -1, -1):
            sign = signs[back]
            if sign < start:
                break
            if flat[sign] == ";" or (flat[sign] == ":" and sign < chunk):
                start = max(start, sign + 1)
                break
        around = max(low, quantity.start - FARTHEST), high
        found.append(Clause(start, max(chunk, start), end, around, opener, adjacent, following_number))
    return found
