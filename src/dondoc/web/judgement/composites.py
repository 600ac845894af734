"""Several numbers of a document that are one of its targets: "11,5 bác sĩ và 30,5 giường bệnh".

A document counts them once, and so does its n/m: they become the parts of a composite target, which is met
only when all of them are. Withdrawing the composite's version makes each count by itself again.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from dondoc.text.normalize import search_key
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.plans.models import (
    ComparatorChoice,
    DirectionChoice,
    Indicator,
    NatureChoice,
    Target,
    TargetVersion,
)
from dondoc.web.plans.targets import PARTS_UNIT
from dondoc.web.results.services import quantity_columns
from dondoc.web.search.services import index
from dondoc.web.sources import standing
from dondoc.web.sources.models import Document


@transaction.atomic
def targets_join(
    *, document: Document, name: str, versions: Sequence[TargetVersion], by: User
) -> TargetVersion:
    """Make numbers of a document the parts of one target.

    Args:
        document: Whose numbers they are.
        name: What the document calls the target.
        versions: Two or more of its numbers, for the same body, period and basis.
        by: Who says so.

    Raises:
        ValidationError: By field: no name, fewer than two, other bodies or periods, one is a part already.
        Conflict: One of them was withdrawn meanwhile.
    """
    if not name.strip():
        raise ValidationError({"name": "Nêu tên chung của chỉ tiêu, như văn bản ghi."})
    keys = sorted({one.pk for one in versions})
    if len(keys) < 2:
        raise ValidationError({"versions": "Chọn từ hai số trở lên để gộp thành một chỉ tiêu."})
    take_turn(Turn.CATALOGUE)
    indicator = _indicator(name.strip()[:300], by, document)
    rows = list(
        TargetVersion.objects.filter(pk__in=keys, document=document, withdrawn_at=None)
        .select_related("target__indicator", "target__body")
        .order_by("pk")
    )
    for pk in sorted({indicator.pk, *(row.target.indicator_id for row in rows)}):
        take_turn(Turn.FIGURES, pk)
    if len(rows) < len(keys):
        raise Conflict("Có số vừa được rút hoặc không thuộc văn bản này. Tải lại trang để xem.")
    targets = [row.target for row in rows]
    first = targets[0]
    if len({(one.body_id, one.period, one.basis) for one in targets}) > 1:
        raise ValidationError({"versions": "Chỉ gộp các số của cùng cơ quan, cùng kỳ và cùng cấp giao."})
    if any(one.whole_id is not None for one in targets) or indicator.pk in {
        one.indicator_id for one in targets
    }:
        raise ValidationError({"versions": "Có số đã là thành phần của một chỉ tiêu khác."})
    whole, _new = Target.objects.get_or_create(
        indicator=indicator, body=first.body, basis=first.basis, measure="level", period=first.period,
        defaults={
            "period_start": first.period_start,
            "period_end": first.period_end,
            "awaiting_document": True,
        },
    )  # fmt: skip
    if whole.versions.filter(withdrawn_at=None).exists():
        raise ValidationError({"name": "Đã có chỉ tiêu mang tên này cho cùng cơ quan và kỳ."})
    numbers = quantity_columns(Decimal(len(rows)), None, PARTS_UNIT, indicator.unit, "level")
    made = TargetVersion.objects.create(
        target=whole, comparator=ComparatorChoice.ALL, name_as_printed=indicator.name[:500],
        document=document, decided_on=rows[0].decided_on or document.date, by_hand=True, created_by=by,
        **numbers,
    )  # fmt: skip
    Target.objects.filter(pk__in=[one.pk for one in targets]).update(whole=whole)
    standing.settle(made)
    standing.reindex(made)
    record(
        actor=by, action="target.compose", row=whole, before={},
        after={"parts": [str(one) for one in targets], "document": document}, body=first.body,
    )  # fmt: skip
    return made


def _indicator(name: str, by: User, document: Document) -> Indicator:
    """The composite indicator of this name; a new one where the catalogue has none."""
    known = Indicator.objects.filter(folded=search_key(name), merged_into=None).order_by("pk").first()
    if known is not None:
        return known
    made = Indicator.objects.create(name=name, nature=NatureChoice.STOCK, direction=DirectionChoice.BAND)
    index(made)
    record(actor=by, action="indicator.add", row=made, before={}, after={"name": name}, body=document.owner)
    return made
