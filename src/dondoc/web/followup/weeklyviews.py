"""The weekly list's page and its Word file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from dondoc.errors import PaperError
from dondoc.web.accounts.access import Action
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.selectors import bodies_in_scope
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast_problem
from dondoc.web.followup import weekly
from dondoc.web.followup.models import WeeklyPaper
from dondoc.web.followup.views import as_docx
from dondoc.web.followup.weeklykept import SHOWN
from dondoc.web.papers.letterhead import form_of
from dondoc.web.papers.models import FormChoice
from dondoc.web.papers.selectors import may_draft
from dondoc.web.workdays.selectors import keeper
from dondoc.writing.paper import Form

PART_NAMES = {
    "late": gettext_lazy("Quá hạn"),
    "due": gettext_lazy("Đến hạn trong 7 ngày tới"),
    "session": gettext_lazy("Nội dung trình các kỳ họp tới"),
    "waiting": gettext_lazy("Đang chờ: cấp trên, xác nhận, chuyển cơ quan"),
    "obligations": gettext_lazy("Nghĩa vụ báo cáo, kế hoạch quá hạn và đến hạn"),
    "answers": gettext_lazy("Kiến nghị, khó khăn, tồn tại quá hạn và đến hạn"),
    "new": gettext_lazy("Mới giao trong 7 ngày qua"),
}


def _asked(request: UserRequest, query: QueryDict, known: Iterable[Body] = ()) -> tuple[Body | None, date]:
    """Whose list, of which day; Http404 for a body the reader does not read. `known`: bodies at hand."""
    as_of = lists.day(query, "as_of") or lists.today()
    pk = lists.number(query, "body")
    if pk is None:
        return None, as_of
    body = next((one for one in known if one.pk == pk), None)
    body = body or Body.objects.filter(pk=pk, pk__in=request.access.body_ids).first()
    if body is None:
        raise Http404
    return body, as_of


def _paper_body(request: UserRequest, body: Body | None) -> Body | None:
    """Whose paper the Word file is, where the reader may draft for it; None where not."""
    whose = body or keeper()
    return whose if whose is not None and may_draft(request.access, whose) else None


def _whole(name: str, body: Body | None, as_of: date) -> str:
    """The list that has all of a part of today's; "" where there is none."""
    pages = {
        "late": ("task-list", {"state": "open_late"}), "due": ("task-list", {"state": "due_soon"}),
        "session": ("programme-item-list", {}), "waiting": ("task-list", {"state": "waiting"}),
        "obligations": ("obligation-list", {"state": "open_late"}),
        "answers": ("proposal-list", {"state": "overdue"}),
    }  # fmt: skip
    if name not in pages or as_of != lists.today():
        return ""
    page, asked = pages[name]
    return f"{reverse(page)}?{urlencode(asked | ({'body': body.pk} if body else {}))}"


@require_GET
def weekly_page(request: UserRequest) -> HttpResponse:
    """What is new, due, overdue, waiting, and put to the next sessions; of a body, or of all one sees."""
    bodies = list(bodies_in_scope(request.access))
    body, as_of = _asked(request, request.GET, bodies)
    parts = weekly.weekly_list(request.access, as_of=as_of, today=lists.today(), body=body)
    whose = body or next((one for one in bodies if one.pk == request.access.office), None)
    whose = whose if whose is not None and may_draft(request.access, whose) else None
    context = {
        "parts": [(PART_NAMES[part.name], part, _whole(part.name, body, as_of)) for part in parts],
        "body": body,
        "as_of": as_of,
        "bodies": bodies,
        "whose": whose,
        "forms": FormChoice.choices,
        "form": form_of(whose).value if whose is not None else "",
        "past": as_of != lists.today(),
        "kept": WeeklyPaper.objects.filter(body=whose).defer("content")[:SHOWN] if whose is not None else (),
    }
    return render(request, "followup/weekly.html", context)


@require_GET
def weekly_kept(request: UserRequest, pk: int) -> HttpResponse:
    """The list as it was made ready on its day, for whoever may draft one."""
    paper = WeeklyPaper.objects.filter(pk=pk).select_related("body").first()
    if paper is None or not may_draft(request.access, paper.body):
        raise Http404
    return as_docx(bytes(paper.content), _("Danh sách giao ban %(day)s") % {"day": f"{paper.day:%d-%m-%Y}"})


@require_POST
def weekly_docx(request: UserRequest) -> HttpResponse:
    """The same on two pages of Word; each download is in the trail."""
    body, as_of = _asked(request, request.POST)
    whose = _paper_body(request, body)
    if whose is None:
        request.access.require(Action.FOLLOW, body or keeper())
        raise Http404
    chosen = request.POST.get("form", "")
    form = Form(chosen) if chosen in FormChoice.values else form_of(whose)
    parts = weekly.weekly_list(request.access, as_of=as_of, today=lists.today(), body=body)
    try:
        content = weekly.weekly_docx(
            parts, body=whose, form=form, as_of=as_of, by=request.user, of=body,
            address=request.build_absolute_uri if "notes" in request.POST else None,
        )  # fmt: skip
    except PaperError as error:
        toast_problem(request, str(error))
        return redirect("weekly")
    return as_docx(content, _("Danh sách giao ban %(day)s") % {"day": f"{as_of:%d-%m-%Y}"})
