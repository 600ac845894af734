"""What a quantity is, and the packs' words that read one: bounds and units, compiled once for a lexicon."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal

from dondoc.extraction.lexicon import Lexicon
from dondoc.text.matcher import trie_pattern
from dondoc.text.normalize import fold
from dondoc.text.units import Unit, UnitReader

_COMPARED = frozenset(
    ["cao", "thấp", "nhiều", "ít", "lớn", "nhỏ", "nhanh", "chậm", "sớm", "muộn", "tốt", "kém", "rộng", "dài"]
)


_SIGN = re.compile(r"(>=|<=|[≥≤><~≈]) ?$")
_SIGNS = {
    "≥": "at_least", ">=": "at_least", "≤": "at_most", "<=": "at_most", ">": "more_than", "<": "less_than",
    "~": "about", "≈": "about",
}  # fmt: skip


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
    place: str = ""  # whose it is, in a row of places whose unit stands with the first
    small: bool = False  # far less than the number before in the same unit: what the two differ by


@dataclass(slots=True)
class Grammar:
    """The packs' bounds and units, compiled."""

    units: UnitReader
    left_bounds: dict[str, str]
    right: re.Pattern[str]
    right_bounds: dict[str, str]


def grammar(lexicon: Lexicon) -> Grammar:
    """Made once for a lexicon."""
    made = lexicon.compiled.get("quantities")
    if made is None:
        sides: dict[str, dict[str, str]] = {"left": {}, "right": {}}
        for entry in lexicon.packs.entries("bounds"):
            sides[entry["side"]].update({fold(form): entry["bound"] for form in entry["forms"]})
        left, right = sides["left"], sides["right"]
        made = lexicon.compiled["quantities"] = Grammar(
            units=UnitReader(lexicon.packs),
            left_bounds=left,
            right=re.compile(rf" ?(?:{trie_pattern(right)})(?!\w)"),
            right_bounds=right,
        )
    assert isinstance(made, Grammar)
    return made


_MOST = ("cao nhất", "thấp nhất", "nhiều nhất", "ít nhất")
# Where something is granted or asked, the most is a cap: "hỗ trợ cao nhất 20 triệu đồng/hộ".
_GRANTS = re.compile(r"(?<!\w)(?:hỗ trợ|thưởng|phạt|vay|trợ cấp|hạn mức|mức chi|phải|được hưởng)(?!\w)")


def bound_of(tail: str, rules: Grammar) -> tuple[str, int]:
    """The bound word that ends `tail`, and its length with the space; ("exact", 0) where none stands."""
    sign = _SIGN.search(tail)
    if sign is not None:
        return _SIGNS[sign[1]], len(tail) - sign.start()
    if not tail.endswith(" "):
        return "exact", 0
    tail = tail.rpartition("\u2029")[2]
    words = tail[:-1].split(" ")[-4:]
    if words[-1] == "gấp":
        words.pop()
    for first in range(len(words)):
        said = " ".join(words[first:]).lstrip("*").lstrip('(“"\u2029')
        bound = rules.left_bounds.get(said)
        if bound is not None:
            if said in _MOST and said != "ít nhất" and _GRANTS.search(tail) is None:
                return "exact", 0  # "giá cao nhất 26 triệu đồng/m2": the highest of several, no cap
            if words[first] == "hơn" and first and words[first - 1].lstrip("(“") in _COMPARED:
                return "exact", 0
            return bound, len(tail) - tail.rindex(said)
    return "exact", 0


def spelled(unit: Unit) -> tuple[str, str]:
    """The unit with the word the text leaves out: "2.494 tỷ" → tỷ đồng."""
    if unit.dimension != "scale":
        return unit.symbol, unit.dimension
    head, slash, per = unit.symbol.partition("/")
    return f"{head} đồng{slash}{per}", "money"


def inside(spans: list[tuple[int, int]], starts: list[int], at: int) -> bool:
    index = bisect_right(starts, at) - 1
    return index >= 0 and spans[index][1] > at


_SCALES = re.compile(r"(?:(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)\s)*")


def after_scale(flat: str, unit: Unit) -> int:
    """Where the counted noun itself begins: "10 triệu | lượt khách"."""
    scales = _SCALES.match(flat, unit.start, unit.end) if unit.power else None
    return scales.end() if scales is not None else unit.start
