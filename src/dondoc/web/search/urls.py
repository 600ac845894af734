"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.search import views

urlpatterns: list[URLPattern] = [path("tim/", views.search, name="search")]
