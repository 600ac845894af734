"""The start page: what needs me."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dondoc.web.accounts.access import Action
from dondoc.web.accounts.leftover import roles_left, roles_left_of
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.desk import matrix, selectors


@require_GET
def desk(request: UserRequest) -> HttpResponse:
    """What needs this person today."""
    today = lists.today()
    access = request.access
    # who acts for the whole province cannot stand at a body that has ended: they are not asked for
    narrow = access.office is None or not access.can(Action.READ, access.office)
    found = selectors.desk(access, on=today)
    context = {
        "desk": found,
        "matrix": matrix.at_hand(access, found.made_of, on=today),
        "today": today,
        "left": roles_left_of(access, on=today) if narrow else [],
        "left_of_others": len(roles_left(access, on=today)),
    }
    return render(request, "desk/desk.html", context)


@require_GET
def desk_matrix(request: UserRequest) -> HttpResponse:
    """Bodies × fields: all of them as a page; those of the first page where that asks for its panel."""
    request.access.require(Action.FOLLOW)
    context = {"matrix": matrix.matrix(request.access, on=lists.today())}
    part = request.htmx and not request.htmx.boosted
    return render(request, "desk/_matrix.html" if part else "desk/matrix.html", context)
