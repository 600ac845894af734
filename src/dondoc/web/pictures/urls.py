"""Addresses of pictures."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.pictures import views

urlpatterns: list[URLPattern] = [
    path("bieu-do/", views.picture_page, name="picture-page"),
    path("bieu-do/ranh-gioi/", views.boundary_list, name="boundary-list"),
    path("bieu-do/ranh-gioi/<int:pk>/bo/", views.boundary_drop, name="boundary-drop"),
    path("bieu-do/hinh/<str:key>/", views.picture_part, name="picture-part"),
    path("bieu-do/<str:key>.<slug:kind>", views.picture_file, name="picture-file"),
]
