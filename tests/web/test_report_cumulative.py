"""A figure from January on that falls below the last confirmed one: told, explained, seen by who confirms."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dondoc.assessment.reportcells import out_of_line
from dondoc.web.reporting.models import Report, ReportCell
from web.boards import figure
from web.reports import SENT, Quarter, quarter

pytestmark = pytest.mark.django_db
LOWER = "Thấp hơn số lũy kế đã xác nhận của"

SIDES = [
    (10, None, None, 0, "nothing else was told"),
    (10, 10, None, 0, "the same is no fall: nothing came in"),
    (9, 10, None, -1, "below what it was"),
    (9, 10, 8, -1, "the earlier one is told first"),
    (11, 10, 12, 0, "between them"),
    (13, 10, 12, 1, "above what was confirmed later: an earlier period is corrected upwards"),
    (-3, -2, None, -1, "a loss that grows"),
]


@pytest.mark.parametrize(("value", "earlier", "later", "expected", "why"), SIDES)
def test_beside_its_neighbours(
    value: int, earlier: int | None, later: int | None, expected: int, why: str
) -> None:
    """A sum since January neither falls nor passes what came after."""
    assert out_of_line(value, earlier=earlier, later=later) == expected, why


@pytest.fixture
def asked(province: Any, cast: Any, stage: Any, settings: Any) -> Quarter:
    """Up to June finance had taken in 20; up to November 90, where a later report was quicker."""
    settings.TODAY = SENT
    made = quarter(province, cast)
    document = stage.document(date=date(2026, 7, 2))
    for period, value in (("2026-01/2026-06", "20"), ("2026-01/2026-11", "90")):
        figure(
            made.lines[0].indicator, province.finance, period, value, cast.analyst,
            unit=made.lines[0].unit, document=document,
        )  # fmt: skip
    return made


def save(client: Any, report: Report, *cells: tuple[str, str, int]) -> dict[str, str]:
    body = {"cells": [{"key": key, "text": text, "base": base} for key, text, base in cells]}
    answer = client.post(reverse("report-save", args=[report.pk]), json.dumps(body), "application/json")
    told: dict[str, str] = answer.json()["warnings"]
    return told


def test_it_is_told_as_it_is_typed(asked: Quarter, province: Any, signed_in: Callable[[str], Any]) -> None:
    """The draft is kept all the same; a reason at the line is the answer, and the fall stays to be seen."""
    report, line = asked.of(province.finance), asked.lines[0]
    client = signed_in("finance")
    told = save(client, report, (f"v{line.pk}", "12,5", 0))
    assert list(told) == [f"v{line.pk}"]
    assert told[f"v{line.pk}"].startswith(LOWER)
    assert "20 tỷ đồng. Kiểm tra lại; nếu đúng thì nêu lý do" in told[f"v{line.pk}"]
    assert ReportCell.objects.get(key=f"v{line.pk}").text == "12,5"
    told = save(client, report, (f"n{line.pk}", "Thoái thu theo kết luận thanh tra", 0))
    assert told[f"v{line.pk}"].endswith("20 tỷ đồng.")
    assert LOWER in client.get(reverse("report", args=[report.pk])).content.decode()
    assert save(client, report, (f"v{line.pk}", "20", 1)) == {}
    assert save(client, report, (f"v{line.pk}", "90,1", 2))[f"v{line.pk}"].startswith("Cao hơn")


def test_it_is_not_sent_without_a_reason(asked: Quarter, province: Any) -> None:
    """By a click nor by a signed paper; with a reason it goes."""
    asked.type(province.finance, "12,5", "3")
    with pytest.raises(ValidationError) as told:
        asked.act(province.finance, "submitted", "finance")
    assert LOWER in told.value.message_dict[f"v{asked.lines[0].pk}"][0]
    asked.type(province.finance, "12,5", "3", notes=("Thoái thu",))
    asked.act(province.finance, "submitted", "finance")
    assert asked.of(province.finance).state == "submitted"


def test_who_confirms_sees_it(asked: Quarter, province: Any, signed_in: Callable[[str], Any]) -> None:
    """In the list where many are confirmed at once, and on the page, with the reason."""
    asked.type(province.finance, "12,5", "3", notes=("Thoái thu",))
    asked.act(province.finance, "submitted", "finance")
    client = signed_in("head")
    assert "1 số lũy kế giảm" in client.get("/bao-cao/?state=mine").content.decode()
    page = client.get(reverse("report", args=[asked.of(province.finance).pk])).content.decode()
    assert "1 số lũy kế không khớp" in page
    assert LOWER in page
    assert "Thoái thu" in page


def test_what_is_in_line_is_not_told(asked: Quarter, province: Any, signed_in: Callable[[str], Any]) -> None:
    """A line of the period alone may fall; the report of another body has nothing to do with this one's."""
    asked.type(province.finance, "25", "0")
    asked.type(province.building, "1", "0", by="building")
    asked.act(province.finance, "submitted", "finance")
    asked.act(province.building, "submitted", "building")
    client = signed_in("head")
    assert "lũy kế giảm" not in client.get("/bao-cao/?state=mine").content.decode()
    page = client.get(reverse("report", args=[asked.of(province.finance).pk])).content.decode()
    assert LOWER not in page


def test_a_workbook_is_taken_and_told(asked: Quarter, province: Any, signed_in: Callable[[str], Any]) -> None:
    """A fall is no mistake: it comes in, and the page says what to look at. Excel asks when it is typed."""
    report = asked.of(province.finance)
    client = signed_in("finance")
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("report-workbook", args=[report.pk])).content)
    )
    page = book["Báo cáo"]
    (question,) = page.data_validations.dataValidation
    assert (str(question.sqref), question.errorStyle, Decimal(question.formula1)) == ("G6", "warning", 20)
    page["G6"], page["G7"] = 12.5, 3
    out = io.BytesIO()
    book.save(out)
    upload = SimpleUploadedFile("bao-cao.xlsx", out.getvalue())
    answer = client.post(
        reverse("report-import", args=[report.pk]), {"workbook": upload}, follow=True
    ).content.decode()
    assert "1 số lũy kế không khớp" in answer
    assert LOWER in answer
    assert ReportCell.objects.get(key=f"v{asked.lines[0].pk}").text == "12,5"
