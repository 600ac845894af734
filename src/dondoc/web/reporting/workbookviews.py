"""A report's workbook goes out and comes back; the file of a signed paper is handed out."""

from __future__ import annotations

from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from dondoc.errors import DamagedFile
from dondoc.web.accounts.access import Action
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.reporting import drafts, selectors, standing, workbooks
from dondoc.web.reporting.grid import grid_of
from dondoc.web.reporting.reportviews import respond
from dondoc.web.sources import storage

_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def report_workbook(request: UserRequest, pk: int) -> HttpResponse:
    """The report to fill in, as a workbook."""
    report = selectors.report_seen(request.access, pk)
    grid = grid_of(report, standing.sides_of(report, request.access))
    response = HttpResponse(workbooks.workbook_of(report, grid), content_type=_BOOK)
    name = f"{report.form.code}-{report.body.code}-{report.period.replace('/', '_')}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name.encode("ascii", "ignore").decode()}"'
    return response


@require_POST
def report_import(request: UserRequest, pk: int) -> HttpResponse:
    """Bring a filled-in workbook back into the draft."""
    report = selectors.report_seen(request.access, pk)
    request.access.require(Action.RECORD, report.body_id)
    upload = request.FILES.get("workbook")
    if upload is None:
        return respond(request, report, told=[_("Chọn bảng Excel đã tải về và điền.")], status=422)
    try:
        done = workbooks.workbook_take(
            report=report, name=upload.name or "bao-cao.xlsx", content=upload.read(), by=request.user
        )
    except ValidationError as error:
        return respond(request, report, told=list(error.messages), status=422)
    except Conflict as conflict:
        return respond(request, report, told=[str(conflict)], status=409)
    if done.kept.problems:
        return respond(request, report, refused=done.kept, status=422)
    if warned := len(drafts.draft_warnings(report)):
        said = ngettext(
            "%(number)d số lũy kế không khớp với số đã xác nhận của kỳ khác. Xem ở bảng trước khi trình.",
            "%(number)d số lũy kế không khớp với số đã xác nhận của kỳ khác. Xem ở bảng trước khi trình.",
            warned,
        )
        toast_problem(request, said % {"number": warned})
    if done.clashes:
        toast_problem(request, _("Có ô đã đổi từ khi tải bảng về. Cả hai số được giữ, chọn số đúng ở bảng."))
    if done.changed:
        said = ngettext("Đã nạp %(number)d ô từ bảng.", "Đã nạp %(number)d ô từ bảng.", done.changed)
        toast(request, said % {"number": done.changed})
    elif not done.clashes:
        toast(request, _("Bảng không có gì khác với bản nháp."))
    if done.left:
        said = _("Bảng không có dòng của: %(names)s. Các dòng đó giữ như trên trang.")
        toast_problem(request, said % {"names": ", ".join(line.indicator.name for line in done.left)})
    return redirect("report", pk=pk)


@require_GET
def report_import_marked(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """The workbook as it was brought, its wrong cells marked."""
    report = selectors.report_seen(request.access, pk)
    kept = get_object_or_404(report.imports, pk=number)
    return _handed_out(kept.sha256, kept.name)


@require_GET
def report_file(request: UserRequest, pk: int, event: int) -> HttpResponse:
    """The signed paper of a report, for whoever sees the report: the office holds it against the figures."""
    report = selectors.report_seen(request.access, pk)
    found = get_object_or_404(report.events.select_related("file"), pk=event)
    if found.file is None:
        raise Http404
    return _handed_out(found.file.sha256, found.file.name)


def _handed_out(sha256: str, name: str) -> HttpResponse:
    """Always as an attachment: a browser never shows what somebody else wrote."""
    try:
        content = storage.get(sha256, name)
    except DamagedFile as error:
        raise Http404(str(error)) from error
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Content-Security-Policy"] = "sandbox"
    return response
