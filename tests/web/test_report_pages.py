"""The pages of reports: the list, the board, the grid and its draft, workbooks, what is added up."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dondoc.web.bodies.services import body_add
from dondoc.web.plans.models import Indicator
from dondoc.web.reporting import delegations, generation, selectors
from dondoc.web.reporting.acts import Paper
from dondoc.web.reporting.consolidation import roll_up
from dondoc.web.reporting.models import CellChange, EventChoice, Report, ReportCell
from dondoc.web.reporting.reportforms import LineWanted, form_add
from dondoc.web.results.models import Observation
from dondoc.web.sources.models import File
from web.boards import figure, indicator, target, version
from web.reports import DUE, LATE, SENT, Quarter, head_of, quarter

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(province: Any, cast: Any, settings: Any) -> Quarter:
    settings.TODAY = SENT
    return quarter(province, cast)


def save(client: Any, report: Report, *cells: tuple[str, str, int]) -> Any:
    body = {"cells": [{"key": key, "text": text, "base": base} for key, text, base in cells]}
    return client.post(reverse("report-save", args=[report.pk]), json.dumps(body), "application/json")


def test_a_draft_is_kept_cell_by_cell(asked: Quarter, province: Any, signed_in: Callable[[str], Any]) -> None:
    """With the revision each field has now; another's text is handed back, and both are kept."""
    report, line = asked.of(province.finance), asked.lines[0]
    client = signed_in("finance")
    answer = save(client, report, (f"v{line.pk}", "12,5", 0), ("text", "Thu khá", 0))
    assert answer.json() == {"revisions": {f"v{line.pk}": 1, "text": 1}, "clashes": {}, "warnings": {}}
    asked.type(province.finance, "13", by="head")
    clashes = save(client, report, (f"v{line.pk}", "14", 1)).json()["clashes"]
    assert clashes[f"v{line.pk}"]["text"] == "13"
    page = client.get(reverse("report", args=[report.pk])).content.decode()
    assert "Người finance nhập “14”" in page
    change = CellChange.objects.get(clash=True)
    client.post(reverse("report-clash", args=[report.pk, change.pk]), {"take": "1"})
    assert ReportCell.objects.get(key=f"v{line.pk}").text == "14"


BAD = [
    ("{", 422, "no JSON"),
    ('{"cells": [{"key": "v1"}]}', 422, "no text"),
    ('{"cells": [{"key": "x9", "text": "1", "base": 0}]}', 422, "no field"),
    ('{"cells": 5}', 422, "no list"),
    ("[]", 422, "no object"),
]


@pytest.mark.parametrize(("body", "code", "why"), BAD, ids=[row[-1] for row in BAD])
def test_a_draft_that_is_none(
    asked: Quarter, province: Any, signed_in: Callable[[str], Any], body: str, code: int, why: str
) -> None:
    """Answered in words, nothing kept."""
    address = reverse("report-save", args=[asked.of(province.finance).pk])
    answer = signed_in("finance").post(address, body, "application/json")
    assert answer.status_code == code, why
    assert answer.json()["message"]
    assert not ReportCell.objects.exists()


def test_without_a_script_the_draft_is_a_form(
    asked: Quarter, province: Any, signed_in: Callable[[str], Any]
) -> None:
    report, line = asked.of(province.finance), asked.lines[0]
    told = {f"c-v{line.pk}": "12", f"b-v{line.pk}": "0", "c-text": "Một\r\nhai", "b-text": "0"}
    answer = signed_in("finance").post(reverse("report-save", args=[report.pk]), told)
    assert answer.status_code == 302
    assert dict(ReportCell.objects.values_list("key", "text")) == {f"v{line.pk}": "12", "text": "Một\nhai"}


def test_a_wrong_cell_is_told_at_its_cell(
    asked: Quarter, province: Any, signed_in: Callable[[str], Any]
) -> None:
    """And what was typed is still there."""
    asked.type(province.finance, "12,555", "3")
    address = reverse("report-act", args=[asked.of(province.finance).pk, "submitted"])
    answer = signed_in("finance").post(address, {"submitted-note": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Còn 1 dòng phải sửa" in page
    assert 'aria-invalid="true"' in page
    assert 'value="12,555"' in page


def test_plan_same_period_and_the_year_so_far(
    asked: Quarter,
    province: Any,
    cast: Any,
    signed_in: Callable[[str], Any],
    django_assert_max_num_queries: Any,
) -> None:
    """Beside the cell: the year's plan, the same months a year earlier, what came before; few queries."""
    revenue, enterprises = (line.indicator for line in asked.lines)
    version(target(revenue, province.finance), "16900", cast.analyst, by_hand=True)
    figure(revenue, province.finance, "2025-01/2025-09", "11000", cast.analyst)
    figure(revenue, province.finance, "2026-H1", "8000", cast.analyst)
    figure(enterprises, province.finance, "2025-Q3", "41", cast.analyst)
    figure(enterprises, province.finance, "2026-Q1", "30", cast.analyst)
    figure(enterprises, province.finance, "2026-Q2", "35", cast.analyst)
    client = signed_in("finance")
    with django_assert_max_num_queries(30):
        page = client.get(reverse("report", args=[asked.of(province.finance).pk])).content.decode()
    for told in ("16.900", "11.000", "8.000", ">41 doanh nghiệp", ">65<"):
        assert told in page, told


def test_the_list_says_what_waits_for_whom(
    asked: Quarter,
    province: Any,
    signed_in: Callable[[str], Any],
    settings: Any,
    django_assert_max_num_queries: Any,
) -> None:
    """The officer fills in, the head confirms, the office checks; the counts add up."""
    asked.type(province.finance, "12", "3")
    asked.act(province.finance, "submitted", "finance")
    settings.TODAY = LATE
    for who, mine in (("building", 1), ("finance", 0), ("head", 1), ("analyst", 0), ("reader", 0)):
        client = signed_in(who)
        client.get(reverse("report-list"))
        with django_assert_max_num_queries(10):
            answer = client.get(reverse("report-list"), {"state": "mine"})
        counts = {name: count for name, _label, count in answer.context["counts"]}
        assert counts["mine"] == mine, who
        assert sum(counts[name] for name in selectors.STATES) == answer.context["total"]
    every = [str(pk) for pk in Report.objects.values_list("pk", flat=True)]
    done = signed_in("head").post(reverse("reports-confirm"), {"report": every})
    assert done.status_code == 302
    assert asked.of(province.finance).state == "confirmed"
    assert asked.of(province.building).state == "open"


def test_who_typed_it_is_told_who_confirms(
    asked: Quarter, province: Any, cast: Any, signed_in: Callable[[str], Any]
) -> None:
    """No button that would refuse, and nothing in the list of what waits; the others are named."""
    asked.type(province.finance, "12", "3", by="head")
    asked.act(province.finance, "submitted", "finance")
    address = reverse("report", args=[asked.of(province.finance).pk])
    page = signed_in("head").get(address)
    assert EventChoice.CONFIRMED not in [form.kind for form in page.context["acts"]]
    assert EventChoice.RETURNED in [form.kind for form in page.context["acts"]]
    assert "chưa ai khác có quyền này" in page.content.decode()
    counts = signed_in("head").get(reverse("report-list")).context["counts"]
    assert next(n for name, _, n in counts if name == "mine") == 0

    deputy = head_of(cast, province.finance, "deputy")
    delegations.delegate(
        body=province.finance, person=cast.second, valid_from=SENT, valid_to=DUE, reason="Đi công tác",
        by=deputy, on=SENT,
    )  # fmt: skip
    delegations.delegate(
        body=province.finance, person=cast.finance, valid_from=SENT, valid_to=DUE, reason="Đi công tác",
        by=deputy, on=SENT,
    )  # fmt: skip
    page = signed_in("head").get(address)
    assert page.context["others"] == sorted([deputy, cast.second], key=str), "and not who sent it"
    assert EventChoice.CONFIRMED in [form.kind for form in signed_in("deputy").get(address).context["acts"]]


def test_who_entered_a_signed_paper_is_told_who_checks_it(
    asked: Quarter, province: Any, cast: Any, signed_in: Callable[[str], Any]
) -> None:
    """As it is with confirming."""
    asked.type(province.building, "1", "2", by="analyst")
    file = File.objects.create(sha256="a" * 64, name="bc.pdf", size=3, media="pdf", uploaded_by=cast.analyst)
    asked.act(province.building, "signed", "analyst", paper=Paper("12/BC", SENT, file))
    client = signed_in("analyst")
    page = client.get(reverse("report", args=[asked.of(province.building).pk]))
    assert EventChoice.CHECKED not in [form.kind for form in page.context["acts"]]
    assert cast.analyst not in page.context["others"]
    assert page.context["others"]
    counts = client.get(reverse("report-list")).context["counts"]
    assert next(n for name, _, n in counts if name == "mine") == 0


def test_a_page_asks_little(
    asked: Quarter, province: Any, signed_in: Callable[[str], Any], django_assert_max_num_queries: Any
) -> None:
    """Before it is sent, while it waits, when it is confirmed; one more for who reads the trail."""
    for step in ("typed", "submitted", "confirmed"):
        if step == "typed":
            asked.type(province.finance, "12", "3")
        else:
            asked.act(province.finance, step, "head" if step == "confirmed" else "finance")
        for who, most in (("finance", 10), ("head", 11), ("analyst", 11)):
            client = signed_in(who)
            address = reverse("report", args=[asked.of(province.finance).pk])
            client.get(address)
            with django_assert_max_num_queries(most):
                client.get(address)


def test_the_board_counts_by_period(
    asked: Quarter,
    province: Any,
    cast: Any,
    signed_in: Callable[[str], Any],
    settings: Any,
    django_assert_max_num_queries: Any,
) -> None:
    """A hundred bodies in as many queries as two; the file has the same."""
    many = [
        body_add(code=f"x-{n}", name=f"Xã {n:02}", kind="commune", parent=province.root, by=None)
        for n in range(40)
    ]
    form = form_add(
        code="02-XA", name="Biểu xã", office=province.root, kinds=["quarter"], valid_from=date(2026, 1, 1),
        lines=[LineWanted(indicator("Thu xã"))], bodies=many, by=cast.analyst,
    )  # fmt: skip
    generation.reports_generate(form=form, upto=LATE, by=None, on=LATE)
    settings.TODAY = LATE
    client = signed_in("analyst")
    with django_assert_max_num_queries(10):
        answer = client.get(reverse("report-board"), {"form": form.pk, "year": "2026"})
    board = answer.context["board"]
    assert (board.periods, len(answer.context["rows"])) == (["2026-Q1", "2026-Q2", "2026-Q3"], 40)
    assert [(one.owed, one.sent, one.overdue) for one in board.counts] == [(40, 0, 40)] * 3
    counted = selectors.report_counts(Report.objects.filter(form=form), as_of=LATE)
    assert counted[many[0].pk, "2026-Q1"] == selectors.Counts(1, 0, 0, 1, 1)
    file = client.get(reverse("report-board-export", args=["xlsx"]), {"form": form.pk, "year": "2026"})
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert sheet is not None
    assert sheet.max_row == 1 + 40 + 5


def test_what_is_added_up_beside_what_was_reported(
    province: Any, cast: Any, signed_in: Callable[[str], Any], settings: Any
) -> None:
    """Sums by rule over those below; the difference; who is missing; corrections by hand count."""
    settings.TODAY = LATE
    poor, all_of = indicator("Số hộ nghèo", "hộ", "stock"), indicator("Tổng số hộ", "hộ", "stock")
    rate = Indicator.objects.create(
        name="Tỷ lệ hộ nghèo", unit="%", nature="stock", numerator=poor, denominator=all_of
    )
    form = form_add(
        code="03", name="Hộ nghèo", office=province.root, kinds=["quarter"], valid_from=date(2026, 7, 1),
        lines=[LineWanted(poor), LineWanted(all_of), LineWanted(rate, decimals=2)],
        bodies=[province.government, province.finance, province.building, province.planning], by=cast.analyst,
    )  # fmt: skip
    generation.reports_generate(form=form, upto=LATE, by=None, on=LATE)
    for name, body in (("h1", province.finance), ("h2", province.building), ("h3", province.government)):
        head_of(cast, body, name)
    asked = Quarter(form, cast, province)
    third: dict[str, Any] = {"form": form, "kind": "quarter", "period": "2026-Q3"}
    for body, by, head, texts in (
        (province.finance, "finance", "h1", ("30", "100", "30")),
        (province.government, "analyst", "h3", ("130", "400", "32,5")),
    ):
        asked.type(body, *texts, by=by)
        asked.act(body, "submitted", by)
        asked.act(body, "confirmed", head)
    made = roll_up(cast.access("analyst"), parent=province.government.pk, **third)
    assert made is not None
    told = [(row.reported, row.summed, row.used, row.missing, row.difference) for row in made.rows]
    assert told[0] == (Decimal(130), Decimal(30), 1, 1, Decimal(100))
    assert not any(row.differs for row in made.rows), "nothing differs while somebody is missing"
    usual = roll_up(cast.access("analyst"), **third)
    assert usual is not None
    assert usual.parent == province.government, "who reports itself, with others below"
    assert [report.body for report in made.missing] == [province.building]

    asked.type(province.building, "90", "300", "30", by="building")
    asked.act(province.building, "submitted", "building")
    asked.act(province.building, "confirmed", "h2")
    wrong = Observation.objects.get(indicator=poor, body=province.building)
    from dondoc.web.results.figures import figure_correct

    figure_correct(figure=wrong, value=Decimal(80), by=cast.analyst, on=LATE, reason="nhập nhầm")
    made = roll_up(cast.access("analyst"), parent=province.government.pk, **third)
    assert made is not None
    assert [(row.summed, row.difference) for row in made.rows] == [
        (Decimal(110), Decimal(20)), (Decimal(400), Decimal(0)), (Decimal("27.5"), Decimal(5)),
    ]  # fmt: skip
    page = signed_in("analyst").get(
        reverse("report-roll-up", args=[form.pk, "quarter", "2026-Q3"]), {"body": province.government.pk}
    )
    assert "27,5" in page.content.decode()
    assert page.context["differing"] == 2
    file = signed_in("analyst").get(
        reverse("report-roll-up-export", args=[form.pk, "quarter", "2026-Q3", "csv"]),
        {"body": province.government.pk},
    )
    assert "Chênh lệch" in file.content.decode("utf-8-sig")


def test_who_has_no_figure_is_not_missing(
    province: Any, cast: Any, signed_in: Callable[[str], Any], settings: Any
) -> None:
    """They said so; who has not confirmed is missing, whatever they typed."""
    settings.TODAY = SENT
    asked = quarter(province, cast, province.government, province.finance, province.building)
    asked.type(province.finance, "12", "–", notes=("", "không theo dõi"))
    asked.act(province.finance, "submitted", "finance")
    asked.act(province.finance, "confirmed", "head")
    asked.type(province.building, "5", "5", by="building")
    made = roll_up(cast.access("analyst"), form=asked.form, kind="quarter", period="2026-Q3")
    assert made is not None
    assert [(row.used, row.none, row.missing) for row in made.rows] == [(1, 0, 1), (0, 1, 1)]
    page = signed_in("analyst").get(reverse("report-roll-up", args=[asked.form.pk, "quarter", "2026-Q3"]))
    assert "0 có số, 1 không có số, 1 chưa xác nhận" in page.content.decode()


def test_a_difficulty_is_told_on_the_page(
    asked: Quarter, province: Any, signed_in: Callable[[str], Any]
) -> None:
    """A day that is over is refused with what was typed still there."""
    client, report = signed_in("finance"), asked.of(province.finance)
    told = {
        "difficulty-nature": "proposal",
        "difficulty-words": "Cấp đủ vốn",
        "difficulty-to": province.building.pk,
    }
    refused = client.post(
        reverse("report-difficulty", args=[report.pk]), told | {"difficulty-due": "2026-01-01"}
    )
    assert refused.status_code == 422
    assert "Cấp đủ vốn" in refused.content.decode()
    client.post(reverse("report-difficulty", args=[report.pk]), told | {"difficulty-due": "2026-10-01"})
    made = report.difficulties.get()
    assert (made.to, made.due) == (province.building, date(2026, 10, 1))
    client.post(reverse("report-difficulty-withdraw", args=[report.pk, made.pk]))
    assert not report.difficulties.filter(withdrawn_at=None).exists()


def test_a_signed_report_from_the_page(
    asked: Quarter, province: Any, signed_in: Callable[[str], Any]
) -> None:
    """Symbol, day and file; the office downloads it and checks. A secret one is not kept."""
    asked.type(province.building, "1", "2", by="building")
    report, client = asked.of(province.building), signed_in("building")
    address = reverse("report-act", args=[report.pk, "signed"])

    def told(text: str) -> dict[str, Any]:
        file = SimpleUploadedFile("bc.txt", text.encode())
        return {
            "signed-symbol": "12/BC-SXD",
            "signed-day": "2026-09-16",
            "signed-file": file,
            "signed-note": "",
        }

    refused = client.post(address, told("MẬT\nBáo cáo quý III\n"))
    assert refused.status_code == 422
    assert asked.of(province.building).state == "open"
    assert client.post(address, told("Báo cáo quý III của Sở Xây dựng.\n")).status_code == 302
    event = report.events.get()
    got = signed_in("analyst").get(reverse("report-file", args=[report.pk, event.pk]))
    assert got.content.decode() == "Báo cáo quý III của Sở Xây dựng.\n"
    signed_in("analyst").post(reverse("report-act", args=[report.pk, "checked"]), {"checked-note": ""})
    assert asked.of(province.building).state == "confirmed"
    page = signed_in("building").get(reverse("document", args=[asked.of(province.building).document_id]))
    assert page.status_code == 200


def test_the_obligation_s_page_leaves_it_to_the_report(
    asked: Quarter, province: Any, signed_in: Callable[[str], Any]
) -> None:
    """Fulfilled and put off are recorded in one place alone."""
    obligation = asked.of(province.finance).obligation
    address = reverse("obligation-act", args=[obligation.pk, "fulfilled"])
    assert signed_in("analyst").post(address, {}).status_code == 404


def test_the_desk_tells_what_waits(asked: Quarter, province: Any, signed_in: Callable[[str], Any]) -> None:
    """To the officer what is to be filled in; to nobody what is another's."""
    assert "Báo cáo chờ đồng chí" in signed_in("finance").get(reverse("desk")).content.decode()
    assert "Báo cáo chờ đồng chí" not in signed_in("reader").get(reverse("desk")).content.decode()
