"""The board of one document: bodies with what they owe for it and what came of it; giving it to bodies."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from dondoc.web.accounts.access import Action
from dondoc.web.bodies import selectors as bodies
from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.chains import coverage
from dondoc.web.checks.selectors import last_against
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast
from dondoc.web.obligations import board as boards
from dondoc.web.obligations import services
from dondoc.web.obligations.board import BoardFilter
from dondoc.web.obligations.forms import GenerateForm
from dondoc.web.obligations.models import KindOfObligation
from dondoc.web.obligations.templatetags.obligations import share_text
from dondoc.web.plans.models import Task
from dondoc.web.sources.models import Document, StandingChoice
from dondoc.web.sources.selectors import document_seen
from dondoc.writing.rows import Cell

PER_PAGE = 100
COLUMNS = (
    ("body", gettext_lazy("Cơ quan")),
    ("due", gettext_lazy("Kế hoạch")),
    ("issued", gettext_lazy("Ban hành")),
    ("late", gettext_lazy("Chậm (ngày)")),
    ("studied", gettext_lazy("Học tập, quán triệt")),
    ("", gettext_lazy("Sơ kết")),
    ("", gettext_lazy("Tổng kết")),
    ("coverage", gettext_lazy("Nội dung đã cụ thể hóa")),
    ("copied", gettext_lazy("Trùng văn bản khác")),
)
STATE_NAMES = {
    "issued_in_time": gettext_lazy("Ban hành đúng hạn"),
    "issued_late": gettext_lazy("Ban hành chậm"),
    "owed": gettext_lazy("Chưa ban hành, trong hạn"),
    "late": gettext_lazy("Chưa ban hành, quá hạn"),
    "waived": gettext_lazy("Được miễn"),
    "unasked": gettext_lazy("Ban hành, không phải giao"),
    "none": gettext_lazy("Không phải ban hành"),
}


def _filter(request: HttpRequest) -> BoardFilter:
    query = request.GET
    order = query.get("order", "")
    return BoardFilter(
        text=lists.text(query, "q"),
        kind=query.get("kind", "") if query.get("kind") in BodyKind.values else "",
        state=query.get("state", "") if query.get("state") in STATE_NAMES else "",
        order=order if order in boards.BOARD_ORDERS else "body",
    )


def _rows(request: UserRequest, document: Document) -> list[boards.Row]:
    """Every body's row, with what its plan took up of the document and how much of it stands elsewhere."""
    rows = boards.rows_of(request.access, document, as_of=lists.today())
    coverage.fill_in(document, rows)
    issued = {row.issued.pk: row for row in rows if row.issued is not None}
    for pk, check in last_against(request.access, document, issued).items():
        issued[pk].check = check.pk
        issued[pk].copied = None if check.copied is None else Fraction(check.copied, 10_000)
    return rows


@require_GET
def board(request: UserRequest, pk: int) -> HttpResponse:
    """Which body owes what for this document, and what came of it."""
    document = document_seen(request.access, pk)
    wanted = _filter(request)
    rows = _rows(request, document)
    found = boards.filtered(rows, wanted)
    counted = boards.totals(rows)
    context: dict[str, Any] = {
        "document": document,
        "wanted": wanted,
        "filtered": wanted != BoardFilter(order=wanted.order),
        "totals": counted,
        "counts": [(name, label, counted.counts[name]) for name, label in STATE_NAMES.items()],
        "all": len(rows),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "columns": lists.headings(
            request, [(k, str(n)) for k, n in COLUMNS], wanted.order, [str(_("Chậm (ngày)"))]
        ),
        "keep": lists.without(request, "state"),
        "export": lists.without(request),
        "kinds": [kind for kind in BodyKind.choices if kind[0] in {row.body.kind for row in rows}],
        "may": request.access.can(Action.DECIDE, document.owner_id)
        and document.standing == StandingChoice.ISSUED,
        "today": lists.today(),
    }
    partial = "#board" if request.htmx and not request.htmx.boosted else ""
    return render(request, "obligations/board.html" + partial, context)


@require_GET
def board_export(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """The board as it is filtered, as a file."""
    document = document_seen(request.access, pk)
    rows = boards.filtered(_rows(request, document), _filter(request))
    headers = [
        _("Cơ quan"), _("Kế hoạch"), _("Thời hạn"), _("Số, ký hiệu"), _("Ngày ban hành"), _("Chậm (ngày)"),
        _("Dự học"), _("Phải học"), _("Tỷ lệ học tập, quán triệt"), _("Hạn sơ kết"), _("Ngày sơ kết"),
        _("Hạn tổng kết"), _("Ngày tổng kết"), _("Nội dung đã cụ thể hóa"), _("Tổng số nội dung"),
        _("Trùng văn bản khác"),
    ]  # fmt: skip

    def cells() -> Iterator[list[Cell]]:
        for row in rows:
            issued, study = row.issued, row.study
            yield [
                row.body.name,
                str(STATE_NAMES[row.state]),
                row.plan.due if row.plan else None,
                issued.symbol or issued.title if issued else row.words,
                (row.plan.fulfilled_on if row.plan else None) or (issued.date if issued else None),
                row.days_late or None,
                study.attended if study else None,
                study.to_attend if study else None,
                share_text(row.studied),
                row.interim.due if row.interim else None,
                row.interim.fulfilled_on if row.interim else None,
                row.final.due if row.final else None,
                row.final.fulfilled_on if row.final else None,
                row.covered,
                row.clauses if row.covered is not None else None,
                share_text(row.copied),
            ]

    title = _("Theo dõi %(symbol)s") % {"symbol": (document.symbol or document.title)[:60].replace("/", "-")}
    return lists.as_file(kind, title, headers, cells())


# --- giving it to bodies --------------------------------------------------------------------------------


def _bodies(request: UserRequest) -> QuerySet[Body]:
    """Who may owe something today: a body that has gone is answered for by its successor."""
    return bodies.bodies_in_scope(request.access).filter(Q(valid_to=None) | Q(valid_to__gte=lists.today()))


@require_http_methods(["GET", "POST"])
def generate(request: UserRequest, pk: int) -> HttpResponse:
    """Say which bodies owe a plan, a study session or a review for this document; safe to repeat."""
    document = document_seen(request.access, pk)
    request.access.require(Action.DECIDE, document.owner_id)
    form = GenerateForm(
        request.POST if request.method == "POST" else None,
        bodies=_bodies(request),
        initial=_from_task(request, document),
    )
    if form.is_valid():
        told = form.cleaned_data
        try:
            done = services.obligations_generate(document=document, by=request.user, **told)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = _("Đã giao %(made)d nghĩa vụ; %(known)d nghĩa vụ đã có từ trước.")
            toast(request, said % {"made": len(done.made), "known": len(done.known)})
            return redirect("document-board", pk=pk)
    context = {"document": document, "form": form, "hints": _hints(document)}
    return render(request, "obligations/generate.html", context, status=422 if form.is_bound else 200)


# What the words of an order ask for: "ban hành kế hoạch", "học tập, quán triệt", "sơ kết hằng năm".
_ASKED = {
    KindOfObligation.PLAN: ("kế hoạch",),
    KindOfObligation.STUDY: ("quán triệt", "học tập"),
    KindOfObligation.INTERIM_REVIEW: ("sơ kết",),
    KindOfObligation.FINAL_REVIEW: ("tổng kết",),
}
_REVIEWS = (KindOfObligation.INTERIM_REVIEW, KindOfObligation.FINAL_REVIEW)
_MOST_HINTS = 8


def _asked(task: Task) -> list[KindOfObligation]:
    """What the document's order asks of its bodies; a plan or a session only where it goes to several."""
    words = task.action.casefold()
    return [
        kind
        for kind, signs in _ASKED.items()
        if any(sign in words for sign in signs) and (kind in _REVIEWS or task.lead_id is None)
    ]


def _hints(document: Document) -> list[tuple[Task, KindOfObligation]]:
    """The document's own orders in plain words, each with what it asks for: day and words to take over."""
    signs = Q()
    for word in (word for words in _ASKED.values() for word in words):
        signs |= Q(action__icontains=word)
    orders = document.tasks.filter(signs, withdrawn_at=None, parent=None).order_by("number")
    return [(task, kind) for task in orders for kind in _asked(task)][:_MOST_HINTS]


def _from_task(request: UserRequest, document: Document) -> dict[str, Any]:
    """What the task the address names asks for: kind, day, words.

    Of an order for both reviews the day is that of the last one.
    """
    chosen = lists.number(request.GET, "task")
    task = Task.objects.filter(pk=chosen, document=document).first() if chosen else None
    if task is None:
        return {}
    mention = task.mentions.first()
    asked = _asked(task) or [KindOfObligation.PLAN]
    kind = request.GET.get("kind", "")
    kind = kind if kind in asked else asked[0].value
    both = kind == KindOfObligation.INTERIM_REVIEW and KindOfObligation.FINAL_REVIEW in asked
    return {
        "due": None if both else task.due,
        "basis": mention.quote if mention else task.action,
        "kind": kind,
        "until": task.due if both else None,
    }
