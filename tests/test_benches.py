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

# what each is asked for so that it runs in seconds
OFFICES = [("pages.py", ["--tiny", "--requests", "2"]), ("followup.py", ["--tiny", "--requests", "2"])]


def run(root: Path, script: str, *words: str) -> str:
    """What a bench prints, with this tree's program and an embedded database."""
    environment = os.environ | {"PYTHONPATH": str(root / "src"), "DATABASE_URL": ""}
    done = subprocess.run(
        [sys.executable, str(root / "bench" / script), *words],
        env=environment, cwd=root, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout


def figures_of(root: Path, script: str, *words: str) -> dict[str, float]:
    """The named figures a bench says; the only words among them are the database's name."""
    told = json.loads(run(root, script, *words))
    told.pop("database", None)
    assert {name: value for name, value in told.items() if not isinstance(value, int | float)} == {}
    figures: dict[str, float] = told
    return figures


def migrated_database() -> list[str]:
    """For a bench that can begin with one; without, it runs the migrations itself."""
    kept = migrated.kept_copy()
    return ["--migrated", str(kept)] if kept.is_file() else []


@pytest.mark.only_on("sqlite")  # its database is one of its own
@pytest.mark.parametrize(("script", "words"), OFFICES, ids=[row[0] for row in OFFICES])
def test_a_small_office(script: str, words: list[str], root: Path, tmp_path: Path) -> None:
    """Every page it asks for answers."""
    if migrated.kept_copy().is_file():
        shutil.copy(migrated.kept_copy(), tmp_path / "bench.sqlite3")

    assert len(figures_of(root, script, *words, "--json", "--keep", str(tmp_path))) > 20


@pytest.mark.only_on("sqlite")
def test_a_small_province(root: Path) -> None:
    """Every way of adding up comes to the same, and nothing kept says something else afterwards."""
    told = json.loads(run(root, "prov1.py", "--tiny", "--json", *migrated_database()))

    assert told["oracle_checksum"] == told["plain_sql_checksum"] == told["plain_pandas_checksum"]
    assert told["w3_reports"] == told["w3_together_reports"] == 4
    assert (told["verify_differences"], told["verify_looked_at"] > told["facts"]) == (0, True)


@pytest.mark.only_on("sqlite")
def test_a_small_pack(root: Path) -> None:
    """Every body has both of its files, which open again."""
    told = figures_of(root, "pack.py", "--tiny", "--json", *migrated_database())

    assert (told["bodies"], told["files"]) == (3, 6)


@pytest.mark.only_on("sqlite")
def test_few_documents_are_checked(root: Path) -> None:
    """Both ways find what was planted, among few."""
    told = figures_of(root, "check.py", "--documents", "40", "--json")

    assert told["dondoc_found"] == told["planted"]


@pytest.mark.only_on("sqlite")
def test_this_tree_beside_itself(root: Path, tmp_path: Path) -> None:
    """Each stage of reading is told, of one document."""
    (tmp_path / "a.txt").write_text("Phấn đấu thu ngân sách năm 2026 đạt 2.500 tỷ đồng.\n", "utf-8")
    words = ["--base", str(root / "src"), "--rounds", "1", "--documents", str(tmp_path)]
    told = run(root, "regression.py", *words)

    assert [line.split()[0] for line in told.splitlines()[1:5]] == ["read", "extract", "json", "all"]


@pytest.mark.only_on("sqlite")
def test_a_short_series_is_forecast(root: Path) -> None:
    """Its table has a line for each part of the year, and one for all."""
    told = run(root, "forecast.py", "--tiny", "--chosen").splitlines()

    assert [line.count("|") for line in told] == [8] * 6
    assert told[-1].startswith("| all |")


@pytest.mark.only_on("sqlite")
def test_documents_are_made_and_read(root: Path, tmp_path: Path) -> None:
    """Beside packages of its own and for minutes only when asked: here one pipeline, for a moment."""
    run(root, "read.py", "--generate", str(tmp_path))
    told = figures_of(root, "read.py", "--one", "dondoc", "txt", str(tmp_path), "--seconds", "0.1")

    assert told["documents"] > 0
    assert told["values_found"] > 0.5
