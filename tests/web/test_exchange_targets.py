"""A table of targets brought into the register: looked at, applied once, exported, undone as a whole."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dondoc.web.core.conflicts import Conflict
from dondoc.web.exchange import services, targettold
from dondoc.web.exchange.kinds import kind_of
from dondoc.web.exchange.models import ColumnMap, Import, ImportCell, ImportState
from dondoc.web.plans import targets
from dondoc.web.plans.models import Indicator, Target, TargetVersion
from dondoc.web.plans.targetpaths import path_set
from dondoc.web.plans.targets import Component, Ground, Wanted
from dondoc.web.sources.models import Document
from web import boards
from web.boards import Page

pytestmark = pytest.mark.django_db
TODAY, D = date(2026, 10, 20), Decimal
HEAD = ["TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm 2026"]
ROWS = [
    [1, "Thu ngân sách", "tỷ đồng", "16.900"],
    [2, "Tỷ lệ hộ nghèo", "%", "không quá 2,5"],
    [3, "Số xã đạt chuẩn", "xã", "40-42"],
    [4, "Trồng rừng", "ha", "nhiều"],
]


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture(autouse=True)
def _known(db: None) -> None:
    boards.indicator("Thu ngân sách", unit="tỷ đồng")
    boards.indicator("Tỷ lệ hộ nghèo", unit="%", nature="annual", direction="lower")


def workbook(rows: list[list[Any]], head: list[str] = HEAD) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in [head, *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def start(stage: Any, cast: Any, province: Any) -> Any:
    """Bring a table of targets in, decided by a council resolution of the year unless said otherwise."""
    document = stage.document(
        symbol="08/NQ-HĐND", title="Kế hoạch năm 2026", type="resolution", date=date(2026, 1, 10),
        issuer=province.council,
    )  # fmt: skip

    def begin(rows: list[list[Any]], head: list[str] = HEAD, **more: Any) -> Import:
        values = {"document": document, "owner": province.root, "by": cast.analyst} | more
        return services.import_start(
            name="giao.xlsx", data=workbook(rows, head), system=None, what="targets", **values
        )

    return begin


def applied(imported: Import, cast: Any) -> Import:
    return services.import_apply(imported=imported, by=cast.analyst, on=TODAY)


def outcomes(imported: Import) -> list[str]:
    return [line.outcome.value for line in kind_of(imported).dry_run(imported).lines]


def told(body: Any, **more: Any) -> dict[str, str]:
    """Indicator → the number that stands, of a body."""
    found = Target.objects.filter(body=body, **more).select_related("indicator").order_by("pk")
    versions = {t: targets.standing_version(t) for t in found}
    return {str(t.indicator): targettold.number_of(v) for t, v in versions.items() if v is not None}


def test_looked_at_first_then_applied_once(start: Any, cast: Any, province: Any) -> None:
    """Period, basis and body come from the document; the bound from the cell, else from the indicator."""
    imported = start(ROWS)
    assert imported.options == {"basis": "council", "body": province.root.pk, "period": "2026"}
    run = kind_of(imported).dry_run(imported)
    assert outcomes(imported) == ["added", "added", "added", "left"]
    assert {run.sheet.address(n, p.column) for n, each in run.problems.items() for p in each} == {"D5"}
    assert not Target.objects.exists()

    applied(imported, cast)
    wanted = {
        "Thu ngân sách": "≥ 16.900 tỷ đồng", "Tỷ lệ hộ nghèo": "≤ 2,5 %", "Số xã đạt chuẩn": "40-42 xã",
    }  # fmt: skip
    assert told(province.root, basis="council", period="2026") == wanted
    assert not Target.objects.filter(awaiting_document=True).exists(), "an issued document stands behind them"
    version = TargetVersion.objects.get(target__indicator__name="Thu ngân sách")
    assert (version.document, version.decided_on) == (imported.document, date(2026, 1, 10))
    assert version.source_words == "bảng “giao.xlsx”, ô D2: “16.900”"
    assert outcomes(start(ROWS)) == ["same", "same", "same", "left"]


def test_a_number_that_means_two_things_is_asked_about(start: Any, cast: Any, province: Any) -> None:
    """In a text cell, where it would be written; what an export printed so comes back unchanged."""
    head = ["Chỉ tiêu", "ĐVT", "Chỉ tiêu giao", "Giá trị gốc", "Kỳ gốc"]
    rows = [
        ["Thu ngân sách", "tỷ đồng", "≥ 1,000", None, None],
        ["Tỷ lệ hộ nghèo", "%", 1.125, "2,500", "2025"],
    ]
    columns = ["indicator", "unit", "value", "baseline", "baseline_period"]
    begun = services.columns_set(imported=start(rows, head), sheet=0, by=cast.analyst, columns=columns)
    run = kind_of(begun).dry_run(begun)
    assert {run.sheet.address(n, p.column) for n, each in run.problems.items() for p in each} == {"C2", "D3"}
    assert all("hiểu được hai cách" in p.message for each in run.problems.values() for p in each)

    rows = [["Thu ngân sách", "tỷ đồng", 12.345, None, None]]
    applied(services.columns_set(imported=start(rows, head), sheet=0, by=cast.analyst, columns=columns), cast)
    assert told(province.root) == {"Thu ngân sách": "≥ 12,345 tỷ đồng"}
    rows[0][2] = "≥ 12,345"
    again = services.columns_set(imported=start(rows, head), sheet=0, by=cast.analyst, columns=columns)
    assert outcomes(again) == ["same"]


def test_a_column_for_each_body(start: Any, cast: Any, province: Any) -> None:
    """Headings name whose the numbers are; a name nobody knows is told at its cell."""
    head = ["TT", "Chỉ tiêu", "ĐVT", "Chia ra – Sở Tài chính", "Chia ra – Xã Đông Sơn", "Xã Lạ"]
    imported = start([[1, "Thu ngân sách", "tỷ đồng", "900", "12,5", None]], head)
    assert imported.columns == ["", "indicator", "unit", "for_body", "for_body", ""]
    applied(imported, cast)
    assert told(province.finance) == {"Thu ngân sách": "≥ 900 tỷ đồng"}
    assert told(province.commune) == {"Thu ngân sách": "≥ 12,5 tỷ đồng"}

    again = start([[1, "Thu ngân sách", "tỷ đồng", "900", "13", "7"]], head)
    again = services.columns_set(
        imported=again, sheet=0, by=cast.analyst,
        columns=["", "indicator", "unit", "for_body", "for_body", "for_body"],
    )  # fmt: skip
    run = kind_of(again).dry_run(again)
    assert [p.message[:24] for each in run.problems.values() for p in each] == ["Chưa có cơ quan “Xã Lạ”."]


def test_a_column_for_each_period(start: Any, cast: Any, province: Any) -> None:
    """Years side by side are targets of their own."""
    head = ["Chỉ tiêu", "ĐVT", "Năm 2026", "Năm 2027"]
    applied(start([["Thu ngân sách", "tỷ đồng", "16.900", "18.000"]], head), cast)
    assert told(province.root, period="2026") == {"Thu ngân sách": "≥ 16.900 tỷ đồng"}
    assert told(province.root, period="2027") == {"Thu ngân sách": "≥ 18.000 tỷ đồng"}


def test_a_later_decision_is_a_further_version(start: Any, stage: Any, cast: Any, province: Any) -> None:
    """The difference is shown before; the version before stays; undone, it stands again."""
    applied(start(ROWS[:1]), cast)
    later = stage.document(symbol="12/NQ-HĐND", date=date(2026, 7, 10), issuer=province.council)
    imported = start([[1, "Thu ngân sách", "tỷ đồng", "17.500"]], document=later)
    imported = services.columns_set(
        imported=imported, sheet=0, columns=imported.columns, by=cast.analyst,
        options={"basis": "council", "body": province.root.pk, "period": "2026"},
    )  # fmt: skip
    (line,) = kind_of(imported).dry_run(imported).lines
    assert next((d.field, d.here, d.there) for d in line.differences) == (
        "value", "≥ 16.900 tỷ đồng", "≥ 17.500 tỷ đồng",
    )  # fmt: skip
    applied(imported, cast)
    assert told(province.root) == {"Thu ngân sách": "≥ 17.500 tỷ đồng"}
    assert TargetVersion.objects.filter(withdrawn_at=None).count() == 2

    services.import_undo(imported=imported, by=cast.analyst, on=TODAY, reason="nhầm")
    assert told(province.root) == {"Thu ngân sách": "≥ 16.900 tỷ đồng"}


def full(stage: Any, cast: Any, province: Any) -> list[Target]:
    """Targets that say something in every field: range, baseline, rules, path, milestones, components."""
    document = stage.document(symbol="08/NQ-HĐND", title="Nghị quyết", date=date(2026, 1, 10))
    one = boards.indicator("Diện tích rừng", unit="ha")
    version = targets.target_add(
        indicator=one, body=province.finance, period="2026/2030", basis="committee",
        ground=Ground(document, None, "Trồng mới"), by=cast.analyst,
        wanted=Wanted("range", D("1200.50"), D(1300), "ha", D("1000.0"), "2025"),
    )  # fmt: skip
    targets.rules_set(target=version.target, time_rule="moment", unit_rule="sum", by=cast.analyst)
    points = [("2026", D(1050)), ("2027", D("1100.5"))]
    path_set(version=version, kind="path", step="year", points=points, by=cast.analyst, cumulative=True)
    path_set(version=version, kind="milestones", step="free", points=points[:1], by=cast.analyst)
    whole = boards.indicator("Cơ cấu kinh tế", unit="%", nature="annual")
    shares = [boards.indicator(f"Tỷ trọng khu vực {n}", unit="%", nature="annual") for n in (1, 2)]
    composite = targets.target_add(
        indicator=whole, body=province.root, period="2026", basis="own", by=cast.analyst,
        ground=Ground(None, date(2026, 2, 1), "Tự đặt"),
        components=[
            Component(shares[0], Wanted("le", D("20.0"), unit="%")),
            Component(shares[1], Wanted("range", D(50), D(55), "%")),
        ],
    )  # fmt: skip
    grown = targets.target_add(
        indicator=one, body=province.commune, period="2026-Q3", basis="centre", measure="change",
        ground=Ground(document), by=cast.analyst, wanted=Wanted("ge", D("7.24"), unit="%"),
    )  # fmt: skip
    return [version.target, composite.target, grown.target]


def exported(found: list[Target]) -> list[dict[str, Any]]:
    return [
        dict(row) for row in targettold.template_rows(Target.objects.filter(pk__in=[t.pk for t in found]))
    ]


def test_every_field_goes_out_and_comes_back(
    start: Any, stage: Any, cast: Any, province: Any, signed_in: Any
) -> None:
    """The export brought back as it is changes nothing; into an empty register it makes the very same."""
    made = full(stage, cast, province)
    before = exported(made)
    filled = {name for row in before for name, value in row.items() if value not in ("", None)}
    from dondoc.exchange.targetfields import TEMPLATE_FIELDS

    assert filled == {field.key for field in TEMPLATE_FIELDS} - {"note"}
    content = signed_in("analyst").get(reverse("target-template-export")).content

    def bring() -> Import:
        return services.import_start(
            name="xuat.xlsx", data=content, owner=province.root, document=None, system=None,
            by=cast.analyst, what="targets",
        )  # fmt: skip

    assert kind_of(bring()).dry_run(bring()).problems == {}
    assert set(outcomes(bring())) == {"same"}
    for version in TargetVersion.objects.filter(withdrawn_at=None).order_by("-pk"):
        targets.version_withdraw(version=version, by=cast.analyst, reason="thử")
    Target.objects.update(time_rule="", unit_rule="", whole=None)
    assert exported(made) == []

    imported = bring()
    assert {line.outcome.value for line in kind_of(imported).dry_run(imported).lines} == {"added"}
    applied(imported, cast)
    assert [row | {"words": ""} for row in exported(made)] == [row | {"words": ""} for row in before]
    assert set(outcomes(bring())) == {"same"}
    services.import_undo(imported=imported, by=cast.analyst, on=TODAY, reason="thử xong")
    assert exported(made) == []
    assert not Target.objects.exclude(whole=None).exists()


def test_the_whole_is_undone_or_nothing(start: Any, cast: Any, province: Any) -> None:
    """A decision made since, or an allocation, stands in the way, with the row that is meant."""
    imported = applied(start(ROWS[:2]), cast)
    revenue = Target.objects.get(indicator__name="Thu ngân sách")
    ground = Ground(None, date(2026, 9, 1), "điều chỉnh")
    later = targets.version_add(target=revenue, wanted=Wanted("ge", D(1)), ground=ground, by=cast.second)
    with pytest.raises(Conflict, match=r"1 dòng .* \(dòng 2\)"):
        services.import_undo(imported=imported, by=cast.analyst, on=TODAY, reason="nhầm")
    targets.version_withdraw(version=later, by=cast.second, reason="thôi")
    services.import_undo(imported=imported, by=cast.analyst, on=TODAY, reason="nhầm")
    assert told(province.root) == {}
    assert Import.objects.get(pk=imported.pk).state == ImportState.UNDONE
    assert TargetVersion.objects.filter(withdrawn_at=None).count() == 0


REVENUE = [1, "Thu ngân sách", "tỷ đồng", "5"]
REFUSED: list[tuple[list[str], list[Any], str, str]] = [
    ([*HEAD, "Cơ quan, địa phương"], [*REVENUE, "Chính phủ"], "không thuộc", "a body outside the branch"),
    ([*HEAD, "Mã chỉ tiêu"], [*REVENUE, "CT-99999"], "Không có chỉ tiêu mã", "a code there is not"),
    (["TT", "Chỉ tiêu", "Kế hoạch năm 2026"], [1, "Tên rất lạ", "5"], "Danh mục chưa có", "unknown, no unit"),
    ([*HEAD, "Thành phần"], [1, "Cơ cấu", "%", None, "Một phần lạ: 5 %"], "chưa có thành phần", "a part"),
]


@pytest.mark.parametrize(("head", "row", "said", "why"), REFUSED, ids=[r[3] for r in REFUSED])
def test_what_cannot_be_brought_in(start: Any, head: list[str], row: list[Any], said: str, why: str) -> None:
    """Left out and told, with its cell."""
    imported = start([row], head)
    run = kind_of(imported).dry_run(imported)
    assert [line.outcome.value for line in run.lines] == ["left"], why
    assert any(said in problem.message for each in run.problems.values() for problem in each)


def test_twice_in_one_table(start: Any) -> None:
    """Which of two numbers holds nobody can say: the second is left out."""
    imported = start([ROWS[0], [5, "Thu ngân sách", "tỷ đồng", "17.000"]])
    assert outcomes(imported) == ["added", "left"]


def test_a_document_and_an_indicator_are_added_once(start: Any, cast: Any, province: Any) -> None:
    """Named in the rows and not in the register yet: shown before, added with the rows."""
    head = [*HEAD, "Số, ký hiệu", "Ngày văn bản", "Cấp giao", "Kỳ"]
    named = ["30-NQ/TU", "05/03/2026", "Cấp ủy", "2026"]
    rows = [[n, f"Chỉ tiêu mới {n % 2}", "xã", "5", *named[:3], f"202{n}"] for n in (6, 7, 8)]
    imported = start(rows, head, document=None)
    run = kind_of(imported).dry_run(imported)
    assert (run.new_documents, run.new_indicators) == (["30-NQ/TU"], ["Chỉ tiêu mới 0", "Chỉ tiêu mới 1"])
    applied(imported, cast)
    assert Document.objects.filter(symbol="30-NQ/TU", type="resolution").count() == 1
    assert Indicator.objects.filter(name__startswith="Chỉ tiêu mới", unit="xã").count() == 2
    assert Target.objects.filter(basis="committee").count() == 3


def test_the_pages(start: Any, signed_in: Any, cast: Any, province: Any) -> None:
    """Sent, columns and options decided, applied, seen on the target's page, marked workbook, undone."""
    client = signed_in("analyst")
    page = Page.of(client.get(reverse("import-new") + "?what=targets"))
    assert page.problems == []
    sent = {"no_secret": "on", "what": "targets", "owner": province.root.pk,
            "file": SimpleUploadedFile("giao.xlsx", workbook(ROWS))}  # fmt: skip
    response = client.post(reverse("import-new"), sent)
    imported = Import.objects.get()
    assert response["Location"] == reverse("import", args=[imported.pk])
    page = Page.of(client.get(reverse("import", args=[imported.pk])))
    assert page.problems == []
    assert "Chưa rõ cấp giao" in page.text
    columns = {"column": imported.columns, "sheet": 0, "period": "2026", "basis": "council"}
    wrong = client.post(reverse("import-columns", args=[imported.pk]), columns | {"body": "Sở Lạ"})
    assert wrong.status_code == 422
    assert "Không thấy cơ quan “Sở Lạ”" in Page.of(wrong).text
    client.post(reverse("import-columns", args=[imported.pk]), columns | {"body": "Sở Tài chính"})
    page = Page.of(client.get(reverse("import", args=[imported.pk])))
    assert "Chưa rõ quyết định ngày nào" in page.text, "no document was chosen"

    imported = start(ROWS)
    page = Page.of(client.get(reverse("import", args=[imported.pk])))
    assert page.problems == []
    for words in ("không quá 2,5", "Ô D5:", "Sẽ thêm 1 chỉ tiêu vào danh mục"):
        assert words in page.text or words in page.text.replace("≤", "không quá"), words
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("import-marked", args=[imported.pk])).content)
    )
    assert book.worksheets[0]["D5"].comment is not None
    client.post(reverse("import-apply", args=[imported.pk]))
    page = Page.of(client.get(reverse("import", args=[imported.pk])))
    assert page.problems == []
    cell = ImportCell.objects.first()
    assert cell is not None
    shown = Page.of(client.get(reverse("target", args=[cell.target_id])))
    assert "Từ bảng đã nhập" in shown.text
    client.post(reverse("import-undo", args=[imported.pk]), {"reason": "nhầm bảng"})
    assert Import.objects.get(pk=imported.pk).state == ImportState.UNDONE
    assert client.get(reverse("target-import-template")).status_code == 200


def test_remembered_apart_from_tables_of_tasks(start: Any, cast: Any) -> None:
    """A heading decided for targets says nothing of a table of tasks."""
    imported = start(ROWS)
    services.columns_set(imported=imported, sheet=0, columns=["code", *imported.columns[1:]], by=cast.analyst)
    assert ColumnMap.objects.get().what == "targets"
    assert start(ROWS).columns[0] == "code"
    with pytest.raises(ValidationError, match="hai lần"):
        services.columns_set(
            imported=imported, sheet=0, columns=["indicator", "indicator", "", ""], by=cast.analyst
        )


def test_queries_do_not_grow_with_the_rows(start: Any, cast: Any, django_assert_max_num_queries: Any) -> None:
    """Sixty rows are looked at in as many queries as one."""
    head = ["Chỉ tiêu", "ĐVT", "Năm 2026", "Năm 2027", "Lộ trình kế hoạch"]
    rows = [[f"Chỉ tiêu {n}", "xã", "5", "6", None] for n in range(60)]
    applied(start(rows, head), cast)
    imported = Import.objects.select_related("owner", "document").get(pk=start(rows, head).pk)
    with django_assert_max_num_queries(14):
        run = kind_of(imported).dry_run(imported)
    assert {line.outcome.value for line in run.lines} == {"same"}
    many = Target.objects.all()
    with django_assert_max_num_queries(8):
        assert len(list(targettold.template_rows(many))) == 120
