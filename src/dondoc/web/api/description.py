"""The OpenAPI description of the interface: one, generated, committed as docs/openapi.yaml."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from rest_framework import serializers


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How `TokenAuthentication` is described."""

    target_class = "dondoc.web.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A key made on the page /ma-truy-cap/; it may do what its owner may do.",
        }


class FieldProblemSerializer(serializers.Serializer[Any]):
    """One thing that is wrong with what was sent."""

    pointer = serializers.CharField(
        help_text="JSON pointer into what was sent: #/parents/0; empty: all of it"
    )
    detail = serializers.CharField(help_text="What is wrong and what to do, in the reader's language")


class ProblemSerializer(serializers.Serializer[Any]):
    """An error as RFC 9457 has it; programs tell errors apart by `type`."""

    type = serializers.CharField(help_text="urn:dondoc:problem:…")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(required=False)
    instance = serializers.CharField(required=False, help_text="The address that was asked for")
    errors = FieldProblemSerializer(many=True, required=False)  # type: ignore[assignment]


def problems(*statuses: int) -> dict[tuple[int, str], type[ProblemSerializer]]:
    """The answers of an endpoint that are errors, for its description."""
    return {(status, "application/problem+json"): ProblemSerializer for status in (401, 429, *statuses)}


def as_yaml() -> str:
    """The description as docs/openapi.yaml keeps it."""
    made = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    written = OpenApiYamlRenderer().render(made, renderer_context={})  # type: ignore[no-untyped-call]
    return str(written.decode("utf-8"))
