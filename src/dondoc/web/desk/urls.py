"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.desk import views

urlpatterns: list[URLPattern] = [
    path("", views.desk, name="desk"),
    path("co-quan-linh-vuc/", views.desk_matrix, name="desk-matrix"),
]
