"""The page of a shortcoming, difficulty or proposal, what is done with it, and what came of a year's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dondoc.web.accounts.access import Action
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.matters import life, selectors
from dondoc.web.matters.byhand import withdrawable
from dondoc.web.matters.forms import MatterActForm
from dondoc.web.matters.models import Matter, MatterEventChoice
from dondoc.web.matters.selectors import PROPOSED, WRONG
from dondoc.writing.rows import Cell


@require_GET
def matter_page(request: UserRequest, pk: int) -> HttpResponse:
    """One matter: its words, what became of it, what can be done now."""
    return _page(request, selectors.matter_seen(request.access, pk))


def _page(
    request: UserRequest, matter: Matter, tried: MatterActForm | None = None, *, status: int = 200
) -> HttpResponse:
    acts = life.acts_open(matter, request.access)
    remedies = selectors.remedy_choices(request.access, matter) if MatterEventChoice.REMEDY in acts else []
    decides = request.access.can(Action.DECIDE, matter.document.owner_id)
    context = {
        "matter": matter,
        "proposed": matter.nature in PROPOSED,
        "events": matter.events.select_related("by", "body", "task", "document", "later__document"),
        "mentions": matter.mentions.all(),
        "earlier": selectors.earlier_alike(request.access, matter) if decides else [],
        "forms": [
            tried
            if tried is not None and tried.kind == kind
            else MatterActForm(matter=matter, kind=kind, access=request.access, remedies=remedies)
            for kind in acts
        ],
        "tried": tried,
        "decides": decides,
        "withdrawable": request.access.can(Action.REVIEW, matter.document.owner_id) and withdrawable(matter),
        "today": lists.today(),
    }
    return render(request, "matters/matter.html", context, status=status)


@require_POST
def matter_act(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """Record one act on a matter: assign, answer, link a remedy, fixed, not accepted …"""
    listed = kind in MatterEventChoice.values and MatterEventChoice(kind) in life.ACTS
    if not listed or kind == MatterEventChoice.REPEATED:
        raise Http404
    matter, act = selectors.matter_seen(request.access, pk), MatterEventChoice(kind)
    if not life.may(request.access, matter, act):
        raise PermissionDenied("Tài khoản của đồng chí không có quyền làm việc này.")
    form = MatterActForm(
        request.POST,
        matter=matter,
        kind=act,
        access=request.access,
        remedies=selectors.remedy_choices(request.access, matter) if act == MatterEventChoice.REMEDY else (),
    )
    if not form.is_valid():
        return _page(request, matter, form, status=422)
    try:
        life.act(matter=matter, kind=act, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, matter, form, status=422)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
        return _page(request, selectors.matter_seen(request.access, pk), status=409)
    toast(request, _("Đã ghi: %(act)s.") % {"act": str(act.label).lower()})
    return redirect("matter", pk=pk)


@require_POST
def matter_repeat(request: UserRequest, pk: int) -> HttpResponse:
    """Say that a matter repeats an earlier one: `earlier` is the earlier one's key."""
    matter = selectors.matter_seen(request.access, pk)
    request.access.require(Action.DECIDE, matter.document.owner_id)
    typed = lists.number(request.POST, "earlier")
    if typed is None:
        return _page(request, matter, status=422)
    earlier = selectors.matter_seen(request.access, typed)
    try:
        life.repeat(later=matter, earlier=earlier, by=request.user, on=lists.today())
    except (ValidationError, Conflict) as error:
        words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        toast_problem(request, words)
        return _page(request, selectors.matter_seen(request.access, pk), status=409)
    toast(request, _("Đã nối với mục năm trước; mục đó được ghi là lặp lại."))
    return redirect("matter", pk=pk)


# --- by body and year -----------------------------------------------------------------------------------

FAMILIES = {"ton-tai": WRONG, "kien-nghi": PROPOSED}


def _asked(request: UserRequest) -> tuple[str, int, date]:
    """Which family, of which year, on which day."""
    family = request.GET.get("family", "")
    on = lists.day(request.GET, "on") or lists.today()
    return (family if family in FAMILIES else "ton-tai"), lists.year(request.GET, "year") or on.year, on


def share_text(share: Fraction | None) -> str:
    """66,7%; "" where nothing was noted. Cut, not rounded up: 99,96 % is not 100 %."""
    if share is None:
        return ""
    tenths = share.numerator * 1000 // share.denominator
    return f"{tenths // 10},{tenths % 10}%" if tenths % 10 else f"{tenths // 10}%"


@require_GET
def matter_summary(request: UserRequest) -> HttpResponse:
    """How many were noted in a year, by body, and what became of them as it stood on a day."""
    family, year, on = _asked(request)
    rows, total = selectors.summary(request.access, FAMILIES[family], year=year, as_of=on)
    context = {
        "family": family,
        "year": year,
        "on": on,
        "rows": [(row.body, row.counts, share_text(row.counts.share_fixed)) for row in rows],
        "total": total,
        "total_share": share_text(total.share_fixed),
        "export": lists.without(request),
    }
    return render(request, "matters/matter_summary.html", context)


@require_GET
def matter_summary_export(request: UserRequest, kind: str) -> HttpResponse:
    """That table as a file."""
    family, year, on = _asked(request)
    rows, _total = selectors.summary(request.access, FAMILIES[family], year=year, as_of=on)
    headers = [
        _("Cơ quan"), _("Đã nêu"), _("Đã khắc phục"), _("Đã trả lời"), _("Chưa giải quyết"),
        _("Quá hạn trả lời"), _("Lặp lại"), _("Tỷ lệ khắc phục"),
    ]  # fmt: skip

    def lines() -> Iterator[list[Cell]]:
        for row in rows:
            counts = row.counts
            yield [
                row.body.name if row.body else _("chưa rõ"), counts.noted, counts.fixed, counts.answered,
                counts.open, counts.overdue, counts.repeated, share_text(counts.share_fixed),
            ]  # fmt: skip

    title = _("Tồn tại %(year)s đến %(on)s") % {"year": year, "on": f"{on:%d-%m-%Y}"}
    return lists.as_file(kind, title, headers, lines())


# --- the year before, for this year's review ------------------------------------------------------------


def _outcomes(matter: Matter) -> list[str]:
    """What came of a matter, in words: answers, remedies and their state, the fix, where it came back."""
    told = []
    for event in matter.events.all():
        if event.kind == MatterEventChoice.REMEDY and event.task is not None:
            told.append(f"{event.task} ({event.task.get_stage_display().lower()})")
        elif event.kind == MatterEventChoice.ANSWERED:
            paper = f" ({event.document.symbol or event.document.title})" if event.document else ""
            told.append(f"{event.note}{paper}")
        elif event.kind == MatterEventChoice.NOT_ACCEPTED:
            told.append(_("người nêu chưa đồng ý: %(reason)s") % {"reason": event.note})
        elif event.kind == MatterEventChoice.FIXED:
            told.append(f"{event.note} ({event.day or event.on:%d/%m/%Y})")
        elif event.kind == MatterEventChoice.REPEATED and event.later is not None:
            paper = event.later.document.symbol or event.later.document.title
            told.append(_("nêu lại tại %(paper)s") % {"paper": paper})
    return told


@require_GET
def matter_review(request: UserRequest) -> HttpResponse:
    """What the year before noted and what came of it: an annex of the year's review."""
    family, year, found = _reviewed(request)
    page = lists.page_of(request, found)
    context = {
        "family": family,
        "year": year,
        "last": year - 1,
        "page": page,
        "rows": [(matter, _outcomes(matter)) for matter in page],
        "export": lists.without(request),
    }
    return render(request, "matters/matter_review.html", context)


@require_GET
def matter_review_export(request: UserRequest, kind: str) -> HttpResponse:
    """That list as a file."""
    family, year, found = _reviewed(request)
    headers = [
        _("Nội dung"), _("Loại"), _("Của cơ quan"), _("Văn bản"), _("Ngày"), _("Trạng thái"),
        _("Kết quả khắc phục"),
    ]  # fmt: skip

    def lines() -> Iterator[list[Cell]]:
        for matter in found[: lists.MOST_EXPORTED]:
            body = matter.answering or matter.body
            yield [
                matter.words, matter.get_nature_display(), body.name if body else "", str(matter.document),
                matter.document.date, matter.get_state_display(), "; ".join(_outcomes(matter)),
            ]  # fmt: skip

    title = (
        _("Kiến nghị, khó khăn năm %(year)s và kết quả giải quyết")
        if family == "kien-nghi"
        else _("Tồn tại năm %(year)s và kết quả khắc phục")
    )
    return lists.as_file(kind, title % {"year": year - 1}, headers, lines())


def _reviewed(request: UserRequest) -> tuple[str, int, QuerySet[Matter]]:
    """Which family, the review of which year, and what it looks at."""
    family = "kien-nghi" if request.GET.get("family") == "kien-nghi" else "ton-tai"
    year = lists.year(request.GET, "year") or lists.today().year
    return family, year, selectors.of_last_year(request.access, year=year, natures=FAMILIES[family])
