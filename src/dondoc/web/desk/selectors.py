"""What needs this person today, from everything they may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Sum

from dondoc.web.accounts.access import Access, Action
from dondoc.web.audit.models import Entry
from dondoc.web.audit.selectors import entries_seen
from dondoc.web.plans.models import Task
from dondoc.web.plans.selectors import DUE_SOON_DAYS, tasks_seen
from dondoc.web.sources.models import Document, Fact, FactState, JobState, ReadJob, StandingChoice
from dondoc.web.sources.selectors import DocumentFilters, documents_seen

SHOWN = 6  # rows of each list; the board behind it has the rest
FAILED_DAYS = 14  # a file that failed earlier has been dealt with, or nobody will


@dataclass(slots=True)
class Desk:
    """Each list is the head of a longer one whose length stands beside it."""

    to_review: Sequence[Document] = ()
    documents_to_review: int = 0
    open_facts: int = 0
    reading: int = 0  # files in the queue
    failed: Sequence[ReadJob] = ()
    late: Sequence[Task] = ()
    late_count: int = 0
    soon: Sequence[Task] = ()
    soon_count: int = 0
    waiting: Sequence[Document] = ()  # press and drafts with confirmed facts, no issued document behind them
    waiting_count: int = 0
    changes: Sequence[Entry] = ()
    documents: int = 0
    may: frozenset[str] = field(default_factory=frozenset)


def desk(access: Access, *, on: date) -> Desk:
    """The start page of one person on one day, in a bounded number of queries."""
    made = Desk(may=frozenset(action.value for action in Action if access.can(action)))
    if access.can(Action.READ):
        _documents(access, made)
        _tasks(access, made, on)
    if access.can(Action.UPLOAD):
        _files(access, made, on)
    if access.can(Action.READ_AUDIT):
        made.changes = list(entries_seen(access)[:8])
    return made


def _documents(access: Access, made: Desk) -> None:
    seen = documents_seen(access)
    made.documents = seen.count()
    if access.can(Action.REVIEW):
        left = documents_seen(access, DocumentFilters(open_only=True)).filter(
            owner_id__in=access.bodies(Action.REVIEW)
        )
        made.to_review = list(left[:SHOWN])
        sums = left.order_by().aggregate(facts=Sum("open_facts"), documents=Count("pk"))
        made.open_facts, made.documents_to_review = sums["facts"] or 0, sums["documents"]
    confirmed = Fact.objects.filter(document=OuterRef("pk"), state=FactState.CONFIRMED)
    waiting = seen.exclude(standing=StandingChoice.ISSUED).filter(Exists(confirmed), stands_on=None)
    made.waiting, made.waiting_count = list(waiting[:SHOWN]), waiting.count()


def _tasks(access: Access, made: Desk, on: date) -> None:
    """Those that bind: a task only the press reports waits for its document and is late for nobody."""
    undone = tasks_seen(access).filter(done_on=None, awaiting_document=False)
    undone = undone.select_related("lead", "document").order_by("due", "pk")
    late = undone.filter(due__lt=on)
    soon = undone.filter(due__gte=on, due__lte=on + timedelta(days=DUE_SOON_DAYS))
    made.late, made.late_count = list(late[:SHOWN]), late.count()
    made.soon, made.soon_count = list(soon[:SHOWN]), soon.count()


def _files(access: Access, made: Desk, on: date) -> None:
    jobs = ReadJob.objects.filter(batch__owner_id__in=access.bodies(Action.UPLOAD))
    made.reading = jobs.filter(Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING)).count()
    recent = jobs.filter(state=JobState.FAILED, created_at__date__gte=on - timedelta(days=FAILED_DAYS))
    made.failed = list(recent.select_related("batch").order_by("-pk")[:SHOWN])
