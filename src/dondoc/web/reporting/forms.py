"""What people type about reports besides figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body
from dondoc.web.core.fields import day_field
from dondoc.web.core.today import today
from dondoc.web.reporting.models import DifficultyNature, EventChoice
from dondoc.web.reporting.standing import ACTS

NOTES = {
    EventChoice.NOTE: _("Nội dung"),
    EventChoice.SUBMITTED: _("Lời trình"),
    EventChoice.SIGNED: _("Ghi chú"),
    EventChoice.CONFIRMED: _("Ghi chú"),
    EventChoice.CHECKED: _("Ghi chú"),
}


# What a report most often waits for: shown open where it is first.
OPENS = frozenset({EventChoice.SUBMITTED, EventChoice.CONFIRMED, EventChoice.CHECKED})


class ActForm(forms.Form):
    """One act, and what this kind of act needs besides."""

    def __init__(self, *args: Any, kind: EventChoice, **kwargs: Any) -> None:
        kwargs.setdefault("prefix", kind.value)
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.opens = kind in OPENS
        if kind == EventChoice.SIGNED:
            self.fields["symbol"] = forms.CharField(label=_("Số, ký hiệu"), max_length=80)
            self.fields["day"] = day_field(_("Ngày ký"))
            self.fields["file"] = forms.FileField(
                label=_("Tệp báo cáo đã ký"), help_text=_("PDF, Word hoặc ảnh quét; không nhận văn bản mật.")
            )
        if kind == EventChoice.REOPENED:
            self.fields["until"] = day_field(_("Được sửa đến hết ngày"))
        self.fields["note"] = forms.CharField(
            label=NOTES.get(kind, _("Lý do")),
            required=ACTS[kind].reason,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )


class ExtendForm(forms.Form):
    """Another due day."""

    due = day_field(_("Hạn mới"))
    note = forms.CharField(label=_("Lý do"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class DifficultyForm(forms.Form):
    """A difficulty or proposal: its words, who is asked to answer, by when."""

    nature = forms.ChoiceField(label=_("Loại"), choices=DifficultyNature.choices)
    words = forms.CharField(label=_("Nội dung"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    to = forms.ModelChoiceField(
        Body.objects.none(),
        label=_("Đề nghị cơ quan trả lời"),
        required=False,
        empty_label=_("— không nêu —"),
    )
    due = day_field(_("Trước ngày"), required=False)

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        kwargs.setdefault("prefix", "difficulty")
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bodies

    def clean_due(self) -> date | None:
        due: date | None = self.cleaned_data["due"]
        if due is not None and due < today():
            raise forms.ValidationError(_("Chọn ngày từ hôm nay về sau."))
        return due


class _PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Of `delegations.people_to_name`: two people of one name are told apart by where they work."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} – {obj.where}" if getattr(obj, "where", None) else str(obj)


class DelegationForm(forms.Form):
    """Who confirms in the head's place, from when to when."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("Cơ quan"))
    person = _PersonField(User.objects.none(), label=_("Người được ủy quyền"))
    valid_from = day_field(_("Từ ngày"))
    valid_to = day_field(_("Đến ngày"))
    reason = forms.CharField(label=_("Lý do, văn bản ủy quyền"), max_length=300)

    def __init__(self, *args: Any, bodies: QuerySet[Body], people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("body", bodies), ("person", people)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
