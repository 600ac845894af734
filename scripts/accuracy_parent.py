"""What the last commit read: the same documents by its own code, in a process of its own.

Where the working tree has changes in src/, the last commit is HEAD; else it is the one before HEAD.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import accuracy_kinds
from accuracy_gold import Gold, load_read

HERE = Path(__file__).resolve().parent.parent

# Run with the parent's `src` first on the path; it uses only what every commit has had.
_READ = """
import json, sys
from pathlib import Path
from dondoc.extraction import extract
from dondoc.reading import read_bytes
from dondoc.writing.facts_json import dumps, to_json
for line in sys.stdin:
    source, target = json.loads(line)
    path = Path(source)
    document = read_bytes(path.read_bytes(), path.name)
    Path(target).write_text(dumps(to_json(document, extract(document), text=True)), "utf-8")
"""


@dataclass(slots=True)
class Change:
    """What a change of the rules did to one kind."""

    gained: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)


def last_commit() -> str | None:
    """The commit to compare with; None where git or its history is not there."""
    try:
        changed = _git("status", "--porcelain", "--", "src").strip()
        return _git("rev-parse", "--verify", "--quiet", "HEAD" if changed else "HEAD~1").decode().strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=HERE, check=True, capture_output=True).stdout


@contextmanager
def sources(commit: str) -> Iterator[Path]:
    """A folder with the commit's `src`."""
    with tempfile.TemporaryDirectory() as made:
        archive = _git("archive", "--format=tar", commit, "src")
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            tar.extractall(made, filter="data")
        yield Path(made) / "src"


def read(source: Path, pairs: Sequence[tuple[Path, Path]]) -> str:
    """Read each file with the code in `source` and write what was read; "" or why it could not be done."""
    lines = "".join(json.dumps([str(a), str(b)]) + "\n" for a, b in pairs)
    done = subprocess.run(
        [sys.executable, "-c", _READ],
        input=lines,
        text=True,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(source), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    return "" if done.returncode == 0 else done.stderr.strip().rpartition("\n")[2]


def changes(gold: Gold, names: Sequence[str], before: Path, now: Path) -> dict[str, Change]:
    """Gold facts that are right now and were not, and the other way about, by kind."""
    made: dict[str, Change] = {}
    for name in names:
        facts = json.loads((gold.folder / "facts" / f"{name}.json").read_text("utf-8"))
        old, new = load_read(before, name), load_read(now, name)
        for kind, match in matchers(gold).items():
            was = {f"{name} {place}" for place in match(facts, old)}
            is_now = {f"{name} {place}" for place in match(facts, new)}
            change = made.setdefault(kind, Change())
            change.gained |= is_now - was
            change.lost |= was - is_now
    return made


Matcher = Callable[[dict[str, Any], dict[str, Any]], list[str]]


def matchers(gold: Gold) -> dict[str, Matcher]:
    """Kind → the gold facts of a document that a reading has right, by where they stand or what they name."""
    s = gold.scorer

    def indicators(facts: dict[str, Any], read: dict[str, Any], *, full: bool) -> list[str]:
        wanted, found = s.rows(facts, "indicators"), s.rows(read, "indicators")
        pairs = s.pair(wanted, found, lambda a, b: s.overlap(a["value_span"], b.get("value_span")), 0.25)
        right = [(a, b) for a, b in pairs if s.same_quantity(a, b) and s.similar(a["name"], b.get("name"))]
        if full:
            right = [
                (a, b)
                for a, b in right
                if s.period(a.get("period")) == s.period(b.get("period"))
                and all(s.fold(a.get(key)) == s.fold(b.get(key)) for key in ("status", "measure"))
            ]
        return [str(a["value_span"]) for a, _ in right]

    def by_span(kind: str, least: float) -> Matcher:
        def match(facts: dict[str, Any], read: dict[str, Any]) -> list[str]:
            wanted, found = s.rows(facts, kind), s.rows(read, kind)
            pairs = s.pair(wanted, found, lambda a, b: s.overlap(a["span"], b.get("span")), least)
            return [str(a["span"]) for a, _ in pairs]

        return match

    def people(facts: dict[str, Any], read: dict[str, Any]) -> list[str]:
        known = {s.fold(person.get("name")) for person in s.rows(read, "people") if person.get("positions")}
        wanted = [person["name"] for person in s.rows(facts, "people") if person.get("positions")]
        return [name for name in wanted if s.fold(name) in known]

    return {
        "indicator.named": lambda facts, read: indicators(facts, read, full=False),
        "indicator.full": lambda facts, read: indicators(facts, read, full=True),
        "task": by_span("tasks", 0.5),
        "person": people,
        "citation": by_span("citations", 0.25),
        "meeting": by_span("meetings", 0.25),
    }


def table(made: dict[str, Change], *, listed: bool) -> str:
    """Counts by kind; with `listed` every fact that was gained or lost."""
    lines = [f"{'kind':22}{'gained':>8}{'lost':>8}"]
    for kind, change in made.items():
        lines.append(f"{kind:22}{len(change.gained):>8}{len(change.lost):>8}")
        if listed:
            lines += [f"    + {place}" for place in sorted(change.gained)]
            lines += [f"    - {place}" for place in sorted(change.lost)]
    return "\n".join(lines)


def kind_changes(before: Path) -> dict[str, Change]:
    """The same for the kinds of tests/extraction/gold; a commit that did not know them had none."""

    def then(path: Path) -> dict[str, Any]:
        return load_read(before, f"{path.name}.kinds")

    was, is_now = accuracy_kinds.scores(then), accuracy_kinds.scores()
    return {
        kind: Change(is_now[kind].right - was[kind].right, was[kind].right - is_now[kind].right)
        for kind in accuracy_kinds.KINDS
    }
