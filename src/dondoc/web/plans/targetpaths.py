"""The way to a target's number: its plan by steps, or its milestones, each with its audit entry."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.core.quantities import number_text
from dondoc.web.plans.models import PathKind, PathStep, PlanPath, PlanPoint, Target, TargetVersion
from dondoc.web.plans.targets import period_columns
from dondoc.web.results.services import quantity_columns

Points = Sequence[tuple[str, Decimal]]


@transaction.atomic
def path_set(
    *,
    version: TargetVersion,
    kind: str,
    step: str,
    points: Points,
    by: User,
    cumulative: bool = False,
    words: str = "",
    seen: int = 0,
) -> PlanPath | None:
    """The plan of a version by month, quarter or year, or its milestones, in the place of the one before.

    Args:
        version: Whose way it is.
        kind: `PathKind`.
        step: `PathStep`.
        points: (period, number) in the version's unit; none takes the path away.
        by: Who enters it.
        cumulative: Whether each number is told from the beginning.
        words: The plan it was taken from.
        seen: The path the person saw; 0 where there was none.

    Returns:
        The path, None where it was taken away. Whether its steps come to the whole is said, never asked for.

    Raises:
        ValidationError: By field: a step outside the target's period, twice, or none.
        Conflict: Somebody else has entered a path, or the version is withdrawn.
    """
    if kind not in PathKind.values or step not in PathStep.values:
        raise ValidationError("Chọn loại và bước của lộ trình.")
    take_turn(Turn.FIGURES, version.target.indicator_id)
    version = TargetVersion.objects.select_related("target__body", "target__indicator").get(pk=version.pk)
    target = version.target
    if version.withdrawn_at is not None:
        raise Conflict("Lần quyết định này đã được rút. Tải lại trang để xem.")
    old = version.paths.filter(kind=kind, withdrawn_at=None).first()
    if (old.pk if old else 0) != seen:
        raise Conflict("Người khác vừa lập lộ trình này. Tải lại trang để xem, rồi sửa tiếp.")
    rows = [_point(target, version, period, value, kind) for period, value in points]
    if len({row.period for row in rows}) < len(rows):
        raise ValidationError({"points": "Mỗi kỳ chỉ nhập một lần."})
    before = _told(old)
    if old is not None:
        old.withdrawn_at = timezone.now()
        old.save(update_fields=["withdrawn_at"])
    path = None
    if rows:
        path = PlanPath.objects.create(
            version=version, kind=kind, step=step, cumulative=cumulative, source_words=words[:500],
            created_by=by,
        )  # fmt: skip
        for row in rows:
            row.path = path
        PlanPoint.objects.bulk_create(rows)
    elif old is None:
        raise ValidationError({"points": "Nhập ít nhất một số."})
    action = "target.path" if path else "target.path_withdraw"
    record(
        actor=by, action=action, row=target, before=before, after=_told(path), reason=words, body=target.body
    )
    return path


def _point(target: Target, version: TargetVersion, period: str, value: Decimal, kind: str) -> PlanPoint:
    when = period_columns(period)
    early = kind == PathKind.PATH and when["period_start"] < target.period_start
    if early or when["period_end"] > target.period_end:
        raise ValidationError({"points": f"Kỳ {when['period']} nằm ngoài kỳ của chỉ tiêu ({target.period})."})
    numbers = quantity_columns(value, None, version.unit, target.indicator.unit, target.measure, "points")
    return PlanPoint(**when, **numbers)


def _told(path: PlanPath | None) -> dict[str, Any]:
    if path is None:
        return {}
    return {
        "kind": path.get_kind_display(),
        "points": {one.period: number_text(one.value, one.decimals) for one in path.points.all()},
    }
