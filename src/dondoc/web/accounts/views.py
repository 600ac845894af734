"""Signing in and out, and one's own password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dondoc.web.accounts import services
from dondoc.web.accounts.demo import demo_accounts
from dondoc.web.accounts.forms import ChangePasswordForm, SignInForm
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast


class SignIn(LoginView):
    """The door. Whoever is in already is led on."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(demo=demo_accounts(), **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        if form.wait is not None:
            response.status_code = 429
            response["Retry-After"] = str(int(form.wait.total_seconds()) + 1)
        return response


sign_in = SignIn.as_view()
sign_out = LogoutView.as_view()


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password_change(request: UserRequest) -> HttpResponse:
    """One's own password; other sessions of the person end, this one stays."""
    form = ChangePasswordForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.password_set(user=request.user, password=form.cleaned_data["new_password1"], by=request.user)
        update_session_auth_hash(request, request.user)
        toast(request, _("Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc."))
        return redirect("desk")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/password_change.html", {"form": form}, status=status)
