"""Users and grants, for who manages people."""

from __future__ import annotations

from django.db.models import QuerySet

from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import Grant, User


def users_seen(access: Access) -> QuerySet[User]:
    """Every user for who manages people; nobody else sees any."""
    raise NotImplementedError


def user_seen(access: Access, pk: int) -> User:
    """One user with their grants; Http404."""
    raise NotImplementedError


def grants_of(user: User) -> QuerySet[Grant]:
    """All grants of a user, newest first."""
    raise NotImplementedError
