"""The list of projects, the page of each, and what is recorded of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.web.accounts.access import Access, Action
from dondoc.web.audit import selectors as audit
from dondoc.web.bodies.models import Body
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.quantities import number_typed
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.plans.selectors import targets_seen
from dondoc.web.plans.targetforms import ReasonForm
from dondoc.web.plans.targetselectors import decimal_of
from dondoc.web.plans.targetviews import add_errors, bodies_now
from dondoc.web.projects import selectors, services
from dondoc.web.projects.doubts import doubts
from dondoc.web.projects.forms import CapitalForm, ClearanceForm, ProjectForm, StepForm, TargetsForm
from dondoc.web.projects.models import Project, ProjectKind, ProjectStep, SourceChoice, StepChoice
from dondoc.web.projects.selectors import ProjectFilter
from dondoc.writing.rows import Cell

COLUMNS = (
    ("name", gettext_lazy("Dự án, công trình")),
    ("owner", gettext_lazy("Chủ đầu tư")),
    ("stage", gettext_lazy("Bước")),
    ("plan", gettext_lazy("Kế hoạch vốn")),
    ("", gettext_lazy("Đã giải ngân")),
    ("rate", gettext_lazy("Tỷ lệ")),
    ("", gettext_lazy("So cùng kỳ")),
)
NUMBERS = COLUMNS[3:]
MOST_TARGETS = 300  # to choose from; a longer list is read by nobody
STAGES = [
    *StepChoice.choices,
    ("none", gettext_lazy("Chưa ghi bước nào")),
    ("late", gettext_lazy("Có bước chậm")),
]


def may_record(access: Access, body: Body | int) -> bool:
    """Who may record of a body's projects: who acts for it, and the office above it."""
    return access.can(Action.RECORD, body) or access.can(Action.REVIEW, body)


def _bodies(access: Access) -> Any:
    return (bodies_now(access, Action.RECORD) | bodies_now(access, Action.REVIEW)).distinct()


def _filter(request: HttpRequest, years: list[int]) -> ProjectFilter:
    query = request.GET
    this = lists.today().year
    known = (*StepChoice.values, "none", "late")
    return ProjectFilter(
        year=lists.year(query, "year") or (this if this in years or not years else years[0]),
        text=lists.text(query, "q"),
        body=lists.number(query, "body"),
        kind=query.get("kind", "") if query.get("kind") in ProjectKind.values else "",
        stage=query.get("stage", "") if query.get("stage") in known else "",
        source=query.get("source", "") if query.get("source") in SourceChoice.values else "",
        field=lists.text(query, "field", 120),
        order=query.get("order", "") if query.get("order") in selectors.ORDERS else "name",
    )


@require_GET
def project_list(request: UserRequest) -> HttpResponse:
    """All projects of the reader's branch with the money of a year."""
    years = selectors.years(request.access)
    wanted = _filter(request, years)
    today = lists.today()
    found = selectors.project_list(request.access, wanted, as_of=today)
    page = lists.page_of(request, found)
    context = {
        "wanted": wanted,
        "filtered": wanted != ProjectFilter(year=wanted.year, order=wanted.order),
        "page": page,
        "rows": selectors.rows_of(page.object_list, year=wanted.year, as_of=today, source=wanted.source),
        "totals": selectors.totals(found),
        "columns": lists.headings(
            request, [(k, str(n)) for k, n in COLUMNS], wanted.order, [str(n) for _k, n in NUMBERS]
        ),
        "export": lists.without(request),
        "years": years or [wanted.year],
        "choices": selectors.choices(request.access),
        "kinds": ProjectKind.choices,
        "stages": STAGES,
        "sources": SourceChoice.choices,
        "may": request.access.can(Action.RECORD) or request.access.can(Action.REVIEW),
    }
    template = "projects/project_list.html" + ("#board" if request.htmx and not request.htmx.boosted else "")
    return render(request, template, context)


@require_GET
def project_export(request: UserRequest, kind: str) -> HttpResponse:
    """The list as it is filtered, as a file."""
    wanted = _filter(request, selectors.years(request.access))
    today = lists.today()
    found = selectors.project_list(request.access, wanted, as_of=today)[: lists.MOST_EXPORTED]
    headers = [
        _("Mã"),
        _("Tên"),
        _("Loại"),
        _("Chủ đầu tư"),
        _("Lĩnh vực"),
        _("Tổng mức đầu tư"),
        _("Đơn vị của tổng mức"),
        _("Bước"),
        _("Từ ngày"),
        _("Năm kế hoạch"),
        _("Kế hoạch vốn (triệu đồng)"),
        _("Đã giải ngân (triệu đồng)"),
        _("Tính đến"),
        _("Tỷ lệ giải ngân (%)"),
        _("Cùng kỳ (%)"),
    ]

    def rows() -> Iterator[list[Cell]]:
        for row in selectors.rows_of(found, year=wanted.year, as_of=today, source=wanted.source):
            project, money = row.project, row.money
            yield [
                project.code,
                project.name,
                project.get_kind_display(),
                project.owner.name,
                project.field,
                project.total,
                project.total_unit,
                project.get_stage_display(),
                project.stage_on,
                wanted.year,
                decimal_of(money.planned),
                decimal_of(money.disbursed),
                row.until,
                decimal_of(money.rate),
                decimal_of(money.rate_before),
            ]

    return lists.as_file(kind, _("Dự án, công trình"), headers, rows())


@require_GET
def project_page(request: UserRequest, pk: int) -> HttpResponse:
    """One project: its money by source, its land, its steps, what it is for."""
    return _page(request, selectors.project_seen(request.access, pk))


def _page(
    request: UserRequest, project: Project, tried: dict[str, Form] | None = None, *, status: int = 200
) -> HttpResponse:
    """The page; a form that was refused stands open with what was typed."""
    today = lists.today()
    asked = lists.year(request.GET, "year")
    capital = list(project.capital.filter(replaced_on=None).order_by("-year", "source", "kind", "period_end"))
    known = sorted({row.year for row in capital}, reverse=True)
    year = asked or (today.year if today.year in known or not known else known[0])
    sources = selectors.money_of([project.pk], year=year, as_of=today).get(project.pk, [])
    steps = list(project.steps.filter(withdrawn_at=None).select_related("by"))
    clearances = list(project.clearances.filter(replaced_on=None))
    (row,) = selectors.rows_of([project], year=year, as_of=today)
    may = may_record(request.access, project.owner_id)
    served = (
        targets_seen(request.access).filter(served_by__project=project).select_related("indicator", "body")
    )
    forms = {"capital": CapitalForm(), "land": ClearanceForm(), "step": StepForm()} | (tried or {})
    context = {
        "project": project,
        "row": row,
        "year": year,
        "years": known,
        "sources": sources,
        "capital": [one for one in capital if one.year == year],
        "steps": steps,
        "clearances": clearances,
        "land": (land := selectors.land_of(clearances, as_of=today)),
        "doubts": doubts(project, sources, capital, land, year=year),
        "served": served,
        "parts": selectors.projects_seen(request.access).filter(parent=project)[:50],
        "forms": forms if may else None,
        "opened": next(iter(tried)) if tried else "",
        "may": may,
        "targets_form": _targets_form(request, project) if may else None,
        "history": audit.trail_of(project, request.access),
        "today": today,
    }
    return render(request, "projects/project.html", context, status=status)


def _targets_form(request: UserRequest, project: Project, data: Any = None) -> TargetsForm:
    """Targets that still run of the body, its branch and the bodies above; and those it serves."""
    served = list(project.serves.values_list("target", flat=True))
    above = [int(key) for key in project.owner.path.split("/") if key]
    near = Q(period_end__gte=lists.today()) & (
        Q(body__in=above) | Q(body__path__startswith=project.owner.path)
    )
    found = targets_seen(request.access).filter(near | Q(pk__in=served)).select_related("indicator", "body")
    targets = sorted(
        found.order_by("indicator__sort_key", "period_end", "pk")[:MOST_TARGETS],
        key=lambda one: (one.body_id != project.owner_id, -len(one.body.path)),
    )
    return TargetsForm(data, targets=targets, initial={"targets": served})


def recorded_project(request: UserRequest, pk: int) -> Project:
    """A project that this person may record of."""
    project = selectors.project_seen(request.access, pk)
    if not may_record(request.access, project.owner_id):
        request.access.require(Action.RECORD, project.owner_id)
    return project


def _project_form(request: UserRequest, project: Project | None, data: Any = None) -> ProjectForm:
    initial: dict[str, Any] = {"kind": "project", "total_unit": "tỷ đồng"}
    if project is not None:
        plain = (
            "code",
            "name",
            "kind",
            "owner",
            "parent",
            "field",
            "place",
            "total_unit",
            "output_unit",
            "words",
        )
        initial = {name: getattr(project, name) for name in plain}
        initial |= {
            "total": None if project.total is None else number_typed(project.total, project.total_decimals),
            "output": None
            if project.output is None
            else number_typed(project.output, project.output_decimals),
            "document": project.document.symbol if project.document else "",
        }
    programmes = selectors.projects_seen(request.access).filter(kind__in=["programme", "scheme"])
    return ProjectForm(
        data, access=request.access, bodies=_bodies(request.access), projects=programmes, project=project,
        initial=initial,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def project_add(request: UserRequest) -> HttpResponse:
    """A new project."""
    if not (request.access.can(Action.RECORD) or request.access.can(Action.REVIEW)):
        request.access.require(Action.RECORD)
    form = _project_form(request, None, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.project_add(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            toast(request, _("Đã thêm dự án."))
            return redirect("project", pk=made.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "projects/project_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def project_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Correct what is said of a project."""
    project = recorded_project(request, pk)
    form = _project_form(request, project, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not may_record(request.access, form.cleaned_data["owner"]):
            request.access.require(Action.RECORD, form.cleaned_data["owner"])
        try:
            services.project_update(project=project, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        except Conflict as conflict:
            toast_problem(request, str(conflict))
            return redirect("project-list")
        else:
            toast(request, _("Đã lưu dự án."))
            return redirect("project", pk=pk)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "project": project, "withdraw_form": ReasonForm()}
    return render(request, "projects/project_form.html", context, status=status)


@require_POST
def project_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Take a project that was entered by mistake off the list."""
    project = recorded_project(request, pk)
    form = ReasonForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        services.project_withdraw(project=project, by=request.user, reason=reason)
    except ValidationError as error:
        toast_problem(request, " ".join(error.messages))
        return redirect("project-edit", pk=pk)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Đã rút dự án khỏi danh sách."))
    return redirect("project-list")


def _record(
    request: UserRequest, project: Project, name: str, form: Form, act: Callable[..., Any], said: str
) -> HttpResponse:
    """One form of the page: done, or the page again with what was typed."""
    if form.is_valid():
        try:
            act(project=project, by=request.user, on=lists.today(), **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        except Conflict as conflict:
            form.add_error(None, str(conflict))
            return _page(request, project, {name: form}, status=409)
        else:
            toast(request, said)
            return redirect("project", pk=project.pk)
    return _page(request, project, {name: form}, status=422)


@require_POST
def project_capital(request: UserRequest, pk: int) -> HttpResponse:
    """Money planned or disbursed."""
    project, form = recorded_project(request, pk), CapitalForm(request.POST)
    return _record(request, project, "capital", form, services.capital_set, _("Đã ghi số vốn."))


@require_POST
def project_clearance(request: UserRequest, pk: int) -> HttpResponse:
    """Land handed over, or to be."""
    project, form = recorded_project(request, pk), ClearanceForm(request.POST)
    return _record(request, project, "land", form, services.clearance_set, _("Đã ghi giải phóng mặt bằng."))


@require_POST
def project_step(request: UserRequest, pk: int) -> HttpResponse:
    """A step taken or planned."""
    project, form = recorded_project(request, pk), StepForm(request.POST)
    return _record(request, project, "step", form, services.step_add, _("Đã ghi bước thực hiện."))


@require_POST
def project_step_withdraw(request: UserRequest, pk: int, step: int) -> HttpResponse:
    """A step recorded by mistake."""
    project = recorded_project(request, pk)
    row = get_object_or_404(ProjectStep, pk=step, project=project)
    form = ReasonForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        services.step_withdraw(step=row, by=request.user, on=lists.today(), reason=reason)
    except ValidationError as error:
        toast_problem(request, " ".join(error.messages))
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Đã rút bước thực hiện."))
    return redirect("project", pk=pk)


@require_POST
def project_targets(request: UserRequest, pk: int) -> HttpResponse:
    """Which targets the project serves."""
    project = recorded_project(request, pk)
    form = _targets_form(request, project, request.POST)
    if form.is_valid():
        services.targets_set(project=project, targets=form.cleaned_data["targets"], by=request.user)
        toast(request, _("Đã lưu các chỉ tiêu mà dự án phục vụ."))
    else:
        toast_problem(request, _("Chọn chỉ tiêu trong danh sách."))
    return redirect("project", pk=pk)
