"""What people type about a table they bring in."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from dondoc.web.bodies.models import Body
from dondoc.web.bodies.selectors import Directory
from dondoc.web.exchange.models import System, WhatChoice
from dondoc.web.plans.models import BasisChoice
from dondoc.web.plans.targetforms import PeriodField
from dondoc.web.sources.models import Document

MOST_BYTES = 20_000_000


_NUMBERED = re.compile(r"#(\d{1,15})")


def choice_of(document: Document) -> str:
    """A document as the search field offers it: "14-CTr/TU #12"."""
    return f"{document.symbol or document.title[:80]} #{document.pk}"


class PickDocument(forms.CharField):
    """A document found by a few letters; as text it is what `choice_of` says, or a symbol alone."""

    offered: QuerySet[Document] = Document.objects.none()

    def __init__(self, **kwargs: Any) -> None:
        attrs = {
            "list": "documents", "autocomplete": "off", "hx-get": reverse_lazy("import-documents"),
            "hx-trigger": "input changed delay:200ms", "hx-target": "#documents", "hx-swap": "innerHTML",
        }  # fmt: skip
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        found = self.offered.filter(pk=value).first() if isinstance(value, int) else None
        return choice_of(found) if found is not None else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        if not text:
            return None
        numbered = _NUMBERED.search(text)
        same = self.offered.filter(pk=numbered[1]) if numbered else self.offered.filter(symbol__iexact=text)
        found = list(same[:2])
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(
            _("Có nhiều văn bản mang số này. Chọn một trong danh sách gợi ý.")
            if found
            else _("Không thấy văn bản này. Gõ vài chữ rồi chọn trong danh sách gợi ý, hoặc để trống.")
        )


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
    document = PickDocument(
        label=_("Văn bản giao việc, quyết định chỉ tiêu"),
        required=False,
        max_length=200,
        help_text=_(
            "Gõ số, ký hiệu hoặc vài chữ của trích yếu rồi chọn. Để trống khi bảng có cột ghi văn bản."
        ),
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
        document = self.fields["document"]
        assert isinstance(document, PickDocument)
        document.offered = documents
        for name, rows in (("owner", owners), ("system", systems)):
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


class DocumentForm(forms.Form):
    """The document of the rows that name none, chosen after the file was sent."""

    document = PickDocument(
        label=_("Văn bản của những dòng không ghi văn bản"),
        required=False,
        max_length=200,
        help_text=_("Gõ số, ký hiệu hoặc vài chữ của trích yếu rồi chọn."),
    )

    def __init__(self, *args: Any, documents: QuerySet[Document], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document = self.fields["document"]
        assert isinstance(document, PickDocument)
        document.offered = documents


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
