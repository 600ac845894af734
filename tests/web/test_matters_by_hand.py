"""Shortcomings and proposals typed by a person: from the floor, from an inspection."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from dondoc.web.audit.models import Entry
from dondoc.web.matters.life import act
from dondoc.web.matters.models import Matter, MatterEventChoice
from web.boards import Page

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
WORDS = "Đề nghị bổ sung cán bộ địa chính cho xã vùng cao"


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


def typed(province: Any, **changes: Any) -> dict[str, Any]:
    return {
        "document": "142-TB/TU", "nature": "proposal", "voice": "delegate", "speaker": "Đại biểu xã Đông Sơn",
        "words": WORDS, "body": province.finance.pk, "answering": province.building.pk, "due": "2026-11-30",
    } | changes  # fmt: skip


@pytest.fixture
def minutes(stage: Any) -> Any:
    return stage.document(symbol="142-TB/TU", date=date(2026, 10, 12))


def test_a_proposal_from_the_floor_is_never_lost(
    minutes: Any, province: Any, cast: Any, signed_in: Any
) -> None:
    """It stands with its words and who said it, assigned at once, on its page and in the list."""
    client = signed_in("analyst")
    assert client.post(reverse("matter-add"), typed(province)).status_code == 302
    matter = Matter.objects.get()
    assert (matter.words, matter.answering, matter.due, matter.by_hand) == (
        WORDS, province.building, date(2026, 11, 30), True,
    )  # fmt: skip
    for address in (reverse("matter", args=[matter.pk]), reverse("proposal-list")):
        page = Page.of(client.get(address))
        assert page.problems == []
        assert WORDS in page.text
        assert "Đại biểu xã Đông Sơn" in page.text
    assert Page.of(client.get(reverse("matter-add") + "?family=kien-nghi")).problems == []


@pytest.mark.parametrize(
    "symbol", ["142-tb/tu", " 142 - TB / TU ", "Số 142–TB/TU", "số: 142-TB/TU 12/10/2026"]
)
def test_a_symbol_as_people_type_it(symbol: str, minutes: Any, province: Any, signed_in: Any) -> None:
    """Blanks, a dash, small letters, “số” before it: the document is known by it all the same."""
    assert (
        signed_in("analyst").post(reverse("matter-add"), typed(province, document=symbol)).status_code == 302
    )
    assert Matter.objects.get().document == minutes


REFUSED = [
    ({"document": "999-TB/TU"}, "Không thấy văn bản", "no such document"),
    ({"words": "  "}, "", "no words"),
    ({"answering": ""}, "Có hạn thì chọn cơ quan trả lời", "a day without who is to answer"),
    ({"due": "2026-10-01"}, "không thể trước ngày giao", "a day that has passed"),
]


@pytest.mark.parametrize(("changes", "said", "why"), REFUSED, ids=[row[2] for row in REFUSED])
def test_what_is_refused_stays_as_it_was_typed(
    changes: Any, said: str, why: str, minutes: Any, province: Any, signed_in: Any
) -> None:
    """Beside its field, with everything else still there."""
    response = signed_in("analyst").post(reverse("matter-add"), typed(province, **changes))
    assert response.status_code == 422, why
    assert said in response.content.decode()
    assert "Đại biểu xã Đông Sơn" in response.content.decode()
    assert not Matter.objects.exists()


def test_the_same_words_twice_are_refused(minutes: Any, province: Any, signed_in: Any) -> None:
    """Two people with the same minutes before them note it once."""
    client = signed_in("analyst")
    client.post(reverse("matter-add"), typed(province))
    response = client.post(reverse("matter-add"), typed(province, words=WORDS.upper()))
    assert response.status_code == 422
    assert Matter.objects.count() == 1


def test_withdrawn_while_nothing_has_followed(minutes: Any, province: Any, cast: Any, signed_in: Any) -> None:
    """With a reason; once it is answered it stays."""
    client = signed_in("analyst")
    client.post(reverse("matter-add"), typed(province))
    matter = Matter.objects.get()
    address = reverse("matter-withdraw", args=[matter.pk])
    act(matter=matter, kind=MatterEventChoice.ANSWERED, on=TODAY, by=cast.building, note="đã bố trí")
    client.post(address, {"reason": "ghi nhầm"})
    matter.refresh_from_db()
    assert matter.withdrawn_at is None
    matter.events.filter(kind="answered").delete()
    client.post(address, {"reason": "ghi nhầm"})
    matter.refresh_from_db()
    assert matter.withdrawn_at is not None
    assert Entry.objects.get(action="matter.withdraw").reason == "ghi nhầm"
