"""The page of one's own keys."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dondoc.web.api import selectors, services
from dondoc.web.api.forms import TokenForm
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast


@never_cache
@require_http_methods(["GET", "POST"])
def token_list(request: UserRequest) -> HttpResponse:
    """One's keys; a new one is shown on the answer to the form and never again."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "key": ""}
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            token, context["key"] = services.token_add(user=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            context |= {"form": TokenForm(), "made": token}
            status = 201
    context["tokens"] = selectors.tokens_of(request.user)
    return render(request, "api/token_list.html", context, status=status)


@require_POST
def token_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Programs that use the key are refused from now on."""
    token = selectors.own_token(request.user, pk)
    services.token_withdraw(token=token, by=request.user)
    toast(request, _("Đã thu hồi mã “%(name)s”.") % {"name": token.name})
    return redirect("token-list")
