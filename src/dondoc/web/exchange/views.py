"""A table on its way in: sent, its columns decided, looked at, applied, undone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.exchange.fields import Layout
from dondoc.web.accounts.access import Action
from dondoc.web.bodies.models import Body
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.exchange import selectors, services
from dondoc.web.exchange.forms import DocumentForm, OptionsForm, StartForm, SystemForm, UndoForm, choice_of
from dondoc.web.exchange.kinds import Run, kind_of, suggestions
from dondoc.web.exchange.models import Import, ImportState, Outcome, WhatChoice

_ORDER = {Outcome.LEFT: 0, Outcome.CHANGED: 1, Outcome.ADDED: 2, Outcome.SAME: 3}
_PER_PAGE = 100


@require_GET
def import_list(request: UserRequest) -> HttpResponse:
    """What was brought in, newest first."""
    request.access.require(Action.REVIEW)
    page = lists.page_of(request, selectors.imports_seen(request.access), 30)
    return render(request, "exchange/import_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def import_new(request: UserRequest) -> HttpResponse:
    """Send a table."""
    request.access.require(Action.REVIEW)
    form = StartForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        owners=selectors.owners(request.access),
        documents=selectors.documents_for(request.access),
        systems=selectors.systems_seen(request.access),
        initial={
            "document": lists.number(request.GET, "document"),
            "what": request.GET.get("what", WhatChoice.TASKS),
        },
    )
    if form.is_valid():
        sent = form.cleaned_data
        try:
            imported = services.import_start(
                name=sent["file"].name or "",
                data=sent["file"].read(),
                owner=sent["owner"],
                document=sent["document"],
                system=sent["system"],
                what=sent["what"],
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("import", pk=imported.pk)
    return render(request, "exchange/import_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
def import_documents(request: UserRequest) -> HttpResponse:
    """Documents whose symbol or title has the words typed, as choices of the search field."""
    request.access.require(Action.REVIEW)
    found = selectors.documents_like(request.access, lists.text(request.GET, "document"))
    choices = [(choice_of(document), document) for document in found]
    return render(request, "exchange/_documents.html", {"choices": choices})


@require_GET
def import_page(request: UserRequest, pk: int) -> HttpResponse:
    """An import: what it would do, how far it is, or what came of it."""
    imported = selectors.import_seen(request.access, pk)
    if imported.state in (ImportState.OPEN, ImportState.DROPPED):
        return _prepare(request, imported)
    return _result(request, imported)


def _prepare(
    request: UserRequest,
    imported: Import,
    *,
    problem: str = "",
    chosen: list[str] | None = None,
    options: OptionsForm | None = None,
    paper: DocumentForm | None = None,
) -> HttpResponse:
    """The columns with what they seem to hold, and what would come of each row."""
    kept, kind = imported.sheets[imported.sheet], kind_of(imported)
    suggested = suggestions(imported, kept, services.remembered(imported))
    columns = chosen if chosen is not None else imported.columns
    first = [row[1] for row in kept["rows"][:3]]
    shown = [
        {
            "letter": letter,
            "heading": heading,
            "chosen": key,
            "reason": suggestion.reason if key == suggestion.key else "",
            "examples": [row[n] for row in first if row[n]][:2],
        }
        for n, (letter, heading, key, suggestion) in enumerate(
            zip(kept["letters"], kept["headings"], columns, suggested, strict=True)
        )
    ]
    ready = not problem and set(kind.layout.needed) <= set(columns)
    run = kind.dry_run(imported) if ready else None
    lacking = ", ".join(f"“{kind.layout.title_of(key)}”" for key in kind.layout.needed)
    context: dict[str, Any] = {
        "imported": imported,
        "columns": shown,
        "fields": [(field.key, field.title) for field in kind.layout.fields],
        "tables": [(n, each["title"], len(each["rows"])) for n, each in enumerate(imported.sheets)],
        "problem": problem or ("" if ready else _("Chọn cột nào ghi %s để xem trước.") % lacking),
        "options": options or _options(imported),
        "paper": paper
        or DocumentForm(
            initial={"document": imported.document_id}, documents=selectors.documents_for(request.access)
        ),
        "run": run,
        **(_counts(run) if run else {}),
    }
    if run:
        lines = sorted(run.lines, key=lambda line: (_ORDER[line.outcome], line.row.number))
        wanted = request.GET.get("show", "")
        if wanted in Outcome.values:
            lines = [line for line in lines if line.outcome == wanted]
        page = Paginator(lines, _PER_PAGE).get_page(request.GET.get("page"))
        context |= {
            "page": page,
            "shown": wanted,
            "lines": [_shown(run, line, kind.layout) for line in page.object_list],
            "keep": lists.without(request, "show"),
        }
    return render(request, "exchange/import_prepare.html", context, status=422 if problem else 200)


def _options(imported: Import, sent: Any = None) -> OptionsForm | None:
    """What holds for rows of targets that do not say it; None for a table of tasks."""
    if imported.what != WhatChoice.TARGETS:
        return None
    if sent is not None:
        return OptionsForm(sent, owner=imported.owner)
    known = Body.objects.filter(pk=imported.options.get("body")).first() or imported.owner
    return OptionsForm(initial={**imported.options, "body": known.name}, owner=imported.owner)


def _counts(run: Run) -> dict[str, Any]:
    counts = [(outcome.value, outcome.label, run.count(outcome)) for outcome in _ORDER]
    return {"counts": counts, "goes": run.count(Outcome.ADDED) + run.count(Outcome.CHANGED)}


def _shown(run: Run, line: Any, layout: Layout) -> dict[str, Any]:
    """A row as the page prints it."""
    row = line.row
    return {
        "line": line,
        "row": row,
        "label": line.outcome.label,
        "problems": [
            (run.sheet.address(row.number, problem.column) if problem.column >= 0 else "", problem.message)
            for problem in row.problems
        ],
        "differences": [(layout.title_of(each.field), each.here, each.there) for each in line.differences],
    }


def _result(request: UserRequest, imported: Import, *, form: UndoForm | None = None) -> HttpResponse:
    total = len(imported.sheets[imported.sheet]["rows"])
    counted = selectors.outcomes(imported)
    wanted = request.GET.get("show", "")
    rows = selectors.rows_of(imported, wanted if wanted in Outcome.values else "")
    letters = imported.sheets[imported.sheet]["letters"]
    page = lists.page_of(request, rows, _PER_PAGE)
    for row in page:
        row.said = [  # type: ignore[attr-defined]
            (f"{letters[column]}{row.number}" if column >= 0 else "", message)
            for column, message in row.problems
        ]
    context = {
        "imported": imported,
        "total": total,
        "gone_through": sum(counted.values()),
        "counts": [(outcome.value, outcome.label, counted.get(outcome.value, 0)) for outcome in _ORDER],
        "left": counted.get(Outcome.LEFT.value, 0),
        "page": page,
        "shown": wanted,
        "keep": lists.without(request, "show"),
        "form": form or UndoForm(),
    }
    template = "exchange/import_result.html" + (
        "#progress" if request.htmx and not request.htmx.boosted else ""
    )
    return render(request, template, context, status=422 if form is not None else 200)


@require_POST
def import_columns(request: UserRequest, pk: int) -> HttpResponse:
    """Say which table, and what its columns hold."""
    imported = selectors.import_seen(request.access, pk)
    chosen = request.POST.getlist("column")
    sent = lists.number(request.POST, "sheet")
    sheet = imported.sheet if sent is None else sent
    form = _options(imported, request.POST)
    if form is not None and not form.is_valid():
        return _prepare(request, imported, problem=_("Sửa những ô được nêu."), chosen=chosen, options=form)
    options = None if form is None else form.cleaned_data
    paper = DocumentForm(request.POST, documents=selectors.documents_for(request.access))
    if not paper.is_valid():
        problem = " ".join(str(error) for error in paper.errors["document"])
        return _prepare(request, imported, problem=problem, chosen=chosen, options=form, paper=paper)
    try:
        services.columns_set(
            imported=imported, sheet=sheet, columns=chosen, by=request.user, options=options,
            document=paper.cleaned_data["document"],
        )  # fmt: skip
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    except ValidationError as error:
        if len(chosen) != len(imported.columns):
            chosen = imported.columns
        problem = " ".join(error.messages)
        return _prepare(request, imported, problem=problem, chosen=chosen, options=form)
    return redirect("import", pk=pk)


@require_POST
def import_run(request: UserRequest, pk: int) -> HttpResponse:
    """Apply the next rows; the page asks again until all are."""
    imported = selectors.import_seen(request.access, pk)
    try:
        imported = services.import_apply(imported=imported, by=request.user, on=lists.today())
    except Conflict as conflict:
        toast_problem(request, str(conflict))
        return redirect("import", pk=pk)
    if request.htmx:
        return _result(request, selectors.import_seen(request.access, pk))
    return redirect("import", pk=pk)


@require_POST
def import_drop(request: UserRequest, pk: int) -> HttpResponse:
    """Put a table aside that has not been brought in."""
    imported = selectors.import_seen(request.access, pk)
    try:
        services.import_drop(imported=imported, by=request.user)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
        return redirect("import", pk=pk)
    toast(request, _("Đã bỏ bảng “%s”. Sổ không thay đổi.") % imported.name)
    return redirect("import-list")


@require_POST
def import_undo(request: UserRequest, pk: int) -> HttpResponse:
    """Take a whole import back."""
    imported = selectors.import_seen(request.access, pk)
    form = UndoForm(request.POST)
    if form.is_valid():
        try:
            services.import_undo(
                imported=imported, by=request.user, on=lists.today(), reason=form.cleaned_data["reason"]
            )
        except (Conflict, ValidationError) as error:
            form.add_error(None, error.messages if isinstance(error, ValidationError) else str(error))
        else:
            toast(request, _("Đã hoàn tác lần nhập “%s”.") % imported.name)
            return redirect("import", pk=pk)
    return _result(request, imported, form=form)


@require_http_methods(["GET", "POST"])
def system_list(request: UserRequest) -> HttpResponse:
    """Other systems whose tasks are mirrored here; add one."""
    request.access.require(Action.REVIEW)
    form = SystemForm(
        *((request.POST,) if request.method == "POST" else ()), owners=selectors.owners(request.access)
    )
    if form.is_valid():
        try:
            system = services.system_add(
                name=form.cleaned_data["name"], owner=form.cleaned_data["owner"], by=request.user
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toast(request, _("Đã thêm hệ thống “%s”.") % system.name)
            return redirect("system-list")
    context = {"form": form, "systems": selectors.systems_with_tasks(request.access)}
    return render(request, "exchange/system_list.html", context, status=422 if form.is_bound else 200)
