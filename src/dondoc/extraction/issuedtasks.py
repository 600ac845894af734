"""Tasks of issued documents: resolutions, plans, directives, conclusions, letters.

Their headings say where work is handed out and to whom, their lead-ins whom the items below are for; lines
such as "Đơn vị chủ trì: …" complete the tasks above them.
"""

from __future__ import annotations

import re

from dondoc.extraction import acceptance, duelines, tasklabels, taskrecords
from dondoc.extraction.addressees import Word, addressee_at, listed_after, words_of
from dondoc.extraction.context import Context
from dondoc.extraction.directives import SERVES_AS, read
from dondoc.extraction.duedates import due_before
from dondoc.extraction.readings import Reading
from dondoc.extraction.sentencecore import any_trouble, carries_out, core
from dondoc.extraction.taskframes import Owner, TaskFrame, enter, enter_article, leave, unlisted_name
from dondoc.extraction.units import Unit
from dondoc.records.document import DocumentType
from dondoc.records.facts import FieldSource, TaskStatement
from dondoc.records.source import Span

_ITEMS_FOLLOW = re.compile(r"nhiệm vụ|giải pháp|nội dung(?: trọng tâm)? sau")
_ASSIGNING = frozenset({"order", "modal"})
_CONCLUDES = re.compile(
    r"(?:cơ bản |hoàn toàn )?(?:kết luận|thống nhất|ban hành|quyết định|quyết nghị|cho ý kiến|tán thành"
    r"|nhất trí|nhấn mạnh|thông qua|xác định)"
    r"|(?:xây dựng|lập|đề ra|triển khai) (?:kế hoạch|chương trình|phương án|đề án)\b"
)
_CONCLUDED = re.compile(r"(?:kết luận|thống nhất|chỉ đạo|có ý kiến)[^.;:]{0,60}:$")
_SPOKEN_IN = frozenset({DocumentType.NOTICE, DocumentType.CONCLUSION, DocumentType.OTHER})
_LONGEST_CONCLUDED = 90  # characters
# An item that is a heading of things or tells: "Kinh phí: …", "Các sản phẩm …", "Thời gian thực hiện …".
_GIVES_BELOW = re.compile(
    r"(?:nay )?(?:giao|phân công|giao nhiệm vụ)(?: nhiệm vụ)?(?: cho)?(?: các (?:cơ quan|đơn vị))?:$"
)
# A page of one that has lost its heading is taken for the press.
_OF_A_COUNCIL = frozenset({DocumentType.RESOLUTION, DocumentType.PRESS})
_COMMITTEE = re.compile(r"(?:ủy ban nhân dân|ubnd)(?!\w)")
_STATES = re.compile(
    r"(?!là cơ quan (?:thường trực|đầu mối|chủ trì))"
    r"(?:kinh phí|thời gian|địa điểm|thành phần|số lượng|hình thức|đối tượng|nội dung|chi tiết|mức|tỷ lệ|tổng"
    r"|các|những|một số|việc|là|có|không có|công tác|quá trình|\d)\b"
    r"|[^,;]{0,80}\s(?:được|đã|là|có|gồm|bao gồm)\s"
)
_REFRAINS = ("không ", "chưa ", "tạm thời không ")  # "Sở Nông nghiệp: Không cấp phép đóng mới tàu"
_CONCERNS = re.compile(r"(?:về|đối với|trong|đến|trước|ngoài|lưu ý|ghi chú|riêng)\b")
_AS_FOR = "đối với "
_LONGEST_UNKNOWN = 80  # characters of who is told, where the pack does not know the name
_LENGTH_OF_DAY = 10  # characters of "2026-12-31"
_HAS_OBJECT = 12  # characters a command needs at least
_LONGEST_OFFICE = 12  # words of an office's name
_LONGEST_NAME = 200  # characters before a colon that can be an addressee


def read_unit(ctx: Context, frame: TaskFrame, unit: Unit, *, speech: bool = False) -> TaskStatement | None:
    """The task that a sentence sets, if it does; the frame goes on with it."""
    if unit.mark and not speech and not unit.heading:
        timed = duelines.behind_time(ctx, unit)
        if timed is not None:
            return _due_by(ctx, frame, unit, *timed)
    if not unit.heading and (at := tasklabels.work_label(ctx, unit)) is not None:
        reading = Reading("imperative", None, at, Span(at, at + 1), verb_first=True)
        return taskrecords.make(ctx, frame, unit, reading, speech=speech)
    return _read_unit(ctx, frame, unit, speech=speech)


def _read_unit(ctx: Context, frame: TaskFrame, unit: Unit, *, speech: bool) -> TaskStatement | None:
    if unit.mark[:1] not in acceptance.BULLETS:
        frame.deciding = ctx.text[unit.end - 1] == ":" and acceptance.decides(ctx, unit)
    if _gives_below(ctx, frame, unit) or _heads(ctx, frame, unit):
        return None
    leave(frame, unit)
    colon = ctx.text.find(":", unit.start, unit.end) >= 0
    if (colon and tasklabels.label_line(ctx, frame, unit)) or duelines.completes(ctx, frame.last, unit):
        return None
    unit = _after_name_line(ctx, frame, unit) if unit.mark else unit
    unit = tasklabels.after_task_label(ctx, unit) if colon else unit
    article = unit.mark != "" and unit.mark.lower().startswith("điều")
    if article:
        enter_article(frame, unit)
    lead_in = ctx.text[unit.end - 1] == ":"
    short = unit.end - unit.start < _HAS_OBJECT and not lead_in  # "1. Tỉnh đoàn:" names who is told
    if short or not (unit.opens or lead_in or _may_assign(ctx, frame, unit)):
        return None
    if not (lead_in or article or _may_be_accepted(ctx, frame, unit) or taskrecords.prepared(ctx, unit)):
        if unit.opens:
            frame.owner = frame.base
        return None
    reading = read(ctx, unit) if speech else _directs_others(ctx, unit, read(ctx, unit))
    named = _named_before_colon(ctx, frame, unit) if colon else None
    if named is not None:
        reading, lead_in = named, False
    if reading.mood == "told" and not lead_in and _under_name(ctx, frame, unit, reading):
        reading = Reading("imperative", None, reading.action)
    accepted = acceptance.accepts(ctx, frame, unit, reading, lead_in=lead_in)
    if not accepted and taskrecords.prepared(ctx, unit):
        accepted, reading = True, Reading("imperative", None, unit.start)
    if unit.opens:
        frame.owner = frame.base
    if lead_in:
        _open(ctx, frame, unit, reading)
    elif accepted and reading.lead is not None:
        frame.owner = Owner(reading.lead, "sentence before", frame.owner.due, frame.owner.due_span)
    if not accepted:
        return None
    frame.assigning = frame.assigning or article or reading.mood == "order"
    task = taskrecords.make(ctx, frame, unit, reading, speech=speech)
    if frame.complete:
        frame.labelled, frame.complete = [], False
    task.fields["mark"] = FieldSource("list mark", None, unit.mark)
    frame.labelled.append(task)
    return task


def _due_by(
    ctx: Context, frame: TaskFrame, unit: Unit, rest: Unit, due: str, where: Span
) -> TaskStatement | None:
    """“- Quý III/2026: Sở Tài chính bố trí kinh phí”: the work behind the label is due then."""
    task = _read_unit(ctx, frame, rest, speech=False)
    if task is not None:
        task.span = Span(unit.start, task.span.end)
        if task.deadline is None:
            task.deadline, task.fields["deadline"] = due, FieldSource("label", where)
    return task


def _gives_below(ctx: Context, frame: TaskFrame, unit: Unit) -> bool:
    """“Điều 2. Giao:”, below it "a) Sở Y tế rà soát …": the items are work."""
    if ctx.text[unit.end - 1] != ":" or _GIVES_BELOW.match(ctx.flat, unit.start, unit.end) is None:
        return False
    enter_article(frame, unit)
    frame.speaking = frame.assigning = True
    return True


def _directs_others(ctx: Context, unit: Unit, reading: Reading) -> Reading:
    """“UBND tỉnh chỉ đạo các ngành rà soát …” in a council's resolution: it is the committee that is told."""
    if ctx.document.header.type not in _OF_A_COUNCIL or reading.mood != "order":
        return reading
    if reading.cue is None or not ctx.flat.startswith("chỉ đạo", reading.cue.start):
        return reading
    found = addressee_at(ctx, core(ctx, unit), reading.cue.end)
    if found is None or not _COMMITTEE.match(ctx.flat, found[0].start, found[0].end):
        return reading
    if ctx.flat[found[0].end : reading.cue.start].strip():
        return reading
    return Reading("duty", found[0], reading.cue.start, reading.cue)


def _heads(ctx: Context, frame: TaskFrame, unit: Unit) -> bool:
    """Whether a unit is a heading; what stands below it stands under it."""
    heading = _is_heading(ctx, unit)
    if heading:
        enter(ctx, frame, unit)
    return heading or _name_over_bullets(ctx, frame, unit)


def _is_heading(ctx: Context, unit: Unit) -> bool:
    if not unit.heading:
        return _names_offices(ctx, unit)
    return not _leads_in(ctx, unit) and not _whole_article(ctx, unit)


def _name_over_bullets(ctx: Context, frame: TaskFrame, unit: Unit) -> bool:
    """A line without a mark that is a name, bullets below it: "UBND các xã: An Thử / - Vận động …"."""
    if unit.mark or not unit.opens or frame.work is False or unit.end - unit.start > _LONGEST_NAME:
        return False
    if ctx.text[unit.end - 1] in ".;,:" or not _BULLET_BELOW.match(ctx.text, unit.end):
        return False
    found = addressee_at(ctx, unit.start, unit.end)
    if found is None or found[1] is not None or found[0].end < unit.end - 1:
        return False
    frame.base = frame.owner = Owner(found[0], "heading")
    frame.labelled, frame.complete = [], False
    return True


_BULLET_BELOW = re.compile(r"[ \t*]*\n\s*[-–+•]\s")


def _names_offices(ctx: Context, unit: Unit) -> bool:
    """Whether an item is nothing but the names of offices: "3. Các sở: Y tế, Tài chính"."""
    if not unit.mark or unit.mark[0] in "-–+•" or ctx.text[unit.end - 1] in ".;,":
        return False
    if ctx.text.find(":", unit.start, unit.end - 1) < 0 or unit.end - unit.start > _LONGEST_NAME:
        return False
    found = addressee_at(ctx, unit.start, unit.end)
    return found is not None and found[1] is None and found[0].end >= unit.end - 1


def _leads_in(ctx: Context, unit: Unit) -> bool:
    """Whether a line set like a heading says who does what below: "2. Sở Nội vụ hướng dẫn các xã:"."""
    if ctx.text[unit.end - 1] != ":" or not unit.mark:
        return False
    found = addressee_at(ctx, unit.start, unit.end)
    if found is not None and found[1] is not None:
        return True
    orders = any("order" in w.classes for w in words_of(ctx, unit.start, unit.end))
    return orders and read(ctx, unit).mood == "order"  # "Thời gian tới, yêu cầu các cấp ủy …:"


def _whole_article(ctx: Context, unit: Unit) -> bool:
    """Whether an article's line is its sentence, no heading: "Điều 2. Giao Sở X hướng dẫn Quy chế này."."""
    if not unit.mark.lower().startswith("điều") or ctx.text[unit.end - 1] not in ".;":
        return False
    if " này" in ctx.flat[unit.start : unit.end]:
        return True
    reading = read(ctx, unit)
    told = reading.mood == "order" or reading.lead is not None
    return told and unit.end - reading.action > _HAS_OBJECT


def _may_assign(ctx: Context, frame: TaskFrame, unit: Unit) -> bool:
    """Whether a sentence is worth reading: where no work is handed out, only orders and obligations are."""
    if frame.speaking or frame.work is True or frame.assigning or frame.requirement:
        return True
    if acceptance.says_due(ctx, unit):
        return True
    return any(w.classes & _ASSIGNING for w in words_of(ctx, unit.start, unit.end))


def _may_be_accepted(ctx: Context, frame: TaskFrame, unit: Unit) -> bool:
    """Whether `_accept` could take what is read of a sentence; asked first, since reading costs the most."""
    return (
        _may_assign(ctx, frame, unit)
        or carries_out(ctx, unit.start, unit.end) is not None
        or any_trouble(ctx, unit.start, unit.end) is not None
    )


def _named_before_colon(ctx: Context, frame: TaskFrame, unit: Unit) -> Reading | None:
    """An addressee with its work on one line: "2. Các sở, ngành: Tổ chức trực nghiêm túc."."""
    colon = ctx.text.find(":", unit.start, min(unit.end, unit.start + _LONGEST_NAME))
    if colon < 0 or colon >= unit.end - 3:
        return None
    found = addressee_at(ctx, unit.start, colon)
    if found is not None and found[1] is not None and (whole := _name_to(ctx, found, colon)) is not None:
        found = (whole, None)
    if found is None or found[1] is not None or ctx.text[found[0].end : colon].strip(" *"):
        return _unknown_name(ctx, frame, unit, colon)
    lead = found[0]
    if carries_out(ctx, colon, unit.end):
        return None  # "Giám đốc các Sở: Xây dựng, Tài chính chịu trách nhiệm thi hành …"
    if (listed := listed_after(ctx, lead, colon, unit.end)) is not None:
        lead, colon = listed, listed.end
    at = colon + 1
    while ctx.text[at] in " *\n\xa0":
        at += 1
    first = words_of(ctx, at, min(unit.end, at + 30))
    if ctx.flat.startswith(_REFRAINS, at) and ctx.text[at].isupper():
        return Reading("duty", lead, at, Span(at, ctx.flat.find(" ", at)))
    if ctx.text[at].isupper() and SERVES_AS.match(ctx.flat, at, unit.end):
        return Reading("duty", lead, at, Span(at, at + len("là")))
    if not first or first[0].start != at:
        return None
    if ctx.text[at].islower() and not (unit.mark or frame.work or frame.speaking):
        return None
    return Reading("duty", lead, at, Span(first[0].start, first[0].end))


def _name_to(ctx: Context, found: tuple[Span, Word | None], colon: int) -> Span | None:
    """An office's name that goes on in words the pack does not know: "Trung tâm Thông tin dịch vụ công:"."""
    lead, verb = found
    if (
        verb is None
        or "unknown" not in verb.classes
        or ctx.text[lead.start : colon].count(" ") > _LONGEST_OFFICE
    ):
        return None
    if any(w.classes & {"verb", "adverb", "modal", "order"} for w in words_of(ctx, verb.start + 1, colon)):
        return None
    return Span(lead.start, colon)


def _unknown_name(ctx: Context, frame: TaskFrame, unit: Unit, colon: int) -> Reading | None:
    """One the pack does not know, work behind the colon, where offices get theirs: "6. Kho lưu trữ: Cử …"."""
    section = frame.sections[-1] if frame.sections else None
    if section is None or not section.offices or section.owner is not None or not unit.mark:
        return None
    if (
        unit.mark[0] in acceptance.BULLETS
        or colon - unit.start > _LONGEST_UNKNOWN
        or not ctx.text[unit.start].isupper()
    ):
        return None
    if _STATES.match(ctx.flat, unit.start, colon) or _CONCERNS.match(ctx.flat, unit.start, colon):
        return None
    if any(
        w.classes & {"verb", "adverb", "modal", "order", "opening"} for w in words_of(ctx, unit.start, colon)
    ):
        return None
    at = colon + 1
    while ctx.text[at] in " *\n\xa0":
        at += 1
    first = words_of(ctx, at, min(unit.end, at + 30))
    if not first or first[0].start != at or not first[0].classes & {"verb", "adverb", "opening"}:
        return None
    return Reading("duty", Span(unit.start, colon), at, Span(first[0].start, first[0].end))


def _under_name(ctx: Context, frame: TaskFrame, unit: Unit, reading: Reading) -> bool:
    """Whether an item under an office's name is its work, though its verb is not in the pack."""
    if frame.base.how != "heading" or not (unit.opens and unit.mark) or frame.work is not True:
        return False
    first = ctx.text[unit.start]
    return first.isupper() and not reading.told and _STATES.match(ctx.flat, reading.action, unit.end) is None


def _after_name_line(ctx: Context, frame: TaskFrame, unit: Unit) -> Unit:
    """The line of a name is a heading: "1. Các sở, ban, ngành và các đơn vị / Tập trung …"."""
    newline = ctx.document.text.find("\n", unit.start, unit.end)
    if newline < 0 or unit.mark[0] in "-–+•":
        return unit
    found = addressee_at(ctx, unit.start, newline)
    rest = newline + 1
    while rest < unit.end and ctx.text[rest] in " \t*":
        rest += 1
    ends = found is not None and found[1] is None and not ctx.text[unit.start : newline].endswith(",")
    ends = ends and found is not None and not ctx.text[found[0].end : newline].strip(" ,*:")
    if not ends or not ctx.text[rest : rest + 1].isupper():
        return unit
    enter(ctx, frame, Unit(unit.start, newline, unit.mark, opens=True, heading=True))
    return Unit(rest, unit.end, "", opens=True, kind=unit.kind)


def _open(ctx: Context, frame: TaskFrame, unit: Unit, reading: Reading) -> None:
    """A lead-in ("… yêu cầu các sở thực hiện các nội dung sau:"): what follows is for the same addressee."""
    frame.labelled, frame.complete = [], False
    offices = bool(frame.sections) and frame.sections[-1].offices
    if offices and (named := unlisted_name(ctx, unit, offices=offices)) is not None:
        frame.base = frame.owner = Owner(named, "lead-in")
        return
    if reading.mood in {"order", "obligation", "duty"} or reading.lead is not None:
        frame.speaking = True
        due, due_span = due_before_colon(ctx, unit)
        if due is not None and len(due) != _LENGTH_OF_DAY:
            # "… Kế hoạch năm 2026 như sau:" sets no deadline, "… trước ngày …:" does
            due, due_span = None, None
        concludes = reading.cue is not None and _CONCLUDES.match(ctx.flat, reading.cue.start)
        lead = None if concludes and reading.mood == "duty" else reading.lead
        frame.base = frame.owner = Owner(lead or frame.owner.lead, "lead-in", due, due_span)
        if not frame.marked and not unit.mark:
            frame.whole, frame.root = True, frame.base
        elif frame.sections and not unit.mark:
            frame.sections[-1].told = frame.base
        return
    found = addressee_at(ctx, unit.start, unit.end)
    if ctx.flat.startswith(_AS_FOR, unit.start) and unit.mark:
        found = addressee_at(ctx, unit.start + len(_AS_FOR), unit.end)
        if found is None or found[1] is not None or found[0].end < unit.end - 1:
            # "b) Đối với dữ liệu dùng chung:" says which matter, and ends what was for "Đối với Sở Y tế:"
            found, frame.base = None, frame.root if frame.whole else Owner()
            frame.owner = frame.base
    if _concluded(ctx, unit):
        frame.whole = frame.whole or not frame.marked
        frame.speaking = frame.speaking or frame.work is not False
    elif found is not None and frame.work is not False:
        frame.base = frame.owner = Owner(found[0], "lead-in")
    elif _ITEMS_FOLLOW.search(ctx.flat, unit.start, unit.end):
        frame.speaking = frame.speaking or frame.work is not False


def _concluded(ctx: Context, unit: Unit) -> bool:
    """Whether a notice begins to tell what was concluded: "…, Chủ tịch UBND tỉnh kết luận như sau:"."""
    if ctx.document.header.type not in _SPOKEN_IN:
        return False
    return _CONCLUDED.search(ctx.flat, max(unit.start, unit.end - _LONGEST_CONCLUDED), unit.end) is not None


def due_before_colon(ctx: Context, unit: Unit) -> tuple[str | None, Span | None]:
    """The deadline that stands just before a lead-in's colon: it holds for what follows."""
    colon = ctx.flat.find(": ", unit.start, unit.end)
    colon = unit.end if colon < 0 else colon
    return due_before(ctx, unit.start, colon)
