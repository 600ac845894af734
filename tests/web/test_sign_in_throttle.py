"""Guessing passwords is slow: after several failures the door waits, says so, and opens by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from dondoc.web.accounts import services, throttle
from dondoc.web.accounts.models import SignInFailure
from dondoc.web.audit.models import Entry

pytestmark = pytest.mark.django_db
PASSWORD = "mot-mat-khau-dai-2026"


@pytest.fixture
def person(cast: Any) -> Any:
    """Somebody with a password."""
    services.password_set(user=cast.analyst, password=PASSWORD, by=None)
    return cast.analyst


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Moves the time on."""
    moved = {"by": timedelta(0)}
    now = timezone.now
    monkeypatch.setattr(throttle.timezone, "now", lambda: now() + moved["by"])

    def forward(**by: int) -> None:
        moved["by"] += timedelta(**by)

    return forward


def attempt(client: Any, username: str, password: str = "sai", address: str = "10.0.0.1") -> Any:
    return client.post(
        "/dang-nhap/", {"username": username, "password": password}, REMOTE_ADDR=address
    )  # fmt: skip


def fail(client: Any, username: str, times: int, address: str = "10.0.0.1") -> None:
    for _ in range(times):
        assert attempt(client, username, address=address).status_code == 422


def test_the_door_waits_and_says_how_long(client: Any, person: Any) -> None:
    """The right password does not help then; the page says what to do; the trail knows once."""
    fail(client, person.username, throttle.MOST_OF_NAME)

    answer = attempt(client, person.username, PASSWORD)

    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 900
    assert "Chờ 15 phút rồi thử lại" in answer.content.decode()
    assert "người quản trị đặt mật khẩu mới" in answer.content.decode()
    entry = Entry.objects.get(action="sign_in.wait")
    assert entry.after == {"address": "10.0.0.1", "user": person.username, "minutes": 15}


def test_it_opens_by_itself(client: Any, person: Any, clock: Any) -> None:
    """When the oldest failure leaves the window one may try again."""
    fail(client, person.username, throttle.MOST_OF_NAME)
    clock(minutes=16)

    assert attempt(client, person.username, PASSWORD).status_code == 302


def test_failures_count_no_more_after_the_right_password(client: Any, person: Any) -> None:
    """Seven wrong ones, a right one, seven wrong ones: nobody waits."""
    for _ in range(2):
        fail(client, person.username, throttle.MOST_OF_NAME - 1)
        assert attempt(client, person.username, PASSWORD).status_code == 302
        client.logout()


def test_a_new_password_opens_it(client: Any, person: Any, cast: Any) -> None:
    """Who forgot it asks the administrator, and does not wait after that."""
    fail(client, person.username, throttle.MOST_OF_NAME)
    services.password_set(user=person, password=f"{PASSWORD}-moi", by=cast.administrator)

    assert attempt(client, person.username, f"{PASSWORD}-moi").status_code == 302


@pytest.mark.parametrize(
    ("username", "address", "why"),
    [
        ("reader", "10.0.0.1", "another name from there"),
        ("analyst", "10.0.0.2", "the same name from elsewhere: nobody locks out a leader"),
    ],
)
def test_others_are_not_kept_out(
    client: Any, person: Any, cast: Any, username: str, address: str, why: str
) -> None:
    """One name's failures at one address close the door for these two together only."""
    fail(client, person.username, throttle.MOST_OF_NAME)
    user = cast.people[username]
    services.password_set(user=cast.people["reader"], password=PASSWORD, by=None)

    assert throttle.sign_in_wait(user.username, address) is None, why
    assert attempt(client, user.username, PASSWORD, address).status_code == 302, why


def test_one_password_on_many_names(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address alone waits too, after many."""
    monkeypatch.setattr(throttle, "MOST_OF_ADDRESS", 12)
    for n in range(12):
        fail(client, f"ten-{n}", 1)

    assert attempt(client, "ten-khac").status_code == 429
    assert attempt(client, "ten-khac", address="10.0.0.9").status_code == 422


def test_what_was_typed_is_not_kept(client: Any, person: Any, clock: Any) -> None:
    """A password typed as a name is nowhere; rows go after a day; capitals and spaces make no new name."""
    fail(client, PASSWORD, 1)
    fail(client, f" {person.username.upper()}", 1)

    kept = list(SignInFailure.objects.order_by("pk").values("name_key", "user"))
    assert PASSWORD not in str(kept)
    assert [row["user"] for row in kept] == [None, person.pk]
    assert kept[1]["name_key"] == throttle._key(person.username)

    clock(days=2)
    fail(client, person.username, 1)
    assert SignInFailure.objects.count() == 1


def test_nothing_typed_is_no_failure(client: Any) -> None:
    """An empty form is answered by its fields."""
    assert attempt(client, "", "").status_code == 422
    assert not SignInFailure.objects.exists()
