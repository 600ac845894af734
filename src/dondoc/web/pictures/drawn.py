"""What each picture shows, read from the register: its specification and the table printed beneath it."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse

from dondoc.assessment.forecast import Forecast
from dondoc.records.plan import from_micro
from dondoc.web.accounts.access import Access
from dondoc.web.core.quantities import number_text
from dondoc.web.core.templatetags.dondoc import day as day_words
from dondoc.web.core.templatetags.dondoc import period as period_words
from dondoc.web.judgement.given import given_out
from dondoc.web.judgement.models import Decision
from dondoc.web.judgement.outlooks import forecast_of
from dondoc.web.judgement.promises import figures_told, points_of, standing_of
from dondoc.web.judgement.selectors import (
    Reader,
    rules_on,
    steps_of,
    versions_about,
)
from dondoc.web.plans.models import PlanPoint, Target, TargetVersion
from dondoc.web.plans.selectors import TargetRow, path_of, series_of
from dondoc.web.plans.taskboard import Moment, tasks_seen
from dondoc.web.results.models import Observation
from dondoc.web.sources.models import Document
from dondoc.writing import drawing, pictures
from dondoc.writing.drawing import Picture
from dondoc.writing.pictures import SIGNAL_WORDS
from dondoc.writing.rows import Cell

AGES = ((1, 7), (8, 30), (31, 90), (91, 180), (181, None))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture with its table."""

    picture: Picture
    headers: tuple[str, ...]
    rows: list[list[Cell]]
    note: str = ""
    of: str = ""  # what it is of: a target, a document
    drawn: int | None = None  # so many of the rows, the first, are in the picture; None: all
    holds: bool = True  # whether everything in it is as it stands now


def target_path(access: Access, version: TargetVersion, *, on: date) -> Drawn:
    """Plan, actual, same period and what is expected; where nothing was measured the plan alone.

    Three queries; `version` is the number that stands, with its target, and whether a forecast is `switched`
    on for it.
    """
    target, row = version.target, TargetRow(version.target, version)
    everything = list(series_of(access, target))
    actual = list(_pairs(row, path_of(target, everything)))
    earlier = [one for one in everything if one.period_end.year == target.period_end.year - 1]
    before = list(_pairs(row, _last_year(target, earlier)))
    low, high = _ends(row)
    told = [_point(one, value, one.period_end, "Thực hiện") for one, value in actual]
    told += [_point(one, value, _next_year(one.period_end), "Cùng kỳ năm trước") for one, value in before]
    told += list(_plan_points(row))
    plan = {
        "start": target.period_start.isoformat(), "end": target.period_end.isoformat(),
        "low": float(low), "high": float(high if high is not None else low),
        "text": f"Kế hoạch {period_words(target.period)}: {number_text(low)} {row.unit}".strip(),
    }  # fmt: skip
    band, note = _band(row, on)
    rows: list[list[Cell]] = [
        [period_words(one.period), value, str(one.get_status_display()), one.period_end, _source(one)]
        for one, value in [*actual, *before]
    ]  # fmt: skip
    return Drawn(
        pictures.target_path(told, [plan], band, unit=row.unit),
        ("Kỳ", f"Giá trị ({row.unit or 'số'})", "Loại số", "Đến ngày", "Nguồn"), rows, note,
        of=f"{_capital(target.indicator.name)}, {period_words(target.period)} – {target.body.name}",
    )  # fmt: skip


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _source(one: Observation) -> str:
    if one.document is None:
        return one.source_words
    return one.document.symbol or one.document.title[:80]


def _pairs(row: TargetRow, series: Iterable[Observation]) -> Iterator[tuple[Observation, Decimal]]:
    """Figures in the unit the target is drawn in."""
    own = row.version.in_indicator_unit is None
    for one in series:
        value = (one.value if one.unit == row.version.unit else None) if own else one.in_indicator_unit
        if value is not None:
            yield one, value


def _ends(row: TargetRow) -> tuple[Decimal, Decimal | None]:
    version = row.version
    low = version.in_indicator_unit
    if low is None:
        return version.value, version.value_max
    return low, None if version.micro_max is None else from_micro(version.micro_max)


def _last_year(target: Target, earlier: Sequence[Observation]) -> list[Observation]:
    """The figures of the year before, joined as those of the target's own year are."""
    start, end = target.period_start, target.period_end
    if start.year != end.year:
        return []
    then = Target(
        indicator=target.indicator, body=target.body, measure=target.measure,
        period=str(start.year - 1), period_start=date(start.year - 1, 1, 1),
        period_end=date(start.year - 1, 12, 31),
    )  # fmt: skip
    return path_of(then, earlier)


def _next_year(day: date) -> date:
    return date(day.year + 1, day.month, min(day.day, monthrange(day.year + 1, day.month)[1]))


def _point(one: Observation, value: Decimal, on: date, series: str) -> dict[str, Any]:
    words = f"{series}, {period_words(one.period)}: {number_text(value)} ({one.get_status_display().lower()})"
    label = number_text(value) if series == "Thực hiện" else ""
    return {"day": on.isoformat(), "value": float(value), "series": series, "text": words, "label": label}


def _plan_points(row: TargetRow) -> Iterator[dict[str, Any]]:
    """The standing plan path, from the beginning where its figures are."""
    total = Decimal(0)
    for point in PlanPoint.objects.filter(
        path__version=row.version, path__withdrawn_at=None, path__kind="path"
    ).select_related("path").order_by("period_end"):  # fmt: skip
        value = point.in_indicator_unit
        if value is None:
            continue
        flow = row.target.indicator.nature == "flow" and not point.path.cumulative
        total = total + value if flow else value
        words = f"Lộ trình kế hoạch, đến {day_words(point.period_end)}: {number_text(total)}"
        yield {"day": point.period_end.isoformat(), "value": float(total), "series": "Lộ trình kế hoạch",
               "text": words}  # fmt: skip


def _band(row: TargetRow, on: date) -> tuple[list[dict[str, Any]], str]:
    """What is expected at the end, where a forecast was switched on and could be made."""
    if not vars(row.version)["switched"]:
        return [], ""
    found = forecast_of(row.version, as_of=on)
    if not isinstance(found, Forecast):
        return [], "Chưa đủ số liệu để dự báo."
    words = f"dự báo {number_text(found.value)}"
    band = {
        "day": row.target.period_end.isoformat(), "low": float(found.low), "high": float(found.high),
        "text": words,
    }  # fmt: skip
    note = (
        f"Dự báo thống kê (không phải số chính thức): {number_text(found.value)}, khoảng "
        f"{number_text(found.low)}–{number_text(found.high)}, mức {number_text(found.level * 100, 0)}%."
    )
    return [band], note


def scoreboard_over_time(access: Access, document: Document, *, on: date) -> Drawn | None:
    """A document's targets at the end of each month by what was known then; None where it has none."""
    known = versions_about(access, Q(document=document))
    last: dict[int, TargetVersion] = {one.target_id: one for one in known if not one.target.awaiting_document}
    parts: dict[int | None, list[TargetVersion]] = defaultdict(list)
    for one in last.values():
        if one.target.whole_id in last:
            parts[one.target.whole_id].append(one)
    apart = steps_of(one.target for one in last.values()) | given_out(last.values())
    own = [one for one in last.values() if one.target.whole_id not in last and one.target_id not in apart]
    if not own:
        return None
    told = figures_told([one.target for one in last.values()], gone_too=True)
    points, rules = points_of([one.pk for one in last.values()]), rules_on()
    decided = list(Decision.objects.filter(version__in=[one.pk for one in own]).order_by("pk"))
    first = min(one.target.period_start for one in own)
    drawn: list[dict[str, Any]] = []
    table: list[list[Cell]] = []
    for day in _month_ends(max(first, date(on.year - 1, on.month, 1)), on):
        stood = {
            one.version_id: one
            for one in decided
            if one.decided_on <= day and (one.withdrawn_on is None or one.withdrawn_on > day)
        }
        reader = Reader(standing_of(told, known_by=day), points, stood, {}, day, rules)
        counts = dict.fromkeys(SIGNAL_WORDS, 0)
        for version in own:
            counts[reader.row(version, parts[version.target_id]).verdict.signal.value] += 1
        when = f"{day.month}/{day.year}"
        drawn += [
            {"day": day.isoformat(), "when": when, "signal": signal, "count": count,
             "words": f"{when}, {SIGNAL_WORDS[signal].lower()}: {count} chỉ tiêu"}
            for signal, count in counts.items()
        ]  # fmt: skip
        table.append([day, *(counts[signal] for signal in SIGNAL_WORDS), len(own)])
    return Drawn(
        pictures.scoreboard_over_time(drawn), ("Đến ngày", *SIGNAL_WORDS.values(), "Tổng số"), table,
        "Mỗi cột xét theo số đã biết đến ngày đó.", of=document.symbol or document.title[:80],
    )  # fmt: skip


def _month_ends(first: date, last: date) -> Iterator[date]:
    """The ends of months from `first` to `last`, and `last` itself."""
    year, month = first.year, first.month
    while (day := date(year, month, monthrange(year, month)[1])) < last:
        yield day
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    yield last


def ageing(access: Access, *, on: date) -> Drawn | None:
    """Overdue tasks by age, in one query; None where there are none."""
    then = Moment(on)
    late = tasks_seen(access).filter(then.binding(), then.undone(), then.late(), resolved=False)
    return ageing_of(late.values_list("due", flat=True), on=on)


def ageing_of(dues: Iterable[date | None], *, on: date) -> Drawn | None:
    """The same of overdue tasks that were due on these days."""
    days = sorted(((on - due).days for due in dues if due), reverse=True)
    if not days:
        return None
    drawn: list[dict[str, Any]] = []
    table: list[list[Cell]] = []
    for first, last in AGES:
        count = sum(first <= age and (last is None or age <= last) for age in days)
        words = f"{first}–{last} ngày" if last is not None else f"trên {first - 1} ngày"
        address = drawing.link(f"{reverse('task-list')}?state=open_late")
        drawn.append({"bin": words, "count": count, "words": f"{words}: {count} nhiệm vụ", "href": address})
        table.append([words, count])
    note = f"Tổng số {number_text(Decimal(len(days)))} nhiệm vụ quá hạn, lâu nhất {days[0]} ngày."
    return Drawn(pictures.ageing(drawn), ("Quá hạn", "Số nhiệm vụ"), table, note)
