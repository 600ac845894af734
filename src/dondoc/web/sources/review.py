"""The review screen: a person decides, fact by fact or many at once, what counts.

With a script each decision is answered by the fact's own item, the progress and a toast; without one every
button is a plain form that comes back to the same place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dondoc.web.accounts.access import Action
from dondoc.web.bodies import selectors as bodies
from dondoc.web.bodies.selectors import SURE
from dondoc.web.core import lists
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.http import UserRequest
from dondoc.web.core.templatetags.dondoc import row_name
from dondoc.web.core.toasts import toast, toast_problem
from dondoc.web.plans.models import Indicator
from dondoc.web.sources import figurebodies, pagepictures, selectors, services
from dondoc.web.sources.forms import FactForm, HeadingForm
from dondoc.web.sources.models import Document, Fact, KindChoice
from dondoc.web.sources.selectors import DocumentPage
from dondoc.web.sources.sheet import Sheet, document_of
from dondoc.web.sources.shown import KINDS, Shown, reasons, shown_all
from dondoc.web.sources.suggest import Suggestions
from dondoc.web.sources.views import lights

MOST_UNDONE = 200  # how many decisions one "undo" can name in its address


def review_address(fact: Fact) -> str:
    """Where a fact stands on its document's review screen."""
    return f"{reverse('review', args=[fact.document_id])}#fact-{fact.pk}"


@require_GET
def review(request: UserRequest, pk: int) -> HttpResponse:
    """The document on the left, its facts on the right."""
    page = selectors.document_page(request.access, pk, file=lists.number(request.GET, "file"))
    request.access.require(Action.REVIEW, page.document.owner_id)
    return review_page(request, page)


def review_page(
    request: UserRequest, page: DocumentPage, *, form: HeadingForm | None = None, status: int = 200
) -> HttpResponse:
    """The screen; `form`: number and day as somebody typed them, which could not be kept."""
    kept = document_of(page.reading) if page.reading else None
    panel = pagepictures.panel(
        page, number=lists.number(request.GET, "page"), fact=lists.number(request.GET, "fact")
    )
    keep = f"file={page.reading.file_id}&" if page.reading and len(page.files) > 1 else ""
    pages = f"{reverse('review', args=[page.document.pk])}?{keep}page={{}}#picture"
    asked = pagepictures.missing(page)
    if form is None and asked and page.can_register:
        form = HeadingForm(asked=asked)
    sheet = Sheet(kept, lights(page), link="#fact-{}", pages=pages if panel else "") if kept else None
    context = {
        "page": page,
        "document": page.document,
        "text": sheet.html() if sheet else "",
        "groups": grouped(shown_all(page.facts, page.document)),
        "panel": panel,
        "keep": keep,
        "asked": asked,
        "form": form,
    } | progress(page.counts)
    return render(request, "sources/review.html", context, status=status)


def grouped(facts: Iterable[Shown]) -> list[tuple[str, list[Shown], int]]:
    """Kind, its facts in the text's order, how many of them are open; kinds without any left out."""
    by_kind: dict[str, list[Shown]] = {kind: [] for kind in KINDS}
    for made in facts:
        by_kind[made.fact.kind].append(made)
    return [(kind, rows, sum(not row.decided for row in rows)) for kind, rows in by_kind.items() if rows]


def progress(counts: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """How many facts are decided, of how many, in all and by kind."""
    total = sum(sum(states.values()) for states in counts.values())
    left = sum(states.get("proposed", 0) for states in counts.values())
    by_kind = [
        (kind, counts[kind].get("proposed", 0), sum(counts[kind].values()))
        for kind in KINDS
        if counts.get(kind)
    ]
    return {"total": total, "done": total - left, "left": left, "by_kind": by_kind}


def _counts(document: Document, request: UserRequest) -> dict[str, dict[str, int]]:
    rows = (
        selectors.facts_of(document, request.access)
        .order_by()
        .values_list("kind", "state")
        .annotate(number=Count("pk"))
    )
    counts: dict[str, dict[str, int]] = {}
    for kind, state, number in rows:
        counts.setdefault(kind, {})[state] = number
    return counts


# --- one fact -------------------------------------------------------------------------------------------


@require_GET
def fact(request: UserRequest, pk: int) -> HttpResponse:
    """A fact's card; without htmx its place in the document."""
    found = selectors.fact_seen(request.access, pk)
    if not request.htmx:
        return redirect(f"{reverse('document', args=[found.document_id])}?fact={pk}#w{pk}")
    context = {
        "shown": shown_all([found], found.document)[0],
        "reasons": reasons(found, found.reading.text),
        "document": found.document,
    }
    return render(request, "sources/_card.html", context)


def _decide(request: UserRequest, pk: int, do: Callable[[Fact], object], said: str) -> HttpResponse:
    """Do it; on a quicker colleague or a field that cannot be stored, show that instead."""
    found = selectors.fact_to_review(request.access, pk)
    try:
        do(found)
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    except ValidationError as error:
        form = FactForm(fact=found)
        return _form_response(request, found, form, error)
    else:
        toast(request, said, undo=reverse("fact-reopen", args=[pk]) if said else "")
    return _answer(request, pk)


def _answer(request: UserRequest, pk: int) -> HttpResponse:
    """The fact as it is now: its item, the progress, the toasts; or back to the page."""
    found = selectors.fact_seen(request.access, pk)
    if not request.htmx:
        return redirect(review_address(found))
    context = {
        "row": shown_all([found], found.document)[0],
        "aside": request.htmx.target != f"fact-{pk}",
    } | progress(_counts(found.document, request))
    response = render(request, "sources/_answer.html", context)
    response["HX-Trigger"] = json.dumps({"facts-changed": {str(pk): found.state}})
    return response


def _chosen(request: UserRequest) -> dict[str, Any]:
    """The indicator and body a reviewer picked, as the services take them."""
    made: dict[str, Any] = {}
    if (pk := lists.number(request.POST, "indicator")) is not None:
        made["indicator"] = Indicator.objects.filter(pk=pk, merged_into=None).first()
    if (pk := lists.number(request.POST, "of_body")) is not None:
        made["body"] = bodies.bodies_seen(request.access).filter(pk=pk).first()
    if None in made.values():
        raise Http404
    return made


@require_POST
def fact_accept(request: UserRequest, pk: int) -> HttpResponse:
    """It is right as it was read."""
    chosen = _chosen(request)
    return _decide(
        request,
        pk,
        lambda found: services.fact_accept(fact=found, by=request.user, **chosen),
        _("Đã xác nhận."),
    )


@require_POST
def fact_reject(request: UserRequest, pk: int) -> HttpResponse:
    """It is no fact, or read wrongly."""
    reason = request.POST.get("reason", "").strip()[:300]
    return _decide(
        request,
        pk,
        lambda found: services.fact_reject(fact=found, by=request.user, reason=reason),
        _("Đã loại."),
    )


@require_POST
def fact_reopen(request: UserRequest, pk: int) -> HttpResponse:
    """Undo the decision."""
    return _decide(request, pk, lambda found: services.fact_reopen(fact=found, by=request.user), "")


@require_http_methods(["GET", "POST"])
def fact_correct(request: UserRequest, pk: int) -> HttpResponse:
    """Change fields, then accept; what was typed stays where it cannot be stored."""
    found = selectors.fact_to_review(request.access, pk)
    form = FactForm(request.POST if request.method == "POST" else None, fact=found)
    if not form.is_valid():
        return _form_response(request, found, form)
    try:
        services.fact_correct(fact=found, by=request.user, data=form.changes(), **_chosen(request))
    except Conflict as conflict:
        toast_problem(request, str(conflict))
    except ValidationError as error:
        return _form_response(request, found, form, error)
    else:
        toast(request, _("Đã sửa và xác nhận."), undo=reverse("fact-reopen", args=[pk]))
    return _answer(request, pk)


def _unknown_body(request: UserRequest, found: Fact, suggestions: Suggestions) -> str:
    """The body a figure's row names, where the books have none of that name and the reviewer may add it."""
    printed = str(found.current.get("body") or "") if found.kind == KindChoice.INDICATOR else ""
    sure = any(body.score >= SURE for body in suggestions.bodies)
    unknown = printed and not sure and not figurebodies.is_group(printed)
    return printed if unknown and request.access.can(Action.ORGANISE) else ""


def _form_response(
    request: UserRequest, found: Fact, form: FactForm, error: ValidationError | None = None
) -> HttpResponse:
    if error is not None:
        if form.is_bound:
            form.refuse(error)
        else:  # accepting as it stands did not work: the form opens, with the reason above it
            form.problem = " ".join(error.messages)
    suggestions = selectors.suggestions(found)
    context = {
        "form": form,
        "fact": found,
        "document": found.document,
        "suggestions": suggestions,
        "unknown_body": _unknown_body(request, found, suggestions),
        "chosen": {name: lists.number(request.POST, name) for name in ("indicator", "of_body")},
    }
    status = 422 if form.is_bound or error is not None else 200
    template = "sources/_fact_form.html" if request.htmx else "sources/fact_edit.html"
    response = render(request, template, context, status=status)
    if request.htmx and status == 422:
        response["HX-Retarget"] = f"#more-{found.pk}"
        response["HX-Reswap"] = "innerHTML"
    return response


@require_GET
def fact_suggestions(request: UserRequest, pk: int) -> HttpResponse:
    """Where the fact may belong, each with its reason; one key takes one."""
    found = selectors.fact_to_review(request.access, pk)
    context = {"fact": found, "suggestions": selectors.suggestions(found)}
    template = "sources/_suggestions.html" if request.htmx else "sources/fact_merge.html"
    return render(request, template, context | {"document": found.document})


@require_GET
def fact_why(request: UserRequest, pk: int) -> HttpResponse:
    """Which rule read it, which words each field came from, and what else was possible."""
    found = selectors.fact_seen(request.access, pk)
    if not request.htmx:
        return redirect(f"{reverse('document', args=[found.document_id])}?fact={pk}#w{pk}")
    others = selectors.suggestions(found)
    context = {
        "fact": found,
        "shown": shown_all([found], found.document)[0],
        "document": found.document,
        "reasons": reasons(found, found.reading.text),
        "others": [*others.indicators[1:4], *others.bodies[1:3]],
    }
    return render(request, "sources/_why_answer.html", context)


@require_http_methods(["GET", "POST"])
def fact_merge(request: UserRequest, pk: int) -> HttpResponse:
    """The words say what a confirmed row says already."""
    found = selectors.fact_to_review(request.access, pk)
    rows = selectors.suggestions(found).rows
    if request.method == "POST":
        row = _row_named(request.POST.get("row", ""), [candidate.row for candidate in rows])
        return _decide(
            request,
            pk,
            lambda open_fact: services.fact_merge(fact=open_fact, into_row=row, by=request.user),
            _("Đã gộp vào mục đã có."),
        )
    template = "sources/_merge.html" if request.htmx else "sources/fact_merge.html"
    return render(
        request,
        template,
        {"fact": found, "document": found.document, "suggestions": selectors.suggestions(found)},
    )


def _row_named(name: str, rows: Iterable[Model]) -> Model:
    """The row of this name among those that were offered: nothing else can be merged into."""
    for row in rows:
        if row_name(row) == name:
            return row
    raise Http404


@require_GET
def indicator_choices(request: UserRequest) -> HttpResponse:
    """Indicators by the words typed, for the chooser of a fact's form."""
    request.access.require(Action.REVIEW)
    query = request.GET.get("indicator_query", "").strip()[:200]
    found = selectors.indicators(query) if query else []
    return render(request, "sources/_indicator_choices.html", {"found": found, "query": query})


# --- many facts -----------------------------------------------------------------------------------------


@require_POST
def review_many(request: UserRequest, pk: int) -> HttpResponse:
    """Accept, reject or reopen the selected facts, or accept all open ones of a kind."""
    entry = selectors.document_to_review(request.access, pk)
    action = request.POST.get("action") or request.GET.get("action", "")
    kind = request.POST.get("of") or request.GET.get("of", "")
    picked = _picked(request, entry)
    left: list[tuple[Fact, str]] = []
    if action == "accept-kind" and (kind in KINDS or kind == "all"):
        before = {row.pk for row in selectors.facts_of(entry, request.access, state="confirmed")}
        accepted = services.facts_accept(document=entry, kind=kind, by=request.user)
        left = accepted.left
        now = {mention.fact_id for mention in accepted.mentions} - before
        _say_accepted(request, entry, now, len(left))
    elif action == "accept":
        done = set()
        for row in picked:
            try:
                services.fact_accept(fact=row, by=request.user)
                done.add(row.pk)
            except (Conflict, ValidationError) as error:
                left.append((row, _sentence(error)))
        _say_accepted(request, entry, done, len(left))
    elif action == "reject":
        reason = request.POST.get("reason", "").strip()[:300]
        number = services.facts_reject(facts=picked, by=request.user, reason=reason)
        said = ngettext("Đã loại %s mục.", "Đã loại %s mục.", number) % number
        toast(request, said, undo=_undo(entry, {row.pk for row in picked}))
    elif action == "reopen":
        _reopen(request, picked)
    else:
        raise Http404
    return _many_answer(request, entry, {row.pk: why for row, why in left})


def _picked(request: UserRequest, entry: Document) -> list[Fact]:
    """The facts named by checkboxes, or by the address of an undo."""
    names = [*request.POST.getlist("pick"), *request.GET.get("pick", "").split(",")]
    pks = {int(name) for name in names if name.isascii() and name.isdigit() and len(name) < 16}
    return list(selectors.facts_of(entry, request.access).filter(pk__in=pks)) if pks else []


def _say_accepted(request: UserRequest, entry: Document, done: set[int], left: int) -> None:
    said = ngettext("Đã xác nhận %s mục.", "Đã xác nhận %s mục.", len(done)) % len(done)
    if done:
        toast(request, said, undo=_undo(entry, done))
    if left:
        toast_problem(
            request,
            ngettext(
                "Còn %s mục cần xem riêng; lý do ghi ở từng mục.",
                "Còn %s mục cần xem riêng; lý do ghi ở từng mục.",
                left,
            )
            % left,
        )


def _undo(entry: Document, pks: set[int]) -> str:
    if not pks or len(pks) > MOST_UNDONE:
        return ""
    picks = ",".join(map(str, sorted(pks)))
    return f"{reverse('review-many', args=[entry.pk])}?action=reopen&pick={picks}"


def _reopen(request: UserRequest, picked: Iterable[Fact]) -> None:
    for row in picked:
        try:
            services.fact_reopen(fact=row, by=request.user)
        except Conflict as conflict:
            toast_problem(request, str(conflict))


def _sentence(error: Conflict | ValidationError) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)


def _many_answer(request: UserRequest, entry: Document, left: Mapping[int, str]) -> HttpResponse:
    if not request.htmx:
        return redirect("review", pk=entry.pk)
    page = selectors.document_page(request.access, entry.pk, file=lists.number(request.POST, "file"))
    rows = shown_all(page.facts, entry)
    for row in rows:
        if row.fact.pk in left:
            row.doubts.insert(0, left[row.fact.pk])
    context = {"page": page, "document": entry, "groups": grouped(rows)} | progress(page.counts)
    response = render(request, "sources/_many_answer.html", context)
    response["HX-Trigger"] = json.dumps({"facts-changed": {str(f.pk): f.state for f in page.facts}})
    return response
