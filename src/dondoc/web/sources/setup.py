"""A new installation: bodies, people, accounts and indicators from a file, or the least that is needed.

Everything goes through the services behind the buttons; what is there already is left as it is, so that it
can be run again at any time.
"""

from __future__ import annotations

import os
import secrets
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from dondoc import reading
from dondoc.errors import ReadError
from dondoc.web.accounts.models import Grant, Role, User
from dondoc.web.accounts.services import grant_add, user_add
from dondoc.web.bodies.models import Body, BodyKind, Succession
from dondoc.web.bodies.services import body_add, body_name_add, position_add, succession_add
from dondoc.web.core.wholefile import write_whole
from dondoc.web.plans.catalogue import indicator_add, indicator_alias_add
from dondoc.web.plans.models import Indicator
from dondoc.web.reorganisations.national import national_load
from dondoc.web.sources import suggest
from dondoc.web.sources.models import Batch, File
from dondoc.web.sources.services import batch_add

ANY_PROVINCE = Path(__file__).with_name("any_province.toml")
FIRST_DAY = date(2025, 7, 1)  # grants without a day of their own: since there are two levels
# Who serves the whole province, whichever office they sit in.
_OF_THE_WHOLE = {Role.ADMINISTRATOR, Role.ANALYST, Role.LEADER, Role.INSPECTOR, Role.READER}


@dataclass(frozen=True, slots=True)
class Account:
    """A user made by this run, with the password that is told once."""

    username: str
    full_name: str
    role: str  # as on the page: "Chuyên viên tổng hợp, Sở Tài chính"
    password: str


def province_load(file: Path) -> list[Account]:
    """Bodies, people, users and indicators of a province file; the accounts that are new."""
    told = tomllib.loads(file.read_text("utf-8"))
    bodies = _bodies(told.get("body", []))
    national_load()
    for person in told.get("person", []):
        position_add(
            name=person["name"],
            title=person["position"],
            body=bodies.get(person.get("body", "")),
            on=person.get("from"),
            by=None,
        )
    _indicators(told.get("indicator", []))
    root = root_body()
    made = []
    for user in told.get("user", []):
        role = Role(user["role"])
        body = (
            bodies[user["scope"]]
            if "scope" in user
            else root
            if role in _OF_THE_WHOLE
            else bodies[user["body"]]
        )
        account = _account(user["username"], user["name"], role, body)
        if account is not None:
            made.append(account)
    return made


def least_load() -> list[Account]:
    """Without a province file: the bodies every province has, an administrator and an analyst.

    A province that was set up before is left as it is.
    """
    if Body.objects.filter(kind=BodyKind.PROVINCE, parent=None).exists():
        return []
    return province_load(ANY_PROVINCE)


def root_body() -> Body:
    """The province."""
    return Body.objects.filter(kind=BodyKind.PROVINCE, parent=None).order_by("pk")[:1].get()


def _bodies(rows: list[Mapping[str, Any]]) -> dict[str, Body]:
    """Parents before children, successions when all are there."""
    made = {body.code: body for body in Body.objects.all()}
    waiting = [row for row in rows if row["id"] not in made]
    while waiting:
        ready = [row for row in waiting if not row.get("parent") or row["parent"] in made]
        if not ready:
            names = ", ".join(row["id"] for row in waiting)
            raise ValueError(f"Cơ quan có “parent” không có trong tệp: {names}.")
        for row in ready:
            made[row["id"]] = body_add(
                code=row["id"],
                name=row["name"],
                kind=row["kind"],
                parent=made[row["parent"]] if row.get("parent") else None,
                valid_from=row.get("valid_from"),
                valid_to=row.get("valid_to"),
                names=row.get("names", ()),
                by=None,
            )
        waiting = [row for row in waiting if row["id"] not in made]
    for row in rows:
        for name in row.get("names", ()):
            if name != made[row["id"]].name:
                body_name_add(body=made[row["id"]], name=name, by=None)
        for code in row.get("successors", ()):
            known = Succession.objects.filter(predecessor__code=row["id"], successor__code=code)
            if not known.exists():
                on = date.fromordinal(row["valid_to"].toordinal() + 1)
                succession_add(predecessors=[made[row["id"]]], successor=made[code], on=on, by=None)
    return made


def _indicators(rows: list[Mapping[str, Any]]) -> None:
    """The catalogue's indicators, as the province names and measures them, and those it has besides."""
    fields = {entry["code"]: entry for entry in suggest.catalogue()}
    for row in rows:
        told = ("name", "unit", "direction", "nature", "field", "party_only")
        own = {key: row[key] for key in told if key in row}
        fields[row["id"]] = {"code": row["id"], "unit": "", **fields.get(row["id"], {}), **own}
    known = {indicator.code: indicator for indicator in Indicator.objects.exclude(code="")}
    folded = set(Indicator.objects.values_list("folded", flat=True))
    for code, values in fields.items():
        if code in known:
            continue
        draft = Indicator(name=values["name"])
        draft.fill_keys()
        if draft.folded in folded:
            continue
        folded.add(draft.folded)
        known[code] = indicator_add(by=None, **values)
    for row in rows:
        for name in row.get("names", ()):
            if row["id"] in known:
                indicator_alias_add(indicator=known[row["id"]], name=name, by=None)


def _account(username: str, full_name: str, role: Role, body: Body) -> Account | None:
    """A new user with one role; None where the name is known already."""
    if User.objects.filter(username=username).exists():
        return None
    password = os.environ.get("DONDOC_DEMO_PASSWORD") or secrets.token_urlsafe(9)
    with transaction.atomic():
        user = user_add(username=username, full_name=full_name, password=password, by=None)
        grant_add(user=user, role=role, body=body, valid_from=FIRST_DAY, by=None)
    return Account(username, full_name, f"{role.label}, {body.name}", password)


def accounts_keep(accounts: list[Account]) -> Path:
    """Add new accounts to the file that only the owner of the data folder can read; its path.

    Called before the accounts are committed, so that no password is lost; one that a killed run had told for
    an account that then never was gives way to the account of that name.
    """
    file = Path(settings.DATA) / "accounts.txt"
    kept = file.read_text("utf-8").splitlines() if file.exists() else []
    lines = {line.partition("\t")[0]: line for line in kept}
    for one in accounts:
        lines[one.username] = f"{one.username}\t{one.password}\t{one.full_name}\t{one.role}"
    write_whole(file, "".join(f"{line}\n" for line in lines.values()), mode=0o600)
    return file


def analyst() -> User:
    """Who sends in what comes with the installation."""
    grant = (
        Grant.objects.filter(role=Role.ANALYST, user__is_active=True)
        .select_related("user")
        .order_by("pk")
        .first()
    )
    if grant is None:
        raise ValueError("Chưa có tài khoản chuyên viên tổng hợp nào để gửi văn bản.")
    return grant.user


def folder_add(folder: Path, *, tell: Callable[[str], None] = lambda _line: None) -> Batch | None:
    """Send in the files of a folder that are not there yet; None where there are none."""
    known = set(File.objects.values_list("sha256", flat=True))

    def files() -> Iterator[tuple[str, bytes]]:
        for source in reading.expand([folder]):
            try:
                data = source.load()
            except ReadError as error:
                tell(str(error))
                continue
            if reading_hash(data) not in known:
                yield source.name, data

    waiting = files()
    first = next(waiting, None)
    if first is None:
        return None

    def all_files() -> Iterator[tuple[str, bytes]]:
        yield first
        yield from waiting

    return batch_add(files=all_files(), by=analyst(), owner=root_body())


def reading_hash(data: bytes) -> str:
    """The name under which bytes are kept."""
    import hashlib

    return hashlib.sha256(data).hexdigest()
