"""The page of a target's sum: what came from below, what the body said itself, who is silent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dondoc.web.bodies.models import Body
from dondoc.web.bodies.moving import body_link_add
from dondoc.web.bodies.services import body_add, succession_add
from dondoc.web.plans.models import Indicator, Target, TargetVersion
from dondoc.web.results.figures import figure_add
from dondoc.web.rollup.pages import shown, summed_page
from dondoc.web.rollup.services import rollup_all

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 20)


@pytest.fixture
def target(province, cast):
    """The province's target of 2026, 120; three communes take part."""
    indicator = Indicator.objects.create(name="Nhà ở xã hội", unit="căn", nature="flow")
    made = Target.objects.create(
        indicator=indicator, body=province.root, basis="council", period="2026",
        period_start=date(2026, 1, 1), period_end=date(2026, 12, 31),
    )  # fmt: skip
    TargetVersion.objects.create(
        target=made, mantissa=120, micro=120 * 10**6, unit="căn", name_as_printed="x",
        created_by=cast.analyst, decided_on=date(2026, 1, 1),
    )  # fmt: skip
    for n, (january, february) in enumerate(((4, 6), (5, None), (None, 3)), 1):
        commune = body_add(code=f"x{n}", name=f"Xã {n}", kind="commune", parent=province.root, by=None)
        for period, value in (("2026-01", january), ("2026-02", february)):
            if value is not None:
                tell(cast, indicator, commune, period, value)
    return made


def tell(cast, indicator, body, period, value):
    figure_add(
        indicator=indicator, body=body, period=period, value=Decimal(value), status="estimate",
        by=cast.analyst, on=ON, words="báo cáo",
    )  # fmt: skip


def test_sums_are_shown_with_who_told_and_what_was_reported(province, cast, target, signed_in):
    """February: 9 + 9 year to date of 120, 2 of 3 told; the province itself said 17."""
    tell(cast, target.indicator, province.root, "2026-02", 10)
    page = summed_page(cast.access("analyst"), target, "2026-02")
    january, february = page.rows

    assert (january.value, january.cell.used, january.cell.expected) == (9, 2, 3)
    assert (february.value, february.percent, february.cell.status) == (18, Decimal("15.0"), 2)
    assert (february.reported, february.difference) == (10, -8)
    parts = {part.body.name: part.value for part in page.parts if part.body.name.startswith("Xã ")}
    assert (parts["Xã 1"], parts["Xã 2"], parts["Xã 3"]) == (10, None, 3)

    text = signed_in("analyst").get(f"/chi-tieu/{target.pk}/tong-hop/?period=2026-02").content.decode()
    assert "2/3" in text
    assert "sát tiến độ" in text


def test_a_figure_of_the_body_alone_differs_from_nothing(province, cast, target):
    """Where nobody below told anything, the body's own figure is the sum: there is nothing to compare."""
    tell(cast, target.indicator, province.root, "2026-03", 10)
    row = summed_page(cast.access("analyst"), target).rows[-1]

    assert (row.period, row.cell.used, row.difference) == ("2026-03", 1, None)


def test_a_body_in_two_trees_is_in_two_rows_and_added_once(province, cast, target, signed_in):
    """Finance told 7 and stands below the Party too: the page says why the rows add up to more."""
    address = f"/chi-tieu/{target.pk}/tong-hop/?period=2026-02"
    tell(cast, target.indicator, province.finance, "2026-02", 7)
    before = summed_page(cast.access("analyst"), target, "2026-02")
    assert "chỉ cộng một lần" not in signed_in("analyst").get(address).content.decode()

    body_link_add(body=province.finance, parent=province.party, valid_from=date(2025, 3, 1), by=None)
    page = summed_page(cast.access("analyst"), target, "2026-02")
    assert page.chosen.value == before.chosen.value
    sevens = [part.body.name for part in page.parts if part.value == 7]
    assert sevens == ["Tỉnh ủy Lam Sơn", "Ủy ban nhân dân tỉnh"]
    assert "chỉ cộng một lần" in signed_in("analyst").get(address).content.decode()


def test_who_was_taken_over_stays_visible_beside_its_successor(province, cast, target):
    """In January the commune told its own; in March its successor's figure stands for both."""
    first, second = (Body.objects.get(name=name) for name in ("Xã 1", "Xã 2"))
    succession_add(predecessors=[first], successor=second, on=date(2026, 3, 1), by=None)
    page = summed_page(cast.access("analyst"), target, "2026-01")

    found = {part.body.name: (part.value, part.ended) for part in page.parts}
    assert found["Xã 1"] == (4, True)
    assert found["Xã 2"] == (9, False)
    assert page.rows[0].value == 9


def test_the_page_asks_the_same_however_many_bodies(
    province, cast, target, signed_in, django_assert_max_num_queries
):
    """Kept blocks: the figures of forty bodies cost no more than those of three."""
    for n in range(40):
        commune = body_add(code=f"y{n}", name=f"Xã y{n}", kind="commune", parent=province.root, by=None)
        tell(cast, target.indicator, commune, "2026-02", n + 1)
    rollup_all()
    client = signed_in("analyst")
    client.get(f"/chi-tieu/{target.pk}/tong-hop/")  # the tree is read once in a process

    with django_assert_max_num_queries(20):
        client.get(f"/chi-tieu/{target.pk}/tong-hop/")


@pytest.mark.parametrize(
    ("value", "told"), [("1/8", "0.1"), ("3/20", "0.2"), ("-3/20", "-0.2"), ("0", "0.0")]
)
def test_shares_are_shown_half_up(value, told):
    """12,5 hundredths are 0,1; 15 are 0,2: rounded once, from the exact number."""
    from fractions import Fraction

    assert shown(Fraction(value), 1) == Decimal(told)
