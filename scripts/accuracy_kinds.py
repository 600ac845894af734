"""Scores the kinds of fact that score.py does not know, against the gold of tests/extraction/gold.

Verdict counts, votes, ratings, shortcomings and proposals of the five press reports beside the repository
(where they are there) and of the sample province. What was read is taken as JSON, so that an older commit's
reading can be scored as well.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from dondoc.extraction import extract
from dondoc.reading import read
from dondoc.text.normalize import fold
from dondoc.writing.facts_json import dumps, to_json

HERE = Path(__file__).resolve().parent.parent
GOLD = HERE / "tests" / "extraction" / "gold"
SAMPLE = HERE / "sample" / "documents"
PRESS = HERE.parent / "shared" / "seeds"
KINDS = ("verdicts", "votes", "ratings", "shortcomings", "proposals")
LEAST_OVERLAP = 0.5

Entry = dict[str, Any]
Read = dict[str, Any]  # one document in the fact format


@dataclass(slots=True)
class Score:
    """Of one kind: how many stand in the gold, were read, were found, and were right in every field."""

    gold: int = 0
    read: int = 0
    found: int = 0
    full: int = 0
    right: set[str] = field(default_factory=set)  # gold entries found with every field, by document and place
    wrong: set[str] = field(
        default_factory=set
    )  # what was missed, read in excess, or read with a wrong field

    @property
    def f1_found(self) -> float:
        return _f1(self.gold, self.read, self.found)

    @property
    def f1_full(self) -> float:
        return _f1(self.gold, self.read, self.full)


def _f1(gold: int, read: int, hit: int) -> float:
    return 2 * hit / (gold + read) if gold + read else 0.0


def files() -> list[Path]:
    """The gold documents that are there, in order."""
    press = [PRESS / f"{name}.txt" for name in _load("press.json")]
    return [path for path in press if path.exists()] + [SAMPLE / name for name in _load("sample.json")]


def read_now(path: Path) -> Read:
    """What this working tree reads of a file, with its text."""
    document = read(path)
    made: Read = json.loads(dumps(to_json(document, extract(document), text=True)))
    return made


def scores(read_of: Callable[[Path], Read] = read_now) -> dict[str, Score]:
    """The score of every kind over all gold documents that are there."""
    made = {kind: Score() for kind in KINDS}
    for path, gold, made_of in _documents(read_of):
        for kind in KINDS:
            wanted, found = gold.get(kind, []), made_of.get(kind, [])
            _compare(made[kind], path.stem, made_of["text"], wanted, found, SAME[kind])
    return made


def _documents(read_of: Callable[[Path], Read]) -> Iterator[tuple[Path, dict[str, list[Entry]], Read]]:
    gold = {**{f"{name}.txt": kinds for name, kinds in _load("press.json").items()}, **_load("sample.json")}
    for path in files():
        made_of = read_of(path)
        kinds = gold[path.name]
        for entries in kinds.values():
            for entry in entries:
                if "from" in entry:
                    entry["span"] = _place(made_of["text"], entry, path.name)
        yield path, kinds, made_of


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


def _compare(
    score: Score,
    name: str,
    text: str,
    gold: list[Entry],
    facts: list[Entry],
    same: Callable[[Entry, Entry, str], bool],
) -> None:
    """Pair gold and read, the closest first, each once."""
    pairs = ((overlap(g["span"], f["span"]), i, j) for i, g in enumerate(gold) for j, f in enumerate(facts))
    left, right = set(range(len(gold))), set(range(len(facts)))
    for close, i, j in sorted(pairs, key=lambda pair: -pair[0]):
        if close < LEAST_OVERLAP or i not in left or j not in right:
            continue
        left.discard(i)
        right.discard(j)
        score.found += 1
        place = f"{name} {gold[i]['span']}"
        if same(gold[i], facts[j], text):
            score.full += 1
            score.right.add(place)
        else:
            score.wrong.add(f"{place} fields")
    score.gold += len(gold)
    score.read += len(facts)
    score.wrong |= {f"{name} {gold[i]['span']} missed" for i in left}
    score.wrong |= {f"{name} {facts[j]['span']} extra" for j in right}


def overlap(a: list[int], b: list[int]) -> float:
    """Intersection over union of two spans."""
    inter = min(a[1], b[1]) - max(a[0], b[0])
    return max(0.0, inter / (max(a[1], b[1]) - min(a[0], b[0]) or 1))


def _parts(parts: list[Any]) -> list[tuple[str, str, str]]:
    """Parts of either side as comparable rows: label, count, percentage."""
    rows = [p if isinstance(p, list) else [p["label"], p["count"], p["percent"]] for p in parts]
    return sorted((label, _number(count), _number(share)) for label, count, share in rows)


def _number(value: object) -> str:
    return "" if value is None else f"{Decimal(str(value)).normalize():f}"


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


def _same_verdict(gold: Entry, fact: Entry, _text: str) -> bool:
    return _number(gold["total"]) == _number(fact["total"]) and _parts(gold["parts"]) == _parts(fact["parts"])


def _same_vote(gold: Entry, fact: Entry, text: str) -> bool:
    whole = _number(gold["denominator"]) == _number(fact["denominator"])
    of = gold["denominator_of"] == fact["denominator_of"]
    about = _alike(_name(gold, "subject", text), fact["subject"])
    return whole and of and about and _parts(gold["parts"]) == _parts(fact["parts"])


def _same_rating(gold: Entry, fact: Entry, text: str) -> bool:
    return bool(gold["rated"] == fact["rated"]) and _same_verdict(gold, fact, text)


def _same_shortcoming(gold: Entry, fact: Entry, text: str) -> bool:
    said = gold["nature"] == fact["nature"] and gold["voice"] == fact["voice"]
    return said and _alike(_name(gold, "speaker", text), fact["speaker"])


def _same_proposal(gold: Entry, fact: Entry, text: str) -> bool:
    said = gold["voice"] == fact["voice"] and _alike(_name(gold, "speaker", text), fact["speaker"])
    return said and _alike(_name(gold, "addressee", text), fact["to"])


SAME: dict[str, Callable[[Entry, Entry, str], bool]] = {
    "verdicts": _same_verdict,
    "votes": _same_vote,
    "ratings": _same_rating,
    "shortcomings": _same_shortcoming,
    "proposals": _same_proposal,
}


def table(made: dict[str, Score]) -> str:
    """The scores in columns: found, and right in every field."""
    lines = [f"{'kind':22}{'gold':>6}{'pred':>6}{'found':>8}{'full':>8}"]
    for kind, score in made.items():
        if score.gold + score.read:
            f1 = f"{score.f1_found:>8.3f}{score.f1_full:>8.3f}"
        else:
            f1 = f"{'–':>8}{'–':>8}"
        lines.append(f"{kind:22}{score.gold:>6}{score.read:>6}{f1}")
    return "\n".join(lines)
