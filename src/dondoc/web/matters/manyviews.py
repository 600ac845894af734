"""The page on which several matters are assigned at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dondoc.web.accounts.access import Action
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.matters import many, selectors
from dondoc.web.matters.forms import AssignManyForm
from dondoc.web.matters.models import Matter
from dondoc.web.matters.selectors import PROPOSED
from dondoc.web.plans.models import Task


@require_http_methods(["GET", "POST"])
def matter_assign_many(request: UserRequest) -> HttpResponse:
    """The matters ticked in a list: who is to answer them by when, and which task puts each right."""
    request.access.require(Action.DECIDE)
    given = request.POST if request.method == "POST" else request.GET
    keys = [int(key) for key in given.getlist("matter") if key.isascii() and key.isdigit() and len(key) < 16]
    matters = selectors.matters_chosen(request.access, keys[: many.MOST])
    family = "proposal-list" if given.get("family") == "kien-nghi" else "shortcoming-list"
    if not matters:
        toast_problem(request, _("Đánh dấu ít nhất một mục trong danh sách."))
        return redirect(family)
    choices = selectors.remedies_for(request.access, matters)
    if request.method == "GET":
        return _page(request, AssignManyForm(access=request.access), matters, choices)
    form = AssignManyForm(request.POST, access=request.access)
    told = _remedies(request, matters, choices)
    if not form.is_valid():
        return _page(request, form, matters, choices, told=told, status=422)
    try:
        came = many.assign_many(
            matters=matters, by=request.user, access=request.access, remedies=told, **form.cleaned_data
        )
    except ValidationError as error:
        for name, found in error.message_dict.items():
            form.add_error(name if name in form.fields else None, found)
        return _page(request, form, matters, choices, told=told, status=422)
    refused = [one for one in came if one.problem]
    done = len(came) - len(refused)
    if done:
        toast(request, ngettext("Đã giao %(n)d mục.", "Đã giao %(n)d mục.", done) % {"n": done})
    if not refused:
        return redirect(family)
    left = selectors.matters_chosen(request.access, [one.matter.pk for one in refused])
    problems = {one.matter.pk: one.problem for one in refused}
    return _page(request, form, left, choices, told=told, problems=problems, done=done, status=409)


def _remedies(
    request: UserRequest, matters: list[Matter], choices: Mapping[int, list[Task]]
) -> dict[int, Task]:
    """Which of the offered tasks was chosen for each."""
    told = {}
    for matter in matters:
        typed = lists.number(request.POST, f"task-{matter.pk}")
        found = next((task for task in choices.get(matter.pk, ()) if task.pk == typed), None)
        if found is not None:
            told[matter.pk] = found
    return told


def _page(
    request: UserRequest,
    form: AssignManyForm,
    matters: list[Matter],
    choices: Mapping[int, list[Task]],
    *,
    told: Mapping[int, Task] | None = None,
    problems: Mapping[int, str] | None = None,
    done: int = 0,
    status: int = 200,
) -> HttpResponse:
    told, problems = told or {}, problems or {}
    context: dict[str, Any] = {
        "form": form,
        "rows": [
            {
                "matter": matter,
                "tasks": choices.get(matter.pk, []),
                "task": told.get(matter.pk),
                "problem": problems.get(matter.pk, ""),
            }
            for matter in matters
        ],
        "proposed": matters[0].nature in PROPOSED,
        "done": done,
        "refused": len(problems),
        "today": lists.today(),
    }
    return render(request, "matters/matter_assign.html", context, status=status)
