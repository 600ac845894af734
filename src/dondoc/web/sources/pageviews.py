"""A page's picture, and the number and day that could not be read on it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dondoc.errors import ReadError
from dondoc.reading.pictures import media_of
from dondoc.web.accounts.access import Action
from dondoc.web.chains import selectors as chains
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast
from dondoc.web.sources import pagepictures, selectors, services
from dondoc.web.sources.forms import HeadingForm
from dondoc.web.sources.review import review_page


@require_GET
def file_page(request: UserRequest, pk: int, page: int) -> HttpResponse:
    """The picture of a page of a file; of a page there is not, or that cannot be drawn, none."""
    kept = selectors.file_seen(request.access, pk)
    try:
        drawn = pagepictures.picture(kept, page)
    except ReadError as error:
        raise Http404(str(error)) from error
    response = HttpResponse(drawn, content_type=media_of(drawn) or "application/octet-stream")
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Security-Policy"] = "sandbox"
    return response


@require_POST
def document_heading(request: UserRequest, pk: int) -> HttpResponse:
    """Number and day as a person reads them on the paper; what was typed stays where it cannot be kept."""
    entry = selectors.document_to_review(request.access, pk)
    request.access.require(Action.REGISTER, entry.owner_id)
    file = lists.number(request.POST, "file")
    page = selectors.document_page(request.access, pk, file=file)
    asked = pagepictures.missing(page)
    if not asked:  # a colleague was quicker
        return redirect("review", pk=pk)
    form = HeadingForm(request.POST, asked=asked)
    if form.is_valid() and not form.cleaned_data["even_so"]:
        would_be = form.would_be(entry)
        if set(chains.alike(request.access, would_be)) - set(chains.alike(request.access, entry)):
            form.add_error(
                "even_so", _("Sửa như vậy thì trùng với văn bản đã có. Kiểm tra lại, hoặc xác nhận.")
            )
    if form.is_valid():
        try:
            services.document_update(document=entry, by=request.user, **form.changes())
        except ValidationError as error:
            form.refuse(error)
        else:
            toast(request, _("Đã lưu số, ngày của văn bản."))
            return redirect("review", pk=pk)
    return review_page(request, page, form=form, status=422)
