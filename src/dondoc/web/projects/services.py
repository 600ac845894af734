"""What people record of a project. One transaction and one audit entry each; nothing is overwritten."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dondoc.assessment.projects import Step, StepEvent, project_standing
from dondoc.errors import QuantityError
from dondoc.records.plan import Period, Scaled
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.core.quantities import number_text
from dondoc.web.projects.models import (
    MONEY,
    Capital,
    CapitalKind,
    Clearance,
    Project,
    ProjectKind,
    ProjectStep,
    ProjectTarget,
    SourceChoice,
    StepChoice,
)
from dondoc.web.sources.convert import micro
from dondoc.web.sources.models import Document

MONEY_UNITS = ("triệu đồng", "tỷ đồng", "nghìn tỷ đồng")


def project_open(project: Project) -> Project:
    """The project as it is now, with nobody else changing it."""
    take_turn(Turn.PROJECT, project.pk)
    now = Project.objects.select_related("owner").get(pk=project.pk)
    if now.withdrawn_at is not None:
        raise Conflict("Dự án này đã được rút khỏi danh sách. Tải lại trang để xem.")
    return now


def _scaled(value: Decimal, field: str) -> Scaled:
    if value < 0:
        words = "Số không thể âm. Ghi toàn bộ số sau điều chỉnh (lũy kế), không ghi phần tăng, giảm."
        raise ValidationError({field: words})
    try:
        return Scaled.of(value)
    except QuantityError as error:
        raise ValidationError({field: str(error)}) from error


def _fields(values: dict[str, Any]) -> dict[str, Any]:
    """The columns of what a form says: total and output as exact numbers."""
    columns = {k: v.strip() if isinstance(v, str) else v for k, v in values.items() if k in _PLAIN}
    for name in ("total", "output"):
        if name not in values:
            continue
        scaled = None if values[name] is None else _scaled(values[name], name)
        columns[f"{name}_mantissa"] = scaled.mantissa if scaled else None
        columns[f"{name}_decimals"] = scaled.decimals if scaled else 0
        if scaled is None:
            columns[f"{name}_unit"] = ""
        elif f"{name}_unit" in values:
            columns[f"{name}_unit"] = (values[f"{name}_unit"] or "").strip()
    if columns.get("total_unit", MONEY) not in ("", *MONEY_UNITS):
        raise ValidationError({"total_unit": "Chọn triệu đồng, tỷ đồng hoặc nghìn tỷ đồng."})
    return columns


_REPEATED = ["created_by", "stage_on", "withdrawn_at", "total_mantissa", "output_mantissa"]  # typed by nobody
_PLAIN = ("code", "name", "kind", "owner", "parent", "field", "place", "document", "words")


@transaction.atomic
def project_add(*, by: User, code: str, name: str, owner: Body, **more: Any) -> Project:
    """A programme, scheme, project or work.

    Raises:
        ValidationError: By field; the code is used already.
    """
    columns = _fields({"code": code, "name": name, "owner": owner, "kind": ProjectKind.PROJECT, **more})
    project = Project(created_by=by, **columns)
    if project.total is not None and not project.total_unit:
        raise ValidationError({"total_unit": "Chọn đơn vị của tổng mức đầu tư."})
    project.full_clean(exclude=_REPEATED)
    project.save()
    after = {"code": project.code, "name": project.name, "kind": project.kind, "owner": owner.name}
    record(actor=by, action="project.add", row=project, before={}, after=after, body=owner)
    return project


@transaction.atomic
def project_update(*, project: Project, by: User, reason: str = "", **wanted: Any) -> Project:
    """Correct what is said of a project; what is not named stays.

    Raises:
        ValidationError: By field; it would be a part of itself.
    """
    project = project_open(project)
    columns = _fields(wanted)
    changes = {name: value for name, value in columns.items() if getattr(project, name) != value}
    if not changes:
        return project
    before = {name: _plain(getattr(project, name)) for name in changes}
    for name, value in changes.items():
        setattr(project, name, value)
    above, seen = project.parent, {project.pk}
    while above is not None:
        if above.pk in seen:
            raise ValidationError({"parent": "Một dự án không thể là phần của chính nó."})
        seen.add(above.pk)
        above = above.parent
    project.full_clean(exclude=_REPEATED)
    project.save(update_fields=list(changes))
    after = {name: _plain(value) for name, value in changes.items()}
    record(
        actor=by, action="project.update", row=project, before=before, after=after, reason=reason,
        body=project.owner,
    )  # fmt: skip
    return project


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Body | Project | Document) else value


@transaction.atomic
def project_withdraw(*, project: Project, by: User, reason: str) -> Project:
    """It was entered by mistake: it is shown no more, and kept.

    Raises:
        ValidationError: No reason.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Nêu lý do rút."})
    project = project_open(project)
    project.withdrawn_at = timezone.now()
    project.save(update_fields=["withdrawn_at"])
    record(
        actor=by, action="project.withdraw", row=project, before={"name": project.name}, after={},
        reason=reason, body=project.owner,
    )  # fmt: skip
    return project


# --- money ----------------------------------------------------------------------------------------------


@transaction.atomic
def capital_set(
    *,
    project: Project,
    kind: str,
    source: str,
    year: int,
    value: Decimal,
    by: User,
    on: date,
    unit: str = MONEY,
    until: date | None = None,
    words: str = "",
) -> Capital:
    """Money planned for a year, or disbursed from its first day until a day.

    Args:
        project: Whose.
        kind: `CapitalKind`.
        source: `SourceChoice`.
        year: Of the plan.
        value: As printed.
        by: Who enters it.
        on: The day it is entered.
        unit: One of `MONEY_UNITS`.
        until: Of what was disbursed: the last day counted, at most 31 January of the next year.
        words: The report or decision it stands in.

    Returns:
        The figure that stands; the very same number entered again is the same figure.

    Raises:
        ValidationError: By field.
    """
    if kind not in CapitalKind.values:
        raise ValidationError({"kind": "Chọn kế hoạch vốn hoặc đã giải ngân."})
    if source not in SourceChoice.values:
        raise ValidationError({"source": "Chọn nguồn vốn."})
    if not 1990 <= year <= 2100:
        raise ValidationError({"year": "Năm kế hoạch không hợp lệ."})
    if unit not in MONEY_UNITS:
        raise ValidationError({"unit": "Chọn triệu đồng, tỷ đồng hoặc nghìn tỷ đồng."})
    when = _time(kind, year, until, on)
    project = project_open(project)
    scaled = _scaled(value, "value")
    same = Capital.objects.filter(
        project=project, kind=kind, source=source, period=str(when), replaced_on=None
    )
    old = same.first()
    if old is not None and (old.value, old.unit) == (value, unit):
        return old
    if old is not None:
        old.replaced_on = on
        old.save(update_fields=["replaced_on"])
    made = Capital.objects.create(
        project=project, kind=kind, source=source, year=year, period=str(when), period_start=when.start,
        period_end=when.end, mantissa=scaled.mantissa, decimals=scaled.decimals, unit=unit,
        micro=micro(value, unit, MONEY, "level"), words=words.strip()[:500], created_by=by,
    )  # fmt: skip
    record(
        actor=by, action="project.capital", row=project, before={"money": money_words(old)},
        after={"money": money_words(made)}, reason=words, body=project.owner,
    )  # fmt: skip
    return made


def _time(kind: str, year: int, until: date | None, on: date) -> Period:
    whole = Period(date(year, 1, 1), date(year, 12, 31))
    if kind == CapitalKind.PLANNED:
        return whole
    if until is None:
        raise ValidationError({"until": "Nhập ngày tính đến của số giải ngân."})
    if until > on:
        raise ValidationError({"until": "Ngày tính đến không thể sau hôm nay."})
    if not whole.start <= until <= date(year + 1, 1, 31):
        raise ValidationError(
            {"until": f"Vốn kế hoạch năm {year} được giải ngân từ 01/01/{year} đến 31/01/{year + 1}."}
        )
    return Period(whole.start, until)


def money_words(row: Capital | None) -> str:
    """One figure as the trail has it."""
    if row is None:
        return ""
    amount = number_text(row.value, row.decimals)
    return f"{row.get_kind_display()}, {row.get_source_display()}, {row.period}: {amount} {row.unit}"


# --- land -----------------------------------------------------------------------------------------------


@transaction.atomic
def clearance_set(
    *, project: Project, planned: bool, day: date, area: Decimal, households: int, by: User, on: date,
    words: str = "",
) -> Clearance:  # fmt: skip
    """How much land is to be, or was, handed over by a day, counted from the beginning.

    Raises:
        ValidationError: By field; less than was handed over before.
    """
    if not planned and day > on:
        raise ValidationError({"day": "Ngày tính đến không thể sau hôm nay."})
    scaled = _scaled(area, "area")
    if households < 0:
        raise ValidationError({"households": "Số hộ không thể âm."})
    project = project_open(project)
    rows = project.clearances.filter(planned=planned, replaced_on=None)
    earlier = rows.filter(on__lt=day).last()
    if earlier is not None and (area < earlier.area or households < earlier.households):
        raise ValidationError(
            {"area": f"Số cộng dồn nhỏ hơn số đã ghi đến {earlier.on:%d/%m/%Y} ({earlier}). Sửa số đó trước."}
        )
    old = rows.filter(on=day).first()
    if old is not None and (old.area, old.households) == (area, households):
        return old
    if old is not None:
        old.replaced_on = on
        old.save(update_fields=["replaced_on"])
    made = Clearance.objects.create(
        project=project, planned=planned, on=day, area_mantissa=scaled.mantissa,
        area_decimals=scaled.decimals, households=households, words=words.strip()[:500], created_by=by,
    )  # fmt: skip
    record(
        actor=by, action="project.clearance", row=project, before={"land": str(old or "")},
        after={"land": str(made), "planned": planned}, reason=words, body=project.owner,
    )  # fmt: skip
    return made


# --- steps ----------------------------------------------------------------------------------------------


@transaction.atomic
def step_add(
    *, project: Project, step: str, day: date, by: User, on: date, planned: bool = False, words: str = ""
) -> ProjectStep:
    """A step was taken, or is planned for a day.

    Raises:
        ValidationError: By field: a day that has not come; a pause without a reason.
        Conflict: It is recorded as taken already.
    """
    if step not in StepChoice.values:
        raise ValidationError({"step": "Chọn một bước."})
    if not planned and day > on:
        raise ValidationError({"day": "Bước đã xong không thể có ngày sau hôm nay."})
    if step in (StepChoice.PAUSED, StepChoice.STOPPED):
        if planned:
            raise ValidationError({"planned": "Tạm dừng và dừng hẳn không lập kế hoạch trước."})
        if not words.strip():
            raise ValidationError({"words": "Nêu lý do hoặc quyết định."})
    project = project_open(project)
    same = project.steps.filter(step=step, planned=planned, withdrawn_at=None)
    if (known := same.filter(on=day).first()) is not None:
        return known
    if (
        not planned
        and step not in (StepChoice.PAUSED, StepChoice.STOPPED)
        and (taken := same.first()) is not None
    ):
        raise Conflict(
            f"Bước này đã ghi là xong ngày {taken.on:%d/%m/%Y}. Rút dòng đó trước khi ghi ngày khác."
        )
    made = ProjectStep.objects.create(
        project=project, step=step, planned=planned, on=day, words=words.strip()[:500], by=by
    )
    refresh(project, as_of=on)
    record(
        actor=by, action="project.step", row=project, before={}, reason=words, body=project.owner,
        after={"step": made.get_step_display(), "on": day, "planned": planned},
    )  # fmt: skip
    return made


@transaction.atomic
def step_withdraw(*, step: ProjectStep, by: User, on: date, reason: str) -> ProjectStep:
    """A step recorded by mistake.

    Raises:
        ValidationError: No reason.
        Conflict: It is withdrawn already.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Nêu lý do rút."})
    project = project_open(step.project)
    step = ProjectStep.objects.get(pk=step.pk)
    if step.withdrawn_at is not None:
        raise Conflict("Bước này đã được rút. Tải lại trang để xem.")
    step.withdrawn_at = timezone.now()
    step.save(update_fields=["withdrawn_at"])
    refresh(project, as_of=on)
    record(
        actor=by, action="project.step_withdraw", row=project, after={}, reason=reason, body=project.owner,
        before={"step": step.get_step_display(), "on": step.on, "planned": step.planned},
    )  # fmt: skip
    return step


def events_of(steps: Any) -> list[StepEvent]:
    """Standing steps as the core takes them."""
    return [StepEvent(Step(row.step), row.on, row.planned, row.pk) for row in steps]


def refresh(project: Project, *, as_of: date) -> None:
    """Set the columns that repeat the events."""
    standing = project_standing(events_of(project.steps.filter(withdrawn_at=None)), as_of=as_of)
    project.stage, project.stage_on = (standing.stage.value if standing.stage else ""), standing.since
    project.save(update_fields=["stage", "stage_on"])


# --- what it is for -------------------------------------------------------------------------------------


@transaction.atomic
def targets_set(*, project: Project, targets: Any, by: User) -> None:
    """Which targets the project serves, from now on."""
    project = project_open(project)
    wanted = {target.pk: target for target in targets}
    had = dict(project.serves.select_related("target__indicator").values_list("target", "pk"))
    names = {row.target_id: str(row.target) for row in project.serves.select_related("target__indicator")}
    if set(wanted) == set(had):
        return
    project.serves.exclude(target__in=wanted).delete()
    ProjectTarget.objects.bulk_create(
        ProjectTarget(project=project, target=target, created_by=by)
        for pk, target in wanted.items()
        if pk not in had
    )
    record(
        actor=by, action="project.targets", row=project, before={"targets": sorted(names.values())},
        after={"targets": sorted(str(target) for target in wanted.values())}, body=project.owner,
    )  # fmt: skip
