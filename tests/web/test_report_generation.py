"""Who owes which report by when: calendars of bodies, forms, obligations made once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from dondoc.assessment.workdays import WorkCalendar
from dondoc.records.report import CalendarRules, DayRule, ReportKind, ReportRule
from dondoc.web.audit.models import Entry
from dondoc.web.bodies.services import body_add, succession_add
from dondoc.web.core.conflicts import Conflict
from dondoc.web.obligations.models import Obligation, ObligationEvent
from dondoc.web.reporting import calendars, generation
from dondoc.web.reporting.models import CalendarVersion, FormBody, Report, ReportCalendar, ReportForm
from dondoc.web.reporting.reportforms import LineWanted, form_add, form_update
from web.boards import indicator

pytestmark = pytest.mark.django_db
JAN = date(2026, 1, 1)


def form(province: Any, cast: Any, bodies: list[Any], **more: Any) -> ReportForm:
    values: dict[str, Any] = {
        "code": "01-KTXH",
        "name": "Tình hình kinh tế – xã hội",
        "office": province.root,
        "kinds": ["quarter"],
        "valid_from": JAN,
        "lines": [LineWanted(indicator("Thu ngân sách"), decimals=1)],
        "by": cast.analyst,
    }
    return form_add(**(values | {"bodies": bodies} | more))


def made(asked: ReportForm, upto: date) -> int:
    return generation.reports_generate(form=asked, upto=upto, by=None, on=upto)


def test_each_body_and_period_once(province: Any, cast: Any) -> None:
    """Asked for twice, or for more bodies, only what is new is made; obligations say the same."""
    asked = form(province, cast, [province.finance, province.building])
    assert made(asked, date(2026, 10, 20)) == 8
    assert made(asked, date(2026, 10, 20)) == 0
    form_update(
        form=asked, name=asked.name, kinds=["quarter"],
        lines=[LineWanted(asked.lines.get().indicator, decimals=1)],
        bodies=[province.finance, province.building, province.commune], on=date(2026, 7, 1), by=cast.analyst,
    )  # fmt: skip
    assert made(asked, date(2026, 10, 20)) == 2  # quarters III and IV of the commune

    report = Report.objects.get(body=province.finance, period="2026-Q3")
    assert (report.window_start, report.cut_off, report.due) == (
        date(2026, 6, 15), date(2026, 9, 14), date(2026, 9, 18),
    )  # fmt: skip
    owed = report.obligation
    assert (owed.kind, owed.due, owed.office, owed.period) == ("report", report.due, province.root, "2026-Q3")
    assert Obligation.objects.count() == Report.objects.count() == ObligationEvent.objects.count() == 10
    assert Entry.objects.filter(action="report_form.generate").count() == 2


def test_a_party_body_reports_by_the_party_s_calendar(province: Any, cast: Any) -> None:
    """And by another from the day it was chosen on; what it owed before keeps its days."""
    asked = form(province, cast, [province.party, province.finance], kinds=["month"])
    finance = ReportCalendar.objects.get(code="finance")
    calendars.calendar_choose(
        body=province.finance, calendar=finance, valid_from=date(2026, 3, 1), by=cast.analyst
    )
    made(asked, date(2026, 4, 1))
    days = {
        (report.body, report.period): (report.cut_off, report.due)
        for report in Report.objects.select_related("body")
    }
    assert days[province.party, "2026-01"] == (date(2026, 1, 20), date(2026, 1, 23))  # the 25th is a Sunday
    assert days[province.finance, "2026-02"] == (date(2026, 2, 14), date(2026, 2, 23))  # after Tết
    assert days[province.finance, "2026-03"] == (date(2026, 3, 31), date(2026, 4, 6))
    with pytest.raises(Conflict, match="đã báo cáo theo lịch"):
        calendars.calendar_choose(
            body=province.finance, calendar=finance, valid_from=date(2026, 5, 1), by=cast.analyst
        )


def test_a_merged_body_s_report_is_owed_by_its_heir(province: Any, cast: Any) -> None:
    """Once, where both were asked; the founded one owes from its first period on."""
    east = body_add(code="p-dong", name="Phường Đông", kind="commune", parent=province.root, by=None)
    new = body_add(
        code="p-moi", name="Phường Mới", kind="commune", parent=province.root, by=None,
        valid_from=date(2026, 8, 1),
    )  # fmt: skip
    succession_add(predecessors=[east, province.commune], successor=new, on=date(2026, 8, 1), by=None)
    asked = form(province, cast, [east, province.commune, new])
    made(asked, date(2026, 10, 20))
    owing = {(report.body.code, report.period) for report in Report.objects.select_related("body")}
    assert owing == {
        ("p-dong", "2026-Q1"), ("xa-dong-son", "2026-Q1"), ("p-dong", "2026-Q2"), ("xa-dong-son", "2026-Q2"),
        ("p-moi", "2026-Q3"), ("p-moi", "2026-Q4"),
    }  # fmt: skip


def test_another_version_counts_from_its_day(province: Any, cast: Any) -> None:
    """Periods asked for keep their days; the version before stays readable."""
    office = ReportCalendar.objects.get(code="office")
    rules = CalendarRules((ReportRule(ReportKind.QUARTER, DayRule(20), DayRule(22)),))
    calendars.version_add(
        calendar=office, valid_from=date(2026, 7, 1), rules=rules, source="Công văn 12/VP", by=cast.analyst,
        work=WorkCalendar(),
    )  # fmt: skip
    asked = form(province, cast, [province.finance])
    made(asked, date(2026, 10, 20))
    due = dict(Report.objects.values_list("period", "due"))
    assert due["2026-Q2"] == date(2026, 6, 18)
    assert due["2026-Q3"] == date(2026, 9, 22)
    assert office.versions.count() == 2
    assert Entry.objects.filter(action="report_calendar.version").count() == 1


def test_a_calendar_nobody_can_keep_is_refused(cast: Any) -> None:
    office = ReportCalendar.objects.get(code="office")
    rules = CalendarRules((ReportRule(ReportKind.MONTH, DayRule(20), DayRule(10)),))
    with pytest.raises(ValidationError, match="trước ngày chốt số liệu"):
        calendars.version_add(
            calendar=office, valid_from=JAN, rules=rules, source="x", by=cast.analyst, work=WorkCalendar()
        )
    assert CalendarVersion.objects.filter(calendar=office).count() == 1


REFUSED = [
    ({"code": " "}, "code", "no code"),
    ({"kinds": ["fortnight"]}, "kinds", "no kind of period"),
    ({"lines": []}, "lines", "asks for nothing"),
    ({"bodies": []}, "bodies", "of nobody"),
    ({"valid_to": date(2025, 12, 31)}, "valid_to", "ends before it begins"),
]


@pytest.mark.parametrize(("changes", "named", "why"), REFUSED, ids=[row[-1] for row in REFUSED])
def test_a_form_that_cannot_be(province: Any, cast: Any, changes: Any, named: str, why: str) -> None:
    """Said by field, and nothing is made."""
    with pytest.raises(ValidationError) as raised:
        form(province, cast, **({"bodies": [province.finance]} | changes))
    assert list(raised.value.error_dict) == [named], why
    assert not ReportForm.objects.exists()


def test_a_line_in_another_unit_is_another_line(province: Any, cast: Any) -> None:
    """What was sent in tỷ đồng does not become triệu đồng; a unit of another kind is refused."""
    asked = form(province, cast, [province.finance])
    line = asked.lines.get()
    for unit in ("triệu đồng", "triệu đồng"):
        form_update(
            form=asked, name=asked.name, kinds=["quarter"], lines=[LineWanted(line.indicator, unit=unit)],
            bodies=[province.finance], on=JAN, by=cast.analyst,
        )  # fmt: skip
    assert [(one.unit, one.withdrawn_at is None) for one in asked.lines.order_by("pk")] == [
        ("tỷ đồng", False), ("triệu đồng", True),
    ]  # fmt: skip
    with pytest.raises(ValidationError, match="không đổi được"):
        form_update(
            form=asked, name=asked.name, kinds=["quarter"], lines=[LineWanted(line.indicator, unit="ha")],
            bodies=[province.finance], on=JAN, by=cast.analyst,
        )  # fmt: skip


def test_many_bodies_in_few_statements(province: Any, cast: Any, django_assert_max_num_queries: Any) -> None:
    """Sixty communes by month: 2,880 rows in statements of as many as SQLite takes at once."""
    many = [
        body_add(code=f"x-{n}", name=f"Xã {n}", kind="commune", parent=province.root, by=None)
        for n in range(60)
    ]
    asked = form(province, cast, many, kinds=["month", "quarter"])
    with django_assert_max_num_queries(90):
        assert made(asked, date(2026, 12, 1)) == 60 * 16
    assert FormBody.objects.count() == 60
