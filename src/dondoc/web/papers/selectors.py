"""Which template a paper is written in, and what a person may see of an office's own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from dondoc.web.accounts.access import Access, Action
from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.papers.letterhead import is_place, issuer_of
from dondoc.web.papers.models import FormConfirmation, OfficeTemplate
from dondoc.writing import paper
from dondoc.writing.families import Family, family
from dondoc.writing.footnotes import Note
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
    doubt: str = ""  # what a draft made with it says of itself: nobody has confirmed the family's form

    @property
    def words(self) -> str:
        """Which it is, as the properties of a paper made with it say: name, version, whose, its hash."""
        whole = self.content if isinstance(self.content, bytes) else self.content.read_bytes()
        stamp = f"SHA-256 {hashlib.sha256(whole).hexdigest()[:12]}"
        if not self.version:
            return f"{TEMPLATE}chuẩn {self.name}, {stamp}"
        return f"{TEMPLATE}{self.name[:100]}, bản {self.version} của {self.office[:100]}, {stamp}"

    def filled(self, fields: Mapping[str, Any], notes: Sequence[Note] = (), *, issued: bool = False) -> bytes:
        """A paper in it; one that is kept as issued is no draft any more and says nothing of doubt.

        Raises:
            PaperError: It cannot be filled.
        """
        return paper.fill(
            self.content, fields, name=self.name, notes=notes, made_with=self.words,
            reminder="" if issued else self.doubt,
        )  # fmt: skip


def template_of(kind: str, form: Form, body: Body) -> Template:
    """The template in use: the nearest office's own above the body, else the shipped one.

    One query; of the shipped one, in a family whose form is unverified, another.

    Raises:
        PaperError: There is none.
    """
    above = [int(part) for part in body.path.split("/") if part]
    own = OfficeTemplate.objects.filter(kind=kind, form=form.value, body__in=above, in_use=True)
    found = max(own.select_related("body"), key=lambda one: len(one.body.path), default=None)
    if found is not None:
        return Template(bytes(found.content), found.number, found.file_name, found.body.name)
    shipped = paper.template_for(kind, form)
    return Template(shipped, 0, shipped.name, doubt="" if form_confirmed(form, body) else doubt_words(form))


def doubt_words(form: Form) -> str:
    """What a draft says of its form until an office has confirmed it."""
    return (
        f"Dự thảo. Thể thức chưa văn phòng nào xác nhận; đối chiếu {family(form).basis}, "
        "xóa dòng này trước khi trình ký."
    )


def form_confirmed(form: Form, body: Body) -> bool:
    """Whether the family's form is beyond doubt, or an office that speaks for this body confirmed it."""
    if family(form).verified:
        return True
    standing = FormConfirmation.objects.filter(form=form.value, withdrawn_at=None)
    offices = [one.body for one in standing.select_related("body__parent__parent")]
    if not offices or any(speaks_for(one, body) for one in offices):
        return bool(offices)
    return is_place(body) and any(speaks_for(one, issuer_of(body, form).body) for one in offices)


def speaks_for(office: Body, body: Body) -> bool:
    """Whether what one body says of forms holds for another: itself, and whatever is below it.

    An office speaks for the committee it serves, a committee for the place it leads.
    """
    head = office
    if head.parent is not None and head.name.startswith("Văn phòng"):
        head = head.parent
    if head.parent is not None and head.kind == BodyKind.PARTY and is_place(head.parent):
        head = head.parent
    return body.path.startswith(head.path)


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
    """A family with its papers, and which offices confirmed its form."""

    form: Form
    family: Family
    confirmations: tuple[FormConfirmation, ...]
    rows: tuple[TemplateRow, ...]

    @property
    def verified(self) -> bool:
        return self.family.verified or bool(self.confirmations)


def template_board(access: Access) -> list[FormRow]:
    """Every paper in both families, with the office's versions the reader sees: two queries."""
    versions: dict[tuple[str, str], list[OfficeTemplate]] = {}
    for one in templates_seen(access):
        versions.setdefault((one.kind, one.form), []).append(one)
    confirmed: dict[str, list[FormConfirmation]] = {}
    standing = FormConfirmation.objects.filter(withdrawn_at=None).select_related("body", "by")
    for said in standing.order_by("pk"):
        confirmed.setdefault(said.form, []).append(said)
    return [
        FormRow(
            form,
            family(form),
            tuple(confirmed.get(form.value, ())),
            tuple(
                TemplateRow(kind, form, tuple(versions.get((kind.code, form.value), ())))
                for kind in KINDS.values()
            ),
        )
        for form in (Form.PARTY, Form.STATE)
    ]


def doubted() -> list[Family]:
    """The families whose form no office has confirmed yet; drafts in them say so."""
    confirmed = set(FormConfirmation.objects.filter(withdrawn_at=None).values_list("form", flat=True))
    return [family(form) for form in Form if not family(form).verified and form.value not in confirmed]
