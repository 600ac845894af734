"""Addresses of figures added up over the tree."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.rollup import views

urlpatterns: list[URLPattern] = [
    path("chi-tieu/<int:pk>/tong-hop/", views.target_rollup, name="target-rollup"),
]
