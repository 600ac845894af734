"""What a new key is for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TokenForm(forms.Form):
    """Named after the program that gets it, so that the right one is withdrawn later."""

    name = forms.CharField(
        label=_("Dùng cho"),
        max_length=120,
        help_text=_("Tên chương trình, hệ thống dùng mã: để sau này biết thu hồi mã nào."),
    )
    read_only = forms.BooleanField(label=_("Chỉ đọc"), required=False, initial=True)
    expires_on = forms.DateField(
        label=_("Dùng đến hết ngày"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Để trống: dùng đến khi thu hồi."),
    )
