"""Packs of reports: the list, the progress of one, stop, resume, take away."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.bodies.selectors import living
from dondoc.web.core import lists
from dondoc.web.core.fields import day_field
from dondoc.web.core.http import UserRequest
from dondoc.web.core.templatetags.dondoc import period as period_words
from dondoc.web.core.toasts import toast
from dondoc.web.papers import packs, selectors
from dondoc.web.papers.forms import periods_until
from dondoc.web.papers.makers import capitalised
from dondoc.web.papers.models import FormChoice, Pack, PackItemState

_KINDS = (BodyKind.PARTY, BodyKind.STATE, BodyKind.FRONT, BodyKind.COMMUNE, BodyKind.PROVINCE)


class PackForm(forms.Form):
    """Which period, of which bodies."""

    period = forms.ChoiceField(label=gettext_lazy("Kỳ báo cáo"))
    as_of = day_field(gettext_lazy("Nhiệm vụ tính đến ngày"))
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Của các cơ quan"), choices=[(kind.value, kind.label) for kind in _KINDS],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    form = forms.ChoiceField(label=gettext_lazy("Thể thức của tỉnh, xã"), choices=FormChoice.choices)
    notes = forms.BooleanField(
        label=gettext_lazy("Kèm nguồn của từng số liệu: chú thích cuối trang, trong bảng là liên kết"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on = lists.today()
        self.initial.setdefault("as_of", on)
        self.initial.setdefault("form", FormChoice.STATE)
        period = self.fields["period"]
        assert isinstance(period, forms.ChoiceField)
        period.choices = [(one, capitalised(period_words(one))) for one in periods_until(on)]


def _drafters_only(request: UserRequest) -> None:
    if not selectors.drafting_bodies(request.access):
        raise PermissionDenied("Tài khoản của đồng chí không có quyền làm việc này.")


def _own(request: UserRequest, pk: int) -> Pack:
    """A pack holds what its maker may see, so nobody else opens it."""
    return get_object_or_404(Pack, pk=pk, created_by=request.user)


@require_http_methods(["GET", "POST"])
def pack_list(request: UserRequest) -> HttpResponse:
    """The reader's packs, and a form for another."""
    _drafters_only(request)
    form = PackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        mine = Body.objects.filter(pk__in=selectors.drafting_bodies(request.access))
        bodies = living(mine).filter(kind__in=cleaned.pop("kinds")).order_by("sort_key", "pk")
        address = f"{request.scheme}://{request.get_host()}"
        try:
            made = packs.pack_ask(bodies=bodies, by=request.user, address=address, **cleaned)
        except ValidationError as error:
            form.add_error("kinds", error)
        else:
            toast(request, _("Đang soạn; trang này cho biết đã xong đến đâu."))
            return redirect("pack", pk=made.pk)
    rows = Pack.objects.filter(created_by=request.user).annotate(total=Count("items"))[:30]
    return render(
        request, "papers/pack_list.html", {"form": form, "packs": rows}, status=422 if form.is_bound else 200
    )


@require_GET
def pack_page(request: UserRequest, pk: int) -> HttpResponse:
    """How far a pack is; asks again by itself while it is made."""
    pack = _own(request, pk)
    counts = dict(pack.items.order_by().values_list("state").annotate(n=Count("pk")))
    total = sum(counts.values())
    ended = total - counts.get(PackItemState.WAITING, 0) - counts.get(PackItemState.WORKING, 0)
    context = {
        "pack": pack,
        "total": total,
        "ended": ended,
        "done": counts.get(PackItemState.DONE, 0),
        "empty": counts.get(PackItemState.EMPTY, 0),
        "failed": pack.items.filter(state=PackItemState.FAILED).select_related("body")[:50],
    }
    template = "papers/pack.html" + ("#progress" if request.htmx and not request.htmx.boosted else "")
    return render(request, template, context)


@require_POST
def pack_act(request: UserRequest, pk: int, act: str) -> HttpResponse:
    """Stop (`dung`) or go on (`tiep`)."""
    pack = _own(request, pk)
    if act == "dung":
        packs.pack_stop(pack=pack, by=request.user)
        toast(request, _("Đã dừng; những báo cáo đã soạn vẫn còn."))
    elif act == "tiep":
        packs.pack_resume(pack=pack, by=request.user)
        toast(request, _("Đang soạn tiếp."))
    else:
        raise Http404
    return redirect("pack", pk=pack.pk)


@require_GET
def pack_file(request: UserRequest, pk: int) -> StreamingHttpResponse:
    """Everything made so far as one .zip."""
    pack = _own(request, pk)
    name = f"Báo cáo {period_words(pack.period)}.zip".replace("/", "-")
    response = StreamingHttpResponse(packs.chunks(pack), content_type="application/zip")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
