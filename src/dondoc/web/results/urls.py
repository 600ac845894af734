"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.results import restatedviews

urlpatterns: list[URLPattern] = [
    path("co-quan/<int:pk>/quy-doi/", restatedviews.restated, name="restated"),
    path("co-quan/<int:pk>/quy-doi/tai-ve.<str:kind>", restatedviews.restated_export, name="restated-export"),
]
