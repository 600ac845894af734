"""What people type about verdicts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dondoc.web.judgement.models import RoundingChoice, VerdictChoice
from dondoc.web.judgement.outlookservices import Expected
from dondoc.web.sources.convert import number


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
