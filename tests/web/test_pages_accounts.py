"""Signing in and out, one's own password, language and theme, errors, and the frame of every page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry

pytestmark = pytest.mark.django_db
PASSWORD = "mot-mat-khau-dai-2026"


def sign_in(client: Any, name: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(reverse("sign-in"), {"username": name, "password": password, **more})


def test_signing_in_leads_to_the_desk(client: Any, cast: Any) -> None:
    """A right name and password open the start page."""
    assert sign_in(client, "analyst").headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_signing_in_leads_back_to_the_page_asked_for(client: Any, cast: Any) -> None:
    """Who was sent to the door by a link comes to that link."""
    assert client.get("/van-ban/").headers["Location"] == "/dang-nhap/?next=/van-ban/"
    assert sign_in(client, "analyst", next="/van-ban/").headers["Location"] == "/van-ban/"


REFUSED = [
    ("analyst", "sai-mat-khau", "a wrong password"),
    ("khong-co-ai", PASSWORD, "a name nobody has"),
    ("analyst", "", "no password"),
]


@pytest.mark.parametrize(("name", "password", "why"), REFUSED, ids=[row[2] for row in REFUSED])
def test_signing_in_is_refused(client: Any, cast: Any, name: str, password: str, why: str) -> None:
    """Whatever is wrong, the answer is the form again with what was typed as the name, and no session."""
    response = sign_in(client, name, password)

    assert response.status_code == 422
    assert f'value="{name}"' in response.content.decode()
    assert client.get("/").status_code == 302


def test_a_locked_account_is_told_nothing_more(client: Any, cast: Any) -> None:
    """Whether an account is locked or its password wrong cannot be told apart from outside."""
    cast.analyst.is_active = False
    cast.analyst.save()

    locked, wrong = sign_in(client, "analyst"), sign_in(client, "second", "sai")

    def notice(response: Any) -> str:
        return re.search(r'role="alert">.*?</div>', response.content.decode(), re.DOTALL)[0]  # type: ignore[index]

    assert notice(locked) == notice(wrong)


def test_a_foreign_address_is_not_led_to(client: Any, cast: Any) -> None:
    """`next` cannot send anybody to another host."""
    assert sign_in(client, "analyst", next="https://example.org/").headers["Location"] == "/"


def test_signing_out_takes_a_post(signed_in: Any) -> None:
    """A picture on some page cannot sign anybody out."""
    client = signed_in("analyst")

    assert client.get(reverse("sign-out")).status_code == 405
    assert client.post(reverse("sign-out")).headers["Location"] == "/dang-nhap/"
    assert client.get("/").status_code == 302


def test_demo_accounts_are_told_only_where_the_sample_says_so(client: Any, db: None, tmp_path: Path) -> None:
    """The sign-in page tells passwords of the sample province, and never anything on an office's own data."""
    assert "demo-table" not in client.get("/dang-nhap/").content.decode()

    accounts = [{"username": "mau", "password": "mat-khau-mau", "role": "Chuyên viên"}]
    (tmp_path / "demo.json").write_text(json.dumps(accounts), "utf-8")

    page = client.get("/dang-nhap/").content.decode()
    assert "mat-khau-mau" in page
    assert "Chuyên viên" in page


def test_password_change(signed_in: Any, cast: Any, client: Any) -> None:
    """The new password works, this session goes on, and the trail says that it changed but not what it is."""
    signed_in("analyst")
    new = "mat-khau-moi-dai-2027"

    response = client.post(
        reverse("password-change"), {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )

    assert response.headers["Location"] == "/"
    assert client.get("/").status_code == 200
    cast.analyst.refresh_from_db()
    assert cast.analyst.check_password(new)
    entry = Entry.objects.get(action="user.password")
    assert new not in json.dumps([entry.before, entry.after])


WRONG_PASSWORDS = [
    ("sai", "mat-khau-moi-dai-2027", "mat-khau-moi-dai-2027", "the old one is wrong"),
    (PASSWORD, "mat-khau-moi-dai-2027", "mat-khau-khac-dai-2027", "the two differ"),
    (PASSWORD, "12345678", "12345678", "only digits"),
    (PASSWORD, "ngan", "ngan", "too short"),
]


@pytest.mark.parametrize(
    ("old", "one", "two", "why"), WRONG_PASSWORDS, ids=[row[3] for row in WRONG_PASSWORDS]
)
def test_password_stays(signed_in: Any, cast: Any, old: str, one: str, two: str, why: str) -> None:
    """A password that cannot be taken changes nothing and says why."""
    client = signed_in("analyst")

    response = client.post(
        reverse("password-change"), {"old_password": old, "new_password1": one, "new_password2": two}
    )

    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
    cast.analyst.refresh_from_db()
    assert cast.analyst.check_password(PASSWORD)


def test_language_is_vietnamese_until_chosen(client: Any, db: None) -> None:
    """An English browser still gets Vietnamese; the switch changes it."""
    page = client.get("/dang-nhap/", headers={"Accept-Language": "en-US"})
    assert page.headers["Content-Language"] == "vi"

    client.post(reverse("language"), {"language": "en", "next": "/dang-nhap/"})

    assert client.get("/dang-nhap/").headers["Content-Language"] == "en"


def test_theme_is_kept_and_goes_back(client: Any, db: None) -> None:
    """The choice is a cookie, drawn into the page by the server; an unknown one follows the system."""
    response = client.post(reverse("theme"), {"theme": "dark", "next": "/dang-nhap/"})
    assert response.headers["Location"] == "/dang-nhap/"
    assert 'data-theme="dark"' in client.get("/dang-nhap/").content.decode()

    client.post(reverse("theme"), {"theme": "system", "next": "https://example.org/"})
    assert "data-theme=" not in client.get("/dang-nhap/").content.decode().split(">")[1]


def test_nothing_on_a_page_is_inline(signed_in: Any, stage: Any) -> None:
    """The policy allows no inline script or style and no other host, and the pages keep to it."""
    document = stage.document()
    stage.fact(document, "indicator")
    client = signed_in("analyst")

    for address in (
        "/",
        "/tai-len/",
        "/van-ban/",
        f"/van-ban/{document.pk}/",
        f"/van-ban/{document.pk}/duyet/",
    ):
        response = client.get(address)
        page = response.content.decode()
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        assert not re.search(r"<[^>]+\sstyle=|<style|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", page), (
            address
        )
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page), address


@pytest.mark.parametrize(("address", "status"), [("/khong-co-trang-nay/", 404), ("/van-ban/99999/", 404)])
def test_errors_are_pages(signed_in: Any, address: str, status: int) -> None:
    """What is not there says so in Vietnamese, with a way home."""
    response = signed_in("analyst").get(address)

    assert response.status_code == status
    assert "Không có trang này" in response.content.decode()


def test_a_stale_form_says_what_to_do(client: Any, cast: Any) -> None:
    """A page left open over the weekend: reload, nothing was taken."""
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.analyst)

    response = strict.post(reverse("sign-out"))

    assert response.status_code == 403
    assert "mở quá lâu" in response.content.decode()


def test_health_says_nothing_of_the_content(client: Any, db: None) -> None:
    """A supervisor may ask without signing in; the answer is one word."""
    assert client.get(reverse("health")).json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("full_name", "short"),
    [("Nguyễn Thị Hoa", "Hoa"), ("Chuyên viên tổng hợp", "Chuyên viên tổng hợp"), ("", "hoa")],
)
def test_how_somebody_is_greeted(full_name: str, short: str) -> None:
    """A person by the given name; a function by its whole name."""
    assert User(username="hoa", full_name=full_name).get_short_name() == short
