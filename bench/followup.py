"""How long the pages of follow-up and reporting take in a large province, and in how many queries.

    .venv/bin/python bench/followup.py
    .venv/bin/python bench/followup.py --json --requests 30
    .venv/bin/python bench/followup.py --postgres postgresql://postgres@127.0.0.1:5432/bench

The office of `bench/pages.py` (201 bodies, 5,000 tasks with 10 events each), and for two years: four forms
of 12 lines, so 10,800 reports with their obligations (nine in ten confirmed, of the last period a third
sent), 1,200 matters of work programmes, 3,000 difficulties and proposals of which 600 wait for an answer, 30
days of 100 reminders with their mails, 400 letters. Each page is asked for by the office, some by a commune,
over HTTP on the loopback, one request after the other; the first two are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pages

TODAY = pages.TODAY
LINES = 12
PAGES = {
    "desk": "/", "followup": "/don-doc/", "followup_silent": "/don-doc/?view=silent",
    "followup_body": "/don-doc/co-quan/{body}/", "weekly": "/don-doc/giao-ban/",
    "weekly_of_a_body": "/don-doc/giao-ban/?body={body}",
    "weekly_past": "/don-doc/giao-ban/?as_of=2026-09-01",
    "notices": "/don-doc/nhac-viec/", "letters": "/don-doc/cong-van/",
    "letter": "/don-doc/cong-van/{letter}/",
    "outbox": "/don-doc/thu-di/", "rules": "/don-doc/muc-nhac/", "feeds": "/don-doc/lich/",
    "obligations": "/nghia-vu/", "obligations_late": "/nghia-vu/?state=open_late&order=-body",
    "reports": "/bao-cao/", "reports_mine": "/bao-cao/?state=mine", "reports_late": "/bao-cao/?state=late",
    "report_board": "/bao-cao/bang/?form={form}&kind=month&year=2026", "report": "/bao-cao/{report}/",
    "report_sent": "/bao-cao/{sent}/", "forms": "/bieu/", "form": "/bieu/{form}/",
    "calendars": "/lich-bao-cao/", "delegations": "/uy-quyen/", "proposals": "/kien-nghi/",
    "proposals_asked": "/kien-nghi/?state=asked", "schedule": "/viec-may-lam/",
    "consolidated": "/bao-cao/tong-hop/{form}/month/2026-09/",
}  # fmt: skip
KEYS = ("report", "sent", "form", "letter")  # that the office was made with
OFFICER = (
    "desk",
    "followup",
    "weekly",
    "notices",
    "obligations",
    "reports",
    "reports_mine",
    "report",
    "proposals",
)


def build() -> dict[str, Any]:
    """What `pages.build` makes, and everything that is followed and reported; keys for the addresses."""
    from django.db import transaction

    from dondoc.web.bodies.models import Body
    from dondoc.web.core.sqlite.upkeep import count_rows

    pages.build(figures=False)
    office = pages.named()
    with transaction.atomic():
        bodies = list(Body.objects.filter(kind="commune").order_by("pk"))
        reports = _reports(office["user"], bodies)
        _programme(office["user"], bodies)
        _proposals(office["user"], bodies)
        letter = _told(office["user"], bodies)
    count_rows()
    return office | reports | {"letter": letter}


def _reports(user: Any, bodies: list[Any]) -> dict[str, int]:
    from django.db.models import F

    from dondoc.web.bodies.models import Body
    from dondoc.web.obligations.models import Obligation
    from dondoc.web.plans.models import Indicator
    from dondoc.web.reporting import generation
    from dondoc.web.reporting.models import Report, ReportCell, ReportEvent, SentFigure
    from dondoc.web.reporting.reportforms import LineWanted, form_add

    root = Body.objects.get(code="tinh")
    indicators = [
        Indicator.objects.create(name=f"Chỉ tiêu báo cáo {n}", unit="tỷ đồng", nature="flow")
        for n in range(LINES)
    ]
    for n, kinds in enumerate((["month"], ["month"], ["quarter"], ["half", "year"])):
        form = form_add(
            code=f"0{n}-BC", name=f"Báo cáo số {n}", office=root, kinds=kinds, valid_from=date(2025, 1, 1),
            lines=[LineWanted(one, decimals=1) for one in indicators], bodies=bodies, by=user,
        )  # fmt: skip
        generation.reports_generate(form=form, upto=TODAY, by=None, on=TODAY)
    due = Report.objects.filter(due__lt=TODAY)
    past = due.filter(due__lt=TODAY - timedelta(days=25)).exclude(pk__in=due.filter(pk__iregex="7$"))
    past.update(state="confirmed", counted_on=F("due"), confirmed_on=F("due"))
    Obligation.objects.filter(report__state="confirmed").update(fulfilled_on=F("due"))
    last = due.filter(state="open", due__gte=TODAY - timedelta(days=25))
    keys = list(last.order_by("pk").values_list("pk", flat=True))
    sent = keys[1::3]
    Report.objects.filter(pk__in=sent).update(state="submitted", counted_on=TODAY)
    lines = {row: list(row.lines.all()) for row in {one.form for one in last.select_related("form")}}
    for report in Report.objects.filter(pk__in=keys).select_related("form"):
        ReportCell.objects.bulk_create(
            ReportCell(report=report, key=f"v{line.pk}", text="12,5", by=user) for line in lines[report.form]
        )
    for report in Report.objects.filter(pk__in=sent).select_related("form"):
        event = ReportEvent.objects.create(report=report, kind="submitted", on=TODAY, by=user)
        SentFigure.objects.bulk_create(
            SentFigure(event=event, line=line, mantissa=125, decimals=1, unit="tỷ đồng")
            for line in lines[report.form]
        )
    of_one = Report.objects.filter(pk__in=keys, body=bodies[0], state="open").first()
    return {"report": of_one.pk if of_one else keys[1], "sent": sent[0], "form": lines.popitem()[0].pk}


def _programme(user: Any, bodies: list[Any]) -> None:
    from dondoc.records.plan import Period
    from dondoc.web.bodies.models import Body
    from dondoc.web.programmes.models import Item
    from dondoc.web.programmes.services import programme_add, session_add

    root = Body.objects.get(code="tinh")
    programme = programme_add(body=root, period=Period.parse("2026"), by=user, on=date(2026, 1, 5))
    sessions = [
        session_add(body=root, name=f"Phiên {n}", day=date(2026, 1, 5) + timedelta(days=14 * n), by=user)
        for n in range(24)
    ]
    rows = [
        Item(
            programme=programme, number=n, content=f"Đề án {pages.WORDS[n % 14]} {n}",
            preparing=bodies[n % len(bodies)],
            session=sessions[n % 24], due=sessions[n % 24].day - timedelta(days=7), level="bureau",
            period="2026",
            period_start=date(2026, 1, 1), period_end=date(2026, 12, 31),
            state="planned" if sessions[n % 24].day > TODAY - timedelta(days=60) else "decided",
        )
        for n in range(1_200)
    ]  # fmt: skip
    for row in rows:
        row.fill_keys()
    Item.objects.bulk_create(rows, batch_size=300)


def _proposals(user: Any, bodies: list[Any]) -> None:
    from dondoc.web.matters.models import Matter, MatterEvent
    from dondoc.web.sources.models import Document

    documents = list(Document.objects.order_by("pk")[:500])
    rows = [
        Matter(
            document=documents[n % len(documents)], nature="proposal" if n % 3 else "difficulty",
            voice="report",
            words=f"Đề nghị bố trí vốn {pages.WORDS[n % 14]} {n}", body=bodies[n % len(bodies)],
            answering=bodies[(n * 7) % len(bodies)], state="open" if n % 5 == 0 else "answered",
            due=TODAY + timedelta(days=n % 90 - 60), accepted=True,
        )
        for n in range(3_000)
    ]  # fmt: skip
    for row in rows:
        row.fill_keys()
    Matter.objects.bulk_create(rows, batch_size=300)
    MatterEvent.objects.bulk_create(
        MatterEvent(
            matter=row, kind="assigned", on=TODAY - timedelta(days=90), body_id=row.answering_id, by=user
        )
        for row in rows
    )


def _told(user: Any, bodies: list[Any]) -> int:
    from dondoc.web.followup.models import Letter, LetterLine, Mail, Notice, Round
    from dondoc.web.plans.models import Task

    tasks = list(Task.objects.filter(done_on=None, due__lt=TODAY, lead__isnull=False)[:400])
    for days in range(30):
        day = TODAY - timedelta(days=days)
        mails = Mail.objects.bulk_create(
            Mail(
                person=user, day=day, matter=f"digest{n}", message_id=f"<{days}.{n}@x>", subject="Đôn đốc",
                text="x", state="sent" if days or n else "unclear", sent_at=f"{day}T08:00+07:00",
                body=bodies[n % len(bodies)],
            )
            for n in range(100)
        )  # fmt: skip
        Notice.objects.bulk_create(
            Notice(
                day=day, matter=f"task:{task.pk}", person=user, kind="task", task=task, body_id=task.lead_id,
                rung="officer", offset=1, due=task.due, mail=mails[n],
            )
            for n, task in enumerate(tasks[:100])
        )  # fmt: skip
        Round.objects.create(day=day, since=day - timedelta(days=1), notices=100)
    letters = Letter.objects.bulk_create(
        Letter(
            kind="reminder", body_id=task.lead_id, issuer=bodies[0], as_of=TODAY - timedelta(days=n % 60),
            drafted_by=user,
        )
        for n, task in enumerate(tasks)
    )  # fmt: skip
    LetterLine.objects.bulk_create(
        LetterLine(
            letter=letter, position=1, matter=f"task:{task.pk}", task=task, words=task.action, due=task.due,
            days_late=9,
        )
        for letter, task in zip(letters, tasks, strict=True)
    )  # fmt: skip
    return letters[0].pk


def measure(requests: int, office: dict[str, Any]) -> dict[str, float]:
    """Milliseconds by page, p50 and p95, and how many queries."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    figures: dict[str, float] = {}
    with pages.served() as port:
        for who in ("user", "officer"):
            client = Client(SERVER_NAME="localhost")
            client.force_login(office[who])
            cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
            for name, pattern in PAGES.items():
                if who == "officer" and name not in OFFICER:
                    continue
                key, address = name if who == "user" else f"{name}_as_officer", pattern.format(**office)
                client.get(address)
                with CaptureQueriesContext(connection) as captured:
                    assert client.get(address).status_code == 200, address
                wall, cpu = pages.timed(port, address, cookie, requests)
                figures |= {
                    f"{key}_queries": len(captured),
                    f"{key}_p50_ms": round(statistics.median(wall), 1),
                    f"{key}_p95_ms": round(statistics.quantiles(wall, n=20)[-1], 1),
                    f"{key}_cpu_ms": round(cpu, 1),
                }
    return figures


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="Milliseconds of each page of follow-up and reporting.")
    parser.add_argument("--json", action="store_true", help="one flat object")
    parser.add_argument("--keep", type=Path, help="a folder in which the office stays for the next run")
    parser.add_argument("--postgres", metavar="URL", help="on this server, as DATABASE_URL says it")
    parser.add_argument("--requests", type=int, default=20, help="how often each page is asked for")
    parser.add_argument("--tiny", action="store_true", help="a small office: whether everything still runs")
    wanted = parser.parse_args()
    if wanted.tiny:
        vars(pages).update(pages.TINY)
    if wanted.postgres:
        os.environ["DATABASE_URL"] = wanted.postgres
    with tempfile.TemporaryDirectory() as passing:
        folder = wanted.keep or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        pages.start(folder)
        from django.conf import settings
        from django.db import connection
        from django.test.utils import setup_databases, teardown_databases

        settings.MAIL_ON = True
        made = setup_databases(
            verbosity=0, interactive=False, keepdb=wanted.keep is not None, serialized_aliases=()
        )
        kept = folder / f"followup-{connection.vendor}.json"
        try:
            if wanted.keep and kept.exists():
                office = pages.named() | json.loads(kept.read_text())
            else:
                office = build()
                kept.write_text(json.dumps({name: office[name] for name in KEYS}))
            figures = measure(wanted.requests, office)
        finally:
            teardown_databases(made, verbosity=0, keepdb=wanted.keep is not None)
    if wanted.json:
        print(json.dumps({"database": connection.vendor, "requests": wanted.requests, **figures}))
        return 0
    print(f"{connection.vendor}; milliseconds, {wanted.requests} requests each\n")
    for key in [key.removesuffix("_p50_ms") for key in figures if key.endswith("_p50_ms")]:
        p50, p95, cpu, queries = (
            figures[f"{key}_{name}"] for name in ("p50_ms", "p95_ms", "cpu_ms", "queries")
        )
        print(f"{key:<24} p50 {p50:>8.1f}  p95 {p95:>8.1f}  cpu {cpu:>8.1f}  queries {queries:>5}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
