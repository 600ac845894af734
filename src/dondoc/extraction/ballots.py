"""What 100 % of a vote is, and whether its numbers agree.

Two regimes count differently: the Party's percentages are of the ballots returned, those of an elected body
often of all its members, so three levels need not add up to the whole.
"""

from __future__ import annotations

import re
from decimal import Decimal

from dondoc.extraction.context import Context
from dondoc.records.facts import FieldSource, Part, VoteResult
from dondoc.records.source import Span

LEVELS = frozenset({"high", "medium", "low"})
ANSWERS = frozenset({"yes", "no", "abstained"})
BALLOTS = ("issued", "returned", "valid", "invalid")

# What a percentage is said to be of; the first that fits.
_OF = (
    (
        "present",
        re.compile(
            r"(?:đại biểu|thành viên|ủy viên)[^.;,()\n]{0,40}?(?:có mặt|tham dự|dự (?:họp|kỳ họp|hội nghị))"
        ),
    ),
    ("returned", re.compile(r"phiếu(?: tín nhiệm)? thu (?:về|vào)")),
    ("valid", re.compile(r"phiếu hợp lệ")),
    ("issued", re.compile(r"phiếu phát (?:ra|hành)")),
    ("members", re.compile(r"tổng số đại biểu|đại biểu (?:hđnd|hội đồng nhân dân)|số đại biểu")),
)
_SAID_ONCE = re.compile(r"tỷ lệ[^.;\d\n]{0,24}? (?:tính|so với|trên)[^.;\n]{0,80}")
_SEATS = re.compile(
    r"(?<![\d/.,])(\d{1,3})(?:/(\d{1,3}))?\s+(?:vị )?đại biểu"
    r"|đại biểu(?: hđnd)?(?: tỉnh)?(?: có mặt)?: (\d{1,3})\b"
)
_AFTER = 70  # characters behind the last number in which the whole may be named


class Chamber:
    """What a document says once for all its votes: how many deputies there are, what percentages are of."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._said: tuple[str, Span] | None = None
        self._seats: dict[str, dict[Decimal, Span]] = {"present": {}, "members": {}}
        self._looked = False

    @property
    def said(self) -> tuple[str, Span] | None:
        """What percentages are said to be of, where a sentence says it for all: "Tỷ lệ tính trên …"."""
        self._look()
        return self._said

    def seats(self, of: str) -> dict[Decimal, Span]:
        """How many are said to be present, or members: "53/58 đại biểu có mặt", "Tổng số đại biểu: 60"."""
        self._look()
        return self._seats[of]

    def _look(self) -> None:
        if self._looked:
            return
        self._looked = True
        flat = self._ctx.flat
        said = (named(flat, *m.span()) for m in _SAID_ONCE.finditer(flat))
        self._said = next((found for found in said if found is not None), None)
        for m in _SEATS.finditer(flat):
            near = flat[max(0, m.start() - 60) : m.end() + 40]
            if (m[1] or m[3]) and ("có mặt" in near or "dự họp" in near):
                self._seats["present"].setdefault(Decimal(m[1] or m[3]), Span(*m.span()))
            if m[2] or "tổng số" in near:
                self._seats["members"].setdefault(Decimal(m[2] or m[1] or m[3]), Span(*m.span()))


def named(flat: str, start: int, end: int) -> tuple[str, Span] | None:
    """What a percentage in `[start, end)` is said to be of, and the words that say it."""
    for of, pattern in _OF:
        if m := pattern.search(flat, start, end):
            return of, Span(*m.span())
    return None


def settle_denominator(ctx: Context, chamber: Chamber, fact: VoteResult) -> None:
    """Find what the percentages are of, and how many that is: printed, of the ballots, or worked out."""
    end = min(len(ctx.flat), fact.span.end + _AFTER)
    newline = ctx.flat.find("\n", fact.span.end, end)
    said = named(ctx.flat, fact.span.start, end if newline < 0 else newline) or chamber.said
    if said is not None:
        fact.denominator_of, words = said
        fact.fields["denominator_of"] = FieldSource("words", words)
    if fact.denominator is None and fact.denominator_of in BALLOTS:
        fact.denominator = getattr(fact, fact.denominator_of)
    if fact.denominator is None and fact.denominator_of in {"members", "present"}:
        _seated(fact, chamber.seats(fact.denominator_of))
    if fact.denominator is None:
        _of_ballots(fact)
    if fact.denominator is None:
        _worked_out(fact)


def _seated(fact: VoteResult, seats: dict[Decimal, Span]) -> None:
    """The number of deputies with which the percentages agree, or the only one the document gives."""
    agreeing = [whole for whole in seats if _agrees(fact, whole)]
    if agreeing or len(seats) == 1:
        fact.denominator = (agreeing or list(seats))[0]
        fact.fields["denominator"] = FieldSource("seats", seats[fact.denominator])


def _of_ballots(fact: VoteResult) -> None:
    """The ballots of which the printed percentages are shares, where the text does not say of what."""
    if not any(part.count and part.percent and part.decimals for part in fact.parts):
        return
    for of in ("returned", "issued", "valid"):
        whole = getattr(fact, of)
        if whole is not None and _agrees(fact, whole):
            fact.denominator, fact.denominator_of = whole, of
            fact.fields["denominator"] = FieldSource("ballots", None, "tỷ lệ khớp với số phiếu này")
            return


def _worked_out(fact: VoteResult) -> None:
    """The one whole number on which every count and percentage agree: 19 and 40,43 % are of 47."""
    pairs = [(p.count, p.percent) for p in fact.parts if p.count and p.percent and p.decimals]
    if len(pairs) < 2:
        return
    count, percent = max(pairs)
    guess = (count * 100 / percent).to_integral_value()
    if _agrees(fact, guess):
        fact.denominator = guess
        fact.fields["denominator"] = FieldSource("worked out", None, "tính từ số phiếu và tỷ lệ")
        fact.notes.append(f"Văn bản không ghi mẫu số; các tỷ lệ khớp với {guess} phiếu.")


def _agrees(fact: VoteResult, whole: Decimal) -> bool:
    return whole > 0 and all(part_agrees(part, whole) for part in fact.parts)


def part_agrees(part: Part, whole: Decimal) -> bool:
    """Whether a printed percentage is its count of this whole, at the digits it was printed with."""
    if part.count is None or part.percent is None:
        return True
    step = Decimal(1).scaleb(-part.decimals)
    return abs(part.count * 100 / whole - part.percent) <= step


def check(fact: VoteResult) -> None:
    """Note what does not add up: percentages, levels against the whole, ballots."""
    if fact.denominator is not None and fact.denominator > 0:
        for part in fact.parts:
            if not part_agrees(part, fact.denominator):
                share = f"{part.percent}".replace(".", ",")
                fact.notes.append(f"{part.count}/{fact.denominator} không phải {share}%.")
        total = sum((p.count or Decimal(0)) for p in fact.parts)
        if total > fact.denominator:
            fact.notes.append(f"Các phiếu cộng lại là {total}, nhiều hơn {fact.denominator}.")
    if fact.returned is not None and fact.issued is not None and fact.returned > fact.issued:
        fact.notes.append("Số phiếu thu về nhiều hơn số phiếu phát ra.")
    if None not in (fact.returned, fact.valid, fact.invalid) and fact.returned != (fact.valid or 0) + (
        fact.invalid or 0
    ):
        fact.notes.append("Phiếu hợp lệ và không hợp lệ cộng lại khác số phiếu thu về.")
