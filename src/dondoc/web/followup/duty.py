"""What the worker does for follow-up between two files: plan the day once, send what is ready."""

from __future__ import annotations

import logging
import time
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from dondoc.web.core.today import fixed_day, today
from dondoc.web.followup import outbox
from dondoc.web.followup.planning import plan_day

PAUSE = 20.0  # seconds between two looks
logger = logging.getLogger(__name__)
_next_look = 0.0


def work_one(worker: str) -> bool:
    """Plan the day or send one mail; False where there is nothing to do. Looks at the tables now and then."""
    global _next_look  # noqa: PLW0603 - of this process
    if time.monotonic() < _next_look:
        return False
    try:
        if round_due(timezone.localtime()):
            plan_day(today())
        if outbox.switched_on():
            now = timezone.now()
            outbox.recover(now=now)
            outbox.lapse(today())
            mail = outbox.claim(worker, now=now)
            if mail is not None:
                outbox.send(mail)
                return True
    except Exception:  # files must be read all the same
        logger.exception("follow-up could not be done; trying again")
    _next_look = time.monotonic() + PAUSE
    return False


def round_due(now: datetime) -> bool:
    """Whether the day may be planned yet: from the office's hour on; a day that stands still, always."""
    return fixed_day() is not None or now.hour >= settings.MAIL_HOUR


def send_all(worker: str, *, day: date) -> int:
    """Send everything that is ready; how many mails were tried."""
    outbox.recover(now=timezone.now())
    outbox.lapse(day)
    tried = 0
    while (mail := outbox.claim(worker, now=timezone.now())) is not None:
        outbox.send(mail)
        tried += 1
    return tried
