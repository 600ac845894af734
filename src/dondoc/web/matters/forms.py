"""What people say about a shortcoming, a difficulty or a proposal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dondoc.web.accounts.access import Access
from dondoc.web.bodies import selectors as bodies
from dondoc.web.core.fields import day_field
from dondoc.web.core.today import today
from dondoc.web.matters.life import ACTS
from dondoc.web.matters.models import Matter, MatterEventChoice
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
        on = self.cleaned_data["on"]
        if on > today():
            raise ValidationError(_("Ngày không thể sau hôm nay."))
        return on
