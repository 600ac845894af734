"""What a person may say of a project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dondoc.web.accounts.access import Access
from dondoc.web.bodies.models import Body
from dondoc.web.core.fields import day_field
from dondoc.web.core.templatetags.dondoc import period
from dondoc.web.core.ticks import TickList, in_groups
from dondoc.web.core.today import today
from dondoc.web.plans.models import Target
from dondoc.web.plans.targetforms import DocumentField, ExactField
from dondoc.web.projects.models import CapitalKind, Project, ProjectKind, SourceChoice, StepChoice
from dondoc.web.projects.services import MONEY_UNITS

_UNITS = [(unit, unit) for unit in MONEY_UNITS]


class ProjectForm(forms.Form):
    """A programme, scheme, project or work."""

    code = forms.CharField(
        label=_("Mã"), max_length=40, help_text=_("Mã dự án của cơ quan, không trùng nhau.")
    )
    name = forms.CharField(label=_("Tên"), max_length=500)
    kind = forms.ChoiceField(label=_("Loại"), choices=ProjectKind.choices)
    owner = forms.ModelChoiceField(Body.objects.none(), label=_("Chủ đầu tư"))
    parent = forms.ModelChoiceField(
        Project.objects.none(), label=_("Thuộc chương trình, đề án"), required=False, empty_label=_("không")
    )
    field = forms.CharField(label=_("Lĩnh vực"), max_length=120, required=False)
    place = forms.CharField(label=_("Địa điểm"), max_length=200, required=False)
    total = ExactField(label=_("Tổng mức đầu tư"), required=False)
    total_unit = forms.ChoiceField(label=_("Đơn vị của tổng mức"), choices=_UNITS, initial="tỷ đồng")
    output = ExactField(label=_("Quy mô"), required=False, help_text=_("Làm ra bao nhiêu, ví dụ 1.400"))
    output_unit = forms.CharField(label=_("Đơn vị của quy mô"), max_length=40, required=False)
    document = DocumentField(label=_("Số ký hiệu văn bản"), max_length=80, required=False)
    words = forms.CharField(
        label=_("Mục tiêu, nội dung"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        *args: Any,
        access: Access,
        bodies: Any,
        projects: Any,
        project: Project | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        owner, parent, document = self.fields["owner"], self.fields["parent"], self.fields["document"]
        assert isinstance(owner, forms.ModelChoiceField)
        assert isinstance(parent, forms.ModelChoiceField)
        assert isinstance(document, DocumentField)
        owner.queryset, document.access = bodies, access
        parent.queryset = projects.exclude(pk=project.pk) if project else projects


class CapitalForm(forms.Form):
    """Money planned or disbursed."""

    kind = forms.ChoiceField(label=_("Loại số"), choices=CapitalKind.choices)
    source = forms.ChoiceField(label=_("Nguồn vốn"), choices=SourceChoice.choices)
    year = forms.IntegerField(label=_("Năm kế hoạch"), min_value=1990, max_value=2100)
    value = ExactField(label=_("Số vốn"))
    unit = forms.ChoiceField(label=_("Đơn vị"), choices=_UNITS)
    until = day_field(_("Lũy kế đến ngày"), required=False)
    words = forms.CharField(label=_("Nguồn số liệu"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "capital_%s")
        kwargs.setdefault(
            "initial", {"year": today().year, "until": today(), "kind": "disbursed", "unit": "tỷ đồng"}
        )
        super().__init__(*args, **kwargs)
        self.fields["until"].help_text = _("Chỉ với số đã giải ngân; tính từ đầu năm kế hoạch.")


class ClearanceForm(forms.Form):
    """Land handed over, or to be."""

    planned = forms.BooleanField(label=_("Là kế hoạch (phải bàn giao đến ngày này)"), required=False)
    day = day_field(_("Tính đến ngày"), required=True)
    area = ExactField(label=_("Diện tích cộng dồn (ha)"))
    households = forms.IntegerField(label=_("Số hộ cộng dồn"), min_value=0, initial=0)
    words = forms.CharField(label=_("Nguồn số liệu"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "land_%s")
        super().__init__(*args, **kwargs)


class StepForm(forms.Form):
    """A step taken or planned."""

    step = forms.ChoiceField(label=_("Bước"), choices=StepChoice.choices)
    day = day_field(_("Ngày"), required=True)
    planned = forms.BooleanField(label=_("Là ngày dự kiến"), required=False)
    words = forms.CharField(label=_("Quyết định, căn cứ"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "step_%s")
        super().__init__(*args, **kwargs)


class TargetsForm(forms.Form):
    """Which targets a project serves: ticks by the body whose they are."""

    targets = forms.ModelMultipleChoiceField(
        Target.objects.none(), label=_("Phục vụ chỉ tiêu"), required=False, widget=TickList
    )

    def __init__(self, *args: Any, targets: Sequence[Target], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["targets"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Target.objects.filter(pk__in=[one.pk for one in targets])
        field.choices = in_groups(
            (
                one.body.name,
                one.pk,
                f"{one.indicator}, {period(one.period)} ({one.get_basis_display()})",
            )
            for one in targets
        )
