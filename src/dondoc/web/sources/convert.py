"""Between what was read (records), what is kept (JSON, integers) and what a reviewer types.

IndicatorStatement(value=Decimal("13.45"), unit="%")  →  {"value": "13.45", "unit": "%", …}
"16.900,5"                                            →  Decimal("16900.5")
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError

from dondoc.errors import QuantityError
from dondoc.records.document import Document, Header
from dondoc.records.facts import Fact, IndicatorStatement, Part
from dondoc.records.plan import Period, Scaled
from dondoc.records.source import NOWHERE, Span
from dondoc.text.normalize import fold
from dondoc.text.numbers import two_ways
from dondoc.text.units import power_of
from dondoc.writing import labels

_NOT_DATA = {"span", "value_span", "rule", "confidence", "fields", "same_as", "around"}


def fact_data(fact: Fact) -> dict[str, Any]:
    """The fact format's object, decimals as strings, spans left out (they have columns)."""
    if isinstance(fact, IndicatorStatement):
        fact = replace(fact, name=fact.told_name)
    return {f.name: _plain(getattr(fact, f.name)) for f in fields(fact) if f.name not in _NOT_DATA}


def fact_why(fact: Fact) -> dict[str, dict[str, Any]]:
    """Field → how it was read, and from which characters."""
    return {
        name: {
            "how": source.how,
            "start": source.span.start if source.span else None,
            "end": source.span.end if source.span else None,
            "note": source.note,
        }
        for name, source in fact.fields.items()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Part):
        plain = {"label": value.label, "count": _plain(value.count), "percent": _plain(value.percent)}
        return plain | {"decimals": value.decimals, "start": value.span.start, "end": value.span.end}
    return value


# --- a reading's parts ----------------------------------------------------------------------------------


def header_json(header: Header) -> dict[str, Any]:
    """Fields by name; `spans` maps each to [start, end]."""
    return {
        "title": header.title,
        "type": header.type.value,
        "symbol": header.symbol,
        "date": header.date.isoformat() if header.date else None,
        "issuer": header.issuer,
        "place": header.place,
        "signatory": header.signatory,
        "signatory_position": header.signatory_position,
        "recipients": list(header.recipients),
        "standing": header.standing.value,
        "spans": {name: list(span) for name, span in header.spans},
    }


def reading_parts(document: Document) -> dict[str, Any]:
    """The JSON columns of a `Reading`."""
    return {
        "header": header_json(document.header),
        "outline": [
            {
                "label": section.label,
                "heading": section.heading,
                "start": section.span.start,
                "end": section.span.end,
                "heading_start": section.heading_span.start,
                "heading_end": section.heading_span.end,
                "level": section.level,
            }
            for section in document.walk_sections()
        ],
        "tables": [
            {
                "start": table.span.start,
                "end": table.span.end,
                "cells": [
                    [c.span.start, c.span.end, c.row, c.column, c.rowspan, c.colspan, c.value]
                    for c in table.cells
                ],
                "grid": [list(row) for row in table.grid],
                "header_rows": table.header_rows,
                "caption": list(table.caption) if table.caption else None,
                "sheet": table.sheet,
            }
            for table in document.tables
        ],
        "blocks": [[span.start, span.end, kind.value] for span, kind in document.blocks],
        "pages": [[page.number, page.span.start, page.span.end] for page in document.pages],
        "offsets": [list(pair) for pair in document.offsets],
        "scans": [
            [
                scan.page,
                scan.width,
                scan.height,
                [[*w.span, w.left, w.top, w.right, w.bottom, w.confidence] for w in scan.words],
            ]
            for scan in document.scans
        ],
        "diagnostics": [
            {
                "code": remark.code,
                "message": remark.message,
                "span": list(remark.span) if remark.span else None,
                "severity": remark.severity.value,
            }
            for remark in document.diagnostics
        ],
    }


def nearest(text: str, quote: str, near: int) -> Span | None:
    """Where the quote stands in the text, the place nearest to `near` of several; None where nowhere."""
    if not quote:
        return None
    before = text.rfind(quote, 0, near + len(quote))
    after = text.find(quote, near)
    places = [place for place in (before, after) if place >= 0]
    if not places:
        return None
    start = min(places, key=lambda place: abs(place - near))
    return Span(start, start + len(quote))


# --- numbers and units ----------------------------------------------------------------------------------

_GROUPS = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?", re.ASCII)
_PLAIN = re.compile(r"-?\d+(?:[.,]\d+)?", re.ASCII)
_FOREIGN = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+|,\d{3})", re.ASCII)  # 1,250.5; 1,256,000


def number(text: str, *, sure: bool = False) -> Decimal:
    """A number as people type it here: 16.900 is a thousand times 16,9; 13,45 and 13.45 are one.

    With `sure`, "12,345" is taken as it reads: it was printed here, or a person transcribes a document.

    >>> number("16.900,5"), number("13,45"), number("13.45")
    (Decimal('16900.5'), Decimal('13.45'), Decimal('13.45'))

    Raises:
        ValueError: It is none, or means two things ("1,000").
    """
    typed = text.strip()
    text = re.sub(r"[\s\u00a0\u202f]", "", text).replace("\u2212", "-").removeprefix("+")
    if _GROUPS.fullmatch(text):
        text = text.replace(".", "")
    elif not _PLAIN.fullmatch(text):
        if _FOREIGN.fullmatch(text):
            meant = text.translate(str.maketrans(",.", ".,"))
            raise ValueError(f"“{typed}” viết dấu chấm, dấu phẩy theo kiểu nước ngoài. Có phải {meant}?")
        raise ValueError(f"“{typed}” không phải là một số. Viết như 16.900,5 hoặc 13,45.")
    elif not sure and (doubt := two_ways(text)):
        raise ValueError(doubt)
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation as error:  # pragma: no cover - the patterns admit numbers only
        raise ValueError(f"“{text}” không phải là một số.") from error


# Whole units in terms of another one, exact: only what nobody can mean otherwise.
_SAME: Mapping[str, tuple[str, Decimal]] = {
    "kg": ("tấn", Decimal("0.001")),
    "tạ": ("tấn", Decimal("0.1")),
    "m2": ("ha", Decimal("0.0001")),
    "km2": ("ha", Decimal(100)),
    "m": ("km", Decimal("0.001")),
    "mw": ("kw", Decimal(1000)),
}


@lru_cache(maxsize=1024)
def factor(unit: str, into: str) -> Decimal | None:
    """By what a quantity in `unit` is multiplied to be in `into`, exactly; None where they do not convert.

    >>> factor("nghìn tỷ đồng", "tỷ đồng")
    Decimal('1000')
    """
    one, other = _measure(unit), _measure(into)
    if one is None or other is None or one[1] != other[1]:
        return None
    ratio = one[0] / other[0]
    return ratio if ratio * other[0] == one[0] else None


def _measure(unit: str) -> tuple[Decimal, str] | None:
    """The unit as a multiple of a base unit."""
    power, base = power_of(fold(unit.strip()))
    head, slash, per = base.partition("/")
    head, by = _SAME.get(head, (head, Decimal(1)))
    return Decimal(10) ** power * by, f"{head}{slash}{per}".strip()


# Measures whose number is a share, not an amount: kept in per cent (or times) as printed.
_RELATIVE = {"change", "share", "attainment", "ratio"}
_PARTS = {"%", "điểm %", "‰", "lần", ""}


def micro(value: Decimal, unit: str, indicator_unit: str, measure: str) -> int | None:
    """The value at six decimals of the indicator's unit; None where it cannot be converted exactly.

    A change or share printed in per cent has no amount to convert: it is kept in its own per cent, and is
    only ever compared with the same measure.
    """
    by = factor(unit, indicator_unit)
    if by is None and measure in _RELATIVE and fold(unit) in _PARTS:
        by = Decimal(1)
    if by is None:
        return None
    try:
        return Scaled.of(value).micro(by)
    except QuantityError:
        return None


# --- what a reviewer typed ------------------------------------------------------------------------------

_Cleaner = Callable[[Any], Any]


def _words(most: int, *, needed: bool = False, nothing: Any = "") -> _Cleaner:
    def clean(value: Any) -> Any:
        text = " ".join(str(value or "").split())
        if needed and not text:
            raise ValueError("Không được để trống.")
        if len(text) > most:
            raise ValueError(f"Dài quá {most} ký tự.")
        return text or nothing

    return clean


def _choice(*allowed: str) -> _Cleaner:
    def clean(value: Any) -> str:
        if value not in allowed:
            raise ValueError(f"Chọn một trong: {', '.join(filter(None, allowed))}.")
        return str(value)

    return clean


def _decimal(value: Any) -> str | None:
    if value is None or value == "":
        return None
    made = (
        value
        if isinstance(value, Decimal)
        else Decimal(value)
        if isinstance(value, int)
        else number(str(value), sure=True)
    )
    Scaled.of(made)
    return f"{made:f}"


def _period(value: Any) -> str | None:
    text = str(value or "").strip()
    return str(Period.parse(text)) if text else None


def day(value: Any) -> str | None:
    """An ISO day from ISO or d/m/yyyy; None from nothing.

    Raises:
        ValueError: It is no day.
    """
    text = str(value or "").strip()
    if not text:
        return None
    try:
        if match := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
            return date(int(match[3]), int(match[2]), int(match[1])).isoformat()
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ValueError(f"“{text}” không phải là một ngày. Viết như 31/12/2026.") from error


def _list(value: Any) -> list[str]:
    items = re.split(r"[\n;]", value) if isinstance(value, str) else list(value or [])
    return [" ".join(str(item).split()) for item in items if str(item).strip()]


def _flag(value: Any) -> bool:
    return value in (True, "true", "on", "1", 1)


def _ordinal(value: Any) -> int | None:
    if value in (None, ""):
        return None
    if not re.fullmatch(r"\d{1,4}", str(value).strip()):
        raise ValueError("Phải là một số nguyên.")
    return int(value)


def _whole(value: Any) -> str | None:
    made = _decimal(value)
    if made is not None and (Decimal(made) % 1 or Decimal(made) < 0):
        raise ValueError("Phải là một số nguyên, không âm.")
    return made


_LABELS = {fold(word).lower(): label for label, word in labels.PART.items()}
_PART = re.compile(
    r"(?P<label>[^\d:]+?)\s*:?\s*(?:(?P<count>[\d.]+)(?![\d.,]*\s*%))?\s*(?:\(?\s*(?P<percent>[\d.,]+)\s*%\s*\)?)?"
)


def part_line(part: Mapping[str, Any]) -> str:
    """A part as it is typed: `tín nhiệm cao 78 (97,5%)`."""
    return labels.part(part_of(part))


def part_of(part: Mapping[str, Any]) -> Part:
    """A kept part as a record."""
    count, percent = (None if part.get(k) is None else Decimal(part[k]) for k in ("count", "percent"))
    return Part(part["label"], NOWHERE, count, percent, int(part.get("decimals") or 0))


def _parts(value: Any) -> list[dict[str, Any]]:
    """One part a line; the words are those that `labels.PART` prints."""
    lines = value.splitlines() if isinstance(value, str) else [part_line(part) for part in value or []]
    made: dict[str, dict[str, Any]] = {}
    for line in filter(str.strip, lines):
        match = _PART.fullmatch(line.strip())
        label = _LABELS.get(fold(match["label"]).lower()) if match else None
        if match is None or label is None or not (match["count"] or match["percent"]):
            known = ", ".join(labels.PART.values())
            raise ValueError(
                f"Chưa hiểu dòng “{line.strip()}”. Viết như: tín nhiệm cao 78 (97,5%). Các mức: {known}."
            )
        if label in made:
            raise ValueError(f"Mức “{labels.PART[label]}” ghi hai lần.")
        percent = number(match["percent"], sure=True) if match["percent"] else None
        made[label] = {
            "label": label,
            "count": _whole(match["count"]),
            "percent": None if percent is None else f"{percent:f}",
            "decimals": 0 if percent is None else max(0, -int(percent.as_tuple().exponent)),
        }
    if not made:
        raise ValueError("Nhập ít nhất một dòng.")
    return list(made.values())


CLEAN: Mapping[str, Mapping[str, _Cleaner]] = {
    "indicator": {
        "name": _words(500, needed=True),
        "value": _decimal,
        "value_max": _decimal,
        "out_of": _decimal,
        "unit": _words(80, nothing=None),
        "status": _choice("actual", "estimate", "target"),
        "measure": _choice("level", "change", "share", "attainment", "ratio", "rank", "tally"),
        "bound": _choice("exact", "more_than", "at_least", "about", "less_than", "at_most", "range"),
        "period": _period,
        "base": _words(20, nothing=None),
        "body": _words(300, nothing=None),
        "direction": lambda value: _choice("up", "down")(value) if value else None,
    },
    "task": {
        "action": _words(5000, needed=True),
        "lead": _words(500, nothing=None),
        "partners": _list,
        "deadline": _period,
        "product": _words(500, nothing=None),
        "collective": _flag,
    },
    "person": {"name": _words(120, needed=True), "positions": _list},
    "citation": {
        "type": _words(60, needed=True),
        "symbol": _words(80, nothing=None),
        "date": day,
        "issuer": _words(200, nothing=None),
        "title": _words(500, nothing=None),
    },
    "meeting": {"body": _words(300, needed=True), "ordinal": _ordinal, "date": day},
    "verdict": {
        "counted": _words(300, needed=True),
        "total": _whole,
        "parts": _parts,
        "source": _words(300, nothing=None),
        "period": _period,
        "expected": _flag,
    },
    "vote": {
        "subject": _words(500, needed=True),
        "vote": _choice(*labels.VOTE),
        "position": _words(300, nothing=None),
        "parts": _parts,
        "denominator": _whole,
        "denominator_of": lambda value: _choice(*labels.DENOMINATOR)(value) if value else None,
        "issued": _whole,
        "returned": _whole,
        "valid": _whole,
        "invalid": _whole,
    },
    "rating": {
        "rated": _words(300, needed=True),
        "total": _whole,
        "parts": _parts,
        "period": _period,
    },
    "shortcoming": {
        "nature": _choice(*labels.NATURE),
        "words": _words(5000, needed=True),
        "speaker": _words(300, nothing=None),
        "voice": _choice(*labels.VOICE),
        "cause": _words(2000, nothing=None),
    },
    "proposal": {
        "words": _words(5000, needed=True),
        "speaker": _words(300, nothing=None),
        "voice": _choice(*labels.VOICE),
        "to": _words(300, nothing=None),
    },
}


def corrected(kind: str, data: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The fact's data with a reviewer's changes, each field checked.

    A field that comes back as it was is left alone, so that a stored number is not read anew.

    Raises:
        ValidationError: By field, in Vietnamese. What was typed stays in the form.
    """
    result = dict(data)
    wrong: dict[str, list[str]] = {}
    for name, value in changes.items():
        clean = CLEAN[kind].get(name)
        if clean is None or value == data.get(name):
            continue
        try:
            result[name] = clean(value)
        except (ValueError, QuantityError) as error:
            wrong[name] = [str(error)]
    if wrong:
        raise ValidationError(dict(wrong))
    if kind == "indicator" and result.get("value") is not None:
        exponent = Decimal(result["value"]).as_tuple().exponent
        result["decimals"] = max(0, -int(exponent))
        _check_range(result)
    return result


def _check_range(data: Mapping[str, Any]) -> None:
    upper = data.get("value_max")
    if upper is not None and Decimal(upper) < Decimal(data["value"]):
        raise ValidationError({"value_max": "Số cuối của khoảng phải lớn hơn số đầu."})
    if data.get("bound") == "range" and upper is None:
        raise ValidationError({"value_max": "Nhập số cuối của khoảng."})
