"""What people do with documents and with what was read from them. Each is one transaction and one audit entry.

Field errors are `ValidationError` by field name, a row somebody else changed meanwhile is a `Conflict`; both
say in Vietnamese what to do. Permission is asked for by the views: `selectors.fact_to_review(access, pk)`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from dondoc.web.accounts.models import User
from dondoc.web.bodies.models import Body
from dondoc.web.plans.models import Indicator
from dondoc.web.sources.models import Batch, Document, Fact, Mention


def batch_add(
    *, files: Iterable[tuple[str, bytes]], by: User, owner: Body, standing: str | None = None
) -> Batch:
    """Take files in: each becomes a job, whatever becomes of it.

    Args:
        files: (name, bytes); a zip is unpacked in memory and each of its files counts on its own.
        by: Who sent them.
        owner: In whose branch the documents are kept.
        standing: "issued", "draft" or "press" where the sender says so; None: as the heading says.
    """
    raise NotImplementedError


def document_update(
    *,
    document: Document,
    by: User,
    title: str | None = None,
    type: str | None = None,  # noqa: A002
    symbol: str | None = None,
    day: date | None = None,
    issuer: Body | None = None,
    issuer_as_written: str | None = None,
    standing: str | None = None,
    reason: str = "",
) -> Document:
    """Correct the register's entry; None leaves a field as it is. Rows that waited for a document follow."""
    raise NotImplementedError


def document_stands_on(*, document: Document, issued: Document | None, by: User) -> Document:
    """Say which issued document stands behind a press report or draft (None: take that back)."""
    raise NotImplementedError


def fact_accept(
    *,
    fact: Fact,
    by: User,
    subject: models.Model | None = None,
    indicator: Indicator | None = None,
    body: Body | None = None,
) -> Mention:
    """Accept a proposal as it was read.

    Args:
        fact: An open proposal.
        by: The reviewer.
        subject: An existing row these words stand behind (as `fact_merge`); None: find or make it.
        indicator: Of a number; None: the best suggestion where it is sure, else a new indicator by its name.
        body: Whose target or figure it is, or who leads the task; None: the best suggestion.
    """
    raise NotImplementedError


def fact_correct(
    *,
    fact: Fact,
    by: User,
    data: Mapping[str, Any],
    indicator: Indicator | None = None,
    body: Body | None = None,
) -> Mention:
    """Accept a proposal with changed fields (names as in `Fact.data`; missing ones stay)."""
    raise NotImplementedError


def fact_merge(*, fact: Fact, into_row: models.Model, by: User) -> Mention:
    """The words say what a confirmed row (or the row behind another `Fact`) says already."""
    raise NotImplementedError


def fact_reject(*, fact: Fact, by: User, reason: str = "") -> Fact:
    """Not a fact, or read wrongly."""
    raise NotImplementedError


def fact_reopen(*, fact: Fact, by: User) -> Fact:
    """Undo any decision; a confirmed row is withdrawn where no other words stand behind it."""
    raise NotImplementedError


@dataclass(slots=True)
class Accepted:
    """What became of many: accepted mentions, and facts left open with the reason why."""

    mentions: list[Mention] = field(default_factory=list)
    left: list[tuple[Fact, str]] = field(default_factory=list)


def facts_accept(*, document: Document, kind: str, by: User, min_confidence: int = 0) -> Accepted:
    """Accept all open proposals of a kind (or "all") with at least this confidence, in percent."""
    raise NotImplementedError


def facts_reject(*, facts: Iterable[Fact], by: User, reason: str = "") -> int:
    """Reject many; how many were open."""
    raise NotImplementedError


def files_reread(*, by: User | None = None) -> int:
    """Queue every file whose current reading was made by older reader, rules or packs; how many."""
    raise NotImplementedError
