"""Whose work a report speaks of: of a place in the State's form its government, in the Party's all of it.

A province's register holds the Party's bodies beside those of the State. What the People's Committee reports
is what it runs: bodies in the State's tree and the places below it. Not the Party's bodies, not the Front and
the mass organisations, and not the council, to which it reports itself (decision 0025).
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access, Action, among, branches_of
from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.papers.letterhead import COUNCILS, is_place
from dondoc.web.plans.models import Indicator
from dondoc.writing.paper import Form

_OF_THE_STATE = (BodyKind.PROVINCE, BodyKind.STATE, BodyKind.DISTRICT, BodyKind.COMMUNE)
# What nobody in particular is named for goes with who said it.
SAID_BY_THE_PARTY = Q(document__issuer__kind=BodyKind.PARTY)


def reported_bodies(body: Body, form: Form, *, on: date) -> frozenset[int]:
    """The bodies whose tasks and matters a report of this body in this form counts.

    Args:
        body: Whose report it is.
        form: Its family.
        on: The day: the trees as they stand then.
    """
    branch = branches_of({body.pk}, on=on)[body.pk]
    if form is Form.PARTY:
        return frozenset(branch)
    rows = Body.objects.filter(pk__in=among(frozenset(branch))).values_list("pk", "kind", "name", "path")
    if not is_place(body):  # a Party cell below a department reports to the Party
        return frozenset(pk for pk, kind, _name, _path in rows if kind != BodyKind.PARTY)
    councils = {pk for pk, _kind, name, _path in rows if search_key(name).startswith(COUNCILS)}
    return frozenset(
        pk
        for pk, kind, _name, path in rows
        if kind in _OF_THE_STATE and councils.isdisjoint(int(part) for part in path.split("/") if part)
    )


def indicators_of(form: Form) -> QuerySet[Indicator]:
    """The indicators a report in this form tells; those of Party work alone are none of the State's."""
    found = Indicator.objects.all()
    return found if form is Form.PARTY else found.filter(party_only=False)


def speaking_of(access: Access, bodies: frozenset[int]) -> Access:
    """The reader, as one who sees these bodies only: for pictures of a report."""
    branches = dict(access.branches) | {Action.READ: access.body_ids & bodies}
    return Access(access.user_id, access.on, access.roles, branches, access.office)
