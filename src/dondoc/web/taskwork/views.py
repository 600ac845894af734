"""The page on which a task is organised, a partner's parts, awaited events, days worth asking about."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.web.accounts.access import Access, Action, Refused
from dondoc.web.bodies import selectors as bodies
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.plans.models import Task
from dondoc.web.plans.taskboard import tasks_seen
from dondoc.web.plans.taskboard import with_state as tasks_with_state
from dondoc.web.taskwork import arranging, forms, linking, parts, selectors, taskfields
from dondoc.web.taskwork.models import Part, PartEvent, PartEventKind, PersonRole, Recurrence
from dondoc.web.workdays.selectors import keeper
from dondoc.writing.rows import Cell


def decides(access: Access, task: Task) -> bool:
    """Whether this person acts for the body whose document gave the task."""
    return access.can(Action.DECIDE, task.document.owner_id)


@dataclass(frozen=True, slots=True)
class Work:
    """Something that can be done on the page: its form, who may, what it does."""

    name: Any
    form: type[forms.WorkForm]
    may: Callable[[Access, Task], bool]
    do: Callable[..., Any]
    of: str = ""  # the task's relation whose rows it is about; "" for the task itself


def _occurrences(*, task: Task, by: Any) -> list[Task]:
    recurrence = Recurrence.objects.filter(task=task, withdrawn_at=None).select_related("task").first()
    if recurrence is None:
        raise Conflict("Việc này không đặt định kỳ.")
    return linking.occurrences_make(recurrence=recurrence, as_of=lists.today(), by=by)


def _recur(**said: Any) -> Recurrence:
    return linking.recur_from(as_of=lists.today(), **said)


WORK: Mapping[str, Work] = {
    "step": Work(gettext_lazy("Thêm bước"), forms.StepForm, parts.may_arrange, arranging.step_add),
    "handler": Work(
        gettext_lazy("Phân công người thực hiện"),
        forms.PersonForm,
        parts.may_arrange,
        lambda **said: arranging.person_set(role=PersonRole.HANDLER, **said),
    ),
    "supervisor": Work(
        gettext_lazy("Phân công người theo dõi, đôn đốc"),
        forms.PersonForm,
        decides,
        lambda **said: arranging.person_set(role=PersonRole.SUPERVISOR, **said),
    ),
    "arrange": Work(
        gettext_lazy("Nguồn lực, cấp trình, chu kỳ rà soát"),
        forms.ArrangeForm,
        parts.may_arrange,
        lambda **said: arranging.arrange(on=lists.today(), **said),
    ),
    "field": Work(gettext_lazy("Ghi lĩnh vực"), forms.FieldForm, parts.may_arrange, taskfields.field_set),
    "review": Work(
        gettext_lazy("Ghi kết quả rà soát"), forms.ReviewForm, parts.may_arrange, arranging.reviewed
    ),
    "part": Work(
        gettext_lazy("Giao phần việc cho cơ quan phối hợp"),
        forms.PartForm,
        parts.may_arrange,
        lambda **said: parts.part_add(on=lists.today(), **said),
    ),
    "wait": Work(gettext_lazy("Ghi việc phải chờ"), forms.WaitForm, parts.may_arrange, linking.wait_add),
    "trigger": Work(
        gettext_lazy("Gắn thời hạn với sự kiện"), forms.TriggerForm, decides, linking.trigger_set
    ),
    "recur": Work(gettext_lazy("Đặt định kỳ"), forms.RecurForm, decides, _recur),
    "occurrences": Work(gettext_lazy("Tạo việc các kỳ đã đến"), forms.NothingForm, decides, _occurrences),
}
ROW_WORK: Mapping[str, Work] = {
    "step-done": Work(
        gettext_lazy("Đã xong"),
        forms.StepDoneForm,
        parts.may_arrange,
        lambda row, on, by: arranging.step_done(step=row, on=on, by=by),
        of="steps",
    ),
    "step-open": Work(
        gettext_lazy("Chưa xong"),
        forms.NothingForm,
        parts.may_arrange,
        lambda row, by: arranging.step_done(step=row, on=None, by=by),
        of="steps",
    ),
    "step-withdraw": Work(
        gettext_lazy("Bỏ bước"),
        forms.NothingForm,
        parts.may_arrange,
        lambda row, by: arranging.step_withdraw(step=row, by=by),
        of="steps",
    ),
    "person-end": Work(
        gettext_lazy("Kết thúc phân công"),
        forms.PersonEndForm,
        parts.may_arrange,
        lambda row, on, by: arranging.person_end(person=row, on=on, by=by),
        of="people",
    ),
    "wait-withdraw": Work(
        gettext_lazy("Bỏ"),
        forms.NothingForm,
        parts.may_arrange,
        lambda row, by: linking.wait_withdraw(wait=row, by=by),
        of="waits",
    ),
}


def _task(request: UserRequest, pk: int) -> Task:
    """A task the reader sees, or one of which a part is theirs: a partner sees what it is a part of."""
    tasks = tasks_with_state(tasks_seen(request.access), lists.today())
    around = ("lead", "document__owner", "parent", "arrangement", "recurrence")
    return get_object_or_404(tasks.select_related(*around), pk=pk)


def _may(access: Access, task: Task, kind: str) -> bool:
    """Whether the person may, and whether the task is of the kind that has it."""
    if not WORK[kind].may(access, task):
        return False
    recurs = getattr(task, "recurrence", None) is not None
    arranged = getattr(task, "arrangement", None)
    match kind:
        case "trigger" | "recur":
            return task.due is None and not task.resolved and task.done_on is None and not recurs
        case "occurrences":
            return recurs
        case "review":
            return arranged is not None and arranged.review_months is not None
        case "part":
            return not task.resolved
        case "handler":
            return task.lead_id is not None
    return True


def _form(
    request: UserRequest, task: Task, kind: str, *, data: Any = None, row: Any = None
) -> forms.WorkForm:
    tasks = tasks_seen(request.access).filter(resolved=False)
    # a partner may be any body of the province: who works along is no secret, and is asked across branches
    existing = Q(valid_to=None) | Q(valid_to__gte=lists.today())
    choices = forms.Choices(task, bodies.bodies_seen(request.access).filter(existing), tasks)
    more: dict[str, Any] = {}
    arranged = getattr(task, "arrangement", None)
    if kind == "arrange" and arranged is not None:
        more["initial"] = {
            "resources": arranged.resources,
            "level": arranged.level,
            "review_months": arranged.review_months,
        }
    if kind == "field":
        more["initial"] = {"field": task.field}
    work = WORK.get(kind) or ROW_WORK.get(kind)
    form = work.form if work else forms.PartActForm
    return form(data, kind=kind, task=task, seen=choices, row=row, **more)


def _page(
    request: UserRequest, task: Task, tried: forms.WorkForm | None = None, *, status: int = 200
) -> HttpResponse:
    access = request.access

    def shown(kind: str, row: Any = None) -> forms.WorkForm:
        same = (
            tried is not None
            and tried.kind == kind
            and getattr(tried.row, "pk", None) == getattr(row, "pk", None)
        )
        return tried if same and tried is not None else _form(request, task, kind, row=row)

    arranges = parts.may_arrange(access, task)
    waits, awaited = selectors.waits_around(task)
    found = list(
        selectors.with_state(task.partner_parts.filter(withdrawn_at=None), lists.today())
        .select_related("body")
        .prefetch_related(Prefetch("events", PartEvent.objects.select_related("by")))
    )
    for part in found:
        part.task = task
    context = {
        "task": task,
        "offered": [
            (kind, WORK[kind].name, tried if tried is not None and tried.kind == kind else None)
            for kind in WORK
            if _may(access, task, kind)
        ],
        "tried": tried,
        "arranges": arranges,
        "steps": [
            (step, shown("step-done", step) if arranges and step.done_on is None else None)
            for step in task.steps.filter(withdrawn_at=None)
        ],
        "people": [
            (person, shown("person-end", person) if arranges and person.until is None else None)
            for person in task.people.filter(withdrawn_at=None).select_related("user", "position__person")
        ],
        "arrangement": getattr(task, "arrangement", None),
        "parts": [
            (part, [(kind.label, shown(f"part-{kind}", part)) for kind in parts.acts_open(access, part)])
            for part in found
        ],
        "waits": waits,
        "awaited": awaited,
        "triggered": task.triggered.filter(withdrawn_at=None).select_related("trigger").first(),
        "recurrence": getattr(task, "recurrence", None),
        "occurrences": tasks_with_state(
            task.parts.filter(withdrawn_at=None).order_by("number"), lists.today()
        )
        if getattr(task, "recurrence", None) is not None
        else (),
        "today": lists.today(),
    }
    return render(request, "taskwork/task_work.html", context, status=status)


@require_GET
def task_work(request: UserRequest, pk: int) -> HttpResponse:
    """How a task is organised: steps, people, parts of partners, waits, what its day depends on.

    A form is made when it is opened (`?do=step`): their lists are long, and few who look want to change it.
    """
    task, kind = _task(request, pk), request.GET.get("do", "")
    if not kind:
        return _page(request, task)
    if kind not in WORK or not _may(request.access, task, kind):
        raise Http404
    form = _form(request, task, kind)
    if request.htmx and not request.htmx.boosted:
        context = {"task": task, "form": form, "name": WORK[kind].name}
        return render(request, "taskwork/_work_form.html", context)
    return _page(request, task, form)


@require_POST
def work_do(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """Do one thing of `WORK`."""
    if kind not in WORK:
        raise Http404
    task = _task(request, pk)
    if not WORK[kind].may(request.access, task):
        raise Refused(Action.RECORD, task.lead_id or task.document.owner_id)
    form = _form(request, task, kind, data=request.POST)
    return _try(request, form, lambda said: WORK[kind].do(task=task, by=request.user, **said))


@require_POST
def work_row(request: UserRequest, pk: int, kind: str, row: int) -> HttpResponse:
    """Do one thing of `ROW_WORK`, or one act on a part, with a row of the task."""
    task = _task(request, pk)
    if kind.startswith("part-") and kind.removeprefix("part-") in PartEventKind.values:
        act = PartEventKind(kind.removeprefix("part-"))
        part = get_object_or_404(Part.objects.select_related("body"), pk=row, task=task)
        part.task = task
        if not parts.may_act(request.access, part, act):
            raise Refused(Action.RECORD, part.body_id)
        form = _form(request, task, kind, data=request.POST, row=part)
        return _try(request, form, lambda said: parts.part_act(part=part, kind=act, by=request.user, **said))
    if kind not in ROW_WORK:
        raise Http404
    work = ROW_WORK[kind]
    thing = get_object_or_404(getattr(task, work.of), pk=row)
    if not work.may(request.access, task):
        raise Refused(Action.RECORD, task.lead_id or task.document.owner_id)
    form = _form(request, task, kind, data=request.POST, row=thing)
    return _try(request, form, lambda said: work.do(row=thing, by=request.user, **said))


def _try(request: UserRequest, form: forms.WorkForm, do: Callable[[dict[str, Any]], Any]) -> HttpResponse:
    """Do it; what is refused stands beside its field, with what was typed."""
    task = form.task
    if form.is_valid():
        try:
            do(form.cleaned_data)
        except ValidationError as error:
            said = getattr(error, "message_dict", None)
            for name, messages in (said or {"": error.messages}).items():
                for message in messages:
                    form.add_error(name if name in form.fields else None, message)
        except Conflict as conflict:
            toast_problem(request, str(conflict))
            return _page(request, _task(request, task.pk), status=409)
        else:
            toast(request, _("Đã ghi."))
            return redirect("task-work", pk=task.pk)
    return _page(request, task, form, status=422)


PART_NAMES = {
    "done_in_time": gettext_lazy("Hoàn thành đúng hạn"),
    "done_late": gettext_lazy("Hoàn thành quá hạn"),
    "open_in_time": gettext_lazy("Chưa xong, trong hạn"),
    "open_late": gettext_lazy("Chưa xong, quá hạn"),
    "reported": gettext_lazy("Chờ xác nhận"),
}


def _part_board(request: UserRequest) -> tuple[selectors.PartBoard, int | None, str]:
    body = lists.number(request.GET, "body")
    state = request.GET.get("state", "")
    state = state if state in PART_NAMES else ""
    board = selectors.part_board(request.access, as_of=lists.today(), body=body, state=state)
    return board, body, state


@require_GET
def part_list(request: UserRequest) -> HttpResponse:
    """What partners have to do of other bodies' tasks."""
    board, body, state = _part_board(request)
    context = {
        "page": lists.page_of(request, board.parts, count=board.counts.get(state, board.total)),
        "counts": [(name, label, board.counts[name]) for name, label in PART_NAMES.items()],
        "total": board.total,
        "body": body,
        "state": state,
        "bodies": bodies.bodies_in_scope(request.access).only("name"),
        "keep": lists.without(request, "state"),
        "export": lists.without(request),
    }
    return render(request, "taskwork/part_list.html", context)


@require_GET
def part_export(request: UserRequest, kind: str) -> HttpResponse:
    """The list as a file."""
    board, _body, _state = _part_board(request)
    headers = [_("Phần việc"), _("Cơ quan phối hợp"), _("Nhiệm vụ"), _("Chủ trì"), _("Thời hạn")]
    headers += [_("Trạng thái"), _("Bước"), _("Ngày hoàn thành"), _("Văn bản giao")]

    def rows() -> Iterator[list[Cell]]:
        for part in board.parts[: lists.MOST_EXPORTED]:
            task = part.task
            yield [
                part.what,
                part.body.name,
                task.action,
                task.lead.name if task.lead else "",
                part.due,
                str(PART_NAMES[part.state]),  # type: ignore[attr-defined]
                part.get_stage_display(),
                part.done_on,
                str(task.document),
            ]

    return lists.as_file(kind, _("Phần việc phối hợp"), headers, rows())


@require_GET
def trigger_list(request: UserRequest) -> HttpResponse:
    """Events that deadlines depend on; the day of one is entered here and dates all its tasks."""
    return _triggers(request)


def _triggers(
    request: UserRequest, tried: forms.HappenedForm | None = None, *, status: int = 200
) -> HttpResponse:
    page = lists.page_of(request, selectors.triggers_seen(request.access))
    rows = []
    for trigger in page:
        may = trigger.happened_on is None and request.access.can(Action.DECIDE, trigger.owner_id)
        same = tried is not None and tried.row.pk == trigger.pk
        rows.append((trigger, (tried if same else _happened_form(trigger)) if may else None))
    context = {"page": page, "rows": rows, "tried": tried}
    return render(request, "taskwork/trigger_list.html", context, status=status)


def _happened_form(trigger: Any, data: Any = None) -> forms.HappenedForm:
    return forms.HappenedForm(data, kind="happened", task=None, seen=None, row=trigger)  # type: ignore[arg-type]


@require_POST
def trigger_happened(request: UserRequest, pk: int) -> HttpResponse:
    """The event has come."""
    trigger = get_object_or_404(selectors.triggers_seen(request.access), pk=pk)
    request.access.require(Action.DECIDE, trigger.owner_id)
    form = _happened_form(trigger, request.POST)
    if form.is_valid():
        try:
            dated = linking.trigger_happened(
                trigger=trigger, by=request.user, recorded_on=lists.today(), **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
        except Conflict as conflict:
            toast_problem(request, str(conflict))
            return _triggers(request, status=409)
        else:
            toast(request, _("Đã ghi; ấn định thời hạn cho %(count)d việc.") % {"count": len(dated)})
            return redirect("trigger-list")
    return _triggers(request, form, status=422)


@require_http_methods(["GET", "POST"])
def saved_days(request: UserRequest) -> HttpResponse:
    """Days worth asking about: conferences of the documents, and what the office keeps itself."""
    form = forms.SavedDayForm(request.POST if request.method == "POST" else None)
    home = keeper()
    may = home is not None and request.access.can(Action.DECIDE, home)
    if request.method == "POST":
        request.access.require(Action.DECIDE, home)
        assert home is not None
        if form.is_valid():
            try:
                arranging.day_save(by=request.user, owner=home, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                toast(request, _("Đã lưu mốc ngày."))
                return redirect("saved-days")
    context = {
        "days": selectors.saved_days(request.access)[:200],
        "meetings": selectors.conferences_seen(request.access, until=lists.today())[:50],
        "form": form if may else None,
    }
    return render(request, "taskwork/saved_days.html", context, status=422 if form.is_bound else 200)
