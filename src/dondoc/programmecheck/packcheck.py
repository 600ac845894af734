"""Readers of the examples in the check's own packs, beside those of extraction.

They use the packs in force (`dondoc packs check FOLDER` puts the folder's in force first).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dondoc.extraction import Context, default_lexicon, extract
from dondoc.extraction.lexicon import Lexicon
from dondoc.extraction.packcheck import pack_readers
from dondoc.packs import Entry
from dondoc.packs.checking import Reader
from dondoc.programmecheck.formulas import flattened, rule_of, unlabelled
from dondoc.programmecheck.units import Prepared
from dondoc.programmecheck.vague import vagueness
from dondoc.programmecheck.words import alike_keys, words_of
from dondoc.reading import read_bytes
from dondoc.records.document import Header


def _alike(entry: Entry, text: str) -> bool:
    return not alike_keys(entry).isdisjoint(words_of(text).keys)


def _formula(entry: Entry, text: str) -> bool:
    return rule_of(entry).holds(unlabelled(flattened(text)), opening=True)


def _clear(entry: Entry, text: str) -> bool:
    """Whether the words lack what the item asks for: `ok` examples show the lack, `not` what mends it."""
    page = f"KẾ HOẠCH\nNăm 2026\nIII. NHIỆM VỤ\n1. Nhiệm vụ cụ thể\n- {text}\n"
    document = replace(read_bytes(page.encode(), "a.txt"), header=Header(date=date(2026, 1, 5)))
    lexicon = default_lexicon()
    facts = extract(document, lexicon=lexicon)
    found = vagueness(document, facts, Prepared(document), Context(document, lexicon))
    lacks = [lack.item for statement in found.statements for lack in statement.lacks]
    return str(entry["id"]) in {*lacks, *(lack.item for lack in found.document)}


_READERS: Mapping[str, Reader] = {
    "check_alike": _alike,
    "check_formulas": _formula,
    "check_clear": _clear,
}


def all_readers(lexicon: Lexicon) -> Mapping[str, Reader]:
    """Family → its reader, of every family there is."""
    return {**pack_readers(lexicon), **_READERS}
