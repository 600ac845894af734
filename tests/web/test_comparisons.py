"""A target side by side with plan, same period, country, region and term; and the figures of the others."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dondoc.web.audit.models import Entry
from dondoc.web.core.conflicts import Conflict
from dondoc.web.judgement import yardsticks
from dondoc.web.judgement.comparisons import Comparison, comparison_of
from dondoc.web.judgement.comparisonwords import line_words
from dondoc.web.judgement.models import Yardstick
from dondoc.web.judgement.selectors import verdict_row
from dondoc.web.plans.models import Indicator, TargetVersion
from web import boards
from web.boards import Page

pytestmark = pytest.mark.django_db

TODAY = date(2026, 10, 20)
NINE = "2026-01/2026-09"


def version_of(
    stage: Any, province: Any, cast: Any, what: Indicator, value: str, **target: Any
) -> TargetVersion:
    made = boards.target(what, province.root, **target)
    return boards.version(
        made, value, cast.analyst, document=stage.document(symbol="11-NQ/TU"), decided_on=date(2026, 1, 15)
    )


def compared(cast: Any, version: TargetVersion, day: date = TODAY) -> Comparison:
    access = cast.access("analyst")
    found = comparison_of(access, verdict_row(access, version, as_of=day), as_of=day)
    assert found is not None
    return found


def said(found: Comparison) -> dict[str, str]:
    return {one.against.value: line_words(found, one) for one in found.lines}


@pytest.fixture
def growth(stage: Any, province: Any, cast: Any) -> TargetVersion:
    """10 % for 2026; 9,42 % after nine months, 8,21 % a year before."""
    what = boards.indicator("Tăng trưởng GRDP", "%", "growth", code="grdp_growth")
    version = version_of(stage, province, cast, what, "10")
    report = stage.document(issuer_as_written="UBND tỉnh Lam Sơn", date=date(2026, 10, 2))
    boards.figure(what, province.root, NINE, "9.42", cast.analyst, document=report)
    boards.figure(what, province.root, "2025-01/2025-09", "8.21", cast.analyst, document=report)
    return version


def yardstick(what: Indicator, value: str, by: Any, **more: Any) -> Yardstick:
    given: dict[str, Any] = {
        "scope": "country", "period": NINE, "status": "estimate", "publisher": "Cục Thống kê",
        "published_on": date(2026, 10, 6), "on": TODAY,
    }  # fmt: skip
    return yardsticks.yardstick_add(indicator=what, value=Decimal(value), by=by, **(given | more))


def test_a_rate_in_points(growth: TargetVersion, cast: Any) -> None:
    """9,42 beside 10, 8,21, an index of 107,84 and 8,31: points everywhere, the index read as growth."""
    what = growth.target.indicator
    yardstick(what, "107.84", cast.analyst, printed="index")
    yardstick(what, "8.31", cast.analyst, scope="region", place="Đồng bằng")

    found = compared(cast, growth)

    assert said(found) == {
        "plan": "thấp hơn 0,58 điểm phần trăm",
        "same_period": "cao hơn 1,21 điểm phần trăm",
        "country": "cao hơn 1,58 điểm phần trăm",
        "region": "cao hơn 1,11 điểm phần trăm",
    }
    country = next(one for one in found.lines if one.against == "country")
    assert (country.number, country.printed) == (Decimal("7.84"), Decimal("107.84"))
    assert country.source.by == "Cục Thống kê"
    assert found.missing == ()


def test_an_amount_as_a_ratio_and_growth(stage: Any, province: Any, cast: Any) -> None:
    """6.870 tỷ: 95,4 % of the plan, 108,9 % of the same months; of the country it is a share, no growth."""
    what = boards.indicator("Thu ngân sách", code="budget_revenue")
    version = version_of(stage, province, cast, what, "7200")
    boards.figure(what, province.root, NINE, "6870", cast.analyst)
    boards.figure(what, province.root, "2025-01/2025-09", "6308", cast.analyst, status="official")
    yardstick(what, "1374000", cast.analyst)

    assert said(compared(cast, version)) == {
        "plan": "bằng 95,4 % kế hoạch, thiếu 4,6 %",
        "same_period": "bằng 108,9 % cùng kỳ, tăng 8,9 %",
        "country": "bằng 0,5 %",
    }


PRINTED = [
    ("change", "9.6", "%", "up", True, "tăng 9,6 % of 10.106 is 11.076: it fits"),
    ("change", "19.6", "%", "up", False, "nor does tăng 19,6 %"),
    ("ratio", "109.6", "%", "", True, "bằng 109,6 % cùng kỳ"),
    ("ratio", "99.6", "%", "", False, "less than the year before"),
    ("ratio", "1.1", "lần", "up", True, "gấp 1,1 lần"),
]


@pytest.mark.parametrize(("measure", "told", "unit", "way", "fits", "why"), PRINTED)
def test_a_printed_change_beside_the_year_before(
    stage: Any, province: Any, cast: Any, measure: str, told: str, unit: str, way: str, fits: bool, why: str
) -> None:
    """A change printed beside the result is held against the figure of the year before."""
    what = boards.indicator("Thu ngân sách")
    version = version_of(stage, province, cast, what, "14200")
    boards.figure(what, province.root, NINE, "11076", cast.analyst)
    boards.figure(what, province.root, "2025-01/2025-09", "10106", cast.analyst, status="official")
    boards.figure(
        what, province.root, NINE, told, cast.analyst, measure=measure, base="same_period", unit=unit,
        direction=way, factor=None,
    )  # fmt: skip

    (line,) = (one for one in compared(cast, version).lines if one.against == "same_period")

    assert line.fits is fits, why


def test_without_the_year_before_it_is_what_follows(stage: Any, province: Any, cast: Any) -> None:
    """55,02 %, 3,77 lower: 58,78 to 58,80 the year before, shown as what follows from the print."""
    what = boards.indicator("Tỷ lệ giải ngân", "%", "stock")
    version = version_of(stage, province, cast, what, "95")
    boards.figure(what, province.root, NINE, "55.02", cast.analyst)
    boards.figure(
        what, province.root, NINE, "3.77", cast.analyst, measure="change", base="same_period", unit="%",
        direction="down", factor=None,
    )  # fmt: skip

    (line,) = (one for one in compared(cast, version).lines if one.against == "same_period")

    assert line.number is None
    assert line.ends == (Decimal("58.78"), Decimal("58.80"))


def test_the_term(stage: Any, province: Any, cast: Any, growth: TargetVersion) -> None:
    """10 % a year for 2026–2030: the year so far beside it, and what the years left need."""
    what = growth.target.indicator
    version_of(stage, province, cast, what, "10", period="2026/2030")
    boards.figure(what, province.root, "2026", "9.5", cast.analyst)

    found = compared(cast, growth, date(2027, 1, 20))
    line = found.lines[-1]

    assert (line.against, line.period) == ("term", "2026/2030")
    assert line.pace is not None
    assert str(line.pace.needed.value) == "10.13"  # (1.1^5 / 1.095)^(1/4)


def test_a_figure_read_from_a_document(growth: TargetVersion, province: Any, cast: Any, stage: Any) -> None:
    """“Cao hơn bình quân cả nước (7,84%)”, once confirmed, is the country's and no result of the province."""
    what = growth.target.indicator
    press = stage.document(issuer_as_written="Báo Lam Sơn")
    boards.figure(what, province.root, NINE, "7.84", cast.analyst, base="country", document=press)

    found = compared(cast, growth)
    line = next(one for one in found.lines if one.against == "country")

    assert found.result.value == Decimal("9.42")
    assert (line.number, line.source.by) == (Decimal("7.84"), "Báo Lam Sơn")


def test_what_was_known_on_a_day(growth: TargetVersion, cast: Any) -> None:
    """A figure published later is not there on an earlier day; the more final of two stands."""
    what = growth.target.indicator
    yardstick(what, "7.84", cast.analyst)
    yardstick(what, "7.91", cast.analyst, status="preliminary", published_on=date(2026, 10, 18))
    access = cast.access("analyst")

    def country(known: date | None) -> list[Decimal | None]:
        row = verdict_row(access, growth, as_of=TODAY, known_by=known)
        found = comparison_of(access, row, as_of=TODAY, known_by=known)
        return [] if found is None else [one.number for one in found.lines if one.against == "country"]

    assert country(None) == [Decimal("7.91")]
    assert country(date(2026, 10, 10)) == [Decimal("7.84")]
    assert country(date(2026, 10, 5)) == []


def test_on_the_page(
    growth: TargetVersion, cast: Any, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    """A page of its own, and the part that the pages of target and verdict fetch."""
    yardstick(growth.target.indicator, "7.84", cast.analyst, words="Thông cáo 9 tháng")
    client = signed_in("analyst")
    address = reverse("verdict-comparison", args=[growth.pk])

    page = Page.of(client.get(address))
    with django_assert_max_num_queries(24):
        part = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert f'hx-get="{address}"' in client.get(reverse("verdict", args=[growth.pk])).content.decode()
    assert "<html" not in part
    assert page.problems == []
    for text in (page.text, part):
        assert "cao hơn 1,58 điểm phần trăm" in text
        assert "Cục Thống kê" in text
        assert "Chưa có số để so: vùng." in text


def test_entering_by_the_form(growth: TargetVersion, cast: Any, signed_in: Any) -> None:
    """Entered once with an entry in the trail; the same again is told, a region needs its name."""
    url = reverse("yardstick-add", args=[growth.target.indicator_id])
    given = {
        "scope": "country", "period": NINE, "value": "7,84", "unit": "%", "printed": "level",
        "measure": "level", "status": "estimate", "publisher": "Cục Thống kê", "published_on": "2026-10-06",
    }  # fmt: skip
    client = signed_in("analyst")

    answers = [client.post(url, given).status_code for _ in range(2)]
    unnamed = Page.of(client.post(url, given | {"scope": "region"}))
    listed = Page.of(client.get(reverse("yardstick-list", args=[growth.target.indicator_id])))

    assert answers == [302, 409]
    assert "Nêu tên vùng" in unnamed.text
    assert (listed.problems, Yardstick.objects.count()) == ([], 1)
    assert "7,84 %" in listed.text
    assert Entry.objects.filter(action="yardstick.add").count() == 1


REFUSED = [
    ({"scope": "province"}, "scope", "cả nước hoặc vùng"),
    ({"period": "2026-13"}, "period", "không phải là một kỳ"),
    ({"publisher": " "}, "publisher", "Nêu cơ quan công bố"),
    ({"published_on": date(2026, 12, 1)}, "published_on", "sau hôm nay"),
    ({"status": "rumour"}, "status", "ước thực hiện"),
    ({"printed": "guess"}, "printed", "chỉ số"),
    ({"unit": "tấn"}, "unit", "không đổi được"),
]


@pytest.mark.parametrize(("changes", "name", "words"), REFUSED)
def test_what_is_refused(cast: Any, province: Any, changes: dict[str, Any], name: str, words: str) -> None:
    what = boards.indicator("Tăng trưởng", "%", "growth")

    with pytest.raises(ValidationError) as refused:
        yardstick(what, "7.84", cast.analyst, **changes)

    assert words in " ".join(refused.value.message_dict[name])
    assert not Yardstick.objects.exists()


def test_withdrawn_with_a_reason(growth: TargetVersion, cast: Any) -> None:
    """It stays in the list and the trail, and holds nothing any more; twice is a conflict."""
    made = yardstick(growth.target.indicator, "7.84", cast.analyst)

    with pytest.raises(ValidationError):
        yardsticks.yardstick_withdraw(yardstick=made, reason=" ", by=cast.analyst)
    yardsticks.yardstick_withdraw(yardstick=made, reason="nhầm kỳ", by=cast.analyst)
    with pytest.raises(Conflict):
        yardsticks.yardstick_withdraw(yardstick=made, reason="nữa", by=cast.analyst)

    assert "country" in [one.value for one in compared(cast, growth).missing]
    assert Yardstick.objects.get().withdrawn_reason == "nhầm kỳ"


def test_sentences_of_documents(growth: TargetVersion, stage: Any, cast: Any, signed_in: Any) -> None:
    """A sentence that gives the country's figure is offered, and fills the form with where it stands."""
    press = stage.document(issuer_as_written="Báo Lam Sơn", date=date(2026, 10, 6))
    words = "cao hơn bình quân chung cả nước (7,84%"
    fact = stage.fact(
        press, "indicator", words, name="GRDP bình quân chung cả nước", value="7.84", unit="%", decimals=2,
        indicator_id="grdp_growth", measure="level", status="estimate", bound="exact", period=NINE,
    )  # fmt: skip
    fact.value_start, fact.value_end = fact.start + words.index("7,84"), fact.end
    fact.save()
    what = growth.target.indicator
    client = signed_in("analyst")

    listed = Page.of(client.get(reverse("yardstick-list", args=[what.pk])))
    form = client.get(reverse("yardstick-add", args=[what.pk]), {"fact": fact.pk})

    assert words in listed.text
    assert form.context["form"].initial["value"] == "7,84"
    assert form.context["form"].initial["publisher"] == "Báo Lam Sơn"
