"""Words for follow-up on pages."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dondoc.web.core.templatetags.dondoc import status
from dondoc.web.followup.models import MailState, Notice

register = template.Library()

# state → (tone, shape)
_SHAPES = {
    MailState.PLANNED: ("info", "s-open"),
    MailState.SENDING: ("info", "s-half"),
    MailState.SENT: ("ok", "s-ok"),
    MailState.FAILED: ("warn", "s-wait"),
    MailState.UNCLEAR: ("bad", "s-late"),
    MailState.GIVEN_UP: ("", "s-no"),
}


@register.filter
def rule_words(offset: int) -> str:
    """When a rule speaks: "trước hạn 7 ngày"."""
    if offset == 0:
        return _("đúng ngày hạn")
    if offset < 0:
        return ngettext("trước hạn %(n)d ngày", "trước hạn %(n)d ngày", -offset) % {"n": -offset}
    words = ngettext("sau hạn %(n)d ngày làm việc", "sau hạn %(n)d ngày làm việc", offset)
    return words % {"n": offset}


@register.filter
def notice_address(notice: Notice) -> str:
    """The page of what the notice is about."""
    if notice.task_id:
        return reverse("task", args=[notice.task_id])
    if notice.obligation_id:
        return reverse("obligation", args=[notice.obligation_id])
    return reverse("programme-item", args=[notice.item_id])


@register.simple_tag
def mail_state(state: str) -> SafeString:
    """A mail's state, as shape and word."""
    known = MailState(state)
    tone, shape = _SHAPES[known]
    return status(tone, shape, known.label)
