"""Targets decided by hand: versions, composite ones, bases, paths, milestones; figures, revisions."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dondoc.web.audit.models import Entry
from dondoc.web.core.conflicts import Conflict
from dondoc.web.core.templatetags.dondoc import quantity
from dondoc.web.plans import catalogue, paths, targets
from dondoc.web.plans.grids import Line, fill, pasted
from dondoc.web.plans.models import Target
from dondoc.web.plans.targetpaths import path_set
from dondoc.web.plans.targets import Component, Ground, Wanted
from dondoc.web.plans.targetselectors import around, figures_of, ways_of
from dondoc.web.results.figures import figure_add, figure_correct, figure_withdraw
from dondoc.web.results.models import Observation
from dondoc.web.sources import services
from web import boards
from web.boards import Page, figure, target, version

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
DAY = Ground(decided_on=date(2025, 12, 12), words="Nghị quyết chưa tải lên")


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def revenue(db: None) -> Any:
    return boards.indicator("Thu ngân sách nhà nước trên địa bàn", field="Kinh tế")


def at_least(value: str, unit: str = "", **more: Any) -> Wanted:
    return Wanted("ge", Decimal(value), unit=unit, **more)


def add(what: Any, province: Any, cast: Any, wanted: Wanted | None = None, **more: Any) -> Target:
    values: dict[str, Any] = {"period": "2026", "basis": "committee", "ground": DAY, "body": province.root}
    return targets.target_add(indicator=what, by=cast.analyst, wanted=wanted, **(values | more)).target


# --- versions -------------------------------------------------------------------------------------------


def test_a_target_as_it_was_typed(revenue: Any, province: Any, cast: Any, stage: Any) -> None:
    """12,30 keeps its zero; without a document it waits; with an issued one it binds; the trail says all."""
    one = add(revenue, province, cast, Wanted("range", Decimal("12.30"), Decimal("12.5"), "nghìn tỷ đồng"))
    first = one.versions.get()
    assert quantity(first) == "12,30–12,5 nghìn tỷ đồng"
    assert (first.micro, one.awaiting_document) == (12_300 * 10**6, True)

    document = stage.document()
    targets.version_add(target=one, wanted=at_least("12900"), ground=Ground(document), by=cast.analyst)
    one.refresh_from_db()
    assert not one.awaiting_document
    assert targets.standing_version(one).value == 12900  # type: ignore[union-attr]
    told = Entry.objects.filter(action="target.version").latest("pk")
    assert told.before == {"number": "12,30–12,5 nghìn tỷ đồng"}
    assert told.after["number"] == "≥ 12.900 tỷ đồng"
    services.document_update(document=document, by=cast.analyst, standing="draft", reason="nhầm")
    one.refresh_from_db()
    assert one.awaiting_document, "the document was no more than a draft"


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"wanted": Wanted("range", Decimal(5))}, "value_max", "a range has two ends"),
    ({"wanted": Wanted("range", Decimal(5), Decimal(5))}, "value_max", "and the second is higher"),
    ({"wanted": Wanted("ge", Decimal(5), Decimal(6))}, "value_max", "anything else has one"),
    ({"wanted": Wanted("all", Decimal(3))}, "comparator", "parts are not typed as a number"),
    ({"ground": Ground(words="x")}, "decided_on", "no day"),
    ({"wanted": at_least("9" * 25)}, "value", "more digits than can be kept"),
]


@pytest.mark.parametrize(("wanted", "field", "why"), REFUSED, ids=[row[-1] for row in REFUSED])
def test_no_such_decision(
    wanted: dict[str, Any], field: str, why: str, revenue: Any, province: Any, cast: Any
) -> None:
    """By field, and nothing is written."""
    one = add(revenue, province, cast, at_least("1"))
    before = Entry.objects.count()
    with pytest.raises(ValidationError) as refused:
        targets.version_add(
            target=one, by=cast.analyst, **({"wanted": at_least("2"), "ground": DAY} | wanted)
        )
    assert field in refused.value.message_dict
    assert (Entry.objects.count(), one.versions.count()) == (before, 1)


WORDS = [
    ("không dưới 95 %", "", "≥ 95 %", "the bound is in the words"),
    ("từ 7 đến 8%", "", "7–8 %", "both ends are"),
    ("7,0-8,0", "", "7,0–8,0 %", "as a spreadsheet has it; the zeros stay"),
    ("giảm còn 2 %", "", "≤ 2 %", "a level that must not be passed"),
    ("1.234,50", "", "≥ 1.234,50 %", "a plain number is as chosen beside it"),
    ("95 triệu đồng", "", None, "another unit than the one beside it"),
    ("từ 7 đến 8", "9", None, "the end is said twice"),
    ("khá", "", None, "no number"),
    ("1,000", "", None, "a thousand, or one"),
    ("không dưới 12,345 %", "", None, "in words as well"),
    ("từ 7 đến 8,125 %", "", None, "or at the end of a range"),
    ("1,000,000", "", None, "thousands by commas"),
    ("0,125", "", "≥ 0,125 %", "no group begins with a nought"),
    ("12,3450", "", "≥ 12,3450 %", "a fourth digit says which"),
]


@pytest.mark.parametrize(("typed", "end", "stands", "why"), WORDS, ids=[row[3] for row in WORDS])
def test_a_number_in_the_words_of_the_decision(
    typed: str, end: str, stands: str | None, why: str, province: Any, cast: Any, signed_in: Any
) -> None:
    """Words may be pasted where a number is asked; what is refused stays as it was typed."""
    share = boards.indicator("Tỷ lệ hộ dùng nước sạch", "%")
    asked = {
        "body": province.root.pk, "period": "2026", "basis": "committee", "comparator": "ge", "value": typed,
        "value_max": end, "unit": "%", "decided_on": "2025-12-12", "words": "Nghị quyết",
    }  # fmt: skip
    response = signed_in("analyst").post(reverse("target-add") + f"?indicator={share.pk}", asked)
    if stands is None:
        assert response.status_code == 422, why
        assert f'value="{typed}"' in response.content.decode()
        assert not Target.objects.exists()
    else:
        assert response.status_code == 302, why
        made = Target.objects.get().versions.get()
        sign = {"ge": "≥ ", "le": "≤ ", "range": ""}[made.comparator]
        assert f"{sign}{quantity(made)}" == stands, why


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_kept_number_comes_back_as_shown(
    language: str, revenue: Any, province: Any, cast: Any, signed_in: Any, settings: Any
) -> None:
    """As the form shows it, in any language of the page; such a number typed anew is asked about."""
    one = add(revenue, province, cast, at_least("12.345", value_max=None, baseline=Decimal(16900)))
    address, client = reverse("target-version-add", args=[one.pk]), signed_in("analyst")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    shown = client.get(address).context["form"]
    fields = {name: shown[name].value() for name in shown.fields}
    assert (fields["value"], fields["baseline"]) == ("12,345", "16.900")
    given = {name: "" if value is None else value for name, value in fields.items()}
    given |= {"decided_on": "2026-05-05", "words": "Nghị quyết giữa năm"}

    anew = client.post(address, given | {"value": "12,346"})
    assert (anew.status_code, "hiểu được hai cách" in anew.content.decode()) == (422, True)
    again = client.post(address, given | {"comparator": "eq"})
    assert again.status_code == 302, again.context["form"].errors
    last = one.versions.latest("pk")
    assert (last.value, last.decimals, last.baseline) == (Decimal("12.345"), 3, Decimal(16900))


def test_what_two_people_decide_at_once(revenue: Any, province: Any, cast: Any) -> None:
    """Who did not see the other's decision is told; the same one twice is none."""
    one = add(revenue, province, cast, at_least("100"))
    seen = one.versions.get().pk
    targets.version_add(target=one, wanted=at_least("110"), ground=DAY, by=cast.second, seen=seen)
    with pytest.raises(Conflict):
        targets.version_add(target=one, wanted=at_least("120"), ground=DAY, by=cast.analyst, seen=seen)
    with pytest.raises(ValidationError, match="đúng số này"):
        targets.version_add(target=one, wanted=at_least("110"), ground=DAY, by=cast.analyst)
    with pytest.raises(ValidationError, match="đã có"):
        add(revenue, province, cast, at_least("100"))


def test_withdrawn_and_what_cannot_be(
    revenue: Any, province: Any, cast: Any, stage: Any, signed_in: Any
) -> None:
    """One typed by mistake goes with a reason; one read from a document goes where it was confirmed."""
    one = add(revenue, province, cast, at_least("100"))
    wrong = targets.version_add(target=one, wanted=at_least("1000"), ground=DAY, by=cast.analyst)
    with pytest.raises(ValidationError):
        targets.version_withdraw(version=wrong, by=cast.analyst, reason=" ")
    targets.version_withdraw(version=wrong, by=cast.analyst, reason="gõ nhầm")
    assert targets.standing_version(one).value == 100  # type: ignore[union-attr]
    with pytest.raises(Conflict):
        targets.version_withdraw(version=wrong, by=cast.second, reason="gõ nhầm")

    fact = stage.fact(stage.document(), "indicator", period="2027")
    read = services.fact_accept(fact=fact, by=cast.analyst).target_version
    with pytest.raises(Conflict, match="màn hình duyệt"):
        targets.version_withdraw(version=read, by=cast.analyst, reason="x")
    last = one.versions.get(withdrawn_at=None)
    client = signed_in("analyst")
    gone = client.post(reverse("target-version-withdraw", args=[one.pk, last.pk]), {"reason": "nhầm"})
    assert gone.headers["Location"] == reverse("target-list")
    assert client.get(reverse("target", args=[one.pk])).status_code == 404


def test_words_taken_away_leave_what_was_typed(revenue: Any, province: Any, cast: Any, stage: Any) -> None:
    """A number that was typed and then also read stands when the reading is undone."""
    document = stage.document(issuer=province.party)
    one = add(revenue, province, cast, at_least("16900", "tỷ đồng"), ground=Ground(document))
    fact = stage.fact(document, "indicator")
    mention = services.fact_accept(fact=fact, by=cast.analyst, indicator=revenue, body=province.root)
    assert mention.target_version == one.versions.get()
    services.fact_reopen(fact=fact, by=cast.analyst)
    assert one.versions.get().withdrawn_at is None
    one.refresh_from_db()
    assert not one.awaiting_document


# --- composite, bases -----------------------------------------------------------------------------------


def test_a_composite_target(province: Any, cast: Any, signed_in: Any) -> None:
    """Entered on one form; shown as its parts; a part keeps a decision of its own."""
    shares = [boards.indicator(f"Tỷ trọng khu vực {n}", "%", "stock", direction="band") for n in "123"]
    whole = catalogue.indicator_add(name="Cơ cấu kinh tế", unit="", components=shares, by=cast.analyst)
    client = signed_in("analyst")
    address = f"{reverse('target-add')}?indicator={whole.pk}"
    assert Page.of(client.get(address)).problems == []
    form = {
        "body": province.root.pk,
        "period": "2026",
        "basis": "council",
        "decided_on": "2025-12-10",
        "words": "NQ",
    }
    for share, low, high in zip(shares, ("28", "39,0", "32"), ("29", "40", "33"), strict=True):
        form |= {
            f"c{share.pk}-comparator": "range",
            f"c{share.pk}-value": low,
            f"c{share.pk}-value_max": high,
        }
    made = client.post(address, form)
    assert made.status_code == 302, made.content.decode()
    one = Target.objects.get(indicator=whole)
    rows = around(cast.access("analyst"), one, None).parts

    assert [quantity(row.version) for row in rows] == ["28–29 %", "39,0–40 %", "32–33 %"]
    assert quantity(one.versions.get()) == "3 thành phần"
    page = Page.of(client.get(reverse("target", args=[one.pk])))
    assert page.problems == []
    assert "mọi thành phần đều đạt" in page.text
    with pytest.raises(ValidationError, match="từng thành phần"):
        targets.version_add(target=one, wanted=Wanted("all", Decimal(3)), ground=DAY, by=cast.analyst)
    with pytest.raises(ValidationError, match="một lần"):
        add(whole, province, cast, period="2027", components=[Component(shares[0], at_least("1"))] * 2)


def test_a_composite_one_is_asked_for_by_its_parts(province: Any, cast: Any, signed_in: Any) -> None:
    """Also where the catalogue names none: the parts are those of its latest target."""
    parts = [boards.indicator(f"Phần {n}", "%", "stock") for n in "12"]
    whole = boards.indicator("Hai phần", "%", "stock")
    components = [Component(part, at_least("10", "%")) for part in parts]
    add(whole, province, cast, components=components)
    page = Page.of(signed_in("analyst").get(reverse("target-add") + f"?indicator={whole.pk}"))
    assert page.problems == []
    assert "Phần 1" in page.text
    assert "Giá trị đầu kỳ" not in page.text


def test_a_term_is_planned_by_year_first(revenue: Any, province: Any, cast: Any, signed_in: Any) -> None:
    """Sixty months are not the first thing that is asked for; a year opens by quarter."""
    client = signed_in("analyst")
    for period, first, none in (("2026/2030", "năm 2026", "tháng 1"), ("2027", "quý I/2027", "tháng 1")):
        one = add(revenue, province, cast, at_least("7500", "tỷ đồng"), period=period)
        text = Page.of(client.get(reverse("target-path", args=[one.pk]))).text
        assert first in text
        assert none not in text


def test_bases_side_by_side(revenue: Any, province: Any, cast: Any) -> None:
    """The centre's, the council's and the committee's number, each with its distance."""
    council = add(revenue, province, cast, at_least("16900"), basis="council")
    add(revenue, province, cast, at_least("15.5", "nghìn tỷ đồng"), basis="centre")
    add(revenue, province, cast, at_least("17000"))
    add(revenue, province, cast, at_least("1"), body=province.finance)
    rows = around(cast.access("analyst"), council, council.versions.get()).bases
    assert {row.row.target.basis: row.difference for row in rows} == {
        "council": 0,
        "centre": -1400,
        "committee": 100,
    }


# --- paths ----------------------------------------------------------------------------------------------


def test_a_path_is_held_against_the_whole(revenue: Any, province: Any, cast: Any) -> None:
    """Quarters that miss the year are told and kept; a second path takes the place of the first."""
    one = add(revenue, province, cast, at_least("1000"))
    standing = one.versions.get()
    quarters = [(f"2026-Q{n}", Decimal(value)) for n, value in enumerate((200, 250, 250, 250), 1)]
    first = path_set(version=standing, kind="path", step="quarter", points=quarters, by=cast.analyst)
    way = ways_of(standing)["path"]
    assert (way.parts, way.difference) == (950, -50)
    with pytest.raises(Conflict):
        path_set(version=standing, kind="path", step="quarter", points=quarters, by=cast.second)
    quarters[3] = ("2026-Q4", Decimal("300.0"))
    path_set(version=standing, kind="path", step="quarter", points=quarters, by=cast.analyst, seen=first.pk)  # type: ignore[union-attr]
    assert ways_of(standing)["path"].difference == 0
    assert standing.paths.count() == 2
    told = Entry.objects.filter(action="target.path").latest("pk")
    assert (told.before["points"]["2026-Q4"], told.after["points"]["2026-Q4"]) == ("250", "300,0")


PATHS_REFUSED = [
    ([("2027-Q1", 5)], "outside the period"),
    ([("2025-12", 5)], "before it"),
    ([("2026-Q1", 5), ("2026-Q1", 6)], "twice"),
    ([("2026-Q5", 5)], "no period"),
    ([], "nothing, and nothing to take away"),
]


@pytest.mark.parametrize(("points", "why"), PATHS_REFUSED, ids=[row[-1] for row in PATHS_REFUSED])
def test_no_such_path(points: list, why: str, revenue: Any, province: Any, cast: Any) -> None:
    """Refused with its reason."""
    one = add(revenue, province, cast, at_least("1000"))
    told = [(period, Decimal(value)) for period, value in points]
    with pytest.raises(ValidationError):
        path_set(version=one.versions.get(), kind="path", step="free", points=told, by=cast.analyst)


def test_spread_by_a_rule(revenue: Any, province: Any, cast: Any) -> None:
    """Evenly; as the year before went, told from the beginning of its year; in a straight line."""
    one = add(revenue, province, cast, at_least("1001", baseline=Decimal(600), baseline_period="2025"))
    standing = one.versions.get()
    standing.target = one
    lines = paths.lines_for(one, "quarter")
    even = paths.spread_over(standing, lines, "even", cumulative=True)
    assert even == [251, 501, 751, 1001]
    with pytest.raises(ValidationError, match="thiếu"):
        paths.spread_over(standing, lines, "last_year", cumulative=False)
    for period, value in (
        ("2025-01/2025-03", "10"),
        ("2025-H1", "30"),
        ("2025-01/2025-09", "60"),
        ("2025", "100"),
    ):
        figure(revenue, province.root, period, value, cast.analyst)
    assert paths.spread_over(standing, lines, "last_year", cumulative=False) == [100, 200, 300, 401]
    assert paths.spread_over(standing, lines, "straight", cumulative=False)[-1] == 1001
    assert (
        len(paths.lines_for(add(revenue, province, cast, at_least("1"), period="2026/2030"), "month")) == 60
    )


PASTED = [
    ("100\n200", ["100", "200", "", ""], "one column in order"),
    ("Quý I\t100\nQuý III\t1.300,5", ["100", "", "1.300,5", ""], "by name"),
    ("Kỳ\tKế hoạch\nquý 2/2026\t7", ["", "7", "", ""], "a heading is passed over"),
    ("1\t2\t3\t4", ["1", "2", "3", "4"], "a row of numbers"),
    ("Tháng 13\t5", ["", "", "", ""], "no such step is told"),
]


def test_a_path_as_shown_comes_back(revenue: Any, province: Any, cast: Any, signed_in: Any) -> None:
    """What the page printed with three digits behind the comma is saved as it reads."""
    one = add(revenue, province, cast, at_least("49.38"))
    address, client = reverse("target-path", args=[one.pk]), signed_in("analyst")
    steps = [(f"2026-Q{n}", Decimal("12.345")) for n in range(1, 5)]
    kept = path_set(version=one.versions.get(), kind="path", step="quarter", points=steps, by=cast.analyst)
    page = client.get(address)
    sent = {"kind": "path", "step": "quarter", "seen": str(kept.pk), "do": "save"}  # type: ignore[union-attr]
    sent |= dict(re.findall(r'name="([sv]-2026-Q\d)" value="([^"]*)"', page.content.decode()))
    assert sent["v-2026-Q1"] == "12,345"
    assert client.post(address, sent | {"v-2026-Q1": "13,345"}).status_code == 422
    assert client.post(address, sent | {"v-2026-Q1": "13,3450"}).status_code == 302


@pytest.mark.parametrize(("text", "expected", "why"), PASTED, ids=[row[-1] for row in PASTED])
def test_pasted_from_a_spreadsheet(text: str, expected: list[str], why: str) -> None:
    """Into the lines of the form; what does not fit is told by its row."""
    lines = [Line(f"2026-Q{n}", f"quý {roman}/2026") for n, roman in enumerate(("I", "II", "III", "IV"), 1)]
    filled = fill(lines, pasted(text), paths.names_of(lines))
    assert [line.value for line in lines] == expected
    assert bool(filled.problems) == (why == "no such step is told")


def test_the_page_of_a_path(revenue: Any, province: Any, cast: Any, signed_in: Any) -> None:
    """Spread, looked at, saved, shown on the target's page; milestones beside it."""
    one = add(revenue, province, cast, at_least("1000"))
    address, client = reverse("target-path", args=[one.pk]), signed_in("analyst")
    assert Page.of(client.get(address)).problems == []
    given = {"kind": "path", "step": "quarter", "seen": "0"}
    spread = client.post(address, given | {"do": "spread", "rule": "even"})
    assert [line.value for line in spread.context["sheet"].lines] == ["250"] * 4
    wrong = client.post(address, given | {"do": "save", "v-2026-Q1": "hai trăm", "v-2026-Q2": "1,000"})
    assert wrong.status_code == 422
    assert 'value="hai trăm"' in wrong.content.decode()
    assert "“1,000” hiểu được hai cách" in wrong.content.decode()
    saved = client.post(address, given | {"do": "save", "v-2026-Q1": "400", "v-2026-Q2": "500,5"})
    assert saved.status_code == 302
    marks = {"kind": "milestones", "step": "free", "seen": "0", "do": "save", "p-0": "2026-06", "v-0": "40"}
    assert client.post(address, marks).status_code == 302
    shown = Page.of(client.get(reverse("target", args=[one.pk])))
    assert shown.problems == []
    assert "lệch −99,5 tỷ đồng" in shown.text
    assert "≥ 40 tỷ đồng" in shown.text
    assert client.post(address, given | {"do": "save", "v-2026-Q1": "1"}).status_code == 409


# --- figures --------------------------------------------------------------------------------------------


def tell(one: Target, by: Any, value: str, **more: Any) -> Observation:
    values: dict[str, Any] = {
        "period": "2026-01/2026-09",
        "status": "estimate",
        "on": TODAY,
        "words": "báo cáo",
    }
    return figure_add(indicator=one.indicator, body=one.body, value=Decimal(value), by=by, **(values | more))


def test_revisions_stand_beside_each_other(revenue: Any, province: Any, cast: Any) -> None:
    """Ước, sơ bộ, chính thức are all kept; what was known on a day is what was told by it."""
    one = add(revenue, province, cast, at_least("1000"))
    tell(one, cast.analyst, "539", on=date(2026, 10, 1))
    tell(one, cast.analyst, "541.169", status="official", on=date(2026, 10, 15))
    late = tell(one, cast.analyst, "540", as_of=date(2026, 10, 19))
    access = cast.access("analyst")

    now = {row.figure.value: row.stands for row in figures_of(access, one)}
    assert now == {Decimal(539): False, Decimal("541.169"): True, Decimal(540): False}
    then = [(row.figure.value, row.stands) for row in figures_of(access, one, known_by=date(2026, 10, 5))]
    assert then == [(Decimal(539), True)]
    assert late.known_on == TODAY
    with pytest.raises(Conflict):
        tell(one, cast.second, "540", as_of=date(2026, 10, 19))


def test_a_correction_keeps_what_was_wrong(revenue: Any, province: Any, cast: Any) -> None:
    """With its reason; the old number is shown struck out, is compared no more, and was known until then."""
    one = add(revenue, province, cast, at_least("1000"))
    wrong = tell(one, cast.finance, "5390", on=date(2026, 10, 1))
    right = figure_correct(
        figure=wrong, value=Decimal("539.0"), by=cast.finance, on=TODAY, reason="thừa một số không"
    )
    wrong.refresh_from_db()
    access = cast.access("analyst")

    assert (right.corrects, right.reason, quantity(right)) == (wrong, "thừa một số không", "539,0 tỷ đồng")
    assert wrong.corrected_on == TODAY
    assert [row.stands for row in figures_of(access, one)] == [False, True]
    before = figures_of(access, one, known_by=date(2026, 10, 19))
    assert [(row.figure.pk, row.stands) for row in before] == [(wrong.pk, True)]
    for again in (
        lambda: figure_correct(figure=wrong, value=Decimal(1), by=cast.second, on=TODAY, reason="x"),
        lambda: figure_withdraw(figure=wrong, by=cast.second, reason="x"),
    ):
        with pytest.raises(Conflict):
            again()
    with pytest.raises(ValidationError, match="lý do"):
        figure_correct(figure=right, value=Decimal(1), by=cast.second, on=TODAY, reason="")
    with pytest.raises(ValidationError, match="trùng"):
        figure_correct(figure=right, value=Decimal(539), by=cast.second, on=TODAY, reason="x")


FIGURES_REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"words": " "}, "words", "no ground"),
    ({"period": "2026-13"}, "period", "no period"),
    ({"period": "2027"}, "period", "one that has not begun"),
    ({"as_of": date(2026, 10, 21)}, "as_of", "tomorrow"),
    ({"status": "sure"}, "status", "no such status"),
]


@pytest.mark.parametrize(
    ("wanted", "field", "why"), FIGURES_REFUSED, ids=[row[-1] for row in FIGURES_REFUSED]
)
def test_no_such_figure(
    wanted: dict[str, Any], field: str, why: str, revenue: Any, province: Any, cast: Any
) -> None:
    """By field."""
    one = add(revenue, province, cast, at_least("1000"))
    with pytest.raises(ValidationError) as refused:
        tell(one, cast.analyst, "5", **wanted)
    assert field in refused.value.message_dict
    assert not Observation.objects.exists()


PERIODS = [
    ("9 tháng đầu năm 2026", "2026-01/2026-09", "as a report names it"),
    ("Quý III/2026", "2026-Q3", "a quarter"),
    ("tháng 8/2026", "2026-08", "a month"),
    ("2026-Q1", "2026-Q1", "as files have it"),
    ("mùa thu", None, "no period"),
]


@pytest.mark.parametrize(("typed", "period", "why"), PERIODS, ids=[row[2] for row in PERIODS])
def test_a_period_in_words(
    typed: str, period: str | None, why: str, revenue: Any, province: Any, cast: Any, signed_in: Any
) -> None:
    """A period is typed as people say it; what cannot be read stays in its field."""
    one = add(revenue, province, cast, at_least("14200", "tỷ đồng"))
    told = {"period": typed, "value": "12,5", "unit": "tỷ đồng", "status": "estimate", "words": "báo cáo"}
    response = signed_in("analyst").post(reverse("figure-add", args=[one.pk]), told)
    assert response.status_code == (302 if period else 422), why
    assert [o.period for o in Observation.objects.all()] == ([period] if period else [])


def test_a_department_tells_its_own(revenue: Any, province: Any, cast: Any, signed_in: Any) -> None:
    """Its officer enters and corrects figures on the page, not those of others, and decides no target."""
    own = add(revenue, province, cast, at_least("10"), body=province.finance)
    other = add(revenue, province, cast, at_least("10"))
    client = signed_in("finance")
    address = reverse("figure-add", args=[own.pk])
    assert Page.of(client.get(address)).problems == []
    given = {
        "period": "2026-Q3",
        "value": "7,50",
        "status": "estimate",
        "unit": "tỷ đồng",
        "words": "báo cáo",
    }
    assert client.post(address, given | {"value": "bảy"}).status_code == 422
    assert client.post(address, given).status_code == 302
    told = Observation.objects.get()
    assert quantity(told) == "7,50 tỷ đồng"
    corrected = client.post(
        reverse("figure-correct", args=[told.pk]), given | {"value": "7,51", "reason": "cộng sót"}
    )
    assert corrected.headers["Location"] == reverse("target", args=[own.pk])
    page = client.get(reverse("target", args=[own.pk]))
    assert Page.of(page).problems == []
    assert "đính chính: cộng sót" in Page.of(page).text
    assert client.get(reverse("figure-add", args=[other.pk])).status_code == 404
    assert client.get(reverse("target-version-add", args=[own.pk])).status_code == 403
    assert signed_in("reader").get(reverse("figure-add", args=[own.pk])).status_code == 403


def test_the_page_is_bounded(
    revenue: Any, province: Any, cast: Any, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    """Sixty months with revisions, forty other targets of the indicator: as many queries."""
    one = add(revenue, province, cast, at_least("1000"))
    for n in range(40):
        version(target(revenue, province.finance, str(2030 + n)), "5", cast.analyst)
    for year in range(2021, 2026):
        for month in range(1, 13):
            for status in ("estimate", "official"):
                figure(revenue, province.root, f"{year}-{month:02}", "5", cast.analyst, status=status)
    client = signed_in("analyst")
    with django_assert_max_num_queries(22):
        page = client.get(reverse("target", args=[one.pk]))
    assert Page.of(page).problems == []
    assert len(page.context["figures"]) == 120
    assert len(page.context["around"].kin) == 20
