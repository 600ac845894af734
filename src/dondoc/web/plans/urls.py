"""Addresses of the boards of targets and tasks."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.plans import taskviews, views

urlpatterns: list[URLPattern] = [
    path("chi-tieu/", views.target_list, name="target-list"),
    path("chi-tieu/tai-ve.<str:kind>", views.target_export, name="target-export"),
    path("chi-tieu/<int:pk>/", views.target_page, name="target"),
    path("chi-tieu/<int:pk>/bieu-do-<str:theme>.svg", views.target_picture, name="target-picture"),
    path("chi-tieu/<int:pk>/tai-ve.<str:kind>", views.target_series_export, name="target-series-export"),
    path("nhiem-vu/", taskviews.task_list, name="task-list"),
    path("nhiem-vu/tai-ve.<str:kind>", taskviews.task_export, name="task-export"),
    path("nhiem-vu/<int:pk>/", taskviews.task_page, name="task"),
    path("nhiem-vu/<int:pk>/ghi/<str:kind>/", taskviews.task_act, name="task-act"),
    path("nhiem-vu/<int:pk>/chia/", taskviews.task_resolve, name="task-resolve"),
    path("danh-muc/", views.indicator_list, name="indicator-list"),
    path("danh-muc/<int:pk>/", views.indicator_page, name="indicator"),
]
