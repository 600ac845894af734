"""Projects by workbook: out, and in again after a look at what it would change."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.errors import ReadError
from dondoc.web.accounts.access import Action
from dondoc.web.core import lists, lookedat
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.projects import selectors, sheetin, sheets, undoing
from dondoc.web.projects.models import ProjectImport

_SALT = "dondoc.projects.sheet"


@require_GET
def project_workbook(request: UserRequest) -> HttpResponse:
    """All projects the reader sees, as a workbook that can be brought in again."""
    seen = selectors.projects_seen(request.access).select_related("owner", "parent", "document")
    # what others are a part of stands before them
    found = seen.order_by("parent_id", "sort_key", "pk")[: lists.MOST_EXPORTED]
    ordered = sorted(found, key=lambda project: project.parent_id is not None)
    response = HttpResponse(
        sheets.workbook(ordered),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = 'attachment; filename="du-an.xlsx"'
    return response


@require_http_methods(["GET", "POST"])
def project_import(request: UserRequest) -> HttpResponse:
    """First what a workbook would change, with errors by cell; then, on a second click, the changes."""
    if not (request.access.can(Action.RECORD) or request.access.can(Action.REVIEW)):
        request.access.require(Action.RECORD)
    context: dict[str, Any] = {}
    earlier = {
        "earlier": ProjectImport.objects.filter(by=request.user).select_related("by", "undone_by")[:10]
    }
    status = 200
    if request.method == "POST":
        try:
            rows, keep, name = _rows(request)
        except (ReadError, ValidationError) as error:
            words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            return render(request, "projects/project_import.html", {"problem": words} | earlier, status=422)
        done = sheetin.run(
            rows, access=request.access, by=request.user, on=lists.today(), keep=keep, name=name
        )
        if keep and not done.problems:
            toast(
                request,
                _("Đã nạp %(rows)d dòng, %(changes)d thay đổi.")
                % {"rows": done.rows, "changes": done.changes},
            )
            return redirect("project-list")
        status = 422 if done.problems else 200
        kept = "" if done.problems else lookedat.signed(request, [rows, name], salt=_SALT)
        context = {"done": done, "kept": kept}
    return render(request, "projects/project_import.html", context | earlier, status=status)


@require_POST
def project_import_undo(request: UserRequest, pk: int) -> HttpResponse:
    """Take a whole workbook back; whoever brought it in may."""
    imported = get_object_or_404(ProjectImport, pk=pk, by=request.user)
    try:
        reason = request.POST.get("reason", "")
        undoing.import_undo(imported=imported, by=request.user, on=lists.today(), reason=reason)
    except (Conflict, ValidationError) as error:
        said = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        toast_problem(request, said)
    else:
        toast(request, _("Đã hoàn tác lần nạp “%s”.") % imported.name)
    return redirect("project-import")


def _rows(request: UserRequest) -> tuple[list[sheetin.Row], bool, str]:
    """The rows of a workbook just sent, or of the one that was looked at."""
    looked = lookedat.looked_at(request, salt=_SALT)
    if looked is not None:
        rows, name = looked
        return [(title, line, told) for title, line, told in rows], True, name
    content, name = lookedat.workbook_sent(request, name="bảng.xlsx")
    return sheetin.read(content, name), False, name
