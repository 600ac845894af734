"""Users and roles, for who manages people: adding, locking, passwords, grants, and who can never be lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from dondoc.web.accounts.models import Grant, User
from dondoc.web.audit.models import Entry
from web.boards import Page

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def admin(signed_in: Any) -> Any:
    return signed_in("administrator")


NEW = {"username": "moi.stc", "full_name": "Vũ Thị Mới", "email": "", "password": "con-duong-dai-2026"}


def test_adding_a_user(admin: Any, cast: Any) -> None:
    """The new user has no role, the page to give one follows, and the trail does not hold the password."""
    response = admin.post(reverse("user-add"), NEW, follow=True)

    made = User.objects.get(username="moi.stc")
    assert response.redirect_chain[-1][0] == reverse("user", args=[made.pk])
    assert made.check_password(NEW["password"])
    assert not made.grants.exists()
    entry = Entry.objects.get(action="user.add")
    assert entry.actor == cast.administrator
    assert NEW["password"] not in str([entry.before, entry.after, entry.label, entry.reason])


MISTAKES = [
    ({"username": "analyst"}, "username", "taken"),
    ({"username": "có dấu cách"}, "username", "not a name to sign in with"),
    ({"password": "12345678"}, "password", "weak"),
    ({"full_name": ""}, "full_name", "nobody"),
    ({"email": "khong-phai"}, "email", "no address"),
]


@pytest.mark.parametrize(("change", "name", "why"), MISTAKES, ids=[row[2] for row in MISTAKES])
def test_mistakes_stand_beside_their_field(change: dict[str, str], name: str, why: str, admin: Any) -> None:
    """422; what was typed stays, except the password; nobody is added."""
    before = User.objects.count()
    typed = NEW | change
    response = admin.post(reverse("user-add"), typed)

    assert response.status_code == 422
    assert response.context["form"].errors[name]
    page = response.content.decode()
    assert NEW["password"] not in page
    assert f'value="{typed["username"]}"' in page
    assert User.objects.count() == before
    assert Page.of(response).problems == []


def test_locking_ends_what_one_may_do(admin: Any, cast: Any, signed_in: Any) -> None:
    """A locked account is led to the door, at once."""
    address = reverse("user", args=[cast.reader.pk])
    assert admin.post(address, {"full_name": "Người reader", "email": ""}).status_code == 302

    cast.reader.refresh_from_db()
    assert not cast.reader.is_active
    assert "Đã khóa" in Page.of(admin.get(reverse("user-list"))).text
    assert signed_in("reader").get(reverse("task-list")).status_code == 302
    assert Entry.objects.get(action="user.update").after == {"is_active": False}


def test_the_last_administrator_stays(admin: Any, cast: Any) -> None:
    """Neither by locking nor by ending the role can the office shut itself out; with a second one it may."""
    own = reverse("user", args=[cast.administrator.pk])
    grant = Grant.objects.get(user=cast.administrator)
    end = reverse("grant-end", args=[grant.pk])

    locked = admin.post(own, {"full_name": "Người administrator", "email": ""})
    ended = admin.post(end, {"valid_to": "2026-10-20"})

    for response in (locked, ended):
        assert response.status_code == 422
        assert "người quản trị cuối cùng" in Page.of(response).text
    cast.administrator.refresh_from_db()
    grant.refresh_from_db()
    assert cast.administrator.is_active
    assert grant.valid_to is None

    Grant.objects.create(user=cast.second, role="administrator", body=grant.body, valid_from=date(2026, 1, 1))
    assert admin.post(end, {"valid_to": "2026-10-20"}).status_code == 302


def test_giving_and_ending_a_role(admin: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """A role opens the branch from its day on, and its end closes it; the history stays."""
    user = cast.nobody
    typed = {"role": "officer", "body": province.finance.pk, "valid_from": "2026-10-20", "valid_to": ""}
    assert admin.post(reverse("grant-add", args=[user.pk]), typed).status_code == 302
    assert cast.access("nobody").body_ids >= {province.finance.pk}
    assert cast.access("nobody", date(2026, 10, 19)).body_ids == frozenset()

    grant = Grant.objects.get(user=user)
    assert admin.post(reverse("grant-end", args=[grant.pk]), {"valid_to": "2026-10-25"}).status_code == 302
    assert cast.access("nobody", date(2026, 10, 25)).body_ids
    assert not cast.access("nobody", date(2026, 10, 26)).body_ids
    page = Page.of(admin.get(reverse("user", args=[user.pk])))
    assert "25/10/2026" in page.text
    assert [entry.action for entry in Entry.objects.filter(table="accounts.Grant").order_by("pk")] == [
        "grant.add",
        "grant.end",
    ]


WRONG_GRANTS = [
    ({"role": "king"}, "a role that is none"),
    ({"body": "999999"}, "a body that is none"),
    ({"valid_to": "2026-01-01"}, "an end before the beginning"),
    ({"valid_from": ""}, "no beginning"),
]


@pytest.mark.parametrize(("change", "why"), WRONG_GRANTS, ids=[row[1] for row in WRONG_GRANTS])
def test_wrong_roles(change: dict[str, str], why: str, admin: Any, cast: Any, province: Any) -> None:
    """422 with the reason; nothing is given."""
    typed = {"role": "officer", "body": province.finance.pk, "valid_from": "2026-10-20", "valid_to": ""}
    response = admin.post(reverse("grant-add", args=[cast.nobody.pk]), typed | change)

    assert response.status_code == 422
    assert response.context["grant_form"].errors
    assert not cast.nobody.grants.exists()


def test_no_role_in_a_body_that_is_gone(admin: Any, cast: Any, province: Any) -> None:
    """Who took over is where roles are given."""
    page = admin.get(reverse("user", args=[cast.nobody.pk])).content.decode()

    assert f'<option value="{province.finance.pk}">' in page
    assert f'<option value="{province.planning.pk}">' not in page


def test_a_new_password(admin: Any, cast: Any) -> None:
    """Set by who manages people; weak ones are refused; the trail says only that it changed."""
    address = reverse("user-password", args=[cast.reader.pk])

    assert admin.post(address, {"password": "12345678"}).status_code == 422
    assert admin.post(address, {"password": "cay-cau-bac-qua-song"}).status_code == 302
    cast.reader.refresh_from_db()
    assert cast.reader.check_password("cay-cau-bac-qua-song")
    entry = Entry.objects.get(action="user.password")
    assert (entry.before, entry.after) == ({}, {})


PLACES = ["user-list", "user-add", "user"]


@pytest.mark.parametrize("who", ["analyst", "finance", "head", "leader", "inspector", "reader", "nobody"])
def test_nobody_else_manages_people(who: str, signed_in: Any, cast: Any) -> None:
    """403 on every page and change; nothing changes."""
    client = signed_in(who)
    before = (User.objects.count(), Grant.objects.count(), Entry.objects.count())

    for name in PLACES:
        args = [cast.reader.pk] if name == "user" else []
        assert client.get(reverse(name, args=args)).status_code == 403
        assert name == "user-list" or client.post(reverse(name, args=args), NEW).status_code == 403
    grant = Grant.objects.get(user=cast.reader)
    assert client.post(reverse("grant-end", args=[grant.pk]), {"valid_to": "2026-10-20"}).status_code == 403
    assert (User.objects.count(), Grant.objects.count(), Entry.objects.count()) == before


SEARCHES = [("nguoi reader", ["reader"]), ("ĐOÀN", ["doan"]), ("doan", ["doan"]), ("khong ai ca", [])]


@pytest.mark.parametrize(("text", "names"), SEARCHES, ids=[row[0] for row in SEARCHES])
def test_finding_a_user(text: str, names: list[str], admin: Any) -> None:
    """By name or sign-in name, with and without marks, small and capital, the same on every database."""
    User.objects.create(username="doan", full_name="Chử Văn Đoàn")
    found = admin.get(reverse("user-list"), {"q": text}).context["page"]

    assert [user.username for user in found] == names


@pytest.mark.parametrize("text", ["\0", "(", "[a-", "\\", "%"])
def test_strange_words_are_answered(text: str, admin: Any) -> None:
    """What was typed is words, never a pattern."""
    assert admin.get(reverse("user-list"), {"q": text}).status_code == 200


def test_a_user_that_is_not_there(admin: Any) -> None:
    """404, also for changes."""
    assert admin.get(reverse("user", args=[999_999])).status_code == 404
    assert admin.post(reverse("grant-end", args=[999_999])).status_code == 404
