"""Filling a database from files: killed at any point and run again, it ends as if nothing had been."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from dondoc.web.accounts.demo import DemoAccount, demo_accounts, demo_accounts_tell, demo_file
from dondoc.web.audit.models import Entry
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.services import body_add
from dondoc.web.core.locks import Turn
from dondoc.web.core.wholefile import write_whole
from dondoc.web.sources import jobs, setup
from dondoc.web.sources.filling import step
from dondoc.web.sources.models import ReadJob
from dondoc.web.sources.services import batch_add


class Killed(BaseException):
    """As a SIGKILL: nothing in between catches it."""


def add(code: str, *, root: Body) -> Body:
    return body_add(code=code, name=f"Sở {code}", kind="state", parent=root, by=None)


def test_a_step_is_whole_or_not_at_all(province: Any, tmp_path: Path) -> None:
    """Ended in its middle it leaves nothing, run again it begins anew; done, it is not done twice."""
    file = tmp_path / "co-quan.toml"
    file.write_text("a\n", "utf-8")
    done: list[str] = []

    def half() -> None:
        add("mot", root=province.root)
        raise Killed

    def whole() -> None:
        done.extend(add(code, root=province.root).code for code in ("mot", "hai"))

    with pytest.raises(Killed):
        step(file, half)
    assert not Body.objects.filter(code="mot").exists()
    assert not Entry.objects.filter(action="setup.step").exists()

    assert step(file, whole)
    assert not step(file, whole), "what it says was done"
    assert done == ["mot", "hai"]

    file.write_text("b\n", "utf-8")
    assert step(file, lambda: done.append("again")), "it says something else now"
    assert done == ["mot", "hai", "again"]
    assert Entry.objects.filter(action="setup.step").count() == 2


def test_what_the_dead_held_is_read(province: Any, cast: Any) -> None:
    """A reader of this machine that is no more does not keep its file for the time of a lease."""
    batch_add(files=[("a.txt", b"Thu ng\xc3\xa2n s\xc3\xa1ch 2026 \xc4\x91\xe1\xba\xa1t 16 t\xe1\xbb\xb7.")],
              by=cast.analyst, owner=province.root)  # fmt: skip
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    lasting = timezone.now() + timedelta(hours=1)
    held = {"state": "running", "attempts": 1, "lease_until": lasting}
    ReadJob.objects.update(worker=f"{socket.gethostname()}:{gone.pid}", **held)

    assert jobs.run(once=True, pause=0.01) == 1
    job = ReadJob.objects.get()
    assert (job.state, job.attempts) == ("done", 2)


@pytest.mark.parametrize(
    ("worker", "why"),
    [
        (f"{socket.gethostname()}:{os.getppid()}", "it lives"),
        ("another-machine:1", "nobody here can tell"),
    ],
)
def test_what_the_living_hold_is_left(province: Any, cast: Any, worker: str, why: str) -> None:
    """Nobody's file is taken away from who may still read it; who fills the database waits for it."""
    batch_add(files=[("a.txt", b"x")], by=cast.analyst, owner=province.root)
    ReadJob.objects.update(worker=worker, state="running", lease_until=timezone.now() + timedelta(hours=1))

    assert jobs._free_what_the_dead_hold(), why
    assert ReadJob.objects.get().worker == worker


def account(name: str, password: str) -> setup.Account:
    return setup.Account(name, "Nguyễn Thị Hoa", "Chuyên viên", password)


def test_no_password_is_lost(settings: Any, tmp_path: Path) -> None:
    """Told before the accounts are there: of a run that was killed then, the next one's password holds."""
    settings.DATA = tmp_path / "moi"

    for password in ("cua-lan-bi-ngat", "cua-lan-sau"):
        kept = setup.accounts_keep([account("hoa", password)])
        demo_accounts_tell([DemoAccount("hoa", password, "Chuyên viên")])
    setup.accounts_keep([account("binh", "khac")])

    assert [line.split("\t")[:2] for line in kept.read_text("utf-8").splitlines()] == [
        ["hoa", "cua-lan-sau"],
        ["binh", "khac"],
    ]
    assert [one.password for one in demo_accounts()] == ["cua-lan-sau"]
    for file in (kept, demo_file()):
        assert file.stat().st_mode & 0o777 == 0o600


def test_half_a_file_is_never_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed while it is written, the file says what it said before."""
    file = tmp_path / "a.txt"
    write_whole(file, "trước")

    def killed(_from: Path, _to: Path) -> None:
        raise Killed

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(Killed):
        write_whole(file, "sau")

    assert file.read_text("utf-8") == "trước"


def test_turns_have_numbers_of_their_own() -> None:
    """Two kinds of turn under one number would be one lock, and one name of the other."""
    assert len(Turn.__members__) == len(list(Turn))
