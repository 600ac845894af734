"""Whether a confirmed row waits: "chờ văn bản" while only press or drafts stand behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from dondoc.web.bodies.models import Person, Position
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.matters.models import Matter, Tally
from dondoc.web.plans.models import Target, TargetVersion, Task
from dondoc.web.results.models import Observation
from dondoc.web.search.services import drop, index
from dondoc.web.sources.models import Meeting, Mention, StandingChoice

_ISSUED = Q(document__standing=StandingChoice.ISSUED) | Q(document__stands_on__standing=StandingChoice.ISSUED)


def take_turns(rows: Sequence[models.Model]) -> None:
    """Nobody else changes the figures or people these rows belong to until the transaction's end."""
    figures = {row.target.indicator_id for row in rows if isinstance(row, TargetVersion)}
    figures |= {row.indicator_id for row in rows if isinstance(row, Observation)}
    for indicator in sorted(figures):
        take_turn(Turn.FIGURES, indicator)
    if any(isinstance(row, Position) for row in rows):
        take_turn(Turn.PEOPLE)


def settle(row: models.Model) -> None:
    """Set `awaiting_document` of a target (by any of its standing versions), an observation or a task."""
    if isinstance(row, TargetVersion):
        standing = Mention.objects.filter(
            target_version__target=row.target_id, target_version__withdrawn_at__isnull=True
        )
        entered = TargetVersion.objects.filter(target=row.target_id, by_hand=True, withdrawn_at__isnull=True)
        _set(row.target, standing, entered)
    elif isinstance(row, Observation):
        _set(
            row, Mention.objects.filter(observation=row), Observation.objects.filter(pk=row.pk, by_hand=True)
        )
    elif isinstance(row, Task):
        _set(row, Mention.objects.filter(task=row))


def _set(
    row: Target | Observation | Task,
    mentions: models.QuerySet[Mention],
    entered: models.QuerySet[Any] | None = None,
) -> None:
    """`entered` are rows typed in by hand, which stand on the document they name."""
    waiting = not mentions.filter(_ISSUED).exists() and (
        entered is None or not entered.filter(_ISSUED).exists()
    )
    if row.awaiting_document != waiting:
        row.awaiting_document = waiting
        type(row)._default_manager.filter(pk=row.pk).update(awaiting_document=waiting)


def reindex(row: models.Model) -> None:
    """Findable while it stands, not after it was withdrawn."""
    if isinstance(row, TargetVersion):
        target = Target.objects.select_related("indicator", "body").get(pk=row.target_id)
        stands = target.versions.filter(withdrawn_at__isnull=True).exists()
        index(target) if stands else drop(target)
    elif isinstance(row, Position):
        standing = Position.objects.filter(person=OuterRef("pk"), withdrawn_at__isnull=True)
        person = Person.objects.annotate(stands=Exists(standing)).get(pk=row.person_id)
        index(person) if person.stands else drop(person)
    elif isinstance(row, Task | Meeting | Matter | Tally):
        row.refresh_from_db()
        index(row) if row.withdrawn_at is None else drop(row)
