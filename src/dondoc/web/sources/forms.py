"""What people type about documents and facts.

The services check what a fact's field may hold; these forms only carry what was typed, so that an error
keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from dondoc.records.plan import Period
from dondoc.text import dates
from dondoc.web.bodies.models import Body
from dondoc.web.core.templatetags.dondoc import day, period
from dondoc.web.core.today import today
from dondoc.web.sources.convert import part_line
from dondoc.web.sources.models import Document, Fact, StandingChoice, TypeChoice
from dondoc.web.sources.shown import decimal
from dondoc.writing import labels

# --- upload ---------------------------------------------------------------------------------------------


_ACCEPTED = ".docx,.pdf,.xlsx,.html,.htm,.txt,.md,.zip,.doc,.xls,.rtf,.odt,.ods,.png,.jpg,.jpeg,.tif,.tiff"


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One or many files; each is checked as one."""

    widget = ManyFiles

    def clean(self, data: Any, _initial: Any = None) -> list[UploadedFile[Any]]:
        files = data if isinstance(data, list | tuple) else [data]
        if not any(files):
            raise ValidationError(_("Chọn ít nhất một tệp."))
        return [file for file in files if file]


class UploadForm(forms.Form):
    """Files for one body, after saying that no state secret is among them."""

    no_secret = forms.BooleanField(
        label=_("Tôi xác nhận không có bí mật nhà nước trong các tệp này."),
        error_messages={"required": _("Cần xác nhận không có bí mật nhà nước trước khi gửi tệp.")},
    )
    owner = forms.ModelChoiceField(
        Body.objects.none(),
        label=_("Lưu cho cơ quan"),
        help_text=_("Cơ quan này và cấp trên của cơ quan này xem được văn bản."),
    )
    standing = forms.ChoiceField(
        label=_("Hiệu lực"),
        required=False,
        choices=[("", _("Tự nhận biết từ phần đầu văn bản")), *StandingChoice.choices],
        help_text=_("Chỉ văn bản đã ban hành mới tạo ra nghĩa vụ và được tính vào kết quả."),
    )
    files = ManyFilesField(  # type: ignore[assignment]
        label=_("Tệp"),
        widget=ManyFiles(attrs={"multiple": True, "accept": _ACCEPTED}),
    )

    def __init__(self, *args: Any, owners: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = owners
        # the body nearest to the root: what somebody of the whole province sends in is the province's
        highest = owners.order_by(Length("path"), "sort_key").values_list("pk", flat=True).first()
        self.initial.setdefault("owner", highest)


# --- the register's entry -------------------------------------------------------------------------------


class DocumentForm(forms.Form):
    """The header fields of a document."""

    title = forms.CharField(label=_("Trích yếu"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    type = forms.ChoiceField(label=_("Loại"), choices=TypeChoice.choices)
    standing = forms.ChoiceField(label=_("Hiệu lực"), choices=StandingChoice.choices)
    symbol = forms.CharField(label=_("Số, ký hiệu"), max_length=80, required=False)
    day = forms.DateField(
        label=_("Ngày"), required=False, widget=forms.DateInput(attrs={"placeholder": "31/12/2026"})
    )
    issuer_as_written = forms.CharField(label=_("Cơ quan ban hành (như in)"), max_length=200, required=False)
    issuer = forms.ModelChoiceField(
        Body.objects.none(), label=_("Là cơ quan"), required=False, empty_label=_("— chưa xác định —")
    )
    reason = forms.CharField(label=_("Lý do sửa"), max_length=300, required=False)
    # asked for only when another entry seems to be the same document
    even_so = forms.BooleanField(label=_("Đây là văn bản khác, vẫn lưu"), required=False)

    def __init__(self, *args: Any, document: Document, bodies: QuerySet[Body], **kwargs: Any) -> None:
        initial = {
            "title": document.title,
            "type": document.type,
            "standing": document.standing,
            "symbol": document.symbol,
            "day": document.date,
            "issuer_as_written": document.issuer_as_written,
            "issuer": document.issuer_id,
        }
        super().__init__(*args, **{**kwargs, "initial": initial})
        issuer = self.fields["issuer"]
        assert isinstance(issuer, forms.ModelChoiceField)
        issuer.queryset = bodies

    def changes(self) -> dict[str, Any]:
        """What was changed, as `document_update` takes it."""
        return {
            name: self.cleaned_data[name] for name in self.changed_data if name not in ("reason", "even_so")
        }

    def would_be(self, document: Document) -> Document:
        """The entry as it would be saved, not saved."""
        told = self.cleaned_data
        return Document(
            pk=document.pk, type=told["type"], standing=told["standing"], symbol=told["symbol"],
            date=told["day"], issuer=told["issuer"], issuer_as_written=told["issuer_as_written"],
        )  # fmt: skip


class HeadingForm(forms.Form):
    """Number and day of a document on which they could not be read; only what is asked for is a field."""

    symbol = forms.CharField(
        label=_("Số, ký hiệu"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "87/KH-UBND", "autocomplete": "off"}),
    )
    day = forms.DateField(
        label=_("Ngày"), required=False, widget=forms.DateInput(attrs={"placeholder": "31/12/2026"})
    )
    # asked for only when another entry seems to be the same document
    even_so = forms.BooleanField(label=_("Đây là văn bản khác, vẫn lưu"), required=False)

    def __init__(self, *args: Any, asked: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, column in (("symbol", "symbol"), ("day", "date")):
            if column not in asked:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not self.errors and not (told.get("symbol") or told.get("day")):
            raise ValidationError(_("Chưa nhập gì. Ghi số, ký hiệu hoặc ngày như trên văn bản."))
        return told

    def changes(self) -> dict[str, Any]:
        """What was entered, as `document_update` takes it."""
        return {name: self.cleaned_data[name] for name in ("symbol", "day") if self.cleaned_data.get(name)}

    def would_be(self, document: Document) -> Document:
        """The entry as it would be saved, not saved."""
        told = self.changes()
        return Document(
            pk=document.pk, type=document.type, standing=document.standing, issuer=document.issuer,
            issuer_as_written=document.issuer_as_written,
            symbol=told.get("symbol", document.symbol), date=told.get("day", document.date),
        )  # fmt: skip

    def refuse(self, error: ValidationError) -> None:
        """What the service says, each at its field; at the top where there is none for it."""
        for name, messages in getattr(error, "message_dict", {"": error.messages}).items():
            field = {"date": "day"}.get(name, name)
            for message in messages:
                self.add_error(field if field in self.fields else None, message)


# --- a fact ---------------------------------------------------------------------------------------------

_STATUS = [(key, word) for key, word in labels.STATUS.items()]
_MEASURE = [(key, word) for key, word in labels.MEASURE.items()]
_BOUND = [("exact", _("đúng bằng")), *labels.BOUND.items(), ("range", _("trong khoảng"))]
_DIRECTION = [("", "—"), ("up", _("tăng")), ("down", _("giảm"))]


def _text(label: Any, *, wide: bool = False, rows: int = 0, hint: str = "") -> forms.CharField:
    attrs: dict[str, Any] = {"placeholder": hint} if hint else {}
    if rows:
        attrs["rows"] = rows
    widget = forms.Textarea(attrs=attrs) if rows else forms.TextInput(attrs=attrs)
    field = forms.CharField(label=label, required=False, widget=widget)
    field.wide = wide or bool(rows)  # type: ignore[attr-defined]
    return field


def _pick(label: Any, choices: Sequence[tuple[Any, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=choices)


_PERIOD_HINT = "2026, quý III/2026, 9 tháng đầu năm 2026"
FIELDS: Mapping[str, Mapping[str, forms.Field]] = {
    "indicator": {
        "name": _text(_("Tên"), wide=True),
        "body": _text(_("Của cơ quan, địa phương (để trống: của chính văn bản)"), wide=True),
        "value": _text(_("Giá trị"), hint="16.900,5"),
        "value_max": _text(_("Đến (nếu là khoảng)")),
        "unit": _text(_("Đơn vị tính"), hint="tỷ đồng"),
        "period": _text(_("Kỳ"), hint=_PERIOD_HINT),
        "status": _pick(_("Loại số"), _STATUS),
        "measure": _pick(_("Cách đo"), _MEASURE),
        "bound": _pick(_("Mức chặn"), _BOUND),
        "out_of": _text(_("Trên tổng số")),
        "direction": _pick(_("Tăng hay giảm"), _DIRECTION),
        "base": _pick(_("So với"), [("", "—"), *labels.BASE.items()]),
    },
    "task": {
        "action": _text(_("Nội dung"), rows=3),
        "lead": _text(_("Chủ trì"), wide=True),
        "partners": _text(_("Phối hợp (mỗi dòng một cơ quan)"), rows=2),
        "deadline": _text(_("Thời hạn"), hint="31/12/2026"),
        "product": _text(_("Sản phẩm")),
    },
    "person": {
        "name": _text(_("Họ và tên")),
        "positions": _text(_("Chức vụ (mỗi dòng một chức vụ)"), rows=3),
    },
    "citation": {
        "type": _text(_("Loại"), hint="nghị quyết"),
        "symbol": _text(_("Số, ký hiệu")),
        "date": _text(_("Ngày"), hint="31/12/2026"),
        "issuer": _text(_("Cơ quan ban hành")),
        "title": _text(_("Trích yếu"), wide=True),
    },
    "meeting": {
        "body": _text(_("Cơ quan họp"), wide=True),
        "ordinal": _text(_("Lần thứ")),
        "date": _text(_("Ngày"), hint="31/12/2026"),
    },
    "verdict": {
        "counted": _text(_("Đếm gì"), hint="chỉ tiêu"),
        "total": _text(_("Trên tổng số")),
        "parts": _text(_("Kết quả (mỗi dòng một mức)"), rows=3, hint="đạt và vượt 25"),
        "source": _text(_("Chỉ tiêu của văn bản"), wide=True),
        "period": _text(_("Kỳ"), hint=_PERIOD_HINT),
        "expected": forms.BooleanField(label=_("Dự kiến"), required=False),
    },
    "vote": {
        "subject": _text(_("Về ai, việc gì"), wide=True),
        "position": _text(_("Chức vụ")),
        "vote": _pick(_("Hình thức"), list(labels.VOTE.items())),
        "parts": _text(_("Kết quả (mỗi dòng một mức)"), rows=3, hint="tín nhiệm cao 78 (97,5%)"),
        "denominator": _text(_("100 % là")),
        "denominator_of": _pick(_("Tỷ lệ tính trên"), [("", "—"), *labels.DENOMINATOR.items()]),
        "issued": _text(_("Phiếu phát ra")),
        "returned": _text(_("Phiếu thu về")),
        "valid": _text(_("Phiếu hợp lệ")),
        "invalid": _text(_("Phiếu không hợp lệ")),
    },
    "rating": {
        "rated": _text(_("Ai được xếp loại"), hint="tập thể"),
        "total": _text(_("Tổng số")),
        "parts": _text(_("Kết quả (mỗi dòng một mức)"), rows=3, hint="hoàn thành tốt 41"),
        "period": _text(_("Kỳ"), hint=_PERIOD_HINT),
    },
    "shortcoming": {
        "words": _text(_("Nội dung"), rows=3),
        "nature": _pick(_("Loại"), list(labels.NATURE.items())),
        "speaker": _text(_("Ai nói")),
        "voice": _pick(_("Tư cách"), list(labels.VOICE.items())),
        "cause": _text(_("Nguyên nhân"), wide=True),
    },
    "proposal": {
        "words": _text(_("Nội dung"), rows=3),
        "speaker": _text(_("Ai kiến nghị")),
        "voice": _pick(_("Tư cách"), list(labels.VOICE.items())),
        "to": _text(_("Gửi tới"), wide=True),
    },
}
NUMBERS = {"value", "value_max", "out_of", "total", "denominator", "issued", "returned", "valid", "invalid"}
PERIODS = {"period", "deadline", "date"}


class FactForm(forms.Form):
    """A fact's fields as a reviewer writes them: 16.900,5 and "quý III/2026"."""

    problem = ""  # why accepting it as it stands did not work

    def __init__(self, data: Mapping[str, Any] | None = None, *, fact: Fact) -> None:
        self.fact = fact
        super().__init__(data, prefix=None, auto_id=f"id_{fact.pk}_%s", initial=_initial(fact))
        for name, field in FIELDS[fact.kind].items():
            self.fields[name] = deepcopy(field)
        base = self.fields.get("base")
        if isinstance(base, forms.ChoiceField):
            base.choices = [*FIELDS["indicator"]["base"].choices, *_years(fact)]  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Any]:
        """What was changed, as `fact_correct` takes it; a period in words becomes one of the fact format."""
        made = {}
        for name in FIELDS[self.fact.kind]:
            if name in self.changed_data:
                value = self.cleaned_data[name]
                made[name] = _period(value) if name in PERIODS else value
        return made

    def refuse(self, error: ValidationError) -> None:
        """Show what a service did not take beside the field it is about."""
        by_field = error.message_dict if hasattr(error, "error_dict") else {None: error.messages}
        for name, messages in by_field.items():
            self.add_error(name if name in self.fields else None, messages)


def _years(fact: Fact) -> list[tuple[str, str]]:
    """The years a figure may be compared with: those before the document's, and the one that was read."""
    last = fact.document.date.year if fact.document.date else today().year
    values = [f"year:{year}" for year in range(last, last - 12, -1)]
    current = fact.current.get("base") or ""
    if current.startswith("year:") and current not in values:
        values.append(current)
    return [(value, labels.base(value)) for value in values]


def _period(text: str) -> str:
    text = text.strip()
    try:
        return str(Period.parse(text)) if text else ""
    except ValueError:
        return dates.parse(text) or text


def _initial(fact: Fact) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name in FIELDS[fact.kind]:
        value = fact.current.get(name)
        if name == "parts":
            made[name] = "\n".join(part_line(part) for part in value or [])
        elif isinstance(value, list):
            made[name] = "\n".join(map(str, value))
        elif name in NUMBERS and (exact := decimal(value)) is not None:
            made[name] = labels.number(exact)
        elif name == "date":
            made[name] = day(value)
        elif name in PERIODS:
            made[name] = period(value)
        else:
            made[name] = value if value is not None else ""
    return made
