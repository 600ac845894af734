"""The matrix of a document's targets and tasks by what carries it out, and deciding what corresponds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.assessment.correspondence import SURE, comparable, nearness
from dondoc.records.coverage import CoverageRow, CoverageState
from dondoc.web.accounts.access import Action
from dondoc.web.chains import coverage, matching
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.sources.selectors import document_seen
from dondoc.writing import check_json, check_matrix
from dondoc.writing.rows import Cell

COLUMNS = 4  # children side by side; the others a page further


@require_GET
def matrix(request: UserRequest, pk: int) -> HttpResponse:
    """Each target and task of the document beside what its children made of it, or nothing."""
    document = document_seen(request.access, pk)
    first = (lists.number(request.GET, "from") or 0) // COLUMNS * COLUMNS
    found = coverage.matrix_of(request.access, document, first=first, most=COLUMNS)
    only = request.GET.get("only", "")
    lines = found.lines
    if only == "untaken":
        lines = [line for line in lines if not line.taken]
    elif only == "changed":
        lines = [line for line in lines if any(_is_changed(cell) for cell in line.cells)]
    context: dict[str, Any] = {
        "document": document,
        "matrix": found,
        "lines": lines,
        "only": only,
        "columns": found.columns(),
        "before": first - COLUMNS if first else None,
        "after": first + COLUMNS if first + COLUMNS < len(found.children) else None,
        "first": first,
        "may": request.access.can(Action.REVIEW, document.owner_id),
        "sure": SURE,
    }
    return render(request, "chains/coverage.html", context)


def _is_changed(cell: coverage.Cell) -> bool:
    return any(one.row.state is CoverageState.CHANGED for one in cell.taken)


@require_GET
def coverage_export(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """The whole matrix as a file: for each child every commitment of the parent, and what the child adds."""
    document = document_seen(request.access, pk)
    found = coverage.matrix_of(request.access, document)
    headers = [
        _("Văn bản thực hiện"), _("Cơ quan ban hành"), *map(_, check_matrix.HEADERS), _("Xác nhận"),
    ]  # fmt: skip
    hows = {
        (coverage.parent_key(pair), coverage.child_key(pair)): pair.get_how_display() for pair in found.pairs
    }

    def rows() -> Iterator[list[Cell]]:
        for child in found.shown:
            issuer = child.issuer.name if child.issuer else child.issuer_as_written
            for row in found.made[child.pk].rows:
                ends = (row.parent.key if row.parent else "", row.child.key if row.child else "")
                yield [
                    child.symbol,
                    issuer,
                    *check_matrix.cells(check_json.row_json(row), _),
                    hows.get(ends, ""),
                ]
        if not found.shown:
            for line in found.lines:
                row = CoverageRow(
                    line.entry.commitment.kind, CoverageState.MISSING, line.entry.commitment, None
                )
                yield ["", "", *check_matrix.cells(check_json.row_json(row), _), ""]

    title = _("Độ phủ %(symbol)s") % {"symbol": (document.symbol or document.title)[:60].replace("/", "-")}
    return lists.as_file(kind, title, headers, rows())


def _decided(request: UserRequest, pk: int) -> Any:
    """The parent, where the person may decide what corresponds to its clauses."""
    document = document_seen(request.access, pk)
    request.access.require(Action.REVIEW, document.owner_id)
    return document


@require_POST
def compare(request: UserRequest, pk: int) -> HttpResponse:
    """Look for correspondences with every document that carries this one out, or confirm the sure ones."""
    document = _decided(request, pk)
    if request.POST.get("action") == "sure":
        count = matching.confirm_sure(parent=document, by=request.user)
        toast(request, _("Đã xác nhận %(n)d gợi ý chắc chắn.") % {"n": count})
    else:
        children = coverage.children_of(request.access, document)
        count = matching.compare(parent=document, children=children, by=request.user)
        toast(request, _("Đã đối chiếu %(children)d văn bản: %(n)d gợi ý mới.") % {
            "children": len(children), "n": count
        })  # fmt: skip
    return redirect("document-coverage", pk=pk)


@require_POST
def correspondence_decide(request: UserRequest, pk: int) -> HttpResponse:
    """Confirm or decline one."""
    row = coverage.correspondence_to_decide(request.access, pk)
    try:
        matching.decide(
            correspondence=row, confirmed=request.POST.get("action") != "decline", by=request.user
        )
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    first = lists.number(request.POST, "from") or 0
    response = redirect("document-coverage", pk=row.parent_id)
    anchor = coverage.anchor_of(row.parent_task_id, row.parent_target_id)
    response["Location"] += f"?from={first}#{anchor}"
    return response


@require_http_methods(["GET", "POST"])
def correspondence_join(request: UserRequest, pk: int) -> HttpResponse:
    """Choose by hand which commitment of the parent one of a child takes up; `child` is its key."""
    document = _decided(request, pk)
    found = coverage.matrix_of(request.access, document)
    query = request.POST if request.method == "POST" else request.GET
    below = found.entries.get(query.get("child", ""))
    if below is None or below.document == document.pk:
        raise Http404
    if request.method == "POST":
        above = found.entries.get(query.get("parent", ""))
        if above is None or above.document != document.pk:
            raise Http404
        try:
            matching.join(above=above, below=below, by=request.user)
        except ValidationError as error:
            toast_problem(request, " ".join(error.messages))
        else:
            toast(request, _("Đã gắn hai nội dung."))
        return redirect("document-coverage", pk=pk)
    mine = [line.entry for line in found.lines if comparable(line.entry.commitment, below.commitment)]
    mine.sort(key=lambda entry: -nearness(entry.commitment, below.commitment))
    return render(request, "chains/join.html", {"document": document, "below": below, "entries": mine})
