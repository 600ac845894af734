"""Readers of the examples in the pack of remarks, for `packcheck`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dondoc.extraction import citations, proposals, remarks, shortcomings, tasks
from dondoc.extraction.context import Context
from dondoc.extraction.lexicon import Lexicon
from dondoc.extraction.speakers import Speakers
from dondoc.packs import Entry
from dondoc.records.document import Document, DocumentType, Header
from dondoc.records.facts import Fact

_ASKING = frozenset({"propose", "opine", "superior"})
_NOTHING = frozenset({"mending", "asked", "none"})


def _remark(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    ctx = Context(Document("0" * 64, text, header=Header(type=DocumentType.PRESS)), lexicon)
    citations.find(ctx)
    scene = remarks.scene(ctx)
    ordered = tasks.find(ctx)
    speakers = Speakers(scene)
    asked = proposals.find(scene, ordered, speakers)
    told: list[Fact] = [*ordered, *asked]
    wrong = shortcomings.find(scene, told, speakers)
    kind = str(entry["class"])
    if kind in _NOTHING:
        return not asked and not wrong
    if kind == "difficulty":
        return any(fact.nature == "difficulty" for fact in wrong)
    return bool(asked) if kind in _ASKING else bool(wrong)


REMARK_READERS: Mapping[str, Callable[[Lexicon, Entry, str], bool]] = {"remark_words": _remark}
