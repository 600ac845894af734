"""Which template a paper is written in, and what a person may see of an office's own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.db.models import QuerySet
from django.http import Http404

from dondoc.web.accounts.access import Access, Action
from dondoc.web.bodies.models import Body
from dondoc.web.papers.models import FormConfirmation, OfficeTemplate
from dondoc.writing import paper
from dondoc.writing.families import Family, family
from dondoc.writing.paper import TEMPLATE, Form
from dondoc.writing.paperkinds import KINDS, PaperKind

# Who drafts papers for a body: acts for it, decides for it or follows its work.
DRAFTS = (Action.RECORD, Action.DECIDE, Action.FOLLOW)


@dataclass(frozen=True, slots=True)
class Template:
    """What a paper is filled into, and what it is called in the trail."""

    content: bytes | Path
    version: int  # of the office's own; 0: the shipped one
    name: str

    office: str = ""  # whose own

    @property
    def words(self) -> str:
        """Which it is, as the properties of a paper made with it say: name, version, whose, its hash."""
        whole = self.content if isinstance(self.content, bytes) else self.content.read_bytes()
        stamp = f"SHA-256 {hashlib.sha256(whole).hexdigest()[:12]}"
        if not self.version:
            return f"{TEMPLATE}chuẩn {self.name}, {stamp}"
        return f"{TEMPLATE}{self.name[:100]}, bản {self.version} của {self.office[:100]}, {stamp}"


def template_of(kind: str, form: Form, body: Body) -> Template:
    """The template in use: the nearest office's own above the body, else the shipped one; one query.

    Raises:
        PaperError: There is none.
    """
    above = [int(part) for part in body.path.split("/") if part]
    own = OfficeTemplate.objects.filter(kind=kind, form=form.value, body__in=above, in_use=True)
    found = max(own.select_related("body"), key=lambda one: len(one.body.path), default=None)
    if found is not None:
        return Template(bytes(found.content), found.number, found.file_name, found.body.name)
    shipped = paper.template_for(kind, form)
    return Template(shipped, 0, shipped.name)


def drafting_bodies(access: Access) -> frozenset[int]:
    """The bodies this person drafts papers for."""
    return frozenset().union(*(access.bodies(action) for action in DRAFTS))


def issuing_bodies(access: Access) -> frozenset[int]:
    """The bodies whose issued papers this person enters: who drafts them, and văn thư, who numbers them."""
    return drafting_bodies(access) | access.bodies(Action.REGISTER)


def may_draft(access: Access, body: Body) -> bool:
    return any(access.can(action, body) for action in DRAFTS)


def templates_seen(access: Access) -> QuerySet[OfficeTemplate]:
    """The offices' templates, for who drafts papers for that office or one below, or keeps bodies there."""
    mine = drafting_bodies(access) | access.bodies(Action.ORGANISE)
    if not mine:
        return OfficeTemplate.objects.none()
    paths = Body.objects.filter(pk__in=mine).values_list("path", flat=True)
    above = {int(part) for path in paths for part in path.split("/") if part}
    return OfficeTemplate.objects.filter(body__in=above).select_related("body", "created_by").defer("content")


def template_seen(access: Access, pk: int) -> OfficeTemplate:
    """One version with its file; Http404."""
    found = templates_seen(access).defer(None).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A paper in one family: its versions, newest first, and which is in use."""

    kind: PaperKind
    form: Form
    versions: tuple[OfficeTemplate, ...]

    @property
    def in_use(self) -> OfficeTemplate | None:
        """None: the shipped one."""
        return next((one for one in self.versions if one.in_use), None)


@dataclass(frozen=True, slots=True)
class FormRow:
    """A family with its papers, and who confirmed its form; None: nobody has."""

    form: Form
    family: Family
    confirmation: FormConfirmation | None
    rows: tuple[TemplateRow, ...]

    @property
    def verified(self) -> bool:
        return self.family.verified or self.confirmation is not None


def template_board(access: Access) -> list[FormRow]:
    """Every paper in both families, with the office's versions the reader sees: two queries."""
    versions: dict[tuple[str, str], list[OfficeTemplate]] = {}
    for one in templates_seen(access):
        versions.setdefault((one.kind, one.form), []).append(one)
    confirmed = {
        one.form: one
        for one in FormConfirmation.objects.filter(withdrawn_at=None)
        .select_related("body", "by")
        .order_by("pk")
    }
    return [
        FormRow(
            form,
            family(form),
            confirmed.get(form.value),
            tuple(
                TemplateRow(kind, form, tuple(versions.get((kind.code, form.value), ())))
                for kind in KINDS.values()
            ),
        )
        for form in (Form.PARTY, Form.STATE)
    ]
