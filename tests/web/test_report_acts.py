"""Reports typed, sent, confirmed, returned, opened again; what is confirmed counts, nothing before."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from dondoc.web.accounts.models import Grant, Role
from dondoc.web.audit.models import Entry
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.followup.owed import owed_between
from dondoc.web.matters.models import Matter
from dondoc.web.reporting import acts, delegations, drafts, generation
from dondoc.web.reporting.acts import Paper
from dondoc.web.reporting.drafts import Typed
from dondoc.web.reporting.grid import grid_of
from dondoc.web.reporting.models import CellChange, EventChoice, Report, ReportCell, SentFigure
from dondoc.web.reporting.reportforms import LineWanted, form_add
from dondoc.web.reporting.standing import stands
from dondoc.web.results.models import Observation
from dondoc.web.search.models import Entry as Found
from dondoc.web.sources.models import File
from web.boards import indicator
from web.reports import DUE, LATE, SENT, Quarter, head_of, quarter

pytestmark = pytest.mark.django_db
LOCKED, OVER = date(2026, 9, 28), date(2026, 10, 2)


@pytest.fixture
def asked(province: Any, cast: Any) -> Quarter:
    return quarter(province, cast)


def counting() -> list[tuple[str, Decimal, str]]:
    found = Observation.objects.filter(withdrawn_at=None, corrected_on=None).order_by("period")
    return [(one.period, one.value, one.status) for one in found]


def test_nothing_counts_before_it_is_confirmed(asked: Quarter, province: Any) -> None:
    """Then figures, document and obligation say so; the quarter was cut off early: an estimate."""
    asked.type(province.finance, "12.675,5", "–", notes=("", "Sở chưa chốt số"))
    asked.act(province.finance, "submitted", "finance")
    assert not Observation.objects.exists()
    assert asked.of(province.finance).obligation.fulfilled_on is None

    asked.act(province.finance, "confirmed", "head")
    report = asked.of(province.finance)
    assert counting() == [("2026-01/2026-09", Decimal("12675.5"), "estimate")]
    figure = Observation.objects.get()
    assert (figure.body, figure.as_of, figure.document, figure.awaiting_document) == (
        province.finance, date(2026, 9, 14), report.document, False,
    )  # fmt: skip
    assert (report.state, report.counted_on, report.obligation.fulfilled_on) == ("confirmed", SENT, SENT)
    assert report.document is not None
    assert report.document.issuer == province.finance
    actions = list(Entry.objects.filter(action__startswith="report.").values_list("action", flat=True))
    assert sorted(actions) == ["report.confirmed", "report.submitted"]


def test_what_is_sent_before_the_period_ends_is_an_estimate(asked: Quarter, province: Any, cast: Any) -> None:
    """Whatever the calendar: a quarter that is cut off on its last day cannot be known on the seventeenth."""
    head_of(cast, province.building, "b-head")
    Report.objects.update(cut_off=date(2026, 9, 30))
    days = ((province.finance, "finance", "head", SENT), (province.building, "building", "b-head", OVER))
    for body, by, head, day in days:
        asked.type(body, "12", "3", by=by)
        asked.act(body, "submitted", by, day)
        asked.act(body, "confirmed", head, OVER)
    told = {(one.body, one.status) for one in Observation.objects.all()}
    assert told == {(province.finance, "estimate"), (province.building, "preliminary")}


WRONG = [
    (("", "12"), ("", ""), 0, "Chưa nhập số", "a required line is empty"),
    (("12,55", "12"), ("", ""), 0, "1 chữ số thập phân", "too precise"),
    (("12", "bốn"), ("", ""), 1, "không phải là một số", "no number"),
    (("12", "–"), ("", ""), 1, "lý do không có số", "no figure, and not why"),
]


@pytest.mark.parametrize(("texts", "notes", "line", "told", "why"), WRONG, ids=[row[-1] for row in WRONG])
def test_a_cell_that_is_wrong_is_told_by_its_key(
    asked: Quarter, province: Any, texts: Any, notes: Any, line: int, told: str, why: str
) -> None:
    """And nothing is sent; what was typed stays."""
    asked.type(province.finance, *texts, notes=notes)
    with pytest.raises(ValidationError) as raised:
        asked.act(province.finance, "submitted", "finance")
    assert list(raised.value.error_dict) == [f"v{asked.lines[line].pk}"]
    assert told in " ".join(raised.value.messages), why
    assert asked.of(province.finance).state == "open"
    assert not SentFigure.objects.exists()


def test_nobody_confirms_their_own(asked: Quarter, province: Any, cast: Any) -> None:
    """Neither who submitted nor who typed a figure; another head does."""
    asked.type(province.finance, "12", "3", by="head")
    asked.act(province.finance, "submitted", "finance")
    with pytest.raises(ValidationError, match="không tự xác nhận"):
        asked.act(province.finance, "confirmed", "head")
    head_of(cast, province.finance, "deputy")
    asked.act(province.finance, "confirmed", "deputy")

    asked.type(province.building, "1", "2", by="building")
    with pytest.raises(Conflict):
        asked.act(province.building, "confirmed", "head")  # of another body


def test_who_the_head_names_confirms_for_those_days(asked: Quarter, province: Any, cast: Any) -> None:
    """Not before, not after, not once it is taken back; and the event says by whose leave."""
    made = delegations.delegate(
        body=province.finance, person=cast.second, valid_from=SENT, valid_to=DUE, reason="Đi công tác",
        by=cast.head, on=SENT,
    )  # fmt: skip
    asked.type(province.finance, "12", "3")
    asked.act(province.finance, "submitted", "finance")
    with pytest.raises(Conflict):
        asked.act(province.finance, "confirmed", "second", date(2026, 9, 19))
    event = asked.act(province.finance, "confirmed", "second", DUE)
    assert event.delegation == made
    delegations.delegation_withdraw(delegation=made, by=cast.head)
    assert delegations.delegation_of(cast.second.pk, province.finance.pk, DUE) is None
    with pytest.raises(ValidationError, match="chính mình"):
        delegations.delegate(
            body=province.finance, person=cast.head, valid_from=SENT, valid_to=DUE, reason="x", by=cast.head,
            on=SENT,
        )  # fmt: skip


def test_returned_and_sent_again(asked: Quarter, province: Any) -> None:
    """With a reason; it was in time all the same. Taken back, it was not."""
    asked.type(province.finance, "12", "3")
    asked.act(province.finance, "submitted", "finance")
    with pytest.raises(ValidationError, match="lý do"):
        asked.act(province.finance, "returned", "head")
    asked.act(province.finance, "returned", "head", note="Thiếu thu từ đất")
    asked.type(province.finance, "12,5")
    asked.act(province.finance, "submitted", "finance", LATE)
    asked.act(province.finance, "confirmed", "head", LATE)
    report = asked.of(province.finance)
    assert (report.counted_on, stands(report, as_of=LATE).late) == (SENT, False)

    asked.type(province.building, "1", "2", by="building")
    asked.act(province.building, "submitted", "building")
    asked.act(province.building, "withdrawn", "building")
    asked.act(province.building, "submitted", "building", LATE)
    assert stands(asked.of(province.building), as_of=LATE).days_late == 4


def file_of(cast: Any) -> File:
    return File.objects.create(sha256="a" * 64, name="bc.pdf", size=3, media="pdf", uploaded_by=cast.building)


def test_a_signed_paper_is_checked_by_the_office(asked: Quarter, province: Any, cast: Any) -> None:
    """Its own day counts, its symbol is the document's, and who entered it does not check it."""
    asked.type(province.building, "1", "2", by="building")
    paper = Paper("112/BC-SXD", DUE, file_of(cast))
    with pytest.raises(ValidationError, match="Ngày ký"):
        asked.act(
            province.building, "signed", "building", LATE, paper=Paper("1", date(2026, 9, 23), paper.file)
        )
    asked.act(province.building, "signed", "building", LATE, paper=paper)
    with pytest.raises(Conflict):
        asked.act(province.building, "checked", "building", LATE)
    asked.act(province.building, "checked", "analyst", LATE)
    report = asked.of(province.building)
    assert (report.state, report.counted_on) == ("confirmed", DUE)
    assert report.document is not None
    assert (report.document.symbol, report.document.date) == ("112/BC-SXD", DUE)
    assert report.document.files.count() == 1
    assert report.obligation.fulfilled_by == report.document


def test_what_was_confirmed_is_corrected_before_the_lock(asked: Quarter, province: Any) -> None:
    """The number before stays, with why; until it is confirmed again it goes on counting."""
    asked.confirmed(province.finance, "12", "3")
    asked.act(province.finance, "amending", "finance", LATE, note="Sót khoản thu thuế đất")
    asked.type(province.finance, "13,5", "3")
    asked.act(province.finance, "submitted", "finance", LATE)
    assert [value for _, value, _ in counting()] == [Decimal(12), Decimal(3)]
    asked.act(province.finance, "confirmed", "head", LATE)
    assert [value for _, value, _ in counting()] == [Decimal("13.5"), Decimal(3)]
    corrected = Observation.objects.get(corrects__isnull=False)
    assert (corrected.reason, corrected.corrects and corrected.corrects.value) == (
        "Sót khoản thu thuế đất", Decimal(12),
    )  # fmt: skip


def test_after_the_lock_only_by_reopening(asked: Quarter, province: Any) -> None:
    """A record with author, reason and end; after its end it is locked again. A late mark stays."""
    asked.confirmed(province.finance, "12", "3", on=LATE)
    with pytest.raises(Conflict, match=r"khóa từ 26/09/2026\. Tỉnh Lam Sơn mở lại"):
        asked.act(province.finance, "amending", "finance", LOCKED, note="x")
    with pytest.raises(Conflict):
        asked.act(province.finance, "reopened", "head", LOCKED, note="x", until=LOCKED)
    asked.act(
        province.finance, "reopened", "analyst", LOCKED, note="Kiểm toán kiến nghị", until=date(2026, 9, 30)
    )
    asked.act(province.finance, "amending", "finance", date(2026, 9, 30), note="Theo kiểm toán")
    asked.type(province.finance, "11", "3")
    with pytest.raises(Conflict):
        asked.act(province.finance, "submitted", "finance", date(2026, 10, 1))
    asked.act(province.finance, "submitted", "finance", date(2026, 9, 30))
    asked.act(province.finance, "confirmed", "head", date(2026, 9, 30))
    report = asked.of(province.finance)
    standing = stands(report, as_of=date(2026, 10, 5))
    assert (standing.locked, standing.late, standing.days_late) == (True, True, 4)
    assert counting()[0][1] == Decimal(11)


def test_the_page_says_since_when_and_who_opens_it(
    asked: Quarter, province: Any, signed_in: Any, settings: Any
) -> None:
    """Before the lock nothing of it; after it the rule, the day and the office."""
    asked.confirmed(province.finance, "12", "3")
    page = reverse("report", args=[asked.of(province.finance).pk])
    for day, there in ((LATE, False), (LOCKED, True)):
        settings.TODAY = day
        text = signed_in("finance").get(page).content.decode()
        said = "đã khóa từ 26/09/2026 theo lịch của biểu. Tỉnh Lam Sơn mở lại thì mới sửa được."
        assert (said in text) is there


def test_late_it_may_still_be_sent(asked: Quarter, province: Any) -> None:
    """A lock hides no figures: what was never confirmed is sent, and late."""
    assert asked.confirmed(province.finance, "12", "3", on=LOCKED).counted_on == LOCKED


def test_an_extension_in_time_moves_the_day_and_a_late_one_does_not(
    asked: Quarter, province: Any, cast: Any
) -> None:
    for body, on, due in ((province.finance, SENT, date(2026, 9, 25)), (province.building, LATE, DUE)):
        acts.extend(
            report=asked.of(body), due=date(2026, 9, 25), on=on, by=cast.analyst, note="Công văn xin lùi"
        )
        assert asked.of(body).due == due
    assert stands(asked.of(province.building), as_of=LATE).late


def test_two_people_in_one_cell(asked: Quarter, province: Any, cast: Any) -> None:
    """The first text stands, the later one is kept beside it; sending waits until somebody has chosen."""
    report, key = asked.of(province.finance), f"v{asked.lines[0].pk}"
    asked.type(province.finance, "12", "3")
    drafts.cells_save(report=report, typed=[Typed(key, "13", 1)], by=cast.head)
    saved = drafts.cells_save(report=report, typed=[Typed(key, "14", 1)], by=cast.finance)
    assert saved.clashes[key].text == "13"
    same = drafts.cells_save(report=report, typed=[Typed(key, "13", 0)], by=cast.finance)
    assert same.revisions == {key: 2}  # said again, or the same by chance
    with pytest.raises(ValidationError, match="hai người nhập khác nhau"):
        asked.act(province.finance, "submitted", "finance")
    drafts.clash_settle(change=CellChange.objects.get(clash=True), take=True, by=cast.finance)
    assert ReportCell.objects.get(key=key).text == "14"
    assert list(CellChange.objects.filter(key=key).values_list("text", flat=True)) == ["12", "13", "14", "14"]
    asked.act(province.finance, "submitted", "finance")


def test_what_was_sent_is_not_typed_into(asked: Quarter, province: Any, cast: Any) -> None:
    """It lies on somebody's table; a line of another form is refused."""
    asked.type(province.finance, "12", "3")
    with pytest.raises(ValidationError, match="Tải lại"):
        drafts.cells_save(
            report=asked.of(province.finance), typed=[Typed("v999999", "1", 0)], by=cast.finance
        )
    asked.act(province.finance, "submitted", "finance")
    with pytest.raises(Conflict, match="Chờ xác nhận"):
        asked.type(province.finance, "13")


def test_difficulties_become_matters_once(asked: Quarter, province: Any, cast: Any) -> None:
    """With who is asked to answer by when; confirmed again they are not made again."""
    report = asked.of(province.finance)
    drafts.difficulty_add(
        report=report, nature="proposal", words="Bố trí đủ vốn đối ứng", to=province.building,
        due=date(2026, 10, 15), by=cast.finance,
    )  # fmt: skip
    gone = drafts.difficulty_add(report=report, nature="difficulty", words="Thiếu người", by=cast.finance)
    drafts.difficulty_withdraw(difficulty=gone, by=cast.finance)
    with pytest.raises(ValidationError, match="gửi cơ quan nào"):
        drafts.difficulty_add(report=report, nature="proposal", words="x", by=cast.finance)
    asked.confirmed(province.finance, "12", "3")
    asked.act(province.finance, "amending", "finance", note="sửa")
    asked.type(province.finance, "13", "3")
    asked.act(province.finance, "submitted", "finance")
    asked.act(province.finance, "confirmed", "head")
    matter = Matter.objects.get()
    assert (matter.words, matter.answering, matter.due, matter.state) == (
        "Bố trí đủ vốn đối ứng", province.building, date(2026, 10, 15), "open",
    )  # fmt: skip
    assert matter.document == asked.of(province.finance).document


def test_many_at_once_through_the_same_function(asked: Quarter, province: Any, cast: Any) -> None:
    """What cannot be done is told by report; the others are done."""
    head_of(cast, province.root, "chief")
    for body, by in ((province.finance, "finance"), (province.building, "building")):
        asked.type(body, "12", "3", by=by)
    asked.act(province.finance, "submitted", "finance")
    reports = [asked.of(province.finance), asked.of(province.building)]
    done = acts.act_many(
        reports=reports, kind=EventChoice.CONFIRMED, on=SENT, by=cast.chief, access=cast.access("chief", SENT)
    )
    assert [report.body for report in done.done] == [province.finance]
    assert len(done.problems) == 1
    assert "Chưa gửi" in done.problems[0]
    assert Entry.objects.filter(action="report.confirmed").count() == 1


def _all_that_came(reports: list[Any]) -> dict[str, Any]:
    """Everything two ways of confirming must agree on, without keys and moments."""
    entries = Entry.objects.exclude(action="report.submitted").order_by("pk")
    names = ("action", "label", "before", "after", "reason", "actor_id", "body_id")
    return {
        "reports": [
            (
                r.state, r.counted_on, r.confirmed_on, r.document and (r.document.title, r.document.folded),
                r.obligation.fulfilled_on, r.obligation.fulfilled_by_id == r.document_id,
                list(r.events.order_by("id").values_list("kind", "by_id", "note", "delegation_id")),
            )
            for r in reports
        ],
        "figures": list(
            Observation.objects.order_by("body_id", "indicator_id").values_list(
                "body_id", "indicator_id", "period", "micro", "unit", "status", "as_of", "awaiting_document",
                "source_words", "known_on", "created_by_id",
            )
        ),
        "lines": list(
            SentFigure.objects.order_by("event__report_id", "line_id").values_list(
                "event__report_id", "line_id", "observation__micro", "observation__body_id"
            )
        ),
        "trail": sorted(
            str([value if name != "after" else _without_keys(value) for name, value in row.items()])
            for row in entries.filter(action__regex="report|figure|document|obligation").values(*names)
        ),
        "found": sorted(Found.objects.filter(kind="document").values_list("title", "folded", "day")),
    }  # fmt: skip


def _without_keys(after: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in after.items() if name != "fulfilled_by"}


def test_confirming_many_is_confirming_each(asked: Quarter, province: Any, cast: Any) -> None:
    """Figures, lines, documents, obligations, trail and search come out alike, one of them told no figure."""
    head_of(cast, province.root, "chief")
    for body, by, texts in (
        (province.finance, "finance", ("12,5", "3")),
        (province.building, "building", ("7", "–")),
    ):
        asked.type(body, *texts, by=by, notes=("", "chưa chốt") if "–" in texts else ())
        asked.act(body, "submitted", by)
    bodies = (province.finance, province.building)
    came = []
    for together in (True, False):
        with transaction.atomic():
            if together:
                done = acts.act_many(
                    reports=[asked.of(body) for body in bodies], kind=EventChoice.CONFIRMED, on=SENT,
                    by=cast.chief, access=cast.access("chief", SENT), note="đủ",
                )  # fmt: skip
                assert (len(done.done), done.problems) == (2, [])
            else:
                for body in bodies:
                    asked.act(body, "confirmed", "chief", note="đủ")
            came.append(_all_that_came([asked.of(body) for body in bodies]))
            transaction.set_rollback(True)
    assert came[0]["figures"]
    assert came[0] == came[1]


def test_nobody_confirms_their_own_among_many(asked: Quarter, province: Any, cast: Any) -> None:
    """The one the head typed stays as it is; the other counts. Nor what lies outside their branch."""
    head_of(cast, province.root, "chief")
    for body, by in ((province.finance, "finance"), (province.building, "building")):
        asked.type(body, "12", "3", by=by)
        asked.act(body, "submitted", by)
    ReportCell.objects.filter(report=asked.of(province.building)).update(by=cast.chief)
    reports = [asked.of(province.finance), asked.of(province.building)]
    told = {"kind": EventChoice.CONFIRMED, "on": SENT}
    done = acts.act_many(reports=reports, by=cast.chief, access=cast.access("chief", SENT), **told)
    assert [report.body for report in done.done] == [province.finance]
    assert "không tự xác nhận" in done.problems[0]
    assert {one.body for one in Observation.objects.all()} == {province.finance}
    other = acts.act_many(reports=reports, by=cast.people["head"], access=cast.access("head", SENT), **told)
    assert other.done == []
    assert len(other.problems) == 2


def test_however_many_reports_confirming_them_is_a_few_statements(
    province: Any, cast: Any, django_assert_max_num_queries: Any
) -> None:
    """As many of six bodies as of one."""
    head_of(cast, province.root, "chief")
    bodies = [
        Body.objects.create(code=f"xa-{n}", name=f"Xã {n}", kind="commune", parent=province.root)
        for n in range(6)
    ]
    long = quarter(province, cast, *bodies)
    for body in bodies:
        Grant.objects.get_or_create(
            user=cast.finance, role=Role.OFFICER, body=body, valid_from=date(2025, 7, 1)
        )
        long.type(body, "12", "3")
        long.act(body, "submitted", "finance")
    with django_assert_max_num_queries(36):  # on PostgreSQL four of them are locks
        done = acts.act_many(
            reports=[long.of(body) for body in bodies], kind=EventChoice.CONFIRMED, on=SENT, by=cast.chief,
            access=cast.access("chief", SENT),
        )  # fmt: skip
    assert (len(done.done), done.problems) == (6, [])


def test_a_correction_given_up_leaves_what_was_confirmed(asked: Quarter, province: Any) -> None:
    """Sent, returned and given up: page, draft and books say what was confirmed."""
    asked.type(province.finance, "12", "–", notes=("", "chưa chốt"))
    asked.act(province.finance, "submitted", "finance")
    asked.act(province.finance, "confirmed", "head")
    asked.act(province.finance, "amending", "finance", note="sửa")
    asked.type(province.finance, "99", "5")
    asked.act(province.finance, "submitted", "finance")
    asked.act(province.finance, "returned", "head", note="Số cũ đúng")
    asked.act(province.finance, "kept", "finance")
    report = asked.of(province.finance)
    rows = grid_of(report, frozenset()).rows
    assert [(row.sent_text, row.value and row.value.text) for row in rows] == [("12", "12"), ("–", "–")]
    assert [value for _, value, _ in counting()] == [Decimal(12)]
    assert CellChange.objects.filter(text="99").exists()


def test_who_has_sent_a_report_is_not_reminded_of_it(asked: Quarter, province: Any) -> None:
    """It lies with who confirms; returned, it is the body's again."""
    owed = {one.matter.body: one.matter for one in owed_between(DUE, DUE, on=SENT)}
    assert owed[str(province.finance.pk)].at_body
    asked.type(province.finance, "12", "3")
    asked.act(province.finance, "submitted", "finance")
    told = {one.matter.body: one for one in owed_between(DUE, DUE, on=SENT)}
    assert not told[str(province.finance.pk)].matter.at_body
    assert told[str(province.finance.pk)].words == "Kinh tế – xã hội quý III/2026 (01-KTXH)"
    asked.act(province.finance, "returned", "head", note="thiếu")
    again = {one.matter.body: one.matter for one in owed_between(DUE, DUE, on=SENT)}
    assert again[str(province.finance.pk)].at_body


def test_however_long_the_form_confirming_is_a_few_statements(
    province: Any, cast: Any, django_assert_max_num_queries: Any
) -> None:
    """Sixty lines: each figure stands, is the one its line was sent with, and has its entry in the trail."""
    lines = [LineWanted(indicator(f"Chỉ tiêu {n}"), cumulative=n % 2 == 0) for n in range(60)]
    form = form_add(
        code="02", name="Dài", office=province.root, kinds=["quarter"], valid_from=date(2026, 7, 1),
        lines=lines, bodies=[province.finance], by=cast.analyst,
    )  # fmt: skip
    generation.reports_generate(form=form, upto=date(2026, 9, 1), by=None, on=date(2026, 7, 1))
    long = Quarter(form, cast, province)
    long.type(province.finance, *(str(n * 37 % 60 + 1) for n in range(60)))
    long.act(province.finance, "submitted", "finance")

    with django_assert_max_num_queries(40):
        long.act(province.finance, "confirmed", "head")

    sent = SentFigure.objects.filter(event__report=long.of(province.finance)).select_related(
        "line", "observation"
    )
    assert len(sent) == 60
    for figure in sent:
        assert figure.observation is not None
        assert figure.observation.indicator_id == figure.line.indicator_id
        assert figure.observation.value == figure.value == figure.line.position * 37 % 60 + 1
        entry = Entry.objects.get(action="figure.add", row=figure.observation_id)
        assert entry.label == str(figure.observation)
        assert entry.actor == cast.people["head"]
