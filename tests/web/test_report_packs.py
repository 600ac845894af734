"""A pack of reports: made item by item, stopped, taken up again, taken away; nobody else's."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import boards
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from dondoc.web.audit.models import Entry
from dondoc.web.papers import packs
from dondoc.web.papers.models import Pack, PackItem
from dondoc.writing.papercheck import words_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY
    packs._access.cache_clear()


@pytest.fixture
def pack(stage: Any, cast: Any, province: Any) -> Pack:
    """Of two departments with a late task each, and a commune of which nothing is known."""
    document = stage.document()
    for body in (province.finance, province.building):
        boards.task(document, body, date(2026, 9, 1), action=f"việc của {body.name}")
    return packs.pack_ask(
        bodies=[province.finance, province.building, province.commune], period="2026-01/2026-09", as_of=TODAY,
        by=cast.analyst, address="https://don-doc.example",
    )  # fmt: skip


def states(pack: Pack) -> list[str]:
    return list(pack.items.order_by("pk").values_list("state", flat=True))


def test_the_worker_makes_it_to_the_end(pack: Pack) -> None:
    """A Word file and a book for each body something is known of; the trail says when it was done."""
    while packs.work_one():
        pass
    pack.refresh_from_db()
    assert (pack.state, states(pack)) == ("done", ["done", "done", "empty"])
    with packs.archive(pack) as file, zipfile.ZipFile(file) as packed:
        names = sorted(packed.namelist())
        report = packed.read(names[0])
    assert names == [
        "001 Sở Tài chính.docx", "001 Sở Tài chính.xlsx", "002 Sở Xây dựng.docx", "002 Sở Xây dựng.xlsx",
    ]  # fmt: skip
    assert "Việc của Sở Tài chính" in words_of(report)
    assert "Việc của Sở Xây dựng" not in words_of(report)
    told = Entry.objects.filter(action__startswith="pack.").order_by("pk")
    assert list(told.values_list("action", flat=True)) == ["pack.ask", "pack.done"]


def test_stopped_and_taken_up_again(pack: Pack, cast: Any) -> None:
    """After a stop nothing is begun; going on makes the rest and nothing twice."""
    assert packs.work_one()
    packs.pack_stop(pack=pack, by=cast.analyst)
    assert not packs.work_one()
    assert states(pack) == ["done", "waiting", "waiting"]
    first = (packs.folder_of(pack) / f"{pack.items.all()[0].body_id}.docx").stat().st_mtime_ns
    packs.pack_resume(pack=pack, by=cast.analyst)
    while packs.work_one():
        pass
    assert states(pack) == ["done", "done", "empty"]
    assert (packs.folder_of(pack) / f"{pack.items.all()[0].body_id}.docx").stat().st_mtime_ns == first


def test_stopped_while_the_last_is_made(pack: Pack, cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report at hand is made to its end; where it was the last, the pack is done, not stopped."""
    while pack.items.filter(state="waiting").count() > 1:
        assert packs.work_one()
    written = packs._written

    def stopped_meanwhile(item: Any) -> bool:
        packs.pack_stop(pack=pack, by=cast.analyst)
        return written(item)

    monkeypatch.setattr(packs, "_written", stopped_meanwhile)
    assert packs.work_one()
    pack.refresh_from_db()
    assert (states(pack), pack.state) == (["done", "done", "empty"], "done")
    assert pack.finished_at is not None


def test_one_that_was_left_stopped_ends(pack: Pack, cast: Any) -> None:
    """A pack of an earlier version, all made and yet stopped: going on ends it."""
    while packs.work_one():
        pass
    Pack.objects.filter(pk=pack.pk).update(state="stopped", finished_at=None)
    packs.pack_resume(pack=pack, by=cast.analyst)
    pack.refresh_from_db()
    assert pack.state == "done"


def test_what_a_dead_worker_held_is_taken_up(pack: Pack) -> None:
    """Its lease runs out; while it lasts nobody else takes the item."""
    item = pack.items.all()[0]
    lasting = timezone.now() + timedelta(minutes=1)
    PackItem.objects.filter(pk=item.pk).update(state="working", lease_until=lasting, attempts=1)
    packs.work_one()
    assert states(pack)[:2] == ["working", "done"]
    PackItem.objects.filter(pk=item.pk).update(lease_until=timezone.now() - timedelta(minutes=1))
    packs.work_one()
    assert states(pack)[0] == "done"


def test_what_fails_is_told_and_tried_again(pack: Pack, cast: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice by itself, then by whoever goes on; the others are made."""
    written = packs._written
    broken = pack.items.all()[0].pk

    def write(item: PackItem) -> bool:
        if item.pk == broken:
            message = "no such thing"
            raise LookupError(message)
        return written(item)

    monkeypatch.setattr(packs, "_written", write)
    while packs.work_one():
        pass
    assert states(pack) == ["failed", "done", "empty"]
    assert "Báo người quản trị" in pack.items.all()[0].error
    monkeypatch.setattr(packs, "_written", written)
    packs.pack_resume(pack=pack, by=cast.analyst)
    while packs.work_one():
        pass
    assert states(pack) == ["done", "done", "empty"]


def test_the_page_tells_how_far_it_is(pack: Pack, signed_in: Callable[[str], Any]) -> None:
    """Asks again while it is made, then offers the file; another person's pack is no page."""
    client, address = signed_in("analyst"), reverse("pack", args=[pack.pk])
    packs.work_one()
    page = client.get(address).content.decode()
    assert "1/3" in page
    assert "every 2s" in page
    while packs.work_one():
        pass
    assert "every 2s" not in client.get(address).content.decode()
    response = client.get(reverse("pack-file", args=[pack.pk]))
    content = io.BytesIO(b"".join(response.streaming_content))
    assert len(zipfile.ZipFile(content).namelist()) == 4
    assert signed_in("leader").get(address).status_code == 404


def test_a_pack_is_asked_for_on_the_page(signed_in: Callable[[str], Any], province: Any, cast: Any) -> None:
    """Of the kinds of bodies chosen, inside the asker's branch."""
    sent = {"period": "2026-01/2026-09", "as_of": "2026-10-20", "kinds": ["state"], "form": "state"}
    assert signed_in("building").post(reverse("pack-list"), sent).status_code == 302
    assert [item.body for item in PackItem.objects.all()] == [province.building]
    assert signed_in("building").post(reverse("pack-list"), sent | {"kinds": ["front"]}).status_code == 422
    with pytest.raises(ValidationError):
        packs.pack_ask(bodies=[], period="2026", as_of=TODAY, by=cast.analyst)
