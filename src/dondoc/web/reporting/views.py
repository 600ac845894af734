"""The list of reports, what waits for whom, many confirmed at once, and the board of bodies × periods."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from dondoc.web.bodies import selectors as bodies
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.core.templatetags.dondoc import period as period_words
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.reporting import acts, selectors
from dondoc.web.reporting.cumulative import sent_out_of_line
from dondoc.web.reporting.models import EventChoice, KindChoice, ReportForm
from dondoc.web.reporting.selectors import ReportFilter, is_late
from dondoc.writing.rows import Cell

COLUMNS = (
    ("body", gettext_lazy("Cơ quan")),
    ("", gettext_lazy("Biểu")),
    ("period", gettext_lazy("Kỳ")),
    ("due", gettext_lazy("Hạn gửi")),
    ("", gettext_lazy("Trạng thái")),
)
VIEWS = {
    "mine": gettext_lazy("Chờ tôi"),
    "open_in_time": gettext_lazy("Chưa gửi, trong hạn"),
    "overdue": gettext_lazy("Quá hạn, chưa gửi"),
    "returned": gettext_lazy("Bị trả lại"),
    "waiting": gettext_lazy("Chờ xác nhận, kiểm tra"),
    "confirmed": gettext_lazy("Đã xác nhận"),
    "late": gettext_lazy("Có dấu chậm"),
}
MOST_AT_ONCE = 200
MOST_TOLD = 5


def _filter(request: HttpRequest) -> ReportFilter:
    query = request.GET
    order = query.get("order", "")
    return ReportFilter(
        text=lists.text(query, "q"),
        state=query.get("state", "") if query.get("state") in VIEWS else "",
        kind=query.get("kind", "") if query.get("kind") in KindChoice.values else "",
        form=lists.number(query, "form"),
        body=lists.number(query, "body"),
        period=lists.text(query, "period", 40),
        order=order if order in selectors.ORDERS else "due",
    )


@require_GET
def report_list(request: UserRequest) -> HttpResponse:
    """Who owes which report by when; what waits for the reader stands first."""
    wanted = _filter(request)
    found = selectors.report_list(request.access, wanted, as_of=lists.today())
    page = lists.page_of(request, found.rows, count=found.shown)
    context = {
        "wanted": wanted,
        "counts": [(name, label, found.counts[name]) for name, label in VIEWS.items()],
        "total": found.total,
        "page": page,
        "out_of_line": sent_out_of_line(page),
        "confirmable": wanted.state == "mine" and any(row.state == "submitted" for row in page),
        "columns": lists.headings(request, [(k, str(n)) for k, n in COLUMNS], wanted.order),
        "keep": lists.without(request, "state"),
        "export": lists.without(request),
        "kinds": KindChoice.choices,
        "forms": selectors.forms_seen(request.access),
        "bodies": bodies.bodies_in_scope(request.access),
        "today": lists.today(),
    }
    partial = "#board" if request.htmx and not request.htmx.boosted else ""
    return render(request, "reporting/report_list.html" + partial, context)


@require_GET
def report_export(request: UserRequest, kind: str) -> HttpResponse:
    """The list as it is filtered, as a file."""
    day = lists.today()
    found = selectors.report_list(request.access, _filter(request), as_of=day)
    headers = [
        _("Cơ quan"), _("Biểu"), _("Kỳ"), _("Chốt số liệu"), _("Hạn gửi"), _("Trạng thái"),
        _("Ngày tính gửi"), _("Ngày xác nhận"), _("Chậm"),
    ]  # fmt: skip

    def rows() -> Iterator[list[Cell]]:
        for row in found.rows[: lists.MOST_EXPORTED]:
            yield [
                row.body.name, str(row.form), period_words(row.period), row.cut_off, row.due,
                row.get_state_display(), row.counted_on, row.confirmed_on,
                _("có") if is_late(row, day) else "",
            ]  # fmt: skip

    return lists.as_file(kind, _("Báo cáo định kỳ"), headers, rows())


@require_POST
def reports_confirm(request: UserRequest) -> HttpResponse:
    """Confirm the ticked reports, each through the act behind the button of its page."""
    keys = [int(key) for key in request.POST.getlist("report") if key.isascii() and key.isdigit()]
    found = (
        selectors.reports_seen(request.access)
        .filter(pk__in=keys[:MOST_AT_ONCE])
        .select_related("form", "body")
    )
    done = acts.act_many(
        reports=found, kind=EventChoice.CONFIRMED, on=lists.today(), by=request.user, access=request.access
    )
    for problem in done.problems[:MOST_TOLD]:
        toast_problem(request, problem)
    if (left := len(done.problems) - MOST_TOLD) > 0:
        toast_problem(request, _("Và %(number)d báo cáo khác chưa xác nhận được.") % {"number": left})
    if done.done:
        toast(request, _("Đã xác nhận %(number)d báo cáo.") % {"number": len(done.done)})
    elif not done.problems:
        toast_problem(request, _("Chưa chọn báo cáo nào."))
    return redirect(f"{reverse('report-list')}?state=mine")


# --- the board ------------------------------------------------------------------------------------------


def _board(
    request: UserRequest,
) -> tuple[list[ReportForm], ReportForm | None, str, int, selectors.Board | None]:
    forms = list(selectors.forms_seen(request.access))
    wanted = lists.number(request.GET, "form")
    form = next((one for one in forms if one.pk == wanted), forms[0] if forms else None)
    year = lists.year(request.GET, "year") or lists.today().year
    if form is None:
        return forms, None, "", year, None
    kind = request.GET.get("kind", "")
    kind = kind if kind in form.kinds else form.kinds[0]
    made = selectors.board(request.access, form=form, kind=kind, year=year, as_of=lists.today())
    return forms, form, kind, year, made


@require_GET
def report_board(request: UserRequest) -> HttpResponse:
    """Bodies × periods of one form: who has sent what, who was late."""
    forms, form, kind, year, made = _board(request)
    page = Paginator(made.bodies, lists.PER_PAGE).get_page(request.GET.get("page")) if made else None
    context = {
        "forms": forms,
        "form": form,
        "kind": kind,
        "year": year,
        "board": made,
        "page": page,
        "rows": made.rows_of(page.object_list) if made and page else [],
        "kinds": [(value, KindChoice(value).label) for value in form.kinds] if form else [],
        "export": lists.without(request),
        "today": lists.today(),
        "count_rows": _count_rows(made),
    }
    return render(request, "reporting/report_board.html", context)


def _count_rows(made: selectors.Board | None) -> list[tuple[str, list[int]]]:
    if made is None:
        return []
    return [
        (_("Phải gửi"), [one.owed for one in made.counts]),
        (_("Đã gửi"), [one.sent for one in made.counts]),
        (_("Đã xác nhận"), [one.confirmed for one in made.counts]),
        (_("Có dấu chậm"), [one.late for one in made.counts]),
        (_("Quá hạn, chưa gửi"), [one.overdue for one in made.counts]),
    ]


@require_GET
def report_board_export(request: UserRequest, kind: str) -> HttpResponse:
    """The board as a file."""
    _forms, form, _kind, _year, made = _board(request)
    day = lists.today()
    periods = made.periods if made else []

    def rows() -> Iterator[list[Cell]]:
        for row in made.rows_of(made.bodies) if made else []:
            told = [
                "" if one is None else one.get_state_display() + (_(", chậm") if is_late(one, day) else "")
                for one in row.cells
            ]
            yield [row.body.name, *told]
        for name, numbers in _count_rows(made):
            yield [name, *numbers]

    title = f"{_('Bảng báo cáo')} {form.code if form else ''}".strip()
    return lists.as_file(kind, title, [_("Cơ quan"), *map(period_words, periods)], rows())
