"""What the office does with its catalogue of indicators. One transaction and one audit entry each.

The catalogue belongs to the whole province: its entries of the trail are those of the province's root.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dondoc.text.normalize import search_key
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.plans.models import (
    Indicator,
    IndicatorAlias,
    IndicatorPart,
    Target,
    TargetVersion,
    UnitRuleChoice,
)
from dondoc.web.results.models import Observation
from dondoc.web.results.services import units_convert
from dondoc.web.search.services import drop, index


def office() -> Body | None:
    """The province itself, whose office keeps the catalogue; None before it is set up."""
    return Body.objects.filter(kind=BodyKind.PROVINCE, parent=None).order_by("pk").first()


@transaction.atomic
def indicator_add(
    *,
    name: str,
    unit: str,
    by: User | None,
    direction: str = "higher",
    nature: str = "annual",
    field: str = "",
    code: str = "",
    components: Iterable[Indicator] = (),
    **more: Any,
) -> Indicator:
    """An indicator of the office's own, or one of the catalogue (`code`).

    Args:
        name: What it is called.
        unit: As figures are to be compared and added.
        by: None for the set-up.
        direction: Which way is better.
        nature: How it is counted.
        field: Lĩnh vực.
        code: Of the catalogue pack.
        components: What a composite one consists of, in order.
        more: Any of `_MORE`.

    Raises:
        ValidationError: By field; or the name is one there is already.
    """
    indicator = Indicator(
        code=code,
        name=name.strip(),
        unit=unit.strip(),
        direction=direction,
        nature=nature,
        field=field.strip(),
        **{name: more[name] for name in _MORE if name in more},
    )
    indicator.full_clean()
    indicator.fill_keys()
    _check_rules(indicator)
    known = Indicator.objects.filter(folded=indicator.folded).exclude(folded="").first()
    if known is not None:
        merged = f" (đã gộp vào “{known.merged_into}”)" if known.merged_into else ""
        raise ValidationError({"name": f"Đã có chỉ tiêu với tên này{merged}."})
    indicator.save()
    parts = _components_set(indicator, components)
    index(indicator)
    after = {"name": indicator.name, "unit": indicator.unit, "code": code}
    if parts:
        after["components"] = ", ".join(parts)
    record(actor=by, action="indicator.add", row=indicator, before={}, after=after, body=office())
    return indicator


_MORE = ("time_rule", "unit_rule", "base_year", "numerator", "denominator", "party_only")
_TEXTS = ("name", "unit", "direction", "nature", "field", "time_rule", "unit_rule")


def _check_rules(indicator: Indicator) -> None:
    """A ratio of sums says what is divided by what, or leaves both to the weights of each allocation."""
    numerator, denominator = indicator.numerator, indicator.denominator
    if (numerator is None) != (denominator is None):
        field = "numerator" if numerator is None else "denominator"
        raise ValidationError({field: "Chọn cả tử số và mẫu số, hoặc để trống cả hai."})
    if numerator is not None and numerator == denominator:
        raise ValidationError({"denominator": "Mẫu số phải khác tử số."})
    if indicator in (numerator, denominator):
        raise ValidationError({"numerator": "Chỉ tiêu không thể là tử số hoặc mẫu số của chính nó."})
    if numerator is not None and indicator.unit_rule not in ("", UnitRuleChoice.RATIO):
        raise ValidationError(
            {"unit_rule": "Đã có tử số và mẫu số: chọn tổng tử số chia tổng mẫu số, hoặc để theo tính chất."}
        )


def _components_set(indicator: Indicator, wanted: Iterable[Indicator]) -> list[str]:
    """The names of what a composite indicator consists of, which it does from now on."""
    parts = list(dict.fromkeys(wanted))
    if indicator in parts:
        raise ValidationError({"components": "Chỉ tiêu không thể là thành phần của chính nó."})
    indicator.components.exclude(part__in=parts).delete()
    for position, part in enumerate(parts):
        IndicatorPart.objects.update_or_create(whole=indicator, part=part, defaults={"position": position})
    return [part.name for part in parts]


@transaction.atomic
def indicator_update(
    *,
    indicator: Indicator,
    by: User,
    reason: str = "",
    components: Iterable[Indicator] | None = None,
    **wanted: Any,
) -> Indicator:
    """Correct an indicator; what is not named stays as it is. A new unit converts anew what was confirmed.

    Raises:
        ValidationError: By field; another indicator is called so.
        Conflict: It was merged into another.
    """
    take_turn(Turn.CATALOGUE)
    take_turn(Turn.FIGURES, indicator.pk)
    indicator = _standing(indicator)
    changes: dict[str, Any] = {}
    for name in (*_TEXTS, *_MORE[2:]):
        value = wanted.get(name)
        if name in _TEXTS and isinstance(value, str):
            value = value.strip()
        if name in wanted and (value is not None or name not in _TEXTS) and value != getattr(indicator, name):
            changes[name] = value
    before = {name: _plain(getattr(indicator, name)) for name in changes}
    for name, value in changes.items():
        setattr(indicator, name, value)
    after = {name: _plain(value) for name, value in changes.items()}
    indicator.full_clean()
    _check_rules(indicator)
    indicator.fill_keys()
    same = Indicator.objects.filter(folded=indicator.folded).exclude(pk=indicator.pk).first()
    if "name" in changes and same is not None:
        raise ValidationError({"name": "Đã có chỉ tiêu với tên này. Nếu là một, hãy gộp hai chỉ tiêu."})
    if components is not None:
        had = [row.part.name for row in indicator.components.select_related("part")]
        has = _components_set(indicator, components)
        if had != has:
            before["components"], after["components"] = ", ".join(had), ", ".join(has)
    if not after:
        return indicator
    if changes:
        indicator.save(update_fields=list(changes))
    if "unit" in changes:
        after["converted"] = units_convert(indicator)
    index(indicator)
    record(
        actor=by, action="indicator.update", row=indicator, before=before, after=after, reason=reason,
        body=office(),
    )  # fmt: skip
    return indicator


def _plain(value: Any) -> Any:
    return value.name if isinstance(value, Indicator) else value


def _standing(indicator: Indicator) -> Indicator:
    now = Indicator.objects.select_related("merged_into").get(pk=indicator.pk)
    if now.merged_into is not None:
        raise Conflict(f"Chỉ tiêu này đã được gộp vào “{now.merged_into.name}”. Mở chỉ tiêu đó để sửa.")
    return now


# --- other names ----------------------------------------------------------------------------------------


@transaction.atomic
def indicator_alias_add(*, indicator: Indicator, name: str, by: User | None) -> bool:
    """Another name of the indicator; whether it was new. One that was withdrawn stands again."""
    name = " ".join(name.split())[:300]
    folded = search_key(name)[:300]
    if not folded or folded == search_key(indicator.name):
        return False
    alias, new = IndicatorAlias.objects.get_or_create(
        indicator=indicator, folded=folded, defaults={"name": name}
    )
    if not new and alias.withdrawn_at is not None:
        alias.withdrawn_at, new = None, True
        alias.save(update_fields=["withdrawn_at"])
    if new:
        index(indicator)
        after = {"name": name}
        record(actor=by, action="indicator.alias", row=indicator, before={}, after=after, body=office())
    return new


@transaction.atomic
def indicator_alias_withdraw(
    *, alias: IndicatorAlias, by: User, to: Indicator | None = None, reason: str = ""
) -> IndicatorAlias:
    """This name does not mean the indicator, and (`to`) means another one. What was confirmed stays.

    Raises:
        ValidationError: It is to go to the indicator it is taken from.
        Conflict: It was withdrawn already.
    """
    take_turn(Turn.CATALOGUE)
    alias = IndicatorAlias.objects.select_related("indicator").get(pk=alias.pk)
    if alias.withdrawn_at is not None:
        raise Conflict("Tên gọi này đã được bỏ. Tải lại trang để xem.")
    if to is not None and to.pk == alias.indicator_id:
        raise ValidationError({"to": "Chọn một chỉ tiêu khác."})
    alias.withdrawn_at = timezone.now()
    alias.save(update_fields=["withdrawn_at"])
    index(alias.indicator)
    after = {"name": "", "to": to.name if to else ""}
    record(
        actor=by, action="indicator.alias_withdraw", row=alias.indicator, before={"name": alias.name},
        after=after, reason=reason, body=office(),
    )  # fmt: skip
    if to is not None:
        indicator_alias_add(indicator=to, name=alias.name, by=by)
    return alias


# --- two that are one -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merger moves; the keys are kept in the trail, so that it can be followed back."""

    targets: list[int]  # of the one that goes, moved as they are
    joined: dict[int, int]  # its target → the same target of the one that stays, which takes its versions
    versions: list[int]
    figures: list[int]
    unconverted: int  # numbers that cannot be told in the unit of the one that stays

    @property
    def plain(self) -> dict[str, Any]:
        return {
            "targets": self.targets,
            "joined": {str(key): value for key, value in self.joined.items()},
            "versions": self.versions,
            "figures": self.figures,
            "unconverted": self.unconverted,
        }


@transaction.atomic
def indicator_merge(*, indicator: Indicator, into: Indicator, by: User, reason: str) -> Merged:
    """Two entries of the catalogue are one: all that was said of the first is said of the second.

    Targets, figures and names move; a target both have for the same body, period and basis becomes one with
    the versions of both. The entry that goes stays as a sign-post.

    Raises:
        ValidationError: No reason; the two are the same, or one is a part of the other.
        Conflict: One of them was merged meanwhile.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Nêu vì sao hai chỉ tiêu là một."})
    if indicator.pk == into.pk:
        raise ValidationError({"into": "Chọn một chỉ tiêu khác."})
    take_turn(Turn.CATALOGUE)
    for pk in sorted((indicator.pk, into.pk)):
        take_turn(Turn.FIGURES, pk)
    gone, stays = _standing(indicator), _standing(into)
    if IndicatorPart.objects.filter(whole=gone, part=stays).exists() or (
        IndicatorPart.objects.filter(whole=stays, part=gone).exists()
    ):
        raise ValidationError({"into": "Chỉ tiêu này là thành phần của chỉ tiêu kia nên không gộp được."})
    if stays.pk in (gone.numerator_id, gone.denominator_id) or gone.pk in (
        stays.numerator_id,
        stays.denominator_id,
    ):
        raise ValidationError(
            {"into": "Chỉ tiêu này là tử số hoặc mẫu số của chỉ tiêu kia nên không gộp được."}
        )
    moved = _move(gone, stays)
    names = [gone.name, *gone.aliases.filter(withdrawn_at=None).values_list("name", flat=True)]
    for name in names:
        indicator_alias_add(indicator=stays, name=name, by=by)
    gone.merged_into, gone.merged_at = stays, timezone.now()
    gone.save(update_fields=["merged_into", "merged_at"])
    Indicator.objects.filter(merged_into=gone).update(merged_into=stays)
    units_convert(stays)
    drop(gone)
    index(stays)
    for target in Target.objects.filter(pk__in=[*moved.targets, *moved.joined.values()]).select_related(
        "indicator", "body"
    ):
        index(target)
    for target in Target.objects.filter(pk__in=moved.joined):
        drop(target)
    moved = Merged(moved.targets, moved.joined, moved.versions, moved.figures, _unconverted(moved))
    record(
        actor=by, action="indicator.merge", row=stays, before={"merged": gone.name, "pk": gone.pk},
        after=moved.plain, reason=reason, body=office(),
    )  # fmt: skip
    return moved


def _move(gone: Indicator, stays: Indicator) -> Merged:
    """Hang the one's rows on the other."""
    planned = merge_preview(gone, stays)
    for one, other in planned.joined.items():
        TargetVersion.objects.filter(target=one).update(target=other)
        Target.objects.filter(whole=one).update(whole=other)
        if not Target.objects.get(pk=one).awaiting_document:
            Target.objects.filter(pk=other).update(awaiting_document=False)
    Target.objects.filter(pk__in=planned.targets).update(indicator=stays)
    Observation.objects.filter(pk__in=planned.figures).update(indicator=stays)
    for row in IndicatorPart.objects.filter(part=gone):
        if not IndicatorPart.objects.filter(whole=row.whole, part=stays).exists():
            row.part = stays
            row.save(update_fields=["part"])
        else:
            row.delete()
    Indicator.objects.filter(numerator=gone).update(numerator=stays)
    Indicator.objects.filter(denominator=gone).update(denominator=stays)
    return planned


def _unconverted(moved: Merged) -> int:
    versions = TargetVersion.objects.filter(target__in=moved.targets) | TargetVersion.objects.filter(
        pk__in=moved.versions
    )
    figures = Observation.objects.filter(pk__in=moved.figures)
    return versions.filter(micro=None).count() + figures.filter(micro=None).count()


def merge_preview(indicator: Indicator, into: Indicator) -> Merged:
    """What a merger would move; nothing is changed."""
    same = {key[1:]: key[0] for key in into.targets.values_list("pk", "body", "period", "basis", "measure")}
    rows = sorted(indicator.targets.values_list("pk", "body", "period", "basis", "measure"))
    joined = {row[0]: same[row[1:]] for row in rows if row[1:] in same}
    return Merged(
        [row[0] for row in rows if row[0] not in joined],
        joined,
        sorted(TargetVersion.objects.filter(target__in=joined).values_list("pk", flat=True)),
        sorted(indicator.observations.values_list("pk", flat=True)),
        0,
    )
