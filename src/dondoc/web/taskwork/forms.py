"""What a person types to organise a task."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body, Position
from dondoc.web.core.fields import day_field
from dondoc.web.core.lists import today
from dondoc.web.plans.fields import fields_known
from dondoc.web.plans.models import Task
from dondoc.web.taskwork.models import Every, PartEventKind, PersonRole, Trigger


class WorkForm(forms.Form):
    """A form of the page; `kind` names it, `task` is what it is about, `seen` what the person may choose."""

    def __init__(
        self, *args: Any, kind: str, task: Task, seen: Choices, row: Any = None, **more: Any
    ) -> None:
        more.setdefault("prefix", f"{kind}-{row.pk}" if row is not None else kind)
        more.setdefault("initial", {"on": today(), "since": today()})
        super().__init__(*args, **more)
        self.kind, self.task, self.row = kind, task, row
        self.choose(seen)

    def choose(self, seen: Choices) -> None:
        """Fill the lists to choose from."""

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on is not None and on > today():
            raise forms.ValidationError(_now("Ngày không thể sau hôm nay."))
        return on


class Choices:
    """What the person may choose from, as querysets that are asked for only where a form shows them."""

    def __init__(self, task: Task, bodies: QuerySet[Body], tasks: QuerySet[Task]) -> None:
        self.bodies = bodies
        self.tasks = tasks
        self.triggers = Trigger.objects.filter(owner=task.document.owner_id, withdrawn_at=None)
        self._task = task

    def people(self, body: int | None) -> tuple[QuerySet[User], QuerySet[Position]]:
        """Users with a role in a body, and office-holders of it."""
        users = User.objects.filter(is_active=True, grants__body=body, grants__valid_to=None).distinct()
        positions = Position.objects.filter(withdrawn_at=None, body=body).select_related("person")
        return users.order_by("full_name"), positions.order_by("person__sort_key")

    @property
    def lead(self) -> int | None:
        return self._task.lead_id

    @property
    def owner(self) -> int:
        return self._task.document.owner_id


class StepForm(WorkForm):
    what = forms.CharField(label=_("Bước phải làm"), max_length=300)
    who = forms.CharField(label=_("Người, bộ phận làm"), max_length=200, required=False)
    due = day_field(_("Xong trước ngày"), required=False)


class StepDoneForm(WorkForm):
    on = day_field(_("Xong ngày"))


class NothingForm(WorkForm):
    """A button."""


class PersonForm(WorkForm):
    """A person at the lead (`handler`) or at the assigner (`supervisor`)."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("Người dùng"), required=False)
    position = forms.ModelChoiceField(
        Position.objects.none(), label=_("hoặc cán bộ theo chức vụ"), required=False
    )
    since = day_field(_("Từ ngày"))

    def choose(self, seen: Choices) -> None:
        users, positions = seen.people(seen.lead if self.kind == PersonRole.HANDLER else seen.owner)
        self._offer("user", users)
        self._offer("position", positions)


class PersonEndForm(WorkForm):
    on = day_field(_("Đến hết ngày"))


class FieldForm(WorkForm):
    """Which field the task is of, of those that targets have."""

    field = forms.ChoiceField(label=_("Lĩnh vực"), required=False)

    def choose(self, seen: Choices) -> None:  # noqa: ARG002 (of the catalogue, whoever asks)
        choice = self.fields["field"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("chưa xếp")), *((name, name) for name in fields_known())]


class ArrangeForm(WorkForm):
    resources = forms.CharField(
        label=_("Nguồn lực (kinh phí, con người)"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    level = forms.CharField(label=_("Cấp trình, cấp quyết định"), max_length=200, required=False)
    review_months = forms.IntegerField(
        label=_("Rà soát mỗi mấy tháng"),
        min_value=1,
        max_value=24,
        required=False,
        help_text=_("Chỉ dùng cho việc không có thời hạn."),
    )


class ReviewForm(WorkForm):
    on = day_field(_("Ngày rà soát"))
    note = forms.CharField(label=_("Kết quả rà soát"), widget=forms.Textarea(attrs={"rows": 2}))


class PartForm(WorkForm):
    body = forms.ModelChoiceField(Body.objects.none(), label=_("Cơ quan phối hợp"))
    what = forms.CharField(label=_("Phần việc"), max_length=500)
    due = day_field(_("Xong trước ngày"), required=False)

    def choose(self, seen: Choices) -> None:
        self._offer("body", seen.bodies)


class PartActForm(WorkForm):
    """Acknowledge, report, confirm, send back, withdraw."""

    on = day_field(_("Ngày"))
    note = forms.CharField(label=_("Lý do, căn cứ"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    @property
    def act(self) -> PartEventKind:
        return PartEventKind(self.kind.removeprefix("part-"))


_ADDRESS = re.compile(r"(?:/nhiem-vu/)?([0-9]{1,15})/?(?:[?#].*)?$")


class TaskField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Tasks told apart: many of one document may have the same words."""

    def label_from_instance(self, obj: Task) -> str:
        who = obj.lead.name if obj.lead else obj.lead_as_written
        return f"{obj.number}. {Truncator(obj.action).chars(90)}" + (f" – {who}" if who else "")


class WaitForm(WorkForm):
    waits_for = TaskField(Task.objects.none(), label=_("Việc cùng văn bản"), required=False)
    address = forms.CharField(
        label=_("hoặc địa chỉ trang của việc khác"),
        required=False,
        help_text=_("Dán địa chỉ trang của nhiệm vụ phải chờ."),
    )
    note = forms.CharField(label=_("Vì sao phải chờ"), max_length=300, required=False)

    def choose(self, seen: Choices) -> None:
        same = seen.tasks.filter(document=self.task.document_id).exclude(pk=self.task.pk)
        self._offer("waits_for", same.select_related("lead").order_by("number"))
        self._tasks = seen.tasks

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        address = said.pop("address", "").strip()
        if said.get("waits_for") is None:
            found = _ADDRESS.search(address)
            task = self._tasks.filter(pk=int(found[1])).first() if found else None
            if task is None or task.pk == self.task.pk:
                self.add_error(
                    "address" if address else "waits_for",
                    _now("Chọn một việc, hoặc dán địa chỉ trang của nó."),
                )
            said["waits_for"] = task
        return said


class TriggerForm(WorkForm):
    trigger = forms.ModelChoiceField(Trigger.objects.none(), label=_("Sự kiện đã có"), required=False)
    what = forms.CharField(
        label=_("hoặc sự kiện mới"),
        max_length=300,
        required=False,
        help_text=_("Ví dụ: Trung ương ban hành hướng dẫn."),
    )
    days = forms.IntegerField(label=_("Số ngày sau sự kiện"), min_value=0, max_value=3650, initial=0)
    working = forms.BooleanField(label=_("tính ngày làm việc"), required=False)

    def choose(self, seen: Choices) -> None:
        self._offer("trigger", seen.triggers)


class HappenedForm(WorkForm):
    on = day_field(_("Ngày sự kiện xảy ra"))
    paper = forms.CharField(label=_("Văn bản, căn cứ"), max_length=200)


class RecurForm(WorkForm):
    every = forms.TypedChoiceField(label=_("Lặp lại"), choices=Every.choices, coerce=Every)
    days = forms.IntegerField(
        label=_("Hạn sau ngày cuối kỳ (ngày)"), min_value=-60, max_value=120, initial=0,
        help_text=_("Số âm: trước ngày cuối kỳ."),
    )  # fmt: skip
    since = day_field(_("Từ ngày"))
    until = day_field(_("Đến ngày"), required=False)


class SavedDayForm(forms.Form):
    name = forms.CharField(label=_("Tên mốc"), max_length=200)
    day = day_field(_("Ngày"))
