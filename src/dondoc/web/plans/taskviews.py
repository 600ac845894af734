"""The board of tasks, on the screen and as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from dondoc.assessment.deadlines import TaskCounts
from dondoc.exchange.ownfields import OwnField
from dondoc.web.bodies import selectors as bodies
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.plans import taskbodies, taskexport
from dondoc.web.plans.fields import fields_known
from dondoc.web.plans.models import Task
from dondoc.web.plans.taskboard import (
    NO_FIELD,
    TASK_ORDERS,
    TASK_STATES,
    Moment,
    TaskBoard,
    TaskFilter,
    as_it_stood,
    task_board,
    tasks_seen,
)
from dondoc.web.taskwork import ownfields, ownfilter
from dondoc.web.workdays.selectors import calendar
from dondoc.writing.rows import Cell


def percent_number(share: Fraction | None) -> Decimal | None:
    """A share as per cent at two decimals, rounded half up; None where there is nothing to divide by."""
    if share is None:
        return None
    return Decimal((20000 * share.numerator + share.denominator) // (2 * share.denominator)).scaleb(-2)


def _number(cell: Callable[[taskbodies.BodyLine], Cell]) -> Callable[[taskbodies.BodyLine], Any]:
    """What a column is sorted by: nothing to divide by comes before nought."""
    return lambda line: -1 if (value := cell(line)) is None else value


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
    "acknowledge_late": gettext_lazy("Quá hạn tiếp nhận"),
    "transfer_asked": gettext_lazy("Đề nghị chuyển"),
    "reported": gettext_lazy("Chờ xác nhận"),
    "returned": gettext_lazy("Bị trả lại"),
    "waiting": gettext_lazy("Chờ cấp trên"),
    "withdrawn": gettext_lazy("Đã rút"),
}
# (order, name, cell) of the table of bodies
BODY_COLUMNS: tuple[tuple[str, str | Promise, Callable[[taskbodies.BodyLine], Cell]], ...] = (
    ("body", gettext_lazy("Cơ quan"), lambda line: line.body.name),
    ("given", gettext_lazy("Được giao"), lambda line: line.given),
    ("done_in_time", gettext_lazy("Hoàn thành đúng hạn"), lambda line: line.counts.done_in_time),
    ("done_late", gettext_lazy("Hoàn thành quá hạn"), lambda line: line.counts.done_late),
    ("open_in_time", gettext_lazy("Chưa xong, trong hạn"), lambda line: line.counts.open_in_time),
    ("open_late", gettext_lazy("Chưa xong, quá hạn"), lambda line: line.counts.open_late),
    ("rate", gettext_lazy("Tỷ lệ đúng hạn (%)"), lambda line: percent_number(line.punctuality)),
    ("oldest", gettext_lazy("Quá hạn lâu nhất (ngày)"), lambda line: line.oldest),
    ("over_30", gettext_lazy("Quá hạn trên 30 ngày"), lambda line: line.over_30),
    ("over_120", gettext_lazy("Quá hạn trên 120 ngày"), lambda line: line.over_120),
    ("late_taken", gettext_lazy("Tiếp nhận chậm"), lambda line: line.acknowledged_late),
    ("transfers", gettext_lazy("Xin chuyển"), lambda line: line.transfers_asked),
    ("transfers_late", gettext_lazy("Xin chuyển chậm"), lambda line: line.transfers_late),
    ("opinions", gettext_lazy("Xin ý kiến"), lambda line: line.opinions_asked),
    ("returned", gettext_lazy("Bị trả lại"), lambda line: line.returned),
    ("waiting", gettext_lazy("Chờ cấp trên"), lambda line: line.waiting),
    ("helps", gettext_lazy("Đang phối hợp"), lambda line: line.helps),
    ("load", gettext_lazy("Khối lượng"), lambda line: line.workload),
)
BODY_ORDERS: dict[str, Callable[[taskbodies.BodyLine], Any]] = {
    "body": lambda line: line.body.sort_key,
    **{key: _number(cell) for key, _name, cell in BODY_COLUMNS[1:]},
}
EXTRA_NAMES = {
    "handler": gettext_lazy("tôi thực hiện"),
    "supervisor": gettext_lazy("tôi theo dõi"),
    "blocked": gettext_lazy("phải chờ việc khác"),
    "review": gettext_lazy("đến kỳ rà soát"),
}
PARTS = {"lead": gettext_lazy("chủ trì"), "partner": gettext_lazy("phối hợp")}


def moment_of(request: HttpRequest) -> Moment:
    """The day the reader asks about: today, or `as_of`; with `known=then` only by what was entered then."""
    today = lists.today()
    as_of = lists.day(request.GET, "as_of") or today
    known = as_of if request.GET.get("known") == "then" else None
    return Moment.on(as_of, today=today, known_by=known)


def taken_by(as_of: date) -> date:
    """What was given on this day or before should have been acknowledged before `as_of`."""
    return calendar().overdue_given(as_of, settings.TASK_ACKNOWLEDGE_DAYS)


def _own_fields(request: UserRequest) -> tuple[OwnField, ...]:
    """The fields of its own that the document has which the board is of."""
    document = lists.number(request.GET, "document")
    if document is None or not tasks_seen(request.access).filter(document=document).exists():
        return ()
    return ownfields.fields_of(document)


def _task_filter(request: HttpRequest, own: Sequence[OwnField]) -> TaskFilter:
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
        field=lists.text(query, "field"),
        extra=query.get("extra", "") if query.get("extra") in EXTRA_NAMES else "",
        system=lists.number(query, "system"),
        own=ownfilter.asked(query, own),
        order=order if order in TASK_ORDERS else "due",
    )


def _board(request: UserRequest, wanted: TaskFilter) -> TaskBoard:
    moment = moment_of(request)
    return task_board(
        request.access, wanted, as_of=moment.as_of, moment=moment, taken_by=taken_by(moment.as_of)
    )


def board_asked(request: UserRequest) -> TaskBoard:
    """The board as the address filters it, on the day it names."""
    return _board(request, _task_filter(request, _own_fields(request)))


def _tell_own(tasks: Iterable[Task], own: Sequence[OwnField], moment: Moment) -> None:
    """Set on each task what its own fields say (`own_told`), on a past day as it had been entered by then."""
    tasks = list(tasks)
    held = None
    if moment.at:
        pks, strict = [task.pk for task in tasks], moment.known_by is not None
        held = ownfields.held_then(pks, moment.as_of, strict=strict)
    for task in tasks:
        filled = ownfields.filled(task, own, None if held is None else held.get(task.pk, {}))
        told = [f"{one.field.label}: {one.shown} {one.field.unit}".strip() for one in filled if one.held]
        task.own_told = " · ".join(told)  # type: ignore[attr-defined]


@require_GET
def task_list(request: UserRequest) -> HttpResponse:
    """The board of tasks, as it is or as it stood on a day."""
    own = _own_fields(request)
    wanted = _task_filter(request, own)
    board = _board(request, wanted)
    rows = board.tasks.select_related("own_values") if own else board.tasks
    page = lists.page_of(request, rows, count=board.shown)
    options = bodies.body_options(request.access)
    page.object_list = as_it_stood(page.object_list, board.moment, named=dict(options))
    if own:
        _tell_own(page.object_list, own, board.moment)
    context = {
        "wanted": wanted,
        "counts": [(name, label, board.counts[name]) for name, label in STATE_NAMES.items()],
        "total": board.total,
        "completion": board.four.completion,
        "punctuality": board.four.punctuality,
        "page": page,
        "columns": lists.headings(request, [(k, str(n)) for k, n in TASK_COLUMNS], wanted.order),
        "keep": lists.without(request, "state"),
        "export": lists.without(request),
        "filtered": wanted != TaskFilter(state=wanted.state, order=wanted.order),
        "bodies": options,
        "parts": PARTS.items(),
        "fields": [*((name, name) for name in fields_known()), (NO_FIELD, _("chưa xếp lĩnh vực"))],
        "extras": EXTRA_NAMES.items(),
        "own_filters": ownfilter.inputs(own, wanted.own),
        "moment": board.moment,
        "now": lists.without(request, "as_of", "known"),
        "today": board.moment.as_of,
    }
    template = "plans/task_list.html" + ("#board" if request.htmx and not request.htmx.boosted else "")
    return render(request, template, context)


@require_GET
def task_export(request: UserRequest, kind: str) -> HttpResponse:
    """The board as it is filtered, as a file."""
    board = board_asked(request)
    names = {name: str(label) for name, label in STATE_NAMES.items()}
    own = taskexport.own_of(board)
    rows = taskexport.rows(board, names, own, most=lists.MOST_EXPORTED)
    return lists.as_file(kind, _("Nhiệm vụ"), taskexport.headers(own), rows)


def _lines(request: UserRequest) -> tuple[Moment, list[taskbodies.BodyLine]]:
    moment = moment_of(request)
    lines = taskbodies.body_table(
        request.access,
        moment,
        calendar=calendar(),
        within=settings.TASK_ACKNOWLEDGE_DAYS,
        tasks_of=lists.number(request.GET, "document"),
    )
    return moment, lines


def _sums(
    request: UserRequest, moment: Moment, lines: list[taskbodies.BodyLine]
) -> list[tuple[str, TaskCounts]]:
    """What the bodies' lines add up to, what nobody leads yet, and both: all that binds."""
    led = sum((line.counts for line in lines), TaskCounts())
    document = lists.number(request.GET, "document")
    unled = taskbodies.led_by_nobody(request.access, moment, tasks_of=document)
    return [
        (_("Cộng các việc đã có chủ trì"), led),
        (_("Chưa rõ chủ trì"), unled),
        (_("Tất cả"), led + unled),
    ]


@require_GET
def body_table(request: UserRequest) -> HttpResponse:
    """What each body was given, how it took it, what it owes and how late it is."""
    moment, lines = _lines(request)
    wanted = request.GET.get("order", "")
    order = wanted.removeprefix("-")
    if order in BODY_ORDERS:
        lines.sort(key=BODY_ORDERS[order], reverse=wanted.startswith("-"))
    columns = [(key, str(name)) for key, name, _cell in BODY_COLUMNS]
    context = {
        "lines": lines,
        "sums": _sums(request, moment, lines),
        "columns": lists.headings(request, columns, wanted, [name for _, name in columns[1:]]),
        "moment": moment,
        "now": lists.without(request, "as_of", "known"),
        "export": lists.without(request),
        "within": settings.TASK_ACKNOWLEDGE_DAYS,
    }
    return render(request, "plans/task_bodies.html", context)


@require_GET
def body_table_export(request: UserRequest, kind: str) -> HttpResponse:
    """The table as a file."""
    moment, lines = _lines(request)
    rows: list[list[Cell]] = [[cell(line) for _, _, cell in BODY_COLUMNS] for line in lines]
    for name, counts in _sums(request, moment, lines):
        told: dict[str, Cell] = {"body": name, "rate": percent_number(counts.punctuality)}
        told |= {state: getattr(counts, state) for state in TASK_STATES}
        rows.append([told.get(key) for key, _, _ in BODY_COLUMNS])
    return lists.as_file(kind, _("Nhiệm vụ theo cơ quan"), [str(n) for _, n, _ in BODY_COLUMNS], rows)
