"""The year of a press report that gives its day without one, from the years it speaks of.

sơ kết 6 tháng đầu năm 2022            its own year
đạt 12% so với cuối năm 2021           told in spring: the year before
triển khai nhiệm vụ năm 2024           in December next year's, in January this year's
đến năm 2030                           tells nothing
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_YEAR = re.compile(r"20\d\d(?!\s?[-–]\s?20\d\d)(?!\d)")
_OF_YEAR = re.compile(
    r"(?:(?P<part>quý\s+\w+(?:[/ -]| năm\s)|tháng\s+(?P<month>\d{1,2})(?:[/-]|\s+năm\s))|năm\s)\s?$",
    re.IGNORECASE,
)
_DAY_BEFORE = re.compile(r"(?<!\d)\d{1,2}[/.\-](?P<month>0?[1-9]|1[0-2])[/.\-]$")
_RANGE = re.compile(r"20\d\d\s?[-–]\s?$")
_BASE = re.compile(r"(?:so với|so|bằng|hơn)\s+(?:cùng kỳ\s+|cuối\s+|với\s+)*$", re.IGNORECASE)
# The year of what it is named after, not of a law: "kỳ thi tốt nghiệp 2018", "SEA Games 2021".
_NAMED = re.compile(
    r"(?:kỳ thi|kỳ|hội thi|giải|cup|games|tết|mùa|festival|lễ hội|chiến dịch|hội nghị|hội chợ|diễn đàn"
    r"|hội thảo)[^.,;:\n]{0,40}\s$",
    re.IGNORECASE,
)
# "Nghị quyết Đại hội đại biểu Đảng bộ xã lần thứ I, nhiệm kỳ 2025 - 2030": told in the year the term begins.
_TERM = re.compile(r"đại hội[^.;\n]{0,60}nhiệm kỳ\s(20\d\d)\s?[-–]\s?$", re.IGNORECASE)
_FROM = re.compile(r"(?:từ|đến|trước)\s+$", re.IGNORECASE)
_RESULT = re.compile(r"(?:tình hình|kết quả|trong|tổng kết|sơ kết|báo cáo)\b[^.;\n]{0,50}$", re.IGNORECASE)
_ESTIMATE = re.compile(r"[^.;,\n]{0,45}(?:ước|dự kiến)\b", re.IGNORECASE)
_AHEAD = re.compile(
    r"(?:đến|tới|phấn đấu|mục tiêu|nhiệm vụ|kế hoạch|dự toán|phương hướng|chủ đề|chương trình"
    r"|từ|sau|xác định|cho|sẽ)\b[^.;,]{0,35}$",
    re.IGNORECASE,
)
_AHEAD_AFTER = re.compile(r"[^.;]{0,40}(?:phấn đấu|đặt mục tiêu|đề ra|giao|phải)", re.IGNORECASE)
_HALF = re.compile(r"tháng\s+(đầu|cuối)\s*$", re.IGNORECASE)
# A year's own plan, not a far aim: "nhiệm vụ năm 2024", "kế hoạch phát triển kinh tế - xã hội năm 2024".
_PLANNED = re.compile(
    r"(?:nhiệm vụ|kế hoạch|phương hướng|dự toán|giải pháp|công tác)\b[^.;,]{0,45}$", re.IGNORECASE
)
_PARTED = re.compile(r",|(?<!\w)và(?!\w)|triển khai(?= nhiệm| kế| phương)", re.IGNORECASE)
_TO_COME = re.compile(
    r"(?<!\w)(?:dự kiến|sẽ|đến|tới|trước|hạn|phấn đấu|kế hoạch|hoàn thành|nhiệm vụ|phải làm|phương hướng"
    r"|công việc|giao việc)\b[^.;\n]{0,60}$",
    re.IGNORECASE,
)
_OVER = re.compile(r"(?<!\w)(?:đã|từng|vừa)\s[^.;\n]{0,60}$", re.IGNORECASE)
_CLOSING = 9  # the last month in which a year's results are still those of the year before
_OPENING = 2  # the last month in which the year before is summed up
_LEAD = 3_000  # characters in which a report says what it is of
_HALF_A_YEAR = 6  # months: what a report looks back at is seldom older, where it gives its day without a year


@dataclass(slots=True)
class _Spoken:
    """The years a text speaks of, by what is said of them."""

    own: list[int] = field(default_factory=list)  # full dates, quarters, results, estimates
    other: list[int] = field(default_factory=list)  # neither result nor plan
    plans: list[int] = field(default_factory=list)  # tasks and plans of one year
    bases: list[int] = field(default_factory=list)  # "so với năm 2024": the year before its own
    term: int = 0  # the first year of a term of office that a congress has begun
    same_period: int = 0  # the latest of "so với cùng kỳ năm 2024": surely the year before its own
    named: list[int] = field(default_factory=list)  # "kỳ thi tốt nghiệp 2018"
    closed: int = 0  # "cuối năm 2025", "hết năm 2025"
    ahead: int = 0  # the latest that the beginning looks forward to
    gone: list[tuple[int, int]] = field(default_factory=list)  # years and months told as over


def year_of(text: str, month: int) -> int | None:
    """The year of a report of this month; None where the years it speaks of leave it open.

    Full dates, quarters, results "trong năm 2025" and estimates are of the report's own year; a year that is
    only striven for is not; "cuối năm 2025" told in May is the year before.
    """
    spoken = _Spoken()
    late = month > _CLOSING
    for match in _YEAR.finditer(text):
        before = text[max(0, match.start() - 70) : match.start()]
        if not before[-1:].isdigit():
            _hear(spoken, text, match, before, late=late)
    return _not_before(spoken.gone, _year(spoken, month), month)


def _not_before(gone: list[tuple[int, int]], year: int | None, month: int) -> int | None:
    """“Hôm nay 8-1 … sau ngày 14-10-2017”: what is over was before the day of the report."""
    last = max((of for told, of in gone if told == year), default=0)
    if year is not None and any(told > year for told, _ in gone):
        return None  # "hạn hán cuối năm 2014 …, mưa lũ tháng 12-2016": later than either
    if year is None or last <= month:
        return year
    return year + 1 if month + 12 - last <= _HALF_A_YEAR else None


def _year(spoken: _Spoken, month: int) -> int | None:
    """The year that fits what was heard."""
    late = month > _CLOSING
    if spoken.own and spoken.same_period >= max(spoken.own) and month > _OPENING:
        return spoken.same_period + 1  # "tăng 22% so với cùng kỳ năm 2016. Trước đó, trong 4 tháng năm 2016"
    if spoken.own:
        last = max(spoken.own)
        # in December: "tổng kết năm 2017, triển khai nhiệm vụ năm 2018"
        plans_next = late and spoken.ahead == last and last - 1 in {*spoken.own, *spoken.other}
        if month <= _OPENING and last + 1 in spoken.plans:
            return last + 1  # in January: "tổng kết năm 2018, triển khai kế hoạch năm 2019"
        return last - 1 if plans_next else last
    if spoken.closed and spoken.closed >= max(spoken.other, default=0):
        return spoken.closed if late else spoken.closed + 1
    if spoken.other and late:
        return max(spoken.other)
    if spoken.plans:  # next year's tasks are set in the last months, this year's in the first
        return min(spoken.plans) - 1 if late else min(spoken.plans)
    latest = max([*spoken.other, *spoken.named, *spoken.bases], default=0)
    if latest in spoken.named:
        return latest
    if latest in spoken.bases and month > _OPENING:  # in January it may be the year before last
        return latest + 1
    return spoken.term or None if month > _OPENING else None


def _is_over(before: str) -> bool:
    """Whether what stands before a day or a month tells of something that has been."""
    return _TO_COME.search(before) is None or _OVER.search(before) is not None


def _hear_bare(spoken: _Spoken, year: int, before: str) -> None:
    """A year without the word: the end of a term of office, or the year of what it is named after."""
    if (term := _TERM.search(before)) is not None:
        spoken.term = int(term[1])
    elif _NAMED.search(before):
        spoken.named.append(year)


def _hear_beside(spoken: _Spoken, year: int, before: str) -> bool:
    """Whether the words beside "năm 2024" settle what it is: a session's own year, or one compared with."""
    said = before.lower().rstrip()
    if said.endswith("kỳ họp giữa"):
        spoken.own.append(year)
        return True
    if said.endswith(("cuối", "hết")):
        spoken.closed = max(spoken.closed, year)
    base = _BASE.search(before)
    if base is None:
        return False
    spoken.bases.append(year)
    if "cùng kỳ" in base[0].lower():
        spoken.same_period = max(spoken.same_period, year)
    return True


def _hear(spoken: _Spoken, text: str, match: re.Match[str], before: str, *, late: bool) -> None:
    """Put one year where it belongs."""
    year = int(match[0])
    if day := _DAY_BEFORE.search(before[-8:]):
        spoken.own.append(year)
        if _is_over(before):
            spoken.gone.append((year, int(day["month"])))
        return
    of = _OF_YEAR.search(before[-18:])
    if of is None:
        _hear_bare(spoken, year, before)
        return
    if of["month"] and _is_over(before):
        spoken.gone.append((year, int(of["month"])))
    before = before[: of.start() - len(before[-18:])]
    if half := _HALF.search(before):  # "6 tháng cuối năm 2022" is planned in that year's middle
        next_year = half[1].lower() == "đầu" and late and _PLANNED.search(before)
        (spoken.plans if next_year else spoken.own).append(year)
        return
    if _hear_beside(spoken, year, before) or _RANGE.search(before[-8:]):
        return
    result, ahead = _RESULT.search(before), _AHEAD.search(before)
    if result and ahead and _PARTED.search(before, result.start(), ahead.start() + 1):
        result = None  # "tổng kết năm 2022, triển khai nhiệm vụ năm 2023"; not "kết quả thực hiện nhiệm vụ"
    if ahead and ahead[0].lower().startswith("sẽ"):
        result = None  # "kinh tế [sẽ] bật lên trong năm 2021"
    if ahead and not result and match.start() < _LEAD:
        spoken.ahead = max(spoken.ahead, year)
    if (of["part"] and not _FROM.search(before)) or result or _ESTIMATE.match(text, match.end()):
        spoken.own.append(year)
    elif not ahead and not _AHEAD_AFTER.match(text, match.end()):
        spoken.other.append(year)
    elif _PLANNED.search(before):
        spoken.plans.append(year)
