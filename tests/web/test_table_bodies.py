"""Figures of tables whose rows are bodies: each becomes the body's own, and never silently the province's."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from dondoc.web.bodies.models import Body
from dondoc.web.bodies.selectors import Directory
from dondoc.web.bodies.services import body_add
from dondoc.web.judgement.contradictions import contradictions_everywhere, contradictions_of
from dondoc.web.judgement.scores import scores_of
from dondoc.web.judgement.selectors import scoreboard
from dondoc.web.plans.models import Indicator, TargetVersion
from dondoc.web.results.models import Observation
from dondoc.web.sources import figurebodies
from dondoc.web.sources.models import Document, Fact
from dondoc.web.sources.selectors import suggestions
from dondoc.web.sources.services import fact_accept, fact_correct, facts_accept
from web.boards import Page

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
FIGURE = {"name": "Số hộ nghèo", "unit": "hộ", "status": "actual", "bound": "exact", "period": "2026"}


@pytest.fixture
def report(stage: Any) -> Document:
    document: Document = stage.document(
        type="report", date=date(2026, 10, 2), issuer=stage.province.government
    )
    return document


def figure(stage: Any, document: Document, body: str | None, value: str, how: str = "", **more: Any) -> Fact:
    """A number of a table's row, as the reader leaves it."""
    how = how or ("row body" if body else "row total")
    fact: Fact = stage.fact(
        document, "indicator", f"{body or 'Tổng cộng'} | {value}", body=body, value=value, **(FIGURE | more)
    )
    fact.why = {"body": {"how": how, "start": fact.start, "end": fact.start + 4, "note": ""}}
    fact.save()
    return fact


# What a row may say (issued by UBND tỉnh on 2/10/2026) and whose the figure then is.
WHOSE = [
    ("its own name", "Xã Đông Sơn", "xa-dong-son"),
    ("in capitals", "XÃ ĐÔNG SƠN", "xa-dong-son"),
    ("in short", "X. Đông Sơn", "xa-dong-son"),
    ("without its kind, the only place of that name", "Đông Sơn", "xa-dong-son"),
    ("the organ that governs it", "UBND xã Đông Sơn", "xa-dong-son"),
    ("its Party organisation", "Đảng bộ xã Đông Sơn", "xa-dong-son"),
    ("a department", "Sở Xây dựng", "so-xay-dung"),
    ("a department by its short name", "SXD", "so-xay-dung"),
    (
        "a merged one: who took over by the document's day",
        "Sở Kế hoạch và Đầu tư",
        "so-tai-chinh",
    ),
    ("nobody: the row of totals is the document's own place", None, "lam-son"),
    ("the provincial committee: the province", "Đảng bộ tỉnh", "lam-son"),
]


@pytest.mark.parametrize(("reason", "printed", "code"), WHOSE, ids=[row[0] for row in WHOSE])
def test_the_figure_is_the_rows_body_s(
    stage: Any, report: Document, cast: Any, reason: str, printed: str | None, code: str
) -> None:
    fact_accept(fact=figure(stage, report, printed, "120"), by=cast.analyst)

    assert [row.body.code for row in Observation.objects.select_related("body")] == [code]


def test_before_a_merger_the_old_body_has_its_figures(stage: Any, cast: Any) -> None:
    """A document of 2024 tells the department's own numbers, whoever took over since."""
    old = stage.document(type="report", date=date(2024, 10, 2), issuer=stage.province.government)

    fact_accept(fact=figure(stage, old, "Sở Kế hoạch và Đầu tư", "12"), by=cast.analyst)

    assert Observation.objects.get().body == stage.province.planning


def test_a_target_is_the_bodys_too(stage: Any, cast: Any) -> None:
    plan = stage.document(type="decision", issuer=stage.province.government)

    fact_accept(fact=figure(stage, plan, "Xã Đông Sơn", "45", status="target"), by=cast.analyst)

    assert TargetVersion.objects.get().target.body == stage.province.commune


UNKNOWN = [
    ("Xã Tân Lập", "Chưa rõ “Xã Tân Lập”"),
    ("Chưa phân bổ", "Chưa rõ “Chưa phân bổ”"),
    ("Các xã vùng cao", "“Các xã vùng cao” là nhiều cơ quan"),
    ("57 xã, phường còn lại", "“57 xã, phường còn lại” là nhiều cơ quan"),
    ("UBND các xã, phường", "“UBND các xã, phường” là nhiều cơ quan"),
]


@pytest.mark.parametrize(("printed", "said"), UNKNOWN)
def test_a_row_that_is_no_known_body_waits(
    stage: Any, report: Document, cast: Any, printed: str, said: str
) -> None:
    """It says what to do, and makes neither a figure nor an indicator."""
    fact = figure(stage, report, printed, "120")

    with pytest.raises(ValidationError) as caught:
        fact_accept(fact=fact, by=cast.analyst)

    assert said in caught.value.message_dict["body"][0]
    assert not Observation.objects.exists()
    assert not Indicator.objects.filter(name="Số hộ nghèo").exists()


def test_accepting_all_gives_each_its_own_and_leaves_the_rest(
    stage: Any, report: Document, cast: Any
) -> None:
    """“Nhận cả”: two rows and the total are kept, the commune that is not in the books waits."""
    for body, value in (("Xã Đông Sơn", "40"), ("Sở Xây dựng", "60"), ("Xã Tân Lập", "20"), (None, "120")):
        figure(stage, report, body, value)

    done = facts_accept(document=report, kind="all", by=cast.analyst)

    kept = {row.body.code: row.mantissa for row in Observation.objects.select_related("body")}
    assert kept == {"xa-dong-son": 40, "so-xay-dung": 60, "lam-son": 120}
    assert Indicator.objects.filter(name="Số hộ nghèo").count() == 1
    assert [fact.data["body"] for fact, _why in done.left] == ["Xã Tân Lập"]


def test_the_screen_says_whose_each_figure_is(
    stage: Any, report: Document, cast: Any, signed_in: Any
) -> None:
    """The row's words, the body they mean where it is called otherwise, and what is not in the books."""
    figure(stage, report, "Xã Đông Sơn", "40")
    figure(stage, report, "Sở Kế hoạch và Đầu tư", "60")
    figure(stage, report, "Xã Tân Lập", "20")

    text = Page.of(signed_in("analyst").get(reverse("review", args=[report.pk]))).text

    assert "của Xã Đông Sơn" in text
    assert "của Sở Kế hoạch và Đầu tư: Sở Tài chính" in text
    assert "Chưa rõ “Xã Tân Lập” là cơ quan, địa phương nào" in text


def test_a_body_can_be_chosen_typed_or_added(
    stage: Any, report: Document, cast: Any, signed_in: Any, province: Any
) -> None:
    """The form opens with the reason; a body of the list, another name, or one just added will do."""
    chosen, typed, added = (figure(stage, report, "Xã Tân Lập", value) for value in ("20", "21", "22"))
    client = signed_in("analyst")

    refused = client.post(reverse("fact-accept", args=[chosen.pk]), headers=HTMX)
    assert refused.status_code == 422
    assert "Chưa rõ “Xã Tân Lập”" in refused.content.decode()

    client.post(reverse("fact-accept", args=[chosen.pk]), {"of_body": province.commune.pk})
    form = FIGURE | {"measure": "level", "value": "21", "body": "Sở Xây dựng"}
    client.post(reverse("fact-correct", args=[typed.pk]), form)
    body_add(code="tan-lap", name="Xã Tân Lập", kind="commune", parent=province.root, by=None)
    client.post(reverse("fact-accept", args=[added.pk]))

    kept = {row.mantissa: row.body.code for row in Observation.objects.select_related("body")}
    assert kept == {20: "xa-dong-son", 21: "so-xay-dung", 22: "tan-lap"}


def test_the_form_leads_to_adding_the_body(stage: Any, report: Document, cast: Any, signed_in: Any) -> None:
    """Whoever keeps the bodies finds the name typed already; neither a known body nor a group is."""
    rows = ("Xã Tân Lập", "Xã Đông Sơn", "57 xã còn lại")
    fact, known, group = (figure(stage, report, body, value) for body, value in zip(rows, "123", strict=True))
    client = signed_in("analyst")

    form = client.get(reverse("fact-correct", args=[fact.pk]), headers=HTMX).content.decode()
    other = client.get(reverse("fact-correct", args=[known.pk]), headers=HTMX).content.decode()
    many = client.get(reverse("fact-correct", args=[group.pk]), headers=HTMX).content.decode()
    page = client.get(reverse("body-add"), {"name": "Xã Tân Lập"}).content.decode()

    assert "Thêm “Xã Tân Lập” vào danh mục cơ quan" in form
    assert "vào danh mục cơ quan" not in other
    assert "vào danh mục cơ quan" not in many
    assert 'value="Xã Tân Lập"' in page


def test_emptying_the_name_makes_it_the_documents_own(stage: Any, report: Document, cast: Any) -> None:
    fact = figure(stage, report, "Xã Tân Lập", "20")

    fact_correct(fact=fact, by=cast.analyst, data={"body": ""})

    assert Observation.objects.get().body == stage.province.root


def test_who_it_may_be_is_suggested(stage: Any, report: Document, cast: Any) -> None:
    """The row's body first, the document's own place last; figures that are there are the same body's."""
    first = figure(stage, report, "Xã Đông Sơn", "40")
    fact_accept(fact=first, by=cast.analyst)
    fact_accept(fact=figure(stage, report, None, "40"), by=cast.analyst)
    later = stage.document(type="report", date=date(2026, 11, 2), issuer=stage.province.government)

    offered = suggestions(figure(stage, later, "Xã Đông Sơn", "40"))

    assert [str(one.row) for one in offered.bodies] == ["Xã Đông Sơn", "Tỉnh Lam Sơn"]
    assert [one.row.body.code for one in offered.rows if isinstance(one.row, Observation)] == ["xa-dong-son"]


def test_two_places_of_one_name_are_asked_about(province: Any, report: Document) -> None:
    """“Đông Sơn” where there is a commune and a ward of that name."""
    body_add(code="p-dong-son", name="Phường Đông Sơn", kind="commune", parent=province.root, by=None)

    found = figurebodies.candidates("Đông Sơn", report, Directory())

    assert figurebodies.resolve("Đông Sơn", report, Directory()) is None
    assert {one.body.code for one in found[:2]} == {"xa-dong-son", "p-dong-son"}


# --- what contradicts what ------------------------------------------------------------------------------


def told(rows: Any) -> list[str]:
    return [one.found.kind.value for one in rows]


def add_commune(province: Any, name: str, code: str) -> Body:
    body: Body = body_add(code=code, name=name, kind="commune", parent=province.root, by=None)
    return body


def test_bodies_do_not_contradict_one_another(stage: Any, report: Document, cast: Any, province: Any) -> None:
    """Forty households there and sixty here; before and after they are confirmed."""
    add_commune(province, "Xã Tân Lập", "tan-lap")
    for body, value in (("Xã Đông Sơn", "40"), ("Xã Tân Lập", "60"), (None, "100")):
        figure(stage, report, body, value)
    access = cast.access("analyst")
    assert told(contradictions_of(access, report)) == []

    facts_accept(document=report, kind="all", by=cast.analyst)

    assert told(contradictions_of(access, report)) == []
    assert told(contradictions_everywhere(access)) == []


def test_the_same_bodys_figures_do(stage: Any, report: Document, cast: Any) -> None:
    """Forty in one report and forty-five in another of the same month: the commune's, nobody else's."""
    hundred = Indicator.objects.create(code="poor_households", name="Số hộ nghèo", unit="hộ")
    fact_accept(
        fact=figure(stage, report, "Xã Đông Sơn", "40", indicator_id="poor_households"),
        by=cast.analyst, indicator=hundred,
    )  # fmt: skip
    other = stage.document(type="report", date=date(2026, 10, 20), issuer=stage.province.government)
    figure(stage, other, "X. Đông Sơn", "45", indicator_id="poor_households")
    figure(stage, other, "Sở Xây dựng", "70", indicator_id="poor_households")

    found = contradictions_of(cast.access("analyst"), other)

    assert told(found) == ["value"]
    assert [side.side.number for side in found[0].sides] == ["45 hộ", "40 hộ"]


def test_a_total_that_is_not_its_rows(stage: Any, report: Document, cast: Any, signed_in: Any) -> None:
    """40 + 60 printed as 110: shown with the rows, and what they come to."""
    for body, value in (("Xã Đông Sơn", "40"), ("Xã Tân Lập", "60"), (None, "110")):
        figure(stage, report, body, value)

    page = Page.of(signed_in("analyst").get(reverse("document-contradictions", args=[report.pk])))

    assert "Tổng không khớp các dòng" in page.text
    assert "Bảng in tổng 110, 2 dòng cộng lại được 100, chênh 10." in page.text
    assert page.problems == []


# --- what an annex gives out ----------------------------------------------------------------------------


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2, 0), (1, 0, 2)], ids=["total first", "last", "between"])
def test_what_an_annex_gives_out_is_a_part_of_its_total(
    stage: Any, cast: Any, province: Any, signed_in: Any, order: tuple[int, ...]
) -> None:
    """The commune's targets point at the province's number and are no targets of the document's count."""
    add_commune(province, "Xã Tân Lập", "tan-lap")
    plan = stage.document(type="decision", issuer=province.government)
    rows = [(None, "100"), ("Xã Đông Sơn", "40"), ("Xã Tân Lập", "60")]
    facts = [figure(stage, plan, body, value, status="target") for body, value in rows]
    for n in order:
        fact_accept(fact=facts[n], by=cast.analyst)

    whole = TargetVersion.objects.get(target__body=province.root)
    parts = TargetVersion.objects.exclude(pk=whole.pk)
    board = scoreboard(cast.access("analyst"), plan, as_of=date(2026, 6, 30))
    page = Page.of(signed_in("analyst").get(reverse("scoreboard", args=[plan.pk])))

    assert [row.allocated_from for row in parts] == [whole, whole]
    assert board.score.total == 1
    assert {row.target.body.code for row in board.given} == {"xa-dong-son", "tan-lap"}
    assert scores_of(cast.access("analyst"), [plan.pk], as_of=date(2026, 6, 30)).of[plan.pk].total == 1
    assert "Phân cho cơ quan, địa phương, không đếm riêng" in page.text
    assert "2 đơn vị" in page.text
    assert page.problems == []


def test_without_a_total_each_counts(stage: Any, cast: Any, province: Any) -> None:
    """Two communes and no number of the province: two targets of the document."""
    add_commune(province, "Xã Tân Lập", "tan-lap")
    plan = stage.document(type="decision", issuer=province.government)
    for body, value in (("Xã Đông Sơn", "40"), ("Xã Tân Lập", "60")):
        fact_accept(fact=figure(stage, plan, body, value, status="target"), by=cast.analyst)

    assert scoreboard(cast.access("analyst"), plan, as_of=date(2026, 6, 30)).score.total == 2
