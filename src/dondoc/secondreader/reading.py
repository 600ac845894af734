"""The second reading: doubtful blocks out, claims in, and only what the words bear out stays."""

from __future__ import annotations

import logging
from bisect import insort
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from dondoc.errors import SecondReaderError
from dondoc.extraction.context import Context
from dondoc.extraction.lexicon import Lexicon, default_lexicon
from dondoc.extraction.units import units
from dondoc.records.document import Document
from dondoc.records.facts import Facts, FieldSource, IndicatorStatement, TaskStatement
from dondoc.records.source import Diagnostic, Span
from dondoc.secondreader.blocks import Block, doubtful
from dondoc.secondreader.claims import Backend, Claim, Reason, Rejection
from dondoc.secondreader.grounding import locate, same_words
from dondoc.secondreader.verifying import against_words, deadline_at, name_span, quantity_at, statement

log = logging.getLogger(__name__)

_GIVE_UP = 3  # blocks without an answer one after the other: the endpoint is down, the rest is not tried
_SURE = 0.4  # of what a model proposed: below everything the rules read


@dataclass(slots=True)
class SecondReading:
    """What came of it."""

    asked: int = 0  # blocks
    added: int = 0  # facts the rules had not
    filled: int = 0  # fields the rules had left empty
    unanswered: int = 0  # blocks
    rejected: list[Rejection] = field(default_factory=list)

    def reasons(self) -> Counter[str]:
        return Counter(rejection.reason.value for rejection in self.rejected)


def second_read(
    document: Document,
    facts: Facts,
    backend: Backend,
    *,
    lexicon: Lexicon | None = None,
    between: Callable[[], None] = lambda: None,
) -> SecondReading:
    """Show the doubtful blocks to `backend` and complete `facts` in place with what holds.

    `between` is called before each block, for a model takes its time; it may raise to stop. A backend that
    fails takes nothing away: the facts stay as the rules read them, and a diagnostic says so.
    """
    context = Context(document, lexicon or default_lexicon())
    for citation in facts.citations:  # numbers of documents are no quantities
        context.claim(*citation.span, "citation")
    result = SecondReading()
    silent = 0
    for block in doubtful(context, facts):
        if silent >= _GIVE_UP:
            result.unanswered += 1
            continue
        between()
        result.asked += 1
        try:
            claims = backend.propose(block)
        except SecondReaderError as error:
            result.unanswered += 1
            silent += 1
            log.warning("second reader: %s", error)
            continue
        silent = 0
        for claim in claims:
            reason = _weigh(context, facts, block, claim, backend.name, result)
            if reason is not None:
                result.rejected.append(Rejection(block.span, claim, reason))
                log.info("second reader: dropped %r: %s", claim.quote[:80], reason.value)
    _tell(facts, result)
    return result


def _tell(facts: Facts, result: SecondReading) -> None:
    if result.unanswered:
        words = (
            f"Trình đọc thứ hai không trả lời ở {result.unanswered} đoạn; các đoạn ấy chỉ đọc bằng quy tắc."
        )
        facts.diagnostics.append(Diagnostic("second_reader_silent", words))
    if result.rejected:
        count = len(result.rejected)
        words = f"Đã bỏ {count} điều trình đọc thứ hai đề nghị vì không đúng với chữ trong văn bản."
        facts.diagnostics.append(Diagnostic("second_reader_rejected", words))


def _weigh(
    context: Context, facts: Facts, block: Block, claim: Claim, reader: str, result: SecondReading
) -> Reason | None:
    """Take a claim into `facts`, or say why not."""
    found = locate(block.text, claim.quote, claim.occurrence)
    if found is None:
        return Reason.NOT_IN_TEXT
    span = Span(block.span.start + found.start, block.span.start + found.end)
    if claim.kind == "indicator":
        return _indicator(context, facts, block, span, claim, reader, result)
    return _task(context, facts, block, span, claim, reader, result)


def _indicator(
    context: Context, facts: Facts, block: Block, span: Span, claim: Claim, reader: str, result: SecondReading
) -> Reason | None:
    quantity = quantity_at(context, span)
    if quantity is None:
        return Reason.NO_QUANTITY
    wrong = against_words(context, claim, block.span, quantity)
    if wrong is not None:
        return wrong
    there = next((f for f in facts.indicators if _touch(f.value_span, span)), None)
    if there is not None:
        return _complete(context, there, claim, block.span, reader, result)
    if "name" not in claim.fields:
        return Reason.NOTHING_NEW
    fact = statement(context, quantity, claim, block.span, reader)
    fact.confidence = _SURE
    fact.fields["value"] = FieldSource("number", Span(quantity.at, quantity.end))
    fact.fields["name"] = FieldSource(reader, name_span(context, claim, block.span))
    fact.notes.append("Do trình đọc thứ hai đề nghị; con số và tên đã đối chiếu với nguyên văn.")
    insort(facts.indicators, fact, key=lambda each: each.value_span)
    result.added += 1
    return None


def _complete(
    context: Context, fact: IndicatorStatement, claim: Claim, block: Span, reader: str, result: SecondReading
) -> Reason | None:
    """Fill what the rules left empty; another name than theirs is a note for the reviewer."""
    said = claim.fields.get("name")
    filled = 0
    if said is not None and not fact.name:
        where = name_span(context, claim, block)
        fact.name = context.text[where.slice]
        fact.fields["name"] = FieldSource(reader, where)
        filled += 1
    elif said is not None and not same_words(said, fact.name):
        note = f"Trình đọc thứ hai đề nghị tên: “{context.text[name_span(context, claim, block).slice]}”."
        if note in fact.notes:
            return Reason.RULES_READ_IT
        fact.notes.append(note)
        return None
    if fact.indicator_id is None and "indicator_id" in claim.fields:
        fact.indicator_id = claim.fields["indicator_id"]
        fact.fields["indicator"] = FieldSource(reader)
        filled += 1
    result.filled += filled
    return None if filled else Reason.RULES_READ_IT


def _task(
    context: Context, facts: Facts, block: Block, span: Span, claim: Claim, reader: str, result: SecondReading
) -> Reason | None:
    lead = locate(block.text, claim.fields["lead"]) if claim.fields.get("lead") else None
    if claim.fields.get("lead") and lead is None:
        return Reason.LEAD_NOT_IN_TEXT
    due = deadline_at(context, span, claim.fields["deadline"]) if claim.fields.get("deadline") else None
    if isinstance(due, Reason):
        return due
    where = Span(block.span.start + lead.start, block.span.start + lead.end) if lead else None
    task = next((t for t in facts.tasks if _touch(t.span, span)), None)
    if task is None:
        sentence = next(
            (u for u in units(context) if _is_sentence(context, Span(u.start, u.end), span)), None
        )
        if sentence is None:
            return Reason.NOT_A_SENTENCE
        words = context.text[sentence.start : sentence.end]
        task = TaskStatement(
            span=Span(sentence.start, sentence.end), rule=reader, action=words.rstrip(" .;"), confidence=_SURE
        )
        task.notes.append("Do trình đọc thứ hai đề nghị là một nhiệm vụ; cần xem lại nguyên văn.")
        insort(facts.tasks, task, key=lambda each: each.span)
        result.added += 1
    elif (where is None or task.lead is not None) and (due is None or task.deadline is not None):
        return Reason.RULES_READ_IT
    if where is not None and task.lead is None:
        task.lead = context.text[where.slice]
        task.fields["lead"] = FieldSource(reader, where)
        result.filled += 1
    if due is not None and task.deadline is None:
        task.deadline = due[0]
        task.fields["deadline"] = FieldSource(reader, due[1])
        result.filled += 1
    return None


def _is_sentence(context: Context, unit: Span, quoted: Span) -> bool:
    """Whether the quote is this sentence, but for its last mark."""
    if not _touch(unit, quoted):
        return False
    return same_words(context.text[unit.slice].rstrip(" .;"), context.text[quoted.slice].rstrip(" .;"))


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
