"""PROV-1 the obvious ways: one aggregate a cell through the ORM, one statement of SQL, pandas. In floats.

Each reads the plain tables and writes one row a result into `plain_res`; its checksum says that it did the
same work.
"""

from __future__ import annotations

import time
from typing import Any

from django.db import connection, models
from django.db.models import Max, Sum


class Fact(models.Model):
    """One figure."""

    org = models.IntegerField(primary_key=True)
    ind = models.IntegerField()
    per = models.IntegerField()
    num = models.FloatField()
    den = models.FloatField()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "plain_fact"


class Result(models.Model):
    """One result."""

    org = models.IntegerField(primary_key=True)
    ind = models.IntegerField()
    per = models.IntegerField()
    judged = models.FloatField()
    pct = models.FloatField()
    growth = models.FloatField(null=True)
    st = models.IntegerField()

    class Meta:
        app_label = "bench"
        managed = False
        db_table = "plain_res"


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM plain_res")


def _sum() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(judged) FROM plain_res")
        return float(cursor.fetchone()[0])


def orm(indicators: int, months: int, only: list[int]) -> tuple[float, int]:
    """One aggregate a cell, year to date and status in Python: seconds and queries for some indicators."""
    _empty()
    with connection.cursor() as cursor:
        cursor.execute("SELECT ind, agg, cum, up FROM plain_indi")
        rules = {row[0]: row[1:] for row in cursor.fetchall()}
        cursor.execute("SELECT org, ind, yr, v FROM plain_tgt")
        target = {row[:3]: row[3] for row in cursor.fetchall()}
        cursor.execute("SELECT anc, org FROM plain_clo")
        below: dict[int, list[int]] = {}
        for anc, org in cursor.fetchall():
            below.setdefault(anc, []).append(org)
    queries = 0
    began = time.perf_counter()
    for ind in only:
        agg, cum, up = rules[ind]
        rows = []
        for unit, units in below.items():
            judged: dict[int, float] = {}
            running = 0.0
            for per in range(months):
                if per % 12 == 0:
                    running = 0.0
                cell = Fact.objects.filter(ind=ind, per=per, org__in=units)
                told = cell.aggregate(n=Sum("num"), d=Sum("den"), m=Max("num"), k=models.Count("num"))
                queries += 1
                if not told["k"]:
                    continue
                value = (
                    told["n"] if agg == 0 else told["n"] / told["d"] * 100 if agg == 1
                    else told["n"] / told["k"] if agg == 2 else told["m"]
                )  # fmt: skip
                running += value
                judged[per] = running if cum else value
                pct = judged[per] / target[unit, ind, per // 12] * 100
                pace = (per % 12 + 1) / 12 * 100 if cum else 100.0
                ratio = pct / pace if up else pace / pct
                before = judged.get(per - 12)
                rows.append(
                    Result(
                        org=unit, ind=ind, per=per, judged=judged[per], pct=pct,
                        growth=None if before is None else (judged[per] - before) / before * 100,
                        st=1 if ratio >= 1 else 2 if ratio >= 0.9 else 3,
                    )
                )  # fmt: skip
        Result.objects.bulk_create(rows, batch_size=2_000)
    return (time.perf_counter() - began) * indicators / len(only), queries * indicators // len(only)


_SQL = """INSERT INTO plain_res
with a as (select c.anc org, f.ind, f.per, sum(f.num) n, sum(f.den) d, count(*) k, max(f.num) mx
           from plain_fact f join plain_clo c on c.org = f.org group by c.anc, f.ind, f.per),
b as (select a.org, a.ind, a.per, a.per/12 yr, i.cum, i.up,
             case i.agg when 0 then n when 1 then n/d*100 when 2 then n/k else mx end val
      from a join plain_indi i on i.ind = a.ind),
c as (select b.*, case when cum = 1
             then sum(val) over (partition by org, ind, yr order by per) else val end judged from b),
d as (select c.*, c.judged/t.v*100 pct, case when cum = 1 then (per%12+1)/12.0*100 else 100 end pace,
             case when lag(c.yr) over w = c.yr-1 then lag(judged) over w end prev
      from c join plain_tgt t on t.org = c.org and t.ind = c.ind and t.yr = c.yr
      window w as (partition by c.org, c.ind, c.per%12 order by c.yr))
select org, ind, per, judged, pct, (judged-prev)/prev*100,
       case when (case when up=1 then pct/pace else pace/pct end) >= 1 then 1
            when (case when up=1 then pct/pace else pace/pct end) >= 0.9 then 2 else 3 end from d"""


def sql() -> tuple[float, float]:
    """One statement: seconds and checksum."""
    _empty()
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(_SQL)
    return time.perf_counter() - began, _sum()


def pandas() -> tuple[float, float, float]:
    """Read, group by, write: seconds of everything, of the reckoning alone, and checksum."""
    import pandas as pd

    _empty()
    began = time.perf_counter()

    def table(name: str, columns: str) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM {name}")
            return pd.DataFrame(cursor.fetchall(), columns=columns.split(", "))

    fact, tgt = table("plain_fact", "org, ind, per, num, den"), table("plain_tgt", "org, ind, yr, v")
    clo, indi = table("plain_clo", "anc, org"), table("plain_indi", "ind, agg, cum, up")
    read = time.perf_counter()
    all_up = fact.merge(clo, on="org")
    cell = all_up.groupby(["anc", "ind", "per"], sort=True).agg(
        n=("num", "sum"), d=("den", "sum"), k=("num", "size"), mx=("num", "max")
    )  # fmt: skip
    cell = cell.reset_index().rename(columns={"anc": "org"}).merge(indi, on="ind")
    cell["judged"] = cell.n.where(
        cell["agg"] == 0,
        (cell.n / cell.d * 100).where(cell["agg"] == 1, (cell.n / cell.k).where(cell["agg"] == 2, cell.mx)),
    )
    cell["yr"] = cell.per // 12
    cell = cell.sort_values(["org", "ind", "per"])
    running = cell.groupby(["org", "ind", "yr"]).judged.cumsum()
    cell["judged"] = running.where(cell.cum == 1, cell.judged)
    cell = cell.merge(tgt, on=["org", "ind", "yr"])
    cell["pct"] = cell.judged / cell.v * 100
    pace = ((cell.per % 12 + 1) / 12 * 100).where(cell.cum == 1, 100)
    ratio = (cell.pct / pace).where(cell.up == 1, pace / cell.pct)
    cell["st"] = 3 - (ratio >= 0.9).astype(int) - (ratio >= 1).astype(int)
    before = cell[["org", "ind", "per", "judged"]].assign(per=cell.per + 12)
    cell = cell.merge(before, on=["org", "ind", "per"], how="left", suffixes=("", "_before"))
    cell["growth"] = (cell.judged - cell.judged_before) / cell.judged_before * 100
    reckoned = time.perf_counter()
    rows = cell[["org", "ind", "per", "judged", "pct", "growth", "st"]].astype(object)
    rows = rows.where(rows.notna(), None)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy("COPY plain_res FROM STDIN") as copy:
                for row in rows.itertuples(index=False, name=None):
                    copy.write_row(row)
        else:
            cursor.execute("BEGIN")
            connection.connection.executemany(
                "INSERT INTO plain_res VALUES (?,?,?,?,?,?,?)", rows.itertuples(index=False, name=None)
            )
            cursor.execute("COMMIT")
    return time.perf_counter() - began, reckoned - read, _sum()
