"""A document's words become facts: proposals with the words they stand on.

>>> from dondoc.reading import read_text
>>> facts = extract(read_text("Năm 2024, thu ngân sách đạt 16.900 tỷ đồng."))  # doctest: +SKIP

The families claim in this order: citations (a document's number is no quantity), then indicators, tasks,
people, meetings.
"""

from __future__ import annotations

from importlib import import_module

from dondoc.extraction.context import Context
from dondoc.extraction.lexicon import Lexicon, default_lexicon
from dondoc.records.document import Document
from dondoc.records.facts import Facts

RULES_VERSION = "1"  # raised with every change that can alter what is read; stored with each reading

__all__ = ["RULES_VERSION", "Context", "Lexicon", "default_lexicon", "extract"]


def extract(document: Document, *, lexicon: Lexicon | None = None) -> Facts:
    """Everything that is read from a document, each list in the order of the text."""
    context = Context(document, lexicon or default_lexicon())
    facts = Facts()
    for family in ("citations", "indicators", "tasks", "people", "meetings"):
        try:
            module = import_module(f"dondoc.extraction.{family}")
        except ModuleNotFoundError:
            continue
        setattr(facts, family, module.find(context))
    return facts
