"""What a person may see of reports; every read starts at `reports_seen(access)`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access, Action, among
from dondoc.web.bodies.models import Body
from dondoc.web.reporting.models import (
    CellChange,
    Delegation,
    Difficulty,
    EventChoice,
    Report,
    ReportCell,
    ReportEvent,
    ReportForm,
    StateChoice,
)

OPEN_STATES = (StateChoice.OPEN, StateChoice.RETURNED)
WAITING = (StateChoice.SUBMITTED, StateChoice.SIGNED)
CONFIRMED = (StateChoice.CONFIRMED, StateChoice.AMENDING)
STATES = ("open_in_time", "overdue", "returned", "waiting", "confirmed")  # add up to all
ORDERS = {
    "due": ("due", "body__sort_key", "pk"),
    "-due": ("-due", "body__sort_key", "pk"),
    "body": ("body__sort_key", "due", "pk"),
    "-body": ("-body__sort_key", "due", "pk"),
    "period": ("period_end", "body__sort_key", "pk"),
    "-period": ("-period_end", "body__sort_key", "pk"),
}


def reports_seen(access: Access) -> QuerySet[Report]:
    """Those a body of the reader's branch owes or an office of it asks for; nothing that was waived."""
    mine = among(access.body_ids)
    seen = Q(body_id__in=mine) | Q(form__office_id__in=mine)
    own = Q(body_id__in=_leave(access).values("body"))
    return Report.objects.filter(seen | own, obligation__waived_on=None)


def _leave(access: Access) -> QuerySet[Delegation]:
    """By which the reader confirms in a head's place."""
    return Delegation.objects.filter(
        person=access.user_id, withdrawn_at=None, valid_from__lte=access.on, valid_to__gte=access.on
    )


def report_seen(access: Access, pk: int) -> Report:
    """One, with what its page needs; Http404 where the reader may not see it.

    Beside it stand whether the reader confirms it by the head's leave (`delegated`), and whether two texts of
    a field wait to be chosen from (`clashing`) or difficulties are told (`difficult`).
    """
    of_it = {"report": OuterRef("pk")}
    found = (
        reports_seen(access)
        .annotate(
            delegated=Exists(_leave(access).filter(body=OuterRef("body"))),
            clashing=Exists(CellChange.objects.filter(**of_it, clash=True, settled_at=None)),
            difficult=Exists(Difficulty.objects.filter(**of_it, withdrawn_at=None)),
        )
        .select_related("form__office", "body", "obligation", "version__calendar", "document")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def late_on(day: date) -> Q:
    """The late mark on a day: sent after the due day, or not sent and the day is over."""
    return Q(counted_on__gt=F("due")) | Q(counted_on=None, due__lt=day)


def views_of(access: Access, day: date) -> dict[str, Q]:
    """The five states, which add up to all, and the views across them."""
    unsent = Q(state=StateChoice.OPEN)
    return {
        "mine": waits_for(access),
        "open_in_time": unsent & Q(due__gte=day),
        "overdue": unsent & Q(due__lt=day),
        "returned": Q(state=StateChoice.RETURNED),
        "waiting": Q(state__in=WAITING),
        "confirmed": Q(state__in=CONFIRMED),
        "late": late_on(day),
    }


def waits_for(access: Access) -> Q:
    """What waits for this person: to be filled in, confirmed, or checked.

    Who reviews for a whole branch is not asked to fill in what its bodies owe, though they may. The reports
    have to come `with_sender`.
    """
    fill = access.bodies(Action.RECORD) - access.bodies(Action.REVIEW)
    drafts = Q(
        state__in=[*OPEN_STATES, StateChoice.AMENDING], window_start__lte=access.on, body_id__in=among(fill)
    )
    named = _leave(access).values("body")
    heads = Q(body_id__in=among(access.bodies(Action.CONFIRM))) | Q(body_id__in=named)
    confirm = Q(state=StateChoice.SUBMITTED) & heads
    check = Q(state=StateChoice.SIGNED, form__office_id__in=among(access.bodies(Action.DECIDE)))
    typed = ReportCell.objects.filter(by=access.user_id).exclude(text="").values("report")
    own = Q(sent_by=access.user_id) | Q(pk__in=typed)  # another has to approve it
    return drafts | ((confirm | check) & ~own)


def reports_waiting(access: Access) -> QuerySet[Report]:
    """What waits for this person, the earliest due first."""
    found = with_draft(with_sender(reports_seen(access)).filter(waits_for(access)), report="pk")
    return found.select_related("body", "form").order_by("due", "body__sort_key", "pk")


def with_sender(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Each with who sent it last: what `waits_for` asks about."""
    sends = (EventChoice.SUBMITTED, EventChoice.SIGNED)
    sent = ReportEvent.objects.filter(report=OuterRef("pk"), kind__in=sends)
    return reports.annotate(sent_by=Subquery(sent.order_by("-pk").values("by")[:1]))


def with_draft(rows: QuerySet[Any], **of: str) -> QuerySet[Any]:
    """Each with who last typed into its report and when (`draft_by`, `draft_at`), while that is not sent.

    Args:
        rows: Of reports, or of what names one.
        of: How cells are found from a row: `report="pk"`, `report__obligation="obligation"`.
    """
    mine = {name: OuterRef(column) for name, column in of.items()}
    typed = ReportCell.objects.filter(**mine, report__state__in=OPEN_STATES)
    last = typed.exclude(text="").order_by("-at", "-pk")
    name = Subquery(last.values("by__full_name")[:1])
    found: QuerySet[Any] = rows.annotate(draft_by=name, draft_at=Subquery(last.values("at")[:1]))
    return found


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """What a reader of the list asked for; "" and None ask for nothing."""

    text: str = ""  # of the body or the form
    state: str = ""  # of `views_of`
    kind: str = ""
    form: int | None = None
    body: int | None = None
    period: str = ""
    order: str = "due"


@dataclass(frozen=True, slots=True)
class ReportList:
    """A filtered, ordered list and the counts above it (of the same filter without its state)."""

    rows: QuerySet[Report]
    counts: dict[str, int]
    total: int
    shown: int


def report_list(access: Access, wanted: ReportFilter, *, as_of: date) -> ReportList:
    """The reports a reader sees, filtered, with body and form; the counts are one query."""
    found = with_sender(reports_seen(access))
    for word in search_key(wanted.text).split():
        found = found.filter(Q(body__folded__contains=word) | Q(form__folded__contains=word))
    exact = {"kind": wanted.kind, "form": wanted.form, "body": wanted.body, "period": wanted.period}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    views = views_of(access, as_of)
    counts = found.aggregate(**{name: Count("pk", filter=condition) for name, condition in views.items()})
    if wanted.state in views:
        found = found.filter(views[wanted.state])
    total = sum(counts[name] for name in STATES)
    rows = found.select_related("body", "form").order_by(*ORDERS.get(wanted.order, ORDERS["due"]))
    return ReportList(rows, counts, total, counts.get(wanted.state, total))


def forms_seen(access: Access) -> QuerySet[ReportForm]:
    """The forms of the reader's offices, and those a body of their branch owes."""
    mine = among(access.body_ids)
    owed = Report.objects.filter(form=OuterRef("pk"), body_id__in=mine)
    return ReportForm.objects.filter(Q(office_id__in=mine) | Exists(owed)).select_related(
        "office", "calendar"
    )


def form_seen(access: Access, pk: int) -> ReportForm:
    """One form; Http404."""
    found = forms_seen(access).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


# --- the board ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Counts:
    """How many reports are owed, and how far they are. `late` goes across the others."""

    owed: int = 0
    sent: int = 0  # submitted, signed or confirmed
    confirmed: int = 0
    late: int = 0
    overdue: int = 0  # not sent though the due day is over

    @property
    def missing(self) -> int:
        """Not sent, whether due or not."""
        return self.owed - self.sent


@dataclass(slots=True)
class BoardRow:
    """A body and its report of each period of the board; None where it owes none."""

    body: Body
    cells: list[Report | None]


@dataclass(slots=True)
class Board:
    """Bodies × periods of one form and kind in one year."""

    periods: list[str]
    bodies: QuerySet[Body]  # that owe any, in their order
    reports: QuerySet[Report]
    counts: list[Counts]  # of each period, of all bodies

    def rows_of(self, bodies: Iterable[Body]) -> list[BoardRow]:
        """The rows of some of its bodies: one query."""
        bodies = list(bodies)
        by_body: dict[int, dict[str, Report]] = {}
        for report in self.reports.filter(body__in=bodies):
            by_body.setdefault(report.body_id, {})[report.period] = report
        return [
            BoardRow(body, [by_body.get(body.pk, {}).get(period) for period in self.periods])
            for body in bodies
        ]


def board(access: Access, *, form: ReportForm, kind: str, year: int, as_of: date) -> Board:
    """The board: its periods and their counts in one query, however many bodies; rows are asked for apart."""
    asked = reports_seen(access).filter(form=form, kind=kind, period_end__year=year)
    counted = asked.order_by().values_list("period").annotate(end=Max("period_end"), **_numbers(as_of))
    periods = sorted(counted, key=lambda row: (row[1], row[0]))
    bodies = Body.objects.filter(pk__in=asked.order_by().values("body")).order_by("sort_key", "pk")
    return Board(
        [period for period, *_ in periods], bodies, asked, [Counts(*rest) for _, _, *rest in periods]
    )


def is_late(report: Report, day: date) -> bool:
    """The late mark of one report: as `late_on`."""
    return report.due < (report.counted_on or day)


def _numbers(day: date) -> dict[str, Count]:
    """The numbers of `Counts`, in its order."""
    return {
        "owed": Count("pk"),
        "sent": Count("pk", filter=~Q(state__in=OPEN_STATES)),
        "confirmed": Count("pk", filter=Q(state__in=CONFIRMED)),
        "late": Count("pk", filter=late_on(day)),
        "overdue": Count("pk", filter=Q(state=StateChoice.OPEN, due__lt=day)),
    }


# --- for others -----------------------------------------------------------------------------------------


def report_counts(reports: QuerySet[Report], *, as_of: date) -> dict[tuple[int, str], Counts]:
    """(body, period) → counts, in one query: for lists of silent bodies, the weekly list, ratings.

    Args:
        reports: Narrowed by the caller: `reports_seen(access).filter(form=…, period=…)`.
        as_of: The day of judgement.
    """
    counted = reports.order_by().values_list("body", "period").annotate(**_numbers(as_of))
    return {(body, period): Counts(*numbers) for body, period, *numbers in counted}


def silent_bodies(reports: QuerySet[Report], *, as_of: date) -> QuerySet[Report]:
    """What nobody has sent though it is due, the oldest first: đơn vị chưa báo cáo."""
    return (
        reports.filter(state=StateChoice.OPEN, due__lt=as_of)
        .select_related("body", "form")
        .order_by("due", "body__sort_key", "pk")
    )
