"""What an office types about a reorganisation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dondoc.web.bodies.models import Body
from dondoc.web.bodies.ticks import BodiesField
from dondoc.web.core.fields import day_field
from dondoc.web.core.lists import today
from dondoc.web.reorganisations.models import THINGS
from dondoc.web.reorganisations.passing import Choices
from dondoc.web.reorganisations.services import Founding


class ReorganisationForm(forms.Form):
    """Which bodies became which, from when, by which paper."""

    before = BodiesField(label=gettext_lazy("Cơ quan trước khi sắp xếp"))
    after = BodiesField(
        label=gettext_lazy("Cơ quan sau khi sắp xếp, đã có"),
        required=False,
        help_text=gettext_lazy("Cơ quan còn hoạt động thì chọn ở cả hai bên; không chọn lại là kết thúc."),
    )
    founded = forms.CharField(
        label=gettext_lazy("Cơ quan lập mới"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Mỗi dòng một tên. Cơ quan mới đứng cùng cấp trên với cơ quan trước."),
    )
    on = day_field(gettext_lazy("Có hiệu lực từ ngày"))
    paper = forms.CharField(
        label=gettext_lazy("Văn bản quyết định"),
        max_length=300,
        help_text=gettext_lazy("Số, ký hiệu, ngày, cơ quan ban hành."),
    )
    note = forms.CharField(label=gettext_lazy("Ghi chú"), required=False, max_length=1000)

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        before, after = self.fields["before"], self.fields["after"]
        assert isinstance(before, BodiesField)
        assert isinstance(after, BodiesField)
        before.offer(bodies)
        after.queryset, after.choices = bodies, before.choices

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > today():
            raise ValidationError(_("Ngày có hiệu lực chưa đến. Ghi vào ngày ấy hoặc sau đó."))
        return on

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned["after"] and not cleaned["founded"].split("\n")[0].strip():
            self.add_error("after", _("Chọn hoặc lập cơ quan tiếp nhận."))
        return cleaned

    def takers(self) -> list[Body | Founding]:
        """Who takes over, those there are first: their places are what choices name."""
        first: Body = self.cleaned_data["before"][0]
        names = [line.strip() for line in self.cleaned_data["founded"].splitlines() if line.strip()]
        founded = [Founding(name[:200], first.kind, first.parent) for name in dict.fromkeys(names)]
        return [*self.cleaned_data["after"], *founded]


def choices_of(data: Any, takers: Sequence[object]) -> tuple[int | None, Choices]:
    """Who takes the rest and who takes what, from a form's fields "rest" and "task-12"."""

    def place(text: str) -> int | None:
        found = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None
        return found if found is not None and found < len(takers) else None

    chosen: dict[tuple[str, int], int] = {}
    for name in data:
        kind, _dash, key = str(name).partition("-")
        if kind in THINGS and key.isascii() and key.isdigit() and len(key) < 16:
            to = place(data.get(name, ""))
            if to is not None:
                chosen[kind, int(key)] = to
    return place(data.get("rest", "")), chosen
