"""Figures, targets and the tree, from the database into arrays.

Only figures that stand are added up: the standing one of each body and period (`assessment.figures`), of
whole months within one year, that waits for no document or was entered by hand. Of targets: those of a year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np
from django.db import connection

from dondoc.assessment.branching import Branches, Heir, Index, Placed, Tree, Under
from dondoc.assessment.exactarrays import Ints
from dondoc.assessment.figures import standing_figure
from dondoc.assessment.rollup import YearFigures, YearTargets
from dondoc.assessment.rollupblock import Slot
from dondoc.records.plan import Period
from dondoc.web.bodies.models import Body, BodyLink, Succession
from dondoc.web.core.statements import repeated
from dondoc.web.results.figures import told
from dondoc.web.results.models import Observation


@lru_cache(maxsize=2048)
def slot_of(period: str) -> tuple[int, Slot] | None:
    """Year and months of a period; None where it is not of whole months in one year.

    >>> slot_of("2026-01/2026-09"), slot_of("2026-Q2"), slot_of("2021/2025")
    ((2026, (1, 9)), (2026, (4, 6)), None)
    """
    try:
        when = Period.parse(period)
    except ValueError:
        return None
    first, last = when.start, when.end
    whole = first.day == 1 and date.fromordinal(last.toordinal() + 1).day == 1
    return (first.year, (first.month, last.month)) if whole and first.year == last.year else None


# --- the tree -------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Forest:
    """The tree of bodies, with its branches as they stood on the days that were asked for."""

    tree: Tree
    token: int | None  # of `TreeState`; None: no place was ever saved through the register
    keys: Index = field(init=False)
    changes: list[date] = field(init=False)
    known: dict[int, Branches] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.keys = np.array(self.tree.keys, np.int64)
        self.changes = self.tree.changes()

    def on(self, day: date) -> Branches:
        """The branches on a day; the same object for days between which nothing changed."""
        epoch = sum(change <= day for change in self.changes)
        if epoch not in self.known:
            self.known[epoch] = self.tree.on(day)
        return self.known[epoch]

    def rows(self, bodies: Ints) -> Ints:
        """Places of bodies in `keys`."""
        places: Ints = np.searchsorted(self.keys, bodies)
        return places


_forests: dict[int, Forest] = {}  # by token: the last one only


def token_now() -> int | None:
    """Which tree stands."""
    with repeated() as cursor:
        cursor.execute("SELECT token FROM rollup_treestate ORDER BY id LIMIT 1")
        row = cursor.fetchone()
    return None if row is None else row[0]


def forest(token: int | None) -> Forest:
    """The tree with this token, kept in the process until it becomes another; else three queries."""
    if token is not None and (kept := _forests.get(token)) is not None:
        return kept
    placed = Body.objects.order_by().values_list("pk", "parent_id", "valid_from", "valid_to")
    links = BodyLink.objects.filter(withdrawn_at=None).order_by("pk")
    unders = links.values_list("body_id", "parent_id", "valid_from", "valid_to", "instead")
    heirs = Succession.objects.filter(withdrawn_at=None).order_by("pk")
    made = Forest(
        Tree.of(
            (Placed(*row) for row in placed),
            (Under(*row) for row in unders),
            (Heir(*row) for row in heirs.values_list("predecessor_id", "successor_id", "on")),
        ),
        token,
    )
    if token is not None:
        _forests.clear()
        _forests[token] = made
    return made


# --- figures --------------------------------------------------------------------------------------------

_STANDS = """FROM results_observation WHERE indicator_id = %s
    AND withdrawn_at IS NULL AND corrected_on IS NULL
    AND measure = 'level' AND out_of_mantissa IS NULL AND micro IS NOT NULL
    AND (by_hand OR NOT awaiting_document){year}"""
_OF_YEAR = " AND period >= %s AND period < %s"  # its first four digits decide, by any order of letters
# One row a period, with its bodies and values as text: a tenth of the time of one row a figure.
_FIGURES = {
    "sqlite": f"SELECT period, group_concat(body_id), group_concat(micro) {_STANDS} GROUP BY period",
    "postgresql": f"SELECT period, string_agg(body_id::text, ','), string_agg(micro::text, ',') {_STANDS}"
    " GROUP BY period",
}


@dataclass(frozen=True, slots=True)
class Column:
    """The figures of one period: rows of `Forest.keys`, and millionths."""

    slot: Slot
    rows: Ints
    micro: Ints


class Ahead:
    """Figures and targets of indicators whose turn has not come: asked for, and taken when it comes.

    Without `ask` nothing is asked for beforehand.
    """

    def __init__(self, ask: Callable[[str, list[Any]], Callable[[], list[Any]]] | None) -> None:
        self._ask = ask
        self._figures: dict[int, Callable[[], list[Any]]] = {}
        self._targets: dict[int, Callable[[], list[Any]]] = {}

    def ask(self, targets: int, figures: Iterable[int]) -> None:
        """Of an indicator, which is made of the figures of these."""
        if self._ask is None:
            return
        for one in figures:
            if one not in self._figures:
                statement = _FIGURES[connection.vendor].format(year="")
                self._figures[one] = self._ask(statement, [one])
        self._targets[targets] = self._ask(_TARGETS.format(year=""), [targets])

    def figures(self, indicator: int) -> list[Any] | None:
        """Their rows; None where they were not asked for."""
        return self._taken(self._figures, indicator)

    def targets(self, indicator: int) -> list[Any] | None:
        """Their rows; None where they were not asked for."""
        return self._taken(self._targets, indicator)

    @staticmethod
    def _taken(asked: dict[int, Callable[[], list[Any]]], indicator: int) -> list[Any] | None:
        fetch = asked.pop(indicator, None)
        return None if fetch is None else fetch()


def columns_of(
    indicator: int, place: Forest, year: int | None = None, told_: list[Any] | None = None
) -> dict[int, list[Column]]:
    """An indicator's standing figures by year and period; a query, two where some were revised.

    `told_` are the rows where they were asked for beforehand (`Ahead`).
    """
    if told_ is None:
        statement = _FIGURES[connection.vendor].format(year="" if year is None else _OF_YEAR)
        with repeated() as cursor:
            cursor.execute(statement, [indicator] if year is None else [indicator, str(year), str(year + 1)])
            told_ = cursor.fetchall()
    found: dict[int, list[Column]] = defaultdict(list)
    revised: list[str] = []
    for period, bodies, values in told_:
        where = slot_of(period)
        if where is None:
            continue
        rows = place.rows(np.fromstring(bodies, np.int64, sep=","))
        if np.bincount(rows).max() > 1:
            revised.append(period)
        else:
            found[where[0]].append(Column(where[1], rows, np.fromstring(values, np.int64, sep=",")))
    for period, standing in _standing(indicator, revised).items():
        where = slot_of(period)
        assert where is not None
        rows = place.rows(np.array(list(standing), np.int64))
        found[where[0]].append(Column(where[1], rows, np.array(list(standing.values()), np.int64)))
    for columns in found.values():
        columns.sort(key=lambda column: column.slot)
    return found


def _standing(indicator: int, periods: Sequence[str]) -> dict[str, dict[int, int]]:
    """Of periods in which a body told more than one figure, the one that stands of each body."""
    if not periods:
        return {}
    series: dict[tuple[str, int], list[Observation]] = defaultdict(list)
    rows = Observation.objects.extra(where=["(by_hand OR NOT awaiting_document)"]).filter(
        indicator=indicator, period__in=periods, withdrawn_at=None, corrected_on=None, measure="level",
        out_of_mantissa=None, micro__isnull=False,
    )  # fmt: skip
    for row in rows.select_related("document").order_by("pk"):
        series[row.period, row.body_id].append(row)
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for (period, body), figures in series.items():
        stands = standing_figure(told(one) for one in figures)
        assert stands is not None
        micro = next(one.micro for one in figures if one.pk == stands.key)
        assert micro is not None
        found[period][body] = micro
    return found


def year_figures(columns: Sequence[Column], bodies: int) -> YearFigures:
    """A year's columns as arrays over all bodies."""
    part = np.zeros((bodies, len(columns)), np.int64)
    has = np.zeros(part.shape, np.bool_)
    for n, column in enumerate(columns):
        part[column.rows, n], has[column.rows, n] = column.micro, True
    return YearFigures(tuple(column.slot for column in columns), part, has)


def year_ratio(above: Sequence[Column], below: Sequence[Column], bodies: int) -> YearFigures:
    """A ratio's year: where a body told both what stands above the line and what stands below it."""
    shared = sorted({column.slot for column in above} & {column.slot for column in below})
    parts = year_figures([column for column in above if column.slot in shared], bodies)
    wholes = year_figures([column for column in below if column.slot in shared], bodies)
    has = parts.has & wholes.has
    return YearFigures(
        tuple(shared), np.where(has, parts.part, 0), has, np.where(has, wholes.part, 0)
    )  # fmt: skip


# --- targets --------------------------------------------------------------------------------------------

_TARGETS = """SELECT CAST(t.period AS integer), t.body_id, v.micro, COALESCE(v.micro_max, v.micro),
    CASE v.comparator WHEN 'le' THEN -1 WHEN 'eq' THEN 0 WHEN 'range' THEN
        CASE (SELECT direction FROM plans_indicator WHERE id = t.indicator_id)
            WHEN 'higher' THEN 1 WHEN 'lower' THEN -1 ELSE 0 END ELSE 1 END
    FROM plans_targetversion v JOIN plans_target t ON t.id = v.target_id
    WHERE t.indicator_id = %s AND v.withdrawn_at IS NULL AND v.micro IS NOT NULL AND v.comparator <> 'all'
    AND t.measure = 'level' AND NOT t.awaiting_document AND length(t.period) = 4{year}
    ORDER BY CASE t.basis WHEN 'council' THEN 5 WHEN 'committee' THEN 4 WHEN 'peoples_committee' THEN 3
        WHEN 'centre' THEN 2 WHEN 'congress' THEN 1 ELSE 0 END,
        v.decided_on IS NOT NULL, v.decided_on, v.id"""


def targets_of(
    indicator: int, place: Forest, year: int | None = None, rows: list[Any] | None = None
) -> dict[int, YearTargets]:
    """What each body is to reach by year; of several bases the council's first, then as `_TARGETS` orders.

    The version decided last stands. `rows` where they were asked for beforehand.
    """
    if rows is None:
        with repeated() as cursor:
            if year is None:
                cursor.execute(_TARGETS.format(year=""), [indicator])
            else:
                cursor.execute(_TARGETS.format(year=" AND t.period = %s"), [indicator, str(year)])
            rows = cursor.fetchall()
    numbers = np.fromiter(chain.from_iterable(rows), np.int64, 5 * len(rows)).reshape(-1, 5)
    found = {}
    for one in np.unique(numbers[:, 0]).tolist():
        _, bodies, low, high, way = numbers[numbers[:, 0] == one].T
        at = place.rows(bodies)
        targets = YearTargets.none(place.keys.size)
        # of a body's several rows the last one is left standing
        targets.low[at], targets.high[at], targets.way[at], targets.has[at] = low, high, way, True
        found[one] = targets
    return found
