"""Where a proposal may belong: the indicator, the body, the confirmed row that says the same.

Steps, surest first: the reader's own link to the catalogue, the same name, a known other name, names that
share their telling words. Each candidate says in Vietnamese why it is one.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import Q

from dondoc import packs
from dondoc.text.normalize import search_key
from dondoc.web.bodies.models import Body, Position
from dondoc.web.bodies.selectors import SURE as SURE_OF_BODY
from dondoc.web.bodies.selectors import Directory
from dondoc.web.matters.models import Matter, NatureOfMatter
from dondoc.web.plans.models import Indicator, IndicatorAlias, TargetVersion, Task
from dondoc.web.results.models import Observation
from dondoc.web.sources import figurebodies
from dondoc.web.sources.convert import factor
from dondoc.web.sources.models import Document, Fact, KindChoice, Meeting

# By its name an indicator of another kind than the statement: growth is no share, a share no growth.
_SHARES = ("tỷ trọng", "cơ cấu")
_OTHER_KIND = {
    "change": _SHARES,
    "attainment": _SHARES,
    "share": ("tốc độ tăng", "tăng trưởng", "tốc độ phát triển"),
}
SURE = 90  # from this score on an indicator is taken without asking


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something a fact may belong to, and why it is thought so."""

    row: models.Model
    score: int  # 0 … 100
    reason: str  # Vietnamese: "trùng tên gọi"


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Best first."""

    indicators: list[Candidate] = field(default_factory=list)
    bodies: list[Candidate] = field(default_factory=list)
    rows: list[Candidate] = field(default_factory=list)  # confirmed rows that say the same: merge into


class IndicatorBook:
    """All indicators and their other names, loaded once and asked many times."""

    def __init__(self) -> None:
        self.indicators: dict[int, Indicator] = {}
        self.codes: dict[str, int] = {}
        self.names: dict[str, int] = {}
        self.aliases: dict[str, int] = {}
        self._words: list[tuple[int, frozenset[str]]] = []
        self._seen_in: Counter[str] = Counter()
        merged: dict[str, int] = {}
        for indicator in Indicator.objects.all():
            if indicator.merged_into_id is None:
                self.add(indicator)
            elif indicator.code:
                merged[indicator.code] = indicator.merged_into_id
        self.codes.update(merged)  # the catalogue's id of one that was merged means the one it went into
        known = IndicatorAlias.objects.filter(withdrawn_at=None, indicator__merged_into=None)
        for pk, folded in known.values_list("indicator_id", "folded"):
            self._add_name(pk, folded)
            self.aliases.setdefault(folded, pk)
        for code, folded in _forms():
            if code in self.codes:
                self.aliases.setdefault(folded, self.codes[code])

    def add(self, indicator: Indicator) -> None:
        """Know one more."""
        self.indicators[indicator.pk] = indicator
        if indicator.code:
            self.codes[indicator.code] = indicator.pk
        folded = search_key(indicator.name)
        self.names.setdefault(folded, indicator.pk)
        self._add_name(indicator.pk, folded)

    def _add_name(self, pk: int, folded: str) -> None:
        words = frozenset(folded.split())
        self._words.append((pk, words))
        self._seen_in.update(words)

    def candidates(
        self, name: str, unit: str = "", code: str = "", *, measure: str = "", limit: int = 5
    ) -> list[Candidate]:
        """Indicators a name may mean, best first; `measure` is the statement's: a change is of no share."""
        folded = search_key(name)
        found: dict[int, tuple[int, str]] = {}

        def keep(pk: int | None, score: int, reason: str) -> None:
            if pk is not None and found.get(pk, (-1, ""))[0] < score:
                found[pk] = (score, reason)

        keep(self.codes.get(code) if code else None, 98, "máy đọc nhận ra chỉ tiêu này trong danh mục")
        keep(self.names.get(folded), 100, "trùng tên gọi")
        keep(self.aliases.get(folded), 96, "trùng một tên gọi khác đã biết")
        other = _OTHER_KIND.get(measure, ())
        for pk, score in self._alike(frozenset(folded.split())).items():
            if other and self.indicators[pk].name.lower().startswith(other):
                continue
            keep(pk, score, "tên gọi có nhiều từ chung")
        ranked = []
        for pk, (score, reason) in found.items():
            indicator = self.indicators[pk]
            fits = not unit or not indicator.unit or factor(unit, indicator.unit) is not None
            doubt = 0 if fits or score > SURE else 15
            words = reason if fits else f"{reason}; đơn vị tính khác"
            ranked.append(Candidate(indicator, max(0, score - doubt), words))
        ranked.sort(key=lambda c: (-c.score, c.row.pk))
        return ranked[:limit]

    def sure(self, name: str, unit: str = "", code: str = "") -> Indicator | None:
        """The indicator a name means; None where that needs a person."""
        best = self.candidates(name, unit, code, limit=1)
        if best and best[0].score >= SURE and isinstance(best[0].row, Indicator):
            return best[0].row
        return None

    def _alike(self, words: frozenset[str]) -> dict[int, int]:
        """Scores from 35 to 85 by shared words; rare words tell more than common ones."""
        total = max(1, len(self._words))
        # a word no indicator has says less than one that only a few have: it is often the document's own
        weight: dict[str, float] = defaultdict(lambda: math.log(1 + total) / 2)
        weight.update({w: math.log(1 + total / n) for w, n in self._seen_in.items()})
        mine = sum(weight[w] for w in words)
        scores: dict[int, int] = {}
        for pk, theirs in self._words:
            shared = sum(weight[w] for w in words & theirs)
            if not shared:
                continue
            score = int(85 * 2 * shared / (mine + sum(weight[w] for w in theirs)))
            if score >= 35:
                scores[pk] = max(scores.get(pk, 0), score)
        return scores


@lru_cache(maxsize=1)
def _forms() -> tuple[tuple[str, str], ...]:
    """(catalogue id, another name without marks) of every form in the pack."""
    entries = packs.load().entries("indicators")
    return tuple((entry["id"], search_key(form)) for entry in entries for form in entry.get("forms", ()))


def catalogue() -> list[dict[str, Any]]:
    """The fields of every indicator of the catalogue pack."""
    made = (catalogue_entry(entry["id"]) for entry in packs.load().entries("indicators"))
    return [fields for fields in made if fields is not None]


def catalogue_entry(code: str) -> dict[str, Any] | None:
    """The fields of an `Indicator` for an id of the catalogue pack."""
    entry = packs.load().by_id("indicators").get(code)
    if entry is None:
        return None
    unit = entry.get("unit") or (entry.get("units") or [""])[0]
    if unit == "đồng":  # sums of a province are told in tỷ, those of a person in triệu
        unit = "triệu đồng" if "bình quân" in entry["name"].lower() else "tỷ đồng"
    return {
        "code": code,
        "name": entry.get("name", code),
        "unit": unit,
        "direction": {"up": "higher", "down": "lower", "band": "band"}.get(
            entry.get("direction", "up"), "higher"
        ),
        "nature": {"point": "stock"}.get(entry.get("nature", "annual"), entry.get("nature", "annual")),
        "field": entry.get("field", ""),
        "party_only": entry.get("party_only", False),
    }


# --- whose it is ----------------------------------------------------------------------------------------


_INNER = ("phong ", "cac phong", "chi cuc ", "trung tam ", "van phong so", "thanh tra so", "truong cac phong")


def lead_of(data: dict[str, Any], document: Document, directory: Directory) -> Body | None:
    """Who answers for a task: the body named, unless the addressee is collective.

    A department that gives a task to one of its own divisions answers for it itself.
    """
    if data.get("collective") or not data.get("lead"):
        return None
    found = directory.resolve(data["lead"], on=document.date)
    if found is not None:
        return found.body
    issuer = document.issuer
    inner = search_key(data["lead"]).startswith(_INNER)
    if inner and issuer is not None and directory.governed_by(issuer) is None:
        return issuer
    return None


# --- all together ---------------------------------------------------------------------------------------


def suggestions(fact: Fact) -> Suggestions:
    """Where a proposal may belong, best first."""
    data = fact.current
    document = fact.document
    directory = Directory()
    if fact.kind == KindChoice.INDICATOR:
        book = IndicatorBook()
        found = book.candidates(
            data.get("name", ""),
            data.get("unit") or "",
            data.get("indicator_id") or "",
            measure=data.get("measure") or "",
        )
        owners = _owners(data, document, directory)
        first = owners[0].row if owners[0].score >= SURE_OF_BODY else None
        rows = _same_figures(found, data, first) if isinstance(first, Body) else []
        return Suggestions(found, owners, rows)
    if fact.kind == KindChoice.TASK:
        names = [] if data.get("collective") else [data.get("lead") or ""]
        bodies = _bodies(names, document.date, directory)
        lead = lead_of(data, document, directory)
        if lead is not None and all(c.row != lead for c in bodies):
            bodies.insert(0, Candidate(lead, 80, "đơn vị thuộc cơ quan ban hành văn bản"))
        return Suggestions(bodies=bodies, rows=_same_tasks(document, data))
    if fact.kind == KindChoice.PERSON:
        return Suggestions(
            bodies=_bodies(data.get("positions") or [], document.date, directory), rows=_same_people(data)
        )
    if fact.kind == KindChoice.MEETING:
        meetings = Meeting.objects.filter(date=data.get("date"), date__isnull=False, withdrawn_at=None)
        rows = [Candidate(row, 70, "cùng ngày họp") for row in meetings[:5]]
        return Suggestions(bodies=_bodies([data.get("body") or ""], document.date, directory), rows=rows)
    if fact.kind in (KindChoice.SHORTCOMING, KindChoice.PROPOSAL):
        whose = data.get("to" if fact.kind == KindChoice.PROPOSAL else "speaker") or ""
        bodies = _bodies([whose], document.date, directory)
        return Suggestions(bodies=bodies, rows=_same_matters(document, data, fact.kind))
    return Suggestions()


def _owners(data: dict[str, Any], document: Document, directory: Directory) -> list[Candidate]:
    """Whose a figure may be: whom its row names, then the body whose document tells it."""
    printed = data.get("body") or ""
    found = [
        Candidate(one.body, one.score, one.reason)
        for one in (figurebodies.candidates(printed, document, directory)[:4] if printed else ())
    ]
    own = figurebodies.body_of(document, directory)
    if all(one.row != own for one in found):
        reason = "địa bàn của cơ quan ban hành" if document.issuer_id else "nơi lưu văn bản"
        found.append(Candidate(own, 20 if printed else 80, reason))
    return found


def _bodies(names: list[str], on: date | None, directory: Directory) -> list[Candidate]:
    found = [r for name in names if name for r in directory.candidates(name, on=on)]
    return [Candidate(r.body, r.score, r.reason) for r in sorted(found, key=lambda r: -r.score)[:5]]


def _same_figures(found: list[Candidate], data: dict[str, Any], body: Body) -> list[Candidate]:
    indicators = [c.row.pk for c in found if c.score >= 60]
    period = data.get("period")
    if not indicators or not period:
        return []
    rows: list[TargetVersion] | list[Observation]
    if data.get("status") == "target":
        rows = list(
            TargetVersion.objects.filter(
                target__indicator__in=indicators, target__period=period, target__body=body, withdrawn_at=None
            ).select_related("target__indicator", "document")[:10]
        )
    else:
        rows = list(
            Observation.objects.filter(
                indicator__in=indicators, period=period, body=body, withdrawn_at=None
            ).select_related("indicator", "document")[:10]
        )
    value = data.get("value")
    made: list[Candidate] = []
    for row in rows:
        same = value is not None and f"{row.value:f}" == value and row.unit == (data.get("unit") or "")
        where = f" ({row.document})" if row.document else ""
        if same:
            made.append(Candidate(row, 90, f"cùng chỉ tiêu, kỳ và số{where}"))
        else:
            made.append(Candidate(row, 50, f"cùng chỉ tiêu và kỳ, số khác{where}"))
    return sorted(made, key=lambda c: -c.score)[:5]


def _same_tasks(document: Document, data: dict[str, Any]) -> list[Candidate]:
    tasks = Task.objects.filter(document__in=_told_by(document), withdrawn_at=None)
    return _alike(data.get("action") or "", ((task, task.action) for task in tasks))


def _same_matters(document: Document, data: dict[str, Any], kind: str) -> list[Candidate]:
    matters = Matter.objects.filter(document__in=_told_by(document), withdrawn_at=None)
    proposed = Q(nature=NatureOfMatter.PROPOSAL)
    matters = matters.filter(proposed if kind == KindChoice.PROPOSAL else ~proposed)
    return _alike(data.get("words") or "", ((matter, matter.words) for matter in matters))


def _told_by(document: Document) -> list[int]:
    return [pk for pk in (document.pk, document.stands_on_id) if pk]


def _alike(words: str, rows: Iterable[tuple[models.Model, str]]) -> list[Candidate]:
    """Rows that share at least half of their words with these, best first."""
    mine = set(search_key(words).split())
    made: list[Candidate] = []
    for row, text in rows:
        theirs = set(search_key(text).split())
        share = 2 * len(mine & theirs) / max(1, len(mine) + len(theirs))
        if share >= 0.5:
            made.append(Candidate(row, int(90 * share), f"nội dung giống {round(share * 100)} %"))
    return sorted(made, key=lambda c: -c.score)[:5]


def _same_people(data: dict[str, Any]) -> list[Candidate]:
    positions = Position.objects.filter(
        person__folded=search_key(data.get("name") or ""), withdrawn_at=None
    ).select_related("person", "body")
    titles = {search_key(title) for title in data.get("positions") or []}
    return [
        Candidate(p, 90, "cùng tên và chức vụ")
        if search_key(p.title) in titles
        else Candidate(p, 60, "cùng họ tên")
        for p in positions[:5]
    ]
