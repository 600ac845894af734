"""Matters of work programmes: the list across programmes, registering one, its page, what is done with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.web.accounts.access import Action
from dondoc.web.audit import selectors as audit
from dondoc.web.bodies import selectors as bodies
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.programmes import life, selectors
from dondoc.web.programmes.forms import PLACED, ItemActForm, MatterForm, session_choices
from dondoc.web.programmes.models import Item, ItemEventChoice, LevelChoice
from dondoc.web.programmes.periods import said
from dondoc.web.programmes.selectors import ItemBoard, ItemFilter
from dondoc.writing.rows import Cell

ITEM_COLUMNS = (
    ("content", gettext_lazy("Nội dung")),
    ("preparing", gettext_lazy("Cơ quan chuẩn bị")),
    ("", gettext_lazy("Cấp quyết định")),
    ("day", gettext_lazy("Kỳ họp")),
    ("due", gettext_lazy("Trình hồ sơ")),
    ("", gettext_lazy("Trạng thái")),
)
VIEW_NAMES = {
    "registered": gettext_lazy("Chờ duyệt"),
    "planned": gettext_lazy("Đang chuẩn bị"),
    "handed_in": gettext_lazy("Đã trình hồ sơ"),
    "decided": gettext_lazy("Đã quyết định"),
    "dropped": gettext_lazy("Đã rút"),
    "refused": gettext_lazy("Không đưa vào"),
    "late": gettext_lazy("Quá hạn trình"),
    "soon": gettext_lazy("Sắp đến hạn trình"),
    "moved": gettext_lazy("Đã chuyển kỳ, chuyển cấp"),
    "supplementary": gettext_lazy("Bổ sung"),
}


def item_filter(request: HttpRequest) -> ItemFilter:
    """The filter in the address."""
    query = request.GET
    order = query.get("order", "")
    return ItemFilter(
        text=lists.text(query, "q"),
        view=query.get("view", "") if query.get("view") in VIEW_NAMES else "",
        programme=lists.number(query, "programme"),
        body=lists.number(query, "body"),
        level=query.get("level", "") if query.get("level") in LevelChoice.values else "",
        session=lists.number(query, "session"),
        since=lists.day(query, "from"),
        until=lists.day(query, "to"),
        order=order if order in selectors.ITEM_ORDERS else "day",
    )


def board_context(request: UserRequest, board: ItemBoard, wanted: ItemFilter) -> dict[str, Any]:
    """What the list of matters needs, on its own page and on a programme's."""
    return {
        "counts": [(name, label, board.counts[name]) for name, label in VIEW_NAMES.items()],
        "total": board.total,
        "columns": lists.headings(request, [(k, str(n)) for k, n in ITEM_COLUMNS], wanted.order),
        "keep": lists.without(request, "view"),
        "bodies": bodies.bodies_in_scope(request.access),
        "levels": LevelChoice.choices,
    }


@require_GET
def item_list(request: UserRequest) -> HttpResponse:
    """The matters of every programme the reader sees, by day, level, preparing body."""
    wanted = item_filter(request)
    board = selectors.item_board(request.access, wanted, as_of=lists.today())
    context = {
        "wanted": wanted,
        **board_context(request, board, wanted),
        "page": lists.page_of(request, board.items, count=board.shown),
        "grouped": wanted.order in ("day", "-day"),
        "export": lists.without(request),
        "across": True,
        "today": lists.today(),
    }
    template = "programmes/item_list.html" + ("#board" if request.htmx and not request.htmx.boosted else "")
    return render(request, template, context)


@require_GET
def item_export(request: UserRequest, kind: str) -> HttpResponse:
    """The list as it is filtered, as a file; of one programme where the address names it."""
    wanted = item_filter(request)
    programme = (
        selectors.programme_seen(request.access, wanted.programme) if wanted.programme is not None else None
    )
    board = selectors.item_board(request.access, wanted, as_of=lists.today(), programme=programme)
    headers = [
        _("Nội dung"), _("Cơ quan chuẩn bị"), _("Phối hợp"), _("Cấp quyết định"), _("Hình thức"), _("Kỳ họp"),
        _("Ngày họp"), _("Ngày trình hồ sơ"), _("Ngày trình lần đầu"), _("Ngày đã trình"), _("Trạng thái"),
        _("Ngày quyết định"), _("Văn bản kết quả"), _("Số lần chuyển"), _("Bổ sung"), _("Ghi chú"),
        _("Chương trình của"), _("Kỳ"),
    ]  # fmt: skip

    def rows() -> Iterator[list[Cell]]:
        for item in board.items[: lists.MOST_EXPORTED]:
            yield [
                item.content,
                item.preparing.name if item.preparing else item.preparing_as_written,
                "; ".join(p.body.name if p.body else p.as_written for p in item.partners.all()),
                item.get_level_display() if item.level else "",
                item.get_form_display() if item.form else "",
                item.session.name if item.session else "",
                item.session.day if item.session else None,
                item.due,
                item.first_due,
                item.handed_in,
                item.get_state_display(),
                item.decided_on,
                str(item.result) if item.result else "",
                item.moves,
                _("có") if item.supplementary else "",
                item.notes,
                item.programme.body.name,
                said(item.programme),
            ]

    return lists.as_file(kind, _("Nội dung chương trình công tác"), headers, rows())


@require_http_methods(["GET", "POST"])
def item_register(request: UserRequest, pk: int) -> HttpResponse:
    """Put a matter forward for a programme."""
    programme = selectors.programme_seen(request.access, pk)
    if not life.may_register(request.access, programme):
        raise PermissionDenied("Tài khoản của đồng chí không có quyền đăng ký nội dung vào chương trình này.")
    form = MatterForm(request.POST or None, programme=programme, access=request.access)
    if request.method == "POST" and form.is_valid():
        try:
            item = life.register(programme=programme, matter=form.matter(), by=request.user, on=lists.today())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toast(request, _("Đã đăng ký; Văn phòng sẽ xem xét đưa vào chương trình."))
            return redirect("programme-item", pk=item.pk)
    context = {"form": form, "programme": programme}
    return render(request, "programmes/item_register.html", context, status=422 if form.is_bound else 200)


@require_GET
def item_page(request: UserRequest, pk: int) -> HttpResponse:
    """One matter: what, to whom, by when, what happened to it, what can be done now."""
    return _page(request, selectors.item_seen(request.access, pk))


def _page(
    request: UserRequest, item: Item, tried: ItemActForm | None = None, *, status: int = 200
) -> HttpResponse:
    acts = life.acts_open(item, request.access)
    sessions = list(session_choices(request.access, item)) if PLACED & set(acts) else []
    forms = [
        tried
        if tried is not None and tried.kind == kind
        else ItemActForm(item=item, kind=kind, access=request.access, sessions=sessions)
        for kind in acts
    ]
    events = list(item.events.select_related("by", "session", "document"))
    context = {
        "item": item,
        "events": events,
        "path": list(dict.fromkeys(event.get_level_display() for event in events if event.level)),
        "forms": forms,
        "tried": tried,
        "office": request.access.can(Action.DECIDE, item.programme.body_id),
        "history": audit.trail_of(item, request.access),
        "today": lists.today(),
    }
    return render(request, "programmes/item.html", context, status=status)


@require_POST
def item_act(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """Record one act on a matter: approve, hand in, move, send back, decide …"""
    if kind not in ItemEventChoice.values or ItemEventChoice(kind) not in life.ACTS:
        raise Http404
    item, act = selectors.item_seen(request.access, pk), ItemEventChoice(kind)
    if not life.may(request.access, item, act):
        raise PermissionDenied("Tài khoản của đồng chí không có quyền làm việc này.")
    form = ItemActForm(request.POST, item=item, kind=act, access=request.access)
    if not form.is_valid():
        return _page(request, item, form, status=422)
    try:
        life.act(item=item, kind=act, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, item, form, status=422)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
        return _page(request, selectors.item_seen(request.access, pk), status=409)
    toast(request, _("Đã ghi: %(act)s.") % {"act": str(act.label).lower()})
    return redirect("programme-item", pk=pk)
