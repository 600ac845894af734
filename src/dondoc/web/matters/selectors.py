"""What a person may see of matters and tallies; every read starts at `*_seen(access)`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.http import Http404

from dondoc.assessment.likeness import Alike, alike
from dondoc.assessment.matterlife import MatterCounts, matter_standing
from dondoc.records.matterlife import MatterStanding
from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access, Action, among
from dondoc.web.bodies.models import Body
from dondoc.web.matters.life import event_of
from dondoc.web.matters.models import (
    Matter,
    MatterEvent,
    MatterEventChoice,
    MatterStateChoice,
    NatureOfMatter,
    Tally,
    VoiceChoice,
)
from dondoc.web.plans.models import Task
from dondoc.web.plans.taskboard import tasks_seen
from dondoc.web.sources.models import Mention, StandingChoice
from dondoc.web.sources.selectors import documents_seen

# The two lists of matters: what is wrong and why; what somebody cannot do alone.
WRONG = (NatureOfMatter.SHORTCOMING.value, NatureOfMatter.CAUSE.value)
PROPOSED = (NatureOfMatter.DIFFICULTY.value, NatureOfMatter.PROPOSAL.value)
# Only what an issued document says counts: what the press or a draft says is listed, and binds nobody.
COUNTS = Q(document__standing=StandingChoice.ISSUED) | Q(document__stands_on__standing=StandingChoice.ISSUED)


@dataclass(frozen=True, slots=True)
class MatterFilter:
    """What a reader asked for; an empty string and None ask for nothing."""

    text: str = ""
    nature: str = ""
    voice: str = ""
    state: str = ""  # one of MATTER_VIEWS
    body: int | None = None  # whose it is, or who is to answer it
    year: int | None = None  # of the document
    document: int | None = None
    order: str = "-date"


@dataclass(frozen=True, slots=True)
class TallyFilter:
    """What a reader asked for; an empty string and None ask for nothing."""

    text: str = ""
    kind: str = ""
    year: int | None = None
    document: int | None = None
    order: str = "-date"


# The four states, what is open past its day, and what bodies of the reader's are to answer.
MATTER_VIEWS = (*MatterStateChoice.values, "overdue", "asked")
_DAY = F("document__date")
_ORDERS = {
    "date": (_DAY.asc(nulls_last=True), "document_id", "pk"),
    "-date": (_DAY.desc(nulls_last=True), "-document_id", "pk"),
    "words": ("sort_key", "pk"),
    "-words": ("-sort_key", "-pk"),
}
MATTER_ORDERS = _ORDERS | {
    "body": (F("body__sort_key").asc(nulls_last=True), _DAY.desc(nulls_last=True), "pk"),
    "-body": (F("body__sort_key").desc(nulls_last=True), _DAY.desc(nulls_last=True), "pk"),
}
TALLY_ORDERS = _ORDERS


def matters_seen(access: Access) -> QuerySet[Matter]:
    """Those in documents the reader sees (`readable`), and those a body of their branch is to answer."""
    documents = documents_seen(access).order_by().values("pk")
    readable = Case(When(document__in=documents, then=True), default=False, output_field=BooleanField())
    standing = Matter.objects.filter(withdrawn_at__isnull=True).annotate(readable=readable)
    return standing.filter(
        Q(readable=True) | Q(body_id__in=among(access.body_ids)) | Q(answering_id__in=among(access.body_ids))
    )


def to_answer() -> QuerySet[Matter]:
    """What a body was asked to answer or resolve and has not, of issued documents.

    Where a task is to put it right, the task is followed.
    """
    remedy = MatterEvent.objects.filter(matter=OuterRef("pk"), kind=MatterEventChoice.REMEDY)
    return Matter.objects.filter(
        COUNTS, ~Exists(remedy), state=MatterStateChoice.OPEN, answering__isnull=False, withdrawn_at=None
    )


def matter_seen(access: Access, pk: int) -> Matter:
    """One matter with what its page shows; Http404."""
    found = (
        matters_seen(access)
        .select_related("document__owner", "body", "answering", "repeats__document")
        .prefetch_related(_mentions())
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def tallies_seen(access: Access) -> QuerySet[Tally]:
    """Those in documents the reader sees."""
    documents = documents_seen(access).order_by().values("pk")
    return Tally.objects.filter(document__in=documents, withdrawn_at__isnull=True)


def views(access: Access, as_of: date) -> dict[str, Q]:
    """The four states as they are now, what is open past its day, and what the reader's bodies are asked."""
    return {
        **{state: Q(state=state) for state in MatterStateChoice.values},
        "overdue": Q(state=MatterStateChoice.OPEN, due__lt=as_of),
        "asked": COUNTS & Q(state=MatterStateChoice.OPEN, answering_id__in=among(access.body_ids)),
    }


@dataclass(frozen=True, slots=True)
class MatterBoard:
    """A filtered, ordered list and the counts above it (of the same filter without its state)."""

    rows: QuerySet[Matter]
    counts: dict[str, int]
    total: int
    shown: int


def matter_board(
    access: Access, natures: tuple[str, ...], wanted: MatterFilter, *, as_of: date
) -> MatterBoard:
    """The matters of these natures as filtered and ordered, with what a row shows; one query counts."""
    found = matters_seen(access).filter(nature__in=[wanted.nature] if wanted.nature in natures else natures)
    if wanted.voice:
        found = found.filter(voice=wanted.voice)
    if wanted.body:
        found = found.filter(Q(body=wanted.body) | Q(answering=wanted.body))
    found = _narrowed(found, wanted.text, wanted.year, wanted.document)
    known = views(access, as_of)
    counts = found.aggregate(
        total=Count("pk"), **{name: Count("pk", filter=condition) for name, condition in known.items()}
    )
    if wanted.state in known:
        found = found.filter(known[wanted.state])
    found = found.select_related("body", "answering", "document", "repeats__document")
    total = counts.pop("total")
    return MatterBoard(
        rows=found.prefetch_related(_mentions()).order_by(*MATTER_ORDERS[wanted.order]),
        counts=counts,
        total=total,
        shown=counts.get(wanted.state, total),
    )


def tally_list(access: Access, wanted: TallyFilter) -> QuerySet[Tally]:
    """The tallies as filtered and ordered, with what a row shows."""
    found = tallies_seen(access)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    found = _narrowed(found, wanted.text, wanted.year, wanted.document)
    found = found.select_related("document").prefetch_related("parts", _mentions())
    return found.order_by(*TALLY_ORDERS[wanted.order])


# --- what waits for a person ----------------------------------------------------------------------------


def matters_waiting(access: Access) -> QuerySet[Matter]:
    """Difficulties and proposals that wait for this person, each with what is to be done (`awaits`).

    `answer`: a body of theirs is to answer; `accept`: a body of theirs raised it in its report and was
    answered; `assign`: a report of a body whose office they work in told it, and nobody is to answer yet.
    """
    decides, reviews = access.bodies(Action.DECIDE), access.bodies(Action.REVIEW)
    told = Q(voice=VoiceChoice.REPORT, nature__in=PROPOSED) & COUNTS
    raised = among(decides - reviews)
    awaits = {
        "answer": COUNTS & Q(state=MatterStateChoice.OPEN, answering_id__in=among(access.body_ids)),
        "accept": told & Q(state=MatterStateChoice.ANSWERED, accepted=None, document__owner_id__in=raised),
        "assign": told
        & Q(state=MatterStateChoice.OPEN, answering=None, document__owner_id__in=among(reviews)),
    }
    whens = [When(condition, then=Value(name)) for name, condition in awaits.items()]
    found = Matter.objects.filter(withdrawn_at=None).annotate(
        awaits=Case(*whens, default=Value(""), output_field=CharField())
    )
    return found.exclude(awaits="").order_by(F("due").asc(nulls_last=True), "pk")


# --- what came back, and what puts it right ------------------------------------------------------------

YEARS_BACK = 3  # how far back a matter is looked for that said the same
_MOST_COMPARED = 2_000


def earlier_alike(access: Access, matter: Matter) -> list[tuple[Matter, Alike[int]]]:
    """Earlier matters of its nature that it may repeat, with how alike they are and why: at most five.

    Only those of documents with an earlier day, of the last years, that have not come back elsewhere.
    """
    day = matter.document.date
    if day is None or matter.repeats_id is not None:
        return []
    since = date(max(day.year - YEARS_BACK, date.min.year), 1, 1)
    found = (
        matters_seen(access)
        .filter(nature=matter.nature, document__date__lt=day, document__date__gte=since)
        .exclude(state=MatterStateChoice.REPEATED)
        .select_related("document", "body")
        .order_by("-document__date", "pk")[:_MOST_COMPARED]
    )
    by_key = {other.pk: other for other in found}
    likely = alike(matter.words, {pk: other.words for pk, other in by_key.items()})
    return [(by_key[one.key], one) for one in likely]


def remedy_choices(access: Access, matter: Matter) -> list[Task]:
    """Tasks that may put it right: of whose it is and who is to answer, those most like its words first."""
    bodies = [pk for pk in (matter.answering_id, matter.body_id) if pk]
    tasks = tasks_seen(access).filter(resolved=False).select_related("document")
    own = list(tasks.filter(lead__in=bodies).order_by("done_on", "due", "pk")[:200])
    if not own:
        own = list(tasks.order_by("-document__date", "due", "pk")[:200])
    texts = {task.pk: task.action for task in own}
    ranks = {one.key: one.score for one in alike(matter.words, texts, enough=10, limit=200)}
    return sorted(own, key=lambda task: -ranks.get(task.pk, 0))


def matters_chosen(access: Access, keys: Sequence[int]) -> list[Matter]:
    """Those of the keys that the reader sees, in the order of the keys."""
    found = matters_seen(access).filter(pk__in=keys).select_related("document__owner", "body", "answering")
    by_key = {matter.pk: matter for matter in found}
    return [by_key[pk] for pk in dict.fromkeys(keys) if pk in by_key]


def remedies_for(access: Access, matters: Sequence[Matter], *, most: int = 12) -> dict[int, list[Task]]:
    """Of each but proposals the tasks that may put it right, most like its words first: two queries.

    Of whose it is and who is to answer; where they have none, of the newest documents.
    """
    wrong = [matter for matter in matters if matter.nature != NatureOfMatter.PROPOSAL]
    bodies = {pk for matter in wrong for pk in (matter.answering_id, matter.body_id) if pk}
    tasks = tasks_seen(access).filter(resolved=False).select_related("document")
    led: dict[int, list[Task]] = {}
    for task in tasks.filter(lead__in=bodies).order_by("done_on", "due", "pk")[:2_000]:
        led.setdefault(task.lead_id or 0, []).append(task)
    newest = list(tasks.order_by("-document__date", "due", "pk")[:200])
    made = {}
    for matter in wrong:
        whose = dict.fromkeys(pk for pk in (matter.answering_id, matter.body_id) if pk)
        own = [task for pk in whose for task in led.get(pk, ())] or newest
        likely = alike(matter.words, {task.pk: task.action for task in own}, enough=10, limit=most)
        ranks = {one.key: one.score for one in likely}
        made[matter.pk] = sorted(own, key=lambda task: -ranks.get(task.pk, 0))[:most]
    return made


def with_events() -> Prefetch[str, QuerySet[MatterEvent], str]:
    """A matter's events with what they name, for `prefetch_related`: one query."""
    events = MatterEvent.objects.select_related("body", "task__lead", "document", "later__document", "by")
    return Prefetch("events", events.order_by("on", "id"))


# --- by body and year -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BodyCounts:
    """What a body had noted, and where it stands; `body` None: whose it is the words do not say."""

    body: Body | None
    counts: MatterCounts


def summary(
    access: Access, natures: tuple[str, ...], *, year: int, as_of: date
) -> tuple[list[BodyCounts], MatterCounts]:
    """By body, and altogether: what issued documents of a year noted up to a day, as it stood on that day.

    Three queries, whatever the number of matters.
    """
    noted = (
        matters_seen(access)
        .filter(COUNTS, nature__in=natures, document__date__year=year, document__date__lte=as_of)
        .prefetch_related(Prefetch("events", MatterEvent.objects.order_by("id")))
        .order_by("pk")
    )
    stood = [
        (
            matter.answering_id or matter.body_id,
            matter_standing([event_of(event) for event in matter.events.all()], as_of=as_of),
        )
        for matter in noted
    ]
    bodies = {body.pk: body for body in Body.objects.filter(pk__in={pk for pk, _ in stood if pk})}
    by_body: dict[int | None, list[MatterStanding]] = {}
    for pk, standing in stood:
        by_body.setdefault(pk, []).append(standing)
    rows = [
        BodyCounts(bodies.get(pk) if pk else None, MatterCounts.of(standings, as_of=as_of))
        for pk, standings in by_body.items()
    ]
    rows.sort(key=lambda row: (row.body is None, row.body.sort_key if row.body else ""))
    return rows, MatterCounts.of([standing for _, standing in stood], as_of=as_of)


def of_last_year(access: Access, *, year: int, natures: tuple[str, ...]) -> QuerySet[Matter]:
    """What documents of the year before noted, for the year's review; what came of it are its events.

    What is older and still open comes along, so that nothing is forgotten between two reviews.
    """
    before = Q(document__date__year=year - 1)
    left = Q(document__date__year__lt=year - 1, state=MatterStateChoice.OPEN)
    return (
        matters_seen(access)
        .filter(COUNTS, before | left, nature__in=natures)
        .select_related("body", "answering", "document")
        .prefetch_related(with_events())
        .order_by("body__sort_key", "document__date", "pk")
    )


Row = TypeVar("Row", Matter, Tally)


def _narrowed(found: QuerySet[Row], text: str, year: int | None, document: int | None) -> QuerySet[Row]:
    for word in search_key(text).split():
        found = found.filter(folded__contains=word)
    if year:
        found = found.filter(document__date__year=year)
    if document:
        found = found.filter(document=document)
    return found


def _mentions() -> Prefetch[str, QuerySet[Mention], str]:
    return Prefetch("mentions", Mention.objects.order_by("pk"))


def years(rows: QuerySet[Matter] | QuerySet[Tally]) -> list[int]:
    """The years of the documents these stand in, newest first."""
    days = rows.order_by().values_list("document__date__year", flat=True).distinct()
    return sorted((year for year in days if year), reverse=True)
