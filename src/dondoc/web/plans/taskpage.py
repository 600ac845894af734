"""A task's page: who, what, by when, the words it came from, what happened, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dondoc.assessment.deadlines import days_late
from dondoc.assessment.tasklife import together
from dondoc.exchange.ownfields import from_json
from dondoc.records.tasklife import Stage
from dondoc.web.accounts.access import Action
from dondoc.web.audit import selectors as audit
from dondoc.web.bodies import selectors as bodies
from dondoc.web.bodies.models import Body
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.plans import life, orders, selectors, standings, taskboard, taskbodies
from dondoc.web.plans.forms import ActForm, ResolveForm
from dondoc.web.plans.models import DeadlineKind, EventKind, StageChoice, Task, TaskEvent
from dondoc.web.plans.taskviews import moment_of
from dondoc.web.taskwork import ownfields
from dondoc.web.taskwork.models import TriggeredDue, Wait
from dondoc.web.taskwork.parts import may_arrange
from dondoc.web.workdays.selectors import calendar

RESOLVE = "resolve"  # beside the kinds of `EventKind`


def _task(request: UserRequest, pk: int) -> Task:
    unfinished = Wait.objects.filter(task=OuterRef("pk"), withdrawn_at=None, waits_for__done_on=None)
    tasks = taskboard.with_state(taskboard.tasks_seen(request.access), lists.today()).annotate(
        waits_open=Exists(unfinished), own_defined=ownfields.newest("document")
    )
    return get_object_or_404(
        tasks.select_related("lead", "document__owner", "parent", "own_values").prefetch_related(
            taskboard.with_bodies()
        ),
        pk=pk,
    )


@require_GET
def task_page(request: UserRequest, pk: int) -> HttpResponse:
    """One task: who, what, by when, the words it came from, what happened to it, what can be done now.

    A form in which a body is chosen is made when it is opened (`?do=transferred`).
    """
    task, moment = _task(request, pk), moment_of(request)
    if moment.at:
        return _as_it_stood(request, task, moment)
    if kind := request.GET.get("do", ""):
        return _opened(request, task, kind)
    return _task_response(request, task)


def _opened(request: UserRequest, task: Task, kind: str) -> HttpResponse:
    """One form of the page: alone for the page that asks for it, else the page with it open."""
    acts = life.acts_open(task, request.access)
    form: ActForm | ResolveForm
    if kind == RESOLVE and _may_resolve(request, task):
        form = ResolveForm(bodies=_bodies_left(request, task))
    elif kind in acts:
        form = ActForm(task=task, kind=EventKind(kind), bodies=bodies_to_choose(request))
    else:
        raise Http404
    if request.htmx and not request.htmx.boosted:
        return render(request, "plans/_act_form.html", {"task": task, "form": form})
    if isinstance(form, ResolveForm):
        return _task_response(request, task, resolve_form=form)
    return _task_response(request, task, form)


def _may_resolve(request: UserRequest, task: Task) -> bool:
    """Whether it may be given to each of several bodies, or to more of them than it was."""
    if not _decides(request, task):
        return False
    return orders.may_have_more(task) if task.resolved else task.stage == Stage.UNASSIGNED


def _decides(request: UserRequest, task: Task) -> bool:
    return request.access.can(Action.DECIDE, task.document.owner)


def _bodies_left(request: UserRequest, task: Task) -> QuerySet[Body]:
    """Who may still be given a part of it."""
    return bodies_to_choose(request).exclude(pk__in=orders.bodies_of(task))


def _as_it_stood(request: UserRequest, task: Task, moment: taskboard.Moment) -> HttpResponse:
    """The page of a past day: where the task stood, from the events that count; nothing can be done on it."""
    known = moment.known_by
    events = [
        event
        for event in task.events.select_related("by", "lead", "undone_by")
        if event.on <= moment.as_of and (known is None or timezone.localdate(event.at) <= known)
    ]
    parts = standings.parts_of(task) if task.resolved else ()
    stood = standings.all_stand(parts, as_of=moment.as_of, known_by=known)
    now = standings.stands(task, as_of=moment.as_of, known_by=known)
    context = {
        "task": task,
        "now": now,
        "lead": Body.objects.filter(pk=int(now.lead)).first() if now.lead else None,
        "stage": StageChoice(now.stage.value).label,
        "order": together([stands for _part, stands in stood]) if task.resolved else None,
        "parts": [(part, stands) for part, stands in stood if stands.owed_from is not None],
        "events": events,
        "moment": moment,
        "own": ownfields.filled(
            task,
            from_json(task.own_defined or ()),  # type: ignore[attr-defined]
            ownfields.held_then([task.pk], moment.as_of, strict=known is not None).get(task.pk, {}),
        ),
        "late": days_late(due=now.due, done=now.done, as_of=moment.as_of),
    }
    return render(request, "plans/task_then.html", context)


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
        tried
        if tried is not None and tried.kind == kind
        else ActForm(task=task, kind=kind, decides=_decides(request, task))
        for kind in acts
    ]
    if tried is not None and tried.kind not in acts:  # refused, and not offered any more
        forms.insert(0, tried)
    parts = taskboard.with_state(
        task.parts.filter(withdrawn_at=None).select_related("lead").order_by("number"), lists.today()
    )
    events = list(task.events.select_related("by", "lead", "undone_by"))
    _mark_late(events)
    mistake = life.undoable(task, events, request.user)
    if mistake is not None and not _may_take_back(request, task, mistake):
        mistake = None
    context = {
        "task": task,
        "mentions": selectors.mentions_of(task=task.parent or task),
        "events": events,
        "mistake": mistake,
        "history": audit.trail_of(task, request.access),
        "forms": forms,
        "tried": tried,
        "may_resolve": _may_resolve(request, task),
        "answer_by": life.answer_by(task) if task.stage == Stage.UNACKNOWLEDGED else None,
        "waits_for_event": _event_of(task),
        "resolve_form": resolve_form,
        "parts": parts if task.resolved else (),
        "order": standings.order_stands(task, as_of=lists.today()) if task.resolved else None,
        "own": ownfields.filled(task, from_json(task.own_defined or ())),  # type: ignore[attr-defined]
        "fills_in": may_arrange(request.access, task),
        "today": lists.today(),
    }
    return render(request, "plans/task.html", context, status=status)


def _event_of(task: Task) -> TriggeredDue | None:
    """What has to happen before it has a day, of a task that waits for that."""
    if task.deadline_kind != DeadlineKind.EVENT or task.due is not None:
        return None
    return TriggeredDue.objects.filter(task=task, withdrawn_at=None).select_related("trigger").first()


def _mark_late(events: Sequence[TaskEvent]) -> None:
    """Set `late_after` on each request for transfer that came after its days: the last day it had."""
    undone = {event.undoes_id for event in events}
    given: date | None = None
    for event in sorted(events, key=lambda event: event.pk):
        if event.pk in undone:
            continue
        if event.kind in taskbodies.GIVEN:
            given = event.on
        days = settings.TASK_ACKNOWLEDGE_DAYS
        if event.kind == EventKind.TRANSFER_ASKED and given is not None and (event.on - given).days > days:
            last = calendar().after(given, days)
            event.late_after = last if event.on > last else None  # type: ignore[attr-defined]


def bodies_to_choose(request: UserRequest) -> QuerySet[Body]:
    """Who may be given work today: a body that has gone is answered for by its successor."""
    return bodies.bodies_in_scope(request.access).filter(Q(valid_to=None) | Q(valid_to__gte=lists.today()))


@require_POST
def task_act(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """Record one act on a task: acknowledge, report, confirm, send back, extend …"""
    if kind not in EventKind.values or EventKind(kind) not in life.ACTS:
        raise Http404
    task, act = _task(request, pk), EventKind(kind)
    _require(request, task, act)
    form = ActForm(
        request.POST, task=task, kind=act, bodies=bodies_to_choose(request), decides=_decides(request, task)
    )
    if not form.is_valid():
        return _task_response(request, task, form, status=422)
    try:
        if task.resolved and act == EventKind.WITHDRAWN:
            said = form.cleaned_data
            orders.withdraw(task=task, by=request.user, on=said["on"], reason=said["note"])
        else:
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
    form = ResolveForm(request.POST, bodies=_bodies_left(request, task))
    if not form.is_valid():
        return _task_response(request, task, resolve_form=form, status=422)
    give = orders.add if task.resolved else orders.resolve
    try:
        parts = give(task=task, by=request.user, on=lists.today(), **form.cleaned_data)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
        return _task_response(request, _task(request, pk), status=409)
    toast(request, _("Đã chia thành %(count)d việc, mỗi cơ quan một việc.") % {"count": len(parts)})
    return redirect("task", pk=pk)


def _may_take_back(request: UserRequest, task: Task, event: TaskEvent) -> bool:
    """Who may still act for the side that recorded it."""
    kind = EventKind(event.kind)
    return kind in life.ACTS and life.may(request.access, task, kind)


def _require(request: UserRequest, task: Task, kind: EventKind) -> None:
    if not life.may(request.access, task, kind):
        raise PermissionDenied


@require_POST
def task_undo(request: UserRequest, pk: int, event: int) -> HttpResponse:
    """Take back what one has just recorded by mistake."""
    task = _task(request, pk)
    row = get_object_or_404(task.events, pk=event)
    kind = EventKind(row.kind)
    if kind not in life.ACTS:
        raise Http404
    _require(request, task, kind)
    try:
        life.undo(event=row, by=request.user, on=lists.today(), reason=request.POST.get("reason", "")[:500])
    except Conflict as conflict:
        toast_problem(request, str(conflict))
        return _task_response(request, _task(request, pk), status=409)
    toast(request, _("Đã gỡ: %(act)s.") % {"act": str(kind.label).lower()})
    return redirect("task", pk=pk)
