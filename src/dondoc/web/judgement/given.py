"""Numbers that a document gives out of another of its own: "Thu nội địa 12.900" and the wards' parts of it.

They are targets of their bodies, and no targets of the document beside the one they were taken from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from dondoc.assessment.scoreboard import Score, score
from dondoc.records.verdict import Verdict
from dondoc.web.plans.models import Target, TargetVersion

# of a version: whose and of which document the number is that it was taken from, and whether that stands
GIVEN = {
    "given_by": F("allocated_from__document"), "given_gone": F("allocated_from__withdrawn_at"),
    "given_of": F("allocated_from__target"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GivenOut:
    """What a document gave out of one of its numbers to bodies."""

    whole: int  # key of the target it was taken from
    like: Target  # one of theirs: indicator and period
    score: Score


def given_out(versions: Iterable[TargetVersion]) -> frozenset[int]:
    """The targets whose numbers their document gives out of another of its own: they do not count in m.

    The versions come with `GIVEN`.
    """
    return frozenset(
        one.target_id
        for one in versions
        if one.allocated_from_id
        and vars(one)["given_by"] == one.document_id
        and vars(one)["given_gone"] is None
    )


def lines(rows: Iterable[tuple[TargetVersion, Verdict]]) -> list[GivenOut]:
    """One for each number that something was given out of, however many bodies were given it."""
    taken: dict[int, list[tuple[TargetVersion, Verdict]]] = defaultdict(list)
    for version, verdict in rows:
        taken[vars(version)["given_of"]].append((version, verdict))
    return [
        GivenOut(pk, group[0][0].target, score(verdict for _version, verdict in group))
        for pk, group in taken.items()
    ]
