"""Pictures of a paper: those of the page of pictures, drawn for print, each with its table and its source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from dondoc.web.accounts.access import Access
from dondoc.web.judgement.models import VerdictChoice
from dondoc.web.papers.letterhead import is_place
from dondoc.web.papers.periodic import ReportData
from dondoc.web.papers.reported import reported_bodies, speaking_of
from dondoc.web.pictures.drawn import Drawn, ageing_of
from dondoc.web.pictures.selectors import NAMES, Shown, cell_words, shown
from dondoc.web.plans.models import Target
from dondoc.web.plans.selectors import targets_seen
from dondoc.web.sources.models import Document
from dondoc.writing import drawing
from dondoc.writing.paper import Form, Image
from dondoc.writing.rows import Cell

CHOICES = (
    ("path", gettext_lazy("Đường đi của chỉ tiêu chậm, không đạt (nhiều nhất ba)")),
    ("heat", gettext_lazy("Chỉ tiêu đỏ theo cơ quan và lĩnh vực")),
    ("score", gettext_lazy("Bảng chỉ tiêu theo thời gian")),
    ("ageing", gettext_lazy("Tuổi của nhiệm vụ quá hạn")),
)
MOST_PATHS, MOST_ROWS = 3, 40
_AT_RISK = {str(VerdictChoice.BEHIND.label), str(VerdictChoice.NOT_MET.label)}


def report_pictures(access: Access, data: ReportData, chosen: Sequence[str]) -> list[dict[str, Any]]:
    """The chosen pictures of a report, in the order of `CHOICES`.

    Of a province or commune everything the reader sees, in the State's form without the Party's bodies; of
    another body only the paths of its own targets: the other pictures are of more than that body.
    """
    keys: list[str] = []
    if "path" in chosen:
        late = [row.target for row in data.targets if data.verdicts.get(row.target.pk) in _AT_RISK]
        keys += [f"path:{one.pk}" for one in late[:MOST_PATHS]]
    whole = data.form is Form.PARTY
    if is_place(data.body):
        keys += ["heat" if whole else "heat:state"] if "heat" in chosen else []
        keys += [f"score:{pk}" for pk in _main_document(data)] if "score" in chosen else []
    if not whole:
        access = speaking_of(access, reported_bodies(data.body, data.form, on=access.on))
    made = placed(access, keys, on=data.as_of, of=data.body.name, keep=whole)
    if "ageing" in chosen and is_place(data.body):
        found = ageing_of((task.due for task in data.late), on=data.as_of)
        made += [] if found is None else [_ageing(found, data)]
    return made


def _ageing(found: Drawn, data: ReportData) -> dict[str, Any]:
    """Of the report's own tasks, so that it counts what the prose counts."""
    name = NAMES["ageing"]
    return _printed(
        name, found.picture.spec, found.headers, found.rows, found.note, data.body.name, data.as_of
    )


def _main_document(data: ReportData) -> list[int]:
    """The document most of the report's targets are of."""
    documents: list[Document] = [row.version.document for row in data.targets if row.version.document]
    counts = {one.pk: sum(other.pk == one.pk for other in documents) for one in documents}
    return sorted(counts, key=lambda pk: -counts[pk])[:1]


def placed(
    access: Access, keys: Sequence[str], *, on: date, of: str, keep: bool = True
) -> list[dict[str, Any]]:
    """Pictures as a template takes them; one that has nothing to show is left out.

    Args:
        access: Whose register they are of.
        keys: As the page of pictures names them: "heat", "path:12".
        on: The day of judgement.
        of: Whose register, for the source line.
        keep: As of `shown`.
    """
    found = [one for one in shown(access, keys, on=on, whole=True, keep=keep) if one.svg] if keys else []
    # A count of targets met always belongs to one document, so its picture names it.
    names = {one.key: f"{one.name}: {one.of}" if one.kind == "score" else one.name for one in found}
    names |= _targets_named(access, found)
    return [_printed(names[one.key], one.spec, one.headers, one.rows, one.note, of, on) for one in found]


def _printed(
    name: str,
    spec: Mapping[str, Any],
    headers: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    note: str,
    of: str,
    on: date,
) -> dict[str, Any]:
    """One picture as a template takes it."""
    return {
        "title": name,
        "image": Image(drawing.png(spec), f"{name}; số ở bảng dưới hình"),
        "headers": list(headers),
        "rows": [[cell_words(cell) for cell in row] for row in rows[:MOST_ROWS]],
        "note": note,
        "source": f"sổ theo dõi của {of}, số đã xác nhận đến ngày {on:%d/%m/%Y}.",
    }


def _targets_named(access: Access, found: Iterable[Shown]) -> dict[str, str]:
    keys = {int(one.key.partition(":")[2]): one.key for one in found if one.kind == "path"}
    if not keys:
        return {}
    rows: Iterable[Target] = targets_seen(access).filter(pk__in=keys).select_related("indicator")
    return {keys[row.pk]: f"{row.indicator.name} ({row.indicator.unit})" for row in rows}
