"""The pages on which an office's own fields are defined for a document and filled in on a task."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dondoc.web.accounts.access import Action, Refused
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.plans.taskboard import tasks_seen
from dondoc.web.sources.selectors import document_to_review
from dondoc.web.taskwork import ownfields
from dondoc.web.taskwork.ownforms import KINDS, OwnFieldForm, OwnValuesForm
from dondoc.web.taskwork.parts import may_arrange


@require_http_methods(["GET", "POST"])
def own_fields(request: UserRequest, pk: int) -> HttpResponse:
    """The fields that a document's tasks have besides those of every task, and one more."""
    document = document_to_review(request.access, pk)
    form = OwnFieldForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = ownfields.field_add(document=document, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toast(request, _("Đã thêm trường “%s”.") % made.label)
            return redirect("own-fields", pk=pk)
    context = {
        "document": document,
        "rows": [(field, KINDS[field.kind]) for field in ownfields.fields_of(document)],
        "versions": document.own_fields.select_related("by").order_by("-version")[:10],
        "form": form,
    }
    return render(request, "taskwork/own_fields.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def own_field(request: UserRequest, pk: int, key: str) -> HttpResponse:
    """One field: its name, list and place, whether it is required, whether it is still used."""
    document = document_to_review(request.access, pk)
    fields = ownfields.fields_of(document)
    found = next(((n, one) for n, one in enumerate(fields, 1) if one.key == key), None)
    if found is None:
        raise Http404
    place, field = found
    sent: Any = request.POST if request.method == "POST" else None
    form = OwnFieldForm(sent, field=field, place=place)
    if form.is_valid():
        try:
            ownfields.field_change(document=document, key=key, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except Conflict as conflict:
            toast_problem(request, str(conflict))
        else:
            toast(request, _("Đã lưu trường “%s”.") % form.cleaned_data["label"])
            return redirect("own-fields", pk=pk)
    context = {"document": document, "field": field, "kind": KINDS[field.kind], "form": form}
    return render(request, "taskwork/own_field.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def task_own(request: UserRequest, pk: int) -> HttpResponse:
    """Fill in the own fields of a task."""
    around = ("lead", "document__owner", "own_values")
    task = get_object_or_404(tasks_seen(request.access).select_related(*around), pk=pk)
    if not may_arrange(request.access, task):
        raise Refused(Action.RECORD, task.lead_id or task.document.owner_id)
    filled = ownfields.filled(task, ownfields.fields_of(task.document_id))
    form = OwnValuesForm(request.POST if request.method == "POST" else None, filled=filled)
    if form.is_valid():
        try:
            ownfields.values_set(task=task, values=form.cleaned_data, by=request.user)
        except Conflict as conflict:
            toast_problem(request, str(conflict))
        else:
            toast(request, _("Đã lưu các trường riêng."))
        return redirect("task", pk=pk)
    return render(
        request, "taskwork/task_own.html", {"task": task, "form": form}, status=422 if form.is_bound else 200
    )
