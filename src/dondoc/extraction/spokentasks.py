"""Tasks in reports of speeches and of documents: "Bí thư Tỉnh ủy yêu cầu …", "… có công văn. Theo đó, …".

A directive opens a frame in which the commands that follow ("Khẩn trương …", "Sở Y tế chủ trì …") are tasks
too, until the report goes on to tell. Where it prints the items of a document ("… có ý kiến như sau:"), these
are read as those of an issued one.
"""

from __future__ import annotations

import re

from dondoc.extraction import (
    acceptance,
    duelines,
    forthcoming,
    issuedtasks,
    quotedtasks,
    solutions,
    standing,
    taskrecords,
)
from dondoc.extraction.addressees import addressee_at, is_office, words_of
from dondoc.extraction.context import Context
from dondoc.extraction.directives import THEREFORE, duty, only_aims, read
from dondoc.extraction.issuedtasks import due_before_colon
from dondoc.extraction.orders import EMPTY, URGES
from dondoc.extraction.readings import Reading
from dondoc.extraction.sentencecore import command_follows, core, reasons
from dondoc.extraction.spokenorders import ASCRIBED, LATEST, RELAYING, by_paper, directs, is_done_to, linked
from dondoc.extraction.taskframes import Owner, TaskFrame
from dondoc.extraction.units import Unit, units
from dondoc.records.document import BlockKind
from dondoc.records.facts import FieldSource, TaskStatement
from dondoc.records.source import Span

_ASSIGNING = frozenset({"order", "modal"})
_RELAYED = ("theo đó:",)
_HAS_OBJECT = 12  # characters a command needs at least
_LONGEST_SUBHEAD = 220
_KNOWN_SO = re.compile(r" đã được (?:\w+\s?){1,3}[.;]?$")  # "… các sản phẩm đã được công nhận."
_RESULTS = re.compile(r"\sđã (?:được|đạt|có|hoàn thành|góp)|\bđạt \d")
_RELAYS = re.compile(
    rf"\b(?:ban hành|ký|có|gửi(?! các| những)|ra|phát)\s(?:\S+\s){{0,2}}?(?:{'|'.join(RELAYING)})\b"
)
# The headline of a page that prints what a document says.
_ISSUED = re.compile(r"(?:thông báo|công văn|công điện|chỉ thị|hướng dẫn)\s(?:số|của|khẩn|về việc)\b")
# Who speaks, in a headline: "Chủ tịch UBND tỉnh: Rà soát …".
_SPEAKER = re.compile(r"[“\"]?([^:,.;“”\"\n]{5,60}):\s+[“\"]?")
_COMMANDING = frozenset({"verb", "adverb", "modal"})
_PICTURED = re.compile(r"\(\s?(?:hình|ảnh)\b[^()]*\)\W*$")
# What a document holds, told under its own words: "Giai đoạn 1: Hoàn thành …".
_STAGE = re.compile(r"(?:giai đoạn \d{1,2}|nội dung (?:triển khai|thực hiện)[^.:]{0,20}?)\s*:\s*")
# The first of several things to do, behind what they are: "8 trọng tâm chỉ đạo gồm: Thứ nhất là …".
_FIRST_OF = re.compile(
    r"[^.;:]{0,30}?(?:trọng tâm|nhiệm vụ|giải pháp|yêu cầu|việc cần làm)[^.;:]{0,60}"
    r"(?:gồm|là|như sau|sau đây)\s?:\s+"
    r"(?:\*{0,2}(?:thứ nhất|một là|trước hết|đầu tiên)\*{0,2}(?: là)?[,:]?\s+)"
)
# An order that announces several things to do: those told in the paragraphs below are for the same.
_LISTS = re.compile(
    r"(?:(?:cần|phải|tiếp tục|chủ động)\s)*(?:tập trung |tổ chức )?"
    r"(?:thực hiện|triển khai|đẩy mạnh|vào)(?: tốt)?"
    r" (?:một số|các|những|\d+) (?:nội dung|nhiệm vụ|giải pháp|nhóm)\b"
)
# "Mục tiêu chung của kế hoạch là | tiếp tục cải thiện môi trường đầu tư": work of a paper told of.
_AIM_IS = re.compile(
    r"mục tiêu (?:chung|tổng quát)[^.;:,]{0,60} là (?=tiếp tục|tập trung|đẩy mạnh|tăng cường)"
)
# Who reports, and the name of who does so behind a comma: "Báo cáo kết quả …, Giám đốc Sở … cho biết".
_REPORTS = re.compile(
    r"(?:[^,.;]{0,40},\s)?(?:báo cáo|trình bày|giải trình|trả lời|thông tin|chia sẻ|làm rõ|giải đáp|thảo luận"
    r"|trao đổi)\b[^.;]{3,300}?,\s(?:(?:các )?(?:đồng chí|ông|bà|đại biểu|phó |giám đốc|chủ tịch|bí thư"
    r"|lãnh đạo|bộ trưởng|thứ trưởng|trưởng |thủ tướng|đại diện|tổng giám đốc|cục trưởng|chánh ))"
)
_DELEGATE = re.compile(r"(?<!đại hội )đại biểu")
# Who only takes part: "Các đại biểu thảo luận phương hướng, nhiệm vụ".
_DELEGATES = re.compile(r"(?:các )?(?:đại biểu|vị đại biểu|cử tri|khách mời)(?! (?:quốc hội|hđnd|hội đồng))")
_SUBJECT = 140  # characters in which a sentence's subject stands


def read_unit(ctx: Context, frame: TaskFrame, unit: Unit) -> TaskStatement | None:
    """The task a sentence reports, if it does; the frame goes on with it."""
    task = _task(ctx, frame, unit)
    if task is not None and task.deadline is None and frame.term is not None:
        task.deadline = frame.term[0]
        task.fields["deadline"] = FieldSource("sentence before", frame.term[1])
    if task is not None and task.deadline is None and frame.last is not None and not unit.opens:
        whole = frame.last
        if whole.deadline and ctx.flat.startswith("trong đó", unit.start) and _announces(ctx, whole, unit):
            task.deadline = whole.deadline  # a part of what was ordered by then
            task.fields["deadline"] = FieldSource("sentence before", whole.span)
    return task


def _announces(ctx: Context, whole: TaskStatement, unit: Unit) -> bool:
    """Whether the order right before says how many things there are to do: "… 9 nội dung trọng tâm."."""
    counted = _SO_MANY.search(ctx.flat, whole.span.start, whole.span.end)
    return counted is not None and _next_to(ctx, whole, unit)


_SO_MANY = re.compile(
    r"(?:\d{1,2}|một số|các|những) (?:nhóm )?(?:nội dung|nhiệm vụ|giải pháp|vấn đề|việc)"
    r"(?: (?:trọng tâm|chủ yếu|chính|cụ thể|cơ bản|sau|lớn|quan trọng)){1,3}[.:;]?$"
)


def _next_to(ctx: Context, before: TaskStatement, unit: Unit) -> bool:
    """Whether nothing stands between a task's sentence and this one."""
    return not ctx.text[before.span.end : unit.start].strip(' .\n*“”"')


def _task(ctx: Context, frame: TaskFrame, unit: Unit) -> TaskStatement | None:
    if ctx.flat.find("(bìa ", unit.start, unit.end) >= 0:
        return None  # "Chủ tịch UBND tỉnh (bìa trái) …": what a picture shows
    if ctx.text[unit.end - 1] in ")*" and _PICTURED.search(ctx.flat, unit.start, unit.end):
        return None
    if unit.opens:
        frame.paragraph = frame.voice = False
        frame.planned = frame.planned and solutions.goes_on(ctx, unit)
        frame.term = frame.term if frame.planned else None
        frame.speaking = frame.speaking and not frame.planning
        frame.planning = False
    if frame.quoting and quotedtasks.goes_on(ctx, frame, unit):
        return issuedtasks.read_unit(ctx, frame, unit, speech=True)
    if ctx.text[unit.end - 1] == ":" and (
        quotedtasks.opens(ctx, frame, unit) or _relays_below(ctx, frame, unit)
    ):
        return None
    if frame.speaking and duelines.completes(ctx, frame.last, unit):
        return None
    if _is_headline(ctx, unit):
        return _headline(ctx, frame, unit)
    if unit.end - unit.start < _HAS_OBJECT:
        return None
    if not frame.speaking and not _may_assign(ctx, frame, unit):
        _tell(ctx, frame, unit)
        return None
    if _hands_out(ctx, unit):
        frame.owner, frame.speaking, frame.paragraph = Owner(), True, True
        return None
    reading = (
        _planned(ctx, frame, unit)
        or _set_tasks(ctx, frame, unit)
        or _stage(ctx, frame, unit)
        or _read(ctx, frame, unit)
    )
    if directs(ctx, frame, unit, reading) and not acceptance.tells_results(ctx, unit, reading):
        return _frame(ctx, frame, unit, reading)
    if (
        reading.mood == "imperative"
        and (frame.speaking or reading.authority or (frame.issued and linked(ctx, unit)))
        and not reading.told
        and not (reading.lead is not None and _DELEGATES.match(ctx.flat, reading.lead.start))
        and not _results(ctx, unit)
        and not acceptance.tells_results(ctx, unit, reading)
        and _REPORTS.match(ctx.flat, unit.start, unit.end) is None
    ):
        new_matter = unit.opens and not linked(ctx, unit) and not duelines.asks_more(ctx, unit)
        new_matter = new_matter and not frame.listing and not _same_paragraph(ctx, frame, unit)
        frame.speaking = frame.paragraph = True
        if new_matter or reading.lead is not None:
            frame.owner = Owner(reading.lead, "sentence before")
        if only_aims(ctx, unit, reading):
            return None
        return taskrecords.make(ctx, frame, unit, reading, speech=True, inherits=not new_matter)
    if unit.opens or reading.mood == "told":
        frame.speaking = frame.speaking and frame.paragraph
        frame.listing = frame.listing and frame.speaking
    _tell(ctx, frame, unit)
    return None


def _same_paragraph(ctx: Context, frame: TaskFrame, unit: Unit) -> bool:
    """Whether a line goes on with the order right above it, on a page that gives each sentence a line."""
    if frame.last is None or frame.last.lead is None or not _next_to(ctx, frame.last, unit):
        return False
    made: bool | None = ctx.compiled.get("a line each")
    if made is None:
        every = units(ctx)
        within = sum(not one.opens for one in every)
        made = ctx.compiled["a line each"] = len(every) >= _ENOUGH_LINES and within * 12 <= len(every)
    return made


_ENOUGH_LINES = 8  # sentences that show how a page parts its lines


def _set_tasks(ctx: Context, frame: TaskFrame, unit: Unit) -> Reading | None:
    """What one who may direct sets behind a colon, and by when."""
    sets = solutions.sets(ctx, unit)
    if sets is None:
        return None
    frame.term, frame.owner = solutions.stage_in(ctx, sets), Owner()
    cue = Span(sets.start(), sets.end() - 1)
    return Reading("imperative", None, sets.end(), cue, authority=True, verb_first=True)


def _planned(ctx: Context, frame: TaskFrame, unit: Unit) -> Reading | None:
    """What is set out to be done, or is to be done in the time to come: nobody orders it."""
    planned = solutions.first(ctx, unit, planned=frame.planned)
    if planned is None and (to_come := forthcoming.first(ctx, unit)) is not None:
        planned, frame.term = to_come
        frame.relayed = False  # it is told of itself, not of a document
    frame.planning, frame.planned = frame.planning or planned is not None, False
    return planned


def _read(ctx: Context, frame: TaskFrame, unit: Unit) -> Reading:
    """What a sentence does; who is told to ask others acts: "Sở Y tế tuyên truyền, yêu cầu người dân …"."""
    reading = read(ctx, unit)
    if reading.mood == "told" and frame.speaking and not unit.opens:
        return _will_do(ctx, unit) or reading
    if reading.mood != "order" or reading.cue is None or not frame.speaking:
        return reading
    own = duty(ctx, unit, core(ctx, unit))
    if own is None or own.lead is None or own.action > reading.cue.start:
        return reading
    directs = ctx.flat.startswith("chỉ đạo ", reading.cue.start) and is_office(ctx, own.lead)
    if reading.lead is None and directs:
        return own  # "UBND tỉnh chỉ đạo quyết liệt công tác …" among what a council's chair asks
    below = is_office(ctx, own.lead) and not standing.AUTHORITY_RE.search(ctx.flat[own.lead.slice])
    return own if below or not reading.authority else reading


# "Trước mắt, từ tháng 11, | Trung tâm … | sẽ từng bước triển khai …": behind an order, in its paragraph
_AT_FIRST = re.compile(
    r"(?:trước mắt|theo đó|cụ thể|trong đó)(?: là)?,? (?:(?:từ|trong|đến|ngay) [^,.;:]{3,40}, )?"
)
_WILL = re.compile(r" sẽ (?:từng bước |sớm |trực tiếp |khẩn trương |tiếp tục |chủ động )*")


def _will_do(ctx: Context, unit: Unit) -> Reading | None:
    """What one who has just ordered says an office will do at first."""
    opens = _AT_FIRST.match(ctx.flat, unit.start, unit.end)
    found = addressee_at(ctx, opens.end(), unit.end) if opens else None
    if found is None or not is_office(ctx, found[0]):
        return None
    for will in _WILL.finditer(ctx.flat, found[0].start, min(unit.end, found[0].start + _SUBJECT)):
        if command_follows(ctx, will.end(), unit.end):
            return Reading("obligation", Span(found[0].start, will.start()), will.end(), Span(*will.span()))
    return None


def _relays_below(ctx: Context, frame: TaskFrame, unit: Unit) -> bool:
    """A document is told of, what it says follows: "… ban hành Công văn số … chỉ đạo …; theo đó:"."""
    if not ctx.flat.endswith(_RELAYED, unit.start, unit.end):
        return False
    frame.relayed = frame.issued = frame.speaking = frame.paragraph = True
    frame.owner = Owner()
    return True


def _is_headline(ctx: Context, unit: Unit) -> bool:
    """Whether a line heads what follows; one that orders and ends with a colon leads in."""
    if unit.kind is BlockKind.CAPTION:
        return True
    if ctx.text[unit.end - 1] == ":" and unit.kind is BlockKind.HEADING:
        return not any("order" in w.classes for w in words_of(ctx, unit.start, unit.end))
    return unit.heading or unit.kind is BlockKind.HEADING or _is_subhead(ctx, unit)


def _is_subhead(ctx: Context, unit: Unit) -> bool:
    """A line of its own that no mark ends, between paragraphs: "Xác định rõ việc cần làm ngay"."""
    if not unit.opens or unit.mark or unit.end - unit.start > _LONGEST_SUBHEAD:
        return False
    if not (ctx.text[unit.end - 1].isalnum() or ctx.text[unit.end - 1] in "”’"):
        return False
    start, end = ctx.line_at(unit.start)
    if unit.start - start > 3 or end - unit.end > 3:
        return False
    below = ctx.text[end : end + 8].strip(' \n*“"')
    return below[:1].isupper()


def _headline(ctx: Context, frame: TaskFrame, unit: Unit) -> TaskStatement | None:
    frame.speaking = frame.speaking and unit.kind is BlockKind.CAPTION
    if unit.kind is BlockKind.CAPTION:
        return None
    reading = _after_speaker(ctx, unit) or read(ctx, unit)
    orders = reading.authority and (reading.mood == "order" or reading.verb_first)
    orders = orders or (
        reading.mood == "obligation" and ASCRIBED.match(ctx.flat, unit.end, _below(ctx, unit)) is not None
    )  # "Các địa phương cần … / Đó là chỉ đạo của Bộ trưởng …"
    frame.speaking = frame.speaking or (orders is False and _ISSUED.match(ctx.flat, unit.start) is not None)
    return taskrecords.make(ctx, frame, unit, reading, speech=True) if orders else None


def _below(ctx: Context, unit: Unit) -> int:
    return min(len(ctx.flat), unit.end + _SUBJECT)


def _after_speaker(ctx: Context, unit: Unit) -> Reading | None:
    """A headline of who speaks and what is to be done: "Chủ tịch UBND tỉnh: Rà soát giá đất …"."""
    m = _SPEAKER.match(ctx.text, unit.start, unit.end)
    if m is None or not standing.AUTHORITY_RE.match(ctx.flat, m.start(1), m.end(1)):
        return None
    first = words_of(ctx, m.end(), min(unit.end, m.end() + 30))
    if not first or first[0].start != m.end() or not first[0].classes & _COMMANDING:
        return None
    cue = Span(first[0].start, first[0].end)
    return Reading("imperative", None, m.end(), cue, authority=True, verb_first=True)


def _stage(ctx: Context, frame: TaskFrame, unit: Unit) -> Reading | None:
    """A stage of the work a document told of sets ("Giai đoạn 1: Hoàn thành …"), or a day and a report."""
    if frame.speaking and duelines.asks_more(ctx, unit):
        return Reading("imperative", None, unit.start, Span(unit.start, unit.end), verb_first=True)
    m = _FIRST_OF.match(ctx.flat, unit.start, unit.end) if unit.opens else None
    if m is not None:
        frame.owner = Owner()
    elif frame.issued and (aim := _AIM_IS.match(ctx.flat, unit.start, unit.end)):
        frame.owner, m = Owner(), aim
    else:
        m = _STAGE.match(ctx.flat, unit.start, unit.end) if frame.issued and unit.opens else None
    if m is None or not command_follows(ctx, m.end(), unit.end):
        return None
    cue = Span(unit.start, m.end())
    return Reading("imperative", None, m.end(), cue, authority=True, verb_first=True)


def _hands_out(ctx: Context, unit: Unit) -> bool:
    """Whether one who may direct is said to hand out what follows: "… giao nhiệm vụ cụ thể cho các sở"."""
    for word in words_of(ctx, unit.start, unit.end):
        if "order" in word.classes and EMPTY.match(ctx.flat, word.start, unit.end):
            return standing.AUTHORITY_RE.search(ctx.flat, unit.start, word.start) is not None
    return False


def _may_assign(ctx: Context, frame: TaskFrame, unit: Unit) -> bool:
    for word in words_of(ctx, unit.start, unit.end):
        if word.classes & _ASSIGNING or ("say" in word.classes and ctx.flat.startswith(URGES, word.start)):
            return True
    if ctx.says(THEREFORE, unit.start, unit.end):
        return True
    if ctx.flat.find("trước ngày", unit.start, unit.end) >= 0 or ctx.flat.startswith(LATEST, unit.start):
        return True
    if unit.opens and _FIRST_OF.match(ctx.flat, unit.start, unit.end):
        return True
    if frame.planned or solutions.announced(ctx, unit) or forthcoming.first(ctx, unit) is not None:
        return True
    if frame.issued and unit.opens and _AIM_IS.match(ctx.flat, unit.start, unit.end):
        return True
    if frame.issued and unit.opens and _STAGE.match(ctx.flat, unit.start, unit.end):
        return True
    if frame.voice and not unit.opens and (linked(ctx, unit) or reasons(ctx, unit)):
        return True
    if solutions.sets(ctx, unit) is not None:
        return True
    return (frame.relayed and linked(ctx, unit)) or ctx.flat.startswith("nhiệm vụ", unit.start)


def _tell(ctx: Context, frame: TaskFrame, unit: Unit) -> None:
    """A sentence that sets no task: it may tell of a document that does."""
    sentence = ctx.flat[unit.start : unit.end]
    if any(word in sentence for word in RELAYING) and _RELAYS.search(sentence):
        frame.relayed = frame.issued = True
    elif unit.opens:
        frame.relayed = by_paper(ctx, unit)
    said = solutions.announced(ctx, unit)
    frame.planned = said is not None
    if said is not None:
        frame.owner = Owner(solutions.by_whom(ctx, unit, said), "sentence before")
        frame.term = solutions.term(ctx, unit, said)
        frame.relayed = True
    elif unit.opens:
        frame.term = None
    opening = ctx.flat[unit.start : min(unit.end, unit.start + _SUBJECT)]
    frame.voice = standing.AUTHORITY_RE.search(opening) is not None and not _DELEGATE.search(opening)
    frame.voice_words = opening if frame.voice else ""


def _results(ctx: Context, unit: Unit) -> bool:
    found = _RESULTS.search(ctx.flat, unit.start, unit.end)
    return found is not None and _KNOWN_SO.match(ctx.flat, found.start(), unit.end) is None


def _frame(ctx: Context, frame: TaskFrame, unit: Unit, reading: Reading) -> TaskStatement | None:
    if reading.mood == "obligation" and reading.lead is None and is_done_to(ctx, reading):
        frame.owner = Owner()  # "Mọi vi phạm phải được xử lý": nobody is told to
    if reading.mood == "obligation" and reading.lead is None and reading.authority and unit.opens:
        frame.owner = Owner()  # another speech begins
    task = taskrecords.make(ctx, frame, unit, reading, speech=True)
    if reading.lead is not None or reading.mood == "order":
        inherited = reading.lead
        if reading.lead is None and not unit.opens:
            inherited = frame.owner.lead
        frame.owner = Owner(inherited, "sentence before")
        if ":" in ctx.text[unit.start : unit.end]:
            frame.owner.due, frame.owner.due_span = due_before_colon(ctx, unit)
            if task.deadline is None and frame.owner.due is not None:
                task.deadline = frame.owner.due
                task.fields["deadline"] = FieldSource("lead-in", frame.owner.due_span)
    frame.speaking = frame.paragraph = True
    announced = ctx.flat[reading.action : unit.end]
    frame.listing = _LISTS.match(announced) is not None and reading.lead is not None
    if ctx.text[unit.end - 1] == ":" and (
        len(announced) < 2 or announced.endswith("; theo đó:") or acceptance.EMPTY_LEAD_IN.match(announced)
    ):
        return None  # "Sở đề nghị các trường lưu ý:", "Bí thư Tỉnh ủy chỉ đạo:"
    return task
