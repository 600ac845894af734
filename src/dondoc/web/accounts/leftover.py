"""Roles held at bodies that have ended: told to who holds them, given anew by who manages people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from dondoc.web.accounts.access import Access, Action
from dondoc.web.accounts.models import Grant, User
from dondoc.web.accounts.services import grant_add, grant_end
from dondoc.web.bodies.heirs import heirs_of
from dondoc.web.bodies.models import Body


@dataclass(frozen=True, slots=True)
class LeftRole:
    """A role that still stands at a body that has ended, and who took over from the body."""

    grant: Grant
    heirs: Sequence[Body]


def _left(on: date) -> QuerySet[Grant]:
    holds = Q(valid_to=None) | Q(valid_to__gte=on)
    return Grant.objects.filter(holds, valid_from__lte=on, body__valid_to__lt=on, user__is_active=True)


def roles_left(access: Access, *, on: date) -> list[LeftRole]:
    """All of them, for who manages people; in the order of bodies and names. Three queries."""
    if not access.can(Action.MANAGE_PEOPLE):
        return []
    found = _left(on).select_related("body", "user").order_by("body__sort_key", "user__full_name", "pk")
    return _with_heirs(found, on)


def roles_left_of(access: Access, *, on: date) -> list[LeftRole]:
    """Those a person holds, themselves or for an agency; one query where there are none."""
    days = Q(members__valid_to=None) | Q(members__valid_to__gte=on)
    agencies = User.objects.filter(days, members__person=access.user_id, members__valid_from__lte=on)
    mine = Q(user=access.user_id) | Q(user__in=agencies.values("pk"))
    return _with_heirs(_left(on).filter(mine).select_related("body").order_by("body__sort_key", "pk"), on)


def _with_heirs(found: Iterable[Grant], on: date) -> list[LeftRole]:
    grants = list(found)
    heirs = heirs_of({grant.body_id for grant in grants}, on=on)
    return [LeftRole(grant, heirs[grant.body_id]) for grant in grants]


@transaction.atomic
def grant_pass(*, grant: Grant, bodies: Iterable[Body], on: date, by: User) -> list[Grant]:
    """The role ends with the day before and is held from `on` at who took over from its body.

    Args:
        grant: A role at a body that has ended.
        bodies: Of those that took over, where it is held from now on.
        on: The first day.
        by: Who gives it anew.

    Raises:
        ValidationError: No body was chosen, or one that did not take over.
    """
    chosen = list(dict.fromkeys(bodies))
    heirs = set(heirs_of([grant.body_id], on=on)[grant.body_id])
    if not chosen:
        raise ValidationError("Chọn ít nhất một cơ quan kế thừa để giao lại vai trò.")
    if not heirs.issuperset(chosen):
        raise ValidationError(f"Chỉ giao lại ở cơ quan kế thừa của {grant.body.name}.")
    made = [
        grant_add(user=grant.user, role=grant.role, body=body, valid_from=on, valid_to=grant.valid_to, by=by)
        for body in chosen
    ]
    grant_end(grant=grant, valid_to=max(grant.valid_from, on - timedelta(days=1)), by=by)
    return made
