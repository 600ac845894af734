"""The days and numbers a text prints, and those a paper may have: of its data, its template, the register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import models

from dondoc.web.accounts.access import Access
from dondoc.web.bodies.models import Body
from dondoc.web.followup.models import LetterLine
from dondoc.web.judgement.selectors import judged_targets
from dondoc.web.judgement.words import sentence
from dondoc.web.matters.models import Matter
from dondoc.web.obligations.models import Obligation
from dondoc.web.plans import taskboard
from dondoc.web.plans.models import TargetVersion, Task
from dondoc.web.plans.selectors import target_rows, targets_seen
from dondoc.web.plans.templatetags.boards import progress_text
from dondoc.web.programmes.models import Item, ItemEvent, Programme, Session
from dondoc.web.reporting.models import Report
from dondoc.web.results.models import Observation
from dondoc.web.sources.models import Document, Mention
from dondoc.writing.footnotes import plain
from dondoc.writing.paper import Image
from dondoc.writing.papercheck import words_of
from dondoc.writing.reportprose import number

_DAY = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
_NUMBER = re.compile(r"\d[\d.]*(?:,\d+)?")
_ROWS = (
    Body, Document, Task, Item, ItemEvent, Programme, Session, Matter, Obligation, LetterLine, Mention,
)  # fmt: skip


def figures_of(text: str) -> set[str]:
    """Every day and every number of a text, as printed; zeros before a day's parts say nothing."""
    days = {"/".join(part.lstrip("0") for part in one.split("/")) for one in _DAY.findall(text)}
    return days | {one.rstrip(".") for one in _NUMBER.findall(_DAY.sub(" ", text))}


def given(value: Any) -> str:
    """All words of what a template was filled with."""
    if isinstance(value, Image):
        return value.words
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Mapping):
        return "\n".join(given(one) for one in value.values())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "\n".join(given(one) for one in value)
    return plain(str(value))


def of_template(content: bytes) -> set[str]:
    """What a template prints by itself: "1.", "2." before its paragraphs."""
    return figures_of(re.sub(r"\{[{%].*?[%}]\}", " ", words_of(content)))


def counted(fields: Mapping[str, Any]) -> set[str]:
    """How many rows there are, list by list and together, and the numbers they are counted through with."""
    lengths = [len(one) for one in _lists(fields)]
    return {str(n) for n in range(1, sum(lengths) + 1)}


def _lists(value: Any) -> Iterable[Sequence[Any]]:
    if isinstance(value, Mapping):
        for one in value.values():
            yield from _lists(one)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        yield value
        for one in value:
            yield from _lists(one)


def of_register(on: date) -> set[str]:
    """Every day and number the register's rows and the words of documents say, and by how many days late."""
    found: set[str] = set()
    for model in _ROWS:
        names = [
            one.name
            for one in model._meta.concrete_fields
            if isinstance(one, models.CharField | models.TextField | models.DateField)
        ]
        for row in model._base_manager.values(*names):
            found |= figures_of(given([value for value in row.values() if value is not None]))
            if row.get("due"):
                found.add(str((on - row["due"]).days))
    for report in Report.objects.select_related("form"):
        found |= figures_of(str(report))
    return found


def of_targets(access: Access, on: date) -> set[str]:
    """What the boards print of targets: plans, results, shares of the plan, and the reasons of verdicts."""
    rows = target_rows(access, list(targets_seen(access)))
    said = [progress_text(row) for row in rows]
    for version in TargetVersion.objects.filter(withdrawn_at=None):
        said.append(number(version.value, version.decimals))
        if version.value_max is not None:
            said.append(number(version.value_max, version.decimals_max))
    for one in Observation.objects.filter(withdrawn_at=None):
        said += [number(one.value, one.decimals), str(one.out_of_mantissa)]
    judged = judged_targets(access, [row.target for row in rows], as_of=on)
    said += [sentence(reason) for row in judged.values() for reason in row.judgement.reasons]
    said += map(str, taskboard.task_board(access, taskboard.TaskFilter(), as_of=on).counts.values())
    return figures_of("\n".join(said))
