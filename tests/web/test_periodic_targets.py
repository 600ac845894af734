"""A report lists a composite target or its parts alone, never both."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from dondoc.web.papers.periodictargets import told_once
from dondoc.writing.paper import Form


def row(key: int, indicator: int, basis: str) -> Any:
    """A target's row with what is looked at."""
    return SimpleNamespace(
        target=SimpleNamespace(pk=key, indicator_id=indicator, measure="level", basis=basis)
    )


WHOLE = row(1, 10, "committee")
PARTS = [row(2, 11, "committee"), row(3, 12, "committee")]
ONCE = [  # the family, the parts' own targets, which rows stay, whether the parts stay, why
    (Form.STATE, [row(4, 11, "council"), row(5, 12, "council")], [4, 5], False,
     "the council's numbers count first in the State's report"),
    (Form.PARTY, [row(4, 11, "council"), row(5, 12, "council")], [1], True,
     "in the Party's the committee's whole stays with its parts"),
    (Form.PARTY, [row(4, 11, "council")], [1, 4], True, "a part that nobody else decided is told only there"),
    (Form.PARTY, [row(4, 11, "council"), row(5, 12, "committee")], [4, 5], False,
     "the same committee decided one alone as well"),
    (Form.STATE, [], [1], True, "nothing to be said twice"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "alone", "kept", "inside", "why"), ONCE, ids=[one[-1] for one in ONCE])
def test_each_number_is_listed_once(
    form: Form, alone: list[Any], kept: list[int], inside: bool, why: str
) -> None:
    parts = {WHOLE.target.pk: list(PARTS)}
    rows = told_once([WHOLE, *alone], parts, form)
    assert [one.target.pk for one in rows] == kept, why
    assert bool(parts) is inside, why
