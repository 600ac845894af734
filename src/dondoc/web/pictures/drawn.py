"""What each picture shows, read from the register: its specification and the table printed beneath it."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from dondoc.assessment.forecast import Forecast
from dondoc.records.plan import from_micro
from dondoc.records.verdict import Signal
from dondoc.web.accounts.access import Access, among
from dondoc.web.core.quantities import number_text
from dondoc.web.core.templatetags.dondoc import day as day_words
from dondoc.web.core.templatetags.dondoc import period as period_words
from dondoc.web.judgement.models import Decision, ForecastSwitch
from dondoc.web.judgement.outlooks import forecast_of
from dondoc.web.judgement.promises import figures_told, points_of, standing_of
from dondoc.web.judgement.selectors import (
    Reader,
    ScoreRow,
    given_out,
    judged_targets,
    rules_on,
    steps_of,
    versions_about,
)
from dondoc.web.pictures.models import Boundary
from dondoc.web.plans.models import PlanPoint, Target, TargetVersion
from dondoc.web.plans.selectors import TargetRow, path_of, series_of, target_rows, targets_seen
from dondoc.web.plans.taskboard import Moment, tasks_seen
from dondoc.web.results.models import Observation
from dondoc.web.sources.models import Document
from dondoc.writing import pictures
from dondoc.writing.pictures import SIGNAL_WORDS, Picture

MOST_BODIES = 24  # of small multiples and down a heat map
AGES = ((1, 7), (8, 30), (31, 90), (91, 180), (181, None))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture with its table: cells are words as printed."""

    picture: Picture
    headers: tuple[str, ...]
    rows: list[list[str]]
    note: str = ""


def target_path(access: Access, target: Target, *, on: date) -> Drawn:
    """Plan, actual, same period and what is expected; where nothing was measured the plan alone."""
    (row,) = target_rows(access, [target])
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
    rows = [
        [period_words(one.period), number_text(value), one.get_status_display(), day_words(one.period_end),
         one.document.symbol if one.document else one.source_words]
        for one, value in [*actual, *before]
    ]  # fmt: skip
    return Drawn(
        pictures.target_path(told, [plan], band, unit=row.unit),
        ("Kỳ", f"Giá trị ({row.unit or 'số'})", "Loại số", "Đến ngày", "Nguồn"), rows, note,
    )  # fmt: skip


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
    if not ForecastSwitch.objects.filter(indicator=row.target.indicator_id, switched_off_at=None).exists():
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


def heat_map(access: Access, *, on: date) -> Drawn | None:
    """Targets at risk by body and field; None where there are no targets."""
    targets = targets_seen(access).filter(
        awaiting_document=False, period_start__lte=on, period_end__gte=on, whole=None
    )
    rows = judged_targets(access, list(targets.only("pk")), as_of=on).values()
    cells: dict[tuple[str, str], list[ScoreRow]] = defaultdict(list)
    for row in rows:
        cells[row.target.body.name, row.target.indicator.field or "Lĩnh vực khác"].append(row)
    if not cells:
        return None
    risky: dict[str, int] = defaultdict(int)
    for (body, _field), group in cells.items():
        risky[body] += sum(row.verdict.signal is Signal.RISK for row in group)
    bodies = sorted(risky, key=lambda name: (-risky[name], name))[:MOST_BODIES]
    fields = sorted({field for _body, field in cells})
    drawn, table = [], []
    for body in bodies:
        for field in fields:
            if (body, field) not in cells:
                continue
            group = cells[body, field]
            red = sum(row.verdict.signal is Signal.RISK for row in group)
            signal = _worst(row.verdict.signal for row in group).value
            words = f"{body}, {field}: {red} chỉ tiêu đỏ trên {len(group)}"
            address = f"{reverse('target-list')}?body={group[0].target.body_id}&field={field}"
            drawn.append(
                {"body": body, "field": field, "signal": signal, "text": f"{red}/{len(group)}",
                 "words": words, "href": pictures.link(address)}
            )  # fmt: skip
            table.append([body, field, str(red), str(len(group)), SIGNAL_WORDS[signal]])
    note = "" if len(risky) <= MOST_BODIES else f"Chỉ vẽ {MOST_BODIES} cơ quan có nhiều chỉ tiêu đỏ nhất."
    return Drawn(
        pictures.heat_map(drawn), ("Cơ quan", "Lĩnh vực", "Chỉ tiêu đỏ", "Tổng số", "Nặng nhất"), table, note
    )


def _worst(signals: Iterable[Signal]) -> Signal:
    """Red where one is red, then orange, then green; unknown where nothing could be judged."""
    found = set(signals)
    order = (Signal.RISK, Signal.UNDER_WAY, Signal.GOOD, Signal.UNKNOWN)
    return next(one for one in order if one in found)


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
    drawn, table = [], []
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
        table.append([day_words(day), *(str(counts[signal]) for signal in SIGNAL_WORDS), str(len(own))])
    return Drawn(
        pictures.scoreboard_over_time(drawn), ("Đến ngày", *SIGNAL_WORDS.values(), "Tổng số"), table,
        "Mỗi cột xét theo số đã biết đến ngày đó.",
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
    days = sorted(((on - due).days for due in late.values_list("due", flat=True) if due), reverse=True)
    if not days:
        return None
    drawn, table = [], []
    for first, last in AGES:
        count = sum(first <= age and (last is None or age <= last) for age in days)
        words = f"{first}–{last} ngày" if last is not None else f"trên {first - 1} ngày"
        address = pictures.link(f"{reverse('task-list')}?state=open_late")
        drawn.append({"bin": words, "count": count, "words": f"{words}: {count} nhiệm vụ", "href": address})
        table.append([words, str(count)])
    note = f"Tổng số {number_text(Decimal(len(days)))} nhiệm vụ quá hạn, lâu nhất {days[0]} ngày."
    return Drawn(pictures.ageing(drawn), ("Quá hạn", "Số nhiệm vụ"), table, note)


def small_multiples(access: Access, indicator: int, year: int) -> Drawn | None:
    """One indicator across the bodies it was given to for a year; None where there are fewer than two."""
    targets = list(
        targets_seen(access)
        .filter(indicator=indicator, period=str(year), measure="level")
        .exclude(body__parent=None)
        .select_related("indicator", "body")
        .order_by("body__sort_key", "pk")
    )
    rows = [row for row in target_rows(access, targets) if row.version.in_indicator_unit is not None]
    if len(rows) < 2:
        return None
    drawn, table = [], []
    for row in rows[:MOST_BODIES]:
        planned = row.version.in_indicator_unit
        told = row.observation.in_indicator_unit if row.observation else None
        body, address = row.target.body.name, pictures.link(reverse("target", args=[row.target.pk]))
        for kind, value in (("Kế hoạch", planned), ("Thực hiện", told)):
            words = number_text(value) if value is not None else "chưa có"
            shown = float(value) if value is not None else 0
            drawn.append({"body": body, "kind": kind, "value": shown, "text": words, "href": address})
        printed = number_text(told) if told is not None else "chưa có"
        when = period_words(row.observation.period) if row.observation else ""
        table.append([body, number_text(planned or Decimal(0)), printed, when])
    note = "" if len(rows) <= MOST_BODIES else f"Chỉ vẽ {MOST_BODIES} trong {len(rows)} cơ quan."
    headers = ("Cơ quan", f"Kế hoạch ({rows[0].unit})", "Thực hiện", "Kỳ")
    return Drawn(pictures.small_multiples(drawn, unit=rows[0].unit), headers, table, note)


def commune_map(access: Access, *, on: date) -> Drawn | None:
    """Communes by their overdue tasks; None where no boundaries were loaded."""
    places = list(
        Boundary.objects.filter(set__in_use=True, body_id__in=among(access.body_ids))
        .select_related("body")
        .order_by("body__sort_key")
    )
    if not places:
        return None
    then = Moment(on)
    counted = {
        row["lead"]: row
        for row in tasks_seen(access)
        .filter(then.binding(), resolved=False, lead__in=[one.body_id for one in places])
        .order_by()
        .values("lead")
        .annotate(
            late=Count("pk", filter=then.undone() & then.late()),
            owed=Count("pk", filter=then.done() | then.late()),
        )
    }
    features, table = [], []
    for place in places:
        row = counted.get(place.body_id, {"late": 0, "owed": 0})
        share = 100 * row["late"] / row["owed"] if row["owed"] else None
        words = f"{row['late']} quá hạn trên {row['owed']} đến hạn" if row["owed"] else "chưa có việc đến hạn"
        properties = {
            "name": place.body.name, "share": share, "words": f"{place.body.name}: {words}",
            "href": pictures.link(reverse("body", args=[place.body_id])),
        }  # fmt: skip
        features.append({"type": "Feature", "properties": properties, "geometry": place.geometry})
        printed = number_text(Decimal(row["late"] * 100) / row["owed"], 1) if row["owed"] else "–"
        table.append([place.body.name, str(row["late"]), str(row["owed"]), printed])
    return Drawn(pictures.commune_map(features), ("Xã, phường", "Quá hạn", "Đến hạn", "% quá hạn"), table)
