"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.audit import views

urlpatterns: list[URLPattern] = [
    path("nhat-ky/", views.audit_list, name="audit-list"),
    path("nhat-ky/tai-ve.<str:kind>", views.audit_export, name="audit-export"),
]
