"""Addresses of the administration of users."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.accounts import people

urlpatterns: list[URLPattern] = [
    path("nguoi-dung/", people.user_list, name="user-list"),
    path("nguoi-dung/them/", people.user_add, name="user-add"),
    path("nguoi-dung/<int:pk>/", people.user_page, name="user"),
    path("nguoi-dung/<int:pk>/mat-khau/", people.user_password, name="user-password"),
    path("nguoi-dung/<int:pk>/vai-tro/", people.grant_add, name="grant-add"),
    path("vai-tro/<int:pk>/ket-thuc/", people.grant_end, name="grant-end"),
]
