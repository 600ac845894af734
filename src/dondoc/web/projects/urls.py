"""Addresses of projects."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.projects import sheetviews, views, withdrawviews

urlpatterns: list[URLPattern] = [
    path("du-an/", views.project_list, name="project-list"),
    path("du-an/tai-ve.<str:kind>", views.project_export, name="project-export"),
    path("du-an/them/", views.project_add, name="project-add"),
    path("du-an/bang.xlsx", sheetviews.project_workbook, name="project-workbook"),
    path("du-an/nap/<int:pk>/hoan-tac/", sheetviews.project_import_undo, name="project-import-undo"),
    path("du-an/nap/", sheetviews.project_import, name="project-import"),
    path("du-an/<int:pk>/", views.project_page, name="project"),
    path("du-an/<int:pk>/sua/", views.project_edit, name="project-edit"),
    path("du-an/<int:pk>/rut/", views.project_withdraw, name="project-withdraw"),
    path("du-an/<int:pk>/von/", views.project_capital, name="project-capital"),
    path("du-an/<int:pk>/mat-bang/", views.project_clearance, name="project-clearance"),
    path("du-an/<int:pk>/buoc/", views.project_step, name="project-step"),
    path(
        "du-an/<int:pk>/von/<int:capital>/rut/",
        withdrawviews.project_capital_withdraw,
        name="project-capital-withdraw",
    ),
    path(
        "du-an/<int:pk>/mat-bang/<int:clearance>/rut/",
        withdrawviews.project_clearance_withdraw,
        name="project-clearance-withdraw",
    ),
    path("du-an/<int:pk>/buoc/<int:step>/rut/", views.project_step_withdraw, name="project-step-withdraw"),
    path("du-an/<int:pk>/chi-tieu/", views.project_targets, name="project-targets"),
]
