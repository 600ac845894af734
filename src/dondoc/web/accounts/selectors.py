"""Users and grants, for who manages people."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from dondoc.web.accounts.access import Access, Action
from dondoc.web.accounts.models import Grant, User


def users_seen(access: Access) -> QuerySet[User]:
    """Every user with their grants, for who manages people; nobody else sees any."""
    users = User.objects.order_by("full_name", "username").prefetch_related(
        Prefetch("grants", Grant.objects.select_related("body").order_by("-valid_from", "-pk"))
    )
    return users if access.can(Action.MANAGE_PEOPLE) else users.none()


def user_seen(access: Access, pk: int) -> User:
    """One user with their grants; Http404."""
    user = users_seen(access).filter(pk=pk).first()
    if user is None:
        raise Http404
    return user


def grants_of(user: User) -> QuerySet[Grant]:
    """All grants of a user, newest first."""
    return user.grants.select_related("body").order_by("-valid_from", "-pk")
