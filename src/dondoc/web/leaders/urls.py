"""Addresses of the leader's page."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.leaders import views

urlpatterns: list[URLPattern] = [
    path("lanh-dao/", views.leader_page, name="leader-page"),
    path("lanh-dao/da-xem/", views.leader_look, name="leader-look"),
    path("lanh-dao/tom-tat.<slug:kind>", views.leader_briefing, name="leader-briefing"),
]
