"""How a program says for whom it asks: `Authorization: Bearer dondoc_…`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from dondoc.web.accounts.models import User
from dondoc.web.api.models import Token
from dondoc.web.api.services import token_of

if TYPE_CHECKING:
    from rest_framework.views import APIView


class TokenAuthentication(BaseAuthentication):
    """By a key; a request without one is left to the session."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != b"bearer":
            return None
        token = token_of(parts[1].decode("ascii", "replace")) if len(parts) == 2 else None
        if token is None:
            raise AuthenticationFailed(
                _("Mã truy cập không đúng, đã hết hạn hoặc đã bị thu hồi. Tạo mã mới ở trang “Mã truy cập”.")
            )
        return token.user, token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        return 'Bearer realm="dondoc"'


class SignedIn(BasePermission):
    """A person, by session or key; a key that only reads changes nothing."""

    @property
    def message(self) -> str:
        return _("Mã truy cập này chỉ đọc. Dùng mã có quyền ghi để gửi yêu cầu.")

    def has_permission(self, request: Request, view: APIView) -> bool:  # noqa: ARG002
        if not isinstance(request.user, User):
            return False
        reads = isinstance(request.auth, Token) and request.auth.read_only
        return request.method in SAFE_METHODS or not reads
