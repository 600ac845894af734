"""Addresses of how tasks are organised."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.taskwork import fieldviews, ownviews, views

urlpatterns: list[URLPattern] = [
    path("nhiem-vu/<int:pk>/to-chuc/", views.task_work, name="task-work"),
    path("nhiem-vu/<int:pk>/to-chuc/<slug:kind>/", views.work_do, name="task-work-do"),
    path("nhiem-vu/<int:pk>/to-chuc/<slug:kind>/<int:row>/", views.work_row, name="task-work-row"),
    path("nhiem-vu/<int:pk>/truong-rieng/", ownviews.task_own, name="task-own"),
    path("van-ban/<int:pk>/truong-rieng/", ownviews.own_fields, name="own-fields"),
    path("van-ban/<int:pk>/truong-rieng/<slug:key>/", ownviews.own_field, name="own-field"),
    path("van-ban/<int:pk>/linh-vuc-nhiem-vu/", fieldviews.task_fields, name="task-fields"),
    path("phan-viec/", views.part_list, name="part-list"),
    path("phan-viec/tai-ve.<str:kind>", views.part_export, name="part-export"),
    path("su-kien/", views.trigger_list, name="trigger-list"),
    path("su-kien/<int:pk>/", views.trigger_happened, name="trigger-happened"),
    path("moc-ngay/", views.saved_days, name="saved-days"),
]
