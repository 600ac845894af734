"""Work programmes: the list, the page of each, what an office does with one, its Word file; meetings."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.web.accounts.access import Action
from dondoc.web.bodies import selectors as bodies
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.programmes import intake, itemviews, life, selectors, services, word
from dondoc.web.programmes.forms import (
    ProgrammeActForm,
    ProgrammeForm,
    SessionForm,
    SessionMoveForm,
)
from dondoc.web.programmes.models import (
    Programme,
    ProgrammeEventChoice,
    ProgrammeStateChoice,
    SpanChoice,
)
from dondoc.web.programmes.periods import period_of, said
from dondoc.web.programmes.selectors import ProgrammeFilter
from dondoc.web.sources.fields import DocumentField
from dondoc.web.sources.models import Document

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _programme_filter(request: HttpRequest) -> ProgrammeFilter:
    query = request.GET
    order = query.get("order", "")
    return ProgrammeFilter(
        body=lists.number(query, "body"),
        year=lists.year(query, "year"),
        span=query.get("span", "") if query.get("span") in SpanChoice.values else "",
        state=query.get("state", "") if query.get("state") in ProgrammeStateChoice.values else "",
        order=order if order in selectors.PROGRAMME_ORDERS else "-period",
    )


@require_GET
def programme_list(request: UserRequest) -> HttpResponse:
    """The work programmes of standing bodies and units."""
    wanted = _programme_filter(request)
    page = lists.page_of(request, selectors.programme_list(request.access, wanted))
    counts = selectors.counts_of(request.access, page.object_list)
    columns = [
        ("period", _("Kỳ")), ("body", _("Của cơ quan")), ("", _("Trạng thái")), ("", _("Nội dung")),
        ("", _("Văn bản")),
    ]  # fmt: skip
    context = {
        "wanted": wanted,
        "filtered": wanted != ProgrammeFilter(order=wanted.order),
        "page": page,
        "rows": [(programme, counts.get(programme.pk, {})) for programme in page],
        "columns": lists.headings(request, columns, wanted.order),
        "spans": SpanChoice.choices,
        "states": ProgrammeStateChoice.choices,
        "bodies": bodies.bodies_in_scope(request.access),
        "may_add": request.access.can(Action.DECIDE),
    }
    template = "programmes/programme_list.html" + (
        "#board" if request.htmx and not request.htmx.boosted else ""
    )
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
def programme_add(request: UserRequest) -> HttpResponse:
    """Open a programme for registrations."""
    request.access.require(Action.DECIDE)
    form = ProgrammeForm(request.POST or None, access=request.access)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            programme = services.programme_add(
                body=typed["body"],
                period=period_of(typed["span"], typed["day"]),
                takes_registrations=typed["takes_registrations"],
                by=request.user,
                on=lists.today(),
            )
        except ValidationError as error:
            form.add_error("day", " ".join(error.messages))
        else:
            toast(request, _("Đã mở chương trình công tác %(period)s.") % {"period": said(programme)})
            return redirect("programme", pk=programme.pk)
    status = 422 if form.is_bound else 200
    return render(request, "programmes/programme_add.html", {"form": form}, status=status)


@require_GET
def programme_page(request: UserRequest, pk: int) -> HttpResponse:
    """One programme: where it stands, its matters by month, what can be done now."""
    return _page(request, selectors.programme_seen(request.access, pk))


def _page(
    request: UserRequest, programme: Programme, tried: ProgrammeActForm | None = None, *, status: int = 200
) -> HttpResponse:
    office = request.access.can(Action.DECIDE, programme.body_id)
    wanted = itemviews.item_filter(request)
    board = selectors.item_board(request.access, wanted, as_of=lists.today(), programme=programme)
    forms = [
        tried
        if tried is not None and tried.kind == kind
        else ProgrammeActForm(kind=kind, access=request.access)
        for kind in (services.acts_open(programme) if office else [])
    ]
    context = {
        "programme": programme,
        "wanted": wanted,
        **itemviews.board_context(request, board, wanted),
        "page": lists.page_of(request, board.items, count=board.shown),
        "grouped": wanted.order in ("day", "-day"),
        "events": selectors.events_of(programme),
        "below": programme.below.order_by("period_start", "-period_end"),
        "forms": forms,
        "tried": tried,
        "office": office,
        "may_register": life.may_register(request.access, programme),
        "whole": programme.body_id in request.access.body_ids,
        "export": lists.without(request),
        "today": lists.today(),
    }
    template = "programmes/programme.html"
    if request.htmx and not request.htmx.boosted and status == 200:
        template += "#board"
    return render(request, template, context, status=status)


@require_POST
def programme_act(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """Close registration, approve, issue, reopen."""
    if kind not in ProgrammeEventChoice.values or ProgrammeEventChoice(kind) not in services.ACTS:
        raise Http404
    programme, act = selectors.programme_seen(request.access, pk), ProgrammeEventChoice(kind)
    request.access.require(Action.DECIDE, programme.body_id)
    form = ProgrammeActForm(request.POST, kind=act, access=request.access)
    if not form.is_valid():
        return _page(request, programme, form, status=422)
    try:
        services.programme_act(programme=programme, kind=act, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, programme, form, status=422)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
        return _page(request, selectors.programme_seen(request.access, pk), status=409)
    toast(request, _("Đã ghi: %(act)s.") % {"act": str(act.label).lower()})
    return redirect("programme", pk=pk)


@require_GET
def programme_word(request: UserRequest, pk: int) -> HttpResponse:
    """The programme as a Word file, for whoever reads all of it."""
    programme = selectors.programme_seen(request.access, pk)
    request.access.require(Action.READ, programme.body_id)
    items = (
        selectors.items_of(request.access, programme)
        .filter(state__in=selectors.IN_PROGRAMME)
        .select_related("preparing", "session")
        .prefetch_related("partners")
        .order_by("period_start", "period_end", "number", "pk")
    )
    address = request.build_absolute_uri if request.GET.get("notes") == "1" else None
    response = HttpResponse(word.programme_docx(programme, items, address), content_type=_DOCX)
    name = quote(f"Chương trình công tác {programme.period} {programme.body.name}".replace("/", "-"))
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}.docx"
    return response


@require_http_methods(["GET", "POST"])
def programme_import(request: UserRequest, pk: int) -> HttpResponse:
    """Matters from the confirmed tasks of a document: first shown as they would be, then taken."""
    programme = selectors.programme_seen(request.access, pk)
    request.access.require(Action.DECIDE, programme.body_id)
    data = request.POST if request.method == "POST" else request.GET
    problem, document, rows = "", None, []
    symbol = data.get("document", "").strip()
    if symbol:
        try:
            document = DocumentField(access=request.access, required=False).clean(symbol)
        except ValidationError as error:
            problem = " ".join(error.messages)
    if document is not None:
        rows = intake.offered(document)
        if not rows:
            problem = _(
                "Văn bản này không còn nhiệm vụ đã xác nhận nào ngoài chương trình. Duyệt văn bản trước."
            )
    chosen = {int(value) for value in request.POST.getlist("task") if value.isascii() and value.isdigit()}
    if request.method == "POST" and document is not None and rows:
        if chosen:
            return _import(request, programme, document, chosen)
        problem = _("Chọn ít nhất một nội dung.")
    context = {
        "programme": programme, "symbol": symbol, "document": document, "rows": rows, "problem": problem,
        "posted": request.method == "POST", "chosen": chosen,
    }  # fmt: skip
    return render(request, "programmes/programme_import.html", context, status=422 if problem else 200)


def _import(request: UserRequest, programme: Programme, document: Document, chosen: set[int]) -> HttpResponse:
    items = intake.items_from_document(
        programme=programme,
        document=document,
        wanted=chosen,
        by=request.user,
        on=lists.today(),
        issue=bool(request.POST.get("issue")),
    )
    toast(request, _("Đã đưa %(count)d nội dung vào chương trình.") % {"count": len(items)})
    return redirect("programme", pk=programme.pk)


# --- meetings -------------------------------------------------------------------------------------------

SESSION_COLUMNS = (
    ("", gettext_lazy("Ngày họp")),
    ("", gettext_lazy("Kỳ họp")),
    ("", gettext_lazy("Của cơ quan")),
    ("", gettext_lazy("Nội dung")),
)


@require_http_methods(["GET", "POST"])
def session_list(request: UserRequest) -> HttpResponse:
    """The planned meetings; who decides for a body adds its meetings here."""
    may_add = request.access.can(Action.DECIDE)
    if request.method == "POST":
        request.access.require(Action.DECIDE)
    form = SessionForm(request.POST or None, access=request.access) if may_add else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            session = services.session_add(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toast(request, _("Đã ghi kỳ họp %(name)s.") % {"name": session})
            return redirect("session-list")
    past = request.GET.get("past") == "1"
    found = selectors.sessions_with_counts(request.access, on=lists.today(), past=past)
    context: dict[str, Any] = {
        "page": lists.page_of(request, found),
        "past": past,
        "form": form,
        "columns": lists.headings(request, [(k, str(n)) for k, n in SESSION_COLUMNS], ""),
        "decides": request.access.bodies(Action.DECIDE),
        "move_form": SessionMoveForm(auto_id=False),
        "today": lists.today(),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "programmes/session_list.html", context, status=status)


@require_POST
def session_move(request: UserRequest, pk: int) -> HttpResponse:
    """Another day for a meeting."""
    session = get_object_or_404(selectors.sessions_seen(request.access), pk=pk)
    request.access.require(Action.DECIDE, session.body_id)
    form = SessionMoveForm(request.POST)
    if not form.is_valid():
        toast_problem(request, _("Chọn ngày họp mới."))
        return redirect("session-list")
    try:
        services.session_move(session=session, by=request.user, on=lists.today(), **form.cleaned_data)
    except ValidationError as error:
        toast_problem(request, " ".join(error.messages))
    else:
        toast(request, _("Đã ghi ngày họp mới; các nội dung của kỳ họp được ghi chú."))
    return redirect("session-list")
