"""The sample set up from nothing: what a visitor sees on 20/10/2026 is what was meant."""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils.translation import override
from openpyxl import load_workbook

from dondoc.reading import read_bytes
from dondoc.records.plan import Period
from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.bodies.models import Body
from dondoc.web.chains.models import Correspondence, Link
from dondoc.web.chains.replay import replay as replay_chains
from dondoc.web.exchange.models import TaskKey
from dondoc.web.exchange.replay import Applied as Mirrored
from dondoc.web.exchange.replay import replay as replay_mirrored
from dondoc.web.matters.replay import Replayed as Noted
from dondoc.web.matters.replay import replay as replay_matters
from dondoc.web.obligations.models import Obligation, ObligationEvent
from dondoc.web.papers.letterhead import letterhead
from dondoc.web.papers.paperpictures import CHOICES, report_pictures
from dondoc.web.papers.periodic import ReportData, report_data
from dondoc.web.papers.periodicpaper import report_fields, report_notes, report_xlsx
from dondoc.web.plans import selectors, taskboard
from dondoc.web.plans.models import TargetVersion, TaskEvent
from dondoc.web.plans.outcomes import Applied, replay
from dondoc.web.programmes.models import Item
from dondoc.web.programmes.replay import Replayed
from dondoc.web.programmes.replay import replay as replay_programmes
from dondoc.web.programmes.selectors import ItemFilter, item_board
from dondoc.web.results.models import Observation
from dondoc.web.sources.models import Fact
from dondoc.web.sources.setup import root_body
from dondoc.web.taskwork.replay import replay as replay_taskwork
from dondoc.writing import paper
from dondoc.writing.families import foreign_marks
from dondoc.writing.paper import Form
from dondoc.writing.paperkinds import KINDS
from dondoc.writing.reportprose import number
from sample.papers import Written, every_paper
from sample.readback import counted, figures_of, given, of_register, of_targets, of_template

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
OUTCOMES = SAMPLE / "outcomes.toml"
TODAY = date(2026, 10, 20)

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class SeenReport:
    """A periodic report of the province, and what the register has for it."""

    plain: bytes  # .docx without notes
    noted: bytes  # .docx with a note for each source
    whole: bytes  # .docx with notes and pictures
    book: bytes  # .xlsx
    data: ReportData
    board: dict[str, int]  # the tasks' counts on the board
    figures: set[str]  # every figure and target of the register, as printed


@dataclass(frozen=True)
class Living:
    """The sample as a visitor finds it."""

    unmatched: int  # decisions that found no fact
    first: Applied
    second: Applied
    events: int
    counts: dict[str, int]
    total: int
    leads: set[tuple[str, str]]  # the beginning of a task's words, who leads it
    awaiting: int
    rows: dict[str, selectors.TargetRow]  # the year's targets of the Party committee, by indicator
    council: dict[str, Decimal | None]
    left_open: int
    programmes: list[Replayed] = field(default_factory=list)  # two runs
    noted: list[Noted] = field(default_factory=list)  # what came of shortcomings: two runs
    arranged: list[Applied] = field(default_factory=list)  # around tasks: two runs
    matters: dict[str, int] = field(default_factory=dict)  # of work programmes, by view
    chains: list[tuple[list[str], tuple[int, ...]]] = field(default_factory=list)  # two runs: problems, rows
    reports: dict[str, SeenReport] = field(default_factory=dict)  # of nine months, by family
    mirrored: list[Mirrored] = field(default_factory=list)  # of another system: two runs
    mirror: dict[str, tuple[str, str]] = field(default_factory=dict)  # code → stage here, words there
    plans: dict[str, date | None] = field(default_factory=dict)  # owed for 08-CTr/TU: by body, when issued
    papers: dict[tuple[str, str], Written] = field(default_factory=dict)  # by kind and family
    register: set[str] = field(default_factory=set)  # every day and number it has


@pytest.fixture(scope="module")
def living(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Living]:
    """Read and replayed once for all tests here, then taken back."""
    data = tmp_path_factory.mktemp("living")
    fast = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    told = io.StringIO()
    with (
        override_settings(DATA=data, FILES_ROOT=data / "files", PASSWORD_HASHERS=fast),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        call_command(
            "setup_province",
            province=SAMPLE / "province.toml",
            documents=SAMPLE / "documents",
            decisions=SAMPLE / "decisions.toml",
            stdout=told,
            stderr=told,
        )
        seen = _looked_at(replay(OUTCOMES), replay(OUTCOMES))
        seen.programmes.append(replay_programmes(SAMPLE / "programmes.toml"))
        seen.programmes.append(replay_programmes(SAMPLE / "programmes.toml"))
        for _ in range(2):
            problems = replay_chains(SAMPLE / "chains.toml").problems
            rows = (Link.objects.count(), ObligationEvent.objects.count(), Correspondence.objects.count())
            seen.chains.append((problems, rows))
        programme = Obligation.objects.filter(document__symbol="08-CTr/TU", kind="plan")
        seen.plans.update(programme.values_list("body__code", "fulfilled_on"))
        analyst = Access.of(User.objects.get(username="tonghop"), TODAY)
        seen.matters.update(item_board(analyst, ItemFilter(), as_of=TODAY).counts)
        seen.matters["tasks"] = Item.objects.filter(task__isnull=False).count()
        seen.noted.append(replay_matters(SAMPLE / "matters.toml"))
        seen.noted.append(replay_matters(SAMPLE / "matters.toml"))
        seen.reports.update({form.value: _report(analyst, form) for form in Form})
        seen.arranged.append(replay_taskwork(SAMPLE / "taskwork.toml"))
        seen.arranged.append(replay_taskwork(SAMPLE / "taskwork.toml"))
        call_command("load_organisation", SAMPLE / "organisation.toml", stdout=told)
        with override("vi"):
            seen.papers.update({(one.kind, one.form.value): one for one in every_paper(analyst, TODAY)})
            seen.register.update(of_register(TODAY) | of_targets(analyst, TODAY))
        seen.mirrored.extend(replay_mirrored(SAMPLE / "mirrored.toml") for _ in range(2))
        for key in TaskKey.objects.filter(system__isnull=False).select_related("task"):
            seen.mirror[key.code_as_written] = (str(key.task.stage), key.status_as_written)
        yield seen
        transaction.set_rollback(True)


def _report(access: Access, form: Form) -> SeenReport:
    """The nine-month report as the office drafts it."""
    body = root_body()
    data = report_data(access, body, form, Period.parse("2026-01/2026-09"), as_of=TODAY)
    kind = KINDS["bao-cao-dinh-ky"]
    fields = letterhead(body, form, kind, year=2026) | report_fields(data)
    drawn = report_pictures(access, data, [one for one, _words in CHOICES])
    assert len(drawn) > 3
    with_pictures = letterhead(body, form, kind, year=2026) | report_fields(data, drawn)
    template = paper.template_for(kind.code, form)
    notes = report_notes(data, lambda path: f"https://don-doc.example{path}")
    told = observations_of(body)
    return SeenReport(
        plain=paper.fill(template, fields),
        noted=paper.fill(template, fields, notes=notes),
        whole=paper.fill(template, with_pictures, notes=notes),
        book=report_xlsx(data),
        data=data,
        figures=told,
        board=taskboard.task_board(access, taskboard.TaskFilter(), as_of=TODAY).counts,
    )


def observations_of(body: Body) -> set[str]:
    """Every number the register has of a body: figures, what they are out of, targets; as printed."""
    found: set[str] = set()
    for one in Observation.objects.filter(body=body, withdrawn_at=None):
        found |= {number(one.value, one.decimals), str(one.out_of_mantissa)}
    for version in TargetVersion.objects.filter(target__body=body, withdrawn_at=None):
        found.add(number(version.value, version.decimals))
        if version.value_max is not None:
            found.add(number(version.value_max, version.decimals_max))
    return found


def _looked_at(first: Applied, second: Applied) -> Living:
    access = Access.of(User.objects.get(username="tonghop"), TODAY)
    board = taskboard.task_board(access, taskboard.TaskFilter(), as_of=TODAY)
    year = selectors.TargetFilter(year=2026)
    rows = selectors.target_rows(access, list(selectors.target_board(access, year)))
    of_year = [row for row in rows if row.target.period == "2026" and row.target.body.code == "thuan-giang"]
    return Living(
        unmatched=Entry.objects.get(action="setup.replay").after["problems"],
        first=first,
        second=second,
        events=TaskEvent.objects.exclude(kind="assigned", note="").count(),
        counts=dict(board.counts),
        total=board.total,
        leads={(task.action[:30], task.lead.name) for task in board.tasks if task.lead},
        awaiting=board.counts["awaiting"] + sum(row.target.awaiting_document for row in rows),
        rows={
            row.target.indicator.code: row
            for row in of_year
            if row.target.basis == "committee" and not row.target.awaiting_document
        },
        council={
            row.target.indicator.code: row.version.in_indicator_unit
            for row in of_year
            if row.target.basis == "council"
        },
        left_open=Fact.objects.filter(
            document__files__name="12-phu-luc-9-thang-2026.xlsx", state="proposed", reading__is_current=True
        ).count(),
    )


def test_the_chain_lives(living: Living) -> None:
    """Everything the file says is found; a second run adds nothing; plans count by the chain."""
    (first, rows), (second, again) = living.chains
    assert first == second == []
    assert rows == again
    assert rows[0] >= 10
    assert living.plans["dang-uy-x-vinh-an-dong"] == date(2026, 2, 11)  # late
    assert living.plans["so-xay-dung"] == date(2026, 1, 19)  # in time
    assert living.plans["so-khcn"] is None  # owed still


def test_every_decision_and_outcome_finds_what_it_is_about(living: Living) -> None:
    """A quote that finds nothing is a reader's loss or a slip of the file: neither may pass unseen."""
    assert living.unmatched == 0
    assert living.first.not_found == []
    told = tomllib.loads(OUTCOMES.read_text("utf-8"))["outcome"]
    assert living.first.applied >= len(told)  # one that says `every` is about many tasks


def test_a_second_run_records_nothing_twice(living: Living) -> None:
    """`dondoc up` runs the set-up at every start."""
    assert living.second == Applied(0, [])
    assert living.events == living.first.applied


SHARES = [
    ("done_in_time", 0.36, 0.50),
    ("done_late", 0.05, 0.11),
    ("open_late", 0.14, 0.24),
    ("open_in_time", 0.22, 0.38),
]


@pytest.mark.parametrize(("state", "least", "most"), SHARES)
def test_an_office_in_the_middle_of_its_year(living: Living, state: str, least: float, most: float) -> None:
    """Much done, some of it late, a fifth overdue: neither nothing done nor a leaflet."""
    assert living.total > 130
    assert least <= living.counts[state] / living.total <= most, living.counts


def test_what_newspapers_say_waits_for_its_document(living: Living) -> None:
    """A visitor meets a few rows "chờ văn bản", and none of them counts as owed."""
    assert 2 <= living.awaiting <= 5


LEADS = [
    ("điều động, biệt phái công chức", "Sở Nội vụ"),
    ("đối chiếu số liệu giữa báo cáo", "Văn phòng UBND tỉnh"),
    ("chỉ đạo các cơ quan báo chí của tỉnh", "Ban Tuyên giáo và Dân vận Tỉnh ủy"),
    ("Phê duyệt thiết kế dự án Lộc Giang 2", "Phòng Thẩm định, Sở Xây dựng"),
    ("Trồng mới 1.500 ha rừng gỗ lớn", "Sở Nông nghiệp và Môi trường"),
]


@pytest.mark.parametrize(("words", "lead"), LEADS)
def test_who_leads(living: Living, words: str, lead: str) -> None:
    """Cases that were read wrongly once: the lead is a body, not the beginning of the order."""
    assert (words[:30], lead) in living.leads


# indicator, plan, latest result, its period
LATEST = [
    ("grdp_growth", "10", "9.42", "2026-01/2026-09"),
    ("industrial_index", "12.5", "11.8", "2026-01/2026-09"),
    ("social_investment", "58500", "41360", "2026-01/2026-09"),
    ("budget_revenue", "14200", "11076", "2026-01/2026-09"),
    ("domestic_revenue", "12900", "9984", "2026-01/2026-09"),
    ("exports", "2350", "1742", "2026-01/2026-09"),
    ("retail", "92000", "69460", "2026-01/2026-09"),
    ("disbursement", "100", "54.5", "2026-01/2026-09"),
    ("new_enterprises", "1600", "1184", "2026-01/2026-09"),
    ("visitors", "4.2", "3.46", "2026-01/2026-09"),
    ("jobs", "27500", "21780", "2026-01/2026-09"),
    ("health_insurance", "95.5", "94.2", "2026-01/2026-09"),
    ("doctors", "11.5", "11.1", "2026-01/2026-09"),
    ("standard_schools", "78", "76.8", "2026-01/2026-09"),
    ("social_housing", "1450", "812", "2026-01/2026-09"),
    ("new_rural_communes", "45", "42", "2026-01/2026-09"),
    ("online_files", "85", "81.3", "2026-01/2026-09"),
    # told once a year, or only in the annex that is left open for the visitor
    ("grdp_per_capita", "96", None, None),
    ("digital_economy", "15", None, None),
    ("pci", "15", None, None),
    ("poverty", "1.9", None, None),
    ("trained_labour", "32", None, None),
    ("hospital_beds", "30.5", None, None),
    ("forest_cover", "41.2", None, None),
    ("waste", "96", None, None),
    ("party_members", "1250", None, None),
    ("recruitment", "100", None, None),
    ("share_industry", "41.5", None, None),
]


@pytest.mark.parametrize(("code", "plan", "result", "period"), LATEST)
def test_the_year_s_targets_beside_their_latest_results(
    living: Living, code: str, plan: str, result: str | None, period: str | None
) -> None:
    """Each main target of 11-NQ/TU with its plan, and the report's nine-month figure beside it."""
    row = living.rows[code]
    assert row.version.in_indicator_unit == Decimal(plan)
    seen: Observation | None = row.observation
    assert (None if seen is None else str(seen.in_indicator_unit)) == result
    assert (None if seen is None else seen.period) == period


def test_the_council_decides_otherwise_in_some(living: Living) -> None:
    """One indicator, two bases: the Party committee's target and the council's stand side by side."""
    differ = {code for code, value in living.council.items() if value != _plan(living, code)}
    assert len(living.council) == 13
    assert differ == {
        "grdp_growth", "grdp_per_capita", "social_investment", "budget_revenue", "poverty",
        "health_insurance", "social_housing",
    }  # fmt: skip


def _plan(living: Living, code: str) -> Decimal | None:
    return living.rows[code].version.in_indicator_unit


def test_one_document_is_left_for_the_visitor(living: Living) -> None:
    """Nobody has come to the nine-month annex yet: reviewing it is what the sample is for."""
    assert living.left_open > 40


def test_the_work_programmes_live(living: Living) -> None:
    """The year's came from its document, one task a matter; three more are bound by the issued quarter."""
    first, second = living.programmes
    assert first.problems == []
    assert (second.made, second.problems) == (0, [])
    counts = living.matters
    assert counts["tasks"] == 22 + 3
    assert counts["decided"] == 17
    assert counts["late"] == 1
    assert counts["registered"] == 2
    assert min(counts[name] for name in ("moved", "soon", "handed_in", "dropped", "refused")) >= 1


def test_what_came_of_shortcomings(living: Living) -> None:
    """Every one the file names is there; a second run records nothing."""
    first, second = living.noted
    assert first.problems == []
    assert second == (0, [])


_NUMBER = re.compile(r"\d[\d.]*(?:,\d+)?")
_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")


def _prose(text: str, start: str, end: str) -> str:
    return text[text.index(start) + len(start) : text.index(end)]


@pytest.mark.parametrize("file", ["plain", "noted", "whole"])
@pytest.mark.parametrize("form", list(Form))
def test_the_reports_prose_says_no_figure_the_register_has_not(living: Living, form: Form, file: str) -> None:
    """Read back with our own reader: every number of the prose stands in the register, as printed there.

    With notes and pictures as without: neither adds a figure to the prose nor takes one away.
    """
    report = living.reports[form.value]
    text = read_bytes(getattr(report, file), "bao-cao.docx").text
    prose = _prose(text, "CÁC CHỈ TIÊU", "Kết quả từng chỉ tiêu tại")
    told = re.sub(r"(?m)^\d\. .*$|kế hoạch năm 2026", "", prose)  # headings; the year of a plan
    numbers = {one.rstrip(".") for one in _NUMBER.findall(told)}
    assert len(numbers) > 40
    assert numbers - report.figures == set()
    assert foreign_marks(text, form) == []
    # What is told of tasks adds up to what the boards count.
    tasks = _prose(text, "NHIỆM VỤ ĐƯỢC GIAO", "Còn nhiệm vụ quá hạn")
    counts = report.data.counts
    assert [int(one) for one in _NUMBER.findall(_DAY.sub("", tasks))[:7]] == [
        counts.total, counts.done, counts.done_in_time, counts.done_late,
        counts.open, counts.open_in_time, counts.open_late,
    ]  # fmt: skip
    everything = sum(report.board[state] for state in taskboard.TASK_STATES)
    assert counts.total == everything if form is Form.PARTY else 0 < counts.total < everything


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_paper_says_a_figure_it_was_not_given(living: Living, kind: str, form: Form) -> None:
    """Every kind in both families, read back with our own reader: each day and number stands in what it was
    filled with, and that in the register; rows are counted, days late and shares reckoned.
    """
    written = living.papers[kind, form.value]
    text = read_bytes(written.content, "van-ban.docx").text
    told = figures_of(text)
    data = figures_of(given(written.fields) + "\n" + given(written.notes))
    counts = counted(written.fields)

    assert len(told) > 5
    assert told - data - of_template(written.template) - counts == set()
    assert data - living.register - counts - written.shares == set()
    assert foreign_marks(text, form) == []
    assert "4.321,9" in figures_of(f"{text} 4.321,9 tỷ đồng") - data - living.register  # it would be seen


def test_the_reports_table_is_the_boards(living: Living) -> None:
    """Annex 1 of the Party's report, cell by cell, against the targets of 11-NQ/TU with their figures."""
    report = living.reports["party"]
    read = read_bytes(report.plain, "bao-cao.docx")
    cells = [read.text[cell.span.slice].strip() for table in read.tables for cell in table.cells]
    for code, plan, result, _period in LATEST:
        name = living.rows[code].target.indicator.name
        row = next((one for one in report.data.targets if one.target.indicator.code == code), None)
        if row is None:  # a composite's part stands under its whole, without a number of its own
            parts = (one for parts in report.data.parts.values() for one in parts)
            row = next(one for one in parts if one.target.indicator.code == code)
            name = f"- {name}"
        place = cells.index(name)
        assert bool(cells[place - 1]) is not name.startswith("- ")
        planned, actual, share = cells[place + 1 : place + 4]
        printed = number(row.version.value, row.version.decimals)
        assert printed in planned, code
        if row.target.basis == "committee":
            assert Decimal(plan) == row.version.in_indicator_unit
        assert actual == "chưa có số" if result is None else number(Decimal(result), 0)[:1] == actual[:1], (
            code
        )
        if row.progress is not None and row.progress.percent is not None:
            assert share.replace(",", ".").removesuffix("%") == f"{row.progress.percent.normalize():f}", code


def test_prose_and_table_are_held_against_the_same_number(living: Living) -> None:
    """Revenue was reported against the committee's 14.200, so the table of either family has 14.200."""
    for report in living.reports.values():
        rows = {row.target.indicator.code: row for row in report.data.targets}
        assert rows["budget_revenue"].version.in_indicator_unit == Decimal(14200)
        assert rows["budget_revenue"].progress == selectors.compare(
            rows["budget_revenue"].target, rows["budget_revenue"].version, rows["budget_revenue"].observation
        )


def test_every_figure_has_its_note(living: Living) -> None:
    """As many notes as places a figure's source changes; each names the paper, with the words."""
    text = read_bytes(living.reports["state"].noted, "bao-cao.docx").text
    assert text.count("305/BC-UBND") > 20
    assert "bằng 74,1% kế hoạch" in text
    assert "Thông báo số 142-TB/TU ngày 12/10/2026" in text  # disbursement was told by the conclusion


def test_the_reports_book_goes_on_counting(living: Living) -> None:
    """Formulas carry their values; headings are frozen; the four counts are those of the boards."""
    report = living.reports["party"]
    formulas = load_workbook(io.BytesIO(report.book))
    values = load_workbook(io.BytesIO(report.book), data_only=True)
    sheet, seen = formulas["Chỉ tiêu"], values["Chỉ tiêu"]
    assert (sheet.freeze_panes, formulas["Nhiệm vụ"].freeze_panes) == ("C2", "C2")
    places = {row[1].value: row[0].row for row in seen.iter_rows(min_row=2) if row[1].value}
    place = places["Kim ngạch xuất khẩu"]
    assert str(sheet.cell(place, 6).value).startswith("=IF(")
    assert [seen.cell(place, column).value for column in (4, 5)] == [2350, 1742]
    assert round(seen.cell(place, 6).value, 2) == 74.13
    counts = report.data.counts
    assert [values["Tổng hợp"].cell(row, 2).value for row in range(4, 9)] == [
        counts.done_in_time, counts.done_late, counts.open_in_time, counts.open_late, counts.total,
    ]  # fmt: skip
    assert values["Nhiệm vụ"].max_row == counts.total + 1


def test_what_is_arranged_around_tasks(living: Living) -> None:
    """Steps, people, parts, waits, events and recurrence find their tasks; a second run adds nothing."""
    first, second = living.arranged
    assert (first.not_found, second.not_found) == ([], [])
    assert first.applied > 20
    assert second.applied == 0


def test_tasks_of_the_central_system_are_mirrored(living: Living) -> None:
    """Two exports: the second says what went on; brought in again they change nothing."""
    assert living.mirrored == [Mirrored(11, []), Mirrored(0, [])]
    assert sorted(living.mirror.values()) == [
        ("done", "Hoàn thành"), ("done", "Hoàn thành"), ("done", "Hoàn thành"),
        ("in_hand", "Đang thực hiện"), ("in_hand", "Đang thực hiện"), ("in_hand", "Đang thực hiện"),
        ("in_hand", "Đang thực hiện"), ("unacknowledged", "Chưa tiếp nhận"),
    ]  # fmt: skip
    assert "TW-TG-0008" in living.mirror
