"""What people type about obligations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dondoc.web.bodies.models import Body
from dondoc.web.bodies.ticks import BodiesField
from dondoc.web.core.fields import day_field
from dondoc.web.core.today import today
from dondoc.web.obligations.models import ActKind, KindOfObligation, Obligation
from dondoc.web.obligations.services import ACTS
from dondoc.web.sources.models import Document

OF_A_DOCUMENT = [choice for choice in KindOfObligation.choices if choice[0] != KindOfObligation.REPORT]


class GenerateForm(forms.Form):
    """What which bodies owe by when, in the document's words."""

    kind = forms.ChoiceField(label=_("Nghĩa vụ"), choices=OF_A_DOCUMENT)
    due = day_field(_("Thời hạn"), required=False, help_text=_("Bỏ trống nếu văn bản không ghi thời hạn."))
    until = day_field(
        _("Sơ kết hằng năm đến ngày"),
        required=False,
        help_text=_("Chỉ với sơ kết làm nhiều năm: mỗi năm một lần, từ thời hạn trên."),
    )
    basis = forms.CharField(
        label=_("Căn cứ (nguyên văn)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    bodies = BodiesField(
        label=_("Các cơ quan"),
        help_text=_("Cơ quan đã có nghĩa vụ này được giữ nguyên, không tạo thêm."),
    )

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["bodies"]
        assert isinstance(field, BodiesField)
        field.offer(bodies)

    def clean_kind(self) -> KindOfObligation:
        return KindOfObligation(self.cleaned_data["kind"])


_NOTES = {
    ActKind.FULFILLED: _("Ghi chú (số, ký hiệu, ngày nếu văn bản chưa có trong sổ)"),
    ActKind.STUDIED: _("Giấy tờ làm căn cứ (số, ký hiệu, ngày)"),
    ActKind.NOTE: _("Nội dung"),
}


class ActForm(forms.Form):
    """One act: its day, and what this kind of act needs besides."""

    on = day_field(_("Ngày"))
    before: int | None = None  # of a study session: how many had studied when it was last told

    def __init__(
        self, *args: Any, obligation: Obligation, kind: ActKind, papers: QuerySet[Document], **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"on": today()})
        kwargs.setdefault("prefix", kind.value)
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind == ActKind.FULFILLED:
            self.fields["on"].label = _("Ngày của văn bản, cuộc họp")
        if kind == ActKind.STUDIED:
            self.fields["on"].label = _("Ngày học")
            self.fields["attended"] = forms.IntegerField(
                label=_("Số người đã học"),
                min_value=0,
                help_text=_("Cộng tất cả các đợt đến ngày này, không phải của riêng một đợt."),
            )
            self.fields["to_attend"] = forms.IntegerField(label=_("Số người phải học"), min_value=1)
            self.fields["completes"] = forms.BooleanField(
                label=_("Đã học xong, không còn đợt nào"), required=False
            )
            self.initial.setdefault("to_attend", obligation.to_attend)
            self.before = obligation.attended
            if self.before is not None:
                self.fields["fewer"] = forms.BooleanField(
                    label=_("Lần trước ghi nhầm nên nay ghi ít hơn"), required=False
                )
        if kind in (ActKind.FULFILLED, ActKind.STUDIED):
            self.fields["paper"] = forms.ModelChoiceField(
                papers, label=_("Văn bản"), required=False, empty_label=_("— không có trong sổ —")
            )
        if kind == ActKind.EXTENDED:
            self.fields["due"] = day_field(_("Thời hạn mới"))
        self.fields["note"] = forms.CharField(
            label=_NOTES.get(kind, _("Lý do")),
            required=ACTS[kind].reason,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError(_("Ngày không thể sau hôm nay."))
        return on

    def clean(self) -> dict[str, Any]:
        """Whoever has studied has studied: the number only grows, unless the last one was a mistake."""
        told = super().clean() or {}
        wrong = told.pop("fewer", False)
        attended, before = told.get("attended"), self.before
        if attended is not None and before is not None and attended < before and not wrong:
            words = _(
                "Lần trước đã ghi %(before)d người. Nhập số cộng các đợt, hoặc đánh dấu lần trước ghi nhầm."
            )
            self.add_error("attended", forms.ValidationError(words, params={"before": before}))
        return told
