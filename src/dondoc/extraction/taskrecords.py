"""A task from a sentence that was read: action, lead, partners, deadline, product, each with its words."""

from __future__ import annotations

import re

from dondoc.extraction.addressees import addressee_at, is_collective, is_office, split_names
from dondoc.extraction.bodies import clean, run_end
from dondoc.extraction.context import Context
from dondoc.extraction.duedates import due_of, product_of
from dondoc.extraction.readings import Reading
from dondoc.extraction.sentencecore import any_trouble, command_follows
from dondoc.extraction.taskframes import TaskFrame
from dondoc.extraction.units import Unit
from dondoc.records.document import DocumentType
from dondoc.records.facts import FieldSource, TaskStatement
from dondoc.records.source import Span
from dondoc.text.normalize import fold

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
_BRACKETS = re.compile(r"\(([^()]{6,200})\)[\s.;,/]*$")
_LEADS = re.compile(r"(?:(?:cơ quan|đơn vị)\s+)?(?:chủ trì|thực hiện|đầu mối|phụ trách)\s*:\s*|giao\s+")
# "Đề án … (Ban Tổ chức Tỉnh ủy chuẩn bị)": an item of a work programme names the paper and who makes it.
_PREPARED = re.compile(r"\(([^()]{6,120}?) (?:chuẩn bị|tham mưu|soạn thảo|chủ trì|trình)\)[\s.;,/]*$")
_SUPPORTS = re.compile(r"phối hợp\s*:\s*")
_FOLLOWS = ("chủ trì", "thực hiện", "phụ trách", "chuẩn bị", "tham mưu", "soạn thảo", "trình")
_WITH = re.compile(r"phối hợp (?:chặt chẽ |kịp thời |tốt )?(?:với |cùng )?")
_HOW_OFTEN = re.compile(r"(?<!\w)(?:định kỳ|(?:hằng|hàng|mỗi) (?:năm|quý|tháng|tuần))[^.;:]{0,40}$")
_NEAR_START = 8  # characters before the time that opens a sentence
_SHORT_FOR = frozenset({"sở", "bộ", "cục", "ban"})
_AS_FOR = re.compile(r"(?:riêng )?đối với |riêng ")
_QUOTE_ENDS = re.compile(r"[”\"]\s*[,.]?\s+(?=\S)")


def make(
    ctx: Context, frame: TaskFrame, unit: Unit, reading: Reading, *, speech: bool, inherits: bool = True
) -> TaskStatement:
    """The task a sentence sets. With `inherits` false nobody but the sentence itself says who must do it."""
    rule = ("said " if speech else "") + reading.mood
    task = TaskStatement(
        Span(unit.start, unit.end),
        rule,
        confidence=_CONFIDENCE[rule],
        action=clean(
            ctx.text[_start_of_action(ctx, unit, reading) : _end_of_action(ctx, unit, reading)].rstrip(
                "./ \n"
            )
        ),
        directive="speech" if speech else "order",
    )
    if reading.cue is not None:
        task.fields["action"] = FieldSource(reading.mood, Span(reading.action, unit.end))
    owner = frame.owner
    if reading.lead is not None and (full := _named_in_full(ctx, unit, reading.lead)) is not None:
        set_lead(task, clean(ctx.text[full.slice]), "subject", full)
    elif reading.lead is not None:
        set_lead(task, clean(ctx.text[reading.lead.slice]), "subject", reading.lead)
    elif (
        speech
        and reading.mood in {"imperative", "order", "obligation"}
        and (concerned := _concerned(ctx, unit, reading)) is not None
    ):
        set_lead(task, clean(ctx.text[concerned.slice]), "subject", concerned)
    elif (
        owner.lead is not None
        and inherits
        and (
            reading.mood != "order"
            or _asks_those(ctx, frame, unit, reading)
            or _asks_on(frame, unit, reading)
        )
    ):
        set_lead(task, clean(ctx.text[owner.lead.slice]), owner.how, owner.lead)
    due, due_span = due_of(ctx, unit.start, unit.end)
    if due_span is not None and _opens_far(ctx, unit, reading, due_span):
        due = None
    if ctx.flat.startswith(("chưa ", "không "), reading.action):
        due = None  # how long something is not to be done
    if due is None and owner.due is not None:
        due, due_span = owner.due, owner.due_span
    if due is not None:
        task.deadline = due
        task.fields["deadline"] = FieldSource("date", due_span)
    _partners(ctx, task, unit)
    _in_brackets(ctx, task, unit)
    product = product_of(ctx, reading.action, unit.end)
    if product is not None:
        task.product = clean(ctx.text[product.slice])
        task.fields["product"] = FieldSource("noun", product)
    return task


def prepared(ctx: Context, unit: Unit) -> bool:
    """Whether an item of a work programme says in brackets who prepares what it names."""
    if not unit.mark or not _is_programme(ctx):
        return False
    m = _PREPARED.search(ctx.flat, max(unit.start, unit.end - 150), unit.end)
    return m is not None and addressee_at(ctx, m.start(1), m.end(1)) is not None


def _is_programme(ctx: Context) -> bool:
    """Whether the document is a programme of work, or a decision or plan that brings one with it."""
    header = ctx.document.header
    if header.type is DocumentType.PROGRAMME:
        return True
    return header.type is not DocumentType.PRESS and "chương trình công tác" in fold(header.title or "")


def _opens_far(ctx: Context, unit: Unit, reading: Reading, due: Span) -> bool:
    """Whether the time that opens a sentence is another clause's: "Năm 2026, giá cả …, Sở yêu cầu …"."""
    if reading.mood != "order" or reading.cue is None or due.start > unit.start + _NEAR_START:
        return False
    return ctx.flat.count(", ", due.end, reading.cue.start) > 1


def _asks_those(ctx: Context, frame: TaskFrame, unit: Unit, reading: Reading) -> bool:
    """Whether an order without a name is for those told of before: "nếu có vướng mắc, đề nghị …".

    Or it is an item under a lead-in that names them: "2. Yêu cầu báo cáo kết quả trước ngày 5/6".
    """
    if any_trouble(ctx, unit.start, reading.action) is not None:
        return True
    opens = reading.cue is not None and reading.cue.start == unit.start
    return opens and frame.owner.how == "lead-in" and command_follows(ctx, reading.action, unit.end)


def _asks_on(frame: TaskFrame, unit: Unit, reading: Reading) -> bool:
    """Whether those just told something are asked for more: "Giao Sở A … . Yêu cầu gửi về …"."""
    at_start = reading.cue is not None and reading.cue.start == unit.start
    return at_start and not unit.opens and frame.owner.how == "sentence before"


def _named_in_full(ctx: Context, unit: Unit, lead: Span) -> Span | None:
    """“… theo đề xuất của Sở Du lịch; giao Sở hoàn thiện kế hoạch”: the office named just before."""
    word = ctx.flat[lead.slice]
    if word not in _SHORT_FOR or not ctx.text[lead.start].isupper():
        return None
    for start, _, _ in reversed(ctx.hits_in("orgs", unit.start, lead.start)):
        if ctx.flat.startswith(f"{word} ", start) and ctx.text[start].isupper():
            end = run_end(ctx, start, lead.start)
            return Span(start, end) if end > start + len(word) + 1 else None
    return None


def _concerned(ctx: Context, unit: Unit, reading: Reading) -> Span | None:
    """Whom a command is for: "Đối với các cơ quan báo chí của tỉnh, | tăng cường thời lượng …"."""
    topic = _AS_FOR.match(ctx.flat, unit.start)
    if topic is None:
        return None
    found = addressee_at(ctx, topic.end(), reading.action)
    if found is None or found[1] is not None or not (is_office(ctx, found[0]) or reading.mood == "order"):
        return None
    rest = ctx.flat[found[0].end : reading.action].strip()
    return found[0] if rest in {"", ","} or (reading.mood == "order" and rest[0] == ",") else None


def _start_of_action(ctx: Context, unit: Unit, reading: Reading) -> int:
    """Where the action's words begin: "Hằng năm | tổng hợp" is how often, and part of it."""
    low = reading.lead.end if reading.lead is not None else unit.start
    often = _HOW_OFTEN.search(ctx.flat, low, reading.action) if low < reading.action else None
    return often.start() if often is not None else reading.action


def _end_of_action(ctx: Context, unit: Unit, reading: Reading) -> int:
    """Where the action's words end: at the quotation mark where the reporter goes on ("…”, ông Bình nói")."""
    if ctx.text[unit.start] not in '“"' and ctx.text[unit.start - 1 : unit.start] not in ("“", '"'):
        return unit.end
    ends = _QUOTE_ENDS.search(ctx.text, reading.action, unit.end)
    return ends.start() if ends else unit.end


def set_lead(task: TaskStatement, words: str, how: str, span: Span) -> None:
    """Name who must do it, and note where that is nobody in particular."""
    task.lead = words
    task.collective = is_collective(words)
    note = "gọi chung nhiều cơ quan: cần chỉ định một cơ quan chủ trì" if task.collective else ""
    task.fields["lead"] = FieldSource(how, span, note)


def _in_brackets(ctx: Context, task: TaskStatement, unit: Unit) -> None:
    """Who and with whom, said at the end: "… (Sở Xây dựng chủ trì; phối hợp: UBND các xã)"."""
    m = _BRACKETS.search(ctx.flat, max(unit.start, unit.end - 220), unit.end)
    if m is None or (task.lead is not None and task.fields["lead"].how == "subject"):
        return
    label = _LEADS.search(ctx.flat, m.start(1), m.end(1))
    at = label.end() if label else m.start(1)
    found = addressee_at(ctx, at, m.end(1))
    follows = ctx.flat[found[0].end : found[0].end + 12].strip() if found else ""
    if found is not None and (label or follows.startswith(_FOLLOWS)):
        set_lead(task, clean(ctx.text[found[0].slice]), "brackets", found[0])
    support = _SUPPORTS.search(ctx.flat, m.start(1), m.end(1))
    if support and (found := addressee_at(ctx, support.end(), m.end(1))):
        task.partners = split_names(ctx.text[found[0].slice])
        task.fields["partners"] = FieldSource("brackets", found[0])


def _partners(ctx: Context, task: TaskStatement, unit: Unit) -> None:
    for m in _WITH.finditer(ctx.flat, unit.start, unit.end):
        found = addressee_at(ctx, m.end(), unit.end)
        if found is None:
            continue
        names = split_names(ctx.text[found[0].slice])
        task.partners.extend(n for n in names if n not in task.partners and fold(n) != fold(task.lead or ""))
        task.fields.setdefault("partners", FieldSource("phối hợp", found[0]))
