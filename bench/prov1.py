"""PROV-1: figures of a province added up over its bodies and judged, beside the same done the obvious ways.

    .venv/bin/python bench/prov1.py                        SQLite
    .venv/bin/python bench/prov1.py --postgres postgresql://postgres@127.0.0.1:5432/
                                                       databases of its own there, made and dropped
    .venv/bin/python bench/prov1.py --large --json         with 2,021 units too; one flat object
    .venv/bin/python bench/prov1.py --tiny --json          whether it still runs, as the tests do

The data (tests/assessment/provinces.py, one seed): 1 province × 10 areas × 10 communes, 60 indicators, 48
months, 5 % missing; the large one has 20 areas of 100 communes. W1: everything anew, from database to
database, each run a process of its own from its start to its end. W2: one figure corrected, with its audit
entry and all that follows from it kept, in one transaction. W3: a month arrives from every commune, each
commune's report confirmed by its head in a transaction of its own (`reporting.acts`), and everything that
follows; `together` another month, all of it checked by the office in one act. `verify` looks at all of it
afterwards. Five years: what any unit came to by months, of 7 indicators. The plain ways read plain tables and
write one row a result; the ORM runs 2 of 60 indicators and is told as 30 times that. Milliseconds; of W1, W3
and the plain ways seconds. `cpu`: the processor's, of the client's side, which others on the machine do not
lengthen as much.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(Path(__file__).resolve().parent)]
RUNS, CORRECTIONS, QUESTIONS = 5, 200, 100
TINY = {"areas": 2, "communes": 2, "months": 14, "runs": 2, "corrections": 2, "questions": 2}
SEED = 20_240_101


def start() -> None:
    """Django on the database that the environment names."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "dondoc.web.settings"
    import logging

    import django

    django.setup()
    logging.disable(logging.WARNING)


# --- steps, each in a process of its own ----------------------------------------------------------------


def step_fill(areas: int, communes: int, months: int, *, plain: bool, searchable: bool) -> dict[str, Any]:
    """Tables and rows."""
    import prov1data
    from django.core.management import call_command

    from assessment import provinces

    began = time.perf_counter()
    call_command("migrate", verbosity=0)
    made = provinces.province(areas, communes, months=months)
    prov1data.fill(made, months, searchable=searchable)
    if plain:
        prov1data.fill_plain(made)
    return {"facts": int(made.unit.size), "fill_s": time.perf_counter() - began}


def step_w1() -> dict[str, Any]:
    """Everything anew; nothing is there before."""
    from django.db import connection

    from dondoc.web.rollup.models import YearBlock
    from dondoc.web.rollup.services import rollup_all

    with counted(connection) as queries:
        began = time.perf_counter()
        YearBlock.objects.all().delete()
        made = rollup_all()
        inside = time.perf_counter() - began
    return {"inside_s": inside, "queries": queries.count, "blocks": made.blocks, "peak_mb": peak()}


def step_oracle() -> dict[str, Any]:
    """What the kept blocks of the 60 come to: the sum unrounded, standings, growth values."""
    from dondoc.assessment.rollupblock import NO_NUMBER, Block
    from dondoc.web.rollup.models import YearBlock

    statuses: Counter[int] = Counter()
    growths, total = 0, Decimal(0)
    with localcontext() as context:
        context.prec = 60
        for (data,) in YearBlock.objects.filter(indicator__lte=60).values_list("data").iterator(chunk_size=8):
            block = Block.from_bytes(data)
            there = block.status > 0
            statuses.update(block.status[there].tolist())
            growths += int((block.growth != NO_NUMBER).sum())
            parts = block.part[there]
            if block.whole is None:
                total += Decimal(sum(parts.tolist())).scaleb(-block.decimals)
                continue
            wholes = block.whole[there]
            exact = (Decimal(a) / Decimal(b) for a, b in zip(parts.tolist(), wholes.tolist(), strict=True))
            total += sum(exact, Decimal(0)).scaleb(-block.decimals)
    counts = {f"status_{n}": statuses[n] for n in (1, 2, 3)}
    return {"checksum": f"{total:.3f}", "cells": sum(statuses.values()), "growths": growths} | counts


def step_w2(corrections: int) -> dict[str, Any]:
    """Single corrections, the first five left out of the times."""
    from datetime import date

    from django.db import connection

    from dondoc.web.accounts.models import User
    from dondoc.web.results.figures import figure_correct
    from dondoc.web.results.models import Observation

    chance = random.Random(SEED)
    by = User.objects.get(username="do")
    keys = chance.sample(
        list(Observation.objects.filter(corrected_on=None).values_list("pk", flat=True)), corrections + 5
    )
    times, queries = [], []
    for n, pk in enumerate(keys):
        if n == 5:
            began_cpu = time.process_time()
        figure = Observation.objects.select_related("indicator", "body", "document").get(pk=pk)
        value = figure.value + 1 + chance.randint(0, 100)
        with counted(connection) as seen:
            began = time.perf_counter()
            figure_correct(figure=figure, value=value, by=by, on=date(2026, 3, 1), reason="cộng sai")
            spent = time.perf_counter() - began
        if n >= 5:
            times.append(1000 * spent)
            queries.append(seen.count)
    cpu = 1000 * (time.process_time() - began_cpu) / corrections
    return spread(times) | {"cpu_ms": round(cpu, 2), "queries": max(queries)}


def step_w3(months: int, *, together: bool = False) -> dict[str, Any]:
    """The month after the last arrives from every commune, is approved, and everything that follows.

    Each commune's report is confirmed by its own head, in a transaction of its own; or, `together`, all of
    them by the office that checks signed reports, in one act. Not measured: the form of 72 lines is drawn up,
    owed, typed into by an officer and sent.
    """
    from datetime import date

    import prov1data
    from django.db import connection

    from dondoc.web.accounts.access import Access
    from dondoc.web.reporting import acts
    from dondoc.web.reporting.models import EventChoice, Report
    from dondoc.web.results.models import Observation
    from dondoc.web.rollup.services import refresh_stale

    reports = prov1data.sent_reports(months, signed=together)
    on = date.fromisoformat(prov1data.period(months)[2])
    before = Observation.objects.count()
    with counted(connection) as queries:
        began, began_cpu = time.perf_counter(), time.process_time()
        if together:
            rows = Report.objects.filter(pk__in=[pk for pk, _ in reports])
            by = reports[0][1]
            done = acts.act_many(
                reports=rows, kind=EventChoice.CHECKED, on=on, by=by, access=Access.of(by, on)
            )
            assert len(done.done) == len(reports), done.problems
        else:
            for pk, head in reports:
                report = Report.objects.get(pk=pk)
                acts.act(
                    report=report, kind=EventChoice.CONFIRMED, on=on, by=head, access=Access.of(head, on)
                )
        approved = time.perf_counter() - began
        while refresh_stale(1_000).indicators:
            pass
        spent = time.perf_counter() - began
        cpu = time.process_time() - began_cpu
    return {
        "s": round(spent, 3), "approved_s": round(approved, 3), "cpu_s": round(cpu, 3),
        "reports": len(reports), "figures": Observation.objects.count() - before, "queries": queries.count,
    }  # fmt: skip


def step_question(asked: int) -> dict[str, Any]:
    """Any unit, 7 indicators, every month of all its years; the reader's scope is asked each time."""
    from datetime import date

    from django.db import connection

    from dondoc.web.accounts.access import Access
    from dondoc.web.accounts.models import User
    from dondoc.web.bodies.models import Body
    from dondoc.web.plans.models import Indicator
    from dondoc.web.rollup.models import YearBlock
    from dondoc.web.rollup.selectors import series

    chance = random.Random(SEED)
    by = User.objects.get(username="do")
    bodies = list(Body.objects.values_list("pk", flat=True))
    years = sorted(set(YearBlock.objects.values_list("year", flat=True)))
    times, cells = [], 0
    for n in range(asked + 3):
        with counted(connection) as queries:
            began = time.perf_counter()
            access = Access.of(by, date(2026, 3, 1))
            seven = list(Indicator.objects.filter(pk__in=chance.sample(range(1, 61), 7)))
            found = series(access, chance.choice(bodies), seven, years)
            cells = sum(map(len, found.values()))
            spent = time.perf_counter() - began
        if n >= 3:
            times.append(1000 * spent)
    return spread(times) | {"years": len(years), "cells": cells, "queries": queries.count}


def step_verify() -> dict[str, Any]:
    """How many places say something else than what they repeat: `dondoc verify`."""
    from dondoc.web.verify.services import CHECKS

    told = {name: check() for name, check in CHECKS.items()}
    found = [one for verified in told.values() for one in verified.found]
    for one in found[:20]:
        print(f"{one.what} {one.row}: {one.label}", file=sys.stderr)
    late = sum(one.late for one in told.values())
    looked_at = sum(one.looked_at for one in told.values())
    return {"looked_at": looked_at, "late": late, "differences": len(found)}


def step_plain(months: int) -> dict[str, Any]:
    """The obvious ways, once each; SQL and pandas from the second run on are no quicker."""
    import prov1plain

    orm_s, queries = prov1plain.orm(60, months, [0, 6])
    sql = [prov1plain.sql() for _ in range(RUNS)]
    frames = [prov1plain.pandas() for _ in range(RUNS)]
    found = {"orm_s": orm_s, "orm_queries": queries}
    found |= least_most("sql", [one[0] for one in sql]) | least_most("pandas", [one[0] for one in frames])
    found |= least_most("pandas_reckoning", [one[1] for one in frames])
    return found | {"sql_checksum": f"{sql[-1][1]:.3f}", "pandas_checksum": f"{frames[-1][2]:.3f}"}


STEPS = {
    "fill": step_fill, "w1": step_w1, "oracle": step_oracle, "w2": step_w2, "w3": step_w3,
    "question": step_question, "plain": step_plain, "verify": step_verify,
}  # fmt: skip

# --- measuring ------------------------------------------------------------------------------------------


class counted:  # noqa: N801 - reads as a verb
    """How many statements were sent meanwhile."""

    def __init__(self, connection: Any) -> None:
        self.count = 0
        self._wrapper = connection.execute_wrapper(self._one)

    def _one(self, execute: Any, *words: Any) -> Any:
        self.count += 1
        return execute(*words)

    def __enter__(self) -> counted:
        self._wrapper.__enter__()
        return self

    def __exit__(self, *what: object) -> None:
        self._wrapper.__exit__(*what)


def peak() -> float:
    """Most memory the process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def spread(times: list[float]) -> dict[str, float]:
    """Half and nineteen twentieths of the requests were quicker."""
    ordered = sorted(times)
    return {
        "p50_ms": round(statistics.median(ordered), 2),
        "p95_ms": round(ordered[int(0.95 * len(ordered))], 2),
        "max_ms": round(ordered[-1], 2),
    }


def least_most(name: str, seconds: list[float]) -> dict[str, float]:
    """The quickest, the middle and the slowest of several runs."""
    ordered = sorted(seconds)
    return {
        f"{name}_min_s": round(ordered[0], 3),
        f"{name}_median_s": round(statistics.median(ordered), 3),
        f"{name}_max_s": round(ordered[-1], 3),
    }


def run(step: str, environment: dict[str, str], **options: Any) -> tuple[dict[str, Any], float]:
    """A step in a process of its own: what it says, and the seconds from start to end.

    `process_cpu_s` are the processor's seconds, which others on the machine do not lengthen as much.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    words = [sys.executable, __file__, "--step", step, "--options", json.dumps(options)]
    done = subprocess.run(words, env=os.environ | environment, stdout=subprocess.PIPE, text=True, check=True)
    spent = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(done.stdout.splitlines()[-1]) | {"process_cpu_s": round(cpu, 3)}, spent


def province(
    environment: dict[str, str],
    *,
    areas: int,
    communes: int,
    months: int,
    runs: int,
    plain: bool,
    corrections: int = CORRECTIONS,
    questions: int = QUESTIONS,
) -> dict[str, Any]:
    """One made-up province: everything that is measured of it."""
    size = {"areas": areas, "communes": communes, "months": months}
    filled, _ = run("fill", environment, **size, plain=plain, searchable=runs > 1)
    found: dict[str, Any] = {"units": 1 + areas + areas * communes, "facts": filled["facts"]}
    whole, inside, cpu = [], [], []
    for _ in range(runs):
        told, seconds = run("w1", environment)
        whole.append(seconds)
        inside.append(told["inside_s"])
        cpu.append(told["process_cpu_s"])
    found |= least_most("w1", whole) | least_most("w1_inside", inside) | least_most("w1_cpu", cpu)
    found |= {f"w1_{name}": told[name] for name in ("queries", "blocks")} | {
        "w1_peak_mb": round(told["peak_mb"])
    }
    found |= {f"oracle_{name}": value for name, value in run("oracle", environment)[0].items()}
    told, _ = run("question", environment, asked=questions)
    found |= {f"question_{name}": value for name, value in told.items()}
    if plain:
        found |= {
            f"plain_{name}": value for name, value in run("plain", environment, months=months)[0].items()
        }
    if runs > 1:
        told, _ = run("w2", environment, corrections=corrections)
        found |= {f"w2_{name}": value for name, value in told.items()}
        found |= {f"w3_{name}": value for name, value in run("w3", environment, months=months)[0].items()}
        told, _ = run("w3", environment, months=months + 1, together=True)
        found |= {f"w3_together_{name}": value for name, value in told.items()}
        found |= {f"verify_{name}": value for name, value in run("verify", environment)[0].items()}
    return found


def database(url: str, folder: str, name: str, migrated: Path | None = None) -> dict[str, str]:
    """An empty database of its own, made by the environment's words; on PostgreSQL under a new name.

    `migrated` is an embedded one to begin with, on which the migrations have run.
    """
    environment = {"DONDOC_DATA": str(Path(folder) / name), "DATABASE_URL": "", "DONDOC_DEBUG": "0"}
    if url:
        on_server(url, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
        environment["DATABASE_URL"] = urlsplit(url)._replace(path=f"/{name}").geturl()
    elif migrated is not None:
        Path(environment["DONDOC_DATA"]).mkdir()
        shutil.copy(migrated, Path(environment["DONDOC_DATA"]) / "dondoc.sqlite3")
    return environment


def drop(url: str, name: str) -> None:
    if url:
        on_server(url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def on_server(url: str, *statements: str) -> None:
    """From the server's own database: the one that the address names need not be there."""
    import psycopg

    with psycopg.connect(urlsplit(url)._replace(path="/postgres").geturl(), autocommit=True) as server:
        for statement in statements:
            server.execute(statement)  # type: ignore[arg-type]  # names of ours


def main() -> int:
    parser = argparse.ArgumentParser(description="A province's figures added up, beside the obvious ways.")
    parser.add_argument("--json", action="store_true", help="one flat object")
    parser.add_argument("--postgres", default="", help="a server to make a database on; default: SQLite")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--large", action="store_true", help="2,021 units too")
    parser.add_argument(
        "--no-plain", action="store_true", help="without the obvious ways, which take minutes"
    )
    parser.add_argument("--tiny", action="store_true", help="five units: whether everything still runs")
    parser.add_argument("--migrated", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--options", type=json.loads, default={}, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.step:
        start()
        print(json.dumps(STEPS[wanted.step](**wanted.options)))
        return 0
    figures: dict[str, Any] = {"database": "postgresql" if wanted.postgres else "sqlite"}
    small = {"areas": 10, "communes": 10}
    provinces: dict[str, dict[str, int]] = {
        "prov1": small | {"months": 48, "runs": wanted.runs}, "five": small | {"months": 60, "runs": 1}
    }  # fmt: skip
    if wanted.large:
        provinces["large"] = {"areas": 20, "communes": 100, "months": 48, "runs": 1}
    if wanted.tiny:
        provinces = {"prov1": TINY}
    with tempfile.TemporaryDirectory() as folder:
        for name, size in provinces.items():
            own = f"{urlsplit(wanted.postgres).path.strip('/') or 'dondoc'}_{name}_{os.getpid()}"
            environment = database(wanted.postgres, folder, own, wanted.migrated)
            plain = name == "prov1" and not wanted.no_plain
            try:
                told = province(environment, **size, plain=plain)
            finally:
                drop(wanted.postgres, own)
            figures |= {key if name == "prov1" else f"{name}_{key}": value for key, value in told.items()}
    if wanted.json:
        print(json.dumps(figures))
        return 0
    for key, value in figures.items():
        print(f"{key:<32} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
