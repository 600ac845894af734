"""What people type about a document's chain and life."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dondoc.web.chains.models import LifeKind
from dondoc.web.core.fields import day_field
from dondoc.web.core.today import today
from dondoc.web.sources.models import Document


class LifeForm(forms.Form):
    """What happened to a document, when, and the paper that says so."""

    kind = forms.ChoiceField(label=_("Việc"), choices=LifeKind.choices)
    on = day_field(_("Ngày"))
    paper = forms.ModelChoiceField(
        Document.objects.none(),
        label=_("Văn bản làm căn cứ"),
        required=False,
        empty_label=_("— không có trong sổ —"),
        help_text=_("Các văn bản thực hiện hoặc viện dẫn văn bản này."),
    )
    note = forms.CharField(
        label=_("Ghi chú"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, papers: QuerySet[Document], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today()})
        super().__init__(*args, **kwargs)
        paper = self.fields["paper"]
        assert isinstance(paper, forms.ModelChoiceField)
        paper.queryset = papers

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > today():
            raise forms.ValidationError(_("Ngày không thể sau hôm nay."))
        return on
