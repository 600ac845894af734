"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.sources import pageviews, review, views

urlpatterns: list[URLPattern] = [
    path("tai-len/", views.upload, name="upload"),
    path("luot-tai-len/", views.batch_list, name="batch-list"),
    path("luot-tai-len/<int:pk>/", views.batch, name="batch"),
    path("luot-tai-len/<int:pk>/doc-lai/<int:job>/", views.job_retry, name="job-retry"),
    path("van-ban/", views.document_list, name="document-list"),
    path("van-ban/xuat.<str:kind>", views.document_export, name="document-export"),
    path("van-ban/<int:pk>/", views.document, name="document"),
    path("van-ban/<int:pk>/sua/", views.document_edit, name="document-edit"),
    path("van-ban/<int:pk>/van-ban-goc/", views.document_stands_on, name="document-stands-on"),
    path("van-ban/<int:pk>/duyet/", review.review, name="review"),
    path("van-ban/<int:pk>/duyet/nhieu/", review.review_many, name="review-many"),
    path("van-ban/<int:pk>/duyet/so-ngay/", pageviews.document_heading, name="document-heading"),
    path("tep/<int:pk>/", views.file, name="file"),
    path("tep/<int:pk>/trang/<int:page>/", pageviews.file_page, name="file-page"),
    path("du-kien/<int:pk>/", review.fact, name="fact"),
    path("du-kien/<int:pk>/nhan/", review.fact_accept, name="fact-accept"),
    path("du-kien/<int:pk>/sua/", review.fact_correct, name="fact-correct"),
    path("du-kien/<int:pk>/loai/", review.fact_reject, name="fact-reject"),
    path("du-kien/<int:pk>/gop/", review.fact_merge, name="fact-merge"),
    path("du-kien/<int:pk>/mo-lai/", review.fact_reopen, name="fact-reopen"),
    path("du-kien/<int:pk>/vi-sao/", review.fact_why, name="fact-why"),
    path("du-kien/<int:pk>/goi-y/", review.fact_suggestions, name="fact-suggestions"),
    path("chon-chi-tieu/", review.indicator_choices, name="indicator-choices"),
]
