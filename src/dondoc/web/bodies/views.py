"""The bodies of the province as a tree over time, each with what it owes; the people in them."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Action
from dondoc.web.bodies import selectors
from dondoc.web.bodies.charges import Leaders
from dondoc.web.bodies.models import Succession
from dondoc.web.bodies.trees import TREES, Node, places, tree
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.plans import selectors as plans
from dondoc.web.plans.bodycounts import body_rows
from dondoc.web.plans.taskboard import TaskFilter, task_board
from dondoc.web.taskwork.selectors import open_parts
from dondoc.writing.rows import Cell

PER_PAGE = 100


def _tree(request: UserRequest) -> tuple[date, str, bool, str, list[Node]]:
    """The day, tree, whether with ended ones, and words the address asks for, and what they find."""
    on = lists.day(request.GET, "on") or lists.today()
    kind = request.GET.get("kind", "")
    kind = kind if kind in TREES else ""
    ended, text = request.GET.get("ended") == "1", lists.text(request.GET, "q")
    return on, kind, ended, text, tree(request.access, on=on, kind=kind, ended=ended, text=text)


@require_GET
def body_list(request: UserRequest) -> HttpResponse:
    """The reader's branches as trees on a day, a page at a time, with open and late tasks of each body."""
    on, kind, ended, text, nodes = _tree(request)
    page = Paginator(nodes, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": body_rows(request.access, list(page), on=on, as_of=lists.today()),
        "on": on,
        "kind": kind,
        "ended": ended,
        "text": text,
        "trees": TREES.items(),
        "export": lists.without(request),
        "may": request.access.can(Action.ORGANISE),
        "today": lists.today(),
    }
    return render(request, "bodies/body_list.html", context)


@require_GET
def body_export(request: UserRequest, kind: str) -> HttpResponse:
    """The tree as it is filtered, as a file."""
    on, _kind, _ended, _text, nodes = _tree(request)
    nodes = nodes[: lists.MOST_EXPORTED]
    headers = [
        _("Cơ quan"),
        _("Cấp"),
        _("Khối"),
        _("Từ ngày"),
        _("Đến ngày"),
        _("Chủ trì, chưa xong"),
        _("Quá hạn"),
    ]
    headers += [_("Chỉ tiêu"), _("Căn cứ")]
    rows = body_rows(request.access, nodes, on=on, as_of=lists.today())
    cells: list[list[Cell]] = [
        [
            row.name,
            row.depth + 1,
            str(row.body.get_kind_display()),
            row.body.valid_from,
            row.body.valid_to,
            row.open,
            row.late,
            row.targets,
            row.body.source,
        ]
        for row in rows
    ]
    return lists.as_file(kind, _("Cơ quan"), headers, cells)


@require_GET
def body_page(request: UserRequest, pk: int) -> HttpResponse:
    """One body: names and days, who came before and after, its tasks, targets and documents."""
    near = list(selectors.bodies_seen(request.access).filter(Q(pk=pk) | Q(parent=pk)))
    body = next((one for one in near if one.pk == pk), None)
    if body is None:
        raise Http404
    successions = list(
        Succession.objects.filter(Q(predecessor=body) | Q(successor=body), withdrawn_at=None)
        .select_related("predecessor", "successor")
        .order_by("on", "pk")
    )
    as_of = lists.today()
    board = task_board(request.access, TaskFilter(body=body.pk), as_of=as_of)
    targets = list(plans.target_board(request.access, plans.TargetFilter(body=body.pk, order="-period"))[:50])
    context = {
        "body": body,
        "reads": request.access.can(Action.READ),
        "names": body.names.order_by("name"),
        "before": [s for s in successions if s.successor_id == body.pk],
        "after": [s for s in successions if s.predecessor_id == body.pk],
        "children": [one for one in near if one.parent_id == pk],
        "positions": body.positions.filter(withdrawn_at__isnull=True)
        .select_related("person")
        .order_by("person__sort_key", "pk"),
        "board": board,
        "tasks": board.tasks.prefetch_related(None)[:50],  # the page shows no partners
        "parts": open_parts(request.access, body, as_of=as_of)[:20],
        "rows": plans.target_rows(request.access, targets),
        "documents": plans.documents_of_body(request.access, body)[:50],
        "today": as_of,
        "places": list(places(body)),
        "charge": Leaders(as_of).of(body),
        "may": request.access.can(Action.ORGANISE, body),
    }
    return render(request, "bodies/body.html", context)


@require_GET
def person_list(request: UserRequest) -> HttpResponse:
    """Office-holders named in the documents the reader may see."""
    text = lists.text(request.GET, "q")
    people = selectors.people_seen(request.access)
    for word in search_key(text).split():
        people = people.filter(folded__contains=word)
    return render(request, "bodies/person_list.html", {"page": lists.page_of(request, people), "text": text})


@require_GET
def person_page(request: UserRequest, pk: int) -> HttpResponse:
    """One person: the posts documents give them, with the words."""
    person = get_object_or_404(selectors.people_seen(request.access), pk=pk)
    context = {
        "person": person,
        "positions": person.positions.all(),
        "mentions": plans.mentions_of(position__person=person),
    }
    return render(request, "bodies/person.html", context)
