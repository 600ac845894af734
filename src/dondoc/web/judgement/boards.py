"""Scoreboards of several documents at once, and verdicts beside one another by basis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from dondoc.assessment.scoreboard import Score, score
from dondoc.records.verdict import Rules, Verdict
from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access, among
from dondoc.web.judgement.models import FrozenBoard
from dondoc.web.judgement.selectors import ScoreRow, judged, judged_targets, rules_of, versions_about
from dondoc.web.plans.models import TargetVersion
from dondoc.web.plans.targetselectors import BasisRow
from dondoc.web.results.models import Observation
from dondoc.web.sources.models import Document, StandingChoice
from dondoc.web.sources.selectors import documents_seen


def documents_with_targets(access: Access, text: str = "") -> QuerySet[Document]:
    """Issued documents that set targets the reader sees, the latest first."""
    sets = TargetVersion.objects.filter(
        document=OuterRef("pk"), withdrawn_at=None, target__body_id__in=among(access.body_ids)
    )
    found = documents_seen(access).filter(Exists(sets), standing=StandingChoice.ISSUED)
    for word in search_key(text).split():
        found = found.filter(folded__contains=word)
    return found.order_by(F("date").desc(nulls_last=True), "-pk")


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
    """n/m of several documents, each by its own numbers, and the rules they were judged by; five queries."""
    keys = [one.pk for one in documents]
    named = TargetVersion.objects.filter(document__in=keys).values("target")
    about = Q(target__in=named) | Q(target__whole__in=named)
    known = versions_about(access, about, with_rules=True)
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
    last = {
        one.document_id: one for one in FrozenBoard.objects.filter(document__in=keys).order_by("as_of", "pk")
    }
    lines = [
        BoardLine(one, score(row.verdict for row in rows[one.pk]), last.get(one.pk)) for one in documents
    ]
    return lines, rules


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
