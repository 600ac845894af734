"""Addresses: the page of keys, and the interface under /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularJSONAPIView

from dondoc.web.api import views
from dondoc.web.api.base import NoSuchAddress

interface: list[URLPattern | URLResolver] = [
    path("openapi.json", SpectacularJSONAPIView.as_view(), name="api-description"),
    path("", include("dondoc.web.checks.apiurls")),
    re_path(r"^.*$", NoSuchAddress.as_view(), name="api-none"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("ma-truy-cap/", views.token_list, name="token-list"),
    path("ma-truy-cap/<int:pk>/thu-hoi", views.token_withdraw, name="token-withdraw"),
    path("api/v1/", include(interface)),
]
