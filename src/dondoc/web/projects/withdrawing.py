"""Figures of a project entered by mistake: money of a source, land. They stay readable and count no more."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.core.conflicts import Conflict
from dondoc.web.projects.models import Capital, Clearance
from dondoc.web.projects.services import money_words, project_open


@transaction.atomic
def capital_withdraw(*, capital: Capital, by: User, on: date, reason: str) -> Capital:
    """A sum that should not have been entered; the one it had taken the place of does not come back.

    Raises:
        ValidationError: No reason.
        Conflict: It does not stand any more.
    """
    project = project_open(capital.project)
    row = Capital.objects.get(pk=capital.pk)
    _check(row, reason)
    row.replaced_on = on
    row.save(update_fields=["replaced_on"])
    record(
        actor=by, action="project.capital_withdraw", row=project, before={"money": money_words(row)},
        after={}, reason=reason, body=project.owner,
    )  # fmt: skip
    return row


@transaction.atomic
def clearance_withdraw(*, clearance: Clearance, by: User, on: date, reason: str) -> Clearance:
    """As `capital_withdraw`, of land.

    Raises:
        ValidationError: No reason.
        Conflict: It does not stand any more.
    """
    project = project_open(clearance.project)
    row = Clearance.objects.get(pk=clearance.pk)
    _check(row, reason)
    row.replaced_on = on
    row.save(update_fields=["replaced_on"])
    record(
        actor=by, action="project.clearance_withdraw", row=project, before={"land": str(row)}, after={},
        reason=reason, body=project.owner,
    )  # fmt: skip
    return row


def _check(row: Capital | Clearance, reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": "Nêu lý do rút."})
    if row.replaced_on is not None:
        raise Conflict("Số này không còn được dùng. Tải lại trang để xem.")
