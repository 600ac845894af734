"""What the office types about forms (biểu) and calendars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from dondoc.records.report import CalendarRules, DayRule, LateBy, ReportKind, ReportRule, Shift
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.ticks import BodiesField
from dondoc.web.core.fields import day_field
from dondoc.web.plans.models import Indicator
from dondoc.web.reporting.models import KindChoice, LateByChoice, ReportCalendar, ShiftChoice
from dondoc.web.reporting.reportforms import MOST_DECIMALS, LineWanted

if TYPE_CHECKING:
    _Base = forms.BaseFormSet["LineForm"]
else:
    _Base = forms.BaseFormSet


class FormForm(forms.Form):
    """A form: what it is called, in which periods it is owed, by whom."""

    code = forms.CharField(label=_("Ký hiệu biểu"), max_length=40)
    name = forms.CharField(label=_("Tên biểu"), max_length=300)
    kinds = forms.MultipleChoiceField(
        label=_("Kỳ báo cáo"), choices=KindChoice.choices, widget=forms.CheckboxSelectMultiple
    )
    office = forms.ModelChoiceField(Body.objects.none(), label=_("Cơ quan nhận"))
    calendar = forms.ModelChoiceField(
        ReportCalendar.objects.all(), label=_("Lịch"), required=False,
        empty_label=_("theo lịch của từng cơ quan"),
    )  # fmt: skip
    valid_from = day_field(_("Áp dụng cho kỳ kết thúc từ ngày"))
    valid_to = day_field(_("đến ngày"), required=False)
    basis = forms.CharField(label=_("Căn cứ"), max_length=500, required=False)
    bodies = BodiesField(label=_("Các cơ quan phải báo cáo"))

    def __init__(
        self, *args: Any, offices: QuerySet[Body], bodies: QuerySet[Body], known: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        office, ticks = self.fields["office"], self.fields["bodies"]
        assert isinstance(office, forms.ModelChoiceField)
        assert isinstance(ticks, BodiesField)
        office.queryset = offices
        ticks.offer(bodies)
        if known:  # of one that is there already these stay as they are
            for name in ("code", "office", "calendar"):
                del self.fields[name]
            self.fields["valid_from"].label = _("Thay đổi cơ quan, dòng có hiệu lực từ ngày")


class LineForm(forms.Form):
    """A line: an indicator, how it is told."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.filter(merged_into=None), label=_("Chỉ tiêu"), required=False, empty_label="—"
    )
    unit = forms.CharField(label=_("Đơn vị tính"), max_length=80, required=False)
    decimals = forms.IntegerField(
        label=_("Số chữ số thập phân"), min_value=0, max_value=MOST_DECIMALS, required=False
    )
    cumulative = forms.BooleanField(label=_("Từ đầu năm"), required=False)
    required = forms.BooleanField(label=_("Bắt buộc"), required=False)

    def __init__(self, *args: Any, indicators: Sequence[tuple[Any, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if indicators:
            field = self.fields["indicator"]
            assert isinstance(field, forms.ModelChoiceField)
            field.choices = indicators


class _Lines(_Base):
    """The lines; what all of them can be chosen from is asked once."""

    @cached_property
    def indicators(self) -> list[tuple[Any, str]]:
        found = Indicator.objects.filter(merged_into=None)
        return [("", "—"), *((one.pk, str(one)) for one in found.only("pk", "name"))]

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return super().get_form_kwargs(index) | {"indicators": self.indicators}


LineFormSet = forms.formset_factory(LineForm, formset=_Lines, extra=4, max_num=200)


def lines_wanted(lines: Any) -> list[LineWanted]:
    """The lines as the service takes them, in order; those without an indicator are left out."""
    return [
        LineWanted(row["indicator"], row["unit"], row["decimals"] or 0, row["cumulative"], row["required"])
        for row in (form.cleaned_data for form in lines.forms)
        if row.get("indicator")
    ]


class RuleForm(forms.Form):
    """When one kind of report is cut off and due; without days it is not owed by this calendar."""

    kind = forms.ChoiceField(choices=KindChoice.choices, widget=forms.HiddenInput)
    cut_day = forms.IntegerField(label=_("Chốt số liệu: ngày"), min_value=1, max_value=31, required=False)
    cut_month = forms.IntegerField(label=_("sau mấy tháng"), min_value=-1, max_value=12, required=False)
    due_day = forms.IntegerField(label=_("Hạn gửi: ngày"), min_value=1, max_value=31, required=False)
    due_month = forms.IntegerField(label=_("sau mấy tháng"), min_value=-1, max_value=12, required=False)
    due_working = forms.IntegerField(label=_("cộng ngày làm việc"), min_value=0, max_value=60, required=False)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if bool(told.get("cut_day")) != bool(told.get("due_day")):
            raise ValidationError(_("Nhập cả ngày chốt số liệu và hạn gửi, hoặc bỏ trống cả hai."))
        return told


RuleFormSet = forms.formset_factory(RuleForm, extra=0, max_num=len(KindChoice.values))


class VersionForm(forms.Form):
    """A version of a calendar."""

    valid_from = day_field(_("Áp dụng cho kỳ kết thúc từ ngày"))
    source = forms.CharField(label=_("Căn cứ (quyết định, công văn)"), max_length=500)
    shift = forms.ChoiceField(label=_("Hạn rơi vào ngày nghỉ"), choices=ShiftChoice.choices)
    gap = forms.IntegerField(
        label=_("Số ngày làm việc ít nhất giữa ngày chốt và hạn gửi"), min_value=0, max_value=30
    )
    lock_after = forms.IntegerField(
        label=_("Khóa sau hạn gửi mấy ngày làm việc"), min_value=0, max_value=365, required=False,
        help_text=_("Bỏ trống: không khóa."),
    )  # fmt: skip
    late_by = forms.ChoiceField(label=_("Xét chậm theo"), choices=LateByChoice.choices)

    def rules(self, rows: list[dict[str, Any]]) -> CalendarRules:
        """The calendar's days from both forms."""
        told = self.cleaned_data
        return CalendarRules(
            tuple(
                ReportRule(
                    ReportKind(row["kind"]),
                    DayRule(row["cut_day"], row["cut_month"] or 0),
                    DayRule(row["due_day"], row["due_month"] or 0, row["due_working"] or 0),
                )
                for row in rows
                if row.get("cut_day")
            ),
            Shift(told["shift"]),
            told["gap"],
            told["lock_after"],
            LateBy(told["late_by"]),
        )


class CalendarForm(forms.Form):
    """A calendar of the office's own."""

    name = forms.CharField(label=_("Tên lịch"), max_length=200)
    code = forms.SlugField(label=_("Mã (chữ thường không dấu)"), max_length=40)


class ChoiceForm(forms.Form):
    """Which calendar a body reports by, from a day on."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("Cơ quan"))
    calendar = forms.ModelChoiceField(ReportCalendar.objects.all(), label=_("Lịch"))
    valid_from = day_field(_("Từ ngày"))

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bodies
