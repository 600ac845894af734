"""Tables that leave: the template, the board in the template's columns, a system's own columns, annexes."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dondoc.errors import PaperError
from dondoc.exchange.report import marked, target_template, task_template
from dondoc.exchange.tasks import Problem
from dondoc.web.accounts.access import Action
from dondoc.web.bodies.models import Body
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast_problem
from dondoc.web.exchange import owncells, selectors, targettold
from dondoc.web.exchange.annexes import Annexes
from dondoc.web.exchange.kept import sheet_of
from dondoc.web.exchange.kinds import kind_of
from dondoc.web.exchange.models import ImportState, Outcome
from dondoc.web.plans.models import Target, Task
from dondoc.web.plans.selectors import target_board
from dondoc.web.plans.taskviews import board_asked
from dondoc.web.plans.views import target_filter
from dondoc.web.sources.selectors import documents_seen
from dondoc.writing.rows import Cell, to_xlsx

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _attachment(content: bytes, name: str, media: str = _XLSX) -> HttpResponse:
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


@require_GET
def import_template(request: UserRequest) -> HttpResponse:
    """The empty template; of one document (`?document=`), with the fields that its office added."""
    request.access.require(Action.REVIEW)
    asked = documents_seen(request.access).filter(pk=lists.number(request.GET, "document") or 0)
    content = task_template(own=owncells.columns_of(asked.order_by().values("pk")))
    return _attachment(content, _("Mẫu nhập nhiệm vụ") + ".xlsx")


@require_GET
def target_import_template(request: UserRequest) -> HttpResponse:
    """The empty template of targets."""
    request.access.require(Action.REVIEW)
    return _attachment(target_template(), _("Mẫu nhập chỉ tiêu") + ".xlsx")


@require_GET
def target_template_export(request: UserRequest) -> HttpResponse:
    """The board of targets as it is filtered, in the template: it can be brought back as it is."""
    request.access.require(Action.READ)
    targets = target_board(request.access, target_filter(request))[: lists.MOST_EXPORTED]
    shown = Target.objects.filter(pk__in=targets.values("pk")).order_by("pk")
    content = target_template(targettold.template_rows(shown))
    return _attachment(content, _("Chỉ tiêu theo mẫu nhập") + ".xlsx")


@require_GET
def task_template_export(request: UserRequest) -> HttpResponse:
    """The board of tasks as it is filtered, in the template: it can be brought back as it is."""
    request.access.require(Action.READ)
    board = board_asked(request)
    shown = board.tasks[: lists.MOST_EXPORTED]
    rows = (row for _task, row in selectors.template_rows(shown))
    content = task_template(rows, owncells.columns_of(shown.values("document")))
    return _attachment(content, _("Nhiệm vụ theo mẫu nhập") + ".xlsx")


@require_GET
def import_marked(request: UserRequest, pk: int) -> HttpResponse:
    """The table as it was brought, with what must be mended marked in its cells."""
    imported = selectors.import_seen(request.access, pk)
    if imported.state in (ImportState.OPEN, ImportState.DROPPED):
        problems = kind_of(imported).dry_run(imported).problems
    else:
        problems = {
            row.number: [Problem(column, message) for column, message in row.problems]
            for row in imported.rows.filter(outcome=Outcome.LEFT)
        }
    sheet = sheet_of(imported.sheets[imported.sheet])
    stem = imported.name.rpartition(".")[0] or imported.name
    return _attachment(marked(sheet, problems), f"{stem} – {_('cần sửa')}.xlsx")


@require_GET
def system_export(request: UserRequest, pk: int) -> HttpResponse:
    """The tasks mirrored from a system, in the columns of the table it sends."""
    system = selectors.systems_seen(request.access).filter(pk=pk).first()
    kept = system.maps.first() if system is not None else None
    if system is None or kept is None:
        raise Http404
    rows = selectors.system_rows(system, kept.columns, kept.headings)
    return _attachment(to_xlsx(system.name, kept.headings, rows), f"{system.name}.xlsx")


@require_GET
def annex_export(request: UserRequest) -> HttpResponse:
    """One table a body of the tasks on the board as it is filtered: annexes for a letter to each."""
    files = (
        (name, to_xlsx(name, _annex_headings(), _annex_rows(tasks)))
        for name, tasks in _by_body(request).items()
    )
    return _zip(files, "xlsx")


@require_GET
def annex_word_export(request: UserRequest) -> HttpResponse:
    """The same as Word files, in the form of the office that gave most of the tasks."""
    found = _by_body(request)
    given = Counter(task.document.owner_id for tasks in found.values() for task in tasks)
    office = Body.objects.filter(pk__in=[pk for pk, _n in given.most_common(1)]).first()
    if office is None:  # there is no task on the board
        return _zip((), "docx")
    address = request.build_absolute_uri if request.GET.get("notes") == "1" else None
    annexes = Annexes(office, as_of=lists.today(), address=address)
    try:
        files = [(name, annexes.docx(name, tasks)) for name, tasks in found.items()]
    except PaperError as error:
        toast_problem(request, str(error))
        return redirect("task-list")
    return _zip(files, "docx")


def _by_body(request: UserRequest) -> dict[str, list[Task]]:
    """The tasks on the board as it is filtered, by the name of who leads them."""
    request.access.require(Action.READ)
    by_body: dict[str, list[Task]] = {}
    for task in board_asked(request).tasks[: lists.MOST_EXPORTED]:
        by_body.setdefault(task.lead.name if task.lead else _("Chưa rõ chủ trì"), []).append(task)
    return dict(sorted(by_body.items()))


def _zip(files: Iterable[tuple[str, bytes]], ending: str) -> HttpResponse:
    """The annexes, each named for its body."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(f"{_('Phụ lục')} – {name.replace('/', '-')}.{ending}", content)
    return _attachment(out.getvalue(), _("Phụ lục nhiệm vụ theo cơ quan") + ".zip", "application/zip")


def _annex_headings() -> list[str]:
    return [
        _("TT"),
        _("Nội dung nhiệm vụ"),
        _("Văn bản giao"),
        _("Cơ quan phối hợp"),
        _("Thời hạn"),
        _("Sản phẩm"),
        _("Trạng thái"),
        _("Ghi chú"),
    ]


def _annex_rows(tasks: Iterable[Task]) -> Iterable[list[Cell]]:
    for number, task in enumerate(tasks, 1):
        yield [
            number,
            task.action,
            str(task.document.symbol or task.document.title),
            "; ".join(partner.as_written for partner in task.partners.all()),
            task.due,
            task.product,
            str(task.get_stage_display()),
            "",
        ]
