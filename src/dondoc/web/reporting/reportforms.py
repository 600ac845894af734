"""Forms (biểu): which figures they ask for, in which kinds of period, of which bodies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from dondoc.records.plan import TimeRule
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.plans.models import Indicator
from dondoc.web.reporting.models import (
    EventChoice,
    FormBody,
    FormLine,
    KindChoice,
    Report,
    ReportCalendar,
    ReportEvent,
    ReportForm,
    SentFigure,
    StateChoice,
)
from dondoc.web.sources.convert import factor

MOST_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class LineWanted:
    """A line as somebody wants it; None and "" are what is usual for the indicator."""

    indicator: Indicator
    unit: str = ""
    decimals: int = 0
    cumulative: bool | None = None  # None: where its figures add up from the year's start
    required: bool = True


@transaction.atomic
def form_add(
    *,
    code: str,
    name: str,
    office: Body,
    kinds: Sequence[str],
    valid_from: date,
    lines: Sequence[LineWanted],
    bodies: Iterable[Body],
    by: User,
    calendar: ReportCalendar | None = None,
    valid_to: date | None = None,
    basis: str = "",
) -> ReportForm:
    """A form that bodies owe from a day on. Nothing is owed before `generation.reports_generate`.

    Args:
        code: "01-KTXH", unique.
        name: In words.
        office: Who asks for it, checks signed papers, opens reports again.
        kinds: Of KindChoice.
        valid_from: For periods that end on this day or later.
        lines: What is asked, in order.
        bodies: Who owes it.
        by: Who decides; whether they may for the office is the caller's to check.
        calendar: None: each body's own.
        valid_to: The last day on which a period may end.
        basis: The paper that asks for it.

    Raises:
        ValidationError: By field.
    """
    code, name = code.strip(), name.strip()
    if not code or not name:
        raise ValidationError({"code": "Nhập ký hiệu và tên biểu."})
    if ReportForm.objects.filter(code=code).exists():
        raise ValidationError({"code": f"Đã có biểu ký hiệu “{code}”."})
    wanted = [kind for kind in KindChoice.values if kind in kinds]
    if not wanted:
        raise ValidationError({"kinds": "Chọn ít nhất một kỳ báo cáo."})
    if valid_to is not None and valid_to < valid_from:
        raise ValidationError({"valid_to": "Ngày cuối không thể trước ngày bắt đầu áp dụng."})
    form = ReportForm.objects.create(
        code=code, name=name, office=office, calendar=calendar, kinds=wanted, valid_from=valid_from,
        valid_to=valid_to, basis=basis.strip()[:500], created_by=by,
    )  # fmt: skip
    _lines(form, lines)
    owing = _owe(form, bodies, valid_from)
    record(
        actor=by, action="report_form.add", row=form, before={},
        after={"kinds": wanted, "lines": [line.indicator.name for line in lines], "bodies": owing,
               "valid_from": valid_from},
        reason=basis, body=office,
    )  # fmt: skip
    return form


@transaction.atomic
def form_update(
    *,
    form: ReportForm,
    name: str,
    kinds: Sequence[str],
    lines: Sequence[LineWanted],
    bodies: Iterable[Body],
    on: date,
    by: User,
    valid_to: date | None = None,
    basis: str = "",
) -> ReportForm:
    """Ask for something else from a day on. Reports already sent keep their lines; open ones have the new.

    A body left out owes no period that ends on `on` or later and was not asked for yet.

    Raises:
        ValidationError: By field.
    """
    form = ReportForm.objects.select_for_update().select_related("office").get(pk=form.pk)
    wanted = [kind for kind in KindChoice.values if kind in kinds]
    if not name.strip() or not wanted:
        raise ValidationError({"kinds": "Nhập tên biểu và chọn ít nhất một kỳ báo cáo."})
    before = _told(form)
    form.name, form.kinds, form.valid_to, form.basis = name.strip(), wanted, valid_to, basis.strip()[:500]
    form.save()
    _lines(form, lines)
    chosen = list(bodies)
    left = form.bodies.filter(valid_to=None).exclude(body__in=chosen)
    left.filter(valid_from__gte=on).delete()  # never owed a day
    left.update(valid_to=on - timedelta(days=1))
    _owe(form, chosen, on)
    after = _told(form)
    changed = {key for key in after if after[key] != before[key]}
    if changed:
        record(
            actor=by, action="report_form.update", row=form, before={key: before[key] for key in changed},
            after={key: after[key] for key in changed}, reason=basis, body=form.office,
        )  # fmt: skip
    return form


def _told(form: ReportForm) -> dict[str, object]:
    lines = form.lines.filter(withdrawn_at=None).select_related("indicator")
    return {
        "name": form.name,
        "kinds": list(form.kinds),
        "valid_to": form.valid_to,
        "basis": form.basis,
        "lines": [f"{line.indicator.name} ({line.unit}, {line.decimals})" for line in lines],
        "bodies": sorted(form.bodies.filter(valid_to=None).values_list("body__name", flat=True)),
    }


def _lines(form: ReportForm, lines: Sequence[LineWanted]) -> None:
    """Lines that stay keep their key, and so what was typed into them."""
    if not lines:
        raise ValidationError({"lines": "Biểu chưa có chỉ tiêu nào. Chọn ít nhất một chỉ tiêu."})
    if len({line.indicator.pk for line in lines}) < len(lines):
        raise ValidationError({"lines": "Một chỉ tiêu chỉ có một dòng trong biểu."})
    known = {line.indicator_id: line for line in form.lines.filter(withdrawn_at=None)}
    for position, wanted in enumerate(lines):
        unit = wanted.unit.strip() or wanted.indicator.unit
        if unit != wanted.indicator.unit and factor(unit, wanted.indicator.unit) is None:
            said = f"{wanted.indicator.name}: “{unit}” không đổi được sang “{wanted.indicator.unit}”."
            raise ValidationError({"lines": said})
        if not 0 <= wanted.decimals <= MOST_DECIMALS:
            raise ValidationError({"lines": f"Số chữ số thập phân từ 0 đến {MOST_DECIMALS}."})
        values = {
            "decimals": wanted.decimals,
            "required": wanted.required,
            "cumulative": wanted.indicator.rules[0] is TimeRule.YTD
            if wanted.cumulative is None
            else wanted.cumulative,
        }
        line = known.pop(wanted.indicator.pk, None)
        same = line is not None and (line.unit, line.cumulative) == (unit, values["cumulative"])
        if line is not None and not same:  # another unit makes another figure: what was sent stays as it was
            line.withdrawn_at = timezone.now()
            line.save(update_fields=["withdrawn_at"])
        if line is not None and same:
            FormLine.objects.filter(pk=line.pk).update(position=position, **values)
        else:
            FormLine.objects.create(
                form=form, indicator=wanted.indicator, unit=unit, position=position, **values
            )
    FormLine.objects.filter(pk__in=[line.pk for line in known.values()]).update(withdrawn_at=timezone.now())


def _owe(form: ReportForm, bodies: Iterable[Body], since: date) -> list[str]:
    known = set(form.bodies.filter(valid_to=None).values_list("body", flat=True))
    new = [body for body in dict.fromkeys(bodies) if body.pk not in known]
    if not known and not new:
        raise ValidationError({"bodies": "Chọn ít nhất một cơ quan báo cáo."})
    FormBody.objects.bulk_create([FormBody(form=form, body=body, valid_from=since) for body in new])
    return [body.name for body in new]


def standing_event(report: Report, known: Iterable[ReportEvent] | None = None) -> int | None:
    """The key of the event whose figures stand: of a confirmed report the submission that was confirmed last.

    What was sent again and came back, or was given up, does not stand. `known`: all its events, in order,
    where the caller has them.
    """
    sent = confirmed = None
    sends, confirms = (
        (EventChoice.SUBMITTED, EventChoice.SIGNED),
        (EventChoice.CONFIRMED, EventChoice.CHECKED),
    )
    if known is None:
        known = report.events.filter(kind__in=[*sends, *confirms]).order_by("pk")
    for event in known:
        if event.kind in sends:
            sent = event.pk
        elif event.kind in confirms:
            confirmed = sent
    return confirmed if report.state == StateChoice.CONFIRMED else sent


def lines_of(report: Report) -> list[FormLine]:
    """The lines a report has: of one that was sent those it was sent with, of an open one today's."""
    lines = FormLine.objects.filter(form=report.form_id).select_related("indicator")
    if report.state in (StateChoice.SUBMITTED, StateChoice.SIGNED, StateChoice.CONFIRMED):
        sent = SentFigure.objects.filter(event=standing_event(report))
        return list(lines.filter(pk__in=sent.values("line")))
    return list(lines.filter(withdrawn_at=None))
