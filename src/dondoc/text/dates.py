"""Days and periods: "sáng 1/12", "quý III/2025", "9 tháng đầu năm", "giai đoạn 2021-2025".

A value is written as the fact format writes it:

    "2023-11-27"        a day              "2023-11"          a month
    "2023-Q3"           a quarter          "2023-H1"          a half-year
    "2023"              a year             "2021/2025"        several years
    "2023-01/2023-09"   several months     "2022-10-03/2022-10-09"  several days

`find` makes one pass: every run of digits is looked at once, with the word before it; the few forms without
digits ("quý III", "năm nay", "đến nay") are looked for by their words. A number is a date only where its
shape and the word before it say so: "25/28 chỉ tiêu" is a tally, "26-CT/TW" a symbol, "từ 50-55%" a range.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dondoc.records.source import Span

Grain = Literal["day", "days", "month", "months", "quarter", "half", "year", "years"]
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


@dataclass(slots=True)
class _Read:
    """What stands in the words, before a missing year is filled in. Numbers are 0 where not said."""

    start: int
    end: int
    grain: Grain
    year: int = 0
    low: int = 0  # month or quarter or half, the first
    high: int = 0  # the last
    day: int = 0
    last: int = 0  # the last day of a range of days
    last_year: int = 0  # of a range of years
    shift: int | None = None  # years, months or days from the reference: "năm trước" is -1


# --- words -------------------------------------------------------------------------------------------------

_PARTS_OF_DAY = frozenset(["ngày", "sáng", "chiều", "tối", "trưa", "đêm", "hôm", "mùng", "mồng"])
_RUN_TOGETHER = ("ngày", "tháng", "năm")  # "ngày22 tháng 7", "năm2025"
_TODAY = re.compile(r"(?:sáng|chiều|tối|trưa|hôm)(?: (?:nay|qua),? ?\(?| \()$")
_BEFORE_DAY = _PARTS_OF_DAY | frozenset(
    ["đến", "tới", "trước", "từ", "hết", "qua", "sau", "và", "dịp", "lễ", "là", "vào"]
)
_BEFORE_YEAR = frozenset(
    [
        "năm",
        "đến",
        "tới",
        "với",
        "từ",
        "trước",
        "sau",
        "hết",
        "nhìn",
        "đoạn",
        "kỳ",
        "khóa",
        "cuối",
        "đầu",
        "giữa",
        "trong",
        "và",
        "là",
        "kế",
        "cả",
        "thu",
        "hoạch",
        "hiện",
        "toán",
    ]
)
_DAY_GRAINS = frozenset({"day", "days"})
_MANY = frozenset(["những", "các", "nhiều", "mỗi", "hằng", "hàng", "từng", "vài", "mấy", "trăm"])
_MONTH_WORDS = {
    "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}

# --- shapes, each matched at a digit of the folded text ----------------------------------------------------

_Y = r"(?:19|20)\d\d(?!\d)"
_SEP = r"\s?[/.\-–]\s?"
_NO_TAIL = r"(?![\d/%]|[.,]\d|-\w)"
_DIGITS = re.compile(r"[0-9][0-9]*")  # begins with a set of letters, so that `re` skips quickly
_FULL = re.compile(rf"(\d{{1,2}}){_SEP}(\d{{1,2}}){_SEP}({_Y})(?![/\d])")
_DAY_WORDS = re.compile(
    rf"(\d{{1,2}})\s*(?:tháng|/)\s*(\d{{1,2}})(?!\d)(?:\s*(?:năm|/|-|,)?\s*({_Y}))?(?![/\d])"
)
_NO_UNIT = r"(?!\s?(?:tỷ|tỉ|triệu|nghìn|ngàn|đồng|lần|ha|tấn|tạ|phần trăm)(?!\w))"  # "từ 5 - 7 tỷ đồng"
_DAY_MONTH = re.compile(rf"(\d{{1,2}})\s?[/.\-]\s?(\d{{1,2}}){_NO_TAIL}{_NO_UNIT}")
_DAYS = re.compile(
    rf"(\d{{1,2}})(?:[/.\-](\d{{1,2}}))?(?:\s*(?:-|–|đến|và)\s*(?:ngày\s*)?|,\s*)(\d{{1,2}})\s?(?:[/.\-]|tháng)\s?(\d{{1,2}})"
    rf"(?!\d)(?:\s?(?:[/.\-]|năm)\s?({_Y}))?(?![/\d%])"
)
# "thu hút từ 8 - 10 doanh nghiệp": as many, and no day of October
_COUNTS = re.compile(r"\d{1,2}\s?[-–]\s?\d{1,2}(?:\s?%|\s(?!(?:đến|tới|năm|và|hằng|hàng)(?!\w))[^\W\d_])")
_MONTH_YEAR = re.compile(rf"(\d{{1,2}})\s*(?:[/.\-–]|năm)\s*({_Y})(?![/\d]|-[a-zđ])")
_MONTHS = re.compile(
    rf"(\d{{1,2}})\s*(?:-|–|đến|và)\s*(?:tháng\s*)?(\d{{1,2}})(?!\d)(?:\s*(?:/|-|năm)\s*({_Y}))?(?![/\d%])"
)
_MONTH = re.compile(rf"(\d{{1,2}}){_NO_TAIL}(?!\s*(?:-|–)\s*\d)(?:\s+năm nay)?")
_N_MONTHS = re.compile(
    rf"(\d{{1,2}})\s*tháng\s*(?:(?P<which>đầu|cuối)\s*(?:của\s*)?(?:năm)?|(?=/?\s?{_Y})/?|(?=năm\s*{_Y}))"
    rf"(?:\s*(?:năm\s*)?(?P<year>{_Y}|nay))?"
)
_YEARS = re.compile(rf"({_Y})\s*(?:-|–|/|đến(?: năm)?)\s*({_Y})(?![/\d]|-[a-zđ])")
_YEAR = re.compile(rf"({_Y})(?![/\d%]|[.,]\d|-\w)")
_COUNTED_BY = re.compile(r"\s*(?:(?:tỷ|triệu|nghìn|ha|đồng|người|hộ)\b|%)")

_QUARTER = re.compile(
    rf"quý\s*(iv|i{{1,3}}|[1-4])(?!\w)(?:\s*(?:-|–|,|và|đến)\s*(?:quý\s*)?(iv|i{{1,3}}|[1-4])(?!\w))?"
    rf"(?:\s*(?:/|-|–|,)?\s*(?:năm\s*)?({_Y}))?(?![/\d])"
)
# "15 tháng 11 năm 2025" without "ngày"
_BARE_DAY = re.compile(rf"\d{{1,2}}\s*tháng\s*(\d{{1,2}})(?!\d)\s*(?:năm|/|-|,)?\s*({_Y})")
_HALF = re.compile(rf"nửa\s+(đầu|cuối)\s+(?:của\s+)?năm(?:\s+({_Y}))?")
_BARE_YEAR_WORD = re.compile(r"năm\b(?:\s+(nay|ngoái|trước|tới|sau|này)\b)?(?!\s*\d)")
_WORD_MONTH = re.compile(
    rf"tháng\s+(giêng|chạp|mười (?:một|hai)|mười|hai|ba|tư|sáu|bảy|tám|chín)\b(?:\s*(?:/|năm)\s*({_Y}))?"
)
_COUNTED = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
            "mười một": 11}  # fmt: skip
_COUNT_BEFORE = re.compile(r"\b(?:hai|ba|bốn|năm|sáu|bảy|tám|chín|mười một|mười)$")
_LONGEST_COUNT = 8  # characters of one of them
_WORD_MONTHS = re.compile(
    rf" tháng\s+"
    rf"(?:(?P<which>đầu|cuối)(?:\s+(?:của\s+)?năm)?|(?=năm\s*{_Y}))(?:\s*(?:năm\s*)?(?P<year>{_Y}|nay))?"
)
_AGO = re.compile(r"\bhồi $")  # "hồi tháng 7", told in January
_NOW = re.compile(r"nay\b")
_YESTERDAY = re.compile(r"hôm qua\b")

_CUE = re.compile(
    r"(?=[tchmxsđkbnv])(?:(?P<as_of>tính đến(?: hết)?|tại(?= thời điểm))"
    r"|(?P<before>(?:xong |hoàn thành )?trước|chậm nhất(?: là)?(?: đến)?|muộn nhất(?: là)?)"
    r"|(?P<compared>so (?:với|cùng kỳ)|cùng kỳ(?: của)?)"
    r"|(?P<by>đến hết|đến|tới|hết)|(?P<from>kể từ|bắt đầu từ|từ)|(?P<within>(?:ngay )?trong|vào))"
    r"(?:\s+(?:ngày|tháng|quý|năm|cuối|đầu|thời điểm))*\s*$"
)
# What a cue ends with: most dates have none, and are told so without the pattern.
_CUE_FILLERS = ("ngày", "tháng", "quý", "năm", "cuối", "đầu", "thời điểm")
_CUE_ENDS = ("đến", "hết", "trước", "nhất", "là", "với", "kỳ", "của", "tới", "từ", "trong", "vào", "tại")


def find(
    text: str, folded: str, reference: date | None = None, *, year: int | None = None
) -> list[DateMention]:
    """All days and periods of a text, in order, none overlapping.

    Args:
        text: The text that spans count the characters of.
        folded: The same text lower-cased and evened out, of the same length.
        reference: The document's day; fills years that the words leave out.
        year: The year the document is about ("Kế hoạch năm 2026"), where that differs from the day's year.
            Used for months and quarters without a year, and for days where `reference` is None.

    A mention whose year cannot be known (none said near it, no reference, no year) is left out.
    """
    if len(text) != len(folded):
        raise ValueError("the folded text must have the length of the text")
    reads = sorted(_collect(folded), key=lambda r: (r.start, -r.end))
    kept: list[_Read] = []
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
    candidates = [d for y in (-1, 0, 1) if (d := _day(reference.year + y, month, day)) is not None]
    return min(candidates, key=lambda d: abs((d - reference).days), default=None)


def not_before(value: str, reference: date) -> str:
    """The value moved on by whole years until it does not end before `reference`.

    For a deadline without a year: "trước ngày 10/6" in a plan of November is next year's.
    """
    while last_day(value) < reference:
        value = re.sub(r"\d{4}", lambda m: str(int(m[0]) + 1), value)
    return value


# --- collecting --------------------------------------------------------------------------------------------


def _collect(folded: str) -> Iterator[_Read]:
    position = 0
    for run in _DIGITS.finditer(folded):
        at = run.start()
        if at < position:
            continue
        before = folded[at - 1] if at else " "
        run_on = before.isalpha() and not folded.endswith(_RUN_TOGETHER, max(0, at - 6), at)
        if run_on or (before in "./,-–:" and at > 1 and folded[at - 2].isalnum()):
            continue  # inside a symbol, a number or a clock
        read = _at_digits(folded, at, run.end())
        if read is not None:
            position = read.end
            yield read
    yield from _words(folded)


def _left_word(folded: str, at: int) -> tuple[str, int]:
    """The word before a position, and where it starts."""
    left = folded[max(0, at - 14) : at]
    stripped = left.rstrip()
    word = stripped.rsplit(None, 1)[-1] if stripped else ""
    start = at - (len(left) - len(stripped)) - len(word)
    trimmed = word.lstrip("(“\"'*–-")
    if len(trimmed) > 4 and trimmed.endswith("ngày"):
        trimmed = "ngày"  # words run together: "nhân dânngày 26 tháng 11"
    return trimmed, start + len(word) - len(trimmed)


def _at_digits(folded: str, at: int, end: int) -> _Read | None:
    word, word_start = _left_word(folded, at)
    length = end - at
    if length == 4:
        return _year_at(folded, at, word, word_start)
    if length > 2 or word == "số":
        return None
    if m := _FULL.match(folded, at):
        return _day_read(word_start if word in _PARTS_OF_DAY else at, m.end(), m[1], m[2], m[3])
    if word in _BEFORE_DAY:
        start = word_start if word in _PARTS_OF_DAY else at
        if word in _PARTS_OF_DAY and (read := _days_at(folded, at, start)):
            return read
        shape = _DAY_WORDS if word in _PARTS_OF_DAY else _DAY_MONTH
        if m := shape.match(folded, at) or (_DAY_MONTH.match(folded, at) if word in _PARTS_OF_DAY else None):
            groups = m.groups()
            counts = word not in _PARTS_OF_DAY and _COUNTS.match(folded, at) is not None
            read = _day_read(start, m.end(), groups[0], groups[1], groups[2] if len(groups) > 2 else None)
            if read is not None and not counts:
                return read
    if word == "tháng":
        return _month_at(folded, at, word_start)
    if m := _N_MONTHS.match(folded, at):
        return _n_months(m, int(m[1]), at)
    if m := _MONTH_YEAR.match(folded, at):
        if m[0][len(m[1]) :].lstrip().startswith("năm"):
            return None  # "5 năm 2021-2025": the years are read on their own
        return _month_read(at, m.end(), int(m[1]), int(m[1]), m[2])
    if m := _BARE_DAY.match(folded, at, at + 40):
        return _day_read(at, m.end(), folded[at:end], m[1], m[2])
    if folded[at - 1 : at] in {"(", " "} and (today := _TODAY.search(folded, max(0, at - 16), at)):
        m = _DAY_MONTH.match(folded, at)  # "sáng nay (25/2)", "chiều nay, 3/10"
        return _day_read(today.start(), m.end(), m[1], m[2], None) if m else None
    return None


def _day_read(start: int, end: int, day: str, month: str, year: str | None) -> _Read | None:
    d, m, y = int(day), int(month), int(year or 0)
    if _day(y or 2024, m, d) is None:
        return None
    return _Read(start, end, "day", year=y, low=m, high=m, day=d)


def _days_at(folded: str, at: int, start: int) -> _Read | None:
    """A range of days: "từ ngày 3 đến 9-10-2022", "ngày 2 - 6/12"."""
    m = _DAYS.match(folded, at)
    if m is None:
        return None
    low, high = int(m[2] or m[4]), int(m[4])
    first, last = int(m[1]), int(m[3])
    if _day(2024, low, first) is None or _day(2024, high, last) is None or (low, first) >= (high, last):
        return None
    return _Read(start, m.end(), "days", year=int(m[5] or 0), low=low, high=high, day=first, last=last)


def _month_at(folded: str, at: int, start: int) -> _Read | None:
    if m := _MONTH_YEAR.match(folded, at):
        return _month_read(start, m.end(), int(m[1]), int(m[1]), m[2])
    if m := _MONTHS.match(folded, at):
        return _month_read(start, m.end(), int(m[1]), int(m[2]), m[3])
    if m := _MONTH.match(folded, at):
        return _month_read(start, m.end(), int(m[1]), int(m[1]), None)
    return None


def _month_read(start: int, end: int, low: int, high: int, year: str | None) -> _Read | None:
    if not 1 <= low <= high <= 12:
        return None
    grain: Grain = "month" if low == high else "months"
    return _Read(start, end, grain, year=int(year or 0), low=low, high=high)


def _n_months(m: re.Match[str], count: int, start: int) -> _Read | None:
    """The first or last months of a year: "9 tháng đầu năm", "6 tháng cuối năm 2025", "10 tháng năm 2025"."""
    if not 1 <= count <= 12:
        return None
    year = int(m["year"]) if m["year"] and m["year"] != "nay" else 0
    last = m["which"] == "cuối"
    low, high = (13 - count, 12) if last else (1, count)
    if count == 6:
        half = 2 if last else 1
        return _Read(start, m.end(), "half", year=year, low=half, high=half)
    return _Read(start, m.end(), "month" if low == high else "months", year=year, low=low, high=high)


def _year_at(folded: str, at: int, word: str, word_start: int) -> _Read | None:
    start = word_start if word == "năm" else at
    if m := _YEARS.match(folded, at):
        first, last = int(m[1]), int(m[2])
        if first < last <= first + 60:
            return _Read(start, m.end(), "years", year=first, last_year=last)
    if (m := _YEAR.match(folded, at)) and (word == "năm" or not _COUNTED_BY.match(folded, m.end())):
        bracketed = folded[at - 1 : at] == "(" and folded[m.end() : m.end() + 1] == ")"
        listed = word.endswith(",") and re.search(r"(?:19|20)\d\d,\s*$", folded[max(0, at - 8) : at])
        if word in _BEFORE_YEAR or bracketed or listed:
            return _Read(start, m.end(), "year", year=int(m[1]))
    return None


def _words(folded: str) -> Iterator[_Read]:
    """Forms that have no digit, or a Roman numeral, at their start."""
    for m in _QUARTER.finditer(folded):
        low, high = _ROMAN[m[1]], _ROMAN[m[2] or m[1]]
        year = int(m[3] or 0)
        if low == high:
            yield _Read(m.start(), m.end(), "quarter", year=year, low=low, high=low)
        elif low < high:
            yield _Read(m.start(), m.end(), "months", year=year, low=3 * low - 2, high=3 * high)
    for m in _HALF.finditer(folded):
        half = 1 if m[1] == "đầu" else 2
        yield _Read(m.start(), m.end(), "half", year=int(m[2] or 0), low=half, high=half)
    for m in _BARE_YEAR_WORD.finditer(folded):
        if (read := _year_word(folded, m)) is not None:
            yield read
    for m in _WORD_MONTH.finditer(folded):
        if not _left_word(folded, m.start())[0].isdigit():
            month = _MONTH_WORDS[m[1]]
            yield _Read(m.start(), m.end(), "month", year=int(m[2] or 0), low=month, high=month)
    yield from _counted_in_words(folded)
    for m in _NOW.finditer(folded):
        if m.start() and folded[m.start() - 1].isalnum():
            continue
        word, start = _left_word(folded, m.start())
        if word in {"đến", "tới", "hiện", "hôm", "sáng", "chiều", "tối", "trưa", "ngày"}:
            yield _Read(m.start() if word in {"đến", "tới"} else start, m.end(), "day", shift=0)
    for m in _YESTERDAY.finditer(folded):
        yield _Read(m.start(), m.end(), "day", shift=-1)


def _counted_in_words(folded: str) -> Iterator[_Read]:
    """“chín tháng đầu năm”."""
    free = 0
    for m in _WORD_MONTHS.finditer(folded):
        low = max(0, m.start() - _LONGEST_COUNT - 1)
        said = _COUNT_BEFORE.search(folded[low : m.start()])
        if said is None or low + said.start() < free:
            continue
        free = m.end()
        if (read := _n_months(m, _COUNTED[said[0]], start=low + said.start())) is not None:
            yield read


def _year_word(folded: str, m: re.Match[str]) -> _Read | None:
    word, start = _left_word(folded, m.start())
    if word.isdigit() or word in _MANY:
        return None  # "5 năm tới", "những năm qua"
    said = m[1]
    if said is not None:
        shift = {"nay": 0, "này": 0, "ngoái": -1, "trước": -1, "tới": 1, "sau": 1}[said]
        return _Read(m.start(), m.end(), "year", shift=shift)
    if word in {"cuối", "hết"}:
        return _Read(start if word == "cuối" else m.start(), m.end(), "year")
    return None


# --- missing years -----------------------------------------------------------------------------------------


def _cue(folded: str, start: int) -> tuple[Cue, int]:
    low = max(0, start - 34)
    before = folded[low:start]
    said = before.rstrip()
    while said.endswith(_CUE_FILLERS):
        filler = next(filler for filler in _CUE_FILLERS if said.endswith(filler))
        said = said[: -len(filler)].rstrip()
    if not said.endswith(_CUE_ENDS):
        return "", start
    m = _CUE.search(before)
    if m is None or (m.start() and folded[low + m.start() - 1].isalnum()):
        return "", start
    cue = m.lastgroup
    if cue == "by" and folded[max(0, low + m.start() - 4) : low + m.start()].endswith("cho "):
        return "", start
    return cue, low + m.start()  # type: ignore[return-value]  # the groups are named for the cues


def _borrow_year(folded: str, reads: Sequence[_Read], cues: Sequence[tuple[Cue, int]], index: int) -> None:
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
        if fits and _lends(other, cues[index + 1]) and _joined(folded, read.end, other.start, reach):
            read.year = other.year
            return
    if index and read.grain not in _DAY_GRAINS:
        other = reads[index - 1]
        if _lends(other, cues[index - 1]) and _joined(folded, other.end, read.start, 200):
            read.year = other.year


def _lends(other: _Read, cue: tuple[Cue, int]) -> bool:
    return bool(other.year) and other.grain != "years" and cue[0] not in {"compared", "by", "from"}


def _joined(folded: str, start: int, end: int, reach: int) -> bool:
    if end - start > reach:
        return False
    between = folded[start:end]
    return not re.search(r"[.;!?](?:\s|$)|\n\s*\n", between)


def _value(read: _Read, reference: date | None, frame: int | None) -> str | None:
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


def _shifted(read: _Read, reference: date | None, frame: int | None) -> str | None:
    shift = read.shift or 0
    if read.grain == "day":
        return (reference + timedelta(days=shift)).isoformat() if reference else None
    year = reference.year if reference else frame
    return f"{year + shift}" if year else None


def _written(read: _Read, year: int) -> str | None:
    match read.grain:
        case "day":
            found = _day(year, read.low, read.day)
            return found.isoformat() if found else None
        case "days":
            first, last = _day(year, read.low, read.day), _day(year, read.high, read.last)
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


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


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
