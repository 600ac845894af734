"""Who must do what by when: the sentences and table rows that hand out work.

In an issued document the headings say where work is handed out ("Nhiệm vụ", "Tổ chức thực hiện") and often to
whom ("2. Sở Tài chính"); lines such as "Đơn vị chủ trì: …", "Thời gian: …" complete the tasks above them. In
a report of a speech a directive ("Bí thư Tỉnh ủy yêu cầu …") opens a frame in which the following commands
("Khẩn trương …") are tasks of the same addressee, until the report goes on to tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dondoc.extraction import tasktables
from dondoc.extraction.addressees import addressee_at, is_collective, split_names, words_of
from dondoc.extraction.bodies import classes_at, clean
from dondoc.extraction.context import Context
from dondoc.extraction.directives import Reading, read
from dondoc.extraction.duedates import due_before, due_of, product_of
from dondoc.extraction.units import Unit, units
from dondoc.records.document import BlockKind, DocumentType
from dondoc.records.facts import FieldSource, TaskStatement
from dondoc.records.source import Span
from dondoc.text.normalize import fold

_WORK = re.compile(
    r"nhiệm vụ|giải pháp|tổ chức thực hiện|tổ chức triển khai|phân công|nội dung|trách nhiệm"
    r"|phương hướng|biện pháp|kinh phí|nguồn lực"
    r"|điều khoản|yêu cầu các|triển khai thực hiện"
)
_NOT_WORK = re.compile(
    r"mục đích|yêu cầu|quan điểm|mục tiêu|chỉ tiêu|đánh giá|kết quả|tình hình|hạn chế|tồn tại"
    r"|nguyên nhân|căn cứ|phạm vi|đối tượng"
    r"|bối cảnh|thuận lợi|khó khăn|thực trạng|nơi nhận|bài học|dự toán|giải thích|hiệu lực"
)
_NOT_WORK_ORDERED = re.compile(r"mục đích|quan điểm|nguyên nhân|bối cảnh|thực trạng|nơi nhận|căn cứ")
_WORK_ANYWAY = re.compile(r"nhiệm vụ|giải pháp|tổ chức thực hiện")
# "… cần thực hiện một số nhiệm vụ sau:" orders nothing of its own.
_EMPTY_LEAD_IN = re.compile(
    r"^\s*(?:[^\s,;]+\s+){0,9}?(?:nhiệm vụ|nội dung|giải pháp|công việc|việc|yêu cầu)\b[^;]{0,60}:|^\s*:?$"
)
_ANNEX = re.compile(r"(?:\*\*)?phụ lục\b")
_END_OF_BODY = re.compile(r"(?:\*\*)?nơi nhận|(?:tm|kt|tl|tuq|t/m|k/t)[.\s]")
_LABEL = re.compile(r"[\s*]*([^:\n]{2,60}?)[\s*]*:[\s*]*")
_LEVELS = (
    (re.compile(r"điều\b|[IVX]+\.?$|phần\b", re.IGNORECASE), 1),
    (re.compile(r"\d+[.)]?$"), 2),
    (re.compile(r"\d+\.\d+"), 3),
)
_ASSIGNING = frozenset({"order", "modal"})
_SPEECH = frozenset({DocumentType.PRESS})
_SAYS_RESULT = frozenset({DocumentType.REPORT})
_OBLIGES_ANYWHERE = frozenset({DocumentType.NOTICE, DocumentType.CONCLUSION, DocumentType.DIRECTIVE})
_RULES = frozenset(
    {DocumentType.RESOLUTION, DocumentType.DECISION, DocumentType.CONCLUSION, DocumentType.NOTICE}
)
# What the issuer decides itself: "Thống nhất chủ trương …".
_DECIDES = re.compile(
    r"(?:thống nhất|đồng ý|phê duyệt|thông qua|cho ý kiến|tán thành|ghi nhận|đánh giá|biểu dương|chấp thuận"
    r"|công nhận)\b"
)
_CONCLUDES = re.compile(r"kết luận|thống nhất|ban hành|quyết định|quyết nghị|cho ý kiến")
_PLACE = re.compile(r"(?:tỉnh|thành phố|huyện|xã|phường|toàn tỉnh)\b")
_LEGAL = frozenset({DocumentType.LAW})
_LENGTH_OF_DAY = 10  # characters of "2026-12-31"
_HAS_OBJECT = 12  # characters a command needs at least
_CONFIDENCE = {
    "order": 0.92,
    "obligation": 0.85,
    "imperative": 0.8,
    "duty": 0.85,
    "said order": 0.75,
    "said obligation": 0.65,
    "said imperative": 0.6,
    "said duty": 0.5,
}


@dataclass(slots=True)
class _Owner:
    """Who the commands that follow are for, and where that was said."""

    lead: Span | None = None
    how: str = ""
    due: str | None = None
    due_span: Span | None = None


@dataclass(slots=True)
class _State:
    """Where in the document we are."""

    path: list[tuple[int, bool | None, Span | None]] = field(default_factory=list)  # level, work?, owner
    base: _Owner = field(default_factory=_Owner)  # of the heading or lead-in: holds for every item below
    owner: _Owner = field(default_factory=_Owner)  # of the sentence before: holds within its paragraph
    whole: bool = False  # the frame was opened before the first heading: it holds for the document
    root: _Owner = field(default_factory=_Owner)  # … and its owner
    marked: bool = False  # a numbered heading has been met: the title's lines are behind us
    speaking: bool = False  # a directive frame is open
    paragraph: bool = False  # … and we are still in the paragraph that opened it
    labelled: list[TaskStatement] = field(default_factory=list)  # tasks that label lines below may complete
    complete: bool = False  # a label has been met since the last task

    @property
    def work(self) -> bool | None:
        return self.path[-1][1] if self.path else None

    @property
    def heading_owner(self) -> Span | None:
        return self.path[-1][2] if self.path else None


def find(ctx: Context) -> list[TaskStatement]:
    """The document's tasks in order: rows of its task tables and sentences of its text."""
    tasks = tasktables.find(ctx)
    taken = [task.span for task in tasks]
    speech = ctx.document.header.type in _SPEECH
    state = _State()
    for unit in units(ctx):
        if any(s.start <= unit.start < s.end for s in taken):
            continue
        if not speech and _END_OF_BODY.match(ctx.flat, unit.start):
            state = _State(path=[(1, False, None)], marked=True)
            continue
        if not speech and _ANNEX.match(ctx.flat, unit.start, unit.end):
            state = _State(marked=True)
        task = _spoken(ctx, state, unit) if speech else _issued(ctx, state, unit)
        if task is not None:
            tasks.append(task)
    tasks.sort(key=lambda t: t.span)
    _link_repeats(tasks)
    for task in tasks:
        if task.lead is None:
            task.notes.append("Chưa nêu cơ quan thực hiện")
    return tasks


def _link_repeats(tasks: list[TaskStatement]) -> None:
    """Point a task said again (a caption, a summary) to where it was said first."""
    first: dict[tuple[str, str], int] = {}
    for index, task in enumerate(tasks):
        key = (fold(task.action), fold(task.lead or ""))
        earlier = first.setdefault(key, index)
        if earlier != index:
            task.same_as = earlier


# --- issued documents --------------------------------------------------------------------------------------


def _issued(ctx: Context, state: _State, unit: Unit) -> TaskStatement | None:
    if unit.heading:
        _enter(ctx, state, unit)
        return None
    if _label_line(ctx, state, unit):
        return None
    unit = _after_name_line(ctx, state, unit)
    unit = _after_task_label(ctx, unit)
    if unit.end - unit.start < _HAS_OBJECT or (not unit.opens and not _may_assign(ctx, state, unit)):
        return None
    reading = read(ctx, unit)
    lead_in = ctx.text[unit.end - 1] == ":"
    named = _named_before_colon(ctx, unit)
    if named is not None:
        reading, lead_in = named, False
    accepted = _accept(ctx, state, unit, reading, lead_in=lead_in)
    if unit.opens:
        state.owner = state.base
    if lead_in:
        _open(ctx, state, unit, reading)
    elif accepted and reading.lead is not None and reading.mood != "imperative":
        state.owner = _Owner(reading.lead, "sentence before", state.owner.due, state.owner.due_span)
    if not accepted:
        return None
    return _task(ctx, state, unit, reading, speech=False)


def _may_assign(ctx: Context, state: _State, unit: Unit) -> bool:
    """Whether a sentence is worth reading: where no work is handed out, only orders and obligations are."""
    if state.speaking or state.work is True:
        return True
    return any(w.classes & _ASSIGNING for w in words_of(ctx, unit.start, unit.end))


def _named_before_colon(ctx: Context, unit: Unit) -> Reading | None:
    """An addressee with its work on one line: "2. Các sở, ngành: Tổ chức trực nghiêm túc."."""
    colon = ctx.text.find(":", unit.start, min(unit.end, unit.start + 160))
    if colon < 0 or colon >= unit.end - 3 or not ctx.text[colon + 1 : colon + 4].strip(" *")[:1].isupper():
        return None
    found = addressee_at(ctx, unit.start, colon)
    if found is None or found[1] is not None or ctx.text[found[0].end : colon].strip(" *"):
        return None
    at = colon + 1
    while ctx.text[at] in " *\n":
        at += 1
    first = words_of(ctx, at, min(unit.end, at + 30))
    if not first or first[0].start != at:
        return None
    return Reading("duty", found[0], at, Span(first[0].start, first[0].end))


def _accept(ctx: Context, state: _State, unit: Unit, reading: Reading, *, lead_in: bool) -> bool:
    kind = ctx.document.header.type
    work = True if state.speaking else state.work
    if reading.mood == "told" or kind in _LEGAL:
        return False
    if lead_in and _EMPTY_LEAD_IN.match(ctx.flat[reading.action : unit.end]):
        return False
    if reading.mood == "order":
        return reading.lead is not None or (work is not False and not lead_in)
    if lead_in and reading.mood != "obligation":
        return False
    if reading.mood == "obligation":
        if lead_in and reading.lead is None:
            return False
        if work is False:
            return kind in _OBLIGES_ANYWHERE and reading.lead is not None
        return reading.lead is not None or work is True
    if reading.mood == "duty" and work is None and unit.mark.lower().startswith("điều"):
        return reading.lead is not None and not _PLACE.match(ctx.flat, reading.lead.start)
    if reading.mood == "imperative" and kind in _RULES and _DECIDES.match(ctx.flat, unit.start):
        return False
    return work is True


def _enter(ctx: Context, state: _State, unit: Unit) -> None:
    """A heading: does work stand under it, and whose?"""
    words = ctx.flat[unit.start : unit.end]
    level = _level(unit, words, ctx.text[unit.start : unit.end])
    while state.path and state.path[-1][0] >= level:
        state.path.pop()
    work = state.work
    state.marked = state.marked or bool(unit.mark)
    if not state.marked:
        return  # the lines of the title
    not_work = _NOT_WORK_ORDERED if ctx.document.header.type is DocumentType.DIRECTIVE else _NOT_WORK
    if not_work.search(words) and not _WORK_ANYWAY.search(words):
        work = False
    elif _WORK.search(words) and not (state.work is False and level > 2):
        work = True
    owner = state.heading_owner
    found = addressee_at(ctx, unit.start, unit.end)
    if found is not None and found[1] is None and found[0].end >= unit.end - 2 and _names_owner(ctx, unit):
        owner, work = found[0], True if work is None else work
    state.path.append((level, work, owner))
    state.base = state.owner = _Owner(owner, "heading") if owner else _Owner()
    state.speaking = state.speaking and state.whole and work is not False
    if owner is None and state.whole:
        state.base = state.owner = state.root
    state.labelled, state.complete = [], False


def _names_owner(ctx: Context, unit: Unit) -> bool:
    """Whether a heading is the name of an office; in capitals only one that begins with an office's word."""
    words = ctx.text[unit.start : unit.end]
    if not words.isupper():
        return True
    return len(words) <= 60 and "body" in classes_at(ctx, unit.start)[1]


def _level(unit: Unit, words: str, text: str) -> int:
    mark = unit.mark.rstrip(".)")
    for pattern, level in _LEVELS:
        if mark and pattern.match(mark):
            return level + (1 if level == 3 and mark.count(".") > 1 else 0)
    if mark:
        return 4
    return 1 if text.isupper() or words.startswith(("phần", "phụ lục", "chương", "điều")) else 3


def _label_line(ctx: Context, state: _State, unit: Unit) -> bool:
    """A line "Đơn vị chủ trì: Sở X", "Thời gian thực hiện: quý II/2026": it completes the tasks above."""
    m = _LABEL.match(ctx.text, unit.start, unit.end)
    column = tasktables.column_of(ctx, m[1]) if m else None
    if m is None or column not in {"lead", "support", "deadline", "product", "level", "person", "note"}:
        return False
    state.complete = True
    labelled = _labelled_by(state, unit)
    value = Span(m.end(), unit.end)
    words = clean(ctx.text[value.slice])
    if not words:
        return True
    for task in labelled:
        if column == "lead" and (
            task.lead is None or task.collective or task.fields["lead"].how != "subject"
        ):
            _set_lead(task, words, "label", value)
        elif column == "support":
            task.partners = split_names(words) + [p for p in task.partners if p not in words]
            task.fields["partners"] = FieldSource("label", value)
        elif column == "deadline":
            due = tasktables.deadline_of(words, ctx)
            if due is not None:
                task.deadline = due
                task.fields["deadline"] = FieldSource("label", value)
        elif column == "product":
            task.product = words
            task.fields["product"] = FieldSource("label", value)
    return True


def _labelled_by(state: _State, unit: Unit) -> list[TaskStatement]:
    """The tasks a label line completes: of a numbered item the item's own, else all since the last labels."""
    tasks = state.labelled
    if not unit.opens:
        return tasks[-1:]
    if unit.mark[:1].isalpha():
        return tasks
    for index in range(len(tasks) - 1, -1, -1):
        if tasks[index].fields["mark"].note[:1].isdigit():
            return tasks[index:]
    return tasks


def _after_task_label(ctx: Context, unit: Unit) -> Unit:
    """The sentence behind "Nhiệm vụ:" or "Nội dung:" on its line."""
    m = _LABEL.match(ctx.text, unit.start, unit.end)
    if m and m.end() < unit.end and tasktables.column_of(ctx, m[1]) == "content":
        return Unit(m.end(), unit.end, unit.mark, unit.opens, kind=unit.kind)
    return unit


def _after_name_line(ctx: Context, state: _State, unit: Unit) -> Unit:
    """The line of a name is a heading: "1. Các sở, ban, ngành và các đơn vị / Tập trung …"."""
    newline = ctx.text.find("\n", unit.start, unit.end)
    if newline < 0 or not unit.mark or unit.mark[0] in "-–+•":
        return unit
    found = addressee_at(ctx, unit.start, newline)
    rest = newline + 1
    while rest < unit.end and ctx.text[rest] in " \t*":
        rest += 1
    ends = found is not None and found[1] is None and not ctx.text[found[0].end : newline].strip(" ,*:")
    if not ends or not ctx.text[rest : rest + 1].isupper():
        return unit
    _enter(ctx, state, Unit(unit.start, newline, unit.mark, opens=True, heading=True))
    return Unit(rest, unit.end, "", opens=True, kind=unit.kind)


def _open(ctx: Context, state: _State, unit: Unit, reading: Reading) -> None:
    """A lead-in ("… yêu cầu các sở thực hiện các nội dung sau:"): what follows is for the same addressee."""
    state.labelled, state.complete = [], False
    if reading.mood in {"order", "obligation", "duty"}:
        state.speaking = True
        due, due_span = _due_before_colon(ctx, unit)
        if due is not None and len(due) != _LENGTH_OF_DAY:
            due, due_span = (
                None,
                None,
            )  # "… Kế hoạch năm 2026 như sau:" sets no deadline, "… trước ngày …:" does
        concludes = reading.cue is not None and _CONCLUDES.match(ctx.flat, reading.cue.start)
        lead = None if concludes and reading.mood == "duty" else reading.lead
        state.base = state.owner = _Owner(lead or state.owner.lead, "lead-in", due, due_span)
        if not state.marked:
            state.whole, state.root = True, state.base
        return
    found = addressee_at(ctx, unit.start, unit.end)
    if found is not None and state.work is not False:
        state.base = state.owner = _Owner(found[0], "lead-in")
    elif re.search(r"nhiệm vụ|giải pháp|nội dung(?: trọng tâm)? sau", ctx.flat[unit.start : unit.end]):
        state.speaking = state.speaking or state.work is not False


def _due_before_colon(ctx: Context, unit: Unit) -> tuple[str | None, Span | None]:
    """The deadline that stands just before a lead-in's colon: it holds for what follows."""
    colon = ctx.flat.find(": ", unit.start, unit.end)
    colon = unit.end if colon < 0 else colon
    return due_before(ctx, unit.start, colon)


# --- reports of speeches -----------------------------------------------------------------------------------


def _spoken(ctx: Context, state: _State, unit: Unit) -> TaskStatement | None:
    if unit.opens:
        state.paragraph = False
    if unit.heading or unit.kind in {BlockKind.CAPTION, BlockKind.HEADING}:
        state.speaking = state.speaking and unit.kind is BlockKind.CAPTION
        if unit.kind is BlockKind.CAPTION:
            return None
        reading = read(ctx, unit)
        orders = reading.mood == "order" and reading.authority
        return _task(ctx, state, unit, reading, speech=True) if orders else None
    if unit.end - unit.start < _HAS_OBJECT:
        return None
    if not state.speaking and not _may_assign(ctx, state, unit):
        return None
    reading = read(ctx, unit)
    if reading.mood == "order" and (reading.authority or (state.speaking and not unit.opens)):
        return _frame(ctx, state, unit, reading)
    obliges = reading.mood == "obligation" and not _questions(ctx, unit)
    if obliges and (
        state.speaking or (reading.authority and (reading.verb_first or reading.lead is not None))
    ):
        return _frame(ctx, state, unit, reading)
    if reading.mood == "imperative" and state.speaking and not reading.told and not _results(ctx, unit):
        if _new_matter(unit, reading, speech=True):
            state.owner = _Owner()
        return _task(ctx, state, unit, reading, speech=True)
    linked = any(
        "link" in w.classes and w.start <= unit.start + 1 for w in words_of(ctx, unit.start, unit.start + 30)
    )
    assigned = reading.cue is not None and ctx.flat.startswith("được", reading.cue.start)
    goes_on = linked or assigned or not unit.opens
    if reading.mood == "duty" and state.speaking and reading.lead is not None and goes_on:
        return _frame(ctx, state, unit, reading)
    if unit.opens or reading.mood == "told":
        state.speaking = state.speaking and state.paragraph
    return None


def _questions(ctx: Context, unit: Unit) -> bool:
    return ctx.text[unit.end - 1] == "?"


def _results(ctx: Context, unit: Unit) -> bool:
    return bool(re.search(r"\sđã (?:được|đạt|có|hoàn thành|góp)|\bđạt \d", ctx.flat[unit.start : unit.end]))


def _frame(ctx: Context, state: _State, unit: Unit, reading: Reading) -> TaskStatement:
    task = _task(ctx, state, unit, reading, speech=True)
    if reading.lead is not None or reading.mood == "order":
        inherited = reading.lead
        if reading.lead is None and not unit.opens:
            inherited = state.owner.lead
        state.owner = _Owner(inherited, "sentence before")
        if ":" in ctx.text[unit.start : unit.end]:
            state.owner.due, state.owner.due_span = _due_before_colon(ctx, unit)
            if task.deadline is None and state.owner.due is not None:
                task.deadline = state.owner.due
                task.fields["deadline"] = FieldSource("lead-in", state.owner.due_span)
    state.speaking = state.paragraph = True
    return task


# --- the record --------------------------------------------------------------------------------------------


def _task(ctx: Context, state: _State, unit: Unit, reading: Reading, *, speech: bool) -> TaskStatement:
    rule = ("said " if speech else "") + reading.mood
    task = TaskStatement(
        Span(unit.start, unit.end),
        rule,
        confidence=_CONFIDENCE[rule],
        action=clean(ctx.text[reading.action : unit.end]),
        directive="speech" if speech else "order",
    )
    if reading.cue is not None:
        task.fields["action"] = FieldSource(reading.mood, Span(reading.action, unit.end))
    if reading.lead is not None:
        _set_lead(task, clean(ctx.text[reading.lead.slice]), "subject", reading.lead)
    elif (
        state.owner.lead is not None
        and reading.mood != "order"
        and not _new_matter(unit, reading, speech=speech)
    ):
        _set_lead(task, clean(ctx.text[state.owner.lead.slice]), state.owner.how, state.owner.lead)
    due, due_span = due_of(ctx, unit.start, unit.end)
    if due is None and state.owner.due is not None:
        due, due_span = state.owner.due, state.owner.due_span
    if due is not None:
        task.deadline = due
        task.fields["deadline"] = FieldSource("date", due_span)
    _partners(ctx, task, unit)
    _in_brackets(ctx, task, unit)
    product = product_of(ctx, reading.action, unit.end)
    if product is not None:
        task.product = clean(ctx.text[product.slice])
        task.fields["product"] = FieldSource("noun", product)
    if not speech:
        if state.complete:
            state.labelled, state.complete = [], False
        task.fields["mark"] = FieldSource("list mark", None, unit.mark)
        state.labelled.append(task)
    return task


def _new_matter(unit: Unit, reading: Reading, *, speech: bool) -> bool:
    """A new paragraph of a speech that goes on in the imperative: whom it addresses is no longer said."""
    return speech and unit.opens and reading.mood == "imperative"


def _set_lead(task: TaskStatement, words: str, how: str, span: Span) -> None:
    task.lead = words
    task.collective = is_collective(words)
    note = "gọi chung nhiều cơ quan: cần chỉ định một cơ quan chủ trì" if task.collective else ""
    task.fields["lead"] = FieldSource(how, span, note)


_BRACKETS = re.compile(r"\(([^()]{6,200})\)[\s.;,/]*$")
_LEADS = re.compile(r"(?:(?:cơ quan|đơn vị)\s+)?(?:chủ trì|thực hiện|đầu mối|phụ trách)\s*:\s*|giao\s+")
_SUPPORTS = re.compile(r"phối hợp\s*:\s*")


def _in_brackets(ctx: Context, task: TaskStatement, unit: Unit) -> None:
    """Who and with whom, said at the end: "… (Sở Xây dựng chủ trì; phối hợp: UBND các xã)"."""
    m = _BRACKETS.search(ctx.flat, unit.start, unit.end)
    if m is None or (task.lead is not None and task.fields["lead"].how == "subject"):
        return
    label = _LEADS.search(ctx.flat, m.start(1), m.end(1))
    at = label.end() if label else m.start(1)
    found = addressee_at(ctx, at, m.end(1))
    follows = ctx.flat[found[0].end : found[0].end + 12].strip() if found else ""
    if found is not None and (label or follows.startswith(("chủ trì", "thực hiện", "phụ trách"))):
        _set_lead(task, clean(ctx.text[found[0].slice]), "brackets", found[0])
    support = _SUPPORTS.search(ctx.flat, m.start(1), m.end(1))
    if support and (found := addressee_at(ctx, support.end(), m.end(1))):
        task.partners = split_names(ctx.text[found[0].slice])
        task.fields["partners"] = FieldSource("brackets", found[0])


_WITH = re.compile(r"phối hợp (?:chặt chẽ )?(?:với |cùng )?")


def _partners(ctx: Context, task: TaskStatement, unit: Unit) -> None:
    for m in _WITH.finditer(ctx.flat, unit.start, unit.end):
        found = addressee_at(ctx, m.end(), unit.end)
        if found is None:
            continue
        names = split_names(ctx.text[found[0].slice])
        task.partners.extend(n for n in names if n not in task.partners and fold(n) != fold(task.lead or ""))
        task.fields.setdefault("partners", FieldSource("phối hợp", found[0]))
