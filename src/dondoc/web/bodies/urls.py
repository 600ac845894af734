"""Addresses of bodies and people."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.bodies import views

urlpatterns: list[URLPattern] = [
    path("co-quan/", views.body_list, name="body-list"),
    path("co-quan/<int:pk>/", views.body_page, name="body"),
    path("nhan-su/", views.person_list, name="person-list"),
    path("nhan-su/<int:pk>/", views.person_page, name="person"),
]
