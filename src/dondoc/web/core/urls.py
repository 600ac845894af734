"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.core import views

urlpatterns: list[URLPattern] = [
    path("ngon-ngu/", views.language, name="language"),
    path("giao-dien/", views.theme, name="theme"),
    path("khoe/", views.health, name="health"),
]
