"""How the targets under way stand, kept by body and field until what they were reckoned of changes.

standing(access.body_ids, on=today()).counts        →  {(body, "Kinh tế"): {"risk": 2, "good": 5}}
standing(…, selection=Selection(fields={"Kinh tế"})).red   →  the targets at risk: all by key, some as shown

A row (`KeptSignals`) says which marks of the data it was made of (`core.marks`). The worker reckons what
changed (`work_one`). A reader who finds other marks reckons as much as a page has time for; of the rest the
reader is shown what is kept, with the day and hour it was reckoned. Papers wait for all of it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import override

from dondoc.records.verdict import Reason, Signal
from dondoc.web.accounts.access import among
from dondoc.web.core import marks
from dondoc.web.core.kept import affordable
from dondoc.web.core.today import today
from dondoc.web.judgement import atrisk
from dondoc.web.judgement.atrisk import AtRisk, Selection, at_risk, place, told_of
from dondoc.web.judgement.models import KeptSignals
from dondoc.web.judgement.selectors import ScoreRow, judged_targets
from dondoc.web.judgement.words import sentence
from dondoc.web.plans.models import Target

KINDS = (marks.FIGURES, marks.RULES)
PAGE_TARGETS = 100  # a page has time to judge so many anew
AT_ONCE = 1_500  # targets the worker judges between two looks at its queue
_JUST_ENDED = timedelta(days=31)  # so long after its end a target is still on a leader's list
_HEAD = ("body_id", "on", "made_of", "bodies", "targets", "made_at")

Told = Mapping[tuple[str, int], int]  # `marks.marks`


@dataclass(frozen=True, slots=True)
class Standing:
    """How the targets of some bodies stand, as far as it is kept."""

    bodies: frozenset[int]
    as_of: datetime | None = None  # since when something shown may have changed; None: all of it holds
    changed: frozenset[int] = frozenset()  # bodies shown as they were then
    missing: frozenset[int] = frozenset()  # bodies nobody has reckoned yet
    red: AtRisk = field(default_factory=AtRisk)  # the targets at risk of the selection asked for

    @property
    def holds(self) -> bool:
        """Whether everything is as it stands now."""
        return not self.changed and not self.missing

    @property
    def counts(self) -> dict[tuple[int, str], dict[str, int]]:
        """By body and field how many whole targets under way stand how: one query."""
        rows = KeptSignals.objects.filter(body_id__in=among(self.bodies)).exclude(counts={})
        rows = rows.order_by("body", "field")
        return {(body, name): counts for body, name, counts in rows.values_list("body_id", "field", "counts")}


def standing(
    bodies: Iterable[int],
    *,
    on: date,
    whole: bool = False,
    told: Told | None = None,
    selection: Selection | None = None,
) -> Standing:
    """How the targets of bodies stand on a day: two queries where nothing has changed.

    Args:
        bodies: Whose.
        on: The day of judgement.
        whole: Judge all that changed, however long it takes: for papers. Otherwise `PAGE_TARGETS` at most.
        told: The marks of `KINDS`, where the caller has read them.
        selection: Of these bodies the targets at risk come along; None: of none.
    """
    wanted, told = frozenset(bodies), marks.marks(KINDS) if told is None else told
    heads, rows = _read(wanted, selection)
    gone = _not_holding(wanted, heads, told, on)
    if gone:
        now = list(gone) if whole else affordable(gone, PAGE_TARGETS)
        if now:
            _renew(now, told, on)
            heads, rows = _read(wanted, selection)
            gone = _not_holding(wanted, heads, told, on)
    changed = frozenset(gone & heads.keys())
    return Standing(
        wanted,
        min((heads[body].made_at for body in changed), default=None),
        changed,
        frozenset(gone - heads.keys()),
        at_risk(rows, selection or Selection()),
    )


@dataclass(frozen=True, slots=True)
class _Head:
    body: int
    on: date
    made_of: int
    bodies: Sequence[int]
    targets: int
    made_at: datetime


def _read(bodies: frozenset[int], selection: Selection | None) -> tuple[dict[int, _Head], list[atrisk.Told]]:
    """What bodies' rows were made of, and of a selection what is at risk in short: one query."""
    rows = KeptSignals.objects.filter(body_id__in=among(bodies)).order_by()
    if selection is None:
        return {row[0]: _Head(*row) for row in rows.filter(field="").values_list(*_HEAD)}, []
    heads, found = {}, []
    wanted = rows.filter(Q(field="") | selection.rows & ~Q(told={}))
    for pk, name, of, told, *head in wanted.values_list("pk", "body__name", "field", "told", *_HEAD):
        if not of:
            heads[head[0]] = _Head(*head)
        found.append((pk, head[0], name, of, told))
    return heads, found


_FORM = 4 * 10**15  # how this program writes rows; those of an earlier one do not hold


def _mark(bodies: Iterable[int], told: Told) -> int:
    return _FORM + told.get((marks.RULES, 0), 0) + sum(told.get((marks.FIGURES, one), 0) for one in bodies)


def _not_holding(bodies: Collection[int], heads: Mapping[int, _Head], told: Told, on: date) -> dict[int, int]:
    """Bodies whose rows no longer hold or are not there, with how many targets each has."""
    found = {
        body: head.targets
        for body, head in heads.items()
        if (head.on, head.made_of) != (on, _mark(head.bodies, told))
    }
    new = frozenset(bodies) - heads.keys()
    if new:
        found |= _under_way(new, on)
    return found


def _window(on: date) -> Q:
    return Q(awaiting_document=False, period_start__lte=on, period_end__gte=on - _JUST_ENDED)


def _under_way(bodies: frozenset[int] | None, on: date) -> dict[int, int]:
    """How many targets are under way or just ended, by body; None: of all bodies."""
    rows = Target.objects.filter(_window(on)).order_by()
    if bodies is not None:
        rows = rows.filter(body_id__in=among(bodies))
    return dict(rows.values_list("body_id").annotate(n=Count("pk")))


def _renew(bodies: Collection[int], told: Told, on: date) -> None:
    """Reckon these bodies' rows and keep them."""
    rows = reckoned(bodies, on=on)
    for body in bodies:
        head = rows[body, ""]
        head.made_of = _mark(head.bodies, told)
    with transaction.atomic():
        for row in KeptSignals.objects.filter(body__in=bodies).exclude(field=""):
            if (row.body_id, row.field) not in rows:
                row.delete()
        KeptSignals.objects.bulk_create(
            rows.values(),
            update_conflicts=True,
            unique_fields=["body", "field"],
            update_fields=["on", "made_of", "bodies", "targets", "counts", "red", "told", "made_at"],
        )


def reckoned(bodies: Collection[int], *, on: date) -> dict[tuple[int, str], KeptSignals]:
    """The rows of some bodies by body and field; each body has one without a field."""
    targets = Target.objects.filter(_window(on), body__in=bodies).order_by()
    judged = judged_targets(None, targets, as_of=on, lean=True)
    made: dict[tuple[int, str], KeptSignals] = {}

    def of(body: int, name: str) -> KeptSignals:
        if (body, name) not in made:
            made[body, name] = KeptSignals(body_id=body, field=name, on=on, made_of=0)
        return made[body, name]

    heads = {body: of(body, "") for body in bodies}
    whose: dict[int, set[int]] = {body: {body} for body in bodies}
    counts: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    with override("vi"):  # what is kept is read by everybody, and stands in papers
        for row in judged.values():
            key = row.target.body_id, row.target.indicator.field
            kept = of(*key)
            heads[key[0]].targets += 1
            whose[key[0]] |= {one.target.body_id for one in row.parts}
            if row.target.whole_id is None and row.target.period_end >= on:
                counts[key][row.verdict.signal.value] += 1
            if row.verdict.signal is Signal.RISK:
                kept.red.append(_shown(row))
    for key, counted in counts.items():
        made[key].counts = dict(counted)
    for body, head in heads.items():
        head.bodies = sorted(whose[body])
    for kept in made.values():
        kept.red.sort(key=place)
        kept.told = told_of(kept.red)
    return made


def of_party_work(bodies: Collection[int], *, on: date) -> dict[tuple[int, str], Counter[str]]:
    """Of `Standing.counts` those whose indicators are of Party work alone, judged anew: there are few.

    A State report of a place leaves them out (decision 0025).
    """
    targets = Target.objects.filter(
        _window(on), body_id__in=among(frozenset(bodies)), indicator__party_only=True
    )
    counts: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    for row in judged_targets(None, targets.order_by(), as_of=on, lean=True).values():
        if row.target.whole_id is None and row.target.period_end >= on:
            counts[row.target.body_id, row.target.indicator.field][row.verdict.signal.value] += 1
    return counts


_DECIDE = ("under_floor", "over_ceiling", "out_of_band", "not_equal", "parts")


def _why(row: ScoreRow) -> str:
    """What decided, in one sentence: what should be there and what is, else the first reason."""
    reasons = {one.code: one for one in row.judgement.reasons}
    due = reasons.get("path_due") or reasons.get("time_due")
    if due is not None and "pace_behind" in reasons:
        observed = reasons["pace_behind"]["observed"]
        return sentence(Reason("behind_by", (*due.values, ("observed", observed))))
    decided = next((reasons[code] for code in _DECIDE if code in reasons), None)
    return sentence(decided or row.judgement.reasons[0]) if reasons else ""


def _shown(row: ScoreRow) -> dict[str, Any]:
    return {
        "pk": row.target.pk, "version": row.version.pk, "whole": row.target.whole_id,
        "words": row.target.indicator.name, "period": row.target.period, "verdict": row.verdict.value,
        "reason": _why(row),
        "basis": row.target.basis, "order": row.target.indicator.sort_key,
    }  # fmt: skip


# --- beforehand -----------------------------------------------------------------------------------------


_looked_at: list[tuple[date, int]] = []  # the last day and version at which nothing was left to do


def work_one() -> bool:
    """Reckon some bodies whose rows no longer hold; False where none is left, which costs one query."""
    told = marks.marks(KINDS)
    on = today()
    now = (on, sum(told.values()))
    if _looked_at == [now]:
        return False
    heads = {row[0]: _Head(*row) for row in KeptSignals.objects.filter(field="").values_list(*_HEAD)}
    under_way = _under_way(None, on)
    gone = _not_holding((), heads, told, on) | {body: n for body, n in under_way.items() if body not in heads}
    if not gone:
        _looked_at[:] = [now]
        return False
    _renew(affordable(gone, AT_ONCE) or list(gone)[:1], told, on)
    return True


def forget_looks() -> None:
    """Empty what the worker remembers of having looked."""
    _looked_at.clear()


def differing() -> tuple[int, list[int]]:
    """How many bodies' rows claim to hold, and the bodies of those that a new reckoning contradicts."""
    told = marks.marks(KINDS)
    heads = {row[0]: _Head(*row) for row in KeptSignals.objects.filter(field="").values_list(*_HEAD)}
    looked_at, found = 0, []
    for body, head in sorted(heads.items()):
        if head.made_of != _mark(head.bodies, told):
            continue
        looked_at += 1
        if _by_field(KeptSignals.objects.filter(body=body)) != _by_field(
            reckoned([body], on=head.on).values()
        ):
            found.append(body)
    return looked_at, found


def _by_field(rows: Iterable[KeptSignals]) -> dict[str, Any]:
    return {row.field: (row.counts, row.red, row.told) for row in rows if row.counts or row.red}


def forget(bodies: Iterable[int]) -> int:
    """Let the next who asks reckon them anew; how many bodies."""
    wanted = list(bodies)
    KeptSignals.objects.filter(body__in=wanted).delete()
    return len(wanted)
