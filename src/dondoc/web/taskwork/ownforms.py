"""What is typed to define an office's own fields, and to fill them in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.exchange import ownfields
from dondoc.exchange.ownfields import FieldKind, OwnField
from dondoc.web.taskwork.ownfields import Filled

KINDS = {
    FieldKind.TEXT: _("Chữ"),
    FieldKind.NUMBER: _("Số"),
    FieldKind.DAY: _("Ngày"),
    FieldKind.CHOICE: _("Chọn trong danh sách"),
    FieldKind.YES_NO: _("Có hoặc không"),
}


class OwnFieldForm(forms.Form):
    """One field; when it is there already its kind and unit stay, for what is filled in means them."""

    label = forms.CharField(label=_("Tên trường"), max_length=120)
    kind = forms.ChoiceField(label=_("Loại"), choices=[(kind.value, name) for kind, name in KINDS.items()])
    unit = forms.CharField(
        label=_("Đơn vị tính"), max_length=40, required=False, help_text=_("Chỉ với số: ngày, triệu đồng …")
    )
    choices = forms.CharField(
        label=_("Các giá trị để chọn"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Chỉ với loại chọn trong danh sách; mỗi dòng một giá trị."),
    )
    required = forms.BooleanField(label=_("Bắt buộc"), required=False)
    place = forms.IntegerField(label=_("Thứ tự"), min_value=1, max_value=ownfields.MOST_FIELDS)
    retired = forms.BooleanField(
        label=_("Ngừng dùng"),
        required=False,
        help_text=_("Không hỏi và không xuất nữa; giá trị đã ghi vẫn giữ và vẫn đọc được."),
    )

    def __init__(self, *args: Any, field: OwnField | None = None, place: int = 1, **kwargs: Any) -> None:
        if field is not None:
            kwargs["initial"] = {
                "label": field.label, "choices": "\n".join(field.choices), "required": field.required,
                "place": place, "retired": field.retired,
            }  # fmt: skip
        super().__init__(*args, **kwargs)
        for name in ("place", "retired") if field is None else ("kind", "unit"):
            del self.fields[name]
        if field is not None and field.kind is not FieldKind.CHOICE:
            del self.fields["choices"]

    def clean_kind(self) -> FieldKind:
        return FieldKind(self.cleaned_data["kind"])

    def clean_choices(self) -> list[str]:
        return str(self.cleaned_data["choices"]).splitlines()


class OwnValuesForm(forms.Form):
    """A task's own fields; each is named by its key."""

    def __init__(self, *args: Any, filled: Sequence[Filled], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._filled = {one.field.key: one for one in filled if not one.field.retired}
        for key, one in self._filled.items():
            self.fields[key] = _input(one)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for key, one in self._filled.items():
            if key in said:
                try:
                    said[key] = ownfields.value_of(one.field, said[key], held=one.held)
                except ValueError as error:
                    self.add_error(key, str(error))
        return said


def _input(one: Filled) -> forms.Field:
    field, shown = one.field, one.shown
    more: dict[str, Any] = {"label": field.label, "required": field.required, "initial": shown}
    match field.kind:
        case FieldKind.CHOICE:
            listed = [*field.choices, *([shown] if shown and shown not in field.choices else [])]
            return forms.ChoiceField(choices=[("", "—"), *((each, each) for each in listed)], **more)
        case FieldKind.YES_NO:
            return forms.ChoiceField(choices=[("", "—"), ("có", _("Có")), ("không", _("Không"))], **more)
        case FieldKind.DAY:
            day = forms.DateInput(attrs={"type": "date"})
            return forms.CharField(widget=day, max_length=20, **more | {"initial": one.held})
        case FieldKind.NUMBER:
            number = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
            return forms.CharField(widget=number, max_length=60, help_text=field.unit, **more)
    long = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(widget=long, max_length=ownfields.MOST_WORDS, **more)
