"""From an accepted count to a tally with its parts: verdicts on targets, a vote, ratings.

A count belongs to one document: the same count in the same document is one row, in another document another.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from dondoc.errors import QuantityError
from dondoc.records.plan import Scaled
from dondoc.text.normalize import search_key
from dondoc.web.matters.models import Tally, TallyKind, TallyPart
from dondoc.web.sources.making import Making, Rows, revive

BALLOTS = ("issued", "returned", "valid", "invalid")


def verdict(making: Making) -> Rows:
    """How many targets were met, of one document's."""
    data = making.data
    more = {"source_as_written": (data.get("source") or "")[:300], "expected": bool(data.get("expected"))}
    return _tally(making, TallyKind.VERDICT, data["counted"], total="total", **more)


def vote(making: Making) -> Rows:
    """How one vote ended.

    Raises:
        ValidationError: It is not known whom or what it was about.
    """
    data = making.data
    if not data.get("subject"):
        raise ValidationError({"subject": "Chưa rõ bỏ phiếu về ai, việc gì. Nhập vào ô này rồi nhận."})
    more: dict[str, Any] = {name: _whole(data, name) for name in BALLOTS}
    more |= {
        "vote": data["vote"],
        "position": (data.get("position") or "")[:300],
        "total_of": data.get("denominator_of") or "",
    }
    return _tally(making, TallyKind.VOTE, data["subject"], total="denominator", **more)


def rating(making: Making) -> Rows:
    """How many were rated at each level."""
    return _tally(making, TallyKind.RATING, making.data["rated"], total="total")


def _tally(making: Making, kind: str, about: str, *, total: str, **more: Any) -> Rows:
    data, document = making.data, making.document
    parts = [_part(part) for part in data.get("parts") or []]
    if not parts:
        raise ValidationError({"parts": "Chưa rõ kết quả. Nhập mỗi dòng một mức, ví dụ: tín nhiệm cao 78."})
    about_fields = {
        "document": document,
        "kind": kind,
        "total": _whole(data, total),
        "period": data.get("period") or "",
        **more,
    }
    wanted = sorted(map(_sortable, parts))
    same = []
    for row in Tally.objects.filter(**_where(about_fields)).prefetch_related("parts"):
        kept = sorted(_sortable(vars(part)) for part in row.parts.all())
        if kept == wanted and search_key(row.about) == search_key(about[:500]):
            same.append(row.pk)
    known = revive(Tally.objects.filter(pk__in=same))
    if known is not None:
        return [known]
    made = Tally(about=about[:500], **about_fields)
    made.save()
    TallyPart.objects.bulk_create(TallyPart(tally=made, **part) for part in parts)
    return [made]


def _sortable(part: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(part[name]) for name in ("label", "number", "percent", "percent_decimals"))


def _where(fields: Mapping[str, Any]) -> dict[str, Any]:
    """As a filter: None asks for NULL."""
    return {(f"{k}__isnull" if v is None else k): (True if v is None else v) for k, v in fields.items()}


def _whole(data: Mapping[str, Any], name: str) -> int | None:
    value = data.get(name)
    if value is None:
        return None
    number = Decimal(value)
    if number % 1 or number < 0:
        raise ValidationError({name: "Phải là một số nguyên, không âm."})
    return int(number)


def _part(part: Mapping[str, Any]) -> dict[str, Any]:
    made = {"label": part["label"], "number": _whole(part, "count"), "percent": None, "percent_decimals": 0}
    if part.get("percent") is not None:
        try:
            share = Scaled.of(Decimal(part["percent"]))
        except QuantityError as error:
            raise ValidationError({"parts": str(error)}) from error
        printed = max(share.decimals, int(part.get("decimals") or 0))
        made |= {
            "percent": share.mantissa * 10 ** (printed - share.decimals),
            "percent_decimals": printed,
        }
    return made
