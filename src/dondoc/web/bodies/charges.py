"""Who is in charge (phụ trách) of which body and field, from a day to a day; follow-up goes by it.

A body's charge reaches all below it; the nearest one counts. A charge of a body and a field together is of
that field in that body alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from dondoc.web.accounts.access import Access, Action, branches_of
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body, Charge, Position
from dondoc.web.core.conflicts import Conflict


def charges_on(on: date) -> QuerySet[Charge]:
    """The charges that hold on a day, with who and what."""
    return Charge.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=on), withdrawn_at=None, valid_from__lte=on
    ).select_related("leader", "position__person", "body")


def charges_seen(access: Access, *, on: date | None = None) -> QuerySet[Charge]:
    """Charges, for whoever reads content or keeps the bodies: inside a province they are no secret."""
    found = charges_on(on) if on is not None else Charge.objects.filter(withdrawn_at=None)
    if not (access.can(Action.READ) or access.can(Action.ORGANISE)):
        return found.none()
    return found.select_related("leader", "position__person", "body").order_by(
        "leader__full_name", "position__person__sort_key", "body__sort_key", "field", "pk"
    )


@dataclass(frozen=True, slots=True)
class InCharge:
    """What one leader is in charge of on a day."""

    bodies: frozenset[int]  # with all below them and all they took over from
    fields: frozenset[str]  # lĩnh vực, of any body
    both: frozenset[tuple[int, str]]  # a field in one body (and below) only


def in_charge_of(user: User | int, on: date) -> InCharge:
    """The bodies and fields this person is in charge of; three queries."""
    pk = user if isinstance(user, int) else user.pk
    rows: list[tuple[int | None, str]] = [(c.body_id, c.field) for c in charges_on(on).filter(leader=pk)]
    branches = branches_of({body for body, _ in rows if body is not None}, on=on)
    whole: set[int] = set()
    for body, field in rows:
        if body is not None and not field:
            whole |= branches[body]
    return InCharge(
        bodies=frozenset(whole),
        fields=frozenset(field for body, field in rows if body is None),
        both=frozenset(
            (below, field) for body, field in rows if body is not None and field for below in branches[body]
        ),
    )


class Leaders:
    """All charges of a day, loaded once (two queries at most) and asked many times."""

    def __init__(self, on: date) -> None:
        self.charges = list(charges_on(on))

    @cached_property
    def paths(self) -> dict[int, str]:
        """Where each body stands."""
        return dict(Body.objects.order_by().values_list("pk", "path"))

    def of(self, body: Body | int | None, field: str = "") -> Charge | None:
        """Who is in charge of this body in this field: the nearest body's, then the field's."""
        path = body.path if isinstance(body, Body) else self.paths.get(body, "") if body is not None else ""
        above = [int(part) for part in path.split("/") if part]
        best: tuple[int, int, int] | None = None
        found = None
        for charge in self.charges:
            if charge.body_id is not None and charge.body_id not in above:
                continue
            if charge.field and charge.field != field:
                continue
            near = above.index(charge.body_id) + 1 if charge.body_id is not None else 0
            rank = (near, 1 if charge.field else 0, charge.pk)
            if best is None or rank > best:
                best, found = rank, charge
        return found


def leader_of(body: Body | int | None, field: str, on: date) -> Charge | None:
    """Who is in charge of a body in a field on a day; ask `Leaders` where there are many."""
    return Leaders(on).of(body, field)


@transaction.atomic
def charge_add(
    *,
    leader: User | None = None,
    position: Position | None = None,
    bodies: Iterable[Body] = (),
    fields: Iterable[str] = (),
    valid_from: date,
    by: User | None,
    valid_to: date | None = None,
    paper: str = "",
) -> list[Charge]:
    """A leader takes charge of bodies and fields, one row each; what holds already is not given twice.

    Raises:
        ValidationError: Nobody, or nothing to be in charge of; an end before the beginning.
    """
    if leader is None and position is None:
        raise ValidationError({"leader": "Chọn người phụ trách."})
    if valid_to is not None and valid_to < valid_from:
        raise ValidationError({"valid_to": "Ngày kết thúc phải sau ngày bắt đầu."})
    wanted: list[tuple[Body | None, str]] = [(body, "") for body in dict.fromkeys(bodies)]
    wanted += [(None, field.strip()) for field in dict.fromkeys(fields) if field.strip()]
    if not wanted:
        raise ValidationError({"bodies": "Chọn cơ quan hoặc lĩnh vực phụ trách."})
    made = []
    holding = charges_on(valid_from).filter(leader=leader, position=position)
    for body, field in wanted:
        if holding.filter(body=body, field=field).exists():
            continue
        charge = Charge(
            leader=leader,
            position=position,
            body=body,
            field=field,
            valid_from=valid_from,
            valid_to=valid_to,
            paper=paper.strip(),
        )
        charge.full_clean()
        charge.save()
        after = {"who": charge.who, "body": body and body.name, "field": field, "valid_from": valid_from}
        record(actor=by, action="charge.add", row=charge, before={}, after=after, reason=paper, body=body)
        made.append(charge)
    return made


@transaction.atomic
def charge_end(*, charge: Charge, valid_to: date, by: User) -> Charge:
    """The last day somebody is in charge.

    Raises:
        ValidationError: The day is before the first.
        Conflict: It was withdrawn.
    """
    charge = Charge.objects.select_for_update(of=("self",)).get(pk=charge.pk)
    if charge.withdrawn_at is not None:
        raise Conflict("Phân công này đã được rút lại.")
    if valid_to < charge.valid_from:
        raise ValidationError({"valid_to": "Ngày kết thúc phải sau ngày bắt đầu."})
    before = {"valid_to": charge.valid_to}
    charge.valid_to = valid_to
    charge.save(update_fields=["valid_to"])
    record(
        actor=by,
        action="charge.end",
        row=charge,
        before=before,
        after={"valid_to": valid_to},
        body=charge.body,
    )
    return charge


@transaction.atomic
def charge_withdraw(*, charge: Charge, by: User) -> Charge:
    """Entered by mistake: it never held."""
    charge = Charge.objects.select_for_update(of=("self",)).get(pk=charge.pk)
    if charge.withdrawn_at is None:
        charge.withdrawn_at = timezone.now()
        charge.save(update_fields=["withdrawn_at"])
        record(actor=by, action="charge.withdraw", row=charge, before={}, after={}, body=charge.body)
    return charge
