"""The boards of targets and tasks, and the page of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from dondoc.records.plan import from_micro
from dondoc.web.accounts.access import Action
from dondoc.web.audit import selectors as audit
from dondoc.web.bodies import selectors as bodies
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.quantities import number_text
from dondoc.web.core.templatetags.dondoc import period
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.plans import selectors, services
from dondoc.web.plans.forms import TaskDoneForm, TaskReopenForm
from dondoc.web.plans.models import BasisChoice, Target, Task
from dondoc.web.plans.selectors import TargetFilter, TargetRow, TaskFilter
from dondoc.web.results.charts import Plan, Point, Theme
from dondoc.web.results.charts import target_picture as draw
from dondoc.writing.rows import Cell

TASK_COLUMNS = (
    ("action", gettext_lazy("Nhiệm vụ")),
    ("lead", gettext_lazy("Chủ trì")),
    ("", gettext_lazy("Phối hợp")),
    ("due", gettext_lazy("Thời hạn")),
    ("", gettext_lazy("Trạng thái")),
    ("document", gettext_lazy("Văn bản giao")),
)
TARGET_COLUMNS = (
    ("indicator", gettext_lazy("Chỉ tiêu")),
    ("body", gettext_lazy("Cơ quan")),
    ("period", gettext_lazy("Kỳ")),
    ("", gettext_lazy("Kế hoạch")),
    ("", gettext_lazy("Kết quả mới nhất")),
    ("", gettext_lazy("So kế hoạch")),
    ("", gettext_lazy("Văn bản")),
)
NUMBER_COLUMNS = TARGET_COLUMNS[3:6]
STATE_NAMES = {
    "done_in_time": gettext_lazy("Hoàn thành đúng hạn"),
    "done_late": gettext_lazy("Hoàn thành quá hạn"),
    "open_in_time": gettext_lazy("Chưa xong, trong hạn"),
    "open_late": gettext_lazy("Chưa xong, quá hạn"),
    "awaiting": gettext_lazy("Chờ văn bản"),
    "open": gettext_lazy("Mọi việc chưa xong"),
    "due_soon": gettext_lazy("Sắp đến hạn"),
    "no_deadline": gettext_lazy("Không có thời hạn"),
    "no_lead": gettext_lazy("Chưa rõ chủ trì"),
}
PARTS = {"lead": gettext_lazy("chủ trì"), "partner": gettext_lazy("phối hợp")}


def _state_of(task: Task) -> str:
    """Where a task stands, as its row and its line in a file say it."""
    return "awaiting" if task.awaiting_document else cast("str", getattr(task, "state", ""))


def _task_filter(request: HttpRequest) -> TaskFilter:
    query = request.GET
    order = query.get("order", "")
    return TaskFilter(
        text=lists.text(query, "q"),
        state=query.get("state", "") if query.get("state") in STATE_NAMES else "",
        body=lists.number(query, "body"),
        part=query.get("part", "") if query.get("part") in PARTS else "",
        document=lists.number(query, "document"),
        due_from=lists.day(query, "from"),
        due_to=lists.day(query, "to"),
        order=order if order in selectors.TASK_ORDERS else "due",
    )


@require_GET
def task_list(request: UserRequest) -> HttpResponse:
    """The board of tasks."""
    wanted = _task_filter(request)
    board = selectors.task_board(request.access, wanted, as_of=lists.today())
    context = {
        "wanted": wanted,
        "counts": [(name, label, board.counts[name]) for name, label in STATE_NAMES.items()],
        "total": board.total,
        "page": lists.page_of(request, board.tasks, count=board.shown),
        "columns": lists.headings(request, [(k, str(n)) for k, n in TASK_COLUMNS], wanted.order),
        "keep": lists.without(request, "state"),
        "export": lists.without(request),
        "bodies": bodies.bodies_in_scope(request.access),
        "parts": PARTS.items(),
        "today": lists.today(),
    }
    template = "plans/task_list.html" + ("#board" if request.htmx and not request.htmx.boosted else "")
    return render(request, template, context)


@require_GET
def task_export(request: UserRequest, kind: str) -> HttpResponse:
    """The board as it is filtered, as a file."""
    board = selectors.task_board(request.access, _task_filter(request), as_of=lists.today())
    headers = [
        _("Nhiệm vụ"),
        _("Chủ trì"),
        _("Chủ trì (nguyên văn)"),
        _("Phối hợp"),
        _("Thời hạn"),
        _("Hạn (nguyên văn)"),
        _("Sản phẩm"),
        _("Trạng thái"),
        _("Ngày hoàn thành"),
        _("Văn bản giao"),
        _("Chờ văn bản"),
    ]

    def rows() -> Iterator[list[Cell]]:
        for task in board.tasks[: lists.MOST_EXPORTED]:
            yield [
                task.action,
                task.lead.name if task.lead else "",
                task.lead_as_written,
                "; ".join(p.body.name if p.body else p.as_written for p in task.partners.all()),
                task.due,
                task.deadline_as_written,
                task.product,
                str(STATE_NAMES[_state_of(task)]),
                task.done_on,
                str(task.document),
                _("có") if task.awaiting_document else "",
            ]

    return lists.as_file(kind, _("Nhiệm vụ"), headers, rows())


def _task(request: UserRequest, pk: int) -> Task:
    tasks = selectors.with_state(selectors.tasks_seen(request.access), lists.today())
    return get_object_or_404(
        tasks.select_related("lead", "document__owner").prefetch_related(selectors.with_bodies()), pk=pk
    )


@require_GET
def task_page(request: UserRequest, pk: int) -> HttpResponse:
    """One task: who, what, by when, the words it came from, what happened to it."""
    return _task_response(request, _task(request, pk))


def _task_response(
    request: UserRequest,
    task: Task,
    done_form: TaskDoneForm | None = None,
    reopen_form: TaskReopenForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "task": task,
        "mentions": selectors.mentions_of(task=task),
        "events": task.events.select_related("by"),
        "history": audit.entries_of(task, request.access),
        "may_record": request.access.can(Action.RECORD, task.lead or task.document.owner),
        "done_form": done_form or TaskDoneForm(task=task, initial={"on": lists.today()}),
        "reopen_form": reopen_form or TaskReopenForm(),
        "today": lists.today(),
    }
    return render(request, "plans/task.html", context, status=status)


def _refused(request: UserRequest, pk: int, conflict: Conflict) -> HttpResponse:
    """Somebody was quicker: the task as it is now, and why nothing was done."""
    toast_problem(request, str(conflict))
    return _task_response(request, _task(request, pk), status=409)


@require_POST
def task_done(request: UserRequest, pk: int) -> HttpResponse:
    """Record that a task is completed."""
    task = _task(request, pk)
    request.access.require(Action.RECORD, task.lead or task.document.owner)
    form = TaskDoneForm(request.POST, task=task)
    if not form.is_valid():
        return _task_response(request, task, form, status=422)
    try:
        services.task_done(task=task, **form.cleaned_data, by=request.user)
    except Conflict as conflict:
        return _refused(request, pk, conflict)
    toast(request, _("Đã ghi nhận hoàn thành."))
    return redirect("task", pk=pk)


@require_POST
def task_reopen(request: UserRequest, pk: int) -> HttpResponse:
    """Take a completion back, with the reason."""
    task = _task(request, pk)
    request.access.require(Action.RECORD, task.lead or task.document.owner)
    form = TaskReopenForm(request.POST)
    if not form.is_valid():
        return _task_response(request, task, reopen_form=form, status=422)
    try:
        services.task_reopen(task=task, on=lists.today(), **form.cleaned_data, by=request.user)
    except Conflict as conflict:
        return _refused(request, pk, conflict)
    toast(request, _("Đã mở lại nhiệm vụ."))
    return redirect("task", pk=pk)


def _target_filter(request: HttpRequest) -> TargetFilter:
    query = request.GET
    order = query.get("order", "")
    return TargetFilter(
        text=lists.text(query, "q"),
        body=lists.number(query, "body"),
        year=lists.year(query, "year"),
        basis=query.get("basis", "") if query.get("basis") in BasisChoice.values else "",
        document=lists.number(query, "document"),
        awaiting={"yes": True, "no": False}.get(query.get("awaiting", "")),
        field=lists.text(query, "field", 120),
        order=order if order in selectors.TARGET_ORDERS else "indicator",
    )


@require_GET
def target_list(request: UserRequest) -> HttpResponse:
    """The board of targets with the latest figure of each."""
    wanted = _target_filter(request)
    page = lists.page_of(request, selectors.target_board(request.access, wanted))
    context = {
        "wanted": wanted,
        "page": page,
        "rows": selectors.target_rows(request.access, list(page.object_list)),
        "columns": lists.headings(
            request,
            [(k, str(n)) for k, n in TARGET_COLUMNS],
            wanted.order,
            [str(n) for _k, n in NUMBER_COLUMNS],
        ),
        "export": lists.without(request),
        "choices": selectors.target_choices(request.access),
        "bases": BasisChoice.choices,
    }
    template = "plans/target_list.html" + ("#board" if request.htmx and not request.htmx.boosted else "")
    return render(request, template, context)


@require_GET
def target_export(request: UserRequest, kind: str) -> HttpResponse:
    """The board of targets as it is filtered, as a file."""
    targets = list(selectors.target_board(request.access, _target_filter(request))[: lists.MOST_EXPORTED])
    headers = [
        _("Chỉ tiêu"),
        _("Cơ quan"),
        _("Kỳ"),
        _("Cấp giao"),
        _("Kế hoạch"),
        _("Đến"),
        _("Đơn vị tính"),
        _("Kết quả mới nhất"),
        _("Đơn vị của kết quả"),
        _("Kỳ của kết quả"),
        _("So kế hoạch (%)"),
        _("Văn bản"),
        _("Chờ văn bản"),
    ]

    def cells(row: TargetRow) -> list[Cell]:
        found = row.observation
        return [
            row.target.indicator.name,
            row.target.body.name,
            row.target.period,
            row.target.get_basis_display(),
            row.version.value,
            row.version.value_max,
            row.version.unit,
            found.value if found else None,
            found.unit if found else "",
            found.period if found else "",
            row.progress.percent if row.progress else None,
            str(row.version.document or ""),
            _("có") if row.target.awaiting_document else "",
        ]

    rows = selectors.target_rows(request.access, targets)
    return lists.as_file(kind, _("Chỉ tiêu"), headers, map(cells, rows))


def _target(request: UserRequest, pk: int) -> Target:
    targets = selectors.targets_seen(request.access).select_related("indicator", "body")
    return get_object_or_404(targets, pk=pk)


@require_GET
def target_page(request: UserRequest, pk: int) -> HttpResponse:
    """One target: its versions, its figures as picture and table, and the words behind them."""
    target, others = selectors.target_and_kin(request.access, pk)
    versions = list(selectors.target_versions(target))
    series = list(selectors.series_of(request.access, target))
    words, observed = selectors.words_of(target, series)
    context = {
        "target": target,
        "row": selectors.target_row(target, versions, series),
        "versions": versions,
        "series": series,
        "drawn": bool(selectors.path_of(target, series)),
        "mentions": words,
        "observed": observed,
        "siblings": others[:20],
        "history": audit.entries_of(target, request.access),
    }
    return render(request, "plans/target.html", context)


def _drawn(request: UserRequest, row: TargetRow) -> tuple[Plan, list[Point]]:
    """A target's plan and figures in one unit; where the plan could not be converted, in the unit printed."""
    target, version = row.target, row.version
    series = selectors.path_of(target, selectors.series_of(request.access, target))
    low, high = version.in_indicator_unit, None
    if low is None:
        low, high = version.value, version.value_max
        figures = [(o, o.value) for o in series if o.unit == version.unit]
    else:
        high = None if version.micro_max is None else from_micro(version.micro_max)
        figures = [(o, o.in_indicator_unit) for o in series if o.in_indicator_unit is not None]
    upper = f"–{number_text(high)}" if high is not None else ""
    label = f"{_('Kế hoạch')} {period(target.period)}: {number_text(low)}{upper} {row.unit}".strip()
    plan = Plan(low, high, target.period_start, target.period_end, label)
    return plan, [Point(o.period, o.period_end, value, o.get_status_display()) for o, value in figures]


@require_GET
def target_picture(request: UserRequest, pk: int, theme: str) -> HttpResponse:
    """The target's path as SVG, for `<img>`; drawn from the same rows as the table beside it."""
    if theme not in ("light", "dark"):
        raise Http404
    target = _target(request, pk)
    (row,) = selectors.target_rows(request.access, [target])
    plan, points = _drawn(request, row)
    response = HttpResponse(
        draw(points, [plan], unit=row.unit, theme=cast("Theme", theme)), content_type="image/svg+xml"
    )
    response["Cache-Control"] = "private, no-cache"
    return response


@require_GET
def target_series_export(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """The figures behind a target's picture, as a file."""
    target = _target(request, pk)
    headers = [
        _("Kỳ"),
        _("Từ ngày"),
        _("Đến ngày"),
        _("Giá trị"),
        _("Đơn vị tính"),
        _("Trạng thái số liệu"),
        _("Tính đến"),
        _("Văn bản"),
    ]
    rows: Iterator[list[Cell]] = (
        [
            o.period,
            o.period_start,
            o.period_end,
            o.value,
            o.unit,
            o.get_status_display(),
            o.as_of,
            str(o.document or ""),
        ]
        for o in selectors.series_of(request.access, target)
    )
    return lists.as_file(kind, str(target), headers, rows)


@require_GET
def indicator_list(request: UserRequest) -> HttpResponse:
    """The catalogue: what is measured, in how many targets and figures."""
    text = lists.text(request.GET, "q")
    page = lists.page_of(request, selectors.indicators(request.access, text))
    return render(request, "plans/indicator_list.html", {"page": page, "text": text})


@require_GET
def indicator_page(request: UserRequest, pk: int) -> HttpResponse:
    """One indicator: its names, its targets and all its figures."""
    indicator = get_object_or_404(selectors.indicators(request.access, "").prefetch_related("aliases"), pk=pk)
    targets = list(
        selectors.targets_seen(request.access)
        .filter(indicator=indicator)
        .select_related("indicator", "body")
        .order_by("period_end", "pk")[:200]
    )
    context = {
        "indicator": indicator,
        "rows": selectors.target_rows(request.access, targets),
        "observations": selectors.observations_seen(request.access)
        .filter(indicator=indicator)
        .select_related("body", "document")
        .order_by("-period_end", "measure", "pk")[:200],
    }
    return render(request, "plans/indicator.html", context)
