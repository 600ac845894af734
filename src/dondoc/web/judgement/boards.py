"""Scoreboards of several documents at once, and verdicts beside one another by basis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from dondoc.assessment.scoreboard import Score, score
from dondoc.records.verdict import Rules, Verdict
from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access, among
from dondoc.web.audit.selectors import data_version
from dondoc.web.core.kept import KEPT_SECONDS, key_of
from dondoc.web.judgement.models import FrozenBoard
from dondoc.web.judgement.selectors import (
    ScoreRow,
    judged,
    judged_targets,
    rules_of,
    rules_on,
    steps_of,
    versions_about,
    with_parts,
)
from dondoc.web.plans.models import TargetVersion
from dondoc.web.plans.targetselectors import BasisRow
from dondoc.web.results.models import Observation
from dondoc.web.sources.models import Document, StandingChoice
from dondoc.web.sources.selectors import documents_seen

_FROZEN = ("pk", "occasion", "as_of", "met", "total")  # what a line shows


def documents_with_targets(access: Access, text: str = "") -> QuerySet[Document]:
    """Issued documents that set targets the reader sees, the latest first, with what was frozen last."""
    sets = TargetVersion.objects.filter(
        document=OuterRef("pk"), withdrawn_at=None, target__body_id__in=among(access.body_ids)
    )
    found = documents_seen(access).filter(Exists(sets), standing=StandingChoice.ISSUED)
    for word in search_key(text).split():
        found = found.filter(folded__contains=word)
    last = FrozenBoard.objects.filter(document=OuterRef("pk")).order_by("-as_of", "-pk")
    told = last.values(told=JSONObject(**{name: name for name in _FROZEN}))[:1]
    return found.annotate(last_frozen=Subquery(told)).order_by(F("date").desc(nulls_last=True), "-pk")


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A document with its n/m and what a conference saw of it last."""

    document: Document
    score: Score
    frozen: FrozenBoard | None

    @property
    def unknown(self) -> int:
        """How many cannot be assessed yet."""
        return self.score.of(Verdict.NOT_ASSESSABLE)


def scores_of(access: Access, documents: Sequence[Document], *, as_of: date) -> tuple[list[BoardLine], Rules]:
    """n/m of several documents, each by its own numbers, and the rules they are judged by.

    Five queries; two where nothing has changed since somebody of the same branch asked.
    """
    version = data_version()
    keys = {one.pk: key_of("n-m", version, access.body_ids, one.pk, as_of) for one in documents}
    kept = cache.get_many(keys.values())
    scores: dict[int, Score] = {pk: kept[key] for pk, key in keys.items() if key in kept}
    missing = [one for one in documents if one.pk not in scores]
    if missing:
        made, rules = _reckoned(access, missing, as_of=as_of)
        cache.set_many({keys[pk]: one for pk, one in made.items()}, KEPT_SECONDS)
        scores |= made
    else:
        rules = rules_on()
    return [BoardLine(one, scores[one.pk], _last_frozen(one)) for one in documents], rules


def _reckoned(
    access: Access, documents: Sequence[Document], *, as_of: date
) -> tuple[dict[int, Score], Rules]:
    keys = {one.pk for one in documents}
    named = TargetVersion.objects.filter(document__in=keys).values("target")
    known = versions_about(access, with_parts(named), with_rules=True)
    rules = rules_of(known, None)
    by_document: dict[int, dict[int, TargetVersion]] = defaultdict(dict)
    for one in known:
        if one.document_id in keys:
            by_document[one.document_id or 0][one.target_id] = one
    own = [one for group in by_document.values() for one in group.values()]
    rows: dict[int, list[ScoreRow]] = defaultdict(list)
    for row in judged(own, known, as_of=as_of, rules=rules):
        if not row.target.awaiting_document:
            rows[row.version.document_id or 0].append(row)
    scores = {}
    for pk in keys:
        on_the_way = steps_of(row.target for row in rows[pk])
        scores[pk] = score(row.verdict for row in rows[pk] if row.target.pk not in on_the_way)
    return scores, rules


def _last_frozen(document: Document) -> FrozenBoard | None:
    """As `documents_with_targets` brought it along."""
    told = vars(document).get("last_frozen")
    if not isinstance(told, dict):
        return None
    return FrozenBoard(**told | {"as_of": date.fromisoformat(told["as_of"])})


@dataclass(frozen=True, slots=True)
class BasisVerdict:
    """What one level asks, and the verdict by it."""

    basis: BasisRow
    row: ScoreRow | None


def verdicts_of_bases(access: Access, bases: Sequence[BasisRow], as_of: date) -> list[BasisVerdict]:
    """The same target by each level's plan, side by side, never merged."""
    if not bases:
        return []
    rows = judged_targets(access, [one.row.target for one in bases], as_of=as_of)
    return [BasisVerdict(one, rows.get(one.row.target.pk)) for one in bases]


def figures_by_key(keys: Iterable[int]) -> list[Observation]:
    """The rows behind figures, for their words."""
    return list(Observation.objects.filter(pk__in=list(keys)).select_related("document"))
