"""What people do with a report: send, confirm, return, take back, open again. One event, one audit entry.

Three sides act: the body that owes it (`Action.RECORD`), its head or whom the head named
(`Action.CONFIRM`, a delegation), and the office that asks for it (`Action.DECIDE` there). Nobody confirms
what they sent or typed themselves. Bulk acts go through the same function.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from dondoc.assessment.reportcells import read_cell
from dondoc.records.plan import Scaled
from dondoc.records.report import ReportState
from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.locks import Turn, take_turn
from dondoc.web.obligations import services as obligations
from dondoc.web.obligations.models import ActKind
from dondoc.web.reporting.approving import APPROVALS, approve
from dondoc.web.reporting.cumulative import draft_out_of_line
from dondoc.web.reporting.drafts import draft_lines
from dondoc.web.reporting.models import (
    CellChange,
    EventChoice,
    Report,
    ReportEvent,
    SentFigure,
)
from dondoc.web.reporting.reportforms import lines_of, standing_event
from dondoc.web.reporting.standing import acts_open, check, refresh, reports_at_hand, stands
from dondoc.web.sources.models import File

_E = EventChoice


@dataclass(frozen=True, slots=True)
class Paper:
    """A signed report, as the focal officer enters it."""

    symbol: str
    day: date
    file: File


@transaction.atomic
def act(
    *,
    report: Report,
    kind: EventChoice,
    on: date,
    by: User,
    access: Access,
    note: str = "",
    paper: Paper | None = None,
    until: date | None = None,
) -> ReportEvent:
    """Record one act of `ACTS`.

    Args:
        report: What it is done to.
        kind: The act.
        on: Today.
        by: Who does it …
        access: … and what they may do.
        note: Reason or words.
        paper: Of signed: the signed report.
        until: Of reopened: the last day it holds.

    Raises:
        ValidationError: By field: what is missing, wrong, or one's own. Of submitted and signed by the key of
            the cell.
        Conflict: The report does not stand so that this could be done by this person.
    """
    note = note.strip()
    if kind in APPROVALS:
        [(_, event)] = approve([report.pk], kind=kind, on=on, by=by, access=access, note=note)
        if not isinstance(event, ReportEvent):
            raise event
        return event
    take_turn(Turn.REPORT, report.pk)
    report = reports_at_hand().get(pk=report.pk)
    check(report, kind, on, note, open_now=acts_open(report, access, on=on))
    if kind is _E.REOPENED and (until is None or until < on):
        raise ValidationError({"until": "Chọn ngày cuối được sửa, từ hôm nay về sau."})
    if kind is _E.SIGNED and paper is None:
        raise ValidationError({"symbol": "Nhập số, ký hiệu, ngày và tệp của báo cáo đã ký."})
    if paper is not None and (paper.day > on or paper.day < report.period_start):
        raise ValidationError({"day": "Ngày ký phải từ đầu kỳ báo cáo đến hôm nay."})
    events = list(report.events.order_by("id"))
    before = {"state": report.get_state_display()}
    event = ReportEvent.objects.create(
        report=report, kind=kind, on=on, by=by, note=note, until=until,
        symbol=paper.symbol.strip() if paper else "", paper_day=paper.day if paper else None,
        file=paper.file if paper else None,
    )  # fmt: skip
    events.append(event)
    if kind in (_E.SUBMITTED, _E.SIGNED):
        _send(report, event, on)
    if kind is _E.KEPT:
        _as_confirmed(report, by)
    refresh(report, events)
    after: dict[str, object] = {"state": report.get_state_display()}
    after |= {"symbol": event.symbol} if event.symbol else {}
    after |= {"until": until} if until else {}
    record(
        actor=by, action=f"report.{kind.value}", row=report, before=before, after=after, reason=note,
        body=report.body,
    )  # fmt: skip
    return event


def _send(report: Report, event: ReportEvent, on: date) -> None:
    """Keep the figures exactly as they are sent."""
    if on < report.window_start:
        raise ValidationError(f"Kỳ báo cáo bắt đầu từ {report.window_start:%d/%m/%Y}, chưa có số để gửi.")
    if report.changes.filter(clash=True, settled_at=None).exists():
        raise ValidationError("Còn ô hai người nhập khác nhau. Chọn số đúng rồi trình.")
    texts = dict(report.cells.values_list("key", "text"))
    lines = lines_of(report)
    draft = draft_lines(lines, texts, draft_out_of_line(report, lines, texts))
    wrong = {f"v{one.line.pk}": [one.problem] for one in draft if one.problem}
    if wrong:
        raise ValidationError(wrong)
    event.note = event.note or texts.get("text", "").strip()
    event.save(update_fields=["note"])
    figures = []
    for one in draft:
        if one.value.value is None and not one.value.none:
            continue  # an optional line left empty says nothing
        number = None if one.value.value is None else Scaled.of(one.value.value)
        figures.append(
            SentFigure(
                event=event, line=one.line, unit=one.line.unit, note=one.note,
                mantissa=number.mantissa if number else None, decimals=number.decimals if number else 0,
            )
        )  # fmt: skip
    SentFigure.objects.bulk_create(figures)


def _as_confirmed(report: Report, by: User) -> None:
    """The draft says again what was confirmed; what was typed for the correction stays among the changes."""
    report.state = ReportState.CONFIRMED.value  # where it goes: what stands is what was confirmed
    cells = {cell.key: cell for cell in report.cells.all()}
    for figure in SentFigure.objects.filter(event=standing_event(report)).select_related("line"):
        number = "–" if figure.value is None else f"{figure.value:f}".replace(".", ",")
        for key, text in ((f"v{figure.line_id}", number), (f"n{figure.line_id}", figure.note)):
            cell = cells.get(key)
            now = cell.text.strip() if cell else ""
            decimals = figure.line.decimals
            same = key[0] == "v" and read_cell(now, decimals=decimals) == read_cell(text, decimals=decimals)
            if cell is None or same or now == text:
                continue
            CellChange.objects.create(report=report, key=key, text=text, base=cell.revision, by=by)
            cell.text, cell.revision, cell.by = text, cell.revision + 1, by
            cell.save(update_fields=["text", "revision", "by", "at"])


@dataclass(slots=True)
class Done:
    """What became of a bulk act."""

    done: list[Report] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)  # Vietnamese, each with its report

    def refused(self, report: Report, problem: ValidationError | Conflict) -> None:
        """Tell why one was not."""
        words = " ".join(problem.messages) if isinstance(problem, ValidationError) else str(problem)
        self.problems.append(f"{report}: {words}")


def act_many(
    *, reports: Iterable[Report], kind: EventChoice, on: date, by: User, access: Access, note: str = ""
) -> Done:
    """The same act on many reports: what cannot be done to one is told, and the others are done.

    Approvals go in one transaction. Where one of them fails while its figures are entered, and for every
    other act, each has a transaction of its own through `act`.
    """
    wanted, made = list(reports), Done()
    if kind in APPROVALS and len(wanted) > 1:
        try:
            with transaction.atomic():
                came = approve(
                    [report.pk for report in wanted], kind=kind, on=on, by=by, access=access,
                    note=note.strip(),
                )  # fmt: skip
        except (ValidationError, Conflict):
            pass  # one by one, it turns out which
        else:
            for report, one in came:
                if isinstance(one, ReportEvent):
                    made.done.append(report)
                else:
                    made.refused(report, one)
            return made
    for report in wanted:
        try:
            act(report=report, kind=kind, on=on, by=by, access=access, note=note)
        except (ValidationError, Conflict) as problem:
            made.refused(report, problem)
        else:
            made.done.append(report)
    return made


# --- the day it is due ----------------------------------------------------------------------------------


@transaction.atomic
def extend(*, report: Report, due: date, on: date, by: User, note: str) -> None:
    """Put the due day off. Granted after the report was late, it takes no late mark away.

    Raises:
        ValidationError: By field; the obligation's own rules hold too.
        Conflict: The obligation does not stand so.
    """
    take_turn(Turn.REPORT, report.pk)
    report = Report.objects.select_related("obligation", "form").get(pk=report.pk)
    late = stands(report, as_of=on).late
    obligations.act(obligation=report.obligation, kind=ActKind.EXTENDED, on=on, by=by, note=note, due=due)
    if not late:
        report.due = due
        refresh(report)
