"""Reports owed: made from calendars and forms for every body and period, once, whoever asks how often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from dondoc.records.report import ReportPeriod
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body, Succession
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.obligations.models import ActKind, KindOfObligation, Obligation, ObligationEvent
from dondoc.web.reporting.calendars import Calendars
from dondoc.web.reporting.models import CalendarVersion, FormBody, Report, ReportForm
from dondoc.web.workdays.selectors import calendar

AHEAD_DAYS = 31  # reports are owed from their period's first day; those of the coming month are shown
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Owed:
    """One report that somebody owes."""

    body: int
    version: CalendarVersion
    of: ReportPeriod

    def key(self, form: ReportForm) -> str:
        """Under which its obligation is known."""
        return f"report:{form.pk}:{self.body}:{self.of.kind.value}:{self.of.period}"


class Heirs:
    """Who owes what a body was asked for, on a day: itself, or who had taken over from it."""

    def __init__(self) -> None:
        self.days: dict[int, tuple[date | None, date | None]] = {
            pk: (since, until)
            for pk, since, until in Body.objects.values_list("pk", "valid_from", "valid_to")
        }
        self.after: dict[int, list[tuple[int, date]]] = {}
        taken = Succession.objects.filter(withdrawn_at=None).order_by("pk")
        for before, heir, on in taken.values_list("predecessor_id", "successor_id", "on"):
            self.after.setdefault(before, []).append((heir, on))

    def of(self, body: int, period: ReportPeriod) -> list[int]:
        """The bodies that owe a body's report; none where it was founded after the period.

        A body that ended before the report was due is answered for by all that took over from it until then.
        """
        found: list[int] = []
        waiting, seen = [body], set[int]()
        while waiting:
            one = waiting.pop(0)
            if one in seen:
                continue
            seen.add(one)
            since, until = self.days[one]
            heirs = [heir for heir, on in self.after.get(one, ()) if on <= period.due]
            if until is not None and until < period.due and heirs:
                waiting.extend(heirs)
            elif (since is None or since <= period.period.end) and (
                until is None or until >= period.period.start
            ):
                found.append(one)
        return found


def owed_of(
    form: ReportForm, owing: Iterable[FormBody], calendars: Calendars, heirs: Heirs, *, upto: date
) -> Iterator[Owed]:
    """Every report of the form whose period begins on a day or before, each body and period once."""
    seen: set[tuple[int, str, str]] = set()
    for row in owing:
        first = max(form.valid_from, row.valid_from)
        lasts = [day for day in (form.valid_to, row.valid_to) if day is not None]
        last = min(lasts, default=None)
        for year in range(first.year, upto.year + 1):
            for version, of in _periods(form, row, calendars, year):
                if of.kind.value not in form.kinds or of.period.start > upto or of.period.end < first:
                    continue
                if last is not None and of.period.end > last:
                    continue
                for body in heirs.of(row.body_id, of):
                    key = (body, of.kind.value, str(of.period))
                    if key not in seen:
                        seen.add(key)
                        yield Owed(body, version, of)


def _periods(
    form: ReportForm, row: FormBody, calendars: Calendars, year: int
) -> Iterator[tuple[CalendarVersion, ReportPeriod]]:
    """The year's periods by the form's calendar, or by the body's: as it was chosen when each period ends."""
    if form.calendar_id is not None:
        yield from calendars.periods(form.calendar_id, year)
        return
    for calendar_id in calendars.versions:
        for version, of in calendars.periods(calendar_id, year):
            if calendars.of(row.body, of.period.end) == calendar_id:
                yield version, of


def reports_generate(*, form: ReportForm, upto: date, by: User | None, on: date) -> int:
    """Let every body owe the form's reports of the periods begun by `upto`; what is there is left as it is.

    Args:
        form: Which form.
        upto: The last day on which a period may begin.
        by: Who asks for it; None: the nightly command.
        on: The day of asking, for the trail.

    Returns:
        How many reports were not owed before.
    """
    calendars, heirs = Calendars(calendar()), Heirs()
    with transaction.atomic():
        take_turn(Turn.PROGRAMME, -form.pk)  # nobody else generates this form meanwhile
        owing = list(form.bodies.select_related("body").order_by("pk"))
        known = set(Report.objects.filter(form=form).values_list("body", "kind", "period"))
        new = [
            owed
            for owed in owed_of(form, owing, calendars, heirs, upto=upto)
            if (owed.body, owed.of.kind.value, str(owed.of.period)) not in known
        ]
        for start in range(0, len(new), _BATCH):
            _make(form, new[start : start + _BATCH], by)
        if new:
            after = {"reports": len(new), "upto": upto, "on": on}
            record(
                actor=by, action="report_form.generate", row=form, before={}, after=after, body=form.office
            )
    return len(new)


def _make(form: ReportForm, new: list[Owed], by: User | None) -> None:
    """Obligations with their first event, and the reports, in a handful of statements."""
    obligations = [
        Obligation(
            kind=KindOfObligation.REPORT, body_id=owed.body, office=form.office,
            basis=form.basis or form.name,
            calendar=form.code[:60], period=str(owed.of.period), period_start=owed.of.period.start,
            period_end=owed.of.period.end, key=owed.key(form), due=owed.of.due, first_due=owed.of.due,
            owed_from=owed.of.period.start, created_by=by,
        )
        for owed in new
    ]  # fmt: skip
    Obligation.objects.bulk_create(obligations)
    ObligationEvent.objects.bulk_create(
        ObligationEvent(
            obligation=obligation, kind=ActKind.OWED, on=owed.of.period.start, due=owed.of.due, by=by
        )
        for owed, obligation in zip(new, obligations, strict=True)
    )
    Report.objects.bulk_create(
        Report(
            form=form, body_id=owed.body, obligation=obligation, version=owed.version,
            kind=owed.of.kind.value, period=str(owed.of.period), period_start=owed.of.period.start,
            period_end=owed.of.period.end, window_start=owed.of.window.start, cut_off=owed.of.cut_off,
            due=owed.of.due, locks_on=owed.of.locks_on, late_by=owed.version.rules["late_by"],
        )
        for owed, obligation in zip(new, obligations, strict=True)
    )  # fmt: skip


def generate_all(*, as_of: date) -> int:
    """Every form that is in force, up to the coming month. Safe to repeat."""
    made = 0
    forms = ReportForm.objects.filter(Q(valid_to=None) | Q(valid_to__gte=as_of - timedelta(days=366)))
    for form in forms.select_related("office"):
        made += reports_generate(form=form, upto=as_of + timedelta(days=AHEAD_DAYS), by=None, on=as_of)
    return made
