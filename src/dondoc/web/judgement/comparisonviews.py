"""A target beside plan, same period, country, region and term; and the figures of country and region."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.web.accounts.access import Action
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.judgement import yardsticks
from dondoc.web.judgement.comparisons import comparison_of
from dondoc.web.judgement.forms import YardstickForm
from dondoc.web.judgement.models import Yardstick
from dondoc.web.judgement.services import office
from dondoc.web.judgement.views import day_of, row_seen
from dondoc.web.plans.models import Indicator
from dondoc.web.plans.targetviews import add_errors
from dondoc.web.sources.models import Fact
from dondoc.web.sources.selectors import documents_seen


@require_GET
def verdict_comparison(request: UserRequest, pk: int) -> HttpResponse:
    """The comparison of one number, as a page of its own and as the part other pages fetch."""
    as_of, known_by = day_of(request)
    row = row_seen(request, pk, as_of=as_of, known_by=known_by)
    context = {
        "version": row.version,
        "target": row.target,
        "comparison": comparison_of(request.access, row, as_of=as_of, known_by=known_by),
        "may_enter": request.access.can(Action.REVIEW, request.access.office),
    }
    part = request.htmx and not request.htmx.boosted
    return render(request, "judgement/comparison.html" + ("#comparison" if part else ""), context)


@require_GET
def yardstick_list(request: UserRequest, pk: int) -> HttpResponse:
    """The figures of country and region of one indicator, those withdrawn too."""
    indicator = get_object_or_404(Indicator, pk=pk)
    may = request.access.can(Action.REVIEW, request.access.office)
    rows = (
        Yardstick.objects.filter(indicator=indicator)
        .select_related("document", "entered_by", "indicator")
        .order_by("-period_end", "scope", "place", "published_on", "pk")
    )
    seen = documents_seen(request.access).order_by().filter(yardsticks__indicator=indicator)
    context = {
        "indicator": indicator,
        "page": lists.page_of(request, rows, 50),
        "sentences": yardsticks.sentences_elsewhere(request.access, indicator) if may else [],
        "seen": set(seen.values_list("pk", flat=True)),
        "may": may,
    }
    return render(request, "judgement/yardstick_list.html", context)


@require_http_methods(["GET", "POST"])
def yardstick_add(request: UserRequest, pk: int) -> HttpResponse:
    """Enter a figure of the country or a region, from a sentence of a document or from elsewhere."""
    request.access.require(Action.REVIEW, office())
    indicator = get_object_or_404(Indicator, pk=pk)
    fact = _fact(request)
    told_in = documents_seen(request.access)
    form = YardstickForm(
        request.POST or None,
        initial={"unit": indicator.unit, "published_on": lists.today()} | _of_fact(fact),
        documents=told_in.filter(pk=fact.document_id) if fact else told_in.none(),
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                yardsticks.yardstick_add(
                    indicator=indicator, by=request.user, on=lists.today(), **form.cleaned_data
                )
            except ValidationError as error:
                add_errors(form, error)
            except Conflict as conflict:
                form.add_error(None, str(conflict))
                status = 409
            else:
                toast(request, _("Đã ghi số so sánh."))
                return redirect("yardstick-list", pk=pk)
    context = {"form": form, "indicator": indicator, "fact": fact}
    return render(request, "judgement/yardstick_form.html", context, status=status)


def _fact(request: UserRequest) -> Fact | None:
    """The sentence it is read from, where one was chosen."""
    key = lists.number(request.GET, "fact")
    if key is None:
        return None
    seen = documents_seen(request.access).order_by()
    return Fact.objects.filter(pk=key, document__in=seen).select_related("document").first()


def _of_fact(fact: Fact | None) -> dict[str, Any]:
    if fact is None:
        return {}
    data, document = fact.current, fact.document
    return {
        "value": (data.get("value") or "").replace(".", ","),
        "unit": data.get("unit") or "",
        "period": data.get("period") or "",
        "words": fact.quote[:500],
        "publisher": document.issuer_as_written[:200],
        "published_on": document.date,
        "document": document.pk,
        "status": "estimate" if data.get("status") == "estimate" else "official",
    }


@require_POST
def yardstick_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """A figure that should not have been entered."""
    request.access.require(Action.REVIEW, office())
    row = get_object_or_404(Yardstick, pk=pk)
    try:
        yardsticks.yardstick_withdraw(
            yardstick=row, reason=lists.text(request.POST, "reason", 500), by=request.user
        )
    except ValidationError:
        toast_problem(request, _("Nêu lý do rút."))
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Đã rút số so sánh."))
    return redirect("yardstick-list", pk=row.indicator_id)
