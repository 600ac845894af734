"""What repeats something else is compared with it: nothing wrong goes unseen, nothing right is reported."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO

import boards
import pytest
from django.core.management import CommandError, call_command

from dondoc.web.bodies.models import Body
from dondoc.web.judgement import scores, signals
from dondoc.web.judgement.models import KeptScore, KeptSignals
from dondoc.web.plans import life, standings
from dondoc.web.plans.models import EventKind, Indicator, Task, TaskEvent, TaskSpan
from dondoc.web.results.figures import figure_add
from dondoc.web.results.models import Observation
from dondoc.web.rollup.models import Rollup, YearBlock
from dondoc.web.rollup.services import rollup_all
from dondoc.web.search.models import Entry
from dondoc.web.search.services import index, index_all
from dondoc.web.sources.models import Document
from dondoc.web.verify.services import CHECKS

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 20)


@pytest.fixture
def office(stage, province, cast):
    """A task with its events, a figure, what follows from them."""
    task = boards.task(stage.document(), province.building, date(2026, 9, 30), owed_from=date(2026, 1, 12))
    TaskEvent.objects.create(
        task=task, kind=EventKind.ASSIGNED, on=date(2026, 1, 12), by=cast.analyst, lead=province.building,
        due=date(2026, 9, 30),
    )  # fmt: skip
    standings.refresh(task)
    life.act(task=task, kind=EventKind.ACKNOWLEDGED, on=ON, by=cast.people["building"])
    indicator = Indicator.objects.create(name="Thu ngân sách", unit="tỷ đồng", nature="flow")
    figure_add(
        indicator=indicator, body=province.commune, period="2026-01", value=Decimal("1.5"), status="estimate",
        by=cast.people["analyst"], on=ON, words="báo cáo",
    )  # fmt: skip
    document = Document.objects.get()
    of = boards.target(indicator, province.commune)
    boards.version(of, "20", cast.analyst, document=document, decided_on=date(2026, 1, 5), by_hand=True)
    scores.scores_of(cast.access("analyst"), [document.pk], as_of=ON)
    signals.standing([province.commune.pk], on=ON)
    index_all()
    rollup_all()
    return Task.objects.get()


def run(*words: str) -> tuple[int, str]:
    """Exit code and what was said."""
    out = StringIO()
    try:
        call_command("verify", *words, stdout=out)
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{error}"
    return 0, out.getvalue()


def test_an_office_that_is_right_is_told_so(office):
    """Every check looks at something and finds nothing."""
    for name, check in CHECKS.items():
        told = check()
        assert told.looked_at > 0, name
        assert told.found == [], name
    assert run()[0] == 0


def _counts_changed() -> None:
    row = KeptScore.objects.get()
    for part in row.data.values():
        part["n"] = {"met": 7}
    row.save()


# what was broken, how, by which check it is found, whether it can be made anew
BROKEN = [
    ("a stage nobody set", lambda: Task.objects.update(stage="done"), "tasks", True),
    ("a due day typed over", lambda: Task.objects.update(due=date(2027, 1, 1)), "tasks", True),
    ("a span lost", lambda: TaskSpan.objects.order_by("-pk")[0].delete(), "tasks", True),
    ("a number converted by another factor", lambda: Observation.objects.update(micro=15), "figures", False),
    ("a mark lost", lambda: Observation.objects.update(awaiting_document=False), "waiting", False),
    ("a count nobody reckoned", _counts_changed, "scores", True),
    ("a verdict nobody gave", lambda: KeptSignals.objects.update(counts={"good": 9}), "signals", True),
    ("a path of another place", lambda: Body.objects.filter(code="ubnd").update(path="/9/"), "places", False),
    (
        "a block of other figures",
        lambda: YearBlock.objects.update(data=bytes(YearBlock.objects.get().data)[:-1] + b"\x09"),
        "rollup",
        True,
    ),
    ("a year too many", lambda: YearBlock.objects.update(year=2019), "rollup", True),
    ("an entry lost", lambda: Entry.objects.filter(kind="task").delete(), "search", True),
    ("an entry too many", lambda: Entry.objects.filter(kind="task").update(row=99), "search", True),
]


@pytest.mark.parametrize(("what", "breaks", "check", "mends"), BROKEN, ids=[row[0] for row in BROKEN])
def test_what_is_wrong_is_found(office, what, breaks, check, mends):
    """By its own check alone, with exit code 1; what only repeats is made anew where that is asked for."""
    breaks()

    assert CHECKS[check]().found, what
    code, said = run("--only", check)
    assert (code, "chỗ khác" in said) == (1, True)
    assert run("--only", check, "--repair")[0] == (0 if mends else 1)


def test_what_is_late_is_no_difference(office):
    """A block made of an earlier version is never read: it is counted, and made anew by the worker."""
    Rollup.objects.update(version=5)
    YearBlock.objects.update(data=b"old")

    told = CHECKS["rollup"]()
    assert (told.found, told.late > 0) == ([], True)
    assert "chờ tính lại" in run()[1]


def test_a_renamed_row_is_still_found(office):
    """The words an entry is found by are not compared, only whether it is there."""
    index(office)
    assert CHECKS["search"]().found == []
