"""How the timetable's page says when a duty is due and what became of it."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dondoc.web.core.templatetags.dondoc import status
from dondoc.web.schedule.models import RunState
from dondoc.web.schedule.services import Line
from dondoc.web.schedule.timetable import Duty, When

register = template.Library()


@register.simple_tag
def duty_when(duty: Duty) -> str:
    """On which days, from which hour."""
    words = {"hour": duty.hour(), "day": ""}
    if duty.when is When.WEEKLY:
        if not settings.WEEKLY_DAY:
            return _("chưa đặt (DONDOC_WEEKLY_DAY)")
        words["day"] = str(WEEKDAYS[settings.WEEKLY_DAY - 1])
        return _("%(day)s hằng tuần từ %(hour)d giờ, hoặc ngày làm việc kế tiếp") % words
    if duty.when is When.WORKED:
        return _("ngày làm việc, từ %(hour)d giờ") % words
    return _("hằng ngày, từ %(hour)d giờ") % words


@register.simple_tag
def run_state(line: Line) -> SafeString:
    """Where the last run stands, as shape and word."""
    run = line.run
    if line.missed:
        return status("bad", "s-late", _("Chưa làm"))
    if run is None:
        return status("", "s-open", _("Chưa đến lượt"))
    if run.state == RunState.FAILED:
        # an error is told; without one somebody asked for it again
        return (
            status("bad", "s-late", _("Bị lỗi")) if run.error else status("info", "s-wait", _("Sắp chạy lại"))
        )
    if run.state == RunState.RUNNING:
        return status("info", "s-half", _("Đang chạy"))
    return status("ok", "s-ok", _("Xong"))
