"""What people say about a shortcoming, a difficulty or a proposal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.web.accounts.access import Access
from dondoc.web.bodies import selectors as bodies
from dondoc.web.bodies.models import Body
from dondoc.web.core.fields import day_field
from dondoc.web.core.today import today
from dondoc.web.matters.life import ACTS
from dondoc.web.matters.models import Matter, MatterEventChoice, NatureOfMatter, VoiceChoice
from dondoc.web.plans.models import Task
from dondoc.web.plans.taskboard import tasks_seen
from dondoc.web.sources.fields import DocumentField

_NOTES = {
    MatterEventChoice.ANSWERED: _("Nội dung trả lời"),
    MatterEventChoice.NOTE: _("Nội dung"),
    MatterEventChoice.FIXED: _("Kết quả và căn cứ (báo cáo, văn bản)"),
    MatterEventChoice.ASSIGNED: _("Yêu cầu"),
    MatterEventChoice.ACCEPTED: _("Ghi chú"),
    MatterEventChoice.REMEDY: _("Ghi chú"),
}


class MatterAddForm(forms.Form):
    """What somebody said or found, where the register has no words to read it from."""

    nature = forms.ChoiceField(label=_("Loại"), choices=NatureOfMatter.choices)
    voice = forms.ChoiceField(label=_("Tư cách"), choices=VoiceChoice.choices)
    speaker = forms.CharField(
        label=_("Ai nói"),
        max_length=300,
        required=False,
        help_text=_("Tên, chức vụ đại biểu; đoàn kiểm tra. Để trống khi chính văn bản nêu."),
    )
    words = forms.CharField(label=_("Nội dung"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000)
    body = forms.ModelChoiceField(
        Body.objects.none(), label=_("Của cơ quan, gửi tới"), required=False, empty_label=_("— chưa rõ —")
    )
    answering = forms.ModelChoiceField(
        Body.objects.none(),
        label=_("Giao trả lời, giải quyết"),
        required=False,
        empty_label=_("— chưa giao —"),
    )
    due = day_field(_("Hạn trả lời"), required=False)

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"] = DocumentField(
            access=access,
            label=_("Văn bản nêu (biên bản, kết luận, thông báo)"),
            help_text=_("Số, ký hiệu đã có trong sổ, ví dụ 142-TB/TU."),
            max_length=100,
        )
        living = Q(valid_to=None) | Q(valid_to__gte=today())
        for name in ("body", "answering"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = bodies.bodies_seen(access).filter(living)
        self.order_fields(["document", "nature", "voice", "speaker", "words"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        due, answering = given.get("due"), given.get("answering")
        if due is not None and answering is None:
            self.add_error("answering", _("Có hạn thì chọn cơ quan trả lời."))
        elif due is not None and due < today():
            self.add_error("due", _("Hạn trả lời không thể trước ngày giao."))
        return given


class AssignManyForm(forms.Form):
    """Who is to answer several matters, by when."""

    body = forms.ModelChoiceField(
        Body.objects.none(),
        label=_("Cơ quan trả lời, giải quyết"),
        required=False,
        empty_label=_("— không giao, chỉ gắn nhiệm vụ —"),
    )
    due = day_field(_("Hạn trả lời"), required=False)
    on = day_field(_("Ngày giao"))
    note = forms.CharField(
        label=_("Yêu cầu"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today()})
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bodies.bodies_seen(access).filter(Q(valid_to=None) | Q(valid_to__gte=today()))

    def clean_on(self) -> Any:
        return not_ahead(self.cleaned_data["on"])


class MatterActForm(forms.Form):
    """One act on a matter: its day, its words, and what this kind of act needs besides."""

    on = day_field(_("Ngày"))

    def __init__(
        self,
        *args: Any,
        matter: Matter,
        kind: MatterEventChoice,
        access: Access,
        remedies: Sequence[Task] = (),
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", {"on": today()})
        kwargs.setdefault("prefix", kind.value)
        super().__init__(*args, **kwargs)
        self.kind, self.side = kind, ACTS[kind].side
        if kind is MatterEventChoice.ASSIGNED:
            living = Q(valid_to=None) | Q(valid_to__gte=today())
            self.fields["body"] = forms.ModelChoiceField(
                bodies.bodies_seen(access).filter(living),
                label=_("Cơ quan trả lời, giải quyết"),
                empty_label=_("— chọn cơ quan —"),
                initial=matter.answering_id or matter.body_id,
            )
            self.fields["due"] = day_field(_("Hạn trả lời"), required=False)
        if kind is MatterEventChoice.REMEDY:
            self.fields["task"] = self._task(access, remedies)
        if kind is MatterEventChoice.ANSWERED:
            self.fields["document"] = DocumentField(
                access=access, label=_("Số, ký hiệu văn bản trả lời"), required=False
            )
        if kind is MatterEventChoice.FIXED:
            self.fields["day"] = day_field(_("Ngày khắc phục xong"))
            self.initial.setdefault("day", today())
        self.fields["note"] = forms.CharField(
            label=_NOTES.get(kind, _("Lý do")),
            required=ACTS[kind].reason,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def _task(self, access: Access, remedies: Sequence[Task]) -> forms.ModelChoiceField[Task]:
        field = forms.ModelChoiceField(
            tasks_seen(access),
            label=_("Nhiệm vụ khắc phục"),
            empty_label=_("— chọn nhiệm vụ —"),
            help_text=_("Nhiệm vụ của cơ quan này; việc giống lời văn nhất đứng đầu."),
        )
        shown = [
            (task.pk, f"{task} ({task.document.symbol or task.document.title[:40]})") for task in remedies
        ]
        field.widget.choices = [("", field.empty_label or ""), *shown]
        return field

    def clean_on(self) -> Any:
        return not_ahead(self.cleaned_data["on"])


def not_ahead(on: date) -> date:
    """What was done was not done tomorrow."""
    if on > today():
        raise ValidationError(_("Ngày không thể sau hôm nay."))
    return on
