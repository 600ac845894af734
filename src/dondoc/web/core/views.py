"""Pages that belong to no part of the product: errors, language, theme, and whether it is well."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from dondoc.web.accounts.access import Refused, access_of
from dondoc.web.accounts.refusals import refusal
from dondoc.web.core.context import THEMES
from dondoc.web.core.today import today

A_YEAR = 365 * 24 * 60 * 60


@require_GET
@login_not_required
def health(_request: HttpRequest) -> HttpResponse:
    """For a supervisor: 200 while the database answers, else 503. Says nothing of what is in it."""
    try:
        connection.ensure_connection()
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})


@require_POST
@login_not_required
def language(request: HttpRequest) -> HttpResponseBase:
    """Change the language of the pages and go back."""
    return set_language(request)


@require_POST
@login_not_required
def theme(request: HttpRequest) -> HttpResponse:
    """Keep light, dark or as the system says, where no script does it on the page."""
    wanted = request.POST.get("theme", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    if wanted in THEMES:
        response.set_cookie("theme", wanted, max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


def _error(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, "core/error.html", {"status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django names it)
    return _error(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Which right it needs, who has it, what the person holds since when, and who can give it."""
    told = {}
    if request.user.is_authenticated:
        one_right = exception if isinstance(exception, Refused) else None
        told["refusal"] = refusal(access_of(request), one_right, on=today())
    return render(request, "core/error.html", {"status": 403, **told}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django names it)
    return _error(request, 404)


def csrf_failed(request: HttpRequest, **_: object) -> HttpResponse:
    """The page stood open too long, or the cookie is gone."""
    return render(request, "core/error.html", {"status": 403, "stale": True}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke here: a page that needs neither database nor session."""
    return render(request, "core/broken.html", status=500)
