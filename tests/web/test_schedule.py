"""What the machine does by itself: each duty once a turn, caught up after a rest, and seen on a page."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import docx
import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from dondoc.assessment.workdays import WorkCalendar
from dondoc.web.audit.models import Entry
from dondoc.web.core.conflicts import Conflict
from dondoc.web.followup.models import Notice, Round, WeeklyPaper
from dondoc.web.reporting.models import Report
from dondoc.web.schedule import services, timetable
from dondoc.web.schedule.models import Run, RunState
from dondoc.web.schedule.timetable import TIMETABLE, Duty, day_due
from dondoc.web.sources import jobs
from dondoc.web.taskwork import linking
from dondoc.web.taskwork.models import Every
from web import boards
from web.reports import quarter

DAY = date(2026, 10, 20)  # a Tuesday
REPORTS, OCCURRENCES, REMINDERS, WEEKLY, CLEAN = TIMETABLE


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch: Any, settings: Any) -> None:
    """The worker looks at once, and by the calendar unless a test says otherwise."""
    monkeypatch.setattr(services, "PAUSE", 0.0)
    monkeypatch.setattr(services, "_next_look", 0.0)
    settings.TODAY, settings.MAIL_HOUR, settings.WEEKLY_DAY = DAY, 7, 0


def work(worker: str = "máy 1") -> int:
    """How many duties a worker finds to do."""
    done = 0
    while services.work_one(worker):
        done += 1
    return done


WHEN = [
    (REPORTS, date(2026, 10, 20), 0, 0, date(2026, 10, 20), "daily, from midnight"),
    (REPORTS, date(2026, 10, 25), 3, 0, date(2026, 10, 25), "on a Sunday too"),
    (REMINDERS, date(2026, 10, 20), 6, 0, None, "before the hour"),
    (REMINDERS, date(2026, 10, 20), 7, 0, date(2026, 10, 20), "from the hour on"),
    (REMINDERS, date(2026, 10, 24), 9, 0, None, "a Saturday waits for Monday"),
    (REMINDERS, date(2026, 9, 2), 9, 0, None, "a holiday too"),
    (WEEKLY, date(2026, 10, 20), 9, 0, None, "no day is set"),
    (WEEKLY, date(2026, 10, 19), 9, 1, date(2026, 10, 19), "on its Monday"),
    (WEEKLY, date(2026, 10, 19), 6, 1, date(2026, 10, 12), "before the hour: last week's"),
    (WEEKLY, date(2026, 10, 22), 9, 1, date(2026, 10, 19), "the machine was off on Monday"),
    (WEEKLY, date(2026, 4, 27), 9, 1, date(2026, 4, 28), "a holiday moves it, if it is over"),
    (WEEKLY, date(2027, 2, 10), 9, 1, date(2027, 2, 1), "in the week of Tết: last before it"),
    (WEEKLY, date(2027, 2, 15), 9, 1, date(2027, 2, 15), "after Tết"),
]


@pytest.mark.parametrize(
    ("duty", "day", "hour", "weekday", "due", "why"), WHEN, ids=[row[-1] for row in WHEN]
)
def test_when_a_duty_is_due(
    settings: Any, duty: Duty, day: date, hour: int, weekday: int, due: date | None, why: str
) -> None:
    """By the day, the hour and the working days alone."""
    settings.WEEKLY_DAY = weekday
    days = WorkCalendar({date(2026, 4, 27): False} if day.month == 4 else {})
    found = day_due(duty, day=day, hour=hour, days=days)
    if why == "a holiday moves it, if it is over":
        assert found == date(2026, 4, 20), "the 28th is still to come"
        found = day_due(duty, day=date(2026, 4, 28), hour=hour, days=days)
    assert found == due, why


@pytest.mark.django_db
def test_the_worker_does_each_duty_once(stage: Any, province: Any, cast: Any) -> None:
    """Reports are owed, people are told; a second worker finds nothing, the next day both do their part."""
    asked = quarter(province, cast)  # quarter III asked for by hand, IV by nobody
    boards.task(stage.document(), province.building, DAY, stage="in_hand")

    assert work() == 4  # the weekly list has no day
    assert work("máy 2") == 0
    assert Report.objects.filter(form=asked.form, period="2026-Q4").count() == 2
    assert Notice.objects.filter(day=DAY).exists()
    assert set(Run.objects.values_list("duty", "day", "state", "attempts")) == {
        ("reports", DAY, "done", 1), ("occurrences", DAY, "done", 1), ("reminders", DAY, "done", 1),
        ("clean", DAY, "done", 1),
    }  # fmt: skip
    assert Run.objects.get(duty="reminders").result["notices"] == Notice.objects.count()


@pytest.mark.django_db(transaction=True)
def test_each_duty_has_a_transaction_of_its_own(province: Any, cast: Any, stage: Any, settings: Any) -> None:
    """As in the worker, where no test's transaction is around it."""
    settings.WEEKLY_DAY = 1
    quarter(province, cast)
    boards.task(stage.document(), province.building, DAY, stage="in_hand")

    assert work() == 5
    assert set(Run.objects.values_list("state", "error")) == {("done", "")}
    assert WeeklyPaper.objects.exists()


@pytest.mark.django_db
def test_a_machine_that_was_off_catches_up(stage: Any, province: Any, cast: Any, settings: Any) -> None:
    """Three weeks later one run of each does what was missed, and says nothing twice."""
    quarter(province, cast)
    settings.WEEKLY_DAY = 1
    assert work() == 5
    before = Report.objects.count()
    task = boards.task(stage.document(), province.building, date(2026, 11, 5), stage="in_hand")
    settings.TODAY = date(2026, 12, 5)  # a Saturday

    # the weekly list of Monday 30 November is made late; reminders wait for Monday
    assert work() == 4
    assert Report.objects.filter(period="2027-Q1").count() == Report.objects.count() - before == 2
    settings.TODAY = date(2026, 12, 7)
    assert work() == 5
    round_ = Round.objects.get(day=date(2026, 12, 7))
    assert round_.since == DAY
    assert Notice.objects.filter(task=task).exists()
    assert sorted(WeeklyPaper.objects.values_list("day", flat=True)) == [
        DAY, date(2026, 12, 5), date(2026, 12, 7),
    ]  # fmt: skip


@pytest.mark.django_db
def test_what_comes_again_comes_by_itself(stage: Any, province: Any, cast: Any, settings: Any) -> None:
    """Over the new year and after weeks of rest: each period has its task once it has begun."""
    task = boards.task(stage.document(), province.building, None, stage="in_hand")
    linking.recur_from(
        task=task, every=Every.MONTH, since=date(2026, 11, 1), days=5, by=cast.analyst, as_of=DAY
    )
    assert not task.parts.exists(), "November is still to come"
    for day, made in ((date(2026, 11, 30), 1), (date(2026, 12, 1), 2), (date(2027, 2, 20), 4)):
        settings.TODAY = day
        work()
        assert task.parts.count() == made
    told = list(task.parts.order_by("number").values_list("deadline_as_written", "owed_from", "due"))
    assert told[1:3] == [
        ("2026-12", date(2026, 12, 1), date(2027, 1, 5)),
        ("2027-01", date(2027, 1, 1), date(2027, 2, 5)),
    ]
    assert Run.objects.filter(duty=OCCURRENCES.name).order_by("-day").first().result == {"made": 2}  # type: ignore[union-attr]


@pytest.mark.django_db
def test_an_error_is_kept_and_tried_again(province: Any, monkeypatch: Any, caplog: Any) -> None:
    """It keeps no other duty waiting; after a pause the same run goes on."""

    def broken(day: date) -> dict[str, int]:
        raise ValueError("lịch hỏng")

    healthy = timetable.TIMETABLE
    sick = replace(REPORTS, does=broken)
    monkeypatch.setattr(services, "TIMETABLE", (sick, *healthy[1:]))
    assert work() == 4
    run = Run.objects.get(duty="reports")
    assert (run.state, run.error) == (RunState.FAILED, "ValueError: lịch hỏng")
    assert run.retry_at is not None
    assert Run.objects.filter(state=RunState.DONE).count() == 3
    assert work() == 0, "not before the pause is over"

    monkeypatch.setattr(services, "TIMETABLE", healthy)
    Run.objects.filter(pk=run.pk).update(retry_at=timezone.now())
    assert work() == 1
    run.refresh_from_db()
    assert (run.state, run.error, run.attempts) == (RunState.DONE, "", 2)


@pytest.mark.django_db
def test_a_worker_that_died_is_followed(province: Any) -> None:
    """Its lease ends; then another takes the duty up. A late word of the first changes nothing."""
    now = timezone.now()
    first = services.claim(REPORTS, DAY, "máy chết", now=now)
    assert first is not None
    assert services.claim(REPORTS, DAY, "máy 2", now=now + timedelta(minutes=59)) is None
    second = services.claim(REPORTS, DAY, "máy 2", now=now + timedelta(minutes=61))
    assert second is not None
    services.perform(REPORTS, second)
    services.perform(replace(REPORTS, does=dict.fromkeys), first)
    second.refresh_from_db()

    assert (second.state, second.worker, second.error) == (RunState.DONE, "máy 2", "")


@pytest.mark.only_on("postgresql")  # SQLite has one writer
@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once(province: Any) -> None:
    """Each duty is taken by one of them."""
    start, taken, errors = threading.Barrier(8), [], []

    def one(name: str) -> None:
        try:
            start.wait(20)
            taken.extend(
                run for duty in TIMETABLE if (run := services.claim(duty, DAY, name, now=timezone.now()))
            )
        except BaseException as error:  # a thread's error would be lost
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(f"máy {n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert sorted(run.duty for run in taken) == sorted(duty.name for duty in TIMETABLE)


def test_a_long_batch_does_not_hold_up_the_day(monkeypatch: Any) -> None:
    """The timetable is looked at before every file, not when all are read."""
    asked: list[str] = []
    stop = threading.Event()

    def claim(worker: str) -> None:
        asked.append("file")
        stop.set()

    def duty(worker: str) -> bool:
        asked.append("duty")
        return len(asked) < 3

    monkeypatch.setattr(jobs, "claim", claim)
    monkeypatch.setattr(jobs.schedule, "work_one", duty)
    for name in ("count_rows", "fold_log"):
        monkeypatch.setattr(jobs, name, lambda: None)
    monkeypatch.setattr(jobs.marks, "fold", lambda: None)
    for worker in (jobs.checks, jobs.packs, jobs.rollup, jobs.scores, jobs.signals):
        monkeypatch.setattr(worker, "work_one", lambda: False)
    monkeypatch.setattr(jobs.followup, "work_one", lambda worker: False)
    jobs.run(stop=stop, pause=0.0)

    assert asked == ["duty", "duty", "duty", "file"]


@pytest.mark.django_db
def test_sessions_that_ended_are_cleared(province: Any) -> None:
    """Those that still hold stay."""
    now = timezone.now()
    Session.objects.create(session_key="cu", session_data="", expire_date=now - timedelta(hours=1))
    Session.objects.create(session_key="moi", session_data="", expire_date=now + timedelta(hours=1))
    Run.objects.create(duty="clean", day=DAY - timedelta(401), worker="x", started_at=now, state="done")
    work()

    assert [row.session_key for row in Session.objects.all()] == ["moi"]
    assert Run.objects.get(duty="clean").result == {"gone": 1}


@pytest.mark.django_db
def test_by_hand(province: Any) -> None:
    """`manage.py daily` does the same for an office without a worker."""
    said = io.StringIO()
    call_command("daily", stdout=said)
    assert "Tạo nghĩa vụ báo cáo" in said.getvalue()
    again = io.StringIO()
    call_command("daily", stdout=again)

    assert again.getvalue().strip() == "Không có việc nào đến lượt."


@pytest.fixture
def _at_nine(settings: Any, monkeypatch: Any) -> None:
    """An office that lives by the calendar, at nine o'clock of the day."""
    settings.TODAY = None
    now = datetime(2026, 10, 20, 2, 30, tzinfo=UTC)  # 9.30 in Vietnam
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.mark.django_db
@pytest.mark.usefixtures("_at_nine")
def test_the_page(
    province: Any,
    signed_in: Callable[[str], Any],
    django_assert_max_num_queries: Any,
) -> None:
    """When, last run, result; what nobody took up; an error in its own words."""
    client = signed_in("administrator")
    page = client.get("/viec-may-lam/").content.decode()
    assert "Kiểm tra tiến trình" in page, "due since midnight, and no worker"
    assert work() == 4
    Run.objects.filter(duty="reports").update(
        state=RunState.FAILED, error="ValueError: lịch hỏng", result={}, retry_at=timezone.now()
    )
    with django_assert_max_num_queries(10):
        page = client.get("/viec-may-lam/").content.decode()

    assert "Kiểm tra tiến trình" not in page
    assert "ValueError: lịch hỏng" in page
    assert "0 lượt nhắc, 0 việc không có người nhận" in page
    assert "chưa đặt (DONDOC_WEEKLY_DAY)" in page
    assert "20/10/2026 09:30" in page


@pytest.mark.django_db
def test_it_is_done_again_when_asked(province: Any, cast: Any, signed_in: Callable[[str], Any]) -> None:
    """By name, in the trail; not while it runs, nor before it was ever due."""
    client = signed_in("administrator")
    client.post("/viec-may-lam/reports/chay-lai/")
    assert not Run.objects.exists()
    with pytest.raises(Conflict):
        services.run_again(duty=REPORTS, by=cast.administrator)
    work()
    client.post("/viec-may-lam/reports/chay-lai/")
    assert "Sắp chạy lại" in client.get("/viec-may-lam/").content.decode()
    assert work() == 1
    assert Run.objects.get(duty="reports").attempts == 2
    assert Entry.objects.filter(action="schedule.again").count() == 1
    assert client.post("/viec-may-lam/khong-co/chay-lai/").status_code == 404


@pytest.mark.django_db
def test_the_weekly_list_is_made_ready(
    stage: Any, province: Any, signed_in: Callable[[str], Any], settings: Any
) -> None:
    """On the office's day, of the whole province; for who drafts papers there, for nobody else."""
    settings.WEEKLY_DAY = 2
    boards.task(stage.document(), province.building, DAY - timedelta(3), action="xây cầu", stage="in_hand")
    assert work() == 5
    kept = WeeklyPaper.objects.get()
    assert (kept.body, kept.day, kept.lines) == (province.root, DAY, 1)

    client = signed_in("analyst")
    assert f"/don-doc/giao-ban/{kept.pk}/" in client.get("/don-doc/giao-ban/").content.decode()
    answer = client.get(f"/don-doc/giao-ban/{kept.pk}/")
    tables = docx.Document(io.BytesIO(answer.content)).tables
    assert any("Xây cầu" in cell.text for table in tables for row in table.rows for cell in row.cells)
    assert signed_in("building").get(f"/don-doc/giao-ban/{kept.pk}/").status_code == 404
