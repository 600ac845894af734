"""Reports that went out: entered with their number, kept as they were, with what has changed since."""

from __future__ import annotations

from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods

from dondoc.errors import DondocError
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast
from dondoc.web.papers import issuing, selectors, views
from dondoc.web.papers.forms import IssueForm


@require_GET
def issued_list(request: UserRequest) -> HttpResponse:
    """The reports that went out, the latest first."""
    page = lists.page_of(request, issuing.reports_seen(request.access).order_by("-issued_on", "-pk"), 30)
    context = {"page": page, "may": bool(selectors.drafting_bodies(request.access))}
    return render(request, "papers/issued_list.html", context)


@require_http_methods(["GET", "POST"])
def issued_add(request: UserRequest) -> HttpResponse:
    """Enter a report that was signed: what it was made of is kept with it."""
    views.must_draft(request)
    form = IssueForm(
        request.POST or None, request.FILES or None, access=request.access, initial=views.first_body(request)
    )
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            with override("vi"):
                data = views.report_asked(request, cleaned)
                title = f"Báo cáo {data.words} - {data.body.name}"
                sent = cleaned["signed"]
                content = sent.read() if sent else views.report_written(request, cleaned, data, title)
                made = issuing.report_issue(
                    data=data, content=content, file_name=sent.name if sent else f"{title}.docx",
                    symbol=cleaned["symbol"], issued_on=cleaned["issued_on"], by=request.user,
                    today=lists.today(), signed=sent is not None, reason=cleaned["reason"],
                    board=cleaned["board"],
                )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        except DondocError as error:
            form.add_error(None, str(error))
        else:
            toast(request, _("Đã ghi báo cáo phát hành; tệp và số liệu được giữ nguyên."))
            return redirect("issued-report", pk=made.pk)
    return render(request, "papers/issued_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
def issued_report(request: UserRequest, pk: int) -> HttpResponse:
    """One report: its versions, its figures, and what reads otherwise today."""
    report = get_object_or_404(issuing.reports_seen(request.access), pk=pk)
    same = issuing.reports_seen(request.access).filter(
        body=report.body_id, form=report.form, period=report.period
    )
    context = {
        "report": report,
        "versions": same.order_by("-number"),
        "changed": issuing.changed_since(request.access, report),
        "whole": issuing.digest(report.figures) == report.figures_sha256,
    }
    return render(request, "papers/issued_report.html", context)


@require_GET
def issued_file(request: UserRequest, pk: int) -> HttpResponse:
    """The file as it went out, byte by byte."""
    report = get_object_or_404(issuing.reports_seen(request.access).defer(None), pk=pk)
    kind = "application/pdf" if report.file_name.lower().endswith(".pdf") else views.DOCX
    response = HttpResponse(bytes(report.content), content_type=kind)
    name = quote(report.file_name.replace("/", "-"))
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
