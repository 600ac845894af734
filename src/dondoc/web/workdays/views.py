"""The calendar's page."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from dondoc.web.accounts.access import Action
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.workdays import selectors, services
from dondoc.web.workdays.models import DayRule


class DayForm(forms.Form):
    """A day and what it is."""

    day = forms.DateField(
        label=gettext_lazy("Ngày"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    worked = forms.TypedChoiceField(
        label=gettext_lazy("Là"),
        choices=[("0", gettext_lazy("ngày nghỉ")), ("1", gettext_lazy("ngày làm việc"))],
        coerce=lambda value: value == "1",
    )
    name = forms.CharField(label=gettext_lazy("Lý do, căn cứ"), max_length=200)


def _page(request: UserRequest, form: DayForm | None = None, *, status: int = 200) -> HttpResponse:
    year = lists.year(request.GET, "year") or lists.today().year
    year = min(max(year, 2000), 2100)
    keeper = selectors.keeper()
    rows = selectors.days_of(year)
    own = [row.day for row in rows if row.rule is not None and not row.worked]
    context = {
        "year": year,
        "rows": rows,
        "kept": selectors.due_on(request.access, own),
        "may": keeper is not None and request.access.can(Action.DECIDE, keeper),
        "form": form or DayForm(),
    }
    return render(request, "workdays/calendar.html", context, status=status)


@require_GET
def calendar_page(request: UserRequest) -> HttpResponse:
    """The year's days off and swapped days; the office's own can be added and taken back."""
    return _page(request)


def _require(request: UserRequest) -> None:
    request.access.require(Action.DECIDE, selectors.keeper())


@require_POST
def day_set(request: UserRequest) -> HttpResponse:
    """The office decides on a day."""
    _require(request)
    form = DayForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        rule = services.day_set(by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, form, status=422)
    toast(request, _("Đã ghi vào lịch."))
    return redirect(f"{reverse('calendar')}?year={rule.day.year}")


@require_POST
def day_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """The day is again what the law says."""
    _require(request)
    rule = get_object_or_404(DayRule, pk=pk)
    try:
        services.day_withdraw(rule=rule, by=request.user)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Đã gỡ khỏi lịch."))
    return redirect(f"{reverse('calendar')}?year={rule.day.year}")
