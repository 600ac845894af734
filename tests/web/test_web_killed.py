"""A worker killed in the middle of a file, as a real process with a real SIGKILL, and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import migrated

DOCUMENTS = 6
SENTENCES = 700  # a document, so that it takes a worker a while
KILLS = 3

SEED = """
import django; django.setup()
from datetime import date
from dondoc.web.accounts.models import User
from dondoc.web.bodies.services import body_add
from dondoc.web.sources.services import batch_add
user = User.objects.create(username="a", full_name="A")
root = body_add(code="t", name="Tỉnh T", kind="province", parent=None, by=None)
files = [(f"{d}.txt", "".join(
    f"- Thu ngân sách xã thứ {d}.{n} năm 2026 đạt {d * 1000 + n} tỷ đồng.\\n" for n in range(SENTENCES)
).encode()) for d in range(DOCUMENTS)]
batch_add(files=files, by=user, owner=root)
"""

Ask = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture
def office(tmp_path: Path, root: Path) -> Iterator[tuple[dict[str, str], Ask]]:
    """A data folder and a migrated database of their own, as processes see them; and a way to ask it."""
    env = {**os.environ, "DONDOC_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "dondoc.web.settings"}
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        migrated.begin(tmp_path, env)
        yield env, _sqlite(tmp_path / "dondoc.sqlite3")
        return
    import psycopg

    def ask(question: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(address, autocommit=True) as own:
            cursor = own.execute(question)
            return list(cursor) if cursor.description else []

    with migrated.own_database(url.rpartition("/")[0], f"dondoc_killed_{os.getpid()}") as address:
        yield env | {"DATABASE_URL": address}, ask


def _sqlite(file: Path) -> Ask:
    import sqlite3

    def ask(question: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(file, timeout=20)) as own, own:
            return own.execute(question).fetchall()

    return ask


@pytest.mark.slow
def test_killed_worker_leaves_one_reading_and_no_fact_twice(
    office: tuple[dict[str, str], Ask], root: Path
) -> None:
    """Killed mid-read three times and started again: each file has one current reading, each fact once."""
    env, ask = office
    manage = [sys.executable, str(root / "manage.py")]
    seed = SEED.replace("SENTENCES", str(SENTENCES)).replace("DOCUMENTS", str(DOCUMENTS))
    subprocess.run([sys.executable, "-c", seed], env=env, check=True, capture_output=True)

    hits = sum(_kill_mid_read(manage, env, ask) for _ in range(KILLS))
    assert hits == KILLS
    subprocess.run([*manage, "runworker", "--once"], env=env, check=True, capture_output=True, timeout=120)

    assert ask("SELECT state, count(*) FROM sources_readjob GROUP BY state") == [("done", DOCUMENTS)]
    assert ask("SELECT count(*) FROM sources_reading WHERE is_current") == [(DOCUMENTS,)]
    assert ask("SELECT count(*) FROM sources_reading") == [(DOCUMENTS,)]
    assert ask("SELECT count(*) FROM sources_document") == [(DOCUMENTS,)]
    per_document = ask("SELECT count(*), count(DISTINCT start) FROM sources_fact GROUP BY document_id")
    assert len(per_document) == DOCUMENTS
    assert all(count == places >= SENTENCES for count, places in per_document)
    assert ask("SELECT count(*) FROM sources_document d WHERE open_facts <> "
               "(SELECT count(*) FROM sources_fact f WHERE f.document_id = d.id)") == [(0,)]  # fmt: skip


def _kill_mid_read(manage: list[str], env: dict[str, str], ask: Ask) -> bool:
    """Start a worker, kill it while a reading is not yet current, let its lease run out."""
    worker = subprocess.Popen([*manage, "runworker"], env=env, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if ask("SELECT 1 FROM sources_reading WHERE NOT is_current"):
                worker.send_signal(signal.SIGKILL)
                worker.wait()
                half_done = bool(ask("SELECT 1 FROM sources_reading WHERE NOT is_current"))
                ask("UPDATE sources_readjob SET lease_until = created_at WHERE state = 'running'")
                if half_done:
                    return True
                worker = subprocess.Popen([*manage, "runworker"], env=env, stderr=subprocess.DEVNULL)
            time.sleep(0.002)
        return False
    finally:
        worker.kill()
        worker.wait()


@pytest.mark.slow
def test_sigterm_puts_the_job_back(office: tuple[dict[str, str], Ask], root: Path) -> None:
    """A worker that is asked to stop ends within seconds, cleanly, and holds no job."""
    env, ask = office
    manage = [sys.executable, str(root / "manage.py")]
    seed = SEED.replace("SENTENCES", str(SENTENCES)).replace("DOCUMENTS", str(DOCUMENTS))
    subprocess.run([sys.executable, "-c", seed], env=env, check=True, capture_output=True)
    worker = subprocess.Popen([*manage, "runworker"], env=env, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end and not ask("SELECT 1 FROM sources_readjob WHERE state = 'running'"):
            time.sleep(0.01)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=20) == 0
    finally:
        worker.kill()
        worker.wait()
    assert ask("SELECT count(*) FROM sources_readjob WHERE state = 'running'") == [(0,)]
