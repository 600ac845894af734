"""The bodies of the province as a tree over time, each with what it owes; the people in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Action
from dondoc.web.bodies import selectors
from dondoc.web.bodies.charges import Leaders
from dondoc.web.bodies.models import Body, Succession
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
    """One body: its names and days, what it owes; its targets and what stands around it come as parts.

    The page fetches the parts (`?part=targets`); without a script `?all=1` has everything at once.
    """
    body = get_object_or_404(selectors.bodies_seen(request.access), pk=pk)
    part = request.GET.get("part", "")
    if part in PARTS and request.htmx and not request.htmx.boosted:
        return render(request, f"bodies/body.html#{part}", {"body": body} | PARTS[part](request, body))
    as_of = lists.today()
    board = task_board(request.access, TaskFilter(body=body.pk), as_of=as_of)
    ended = body.valid_to is not None
    context = {
        "body": body,
        "names": body.names.order_by("name"),
        "after": _successions(predecessor=body) if ended else [],
        "board": board,
        "led": task_board(request.access, TaskFilter(body=body.pk, part="lead"), as_of=as_of).counts,
        "tasks": board.tasks.prefetch_related(None)[:50],  # the page shows no partners
        "open_parts": open_parts(request.access, body, as_of=as_of)[:20],
        "today": as_of,
        "charge": Leaders(as_of).of(body),
        "may": request.access.can(Action.ORGANISE, body),
        "all": request.GET.get("all") == "1",
    }
    if context["all"]:
        for add in PARTS.values():
            context |= add(request, body)
    return render(request, "bodies/body.html", context)


def _successions(**about: Body) -> list[Succession]:
    found = Succession.objects.filter(**about, withdrawn_at=None)
    return list(found.select_related("predecessor", "successor").order_by("on", "pk"))


def _targets(request: UserRequest, body: Body) -> dict[str, Any]:
    """The latest targets it answers for."""
    board = plans.target_board(request.access, plans.TargetFilter(body=body.pk, order="-period"))
    return {"rows": plans.target_rows(request.access, list(board[:50]))}


def _about(request: UserRequest, body: Body) -> dict[str, Any]:
    """Where it stands, who is below it and in it, what it issued."""
    standing = body.positions.filter(withdrawn_at__isnull=True).select_related("person")
    return {
        "reads": request.access.can(Action.READ),
        "before": _successions(successor=body),
        "children": selectors.bodies_seen(request.access).filter(parent=body),
        "positions": standing.order_by("person__sort_key", "pk"),
        "documents": plans.documents_of_body(request.access, body)[:50],
        "places": list(places(body)),
    }


PARTS: dict[str, Callable[[UserRequest, Body], dict[str, Any]]] = {"targets": _targets, "about": _about}


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
