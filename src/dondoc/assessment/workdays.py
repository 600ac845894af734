"""Working days of a Vietnamese office: weekends, national holidays, swapped days, and the office's own.

    given on Thursday 12 February 2026, three working days → Wednesday 25 February, for Tết lies between

National holidays (lunar ones with them) come from the `holidays` package, in Vietnamese; a day that an office
has decided on itself wins over both the weekend and the package.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class NationalYear:
    """One year as the state decided it: names of the days off, and the weekend days worked instead."""

    off: Mapping[date, str]
    worked: frozenset[date]

    @property
    def special(self) -> frozenset[date]:
        """The days that may not be as their weekday says."""
        return self.worked.union(self.off)


@lru_cache(maxsize=32)
def national_year(year: int) -> NationalYear:
    """What is known of a year; beyond what was decreed, the days the law names."""
    import holidays

    found = holidays.country_holidays("VN", years=year, language="vi")
    return NationalYear(
        off={day: name for day, name in found.items() if day.year == year},
        worked=frozenset(day for day in found.weekend_workdays if day.year == year),
    )


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked. `rules` holds what the office decided: day → worked or not."""

    rules: Mapping[date, bool] = field(default_factory=dict)

    def is_worked(self, day: date) -> bool:
        """Is this a working day?

        >>> WorkCalendar().is_worked(date(2026, 9, 2))
        False
        """
        decided = self.rules.get(day)
        if decided is not None:
            return decided
        year = national_year(day.year)
        if day in year.worked:
            return True
        return day.weekday() < SATURDAY and day not in year.off

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after a day, which itself does not count; the day itself for 0."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.is_worked(day)
        return day

    def before(self, day: date, count: int) -> date:
        """The `count`-th working day before a day, which itself does not count; the day itself for 0."""
        while count > 0:
            day -= timedelta(days=1)
            count -= self.is_worked(day)
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days lie after `first` up to `last`; 0 where `last` is not later.

        Weekdays by weeks, then the few days that are not as their weekday says.
        """
        if last <= first:
            return 0
        weeks, rest = divmod((last - first).days, 7)
        left = (last - timedelta(days=n) for n in range(rest))
        count = SATURDAY * weeks + sum(day.weekday() < SATURDAY for day in left)
        special = {day for day in self.rules if first < day <= last}
        for year in range(first.year, last.year + 1):
            special |= {day for day in national_year(year).special if first < day <= last}
        return count + sum(self.is_worked(day) - (day.weekday() < SATURDAY) for day in special)

    def overdue_given(self, as_of: date, within: int) -> date:
        """The last day such that what was given on it had to be taken on before `as_of`.

        Args:
            as_of: The day of judgement; on the `within`-th working day itself it is still in time.
            within: Working days allowed, at least 1.
        """
        day = as_of - timedelta(days=1)
        while self.after(day, within) >= as_of:
            day -= timedelta(days=1)
        return day
