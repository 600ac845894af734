"""Bodies as a table: what went out comes back as it was; what was changed is tried, told by cell, kept."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dondoc.web.audit.models import Entry
from dondoc.web.bodies import sheet
from dondoc.web.bodies.models import Body
from dondoc.web.bodies.services import body_name_add

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


def opened(content: bytes) -> tuple[Any, list[dict[str, Any]]]:
    """The workbook and its rows by heading."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    return book, [dict(zip(head, row, strict=True)) for row in rows]


def saved(rows: list[dict[str, Any]], *, title: str = "") -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    if title:
        book.active.append([title])
    book.active.append(list(sheet.COLUMNS))
    for row in rows:
        book.active.append([row.get(column) for column in sheet.COLUMNS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def brought(cast: Any, content: bytes, *, keep: bool = True) -> sheet.Outcome:
    rows = sheet.read(content, "co-quan.xlsx")
    return sheet.run(rows, access=cast.access("analyst"), by=cast.analyst, on=TODAY, keep=keep)


def test_what_went_out_comes_back_as_it_was(province: Any, cast: Any) -> None:
    """Every body, name, parent and day: no row changes anything."""
    body_name_add(body=province.finance, name="STC", by=cast.analyst)
    content = sheet.workbook(cast.access("analyst"))
    _book, rows = opened(content)
    mine = next(row for row in rows if row[sheet.CODE] == province.finance.code)
    assert (mine[sheet.NAME], mine[sheet.ABOVE_CODE]) == (province.finance.name, province.finance.parent.code)
    assert "STC" in mine[sheet.NAMES]
    before = Entry.objects.count()
    done = brought(cast, content)
    assert (done.rows, done.added, done.changed, done.problems) == (len(rows), [], [], [])
    assert Entry.objects.count() == before


def test_changed_and_added_rows(province: Any, cast: Any) -> None:
    """Renamed, another name, moved; a body below a new one of the same table. Tried, nothing stays."""
    _book, rows = opened(sheet.workbook(cast.access("analyst")))
    mine = next(row for row in rows if row[sheet.CODE] == province.finance.code)
    mine |= {
        sheet.NAME: "Sở Tài chính và Đầu tư",
        sheet.NAMES: "STC-ĐT; Sở TC",
        sheet.ABOVE_CODE: province.root.code,
    }
    new = {
        sheet.CODE: "cuc-moi",
        sheet.NAME: "Cục Mới",
        sheet.KIND: "chính quyền",
        sheet.ABOVE: province.root.name,
        sheet.SINCE: "1/9/2026",
        sheet.NAMES: "CM",
        sheet.SOURCE: "QĐ 9/QĐ-UBND",
    }
    below = {sheet.NAME: "Phòng Một, Cục Mới", sheet.KIND: "Chính quyền", sheet.ABOVE_CODE: "cuc-moi"}
    content = saved([*rows, new, below], title="DANH SÁCH CƠ QUAN")

    tried = brought(cast, content, keep=False)
    assert (tried.added, tried.changed) == (["Cục Mới", "Phòng Một, Cục Mới"], ["Sở Tài chính và Đầu tư"])
    assert not Body.objects.filter(code="cuc-moi").exists()

    assert brought(cast, content).problems == []
    finance = Body.objects.get(pk=province.finance.pk)
    assert (finance.name, finance.parent) == ("Sở Tài chính và Đầu tư", province.root)
    assert {"STC-ĐT", "Sở TC", province.finance.name} <= set(finance.names.values_list("name", flat=True))
    made = Body.objects.get(name="Phòng Một, Cục Mới")
    assert (made.parent.code, made.parent.valid_from, made.path.startswith(made.parent.path)) == (
        "cuc-moi", date(2026, 9, 1), True,
    )  # fmt: skip
    assert brought(cast, content).added == [], "brought in twice it adds nothing"


REFUSED = [
    ({sheet.NAME: "", sheet.KIND: "Chính quyền"}, "B2: Ghi tên cơ quan", "no name"),
    ({sheet.NAME: "Sở A", sheet.KIND: "sao Hỏa"}, "D2: Khối “sao Hỏa”: ghi một trong", "no such kind"),
    ({sheet.NAME: "Sở A", sheet.KIND: "Chính quyền", sheet.ABOVE: "Không có"}, "E2: Ghi mã cấp trên",
     "nobody above"),
    ({sheet.NAME: "Sở A", sheet.KIND: "Chính quyền", sheet.ABOVE_CODE: "zz"}, "E2: Không có cơ quan mã “zz”",
     "no such code"),
    ({sheet.NAME: "Sở A", sheet.KIND: "Chính quyền", sheet.ABOVE: "{root}", sheet.SINCE: "31/02/2026"},
     "G2: “31/02/2026” không phải là một ngày", "no such day"),
    ({sheet.NAME: "{finance}", sheet.KIND: "Đảng"}, "D2: Sở Tài chính thuộc khối", "its kind stays"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "said", "why"), REFUSED, ids=[row[2] for row in REFUSED])
def test_refused_by_cell(province: Any, cast: Any, row: dict[str, str], said: str, why: str) -> None:
    """The cell, what is wrong and what to do; of the whole table nothing is recorded."""
    names = {"root": province.root.name, "finance": province.finance.name}
    told = {sheet.CODE: "", **{column: words.format(**names) for column, words in row.items()}}
    good = {sheet.NAME: "Cục Mới", sheet.KIND: "Chính quyền", sheet.ABOVE: province.root.name}
    done = brought(cast, saved([told, good]))
    (problem,) = done.problems
    assert problem.startswith(said), problem
    assert not Body.objects.filter(name="Cục Mới").exists()


def test_no_body_outside_ones_branch(province: Any, cast: Any) -> None:
    """A code of a body that the reader does not keep is none for them; a new one may not take it."""
    row = {sheet.CODE: province.finance.code, sheet.NAME: "Tên khác", sheet.KIND: "Chính quyền"}
    rows = sheet.read(saved([row | {sheet.ABOVE: province.building.name}]), "a.xlsx")
    done = sheet.run(rows, access=cast.access("supervisor"), by=cast.supervisor, on=TODAY, keep=True)
    assert done.problems
    province.finance.refresh_from_db()
    assert province.finance.name == "Sở Tài chính"


def test_on_its_page(province: Any, cast: Any, signed_in: Any) -> None:
    """Looked at first; a second click records it; what says nothing new says so; no workbook is refused."""
    client, page = signed_in("analyst"), reverse("body-import")
    content = client.get(reverse("body-workbook")).content
    same = client.post(page, {"workbook": SimpleUploadedFile("a.xlsx", content)})
    assert "không có gì phải ghi" in same.content.decode()
    row = {sheet.NAME: "Cục Mới", sheet.KIND: "Chính quyền", sheet.ABOVE: province.root.name}
    looked = client.post(page, {"workbook": SimpleUploadedFile("a.xlsx", saved([row]))})
    assert "thêm 1 cơ quan" in looked.content.decode()
    assert not Body.objects.filter(name="Cục Mới").exists()
    assert client.post(page, {"kept": looked.context["kept"]}).status_code == 302
    assert Body.objects.filter(name="Cục Mới").exists()
    assert client.post(page, {"kept": "x"}).status_code == 422
    assert client.post(page, {"workbook": SimpleUploadedFile("a.xlsx", b"x")}).status_code == 422
