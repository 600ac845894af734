"""Figures from before a merger, restated for the body that took over, beside what was reported."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from dondoc.web.plans.models import Indicator
from dondoc.web.plans.selectors import observations_seen
from dondoc.web.results.restated import restated_rows
from web import boards
from web.boards import Page, csv_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = date(2026, 10, 20)


@pytest.fixture
def reported(province: Any, cast: Any) -> Indicator:
    """2024 by both, 2023 by one of them, 2025 by the merged one alone; a rate, and a mean by its name."""
    what = boards.indicator("Số dự án đã thẩm định", unit="dự án")
    by = cast.analyst
    boards.figure(what, province.finance, "2024", "30", by)
    boards.figure(what, province.planning, "2024", "11", by)
    boards.figure(what, province.planning, "2024", "12", by, status="official", as_of=date(2025, 3, 1))
    boards.figure(what, province.planning, "2023", "9", by)
    boards.figure(what, province.finance, "2025", "50", by)
    rate = boards.indicator("Tỷ lệ hồ sơ đúng hạn", unit="%", nature="stock")
    mean = boards.indicator("Thu nhập bình quân", unit="triệu đồng", nature="annual")
    for one in (rate, mean):
        boards.figure(one, province.finance, "2024", "80", by)
        boards.figure(one, province.planning, "2024", "90", by)
    return what


def test_what_was_reported_apart_is_put_together(reported: Indicator, province: Any, cast: Any) -> None:
    """The latest of each, added; missing, rates and means are not guessed; later figures stay as they are."""
    rows = {
        (row.indicator.name, row.period): row
        for row in restated_rows(cast.access("analyst"), province.finance)
    }

    whole = rows[reported.name, "2024"]
    assert whole.restated.value == Decimal(42)
    assert [(p.body, p.figure and p.figure.value) for p in whole.parts] == [
        (province.finance, Decimal(30)),
        (province.planning, Decimal(12)),
    ]
    assert whole.status == "estimate", "as final as the least final part"
    assert "Thiếu số của Sở Tài chính" in rows[reported.name, "2023"].restated.reason
    assert "không lấy bình quân" in rows["Tỷ lệ hồ sơ đúng hạn", "2024"].restated.reason
    assert rows["Thu nhập bình quân", "2024"].restated.value is None
    assert (reported.name, "2025") not in rows
    assert observations_seen(cast.access("analyst")).filter(micro=42_000_000).count() == 0, "never stored"


def test_a_rate_is_made_of_its_sums(reported: Indicator, province: Any, cast: Any) -> None:
    """Where what stands above and below the line was reported too, the rate is their ratio."""
    rate = Indicator.objects.get(unit="%")
    above, below = (
        boards.indicator(name, unit="hồ sơ") for name in ("Hồ sơ đúng hạn", "Hồ sơ đã giải quyết")
    )
    Indicator.objects.filter(pk=rate.pk).update(numerator=above, denominator=below, unit_rule="ratio")
    for body, good, every in ((province.finance, "80", "100"), (province.planning, "270", "300")):
        boards.figure(above, body, "2024", good, cast.analyst)
        boards.figure(below, body, "2024", every, cast.analyst)
    rows = restated_rows(cast.access("analyst"), province.finance)
    found = next(row for row in rows if row.indicator == rate)
    assert found.restated.value == Decimal(88), (
        "350 of 400 is 87,5, printed without decimals; no mean of rates"
    )


def test_page_and_file(reported: Indicator, province: Any, signed_in: Any) -> None:
    """Each figure with its mark and its parts; for who may not read the body, no figures."""
    client = signed_in("finance")
    page = Page.of(client.get(reverse("restated", args=[province.finance.pk])))
    assert page.problems == []
    assert "quy đổi theo địa giới mới" in page.text
    assert "Sở Kế hoạch và Đầu tư : 12" in page.text
    assert (
        reverse("restated", args=[province.finance.pk])
        in Page.of(client.get(reverse("body", args=[province.finance.pk]), {"all": "1"})).links
    )
    rows = csv_of(client.get(reverse("restated-export", args=[province.finance.pk, "csv"])))
    assert {row["Ghi chú"] for row in rows} == {"quy đổi theo địa giới mới"}
    assert "42" in {row["Số quy đổi"] for row in rows}
    other = Page.of(signed_in("building").get(reverse("restated", args=[province.finance.pk])))
    assert "dự án" not in other.text


def test_queries_do_not_grow(province: Any, cast: Any, django_assert_max_num_queries: Any) -> None:
    """Three hundred figures cost as many as three."""
    for n in range(50):
        what = boards.indicator(f"Chỉ tiêu {n}", unit="việc")
        for year in ("2022", "2023", "2024"):
            boards.figure(what, province.finance, year, "1", cast.analyst)
            boards.figure(what, province.planning, year, "2", cast.analyst)
    access = cast.access("analyst")
    with django_assert_max_num_queries(4):
        assert len(restated_rows(access, province.finance)) == 150
