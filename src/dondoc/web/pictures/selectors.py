"""Pictures for a reader: as kept where nothing has changed since, else drawn and kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils.translation import override

from dondoc.web.accounts.access import Access, among
from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.core import marks
from dondoc.web.core.quantities import number_text
from dondoc.web.judgement.models import ForecastSwitch
from dondoc.web.pictures import drawn, drawnbodies
from dondoc.web.pictures.models import Boundary, BoundarySet, Drawing
from dondoc.web.plans.models import Indicator, PlanPath, Target, TargetVersion
from dondoc.web.sources.models import Document
from dondoc.web.sources.selectors import documents_seen
from dondoc.writing import drawing
from dondoc.writing.rows import Cell

MOST, MOST_FIRST, MOST_DOCUMENTS = 150, 5, 40  # of what is offered to choose from
FORM = 2  # of what is kept; one drawn by an earlier program is drawn anew
_NARROW = "~"  # behind the key of one kept for a phone
KINDS = ("path", "heat", "score", "ageing", "bodies", "map")
# what a picture is made of; that of tasks and all others
_TASKS_OF = (marks.TASKS, marks.DOCUMENTS, marks.BODIES)
_MADE_OF = (
    marks.FIGURES, marks.TARGETS, marks.RULES, marks.BOARDS, marks.DOCUMENTS, marks.BODIES,
)  # fmt: skip
_MADE_OF_KIND = {"ageing": _TASKS_OF, "map": (*_MADE_OF, marks.TASKS)}
NAMES = {
    "path": "Đường đi của chỉ tiêu",
    "heat": "Chỉ tiêu đỏ theo cơ quan và lĩnh vực",
    "score": "Bảng chỉ tiêu theo thời gian",
    "ageing": "Tuổi của nhiệm vụ quá hạn",
    "bodies": "Một chỉ tiêu ở các cơ quan",
    "map": "Bản đồ xã, phường",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture on a page; `svg` is "" where there is nothing to draw."""

    key: str  # "path:12"
    name: str
    svg: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]  # of what is drawn
    more: Sequence[Sequence[Cell]]  # of the same table, not drawn: only in files
    note: str
    spec: dict[str, Any]
    of: str = ""  # what it is of: a target, a document
    late: bool = False  # it waits to be drawn anew; `svg` is as it was, "" where there was none
    made_at: datetime | None = None

    @property
    def headings(self) -> list[tuple[str, bool]]:
        """The heads of the table, and whether numbers stand under each."""
        return [
            (head, any(isinstance(row[n], int | Decimal) for row in self.rows))
            for n, head in enumerate(self.headers)
        ]

    @property
    def title(self) -> str:
        """What it is called on a page and as a file."""
        return f"{self.name}: {self.of}" if self.of else self.name

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]


def shown(
    access: Access,
    keys: Sequence[str],
    *,
    on: date,
    whole: bool = False,
    keep: bool = True,
    narrow: bool = False,
) -> list[Shown]:
    """Several pictures at once: two queries where nothing has changed since they were drawn.

    Args:
        access: The reader.
        keys: Of `KINDS`, with what it is of behind a colon: "path:12", "score:3", "bodies:7-2026".
        on: The day of judgement.
        whole: Wait until all is judged anew that has changed: for papers.
        keep: Take what is kept, and keep what is drawn; not where `access` is of less than the reader sees.
        narrow: As drawn for a phone.

    Raises:
        Http404: A key is none, or of something the reader does not see.
    """
    tail = _NARROW if narrow else ""
    kept, now = _kept(access, [f"{key}{tail}" for key in keys]) if keep else {}, _versions()
    made = []
    for key in keys:
        row = kept.get(f"{key}{tail}")
        if row is None or not _holds(row, on, now):
            row = _draw(access, key, on, now[_kind(key)], whole=whole, keep=keep, tail=tail)
        made.append(_shown(row))
    return made


def at_hand(access: Access, keys: Sequence[str], *, on: date) -> list[Shown]:
    """As `shown`, but nothing is drawn: what is kept, and whether it is still as it stands; two queries."""
    kept, now = _kept(access, keys), _versions()
    return [
        replace(_shown(row), late=not _holds(row, on, now), made_at=row.made_at)
        if (row := kept.get(key)) is not None
        else Shown(key, NAMES[_kind(key)], "", (), (), (), "", {}, late=True)
        for key in keys
    ]


def _kept(access: Access, keys: Sequence[str]) -> dict[str, Drawing]:
    rows = Drawing.objects.filter(key__in=keys, reader=access.user_id)
    return {one.key: one for one in rows if one.table.get("form") == FORM}


def _versions() -> dict[str, int]:
    """By kind of picture a number that grows with what it is made of: one query."""
    told: Counter[str] = Counter()
    for (of, _key), n in marks.marks({*_MADE_OF, marks.TASKS}).items():
        told[of] += n
    return {kind: sum(told[of] for of in _MADE_OF_KIND.get(kind, _MADE_OF)) for kind in KINDS}


def _kind(key: str) -> str:
    return key.partition(":")[0].removesuffix(_NARROW)


def _holds(row: Drawing, on: date, now: Mapping[str, int]) -> bool:
    return (row.on, row.version) == (on, now[_kind(row.key)])


def _shown(row: Drawing) -> Shown:
    table = row.table
    rows, drawn_rows = _unpacked(table["rows"]), table["drawn"]
    return Shown(
        row.key.removesuffix(_NARROW), NAMES[_kind(row.key)], row.svg, table["headers"], rows[:drawn_rows],
        rows[drawn_rows:], table["note"], row.spec, table["of"],
    )  # fmt: skip


def _draw(access: Access, key: str, on: date, version: int, *, whole: bool, keep: bool, tail: str) -> Drawing:
    """Drawn anew, and kept where all of it holds."""
    with override("vi"):  # words in a picture are those of the papers it goes into
        found = _reckoned(access, key, on, whole=whole)
    row = Drawing(key=f"{key}{tail}", reader_id=access.user_id or 0, on=on, version=version, spec={}, svg="")
    row.table = {"form": FORM, "headers": [], "rows": [], "note": "", "of": "", "drawn": 0}
    if found is not None:
        row.spec = found.picture.narrow if tail else found.picture.spec
        row.svg = drawing.svg(row.spec)
        row.table |= {
            "headers": list(found.headers), "rows": _packed(found.rows), "note": found.note, "of": found.of,
            "drawn": len(found.rows) if found.drawn is None else found.drawn,
        }  # fmt: skip
    if keep and (found is None or found.holds):
        Drawing.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["key", "reader"],
            update_fields=["on", "version", "spec", "svg", "table", "made_at"],
        )
    return row


def cell_words(cell: Cell) -> str:
    """A cell as a page and a paper print it."""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return number_text(Decimal(cell)) if isinstance(cell, int | Decimal) else cell or ""


def _packed(rows: Sequence[Sequence[Cell]]) -> list[list[Any]]:
    """As JSON keeps them: numbers and days say what they are."""
    kinds = {Decimal: "n", date: "d"}
    return [
        [{kinds[type(cell)]: str(cell)} if isinstance(cell, Decimal | date) else cell for cell in row]
        for row in rows
    ]


def _unpacked(rows: Sequence[Sequence[Any]]) -> list[list[Cell]]:
    def cell(told: Any) -> Cell:
        if not isinstance(told, dict):
            kept: Cell = told
            return kept
        return Decimal(told["n"]) if "n" in told else date.fromisoformat(told["d"])

    return [[cell(told) for told in row] for row in rows]


def _reckoned(access: Access, key: str, on: date, *, whole: bool) -> drawn.Drawn | None:
    kind, _, of = key.partition(":")
    if kind == "heat":
        return drawnbodies.heat_map(access, on=on, whole=whole, state=of == "state")
    if kind == "ageing":
        return drawn.ageing(access, on=on)
    if kind == "map":
        if of not in ("", "red"):
            for part in _parts(of):
                _number(part)
        return drawnbodies.commune_map(access, of, on=on)
    if kind == "path":
        return drawn.target_path(access, _number_of_target(access, of), on=on)
    if kind == "score":
        document = documents_seen(access).filter(pk=_number(of)).first()
        if document is None:
            raise Http404
        return drawn.scoreboard_over_time(access, document, on=on)
    if kind == "bodies":
        indicator, year = _parts(of)
        return drawnbodies.small_multiples(access, _number(indicator), _number(year))
    raise Http404


def _parts(of: str) -> tuple[str, str]:
    indicator, _, year = of.partition("-")
    return indicator, year


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Http404
    return int(text)


def _number_of_target(access: Access, of: str) -> TargetVersion:
    """The number of a target that stands, for its picture."""
    switches = ForecastSwitch.objects.filter(indicator=OuterRef("target__indicator"), switched_off_at=None)
    found = (
        TargetVersion.objects.filter(target=_number(of), withdrawn_at=None)
        .filter(target__body_id__in=among(access.body_ids))
        .select_related("target__indicator", "target__body")
        .annotate(switched=Exists(switches))
        .order_by("decided_on", "pk")
        .last()
    )
    if found is None:
        raise Http404
    return found


def has_map(access: Access) -> bool:
    """Whether boundaries of a place of the reader are in use."""
    return Boundary.objects.filter(set__in_use=True, body_id__in=among(access.body_ids)).exists()


def without_boundary(provinces: QuerySet[Body], *, on: date) -> list[Body]:
    """Communes of provinces that have a map in use, which have no outline on it."""
    using = BoundarySet.objects.filter(owner__in=provinces, in_use=True)
    above = [path for (path,) in using.values_list("owner__path")]
    if not above:
        return []
    below = reduce(or_, (Q(path__startswith=path) for path in above))
    drawn = Boundary.objects.filter(set__in=using).values("body")
    return list(
        Body.objects.filter(below, Q(valid_to=None) | Q(valid_to__gte=on), kind=BodyKind.COMMUNE)
        .exclude(pk__in=drawn)
        .order_by("sort_key")
    )


@dataclass(frozen=True, slots=True)
class Choices:
    """What the pictures can be of."""

    targets: Sequence[Target]
    documents: list[Document]
    indicators: list[Indicator]


def choices(access: Access, *, on: date) -> Choices:
    """Targets of the year, those with a plan first; documents by their targets; indicators of several bodies.

    Three queries that touch few of an office's tens of thousands of targets: of two hundred communes' it
    offers those of the first bodies and those with a plan; each other has its picture on its own page.
    """
    year = str(on.year)
    seen = Q() if access.everything else Q(body_id__in=among(access.body_ids))
    drawable = Target.objects.filter(seen, period=year, measure="level", awaiting_document=False, whole=None)
    standing = TargetVersion.objects.filter(withdrawn_at=None)
    plans = PlanPath.objects.filter(withdrawn_at=None)
    latest = plans.order_by("-pk").values("version__target")[:MOST]
    first = drawable.filter(body__in=_first_bodies(access)).order_by("pk").values("pk")[:MOST]
    # one list of keys, not an "or" of two: of that a database looks at every target there is
    offered = (
        Target.objects.filter(pk__in=latest)
        .values("pk")
        .union(Target.objects.filter(pk__in=first).values("pk"))
    )
    rows = (
        drawable.filter(Exists(standing.filter(target=OuterRef("pk"))), pk__in=offered)
        .annotate(planned=Exists(plans.filter(version__target=OuterRef("pk"))))
        .select_related("indicator", "body")
        .order_by("-planned", "body__path", "indicator__sort_key", "pk")
    )
    of_document = standing.filter(document=OuterRef("pk"))
    if not access.everything:
        of_document = of_document.filter(target__body_id__in=among(access.body_ids))
    shown = documents_seen(access).filter(Exists(of_document), standing="issued").order_by("-date", "-pk")
    n = standing.filter(document=OuterRef("pk")).order_by().values("document").values(n=Count("pk"))
    documents = (
        Document.objects.filter(pk__in=shown.values("pk")[:MOST_DOCUMENTS])
        .annotate(n=Subquery(n))
        .order_by("-n", "-date", "-pk")
    )
    across = Target.objects.filter(seen, indicator=OuterRef("pk"), period=year, measure="level")
    across = across.exclude(body__parent=None).order_by()
    # one body of each, and whether there is another: not each body beside each
    indicators = Indicator.objects.annotate(one=Subquery(across.values("body")[:1])).filter(
        Exists(across.filter(~Q(body=OuterRef("one"))))
    )
    return Choices(list(rows), list(documents), list(indicators.order_by("sort_key", "pk")))


def _first_bodies(access: Access) -> QuerySet[Body, Any]:
    """The topmost of the reader's bodies that have targets, as keys."""
    bodies = Body.objects.filter(pk__in=among(access.body_ids)).filter(
        Exists(Target.objects.filter(body=OuterRef("pk")))
    )
    return bodies.order_by("path").values("pk")[:MOST_FIRST]
