"""What people type about work programmes, their matters and meetings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

from dondoc.web.accounts.access import Access, Action
from dondoc.web.bodies import selectors as bodies
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.ticks import BodiesField
from dondoc.web.core.fields import day_field
from dondoc.web.core.today import today
from dondoc.web.programmes import selectors
from dondoc.web.programmes.life import ACTS, Matter
from dondoc.web.programmes.models import (
    FormChoice,
    Item,
    ItemEventChoice,
    LevelChoice,
    Programme,
    ProgrammeEventChoice,
    Session,
    SpanChoice,
)
from dondoc.web.programmes.periods import parts_of
from dondoc.web.sources.fields import DocumentField

SESSIONS_SINCE = timedelta(days=31)  # a decision is recorded some weeks after its session


def _choose(field: Any, found: QuerySet[Any]) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = found


def session_choices(access: Access, item: Item | None = None) -> QuerySet[Session]:
    """Meetings without a day, those ahead and of the last weeks, and the one the matter stands at."""
    ahead = Q(day__isnull=True) | Q(day__gte=today() - SESSIONS_SINCE)
    if item is not None and item.session_id is not None:
        ahead |= Q(pk=item.session_id)
    return selectors.sessions_seen(access).filter(ahead).select_related("body")


class SessionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A meeting, offered by whose it is; where a level is chosen beside it, only those of that level.

    Those whose name and body do not say whose they are are offered with every level.
    """

    def __init__(self, found: QuerySet[Session] = Session.objects.none(), **more: Any) -> None:  # noqa: B008
        widget = forms.Select(attrs={"data-of-level": ""})
        super().__init__(found, label=_("Kỳ họp"), required=False, widget=widget, **more)

    def offer(self, found: QuerySet[Session], shown: Iterable[Session] | None = None) -> None:
        """Those that may be chosen; `shown`: the same, asked for before."""
        self.queryset = found
        groups: dict[str, list[tuple[int, str]]] = {}
        for session in found if shown is None else shown:
            groups.setdefault(session.level, []).append((session.pk, str(session)))
        said = [(str(label), groups[level]) for level, label in LevelChoice.choices if level in groups]
        other = groups.get("", [])
        grouped = [*said, *([(str(_("Kỳ họp khác")), other)] if said and other else other)]
        self.widget.choices = [("", self.empty_label or ""), *grouped]


class ProgrammeForm(forms.Form):
    """Whose programme, for which period."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("Chương trình của"))
    span = forms.ChoiceField(label=_("Loại"), choices=SpanChoice.choices)
    day = day_field(_("Một ngày trong kỳ"), help_text=_("Năm, quý, tháng hay tuần có ngày này."))
    takes_registrations = forms.BooleanField(
        label=_("Các cơ quan khác đăng ký nội dung"),
        required=False,
        initial=True,
        help_text=_("Bỏ chọn với chương trình nội bộ của một cơ quan."),
    )

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("day", today())
        _choose(self.fields["body"], bodies.bodies_acted_for(access, Action.DECIDE))


class ProgrammeActForm(forms.Form):
    """One act on a programme."""

    on = day_field(_("Ngày"))

    def __init__(self, *args: Any, kind: ProgrammeEventChoice, access: Access, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today()})
        kwargs.setdefault("prefix", kind.value)
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind is ProgrammeEventChoice.ISSUED:
            self.fields["document"] = DocumentField(
                access=access,
                label=_("Số, ký hiệu văn bản ban hành"),
                help_text=_("Từ đây mỗi nội dung thành một nhiệm vụ của cơ quan chuẩn bị."),
            )
        self.fields["note"] = forms.CharField(
            label=_("Lý do") if kind is ProgrammeEventChoice.REOPENED else _("Ghi chú"),
            required=kind is ProgrammeEventChoice.REOPENED,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def clean_on(self) -> Any:
        return not_ahead(self.cleaned_data["on"])


def not_ahead(on: date) -> date:
    """What happened did not happen tomorrow."""
    if on > today():
        raise ValidationError(_("Ngày không thể sau hôm nay."))
    return on


class MatterForm(forms.Form):
    """A matter that is registered."""

    content = forms.CharField(label=_("Nội dung"), widget=forms.Textarea(attrs={"rows": 3}))
    preparing = forms.ModelChoiceField(
        Body.objects.none(), label=_("Cơ quan chuẩn bị"), empty_label=_("— chọn cơ quan —")
    )
    partners = BodiesField(label=_("Cơ quan phối hợp"), required=False)
    level = forms.ChoiceField(
        label=_("Cấp quyết định"), choices=[("", _("— chọn cấp —")), *LevelChoice.choices]
    )
    form = forms.ChoiceField(
        label=_("Hình thức"), required=False, choices=[("", _("— chưa rõ —")), *FormChoice.choices]
    )
    session = SessionField(empty_label=_("— chưa định —"))
    due = day_field(_("Ngày trình hồ sơ"), required=False)
    meant_for = forms.ChoiceField(
        label=_("Dự kiến trong"), required=False, help_text=_("Dùng khi chưa có ngày họp, ngày trình.")
    )
    notes = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, programme: Programme, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = bodies.living(bodies.bodies_seen(access))
        office = access.can(Action.DECIDE, programme.body_id)
        own = bodies.bodies_acted_for(access, Action.RECORD)
        _choose(self.fields["preparing"], every if office else own)
        partners = self.fields["partners"]
        assert isinstance(partners, BodiesField)
        partners.offer(every)
        sessions = session_choices(access)
        if not office:  # what a unit registers is still to be prepared
            sessions = sessions.filter(Q(day=None) | Q(day__gte=today()))
        session = self.fields["session"]
        assert isinstance(session, SessionField)
        session.offer(sessions)
        choice = self.fields["meant_for"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("cả kỳ của chương trình")), *parts_of(programme)]
        if not office:
            # a unit's own body, not one of its divisions
            highest = own.order_by(Length("path"), "sort_key").values_list("pk", flat=True).first()
            self.initial.setdefault("preparing", highest)

    def matter(self) -> Matter:
        """As the service takes it."""
        typed = dict(self.cleaned_data)
        return Matter(**{**typed, "partners": tuple(typed["partners"])})


# Acts that say to whom and when a matter is put.
PLACED = frozenset(
    {
        ItemEventChoice.APPROVED,
        ItemEventChoice.AMENDED,
        ItemEventChoice.MOVED,
        ItemEventChoice.LEVEL_MOVED,
    }
)
_NOTES = {
    ItemEventChoice.HANDED_IN: _("Hồ sơ: tờ trình, dự thảo (số, ngày)"),
    ItemEventChoice.AMENDED: _("Lý do sửa"),
    ItemEventChoice.REGISTERED: _("Đã bổ sung gì"),
    ItemEventChoice.APPROVED: _("Ghi chú"),
    ItemEventChoice.DECIDED: _("Kết luận tại kỳ họp"),
    ItemEventChoice.NOTE: _("Nội dung"),
}
_NO_CHANGE = _("— giữ nguyên —")


class ItemActForm(forms.Form):
    """One act on a matter: its day, its reason, and what this kind of act needs besides."""

    on = day_field(_("Ngày"))

    def __init__(
        self,
        *args: Any,
        item: Item,
        kind: ItemEventChoice,
        access: Access,
        sessions: Sequence[Session] | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", {"on": today()})
        kwargs.setdefault("prefix", kind.value)
        super().__init__(*args, **kwargs)
        self.kind, self.side = kind, ACTS[kind].side
        if kind is ItemEventChoice.AMENDED:
            self.fields["content"] = forms.CharField(
                label=_("Nội dung"), widget=forms.Textarea(attrs={"rows": 3}), initial=item.content
            )
        if kind in PLACED:
            self._place(item, access, sessions)
        if kind is ItemEventChoice.DECIDED:
            self.fields["document"] = DocumentField(
                access=access, label=_("Số, ký hiệu văn bản kết quả"), required=False
            )
        self.fields["note"] = forms.CharField(
            label=_NOTES.get(kind, _("Lý do")),
            required=ACTS[kind].reason,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def _place(self, item: Item, access: Access, sessions: Sequence[Session] | None) -> None:
        """To whom and when it is put.

        Args:
            item: The matter.
            access: Who says so.
            sessions: The meetings, asked for once and shown in several forms.
        """
        kind = self.kind
        moved_up = kind is ItemEventChoice.LEVEL_MOVED
        if kind is ItemEventChoice.APPROVED and item.preparing_id is None:
            self.fields["preparing"] = forms.ModelChoiceField(
                bodies.living(bodies.bodies_seen(access)),
                label=_("Cơ quan chuẩn bị"),
                empty_label=_("— chọn cơ quan —"),
            )
        if kind is not ItemEventChoice.MOVED:
            self.fields["level"] = forms.ChoiceField(
                label=_("Cấp quyết định"),
                choices=[("", _("— chọn cấp —")), *(c for c in LevelChoice.choices if c[0] != item.level)]
                if moved_up
                else LevelChoice.choices,
                initial="" if moved_up else item.level,
            )
        session = self.fields["session"] = SessionField(
            empty_label=_NO_CHANGE if item.session_id and not moved_up else _("— chưa định —"),
            initial=None if moved_up or kind is ItemEventChoice.MOVED else item.session_id,
        )
        shown = list(session_choices(access, item)) if sessions is None else sessions
        if kind is ItemEventChoice.MOVED:  # within its level
            shown = [one for one in shown if one.level in ("", item.level) or not item.level]
        elif moved_up:
            shown = [one for one in shown if one.level != item.level or not item.level]
        session.offer(session_choices(access, item), shown)
        self.fields["due"] = day_field(
            _("Ngày trình hồ sơ"),
            required=False,
            initial=item.due if kind in (ItemEventChoice.APPROVED, ItemEventChoice.AMENDED) else None,
            help_text=""
            if item.due is None
            else _("Để trống: giữ nguyên %(due)s.") % {"due": f"{item.due:%d/%m/%Y}"},
        )

    def clean_on(self) -> Any:
        return not_ahead(self.cleaned_data["on"])


class SessionForm(forms.Form):
    """A meeting that is planned."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("Kỳ họp của"))
    name = forms.CharField(label=_("Tên kỳ họp"), max_length=200)
    day = day_field(_("Ngày họp"), required=False)

    def __init__(self, *args: Any, access: Access, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["body"], bodies.bodies_acted_for(access, Action.DECIDE))


class SessionMoveForm(forms.Form):
    """Another day for a meeting."""

    day = day_field(_("Ngày họp mới"))
    note = forms.CharField(label=_("Lý do"), required=False)
