"""What people say about a paper to be drafted, and the template they send back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dondoc.reading import office
from dondoc.records.plan import Period
from dondoc.web.accounts.access import Access, Action
from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.bodies.selectors import living
from dondoc.web.core.fields import day_field
from dondoc.web.core.templatetags.dondoc import period as period_words
from dondoc.web.core.today import today
from dondoc.web.judgement.models import FrozenBoard
from dondoc.web.papers import paperpictures, selectors
from dondoc.web.papers.fields import SignedField
from dondoc.web.papers.letterhead import form_of, is_place
from dondoc.web.papers.makers import capitalised
from dondoc.web.papers.models import FormChoice
from dondoc.web.programmes.models import Item, ItemStateChoice, Session
from dondoc.web.programmes.selectors import items_seen, sessions_seen
from dondoc.web.sources.fields import DocumentField
from dondoc.web.sources.selectors import documents_seen
from dondoc.writing.families import Signing
from dondoc.writing.paper import Form
from dondoc.writing.papercheck import MOST_BYTES
from dondoc.writing.paperkinds import KINDS

SIGNINGS = (
    (Signing.COLLECTIVE.value, _("Người đứng đầu (thay mặt tập thể, nếu có)")),
    (Signing.DEPUTY.value, _("Cấp phó ký thay")),
    (Signing.ORDER.value, _("Chánh Văn phòng ký thừa lệnh")),
)


def _offices(bodies: frozenset[int]) -> QuerySet[Body]:
    """Of these the living ones of the province: nobody here writes for the centre."""
    return living(Body.objects.filter(pk__in=bodies).exclude(kind=BodyKind.CENTRAL))


class PaperForm(forms.Form):
    """Whose paper, in which family, signed by whom, as which file."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("Cơ quan ban hành"))
    form = forms.ChoiceField(
        label=_("Thể thức"),
        required=False,
        choices=[("", _("Theo cơ quan ban hành")), *FormChoice.choices],
        help_text=_("Của tỉnh, xã: chọn văn bản của Đảng (cấp ủy) hay văn bản hành chính (Ủy ban)."),
    )
    signing = forms.ChoiceField(label=_("Người ký"), choices=SIGNINGS)
    notes = forms.BooleanField(
        label=_("Kèm nguồn của từng số liệu: chú thích cuối trang, trong bảng là liên kết"), required=False
    )
    file = forms.ChoiceField(label=_("Tải về"), choices=[("docx", "Word (.docx)")])

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access = access
        body = self.fields["body"]
        assert isinstance(body, forms.ModelChoiceField)
        body.queryset = _offices(selectors.drafting_bodies(access))
        if office.installed():
            file = self.fields["file"]
            assert isinstance(file, forms.ChoiceField)
            file.choices = [("docx", "Word (.docx)"), ("pdf", "PDF")]

    def clean(self) -> dict[str, Any]:
        """A body of one family writes in that one only."""
        super().clean()
        cleaned = self.cleaned_data
        body = cleaned.get("body")
        if body is None:
            return cleaned
        own = form_of(body)
        chosen = Form(cleaned["form"]) if cleaned.get("form") else own
        if chosen is not own and not is_place(body):
            words = _("văn bản của Đảng") if own is Form.PARTY else _("văn bản hành chính")
            raise ValidationError(
                {"form": _("%(body)s chỉ ban hành %(form)s.") % {"body": body.name, "form": words}}
            )
        cleaned["form"] = chosen
        cleaned["signing"] = Signing(cleaned.get("signing") or Signing.COLLECTIVE)
        return cleaned


class TasksLetterForm(PaperForm):
    """Which document's tasks, of which body."""

    lead = forms.ModelChoiceField(
        Body.objects.none(), label=_("Gửi cho"), required=False, empty_label=_("Mọi cơ quan có nhiệm vụ")
    )

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, access=access, **kwargs)
        self.fields["document"] = DocumentField(
            access=access, label=_("Văn bản giao nhiệm vụ"), help_text=_("Số, ký hiệu: 142-TB/TU.")
        )
        lead = self.fields["lead"]
        assert isinstance(lead, forms.ModelChoiceField)
        lead.queryset = living(Body.objects.filter(pk__in=access.body_ids))
        self.order_fields(["document", "lead", "body", "form", "signing", "notes", "file"])


class ConclusionsForm(PaperForm):
    """Which meeting's conclusions."""

    session = forms.ModelChoiceField(Session.objects.none(), label=_("Kỳ họp"))

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, access=access, **kwargs)
        session = self.fields["session"]
        assert isinstance(session, forms.ModelChoiceField)
        decided = items_seen(access).filter(state=ItemStateChoice.DECIDED, session__isnull=False).order_by()
        held = sessions_seen(access).filter(pk__in=decided.values("session"))
        session.queryset = held.select_related("body").order_by("-day", "-pk")
        self.order_fields(["session", "body", "form", "signing", "notes", "file"])

    def clean(self) -> dict[str, Any]:
        """A meeting of the Party is concluded in the Party's form, one of the State in the State's."""
        cleaned = super().clean()
        session = cleaned.get("session")
        if session is not None and cleaned.get("form") not in (None, form_of(session.body)):
            raise ValidationError(
                {
                    "body": _("Kỳ họp này là của %(body)s. Chọn cơ quan cùng khối.")
                    % {"body": session.body.name}
                }
            )
        return cleaned


class SubmissionForm(PaperForm):
    """Which matter is put up."""

    item = forms.ModelChoiceField(Item.objects.none(), label=_("Nội dung trình"))

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, access=access, **kwargs)
        item = self.fields["item"]
        assert isinstance(item, forms.ModelChoiceField)
        open_ones = (ItemStateChoice.PLANNED, ItemStateChoice.HANDED_IN)
        item.queryset = (
            items_seen(access)
            .filter(state__in=open_ones)
            .select_related("programme__body", "programme__document", "preparing", "session")
            .order_by("due", "pk")
        )
        body = self.fields["body"]
        assert isinstance(body, forms.ModelChoiceField)
        body.required, body.empty_label = False, _("Cơ quan chuẩn bị")
        self.order_fields(["item", "body", "form", "signing", "notes", "file"])

    def clean(self) -> dict[str, Any]:
        """Who prepares a matter puts it up, where nobody else is said to."""
        item = self.cleaned_data.get("item")
        if self.cleaned_data.get("body") is None and item is not None:
            if item.preparing is None or not selectors.may_draft(self.access, item.preparing):
                raise ValidationError({"body": _("Chọn cơ quan đứng tên phiếu trình.")})
            self.cleaned_data["body"] = item.preparing
        return super().clean()


class PeriodicForm(PaperForm):
    """Which period, tasks as of which day, with or without notes."""

    period = forms.ChoiceField(label=_("Kỳ báo cáo"))
    as_of = day_field(_("Nhiệm vụ tính đến ngày"))
    pictures = forms.MultipleChoiceField(
        label=_("Biểu đồ kèm theo, mỗi hình có bảng số và nguồn"), required=False,
        choices=paperpictures.CHOICES, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    board = forms.ModelChoiceField(
        FrozenBoard.objects.none(), label=_("Kết luận chỉ tiêu"), required=False,
        empty_label=_("Theo ngày tính nhiệm vụ"),
        help_text=_("Chọn bảng đã chốt tại hội nghị để báo cáo ghi đúng kết luận lúc chốt."),
    )  # fmt: skip
    again = forms.BooleanField(
        label=_("Kỳ này đã có báo cáo phát hành; vẫn soạn dự thảo bản thay thế"), required=False
    )

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, access=access, **kwargs)
        board = self.fields["board"]
        assert isinstance(board, forms.ModelChoiceField)
        seen = documents_seen(access).order_by()
        board.queryset = FrozenBoard.objects.filter(document__in=seen).select_related("document")
        on = today()
        self.initial.setdefault("as_of", on)
        self.initial.setdefault("notes", True)
        period, file = self.fields["period"], self.fields["file"]
        assert isinstance(period, forms.ChoiceField)
        assert isinstance(file, forms.ChoiceField)
        period.choices = [(one, capitalised(period_words(one))) for one in periods_until(on)]
        shown = [(str(value), words) for value, words in file.widget.choices]
        file.choices = [*shown, ("xlsx", _("Excel: các bảng, công thức tính tiếp"))]
        self.order_fields(
            ["body", "period", "as_of", "board", "notes", "pictures", "form", "signing", "file", "again"]
        )


class IssueFields(PaperForm):
    """Of a paper that went out: its number, its day, and the signed file where there is one."""

    symbol = forms.CharField(label=_("Số, ký hiệu"), max_length=60)
    issued_on = day_field(_("Ngày ban hành"))
    signed = SignedField()
    reason = forms.CharField(
        label=_("Vì sao phát hành bản thay thế"), max_length=500, required=False,
        help_text=_("Chỉ khi đã ghi một bản ban hành trước đó; bản cũ được giữ nguyên."),
    )  # fmt: skip

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, access=access, **kwargs)
        self.initial.setdefault("issued_on", today())
        del self.fields["file"]
        body = self.fields["body"]
        assert isinstance(body, forms.ModelChoiceField)
        body.queryset = living(Body.objects.filter(pk__in=selectors.issuing_bodies(access)))
        own = ("symbol", "issued_on", "signed", "reason")
        about = [name for name in self.fields if name not in (*own, "notes", "form", "signing")]
        first, rest = about[:2], about[2:]
        self.order_fields([*first, *own, *rest, "notes", "form", "signing"])


class IssueForm(IssueFields, PeriodicForm):
    """A report that went out."""

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, access=access, **kwargs)
        del self.fields["again"]


class IssuedTasksLetterForm(IssueFields, TasksLetterForm):
    """A letter that gave tasks."""


class IssuedConclusionsForm(IssueFields, ConclusionsForm):
    """A notice of conclusions that went out."""


class IssuedSubmissionForm(IssueFields, SubmissionForm):
    """A slip that put a matter up."""


def periods_until(on: date) -> list[str]:
    """The periods a report may be of: those of this year and the last that have begun, the last ended first.

    >>> periods_until(date(2026, 10, 20))[:3]
    ['2026-01/2026-09', '2026-Q3', '2026-09']
    """
    names = []
    for year in (on.year, on.year - 1):
        names += [str(year), f"{year}-01/{year}-09", f"{year}-H1", *(f"{year}-Q{n}" for n in (4, 3, 2, 1))]
        names += [f"{year}-{month:02}" for month in range(12, 0, -1)]
    found = [(Period.parse(name), name) for name in names]
    begun = [(one, name) for one, name in found if one.start <= on]
    begun.sort(key=lambda row: (row[0].end > on, -row[0].end.toordinal(), row[0].start))
    return [name for _one, name in begun]


class TemplateForm(forms.Form):
    """A template as it was edited in Word."""

    body = forms.ModelChoiceField(
        Body.objects.none(), label=_("Dùng cho"), help_text=_("Cơ quan này và các đơn vị bên dưới.")
    )
    kind = forms.ChoiceField(
        label=_("Loại văn bản"), choices=[(kind.code, kind.name) for kind in KINDS.values()]
    )
    form = forms.ChoiceField(label=_("Thể thức"), choices=FormChoice.choices)
    file = forms.FileField(
        label=_("Tệp mẫu (.docx)"),
        help_text=_("Tải mẫu đang dùng về, sửa trong Word rồi gửi lại. Tối đa 2 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )
    note = forms.CharField(label=_("Đã sửa gì"), max_length=300, required=False)

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = self.fields["body"]
        assert isinstance(body, forms.ModelChoiceField)
        body.queryset = living(Body.objects.filter(pk__in=access.bodies(Action.ORGANISE)))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("Tệp mẫu quá lớn (trên 2 MB). Bỏ bớt hình trong mẫu rồi tải lại."))
        return file


class ConfirmForm(forms.Form):
    """Who says that a family's form is right, and by which rule."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("Cơ quan xác nhận"))
    basis = forms.CharField(label=_("Căn cứ"), max_length=300)

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = self.fields["body"]
        assert isinstance(body, forms.ModelChoiceField)
        body.queryset = _offices(access.bodies(Action.DECIDE))
