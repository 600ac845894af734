"""The benches still run: in a small office each prints one flat object of figures.

What they measure is nobody's business here. Without this a renamed variable of a template would break the
obvious lists of `bench/pages.py` unseen.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import migrated

# script → what it is asked for; those that read documents are told apart by their own size options
TINY = [
    ("pages.py", ["--tiny", "--requests", "2"]),
    ("followup.py", ["--tiny", "--requests", "2"]),
]
OTHERS = ["check.py", "forecast.py", "pack.py", "prov1.py", "read.py", "regression.py"]


def run(root: Path, script: str, *words: str) -> str:
    """What a bench prints, with this tree's program and an embedded database."""
    environment = os.environ | {"PYTHONPATH": str(root / "src"), "DATABASE_URL": ""}
    done = subprocess.run(
        [sys.executable, str(root / "bench" / script), *words],
        env=environment, cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout


@pytest.mark.only_on("sqlite")  # its database is one of its own
@pytest.mark.parametrize(("script", "words"), TINY, ids=[row[0] for row in TINY])
def test_a_small_office(script: str, words: list[str], root: Path, tmp_path: Path) -> None:
    """Every page it asks for answers; figures are numbers, and the only words are the database's name."""
    if migrated.kept_copy().is_file():
        shutil.copy(migrated.kept_copy(), tmp_path / "bench.sqlite3")

    told = json.loads(run(root, script, *words, "--json", "--keep", str(tmp_path)))

    assert told.pop("database") == "sqlite"
    assert {name: value for name, value in told.items() if not isinstance(value, int | float)} == {}
    assert len(told) > 20


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("script", OTHERS)
def test_the_others_begin(script: str, root: Path) -> None:
    """What takes minutes or packages of its own at least knows its options."""
    assert "--help" in run(root, script, "--help")
