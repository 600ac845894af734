"""What a person may see of work programmes; every read starts at `programmes_seen` or `items_seen`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access, Action, among
from dondoc.web.bodies.models import Body
from dondoc.web.programmes.models import (
    Item,
    ItemPartner,
    ItemStateChoice,
    Programme,
    ProgrammeEvent,
    Session,
)

DOSSIER_SOON_DAYS = 7  # no official number exists; a working week is what offices ask for

_S = ItemStateChoice
# A matter whose papers are owed: in the programme, not handed in, not decided.
OWED = Q(state=_S.PLANNED)
IN_PROGRAMME = (_S.PLANNED, _S.HANDED_IN, _S.DECIDED)


def programmes_seen(access: Access) -> QuerySet[Programme]:
    """Programmes of the reader's branch, those that take registrations, and those with a matter of theirs.

    That a standing body has a programme is no secret inside a province: its matters are (`items_seen`).
    """
    if not access.can(Action.READ):
        return Programme.objects.none()
    mine = items_mine(access).filter(programme=OuterRef("pk"))
    return Programme.objects.filter(
        Q(body_id__in=among(access.body_ids)) | Q(takes_registrations=True) | Exists(mine)
    )


def items_mine(access: Access) -> QuerySet[Item]:
    """Matters a body of the reader's branch prepares, alone or along."""
    partner = ItemPartner.objects.filter(item=OuterRef("pk"), body_id__in=among(access.body_ids))
    return Item.objects.filter(Q(preparing_id__in=among(access.body_ids)) | Exists(partner))


def items_seen(access: Access) -> QuerySet[Item]:
    """Matters of the reader's branch's programmes, and those their branch prepares."""
    partner = ItemPartner.objects.filter(item=OuterRef("pk"), body_id__in=among(access.body_ids))
    return Item.objects.filter(
        Q(programme__body_id__in=among(access.body_ids))
        | Q(preparing_id__in=among(access.body_ids))
        | Exists(partner)
    )


def sessions_seen(access: Access) -> QuerySet[Session]:
    """The meetings that are planned, for whoever reads content: who meets when is no secret in the house."""
    return Session.objects.all() if access.can(Action.READ) else Session.objects.none()


def sessions_with_counts(access: Access, *, on: date, past: bool) -> QuerySet[Session]:
    """Meetings from a day on and those without a day, or the past ones; each with what the reader sees of it.

    `waiting` counts its matters in the programme that are not decided yet, `matters` all in the programme.
    """
    mine = items_seen(access).filter(session=OuterRef("pk")).order_by().values("session")
    counted = mine.annotate(n=Count("pk")).values("n")
    found = sessions_seen(access).annotate(
        matters=Coalesce(Subquery(counted.filter(state__in=IN_PROGRAMME)), 0),
        waiting=Coalesce(Subquery(counted.filter(state__in=(_S.PLANNED, _S.HANDED_IN))), 0),
    )
    if past:
        return found.filter(day__lt=on).select_related("body").order_by("-day", "pk")
    ahead = found.filter(Q(day__isnull=True) | Q(day__gte=on))
    return ahead.select_related("body").order_by(F("day").asc(nulls_last=True), "pk")


def programme_seen(access: Access, pk: int) -> Programme:
    """One programme; Http404."""
    found = programmes_seen(access).select_related("body", "above", "document").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def item_seen(access: Access, pk: int) -> Item:
    """One matter with what its page shows; Http404."""
    found = (
        items_seen(access)
        .select_related("programme__body", "preparing", "session__body", "task", "result")
        .prefetch_related(with_partners())
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def with_partners() -> Prefetch[str, QuerySet[ItemPartner], str]:
    """A matter's partners with their bodies, for `prefetch_related`: one query."""
    return Prefetch("partners", ItemPartner.objects.select_related("body").order_by("pk"))


@dataclass(frozen=True, slots=True)
class ProgrammeFilter:
    """What a reader of the list of programmes asked for; "" and None ask for nothing."""

    body: int | None = None
    year: int | None = None
    span: str = ""
    state: str = ""
    order: str = "-period"


PROGRAMME_ORDERS = {
    "period": ("period_start", "-period_end", "body__sort_key", "pk"),
    "-period": ("-period_start", "period_end", "body__sort_key", "pk"),
    "body": ("body__sort_key", "-period_start", "pk"),
    "-body": ("-body__sort_key", "-period_start", "pk"),
}


def programme_list(access: Access, wanted: ProgrammeFilter) -> QuerySet[Programme]:
    """The programmes a reader sees, filtered, each with how many of its matters they see."""
    found = programmes_seen(access)
    if wanted.body:
        found = found.filter(body=wanted.body)
    if wanted.year:
        found = found.filter(period_start__year__lte=wanted.year, period_end__year__gte=wanted.year)
    if wanted.span:
        found = found.filter(span=wanted.span)
    if wanted.state:
        found = found.filter(state=wanted.state)
    return found.select_related("body", "document").order_by(*PROGRAMME_ORDERS[wanted.order])


def counts_of(access: Access, programmes: Iterable[Programme]) -> dict[int, dict[str, int]]:
    """How many matters of each programme the reader sees, and how many wait for the office: one query."""
    rows = (
        items_seen(access)
        .filter(programme__in=list(programmes))
        .order_by()
        .values("programme")
        .annotate(
            inside=Count("pk", filter=Q(state__in=IN_PROGRAMME)),
            waiting=Count("pk", filter=Q(state=_S.REGISTERED)),
        )
    )
    return {row["programme"]: {"inside": row["inside"], "waiting": row["waiting"]} for row in rows}


def items_of(access: Access, programme: Programme) -> QuerySet[Item]:
    """The matters a programme shows: its own, and those of the wider ones above that fall into its days."""
    return items_seen(access).filter(within(programme))


def within(programme: Programme) -> Q:
    """Its own matters, and those of the body's wider programmes whose day lies in its period."""
    wider = Q(
        programme__body=programme.body_id,
        programme__period_start__lte=programme.period_start,
        programme__period_end__gte=programme.period_end,
        period_start__gte=programme.period_start,
        period_end__lte=programme.period_end,
    )
    return Q(programme=programme.pk) | wider


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """What a reader of the list of matters asked for; "" and None ask for nothing."""

    text: str = ""
    view: str = ""  # a state, or "late", "soon", "moved", "supplementary"
    programme: int | None = None
    body: int | None = None  # prepares it, alone or along
    level: str = ""
    session: int | None = None
    since: date | None = None
    until: date | None = None
    order: str = "day"


ITEM_ORDERS = {
    "day": ("period_start", "period_end", "number", "pk"),
    "-day": ("-period_start", "-period_end", "-number", "-pk"),
    "due": (F("due").asc(nulls_last=True), "pk"),
    "-due": (F("due").desc(nulls_last=True), "-pk"),
    "preparing": (F("preparing__sort_key").asc(nulls_last=True), "period_start", "pk"),
    "-preparing": (F("preparing__sort_key").desc(nulls_last=True), "period_start", "pk"),
    "content": ("sort_key", "pk"),
    "-content": ("-sort_key", "-pk"),
}


def views(as_of: date, *, soon: int = DOSSIER_SOON_DAYS) -> dict[str, Q]:
    """The six states, and the views across them; `assessment.workprogramme.dossier` says the same of one."""
    return {
        **{state: Q(state=state) for state in _S.values},
        "late": OWED & Q(due__lt=as_of),
        "soon": OWED & Q(due__gte=as_of, due__lte=as_of + timedelta(days=soon)),
        "moved": Q(moves__gt=0),
        "supplementary": Q(supplementary=True),
    }


@dataclass(frozen=True, slots=True)
class ItemBoard:
    """A filtered, ordered list of matters and the counts above it (of the same filter without its view)."""

    items: QuerySet[Item]
    counts: dict[str, int]
    total: int
    shown: int


def item_board(
    access: Access, wanted: ItemFilter, *, as_of: date, programme: Programme | None = None
) -> ItemBoard:
    """The matters a reader sees, filtered, with what a row shows; the counts are one query."""
    found = items_seen(access) if programme is None else items_of(access, programme)
    for word in search_key(wanted.text).split():
        found = found.filter(folded__contains=word)
    if wanted.programme is not None and programme is None:
        found = found.filter(programme=wanted.programme)
    if wanted.body is not None:
        along = ItemPartner.objects.filter(item=OuterRef("pk"), body=wanted.body)
        found = found.filter(Q(preparing=wanted.body) | Exists(along))
    if wanted.level:
        found = found.filter(level=wanted.level)
    if wanted.session is not None:
        found = found.filter(session=wanted.session)
    if wanted.since is not None:
        found = found.filter(period_end__gte=wanted.since)
    if wanted.until is not None:
        found = found.filter(period_start__lte=wanted.until)
    known = views(as_of)
    counts = found.aggregate(
        total=Count("pk"), **{name: Count("pk", filter=condition) for name, condition in known.items()}
    )
    if wanted.view in known:
        found = found.filter(known[wanted.view])
    rows = (
        found.select_related("preparing", "session", "programme__body", "result")
        .prefetch_related(with_partners())
        .order_by(*ITEM_ORDERS.get(wanted.order, ITEM_ORDERS["day"]))
    )
    total = counts.pop("total")
    return ItemBoard(items=rows, counts=counts, total=total, shown=counts.get(wanted.view, total))


# --- for the desk and the weekly list ------------------------------------------------------------------


def next_session(access: Access, body: Body, *, on: date) -> Session | None:
    """The body's next meeting from a day on that has matters the reader sees."""
    waiting = items_seen(access).filter(session=OuterRef("pk"), state__in=(_S.PLANNED, _S.HANDED_IN))
    return sessions_seen(access).filter(Exists(waiting), body=body, day__gte=on).order_by("day", "pk").first()


def session_items(access: Access, session: Session) -> QuerySet[Item]:
    """The matters put to a meeting, those in the programme, in their order; with what a list shows."""
    return (
        items_seen(access)
        .filter(session=session, state__in=IN_PROGRAMME)
        .select_related("preparing", "programme__body", "session")
        .prefetch_related(with_partners())
        .order_by("due", "number", "pk")
    )


def dossiers_due(access: Access, since: date, until: date) -> QuerySet[Item]:
    """The matters whose papers are owed and due in these days, both included; earliest first."""
    return (
        items_seen(access)
        .filter(OWED, due__gte=since, due__lte=until)
        .select_related("preparing", "session", "programme__body")
        .order_by("due", "pk")
    )


def dossiers_late(access: Access, *, as_of: date) -> QuerySet[Item]:
    """The matters whose papers should be there and are not, the oldest first."""
    return (
        items_seen(access)
        .filter(OWED, due__lt=as_of)
        .select_related("preparing", "session", "programme__body")
        .order_by("due", "pk")
    )


def dossiers_waiting(access: Access, *, as_of: date, soon: int = DOSSIER_SOON_DAYS) -> QuerySet[Item]:
    """Late and soon due together, the oldest first: what a desk shows, in one query."""
    return (
        items_seen(access)
        .filter(OWED, due__lte=as_of + timedelta(days=soon))
        .select_related("preparing", "session", "programme__body")
        .order_by("due", "pk")
    )


def events_of(programme: Programme) -> QuerySet[ProgrammeEvent]:
    """What happened to a programme, in order."""
    return programme.events.select_related("by", "document")
