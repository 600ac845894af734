"""The cast and the stage of the web tests: a small province, a person of each role, documents."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection

from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import Grant, Role, User
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.services import body_add, succession_add
from dondoc.web.judgement import scores, signals
from dondoc.web.sources.models import Document, Fact, File, Reading
from web.once import once

TODAY = date(2026, 10, 20)
PASSWORD = "mot-mat-khau-dai-2026"


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, settings: Any) -> None:
    """Uploaded files go to the test's own folder; hashing a password costs nothing."""
    settings.FILES_ROOT = tmp_path / "files"
    settings.DATA = tmp_path
    cache.clear()  # what was reckoned of rows that were rolled back
    scores.forget_boards()
    signals.forget_looks()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


_REAL = pytest.StashKey[bool]()  # of a test with real transactions
_blockers: list[Any] = []


@pytest.fixture(scope="session", autouse=True)
def _database_access(django_db_blocker: Any) -> None:
    """Kept for what is done after a test's own access has ended."""
    _blockers.append(django_db_blocker)


@pytest.fixture(autouse=True)
def _trail_can_be_flushed(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test with real transactions empties all tables at its end; the trail's own lock is off for that."""
    marker = request.node.get_closest_marker("django_db")
    real = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not real and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    request.node.stash[_REAL] = True
    yield
    _all(_locks()[1])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """… and on again for whatever test comes next in this process."""
    yield
    if nextitem is not None and item.stash.get(_REAL, False):
        lock, unlock = _locks()
        with _blockers[0].unblock():
            _all(unlock)
            _all(lock)


def _locks() -> tuple[list[str], list[str]]:
    """Statements that lock the trail, and those that unlock it."""
    trail = importlib.import_module("dondoc.web.audit.migrations.0002_append_only")
    if connection.vendor == "sqlite":
        return trail.SQLITE, trail.SQLITE_BACK
    return trail.POSTGRESQL, trail.POSTGRESQL_BACK


def _all(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@dataclass
class Province:
    """Tỉnh Lam Sơn: province, committee, council, two departments, a commune, one body that was merged."""

    root: Body
    party: Body
    council: Body
    government: Body
    finance: Body
    building: Body
    commune: Body
    planning: Body  # until 2025-02-28, then finance
    centre: Body


@pytest.fixture
def province(db: None) -> Province:
    return once("province", _province)


def _province() -> Province:
    def add(code: str, name: str, kind: str, parent: Body | None, **more: Any) -> Body:
        return body_add(code=code, name=name, kind=kind, parent=parent, by=None, **more)

    root = add("lam-son", "Tỉnh Lam Sơn", "province", None)
    party = add("tinh-uy", "Tỉnh ủy Lam Sơn", "party", root, names=["Ban Chấp hành Đảng bộ tỉnh", "Tỉnh ủy"])
    council = add("hdnd", "Hội đồng nhân dân tỉnh", "state", root)
    government = add("ubnd", "Ủy ban nhân dân tỉnh", "state", root, names=["UBND tỉnh"])
    finance = add("so-tai-chinh", "Sở Tài chính", "state", government)
    building = add("so-xay-dung", "Sở Xây dựng", "state", government, names=["SXD"])
    planning = add("so-khdt", "Sở Kế hoạch và Đầu tư", "state", government)
    commune = add("xa-dong-son", "Xã Đông Sơn", "commune", root)
    centre = add("chinh-phu", "Chính phủ", "central", None)
    succession_add(predecessors=[planning], successor=finance, on=date(2025, 3, 1), by=None)
    planning.refresh_from_db()
    return Province(root, party, council, government, finance, building, commune, planning, centre)


@dataclass
class Cast:
    """One person of each role; `finance` and `building` are officers there, `supervisor` follows
    the latter, `nobody` has no grant."""

    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        try:
            return self.people[name]
        except KeyError as error:
            raise AttributeError(name) from error

    def access(self, name: str, on: date = TODAY) -> Access:
        """`stranger` has not signed in."""
        return Access.of(self.people[name] if name != "stranger" else AnonymousUser(), on)


ROLES: dict[str, tuple[Role, str] | None] = {
    "analyst": (Role.ANALYST, "root"),
    "second": (Role.ANALYST, "root"),
    "finance": (Role.OFFICER, "finance"),
    "building": (Role.OFFICER, "building"),
    "head": (Role.HEAD, "finance"),
    "leader": (Role.LEADER, "root"),
    "supervisor": (Role.SUPERVISOR, "building"),
    "clerk": (Role.CLERK, "root"),
    "inspector": (Role.INSPECTOR, "root"),
    "reader": (Role.READER, "root"),
    "administrator": (Role.ADMINISTRATOR, "root"),
    "nobody": None,
}


@pytest.fixture
def cast(province: Province) -> Cast:
    return Cast(once("cast", lambda: _people(province)))


def _people(province: Province) -> dict[str, User]:
    people = {}
    for name, role in ROLES.items():
        user = User(username=name, full_name=f"Người {name}")
        user.set_password(PASSWORD)
        user.save()
        if role is not None:
            Grant.objects.create(
                user=user, role=role[0], body=getattr(province, role[1]), valid_from=date(2025, 7, 1)
            )
        people[name] = user
    return people


@dataclass
class Stage:
    """Makes documents with proposals, as a worker would have."""

    province: Province
    cast: Cast
    made: int = 0

    def document(self, **changes: Any) -> Document:
        """An issued resolution of the provincial committee, unless told otherwise."""
        self.made += 1
        values: dict[str, Any] = {
            "title": f"Nghị quyết thử nghiệm {self.made}",
            "type": "resolution",
            "symbol": f"{self.made:02}-NQ/TU",
            "date": date(2026, 1, 15),
            "issuer": self.province.party,
            "issuer_as_written": "Tỉnh ủy Lam Sơn",
            "standing": "issued",
            "owner": self.province.root,
            "created_by": self.cast.analyst,
        } | changes
        document = Document.objects.create(**values)
        sha256 = hashlib.sha256(str(document.pk).encode()).hexdigest()
        file = File.objects.create(
            sha256=sha256, name="a.txt", size=1, media="txt", document=document, uploaded_by=self.cast.analyst
        )
        Reading.objects.create(
            file=file, text="", reader_version="1", rules_version="1", packs_hash="x", is_current=True
        )
        return document

    def fact(self, document: Document, kind: str, quote: str = "", **data: Any) -> Fact:
        """An open proposal; the fields not given are as the rules leave them."""
        reading = Reading.objects.get(file__document=document, is_current=True)
        start = len(reading.text)
        quote = quote or f"Câu thứ {reading.facts.count() + 1}."
        Reading.objects.filter(pk=reading.pk).update(text=reading.text + quote + "\n")
        order = reading.facts.count()
        fact = Fact.objects.create(
            reading=reading,
            document=document,
            key=hashlib.sha256(f"{reading.pk} {order}".encode()).hexdigest(),
            kind=kind,
            order=order,
            start=start,
            end=start + len(quote),
            quote=quote,
            data=DEFAULTS[kind] | data,
            rule="thử",
        )
        Document.objects.filter(pk=document.pk).update(
            open_facts=document.facts.filter(state="proposed").count()
        )
        return fact


def part(label: str, count: str, percent: str | None = None, decimals: int = 0) -> dict[str, Any]:
    """One part of a count, as a proposal keeps it."""
    return {
        "label": label, "count": count, "percent": percent, "decimals": decimals, "start": 0, "end": 0
    }  # fmt: skip


DEFAULTS: dict[str, dict[str, Any]] = {
    "indicator": {
        "name": "Thu ngân sách nhà nước trên địa bàn",
        "value": "16900",
        "value_max": None,
        "out_of": None,
        "unit": "tỷ đồng",
        "status": "target",
        "measure": "level",
        "bound": "at_least",
        "period": "2026",
        "base": None,
        "direction": None,
        "indicator_id": None,
        "decimals": 0,
    },
    "task": {
        "action": "Hoàn thành quy hoạch khu công nghiệp phía đông",
        "lead": "Sở Xây dựng",
        "partners": ["Sở Tài chính"],
        "deadline": "2026-Q3",
        "product": "Quy hoạch",
        "collective": False,
        "directive": "order",
    },
    "person": {"name": "Lê Thị Bình", "positions": ["Giám đốc Sở Xây dựng"]},
    "citation": {
        "type": "nghị quyết",
        "symbol": "05-NQ/TU",
        "date": "2025-12-01",
        "issuer": "Tỉnh ủy",
        "title": None,
    },
    "meeting": {"body": "Ban Chấp hành Đảng bộ tỉnh", "ordinal": 4, "date": "2026-01-10"},
    "verdict": {
        "counted": "chỉ tiêu",
        "total": "28",
        "parts": [part("met_or_exceeded", "25"), part("not_met", "3")],
        "source": "Nghị quyết số 11-NQ/TU",
        "period": "2025",
        "expected": False,
    },
    "vote": {
        "vote": "confidence",
        "subject": "Nguyễn Văn An",
        "position": "Giám đốc Sở Xây dựng",
        "parts": [part("high", "78", "97.5", 1), part("medium", "2", "2.5", 1), part("low", "0", "0", 0)],
        "denominator": "80",
        "denominator_of": "members",
        "issued": "80",
        "returned": "80",
        "valid": "80",
        "invalid": "0",
    },
    "rating": {
        "rated": "tập thể",
        "total": None,
        "parts": [part("excellent", "12"), part("good", "41")],
        "period": "2025",
    },
    "shortcoming": {
        "nature": "shortcoming",
        "words": "Tiến độ giải phóng mặt bằng đường ven sông còn chậm",
        "speaker": None,
        "voice": "report",
        "cause": "thiếu đất tái định cư",
    },
    "proposal": {
        "words": "Bố trí vốn đối ứng cho hồ chứa Suối Vàng",
        "speaker": "đại biểu xã Đông Sơn",
        "voice": "delegate",
        "to": "Sở Tài chính",
    },
}


@pytest.fixture
def stage(province: Province, cast: Cast) -> Stage:
    return Stage(province, cast)


@pytest.fixture
def signed_in(client: Any, cast: Cast) -> Callable[[str], Any]:
    """The test client, signed in as one of the cast ("stranger": not at all)."""

    def enter(name: str) -> Any:
        client.logout()
        if name != "stranger":
            client.force_login(cast.people[name])
        return client

    return enter
