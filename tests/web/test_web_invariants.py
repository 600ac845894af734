"""Whatever reviewers do in whatever order, some things always hold."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Model

from dondoc.web.audit.models import Entry
from dondoc.web.bodies.models import Position
from dondoc.web.core.conflicts import Conflict
from dondoc.web.matters.models import Matter, Tally
from dondoc.web.plans.models import Target, TargetVersion, Task
from dondoc.web.results.models import Observation
from dondoc.web.search.models import Entry as Findable
from dondoc.web.sources import services
from dondoc.web.sources.models import SUBJECTS, Citation, Document, Fact, Meeting, Mention

pytestmark = pytest.mark.django_db

ROWS: tuple[tuple[str, type[Model]], ...] = (
    ("target_version", TargetVersion),
    ("observation", Observation),
    ("task", Task),
    ("position", Position),
    ("citation", Citation),
    ("meeting", Meeting),
    ("matter", Matter),
    ("tally", Tally),
)


def holds() -> None:
    """Checked after every step."""
    for document in Document.objects.all():
        assert (
            document.open_facts == document.facts.filter(state="proposed", reading__is_current=True).count()
        )
    for fact in Fact.objects.all():
        assert fact.mentions.exists() == (fact.state == "confirmed"), (
            "words stand behind what is confirmed only"
        )
        assert (fact.decided_by is None) == (fact.state == "proposed")
    for subject, model in ROWS:
        for row in model._default_manager.all():
            stands = Mention.objects.filter(**{subject: row}).exists()
            assert stands == (row.withdrawn_at is None), f"{row} stands with its words and goes with them"  # type: ignore[attr-defined]
    for target in Target.objects.all():
        mentions = Mention.objects.filter(target_version__target=target, target_version__withdrawn_at=None)
        if mentions.exists():
            issued = any(m.document.standing == "issued" or m.document.stands_on for m in mentions)
            assert target.awaiting_document != issued
        assert Findable.objects.filter(kind="target", row=target.pk).exists() == mentions.exists()
    for task in Task.objects.all():
        assert Findable.objects.filter(kind="task", row=task.pk).exists() == (task.withdrawn_at is None)


def prepare(stage: Any) -> tuple[list[Fact], list[Document]]:
    press = stage.document(standing="press", type="press", symbol="")
    issued = stage.document()
    facts = []
    for document in (press, issued, stage.document(standing="draft")):
        facts += [
            stage.fact(document, kind)
            for kind in (
                "proposal",
                "vote",
                "indicator",
                "indicator",
                "task",
                "person",
                "meeting",
                "citation",
            )
        ]
        facts.append(stage.fact(document, "indicator", status="estimate", value="12.5", unit="%"))
        facts[-6].same_as = facts[-7]
        facts[-6].save()
    return facts, [press, issued]


@pytest.mark.parametrize("seed", range(8))
def test_any_order_of_decisions(stage: Any, cast: Any, seed: int) -> None:
    """Forty steps of two people; each that changed something is one entry of the trail."""
    dice = random.Random(seed)
    facts, (press, issued) = prepare(stage)
    for _ in range(40):
        fact, by = dice.choice(facts), dice.choice([cast.analyst, cast.second])
        other = dice.choice(facts)
        before = Entry.objects.filter(table__in=["sources.Fact", "sources.Document"]).count()
        state = Fact.objects.get(pk=fact.pk).state
        stood_on = Document.objects.get(pk=press.pk).stands_on
        try:
            match dice.randrange(7):
                case 0 | 1:
                    services.fact_accept(fact=fact, by=by)
                case 2:
                    services.fact_correct(
                        fact=fact, by=by, data={"period": dice.choice(["2026", "2027", "x"])}
                    )
                case 3:
                    services.fact_merge(fact=fact, into_row=other, by=by)
                case 4:
                    services.fact_reject(fact=fact, by=by)
                case 5:
                    services.fact_reopen(fact=fact, by=by)
                case _:
                    services.document_stands_on(document=press, issued=dice.choice([issued, None]), by=by)
        except (Conflict, ValidationError):
            pass
        changed = Fact.objects.get(pk=fact.pk).state != state
        changed |= Document.objects.get(pk=press.pk).stands_on != stood_on
        after = Entry.objects.filter(table__in=["sources.Fact", "sources.Document"]).count()
        assert after - before == changed
        holds()
    assert len(SUBJECTS) == len(ROWS), "every kind of row is looked at"
