"""Addresses of scoreboards and verdicts."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.judgement import comparisonviews, contradictionviews, outlookviews, views

urlpatterns: list[URLPattern] = [
    path("bang-chi-tieu/", views.scoreboard_list, name="scoreboard-list"),
    path("bang-chi-tieu/quy-tac/", views.verdict_rules, name="verdict-rules"),
    path("bang-chi-tieu/da-chot/<int:pk>/", views.frozen_board, name="frozen-board"),
    path("van-ban/<int:pk>/bang-chi-tieu/", views.scoreboard_page, name="scoreboard"),
    path(
        "van-ban/<int:pk>/bang-chi-tieu/tai-ve.<str:kind>", views.scoreboard_export, name="scoreboard-export"
    ),
    path("van-ban/<int:pk>/bang-chi-tieu/gop/", views.scoreboard_join, name="scoreboard-join"),
    path("van-ban/<int:pk>/bang-chi-tieu/chot/", views.scoreboard_freeze, name="scoreboard-freeze"),
    path("mau-thuan/", contradictionviews.contradiction_list, name="contradiction-list"),
    path("mau-thuan/tai-ve.<str:kind>", contradictionviews.contradiction_export, name="contradiction-export"),
    path(
        "van-ban/<int:pk>/mau-thuan/",
        contradictionviews.document_contradictions,
        name="document-contradictions",
    ),
    path(
        "van-ban/<int:pk>/mau-thuan/giai-thich/",
        contradictionviews.contradiction_explain,
        name="contradiction-explain",
    ),
    path(
        "mau-thuan/giai-thich/<int:pk>/bo/",
        contradictionviews.explanation_withdraw,
        name="explanation-withdraw",
    ),
    path("ket-luan/<int:pk>/", views.verdict_page, name="verdict"),
    path("ket-luan/<int:pk>/quyet-dinh/", views.verdict_decide, name="verdict-decide"),
    path("ket-luan/<int:pk>/bo/", views.verdict_withdraw, name="verdict-withdraw"),
    path("ket-luan/<int:pk>/so-sanh/", comparisonviews.verdict_comparison, name="verdict-comparison"),
    path("danh-muc/<int:pk>/so-sanh/", comparisonviews.yardstick_list, name="yardstick-list"),
    path("danh-muc/<int:pk>/so-sanh/them/", comparisonviews.yardstick_add, name="yardstick-add"),
    path("so-sanh/<int:pk>/rut/", comparisonviews.yardstick_withdraw, name="yardstick-withdraw"),
    path("ket-luan/<int:pk>/se-toi-dau/", outlookviews.verdict_outlook, name="verdict-outlook"),
    path("ket-luan/<int:pk>/du-bao/", outlookviews.verdict_forecast, name="verdict-forecast"),
    path("ket-luan/<int:pk>/kich-ban/", outlookviews.scenario_add, name="scenario-add"),
    path("kich-ban/<int:pk>/rut/", outlookviews.scenario_withdraw, name="scenario-withdraw"),
    path("danh-muc/<int:pk>/du-bao/", outlookviews.forecast_switch, name="forecast-switch"),
]
