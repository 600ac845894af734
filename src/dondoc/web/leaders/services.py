"""A leader's page was looked at: from now on what was red then is no news."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.leaders.models import LeaderLook


@transaction.atomic
def look_add(*, who: str, name: str, red: list[str], by: User, on: date) -> LeaderLook:
    """Keep what is red today as seen.

    Args:
        who: Whose page, "u12" or "p5".
        name: The leader's, for the trail.
        red: The keys of what is red.
        by: Who looked.
        on: The day.
    """
    look = LeaderLook.objects.create(who=who, reader=by, on=on, red=red)
    record(actor=by, action="leader.look", row=look, before={}, after={"leader": name, "red": len(red)})
    return look
