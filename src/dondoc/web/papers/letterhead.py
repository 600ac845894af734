"""Who stands in a paper's letterhead and who signs it, in the form of the body whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from dondoc.text.normalize import search_key
from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.sources.models import Document, StandingChoice
from dondoc.writing import paper
from dondoc.writing.families import Signing, signature
from dondoc.writing.paper import Form
from dondoc.writing.paperkinds import PaperKind

# Organs that issue under the committee's or council's own letterhead.
_ORGANS = ("ban thuong vu", "thuong truc", "ban chap hanh", "btv", "bch")
_COMMITTEES = ("tinh uy", "thanh uy", "dang uy")
_GOVERNMENTS = ("uy ban nhan dan", "ubnd")
_COUNCILS = ("hoi dong nhan dan", "hdnd")
# (how the name begins, on whose behalf, who heads it, who stands in for the head)
_HEADS: tuple[tuple[tuple[str, ...], str, str, str], ...] = (
    (_COMMITTEES, "Ban Thường vụ", "Bí thư", "Phó Bí thư"),
    (_GOVERNMENTS, "Ủy ban nhân dân", "Chủ tịch", "Phó Chủ tịch"),
    (_COUNCILS, "Hội đồng nhân dân", "Chủ tịch", "Phó Chủ tịch"),
    (("uy ban kiem tra", "ubkt"), "Ủy ban Kiểm tra", "Chủ nhiệm", "Phó Chủ nhiệm"),
    (("uy ban mat tran",), "Ban Thường trực", "Chủ tịch", "Phó Chủ tịch"),
    (("van phong",), "", "Chánh Văn phòng", "Phó Chánh Văn phòng"),
    (("ban ",), "", "Trưởng ban", "Phó Trưởng ban"),
    (("so ",), "", "Giám đốc", "Phó Giám đốc"),
    (("thanh tra",), "", "Chánh Thanh tra", "Phó Chánh Thanh tra"),
    (("phong ",), "", "Trưởng phòng", "Phó Trưởng phòng"),
    (("chi cuc",), "", "Chi cục trưởng", "Phó Chi cục trưởng"),
    (("hoi ", "lien minh", "lien doan"), "Ban Thường vụ", "Chủ tịch", "Phó Chủ tịch"),
)


@dataclass(frozen=True, slots=True)
class Issuer:
    """The name a paper goes out under; of a place the body that governs it, in the chosen family."""

    name: str
    above: str  # the body over it, where the letterhead names one
    code: str  # its letters in a symbol
    body: Body  # whose register it comes from


def form_of(body: Body) -> Form:
    """Party bodies write Party papers; everybody else those of the State."""
    return Form.PARTY if body.kind == BodyKind.PARTY else Form.STATE


def is_place(body: Body) -> bool:
    """A province or commune: its committee writes in one family, its government in the other."""
    return body.kind in (BodyKind.PROVINCE, BodyKind.COMMUNE, BodyKind.DISTRICT)


def issuer_of(body: Body, form: Form) -> Issuer:
    """Who issues a paper about this body's work in this family."""
    if is_place(body):
        return _of_place(body, form)
    issuer = _committee(body)
    above = issuer.parent if issuer.parent is not None and issuer.parent.kind == issuer.kind else None
    if form is Form.PARTY and above is not None:
        above = _committee(above)
    return Issuer(_whole_name(issuer), above.name if above is not None else "", _code(issuer), issuer)


def letterhead(
    body: Body, form: Form, kind: PaperKind, *, year: int, signing: Signing = Signing.COLLECTIVE
) -> dict[str, Any]:
    """The fields every paper has; number, day and signatory are left blank.

    Args:
        body: Whose paper it is.
        form: The family.
        kind: Which paper.
        year: Of the day it will bear.
        signing: In what capacity it is signed.
    """
    issuer = issuer_of(body, form)
    organ, head, deputy = _leaders(issuer, body)
    office = office_of(issuer)
    signer = "Chánh Văn phòng" if signing is Signing.ORDER else deputy
    return {
        "above": issuer.above.upper(),
        "issuer": issuer.name.upper(),
        "symbol": "" if kind.type_code == "-" else paper.blank_symbol(form, kind.type_code, issuer.code),
        "place_day": paper.blank_day(_place(issuer.body), year),
        "subject": "",
        "about": "",
        "body": body.name if not is_place(body) else issuer.name,
        "office_name": office,
        "signing": signature(form, signing, organ=organ, head=head, signer=signer),
        "signatory": "",
        "recipients": ["Như trên", "Lưu: Văn thư"],
    }


def office_of(issuer: Issuer) -> str:
    """The office that follows up a body's papers."""
    words = search_key(issuer.name)
    if words.startswith(("tinh uy", "thanh uy")):
        return "Văn phòng Tỉnh ủy" if words.startswith("tinh") else "Văn phòng Thành ủy"
    if words.startswith(_COMMITTEES):
        return "Văn phòng Đảng ủy"
    if words.startswith(_GOVERNMENTS):
        return "Văn phòng UBND"
    if words.startswith(_COUNCILS):
        return "Văn phòng phục vụ HĐND"
    return "Văn phòng"


def _leaders(issuer: Issuer, body: Body) -> tuple[str, str, str]:
    words = search_key(issuer.name)
    for starts, organ, head, deputy in _HEADS:
        if words.startswith(starts):
            if organ == "Ban Thường vụ" and search_key(body.name).startswith(("ban chap hanh", "bch")):
                return "Ban Chấp hành", head, deputy
            return organ, head, deputy
    return "", "Thủ trưởng", "Phó Thủ trưởng"


def _of_place(place: Body, form: Form) -> Issuer:
    """The committee or government of a province or commune, from the register where it is there."""
    starts = _COMMITTEES if form is Form.PARTY else _GOVERNMENTS
    kind = BodyKind.PARTY if form is Form.PARTY else BodyKind.STATE
    rest = search_key(place.name)
    found = [
        body
        for body in Body.objects.filter(kind=kind, valid_to=None)
        .select_related("parent")
        .prefetch_related("names")
        if (words := search_key(body.name)).startswith(starts)
        and (words.endswith(rest) if place.kind == BodyKind.COMMUNE else body.parent_id in (None, place.pk))
    ]
    if found:
        body = min(found, key=lambda one: (len(one.path), one.pk))
        return Issuer(_whole_name(body), "", _code(body), body)
    if form is Form.PARTY:
        return Issuer(f"Đảng ủy {place.name[:1].lower()}{place.name[1:]}", "", "ĐU", place)
    return Issuer(f"Ủy ban nhân dân {place.name[:1].lower()}{place.name[1:]}", "", "UBND", place)


def _committee(body: Body) -> Body:
    """A bureau or standing committee issues as the committee it is of."""
    while body.parent is not None and search_key(body.name).startswith(_ORGANS):
        if body.parent.kind != body.kind:
            break
        body = body.parent
    return body


def _whole_name(issuer: Body) -> str:
    """With the province's own name where the register says only "tỉnh": Ủy ban nhân dân tỉnh Thuận Giang."""
    if not search_key(issuer.name).endswith(" tinh"):
        return issuer.name
    root = Body.objects.filter(kind=BodyKind.PROVINCE, parent=None).order_by("pk").first()
    words = root.name.split() if root is not None else []
    return " ".join([issuer.name, *words[1:]])


def _code(issuer: Body) -> str:
    """The issuer's letters in a symbol: TU, UBND, HĐND, SXD; "" where the register has none."""
    words = search_key(issuer.name)
    for start, code in (("tinh uy", "TU"), ("thanh uy", "TU"), ("uy ban nhan dan", "UBND"), ("ubnd", "UBND"),
                        ("hoi dong nhan dan", "HĐND"), ("hdnd", "HĐND"), ("dang uy", "ĐU"),
                        ("van phong tinh uy", "VPTU")):  # fmt: skip
        if words.startswith(start):
            return code
    short = [n.name for n in issuer.names.all() if n.name.isupper() and " " not in n.name]
    return min(short, key=len, default="")


def _place(issuer: Body) -> str:
    """Where the issuer, or whoever keeps its documents, last dated one."""
    papers = Document.objects.filter(standing=StandingChoice.ISSUED).exclude(place="")
    above = [int(part) for part in issuer.path.split("/") if part]
    found = papers.filter(Q(issuer=issuer) | Q(owner__in=above)).order_by("-date", "-pk")
    return found.values_list("place", flat=True).first() or ""
