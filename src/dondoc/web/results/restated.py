"""Figures of merged bodies, restated for the one that took over. Reckoned when asked for, never stored.

A reported figure is never mixed with them: each is marked, and shows the figures it was made of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from dondoc.assessment.restating import Restated, Taken, UnitFigure, restate, units_on
from dondoc.web.accounts.access import Access
from dondoc.web.bodies.models import Body, Succession
from dondoc.web.plans.models import Indicator
from dondoc.web.plans.selectors import observations_seen
from dondoc.web.plans.unitrules import rule_of
from dondoc.web.results.models import Observation

_FINAL = {"estimate": 0, "preliminary": 1, "official": 2}


@dataclass(frozen=True, slots=True)
class Part:
    """One unit of before and what it reported; None where nothing is known."""

    body: Body
    figure: Observation | None


@dataclass(frozen=True, slots=True)
class RestatedRow:
    """An indicator in a period, for today's body."""

    indicator: Indicator
    period: str
    period_end: date
    restated: Restated
    parts: tuple[Part, ...]
    status: str  # the least final of the parts
    as_of: date | None  # the earliest of the parts


def restated_rows(access: Access, body: Body) -> list[RestatedRow]:
    """Every indicator and period before the body's latest merger of which somebody reported; 3 queries."""
    rows = list(
        Succession.objects.filter(withdrawn_at=None).values_list("predecessor_id", "successor_id", "on")
    )
    taken = [Taken(str(before), str(after), on) for before, after, on in rows]
    family = _family(body.pk, rows)
    days = [on for _before, after, on in rows if after in family]
    if not days:
        return []
    bodies = {str(one.pk): one for one in Body.objects.filter(pk__in=family)}
    since = {key: one.valid_from for key, one in bodies.items()}
    found = (
        observations_seen(access)
        .filter(Q(out_of_mantissa=None), body__in=family, measure="level", period_end__lt=max(days))
        .exclude(micro=None)
        .select_related("indicator")
        .order_by(F("as_of").asc(nulls_first=True), "pk")
    )
    reported: dict[tuple[int, str], dict[str, Observation]] = defaultdict(dict)
    for figure in found:
        reported[figure.indicator_id, figure.period][str(figure.body_id)] = figure
    made = []
    for (_indicator, period), figures in reported.items():
        one = next(iter(figures.values()))
        units = units_on(str(body.pk), one.period_end, taken, since)
        if [unit.key for unit in units] == [str(body.pk)]:
            continue  # nothing was merged since
        used = {unit.key: figures[unit.key] for unit in units if unit.key in figures}
        if not used:
            continue
        made.append(
            RestatedRow(
                one.indicator,
                period,
                one.period_end,
                restate(
                    units,
                    {key: _figure(key, figure, reported) for key, figure in used.items()},
                    rule_of(one.indicator),
                    names={unit.key: bodies[unit.key].name for unit in units},
                ),
                tuple(Part(bodies[unit.key], used.get(unit.key)) for unit in units),
                min((figure.status for figure in used.values()), key=lambda status: _FINAL[status]),
                min((figure.as_of for figure in used.values() if figure.as_of), default=None),
            )
        )
    return sorted(
        made, key=lambda row: (row.indicator.sort_key, row.indicator.pk, row.period_end, row.period)
    )


def _figure(
    unit: str, row: Observation, reported: Mapping[tuple[int, str], Mapping[str, Observation]]
) -> UnitFigure:
    """A figure; of a rate with what the unit reported above and below the line for the same period."""
    value = row.in_indicator_unit
    assert value is not None
    sides = []
    for pk in (row.indicator.numerator_id, row.indicator.denominator_id):
        side = reported.get((pk, row.period), {}).get(unit) if pk is not None else None
        sides.append(side.in_indicator_unit if side is not None else None)
    return UnitFigure(value, row.decimals, *sides)


def _family(pk: int, rows: Iterable[tuple[int, int, date]]) -> set[int]:
    """The body and all it took over from, however far back."""
    before: dict[int, list[int]] = defaultdict(list)
    for predecessor, successor, _on in rows:
        before[successor].append(predecessor)
    found: set[int] = set()
    waiting = [pk]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += before[one]
    return found
