"""Addresses of obligations and of the board of a document."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.obligations import boardviews, views

urlpatterns: list[URLPattern] = [
    path("nghia-vu/", views.obligation_list, name="obligation-list"),
    path("nghia-vu/tai-ve.<str:kind>", views.obligation_export, name="obligation-export"),
    path("nghia-vu/<int:pk>/", views.obligation_page, name="obligation"),
    path("nghia-vu/<int:pk>/ghi/<str:kind>/", views.obligation_act, name="obligation-act"),
    path("van-ban/<int:pk>/theo-doi/", boardviews.board, name="document-board"),
    path("van-ban/<int:pk>/theo-doi/tai-ve.<str:kind>", boardviews.board_export, name="board-export"),
    path("van-ban/<int:pk>/theo-doi/giao/", boardviews.generate, name="obligation-generate"),
]
