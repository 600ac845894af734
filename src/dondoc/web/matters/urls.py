"""Addresses of the lists of what was said and counted."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.matters import views

urlpatterns: list[URLPattern] = [
    path("ton-tai/", views.shortcoming_list, name="shortcoming-list"),
    path("ton-tai/tai-ve.<str:kind>", views.shortcoming_export, name="shortcoming-export"),
    path("kien-nghi/", views.proposal_list, name="proposal-list"),
    path("kien-nghi/tai-ve.<str:kind>", views.proposal_export, name="proposal-export"),
    path("kiem-phieu/", views.tally_list, name="tally-list"),
    path("kiem-phieu/tai-ve.<str:kind>", views.tally_export, name="tally-export"),
]
