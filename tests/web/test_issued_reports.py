"""Reports that went out are kept as they were; pictures in papers stand with their tables."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from dondoc.assessment.deadlines import TaskCounts
from dondoc.records.periodic import Measure, ReportedFigure, ReportLine
from dondoc.records.plan import ObservationStatus, Period
from dondoc.web.audit.models import Entry
from dondoc.web.judgement.services import board_freeze
from dondoc.web.papers import issuing, periodic, services
from dondoc.web.papers.models import IssuedReport
from dondoc.web.results.figures import figure_correct
from dondoc.writing import paper
from dondoc.writing.families import foreign_marks
from dondoc.writing.paper import Form
from dondoc.writing.papercheck import words_of
from dondoc.writing.paperkinds import PERIODIC
from web import boards

pytestmark = pytest.mark.django_db

NINE = "2026-01/2026-09"


@pytest.fixture
def nine_months(stage: Any, cast: Any, province: Any) -> Any:
    """1.742 triệu USD of 2.350 after nine months."""
    document = stage.document(symbol="305/BC-SL", date=date(2026, 9, 28))
    exports = boards.indicator("Kim ngạch xuất khẩu", "triệu USD")
    aim = boards.target(exports, province.root, "2026", basis="committee")
    boards.version(aim, "2350", cast.analyst, document=document, decided_on=date(2026, 1, 15))
    return boards.figure(exports, province.root, NINE, "1742", cast.analyst, document=document)


def figure(measure: str, base: str = "", **more: Any) -> ReportedFigure:
    given = {"value": Decimal("9.6"), "decimals": 1, "unit": "%", "status": ObservationStatus.ESTIMATE}
    return ReportedFigure(key=1, measure=Measure(measure), base=base, **(given | more))


CHANGED = "Xuất khẩu, tăng, giảm so cùng kỳ năm trước"
# what a report tells, its name, how it is kept
KEPT = [
    (figure("level", value=Decimal(1742), decimals=0, unit="triệu USD"), "Xuất khẩu", "1.742 triệu USD"),
    (figure("attainment", "plan"), "Xuất khẩu, so kế hoạch", "9,6%"),
    (figure("change", "same_period", rising=True), CHANGED, "tăng 9,6%"),
    (figure("change", "same_period", rising=False), CHANGED, "giảm 9,6%"),
    (figure("ratio", "same_period"), "Xuất khẩu, bằng so cùng kỳ năm trước", "9,6%"),
    (figure("tally", value=Decimal(42), decimals=0, unit="xã", out_of=56), "Xuất khẩu", "42/56 xã"),
    (figure("rank", value=Decimal(7), decimals=0, unit=""), "Xuất khẩu, xếp hạng", "7"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "name", "told"), KEPT)
def test_a_figure_is_kept_with_its_direction_and_whole(one: ReportedFigure, name: str, told: str) -> None:
    """Words of the field, and what would make another figure of the same number."""
    data = SimpleNamespace(lines=[ReportLine("Xuất khẩu", "", (one,))], targets=[], counts=TaskCounts())
    kept = issuing.figures_of(data)[0]  # type: ignore[arg-type]
    assert (kept["name"], kept["told"]) == (name, told)


def issue(cast: Any, province: Any, symbol: str, **more: Any) -> IssuedReport:
    day = date(2026, 10, 20)
    board = more.get("board")
    data = periodic.report_data(
        cast.access("analyst", day), province.root, Form.STATE, Period.parse(NINE), as_of=day, board=board
    )
    given = {
        "content": b"PK",
        "file_name": "bao-cao.docx",
        "issued_on": day,
        "today": day,
        "by": cast.analyst,
    }
    return issuing.report_issue(data=data, symbol=symbol, **(given | more))


def test_a_report_that_went_out_is_kept(nine_months: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """A later correction changes nothing in it and is shown beside; another version says why it is there."""
    made = issue(cast, province, "310/BC-UBND", content=b"PK signed", signed=True)
    access = cast.access("analyst", date(2026, 10, 20))
    before = (made.figures, made.sha256)
    assert issuing.changed_since(access, made) == []

    figure_correct(
        figure=nine_months, value=Decimal(1724), by=cast.analyst, on=date(2026, 10, 20), reason="gõ nhầm"
    )
    changed = issuing.changed_since(access, made)
    page = boards.Page.of(signed_in("analyst").get(reverse("issued-report", args=[made.pk])))
    file = signed_in("analyst").get(reverse("issued-file", args=[made.pk]))
    with pytest.raises(ValidationError) as refused:
        issue(cast, province, "311/BC-UBND")
    again = issue(cast, province, "311/BC-UBND", reason="đính chính xuất khẩu")
    made.refresh_from_db()

    assert ("1.742 triệu USD", "1.724 triệu USD") in [(one.then, one.now) for one in changed]
    assert page.problems == []
    assert "Số liệu đã thay đổi sau khi phát hành" in page.text
    assert file.content == b"PK signed"
    assert "310/BC-UBND" in " ".join(refused.value.message_dict["reason"])
    assert (again.number, again.replaces_id) == (2, made.pk)
    assert (made.figures, made.sha256) == before
    assert issuing.digest(made.figures) == made.figures_sha256


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_it(nine_months: Any, cast: Any, province: Any, change: str) -> None:
    made = issue(cast, province, "310/BC-UBND")
    rows = IssuedReport.objects.filter(pk=made.pk)

    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(symbol="1") if change == "update" else rows._raw_delete(rows.db)

    assert IssuedReport.objects.get().symbol == "310/BC-UBND"


def test_its_scoreboard_is_the_frozen_one(nine_months: Any, cast: Any, province: Any) -> None:
    """A verdict frozen at a conference stands in the report whatever the day would say."""
    document = nine_months.document
    board = board_freeze(
        access=cast.access("analyst"), document=document, occasion="Hội nghị", as_of=date(2026, 2, 1),
        by=cast.analyst, known_by=date(2026, 2, 1),
    )  # fmt: skip
    frozen, today = (
        issue(cast, province, "310/BC-UBND", board=board),
        issue(cast, province, "311/BC-UBND", reason="theo ngày"),
    )

    assert "Chưa đánh giá" in str(frozen.figures)
    assert "Chậm tiến độ" in str(today.figures)


def test_it_is_not_made_anew_silently(nine_months: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """A draft of a period that went out is asked for twice; issuing by the form keeps the drafted file."""
    sent = {
        "body": province.root.pk, "period": NINE, "as_of": "2026-10-20", "signing": "collective",
        "form": "state",
    }  # fmt: skip
    client = signed_in("analyst")
    issued = client.post(reverse("issued-add"), sent | {"symbol": "310/BC-UBND", "issued_on": "2026-10-20"})
    draft = reverse("paper-periodic")

    refused = client.post(draft, sent | {"file": "docx"})
    made = client.post(draft, sent | {"file": "docx", "again": "on"})

    assert issued.status_code == 302
    assert "1.742 triệu USD" in words_of(bytes(IssuedReport.objects.get().content))
    assert (refused.status_code, made.status_code) == (422, 200)
    assert "310/BC-UBND" in refused.content.decode()


def test_its_template_is_kept(nine_months: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """The shipped one, an office's own with its version, of a scan the one in use: on the page, in the trail.

    What an office does with its template afterwards changes nothing of it.
    """
    shipped = "Mẫu chuẩn bao-cao-dinh-ky.state.docx, SHA-256 "
    sent = {"body": province.root.pk, "period": NINE, "as_of": "2026-10-20", "signing": "collective"}
    sent |= {"form": "state", "issued_on": "2026-10-20"}
    client, address = signed_in("analyst"), reverse("issued-add")
    client.post(address, sent | {"symbol": "310/BC-UBND"})
    own = services.template_add(
        body=province.root, kind=PERIODIC, form=Form.STATE, file_name="mau-tinh.docx", by=cast.analyst,
        content=paper.template_for(PERIODIC, Form.STATE).read_bytes(),
    )  # fmt: skip
    client.post(address, sent | {"symbol": "311/BC-UBND", "reason": "theo mẫu mới"})
    scan = SimpleUploadedFile("ky.pdf", b"%PDF-1.4")
    client.post(address, sent | {"symbol": "312/BC-UBND", "reason": "bản ký", "signed": scan})
    services.template_retire(template=own, by=cast.analyst)

    made = {one.symbol: one for one in IssuedReport.objects.all()}
    told = {symbol: one.template for symbol, one in made.items()}
    assert told["310/BC-UBND"].startswith(shipped)
    assert (
        told["311/BC-UBND"] == f"Mẫu mau-tinh.docx, bản 1 của {province.root.name}, SHA-256 {own.sha256[:12]}"
    )
    assert told["312/BC-UBND"] == f"{told['311/BC-UBND']} (đang dùng khi ghi; tệp gửi lên không ghi mẫu)"
    for one in made.values():
        page = client.get(reverse("issued-report", args=[one.pk])).content.decode()
        assert one.template in page
        entry = Entry.objects.get(action="report.issue", row=one.pk)
        assert entry.after["template"] == one.template


def test_pictures_stand_with_their_tables(nine_months: Any, cast: Any, province: Any, signed_in: Any) -> None:
    """Chosen pictures are images with words for who cannot see them, each with its table and its source."""
    sent = {
        "body": province.root.pk, "period": NINE, "as_of": "2026-10-20", "signing": "collective",
        "file": "docx",
    }  # fmt: skip
    client, address = signed_in("analyst"), reverse("paper-periodic")

    for form in Form:
        plain = client.post(address, sent | {"form": form.value}).content
        drawn = client.post(address, sent | {"form": form.value, "pictures": ["path", "heat"]}).content
        with zipfile.ZipFile(io.BytesIO(drawn)) as packed:
            images = [name for name in packed.namelist() if name.startswith("word/media/")]
            xml = packed.read("word/document.xml").decode()
        assert len(images) == 2
        assert 'descr="Kim ngạch xuất khẩu (triệu USD); số ở bảng dưới hình"' in xml
        assert "Nguồn: sổ theo dõi của" in words_of(drawn)
        assert "Hình 1" not in words_of(plain)
        assert not foreign_marks(words_of(drawn), form)
