#!/usr/bin/env python
"""Eight people decide on proposals while a worker reads a thousand documents: how long each save takes.

    .venv/bin/python scripts/load_saves.py [--documents 1000] [--people 8] [--pause 0.5]

Runs on a database of its own (SQLite in a temporary folder, or the one DATABASE_URL names, which must be
empty). Prints the number of saves, the longest and the usual time of one, errors, and whether every document
was read once. Exit code 1 where a save failed or took longer than --limit.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def text_of(n: int) -> bytes:
    """A document of some forty figures and ten tasks, like a monthly report."""
    heading = [
        "UBND TỈNH LAM SƠN",
        f"Số: {n}/BC-UBND",
        "Lam Sơn, ngày 05 tháng 3 năm 2026",
        "",
        "BÁO CÁO",
        f"về kết quả tháng {n}",
        "",
    ]
    figures = [
        f"- Thu ngân sách xã thứ {k} năm 2026 đạt {n + k},{k % 10} tỷ đồng, tăng {k + 1},5% so với cùng kỳ."
        for k in range(40)
    ]
    tasks = [
        f"{k + 1}. Giao Sở Xây dựng hoàn thành công trình số {n}-{k} trước ngày 30/6/2026." for k in range(10)
    ]
    lines = heading + figures + tasks
    return "\n".join(lines).encode()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--pause", type=float, default=0.5, help="seconds between a person's saves")
    parser.add_argument("--limit", type=float, default=0.5, help="seconds nobody may wait longer than")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DONDOC_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "dondoc.web.settings"
        manage = [sys.executable, str(ROOT / "manage.py")]
        subprocess.run([*manage, "migrate", "-v0"], check=True)
        import django

        django.setup()
        return run(options, manage)


def run(options: argparse.Namespace, manage: list[str]) -> int:
    documents, people, pause = options.documents, options.people, options.pause
    from dondoc.web.accounts.models import User
    from dondoc.web.bodies.services import body_add
    from dondoc.web.sources import jobs, services
    from dondoc.web.sources.models import Document, Fact, Reading, ReadJob

    root = body_add(code="t", name="Tỉnh Lam Sơn", kind="province", parent=None, by=None)
    body_add(code="sxd", name="Sở Xây dựng", kind="state", parent=root, by=None)
    users = [User.objects.create(username=f"p{n}", full_name=f"Người {n}") for n in range(people)]
    services.batch_add(
        files=((f"dau-{n}.txt", text_of(100_000 + n)) for n in range(people)), by=users[0], owner=root
    )
    jobs.run(once=True)
    print(f"{Fact.objects.count()} proposals to decide on; queueing {documents} documents …", flush=True)
    services.batch_add(files=((f"{n}.txt", text_of(n)) for n in range(documents)), by=users[0], owner=root)
    worker = subprocess.Popen([*manage, "runworker", "--once"])
    saves: list[float] = []
    errors: list[str] = []
    firsts = list(Document.objects.filter(files__name__startswith="dau-").order_by("pk"))

    def person(n: int) -> None:
        from django.db import connection

        facts = list(firsts[n].facts.filter(state="proposed").values_list("pk", flat=True))
        turn = 0
        while worker.poll() is None:
            fact = Fact.objects.get(pk=facts[turn % len(facts)])
            turn += 1
            started = time.perf_counter()
            try:
                if fact.state == "proposed":
                    if turn % 3:
                        services.fact_accept(fact=fact, by=users[n])
                    else:
                        services.fact_reject(fact=fact, by=users[n])
                else:
                    services.fact_reopen(fact=fact, by=users[n])
            except Exception as error:  # whatever a person would have seen counts
                errors.append(f"{type(error).__name__}: {error}")
            saves.append(time.perf_counter() - started)
            time.sleep(pause)
        connection.close()

    threads = [threading.Thread(target=person, args=(n,)) for n in range(people)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    read_once = (
        Reading.objects.filter(is_current=True).count() == documents + people
        and not ReadJob.objects.exclude(state="done").exists()
        and Fact.objects.values("reading", "kind", "start", "value_start").distinct().count()
        <= Fact.objects.count()
    )
    ordered = sorted(saves)
    print(f"{documents} documents read in {seconds:.0f} s ({documents / seconds:.1f}/s) by one worker")
    longest, usual = ordered[-1], ordered[int(len(ordered) * 0.99)]
    print(f"{len(saves)} saves of {people} people: longest {1000 * longest:.0f} ms,", end=" ")
    print(f"99 % under {1000 * usual:.0f} ms, median {1000 * statistics.median(saves):.0f} ms")
    print(f"errors: {len(errors)} {errors[:3]}; every document read once: {read_once}")
    return 0 if not errors and ordered[-1] < options.limit and read_once else 1


if __name__ == "__main__":
    sys.exit(main())
