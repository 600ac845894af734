"""Pictures for a reader: as kept where nothing has changed since, else drawn and kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.http import Http404
from django.utils.translation import override

from dondoc.web.accounts.access import Access
from dondoc.web.core import marks
from dondoc.web.pictures import drawn
from dondoc.web.pictures.models import Drawing
from dondoc.web.plans.models import Indicator, PlanPath, Target
from dondoc.web.plans.selectors import targets_seen
from dondoc.web.sources.models import Document
from dondoc.web.sources.selectors import documents_seen
from dondoc.writing import pictures

KINDS = ("path", "heat", "score", "ageing", "bodies", "map")
# what a picture is made of; that of tasks and all others
_TASKS_OF = (marks.TASKS, marks.DOCUMENTS, marks.BODIES)
_MADE_OF = (
    marks.FIGURES, marks.TARGETS, marks.RULES, marks.BOARDS, marks.DOCUMENTS, marks.BODIES,
)  # fmt: skip
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
    rows: Sequence[Sequence[str]]
    note: str
    spec: dict[str, Any]

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]


def shown(access: Access, keys: Sequence[str], *, on: date) -> list[Shown]:
    """Several pictures at once: two queries where nothing has changed since they were drawn.

    Args:
        access: The reader.
        keys: Of `KINDS`, with what it is of behind a colon: "path:12", "score:3", "bodies:7-2026".
        on: The day of judgement.

    Raises:
        Http404: A key is none, or of something the reader does not see.
    """
    told: Counter[str] = Counter()
    for (of, _key), n in marks.marks({*_MADE_OF, marks.TASKS}).items():
        told[of] += n
    kept = {one.key: one for one in Drawing.objects.filter(key__in=keys, reader=access.user_id, on=on)}
    made = []
    for key in keys:
        kind, _, _of = key.partition(":")
        version = sum(told[of] for of in (_TASKS_OF if kind == "ageing" else _MADE_OF))
        found = kept.get(key)
        row = found if found is not None and found.version == version else _draw(access, key, on, version)
        made.append(
            Shown(
                key,
                NAMES[kind],
                row.svg,
                row.table["headers"],
                row.table["rows"],
                row.table["note"],
                row.spec,
            )
        )
    return made


def _draw(access: Access, key: str, on: date, version: int) -> Drawing:
    with override("vi"):  # words in a picture are those of the papers it goes into
        found = _reckoned(access, key, on)
    values: dict[str, Any] = {"on": on, "version": version, "spec": {}, "svg": ""}
    values["table"] = {"headers": [], "rows": [], "note": ""}
    if found is not None:
        values |= {
            "spec": found.picture.spec,
            "svg": pictures.svg(found.picture.spec),
            "table": {"headers": list(found.headers), "rows": found.rows, "note": found.note},
        }
    row, _made = Drawing.objects.update_or_create(key=key, reader_id=access.user_id, defaults=values)
    return row


def _reckoned(access: Access, key: str, on: date) -> drawn.Drawn | None:
    kind, _, of = key.partition(":")
    if kind == "heat":
        return drawn.heat_map(access, on=on)
    if kind == "ageing":
        return drawn.ageing(access, on=on)
    if kind == "map":
        return drawn.commune_map(access, on=on)
    if kind == "path":
        return drawn.target_path(access, _target(access, of), on=on)
    if kind == "score":
        document = documents_seen(access).filter(pk=_number(of)).first()
        if document is None:
            raise Http404
        return drawn.scoreboard_over_time(access, document, on=on)
    if kind == "bodies":
        indicator, _, year = of.partition("-")
        return drawn.small_multiples(access, _number(indicator), _number(year))
    raise Http404


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Http404
    return int(text)


def _target(access: Access, of: str) -> Target:
    found = targets_seen(access).filter(pk=_number(of)).select_related("indicator", "body").first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Choices:
    """What the pictures can be of."""

    targets: Sequence[Target]
    documents: list[Document]
    indicators: list[Indicator]


def choices(access: Access, *, on: date) -> Choices:
    """Targets of the year, those with a plan first; documents by their targets; indicators of several."""
    year = str(on.year)
    targets = (
        targets_seen(access)
        .filter(period=year, measure="level", awaiting_document=False, whole=None)
        .select_related("indicator", "body")
        .annotate(planned=Exists(PlanPath.objects.filter(version__target=OuterRef("pk"), withdrawn_at=None)))
        .order_by("-planned", "body__path", "indicator__sort_key", "pk")[:300]
    )
    rows = list(targets)
    seen = targets_seen(access).filter(awaiting_document=False).order_by()
    documents = (
        documents_seen(access)
        .filter(
            standing="issued",
            target_versions__withdrawn_at=None,
            target_versions__target__in=seen.values("pk"),
        )
        .annotate(n=Count("target_versions__target", distinct=True))
        .order_by("-n", "-date", "-pk")[:60]
    )
    across = targets_seen(access).filter(period=year, measure="level").exclude(body__parent=None).order_by()
    several = across.values("indicator").annotate(n=Count("body", distinct=True)).filter(n__gt=1)
    indicators = Indicator.objects.filter(pk__in=several.values("indicator")).order_by("sort_key", "pk")
    return Choices(rows, list(documents), list(indicators))
