"""Where a target will end, on its page: estimate, required pace, scenario, forecast where switched on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dondoc.assessment.forecast import Forecast, NoForecast
from dondoc.web.audit.models import Entry
from dondoc.web.core.conflicts import Conflict
from dondoc.web.judgement import outlookservices as services
from dondoc.web.judgement.models import ForecastSwitch, Scenario
from dondoc.web.judgement.outlooks import forecast_of, outlook_of
from dondoc.web.judgement.outlookservices import Expected
from dondoc.web.judgement.selectors import verdict_row
from dondoc.web.plans.models import TargetVersion
from web import boards
from web.boards import Page

pytestmark = pytest.mark.django_db

TODAY = date(2026, 10, 20)


@pytest.fixture
def revenue(stage: Any, province: Any, cast: Any) -> TargetVersion:
    """16.900 tỷ đồng for 2026; nine months 12.675, the year estimated at 17.100 by a report."""
    document = stage.document()
    what = boards.indicator("Thu ngân sách")
    target = boards.target(what, province.root)
    version = boards.version(
        target, "16900", cast.analyst, document=document, decided_on=date(2026, 1, 15), by_hand=True
    )
    report = stage.document(issuer_as_written="UBND tỉnh Lam Sơn", date=date(2026, 10, 2))
    for period, value in (("2026-01/2026-09", "12675"), ("2026", "17100")):
        boards.figure(what, province.root, period, value, cast.analyst, document=report)
    return version


def outlook(cast: Any, version: TargetVersion, day: date = TODAY) -> Any:
    access = cast.access("analyst")
    return outlook_of(access, verdict_row(access, version, as_of=day), as_of=day)


def test_estimate_and_pace(revenue: TargetVersion, cast: Any, signed_in: Any) -> None:
    """Each with who published it; 1.408,33 a month for three months; the page says the same."""
    found = outlook(cast, revenue)
    page = Page.of(signed_in("analyst").get(reverse("verdict-outlook", args=[revenue.pk])))

    assert found.estimate.by == "UBND tỉnh Lam Sơn"
    assert (found.pace.months_left, found.pace.needed * 3) == (3, 4225)
    assert page.problems == []
    assert "1.408,33 tỷ đồng mỗi tháng trong 3 tháng còn lại" in page.text
    assert "UBND tỉnh Lam Sơn công bố" in page.text
    assert "Dự báo thống kê đang tắt" in page.text


def test_a_term_by_another_documents_figure(stage: Any, province: Any, cast: Any, signed_in: Any) -> None:
    """5,29 % for 2021–23 from another document gives 10,23 % (10,21–10,25); the 10,24 % set makes 7,24 %."""
    what = boards.indicator("Tăng trưởng", "%", "growth")
    term = boards.target(what, province.root, "2021/2025")
    version = boards.version(term, "7.24", cast.analyst, document=stage.document(), by_hand=True)
    rest = boards.target(what, province.root, "2024/2025")
    boards.version(rest, "10.24", cast.analyst, document=stage.document(), by_hand=True)
    press = stage.document(issuer_as_written="Cục Thống kê", title="Niên giám")
    boards.figure(what, province.root, "2021/2023", "5.29", cast.analyst, document=press)

    text = Page.of(
        signed_in("analyst").get(reverse("verdict-outlook", args=[version.pk]), {"day": "2024-03-01"})
    ).text
    found = outlook(cast, version, date(2024, 3, 1))

    assert [str(one) for one in (found.growth.needed.value, found.growth.needed.low)] == ["10.23", "10.21"]
    assert [str(one.term) for one in found.forward] == ["7.24"]
    assert "10,23 % mỗi năm" in text
    assert "từ 10,21 đến 10,25 %" in text
    assert "Cục Thống kê" in text
    assert "cả kỳ bình quân 7,24 %" in text


def scenario(version: TargetVersion, cast: Any, **changes: Any) -> Scenario:
    values: dict[str, Any] = {
        "target": version.target,
        "name": "Kịch bản quý",
        "publisher": "UBND tỉnh",
        "published_on": date(2026, 8, 5),
        "steps": [
            Expected("2026-01/2026-09", Decimal(12000), Decimal(13000)),
            Expected("2026", Decimal(17500)),
        ],
        "by": cast.analyst,
    } | changes
    return services.scenario_add(**values)


def test_a_scenario_beside_what_came(revenue: TargetVersion, cast: Any) -> None:
    """12.675 is inside 12.000–13.000, the year's 17.100 below 17.500; who published it is told."""
    scenario(revenue, cast)

    (shown,) = outlook(cast, revenue).scenarios

    assert [line.holds for line in shown.lines] == [True, False]
    assert shown.scenario.publisher == "UBND tỉnh"
    assert Entry.objects.get(action="scenario.add").actor == cast.analyst


@pytest.mark.parametrize(
    "changes",
    [
        {"name": " "},
        {"publisher": ""},
        {"steps": []},
        {"steps": [Expected("quý ba", Decimal(1))]},
        {"steps": [Expected("2026", Decimal(1)), Expected("2026", Decimal(2))]},
        {"steps": [Expected("2026", Decimal(5), Decimal(4))]},
    ],
)
def test_refused_scenarios(revenue: TargetVersion, cast: Any, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        scenario(revenue, cast, **changes)

    assert not Scenario.objects.exists()


def test_a_scenario_is_withdrawn_once(revenue: TargetVersion, cast: Any) -> None:
    made = scenario(revenue, cast)

    services.scenario_withdraw(scenario=made, reason="Đã thay", by=cast.analyst)

    assert outlook(cast, revenue).scenarios == []
    with pytest.raises(Conflict):
        services.scenario_withdraw(scenario=made, reason="Nữa", by=cast.analyst)


def test_typing_a_scenario(revenue: TargetVersion, cast: Any, signed_in: Any) -> None:
    """Lines as people write them; a wrong line is named and what was typed stays."""
    client, address = signed_in("analyst"), reverse("scenario-add", args=[revenue.pk])
    typed = {"name": "KB", "publisher": "UBND", "published_on": "2026-08-05", "words": ""}

    refused = client.post(address, typed | {"steps": "2026-Q3 nhiều"})
    done = client.post(address, typed | {"steps": "2026-Q3 10,16–11,94\n2026 17.500"})

    assert refused.status_code == 422
    assert "2026-Q3 nhiều" in refused.content.decode()
    assert done.status_code == 302
    steps = [(one.period, one.value, one.value_max) for one in Scenario.objects.get().steps.all()]
    assert steps == [("2026-Q3", Decimal("10.16"), Decimal("11.94")), ("2026", Decimal(17500), None)]


def test_a_forecast_is_off_until_switched_on(revenue: TargetVersion, cast: Any, signed_in: Any) -> None:
    """Switched on twice it is on once; a short series gets none, with the reason."""
    client, address = signed_in("analyst"), reverse("verdict-forecast", args=[revenue.pk])
    off = client.get(address).content.decode()

    for _n in range(2):
        client.post(reverse("forecast-switch", args=[revenue.target.indicator_id]), {"on": "1"})
    on = client.get(address).content.decode()

    assert "đang tắt" in off
    assert "mới có 0 tháng liền nhau, cần ít nhất 36" in on
    assert ForecastSwitch.objects.count() == 1
    assert isinstance(forecast_of(revenue, as_of=TODAY), NoForecast)


def test_a_forecast_from_months(revenue: TargetVersion, province: Any, cast: Any) -> None:
    """Four years of months, the fifth to September: an interval around a year like the others."""
    pytest.importorskip("statsmodels")
    what = revenue.target.indicator
    what.observations.all().delete()
    for year in range(2022, 2027):
        for month in range(1, 13 if year < 2026 else 10):
            value = 1300 + 20 * (year - 2022) + (300 if month == 12 else 0) + (month * 37) % 50
            boards.figure(what, province.root, f"{year}-{month:02}", str(value), cast.analyst)

    found = forecast_of(revenue, as_of=TODAY)

    assert isinstance(found, Forecast)
    assert (found.steps, found.left) == (57, 3)
    assert found.low < found.value < found.high
    assert 16_000 < found.value < 18_500
