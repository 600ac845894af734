"""Scoreboards: n/m of one document, a person's verdict beside the computed one, what a conference froze."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dondoc.records.verdict import Verdict
from dondoc.web.audit.models import Entry
from dondoc.web.core.conflicts import Conflict
from dondoc.web.judgement import scores, services
from dondoc.web.judgement.boards import lines_of
from dondoc.web.judgement.composites import targets_join
from dondoc.web.judgement.models import Decision, FrozenBoard, FrozenRow, RuleSet
from dondoc.web.judgement.registerstatements import targets_of
from dondoc.web.judgement.selectors import judged_targets, scoreboard, verdict_row
from dondoc.web.plans.models import Target, TargetVersion
from dondoc.web.plans.targets import version_withdraw
from dondoc.web.search.models import Entry as Found
from dondoc.web.sources.models import Document
from web import boards
from web.boards import Page

pytestmark = pytest.mark.django_db

TODAY = date(2026, 10, 20)
DECIDED = date(2026, 1, 15)


@pytest.fixture
def plan(stage: Any) -> Document:
    return stage.document()  # type: ignore[no-any-return]


@pytest.fixture
def promised(plan: Document, province: Any, cast: Any) -> Any:
    """Adds a target of the document with figures: `promised("Thu", "flow", "16900", ["12675 2026-…"])`."""

    def add(
        name: str,
        nature: str,
        value: str,
        figures: list[str] | None = None,
        unit: str = "tỷ đồng",
        **more: Any,
    ) -> TargetVersion:
        body = more.pop("body", province.root)
        what = boards.indicator(name, unit, nature, direction=more.pop("direction", "higher"))
        target = boards.target(what, body, more.pop("period", "2026"), **more.pop("target", {}))
        values = {"document": plan, "decided_on": DECIDED, "by_hand": True} | more
        version = boards.version(target, value, cast.analyst, **values)
        for told in figures or []:
            number, period = told.split()
            boards.figure(what, body, period, number, cast.analyst, known_on=TODAY, by_hand=True)
        return version

    return add


def verdicts(cast: Any, plan: Document, **more: Any) -> dict[str, str]:
    board = scoreboard(cast.access("analyst"), plan, as_of=more.pop("as_of", TODAY), **more)
    return {row.target.indicator.name: row.verdict.value for row in board.rows}


@pytest.fixture
def some(promised: Any) -> None:
    """One of each state in October."""
    promised("Thu ngân sách", "flow", "16900", ["17000 2026-01/2026-09"])
    promised("Xuất khẩu", "flow", "1000", ["600 2026-01/2026-09"])
    promised("Tăng trưởng", "growth", "9", ["9.5 2026-01/2026-09"], unit="%")
    promised("Xã nông thôn mới", "stock", "80", ["70 2026-Q3"], unit="xã")
    promised("GRDP bình quân", "annual", "100", unit="triệu đồng")


def test_the_board(some: None, plan: Document, cast: Any) -> None:
    """1/5; what is at risk stands first; counts add up."""
    board = scoreboard(cast.access("analyst"), plan, as_of=TODAY)

    assert [(row.target.indicator.name, row.verdict.value) for row in board.rows] == [
        ("Xuất khẩu", "behind"),
        ("Xã nông thôn mới", "not_assessable"),
        ("GRDP bình quân", "not_assessable"),
        ("Tăng trưởng", "ahead"),
        ("Thu ngân sách", "exceeded"),
    ]
    assert (board.score.met, board.score.total, board.score.at_risk) == (1, 5, 1)
    halfway = board.halfway
    assert (halfway.met, halfway.above_half, halfway.below_half, halfway.at_end) == (1, 2, 0, 2)


def test_a_count_belongs_to_one_document(promised: Any, plan: Document, stage: Any, cast: Any) -> None:
    """The same target by two documents is judged by each one's own number."""
    version = promised("Thu ngân sách", "flow", "16900", ["17000 2026-01/2026-09"])
    other = stage.document(symbol="57-NQ/HĐND", date=date(2026, 7, 1))
    boards.version(
        version.target, "18000", cast.analyst, document=other, decided_on=date(2026, 7, 1), by_hand=True
    )

    lines, _scores = lines_of(cast.access("analyst"), [plan, other], as_of=TODAY)

    assert [(line.score.met, line.score.total) for line in lines] == [(1, 1), (0, 1)]
    board = scoreboard(cast.access("analyst"), plan, as_of=TODAY)
    assert board.rows[0].later is not None
    assert board.rows[0].later.value == 18000


def test_a_composite_target_counts_once(promised: Any, plan: Document, cast: Any) -> None:
    """Its parts are shown below it and are none of m; 31,7 outside 32–33 decides."""
    whole = promised("Cơ cấu kinh tế", "stock", "2", unit="%", comparator="all")
    for name, low, high, found in [("Công nghiệp", "39", "40", "39.8"), ("Dịch vụ", "32", "33", "31.7")]:
        part = promised(
            name, "stock", low, [f"{found} 2026"], unit="%", comparator="range", direction="band",
            mantissa_max=int(high), micro_max=int(high) * 10**6,
        )  # fmt: skip
        Target.objects.filter(pk=part.target_id).update(whole=whole.target)

    board = scoreboard(cast.access("analyst"), plan, as_of=date(2027, 1, 10))

    (row,) = board.rows
    assert row.verdict is Verdict.NOT_MET
    assert [part.verdict.value for part in row.parts] == ["met", "not_met"]


def test_what_only_press_names_is_not_counted(promised: Any, plan: Document, cast: Any) -> None:
    """It is shown as waiting."""
    promised("Thu ngân sách", "flow", "16900", target={"awaiting_document": True})

    board = scoreboard(cast.access("analyst"), plan, as_of=TODAY)

    assert (board.score.total, len(board.waiting)) == (0, 1)


def test_a_step_within_the_year_does_not_count(
    promised: Any, plan: Document, province: Any, cast: Any
) -> None:
    """“Cả năm 100 %”, “đến hết quý I 15 %” in one document: one target; a year of a term's is its own."""
    year = promised("Giải ngân", "flow", "100", ["60 2026-01/2026-09"])
    first = boards.target(year.target.indicator, province.root, "2026-Q1")
    boards.version(first, "15", cast.analyst, document=plan, decided_on=DECIDED, by_hand=True)
    term = boards.target(year.target.indicator, province.root, "2026/2030")
    boards.version(term, "500", cast.analyst, document=plan, decided_on=DECIDED, by_hand=True)
    access = cast.access("analyst")

    board = scoreboard(access, plan, as_of=TODAY)
    lines, _scores = lines_of(access, [plan], as_of=TODAY)

    assert (board.score.total, [row.target.period for row in board.steps]) == (2, ["2026-Q1"])
    assert lines[0].score.total == 2
    assert targets_of(access, [plan]) == {plan.pk: 2}


def test_a_promised_fall(promised: Any, plan: Document, province: Any, cast: Any) -> None:
    """ "Giảm 0,7 điểm": 0,86 down is more than promised, 0,2 up is a negative fall; units may differ."""
    for name, value, way in [("Hộ nghèo", "0.86", "down"), ("Hộ cận nghèo", "0.2", "up")]:
        version = promised(
            name, "stock", "0.7", unit="điểm %", direction="lower", comparator="le",
            target={"measure": "change"},
        )  # fmt: skip
        boards.figure(
            version.target.indicator, province.root, "2026", value, cast.analyst, measure="change",
            direction=way, unit="điểm %",
        )  # fmt: skip

    found = verdicts(cast, plan, as_of=date(2027, 1, 10))

    assert found == {"Hộ nghèo": "exceeded", "Hộ cận nghèo": "not_met"}


def test_numbers_in_other_units_are_compared(promised: Any, plan: Document, province: Any, cast: Any) -> None:
    """17 nghìn tỷ đồng is 17.000 tỷ đồng; what cannot be converted is not guessed."""
    version = promised("Thu ngân sách", "flow", "16900")
    what = version.target.indicator
    boards.figure(what, province.root, "2026-H1", "17", cast.analyst, unit="nghìn tỷ đồng", factor="1000")
    boards.figure(what, province.root, "2026-01/2026-09", "9", cast.analyst, unit="tạ", factor=None)

    assert verdicts(cast, plan) == {"Thu ngân sách": "exceeded"}


def test_as_it_was_known_on_a_day(promised: Any, plan: Document, province: Any, cast: Any) -> None:
    """Asked about July, what was told in October does not count."""
    version = promised("Thu ngân sách", "flow", "16900", ["17000 2026-01/2026-09"])
    boards.figure(
        version.target.indicator, province.root, "2026-H1", "8000", cast.analyst, known_on=date(2026, 7, 5)
    )
    july = date(2026, 7, 10)

    assert verdicts(cast, plan) == {"Thu ngân sách": "exceeded"}
    assert verdicts(cast, plan, as_of=july, known_by=july) == {"Thu ngân sách": "behind"}


def test_scope(promised: Any, plan: Document, province: Any, cast: Any) -> None:
    """Who reads one department sees its targets only."""
    promised("Của tỉnh", "flow", "10")
    promised("Của sở", "flow", "10", body=province.building)

    board = scoreboard(cast.access("building"), plan, as_of=TODAY)

    assert [row.target.indicator.name for row in board.rows] == ["Của sở"]


# --- a person's verdict ----------------------------------------------------------------------------------


def decide(
    cast: Any, version: TargetVersion, verdict: str, reason: str = "Theo kết luận hội nghị", **more: Any
) -> Any:
    values = {"on": TODAY, "by": cast.leader, "access": cast.access("leader")} | more
    return services.verdict_decide(version=version, verdict=verdict, reason=reason, **values)


def test_a_decision_stands_beside_the_computed_verdict(promised: Any, plan: Document, cast: Any) -> None:
    """Both are shown, n/m follows the person, the trail says who; withdrawn, the computed counts."""
    version = promised("GRDP bình quân", "annual", "1915", ["2007 2026"])
    day = date(2027, 1, 10)
    made = decide(cast, version, "met", on=day)
    row = verdict_row(cast.access("analyst"), version, as_of=day)

    assert (row.verdict, row.judgement.verdict) == (Verdict.MET, Verdict.EXCEEDED)
    entry = Entry.objects.get(action="verdict.decide")
    assert (entry.actor, entry.reason, entry.after["computed"]) == (cast.leader, made.reason, "exceeded")

    services.decision_withdraw(decision=made, reason="Ghi nhầm", on=day, by=cast.leader)

    assert verdict_row(cast.access("analyst"), version, as_of=day).verdict is Verdict.EXCEEDED
    assert Decision.objects.get().withdrawn_reason == "Ghi nhầm"
    with pytest.raises(Conflict):
        services.decision_withdraw(decision=made, reason="Nữa", on=day, by=cast.leader)


@pytest.mark.parametrize(
    ("verdict", "reason", "seen", "error"),
    [
        ("met", " ", 0, ValidationError),  # no reason
        ("splendid", "Vì", 0, ValidationError),  # no verdict
        ("exceeded", "Vì", 0, ValidationError),  # that is what is computed
        ("met", "Vì", 77, Conflict),  # they saw another decision
    ],
)
def test_refused_decisions(
    verdict: str, reason: str, seen: int, error: type[Exception], promised: Any, cast: Any
) -> None:
    version = promised("GRDP bình quân", "annual", "1915", ["2007 2026"])

    with pytest.raises(error):
        decide(cast, version, verdict, reason, seen=seen, on=date(2027, 1, 10))

    assert not Decision.objects.exists()
    assert not Entry.objects.filter(action="verdict.decide").exists()


def test_rules_of_the_office(promised: Any, plan: Document, cast: Any) -> None:
    """Off by default; once a threshold is set, "cơ bản đạt" is said with it, and not counted."""
    promised("Xuất khẩu", "flow", "1055", ["950 2026"])
    day = date(2027, 1, 10)
    assert verdicts(cast, plan, as_of=day) == {"Xuất khẩu": "not_met"}

    services.rules_set(
        nearly=Decimal(90), rounding="printed", closing_days=31, reason="QĐ 12", on=TODAY, by=cast.leader
    )

    board = scoreboard(cast.access("analyst"), plan, as_of=day)
    assert (board.rows[0].verdict, board.score.met) == (Verdict.NEARLY_MET, 0)
    earlier = scoreboard(cast.access("analyst"), plan, as_of=day, known_by=date(2026, 10, 19))
    assert earlier.rules.nearly is None


@pytest.mark.parametrize("nearly", [Decimal(0), Decimal(100), Decimal("95.123")])
def test_refused_rules(nearly: Decimal, cast: Any) -> None:
    with pytest.raises(ValidationError):
        services.rules_set(
            nearly=nearly, rounding="printed", closing_days=31, reason="QĐ", on=TODAY, by=cast.leader
        )
    assert not RuleSet.objects.exists()


# --- what a conference froze -----------------------------------------------------------------------------


def frozen(board: FrozenBoard) -> list[Any]:
    """All that a frozen board says."""
    board.refresh_from_db()
    rows = [(row.position, row.verdict, row.computed, row.data) for row in board.rows.order_by("position")]
    return [board.occasion, board.as_of, board.met, board.total, board.rules, rows]


def freeze(cast: Any, plan: Document) -> FrozenBoard:
    return services.board_freeze(
        access=cast.access("analyst"),
        document=plan,
        occasion="Hội nghị lần thứ 9",
        as_of=TODAY,
        by=cast.leader,
    )


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(["figure", "correct", "decide", "rules", "amend", "rename"]), max_size=5))
def test_a_frozen_board_never_changes(
    some: None, plan: Document, province: Any, cast: Any, acts: list[str]
) -> None:
    """Whatever comes after it: figures, corrections, decisions, rules, amended numbers, other names."""
    with transaction.atomic():
        board = freeze(cast, plan)
        before = frozen(board)
        version = TargetVersion.objects.filter(document=plan).earliest("pk")
        for n, act in enumerate(acts):
            _happens(act, n, version, province, cast)
        assert frozen(board) == before
        transaction.set_rollback(True)


def _happens(act: str, n: int, version: TargetVersion, province: Any, cast: Any) -> None:
    target = version.target
    match act:
        case "figure":
            boards.figure(target.indicator, province.root, "2026", str(n + 1), cast.analyst)
        case "correct":
            target.indicator.observations.update(corrected_on=TODAY)
        case "decide":
            Decision.objects.filter(version=version).update(withdrawn_on=TODAY)
            decide(cast, version, "not_met")
        case "rules":
            services.rules_set(
                nearly=Decimal(50 + n), rounding="target", closing_days=5, reason="Khác", on=TODAY,
                by=cast.leader,
            )  # fmt: skip
        case "amend":
            boards.version(target, str(90_000 + n), cast.analyst, decided_on=TODAY, by_hand=True)
        case "rename":
            target.indicator.name = f"Tên khác {n}"
            target.indicator.save()


def test_the_database_refuses_to_change_what_was_frozen(some: None, plan: Document, cast: Any) -> None:
    """Not even by a statement."""
    board = freeze(cast, plan)

    for change in (
        lambda: FrozenRow.objects.filter(board=board).update(verdict="met"),
        lambda: FrozenBoard.objects.filter(pk=board.pk).update(met=9),
        lambda: FrozenRow.objects.filter(board=board)._raw_delete("default"),  # type: ignore[attr-defined]
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_there_must_be_something_to_freeze(plan: Document, cast: Any) -> None:
    with pytest.raises(ValidationError):
        freeze(cast, plan)


# --- several numbers that are one target -----------------------------------------------------------------


def test_parts_joined_count_once(promised: Any, plan: Document, cast: Any, signed_in: Any) -> None:
    """Doctors and beds are one target; the page does it; the composite withdrawn, each counts again."""
    rows = [
        promised("Bác sĩ", "stock", "11.5", unit="bác sĩ"),
        promised("Giường", "stock", "30.5", unit="giường"),
    ]
    promised("Thu", "flow", "10")
    client, address = signed_in("analyst"), reverse("scoreboard-join", args=[plan.pk])

    refused = client.post(address, {"name": "Y tế", "version": [rows[0].pk]})
    done = client.post(address, {"name": "Bác sĩ và giường bệnh", "version": [row.pk for row in rows]})
    board = scoreboard(cast.access("analyst"), plan, as_of=TODAY)

    assert (refused.status_code, done.status_code) == (422, 302)
    assert Page.of(client.get(address)).problems == []
    (whole,) = (row for row in board.rows if row.parts)
    assert (board.score.total, len(whole.parts)) == (2, 2)
    assert Entry.objects.get(action="target.compose").actor == cast.analyst
    made = whole.version.target.indicator
    assert Found.objects.filter(kind="indicator", row=made.pk).exists(), "it is found by search"
    version_withdraw(version=whole.version, by=cast.analyst, reason="Gộp nhầm")
    assert scoreboard(cast.access("analyst"), plan, as_of=TODAY).score.total == 3


def test_what_cannot_be_joined(promised: Any, plan: Document, province: Any, cast: Any, stage: Any) -> None:
    """Other periods, other documents, no name, what is a part already."""
    one, two = (promised(name, "stock", "1") for name in ("A", "B"))
    later = promised("C", "stock", "1", period="2027")
    elsewhere = promised("D", "stock", "1", document=stage.document())
    cases = [("", [one, two]), ("X", [one]), ("X", [one, later]), ("A", [one, two])]

    for name, versions in cases:
        with pytest.raises(ValidationError):
            targets_join(document=plan, name=name, versions=versions, by=cast.analyst)
    with pytest.raises(Conflict):
        targets_join(document=plan, name="X", versions=[one, elsewhere], by=cast.analyst)
    targets_join(document=plan, name="X", versions=[one, two], by=cast.analyst)
    with pytest.raises(ValidationError):
        targets_join(document=plan, name="Y", versions=[one, two], by=cast.analyst)


# --- pages -----------------------------------------------------------------------------------------------


def test_the_pages(some: None, plan: Document, cast: Any, signed_in: Any) -> None:
    """Each is well formed, and says the same as the selector."""
    client = signed_in("leader")
    version = TargetVersion.objects.filter(document=plan).earliest("pk")
    board = freeze(cast, plan)
    decide(cast, version, "met", "Hội nghị <thống nhất>")
    pages = {
        "scoreboard-list": [],
        "scoreboard": [plan.pk],
        "verdict": [version.pk],
        "frozen-board": [board.pk],
        "scoreboard-freeze": [plan.pk],
        "verdict-rules": [],
    }
    texts = {}
    for name, args in pages.items():
        page = Page.of(client.get(reverse(name, args=args)))
        assert page.problems == [], name
        texts[name] = page.text

    assert "1/5 chỉ tiêu đạt và vượt" in texts["scoreboard"]
    assert "cao hơn 16.900 tỷ đồng, vượt" in texts["verdict"]
    assert "Hội nghị <thống nhất>" in texts["verdict"]
    assert "Hội nghị lần thứ 9" in texts["frozen-board"]
    assert "Không dùng “cơ bản đạt”" in texts["scoreboard"]


def test_deciding_on_the_page(promised: Any, cast: Any, signed_in: Any) -> None:
    """It works; without a reason nothing typed is lost; a second look does not overwrite."""
    version = promised("Thu", "flow", "16900", ["17000 2026-01/2026-09"])
    client, address = signed_in("leader"), reverse("verdict-decide", args=[version.pk])

    refused = client.post(address, {"verdict": "met", "reason": "", "seen": "0"})
    done = client.post(address, {"verdict": "met", "reason": "Đúng mức", "seen": "0"})
    again = client.post(address, {"verdict": "not_met", "reason": "Chưa xem", "seen": "0"})

    assert (refused.status_code, done.status_code, again.status_code) == (422, 302, 409)
    assert "Chưa xem" in again.content.decode()
    assert Decision.objects.get().verdict == "met"


def test_the_export_says_what_the_page_says(some: None, plan: Document, cast: Any, signed_in: Any) -> None:
    rows = boards.csv_of(signed_in("analyst").get(reverse("scoreboard-export", args=[plan.pk, "csv"])))

    assert [row["Kết luận"] for row in rows][:1] == ["Chậm tiến độ"]
    assert len(rows) == 5


def test_three_hundred_targets(
    plan: Document, province: Any, cast: Any, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    """The page costs no more queries with three hundred targets, figures, paths and decisions."""
    for n in range(300):
        what = boards.indicator(f"Chỉ tiêu {n}")
        target = boards.target(what, province.root)
        version = boards.version(target, "100", cast.analyst, document=plan, decided_on=DECIDED, by_hand=True)
        boards.figure(what, province.root, "2026-01/2026-09", str(n), cast.analyst)
    decide(cast, version, "not_met")
    services.rules_set(
        nearly=Decimal(90), rounding="printed", closing_days=31, reason="QĐ", on=TODAY, by=cast.leader
    )
    client = signed_in("leader")

    with django_assert_max_num_queries(10):
        page = client.get(reverse("scoreboard", args=[plan.pk]))

    assert "/300 chỉ tiêu đạt và vượt" in page.content.decode()


def test_the_list_reckons_once_and_again_after_a_change(
    promised: Any, plan: Document, cast: Any, signed_in: Any, django_assert_max_num_queries: Any
) -> None:
    """The second reader of a branch pays for no verdict; a person's verdict is there at once."""
    version = promised("Thu ngân sách", "flow", "16900", ["17000 2026-01/2026-09"])
    board = freeze(cast, plan)
    leader, analyst, address = signed_in("leader"), signed_in("analyst"), reverse("scoreboard-list")

    with django_assert_max_num_queries(15):  # of which two are the savepoint around what is kept
        first = leader.get(address).content.decode()
    with django_assert_max_num_queries(8):
        second = analyst.get(address).content.decode()
    decide(cast, version, "not_met")
    third = analyst.get(address).content.decode()

    assert [text.count(">1/1<") > text.count(">0/1<") for text in (first, second, third)] == [
        True,
        True,
        False,
    ]
    assert all(board.occasion in text for text in (first, second, third))


def test_the_list_waits_for_no_more_than_a_page_has_time_for(
    promised: Any, plan: Document, cast: Any, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody has reckoned is said to be coming; what changed is shown as it was, and since when."""
    version = promised("Thu ngân sách", "flow", "16900", ["17000 2026-01/2026-09"])
    analyst, address = signed_in("analyst"), reverse("scoreboard-list")
    monkeypatch.setattr(scores, "PAGE_TARGETS", 0)

    first = analyst.get(address).content.decode()
    assert "Kết quả của 1 văn bản đang được tính lần đầu." in first
    assert scores.work_one()
    second = analyst.get(address, headers={"HX-Request": "true"}).content.decode()
    assert ">1/1<" in second
    assert [words in second for words in ("<html", "đang tính")] == [False, False]
    decide(cast, version, "not_met")
    third = analyst.get(address).content.decode()
    assert [words in third for words in ("Kết quả của 1 văn bản là số tính lúc", ">1/1<")] == [True, True]
    monkeypatch.setattr(scores, "PAGE_TARGETS", 1)
    assert ">0/1<" in analyst.get(address).content.decode()


def test_many_targets_at_once(some: None, plan: Document, cast: Any) -> None:
    """For papers: verdicts by target, the same as the board's."""
    board = scoreboard(cast.access("analyst"), plan, as_of=TODAY)

    found = judged_targets(cast.access("analyst"), [row.target for row in board.rows], as_of=TODAY)

    assert {pk: row.verdict for pk, row in found.items()} == {
        row.target.pk: row.verdict for row in board.rows
    }
