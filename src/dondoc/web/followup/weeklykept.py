"""The weekly list as it was made by itself on the office's day for it: kept as the Word file it was."""

from __future__ import annotations

import hashlib
from datetime import date

from django.conf import settings
from django.db import transaction

from dondoc.web.accounts.access import Access, Action
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.followup.models import WeeklyPaper
from dondoc.web.followup.weekly import weekly_docx, weekly_list
from dondoc.web.papers.letterhead import form_of
from dondoc.web.workdays.selectors import keeper

SHOWN = 8  # of them on the page


def weekly_keep(day: date) -> int:
    """Make and keep the province's list of the day, once; how many matters it counts.

    It is a draft for whoever takes it to the meeting: nobody is sent anything.
    """
    body = keeper()
    if body is None:
        return 0
    known = WeeklyPaper.objects.filter(body=body, day=day).first()
    if known is not None:
        return known.lines
    everything = frozenset(Body.objects.order_by().values_list("pk", flat=True))
    parts = weekly_list(Access(None, day, branches={Action.READ: everything}), as_of=day, today=day)
    content = weekly_docx(
        parts, body=body, form=form_of(body), as_of=day, by=None,
        address=(lambda path: f"{settings.PUBLIC_URL}{path}") if settings.PUBLIC_URL else None,
    )  # fmt: skip
    lines, sha256 = sum(part.total for part in parts), hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        made = WeeklyPaper.objects.create(body=body, day=day, content=content, sha256=sha256, lines=lines)
        after = {"day": day, "lines": lines, "sha256": sha256}
        record(actor=None, action="weekly.keep", row=made, before={}, after=after, body=body)
    return lines
