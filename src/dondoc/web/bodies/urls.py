"""Addresses of bodies and people."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.bodies import chargeviews, edits, sheetviews, views

urlpatterns: list[URLPattern] = [
    path("co-quan/", views.body_list, name="body-list"),
    path("co-quan/tai-ve.<str:kind>", views.body_export, name="body-export"),
    path("co-quan/bang.xlsx", sheetviews.body_workbook, name="body-workbook"),
    path("co-quan/nap/", sheetviews.body_import, name="body-import"),
    path("co-quan/them/", edits.body_add, name="body-add"),
    path("co-quan/<int:pk>/", views.body_page, name="body"),
    path("co-quan/<int:pk>/sua/", edits.body_edit, name="body-edit"),
    path("co-quan/<int:pk>/ghi/<str:kind>/", edits.body_act, name="body-act"),
    path("co-quan/lien-ket/<int:pk>/ket-thuc/", edits.body_link_end, name="body-link-end"),
    path("phu-trach/", chargeviews.charge_list, name="charge-list"),
    path("phu-trach/tai-ve.<str:kind>", chargeviews.charge_export, name="charge-export"),
    path("phu-trach/them/", chargeviews.charge_add, name="charge-add"),
    path("phu-trach/<int:pk>/ket-thuc/", chargeviews.charge_end, name="charge-end"),
    path("phu-trach/<int:pk>/rut/", chargeviews.charge_withdraw, name="charge-withdraw"),
    path("phu-trach/lanh-dao/<int:pk>/", chargeviews.leader_page, name="leader"),
    path("nhan-su/", views.person_list, name="person-list"),
    path("nhan-su/<int:pk>/", views.person_page, name="person"),
]
