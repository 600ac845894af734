"""What is the same for every office: the centre, the ministries, 63 → 34 provinces, and the changes of 2025.

The centre and the provinces come with an installation (`national_load`). What differs from province to
province, which departments and committees were merged and when, the office picks (`change_apply`), each with
its source; what was not checked against the paper says so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from dondoc import packs
from dondoc.text.normalize import search_key
from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body, BodyKind, BodyName, Succession
from dondoc.web.bodies.services import body_add, succession_add
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.reorganisations.services import reorganise

FILE = Path(__file__).with_name("national.toml")
PROVINCES = "cac-tinh-thanh"  # code of the body that all other provinces stand under
TWO_LEVELS = date(2025, 7, 1)
# Of the 23 mergers these were written down from memory, without a page that says so.
_UNCHECKED = frozenset({"quang_ngai", "gia_lai", "dak_lak", "lam_dong", "dong_nai"})


@dataclass(frozen=True, slots=True)
class Change:
    """On a day `before` became `after`; the first of several takes what nobody says more of."""

    id: str
    group: str  # tinh, bo, so, dang
    before: tuple[str, ...]
    after: tuple[str, ...]
    kind: str
    under: str  # code or name of the parent
    on: date
    source: str
    exact: bool = True  # False: the day differs from province to province
    verified: bool = True
    note: str = ""


@cache
def _told() -> dict[str, object]:
    return tomllib.loads(FILE.read_text("utf-8"))


@cache
def changes() -> tuple[Change, ...]:
    """Every change that an office can pick, by group and day."""
    rows = _told()["change"]
    assert isinstance(rows, list)
    return tuple(
        Change(
            id=_slug(" ".join(row["before"])),
            group=row["group"],
            before=tuple(row["before"]),
            after=tuple(row["after"]),
            kind=row["kind"],
            under=row["under"],
            on=row["on"],
            source=row["source"],
            exact=row.get("exact", True),
            verified=row.get("verified", True),
            note=row.get("note", ""),
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class Province:
    """A province as it is or was."""

    code: str
    name: str
    names: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    successor: str  # code, "" where it stands
    source: str
    verified: bool


@cache
def provinces() -> tuple[Province, ...]:
    """The 34 provinces and what they were: a merged one that kept its name is two, before and after."""
    entries = packs.load().entries("places")
    merged = {str(e["successor"]) for e in entries if str(e.get("until") or "") == TWO_LEVELS.isoformat()}
    found = []
    for entry in entries:
        key, forms = str(entry["id"]), tuple(str(form) for form in entry["forms"])
        name = f"{str(entry['kind']).capitalize()} {forms[0]}"
        until = date.fromisoformat(str(entry["until"])) if entry.get("until") else None
        successor, source = str(entry.get("successor") or ""), str(entry.get("source") or "")
        if key in merged:
            source = "Nghị quyết 202/2025/QH15"
            checked = key not in _UNCHECKED
            eve = TWO_LEVELS - timedelta(days=1)
            new, old = _code(key), f"{_code(key)}-den-2025"
            found += [
                Province(new, name, forms, TWO_LEVELS, None, "", source, checked),
                Province(old, name, forms, None, eve, new, source, checked),
            ]
            continue
        last = None if until is None else until - timedelta(days=1)
        since = date(2025, 1, 1) if key == "hue" else None
        found.append(
            Province(
                _code(key),
                name,
                forms,
                since,
                last,
                _code(successor) if successor else "",
                source,
                successor not in _UNCHECKED,
            )
        )
    return tuple(found)


def _code(key: str) -> str:
    return f"tinh-{key.replace('_', '-')}"


def _slug(text: str) -> str:
    return "-".join(search_key(text).split())[:60].strip("-")


@transaction.atomic
def national_load(*, by: User | None = None) -> int:
    """The centre, ministries and provinces with what they were; how many are new. Safe to run again."""
    take_turn(Turn.BODIES)
    known = _Known()
    before = len(known.by_code)
    told = _told()
    standing = told["body"]
    ministries = told["ministries"]
    assert isinstance(standing, list)
    assert isinstance(ministries, dict)
    for row in standing:
        known.standing(row["name"], kind=row["kind"], source=row["source"], names=row.get("names", ()), by=by)
    government = known.find("Chính phủ")
    for name in (*ministries["kept"], *ministries["founded"]):
        known.standing(
            name,
            kind=BodyKind.CENTRAL,
            source=ministries["source"],
            verified=ministries["verified"],
            parent=government,
            valid_from=ministries["from"] if name in ministries["founded"] else None,
            by=by,
        )
    for change in changes():
        if change.group == "bo":
            _history(known, change, by=by)
    _provinces(known, by=by)
    return len(known.by_code) - before


def _provinces(known: _Known, *, by: User | None) -> None:
    node = known.standing(
        "Các tỉnh, thành phố", code=PROVINCES, kind=BodyKind.CENTRAL, source="Nghị quyết 202/2025/QH15", by=by
    )
    rows = provinces()
    for row in rows:
        if row.code in known.by_code:
            continue
        known.keep(
            body_add(
                code=row.code,
                name=row.name,
                kind=BodyKind.PROVINCE,
                parent=node,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
                names=row.names,
                source=row.source,
                verified=row.verified,
                by=by,
            )
        )
    taken = set(Succession.objects.values_list("predecessor__code", "successor__code"))
    for row in rows:
        if row.successor and row.valid_to and (row.code, row.successor) not in taken:
            succession_add(
                predecessors=[known.by_code[row.code]],
                successor=known.by_code[row.successor],
                on=row.valid_to + timedelta(days=1),
                source=row.source,
                verified=row.verified,
                by=by,
            )


class _Known:
    """The bodies there are, by code and by every name they go by."""

    def __init__(self) -> None:
        bodies = list(Body.objects.order_by("pk"))
        self.by_code = {body.code: body for body in bodies}
        by_pk = {body.pk: body for body in bodies}
        self.by_name: dict[str, list[Body]] = {}
        for body in bodies:
            self._name(body.name, body)
        for name, pk in BodyName.objects.order_by("pk").values_list("name", "body_id"):
            self._name(name, by_pk[pk])

    def _name(self, name: str, body: Body) -> None:
        self.by_name.setdefault(search_key(name), []).append(body)

    def keep(self, body: Body) -> Body:
        self.by_code[body.code] = body
        self._name(body.name, body)
        return body

    def find(self, name: str) -> Body | None:
        """By name, the office's own before those that came with the installation."""
        found = self.by_name.get(search_key(name), [])
        return found[0] if found else None

    def standing(
        self,
        name: str,
        *,
        kind: str,
        source: str,
        by: User | None,
        code: str = "",
        verified: bool = True,
        parent: Body | None = None,
        names: Iterable[str] = (),
        valid_from: date | None = None,
        valid_to: date | None = None,
    ) -> Body:
        """The body of this name, added where there is none."""
        found = self.by_code.get(code) if code else self.find(name)
        if found is not None:
            return found
        code = code or _slug(name)
        if code in self.by_code:
            code = f"{code[:56]}-{len(self.by_code)}"
        return self.keep(
            body_add(
                code=code,
                name=name,
                kind=kind,
                parent=parent,
                names=names,
                valid_from=valid_from,
                valid_to=valid_to,
                source=source,
                verified=verified,
                by=by,
            )
        )

    def parent(self, under: str) -> Body | None:
        """The body a change says it stands under: by code, by name, else the province itself."""
        names = {"ubnd": "Ủy ban nhân dân tỉnh", "tinh-uy": "Tỉnh ủy"}
        found = self.by_code.get(under) or self.find(names.get(under, under))
        if found is not None:
            return found
        return next(
            (b for b in self.by_code.values() if b.kind == BodyKind.PROVINCE and b.parent_id is None), None
        )


def _history(known: _Known, change: Change, *, by: User | None, on: date | None = None) -> bool:
    """The change as history: the predecessors ended, the successors took over. Whether anything was new."""
    on = on or change.on
    parent = known.parent(change.under)
    founded = not any(known.find(name) for name in change.after)
    after = [
        known.standing(
            name,
            kind=change.kind,
            parent=parent,
            valid_from=on if founded else None,
            source=change.source,
            verified=change.verified,
            by=by,
        )
        for name in change.after
    ]
    before = [
        known.standing(
            name,
            kind=change.kind,
            parent=parent,
            valid_to=on - timedelta(days=1),
            source=change.source,
            verified=change.verified,
            by=by,
        )
        for name in change.before
    ]
    taken = set(
        Succession.objects.filter(predecessor__in=before, withdrawn_at=None).values_list(
            "predecessor", "successor"
        )
    )
    new = False
    for old in before:
        if any(predecessor == old.pk for predecessor, _ in taken):
            continue  # the office has said itself who took over
        for successor in after:
            new = True
            succession_add(
                predecessors=[old],
                successor=successor,
                on=on,
                source=change.source,
                verified=change.verified,
                note=change.note,
                by=by,
            )
    return new


@transaction.atomic
def change_apply(*, change: Change, on: date, paper: str, by: User, today: date) -> bool:
    """The office says that a change happened here, from a day on; whether anything was new.

    A predecessor that still works here passes its open tasks and targets on (`reorganise`); one that was
    never entered is kept as history.

    Raises:
        ValidationError: The day has not come, or a body does not exist on it.
    """
    take_turn(Turn.BODIES)
    if on > today:
        raise ValidationError({"on": "Ngày thực hiện chưa đến."})
    known = _Known()
    working = [
        body
        for name in change.before
        if (body := known.find(name)) is not None and (body.valid_to is None or body.valid_to >= on)
    ]
    if not working:
        return _history(known, change, by=by, on=on)
    parent = known.parent(change.under)
    founded = not any(known.find(name) for name in change.after)
    after = [
        known.standing(
            name,
            kind=change.kind,
            parent=parent,
            valid_from=on if founded else None,
            source=paper or change.source,
            verified=change.verified,
            by=by,
        )
        for name in change.after
    ]
    reorganise(
        before=working,
        after=after,
        on=on,
        paper=paper or change.source,
        by=by,
        today=today,
        rest=0,
        note=change.note,
    )
    return True


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change as the page shows it: whether it is in the books here, and since when."""

    change: Change
    applied: bool
    since: date | None
    working: int  # predecessors that still work here: what they owe passes over


def change_rows(groups: Iterable[str]) -> list[ChangeRow]:
    """The changes of these groups with what the office has of them; three queries."""
    known = _Known()
    wanted = [change for change in changes() if change.group in set(groups)]
    taken: dict[int, date] = dict(
        Succession.objects.filter(withdrawn_at=None).order_by("-pk").values_list("predecessor_id", "on")
    )
    rows = []
    for change in wanted:
        before = [body for name in change.before if (body := known.find(name)) is not None]
        days = [taken[body.pk] for body in before if body.pk in taken]
        working = sum(body.valid_to is None for body in before)
        rows.append(ChangeRow(change, bool(days) and not working, min(days, default=None), working))
    return rows


@dataclass(frozen=True, slots=True)
class ProvinceRow:
    """One of the 34, with what it was before, and whether that was checked."""

    name: str
    before: tuple[str, ...]
    since: date | None
    source: str
    verified: bool


@cache
def provinces_seen() -> tuple[ProvinceRow, ...]:
    """The 34 provinces of today with their predecessors, in the pack's order."""
    rows = provinces()
    return tuple(
        ProvinceRow(
            row.name,
            tuple(one.name for one in rows if one.successor == row.code),
            row.valid_from,
            row.source,
            row.verified,
        )
        for row in rows
        if row.valid_to is None
    )
