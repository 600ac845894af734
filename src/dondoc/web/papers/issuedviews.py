"""Papers that went out: entered with their number, kept as they were, with what has changed since."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods

from dondoc.errors import DondocError
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.core.templatetags.dondoc import period as period_words
from dondoc.web.core.toasts import toast
from dondoc.web.papers import issuing, said, selectors, views
from dondoc.web.papers.forms import IssueForm
from dondoc.web.papers.models import IssuedPaper
from dondoc.writing.paperkinds import KINDS, PERIODIC


@require_GET
def issued_list(request: UserRequest) -> HttpResponse:
    """The papers that went out, the latest first; reports, or letters, notices and slips."""
    letters, rows = _asked(request)
    page = lists.page_of(request, rows, 30)
    if letters:
        _told_corrected(page.object_list)
    context = {
        "page": page,
        "letters": letters,
        "text": lists.text(request.GET, "q"),
        "export": lists.without(request),
        "may": bool(selectors.issuing_bodies(request.access)),
        "drafts": bool(selectors.drafting_bodies(request.access)),
        "kinds": [(slug, KINDS[one.kind].name) for slug, one in views.DRAFTED.items()],
    }
    return render(request, "papers/issued_list.html", context)


@require_GET
def issued_export(request: UserRequest, kind: str) -> HttpResponse:
    """The same list as a file."""
    letters, rows = _asked(request)
    found = list(rows[: lists.MOST_EXPORTED])
    if letters:
        _told_corrected(found)
    headers = [_("Số, ký hiệu"), _("Số, ngày đã sửa"), _("Cơ quan"), _("Loại văn bản"), _("Trích yếu"),
               _("Kỳ"), _("Ngày ban hành"), _("Bản"), _("Người ghi")]  # fmt: skip
    name = KINDS[PERIODIC].name
    told = [
        [
            one.symbol, one.corrected if letters else "", one.body.name, one.name if letters else name,
            one.subject if letters else "", "" if letters else period_words(one.period), one.issued_on,
            one.number, str(one.issued_by),
        ]
        for one in found
    ]  # fmt: skip
    return lists.as_file(kind, _("Văn bản đã ban hành"), headers, told)


def _asked(request: UserRequest) -> tuple[bool, Any]:
    """Whether letters are asked for, else reports; and which, the latest first."""
    letters = request.GET.get("kind") == "papers"
    rows: Any = issuing.papers_seen(request.access) if letters else issuing.reports_seen(request.access)
    words = lists.text(request.GET, "q")
    if words:
        has = Q(symbol__icontains=words) | Q(body__name__icontains=words)
        rows = rows.filter(has | Q(subject__icontains=words) if letters else has)
    return letters, rows.order_by("-issued_on", "-pk")


def _told_corrected(papers: Any) -> None:
    corrected = issuing.corrected_numbers(papers)
    for one in papers:
        one.corrected = corrected.get(one.pk, "")


@require_http_methods(["GET", "POST"])
def paper_issue(request: UserRequest, slug: str) -> HttpResponse:
    """Enter a letter, notice or slip that was signed: what it says is kept with it."""
    views.must_issue(request)
    wanted = views.DRAFTED.get(slug)
    if wanted is None:
        raise Http404
    form = wanted.issued(
        request.POST or None, request.FILES or None, access=request.access, initial=views.asked_about(request)
    )
    name = KINDS[wanted.kind].name
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            with override("vi"):
                made = _kept(request, wanted, cleaned)
        except ValidationError as error:
            form.add_error(None, error)
        except DondocError as error:
            form.add_error(None, str(error))
        else:
            toast(request, _("Đã ghi văn bản ban hành; tệp và nội dung được giữ nguyên."))
            return redirect("issued-paper", pk=made.pk)
    context = {"form": form, "name": name, "slug": slug}
    return render(request, "papers/issued_form.html", context, status=422 if form.is_bound else 200)


def _kept(request: UserRequest, wanted: views.Drafted, cleaned: dict[str, Any]) -> IssuedPaper:
    content, subject = views.drafted(request, wanted, cleaned, issued=True)
    sent, source = cleaned["signed"], wanted.source(cleaned)
    return issuing.paper_issue(
        kind=wanted.kind, form=cleaned["form"], body=cleaned["body"], subject=subject, source=source,
        rows=said.rows_of(request.access, source), content=sent.read() if sent else content,
        file_name=sent.name if sent else f"{KINDS[wanted.kind].name}.docx", symbol=cleaned["symbol"],
        issued_on=cleaned["issued_on"], by=request.user, today=lists.today(), signed=sent is not None,
        reason=cleaned["reason"],
    )  # fmt: skip


@require_GET
def issued_paper(request: UserRequest, pk: int) -> HttpResponse:
    """One letter, notice or slip: its versions, what it says, and what reads otherwise today."""
    paper = get_object_or_404(issuing.papers_seen(request.access), pk=pk)
    same = issuing.papers_seen(request.access).filter(kind=paper.kind, source=paper.source)
    context = {
        "paper": paper,
        "versions": same.order_by("-number"),
        "changed": said.changed_since(request.access, paper),
        "corrected": issuing.corrected_number(paper),
        "whole": issuing.digest(paper.rows) == paper.rows_sha256,
    }
    return render(request, "papers/issued_paper.html", context)


@require_GET
def paper_file(request: UserRequest, pk: int) -> HttpResponse:
    """The file as it went out, byte by byte."""
    paper = get_object_or_404(issuing.papers_seen(request.access).defer(None), pk=pk)
    return _as_sent(bytes(paper.content), paper.file_name)


@require_http_methods(["GET", "POST"])
def issued_add(request: UserRequest) -> HttpResponse:
    """Enter a report that was signed: what it was made of is kept with it."""
    views.must_issue(request)
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
                content = (
                    sent.read() if sent else views.report_written(request, cleaned, data, title, issued=True)
                )
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
    context = {"form": form, "name": KINDS[PERIODIC].name}
    return render(request, "papers/issued_form.html", context, status=422 if form.is_bound else 200)


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
    return _as_sent(bytes(report.content), report.file_name)


def _as_sent(content: bytes, file_name: str) -> HttpResponse:
    kind = "application/pdf" if file_name.lower().endswith(".pdf") else views.DOCX
    response = HttpResponse(content, content_type=kind)
    name = quote(file_name.replace("/", "-"))
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
