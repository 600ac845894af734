"""The catalogue of indicators: what is measured, how it adds up, its names; and two entries made one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.assessment.aggregation import usual_rules
from dondoc.records.plan import Nature, TimeRule, UnitRule
from dondoc.web.accounts.access import Action
from dondoc.web.audit import selectors as audit
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.plans import catalogue, selectors
from dondoc.web.plans.catalogueforms import AliasForm, IndicatorForm, MergeForm
from dondoc.web.plans.models import (
    Indicator,
    IndicatorAlias,
    NatureChoice,
    TimeRuleChoice,
    UnitRuleChoice,
)
from dondoc.web.plans.ruleexample import BODIES, MONTHS, example
from dondoc.writing.rows import Cell


def _may(request: UserRequest) -> bool:
    """Whether this person keeps the province's catalogue."""
    office = request.access.office
    return office is not None and request.access.can(Action.REVIEW, office)


def _require(request: UserRequest) -> None:
    request.access.require(Action.REVIEW, request.access.office or 0)


@require_GET
def indicator_list(request: UserRequest) -> HttpResponse:
    """The catalogue: what is measured, in how many targets and figures."""
    text = lists.text(request.GET, "q")
    page = lists.page_of(request, selectors.indicators(text))
    context = {
        "page": page,
        "rows": selectors.with_counts(request.access, page),
        "most": selectors.COUNTED,
        "text": text,
        "may": _may(request),
        "export": lists.without(request),
    }
    return render(request, "plans/indicator_list.html", context)


@require_GET
def indicator_export(request: UserRequest, kind: str) -> HttpResponse:
    """The catalogue as it is filtered, as a file."""
    found = selectors.indicators(lists.text(request.GET, "q"))
    headers = [
        _("Chỉ tiêu"),
        _("Mã"),
        _("Đơn vị tính"),
        _("Chiều tốt"),
        _("Tính chất"),
        _("Lĩnh vực"),
        _("Gộp theo thời gian"),
        _("Gộp theo đơn vị"),
        _("Tử số"),
        _("Mẫu số"),
        _("Thành phần"),
        _("Năm gốc"),
        _("Tên gọi khác"),
    ]

    def rows() -> Iterator[list[Cell]]:
        loaded = found.select_related("numerator", "denominator").prefetch_related(
            "aliases", "components__part"
        )
        for one in loaded[: lists.MOST_EXPORTED]:
            time, units = one.rules
            yield [
                one.name,
                one.code,
                one.unit,
                one.get_direction_display(),
                one.get_nature_display(),
                one.field,
                str(TimeRuleChoice(time.value).label),
                str(UnitRuleChoice(units.value).label),
                one.numerator.name if one.numerator else "",
                one.denominator.name if one.denominator else "",
                "; ".join(row.part.name for row in one.components.all()),
                one.base_year,
                "; ".join(alias.name for alias in one.aliases.all() if alias.withdrawn_at is None),
            ]

    return lists.as_file(kind, _("Danh mục chỉ tiêu"), headers, rows())


@require_GET
def indicator_page(request: UserRequest, pk: int) -> HttpResponse:
    """One indicator: its names, how it adds up, its targets and all its figures."""
    merged = Indicator.objects.filter(pk=pk).exclude(merged_into=None).values_list("merged_into", flat=True)
    if (into := merged.first()) is not None:
        toast(request, _("Chỉ tiêu đã được gộp; đây là chỉ tiêu giữ lại."))
        return redirect("indicator", pk=into)
    indicator = get_object_or_404(selectors.indicators("").select_related("numerator", "denominator"), pk=pk)
    targets = list(
        selectors.targets_seen(request.access)
        .filter(indicator=indicator)
        .select_related("indicator", "body")
        .order_by("-period_end", "pk")[:100]
    )
    time, units = indicator.rules
    context = {
        "indicator": indicator,
        "rows": selectors.target_rows(request.access, targets),
        "observations": selectors.observations_seen(request.access)
        .filter(indicator=indicator)
        .select_related("body", "document")
        .order_by("-period_end", "measure", "pk")[:100],
        "aliases": indicator.aliases.filter(withdrawn_at=None).order_by("name"),
        "components": indicator.components.select_related("part"),
        "time_rule": TimeRuleChoice(time.value).label,
        "unit_rule": UnitRuleChoice(units.value).label,
        "alias_form": AliasForm(),
        "may": _may(request),
        "history": audit.trail_of(indicator, request.access),
    }
    return render(request, "plans/indicator.html", context)


@require_GET
def rules_example(request: HttpRequest) -> HttpResponse:
    """The worked example for the rules a form shows now."""
    return render(request, "plans/_rules_example.html", {"example": _example(request.GET)})


def _example(given: Any) -> Any:
    nature = given.get("nature", "") if given.get("nature") in NatureChoice.values else NatureChoice.FLOW
    unit = lists.text(given, "unit", 80)
    time, units = usual_rules(Nature(nature), unit)
    if given.get("time_rule") in TimeRuleChoice.values:
        time = TimeRule(given["time_rule"])
    if given.get("unit_rule") in UnitRuleChoice.values:
        units = UnitRule(given["unit_rule"])
    return example(time, units, lists.text(given, "months"), lists.text(given, "bodies"), unit)


def _form_page(
    request: UserRequest, form: IndicatorForm, indicator: Indicator | None, *, status: int = 200
) -> HttpResponse:
    given = request.POST if form.is_bound else {**form.initial} | {"months": "", "bodies": ""}
    query = given if form.is_bound else _as_query(form)
    context = {
        "form": form,
        "indicator": indicator,
        "example": _example(query),
        "months": given.get("months") or MONTHS,
        "bodies": given.get("bodies") or BODIES,
    }
    return render(request, "plans/indicator_form.html", context, status=status)


def _as_query(form: IndicatorForm) -> Any:
    query = HttpRequest().GET.copy()
    for name in ("nature", "unit", "time_rule", "unit_rule"):
        query[name] = str(form.initial.get(name, ""))
    return query


@require_http_methods(["GET", "POST"])
def indicator_add(request: UserRequest) -> HttpResponse:
    """A new entry of the catalogue."""
    _require(request)
    if request.method == "GET":
        return _form_page(request, IndicatorForm(initial={"nature": "flow", "direction": "higher"}), None)
    form = IndicatorForm(request.POST)
    if form.is_valid():
        try:
            made = catalogue.indicator_add(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toast(request, _("Đã thêm chỉ tiêu vào danh mục."))
            return redirect("indicator", pk=made.pk)
    return _form_page(request, form, None, status=422)


@require_http_methods(["GET", "POST"])
def indicator_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Correct an entry."""
    _require(request)
    indicator = get_object_or_404(Indicator, pk=pk, merged_into=None)
    if request.method == "GET":
        return _form_page(request, IndicatorForm(indicator=indicator), indicator)
    form = IndicatorForm(request.POST, indicator=indicator)
    if form.is_valid():
        try:
            catalogue.indicator_update(indicator=indicator, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except Conflict as conflict:
            toast_problem(request, str(conflict))
            return redirect("indicator", pk=pk)
        else:
            toast(request, _("Đã lưu chỉ tiêu."))
            return redirect("indicator", pk=pk)
    return _form_page(request, form, indicator, status=422)


@require_POST
def indicator_alias_add(request: UserRequest, pk: int) -> HttpResponse:
    """One more name."""
    _require(request)
    indicator = get_object_or_404(Indicator, pk=pk, merged_into=None)
    form = AliasForm(request.POST)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    if name and catalogue.indicator_alias_add(indicator=indicator, name=name, by=request.user):
        toast(request, _("Đã thêm tên gọi."))
    else:
        toast_problem(request, _("Nhập một tên gọi chưa có."))
    return redirect("indicator", pk=pk)


@require_POST
def indicator_alias_withdraw(request: UserRequest, pk: int, alias: int) -> HttpResponse:
    """One name less."""
    _require(request)
    row = get_object_or_404(IndicatorAlias, pk=alias, indicator=pk)
    try:
        catalogue.indicator_alias_withdraw(alias=row, by=request.user)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Đã bỏ tên gọi “%(name)s”.") % {"name": row.name})
    return redirect("indicator", pk=pk)


@require_http_methods(["GET", "POST"])
def indicator_merge(request: UserRequest, pk: int) -> HttpResponse:
    """Two entries are one: first what would move, then the merger."""
    _require(request)
    indicator = get_object_or_404(Indicator, pk=pk, merged_into=None)
    asked = lists.number(request.GET, "into")
    others = Indicator.objects.filter(merged_into=None).exclude(pk=pk)
    into = None if asked is None else others.filter(pk=asked).first()
    form = MergeForm(request.POST or None, indicator=indicator, initial={"into": into})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                catalogue.indicator_merge(indicator=indicator, by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            except Conflict as conflict:
                toast_problem(request, str(conflict))
                return redirect("indicator", pk=pk)
            else:
                toast(request, _("Đã gộp hai chỉ tiêu."))
                return redirect("indicator", pk=form.cleaned_data["into"].pk)
    context = {
        "indicator": indicator,
        "into": into,
        "form": form,
        "preview": catalogue.merge_preview(indicator, into) if into else None,
    }
    return render(request, "plans/indicator_merge.html", context, status=status)
