"""Words for follow-up on pages."""

from __future__ import annotations

from datetime import date

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dondoc.web.core.templatetags.dondoc import status
from dondoc.web.followup.board import Line
from dondoc.web.followup.models import LetterLine, LetterState, MailState, MatterChoice, Notice
from dondoc.web.followup.owed import PAGES, Owed
from dondoc.web.followup.planning import source_of
from dondoc.web.followup.weekly import Entry

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
def notice_address(notice: Notice | LetterLine) -> str:
    """The page of what a notice, or a line of a letter, is about."""
    if notice.task_id:
        return reverse("task", args=[notice.task_id])
    if notice.obligation_id:
        return reverse("obligation", args=[notice.obligation_id])
    if notice.question_id:
        return reverse("matter", args=[notice.question_id])
    return reverse("programme-item", args=[notice.item_id])


@register.simple_tag
def mail_state(state: str) -> SafeString:
    """A mail's state, as shape and word."""
    known = MailState(state)
    tone, shape = _SHAPES[known]
    return status(tone, shape, known.label)


_LETTERS = {
    LetterState.DRAFT: ("info", "s-draft"),
    LetterState.ISSUED: ("ok", "s-ok"),
    LetterState.WITHDRAWN: ("", "s-no"),
}


@register.simple_tag
def letter_state(state: str) -> SafeString:
    """A letter's state, as shape and word."""
    known = LetterState(state)
    tone, shape = _LETTERS[known]
    return status(tone, shape, known.label)


@register.filter
def owed_address(one: Owed | Entry) -> str:
    """The page of what is owed, or of a line of the weekly list."""
    return reverse(PAGES[type(one.row)], args=[one.row.pk])


@register.filter
def owed_kind(one: Owed) -> str:
    """What kind of thing it is."""
    return str(MatterChoice(one.matter.key.partition(":")[0]).label)


@register.filter
def owed_source(one: Owed) -> str:
    """Where it was given."""
    return source_of(one)


@register.filter
def owed_late(one: Owed, today: date) -> int:
    """Whole days past its day."""
    return max(0, (today - one.matter.due).days)


@register.filter
def days_late(line: Line, today: date) -> int:
    """Of what a body owes late longest."""
    return line.days_late(today)
