"""Addresses of work programmes, their matters and meetings."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.programmes import itemviews, views

urlpatterns: list[URLPattern] = [
    path("chuong-trinh-cong-tac/", views.programme_list, name="programme-list"),
    path("chuong-trinh-cong-tac/mo/", views.programme_add, name="programme-add"),
    path("chuong-trinh-cong-tac/ky-hop/", views.session_list, name="session-list"),
    path("chuong-trinh-cong-tac/ky-hop/<int:pk>/doi-ngay/", views.session_move, name="session-move"),
    path("chuong-trinh-cong-tac/noi-dung/", itemviews.item_list, name="programme-item-list"),
    path(
        "chuong-trinh-cong-tac/noi-dung/tai-ve.<str:kind>",
        itemviews.item_export,
        name="programme-item-export",
    ),
    path("chuong-trinh-cong-tac/noi-dung/<int:pk>/", itemviews.item_page, name="programme-item"),
    path(
        "chuong-trinh-cong-tac/noi-dung/<int:pk>/ghi/<str:kind>/",
        itemviews.item_act,
        name="programme-item-act",
    ),
    path("chuong-trinh-cong-tac/<int:pk>/", views.programme_page, name="programme"),
    path("chuong-trinh-cong-tac/<int:pk>/ghi/<str:kind>/", views.programme_act, name="programme-act"),
    path("chuong-trinh-cong-tac/<int:pk>/dang-ky/", itemviews.item_register, name="programme-register"),
    path("chuong-trinh-cong-tac/<int:pk>/tu-van-ban/", views.programme_import, name="programme-import"),
    path("chuong-trinh-cong-tac/<int:pk>/chuong-trinh.docx", views.programme_word, name="programme-word"),
]
