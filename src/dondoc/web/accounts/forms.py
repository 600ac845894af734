"""What people type to sign in and to change their password."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dondoc.web.accounts import throttle


class SignInForm(AuthenticationForm):
    """User name and password. One message for a wrong name, a wrong password and a locked account.

    After several of them one has to wait, see `throttle`.
    """

    error_messages = {
        "invalid_login": _("Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra bộ gõ và phím Caps Lock."),
        "inactive": _("Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra bộ gõ và phím Caps Lock."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Tên đăng nhập")
        self.fields["password"].label = _("Mật khẩu")
        self.fields["username"].widget.attrs.update({"autocapitalize": "none", "spellcheck": "false"})
        self.wait: timedelta | None = None  # how long the door stays closed for who asks

    def clean(self) -> dict[str, Any]:
        """The password is looked at only where the door is not waiting."""
        username, address = self.cleaned_data.get("username"), self._address()
        if not username or not self.cleaned_data.get("password"):
            return self.cleaned_data
        self.wait = throttle.sign_in_wait(username, address)
        if self.wait is not None:
            minutes = -(-int(self.wait.total_seconds()) // 60)
            raise ValidationError(
                ngettext(
                    "Đăng nhập sai quá nhiều lần. Chờ %s phút rồi thử lại. Nếu quên mật khẩu, "
                    "đề nghị người quản trị đặt mật khẩu mới.",
                    "Đăng nhập sai quá nhiều lần. Chờ %s phút rồi thử lại. Nếu quên mật khẩu, "
                    "đề nghị người quản trị đặt mật khẩu mới.",
                    minutes,
                )
                % minutes,
                code="wait",
            )
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            throttle.sign_in_failed(username, address)
            raise
        throttle.sign_in_forgiven(username, address)
        return cleaned

    def _address(self) -> str:
        return str(self.request.META.get("REMOTE_ADDR", ""))[:45] if self.request else ""


class ChangePasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""

    error_messages = {
        "password_incorrect": _("Mật khẩu hiện tại không đúng."),
        "password_mismatch": _("Hai lần nhập mật khẩu mới không giống nhau."),
    }
    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Mật khẩu hiện tại")
        self.fields["new_password1"].label = _("Mật khẩu mới")
        self.fields["new_password1"].help_text = _(
            "Ít nhất 8 ký tự, không chỉ toàn số, không giống tên đăng nhập."
        )
        self.fields["new_password2"].label = _("Nhập lại mật khẩu mới")
