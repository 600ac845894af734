"""Who asks why a fact says what it says is answered in Vietnamese: every step of the reader has its name."""

from __future__ import annotations

import tomllib
from pathlib import Path

from dondoc import extract, read_bytes
from dondoc.web.sources.steps import STEPS

CORPORA = Path(__file__).resolve().parents[1] / "extraction" / "corpus"
KINDS = ("indicators", "tasks", "people", "meetings", "citations")


def texts():
    """Every text of the corpora, and all of one corpus as one text: steps that need a sentence before."""
    for path in sorted(CORPORA.glob("*.toml")):
        tables = [
            found for found in tomllib.loads(path.read_text("utf-8")).values() if isinstance(found, list)
        ]
        cases = [case for found in tables for case in found if isinstance(case, dict)]
        yield from (case[key] for case in cases for key in ("text", "document") if case.get(key))
        yield "\n\n".join(["Báo cáo", *(case["text"] for case in cases if "text" in case)])


def test_every_step_has_its_name():
    """A step that is new to the reader is named where people see it, not shown by its English word."""
    steps = set()
    for text in texts():
        facts = extract(read_bytes(text.encode(), "a.txt"))
        steps |= {
            source.how for kind in KINDS for fact in getattr(facts, kind) for source in fact.fields.values()
        }

    assert len(steps) > 40  # the corpora do exercise the reader
    assert sorted(steps - STEPS.keys()) == []
