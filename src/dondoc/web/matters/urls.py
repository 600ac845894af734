"""Addresses of the lists of what was said and counted."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.matters import byhandviews, manyviews, matterviews, views

urlpatterns: list[URLPattern] = [
    path("ton-tai/", views.shortcoming_list, name="shortcoming-list"),
    path("ton-tai/theo-co-quan/", matterviews.matter_summary, name="matter-summary"),
    path(
        "ton-tai/theo-co-quan/tai-ve.<str:kind>",
        matterviews.matter_summary_export,
        name="matter-summary-export",
    ),
    path("ton-tai/nam-truoc/", matterviews.matter_review, name="matter-review"),
    path(
        "ton-tai/nam-truoc/tai-ve.<str:kind>", matterviews.matter_review_export, name="matter-review-export"
    ),
    path("ton-tai/them/", byhandviews.matter_add, name="matter-add"),
    path("ton-tai/giao/", manyviews.matter_assign_many, name="matter-assign-many"),
    path("ton-tai/muc/<int:pk>/rut/", byhandviews.matter_withdraw, name="matter-withdraw"),
    path("ton-tai/muc/<int:pk>/", matterviews.matter_page, name="matter"),
    path("ton-tai/muc/<int:pk>/ghi/<str:kind>/", matterviews.matter_act, name="matter-act"),
    path("ton-tai/muc/<int:pk>/lap-lai/", matterviews.matter_repeat, name="matter-repeat"),
    path("ton-tai/tai-ve.<str:kind>", views.shortcoming_export, name="shortcoming-export"),
    path("kien-nghi/", views.proposal_list, name="proposal-list"),
    path("kien-nghi/tai-ve.<str:kind>", views.proposal_export, name="proposal-export"),
    path("kiem-phieu/", views.tally_list, name="tally-list"),
    path("kiem-phieu/tai-ve.<str:kind>", views.tally_export, name="tally-export"),
]
