"""The outbox: a mail is claimed by one worker, handed over at most once, and what is not known is said so.

    planned ─ claimed ─▶ sending ─ taken ─▶ sent
                           ├─ surely not taken ─▶ failed (again later) or given up
                           └─ no answer, or the worker died after the words ─▶ unclear: a person says which

docs/decisions/0018-outbox-at-most-once.md says why.
"""

from __future__ import annotations

import logging
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.core.conflicts import Conflict
from dondoc.web.followup import post
from dondoc.web.followup.models import Mail, MailEvent, MailEventKind, MailState

LEASE = timedelta(minutes=10)  # far more than a server may take to answer (EMAIL_TIMEOUT a step)
WAITS = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))
LAPSE_DAYS = 3  # a reminder older than that reminds of nothing

logger = logging.getLogger(__name__)
_S = MailState


def ready(now: datetime) -> Q:
    """What may be claimed."""
    return Q(state=_S.PLANNED) | Q(state=_S.FAILED, retry_at__lte=now)


def claim(worker: str, *, now: datetime) -> Mail | None:
    """The next mail, now this worker's alone; None where there is none.

    PostgreSQL passes over rows that another worker is just taking; on SQLite a writer is alone. On both the
    condition stands in the UPDATE, so that of two only one changes the row.
    """
    while Mail.objects.filter(ready(now)).exists():
        with transaction.atomic():
            rows = Mail.objects.filter(ready(now)).order_by("pk")
            if connection.features.has_select_for_update_skip_locked:
                rows = rows.select_for_update(skip_locked=True)
            mail = rows.first()
            if mail is None:
                return None
            taken = Mail.objects.filter(ready(now), pk=mail.pk, attempts=mail.attempts).update(
                state=_S.SENDING,
                worker=worker,
                claimed_at=now,
                handed_at=None,
                retry_at=None,
                attempts=F("attempts") + 1,
            )
        if taken:
            return Mail.objects.select_related("person").get(pk=mail.pk)
    return None


def send(mail: Mail) -> None:
    """Hand a claimed mail to the server and keep what came of it."""

    def before_words() -> None:
        held = Mail.objects.filter(
            pk=mail.pk, state=_S.SENDING, worker=mail.worker, attempts=mail.attempts, handed_at=None
        )
        if not held.update(handed_at=timezone.now()):
            raise post.Overtaken

    if not mail.person.email:
        _keep(mail, _S.GIVEN_UP, "người nhận chưa có địa chỉ thư")
        return
    message = post.message_of(
        subject=mail.subject, text=mail.text, address=mail.person.email, message_id=mail.message_id
    )
    try:
        post.deliver(message, before_words)
    except post.NotTaken as error:
        last = mail.attempts > len(WAITS)
        _keep(mail, _S.FAILED if error.again and not last else _S.GIVEN_UP, str(error))
    except post.Unknown as error:
        _keep(mail, _S.UNCLEAR, str(error))
    except post.Overtaken:
        logger.warning("mail %s was taken over by another worker", mail.pk)
    else:
        _keep(mail, _S.SENT, "")


def _keep(mail: Mail, state: MailState, why: str) -> None:
    """What an attempt came to, where the mail is still this worker's.

    A worker so slow that its mail was called unclear meanwhile still knows what became of it, as long as no
    person has decided.
    """
    now = timezone.now()
    changes: dict[str, object] = {"state": state, "error": why}
    if state == _S.SENT:
        changes["sent_at"] = now
    elif state == _S.FAILED:
        changes |= {"retry_at": now + WAITS[min(mail.attempts, len(WAITS)) - 1], "handed_at": None}
    mine = Mail.objects.filter(
        pk=mail.pk, worker=mail.worker, attempts=mail.attempts, state__in=[_S.SENDING, _S.UNCLEAR]
    )
    with transaction.atomic():
        if mine.update(**changes):
            MailEvent.objects.create(mail=mail, kind=state.value, detail=why, worker=mail.worker)


def recover(*, now: datetime) -> int:
    """Mails whose worker went away: what had not been handed over is planned again, the rest is unclear."""
    gone = Mail.objects.filter(state=_S.SENDING, claimed_at__lt=now - LEASE)
    if not gone.exists():
        return 0
    with transaction.atomic():
        count = gone.filter(handed_at=None).update(state=_S.PLANNED, worker="")
        for mail in list(gone.filter(handed_at__isnull=False)):
            why = "máy gửi dừng đột ngột khi đang chuyển thư cho máy chủ"
            if gone.filter(pk=mail.pk, attempts=mail.attempts).update(state=_S.UNCLEAR, error=why):
                MailEvent.objects.create(
                    mail=mail, kind=MailEventKind.UNCLEAR, detail=why, worker=mail.worker
                )
                count += 1
    return count


def lapse(day: date) -> int:
    """Reminders that nobody needs any more: kept, and not sent late."""
    old = Mail.objects.filter(state__in=[_S.PLANNED, _S.FAILED], day__lt=day - timedelta(days=LAPSE_DAYS))
    if not old.exists():
        return 0
    why = f"quá {LAPSE_DAYS} ngày chưa gửi được, không gửi muộn"
    with transaction.atomic():
        rows = list(old)
        old.update(state=_S.GIVEN_UP, error=why, retry_at=None)
        MailEvent.objects.bulk_create(
            MailEvent(mail=mail, kind=MailEventKind.GIVEN_UP, detail=why) for mail in rows
        )
    return len(rows)


def switched_on() -> bool:
    """Whether the office has named a mail server."""
    return bool(settings.MAIL_ON)


# --- what a person decides -----------------------------------------------------------------------------

_DECISIONS = {
    MailEventKind.SAID_SENT: (frozenset({_S.UNCLEAR}), _S.SENT),
    MailEventKind.AGAIN: (frozenset({_S.UNCLEAR, _S.GIVEN_UP, _S.FAILED}), _S.PLANNED),
    MailEventKind.GIVEN_UP: (frozenset({_S.UNCLEAR, _S.FAILED, _S.PLANNED}), _S.GIVEN_UP),
}


def decisions_open(mail: Mail) -> list[MailEventKind]:
    """What a person may decide about it as it stands."""
    return [kind for kind, (states, _) in _DECISIONS.items() if mail.state in states]


@transaction.atomic
def decide(*, mail: Mail, kind: MailEventKind, by: User, note: str = "") -> Mail:
    """A person says what becomes of a mail: it was sent, send it again (the same Message-ID), or do not.

    Raises:
        Conflict: It does not stand so that this could be decided; somebody, or a worker, was quicker.
    """
    states, state = _DECISIONS[kind]
    now = timezone.now()
    changes: dict[str, object] = {"state": state, "settled_by": by, "retry_at": None}
    if kind == MailEventKind.SAID_SENT:
        changes["sent_at"] = mail.handed_at or now
    if kind == MailEventKind.AGAIN:
        changes |= {"attempts": 0, "worker": "", "handed_at": None, "claimed_at": None, "error": ""}
    if not Mail.objects.filter(pk=mail.pk, state__in=states).update(**changes):
        raise Conflict("Thư này vừa đổi trạng thái. Tải lại trang để xem.")
    MailEvent.objects.create(mail=mail, kind=kind, detail=note.strip(), by=by)
    before = {"state": mail.state}
    mail.refresh_from_db()
    record(
        actor=by, action=f"mail.{kind.value}", row=mail, before=before, after={"state": state}, reason=note,
        body=mail.body,
    )  # fmt: skip
    return mail
