"""Days and periods: "sáng 1/12", "quý III/2025", "9 tháng đầu năm", "giai đoạn 2021-2025".

A value is written as the fact format writes it:

    "2023-11-27"        a day              "2023-11"          a month
    "2023-Q3"           a quarter          "2023-H1"          a half-year
    "2023"              a year             "2021/2025"        several years
    "2023-01/2023-09"   several months     "2022-10-03/2022-10-09"  several days

A number is a date only where its shape and the word before it say so (`dateshapes`): "25/28 chỉ tiêu" is a
tally, "26-CT/TW" a symbol, "từ 50-55%" a range. Here a missing year is found, and what governs the date.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dondoc.records.source import Span
from dondoc.text.dateshapes import Grain, Read, collect, day_of

# What the words before it make of a date: tính đến ngày X, đến năm X, trước X, từ X, trong X, so với X.
Cue = Literal["", "as_of", "by", "before", "from", "within", "compared"]


@dataclass(slots=True)
class DateMention:
    """One day or period in a text.

    `span` covers the words of the date itself ("ngày 27/11/2023", "quý III"); `cue_start` is where the words
    that govern it begin ("tính đến ngày 27/11/2023"), and equals `span.start` where there are none.
    """

    span: Span
    value: str
    grain: Grain
    cue: Cue = ""
    cue_start: int = 0
    inferred: bool = False  # the year does not stand in the words
    relative: bool = False  # said from the document's day: "năm nay", "đến nay", "cùng kỳ"

    @property
    def first_day(self) -> date:
        return first_day(self.value)

    @property
    def last_day(self) -> date:
        return last_day(self.value)


_DAY_GRAINS = frozenset({"day", "days"})
_AGO = re.compile(r"\bhồi $")  # "hồi tháng 7", told in January
_CUE = re.compile(
    r"(?=[tchmxsđkbnv])(?:(?P<as_of>tính đến(?: hết)?|tại(?= thời điểm))"
    r"|(?P<before>(?:xong |hoàn thành )?trước|chậm nhất(?: là)?(?: đến)?|muộn nhất(?: là)?)"
    r"|(?P<compared>so (?:với|cùng kỳ)|cùng kỳ(?: của)?)"
    r"|(?P<by>đến hết|đến|tới|hết)|(?P<from>kể từ|bắt đầu từ|từ)|(?P<within>(?:ngay )?trong|vào))"
    r"(?:\s+(?:ngày|tháng|quý|năm|cuối|đầu|thời điểm))*\s*$"
)
# "trước | 17h00 | ngày 25/8": an hour between a cue and its day.
_CLOCK = re.compile(r"\s\d{1,2}\s?(?:h|giờ|g)\s?(?:\d\d(?: phút)?)?,?\s*(?:ngày\s*)?$")
_AT_HOUR = re.compile(r" (?:thời điểm|lúc|hồi)\s*$")
_LONGEST_CUE = len("hoàn thành trước")
# What a cue ends with: most dates have none, and are told so without the pattern.
_CUE_FILLERS = ("ngày", "tháng", "quý", "năm", "cuối", "đầu", "thời điểm")
_CUE_ENDS = ("đến", "hết", "trước", "nhất", "là", "với", "kỳ", "của", "tới", "từ", "trong", "vào", "tại")


def find(
    text: str,
    folded: str,
    reference: date | None = None,
    *,
    year: int | None = None,
    digits: Sequence[tuple[int, int]] | None = None,
) -> list[DateMention]:
    """All days and periods of a text, in order, none overlapping.

    Args:
        text: The text that spans count the characters of.
        folded: The same text lower-cased and evened out, of the same length.
        reference: The document's day; fills years that the words leave out.
        year: The year the document is about ("Kế hoạch năm 2026"), where that differs from the day's year.
            Used for months and quarters without a year, and for days where `reference` is None.
        digits: Where the runs of digits stand, if that is known.

    A mention whose year cannot be known (none said near it, no reference, no year) is left out.
    """
    if len(text) != len(folded):
        raise ValueError("the folded text must have the length of the text")
    reads = sorted(collect(folded, digits), key=lambda r: (r.start, -r.end))
    kept: list[Read] = []
    for read in reads:
        if kept and read.start < kept[-1].end:
            if read.end - read.start > kept[-1].end - kept[-1].start:
                kept[-1] = read
            continue
        kept.append(read)
    cues = [_cue(folded, read.start) for read in kept]
    mentions = []
    for index, read in enumerate(kept):
        cue, cue_start = cues[index]
        inferred = read.year == 0
        relative = read.shift is not None
        if inferred and not relative:
            _borrow_year(folded, kept, cues, index)
        if inferred and reference is not None and _AGO.search(folded, max(0, read.start - 6), read.start):
            read.year = reference.year - (read.low > reference.month and read.grain == "month")
        value = _value(read, reference, year)
        if value is not None:
            mentions.append(
                DateMention(Span(read.start, read.end), value, read.grain, cue, cue_start, inferred, relative)
            )
    return mentions


def parse(text: str, reference: date | None = None, *, year: int | None = None) -> str | None:
    """The value of a short text that is a date or holds one, the last of several; None where it holds none.

    >>> parse("Trước 30/6/2026")
    '2026-06-30'
    >>> parse("Thường xuyên") is None
    True
    """
    mentions = find(text, text.lower(), reference, year=year)
    return mentions[-1].value if mentions else None


def first_day(value: str) -> date:
    """The first day of a value of the fact format.

    >>> first_day("2023-Q3")
    datetime.date(2023, 7, 1)
    """
    return _ends(value.partition("/")[0])[0]


def last_day(value: str) -> date:
    """The last day of a value of the fact format: the day by whose end a deadline is due.

    >>> last_day("2021/2025")
    datetime.date(2025, 12, 31)
    """
    first, _, last = value.partition("/")
    return _ends(last or first)[1]


def nearest(day: int, month: int, reference: date) -> date | None:
    """The day with this number and month that lies nearest to `reference`, None if there is no such day."""
    candidates = [d for y in (-1, 0, 1) if (d := day_of(reference.year + y, month, day)) is not None]
    return min(candidates, key=lambda d: abs((d - reference).days), default=None)


def not_before(value: str, reference: date) -> str:
    """The value moved on by whole years until it does not end before `reference`.

    For a deadline without a year: "trước ngày 10/6" in a plan of November is next year's.
    """
    while last_day(value) < reference:
        value = re.sub(r"\d{4}", lambda m: str(int(m[0]) + 1), value)
    return value


# --- missing years -----------------------------------------------------------------------------------------


def _cue(folded: str, start: int) -> tuple[Cue, int]:
    low = max(0, start - 34)
    before = folded[low:start]
    said = before.rstrip()
    while said.endswith(_CUE_FILLERS):
        filler = next(filler for filler in _CUE_FILLERS if said.endswith(filler))
        said = said[: -len(filler)].rstrip()
    if said.endswith(("h", "giờ", "phút", "0", "5")) and (clock := _CLOCK.search(before)) is not None:
        before = before[: clock.start()]
        before = _AT_HOUR.sub("", before)  # "vào | thời điểm | 0 giờ | ngày 1/4"
        said = before.rstrip()
    if not said.endswith(_CUE_ENDS):
        return "", start
    m = _CUE.search(before, max(0, len(said) - _LONGEST_CUE))
    if m is None or (m.start() and folded[low + m.start() - 1].isalnum()):
        return "", start
    cue = m.lastgroup
    if cue == "by" and folded[max(0, low + m.start() - 4) : low + m.start()].endswith("cho "):
        return "", start
    return cue, low + m.start()  # type: ignore[return-value]  # the groups are named for the cues


def _borrow_year(folded: str, reads: Sequence[Read], cues: Sequence[tuple[Cue, int]], index: int) -> None:
    """Take the year from a neighbour in the same sentence: "Quý III và 9 tháng đầu năm 2023"."""
    read = reads[index]
    reach = 14 if read.grain in _DAY_GRAINS else 70
    if index + 1 < len(reads):
        other = reads[index + 1]
        fits = read.grain not in _DAY_GRAINS or other.grain in _DAY_GRAINS
        if other.grain in _DAY_GRAINS and cues[index + 1][0] == "before":
            fits = (
                read.grain in _DAY_GRAINS
            )  # "trong quý IV, … xong trước 31/1/2022": the day's year is its own
        if (read.grain, read.low, read.high) == (other.grain, other.low, other.high):
            fits = False  # "6 tháng đầu năm tăng 7,6% (6 tháng đầu năm 2016 tăng 7,4%)": another year's
        if fits and _lends(other, cues[index + 1]) and _joined(folded, read.end, other.start, reach):
            read.year = other.year
            return
    if index and read.grain not in _DAY_GRAINS:
        other = reads[index - 1]
        if _lends(other, cues[index - 1]) and _joined(folded, other.end, read.start, 200):
            read.year = other.year


def _lends(other: Read, cue: tuple[Cue, int]) -> bool:
    return bool(other.year) and other.grain != "years" and cue[0] not in {"compared", "by", "from"}


def _joined(folded: str, start: int, end: int, reach: int) -> bool:
    if end - start > reach:
        return False
    between = folded[start:end]
    return not re.search(r"[.;!?](?:\s|$)|\n\s*\n", between)


def _value(read: Read, reference: date | None, frame: int | None) -> str | None:
    if read.shift is not None:
        return _shifted(read, reference, frame)
    year = read.year
    if not year:
        if read.grain == "day" and reference is not None:
            found = nearest(read.day, read.low, reference)
            return found.isoformat() if found else None
        if read.grain == "days" and reference is not None:
            found = nearest(read.day, read.low, reference)
            year = found.year if found else 0
        else:
            year = frame or (reference.year if reference else 0)
        if not year:
            return None
    return _written(read, year)


def _shifted(read: Read, reference: date | None, frame: int | None) -> str | None:
    shift = read.shift or 0
    if read.grain == "day":
        return (reference + timedelta(days=shift)).isoformat() if reference else None
    year = reference.year if reference else frame
    return f"{year + shift}" if year else None


def _written(read: Read, year: int) -> str | None:
    match read.grain:
        case "day":
            found = day_of(year, read.low, read.day)
            return found.isoformat() if found else None
        case "days":
            first, last = day_of(year, read.low, read.day), day_of(year, read.high, read.last)
            return f"{first.isoformat()}/{last.isoformat()}" if first and last else None
        case "month":
            return f"{year}-{read.low:02}"
        case "months":
            return f"{year}-{read.low:02}/{year}-{read.high:02}"
        case "quarter":
            return f"{year}-Q{read.low}"
        case "half":
            return f"{year}-H{read.low}"
        case "years":
            return f"{year}/{read.last_year}"
    return f"{year}"


def _ends(part: str) -> tuple[date, date]:
    """The first and last day of one part of a value: "2023", "2023-Q3", "2023-H1", "2023-11-27"."""
    year = int(part[:4])
    rest = part[5:]
    if not rest:
        return date(year, 1, 1), date(year, 12, 31)
    if rest[0] in "QH":
        months = 3 if rest[0] == "Q" else 6
        low = months * (int(rest[1]) - 1) + 1
        high = low + months - 1
        return date(year, low, 1), date(year, high, monthrange(year, high)[1])
    month = int(rest[:2])
    if len(rest) > 2:
        return date(year, month, int(rest[3:])), date(year, month, int(rest[3:]))
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
