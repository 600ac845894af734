"""Making and withdrawing keys. The key itself is told once and never kept."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from dondoc.web.accounts.models import User
from dondoc.web.api.models import Token
from dondoc.web.audit.services import record
from dondoc.web.core.today import today

PREFIX = "dondoc_"  # a key that was published by mistake is recognised by it
MOST = 20  # standing keys of one person
_SHOWN = 12  # characters of a key that a list shows
_SEEN_EVERY = timedelta(minutes=5)  # so that reading is no writing each time


@transaction.atomic
def token_add(
    *, user: User, name: str, read_only: bool = True, expires_on: date | None = None
) -> tuple[Token, str]:
    """A new key of a person, and its words: nobody can be told them again.

    Raises:
        ValidationError: It has no name, ends before today, or there are too many already.
    """
    if expires_on is not None and expires_on < today():
        raise ValidationError({"expires_on": _("Ngày này đã qua. Chọn từ hôm nay trở đi.")})
    if Token.objects.filter(user=user, withdrawn_at=None).count() >= MOST:
        raise ValidationError(_("Đã có %(n)d mã. Thu hồi mã không dùng nữa rồi tạo mã mới.") % {"n": MOST})
    key = PREFIX + secrets.token_urlsafe(32)
    token = Token(
        user=user, name=name.strip(), hash=hash_of(key), beginning=key[:_SHOWN], read_only=read_only,
        expires_on=expires_on,
    )  # fmt: skip
    token.full_clean()
    token.save()
    after = {"name": token.name, "read_only": read_only, "expires_on": expires_on}
    record(actor=user, action="token.add", row=token, before={}, after=after)
    return token, key


@transaction.atomic
def token_withdraw(*, token: Token, by: User) -> None:
    """From now on the key opens nothing; withdrawn already, it stays so."""
    if Token.objects.filter(pk=token.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        after = {"name": token.name}
        record(actor=by, action="token.withdraw", row=token, before={}, after=after)


def token_of(key: str) -> Token | None:
    """The standing key of an active person that has these words; None: there is none."""
    standing = Q(expires_on=None) | Q(expires_on__gte=today())
    found = (
        Token.objects.filter(standing, hash=hash_of(key), withdrawn_at=None, user__is_active=True)
        .exclude(user__is_agency=True)
        .select_related("user")
        .first()
    )
    now = timezone.now()
    if found is not None and (found.used_at is None or now - found.used_at > _SEEN_EVERY):
        Token.objects.filter(pk=found.pk).update(used_at=now)
    return found


def hash_of(key: str) -> str:
    """A key has 256 random bits: a plain hash of it cannot be guessed back."""
    return sha256(key.encode()).hexdigest()
