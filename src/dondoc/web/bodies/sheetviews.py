"""Bodies by workbook: out, and in again after a look at what it would change."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dondoc.errors import ReadError
from dondoc.web.accounts.access import Action
from dondoc.web.bodies import sheet
from dondoc.web.core import lists, lookedat
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast

_SALT = "dondoc.bodies.sheet"


@require_GET
def body_workbook(request: UserRequest) -> HttpResponse:
    """All bodies the reader keeps, as a table that can be brought in again."""
    request.access.require(Action.ORGANISE)
    response = HttpResponse(
        sheet.workbook(request.access),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Content-Disposition"] = 'attachment; filename="co-quan.xlsx"'
    return response


@require_http_methods(["GET", "POST"])
def body_import(request: UserRequest) -> HttpResponse:
    """First what a table would change, with errors by cell; then, on a second click, the changes."""
    request.access.require(Action.ORGANISE)
    context: dict[str, Any] = {}
    if request.method == "POST":
        try:
            rows, keep = _rows(request)
        except (ReadError, ValidationError) as error:
            words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            return render(request, "bodies/body_import.html", {"problem": words}, status=422)
        done = sheet.run(rows, access=request.access, by=request.user, on=lists.today(), keep=keep)
        if keep and not done.problems:
            told = {"added": len(done.added), "changed": len(done.changed)}
            toast(request, _("Đã thêm %(added)d cơ quan, sửa %(changed)d cơ quan.") % told)
            return redirect("body-list")
        goes = not done.problems and bool(done.added or done.changed)
        signed = lookedat.signed(request, [rows], salt=_SALT) if goes else ""
        context = {"done": done, "kept": signed}
    refused = bool(context) and bool(context["done"].problems)
    return render(request, "bodies/body_import.html", context, status=422 if refused else 200)


def _rows(request: UserRequest) -> tuple[list[sheet.Row], bool]:
    """The rows of a table just sent, or of the one that was looked at."""
    told = lookedat.looked_at(request, salt=_SALT)
    if told is not None:
        return [(line, cells) for line, cells in told[0]], True
    return sheet.read(*lookedat.workbook_sent(request, name="co-quan.xlsx")), False
