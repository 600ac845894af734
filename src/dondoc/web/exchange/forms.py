"""What people type about a table they bring in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from dondoc.web.bodies.models import Body
from dondoc.web.bodies.selectors import Directory
from dondoc.web.exchange.models import System, WhatChoice
from dondoc.web.plans.models import BasisChoice
from dondoc.web.plans.targetforms import PeriodField
from dondoc.web.sources.models import Document

MOST_BYTES = 20_000_000


class StartForm(forms.Form):
    """A file, for whom, and which document its tasks come from."""

    no_secret = forms.BooleanField(
        label=_("Tôi xác nhận không có bí mật nhà nước trong tệp này."),
        error_messages={"required": _("Cần xác nhận không có bí mật nhà nước trước khi gửi tệp.")},
    )
    what = forms.ChoiceField(
        label=_("Bảng ghi gì"),
        choices=WhatChoice.choices,
        widget=forms.RadioSelect,
        required=False,
        initial=WhatChoice.TASKS,
    )
    file = forms.FileField(
        label=_("Tệp có bảng"),
        help_text=_("Excel, Word, PDF có bảng, hoặc tệp đời cũ khi máy chủ có phần đọc. Tối đa 20 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.docx,.pdf,.xls,.ods,.doc,.odt,.html"}),
    )
    owner = forms.ModelChoiceField(Body.objects.none(), label=_("Lưu cho cơ quan"))
    document = forms.ModelChoiceField(
        Document.objects.none(),
        label=_("Văn bản giao việc, quyết định chỉ tiêu"),
        required=False,
        empty_label=_("— bảng có cột ghi văn bản —"),
        help_text=_("Dùng cho những dòng không ghi văn bản của riêng mình."),
    )
    system = forms.ModelChoiceField(
        System.objects.none(),
        label=_("Việc nằm ở hệ thống khác"),
        required=False,
        empty_label=_("— không, đây là bảng của cơ quan —"),
        help_text=_("Việc ở hệ thống khác được theo dõi song song ở đây, không phải nhập lại."),
    )

    def __init__(
        self,
        *args: Any,
        owners: QuerySet[Body],
        documents: QuerySet[Document],
        systems: QuerySet[System],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("owner", owners), ("document", documents), ("system", systems)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
        highest = owners.order_by(Length("path"), "sort_key").values_list("pk", flat=True).first()
        self.initial.setdefault("owner", highest)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["what"] = given.get("what") or WhatChoice.TASKS
        if given["what"] == WhatChoice.TARGETS and given.get("system"):
            self.add_error("system", _("Chỉ nhiệm vụ mới được theo dõi song song. Bỏ chọn hệ thống."))
        return given

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("Tệp lớn hơn 20 MB. Chia bảng thành nhiều tệp rồi gửi lại."))
        return file


class OptionsForm(forms.Form):
    """What holds for the rows of a table of targets that do not say it."""

    period = PeriodField(
        label=_("Kỳ"), max_length=40, required=False, help_text=_("2026; 2026/2030; 2026-Q3")
    )
    basis = forms.ChoiceField(
        label=_("Cấp giao"), choices=[("", _("— bảng có cột ghi —")), *BasisChoice.choices], required=False
    )
    body = forms.CharField(
        label=_("Cơ quan, địa phương"),
        max_length=200,
        required=False,
        help_text=_("Tên như trong sổ; ai phải đạt những số không ghi cho ai."),
    )

    def __init__(self, *args: Any, owner: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner

    def clean_body(self) -> int:
        """The body's id; the owner where none is named."""
        name = self.cleaned_data["body"].strip()
        if not name:
            return int(self.owner.pk)
        found = Directory().resolve(name)
        if found is None or not found.body.path.startswith(self.owner.path):
            raise forms.ValidationError(
                _("Không thấy cơ quan “%(name)s” trong nhánh của %(owner)s."),
                params={"name": name, "owner": self.owner.name},
            )
        return int(found.body.pk)


class UndoForm(forms.Form):
    """Why an import is taken back."""

    reason = forms.CharField(label=_("Lý do hoàn tác"), max_length=300)


class SystemForm(forms.Form):
    """Another system whose tasks are mirrored."""

    name = forms.CharField(label=_("Tên hệ thống"), max_length=120)
    owner = forms.ModelChoiceField(Body.objects.none(), label=_("Lưu cho cơ quan"))

    def __init__(self, *args: Any, owners: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = owners
        self.initial.setdefault(
            "owner", owners.order_by(Length("path"), "sort_key").values_list("pk", flat=True).first()
        )
