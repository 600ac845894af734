"""The kinds of papers the product writes, and the fields each template may use.

An office's own template is held against these: a field that is not here is told with its name, before the
template is ever used. To add a paper: a kind here, its shipped form in `scripts/papers.py`, and whoever fills
it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dondoc.writing.paper import Form

_HEAD: dict[str, Any] = {
    "above": "",
    "issuer": "CƠ QUAN BAN HÀNH",
    "symbol": "",
    "place_day": "…, ngày … tháng … năm 2026",
    "subject": "trích yếu",
    "about": "V/v trích yếu",
    "body": "Cơ quan",
    "office_name": "Văn phòng",
    "signing": ["CHỨC VỤ NGƯỜI KÝ"],
    "signatory": "",
    "recipients": ["Nơi nhận", "Lưu"],
    "annex_of": "(Kèm theo văn bản này)",
}
_TASK = {"number": 1, "content": "nhiệm vụ", "partners": "", "due": "31/12/2026", "product": "", "lead": ""}
_LATE = {"number": 1, "content": "nhiệm vụ", "source": "05-NQ/TU", "due": "30/9/2026", "days": 20}
_LISTED = {"number": 1, "content": "nhiệm vụ", "body": "cơ quan", "due": "30/9/2026", "days": "20 ngày"}
_PICTURES = [{
    "title": "hình", "image": "", "headers": ["Đến ngày", "Số"], "rows": [["30/9/2026", "12"]], "note": "",
    "source": "nguồn",
}]  # fmt: skip
# The parts of papers whose numbers depend on which of them are there.
SUBMITTED = ("content", "preparing", "basis", "course", "papers", "outcome", "proposal")
REPORTED = ("results", "tasks", "shortcomings", "next", "proposals")
ANNEXED = ("targets", "late", "coming", "pictures")
PERIODIC = "bao-cao-dinh-ky"
_TASKS = [{"heading": "Cơ quan chủ trì", "rows": [_TASK]}]


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper; `sample` holds every field its templates may use, with a value of its shape."""

    code: str  # the template's file name without family and ending
    name: str  # Vietnamese
    type_code: str  # in the symbol: "TB"; "" of a letter, "-" of a paper that bears no number
    sample: Mapping[str, Any]

    @property
    def about(self) -> Mapping[str, str]:
        """The fields without which a paper of this kind says nothing of what it is about, in words."""
        return _ABOUT.get(self.code, {})

    @property
    def fields(self) -> frozenset[str]:
        """The names a template may use."""
        return frozenset(self.sample)


_ABOUT: Mapping[str, Mapping[str, str]] = {
    "chuong-trinh-cong-tac": {"groups": "các nội dung"},
    "thong-bao-ket-luan": {"conclusions": "các kết luận"},
    "cong-van-giao-nhiem-vu": {"groups": "các nhiệm vụ"},
    "phu-luc-nhiem-vu": {"groups": "các nhiệm vụ"},
    "cong-van-don-doc": {"rows": "các việc quá hạn"},
    "cong-van-giai-trinh": {"rows": "các việc quá hạn"},
    "danh-sach-giao-ban": {"groups": "các việc"},
    "phieu-trinh": {"content": "nội dung trình", "proposal": "đề xuất"},
    "phieu-tom-tat": {"summary": "tóm tắt"},
    PERIODIC: {
        "sections": "đoạn văn theo lĩnh vực", "tasks": "tình hình nhiệm vụ", "target_groups": "bảng chỉ tiêu",
    },
}  # fmt: skip


def _kind(code: str, name: str, type_code: str, **fields: Any) -> PaperKind:
    return PaperKind(code, name, type_code, {**_HEAD, **fields})


KINDS: dict[str, PaperKind] = {
    kind.code: kind
    for kind in (
        _kind(
            "chuong-trinh-cong-tac", "Chương trình công tác", "CTr", period="năm 2026", total=1,
            groups=[{"heading": "QUÝ I", "rows": [{
                "number": 1, "content": "nội dung", "preparing": "", "level": "", "session": "", "due": "",
                "form": "", "notes": "",
            }]}],
        ),
        _kind(
            "thong-bao-ket-luan", "Thông báo kết luận", "TB", day="20/10/2026", session="phiên họp", chair="",
            concluded_by="Ban Thường vụ", total=1,
            conclusions=[{"matter": "nội dung", "decision": "kết luận", "preparing": "cơ quan"}],
            groups=_TASKS,
        ),
        _kind(
            "cong-van-giao-nhiem-vu", "Công văn giao nhiệm vụ", "", document="Nghị quyết", total=1,
            addressees=["Cơ quan"], whom="các cơ quan, đơn vị", groups=_TASKS,
        ),
        _kind(
            "phu-luc-nhiem-vu", "Phụ lục nhiệm vụ", "", as_of="20/10/2026", year=2026, total=1, late=0,
            groups=[{"heading": "Nghị quyết", "rows": [{**_TASK, "state": "", "notes": ""}]}],
        ),
        _kind(
            "cong-van-don-doc", "Công văn đôn đốc", "", addressees=["Cơ quan"], addressee="Cơ quan",
            as_of="20/10/2026", answer_by="30/10/2026", total=1, what="nhiệm vụ", rows=[_LATE],
        ),
        _kind(
            "cong-van-giai-trinh", "Công văn yêu cầu giải trình", "", addressees=["Cơ quan"],
            addressee="Cơ quan", as_of="20/10/2026", answer_by="30/10/2026", total=1, rows=[_LATE],
        ),
        _kind(
            "danh-sach-giao-ban", "Danh sách giao ban tuần", "-", as_of="20/10/2026", week="từ … đến …",
            counts="tổng số", groups=[{"heading": "Quá hạn", "rows": [_LISTED]}],
        ),
        _kind(
            "phieu-trinh", "Phiếu trình", "PTr", addressee="Cấp quyết định", content=["nội dung"],
            preparing=["cơ quan"], basis=["căn cứ"], course=["quá trình"], papers=["hồ sơ"],
            outcome=["hình thức"], proposal=["đề xuất"], places=dict.fromkeys(SUBMITTED, 1),
        ),
        _kind(
            "phieu-tom-tat", "Phiếu tóm tắt cho lãnh đạo", "-", leader="Lãnh đạo", charge="phụ trách",
            summary="tóm tắt", since="từ ngày", fresh=["mục"], bodies=["cơ quan"], targets=["chỉ tiêu"],
            meeting="", questions=[{"body": "Cơ quan", "words": "câu hỏi"}],
            pictures=_PICTURES,
        ),
        _kind(
            PERIODIC, "Báo cáo định kỳ", "BC", period="9 tháng đầu năm 2026", as_of="20/10/2026",
            sections=[{"heading": "1. Kinh tế", "text": "đoạn văn"}], tasks=["đoạn văn"],
            shortcomings=["hạn chế"], proposals=["kiến nghị"], next=["nhiệm vụ"],
            places=dict.fromkeys(REPORTED, "I"), annexes=dict.fromkeys(ANNEXED, 1),
            target_groups=[{"heading": "I. Kinh tế", "rows": [{
                "number": 1, "name": "chỉ tiêu", "plan": "", "actual": "", "percent": "", "same_period": "",
                "document": "", "verdict": "",
            }]}],
            late_groups=[{"heading": "Cơ quan", "rows": [{**_TASK, "age": "5", "document": ""}]}],
            coming_groups=_TASKS, pictures=_PICTURES,
        ),
    )
}  # fmt: skip


def kind_of(code: str) -> PaperKind:
    """A kind by its code; KeyError where there is none."""
    return KINDS[code]


def sample_of(kind: PaperKind, form: Form) -> dict[str, Any]:
    """Values of the right shape for every field, in one family's words."""
    from dondoc.writing.families import family
    from dondoc.writing.paper import blank_reference, blank_symbol

    symbol = "" if kind.type_code == "-" else blank_symbol(form, kind.type_code, "CQ")
    annex_of = f"(Kèm theo văn bản {blank_reference(symbol)})"
    signing = [f"{family(form).collective} CƠ QUAN", "CHỨC VỤ"]
    return {**kind.sample, "symbol": symbol, "annex_of": annex_of, "signing": signing}
