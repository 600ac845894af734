"""Users and their roles. One transaction and one audit entry each; passwords are never written down."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from dondoc.web.accounts.models import Grant, Role, User
from dondoc.web.accounts.throttle import sign_in_forgiven
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body


@transaction.atomic
def user_add(*, username: str, full_name: str, password: str, by: User | None, email: str = "") -> User:
    """A new user, without any role yet.

    Raises:
        ValidationError: By field: the name is taken, the password too weak.
    """
    user = User(username=username.strip(), full_name=full_name.strip(), email=email.strip())
    _check_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    after = {"username": user.username, "full_name": user.full_name, "email": user.email}
    record(actor=by, action="user.add", row=user, before={}, after=after)
    return user


@transaction.atomic
def user_update(
    *,
    user: User,
    by: User,
    full_name: str | None = None,
    email: str | None = None,
    is_active: bool | None = None,
) -> User:
    """Change name or address, or lock the account (`is_active=False`).

    Raises:
        ValidationError: A field is not valid, or nobody would be left to manage people.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    wanted: dict[str, Any] = {"full_name": full_name, "email": email, "is_active": is_active}
    changes = {k: v for k, v in wanted.items() if v is not None and v != getattr(user, k)}
    if not changes:
        return user
    if changes.get("is_active") is False:
        _keep_an_administrator(without_user=user)
    before = {name: getattr(user, name) for name in changes}
    for name, value in changes.items():
        setattr(user, name, value)
    user.full_clean()
    user.save(update_fields=list(changes))
    record(actor=by, action="user.update", row=user, before=before, after=changes)
    return user


@transaction.atomic
def password_set(*, user: User, password: str, by: User | None) -> None:
    """A new password; the trail says only that it changed.

    Raises:
        ValidationError: It is too weak; or the account is an agency's, which nobody signs in with.
    """
    if user.is_agency:
        raise ValidationError({"password": "Tài khoản cơ quan không đăng nhập được."})
    _check_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    sign_in_forgiven(user.username)
    record(actor=by, action="user.password", row=user, before={}, after={})


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error


@transaction.atomic
def grant_add(
    *,
    user: User,
    role: str,
    body: Body,
    valid_from: date,
    by: User | None,
    valid_to: date | None = None,
) -> Grant:
    """Give a role in a body from a day on; the same grant given twice is one.

    Raises:
        ValidationError: An unknown role, or an end before the beginning.
    """
    known = Grant.objects.filter(
        user=user, role=role, body=body, valid_from=valid_from, valid_to=valid_to
    ).first()
    if known is not None:
        return known
    if valid_to is not None and valid_to < valid_from:
        raise ValidationError({"valid_to": "Ngày kết thúc phải sau ngày bắt đầu."})
    grant = Grant(user=user, role=role, body=body, valid_from=valid_from, valid_to=valid_to)
    grant.full_clean()
    grant.save()
    after = {"role": role, "body": body.name, "valid_from": valid_from, "valid_to": valid_to}
    record(actor=by, action="grant.add", row=grant, before={}, after=after)
    return grant


@transaction.atomic
def grant_end(*, grant: Grant, valid_to: date, by: User) -> Grant:
    """The role is held until this day, included.

    Raises:
        ValidationError: The day is before the beginning, or nobody would be left to manage people.
    """
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    if grant.valid_to == valid_to:
        return grant
    if valid_to < grant.valid_from:
        raise ValidationError({"valid_to": "Ngày kết thúc phải sau ngày bắt đầu."})
    if grant.role == Role.ADMINISTRATOR:
        _keep_an_administrator(without_grant=grant)
    before = {"valid_to": grant.valid_to}
    grant.valid_to = valid_to
    grant.save(update_fields=["valid_to"])
    record(actor=by, action="grant.end", row=grant, before=before, after={"valid_to": valid_to})
    return grant


def _keep_an_administrator(*, without_user: User | None = None, without_grant: Grant | None = None) -> None:
    """Refuse what would leave nobody to manage people for good."""
    lasting = Grant.objects.filter(role=Role.ADMINISTRATOR, valid_to__isnull=True, user__is_active=True)
    leaving = lasting.filter(
        Q(user=without_user) if without_user else Q(pk=without_grant and without_grant.pk)
    )
    if leaving.exists() and not lasting.exclude(pk__in=leaving.values("pk")).exists():
        raise ValidationError(
            "Đây là người quản trị cuối cùng. Giao vai trò quản trị cho một người khác trước."
        )
