"""What the office decides about targets by hand. One transaction and one audit entry each.

A number never changes: a later decision adds a version, with its document; a wrong one is withdrawn. A
composite target consists of targets of its own, made or found with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dondoc.records.plan import Period
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.core.quantities import number_text
from dondoc.web.plans.models import (
    BasisChoice,
    ComparatorChoice,
    Indicator,
    Target,
    TargetVersion,
    TimeRuleChoice,
    UnitRuleChoice,
)
from dondoc.web.results.services import quantity_columns
from dondoc.web.sources import standing
from dondoc.web.sources.models import Document

PARTS_UNIT = "thành phần"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: ≥ 16.900 tỷ đồng; 50–55 %; of a composite target nothing but its parts."""

    comparator: str
    value: Decimal
    value_max: Decimal | None = None
    unit: str = ""
    baseline: Decimal | None = None
    baseline_period: str = ""

    def checked(self) -> Wanted:
        """The same.

        Raises:
            ValidationError: By field: a range without its end, an end below its beginning.
        """
        if self.comparator not in ComparatorChoice.values:
            raise ValidationError({"comparator": "Chọn cách so: ≥, ≤, = hoặc trong khoảng."})
        if self.comparator == ComparatorChoice.RANGE:
            if self.value_max is None:
                raise ValidationError({"value_max": "Nhập số cuối của khoảng."})
            if self.value_max <= self.value:
                raise ValidationError({"value_max": "Số cuối của khoảng phải lớn hơn số đầu."})
        elif self.value_max is not None:
            raise ValidationError({"value_max": "Chỉ nhập số cuối khi chọn “từ … đến …”."})
        return self


@dataclass(frozen=True, slots=True)
class Ground:
    """Who decided it: a document of the register, or a day with words until there is one."""

    document: Document | None = None
    decided_on: date | None = None
    words: str = ""

    @property
    def day(self) -> date:
        """The day of the decision.

        Raises:
            ValidationError: Neither a day nor a dated document is given.
        """
        found = self.decided_on or (self.document and self.document.date)
        if not found:
            raise ValidationError({"decided_on": "Nhập ngày quyết định, hoặc chọn văn bản có ngày."})
        return found


@dataclass(frozen=True, slots=True)
class Component:
    """One part of a composite target."""

    indicator: Indicator
    wanted: Wanted


def said(version: TargetVersion) -> str:
    """A version in words, for the trail: "≥ 16.900 tỷ đồng"."""
    mark = {"ge": "≥ ", "le": "≤ ", "eq": "= "}.get(version.comparator, "")
    high = f"–{number_text(version.value_max, version.decimals_max)}" if version.value_max is not None else ""
    return f"{mark}{number_text(version.value, version.decimals)}{high} {version.unit}".strip()


@transaction.atomic
def target_add(
    *,
    indicator: Indicator,
    body: Body,
    period: str,
    basis: str,
    ground: Ground,
    by: User,
    wanted: Wanted | None = None,
    components: Sequence[Component] = (),
    measure: str = "level",
) -> TargetVersion:
    """A target that was decided, entered by hand.

    Args:
        indicator: What is promised.
        body: Who owes it.
        period: "2026", "2026/2030", "2026-Q3".
        basis: Whose plan it is.
        ground: The deciding document.
        by: Who enters it; whether they may for this body is the caller's to check.
        wanted: The number; None of a composite target.
        components: The parts of a composite one, each with its own number.
        measure: What about the indicator is promised.

    Raises:
        ValidationError: By field; or the target is there already and wants another version.
    """
    if basis not in BasisChoice.values:
        raise ValidationError({"basis": "Chọn cấp giao."})
    if (wanted is None) == (not components):
        raise ValidationError({"value": "Nhập số phải đạt, hoặc số của từng thành phần."})
    when = period_columns(period)
    for pk in sorted({indicator.pk, *(one.indicator.pk for one in components)}):
        take_turn(Turn.FIGURES, pk)
    about = {
        "indicator": indicator,
        "body": body,
        "basis": basis,
        "measure": measure,
        "period": when["period"],
    }
    target, _new = Target.objects.get_or_create(**about, defaults=when | {"awaiting_document": True})
    if target.versions.filter(withdrawn_at=None).exists():
        raise ValidationError({"indicator": "Chỉ tiêu này đã có. Mở chỉ tiêu đó và thêm lần quyết định mới."})
    whole = wanted or Wanted(ComparatorChoice.ALL, Decimal(len(components)), unit=PARTS_UNIT)
    version = _version(target, whole, ground, by)
    if components:
        _compose(target, components, ground, by)
    record(
        actor=by, action="target.version", row=target, before={}, after=_decided(version),
        reason=ground.words, body=body,
    )  # fmt: skip
    return version


def period_columns(text: str) -> dict[str, Any]:
    """A period's columns.

    Raises:
        ValidationError: It is none.
    """
    try:
        period = Period.parse(text)
    except ValueError as error:
        raise ValidationError({"period": str(error)}) from error
    if period.end < period.start:
        raise ValidationError({"period": "Kỳ phải kết thúc sau khi bắt đầu."})
    return {"period": str(period), "period_start": period.start, "period_end": period.end}


def _decided(version: TargetVersion) -> dict[str, Any]:
    document = str(version.document or "")
    return {"number": said(version), "decided_on": version.decided_on, "document": document}


def _version(target: Target, wanted: Wanted, ground: Ground, by: User, **more: Any) -> TargetVersion:
    """One more version; the target waits or no longer waits, and is found by it."""
    wanted = wanted.checked()
    indicator = target.indicator
    unit = wanted.unit or (PARTS_UNIT if wanted.comparator == ComparatorChoice.ALL else indicator.unit)
    baseline = quantity_columns(wanted.baseline, None, unit, indicator.unit, target.measure, "baseline")
    version = TargetVersion.objects.create(
        target=target,
        comparator=wanted.comparator,
        name_as_printed=indicator.name[:500],
        document=ground.document,
        decided_on=ground.day,
        by_hand=True,
        source_words=ground.words,
        baseline_mantissa=baseline["mantissa"],
        baseline_decimals=baseline["decimals"],
        baseline_period=wanted.baseline_period[:40],
        created_by=by,
        **quantity_columns(wanted.value, wanted.value_max, unit, indicator.unit, target.measure),
        **more,
    )
    standing.settle(version)
    standing.reindex(version)
    return version


def _compose(target: Target, components: Sequence[Component], ground: Ground, by: User) -> list[Target]:
    """The parts of a composite target: found or made for the same body, period and basis."""
    if len({one.indicator.pk for one in components}) < len(components):
        raise ValidationError({"components": "Mỗi thành phần chỉ nhập một lần."})
    parts = []
    for one in components:
        if one.indicator.pk == target.indicator_id:
            raise ValidationError({"components": "Chỉ tiêu không thể là thành phần của chính nó."})
        part, _new = Target.objects.get_or_create(
            indicator=one.indicator, body=target.body, basis=target.basis, measure="level",
            period=target.period,
            defaults={
                "period_start": target.period_start,
                "period_end": target.period_end,
                "awaiting_document": True,
            },
        )  # fmt: skip
        last = part.versions.filter(withdrawn_at=None).order_by("decided_on", "pk").last()
        if last is None or not same_number(last, one.wanted):
            _version(part, one.wanted, ground, by)
        Target.objects.filter(pk=part.pk).update(whole=target)
        parts.append(part)
    return parts


def same_number(version: TargetVersion, wanted: Wanted) -> bool:
    """Whether a version already says this."""
    unit = wanted.unit or version.target.indicator.unit
    return (version.comparator, version.value, version.value_max, version.unit) == (
        wanted.comparator,
        wanted.value,
        wanted.value_max,
        unit,
    )


def current(target: Target, seen: int | None) -> Target:
    """The target as it is now, with nobody else deciding about it meanwhile.

    Raises:
        Conflict: A version came, or went, since the person looked: `seen` is the last one they saw.
    """
    take_turn(Turn.FIGURES, target.indicator_id)
    target = Target.objects.select_related("indicator", "body").get(pk=target.pk)
    last = target.versions.filter(withdrawn_at=None).order_by("decided_on", "pk").last()
    if seen is not None and (last.pk if last else 0) != seen:
        raise Conflict(
            "Người khác vừa thêm hoặc rút một lần quyết định của chỉ tiêu này. Xem lại rồi làm tiếp."
        )
    return target


@transaction.atomic
def version_add(
    *, target: Target, wanted: Wanted, ground: Ground, by: User, seen: int | None = None
) -> TargetVersion:
    """A later decision about a target. The versions before stay.

    Raises:
        ValidationError: By field; it says what the standing version says, by the same document.
        Conflict: As of `current`.
    """
    target = current(target, seen)
    last = target.versions.filter(withdrawn_at=None).order_by("decided_on", "pk").last()
    if wanted.comparator == ComparatorChoice.ALL:
        raise ValidationError({"comparator": "Chỉ tiêu gồm nhiều thành phần: sửa số của từng thành phần."})
    if last is not None and same_number(last, wanted) and last.document == ground.document:
        raise ValidationError({"value": "Lần quyết định đang có đã ghi đúng số này, theo đúng văn bản này."})
    version = _version(target, wanted, ground, by)
    record(
        actor=by, action="target.version", row=target, before={"number": said(last) if last else ""},
        after=_decided(version), reason=ground.words, body=target.body,
    )  # fmt: skip
    return version


@transaction.atomic
def recompose(*, target: Target, components: Sequence[Component], ground: Ground, by: User) -> TargetVersion:
    """A later decision about the parts of a composite target: each whose number is another gets a version.

    Raises:
        ValidationError: By field; it is not a composite target.
    """
    target = current(target, None)
    last = standing_version(target)
    if last is None or last.comparator != ComparatorChoice.ALL or not components:
        raise ValidationError({"components": "Chỉ tiêu này không gồm thành phần. Nhập số của cả chỉ tiêu."})
    for pk in sorted(one.indicator.pk for one in components):
        take_turn(Turn.FIGURES, pk)
    before = {"number": said(last)}
    parts = _compose(target, components, ground, by)
    Target.objects.filter(whole=target).exclude(pk__in=[part.pk for part in parts]).update(whole=None)
    if last.value != len(components):
        wanted = Wanted(ComparatorChoice.ALL, Decimal(len(components)), unit=PARTS_UNIT)
        last = _version(target, wanted, ground, by)
    record(
        actor=by, action="target.version", row=target, before=before, after=_decided(last),
        reason=ground.words, body=target.body,
    )  # fmt: skip
    return last


@transaction.atomic
def version_withdraw(*, version: TargetVersion, by: User, reason: str) -> TargetVersion:
    """A version entered by mistake no longer counts; it stays to be seen.

    Raises:
        ValidationError: No reason.
        Conflict: It is withdrawn; it was read from a document; bodies were given parts of it.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Nêu lý do rút."})
    take_turn(Turn.FIGURES, version.target.indicator_id)
    version = TargetVersion.objects.select_related("target__body", "target__indicator").get(pk=version.pk)
    if version.withdrawn_at is not None:
        raise Conflict("Lần quyết định này đã được rút. Tải lại trang để xem.")
    if not version.by_hand or version.mentions.exists():
        raise Conflict("Số này được đọc từ văn bản. Mở lại mục đó ở màn hình duyệt văn bản để rút.")
    if version.allocations.filter(withdrawn_at=None).exists():
        raise Conflict("Số này đã phân bổ cho các đơn vị. Rút phân bổ trước.")
    version.withdrawn_at = timezone.now()
    version.save(update_fields=["withdrawn_at"])
    standing.settle(version)
    standing.reindex(version)
    record(
        actor=by, action="target.version_withdraw", row=version.target, before={"number": said(version)},
        after={}, reason=reason, body=version.target.body,
    )  # fmt: skip
    return version


@transaction.atomic
def rules_set(*, target: Target, time_rule: str, unit_rule: str, by: User, reason: str = "") -> Target:
    """How this target's figures add up, where that is not as of its indicator ("")."""
    if time_rule not in ("", *TimeRuleChoice.values) or unit_rule not in ("", *UnitRuleChoice.values):
        raise ValidationError("Chọn cách gộp trong danh sách.")
    target = current(target, None)
    before = {"time_rule": target.time_rule, "unit_rule": target.unit_rule}
    after = {"time_rule": time_rule, "unit_rule": unit_rule}
    if before != after:
        target.time_rule, target.unit_rule = time_rule, unit_rule
        target.save(update_fields=["time_rule", "unit_rule"])
        record(
            actor=by, action="target.rules", row=target, before=before, after=after, reason=reason,
            body=target.body,
        )  # fmt: skip
    return target


def standing_version(target: Target) -> TargetVersion | None:
    """The version that counts: the last decided that was not withdrawn."""
    return target.versions.filter(Q(withdrawn_at=None)).order_by("decided_on", "pk").last()
