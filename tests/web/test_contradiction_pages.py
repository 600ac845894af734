"""Contradictions on their pages: both sides with their words, explained by a named person, never resolved."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse

from dondoc.web.audit.models import Entry
from dondoc.web.core.conflicts import Conflict
from dondoc.web.judgement import contradictions, explaining
from dondoc.web.judgement.contradictions import contradictions_everywhere, contradictions_of
from dondoc.web.judgement.models import Explained
from dondoc.web.judgement.yardsticks import yardstick_add
from dondoc.web.matters.models import Tally, TallyKind
from dondoc.web.results.models import Observation
from dondoc.web.sources.models import Document
from dondoc.web.sources.services import fact_accept
from web import boards
from web.boards import Page
from web.conftest import part

pytestmark = pytest.mark.django_db

DAY = date(2026, 1, 15)


def kinds(rows: Any) -> list[str]:
    return [one.found.kind.value for one in rows]


@pytest.fixture
def report(stage: Any) -> Document:
    """6/70 xã printed as 8,45 %; 15 + 11 beside 25."""
    document: Document = stage.document(type="report", date=date(2026, 10, 2))
    tally = {"status": "actual", "bound": "exact", "period": "2026", "unit": "xã", "measure": "tally"}
    stage.fact(
        document, "indicator", "Có 6/70 xã chưa đạt", name="số xã chưa đạt", value="6", out_of="70", **tally
    )
    stage.fact(
        document, "indicator", "chiếm 8,45%", name="tỷ lệ xã chưa đạt", value="8.45", decimals=2,
        **(tally | {"unit": "%", "measure": "share"}),
    )  # fmt: skip
    parts = [part("met_or_exceeded", "25"), part("exceeded", "15"), part("met", "11")]
    stage.fact(document, "verdict", "25/28 chỉ tiêu, 15 vượt, 11 đạt", parts=parts)
    return document


def test_within_a_document(report: Document, cast: Any, signed_in: Any) -> None:
    """Before anything is confirmed: the page shows both quotes and what would fit."""
    found = contradictions_of(cast.access("analyst"), report)
    page = Page.of(signed_in("analyst").get(reverse("document-contradictions", args=[report.pk])))

    assert sorted(kinds(found)) == ["count_parts", "share"]
    assert page.problems == []
    assert "Có 6/70 xã chưa đạt" in page.text
    assert "Số đếm cho 8,57 %, văn bản in 8,45 %; 8,45 % khớp với tổng 71." in page.text


def test_the_list_of_all_has_them_too(report: Document, cast: Any, signed_in: Any) -> None:
    """Who looks at the list alone sees that 6/70 is no 8,45 %; who may not see the document does not."""
    page = Page.of(signed_in("analyst").get(reverse("contradiction-list")))
    assert "Số đếm cho 8,57 %, văn bản in 8,45 %" in page.text
    assert "25/28 chỉ tiêu, 15 vượt, 11 đạt" in page.text
    assert contradictions_everywhere(cast.access("nobody")) == []


def test_a_figure_without_words_is_told_with_its_number(stage: Any, province: Any, cast: Any) -> None:
    """A figure of a grid has no sentence behind it: what stands on its side is what it says."""
    what = boards.indicator("Thu ngân sách")
    boards.figure(what, province.root, "2026", "18000", cast.analyst, document=stage.document())
    boards.figure(
        what, province.root, "2026", "17600", cast.analyst, document=stage.document(),
        source_words="Tiến độ tháng 8/2026",
    )  # fmt: skip
    (found,) = contradictions_everywhere(cast.access("analyst"))
    assert [side.side.words for side in found.sides] == [
        "Thu ngân sách: 18.000 tỷ đồng", "Thu ngân sách: 17.600 tỷ đồng (Tiến độ tháng 8/2026)",
    ]  # fmt: skip


def test_a_rejected_fact_says_nothing(report: Document, cast: Any) -> None:
    report.facts.filter(kind="verdict").update(state="rejected", decided_at="2026-10-03T00:00:00Z")

    assert kinds(contradictions_of(cast.access("analyst"), report)) == ["share"]


def test_between_documents(stage: Any, province: Any, cast: Any, signed_in: Any) -> None:
    """18.000 against 17.600 for the same thing; an official figure beside an estimate is no contradiction."""
    what = boards.indicator("Thu ngân sách")
    for value, status in (("18000", "estimate"), ("17600", "estimate"), ("17900", "official")):
        boards.figure(
            what, province.root, "2026", value, cast.analyst, status=status, document=stage.document()
        )

    (found,) = contradictions_everywhere(cast.access("analyst"))
    page = Page.of(signed_in("analyst").get(reverse("contradiction-list")))

    assert [side.side.number for side in found.sides] == ["18000 tỷ đồng", "17600 tỷ đồng"]
    assert None not in [side.document for side in found.sides]
    assert "18.000 và 17.600 tỷ đồng, chênh 400" in page.text
    assert page.problems == []


def test_other_units_are_compared_at_their_digits(stage: Any, province: Any, cast: Any) -> None:
    """18 nghìn tỷ may be 17.600 tỷ, 18,0 nghìn tỷ may not."""
    what = boards.indicator("Thu ngân sách")
    one = boards.figure(
        what, province.root, "2026", "18", cast.analyst, unit="nghìn tỷ đồng", factor="1000",
        document=stage.document(),
    )  # fmt: skip
    boards.figure(what, province.root, "2026", "17600", cast.analyst, document=stage.document())
    access = cast.access("analyst")
    assert contradictions_everywhere(access) == []

    one.mantissa, one.decimals = 180, 1
    one.save()
    cache.clear()  # the trail knows nothing of this change

    assert kinds(contradictions_everywhere(access)) == ["value"]


def test_targets_that_cannot_both_hold(stage: Any, province: Any, cast: Any, signed_in: Any) -> None:
    """7 % in 2024 beside 10,24 % a year for 2024–25: 13,58 % in 2025."""
    what = boards.indicator("Tăng trưởng", "%", "growth")
    for period, value in (("2024/2025", "10.24"), ("2024", "7")):
        target = boards.target(what, province.root, period)
        boards.version(target, value, cast.analyst, document=stage.document(), decided_on=DAY)

    text = Page.of(signed_in("analyst").get(reverse("contradiction-list"))).text

    assert "năm 2025 phải 13,58 %" in text


def tally(document: Document, total: int, met: int, source: str = "") -> Tally:
    made = Tally.objects.create(
        document=document, kind=TallyKind.VERDICT, about="chỉ tiêu", total=total, period="2026",
        source_as_written=source,
    )  # fmt: skip
    made.parts.create(label="met_or_exceeded", number=met)
    return made


def test_counts_of_one_document(stage: Any, province: Any, cast: Any) -> None:
    """27 or 28 targets of the same resolution, told by two papers; and the register has one."""
    plan = stage.document(symbol="11-NQ/TU")
    what = boards.indicator("Thu ngân sách")
    target = boards.target(what, province.root)
    boards.version(target, "10", cast.analyst, document=plan, decided_on=DAY, by_hand=True)
    first, second = stage.document(), stage.document()
    tally(first, 28, 25, "Nghị quyết số 11-NQ/TU")
    tally(second, 27, 25, "Nghị quyết số 11-NQ/TU")

    found = contradictions_everywhere(cast.access("analyst"))
    here = contradictions_of(cast.access("analyst"), plan)

    assert kinds(found) == ["count", "count"]  # the other paper, the register
    numbers = [side.side.number for one in found for side in one.sides]
    assert numbers == ["25/28", "25/27", "25/28", "?/1"]
    assert [one.sides[1].side.number for one in here] == ["0/1"]  # n as the register knew it on the day


def test_scope(stage: Any, province: Any, cast: Any) -> None:
    """Who reads one department does not learn what the province's figures say."""
    what = boards.indicator("Thu ngân sách")
    for value in ("18000", "17600"):
        boards.figure(what, province.root, "2026", value, cast.analyst, document=stage.document())

    assert contradictions_everywhere(cast.access("building")) == []


# --- explaining ------------------------------------------------------------------------------------------


def test_explained_by_a_named_person(report: Document, cast: Any, signed_in: Any) -> None:
    """It stays shown with the reason; withdrawn it is open again; the trail has both."""
    client = signed_in("analyst")
    (one,) = [
        row for row in contradictions_of(cast.access("analyst"), report) if row.found.kind.value == "share"
    ]
    address = reverse("contradiction-explain", args=[report.pk])

    client.post(address, {"key": one.found.key, "reason": ""})
    assert not Explained.objects.exists()
    client.post(address, {"key": one.found.key, "reason": "In nhầm, mẫu số là 71"})
    text = Page.of(client.get(reverse("document-contradictions", args=[report.pk]))).text

    assert "In nhầm, mẫu số là 71" in text
    assert "Có 6/70 xã chưa đạt" in text
    made = Explained.objects.get()
    assert (made.explained_by, "6/70" in made.words) == (cast.analyst, True)

    client.post(reverse("explanation-withdraw", args=[made.pk]), {"reason": "Chưa đúng"})

    assert contradictions_of(cast.access("analyst"), report)[0].explained is None
    assert Entry.objects.filter(action__startswith="contradiction.").count() == 2


def test_refused_explanations(report: Document, cast: Any, signed_in: Any) -> None:
    """No reason; twice; one that is not there."""
    with pytest.raises(ValidationError):
        explaining.contradiction_explain(key="k", document=report, words="a ≠ b", reason=" ", by=cast.analyst)
    explaining.contradiction_explain(key="k", document=report, words="a ≠ b", reason="Vì", by=cast.analyst)
    with pytest.raises(Conflict):
        explaining.contradiction_explain(key="k", document=report, words="a ≠ b", reason="Vì", by=cast.second)
    address = reverse("contradiction-explain", args=[report.pk])
    assert signed_in("analyst").post(address, {"key": "x", "reason": "Vì"}).status_code == 404


def test_queries_are_bounded(
    stage: Any, province: Any, cast: Any, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    """As many for forty contradictions as for one."""
    plan = stage.document(symbol="11-NQ/TU")
    for n in range(40):
        what = boards.indicator(f"Chỉ tiêu {n}")
        for value in ("18000", "17600"):
            boards.figure(what, province.root, "2026", value, cast.analyst, document=plan)
    for n in range(5):
        tally(stage.document(), 28 + n, 25, "Nghị quyết số 11-NQ/TU")
    client = signed_in("analyst")

    with django_assert_max_num_queries(18):
        page = client.get(reverse("contradiction-list"))
    with django_assert_max_num_queries(7):  # nothing has changed since
        again = client.get(reverse("contradiction-list"))

    assert "44 chỗ" in page.content.decode()
    assert "44 chỗ" in again.content.decode()


def test_of_a_large_register_the_list_is_shown_as_found_last(
    stage: Any, province: Any, cast: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page says that all is being looked at, and fetches what comes of it; without a script one waits."""
    monkeypatch.setattr(contradictions, "PAGE_FIGURES", 0)
    plan, what = stage.document(symbol="11-NQ/TU"), boards.indicator("Thu ngân sách")
    for value in ("18000", "17600"):
        boards.figure(what, province.root, "2026", value, cast.analyst, document=plan)
    client, address = signed_in("analyst"), reverse("contradiction-list")

    first = client.get(address).content.decode()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    boards.figure(what, province.finance, "2026", "5", cast.analyst, document=plan)
    older = Page.of(client.get(address))
    waited = client.get(address, {"wait": "1"}).content.decode()

    assert "Đang soát toàn bộ số liệu." in first
    assert "17.600" not in first
    assert ["17.600" in text for text in (part, older.text, waited)] == [True, True, True]
    assert "Danh sách này soát lúc" in older.text
    assert older.problems == []
    for text in (part, waited):
        assert "đang soát" not in text.lower()
    assert "<html" not in part


def test_a_report_against_the_register(stage: Any, province: Any, cast: Any) -> None:
    """1.724 in an annex not yet reviewed, 1.742 in the register; told half a year later it is a revision."""
    what = boards.indicator("Kim ngạch xuất khẩu", "triệu USD", code="exports")
    report = stage.document(type="report", date=date(2026, 9, 28))
    boards.figure(what, province.root, "2026-01/2026-09", "1742", cast.analyst, document=report)
    for day in (date(2026, 9, 30), date(2027, 4, 1)):
        annex = stage.document(type="report", date=day)
        stage.fact(
            annex, "indicator", "Kim ngạch xuất khẩu 1,724 tỷ USD", name="kim ngạch xuất khẩu", value="1.724",
            decimals=3, unit="tỷ USD", status="actual", bound="exact", period="2026-01/2026-09",
            indicator_id="exports",
        )  # fmt: skip

    (found,) = contradictions_everywhere(cast.access("analyst"))

    assert found.found.kind.value == "value"
    assert [side.document.date for side in found.sides if side.document] == [date(2026, 9, 30), report.date]


NINE = "2026-01/2026-09"


def test_a_printed_change(stage: Any, province: Any, cast: Any, signed_in: Any) -> None:
    """11.176, "tăng 9,6 %", and 10.106 in the register: it would be 10,59 %; confirmed or not, told once."""
    what = boards.indicator("Thu ngân sách", code="budget_revenue")
    boards.figure(what, province.root, "2025-01/2025-09", "10106", cast.analyst, status="official")
    report = stage.document(type="report", date=date(2026, 9, 28))
    told = {"status": "estimate", "bound": "exact", "period": NINE, "name": "thu", "indicator_id": what.code}
    stage.fact(report, "indicator", "thu đạt 11.176 tỷ", value="11176", measure="level", **told)
    stage.fact(
        report, "indicator", "tăng 9,6%", value="9.6", decimals=1, measure="change", direction="up",
        base="same_period", **(told | {"unit": "%"}),
    )  # fmt: skip
    access = cast.access("analyst")

    read = contradictions_of(access, report)
    page = Page.of(signed_in("analyst").get(reverse("document-contradictions", args=[report.pk])))
    for value, unit, more in (
        ("11176", "tỷ đồng", {}),
        ("9.6", "%", {"measure": "change", "direction": "up"}),
    ):
        base = {"base": "same_period"} if more else {}
        boards.figure(
            what, province.root, NINE, value, cast.analyst, document=report, unit=unit, **more, **base
        )
    cache.clear()
    confirmed = contradictions_of(access, report)

    assert kinds(read) == ["growth"]
    assert "In 9,6 %, tính từ hai số thì được 10,59." in page.text
    assert kinds(confirmed) == ["growth"]
    assert kinds(contradictions_everywhere(access)) == ["growth"]


def test_nearly_so_many_times_the_country(stage: Any, province: Any, cast: Any) -> None:
    """“Gấp gần 2,5 lần bình quân cả nước”: without the country's figure what it would be, with it 2,66."""
    what = boards.indicator("Tăng trưởng", "%", "growth", code="grdp_growth")
    report = stage.document(type="report", date=date(2023, 12, 1))
    told = {"status": "estimate", "period": "2023", "name": "GRDP", "indicator_id": what.code}
    stage.fact(
        report, "indicator", "GRDP đạt 13,45%", value="13.45", decimals=2, unit="%", measure="level",
        bound="exact", **told,
    )  # fmt: skip
    stage.fact(
        report, "indicator", "gấp gần 2,5 lần bình quân cả nước", value="2.5", decimals=1, unit="lần",
        measure="ratio", base="country", bound="about", **told,
    )  # fmt: skip
    access = cast.access("analyst")

    before = contradictions_of(access, report)
    yardstick_add(
        indicator=what, scope="country", period="2023", value=Decimal("5.05"), status="preliminary",
        publisher="Cục Thống kê", published_on=date(2023, 12, 29), by=cast.analyst, on=date(2026, 1, 1),
    )  # fmt: skip
    after = contradictions_of(access, report)

    assert [(one.found.kind.value, one.certain) for one in before] == [("multiple", False)]
    assert [(one.found.kind.value, one.certain) for one in after] == [("multiple", True)]
    assert "Cả nước: 5,05 % (Cục Thống kê)" in after[0].sides[-1].side.words


def test_the_countrys_figure_is_no_result_of_the_province(stage: Any, province: Any, cast: Any) -> None:
    """“Cao hơn bình quân cả nước (7,84%)”, confirmed, is kept as the country's and contradicts nothing."""
    what = boards.indicator("Tăng trưởng", "%", "growth", code="grdp_growth")
    boards.figure(what, province.root, NINE, "9.42", cast.analyst, document=stage.document())
    words = "cao hơn bình quân chung cả nước (7,84%"
    fact = stage.fact(
        stage.document(type="report", date=date(2026, 10, 1)), "indicator", words, name="GRDP", value="7.84",
        decimals=2, unit="%", indicator_id=what.code, measure="level", status="estimate", bound="exact",
        period=NINE,
    )  # fmt: skip
    fact.value_start, fact.value_end = fact.start + words.index("7,84"), fact.end
    fact.save()
    access = cast.access("analyst")
    assert contradictions_everywhere(access) == []

    fact_accept(fact=fact, by=cast.analyst, indicator=what)
    cache.clear()

    assert contradictions_everywhere(access) == []
    assert Observation.objects.get(base="country").value == Decimal("7.84")


def test_to_a_day_and_for_months(stage: Any, province: Any, cast: Any) -> None:
    """47,9 % in eight months, 49,7 % by 31/8: the same stretch; 856 tỷ on two plans is none."""
    what = boards.indicator("Giải ngân")
    share = {"measure": "attainment", "base": "plan", "unit": "%", "factor": None}
    for period, value in (("2026-01/2026-08", "47.9"), ("2026-08-31", "49.7")):
        made = boards.figure(
            what, province.root, period, value, cast.analyst, document=stage.document(), **share
        )
        made.micro = int(Decimal(value) * 10**6)
        made.save()
    access = cast.access("analyst")

    (found,) = contradictions_everywhere(access)
    assert [side.side.number for side in found.sides] == ["47.9 %", "49.7 %"]

    for basis, value in (("centre", "1000"), ("council", "963.78")):
        target = boards.target(what, province.root, basis=basis)
        boards.version(target, value, cast.analyst, document=stage.document(), by_hand=True)
    cache.clear()

    assert contradictions_everywhere(access) == []


def test_a_target_the_press_lowers(stage: Any, province: Any, cast: Any) -> None:
    """“Tối thiểu 95 %” in the press beside 100 % of the resolution; a plan may decide anew."""
    what = boards.indicator("Giải ngân", "tỷ đồng", code="disbursement")
    target = boards.target(what, province.root, measure="attainment")
    boards.version(target, "100", cast.analyst, document=stage.document(), unit="%", by_hand=True)
    told = {
        "value": "95", "unit": "%", "indicator_id": what.code, "measure": "attainment", "status": "target",
        "bound": "at_least", "period": "2026", "base": "plan", "name": "giải ngân",
    }  # fmt: skip
    press = stage.document(type="press", standing="press", date=date(2026, 10, 2))
    plan = stage.document(type="plan", date=date(2026, 10, 2))
    for document in (press, plan):
        stage.fact(document, "indicator", "giải ngân tối thiểu 95% kế hoạch", **told)
    access = cast.access("analyst")

    assert kinds(contradictions_of(access, press)) == ["value"]
    assert contradictions_of(access, plan) == []
