"""What an administrator types about users and their roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.web.accounts.models import Role, User
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.selectors import ANOTHER_PROVINCE
from dondoc.web.core.lists import today


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class UserAddForm(forms.Form):
    """A new user."""

    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=150,
        help_text=_("Chữ không dấu, số và . _ - @"),
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    password = forms.CharField(
        label=_("Mật khẩu ban đầu"),
        help_text=_("Ít nhất 8 ký tự; người dùng đổi lại khi đăng nhập lần đầu."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class UserForm(forms.Form):
    """What may change of a user."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    is_active = forms.BooleanField(label=_("Được đăng nhập"), required=False)


class PasswordForm(forms.Form):
    """A new password for somebody who lost theirs."""

    password = forms.CharField(
        label=_("Mật khẩu mới"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )


class GrantForm(forms.Form):
    """A role in a body from a day on."""

    role = forms.ChoiceField(label=_("Vai trò"), choices=Role.choices)
    body = forms.ModelChoiceField(label=_("Cơ quan (và nhánh dưới)"), queryset=Body.objects.none())
    valid_from = forms.DateField(label=_("Từ ngày"), widget=_day(), initial=today)
    valid_to = forms.DateField(label=_("Đến ngày"), widget=_day(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = self.fields["body"]
        assert isinstance(bodies, forms.ModelChoiceField)
        bodies.queryset = Body.objects.filter(valid_to__isnull=True).exclude(ANOTHER_PROVINCE)


class AgencyForm(forms.Form):
    """An account for an agency."""

    name = forms.CharField(label=_("Tên cơ quan"), max_length=120)
    username = forms.CharField(
        label=_("Tên tài khoản"),
        max_length=150,
        help_text=_("Chữ không dấu, số và . _ - @"),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )


class MemberForm(forms.Form):
    """Who acts for an agency from when to when."""

    person = forms.ModelChoiceField(label=_("Người dùng"), queryset=User.objects.none())
    valid_from = forms.DateField(label=_("Từ ngày"), widget=_day(), initial=today)
    valid_to = forms.DateField(label=_("Đến ngày"), widget=_day(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "member")
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        person.queryset = User.objects.filter(is_agency=False, is_active=True).order_by("full_name", "pk")


class GrantEndForm(forms.Form):
    """The last day a role is held."""

    valid_to = forms.DateField(label=_("Ngày cuối"), widget=_day(), initial=today)
