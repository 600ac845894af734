"""The catalogue of indicators a province follows, and which of them a statement is about.

The catalogue names what was found; it does not find. Its units veto: a sum of money is no rate of poverty.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dondoc.extraction.lexicon import Lexicon
from dondoc.packs import Entry
from dondoc.records.facts import FieldSource, IndicatorStatement
from dondoc.text.matcher import PhraseMatcher
from dondoc.text.normalize import fold
from dondoc.text.units import power_of

_RELATIVE = frozenset(["change", "attainment", "ratio", "rank", "share"])  # against something: in any unit
_OF_TIME = "số năm hoàn thành trước"  # how long before its time, no value of the indicator
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
        best = self._best(fact)
        return _id_of(best[1], fact) if best is not None else None

    def place(self, fact: IndicatorStatement) -> None:
        """Set the statement's `indicator_id`, and in its fields why."""
        best = self._best(fact)
        if best is None:
            fact.indicator_id = None
            return
        form, entry = best
        fact.indicator_id = _id_of(entry, fact)
        source = fact.fields.get("name")
        where = source.span if source is not None else None
        fact.fields["indicator_id"] = FieldSource(
            "catalogue", where, f"tên có “{form}”: {entry.get('name', entry['id'])}"
        )

    def _best(self, fact: IndicatorStatement) -> tuple[str, Entry] | None:
        """The form in the name that says most, and its entry: the longest, the earlier of two."""
        known = self._seen.get(fact.name)
        if known is None:
            name = fold(fact.name)
            known = name, self.matcher.find(name) if not name.startswith(_OF_TIME) else []
            if len(self._seen) > _REMEMBERED:
                self._seen.clear()
            self._seen[fact.name] = known
        name, hits = known
        if not hits:
            return None
        unit = power_of((fact.unit or "").partition("/")[0])[1]
        relative = fact.measure in _RELATIVE
        best: tuple[int, int, int, Entry] | None = None
        for start, end, entry in hits:
            units = entry.get("units")
            if units and not relative and unit not in units and fact.unit not in units:
                continue
            if any(word in name for word in entry.get("without", ())):
                continue
            rank = end - start - start
            if best is None or rank > best[0]:
                best = (rank, start, end, entry)
        return (name[best[1] : best[2]], best[3]) if best is not None else None


def _id_of(entry: Entry, fact: IndicatorStatement) -> str:
    """“GRDP tăng 8,2%” is the growth of the economy, not its size."""
    grown = entry.get("growth")
    if grown is not None and fact.measure == "change" and fact.unit is not None and fact.unit.startswith("%"):
        return str(grown)
    return str(entry["id"])


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
