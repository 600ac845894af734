"""What a person may say about a task."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.web.core.lists import today
from dondoc.web.plans.models import Task


class TaskDoneForm(forms.Form):
    """The day a task was completed and the paper that says so."""

    on = forms.DateField(
        label=_("Ngày hoàn thành"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    note = forms.CharField(
        label=_("Căn cứ (báo cáo, văn bản)"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, task: Task, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.task = task

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError(_("Ngày hoàn thành không thể sau hôm nay. Ghi lại khi việc đã xong."))
        if self.task.owed_from and on < self.task.owed_from:
            raise forms.ValidationError(
                _("Ngày hoàn thành trước ngày văn bản giao việc (%(day)s). Kiểm tra lại ngày."),
                params={"day": self.task.owed_from.strftime("%d/%m/%Y")},
            )
        return on


class TaskReopenForm(forms.Form):
    """Why a task counted as done is open again."""

    note = forms.CharField(label=_("Lý do mở lại"), widget=forms.Textarea(attrs={"rows": 2}))
