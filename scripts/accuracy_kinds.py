"""Scores the kinds of fact that score.py does not know, against the gold of tests/extraction/gold.

Verdict counts, votes, ratings, shortcomings and proposals of the five press reports beside the repository
(where they are there) and of the sample province.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from dondoc.extraction import extract
from dondoc.reading import read, read_bytes
from dondoc.records.document import Document
from dondoc.records.facts import Fact, Part
from dondoc.text.normalize import fold

HERE = Path(__file__).resolve().parent.parent
GOLD = HERE / "tests" / "extraction" / "gold"
SAMPLE = HERE / "sample" / "documents"
PRESS = HERE.parent / "shared" / "seeds"
KINDS = ("verdicts", "votes", "ratings", "shortcomings", "proposals")
LEAST_OVERLAP = 0.5

Entry = dict[str, Any]


@dataclass(slots=True)
class Score:
    """Of one kind: how many stand in the gold, were read, were found, and were right in every field."""

    gold: int = 0
    read: int = 0
    found: int = 0
    full: int = 0
    missed: list[str] = field(default_factory=list)

    @property
    def f1_found(self) -> float:
        return _f1(self.gold, self.read, self.found)

    @property
    def f1_full(self) -> float:
        return _f1(self.gold, self.read, self.full)


def _f1(gold: int, read: int, hit: int) -> float:
    return 2 * hit / (gold + read) if gold + read else 1.0


def documents() -> Iterator[tuple[str, Document, dict[str, list[Entry]]]]:
    """Every gold document with its text and its entries, each entry with a `span`."""
    for name, kinds in _load("press.json").items():
        path = PRESS / f"{name}.txt"
        if path.exists():
            yield name, read_bytes(path.read_bytes(), path.name), kinds
    for name, kinds in _load("sample.json").items():
        document = read(SAMPLE / name)
        for entries in kinds.values():
            for entry in entries:
                entry["span"] = _place(document.text, entry, name)
        yield name, document, kinds


def _load(name: str) -> dict[str, dict[str, list[Entry]]]:
    loaded: dict[str, dict[str, list[Entry]]] = json.loads((GOLD / name).read_text("utf-8"))
    return loaded


def _place(text: str, entry: Entry, name: str) -> list[int]:
    """Where an entry's first and last words stand; a gold that no longer fits its document is an error."""
    flat = text.replace("\n", " ").replace("\xa0", " ")
    start = flat.find(entry["from"])
    end = flat.find(entry["to"], start)
    if start < 0 or end < 0:
        raise ValueError(f"{name}: gold words not found: {entry['from']} … {entry['to']}")
    return [start, end + len(entry["to"])]


def scores() -> dict[str, Score]:
    """The score of every kind over all gold documents that are there."""
    made = {kind: Score() for kind in KINDS}
    for name, document, gold in documents():
        facts = extract(document)
        for kind in KINDS:
            _compare(made[kind], name, document, gold.get(kind, []), getattr(facts, kind), SAME[kind])
    return made


def _compare(
    score: Score,
    name: str,
    document: Document,
    gold: list[Entry],
    facts: list[Any],
    same: Callable[[Entry, Any, str], bool],
) -> None:
    ranked = sorted(
        ((-overlap(g["span"], f.span), i, j) for i, g in enumerate(gold) for j, f in enumerate(facts)),
    )
    left, right = set(range(len(gold))), set(range(len(facts)))
    for minus, i, j in ranked:
        if -minus < LEAST_OVERLAP or i not in left or j not in right:
            continue
        left.discard(i)
        right.discard(j)
        score.found += 1
        if same(gold[i], facts[j], document.text):
            score.full += 1
        else:
            score.missed.append(f"{name} fields {list(facts[j].span)}")
    score.gold += len(gold)
    score.read += len(facts)
    score.missed += [f"{name} missed {gold[i]['span']}" for i in sorted(left)]
    score.missed += [f"{name} extra {list(facts[j].span)}" for j in sorted(right)]


def overlap(a: Any, b: Any) -> float:
    """Intersection over union of two spans."""
    inter = min(a[1], b[1]) - max(a[0], b[0])
    return float(max(0.0, inter / (max(a[1], b[1]) - min(a[0], b[0]) or 1)))


def _parts(entry: Entry) -> list[tuple[str, Decimal | None, Decimal | None]]:
    return sorted((label, _number(count), _number(share)) for label, count, share in entry["parts"])


def _read_parts(parts: list[Part]) -> list[tuple[str, Decimal | None, Decimal | None]]:
    return sorted((part.label, _number(part.count), _number(part.percent)) for part in parts)


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value)).normalize()


def _name(entry: Entry, key: str, text: str) -> str | None:
    """A name of the gold, given as words or as a place in the text."""
    value = entry.get(key)
    return text[slice(*value)] if isinstance(value, list) else value


def _alike(gold: str | None, read_name: str | None) -> bool:
    """Two names for one: the same words, or one within the other ("tỉnh" and "tỉnh Thuận Giang")."""
    if gold is None or read_name is None:
        return gold is None and read_name is None
    left, right = fold(" ".join(gold.split())), fold(" ".join(read_name.split()))
    return left in right or right in left


def _same_verdict(gold: Entry, fact: Any, _text: str) -> bool:
    return _number(gold["total"]) == _number(fact.total) and _parts(gold) == _read_parts(fact.parts)


def _same_vote(gold: Entry, fact: Any, text: str) -> bool:
    whole = _number(gold["denominator"]) == _number(fact.denominator)
    of = gold["denominator_of"] == fact.denominator_of
    about = _alike(_name(gold, "subject", text), fact.subject)
    return whole and of and about and _parts(gold) == _read_parts(fact.parts)


def _same_rating(gold: Entry, fact: Any, text: str) -> bool:
    return gold["rated"] == fact.rated and _same_verdict(gold, fact, text)


def _same_shortcoming(gold: Entry, fact: Any, text: str) -> bool:
    said = gold["nature"] == fact.nature and gold["voice"] == fact.voice
    return said and _alike(_name(gold, "speaker", text), fact.speaker)


def _same_proposal(gold: Entry, fact: Any, text: str) -> bool:
    said = gold["voice"] == fact.voice and _alike(_name(gold, "speaker", text), fact.speaker)
    return said and _alike(_name(gold, "addressee", text), fact.to)


SAME: dict[str, Callable[[Entry, Any, str], bool]] = {
    "verdicts": _same_verdict,
    "votes": _same_vote,
    "ratings": _same_rating,
    "shortcomings": _same_shortcoming,
    "proposals": _same_proposal,
}


def table(made: dict[str, Score]) -> str:
    """The scores as score.py prints its own."""
    lines = [f"{'kind':22}{'gold':>6}{'pred':>6}{'found':>8}{'full':>8}   (F1)"]
    for kind, score in made.items():
        lines.append(f"{kind:22}{score.gold:>6}{score.read:>6}{score.f1_found:>8.3f}{score.f1_full:>8.3f}")
    return "\n".join(lines)


def facts_of(document: Document) -> dict[str, list[Fact]]:
    """The facts of these kinds in a document."""
    facts = extract(document)
    return {kind: list(getattr(facts, kind)) for kind in KINDS}
