"""How pages print where reports stand."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.web.core.templatetags.dondoc import status
from dondoc.web.reporting.models import Report
from dondoc.web.reporting.selectors import is_late

register = template.Library()

_STATES = {
    "open": ("info", "s-open", gettext_lazy("Chưa gửi")),
    "submitted": ("info", "s-wait", gettext_lazy("Chờ xác nhận")),
    "signed": ("info", "s-wait", gettext_lazy("Chờ kiểm tra bản ký")),
    "returned": ("warn", "undo", gettext_lazy("Bị trả lại")),
    "confirmed": ("ok", "s-ok", gettext_lazy("Đã xác nhận")),
    "amending": ("warn", "s-half", gettext_lazy("Đang sửa số đã xác nhận")),
}


@register.simple_tag
def report_state(report: Report, today: date) -> SafeString:
    """Where it stands, and the late mark beside it: shape, word, tone."""
    late = is_late(report, today)
    if report.state == "open" and late:
        return status("bad", "s-late", _("Quá hạn, chưa gửi"))
    shown = status(*_STATES[report.state])
    if not late:
        return shown
    return mark_safe(f"{shown} {status('bad', 's-late', _('Chậm'))}")  # noqa: S308 - both parts are made safe


@register.filter
def as_address(period: str) -> str:
    """A period as a part of an address: 2026-01/2026-09 → 2026-01_2026-09."""
    return period.replace("/", "_")


@register.filter
def late_days(report: Report, today: date) -> int:
    """Whole days past the due day, when sent or so far; 0 in time."""
    return max(0, ((report.counted_on or today) - report.due).days)
