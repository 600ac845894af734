"""Addresses of calendars: made, read, revoked. The token is told once and kept only as its hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.followup.models import Feed

MOST = 20  # addresses of one person


def hashed(token: str) -> str:
    """As it is kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def feed_add(*, person: User, body: Body | None) -> tuple[Feed, str]:
    """A new address, and its token, told this once.

    Raises:
        ValidationError: The person has enough of them.
    """
    if Feed.objects.filter(person=person, revoked_at=None).count() >= MOST:
        raise ValidationError(f"Đã có {MOST} địa chỉ lịch. Thu hồi địa chỉ không dùng rồi tạo lại.")
    token = secrets.token_urlsafe(32)
    feed = Feed.objects.create(person=person, body=body, token_hash=hashed(token))
    after = {"body": body.name if body else ""}
    record(actor=person, action="feed.add", row=feed, before={}, after=after, body=body)
    return feed, token


@transaction.atomic
def feed_revoke(*, feed: Feed, by: User) -> None:
    """The address answers nobody any more.

    Raises:
        Conflict: It was revoked already.
    """
    if not Feed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=timezone.now()):
        raise Conflict("Địa chỉ này đã được thu hồi.")
    record(actor=by, action="feed.revoke", row=feed, before={}, after={}, body=feed.body)


def feed_read(token: str, *, on: date) -> tuple[Feed, Access] | None:
    """The feed of a token, with what its person may see on the day; None where it opens nothing.

    A person who is no longer active, or no longer reads the body, opens nothing.
    """
    feed = (
        Feed.objects.filter(token_hash=hashed(token), revoked_at=None, person__is_active=True)
        .select_related("person", "body")
        .first()
    )
    if feed is None:
        return None
    access = Access.of(feed.person, on)
    if not access.body_ids or (feed.body_id is not None and feed.body_id not in access.body_ids):
        return None
    not_today = Q(last_read_on=None) | Q(last_read_on__lt=on)
    Feed.objects.filter(not_today, pk=feed.pk).update(last_read_on=on)
    return feed, access
