"""The outbox, each of its mails, what a person was told, and the ladder."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from dondoc.assessment.followup import LADDER
from dondoc.records.followup import ReminderRule
from dondoc.web.accounts.access import Action
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.followup import ladder, planning, selectors
from dondoc.web.followup import outbox as box
from dondoc.web.followup.models import MailEventKind, MailState, RungChoice
from dondoc.web.followup.selectors import MailFilter
from dondoc.web.workdays.selectors import keeper

NOTICE_DAYS = 30
STATE_ORDER = (
    MailState.UNCLEAR, MailState.FAILED, MailState.PLANNED, MailState.SENDING, MailState.SENT,
    MailState.GIVEN_UP,
)  # fmt: skip


@require_GET
def notice_list(request: UserRequest) -> HttpResponse:
    """What this person was told in the last month, by day."""
    since = lists.today() - timedelta(days=NOTICE_DAYS)
    page = lists.page_of(request, selectors.my_notices(request.access, since=since))
    return render(request, "followup/notice_list.html", {"page": page, "days": NOTICE_DAYS})


@require_GET
def mail_list(request: UserRequest) -> HttpResponse:
    """The outbox: what goes to whom, and what is not known."""
    state = request.GET.get("state", "")
    wanted = MailFilter(
        state=state if state in MailState.values else "",
        text=lists.text(request.GET, "q"),
        day=lists.day(request.GET, "day"),
    )
    found = selectors.outbox(request.access, wanted)
    context = {
        "wanted": wanted,
        "page": lists.page_of(request, found.mails, count=found.shown),
        "counts": [(state.value, state.label, found.counts[state.value]) for state in STATE_ORDER],
        "total": found.total,
        "keep": lists.without(request, "state"),
        "on": settings.MAIL_ON,
        "unheard": selectors.unheard(request.access)[:50],
    }
    partial = "#board" if request.htmx and not request.htmx.boosted else ""
    return render(request, "followup/mail_list.html" + partial, context)


@require_GET
def mail_page(request: UserRequest, pk: int) -> HttpResponse:
    """One mail: its words, every attempt, what can be decided."""
    mail = selectors.mail_seen(request.access, pk)
    may = selectors.may_decide(request.access, mail)
    context = {
        "mail": mail,
        "events": mail.events.select_related("by"),
        "notices": selectors.with_matters(mail.notices.all()),
        "decisions": box.decisions_open(mail) if may else (),
        "on": settings.MAIL_ON,
    }
    return render(request, "followup/mail.html", context)


@require_POST
def mail_decide(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """It was sent; send it again; do not send it."""
    if kind not in (MailEventKind.SAID_SENT, MailEventKind.AGAIN, MailEventKind.GIVEN_UP):
        raise Http404
    mail = selectors.mail_seen(request.access, pk)
    request.access.require(Action.FOLLOW, mail.body_id or 0)
    note = request.POST.get("note", "").replace("\0", "")[:500]
    try:
        box.decide(mail=mail, kind=MailEventKind(kind), by=request.user, note=note)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Đã ghi."))
    return redirect("mail", pk=pk)


class RuleForm(forms.Form):
    """Whom to tell, and when."""

    rung = forms.ChoiceField(label=gettext_lazy("Nhắc ai"), choices=RungChoice.choices)
    when = forms.ChoiceField(
        label=gettext_lazy("Khi nào"),
        choices=[
            ("before", gettext_lazy("trước hạn (ngày)")),
            ("on", gettext_lazy("đúng ngày hạn")),
            ("after", gettext_lazy("sau hạn (ngày làm việc)")),
        ],
    )
    days = forms.IntegerField(label=gettext_lazy("Số ngày"), min_value=0, max_value=120, initial=1)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        when, days = said.get("when"), said.get("days")
        if when != "on" and days == 0:
            self.add_error("days", _("Nhập số ngày từ 1 trở lên, hoặc chọn đúng ngày hạn."))
        if days is not None and when:
            said["offset"] = {"before": -days, "on": 0, "after": days}[when]
        return said


def _may_set(request: UserRequest) -> bool:
    office = keeper()
    return office is not None and request.access.can(Action.DECIDE, office)


def _rules(request: UserRequest, form: RuleForm | None = None, *, status: int = 200) -> HttpResponse:
    def place(rule: ReminderRule) -> tuple[int, int]:
        return rule.offset, LADDER.index(rule.rung)

    context = {
        "rules": [(rule, RungChoice(rule.rung.value).label) for rule in sorted(planning.rules(), key=place)],
        "own": selectors.rules_kept().exists(),
        "may": _may_set(request),
        "form": form or RuleForm(),
        "hour": settings.MAIL_HOUR,
    }
    return render(request, "followup/rules.html", context, status=status)


@require_GET
def rule_list(request: UserRequest) -> HttpResponse:
    """The ladder: whom reminders go to, and when."""
    return _rules(request)


@require_POST
def rule_add(request: UserRequest) -> HttpResponse:
    """One line more."""
    request.access.require(Action.DECIDE, keeper())
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _rules(request, form, status=422)
    try:
        ladder.rule_add(rung=form.cleaned_data["rung"], offset=form.cleaned_data["offset"], by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return _rules(request, form, status=422)
    toast(request, _("Đã thêm mức nhắc."))
    return redirect("reminder-rules")


@require_POST
def rule_withdraw(request: UserRequest, rung: str, offset: str) -> HttpResponse:
    """One line less."""
    request.access.require(Action.DECIDE, keeper())
    if rung not in RungChoice.values or not offset.lstrip("-").isascii() or not offset.lstrip("-").isdigit():
        raise Http404
    try:
        ladder.rule_withdraw(rung=rung, offset=int(offset[:6]), by=request.user)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Đã bỏ mức nhắc."))
    return redirect("reminder-rules")
