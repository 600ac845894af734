"""The leader's page and its one-page briefing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from dondoc.errors import DondocError
from dondoc.reading import office
from dondoc.web.accounts.access import Action, Refused
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.leaders import briefing, selectors, services
from dondoc.web.papers import paperpictures
from dondoc.web.papers.models import FormChoice
from dondoc.web.papers.views import as_paper
from dondoc.writing.paper import Form


def _asked(request: UserRequest) -> tuple[selectors.Leader | None, list[selectors.Leader]]:
    if not request.access.can(Action.READ):
        raise Refused(Action.READ)
    who = lists.text(request.GET, "leader", 24) or lists.text(request.POST, "leader", 24)
    return selectors.leader_of_page(request.access, who, on=lists.today())


@require_GET
def leader_page(request: UserRequest) -> HttpResponse:
    """What is red, who is late, what to ask; of one leader's bodies and fields only."""
    leader, everybody = _asked(request)
    on = lists.today()
    context: dict[str, Any] = {
        "leader": leader, "leaders": everybody, "today": on, "pdf": office.installed(),
        "forms": FormChoice.choices,
    }  # fmt: skip
    if leader is not None:
        data = selectors.sheet_of(request.access, leader, on=on)
        as_of = datetime.fromisoformat(data["as_of"]) if data["as_of"] else None
        form = briefing.form_for(leader).value
        context |= {"data": data, "as_of": as_of, "form": form}
    return render(request, "leaders/leader.html", context)


@require_POST
def leader_look(request: UserRequest) -> HttpResponse:
    """From now on what is red today is no news."""
    leader, _everybody = _asked(request)
    if leader is None:
        raise Http404
    on = lists.today()
    red = selectors.red_now(request.access, leader, on=on)
    services.look_add(who=leader.who, name=leader.name, red=red, by=request.user, on=on)
    toast(request, _("Đã ghi mốc. Lần sau trang này chỉ nêu những gì mới đỏ từ hôm nay."))
    return redirect(f"{reverse('leader-page')}?leader={leader.who}")


@require_GET
def leader_briefing(request: UserRequest, kind: str) -> HttpResponse:
    """The page on one sheet: Word or PDF, in the form of the Party or of the State."""
    leader, _everybody = _asked(request)
    if leader is None or kind not in ("docx", "pdf"):
        raise Http404
    asked = request.GET.get("form")
    form = Form(asked) if asked in FormChoice.values else briefing.form_for(leader)
    on = lists.today()
    look = selectors.last_look(request.access, leader)
    data = selectors.reckon(request.access, leader, look, on=on, whole=True)  # on paper nothing is older
    try:
        with override("vi"):
            drawn = []
            if request.GET.get("pictures") == "1":  # of the targets in his charge that are red
                once = {(row["words"], row["body_pk"], row["period"]): row["pk"] for row in data["targets"]}
                keys = [f"path:{pk}" for pk in list(once.values())[: paperpictures.MOST_PATHS]]
                drawn = paperpictures.placed(request.access, keys, on=on, of=briefing.office_name(leader))
            content = briefing.briefing_docx(
                leader, data, look, form=form, on=on, by=request.user, pictures=drawn,
                address=request.build_absolute_uri if request.GET.get("notes") == "1" else None,
            )  # fmt: skip
        return as_paper(content, f"Tóm tắt {leader.name} {on:%d-%m-%Y}", kind)
    except DondocError as error:
        toast_problem(request, str(error))
        return redirect(f"{reverse('leader-page')}?leader={leader.who}")
