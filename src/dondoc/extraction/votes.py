"""Results of votes: three levels of confidence, or how many agreed.

    Ông A, Chủ tịch UBND tỉnh: 78 phiếu tín nhiệm cao (97,5%), 1 phiếu tín nhiệm, 1 phiếu tín nhiệm thấp
    Với 45/50 phiếu tán thành, HĐND tỉnh bầu bà B giữ chức Phó Chủ tịch
    100% đại biểu có mặt biểu quyết thông qua nghị quyết

What 100 % is differs by regime (ballots returned, all deputies), so it is kept with the result: as printed,
or worked out where every count and percentage agree on one whole number, which a note then says.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from dondoc.extraction import counted, votetables
from dondoc.extraction.ballots import ANSWERS, BALLOTS, LEVELS, Chamber, check, settle_denominator
from dondoc.extraction.context import Context
from dondoc.extraction.counted import Label
from dondoc.records.facts import FieldSource, Part, PersonMention, VoteResult
from dondoc.records.source import Span
from dondoc.text import names
from dondoc.text.normalize import fold

_NOUN = re.compile(r"(?<!\w)(?:(?:số )?phiếu|đại biểu|thành viên|ủy viên|ý kiến)\b")
_HINTS = ("phiếu", "tán thành", "biểu quyết", "trúng cử", "nhất trí")
_ELECTION = re.compile(r"\b(?:bầu|trúng cử|đắc cử|miễn nhiệm|bãi nhiệm|tái cử|giữ chức)\b")
_BALLOT = re.compile(r"không tín nhiệm|có tín nhiệm")
_MATTER = re.compile(
    r"(?:thông qua|tán thành|nhất trí|đồng ý)(?: với)?(?: việc)?(?: để)? (?!với \d|cả \d|\d)"
    r"([^.,;:()\n]{6,160})"
)
_POST = re.compile(
    r"(?:giữ chức(?: vụ| danh)?|trúng cử(?: chức(?: vụ| danh)?)?|làm)\s+"
    r"([^.,;:()\n]{6,80}?)(?=[.,;:()\n]| khóa | nhiệm kỳ | với | đạt |$)"
)
_OF_BALLOTS = re.compile(r"\d/\d+\s+(?:số )?(?:phiếu )?$")  # "(55/64 phiếu hợp lệ)": a whole, no ballots told
_SHORT = re.compile(rf"(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí) ([{names.UPPER}][{names.LOWER}]+)(?! [{names.UPPER}])")
_ALIKE = re.compile(r"\b(?:đều|mỗi người|cùng)\b")
_REMEMBERED = 12  # votes whose names a short name may stand for
_BEFORE_NAME = 320  # characters between a name and the first number that may be his


@dataclass(slots=True)
class _Group:
    """One vote while its parts are gathered."""

    start: int
    end: int
    parts: list[Part]
    out_of: list[Decimal | None]
    ballots: dict[str, Part] = field(default_factory=dict)
    name: Span | None = None
    known: str = ""  # the full name where `name` is short: "ông Thử"
    election: bool = False


def find(ctx: Context, people: Sequence[PersonMention] = ()) -> list[VoteResult]:
    """Every result of a vote, in the text's order; `people` tell the position of whom was voted on."""
    if not any(hint in ctx.flat for hint in _HINTS):
        return []
    positions = {fold(person.name): ", ".join(person.positions) for person in people if person.positions}
    items = list(_items(ctx))
    groups = _groups(ctx, [item for item in items if item[0].label not in BALLOTS])
    shared = _share_out(items, groups)
    found = [_fact(ctx, group, shared, positions) for group in _each(ctx, groups)]
    found += votetables.find(
        ctx, {label: part.count for label, part in shared.items() if part.count is not None}
    )
    chamber = Chamber(ctx)
    for fact in found:
        settle_denominator(ctx, chamber, fact)
        check(fact)
    return sorted(found, key=lambda fact: fact.span)


def _items(ctx: Context) -> Iterator[tuple[Part, Decimal | None, bool]]:
    """Every counted answer, level and kind of ballot; with its whole, and whether it tells of an election."""
    done = 0
    tables = [table.span for table in ctx.document.tables]
    for position, _, _ in ctx.hits("vote_words"):
        if position < done:
            continue
        start, end = ctx.sentence_at(position)
        done = max(end, position + 1)
        while tables and tables[0].end <= start:
            tables.pop(0)
        if tables and tables[0].start <= start:
            continue
        yield from _in_sentence(ctx, start, end)


def _in_sentence(ctx: Context, start: int, end: int) -> Iterator[tuple[Part, Decimal | None, bool]]:
    election = _ELECTION.search(ctx.flat, start, end) is not None
    labels, elected = [], set()
    hits = ctx.hits_in("vote_words", start, end)
    for index, (low, high, payloads) in enumerate(hits):
        entry = payloads[0].entry
        label = str(entry["label"])
        if entry.get("election"):
            follower = hits[index + 1][0] if index + 1 < len(hits) else end
            if not election or follower - high <= 1:
                continue
            elected.add(low)
        if label != "none" and not (
            label in BALLOTS and _OF_BALLOTS.search(ctx.flat[max(start, low - 20) : low])
        ):
            labels.append(Label(low, high, label))
    if not labels:
        return
    numbers = counted.numbers(ctx, start, end, _NOUN)
    tally = counted.attach(ctx, numbers, labels, _NOUN)
    for part, place, whole in zip(tally.parts, tally.places, tally.out_of, strict=True):
        elects = place in elected
        if part.label in ANSWERS and not elects and not _voters(ctx, part, place):
            continue
        yield part, whole, elects


def _voters(ctx: Context, part: Part, place: int) -> bool:
    """Whether ballots or voters are counted: "thông qua cả 3 nghị quyết" counts neither."""
    if part.span.start < place:  # "45/50 đại biểu tán thành", "số đại biểu 45 tán thành"
        return _NOUN.search(ctx.flat, max(0, part.span.start - 12), part.span.end) is not None
    return _NOUN.search(ctx.flat, place, min(len(ctx.flat), part.span.end + 12)) is not None


def _groups(ctx: Context, items: list[tuple[Part, Decimal | None, bool]]) -> list[_Group]:
    """Parts of one vote stand together; a level that comes again, or a new name, begins the next."""
    groups: list[_Group] = []
    for part, whole, election in items:
        group = groups[-1] if groups else None
        floor = group.end if group else 0
        name, known = _name_before(ctx, max(floor, part.span.start - _BEFORE_NAME), part.span.start, groups)
        kinds = (part.label in LEVELS, group.parts[0].label in LEVELS) if group else (False, False)
        if (
            group is None
            or (name is not None and not _same_person(ctx, group, name, known))
            or part.label in {p.label for p in group.parts}
            or kinds[0] != kinds[1]
            or part.span.start - group.end > _BEFORE_NAME
        ):
            start = name.start if name is not None else part.span.start
            groups.append(
                _Group(start, part.span.end, [part], [whole], name=name, known=known, election=election)
            )
            continue
        group.parts.append(part)
        group.out_of.append(whole)
        group.end = part.span.end
    return groups


def _same_person(ctx: Context, group: _Group, name: Span, known: str) -> bool:
    """Whether a new sentence goes on about the same person: "… Ông Thử được 87 phiếu tín nhiệm cao"."""
    if group.name is None:
        return False
    before = group.known or " ".join(ctx.text[group.name.slice].split())
    return before == (known or " ".join(ctx.text[name.slice].split()))


def _name_before(ctx: Context, start: int, end: int, groups: list[_Group]) -> tuple[Span | None, str]:
    """The last person named in `[start, end)`, with the full name where it is short: "ông Thử"."""
    found = list(names.default_reader().find(ctx.text, start, end))
    floor = found[-1].end if found else start
    short = [
        m for m in _SHORT.finditer(ctx.text, floor, end) if (full := _full(ctx, m[1], m.start(), groups))
    ]
    if short:
        full = _full(ctx, short[-1][1], short[-1].start(), groups)
        return Span(short[-1].start(1), short[-1].end(1)), full
    return (found[-1], "") if found else (None, "")


def _full(ctx: Context, given: str, before: int, groups: list[_Group]) -> str:
    """The full name that a given name stands for: of a vote before, or of a person named just before."""
    for group in reversed(groups[-_REMEMBERED:]):
        if group.name is not None and ctx.text[group.name.slice].split()[-1] == given:
            return " ".join(ctx.text[group.name.slice].split())
    for span in reversed(list(names.default_reader().find(ctx.text, max(0, before - _BEFORE_NAME), before))):
        if ctx.text[span.slice].split()[-1] == given:
            return " ".join(ctx.text[span.slice].split())
    return ""


def _each(ctx: Context, groups: list[_Group]) -> Iterator[_Group]:
    """One vote a person where several had the same: "ông A và bà B đều có 6 phiếu"."""
    for group in groups:
        yield group
        if group.name is None or not _ALIKE.search(ctx.flat, group.name.end, group.parts[0].span.end):
            continue
        start, _ = ctx.sentence_at(group.name.start)
        for span in names.default_reader().find(ctx.text, start, group.name.start):
            if group.name.start - span.end <= _BEFORE_NAME:
                yield replace(group, name=span, known="", parts=[replace(part) for part in group.parts[:1]])


def _share_out(items: list[tuple[Part, Decimal | None, bool]], groups: list[_Group]) -> dict[str, Part]:
    """Give each vote the ballots told within it; what is returned was told before all votes: it is of all."""
    shared: dict[str, Part] = {}
    for part, _, _ in items:
        if part.label not in BALLOTS:
            continue
        index = bisect_right(groups, part.span.start, key=lambda g: g.start) - 1
        group = groups[index] if index >= 0 and groups[index].name is not None else None
        (shared if group is None else group.ballots).setdefault(part.label, part)
    return shared


def _fact(ctx: Context, group: _Group, shared: dict[str, Part], positions: dict[str, str]) -> VoteResult:
    span = Span(min(p.span.start for p in group.parts), max(p.span.end for p in group.parts))
    fact = VoteResult(span, "count, answer", 0.93, parts=group.parts)
    for index, part in enumerate(group.parts):
        fact.fields[f"parts.{index}"] = FieldSource(part.label, part.span)
    for label in BALLOTS:
        told = group.ballots.get(label) or shared.get(label)
        if told is not None:
            setattr(fact, label, told.count)
            fact.fields[label] = FieldSource("ballots", told.span)
    whole = next((whole for whole in group.out_of if whole is not None), None)
    if whole is not None:
        fact.denominator = whole
        fact.fields["denominator"] = FieldSource("of how many", span)
    start, end = ctx.sentence_at(span.start)
    _name_kind(ctx, fact, group, start, end)
    if group.name is None and fact.vote == "election":
        group.name = next(iter(names.default_reader().find(ctx.text, start, end)), None)
    if group.name is not None and fact.vote != "approval":
        fact.subject = group.known or " ".join(ctx.text[group.name.slice].split())
        fact.fields["subject"] = FieldSource("name", group.name)
        fact.position = positions.get(fold(fact.subject))
        if fact.vote == "election" and (m := _POST.search(ctx.flat, group.name.end, end)):
            fact.position = " ".join(ctx.text[m.start(1) : m.end(1)].split())
            fact.fields["position"] = FieldSource("elected to", Span(m.start(1), m.end(1)))
    elif fact.vote == "approval" and (m := _MATTER.search(ctx.flat, start, end)):
        fact.subject = " ".join(ctx.text[m.start(1) : m.end(1)].split())
        fact.fields["subject"] = FieldSource("matter", Span(m.start(1), m.end(1)))
    return fact


def _name_kind(ctx: Context, fact: VoteResult, group: _Group, start: int, end: int) -> None:
    if any(part.label in LEVELS for part in fact.parts):
        fact.vote = "confidence"
    elif _BALLOT.search(ctx.flat, start, end):
        fact.vote = "ballot"
    elif group.election or (group.name is not None and _ELECTION.search(ctx.flat, start, end)):
        fact.vote = "election"
    else:
        fact.vote = "approval"
