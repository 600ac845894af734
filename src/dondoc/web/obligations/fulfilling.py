"""Many obligations met at once: a month's reports confirmed in one act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dondoc.web.accounts.models import User
from dondoc.web.audit.services import Told, record_all
from dondoc.web.core.inserting import rows_update
from dondoc.web.core.locks import Turn, take_turns
from dondoc.web.obligations.models import ActKind, Obligation, ObligationEvent
from dondoc.web.obligations.services import (
    ACTS,
    REPEATED,
    check,
    columns_of,
    differing,
    fits,
    no_longer,
    repeat,
)
from dondoc.web.sources.models import Document


@dataclass(frozen=True, slots=True)
class Fulfilled:
    """An obligation, the day it was met, the document that meets it."""

    obligation: Obligation
    on: date
    paper: Document


def fulfil(acts: Sequence[Fulfilled], *, by: User | None) -> None:
    """Record that many are met, as `act` does of one: in the caller's transaction, and seven statements.

    Raises:
        ValidationError: As of `act`; before anything is recorded.
        Conflict: As of `act`.
    """
    if not acts:
        return
    take_turns(Turn.DOCUMENT, {one.obligation.document_id or 0 for one in acts})
    found = Obligation.objects.select_related("body").in_bulk([one.obligation.pk for one in acts])
    for one in acts:
        now = found[one.obligation.pk]
        if not fits(now, ACTS[ActKind.FULFILLED]):
            raise no_longer(ActKind.FULFILLED)
        check(
            now, ActKind.FULFILLED, on=one.on, note="", due=None, paper=one.paper, attended=None,
            to_attend=None,
        )  # fmt: skip
    ObligationEvent.objects.bulk_create(
        ObligationEvent(
            obligation=found[one.obligation.pk], kind=ActKind.FULFILLED, on=one.on, by=by, paper=one.paper
        )
        for one in acts
    )
    entered: dict[int, list[ObligationEvent]] = defaultdict(list)
    for event in ObligationEvent.objects.filter(obligation__in=found).order_by("id"):
        entered[event.obligation_id].append(event)
    entries = []
    for pk, now in found.items():
        before = columns_of(now)
        repeat(now, entered[pk])
        was, is_now = differing(before, columns_of(now))
        entries.append(Told(pk, str(now), is_now, before=was, body=now.body_id))
    rows_update(
        Obligation,
        [{"id": pk} | {name: getattr(now, name) for name in REPEATED} for pk, now in found.items()],
    )
    record_all(actor=by, action=f"obligation.{ActKind.FULFILLED.value}", table=Obligation, rows=entries)
