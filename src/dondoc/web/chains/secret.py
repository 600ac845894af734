"""Stubs of secret documents: symbol, day, deadline, body; typed by hand, and nothing else is taken."""

from __future__ import annotations

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from dondoc.web.accounts.access import Access, Action
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.chains.models import SecretStub
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn

# A number, and what type and issuer are abbreviated as: "12-NQ/TU", "103/KH-UBND". No words, no spaces.
SYMBOL = re.compile(r"\d{1,5}(?:/\d{4})?(?:[-/][A-ZĐ][A-Za-zĐđ]{0,11}\d{0,2}){1,3}")


def stubs_seen(access: Access) -> QuerySet[SecretStub]:
    """Those of bodies the person may decide for: readers and inspectors do not see even that they exist."""
    seen = SecretStub.objects.filter(owner_id__in=access.bodies(Action.DECIDE), withdrawn_at=None)
    return seen.select_related("owner", "created_by")


def stub_seen(access: Access, pk: int) -> SecretStub:
    """One; Http404 where the person may not see it."""
    found = stubs_seen(access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@transaction.atomic
def stub_add(*, symbol: str, day: date, due: date | None, owner: Body, by: User) -> SecretStub:
    """Note that a secret document exists; the same twice is one stub.

    Raises:
        ValidationError: By field: the symbol is more than a symbol, the deadline is before the day, or it is
            noted already with another one.
    """
    symbol = symbol.strip()
    if not SYMBOL.fullmatch(symbol):
        raise ValidationError(
            {
                "symbol": "Chỉ nhập số và ký hiệu viết tắt, ví dụ 12-NQ/TU hoặc 103/KH-UBND. "
                "Không nhập trích yếu, độ mật hay chữ nào khác của văn bản mật."
            }
        )
    if due is not None and due < day:
        raise ValidationError({"due": "Thời hạn không thể trước ngày của văn bản."})
    take_turn(Turn.REGISTER)
    known = SecretStub.objects.filter(symbol=symbol, date=day, owner=owner, withdrawn_at=None).first()
    if known is not None and known.due != due:
        said = f"thời hạn {known.due:%d/%m/%Y}" if known.due else "không có thời hạn"
        raise ValidationError({"due": f"Văn bản này đã ghi, {said}. Bấm “Ghi nhầm” ở mục đó rồi ghi lại."})
    if known is not None:
        return known
    stub = SecretStub.objects.create(symbol=symbol, date=day, due=due, owner=owner, created_by=by)
    after = {"symbol": symbol, "date": day, "due": due}
    record(actor=by, action="secret.add", row=stub, before={}, after=after, body=owner)
    return stub


@transaction.atomic
def stub_done(*, stub: SecretStub, on: date, by: User) -> SecretStub:
    """The work is done; how and by which paper is kept where the secret is kept.

    Raises:
        ValidationError: The day is before the document's.
        Conflict: Somebody has said so already.
    """
    take_turn(Turn.REGISTER)
    stub = SecretStub.objects.select_related("owner").get(pk=stub.pk)
    if stub.done_on is not None or stub.withdrawn_at is not None:
        raise Conflict("Mục này đã được ghi hoàn thành hoặc đã rút. Tải lại trang để xem.")
    if on < stub.date:
        raise ValidationError({"on": "Ngày hoàn thành không thể trước ngày của văn bản."})
    stub.done_on = on
    stub.save(update_fields=["done_on"])
    record(actor=by, action="secret.done", row=stub, before={}, after={"done_on": on}, body=stub.owner)
    return stub


@transaction.atomic
def stub_reopen(*, stub: SecretStub, by: User) -> SecretStub:
    """It was said to be done by mistake.

    Raises:
        Conflict: It is open, or withdrawn.
    """
    take_turn(Turn.REGISTER)
    stub = SecretStub.objects.select_related("owner").get(pk=stub.pk)
    if stub.done_on is None or stub.withdrawn_at is not None:
        raise Conflict("Mục này không còn ở trạng thái hoàn thành. Tải lại trang để xem.")
    before, stub.done_on = {"done_on": stub.done_on}, None
    stub.save(update_fields=["done_on"])
    record(actor=by, action="secret.reopen", row=stub, before=before, after={}, body=stub.owner)
    return stub


@transaction.atomic
def stub_withdraw(*, stub: SecretStub, by: User) -> SecretStub:
    """Entered by mistake.

    Raises:
        Conflict: It was withdrawn already.
    """
    take_turn(Turn.REGISTER)
    stub = SecretStub.objects.select_related("owner").get(pk=stub.pk)
    if stub.withdrawn_at is not None:
        raise Conflict("Mục này đã được rút. Tải lại trang để xem.")
    stub.withdrawn_at = timezone.now()
    stub.save(update_fields=["withdrawn_at"])
    record(actor=by, action="secret.withdraw", row=stub, before={}, after={}, body=stub.owner)
    return stub
