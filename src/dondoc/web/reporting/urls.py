"""Addresses of reports, forms and calendars."""

from __future__ import annotations

from django.urls import URLPattern, path

from dondoc.web.reporting import calendarviews, reportviews, rollupviews, setupviews, views, workbookviews

urlpatterns: list[URLPattern] = [
    path("bao-cao/", views.report_list, name="report-list"),
    path("bao-cao/tai-ve.<str:kind>", views.report_export, name="report-export"),
    path("bao-cao/xac-nhan/", views.reports_confirm, name="reports-confirm"),
    path("bao-cao/bang/", views.report_board, name="report-board"),
    path("bao-cao/bang/tai-ve.<str:kind>", views.report_board_export, name="report-board-export"),
    path("bao-cao/<int:pk>/", reportviews.report_page, name="report"),
    path("bao-cao/<int:pk>/luu/", reportviews.report_save, name="report-save"),
    path("bao-cao/<int:pk>/chon/<int:change>/", reportviews.report_clash, name="report-clash"),
    path("bao-cao/<int:pk>/ghi/<str:kind>/", reportviews.report_act, name="report-act"),
    path("bao-cao/<int:pk>/gia-han/", reportviews.report_extend, name="report-extend"),
    path("bao-cao/<int:pk>/kien-nghi/", reportviews.difficulty_add, name="report-difficulty"),
    path(
        "bao-cao/<int:pk>/kien-nghi/<int:difficulty>/bo/",
        reportviews.difficulty_withdraw,
        name="report-difficulty-withdraw",
    ),
    path("bao-cao/<int:pk>/bang.xlsx", workbookviews.report_workbook, name="report-workbook"),
    path("bao-cao/<int:pk>/nap/", workbookviews.report_import, name="report-import"),
    path(
        "bao-cao/<int:pk>/nap/<int:number>/",
        workbookviews.report_import_marked,
        name="report-import-marked",
    ),
    path("bao-cao/<int:pk>/tep/<int:event>/", workbookviews.report_file, name="report-file"),
    path(
        "bao-cao/tong-hop/<int:form>/<str:kind>/<str:period>/",
        rollupviews.report_roll_up,
        name="report-roll-up",
    ),
    path(
        "bao-cao/tong-hop/<int:form>/<str:kind>/<str:period>/tai-ve.<str:file>",
        rollupviews.report_roll_up_export,
        name="report-roll-up-export",
    ),
    path("bieu/", setupviews.form_list, name="report-form-list"),
    path("bieu/them/", setupviews.form_add, name="report-form-add"),
    path("bieu/<int:pk>/", setupviews.form_page, name="report-form"),
    path("bieu/<int:pk>/tao/", setupviews.form_generate, name="report-form-generate"),
    path("lich-bao-cao/", calendarviews.calendar_list, name="report-calendar-list"),
    path("lich-bao-cao/them/", calendarviews.calendar_add, name="report-calendar-add"),
    path("lich-bao-cao/<int:pk>/ngay/", calendarviews.version_add, name="report-calendar-version"),
    path("lich-bao-cao/chon/", calendarviews.calendar_choose, name="report-calendar-choose"),
    path("uy-quyen/", setupviews.delegation_list, name="delegation-list"),
    path("uy-quyen/<int:pk>/rut/", setupviews.delegation_withdraw, name="delegation-withdraw"),
]
