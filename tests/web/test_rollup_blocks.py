"""Figures added up over the tree: read, kept, made anew when something changes, told to whom it concerns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from dondoc.web.audit.models import Entry
from dondoc.web.bodies.services import body_add, succession_add
from dondoc.web.plans.models import Indicator, Target, TargetVersion
from dondoc.web.results.figures import (
    Report,
    Telling,
    figure_add,
    figure_correct,
    figure_withdraw,
    figures_add,
)
from dondoc.web.results.models import Observation
from dondoc.web.rollup import selectors, services
from dondoc.web.rollup.models import Rollup, YearBlock

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 20)


@pytest.fixture
def indicator(db) -> Indicator:
    return Indicator.objects.create(name="Thu ngân sách", unit="tỷ đồng", nature="flow")


@pytest.fixture
def communes(province):
    """Two communes below the province's committee."""
    return [
        body_add(code=f"x{n}", name=f"Xã {n}", kind="commune", parent=province.root, by=None) for n in (1, 2)
    ]


def tell(who, indicator, body, period, value, **more):
    """A figure entered by hand."""
    return figure_add(
        indicator=indicator, body=body, period=period, value=Decimal(value), status="estimate", by=who, on=ON,
        words="báo cáo", **more,
    )  # fmt: skip


def promise(who, indicator, body, value, **more):
    """A target of 2026 that stands."""
    target = Target.objects.create(
        indicator=indicator, body=body, basis="council", period="2026",
        period_start=date(2026, 1, 1), period_end=date(2026, 12, 31), **more,
    )  # fmt: skip
    TargetVersion.objects.create(
        target=target, mantissa=value, micro=value * 10**6, unit=indicator.unit, name_as_printed="x",
        created_by=who, decided_on=date(2026, 1, 1),
    )  # fmt: skip
    return target


def values(access, body, indicator, year=2026):
    """(first, last) month → figure."""
    found = selectors.series(access, body, [indicator], [year])
    return {slot: cell.value for (_year, slot), cell in found.get(indicator.pk, {}).items()}


def test_a_provinces_figure_is_its_communes_year_to_date(province, cast, indicator, communes):
    """January 10 + 20, February 5: 30, then 35; held against the year's 420 by months."""
    who = cast.people["analyst"]
    promise(who, indicator, province.root, 420)
    for body, period, value in ((0, "2026-01", "10"), (1, "2026-01", "20.5"), (0, "2026-02", "5")):
        tell(who, indicator, communes[body], period, value)

    found = selectors.series(cast.access("analyst"), province.root, [indicator], [2026])
    january, february = found[indicator.pk].values()
    assert (january.value, february.value) == (Fraction(61, 2), Fraction(71, 2))
    assert (january.used, february.used, february.expected) == (2, 1, 2)
    assert (january.status, february.status) == (3, 3)
    assert january.percent == Fraction(7261905, 10**6)  # 30,5 of 420, rounded once


def test_kept_blocks_are_what_reckoning_gives(
    province, cast, indicator, communes, django_assert_max_num_queries
):
    """Written once; then read in three queries, the same to the last digit."""
    who = cast.people["analyst"]
    tell(who, indicator, communes[0], "2026-01", "10")
    before = values(cast.access("analyst"), province.root, indicator)
    services.rollup_all()

    access = cast.access("analyst")
    with django_assert_max_num_queries(3):
        assert values(access, province.root, indicator) == before == {(1, 1): 10}


def test_a_change_nobody_kept_is_seen_at_once(province, cast, indicator, communes):
    """Figures of a whole report: the old block no longer holds, before the worker has made a new one."""
    who = cast.people["analyst"]
    tell(who, indicator, communes[0], "2026-01", "10")
    services.rollup_all()
    one = Report(communes[1], [Telling(indicator.pk, "2026-01", Decimal(1))], "estimate", words="báo cáo")
    figures_add([one], by=who, on=ON)
    state = Rollup.objects.get(indicator=indicator)
    assert state.made < state.version
    assert values(cast.access("analyst"), province.root, indicator) == {(1, 1): 11}

    assert services.work_one()
    assert not services.work_one()
    state.refresh_from_db()
    assert state.made == state.version
    assert values(cast.access("analyst"), province.root, indicator) == {(1, 1): 11}


@pytest.mark.parametrize(
    "change",
    [
        lambda p, i, c: succession_add(predecessors=[c[0]], successor=c[1], on=date(2026, 7, 1), by=None),
        lambda p, i, c: body_add(code="x9", name="Xã 9", kind="commune", parent=p.root, by=None),
    ],
    ids=["a merger", "a new body"],
)
def test_another_tree_makes_no_block_hold(province, cast, indicator, communes, change):
    """Whose figures are added changes with the bodies: nothing made before is read as it was."""
    tell(cast.people["analyst"], indicator, communes[0], "2026-01", "10")
    services.rollup_all()
    assert services.refresh_stale().indicators == 0

    change(province, indicator, communes)

    assert services.refresh_stale(10_000).indicators == Indicator.objects.count()


def test_other_rules_make_no_block_hold(province, cast, indicator, communes):
    """The office says that it is a mean: the sum that was kept is not read."""
    who = cast.people["analyst"]
    for body, value in ((0, "10"), (1, "20")):
        tell(who, indicator, communes[body], "2026-01", value)
    services.rollup_all()
    Indicator.objects.filter(pk=indicator.pk).update(unit_rule="mean", time_rule="own")
    indicator.refresh_from_db()

    assert values(cast.access("analyst"), province.root, indicator) == {(1, 1): 15}


def test_a_merged_commune_counts_for_its_successor(province, cast, indicator, communes):
    """What the commune told before is its successor's too, and the province's once."""
    who = cast.people["analyst"]
    tell(who, indicator, communes[0], "2026-01", "10")
    tell(who, indicator, communes[1], "2026-01", "7")
    succession_add(predecessors=[communes[0]], successor=communes[1], on=date(2026, 7, 1), by=None)

    access = cast.access("analyst")
    assert values(access, communes[1], indicator) == {(1, 1): 17}
    assert values(access, province.root, indicator) == {(1, 1): 17}


def test_a_ratio_is_of_sums(province, cast, communes):
    """30 of 100 and 90 of 300 are 120 of 400; where one told only half of it, it is left out."""
    who = cast.people["analyst"]
    above = Indicator.objects.create(name="Đã giải ngân", unit="tỷ đồng", nature="stock")
    below = Indicator.objects.create(name="Kế hoạch vốn", unit="tỷ đồng", nature="stock")
    rate = Indicator.objects.create(
        name="Tỷ lệ giải ngân", unit="%", nature="stock", numerator=above, denominator=below
    )
    for body, part, whole in ((0, "30", "100"), (1, "90", "300")):
        tell(who, above, communes[body], "2026-03", part)
        tell(who, below, communes[body], "2026-03", whole)
    tell(who, above, communes[0], "2026-04", "99")
    services.rollup_all()
    assert values(cast.access("analyst"), province.root, rate) == {(3, 3): 30}

    with transaction.atomic():
        figure = Observation.objects.get(indicator=below, body=communes[0])
        figure_correct(figure=figure, value=Decimal(200), by=who, on=ON, reason="sai")
        services.refresh(below.pk)
    state = Rollup.objects.get(indicator=rate)
    assert state.made == state.version > 0  # the ratio follows what it is made of
    assert values(cast.access("analyst"), province.root, rate) == {(3, 3): 24}


def test_the_more_final_of_two_figures_is_added(province, cast, indicator, communes):
    """Ước 10, then chính thức 12: 12, once."""
    who = cast.people["analyst"]
    for status, value in (("official", "12"), ("estimate", "10")):
        figure_add(
            indicator=indicator, body=communes[0], period="2026-01", value=Decimal(value), status=status,
            by=who, on=ON, words="x",
        )  # fmt: skip

    assert values(cast.access("analyst"), province.root, indicator) == {(1, 1): 12}


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"period": "2021/2025"}, "a figure of five years is of no year"),
        ({"measure": "change"}, "a change is no amount"),
        ({"awaiting_document": True, "by_hand": False}, "read from the press, no document behind it yet"),
        ({"micro": None}, "its unit could not be converted"),
        ({"corrected_on": ON}, "another took its place"),
    ],
)
def test_what_is_not_added(province, cast, indicator, communes, columns, why):
    """Only plain amounts that count are added."""
    figure = tell(cast.people["analyst"], indicator, communes[0], "2026-01", "10")
    Observation.objects.filter(pk=figure.pk).update(**columns)

    assert values(cast.access("analyst"), province.root, indicator) == {}, why


def test_a_branch_outside_ones_own_is_not_told(province, cast, indicator, communes):
    """A sum tells of those it is made of: who may not see the body sees none."""
    tell(cast.people["analyst"], indicator, communes[0], "2026-01", "10")

    assert values(cast.access("finance"), province.root, indicator) == {}
    found = selectors.shares(cast.access("finance"), indicator, [one.pk for one in communes], 2026, (1, 1))
    assert found == {}


def test_sums_too_large_are_told_and_nothing_else_suffers(province, cast, indicator, communes):
    """The indicator has no block and says why; the others have theirs."""
    who = cast.people["analyst"]
    other = Indicator.objects.create(name="Xuất khẩu", unit="triệu USD", nature="flow")
    tell(who, other, communes[0], "2026-01", "1")
    tell(who, indicator, communes[0], "2026-01", "1")
    tell(who, indicator, communes[1], "2026-01", "2")
    Observation.objects.filter(indicator=indicator).update(micro=2**63 - 1)
    made = services.rollup_all()

    assert made.problems == 1
    assert "quá" in Rollup.objects.get(indicator=indicator).problem or "lớn hơn" in (
        Rollup.objects.get(indicator=indicator).problem
    )
    assert not YearBlock.objects.filter(indicator=indicator).exists()
    assert values(cast.access("analyst"), province.root, other) == {(1, 1): 1}


def test_the_query_is_answered_by_its_index(indicator):
    """However wide the rows are, the roll-up reads the index alone."""
    if connection.vendor != "sqlite":
        return
    from dondoc.web.rollup.reading import _FIGURES

    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + _FIGURES["sqlite"].format(year=""), [indicator.pk])
        plan = " ".join(str(row) for row in cursor.fetchall())
    assert "COVERING INDEX figure_rolled_up" in plan


def test_many_figures_at_once_are_what_one_by_one_gives(
    province, cast, indicator, communes, django_assert_max_num_queries
):
    """The same rows and the same trail as one after the other; told again, nothing is added."""
    who = cast.people["analyst"]
    others = [Indicator.objects.create(name=f"Chỉ tiêu {n}", unit="người") for n in range(20)]
    one = tell(who, indicator, communes[0], "2026-01", "10.50")
    tellings = [Telling(indicator.pk, "2026-01", Decimal("10.50"))]
    tellings += [Telling(other.pk, "2026-01", Decimal(n)) for n, other in enumerate(others)]

    report = Report(communes[1], tellings, "estimate", words="báo cáo")
    with django_assert_max_num_queries(8):
        [added] = figures_add([report], by=who, on=ON)
    [again] = figures_add([report], by=who, on=ON)

    assert again == added
    fields = [
        field.attname for field in Observation._meta.concrete_fields
        if field.attname not in ("id", "body_id", "created_at")
    ]  # fmt: skip
    kept = Observation.objects.get(pk=added[0])
    assert {name: getattr(kept, name) for name in fields} == {
        name: getattr(Observation.objects.get(pk=one.pk), name) for name in fields
    }
    first, second = (Entry.objects.get(action="figure.add", row=pk) for pk in (one.pk, kept.pk))
    assert (first.after, first.reason, first.label) == (second.after, second.reason, second.label)
    assert Entry.objects.filter(action="figure.add").count() == 22


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"status": "guess"}, "status"),
        ({"words": ""}, "words"),
        ({"as_of": date(2027, 1, 1)}, "as_of"),
    ],
)
def test_of_many_figures_all_are_kept_or_none(province, cast, indicator, communes, more, field):
    """One that cannot be: none is entered."""
    given = {"status": "estimate", "words": "báo cáo"} | more
    report = Report(communes[0], [Telling(indicator.pk, "2026-01", Decimal(1))], **given)
    with pytest.raises(ValidationError) as refused:
        figures_add([report], by=cast.people["analyst"], on=ON)
    assert field in refused.value.error_dict
    assert not Observation.objects.exists()


def test_a_year_made_anew_is_what_all_made_anew_is(province, cast, indicator, communes):
    """With a correction its year is kept anew, and the growth of the next: the same bytes as everything."""
    who = cast.people["analyst"]
    promise(who, indicator, province.root, 420)
    told = {}
    for period, value in (("2024-03", "8"), ("2025-03", "10"), ("2025-04", "4"), ("2026-03", "12")):
        told[period] = tell(who, indicator, communes[0], period, value)
    services.rollup_all()
    before = _bytes()
    figure_correct(figure=told["2025-03"], value=Decimal(5), by=who, on=ON, reason="sai")
    made = _bytes()
    state = Rollup.objects.get(indicator=indicator)
    assert state.made == state.version

    services.rollup_all()
    assert made == _bytes()
    assert [before[year] == made[year] for year in (2024, 2025, 2026)] == [True, False, False]


def test_a_side_of_a_ratio_corrected_keeps_both(province, cast, communes, django_assert_max_num_queries):
    """What it stands above and the ratio too, each the same bytes as everything anew; in few statements."""
    who = cast.people["analyst"]
    above, below = (Indicator.objects.create(name=name, unit="người", unit_rule="sum") for name in "ab")
    rate = Indicator.objects.create(
        name="c", unit="%", unit_rule="ratio", time_rule="own", numerator=above, denominator=below
    )
    promise(who, rate, province.root, 50)
    for period, part in (("2025-03", "20"), ("2026-03", "30")):
        for body in communes:
            wrong = tell(who, above, body, period, part)
            tell(who, below, body, period, "100")
    services.rollup_all()
    before = _bytes_of_all()
    with django_assert_max_num_queries(20):
        figure_correct(figure=wrong, value=Decimal(50), by=who, on=ON, reason="sai")
    made = _bytes_of_all()

    assert all(one.made == one.version for one in Rollup.objects.all())
    assert {key for key in made if made[key] != before[key]} == {(above.pk, 2026), (rate.pk, 2026)}
    services.rollup_all()
    assert made == _bytes_of_all()


@pytest.mark.parametrize("first", [True, False], ids=["nothing kept yet", "kept before"])
def test_a_year_that_had_no_figure_is_made_with_its_first(province, cast, indicator, communes, first):
    """The first figure of a year, or of all: nothing is missing afterwards."""
    who = cast.people["analyst"]
    tell(who, indicator, communes[0], "2025-03", "10")
    if not first:
        services.rollup_all()
    added = tell(who, indicator, communes[0], "2026-03", "12")
    assert values(cast.access("analyst"), province.root, indicator) == {(3, 3): 12}

    figure_withdraw(figure=added, by=who, reason="nhầm")
    assert values(cast.access("analyst"), province.root, indicator) == {}
    assert values(cast.access("analyst"), province.root, indicator, 2025) == {(3, 3): 10}


def _bytes():
    return {year: bytes(data) for year, data in YearBlock.objects.values_list("year", "data")}


def _bytes_of_all():
    rows = YearBlock.objects.values_list("indicator", "year", "data")
    return {(indicator, year): bytes(data) for indicator, year, data in rows}
