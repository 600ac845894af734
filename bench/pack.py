"""How long a pack of a hundred bodies' reports takes: Word and Excel for each, by the worker, on two cores.

    .venv/bin/python bench/pack.py
    .venv/bin/python bench/pack.py --bodies 100 --workers 2 --json
    .venv/bin/python bench/pack.py --tiny --json                  whether it still runs, as the tests do
    DATABASE_URL=postgres://… .venv/bin/python bench/pack.py      in an empty database of its own

An office is made in a temporary folder (seeded): 5,000 tasks; 26 targets a body, three figures each.
Two worker processes claim one report after the other, as in an office; halfway the pack is stopped and taken
up again. Told are seconds from the asking to the last file, the processor's seconds, which others on the
machine do not lengthen, each worker's memory after 10, 25, 50, 100 and 200 reports and at the end, and that
every body has both files, read back.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TODAY, PERIOD, TARGETS = date(2026, 10, 20), "2026-01/2026-09", 26
IDLE = 60  # seconds
MARKS = (10, 25, 50, 100, 200)  # reports of one worker, after which it says what it holds


def _django(folder: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "dondoc.web.settings"
    os.environ["DONDOC_DATA"] = folder
    os.environ["DONDOC_TODAY"] = TODAY.isoformat()
    import logging

    import django

    django.setup()
    logging.disable(logging.WARNING)


def _memory() -> int:
    """Megabytes this process holds now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) // 1024
    return 0


def worker() -> None:
    """Make reports until nothing waits; says what it held after so many of them and at the end."""
    from dondoc.web.papers import packs
    from dondoc.web.papers.models import Pack, PackState

    made, held, last = 0, {}, time.monotonic()
    while True:
        if packs.work_one():
            made, last = made + 1, time.monotonic()
            if made in MARKS:
                held[made] = _memory()
        elif not Pack.objects.exclude(state=PackState.DONE).exists():
            break
        elif time.monotonic() - last > IDLE:
            raise SystemExit("The pack is not done, and there is nothing to do.")
        else:
            time.sleep(0.05)
    told = {"made": made, "held": held, "at_end": _memory(), "cpu": round(time.process_time(), 1)}
    print(json.dumps(told), flush=True)


def _office(bodies: int, *, tiny: bool) -> Any:
    """The office of `pages.py`, with targets and figures for every body."""
    sys.path.insert(0, str(HERE))
    import pages

    from dondoc.records.plan import Period
    from dondoc.web.bodies.models import Body
    from dondoc.web.plans.models import Indicator, Target, TargetVersion
    from dondoc.web.results.models import Observation
    from dondoc.web.sources.models import Document

    if tiny:
        vars(pages).update(pages.TINY)
    pages.BODIES = bodies
    pages.build(figures=False)
    user = pages.named()["user"]
    year, period = Period.parse("2026"), Period.parse(PERIOD)
    document = Document.objects.order_by("pk")[0]
    kept: list[Target] = []
    for n in range(TARGETS):
        what = Indicator.objects.create(
            name=f"Chỉ tiêu báo cáo {n}", unit="tỷ đồng", nature="flow", field=("Kinh tế", "Văn hóa")[n % 2]
        )
        kept += Target.objects.bulk_create(
            Target(
                indicator=what, body=body, basis="committee", period="2026", period_start=year.start,
                period_end=year.end,
            )
            for body in Body.objects.exclude(parent=None)
        )  # fmt: skip
    common = {"created_by": user, "name_as_printed": "x", "document": document}
    TargetVersion.objects.bulk_create(
        TargetVersion(target=one, mantissa=1000, micro=10**9, unit="tỷ đồng", decided_on=TODAY, **common)
        for one in kept
    )
    told = (("level", 740, "tỷ đồng", "", ""), ("attainment", 74, "%", "plan", ""),
            ("change", 9, "%", "same_period", "up"))  # fmt: skip
    Observation.objects.bulk_create(
        (
            Observation(
                indicator=one.indicator, body=one.body, period=PERIOD, period_start=period.start,
                period_end=period.end, status="estimate", measure=measure, mantissa=value,
                micro=value * 10**6, unit=unit, base=base, direction=way, **common,
            )
            for one in kept
            for measure, value, unit, base, way in told
        ),
        batch_size=1_000,
    )  # fmt: skip
    return user


def main() -> int:
    """Ask for the pack, have it made, look at what came of it."""
    cli = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    cli.add_argument("--bodies", type=int, default=100)
    cli.add_argument("--workers", type=int, default=2)
    cli.add_argument("--json", action="store_true")
    cli.add_argument("--tiny", action="store_true", help="three bodies: whether it still runs")
    cli.add_argument("--migrated", type=Path, help=argparse.SUPPRESS)
    cli.add_argument("--worker", metavar="FOLDER", help=argparse.SUPPRESS)
    args = cli.parse_args()
    if args.worker:
        _django(args.worker)
        worker()
        return 0
    with tempfile.TemporaryDirectory(prefix="dondoc-bench-") as folder:
        if args.tiny:
            args.bodies, args.workers = 3, 1
        if args.migrated:  # an embedded database on which the migrations have run
            shutil.copy(args.migrated, Path(folder) / "dondoc.sqlite3")
        _django(folder)
        found = _measured(args, folder)
    if args.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:36} {value}")
    return 0 if found["files"] == 2 * args.bodies else 1


def _measured(args: argparse.Namespace, folder: str) -> dict[str, Any]:
    from django.core.management import call_command

    from dondoc.web.bodies.models import Body
    from dondoc.web.papers import packs
    from dondoc.web.papers.models import PackItem, PackItemState

    call_command("migrate", verbosity=0)
    user = _office(args.bodies, tiny=args.tiny)
    begun = time.perf_counter()
    bodies = Body.objects.exclude(parent=None).order_by("pk")
    pack = packs.pack_ask(bodies=bodies, period=PERIOD, as_of=TODAY, by=user, address="http://127.0.0.1")
    command = [sys.executable, str(Path(__file__).resolve()), "--worker", folder]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(args.workers)]
    done = PackItem.objects.filter(pack=pack, state=PackItemState.DONE)
    while done.count() < args.bodies // 2:
        time.sleep(0.2)
    packs.pack_stop(pack=pack, by=user)
    time.sleep(1.5)
    at_stop = done.count()
    packs.pack_resume(pack=pack, by=user)
    told = [json.loads(one.communicate()[0]) for one in running]
    seconds = time.perf_counter() - begun
    return {
        "bodies": args.bodies,
        "processor seconds, all workers": round(sum(one["cpu"] for one in told), 1),
        "seconds, with a stop of 1.5": round(seconds, 1),
        "made when stopped": at_stop,
        "files": _readable(packs.folder_of(pack)),
        **{f"worker {n}: reports": one["made"] for n, one in enumerate(told, 1)},
        **{
            f"worker {n}: MB after {count}": held
            for n, one in enumerate(told, 1)
            for count, held in one["held"].items()
        },
        **{f"worker {n}: MB at the end": one["at_end"] for n, one in enumerate(told, 1)},
    }


def _readable(folder: Path) -> int:
    """How many of the files open again and hold what they must."""
    from openpyxl import load_workbook

    from dondoc.writing.papercheck import words_of

    found = sum("ước đạt 740 tỷ đồng" in words_of(file.read_bytes()) for file in folder.glob("*.docx"))
    for file in folder.glob("*.xlsx"):
        found += load_workbook(file, read_only=True)["Chỉ tiêu"]["B3"].value is not None
    return found


if __name__ == "__main__":
    sys.exit(main())
