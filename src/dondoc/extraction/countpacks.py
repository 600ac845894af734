"""Readers of the examples in the packs of verdicts, votes and ratings, for `packcheck`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dondoc.extraction import people, ratings, verdicts, votes
from dondoc.extraction.context import Context
from dondoc.extraction.lexicon import Lexicon
from dondoc.packs import Entry
from dondoc.records.document import Document, DocumentType, Header


def _context(lexicon: Lexicon, text: str) -> Context:
    return Context(Document("0" * 64, text, header=Header(type=DocumentType.PRESS)), lexicon)


def _verdict(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    return any(
        part.label == entry["label"] for fact in verdicts.find(_context(lexicon, text)) for part in fact.parts
    )


def _vote(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    ctx = _context(lexicon, text)
    found = votes.find(ctx, people.find(ctx))
    label = str(entry["label"])
    if label == "none":
        return not found
    if entry.get("election"):
        return any(fact.vote == "election" for fact in found)
    return any(
        getattr(fact, label, None) is not None or any(part.label == label for part in fact.parts)
        for fact in found
    )


def _rating(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    return any(
        part.label == entry["label"] for fact in ratings.find(_context(lexicon, text)) for part in fact.parts
    )


COUNT_READERS: Mapping[str, Callable[[Lexicon, Entry, str], bool]] = {
    "verdict_words": _verdict,
    "vote_words": _vote,
    "rating_words": _rating,
}
