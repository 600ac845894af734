"""PROV-1 in a database: an office's register filled with it, and the plain tables of the other ways.

A ratio's two sides are two indicators of their own, as the product keeps them, so that 12 of the 60 bring 24
more with 109.000 figures: 84 indicators are added up, of which the oracle's 60 are compared.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from assessment import provinces  # the generator, which the tests' oracle shares

MILLION = 10**6
START = 2022  # the year of month 0
AT_ONCE = 20_000
SEED, MISSING = 20_240_101, 0.05  # of the reports' figures


def period(month: int) -> tuple[str, str, str]:
    """Short form, first and last day of the n-th month."""
    year, of_year = START + month // 12, month % 12 + 1
    first = date(year, of_year, 1)
    following = date(year + of_year // 12, of_year % 12 + 1, 1)
    return f"{year}-{of_year:02}", first.isoformat(), date.fromordinal(following.toordinal() - 1).isoformat()


def fill(made: provinces.Made, months: int, *, searchable: bool) -> None:
    """Bodies, indicators, targets and figures into the product's tables; keys are 1 + the generator's.

    Args:
        made: The province.
        months: How many.
        searchable: Whether rows are entered in the search too, which takes a minute of 27,000 targets.
    """
    from django.db import connection, transaction

    from dondoc.web.accounts.models import Grant, User
    from dondoc.web.rollup.changes import tree_changed
    from dondoc.web.search.services import index_all

    if connection.vendor == "sqlite":
        connection.disable_constraint_checking()
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:  # millions of rows, each with five references to look up
                cursor.execute("SET LOCAL session_replication_role = replica")
        user = User.objects.create(username="do", full_name="Người đo")
        put("bodies_body", _bodies(made))
        put("plans_indicator", _indicators(made))
        resolution, report = _documents(user)
        with without_indexes("plans_target", "plans_targetversion", "results_observation"):
            _targets(made, user.pk, resolution)
            _figures(made, months, user.pk, report)
        tree_changed()  # as the register does when a body is entered
        Grant.objects.create(user=user, role="analyst", body_id=1, valid_from=date(2020, 1, 1))
        if connection.vendor == "postgresql":
            for table in ("bodies_body", "plans_indicator", "plans_target"):
                with connection.cursor() as cursor:
                    sequence = f"pg_get_serial_sequence('{table}', 'id')"
                    cursor.execute(f"SELECT setval({sequence}, (SELECT max(id) FROM {table}))")
    if searchable:
        index_all()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def put(table: str, rows: Iterable[dict[str, Any]]) -> int:
    """Rows with the same columns, as quickly as the database takes them; how many."""
    told = iter(rows)
    first = next(told, None)
    if first is None:
        return 0
    return put_rows(table, list(first), (tuple(row.values()) for row in _and(first, told)))


def put_rows(table: str, names: list[str], rows: Iterable[tuple[Any, ...]]) -> int:
    """The same, of rows without names."""
    from django.db import connection

    told, count = iter(rows), 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
                for row in told:
                    copy.write_row(row)
                    count += 1
            return count
        statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        raw = connection.connection
        while batch := list(islice(told, AT_ONCE)):
            raw.executemany(statement, batch)
            count += len(batch)
    return count


def spread(table: str, columns: dict[str, str], brief: str, rest: str = "") -> None:
    """Rows of `table`, each column by an expression over the rows of another."""
    from django.db import connection

    with connection.cursor() as cursor:
        told = ", ".join(columns.values())
        cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {told} FROM {brief} b {rest}")


@contextmanager
def without_indexes(*tables: str) -> Iterator[None]:
    """Indexes that only make reading quick are made after the rows."""
    from django.db import connection

    known = {
        "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s"
        " AND sql IS NOT NULL",
        "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)",
    }[connection.vendor]
    with connection.cursor() as cursor:
        found: list[tuple[str, str]] = []
        for table in tables:
            cursor.execute(known, [table])
            found += cursor.fetchall()
        for name, _sql in found:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _name, sql in found:
            cursor.execute(sql)


def _and(first: dict[str, Any], rest: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    yield first
    yield from rest


def _bodies(made: provinces.Made) -> Iterator[dict[str, Any]]:
    paths: list[str] = []
    for n, above in enumerate(made.parent):
        paths.append(f"{paths[above] if n else '/'}{n + 1}/")
        kind = "province" if above < 0 else "district" if above == 0 else "commune"
        yield {
            "id": n + 1, "folded": f"x {n}", "sort_key": f"x {n:05}", "code": f"x{n}", "name": f"Xã {n}",
            "kind": kind, "parent_id": above + 1 if n else None, "path": paths[n], "source": "",
            "verified": True,
        }  # fmt: skip


def _indicators(made: provinces.Made) -> Iterator[dict[str, Any]]:
    count = len(made.rule)

    def row(
        key: int,
        *,
        unit: str,
        time: str,
        units: str,
        higher: bool = True,
        two: tuple[Any, Any] = (None, None),
    ) -> dict[str, Any]:
        return {
            "id": key, "folded": f"y {key}", "sort_key": f"y {key:05}", "code": "", "name": f"Chỉ tiêu {key}",
            "unit": unit, "direction": "higher" if higher else "lower", "nature": "flow", "field": "",
            "time_rule": time, "unit_rule": units, "numerator_id": two[0], "denominator_id": two[1],
            "party_only": False,
        }  # fmt: skip

    for n in range(count):
        if made.rule[n] == 1:
            for side in (0, 1):
                yield row(sides(n, count)[side], unit="người", time="own", units="sum")
    for n in range(count):
        ratio = made.rule[n] == 1
        yield row(
            n + 1, unit="%" if ratio else "tỷ đồng", time="ytd" if made.cumulative[n] else "own",
            units=provinces.UNIT_RULES[made.rule[n]].value, higher=bool(made.higher[n]),
            two=sides(n, count) if ratio else (None, None),
        )  # fmt: skip


def sides(indicator: Any, count: int) -> tuple[Any, Any]:
    """The keys of what a ratio stands above and below its line."""
    return count + 1 + 2 * indicator, count + 2 + 2 * indicator


def _documents(user: Any) -> tuple[int, int]:
    """An issued resolution that the targets stand in and an issued report that the figures do."""
    from dondoc.web.sources.models import Document

    same = {"standing": "issued", "owner_id": 1, "issuer_id": 1, "created_by": user}
    found = [
        Document.objects.create(title=title, type=kind, symbol=symbol, date=date(2021, 12, 31), **same).pk
        for title, kind, symbol in (
            ("Giao chỉ tiêu", "resolution", "01/NQ"), ("Báo cáo các tháng", "report", "02/BC"),
        )
    ]  # fmt: skip
    return found[0], found[1]


def _table(name: str, columns: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ({columns})")


def _targets(made: provinces.Made, user: int, document: int) -> None:
    bodies, indicators, years = made.target.shape
    _table("brief_target", "id bigint, body bigint, indicator bigint, year integer, number bigint")
    places = (np.indices(made.target.shape).reshape(3, -1) + 1).tolist()
    keys = range(1, bodies * indicators * years + 1)
    numbers = made.target.ravel().tolist()
    put_rows(
        "brief_target",
        ["id", "body", "indicator", "year", "number"],
        zip(keys, *places, numbers, strict=True),
    )
    year = f"CAST(b.year + {START - 1} AS text)"
    spread("plans_target", {
        "id": "b.id", "period": year, "period_start": _day(f"{year} || '-01-01'"),
        "period_end": _day(f"{year} || '-12-31'"), "indicator_id": "b.indicator", "body_id": "b.body",
        "basis": "'council'", "measure": "'level'", "awaiting_document": "false", "time_rule": "''",
        "unit_rule": "''",
    }, "brief_target")  # fmt: skip
    spread("plans_targetversion", {
        "mantissa": "b.number", "decimals": "0", "micro": f"b.number * {MILLION}", "decimals_max": "0",
        "target_id": "b.id", "unit": "i.unit",
        "comparator": "CASE i.direction WHEN 'higher' THEN 'ge' ELSE 'le' END", "name_as_printed": "i.name",
        "decided_on": _day("'2021-12-31'"), "weight_decimals": "0", "baseline_decimals": "0",
        "baseline_period": "''", "by_hand": "true", "source_words": "'nghị quyết'",
        "created_by_id": str(user), "created_at": _moment("'2021-12-31'"), "document_id": str(document),
    }, "brief_target", "JOIN plans_indicator i ON i.id = b.indicator ORDER BY b.id")  # fmt: skip


def _figures(made: provinces.Made, months: int, user: int, document: int) -> None:
    count = len(made.rule)
    ratio = made.rule[made.indicator] == 1
    above, below = sides(made.indicator, count)
    first = np.where(ratio, above, made.indicator + 1)
    _table("brief_figure", "indicator bigint, body bigint, month integer, number bigint")
    names = ["indicator", "body", "month", "number"]
    body = made.unit + 1
    for columns in (
        (first, body, made.month, made.number),
        tuple(one[ratio] for one in (below, body, made.month, made.under)),
    ):
        put_rows("brief_figure", names, zip(*(one.tolist() for one in columns), strict=True))
    _table("brief_month", "month integer, period text, since text, until text")
    put_rows("brief_month", ["month", "period", "since", "until"], ((n, *period(n)) for n in range(months)))
    joined = "JOIN plans_indicator i ON i.id = b.indicator JOIN brief_month m ON m.month = b.month"
    spread("results_observation", {
        "mantissa": "b.number", "decimals": "0", "micro": f"b.number * {MILLION}", "decimals_max": "0",
        "unit": "i.unit", "period": "m.period", "period_start": _day("m.since"),
        "period_end": _day("m.until"), "indicator_id": "b.indicator",
        "body_id": "b.body", "status": "'preliminary'", "measure": "'level'",
        "bound": "'exact'", "base": "''", "direction": "''", "as_of": _day("m.until"),
        "name_as_printed": "i.name", "awaiting_document": "false", "created_by_id": str(user),
        "created_at": _moment("m.until"), "by_hand": "true", "source_words": "'Báo cáo tháng'",
        "reason": "''", "known_on": _day("m.until"), "document_id": str(document),
    }, "brief_figure", joined)  # fmt: skip


def _day(words: str) -> str:
    """A day in SQL, as the database keeps it."""
    from django.db import connection

    return f"CAST({words} AS date)" if connection.vendor == "postgresql" else words


def _moment(words: str) -> str:
    """Midnight of a day."""
    from django.db import connection

    return f"CAST({words} AS timestamptz)" if connection.vendor == "postgresql" else f"{words} || ' 00:00:00'"


# --- reports --------------------------------------------------------------------------------------------


def sent_reports(month: int, *, signed: bool) -> list[tuple[int, Any]]:
    """Each commune's report of a month, typed in and sent: its key, and who may approve it.

    Args:
        month: Which.
        signed: Sent as a signed paper, which the office checks; else submitted to the commune's head.
    """
    from dondoc.web.accounts.access import Access
    from dondoc.web.accounts.models import Grant, User
    from dondoc.web.bodies.models import Body
    from dondoc.web.plans.models import Indicator
    from dondoc.web.reporting import acts, drafts, generation
    from dondoc.web.reporting.models import EventChoice, FormLine, Report
    from dondoc.web.reporting.reportforms import LineWanted, form_add
    from dondoc.web.sources.models import File

    chance = random.Random(SEED)
    told, first, last = period(month)
    on, since = date.fromisoformat(last), date(2020, 1, 1)
    by = User.objects.get(username="do")
    bodies = list(Body.objects.filter(kind="commune").order_by("pk"))
    lines = [LineWanted(one, cumulative=False) for one in Indicator.objects.exclude(unit_rule="ratio")]
    form = form_add(
        code=f"PROV-{month}", name="Báo cáo tháng", office=Body.objects.get(kind="province"), kinds=["month"],
        valid_from=date.fromisoformat(first), lines=lines, bodies=bodies, by=by,
    )  # fmt: skip
    generation.reports_generate(form=form, upto=date.fromisoformat(first), by=None, on=on)
    keys = list(FormLine.objects.filter(form=form).values_list("pk", flat=True))
    reports: list[tuple[int, Any]] = []
    for body in bodies:
        officer, head = (
            User.objects.create(username=f"{role}{body.pk}-{month}", full_name=f"{role} {body.pk}")
            for role in ("officer", "head")
        )
        Grant.objects.create(user=officer, role="officer", body=body, valid_from=since)
        Grant.objects.create(user=head, role="head", body=body, valid_from=since)
        report = Report.objects.get(form=form, body=body, period=told)
        typed = [
            drafts.Typed(f"v{key}", str(chance.randint(1, 1000)), 0) if chance.random() > MISSING
            else drafts.Typed(f"n{key}", "chưa phát sinh", 0)
            for key in keys
        ]  # fmt: skip
        typed += [drafts.Typed(f"v{one.key[1:]}", "–", 0) for one in typed if one.key.startswith("n")]
        drafts.cells_save(report=report, typed=typed, by=officer)
        paper = None
        if signed:
            file = File.objects.create(
                sha256=f"{month:04}{body.pk:060}", name="bc.pdf", size=1, media="pdf", uploaded_by=officer
            )
            paper = acts.Paper(f"{body.pk}/BC", on, file)
        acts.act(
            report=report, kind=EventChoice.SIGNED if signed else EventChoice.SUBMITTED, on=on, by=officer,
            access=Access.of(officer, on), paper=paper,
        )  # fmt: skip
        reports.append((report.pk, by if signed else head))
    return reports


# --- the plain tables -----------------------------------------------------------------------------------

PLAIN = {
    "plain_clo": "anc integer, org integer",
    "plain_indi": "ind integer, agg integer, cum integer, up integer",
    "plain_fact": "org integer, ind integer, per integer, num {real}, den {real}",
    "plain_tgt": "org integer, ind integer, yr integer, v {real}",
    "plain_res": "org integer, ind integer, per integer, judged {real}, pct {real},"
    " growth {real}, st integer",
}


def fill_plain(made: provinces.Made) -> None:
    """What the plain ways work on: one row a fact, floating point, indexes a careful author would add."""
    from django.db import connection

    real = "double precision" if connection.vendor == "postgresql" else "real"
    with connection.cursor() as cursor:
        for table, columns in PLAIN.items():
            cursor.execute(f"CREATE TABLE {table} ({columns.format(real=real)})")
    put("plain_clo", ({"anc": a, "org": o} for o in range(len(made.parent)) for a in _upward(made.parent, o)))
    put(
        "plain_indi",
        (
            {"ind": n, "agg": int(made.rule[n]), "cum": int(made.cumulative[n]), "up": int(made.higher[n])}
            for n in range(len(made.rule))
        ),
    )
    told = zip(
        made.unit.tolist(), made.indicator.tolist(), made.month.tolist(), made.number.tolist(),
        made.under.tolist(), strict=True,
    )  # fmt: skip
    put("plain_fact", ({"org": o, "ind": i, "per": p, "num": n, "den": d} for o, i, p, n, d in told))
    bodies, indicators, years = made.target.shape
    put(
        "plain_tgt",
        (
            {"org": o, "ind": i, "yr": y, "v": int(made.target[o, i, y])}
            for o in range(bodies)
            for i in range(indicators)
            for y in range(years)
        ),
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX plain_fact_cell ON plain_fact (ind, per, org)")
        cursor.execute("CREATE INDEX plain_tgt_cell ON plain_tgt (ind, org, yr)")
        cursor.execute("CREATE INDEX plain_clo_org ON plain_clo (org, anc)")
        cursor.execute("CREATE INDEX plain_clo_anc ON plain_clo (anc, org)")
        cursor.execute("ANALYZE")


def _upward(parent: list[int], unit: int) -> Iterator[int]:
    while unit >= 0:
        yield unit
        unit = parent[unit]
