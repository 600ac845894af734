"""An office's templates: added, put in use, taken out of use; and papers drafted, each with its entry."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dondoc.web.accounts.models import User
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.papers.models import FormConfirmation, OfficeTemplate
from dondoc.web.papers.selectors import template_of
from dondoc.writing.footnotes import Note
from dondoc.writing.paper import Form
from dondoc.writing.papercheck import template_problems
from dondoc.writing.paperkinds import KINDS


@transaction.atomic
def template_add(
    *, body: Body, kind: str, form: Form, file_name: str, content: bytes, by: User, note: str = ""
) -> OfficeTemplate:
    """A new version of an office's template, in use from now on.

    Raises:
        ValidationError: It cannot be filled; every problem is told.
    """
    if kind not in KINDS:
        raise ValidationError({"kind": "Chọn loại văn bản của mẫu."})
    if problems := template_problems(content, KINDS[kind], form):
        raise ValidationError({"file": problems})
    Body.objects.select_for_update().get(pk=body.pk)  # one version after the other
    own = OfficeTemplate.objects.filter(body=body, kind=kind, form=form.value)
    last = own.aggregate(last=Max("number"))["last"] or 0
    own.filter(in_use=True).update(in_use=False)
    made = OfficeTemplate.objects.create(
        body=body, kind=kind, form=form.value, number=last + 1, file_name=file_name[:255], note=note.strip(),
        sha256=hashlib.sha256(content).hexdigest(), content=content, in_use=True, created_by=by,
    )  # fmt: skip
    after = {"kind": kind, "form": form.value, "number": made.number, "sha256": made.sha256}
    record(actor=by, action="template.add", row=made, before={}, after=after, reason=note, body=body)
    return made


@transaction.atomic
def template_use(*, template: OfficeTemplate, by: User) -> OfficeTemplate:
    """An earlier version is used again."""
    own = OfficeTemplate.objects.filter(body=template.body_id, kind=template.kind, form=template.form)
    Body.objects.select_for_update().get(pk=template.body_id)
    before = own.filter(in_use=True).values_list("number", flat=True).first()
    own.filter(in_use=True).exclude(pk=template.pk).update(in_use=False)
    OfficeTemplate.objects.filter(pk=template.pk).update(in_use=True)
    template.in_use = True
    record(
        actor=by, action="template.use", row=template, before={"number": before},
        after={"number": template.number}, body=template.body,
    )  # fmt: skip
    return template


@transaction.atomic
def template_retire(*, template: OfficeTemplate, by: User) -> OfficeTemplate:
    """Back to the shipped template; the office's versions stay."""
    changed = OfficeTemplate.objects.filter(pk=template.pk, in_use=True).update(in_use=False)
    template.in_use = False
    if changed:
        before = {"number": template.number}
        record(actor=by, action="template.retire", row=template, before=before, after={}, body=template.body)
    return template


@transaction.atomic
def form_confirm(*, form: Form, body: Body, basis: str, by: User) -> FormConfirmation:
    """The office looked at a family's form and says it is right, by which rule.

    Raises:
        ValidationError: No rule is named.
    """
    if not basis.strip():
        raise ValidationError({"basis": "Nêu căn cứ: quy định, hướng dẫn nào, hoặc ai đã xem."})
    found = FormConfirmation.objects.filter(form=form.value, body=body, withdrawn_at=None).first()
    if found is not None:
        return found
    made = FormConfirmation.objects.create(form=form.value, body=body, basis=basis.strip(), by=by)
    after = {"form": form.value, "basis": basis}
    record(actor=by, action="form.confirm", row=made, before={}, after=after, reason=basis, body=body)
    return made


@transaction.atomic
def form_doubt(*, confirmation: FormConfirmation, by: User) -> None:
    """The confirmation is taken back."""
    if FormConfirmation.objects.filter(pk=confirmation.pk, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    ):
        record(
            actor=by, action="form.doubt", row=confirmation, before={"basis": confirmation.basis}, after={},
            body=confirmation.body,
        )  # fmt: skip


@transaction.atomic
def paper_draft(
    *,
    kind: str,
    form: Form,
    body: Body,
    fields: Mapping[str, Any],
    by: User | None,
    about: str,
    notes: Sequence[Note] = (),
    issued: bool = False,
) -> bytes:
    """A paper in the template in use, with an entry of who drafted what.

    Args:
        kind: Which paper.
        form: The family.
        body: Whose it is.
        fields: All its template may use; what a template has no use for is left out.
        by: Who drafts it.
        about: What it is about, for the trail.
        notes: Footnotes.
        issued: Whether it is kept as it went out, not drafted.

    Raises:
        PaperError: The template cannot be filled.
    """
    template = template_of(kind, form, body)
    made = template.filled(fields, notes, issued=issued)
    after = {"paper": kind, "form": form.value, "about": about[:300], "template": template.words}
    record(actor=by, action="paper.draft", row=body, before={}, after=after, body=body)
    return made


@transaction.atomic
def tables_taken(*, body: Body, about: str, by: User) -> None:
    """A report's tables were taken away as a workbook."""
    record(actor=by, action="paper.tables", row=body, before={}, after={"about": about[:300]}, body=body)
