"""Figures of the country and the region: entered with who published them, withdrawn with the reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dondoc.records.plan import Period
from dondoc.text.normalize import fold
from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.judgement.models import PrintedChoice, ScopeChoice, Yardstick
from dondoc.web.judgement.services import office
from dondoc.web.plans.models import Indicator
from dondoc.web.results.figures import said as figure_said
from dondoc.web.results.models import ObservationStatusChoice
from dondoc.web.results.services import quantity_columns
from dondoc.web.sources.confirm import whose
from dondoc.web.sources.models import Document, Fact, FactState, KindChoice
from dondoc.web.sources.selectors import documents_seen

_NAMED = ("cả nước", "toàn quốc", "vùng", "khu vực")
MOST_SENTENCES, LOOKED_AT = 20, 400


@transaction.atomic
def yardstick_add(
    *,
    indicator: Indicator,
    scope: str,
    period: str,
    value: Decimal,
    status: str,
    publisher: str,
    published_on: date,
    by: User,
    on: date,
    place: str = "",
    unit: str = "",
    printed: str = "level",
    measure: str = "level",
    document: Document | None = None,
    words: str = "",
) -> Yardstick:
    """A figure that somebody published for the country or a region.

    Args:
        indicator: Of what.
        scope: `ScopeChoice`.
        period: "2026-01/2026-09".
        value: As printed, with its decimals.
        status: Ước, sơ bộ or chính thức.
        publisher: Who published it.
        published_on: When; from that day on it is known.
        by: Who enters it; whether they may is the caller's to check.
        on: Today.
        place: Of a region, its name.
        unit: As printed; "" is the indicator's.
        printed: `PrintedChoice`: an index of 107,1 is a growth of 7,1.
        measure: What about the indicator is told.
        document: Where it stands.
        words: The sentence, or the source.

    Raises:
        ValidationError: By field.
        Conflict: This very figure is there already.
    """
    place, publisher = place.strip(), publisher.strip()
    if scope not in ScopeChoice.values:
        raise ValidationError({"scope": "Chọn cả nước hoặc vùng."})
    if scope == ScopeChoice.REGION and not place:
        raise ValidationError({"place": "Nêu tên vùng, ví dụ: Đồng bằng sông Cửu Long."})
    if not publisher:
        raise ValidationError({"publisher": "Nêu cơ quan công bố số này."})
    if status not in ObservationStatusChoice.values:
        raise ValidationError({"status": "Chọn ước thực hiện, sơ bộ hoặc chính thức."})
    if printed not in PrintedChoice.values:
        raise ValidationError({"printed": "Chọn số như của tỉnh hoặc chỉ số."})
    if published_on > on:
        raise ValidationError({"published_on": "Ngày công bố không thể sau hôm nay."})
    try:
        when = Period.parse(period)
    except ValueError as error:
        raise ValidationError({"period": str(error)}) from error
    take_turn(Turn.FIGURES, indicator.pk)
    unit = unit.strip() or indicator.unit
    numbers = quantity_columns(value, None, unit, indicator.unit, measure)
    if numbers["micro"] is None:
        raise ValidationError({"unit": f"Đơn vị này không đổi được ra {indicator.unit}."})
    same = Yardstick.objects.filter(
        indicator=indicator, scope=scope, place=place, period=str(when), measure=measure, printed=printed,
        status=status, micro=numbers["micro"], publisher=publisher, withdrawn_at=None,
    )  # fmt: skip
    if same.exists():
        raise Conflict("Số này, cùng kỳ và cùng cơ quan công bố, đã được ghi.")
    made = Yardstick.objects.create(
        indicator=indicator, scope=scope, place=place, measure=measure, printed=printed, status=status,
        period=str(when), period_start=when.start, period_end=when.end, publisher=publisher[:200],
        published_on=published_on, document=document, words=words.strip()[:500], entered_by=by, **numbers,
    )  # fmt: skip
    after = {
        "figure": f"{made.called} {figure_said(made)}",
        "publisher": publisher,
        "document": str(document or ""),
    }
    record(actor=by, action="yardstick.add", row=made, before={}, after=after, reason=words, body=office())
    return made


@transaction.atomic
def yardstick_withdraw(*, yardstick: Yardstick, reason: str, by: User) -> Yardstick:
    """A figure that should not have been entered; it stays in the trail.

    Raises:
        ValidationError: No reason.
        Conflict: It is withdrawn already.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Nêu lý do rút."})
    take_turn(Turn.FIGURES, yardstick.indicator_id)
    now = Yardstick.objects.select_related("indicator").get(pk=yardstick.pk)
    if now.withdrawn_at is not None:
        raise Conflict("Số này đã được rút. Tải lại trang để xem.")
    now.withdrawn_at, now.withdrawn_reason = timezone.now(), reason.strip()[:500]
    now.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    record(
        actor=by, action="yardstick.withdraw", row=now, before={"figure": f"{now.called} {figure_said(now)}"},
        after={}, reason=reason, body=office(),
    )  # fmt: skip
    return now


def sentences_elsewhere(access: Access, indicator: Indicator) -> list[Fact]:
    """Sentences of documents that seem to give the country's or the region's figure; two queries.

    Only a suggestion: a person looks at the sentence and enters the figure with who published it.
    """
    named = reduce(or_, (Q(quote__contains=words) for words in (*_NAMED, "Cả nước", "Toàn quốc", "Vùng")))
    rows = (
        Fact.objects.filter(
            named, kind=KindChoice.INDICATOR, reading__is_current=True, same_as=None,
            state__in=(FactState.PROPOSED, FactState.CONFIRMED),
            document__in=documents_seen(access).order_by(),
        )
        .select_related("document")
        .order_by("-document__date", "start")[:LOOKED_AT]
    )  # fmt: skip
    wanted = fold(indicator.name).lower()
    found = [fact for fact in rows if whose(fact) and _about(fact, indicator.code, wanted)]
    return found[:MOST_SENTENCES]


def _about(fact: Fact, code: str, wanted: str) -> bool:
    """Whether a sentence is of the indicator, by its code or its name."""
    data = fact.current
    name = fold(str(data.get("name") or "")).lower()
    return bool(code and data.get("indicator_id") == code) or wanted in name or name in wanted
