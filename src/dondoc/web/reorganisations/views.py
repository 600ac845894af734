"""Reorganisations: what has been merged and divided, a new one with its preview, and taking one back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.web.accounts.access import Action
from dondoc.web.bodies import selectors as bodies
from dondoc.web.bodies.models import Body
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.reorganisations import national, selectors, services
from dondoc.web.reorganisations.forms import ReorganisationForm, choices_of

GROUPS = {
    "so": gettext_lazy("Cơ quan chuyên môn thuộc UBND tỉnh"),
    "dang": gettext_lazy("Cơ quan của Đảng"),
    "bo": gettext_lazy("Bộ, cơ quan ngang bộ"),
}


def _sentence(error: ValidationError | Conflict) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


@require_GET
def reorganisation_list(request: UserRequest) -> HttpResponse:
    """All reorganisations, latest first, and what still stands in the name of bodies that have ended."""
    may = request.access.can(Action.ORGANISE)
    context = {
        "page": lists.page_of(request, selectors.reorganisations_seen(request.access)),
        "leftovers": selectors.leftovers(request.access, on=lists.today()) if may else [],
        "may": may,
    }
    return render(request, "reorganisations/reorganisation_list.html", context)


def _form(request: UserRequest, data: Any, **more: Any) -> ReorganisationForm:
    today = lists.today()
    # a body that ended in the last two years may still have to be said what became of it
    recent = Q(valid_to=None) | Q(valid_to__gte=date(today.year - 2, 1, 1))
    known = bodies.bodies_seen(request.access).filter(recent, pk__in=request.access.bodies(Action.ORGANISE))
    return ReorganisationForm(
        data, bodies=known.exclude(bodies.ANOTHER_PROVINCE), initial={"on": today}, **more
    )


@require_http_methods(["GET", "POST"])
def reorganisation_add(request: UserRequest) -> HttpResponse:
    """Say what became of what; first shown what will pass over (GET), then done (POST)."""
    request.access.require(Action.ORGANISE)
    sent = request.method == "POST"
    form = _form(request, request.POST if sent else (request.GET if "on" in request.GET else None))
    if not form.is_valid():
        return _add_page(request, form, status=422 if sent else 200)
    typed, takers = form.cleaned_data, form.takers()
    if not sent:
        return _add_page(request, form)
    rest, choices = choices_of(request.POST, takers)
    try:
        made = services.reorganise(
            before=typed["before"],
            after=takers,
            on=typed["on"],
            paper=typed["paper"],
            note=typed["note"],
            by=request.user,
            today=lists.today(),
            rest=rest,
            choices=choices,
        )
    except ValidationError as error:
        for name, messages in getattr(error, "message_dict", {"": error.messages}).items():
            form.add_error(name if name in form.fields else None, messages)
        return _add_page(request, form, status=422)
    toast(
        request,
        _("Đã ghi việc sắp xếp tổ chức."),
        undo="" if made.passages.count() > 2000 else _undo_address(made.pk),
    )
    return redirect("reorganisation", pk=made.pk)


def _undo_address(pk: int) -> str:
    from django.urls import reverse

    return reverse("reorganisation-undo", args=[pk])


def _add_page(request: UserRequest, form: ReorganisationForm, *, status: int = 200) -> HttpResponse:
    """The form, and once it can be read what would pass over, with who may take it."""
    preview, takers, ending = None, [], []
    if form.is_bound and not {"before", "after", "founded", "on"} & set(form.errors):
        typed = form.cleaned_data
        ending = [body for body in typed["before"] if body not in typed["after"]]
        takers = [
            {"place": n, "name": one.name, "new": not isinstance(one, Body)}
            for n, one in enumerate(form.takers())
        ]
        preview = selectors.preview(
            request.access, typed["before"], ending, on=typed["on"], alone=len(takers) == 1
        )
    context = {
        "form": form,
        "again": _form(request, form.data, auto_id=False) if form.is_bound else None,
        "preview": preview,
        "takers": takers,
        "ending": ending,
        "rows": [] if preview is None else _rows(request, preview, form.cleaned_data["before"]),
        "counts": [] if preview is None else _counts(preview),
        "rest": request.POST.get("rest", ""),
    }
    return render(request, "reorganisations/reorganisation_add.html", context, status=status)


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One thing that passes, for the table of choices."""

    icon: str
    name: str  # of its field
    words: str
    sub: str
    due: date | None
    chosen: str  # place, as sent before


ICONS = {
    "task": "task", "target": "target", "child": "body", "partner": "people", "part": "task",
    "item": "clock", "project": "folder", "obligation": "documents", "charge": "person", "matter": "warning",
}  # fmt: skip


def _rows(request: UserRequest, preview: selectors.Preview, before: Iterable[Body]) -> list[ChoiceRow]:
    names = {body.pk: body.name for body in before}
    made = []
    for row in preview.rows:
        name = f"{row.kind}-{row.pk}"
        sub, chosen = names.get(row.giver, ""), request.POST.get(name, "")
        made.append(ChoiceRow(ICONS[row.kind], name, row.words, sub, row.due, chosen))
    return made


def _counts(preview: selectors.Preview) -> list[str]:
    """What passes besides tasks and targets, in words; kinds of which there is nothing are left out."""
    words = {
        "child": ngettext("%(n)s cơ quan trực thuộc", "%(n)s cơ quan trực thuộc", preview.counts["child"]),
        "partner": ngettext("%(n)s việc phối hợp", "%(n)s việc phối hợp", preview.counts["partner"]),
        "part": ngettext("%(n)s phần việc", "%(n)s phần việc", preview.counts["part"]),
        "item": ngettext(
            "%(n)s nội dung chương trình công tác",
            "%(n)s nội dung chương trình công tác",
            preview.counts["item"],
        ),
        "project": ngettext("%(n)s dự án", "%(n)s dự án", preview.counts["project"]),
        "obligation": ngettext("%(n)s nghĩa vụ", "%(n)s nghĩa vụ", preview.counts["obligation"]),
        "matter": ngettext(
            "%(n)s tồn tại, kiến nghị chưa giải quyết",
            "%(n)s tồn tại, kiến nghị chưa giải quyết",
            preview.counts["matter"],
        ),
        "charge": ngettext(
            "%(n)s phân công phụ trách", "%(n)s phân công phụ trách", preview.counts["charge"]
        ),
    }
    return [text % {"n": preview.counts[kind]} for kind, text in words.items() if preview.counts[kind]]


@require_GET
def reorganisation_page(request: UserRequest, pk: int) -> HttpResponse:
    """One reorganisation: who, into whom, by which paper, and everything that passed."""
    found = selectors.reorganisation_seen(request.access, pk)
    before, after = selectors.sides(found)
    passages = selectors.passages_of(request.access, found)
    context = {
        "reorganisation": found,
        "before": before,
        "after": after,
        "page": lists.page_of(request, passages),
        "may": request.access.can(Action.ORGANISE) and found.undone_at is None,
    }
    return render(request, "reorganisations/reorganisation.html", context)


@require_POST
def reorganisation_undo(request: UserRequest, pk: int) -> HttpResponse:
    """Take it back while nothing has followed."""
    found = selectors.reorganisation_seen(request.access, pk)
    request.access.require(Action.ORGANISE)
    try:
        services.reorganisation_undo(reorganisation=found, by=request.user, on=lists.today())
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Đã hoàn tác. Việc và chỉ tiêu trở về cơ quan cũ; dấu vết vẫn còn."))
    return redirect("reorganisation", pk=pk)


@require_POST
def pass_on(request: UserRequest, pk: int) -> HttpResponse:
    """What still stands in the name of a body that has ended goes to who took over."""
    body = bodies.body_seen(request.access, pk)
    request.access.require(Action.ORGANISE, body)
    chosen = lists.number(request.POST, "rest")
    rest = get_object_or_404(Body, pk=chosen) if chosen is not None else None
    try:
        made = services.pass_on(body=body, by=request.user, today=lists.today(), rest=rest)
    except (ValidationError, Conflict) as error:
        toast_problem(request, _sentence(error))
        return redirect("reorganisation-list")
    toast(request, _("Đã chuyển việc còn mở cho cơ quan kế thừa."), undo=_undo_address(made.pk))
    return redirect("reorganisation", pk=made.pk)


@require_http_methods(["GET", "POST"])
def national_list(request: UserRequest) -> HttpResponse:
    """What came with the installation about the changes of 2025: the office picks what happened here."""
    request.access.require(Action.ORGANISE)
    if request.method == "POST":
        change = next((one for one in national.changes() if one.id == request.POST.get("change")), None)
        on = lists.day(request.POST, "on")
        if change is None or on is None:
            toast_problem(request, _("Chọn một dòng và ngày thực hiện."))
            return redirect("national-list")
        try:
            new = national.change_apply(
                change=change,
                on=on,
                paper=lists.text(request.POST, "paper", 300),
                by=request.user,
                today=lists.today(),
            )
        except ValidationError as error:
            toast_problem(request, _sentence(error))
        else:
            toast(
                request, _("Đã ghi vào danh sách cơ quan.") if new else _("Việc này đã có trong danh sách.")
            )
        return redirect("national-list")
    rows = national.change_rows(GROUPS)
    context = {
        "groups": [
            (label, [row for row in rows if row.change.group == key]) for key, label in GROUPS.items()
        ],
        "districts": bodies.districts_open(request.access, on=national.TWO_LEVELS),
        "two_levels": national.TWO_LEVELS,
        "provinces": national.provinces_seen(),
    }
    return render(request, "reorganisations/national_list.html", context)
