"""Sending documents in, the register of documents, and the page of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.errors import DamagedFile
from dondoc.web.accounts.access import Action
from dondoc.web.audit import selectors as audit
from dondoc.web.bodies import selectors as bodies
from dondoc.web.bodies.models import Body
from dondoc.web.chains import selectors as chains
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.sources import retry, selectors, services, storage
from dondoc.web.sources.forms import DocumentForm, UploadForm
from dondoc.web.sources.models import ReadJob, StandingChoice, TypeChoice
from dondoc.web.sources.selectors import DocumentFilters, DocumentPage
from dondoc.web.sources.sheet import Light, Sheet, document_of, outline
from dondoc.web.sources.shown import KINDS, reasons, shown_all
from dondoc.writing.rows import Cell

ORDERS = ("date", "title", "symbol", "open_facts", "created_at")
COLUMNS = (
    ("title", gettext_lazy("Văn bản")),
    ("", gettext_lazy("Loại")),
    ("", gettext_lazy("Hiệu lực")),
    ("", gettext_lazy("Cơ quan ban hành")),
    ("date", gettext_lazy("Ngày")),
    ("open_facts", gettext_lazy("Chờ duyệt")),
)

# --- sending in -----------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def upload(request: UserRequest) -> HttpResponse:
    """Warn, have it acknowledged, take files in, and go to where their reading is shown."""
    request.access.require(Action.UPLOAD)
    form = UploadForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        owners=selectors.upload_owners(request.access),
    )
    if getattr(request, "upload_too_large", False):
        form.errors.clear()  # what came after the limit was thrown away: fields that seem empty are not
        form.add_error("files", _("Các tệp gửi một lượt vượt quá 200 MB. Chia thành nhiều lượt rồi gửi lại."))
    elif form.is_valid():
        batch = services.batch_add(
            files=[(file.name or "", file.read()) for file in form.cleaned_data["files"]],
            by=request.user,
            owner=form.cleaned_data["owner"],
            standing=form.cleaned_data["standing"] or None,
        )
        return redirect("batch", pk=batch.pk)
    status = 422 if form.is_bound else 200
    return render(request, "sources/upload.html", {"form": form}, status=status)


@require_GET
def batch_list(request: UserRequest) -> HttpResponse:
    """What was sent in, newest first."""
    request.access.require(Action.UPLOAD)
    page = lists.page_of(request, selectors.batches_seen(request.access).order_by("-created_at", "-pk"), 30)
    return render(request, "sources/batch_list.html", {"page": page})


@require_GET
def batch(request: UserRequest, pk: int) -> HttpResponse:
    """How far the reading of a batch is; htmx asks again every second until it is over."""
    progress = selectors.batch_progress(request.access, pk)
    order = {"failed": 0, "running": 1, "queued": 2, "done": 3}
    context = {
        "progress": progress,
        "jobs": sorted(progress.jobs, key=lambda job: (order[job.state], job.pk)),
        "may_retry": request.access.can(Action.UPLOAD, progress.batch.owner_id),
    }
    template = "sources/batch.html" + ("#progress" if request.htmx else "")
    return render(request, template, context)


@require_POST
def job_retry(request: UserRequest, pk: int, job: int) -> HttpResponse:
    """Read a file that could not be read once more, for instance after OCR was installed."""
    progress = selectors.batch_progress(request.access, pk)
    request.access.require(Action.UPLOAD, progress.batch.owner_id)
    failed = next((row for row in progress.jobs if row.pk == job), None)
    if failed is None:
        raise Http404
    _retry(request, failed)
    return redirect("batch", pk=pk)


def _retry(request: UserRequest, job: ReadJob) -> None:
    try:
        retry.job_retry(job=job, by=request.user)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Đã xếp tệp “%s” vào hàng chờ đọc lại.") % job.name)


# --- the register ---------------------------------------------------------------------------------------


def _filters(request: HttpRequest) -> DocumentFilters:
    query = request.GET
    order = query.get("order", "-date")
    year = lists.number(query, "year")
    if year is not None and not 1900 <= year <= 2200:
        year = None
    return DocumentFilters(
        query=query.get("q", "").strip()[:200],
        type=query.get("type", "") if query.get("type") in TypeChoice.values else "",
        standing=query.get("standing", "") if query.get("standing") in StandingChoice.values else "",
        issuer=lists.number(query, "issuer"),
        since=date(year, 1, 1) if year else None,
        until=date(year, 12, 31) if year else None,
        open_only=query.get("open") == "1",
        order=order if order.removeprefix("-") in ORDERS else "-date",
    )


@require_GET
def document_list(request: UserRequest) -> HttpResponse:
    """The register, filtered, sorted, a page at a time."""
    wanted = _filters(request)
    seen = selectors.documents_seen(request.access)
    issuers = seen.exclude(issuer=None).order_by().values("issuer")
    context = {
        "wanted": wanted,
        "filtered": wanted != DocumentFilters(order=wanted.order),
        "page": lists.page_of(request, selectors.documents_seen(request.access, wanted)),
        "columns": lists.headings(request, [(k, str(n)) for k, n in COLUMNS], wanted.order),
        "export": lists.without(request),
        "types": TypeChoice.choices,
        "standings": StandingChoice.choices,
        "issuers": Body.objects.filter(pk__in=issuers),
        "years": [day.year for day in seen.order_by().dates("date", "year", order="DESC")],
        "may_upload": request.access.can(Action.UPLOAD),
        "reviews": request.access.bodies(Action.REVIEW),
    }
    template = "sources/document_list.html" + ("#list" if request.htmx and not request.htmx.boosted else "")
    return render(request, template, context)


@require_GET
def document_export(request: UserRequest, kind: str) -> HttpResponse:
    """The register as it is filtered, as a file."""
    rows = selectors.documents_seen(request.access, _filters(request))[: lists.MOST_EXPORTED]
    headers = [
        _("Trích yếu"),
        _("Số, ký hiệu"),
        _("Loại"),
        _("Hiệu lực"),
        _("Cơ quan ban hành"),
        _("Ngày"),
        _("Người ký"),
        _("Chờ duyệt"),
    ]

    def cells() -> Iterator[list[Cell]]:
        for row in rows:
            yield [
                row.title,
                row.symbol,
                row.get_type_display(),
                row.get_standing_display(),
                row.issuer.name if row.issuer else row.issuer_as_written,
                row.date,
                row.signatory,
                row.open_facts,
            ]

    return lists.as_file(kind, _("Văn bản"), headers, cells())


# --- one document ---------------------------------------------------------------------------------------


def lights(page: DocumentPage) -> list[Light]:
    """The page's facts as the sheet lights them up."""
    return [
        Light(f.pk, f.kind, f.state, f.start, f.end, f.value_start or 0, f.value_end or 0) for f in page.facts
    ]


@require_GET
def document(request: UserRequest, pk: int) -> HttpResponse:
    """One document: its text with every fact lit up, its outline, what is known of it."""
    page = selectors.document_page(request.access, pk, file=lists.number(request.GET, "file"))
    return _document_response(request, page)


def _document_response(
    request: UserRequest, page: DocumentPage, form: DocumentForm | None = None, *, status: int = 200
) -> HttpResponse:
    chosen = lists.number(request.GET, "fact")
    fact = next((fact for fact in page.facts if fact.pk == chosen), None)
    kept = document_of(page.reading) if page.reading else None
    alike, replaced_by = chains.noticed(request.access, page.document)
    keep = f"file={page.reading.file_id}&" if page.reading and len(page.files) > 1 else ""
    context = {
        "page": page,
        "document": page.document,
        "kinds": [(kind, page.counts.get(kind, {})) for kind in KINDS],
        "text": Sheet(kept, lights(page), link=f"?{keep}fact={{}}#w{{}}").html() if kept else "",
        "outline": outline(kept) if kept else [],
        "shown": shown_all([fact])[0] if fact else None,
        "reasons": reasons(fact, kept.text) if fact and kept else [],
        "older": page.reading.file.readings.exclude(pk=page.reading.pk)
        .defer("text")
        .order_by("-made_at")[:10]
        if page.reading
        else [],
        "history": audit.entries_of(page.document, request.access)[:12],
        "alike": alike,
        "replaced_by": replaced_by,
        "form": form,
    }
    return render(request, "sources/document.html", context, status=status)


@require_http_methods(["GET", "POST"])
def document_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Correct the register's entry."""
    entry = selectors.document_to_register(request.access, pk)
    form = DocumentForm(
        request.POST if request.method == "POST" else None,
        document=entry,
        bodies=bodies.bodies_seen(request.access),
    )
    alike = chains.alike(request.access, entry) if not form.is_bound else []
    if form.is_valid():
        alike = chains.alike(request.access, form.would_be(entry))
        known = chains.alike(request.access, entry)
        if set(alike) - set(known) and not form.cleaned_data["even_so"]:
            form.add_error(
                "even_so", _("Sửa như vậy thì trùng với văn bản đã có. Kiểm tra lại, hoặc xác nhận.")
            )
    if form.is_valid():
        try:
            services.document_update(
                document=entry, by=request.user, reason=form.cleaned_data["reason"], **form.changes()
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toast(request, _("Đã lưu thông tin văn bản."))
            return redirect("document", pk=pk)
    status = 422 if form.is_bound else 200
    context = {"form": form, "document": entry, "alike": alike}
    return render(request, "sources/document_edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def document_stands_on(request: UserRequest, pk: int) -> HttpResponse:
    """Say which issued document stands behind a press report or a draft."""
    entry = selectors.document_to_review(request.access, pk)
    if request.method == "POST":
        chosen = lists.number(request.POST, "issued")
        issued = selectors.document_seen(request.access, chosen) if chosen else None
        try:
            services.document_stands_on(document=entry, issued=issued, by=request.user)
        except (Conflict, ValidationError) as error:
            toast_problem(request, _sentence(error))
        else:
            said = _("Đã gắn với văn bản ban hành.") if issued else _("Đã bỏ gắn với văn bản ban hành.")
            toast(request, said)
        return redirect("document", pk=pk)
    query = request.GET.get("q", "").strip()[:200]
    wanted = DocumentFilters(query=query, standing="issued")
    found = selectors.documents_seen(request.access, wanted).exclude(pk=pk)[:20]
    template = "sources/stands_on.html" + ("#found" if request.htmx else "")
    return render(request, template, {"document": entry, "query": query, "found": found})


def _sentence(error: Conflict | ValidationError) -> str:
    """One sentence for a toast."""
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


@require_GET
def file(request: UserRequest, pk: int) -> HttpResponse:
    """The file as it came, always as an attachment: a browser never shows what somebody else wrote."""
    kept = selectors.file_seen(request.access, pk)
    try:
        storage.get(kept.sha256, kept.name)
    except DamagedFile as error:
        messages.error(request, str(error))
        return redirect("document", pk=cast("int", kept.document_id))
    response = FileResponse(
        storage.path_of(kept.sha256).open("rb"),
        as_attachment=True,
        filename=kept.name,
        content_type="application/octet-stream",
    )
    response["Content-Security-Policy"] = "sandbox"
    return cast("HttpResponse", response)
