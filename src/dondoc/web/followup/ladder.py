"""The office's ladder: adding and taking back its rules. The first change makes the shipped ones its own."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dondoc.assessment.followup import DEFAULT_RULES
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.followup.models import Rule
from dondoc.web.workdays.selectors import keeper


@transaction.atomic
def rule_add(*, rung: str, offset: int, by: User) -> Rule:
    """One line more.

    Raises:
        ValidationError: There is that line.
    """
    _own(by)
    if Rule.objects.filter(rung=rung, offset=offset, withdrawn_at=None).exists():
        raise ValidationError("Đã có mức nhắc này.")
    rule = Rule.objects.create(rung=rung, offset=offset, by=by)
    after = {"rung": rung, "offset": offset}
    record(actor=by, action="reminder.rule_add", row=rule, before={}, after=after, body=keeper())
    return rule


@transaction.atomic
def rule_withdraw(*, rung: str, offset: int, by: User) -> None:
    """One line less.

    Raises:
        Conflict: It is gone already.
    """
    _own(by)
    rule = Rule.objects.filter(rung=rung, offset=offset, withdrawn_at=None).first()
    if rule is None:
        raise Conflict("Mức nhắc này đã được bỏ. Tải lại trang để xem.")
    rule.withdrawn_at = timezone.now()
    rule.save(update_fields=["withdrawn_at"])
    before = {"rung": rung, "offset": offset}
    record(actor=by, action="reminder.rule_withdraw", row=rule, before=before, after={}, body=keeper())


def _own(by: User) -> None:
    """From now on the office's own rows say what holds."""
    take_turn(Turn.FOLLOW_UP)
    if not Rule.objects.exists():
        Rule.objects.bulk_create(
            Rule(rung=rule.rung.value, offset=rule.offset, by=by) for rule in DEFAULT_RULES
        )
