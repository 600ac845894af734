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
from django.db.models import Q
from django.utils import timezone

from dondoc.assessment.figures import Told, standing_figure
from dondoc.records.plan import ObservationStatus, Period, Scaled
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import Told as Entered
from dondoc.web.audit.services import record, record_all
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
from dondoc.writing import labels


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
    return f"{labels.period_told(period)}: {number} ({status.lower()})"


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


@dataclass(frozen=True, slots=True)
class Report:
    """All the figures that one report of a body tells."""

    body: Body
    tellings: Sequence[Telling]
    status: str
    as_of: date | None = None
    document: Document | None = None
    words: str = ""


def figures_add(reports: Sequence[Report], *, by: User, on: date) -> list[list[int]]:
    """All the figures of some reports, in a handful of queries however many; their keys in the order told.

    In the caller's transaction.

    Each is checked, kept and entered in the trail as `figure_add` does it. One that is there already, the
    same to the last digit, stays, and its key is given back.

    Raises:
        ValidationError: As `figure_add`; before anything is kept.
    """
    wanted = {one.indicator for report in reports for one in report.tellings}
    if not wanted:
        return [[] for _ in reports]
    take_turns(Turn.FIGURES, sorted(wanted))
    names = Indicator.objects.filter(pk__in=wanted).values_list("pk", "name", "unit")
    indicators = {pk: (name, unit) for pk, name, unit in names}
    rows: dict[_Same, dict[str, Any]] = {}
    behind: dict[_Same, Report] = {}
    order: list[list[_Same]] = []
    for report in reports:
        told = _rows_of(report, indicators, on)
        order.append([key for key, _row in told])
        for key, row in told:
            rows.setdefault(key, row)
            behind.setdefault(key, report)
    there = _there(rows)
    new = {key: row for key, row in rows.items() if key not in there}
    same = {"measure": "level", "by_hand": True, "known_on": on, "created_by": by}
    statuses = {value: str(label) for value, label in ObservationStatusChoice.choices}
    made = dict(zip(new, rows_insert(Observation, same=same, each=list(new.values())), strict=True))
    entries = []
    for key, pk in made.items():
        row, report = new[key], behind[key]
        period, unit, decimals = row["period"], row["unit"], row["decimals"]
        value = Scaled(row["mantissa"], decimals).to_decimal()
        after = {
            "figure": _said(period, value, decimals, unit, statuses[report.status]),
            "as_of": report.as_of,
            "document": str(report.document or ""),
        }
        label = called(indicators[row["indicator_id"]][0], period, value, decimals, unit)
        entries.append(Entered(pk, label, after, reason=report.words, body=report.body.pk))
    record_all(actor=by, action="figure.add", table=Observation, rows=entries)
    return [[there.get(key) or made[key] for key in keys] for keys in order]


# body, indicator, period, status, until when, unit, mantissa, decimals
_Same = tuple[int, int, str, str, date | None, str, int, int]


def _rows_of(
    report: Report, indicators: dict[int, tuple[str, str]], on: date
) -> list[tuple[_Same, dict[str, Any]]]:
    """The columns of each of its figures, under what makes two of them the same."""
    periods: dict[tuple[str, bool], dict[str, Any]] = {}
    same = {
        "body_id": report.body.pk, "status": report.status, "as_of": report.as_of,
        "document_id": None if report.document is None else report.document.pk,
        "awaiting_document": report.document is None or not _issued(report.document),
    }  # fmt: skip
    found = []
    for one in report.tellings:
        grounded = report.document is not None or bool(one.words or report.words)
        if (one.period, grounded) not in periods:
            periods[one.period, grounded] = _when(
                one.period, report.status, on, report.as_of, grounded=grounded
            )
        name, unit = indicators[one.indicator]
        row: dict[str, Any] = {"indicator_id": one.indicator, "name_as_printed": name[:500]}
        row |= {"source_words": (one.words or report.words).strip()} | periods[one.period, grounded]
        row |= quantity_columns(one.value, None, one.unit or unit, unit, "level") | same
        key = (
            report.body.pk, one.indicator, row["period"], report.status, report.as_of, row["unit"],
            row["mantissa"], row["decimals"],
        )  # fmt: skip
        found.append((key, row))
    return found


def _there(rows: dict[_Same, dict[str, Any]]) -> dict[_Same, int]:
    """Which of them stand already; of several the first."""
    told = rows.values()
    days = {row["as_of"] for row in told}
    known = Q(as_of__in=days - {None})
    if None in days:
        known |= Q(as_of=None)
    found = Observation.objects.filter(
        known, body__in={row["body_id"] for row in told}, status__in={row["status"] for row in told},
        indicator__in={row["indicator_id"] for row in told}, period__in={row["period"] for row in told},
        period_end__in={row["period_end"] for row in told},  # found by the index of a series
        measure="level", withdrawn_at=None, corrected_on=None,
    )  # fmt: skip
    columns = ("body_id", "indicator_id", "period", "status", "as_of", "unit", "mantissa", "decimals")
    return {row[1:]: row[0] for row in found.order_by("-pk").values_list("pk", *columns)}


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
