"""People deciding at the same moment, on PostgreSQL, where transactions really run side by side.

On SQLite writers are alone by its own lock; `scripts/load_saves.py` measures what that costs.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from dondoc.web.audit.models import Entry
from dondoc.web.core.conflicts import Conflict
from dondoc.web.plans.models import Indicator, Target
from dondoc.web.results.models import Observation
from dondoc.web.sources import services
from dondoc.web.sources.models import Mention

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.only_on("postgresql")]


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Start all at the same moment; what each gave or raised."""
    gate = threading.Barrier(len(deeds))
    results: list[Any] = [None] * len(deeds)

    def do(n: int) -> None:
        gate.wait()
        try:
            results[n] = deeds[n]()
        except Exception as error:
            results[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=(n,)) for n in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_many_reviewers_one_decides(stage: Any, cast: Any) -> None:
    """Six people on one proposal: one decision, one entry of the trail, five conflicts that say who."""
    fact = stage.fact(stage.document(), "task")
    people = [cast.analyst, cast.second, cast.finance, cast.building, cast.head, cast.leader]

    results = at_once(*(lambda by=by: services.fact_accept(fact=fact, by=by) for by in people))

    assert sum(isinstance(result, Mention) for result in results) == 1
    assert sum(isinstance(result, Conflict) for result in results) == 5
    assert Entry.objects.filter(action="fact.accept").count() == 1


def test_same_statement_in_many_documents_is_one_row(stage: Any, cast: Any) -> None:
    """The same new indicator, target and figure confirmed from five documents at once are made once."""
    facts = [
        stage.fact(stage.document(), "indicator", status=status)
        for status in ("actual",) * 5 + ("target",) * 5
    ]

    results = at_once(*(lambda fact=fact: services.fact_accept(fact=fact, by=cast.analyst) for fact in facts))

    assert all(isinstance(result, Mention) for result in results), results
    assert (Indicator.objects.count(), Observation.objects.count(), Target.objects.count()) == (1, 1, 1)
    assert Mention.objects.count() == 10


def test_accept_and_undo_cross_without_a_knot(stage: Any, cast: Any) -> None:
    """Decisions on the same figures from several documents, back and forth, all come to their end."""
    facts = [stage.fact(stage.document(), "indicator", status="actual") for _ in range(4)]

    def to_and_fro(fact: Any) -> Any:
        for _ in range(3):
            services.fact_accept(fact=fact, by=cast.analyst)
            services.fact_reopen(fact=fact, by=cast.analyst)
        return services.fact_accept(fact=fact, by=cast.analyst)

    results = at_once(*(lambda fact=fact: to_and_fro(fact) for fact in facts))

    assert all(isinstance(result, Mention) for result in results), results
    row = Observation.objects.get()
    assert (row.withdrawn_at, row.mentions.count()) == (None, 4)
