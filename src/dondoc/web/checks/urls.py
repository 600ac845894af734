"""Addresses of the check of a programme."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.checks import views

urlpatterns: list[URLPattern] = [
    path("soat/", views.check_list, name="check-list"),
    path("soat/du-thao", views.check_draft, name="check-draft"),
    path("soat/<int:pk>/", views.check, name="check"),
    path("soat/<int:pk>/lai", views.check_again, name="check-again"),
    path("soat/<int:pk>/ket-qua.<str:kind>", views.check_export, name="check-export"),
    path("soat/<int:pk>/ma-tran.<str:kind>", views.check_matrix, name="check-matrix"),
    path("van-ban/<int:pk>/soat", views.check_document, name="check-document"),
]
