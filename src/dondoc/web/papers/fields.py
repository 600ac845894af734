"""The signed file of a paper that went out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_SIGNED = 20 * 1024 * 1024


class SignedField(forms.FileField):
    """A Word or PDF file of at most 20 MB; nothing where the drafted file is to be kept."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Tệp đã ký (.docx, .pdf)"), required=False,
            help_text=_("Không gửi tệp: giữ bản Word soạn từ số liệu hiện có. Tối đa 20 MB."),
            widget=forms.ClearableFileInput(attrs={"accept": ".docx,.pdf"}),
        )  # fmt: skip

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not file:
            return None
        if not file.name.lower().endswith((".docx", ".pdf")):
            raise ValidationError(_("Gửi tệp Word (.docx) hoặc PDF đã ký."))
        if file.size > MOST_SIGNED:
            raise ValidationError(_("Tệp quá lớn (trên 20 MB)."))
        return file
