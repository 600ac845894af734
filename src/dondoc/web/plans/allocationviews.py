"""The grid in which a number is given out to bodies: typed, pasted, or filled in a workbook and sent back."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from dondoc.assessment.aggregation import Amount, across_units
from dondoc.errors import ReadError
from dondoc.reading.workbook import sheet_rows
from dondoc.records.plan import UnitRule
from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Action
from dondoc.web.bodies.models import Body, BodyKind, BodyName
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.quantities import number_typed
from dondoc.web.core.toasts import toast
from dondoc.web.plans import allocation, targets
from dondoc.web.plans.allocation import Share
from dondoc.web.plans.grids import Line, fill, pasted
from dondoc.web.plans.models import BasisChoice, Target, TargetVersion, UnitRuleChoice
from dondoc.web.plans.selectors import TargetRow, target_rows
from dondoc.web.plans.targetforms import GroundForm
from dondoc.web.plans.targetselectors import decimal_of, target_seen
from dondoc.web.plans.targetviews import add_errors, bodies_now

MOST_BYTES = 3_000_000
HEADERS = (
    gettext_lazy("Mã đơn vị"),
    gettext_lazy("Đơn vị"),
    gettext_lazy("Số giao"),
    gettext_lazy("Tính trên"),
)


class AllocationForm(GroundForm):
    """The document that gives the number out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].label = _("Số ký hiệu văn bản giao")


@dataclass(slots=True)
class Sheet:
    """The grid as it stands on the form."""

    version: TargetVersion
    bodies: list[Body]
    lines: list[Line]
    had: dict[int, TargetVersion]
    kind: str
    basis: str
    seen: int
    problems: list[str]

    @property
    def target(self) -> Target:
        return self.version.target

    @property
    def ratio(self) -> bool:
        """Whether each body also needs what its rate is a rate of."""
        return self.target.rules[1] is UnitRule.RATIO

    def shares(self) -> list[Share]:
        """As typed; a line that is no number says so."""
        found = []
        for body, line in zip(self.bodies, self.lines, strict=True):
            value, weight = line.number(line.value), line.number(line.weight)
            found.append(Share(body, value, weight if value is not None else None))
        return found


def _bodies(request: UserRequest, target: Target, kind: str, had: Sequence[int]) -> list[Body]:
    """The bodies below, of one kind; always those that were given something."""
    below = bodies_now(request.access).filter(path__startswith=target.body.path).exclude(pk=target.body_id)
    wanted: QuerySet[Body] = below.filter(Q(kind=kind) | Q(pk__in=had)) if kind else below
    return list(wanted.order_by("sort_key", "pk")[:400])


def _sheet(request: UserRequest, target: Target) -> Sheet:
    version = targets.standing_version(target)
    assert version is not None  # a target without one is not seen
    version.target = target
    had = allocation.shares_of(version)
    posted = request.method == "POST"
    given = request.POST if posted else request.GET
    usual = "" if had or target.body.kind != BodyKind.PROVINCE else BodyKind.COMMUNE.value
    kinds = {one.target.body.kind for one in had.values()}
    kind = given.get("kind", next(iter(kinds)) if len(kinds) == 1 else usual)
    kind = kind if kind in BodyKind.values else ""
    bodies = _bodies(request, target, kind, list(had))
    lines = [Line(str(body.pk), body.name) for body in bodies]
    basis = given.get("basis", "")
    if basis not in BasisChoice.values:
        basis = next((one.target.basis for one in had.values()), target.basis)
    seen = (lists.number(given, "seen") or 0) if posted else allocation.state_of(version)
    sheet = Sheet(version, bodies, lines, had, kind, basis, seen, [])
    for line in lines:
        if posted:
            line.value = lists.text(given, f"v-{line.key}", 40)
            line.weight = lists.text(given, f"w-{line.key}", 40)
            line.shown = set(given.getlist(f"s-{line.key}"))
        elif (row := had.get(int(line.key))) is not None:
            line.value = line.show(row.value, row.decimals)
            line.weight = "" if row.weight is None else line.show(row.weight)
    return sheet


@require_http_methods(["GET", "POST"])
def target_allocation(request: UserRequest, pk: int) -> HttpResponse:
    """Who is given how much of a target, and whether that comes to the whole."""
    target = target_seen(request.access, pk)
    if request.method == "POST":
        request.access.require(Action.REVIEW, target.body_id)
    sheet = _sheet(request, target)
    may = request.access.can(Action.REVIEW, target.body_id)
    last = next(iter(sheet.had.values()), None)
    initial = {"decided_on": lists.today(), "words": last.source_words if last else ""}
    do = request.POST.get("do", "")
    saving = request.method == "POST" and do not in ("fill", "file", "show")
    form = AllocationForm(request.POST if saving else None, access=request.access, initial=initial)
    status = 200
    if do == "fill":
        sheet.problems = fill(sheet.lines, pasted(request.POST.get("pasted", "")), _names(sheet)).problems
    elif do == "file":
        status = _from_file(request, sheet)
    elif saving:
        status = 422
        done = _save(request, sheet, form) if form.is_valid() else 422
        if isinstance(done, HttpResponse):
            return done
        status = done
    return render(request, "plans/allocation.html", _context(request, sheet, form, may=may), status=status)


def _save(request: UserRequest, sheet: Sheet, form: AllocationForm) -> HttpResponse | int:
    shares = sheet.shares()
    if any(line.problem for line in sheet.lines):
        return 422
    try:
        changed = allocation.allocate(
            version=sheet.version, shares=shares, basis=sheet.basis, ground=form.ground, by=request.user,
            seen=sheet.seen,
        )  # fmt: skip
    except ValidationError as error:
        add_errors(form, error)
        return 422
    except Conflict as conflict:
        sheet.problems = [str(conflict)]
        return 409
    toast(request, _("Đã ghi phân bổ cho %(number)d đơn vị.") % {"number": changed})
    return redirect("target-allocation", pk=sheet.target.pk)


def _names(sheet: Sheet) -> dict[str, str]:
    """Code, name and other names of each body → its line."""
    names: dict[str, str] = {}
    for body in sheet.bodies:
        for name in (body.code, body.name):
            names.setdefault(search_key(name), str(body.pk))
    for body_id, folded in BodyName.objects.filter(body__in=sheet.bodies).values_list("body", "folded"):
        names.setdefault(folded, str(body_id))
    return names


def _from_file(request: UserRequest, sheet: Sheet) -> int:
    """Fill the grid from a workbook; nothing is saved yet."""
    upload = request.FILES.get("workbook")
    if upload is None or (upload.size or 0) > MOST_BYTES:
        sheet.problems = [_("Chọn một bảng Excel (.xlsx) không quá 3 MB.")]
        return 422
    try:
        rows = sheet_rows(upload.read(), upload.name or "bảng.xlsx")
    except ReadError as error:
        sheet.problems = [str(error)]
        return 422
    cells = [[number_typed(c.value) if isinstance(c.value, Decimal) else c.text for c in row] for row in rows]
    places = [row[0].place if row else "" for row in rows]
    filled = fill(sheet.lines, cells, _names(sheet), [_("Ô %(place)s") % {"place": p} for p in places])
    sheet.problems = filled.problems
    sure = {number_typed(c.value) for row in rows for c in row if isinstance(c.value, Decimal)}
    for line in sheet.lines:
        line.shown |= {line.value, line.weight} & sure
    return 200


def _context(request: UserRequest, sheet: Sheet, form: AllocationForm, *, may: bool) -> dict[str, Any]:
    given = [(line.number(line.value), line.number(line.weight)) for line in sheet.lines]
    check = allocation.check(sheet.version, given)
    latest = _latest(request, sheet)
    rows = [
        {"body": body, "line": line, "had": sheet.had.get(body.pk), "latest": latest.get(body.pk)}
        for body, line in zip(sheet.bodies, sheet.lines, strict=True)
    ]
    rolled = _rolled(sheet, latest)
    kinds = [(value, label) for value, label in BodyKind.choices if value not in ("central", "province")]
    return {
        "sheet": sheet,
        "target": sheet.target,
        "version": sheet.version,
        "form": form,
        "rows": rows,
        "may": may,
        "kinds": kinds,
        "bases": BasisChoice.choices,
        "unit_rule": UnitRuleChoice(sheet.target.rules[1].value).label,
        "check": check,
        "parts": decimal_of(check.parts),
        "difference": decimal_of(check.difference),
        "given": sum(1 for value, _weight in given if value is not None),
        "rolled": decimal_of(rolled.value) if rolled else None,
        "silent": rolled.missing if rolled else 0,
    }


def _latest(request: UserRequest, sheet: Sheet) -> dict[int, TargetRow]:
    """The latest figure of each body that was given something, beside its number."""
    children = {one.target_id: one for one in sheet.had.values()}
    own = list(
        Target.objects.filter(pk__in=children, body__in=request.access.body_ids).select_related(
            "indicator", "body"
        )
    )
    return {row.target.body_id: row for row in target_rows(request.access, own)} if own else {}


def _rolled(sheet: Sheet, latest: dict[int, TargetRow]) -> Any:
    """The figure of the whole from those of the bodies, by the rule; None where nobody has told one."""
    from fractions import Fraction

    amounts: list[Amount | None] = []
    for body_id, had in sheet.had.items():
        row = latest.get(body_id)
        value = row.observation.in_indicator_unit if row and row.observation else None
        if value is None or (sheet.ratio and had.weight is None):
            amounts.append(None)
        elif sheet.ratio and had.weight is not None:
            amounts.append(Amount.of_rate(Fraction(value), Fraction(had.weight)))
        else:
            amounts.append(Amount(Fraction(value)))
    return across_units(sheet.target.rules[1], amounts) if any(amounts) else None


@require_GET
def allocation_export(request: UserRequest, pk: int) -> HttpResponse:
    """The grid as a workbook that can be filled in and sent back."""
    target = target_seen(request.access, pk)
    sheet = _sheet(request, target)
    response = HttpResponse(
        _workbook(sheet), content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response["Content-Disposition"] = f'attachment; filename="phan-bo-{target.pk}.xlsx"'
    return response


def _workbook(sheet: Sheet) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet(_("Phân bổ"))
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    page.write_row(0, 0, [str(name) for name in HEADERS], head)
    formats: dict[int, Any] = {}

    def number(row: int, column: int, value: Decimal | None, decimals: int) -> None:
        if value is None:
            return
        shown = formats.get(decimals)
        if shown is None:
            shown = formats[decimals] = book.add_format(
                {"num_format": "#,##0" + ("." + "0" * decimals if decimals else "")}
            )
        page.write_number(row, column, float(value), shown)  # a spreadsheet has no exact decimals

    for n, body in enumerate(sheet.bodies, 1):
        page.write_string(n, 0, body.code)
        page.write_string(n, 1, body.name)
        had = sheet.had.get(body.pk)
        if had is not None:
            number(n, 2, had.value, had.decimals)
            number(n, 3, had.weight, had.weight_decimals)
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 40)
    page.set_column(2, 3, 16)
    page.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
