"""Addresses of the administration of users."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.accounts import agencyviews, people

urlpatterns: list[URLPattern] = [
    path("nguoi-dung/", people.user_list, name="user-list"),
    path("nguoi-dung/them/", people.user_add, name="user-add"),
    path("nguoi-dung/co-quan/them/", agencyviews.agency_add, name="agency-add"),
    path("nguoi-dung/<int:pk>/thanh-vien/", agencyviews.member_add, name="member-add"),
    path("thanh-vien/<int:pk>/ket-thuc/", agencyviews.member_end, name="member-end"),
    path("vai-tro/", agencyviews.grant_list, name="grant-list"),
    path("vai-tro/tai-ve.<str:kind>", agencyviews.grant_export, name="grant-export"),
    path("nguoi-dung/<int:pk>/", people.user_page, name="user"),
    path("nguoi-dung/<int:pk>/mat-khau/", people.user_password, name="user-password"),
    path("nguoi-dung/<int:pk>/vai-tro/", people.grant_add, name="grant-add"),
    path("vai-tro/<int:pk>/giao-lai/", people.grant_pass, name="grant-pass"),
    path("vai-tro/<int:pk>/ket-thuc/", people.grant_end, name="grant-end"),
]
