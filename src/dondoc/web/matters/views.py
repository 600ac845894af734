"""The lists of what was said (shortcomings; proposals, difficulties) and of what was counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from dondoc.web.accounts.access import Action
from dondoc.web.bodies import selectors as bodies
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.core.templatetags.dondoc import period
from dondoc.web.matters import selectors
from dondoc.web.matters.models import MatterStateChoice, NatureOfMatter, Tally, TallyKind, VoiceChoice
from dondoc.web.matters.selectors import PROPOSED, WRONG, MatterFilter, TallyFilter
from dondoc.web.matters.templatetags.matters import whole_text
from dondoc.writing import labels
from dondoc.writing.rows import Cell


@dataclass(frozen=True, slots=True)
class Family:
    """One of the two lists of matters."""

    name: str  # of its address, without "-list"
    natures: tuple[str, ...]
    title: str | Promise
    lead: str | Promise
    whose: str | Promise  # what the column of bodies says
    nothing: str | Promise


SHORTCOMINGS = Family(
    "shortcoming",
    WRONG,
    gettext_lazy("Tồn tại, hạn chế"),
    gettext_lazy("Điều chưa được và nguyên nhân, theo đúng lời văn bản đã xác nhận."),
    gettext_lazy("Của cơ quan"),
    gettext_lazy("Chưa có mục nào. Tồn tại, hạn chế xuất hiện ở đây khi được xác nhận trên màn hình duyệt."),
)
PROPOSALS = Family(
    "proposal",
    PROPOSED,
    gettext_lazy("Kiến nghị, khó khăn"),
    gettext_lazy(
        "Ai đề nghị gì, với ai, và vướng ở đâu. Kiến nghị không phải là nhiệm vụ, và không bị bỏ sót."
    ),
    gettext_lazy("Trả lời, giải quyết"),
    gettext_lazy(
        "Chưa có mục nào. Kiến nghị, khó khăn xuất hiện ở đây khi được xác nhận trên màn hình duyệt."
    ),
)


VIEW_NAMES = {
    **dict(MatterStateChoice.choices),
    "overdue": gettext_lazy("Quá hạn trả lời"),
    "asked": gettext_lazy("Chờ cơ quan tôi trả lời"),
}


def _matter_filter(request: HttpRequest, family: Family) -> MatterFilter:
    query = request.GET
    order = query.get("order", "")
    return MatterFilter(
        text=lists.text(query, "q"),
        nature=query.get("nature", "") if query.get("nature") in family.natures else "",
        voice=query.get("voice", "") if query.get("voice") in VoiceChoice.values else "",
        state=query.get("state", "") if query.get("state") in selectors.MATTER_VIEWS else "",
        body=lists.number(query, "body"),
        year=lists.year(query, "year"),
        document=lists.number(query, "document"),
        order=order if order in selectors.MATTER_ORDERS else "-date",
    )


def _matter_list(request: UserRequest, family: Family) -> HttpResponse:
    wanted = _matter_filter(request, family)
    board = selectors.matter_board(request.access, family.natures, wanted, as_of=lists.today())
    seen = selectors.matters_seen(request.access).filter(nature__in=family.natures)
    columns = [
        ("words", _("Nội dung")),
        ("", _("Loại")),
        ("", _("Ai nói")),
        ("body", str(family.whose)),
        ("", _("Trạng thái")),
        ("date", _("Văn bản")),
    ]
    context = {
        "family": family,
        "counts": [(name, label, board.counts[name]) for name, label in VIEW_NAMES.items()],
        "total": board.total,
        "keep": lists.without(request, "state"),
        "today": lists.today(),
        "wanted": wanted,
        "filtered": wanted != MatterFilter(order=wanted.order),
        "page": lists.page_of(request, board.rows, count=board.shown),
        "columns": lists.headings(request, columns, wanted.order),
        "export": lists.without(request),
        "natures": [(value, NatureOfMatter(value).label) for value in family.natures],
        "voices": VoiceChoice.choices,
        "bodies": bodies.bodies_in_scope(request.access),
        "years": selectors.years(seen),
        "list_address": f"{family.name}-list",
        "export_address": f"{family.name}-export",
        "may_add": request.access.can(Action.REVIEW),
        "decides": request.access.bodies(Action.DECIDE),
        "assignable": (MatterStateChoice.OPEN, MatterStateChoice.ANSWERED),
        "family_key": "ton-tai" if family is SHORTCOMINGS else "kien-nghi",
    }
    return render(request, _template(request, "matters/matter_list.html"), context)


def _matter_export(request: UserRequest, family: Family, kind: str) -> HttpResponse:
    wanted = _matter_filter(request, family)
    found = selectors.matter_board(request.access, family.natures, wanted, as_of=lists.today()).rows
    headers = [
        _("Nội dung"),
        _("Loại"),
        _("Ai nói"),
        _("Tư cách"),
        _("Nguyên nhân"),
        _("Gửi tới"),
        str(family.whose),
        _("Văn bản"),
        _("Ngày"),
        _("Hiệu lực"),
        _("Trạng thái"),
        _("Trả lời, giải quyết"),
        _("Hạn trả lời"),
        _("Ngày trả lời"),
        _("Ngày khắc phục"),
        _("Nêu lại của"),
    ]

    def rows() -> Iterator[list[Cell]]:
        for row in found[: lists.MOST_EXPORTED]:
            yield [
                row.words,
                row.get_nature_display(),
                row.speaker_as_written,
                row.get_voice_display(),
                row.because,
                row.to_as_written,
                row.body.name if row.body else "",
                str(row.document),
                row.document.date,
                row.document.get_standing_display(),
                row.get_state_display(),
                row.answering.name if row.answering else "",
                row.due,
                row.answered_on,
                row.fixed_on,
                str(row.repeats.document) if row.repeats else "",
            ]

    return lists.as_file(kind, str(family.title), headers, rows())


@require_GET
def shortcoming_list(request: UserRequest) -> HttpResponse:
    """What is wrong, and why."""
    return _matter_list(request, SHORTCOMINGS)


@require_GET
def shortcoming_export(request: UserRequest, kind: str) -> HttpResponse:
    """That list as it is filtered, as a file."""
    return _matter_export(request, SHORTCOMINGS, kind)


@require_GET
def proposal_list(request: UserRequest) -> HttpResponse:
    """What is hard, and what somebody asks for."""
    return _matter_list(request, PROPOSALS)


@require_GET
def proposal_export(request: UserRequest, kind: str) -> HttpResponse:
    """That list as it is filtered, as a file."""
    return _matter_export(request, PROPOSALS, kind)


# --- counts ---------------------------------------------------------------------------------------------


def _tally_filter(request: HttpRequest) -> TallyFilter:
    query = request.GET
    order = query.get("order", "")
    return TallyFilter(
        text=lists.text(query, "q"),
        kind=query.get("kind", "") if query.get("kind") in TallyKind.values else "",
        year=lists.year(query, "year"),
        document=lists.number(query, "document"),
        order=order if order in selectors.TALLY_ORDERS else "-date",
    )


@require_GET
def tally_list(request: UserRequest) -> HttpResponse:
    """Verdicts on targets, votes and ratings, with their parts."""
    wanted = _tally_filter(request)
    columns = [
        ("words", _("Về ai, việc gì")),
        ("", _("Loại")),
        ("", _("Kết quả")),
        ("", _("Tính trên")),
        ("date", _("Văn bản")),
    ]
    context: dict[str, Any] = {
        "wanted": wanted,
        "filtered": wanted != TallyFilter(order=wanted.order),
        "page": lists.page_of(request, selectors.tally_list(request.access, wanted)),
        "columns": lists.headings(request, columns, wanted.order),
        "export": lists.without(request),
        "kinds": TallyKind.choices,
        "years": selectors.years(selectors.tallies_seen(request.access)),
    }
    return render(request, _template(request, "matters/tally_list.html"), context)


@require_GET
def tally_export(request: UserRequest, kind: str) -> HttpResponse:
    """That list as it is filtered, as a file; a line for each part."""
    found = selectors.tally_list(request.access, _tally_filter(request))
    headers = [
        _("Về ai, việc gì"),
        _("Loại"),
        _("Hình thức"),
        _("Chức vụ"),
        _("Mức"),
        _("Số lượng"),
        _("Tỷ lệ (%)"),
        _("Tính trên"),
        _("Kỳ"),
        _("Văn bản"),
        _("Ngày"),
    ]

    def rows() -> Iterator[list[Cell]]:
        for row in found[: lists.MOST_EXPORTED]:
            yield from _lines(row)

    return lists.as_file(kind, _("Kết quả kiểm phiếu, xếp loại"), headers, rows())


def _lines(row: Tally) -> Iterator[list[Cell]]:
    for part in row.parts.all():
        yield [
            row.about,
            row.get_kind_display(),
            labels.VOTE.get(row.vote, ""),
            row.position,
            labels.PART.get(part.label, part.label),
            part.number,
            part.share,
            whole_text(row),
            period(row.period),
            str(row.document),
            row.document.date,
        ]


def _template(request: UserRequest, name: str) -> str:
    return name + ("#board" if request.htmx and not request.htmx.boosted else "")
