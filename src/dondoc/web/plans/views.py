"""The board of targets, and the page of each."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from dondoc.web.accounts.access import Action
from dondoc.web.audit import selectors as audit
from dondoc.web.bodies.models import Body
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.pictures import selectors as pictures
from dondoc.web.plans import allocation, selectors, targetselectors
from dondoc.web.plans.figureviews import may_tell
from dondoc.web.plans.models import BasisChoice, Target, TimeRuleChoice, UnitRuleChoice
from dondoc.web.plans.selectors import TargetFilter, TargetRow
from dondoc.web.projects import selectors as projects
from dondoc.writing.rows import Cell

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
INKS = {"light": "#1c2430", "dark": "#e8ecf2"}  # of a picture that stands in the page as an image


def target_filter(request: HttpRequest) -> TargetFilter:
    """What the reader of the board asked for."""
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


def _bodies(bodies: list[tuple[int, str]], chosen: int | None) -> list[tuple[int, str]]:
    """With the one chosen: whoever took over from others answers for targets that are in their names."""
    if chosen is None or any(pk == chosen for pk, _name in bodies):
        return bodies
    return [*bodies, *Body.objects.filter(pk=chosen).values_list("pk", "name")]


@require_GET
def target_list(request: UserRequest) -> HttpResponse:
    """The board of targets with the latest figure of each."""
    wanted = target_filter(request)
    board = selectors.target_board(request.access, wanted)
    page = lists.page_of(request, board, count=selectors.target_count(request.access, wanted))
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
        "choices": (choices := selectors.target_choices(request.access)),
        "bodies": _bodies(choices.bodies, wanted.body),
        "bases": BasisChoice.choices,
        "may": request.access.can(Action.REVIEW),
    }
    template = "plans/target_list.html" + ("#board" if request.htmx and not request.htmx.boosted else "")
    return render(request, template, context)


@require_GET
def target_export(request: UserRequest, kind: str) -> HttpResponse:
    """The board of targets as it is filtered, as a file."""
    targets = list(selectors.target_board(request.access, target_filter(request))[: lists.MOST_EXPORTED])
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
    """One target: its versions, bases, parts and way, its figures as picture and table, and their words."""
    versions = targetselectors.versions_seen(request.access, pk)
    target = versions[0].target
    known_by = lists.day(request.GET, "known")
    figures = targetselectors.figures_of(request.access, target, known_by=known_by)
    series = targetselectors.series_standing(figures)
    row = selectors.target_row(target, versions, series)
    around = targetselectors.around(request.access, target, row.version)
    words, observed = selectors.words_of(target, [one.pk for one in series])
    time, units = target.rules
    context = {
        "target": target,
        "row": row,
        "versions": versions,
        "figures": figures,
        "known_by": known_by,
        "drawn": bool(selectors.path_of(target, series)),
        "mentions": words,
        "observed": observed,
        "around": around,
        "ways": targetselectors.ways_of(row.version),
        "given": allocation.given_out(row.version) if vars(row.version)["is_given_out"] else None,
        "projects": projects.serving(request.access, target)[:20],
        "time_rule": TimeRuleChoice(time.value).label,
        "unit_rule": UnitRuleChoice(units.value).label,
        "may": request.access.can(Action.REVIEW, target.body_id),
        "may_tell": may_tell(request.access, target.body_id),
        "history": audit.trail_of(target, request.access),
    }
    return render(request, "plans/target.html", context)


@require_GET
def target_picture(request: UserRequest, pk: int, theme: str) -> HttpResponse:
    """The target's path as SVG, for `<img>`; drawn from the same rows as the table beside it."""
    if theme not in INKS:
        raise Http404
    (one,) = pictures.shown(request.access, [f"path:{pk}"], on=lists.today())
    if not one.svg:
        raise Http404
    response = HttpResponse(one.svg.replace("currentColor", INKS[theme]), content_type="image/svg+xml")
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
