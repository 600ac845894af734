"""Deciding on a day, and taking it back."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.core.conflicts import Conflict
from dondoc.web.workdays.models import DayRule
from dondoc.web.workdays.selectors import calendar, keeper


@transaction.atomic
def day_set(*, day: date, worked: bool, name: str, by: User) -> DayRule:
    """Make a day off, or a working day.

    Raises:
        ValidationError: It is that already, or the reason is missing.
    """
    if not name.strip():
        raise ValidationError({"name": "Nêu lý do, ví dụ số quyết định hoán đổi ngày nghỉ."})
    if calendar().is_worked(day) is worked:
        said = "ngày làm việc" if worked else "ngày nghỉ"
        raise ValidationError({"day": f"Ngày {day:%d/%m/%Y} vốn đã là {said}."})
    before = DayRule.objects.filter(day=day, withdrawn_at=None).first()
    if before is not None:  # the office thinks otherwise than it did
        before.withdrawn_at = timezone.now()
        before.save(update_fields=["withdrawn_at"])
    rule = DayRule.objects.create(day=day, worked=worked, name=name.strip(), set_by=by)
    after = {"day": day, "worked": worked, "name": rule.name}
    record(actor=by, action="calendar.set", row=rule, before={}, after=after, body=keeper())
    return rule


@transaction.atomic
def day_withdraw(*, rule: DayRule, by: User) -> DayRule:
    """The day is again what the law says.

    Raises:
        Conflict: It was taken back already.
    """
    rule = DayRule.objects.select_for_update().get(pk=rule.pk)
    if rule.withdrawn_at is not None:
        raise Conflict("Ngày này đã được gỡ. Tải lại trang để xem.")
    rule.withdrawn_at = timezone.now()
    rule.save(update_fields=["withdrawn_at"])
    before = {"day": rule.day, "worked": rule.worked, "name": rule.name}
    record(actor=by, action="calendar.withdraw", row=rule, before=before, after={}, body=keeper())
    return rule
