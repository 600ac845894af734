"""Targets as the template has them: what comes back from an export is what went out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from dondoc.exchange.asked import (
    Asked,
    ComponentCell,
    PathCell,
    printed,
    printed_asked,
    printed_components,
    printed_path,
)
from dondoc.exchange.targets import label
from dondoc.web.plans.models import ComparatorChoice, PathKind, PlanPath, PlanPoint, Target, TargetVersion
from dondoc.web.sources.models import StandingChoice
from dondoc.writing.rows import Cell

_COLUMNS = {PathKind.PATH: "path", PathKind.MILESTONES: "milestones"}
KINDS = {column: kind for kind, column in _COLUMNS.items()}


@dataclass(frozen=True, slots=True)
class ToldPath:
    """A standing path and how a cell says it."""

    pk: int
    cell: PathCell


def number_of(version: TargetVersion) -> str:
    """A version's number as a cell says it: "≥ 16.900 tỷ đồng"."""
    return printed_asked(Asked(_bound(version), version.value, version.value_max, version.unit))


def _bound(version: TargetVersion) -> str:
    return "" if version.comparator == ComparatorChoice.ALL else str(version.comparator)


def paths_of(versions: Sequence[int]) -> dict[int, dict[str, ToldPath]]:
    """Version → column → its standing way; two queries."""
    found: dict[int, dict[str, ToldPath]] = {}
    points = Prefetch("points", PlanPoint.objects.order_by("period_end", "pk"))
    for path in PlanPath.objects.filter(version__in=versions, withdrawn_at=None).prefetch_related(points):
        told = tuple((point.period, point.value) for point in path.points.all())
        cell = PathCell(str(path.step), path.cumulative, told)
        found.setdefault(path.version_id, {})[_COLUMNS[PathKind(path.kind)]] = ToldPath(path.pk, cell)
    return found


def components_of(target: Target) -> str:
    """The parts of a composite target in one cell; two queries for a target that has them."""
    parts = list(target.parts.select_related("indicator").order_by("pk"))
    last = _last(part.pk for part in parts)
    return _components([(part, last.get(part.pk)) for part in parts])


def _components(parts: Iterable[tuple[Target, TargetVersion | None]]) -> str:
    return printed_components(
        [
            ComponentCell(
                part.indicator.name,
                Asked(str(version.comparator), version.value, version.value_max, version.unit),
            )
            for part, version in parts
            if version is not None
        ]
    )


def _last(targets: Iterable[int]) -> dict[int, TargetVersion]:
    """Target → the version that counts."""
    standing = TargetVersion.objects.filter(target__in=list(targets), withdrawn_at=None)
    return {v.target_id: v for v in standing.select_related("document").order_by("decided_on", "pk")}


def template_rows(targets: QuerySet[Target], *, batch: int = 500) -> Iterator[Mapping[str, Cell]]:
    """Each target as the template has it; seven queries a batch."""
    shown = targets.select_related("indicator", "body").prefetch_related(
        Prefetch("parts", Target.objects.select_related("indicator").order_by("pk"))
    )
    waiting: list[Target] = []
    for target in shown.iterator(batch):
        waiting.append(target)
        if len(waiting) == batch:
            yield from _rows(waiting)
            waiting = []
    yield from _rows(waiting)


def _rows(targets: Sequence[Target]) -> Iterator[Mapping[str, Cell]]:
    keys = [target.pk for target in targets] + [part.pk for t in targets for part in t.parts.all()]
    versions = _last(keys)
    paths = paths_of([version.pk for version in versions.values()])
    for target in targets:
        version = versions.get(target.pk)
        if version is None:
            continue
        ways = paths.get(version.pk, {})
        composite = version.comparator == ComparatorChoice.ALL
        document = version.document
        if document is not None and document.standing == StandingChoice.PRESS:
            document = None  # a press report decides nothing: no table may name it as what decided
        yield {
            "code": code_of(target),
            "indicator": target.indicator.name,
            "unit": "" if composite else version.unit,
            "body": target.body.name,
            "period": target.period,
            "measure": label("measure", target.measure),
            "comparator": label("comparator", version.comparator),
            "value": None if composite else printed(version.value),
            "value_max": None if version.value_max is None else printed(version.value_max),
            "basis": label("basis", target.basis),
            "document_symbol": document.symbol if document else "",
            "document_date": document.date if document else None,
            "document_title": document.title if document else "",
            "decided_on": version.decided_on,
            "baseline": None if version.baseline is None else printed(version.baseline),
            "baseline_period": version.baseline_period,
            "time_rule": label("time_rule", target.time_rule),
            "unit_rule": label("unit_rule", target.unit_rule),
            "components": _components((part, versions.get(part.pk)) for part in target.parts.all()),
            "path": printed_path(ways["path"].cell) if "path" in ways else "",
            "milestones": printed_path(ways["milestones"].cell) if "milestones" in ways else "",
            "words": version.source_words,
        }


def code_of(target: Target) -> str:
    """A target's code in this system."""
    return f"CT-{target.pk}"
