"""Contradictions of a document and of the province, and the explanation of one."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dondoc.web.accounts.access import Action
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.judgement import explaining
from dondoc.web.judgement.contradictions import (
    contradictions_at_hand,
    contradictions_everywhere,
    contradictions_of,
    one_shown,
    told_apart,
)
from dondoc.web.judgement.models import Explained
from dondoc.web.judgement.words import contradiction_sentence, kind_word
from dondoc.web.sources.selectors import document_seen
from dondoc.writing.rows import Cell

PER_PAGE = 20


@require_GET
def contradiction_list(request: UserRequest) -> HttpResponse:
    """Between documents, between targets, between reports and the register."""
    part = request.htmx and not request.htmx.boosted
    if part or request.GET.get("wait") == "1":
        contradictions_everywhere(request.access)  # looked for, and kept
    found = contradictions_at_hand(request.access)
    rows = found.rows
    context = {
        "found": found,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "open": sum(1 for one in rows if one.explained is None and one.certain),
        "may": request.access.can(Action.REVIEW, request.access.office),
    }
    return render(request, "judgement/contradiction_list.html" + ("#found" if part else ""), context)


@require_GET
def contradiction_export(request: UserRequest, kind: str) -> HttpResponse:
    """The list as a file: both sides in columns of their own."""
    headers = [
        _("Loại"), _("Vì sao"), _("Một bên"), _("Văn bản"), _("Bên kia"), _("Văn bản"), _("Giải thích"),
        _("Người giải thích"),
    ]  # fmt: skip
    rows: list[list[Cell]] = []
    for one in contradictions_everywhere(request.access)[: lists.MOST_EXPORTED]:
        first, second = one.sides[0], one.sides[-1]
        rows.append(
            [
                kind_word(one.found.kind), contradiction_sentence(one.found), first.side.words,
                str(first.document or ""), second.side.words, str(second.document or ""),
                one.explained.reason if one.explained else "",
                str(one.explained.explained_by) if one.explained else "",
            ]
        )  # fmt: skip
    return lists.as_file(kind, _("Mâu thuẫn số liệu"), headers, rows)


@require_GET
def document_contradictions(request: UserRequest, pk: int) -> HttpResponse:
    """What in a document does not add up, or is told otherwise elsewhere."""
    document = document_seen(request.access, pk)
    rows = contradictions_of(request.access, document)
    context = {
        "document": document,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "open": sum(1 for one in rows if one.explained is None and one.certain),
        "may": request.access.can(Action.REVIEW, document.owner_id),
    }
    return render(request, "judgement/document_contradictions.html", context)


@require_POST
def contradiction_explain(request: UserRequest, pk: int) -> HttpResponse:
    """A named person says why two statements differ; both stay shown."""
    document = document_seen(request.access, pk)
    request.access.require(Action.REVIEW, document.owner_id)
    key = lists.text(request.POST, "key", 64)
    one = one_shown(contradictions_of(request.access, document), key)
    if one is None:
        raise Http404
    try:
        explaining.contradiction_explain(
            key=key, document=document, words=told_apart(one), by=request.user,
            reason=lists.text(request.POST, "reason", 2000),
        )  # fmt: skip
    except ValidationError:
        toast_problem(request, _("Nêu lý do hai số khác nhau."))
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Đã ghi giải thích."))
    return redirect("document-contradictions", pk=pk)


@require_POST
def explanation_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """An explanation that does not hold: the contradiction is open again."""
    explained = get_object_or_404(Explained.objects.select_related("document"), pk=pk)
    document = document_seen(request.access, explained.document_id or 0)
    request.access.require(Action.REVIEW, document.owner_id)
    try:
        explaining.explanation_withdraw(
            explained=explained, reason=lists.text(request.POST, "reason", 500), by=request.user
        )
    except ValidationError:
        toast_problem(request, _("Nêu lý do rút."))
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Đã bỏ giải thích."))
    return redirect("document-contradictions", pk=document.pk)
