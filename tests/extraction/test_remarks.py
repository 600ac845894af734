"""Shortcomings, difficulties and proposals: whose words, in what standing."""

from itertools import pairwise
from time import process_time

import orders
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dondoc import reading
from dondoc.extraction import extract
from dondoc.extraction.remarks import frame_of
from dondoc.records.document import Document, DocumentType, Header


def read(case):
    """The facts of a case; a report is read as a file, so that its headings are known."""
    text = case["text"].strip()
    if case["type"] == "press":
        return text, extract(Document("0" * 64, text, header=Header(type=DocumentType.PRESS)))
    heading = {"report": "BÁO CÁO\n", "plan": "KẾ HOẠCH\n"}[case["type"]]
    document = reading.read_bytes((heading + text).encode(), "case.txt")
    return document.text, extract(document)


def asked(facts):
    """The proposals, without those that a notice answers with an order in the same sentence."""
    return [fact for fact in facts.proposals if fact.rule != "answered"]


@pytest.mark.parametrize("case", orders.cases("remarks.toml"), ids=lambda case: case["why"])
def test_corpus(case):
    """One fact a sentence, with who says it; what is ordered, forecast or only announced is none."""
    _, facts = read(case)

    wrong = [(f"{f.nature} | {f.voice} | {f.speaker or '-'} | ", f.words) for f in facts.shortcomings]
    proposed = [(f"{f.voice} | {f.speaker or '-'} | {f.to or '-'} | ", f.words) for f in facts.proposals]
    for found, wanted in ((wrong, case["shortcomings"]), (proposed, case["proposals"])):
        assert len(found) == len(wanted), found
        for (head, words), line in zip(found, wanted, strict=True):
            assert (head + words).startswith(line)


@pytest.mark.parametrize("case", orders.cases("remarks.toml"), ids=lambda case: case["why"])
def test_no_sentence_is_both_asked_for_and_ordered(case):
    """A delegate's proposal is never a task, and a task is neither a proposal nor a shortcoming."""
    _, facts = read(case)

    for task in facts.tasks:
        for other in (*asked(facts), *facts.shortcomings):
            assert task.span.end <= other.span.start or other.span.end <= task.span.start


def test_the_cause_is_what_follows_do():
    """ "… do vướng mặt bằng" is kept as the sentence's own reason, with its place."""
    text = "Giải ngân còn chậm do vướng mặt bằng, thiếu cát."
    facts = extract(Document("0" * 64, text, header=Header(type=DocumentType.PRESS)))

    (fact,) = facts.shortcomings

    assert fact.cause == "vướng mặt bằng, thiếu cát"
    assert text[fact.fields["cause"].span.slice] == fact.cause


def test_a_short_name_is_the_person_named_in_full_before():
    """ "ông Thử" is Lê Văn Thử, once he has spoken under his full name."""
    text = (
        "Ông Lê Văn Thử, Phó Chủ tịch UBND tỉnh cho biết thu ngân sách đạt khá.\n\n"
        "Ông Thử thừa nhận giải ngân còn chậm."
    )
    facts = extract(Document("0" * 64, text, header=Header(type=DocumentType.PRESS)))

    assert [fact.speaker for fact in facts.shortcomings] == ["Lê Văn Thử"]


# heading as folded, frame, why
FRAMES = [
    ("hạn chế, khó khăn", "shortcoming", "the first of two decides"),
    ("khó khăn, vướng mắc", "difficulty", ""),
    ("nguyên nhân của hạn chế", "shortcoming", "both stand there"),
    ("nguyên nhân", "cause", ""),
    ("kiến nghị, đề xuất", "proposal", ""),
    ("kết quả giải quyết kiến nghị của cử tri", "", "what became of them"),
    ("giải pháp khắc phục hạn chế", "work", "what must be done"),
    ("tình hình và nguyên nhân", "", "the good stands there too"),
    ("kết quả đạt được", "work", "no shortcomings"),
]


@pytest.mark.parametrize(("heading", "frame"), [case[:2] for case in FRAMES])
def test_headings_tell_what_stands_under_them(heading, frame):
    """A heading opens a passage of shortcomings, causes or proposals, or closes it."""
    assert frame_of(heading) == frame


TEXTS = [case["text"] for name in ("remarks", "counts", "tasks") for case in orders.cases(f"{name}.toml")]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3), st.data())
def test_whatever_the_text_facts_stand_in_it(pieces, data):
    """Spans of facts and fields lie in the text, one task or remark a sentence, also in garbled texts."""
    words = "\n\n".join(pieces).split(" ")
    for _ in range(data.draw(st.integers(0, 6))):
        words[data.draw(st.integers(0, len(words) - 1))] = data.draw(
            st.sampled_from(
                ["", "“", "”", ":", ";\n", "kiến nghị", "đại biểu", "còn chậm", "do", "II.", "25/28"]
            )
        )
    text = " ".join(words)
    kind = data.draw(st.sampled_from(["press", "report", "resolution", "plan"]))

    facts = extract(Document("0" * 64, text, header=Header(type=DocumentType(kind))))

    for _kind, fact in facts.items():  # noqa: PERF102 - Facts is no dict
        assert 0 <= fact.span.start < fact.span.end <= len(text)
        for source in fact.fields.values():
            assert source.span is None or 0 <= source.span.start <= source.span.end <= len(text)
    for apart in ((facts.tasks, asked(facts)), (facts.tasks, facts.shortcomings)):
        spans = sorted(fact.span for facts_of_kind in apart for fact in facts_of_kind)
        assert all(a.end <= b.start for a, b in pairwise(spans))


@pytest.mark.slow
def test_cost_grows_with_length_only():
    """Twenty copies of a text cost about twenty times one."""
    text = "\n\n".join(TEXTS)

    def seconds(copies):
        document = Document("0" * 64, "\n\n".join([text] * copies), header=Header(type=DocumentType.PRESS))
        began = process_time()
        extract(document)
        return process_time() - began

    seconds(1)
    assert seconds(20) < 60 * min(seconds(1), seconds(1))
