"""Where a document hands out work, and to whom: what headings and lead-ins say for what stands below.

"III. TỔ CHỨC THỰC HIỆN"                 work stands here
"2. Sở Tài chính"                        … and it is that office's
"IV. KIẾN NGHỊ, ĐỀ XUẤT"                 no work: what the issuer asks of those above it
"… yêu cầu các sở thực hiện:"            what follows is the sở's
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dondoc.extraction.addressees import addressee_at, is_collective, words_of
from dondoc.extraction.bodies import classes_at
from dondoc.extraction.context import Context
from dondoc.extraction.units import Unit
from dondoc.records.document import DocumentType
from dondoc.records.facts import TaskStatement
from dondoc.records.source import Span
from dondoc.text import dates
from dondoc.text.names import UPPER

_WORK = re.compile(
    r"nhiệm vụ|giải pháp|các bước|lộ trình thực hiện|tiến độ (?:thực hiện|triển khai)"
    r"|tổ chức (?:chỉ đạo )?thực hiện|tổ chức triển khai|phân công|nội dung|trách nhiệm"
    r"|phương hướng|biện pháp|kinh phí|nguồn lực"
    r"|điều khoản|yêu cầu các|triển khai thực hiện"
)
_NOT_WORK = re.compile(
    r"mục đích|yêu cầu|quan điểm|mục tiêu|chỉ tiêu|đánh giá|kết quả|tình hình"
    r"|(?<!khắc phục )(?<!khắc phục những )(?<!giải quyết )(?:hạn chế|tồn tại)"
    r"|nguyên nhân|căn cứ|phạm vi|đối tượng"
    r"|bối cảnh|(?<!tạo )(?<!tạo điều kiện )thuận lợi"
    r"|(?<!tháo gỡ )(?<!tháo gỡ các )(?<!giải quyết )(?<!khắc phục )khó khăn"
    r"|thực trạng|nơi nhận|bài học|dự toán|giải thích|hiệu lực"
    r"|phân cấp|ủy quyền|thành phần"
    r"|nội dung (?:hội nghị|cuộc họp|phiên họp|buổi|tập huấn|chương trình hội nghị)"
)
_NOT_WORK_ORDERED = re.compile(r"mục đích|quan điểm|nguyên nhân|bối cảnh|thực trạng|nơi nhận|căn cứ")
_WORK_ANYWAY = re.compile(r"nhiệm vụ|giải pháp|tổ chức thực hiện")
# "Kết quả thực hiện nhiệm vụ 6 tháng đầu năm": what came of work, unless work is named behind a comma
_TOLD = re.compile(
    r"(?:kết quả|tình hình|đánh giá|tổng kết|sơ kết|kiểm điểm)(?!\w)[^,;:.]*"
    r"(?<!\w)(?:thực hiện|hoàn thành|triển khai)(?!\w)[^,;:.]*$"
)
# "Đối với các chỉ tiêu chưa đạt, …:" says what work is about; "2. Nội dung và mức hỗ trợ" what is paid.
_CONCERNS = re.compile(r"đối với ")
_RATES = re.compile(
    r"\b(?:định mức|mức (?:hỗ trợ|chi|thu|đóng|thưởng|trợ cấp|phụ cấp|khoán|tiền|vay|bồi dưỡng|phân bổ))\b"
    r"|^(?:về )?(?:một số )?(?:chính sách|chế độ) (?:hỗ trợ|đối với|khuyến khích)|điều kiện (?:hỗ trợ|được)"
)
_REQUESTS = re.compile(r"(?:những |một số |các )?(?:đề xuất|kiến nghị)\b")
# "III. Về một số kiến nghị của tỉnh" in a notice of conclusions: what the chair answers, and gives to do.
_ANSWERS = re.compile(
    r"(?:về|giải quyết|xử lý|trả lời|đối với) (?:những |một số |các )?(?:đề xuất|kiến nghị)\b"
)
_CONCLUDING = frozenset({DocumentType.NOTICE, DocumentType.CONCLUSION})
_REQUIREMENT = re.compile(r"(?:về )?yêu cầu\s*:?$")
_OFFICES = re.compile(r"tổ chức (?:thực hiện|triển khai)|phân công|trách nhiệm")
# Before the name of an office that is a heading: "2. Trách nhiệm của Sở Nội vụ".
_OWNER_OPENS = re.compile(
    r"(?:trách nhiệm|nhiệm vụ)(?:(?:,| và) quyền hạn)? (?:cụ thể )?của |(?:đề nghị|giao|đối với) "
)
_PLACE = re.compile(rf"((?:[^\W\d]+ ){{0,2}}[{UPPER}]\w+(?: [{UPPER}]\w+){{0,4}})[\s*:.]*")
_YEAR = re.compile(r"năm (20\d\d)")
_ASIDE = re.compile(r"\s?\([^()]{3,80}\)[\s*:.]*")  # "1. Sở Nông nghiệp (Văn phòng Điều phối)"
_NUMBERED = re.compile(r"(\d{1,2})([.)]?)")
_SPENDING = re.compile(r"(?:nguồn |về )?kinh phí\b(?!.*(?:giải pháp|tổ chức))")
_HIGH = 2  # the level of a plan's own sections
_LEVELS = (
    (re.compile(r"(?:[Pp]hần|PHẦN|[Cc]hương|CHƯƠNG)\b|[A-HĐ]$"), 0),
    (re.compile(r"điều\b|[IVX]+\.?$", re.IGNORECASE), 1),
    (re.compile(r"\d+[.)]?$"), 2),
    (re.compile(r"\d+\.\d+"), 3),
)
_LONGEST_UNLISTED = 90  # characters of an office's name on its line
_ACTS = frozenset({"verb", "adverb", "modal", "order", "say", "opening", "done"})
# One or more names in capitals, or of a house: "Viettel, VNPT", "Cảng hàng không Thử Nghiệm".
_BRAND = re.compile(
    r"(?!(?:Kinh|Thời|Nguồn|Cơ (?:chế|sở)|Chế độ|Công tác|Giai đoạn|Lộ trình|Tiến độ|Nội dung|Hình thức|Về"
    r"|Đối (?:với|tượng)|Trong|Các|Những|Một số|Nhóm|Phương|Giải pháp|Nhiệm vụ|Định kỳ|Thông tin|Quy mô"
    r"|Địa điểm|Cấp|Ở|Tại|Khối|Bước|Đợt|Điều|Phụ lục|Mục|Phần)\b)"
    rf"[{UPPER}]\w+(?: [^\W\d]+){{0,4}}(?: [{UPPER}]\w+){{1,4}}(?: \(.{{2,20}}\))?"
)
_LONGEST_NAME = 60  # characters of a heading in capitals that is an office's name


@dataclass(slots=True)
class Owner:
    """Who the commands that follow are for, and where that was said."""

    lead: Span | None = None
    how: str = ""
    due: str | None = None
    due_span: Span | None = None


@dataclass(slots=True)
class Section:
    """A heading that what is read now stands under."""

    level: int  # 1 is the highest
    work: bool | None  # whether work is handed out there; None where it does not say
    owner: Span | None = None
    mark: str = ""
    requirement: bool = False  # "Yêu cầu": only what somebody is told by name is work
    offices: bool = False  # who does what stands there: "Tổ chức thực hiện", "Phân công nhiệm vụ"
    spending: bool = False  # where the money comes from: only who is named there has work
    requests: bool = False  # what is asked of others, upward: "Kiến nghị, đề xuất"
    told: Owner | None = None  # whom a lead-in under this heading told: it holds for the headings below


@dataclass(slots=True)
class TaskFrame:
    """Where in the document we are, and what holds there."""

    sections: list[Section] = field(default_factory=list)
    base: Owner = field(default_factory=Owner)  # of the heading or lead-in: holds for every item below
    owner: Owner = field(default_factory=Owner)  # of the sentence before: holds within its paragraph
    whole: bool = False  # the frame was opened before the first heading: it holds for the document
    root: Owner = field(default_factory=Owner)  # … and its owner
    marked: bool = False  # a numbered heading has been met: the title's lines are behind us
    speaking: bool = False  # a directive frame is open
    paragraph: bool = False  # … and we are still in the paragraph that opened it
    # A report has told of a document that gives orders: "… có công văn gửi các sở". A text may begin behind
    # such a sentence, with "Theo đó, …".
    relayed: bool = True
    issued: bool = False  # … and it has: that is not only presumed
    last: TaskStatement | None = None  # the task found last
    voice: bool = False  # the paragraph's last sentence had somebody who may direct for its subject
    planned: bool = False  # the sentence before says that solutions are set out: "… đề ra 5 giải pháp."
    planning: bool = False  # the frame was opened by such solutions: it ends with its paragraph
    term: tuple[str, Span] | None = None  # by when such solutions are to be carried out
    listing: bool = False  # the last order announced several things: the paragraphs below tell them
    voice_words: str = ""  # … and the words that name him, folded
    quoting: bool = False  # a report prints the items of such a document
    naming: bool = False  # … each paragraph for an office it names: "Sở Y tế: Rà soát …"
    topic: bool = False  # the last marked item of those ended with a colon
    assigning: bool = False  # the article we are in has handed out work
    rules: bool = False  # the articles of a "Quy chế" that goes with the document
    deciding: bool = False  # the items of "Thông qua các văn kiện sau:" are no commands
    labelled: list[TaskStatement] = field(default_factory=list)  # tasks that label lines below may complete
    complete: bool = False  # a label has been met since the last task

    @property
    def work(self) -> bool | None:
        return self.sections[-1].work if self.sections else None

    @property
    def heading_owner(self) -> Span | None:
        return self.sections[-1].owner if self.sections else None

    @property
    def requirement(self) -> bool:
        return bool(self.sections) and self.sections[-1].requirement

    @property
    def spending(self) -> bool:
        return bool(self.sections) and self.sections[-1].spending

    @property
    def requests(self) -> bool:
        return bool(self.sections) and self.sections[-1].requests


def enter(ctx: Context, frame: TaskFrame, unit: Unit) -> None:
    """A heading: does work stand under it, and whose?"""
    words = ctx.flat[unit.start : unit.end]
    level = _level(unit, words, ctx.text[unit.start : unit.end])
    while frame.sections and frame.sections[-1].level >= level:
        frame.sections.pop()
    work, requests = frame.work, frame.requests
    frame.marked = frame.marked or bool(unit.mark)
    if not frame.marked:
        return  # the lines of the title
    not_work = _NOT_WORK_ORDERED if ctx.document.header.type is DocumentType.DIRECTIVE else _NOT_WORK
    if _REQUESTS.match(words):
        work, requests = False, True
    elif _ANSWERS.match(words) and ctx.document.header.type in _CONCLUDING:
        work, requests = True, False
    elif _RATES.search(words) or (
        not_work.search(words)
        and (_TOLD.search(words) or not _WORK_ANYWAY.search(words))
        and not (frame.speaking and _CONCERNS.match(words))
    ):
        work = False
    elif _WORK.search(words) and not (work is False and level > 2):
        work, requests = True, False
    spending = frame.spending or (_SPENDING.match(words) is not None and level <= _HIGH)
    above = frame.sections[-1] if frame.sections else None
    requirement = _REQUIREMENT.match(words) is not None
    offices = (above is not None and above.offices) or _OFFICES.search(words) is not None
    owner = frame.heading_owner
    opens = _OWNER_OPENS.match(ctx.flat, unit.start, unit.end)
    found = addressee_at(ctx, opens.end() if opens else unit.start, unit.end)
    tells = ctx.document.header.type is DocumentType.REPORT and work is not True
    if found is None and offices and opens is not None and ctx.flat.startswith("đối với ", unit.start):
        found = _place_named(ctx, opens.end(), unit.end)
    if (
        found is not None
        and found[1] is None
        and (found[0].end >= unit.end - 2 or _ASIDE.fullmatch(ctx.flat, found[0].end, unit.end) is not None)
        # "4. Doanh nghiệp" in a report
        and not (tells and opens is None and is_collective(ctx.text[found[0].slice]))
        and _names_owner(ctx, unit)
    ):
        owner, work = found[0], True if work is None else work
    elif (charged := _charged(ctx, unit)) is not None:
        owner, work = charged, True if work is None else work
    elif (named := unlisted_name(ctx, unit, offices=above is not None and above.offices)) is not None:
        owner, work = named, True if work is None else work
    told = above.told if above is not None and owner is None else None
    frame.sections.append(
        Section(level, work, owner, unit.mark, requirement, offices, spending, requests, told)
    )
    frame.base = frame.owner = Owner(owner, "heading") if owner else Owner()
    frame.base.due, frame.base.due_span = _only_when(ctx, unit)
    frame.speaking = frame.speaking and (frame.whole or told is not None) and work is not False
    if owner is None and (frame.whole or told is not None):
        frame.base = frame.owner = told or frame.root
    frame.labelled, frame.complete = [], False
    frame.assigning = frame.assigning and level > 1


_CHARGED = re.compile(r"(.{4,120}?) (?:có|chịu) trách nhiệm(?: sau| như sau)?[\s:*]*", re.DOTALL)


def _charged(ctx: Context, unit: Unit) -> Span | None:
    """Who is charged with the items below a line without its colon: "a) Các trưởng điểm có trách nhiệm"."""
    m = _CHARGED.fullmatch(ctx.flat, unit.start, unit.end)
    if m is None or not unit.mark or addressee_at(ctx, unit.start, unit.end) is None:
        return None
    return Span(*m.span(1))


def unlisted_name(ctx: Context, unit: Unit, *, offices: bool) -> Span | None:
    """A numbered line where offices get their work that names one the pack does not know wholly.

    "2. Ban Quản lý vịnh Thử Nghiệm": it begins with an office's word and has no verb, or is all name.
    """
    end = unit.end - (ctx.text[unit.end - 1] == ":")
    if not offices or not unit.mark[:1].isalnum() or end - unit.start > _LONGEST_UNLISTED:
        return None
    if not ctx.text[unit.start].isupper() or ctx.text.find(":", unit.start, end) >= 0:
        return None
    found = addressee_at(ctx, unit.start, unit.end)
    floor = found[0].end if found is not None else unit.start
    if found is None and not _BRAND.fullmatch(ctx.text, unit.start, end):
        return None
    if any(w.classes & _ACTS and ctx.text[w.start].islower() for w in words_of(ctx, floor, end)):
        return None
    return Span(unit.start, end)


def enter_article(frame: TaskFrame, unit: Unit) -> None:
    """An article whose line is its first sentence: the sections before it have ended."""
    frame.sections = [Section(1, None, mark=unit.mark)]
    frame.assigning = False
    frame.speaking = frame.speaking and frame.whole
    frame.base = frame.owner = frame.root if frame.whole else Owner()


def leave(frame: TaskFrame, unit: Unit) -> None:
    """An item numbered on from an office's heading is not that office's: "1. Sở A / 2. Các xã phải …"."""
    section = frame.sections[-1] if frame.sections else None
    if section is None or section.owner is None or not unit.mark or frame.base.how != "heading":
        return
    before, here = _NUMBERED.fullmatch(section.mark), _NUMBERED.fullmatch(unit.mark)
    if before is None or here is None or before[2] != here[2] or int(here[1]) <= int(before[1]):
        return
    frame.sections[-1] = Section(
        section.level, section.work, None, unit.mark, offices=section.offices, requests=section.requests
    )
    frame.base = frame.owner = frame.root if frame.whole else Owner()


def _only_when(ctx: Context, unit: Unit) -> tuple[str | None, Span | None]:
    """The period that a heading of a work programme is and nothing else: "1- Quý I", "Tháng 3/2026"."""
    if ctx.document.header.type is not DocumentType.PROGRAMME:
        return None, None
    words = ctx.flat[unit.start : unit.end]
    title = dict(ctx.document.header.spans).get("title")
    years = _YEAR.findall(ctx.flat[title.slice]) if title else []
    said = dates.find(words, words, ctx.date, year=int(years[-1]) if years else ctx.year)
    if len(said) != 1 or said[0].grain not in {"month", "quarter"}:
        return None, None
    if words[: said[0].span.start].strip() or words[said[0].span.end :].strip(" .:"):
        return None, None
    return said[0].value, Span(unit.start, unit.end)


def _place_named(ctx: Context, start: int, end: int) -> tuple[Span, None] | None:
    """A place that is told what to do as an office is: "2. Đối với Thủ đô Hà Nội"."""
    place = _PLACE.fullmatch(ctx.text, start, end)
    return (Span(start, place.end(1)), None) if place is not None else None


def _names_owner(ctx: Context, unit: Unit) -> bool:
    """Whether a heading is the name of an office; in capitals only one that begins with an office's word."""
    words = ctx.text[unit.start : unit.end]
    if not words.isupper():
        return True
    return len(words) <= _LONGEST_NAME and "body" in classes_at(ctx, unit.start)[1]


def _level(unit: Unit, words: str, text: str) -> int:
    mark = unit.mark.rstrip(".):/")
    for pattern, level in _LEVELS:
        if mark and pattern.match(mark):
            return level + (1 if level == 3 and mark.count(".") > 1 else 0)
    if mark:
        return 4
    return 1 if text.isupper() or words.startswith(("phần", "phụ lục", "chương", "điều")) else 3
