"""The plan path of a target: typed, pasted or spread by a rule, and held against the whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from dondoc.assessment.planpath import Check, path_check
from dondoc.records.plan import Period
from dondoc.web.accounts.access import Action
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast
from dondoc.web.plans import paths, targets
from dondoc.web.plans.grids import Line, fill, pasted
from dondoc.web.plans.models import PathKind, PathStep, PlanPath, Target, TargetVersion
from dondoc.web.plans.targetpaths import path_set
from dondoc.web.plans.targetselectors import decimal_of, target_seen

SPREADS = {
    "even": gettext_lazy("Chia đều"),
    "last_year": gettext_lazy("Theo nhịp cùng kỳ năm trước"),
    "straight": gettext_lazy("Đường thẳng từ giá trị đầu kỳ"),
    "same": gettext_lazy("Kỳ nào cũng bằng mục tiêu"),
}


@dataclass(slots=True)
class Sheet:
    """The path as it stands on the form."""

    version: TargetVersion
    kind: str
    step: str
    lines: list[Line]
    cumulative: bool = False
    words: str = ""
    seen: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def target(self) -> Target:
        return self.version.target

    def points(self) -> list[tuple[str, Decimal]]:
        """What is typed; a line that is no number, or of free periods no period, says so."""
        found = []
        for line in self.lines:
            value = line.number(line.value)
            if value is None:
                continue
            try:
                found.append(
                    (str(Period.parse(line.label if self.step == PathStep.FREE else line.key)), value)
                )
            except ValueError as error:
                line.problem = str(error)
        return found

    def check(self) -> Check | None:
        """What the steps come to beside the whole."""
        if self.kind == PathKind.MILESTONES:
            return None
        values = {line.key: line.number(line.value) for line in self.lines}
        if not any(value is not None for value in values.values()):
            return None
        top = self.version.value_max
        return path_check(
            self.target.rules[0],
            [None if values[line.key] is None else Fraction(values[line.key] or 0) for line in self.lines],
            Fraction(self.version.value),
            None if top is None else Fraction(top),
            cumulative=self.cumulative,
        )


def _sheet(request: UserRequest, version: TargetVersion) -> Sheet:
    """From the form, or from what is kept."""
    posted = request.method == "POST"
    given = request.POST if posted else request.GET
    kind = given.get("kind", "") if given.get("kind") in PathKind.values else PathKind.PATH.value
    kept = version.paths.filter(kind=kind, withdrawn_at=None).prefetch_related("points").first()
    allowed = paths.steps_for(version.target) if kind == PathKind.PATH else [PathStep.FREE.value]
    step = given.get("step", "") or (kept.step if kept else "")
    step = step if step in allowed else allowed[-1]  # the longest: a year by quarter, a term by year
    lines = paths.lines_for(version.target, step)
    sheet = Sheet(version, kind, step, lines, seen=kept.pk if kept else 0)
    if posted:
        sheet.cumulative = bool(given.get("cumulative"))
        sheet.words = lists.text(given, "words", 500)
        sheet.seen = lists.number(given, "seen") or 0
        for line in lines:
            line.value = lists.text(given, f"v-{line.key}", 40)
            line.shown = set(given.getlist(f"s-{line.key}"))
            if step == PathStep.FREE:
                line.label = lists.text(given, f"p-{line.key}", 40)
    elif kept is not None and kept.step == step:
        _keep(sheet, kept)
    return sheet


def _keep(sheet: Sheet, kept: PlanPath) -> None:
    sheet.cumulative, sheet.words = kept.cumulative, kept.source_words
    points = list(kept.points.all())
    if sheet.step == PathStep.FREE:
        sheet.lines += [Line(str(n), "") for n in range(len(sheet.lines), len(points) + 2)]
        for line, point in zip(sheet.lines, points, strict=False):
            line.label, line.value = point.period, line.show(point.value, point.decimals)
        return
    kept_of = {point.period: point for point in points}
    for line in sheet.lines:
        there = kept_of.get(line.key)
        line.value = "" if there is None else line.show(there.value, there.decimals)


@require_http_methods(["GET", "POST"])
def target_path(request: UserRequest, pk: int) -> HttpResponse:
    """The path or the milestones of a target's standing version."""
    target = target_seen(request.access, pk)
    request.access.require(Action.REVIEW, target.body_id)
    version = targets.standing_version(target)
    assert version is not None  # a target without one is not seen
    version.target = target
    sheet = _sheet(request, version)
    status = 200
    if request.method == "POST":
        status = 422
        match request.POST.get("do"):
            case "fill":
                filled = fill(
                    sheet.lines, pasted(request.POST.get("pasted", "")), paths.names_of(sheet.lines)
                )
                sheet.problems, status = filled.problems, 200
            case "spread":
                status = _spread(request, sheet)
            case "show":
                status = 200
            case _:
                done = _save(request, sheet)
                if isinstance(done, HttpResponse):
                    return done
                status = done
    return render(request, "plans/path_form.html", _context(sheet), status=status)


def _spread(request: UserRequest, sheet: Sheet) -> int:
    rule = request.POST.get("rule", "")
    try:
        made = paths.spread_over(
            sheet.version, sheet.lines, rule if rule in SPREADS else "even", cumulative=sheet.cumulative
        )
    except ValidationError as error:
        sheet.problems = error.messages
        return 422
    for line, value in zip(sheet.lines, made, strict=True):
        line.value = line.show(value)
    return 200


def _save(request: UserRequest, sheet: Sheet) -> HttpResponse | int:
    points = sheet.points() if request.POST.get("do") != "remove" else []
    if any(line.problem for line in sheet.lines):
        return 422
    try:
        path = path_set(
            version=sheet.version, kind=sheet.kind, step=sheet.step, points=points, by=request.user,
            cumulative=sheet.cumulative, words=sheet.words, seen=sheet.seen,
        )  # fmt: skip
    except ValidationError as error:
        sheet.problems = error.messages
        return 422
    except Conflict as conflict:
        sheet.problems = [str(conflict)]
        return 409
    toast(request, _("Đã lưu lộ trình.") if path else _("Đã bỏ lộ trình."))
    return redirect("target", pk=sheet.target.pk)


def _context(sheet: Sheet) -> dict[str, Any]:
    check = sheet.check()
    steps = paths.steps_for(sheet.target)
    return {
        "sheet": sheet,
        "target": sheet.target,
        "version": sheet.version,
        "steps": [(value, label) for value, label in PathStep.choices if value in steps],
        "spreads": SPREADS.items(),
        "milestones": sheet.kind == PathKind.MILESTONES,
        "check": check,
        "parts": decimal_of(check.parts) if check else None,
        "difference": decimal_of(check.difference) if check else None,
    }
