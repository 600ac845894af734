"""Scenes put back as rows are the scenes the services made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from dondoc.web.bodies.models import Body
from dondoc.web.bodies.services import body_add, body_rename
from dondoc.web.sources import storage
from web import once
from web.conftest import _people, _province

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_scene_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "_SCENES", {})


def left_by(make: Callable[[], Any]) -> tuple[Any, Any]:
    """What making gives, and all rows of all tables afterwards; then it is taken back."""
    with transaction.atomic():
        given = make()
        left = {table: rows for (table, _key), (_columns, rows) in once._tables().items()}
        transaction.set_rollback(True)
    return given, left


def office() -> dict[str, Any]:
    """A province, its people, and one scene on another: a body is renamed, a file kept."""
    province = once.once("province", _province)
    people = once.once("people", lambda: _people(province))

    def renamed() -> str:
        body_rename(body=province.finance, name="Sở Tài chính mới", on=date(2026, 3, 1), by=people["analyst"])
        return storage.put(b"kept")

    return {"province": province, "people": people, "file": once.once("renamed", renamed)}


def test_put_back_it_is_what_was_made(tmp_path: Path) -> None:
    """Every row of every table, every file and the objects given; those are not shared between tests."""
    made, rows = left_by(office)
    (kept,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    kept.unlink()

    again, same = left_by(office)

    assert same == rows
    assert kept.read_bytes() == b"kept"
    assert again == made
    assert again["province"].finance is not made["province"].finance


def test_what_is_added_then_gets_a_key_of_its_own() -> None:
    """The database goes on counting behind the keys that were put back."""
    for _ in range(2):
        with transaction.atomic():
            province = once.once("province", _province)
            added = body_add(code="moi", name="Sở mới", kind="state", parent=province.government, by=None)
            transaction.set_rollback(True)

        assert added.pk not in {body.pk for body in vars(province).values()}


def test_beside_other_rows_it_is_made_by_the_services() -> None:
    """Rows are put back only where the tables are as they were."""
    left_by(office)
    other = body_add(code="khac", name="Tỉnh khác", kind="province", parent=None, by=None)

    province = once.once("province", _province)

    assert province.root.pk > other.pk
    assert Body.objects.count() == 10
