r"""Headline, day and place of a press report, or of any text without an official heading.

Thứ Hai, 24/6/2024                       the day someone opened the page: no anchor
Thứ Bảy, 14/10/2023 18:0'(GMT+7)         beside a clock: the day of publication
Hội nghị lần thứ 15 …                    the headline
BẮC SƠN - Sáng 13/10, …                  place, and the day of the event: its year is the page's
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from dondoc import packs
from dondoc.reading import masthead, pressyear
from dondoc.reading.draft import Draft
from dondoc.records.document import BlockKind, DocumentType, Standing
from dondoc.records.source import Span
from dondoc.text.matcher import PhraseMatcher
from dondoc.text.names import LOWER, UPPER
from dondoc.text.normalize import FOLDED_ONCE, fold, opening

Field = tuple[str, object, Span | None]

_HEAD_LINES = 25  # lines among which headline and day of publication are looked for
_LONGEST_HEADLINE = 260
_LONGEST_OPENING = 160
_SHORT_SAPO = 120
_WORDS = 8  # a headline has seldom fewer
_NEAR = 1_500  # characters in which a report names its place
_LEAD = 3_000  # characters in which the day of the event stands
_OPENING = 700  # characters, and lines, in which a report says what has happened now
_OPENING_LINES = 4
_DAY = r"(?P<day>[0-9][0-9]?)\s?[/.\-]\s?(?P<month>\d{1,2})\s?[/.\-]\s?(?P<year>(?:19|20)\d\d)"
_CLOCK = r"\d{1,2}\s?(?:[:h]|giờ)\s?\d{0,2}(?:\s?[AP]M)?"
_STAMP = re.compile(
    rf"(?:{_CLOCK}['\"]?\W{{0,8}}(?:ngày\s+)?{_DAY}|{_DAY.replace('?P<', '?P<x')}\W{{1,6}}{_CLOCK})",
    re.IGNORECASE,
)
_DATED = re.compile(_DAY)
_POSTED = re.compile(r"đăng|cập nhật|xuất bản|gmt", re.IGNORECASE)
_CRAWLED = re.compile(r"\s*date\W{0,3}((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)", re.IGNORECASE)
_ISO_LINE = re.compile(
    r"\W*(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?:[ T]\d\d:\d\d(?::\d\d)?)?\W*"
)
# "13 Tháng Mười Hai, 2020", "Tháng 12 13, 2020", "13 thg 12, 2020": how blogs print the day of publication.
_MONTH_NAMES = {
    "Một": 1, "Giêng": 1, "Hai": 2, "Ba": 3, "Tư": 4, "Năm": 5, "Sáu": 6, "Bảy": 7, "Tám": 8,
    "Chín": 9, "Mười": 10, "Mười Một": 11, "Mười Hai": 12,
}  # fmt: skip
_NAMED_MONTH = "|".join(sorted(_MONTH_NAMES, key=len, reverse=True))
_BLOG_DAY = re.compile(
    rf"(?:(?P<day>\d{{1,2}}),? (?:[Tt]háng|[Tt]hg) (?P<month>\d{{1,2}}|{_NAMED_MONTH})"
    rf"|(?:[Tt]háng|[Tt]hg) (?P<xmonth>\d{{1,2}}|{_NAMED_MONTH}) (?P<xday>\d{{1,2}}))"
    r",? (?P<year>20\d\d)(?!\d)"
)
_LINES_TO_TELL = 4  # lines that show how a text parts its paragraphs
_FEWEST_WORDS = 4
_FIRST_LINES = 8  # in which a line that is a day and nothing else is that of publication
_MONTH_HINT = re.compile(r"20[0-9][0-9]-|[/\-]20[0-9]")  # in every match of the next
_MONTH_ONLY = re.compile(
    r"(?:date|ngày|tháng)\W{0,3}(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2])(?![\d\-])"
    r"|^\W*tháng\s+(?P<m>0?[1-9]|1[0-2])[/-](?P<y>20\d\d)",  # in prose it is of what is told
    re.IGNORECASE | re.MULTILINE,
)
# The day of an event: found by its digits, then what stands before them must say that it is one.
_EVENT = re.compile(
    r"(?P<day>[0-9][0-9]?)(?:\s*(?:-|–|đến|và)\s*(?:ngày\s+)?\d{1,2})?"
    r"(?:\s?[/.\-]\s?(?P<month>\d{1,2})(?:\s?[/.\-]\s?(?P<year>(?:19|20)\d\d))?(?![\d%/])"
    r"|\s+tháng\s+(?P<monthw>\d{1,2})(?:\s+năm\s+(?P<yearw>\d{4}))?)"
)
_INSIDE = frozenset("0123456789/.,-")  # before a digit: it is in the middle of a number
_WHEN = re.compile(
    r"(?:[Ss]áng|[Cc]hiều|[Tt]ối|[Tt]rưa|Ngày|[Hh]ôm (?:nay|qua)|[Tt]rong ngày|vào ngày|diễn ra ngày|Từ"
    r"|[Tt]rong (?:hai|ba|các|[234]) ngày)"
    r"(?:\s+(?:sớm|muộn|nay|qua|hôm nay|hôm qua|mai|thứ\s\w+|ngày))*[\s,(]*$"
)
_TO_COME = re.compile(r" (?:sắp )?tới(?!\w)")  # "áp dụng từ ngày 1-6 tới"
_WHEN_FIRST = re.compile(r"(?:Sáng|Chiều|Tối|Trưa|Ngày|Hôm nay|Hôm qua|Trong ngày|Từ ngày)\s")
_CITED = re.compile(r"số\s+\S+\s*,?\s*(?:ra\s+)?(?:ngày\s+)?$", re.IGNORECASE)
_DATELINE = re.compile(
    rf"^[ \t]*(?:\([^)\n]{{2,20}}\)\s*)?(?P<place>[{UPPER}][{UPPER} \-–.]{{2,30}}?)\s+[-–—]\s+"
    r"(?:Sáng|Chiều|Tối|Ngày|Trưa|Vừa qua|Hôm|Trong|Theo)\b",
    re.MULTILINE,
)
# What stands in every match of _NAMED, and how many characters after its beginning.
_AREA_SIGNS = (("ỉnh ", 1), ("hành phố ", 1), ("TP", 0), ("hành ủy ", 1), ("hành uỷ ", 1))
_NAMED = re.compile(
    r"(?:[Tt]ỉnh(?: (?:ủy|uỷ))?|[Tt]hành phố|TP\.?|[Tt]hành (?:ủy|uỷ)) "
    rf"(?P<name>[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+))(?!\w| [{UPPER}][{LOWER}])"
)
# What is printed below a picture: who took it, who stands where, what everybody sees on it.
_CAPTION = re.compile(
    r"(?:^|[-–.(]|\s)\s*Ảnh\s*:|\((?:[^()]{0,20}(?:bìa|thứ \w+|đứng|ngồi|hàng)[^()]{0,30}|ảnh[^()]{0,20})\)"
    r"|^(?:Quang|Toàn) cảnh |chụp ảnh lưu niệm|(?:tặng|trao) hoa(?: chúc mừng)? "
    r"|(?:phát biểu|chủ trì|báo cáo|trao đổi|kết luận)(?: khai mạc| bế mạc| chỉ đạo| kết luận| tham luận)?"
    r"(?: tại)? (?:hội nghị|đại hội|buổi (?:lễ|làm việc|họp)|cuộc họp|kỳ họp|phiên họp|lễ \w+)\W*$",
    re.IGNORECASE,
)
_HCM = re.compile(r"(?<!\w)TP\.? ?HCM(?!\w)")
_SKIP_TITLE = re.compile(
    r"^(?:\(?\d{1,2}[:h]\d|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}\W*$"
    r"|thứ\s(?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|cập nhật|ngày đăng|date\b|\(?tpo|ttxvn)",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"(?:[IVX]{1,4}|\d{1,2}(?:\.\d{1,2})*|[A-Ha-z])[./)](?:\s|$)|(?:Điều|Chương) [\dIVX]")
STATES = re.compile(r"[-–+•] |[^:\d]{2,50}: ?[^:\d]{0,12}\d")  # "- Thu ngân sách: 412 tỷ đồng"
# "Bình Sơn: 6 tháng, sản xuất công nghiệp ước đạt …": a headline; the number behind ":" says when.
# "Công an tỉnh: Bắt 71 đối tượng …": so is a sentence that begins anew behind it.
_SAYS_WHEN = re.compile(
    r"[^:\d]{2,50}: ?(?:\d{1,2} (?:tháng|quý|năm|ngày|tuần)(?!\w)"
    rf"|(?=[^\n]{{40}})[{UPPER}][{LOWER}]+ (?:[^\W\d]+ )?\d)"
)
_PREFIX = re.compile(
    r"(?:(?i:date)\W{0,3}20\d\d(?:-\d\d){0,2}\s*)?(?:\(?(?:[A-ZĐ]{2,6}O?|[A-ZĐ][\w.]{2,12})\)?\s+[-–—]\s+)?"
)
_SENTENCE_END = re.compile(r"[^\W\d_A-ZĐ][.!?…](?=\s)")
_SOURCE_NOTE = re.compile(r"\s*\((?:st|sưu tầm|theo [^)]{0,40})\)\s*$", re.IGNORECASE)
_AREA = re.compile(r"(?:tỉnh(?: ủy| uỷ)?|thành phố|thành ủy|thành uỷ|tp\.?)\s+", re.IGNORECASE)
# A resolution or decision whose heading is not in the text: "QUYẾT NGHỊ:" and its first article below.
_ENACTS = re.compile(
    r"^[ \t*_|]*(QUYẾT (?:(?P<resolves>NGHỊ)|ĐỊNH))[ \t*_|]*:?[ \t*_|]*\n\s*[*_|]*Điều 1\b", re.MULTILINE
)
# What a paper says of itself, where its heading is not in the text: "việc thực hiện Nghị quyết này".
_OF_ITSELF = re.compile(
    r"(?:thi hành|thực hiện|hiệu lực|kèm theo|phạm vi|đối tượng)[^.;\n]{0,24} (Nghị quyết|Quyết định) này"
    r"(?!\w)"
)


_OWN_TYPES = {"Nghị quyết": DocumentType.RESOLUTION, "Quyết định": DocumentType.DECISION}


# "Thủ tướng vừa ký Công điện số 210/CĐ-TTg ngày 6/11/2025": the only day a report of a paper gives.
_JUST_SIGNED = re.compile(
    r"(?<!\w)vừa (?:ký|ban hành|có)(?!\w)[^.;\n]{0,120}? (?:ra )?ngày (?P<day>\d{1,2})\s?[/.\-]"
    r"\s?(?P<month>\d{1,2})\s?[/.\-]\s?(?P<year>20\d\d)(?!\d)"
)
_WEEKDAY = re.compile(  # "QS - Thứ Năm, ngày 18/02/2026": who published it, and when
    rf"[A-ZĐ]{{2,8}}O? [-–] (?:Thứ \w+|Chủ nhật),? (?:ngày )?{_DAY}", re.IGNORECASE
)
_UNDER_TITLE = 60  # characters
_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Lead:
    """How a text without official heading begins."""

    lines: tuple[Span, ...]  # the first ones that are no furniture
    title: Span | None  # the one that is its headline


def begin(draft: Draft) -> Lead:
    """The first lines of a report, and its headline where it has one."""
    lines = _head(draft)
    return Lead(tuple(lines), _title(draft, lines))


def read(draft: Draft, lead: Lead) -> Iterator[Field]:
    """The fields a report states, as (name, value, span).

    A day without a year is taken for the nearest such day before the page's own; without a page's day the
    year comes from the text, and no date is given where the text has none.
    """
    lines, title = lead.lines, lead.title
    prose = any(span.end - span.start > _SHORT_SAPO for span in lines) or len(draft.text) > 2_000
    enacts = _ENACTS.search(draft.text)
    report = enacts is None and (draft.media == "html" or (draft.media != "xlsx" and prose))
    if enacts is not None:
        resolves = enacts["resolves"] is not None
        yield "type", DocumentType.RESOLUTION if resolves else DocumentType.DECISION, Span(*enacts.span(1))
    elif lines and _LABELLED.match(draft.text, lines[0].start) and (own := _OF_ITSELF.search(draft.text)):
        report = False
        yield "type", _OWN_TYPES[own[1]], Span(*own.span(1))
    yield "type", DocumentType.PRESS if report else DocumentType.OTHER, None
    if report:
        yield "standing", Standing.PRESS, None
    if title is None and lines:
        yield "opening", _opening(draft.text[lines[0].slice]), None
    if title:
        yield "title", _SOURCE_NOTE.sub("", " ".join(draft.text[title.slice].lstrip("# ").split())), title
    yield from _date(draft, lines, title)
    place = _place(draft.text, title)
    if place:
        yield (
            "place",
            draft.text[place.slice].title() if draft.text[place.slice].isupper() else draft.text[place.slice],
            place,
        )


def _head(draft: Draft) -> list[Span]:
    """The first lines that are not known as furniture by the format."""
    furniture = {hint.span.start for hint in draft.blocks if hint.kind is BlockKind.FURNITURE}
    found: list[Span] = []
    start = 0
    while start < len(draft.text) and len(found) < _HEAD_LINES:
        end = draft.text.find("\n", start)
        end = len(draft.text) if end < 0 else end
        line = masthead.trimmed(draft.text, start, end)
        if line and start not in furniture:
            found.append(line)
        start = end + 1
    return found


def _opening(line: str) -> str:
    """The first sentence of a report that has no headline, without what a crawler or an agency put before."""
    words = " ".join(line.split())
    words = words[_prefix_end(words) :]
    end = _SENTENCE_END.search(words)
    return opening(words[: end.end()] if end else words, _LONGEST_OPENING)


# --- headline -----------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _boilerplate() -> frozenset[str]:
    return frozenset(fold(form) for form in packs.load().forms("boilerplate"))


def _is_prose(words: str) -> bool:
    """Whether a line is a paragraph of the report: long, ending or beginning as news does."""
    ends, long = words[-1] in ".…", len(words) > _SHORT_SAPO
    if ends and words.startswith(_POINTS_BACK):
        return True
    return (ends and long) or ((ends or long) and _WHEN_FIRST.match(words[_prefix_end(words) :]) is not None)


def _prefix_end(words: str) -> int:
    """Where a line begins behind what a crawler or an agency put before it."""
    prefix = _PREFIX.match(words)
    return prefix.end() if prefix else 0


def _title(draft: Draft, lines: Sequence[Span]) -> Span | None:
    text = draft.text
    for hint in draft.blocks:
        if hint.kind is BlockKind.HEADING and hint.level == 1:
            return masthead.trimmed(text, hint.span.start, hint.span.end)
    best: Span | None = None
    first = _first_apart(text, lines)
    stamped = False  # a rubric may stand above the day of publication, the headline below
    for n, line in enumerate(lines):
        words = text[line.slice]
        headline = n == 0 and _is_headline(words) and (first or _SAYS_WHEN.match(words))
        states = STATES.match(words) is not None and not headline
        if _LABELLED.match(words) or len(words) > _LONGEST_HEADLINE or _is_prose(words) or (states and best):
            break  # below the first paragraph stand captions, no headline
        if text[max(0, line.start - 2) : line.start] == "# ":
            return line
        if states or _CAPTION.search(words):
            continue
        if _SKIP_TITLE.match(words) or _WHEN_FIRST.match(words) or fold(words).strip(" :.") in _boilerplate():
            stamped = stamped or _DATED.search(words) is not None
            continue
        if words[0].islower():  # the middle of a paragraph whose lines are broken
            if best is not None:
                break
            continue
        if words[-1] in ".;," or (n and words == text[lines[n - 1].slice]):
            continue
        size, known = len(words.split()), len(text[best.slice].split()) if best else 0
        if best is None or (known < _WORDS and size > known) or (stamped and size > known):
            whole = _over_lines(text, lines, n)
            if whole is None:
                break
            best, stamped = whole, False
    return best or first


def _first_apart(text: str, lines: Sequence[Span]) -> Span | None:
    """The first line where it stands apart from paragraphs that do not: a headline, a full stop or not."""
    if len(lines) < _LINES_TO_TELL:
        return None
    apart = [text.count("\n", a.end, b.start) > 1 for a, b in pairwise(lines[:_FIRST_LINES])]
    words = text[lines[0].slice]
    short = len(words) <= _SHORT_SAPO and words[0].isupper() and len(words.split()) >= _FEWEST_WORDS
    cut_off = words.endswith(("...", "…"))  # a site prints long headlines so
    if (
        not (apart[0] and (cut_off or not all(apart)) and short)
        or _CAPTION.search(words)
        or _LABELLED.match(words)
    ):
        return None
    skipped = _SKIP_TITLE.match(words) or _WHEN_FIRST.match(words) or words.startswith(_TELLS + _POINTS_BACK)
    return None if skipped or words[-1] in ":;," else lines[0]


def _is_headline(words: str) -> bool:
    """“Hải quan An Thử: 5 giải pháp để …” says more behind its number than "Thu ngân sách: 412 tỷ đồng"."""
    return len(words.split()) >= _WORDS and words[0].isupper()


def _over_lines(text: str, lines: Sequence[Span], n: int) -> Span | None:
    """A headline with the lines it goes on in; None where it is the first line of a broken paragraph."""
    last = n
    while last + 1 < len(lines) and text[lines[last + 1].start].islower():
        if (
            text[lines[last].end : lines[last + 1].start].count("\n") > 1
            or text[lines[last].end - 1] in ".!?:;"
        ):
            break
        last += 1
    if last == n:
        return lines[n]
    begins = _WHEN_FIRST.match(text, lines[n].start) or text.startswith(_TELLS, lines[n].start)
    if begins or text[lines[last].end - 1] in ".:;" or lines[last].end - lines[n].start > _LONGEST_HEADLINE:
        return None
    return Span(lines[n].start, lines[last].end)


_POINTS_BACK = ("Đó là ", "Đây là ", "Theo đó, ", "Trong đó, ")  # no headline is said to be that
_TELLS = ("Theo ", "Trong ", "Tại ", "Năm ", "Tính đến", "Thực hiện ")


# --- day ----------------------------------------------------------------------------------------------


def _date(draft: Draft, lines: Sequence[Span], title: Span | None) -> Iterator[Field]:
    text = draft.text
    published = _day(*(dict(draft.meta).get("published", "") + "--").split("-")[:3])
    if published is not None:
        yield "date", published, None
        return
    crawled = _CRAWLED.match(text)
    day = _day(*crawled.groups()) if crawled else None
    if crawled and day:
        yield "date", day, Span(crawled.start(1), crawled.end())
        return
    short = [line for line in lines if line.end - line.start < 90]
    stamp = _stamp(text, short)
    if stamp is not None:
        yield "date", stamp[0], stamp[1]
        return
    anchor = _anchor(text, short)
    month = _MONTH_ONLY.search(text, 0, 400) if _MONTH_HINT.search(text, 0, 400) else None
    opening = max(_OPENING, lines[min(len(lines), _OPENING_LINES) - 1].end if lines else 0)
    for match in _EVENT.finditer(text, 0, _LEAD):
        before = text[max(0, match.start() - 40) : match.start()]
        if before[-1:] in _INSIDE or _CITED.search(before) or _TO_COME.match(text, match.end()):
            continue
        if not _tells(before, opens=match.start() < opening, year=match["year"] or match["yearw"]):
            continue
        if anchor is not None and match.start() == anchor[1].start:
            continue
        day = _event(text, match, anchor, month)
        if day is not None and anchor is not None and _is_published(text, anchor, title, day):
            yield "date", anchor[0], anchor[1]
            return
        if day is not None:
            yield "date", day, Span(match.start("day"), match.end())
            return
    if anchor is None and (signed := _JUST_SIGNED.search(text, 0, _LEAD)) is not None:
        day = _day(signed["year"], signed["month"], signed["day"])
        if day is not None:
            yield "date", day, Span(signed.start("day"), signed.end())
            return
    if anchor is not None:
        yield "date", anchor[0], anchor[1]
    elif month is not None:
        yield (
            "month",
            f"{month['year'] or month['y']}-{int(month['month'] or month['m']):02d}",
            Span(*month.span()),
        )


def _is_published(text: str, anchor: tuple[date, Span], title: Span | None, event: date) -> bool:
    """Whether the day alone in its line is that of publication: under the headline, soon after the event.

    Above the headline it may be the day the page was opened.
    """
    start, end = anchor[1]
    line = text[text.rfind("\n", 0, start) + 1 : text.find("\n", end)].strip(" \t.|")
    below = title is not None and 0 < start - title.end <= _UNDER_TITLE
    if event > anchor[0] or not below:
        return False
    return _WEEKDAY.fullmatch(line) is not None or (line == text[start:end] and anchor[0] <= event + _SOON)


def _tells(before: str, *, opens: bool, year: str | None) -> bool:
    """Whether a day behind `before` is that of the event told, not of something that went before it."""
    if opens and year is None and before.endswith("ngày "):
        return True
    when = _WHEN.search(before)
    if when is None:
        return False
    return opens or year is None or not when[0][0].islower()  # "được phê duyệt vào ngày 17/9/2016"


def _stamp(text: str, lines: Sequence[Span]) -> tuple[date, Span] | None:
    """A day beside a clock, or in a line that says it is the day of publication."""
    stamps: list[tuple[date, Span]] = []
    for line in lines:
        match = _STAMP.search(text, line.start, line.end)
        if match:
            names = ("year", "month", "day") if match["day"] else ("xyear", "xmonth", "xday")
            made = _day(*(match[name] for name in names))
            if made:
                stamps.append((made, Span(match.start(names[2]), match.end(names[0]))))
    if stamps:
        # A clock over everything tells when the page was opened; the report's own day stands under its title.
        clock = len(stamps) > 1 and stamps[0][1].start < lines[0].end and stamps[1][0] < stamps[0][0]
        return stamps[1] if clock else stamps[0]
    for line in lines[:_FIRST_LINES]:
        match = _ISO_LINE.fullmatch(text, line.start, line.end)
        made = _day(match["year"], match["month"], match["day"]) if match else None
        if match and made:
            return made, Span(*match.span())
        match = _BLOG_DAY.search(text, line.start, line.end)
        if match:
            of = match["month"] or match["xmonth"]
            made = _day(match["year"], _MONTH_NAMES.get(of, of), match["day"] or match["xday"])
            if made:
                return made, Span(*match.span())
    for line in lines:
        if _POSTED.search(text, line.start, line.end):
            match = _DATED.search(text, line.start, line.end)
            made = _day(match["year"], match["month"], match["day"]) if match else None
            if match and made:
                return made, Span(*match.span())
    return None


def _anchor(text: str, lines: Sequence[Span]) -> tuple[date, Span] | None:
    """A day that stands alone in a line near the top: it may be the day the page was opened."""
    for line in lines:
        if line.end - line.start > 40:
            continue
        match = _DATED.search(text, line.start, line.end)
        made = _day(match["year"], match["month"], match["day"]) if match else None
        alone = match is not None and match.end() == line.end
        if match and made and (alone or not _WHEN_FIRST.match(text, line.start)):
            return made, Span(*match.span())
    return None


def _event(
    text: str, match: re.Match[str], anchor: tuple[date, Span] | None, month: re.Match[str] | None
) -> date | None:
    """The day of an event, its year found if need be."""
    of = match["month"] or match["monthw"]
    year = match["year"] or match["yearw"]
    if year is None and month is not None:
        year = month["year"] or month["y"]
    if year is not None:
        return _day(year, of, match["day"])
    if anchor is not None:
        made = _day(anchor[0].year, of, match["day"])
        return made.replace(year=made.year - 1) if made and made > anchor[0] else made
    made = _day(2000, of, match["day"])  # a leap year: 29/2 is checked with the real one
    guess = pressyear.year_of(text, made.month) if made else None
    return _day(guess, of, match["day"]) if guess else None


def _day(year: object, month: object, day: object) -> date | None:
    try:
        return date(int(str(year)), int(str(month)), int(str(day)))
    except ValueError:
        return None


# --- place --------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _provinces() -> PhraseMatcher[None]:
    """Folded names of provinces."""
    forms = packs.load().by_id("issuers").get("province", {}).get("forms", ())
    return PhraseMatcher(dict.fromkeys(map(fold, forms)))


@lru_cache(maxsize=1)
def _province_names() -> frozenset[str]:
    return frozenset(map(fold, packs.load().by_id("issuers").get("province", {}).get("forms", ())))


def _place(text: str, title: Span | None) -> Span | None:
    """Where the report comes from: the place before its first words, else the first province it names."""
    dateline = _DATELINE.search(text, 0, _NEAR)
    if dateline and not _is_paper(dateline["place"]):
        return Span(*dateline.span("place"))
    if title is not None:
        titled = _places(text, title.start, title.end)
        if titled:
            return min(titled)
    found = _places(text, 0, min(len(text), _NEAR))
    low = _folded(text, 0, _NEAR)
    weights = Counter(low[span.slice] for span in found)
    for span in found:  # "tỉnh …", "Tỉnh ủy …" says more than the name of a neighbour
        weights[low[span.slice]] += bool(_AREA.search(low[max(0, span.start - 14) : span.start]))
    return max(found, key=lambda span: weights[low[span.slice]], default=None)


def _is_paper(place: str) -> bool:
    """Whether capitals before a dash are a newspaper's: "BHG - Sáng …"; a place has more than one word."""
    return " " not in place.strip() and fold(place) not in _province_names()


def _folded(text: str, start: int, end: int) -> str:
    """A part of a text, folded; the whole is folded once for all who ask."""
    return fold(text)[start:end] if len(text) <= FOLDED_ONCE else fold(text[start:end])


def _places(text: str, start: int, end: int) -> list[Span]:
    """Known provinces, and names after "tỉnh", "thành phố"; in the text's order."""
    low = _folded(text, start, end)
    found: set[Span] = set()
    for at, stop in _provinces().everywhere(low):
        a, b = start + at, start + stop
        if text[a].isupper() and not text[a - 1 : a].isalnum() and not text[b : b + 1].isalnum():
            found.add(Span(a, b))
    for sign, before in _AREA_SIGNS:
        at = text.find(sign, start, end)
        while at >= 0:
            named = _NAMED.match(text, max(start, at - before), end)
            if named:
                found.add(Span(*named.span("name")))
            at = text.find(sign, at + 1, end)
    found |= {Span(*m.span()) for m in _HCM.finditer(text, start, end)}
    return sorted(found)
