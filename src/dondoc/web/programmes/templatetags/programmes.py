"""How work programmes and their matters are printed."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.assessment.workprogramme import dossier
from dondoc.records.workprogramme import Dossier, ItemState
from dondoc.web.core.templatetags.dondoc import status
from dondoc.web.programmes import periods
from dondoc.web.programmes.models import Item, Programme
from dondoc.web.programmes.selectors import DOSSIER_SOON_DAYS

register = template.Library()

# state → (tone, shape, word)
PROGRAMME_STATES = {
    "draft": ("info", "s-draft", gettext_lazy("Đang nhận đăng ký")),
    "registered": ("info", "s-half", gettext_lazy("Đã chốt đăng ký")),
    "approved": ("warn", "s-half", gettext_lazy("Đã duyệt, chờ ban hành")),
    "issued": ("ok", "s-ok", gettext_lazy("Đã ban hành")),
}
ITEM_STATES = {
    "registered": ("info", "s-wait", gettext_lazy("Chờ duyệt")),
    "refused": ("", "s-no", gettext_lazy("Không đưa vào")),
    "planned": ("info", "s-open", gettext_lazy("Đang chuẩn bị")),
    "handed_in": ("info", "s-half", gettext_lazy("Đã trình hồ sơ")),
    "decided": ("ok", "s-ok", gettext_lazy("Đã quyết định")),
    "dropped": ("", "s-no", gettext_lazy("Đã rút")),
}
DOSSIERS = {
    Dossier.LATE: ("bad", "s-late", gettext_lazy("Quá hạn trình")),
    Dossier.SOON: ("warn", "clock", gettext_lazy("Sắp đến hạn trình")),
    Dossier.HANDED_IN_LATE: ("warn", "s-half", gettext_lazy("Trình chậm")),
}


@register.filter
def programme_name(programme: Programme) -> str:
    """Chương trình công tác quý IV/2026."""
    return _("Chương trình công tác %(period)s") % {"period": periods.said(programme)}


@register.simple_tag
def programme_state(state: str) -> SafeString:
    """Where a programme stands: shape, word, tone."""
    return status(*PROGRAMME_STATES[state])


@register.simple_tag
def item_state(state: str) -> SafeString:
    """Where a matter stands: shape, word, tone."""
    return status(*ITEM_STATES[state])


@register.simple_tag
def dossier_state(item: Item, today: date) -> SafeString:
    """Whether its papers are late or soon due; nothing where all is well."""
    found = dossier(
        state=ItemState(item.state), due=item.due, handed_in=item.handed_in, as_of=today,
        soon=DOSSIER_SOON_DAYS,
    )  # fmt: skip
    return status(*DOSSIERS[found]) if found in DOSSIERS else SafeString("")


@register.filter
def month_name(day: date) -> str:
    """Tháng 11/2026."""
    return periods.month_words(day)
