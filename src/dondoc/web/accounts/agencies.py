"""Agency accounts: one holds the roles of an agency, its members act by them, each in their own name.

The account itself never signs in. Who joins or leaves the agency is a member from a day to a day; its roles
are given once and need not be given to each.
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from dondoc.web.accounts.access import Access, Action
from dondoc.web.accounts.models import Grant, Membership, User
from dondoc.web.audit.services import record


@transaction.atomic
def agency_add(*, username: str, name: str, by: User | None) -> User:
    """An account for an agency, without any role or member yet.

    Raises:
        ValidationError: By field: the name is taken.
    """
    user = User(username=username.strip(), full_name=name.strip(), is_agency=True)
    user.set_unusable_password()
    user.full_clean()
    user.save()
    after = {"username": user.username, "full_name": user.full_name, "is_agency": True}
    record(actor=by, action="user.add", row=user, before={}, after=after)
    return user


@transaction.atomic
def member_add(
    *, agency: User, person: User, valid_from: date, by: User | None, valid_to: date | None = None
) -> Membership:
    """A person acts for the agency from a day on; said twice it is one.

    Raises:
        ValidationError: That is no agency account, or no person's; an end before the beginning.
    """
    if not agency.is_agency:
        raise ValidationError("Đây không phải tài khoản của cơ quan.")
    if person.is_agency:
        raise ValidationError({"person": "Chọn một người, không chọn tài khoản của cơ quan."})
    if valid_to is not None and valid_to < valid_from:
        raise ValidationError({"valid_to": "Ngày kết thúc phải sau ngày bắt đầu."})
    known = agency.members.filter(
        Q(valid_to=None) | Q(valid_to__gte=valid_from), person=person, valid_from__lte=valid_from
    ).first()
    if known is not None:
        return known
    member = Membership(agency=agency, person=person, valid_from=valid_from, valid_to=valid_to)
    member.full_clean()
    member.save()
    after = {"agency": agency.full_name, "valid_from": valid_from, "valid_to": valid_to}
    record(actor=by, action="member.add", row=member, before={}, after=after)
    return member


@transaction.atomic
def member_end(*, member: Membership, valid_to: date, by: User) -> Membership:
    """The last day a person acts for the agency.

    Raises:
        ValidationError: The day is before the first.
    """
    member = Membership.objects.select_for_update().get(pk=member.pk)
    if member.valid_to == valid_to:
        return member
    if valid_to < member.valid_from:
        raise ValidationError({"valid_to": "Ngày kết thúc phải sau ngày bắt đầu."})
    before = {"valid_to": member.valid_to}
    member.valid_to = valid_to
    member.save(update_fields=["valid_to"])
    record(actor=by, action="member.end", row=member, before=before, after={"valid_to": valid_to})
    return member


def members_of(agency: User) -> QuerySet[Membership]:
    """Everybody who acts or acted for the agency, who does first."""
    return agency.members.select_related("person").order_by("valid_to", "person__full_name", "pk")


def agencies_of(person: User) -> QuerySet[Membership]:
    """The agencies a person acts or acted for."""
    return person.agencies.select_related("agency").order_by("-valid_from", "-pk")


def grants_seen(
    access: Access, *, on: date | None = None, role: str = "", body: int | None = None
) -> QuerySet[Grant]:
    """Roles of everybody, by body, for who manages people.

    Args:
        access: The reader's.
        on: Only those that hold on the day; None: all there ever were.
        role: Only this role.
        body: Only those given in this body itself.
    """
    grants = Grant.objects.select_related("user", "body").order_by(
        "body__sort_key", "body_id", "role", "user__full_name", "-valid_from", "pk"
    )
    if not access.can(Action.MANAGE_PEOPLE):
        return grants.none()
    if on is not None:
        grants = grants.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    if role:
        grants = grants.filter(role=role)
    if body is not None:
        grants = grants.filter(body_id=body)
    return grants
