"""Readers of the examples in the check's own packs, beside those of extraction.

They use the packs in force (`dondoc packs check FOLDER` puts the folder's in force first).
"""

from __future__ import annotations

from collections.abc import Mapping

from dondoc.extraction.lexicon import Lexicon
from dondoc.extraction.packcheck import pack_readers
from dondoc.packs import Entry
from dondoc.packs.checking import Reader
from dondoc.programmecheck.formulas import flattened, rule_of, unlabelled
from dondoc.programmecheck.words import alike_keys, words_of


def _alike(entry: Entry, text: str) -> bool:
    return not alike_keys(entry).isdisjoint(words_of(text).keys)


def _formula(entry: Entry, text: str) -> bool:
    return rule_of(entry).holds(unlabelled(flattened(text)), opening=True)


_READERS: Mapping[str, Reader] = {"check_alike": _alike, "check_formulas": _formula}


def all_readers(lexicon: Lexicon) -> Mapping[str, Reader]:
    """Family → its reader, of every family there is."""
    return {**pack_readers(lexicon), **_READERS}
