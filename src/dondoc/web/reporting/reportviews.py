"""The page of one report: its grid, its draft saved as it is typed, and what is done with it."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dondoc.web.accounts.access import Action
from dondoc.web.audit import selectors as audit
from dondoc.web.bodies.selectors import NOT_OURS, bodies_seen
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.templatetags.dondoc import moment
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.reporting import acts, approvers, drafts, selectors, standing
from dondoc.web.reporting.acts import Paper
from dondoc.web.reporting.approving import APPROVALS
from dondoc.web.reporting.drafts import Typed
from dondoc.web.reporting.forms import ActForm, DifficultyForm, ExtendForm
from dondoc.web.reporting.grid import grid_of
from dondoc.web.reporting.models import EventChoice, Report, ReportImport
from dondoc.web.reporting.papers import take_file


@require_GET
def report_page(request: UserRequest, pk: int) -> HttpResponse:
    """What the body owes: figures beside plan and earlier ones, what happened, what can be done now."""
    return respond(request, selectors.report_seen(request.access, pk))


def respond(
    request: UserRequest,
    report: Report,
    *,
    tried: Any = None,
    problems: dict[str, str] | None = None,
    told: list[str] | None = None,
    refused: ReportImport | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `tried` and `refused` are a form and a workbook that were refused, `problems` are by cell."""
    day = lists.today()
    events = list(report.events.select_related("by", "file", "delegation__by"))
    leave = [report.body_id] if getattr(report, "delegated", False) else []
    sides = standing.sides_of(report, request.access, leave)
    grid = grid_of(report, sides, events)
    open_now = standing.acts_open(report, request.access, on=day, delegated=leave)
    own = next((kind for kind in open_now if kind in APPROVALS), None)
    if own is not None and not approvers.is_own(report, events, request.user):
        own = None
    for row in grid.rows:
        row.problem = (problems or {}).get(f"v{row.line.pk}", "")
    office = standing.Side.OFFICE in sides
    others = bodies_seen(request.access).exclude(NOT_OURS).filter(valid_to=None).order_by("sort_key", "pk")
    context: dict[str, Any] = {
        "report": report,
        "grid": grid,
        "told": told or [],
        "refused": refused,
        "wrong": len(problems or {}),
        "out_of_line": sum(row.out_of_line is not None for row in grid.rows),
        "today": day,
        "locked": standing.is_locked(report, day) and bool(report.confirmed_on),
        "acts": [
            tried if isinstance(tried, ActForm) and tried.kind == kind else ActForm(kind=kind)
            for kind in open_now
            if kind != own
        ],
        "own": own,
        "others": [] if own is None else approvers.others_for(report, own, events, on=day),
        "events": events,
        "tried": tried,
        "difficulties": report.difficulties.filter(withdrawn_at=None).select_related("to", "matter")
        if getattr(report, "difficult", True)
        else [],
        "difficulty_form": tried
        if isinstance(tried, DifficultyForm)
        else DifficultyForm(bodies=others)
        if grid.editable
        else None,
        "extend_form": (tried if isinstance(tried, ExtendForm) else ExtendForm(prefix="extend"))
        if office and report.confirmed_on is None
        else None,
        "history": audit.trail_of(report, request.access),
    }
    return render(request, "reporting/report.html", context, status=status)


def _writable(request: UserRequest, pk: int) -> Report:
    report = selectors.report_seen(request.access, pk)
    request.access.require(Action.RECORD, report.body_id)
    return report


@require_POST
def report_save(request: UserRequest, pk: int) -> HttpResponse:
    """Keep the draft: as JSON while it is typed, as a form where no script runs.

    The answer in JSON is {revisions: {key: n}, clashes: {key: {text, by, at}}, warnings: {key: words}};
    409 and 422 have {message}.
    """
    report = _writable(request, pk)
    by_script = request.content_type == "application/json"
    try:
        typed = _typed_json(request) if by_script else _typed_form(request)
        saved = drafts.cells_save(report=report, typed=typed, by=request.user)
    except (Conflict, ValidationError) as error:
        message = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        code = 409 if isinstance(error, Conflict) else 422
        if by_script:
            return JsonResponse({"message": message}, status=code)
        toast_problem(request, message)
        return respond(request, selectors.report_seen(request.access, pk), status=code)
    if by_script:
        clashes = {
            key: {"text": cell.text, "by": str(cell.by), "at": moment(cell.at)}
            for key, cell in saved.clashes.items()
        }
        warnings = drafts.draft_warnings(report)
        return JsonResponse({"revisions": saved.revisions, "clashes": clashes, "warnings": warnings})
    if saved.clashes:
        toast_problem(request, _("Có ô người khác vừa nhập khác. Cả hai số được giữ, chọn số đúng ở bảng."))
    else:
        toast(request, _("Đã lưu nháp."))
    return redirect("report", pk=pk)


def _typed_json(request: HttpRequest) -> list[Typed]:
    try:
        cells = json.loads(request.body or b"{}").get("cells", [])
        return [Typed(str(one["key"]), str(one["text"]).replace("\0", ""), int(one["base"])) for one in cells]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValidationError(_("Trang gửi dữ liệu không đúng. Tải lại trang.")) from error


def _typed_form(request: HttpRequest) -> list[Typed]:
    typed = []
    for name, text in request.POST.items():
        if name.startswith("c-"):
            base = lists.number(request.POST, f"b-{name[2:]}") or 0
            typed.append(Typed(name[2:], str(text).replace("\0", "").replace("\r\n", "\n"), base))
    return typed


@require_POST
def report_clash(request: UserRequest, pk: int, change: int) -> HttpResponse:
    """Of two texts of a field say which stands."""
    report = _writable(request, pk)
    found = get_object_or_404(report.changes.select_related("report"), pk=change)
    try:
        drafts.clash_settle(change=found, take=request.POST.get("take") == "1", by=request.user)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    return redirect("report", pk=pk)


@require_POST
def report_act(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """Submit, confirm, return, take back …"""
    if kind not in EventChoice.values:
        raise Http404
    report, act = selectors.report_seen(request.access, pk), EventChoice(kind)
    if not standing.ACTS[act].sides & standing.sides_of(report, request.access):
        raise PermissionDenied("Tài khoản của đồng chí không có quyền làm việc này.")
    form = ActForm(request.POST, request.FILES, kind=act)
    if not form.is_valid():
        return respond(request, report, tried=form, status=422)
    values = form.cleaned_data
    try:
        paper = None
        if act == EventChoice.SIGNED:
            paper = Paper(values["symbol"], values["day"], take_file(values["file"], by=request.user))
        acts.act(
            report=report, kind=act, on=lists.today(), by=request.user, access=request.access,
            note=values["note"], paper=paper, until=values.get("until"),
        )  # fmt: skip
    except ValidationError as error:
        return _refused(request, report, form, error)
    except Conflict as conflict:
        return respond(request, report, told=[str(conflict)], status=409)
    toast(request, _("Đã ghi: %(act)s.") % {"act": str(act.label).lower()})
    return redirect("report", pk=pk)


def _refused(request: UserRequest, report: Report, form: ActForm, error: ValidationError) -> HttpResponse:
    """Problems of cells go to their cells, the others to the form of the act."""
    problems: dict[str, str] = {}
    for name, errors in getattr(error, "error_dict", {"": [error]}).items():
        words = " ".join(message for one in errors for message in one.messages)
        if name in form.fields:
            form.add_error(name, words)
        elif name[:1] == "v":
            problems[name] = words
        else:
            form.add_error(None, words)
    told = []
    if problems:
        told = [_("Còn %(number)d dòng phải sửa trước khi gửi.") % {"number": len(problems)}]
        form.add_error(None, told[0])  # where the page stands, and above the grid
    return respond(request, report, tried=form, problems=problems, told=told, status=422)


@require_POST
def report_extend(request: UserRequest, pk: int) -> HttpResponse:
    """Put the due day off."""
    report = selectors.report_seen(request.access, pk)
    request.access.require(Action.DECIDE, report.form.office_id)
    form = ExtendForm(request.POST, prefix="extend")
    if not form.is_valid():
        return respond(request, report, tried=form, status=422)
    try:
        acts.extend(report=report, on=lists.today(), by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, " ".join(error.messages))
        return respond(request, report, tried=form, status=422)
    except Conflict as conflict:
        return respond(request, report, told=[str(conflict)], status=409)
    toast(request, _("Đã ghi hạn mới."))
    return redirect("report", pk=pk)


@require_POST
def difficulty_add(request: UserRequest, pk: int) -> HttpResponse:
    """Tell a difficulty or proposal in the draft."""
    report = _writable(request, pk)
    others = bodies_seen(request.access).exclude(NOT_OURS).filter(valid_to=None)
    form = DifficultyForm(request.POST, bodies=others)
    if not form.is_valid():
        return respond(request, report, tried=form, status=422)
    try:
        drafts.difficulty_add(report=report, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return respond(request, report, tried=form, status=422)
    except Conflict as conflict:
        return respond(request, report, told=[str(conflict)], status=409)
    return redirect(f"{_address(report)}#difficulties")


@require_POST
def difficulty_withdraw(request: UserRequest, pk: int, difficulty: int) -> HttpResponse:
    """Take it out of the draft."""
    report = _writable(request, pk)
    found = get_object_or_404(report.difficulties.select_related("report"), pk=difficulty)
    try:
        drafts.difficulty_withdraw(difficulty=found, by=request.user)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    return redirect(f"{_address(report)}#difficulties")


def _address(report: Report) -> str:
    return reverse("report", args=[report.pk])
