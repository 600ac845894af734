"""A number given out to bodies: each owes a target of its own that points at the number it was taken from.

Whether the parts come to the whole is said by the indicator's rule for bodies and never forced: more is given
out than there is as a reserve, and rates do not add up without what they are rates of.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dondoc.assessment.planpath import Check, allocation_check
from dondoc.records.plan import Scaled
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.core.quantities import number_text
from dondoc.web.plans.models import BasisChoice, ComparatorChoice, Target, TargetVersion
from dondoc.web.plans.targets import Ground
from dondoc.web.plans.targetselectors import decimal_of
from dondoc.web.results.services import quantity_columns
from dondoc.web.search.services import drop, index_many
from dondoc.web.sources.models import StandingChoice


@dataclass(frozen=True, slots=True)
class Share:
    """What one body is given; without a number it is given nothing (any more)."""

    body: Body
    value: Decimal | None = None
    weight: Decimal | None = None  # of a rate: what it is a rate of

    def told(self) -> str:
        """In words, for the trail."""
        if self.value is None:
            return ""
        weight = f" / {number_text(self.weight)}" if self.weight is not None else ""
        return f"{number_text(self.value)}{weight}"


def shares_of(version: TargetVersion) -> dict[int, TargetVersion]:
    """Body → the version that stands of what it was given out of this one."""
    rows = (
        TargetVersion.objects.filter(allocated_from=version, withdrawn_at=None)
        .select_related("target__body")
        .order_by("decided_on", "pk")
    )
    return {row.target.body_id: row for row in rows}


def state_of(version: TargetVersion) -> int:
    """Changes whenever an allocation does: what a form remembers of what it showed."""
    last = version.allocations.order_by("-pk").values_list("pk", flat=True).first() or 0
    gone = version.allocations.exclude(withdrawn_at=None).count()
    return last * 1000 + gone % 1000


def check(version: TargetVersion, shares: Sequence[tuple[Decimal | None, Decimal | None]]) -> Check:
    """What was given out beside the number it was taken from, both in the version's unit."""
    _time, units = version.target.rules
    parts = [
        (None if value is None else Fraction(value), None if weight is None else Fraction(weight))
        for value, weight in shares
    ]
    top = version.value_max
    return allocation_check(units, parts, Fraction(version.value), None if top is None else Fraction(top))


@dataclass(frozen=True, slots=True)
class GivenOut:
    """What a number's parts come to, as decimals for people; None where they do not add up to anything."""

    bodies: int
    parts: Decimal | None
    difference: Decimal | None  # parts − the number


def given_out(version: TargetVersion) -> GivenOut | None:
    """What was given out of a number beside it; None where nothing was. One query."""
    rows = shares_of(version).values()
    if not rows:
        return None
    made = check(version, [(row.value, row.weight) for row in rows])
    return GivenOut(len(rows), decimal_of(made.parts), decimal_of(made.difference))


@transaction.atomic
def allocate(
    *,
    version: TargetVersion,
    shares: Sequence[Share],
    basis: str,
    ground: Ground,
    by: User,
    seen: int | None = None,
) -> int:
    """Give parts of a number to bodies, or change what they were given; how many changed.

    Args:
        version: The number that is given out.
        shares: One a body; bodies not named keep what they have.
        basis: Whose plan the bodies' targets are.
        ground: The document that gives them out.
        by: Who enters it.
        seen: `state_of` when the form was shown.

    Raises:
        ValidationError: By field: no day, a weight that is not above 0, a part below 0 of a number that
            is not, a body twice, the body itself.
        Conflict: Somebody else has changed the allocation; the version is withdrawn or a composite one.
    """
    if basis not in BasisChoice.values:
        raise ValidationError({"basis": "Chọn cấp giao."})
    day = ground.day
    take_turn(Turn.FIGURES, version.target.indicator_id)
    version = TargetVersion.objects.select_related("target__indicator", "target__body").get(pk=version.pk)
    _refuse(version, shares, seen)
    had = shares_of(version)
    changed = [share for share in shares if _differs(share, had.get(share.body.pk))]
    if not changed:
        return 0
    given = [share for share in changed if share.value is not None]
    gone = [had[share.body.pk] for share in changed if share.value is None and share.body.pk in had]
    targets = _targets(version.target, given, basis, issued=_issued(ground))
    indicator = version.target.indicator
    TargetVersion.objects.bulk_create(
        TargetVersion(
            target=targets[share.body.pk],
            comparator=version.comparator if version.comparator != ComparatorChoice.RANGE else "ge",
            name_as_printed=indicator.name[:500],
            document=ground.document,
            decided_on=day,
            by_hand=True,
            source_words=ground.words,
            allocated_from=version,
            created_by=by,
            **quantity_columns(share.value, None, version.unit, indicator.unit, version.target.measure),
            **_weight(share.weight),
        )
        for share in given
    )
    if gone:
        bodies = [one.target.body_id for one in gone]
        _withdraw(version, bodies)
    owed = Target.objects.filter(pk__in=[one.pk for one in targets.values()])
    index_many(list(owed.select_related("indicator", "body").prefetch_related("versions")))
    before = {share.body.name: _was(had.get(share.body.pk)) for share in changed}
    after = {share.body.name: share.told() for share in changed}
    record(
        actor=by, action="target.allocate", row=version.target, before=before, after=after,
        reason=ground.words or str(ground.document or ""), body=version.target.body,
    )  # fmt: skip
    return len(changed)


def _refuse(version: TargetVersion, shares: Sequence[Share], seen: int | None) -> None:
    if version.withdrawn_at is not None:
        raise Conflict("Lần quyết định này đã được rút. Tải lại trang để xem.")
    if version.comparator == ComparatorChoice.ALL:
        raise Conflict("Chỉ tiêu gồm nhiều thành phần: phân bổ từng thành phần.")
    if seen is not None and state_of(version) != seen:
        raise Conflict("Người khác vừa sửa phân bổ này. Tải lại trang để xem, rồi sửa tiếp.")
    bodies = [share.body.pk for share in shares]
    if len(set(bodies)) < len(bodies):
        raise ValidationError("Mỗi đơn vị chỉ nhập một dòng.")
    if version.target.body_id in bodies:
        raise ValidationError("Không phân bổ cho chính cơ quan đang giữ chỉ tiêu.")
    for share in shares:
        if share.weight is not None and share.weight <= 0:
            raise ValidationError(f"{share.body.name}: số dùng để tính tỷ lệ phải lớn hơn 0.")
        if share.value is not None and share.value < 0 <= version.value:
            raise ValidationError(f"{share.body.name}: không giao số âm từ một chỉ tiêu không âm.")


def _differs(share: Share, had: TargetVersion | None) -> bool:
    if had is None:
        return share.value is not None
    if share.value is None:
        return True
    return (share.value, share.weight) != (had.value, had.weight)


def _was(had: TargetVersion | None) -> str:
    return "" if had is None else Share(had.target.body, had.value, had.weight).told()


def _issued(ground: Ground) -> bool:
    document = ground.document
    return document is not None and (
        document.standing == StandingChoice.ISSUED or document.stands_on_id is not None
    )


def _weight(weight: Decimal | None) -> dict[str, Any]:
    if weight is None:
        return {}
    scaled = Scaled.of(weight)
    return {"weight_mantissa": scaled.mantissa, "weight_decimals": scaled.decimals}


def _targets(whole: Target, shares: Sequence[Share], basis: str, *, issued: bool) -> dict[int, Target]:
    """The bodies' own targets of the same indicator and period, found or made: three queries."""
    same = Target.objects.filter(
        indicator=whole.indicator, period=whole.period, basis=basis, measure=whole.measure,
        body__in=[share.body.pk for share in shares],
    )  # fmt: skip
    found = {one.body_id: one for one in same}
    Target.objects.bulk_create(
        Target(
            indicator=whole.indicator,
            body=share.body,
            period=whole.period,
            period_start=whole.period_start,
            period_end=whole.period_end,
            basis=basis,
            measure=whole.measure,
            awaiting_document=not issued,
        )
        for share in shares
        if share.body.pk not in found
    )
    if issued:
        same.update(awaiting_document=False)
    return {one.body_id: one for one in same.select_related("indicator", "body")}


def _withdraw(version: TargetVersion, bodies: Sequence[int]) -> None:
    """Nothing is given to these bodies any more; their targets go where nothing else stands behind them."""
    rows = TargetVersion.objects.filter(
        allocated_from=version, withdrawn_at=None, target__body__in=bodies
    ).select_related("target")
    targets = {row.target_id: row.target for row in rows}
    rows.update(withdrawn_at=timezone.now())
    left = TargetVersion.objects.filter(target__in=targets, withdrawn_at=None).values_list(
        "target", flat=True
    )
    for pk in set(targets) - set(left):
        drop(targets[pk])
