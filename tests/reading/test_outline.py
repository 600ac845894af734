"""What each line is, and which stand under which heading."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dondoc.reading import celltables, labels, masthead, outline, press
from dondoc.reading.draft import BlockHint, Draft
from dondoc.records.document import BlockKind, Section
from dondoc.records.source import Span

CORPUS = tomllib.loads(Path(__file__).with_name("outlines.toml").read_text("utf-8"))["text"]
LINES = st.lists(
    st.one_of(
        st.sampled_from(
            (
                *(
                    "I. MỤC",
                    "II.",
                    "1. Một",
                    "2) Hai;",
                    "1.1. Ba",
                    "a) Bốn",
                    "- Năm",
                    "Điều 1. Sáu",
                    "Chương I",
                ),
                *("", " ", "|", "a | b", "**Bảy", "tám**", "## Chín", "PHỤ LỤC 1", "TM. ỦY BAN", "Nơi nhận:"),
                *("KẾ HOẠCH", "Số: 1/KH-UBND", "12", "2"),
            )
        ),
        st.text(max_size=12),
    ),
    max_size=14,
)


def made(draft: Draft) -> tuple[tuple[Section, ...], tuple[tuple[Span, BlockKind], ...]]:
    return outline.outline(draft, masthead.find(draft) or press.begin(draft))


def shown(sections: tuple[Section, ...], depth: int = 0) -> list[str]:
    lines = []
    for section in sections:
        lines.append(f"{'  ' * depth}{section.label}|{section.heading}")
        lines += shown(section.children, depth + 1)
    return lines


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case["why"])
def test_outline(case):
    """Labels nest as the document nests them."""
    sections, _ = made(Draft(case["text"].lstrip("\n")))

    assert shown(sections) == case["outline"]


@pytest.mark.parametrize("case", [case for case in CORPUS if "kinds" in case], ids=lambda case: case["why"])
def test_kinds_of_lines(case):
    """Every line is known for what it is: facts are read in some kinds and not in others."""
    _, blocks = made(Draft(case["text"].lstrip("\n")))

    assert [kind.value for _, kind in blocks] == case["kinds"].split()


@given(LINES)
@example(["I. MỤC", "1. Một", "a\x1f"])  # a control character that Python's strip takes for white space
def test_every_line_has_one_kind_and_sections_nest(lines):
    """Any text: blocks are its non-empty lines in order; sections lie within their parents, side by side."""
    text = "\n".join(lines)

    sections, blocks = made(Draft(text, tables=celltables.find(text)))

    edges = " \t\r\u00a0\u200b\ufeff"
    words = [line.strip(edges) for line in text.split("\n")]
    assert [text[span.slice] for span, _ in blocks] == [line for line in words if line]
    check(sections, Span(0, len(text)), 1)


def check(sections: tuple[Section, ...], within: Span, level: int) -> None:
    at = within.start
    for section in sections:
        assert at <= section.span.start <= section.span.end <= within.end
        assert section.span.start == section.heading_span.start
        assert section.heading_span.end <= section.span.end
        assert section.level == level
        check(section.children, section.span, level + 1)
        at = section.span.end


def test_what_the_format_says_goes_first():
    """A heading styled in Word needs neither label nor capitals; its level nests it."""
    lines = ["Tình hình", "Mọi việc ổn định trong cả kỳ báo cáo.", "Kinh tế", "Tăng khá."]
    text, spans, at = "\n".join(lines), [], 0
    for line in lines:
        spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    hints = (BlockHint(spans[0], BlockKind.HEADING, level=1), BlockHint(spans[2], BlockKind.HEADING, level=2))

    sections, blocks = made(Draft(text, media="docx", blocks=hints))

    assert shown(sections)[-1].strip() == "|Kinh tế"
    assert [kind for _, kind in blocks][2] is BlockKind.HEADING


def test_lines_of_a_table_are_the_tables():
    """A number in a cell is no label."""
    text = "I. VIỆC\nTT | Việc\n1. | Rà soát\n2. | Báo cáo\n"

    sections, blocks = made(Draft(text, tables=celltables.find(text)))

    assert shown(sections) == ["I|VIỆC"]
    assert [kind for _, kind in blocks][1:] == [BlockKind.TABLE] * 3


def test_a_long_text_takes_time_in_proportion():
    """Hostile text: fifty thousand labels, and one line of a million characters."""
    made(Draft("1. a\n" * 50_000))
    made(Draft("I" * 1_000_000))


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("1.Ông Thử", True),
        ("1.ông Thử", False),  # a small letter, though it bears a mark
        ("12.Ủy ban", True),
        ("12.ủy ban", False),
        ("a)Điều tra", True),
        ("a)điều tra", False),
    ],
)
def test_a_label_without_a_space_stands_before_a_capital(line, label):
    """Letters with marks are capital or small like the others."""
    assert (labels.label_of(line) is not None) is label
