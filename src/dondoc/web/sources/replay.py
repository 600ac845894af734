"""A reviewer's decisions from a file, made through the services behind the buttons, found by quote alone.

The format stands at the top of `sample/decisions.toml`. A quote that names no fact is told, never passed over
and never made up.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.plans.models import Indicator
from dondoc.web.sources import services
from dondoc.web.sources.convert import number
from dondoc.web.sources.making import Books
from dondoc.web.sources.models import Document, Fact, FactState, Reading
from dondoc.web.sources.setup import root_body


@dataclass(slots=True)
class Replayed:
    """What became of a file of decisions."""

    made: int = 0
    left: int = 0  # a rule reached the fact, the service declined: it waits for a person
    problems: list[str] = field(default_factory=list)  # Vietnamese: what was not found, what was refused
    skipped: bool = False  # these decisions were replayed here before


def replay(file: Path) -> Replayed:
    """Make the decisions, once in an installation: what a person has changed since stays changed."""
    content = file.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    if Entry.objects.filter(action="setup.replay").exists():
        return Replayed(skipped=True)
    done = Replayed()
    for told in tomllib.loads(content.decode("utf-8")).get("document", []):
        _document(told, done)
    with transaction.atomic():
        after = {"file": file.name, "sha256": sha256, "made": done.made, "problems": len(done.problems)}
        record(actor=None, action="setup.replay", row=root_body(), before={}, after=after, body=root_body())
    return done


def _document(told: Mapping[str, Any], done: Replayed) -> None:
    document = Document.objects.filter(files__name=told["file"]).first()
    reading = Reading.objects.filter(file__name=told["file"], is_current=True).first()
    by = User.objects.filter(username=told.get("reviewer", "")).first()
    if document is None or reading is None or by is None:
        done.problems.append(f"{told['file']}: không thấy văn bản, bản đọc hoặc người duyệt.")
        return
    services.document_update(document=document, by=by, standing=told.get("standing"))
    if told.get("left_open"):
        return
    page = _Page(document, reading, by, done, told["file"])
    for row in told.get("correct", ()):
        page.by_quote(row, lambda fact, row=row: services.fact_correct(fact=fact, by=by, data=row["set"]))
    for row in told.get("reject", ()):
        page.by_quote(row, lambda fact, row=row: services.fact_reject(fact=fact, by=by, reason=row["why"]))
    for row in told.get("link", ()):
        page.by_quote(row, lambda fact, row=row: services.fact_accept(fact=fact, by=by, **page.chosen(row)))
    for row in told.get("accept", ()):
        page.by_rule(row)


@dataclass(slots=True)
class _Page:
    """One document while its decisions are made."""

    document: Document
    reading: Reading
    by: User
    done: Replayed
    file: str
    books: Books = field(default_factory=Books)

    def by_quote(self, row: Mapping[str, Any], decide: Any) -> None:
        facts = list(self.reading.facts.filter(kind=row["kind"]))
        fact = find(self.reading.text, facts, row["quote"], row.get("value"))
        if fact is None:
            if not row.get("optional"):
                self.done.problems.append(f"{self.file}: không thấy “{row['quote']}” ({row['kind']}).")
            return
        if fact.state != FactState.PROPOSED:
            return
        try:
            decide(fact)
            self.done.made += 1
        except (ValidationError, Conflict) as error:
            words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            self.done.problems.append(f"{self.file}: “{row['quote']}”: {words}")

    def chosen(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The indicator and body a link names."""
        chosen: dict[str, Any] = {}
        if "indicator" in row:
            named = Indicator.objects.filter(code=row["indicator"]).select_related("merged_into").first()
            chosen["indicator"] = named and (named.merged_into or named)
        if "body" in row:
            chosen["body"] = Body.objects.filter(code=row["body"]).first()
        return chosen

    def by_rule(self, row: Mapping[str, Any]) -> None:
        least = round(float(row.get("at_least", 0)) * 100)
        facts = self.reading.facts.filter(kind=row["kind"], state=FactState.PROPOSED, confidence__gte=least)
        for fact in facts.order_by("order"):
            if "status" in row and fact.data.get("status") != row["status"]:
                continue
            if not all(self._known(fact, name) for name in row.get("needs", ())):
                continue
            try:
                services.fact_accept(fact=fact, by=self.by, books=self.books)
                self.done.made += 1
            except (ValidationError, Conflict):
                self.done.left += 1

    def _known(self, fact: Fact, name: str) -> bool:
        if name != "indicator_id":
            return bool(fact.data.get(name))
        code, words = fact.data.get("indicator_id") or "", fact.data.get("name") or ""
        return bool(code) or self.books.indicators.sure(words, fact.data.get("unit") or "") is not None


_SPACES = re.compile(r"\s+")


def find(text: str, facts: Iterable[Fact], quote: str, value: str | None = None) -> Fact | None:
    """The fact a quote names: at the first place where the quote stands and touches one.

    Rather the one whose number lies in the quote, then the one that shares more characters with it, then the
    shorter, then the earlier one. Spaces and line breaks count as one space.
    """
    facts = [fact for fact in facts if value is None or _is_value(fact, value)]
    pattern = r"\s+".join(re.escape(part) for part in _SPACES.split(quote.strip()))
    for match in re.finditer(pattern, text):
        touched = [
            (rank, fact) for fact in facts if (rank := _rank(fact, match.start(), match.end())) is not None
        ]
        if touched:
            return min(touched, key=lambda pair: pair[0])[1]
    return None


def _rank(fact: Fact, start: int, end: int) -> tuple[int, int, int, int] | None:
    """Smaller is nearer; None where the fact does not touch the quote."""
    number_at = (fact.value_start, fact.value_end)
    inside = (
        number_at[0] is not None
        and number_at[1] is not None
        and start <= number_at[0]
        and number_at[1] <= end
    )
    shared = min(end, fact.end) - max(start, fact.start)
    if shared <= 0 and not inside:
        return None
    return (0 if inside else 1, -shared, fact.end - fact.start, fact.start)


def _is_value(fact: Fact, printed: str) -> bool:
    value = fact.data.get("value")
    try:
        return value is not None and Decimal(value) == number(printed, sure=True)
    except ValueError:
        return False
