"""Reading the trail."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse

from dondoc.web.accounts.access import Access, Action, among
from dondoc.web.audit.models import Entry

_OF_PEOPLE: tuple[str, ...] = ("accounts.User", "accounts.Grant", "accounts.Membership")
_OF_PEOPLE += ("accounts.SignInFailure", "bodies.Charge", "reorganisations.Reorganisation")
_OF_PEOPLE += ("bodies.Body", "bodies.BodyName", "bodies.Succession")


def entries_seen(access: Access) -> QuerySet[Entry]:
    """Entries of the bodies whose trail the person may read; those of people for who manages them."""
    seen = Q(body_id__in=among(access.bodies(Action.READ_AUDIT)))
    if access.can(Action.MANAGE_PEOPLE):
        seen |= Q(table__in=_OF_PEOPLE)
    return Entry.objects.filter(seen).select_related("actor", "body")


def entries_of(row: models.Model, access: Access) -> QuerySet[Entry]:
    """What happened to one row, newest first."""
    return entries_seen(access).filter(table=row._meta.label, row=row.pk)


def trail_of(row: models.Model, access: Access) -> str:
    """The address of one row's trail; "" for whoever may read none.

    Pages name it instead of the entries: few who open a page ask who changed it.
    """
    if not access.can(Action.READ_AUDIT):
        return ""
    return f"{reverse('audit-list')}?table={row._meta.label}&row={row.pk}"
