"""What a cell asks for: a bound, a number or two, a unit; and the plan path of a target in one cell.

    "≥ 95 %"            →  ge 95 %
    "từ 10,24% trở lên" →  ge 10,24 %
    "50 - 55"           →  range 50 … 55
    "16.900"            →  16900, no bound said

The digits are kept as printed, so that the stated precision goes with the number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from dondoc.errors import QuantityError
from dondoc.exchange.targetfields import period_of
from dondoc.text.normalize import fold
from dondoc.text.numbers import NUMBER, parse_number, two_ways

_NUMBER = rf"[-−+]?{NUMBER}"
_SHAPE = re.compile(
    rf"(?P<mark>[^\d+−-]*?)\s*(?P<low>{_NUMBER})\s*(?P<unit>[^\d]*?)"
    rf"(?:\s*(?:-|–|—|đến|tới|~)\s*(?P<high>{NUMBER})\s*(?P<unit2>[^\d]*?))?\s*"
    r"(?P<tail>trở lên|trở xuống|hoặc cao hơn|hoặc thấp hơn)?\s*"
)
_MARKS = {
    "≥": "ge", ">=": "ge", ">": "ge", "trên": "ge", "từ": "ge", "tối thiểu": "ge", "ít nhất": "ge",
    "không dưới": "ge", "không thấp hơn": "ge", "hơn": "ge", "đạt trên": "ge", "đạt từ": "ge",
    "≤": "le", "<=": "le", "<": "le", "dưới": "le", "còn dưới": "le", "không quá": "le", "tối đa": "le",
    "không vượt quá": "le", "còn": "le", "giảm còn": "le", "xuống còn": "le", "giảm xuống còn": "le",
    "giảm xuống dưới": "le", "đạt không dưới": "ge", "đạt tối thiểu": "ge", "đạt ít nhất": "ge",
    "không ít hơn": "ge", "phấn đấu đạt": "", "phấn đấu đạt trên": "ge", "phấn đấu đạt từ": "ge",
    "=": "eq", "bằng": "eq", "đạt": "", "": "",
}  # fmt: skip
_TAILS = {"trở lên": "ge", "hoặc cao hơn": "ge", "trở xuống": "le", "hoặc thấp hơn": "le"}
_STEPS = {"theo tháng": "month", "theo quý": "quarter", "theo năm": "year", "theo kỳ": "free"}
_STEP_WORDS = {value: words for words, value in _STEPS.items()}
MOST = 80  # points in one cell
MOST_WORDS = 200  # characters of a cell that asks for one number


@dataclass(frozen=True, slots=True)
class Asked:
    """`comparator` is "" where the cell does not say which way is meant."""

    comparator: str
    value: Decimal
    value_max: Decimal | None = None
    unit: str = ""
    doubt: str = field(default="", compare=False)  # why a person has to say which number is meant


@dataclass(frozen=True, slots=True)
class PathCell:
    """The way to a number: its steps with their numbers."""

    step: str  # month, quarter, year, free
    cumulative: bool
    points: tuple[tuple[str, Decimal], ...]  # (period in the fact format, number)
    doubt: str = field(default="", compare=False)  # as of `Asked`


@dataclass(frozen=True, slots=True)
class ComponentCell:
    """One part of a composite target."""

    name: str
    asked: Asked


def asked(words: str, value: str | None = None) -> Asked:
    """What a cell asks for.

    Args:
        words: As printed.
        value: A spreadsheet's own number behind the print, with a dot.

    Raises:
        ValueError: It asks for nothing that could be read.
    """
    printed = " ".join(words.replace("\u00a0", " ").split())
    match = _SHAPE.fullmatch(fold(printed)) if len(printed) <= MOST_WORDS else None
    if match is None or match["mark"].strip() not in _MARKS:
        raise ValueError(
            f"Chưa hiểu “{words}”. Viết như 16.900; ≥ 95; 50-55; từ 10,24% trở lên; không quá 3."
        )
    low = _number(match["low"], value if match["high"] is None else None)
    high = None if match["high"] is None else _number(match["high"], None)
    unit = (match["unit2"] or match["unit"] or "").strip(" .")
    start = fold(printed).find(unit) if unit else -1
    unit = printed[start : start + len(unit)] if start >= 0 else ""
    doubt = "" if value is not None and high is None else two_ways(match["low"])
    if high is not None:
        if high <= low:
            raise ValueError(f"“{words}”: số cuối của khoảng phải lớn hơn số đầu.")
        return Asked("range", low, high, unit, doubt or two_ways(match["high"]))
    comparator = _TAILS.get(match["tail"] or "", "") or _MARKS[match["mark"].strip()]
    return Asked(comparator, low, None, unit, doubt)


def number(words: str, value: str | None = None) -> Decimal:
    """A cell that is one number.

    Raises:
        ValueError: It is none.
    """
    return _number(" ".join(words.split()), value)


def _number(printed: str, value: str | None) -> Decimal:
    """As printed; the number behind the print where the print says another one (another country's way)."""
    sign = -1 if printed[:1] in "-−" else 1
    try:
        read = parse_number(printed.lstrip("-−+ ")).value * sign
    except QuantityError as error:
        raise ValueError(f"“{printed}” không phải là một số. Viết như 16.900,5 hoặc 13,45.") from error
    try:
        behind = Decimal(value) if value is not None else read
    except InvalidOperation:  # a day, or words
        return read
    places = -int(read.as_tuple().exponent)
    of_hundred = round(behind * 100, places)  # a cell that is shown in per cent
    return read if read in (round(behind, places), of_hundred) else behind


def printed(value: Decimal) -> str:
    """A number as a cell of the template has it: 16.900,50.

    >>> printed(Decimal("16900.50"))
    '16.900,50'
    """
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))


_SIGNS = {"ge": "≥ ", "le": "≤ ", "eq": "= ", "range": "", "": ""}


def printed_asked(one: Asked) -> str:
    """As `asked` reads it back."""
    high = "" if one.value_max is None else f"-{printed(one.value_max)}"
    return f"{_SIGNS[one.comparator]}{printed(one.value)}{high} {one.unit}".strip()


def components(words: str) -> tuple[ComponentCell, ...]:
    """The parts of a composite target in one cell: "Tên: ≥ 20 %; tên: 50-55 %".

    Raises:
        ValueError: A part without a name or a number.
    """
    made = []
    for part in _parts(words):
        name, colon, number_words = part.rpartition(":")
        if not colon or not name.strip():
            raise ValueError(f"Chưa hiểu thành phần “{part}”. Viết: tên thành phần: ≥ 20 %")
        made.append(ComponentCell(" ".join(name.split()), asked(number_words)))
    return tuple(made)


def printed_components(parts: Sequence[ComponentCell]) -> str:
    """As `components` reads it back."""
    return "; ".join(f"{part.name}: {printed_asked(part.asked)}" for part in parts)


def path(words: str) -> PathCell:
    """A way in one cell: "theo quý, cộng dồn: quý I/2026 = 100; quý II/2026 = 250"; the head may be left out.

    Raises:
        ValueError: A step that is none, a period or a number that cannot be read.
    """
    head, colon, rest = words.partition(":")
    step, cumulative = "free", False
    if colon:
        told = [" ".join(fold(part).split()) for part in head.split(",")]
        unknown = [part for part in told if part not in _STEPS and part != "cộng dồn"]
        if unknown:
            raise ValueError(f"Chưa hiểu “{unknown[0]}”. Viết: theo tháng, theo quý, theo năm hoặc theo kỳ.")
        step = next((_STEPS[part] for part in told if part in _STEPS), "free")
        cumulative = "cộng dồn" in told
    points, doubts = [], []
    for part in _parts(rest if colon else words):
        when, sign, number_words = part.partition("=")
        doubts.append(two_ways(number_words))
        period = period_of(when) if sign else None
        if period is None:
            raise ValueError(f"Chưa hiểu “{part}”. Viết: kỳ = số, ví dụ quý I/2026 = 100")
        points.append((period, number(number_words)))
    return PathCell(step, cumulative, tuple(points), next(filter(None, doubts), ""))


def printed_path(cell: PathCell) -> str:
    """As `path` reads it back."""
    head = _STEP_WORDS[cell.step] + (", cộng dồn" if cell.cumulative else "")
    return f"{head}: " + "; ".join(f"{period} = {printed(value)}" for period, value in cell.points)


def _parts(words: str) -> list[str]:
    found = [part.strip() for part in re.split(r"[;\n]", words) if part.strip()]
    if not found:
        raise ValueError("Ô này không ghi gì đọc được.")
    if len(found) > MOST:
        raise ValueError(f"Ô này có hơn {MOST} mục. Chia thành nhiều dòng.")
    return found
