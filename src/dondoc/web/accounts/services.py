"""Users and their roles. One transaction and one audit entry each; passwords are never written down."""

from __future__ import annotations

from datetime import date

from dondoc.web.accounts.models import Grant, User
from dondoc.web.bodies.models import Body


def user_add(*, username: str, full_name: str, password: str, by: User | None, email: str = "") -> User:
    """A new user, without any role yet."""
    raise NotImplementedError


def user_update(
    *,
    user: User,
    by: User,
    full_name: str | None = None,
    email: str | None = None,
    is_active: bool | None = None,
) -> User:
    """Change name or address, or lock the account (`is_active=False`)."""
    raise NotImplementedError


def password_set(*, user: User, password: str, by: User | None) -> None:
    """A new password; the trail says only that it changed."""
    raise NotImplementedError


def grant_add(
    *, user: User, role: str, body: Body, valid_from: date, by: User | None, valid_to: date | None = None
) -> Grant:
    """Give a role in a body from a day on."""
    raise NotImplementedError


def grant_end(*, grant: Grant, valid_to: date, by: User) -> Grant:
    """The role is held until this day, included. The last administrator stays."""
    raise NotImplementedError
