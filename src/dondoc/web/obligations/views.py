"""The list of obligations, the page of each, and what is recorded on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from dondoc.web.accounts.access import Action
from dondoc.web.audit import selectors as audit
from dondoc.web.bodies import selectors as bodies
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.obligations import selectors, services
from dondoc.web.obligations.forms import ActForm
from dondoc.web.obligations.models import ActKind, KindOfObligation, Obligation
from dondoc.web.obligations.selectors import ObligationFilter
from dondoc.web.sources.models import Document
from dondoc.web.sources.selectors import documents_seen
from dondoc.writing.rows import Cell

COLUMNS = (
    ("body", gettext_lazy("Cơ quan")),
    ("", gettext_lazy("Nghĩa vụ")),
    ("document", gettext_lazy("Văn bản giao")),
    ("due", gettext_lazy("Thời hạn")),
    ("", gettext_lazy("Trạng thái")),
    ("", gettext_lazy("Đã thực hiện bằng")),
)
STATE_NAMES = {
    "done_in_time": gettext_lazy("Đúng hạn"),
    "done_late": gettext_lazy("Đã làm, quá hạn"),
    "open_in_time": gettext_lazy("Chưa làm, trong hạn"),
    "open_late": gettext_lazy("Chưa làm, quá hạn"),
    "sent": gettext_lazy("Đã gửi, chờ xác nhận"),
    "waived": gettext_lazy("Được miễn"),
    "open": gettext_lazy("Mọi nghĩa vụ chưa làm"),
    "due_soon": gettext_lazy("Sắp đến hạn"),
}


def state_of(obligation: Obligation) -> str:
    """Where it stands today, by its columns."""
    if obligation.waived_on is not None:
        return "waived"
    day, due = lists.today(), obligation.due
    if obligation.fulfilled_on is not None and obligation.fulfilled_on <= day:
        return "done_late" if due is not None and obligation.fulfilled_on > due else "done_in_time"
    if obligation.calendar and obligation.report.state in selectors.SENT:
        return "sent"
    return "open_late" if due is not None and due < day else "open_in_time"


def _filter(request: HttpRequest) -> ObligationFilter:
    query = request.GET
    order = query.get("order", "")
    return ObligationFilter(
        text=lists.text(query, "q"),
        kind=query.get("kind", "") if query.get("kind") in KindOfObligation.values else "",
        state=query.get("state", "") if query.get("state") in STATE_NAMES else "",
        body=lists.number(query, "body"),
        document=lists.number(query, "document"),
        due_from=lists.day(query, "from"),
        due_to=lists.day(query, "to"),
        order=order if order in selectors.ORDERS else "due",
    )


@require_GET
def obligation_list(request: UserRequest) -> HttpResponse:
    """Who owes which plan, study session, review or report by when."""
    wanted = _filter(request)
    found = selectors.obligation_list(request.access, wanted, as_of=lists.today())
    page = lists.page_of(request, found.rows, count=found.shown)
    context = {
        "wanted": wanted,
        "counts": [(name, label, found.counts[name]) for name, label in STATE_NAMES.items()],
        "total": found.total,
        "page": page,
        "states": {row.pk: state_of(row) for row in page},
        "columns": lists.headings(request, [(k, str(n)) for k, n in COLUMNS], wanted.order),
        "keep": lists.without(request, "state"),
        "export": lists.without(request),
        "kinds": KindOfObligation.choices,
        "bodies": bodies.bodies_in_scope(request.access),
        "today": lists.today(),
    }
    partial = "#board" if request.htmx and not request.htmx.boosted else ""
    return render(request, "obligations/obligation_list.html" + partial, context)


@require_GET
def obligation_export(request: UserRequest, kind: str) -> HttpResponse:
    """The list as it is filtered, as a file."""
    found = selectors.obligation_list(request.access, _filter(request), as_of=lists.today())
    headers = [
        _("Cơ quan"), _("Nghĩa vụ"), _("Văn bản giao"), _("Kỳ"), _("Thời hạn"), _("Hạn ban đầu"),
        _("Trạng thái"), _("Ngày thực hiện"), _("Thực hiện bằng"), _("Dự học"), _("Phải học"), _("Căn cứ"),
    ]  # fmt: skip

    def rows() -> Iterator[list[Cell]]:
        for row in found.rows[: lists.MOST_EXPORTED]:
            yield [
                row.body.name,
                row.get_kind_display(),
                str(row.document) if row.document else "",
                row.period,
                row.due,
                row.first_due,
                str(STATE_NAMES[state_of(row)]),
                row.fulfilled_on,
                str(row.fulfilled_by) if row.fulfilled_by else row.fulfilled_words,  # type: ignore[attr-defined]
                row.attended,
                row.to_attend,
                row.basis,
            ]

    return lists.as_file(kind, _("Nghĩa vụ thực hiện văn bản"), headers, rows())


@require_GET
def obligation_page(request: UserRequest, pk: int) -> HttpResponse:
    """One obligation: who owes it, by what words, what happened, what can be recorded now."""
    return _response(request, selectors.obligation_seen(request.access, pk))


def _papers(request: UserRequest, obligation: Obligation) -> QuerySet[Document]:
    """What may fulfil it: what the body issued, what carries its document out; the latest first."""
    about = Q(issuer=obligation.body_id)
    if obligation.document_id is not None:
        about |= Q(parent_links__parent=obligation.document_id, parent_links__withdrawn_at=None)
    found = documents_seen(request.access).filter(about)
    if obligation.document_id is not None:
        found = found.exclude(pk=obligation.document_id)
    if obligation.owed_from is not None:
        found = found.filter(date__gte=obligation.owed_from)
    return found.distinct()


def _response(
    request: UserRequest, obligation: Obligation, tried: ActForm | None = None, *, status: int = 200
) -> HttpResponse:
    papers = _papers(request, obligation)
    forms = [
        tried
        if tried is not None and tried.kind == kind
        else ActForm(obligation=obligation, kind=kind, papers=papers)
        for kind in services.acts_open(obligation, request.access)
    ]
    context: dict[str, Any] = {
        "obligation": obligation,
        "state": state_of(obligation),
        "events": obligation.events.select_related("by", "paper"),
        "forms": forms,
        "tried": tried,
        "history": audit.trail_of(obligation, request.access),
        "today": lists.today(),
    }
    return render(request, "obligations/obligation.html", context, status=status)


@require_POST
def obligation_act(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """Record one act: fulfilled, studied, extended, waived …"""
    if kind not in ActKind.values or ActKind(kind) not in services.ACTS:
        raise Http404
    obligation, act = selectors.obligation_seen(request.access, pk), ActKind(kind)
    if obligation.calendar and act in services.BY_REPORT:
        raise Http404
    sides = services.ACTS[act].sides
    if not sides:
        raise Http404
    if not (Action.RECORD in sides and request.access.can(Action.RECORD, obligation.body_id)):
        request.access.require(Action.DECIDE, obligation.office_id)
    form = ActForm(request.POST, obligation=obligation, kind=act, papers=_papers(request, obligation))
    if not form.is_valid():
        return _response(request, obligation, form, status=422)
    try:
        services.act(obligation=obligation, kind=act, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return _response(request, obligation, form, status=422)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
        return _response(request, selectors.obligation_seen(request.access, pk), status=409)
    toast(request, _("Đã ghi: %(act)s.") % {"act": str(act.label).lower()})
    return redirect("obligation", pk=pk)
