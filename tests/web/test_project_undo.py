"""A workbook of projects is taken back as a whole, or not at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dondoc.web.core.conflicts import Conflict
from dondoc.web.projects import services, sheetin, sheets, undoing
from dondoc.web.projects.models import Capital, Clearance, Project, ProjectImport, ProjectStep
from web.boards import Page

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def road(province: Any, cast: Any) -> Project:
    """A road with a figure of each kind."""
    made = services.project_add(
        by=cast.analyst, code="D-01", name="Đường ven sông", owner=province.building, total=Decimal("1200.5"),
        total_unit="tỷ đồng",
    )  # fmt: skip
    services.capital_set(
        project=made, kind="planned", source="province", year=2026, value=Decimal(300), unit="tỷ đồng",
        by=cast.analyst, on=TODAY,
    )  # fmt: skip
    services.step_add(project=made, step="start", day=date(2026, 3, 1), by=cast.analyst, on=TODAY)
    return made


CODE = "so-xay-dung"
CAPITAL = {"Loại số": "Kế hoạch vốn", "Nguồn vốn": "Ngân sách tỉnh", "Năm": "2026", "Đơn vị": "tỷ đồng"}
LAND = {"Loại số": "đã bàn giao", "Tính đến": "2026-09-30", "Diện tích (ha)": "2.5", "Số hộ": "12"}
TOTAL = {"Tổng mức đầu tư": "1300", "Đơn vị tổng mức": "tỷ đồng"}
ROAD = {"Mã": "D-01", "Tên": "Đường ven sông Thuận", "Loại": "Dự án", "Mã chủ đầu tư": CODE}
ROWS: list[sheetin.Row] = [
    ("Dự án", 2, ROAD | TOTAL),
    ("Dự án", 3, {"Mã": "D-02", "Tên": "Cầu Cửa Lộc", "Loại": "Công trình", "Mã chủ đầu tư": CODE}),
    ("Vốn", 2, {"Mã": "D-01", "Số vốn": "350", **CAPITAL}),
    ("Vốn", 3, {"Mã": "D-02", "Số vốn": "80", **CAPITAL}),
    ("Mặt bằng", 2, {"Mã": "D-02", **LAND}),
    ("Các bước", 2, {"Mã": "D-02", "Bước": "Phê duyệt", "Loại số": "đã xong", "Ngày": "2026-04-02"}),
]


def bring(cast: Any) -> ProjectImport:
    done = sheetin.run(
        ROWS, access=cast.access("analyst"), by=cast.analyst, on=TODAY, keep=True, name="du-an.xlsx"
    )
    assert done.problems == []
    assert done.imported is not None
    return done.imported


def stands() -> tuple[Any, ...]:
    """All that is shown of the projects."""
    return (
        [tuple(row.values()) for row in Project.objects.filter(withdrawn_at=None).order_by("pk").values(
            "code", "name", "total_mantissa", "total_decimals", "stage")],
        sorted(Capital.objects.filter(replaced_on=None, project__withdrawn_at=None).values_list(
            "project__code", "mantissa")),
        Clearance.objects.filter(replaced_on=None, project__withdrawn_at=None).count(),
        ProjectStep.objects.filter(withdrawn_at=None).count(),
    )  # fmt: skip


def test_undone_all_is_as_before(road: Project, cast: Any) -> None:
    """Added projects, figures and steps are gone, changed ones say what they said."""
    before = stands()
    imported = bring(cast)
    assert stands() != before
    with pytest.raises(ValidationError):
        undoing.import_undo(imported=imported, by=cast.analyst, on=TODAY, reason=" ")
    undoing.import_undo(imported=imported, by=cast.analyst, on=TODAY, reason="nhầm bảng")
    assert stands() == before
    with pytest.raises(Conflict, match="đã được hoàn tác"):
        undoing.import_undo(imported=imported, by=cast.analyst, on=TODAY, reason="nữa")


def test_what_followed_stands_in_the_way(road: Project, cast: Any) -> None:
    """A later figure of a project the workbook brought: nothing is half undone."""
    imported = bring(cast)
    bridge = Project.objects.get(code="D-02")
    services.capital_set(
        project=bridge, kind="planned", source="central", year=2026, value=Decimal(5), unit="tỷ đồng",
        by=cast.second, on=TODAY,
    )  # fmt: skip
    after = stands()
    with pytest.raises(Conflict, match="D-02"):
        undoing.import_undo(imported=imported, by=cast.analyst, on=TODAY, reason="nhầm")
    assert stands() == after


def test_a_dry_run_or_the_same_again_keeps_nothing(road: Project, cast: Any) -> None:
    """Only what changed something can be undone."""
    access = cast.access("analyst")
    tried = sheetin.run(ROWS, access=access, by=cast.analyst, on=TODAY, keep=False)
    assert (tried.imported, ProjectImport.objects.count()) == (None, 0)
    bring(cast)
    again = sheetin.run(ROWS, access=access, by=cast.analyst, on=TODAY, keep=True)
    assert again.imported is None


def test_the_page_lists_and_undoes(road: Project, cast: Any, signed_in: Any) -> None:
    """Whoever brought it in takes it back with a reason; somebody else does not find it."""
    before = stands()
    imported = bring(cast)
    client = signed_in("analyst")
    page = Page.of(client.get(reverse("project-import")))
    assert "du-an.xlsx" in page.text
    assert page.problems == []
    undo = reverse("project-import-undo", args=[imported.pk])
    assert signed_in("second").post(undo, {"reason": "x"}).status_code == 404
    signed_in("analyst").post(undo, {"reason": "nhầm bảng"})
    assert stands() == before
    assert sheets.COLUMNS
