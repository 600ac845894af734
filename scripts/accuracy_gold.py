"""The gold documents beside the repository: where they are, their scorer, and reading them.

A gold folder holds `text/NAME.txt` and `facts/NAME.json`; the scorer `score.py` stands in it or above it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from dondoc.extraction import extract
from dondoc.reading import read_bytes
from dondoc.writing.facts_json import dumps, to_json

HERE = Path(__file__).resolve().parent.parent
DEV = HERE.parent / "shared" / "gold" / "dev"
HELD_OUT = 12  # documents that nobody may open while rules are written

Scores = dict[str, Any]  # what score.py gives: {"kinds": {kind: row}, "attributes": {name: row}}


@dataclass(frozen=True, slots=True)
class Gold:
    """One gold folder with its scorer."""

    folder: Path
    scorer: ModuleType

    @property
    def names(self) -> list[str]:
        """The documents, by the names of their texts; none of them is opened."""
        return sorted(path.stem for path in (self.folder / "text").glob("*.txt"))

    def held_out(self, count: int) -> list[str]:
        """The `doc-…` whose names have the smallest SHA-256."""
        named = [name for name in self.names if name.startswith("doc-")]
        return sorted(sorted(named, key=lambda name: hashlib.sha256(name.encode()).hexdigest())[:count])

    def read(self, names: Iterable[str], out: Path) -> None:
        """Read these documents and write what was read as `out/NAME.json`."""
        for name in names:
            path = self.folder / "text" / f"{name}.txt"
            document = read_bytes(path.read_bytes(), path.name)
            (out / f"{name}.json").write_text(dumps(to_json(document, extract(document))), "utf-8")

    @contextmanager
    def facts_of(self, names: Iterable[str]) -> Iterator[Path]:
        """A folder with the gold facts of these documents only."""
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            for name in names:
                (folder / f"{name}.json").symlink_to((self.folder / "facts" / f"{name}.json").resolve())
            yield folder

    def score(self, names: Iterable[str], out: Path) -> Scores:
        """How well `out` agrees with the gold of these documents."""
        with self.facts_of(names) as facts:
            made: Scores = self.scorer.score(facts, out)
            return made


def find(folder: Path) -> Gold | None:
    """The gold of a folder; None where there is no such folder or no scorer."""
    places = (folder / "score.py", folder.parent / "score.py", DEV.parent / "score.py")
    scorer = next((place for place in places if place.exists()), None)
    if scorer is None or not (folder / "text").is_dir():
        return None
    spec = importlib.util.spec_from_file_location("gold_score", scorer)
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return Gold(folder, module)


def table(scores: Scores) -> str:
    """The scores as score.py prints them."""
    lines = [f"{'kind':22}{'gold':>6}{'pred':>6}{'P':>8}{'R':>8}{'F1':>8}"]
    for kind, row in scores["kinds"].items():
        counts = f"{kind:22}{row['gold']:>6}{row['predicted']:>6}"
        lines.append(f"{counts}{row['precision']:>8.3f}{row['recall']:>8.3f}{row['f1']:>8.3f}")
    lines.append("")
    for name, row in scores["attributes"].items():
        lines.append(f"{name:22}{row['right']:>6} of {row['of']:<6}{row['accuracy']:>8.3f}")
    return "\n".join(lines)


def load_read(out: Path, name: str) -> dict[str, Any]:
    """What was read of a document; {} where it was not."""
    path = out / f"{name}.json"
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return loaded
