"""Forms and reports from a file, recorded through the services behind the buttons, once.

The format stands at the top of `sample/reporting.toml`. What is refused is told, never passed over.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.db import transaction

from dondoc.web.accounts.access import Access
from dondoc.web.accounts.models import User
from dondoc.web.audit.models import Entry
from dondoc.web.audit.services import record
from dondoc.web.bodies.models import Body
from dondoc.web.core.conflicts import Conflict
from dondoc.web.plans.models import Indicator
from dondoc.web.reporting import acts, drafts
from dondoc.web.reporting.acts import Paper
from dondoc.web.reporting.drafts import Typed
from dondoc.web.reporting.generation import AHEAD_DAYS, reports_generate
from dondoc.web.reporting.models import EventChoice, Report, ReportForm
from dondoc.web.reporting.papers import take_file
from dondoc.web.reporting.reportforms import LineWanted, form_add
from dondoc.web.sources.setup import root_body

Row = Mapping[str, Any]


class Replayed(NamedTuple):
    """What became of the file."""

    made: int
    problems: list[str]  # Vietnamese: what was not found or was refused


def replay(path: Path, *, today: date) -> Replayed:
    """Record everything the file tells, in its order; nothing where that was done before."""
    if Entry.objects.filter(action="setup.reports").exists():
        return Replayed(0, [])
    told = tomllib.loads(path.read_text("utf-8"))
    made, problems = 0, []
    for do, row in [
        *((_form, row) for row in told.get("form", [])),
        *((_step, row) for row in told.get("step", [])),
    ]:
        try:
            do(row, today)
            made += 1
        except (ValidationError, Conflict, ObjectDoesNotExist) as error:
            words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            problems.append(f"{row.get('code') or row['form'] + ' ' + row['body']}: {words}")
    with transaction.atomic():
        after = {"file": path.name, "made": made, "problems": len(problems)}
        root = root_body()
        record(actor=None, action="setup.reports", row=root, before={}, after=after, body=root)
    return Replayed(made, problems)


def _form(row: Row, today: date) -> None:
    by = User.objects.get(username=row["by"])
    form = form_add(
        code=row["code"], name=row["name"], office=root_body(), kinds=row["kinds"],
        valid_from=row["valid_from"], valid_to=row.get("valid_to"), basis=row["basis"], by=by,
        lines=[
            LineWanted(Indicator.objects.get(code=code), unit, decimals, cumulative)
            for code, unit, decimals, cumulative in row["lines"]
        ],
        bodies=[Body.objects.get(code=code) for code in row["bodies"]],
    )  # fmt: skip
    reports_generate(form=form, upto=today + timedelta(days=AHEAD_DAYS), by=by, on=today)


def _step(row: Row, _today: date) -> None:
    form = ReportForm.objects.get(code=row["form"])
    report = Report.objects.select_related("form", "body", "obligation").get(
        form=form, body__code=row["body"], period=row["period"]
    )
    by = User.objects.get(username=row["by"])
    if "figures" in row:
        _type(row, report, by)
    elif "difficulty" in row or "proposal" in row:
        nature = "difficulty" if "difficulty" in row else "proposal"
        to = Body.objects.get(code=row["to"]) if "to" in row else None
        drafts.difficulty_add(
            report=report, nature=nature, words=row[nature], to=to, due=row.get("due"), by=by
        )
    elif "act" in row:
        acts.act(
            report=report, kind=EventChoice(row["act"]), on=row["on"], by=by, access=Access.of(by, row["on"]),
            note=row.get("note", ""), until=row.get("until"), paper=_paper(row, by),
        )  # fmt: skip
    else:
        acts.extend(report=report, due=row["due"], on=row["on"], by=by, note=row["note"])


def _type(row: Row, report: Report, by: User) -> None:
    """As on the page; `seen` is the revision somebody had before them who typed at the same time."""
    lines = {line.indicator.code: line.pk for line in report.form.lines.select_related("indicator")}
    now = dict(report.cells.values_list("key", "revision"))
    texts = {f"v{lines[code]}": text for code, text in row["figures"].items()}
    texts |= {f"n{lines[code]}": text for code, text in row.get("notes", {}).items()}
    texts |= {"text": row["text"]} if "text" in row else {}
    typed = [Typed(key, text, row.get("seen", now.get(key, 0))) for key, text in texts.items()]
    drafts.cells_save(report=report, typed=typed, by=by)


def _paper(row: Row, by: User) -> Paper | None:
    if "paper" not in row:
        return None
    content = row["paper"].encode()
    name = f"{row['symbol'].replace('/', '-')}.txt"
    upload = InMemoryUploadedFile(BytesIO(content), "file", name, "text/plain", len(content), "utf-8")
    return Paper(row["symbol"], row["day"], take_file(upload, by=by))
