"""Addresses of the boards of tasks."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.plans import taskpage, taskviews

urlpatterns: list[URLPattern] = [
    path("nhiem-vu/", taskviews.task_list, name="task-list"),
    path("nhiem-vu/tai-ve.<str:kind>", taskviews.task_export, name="task-export"),
    path("nhiem-vu/theo-co-quan/", taskviews.body_table, name="task-bodies"),
    path("nhiem-vu/theo-co-quan/tai-ve.<str:kind>", taskviews.body_table_export, name="task-bodies-export"),
    path("nhiem-vu/<int:pk>/", taskpage.task_page, name="task"),
    path("nhiem-vu/<int:pk>/ghi/<str:kind>/", taskpage.task_act, name="task-act"),
    path("nhiem-vu/<int:pk>/chia/", taskpage.task_resolve, name="task-resolve"),
    path("nhiem-vu/<int:pk>/go/<int:event>/", taskpage.task_undo, name="task-undo"),
]
