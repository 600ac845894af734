"""Whether a target is met, and on the way whether it will be: the algorithm of docs/algorithms/verdict.md.

    growth 7,5–8,0 %, the year's estimate 7,18 %       →  not met: under the lower end
    revenue ≥ 16.900, nine months 12.675 (tỷ đồng)     →  on pace: 75 % of the plan, 75 % of the time

Pure and exact. The day is an argument, the figure is picked by `assessment.verdictfigures`, and the answer is
a verdict with its reasons as data; sentences are written elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from dondoc.records.plan import Comparator, Direction, Nature, ObservationStatus, Period, TimeRule
from dondoc.records.verdict import Judgement, Promise, Reason, Result, Rounding, Rules, Verdict

STANDARD = Rules()


@dataclass(frozen=True, slots=True)
class _Held:
    """A result beside its target."""

    met: bool
    exceeded: bool
    reason: Reason


def judge(
    promise: Promise, result: Result | None, *, as_of: date, rules: Rules = STANDARD, waiting: bool = False
) -> Judgement:
    """The verdict on a target that is no composite one.

    Args:
        promise: What was promised.
        result: What is known of it, in the promise's unit; None where nothing is.
        as_of: The day of judgement.
        rules: What the office has set.
        waiting: Whether no issued document stands behind the target yet: then nothing is judged.

    Returns:
        The verdict, its reasons in the order they were weighed, and the numbers they rest on.
    """
    if waiting:
        return Judgement(Verdict.NOT_ASSESSABLE, (Reason.of("waiting_document"),), as_of)
    if result is None:
        code = "no_figure_yet" if as_of <= promise.period.end else "no_figure"
        return Judgement(Verdict.NOT_ASSESSABLE, (Reason.of(code),), as_of)
    observed, remarks = _observed(promise, result, rules)
    held = _hold(promise, observed)
    told = Judgement(
        Verdict.NOT_ASSESSABLE, (), as_of,
        share=_share(promise, observed),
        difference=_difference(promise, observed),
        result=result,
    )  # fmt: skip
    if covers(promise, result):
        return _concluded(told, promise, held, observed, rules, remarks)
    return _under_way(told, promise, held, observed, remarks)


def judge_all(parts: Sequence[Judgement], *, as_of: date) -> Judgement:
    """The verdict on a composite target: met only when all its parts are.

    One part that is not met decides; otherwise one that cannot be assessed leaves the whole unassessed;
    otherwise the worst part is the verdict.
    """
    if not parts:
        return Judgement(Verdict.NOT_ASSESSABLE, (Reason.of("no_parts"),), as_of)
    verdict = min((one.verdict for one in parts), key=lambda one: one.badness)
    if verdict is not Verdict.NOT_MET and any(one.verdict is Verdict.NOT_ASSESSABLE for one in parts):
        verdict = Verdict.NOT_ASSESSABLE
    same = sum(1 for one in parts if one.verdict is verdict)
    reason = Reason.of("parts", verdict=verdict.value, same=same, total=len(parts))
    final = all(one.final for one in parts) or any(
        one.verdict is Verdict.NOT_MET and one.final for one in parts
    )
    return Judgement(verdict, (reason,), as_of, final=final, parts=tuple(parts))


def covers(promise: Promise, result: Result) -> bool:
    """Whether the figure is of the whole period: for a sum or a rate also from its beginning."""
    if result.period.end < promise.period.end:
        return False
    return not _from_the_beginning(promise) or result.period.start <= promise.period.start


def _from_the_beginning(promise: Promise) -> bool:
    return promise.time_rule is TimeRule.YTD or promise.nature is Nature.GROWTH


# --- a result beside its target --------------------------------------------------------------------------


def side(promise: Promise) -> Direction:
    """Which side of its number a result has to be on: the operator says, of a range the indicator does."""
    match promise.comparator:
        case Comparator.AT_LEAST:
            return Direction.HIGHER
        case Comparator.AT_MOST:
            return Direction.LOWER
        case Comparator.EQUAL:
            return Direction.BAND
    return promise.direction


def _ends(promise: Promise) -> tuple[Decimal, Decimal]:
    return promise.low, promise.low if promise.high is None else promise.high


def _hold(promise: Promise, observed: Decimal) -> _Held:
    low, high = _ends(promise)
    where = side(promise)
    numbers: dict[str, Decimal | str] = {"observed": observed, "low": low, "high": high, "unit": promise.unit}
    if where is Direction.BAND:
        met = low <= observed <= high
        code = ("in_band" if met else "out_of_band") if low != high else ("equal" if met else "not_equal")
        return _Held(met=met, exceeded=False, reason=Reason.of(code, **numbers))
    if where is Direction.HIGHER:
        met, exceeded, gap = observed >= low, observed > high, low - observed
        codes = ("under_floor", "at_floor", "over_floor")
    else:
        met, exceeded, gap = observed <= high, observed < low, observed - high
        codes = ("over_ceiling", "at_ceiling", "under_ceiling")
    code = codes[met + exceeded]
    if met and not exceeded and low != high:
        code = "in_range"
    return _Held(met, exceeded, Reason.of(code, gap=gap, **numbers))


def _observed(promise: Promise, result: Result, rules: Rules) -> tuple[Decimal, tuple[Reason, ...]]:
    """The result at the digits it is compared at: those printed, or those of the target."""
    digits = max(result.decimals, promise.decimals)
    if rules.rounding is Rounding.TARGET:
        digits = promise.decimals
    if -int(result.value.as_tuple().exponent) <= digits:
        return result.value, ()
    observed = result.value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    if observed == result.value:
        return result.value, ()
    return observed, (Reason.of("rounded", exact=result.value, observed=observed, digits=digits),)


def _share(promise: Promise, observed: Decimal) -> Fraction | None:
    bound = promise.low if side(promise) is not Direction.LOWER else _ends(promise)[1]
    return Fraction(observed) / Fraction(bound) if promise.ratio and bound > 0 else None


def _difference(promise: Promise, observed: Decimal) -> Decimal:
    low, high = _ends(promise)
    return observed - max(low, min(observed, high))


# --- at the end ------------------------------------------------------------------------------------------


def _concluded(
    told: Judgement, promise: Promise, held: _Held, observed: Decimal, rules: Rules,
    remarks: tuple[Reason, ...],
) -> Judgement:  # fmt: skip
    reasons = [*remarks, held.reason]
    verdict = Verdict.NOT_MET
    if held.met:
        verdict = Verdict.EXCEEDED if held.exceeded else Verdict.MET
    elif rules.nearly is not None and (near := _nearness(promise, observed)) is not None:
        if near >= rules.nearly:
            verdict = Verdict.NEARLY_MET
        reasons.append(Reason.of("nearly_rule", near=near, threshold=rules.nearly))
    if told.share is not None:
        reasons.append(Reason.of("share", share=told.share))
    assert told.result is not None
    if told.result.status is not ObservationStatus.OFFICIAL:
        reasons.append(Reason.of(f"by_{told.result.status.value}"))
    if told.as_of <= promise.period.end:
        reasons.append(Reason.of("before_the_end", end=promise.period.end))
    return replace(
        told, verdict=verdict, reasons=tuple(reasons), final=told.as_of > promise.period.end,
        expected=Fraction(1),
    )  # fmt: skip


def _nearness(promise: Promise, observed: Decimal) -> Fraction | None:
    """How near a result that is not met comes, 1 at the target; None where a ratio says nothing."""
    low, high = _ends(promise)
    where = side(promise)
    if not promise.ratio or where is Direction.BAND or low <= 0 or observed <= 0:
        return None
    if where is Direction.HIGHER:
        return Fraction(observed) / Fraction(low)
    return Fraction(high) / Fraction(observed)


# --- on the way ------------------------------------------------------------------------------------------


def _under_way(
    told: Judgement, promise: Promise, held: _Held, observed: Decimal, remarks: tuple[Reason, ...]
) -> Judgement:
    where = side(promise)
    result = told.result
    assert result is not None
    so_far = (*remarks, Reason.of("so_far", period=result.period))
    adds = promise.time_rule is TimeRule.YTD
    if adds and where is Direction.HIGHER and held.met:
        # a sum that has got there stays there
        verdict = Verdict.EXCEEDED if held.exceeded else Verdict.MET
        return replace(told, verdict=verdict, final=True, reasons=_with_share(so_far, held.reason, told))
    if adds and where is not Direction.HIGHER and observed > _ends(promise)[1]:
        reasons = (*so_far, held.reason, Reason.of("cannot_fall"))
        return replace(told, verdict=Verdict.NOT_MET, final=True, reasons=reasons)
    if told.as_of > promise.period.end:
        reasons = (*so_far, Reason.of("no_whole_figure", period=promise.period))
        return replace(told, reasons=reasons)
    due = due_by(promise, result.period.end) if not _compared_directly(promise) else None
    if due is not None:
        return _by_pace(told, promise, observed, due, so_far)
    if promise.nature is Nature.GROWTH:
        verdict = Verdict.BEHIND
        if held.met:
            verdict = Verdict.AHEAD if held.exceeded else Verdict.ON_PACE
        return replace(told, verdict=verdict, reasons=(*so_far, held.reason, Reason.of("rate_compared")))
    if held.met:
        verdict = Verdict.AHEAD if held.exceeded else Verdict.ON_PACE
        return replace(told, verdict=verdict, reasons=(*so_far, held.reason, Reason.of("holds_now")))
    return replace(told, reasons=(*so_far, held.reason, Reason.of("assessed_at_end")))


def _with_share(so_far: tuple[Reason, ...], held: Reason, told: Judgement) -> tuple[Reason, ...]:
    share = () if told.share is None else (Reason.of("share", share=told.share),)
    return (*so_far, held, *share, Reason.of("already"))


def _compared_directly(promise: Promise) -> bool:
    return promise.nature is Nature.GROWTH and not promise.path


@dataclass(frozen=True, slots=True)
class Due:
    """What should have been reached by a day."""

    low: Fraction
    high: Fraction
    share: Fraction | None  # of the target; None where a ratio says nothing
    end: date
    planned: bool  # by the plan's own path; otherwise in proportion to the time gone


def due_by(promise: Promise, day: date) -> Due | None:
    """What should be there by a day; None where nothing says so: only sums grow in proportion to time."""
    low, high = (Fraction(end) for end in _ends(promise))
    step = next((one for one in reversed(promise.path) if one.end <= day), None)
    if step is not None:
        value = Fraction(step.value)
        return Due(value, value, value / low if promise.ratio and low > 0 else None, step.end, planned=True)
    if promise.time_rule is not TimeRule.YTD:
        return None
    gone = time_gone(promise.period, day)
    return Due(low * gone, high * gone, gone, day, planned=False)


def time_gone(period: Period, day: date) -> Fraction:
    """How much of a period has gone at the end of a day: by whole months where both fall on month ends.

    >>> from dondoc.records.plan import Period
    >>> time_gone(Period.parse("2026"), date(2026, 9, 30))
    Fraction(3, 4)
    """
    if day < period.start:
        return Fraction(0)
    if day >= period.end:
        return Fraction(1)
    next_day, after = day + timedelta(days=1), period.end + timedelta(days=1)
    if period.start.day == next_day.day == after.day == 1:
        return Fraction(_months(period.start, next_day), _months(period.start, after))
    return Fraction((next_day - period.start).days, (after - period.start).days)


def _months(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month


def _by_pace(
    told: Judgement, promise: Promise, observed: Decimal, due: Due, so_far: tuple[Reason, ...]
) -> Judgement:
    value, where = Fraction(observed), side(promise)
    if where is Direction.BAND:
        good, better = due.low <= value <= due.high, False
    elif where is Direction.HIGHER:
        good, better = value >= due.low, value > due.high
    else:
        good, better = value <= due.high, value < due.low
    verdict = Verdict.BEHIND
    if good:
        verdict = Verdict.AHEAD if better else Verdict.ON_PACE
    code = "path_due" if due.planned else "time_due"
    given: dict[str, Fraction | date | str] = {"due": due.low, "end": due.end, "unit": promise.unit}
    if due.share is not None:
        given["share"] = due.share
    reasons = [*so_far, Reason.of(code, **given), Reason.of(f"pace_{verdict.value}", observed=observed)]
    if told.share is not None:
        reasons.append(Reason.of("share", share=told.share))
    return replace(told, verdict=verdict, reasons=tuple(reasons), expected=due.share)
