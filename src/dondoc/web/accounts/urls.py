"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.accounts import views

urlpatterns: list[URLPattern] = [
    path("dang-nhap/", views.sign_in, name="sign-in"),
    path("dang-xuat/", views.sign_out, name="sign-out"),
    path("mat-khau/", views.password_change, name="password-change"),
]
