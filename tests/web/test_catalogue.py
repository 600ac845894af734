"""The office's catalogue: entries with their rules, other names, two that are one, the worked example."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dondoc.records.plan import TimeRule, UnitRule
from dondoc.web.audit.models import Entry
from dondoc.web.core.conflicts import Conflict
from dondoc.web.plans import catalogue, selectors
from dondoc.web.plans.models import Indicator, IndicatorAlias, Target
from dondoc.web.plans.ruleexample import example
from dondoc.web.results.models import Observation
from dondoc.web.search.models import Entry as Findable
from dondoc.web.sources import suggest
from web import boards
from web.boards import Page, csv_of, figure, target, version

pytestmark = pytest.mark.django_db


@pytest.fixture
def poor(cast: Any) -> Indicator:
    """A rate with its two sums."""
    households = catalogue.indicator_add(name="Số hộ dân cư", unit="hộ", nature="stock", by=cast.analyst)
    few = catalogue.indicator_add(name="Số hộ nghèo", unit="hộ", nature="stock", by=cast.analyst)
    return catalogue.indicator_add(
        name="Tỷ lệ hộ nghèo",
        unit="%",
        nature="stock",
        direction="lower",
        numerator=few,
        denominator=households,
        base_year=2025,
        by=cast.analyst,
    )


def test_rules_are_as_said_or_as_usual(poor: Indicator, cast: Any) -> None:
    """A numerator makes a ratio of sums; what is said on the form stands."""
    assert poor.rules == (TimeRule.MOMENT, UnitRule.RATIO)
    catalogue.indicator_update(indicator=poor, by=cast.analyst, time_rule="mean")
    poor.refresh_from_db()
    assert poor.rules == (TimeRule.MEAN, UnitRule.RATIO)
    assert poor.base_year == 2025


def test_every_change_is_in_the_trail(poor: Indicator, cast: Any, province: Any) -> None:
    """From what to what, with the reason, for the province to read; nothing changed is nothing told."""
    before = Entry.objects.count()
    catalogue.indicator_update(
        indicator=poor, by=cast.analyst, name="Tỷ lệ hộ nghèo đa chiều", reason="gọi đúng"
    )
    catalogue.indicator_update(indicator=poor, by=cast.analyst, name="Tỷ lệ hộ nghèo đa chiều")
    told = Entry.objects.latest("pk")

    assert Entry.objects.count() == before + 1
    assert (told.before, told.after) == ({"name": "Tỷ lệ hộ nghèo"}, {"name": "Tỷ lệ hộ nghèo đa chiều"})
    assert (told.reason, told.body) == ("gọi đúng", province.root)


REFUSED: list[tuple[dict[str, str], str, str]] = [
    ({"numerator": "self"}, "denominator", "a numerator alone divides nothing"),
    ({"numerator": "other", "denominator": "other"}, "denominator", "by itself"),
    ({"numerator": "other", "denominator": "self"}, "numerator", "an indicator is no part of its own ratio"),
    ({"name": "số hộ NGHÈO"}, "name", "another is called so"),
    ({"direction": "sideways"}, "direction", "no such way"),
]


@pytest.mark.parametrize(("wanted", "field", "why"), REFUSED, ids=[row[-1] for row in REFUSED])
def test_what_no_indicator_can_be(
    wanted: dict[str, str], field: str, why: str, poor: Indicator, cast: Any
) -> None:
    """By field, and nothing is changed."""
    other = Indicator.objects.get(name="Số hộ nghèo")
    one = catalogue.indicator_add(name="Tỷ lệ thoát nghèo", unit="%", by=cast.analyst)
    named = {"self": one, "other": other}
    before = Entry.objects.count()
    with pytest.raises(ValidationError) as refused:
        catalogue.indicator_update(
            indicator=one, by=cast.analyst, **{k: named.get(v, v) for k, v in wanted.items()}
        )
    assert field in refused.value.message_dict
    assert Entry.objects.count() == before


def test_a_composite_indicator(cast: Any) -> None:
    """Its parts in order; one taken away goes, and it is none of its own."""
    add = catalogue.indicator_add
    shares = [add(name=f"Tỷ trọng khu vực {n}", unit="%", by=cast.analyst) for n in "123"]
    whole = add(name="Cơ cấu kinh tế", unit="", direction="band", components=shares, by=cast.analyst)
    assert [row.part for row in whole.components.all()] == shares
    catalogue.indicator_update(indicator=whole, by=cast.analyst, components=[shares[2], shares[0]])
    assert [row.part for row in whole.components.all()] == [shares[2], shares[0]]
    with pytest.raises(ValidationError, match="chính nó"):
        catalogue.indicator_update(indicator=whole, by=cast.analyst, components=[whole])


# --- names ----------------------------------------------------------------------------------------------


def test_a_wrong_name_means_the_indicator_no_longer(poor: Indicator, cast: Any) -> None:
    """Withdrawn with its trace, given to another, and back again where it was right after all."""
    few = Indicator.objects.get(name="Số hộ nghèo")
    catalogue.indicator_alias_add(indicator=poor, name="hộ nghèo toàn tỉnh", by=cast.analyst)
    alias = IndicatorAlias.objects.get()
    assert suggest.IndicatorBook().sure("Hộ nghèo toàn tỉnh") == poor

    catalogue.indicator_alias_withdraw(alias=alias, by=cast.analyst, to=few)
    assert suggest.IndicatorBook().sure("Hộ nghèo toàn tỉnh") == few
    with pytest.raises(Conflict):
        catalogue.indicator_alias_withdraw(alias=alias, by=cast.second)
    assert catalogue.indicator_alias_add(indicator=poor, name="Hộ nghèo toàn tỉnh", by=cast.analyst)
    assert IndicatorAlias.objects.get(pk=alias.pk).withdrawn_at is None


# --- two that are one -----------------------------------------------------------------------------------


def test_a_merger_moves_all_and_keeps_the_trace(cast: Any, province: Any, signed_in: Any) -> None:
    """Targets and figures go along; what both had is one target with the versions of both; units convert."""
    one = boards.indicator("Thu NSNN", "nghìn tỷ đồng", code="revenue")
    stays = boards.indicator("Thu ngân sách nhà nước", "tỷ đồng")
    alone = target(one, province.finance)
    both, same = target(one, province.root), target(stays, province.root)
    for which, number in ((alone, "2"), (both, "16.9"), (same, "17000")):
        version(which, number, cast.analyst)
    seen = figure(one, province.root, "2026-01/2026-09", "12.675", cast.analyst)
    page = reverse("indicator-merge", args=[one.pk])
    preview = signed_in("analyst").get(page, {"into": stays.pk}).context["preview"]

    moved = catalogue.indicator_merge(indicator=one, into=stays, by=cast.analyst, reason="viết tắt")

    assert (preview.targets, preview.joined, preview.figures) == (moved.targets, moved.joined, moved.figures)
    assert (moved.targets, moved.joined, moved.unconverted) == ([alone.pk], {both.pk: same.pk}, 0)
    assert Target.objects.get(pk=alone.pk).indicator == stays
    assert [v.in_indicator_unit for v in same.versions.order_by("pk")] == [16900, 17000]
    assert Observation.objects.get(pk=seen.pk).in_indicator_unit == 12675
    assert both.pk not in {row.pk for row in selectors.targets_seen(cast.access("analyst"))}
    assert suggest.IndicatorBook().sure("Thu NSNN") == stays
    assert suggest.IndicatorBook().sure("không ai gọi thế", code="revenue") == stays
    assert not Findable.objects.filter(kind="indicator", row=one.pk).exists()
    told = Entry.objects.filter(action="indicator.merge").get()
    assert told.after["joined"] == {str(both.pk): same.pk}
    assert told.before["pk"] == one.pk
    old = signed_in("reader").get(reverse("indicator", args=[one.pk]))
    assert old.headers["Location"] == reverse("indicator", args=[stays.pk])


def test_what_is_not_merged(poor: Indicator, cast: Any) -> None:
    """Without a reason, with itself, a rate with its numerator, twice."""
    few, other = Indicator.objects.get(name="Số hộ nghèo"), boards.indicator("Hộ nghèo", "hộ")

    def merge(a: Indicator, b: Indicator, why: str = "một") -> None:
        catalogue.indicator_merge(indicator=a, into=b, by=cast.analyst, reason=why)

    for wrong in ((few, other, "  "), (few, few), (few, poor)):
        with pytest.raises(ValidationError):
            merge(*wrong)  # type: ignore[arg-type]
    merge(other, few)
    with pytest.raises(Conflict):
        merge(other, few)
    with pytest.raises(Conflict, match="gộp vào"):
        catalogue.indicator_update(indicator=other, by=cast.analyst, name="x")


# --- pages ----------------------------------------------------------------------------------------------


def test_the_form_keeps_what_was_typed(poor: Indicator, signed_in: Any) -> None:
    """Added, refused with everything as it was typed, corrected."""
    client = signed_in("analyst")
    fields = {"name": "Số xã nông thôn mới", "unit": "xã", "direction": "higher", "nature": "stock"}
    added = client.post(reverse("indicator-add"), fields)
    assert added.status_code == 302
    refused = client.post(reverse("indicator-add"), fields | {"field": "Nông thôn"})
    assert refused.status_code == 422
    assert "Đã có chỉ tiêu" in refused.content.decode()
    assert 'value="Nông thôn"' in refused.content.decode()
    edit = reverse("indicator-edit", args=[poor.pk])
    page = client.get(edit)
    assert Page.of(page).problems == []
    assert (
        client.post(
            edit, page.context["form"].initial | {"time_rule": "last", "reason": "theo Cục"}
        ).status_code
        == 302
    )
    poor.refresh_from_db()
    assert (poor.time_rule, poor.numerator.name) == ("last", "Số hộ nghèo")


def test_pages_are_whole_and_cheap(
    poor: Indicator, cast: Any, province: Any, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    """The page of one indicator, the merger, the file."""
    for n in range(30):
        version(target(poor, province.root, str(2030 + n)), "3", cast.analyst)
        catalogue.indicator_alias_add(indicator=poor, name=f"tên {n}", by=cast.analyst)
    client = signed_in("analyst")
    with django_assert_max_num_queries(17):
        page = client.get(reverse("indicator", args=[poor.pk]))
    assert Page.of(page).problems == []
    assert "Tổng tử số chia tổng mẫu số" in Page.of(page).text
    with django_assert_max_num_queries(12):
        rows = {row["Chỉ tiêu"]: row for row in csv_of(client.get(reverse("indicator-export", args=["csv"])))}
    assert rows["Tỷ lệ hộ nghèo"]["Mẫu số"] == "Số hộ dân cư"
    assert Page.of(client.get(reverse("indicator-merge", args=[poor.pk]))).problems == []


def test_the_worked_example() -> None:
    """The ratio of the sums is not the mean of the rates, and the page says so; months with a gap."""
    shown = example(TimeRule.YTD, UnitRule.RATIO, "10; ; 15", "50/100; 30/900", "%")
    assert [(step.value, step.so_far) for step in shown.months] == [("10", "10"), ("–", "–"), ("15", "25")]
    assert (shown.branch, shown.year) == ("8 %", "25")
    assert shown.reckoning == "(50 + 30) ÷ (100 + 900) × 100 = 8"
    assert "26,67" in shown.warning
    assert "không phải là một số" in example(TimeRule.YTD, UnitRule.SUM, "mười", "1").problem


EXAMPLES = [
    ({"nature": "flow", "unit": "tỷ đồng"}, ["25"], "the usual rule of a flow"),
    ({"nature": "stock", "unit": "xã", "time_rule": "max"}, ["20"], "as chosen"),
    ({"nature": "x", "time_rule": "y", "months": "\0; a"}, ["không phải là một số"], "nothing breaks it"),
]


@pytest.mark.parametrize(("query", "expected", "why"), EXAMPLES, ids=[row[-1] for row in EXAMPLES])
def test_the_example_follows_the_form(query: dict, expected: list, why: str, signed_in: Any) -> None:
    """As htmx asks for it."""
    text = signed_in("analyst").get(reverse("rules-example"), query).content.decode()
    for words in expected:
        assert words in text
