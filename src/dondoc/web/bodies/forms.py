"""What an office types about a body: a new one, another name, another place, its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body, BodyKind, Position
from dondoc.web.bodies.ticks import BodiesField
from dondoc.web.core.fields import day_field
from dondoc.web.core.lists import today


class BodyForm(forms.Form):
    """A new body."""

    name = forms.CharField(label=_("Tên cơ quan"), max_length=200)
    kind = forms.ChoiceField(label=_("Khối"), choices=BodyKind.choices, initial=BodyKind.STATE)
    parent = forms.ModelChoiceField(Body.objects.none(), label=_("Cơ quan cấp trên"), required=False)
    names = forms.CharField(
        label=_("Tên gọi khác"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Mỗi dòng một tên: tên viết tắt, cách gọi trong văn bản."),
    )
    valid_from = day_field(_("Từ ngày"), required=False)
    source = forms.CharField(label=_("Văn bản thành lập"), max_length=300, required=False)

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ModelChoiceField)
        parent.queryset = bodies


# What can be recorded of a body, in the order a page offers it.
ACTS: Mapping[str, Any] = {
    "rename": _("Đổi tên"),
    "name": _("Thêm tên gọi khác"),
    "link": _("Đứng thêm ở cây khác"),
    "move": _("Chuyển cấp trên"),
    "end": _("Kết thúc hoạt động"),
}


class BodyActForm(forms.Form):
    """One act on a body, with what this kind of act needs."""

    def __init__(self, *args: Any, kind: str, bodies: QuerySet[Body], **kwargs: Any) -> None:
        kwargs.setdefault("prefix", kind)
        super().__init__(*args, **kwargs)
        self.kind, self.label = kind, ACTS[kind]
        if kind in ("rename", "name"):
            self.fields["name"] = forms.CharField(
                label=_("Tên mới") if kind == "rename" else _("Tên gọi"), max_length=200
            )
        if kind in ("link", "move"):
            self.fields["parent"] = forms.ModelChoiceField(bodies, label=_("Cơ quan cấp trên"))
        if kind in ("rename", "move"):
            self.fields["on"] = day_field(_("Từ ngày"))
        if kind in ("name", "link"):
            self.fields["valid_from"] = day_field(_("Từ ngày"), required=False)
        if kind == "name":
            self.fields["valid_to"] = day_field(_("Đến ngày"), required=False)
        if kind == "end":
            self.fields["valid_to"] = day_field(_("Ngày cuối cùng"))
        if kind in ("link", "move"):
            self.fields["note"] = forms.CharField(label=_("Căn cứ"), max_length=300, required=False)
        if kind == "end":
            self.fields["paper"] = forms.CharField(label=_("Văn bản quyết định"), max_length=300)

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError(_("Ngày không thể sau hôm nay."))
        return on


class LinkEndForm(forms.Form):
    """The last day a body stands in its second tree."""

    valid_to = day_field(_("Ngày cuối"))


class ChargeForm(forms.Form):
    """Who is in charge of what, from when to when."""

    leader = forms.ModelChoiceField(
        User.objects.none(), label=_("Người phụ trách (có tài khoản)"), required=False
    )
    position = forms.ModelChoiceField(
        Position.objects.none(),
        label=_("Hoặc người giữ chức vụ"),
        required=False,
        help_text=_("Khi người ấy chưa có tài khoản."),
    )
    bodies = BodiesField(label=_("Cơ quan phụ trách (và nhánh dưới)"), required=False)
    fields_ = forms.MultipleChoiceField(
        label=_("Lĩnh vực phụ trách"), required=False, widget=forms.CheckboxSelectMultiple
    )
    valid_from = day_field(_("Từ ngày"))
    valid_to = day_field(_("Đến ngày"), required=False)
    paper = forms.CharField(label=_("Văn bản phân công"), max_length=300, required=False)

    def __init__(self, *args: Any, bodies: QuerySet[Body], fields: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields"] = self.fields.pop("fields_")
        self.order_fields(["leader", "position", "bodies", "fields", "valid_from", "valid_to", "paper"])
        sets: dict[str, QuerySet[Any]] = {
            "leader": User.objects.filter(is_active=True, is_agency=False).order_by("full_name", "pk"),
            "position": Position.objects.filter(withdrawn_at=None)
            .select_related("person")
            .order_by("person__sort_key", "pk"),
        }
        for name, rows in sets.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
        ticks, choices = self.fields["bodies"], self.fields["fields"]
        assert isinstance(ticks, BodiesField)
        ticks.offer(bodies)
        assert isinstance(choices, forms.MultipleChoiceField)
        choices.choices = [(name, name) for name in fields]
