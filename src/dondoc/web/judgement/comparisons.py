"""A target's result side by side with plan, same period, country, region and term, as its page shows it.

Each line names the figure it holds the result against, who published that figure and where it stands. No
figure of another period takes the place of a missing one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from django.db.models import Q

from dondoc.assessment.comparison import Change, interval_of
from dondoc.assessment.figures import Told as Known
from dondoc.assessment.figures import standing_figure
from dondoc.assessment.outlook import GrowthPace, growth_pace
from dondoc.assessment.sidebyside import (
    Against,
    Printed,
    as_level,
    behind,
    held,
    how_told,
    is_rate,
    year_before,
)
from dondoc.records.contradiction import Interval
from dondoc.records.plan import Nature, ObservationStatus
from dondoc.records.verdict import Promise, Result
from dondoc.web.accounts.access import Access
from dondoc.web.judgement.models import ScopeChoice, Yardstick
from dondoc.web.judgement.outlooks import published
from dondoc.web.judgement.promises import figures_for, results_of, says_ratio, series_of
from dondoc.web.judgement.selectors import ScoreRow, judged_targets
from dondoc.web.plans.selectors import observations_seen, targets_seen
from dondoc.web.results.figures import told as known_when
from dondoc.web.results.models import Observation
from dondoc.web.sources.models import Document

_PRINTED = ("change", "ratio", "attainment")  # how a change against the same period may be told


@dataclass(frozen=True, slots=True)
class Source:
    """Who published a figure, and where it stands."""

    by: str
    document: Document | None = None
    words: str = ""
    status: str = ""  # ước, sơ bộ, chính thức; "" of a plan


@dataclass(frozen=True, slots=True)
class Line:
    """The result beside one figure."""

    against: Against
    name: str  # of a region its name, of a term its basis; "" otherwise
    period: str
    number: Decimal | None  # what it is held against, in the result's unit
    change: Change | None
    share: Fraction | None  # result ÷ number, where "x % of" says something
    source: Source
    printed: Decimal | None = None  # of an index, as printed: 107,1
    within: Interval | None = None  # what the number may have been by the change that is printed
    told: Observation | None = None  # that printed change
    digits: int = 0  # of the number as printed
    pace: GrowthPace | None = None  # of a term of rates: what is needed from now on
    target: int | None = None  # of a term: its version, for its own page

    @property
    def fits(self) -> bool:
        """Whether the figure of the year before and the change printed beside the result fit together."""
        if self.within is None or self.number is None:
            return True
        low, high = interval_of(Decimal(self.number), self.digits)
        return not (high < self.within[0] or self.within[1] < low)

    @property
    def ends(self) -> tuple[Decimal, Decimal] | None:
        """What the number may have been, outwards to its printed digits."""
        if self.within is None:
            return None
        scale = 10**self.digits
        low, high = floor(self.within[0] * scale), ceil(self.within[1] * scale)
        return Decimal(low).scaleb(-self.digits), Decimal(high).scaleb(-self.digits)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All lines of a target, in the order of `Against`."""

    result: Result
    unit: str
    lines: tuple[Line, ...]
    missing: tuple[Against, ...]  # of which nothing is known for this period

    @property
    def rate(self) -> bool:
        return is_rate(self.unit)


def comparison_of(
    access: Access, row: ScoreRow, *, as_of: date, known_by: date | None = None
) -> Comparison | None:
    """The result a verdict rests on, beside everything known for the same period; at most nine queries.

    Args:
        access: The reader.
        row: The verdict; of a composite target there is nothing to hold.
        as_of: The day of judgement.
        known_by: Only what had been told by that day.

    Returns:
        None where there is no result yet.
    """
    result, promise = row.judgement.result, row.promise
    if result is None:
        return None
    figures = _figures(access, row, result, known_by)
    lines = [
        _plan(row, result),
        *_same_period(row, result, figures),
        *_elsewhere(row, result, figures, known_by),
        *_terms(access, row, result, as_of=as_of, known_by=known_by),
    ]
    there = {one.against for one in lines}
    wanted = (Against.SAME_PERIOD, Against.COUNTRY, Against.REGION)
    missing = tuple(one for one in wanted if one not in there)
    return Comparison(result, promise.unit, tuple(lines), missing)


# --- plan ------------------------------------------------------------------------------------------------


def _plan(row: ScoreRow, result: Result) -> Line:
    version, promise = row.version, row.promise
    document = version.document
    by = (document.issuer_as_written or str(document)) if document else version.source_words
    share = Fraction(result.value) / Fraction(promise.low) if promise.ratio and promise.low else None
    change = held(result.value, promise.low, unit=promise.unit)
    return Line(
        Against.PLAN, "", str(promise.period), promise.low, change, share,
        Source(by or str(row.target.get_basis_display()), document),
    )  # fmt: skip


# --- the same period -------------------------------------------------------------------------------------


def _figures(
    access: Access, row: ScoreRow, result: Result, known_by: date | None
) -> dict[tuple[str, str, str], Observation]:
    """The figures that stand, by period, measure and base: of the year before, and what is printed beside."""
    target = row.target
    before = str(year_before(result.period))
    now = str(result.period)
    found = (
        observations_seen(access)
        .filter(indicator=target.indicator_id, body=target.body_id, awaiting_document=False)
        .filter(out_of_mantissa=None)
        .filter(
            Q(period=before, measure=target.measure, base="")
            | Q(period=now, measure__in=(*_PRINTED, target.measure), base="same_period")
            | Q(period=now, measure__in=(target.measure, "change"), base__in=ScopeChoice.values)
        )
        .select_related("indicator", "document", "created_by")
    )
    groups: dict[tuple[str, str, str], list[Observation]] = defaultdict(list)
    for one in found:
        groups[one.period, one.measure, one.base].append(one)
    standing = {}
    for key, group in groups.items():
        told = standing_figure([known_when(one) for one in group], known_by=known_by)
        if told is not None:
            standing[key] = next(one for one in group if one.pk == told.key)
    return standing


def _same_period(
    row: ScoreRow, result: Result, figures: dict[tuple[str, str, str], Observation]
) -> Iterable[Line]:
    """The figure of the year before with what is printed of the change beside; without it what follows."""
    before = str(year_before(result.period))
    target, unit = row.target, row.promise.unit
    # of a target that is itself a change, the change is the result, not something printed beside it
    told, inside = (None, None) if target.measure in _PRINTED else _told_change(result, figures, unit)
    own = figures.get((before, target.measure, ""))
    if own is None and target.measure not in _PRINTED:  # told in brackets behind the change
        own = figures.get((str(result.period), target.measure, "same_period"))
    number = None if own is None else _in_unit(row, own)
    if own is not None and number is not None:
        share = Fraction(result.value) / Fraction(number) if says_ratio(target) and number else None
        yield Line(
            Against.SAME_PERIOD, "", before, number, held(result.value, number, unit=unit), share,
            _source(own), within=inside, told=told, digits=own.decimals,
        )  # fmt: skip
    elif told is not None and inside is not None:
        yield Line(
            Against.SAME_PERIOD, "", before, None, None, None, _source(told), within=inside, told=told,
            digits=result.decimals,
        )  # fmt: skip


def _told_change(
    result: Result, figures: dict[tuple[str, str, str], Observation], unit: str
) -> tuple[Observation | None, Interval | None]:
    for measure in _PRINTED:
        told = figures.get((str(result.period), measure, "same_period"))
        inside = None if told is None else implied(result, told, unit)
        if inside is not None:
            return told, inside
    return None, None


def implied(result: Result, told: Observation, unit: str) -> Interval | None:
    """What stood the year before by the printed change; None where it is told in another way."""
    how = how_told(told.measure, told.unit, unit)
    if how is None:
        return None
    low, high = interval_of(told.value, told.decimals)
    if told.measure == "change" and told.direction == "down":
        low, high = -high, -low
    now = interval_of(result.value, result.decimals)
    return behind(now, (low, high), how, rate=is_rate(unit))


def _in_unit(row: ScoreRow, figure: Observation) -> Decimal | None:
    """A figure as the target's results are told: in its unit, a rise of what has to fall negative."""
    told = results_of(row.version, [figure])  # type: ignore[list-item]  # the columns a `Figure` has
    return told[0].value if told else None


def _source(figure: Observation) -> Source:
    by = published(figure).by
    return Source(by, figure.document, figure.source_words, str(figure.get_status_display()))


# --- the country and the region --------------------------------------------------------------------------


def _elsewhere(
    row: ScoreRow, result: Result, figures: dict[tuple[str, str, str], Observation], known_by: date | None
) -> Iterable[Line]:
    target, unit = row.target, row.promise.unit
    rows = Yardstick.objects.filter(
        indicator=target.indicator_id, period=str(result.period), measure=target.measure, withdrawn_at=None
    ).select_related("document", "indicator")
    if known_by is not None:
        rows = rows.filter(published_on__lte=known_by)
    entered = _standing_yardsticks(rows)
    for scope in (Against.COUNTRY, Against.REGION):
        own = [one for one in entered if one.scope == scope.value]
        for one in own:
            kept = one.value if one.in_indicator_unit is None else one.in_indicator_unit
            number = as_level(kept, Printed(one.printed))
            printed = one.value if one.printed == Printed.INDEX.value else None
            source = Source(one.publisher, one.document, one.words, str(one.get_status_display()))
            yield _beside(row, result, scope, one.place, number, source, printed)
        if own:
            continue
        for measure in (target.measure, "change"):
            read = figures.get((str(result.period), measure, scope.value))
            if read is not None and (measure == target.measure or is_rate(unit)):
                number = read.value if read.in_indicator_unit is None else read.in_indicator_unit
                yield _beside(row, result, scope, "", number, _source(read), None)
                break


def _beside(
    row: ScoreRow, result: Result, scope: Against, place: str, number: Decimal, source: Source,
    printed: Decimal | None,
) -> Line:  # fmt: skip
    share = Fraction(result.value) / Fraction(number) if number > 0 and result.value > 0 else None
    change = held(result.value, number, unit=row.promise.unit)
    return Line(scope, place, str(result.period), number, change, share, source, printed)


def _standing_yardsticks(rows: Iterable[Yardstick]) -> list[Yardstick]:
    """Of each place the figure that stands: the more final one, of equally final ones the later published."""
    groups: dict[tuple[str, str], list[Yardstick]] = defaultdict(list)
    for one in rows:
        groups[one.scope, one.place].append(one)
    found = []
    for group in groups.values():
        told = standing_figure(
            Known(one.pk, ObservationStatus(one.status), one.period_end, one.published_on) for one in group
        )
        found += [one for one in group if told is not None and one.pk == told.key]
    return sorted(found, key=lambda one: (one.scope, one.place))


# --- the term --------------------------------------------------------------------------------------------


def _terms(
    access: Access, row: ScoreRow, result: Result, *, as_of: date, known_by: date | None
) -> list[Line]:
    """The longer targets this one lies in, each with how far it has come; what the term still needs."""
    target = row.target
    terms = list(
        targets_seen(access)
        .filter(
            indicator=target.indicator_id, body=target.body_id, measure=target.measure,
            period_start__lte=target.period_start, period_end__gte=target.period_end,
            awaiting_document=False,
        )
        .exclude(period_start=target.period_start, period_end=target.period_end)
        .select_related("indicator", "body")
        .order_by("period_end", "pk")[:4]
    )  # fmt: skip
    if not terms:
        return []
    judged = judged_targets(access, terms, as_of=as_of, known_by=known_by)
    series = figures_for(terms, known_by=known_by)
    lines = []
    for term in terms:
        found = judged.get(term.pk)
        if found is not None:
            told = results_of(found.version, series.get(series_of(term), ()))
            lines.append(_term(found, result, told, as_of))
    return lines


def _term(found: ScoreRow, result: Result, told: Sequence[Result], as_of: date) -> Line:
    promise: Promise = found.promise
    document = found.version.document
    source = Source(
        (document.issuer_as_written or str(document)) if document else found.version.source_words, document
    )
    growth = promise.nature is Nature.GROWTH
    reached = result if growth else found.judgement.result or result
    share = Fraction(reached.value) / Fraction(promise.low) if promise.ratio and promise.low else None
    return Line(
        Against.TERM, str(found.target.get_basis_display()), str(promise.period), promise.low,
        held(reached.value, promise.low, unit=promise.unit), share, source,
        pace=growth_pace(promise, told, as_of=as_of), target=found.version.pk,
    )  # fmt: skip
