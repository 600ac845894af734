"""How much work one person may ask for in a while; reading has a bound of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import UserRateThrottle

if TYPE_CHECKING:
    from rest_framework.views import APIView


class AskThrottle(UserRateThrottle):
    """Counts requests that change something: each check is seconds of the worker's time."""

    scope = "ask"

    def allow_request(self, request: Request, view: APIView) -> bool:
        return request.method in SAFE_METHODS or super().allow_request(request, view)
