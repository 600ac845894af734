"""Asking for a check of a programme, watching it being made, reading it, taking it away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.web.accounts.access import Action
from dondoc.web.checks import selectors, services, words
from dondoc.web.checks.forms import CheckForm, DraftForm
from dondoc.web.checks.models import Check, CheckState
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.sources import selectors as sources
from dondoc.web.sources.models import Document
from dondoc.writing import check_docx, check_html, check_labels
from dondoc.writing import check_matrix as matrix_file
from dondoc.writing.rows import Cell

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_GET
def check_list(request: UserRequest) -> HttpResponse:
    """Checks of documents one sees, and of one's own drafts."""
    page = lists.page_of(request, selectors.checks_seen(request.access), 30)
    may = request.access.can(Action.UPLOAD)
    return render(request, "checks/check_list.html", {"page": page, "may_draft": may})


@require_http_methods(["GET", "POST"])
def check_document(request: UserRequest, pk: int) -> HttpResponse:
    """Choose against what a registered document is held; its earlier checks below."""
    document = sources.document_to_review(request.access, pk)
    cited = selectors.cited(request.access, document)
    offered = _offered(request, cited, but=pk)
    form = CheckForm(
        request.POST if request.method == "POST" else None,
        offered=offered,
        initial={"parents": [str(parent.pk) for parent in cited]},
    )
    if form.is_valid():
        parents = selectors.parents_chosen(request.access, form.numbers())
        try:
            made = services.check_ask(
                document=document,
                parents=parents,
                neighbours=form.cleaned_data["neighbours"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("check", pk=made.pk)
    older = selectors.checks_seen(request.access).filter(document=document)[:10]
    context = {"document": document, "form": form, "older": older, "query": lists.text(request.GET, "q")}
    status = 422 if form.is_bound else 200
    return render(request, "checks/ask.html", context, status=status)


@require_http_methods(["GET", "POST"])
def check_draft(request: UserRequest) -> HttpResponse:
    """Check a file before it is submitted to anybody: it does not enter the register."""
    request.access.require(Action.UPLOAD)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DraftForm(*posted, offered=_offered(request, []))
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = services.draft_check_ask(
                name=file.name or "",
                data=file.read(),
                parents=selectors.parents_chosen(request.access, form.numbers()),
                neighbours=form.cleaned_data["neighbours"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("check", pk=made.pk)
    context: dict[str, Any] = {
        "document": None,
        "form": form,
        "older": [],
        "query": lists.text(request.GET, "q"),
    }
    return render(request, "checks/ask.html", context, status=422 if form.is_bound else 200)


def _offered(request: UserRequest, first: list[Document], *, but: int | None = None) -> list[Document]:
    """What can be ticked: the cited ones, those ticked before, then those that a search finds."""
    ticked = [int(v) for v in request.POST.getlist("parents") if v.isascii() and v.isdigit() and len(v) < 16]
    offered = {document.pk: document for document in first}
    if ticked:
        offered |= {d.pk: d for d in selectors.parents_chosen(request.access, ticked)}
    query = lists.text(request.GET, "q")
    offered |= {d.pk: d for d in selectors.parents_found(request.access, query, but=but)}
    return list(offered.values())


@require_GET
def check(request: UserRequest, pk: int) -> HttpResponse:
    """What was found; htmx asks again every second until it is there."""
    found = selectors.check_seen(request.access, pk)
    again = found.document is not None and request.access.can(Action.REVIEW, found.document.owner_id)
    context: dict[str, Any] = {"check": found, "may_again": again}
    if found.state == CheckState.DONE:
        made = words.spoken(selectors.shown(request.access, found))
        context |= {
            "made": made,
            "summary": words.summary(made),
            "current": selectors.is_current(found),
            "copied": [p for p in made["passages"] if p["kind"] == "copied"],
            "taken": [p for p in made["passages"] if p["kind"] == "taken_down"],
        }
    template = "checks/check.html" + ("#found" if request.htmx else "")
    return render(request, template, context)


@require_POST
def check_again(request: UserRequest, pk: int) -> HttpResponse:
    """Check a registered document again against the same parents, by the rules of today."""
    found = selectors.check_seen(request.access, pk)
    if found.document is None:
        raise Http404  # of a draft nothing was kept
    document = sources.document_to_review(request.access, found.document.pk)
    numbers = list(found.parents.values_list("pk", flat=True))
    try:
        made = services.check_ask(
            document=document,
            parents=selectors.parents_chosen(request.access, numbers),
            neighbours=found.with_neighbours,
            by=request.user,
        )
    except ValidationError:
        return redirect("check-document", pk=document.pk)  # which says why, when it is asked there
    return redirect("check", pk=made.pk)


def _done(request: UserRequest, pk: int) -> tuple[Check, dict[str, Any]]:
    found = selectors.check_seen(request.access, pk)
    if found.state != CheckState.DONE:
        raise Http404
    return found, selectors.shown(request.access, found)


@require_GET
def check_export(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """The result as JSON for other programs, as one page, or as Word to send back to the author."""
    found, made = _done(request, pk)
    if kind == "json":
        return JsonResponse(made, json_dumps_params={"ensure_ascii": False, "indent": 1})
    if kind == "docx":
        made_on = timezone.localdate(found.finished_at) if found.finished_at else None
        response = HttpResponse(check_docx.document(made, on=made_on), content_type=_WORD)
    elif kind == "html":
        response = HttpResponse(check_html.page(made), content_type="text/html; charset=utf-8")
        response["Content-Security-Policy"] = "sandbox"
    else:
        raise Http404
    response["Content-Disposition"] = f'attachment; filename="soat-{pk}.{kind}"'
    return response


@require_GET
def check_matrix(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """The coverage matrix as a table."""
    _found, made = _done(request, pk)
    headers = [_("Văn bản cấp trên"), *map(_, matrix_file.HEADERS)]

    def rows() -> Iterator[list[Cell]]:
        for one in made["coverage"]:
            name = check_labels.named(made, one["source"])
            for row in one["rows"]:
                yield [name, *matrix_file.cells(row, _)]

    return lists.as_file(kind, _("Ma trận chỉ tiêu, nhiệm vụ"), headers, rows())
