"""How long each list and page takes in a full office, beside the same lists written the obvious way.

    .venv/bin/python bench/pages.py
    .venv/bin/python bench/pages.py --json          one flat object of named figures
    .venv/bin/python bench/pages.py --postgres postgresql://postgres@127.0.0.1:5432/bench --requests 50
    .venv/bin/python bench/pages.py --tiny --requests 2 --json     whether it still runs, as the tests do

An office is made in a temporary folder: 5,000 tasks with 10 events each, 300 indicators with a target of the
year and 60 months of figures for each of 201 bodies (60,300 targets, 3.6 million figures), 1,000 documents
(seeded, so the same on every run; `--keep` keeps it for the next one). Each address is asked for over HTTP
on the loopback, one request after the other; times are milliseconds of a request, the first two left out, and
the processor's milliseconds, server and client together, which others on the machine do not lengthen; of the
list of scoreboards also once with nothing kept and once after a body's figure changed, of the page of a
leader of 40 bodies and a field (20,100 targets) the first request after each kind of change. The
naive lists use the same templates and paging, with lazy foreign keys and counting in Python; the naive board
of a past day asks each task for its events. With `--postgres` a database of its own, test_NAME, is made there
and, without `--keep`, dropped.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import statistics
import sys
import tempfile
import threading
import time
import types
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

TASKS, DOCUMENTS, INDICATORS, BODIES, MONTHS = 5_000, 1_000, 300, 200, 60
CHARGE = 40  # bodies one leader is in charge of, beside a field of all
WARM = 2  # requests of each page that are left out
TINY = {"TASKS": 120, "DOCUMENTS": 30, "INDICATORS": 3, "BODIES": 12, "MONTHS": 3, "CHARGE": 4, "WARM": 0}
SEED = 20_261_020
TODAY = date(2026, 10, 20)
WORDS = [
    "đường",
    "cầu",
    "trường",
    "học",
    "bệnh",
    "viện",
    "quy",
    "hoạch",
    "giải",
    "ngân",
    "đất",
    "đai",
    "đô",
    "thị",
]


def start(folder: Path) -> None:
    """Django on an empty database of its own."""
    os.environ |= {"DONDOC_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "dondoc.web.settings"}
    os.environ |= {"DONDOC_TODAY": TODAY.isoformat(), "DONDOC_DEBUG": "0"}
    import logging

    import django

    django.setup()
    logging.disable(logging.WARNING)
    from django.conf import settings

    # a file, as an office has it: the server's thread opens it for itself
    settings.DATABASES["default"].setdefault("TEST", {})
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        settings.DATABASES["default"]["TEST"]["NAME"] = str(folder / "bench.sqlite3")


def build(*, figures: bool = True) -> None:
    """The office; without `figures` none of the indicators, targets and months."""
    from django.db import connection, transaction

    from dondoc.web.accounts.models import Grant, User
    from dondoc.web.bodies.charges import charge_add
    from dondoc.web.bodies.services import body_add
    from dondoc.web.core.sqlite.upkeep import count_rows

    chance = random.Random(SEED)
    with transaction.atomic():
        root = body_add(code="tinh", name="Tỉnh Lam Sơn", kind="province", parent=None, by=None)
        bodies = [
            body_add(code=f"b{n}", name=f"Xã {WORDS[n % 14]} {n}", kind="commune", parent=root, by=None)
            for n in range(BODIES)
        ]
        user = User.objects.create(username="do", full_name="Người đo")
        Grant.objects.create(user=user, role="analyst", body=root, valid_from=date(2025, 7, 1))
        charge_add(
            leader=user, bodies=bodies[:CHARGE], fields=[WORDS[0]], valid_from=date(2025, 7, 1), by=user
        )
        officer = User.objects.create(username="xa", full_name="Cán bộ xã")
        Grant.objects.create(user=officer, role="officer", body=bodies[0], valid_from=date(2025, 7, 1))
        documents = _documents(chance, root, user)
        tasks = _tasks(chance, documents, bodies)
        _events(chance, tasks, user)
        if figures:
            _targets(documents, root, user)
        _findable(documents, tasks)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as it does for itself in time
    count_rows()  # as the worker does


def named() -> dict[str, Any]:
    """What the addresses need, of the office that `build` made."""
    from dondoc.web.accounts.models import User
    from dondoc.web.bodies.models import Body
    from dondoc.web.plans.models import Target, Task
    from dondoc.web.sources.models import Document

    resolution = Document.objects.latest("pk")
    return {
        "user": User.objects.get(username="do"), "officer": User.objects.get(username="xa"),
        "task": Task.objects.earliest("pk").pk, "target": _key(Target.objects.all()),
        "body": Body.objects.get(code="b0").pk, "resolution": resolution.pk,
        "verdict": _key(resolution.target_versions.all()),
    }  # fmt: skip


def _key(rows: Any) -> int:
    return rows.order_by("pk").values_list("pk", flat=True).first() or 0


def _documents(chance: random.Random, root: Any, user: Any) -> list[Any]:
    from dondoc.web.sources.models import Document

    rows = [
        Document(
            title=f"Kế hoạch về {' '.join(chance.sample(WORDS, 5))} {n}",
            type="plan",
            symbol=f"{n}/KH-UBND",
            date=TODAY - timedelta(days=n % 700),
            issuer=root,
            standing="issued",
            owner=root,
            created_by=user,
        )
        for n in range(DOCUMENTS)
    ]
    for row in rows:
        row.fill_keys()
    return Document.objects.bulk_create(rows)


def _tasks(chance: random.Random, documents: list[Any], bodies: list[Any]) -> list[Any]:
    from dondoc.web.plans.models import Task, TaskPartner

    rows = []
    for n in range(TASKS):
        due = TODAY + timedelta(days=chance.randint(-300, 300)) if n % 7 else None
        done = due + timedelta(days=chance.randint(-20, 20)) if due and n % 3 == 0 else None
        lead = bodies[n % BODIES] if n % 10 else None
        rows.append(
            Task(
                document=documents[n % DOCUMENTS],
                number=n,
                action=f"hoàn thành {' '.join(chance.sample(WORDS, 8))} ({n})",
                lead=lead,
                lead_as_written=lead.name if lead else "các đơn vị",
                due=due,
                done_on=done if done and done <= TODAY else None,
                product="Báo cáo",
            )
        )
        rows[-1].fill_keys()
    tasks = Task.objects.bulk_create(rows, batch_size=500)
    TaskPartner.objects.bulk_create(
        (
            TaskPartner(task=task, body=bodies[(n * k + k) % BODIES], as_written="Xã")
            for n, task in enumerate(tasks)
            for k in (3, 7)
        ),
        batch_size=500,
    )
    return tasks


def _events(chance: random.Random, tasks: list[Any], user: Any) -> None:
    """Ten events a task, with the columns and spans that follow from them."""
    from dondoc.assessment.taskhistory import history
    from dondoc.assessment.tasklife import standing
    from dondoc.records.tasklife import TaskEvent as Event
    from dondoc.records.tasklife import TaskEventKind as Kind
    from dondoc.web.plans.models import Task, TaskEvent, TaskSpan
    from dondoc.web.plans.standings import span_row

    middle = [Kind.ACKNOWLEDGED, Kind.OPINION_ASKED, Kind.OPINION_GIVEN, Kind.NOTE]
    middle += [Kind.TRANSFER_ASKED, Kind.TRANSFER_REFUSED, Kind.REPORTED, Kind.RETURNED]
    rows, spans = [], []
    for n, task in enumerate(tasks):
        on = TODAY - timedelta(days=chance.randint(120, 330))
        last = Kind.DONE if task.done_on else Kind.REPORTED if n % 5 == 0 else Kind.NOTE
        events = []
        for kind in (Kind.ASSIGNED, *middle, last):
            lead = str(task.lead_id) if task.lead_id else None
            due = task.due if kind is Kind.ASSIGNED else None
            events.append(Event(kind, on, recorded=on, lead=lead, due=due))
            on += timedelta(days=chance.randint(0, 12))
        rows += [
            TaskEvent(
                task=task, kind=e.kind.value, on=e.on, by=user, lead_id=task.lead_id, due=e.due, note="x"
            )
            for e in events
        ]
        spans += [span_row(task.pk, span) for span in history(events)]
        now = standing(events, as_of=TODAY)
        task.stage, task.done_on, task.given_on = now.stage.value, now.done, now.given
        task.first_due, task.owed_from = now.first_due, now.owed_from
    TaskEvent.objects.bulk_create(rows, batch_size=2_000)
    TaskSpan.objects.bulk_create(spans, batch_size=2_000)
    Task.objects.bulk_update(
        tasks, ["stage", "done_on", "given_on", "first_due", "owed_from"], batch_size=500
    )


def _targets(documents: list[Any], root: Any, user: Any) -> None:
    """Each indicator for each body: a target of the year by the body's own resolution, and its months.

    The province's are set by another resolution as well, a day earlier, for the scoreboard.
    """
    import pagesdata

    from dondoc.records.plan import Period
    from dondoc.web.bodies.models import Body
    from dondoc.web.plans.models import Indicator, Target, TargetVersion
    from dondoc.web.results.models import Observation

    year = Period.parse("2026")
    for n in range(INDICATORS):
        Indicator.objects.create(
            name=f"Chỉ tiêu {WORDS[n % 14]} {n}", unit="tỷ đồng", nature="flow", field=WORDS[n % 6]
        )
    first = {"indicator_id": "i.id", "body_id": "b.id"}
    every = "plans_indicator i CROSS JOIN bodies_body b"
    pagesdata.multiply(
        Target(basis="council", period="2026", period_start=year.start, period_end=year.end), every, first
    )
    amount = "(100 + t.id %% 900)"
    number = {"target_id": "t.id", "mantissa": amount, "micro": f"{amount} * 1000000"}
    version = TargetVersion(
        mantissa=0, micro=0, unit="tỷ đồng", created_by=user, name_as_printed="x",
        decided_on=date(2026, 1, 5), by_hand=True,
    )  # fmt: skip
    own = f"{documents[0].pk} + t.body_id - {root.pk}"
    assert Body.objects.count() < DOCUMENTS
    pagesdata.multiply(version, "plans_target t", number | {"document_id": own})
    version.document, version.decided_on = documents[-1], date(2026, 1, 4)
    pagesdata.multiply(version, "plans_target t WHERE t.body_id = %s", number, (root.pk,))
    months, told = pagesdata.table_of(
        pagesdata.months_until(date(2026, 9, 1), MONTHS), ("period", "first", "last")
    )
    amount = "((b.id * 7 + i.id * 3 + CAST(substr(m.period, 6) AS integer)) %% 97 + 1)"
    pagesdata.multiply(
        Observation(
            status="estimate", mantissa=0, micro=0, unit="tỷ đồng", name_as_printed="x", created_by=user,
            document=documents[-2], period_start=TODAY, period_end=TODAY,
        ),
        f"{every} CROSS JOIN {months} m",
        first | {
            "period": "m.period", "period_start": pagesdata.day("m.first"),
            "period_end": pagesdata.day("m.last"), "mantissa": amount, "micro": f"{amount} * 1000000",
        },
        told,
    )  # fmt: skip


def _findable(documents: list[Any], tasks: list[Any]) -> None:
    from dondoc.web.search.services import index

    for row in (*documents, *tasks[:2_000]):
        index(row)


# --- the obvious way ------------------------------------------------------------------------------------


def naive_tasks(request: Any) -> Any:
    """The list of tasks with lazy foreign keys, judged and counted in Python."""
    from django.core.paginator import Paginator
    from django.db.models import F
    from django.shortcuts import render

    from dondoc.assessment.deadlines import task_state
    from dondoc.web.bodies.models import Body
    from dondoc.web.core import lists
    from dondoc.web.plans.models import Task
    from dondoc.web.plans.taskboard import Moment, TaskFilter
    from dondoc.web.plans.taskviews import STATE_NAMES, TASK_COLUMNS

    tasks = list(Task.objects.filter(withdrawn_at=None).order_by(F("due").asc(nulls_last=True), "pk"))
    for task in tasks:
        task.state = task_state(due=task.due, done=task.done_on, as_of=TODAY).value  # type: ignore[attr-defined]
    context = {
        "wanted": TaskFilter(),
        "counts": [
            (name, label, sum(getattr(task, "state", "") == name for task in tasks))
            for name, label in STATE_NAMES.items()
        ],
        "total": len(tasks),
        "page": Paginator(tasks, lists.PER_PAGE).get_page(request.GET.get("page")),
        "columns": lists.headings(request, [(key, str(name)) for key, name in TASK_COLUMNS], "due"),
        "bodies": Body.objects.all(),
        "moment": Moment(TODAY),
        "today": TODAY,
    }
    return render(request, "plans/task_list.html", context)


def naive_tasks_then(request: Any) -> Any:
    """The board as it stood on a day, asking each task for its events."""
    from django.core.paginator import Paginator
    from django.shortcuts import render

    from dondoc.web.core import lists
    from dondoc.web.plans.models import Task
    from dondoc.web.plans.standings import stands
    from dondoc.web.plans.taskboard import Moment, TaskFilter
    from dondoc.web.plans.taskviews import STATE_NAMES, TASK_COLUMNS

    day = date.fromisoformat(request.GET["as_of"])
    tasks = list(Task.objects.filter(withdrawn_at=None).order_by("due", "pk"))
    for task in tasks:
        stood = stands(task, as_of=day)
        task.stage, task.due = stood.stage.value, stood.due
        task.state = stood.state.value  # type: ignore[attr-defined]
    context = {
        "wanted": TaskFilter(),
        "counts": [
            (name, label, sum(getattr(task, "state", "") == name for task in tasks))
            for name, label in STATE_NAMES.items()
        ],
        "total": len(tasks),
        "page": Paginator(tasks, lists.PER_PAGE).get_page(1),
        "columns": lists.headings(request, [(key, str(name)) for key, name in TASK_COLUMNS], "due"),
        "moment": Moment(day, None, "stood__"),
        "today": day,
    }
    return render(request, "plans/task_list.html", context)


def naive_targets(request: Any) -> Any:
    """The list of targets that asks for the version, figure and document of each row."""
    from django.core.paginator import Paginator
    from django.shortcuts import render

    from dondoc.web.core import lists
    from dondoc.web.plans.models import Target
    from dondoc.web.plans.selectors import TargetFilter, TargetRow, compare
    from dondoc.web.plans.views import NUMBER_COLUMNS, TARGET_COLUMNS
    from dondoc.web.results.models import Observation

    page = Paginator(Target.objects.order_by("indicator__sort_key"), lists.PER_PAGE).get_page(1)
    rows = []
    for target in page:
        found = Observation.objects.filter(
            indicator=target.indicator, body=target.body, measure=target.measure, withdrawn_at=None,
            period_end__gte=target.period_start, period_end__lte=target.period_end,
        ).last()  # fmt: skip
        version = target.versions.filter(withdrawn_at=None).last()
        assert version is not None
        rows.append(TargetRow(target, version, found, compare(target, version, found)))
    numbers = [str(name) for _, name in NUMBER_COLUMNS]
    columns = lists.headings(request, [(k, str(n)) for k, n in TARGET_COLUMNS], "indicator", numbers)
    context = {"wanted": TargetFilter(), "page": page, "rows": rows, "columns": columns}
    return render(request, "plans/target_list.html", context)


def naive_bodies(request: Any) -> Any:
    """The tree of bodies that counts for each body."""
    from django.core.paginator import Paginator
    from django.shortcuts import render

    from dondoc.web.bodies.models import Body
    from dondoc.web.bodies.trees import TREES
    from dondoc.web.plans.bodycounts import BodyRow

    rows = []
    for body in Body.objects.order_by("sort_key"):
        undone = body.led_tasks.filter(done_on=None, withdrawn_at=None)
        late = sum(1 for task in undone if task.due is not None and task.due < TODAY)
        targets = body.targets.count()
        flags = {"second": False, "ended": False}
        rows.append(BodyRow(body, body.name, 0, open=undone.count(), late=late, targets=targets, **flags))
    context = {
        "page": Paginator(rows, len(rows) or 1).page(1),
        "rows": rows,
        "trees": TREES.items(),
        "on": TODAY,
        "today": TODAY,
    }
    return render(request, "bodies/body_list.html", context)


# --- measuring ------------------------------------------------------------------------------------------


def addresses(office: dict[str, Any]) -> dict[str, str]:
    return {
        "tasks": "/nhiem-vu/",
        "tasks_naive": "/naive/nhiem-vu/",
        "tasks_filtered": f"/nhiem-vu/?q=duong+cau&state=open_late&body={office['body']}&order=-due",
        "tasks_last_page": "/nhiem-vu/?page=100&order=lead",
        "tasks_then": "/nhiem-vu/?as_of=2026-07-01",
        "tasks_then_known": "/nhiem-vu/?as_of=2026-07-01&known=then",
        "tasks_then_naive": "/naive/nhu-tai-ngay/?as_of=2026-07-01",
        "tasks_csv": "/nhiem-vu/tai-ve.csv",
        "tasks_xlsx": "/nhiem-vu/tai-ve.xlsx",
        "task_bodies": "/nhiem-vu/theo-co-quan/",
        "task_bodies_then": "/nhiem-vu/theo-co-quan/?as_of=2026-07-01",
        "task_then": f"/nhiem-vu/{office['task']}/?as_of=2026-07-01",
        "task_work": f"/nhiem-vu/{office['task']}/to-chuc/",
        "task": f"/nhiem-vu/{office['task']}/",
        "targets": "/chi-tieu/",
        "targets_naive": "/naive/chi-tieu/",
        "target": f"/chi-tieu/{office['target']}/",
        "scoreboards": "/bang-chi-tieu/",
        "scoreboard": f"/van-ban/{office['resolution']}/bang-chi-tieu/",
        "verdict": f"/ket-luan/{office['verdict']}/",
        "contradictions": "/mau-thuan/",
        "target_picture": f"/chi-tieu/{office['target']}/bieu-do-light.svg",
        "pictures": "/bieu-do/",
        "indicators": "/danh-muc/",
        "bodies": "/co-quan/",
        "bodies_naive": "/naive/co-quan/",
        "body": f"/co-quan/{office['body']}/",
        "documents": "/van-ban/",
        "document": f"/van-ban/{office['resolution']}/",
        "chain": f"/van-ban/{office['resolution']}/chuoi/",
        "verdict_outlook": f"/ket-luan/{office['verdict']}/se-toi-dau/",
        "verdict_comparison": f"/ket-luan/{office['verdict']}/so-sanh/",
        "search": "/tim/?q=duong",
        "search_rare": "/tim/?q=duong+cau+hoc",
        "reports": "/bao-cao/",
        "followup": "/don-doc/",
        "leader": "/lanh-dao/",
        "trail": "/nhat-ky/",
        "desk": "/",
    }


def measure(requests: int, office: dict[str, Any], only: Sequence[str] = ()) -> dict[str, float]:
    """Milliseconds by address: p50 and p95, and how many queries."""
    from django.conf import settings
    from django.db import connection, reset_queries
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import clear_url_caches, include, path

    urls: Any = types.ModuleType("bench_urls")
    naive: dict[str, Callable[[Any], Any]] = {
        "nhiem-vu": naive_tasks,
        "nhu-tai-ngay": naive_tasks_then,
        "chi-tieu": naive_targets,
        "co-quan": naive_bodies,
    }
    urls.urlpatterns = [path(f"naive/{name}/", view) for name, view in naive.items()]
    urls.urlpatterns.append(path("", include("dondoc.web.urls")))
    sys.modules["bench_urls"] = urls
    settings.ROOT_URLCONF = "bench_urls"
    clear_url_caches()

    figures: dict[str, float] = {}
    with served() as port:
        for who in ("user", "officer"):
            client = Client(SERVER_NAME="localhost")
            client.force_login(office[who])
            cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
            for name, address in addresses(office).items():
                if who == "officer" and name not in OFFICER:
                    continue
                key = name if who == "user" else f"{name}_as_officer"
                if only and key not in only:
                    continue
                worked(key)
                with CaptureQueriesContext(connection) as captured:
                    response = client.get(address)
                figures[f"{key}_queries"] = len(captured)
                assert response.status_code == 200, (address, response.status_code)
                reset_queries()
                count = 3 if name.endswith("_naive") else requests
                wall, cpu = timed(port, address, cookie, count)
                figures[f"{key}_p50_ms"] = round(statistics.median(wall), 1)
                figures[f"{key}_p95_ms"] = round(statistics.quantiles(wall, n=20)[-1], 1)
                figures[f"{key}_cpu_ms"] = round(cpu, 1)
                if key == "scoreboards":
                    figures |= _scoreboards_anew(port, address, cookie)
                if key == "leader":
                    figures |= _leader_anew(port, address, cookie)
    return figures


def worked(key: str) -> None:
    """What a worker would have done by now: n/m of the documents on the list, targets of bodies in charge."""
    from dondoc.web.judgement import scores, signals

    if key == "scoreboards":
        for _ in range(20 // scores.AT_ONCE):
            scores.work_one()
    while key == "leader" and signals.work_one():
        pass


def _scoreboards_anew(port: int, address: str, cookie: str) -> dict[str, float]:
    """The list after a figure of a body on it changed, and with nothing kept at all; once each."""
    from dondoc.web.judgement.models import KeptScore
    from dondoc.web.results.models import Observation

    body = int(next(iter(KeptScore.objects.latest("document").data)))
    told = {}
    for name in ("changed", "cold"):
        if name == "changed":
            figure = Observation.objects.filter(body=body).order_by("-pk")[0]
            Observation.objects.filter(pk=figure.pk).update(as_of=TODAY)
        else:
            KeptScore.objects.all().delete()
        wall, cpu = timed(port, address, cookie, 1, warm=0)
        told[f"scoreboards_{name}_once_ms"] = round(wall[0], 1)
        told[f"scoreboards_{name}_once_cpu_ms"] = round(cpu, 1)
    return told


def _leader_anew(port: int, address: str, cookie: str) -> dict[str, float]:
    """The leader's page asked for the first time after something changed; once each, and the worker's part.

    `task`: after a task changed; `figure`: after a figure of a commune in charge changed, before and after
    the worker judged it anew; `new_day`: everything was judged yesterday; `cold`: nothing was ever judged.
    """
    from django.db import connection

    from dondoc.web.bodies.models import Body
    from dondoc.web.judgement import signals
    from dondoc.web.judgement.models import KeptSignals
    from dondoc.web.leaders.models import LeaderSheet
    from dondoc.web.plans.models import Task
    from dondoc.web.results.models import Observation

    told = {}

    def once(name: str) -> None:
        wall, cpu = timed(port, address, cookie, 1, warm=0)
        told[f"leader_{name}_once_ms"] = round(wall[0], 1)
        told[f"leader_{name}_once_cpu_ms"] = round(cpu, 1)

    def worker(name: str) -> None:
        began = time.process_time()
        signals.forget_looks()
        while signals.work_one():
            pass
        told[f"leader_{name}_worker_once_cpu_ms"] = round(1000 * (time.process_time() - began), 1)
        connection.close()

    KeptSignals.objects.all().delete()
    LeaderSheet.objects.all().delete()
    once("cold")
    worker("all")
    once("kept")
    Task.objects.filter(pk=Task.objects.order_by("pk")[0].pk).update(product="Kế hoạch")
    once("task")
    body = Body.objects.get(code="b3").pk
    figure = Observation.objects.filter(body=body).order_by("-pk")[0]
    Observation.objects.filter(pk=figure.pk).update(as_of=TODAY)
    once("figure")
    worker("figure")
    once("figure_judged")
    KeptSignals.objects.update(on=TODAY - timedelta(days=1))
    LeaderSheet.objects.all().delete()
    once("new_day")
    worker("new_day")
    return told


OFFICER = ("tasks", "targets", "bodies", "documents", "desk", "search")


@contextmanager
def served() -> Iterator[int]:
    """The application on a port of the loopback, in a thread of this process."""
    from django.core.servers.basehttp import WSGIRequestHandler, WSGIServer

    from dondoc.web.wsgi import application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_said: Any) -> None:
            """Say nothing."""

    server = WSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield int(server.server_port)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def timed(
    port: int, address: str, cookie: str, count: int, *, warm: int | None = None
) -> tuple[list[float], float]:
    """Milliseconds of each request after the first `warm`, and the processor's milliseconds of one."""
    wall, warm = [], WARM if warm is None else warm
    began_cpu = time.process_time()
    for n in range(count + warm):
        if n == warm:
            began_cpu = time.process_time()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        began = time.perf_counter()
        connection.request("GET", address, headers={"Cookie": cookie, "Host": "localhost"})
        response = connection.getresponse()
        response.read()
        wall.append(1000 * (time.perf_counter() - began))
        assert response.status == 200, (address, response.status)
        connection.close()
    return wall[warm:], 1000 * (time.process_time() - began_cpu) / count


def main() -> int:
    parser = argparse.ArgumentParser(description="Milliseconds of each page in a full office.")
    parser.add_argument("--json", action="store_true", help="one flat object")
    parser.add_argument("--keep", type=Path, help="a folder in which the office stays for the next run")
    parser.add_argument("--only", nargs="*", default=(), help="only these, as the table names them")
    parser.add_argument("--postgres", metavar="URL", help="on this server, as DATABASE_URL says it")
    parser.add_argument("--requests", type=int, default=30, help="how often each page is asked for")
    parser.add_argument("--tiny", action="store_true", help="a small office: whether everything still runs")
    wanted = parser.parse_args()
    if wanted.tiny:
        globals().update(TINY)
    if wanted.postgres:
        os.environ["DATABASE_URL"] = wanted.postgres
    with tempfile.TemporaryDirectory() as passing:
        folder = wanted.keep or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        start(folder)
        from django.db import connection
        from django.test.utils import setup_databases, teardown_databases

        made = setup_databases(
            verbosity=0, interactive=False, keepdb=wanted.keep is not None, serialized_aliases=()
        )
        try:
            from dondoc.web.accounts.models import User

            if not User.objects.exists():
                build()
            figures = measure(wanted.requests, named(), wanted.only)
        finally:
            vendor = connection.vendor
            if vendor == "postgresql":  # the server's thread may still hold a connection
                with connection.cursor() as cursor:
                    cursor.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )
            teardown_databases(made, verbosity=0, keepdb=wanted.keep is not None)
    if wanted.json:
        print(json.dumps({"database": vendor, "requests": wanted.requests, **figures}))
        return 0
    print(
        f"{vendor}: {TASKS} tasks with 10 events, {DOCUMENTS} documents, {INDICATORS} targets x {BODIES + 1}"
        f" bodies x {MONTHS} months ({INDICATORS * (BODIES + 1) * MONTHS} figures); milliseconds,"
        f" {wanted.requests} requests each\n"
    )
    for key in [key.removesuffix("_p50_ms") for key in figures if key.endswith("_p50_ms")]:
        p50, p95, cpu, queries = (
            figures[f"{key}_{name}"] for name in ("p50_ms", "p95_ms", "cpu_ms", "queries")
        )
        print(f"{key:<24} p50 {p50:>8.1f}  p95 {p95:>8.1f}  cpu {cpu:>8.1f}  queries {queries:>5}")
    for key, value in figures.items():
        if key.endswith(("_once_ms", "_once_cpu_ms")):
            print(f"{key:<40} {value:>8.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
