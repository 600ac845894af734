"""The page of pictures, each picture as a file, and the boundaries of the map."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.errors import BoundaryError
from dondoc.exchange.boundaries import MOST_BYTES
from dondoc.web.accounts.access import Action, Refused
from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.bodies.selectors import living
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast
from dondoc.web.pictures import selectors, services
from dondoc.web.pictures.models import BoundarySet
from dondoc.writing import drawing


class BoundaryForm(forms.Form):
    """A file of boundaries, and where it is from."""

    owner = forms.ModelChoiceField(Body.objects.none(), label=gettext_lazy("Tỉnh"))
    file = forms.FileField(
        label=gettext_lazy("Tệp ranh giới (GeoJSON)"),
        help_text=gettext_lazy(
            "Kinh độ, vĩ độ WGS 84; tên xã ở thuộc tính “ten_xa” hoặc “name”. Tối đa 20 MB."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json"}),
    )
    source = forms.CharField(label=gettext_lazy("Nguồn ranh giới"), max_length=300)

    def __init__(self, *args: Any, provinces: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = provinces


def _readers_only(request: UserRequest) -> None:
    if not request.access.can(Action.READ):
        raise Refused(Action.READ)


@require_GET
def picture_page(request: UserRequest) -> HttpResponse:
    """Six pictures, each with its table; what they are of is chosen above them."""
    _readers_only(request)
    on = lists.today()
    found = selectors.choices(request.access, on=on)
    target = lists.number(request.GET, "target") or next((one.pk for one in found.targets), None)
    document = lists.number(request.GET, "document") or next((one.pk for one in found.documents), None)
    indicator = lists.number(request.GET, "indicator") or next((one.pk for one in found.indicators), None)
    keys = [f"path:{target}"] if target else []
    keys += ["heat"] + ([f"score:{document}"] if document else []) + ["ageing"]
    keys += [f"bodies:{indicator}-{on.year}"] if indicator else []
    of = request.GET.get("map", "")
    of = of if of in ("red", "plan") else ""
    keys.append({"red": "map:red", "plan": f"map:{indicator}-{on.year}"}.get(of, "map"))
    if request.GET.get("draw") == "1":  # without script: wait for all of them
        shown = selectors.shown(request.access, keys, on=on)
    else:
        shown = selectors.at_hand(request.access, keys, on=on)
    context = {
        "pictures": shown,
        "has_map": selectors.has_map(request.access),
        "keep": lists.without(request, "draw"),
        "choices": found,
        "target": target,
        "document": document,
        "indicator": indicator,
        "map": of,
        "may_load": request.access.can(Action.ORGANISE),
    }
    return render(request, "pictures/pictures.html", context)


@require_GET
def picture_part(request: UserRequest, key: str) -> HttpResponse:
    """One picture with its table, drawn where it has to be: what the page asks for after it is there.

    `narrow`: the drawing alone, as a phone shows it, which asks for it when it comes into sight.
    """
    _readers_only(request)
    if key.partition(":")[0] not in selectors.KINDS:
        raise Http404
    narrow = request.GET.get("narrow") == "1"
    (one,) = selectors.shown(request.access, [key], on=lists.today(), narrow=narrow)
    return render(request, f"pictures/{'_narrow' if narrow else '_picture'}.html", {"one": one})


@require_GET
def picture_file(request: UserRequest, key: str, kind: str) -> HttpResponse:
    """One picture as SVG or PNG, or its table as CSV or Excel."""
    _readers_only(request)
    if key.partition(":")[0] not in selectors.KINDS:
        raise Http404
    (one,) = selectors.shown(request.access, [key], on=lists.today())
    if kind in ("csv", "xlsx"):
        return lists.as_file(kind, one.title, list(one.headers), [*one.rows, *one.more])
    if not one.svg:
        raise Http404
    if kind == "svg":
        response = HttpResponse(one.svg, content_type="image/svg+xml")
    elif kind == "png":
        response = HttpResponse(drawing.png(one.spec), content_type="image/png")
    else:
        raise Http404
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(one.title)}.{kind}"
    return response


@require_http_methods(["GET", "POST"])
def boundary_list(request: UserRequest) -> HttpResponse:
    """The boundaries an office loaded; who keeps the bodies loads others."""
    request.access.require(Action.ORGANISE)
    provinces = living(
        Body.objects.filter(pk__in=request.access.bodies(Action.ORGANISE), kind=BodyKind.PROVINCE)
    )
    form = BoundaryForm(
        request.POST or None,
        request.FILES or None,
        provinces=provinces,
        initial={"owner": request.access.office},
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = services.boundaries_load(
                owner=form.cleaned_data["owner"], file_name=file.name, data=file.read(MOST_BYTES + 1),
                source=form.cleaned_data["source"], by=request.user, on=lists.today(),
            )  # fmt: skip
        except BoundaryError as error:
            form.add_error("file", str(error))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            drawn = made.features - len(made.unmatched)
            toast(request, _("Đã nạp ranh giới của %(n)s xã, phường.") % {"n": drawn})
            return redirect("boundary-list")
    sets = BoundarySet.objects.filter(owner__in=provinces).select_related("owner", "created_by")
    context = {"form": form, "sets": sets, "bare": selectors.without_boundary(provinces, on=lists.today())}
    return render(request, "pictures/boundaries.html", context, status=422 if form.is_bound else 200)


@require_POST
def boundary_drop(request: UserRequest, pk: int) -> HttpResponse:
    """No map any more."""
    request.access.require(Action.ORGANISE)
    mine = BoundarySet.objects.filter(owner__in=request.access.bodies(Action.ORGANISE))
    services.boundaries_drop(boundary_set=get_object_or_404(mine, pk=pk), by=request.user)
    toast(request, _("Đã bỏ ranh giới; các tệp đã nạp vẫn còn trong nhật ký."))
    return redirect("boundary-list")
