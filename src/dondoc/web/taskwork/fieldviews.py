"""The page on which the tasks of a document are told their fields, many at once."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.plans.fields import fields_known
from dondoc.web.plans.taskboard import tasks_seen
from dondoc.web.sources.selectors import document_to_review
from dondoc.web.taskwork import taskfields
from dondoc.web.taskwork.parts import may_arrange


@require_http_methods(["GET", "POST"])
def task_fields(request: UserRequest, pk: int) -> HttpResponse:
    """The tasks of a document, each with its field or the one that is suggested."""
    document = document_to_review(request.access, pk)
    tasks = tasks_seen(request.access).filter(document=document, resolved=False)
    rows = tasks.select_related("lead", "document").order_by("number")[: taskfields.MOST]
    if request.method == "POST":
        offered = {f"f-{task.pk}": task for task in rows}
        try:
            with transaction.atomic():
                changed = sum(
                    taskfields.field_set(task=task, field=request.POST[name], by=request.user)
                    != request.POST[name]
                    for name, task in offered.items()
                    if name in request.POST and may_arrange(request.access, task)
                )
        except (ValidationError, Conflict) as error:
            told = error.messages if isinstance(error, ValidationError) else [str(error)]
            toast_problem(request, " ".join(told))
        else:
            told_n = ngettext("Đã ghi lĩnh vực của %d việc.", "Đã ghi lĩnh vực của %d việc.", changed)
            toast(request, told_n % changed if changed else _("Không có gì thay đổi."))
            return redirect("task-fields", pk=pk)
    context = {
        "document": document,
        "rows": taskfields.offered(request.access, rows),
        "fields": fields_known(),
        "most": taskfields.MOST,
    }
    return render(
        request, "taskwork/task_fields.html", context, status=422 if request.method == "POST" else 200
    )
