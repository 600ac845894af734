"""The board of tasks, the page of each, and what is done with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from dondoc.web.accounts.access import Action
from dondoc.web.audit import selectors as audit
from dondoc.web.bodies import selectors as bodies
from dondoc.web.bodies.models import Body
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.plans import life, selectors
from dondoc.web.plans.forms import ActForm, ResolveForm
from dondoc.web.plans.models import EventKind, Task
from dondoc.web.plans.selectors import TaskBoard, TaskFilter
from dondoc.writing.rows import Cell

TASK_COLUMNS = (
    ("action", gettext_lazy("Nhiệm vụ")),
    ("lead", gettext_lazy("Chủ trì")),
    ("", gettext_lazy("Phối hợp")),
    ("due", gettext_lazy("Thời hạn")),
    ("", gettext_lazy("Trạng thái")),
    ("document", gettext_lazy("Văn bản giao")),
)
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
    "unacknowledged": gettext_lazy("Chưa tiếp nhận"),
    "transfer_asked": gettext_lazy("Đề nghị chuyển"),
    "reported": gettext_lazy("Chờ xác nhận"),
    "returned": gettext_lazy("Bị trả lại"),
    "waiting": gettext_lazy("Chờ cấp trên"),
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


def board_asked(request: UserRequest) -> TaskBoard:
    """The board as the address filters it, on this day."""
    return selectors.task_board(request.access, _task_filter(request), as_of=lists.today())


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
        tasks.select_related("lead", "document__owner", "parent").prefetch_related(selectors.with_bodies()),
        pk=pk,
    )


@require_GET
def task_page(request: UserRequest, pk: int) -> HttpResponse:
    """One task: who, what, by when, the words it came from, what happened to it, what can be done now."""
    return _task_response(request, _task(request, pk))


def _task_response(
    request: UserRequest,
    task: Task,
    tried: ActForm | None = None,
    resolve_form: ResolveForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The task's page; a form that was refused stands open with what was typed."""
    acts = life.acts_open(task, request.access)
    forms = [
        tried if tried is not None and tried.kind == kind else _form(request, task, kind) for kind in acts
    ]
    may_resolve = EventKind.ASSIGNED in acts
    parts = selectors.with_state(
        task.parts.filter(withdrawn_at=None).select_related("lead").order_by("number"), lists.today()
    )
    context = {
        "task": task,
        "mentions": selectors.mentions_of(task=task.parent or task),
        "events": task.events.select_related("by", "lead"),
        "history": audit.entries_of(task, request.access),
        "forms": forms,
        "tried": tried,
        "resolve_form": resolve_form or (ResolveForm(bodies=_bodies(request)) if may_resolve else None),
        "parts": parts if task.resolved else (),
        "order_state": life.state_of_order(task, as_of=lists.today()) if task.resolved else None,
        "today": lists.today(),
    }
    return render(request, "plans/task.html", context, status=status)


def _bodies(request: UserRequest) -> QuerySet[Body]:
    """Who may be given work today: a body that has gone is answered for by its successor."""
    return bodies.bodies_in_scope(request.access).filter(Q(valid_to=None) | Q(valid_to__gte=lists.today()))


def _form(request: UserRequest, task: Task, kind: EventKind, data: Any = None) -> ActForm:
    return ActForm(data, task=task, kind=kind, bodies=_bodies(request))


@require_POST
def task_act(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """Record one act on a task: acknowledge, report, confirm, send back, extend …"""
    if kind not in EventKind.values or EventKind(kind) not in life.ACTS:
        raise Http404
    task, act = _task(request, pk), EventKind(kind)
    request.access.require(life.ACTS[act].side, life.side_of(task, act))
    form = _form(request, task, act, request.POST)
    if not form.is_valid():
        return _task_response(request, task, form, status=422)
    try:
        life.act(task=task, kind=act, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return _task_response(request, task, form, status=422)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
        return _task_response(request, _task(request, pk), status=409)
    toast(request, _("Đã ghi: %(act)s.") % {"act": str(act.label).lower()})
    return redirect("task", pk=pk)


@require_POST
def task_resolve(request: UserRequest, pk: int) -> HttpResponse:
    """Give a collective order to each of the bodies it is for."""
    task = _task(request, pk)
    request.access.require(Action.DECIDE, task.document.owner)
    form = ResolveForm(request.POST, bodies=_bodies(request))
    if not form.is_valid():
        return _task_response(request, task, resolve_form=form, status=422)
    try:
        parts = life.resolve(task=task, by=request.user, on=lists.today(), **form.cleaned_data)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
        return _task_response(request, _task(request, pk), status=409)
    toast(request, _("Đã chia thành %(count)d việc, mỗi cơ quan một việc.") % {"count": len(parts)})
    return redirect("task", pk=pk)
