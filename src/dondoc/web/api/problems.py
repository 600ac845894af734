"""Errors as problem details (RFC 9457): what, why and what to do, in the reader's language."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, views
from rest_framework.response import Response

CONTENT_TYPE = "application/problem+json"
TYPE = "urn:dondoc:problem:"

logger = logging.getLogger(__name__)

# status → name of the type, title
_KINDS = {
    400: ("unreadable", gettext_lazy("Yêu cầu không đọc được")),
    401: ("not-signed-in", gettext_lazy("Chưa đăng nhập")),
    403: ("not-allowed", gettext_lazy("Không có quyền")),
    404: ("not-found", gettext_lazy("Không tìm thấy")),
    405: ("method-not-allowed", gettext_lazy("Địa chỉ này không nhận cách gọi đó")),
    406: ("not-acceptable", gettext_lazy("Chỉ trả lời bằng JSON")),
    409: ("not-ready", gettext_lazy("Chưa có kết quả")),
    413: ("too-large", gettext_lazy("Yêu cầu quá lớn")),
    415: ("unsupported-media-type", gettext_lazy("Không nhận kiểu nội dung này")),
    422: ("invalid", gettext_lazy("Dữ liệu chưa đúng")),
    429: ("too-many-requests", gettext_lazy("Gọi quá nhiều lần")),
    500: ("internal", gettext_lazy("Chương trình gặp lỗi")),
}
# what the framework says of a field, by its code
_FIELDS = {
    "required": gettext_lazy("Thiếu trường này."),
    "null": gettext_lazy("Trường này không được để trống."),
    "blank": gettext_lazy("Trường này không được để trống."),
    "empty": gettext_lazy("Tệp rỗng."),
    "invalid": gettext_lazy("Giá trị không đúng kiểu."),
    "not_a_list": gettext_lazy("Cần một danh sách."),
    "min_value": gettext_lazy("Số quá nhỏ."),
    "max_length": gettext_lazy("Quá nhiều hoặc quá dài."),
    "max_string_length": gettext_lazy("Số quá dài."),
    "no_name": gettext_lazy("Tệp không có tên."),
}


class NotReady(exceptions.APIException):
    """What was asked for is being made."""

    status_code = HTTPStatus.CONFLICT
    default_code = "not-ready"

    def __init__(self, detail: str, wait: int) -> None:
        super().__init__(detail)
        self.wait = wait  # seconds after which to ask again


def handler(error: Exception, context: dict[str, Any]) -> Response:
    """Any error of a view as a problem; of our own errors only that there was one."""
    if isinstance(error, ValidationError):
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, context, errors=list(_of_django(error)))
    if isinstance(error, exceptions.ValidationError):
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, context, errors=list(_of_fields(error.detail)))
    answer = views.exception_handler(error, context)
    if answer is None:
        logger.error("error in the interface", exc_info=error)
        return problem(
            HTTPStatus.INTERNAL_SERVER_ERROR, context, _("Báo người quản trị; lỗi đã được ghi lại.")
        )
    made = problem(answer.status_code, context, _detail(error))
    for name, value in answer.headers.items():
        if name in {"Retry-After", "WWW-Authenticate"}:
            made[name] = value
    return made


def problem(
    status: int, context: Mapping[str, Any], detail: str = "", *, errors: list[dict[str, str]] | None = None
) -> Response:
    """The answer with its type, title, status, detail and the place that was asked for."""
    name, title = _KINDS.get(status, ("other", HTTPStatus(status).phrase))
    body: dict[str, Any] = {"type": TYPE + name, "title": str(title), "status": int(status)}
    if not detail and errors:
        detail = " ".join(error["detail"] for error in errors)
    if detail:
        body["detail"] = detail
    request = context.get("request")
    if request is not None:
        body["instance"] = request.path
    if errors:
        body["errors"] = errors
    return Response(body, status=int(status), content_type=CONTENT_TYPE)


def _detail(error: Exception) -> str:
    """What to do, where the framework only says what."""
    if isinstance(error, exceptions.Throttled):
        return _("Chờ %(n)d giây rồi gọi lại.") % {"n": int(getattr(error, "wait", None) or 1) + 1}
    if isinstance(error, exceptions.NotAuthenticated):
        return _("Gửi mã truy cập trong đầu Authorization: Bearer …, hoặc đăng nhập trên trang.")
    if isinstance(error, exceptions.ParseError):
        return _("Nội dung gửi lên không phải JSON hợp lệ. Kiểm tra dấu ngoặc, dấu phẩy, bảng mã UTF-8.")
    if isinstance(error, exceptions.UnsupportedMediaType):
        return _("Gửi application/json, hoặc multipart/form-data khi có tệp.")
    if isinstance(error, exceptions.MethodNotAllowed | exceptions.NotAcceptable):
        return _("Xem bản mô tả ở /api/v1/openapi.json.")
    if isinstance(error, Http404 | exceptions.NotFound):
        return _("Không có ở đây, hoặc ngoài phạm vi xem của tài khoản.")
    if isinstance(error, PermissionDenied):
        return str(error) or _("Tài khoản không có quyền làm việc này.")
    return str(error.detail) if isinstance(error, exceptions.APIException) else ""


def _of_django(error: ValidationError) -> Iterator[dict[str, str]]:
    """Of our services and forms: their own sentences."""
    if hasattr(error, "error_dict"):
        for name, found in error.message_dict.items():
            pointer = "" if name == "__all__" else f"#/{name}"
            yield from ({"pointer": pointer, "detail": said} for said in found)
    else:
        yield from ({"pointer": "", "detail": said} for said in error.messages)


def _of_fields(detail: Any, pointer: str = "#") -> Iterator[dict[str, str]]:
    """Of the framework's fields: by code, as its sentences are English."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            deeper = pointer if name == "non_field_errors" else f"{pointer}/{name}"
            yield from _of_fields(inner, deeper)
    elif isinstance(detail, list):
        for inner in detail:
            yield from _of_fields(inner, pointer)
    else:
        said = _FIELDS.get(getattr(detail, "code", ""), detail)
        yield {"pointer": "" if pointer == "#" else pointer, "detail": str(said)}
