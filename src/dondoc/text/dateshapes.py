"""What of a text has the shape of a day or a period, with the word before it that says that it is one.

One pass over the runs of digits, each looked at once, and one over the few forms without any at their start.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

Grain = Literal["day", "days", "month", "months", "quarter", "half", "year", "years"]


@dataclass(slots=True)
class Read:
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
_BEFORE_YEAR = frozenset([
    "năm", "đến", "tới", "với", "từ", "trước", "sau", "hết", "nhìn", "đoạn", "kỳ", "khóa", "cuối", "đầu",
    "giữa", "trong", "và", "là", "kế", "cả", "thu", "hoạch", "hiện", "toán", "độ", "mùa", "vụ",
    "đông", "xuân", "chính", "sách", "đán", "tết", "tý", "sửu", "dần", "mão", "thìn", "tỵ", "ngọ", "mùi",
    "thân", "dậu", "tuất", "hợi",
])  # fmt: skip
_MANY = frozenset(["những", "các", "nhiều", "mỗi", "hằng", "hàng", "từng", "vài", "mấy", "trăm"])
_MONTH_WORDS = {
    "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_ROMAN = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "một": 1, "hai": 2,
    "ba": 3, "tư": 4, "bốn": 4,
}  # fmt: skip

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
_COUNTS = re.compile(r"(\d{1,2})\s?[-–]\s?(\d{1,2})(?:\s?%|\s(?!(?:đến|tới|năm|và|hằng|hàng)(?!\w))[^\W\d_])")
_MONTH_YEAR = re.compile(rf"(\d{{1,2}})(?:\s*(?:[/.\-–]|năm)\s*|,)({_Y})(?![/\d]|-[a-zđ])")
_MONTHS = re.compile(
    rf"(\d{{1,2}})\s*(?:-|–|đến|và)\s*(?:tháng\s*)?(\d{{1,2}})(?!\d)(?:\s*(?:/|-|năm)\s*({_Y}))?(?![/\d%])"
)
_MONTH = re.compile(
    rf"(\d{{1,2}}){_NO_TAIL}(?!\s*(?:-|–)\s*\d)"
    r"(?:\s+(?:năm nay|tới đây|tới(?! (?:tháng|ngày|năm|\d))|vừa qua|này))?"
)
_N_MONTHS = re.compile(
    r"(\d{1,2})\s*tháng\s*(?:(?P<which>đầu|cuối|còn lại)\s*(?:của\s*|trong\s*)?(?:năm)?"
    rf"|(?=/?\s?{_Y})/?|(?=năm\s*{_Y}))"
    rf"(?:\s*(?:năm\s*)?(?P<year>{_Y}|nay))?"
)
_YEARS = re.compile(rf"({_Y})\s*(?:-|–|/|đến(?: năm)?)\s*({_Y})(?![/\d]|-[a-zđ])")
_YEAR = re.compile(rf"({_Y})(?![/\d%]|[.,]\d|-\w)")
_COUNTED_BY = re.compile(r"\s*(?:(?:tỷ|triệu|nghìn|ha|đồng|người|hộ)\b|%)")

_QUARTER = re.compile(
    rf"quý\s*(iv|i{{1,3}}|[1-4]|(?:một|hai|ba|tư)(?=\s*(?:/|năm)))(?!\w)(?:\s*(?:-|–|,|và|đến)\s*(?:quý\s*)?(iv|i{{1,3}}|[1-4])(?!\w))?"
    rf"(?:\s*(?:/|-|–|,)?\s*(?:năm\s*)?({_Y}))?(?![/\d])"
)
# "15 tháng 11 năm 2025" without "ngày"
_BARE_DAY = re.compile(rf"\d{{1,2}}\s*tháng\s*(\d{{1,2}})(?!\d)\s*(?:năm|/|-|,)?\s*({_Y})")
_HALF = re.compile(rf"nửa\s+(?:năm\s+)?(đầu|cuối)\s+(?:(?:của\s+)?năm(?:\s+({_Y}|nay))?|(?={_Y})({_Y}))")
_QUARTERS = re.compile(rf"\b(2|3|hai|ba)\s+quý\s+đầu(?:\s+(?:của\s+)?năm)?(?:\s*({_Y}))?")
# "từ đầu năm đến hết tháng 9": the months up to then; "đến ngày 30/9" is a day
_SINCE_JANUARY = re.compile(
    r"(?:(?:lũy |luỹ )?kế )?từ đầu năm(?: (?:19|20)\d\d)? (?:đến|tới)(?: hết| cuối)? ?$"
)
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
_NOW = re.compile(r"nay\b")
_YESTERDAY = re.compile(r"hôm qua\b")


def collect(folded: str, digits: Iterable[tuple[int, int]] | None = None) -> Iterator[Read]:
    """What looks like a day or a period, of a text lower-cased and evened out; some of it may overlap."""
    position = 0
    for at, end in digits if digits is not None else map(re.Match.span, _DIGITS.finditer(folded)):
        if at < position:
            continue
        before = folded[at - 1] if at else " "
        run_on = before.isalpha() and not folded.endswith(_RUN_TOGETHER, max(0, at - 6), at)
        if run_on or (before in "./,-–:" and at > 1 and folded[at - 2].isalnum()):
            continue  # inside a symbol, a number or a clock
        read = _at_digits(folded, at, end)
        if read is not None:
            position = read.end
            yield _since_january(folded, read)
    yield from _words(folded)


def _since_january(folded: str, read: Read) -> Read:
    low = max(0, read.start - 44)
    if read.grain != "month" or "đầu năm" not in folded[low : read.start]:
        return read
    said = _SINCE_JANUARY.search(folded, low, read.start)
    if said is None or read.low == 1:
        return read
    return Read(said.start(), read.end, "months", year=read.year, low=1, high=read.low)


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


def _at_digits(folded: str, at: int, end: int) -> Read | None:
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
            several = _COUNTS.match(folded, at) if word not in _PARTS_OF_DAY else None
            # "nợ đến 31-10 còn 386 tỷ": nobody counts from more to fewer
            counts = several is not None and int(several[1]) < int(several[2])
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


def _day_read(start: int, end: int, day: str, month: str, year: str | None) -> Read | None:
    d, m, y = int(day), int(month), int(year or 0)
    if day_of(y or 2024, m, d) is None:
        return None
    return Read(start, end, "day", year=y, low=m, high=m, day=d)


def _days_at(folded: str, at: int, start: int) -> Read | None:
    """A range of days: "từ ngày 3 đến 9-10-2022", "ngày 2 - 6/12"."""
    m = _DAYS.match(folded, at)
    if m is None:
        return None
    low, high = int(m[2] or m[4]), int(m[4])
    first, last = int(m[1]), int(m[3])
    if day_of(2024, low, first) is None or day_of(2024, high, last) is None or (low, first) >= (high, last):
        return None
    return Read(start, m.end(), "days", year=int(m[5] or 0), low=low, high=high, day=first, last=last)


def _month_at(folded: str, at: int, start: int) -> Read | None:
    if m := _MONTH_YEAR.match(folded, at):
        return _month_read(start, m.end(), int(m[1]), int(m[1]), m[2])
    if m := _MONTHS.match(folded, at):
        return _month_read(start, m.end(), int(m[1]), int(m[2]), m[3])
    if m := _MONTH.match(folded, at):
        return _month_read(start, m.end(), int(m[1]), int(m[1]), None)
    return None


def _month_read(start: int, end: int, low: int, high: int, year: str | None) -> Read | None:
    if not 1 <= low <= high <= 12:
        return None
    grain: Grain = "month" if low == high else "months"
    return Read(start, end, grain, year=int(year or 0), low=low, high=high)


def _n_months(m: re.Match[str], count: int, start: int) -> Read | None:
    """The first or last months of a year: "9 tháng đầu năm", "6 tháng cuối năm 2025", "10 tháng năm 2025"."""
    if not 1 <= count <= 12:
        return None
    year = int(m["year"]) if m["year"] and m["year"] != "nay" else 0
    last = m["which"] in {"cuối", "còn lại"}
    low, high = (13 - count, 12) if last else (1, count)
    if count == 6:
        half = 2 if last else 1
        return Read(start, m.end(), "half", year=year, low=half, high=half)
    return Read(start, m.end(), "month" if low == high else "months", year=year, low=low, high=high)


def _year_at(folded: str, at: int, word: str, word_start: int) -> Read | None:
    start = word_start if word == "năm" else at
    if m := _YEARS.match(folded, at):
        first, last = int(m[1]), int(m[2])
        if first < last <= first + 60:
            return Read(start, m.end(), "years", year=first, last_year=last)
    if (m := _YEAR.match(folded, at)) and (word == "năm" or not _COUNTED_BY.match(folded, m.end())):
        bracketed = folded[at - 1 : at] == "(" and folded[m.end() : m.end() + 1] == ")"
        listed = word.endswith(",") and re.search(r"(?:19|20)\d\d,\s*$", folded[max(0, at - 8) : at])
        if word in _BEFORE_YEAR or bracketed or listed:
            return Read(start, m.end(), "year", year=int(m[1]))
    return None


def _words(folded: str) -> Iterator[Read]:
    """Forms that have no digit, or a Roman numeral, at their start."""
    for m in _QUARTER.finditer(folded):
        low, high = _ROMAN[m[1]], _ROMAN[m[2] or m[1]]
        year = int(m[3] or 0)
        if low == high:
            yield Read(m.start(), m.end(), "quarter", year=year, low=low, high=low)
        elif low < high:
            yield Read(m.start(), m.end(), "months", year=year, low=3 * low - 2, high=3 * high)
    for m in _HALF.finditer(folded):
        half = 1 if m[1] == "đầu" else 2
        said = m[2] or m[3] or "nay"
        of = 0 if said == "nay" else int(said)
        yield Read(m.start(), m.end(), "half", year=of, low=half, high=half)
    for m in _QUARTERS.finditer(folded):
        yield Read(m.start(), m.end(), "months", year=int(m[2] or 0), low=1, high=3 * _ROMAN[m[1]])
    for m in _BARE_YEAR_WORD.finditer(folded):
        if (read := _year_word(folded, m)) is not None:
            yield read
    for m in _WORD_MONTH.finditer(folded):
        if not _left_word(folded, m.start())[0].isdigit():
            month = _MONTH_WORDS[m[1]]
            yield Read(m.start(), m.end(), "month", year=int(m[2] or 0), low=month, high=month)
    yield from _counted_in_words(folded)
    for m in _NOW.finditer(folded):
        if m.start() and folded[m.start() - 1].isalnum():
            continue
        word, start = _left_word(folded, m.start())
        if word in {"đến", "tới", "hiện", "hôm", "sáng", "chiều", "tối", "trưa", "ngày"}:
            yield Read(m.start() if word in {"đến", "tới"} else start, m.end(), "day", shift=0)
    for m in _YESTERDAY.finditer(folded):
        yield Read(m.start(), m.end(), "day", shift=-1)


def _counted_in_words(folded: str) -> Iterator[Read]:
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


def _year_word(folded: str, m: re.Match[str]) -> Read | None:
    word, start = _left_word(folded, m.start())
    if word.isdigit() or word in _MANY:
        return None  # "5 năm tới", "những năm qua"
    said = m[1]
    if said is not None:
        shift = {"nay": 0, "này": 0, "ngoái": -1, "trước": -1, "tới": 1, "sau": 1}[said]
        return Read(m.start(), m.end(), "year", shift=shift)
    if word in {"cuối", "hết"}:
        return Read(start if word == "cuối" else m.start(), m.end(), "year")
    return None


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, None where there is none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
