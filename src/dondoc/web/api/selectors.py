"""Keys as their owner sees them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from dondoc.web.accounts.models import User
from dondoc.web.api.models import Token


def tokens_of(user: User) -> QuerySet[Token]:
    """One's own keys that were not withdrawn, newest first."""
    return Token.objects.filter(user=user, withdrawn_at=None)


def own_token(user: User, pk: int) -> Token:
    """One of one's own; Http404 for any other."""
    found = Token.objects.filter(user=user, pk=pk).first()
    if found is None:
        raise Http404
    return found
