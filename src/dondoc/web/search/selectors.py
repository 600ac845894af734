"""Finding things by their words, with and without marks: "duong" finds "đường"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import overload

from django.db import connection
from django.db.models import BooleanField, Count, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Case, RawSQL, When
from django.utils.translation import gettext_lazy as _

from dondoc.text.normalize import search_key
from dondoc.web.accounts.access import Access, Action, among
from dondoc.web.plans.models import TaskPartner
from dondoc.web.search.models import Entry
from dondoc.web.sources.selectors import documents_seen

_AROUND = 90  # characters shown on each side of the first match
_MAX_WORDS = 12  # of a query; more say nothing new and cost time

Parts = list[tuple[str, bool]]  # words, and whether they are what was looked for


KINDS = [
    ("document", _("Văn bản")),
    ("target", _("Chỉ tiêu được giao")),
    ("task", _("Nhiệm vụ")),
    ("indicator", _("Chỉ tiêu")),
    ("body", _("Cơ quan")),
    ("person", _("Người")),
    ("meeting", _("Hội nghị")),
    ("matter", _("Tồn tại, kiến nghị")),
    ("tally", _("Kết quả kiểm phiếu, xếp loại")),
]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its entry, and title and surroundings of the match in parts lit up or not."""

    entry: Entry
    title_parts: Parts
    snippet: Parts

    @property
    def kind(self) -> str:
        return self.entry.kind

    @property
    def row(self) -> int:
        return self.entry.row

    @property
    def title(self) -> str:
        return self.entry.title

    @property
    def day(self) -> date | None:
        return self.entry.day


@dataclass(frozen=True, slots=True)
class Found(Sequence[Hit]):
    """A page of what was found, as a sequence."""

    total: int
    hits: list[Hit] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)  # kind → how many, whatever kind is asked for

    @overload
    def __getitem__(self, at: int) -> Hit: ...
    @overload
    def __getitem__(self, at: slice) -> list[Hit]: ...
    def __getitem__(self, at: int | slice) -> Hit | list[Hit]:
        return self.hits[at]

    def __len__(self) -> int:
        return len(self.hits)


def find(access: Access, query: str, kind: str | None = None, limit: int = 20, offset: int = 0) -> Found:
    """Entries that hold every word of the query (the last one may be a beginning), best first.

    Those whose title holds them all come first, then the newest, then in Vietnamese order.
    """
    words = search_key(query[:500]).split()[:_MAX_WORDS]
    if not words or not access.can(Action.READ):
        return Found(0)
    found = entries_seen(access).filter(pk__in=_matches(words))
    counts = dict(found.values_list("kind").annotate(n=Count("pk")).order_by("kind"))
    page = found.filter(kind=kind) if kind else found
    rank = Case(
        When(_in_title(words), then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )
    dated = Case(
        When(day__isnull=True, then=Value(value=False)),
        default=Value(value=True),
        output_field=BooleanField(),
    )
    ordered = page.order_by(rank.desc(), dated.desc(), "-day", "sort_key", "pk")
    hits = [
        Hit(entry, lit(entry.title, words), lit(entry.text, words, around=_AROUND))
        for entry in ordered.defer("folded")[offset : offset + limit]
    ]
    return Found(counts.get(kind, 0) if kind else sum(counts.values()), hits, counts)


def entries_seen(access: Access) -> QuerySet[Entry]:
    """What the reader may find: as on the boards, what they may not see is not there."""
    documents = documents_seen(access).order_by().values("pk")
    partner = TaskPartner.objects.filter(task=OuterRef("row"), body_id__in=among(access.body_ids))
    return Entry.objects.filter(
        Q(document__isnull=True, body__isnull=True)
        | Q(kind__in=["document", "meeting", "matter", "tally"], document__in=documents)
        | Q(kind__in=["task", "target"])
        & (Q(body_id__in=among(access.body_ids)) | Q(document__owner_id__in=among(access.body_ids)))
        | Q(Exists(partner), kind="task")
    )


def _matches(words: list[str]) -> RawSQL:
    """Ids of the entries that hold the words, by the database's own index; words are letters and digits."""
    if connection.vendor == "sqlite":
        match = " ".join(f'"{word}"' for word in words) + "*"
        return RawSQL("SELECT rowid FROM search_words WHERE search_words MATCH %s", [match])
    match = " & ".join(f"'{word}'" for word in words) + ":*"
    return RawSQL(
        "SELECT id FROM search_entry WHERE array_to_tsvector(string_to_array(folded, ' ')) @@ %s::tsquery",
        [match],
    )


def _in_title(words: list[str]) -> Q:
    condition = Q(title_folded__contains=f" {words[-1]}")
    for word in words[:-1]:
        condition &= Q(title_folded__contains=f" {word} ")
    return condition


# Letter → the same letter without marks, one for one, so that places in both texts are the same.
_BARE = {
    code: bare
    for code in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if len(bare := search_key(chr(code))) == 1
}


def lit(text: str, words: list[str], *, around: int | None = None) -> Parts:
    """The text in parts, those that match a word lit up; with `around` only the surroundings of the first."""
    pattern = "|".join(
        [*(rf"{re.escape(word)}\b" for word in words[:-1]), rf"{re.escape(words[-1])}\w*"] if words else []
    )
    bare = text.translate(_BARE)
    matches = list(re.finditer(rf"\b(?:{pattern})", bare)) if words else []
    start, end = 0, len(text)
    if around is not None:
        first = matches[0].start() if matches else 0
        start = max(0, first - around)
        end = min(len(text), first + 2 * around)
        while start > 0 and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and not text[end].isspace():
            end += 1
    parts: Parts = []
    at = start
    for match in matches:
        if match.start() < at or match.end() > end:
            continue
        if match.start() > at:
            parts.append((text[at : match.start()], False))
        parts.append((text[match.start() : match.end()], True))
        at = match.end()
    if at < end:
        parts.append((text[at:end], False))
    return parts
