"""Explanations of contradictions: by whom, when, why. Nothing is resolved by them, and none is deleted."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.judgement.models import Explained
from dondoc.web.sources.models import Document


@transaction.atomic
def contradiction_explain(*, key: str, document: Document, words: str, reason: str, by: User) -> Explained:
    """Say why two statements differ.

    Args:
        key: Of the contradiction.
        document: On whose page it was explained.
        words: Both sides as they read now.
        reason: The explanation.
        by: Who gives it.

    Raises:
        ValidationError: No reason.
        Conflict: Somebody else has explained it.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Nêu lý do hai số khác nhau."})
    take_turn(Turn.DOCUMENT, document.pk)
    if Explained.objects.filter(key=key, withdrawn_at=None).exists():
        raise Conflict("Người khác vừa giải thích mâu thuẫn này. Tải lại trang để xem.")
    made = Explained.objects.create(
        key=key, document=document, words=words, reason=reason.strip(), explained_by=by
    )
    record(
        actor=by, action="contradiction.explain", row=made, before={}, after={"words": words}, reason=reason,
        body=document.owner,
    )  # fmt: skip
    return made


@transaction.atomic
def explanation_withdraw(*, explained: Explained, reason: str, by: User) -> Explained:
    """The explanation does not hold; the contradiction is open again.

    Raises:
        ValidationError: No reason.
        Conflict: It is withdrawn already.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Nêu lý do rút."})
    explained = Explained.objects.select_for_update().select_related(None).get(pk=explained.pk)
    if explained.withdrawn_at is not None:
        raise Conflict("Giải thích này đã được bỏ. Tải lại trang để xem.")
    explained.withdrawn_at = timezone.now()
    explained.save(update_fields=["withdrawn_at"])
    record(
        actor=by, action="contradiction.reopen", row=explained, before={"reason": explained.reason}, after={},
        reason=reason, body=explained.document.owner if explained.document else None,
    )  # fmt: skip
    return explained
