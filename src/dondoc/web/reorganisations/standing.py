"""What is open, and who answers for a target now; asked by the kinds and by the pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dondoc.web.bodies.models import Body
from dondoc.web.plans.models import StageChoice, Target, TargetVersion, Task
from dondoc.web.reorganisations.models import Passage


def with_answerer(targets: QuerySet[Target]) -> QuerySet[Target]:
    """Annotate `answerer`: the id of the body that answers for the target now, as a rule its own."""
    last = Passage.objects.filter(target=OuterRef("pk"), withdrawn_at=None).order_by("-pk")
    return targets.annotate(
        answerer=Coalesce(Subquery(last.values("taker")[:1]), F("body_id"), output_field=BigIntegerField())
    )


def open_tasks() -> QuerySet[Task]:
    """Owed by somebody and confirmed done by nobody."""
    open_ones = Task.objects.filter(done_on=None, withdrawn_at=None, resolved=False)
    return open_ones.exclude(stage=StageChoice.WITHDRAWN)


def targets_open(bodies: Iterable[Body], *, on: date) -> QuerySet[Target]:
    """What these bodies answer for and whose period has not ended before the day."""
    standing = TargetVersion.objects.filter(target=OuterRef("pk"), withdrawn_at=None)
    named = Q(answerer__in=[body.pk for body in bodies])
    return with_answerer(Target.objects.filter(Exists(standing), period_end__gte=on)).filter(named)
