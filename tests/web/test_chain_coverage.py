"""What the documents that carry one out made of its targets and tasks: proposed, confirmed, shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from dondoc.web.audit.models import Entry
from dondoc.web.chains import coverage, matching
from dondoc.web.chains.models import Correspondence
from dondoc.web.chains.services import link_add
from dondoc.web.core.conflicts import Conflict
from dondoc.web.sources.models import Document
from web import boards

pytestmark = pytest.mark.django_db

MAP = "Lập bản đồ số vùng nguyên liệu lúa, gỗ, trái cây"

NEAR = "Xây dựng bản đồ số vùng nguyên liệu gỗ, trái cây thuộc ngành quản lý, trình phê duyệt"


@pytest.fixture
def pair(stage: Any, province: Any, cast: Any) -> tuple[Document, Document]:
    """A programme with a target and two tasks; a department's plan with its own number and day, and more."""
    parent = stage.document(symbol="08-CTr/TU", type="programme", date=date(2025, 12, 5))
    child = stage.document(symbol="31/KH-SXD", type="plan", date=date(2026, 1, 20), issuer=province.building)
    link_add(child=child, parent=parent, relation="carries_out", by=cast.analyst)
    digital = boards.indicator("Tỷ trọng kinh tế số", "%", "annual")
    for document, value, basis in ((parent, "30", "committee"), (child, "25", "own")):
        target = boards.target(digital, province.root, "2030", basis=basis)
        boards.version(target, value, cast.analyst, document=document)
    boards.task(parent, province.building, date(2026, 9, 30), action=MAP)
    boards.task(parent, province.finance, None, action="Mở chuyên mục trên báo của tỉnh")
    boards.task(child, province.building, date(2027, 3, 31), action=NEAR)
    boards.task(child, province.building, None, action="Thay cửa sổ trụ sở cơ quan")
    return parent, child


def test_compared_confirmed_and_counted(pair: Any, cast: Any) -> None:
    """Proposals count for nothing; what is decided stays when the documents are compared again."""
    parent, child = pair
    access = cast.access("analyst")
    assert matching.compare(parent=parent, children=[child], by=cast.analyst) == 2
    assert matching.compare(parent=parent, children=[child], by=cast.second) == 0
    assert coverage.matrix_of(access, parent).untaken == 3

    assert matching.confirm_sure(parent=parent, by=cast.analyst) == 1  # the target, by its indicator
    for row in Correspondence.objects.filter(how="suggested"):
        matching.decide(correspondence=row, confirmed=True, by=cast.analyst)
    found = coverage.matrix_of(access, parent)
    assert (found.untaken, found.counted[child.pk].taken_up) == (1, 2)
    told = [
        [(c.what, c.before, c.after, c.weaker) for one in line.cells[0].taken for c in one.row.changes]
        for line in found.lines
    ]
    assert told == [[("value", "30%", "25%", True)], [("due", "2026-09-30", "2027-03-31", True)], []]
    assert [line.cells[0].state for line in found.lines] == ["changed", "changed", "elsewhere"]
    assert [[e.commitment.name for e in entries] for _, entries in found.added()] == [
        ["Thay cửa sổ trụ sở cơ quan"]
    ]
    assert Entry.objects.filter(action__startswith="coverage.").count() == 3


WHOSE = [
    ("root", "missing", "a target of the province is everybody's"),
    ("party", "missing", "so is one of the province's own bodies"),
    ("building", "missing", "its own"),
    ("finance", "elsewhere", "another department's"),
    ("commune", "elsewhere", "one commune's"),
]


@pytest.mark.parametrize(("body", "state", "why"), WHOSE, ids=[row[0] for row in WHOSE])
def test_whose_target_it_is(pair: Any, province: Any, cast: Any, body: str, state: str, why: str) -> None:
    """A target that the parent gives to one body is not asked of the others."""
    parent, _child = pair
    homes = boards.indicator("Nhà ở xã hội", "căn")
    one = boards.target(homes, getattr(province, body), "2026", basis="committee")
    boards.version(one, "450", cast.analyst, document=parent)

    found = coverage.matrix_of(cast.access("analyst"), parent)

    (line,) = [line for line in found.lines if line.entry.commitment.name == "Nhà ở xã hội"]
    assert line.cells[0].state == state, why
    (column,) = found.columns()
    assert (column.asked, column.elsewhere) == ((3, 1) if state == "missing" else (2, 2))


def test_an_office_above_takes_up_what_is_given_below(
    pair: Any, province: Any, stage: Any, cast: Any
) -> None:
    """The plan of the People's Committee is asked for the targets of its departments."""
    parent, _child = pair
    plan = stage.document(symbol="9/KH-UBND", type="plan", date=date(2026, 1, 5), issuer=province.government)
    link_add(child=plan, parent=parent, relation="carries_out", by=cast.analyst)
    one = boards.target(boards.indicator("Nhà ở xã hội", "căn"), province.building, "2026", basis="committee")
    boards.version(one, "450", cast.analyst, document=parent)

    found = coverage.matrix_of(cast.access("analyst"), parent)

    (line,) = [line for line in found.lines if line.entry.commitment.name == "Nhà ở xã hội"]
    assert {cell.child.pk: cell.state for cell in line.cells}[plan.pk] == "missing"


def test_declined_it_is_not_proposed_again(pair: Any, cast: Any) -> None:
    """And may be confirmed after all."""
    parent, child = pair
    matching.compare(parent=parent, children=[child], by=cast.analyst)
    row = Correspondence.objects.get(parent_task__isnull=False)
    matching.decide(correspondence=row, confirmed=False, by=cast.analyst)
    assert matching.compare(parent=parent, children=[child], by=cast.analyst) == 0
    assert matching.decide(correspondence=row, confirmed=True, by=cast.second).how == "confirmed"


def test_joined_by_hand(pair: Any, cast: Any) -> None:
    """Tasks with tasks; a target with a task without figures is refused; the withdrawn cannot be decided."""
    parent, child = pair
    entries = coverage.matrix_of(cast.access("analyst"), parent).entries
    by_words = {entry.commitment.name: entry for entry in entries.values()}
    above, below = by_words["Mở chuyên mục trên báo của tỉnh"], by_words["Thay cửa sổ trụ sở cơ quan"]
    row = matching.join(above=above, below=below, by=cast.analyst)
    assert (row.how, row.child) == ("confirmed", child)
    target = next(e for e in entries.values() if e.commitment.kind == "target" and e.document == parent.pk)
    with pytest.raises(ValidationError):
        matching.join(above=target, below=below, by=cast.analyst)
    type(below.row).objects.filter(pk=below.row.pk).update(withdrawn_at=timezone.now())
    with pytest.raises(Conflict):
        matching.decide(correspondence=row, confirmed=False, by=cast.analyst)


def test_the_page_compares_decides_and_exports(pair: Any, cast: Any, signed_in: Callable[[str], Any]) -> None:
    """By its own buttons; the board shows what share was taken up."""
    parent, _child = pair
    client = signed_in("analyst")
    client.post(f"/van-ban/{parent.pk}/do-phu/doi-chieu/")
    client.post(f"/van-ban/{parent.pk}/do-phu/doi-chieu/", {"action": "sure"})
    row = Correspondence.objects.get(how="suggested")
    assert client.post(f"/doi-chieu/{row.pk}/", {"from": 0}).status_code == 302
    page = client.get(f"/van-ban/{parent.pk}/do-phu/")
    assert not boards.Page.of(page).problems
    assert "30% → 25% (nhẹ hơn)" in page.content.decode()
    untaken = client.get(f"/van-ban/{parent.pk}/do-phu/?only=untaken").context["lines"]
    assert [line.entry.commitment.name for line in untaken] == ["Mở chuyên mục trên báo của tỉnh"]

    lines = boards.xlsx_of(client.get(f"/van-ban/{parent.pk}/do-phu/tai-ve.xlsx"))
    assert [(line["Kết quả"], line["Thay đổi"] or "", line["Xác nhận"] or "") for line in lines] == [
        ("có thay đổi", "mức 30% → 25% (nhẹ hơn)", "Đã xác nhận"),
        ("có thay đổi", "thời hạn 30/09/2026 → 31/03/2027 (muộn hơn)", "Đã xác nhận"),
        ("không giao cho đơn vị này", "", ""),
        ("thêm mới", "", ""),
    ]
    (board,) = client.get(f"/van-ban/{parent.pk}/theo-doi/").context["page"]
    assert (board.covered, board.clauses) == (2, 2), "what is another department's is not asked of this one"

    ((_, (own,)),) = coverage.matrix_of(cast.access("analyst"), parent).added()
    unasked = own.key
    address = f"/van-ban/{parent.pk}/do-phu/gan/"
    assert client.get(f"{address}?child={unasked}").status_code == 200
    assert client.get(f"{address}?child=task:0").status_code == 404
    above = next(
        key for key, e in page.context["matrix"].entries.items() if e.commitment.name.startswith("Mở")
    )
    client.post(address, {"child": unasked, "parent": above})
    assert Correspondence.objects.filter(how="confirmed").count() == 3


def test_many_children_are_a_few_queries(
    stage: Any, province: Any, cast: Any, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    """However many carry it out; four stand side by side."""
    parent = stage.document(date=date(2025, 12, 5))
    boards.task(parent, province.building, None, action=MAP)
    for n in range(30):
        child = stage.document(symbol=f"{n}/KH", type="plan", date=date(2026, 2, 1))
        boards.task(child, province.building, None, action=MAP)
        link_add(child=child, parent=parent, relation="carries_out", by=cast.analyst)
    matching.compare(
        parent=parent, children=coverage.children_of(cast.access("analyst"), parent), by=cast.analyst
    )
    matching.confirm_sure(parent=parent, by=cast.analyst)
    client = signed_in("leader")
    client.get("/nghia-vu/")
    with django_assert_max_num_queries(16):
        page = client.get(f"/van-ban/{parent.pk}/do-phu/?from=4")
    assert (len(page.context["matrix"].shown), page.context["lines"][0].taken) == (4, 30)
