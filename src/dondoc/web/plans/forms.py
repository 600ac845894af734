"""What a person may say about a task."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.web.accounts.access import Action
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.ticks import BodiesField
from dondoc.web.core.fields import day_field
from dondoc.web.core.lists import today
from dondoc.web.plans.life import ACTS, answer_by, product_asked
from dondoc.web.plans.models import EventKind, Task


class ActForm(forms.Form):
    """One act on a task: its day, its reason, and what this kind of act needs besides.

    `decides`: whether who fills it in decides for the body that gave the task, as on stopping the clock.
    """

    on = day_field(_("Ngày"))

    def __init__(
        self,
        *args: Any,
        task: Task,
        kind: EventKind,
        bodies: Any = None,
        decides: bool = True,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", {"on": today()})
        kwargs.setdefault("prefix", kind.value)
        super().__init__(*args, **kwargs)
        self.kind = kind
        by_lead = kind in {EventKind.WAITING, EventKind.RESUMED} and not decides
        self.side = Action.RECORD if by_lead else ACTS[kind].side
        choices = Body.objects.none() if bodies is None else bodies
        if self.chooses_body:
            lead = forms.ModelChoiceField(choices, label=_("Cơ quan chủ trì"))
            lead.choices = [("", lead.empty_label), *((one.pk, one.name) for one in choices)]
            self.fields["lead"] = lead
        if kind in {EventKind.EXTENDED, EventKind.DATED}:
            self.fields["due"] = day_field(_("Thời hạn mới") if kind == EventKind.EXTENDED else _("Thời hạn"))
        if kind == EventKind.TRANSFER_ASKED and (last := answer_by(task)) is not None:
            self.fields["on"].help_text = _(
                "Đề nghị đến hết ngày %(day)s là đúng hạn; sau đó vẫn gửi được, nhưng ghi là đề nghị chậm."
            ) % {"day": f"{last:%d/%m/%Y}"}
        if kind == EventKind.DONE:
            self.fields["day"] = day_field(_("Ngày có kết quả"))
            self.initial.setdefault("day", today())
        if kind == EventKind.WAITING and by_lead:
            self.fields["on"].help_text = _("Thời hạn vẫn tính; cơ quan giao việc quyết định việc tạm dừng.")
        elif kind == EventKind.WAITING:
            self.fields["stops_clock"] = forms.BooleanField(
                label=_("Tạm dừng tính hạn trong thời gian chờ"), required=False
            )
        self.fields["note"] = forms.CharField(
            label=NOTES.get(kind, _("Lý do")),
            required=ACTS[kind].reason or (kind == EventKind.DONE and product_asked(task)),
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    @property
    def chooses_body(self) -> bool:
        """Whether a body is chosen from all there are: a list long enough to be fetched when it is opened."""
        return self.kind in {EventKind.ASSIGNED, EventKind.TRANSFERRED}

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError(_("Ngày không thể sau hôm nay."))
        return on


NOTES = {
    EventKind.ACKNOWLEDGED: _("Ghi chú"),
    EventKind.OPINION_ASKED: _("Xin ý kiến về việc gì"),
    EventKind.OPINION_GIVEN: _("Ý kiến"),
    EventKind.REPORTED: _("Kết quả và căn cứ (báo cáo, văn bản)"),
    EventKind.DONE: _("Căn cứ (báo cáo, văn bản)"),
    EventKind.DATED: _("Căn cứ (văn bản, sự kiện)"),
    EventKind.EXPLAINED: _("Nội dung giải trình"),
    EventKind.EXPLANATION_ASKED: _("Yêu cầu giải trình về việc gì"),
    EventKind.WAITING: _("Chờ ai, về việc gì"),
    EventKind.RESUMED: _("Ghi chú"),
    EventKind.NOTE: _("Nội dung"),
}


class ResolveForm(forms.Form):
    """Which bodies a collective order is for."""

    bodies = BodiesField(
        label=_("Các cơ quan phải làm"),
        help_text=_("Mỗi cơ quan nhận một việc riêng, cùng thời hạn."),
    )

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["bodies"]
        assert isinstance(field, BodiesField)
        field.offer(bodies)
