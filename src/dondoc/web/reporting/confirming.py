"""What a confirmed report puts into the books: its document, its figures, its difficulties and proposals.

Nothing of a report counts before. A figure confirmed again with another number corrects the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.utils.translation import override

from dondoc.records.plan import Period, Scaled
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.core.locks import Turn, take_turn, take_turns
from dondoc.web.core.templatetags.dondoc import period as period_words
from dondoc.web.matters import life as matters
from dondoc.web.matters.models import Matter, MatterEventChoice, VoiceChoice
from dondoc.web.obligations import services as obligations
from dondoc.web.obligations.models import ActKind
from dondoc.web.reporting.models import EventChoice, Report, ReportEvent, SentFigure
from dondoc.web.results.figures import Telling, figure_correct, figure_withdraw, figures_add
from dondoc.web.results.models import Observation, ObservationStatusChoice
from dondoc.web.search.services import index
from dondoc.web.sources.models import Document, StandingChoice, TypeChoice


def confirm_figures(
    *, report: Report, events: Sequence[ReportEvent], counted: date, by: User, on: date
) -> int:
    """Enter everything a report tells, in the caller's transaction; how many figures.

    Args:
        report: With form, body, obligation and document at hand.
        events: All of its events in order, the last one this confirmation.
        counted: The day the report is held to have been sent.
        by: Who confirms.
        on: Today.
    """
    sent = [event for event in events if event.kind in (EventChoice.SUBMITTED, EventChoice.SIGNED)][-1]
    document = _document(report, sent, by, on)
    _matters(report, document, by, on)
    if report.obligation.fulfilled_on is None:
        day = max(counted, report.period_start)
        obligations.act(obligation=report.obligation, kind=ActKind.FULFILLED, on=day, by=by, paper=document)
    figures = _sent(sent)
    # nothing can have come of the report before it was confirmed a first time: the event of now is there
    confirmed = [event for event in events if event.kind in (EventChoice.CONFIRMED, EventChoice.CHECKED)]
    before = _before(report, sent) if len(confirmed) > 1 else {}
    # all turns at once, so that no two confirmations wait for one another
    take_turns(Turn.FIGURES, {figure.indicator for figure in figures})
    new = [figure for figure in figures if figure.value is not None and figure.line not in before]
    keys: dict[int, int | None] = {
        figure.pk: told
        for figure, told in zip(new, _told(report, new, document, by, on), strict=True)
    }  # fmt: skip
    for figure in figures:
        if figure.pk not in keys:
            now = _again(figure, before.get(figure.line), document, _reason(events), by, on)
            keys[figure.pk] = None if now is None else now.pk
    with connection.cursor() as cursor:  # a report has dozens of lines, and a CASE of all of them is slow
        cursor.executemany(
            "UPDATE reporting_sentfigure SET observation_id = %s WHERE id = %s",
            [(told, figure) for figure, told in keys.items()],
        )
    return len(figures)


@dataclass(frozen=True, slots=True)
class _Sent:
    """A line as it was sent, without the rows behind it: a report has dozens."""

    pk: int
    line: int
    indicator: int
    cumulative: bool
    value: Decimal | None
    unit: str
    note: str


def _sent(event: ReportEvent) -> list[_Sent]:
    rows = event.figures.order_by("line__indicator_id", "pk").values_list(
        "pk", "line_id", "line__indicator_id", "line__cumulative", "mantissa", "decimals", "unit", "note"
    )
    return [
        _Sent(
            pk, line, indicator, cumulative,
            None if mantissa is None else Scaled(mantissa, decimals).to_decimal(), unit, note,
        )
        for pk, line, indicator, cumulative, mantissa, decimals, unit, note in rows
    ]  # fmt: skip


def name_of(report: Report) -> str:
    """What the report is called: "Tình hình kinh tế – xã hội quý III/2026"."""
    with override("vi"):
        return f"{report.form.name} {period_words(report.period)}"


def _document(report: Report, sent: ReportEvent, by: User, on: date) -> Document:
    """The register's entry of the report; another for another signed paper."""
    known = report.document
    if known is not None and (not sent.symbol or sent.symbol == known.symbol):
        return known
    take_turn(Turn.REGISTER)
    document = Document.objects.create(
        title=f"Báo cáo: {name_of(report)} – {report.body.name}"[:500], type=TypeChoice.REPORT,
        symbol=sent.symbol, date=sent.paper_day or on, issuer=report.body,
        issuer_as_written=report.body.name[:200], standing=StandingChoice.ISSUED, owner=report.body,
        created_by=by,
    )  # fmt: skip
    if sent.file is not None and sent.file.document_id is None:
        sent.file.document = document
        sent.file.save(update_fields=["document"])
    index(document)
    after = {"title": document.title, "symbol": document.symbol, "date": document.date}
    record(actor=by, action="document.add", row=document, before={}, after=after, body=report.body)
    report.document = document
    return document


def _matters(report: Report, document: Document, by: User, on: date) -> None:
    """Each new difficulty and proposal is followed from now on; who is asked to answer has it at once."""
    told = report.difficulties.filter(matter=None, withdrawn_at=None).select_related("to")
    for one in told.order_by("pk"):
        take_turn(Turn.DOCUMENT, document.pk)
        proposal = one.nature == "proposal"
        matter = Matter.objects.create(
            document=document, nature=one.nature, words=one.words, voice=VoiceChoice.REPORT,
            speaker_as_written=report.body.name[:300], to_as_written=one.to.name[:300] if one.to else "",
            body=one.to if proposal else report.body,
        )  # fmt: skip
        index(matter)
        if one.to is not None:
            due = one.due if one.due is not None and one.due >= on else None
            day = max(on, document.date or on)
            matters.act(
                matter=matter, kind=MatterEventChoice.ASSIGNED, on=day, by=by, body=one.to, due=due,
                note="Theo đề nghị trong báo cáo.",
            )  # fmt: skip
        one.matter = matter
        one.save(update_fields=["matter"])


def _before(report: Report, sent: ReportEvent) -> dict[int, Observation]:
    """The figure that counts now for each line, of an earlier confirmation."""
    found = SentFigure.objects.filter(event__report=report, observation__isnull=False).exclude(event=sent)
    told: dict[int, Observation] = {}
    for figure in found.select_related("observation").order_by("pk"):
        now = figure.observation
        while now is not None and now.corrected_on is not None:  # corrected by hand since
            now = now.corrections.order_by("pk").last()
        if now is not None and now.withdrawn_at is None:
            told[figure.line_id] = now
    return told


def _reason(events: Sequence[ReportEvent]) -> str:
    """Why it is confirmed again: what was said when the correction was begun or asked for."""
    asked = [event.note for event in events if event.kind in (EventChoice.AMENDING, EventChoice.RETURNED)]
    return asked[-1] if asked else ""


def period_of(report: Report, *, cumulative: bool) -> Period:
    """The time a line's figure tells of: the period, or the year up to its end."""
    start = report.period_start.replace(month=1, day=1) if cumulative else report.period_start
    if cumulative and report.period_start.year < report.period_end.year:  # a week that turns the year
        start = report.period_end.replace(month=1, day=1)
    return Period(start, report.period_end)


def status_of(report: Report) -> str:
    """Cut off before the period ended it is an estimate, else preliminary; official figures come later."""
    early = report.cut_off < report.period_end
    return ObservationStatusChoice.ESTIMATE if early else ObservationStatusChoice.PRELIMINARY


def _told(report: Report, new: Sequence[_Sent], document: Document, by: User, on: date) -> list[int]:
    """The figures that this report is the first to tell, in a handful of queries; their keys.

    What another form asked for too, and was told the same, is one figure.
    """
    if not new:
        return []
    periods = {cumulative: str(period_of(report, cumulative=cumulative)) for cumulative in (False, True)}
    tellings = [
        Telling(
            figure.indicator, periods[figure.cumulative], figure.value or Decimal(0), figure.unit, figure.note
        )
        for figure in new
    ]
    return figures_add(
        body=report.body, tellings=tellings, status=status_of(report), by=by, on=on,
        as_of=min(report.cut_off, on), document=document, words=name_of(report),
    )  # fmt: skip


def _again(
    figure: _Sent, before: Observation | None, document: Document, reason: str, by: User, on: date
) -> Observation | None:
    """A line that was confirmed before, or has no figure now."""
    if before is None:
        return None
    value = figure.value
    reason = reason or "Sửa trong báo cáo được xác nhận lại."
    if value is None:
        figure_withdraw(figure=before, by=by, reason=figure.note or reason)
        return None
    if (before.value, before.unit) == (value, figure.unit):
        return before
    return figure_correct(
        figure=before, value=value, by=by, on=on, reason=reason, document=document, unit=figure.unit
    )
