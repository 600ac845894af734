"""The timetable's page, for who keeps the system running."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dondoc.web.accounts.access import Action
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.followup.selectors import mails_waiting
from dondoc.web.schedule import services
from dondoc.web.schedule.timetable import TIMETABLE
from dondoc.web.sources.jobs import files_waiting


@require_GET
def schedule_page(request: UserRequest) -> HttpResponse:
    """What the machine does by itself: when, when last, with what result or error."""
    request.access.require(Action.ORGANISE)
    lines = services.timetable()
    context = {
        "lines": lines,
        "missed": any(line.missed for line in lines),
        "may": request.access.can(Action.ORGANISE, request.access.office or 0),
        "mail_on": settings.MAIL_ON,
        "mails": mails_waiting(),
        "files": files_waiting(),
    }
    return render(request, "schedule/schedule.html", context)


@require_POST
def schedule_again(request: UserRequest, duty: str) -> HttpResponse:
    """Have it done once more."""
    request.access.require(Action.ORGANISE, request.access.office or 0)
    found = next((one for one in TIMETABLE if one.name == duty), None)
    if found is None:
        raise Http404
    try:
        services.run_again(duty=found, by=request.user)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Máy sẽ chạy lại trong ít giây."))
    return redirect("schedule")
