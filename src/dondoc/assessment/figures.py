"""Which of several figures for one period stands, today or as it was known on an earlier day.

Figures are revised (ước → sơ bộ → chính thức) and corrected; every one is kept. The more final one stands; of
equally final ones the one told later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dondoc.records.plan import ObservationStatus

_RANK = {
    ObservationStatus.ESTIMATE: 0,
    ObservationStatus.PRELIMINARY: 1,
    ObservationStatus.OFFICIAL: 2,
}


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as somebody told it; `key` is the caller's."""

    key: int
    status: ObservationStatus
    as_of: date | None  # the day up to which it counts
    recorded: date  # the day it was entered
    gone: date | None = None  # the day it was corrected by another or taken back; from then on it is history

    def known(self, day: date) -> bool:
        """Whether it stood in the book at the end of a day."""
        return self.recorded <= day and (self.gone is None or self.gone > day)


def standing_figure(figures: Iterable[Told], *, known_by: date | None = None) -> Told | None:
    """The one that stands; with `known_by`, the one that stood by what had been entered until that day."""
    open_ones = [one for one in figures if (one.gone is None if known_by is None else one.known(known_by))]
    return max(open_ones, key=_finality, default=None)


def _finality(one: Told) -> tuple[int, date, date, int]:
    return _RANK[one.status], one.as_of or date.min, one.recorded, one.key
