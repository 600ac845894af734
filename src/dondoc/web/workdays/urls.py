"""Addresses of the calendar."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.workdays import views

urlpatterns: list[URLPattern] = [
    path("ngay-lam-viec/", views.calendar_page, name="calendar"),
    path("ngay-lam-viec/dat/", views.day_set, name="calendar-set"),
    path("ngay-lam-viec/<int:pk>/go/", views.day_withdraw, name="calendar-withdraw"),
]
