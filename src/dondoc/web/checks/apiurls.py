"""Addresses of the check under /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.checks import api

urlpatterns: list[URLPattern] = [
    path("checks", api.CheckList.as_view(), name="api-checks"),
    path("checks/<int:pk>", api.CheckOne.as_view(), name="api-check"),
    path("checks/<int:pk>/result", api.CheckResult.as_view(), name="api-check-result"),
    path("checks/<int:pk>/matrix", api.CheckMatrix.as_view(), name="api-check-matrix"),
]
