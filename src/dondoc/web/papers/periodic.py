"""What a periodic report says, read from the register: figures, targets, tasks, shortcomings, proposals.

Only what is confirmed and stands on an issued document counts. A figure of another period is not put in place
of a missing one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import F, Prefetch, Q, QuerySet

from dondoc.assessment.contradictions import within
from dondoc.assessment.deadlines import TaskCounts
from dondoc.assessment.figures import Told, standing_figure
from dondoc.assessment.printednumbers import apart, interval
from dondoc.records.contradiction import Certainty
from dondoc.records.periodic import Measure, PlannedFigure, ReportedFigure, ReportLine
from dondoc.records.plan import ObservationStatus, Period
from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access, among
from dondoc.web.bodies.models import Body
from dondoc.web.core.templatetags.dondoc import period as period_words
from dondoc.web.judgement.models import Explained, FrozenBoard
from dondoc.web.judgement.registerstatements import figure_statement
from dondoc.web.judgement.selectors import judged_targets
from dondoc.web.judgement.statements import facts_of_document
from dondoc.web.judgement.words import verdict_word
from dondoc.web.matters.models import Matter, MatterStateChoice, NatureOfMatter
from dondoc.web.matters.selectors import matters_seen
from dondoc.web.papers.letterhead import is_place
from dondoc.web.papers.makers import capitalised, document_words
from dondoc.web.papers.noted import Note, Notes
from dondoc.web.papers.periodictargets import parts_of, targets_of, told_once
from dondoc.web.papers.reported import SAID_BY_THE_PARTY, indicators_of, reported_bodies
from dondoc.web.plans.models import (
    BasisChoice,
    ComparatorChoice,
    DirectionChoice,
    Target,
    TargetVersion,
    Task,
)
from dondoc.web.plans.selectors import TargetRow, observations_seen
from dondoc.web.plans.taskboard import TASK_STATES, Moment, tasks_seen, with_bodies, with_state
from dondoc.web.results.models import Observation
from dondoc.web.sources.models import Mention, StandingChoice
from dondoc.writing.paper import Form
from dondoc.writing.reportprose import amount

_MEASURES = frozenset(one.value for one in Measure)
MOST_MATTERS = 12
_BUDGET = "dự toán"  # what a plan of the budget is called
_RELATIVE = ("attainment", "change", "ratio")
_NUMBER = re.compile(r"\d[\d.,/]*")
_CELL = " | "  # between cells, in the words of a fact read from a table
_MATTER_DAYS = 31  # what earlier papers noted was noted in earlier reports
NO_LEAD = "giao chung nhiều cơ quan, chưa rõ một đầu mối"
NEXT_DAYS = 92  # a quarter ahead: what falls due next


@dataclass(slots=True)
class ReportData:
    """Everything a report of one body and period is written from."""

    body: Body
    form: Form
    period: Period
    as_of: date  # of the tasks
    lines: list[ReportLine] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)
    figure_notes: dict[int, int] = field(default_factory=dict)  # figure → the place of its note
    plan_notes: dict[int, int] = field(default_factory=dict)  # target version → of who decided it
    targets: list[TargetRow] = field(default_factory=list)
    parts: dict[int, list[TargetRow]] = field(default_factory=dict)  # of a composite target
    compared: dict[int, str] = field(default_factory=dict)  # target → "tăng 9,6%"
    verdicts: dict[int, str] = field(default_factory=dict)  # target → "Chậm tiến độ", on the day of the tasks
    counts: TaskCounts = field(default_factory=TaskCounts)
    late_by_body: list[tuple[str, int]] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)  # all that bind, each with its `state`
    late: list[Task] = field(default_factory=list)
    coming: list[Task] = field(default_factory=list)
    shortcomings: list[Matter] = field(default_factory=list)
    proposals: list[Matter] = field(default_factory=list)
    unfit: set[int] = field(default_factory=set)  # matters whose own numbers do not fit one another

    @property
    def words(self) -> str:
        """The period in words: "9 tháng đầu năm 2026", "năm 2026"."""
        return period_words(str(self.period))


def report_data(
    access: Access, body: Body, form: Form, period: Period, *, as_of: date, with_tasks: bool = True,
    board: FrozenBoard | None = None,
) -> ReportData:  # fmt: skip
    """Read a report's data, in a bounded number of queries however large the body is.

    Args:
        access: The reader, whose scope bounds everything.
        body: Whose report it is.
        form: Its family: it decides against whose number targets are held.
        period: Which figures are reported.
        as_of: The day of the tasks.
        with_tasks: Whether tasks and matters are read as well.
        board: A frozen scoreboard: its targets have the verdicts they had there.
    """
    made = ReportData(body, form, period, as_of)
    figures = _figures(access, body, form, period)
    rows = targets_of(access, body, form, period, figures)
    made.parts = parts_of(access, rows, figures)
    made.targets = rows = told_once(rows, made.parts, form)
    every = [row.target for row in [*rows, *(part for parts in made.parts.values() for part in parts)]]
    judged = judged_targets(access, every, as_of=as_of)
    made.verdicts = {pk: verdict_word(one.verdict) for pk, one in judged.items()}
    if board is not None:
        kept = board.rows.filter(target__in=[one.pk for one in every]).values_list("target", "verdict")
        made.verdicts |= {pk: verdict_word(verdict) for pk, verdict in kept}
    _lines(made, figures, rows)
    if with_tasks:
        bodies = reported_bodies(body, form, on=access.on)
        _tasks(made, access, bodies)
        _matters(made, access, bodies)
        made.unfit = _unfit([*made.shortcomings, *made.proposals])
    return made


# --- figures and targets ------------------------------------------------------------------------------------


def _figures(access: Access, body: Body, form: Form, period: Period) -> list[Observation]:
    """Of each indicator, measure and base the figure that stands; catalogue order, most final first."""
    found = (
        observations_seen(access)
        .filter(body=body, awaiting_document=False, period_end=period.end)
        .filter(indicator__in=indicators_of(form))
        .filter(Q(period_start=period.start) | Q(period_start=period.end))
        .select_related("indicator", "document")
        .prefetch_related(Prefetch("mentions", Mention.objects.order_by("pk"), to_attr="words"))
        .order_by("indicator_id", "pk")
    )
    groups: dict[tuple[int, str, str], list[Observation]] = defaultdict(list)
    for one in found:
        groups[one.indicator_id, one.measure, _base(one)].append(one)
    main = {
        indicator: _standing(group) for (indicator, measure, _), group in groups.items() if measure == "level"
    }
    told: dict[tuple[int, int | None], list[Observation]] = defaultdict(list)
    for one in found:
        if one.measure == "level":
            told[one.indicator_id, one.document_id].append(one)
    standing = []
    for (indicator, measure, _), group in groups.items():
        fitting = group
        if measure in _RELATIVE and indicator in main:
            fitting = [
                one for one in group if _of_the_same(main[indicator], told[indicator, one.document_id])
            ]
        if fitting:
            standing.append(_standing(fitting))
    return standing


def _standing(group: Sequence[Observation]) -> Observation:
    """The most final one, of equally final ones the one told last."""
    by_key = {one.pk: one for one in group}
    told = standing_figure(
        Told(one.pk, ObservationStatus(one.status), one.as_of or one.period_end, one.created_at.date())
        for one in group
    )
    return by_key[told.key] if told is not None else group[-1]


def _of_the_same(main: Observation, told: Sequence[Observation]) -> bool:
    """Whether a document's share or change is one of the figure that stands.

    Not where the document tells the thing itself with another number: 11.500 of one report is not the 78 % of
    the plan that another says of its 11.076.
    """
    number = interval(figure_statement(main))
    return not told or any(not apart(number, interval(figure_statement(one))) for one in told)


def _base(figure: Observation) -> str:
    return figure.base or {"attainment": "plan"}.get(figure.measure, "")


def _lines(made: ReportData, figures: list[Observation], rows: list[TargetRow]) -> None:
    every = [*rows, *(part for parts in made.parts.values() for part in parts)]
    plans = {row.target.indicator_id: row for row in every if row.target.measure == "level"}
    by_indicator: dict[int, list[Observation]] = defaultdict(list)
    for one in figures:
        by_indicator[one.indicator_id].append(one)
    # What has a target comes first, then the rest in the order of the catalogue.
    for key in sorted(by_indicator, key=lambda one: (one not in plans, one)):
        told = by_indicator[key]
        indicator = told[0].indicator
        row = plans.get(key)
        line = ReportLine(
            name=indicator.name,
            field=indicator.field,
            figures=tuple(_reported(one, _noted(made, one)) for one in told if one.measure in _MEASURES),
            plan=_planned(made, row) if row is not None else None,
            falling=indicator.direction == DirectionChoice.LOWER,
        )
        made.lines.append(line)
        if row is not None:
            made.compared[row.target.pk] = _compared(told)
    for row in every:
        made.plan_notes[row.version.pk] = _plan_source(made, row)


def _reported(one: Observation, source: int) -> ReportedFigure:
    return ReportedFigure(
        key=one.pk, measure=Measure(one.measure), value=one.value, decimals=one.decimals, unit=one.unit,
        status=ObservationStatus(one.status), bound=one.bound, base=_base(one),
        rising={"up": True, "down": False}.get(one.direction), source=source,
        out_of=one.out_of_mantissa, budget=_BUDGET in _words_of(one).casefold(),
    )  # fmt: skip


def _words_of(one: Observation) -> str:
    mentions: list[Mention] = one.words  # type: ignore[attr-defined]
    return " ".join(mentions[0].quote.split()) if mentions else ""


def _planned(made: ReportData, row: TargetRow) -> PlannedFigure:
    version = row.version
    return PlannedFigure(
        version.pk, plan_text(version), period_words(row.target.period), _plan_source(made, row)
    )


def _plan_source(made: ReportData, row: TargetRow) -> int:
    """The place of the note of who decided a target's number."""
    version = row.version
    if version.document is None:
        note = Note(version.source_words or "Chỉ tiêu nhập tay", "indicator", row.target.indicator_id)
    else:
        note = Note(capitalised(document_words(version.document)), "document", version.document.pk)
    return made.notes.place(note)


def plan_text(version: TargetVersion) -> str:
    """A target's number as a paper prints it: "từ 10% trở lên", "không quá 1,2%", "10–12%"."""
    if version.comparator == ComparatorChoice.ALL:
        return f"đạt cả {amount(version.value, version.decimals, version.unit)}"
    low = amount(version.value, version.decimals, version.unit)
    if version.value_max is not None:
        first = amount(version.value, version.decimals, "")
        return f"từ {first} đến {amount(version.value_max, version.decimals_max, version.unit)}"
    if version.comparator == ComparatorChoice.AT_MOST:
        return f"không quá {low}"
    return (
        f"từ {low} trở lên"
        if version.comparator == ComparatorChoice.AT_LEAST and version.unit == "%"
        else low
    )


def _noted(made: ReportData, one: Observation) -> int:
    """The note of a figure: its document with the words it stands in, or who told it."""
    quote = _words_of(one)
    if one.document is None:
        note = Note(one.source_words or "Số nhập tay", "indicator", one.indicator_id)
    else:
        text = capitalised(document_words(one.document))
        if (
            _CELL in quote
        ):  # a row of a table is named by its first cell: the whole of it reads as no sentence
            text += f", biểu số liệu, dòng “{quote.partition(_CELL)[0]}”"
        elif quote:
            text += f": “{quote if len(quote) <= 200 else quote[:199] + '…'}”"
        note = Note(text, "document", one.document.pk)
    place = made.notes.place(note)
    made.figure_notes[one.pk] = place
    return place


def _compared(told: Iterable[Observation]) -> str:
    """What is told of an indicator beside the same period, as a table prints it."""
    by_measure = {one.measure: one for one in told if one.base == "same_period"}
    change = by_measure.get("change")
    if change is not None and change.direction:
        words = "tăng" if change.direction == "up" else "giảm"
        return f"{words} {amount(abs(change.value), change.decimals, change.unit)}"
    ratio = by_measure.get("ratio")
    if ratio is None:
        return ""
    lead = "gấp" if ratio.unit == "lần" else "bằng"
    return f"{lead} {amount(ratio.value, ratio.decimals, ratio.unit)}"


# --- tasks and matters --------------------------------------------------------------------------------------


def branch_tasks(access: Access, form: Form, bodies: frozenset[int], then: Moment) -> QuerySet[Task]:
    """The tasks that bind and that these bodies lead, or keep without a lead."""
    ids = among(bodies)
    shared = Q(lead=None, document__owner_id__in=ids)
    if form is Form.STATE:
        shared &= ~SAID_BY_THE_PARTY
    return tasks_seen(access).filter(then.binding(), resolved=False).filter(Q(lead_id__in=ids) | shared)


def _tasks(made: ReportData, access: Access, bodies: frozenset[int]) -> None:
    then = Moment(made.as_of)
    tasks = with_state(branch_tasks(access, made.form, bodies, then), made.as_of)
    tasks = tasks.select_related("lead", "document").prefetch_related(with_bodies())
    made.tasks = list(tasks.order_by(F("lead__sort_key").asc(nulls_last=True), "lead_id", "due", "pk"))
    states = Counter(task.state for task in made.tasks)  # type: ignore[attr-defined]
    made.counts = TaskCounts(**{name: states[name] for name in TASK_STATES})
    made.late = [task for task in made.tasks if task.state == "open_late"]  # type: ignore[attr-defined]
    by_body: dict[str, int] = defaultdict(int)
    for task in made.late:
        by_body[task.lead.name if task.lead else NO_LEAD] += 1
    made.late_by_body = sorted(
        by_body.items(), key=lambda row: (row[0] == NO_LEAD, -row[1], search_key(row[0]))
    )
    until = made.as_of + timedelta(days=NEXT_DAYS)
    made.coming = [
        task
        for task in made.tasks
        if task.due is not None and task.state == "open_in_time" and made.as_of < task.due <= until  # type: ignore[attr-defined]
    ]


def _matters(made: ReportData, access: Access, bodies: frozenset[int]) -> None:
    """Open ones of issued documents from the period's last weeks on, the latest document first."""
    ids = among(bodies)
    found = matters_seen(access).filter(
        document__standing=StandingChoice.ISSUED,
        document__date__gt=made.period.end - timedelta(days=_MATTER_DAYS),
        document__date__lte=made.as_of,
        state__in=(MatterStateChoice.OPEN, MatterStateChoice.REPEATED),
    )
    whose = Q(body_id__in=ids)
    if is_place(made.body):
        nobodys = Q(body=None, document__owner_id__in=ids)
        whose |= nobodys & ~SAID_BY_THE_PARTY if made.form is Form.STATE else nobodys
    found = found.filter(whose).order_by("-document__date", "pk").select_related("document")
    made.shortcomings = list(found.filter(nature=NatureOfMatter.SHORTCOMING)[:MOST_MATTERS])
    made.proposals = list(
        found.filter(nature__in=(NatureOfMatter.DIFFICULTY, NatureOfMatter.PROPOSAL))[:MOST_MATTERS]
    )


def _unfit(matters: Sequence[Matter]) -> set[int]:
    """Of these the ones whose sentence has numbers that cannot both be right, and nobody explained why.

    One query a document, and one for what was explained; those of a report are of a handful of documents.
    """
    found: dict[int, list[str]] = {}  # matter → keys of what does not fit in its sentence
    matters = [one for one in matters if len(_NUMBER.findall(one.words)) > 1]  # one number fits itself
    for document in {one.document.pk: one.document for one in matters}.values():
        wrong = [
            one for one in within(*facts_of_document(document)) if one.certainty is Certainty.CONTRADICTS
        ]
        for matter in matters:
            if matter.document_id == document.pk:
                words = " ".join(matter.words.split())
                keys = [
                    one.key
                    for one in wrong
                    if all(" ".join(side.words.split()).rstrip(".") in words for side in one.sides)
                ]
                if keys:
                    found[matter.pk] = keys
    every = [key for keys in found.values() for key in keys]
    explained = set(
        Explained.objects.filter(key__in=every, withdrawn_at=None).values_list("key", flat=True)
        if every
        else ()
    )
    return {pk for pk, keys in found.items() if not explained.issuperset(keys)}


def basis_words(target: Target) -> str:
    """Who decided a target's number, in a word."""
    return str(BasisChoice(target.basis).label)
