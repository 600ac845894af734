"""The work programme as a Word file, in the form of the body whose it is: Party or State, never both."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q

from dondoc.text.normalize import search_key
from dondoc.web.bodies.models import Body, BodyKind
from dondoc.web.programmes.models import Item, Programme, SpanChoice
from dondoc.web.programmes.periods import month_words, said
from dondoc.web.sources.models import Document, StandingChoice
from dondoc.writing import paper
from dondoc.writing.paper import Form

NAME = "chuong-trinh-cong-tac"
_ROMAN = ("I", "II", "III", "IV")
# Organs that issue under the committee's or council's own letterhead.
_ORGANS = ("ban thuong vu", "thuong truc", "ban chap hanh", "btv", "bch")


def form_of(body: Body) -> Form:
    """Party bodies write Party papers; everybody else those of the State."""
    return Form.PARTY if body.kind == BodyKind.PARTY else Form.STATE


def own_templates() -> Path:
    """Where an office keeps templates of its own."""
    return Path(settings.DATA) / "mau-van-ban"


def programme_docx(programme: Programme, items: Iterable[Item]) -> bytes:
    """The programme with the matters given, in their order; number, day and signatory are left blank."""
    form = form_of(programme.body)
    rows = list(items)
    fields = _letterhead(programme.body, form, programme.period_start) | {
        "subject": f"công tác {said(programme)} của {programme.body.name}",
        "body": programme.body.name,
        "period": said(programme),
        "total": len(rows),
        "groups": _groups(programme, rows),
        "office_name": _office(programme.body),
        "recipients": ["Các cơ quan, đơn vị có tên trong chương trình,", "Lưu: Văn thư."],
    }
    return paper.fill(paper.template_for(NAME, form, own_templates()), fields)


def _letterhead(body: Body, form: Form, day: date) -> dict[str, Any]:
    issuer = _issuer(body)
    above = issuer.parent if issuer.parent is not None and issuer.parent.kind == issuer.kind else None
    if form is Form.PARTY and above is not None:
        above = _issuer(above)
    return {
        "above": above.name.upper() if above is not None else "",
        "issuer": _whole_name(issuer).upper(),
        "symbol": paper.blank_symbol(form, "CTr", _code(issuer)),
        "place_day": paper.blank_day(_place(issuer), day.year),
        "authority": _authority(body, issuer, form),
        "office": "",
        "signatory": "",
    }


def _issuer(body: Body) -> Body:
    """Who stands in the letterhead: a bureau or standing committee issues as the committee it is of."""
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
                        ("hoi dong nhan dan", "HĐND"), ("hdnd", "HĐND"), ("dang uy", "ĐU")):  # fmt: skip
        if words.startswith(start):
            return code
    short = [n.name for n in issuer.names.all() if n.name.isupper() and " " not in n.name]
    return min(short, key=len, default="")


def _authority(body: Body, issuer: Body, form: Form) -> str:
    """On whose behalf it is signed; "" where a head signs in their own name."""
    words = search_key(issuer.name)
    if form is Form.PARTY:
        if words.startswith(("tinh uy", "thanh uy", "dang uy")):
            organ = (
                "BAN CHẤP HÀNH"
                if search_key(body.name).startswith(("ban chap hanh", "bch"))
                else "BAN THƯỜNG VỤ"
            )
            return f"T/M {organ}"
        return ""
    if words.startswith(("uy ban nhan dan", "ubnd")):
        return "TM. ỦY BAN NHÂN DÂN"
    if words.startswith(("hoi dong nhan dan", "hdnd")):
        return "TM. HỘI ĐỒNG NHÂN DÂN"
    return ""


def _place(issuer: Body) -> str:
    """Where the issuer, or whoever keeps its documents, last dated one."""
    papers = Document.objects.filter(standing=StandingChoice.ISSUED).exclude(place="")
    above = [int(part) for part in issuer.path.split("/") if part]
    found = papers.filter(Q(issuer=issuer) | Q(owner__in=above)).order_by("-date", "-pk")
    return found.values_list("place", flat=True).first() or ""


def _office(body: Body) -> str:
    words = search_key(body.name)
    if body.kind == BodyKind.PARTY and (words.startswith(_ORGANS) or "tinh uy" in words):
        return "Văn phòng Tỉnh ủy"
    if words.startswith(("uy ban nhan dan", "ubnd")):
        return "Văn phòng UBND"
    if words.startswith(("hoi dong nhan dan", "hdnd")):
        return "Văn phòng phục vụ HĐND"
    return "Văn phòng"


def _groups(programme: Programme, items: list[Item]) -> list[dict[str, Any]]:
    """By quarter for a year, by month for a quarter, without headings for less; in the order of the days."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for number, item in enumerate(items, 1):
        groups.setdefault(_heading(programme, item), []).append(_row(number, item))
    return [{"heading": heading, "rows": rows} for heading, rows in groups.items()]


def _heading(programme: Programme, item: Item) -> str:
    one_month = (item.period_start.year, item.period_start.month) == (
        item.period_end.year, item.period_end.month,
    )  # fmt: skip
    one_quarter = (item.period_start.month - 1) // 3 == (item.period_end.month - 1) // 3
    if programme.span == SpanChoice.YEAR:
        return f"QUÝ {_ROMAN[(item.period_start.month - 1) // 3]}" if one_quarter else "TRONG NĂM"
    if programme.span == SpanChoice.QUARTER:
        return month_words(item.period_start) if one_month else "Trong quý"
    return ""


def _row(number: int, item: Item) -> dict[str, Any]:
    partners = ", ".join(partner.as_written for partner in item.partners.all())
    preparing = item.preparing.name if item.preparing else item.preparing_as_written
    return {
        "number": number,
        "content": item.content,
        "preparing": f"{preparing}; phối hợp: {partners}" if partners else preparing,
        "level": item.get_level_display() if item.level else "",
        "session": str(item.session) if item.session else "",
        "due": item.due or "",
        "form": item.get_form_display() if item.form else "",
        "notes": item.notes,
    }
