"""The office's pages: forms, calendars, who confirms in a head's place."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from dondoc.web.bodies.services import body_add
from dondoc.web.reporting import generation
from dondoc.web.reporting.models import CalendarChoice, Delegation, Report, ReportCalendar, ReportForm
from web.boards import indicator
from web.reports import DUE, quarter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(settings: Any) -> None:
    settings.TODAY = date(2026, 9, 17)


def lines(*rows: dict[str, Any]) -> dict[str, Any]:
    data: dict[str, Any] = {"line-TOTAL_FORMS": str(len(rows)), "line-INITIAL_FORMS": "0"}
    for n, row in enumerate(rows):
        data |= {f"line-{n}-{name}": value for name, value in row.items()}
    return data


def test_a_form_is_made_and_owed(province: Any, signed_in: Callable[[str], Any]) -> None:
    """On two pages; owed again it makes nothing; another body from a day on; and every night."""
    revenue, people = indicator("Thu ngân sách"), indicator("Dân số", "người", "stock")
    told = {
        "code": "01", "name": "Kinh tế", "kinds": ["quarter"], "office": province.root.pk, "calendar": "",
        "valid_from": "2026-07-01", "valid_to": "", "basis": "Công văn 5/VP", "bodies": [province.finance.pk],
    }  # fmt: skip
    one = {"indicator": revenue.pk, "decimals": "1", "cumulative": "on", "required": "on"}
    client = signed_in("analyst")
    assert client.get(reverse("report-form-add")).status_code == 200
    empty = client.post(reverse("report-form-add"), told | lines())
    assert empty.status_code == 422
    assert "Biểu chưa có chỉ tiêu nào" in empty.content.decode()
    assert client.post(reverse("report-form-add"), told | lines(one, {"indicator": ""})).status_code == 302
    form = ReportForm.objects.get()
    for made in (2, 0):  # quarter III, and IV of the coming month
        before = Report.objects.count()
        client.post(reverse("report-form-generate", args=[form.pk]))
        assert Report.objects.count() == before + made
    page = reverse("report-form", args=[form.pk])
    assert "Thu ngân sách" in client.get(page).content.decode()
    more = told | {"bodies": [province.finance.pk, province.commune.pk]}
    del more["code"], more["office"], more["calendar"]
    two = {"indicator": people.pk, "decimals": "0", "required": "on"}
    assert client.post(page, more | lines(one, two)).status_code == 302
    call_command("make_reports", stdout=io.StringIO())
    assert Report.objects.filter(body=province.commune, period="2026-Q3").exists()
    assert [line.indicator for line in form.lines.filter(withdrawn_at=None)] == [revenue, people]
    assert "Thu ngân sách" in signed_in("finance").get(page).content.decode()


def rules(**days: tuple[str, str]) -> dict[str, Any]:
    kinds = ["week", "month", "quarter", "half", "nine_months", "year"]
    data: dict[str, Any] = {"rule-TOTAL_FORMS": "6", "rule-INITIAL_FORMS": "6"}
    for n, kind in enumerate(kinds):
        cut, due = days.get(kind, ("", ""))
        data |= {f"rule-{n}-kind": kind, f"rule-{n}-cut_day": cut, f"rule-{n}-due_day": due}
    return data


VERSION = {
    "valid_from": "2026-10-01", "source": "Quyết định 5/QĐ", "shift": "after", "gap": "1", "lock_after": "",
    "late_by": "submitted",
}  # fmt: skip
REFUSED = [
    (rules(quarter=("14", "")), "Nhập cả ngày chốt", "one of two days"),
    (rules(quarter=("20", "14")), "trước ngày chốt số liệu", "due before it is cut off"),
    (rules(), "ít nhất một kỳ", "asks for nothing"),
]


@pytest.mark.parametrize(("rows", "told", "why"), REFUSED, ids=[row[-1] for row in REFUSED])
def test_days_that_cannot_be(
    signed_in: Callable[[str], Any], rows: dict[str, Any], told: str, why: str
) -> None:
    """Said on the page; what was typed stays; no version is made."""
    office = ReportCalendar.objects.get(code="office")
    address = reverse("report-calendar-version", args=[office.pk])
    answer = signed_in("analyst").post(address, VERSION | rows)
    assert answer.status_code == 422, why
    assert told in answer.content.decode()
    assert "Quyết định 5/QĐ" in answer.content.decode()
    assert office.versions.count() == 1


def test_other_days_from_a_day_on(province: Any, signed_in: Callable[[str], Any]) -> None:
    """The page shows the year by both versions; a body is given another calendar."""
    office = ReportCalendar.objects.get(code="office")
    client = signed_in("analyst")
    address = reverse("report-calendar-version", args=[office.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, VERSION | rules(quarter=("20", "22"))).status_code == 302
    page = client.get(reverse("report-calendar-list"), {"calendar": office.pk, "year": "2026"})
    due = {str(row.period): row.due for row in page.context["rows"] if row.kind == "quarter"}
    assert (due["2026-Q3"], due["2026-Q4"]) == (date(2026, 9, 18), date(2026, 12, 22))
    state = ReportCalendar.objects.get(code="state")
    for _ in range(2):  # said again it is told, not made twice
        client.post(
            reverse("report-calendar-choose"),
            {"body": province.finance.pk, "calendar": state.pk, "valid_from": "2026-10-01"},
        )
    assert CalendarChoice.objects.get().body == province.finance


def test_a_day_off_moves_nothing_that_is_owed(
    province: Any, cast: Any, signed_in: Callable[[str], Any]
) -> None:
    """What was asked for keeps its day, asked for again too; the calendar's page says how many it touches."""
    asked = quarter(province, cast)
    client = signed_in("analyst")
    told = {"day": f"{DUE:%Y-%m-%d}", "worked": "0", "name": "Quyết định 9/QĐ"}
    assert client.post(reverse("calendar-set"), told).status_code == 302
    generation.reports_generate(form=asked.form, upto=date(2026, 12, 1), by=None, on=DUE)

    assert set(Report.objects.filter(period="2026-Q3").values_list("due", "obligation__due")) == {(DUE, DUE)}
    assert not Report.objects.filter(period="2026-Q4", due=DUE).exists()
    page = client.get(f"{reverse('calendar')}?year=2026").content.decode()
    assert "2 nghĩa vụ đã giao vẫn giữ hạn ngày này" in page
    assert "?from=2026-09-18&amp;to=2026-09-18" in page
    reader = signed_in("finance").get(f"{reverse('calendar')}?year=2026").content.decode()
    assert "1 nghĩa vụ đã giao" in reader, "of what they may see"


def test_a_head_names_somebody(province: Any, cast: Any, signed_in: Callable[[str], Any]) -> None:
    """For some days; days that are over are refused; and takes it back."""
    client, address = signed_in("head"), reverse("delegation-list")
    told = {
        "body": province.finance.pk,
        "person": cast.finance.pk,
        "reason": "Đi họp",
        "valid_from": "2026-09-01",
    }
    body_add(code="a", name="Ban A của sở", kind="state", parent=province.finance, by=None)
    assert client.get(address).context["form"].initial["body"] == province.finance, "and no unit below it"
    assert client.post(address, told | {"valid_to": "2026-09-10"}).status_code == 422
    assert client.post(address, told | {"valid_to": "2026-09-20"}).status_code == 302
    assert client.post(address, told | {"valid_to": "2026-09-20"}).status_code == 422  # he is named already
    assert signed_in("analyst").post(address, told).status_code == 403
    made = Delegation.objects.get()
    signed_in("head").post(reverse("delegation-withdraw", args=[made.pk]))
    made.refresh_from_db()
    assert made.withdrawn_at is not None


def test_a_calendar_of_the_office_s_own(signed_in: Callable[[str], Any]) -> None:
    """Named here, its days on the next page; a name that is taken is told."""
    client, address = signed_in("analyst"), reverse("report-calendar-add")
    assert client.post(address, {"name": "Lịch của Đảng ủy", "code": "dang-uy"}).status_code == 302
    made = ReportCalendar.objects.get(code="dang-uy")
    assert client.get(reverse("report-calendar-list"), {"calendar": made.pk}).status_code == 200
    answer = client.post(address, {"name": "Lịch khác", "code": "dang-uy"})
    assert answer.status_code == 422
    assert "đã có" in answer.content.decode()
