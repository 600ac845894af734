"""Where a document stands on any day, from its events; what a mention of another document makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from dondoc.records.documentlife import (
    DocumentEvent,
    DocumentStage,
    DocumentStanding,
    Relation,
)
from dondoc.records.documentlife import DocumentEventKind as Kind

_ENDS = frozenset({Kind.REPLACED, Kind.REPEALED})


def standing(
    events: Iterable[DocumentEvent], *, as_of: date, known_by: date | None = None
) -> DocumentStanding:
    """What the events up to a day make of a document.

    An issued document is in force from its own day, unless an event names another one (even one that is
    still to come). A draft taken up again after it was issued changes nothing; what ended stays ended.

    Args:
        events: In any order; of one day as they were entered.
        as_of: The day asked about, included.
        known_by: With it, only what had been entered by that day counts.
    """
    known = [e for e in events if known_by is None or (e.recorded or e.on) <= known_by]
    told = sorted(known, key=lambda e: e.on)
    past = [e for e in told if e.on <= as_of]
    issued = next((e.on for e in past if e.kind is Kind.ISSUED), None)
    ended = next((e.on for e in past if e.kind in _ENDS), None)
    named = next((e.on for e in told if e.kind is Kind.IN_FORCE), None)
    in_force = named if named is not None else issued
    if in_force is not None and in_force > as_of:
        in_force = None
    stage, since = _stage(past, issued=issued, in_force=in_force, ended=ended)
    return DocumentStanding(
        stage=stage,
        since=since,
        issued=issued,
        in_force=in_force,
        ended=ended,
        amended=tuple(e.on for e in past if e.kind is Kind.AMENDED),
        interim_reviews=tuple(e.on for e in past if e.kind is Kind.INTERIM_REVIEWED),
        final_review=next((e.on for e in reversed(past) if e.kind is Kind.FINAL_REVIEWED), None),
    )


def _stage(
    past: list[DocumentEvent], *, issued: date | None, in_force: date | None, ended: date | None
) -> tuple[DocumentStage, date | None]:
    if ended is not None:
        return DocumentStage.ENDED, ended
    if in_force is not None:
        return DocumentStage.IN_FORCE, in_force
    if issued is not None:
        return DocumentStage.ISSUED, issued
    for event in reversed(past):
        if event.kind is Kind.COMMENTS_ASKED:
            return DocumentStage.COMMENTS, event.on
        if event.kind is Kind.DRAFTED:
            return DocumentStage.DRAFT, event.on
    return DocumentStage.UNKNOWN, None


# The words before a mention that say what this document is to the one it names, the strongest first.
_SAYS = (
    (Relation.REPLACES, re.compile(r"thay thế|bãi bỏ|hủy bỏ|huỷ bỏ", re.IGNORECASE)),
    (Relation.AMENDS, re.compile(r"sửa đổi|bổ sung một số|điều chỉnh, bổ sung", re.IGNORECASE)),
    (
        Relation.CARRIES_OUT,
        re.compile(r"thực hiện|triển khai|cụ thể hóa|cụ thể hoá|quán triệt|thi hành|căn cứ", re.IGNORECASE),
    ),
)
# What may end a sentence or an item before the mention: words beyond it are about something else.
_END = re.compile(r"[.;:]\s|\n")


def relation_said(before: str) -> tuple[Relation, str] | None:
    """What the words before a mention say this document is to the one named, and the words that say so.

    None where they say nothing of the kind ("so với Nghị quyết số …", "tại Kế hoạch số …"): a mention alone
    is no link. Of several words the last one before the mention decides.

    >>> relation_said("Kế hoạch thực hiện ")
    (<Relation.CARRIES_OUT: 'carries_out'>, 'thực hiện')
    """
    # a line that goes on in small letters ("…\nvà Nghị quyết số …") is the same sentence, broken by the page
    ends = [m.end() for m in _END.finditer(before) if m[0] != "\n" or not before[m.end() :][:1].islower()]
    words = before[ends[-1] :] if ends else before
    found: tuple[int, Relation, str] | None = None
    for relation, pattern in _SAYS:
        for match in pattern.finditer(words):
            if found is None or match.start() > found[0]:
                found = match.start(), relation, match[0].lower()
    return None if found is None else (found[1], found[2])


_SYMBOL = re.compile(r"\s*0*(\d+)\s*([-/–])?")
_CONGRESS = ((7, 1), (10, 31))  # in a year that ends in 0 or 5: when the province's congress meets
_PARTY = re.compile(r"^\s*\d+\s*-", re.UNICODE)


def number_of(symbol: str) -> int | None:
    """The number a symbol begins with: "05-NQ/TU" → 5; None for one that begins with none."""
    match = _SYMBOL.match(symbol)
    return int(match[1]) if match else None


def one_numbering(symbol: str, first: date, second: date) -> bool:
    """Whether one number can be given only once between two days, by the way its family counts.

    The Party counts each type through a term (from congress to congress), the State through a year. Between
    July and October of a year of congresses the term cannot be told from the day: then it may be given anew.
    """
    first, second = min(first, second), max(first, second)
    if not _PARTY.match(symbol):
        return first.year == second.year
    for year in range(first.year, second.year + 1):
        if year % 5 == 0:
            start, end = date(year, *_CONGRESS[0]), date(year, *_CONGRESS[1])
            if first <= end and second >= start:
                return False
    return True
