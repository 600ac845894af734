"""Targets at risk by body and field: kept while nothing changes, renewed as far as a page has time for."""

from __future__ import annotations

from datetime import date
from typing import Any

import boards
import pytest

from dondoc.web.judgement import signals
from dondoc.web.judgement.atrisk import Selection
from dondoc.web.judgement.models import KeptSignals
from dondoc.web.leaders import selectors as leaders
from dondoc.web.plans.models import Target
from dondoc.web.results.models import Observation

pytestmark = pytest.mark.django_db
TODAY, TOMORROW = date(2026, 10, 20), date(2026, 10, 21)


@pytest.fixture(autouse=True)
def _today(settings: Any) -> None:
    settings.TODAY = TODAY


@pytest.fixture
def told(stage: Any, cast: Any, province: Any) -> dict[str, Any]:
    """Of two bodies a target each that is behind, of two fields; the commune also one that is ahead."""
    document = stage.document()
    made = {}
    for field, body, value in (
        ("Kinh tế", province.finance, "10"), ("Môi trường", province.commune, "10"),
        ("Môi trường", province.commune, "95"),
    ):  # fmt: skip
        what = boards.indicator(f"Thu {field} {value}", field=field)
        aim = boards.target(what, body)
        boards.version(aim, "100", cast.analyst, document=document, decided_on=date(2026, 1, 5))
        boards.figure(what, body, "2026-01/2026-09", value, cast.analyst, document=document)
        made[f"{field} {value}"] = aim
    return made


def bodies(province: Any) -> set[int]:
    return {province.finance.pk, province.commune.pk}


def red(field: str, province: Any, on: date = TODAY, **more: Any) -> list[int]:
    """The targets at risk of a field, the worst first."""
    selection = Selection(fields={field})
    found = signals.standing(bodies(province), on=on, selection=selection, **more).red
    shown = [one["pk"] for one in found.shown(len(found.keys))]
    assert sorted(found.keys) == sorted(shown)
    return shown


def test_they_stand_by_body_and_field(
    told: dict[str, Any], province: Any, django_assert_num_queries: Any
) -> None:
    """Counted by signal, those at risk listed; asked again it costs two queries and nothing is judged."""
    standing = signals.standing(bodies(province), on=TODAY)
    assert standing.holds
    assert standing.counts == {
        (province.finance.pk, "Kinh tế"): {"risk": 1},
        (province.commune.pk, "Môi trường"): {"risk": 1, "good": 1},
    }
    assert red("Kinh tế", province) == [told["Kinh tế 10"].pk]
    with django_assert_num_queries(2):
        signals.standing(bodies(province), on=TODAY)


def _corrected(told: dict[str, Any]) -> None:
    figure = Observation.objects.get(indicator=told["Môi trường 95"].indicator)
    Observation.objects.filter(pk=figure.pk).update(mantissa=5, micro=5_000_000)


def _taken_back(told: dict[str, Any]) -> None:
    Observation.objects.filter(indicator=told["Môi trường 10"].indicator).update(
        withdrawn_at="2026-10-01T00:00+07:00"
    )


def _other_field(told: dict[str, Any]) -> None:
    what = told["Môi trường 10"].indicator
    what.field = "Kinh tế"
    what.save()


CHANGES = [
    (_corrected, ["Môi trường 10", "Môi trường 95"], "a figure changed"),
    (_taken_back, [], "a figure was taken back"),
    (_other_field, [], "the indicator is of another field now"),
]


@pytest.mark.parametrize(("change", "expected", "why"), CHANGES, ids=[row[2] for row in CHANGES])
def test_a_change_is_seen_at_once(
    change: Any, expected: list[str], why: str, told: dict[str, Any], province: Any
) -> None:
    """What no longer holds is judged anew where it is little."""
    signals.standing(bodies(province), on=TODAY)
    change(told)
    standing = signals.standing(bodies(province), on=TODAY)
    assert standing.holds
    assert red("Môi trường", province) == [told[name].pk for name in expected], why
    assert signals.differing() == (2, [])


def test_too_much_to_judge_is_shown_as_kept(
    told: dict[str, Any], province: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it was, and since when; the small body is judged anew, and a paper waits for all."""
    signals.standing(bodies(province), on=TODAY)
    made_at = KeptSignals.objects.get(body=province.commune, field="").made_at
    _corrected(told)
    monkeypatch.setattr(signals, "PAGE_TARGETS", 1)
    late = signals.standing(bodies(province), on=TOMORROW)
    assert (late.changed, late.missing, late.as_of) == ({province.commune.pk}, frozenset(), made_at)
    assert red("Môi trường", province, TOMORROW) == [told["Môi trường 10"].pk]
    whole = signals.standing(bodies(province), on=TOMORROW, whole=True)
    assert (whole.holds, len(red("Môi trường", province, TOMORROW))) == (True, 2)


def test_what_nobody_judged_is_said_to_be_missing(
    told: dict[str, Any], province: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A body without a target is not among them."""
    monkeypatch.setattr(signals, "PAGE_TARGETS", 0)
    found = signals.standing({*bodies(province), province.building.pk}, on=TODAY)
    assert (found.missing, found.counts) == (bodies(province), {})


def test_the_worker_judges_beforehand(
    told: dict[str, Any], province: Any, django_assert_num_queries: Any
) -> None:
    """Once for all; then a look at the marks is all it does, until something changes or a day is over."""
    assert [signals.work_one(), signals.work_one()] == [True, False]
    with django_assert_num_queries(1):
        assert not signals.work_one()
    _taken_back(told)
    assert [signals.work_one(), signals.work_one()] == [True, False]
    Target.objects.all().delete()
    assert [signals.work_one(), signals.work_one()] == [True, False]
    assert KeptSignals.objects.exclude(red=[]).count() == 0


def test_a_leader_is_told_what_is_older(
    told: dict[str, Any], province: Any, cast: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page says what is being judged anew; the sheet on paper has nothing older."""
    from dondoc.web.bodies.charges import charge_add

    charge_add(leader=cast.leader, bodies=[province.commune], valid_from=date(2026, 1, 1), by=cast.analyst)
    access = cast.access("leader", TODAY)
    leader, _ = leaders.leader_of_page(access, "", on=TODAY)
    assert leader is not None
    monkeypatch.setattr(signals, "PAGE_TARGETS", 0)
    said = signed_in("leader").get("/lanh-dao/").content.decode()
    assert "Chỉ tiêu của 1 cơ quan đang được tính lần đầu" in said
    assert leaders.reckon(access, leader, None, on=TODAY, whole=True)["counts"]["red"] == 1
    _corrected(told)
    said = signed_in("leader").get("/lanh-dao/").content.decode()
    assert "Chỉ tiêu của 1 cơ quan là số tính lúc" in said
    signals.work_one()
    said = signed_in("leader").get("/lanh-dao/").content.decode()
    assert "là số tính lúc" not in said
