"""Scoreboards of several documents at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from dondoc.assessment.scoreboard import Score
from dondoc.records.verdict import Verdict
from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access, among
from dondoc.web.judgement.models import FrozenBoard
from dondoc.web.judgement.scores import Scores, scores_of
from dondoc.web.plans.models import TargetVersion
from dondoc.web.sources.models import Document, StandingChoice
from dondoc.web.sources.selectors import documents_seen

_FROZEN = ("pk", "occasion", "as_of", "met", "total")  # what a line shows


def documents_with_targets(access: Access, text: str = "") -> QuerySet[Document]:
    """Issued documents that set targets the reader sees, the latest first, with what was frozen last."""
    sets = TargetVersion.objects.filter(document=OuterRef("pk"), withdrawn_at=None)
    if not access.everything:  # asked of each target whose it is, all targets there are would be read
        sets = sets.filter(target__body_id__in=among(access.body_ids))
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
    score: Score | None  # None: being reckoned for the first time
    frozen: FrozenBoard | None
    older: bool  # something has changed since it was reckoned

    @property
    def unknown(self) -> int | None:
        """How many cannot be assessed yet."""
        return None if self.score is None else self.score.of(Verdict.NOT_ASSESSABLE)


def lines_of(access: Access, documents: Sequence[Document], *, as_of: date) -> tuple[list[BoardLine], Scores]:
    """n/m of several documents, each by its own numbers; two queries where nothing has changed."""
    found = scores_of(access, [one.pk for one in documents], as_of=as_of)
    lines = [
        BoardLine(one, found.of.get(one.pk), _last_frozen(one), one.pk in found.changed) for one in documents
    ]
    return lines, found


def _last_frozen(document: Document) -> FrozenBoard | None:
    """As `documents_with_targets` brought it along."""
    told = vars(document).get("last_frozen")
    if not isinstance(told, dict):
        return None
    return FrozenBoard(**told | {"as_of": date.fromisoformat(told["as_of"])})
