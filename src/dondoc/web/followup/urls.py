"""Addresses of follow-up."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.followup import feedviews, outboxviews, views, weeklyviews

urlpatterns: list[URLPattern] = [
    path("don-doc/", views.followup_board, name="followup-board"),
    path("don-doc/tai-ve.<str:kind>", views.followup_export, name="followup-export"),
    path("don-doc/co-quan/<int:pk>/", views.followup_body, name="followup-body"),
    path("don-doc/co-quan/<int:pk>/cong-van/", views.letter_add, name="letter-add"),
    path("don-doc/co-quan/<int:pk>/phe-binh/", views.criticism_add, name="criticism-add"),
    path("don-doc/phe-binh/<int:pk>/go/", views.criticism_withdraw, name="criticism-withdraw"),
    path("don-doc/cong-van/", views.letter_list, name="letter-list"),
    path("don-doc/cong-van/<int:pk>/", views.letter_page, name="letter"),
    path("don-doc/cong-van/<int:pk>/word/", views.letter_docx, name="letter-docx"),
    path("don-doc/cong-van/<int:pk>/so/", views.letter_issue, name="letter-issue"),
    path("don-doc/cong-van/<int:pk>/sua-so/", views.letter_correct, name="letter-correct"),
    path("don-doc/cong-van/<int:pk>/bo/", views.letter_withdraw, name="letter-withdraw"),
    path("don-doc/giao-ban/", weeklyviews.weekly_page, name="weekly"),
    path("don-doc/giao-ban/word/", weeklyviews.weekly_docx, name="weekly-docx"),
    path("don-doc/giao-ban/<int:pk>/", weeklyviews.weekly_kept, name="weekly-kept"),
    path("don-doc/lich/", feedviews.feed_list, name="feed-list"),
    path("don-doc/lich/<int:pk>/thu-hoi/", feedviews.feed_revoke, name="feed-revoke"),
    path("lich/<str:token>.ics", feedviews.feed, name="feed"),
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
