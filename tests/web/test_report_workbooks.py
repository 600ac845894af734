"""A report's workbook goes out, is filled in, and comes back: as it should, and as people do it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dondoc.web.reporting.models import CellChange, ReportCell, ReportImport
from web.reports import SENT, Quarter, book_of, brought, quarter

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(province: Any, cast: Any, settings: Any) -> Quarter:
    settings.TODAY = SENT
    return quarter(province, cast)


def texts_of(asked: Quarter) -> list[str]:
    """What stands in the draft of finance, line by line."""
    kept = dict(ReportCell.objects.values_list("key", "text"))
    return [kept.get(f"v{line.pk}", "") for line in asked.lines]


def test_a_workbook_goes_out_and_comes_back(
    asked: Quarter, province: Any, signed_in: Callable[[str], Any]
) -> None:
    """Filled in, rows sorted otherwise, brought twice: it changes the draft once."""
    report, client = asked.of(province.finance), signed_in("finance")
    asked.type(province.finance, "12.675,5")
    book = book_of(client, report)
    page = book["Báo cáo"]
    assert (page["B6"].value, page["G6"].value, page["G6"].number_format) == (
        "Thu ngân sách nhà nước", 12675.5, "#,##0.0",
    )  # fmt: skip
    assert book["_dondoc"].sheet_state == "veryHidden"
    page["G7"], page["H7"] = 41, "tăng nhờ hộ kinh doanh"
    assert brought(client, report, book).status_code == 302
    first, second = asked.lines
    texts = dict(ReportCell.objects.values_list("key", "text"))
    assert texts == {
        f"v{first.pk}": "12.675,5",
        f"v{second.pk}": "41",
        f"n{second.pk}": "tăng nhờ hộ kinh doanh",
    }
    brought(client, report, book)
    assert CellChange.objects.count() == 3
    assert list(ReportImport.objects.order_by("pk").values_list("changed", flat=True)) == [2, 0]


def test_a_wrong_cell_comes_back_marked(
    asked: Quarter, province: Any, signed_in: Callable[[str], Any]
) -> None:
    """Nothing is brought in, and the workbook is handed back with what is wrong where."""
    report, client = asked.of(province.finance), signed_in("finance")
    book = book_of(client, report)
    book["Báo cáo"]["G6"] = "khoảng 12"
    book["Báo cáo"]["G7"] = "–"
    answer = brought(client, report, book)
    assert answer.status_code == 422
    assert not ReportCell.objects.exists()
    kept = ReportImport.objects.get()
    assert list(kept.problems) == ["G6", "G7"]
    marked = client.get(reverse("report-import-marked", args=[report.pk, kept.pk]))
    page = openpyxl.load_workbook(io.BytesIO(marked.content))["Báo cáo"]
    assert page["G6"].comment is not None
    assert "không phải là một số" in page["G6"].comment.text
    assert page["G7"].fill.fgColor.rgb == "FFF4CCCC"


def test_what_changed_meanwhile_clashes(
    asked: Quarter, province: Any, signed_in: Callable[[str], Any]
) -> None:
    """A workbook filled in at home does not wipe out what a colleague typed."""
    report, client = asked.of(province.finance), signed_in("finance")
    book = book_of(client, report)
    asked.type(province.finance, "13", by="head")
    book["Báo cáo"]["G6"] = 12
    brought(client, report, book)
    assert ReportCell.objects.get(key=f"v{asked.lines[0].pk}").text == "13"
    assert CellChange.objects.get(clash=True).text == "12,0"  # as its format shows it


def test_it_is_mended_and_brought_again(
    asked: Quarter, province: Any, signed_in: Callable[[str], Any]
) -> None:
    """The same file, its figure changed: it takes the place of what the same person brought before."""
    report, client = asked.of(province.finance), signed_in("finance")
    book = book_of(client, report)
    for number in (12, 13):
        book["Báo cáo"]["G6"] = number
        brought(client, report, book)
        assert texts_of(asked)[0] == f"{number},0"
    assert not CellChange.objects.filter(clash=True).exists()


def test_what_it_leaves_as_it_was_changes_nothing(
    asked: Quarter, province: Any, signed_in: Callable[[str], Any]
) -> None:
    """Typed on the page after the workbook was taken away, by whomever: its old cells take nothing back."""
    report, client = asked.of(province.finance), signed_in("finance")
    asked.type(province.finance, "11", "40")
    book = book_of(client, report)
    asked.type(province.finance, "12", by="head")
    asked.type(province.finance, "12", "41")
    book["Báo cáo"]["H6"] = "thu khá"
    brought(client, report, book)
    assert texts_of(asked) == ["12", "41"]
    assert ReportCell.objects.get(key=f"n{asked.lines[0].pk}").text == "thu khá"
    assert not CellChange.objects.filter(clash=True).exists()


def test_of_one_person_one_text_waits(asked: Quarter, province: Any, signed_in: Callable[[str], Any]) -> None:
    """A workbook that clashes, brought again and again, is asked about once, as it was brought last."""
    report, client = asked.of(province.finance), signed_in("finance")
    book = book_of(client, report)
    asked.type(province.finance, "13", by="head")
    for number in (12, 12, 14):
        book["Báo cáo"]["G6"] = number
        brought(client, report, book)
    waiting = CellChange.objects.filter(clash=True, settled_at=None)
    assert [one.text for one in waiting] == ["14,0"]
    assert texts_of(asked)[0] == "13"


def _renamed(book: Any) -> None:
    book["Báo cáo"].title = "Quý III"


def _column_out(book: Any) -> None:
    book["Báo cáo"].delete_cols(4)


def _column_in(book: Any) -> None:
    book["Báo cáo"].insert_cols(3)


def _row_in(book: Any) -> None:
    book["Báo cáo"].insert_rows(1)


def _more(book: Any) -> None:
    book.create_sheet("Ghi chú")["A1"] = "gửi anh Nam"
    book["Báo cáo"]["B12"] = "Người lập biểu"


MOVED = [
    (_renamed, "the sheet has another name"),
    (_column_out, "a column of figures to read is gone"),
    (_column_in, "a column stands in between"),
    (_row_in, "a row stands above"),
    (_more, "another sheet, and who made it below the figures"),
]


@pytest.mark.parametrize(("change", "why"), MOVED, ids=[row[1] for row in MOVED])
def test_figures_are_found_where_they_stand(
    asked: Quarter, province: Any, signed_in: Callable[[str], Any], change: Any, why: str
) -> None:
    """By their headings, wherever people have moved them to."""
    report, client = asked.of(province.finance), signed_in("finance")
    book = book_of(client, report)
    book["Báo cáo"]["G6"], book["Báo cáo"]["G7"], book["Báo cáo"]["H7"] = 12.5, 41, "tăng"
    change(book)
    assert brought(client, report, book).status_code == 302, why
    assert texts_of(asked) == ["12,5", "41"], why
    assert ReportCell.objects.get(key=f"n{asked.lines[1].pk}").text == "tăng"


def test_wrong_cells_are_marked_where_they_stand(
    asked: Quarter, province: Any, signed_in: Callable[[str], Any]
) -> None:
    """Their addresses are those of the workbook as it came, whatever its sheet is called."""
    report, client = asked.of(province.finance), signed_in("finance")
    book = book_of(client, report)
    book["Báo cáo"]["G6"] = "1,000"
    book["Báo cáo"]["G7"] = "=40+1"  # never computed: no program has opened it
    _column_in(book)
    _renamed(book)
    assert brought(client, report, book).status_code == 422
    kept = ReportImport.objects.get()
    assert list(kept.problems) == ["H6", "H7"]
    assert "viết 1.000" in kept.problems["H6"]
    assert "công thức" in kept.problems["H7"].lower()
    marked = client.get(reverse("report-import-marked", args=[report.pk, kept.pk]))
    assert openpyxl.load_workbook(io.BytesIO(marked.content))["Quý III"]["H7"].comment is not None


def test_a_line_whose_row_is_gone_stays(
    asked: Quarter, province: Any, signed_in: Callable[[str], Any]
) -> None:
    """And is named."""
    report, client = asked.of(province.finance), signed_in("finance")
    asked.type(province.finance, "11", "40")
    book = book_of(client, report)
    book["Báo cáo"].delete_rows(7)
    book["Báo cáo"]["G6"] = 12
    assert brought(client, report, book).status_code == 302
    assert texts_of(asked) == ["12,0", "40"]
    page = client.get(reverse("report", args=[report.pk])).content.decode()
    assert "không có dòng của: Doanh nghiệp thành lập mới" in page


STRANGE = [
    ("other", "của báo cáo khác: Kinh tế – xã hội quý III/2026, Sở Xây dựng"),
    ("plain", "không phải bảng tải về"),
    ("text", "Nội dung không đúng với đuôi tệp"),
    ("headless", "Không thấy hàng tiêu đề"),
    ("ods", "lưu lại thành Excel (.xlsx)"),
]


@pytest.mark.parametrize(("kind", "told"), STRANGE)
def test_a_workbook_that_is_not_this_one(
    asked: Quarter, province: Any, signed_in: Callable[[str], Any], kind: str, told: str
) -> None:
    """Of another report, of one's own making, or no workbook at all: said in words."""
    report, client = asked.of(province.finance), signed_in("analyst")
    if kind == "text":
        upload = SimpleUploadedFile("bc.xlsx", b"chi la chu")
        answer = client.post(reverse("report-import", args=[report.pk]), {"workbook": upload})
    else:
        of = asked.of(province.building) if kind == "other" else report
        book = openpyxl.Workbook() if kind == "plain" else book_of(client, of)
        if kind == "plain":
            book.worksheets[0]["A1"] = "12"
        if kind == "headless":
            book["Báo cáo"]["G5"] = "Thực hiện"
        answer = brought(client, report, book, "bc.ods" if kind == "ods" else "bc.xlsx")
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not ReportCell.objects.exists()
