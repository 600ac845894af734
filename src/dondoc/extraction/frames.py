"""What headings and the document itself say for all that stands under them: period, and result or target.

A heading "NHỮNG KẾT QUẢ ẤN TƯỢNG 9 THÁNG ĐẦU NĂM" gives its period and "result" to every statement below it
that says nothing itself; "Mục tiêu đến năm 2030" gives 2030 and "target".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from dondoc.extraction.context import Context
from dondoc.records.document import BlockKind, DocumentType
from dondoc.text.dates import DateMention

# Names of its own: to ask an enumeration for a member takes ten times as long.
_HEADING, _LIST_ITEM, _TABLE, _PARAGRAPH = (
    BlockKind.HEADING,
    BlockKind.LIST_ITEM,
    BlockKind.TABLE,
    BlockKind.PARAGRAPH,
)
_TARGET = re.compile(
    r"(?<!\w)(?:mục tiêu|chỉ tiêu|phương hướng|nhiệm vụ|dự toán|kế hoạch|quyết nghị|phấn đấu|định hướng|"
    r"(?:được )?giao (?:chỉ tiêu|dự toán|kế hoạch|nhiệm vụ|vốn)|quyết tâm)(?!\w)"
)
_RESULT = re.compile(
    r"(?<!\w)(?:kết quả|tình hình|thực trạng|sự cần thiết|đặc điểm|bối cảnh|"
    r"đánh giá|thành tựu|ấn tượng|tồn tại|hạn chế|"
    r"thực hiện (?:các )?(?:nhiệm vụ|mục tiêu|chỉ tiêu)|"
    r"(?P<reached>đạt được|(?:đã|không|chưa) (?:hoàn thành|đạt|thực hiện)|"
    r"(?:vượt|hoàn thành|đạt)(?: và vượt)?(?: mức)?(?: các| nhiều| toàn bộ)? "
    r"(?:kế hoạch|chỉ tiêu|dự toán|mục tiêu)))"
    r"(?!\w)"
)
_WANTED = re.compile(
    r"(?<!\w)(?:phấn đấu|quyết tâm|để|nhằm|nỗ lực|tập trung|cần|phải|sẽ|bảo đảm|đảm bảo)(?!\w)"
)
_FORESEEN = re.compile(r"[\W\d]*(?:dự báo|ước tính)(?!\w)")
_ACCOUNTS = re.compile(r"(?<!\w)(?:quyết toán|tổng kết|sơ kết)(?!\w)")  # a resolution on what was
_AIM = re.compile(r"(?<!\w)(?:mục tiêu|chỉ tiêu (?:chủ yếu|cụ thể|đến)|phấn đấu)(?!\w)")
_AIMS_LISTED = re.compile(  # a page that is nothing but a congress's aims
    r"\W*(?:date [\d-]+ )?(?:(?:các|một số|những) )?(?:chỉ tiêu|mục tiêu)"
    r" (?:chủ yếu|cụ thể|cơ bản|phát triển)"
)
# The same with the text right behind it: "Một số chỉ tiêu chủ yếu (nhiệm kỳ 2020 - 2025) Tốc độ tăng …".
_AIMS_OF_TERM = re.compile(
    rf"{_AIMS_LISTED.pattern}[^.;:\n]{{0,60}}\((?:nhiệm kỳ|giai đoạn) \d{{4}} ?[-–] ?\d{{4}}\)(?= \w)"
)
_DIRECTS = re.compile(r"(?<!\w)(?:yêu cầu|đề nghị|chỉ thị|giao)(?!\w)")
_SHORTEST_INLINE = 4  # words in capitals that a line begins with to be a heading with text behind it
_SURELY = 8  # characters; fewer are often an abbreviation
_LONGEST_INLINE = 24
_PAGE_DATE = re.compile(r"\s*date \d{4}-\d\d(?:-\d\d)? ")
_MANY = 2000  # frames; a document of nothing but lead-ins stays cheap
_CONCLUDES = frozenset({DocumentType.NOTICE, DocumentType.CONCLUSION})
_PLANNING = frozenset(
    {
        DocumentType.PLAN,
        DocumentType.PROGRAMME,
        DocumentType.RESOLUTION,
        DocumentType.DIRECTIVE,
        DocumentType.DECISION,
    }
)


@dataclass(slots=True)
class Frame:
    """What holds from `start` on until the next frame."""

    start: int
    status: str | None
    period: str | None
    heading: str  # the heading's words
    level: int = 0  # 1 is the highest; 0 the document itself


class Frames:
    """The frames of one document, in order; the first is the document itself."""

    def __init__(self, context: Context) -> None:
        self.context = context
        header = context.document.header
        planning = header.type in _PLANNING
        title = self._title = _title_span(context)
        self._directs = header.type is DocumentType.DIRECTIVE  # it tells first what has happened, then orders
        letter = header.type is DocumentType.OTHER and context.flat.find("kính gửi", 0, _LEAD) >= 0
        self._orders = self._directs or letter or header.type in _CONCLUDES
        self.frames = [Frame(0, "target" if planning and not self._directs else None, None, "")]
        self._open_frames = [self.frames[0]]  # one of each level, what a heading stands under
        self.title_period = _title_period(context, *title) if title else None
        self.title_end = title[1] if title else 0
        self.title = context.flat[slice(*title)] if title else ""
        if header.type is DocumentType.OTHER and self.title.startswith(
            ("nghị quyết về dự toán", "kế hoạch", "nghị quyết")
        ):
            planning = True
            self.frames[0].status = "target"
        if planning and _ACCOUNTS.search(self.title):
            self.frames[0].status = "actual"
        self._planning = planning
        if planning and self.title_period is None:
            self.title_period = _planned_year(context)
        self._listed: Frame | None = None  # what held before a lead-in that rules its list alone
        self.frames[0].period = self.title_period if planning else None
        text = context.text
        for start, end, kind in context.lines:
            if context.layout.broken and kind is not _HEADING and _inside(context, start, end):
                continue
            if self._listed is not None and kind is not _LIST_ITEM and kind is not _TABLE:
                self._close_list(start)
            last = text[end - 1]
            if last.isspace():
                last = text[start:end].rstrip()[-1:]
            if last == ":" and len(self.frames) < _MANY:
                if end - start <= _LONGEST_HEADING and _ROMAN_LABEL.match(text, start):
                    self._open(start, end)  # "I. Tình hình 6 tháng đầu năm:"
                else:
                    self._lead_in(start, end)
            elif start < _LEAD and (aims := _AIMS_OF_TERM.match(context.flat, start, end)) is not None:
                self._open(start, aims.end())
            elif (
                kind is _PARAGRAPH
                and (text[start].isupper() or text[start] in " d")
                and (inline := _inline_heading(text, start, end))
            ):
                self._open(start, inline)
            elif (
                kind is _HEADING
                or (kind is _PARAGRAPH and _looks_like_heading(context, start, end))
                or (kind is _LIST_ITEM and _says_only_when(context, start, end))
            ):
                self._open(start, end)
        self._starts = [frame.start for frame in self.frames]
        self._topics: tuple[str | None, str | None, str | None] | None = None

    def _open(self, start: int, end: int) -> None:
        heading = self.context.flat[start:end]
        titled = self._title is not None and start < self._title[1] and self._title[0] < end
        listed = _AIMS_LISTED.match(heading) is not None
        status = None if titled and not (self._planning or listed) else _standing(heading)
        level = _level(self.context.text[start:end])
        above = self._above(level)
        # An article that is a sentence: "Điều 3. Giải ngân đạt 95%; đến hết quý II đạt 50%"
        clause = self.context.flat.find(";", start, end)
        period = (
            None if titled and not listed else _period_in(self.context, start, clause if clause > 0 else end)
        )
        period = period or above.period
        self._add(Frame(start, status or above.status, period, heading, level))

    def _above(self, level: int) -> Frame:
        """The last frame of a higher level."""
        while self._open_frames and self._open_frames[-1].level >= level:
            self._open_frames.pop()
        return self._open_frames[-1] if self._open_frames else self.frames[0]

    def _add(self, frame: Frame) -> None:
        self._above(frame.level)
        self._open_frames.append(frame)
        self.frames.append(frame)

    def _lead_in(self, start: int, end: int) -> None:
        """“… đến hết năm 2015:” gives its year to the list under it."""
        low = max(start, self.context.sentence_at(max(start, end - 2))[0])
        period = _period_in(self.context, low, end) or _so_far(self.context, low, end)
        before = self.frames[-1]
        words = self.context.flat[low:end]
        aims = _AIM.search(words) or (self._orders and _DIRECTS.search(words))
        foreseen = before.status != "target" and _FORESEEN.match(words)
        status = "target" if aims else "estimate" if foreseen else before.status
        if foreseen and self._listed is None:
            self._listed = before
        if period is not None or status != before.status:
            self._add(Frame(end, status, period or before.period, words, before.level + 1))

    def _close_list(self, start: int) -> None:
        """“Dự báo dân số:” and its items are over: what held before holds again."""
        before, self._listed = self._listed, None
        if before is not None:
            self._add(Frame(start, before.status, before.period, before.heading, before.level))

    def topic(self, status: str) -> str | None:
        """The period a report's first sentences say it is about: for results, or for what is planned."""
        return self._told()[status == "target"]

    def months(self) -> str | None:
        """The first months, or weeks, that a press report says in its lead it tells of."""
        free = self.context.document.header.type in {DocumentType.PRESS, DocumentType.OTHER}
        return self._told()[2] if free else None

    def _told(self) -> tuple[str | None, str | None, str | None]:
        if self._topics is None:
            self._topics = _topics(self.context)
        return self._topics

    def at(self, position: int) -> Frame:
        return self.frames[bisect_right(self._starts, position) - 1]


def _inside(context: Context, start: int, end: int) -> bool:
    """Whether a line of a broken text stands in the middle of a sentence: it heads nothing."""
    if not context.text[start:end].rstrip().endswith(":"):
        return context.sentence_at(start)[0] < start
    return context.sentence_at(max(start, end - 2))[1] > end


def _standing(heading: str) -> str | None:
    """What a heading makes of the statements under it; the word said first decides."""
    target, result = _TARGET.search(heading), _RESULT.search(heading)
    if result is not None and (target is None or result.start() <= target.start() or result["reached"]):
        wanted = result["reached"] and _WANTED.search(heading, 0, result.start())
        return "target" if wanted else "actual"
    if target is None and _FORESEEN.match(heading):
        return "estimate"
    return "target" if target is not None else None


def _title_span(context: Context) -> tuple[int, int] | None:
    for name, span in context.document.header.spans:
        if name == "title" and span:
            return span.start, span.end
    for start, end, _ in context.lines:
        if _NUMBERED.match(context.text, start):
            return None  # a text that begins in its middle: "II. Nhiệm vụ"
        return start, min(end, max(start + 1, context.sentence_at(start)[1]))  # of a paragraph its beginning
    return None


def _period_in(context: Context, start: int, end: int) -> str | None:
    for mention in context.dates_in(start, end):
        if mention.span.end <= end and mention.grain != "day" and mention.cue != "compared":
            return mention.value
    return None


def _topics(context: Context) -> tuple[str | None, str | None, str | None]:
    """“tình hình 9 tháng, nhiệm vụ quý IV”: the first period of results, of plans; the first months."""
    flat = context.flat
    result: str | None = None
    plan: str | None = None
    spoken: str | None = None
    for mention in context.dates:
        if mention.span.start > _LEAD:
            break
        if spoken is None and mention.cue == "from" and mention.span.start < _OF_WEEKS:
            spoken = _campaign(context, mention)
        if mention.grain in {"day", "days"} or mention.cue == "compared":
            continue
        low = max(context.sentence_at(mention.span.start)[0], mention.span.start - _ABOUT)
        counted = _COUNTS.search(flat, low, mention.span.start) or _COUNTS_BEHIND.match(
            flat, mention.span.end
        )
        if spoken is None and mention.grain in _SO_FAR and not counted:
            spoken = mention.value  # "lượng khách trong 9 tháng đầu năm 2018 đều tăng. Cụ thể, …"
        words = list(_TOPIC.finditer(flat, low, mention.span.start))
        if not words:
            continue
        made = any(_MADE.search(flat, low, word.start()) for word in words)
        if made and mention.cue in {"before", "within"}:
            continue  # "xây dựng kế hoạch triển khai … trong tháng 9": by when it is made
        if words[-1]["plan"]:
            plan = plan or mention.value
        elif spoken is not None and mention.grain == "month" and spoken.endswith(f"/{mention.value}"):
            result = result or spoken  # "Trong 8 tháng …" above "tình hình tháng 8": the months that hold it
        else:
            result = result or mention.value
    day = context.day
    if result is None and day is not None and day.month in _MIDYEAR and _HALF_SESSION.search(flat, 0, _LEAD):
        result = f"{day.year}-H1"  # a council's session in July tells of the months before it
    if result is None and plan is not None:
        result = _year_before(context, plan)
    return result, plan, spoken


def _campaign(context: Context, since: DateMention) -> str | None:
    """“từ ngày 15/12/2025 đến 14/02/2026, công an tỉnh mở đợt cao điểm”: the weeks that a report tells of."""
    start, end = context.sentence_at(since.span.start)
    said = [until for until in context.dates_in(since.span.end, end) if until.cue == "by"][:1]
    day = context.day
    if day is None or not said or said[0].grain != "day" or since.grain != "day":
        return None
    until = said[0]
    if until.last_day > day or (until.last_day - since.first_day).days < _WEEKS:
        return None
    return f"{since.value}/{until.value}" if _CAMPAIGN.search(context.flat, start, end) is not None else None


_WEEKS = 14  # days
_OF_WEEKS = 800  # characters in which a report says of which weeks it tells
_CAMPAIGN = re.compile(r"(?<!\w)(?:cao điểm|chiến dịch|đợt|ra quân|tháng hành động|kỳ nghỉ)(?!\w)")


def _year_before(context: Context, plan: str) -> str | None:
    """“đánh giá kết quả, triển khai nhiệm vụ năm 2015”, said in December 2014: the results are of 2014."""
    day = context.day
    if day is None or not plan.isdecimal():
        return None
    closing = (day.year, day.month >= _YEAR_CLOSES) if day.month > _YEAR_OPENS else (day.year - 1, True)
    if closing != (int(plan) - 1, True) or _BOTH.search(context.flat, 0, _LEAD) is None:
        return None
    return f"{closing[0]}"


_YEAR_CLOSES, _YEAR_OPENS = 11, 2  # months in which a year is told of as a whole
_BOTH = re.compile(
    r"(?<!\w)(?:đánh giá|kết quả|tình hình|tổng kết)(?!\w)[^.:\d]{3,160}(?<!\w)"
    r"(?:phương hướng|nhiệm vụ|kế hoạch)(?!\w)[^.:\d]{0,60}năm \d{4}"
)


_MIDYEAR = (6, 7, 8)  # months
_HALF_SESSION = re.compile(r"kỳ họp (?:thứ \d+ - kỳ họp )?(?:thường lệ )?giữa năm(?!\w)")
_SO_FAR = frozenset(["months", "half", "quarter"])
_COUNTS = re.compile(r"\d[\d.,]*\s?(?:%|tỷ|tỉ|triệu|nghìn|người|ha|tấn|vụ)")
_COUNTS_BEHIND = re.compile(r"[^,;.:()\d\n]{0,40}\d[\d.,]*\s?(?:%|tỷ|tỉ|triệu)")  # "Quý I tăng 6,5%": its own
_MADE = re.compile(r"(?<!\w)(?:xây dựng|ban hành|trình|lập|hoàn thành|sửa đổi|bổ sung) (?:các )?$")
_LEAD = 1500  # characters in which a report says what it is about
_ABOUT = 110
_TOPIC = re.compile(
    r"(?<!\w)(?:(?P<plan>phương hướng|nhiệm vụ|kế hoạch|mục tiêu|dự toán|chỉ tiêu|định hướng|nghị quyết|"
    r"quy định|đề án|chương trình)"
    r"|(?P<result>tình hình|kết quả|đánh giá|sơ kết|tổng kết|kiểm điểm|số liệu|báo cáo (?:về )?công tác|"
    r"công bố (?:chỉ số|kết quả|số liệu)|"
    r"thực hiện (?:nhiệm vụ|kế hoạch|nghị quyết)))(?!\w)"
)


def _title_period(context: Context, start: int, end: int) -> str | None:
    """The period of a title, also one without a year ("trong 7 tháng") or a bare year ("thu 2026 vượt").

    “Tình hình 9 tháng, nhiệm vụ quý IV năm 2026”: of what is told, not of what is to come.
    """
    ahead = _TO_COME.search(context.flat, start, end)
    told = ahead.start() if ahead is not None else end
    found = _cumulated(context, start, told) or _period_in(context, start, told)
    found = found or _so_far(context, start, told) or _period_in(context, start, end)
    found = found or _closing_day(context, start, end) or _year_in(context, start, end)
    return found or _so_far(context, start, end)


def _so_far(context: Context, start: int, end: int) -> str | None:
    """“trong 7 tháng”: the year's first months, where the text's day lets it be."""
    months = _MONTHS.search(context.flat, start, end)
    if months is None or not is_so_far(context, int(months[1])):
        return None
    return months_so_far(context, int(months[1]))


def months_so_far(context: Context, months: int) -> str:
    """The period of the year's first so many months."""
    return f"{context.year}-01/{context.year}-{months:02}"


def is_so_far(context: Context, months: int) -> bool:
    """Whether "9 tháng" can be the year's first months: not "sau 5 tháng vận hành" in a text of December."""
    if context.year is None or not 1 < months < _A_YEAR:
        return False
    return context.date is None or -1 <= context.date.month - months <= _LATE


_A_YEAR = 12  # months
# How many months, in words: "chín tháng"; "năm tháng" may be years and months.
COUNTS = {"hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "mười một": 11}
MANY = "|".join(sorted(COUNTS, key=len, reverse=True))
_LATE = 4  # months after which hardly anybody tells of the year so far


_MONTHS = re.compile(r"(?<![\d/-])(\d{1,2}) tháng(?! (?:tới|sau|trước|cuối|liên|\d))(?!\w)")


def _cumulated(context: Context, start: int, end: int) -> str | None:
    """“Tình hình quý III và 9 tháng năm 2026”: of what a title tells of, the months that hold the others."""
    said = [m for m in context.dates_in(start, end) if m.cue != "compared"]
    spans = [m for m in said if m.grain in {"months", "half", "quarter", "month"}]
    if len(spans) == 1 or not spans:
        return None
    first, last = min(m.first_day for m in spans), max(m.last_day for m in spans)
    whole = [m for m in spans if m.first_day == first and m.last_day == last]
    return whole[0].value if whole and whole[0].first_day.year == whole[0].last_day.year else None


def _planned_year(context: Context) -> str | None:
    """The year a council plans for in the last months of the one before: "dự toán ngân sách năm 2022"."""
    day = context.day
    if day is None or day.month < _PLANS_AHEAD:
        return None
    ahead = f"{day.year + 1}"
    named = any(match[1] == ahead for match in _PLANNED_FOR.finditer(context.flat, 0, _PREAMBLE))
    return ahead if named else None


def _closing_day(context: Context, start: int, end: int) -> str | None:
    """“Tiến độ thực hiện đến 30/9/2015”: the day up to which a title tells."""
    for mention in context.dates:
        if mention.span.start >= end:
            break
        if mention.span.start >= start and mention.grain == "day" and mention.cue in {"as_of", "by"}:
            return mention.value
    return None


def _year_in(context: Context, start: int, end: int) -> str | None:
    """A year that stands bare in a title: "Thu ngân sách 2026 vượt kế hoạch"."""
    for match in _BARE_YEAR.finditer(context.flat, start, end):
        if _COMPARED.search(context.flat, max(start, match.start() - 28), match.start()) is None:
            return match[1]
    return None


_COMPARED = re.compile(r"(?:so(?: với)?|hơn|bằng|cùng kỳ)(?: [^\W\d]+){0,3} $")
_PLANS_AHEAD = 10  # the month from which on next year is planned
_PREAMBLE = 4000  # characters in which a resolution says on what it is based
_PLANNED_FOR = re.compile(
    r"(?:dự toán|kế hoạch|phân bổ ngân sách|nhiệm vụ)[^.;:\n]{0,120}? năm (20\d\d)(?!\d)"
)
_TO_COME = re.compile(
    r"(?<!\w)(?<!thực hiện )(?<!thực hiện các )(?:nhiệm vụ|phương hướng|kế hoạch|giải pháp|dự báo)(?!\w)"
)
_BARE_YEAR = re.compile(
    r"(?<![\d/.,-])((?:19|20)\d\d)(?![\d/.,%-]|\s?-|\s?(?:tỷ|triệu|người|hộ|ha|đồng|sản))"
)


def _level(heading: str) -> int:
    """How high a heading stands: "PHẦN II" and bare capitals above "I." above "1." above "1.1."."""
    words = heading.strip()
    if _ROMAN_LABEL.match(words):
        return 2
    if _PART_LABEL.match(words):
        return 1
    label = _ARABIC_LABEL.match(words)
    if label is not None:
        return 3 + label[0].rstrip(".) ").count(".")
    if words.isupper():
        return 1
    return 6 if _LETTER_LABEL.match(words) else 3


_PART_LABEL = re.compile(r"(?:Phần|Chương|PHẦN|CHƯƠNG)\s|[A-HĐ]\.\s")
_ROMAN_LABEL = re.compile(r"[IVX]{1,5}[.)\s\-–]")
_ARABIC_LABEL = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)\-–]?\s")
_LETTER_LABEL = re.compile(r"[a-zđ][.)]\s")


_NUMBERED = re.compile(r"(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*)[.)\-–]\s")


def _inline_heading(text: str, start: int, end: int) -> int:
    """Where the capitals end that a line begins with ("CÁC CHỈ TIÊU 2025-2030 I. Về …"); 0 for none."""
    if text[start] in " d" and (page_date := _PAGE_DATE.match(text, start, end)) is not None:
        start = page_date.end()
    if not text[start : start + _SURELY].isupper():
        return 0
    words = text[start : min(end, start + 240)].split(" ")
    count = next(
        (i for i, word in enumerate(words) if any(c.islower() for c in word) or word == "I."), len(words)
    )
    if not _SHORTEST_INLINE <= count <= _LONGEST_INLINE or count == len(words):
        return 0
    return start + len(" ".join(words[:count]))


def _looks_like_heading(context: Context, start: int, end: int) -> bool:
    line = context.text[start:end].strip()
    return (
        3 < len(line) <= 120
        and line[-1] not in ".;,:%"
        and (line.isupper() or _NUMBERED.match(line) is not None)
    ) or _says_only_when(context, start, end)


# "a) Đến năm 2025", "- Giai đoạn 2026 - 2030", "c) Định hướng đến năm 2045": a label and a time
_ONLY_WHEN = re.compile(
    r"[\s\-–+•*]*(?:[a-zđ][.)]\s)?(?:(?:các )?(?:mục tiêu|chỉ tiêu|định hướng|tầm nhìn|phương hướng)"
    r"(?: (?:cụ thể|chủ yếu|phấn đấu|chung))*[ :,]*)?$"
)


def _says_only_when(context: Context, start: int, end: int) -> bool:
    """Whether a line is a time alone, with its label and a word of aim."""
    if end - start > _SHORT_LINE:
        return False
    said = [m for m in context.dates_in(start, end) if m.grain != "day" and m.cue != "compared"]
    if not said:
        return False
    first = min(said[0].span.start, said[0].cue_start)
    lead = _UNTIL_WORDS.sub("", context.flat[start:first])
    return _ONLY_WHEN.fullmatch(lead) is not None and not context.flat[said[-1].span.end : end].strip()


_SHORT_LINE = 60  # characters
_LONGEST_HEADING = 240
_UNTIL_WORDS = re.compile(r"(?:đến|tới|đến hết|giai đoạn|trong)\s*$")
