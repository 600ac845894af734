"""What a person may see of reminders and mails; every read starts at `notices_seen` or `mails_seen`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from dondoc.web.accounts.access import Access, Action, among
from dondoc.web.followup.models import LetterLine, LetterState, Mail, MailState, Notice, Round, Rule
from dondoc.web.plans.models import EventKind, StageChoice, Task, TaskEvent
from dondoc.web.reporting.selectors import with_draft


def notices_seen(access: Access) -> QuerySet[Notice]:
    """The reader's own, and those about bodies that the reader follows."""
    followed = Q(body_id__in=among(access.bodies(Action.FOLLOW)))
    if access.user_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(Q(person=access.user_id) | followed)


def with_matters(notices: QuerySet[Notice]) -> QuerySet[Notice]:
    """With what a line of a list shows."""
    return with_draft(notices, report__obligation="obligation").select_related(
        "person",
        "body",
        "task__document",
        "obligation__document",
        "obligation__body",
        "obligation__report__form",
        "item",
        "question",
        "mail",
    )


def my_notices(access: Access, *, since: date) -> QuerySet[Notice]:
    """What this person was told from a day on, the latest first.

    What they may no longer read is left out: they had another post then.
    """
    if access.user_id is None:
        return Notice.objects.none()
    mine = Notice.objects.filter(person=access.user_id, day__gte=since, body_id__in=among(access.body_ids))
    return with_matters(mine).order_by("-day", "due", "pk")


def latest_notices(access: Access, *, on: date) -> QuerySet[Notice]:
    """What this person was told on the day, for the desk."""
    return my_notices(access, since=on).filter(day=on)


def explanations_owed(access: Access) -> QuerySet[Task]:
    """Tasks of the reader's own bodies that were asked an explanation not given yet, the earliest first.

    With the day to answer by and the letter that asked (`answer_by`, `letter`); of what was asked without a
    letter neither. Who reviews for a whole branch is not asked to explain for its bodies.
    """
    own = access.bodies(Action.RECORD) - access.bodies(Action.REVIEW)
    of_it = TaskEvent.objects.filter(task=OuterRef("pk"), undone_by=None)
    asked = of_it.filter(kind=EventKind.EXPLANATION_ASKED).order_by("-pk")
    given = of_it.filter(kind=EventKind.EXPLAINED, pk__gt=OuterRef("asked"))
    asking = {"task": OuterRef("pk"), "letter__kind": "explanation", "letter__state": LetterState.ISSUED}
    lines = LetterLine.objects.filter(**asking).order_by("-letter__issued_on", "-letter")
    return (
        Task.objects.filter(lead__in=among(own), withdrawn_at=None)
        .exclude(stage=StageChoice.WITHDRAWN)
        .annotate(asked=Subquery(asked.values("pk")[:1]))
        .filter(~Exists(given), asked__isnull=False)
        .annotate(
            answer_by=Subquery(lines.values("letter__answer_by")[:1]),
            letter=Coalesce(Subquery(lines.values("letter__symbol")[:1]), Value("")),
        )
        .order_by("answer_by", "pk")
    )


def mails_seen(access: Access) -> QuerySet[Mail]:
    """The reader's own, and those that speak only of bodies the reader follows."""
    if access.user_id is None:
        return Mail.objects.none()
    return Mail.objects.filter(Q(person=access.user_id) | Q(body_id__in=among(access.bodies(Action.FOLLOW))))


def mails_to_decide(access: Access) -> QuerySet[Mail]:
    """Mails of which nobody knows whether they went, that the reader may decide on."""
    mine = among(access.bodies(Action.FOLLOW))
    return Mail.objects.filter(state=MailState.UNCLEAR, body_id__in=mine)


def mails_waiting() -> dict[str, int]:
    """How many mails wait to go, and of how many nobody knows; for who keeps the system running."""
    waiting = Q(state__in=[MailState.PLANNED, MailState.FAILED, MailState.SENDING])
    return Mail.objects.aggregate(
        waiting=Count("pk", filter=waiting), unclear=Count("pk", filter=Q(state=MailState.UNCLEAR))
    )


def unheard(access: Access) -> QuerySet[Notice]:
    """What nobody could be told of on the last planned day, of bodies the reader follows."""
    followed = Notice.objects.filter(person=None, body_id__in=among(access.bodies(Action.FOLLOW)))
    last = Round.objects.order_by("-day").values("day")[:1]
    return with_matters(followed.filter(day=Subquery(last))).order_by("body__sort_key", "due", "pk")


def mail_seen(access: Access, pk: int) -> Mail:
    """One; Http404 where the reader may not see it."""
    found = mails_seen(access).select_related("person", "body", "settled_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def may_decide(access: Access, mail: Mail) -> bool:
    """Who follows the bodies it speaks of says what becomes of a mail."""
    return mail.body_id is not None and access.can(Action.FOLLOW, mail.body_id)


@dataclass(frozen=True, slots=True)
class MailFilter:
    """What a reader of the outbox asked for; "" and None ask for nothing."""

    state: str = ""
    text: str = ""  # of the addressee's name
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Outbox:
    """A filtered list and the counts above it (of the same filter without its state)."""

    mails: QuerySet[Mail]
    counts: dict[str, int]
    total: int
    shown: int


def outbox(access: Access, wanted: MailFilter) -> Outbox:
    """The mails a reader sees, the unclear ones first; the counts are one query."""
    found = mails_seen(access)
    if wanted.day is not None:
        found = found.filter(day=wanted.day)
    if wanted.text:
        found = found.filter(person__full_name__icontains=wanted.text)
    counts = found.aggregate(
        total=Count("pk"), **{state: Count("pk", filter=Q(state=state)) for state in MailState.values}
    )
    total = counts.pop("total")
    if wanted.state:
        found = found.filter(state=wanted.state)
    mails = found.select_related("person").annotate(lines=Count("notices")).order_by("-day", "-pk")
    return Outbox(mails, counts, total, counts.get(wanted.state, total))


def rules_kept() -> QuerySet[Rule]:
    """The office's own ladder; empty while the shipped one holds."""
    return Rule.objects.filter(withdrawn_at=None).select_related("by")
