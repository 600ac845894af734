"""Where an obligation stands on any day, from its events; what share of a body has studied a document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from dondoc.assessment.deadlines import days_late, task_state
from dondoc.records.obligation import ObligationEvent, ObligationStanding
from dondoc.records.obligation import ObligationEventKind as Kind


def standing(
    events: Iterable[ObligationEvent], *, as_of: date, known_by: date | None = None
) -> ObligationStanding:
    """What the events make of an obligation on a day.

    Fulfilment counts from the day of its paper, whenever it was entered; one that was opened again had not
    fulfilled it on any day. An extension and a waiver count from their own day.

    Args:
        events: In the order they were entered.
        as_of: The day asked about, included.
        known_by: With it, only what had been entered by that day counts.
    """
    owed_from = first_due = due = fulfilled = None
    attended = to_attend = None
    waived, extensions = False, 0
    for event in events:
        if known_by is not None and (event.recorded or event.on) > known_by:
            continue
        past = event.on <= as_of
        match event.kind:
            case Kind.FULFILLED:
                fulfilled = event.on
            case Kind.REOPENED:
                fulfilled = None
            case Kind.STUDIED:
                fulfilled = event.on if event.completes else fulfilled
                if past:
                    attended, to_attend = event.attended, event.to_attend
            case Kind.OWED if past:
                owed_from, first_due, due = event.on, event.due, event.due
            case Kind.EXTENDED if past:
                due, extensions = event.due, extensions + 1
            case Kind.WAIVED if past:
                waived = True
            case Kind.OWED_AGAIN if past:
                waived = False
    if fulfilled is not None and fulfilled > as_of:
        fulfilled = None
    return ObligationStanding(
        state=task_state(due=due, done=fulfilled, as_of=as_of),
        waived=waived,
        owed_from=owed_from,
        first_due=first_due,
        due=due,
        fulfilled=fulfilled,
        extensions=extensions,
        attended=attended,
        to_attend=to_attend,
        days_late=0 if waived else days_late(due=due, done=fulfilled, as_of=as_of),
    )


def studied_share(attended: int | None, to_attend: int | None) -> Fraction | None:
    """What share has studied: 38 of 40 is 19/20; None where it is not known of how many.

    >>> studied_share(38, 40)
    Fraction(19, 20)
    """
    if attended is None or not to_attend:
        return None
    return Fraction(attended, to_attend)
