"""Addresses of documents' chains."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.chains import coverageviews, secretviews, versionviews, views

urlpatterns: list[URLPattern] = [
    path("van-ban/<int:pk>/chuoi/", views.chain, name="document-chain"),
    path("van-ban/<int:pk>/chuoi/chon/", views.link_choose, name="link-choose"),
    path("van-ban/<int:pk>/chuoi/gan/", views.link_decide, name="link-decide"),
    path("chuoi/<int:pk>/bo/", views.link_withdraw, name="link-withdraw"),
    path("van-ban/<int:pk>/dien-bien/", views.life_add, name="life-add"),
    path("van-ban/<int:pk>/do-phu/", coverageviews.matrix, name="document-coverage"),
    path("van-ban/<int:pk>/do-phu/tai-ve.<str:kind>", coverageviews.coverage_export, name="coverage-export"),
    path("van-ban/<int:pk>/do-phu/doi-chieu/", coverageviews.compare, name="coverage-compare"),
    path("van-ban/<int:pk>/do-phu/gan/", coverageviews.correspondence_join, name="correspondence-join"),
    path("doi-chieu/<int:pk>/", coverageviews.correspondence_decide, name="correspondence-decide"),
    path("van-ban/<int:pk>/cac-ban/", versionviews.version_list, name="document-versions"),
    path("van-ban/<int:pk>/cac-ban/gan/", versionviews.draft_join, name="draft-join"),
    path("van-ban/<int:pk>/cac-ban/tach/", versionviews.draft_part, name="draft-part"),
    path("van-ban/<int:pk>/cac-ban/gop-y/", versionviews.comment_add, name="comment-add"),
    path("van-ban/<int:pk>/cac-ban/gop-y/<int:comment>/", versionviews.comment_answer, name="comment-answer"),
    path("van-ban-mat/", secretviews.stub_list, name="secret-list"),
    path("van-ban-mat/tai-ve.<str:kind>", secretviews.stub_export, name="secret-export"),
    path("van-ban-mat/<int:pk>/", secretviews.stub_done, name="secret-done"),
    path("dien-bien/<int:pk>/huy/", views.life_cancel, name="life-cancel"),
]
