"""Papers drafted from the register, and the templates they are written in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models.functions import Length
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.errors import DondocError, PaperError
from dondoc.reading import office
from dondoc.reading.draft import Limits
from dondoc.records.plan import Period
from dondoc.web.accounts.access import Action
from dondoc.web.bodies.models import Body
from dondoc.web.core import lists
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.papers import issuing, makers, paperpictures, periodic, periodicpaper, selectors, services
from dondoc.web.papers.forms import (
    ConclusionsForm,
    ConfirmForm,
    IssuedConclusionsForm,
    IssuedSubmissionForm,
    IssuedTasksLetterForm,
    IssueFields,
    PaperForm,
    PeriodicForm,
    SubmissionForm,
    TasksLetterForm,
    TemplateForm,
)
from dondoc.web.papers.letterhead import letterhead
from dondoc.web.papers.models import FormConfirmation
from dondoc.web.papers.noted import Notes
from dondoc.writing import paper
from dondoc.writing.paper import Form
from dondoc.writing.papercheck import template_gaps
from dondoc.writing.paperkinds import KINDS, PERIODIC

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Fields = Callable[[UserRequest, dict[str, Any], Notes], dict[str, Any]]


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A paper that a form asks for."""

    kind: str
    form: type[PaperForm]
    fields: Fields  # {}: there is nothing to write
    issued: type[IssueFields]  # what is asked about one that was signed
    source: Callable[[dict[str, Any]], str]  # what it is made of, as `said` names it
    lead: Any  # what it is, for the page
    nothing: Any  # what to say where there is nothing to write


def _tasks(request: UserRequest, cleaned: dict[str, Any], notes: Notes) -> dict[str, Any]:
    lead = cleaned.get("lead")
    return makers.letter_of_tasks(request.access, cleaned["document"], notes, lead=lead and lead.pk)


def _of_tasks(cleaned: dict[str, Any]) -> str:
    lead = cleaned.get("lead")
    return f"document:{cleaned['document'].pk}" + (f":lead:{lead.pk}" if lead else "")


DRAFTED = {
    "giao-nhiem-vu": Drafted(
        "cong-van-giao-nhiem-vu",
        TasksLetterForm,
        _tasks,
        IssuedTasksLetterForm,
        _of_tasks,
        gettext_lazy("Nhiệm vụ một văn bản đã giao, mỗi cơ quan chủ trì một phần trong phụ lục."),
        gettext_lazy(
            "Văn bản này không còn nhiệm vụ nào đã xác nhận, rõ cơ quan chủ trì và chưa xong để giao cho nơi "
            "nhận đã chọn. Duyệt văn bản, hoặc chọn nơi nhận khác."
        ),
    ),
    "thong-bao-ket-luan": Drafted(
        "thong-bao-ket-luan",
        ConclusionsForm,
        lambda request, cleaned, notes: makers.notice_of_conclusions(
            request.access, cleaned["session"], notes
        ),
        IssuedConclusionsForm,
        lambda cleaned: f"session:{cleaned['session'].pk}",
        gettext_lazy("Các nội dung đã quyết định ở một kỳ họp, và nhiệm vụ của văn bản ban hành sau đó."),
        gettext_lazy("Kỳ họp này chưa ghi quyết định nào. Ghi quyết định ở trang nội dung rồi thử lại."),
    ),
    "phieu-trinh": Drafted(
        "phieu-trinh",
        SubmissionForm,
        lambda _request, cleaned, notes: makers.submission(cleaned["item"], notes),
        IssuedSubmissionForm,
        lambda cleaned: f"item:{cleaned['item'].pk}",
        gettext_lazy("Một nội dung của chương trình công tác, trình cấp quyết định."),
        gettext_lazy("Chưa có gì để trình."),
    ),
}


def must_issue(request: UserRequest) -> None:
    """PermissionDenied for who neither drafts nor numbers papers."""
    if not selectors.issuing_bodies(request.access):
        raise PermissionDenied("Tài khoản của đồng chí không có quyền làm việc này.")


def must_draft(request: UserRequest) -> None:
    """PermissionDenied for who drafts nothing."""
    if not selectors.drafting_bodies(request.access):
        raise PermissionDenied("Tài khoản của đồng chí không có quyền làm việc này.")


@require_GET
def paper_list(request: UserRequest) -> HttpResponse:
    """What can be drafted."""
    must_draft(request)
    rows = [
        (reverse("paper-draft", args=[slug]), KINDS[one.kind].name, one.lead) for slug, one in DRAFTED.items()
    ]
    lead = _("Từng lĩnh vực một đoạn văn từ số liệu đã xác nhận, phụ lục chỉ tiêu và nhiệm vụ.")
    rows.insert(0, (reverse("paper-periodic"), KINDS[PERIODIC].name, lead))
    many = _("Báo cáo Word và bảng Excel của nhiều cơ quan một lượt; dừng được, soạn tiếp từ chỗ dừng.")
    rows.insert(1, (reverse("pack-list"), _("Gói báo cáo"), many))
    kept = _("Văn bản đã ký, có số: giữ nguyên tệp và số liệu lúc ban hành; chỗ đổi sau đó được chỉ ra.")
    rows.insert(2, (reverse("issued-list"), _("Văn bản đã ban hành"), kept))
    return render(request, "papers/paper_list.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def paper_draft(request: UserRequest, slug: str) -> HttpResponse:
    """Ask what the paper is about; answer with the file."""
    must_draft(request)
    wanted = DRAFTED.get(slug)
    if wanted is None:
        raise Http404
    form = wanted.form(request.POST or None, access=request.access, initial=asked_about(request))
    if request.method == "POST" and form.is_valid():
        try:
            with override("vi"):  # papers are written in Vietnamese, whatever the pages are read in
                return _drafted(request, wanted, form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except DondocError as error:
            form.add_error(None, str(error))
    context = {
        "form": form,
        "name": KINDS[wanted.kind].name,
        "lead": wanted.lead,
        "slug": slug,
        "doubts": selectors.doubted(),
    }
    return render(request, "papers/paper_draft.html", context, status=422 if form.is_bound else 200)


def asked_about(request: UserRequest) -> dict[str, str]:
    """What the page that led here was of."""
    return {name: request.GET[name] for name in ("item", "session", "document") if name in request.GET}


def _drafted(request: UserRequest, wanted: Drafted, cleaned: dict[str, Any]) -> HttpResponse:
    content, _subject = drafted(request, wanted, cleaned)
    return as_paper(content, KINDS[wanted.kind].name, cleaned["file"])


def drafted(
    request: UserRequest, wanted: Drafted, cleaned: dict[str, Any], *, issued: bool = False
) -> tuple[bytes, str]:
    """The paper as a Word file, and what it is about; ValidationError where there is nothing to write."""
    notes = Notes()
    fields = wanted.fields(request, cleaned, notes)
    if not fields:
        raise ValidationError(wanted.nothing)
    kind = KINDS[wanted.kind]
    head = letterhead(
        cleaned["body"], cleaned["form"], kind, year=lists.today().year, signing=cleaned["signing"]
    )
    if copies := fields.pop("copies", None):
        head["recipients"] = [*copies, head["recipients"][-1]]
    content = services.paper_draft(
        kind=wanted.kind, form=cleaned["form"], body=cleaned["body"], fields=head | fields, by=request.user,
        about=fields.get("subject", ""),
        notes=notes.printed(request.build_absolute_uri) if cleaned["notes"] else (), issued=issued,
    )  # fmt: skip
    return content, fields.get("subject", "")


@require_http_methods(["GET", "POST"])
def paper_periodic(request: UserRequest) -> HttpResponse:
    """A body's periodic report, drafted from confirmed data: Word, PDF, or its tables as Excel."""
    must_draft(request)
    form = PeriodicForm(request.POST or None, access=request.access, initial=first_body(request))
    if request.method == "POST" and form.is_valid():
        try:
            with override("vi"):
                return _report(request, form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except DondocError as error:
            form.add_error(None, str(error))
    context = {
        "form": form,
        "name": KINDS[PERIODIC].name,
        "lead": _("Từng lĩnh vực một đoạn văn từ số liệu đã xác nhận, phụ lục chỉ tiêu và nhiệm vụ."),
        "doubts": selectors.doubted(),
    }
    return render(request, "papers/paper_draft.html", context, status=422 if form.is_bound else 200)


def first_body(request: UserRequest) -> dict[str, Any]:
    """The widest body this person drafts for."""
    mine = Body.objects.filter(pk__in=selectors.drafting_bodies(request.access), valid_to=None)
    return {"body": mine.order_by(Length("path"), "pk").values_list("pk", flat=True).first()}


def _report(request: UserRequest, cleaned: dict[str, Any]) -> HttpResponse:
    body, form = cleaned["body"], cleaned["form"]
    issued = issuing.last_issued(body, form, cleaned["period"])
    if issued is not None and not cleaned["again"]:
        raise ValidationError(
            _("Kỳ này đã phát hành báo cáo %(symbol)s ngày %(day)s. Đánh dấu ô cuối để soạn bản thay thế.")
            % {"symbol": issued.symbol, "day": f"{issued.issued_on:%d/%m/%Y}"}
        )
    data = report_asked(request, cleaned)
    title = f"Báo cáo {data.words} - {body.name}"
    if cleaned["file"] == "xlsx":
        content = periodicpaper.report_xlsx(data)
        services.tables_taken(body=body, about=title, by=request.user)
        return as_paper(content, title, "xlsx")
    return as_paper(report_written(request, cleaned, data, title), title, cleaned["file"])


def report_asked(request: UserRequest, cleaned: dict[str, Any]) -> periodic.ReportData:
    """The data of the report a form asks for; ValidationError where nothing is known."""
    data = periodic.report_data(
        request.access, cleaned["body"], cleaned["form"], Period.parse(cleaned["period"]),
        as_of=cleaned["as_of"], board=cleaned["board"],
    )  # fmt: skip
    if not data.lines and not data.targets and not data.counts.total:
        raise ValidationError(
            _("Chưa có số liệu, chỉ tiêu, nhiệm vụ nào đã xác nhận của cơ quan này trong kỳ. Chọn kỳ khác.")
        )
    return data


def report_written(
    request: UserRequest, cleaned: dict[str, Any], data: periodic.ReportData, title: str, *,
    issued: bool = False,
) -> bytes:  # fmt: skip
    """The report as a Word file."""
    body, form = cleaned["body"], cleaned["form"]
    head = letterhead(body, form, KINDS[PERIODIC], year=cleaned["as_of"].year, signing=cleaned["signing"])
    drawn = paperpictures.report_pictures(request.access, data, cleaned["pictures"])
    fields = head | periodicpaper.report_fields(data, drawn)
    notes = periodicpaper.report_notes(data, request.build_absolute_uri) if cleaned["notes"] else []
    return services.paper_draft(
        kind=PERIODIC, form=form, body=body, fields=fields, by=request.user, about=title, notes=notes,
        issued=issued,
    )  # fmt: skip


def as_paper(content: bytes, title: str, file: str) -> HttpResponse:
    """A drafted paper as an attachment: `file` is docx, pdf or xlsx."""
    if file == "pdf":
        content = office.as_pdf(content, f"{title}.docx", Limits())
    response = HttpResponse(content, content_type={"pdf": "application/pdf", "xlsx": XLSX}.get(file, DOCX))
    name = quote(title.replace("/", "-"))
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}.{file}"
    return response


# --- templates ----------------------------------------------------------------------------------------------


def _must_see_templates(request: UserRequest) -> None:
    if not (selectors.drafting_bodies(request.access) or request.access.can(Action.ORGANISE)):
        raise PermissionDenied("Tài khoản của đồng chí không có quyền làm việc này.")


@require_http_methods(["GET", "POST"])
def template_list(request: UserRequest) -> HttpResponse:
    """Every paper's template in both families; who keeps the bodies sends in an office's own."""
    _must_see_templates(request)
    may_add = request.access.can(Action.ORGANISE)
    if request.method == "POST":
        request.access.require(Action.ORGANISE)
    form = (
        TemplateForm(request.POST or None, request.FILES or None, access=request.access) if may_add else None
    )
    if request.method == "POST" and form is not None and form.is_valid():
        cleaned = form.cleaned_data
        content = cleaned["file"].read()
        try:
            made = services.template_add(
                body=cleaned["body"], kind=cleaned["kind"], form=Form(cleaned["form"]), by=request.user,
                file_name=cleaned["file"].name, content=content, note=cleaned["note"],
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toast(request, _("Từ nay dùng mẫu %(name)s.") % {"name": made})
            if gaps := template_gaps(content, KINDS[cleaned["kind"]]):
                toast_problem(request, " ".join(gaps))
            return redirect("template-list")
    context = {
        "families": selectors.template_board(request.access),
        "form": form,
        "confirm_form": ConfirmForm(auto_id=False, access=request.access)
        if request.access.can(Action.DECIDE)
        else None,
        "keeps": request.access.bodies(Action.ORGANISE),
        "decides": request.access.bodies(Action.DECIDE),
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "papers/template_list.html", context, status=status)


@require_GET
def template_file(request: UserRequest, kind: str, form: str) -> HttpResponse:
    """The shipped template, to be edited in Word."""
    _must_see_templates(request)
    if kind not in KINDS or form not in [one.value for one in Form]:
        raise Http404
    try:
        content = paper.template_for(kind, Form(form)).read_bytes()
    except PaperError as error:
        raise Http404 from error
    return as_paper(content, f"{kind}.{form}", "docx")


@require_GET
def template_version(request: UserRequest, pk: int) -> HttpResponse:
    """One version of an office's own template."""
    found = selectors.template_seen(request.access, pk)
    return as_paper(bytes(found.content), f"{found.kind}.{found.form}.{found.number}", "docx")


@require_POST
def template_switch(request: UserRequest, pk: int, to: str) -> HttpResponse:
    """Use this version (`dung`), or the shipped template again (`ban-chuan`)."""
    found = selectors.template_seen(request.access, pk)
    request.access.require(Action.ORGANISE, found.body_id)
    if to == "dung":
        services.template_use(template=found, by=request.user)
        toast(request, _("Từ nay dùng mẫu %(name)s.") % {"name": found})
    elif to == "ban-chuan":
        services.template_retire(template=found, by=request.user)
        toast(request, _("Từ nay dùng lại mẫu chuẩn. Các bản đã gửi vẫn còn."))
    else:
        raise Http404
    return redirect("template-list")


@require_POST
def form_confirm(request: UserRequest, form: str) -> HttpResponse:
    """The office says that a family's form is right."""
    if form not in [one.value for one in Form]:
        raise Http404
    request.access.require(Action.DECIDE)
    asked = ConfirmForm(request.POST, access=request.access)
    if not asked.is_valid():
        toast_problem(request, _("Chọn cơ quan và nêu căn cứ xác nhận thể thức."))
        return redirect("template-list")
    services.form_confirm(form=Form(form), by=request.user, **asked.cleaned_data)
    toast(request, _("Đã ghi xác nhận thể thức."))
    return redirect("template-list")


@require_POST
def form_doubt(request: UserRequest, pk: int) -> HttpResponse:
    """A confirmation is taken back."""
    found = get_object_or_404(FormConfirmation.objects.select_related("body"), pk=pk)
    request.access.require(Action.DECIDE, found.body_id)
    services.form_doubt(confirmation=found, by=request.user)
    toast(request, _("Đã rút xác nhận thể thức."))
    return redirect("template-list")
