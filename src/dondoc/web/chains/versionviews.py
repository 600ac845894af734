"""The versions of a draft: two of them compared, and what was said on them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from dondoc.assessment.difference import difference
from dondoc.records.difference import Fate, ParagraphChange
from dondoc.web.accounts.access import Action
from dondoc.web.bodies import selectors as bodies
from dondoc.web.bodies.models import Body
from dondoc.web.chains import versions
from dondoc.web.chains.models import AnswerChoice
from dondoc.web.core import lists
from dondoc.web.core.fields import day_field
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.sources.models import Document, StandingChoice
from dondoc.web.sources.selectors import document_seen, document_to_review


class CommentForm(forms.Form):
    """What was said on a version, by whom."""

    body = forms.ModelChoiceField(
        Body.objects.none(), label=gettext_lazy("Cơ quan góp ý"), required=False, empty_label="—"
    )
    on = day_field(gettext_lazy("Ngày"))
    place = forms.CharField(label=gettext_lazy("Về phần"), required=False, max_length=200)
    words = forms.CharField(label=gettext_lazy("Ý kiến"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": lists.today()})
        super().__init__(*args, **kwargs)
        body = self.fields["body"]
        assert isinstance(body, forms.ModelChoiceField)
        body.queryset = offered


@require_GET
def version_list(request: UserRequest, pk: int) -> HttpResponse:
    """The versions, the difference of two, the comments."""
    return _page(request, document_seen(request.access, pk))


def _page(
    request: UserRequest, document: Document, form: CommentForm | None = None, *, status: int = 200
) -> HttpResponse:
    found = versions.versions_of(request.access, document)
    newer = _chosen(request, found, "new", len(found) - 1)
    older = _chosen(request, found, "old", len(found) - 2)
    changes = []
    if older is not None and newer is not None and older.number != newer.number:
        changes = difference(versions.text_of(older), versions.text_of(newer))
    may = request.access.can(Action.REVIEW, document.owner_id)
    context: dict[str, Any] = {
        "document": document,
        "versions": found,
        "older": older,
        "newer": newer,
        "changes": _shown(changes, whole=request.GET.get("whole") == "1"),
        "changed": sum(change.fate is not Fate.KEPT and not _only_moved(change) for change in changes),
        "moved": sum(change.moved and change.fate is Fate.ADDED for change in changes),
        "renumbered": sum(change.renumbered for change in changes),
        "whole": request.GET.get("whole") == "1",
        "comments": versions.comments_of(found),
        "answers": AnswerChoice.choices,
        "numbers": {version.reading.file_id: version.number for version in found},
        "may": may,
        "others": versions.drafts_to_join(request.access, document) if may and _is_draft(document) else (),
        "joined": may and len({version.document.pk for version in found}) > 1 and _is_draft(document),
        "form": form
        or (CommentForm(offered=bodies.bodies_in_scope(request.access)) if may and found else None),
    }
    return render(request, "chains/versions.html", context, status=status)


def _only_moved(change: ParagraphChange) -> bool:
    return change.moved or change.renumbered


def _shown(changes: list[ParagraphChange], *, whole: bool) -> list[ParagraphChange]:
    """Every paragraph, or those that are not as they were, each under the heading it stands under."""
    if whole:
        return changes
    found: list[ParagraphChange] = []
    heading: ParagraphChange | None = None
    for change in changes:
        if change.fate is not Fate.KEPT:
            found += [heading, change] if heading is not None else [change]
            heading = None
        elif change.heading:
            heading = change
    return found


def _is_draft(document: Document) -> bool:
    return document.standing == StandingChoice.DRAFT


def _chosen(
    request: UserRequest, found: list[versions.Version], name: str, default: int
) -> versions.Version | None:
    number = lists.number(request.GET, name)
    for version in found:
        if version.number == number:
            return version
    return found[default] if 0 <= default < len(found) else None


@require_POST
def draft_join(request: UserRequest, pk: int) -> HttpResponse:
    """Say of which draft this one is a later state."""
    document = document_to_review(request.access, pk)
    wanted = lists.number(request.POST, "earlier")
    earlier = next((o for o in versions.drafts_to_join(request.access, document) if o.pk == wanted), None)
    if earlier is None:
        toast_problem(request, _("Chọn một bản dự thảo khác."))
        return redirect("document-versions", pk=pk)
    try:
        versions.draft_join(later=document, earlier=earlier, by=request.user)
    except ValidationError as error:
        toast_problem(request, " ".join(error.messages))
    else:
        toast(request, _("Đã gắn hai bản dự thảo."))
    return redirect("document-versions", pk=pk)


@require_POST
def draft_part(request: UserRequest, pk: int) -> HttpResponse:
    """This one is a paper of its own."""
    document = document_to_review(request.access, pk)
    if versions.draft_part(document=document, by=request.user):
        toast(request, _("Đã tách bản dự thảo này ra."))
    else:
        toast_problem(request, _("Bản này chưa gắn với bản dự thảo nào."))
    return redirect("document-versions", pk=pk)


@require_POST
def comment_add(request: UserRequest, pk: int) -> HttpResponse:
    """Keep what was said on the version `version` (its number)."""
    document = document_to_review(request.access, pk)
    found = versions.versions_of(request.access, document)
    number = lists.number(request.POST, "version") or len(found)
    version = next((one for one in found if one.number == number), None)
    if version is None:
        raise Http404
    form = CommentForm(request.POST, offered=bodies.bodies_in_scope(request.access))
    if form.is_valid():
        try:
            versions.comment_add(version=version, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toast(request, _("Đã ghi ý kiến góp ý."))
            return redirect("document-versions", pk=pk)
    return _page(request, document, form, status=422)


@require_POST
def comment_answer(request: UserRequest, pk: int, comment: int) -> HttpResponse:
    """Say what was made of a comment."""
    document = document_to_review(request.access, pk)
    row = versions.comment_seen(request.access, document, comment)
    how = request.POST.get("how", "")
    if how not in AnswerChoice.values:
        toast_problem(request, _("Chọn tiếp thu hay giải trình."))
        return redirect("document-versions", pk=pk)
    try:
        words = lists.text(request.POST, "words", 2000)
        versions.comment_answer(comment=row, how=AnswerChoice(how), by=request.user, words=words)
    except ValidationError as error:
        toast_problem(request, " ".join(error.messages))
    else:
        toast(request, _("Đã ghi kết quả tiếp thu."))
    return redirect("document-versions", pk=pk)
