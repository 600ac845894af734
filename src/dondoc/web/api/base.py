"""What every endpoint has: the person's access, pages of a list, an answer in JSON only."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from django.utils import translation
from rest_framework.exceptions import NotFound
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import User
from dondoc.web.core.today import today


class Endpoint(APIView):
    """An address of the interface. A view checks, calls a selector or service, answers."""

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """A program chooses its language by `Accept-Language`; a browser has the switch of the pages."""
        if "Authorization" in request.headers:
            # Until the language middleware goes back to its own.
            translation.activate(translation.get_language_from_request(request))
        return super().initialize_request(request, *args, **kwargs)

    @property
    def default_response_headers(self) -> dict[str, str]:
        return {**super().default_response_headers, "Content-Language": translation.get_language()}

    @property
    def access(self) -> Access:
        """What the person who asks may do today; the same as on the pages."""
        return Access.of(self.person, today())

    @property
    def person(self) -> User:
        """Who asks; an endpoint without permission classes of its own has one."""
        return cast("User", self.request.user)


class Pages(PageNumberPagination):
    """A list by pages: `page` from 1, `page_size` up to 100."""

    page_size = 30
    page_size_query_param = "page_size"
    max_page_size = 100


class NoSuchAddress(APIView):
    """Anything else under the interface's address: a problem, not a page."""

    schema = None  # no part of the description
    authentication_classes = ()
    permission_classes = ()

    def get(self, request: Request) -> Response:  # noqa: ARG002
        raise NotFound

    post = put = patch = delete = get
