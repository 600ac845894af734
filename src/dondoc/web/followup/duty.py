"""What the worker does for follow-up between two files: send what is ready. `schedule` plans the day."""

from __future__ import annotations

import logging
import time
from datetime import date

from django.utils import timezone

from dondoc.web.core.today import today
from dondoc.web.followup import outbox

PAUSE = 20.0  # seconds between two looks
logger = logging.getLogger(__name__)
_next_look = 0.0


def work_one(worker: str) -> bool:
    """Send one mail; False where there is nothing to do. Looks at the tables now and then."""
    global _next_look  # noqa: PLW0603 - of this process
    if time.monotonic() < _next_look:
        return False
    try:
        if outbox.switched_on():
            now = timezone.now()
            outbox.recover(now=now)
            outbox.lapse(today())
            mail = outbox.claim(worker, now=now)
            if mail is not None:
                outbox.send(mail)
                return True
    except Exception:  # files must be read all the same
        logger.exception("mails could not be sent; trying again")
    _next_look = time.monotonic() + PAUSE
    return False


def send_all(worker: str, *, day: date) -> int:
    """Send everything that is ready; how many mails were tried."""
    outbox.recover(now=timezone.now())
    outbox.lapse(day)
    tried = 0
    while (mail := outbox.claim(worker, now=timezone.now())) is not None:
        outbox.send(mail)
        tried += 1
    return tried
