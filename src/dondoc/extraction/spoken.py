"""Periods said without a year: "4 tháng", "cả năm", "từ đầu năm đến nay", "trong tháng", "5 năm qua"."""

from __future__ import annotations

import re
from bisect import bisect_left

from dondoc.extraction.bases import AGAINST
from dondoc.extraction.context import Context
from dondoc.extraction.frames import COUNTS, MANY, Frames, is_so_far, months_so_far
from dondoc.extraction.openers import NOW_FIRST, openers, term_past
from dondoc.records.source import Span

_GONE = re.compile(r"\d năm (?:vừa )?qua(?!\w)")
_AFTER = re.compile(r"(?<!\w)(?:sau|hơn|gần|trong vòng|mỗi|cứ|chỉ)(?: hơn| gần)? $")
_COMPARED = 60  # characters before a stage in which it is said to be compared with
_MEAN_OF = re.compile(
    r"(?:hơn|so với|bằng|như)(?: mức)?(?: bình quân| trung bình)?(?: chung)?(?: của)?(?: \d+ năm)? $"
)
_LEAD = len("những ngày làm việc cuối cùng của ")  # such words before what gives them away: the longest
_NEAR = 8  # paragraphs
_LOOKS_BACK = 2  # months of a year in which texts tell of the one before
_REACH = 200  # characters before a number
_SPOKEN = re.compile(
    r"(?=[tlchnqbsm\d])(?:(?P<begin>(?:từ|lũy kế(?: từ)?) đầu năm(?: (?P<of>20\d\d))?(?: đến nay| tới nay)?)"
    r"|(?<!dự toán )(?<!kế hoạch )(?<!chỉ tiêu )(?<!mục tiêu )(?<!của )(?P<whole>cả năm)"
    rf"|(?<!thực )(?<!phát )(?<!thể )(?<!xuất )\b(?P<now>{NOW_FIRST}|"
    r"hiện(?= (?:có|đã|còn|đang|thành phố|tỉnh|toàn|cả|nộp|chiếm|đạt|đứng|mới|chỉ|vẫn|được|quản lý)(?!\w)"
    r"| ?$)"
    r"|hiện tại|thời điểm (?:này|hiện tại|hiện nay))"
    r"|(?P<within>trong (?:tháng|quý|kỳ|năm)(?: này| qua)?"
    r"(?! \d|[\w/]| [ivx]+\b| (?:tới|sau|tiếp|trước|nay|ngoái|học|vụ|công))"
    r"|(?<!những )(?<!nhiều )(?<!các )(?<!mấy )(?<!vài )(?:tháng|quý|năm) (?:này|vừa qua|qua))"
    r"|(?P<last>(?:(?:những|các|\d{1,2}) )?(?:ngày|tuần)(?: làm việc)? cuối(?: cùng)?(?: của)? năm"
    r"(?: (?P<of_last>20\d\d))?|\d{1,2} ngày (?:cuối|trước khi (?:kết thúc|hết)) năm(?: (?P<of_end>20\d\d))?)"
    rf"|\b(?P<many>{MANY}) tháng(?= (?:đầu năm|qua)|,)"
    r"|\b(?P<n>\d{1,2}) (?P<unit>tháng|năm)(?! (?:trước|sau|tới|liên|liền|\d|cuối|một|so|nữa|nay)))(?!\w)"
)
_SIGN = re.compile(r"[nhtq](?:(?<=n)ăm|(?<=h)iện|(?<=t)(?:háng|hời điểm|rong (?:quý|kỳ))|(?<=q)uý này)")


def spoken_period(context: Context, frames: Frames, low: int, high: int) -> tuple[str, Span] | None:
    """The last period said without a year in `[low, high)`, and its words; None where none is."""
    low = max(low, high - _REACH)
    flat = context.flat
    sign = _SIGN.search(flat, low, high)
    if sign is None:
        return None
    first = sign.start()
    quarter = flat.find("quý", low, first)  # "quý vừa qua" is told without such a sign
    match = None
    for found in _SPOKEN.finditer(flat, max(low, (quarter if quarter >= 0 else first) - _LEAD), high):
        match = found
    if match is None or context.year is None:
        return None
    value = _value(context, frames, match)
    return (value, Span(match.start(), match.end())) if value is not None else None


def _value(context: Context, frames: Frames, match: re.Match[str]) -> str | None:
    year, day = context.year, context.date
    month = day.isoformat()[:7] if day is not None else context.document.header.month
    if match["begin"]:
        if match["of"] and match["of"] != f"{year}":
            return None
        month = month or _framed_month(frames, match.start())
        return f"{year}-01/{month}" if month is not None and month >= f"{year}" else None
    if match["now"]:
        return day.isoformat() if day is not None else context.document.header.month
    if match["last"]:
        return f"{match['of_last'] or match['of_end'] or year}-12"
    if match["whole"]:
        if (said := _year_said(context, match.start())) is not None:
            return said  # "Phấn đấu năm 2013, diện tích lúa cả năm trên 53 nghìn ha"
        told = frames.title_period or frames.topic("actual")
        planned = frames.frames[0].status == frames.at(match.start()).status == "target"
        if planned and told is not None and told.isdecimal():
            return told  # "giải ngân cả năm đạt trên 95%" in a plan made in December for the year to come
        return told if told is not None and told.isdecimal() and int(told) <= (year or 0) else f"{year}"
    if match["within"]:
        return _within(context, match, frames, month)
    if match["many"]:
        count = COUNTS[match["many"]]
        return months_so_far(context, count) if is_so_far(context, count) else None
    count = int(match["n"])
    if match["unit"] == "tháng":
        if _AFTER.search(context.flat, max(0, match.start() - 12), match.start()) is not None and (
            not context.flat.startswith((",", " đầu", " năm"), match.end())
        ):
            told = months_so_far(context, count) if is_so_far(context, count) else None
            named = any(mention.value == told for mention in context.dates)
            return told if named else None  # "sau 3 tháng ra quân": from whatever day it began
        return months_so_far(context, count) if is_so_far(context, count) else None
    return _stage(context, frames, match.start(), count)


def _year_said(context: Context, position: int) -> str | None:
    """The year that the sentence has named before "cả năm"."""
    low = context.sentence_at(position)[0]
    said = [m for m in context.dates_in(low, position) if m.cue != "compared" and not m.relative]
    return said[-1].value if said and said[-1].grain == "year" else None


def _framed_month(frames: Frames, position: int) -> str | None:
    """The last month of the heading's or the title's period: how far "từ đầu năm" goes."""
    for period in (frames.at(position).period, frames.title_period):
        if period is not None and re.fullmatch(r"\d{4}-\d\d", period[-7:]):
            return period[-7:]
    return None


def _within(context: Context, match: re.Match[str], frames: Frames, month: str | None) -> str | None:
    """“trong tháng”, "trong quý", "trong năm": of the size the words name, else nothing."""
    words = match["within"]
    topic = frames.title_period or frames.topic("actual")
    if "tháng" in words:
        return topic if topic is not None and re.fullmatch(r"\d{4}-\d\d", topic) else month
    if "quý" in words:
        return topic if topic is not None and "Q" in topic else None
    if "kỳ" in words:
        return topic
    if "năm" in words:
        if words.endswith("qua") and context.date is not None and context.date.month <= _LOOKS_BACK:
            return f"{context.date.year - 1}"  # "Năm qua, …" told in January
        return topic if topic is not None and topic.isdecimal() else _year_told(context, match.start())
    return None


def _year_told(context: Context, position: int) -> str:
    """The year that opened one of the paragraphs just before ("Năm 2024, …"), else the document's."""
    told = openers(context).before(position, 0)
    near = told is not None and openers(context).paragraphs(told.start, position) <= _NEAR
    if told is not None and near and told.period.isdecimal() and int(told.period) <= (context.year or 0):
        return told.period
    return f"{context.year}"


def _stage(context: Context, frames: Frames, position: int, count: int) -> str | None:
    """“5 năm”: the stage of so many years that was named before."""
    dates = context.dates
    place = bisect_left(dates, position, key=lambda mention: mention.span.start)
    ahead = frames.at(position).status == "target" and context.day is not None
    for mention in reversed(dates[max(0, place - 60) : place]):
        if ahead and context.day is not None and mention.last_day.year <= context.day.year:
            continue
        near = context.flat[max(0, mention.span.start - _COMPARED) : mention.span.start]
        if AGAINST.search(near) or _MEAN_OF.search(near):
            continue  # "cao hơn mức bình quân của 5 năm 2016 - 2020"
        if mention.grain == "years" and int(mention.value[5:9]) - int(mention.value[:4]) + 1 == count:
            return mention.value
    return term_past(context, count) if not ahead and _GONE.match(context.flat, position) else None
