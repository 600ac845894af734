"""The request as the middlewares hand it to a view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from dondoc.web.accounts.access import Access
    from dondoc.web.accounts.models import User


class UserRequest(HttpRequest):
    """A signed-in person's request: `user`, what they may see and do (`access`), and whether htmx asked."""

    user: User
    access: Access
    htmx: HtmxDetails
