"""Contradictions as pages show them: both sides with their words and documents, and who explained which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.cache import cache
from django.utils import timezone

from dondoc.assessment.contradictions import within
from dondoc.assessment.contradictionsbetween import against, between, unattainable
from dondoc.assessment.contradictionsovertime import growths
from dondoc.records.contradiction import Certainty, Contradiction, Count, Side
from dondoc.web.accounts.access import Access
from dondoc.web.core import marks
from dondoc.web.core.kept import KEPT_SECONDS, key_of, may_keep
from dondoc.web.judgement.models import Explained
from dondoc.web.judgement.registerstatements import (
    About,
    changes_told,
    counts_told,
    plans_of,
    register_statements,
    targets_of,
)
from dondoc.web.judgement.rowstatements import REGISTER
from dondoc.web.judgement.selectors import scoreboard
from dondoc.web.judgement.statements import (
    facts_by_document,
    facts_of_document,
    kept_for,
    known_of,
    plans_for,
    recent_facts,
)
from dondoc.web.judgement.words import score_words, total_words
from dondoc.web.results.models import Observation
from dondoc.web.sources.models import Document
from dondoc.web.sources.selectors import documents_seen

_MADE_OF = (marks.FIGURES, marks.TARGETS, marks.RULES, marks.DOCUMENTS, marks.FACTS, marks.BODIES)


PAGE_FIGURES = 20_000  # a page has time to look at so many


@dataclass(frozen=True, slots=True)
class SideShown:
    """One side: its words, and where they stand."""

    side: Side
    document: Document | None  # None: the register itself, or a document the reader does not see

    @property
    def fact(self) -> str:
        """The key of the fact behind it, "" where it is a row."""
        kind, _colon, key = self.side.key.partition(":")
        return key if kind == "fact" else ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A contradiction on a page."""

    found: Contradiction
    sides: tuple[SideShown, ...]
    explained: Explained | None

    @property
    def certain(self) -> bool:
        return self.found.certainty is Certainty.CONTRADICTS


def contradictions_of(access: Access, document: Document) -> list[Shown]:
    """Within one document, and between it and everything else; ten queries and those of the register."""
    statements, counts = facts_of_document(document)
    inside = within(
        statements,
        counts,
        plans=plans_for(access, document, statements),
        known=known_of(access, document, statements),
    )
    said, kept = kept_for(access, {document: statements})
    inside += against(said, kept, plans=plans_of(access, kept))
    here = str(document.pk)
    named = {here, f"{REGISTER}:{here}"}
    outside = [one for one in _between(access, document) if named & {side.document for side in one.sides}]
    told = {_numbers(one) for one in outside}  # once confirmed a sentence is a row as well
    inside += unattainable(statements)
    return _shown(access, [*(one for one in inside if _numbers(one) not in told), *outside])


def _numbers(one: Contradiction) -> tuple[object, ...]:
    """What does not fit what, whether told by sentences or by the rows confirmed from them."""
    return (one.kind, *sorted(side.number for side in one.sides))


def _everywhere(access: Access) -> list[Contradiction]:
    said, kept = kept_for(access, recent_facts(access))
    rows = _between(access)
    shown = {_numbers(one) for one in rows}  # what one sentence of a document says its next table says again
    told = against(said, kept, plans=plans_of(access, kept))
    # What does not add up inside a document; what only its page can tell, with earlier figures and plans, is
    # told there.
    inside = [one for said, counts in facts_by_document(access) for one in within(said, counts)]
    return [
        *rows,
        *(one for one in told if _numbers(one) not in shown),
        *(one for one in inside if one.certainty is Certainty.CONTRADICTS),
    ]


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found, and the version of the data it was found in."""

    version: int
    at: datetime
    rows: list[Contradiction]


@dataclass(frozen=True, slots=True)
class Everywhere:
    """The contradictions of the province as they were found last."""

    rows: list[Shown]
    at: datetime | None  # when; None: nobody has looked yet
    holds: bool  # whether nothing has changed since


def contradictions_everywhere(access: Access) -> list[Shown]:
    """Between documents, between targets, between reports and the register, and inside the latest documents.

    What was found is kept until a figure, a target or a document changes: all of the register is looked at,
    of millions of figures for seconds. Pages show `contradictions_at_hand`.
    """
    return _shown(access, _looked(access, marks.version(*_MADE_OF)).rows)


def contradictions_at_hand(access: Access) -> Everywhere:
    """As found last; only of a small register is it looked at again before anything is shown."""
    version = marks.version(*_MADE_OF)
    found: _Found | None = cache.get(_key(access))
    if (found is None or found.version != version) and _small():
        found = _looked(access, version)
    if found is None:
        return Everywhere([], None, holds=False)
    return Everywhere(_shown(access, found.rows), found.at, found.version == version)


def _key(access: Access) -> str:
    return key_of("contradictions", 0, access.body_ids)


def _small() -> bool:
    """Whether a page has time to look at all figures."""
    return not Observation.objects.order_by("pk").values("pk")[PAGE_FIGURES : PAGE_FIGURES + 1].exists()


def _looked(access: Access, version: int) -> _Found:
    found: _Found | None = cache.get(_key(access))
    if found is None or found.version != version:
        found = _Found(version, timezone.now(), _everywhere(access))
        if may_keep():
            cache.set(_key(access), found, KEPT_SECONDS)
    return found


def _between(access: Access, only: Document | None = None) -> list[Contradiction]:
    """What the register says of a document's targets is held against each count of them.

    Of all documents only how many targets there are; of one also how many were met, as known on the day of
    the document that counts them.
    """
    told = counts_told(access)
    totals = targets_of(access, [source for _row, _count, source in told if source is not None])
    counts = [count for _row, count, _source in told]
    registered: set[tuple[int, str, int, int | None]] = set()
    for row, count, source in told:
        if source is None or row.expected or source.pk not in totals:
            continue
        total, met = totals[source.pk], None
        day = row.document.date
        if only is not None and day is not None and only.pk in (source.pk, row.document_id):
            board = scoreboard(access, source, as_of=day, known_by=day)
            total, met = board.score.total, board.score.met
        said = (source.pk, count.period, total, met)
        if total and said not in registered:
            registered.add(said)
            counts.append(_of_the_register(source, count, total, met))
    about = None if only is None else About.of(only)
    rows = register_statements(access, about)
    found = between(rows, counts, plans=plans_of(access, rows))
    return [*found, *growths(changes_told(access, about))]


def _of_the_register(source: Document, count: Count, total: int, met: int | None) -> Count:
    """The register's own count of a document's targets, beside the one somebody told."""
    words = total_words(total) if met is None else score_words(met, total)
    parts = () if met is None else (("met_or_exceeded", Decimal(met)),)
    document = f"{REGISTER}:{source.pk}"
    return Count(f"board:{source.pk}", document, words, Decimal(total), parts, count.of, count.period)


def _shown(access: Access, found: Sequence[Contradiction]) -> list[Shown]:
    """With documents and explanations, the certain and unexplained first."""
    keys = {int(side.document) for one in found for side in one.sides if side.document.isdigit()}
    boards = {
        int(side.document.partition(":")[2])
        for one in found
        for side in one.sides
        if side.document.startswith(f"{REGISTER}:")
    }
    documents = {str(one.pk): one for one in documents_seen(access).filter(pk__in=keys | boards).order_by()}
    explained = {
        one.key: one
        for one in Explained.objects.filter(
            key__in=[one.key for one in found], withdrawn_at=None
        ).select_related("explained_by")
    }
    shown = []
    for one in found:
        sides = tuple(
            SideShown(side, documents.get(side.document.removeprefix(f"{REGISTER}:"))) for side in one.sides
        )
        shown.append(Shown(one, sides, explained.get(one.key)))
    return sorted(shown, key=lambda one: (one.explained is not None, not one.certain))


def one_shown(rows: Sequence[Shown], key: str) -> Shown | None:
    """The one with this key."""
    return next((one for one in rows if one.found.key == key), None)


def told_apart(one: Shown) -> str:
    """Both sides in a line, as they are kept with an explanation."""
    return " ≠ ".join(f"“{side.side.words}” ({side.side.number})" for side in one.sides)
