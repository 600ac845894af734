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
from dondoc.writing.fitting import width
from dondoc.writing.paper import Form
from dondoc.writing.paperkinds import PaperKind

# Organs that issue under the committee's or council's own letterhead.
_ORGANS = ("ban thuong vu", "thuong truc", "ban chap hanh", "btv", "bch")
_PROVINCIAL = ("tinh uy", "thanh uy")
_COMMITTEES = (*_PROVINCIAL, "dang uy")
_GOVERNMENTS = ("uy ban nhan dan", "ubnd")
COUNCILS = ("hoi dong nhan dan", "hdnd")
_ANNEXED = {"BC": "Báo cáo", "TB": "Thông báo", "CTr": "Chương trình"}  # "": a letter
_TO_NOBODY = ("BC", "TB", "CTr", "-")  # their recipients stand at the end alone, "Như trên" says nothing
_BEGINS = ("VÀ", "TỈNH", "THÀNH", "XÃ", "PHƯỜNG")  # a line of the letterhead, rather than any other word
_UNEVEN = 1.35  # so much longer may its longest line be for that
_LEFT_COLUMN = 13_000  # of the letterhead: what fits in a line, in thousandths of the letters' size
_OFFICE_HEAD = "Chánh Văn phòng"
# (how the name begins, on whose behalf, who heads it, who stands in for the head)
_HEADS: tuple[tuple[tuple[str, ...], str, str, str], ...] = (
    (_COMMITTEES, "Ban Thường vụ", "Bí thư", "Phó Bí thư"),
    (_GOVERNMENTS, "Ủy ban nhân dân", "Chủ tịch", "Phó Chủ tịch"),
    (COUNCILS, "Hội đồng nhân dân", "Chủ tịch", "Phó Chủ tịch"),
    (("uy ban kiem tra", "ubkt"), "Ủy ban Kiểm tra", "Chủ nhiệm", "Phó Chủ nhiệm"),
    (("uy ban mat tran",), "Ban Thường trực", "Chủ tịch", "Phó Chủ tịch"),
    (("van phong",), "", _OFFICE_HEAD, "Phó Chánh Văn phòng"),
    (("ban can su dang",), "Ban cán sự đảng", "Bí thư", "Phó Bí thư"),
    (("ban ",), "", "Trưởng ban", "Phó Trưởng ban"),
    (("so ",), "", "Giám đốc", "Phó Giám đốc"),
    (("thanh tra",), "", "Chánh Thanh tra", "Phó Chánh Thanh tra"),
    (("truong ",), "", "Hiệu trưởng", "Phó Hiệu trưởng"),
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
    return Issuer(_whole_name(issuer), _whole_name(above) if above is not None else "", _code(issuer), issuer)


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
    signer = deputy
    if signing is Signing.ORDER:  # the head of an office signs for others; for that head one of its own
        signer = "Trưởng phòng" if head == _OFFICE_HEAD else _OFFICE_HEAD
    symbol = "" if kind.type_code == "-" else paper.blank_symbol(form, kind.type_code, issuer.code)
    day = paper.blank_day("", year).partition(", ")[2]
    return {
        "above": in_lines(issuer.above.upper()),
        "issuer": in_lines(_under(issuer, form).upper()),
        "symbol": symbol,
        "place_day": paper.blank_day(_place(issuer.body), year),
        "annex_of": f"(Kèm theo {_ANNEXED.get(kind.type_code, 'Công văn')} "
        f"{paper.blank_reference(symbol)} {day} của {issuer.name})",
        "subject": "",
        "about": "",
        "body": body.name if not is_place(body) else issuer.name,
        "office_name": office,
        "signing": signature(form, signing, organ=organ, head=head, signer=signer),
        "signatory": "",
        "recipients": [
            *(_reported_to(issuer, body, form) if kind.type_code in _TO_NOBODY else ["Như trên"]),
            kept_copy(form, issuer),
        ],
    }


def kept_copy(form: Form, issuer: Issuer) -> str:
    """The last of the recipients, which stays in the house.

    State papers name the clerk's office in short; the Party's the office itself.
    """
    if form is Form.STATE:
        return "Lưu: VT"
    named = issuer.name if search_key(issuer.name).startswith("van phong") else office_of(issuer)
    return f"Lưu {named}"


def _reported_to(issuer: Issuer, body: Body, form: Form) -> list[str]:
    """Who a report or notice goes to: who stands above; of the province's government its committee, council.

    Who stands above the province's committee is not in the register: the line stays blank to be filled.
    """
    names = [issuer.above] if issuer.above else []
    if not names and is_place(body):
        province = body.kind == BodyKind.PROVINCE
        starts: tuple[str, ...]
        if form is Form.STATE:
            starts = (*_PROVINCIAL, *COUNCILS) if province else _GOVERNMENTS
        else:
            starts = () if province else _PROVINCIAL
        top = Q(parent=None) | Q(parent__parent=None, parent__kind=BodyKind.PROVINCE)
        found = Body.objects.filter(top, valid_to=None).order_by("sort_key", "pk")
        words = {one.name: search_key(one.name) for one in found if one.pk != issuer.body.pk}
        # The committee before the council, as offices write them.
        names = [name for start in starts for name, key in words.items() if key.startswith(start)]
    return [f"{name} (để báo cáo)" for name in names] or ["." * 40]


def _under(issuer: Issuer, form: Form) -> str:
    """A body of a committee as it stands beneath the committee's name, which the Party does not say twice."""
    if form is Form.PARTY and issuer.above:
        for words in (" Tỉnh ủy", " Thành ủy", " Đảng ủy"):
            if issuer.name.endswith(words):
                return issuer.name.removesuffix(words)
    return issuer.name


def in_lines(name: str) -> str:
    """A name in capitals as a letterhead sets it: broken where an office would, not where the column ends.

    >>> in_lines("ỦY BAN NHÂN DÂN TỈNH THUẬN GIANG").splitlines()
    ['ỦY BAN NHÂN DÂN', 'TỈNH THUẬN GIANG']
    >>> in_lines("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG").splitlines()
    ['SỞ NÔNG NGHIỆP', 'VÀ MÔI TRƯỜNG']
    >>> in_lines("LIÊN MINH HỢP TÁC XÃ TỈNH THUẬN GIANG").splitlines()
    ['LIÊN MINH HỢP TÁC XÃ', 'TỈNH THUẬN GIANG']
    >>> in_lines("BÁO VÀ PHÁT THANH, TRUYỀN HÌNH THUẬN GIANG").splitlines()
    ['BÁO VÀ PHÁT THANH,', 'TRUYỀN HÌNH THUẬN GIANG']
    """
    for start in ("ỦY BAN NHÂN DÂN ", "HỘI ĐỒNG NHÂN DÂN "):
        if name.startswith(start):
            return f"{start.rstrip()}\n{name.removeprefix(start)}"
    if width(name) <= _LEFT_COLUMN:
        return name
    words = name.split()

    def longest(cut: int) -> int:
        return max(width(" ".join(words[:cut])), width(" ".join(words[cut:])))

    cut = min(range(1, len(words)), key=longest)
    whole = [n for n in range(1, len(words)) if words[n] in _BEGINS and words[n - 1] != "TÁC"]
    if whole and longest(better := min(whole, key=longest)) <= longest(cut) * _UNEVEN:
        cut = better
    return " ".join(words[:cut]) + "\n" + " ".join(words[cut:])


def office_of(issuer: Issuer) -> str:
    """The office that follows up a body's papers."""
    words = search_key(issuer.name)
    if words.startswith(("tinh uy", "thanh uy")):
        return "Văn phòng Tỉnh ủy" if words.startswith("tinh") else "Văn phòng Thành ủy"
    if words.startswith(_COMMITTEES):
        return "Văn phòng Đảng ủy"
    if words.startswith(_GOVERNMENTS):
        return "Văn phòng UBND"
    if words.startswith(COUNCILS):
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
