"""Addresses of follow-up."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.followup import outboxviews

urlpatterns: list[URLPattern] = [
    path("don-doc/nhac-viec/", outboxviews.notice_list, name="notice-list"),
    path("don-doc/muc-nhac/", outboxviews.rule_list, name="reminder-rules"),
    path("don-doc/muc-nhac/them/", outboxviews.rule_add, name="reminder-rule-add"),
    path(
        "don-doc/muc-nhac/<slug:rung>/<str:offset>/bo/",
        outboxviews.rule_withdraw,
        name="reminder-rule-withdraw",
    ),
    path("don-doc/thu-di/", outboxviews.mail_list, name="mail-list"),
    path("don-doc/thu-di/<int:pk>/", outboxviews.mail_page, name="mail"),
    path("don-doc/thu-di/<int:pk>/<slug:kind>/", outboxviews.mail_decide, name="mail-decide"),
]
