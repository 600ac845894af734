"""What a programme leaves unsaid: who, what, by when, who answers, who decides, with which product.

The list is data (`check_clear.toml`): the six of Kết luận 226-KL/TW, then what the office adds. Every remark
has its sentence and says how to mend it. No marks are given: a number without sentences helps nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dondoc.extraction import Context
from dondoc.packs import Entry, load
from dondoc.programmecheck.formulas import is_settled
from dondoc.programmecheck.sections import Sections
from dondoc.programmecheck.signs import Said, Signs
from dondoc.programmecheck.units import Prepared
from dondoc.programmecheck.words import NUMBER, PLACE, bare
from dondoc.records.check import Lack, VagueFindings, VagueStatement
from dondoc.records.document import Document
from dondoc.records.facts import Facts, TaskStatement
from dondoc.records.source import Span

_AIMS = re.compile(r"(?:muc tieu|chi tieu)(?! \w+ \w+ \w+ \w+ \w+ \w+ \w+)")
_EVERYWHERE = "viet nam ho chi minh bac ho nhan dan quoc hoi chinh phu dang bo"
# A heading under which the whole document is spoken of; without marks, y as i.
_PURPOSE = re.compile(r"\W*(?:muc dich|ieu cau|quan diem|quan diem chi dao|muc dich(?:,| va)? ieu cau)\W*")
_COVERED = 0.8  # of a task's letters, to be that sentence
_SENTENCE_WORDS = 5  # of an aim; less is a heading or a label
_OPENING = 40  # characters from a task's beginning within which its first verb stands


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a task or a document has to say, with its words compiled."""

    id: str
    at: str
    label: str
    lacking: str
    instead: str
    collective: str
    advice: str
    signs: Signs
    vague: Signs
    wide: Signs
    asked_of: Signs  # none: of every task


@lru_cache(maxsize=1)
def items() -> tuple[Item, ...]:
    """The items in force, in the pack's order."""
    return tuple(item_of(entry) for entry in load().entries("check_clear"))


def item_of(entry: Entry) -> Item:
    """An entry of the pack, compiled."""

    def signs(key: str) -> Signs:
        return Signs(entry.get(key, ()), entry.get("others", ()))

    lacking = str(entry["lacking"])
    return Item(
        id=str(entry["id"]),
        at=str(entry["at"]),
        label=str(entry["label"]),
        lacking=lacking,
        instead=str(entry.get("instead", lacking)),
        collective=str(entry.get("collective", lacking)),
        advice=str(entry["advice"]),
        signs=signs("signs"),
        vague=signs("vague"),
        wide=signs("wide"),
        asked_of=Signs(entry.get("asked_of", ()), entry.get("not_asked_of", ())),
    )


def vagueness(document: Document, facts: Facts, prepared: Prepared, context: Context) -> VagueFindings:
    """What the tasks, the aims and the document as a whole leave unsaid.

    Args:
        document: The programme as read.
        facts: What was read from it.
        prepared: Its words and formula.
        context: Its sentences and days.
    """
    asked = [item for item in items() if item.at == "task"]
    reader = _Reader(document, facts, prepared, context)
    statements = [reader.task(task, asked) for task in facts.tasks if reader.is_asked(task)]
    statements += reader.aims(asked)
    examined = len(statements)
    statements = sorted((s for s in statements if s.lacks), key=lambda s: s.span)
    whole = [lack for item in items() if item.at == "document" and (lack := reader.whole(item)) is not None]
    labels = tuple((item.id, item.label) for item in items() if item.at == "task")
    return VagueFindings(tuple(statements), tuple(whole), examined, labels)


class _Reader:
    """One programme while it is looked through."""

    def __init__(self, document: Document, facts: Facts, prepared: Prepared, context: Context) -> None:
        self.document, self.facts = document, facts
        self.prepared, self.context = prepared, context
        self.said = Said(document.text)
        self.sections = Sections(document)
        self.figures = sorted(
            fact.value_span for fact in facts.indicators if fact.unit is not None and fact.value is not None
        )
        self.settled = [formula.span for formula in prepared.formulas if is_settled(formula)]
        self._wide: dict[str, bool] = {}

    def task(self, task: TaskStatement, asked: Sequence[Item]) -> VagueStatement:
        """A task with what it lacks."""
        lacks: list[Lack] = []
        clear: list[str] = []
        for item in asked:
            lack = self._of_task(item, task)
            if lack is None:
                clear.append(item.id)
            else:
                lacks.append(lack)
        return VagueStatement(
            span=task.span,
            kind="task",
            words=task.action or self.document.quote(task.span),
            lead=task.lead or "",
            lacks=tuple(lacks),
            clear=tuple(clear),
            section=self.sections.label_at(task.span.start),
        )

    def is_asked(self, task: TaskStatement) -> bool:
        """Whether it is a task of its own.

        None is: a sentence that says who answers for everything, a purpose or demand of the whole document,
        and what closes it or leads to a list.
        """
        item = next((item for item in items() if item.id == "responsibility"), None)
        if item is not None and self._said(item.wide, task.span):
            return False
        if any(
            _PURPOSE.fullmatch(heading) for heading in self.sections.heading_at(task.span.start).split(" / ")
        ):
            return False
        return not any(_covers(settled, task.span) for settled in self.settled)

    def _is_formula(self, span: Span) -> bool:
        """Whether the whole sentence is formula: of it only who and by when are asked."""
        first, last = self.prepared.words_in(span)
        return first == last

    def _of_task(self, item: Item, task: TaskStatement) -> Lack | None:
        if item.id not in {"person", "deadline"} and self._is_formula(task.span):
            return None
        if item.asked_of and not self._said(item.asked_of, task.span):
            return None
        asked = _ASKED.get(item.id, _Reader._other)
        return asked(self, item, task)

    def _person(self, item: Item, task: TaskStatement) -> Lack | None:
        if task.lead is None:
            return _lack(item)
        if task.collective:
            words = self._find(task.lead, task.span)
            return _lack(item, words, "collective", task.lead)
        return None

    def _deadline(self, item: Item, task: TaskStatement) -> Lack | None:
        if task.deadline is not None or self._has_day(task.span) or self._said(item.signs, task.span):
            return None
        return self._instead(item, task.span)

    def _responsibility(self, item: Item, task: TaskStatement) -> Lack | None:
        tabled = task.rule == "table row" and task.lead is not None and not task.collective
        return None if tabled else self._other(item, task)

    def _product(self, item: Item, task: TaskStatement) -> Lack | None:
        if task.product or self._has_figure(task.span):
            return None
        return self._other(item, task)

    def _quantity(self, item: Item, task: TaskStatement) -> Lack | None:
        """One named document is as countable as it gets."""
        return None if self._has_product(task) or self._has_figure(task.span) else self._other(item, task)

    def _roadmap(self, item: Item, task: TaskStatement) -> Lack | None:
        if not self._is_long(task) or self._days(task.span) > 1:
            return None
        return self._other(item, task)

    def _resources(self, item: Item, task: TaskStatement) -> Lack | None:
        """Asked of what is built, bought or held; not of what says nothing or asks for a report."""
        work = task.product or self._has_figure(task.span) or self._names(task.span)
        return self._other(item, task) if work and not self._of_general_verb(task) else None

    def _other(self, item: Item, task: TaskStatement) -> Lack | None:
        """Whatever else is asked: its signs stand in the sentence, or one sentence says it for all."""
        if self._said(item.signs, task.span) or self._is_wide(item):
            return None
        return self._instead(item, task.span)

    def _of_general_verb(self, task: TaskStatement) -> bool:
        """Whether it does not even say what is done, so that what it costs is no question yet."""
        item = next((item for item in items() if item.id == "work"), None)
        return item is not None and self._work(item, task) is not None

    def _work(self, item: Item, task: TaskStatement) -> Lack | None:
        """A general verb at the beginning, and nothing that could be counted, seen or found."""
        span = task.span
        begin = self._begin(task)
        hits = item.vague.find(self.said, Span(begin, min(begin + _OPENING, span.end)))
        if not hits or hits[0].start > begin:
            return None
        if self._has_product(task) or self._has_figure(span) or self._names(span):
            return None
        end = hits[0].end
        for hit in hits[1:]:
            if hit.start - end > 2:
                break
            end = hit.end
        opening = Span(begin, end)
        return _lack(item, opening, filled=self._quoted(opening))

    def _has_product(self, task: TaskStatement) -> bool:
        """Whether a document or thing is named that is there afterwards."""
        product = next((one for one in items() if one.id == "product"), None)
        return task.product is not None or (product is not None and self._said(product.signs, task.span))

    def _begin(self, task: TaskStatement) -> int:
        """Where the action begins: after the lead, where one stands first."""
        action = task.action[:30]
        found = self.document.text.find(action, task.span.start, task.span.end) if action else -1
        return found if found >= 0 else task.span.start

    def aims(self, asked: Sequence[Item]) -> list[VagueStatement]:
        """Aims without a figure: sentences under a heading of aims that nothing measures."""
        quantity = next((item for item in asked if item.id == "quantity"), None)
        if quantity is None:
            return []
        tasks = sorted(task.span for task in self.facts.tasks)
        made = []
        for unit in self.prepared.units:
            if len(unit) < _SENTENCE_WORDS or not _AIMS.search(self.sections.heading_at(unit.start)):
                continue
            span = Span(self.prepared.words.starts[unit.first], unit.end)
            if self._has_figure(span) or any(t.start < span.end and span.start < t.end for t in tasks):
                continue
            lack = self._instead(quantity, span)
            label = self.sections.label_at(span.start)
            made.append(VagueStatement(span, "aim", self.document.quote(span), lacks=(lack,), section=label))
        return made

    def whole(self, item: Item) -> Lack | None:
        """What the document as a whole lacks; its formula does not count."""
        if item.id == "figures":
            figures = any(self._has_figure(unit.span) for unit in self.prepared.units)
            return None if figures else _lack(item)
        if item.id == "local":
            return None if self._has_own_names() else _lack(item)
        mentions = [
            span
            for unit in self.prepared.units
            if self._said(item.signs, span := Span(self.prepared.words.starts[unit.first], unit.end))
        ]
        mentions += [task.span for task in self.facts.tasks if self._said(item.signs, task.span)]
        if not mentions:
            return _lack(item)
        if any(self._days(span) or self._has_figure(span) or self._recurs(span) for span in mentions):
            return None
        return _lack(item, mentions[0], "instead")

    # -- what a span says ---------------------------------------------------------------------------------

    def _instead(self, item: Item, span: Span) -> Lack:
        """What stands in the place of what is asked, where something does."""
        hits = item.vague.find(self.said, span)
        if not hits:
            return _lack(item)
        return _lack(item, hits[0], "instead", self._quoted(hits[0]))

    def _quoted(self, span: Span) -> str:
        return " ".join(self.document.quote(span).split())

    def _said(self, signs: Signs, span: Span) -> bool:
        return bool(signs.find(self.said, span))

    def _is_wide(self, item: Item) -> bool:
        """Whether one sentence says it for the whole document: outside tasks and formula."""
        if item.id not in self._wide:
            self._wide[item.id] = any(
                self._said(item.wide, unit.span) for unit in self.prepared.units if len(unit) > 3
            )
        return self._wide[item.id]

    def _has_figure(self, span: Span) -> bool:
        """A number that is neither a day nor a period nor a document's."""
        if any(span.start <= figure.start < span.end for figure in self.figures):
            return True
        left_out = [mention.span for mention in self.context.dates_in(span.start, span.end)]
        left_out += [fact.span for fact in self.facts.citations]
        first, last = self.prepared.words_in(span)
        return any(
            self.prepared.words.keys[at] == NUMBER
            and not any(s.start <= self.prepared.words.starts[at] < s.end for s in left_out)
            for at in range(first, last)
        )

    def _has_own_names(self) -> bool:
        """A place, or a name of two words with capitals, that is not the issuer's own."""
        own = f"{bare(self.document.header.issuer or '')} {_EVERYWHERE}"
        words, before = self.prepared.words, ""
        for at, key in enumerate(words.keys):
            written = self.prepared.written(at)
            name = written if key == PLACE else f"{before} {written}" if before and _titled(written) else ""
            if name and bare(name) not in own:
                return True
            first = self.prepared.unit_at(at)
            inside = first is not None and at > first.first
            before = written if inside and key != PLACE and _titled(written) else ""
        return False

    def _days(self, span: Span) -> int:
        return len(self.context.dates_in(span.start, span.end))

    def _has_day(self, span: Span) -> bool:
        """A day or period that is not over when the document is issued."""
        day = self.context.day
        return any(
            day is None or mention.value[:4] >= f"{day.year}"
            for mention in self.context.dates_in(span.start, span.end)
        )

    def _recurs(self, span: Span) -> bool:
        deadline = next((item for item in items() if item.id == "deadline"), None)
        return deadline is not None and self._said(deadline.signs, span)

    def _is_long(self, task: TaskStatement) -> bool:
        """Due in a later year than the one after the document's."""
        day = self.context.day
        return day is not None and task.deadline is not None and int(task.deadline[-10:][:4]) > day.year + 1

    def _names(self, span: Span) -> bool:
        """Whether a place is named."""
        first, last = self.prepared.words_in(span)
        return PLACE in self.prepared.words.keys[first:last]

    def _find(self, words: str, span: Span) -> Span | None:
        at = self.document.text.find(words, max(0, span.start - 200), span.end)
        return Span(at, at + len(words)) if at >= 0 else None


def _lack(item: Item, span: Span | None = None, sentence: str = "lacking", filled: str = "") -> Lack:
    """A lack in one of the item's own sentences, the words put in."""
    template = {"lacking": item.lacking, "instead": item.instead, "collective": item.collective}[sentence]
    return Lack(item.id, item.label, template.format(words=filled), item.advice, span, sentence, filled)


_ASKED: Mapping[str, Callable[[_Reader, Item, TaskStatement], Lack | None]] = {
    "person": _Reader._person,
    "work": _Reader._work,
    "deadline": _Reader._deadline,
    "responsibility": _Reader._responsibility,
    "product": _Reader._product,
    "quantity": _Reader._quantity,
    "roadmap": _Reader._roadmap,
    "resources": _Reader._resources,
}


def _covers(sentence: Span, task: Span) -> bool:
    """Whether a task is that sentence, but for a mark or its lead."""
    return min(sentence.end, task.end) - max(sentence.start, task.start) >= _COVERED * (task.end - task.start)


def _titled(word: str) -> bool:
    """Whether a word is written as a name is: a capital, then small letters."""
    return len(word) > 1 and word[0].isupper() and word[1:].islower()
