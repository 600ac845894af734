"""What a spreadsheet cell shows: 0.1345 under the format 0.00% is "13,45 %".

Written the Vietnamese way whatever the file's own country: dot for thousands, comma for decimals, days as
d/m/Y. Formats: ECMA-376 part 1, 18.8.31.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_TOKEN = re.compile(
    r"""
    (?P<general> General )
    | "(?P<quoted> [^"]* )"
    | \\(?P<escaped> . )
    | [_*].                                # a gap as wide as a letter; a fill
    | \[ \$ (?P<currency> [^\]-]* ) [^\]]* \]
    | \[ (?P<test> <=|>=|<>|<|>|= ) (?P<against> -?[\d.]+ ) \]
    | \[ [^\]]* \]                         # a colour
    | (?P<exponent> E[+-] )
    | (?P<digit> [0#?] )
    | (?P<point> \. )
    | (?P<comma> , )
    | (?P<percent> % )
    | (?P<literal> . )
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_SECTION_END = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].|(;)', re.DOTALL)
_UNPRINTED = re.compile(r'"[^"]*"|\\.|\[(?![hms]+\])[^\]]*\]|[_*].', re.IGNORECASE)  # keeps [h], drops [Red]
_MOST = 10  # decimals of a number without a format

Value = bool | int | float | Decimal | str | date | datetime | time | timedelta


@dataclass(slots=True)
class _Section:
    """One of the up to four parts of a format: how a range of numbers is printed."""

    before: str = ""  # words before the digits
    after: str = ""
    whole: str = ""  # placeholders left of the point: "#0"
    decimals: str = ""
    grouped: bool = False
    thousands: int = 0  # how often to divide by 1000
    percents: int = 0
    test: tuple[str, Decimal] | None = None
    general: bool = False
    digits: bool = False
    odd: bool = field(default=False)  # a fraction or an exponent: printed as a plain decimal


def show(value: Value, code: str) -> str:
    """A value as its cell shows it.

    >>> show(0.1345, "0.00%"), show(16900, "#,##0"), show(date(2026, 1, 31), "dd/mm/yyyy")
    ('13,45 %', '16.900', '31/01/2026')
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    if isinstance(value, timedelta):
        return _elapsed(value)
    if isinstance(value, (date, time)):
        return _moment(value, code)
    try:
        return _number(exact(value), code)
    except InvalidOperation:  # infinity, or more digits than anyone counts
        return str(value)


def exact(value: int | float | Decimal) -> Decimal:
    """The decimal number a file's digits meant: 13.450000000000001 is 13.45."""
    if isinstance(value, float):
        value = float(f"{value:.15g}")
        return Decimal(repr(value))
    return Decimal(value)


def plain(value: Value) -> str:
    """The value behind the print, for machines: "0.1345", "2026-01-31"."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, Decimal)):
        number = exact(value)
        return f"{number:f}" if number.is_finite() else str(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def _number(number: Decimal, code: str) -> str:
    if not number.is_finite():
        return str(number)
    sections = [_parse(part) for part in _split(code)]
    section, signed = _choose(sections, number)
    if section.general or section.odd:
        words = section.after.replace("/", "") if section.odd else section.after
        return (section.before + _general(number if signed else abs(number)) + words).strip()
    if not section.digits:
        return (section.before + section.after).strip()
    size = abs(number) * 100**section.percents / Decimal(1000) ** section.thousands
    digits = _digits(size, section)
    minus = "-" if signed and number < 0 and any(c in "123456789" for c in digits) else ""
    return f"{minus}{section.before}{digits}{section.after}".strip()


def _split(code: str) -> list[str]:
    parts, start = [], 0
    for found in _SECTION_END.finditer(code):
        if found[1]:
            parts.append(code[start : found.start()])
            start = found.end()
    return [*parts, code[start:]]


def _parse(part: str) -> _Section:
    section = _Section()
    pointed = False
    commas = 0
    for found in _TOKEN.finditer(part):
        kind = found.lastgroup
        if kind == "general":
            section.general = True
        elif kind == "against":
            section.test = (found["test"], Decimal(found["against"]))
        elif kind == "digit":
            section.odd = section.odd or "/" in section.after
            section.grouped = section.grouped or (commas > 0 and not pointed)
            section.digits, commas = True, 0
            if pointed:
                section.decimals += found[0]
            else:
                section.whole += found[0]
        elif kind == "point" and not pointed:
            pointed = True
        elif kind == "comma" and section.digits:
            commas += 1
        elif kind == "percent":
            section.percents += 1
            _put(section, "%" if _end(section).endswith((" ", "(")) else " %")
        elif kind == "exponent":
            section.odd = True
        elif kind in {"quoted", "escaped", "currency", "literal", "comma", "point"} and found[0] != "@":
            _put(section, found[kind])
    section.thousands = commas
    return section


def _end(section: _Section) -> str:
    return section.after if section.digits or section.general else section.before


def _put(section: _Section, words: str) -> None:
    if section.digits or section.general:
        section.after += words
    else:
        section.before += words


def _choose(sections: list[_Section], number: Decimal) -> tuple[_Section, bool]:
    """The section for this number, and whether a minus must be put before it."""
    if any(section.test for section in sections):
        for section in sections:
            if section.test is None or _holds(number, *section.test):
                return section, True
        return sections[-1], True
    numeric = sections[:3]
    if number < 0 and len(numeric) > 1:
        return numeric[1], False
    if number == 0 and len(numeric) > 2:
        return numeric[2], True
    return numeric[0], True


def _holds(number: Decimal, test: str, against: Decimal) -> bool:
    return {
        "<": number < against,
        "<=": number <= against,
        ">": number > against,
        ">=": number >= against,
        "=": number == against,
        "<>": number != against,
    }[test]


def _digits(size: Decimal, section: _Section) -> str:
    step = Decimal(1).scaleb(-len(section.decimals))
    whole, _, decimals = f"{size.quantize(step, ROUND_HALF_UP):f}".partition(".")
    needed = section.decimals.rstrip("#?")
    while len(decimals) > len(needed) and decimals.endswith("0"):
        decimals = decimals[:-1]
    whole = whole.lstrip("0").rjust(section.whole.count("0"), "0")
    if section.grouped:
        whole = _grouped(whole)
    return f"{whole},{decimals}" if decimals else whole


def _grouped(whole: str) -> str:
    head = len(whole) % 3
    parts = [whole[:head]] + [whole[n : n + 3] for n in range(head, len(whole), 3)]
    return ".".join(filter(None, parts))


def _general(number: Decimal) -> str:
    """A number without a format: no thousands mark, as many decimals as it has."""
    if number == number.to_integral_value():
        return f"{number:.0f}"
    return f"{number:.{_MOST}f}".rstrip("0").rstrip(".").replace(".", ",")


def _moment(value: date | time, code: str) -> str:
    letters = set(_UNPRINTED.sub("", code).lower())
    has_time = bool(letters & {"h", "s"})
    clock = "" if not has_time else "%H:%M:%S" if "s" in letters else "%H:%M"
    if isinstance(value, time):
        return value.strftime(clock or "%H:%M")
    parts = ("%d" if "d" in letters else "", "%m" if "m" in letters else "", "%Y" if "y" in letters else "")
    if has_time and not letters & {"d", "y"}:  # m are minutes
        return value.strftime(clock) if isinstance(value, datetime) else f"{value:%d/%m/%Y}"
    day = "/".join(filter(None, parts)) or "%d/%m/%Y"
    # strftime pads years below 1000 differently from system to system; none occurs in a spreadsheet
    shown = value.strftime(day)
    with_clock = clock and isinstance(value, datetime) and value.time() != time()
    return f"{shown} {value.strftime(clock)}" if with_clock else shown


def _elapsed(value: timedelta) -> str:
    minutes, seconds = divmod(int(abs(value.total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    sign = "-" if value < timedelta() else ""
    return f"{sign}{hours}:{minutes:02}" + (f":{seconds:02}" if seconds else "")
