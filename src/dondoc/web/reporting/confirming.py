"""What a confirmed report puts into the books: its document, its figures, its difficulties and proposals.

Nothing of a report counts before. A figure confirmed again with another number corrects the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import override

from dondoc.records.plan import Period, Scaled
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import Told, record_all
from dondoc.web.core.inserting import rows_update
from dondoc.web.core.locks import Turn, take_turn, take_turns
from dondoc.web.core.templatetags.dondoc import period as period_words
from dondoc.web.matters import life as matters
from dondoc.web.matters.models import Matter, MatterEventChoice, VoiceChoice
from dondoc.web.obligations.fulfilling import Fulfilled, fulfil
from dondoc.web.reporting.models import Difficulty, EventChoice, Report, ReportEvent, SentFigure
from dondoc.web.results.figures import Report as ReportTold
from dondoc.web.results.figures import Telling, figure_correct, figure_withdraw, figures_add
from dondoc.web.results.models import Observation, ObservationStatusChoice
from dondoc.web.search.services import index, index_many
from dondoc.web.sources.models import Document, File, StandingChoice, TypeChoice


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A report that is confirmed now."""

    report: Report  # with form, body, obligation and document at hand
    events: Sequence[ReportEvent]  # all of its events in order, the last one this confirmation
    counted: date  # the day it is held to have been sent

    @property
    def sent(self) -> ReportEvent:
        """What is confirmed."""
        return [one for one in self.events if one.kind in (EventChoice.SUBMITTED, EventChoice.SIGNED)][-1]

    @property
    def again(self) -> bool:
        """Whether it was confirmed before: only then can anything have come of it."""
        kinds = (EventChoice.CONFIRMED, EventChoice.CHECKED)
        return sum(event.kind in kinds for event in self.events) > 1


def confirm_figures(confirmations: Sequence[Confirmation], *, by: User, on: date) -> list[int]:
    """Enter everything some reports tell, in the caller's transaction; how many figures of each.

    The same statements for one report and for a hundred, each once; a report confirmed again costs some more.
    """
    _documents([one for one in confirmations if _wants_document(one)], by, on)
    _matters(confirmations, by, on)
    owed = [one for one in confirmations if one.report.obligation.fulfilled_on is None]
    fulfil([_fulfilled(one) for one in owed], by=by)
    sent = _sent([one.sent for one in confirmations])
    before = {one.sent.pk: _before(one.report, one.sent) if one.again else {} for one in confirmations}
    if any(before.values()):  # all turns at once, so that no two confirmations wait for one another
        take_turns(Turn.FIGURES, {figure.indicator for figures in sent.values() for figure in figures})
    new = {
        key: [one for one in figures if one.value is not None and one.line not in before[key]]
        for key, figures in sent.items()
    }
    told = figures_add(
        [_telling(one.report, new[one.sent.pk], on, one.sent.on) for one in confirmations], by=by, on=on
    )
    keys: dict[int, int | None] = {}
    for one, found in zip(confirmations, told, strict=True):
        keys |= {figure.pk: key for figure, key in zip(new[one.sent.pk], found, strict=True)}
        for figure in sent[one.sent.pk]:
            if figure.pk not in keys:
                stood = before[one.sent.pk].get(figure.line)
                now = _again(figure, stood, one.report.document, _reason(one.events), by, on)
                keys[figure.pk] = None if now is None else now.pk
    rows_update(SentFigure, [{"id": figure, "observation_id": key} for figure, key in keys.items()])
    return [len(sent[one.sent.pk]) for one in confirmations]


def _fulfilled(one: Confirmation) -> Fulfilled:
    assert one.report.document is not None
    day = max(one.counted, one.report.period_start)
    return Fulfilled(one.report.obligation, day, one.report.document)


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


def _sent(events: Sequence[ReportEvent]) -> dict[int, list[_Sent]]:
    """What was sent, by event."""
    rows = (
        SentFigure.objects.filter(event__in=events)
        .order_by("line__indicator_id", "pk")
        .values_list(
            "event_id", "pk", "line_id", "line__indicator_id", "line__cumulative", "mantissa", "decimals",
            "unit", "note",
        )
    )  # fmt: skip
    found: dict[int, list[_Sent]] = {event.pk: [] for event in events}
    for event, pk, line, indicator, cumulative, mantissa, decimals, unit, note in rows:
        value = None if mantissa is None else Scaled(mantissa, decimals).to_decimal()
        found[event].append(_Sent(pk, line, indicator, cumulative, value, unit, note))
    return found


def name_of(report: Report) -> str:
    """What the report is called: "Tình hình kinh tế – xã hội quý III/2026"."""
    with override("vi"):
        return f"{report.form.name} {period_words(report.period)}"


def _wants_document(one: Confirmation) -> bool:
    """Whether it has none yet, or another signed paper came."""
    known, sent = one.report.document, one.sent
    return known is None or bool(sent.symbol and sent.symbol != known.symbol)


def _documents(confirmations: Sequence[Confirmation], by: User, on: date) -> None:
    """The register's entry of each report; another for another signed paper."""
    if not confirmations:
        return
    take_turn(Turn.REGISTER)
    made = []
    for one in confirmations:
        report, sent = one.report, one.sent
        document = Document(
            title=f"Báo cáo: {name_of(report)} – {report.body.name}"[:500], type=TypeChoice.REPORT,
            symbol=sent.symbol, date=sent.paper_day or on, issuer=report.body,
            issuer_as_written=report.body.name[:200], standing=StandingChoice.ISSUED, owner=report.body,
            created_by=by,
        )  # fmt: skip
        document.fill_keys()
        made.append(document)
    Document.objects.bulk_create(made)
    files = []
    for one, document in zip(confirmations, made, strict=True):
        one.report.document = document
        if one.sent.file is not None and one.sent.file.document_id is None:
            files.append({"id": one.sent.file.pk, "document_id": document.pk})
    rows_update(File, files)
    index_many(made)
    entries = [
        Told(
            one.pk, str(one), {"title": one.title, "symbol": one.symbol, "date": one.date}, body=one.owner_id
        )
        for one in made
    ]
    record_all(actor=by, action="document.add", table=Document, rows=entries)


def _matters(confirmations: Sequence[Confirmation], by: User, on: date) -> None:
    """Each new difficulty and proposal is followed from now on; who is asked to answer has it at once."""
    reports = {one.report.pk: one.report for one in confirmations}
    told = Difficulty.objects.filter(report__in=list(reports), matter=None, withdrawn_at=None)
    for one in told.select_related("to").order_by("report_id", "pk"):
        report = reports[one.report_id]
        document = report.document
        assert document is not None
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


def status_of(report: Report, sent: date) -> str:
    """An estimate where it was cut off or sent before the period ended, else preliminary; never official."""
    early = min(report.cut_off, sent) < report.period_end
    return ObservationStatusChoice.ESTIMATE if early else ObservationStatusChoice.PRELIMINARY


def _telling(report: Report, new: Sequence[_Sent], on: date, sent: date) -> ReportTold:
    """The figures that this report is the first to tell.

    What another form asked for too, and was told the same, is one figure.
    """
    periods = {cumulative: str(period_of(report, cumulative=cumulative)) for cumulative in (False, True)}
    tellings = [
        Telling(one.indicator, periods[one.cumulative], one.value or Decimal(0), one.unit, one.note)
        for one in new
    ]
    return ReportTold(
        report.body,
        tellings,
        status_of(report, sent),
        min(report.cut_off, on),
        report.document,
        name_of(report),
    )


def _again(
    figure: _Sent, before: Observation | None, document: Document | None, reason: str, by: User, on: date
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
