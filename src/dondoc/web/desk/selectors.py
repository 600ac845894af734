"""What needs this person today, from everything they may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, Coalesce

from dondoc.web.accounts.access import Access, Action, among
from dondoc.web.audit.models import Entry
from dondoc.web.audit.selectors import entries_seen
from dondoc.web.core.models import Mark
from dondoc.web.desk.matrix import MADE_OF
from dondoc.web.followup.models import Notice
from dondoc.web.followup.selectors import explanations_owed, latest_notices, mails_to_decide
from dondoc.web.matters.selectors import matters_waiting
from dondoc.web.plans.models import StageChoice, Task
from dondoc.web.plans.taskboard import DUE_SOON_DAYS, Moment, tasks_seen
from dondoc.web.programmes.models import Item
from dondoc.web.programmes.selectors import dossiers_waiting
from dondoc.web.reporting.models import Report
from dondoc.web.reporting.selectors import reports_waiting
from dondoc.web.sources.models import Document, Fact, FactState, JobState, ReadJob, StandingChoice
from dondoc.web.sources.selectors import documents_seen

SHOWN = 6  # rows of each list; the board behind it has the rest
FAILED_DAYS = 14  # a file that failed earlier has been dealt with, or nobody will


@dataclass(frozen=True, slots=True)
class Owed:
    """A task, a dossier, or a difficulty or proposal in a list."""

    pk: int
    words: str
    body: str
    due: date | None  # None: an answer that nobody set a day for
    remark: str  # of a task the document, of a dossier the session; of the others what is to be done


@dataclass(slots=True)
class Desk:
    """Each list is the head of a longer one whose length stands beside it."""

    to_review: Sequence[Document] = ()
    documents_to_review: int = 0
    open_facts: int = 0
    reading: int = 0  # files in the queue
    failed: Sequence[ReadJob] = ()
    late: Sequence[Owed] = ()
    late_count: int = 0
    soon: Sequence[Owed] = ()
    soon_count: int = 0
    turns: Sequence[Owed] = ()  # tasks whose next step is this person's; `remark` is the stage
    reports: Sequence[Report] = ()  # to be filled in, confirmed or checked by this person
    dossiers: Sequence[Owed] = ()  # of work programmes: due soon or late, and still owed
    explanations: Sequence[Owed] = ()  # of their own bodies' tasks: asked and not given; the day to answer by
    matters: Sequence[Owed] = ()  # difficulties and proposals to answer, to hand on, or answered
    waiting: Sequence[Document] = ()  # press and drafts with confirmed facts, no issued document behind them
    waiting_count: int = 0
    changes: Sequence[Entry] = ()
    documents: int = 0
    notices: Sequence[Notice] = ()  # what this person was told today
    made_of: int = 0  # `matrix.MADE_OF`, for who follows
    unclear: int = 0  # mails of which nobody knows whether they went, for who decides
    may: frozenset[str] = field(default_factory=frozenset)


def desk(access: Access, *, on: date) -> Desk:
    """The start page of one person on one day, in eight queries at most."""
    made = Desk(may=frozenset(action.value for action in Action if access.can(action)))
    reads = access.can(Action.READ)
    _counts(access, made, on, reads=reads, follows=access.can(Action.FOLLOW))
    if reads:
        _documents(access, made)
        _owed(access, made, on)
        made.reports = list(reports_waiting(access)[:SHOWN])
        made.notices = list(latest_notices(access, on=on)[:SHOWN])
    if access.can(Action.UPLOAD):
        _files(access, made, on)
    if access.can(Action.READ_AUDIT):
        made.changes = list(entries_seen(access)[:8])
    return made


def _mine(access: Access) -> Q:
    """Documents with proposals this person decides on."""
    return Q(open_facts__gt=0, owner_id__in=among(access.bodies(Action.REVIEW)))


def _echo() -> Q:
    """Press and drafts with confirmed facts and no issued document behind them; of `_documents_seen`."""
    return ~Q(standing=StandingChoice.ISSUED) & Q(stands_on=None) & Q(has_confirmed=True)


def _documents_seen(access: Access) -> QuerySet[Document]:
    confirmed = Fact.objects.filter(document=OuterRef("pk"), state=FactState.CONFIRMED)
    return documents_seen(access).annotate(has_confirmed=Exists(confirmed))


def _tasks_seen(access: Access, on: date) -> QuerySet[Task]:
    """Those that bind: a task only the press reports waits for its document and is late for nobody."""
    return tasks_seen(access).filter(Moment(on).binding(), done_on=None, resolved=False)


def _soon(on: date) -> Q:
    return Q(due__gte=on, due__lte=on + timedelta(days=DUE_SOON_DAYS))


def _counts(access: Access, made: Desk, on: date, *, reads: bool, follows: bool) -> None:
    """Everything the page counts, in one query of up to four parts of four numbers each."""
    zero = Value(0)
    parts: list[QuerySet[Any, Any]] = []
    if reads:
        # an empty `in` inside a count would make Django answer 0 to all of them
        mine = _mine(access) if access.bodies(Action.REVIEW) else Q(owner_id=0)
        parts.append(
            _documents_seen(access).order_by().values_list(Value("documents")).annotate(
                a=Count("pk"), b=Count("pk", filter=mine), c=Coalesce(Sum("open_facts", filter=mine), zero),
                d=Count("pk", filter=_echo()),
            )
        )  # fmt: skip
        late = Moment(on).late()
        parts.append(
            _tasks_seen(access, on).order_by().values_list(Value("tasks")).annotate(
                a=Count("pk", filter=late), b=Count("pk", filter=_soon(on)), c=zero, d=zero
            )
        )  # fmt: skip
    if follows:
        told = Mark.objects.filter(kind__in=MADE_OF).order_by().values_list(Value("marks"))
        n = Coalesce(Cast(Sum("n"), BigIntegerField()), zero)
        parts.append(told.annotate(a=n, b=zero, c=zero, d=zero))
    if follows and settings.MAIL_ON:
        unclear = mails_to_decide(access).order_by().values_list(Value("mails"))
        parts.append(unclear.annotate(a=Count("pk"), b=zero, c=zero, d=zero))
    if not parts:
        return
    for kind, a, b, c, d in parts[0].union(*parts[1:], all=True):
        if kind == "documents":
            made.documents, made.documents_to_review, made.open_facts, made.waiting_count = a, b, c, d
        elif kind == "tasks":
            made.late_count, made.soon_count = a, b
        elif kind == "marks":
            made.made_of = a
        else:
            made.unclear = a


def _documents(access: Access, made: Desk) -> None:
    """Both lists of documents, the newest first; asked for only where there is something on one."""
    if not (made.documents_to_review or made.waiting_count):
        return
    seen = _documents_seen(access)
    first = Q(pk__in=seen.filter(_echo()).values("pk")[:SHOWN])
    mine = _mine(access)
    if made.documents_to_review:
        first |= Q(pk__in=seen.filter(mine).values("pk")[:SHOWN])
    reviews = access.bodies(Action.REVIEW)
    rows = list(seen.filter(first))
    made.to_review = [row for row in rows if row.open_facts and row.owner_id in reviews][:SHOWN]
    made.waiting = [
        row
        for row in rows
        if row.standing != StandingChoice.ISSUED and row.stands_on_id is None and row.has_confirmed  # type: ignore[attr-defined]
    ][:SHOWN]


def _turn(access: Access) -> Q:
    """Tasks whose next step is theirs: to confirm or move what they gave, to take or mend what they got.

    Who follows a whole branch acts for all its bodies, and is not told that each has yet to take its tasks.
    """
    own = access.bodies(Action.RECORD) - access.bodies(Action.FOLLOW)
    given = access.bodies(Action.DECIDE)
    decide = [StageChoice.REPORTED, StageChoice.TRANSFER_ASKED]
    take = [StageChoice.UNACKNOWLEDGED, StageChoice.RETURNED]
    theirs = Q(stage__in=decide, document__owner_id__in=among(given))
    return theirs | Q(stage__in=take, lead_id__in=among(own))


def _owed(access: Access, made: Desk, on: date) -> None:
    """Tasks and dossiers late and soon due, what waits for an answer, the earliest of each; in one query."""
    tasks = _tasks_seen(access, on)
    lists = [tasks.filter(condition).order_by("due", "pk") for condition in (Moment(on).late(), _soon(on))]
    first = Q(pk__in=lists[0].values("pk")[:SHOWN]) | Q(pk__in=lists[1].values("pk")[:SHOWN])
    lead = Coalesce("lead__name", "lead_as_written")
    symbol = Case(When(document__symbol="", then="document__title"), default="document__symbol")
    dossiers = Item.objects.filter(pk__in=dossiers_waiting(access, as_of=on).values("pk")[:SHOWN])
    session = Coalesce("session__name", Value(""))
    waiting = matters_waiting(access)
    matters = waiting.filter(pk__in=waiting.values("pk")[:SHOWN])
    columns = ("kind", "pk", "words", "whose", "due", "remark")
    turns = tasks.filter(_turn(access)).order_by(F("due").asc(nulls_last=True), "pk").values("pk")[:SHOWN]
    found = (
        Task.objects.filter(first).order_by()
        .annotate(kind=Value("task"), words=F("action"), whose=lead, remark=symbol).values_list(*columns)
        .union(
            Task.objects.filter(pk__in=turns).order_by()
            .annotate(kind=Value("turn"), words=F("action"), whose=lead).values_list(*columns[:5], "stage"),
            dossiers.order_by()
            .annotate(kind=Value("dossier"), words=F("content"), whose=F("preparing__name"), remark=session)
            .values_list(*columns),
            explanations_owed(access).order_by()
            .annotate(kind=Value("explanation"), words=F("action"), whose=F("lead__name"))
            .values_list("kind", "pk", "words", "whose", "answer_by", "letter"),
            matters.order_by()
            .annotate(
                kind=Value("matter"),
                whose=Coalesce("answering__name", "document__owner__name"),
                remark=F("awaits"),
            )
            .values_list(*columns),
            all=True,
        )
    )  # fmt: skip
    rows = [(kind, Owed(*row)) for kind, *row in found]
    rows.sort(key=lambda pair: (pair[1].due is None, pair[1].due or on, pair[1].pk))
    tasks_found = [row for kind, row in rows if kind == "task" and row.due is not None]
    made.late = [row for row in tasks_found if row.due and row.due < on]
    made.soon = [row for row in tasks_found if row.due and row.due >= on]
    made.turns = [row for kind, row in rows if kind == "turn"]
    made.explanations = [row for kind, row in rows if kind == "explanation"][:SHOWN]
    made.matters = [row for kind, row in rows if kind == "matter"]
    made.dossiers = [row for kind, row in rows if kind == "dossier"]


def _files(access: Access, made: Desk, on: date) -> None:
    """Files that failed lately, and how many are read or wait to be: one query."""
    queued = Q(state__in=[JobState.QUEUED, JobState.RUNNING])
    recent = Q(state=JobState.FAILED, created_at__date__gte=on - timedelta(days=FAILED_DAYS))
    jobs = ReadJob.objects.filter(queued | recent, batch__owner_id__in=among(access.bodies(Action.UPLOAD)))
    jobs = jobs.annotate(reading=Window(Count("pk", filter=queued)), failed=Q(state=JobState.FAILED))
    rows = list(jobs.select_related("batch").order_by("-failed", "-pk")[:SHOWN])
    made.failed = [row for row in rows if row.state == JobState.FAILED]
    made.reading = rows[0].reading if rows else 0
