"""The day on which the web judges: what is late, who may do what. The one place where a calendar is read.

The sample province stands still on a day of its own, kept beside its data, so that it looks the same next
year; an office has no such file and lives by the calendar. The audit trail's times are always real.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from dondoc.web.core.wholefile import write_whole


def today() -> date:
    """The day in Vietnam, or the sample's."""
    return fixed_day() or timezone.localdate()


def fixed_day() -> date | None:
    """The day these data stand still on; None where they live by the calendar."""
    day: date | None = getattr(settings, "TODAY", None)
    return day


def fixed_day_keep(day: date) -> None:
    """Let these data stand still on a day, from now on and after a restart."""
    write_whole(Path(settings.DATA) / settings.TODAY_FILE, f"{day.isoformat()}\n")
    settings.TODAY = day
