"""The check of a programme for other programs: ask, watch, take the result."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dondoc.web.accounts.access import Action
from dondoc.web.api.base import Endpoint, Pages
from dondoc.web.api.description import problems
from dondoc.web.api.problems import NotReady
from dondoc.web.checks import selectors, services
from dondoc.web.checks.forms import MOST_BYTES, DraftForm
from dondoc.web.checks.models import Check, CheckState
from dondoc.web.checks.serializers import (
    AskSerializer,
    CheckPageSerializer,
    CheckSerializer,
    MatrixSerializer,
    ResultSerializer,
)
from dondoc.web.sources.models import Document
from dondoc.web.sources.selectors import document_to_review

_WAIT = 2  # seconds: what a check usually takes
_WHOSE = "Its own, or of a document the person sees"


class CheckList(Endpoint):
    """Checks of documents one sees and of one's own drafts; asking for another one."""

    @extend_schema(
        operation_id="checks_list",
        summary="Checks, newest first",
        parameters=[
            OpenApiParameter("document", int, description="Only of this document"),
            OpenApiParameter("page", int),
            OpenApiParameter("page_size", int, description="Up to 100"),
        ],
        responses={200: CheckPageSerializer, **problems(404)},
    )
    def get(self, request: Request) -> Response:
        found = selectors.checks_seen(self.access)
        number = request.query_params.get("document", "")
        if number:
            document = int(number) if number.isascii() and number.isdigit() and len(number) < 16 else 0
            found = found.filter(document=document)
        pages = Pages()
        page = pages.paginate_queryset(found, request, view=self)
        return pages.get_paginated_response([CheckSerializer(check).data for check in page or []])

    @extend_schema(
        operation_id="checks_ask",
        summary="Ask for a check",
        description="Answered at once; the worker makes it within seconds. Ask at `Location` until "
        "`state` is done or failed. Of a draft nothing is kept but the result, which its author alone sees.",
        request={"application/json": AskSerializer, "multipart/form-data": AskSerializer},
        responses={202: CheckSerializer, **problems(400, 403, 404, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        asked = AskSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        made = self._made(asked.validated_data)
        answer = Response(CheckSerializer(made).data, status=HTTPStatus.ACCEPTED)
        answer["Location"] = reverse("api-check", args=[made.pk])
        answer["Retry-After"] = str(_WAIT)
        return answer

    def _made(self, asked: dict[str, Any]) -> Check:
        given = [name for name in ("document", "file") if asked.get(name) is not None]
        if len(given) != 1:
            raise ValidationError(_("Nêu số của một văn bản trong sổ (document), hoặc gửi một tệp (file)."))
        parents = self._parents(asked["parents"])
        if given == ["document"]:
            document = document_to_review(self.access, asked["document"])
            return services.check_ask(
                document=document, parents=parents, neighbours=asked["neighbours"], by=self.person
            )
        self.access.require(Action.UPLOAD)
        file = asked["file"]
        field = DraftForm.base_fields["no_secret"]
        if not asked["no_secret"]:
            raise ValidationError({"no_secret": str(field.error_messages["required"])})
        if file.size > MOST_BYTES:
            raise ValidationError({"file": _("Tệp lớn hơn 50 MB. Bỏ bớt hình ảnh rồi gửi lại.")})
        return services.draft_check_ask(
            name=file.name or "", data=file.read(), parents=parents, neighbours=asked["neighbours"],
            by=self.person,
        )  # fmt: skip

    def _parents(self, numbers: list[int]) -> list[Document]:
        """The parents, all of which have to be there: a program is told of the one that is not."""
        found = {document.pk: document for document in selectors.parents_chosen(self.access, numbers)}
        gone = [str(number) for number in numbers if number not in found]
        if gone:
            said = _("Không có văn bản số %(numbers)s, hoặc ngoài phạm vi xem của tài khoản.")
            raise ValidationError({"parents": said % {"numbers": ", ".join(gone)}})
        return list(found.values())


class CheckOne(Endpoint):
    """One check."""

    @extend_schema(
        operation_id="checks_read",
        summary="Where a check stands",
        description=_WHOSE,
        responses={200: CheckSerializer, **problems(404)},
    )
    def get(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        return Response(CheckSerializer(selectors.check_seen(self.access, pk)).data)


class CheckResult(Endpoint):
    """What was found."""

    @extend_schema(
        operation_id="checks_result",
        summary="What the check found",
        description="Passages and names of documents the person may not see are left out; `hidden` says how "
        "many and what share. 409 with Retry-After until the check is done.",
        responses={200: ResultSerializer, **problems(404, 409)},
    )
    def get(self, request: Request, pk: int) -> Response:  # noqa: ARG002
        return Response(self.found(pk))

    def found(self, pk: int) -> dict[str, Any]:
        """The result as the person may see it.

        Raises:
            NotReady: It is still being made, or could not be.
        """
        check = selectors.check_seen(self.access, pk)
        if check.state == CheckState.FAILED:
            raise NotReady(check.error, 0)
        if check.state != CheckState.DONE:
            raise NotReady(_("Đang soát. Hỏi lại sau %(n)d giây.") % {"n": _WAIT}, _WAIT)
        return selectors.shown(self.access, check)


class CheckMatrix(CheckResult):
    """What became of the parents' targets and tasks."""

    @extend_schema(
        operation_id="checks_matrix",
        summary="The coverage matrix of each parent",
        parameters=[
            OpenApiParameter(
                "state", OpenApiTypes.STR, enum=["kept", "changed", "missing", "elsewhere", "added"],
                description="Only rows in this state; the counts stay whole",
            )
        ],
        responses={200: MatrixSerializer(many=True), **problems(404, 409)},
    )  # fmt: skip
    def get(self, request: Request, pk: int) -> Response:
        made = self.found(pk)["coverage"]
        state = request.query_params.get("state", "")
        if state:
            made = [one | {"rows": [row for row in one["rows"] if row["state"] == state]} for one in made]
        return Response(made)
