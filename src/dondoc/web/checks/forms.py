"""What to check, against what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.web.sources.models import Document

MOST_BYTES = 50_000_000


class ParentsField(forms.MultipleChoiceField):
    """Documents by number; which of them may be seen is the selector's business."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: str) -> bool:
        return value.isascii() and value.isdigit() and len(value) < 16


class CheckForm(forms.Form):
    """Against which parents, and whether with everything else in the register."""

    parents = ParentsField(
        label=_("Văn bản cấp trên"),
        required=False,
        help_text=_("Văn bản mà kế hoạch này thực hiện: để biết chỗ nào chép, chỉ tiêu nào bị quên."),
    )
    neighbours = forms.BooleanField(
        label=_("So với mọi nghị quyết, chương trình, kế hoạch khác trong sổ"), required=False, initial=True
    )

    def __init__(self, *args: Any, offered: list[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parents"]
        assert isinstance(field, ParentsField)
        field.choices = [(str(document.pk), str(document)) for document in offered]

    def numbers(self) -> list[int]:
        return [int(value) for value in self.cleaned_data["parents"]]


class DraftForm(CheckForm):
    """A file that is looked at and not put in the register."""

    no_secret = forms.BooleanField(
        label=_("Tôi xác nhận tệp này không có bí mật nhà nước."),
        error_messages={"required": _("Cần xác nhận không có bí mật nhà nước trước khi gửi tệp.")},
    )
    file = forms.FileField(
        label=_("Tệp dự thảo"),
        help_text=_("Tệp được đọc để soát rồi bỏ đi, không vào sổ văn bản; chỉ đồng chí xem được kết quả."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("Tệp lớn hơn 50 MB. Bỏ bớt hình ảnh rồi gửi lại."))
        return file
