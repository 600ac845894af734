"""A name exchanged for another of its class is read alike: what is measured may be anything."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from dondoc.extraction import extract
from dondoc.records.document import Document

CLASSES = tomllib.loads((Path(__file__).parent / "corpus" / "exchanged.toml").read_text("utf-8"))["classes"]
CASES = [(c["instead_of"], sentence, c["names"]) for c in CLASSES for sentence in c["sentences"]]


def statements(sentence, name):
    """What is read of the sentence, with the name that was put into it taken out of the names."""
    text = sentence.replace("{N}", name[0].upper() + name[1:]).replace("{n}", name)
    return [
        (
            fact.name.replace(name, "{n}"),
            (fact.value, fact.value_max, fact.out_of, fact.unit),
            (fact.status, fact.measure, fact.bound, fact.period, fact.base, fact.direction),
        )
        for fact in extract(Document("0" * 64, text)).indicators
    ]


@pytest.mark.parametrize(("reference", "sentence", "names"), CASES, ids=[case[1] for case in CASES])
def test_every_name_of_a_class_is_read_as_the_reference(reference, sentence, names):
    """Value, unit, standing, measure, time and base are the sentence's; the name is what was put in."""
    want = statements(sentence, reference)

    assert any("{n}" in name for name, _, _ in want)
    otherwise = {name: got for name in names if (got := statements(sentence, name)) != want}
    assert otherwise == {}
