"""The targets at risk of some bodies and fields: all of them by their keys, some as lists show them.

A province has thousands, a page shows a few dozen. So of each row (`KeptSignals`) the keys are read first,
and what lists show of a target only from the rows it may stand in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from dondoc.records.verdict import Verdict
from dondoc.web.accounts.access import among
from dondoc.web.judgement.models import KeptSignals

_BADNESS = {one.value: one.badness for one in Verdict}


def place(one: dict[str, Any]) -> tuple[int, str, int]:
    """Where a target stands in a list: the worst first, then as the catalogue has them."""
    return _BADNESS[one["verdict"]], one["order"], one["pk"]


def told_of(red: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """In short what `KeptSignals.red` says, which is in order: keys, wholes of parts, where it begins."""
    if not red:
        return {}
    wholes = {str(one["pk"]): one["whole"] for one in red if one["whole"]}
    return {"pks": [one["pk"] for one in red], "wholes": wholes, "first": [*place(red[0])]}


@dataclass(frozen=True, slots=True)
class _Row:
    """One body's of one field."""

    pk: int
    body: int
    name: str
    pks: Sequence[int]  # of its targets at risk, without those left out
    first: tuple[Any, ...] | None  # the place of its worst one; None where that may be left out


@dataclass(frozen=True, slots=True)
class AtRisk:
    """The targets at risk of a selection; a part of a composite one goes with its whole."""

    rows: Sequence[_Row] = ()
    left_out: frozenset[int] = frozenset()  # parts whose whole is among them

    @property
    def keys(self) -> list[int]:
        """Of all of them, in no order."""
        return [pk for row in self.rows for pk in row.pks]

    @property
    def by_body(self) -> dict[int, tuple[str, int]]:
        """Body → its name and how many of its targets are at risk."""
        counted: Counter[int] = Counter()
        names = {}
        for row in self.rows:
            names[row.body] = row.name
            counted[row.body] += len(row.pks)
        return {body: (name, counted[body]) for body, name in names.items()}

    def shown(
        self, first: int, *, bodies: Collection[int] = (), keys: Collection[int] = ()
    ) -> list[dict[str, Any]]:
        """What lists show, the worst first: one query.

        Args:
            first: So many of all, at least.
            bodies: All of theirs as well.
            keys: All of these as well.
        """
        wanted = set(keys)
        known = sorted((row for row in self.rows if row.first is not None), key=lambda row: row.first or ())
        rows = {row.pk: row for row in known[:first]}  # each of the first stands in one of so many rows
        rows |= {
            row.pk: row
            for row in self.rows
            if row.first is None or row.body in bodies or not wanted.isdisjoint(row.pks)
        }
        if not rows:
            return []
        found = []
        kept = KeptSignals.objects.filter(pk__in=rows).order_by()
        for pk, red in kept.values_list("pk", "red"):
            row, there = rows[pk], set(rows[pk].pks)
            found += [one | {"body": row.name, "body_pk": row.body} for one in red if one["pk"] in there]
        return sorted(found, key=place)


@dataclass(frozen=True, slots=True)
class Selection:
    """Whose targets at risk are asked for."""

    bodies: Collection[int] = ()  # all of theirs
    fields: Collection[str] = ()  # all of these fields, whosever
    both: Collection[tuple[int, str]] = ()  # of these bodies in these fields

    @property
    def rows(self) -> Q:
        """The rows it means, as a condition."""
        wanted = Q(body_id__in=among(frozenset(self.bodies))) | Q(field__in=self.fields)
        by_field: dict[str, set[int]] = defaultdict(set)
        for body, name in self.both:
            by_field[name].add(body)
        for name, those in by_field.items():
            wanted |= Q(field=name, body_id__in=among(frozenset(those)))
        return wanted

    def has(self, body: int, field: str) -> bool:
        """Whether a row is one of them."""
        return body in self.bodies or field in self.fields or (body, field) in self.both


Told = tuple[int, int, str, str, dict[str, Any]]  # key, body, its name, field, `KeptSignals.told`


def at_risk(rows: Iterable[Told], selection: Selection) -> AtRisk:
    """The targets at risk of a selection, by what rows say in short; a part goes with its whole."""
    told = [
        (pk, body, name, told) for pk, body, name, field, told in rows if told and selection.has(body, field)
    ]
    return _without_parts(told)


def _without_parts(rows: Sequence[tuple[int, int, str, dict[str, Any]]]) -> AtRisk:
    all_parts = [told["wholes"] for _pk, _body, _name, told in rows if told["wholes"]]
    there = {pk for _pk, _body, _name, told in rows for pk in told["pks"]} if all_parts else set()
    gone = frozenset(int(part) for parts in all_parts for part, whole in parts.items() if whole in there)
    made = []
    for pk, body, name, told in rows:
        pks: Sequence[int] = told["pks"]
        first: tuple[Any, ...] | None = tuple(told["first"])
        if gone and not gone.isdisjoint(pks):
            pks, first = [one for one in pks if one not in gone], None
        if pks:
            made.append(_Row(pk, body, name, pks, first))
    return AtRisk(made, gone)
