"""What the office may say of an indicator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dondoc.web.core.ticks import TickList, in_groups
from dondoc.web.plans.models import (
    DirectionChoice,
    Indicator,
    NatureChoice,
    TimeRuleChoice,
    UnitRuleChoice,
)

_USUAL: list[tuple[str, str | Promise]] = [("", _("Theo tính chất"))]
TIME_RULES = [*_USUAL, *TimeRuleChoice.choices]
UNIT_RULES = [*_USUAL, *UnitRuleChoice.choices]


_PLAIN = (
    "name", "unit", "direction", "nature", "field", "party_only", "base_year", "time_rule", "unit_rule",
)  # fmt: skip


class IndicatorForm(forms.Form):
    """An entry of the catalogue, with how its figures add up."""

    name = forms.CharField(label=_("Tên chỉ tiêu"), max_length=300)
    unit = forms.CharField(
        label=_("Đơn vị tính"),
        max_length=80,
        required=False,
        help_text=_("Số liệu được quy về đơn vị này để so sánh và cộng: tỷ đồng, %, xã, người."),
    )
    direction = forms.ChoiceField(label=_("Chiều tốt"), choices=DirectionChoice.choices)
    nature = forms.ChoiceField(label=_("Tính chất"), choices=NatureChoice.choices)
    field = forms.CharField(label=_("Lĩnh vực"), max_length=120, required=False)
    party_only = forms.BooleanField(
        label=_("Chỉ của công tác Đảng"),
        required=False,
        help_text=_("Như kết nạp đảng viên: không vào báo cáo hành chính của tỉnh, xã."),
    )
    base_year = forms.IntegerField(
        label=_("Năm gốc"),
        min_value=1900,
        max_value=2100,
        required=False,
        help_text=_("Chỉ với giá so sánh."),
    )
    time_rule = forms.ChoiceField(label=_("Gộp theo thời gian"), choices=TIME_RULES, required=False)
    unit_rule = forms.ChoiceField(label=_("Gộp theo đơn vị"), choices=UNIT_RULES, required=False)
    numerator = forms.ModelChoiceField(
        Indicator.objects.none(), label=_("Tử số"), required=False, empty_label=_("không đặt")
    )
    denominator = forms.ModelChoiceField(
        Indicator.objects.none(), label=_("Mẫu số"), required=False, empty_label=_("không đặt")
    )
    components = forms.ModelMultipleChoiceField(
        Indicator.objects.none(),
        label=_("Thành phần"),
        required=False,
        widget=TickList,
        help_text=_("Của chỉ tiêu gồm nhiều chỉ tiêu, như cơ cấu kinh tế."),
    )
    reason = forms.CharField(label=_("Lý do sửa"), max_length=500, required=False)

    def __init__(self, *args: Any, indicator: Indicator | None = None, **kwargs: Any) -> None:
        if indicator is not None:
            kwargs["initial"] = {name: getattr(indicator, name) for name in _PLAIN} | {
                "numerator": indicator.numerator_id,
                "denominator": indicator.denominator_id,
                "components": [row.part_id for row in indicator.components.all()],
            }
        super().__init__(*args, **kwargs)
        others = list(Indicator.objects.filter(merged_into=None).order_by("sort_key", "pk"))
        others = [one for one in others if indicator is None or one.pk != indicator.pk]
        for name in ("numerator", "denominator", "components"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Indicator.objects.filter(merged_into=None)
            if name == "components":
                field.choices = in_groups((one.field, one.pk, one.name) for one in others)
            else:  # the names are asked for once, not once a field
                field.choices = [("", field.empty_label), *((one.pk, one.name) for one in others)]
        if indicator is None:
            del self.fields["reason"]


class AliasForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=_("Tên gọi khác"), max_length=300)


class MergeForm(forms.Form):
    """Which entry of the catalogue this one is the same as, and why."""

    into = forms.ModelChoiceField(
        Indicator.objects.none(), label=_("Gộp vào"), empty_label=_("Chọn chỉ tiêu giữ lại")
    )
    reason = forms.CharField(label=_("Vì sao hai chỉ tiêu là một"), max_length=500)

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Indicator.objects.filter(merged_into=None).exclude(pk=indicator.pk)
