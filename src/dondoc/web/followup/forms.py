"""What a person types to draft, number or record something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.web.bodies.models import Body
from dondoc.web.core.fields import day_field
from dondoc.web.followup.models import LetterKind
from dondoc.web.followup.owed import Owed
from dondoc.web.papers.fields import SignedField


class LetterForm(forms.Form):
    """Which matters, whose letterhead, by when an answer."""

    kind = forms.ChoiceField(label=_("Loại công văn"), choices=LetterKind.choices)
    issuer = forms.TypedChoiceField(label=_("Cơ quan ban hành"), coerce=int)
    answer_by = day_field(_("Báo cáo trước ngày"), required=False)
    matters = forms.MultipleChoiceField(
        label=_("Việc đưa vào công văn"),
        error_messages={"required": _("Chọn ít nhất một việc quá hạn để đưa vào công văn.")},
    )

    def __init__(self, *args: Any, owed: Sequence[Owed], issuers: Sequence[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owed = {one.matter.key: one for one in owed}
        self.issuers = {body.pk: body for body in issuers}
        issuer, matters = self.fields["issuer"], self.fields["matters"]
        assert isinstance(issuer, forms.TypedChoiceField)
        assert isinstance(matters, forms.MultipleChoiceField)
        issuer.choices = [(body.pk, body.name) for body in issuers]
        matters.choices = [(key, key) for key in self.owed]

    def clean_issuer(self) -> Body:
        return self.issuers[self.cleaned_data["issuer"]]

    def clean_matters(self) -> list[Owed]:
        return [self.owed[key] for key in self.owed if key in self.cleaned_data["matters"]]


class IssueForm(forms.Form):
    """Number and day, as văn thư gave them."""

    symbol = forms.CharField(
        label=_("Số, ký hiệu"),
        max_length=60,
        help_text=_("Như trên công văn đã ký: 125-CV/VPTU, 318/UBND-TH."),
    )
    issued_on = day_field(_("Ngày ban hành"))
    signed = SignedField()


class CorrectionForm(forms.Form):
    """What is right where number or day were entered wrongly, and why."""

    symbol = forms.CharField(label=_("Số, ký hiệu đúng"), max_length=60)
    issued_on = day_field(_("Ngày ban hành đúng"))
    reason = forms.CharField(label=_("Vì sao sửa"), max_length=500)


class CriticismForm(forms.Form):
    """A criticism that was decided: the paper, its day, who decided, what it says."""

    symbol = forms.CharField(label=_("Số, ký hiệu văn bản"), max_length=60)
    decided_on = day_field(_("Ngày văn bản"))
    decided_by = forms.CharField(label=_("Người, cơ quan quyết định"), max_length=200)
    words = forms.CharField(label=_("Nội dung"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
