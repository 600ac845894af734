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
_SAID_ONCE = re.compile(r"tỷ lệ[^.;\n]{0,24}? (?:tính|so với|trên)[^.;\n]{0,80}")
_SEATS = re.compile(
    r"(?<![\d/.,])(\d{1,3})(?:/(\d{1,3}))?\s+(?:vị )?đại biểu"
    r"|đại biểu(?: hđnd)?(?: tỉnh)?(?: có mặt)?: (\d{1,3})\b"
)
_AFTER = 70  # characters behind the last number in which the whole may be named


def settle_denominator(ctx: Context, fact: VoteResult) -> None:
    """Find what the percentages are of, and how many that is: printed, of the ballots, or worked out."""
    end = min(len(ctx.flat), fact.span.end + _AFTER)
    newline = ctx.flat.find("\n", fact.span.end, end)
    places = [(fact.span.start, end if newline < 0 else newline)]
    places += [m.span() for m in _SAID_ONCE.finditer(ctx.flat)]
    for start, stop in places:
        said = next(((of, m) for of, pattern in _OF if (m := pattern.search(ctx.flat, start, stop))), None)
        if said is not None:
            fact.denominator_of = said[0]
            fact.fields["denominator_of"] = FieldSource("words", Span(*said[1].span()))
            break
    if fact.denominator is None and fact.denominator_of in BALLOTS:
        fact.denominator = getattr(fact, fact.denominator_of)
    if fact.denominator is None and fact.denominator_of in {"members", "present"}:
        _seats(ctx, fact)
    if fact.denominator is None:
        _worked_out(fact)


def _seats(ctx: Context, fact: VoteResult) -> None:
    """How many deputies there are, or were present: "53/58 đại biểu có mặt", "Tổng số đại biểu: 60"."""
    told: dict[Decimal, Span] = {}
    for m in _SEATS.finditer(ctx.flat):
        near = ctx.flat[max(0, m.start() - 60) : m.end() + 40]
        if fact.denominator_of == "present":
            value, fits = m[1] or m[3], "có mặt" in near or "dự họp" in near
        else:
            value, fits = m[2] or m[1] or m[3], "tổng số" in near or bool(m[2])
        if fits:
            told.setdefault(Decimal(value), Span(*m.span()))
    agreeing = [whole for whole in told if _agrees(fact, whole)]
    if agreeing or len(told) == 1:
        fact.denominator = (agreeing or list(told))[0]
        fact.fields["denominator"] = FieldSource("seats", told[fact.denominator])


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
