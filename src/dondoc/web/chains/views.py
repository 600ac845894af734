"""A document's chain and life: what it stands under, what carries it out, what happened to it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dondoc.web.accounts.access import Action
from dondoc.web.audit import selectors as audit
from dondoc.web.chains import selectors, services
from dondoc.web.chains.forms import LifeForm
from dondoc.web.chains.models import LifeKind, RelationChoice
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.sources.models import Citation, Document, StandingChoice
from dondoc.web.sources.selectors import (
    DocumentFilters,
    document_seen,
    document_to_review,
    documents_seen,
)


def sentence(error: Conflict | ValidationError) -> str:
    """A refusal as one line."""
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


@require_GET
def chain(request: UserRequest, pk: int) -> HttpResponse:
    """Above and below, what is proposed, and the life so far."""
    return _chain_response(request, document_seen(request.access, pk))


def _chain_response(
    request: UserRequest, document: Document, form: LifeForm | None = None, *, status: int = 200
) -> HttpResponse:
    access = request.access
    found = selectors.chain_of(access, document)
    life = list(selectors.life_of(document))
    direct = [(knot.link, knot.document) for knot in found.below if knot.depth == 1]
    may = access.can(Action.REVIEW, document.owner_id)
    context: dict[str, Any] = {
        "document": document,
        "chain": found,
        "proposed": selectors.proposed(access, document),
        "reviewed": access.bodies(Action.REVIEW),
        "relations": RelationChoice.choices,
        "life": life,
        "stands": selectors.stands(document, life, direct, as_of=lists.today()),
        "replaced_by": [
            child
            for link, child in direct
            if link.relation == RelationChoice.REPLACES and child.standing == StandingChoice.ISSUED
        ],
        "today": lists.today(),
        "may": may,
        "form": form or (LifeForm(papers=_papers(request, document)) if may else None),
        "history": audit.entries_of(document, access)[:12],
    }
    return render(request, "chains/chain.html", context, status=status)


def _papers(request: UserRequest, document: Document) -> Any:
    """What may say that something happened: what carries this document out, or speaks of it."""
    about = Q(parent_links__parent=document, parent_links__withdrawn_at=None)
    about |= Q(citations__cited=document, citations__withdrawn_at=None)
    return documents_seen(request.access).filter(about).exclude(pk=document.pk).distinct()


@require_GET
def link_choose(request: UserRequest, pk: int) -> HttpResponse:
    """Find the document this one carries out, amends or replaces."""
    document = document_to_review(request.access, pk)
    query = lists.text(request.GET, "q")
    found = documents_seen(request.access, DocumentFilters(query=query)).exclude(standing="press")
    context = {
        "document": document,
        "query": query,
        "found": found.exclude(pk=pk)[:20],
        "relations": RelationChoice.choices,
    }
    return render(request, "chains/choose.html" + ("#found" if request.htmx else ""), context)


@require_POST
def link_decide(request: UserRequest, pk: int) -> HttpResponse:
    """Confirm or decline a link; `pk` is the child, `back` the page to go back to."""
    child = document_to_review(request.access, pk)
    parent = document_seen(request.access, lists.number(request.POST, "parent") or 0)
    relation = request.POST.get("relation", "")
    citation = None
    if number := lists.number(request.POST, "citation"):
        citation = Citation.objects.filter(pk=number, document=child, cited=parent).first()
        if citation is None:
            raise Http404
    try:
        if request.POST.get("action") == "decline":
            services.link_decline(
                child=child, parent=parent, relation=relation, by=request.user, citation=citation
            )
            toast(request, _("Đã ghi: hai văn bản không gắn với nhau."))
        else:
            link = services.link_add(
                child=child,
                parent=parent,
                relation=relation,
                by=request.user,
                citation=citation,
                reason=lists.text(request.POST, "reason", 300),
            )
            said = {"child": child.symbol or child.title, "parent": parent.symbol or parent.title}
            words = {
                RelationChoice.CARRIES_OUT: _("Đã gắn: %(child)s thực hiện %(parent)s."),
                RelationChoice.AMENDS: _("Đã gắn: %(child)s sửa đổi, bổ sung %(parent)s."),
                RelationChoice.REPLACES: _("Đã gắn: %(child)s thay thế %(parent)s."),
            }
            toast(request, words[RelationChoice(link.relation)] % said)
    except (ValidationError, Conflict) as error:
        toast_problem(request, sentence(error))
    back = parent.pk if lists.number(request.POST, "back") == parent.pk else child.pk
    return redirect("document-chain", pk=back)


@require_POST
def link_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Take a link back."""
    link = selectors.link_to_decide(request.access, pk)
    try:
        services.link_withdraw(link=link, by=request.user)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    else:
        toast(request, _("Đã bỏ gắn hai văn bản."))
    back = link.parent_id if lists.number(request.POST, "back") == link.parent_id else link.child_id
    return redirect("document-chain", pk=back)


@require_POST
def life_add(request: UserRequest, pk: int) -> HttpResponse:
    """Record what happened to the document."""
    document = document_to_review(request.access, pk)
    form = LifeForm(request.POST, papers=_papers(request, document))
    if form.is_valid():
        told = form.cleaned_data
        kind = LifeKind(told["kind"])
        try:
            services.life_add(
                document=document,
                kind=kind,
                on=told["on"],
                by=request.user,
                note=told["note"],
                paper=told["paper"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            toast(request, _("Đã ghi: %(act)s.") % {"act": str(kind.label).lower()})
            return redirect("document-chain", pk=pk)
    return _chain_response(request, document, form, status=422)


@require_POST
def life_cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Say that an event did not happen so."""
    event = selectors.event_to_decide(request.access, pk)
    try:
        services.life_cancel(event=event, by=request.user, reason=lists.text(request.POST, "reason", 500))
    except (ValidationError, Conflict) as error:
        toast_problem(request, sentence(error))
    else:
        toast(request, _("Đã hủy dòng ghi nhầm; dòng cũ vẫn còn để đọc."))
    return redirect("document-chain", pk=event.document_id)
