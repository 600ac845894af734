"""Stubs of secret documents: a list and a form that takes four fields and refuses everything else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.web.accounts.access import Action
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.selectors import bodies_acted_for
from dondoc.web.chains import secret
from dondoc.web.chains.models import SecretStub
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.fields import day_field
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.writing.rows import Cell

FIELDS = frozenset({"symbol", "day", "due", "owner", "csrfmiddlewaretoken"})


class StubForm(forms.Form):
    """What may be typed of a secret document."""

    symbol = forms.CharField(label=gettext_lazy("Số, ký hiệu"), max_length=30)
    day = day_field(gettext_lazy("Ngày"))
    due = day_field(gettext_lazy("Thời hạn"), required=False)
    owner = forms.ModelChoiceField(
        Body.objects.none(), label=gettext_lazy("Cơ quan"), empty_label=gettext_lazy("— chọn cơ quan —")
    )

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = bodies

    def clean_day(self) -> date:
        """A document has its day when it is issued."""
        day: date = self.cleaned_data["day"]
        if day > lists.today():
            raise ValidationError(_("Ngày không thể sau hôm nay."))
        return day


@require_http_methods(["GET", "POST"])
def stub_list(request: UserRequest) -> HttpResponse:
    """The stubs of the bodies one decides for, and the form; a file or another field is refused unread."""
    request.access.require(Action.DECIDE)
    bodies = bodies_acted_for(request.access, Action.DECIDE)
    if request.method == "POST" and (request.FILES or set(request.POST) - FIELDS):
        # nothing of what was sent is looked at, kept or shown again
        form = StubForm(bodies=bodies)
        refused = _("Chỉ nhận số, ngày, thời hạn, cơ quan. Không gửi tệp hay nội dung nào khác.")
        return _page(request, form, refused, status=422)
    form = StubForm(request.POST if request.method == "POST" else None, bodies=bodies)
    if form.is_valid():
        try:
            secret.stub_add(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toast(request, _("Đã ghi. Nội dung văn bản mật không lưu ở đây."))
            return redirect("secret-list")
    return _page(request, form, status=422 if form.is_bound else 200)


def _page(request: UserRequest, form: StubForm, refused: str = "", *, status: int) -> HttpResponse:
    context = {
        "form": form,
        "refused": refused,
        "page": lists.page_of(request, _listed(request)),
        "today": lists.today(),
        "state": request.GET.get("state", ""),
        "states": [
            ("", _("Tất cả")),
            ("open", _("Đang thực hiện")),
            ("late", _("Quá hạn")),
            ("done", _("Hoàn thành")),
        ],
        "export": lists.without(request),
    }
    return render(request, "chains/secret_list.html", context, status=status)


@require_GET
def stub_export(request: UserRequest, kind: str) -> HttpResponse:
    """The stubs as they are listed, as a file: what was typed and nothing else."""
    request.access.require(Action.DECIDE)
    headers = [
        _("Số, ký hiệu"),
        _("Ngày"),
        _("Thời hạn"),
        _("Cơ quan"),
        _("Trạng thái"),
        _("Ngày hoàn thành"),
    ]
    today = lists.today()
    rows: Iterator[list[Cell]] = (
        [stub.symbol, stub.date, stub.due, stub.owner.name, _state(stub, today), stub.done_on]
        for stub in _listed(request)[: lists.MOST_EXPORTED]
    )
    return lists.as_file(kind, _("Văn bản mật"), headers, rows)


def _state(stub: SecretStub, today: date) -> str:
    if stub.done_on is not None:
        return _("Hoàn thành")
    return _("Quá hạn") if stub.due is not None and stub.due < today else _("Đang thực hiện")


def _listed(request: UserRequest) -> QuerySet[SecretStub]:
    """The stubs of the state asked for: open, late, done; else all."""
    found = secret.stubs_seen(request.access)
    late = Q(done_on=None, due__lt=lists.today())
    wanted = {"open": Q(done_on=None), "late": late, "done": Q(done_on__isnull=False)}
    return found.filter(wanted.get(request.GET.get("state", ""), Q()))


@require_POST
def stub_done(request: UserRequest, pk: int) -> HttpResponse:
    """Say that it is done, or (`action` withdraw, reopen) that it was entered, or said, by mistake."""
    stub = secret.stub_seen(request.access, pk)
    try:
        if request.POST.get("action") == "withdraw":
            secret.stub_withdraw(stub=stub, by=request.user)
            toast(request, _("Đã rút mục ghi nhầm."))
        elif request.POST.get("action") == "reopen":
            secret.stub_reopen(stub=stub, by=request.user)
            toast(request, _("Đã mở lại."))
        elif (on := lists.day(request.POST, "on") or lists.today()) > lists.today():
            toast_problem(request, _("Ngày không thể sau hôm nay."))
        else:
            secret.stub_done(stub=stub, on=on, by=request.user)
            toast(request, _("Đã ghi hoàn thành."))
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    except ValidationError as error:
        toast_problem(request, " ".join(error.messages))
    return redirect("secret-list")
