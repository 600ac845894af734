"""Scoreboards of documents, the page of each verdict, what people decide about them, what was frozen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.records.verdict import Signal
from dondoc.web.accounts.access import Action, among
from dondoc.web.audit import selectors as audit
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.judgement import boards, composites, services
from dondoc.web.judgement.dossier import dossier_of, frozen_of
from dondoc.web.judgement.forms import DecideForm, FreezeForm, RulesForm, WithdrawForm
from dondoc.web.judgement.models import FrozenBoard, RuleSet
from dondoc.web.judgement.scores import board_of
from dondoc.web.judgement.selectors import ScoreRow, row_of_number, scoreboard, verdict_row
from dondoc.web.judgement.words import sentences, verdict_word
from dondoc.web.plans.models import TargetVersion
from dondoc.web.plans.selectors import words_of
from dondoc.web.plans.targets import said
from dondoc.web.plans.targetviews import add_errors
from dondoc.web.sources.selectors import document_seen
from dondoc.writing.rows import Cell

PER_PAGE = 50
SIGNALS = {one.value: one for one in Signal}


def day_of(request: UserRequest) -> tuple[date, date | None]:
    """The day of judgement, and up to when entries count: a day gone by is seen as it was known then."""
    asked = lists.day(request.GET, "day")
    if asked is None or asked >= lists.today():
        return asked or lists.today(), None
    return asked, asked


@require_GET
def scoreboard_list(request: UserRequest) -> HttpResponse:
    """The documents whose targets are counted, each with its own n/m."""
    page = lists.page_of(
        request, boards.documents_with_targets(request.access, lists.text(request.GET, "q")), 20
    )
    lines, scores = boards.lines_of(request.access, list(page), as_of=lists.today())
    context = {"page": page, "boards": lines, "scores": scores, "text": lists.text(request.GET, "q")}
    partial = "#boards" if request.htmx and not request.htmx.boosted else ""
    return render(request, "judgement/scoreboard_list.html" + partial, context)


@require_GET
def scoreboard_page(request: UserRequest, pk: int) -> HttpResponse:
    """n/m of one document, the targets at risk first."""
    document = document_seen(request.access, pk)
    as_of, known_by = day_of(request)
    board = board_of(request.access, document, as_of=as_of, known_by=known_by)
    signal = request.GET.get("signal", "")
    signal = signal if signal in SIGNALS else ""
    rows = [row for row in board.rows if not signal or row.verdict.signal == SIGNALS[signal]]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "document": document,
        "board": board,
        "page": page,
        "signal": signal,
        "tabs": [(one.value, board.score.of_signal(one)) for one in Signal],
        "day": known_by,
        "keep": lists.without(request, "signal"),
        "export": lists.without(request),
        "may": request.access.can(Action.DECIDE, document.owner_id),
        "may_join": request.access.can(Action.REVIEW, document.owner_id),
    }
    partial = "#board" if request.htmx and not request.htmx.boosted else ""
    return render(request, "judgement/scoreboard.html" + partial, context)


@require_GET
def scoreboard_export(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """The scoreboard as a file, each row with its reasons."""
    document = document_seen(request.access, pk)
    as_of, known_by = day_of(request)
    board = scoreboard(request.access, document, as_of=as_of, known_by=known_by)
    headers = [
        _("Chỉ tiêu"), _("Cơ quan"), _("Kỳ"), _("Kế hoạch"), _("Kết quả"), _("Kỳ của số"),
        _("Kết luận"), _("Kết quả tính"), _("Dự kiến cuối kỳ"), _("Lý do"), _("Người kết luận"),
    ]  # fmt: skip
    name = f"{_('Bảng chỉ tiêu')} {document.symbol}".strip()
    return lists.as_file(kind, name.replace("/", "-"), headers, _cells(board.rows))


def _cells(rows: tuple[ScoreRow, ...]) -> Iterator[list[Cell]]:
    for row in rows:
        result, decision = row.judgement.result, row.decision
        yield [
            row.target.indicator.name,
            row.target.body.name,
            row.target.period,
            said(row.version),
            result.value if result else None,
            str(result.period) if result else "",
            verdict_word(row.verdict),
            verdict_word(row.judgement.verdict),
            verdict_word(row.expected.verdict) if row.expected else "",
            " ".join(sentences(row.judgement)),
            f"{decision.decided_by}: {decision.reason}" if decision else "",
        ]


# --- one verdict ---------------------------------------------------------------------------------------


def version_seen(request: UserRequest, pk: int) -> TargetVersion:
    """A number of a target the reader sees; Http404."""
    rows = TargetVersion.objects.select_related("target__indicator", "target__body", "document")
    return get_object_or_404(
        rows.filter(target__body_id__in=among(request.access.body_ids), withdrawn_at=None), pk=pk
    )


def row_seen(request: UserRequest, pk: int, *, as_of: date, known_by: date | None) -> ScoreRow:
    """The verdict on a number of a target the reader sees; Http404."""
    if known_by is not None:  # what was withdrawn since, or decided later, stands elsewhere
        return verdict_row(request.access, version_seen(request, pk), as_of=as_of, known_by=known_by)
    row = row_of_number(request.access, pk, as_of=as_of)
    if row is None:
        raise Http404
    return row


def _may_decide(request: UserRequest, version: TargetVersion) -> bool:
    owner = version.document.owner_id if version.document else version.target.body_id
    return request.access.can(Action.DECIDE, owner)


@require_GET
def verdict_page(request: UserRequest, pk: int) -> HttpResponse:
    """One verdict: what it rests on, word by word, and how it came about."""
    return render(request, "judgement/verdict.html", _verdict_context(request, version_seen(request, pk)))


def _verdict_context(request: UserRequest, version: TargetVersion) -> dict[str, Any]:
    as_of, known_by = day_of(request)
    dossier = dossier_of(request.access, version, as_of=as_of, known_by=known_by)
    row, target = dossier.row, version.target
    seen = row.decision.pk if row.decision else 0
    result = row.judgement.result
    decided, observed = words_of(target, [result.key] if result and result.key else [])
    return {
        "row": row,
        "target": target,
        "version": version,
        "day": known_by,
        "mentions": [one for one in decided if one.target_version_id == version.pk],
        "observed": observed,
        "bases": dossier.bases,
        "moments": dossier.moments,
        "frozen": frozen_of(request.access, target.pk),
        "decisions": dossier.decisions,
        "form": DecideForm(initial={"seen": seen, "verdict": row.verdict.value}),
        "may": _may_decide(request, version),
        "history": audit.trail_of(target, request.access),
    }


@require_POST
def verdict_decide(request: UserRequest, pk: int) -> HttpResponse:
    """A named person's verdict, with a reason."""
    version = version_seen(request, pk)
    owner = version.document.owner_id if version.document else version.target.body_id
    request.access.require(Action.DECIDE, owner)
    form = DecideForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            services.verdict_decide(
                access=request.access, version=version, verdict=form.cleaned_data["verdict"],
                reason=form.cleaned_data["reason"], on=lists.today(), by=request.user,
                seen=form.cleaned_data["seen"] or 0,
            )  # fmt: skip
        except ValidationError as error:
            add_errors(form, error)
        except Conflict as conflict:
            form.add_error(None, str(conflict))
            status = 409
        else:
            toast(request, _("Đã ghi kết luận."))
            return redirect("verdict", pk=pk)
    context = _verdict_context(request, version) | {"form": form}
    return render(request, "judgement/verdict.html", context, status=status)


@require_POST
def verdict_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """The computed verdict counts again."""
    version = version_seen(request, pk)
    owner = version.document.owner_id if version.document else version.target.body_id
    request.access.require(Action.DECIDE, owner)
    decision = version.verdict_decisions.filter(withdrawn_on=None).first()
    form = WithdrawForm(request.POST)
    if decision is None:
        toast_problem(request, _("Không còn kết luận nào để bỏ."))
    elif not form.is_valid():
        toast_problem(request, _("Nêu lý do bỏ kết luận."))
    else:
        try:
            services.decision_withdraw(
                decision=decision, reason=form.cleaned_data["reason"], on=lists.today(), by=request.user
            )
        except Conflict as conflict:
            toast_problem(request, str(conflict))
        else:
            toast(request, _("Đã bỏ kết luận; kết quả tính lại được dùng."))
    return redirect("verdict", pk=pk)


# --- frozen boards and rules ---------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def scoreboard_freeze(request: UserRequest, pk: int) -> HttpResponse:
    """Keep a board as it stands for a conference."""
    document = document_seen(request.access, pk)
    request.access.require(Action.DECIDE, document.owner_id)
    form = FreezeForm(request.POST or None, initial={"as_of": lists.today()})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            day = form.cleaned_data["as_of"]
            past = day if day < lists.today() else None
            try:
                made = services.board_freeze(
                    access=request.access, document=document, occasion=form.cleaned_data["occasion"],
                    as_of=day, by=request.user, known_by=past,
                )  # fmt: skip
            except ValidationError as error:
                add_errors(form, error)
            else:
                toast(request, _("Đã chốt bảng chỉ tiêu."))
                return redirect("frozen-board", pk=made.pk)
    board = scoreboard(request.access, document, as_of=lists.today())
    context = {"document": document, "form": form, "board": board}
    return render(request, "judgement/freeze.html", context, status=status)


@require_http_methods(["GET", "POST"])
def scoreboard_join(request: UserRequest, pk: int) -> HttpResponse:
    """Say that several numbers of a document are one of its targets."""
    document = document_seen(request.access, pk)
    request.access.require(Action.REVIEW, document.owner_id)
    board = scoreboard(request.access, document, as_of=lists.today())
    rows = sorted(
        (row for row in board.rows if not row.parts), key=lambda row: (row.target.period_end, row.version.pk)
    )
    chosen = {int(one) for one in request.POST.getlist("version") if one.isascii() and one.isdigit()}
    name, problems, status = lists.text(request.POST, "name", 300), [], 200
    if request.method == "POST":
        status = 422
        versions = [row.version for row in rows if row.version.pk in chosen]
        try:
            composites.targets_join(document=document, name=name, versions=versions, by=request.user)
        except ValidationError as error:
            problems = error.messages
        except Conflict as conflict:
            problems, status = [str(conflict)], 409
        else:
            toast(request, _("Đã gộp thành một chỉ tiêu."))
            return redirect("scoreboard", pk=pk)
    context = {"document": document, "rows": rows, "chosen": chosen, "name": name, "problems": problems}
    return render(request, "judgement/join.html", context, status=status)


@require_GET
def frozen_board(request: UserRequest, pk: int) -> HttpResponse:
    """A board as it stood at a conference."""
    frozen = get_object_or_404(FrozenBoard.objects.select_related("frozen_by"), pk=pk)
    document = document_seen(request.access, frozen.document_id)
    rows = frozen.rows.filter(body_id__in=among(request.access.body_ids))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"frozen": frozen, "document": document, "page": page}
    return render(request, "judgement/frozen.html", context)


@require_http_methods(["GET", "POST"])
def verdict_rules(request: UserRequest) -> HttpResponse:
    """What the office sets about verdicts, and what it set before."""
    home = services.office()
    if request.method == "POST":
        request.access.require(Action.DECIDE, home)
    last = RuleSet.objects.last() or RuleSet()
    nearly = "" if last.nearly is None else f"{last.nearly / 100:g}".replace(".", ",")
    initial = {"nearly": nearly, "rounding": last.rounding, "closing_days": last.closing_days}
    form = RulesForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                services.rules_set(on=lists.today(), by=request.user, **form.given())
            except ValidationError as error:
                add_errors(form, error)
            else:
                toast(request, _("Đã lưu quy tắc kết luận."))
                return redirect("verdict-rules")
    context = {
        "form": form,
        "rules": RuleSet.objects.select_related("set_by").order_by("-pk")[:50],
        "may": request.access.can(Action.DECIDE, home),
    }
    return render(request, "judgement/rules.html", context, status=status)
