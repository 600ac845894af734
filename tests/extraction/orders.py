"""Documents for the tests of tasks, people, citations and meetings: text with a header, no file."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

from dondoc.extraction.context import Context
from dondoc.extraction.lexicon import default_lexicon
from dondoc.reading import read_bytes
from dondoc.records.document import Document, DocumentType, Header

CORPUS = Path(__file__).parent / "corpus"


def cases(name: str) -> list[dict[str, Any]]:
    return tomllib.loads((CORPUS / name).read_text("utf-8"))["case"]


def context(text: str, kind: str = "press", day: date | None = date(2026, 11, 20)) -> Context:
    document = Document("0" * 64, text, header=Header(type=DocumentType(kind), date=day))
    return Context(document, default_lexicon())


def read(text: str) -> Context:
    """A text read as a file is: its heading tells the kind, the day, the issuer."""
    return Context(read_bytes(text.encode(), "van-ban.txt"), default_lexicon())
