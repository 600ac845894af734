"""Puts `request.access` on every request: what the person who asks may do today."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from dondoc.web.accounts.access import Access
from dondoc.web.core.today import today


class AccessMiddleware:
    """Stands after authentication. Built when first asked for, so that static files cost no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.access = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: Access.of(request.user, today())
        )
        return self.get_response(request)
