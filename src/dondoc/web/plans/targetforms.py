"""What a person may say of a target and of its figures by hand."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.exchange.asked import Asked, asked
from dondoc.exchange.targetfields import period_of
from dondoc.records.plan import Period
from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access
from dondoc.web.bodies.models import Body
from dondoc.web.core.fields import day_field
from dondoc.web.core.quantities import number_typed
from dondoc.web.core.today import today
from dondoc.web.plans.catalogueforms import TIME_RULES, UNIT_RULES
from dondoc.web.plans.models import BasisChoice, ComparatorChoice, Indicator, Target, TargetVersion
from dondoc.web.plans.targets import Component, Ground, Wanted
from dondoc.web.results.models import ObservationStatusChoice
from dondoc.web.sources.convert import number
from dondoc.web.sources.fields import symbol_typed
from dondoc.web.sources.models import Document
from dondoc.web.sources.selectors import documents_seen

_BARE = re.compile(r"[-+−]?[\d.,\s]+")  # a number and no words: what `number` says of it holds
COMPARATORS = [(value, label) for value, label in ComparatorChoice.choices if value != ComparatorChoice.ALL]


class ExactField(forms.CharField):
    """A number as people type it here, kept with the digits it was typed with: "12,30" stays 12,30.

    What the form itself shows ("12,345") may come back as it is; typed anew, it means two things.
    """

    shown: Any = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs
        )

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return number(text, sure=text == self.shown)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        self.shown = self.prepare_value(form.get_initial_for_field(self, field_name))
        return super().get_bound_field(form, field_name)

    def prepare_value(self, value: Any) -> Any:
        return number_typed(value) if isinstance(value, Decimal) else value


class AskedField(ExactField):
    """A number, or the words of the decision: "không dưới 95 %", "từ 7 đến 8 %", "giảm còn 2 %".

    Words become an `Asked`, of which `settle` makes the three fields of a number.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=80, **kwargs)

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except forms.ValidationError:
            text = str(value or "").strip()
            if not any(letter.isdigit() for letter in text) or _BARE.fullmatch(text):
                raise
        try:
            told = asked(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        if told.doubt:
            raise forms.ValidationError(told.doubt)
        return told


def settle(form: forms.Form, prefix: str = "") -> None:
    """What the words of an `AskedField` say stands in the fields beside it, or contradicts them: an error."""
    told = form.cleaned_data.get(f"{prefix}value")
    if not isinstance(told, Asked):
        return
    given = form.cleaned_data
    if given.get(f"{prefix}value_max") is not None:
        words = _("Ô “Số” đã ghi cả khoảng hoặc cách so bằng lời: để trống ô này.")
        form.add_error(f"{prefix}value_max", words)
        return
    unit = given.get("unit", "").strip() if not prefix else ""
    if told.unit and unit and search_key(told.unit) != search_key(unit) and told.unit != unit:
        words = _("Ô “Số” ghi “%(told)s”, ở đây ghi “%(unit)s”. Để một đơn vị.")
        form.add_error("unit", words % {"told": told.unit, "unit": unit})
        return
    given[f"{prefix}value"], given[f"{prefix}value_max"] = told.value, told.value_max
    if told.comparator:
        given[f"{prefix}comparator"] = told.comparator
    if not prefix and told.unit and not unit:
        given["unit"] = told.unit


class PeriodField(forms.CharField):
    """2026, 2026-Q3, 2026-11, 2026-01/2026-09, 2026/2030; or in words: quý III/2026, 9 tháng đầu năm 2026."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return str(Period.parse(text))
        except ValueError as error:
            period = period_of(text)
            if period is None:
                words = _(
                    "Chưa hiểu kỳ “%(text)s”. Viết như 2026; quý III/2026; 9 tháng đầu năm 2026; 2026-2030."
                )
                raise forms.ValidationError(words, params={"text": text}) from error
            return period


class DocumentField(forms.CharField):
    """A document of the register by its symbol, among those the person sees."""

    access: Access | None = None

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text or self.access is None:
            return None
        seen = documents_seen(self.access).filter(symbol__iexact=symbol_typed(text))
        found = list(seen.order_by("-date", "-pk")[:2])
        if not found:
            raise forms.ValidationError(
                _("Không thấy văn bản số %(symbol)s trong sổ. Kiểm tra số, hoặc ghi căn cứ bằng lời."),
                params={"symbol": text},
            )
        return found[0]


class GroundForm(forms.Form):
    """The document that decided it; the day where there is no dated one; the words."""

    document = DocumentField(
        label=_("Số ký hiệu văn bản quyết định"),
        max_length=80,
        required=False,
        help_text=_(
            "Văn bản đã vào sổ, ví dụ 08-NQ/TU. Chưa có văn bản thì chỉ tiêu mang dấu “chờ văn bản”."
        ),
    )
    decided_on = day_field(_("Ngày quyết định"), required=False)
    words = forms.CharField(
        label=_("Căn cứ, nguyên văn"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["document"]
        assert isinstance(field, DocumentField)
        field.access = access

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        document: Document | None = given.get("document")
        dated = given.get("decided_on") or (document and document.date)
        if not dated and not self.errors:
            self.add_error("decided_on", _("Nhập ngày quyết định, hoặc chọn văn bản có ngày."))
        if document is None and not given.get("words") and not self.errors:
            self.add_error("words", _("Nêu căn cứ khi chưa có văn bản trong sổ."))
        return given

    @property
    def ground(self) -> Ground:
        """As the services take it."""
        given = self.cleaned_data
        return Ground(given["document"], given["decided_on"], given["words"].strip())


class NumberForm(GroundForm):
    """How much: operator, one number or two, unit; where it starts from."""

    comparator = forms.ChoiceField(label=_("Phải đạt"), choices=COMPARATORS)
    value = AskedField(
        label=_("Số"), help_text=_("Số, hoặc chép lời văn bản: không dưới 95 %; từ 7 đến 8 %; giảm còn 2 %")
    )
    value_max = ExactField(label=_("Đến (của khoảng)"), required=False)
    unit = forms.CharField(label=_("Đơn vị tính"), max_length=80, required=False)
    baseline = ExactField(label=_("Giá trị đầu kỳ"), required=False)
    baseline_period = PeriodField(label=_("Giá trị đầu kỳ là của kỳ"), max_length=40, required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        settle(self)
        return given

    @property
    def wanted(self) -> Wanted:
        """As the services take it."""
        names = ("comparator", "value", "value_max", "unit", "baseline", "baseline_period")
        return Wanted(**{name: self.cleaned_data[name] for name in names})


def parts_of_indicator(indicator: Indicator) -> list[Indicator]:
    """What a composite indicator consists of: as the catalogue says, else as its latest target was."""
    said = [row.part for row in indicator.components.select_related("part")]
    if said:
        return said
    decided = Target.objects.filter(whole__indicator=indicator).select_related("indicator")
    latest = decided.order_by("-whole__period_end", "-whole_id").values_list("whole_id", flat=True).first()
    return [row.indicator for row in decided.filter(whole=latest).order_by("pk")] if latest else []


class TargetForm(NumberForm):
    """A new target of an indicator that was chosen before; of a composite one, a number for each part."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("Cơ quan"))
    period = PeriodField(
        label=_("Kỳ"), max_length=40, help_text=_("2026; quý III/2026; 9 tháng đầu năm 2026; 2026-2030")
    )
    basis = forms.ChoiceField(label=_("Cấp giao"), choices=BasisChoice.choices)

    def __init__(self, *args: Any, indicator: Indicator, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bodies
        self.components = parts_of_indicator(indicator)
        self.indicator = indicator
        self.fields["unit"].initial = indicator.unit
        if self.components:
            for name in ("comparator", "value", "value_max", "unit", "baseline", "baseline_period"):
                del self.fields[name]
        for part in self.components:
            self.fields[f"c{part.pk}-comparator"] = forms.ChoiceField(
                label=_("Phải đạt"), choices=COMPARATORS
            )
            self.fields[f"c{part.pk}-value"] = AskedField(label=_("Số"))
            self.fields[f"c{part.pk}-value_max"] = ExactField(label=_("Đến (của khoảng)"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for part in self.components:
            settle(self, f"c{part.pk}-")
        return given

    @property
    def component_rows(self) -> list[dict[str, Any]]:
        """Each part with its three fields, for the page."""
        return [
            {
                "part": part,
                "comparator": self[f"c{part.pk}-comparator"],
                "value": self[f"c{part.pk}-value"],
                "value_max": self[f"c{part.pk}-value_max"],
            }
            for part in self.components
        ]

    def given(self) -> dict[str, Any]:
        """What `targets.target_add` takes besides who enters it."""
        told = self.cleaned_data
        about = {"indicator": self.indicator, "ground": self.ground}
        about |= {name: told[name] for name in ("body", "period", "basis")}
        if not self.components:
            return about | {"wanted": self.wanted}
        parts = [
            Component(
                part,
                Wanted(
                    told[f"c{part.pk}-comparator"],
                    told[f"c{part.pk}-value"],
                    told[f"c{part.pk}-value_max"],
                    part.unit,
                ),
            )
            for part in self.components
        ]
        return about | {"components": parts}


class RulesForm(forms.Form):
    """How the figures of one target add up, where that is not as of its indicator."""

    time_rule = forms.ChoiceField(
        label=_("Gộp theo thời gian"), choices=[("", _("Như của chỉ tiêu")), *TIME_RULES[1:]], required=False
    )
    unit_rule = forms.ChoiceField(
        label=_("Gộp theo đơn vị"), choices=[("", _("Như của chỉ tiêu")), *UNIT_RULES[1:]], required=False
    )
    reason = forms.CharField(label=_("Lý do"), max_length=500, required=False)


class FigureForm(forms.Form):
    """A figure as somebody told it."""

    period = PeriodField(
        label=_("Kỳ"), max_length=40, help_text=_("quý III/2026; 9 tháng đầu năm 2026; tháng 11/2026; 2026")
    )
    value = ExactField(label=_("Số thực hiện"))
    unit = forms.CharField(label=_("Đơn vị tính"), max_length=80, required=False)
    status = forms.ChoiceField(label=_("Loại số"), choices=ObservationStatusChoice.choices)
    as_of = day_field(_("Tính đến ngày"), required=False)
    document = DocumentField(label=_("Số ký hiệu báo cáo"), max_length=80, required=False)
    words = forms.CharField(
        label=_("Nguồn, nguyên văn"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["document"]
        assert isinstance(field, DocumentField)
        field.access = access

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        as_of = given.get("as_of")
        if as_of is not None and as_of > today():
            self.add_error("as_of", _("Ngày tính đến không thể sau hôm nay."))
        return given


class CorrectionForm(FigureForm):
    """Another figure in the place of a wrong one; its period stays."""

    period = None  # type: ignore[assignment]
    reason = forms.CharField(label=_("Lý do đính chính"), max_length=500)
    field_order = ["value", "unit", "status", "as_of", "document", "reason", "words"]


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Lý do"), max_length=500)


def version_initial(version: TargetVersion | None) -> dict[str, Any]:
    """A form for the next decision opens with what the last one said."""
    if version is None:
        return {"seen": 0, "comparator": "ge"}
    return {
        "seen": version.pk,
        "comparator": version.comparator,
        "value": number_typed(version.value, version.decimals),
        "value_max": None
        if version.value_max is None
        else number_typed(version.value_max, version.decimals_max),
        "unit": version.unit,
        "baseline": None if version.baseline is None else number_typed(version.baseline),
        "baseline_period": version.baseline_period,
    }
