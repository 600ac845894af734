"""Who may confirm or check one report: never who typed or sent what it says."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from dondoc.web.accounts.access import MAY, Action
from dondoc.web.accounts.models import Grant, Membership, User
from dondoc.web.reporting.models import Delegation, EventChoice, Report, ReportEvent

SENDS = (EventChoice.SUBMITTED, EventChoice.SIGNED)
_MAY = {EventChoice.CONFIRMED: Action.CONFIRM, EventChoice.CHECKED: Action.DECIDE}


def sender(events: Iterable[ReportEvent]) -> int | None:
    """Who sent it last; `events` in order."""
    return next((event.by_id for event in reversed(list(events)) if event.kind in SENDS), None)


def typists(report: Report) -> QuerySet[User]:
    """Whose texts stand in its draft."""
    return User.objects.filter(pk__in=report.cells.exclude(text="").values("by"))


def is_own(report: Report, events: Iterable[ReportEvent], user: User) -> bool:
    """Whether the person typed or sent it, so that another has to approve it: one query at most."""
    return sender(events) == user.pk or typists(report).filter(pk=user.pk).exists()


def others_for(report: Report, kind: EventChoice, events: Iterable[ReportEvent], *, on: date) -> list[User]:
    """Who may approve it on a day, by name: who has the role at the body or above it, whom the head named.

    Args:
        report: Which waits.
        kind: Confirmed or checked.
        events: All of its events, in order.
        on: The day.
    """
    body = report.body if kind == EventChoice.CONFIRMED else report.form.office
    above = [int(key) for key in body.path.split("/") if key]
    roles = [role for role, actions in MAY.items() if _MAY[kind] in actions]
    held = Grant.objects.filter(_holds(on), role__in=roles, body__in=above, user__is_active=True)
    members = Membership.objects.filter(_holds(on), agency__in=held.values("user"))
    may = Q(pk__in=held.values("user")) | Q(pk__in=members.values("person"))
    if kind == EventChoice.CONFIRMED:
        leave = Delegation.objects.filter(_holds(on), body=body, withdrawn_at=None)
        may |= Q(pk__in=leave.values("person"))
    own = Q(pk=sender(events)) | Q(pk__in=typists(report))
    people = User.objects.filter(may, is_active=True, is_agency=False).exclude(own)
    return list(people.order_by("full_name", "pk"))


def _holds(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
