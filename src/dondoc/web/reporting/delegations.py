"""Who confirms in a head's place: a named person, from a day to a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from dondoc.web.accounts.models import Grant, User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.reporting.models import Delegation


def delegations_of(user_id: int | None, on: date) -> dict[int, Delegation]:
    """For which bodies a person confirms on a day, and by whose leave; one query."""
    held = Delegation.objects.filter(
        person=user_id, valid_from__lte=on, valid_to__gte=on, withdrawn_at=None
    ).order_by("pk")
    return {one.body_id: one for one in held}


def delegation_of(user_id: int | None, body: int, on: date) -> Delegation | None:
    """By whose leave a person confirms for a body on a day."""
    return (
        Delegation.objects.filter(
            body=body, person=user_id, valid_from__lte=on, valid_to__gte=on, withdrawn_at=None
        )
        .order_by("-pk")
        .first()
    )


def people_to_name(head: User, bodies: Collection[int], *, on: date) -> QuerySet[User]:
    """Whom a head may name, each with where they work (`where`); those of the head's own bodies first."""
    held = Grant.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=on), user=OuterRef("pk"), valid_from__lte=on
    ).order_by("-valid_from", "pk")
    people = User.objects.filter(is_active=True, is_agency=False).exclude(pk=head.pk)
    return people.annotate(
        where=Subquery(held.values("body__name")[:1]), near=Exists(held.filter(body__in=list(bodies)))
    ).order_by("-near", "full_name", "pk")


@transaction.atomic
def delegate(
    *, body: Body, person: User, valid_from: date, valid_to: date, reason: str, by: User, on: date
) -> Delegation:
    """The head names a person who confirms for the body for some days.

    Raises:
        ValidationError: By field: oneself, days that are over, no reason, somebody already for these days.
    """
    if person.pk == by.pk:
        raise ValidationError({"person": "Không ủy quyền cho chính mình."})
    if valid_to < valid_from or valid_to < on:
        raise ValidationError({"valid_to": "Ngày cuối phải từ hôm nay và không trước ngày bắt đầu."})
    if not reason.strip():
        raise ValidationError({"reason": "Nêu lý do hoặc văn bản ủy quyền."})
    same = Q(valid_from__lte=valid_to) & Q(valid_to__gte=valid_from)
    if Delegation.objects.filter(same, body=body, person=person, withdrawn_at=None).exists():
        raise ValidationError({"person": f"{person} đã được ủy quyền trong những ngày này."})
    made = Delegation.objects.create(
        body=body, person=person, valid_from=valid_from, valid_to=valid_to, reason=reason.strip(), by=by
    )
    after = {"person": str(person), "valid_from": valid_from, "valid_to": valid_to}
    record(actor=by, action="report.delegate", row=made, before={}, after=after, reason=reason, body=body)
    return made


@transaction.atomic
def delegation_withdraw(*, delegation: Delegation, by: User) -> None:
    """From now on the person no longer confirms.

    Raises:
        Conflict: It was taken back already.
    """
    delegation = (
        Delegation.objects.select_for_update(of=("self",)).select_related("body").get(pk=delegation.pk)
    )
    if delegation.withdrawn_at is not None:
        raise Conflict("Ủy quyền này đã được rút.")
    delegation.withdrawn_at = timezone.now()
    delegation.save(update_fields=["withdrawn_at"])
    record(
        actor=by, action="report.delegation_withdraw", row=delegation,
        before={"person": str(delegation.person)}, after={}, body=delegation.body,
    )  # fmt: skip
