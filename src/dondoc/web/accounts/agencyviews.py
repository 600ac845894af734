"""Agency accounts with their members, and all roles by body and day, for who manages people."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.web.accounts import agencies, selectors
from dondoc.web.accounts.access import Action
from dondoc.web.accounts.models import Membership, Role, User
from dondoc.web.accounts.people import attempt, user_response
from dondoc.web.accounts.people_forms import AgencyForm, GrantEndForm, MemberForm
from dondoc.web.bodies.models import Body
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.writing.rows import Cell


@require_http_methods(["GET", "POST"])
def agency_add(request: UserRequest) -> HttpResponse:
    """An account that several people act for; then on to its role and members."""
    request.access.require(Action.MANAGE_PEOPLE)
    form = AgencyForm(request.POST if request.method == "POST" else None)
    made: list[User] = []
    if attempt(form, lambda typed: made.append(agencies.agency_add(**typed, by=request.user))):
        toast(request, _("Đã thêm tài khoản cơ quan. Giao vai trò và thêm người ở trang này."))
        return redirect("user", pk=made[0].pk)
    return render(request, "accounts/agency_add.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def member_add(request: UserRequest, pk: int) -> HttpResponse:
    """Somebody acts for the agency from a day on."""
    request.access.require(Action.MANAGE_PEOPLE)
    agency = selectors.user_seen(request.access, pk)
    form = MemberForm(request.POST)
    if attempt(form, lambda typed: agencies.member_add(agency=agency, by=request.user, **typed)):
        toast(request, _("Đã thêm người làm việc bằng tài khoản cơ quan."))
        return redirect("user", pk=pk)
    return user_response(request, agency, {"member_form": form}, status=422)


@require_POST
def member_end(request: UserRequest, pk: int) -> HttpResponse:
    """The last day somebody acts for the agency."""
    request.access.require(Action.MANAGE_PEOPLE)
    member = get_object_or_404(Membership, pk=pk)
    form = GrantEndForm(request.POST)
    if attempt(form, lambda typed: agencies.member_end(member=member, by=request.user, **typed)):
        toast(request, _("Đã ghi ngày cuối."))
    else:
        toast_problem(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect("user", pk=member.agency_id)


@require_GET
def grant_list(request: UserRequest) -> HttpResponse:
    """Who holds which role where on a day, in the order of bodies."""
    request.access.require(Action.MANAGE_PEOPLE)
    query = request.GET
    on, role, body = (
        lists.day(query, "on") or lists.today(),
        query.get("role", ""),
        lists.number(query, "body"),
    )
    found = agencies.grants_seen(request.access, on=on, role=role, body=body)
    context = {
        "page": lists.page_of(request, found),
        "on": on,
        "role": role,
        "roles": Role.choices,
        "body": Body.objects.filter(pk=body).first() if body is not None else None,
        "export": lists.without(request),
        "today": lists.today(),
    }
    return render(request, "accounts/grant_list.html", context)


@require_GET
def grant_export(request: UserRequest, kind: str) -> HttpResponse:
    """The roles as they are filtered, as a file."""
    request.access.require(Action.MANAGE_PEOPLE)
    query = request.GET
    on = lists.day(query, "on") or lists.today()
    found = agencies.grants_seen(
        request.access, on=on, role=query.get("role", ""), body=lists.number(query, "body")
    )

    def rows() -> Iterator[list[Cell]]:
        for grant in found[: lists.MOST_EXPORTED]:
            yield [
                grant.body.name,
                str(grant.get_role_display()),
                grant.user.full_name,
                grant.user.username,
                grant.valid_from,
                grant.valid_to,
            ]

    headers = [_("Cơ quan"), _("Vai trò"), _("Họ và tên"), _("Tên đăng nhập"), _("Từ ngày"), _("Đến ngày")]
    return lists.as_file(kind, _("Vai trò"), headers, rows())
