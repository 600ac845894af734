"""The catalogue of indicators a province follows, and which of them a statement is about.

The catalogue names what was found; it does not find. Its units veto: a sum of money is no rate of poverty.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dondoc.extraction.lexicon import Lexicon
from dondoc.packs import Entry
from dondoc.records.facts import IndicatorStatement
from dondoc.text.matcher import PhraseMatcher
from dondoc.text.normalize import fold
from dondoc.text.units import power_of

_REMEMBERED = 2000  # names; the same ones come again in document after document


@dataclass(slots=True)
class Catalogue:
    """The pack `indicators`, compiled."""

    matcher: PhraseMatcher[Entry]
    _seen: dict[str, tuple[str, list[tuple[int, int, Entry]]]] = field(
        default_factory=dict
    )  # by name, bounded

    def find(self, fact: IndicatorStatement) -> str | None:
        """The id of the indicator a statement measures, None where the catalogue has none for it."""
        known = self._seen.get(fact.name)
        if known is None:
            name = fold(fact.name)
            known = name, self.matcher.find(name)
            if len(self._seen) > _REMEMBERED:
                self._seen.clear()
            self._seen[fact.name] = known
        name, hits = known
        unit = power_of((fact.unit or "").partition("/")[0])[1]
        best: tuple[int, str] | None = None
        for start, end, entry in hits:
            units = entry.get("units")
            relative = fact.measure in {"change", "attainment", "ratio", "rank", "share"}
            if units and not relative and unit not in units:
                continue
            if units and fact.measure == "level" and unit not in units:
                continue
            if any(word in name for word in entry.get("without", ())):
                continue
            rank = end - start - start
            if best is None or rank > best[0]:
                best = (rank, str(entry["id"]))
        return best[1] if best else None


def catalogue(lexicon: Lexicon) -> Catalogue:
    """Made once for a lexicon."""
    made = lexicon.compiled.get("catalogue")
    if made is None:
        phrases = {
            fold(form): entry for entry in lexicon.packs.entries("indicators") for form in entry["forms"]
        }
        made = lexicon.compiled["catalogue"] = Catalogue(PhraseMatcher(phrases))
    assert isinstance(made, Catalogue)
    return made
