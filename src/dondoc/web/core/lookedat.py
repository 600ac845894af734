"""A table that is looked at before it is kept: sent once, shown, sent back signed with the second click."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dondoc.web.core.http import UserRequest

MOST_BYTES = 3_000_000
_AN_HOUR = 3600


def signed(request: UserRequest, told: list[Any], *, salt: str) -> str:
    """What was looked at, for the form's field `kept`; good for an hour and for this person."""
    return signing.dumps([request.user.pk, *told], salt=salt, compress=True)


def looked_at(request: UserRequest, *, salt: str) -> list[Any] | None:
    """What `signed` was told, where the form sends it back; None where a new table is sent.

    Raises:
        ValidationError: It is older than an hour, was changed, or is another person's.
    """
    kept = request.POST.get("kept")
    if not kept:
        return None
    gone = _("Bản xem trước đã quá một giờ hoặc bị đổi. Chọn lại tệp.")
    try:
        user, *told = signing.loads(kept, salt=salt, max_age=_AN_HOUR)
    except signing.BadSignature as error:
        raise ValidationError(gone) from error
    if user != request.user.pk:
        raise ValidationError(gone)
    return list(told)


def workbook_sent(request: UserRequest, *, name: str) -> tuple[bytes, str]:
    """The workbook of the form's field `workbook`, and its name, else `name`.

    Raises:
        ValidationError: There is none, or it is too large.
    """
    upload = request.FILES.get("workbook")
    if upload is None or (upload.size or 0) > MOST_BYTES:
        raise ValidationError(_("Chọn một bảng Excel (.xlsx) không quá 3 MB."))
    return upload.read(), upload.name or name
