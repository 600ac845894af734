"""Addresses of tables brought in and taken away."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.exchange import leaving, views

urlpatterns: list[URLPattern] = [
    path("nhap-bang/", views.import_list, name="import-list"),
    path("nhap-bang/moi/", views.import_new, name="import-new"),
    path("nhap-bang/van-ban/", views.import_documents, name="import-documents"),
    path("nhap-bang/mau.xlsx", leaving.import_template, name="import-template"),
    path("nhap-bang/mau-chi-tieu.xlsx", leaving.target_import_template, name="target-import-template"),
    path("nhap-bang/xuat-chi-tieu.xlsx", leaving.target_template_export, name="target-template-export"),
    path("nhap-bang/xuat.xlsx", leaving.task_template_export, name="task-template-export"),
    path("nhap-bang/phu-luc-word.zip", leaving.annex_word_export, name="annex-word-export"),
    path("nhap-bang/phu-luc.zip", leaving.annex_export, name="annex-export"),
    path("nhap-bang/he-thong/", views.system_list, name="system-list"),
    path("nhap-bang/he-thong/<int:pk>/xuat.xlsx", leaving.system_export, name="system-export"),
    path("nhap-bang/<int:pk>/", views.import_page, name="import"),
    path("nhap-bang/<int:pk>/cot/", views.import_columns, name="import-columns"),
    path("nhap-bang/<int:pk>/nhap/", views.import_run, name="import-apply"),
    path("nhap-bang/<int:pk>/bo/", views.import_drop, name="import-drop"),
    path("nhap-bang/<int:pk>/hoan-tac/", views.import_undo, name="import-undo"),
    path("nhap-bang/<int:pk>/can-sua.xlsx", leaving.import_marked, name="import-marked"),
]
