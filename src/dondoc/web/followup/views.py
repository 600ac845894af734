"""Follow-up by body: the board, each body's page, letters to it, criticism that was decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.errors import PaperError
from dondoc.web.accounts.access import Action
from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.followup import board, letters, papers, selectors
from dondoc.web.followup.board import BoardFilter
from dondoc.web.followup.forms import CorrectionForm, CriticismForm, IssueForm, LetterForm
from dondoc.web.followup.models import Criticism, Letter, LetterKind, LetterState
from dondoc.web.papers.issuing import papers_seen
from dondoc.web.papers.said import changed_since
from dondoc.writing.rows import Cell

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
COLUMNS = (
    ("body", gettext_lazy("Cơ quan")),
    ("late", gettext_lazy("Quá hạn")),
    ("soon", gettext_lazy("Sắp hạn")),
    ("", gettext_lazy("Chờ nơi khác")),
    ("", gettext_lazy("Đã nhắc")),
    ("letters", gettext_lazy("Công văn")),
    ("", gettext_lazy("Chưa giải trình")),
    ("silent", gettext_lazy("Không phản hồi")),
)
VIEW_NAMES = {
    "late": gettext_lazy("Có việc quá hạn"),
    "soon": gettext_lazy("Có việc sắp đến hạn"),
    "silent": gettext_lazy("Không phản hồi"),
    "unwritten": gettext_lazy("Quá hạn, chưa có công văn đôn đốc"),
    "explanation": gettext_lazy("Chưa giải trình"),
}
MOST_SILENT = 260  # working days of a year


def _filter(request: HttpRequest) -> BoardFilter:
    query = request.GET
    order, days = query.get("order", ""), lists.number(query, "silent_days")
    return BoardFilter(
        text=lists.text(query, "q"),
        kind=query.get("kind", "") if query.get("kind") in BodyKind.values else "",
        view=query.get("view", "") if query.get("view") in VIEW_NAMES else "",
        order=order if order in board.ORDERS else "-late",
        silent_days=min(max(days, 1), MOST_SILENT) if days is not None else settings.SILENT_DAYS,
    )


@require_GET
def followup_board(request: UserRequest) -> HttpResponse:
    """Each body with what it owes late, what it was told and written, and how long it has been silent."""
    wanted, today = _filter(request), lists.today()
    lines, counts = board.filtered(board.board(request.access, as_of=today), wanted)
    numbers = [str(name) for key, name in COLUMNS if key != "body"]
    context = {
        "wanted": wanted,
        "counts": [(name, label, counts[name]) for name, label in VIEW_NAMES.items()],
        "total": counts["all"],
        "page": Paginator(lines, lists.PER_PAGE).get_page(request.GET.get("page")),
        "columns": lists.headings(request, [(k, str(n)) for k, n in COLUMNS], wanted.order, numbers),
        "keep": lists.without(request, "view"),
        "export": lists.without(request),
        "kinds": BodyKind.choices,
        "today": today,
    }
    partial = "#board" if request.htmx and not request.htmx.boosted else ""
    return render(request, "followup/board.html" + partial, context)


@require_GET
def followup_export(request: UserRequest, kind: str) -> HttpResponse:
    """The board as it is filtered, as a file."""
    wanted, today = _filter(request), lists.today()
    lines, _counts = board.filtered(board.board(request.access, as_of=today), wanted)
    headers = [
        _("Cơ quan"), _("Việc chưa xong"), _("Quá hạn"), _("Hạn quá lâu nhất"), _("Sắp đến hạn"),
        _("Chờ nơi khác"), _("Lượt nhắc 30 ngày"), _("Công văn đôn đốc"), _("Công văn gần nhất"),
        _("Chưa giải trình"), _("Phản hồi gần nhất"), _("Ngày làm việc không phản hồi"), _("Phê bình đã ghi"),
    ]  # fmt: skip

    def rows() -> Iterator[list[Cell]]:
        for line in lines[: lists.MOST_EXPORTED]:
            yield [
                line.body.name, line.open, line.late, line.oldest, line.soon, line.elsewhere, line.notices,
                line.letters, line.lettered, line.explanations, line.said, line.silent, line.criticisms,
            ]  # fmt: skip

    return lists.as_file(kind, _("Đôn đốc theo cơ quan"), headers, rows())


def _body(request: UserRequest, pk: int) -> Body:
    """A body the reader reads; Http404."""
    if pk not in request.access.body_ids:
        raise Http404
    return get_object_or_404(Body.objects.select_related("parent"), pk=pk)


@require_GET
def followup_body(request: UserRequest, pk: int) -> HttpResponse:
    """One body: what is late, what it was told, letters to it, criticism that was decided."""
    return _body_response(request, _body(request, pk))


def _body_response(
    request: UserRequest,
    body: Body,
    tried: LetterForm | None = None,
    criticism: CriticismForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    today = lists.today()
    owed = board.late_of(request.access, body, as_of=today)
    follows = request.access.can(Action.FOLLOW, body)
    issuers = board.issuers_for(body, owed, on=today) if follows else []
    written = board.lettered(one.matter.key for one in owed)
    form = tried or LetterForm(owed=owed, issuers=issuers)
    ticked = (
        set(form["matters"].value() or ())
        if form.is_bound
        else {key for key in form.owed if key not in written}
    )
    context = {
        "body": body,
        "owed": [(one, written.get(one.matter.key), one.matter.key in ticked) for one in owed],
        "form": form if follows and owed and issuers else None,
        "criticism_form": criticism or CriticismForm(),
        "follows": follows,
        "letters": board.letters_seen(request.access).filter(body=body).select_related("issuer")[:30],
        "criticisms": board.criticisms_seen(request.access).filter(body=body),
        "notices": selectors.with_matters(selectors.notices_seen(request.access).filter(body=body)).order_by(
            "-day", "pk"
        )[:12],
        "today": today,
    }
    return render(request, "followup/body.html", context, status=status)


@require_POST
def letter_add(request: UserRequest, pk: int) -> HttpResponse:
    """Draft a letter to the body about what is ticked."""
    body, today = _body(request, pk), lists.today()
    request.access.require(Action.FOLLOW, body)
    owed = board.late_of(request.access, body, as_of=today)
    form = LetterForm(request.POST, owed=owed, issuers=board.issuers_for(body, owed, on=today))
    if not form.is_valid():
        return _body_response(request, body, form, status=422)
    said = form.cleaned_data
    try:
        letter = letters.letter_draft(
            kind=LetterKind(said["kind"]),
            body=body,
            issuer=said["issuer"],
            owed=said["matters"],
            as_of=today,
            by=request.user,
            answer_by=said["answer_by"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        return _body_response(request, body, form, status=422)
    toast(request, _("Đã soạn dự thảo. Tải bản Word để trình ký; văn thư ghi số sau khi ban hành."))
    if left := len(said["matters"]) - letter.lines.count():
        told = ngettext(
            "Chỉ nhiệm vụ mới yêu cầu giải trình: %(number)d việc khác đã chọn không đưa vào.",
            "Chỉ nhiệm vụ mới yêu cầu giải trình: %(number)d việc khác đã chọn không đưa vào.",
            left,
        )
        toast_problem(request, told % {"number": left})
    return redirect("letter", pk=letter.pk)


@require_GET
def letter_list(request: UserRequest) -> HttpResponse:
    """Letters: drafts that wait for their number first."""
    state = request.GET.get("state", "")
    found = board.letters_seen(request.access)
    counts = found.aggregate(**{one: Count("pk", filter=Q(state=one)) for one in LetterState.values})
    if state in LetterState.values:
        found = found.filter(state=state)
    rows = found.select_related("body", "issuer", "drafted_by").order_by("-as_of", "-pk")
    context = {
        "page": lists.page_of(request, rows),
        "state": state,
        "counts": [(value, label, counts[value]) for value, label in LetterState.choices],
        "total": sum(counts.values()),
    }
    return render(request, "followup/letter_list.html", context)


@require_GET
def letter_page(request: UserRequest, pk: int) -> HttpResponse:
    """One letter: what it lists, its number, who answered."""
    return _letter_response(request, board.letter_seen(request.access, pk))


def _letter_response(
    request: UserRequest,
    letter: Letter,
    form: IssueForm | None = None,
    *,
    correction: CorrectionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    draft = letter.state == LetterState.DRAFT
    lines = list(letter.lines.select_related("task", "obligation", "item", "question"))
    answers = board.answers_to(letter) if letter.kind == LetterKind.EXPLANATION else {}
    kept = None
    if letter.state == LetterState.ISSUED:
        kept = papers_seen(request.access).filter(source=f"letter:{letter.pk}").first()
    context: dict[str, Any] = {
        "letter": letter,
        "lines": [(line, answers.get(line.task_id or 0, [])) for line in lines],
        "unanswered_days": max(0, (lists.today() - letter.answer_by).days) if letter.answer_by else 0,
        "asks": letter.kind == LetterKind.EXPLANATION,
        "may_number": draft and request.access.can(Action.REGISTER, letter.issuer_id),
        "may_withdraw": draft and request.access.can(Action.FOLLOW, letter.body_id),
        "may_download": request.access.can(Action.FOLLOW, letter.body_id)
        or request.access.can(Action.REGISTER, letter.issuer_id),
        "form": form or IssueForm(initial={"issued_on": lists.today()}),
        "corrections": letter.corrections.select_related("by"),
        "may_correct": not draft
        and bool(letter.symbol)
        and request.access.can(Action.REGISTER, letter.issuer_id),
        "correction": correction
        or CorrectionForm(
            initial={"symbol": letter.symbol, "issued_on": letter.issued_on}, auto_id="id_right-%s"
        ),
        "kept": kept,
        "changed": changed_since(request.access, kept) if kept is not None else [],
    }
    return render(request, "followup/letter.html", context, status=status)


@require_POST
def letter_docx(request: UserRequest, pk: int) -> HttpResponse:
    """The letter as a Word file; each download is in the trail."""
    letter = board.letter_seen(request.access, pk)
    if not request.access.can(Action.REGISTER, letter.issuer_id):
        request.access.require(Action.FOLLOW, letter.body_id)
    try:
        address = request.build_absolute_uri if request.POST.get("notes") else None
        content = papers.letter_docx(letter, request.user, address)
    except PaperError as error:
        toast_problem(request, str(error))
        return redirect("letter", pk=pk)
    return as_docx(content, f"{letter.get_kind_display()} {letter.body.name}")


def as_docx(content: bytes, name: str) -> HttpResponse:
    """A Word file as an attachment."""
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name.replace('/', '-'))}.docx"
    return response


@require_POST
def letter_issue(request: UserRequest, pk: int) -> HttpResponse:
    """Văn thư enters number and day."""
    letter = board.letter_seen(request.access, pk)
    request.access.require(Action.REGISTER, letter.issuer_id)
    form = IssueForm(request.POST, request.FILES)
    if not form.is_valid():
        return _letter_response(request, letter, form, status=422)
    said = dict(form.cleaned_data)
    sent = said.pop("signed")
    signed = papers.SentFile(sent.name, sent.read()) if sent else None
    try:
        letters.letter_issue(letter=letter, by=request.user, today=lists.today(), signed=signed, **said)
    except ValidationError as error:
        form.add_error(None, error)
        return _letter_response(request, letter, form, status=422)
    except PaperError as error:
        form.add_error(None, str(error))
        return _letter_response(request, letter, form, status=422)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
        return redirect("letter", pk=pk)
    toast(request, _("Đã ghi số. Công văn đã vào diễn biến của từng việc."))
    return redirect("letter", pk=pk)


@require_POST
def letter_correct(request: UserRequest, pk: int) -> HttpResponse:
    """Văn thư corrects number or day; what stood stays beside it."""
    letter = board.letter_seen(request.access, pk)
    request.access.require(Action.REGISTER, letter.issuer_id)
    form = CorrectionForm(request.POST, auto_id="id_right-%s")
    if not form.is_valid():
        return _letter_response(request, letter, correction=form, status=422)
    try:
        letters.letter_correct(letter=letter, by=request.user, today=lists.today(), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return _letter_response(request, letter, correction=form, status=422)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Đã sửa số, ngày; số cũ vẫn thấy ở trang này."))
    return redirect("letter", pk=pk)


@require_POST
def letter_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """The draft is not issued."""
    letter = board.letter_seen(request.access, pk)
    request.access.require(Action.FOLLOW, letter.body_id)
    try:
        letters.letter_withdraw(letter=letter, by=request.user)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Đã bỏ dự thảo."))
    return redirect("letter", pk=pk)


@require_http_methods(["POST"])
def criticism_add(request: UserRequest, pk: int) -> HttpResponse:
    """Record a criticism that was decided."""
    body = _body(request, pk)
    request.access.require(Action.FOLLOW, body)
    form = CriticismForm(request.POST)
    if not form.is_valid():
        return _body_response(request, body, criticism=form, status=422)
    try:
        letters.criticism_record(body=body, by=request.user, today=lists.today(), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return _body_response(request, body, criticism=form, status=422)
    toast(request, _("Đã ghi."))
    return redirect("followup-body", pk=pk)


@require_POST
def criticism_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Recorded by mistake."""
    row: Criticism = get_object_or_404(board.criticisms_seen(request.access), pk=pk)
    request.access.require(Action.FOLLOW, row.body_id)
    try:
        letters.criticism_withdraw(criticism=row, by=request.user)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Đã gỡ."))
    return redirect("followup-body", pk=row.body_id)
