"""What the events of a work programme and of its matters make of them on a day.

docs/algorithms/work-programme.md, in code. Nothing here is stored by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dondoc.records.workprogramme import (
    Dossier,
    ItemEvent,
    ItemEventKind,
    ItemStanding,
    ItemState,
    ProgrammeEventKind,
    ProgrammeState,
)

_K = ItemEventKind


def item_standing(
    events: Iterable[ItemEvent], *, as_of: date, known_by: date | None = None
) -> ItemStanding | None:
    """The matter on a day; None where it was not registered yet.

    Args:
        events: In the order they were entered.
        as_of: The day of judgement; what happened later does not count.
        known_by: Only what had been entered by that day counts. None counts what was entered later too.
    """
    counted = [
        event
        for event in events
        if event.on <= as_of and (known_by is None or (event.recorded or event.on) <= known_by)
    ]
    life = _Life()
    for event in sorted(counted, key=lambda event: event.on):  # stable: a day's events as entered
        life.take(event)
    return life.stand()


@dataclass(slots=True)
class _Life:
    """The events so far. Each kind of event changes what it names and nothing else."""

    level: str | None = None
    levels: tuple[str, ...] = ()
    session: str | None = None
    meets: date | None = None
    due: date | None = None
    first_session: str | None = None
    first_due: date | None = None
    registered: date | None = None
    approved: date | None = None  # first
    handed_in: date | None = None
    decided: date | None = None
    state: ItemState = ItemState.REGISTERED
    moves: int = 0
    level_moves: int = 0
    sent_back: int = 0

    def take(self, event: ItemEvent) -> None:
        match event.kind:
            case _K.REGISTERED:
                self.registered = self.registered or event.on
                self.state = ItemState.REGISTERED
                self._place(event)
            case _K.AMENDED:
                self._place(event)
            case _K.APPROVED:
                self._place(event)
                self.approved = self.approved or event.on
                if self.first_due is None:
                    self.first_due, self.first_session = self.due, self.session
                self.state = self._in_programme()
            case _K.REFUSED:
                self.state = ItemState.REFUSED
            case _K.MOVED | _K.LEVEL_MOVED:
                self._move(event)
            case _K.SESSION_MOVED:
                if event.session == self.session:
                    self.meets = event.meets
            case _K.HANDED_IN:
                self.handed_in, self.state = event.on, ItemState.HANDED_IN
            case _K.SENT_BACK:
                self.sent_back += 1
                self.handed_in, self.state = None, ItemState.PLANNED
            case _K.DECIDED:
                self.decided, self.state = event.on, ItemState.DECIDED
            case _K.DROPPED:
                self.state = ItemState.DROPPED
            case _K.REOPENED:
                if self.decided is not None:
                    self.decided = None
                else:
                    self.handed_in = None
                self.state = self._in_programme()
            case _K.REMINDED | _K.NOTE:
                pass

    def _place(self, event: ItemEvent) -> None:
        """Level, session and day as given; what is not given stays, but the meeting of another level.

        A level told for the first time is where that meeting belongs: it stays.
        """
        if event.level is not None and event.level != self.level:
            if self.level is not None:
                self.session = self.meets = None
            self.level = event.level
            if self.approved is None:
                self.levels = (event.level,)  # until it is approved there is nothing it has travelled from
            else:
                self.levels = (*self.levels, event.level)
        if event.session is not None:
            self.session, self.meets = event.session, event.meets
        if event.due is not None:
            self.due = event.due

    def _move(self, event: ItemEvent) -> None:
        if event.kind is _K.LEVEL_MOVED:
            self.level_moves += 1
        if (event.session or self.session, event.due or self.due) != (self.session, self.due):
            self.moves += 1
        self._place(event)
        # what was handed in serves the next session too, unless papers are asked for anew by a later day
        if self.handed_in is not None and event.due is not None and event.due > self.handed_in:
            self.handed_in = None
        self.state = self._in_programme()

    def _in_programme(self) -> ItemState:
        return ItemState.HANDED_IN if self.handed_in is not None else ItemState.PLANNED

    def stand(self) -> ItemStanding | None:
        if self.registered is None:
            return None
        return ItemStanding(
            state=self.state,
            level=self.level,
            session=self.session,
            meets=self.meets,
            due=self.due,
            first_session=self.first_session,
            first_due=self.first_due,
            levels=self.levels,
            registered=self.registered,
            approved=self.approved,
            handed_in=self.handed_in,
            decided=self.decided,
            moves=self.moves,
            level_moves=self.level_moves,
            sent_back=self.sent_back,
        )


def dossier(
    *, state: ItemState, due: date | None, handed_in: date | None, as_of: date, soon: int = 7
) -> Dossier:
    """Whether the papers are there in time; the due day itself is in time.

    Args:
        state: Of the matter on the day.
        due: The day the papers are due.
        handed_in: The day they came.
        as_of: The day of judgement.
        soon: Days ahead that are soon, the day itself being 0.
    """
    if due is None or state in (ItemState.REGISTERED, ItemState.REFUSED, ItemState.DROPPED):
        return Dossier.NONE
    if handed_in is not None:
        return Dossier.HANDED_IN_LATE if handed_in > due else Dossier.IN_TIME
    if state is ItemState.DECIDED:  # decided without papers on record: nothing is owed any more
        return Dossier.NONE
    if due < as_of:
        return Dossier.LATE
    return Dossier.SOON if (due - as_of).days <= soon else Dossier.OPEN


_PROGRAMME = {
    ProgrammeEventKind.OPENED: ProgrammeState.DRAFT,
    ProgrammeEventKind.CLOSED: ProgrammeState.REGISTERED,
    ProgrammeEventKind.APPROVED: ProgrammeState.APPROVED,
    ProgrammeEventKind.ISSUED: ProgrammeState.ISSUED,
    ProgrammeEventKind.REOPENED: ProgrammeState.DRAFT,
}


def programme_state(events: Iterable[tuple[ProgrammeEventKind, date]], *, as_of: date) -> ProgrammeState:
    """Where a programme stood on a day; its events in the order they were entered."""
    kinds = [kind for kind, on in sorted(events, key=lambda event: event[1]) if on <= as_of]
    return _PROGRAMME[kinds[-1]] if kinds else ProgrammeState.DRAFT
