"""What people type about verdicts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dondoc.web.judgement.models import PrintedChoice, RoundingChoice, ScopeChoice, VerdictChoice
from dondoc.web.judgement.outlookservices import Expected
from dondoc.web.results.models import ObservationStatusChoice
from dondoc.web.sources.convert import number
from dondoc.web.sources.models import Document


class DecideForm(forms.Form):
    """A person's verdict."""

    verdict = forms.ChoiceField(label=_("Kết luận"), choices=VerdictChoice.choices)
    reason = forms.CharField(
        label=_("Lý do"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Nêu lý do kết luận khác với kết quả tính.")},
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class WithdrawForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(
        label=_("Lý do"), max_length=500, error_messages={"required": _("Nêu lý do bỏ kết luận.")}
    )


class FreezeForm(forms.Form):
    """For which conference a board is kept."""

    occasion = forms.CharField(
        label=_("Hội nghị, phiên họp"), max_length=300,
        error_messages={"required": _("Nêu hội nghị hoặc phiên họp mà bảng được chốt cho.")},
    )  # fmt: skip
    as_of = forms.DateField(
        label=_("Tính đến ngày"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ScenarioForm(forms.Form):
    """A published scenario, its steps as lines."""

    name = forms.CharField(
        label=_("Tên kịch bản"), max_length=200, error_messages={"required": _("Nêu tên kịch bản.")}
    )
    publisher = forms.CharField(
        label=_("Cơ quan công bố"), max_length=200,
        error_messages={"required": _("Nêu cơ quan công bố kịch bản.")},
    )  # fmt: skip
    published_on = forms.DateField(
        label=_("Ngày công bố"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    steps = forms.CharField(
        label=_("Mỗi dòng một kỳ"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Ví dụ: 2026-Q3 10,16–11,94. Một số hoặc một khoảng, theo đơn vị của chỉ tiêu."),
        error_messages={"required": _("Nhập số của ít nhất một quý.")},
    )  # fmt: skip
    words = forms.CharField(label=_("Nguồn"), max_length=500, required=False)

    def clean_steps(self) -> list[Expected]:
        """One step a line: its period, then a number or a range."""
        found = []
        for line in filter(str.strip, self.cleaned_data["steps"].splitlines()):
            period, _space, rest = line.strip().partition(" ")
            low, _dash, high = rest.replace("–", "-").partition("-")
            try:
                found.append(Expected(period, number(low), number(high) if high.strip() else None))
            except ValueError as error:
                raise ValidationError(f"{line.strip()}: {error}") from error
        return found


class YardstickForm(forms.Form):
    """A figure of the country or a region, and who published it."""

    scope = forms.ChoiceField(label=_("Của"), choices=ScopeChoice.choices)
    place = forms.CharField(
        label=_("Tên vùng"), max_length=200, required=False, help_text=_("Bỏ trống khi là số của cả nước.")
    )
    period = forms.CharField(
        label=_("Kỳ"), max_length=40, help_text=_("Ví dụ: 2026, 2026-Q3, 2026-01/2026-09.")
    )
    value = forms.CharField(label=_("Số"), max_length=30)
    unit = forms.CharField(label=_("Đơn vị tính"), max_length=80, required=False)
    printed = forms.ChoiceField(
        label=_("Cách in"), choices=PrintedChoice.choices, required=False,
        help_text=_("Chỉ số 107,1 (cùng kỳ bằng 100) được so như tốc độ tăng 7,1 %."),
    )  # fmt: skip
    measure = forms.ChoiceField(
        label=_("Đo gì"),
        choices=[("level", _("Giá trị")), ("change", _("Mức tăng, giảm")), ("share", _("Tỷ trọng")),
                 ("attainment", _("So kế hoạch"))],
    )  # fmt: skip
    status = forms.ChoiceField(label=_("Loại số"), choices=ObservationStatusChoice.choices)
    publisher = forms.CharField(
        label=_("Cơ quan công bố"), max_length=200,
        error_messages={"required": _("Nêu cơ quan công bố số này.")},
    )  # fmt: skip
    published_on = forms.DateField(
        label=_("Ngày công bố"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    words = forms.CharField(
        label=_("Nguyên văn, nguồn"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    document = forms.ModelChoiceField(
        Document.objects.none(), required=False, widget=forms.HiddenInput, label=_("Văn bản")
    )

    def __init__(self, *args: Any, documents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["document"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = documents

    def clean_value(self) -> Decimal:
        """A number as people type it here."""
        try:
            return number(self.cleaned_data["value"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean_printed(self) -> str:
        return self.cleaned_data["printed"] or PrintedChoice.LEVEL.value


class RulesForm(forms.Form):
    """What the office sets about verdicts."""

    nearly = forms.CharField(
        label=_("“Cơ bản đạt” từ bao nhiêu % chỉ tiêu"), required=False, max_length=10,
        help_text=_("Để trống: không dùng “cơ bản đạt”. Không văn bản nào quy định ngưỡng chung."),
    )  # fmt: skip
    rounding = forms.ChoiceField(label=_("Cách so chữ số"), choices=RoundingChoice.choices)
    closing_days = forms.IntegerField(
        label=_("Số ước cả kỳ được dùng để kết luận trước khi hết kỳ (ngày)"), min_value=0, max_value=120
    )
    reason = forms.CharField(
        label=_("Căn cứ"), max_length=500, error_messages={"required": _("Nêu căn cứ của quy tắc.")}
    )

    def clean_nearly(self) -> Decimal | None:
        """A number as people type it here."""
        typed: str = self.cleaned_data["nearly"].strip().removesuffix("%")
        if not typed:
            return None
        try:
            return number(typed)
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def given(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
