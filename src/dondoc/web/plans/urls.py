"""Addresses of the boards of targets and the catalogue."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.plans import (
    allocationviews,
    catalogueviews,
    figureviews,
    pathviews,
    targetviews,
    views,
)

urlpatterns: list[URLPattern] = [
    path("chi-tieu/", views.target_list, name="target-list"),
    path("chi-tieu/tai-ve.<str:kind>", views.target_export, name="target-export"),
    path("chi-tieu/them/", targetviews.target_add, name="target-add"),
    path("chi-tieu/<int:pk>/", views.target_page, name="target"),
    path("chi-tieu/<int:pk>/quyet-dinh/", targetviews.target_version_add, name="target-version-add"),
    path(
        "chi-tieu/<int:pk>/quyet-dinh/<int:version>/rut/",
        targetviews.target_version_withdraw,
        name="target-version-withdraw",
    ),
    path("chi-tieu/<int:pk>/cach-gop/", targetviews.target_rules, name="target-rules"),
    path("chi-tieu/<int:pk>/lo-trinh/", pathviews.target_path, name="target-path"),
    path("chi-tieu/<int:pk>/phan-bo/", allocationviews.target_allocation, name="target-allocation"),
    path("chi-tieu/<int:pk>/phan-bo/bang.xlsx", allocationviews.allocation_export, name="allocation-export"),
    path("chi-tieu/<int:pk>/so-lieu/", figureviews.figure_add, name="figure-add"),
    path("so-lieu/<int:pk>/dinh-chinh/", figureviews.figure_correct, name="figure-correct"),
    path("so-lieu/<int:pk>/rut/", figureviews.figure_withdraw, name="figure-withdraw"),
    path("chi-tieu/<int:pk>/bieu-do-<str:theme>.svg", views.target_picture, name="target-picture"),
    path("chi-tieu/<int:pk>/tai-ve.<str:kind>", views.target_series_export, name="target-series-export"),
    path("danh-muc/", catalogueviews.indicator_list, name="indicator-list"),
    path("danh-muc/tai-ve.<str:kind>", catalogueviews.indicator_export, name="indicator-export"),
    path("danh-muc/them/", catalogueviews.indicator_add, name="indicator-add"),
    path("danh-muc/vi-du/", catalogueviews.rules_example, name="rules-example"),
    path("danh-muc/<int:pk>/", catalogueviews.indicator_page, name="indicator"),
    path("danh-muc/<int:pk>/sua/", catalogueviews.indicator_edit, name="indicator-edit"),
    path("danh-muc/<int:pk>/gop/", catalogueviews.indicator_merge, name="indicator-merge"),
    path("danh-muc/<int:pk>/ten-goi/", catalogueviews.indicator_alias_add, name="indicator-alias-add"),
    path(
        "danh-muc/<int:pk>/ten-goi/<int:alias>/bo/",
        catalogueviews.indicator_alias_withdraw,
        name="indicator-alias-withdraw",
    ),
]
