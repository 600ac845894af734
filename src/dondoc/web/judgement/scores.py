"""n/m of documents, kept by document and body until what they were reckoned of changes.

scores_of(access, documents, as_of=today()).of      →  {document: Score}, of the bodies the reader sees

A row (`KeptScore`) says which marks of the data it was made of (`core.marks`). The worker reckons what
changed, the targets of those bodies by that document (`work_one`). A reader who finds other marks reckons as
much as a page has time for; of the rest the reader is shown what is kept, and since when. `dondoc verify`
holds all that claims to be current against a new reckoning.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Value

from dondoc.assessment.scoreboard import Score, score_of_counts
from dondoc.records.verdict import Verdict
from dondoc.web.accounts.access import Access
from dondoc.web.core import marks
from dondoc.web.core.kept import affordable, may_keep
from dondoc.web.core.today import today
from dondoc.web.judgement.given import given_out
from dondoc.web.judgement.models import KeptScore
from dondoc.web.judgement.selectors import (
    Scoreboard,
    ScoreRow,
    judged,
    rules_of,
    scoreboard,
    steps_of,
    versions_about,
    with_parts,
)
from dondoc.web.plans.models import TargetVersion
from dondoc.web.sources.models import Document, StandingChoice

KINDS = (marks.FIGURES, marks.SET_BY, marks.RULES)
PAGE_TARGETS = 100  # a page has time to judge so many anew
AT_ONCE = 5  # documents the worker takes between two looks at its queue

Told = Mapping[tuple[str, int], int]  # `marks.marks`
_EVERY: None = None  # of all bodies


@dataclass(frozen=True, slots=True)
class Scores:
    """n/m of documents, as far as it is kept."""

    of: Mapping[int, Score]
    as_of: datetime | None  # since when something shown may have changed; None: all of it holds
    changed: frozenset[int]  # documents shown as they were then
    missing: frozenset[int]  # documents nobody has reckoned yet

    @property
    def holds(self) -> bool:
        """Whether everything is as it stands now."""
        return not self.changed and not self.missing


def scores_of(access: Access, documents: Iterable[int], *, as_of: date) -> Scores:
    """n/m of several documents, each by its own numbers: two queries where nothing has changed."""
    wanted = list(documents)
    told = marks.marks(KINDS)
    rows = KeptScore.objects.in_bulk(wanted)
    gone = {pk: bodies for pk in wanted if (bodies := _changed(rows.get(pk), pk, told, as_of)) != set()}
    if now := affordable(_sizes(gone), PAGE_TARGETS):
        rows |= _renewed(rows, {pk: gone.pop(pk) for pk in now}, told, as_of)
    changed = frozenset(gone & rows.keys())
    return Scores(
        {pk: _score(row, access.body_ids) for pk, row in rows.items()},
        min((rows[pk].made_at for pk in changed), default=None),
        changed,
        frozenset(gone - rows.keys()),
    )


def _sizes(gone: Mapping[int, set[int] | None]) -> dict[int, int]:
    """How many numbers of each document are to be judged anew: of some bodies, or of all."""
    if not gone:
        return {}
    sizes = dict.fromkeys(gone, 0)
    every = [pk for pk, bodies in gone.items() if bodies is None]
    numbers = TargetVersion.objects.filter(withdrawn_at=None).order_by()
    # whose each number is, is asked only of documents of which some bodies changed
    whole = numbers.filter(document__in=every).values_list("document", Value(0))
    parts = numbers.filter(document__in=gone.keys() - every).values_list("document", "target__body")
    for pk, body, n in whole.annotate(n=Count("pk")).union(parts.annotate(n=Count("pk")), all=True):
        if (bodies := gone[pk]) is None or body in bodies:
            sizes[pk] += n
    return sizes


def _score(row: KeptScore, bodies: Collection[int]) -> Score:
    counts: Counter[Verdict] = Counter()
    for body, part in row.data.items():
        if int(body) in bodies:
            counts.update({Verdict(name): n for name, n in part["n"].items()})
    return score_of_counts(counts)


def _made_of(document: int, told: Told) -> str:
    return f"{told.get((marks.SET_BY, document), 0)}.{told.get((marks.RULES, 0), 0)}"


def _mark(bodies: Iterable[int], told: Told) -> int:
    return sum(told.get((marks.FIGURES, body), 0) for body in bodies)


def _changed(row: KeptScore | None, document: int, told: Told, as_of: date) -> set[int] | None:
    """Bodies whose counts no longer hold; none at all: an empty set; all of them: None."""
    if row is None or row.on != as_of or row.made_of != _made_of(document, told):
        return _EVERY
    return {int(body) for body, part in row.data.items() if part["mark"] != _mark(part["bodies"], told)}


def _renewed(
    rows: Mapping[int, KeptScore], changed: Mapping[int, set[int] | None], told: Told, as_of: date
) -> dict[int, KeptScore]:
    """The rows with what changed reckoned anew, kept."""
    found = reckoned(changed, as_of=as_of)
    made = {}
    for pk, bodies in changed.items():
        data: dict[str, Any] = {}
        if bodies is not None:
            data = {body: part for body, part in rows[pk].data.items() if int(body) not in bodies}
        for body, part in found[pk].items():
            data[str(body)] = part | {"mark": _mark(part["bodies"], told)}
        made[pk] = KeptScore(document_id=pk, on=as_of, made_of=_made_of(pk, told), data=data)
    KeptScore.objects.bulk_create(
        made.values(),
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["on", "made_of", "data", "made_at"],
    )
    return made


def reckoned(wanted: Mapping[int, set[int] | None], *, as_of: date) -> dict[int, dict[int, dict[str, Any]]]:
    """By document and body the bodies whose figures count and how many verdicts of each kind.

    Args:
        wanted: Document → bodies; None: all that it sets targets for.
        as_of: The day of judgement.
    """
    asked = {body for bodies in wanted.values() if bodies is not None for body in bodies}
    named = TargetVersion.objects.filter(document__in=wanted)
    if all(bodies is not None for bodies in wanted.values()):
        named = named.filter(target__body__in=asked)
    known = versions_about(None, with_parts(named.values("target")), with_rules=True, lean=True)
    rules = rules_of(known, None)
    own: dict[int, dict[int, TargetVersion]] = defaultdict(dict)
    for one in known:
        if one.document_id in wanted:
            own[one.document_id or 0][one.target_id] = one
    versions = [
        one
        for pk, group in own.items()
        for one in group.values()
        if (bodies := wanted[pk]) is None or one.target.body_id in bodies
    ]
    made: dict[int, dict[int, dict[str, Any]]] = {pk: {} for pk in wanted}
    for one in versions:
        made[one.document_id or 0].setdefault(one.target.body_id, {"bodies": [one.target.body_id], "n": {}})
    counted: dict[int, list[ScoreRow]] = defaultdict(list)
    for row in judged(versions, known, as_of=as_of, rules=rules):
        part = made[row.version.document_id or 0][row.target.body_id]
        part["bodies"] = sorted({*part["bodies"], *(one.target.body_id for one in row.parts)})
        if not row.target.awaiting_document:
            counted[row.version.document_id or 0].append(row)
    for pk, rows in counted.items():
        apart = steps_of(row.target for row in rows) | given_out(row.version for row in rows)
        for row in rows:
            if row.target.pk not in apart:
                n = made[pk][row.target.body_id]["n"]
                n[row.verdict.value] = n.get(row.verdict.value, 0) + 1
    return made


# --- one document's board -------------------------------------------------------------------------------


_BOARDS: OrderedDict[tuple[Any, ...], tuple[str, tuple[int, ...], int, Scoreboard]] = OrderedDict()
_MOST_BOARDS = 8  # of a resolution with hundreds of targets one holds megabytes


def board_of(access: Access, document: Document, *, as_of: date, known_by: date | None = None) -> Scoreboard:
    """As `selectors.scoreboard`; today's is kept in the process while what it was made of is the same.

    Whoever reads it must not change its rows: others read them too.
    """
    if known_by is not None or not may_keep():
        return scoreboard(access, document, as_of=as_of, known_by=known_by)
    told = marks.marks({*KINDS, marks.DOCUMENTS})
    made_of = f"{_made_of(document.pk, told)}.{told.get((marks.DOCUMENTS, 0), 0)}"
    key = (document.pk, access.body_ids, as_of)
    kept = _BOARDS.get(key)
    if kept is not None and kept[0] == made_of and kept[2] == _mark(kept[1], told):
        return kept[3]
    made = scoreboard(access, document, as_of=as_of)
    rows = [*made.rows, *made.waiting]
    bodies = {one.target.body_id for row in rows for one in (row, *row.parts)}
    _BOARDS[key] = (made_of, tuple(bodies), _mark(bodies, told), made)
    while len(_BOARDS) > _MOST_BOARDS:
        _BOARDS.popitem(last=False)
    return made


def forget_boards() -> None:
    """Empty the process's own boards and what the worker has looked at."""
    _BOARDS.clear()
    _looked_at.clear()


# --- beforehand -----------------------------------------------------------------------------------------


_looked_at: list[tuple[date, int]] = []  # the last day and version at which nothing was left to do


def work_one() -> bool:
    """Reckon some documents whose row no longer holds; False where none is left, which costs one query."""
    told = marks.marks(KINDS)
    now = (today(), sum(told.values()))
    if _looked_at == [now]:
        return False
    rows = KeptScore.objects.in_bulk()
    changed = {}
    for pk in with_targets():
        if (bodies := _changed(rows.get(pk), pk, told, now[0])) != set():
            changed[pk] = bodies
            if len(changed) == AT_ONCE:
                break
    if not changed:
        _looked_at[:] = [now]
        return False
    _renewed(rows, changed, told, now[0])
    return True


def with_targets() -> list[int]:
    """Issued documents that set targets, the latest first."""
    sets = TargetVersion.objects.filter(document=OuterRef("pk"), withdrawn_at=None)
    issued = Document.objects.filter(Exists(sets), standing=StandingChoice.ISSUED)
    return list(issued.order_by("-date", "-pk").values_list("pk", flat=True))


def differing() -> tuple[int, list[int]]:
    """How many rows claim to hold, and the documents of those that a new reckoning contradicts."""
    told = marks.marks(KINDS)
    looked_at, found = 0, []
    for row in KeptScore.objects.order_by("document"):
        if _changed(row, row.document_id, told, row.on) != set():
            continue
        looked_at += 1
        anew = reckoned({row.document_id: None}, as_of=row.on)[row.document_id]
        kept = {int(body): part["n"] for body, part in row.data.items() if part["n"]}
        if kept != {body: part["n"] for body, part in anew.items() if part["n"]}:
            found.append(row.document_id)
    return looked_at, found


def forget(documents: Iterable[int]) -> int:
    """Let the next who asks reckon them anew; how many."""
    return KeptScore.objects.filter(document__in=list(documents)).delete()[0]
