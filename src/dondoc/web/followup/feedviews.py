"""Calendar addresses of a person, and the calendars themselves."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.web.accounts.access import Action
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.selectors import bodies_in_scope
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.followup import feeds, ics
from dondoc.web.followup.models import Feed


class FeedForm(forms.Form):
    """Whose days."""

    body = forms.ModelChoiceField(
        Body.objects.none(), label=gettext_lazy("Lịch của"), required=False,
        empty_label=gettext_lazy("tôi: mọi việc tôi được xem"),
    )  # fmt: skip


def _form(request: UserRequest) -> FeedForm:
    form = FeedForm(request.POST if request.method == "POST" else None)
    field = form.fields["body"]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = bodies_in_scope(request.access)
    return form


@require_http_methods(["GET", "POST"])
def feed_list(request: UserRequest) -> HttpResponse:
    """One's calendar addresses; a new one is shown once, in the answer to the form that asked for it."""
    if request.method == "POST":
        request.access.require(Action.READ)
    form, address, status = _form(request), "", 200
    if request.method == "POST":
        if form.is_valid():
            try:
                _feed, token = feeds.feed_add(person=request.user, body=form.cleaned_data["body"])
                base = settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
                address = base + reverse("feed", args=[token])
            except ValidationError as error:
                form.add_error(None, error)
        status = 200 if address else 422
    rows = Feed.objects.filter(person=request.user, revoked_at=None).select_related("body")
    context = {"form": form, "address": address, "feeds": rows}
    response = render(request, "followup/feeds.html", context, status=status)
    patch_cache_control(response, no_store=True)
    return response


@require_POST
def feed_revoke(request: UserRequest, pk: int) -> HttpResponse:
    """An address of one's own answers nobody any more."""
    feed = get_object_or_404(Feed.objects.select_related("body"), pk=pk, person=request.user)
    try:
        feeds.feed_revoke(feed=feed, by=request.user)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Đã thu hồi địa chỉ lịch."))
    return redirect("feed-list")


@login_not_required
@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001
    """The calendar of a secret address; it tells nobody whether another address would be right."""
    found = feeds.feed_read(token, on=lists.today())
    if found is None:
        raise Http404
    kept, access = found
    name = kept.body.name if kept.body is not None else str(kept.person)
    matters = ics.matters_of(access, on=lists.today(), body=kept.body)
    content = ics.calendar_of(matters, name=f"Đôn đốc – {name}", on=lists.today())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="don-doc.ics"'
    response["Referrer-Policy"] = "no-referrer"  # the address is a secret
    patch_cache_control(response, private=True, max_age=900)
    return response
