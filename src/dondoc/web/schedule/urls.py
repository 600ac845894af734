"""Addresses of the timetable."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.schedule import views

urlpatterns: list[URLPattern] = [
    path("viec-may-lam/", views.schedule_page, name="schedule"),
    path("viec-may-lam/<slug:duty>/chay-lai/", views.schedule_again, name="schedule-again"),
]
