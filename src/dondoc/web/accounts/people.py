"""Users and their roles, for who manages people. Nothing here shows any content."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.web.accounts import leftover, selectors, services
from dondoc.web.accounts.access import Action
from dondoc.web.accounts.agencies import agencies_of, members_of
from dondoc.web.accounts.models import Grant, User
from dondoc.web.accounts.people_forms import (
    GrantEndForm,
    GrantForm,
    MemberForm,
    PasswordForm,
    UserAddForm,
    UserForm,
)
from dondoc.web.bodies.models import Body
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem


def attempt(form: forms.Form, work: Callable[[dict[str, Any]], Any]) -> bool:
    """Do the work with what was typed; what the service refuses stands beside its field, and what was typed
    stays.
    """
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


@require_GET
def user_list(request: UserRequest) -> HttpResponse:
    """Everybody who can sign in."""
    request.access.require(Action.MANAGE_PEOPLE)
    users = selectors.users_seen(request.access)
    text = lists.text(request.GET, "q", 100)
    for word in lists.unmarked(text):
        users = users.filter(Q(full_name__regex=word) | Q(username__regex=word))
    today = lists.today()
    context = {
        "page": lists.page_of(request, users),
        "text": text,
        "today": today,
        "left": leftover.roles_left(request.access, on=today),
    }
    return render(request, "accounts/user_list.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def user_add(request: UserRequest) -> HttpResponse:
    """A new user; then on to give them a role."""
    request.access.require(Action.MANAGE_PEOPLE)
    form = UserAddForm(request.POST if request.method == "POST" else None)
    made: list[User] = []
    if attempt(form, lambda typed: made.append(services.user_add(**typed, by=request.user))):
        toast(request, _("Đã thêm người dùng. Giao vai trò để họ làm việc được."))
        return redirect("user", pk=made[0].pk)
    return render(request, "accounts/user_add.html", {"form": form}, status=422 if form.is_bound else 200)


def user_response(
    request: UserRequest,
    user: User,
    forms_given: dict[str, forms.Form] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A user's page; a form that was refused stands with what was typed."""
    initial = {"full_name": user.full_name, "email": user.email, "is_active": user.is_active}
    shown: dict[str, forms.Form] = {
        "form": UserForm(initial=initial),
        "password_form": PasswordForm(),
        "grant_form": GrantForm(),
        "member_form": MemberForm(),
    }
    shown.update(forms_given or {})
    context = {
        "person": user,
        "grants": selectors.grants_of(user),
        "members": members_of(user) if user.is_agency else (),
        "agencies": () if user.is_agency else agencies_of(user),
        "end_form": GrantEndForm(),
        "today": lists.today(),
        **shown,
    }
    return render(request, "accounts/user.html", context, status=status)


@require_http_methods(["GET", "POST"])
def user_page(request: UserRequest, pk: int) -> HttpResponse:
    """One user: name, lock, roles."""
    request.access.require(Action.MANAGE_PEOPLE)
    user = selectors.user_seen(request.access, pk)
    if request.method != "POST":
        return user_response(request, user)
    form = UserForm(request.POST)
    if attempt(form, lambda typed: services.user_update(user=user, by=request.user, **typed)):
        toast(request, _("Đã lưu."))
        return redirect("user", pk=pk)
    return user_response(request, user, {"form": form}, status=422)


@sensitive_post_parameters()
@require_POST
def user_password(request: UserRequest, pk: int) -> HttpResponse:
    """A new password for a user who lost theirs."""
    request.access.require(Action.MANAGE_PEOPLE)
    user = selectors.user_seen(request.access, pk)
    form = PasswordForm(request.POST)
    if attempt(
        form, lambda typed: services.password_set(user=user, password=typed["password"], by=request.user)
    ):
        toast(request, _("Đã đặt mật khẩu mới. Báo cho người dùng bằng cách an toàn."))
        return redirect("user", pk=pk)
    return user_response(request, user, {"password_form": form}, status=422)


@require_POST
def grant_add(request: UserRequest, pk: int) -> HttpResponse:
    """Give a role."""
    request.access.require(Action.MANAGE_PEOPLE)
    user = selectors.user_seen(request.access, pk)
    form = GrantForm(request.POST)
    if attempt(form, lambda typed: services.grant_add(user=user, by=request.user, **typed)):
        toast(request, _("Đã giao vai trò."))
        return redirect("user", pk=pk)
    return user_response(request, user, {"grant_form": form}, status=422)


@require_POST
def grant_end(request: UserRequest, pk: int) -> HttpResponse:
    """End a role on a day; the grant stays in the history."""
    request.access.require(Action.MANAGE_PEOPLE)
    grant = get_object_or_404(Grant.objects.select_related("user"), pk=pk)
    form = GrantEndForm(request.POST)
    if attempt(form, lambda typed: services.grant_end(grant=grant, by=request.user, **typed)):
        toast(request, _("Đã kết thúc vai trò."))
        return redirect("user", pk=grant.user_id)
    return user_response(request, grant.user, {"end_form": form}, status=422)


@require_POST
def grant_pass(request: UserRequest, pk: int) -> HttpResponse:
    """Give a role at a body that has ended anew at who took over."""
    request.access.require(Action.MANAGE_PEOPLE)
    grant = get_object_or_404(Grant.objects.select_related("user", "body"), pk=pk)
    chosen = [int(text) for text in request.POST.getlist("body") if text.isascii() and text.isdigit()]
    bodies = Body.objects.filter(pk__in=chosen[:50]).order_by("sort_key")
    try:
        leftover.grant_pass(grant=grant, bodies=bodies, on=lists.today(), by=request.user)
    except ValidationError as error:
        toast_problem(request, " ".join(error.messages))
    else:
        toast(request, _("Đã giao lại vai trò của %(name)s.") % {"name": grant.user})
    return redirect("user-list")
