"""An office of its own for browser tests: database, server and worker as processes, and Debian's Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

import migrated

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PASSWORD = "mot-mat-khau-dai-2026"
START_SECONDS = 60
SEED = f"""
import django; django.setup()
from datetime import date
from dondoc.web.accounts.services import grant_add, user_add
from dondoc.web.bodies.services import body_add
root = body_add(code="lam-son", name="Tỉnh Lam Sơn", kind="province", parent=None, by=None)
body_add(code="ubnd", name="Ủy ban nhân dân tỉnh", kind="state", parent=root, by=None)
body_add(code="so-xay-dung", name="Sở Xây dựng", kind="state", parent=root, by=None)
user = user_add(username="hoa", full_name="Nguyễn Thị Hoa", password="{PASSWORD}", by=None)
grant_add(user=user, role="analyst", body=root, valid_from=date(2025, 7, 1), by=None)
"""


@dataclass(frozen=True)
class Office:
    """A running office: where it answers, how to sign in, and its data folder."""

    address: str
    username: str
    password: str
    data: Path


def chromium() -> str:
    """The browser's program; the test is skipped where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("Debian's chromium is not installed (apt install chromium)")
    return found


@contextmanager
def running(data: Path, seed: str | None, **settings: str) -> Iterator[str]:
    """Server and worker on an empty database, after `seed`; the server's address. Both are ended at the end.

    Without a seed the database is as it was left. `settings` are environment variables besides DONDOC_DATA;
    without DATABASE_URL it is SQLite.
    """
    env = {**os.environ, "DONDOC_DATA": str(data), "DJANGO_SETTINGS_MODULE": "dondoc.web.settings"}
    env.pop("DATABASE_URL", None)
    env.update(settings)
    manage = [sys.executable, "-m", "django"]
    if seed is not None:
        _begin(data, manage, env)
        subprocess.run([*manage, "shell", "-v0", "-c", seed], env=env, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    serve = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    log = (data / "log.txt").open("wb")
    children = [
        subprocess.Popen(
            [sys.executable, *serve, "dondoc.web.wsgi:application"], env=env, stdout=log, stderr=log
        ),
        subprocess.Popen([*manage, "runworker"], env=env, stdout=log, stderr=log),
    ]
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(f"{address}/khoe/", children[0], data / "log.txt")
        yield address
    finally:
        for child in children:
            child.terminate()
        for child in children:
            with suppress(subprocess.TimeoutExpired):
                child.wait(10)
            child.kill()
            child.wait()
        log.close()


_built: Path | None = None  # the first office's folder: its assets serve the others too


def _begin(data: Path, manage: list[str], env: dict[str, str]) -> None:
    """A migrated database, copied where one is kept, and what the browser loads."""
    global _built
    if "DATABASE_URL" not in env:  # else `own_database` is migrated
        migrated.begin(data, env)
    if _built is not None and (_built / "static").is_dir():
        for folder in ("assets", "static"):
            shutil.copytree(_built / folder, data / folder, dirs_exist_ok=True)
        return
    subprocess.run([*manage, "buildassets", "-v0"], env=env, check=True)
    _built = data


@contextmanager
def own_database(name: str) -> Iterator[str]:
    """The address of a migrated database of one's own on the PostgreSQL that answers; else it is skipped."""
    given = os.environ.get("DONDOC_TEST_POSTGRES") or "postgresql://postgres@127.0.0.1:5432/dondoc"
    server = given.rpartition("/")[0]
    try:
        psycopg.connect(f"{server}/postgres", connect_timeout=3).close()
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL answers (DONDOC_TEST_POSTGRES)")
    with migrated.own_database(server, f"{name}_{os.getpid()}") as address:
        yield address


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Server and worker on an empty database with one reviewer; both are ended with the session."""
    chromium()  # before anything slow is started
    data = tmp_path_factory.mktemp("office")
    with running(data, SEED) as address:
        yield Office(address, "hoa", PASSWORD, data)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text("utf-8", "replace")
        with suppress(OSError), urllib.request.urlopen(address, timeout=2):
            return
        time.sleep(0.2)
    raise AssertionError(
        f"the server did not answer in {START_SECONDS} seconds: {log.read_text('utf-8', 'replace')}"
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window; ended with the file, as its loop makes Django take the thread for async."""
    from playwright.sync_api import sync_playwright

    program = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def signed_in(
    browser: Browser,
    address: str,
    username: str,
    *,
    allowed: str = "422",
    known: dict[str, Any] | None = None,
) -> Iterator[Page]:
    """A fresh, signed-in page; an error in a script or a breach of the policy fails the test.

    Args:
        browser: Chromium.
        address: Of the office.
        username: Whose page.
        allowed: A word of the only error the test itself brings about.
        known: Who has signed in before comes back with the cookies they were left with, as on their machine.
    """
    state = None if known is None else known.get(username)
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="vi-VN", base_url=address, storage_state=state
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console",
        lambda line: wrong.append(line.text) if line.type == "error" and allowed not in line.text else None,
    )
    if state is None:
        page.goto("/dang-nhap/")
        page.fill("#id_username", username)
        page.fill("#id_password", PASSWORD)
        page.click("form.sign-in button")
        page.wait_for_url(f"{address}/")
    yield page
    if known is not None:
        known[username] = context.storage_state()
    context.close()
    assert wrong == []


@pytest.fixture
def page(browser: Browser, office: Office) -> Iterator[Page]:
    """The reviewer's page."""
    with signed_in(browser, office.address, office.username) as page:
        yield page


def fill(form: Any, typed: dict[str, Any]) -> None:
    """Fields by name, whatever prefix a page gives them; a choice by its words."""
    for name, value in typed.items():
        field = form.locator(f"[name='{name}'], [name$='-{name}']").first
        kind = field.evaluate("field => field.type")
        if kind == "checkbox" and not isinstance(value, bool):
            for words in [value] if isinstance(value, str) else value:
                form.locator(f"label:has([name='{name}'])", has_text=words).first.locator("input").check()
        elif kind == "checkbox":
            field.set_checked(value)
        elif kind.startswith("select"):
            choose(field, *([value] if isinstance(value, str) else value))
        elif kind == "file":
            field.set_input_files(value)
        else:
            field.fill(value)


def choose(field: Any, *words: str) -> None:
    """The choices whose words contain each of these."""
    values = [field.locator("option", has_text=each).first.get_attribute("value") for each in words]
    field.select_option(value=values)
