"""Bodies as an office keeps them: adding one, its names, its place in the trees, its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.web.accounts.access import Action
from dondoc.web.bodies import moving, selectors, services, trees
from dondoc.web.bodies.forms import ACTS, BodyActForm, BodyForm, LinkEndForm
from dondoc.web.bodies.models import Body, BodyLink
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem


def attempt(form: forms.Form, work: Callable[[dict[str, Any]], Any]) -> bool:
    """Do the work with what was typed; what the service refuses stands beside its field."""
    if not form.is_valid():
        return False
    try:
        work(form.cleaned_data)
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            for name, errors in error.message_dict.items():
                form.add_error(name if name in form.fields else None, errors)
        else:
            form.add_error(None, error)
        return False
    return True


@require_http_methods(["GET", "POST"])
def body_add(request: UserRequest) -> HttpResponse:
    """A new body under its parent."""
    request.access.require(Action.ORGANISE)
    standing = selectors.bodies_kept(request.access).filter(trees.existing(lists.today()))
    named = {"name": lists.text(request.GET, "name", 200)}  # where a document names a body that is not there
    form = BodyForm(request.POST if request.method == "POST" else None, bodies=standing, initial=named)
    made: list[Body] = []

    def add(typed: dict[str, Any]) -> None:
        names = typed.pop("names").splitlines()
        made.append(
            services.body_add(code=services.code_of(typed["name"]), names=names, by=request.user, **typed)
        )

    if attempt(form, add):
        toast(request, _("Đã thêm cơ quan."))
        return redirect("body", pk=made[0].pk)
    return render(request, "bodies/body_add.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
def body_edit(request: UserRequest, pk: int) -> HttpResponse:
    """What can be recorded of a body."""
    return _edit_page(request, _kept(request, pk))


def _kept(request: UserRequest, pk: int) -> Body:
    body = selectors.body_seen(request.access, pk)
    request.access.require(Action.ORGANISE, body)
    return body


def _edit_page(
    request: UserRequest, body: Body, tried: BodyActForm | None = None, *, status: int = 200
) -> HttpResponse:
    standing = selectors.bodies_kept(request.access).filter(trees.existing(lists.today()))
    acts = [
        tried
        if tried is not None and tried.kind == kind
        else BodyActForm(kind=kind, bodies=standing, initial={"on": lists.today()})
        for kind in ACTS
        if body.valid_to is None or kind == "name"
    ]
    context = {
        "body": body,
        "acts": acts,
        "tried": tried,
        "names": body.names.order_by("name"),
        "places": trees.places(body),
        "today": lists.today(),
    }
    return render(request, "bodies/body_edit.html", context, status=status)


@require_POST
def body_act(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """Record one act: rename, another name, a second parent, another parent, the end."""
    if kind not in ACTS:
        raise Http404
    body = _kept(request, pk)
    standing = selectors.bodies_kept(request.access).filter(trees.existing(lists.today()))
    form = BodyActForm(request.POST, kind=kind, bodies=standing)
    works: dict[str, Callable[..., Any]] = {
        "rename": services.body_rename,
        "name": services.body_name_add,
        "link": moving.body_link_add,
        "move": moving.body_move,
        "end": moving.body_end,
    }
    try:
        done = attempt(form, lambda typed: works[kind](body=body, by=request.user, **typed))
    except Conflict as conflict:
        toast_problem(request, str(conflict))
        return redirect("body-edit", pk=pk)
    if not done:
        return _edit_page(request, body, form, status=422)
    toast(request, _("Đã ghi: %(act)s.") % {"act": str(ACTS[kind]).lower()})
    return redirect("body", pk=pk)


@require_POST
def body_link_end(request: UserRequest, pk: int) -> HttpResponse:
    """The body stands in its second tree until a day."""
    link = get_object_or_404(BodyLink.objects.filter(withdrawn_at=None, instead=False), pk=pk)
    body = _kept(request, link.body_id)
    form = LinkEndForm(request.POST)
    if attempt(form, lambda typed: moving.body_link_end(link=link, by=request.user, **typed)):
        toast(request, _("Đã ghi ngày cuối."))
        return redirect("body-edit", pk=body.pk)
    toast_problem(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("body-edit", pk=body.pk)
