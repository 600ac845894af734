"""The measure itself: what is kept back stays back, wrong readings score less, the page is true."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent.parent
SCRIPTS = HERE / "scripts"
GOLD = HERE.parent / "shared" / "gold" / "dev"


@pytest.fixture
def scripts(monkeypatch):
    """The modules of the measure, which are scripts and no part of the package."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import accuracy_gold
    import accuracy_kinds
    import accuracy_page

    return {"gold": accuracy_gold, "kinds": accuracy_kinds, "page": accuracy_page}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(HERE / "src"), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, str(SCRIPTS / "accuracy.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=HERE)


def test_without_gold_it_says_so_and_passes(tmp_path):
    """A clone without the marked documents can still run `make accuracy`."""
    done = run(str(tmp_path))

    assert done.returncode == 0
    assert "Bỏ qua" in done.stdout


def test_what_is_held_out_goes_by_names_alone(scripts, tmp_path):
    """The smallest SHA-256 of `doc-…`; texts need not be read, they may even be empty."""
    (tmp_path / "text").mkdir()
    (tmp_path / "score.py").write_text("", "utf-8")
    names = [f"doc-{number:03}" for number in range(20)]
    for name in [*names, "seed-000"]:
        (tmp_path / "text" / f"{name}.txt").touch()

    kept = scripts["gold"].find(tmp_path).held_out(12)

    order = sorted(names, key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    assert set(kept) == set(order[:12])


def test_a_wrong_reading_scores_less(scripts):
    """A missing part, another speaker, a fact too many: each is told, none passes as right."""
    kinds = scripts["kinds"]

    def spoiled(path):
        read = kinds.read_now(path)
        for fact in read["votes"][:1]:
            fact["parts"].pop()
        for fact in read["shortcomings"][:1]:
            fact["voice"] = "delegate"
        return read

    right, wrong = kinds.scores(), kinds.scores(spoiled)

    assert wrong["votes"].full == right["votes"].full - 1
    assert wrong["votes"].found == right["votes"].found
    assert wrong["shortcomings"].full < right["shortcomings"].full
    assert any(place.endswith("fields") for place in wrong["votes"].wrong)


# kind, at least: every field right on the sample province and, where they are there, the press reports
LEAST = [("verdicts", 0.9), ("votes", 0.9), ("shortcomings", 0.85), ("proposals", 0.7)]


@pytest.mark.parametrize(("kind", "least"), LEAST)
def test_the_kinds_of_our_own_gold_are_read(scripts, kind, least):
    """F1 of facts with every field right."""
    assert scripts["kinds"].scores()[kind].f1_full >= least


@pytest.mark.slow
@pytest.mark.skipif(not GOLD.is_dir(), reason="the gold documents stand beside the repository only")
def test_the_page_says_what_is_true():
    """docs/accuracy.md was written by the rules as they are: run `make accuracy-page` after changing them."""
    done = run("--check-page")

    assert done.returncode == 0, done.stdout + done.stderr
