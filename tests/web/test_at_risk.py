"""Targets at risk, read as keys and shown as far as a page shows them: the same as reading all of them."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest

from dondoc.web.judgement.atrisk import Selection, at_risk, place, told_of
from dondoc.web.judgement.models import KeptSignals

pytestmark = pytest.mark.django_db
FIELDS = ("Kinh tế", "Môi trường", "Y tế")
VERDICTS = ("not_met", "behind", "ahead", "met")


def made(chance: random.Random, body: int, field: str, first: int, parts: float) -> list[dict[str, Any]]:
    """Up to nine targets at risk; so many of them are parts of another target."""
    red = [
        {
            "pk": first + n, "version": n, "words": chance.choice("abc"), "verdict": chance.choice(VERDICTS),
            "order": chance.choice("xyz"), "reason": "", "period": "2026", "basis": "council",
            "whole": chance.randint(1, 400) if chance.random() < parts else None,
        }
        for n in range(chance.randint(0, 9))
    ]  # fmt: skip
    red.sort(key=place)
    KeptSignals.objects.create(
        body_id=body, field=field, on=date(2026, 10, 20), made_of=0, red=red, told=told_of(red)
    )
    return [one | {"body_pk": body, "field": field} for one in red]


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        (0.0, "no composite target"),
        (0.1, "some parts, a few of them with their whole"),
        (0.9, "mostly parts"),
    ],
    ids=["whole", "some", "parts"],
)
@pytest.mark.parametrize("seed", range(4))
def test_as_if_all_were_read(seed: int, parts: float, why: str, province: Any) -> None:
    """The first of all, all of some bodies, all with some keys, and how many there are by body."""
    chance = random.Random(seed)
    bodies = [province.finance.pk, province.building.pk, province.commune.pk, province.party.pk]
    everything = []
    for body in bodies:
        for field in FIELDS:
            everything += made(chance, body, field, len(everything) + 1, parts)
    mine, fields, both = frozenset(bodies[:2]), {"Y tế"}, [(bodies[2], "Kinh tế")]
    inside = [
        one
        for one in everything
        if one["body_pk"] in mine or one["field"] in fields or (one["body_pk"], one["field"]) in both
    ]
    there = {one["pk"] for one in inside}
    naive = sorted((one for one in inside if one["whole"] not in there), key=place)

    columns = ("pk", "body_id", "body__name", "field", "told")
    selection = Selection(mine, fields, both)
    found = at_risk(KeptSignals.objects.filter(selection.rows).values_list(*columns), selection)
    assert sorted(found.keys) == sorted(at_risk(KeptSignals.objects.values_list(*columns), selection).keys), (
        "rows beside those asked for say nothing"
    )
    keys = {one["pk"] for one in naive[5::7]}
    shown = found.shown(4, bodies={bodies[1]}, keys=keys)

    assert sorted(found.keys) == sorted(one["pk"] for one in naive), why
    assert [one["pk"] for one in shown[:4]] == [one["pk"] for one in naive[:4]]
    assert keys <= {one["pk"] for one in shown}
    assert [one["pk"] for one in shown if one["body_pk"] == bodies[1]] == [
        one["pk"] for one in naive if one["body_pk"] == bodies[1]
    ]
    assert {body: n for body, (_name, n) in found.by_body.items()} == {
        body: n for body in bodies if (n := sum(one["body_pk"] == body for one in naive))
    }
