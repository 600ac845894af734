"""How often somebody may try to sign in: after a few wrong passwords the door waits a while.

Failures are counted for a user name from one address, so that a colleague with the same name typed elsewhere
is not locked out, and for an address alone, against trying one password on many names. What was typed as a
name is kept only as a keyed hash: people type passwords there by mistake.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from dondoc.web.accounts.models import SignInFailure, User
from dondoc.web.audit.services import record

WINDOW = timedelta(minutes=15)
MOST_OF_NAME = 8  # wrong passwords for one name from one address within the window
MOST_OF_ADDRESS = 100  # of any names: a whole office may stand behind one address
KEPT = timedelta(days=1)


def sign_in_wait(username: str, address: str) -> timedelta | None:
    """How long this name and address have to wait; None where they may try."""
    now = timezone.now()
    recent = SignInFailure.objects.filter(address=address, at__gt=now - WINDOW)
    waits = (
        _until(recent.filter(name_key=_key(username)), MOST_OF_NAME),
        _until(recent, MOST_OF_ADDRESS),
    )
    until = max((until for until in waits if until is not None), default=None)
    return until - now if until is not None else None


def _until(failures: QuerySet[SignInFailure], most: int) -> datetime | None:
    """When so few will be left in the window that another may be made."""
    newest = list(failures.order_by("-at").values_list("at", flat=True)[:most])
    return newest[-1] + WINDOW if len(newest) == most else None


@transaction.atomic
def sign_in_failed(username: str, address: str) -> None:
    """Count a wrong password; the one that closes the door is written into the trail."""
    now = timezone.now()
    SignInFailure.objects.filter(at__lt=now - KEPT).delete()
    user = User.objects.filter(username__iexact=username.strip()).first()
    row = SignInFailure.objects.create(name_key=_key(username), address=address, at=now, user=user)
    if (wait := sign_in_wait(username, address)) is not None:
        minutes = -(-int(wait.total_seconds()) // 60)
        after = {"address": address, "user": user and user.username, "minutes": minutes}
        record(actor=None, action="sign_in.wait", row=row, before={}, after=after)


def sign_in_forgiven(username: str, address: str | None = None) -> None:
    """The right password was given, or a new one was set: failures of this name count no more."""
    failures = SignInFailure.objects.filter(name_key=_key(username))
    if address is not None:
        failures = failures.filter(address=address)
    failures.delete()


def _key(username: str) -> str:
    return salted_hmac("sign-in", username.strip().casefold(), algorithm="sha256").hexdigest()
