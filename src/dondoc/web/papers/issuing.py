"""Reports that went out: kept as they were, and what has changed in the register since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from dondoc.records.periodic import Measure, ReportedFigure
from dondoc.records.plan import Period
from dondoc.web.accounts.access import Access, Action, among
from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.followup.models import LetterCorrection
from dondoc.web.judgement.models import FrozenBoard
from dondoc.web.papers.models import IssuedPaper, IssuedReport
from dondoc.web.papers.periodic import ReportData, report_data
from dondoc.web.papers.periodicpaper import target_row
from dondoc.web.papers.selectors import template_of
from dondoc.writing.paper import Form, made_with
from dondoc.writing.paperkinds import PERIODIC
from dondoc.writing.reportprose import BASES, amount

# What of an indicator a figure tells, behind its name.
_MEASURES = {
    Measure.LEVEL: "", Measure.ATTAINMENT: "so", Measure.CHANGE: "tăng, giảm so", Measure.RATIO: "bằng so",
    Measure.RANK: "xếp hạng", Measure.TALLY: "", Measure.SHARE: "tỷ trọng",
}  # fmt: skip
_COMPARED = (Measure.ATTAINMENT, Measure.CHANGE, Measure.RATIO)
Row = dict[str, str]  # key, name, told


def figures_of(data: ReportData) -> list[Row]:
    """Everything a report counts, as it prints it: figures, each target's result and verdict, task counts."""
    rows: dict[str, Row] = {}
    for line in data.lines:
        for one in line.figures:
            key = f"figure:{line.name}:{one.measure}:{one.base}"
            rows[key] = {"key": key, "name": _figure_name(line.name, one), "told": _figure_told(one)}
    for row in data.targets:
        cells = target_row(data, row)
        told = "; ".join(filter(None, (cells["plan"], cells["actual"], cells["percent"], cells["verdict"])))
        key = f"target:{row.target.pk}"
        rows[key] = {"key": key, "name": f"Chỉ tiêu: {cells['name']}", "told": told}
    counts = data.counts
    for key, name, count in (
        ("tasks:total", "Nhiệm vụ được giao", counts.total),
        ("tasks:done", "Nhiệm vụ đã hoàn thành", counts.done),
        ("tasks:late", "Nhiệm vụ quá hạn", counts.open_late),
    ):
        rows[key] = {"key": key, "name": name, "told": str(count)}
    return list(rows.values())


def _figure_name(indicator: str, one: ReportedFigure) -> str:
    """As in a list of figures: "Kim ngạch xuất khẩu, tăng, giảm so cùng kỳ năm trước"."""
    told = _MEASURES[one.measure]
    if one.measure in _COMPARED:
        told += f" {BASES.get(one.base, 'cùng kỳ năm trước')}"
    return f"{indicator}, {told}" if told else indicator


def _figure_told(one: ReportedFigure) -> str:
    """As printed, with the direction of a change and the whole of a tally."""
    told = amount(one.value, one.decimals, one.unit)
    if one.out_of is not None:
        told = f"{amount(one.value, one.decimals, '')}/{amount(Decimal(one.out_of), 0, one.unit)}"
    if one.rising is None:
        return told
    return f"{'tăng' if one.rising else 'giảm'} {told}"


def digest(figures: Sequence[Mapping[str, str]]) -> str:
    """SHA-256 of figures, the same for the same figures."""
    text = json.dumps([dict(one) for one in figures], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure that reads otherwise today than in the report."""

    name: str
    then: str  # "" where the report did not have it
    now: str  # "" where it is not there any more


def changed_since(access: Access, report: IssuedReport) -> list[Changed]:
    """“Số liệu đã thay đổi sau khi phát hành”: what the same report would print otherwise today."""
    data = report_data(
        access, report.body, Form(report.form), Period.parse(report.period), as_of=report.as_of,
        board=report.board,
    )  # fmt: skip
    then = {one["key"]: one for one in report.figures}
    now = {one["key"]: one for one in figures_of(data)}
    found = [
        Changed(one["name"], one["told"], now[key]["told"] if key in now else "")
        for key, one in then.items()
        if key not in now or now[key]["told"] != one["told"]
    ]
    return found + [Changed(one["name"], "", one["told"]) for key, one in now.items() if key not in then]


def reports_seen(access: Access) -> QuerySet[IssuedReport]:
    """Issued reports of the bodies somebody reads; without their files."""
    rows = IssuedReport.objects.filter(body_id__in=among(frozenset(access.bodies(Action.READ))))
    return rows.select_related("body", "issued_by", "board", "replaces").defer("content")


def last_issued(body: Body, form: Form, period: str) -> IssuedReport | None:
    """The version that stands."""
    rows = IssuedReport.objects.filter(body=body, form=form.value, period=period)
    return rows.defer("content").order_by("number").last()


def _check_number(
    kept: QuerySet[IssuedReport] | QuerySet[IssuedPaper],
    body: Body,
    symbol: str,
    issued_on: date,
    *,
    today: date,
    what: str,
) -> None:
    """Refuse a paper without number, of a day to come, or whose number is used; holds the body's papers.

    Args:
        kept: The issued papers of the same kind, body and family.
        body: Who issues; its versions are entered one after the other.
        symbol: Number and symbol, spaces evened out.
        issued_on: The day of the paper.
        today: No day after it is one of issue.
        what: What the paper is called in the message.

    Raises:
        ValidationError: By field.
    """
    if not symbol:
        raise ValidationError({"symbol": f"Nhập số, ký hiệu của {what} đã ký."})
    if issued_on > today:
        raise ValidationError({"issued_on": "Ngày ban hành không thể sau hôm nay."})
    Body.objects.select_for_update().get(pk=body.pk)
    if kept.filter(symbol=symbol, issued_on__year=issued_on.year).exists():
        raise ValidationError({"symbol": f"Số {symbol} đã ghi cho {what} khác trong năm {issued_on.year}."})


def _template_of(content: bytes, kind: str, form: Form, body: Body) -> str:
    """Which template a file was filled with, as it says; of one sent in that does not say, the one in use."""
    told = made_with(content)
    return told or f"{template_of(kind, form, body).words} (đang dùng khi ghi; tệp gửi lên không ghi mẫu)"


@transaction.atomic
def report_issue(
    *,
    data: ReportData,
    content: bytes,
    file_name: str,
    symbol: str,
    issued_on: date,
    by: User,
    today: date,
    signed: bool = False,
    reason: str = "",
    board: FrozenBoard | None = None,
) -> IssuedReport:
    """Keep a report as it goes out; a second one of the same period replaces the first, with a reason.

    Args:
        data: What it was made of.
        content: The signed file, or the one drafted.
        file_name: As sent, or as drafted.
        symbol: Number and symbol, given by văn thư.
        issued_on: The day of the paper.
        by: Who enters it.
        today: No day after it is one of issue.
        signed: Whether `content` is the signed file.
        reason: Why a version that went out is replaced.
        board: The frozen scoreboard its verdicts are of; None: those of the day.

    Raises:
        ValidationError: By field: no number, a day to come, a number used, no reason for another.
    """
    symbol, reason = " ".join(symbol.split()), reason.strip()
    body, form, period = data.body, data.form.value, str(data.period)
    kept = IssuedReport.objects.filter(body=body, form=form)
    _check_number(kept, body, symbol, issued_on, today=today, what="báo cáo")
    last = last_issued(body, data.form, period)
    if last is not None and not reason:
        raise ValidationError(
            {
                "reason": f"Kỳ này đã phát hành {last.symbol} ngày {last.issued_on:%d/%m/%Y}. "
                "Nêu vì sao phát hành bản thay thế; bản cũ được giữ nguyên."
            }
        )
    figures = figures_of(data)
    made = IssuedReport.objects.create(
        body=body, form=form, period=period, as_of=data.as_of, number=1 if last is None else last.number + 1,
        symbol=symbol[:60], issued_on=issued_on, file_name=file_name[:255], content=content,
        sha256=hashlib.sha256(content).hexdigest(), signed=signed, figures=figures,
        template=_template_of(content, PERIODIC, data.form, body),
        figures_sha256=digest(figures), board=board, replaces=last, reason=reason[:500] if last else "",
        issued_by=by,
    )  # fmt: skip
    after = {"symbol": symbol, "issued_on": issued_on, "period": period, "number": made.number}
    after |= {"template": made.template, "sha256": made.sha256, "figures": made.figures_sha256}
    record(actor=by, action="report.issue", row=made, before={}, after=after, reason=reason, body=body)
    return made


# --- letters, notices, slips --------------------------------------------------------------------------------


def papers_seen(access: Access) -> QuerySet[IssuedPaper]:
    """Issued papers other than reports, of the bodies somebody reads; without their files."""
    rows = IssuedPaper.objects.filter(body_id__in=among(frozenset(access.bodies(Action.READ))))
    return rows.select_related("body", "issued_by", "replaces").defer("content")


def _papers_of(body: Body, form: Form, *, but: Iterable[str]) -> QuerySet[IssuedPaper]:
    return IssuedPaper.objects.filter(body=body, form=form).exclude(source__in=list(but))


def _corrected_away(symbol: str) -> list[str]:
    """Sources of the letters that bore a number by mistake: it is free for whose it is."""
    wrong = LetterCorrection.objects.filter(was_symbol=symbol).exclude(letter__symbol=symbol)
    return [f"letter:{pk}" for pk in wrong.order_by().values_list("letter", flat=True).distinct()]


def corrected_number(paper: IssuedPaper) -> str:
    """Number and day of a letter as they were corrected since; "" where they were not, or it is none."""
    return corrected_numbers([paper]).get(paper.pk, "")


def corrected_numbers(papers: Iterable[IssuedPaper]) -> dict[int, str]:
    """The same of each of these papers that was corrected: one query however many they are."""
    letters = {paper.pk: paper.letter for paper in papers if paper.letter is not None}
    rows = LetterCorrection.objects.filter(letter__in=set(letters.values())).order_by("pk")
    last = {one.letter_id: f"{one.symbol}, {one.issued_on:%d/%m/%Y}" for one in rows}  # the latest stays
    return {pk: last[letter] for pk, letter in letters.items() if letter in last}


def number_taken(body: Body, form: Form, symbol: str, year: int, *, but: str) -> bool:
    """Whether a paper of a body bears a number in a year, apart from those of one source."""
    kept = _papers_of(body, form, but=[*_corrected_away(symbol), but])
    return kept.filter(symbol=symbol, issued_on__year=year).exists()


@transaction.atomic
def paper_issue(
    *,
    kind: str,
    form: Form,
    body: Body,
    subject: str,
    source: str,
    rows: Sequence[Row],
    content: bytes,
    file_name: str,
    symbol: str,
    issued_on: date,
    by: User,
    today: date,
    signed: bool = False,
    reason: str = "",
) -> IssuedPaper:
    """Keep a letter, notice or slip as it goes out; a second of the same source replaces it, with a reason.

    Args:
        kind: Which paper.
        form: Its family.
        body: Who issues it.
        subject: What it is about.
        source: What it was made of, as `said` names it.
        rows: What it says.
        content: The signed file, or the one drafted.
        file_name: As sent, or as drafted.
        symbol: Number and symbol, given by văn thư.
        issued_on: The day of the paper.
        by: Who enters it.
        today: No day after it is one of issue.
        signed: Whether `content` is the signed file.
        reason: Why a version that went out is replaced.

    Raises:
        ValidationError: By field: no number, a day to come, a number used, no reason for another.
    """
    symbol, reason = " ".join(symbol.split()), reason.strip()
    kept = _papers_of(body, form, but=_corrected_away(symbol))
    _check_number(kept, body, symbol, issued_on, today=today, what="văn bản")
    last = IssuedPaper.objects.filter(kind=kind, source=source).defer("content").order_by("number").last()
    if last is not None and not reason:
        raise ValidationError(
            {
                "reason": f"Đã ban hành {last.symbol} ngày {last.issued_on:%d/%m/%Y} cho cùng nội dung. "
                "Nêu vì sao ban hành bản thay thế; bản cũ được giữ nguyên."
            }
        )
    made = IssuedPaper.objects.create(
        kind=kind, form=form.value, body=body, subject=subject[:300], source=source,
        number=1 if last is None else last.number + 1, symbol=symbol[:60], issued_on=issued_on,
        file_name=file_name[:255], content=content, sha256=hashlib.sha256(content).hexdigest(), signed=signed,
        template=_template_of(content, kind, form, body),
        rows=list(rows), rows_sha256=digest(rows), replaces=last, reason=reason[:500] if last else "",
        issued_by=by,
    )  # fmt: skip
    after = {"paper": kind, "symbol": symbol, "issued_on": issued_on, "number": made.number}
    after |= {"template": made.template, "sha256": made.sha256, "rows": made.rows_sha256}
    record(actor=by, action="paper.issue", row=made, before={}, after=after, reason=reason, body=body)
    return made
