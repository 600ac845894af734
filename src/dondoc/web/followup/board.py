"""Follow-up by body: what each owes, what it was told, written and asked, and how long it has been silent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import (
    Count,
    DateField,
    Exists,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast
from django.http import Http404

from dondoc.assessment.followup import silent_days
from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access, Action, among
from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.followup.models import Criticism, Letter, LetterLine, LetterState, Notice
from dondoc.web.followup.owed import (
    ELSEWHERE,
    SENT,
    Owed,
    of_answer,
    of_item,
    of_obligation,
    of_task,
    open_answers,
    open_dossiers,
    open_obligations,
    open_tasks,
)
from dondoc.web.matters.models import MatterEvent, MatterEventChoice
from dondoc.web.obligations.models import ObligationEvent
from dondoc.web.plans.models import EventKind, TaskEvent
from dondoc.web.plans.taskboard import Moment
from dondoc.web.reporting.models import EventChoice as ReportEventChoice
from dondoc.web.reporting.models import ReportEvent
from dondoc.web.reporting.selectors import with_draft
from dondoc.web.workdays.selectors import calendar

DUE_SOON_DAYS = 15
NOTICES_DAYS = 30
# What a body itself says on its tasks; confirmations, letters and extensions are others'.
SAYS = (
    EventKind.ACKNOWLEDGED, EventKind.REPORTED, EventKind.TRANSFER_ASKED, EventKind.OPINION_ASKED,
    EventKind.EXPLAINED, EventKind.NOTE,
)  # fmt: skip
REPORTS = (ReportEventChoice.SUBMITTED, ReportEventChoice.SIGNED)


@dataclass(slots=True)
class Line:
    """One body. Tasks, obligations, dossiers and answers count alike."""

    body: Body
    open: int = 0
    late: int = 0
    soon: int = 0
    elsewhere: int = 0  # open, and the next step is another's: to confirm, to decide on a transfer
    oldest: date | None = None  # due day of what is late longest
    owed_from: date | None = None  # since when it has owed something that is open
    said: date | None = None  # when it last said anything
    notices: int = 0  # of the last 30 days
    letters: int = 0  # reminders issued
    lettered: date | None = None  # the last of them
    explanations: int = 0  # asked of open tasks and not given
    criticisms: int = 0
    silent: int = 0  # working days

    def days_late(self, as_of: date) -> int:
        """Of what is late longest."""
        return (as_of - self.oldest).days if self.oldest else 0


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What a reader asked for; "" asks for nothing."""

    text: str = ""
    kind: str = ""  # of the body
    view: str = ""  # one of VIEWS
    order: str = "-late"
    silent_days: int = field(default_factory=lambda: settings.SILENT_DAYS)


VIEWS = ("late", "soon", "silent", "unwritten", "explanation")


def board(access: Access, *, as_of: date) -> list[Line]:
    """Every body the reader sees that owes something open, by name: five queries however many they are."""
    mine = among(access.body_ids)
    lines: dict[int, Line] = {}
    bodies = Body.objects.in_bulk()
    elsewhere, sent = Q(stage__in=ELSEWHERE), Q(report__state__in=SENT)
    tasks = open_tasks(as_of).filter(lead_id__in=mine)
    owed = open_obligations(as_of).filter(body_id__in=mine)
    dossiers = open_dossiers().filter(preparing_id__in=mine).annotate(since=Cast(Value(None), DateField()))
    answers = open_answers(as_of).filter(answering_id__in=mine)
    counted = (
        _counts(tasks, "lead_id", as_of, late=Moment(as_of).late(), elsewhere=elsewhere, since="owed_from"),
        _counts(owed, "body_id", as_of, elsewhere=sent, since="owed_from"),
        _counts(dossiers, "preparing_id", as_of, elsewhere=Q(pk=None), since="since"),
        _counts(answers, "answering_id", as_of, elsewhere=Q(pk=None), since="asked_on"),
    )
    for pk, *row in counted[0].union(*counted[1:], all=True):
        _add(lines.setdefault(pk, Line(bodies[pk])), *row)
    _what_was_said_and_done(lines, as_of)
    return sorted(lines.values(), key=lambda one: (one.body.sort_key, one.body.pk))


def _counts(
    rows: QuerySet[Any], body: str, as_of: date, *, elsewhere: Q, since: str, late: Q | None = None
) -> QuerySet[Any, Any]:
    """Body, open, late, soon, elsewhere, due day of what is late longest, since when it owes something."""
    past = (Q(due__lt=as_of) if late is None else late) & ~elsewhere
    soon = Q(due__gte=as_of, due__lte=as_of + timedelta(days=DUE_SOON_DAYS)) & ~elsewhere
    counted: QuerySet[Any, Any] = (
        rows.order_by()
        .values_list(body)
        .annotate(
            n=Count("pk"),
            late=Count("pk", filter=past),
            soon=Count("pk", filter=soon),
            elsewhere=Count("pk", filter=elsewhere),
            oldest=Min("due", filter=past),
            owing=Min(since),
        )
    )
    return counted


def _add(
    line: Line, n: int, late: int, soon: int, elsewhere: int, oldest: date | None, owing: date | None
) -> None:
    line.open += n
    line.late += late
    line.soon += soon
    line.elsewhere += elsewhere
    line.oldest = min(filter(None, (line.oldest, oldest)), default=None)
    line.owed_from = min(filter(None, (line.owed_from, owing)), default=None)


def _what_was_said_and_done(lines: dict[int, Line], as_of: date) -> None:
    """What a body said last, what it was told, written and criticised for: counted alike, asked at once."""
    those = among(frozenset(lines))
    # of each body the last by the index, not the greatest of all it ever said
    undone = TaskEvent.objects.filter(undoes=OuterRef("pk"))
    spoke = TaskEvent.objects.filter(~Exists(undone), kind__in=SAYS, lead=OuterRef("pk"), on__lte=as_of)
    said = Body.objects.filter(pk__in=those).annotate(last=Subquery(spoke.order_by("-on").values("on")[:1]))
    answered = ObligationEvent.objects.filter(
        obligation__body__in=those, on__lte=as_of, kind__in=("studied", "fulfilled")
    )
    sent = ReportEvent.objects.filter(report__body__in=those, on__lte=as_of, kind__in=REPORTS)
    replied = MatterEvent.objects.filter(
        matter__answering__in=those, on__lte=as_of, kind=MatterEventChoice.ANSWERED
    )
    since = as_of - timedelta(days=NOTICES_DAYS)
    notices = Notice.objects.filter(body__in=those, day__gt=since, day__lte=as_of, person__isnull=False)
    letters = Letter.objects.filter(
        body__in=those, kind="reminder", state=LetterState.ISSUED, issued_on__lte=as_of
    )
    decided = Criticism.objects.filter(body__in=those, withdrawn_at=None, decided_on__lte=as_of)
    counted: list[QuerySet[Any, Any]] = [
        rows.order_by().values_list(Value(kind), body).annotate(n=Count("pk"), last=Max(day))
        for kind, rows, body, day in (
            ("letters", letters, "body", "issued_on"), ("notices", notices, "body", "day"),
            ("criticisms", decided, "body", "decided_on"),
            ("said", answered, "obligation__body", "on"), ("said", sent, "report__body", "on"),
            ("said", replied, "matter__answering", "on"),
        )
    ]  # fmt: skip
    counted.append(
        said.filter(last__isnull=False).order_by().values_list(Value("said"), "pk", Value(1), "last")
    )
    for kind, pk, n, last in counted[0].union(*counted[1:], all=True):
        line = lines[pk]
        if kind == "said":
            line.said = max(last, line.said or last)
            continue
        setattr(line, kind, n)
        if kind == "letters":
            line.lettered = last
    for pk, n in open_explanations(lines).items():
        lines[pk].explanations = n
    days = calendar()
    for line in lines.values():
        if line.owed_from is not None and line.owed_from <= as_of:
            line.silent = silent_days(
                last_said=line.said, owed_from=line.owed_from, as_of=as_of, calendar=days
            )


def open_explanations(bodies: Iterable[int]) -> dict[int, int]:
    """Body → how many of its tasks were asked an explanation that was not given, by their events."""
    kinds = {EventKind.EXPLANATION_ASKED: 1, EventKind.EXPLAINED: -1}
    events = (
        TaskEvent.objects.filter(
            kind__in=kinds, task__lead__in=among(frozenset(bodies)), undone_by=None, task__withdrawn_at=None
        )
        .order_by("task_id", "on", "pk")
        .values_list("task_id", "task__lead_id", "kind")
    )
    owing: dict[int, tuple[int, int]] = {}
    for task, lead, kind in events:
        body, n = owing.get(task, (lead or 0, 0))
        owing[task] = body, max(0, n + kinds[EventKind(kind)])
    found: dict[int, int] = {}
    for body, n in owing.values():
        if n:
            found[body] = found.get(body, 0) + 1
    return found


def views(line: Line, wanted: BoardFilter) -> dict[str, bool]:
    """Which views a body stands in. Silent is who owes something, and has said nothing for so long."""
    return {
        "late": line.late > 0,
        "soon": line.soon > 0,
        "silent": line.silent >= wanted.silent_days,
        "unwritten": line.late > 0 and line.lettered is None,
        "explanation": line.explanations > 0,
    }


ORDERS = ("body", "-body", "late", "-late", "soon", "-soon", "silent", "-silent", "letters", "-letters")


def filtered(lines: Iterable[Line], wanted: BoardFilter) -> tuple[list[Line], dict[str, int]]:
    """The lines asked for in their order, and how many stand in each view of the same filter."""
    words = search_key(wanted.text).split()
    found = [
        line
        for line in lines
        if all(word in line.body.folded for word in words) and wanted.kind in ("", line.body.kind)
    ]
    counts = {view: sum(views(line, wanted)[view] for line in found) for view in VIEWS}
    counts["all"] = len(found)
    if wanted.view in VIEWS:
        found = [line for line in found if views(line, wanted)[wanted.view]]
    key = wanted.order.removeprefix("-")
    found.sort(key=lambda line: line.body.sort_key)
    if key != "body":
        found.sort(key=lambda line: getattr(line, key), reverse=wanted.order.startswith("-"))
    elif wanted.order == "-body":
        found.reverse()
    return found, counts


# --- one body -------------------------------------------------------------------------------------------


def late_of(access: Access, body: Body, *, as_of: date) -> list[Owed]:
    """What a body owes late and should act on, the longest late first: four queries."""
    if body.pk not in access.body_ids:
        return []
    late = Q(due__lt=as_of)
    tasks = open_tasks(as_of).filter(Moment(as_of).late(), lead=body).exclude(stage__in=ELSEWHERE)
    found = [of_task(task) for task in tasks.select_related("lead", "document__owner")]
    owed = open_obligations(as_of).filter(late, body=body).exclude(report__state__in=SENT)
    around = with_draft(owed.select_related("body", "document", "office"), report__obligation="pk")
    found += [of_obligation(row) for row in around]
    dossiers = open_dossiers().filter(late, preparing=body).select_related("preparing", "session")
    found += [of_item(row) for row in dossiers]
    answers = open_answers(as_of).filter(late, answering=body).select_related("answering", "document")
    found += [of_answer(row) for row in answers]
    return sorted(found, key=lambda one: (one.matter.due, one.matter.key))


def letters_seen(access: Access) -> QuerySet[Letter]:
    """Letters to bodies the reader follows or numbers letters for; issued ones also to who reads the body."""
    issued = Q(state=LetterState.ISSUED, body_id__in=among(access.body_ids))
    follows = Q(body_id__in=among(access.bodies(Action.FOLLOW)))
    numbers = Q(issuer_id__in=among(access.bodies(Action.REGISTER)))
    return Letter.objects.filter(issued | follows | numbers)


def letter_seen(access: Access, pk: int) -> Letter:
    """One; Http404 where the reader may not see it."""
    found = letters_seen(access).filter(pk=pk)
    letter = found.select_related(
        "body", "issuer__parent", "drafted_by", "entered_by", "withdrawn_by"
    ).first()
    if letter is None:
        raise Http404
    return letter


def lettered(matters: Iterable[str]) -> dict[str, LetterLine]:
    """Matter → the last letter that lists it and was not withdrawn."""
    lines = (
        LetterLine.objects.filter(matter__in=list(matters))
        .exclude(letter__state=LetterState.WITHDRAWN)
        .select_related("letter")
        .order_by("pk")
    )
    return {line.matter: line for line in lines}


def issuers_for(body: Body, owed: Iterable[Owed], *, on: date) -> list[Body]:
    """Whose letterhead a letter to a body may bear: who gave what it owes, and who stands above it."""
    above = {int(part) for part in body.path.split("/") if part} - {body.pk}
    for one in owed:
        document = getattr(one.row, "document", None)
        if document is not None and document.issuer_id:
            above.add(document.issuer_id)
    found = Body.objects.filter(pk__in=above).filter(Q(valid_to=None) | Q(valid_to__gte=on))
    place = {BodyKind.CENTRAL, BodyKind.DISTRICT}
    rows = [one for one in found.select_related("parent") if one.kind not in place and one.pk != body.pk]
    return sorted(rows, key=lambda one: (one.kind == BodyKind.PROVINCE, -len(one.path), one.sort_key))


def criticisms_seen(access: Access) -> QuerySet[Criticism]:
    """Those of bodies whose content the reader reads."""
    return Criticism.objects.filter(withdrawn_at=None, body_id__in=among(access.body_ids)).select_related(
        "body", "recorded_by"
    )


def answers_to(letter: Letter) -> dict[int, list[TaskEvent]]:
    """Task → what its lead explained after the letter asked, the first first; what was taken back is not."""
    if letter.issued_on is None:
        return {}
    events = TaskEvent.objects.filter(
        kind=EventKind.EXPLAINED, on__gte=letter.issued_on, undone_by=None, task__letter_lines__letter=letter
    )
    found: dict[int, list[TaskEvent]] = {}
    for event in events.select_related("by").order_by("on", "pk"):
        found.setdefault(event.task_id, []).append(event)
    return found
