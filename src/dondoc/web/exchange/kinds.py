"""The two kinds of tables that can be brought in, and what is different between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Protocol

from dondoc.exchange import fields, targetfields
from dondoc.exchange.fields import UNKNOWN, Layout, Suggestion
from dondoc.exchange.guess import by_content
from dondoc.exchange.sheets import Sheet
from dondoc.exchange.tasks import Problem
from dondoc.web.accounts.models import User
from dondoc.web.bodies.selectors import Directory
from dondoc.web.exchange import applying, dryrun, owncells, targetapplying, targetdryrun
from dondoc.web.exchange.kept import sheet_of
from dondoc.web.exchange.models import Import, ImportRow, WhatChoice


class Line(Protocol):
    """A row and what would come of it."""

    row: Any
    outcome: Any
    key: str


class Run(Protocol):
    """An import as it would go."""

    sheet: Sheet
    lines: Any  # a list of `Line`s

    def count(self, outcome: str) -> int:
        """How many rows would come to it."""

    @property
    def problems(self) -> dict[int, list[Problem]]:
        """Row number → what is wrong in it."""


class Rows(Protocol):
    """Applies rows, and takes them back."""

    def prepare(self, lines: Sequence[Any]) -> None:
        """Wait for who works on what these rows are about."""

    def apply(self, line: Any) -> ImportRow:
        """Do what the dry run said of a row."""

    def prepare_undo(self) -> None:
        """Wait for who works on what the import is about."""

    def undo(self, row: ImportRow, *, reason: str) -> None:
        """Take back what a row did."""


Suggest = Callable[[Sequence[str], Mapping[str, str]], tuple[Suggestion, ...]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of table."""

    layout: Layout
    suggest: Suggest
    dry_run: Callable[[Import], Run]
    rows: Callable[..., Rows]  # (imported, by=, on=)
    touched_since: Callable[[Import], list[ImportRow]]


def _suggest_targets(headings: Sequence[str], remembered: Mapping[str, str]) -> tuple[Suggestion, ...]:
    directory = Directory()
    return targetfields.suggest(
        headings, remembered, is_body=lambda name: directory.resolve(name, on=None) is not None
    )


def kind_of(imported: Import) -> Kind:
    """What holds for a table's kind; tasks of an office have the fields that it added."""
    kind = KINDS[WhatChoice(imported.what)]
    own = owncells.columns_for(imported) if imported.what == WhatChoice.TASKS else ()
    if not own:
        return kind
    layout = replace(fields.TASKS, fields=(*fields.TASK_FIELDS, *own))
    return replace(kind, layout=layout, suggest=partial(fields.suggest, layout=layout))


def suggestions(
    imported: Import, table: Mapping[str, Any], remembered: Mapping[str, str]
) -> Sequence[Suggestion]:
    """What the columns of one of its tables seem to hold: by heading, else by what stands in their cells."""
    made = kind_of(imported).suggest(table["headings"], remembered)
    if imported.what != WhatChoice.TASKS or UNKNOWN not in made:
        return made
    directory = Directory()
    return by_content(
        made, sheet_of(table), is_body=lambda name: directory.resolve(name, on=None) is not None
    )


def rows_of(imported: Import, *, by: User, on: date) -> Rows:
    """What applies its rows."""
    return kind_of(imported).rows(imported, by=by, on=on)


KINDS: Mapping[WhatChoice, Kind] = {
    WhatChoice.TASKS: Kind(
        fields.TASKS, fields.suggest, dryrun.dry_run, applying.Applying, applying.touched_since
    ),
    WhatChoice.TARGETS: Kind(
        targetfields.TARGETS,
        _suggest_targets,
        targetdryrun.dry_run,
        targetapplying.TargetApplying,
        targetapplying.touched_since,
    ),
}
