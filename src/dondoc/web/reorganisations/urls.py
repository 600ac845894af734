"""Addresses of reorganisations."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.reorganisations import views

urlpatterns: list[URLPattern] = [
    path("sap-xep/", views.reorganisation_list, name="reorganisation-list"),
    path("sap-xep/them/", views.reorganisation_add, name="reorganisation-add"),
    path("sap-xep/ca-nuoc/", views.national_list, name="national-list"),
    path("sap-xep/<int:pk>/", views.reorganisation_page, name="reorganisation"),
    path("sap-xep/<int:pk>/hoan-tac/", views.reorganisation_undo, name="reorganisation-undo"),
    path("co-quan/<int:pk>/chuyen-tiep/", views.pass_on, name="pass-on"),
]
