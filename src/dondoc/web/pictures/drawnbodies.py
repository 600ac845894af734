"""What pictures across bodies show: the heat map, one indicator side by side, the map of communes.

Two hundred bodies make no picture: those are drawn that need a look first, and the files have all of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.timezone import localtime

from dondoc.exchange.boundaries import label_point
from dondoc.records.plan import Direction
from dondoc.web.accounts.access import Access, among
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.trees import of_the_state
from dondoc.web.core.quantities import number_text
from dondoc.web.core.templatetags.dondoc import period as period_words
from dondoc.web.judgement import signals
from dondoc.web.pictures.drawn import Drawn
from dondoc.web.pictures.models import Boundary
from dondoc.web.plans.models import Indicator
from dondoc.web.plans.selectors import TargetRow, target_rows, targets_seen
from dondoc.web.plans.taskboard import Moment, tasks_seen
from dondoc.writing import drawing, pictures
from dondoc.writing.reportprose import FIELDS
from dondoc.writing.rows import Cell

MOST_BODIES = 24  # of small multiples and down a heat map
MOST_LABELS = 40  # on a map: of more communes only those that are worst
NO_FIELD = "Lĩnh vực khác"


def heat_map(access: Access, *, on: date, whole: bool = False, state: bool = False) -> Drawn | None:
    """Targets at risk by body and field; None where there are no targets.

    Args:
        access: The reader.
        on: The day of judgement.
        whole: Wait until all is judged anew that has changed: for papers.
        state: For a report of the State, which does not speak of Party work; so for who reads the State's
            bodies alone.
    """
    standing = signals.standing(access.body_ids, on=on, whole=whole)
    if not state:
        rows = Body.objects.filter(pk__in=among(access.body_ids)).values_list("pk", "parent_id", "kind")
        state = of_the_state({pk: (parent, kind) for pk, parent, kind in rows})
    party = signals.of_party_work(access.body_ids, on=on) if state else {}
    cells = {
        (body, name or NO_FIELD): left
        for (body, name), counts in standing.counts.items()
        if (left := Counter(counts) - party.get((body, name), Counter()))
    }
    if not cells:
        return None
    of: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for (body, _name), counts in cells.items():
        of[body][0] += counts.get("risk", 0)
        of[body][1] += sum(counts.values())
    names = dict(Body.objects.filter(pk__in=of).values_list("pk", "name"))
    bodies = sorted(of, key=lambda pk: (-of[pk][0], -of[pk][0] / of[pk][1], names[pk]))
    known = {name: place for place, name in enumerate(FIELDS)}
    fields = sorted(
        {name for _body, name in cells},
        key=lambda name: (name == NO_FIELD, known.get(name, len(known)), name),
    )
    drawn: list[dict[str, Any]] = []
    table: list[list[Cell]] = []
    for body in bodies:
        row: list[Cell] = [names[body]]
        for name in fields:
            counts = cells.get((body, name), Counter())
            red, total, unknown = counts.get("risk", 0), sum(counts.values()), counts.get("unknown", 0)
            row.append(f"{red}/{total}" if total else "")
            if total and len(table) < MOST_BODIES:
                shade = pictures.SHADES[pictures.shade_of(red, total, unknown)][0]
                drawn.append(
                    {"body": names[body], "field": name, "red": red, "of": total, "unknown": unknown,
                     "words": f"{names[body]}, {name}: {red} chỉ tiêu đỏ trên {total} ({shade})",
                     "href": _list_of(body, name)}
                )  # fmt: skip
        table.append([*row, of[body][0], of[body][1]])
    notes = ["Mỗi ô: số chỉ tiêu đỏ (chậm, không đạt) trên số chỉ tiêu đang theo dõi."]
    if len(bodies) > MOST_BODIES:
        notes.append(
            f"Vẽ {MOST_BODIES} cơ quan nhiều chỉ tiêu đỏ nhất; tệp CSV, Excel có đủ {len(bodies)} cơ quan."
        )
    if standing.as_of is not None:
        at = f"{localtime(standing.as_of):%H:%M %d/%m/%Y}"
        notes.append(f"{len(standing.changed)} cơ quan có số mới, đang tính lại; số ở đây tính lúc {at}.")
    if standing.missing:
        notes.append(f"{len(standing.missing)} cơ quan đang được tính lần đầu, chưa có ở đây.")
    return Drawn(
        pictures.heat_map(drawn), ("Cơ quan", *fields, "Cộng đỏ", "Cộng chỉ tiêu"), table, " ".join(notes),
        drawn=min(len(bodies), MOST_BODIES), holds=standing.holds,
    )  # fmt: skip


def _list_of(body: int, name: str) -> str:
    asked = {"body": body} | ({"field": name} if name != NO_FIELD else {})
    return drawing.link(f"{reverse('target-list')}?{urlencode(asked)}")


# --- one indicator across bodies -----------------------------------------------------------------------


def _told(access: Access, indicator: int, year: int) -> list[TargetRow]:
    """The targets of a year of one indicator, of bodies below the province, in its unit."""
    targets = list(
        targets_seen(access)
        .filter(indicator=indicator, period=str(year), measure="level")
        .exclude(body__parent=None)
        .select_related("indicator", "body")
        .order_by("body__sort_key", "pk")
    )
    return [row for row in target_rows(access, targets) if row.version.in_indicator_unit is not None]


def _reached(row: TargetRow) -> Decimal | None:
    return row.observation.in_indicator_unit if row.observation else None


def _share(row: TargetRow) -> Decimal | None:
    """Per cent of the plan; None where nothing was told or the plan is 0."""
    told, planned = _reached(row), row.version.in_indicator_unit
    return 100 * told / planned if told is not None and planned else None


def _worst_first(rows: Sequence[TargetRow]) -> list[TargetRow]:
    """Those furthest behind their plan first, those without a figure before them."""
    lower = rows[0].target.indicator.direction == Direction.LOWER

    def key(row: TargetRow) -> tuple[int, Decimal]:
        share = _share(row)
        return (0, Decimal(0)) if share is None else (1, -share if lower else share)

    return sorted(rows, key=key)


def small_multiples(access: Access, indicator: int, year: int) -> Drawn | None:
    """One indicator across the bodies it was given to for a year; None where there are fewer than two."""
    rows = _told(access, indicator, year)
    if len(rows) < 2:
        return None
    note = ""
    if len(rows) > MOST_BODIES:
        rows = _worst_first(rows)
        note = (
            f"Vẽ {MOST_BODIES} cơ quan chưa có số hoặc thấp nhất so kế hoạch; tệp CSV, Excel có đủ "
            f"{len(rows)} cơ quan."
        )
    drawn: list[dict[str, Any]] = []
    table: list[list[Cell]] = []
    for row in rows:
        planned, told, share = row.version.in_indicator_unit, _reached(row), _share(row)
        body, address = row.target.body.name, drawing.link(reverse("target", args=[row.target.pk]))
        if len(table) < MOST_BODIES:
            for kind, value in (("Kế hoạch", planned), ("Thực hiện", told)):
                words = number_text(value) if value is not None else "chưa có"
                shown = float(value) if value is not None else 0
                drawn.append({"body": body, "kind": kind, "value": shown, "text": words, "href": address})
        when = period_words(row.observation.period) if row.observation else "chưa có số"
        table.append([body, planned, told, None if share is None else _tenth(share), when])
    first = rows[0].target
    unit = rows[0].unit
    headers = ("Cơ quan", f"Kế hoạch ({unit})", f"Thực hiện ({unit})", "% kế hoạch", "Kỳ")
    return Drawn(
        pictures.small_multiples(drawn, unit=unit), headers, table, note,
        of=f"{first.indicator.name[:1].upper()}{first.indicator.name[1:]}, năm {year}",
        drawn=min(len(rows), MOST_BODIES),
    )  # fmt: skip


def _tenth(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), ROUND_HALF_UP)


# --- the map -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """What a map says of one commune."""

    share: Decimal | None  # per cent; None: no number
    words: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """What a map is of."""

    of: str
    legend: str
    headers: tuple[str, ...]
    steps: tuple[tuple[int, str], ...]  # up to so many per cent → what the shade means, the palest first
    places: Mapping[int, _Place]
    none: _Place
    note: str = ""
    holds: bool = True


_PALE = "Nền nhạt: chưa có số."
_LATE = ((0, "không có"), (10, "đến 10 %"), (25, "trên 10 đến 25 %"), (50, "trên 25 đến 50 %"),
         (100, "trên 50 %"))  # fmt: skip
_BEHIND = ((0, "từ 100 % trở lên"), (10, "từ 90 %"), (25, "từ 75 %"), (50, "từ 50 %"), (100, "dưới 50 %"))


def commune_map(access: Access, of: str, *, on: date) -> Drawn | None:
    """Communes of the loaded boundaries, shaded; None where none were loaded, or nothing is of that name.

    Args:
        access: The reader.
        of: "" for tasks that are late, "red" for targets at risk, "12-2026" for an indicator and a year.
        on: The day of judgement.
    """
    places = list(
        Boundary.objects.filter(set__in_use=True, body_id__in=among(access.body_ids))
        .select_related("body")
        .order_by("body__sort_key")
    )
    if not places:
        return None
    keys = frozenset(one.body_id for one in places)
    if of == "red":
        told = _red(keys, on)
    elif of:
        indicator, _, year = of.partition("-")
        told = _attained(access, int(indicator), int(year))
    else:
        told = _late(access, keys, on)
    rows = sorted(
        ((one, told.places.get(one.body_id, told.none)) for one in places),
        key=lambda pair: (pair[1].share is None, -(pair[1].share or 0)),
    )
    features: list[dict[str, Any]] = []
    table: list[list[Cell]] = []
    for n, (place, said) in enumerate(rows):
        shade = "" if said.share is None else next(word for most, word in told.steps if said.share <= most)
        room = n < MOST_LABELS and said.share is not None and (said.share > 0 or len(rows) <= MOST_LABELS)
        properties = {
            "name": place.body.name, "shade": shade, "words": f"{place.body.name}: {said.words}",
            "label": str(said.cells[0]) if room else "", "at": label_point(place.geometry),
            "href": drawing.link(reverse("body", args=[place.body_id])),
        }  # fmt: skip
        features.append({"type": "Feature", "properties": properties, "geometry": place.geometry})
        table.append([place.body.name, *said.cells, shade or "chưa có số"])
    drawn = pictures.commune_map(features, title=told.legend, classes=[word for _most, word in told.steps])
    headers = ("Xã, phường", *told.headers, "Mức trên bản đồ")
    return Drawn(drawn, headers, table, told.note, of=told.of, holds=told.holds)


def _late(access: Access, keys: frozenset[int], on: date) -> _Told:
    then = Moment(on)
    counted = (
        tasks_seen(access)
        .filter(then.binding(), resolved=False, lead__in=among(keys))
        .order_by()
        .values_list("lead")
        .annotate(
            late=Count("pk", filter=then.undone() & then.late()),
            owed=Count("pk", filter=then.done() | then.late()),
        )
    )
    places = {
        body: _Place(
            Decimal(100 * late) / owed,
            f"{late} nhiệm vụ quá hạn trên {owed} đến hạn",
            (late, owed, _of(late, owed)),
        )
        for body, late, owed in counted
        if owed
    }
    return _Told(
        "Nhiệm vụ quá hạn", "Nhiệm vụ quá hạn trên số đến hạn", ("Quá hạn", "Đến hạn", "% quá hạn"), _LATE,
        places,
        _Place(None, "chưa có việc đến hạn", (0, 0, None)), f"Số trên hình là số nhiệm vụ quá hạn. {_PALE}",
    )  # fmt: skip


def _of(part: int, whole: int) -> Decimal:
    return _tenth(Decimal(100 * part) / whole)


def _red(keys: frozenset[int], on: date) -> _Told:
    standing = signals.standing(keys, on=on)
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for (body, _name), told in standing.counts.items():
        counts[body][0] += told.get("risk", 0)
        counts[body][1] += sum(told.values())
    places = {
        body: _Place(
            Decimal(100 * red) / total, f"{red} chỉ tiêu đỏ trên {total}", (red, total, _of(red, total))
        )
        for body, (red, total) in counts.items()
    }
    return _Told(
        "Chỉ tiêu đỏ", "Chỉ tiêu đỏ trên số chỉ tiêu", ("Đỏ", "Chỉ tiêu", "% đỏ"), _LATE, places,
        _Place(None, "chưa có chỉ tiêu", (0, 0, None)), f"Số trên hình là số chỉ tiêu đỏ. {_PALE}",
        standing.holds,
    )  # fmt: skip


def _attained(access: Access, indicator: int, year: int) -> _Told:
    """How much of the plan is missing, so that darker is worse; of one that is to fall, how much is over."""
    rows = _told(access, indicator, year)
    what = Indicator.objects.filter(pk=indicator).first()
    lower = what is not None and what.direction == Direction.LOWER
    places = {}
    for row in rows:
        share, told, planned = _share(row), _reached(row), row.version.in_indicator_unit
        if share is None or planned is None or told is None:
            continue
        missing = share - 100 if lower else 100 - share
        words = f"{number_text(told)} trên kế hoạch {number_text(planned)} {row.unit}".strip()
        places[row.target.body_id] = _Place(
            min(Decimal(100), max(Decimal(0), missing)), words, (told, planned, _tenth(share))
        )
    name = "" if what is None else f"{what.name[:1].upper()}{what.name[1:]}"
    steps = _BEHIND if not lower else (
        (0, "không quá kế hoạch"), (10, "quá đến 10 %"), (25, "quá đến 25 %"), (50, "quá đến 50 %"),
        (100, "quá trên 50 %"),
    )  # fmt: skip
    unit = rows[0].unit if rows else ""
    return _Told(
        f"{name}, năm {year}", "Thực hiện so kế hoạch",
        (f"Thực hiện ({unit})", f"Kế hoạch ({unit})", "% kế hoạch"), steps, places,
        _Place(None, "chưa có số", (None, None, None)), f"Số trên hình là số thực hiện. {_PALE}",
    )  # fmt: skip
