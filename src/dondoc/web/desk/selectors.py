"""What needs this person today, from everything they may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, Sum

from dondoc.web.accounts.access import Access, Action
from dondoc.web.audit.models import Entry
from dondoc.web.audit.selectors import entries_seen
from dondoc.web.followup.models import Notice
from dondoc.web.followup.selectors import latest_notices, mails_to_decide
from dondoc.web.plans.models import Task
from dondoc.web.plans.taskboard import DUE_SOON_DAYS, Moment, tasks_seen
from dondoc.web.programmes.models import Item
from dondoc.web.programmes.selectors import dossiers_waiting
from dondoc.web.reporting.models import Report
from dondoc.web.reporting.selectors import reports_waiting
from dondoc.web.sources.models import Document, Fact, FactState, JobState, ReadJob, StandingChoice
from dondoc.web.sources.selectors import documents_seen

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
    reports: Sequence[Report] = ()  # to be filled in, confirmed or checked by this person
    dossiers: Sequence[Item] = ()  # of work programmes: due soon or late, and still owed
    waiting: Sequence[Document] = ()  # press and drafts with confirmed facts, no issued document behind them
    waiting_count: int = 0
    changes: Sequence[Entry] = ()
    documents: int = 0
    notices: Sequence[Notice] = ()  # what this person was told today
    unclear: int = 0  # mails of which nobody knows whether they went, for who decides
    may: frozenset[str] = field(default_factory=frozenset)


def desk(access: Access, *, on: date) -> Desk:
    """The start page of one person on one day, in a bounded number of queries."""
    made = Desk(may=frozenset(action.value for action in Action if access.can(action)))
    if access.can(Action.READ):
        _documents(access, made)
        _tasks(access, made, on)
        made.dossiers = list(dossiers_waiting(access, as_of=on)[:SHOWN])
        made.reports = list(reports_waiting(access)[:SHOWN])
        made.notices = list(latest_notices(access, on=on)[:SHOWN])
    if settings.MAIL_ON and access.can(Action.FOLLOW):
        made.unclear = mails_to_decide(access).count()
    if access.can(Action.UPLOAD):
        _files(access, made, on)
    if access.can(Action.READ_AUDIT):
        made.changes = list(entries_seen(access)[:8])
    return made


def _documents(access: Access, made: Desk) -> None:
    """One query counts; a list is asked for only where there is something on it."""
    seen = documents_seen(access).order_by()
    nobody = Q(owner_id=0)  # an empty `in` inside a count would make Django answer 0 to all of them
    mine = Q(open_facts__gt=0, owner_id__in=access.bodies(Action.REVIEW)) if "review" in made.may else nobody
    confirmed = Fact.objects.filter(document=OuterRef("pk"), state=FactState.CONFIRMED)
    echo = ~Q(standing=StandingChoice.ISSUED) & Q(stands_on=None) & Q(has_confirmed=True)
    counted = seen.annotate(has_confirmed=Exists(confirmed)).aggregate(
        all=Count("pk"),
        to_review=Count("pk", filter=mine),
        open_facts=Sum("open_facts", filter=mine),
        waiting=Count("pk", filter=echo),
    )
    made.documents = counted["all"]
    made.documents_to_review, made.open_facts = counted["to_review"], counted["open_facts"] or 0
    made.waiting_count = counted["waiting"]
    newest = documents_seen(access)
    if made.documents_to_review:
        made.to_review = list(newest.filter(mine)[:SHOWN])
    if made.waiting_count:
        made.waiting = list(newest.annotate(has_confirmed=Exists(confirmed)).filter(echo)[:SHOWN])


def _tasks(access: Access, made: Desk, on: date) -> None:
    """Those that bind: a task only the press reports waits for its document and is late for nobody."""
    then = Moment(on)
    undone = tasks_seen(access).filter(then.binding(), done_on=None, resolved=False)
    late = then.late()
    soon = Q(due__gte=on, due__lte=on + timedelta(days=DUE_SOON_DAYS))
    counted = undone.aggregate(late=Count("pk", filter=late), soon=Count("pk", filter=soon))
    made.late_count, made.soon_count = counted["late"], counted["soon"]
    undone = undone.select_related("lead", "document").order_by("due", "pk")
    if made.late_count:
        made.late = list(undone.filter(late)[:SHOWN])
    if made.soon_count:
        made.soon = list(undone.filter(soon)[:SHOWN])


def _files(access: Access, made: Desk, on: date) -> None:
    jobs = ReadJob.objects.filter(batch__owner_id__in=access.bodies(Action.UPLOAD))
    recent = Q(state=JobState.FAILED, created_at__date__gte=on - timedelta(days=FAILED_DAYS))
    counted = jobs.aggregate(
        reading=Count("pk", filter=Q(state__in=[JobState.QUEUED, JobState.RUNNING])),
        failed=Count("pk", filter=recent),
    )
    made.reading = counted["reading"]
    if counted["failed"]:
        made.failed = list(jobs.filter(recent).select_related("batch").order_by("-pk")[:SHOWN])
