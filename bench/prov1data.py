"""PROV-1 in a database: an office's register filled with it, and the plain tables of the other ways.

A ratio's two sides are two indicators of their own, as the product keeps them, so that 12 of the 60 bring 24
more with 109.000 figures: 84 indicators are added up, of which the oracle's 60 are compared.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from assessment import provinces  # the generator, which the tests' oracle shares

MILLION = 10**6
START = 2022  # the year of month 0
AT_ONCE = 20_000


def period(month: int) -> tuple[str, str, str]:
    """Short form, first and last day of the n-th month."""
    year, of_year = START + month // 12, month % 12 + 1
    first = date(year, of_year, 1)
    following = date(year + of_year // 12, of_year % 12 + 1, 1)
    return f"{year}-{of_year:02}", first.isoformat(), date.fromordinal(following.toordinal() - 1).isoformat()


def fill(made: provinces.Made, months: int) -> None:
    """Bodies, indicators, targets and figures into the product's tables; keys are 1 + the generator's."""
    from django.db import connection, transaction

    from dondoc.web.accounts.models import Grant, User
    from dondoc.web.rollup.changes import tree_changed

    with transaction.atomic():
        user = User.objects.create(username="do", full_name="Người đo")
        put("bodies_body", _bodies(made))
        put("plans_indicator", _indicators(made))
        put("plans_target", _targets(made))
        put("plans_targetversion", _versions(made, user.pk))
        put("results_observation", _figures(made, months, user.pk))
        tree_changed()  # as the register does when a body is entered
        Grant.objects.create(user=user, role="analyst", body_id=1, valid_from=date(2020, 1, 1))
        if connection.vendor == "postgresql":
            for table in ("bodies_body", "plans_indicator"):
                with connection.cursor() as cursor:
                    sequence = f"pg_get_serial_sequence('{table}', 'id')"
                    cursor.execute(f"SELECT setval({sequence}, (SELECT max(id) FROM {table}))")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def put(table: str, rows: Iterable[dict[str, Any]]) -> int:
    """Rows with the same columns, as quickly as the database takes them; how many."""
    from django.db import connection

    told = iter(rows)
    first = next(told, None)
    if first is None:
        return 0
    names = list(first)
    count = 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
                for row in _and(first, told):
                    copy.write_row(list(row.values()))
                    count += 1
            return count
        statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        everything = _and(first, told)
        raw = connection.connection
        while batch := [tuple(row.values()) for row in islice(everything, AT_ONCE)]:
            raw.executemany(statement, batch)
            count += len(batch)
    return count


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


def sides(indicator: int, count: int) -> tuple[int, int]:
    """The keys of what a ratio stands above and below its line."""
    return count + 1 + 2 * indicator, count + 2 + 2 * indicator


def _targets(made: provinces.Made) -> Iterator[dict[str, Any]]:
    bodies, indicators, years = made.target.shape
    key = 0
    for body in range(bodies):
        for indicator in range(indicators):
            for year in range(years):
                key += 1
                yield {
                    "id": key, "period": str(START + year), "period_start": f"{START + year}-01-01",
                    "period_end": f"{START + year}-12-31", "indicator_id": indicator + 1, "body_id": body + 1,
                    "basis": "council", "measure": "level", "awaiting_document": False, "time_rule": "",
                    "unit_rule": "",
                }  # fmt: skip


def _versions(made: provinces.Made, user: int) -> Iterator[dict[str, Any]]:
    higher = made.higher.tolist()
    years = made.target.shape[2]
    for key, number in enumerate(made.target.ravel().tolist(), 1):
        indicator = (key - 1) // years % len(higher)
        yield {
            "mantissa": number, "decimals": 0, "micro": number * MILLION, "decimals_max": 0, "target_id": key,
            "unit": "tỷ đồng", "comparator": "ge" if higher[indicator] else "le", "name_as_printed": "x",
            "decided_on": "2021-12-31", "weight_decimals": 0, "baseline_decimals": 0, "baseline_period": "",
            "by_hand": True, "source_words": "nghị quyết", "created_by_id": user,
            "created_at": "2021-12-31 00:00:00+00:00",
        }  # fmt: skip


def _figures(made: provinces.Made, months: int, user: int) -> Iterator[dict[str, Any]]:
    periods = [period(month) for month in range(months)]
    count = len(made.rule)
    ratio = (made.rule == 1).tolist()
    told = zip(
        made.unit.tolist(), made.indicator.tolist(), made.month.tolist(), made.number.tolist(),
        made.under.tolist(), strict=True,
    )  # fmt: skip
    for body, indicator, month, number, under in told:
        when = periods[month]
        if ratio[indicator]:
            above, below = sides(indicator, count)
            yield _figure(above, body, when, number, user)
            yield _figure(below, body, when, under, user)
        else:
            yield _figure(indicator + 1, body, when, number, user)


def _figure(indicator: int, body: int, when: tuple[str, str, str], number: int, user: int) -> dict[str, Any]:
    return {
        "mantissa": number, "decimals": 0, "micro": number * MILLION, "decimals_max": 0, "unit": "tỷ đồng",
        "period": when[0], "period_start": when[1], "period_end": when[2], "indicator_id": indicator,
        "body_id": body + 1, "status": "preliminary", "measure": "level", "bound": "exact", "base": "",
        "direction": "", "as_of": when[2], "name_as_printed": f"Chỉ tiêu {indicator}",
        "awaiting_document": False, "created_by_id": user, "created_at": f"{when[2]} 00:00:00+00:00",
        "by_hand": True, "source_words": "Báo cáo tháng", "reason": "", "known_on": when[2],
    }  # fmt: skip


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
