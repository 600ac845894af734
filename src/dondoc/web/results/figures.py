"""Figures entered by hand. Nothing is overwritten: a revision stands beside the figure it revises, and a
correction points at the one it takes the place of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from dondoc.assessment.figures import Told, standing_figure
from dondoc.records.plan import ObservationStatus, Period, Scaled
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record, record_many
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.inserting import rows_insert
from dondoc.web.core.locks import Turn, take_turn, take_turns
from dondoc.web.core.quantities import number_text
from dondoc.web.core.statements import repeated
from dondoc.web.plans.models import Indicator
from dondoc.web.results.models import Observation, ObservationStatusChoice, called
from dondoc.web.results.services import quantity_columns
from dondoc.web.results.signals import figure_changed
from dondoc.web.sources.models import Document, StandingChoice


class Printed(Protocol):
    """A figure with the columns its words need."""

    period: str
    decimals: int
    unit: str

    @property
    def value(self) -> Decimal: ...

    def get_status_display(self) -> str: ...


def said(figure: Printed) -> str:
    """A figure in words, for the trail: "9 tháng: 12.675,5 tỷ đồng (ước thực hiện)"."""
    return _said(figure.period, figure.value, figure.decimals, figure.unit, figure.get_status_display())


def _said(period: str, value: Decimal, decimals: int, unit: str, status: str) -> str:
    number = f"{number_text(value, decimals)} {unit}".strip()
    return f"{period}: {number} ({status.lower()})"


@transaction.atomic
def figure_add(
    *,
    indicator: Indicator,
    body: Body,
    period: str,
    value: Decimal,
    status: str,
    by: User,
    on: date,
    unit: str = "",
    as_of: date | None = None,
    document: Document | None = None,
    words: str = "",
    measure: str = "level",
) -> Observation:
    """A figure as somebody told it.

    Args:
        indicator: What was measured.
        body: Where.
        period: "2026-Q3", "2026-01/2026-09".
        value: As printed, with its decimals.
        status: Ước, sơ bộ or chính thức.
        by: Who enters it; whether they may for this body is the caller's to check.
        on: The day it is entered.
        unit: As printed; "" is the indicator's.
        as_of: Up to which day it counts.
        document: The report it stands in; without one it waits for it.
        words: Where in it, or who said it.
        measure: What about the indicator is told.

    Raises:
        ValidationError: By field; no ground is given; the day has not come.
        Conflict: This very figure is there already.
    """
    when = _when(period, status, on, as_of, grounded=document is not None or bool(words.strip()))
    take_turn(Turn.FIGURES, indicator.pk)
    indicator = Indicator.objects.get(pk=indicator.pk)
    figure = _add(
        indicator, body, when, value, status, by, on, unit, as_of, words, measure,
        document=None if document is None else document.pk,
        awaiting=document is None or not _issued(document),
    )  # fmt: skip
    after = {"figure": said(figure), "as_of": as_of, "document": str(document or "")}
    record(actor=by, action="figure.add", row=figure, before={}, after=after, reason=words, body=body)
    _tell(figure)
    return figure


def _add(
    indicator: Indicator, body: Body, when: dict[str, Any], value: Decimal, status: str, by: User, on: date,
    unit: str, as_of: date | None, words: str, measure: str, *, document: int | None, awaiting: bool,
    corrects: Observation | None = None, reason: str = "",
) -> Observation:  # fmt: skip
    """Keep it, unless it stands already; the caller has the turn, and the indicator as it is now."""
    unit = unit or indicator.unit
    numbers = quantity_columns(value, None, unit, indicator.unit, measure)
    if _known(indicator, body, when["period"], measure, status, as_of, numbers):
        raise Conflict("Số này, cùng kỳ, cùng loại và cùng ngày tính đến, đã được nhập.")
    return Observation.objects.create(
        indicator=indicator, body=body, **when, status=status, measure=measure, as_of=as_of,
        name_as_printed=indicator.name[:500], document_id=document, by_hand=True, source_words=words.strip(),
        known_on=on, corrects=corrects, reason=reason, created_by=by, **numbers, awaiting_document=awaiting,
    )  # fmt: skip


def _known(
    indicator: Indicator, body: Body, period: str, measure: str, status: str, as_of: date | None,
    numbers: dict[str, Any],
) -> bool:  # fmt: skip
    """Whether this very figure stands already."""
    day = "IS NULL" if as_of is None else "= %s"
    told = [indicator.pk, body.pk, period, measure, status, *(numbers[name] for name in _NUMBER)]
    with repeated() as cursor:
        cursor.execute(_SAME.format(day), told if as_of is None else [*told, as_of])
        return cursor.fetchone() is not None


# By hand, as all that is asked with every correction: putting it together took longer than its answer.
_NUMBER = ("unit", "mantissa", "decimals")
_SAME = """SELECT 1 FROM results_observation WHERE indicator_id = %s AND body_id = %s AND period = %s
    AND measure = %s AND status = %s AND unit = %s AND mantissa = %s AND decimals = %s
    AND withdrawn_at IS NULL AND corrected_on IS NULL AND as_of {} LIMIT 1"""


def _tell(figure: Observation) -> None:
    figure_changed.send(Observation, indicator=figure.indicator_id, year=figure.period_end.year)


@dataclass(frozen=True, slots=True)
class Telling:
    """One figure of many that a body tells at once."""

    indicator: int
    period: str
    value: Decimal
    unit: str = ""  # as printed; "" is the indicator's
    words: str = ""  # "": those of all of them


@transaction.atomic
def figures_add(
    *,
    body: Body,
    tellings: Sequence[Telling],
    status: str,
    by: User,
    on: date,
    as_of: date | None = None,
    document: Document | None = None,
    words: str = "",
) -> list[int]:
    """All the figures of one report, in a handful of queries however many; their keys in the order told.

    Each is checked, kept and entered in the trail as `figure_add` does it. One that is there already, the
    same to the last digit, stays, and its key is given back.

    Raises:
        ValidationError: As `figure_add`; with nothing kept.
    """
    if not tellings:
        return []
    wanted = {one.indicator for one in tellings}
    take_turns(Turn.FIGURES, sorted(wanted))
    names = Indicator.objects.filter(pk__in=wanted).values_list("pk", "name", "unit")
    indicators = {pk: (name, unit) for pk, name, unit in names}
    periods: dict[tuple[str, bool], dict[str, Any]] = {}
    rows: dict[_Same, dict[str, Any]] = {}
    order = []
    for one in tellings:
        grounded = document is not None or bool(one.words or words)
        if (one.period, grounded) not in periods:
            periods[one.period, grounded] = _when(one.period, status, on, as_of, grounded=grounded)
        name, unit = indicators[one.indicator]
        row: dict[str, Any] = {"indicator_id": one.indicator, "name_as_printed": name[:500]}
        row |= {"source_words": (one.words or words).strip()} | periods[one.period, grounded]
        row |= quantity_columns(one.value, None, one.unit or unit, unit, "level")
        key = (one.indicator, row["period"], row["unit"], row["mantissa"], row["decimals"])
        rows.setdefault(key, row)
        order.append(key)
    there: dict[_Same, int] = {
        (indicator, period, unit, mantissa, decimals): pk
        for pk, indicator, period, unit, mantissa, decimals in Observation.objects.filter(
            body=body, indicator__in=wanted, period__in={row["period"] for row in rows.values()},
            period_end__in={row["period_end"] for row in rows.values()},  # found by the index of a series
            status=status, measure="level", as_of=as_of, withdrawn_at=None, corrected_on=None,
        ).order_by("-pk").values_list("pk", "indicator_id", "period", "unit", "mantissa", "decimals")
    }  # fmt: skip
    new = {key: row for key, row in rows.items() if key not in there}
    same = {
        "body": body, "status": status, "measure": "level", "as_of": as_of, "document": document,
        "by_hand": True, "known_on": on, "created_by": by,
        "awaiting_document": document is None or not _issued(document),
    }  # fmt: skip
    made = dict(zip(new, rows_insert(Observation, same=same, each=list(new.values())), strict=True))
    kept = {"as_of": as_of, "document": str(document or "")}
    shown = str(ObservationStatusChoice(status).label)
    entries = []
    for key, pk in made.items():
        row = new[key]
        period, value, unit = (
            row["period"],
            Scaled(row["mantissa"], row["decimals"]).to_decimal(),
            row["unit"],
        )
        after = {"figure": _said(period, value, row["decimals"], unit, shown)} | kept
        entries.append((pk, called(indicators[row["indicator_id"]][0], period, value, unit), after))
    record_many(
        actor=by, action="figure.add", table=Observation, rows=entries, reason=words, body=body
    )  # fmt: skip
    return [there.get(key) or made[key] for key in order]


_Same = tuple[int, str, str, int, int]  # indicator, period, unit, mantissa, decimals


def _issued(document: Document) -> bool:
    """Whether an issued document stands behind it."""
    if document.standing == StandingChoice.ISSUED:
        return True
    return document.stands_on is not None and document.stands_on.standing == StandingChoice.ISSUED


@transaction.atomic
def figure_correct(
    *,
    figure: Observation,
    value: Decimal,
    by: User,
    on: date,
    reason: str,
    status: str = "",
    as_of: date | None = None,
    document: Document | None = None,
    words: str = "",
    unit: str = "",
) -> Observation:
    """The figure was wrong: another takes its place from today on. What it said stays, with why.

    Raises:
        ValidationError: By field; no reason; the same number.
        Conflict: It was corrected or withdrawn by somebody else.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Nêu lý do đính chính."})
    figure, issued = _open(figure)
    if (value, unit or figure.unit, status or figure.status) == (figure.value, figure.unit, figure.status):
        raise ValidationError({"value": "Số mới trùng số đang có, không có gì để đính chính."})
    with repeated() as cursor:
        cursor.execute("UPDATE results_observation SET corrected_on = %s WHERE id = %s", [on, figure.pk])
    behind = figure.document_id if document is None else document.pk
    words = words or figure.source_words or reason
    as_of, status = as_of or figure.as_of, status or figure.status
    when = _when(figure.period, status, on, as_of, grounded=behind is not None or bool(words.strip()))
    made = _add(
        figure.indicator, figure.body, when, value, status, by, on, unit or figure.unit, as_of, words,
        figure.measure, document=behind, awaiting=not (issued if document is None else _issued(document)),
        corrects=figure, reason=reason.strip()[:500],
    )  # fmt: skip
    record(
        actor=by, action="figure.correct", row=made, before={"figure": said(figure)},
        after={"figure": said(made)}, reason=reason, body=figure.body,
    )  # fmt: skip
    _tell(made)
    return made


@transaction.atomic
def figure_withdraw(*, figure: Observation, by: User, reason: str) -> Observation:
    """A figure that should never have been entered. One read from a document is taken back in review.

    Raises:
        ValidationError: No reason.
        Conflict: It is gone already, or words of a document stand behind it.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Nêu lý do rút."})
    figure, _ = _open(figure)
    if not figure.by_hand or figure.mentions.exists():
        raise Conflict("Số này được đọc từ văn bản. Mở lại mục đó ở màn hình duyệt văn bản để rút.")
    figure.withdrawn_at = timezone.now()
    figure.save(update_fields=["withdrawn_at"])
    record(
        actor=by, action="figure.withdraw", row=figure, before={"figure": said(figure)}, after={},
        reason=reason, body=figure.body,
    )  # fmt: skip
    _tell(figure)
    return figure


def _when(period: str, status: str, on: date, as_of: date | None, *, grounded: bool) -> dict[str, Any]:
    """The columns of the period, once everything that is said of it can be."""
    if status not in ObservationStatusChoice.values:
        raise ValidationError({"status": "Chọn ước thực hiện, sơ bộ hoặc chính thức."})
    try:
        when = Period.parse(period)
    except ValueError as error:
        raise ValidationError({"period": str(error)}) from error
    if when.start > on:
        raise ValidationError({"period": "Kỳ này chưa bắt đầu nên chưa có số thực hiện."})
    if as_of is not None and as_of > on:
        raise ValidationError({"as_of": "Ngày tính đến không thể sau hôm nay."})
    if not grounded:
        raise ValidationError({"words": "Nêu báo cáo hoặc nguồn của số này, hoặc chọn văn bản."})
    return {"period": str(when), "period_start": when.start, "period_end": when.end}


_NOW = """SELECT o.*, i.name AS indicator_name, i.unit AS indicator_unit,
    d.standing AS standing, s.standing AS behind
    FROM results_observation o JOIN plans_indicator i ON i.id = o.indicator_id
    LEFT JOIN sources_document d ON d.id = o.document_id
    LEFT JOIN sources_document s ON s.id = d.stands_on_id WHERE o.id = %s"""


def _open(figure: Observation) -> tuple[Observation, bool]:
    """The figure as it is now, once its turn is taken; whether an issued document stands behind it.

    Its indicator has the name and the unit as they are now; the rest is asked for when it is wanted.
    """
    take_turn(Turn.FIGURES, figure.indicator_id)
    now: Any = Observation.objects.raw(_NOW, [figure.pk])[0]
    if now.withdrawn_at is not None or now.corrected_on is not None:
        raise Conflict("Số này đã được người khác đính chính hoặc rút. Tải lại trang để xem.")
    told = (now.indicator_id, now.indicator_name, now.indicator_unit)
    now.indicator = Indicator.from_db(connection.alias, ["id", "name", "unit"], told)
    if now.body_id == figure.body_id:
        now.body = figure.body
    return now, StandingChoice.ISSUED in (now.standing, now.behind)


def told(figure: Observation) -> Told:
    """A figure as the core weighs it: known from its document's day, or from the day it was entered."""
    known = figure.known_on or (figure.document and figure.document.date)
    gone = figure.corrected_on
    if figure.withdrawn_at is not None:
        withdrawn = timezone.localdate(figure.withdrawn_at)
        gone = min(gone, withdrawn) if gone else withdrawn
    entered = timezone.localdate(figure.created_at)
    return Told(figure.pk, ObservationStatus(figure.status), figure.as_of, known or entered, gone)


def which_stand(figures: Iterable[Observation], *, known_by: date | None = None) -> set[int]:
    """Of many figures of one series, the key of the one that stands for each period."""
    by_period: dict[str, list[Told]] = {}
    for figure in figures:
        by_period.setdefault(figure.period, []).append(told(figure))
    found = (standing_figure(group, known_by=known_by) for group in by_period.values())
    return {one.key for one in found if one is not None}
