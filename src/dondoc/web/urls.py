"""Every address of the web application, app by app."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("dondoc.web.desk.urls")),
    path("", include("dondoc.web.accounts.urls")),
    path("", include("dondoc.web.accounts.people_urls")),
    path("", include("dondoc.web.sources.urls")),
    path("", include("dondoc.web.chains.urls")),
    path("", include("dondoc.web.obligations.urls")),
    path("", include("dondoc.web.plans.urls")),
    path("", include("dondoc.web.plans.taskurls")),
    path("", include("dondoc.web.taskwork.urls")),
    path("", include("dondoc.web.exchange.urls")),
    path("", include("dondoc.web.results.urls")),
    path("", include("dondoc.web.rollup.urls")),
    path("", include("dondoc.web.projects.urls")),
    path("", include("dondoc.web.judgement.urls")),
    path("", include("dondoc.web.matters.urls")),
    path("", include("dondoc.web.reporting.urls")),
    path("", include("dondoc.web.checks.urls")),
    path("", include("dondoc.web.programmes.urls")),
    path("", include("dondoc.web.papers.urls")),
    path("", include("dondoc.web.leaders.urls")),
    path("", include("dondoc.web.pictures.urls")),
    path("", include("dondoc.web.followup.urls")),
    path("", include("dondoc.web.schedule.urls")),
    path("", include("dondoc.web.bodies.urls")),
    path("", include("dondoc.web.workdays.urls")),
    path("", include("dondoc.web.reorganisations.urls")),
    path("", include("dondoc.web.search.urls")),
    path("", include("dondoc.web.audit.urls")),
    path("", include("dondoc.web.api.urls")),
    path("", include("dondoc.web.core.urls")),
]

handler400 = "dondoc.web.core.views.bad_request"
handler403 = "dondoc.web.core.views.forbidden"
handler404 = "dondoc.web.core.views.not_found"
handler500 = "dondoc.web.core.views.server_error"
