"""Addresses of papers and their templates."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.papers import issuedviews, packviews, views

urlpatterns: list[URLPattern] = [
    path("soan-van-ban/", views.paper_list, name="paper-list"),
    path("soan-van-ban/mau/", views.template_list, name="template-list"),
    path("soan-van-ban/mau/<slug:kind>.<slug:form>.docx", views.template_file, name="template-file"),
    path("soan-van-ban/mau/ban/<int:pk>.docx", views.template_version, name="template-version"),
    path("soan-van-ban/mau/ban/<int:pk>/<slug:to>/", views.template_switch, name="template-switch"),
    path("soan-van-ban/mau/xac-nhan/<slug:form>/", views.form_confirm, name="form-confirm"),
    path("soan-van-ban/mau/rut-xac-nhan/<int:pk>/", views.form_doubt, name="form-doubt"),
    path("soan-van-ban/goi-bao-cao/", packviews.pack_list, name="pack-list"),
    path("soan-van-ban/goi-bao-cao/<int:pk>/", packviews.pack_page, name="pack"),
    path("soan-van-ban/goi-bao-cao/<int:pk>/tai-ve.zip", packviews.pack_file, name="pack-file"),
    path("soan-van-ban/goi-bao-cao/<int:pk>/<slug:act>/", packviews.pack_act, name="pack-act"),
    path("soan-van-ban/da-phat-hanh/", issuedviews.issued_list, name="issued-list"),
    path("soan-van-ban/da-phat-hanh/tai-ve.<str:kind>", issuedviews.issued_export, name="issued-export"),
    path("soan-van-ban/da-phat-hanh/ghi/", issuedviews.issued_add, name="issued-add"),
    path("soan-van-ban/da-phat-hanh/ghi/<slug:slug>/", issuedviews.paper_issue, name="paper-issue"),
    path("soan-van-ban/da-phat-hanh/van-ban/<int:pk>/", issuedviews.issued_paper, name="issued-paper"),
    path("soan-van-ban/da-phat-hanh/van-ban/<int:pk>/tep", issuedviews.paper_file, name="paper-file"),
    path("soan-van-ban/da-phat-hanh/<int:pk>/", issuedviews.issued_report, name="issued-report"),
    path("soan-van-ban/da-phat-hanh/<int:pk>/tep", issuedviews.issued_file, name="issued-file"),
    path("soan-van-ban/bao-cao-dinh-ky/", views.paper_periodic, name="paper-periodic"),
    path("soan-van-ban/<slug:slug>/", views.paper_draft, name="paper-draft"),
]
